/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/signature.h"

#include <string.h>

#include "app/protocol/envelope.h"
#include "app/protocol/signature-base.h"
#include "tests/app/protocol/vectors.h"

static json_t *vectors; /* (owned) */

static void
get_public (const char *name, guint8 key[32])
{
  get_key (json_object_get (json_object_get (vectors, "keys"), name), "public", key);
}

static McSigningKey *
create_key (const char *name)
{
  guint8 seed[32];

  get_key (json_object_get (json_object_get (vectors, "keys"), name), "seed", seed);
  return mc_signing_key_new_from_seed (seed);
}

static json_t *
find_case (const char *list, const char *name)
{
  json_t *row;
  gsize i;

  json_array_foreach (json_object_get (vectors, list), i, row)
  {
    if (strcmp (get_text (row, "name"), name) == 0)
      return row;
  }
  g_error ("no vector %s", name);
}

static const char *
outcome_to_string (gboolean verified, const GError *error)
{
  static const char *const names[] = {
    [MC_SIGNATURE_ERROR_MISSING] = "missing",   [MC_SIGNATURE_ERROR_SYNTAX] = "syntax",
    [MC_SIGNATURE_ERROR_COVERAGE] = "coverage", [MC_SIGNATURE_ERROR_SKEW] = "skew",
    [MC_SIGNATURE_ERROR_DIGEST] = "digest",     [MC_SIGNATURE_ERROR_INVALID] = "invalid",
  };

  g_assert_true (verified == (error == NULL));
  if (verified)
    return "ok";
  g_assert_true (error->domain == MC_SIGNATURE_ERROR);
  return names[error->code];
}

static McRequestParts
get_request_parts (json_t *row)
{
  json_t *parts = json_object_get (row, "parts");

  return (McRequestParts){
    .method = get_text (parts, "method"),
    .authority = get_text (parts, "authority"),
    .path = get_text (parts, "path"),
    .query = get_text (parts, "query"),
    .content_digest = get_text (parts, "content_digest"),
  };
}

static McAnswerParts
get_answer_parts (json_t *row)
{
  json_t *parts = json_object_get (row, "parts");

  return (McAnswerParts){
    .status = (guint) json_integer_value (json_object_get (parts, "status")),
    .content_type = get_text (parts, "content_type"),
    .content_digest = get_text (parts, "content_digest"),
    .request_signature = get_text (parts, "request_signature"),
  };
}

/* RFC 9421's own vector B.2.6: our base, our reader and our Ed25519 give the signature that the RFC
 * prints. */
static void
test_rfc9421 (void)
{
  json_t *row = find_case ("bases", "RFC 9421 B.2.6");
  g_autoptr (McSigningKey) key = create_key (get_text (row, "key"));
  g_autoptr (McSignatureInput) input = NULL;
  g_autofree char *base = NULL;
  g_autofree char *field = NULL;
  McSignatureComponent components[MC_SIGNATURE_MAX_COMPONENTS];
  guint8 rfc_public[32], signature[64], printed[64];
  json_t *component;
  gsize i;

  input = mc_signature_input_parse (get_text (row, "signature_input"), "sig-b26");
  g_assert_nonnull (input);
  g_assert_cmpstr (input->keyid, ==, "test-key-ed25519");
  g_assert_cmpint (input->created, ==, 1618884473);
  g_assert_null (input->alg);
  json_array_foreach (json_object_get (row, "components"), i, component)
  {
    g_assert_cmpstr (input->identifiers[i], ==, json_string_value (json_array_get (component, 0)));
    components[i].identifier = input->identifiers[i];
    components[i].value = json_string_value (json_array_get (component, 1));
  }
  g_assert_cmpuint (i, ==, input->n_identifiers);

  base = mc_signature_base_new (components, input->n_identifiers, input->params);
  g_assert_cmpstr (base, ==, get_text (row, "base"));
  mc_signing_key_sign (key, base, strlen (base), signature);
  field = mc_signature_field_new ("sig-b26", signature);
  g_assert_cmpstr (field,
                   ==,
                   "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6v"
                   "uQv5lIp5WPpBKRCw==:");

  g_assert_true (mc_key_from_base64 ("JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=", rfc_public));
  g_assert_true (mc_signature_field_parse (get_text (row, "signature"), "sig-b26", printed));
  g_assert_true (mc_public_key_verify (rfc_public, base, strlen (base), printed));
  base[0] ^= 1;
  g_assert_false (mc_public_key_verify (rfc_public, base, strlen (base), printed));
}

/* Every published request gets its published verdict. */
static void
test_requests (void)
{
  json_t *row;
  gsize i;

  json_array_foreach (json_object_get (vectors, "requests"), i, row)
  {
    const McRequestParts parts = get_request_parts (row);
    g_autoptr (GError) error = NULL;
    guint8 key[32];
    gboolean verified;

    get_public (get_text (row, "key"), key);
    verified = mc_signature_verify_request (&parts,
                                            get_text (row, "signature_input"),
                                            get_text (row, "signature"),
                                            key,
                                            json_integer_value (json_object_get (row, "now")),
                                            &error);
    g_test_message ("%s: %s", get_text (row, "name"), error != NULL ? error->message : "ok");
    g_assert_cmpstr (outcome_to_string (verified, error), ==, get_text (row, "expect"));
  }
  g_assert_cmpuint (i, >=, 90);
}

/* Every published answer gets its published verdict: other request, other key, missing cover. */
static void
test_answers (void)
{
  json_t *row;
  gsize i;

  json_array_foreach (json_object_get (vectors, "answers"), i, row)
  {
    const McAnswerParts parts = get_answer_parts (row);
    g_autoptr (GError) error = NULL;
    guint8 key[32];
    gboolean verified;

    get_public (get_text (row, "key"), key);
    verified = mc_signature_verify_answer (
        &parts, get_text (row, "signature_input"), get_text (row, "signature"), key, &error);
    g_test_message ("%s: %s", get_text (row, "name"), error != NULL ? error->message : "ok");
    g_assert_cmpstr (outcome_to_string (verified, error), ==, get_text (row, "expect"));
  }
  g_assert_cmpuint (i, >=, 20);
}

/* What we sign is byte for byte what the other implementation signed. */
static void
test_sign (void)
{
  json_t *row = find_case ("requests", "as it was sent");
  const McRequestParts request = get_request_parts (row);
  const McAnswerParts answer = get_answer_parts (find_case ("answers", "as it was sent"));
  g_autoptr (McSigningKey) kiosk = create_key ("kiosk");
  g_autoptr (McSigningKey) central = create_key ("central");
  g_autofree char *input = NULL;
  g_autofree char *signature = NULL;

  mc_signature_sign_request (
      &request, kiosk, json_integer_value (json_object_get (row, "now")), &input, &signature);
  g_assert_cmpstr (input, ==, get_text (row, "signature_input"));
  g_assert_cmpstr (signature, ==, get_text (row, "signature"));

  g_clear_pointer (&input, g_free);
  g_clear_pointer (&signature, g_free);
  mc_signature_sign_answer (
      &answer, central, json_integer_value (json_object_get (row, "now")), &input, &signature);
  row = find_case ("answers", "as it was sent");
  g_assert_cmpstr (input, ==, get_text (row, "signature_input"));
  g_assert_cmpstr (signature, ==, get_text (row, "signature"));
}

/* Nothing to bind to, nothing signed: an answer to a request without a signature of ours, and parts
 * that would let one line pose as two. */
static void
test_sign_refused (void)
{
  McAnswerParts answer = get_answer_parts (find_case ("answers", "as it was sent"));
  McRequestParts request = get_request_parts (find_case ("requests", "as it was sent"));
  g_autoptr (McSigningKey) key = create_key ("central");
  char *input = NULL, *signature = NULL;

  answer.request_signature = "sig1=:AAAA:";
  mc_signature_sign_answer (&answer, key, 1, &input, &signature);
  g_assert_null (input);
  g_assert_null (signature);
  request.path = "/a\n\"@query\": ?";
  mc_signature_sign_request (&request, key, 1, &input, &signature);
  g_assert_null (input);
  g_assert_null (signature);
}

static gboolean
verify_mutant (const McRequestParts *parts, const char *input, const char *signature)
{
  guint8 key[32];

  get_public ("kiosk", key);
  return mc_signature_verify_request (parts, input, signature, key, 1782097200, NULL);
}

/* One flipped bit anywhere in the parts or in either field, and every truncation: refused. */
static void
test_mutants (void)
{
  json_t *row = find_case ("requests", "as it was sent");
  const McRequestParts parts = get_request_parts (row);
  const char *fields[] = { parts.method,
                           parts.authority,
                           parts.path,
                           parts.query,
                           parts.content_digest,
                           get_text (row, "signature_input"),
                           get_text (row, "signature") };
  guint refused = 0;

  g_assert_true (verify_mutant (&parts, fields[5], fields[6]));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const gsize length = strlen (fields[i]);

      for (gsize k = 0; k < length * 9; k++)
        {
          g_autofree char *mutant = g_strdup (fields[i]);
          McRequestParts changed = parts;
          const char **places[] = { &changed.method,
                                    &changed.authority,
                                    &changed.path,
                                    &changed.query,
                                    &changed.content_digest,
                                    NULL,
                                    NULL };

          if (k < length * 8)
            mutant[k / 8] = (char) (mutant[k / 8] ^ (1 << k % 8));
          else
            mutant[k - length * 8] = '\0';
          if (places[i] != NULL)
            *places[i] = mutant;
          g_assert_false (
              verify_mutant (&changed, i == 5 ? mutant : fields[5], i == 6 ? mutant : fields[6]));
          refused++;
        }
    }
  g_test_message ("%u mutants refused", refused);
}

/* The claimed key is read before anything is verified, and only from a field that is ours. */
static void
test_peek (void)
{
  json_t *row = find_case ("requests", "as it was sent");
  g_autoptr (McSigningKey) key = create_key ("kiosk");
  g_autoptr (GError) error = NULL;
  McSignatureInfo info;

  g_assert_true (mc_signature_peek (get_text (row, "signature_input"), &info, NULL));
  g_assert_cmpstr (info.keyid, ==, mc_signing_key_get_id (key));
  g_assert_cmpint (info.created, ==, 1782097200);
  mc_signature_info_clear (&info);

  g_assert_false (mc_signature_peek (NULL, &info, &error));
  g_assert_error (error, MC_SIGNATURE_ERROR, MC_SIGNATURE_ERROR_MISSING);
  g_clear_error (&error);
  g_assert_false (mc_signature_peek ("mc=()", &info, &error));
  g_assert_error (error, MC_SIGNATURE_ERROR, MC_SIGNATURE_ERROR_SYNTAX);
  g_assert_null (info.keyid);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_assert_true (mc_keys_init (NULL));
  vectors = load_vectors ("signatures.json");
  g_test_add_func ("/protocol/signature/rfc9421", test_rfc9421);
  g_test_add_func ("/protocol/signature/requests", test_requests);
  g_test_add_func ("/protocol/signature/answers", test_answers);
  g_test_add_func ("/protocol/signature/sign", test_sign);
  g_test_add_func ("/protocol/signature/sign-refused", test_sign_refused);
  g_test_add_func ("/protocol/signature/mutants", test_mutants);
  g_test_add_func ("/protocol/signature/peek", test_peek);
  result = g_test_run ();
  json_decref (vectors);
  return result;
}
