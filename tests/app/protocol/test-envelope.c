/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/envelope.h"

#include <string.h>

#include "tests/app/protocol/vectors.h"

#define ID "01978c2e-5f00-7000-8000-000000000001"

static json_t *vectors; /* (owned) */

static McSealingKey *
create_key (void)
{
  guint8 secret[32];

  get_key (vectors, "sealing_secret", secret);
  return mc_sealing_key_new_from_secret (secret);
}

static GBytes *
find_sealed (const char *name)
{
  json_t *row;
  gsize i;

  json_array_foreach (json_object_get (vectors, "envelopes"), i, row)
  {
    if (strcmp (get_text (row, "name"), name) == 0)
      return get_base64 (row, "sealed");
  }
  g_error ("no vector %s", name);
}

static const char *
outcome_to_string (const GError *error)
{
  static const char *const names[] = {
    [MC_ENVELOPE_ERROR_FORMAT] = "format",
    [MC_ENVELOPE_ERROR_KEY] = "key",
    [MC_ENVELOPE_ERROR_SEAL] = "seal",
    [MC_ENVELOPE_ERROR_BINDING] = "binding",
  };

  if (error == NULL)
    return "ok";
  g_assert_true (error->domain == MC_ENVELOPE_ERROR);
  return names[error->code];
}

static void
check_header (const McEnvelope *envelope, json_t *header)
{
  g_assert_cmpstr (envelope->id, ==, get_text (header, "id"));
  g_assert_cmpstr (envelope->seal_key_id, ==, get_text (header, "seal_key_id"));
  g_assert_cmpstr (envelope->code, ==, get_text (header, "code"));
  g_assert_cmpstr (envelope->document, ==, get_text (header, "document"));
  if (envelope->kind == MC_ENVELOPE_DOSSIER)
    {
      json_t *pages = json_object_get (header, "pages");

      g_assert_cmpuint (g_strv_length (envelope->page_digests), ==, json_array_size (pages));
      for (guint i = 0; i < json_array_size (pages); i++)
        g_assert_cmpstr (
            envelope->page_digests[i], ==, json_string_value (json_array_get (pages, i)));
    }
  else
    g_assert_cmpint (envelope->page, ==, json_integer_value (json_object_get (header, "page")));
}

/* Every published envelope gets its published verdict, and the good ones their contents. */
static void
test_vectors (void)
{
  g_autoptr (McSealingKey) key = create_key ();
  json_t *row;
  gsize i;

  g_assert_cmpstr (mc_sealing_key_get_id (key), ==, get_text (vectors, "sealing_key_id"));
  json_array_foreach (json_object_get (vectors, "envelopes"), i, row)
  {
    g_autoptr (GBytes) sealed = get_base64 (row, "sealed");
    g_autofree char *digest = mc_digest_hex (sealed);
    g_autoptr (GError) error = NULL;
    g_autoptr (McEnvelope) envelope = mc_envelope_parse (sealed, &error);
    g_autoptr (GBytes) payload = envelope != NULL ? mc_envelope_open (envelope, key, &error) : NULL;

    g_test_message ("%s: %s", get_text (row, "name"), error != NULL ? error->message : "ok");
    g_assert_cmpstr (digest, ==, get_text (row, "sha256"));
    g_assert_cmpstr (outcome_to_string (error), ==, get_text (row, "expect"));
    g_assert_true ((payload != NULL) == (error == NULL));
    if (payload != NULL)
      {
        g_autoptr (GBytes) expected = get_base64 (row, "payload");

        check_header (envelope, json_object_get (row, "header"));
        g_assert_true (g_bytes_equal (payload, expected));
      }
  }
  g_assert_cmpuint (i, >=, 40);
}

static gboolean
opens (GBytes *sealed, const McSealingKey *key)
{
  g_autoptr (McEnvelope) envelope = mc_envelope_parse (sealed, NULL);
  g_autoptr (GBytes) payload = envelope != NULL ? mc_envelope_open (envelope, key, NULL) : NULL;

  return payload != NULL;
}

/* One flipped bit anywhere, and every truncation: never opened. */
static void
test_mutants (void)
{
  g_autoptr (McSealingKey) key = create_key ();
  g_autoptr (GBytes) sealed = find_sealed ("dossier");
  const gsize length = g_bytes_get_size (sealed);

  g_assert_true (opens (sealed, key));
  for (gsize k = 0; k < length * 8; k++)
    {
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (sealed, NULL), length);
      g_autoptr (GBytes) mutant = NULL;

      data[k / 8] = (guint8) (data[k / 8] ^ (1 << k % 8));
      mutant = g_bytes_new_take (g_steal_pointer (&data), length);
      g_assert_false (opens (mutant, key));
    }
  for (gsize k = 0; k < length; k++)
    {
      g_autoptr (GBytes) mutant = g_bytes_new_from_bytes (sealed, 0, k);

      g_assert_false (opens (mutant, key));
    }
}

/* What is sealed opens again, each time in another box, and no plain byte shows in it. */
static void
test_round_trip (void)
{
  static const char canary[] = "NGUYỄN THỊ CANARY-7f3a 001199912345";
  const char *pages[] = { "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                          NULL };
  g_autoptr (McSealingKey) key = mc_sealing_key_new ();
  g_autoptr (McSealingKey) other = mc_sealing_key_new ();
  g_autoptr (GBytes) payload = g_bytes_new_static (canary, sizeof canary);
  g_autoptr (McEnvelope) first = mc_envelope_new_dossier (ID, "H26.107-260622-100001", pages);
  g_autoptr (McEnvelope) second = mc_envelope_new_dossier (ID, "H26.107-260622-100001", pages);
  g_autoptr (GBytes) first_sealed = NULL;
  g_autoptr (GBytes) second_sealed = NULL;
  g_autoptr (McEnvelope) parsed = NULL;
  g_autoptr (GBytes) opened = NULL;
  g_autoptr (GError) error = NULL;

  first_sealed = mc_envelope_seal (first, mc_sealing_key_get_public (key), payload, &error);
  g_assert_no_error (error);
  second_sealed = mc_envelope_seal (second, mc_sealing_key_get_public (key), payload, &error);
  g_assert_no_error (error);
  g_assert_false (g_bytes_equal (first_sealed, second_sealed));
  g_assert_null (
      memmem (g_bytes_get_data (first_sealed, NULL), g_bytes_get_size (first_sealed), "CANARY", 6));

  parsed = mc_envelope_parse (first_sealed, &error);
  g_assert_no_error (error);
  opened = mc_envelope_open (parsed, other, &error);
  g_assert_error (error, MC_ENVELOPE_ERROR, MC_ENVELOPE_ERROR_KEY);
  g_assert_null (opened);
  g_clear_error (&error);
  opened = mc_envelope_open (parsed, key, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (opened, payload));
}

/* A header that parsing would refuse is not sealed in the first place, and a key that is no point
 * of the curve seals nothing. */
static void
test_seal_refused (void)
{
  static const guint8 zero[32];
  const char *bad_pages[] = { "E3B0", NULL };
  g_autoptr (McSealingKey) key = mc_sealing_key_new ();
  g_autoptr (GBytes) payload = g_bytes_new_static ("x", 1);
  McEnvelope *envelopes[] = {
    mc_envelope_new_dossier ("not-a-uuid", "H26.107-260622-100001", NULL),
    mc_envelope_new_dossier (ID, "", NULL),
    mc_envelope_new_dossier (ID, "with space", NULL),
    mc_envelope_new_dossier (ID, "H26.107-260622-100001", bad_pages),
    mc_envelope_new_page (ID, "../x", 0),
    mc_envelope_new_page (ID, "birth-notice", 10000),
  };
  g_autoptr (McEnvelope) good = mc_envelope_new_page (ID, "birth-notice", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) sealed = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (envelopes); i++)
    {
      g_assert_null (
          mc_envelope_seal (envelopes[i], mc_sealing_key_get_public (key), payload, &error));
      g_assert_error (error, MC_ENVELOPE_ERROR, MC_ENVELOPE_ERROR_FORMAT);
      g_clear_error (&error);
      mc_envelope_free (envelopes[i]);
    }
  sealed = mc_envelope_seal (good, zero, payload, &error);
  g_assert_null (sealed);
  g_assert_error (error, MC_ENVELOPE_ERROR, MC_ENVELOPE_ERROR_SEAL);
  g_clear_error (&error);
  sealed = mc_envelope_seal (good, mc_sealing_key_get_public (key), payload, &error);
  g_assert_no_error (error);
}

/* RFC 9530's own example, and what is not the digest of a body. */
static void
test_digest (void)
{
  static const char body[] = "{\"hello\": \"world\"}\n"; /* RFC 9530, appendix B.1 */
  g_autofree char *header = mc_digest_header_new (body, sizeof body - 1);
  g_autofree char *empty = mc_digest_header_new (NULL, 0);

  g_assert_cmpstr (header, ==, "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:");
  g_assert_cmpstr (empty, ==, "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
  g_assert_true (mc_digest_header_check (header, body, sizeof body - 1));
  g_assert_false (mc_digest_header_check (header, body, sizeof body - 2));
  g_assert_false (mc_digest_header_check (NULL, body, sizeof body - 1));
  g_assert_false (mc_digest_header_check ("", body, sizeof body - 1));
  for (gsize i = 0; header[i] != '\0'; i++)
    {
      g_autofree char *mutant = g_strdup (header);

      mutant[i] ^= 1;
      g_assert_false (mc_digest_header_check (mutant, body, sizeof body - 1));
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_assert_true (mc_keys_init (NULL));
  vectors = load_vectors ("envelope.json");
  g_test_add_func ("/protocol/envelope/vectors", test_vectors);
  g_test_add_func ("/protocol/envelope/mutants", test_mutants);
  g_test_add_func ("/protocol/envelope/round-trip", test_round_trip);
  g_test_add_func ("/protocol/envelope/seal-refused", test_seal_refused);
  g_test_add_func ("/protocol/envelope/digest", test_digest);
  result = g_test_run ();
  json_decref (vectors);
  return result;
}
