/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/enrolment.h"

#include <string.h>

#include "tests/app/protocol/vectors.h"

static void
make_code (McEnrolmentCode *code, const McSigningKey *central)
{
  static const guint8 secret[10] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 250 };

  mc_enrolment_code_init (code, secret, mc_signing_key_get_id (central));
}

/* A code is eight groups of four and comes back however a person types it. */
static void
test_code (void)
{
  g_autoptr (McSigningKey) central = mc_signing_key_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *lower = NULL;
  g_autoptr (GString) spaced = g_string_new (" ");
  McEnrolmentCode code, read;

  make_code (&code, central);
  text = mc_enrolment_code_to_string (&code);
  g_assert_cmpuint (strlen (text), ==, 39);
  g_assert_true (g_str_has_prefix (text, "0410-"));
  g_assert_true (mc_enrolment_code_parse (text, &read, &error));
  g_assert_cmpmem (read.secret, 10, code.secret, 10);
  g_assert_cmpstr (read.fingerprint, ==, mc_signing_key_get_id (central));

  lower = g_ascii_strdown (text, -1);
  for (const char *p = lower; *p != '\0'; p++)
    if (*p != '-')
      g_string_append_printf (spaced, "%c ", *p == '0' ? 'o' : *p == '1' ? 'l' : *p);
  memset (&read, 0, sizeof read);
  g_assert_true (mc_enrolment_code_parse (spaced->str, &read, &error));
  g_assert_cmpmem (read.secret, 10, code.secret, 10);
  g_assert_cmpstr (read.fingerprint, ==, code.fingerprint);
}

/* Too short, too long and foreign characters are told before anything is sent. */
static void
test_code_refused (void)
{
  const char *refused[] = {
    "",
    "0000-0000-0000-0000-0000-0000-0000-000",
    "0000-0000-0000-0000-0000-0000-0000-00000",
    "0000-0000-0000-0000-0000-0000-0000-000U",
    "0000_0000-0000-0000-0000-0000-0000-0000",
    "0000-0000-0000-0000-0000-0000-0000-000ă",
  };
  McEnrolmentCode code;

  g_assert_true (mc_enrolment_code_parse ("0000-0000-0000-0000-0000-0000-0000-0000", &code, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (mc_enrolment_code_parse (refused[i], &code, &error));
      g_assert_error (error, MC_ENROLMENT_ERROR, MC_ENROLMENT_ERROR_CODE);
    }
}

/* The request proves that its sender knows the code, for this one key, and shows nothing of the
 * secret. */
static void
test_proof (void)
{
  g_autoptr (McSigningKey) central = mc_signing_key_new ();
  g_autoptr (McSigningKey) kiosk = mc_signing_key_new ();
  g_autoptr (McSigningKey) thief = mc_signing_key_new ();
  g_autoptr (json_t) request = NULL;
  g_autofree char *text = NULL;
  g_autofree char *body = NULL;
  McEnrolmentCode code, other;
  guint8 proof_key[32], other_proof_key[32], lookup_id[16], other_lookup_id[16];
  const char *proof;

  make_code (&code, central);
  other = code;
  other.secret[9] ^= 1;
  mc_enrolment_code_proof_key (&code, proof_key);
  mc_enrolment_code_proof_key (&other, other_proof_key);
  mc_enrolment_code_lookup_id (&code, lookup_id);
  mc_enrolment_code_lookup_id (&other, other_lookup_id);
  g_assert_cmpint (memcmp (lookup_id, other_lookup_id, 16), !=, 0);
  g_assert_cmpint (memcmp (lookup_id, proof_key, 16), !=, 0);

  request = mc_enrolment_request_to_json (&code, kiosk, "0.1.0");
  proof = get_text (request, "proof");
  g_assert_true (
      mc_enrolment_request_check_proof (proof_key, mc_signing_key_get_public (kiosk), proof));
  g_assert_false (
      mc_enrolment_request_check_proof (proof_key, mc_signing_key_get_public (thief), proof));
  g_assert_false (
      mc_enrolment_request_check_proof (other_proof_key, mc_signing_key_get_public (kiosk), proof));
  g_assert_false (
      mc_enrolment_request_check_proof (proof_key, mc_signing_key_get_public (kiosk), NULL));
  g_assert_false (
      mc_enrolment_request_check_proof (proof_key, mc_signing_key_get_public (kiosk), "AAAA"));

  body = mc_json_to_string (request);
  text = mc_enrolment_code_to_string (&code);
  text[16] = '\0';
  g_assert_null (strstr (body, text));
  g_assert_null (strstr (body, "04106105"));
}

static McEnrolment *
create_enrolment (void)
{
  static const char point[] =
      "{\"code\":\"00070\",\"name\":\"Điểm phục vụ hành chính công phường Hoàn Kiếm\","
      "\"unit_code\":\"00070\",\"unit_name\":\"Phường Hoàn Kiếm\",\"agency_code\":\"H26.107\","
      "\"agency_name\":\"UBND phường Hoàn Kiếm\",\"hours\":\"08:00-12:00,13:00-17:00\"}";
  g_autoptr (json_t) object = json_loads (point, 0, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (McPoint) parsed = mc_point_from_json (object, &error);
  g_autoptr (McSigningKey) signing = mc_signing_key_new ();
  g_autoptr (McSealingKey) sealing = mc_sealing_key_new ();
  McEnrolment *self = g_new0 (McEnrolment, 1);

  g_assert_no_error (error);
  self->kiosk = g_strdup ("HK-03");
  self->point = g_steal_pointer (&parsed);
  self->serial_first = 300001;
  self->serial_last = 399999;
  memcpy (self->signing_public, mc_signing_key_get_public (signing), 32);
  memcpy (self->sealing_public, mc_sealing_key_get_public (sealing), 32);
  self->public_url = g_strdup ("https://motcua.example");
  self->server_time = 1782097200;
  return self;
}

/* An enrolment goes round; without any one of its members it is refused. */
static void
test_round_trip (void)
{
  g_autoptr (McEnrolment) enrolment = create_enrolment ();
  g_autoptr (json_t) object = mc_enrolment_to_json (enrolment);
  g_autoptr (GError) error = NULL;
  g_autoptr (McEnrolment) read = mc_enrolment_from_json (object, &error);
  g_autoptr (json_t) again = NULL;
  const char *member;
  json_t *value;

  g_assert_no_error (error);
  again = mc_enrolment_to_json (read);
  g_assert_true (json_equal (object, again));
  g_assert_cmpstr (read->kiosk, ==, "HK-03");
  g_assert_cmpstr (read->point->agency_code, ==, "H26.107");
  g_assert_cmpuint (read->serial_last, ==, 399999);
  g_assert_cmpint (read->server_time, ==, 1782097200);

  json_object_foreach (object, member, value)
  {
    g_autoptr (json_t) cut = json_copy (object);

    json_object_del (cut, member);
    g_assert_null (mc_enrolment_from_json (cut, &error));
    g_assert_error (error, MC_ENROLMENT_ERROR, MC_ENROLMENT_ERROR_ANSWER);
    g_clear_error (&error);
  }
  g_assert_null (mc_enrolment_from_json (NULL, NULL));
}

/* A range that is empty or leaves the six digits mints no code. */
static void
test_range (void)
{
  static const struct
  {
    int first, last;
  } refused[] = { { 0, 10 }, { -5, 10 }, { 10, 9 }, { 1, 1000000 } };
  g_autoptr (McEnrolment) enrolment = create_enrolment ();
  g_autoptr (json_t) object = mc_enrolment_to_json (enrolment);

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      json_object_set_new (object, "serial_first", json_integer (refused[i].first));
      json_object_set_new (object, "serial_last", json_integer (refused[i].last));
      g_assert_null (mc_enrolment_from_json (object, &error));
      g_assert_error (error, MC_ENROLMENT_ERROR, MC_ENROLMENT_ERROR_ANSWER);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (mc_keys_init (NULL));
  g_test_add_func ("/protocol/enrolment/code", test_code);
  g_test_add_func ("/protocol/enrolment/code-refused", test_code_refused);
  g_test_add_func ("/protocol/enrolment/proof", test_proof);
  g_test_add_func ("/protocol/enrolment/round-trip", test_round_trip);
  g_test_add_func ("/protocol/enrolment/range", test_range);
  return g_test_run ();
}
