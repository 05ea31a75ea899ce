/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include "app/domain/json.h"
#include "app/protocol/envelope.h"
#include "tests/central/service.h"

typedef struct
{
  McTestService *service; /* (owned) */
  McTestKiosk *kiosk;     /* (owned), HK-03 */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->service = mc_test_service_new ();
  f->kiosk = mc_test_kiosk_new_enrolled (f->service, "HK-03");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  mc_test_kiosk_free (f->kiosk);
  mc_test_service_free (f->service);
}

static guint
put (McTestKiosk *kiosk, const McTestDossier *dossier)
{
  g_auto (McTestAnswer) answer = { 0 };

  mc_test_kiosk_call (kiosk, "PUT", dossier->path, dossier->sealed, &answer);

  return answer.status;
}

static double
get_metric (McTestService *service, const char *name)
{
  g_autofree char *text = mc_test_service_get (service, "/metrics", NULL);
  g_autofree char *start = g_strdup_printf ("\n%s ", name);
  const char *found = strstr (text, start);

  g_assert_nonnull (found);

  return g_ascii_strtod (found + strlen (start), NULL);
}

/* A dossier is taken in once, told by its id and code, and found by its token. */
static void
test_intake (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestDossier) dossier = mc_test_dossier_new (f->kiosk, 1);
  g_autoptr (McEnvelope) envelope = mc_envelope_new_dossier (dossier->id, dossier->code, NULL);
  g_autoptr (GBytes) payload = g_bytes_new_static ("{}", 2);
  g_autoptr (GBytes) other = NULL;
  g_autofree char *status_path = g_strconcat ("/v1/status/", dossier->token, NULL);
  g_autofree char *lower = g_ascii_strdown (status_path, -1);
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  g_auto (McTestAnswer) answer = { 0 };
  g_autoptr (json_t) status = NULL;
  guint code;

  text = mc_test_service_get (f->service, status_path, &code);
  g_assert_cmpuint (code, ==, 404);

  mc_test_kiosk_call (f->kiosk, "PUT", dossier->path, dossier->sealed, &answer);
  g_assert_cmpuint (answer.status, ==, 201);
  g_assert_cmpstr (mc_json_get_optional_string (answer.body, "id"), ==, dossier->id);
  g_assert_cmpstr (mc_json_get_optional_string (answer.body, "code"), ==, dossier->code);
  g_assert_cmpuint (put (f->kiosk, dossier), ==, 200);

  other = mc_envelope_seal (envelope, f->kiosk->enrolment->sealing_public, payload, NULL);
  mc_test_kiosk_call (f->kiosk, "PUT", dossier->path, other, &answer);
  g_assert_cmpuint (answer.status, ==, 409);
  g_assert_cmpstr (mc_test_answer_get_type (&answer), ==, "conflict");

  g_free (text);
  text = mc_test_service_get (f->service, lower, &code);
  g_assert_cmpuint (code, ==, 200);
  status = mc_json_parse (text, strlen (text), 65536, "", NULL);
  g_assert_cmpstr (mc_json_get_optional_string (status, "code"), ==, dossier->code);
  g_assert_null (strstr (text, "CANARY")); /* no personal data */
  again = mc_test_service_command (f->service, 0, "show", dossier->code, NULL);
  g_assert_nonnull (strstr (again, dossier->id));
  g_assert_cmpfloat (get_metric (f->service, "motcua_dossiers_attention"), ==, 0);
}

typedef struct
{
  McTestKiosk *kiosk;           /* (unowned) */
  const McTestDossier *dossier; /* (unowned) */
  gint created, same, other;    /* (atomic) */
} Crowd;

static void
put_in_crowd (gpointer item, gpointer data)
{
  Crowd *crowd = data;
  guint status;

  /* On a machine under load a handshake may be cut at its deadline: kiosks try again, too. */
  do
    status = put (crowd->kiosk, crowd->dossier);
  while (status == 0);

  g_atomic_int_inc (status == 201 ? &crowd->created : status == 200 ? &crowd->same : &crowd->other);
}

/* The same dossier a hundred times at once is created once. */
static void
test_hundred_at_once (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestDossier) dossier = mc_test_dossier_new (f->kiosk, 1);
  Crowd crowd = { f->kiosk, dossier, 0, 0, 0 };
  GThreadPool *pool = g_thread_pool_new (put_in_crowd, &crowd, 100, FALSE, NULL);

  for (guint i = 0; i < 100; i++)
    g_thread_pool_push (pool, GUINT_TO_POINTER (i + 1), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);

  g_assert_cmpint (crowd.created, <=, 1);
  g_assert_cmpint (crowd.created + crowd.same, ==, 100);
  g_assert_cmpfloat (get_metric (f->service, "motcua_dossiers_received_total"), ==, 1);
}

static guint
put_payload (McTestKiosk *kiosk, guint sequence, const char *code, const char *payload)
{
  g_autoptr (GBytes) bytes = g_bytes_new (payload, strlen (payload));
  g_autoptr (McTestDossier) dossier = mc_test_dossier_new_raw (kiosk, sequence, code, NULL, bytes);

  return put (kiosk, dossier);
}

/* Whatever is authentic and unseals is held, however odd: the clerk sees it, nothing is lost. */
static void
test_odd_contents_are_held (Fixture *f, gconstpointer data)
{
  g_autofree char *deep = g_malloc0 (200001);
  g_autofree char *long_text = g_malloc0 (900001);

  memset (deep, '[', 200000);
  memset (long_text, 'a', 900000);
  g_assert_cmpuint (put_payload (f->kiosk, 1, NULL, "not JSON"), ==, 201);
  g_assert_cmpuint (put_payload (f->kiosk, 2, NULL, "{\"format\":99}"), ==, 201);
  g_assert_cmpuint (put_payload (f->kiosk, 3, NULL, ""), ==, 201);
  g_assert_cmpuint (put_payload (f->kiosk, 4, NULL, deep), ==, 201);
  g_assert_cmpuint (put_payload (f->kiosk, 5, NULL, long_text), ==, 201);
  g_assert_cmpuint (put_payload (f->kiosk, 6, "H26.101-250620-100001", "{}"), ==, 201);
  g_assert_cmpuint (put_payload (f->kiosk, 7, NULL, "\xff\xfe"), ==, 201);
  g_assert_cmpfloat (get_metric (f->service, "motcua_dossiers_attention"), ==, 7);
}

static void
assert_refused (Fixture *f, const McTestDossier *dossier, GBytes *body, guint status)
{
  g_auto (McTestAnswer) answer = { 0 };

  mc_test_kiosk_call (f->kiosk, "PUT", dossier->path, body, &answer);
  g_assert_cmpuint (answer.status, ==, status);
}

/* Bad envelopes are refused for good; nothing of them is kept. */
static void
test_bad_envelopes (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestDossier) dossier = mc_test_dossier_new (f->kiosk, 1);
  g_autoptr (McTestDossier) another = mc_test_dossier_new (f->kiosk, 2);
  g_autoptr (McSealingKey) foreign = mc_sealing_key_new ();
  g_autoptr (McEnvelope) envelope = mc_envelope_new_dossier (dossier->id, dossier->code, NULL);
  g_autoptr (McEnvelope) page = mc_envelope_new_page (dossier->id, "id_card", 0);
  g_autoptr (GBytes) payload = g_bytes_new_static ("{}", 2);
  g_autoptr (GBytes) to_foreign =
                 mc_envelope_seal (envelope, mc_sealing_key_get_public (foreign), payload, NULL);
  g_autoptr (GBytes) as_page =
                 mc_envelope_seal (page, f->kiosk->enrolment->sealing_public, payload, NULL);
  g_autoptr (GBytes) garbage = g_bytes_new_static ("garbage", 7);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (
      dossier->sealed, 0, g_bytes_get_size (dossier->sealed) - 1);
  g_autofree guint8 *flipped =
      g_memdup2 (g_bytes_get_data (dossier->sealed, NULL), g_bytes_get_size (dossier->sealed));
  g_autoptr (GBytes) damaged = NULL;

  flipped[g_bytes_get_size (dossier->sealed) / 2] ^= 1;
  damaged = g_bytes_new (flipped, g_bytes_get_size (dossier->sealed));
  assert_refused (f, dossier, to_foreign, 422);
  assert_refused (f, dossier, as_page, 422);
  assert_refused (f, dossier, garbage, 422);
  assert_refused (f, dossier, NULL, 422);
  assert_refused (f, dossier, cut, 422);
  assert_refused (f, dossier, damaged, 422);
  assert_refused (f, dossier, another->sealed, 422);
  g_assert_cmpfloat (get_metric (f->service, "motcua_dossiers_received_total"), ==, 0);
  g_assert_cmpuint (put (f->kiosk, dossier), ==, 201);
}

static guint
put_blob (McTestKiosk *kiosk, GBytes *sealed, const char *digest)
{
  g_autofree char *path = g_strconcat ("/v1/blobs/", digest, NULL);
  g_auto (McTestAnswer) answer = { 0 };

  mc_test_kiosk_call (kiosk, "PUT", path, sealed, &answer);

  return answer.status;
}

/* Pages go before the dossier that names them; missing ones are listed. */
static void
test_pages (Fixture *f, gconstpointer data)
{
  g_autoptr (McEnvelope) envelope =
                 mc_envelope_new_page ("01978a2b-0000-7000-8000-000000000001", "id_card", 0);
  g_autofree guint8 *pixels = g_malloc0 (1000000);
  g_autoptr (GBytes) image = g_bytes_new (pixels, 1000000);
  g_autoptr (GBytes) sealed =
                 mc_envelope_seal (envelope, f->kiosk->enrolment->sealing_public, image, NULL);
  g_autofree char *digest = mc_digest_hex (sealed);
  const char *pages[] = { digest, NULL };
  g_autoptr (McTestDossier) dossier = mc_test_dossier_new_raw (f->kiosk, 1, NULL, pages, NULL);
  g_autoptr (GBytes) garbage = g_bytes_new_static ("garbage", 7);
  g_autofree char *garbage_digest = mc_digest_hex (garbage);
  g_auto (McTestAnswer) answer = { 0 };
  json_t *missing;

  mc_test_kiosk_call (f->kiosk, "PUT", dossier->path, dossier->sealed, &answer);
  g_assert_cmpuint (answer.status, ==, 424);
  g_assert_cmpstr (mc_test_answer_get_type (&answer), ==, "pages-missing");
  missing = json_object_get (answer.body, "missing");
  g_assert_cmpuint (json_array_size (missing), ==, 1);
  g_assert_cmpstr (json_string_value (json_array_get (missing, 0)), ==, digest);

  g_assert_cmpuint (put_blob (f->kiosk, garbage, digest), ==, 400);
  g_assert_cmpuint (put_blob (f->kiosk, garbage, garbage_digest), ==, 422);
  g_assert_cmpuint (put_blob (f->kiosk, garbage, "not-a-digest"), ==, 400);
  g_assert_cmpuint (put_blob (f->kiosk, sealed, digest), ==, 201);
  g_assert_cmpuint (put_blob (f->kiosk, sealed, digest), ==, 200);
  g_assert_cmpuint (put (f->kiosk, dossier), ==, 201);
}

static const char *
look_up (McTestKiosk *kiosk, json_t *body, McTestAnswer *answer)
{
  mc_test_kiosk_call_json (kiosk, "POST", "/v1/lookups", body, answer);

  return answer->status == 200 ? mc_json_get_optional_string (answer->body, "code")
                               : mc_test_answer_get_type (answer);
}

static json_t *
make_factor (const char *code, const char *last4, int year)
{
  return json_pack ("{s:s, s:s, s:i, s:s}",
                    "code",
                    code,
                    "id_last4",
                    last4,
                    "birth_year",
                    year,
                    "language",
                    "vi");
}

/* As a hand types a code: small letters, no dots, no dashes. */
static char *
strip_marks (const char *code)
{
  g_auto (GStrv) parts = g_strsplit_set (code, ".-", -1);
  g_autofree char *plain = g_strjoinv ("", parts);

  return g_ascii_strdown (plain, -1);
}

/* A look-up needs the token, or the code and a second factor, which five wrong a day lock, however
 * the code is typed. */
static void
test_lookups (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestDossier) dossier = mc_test_dossier_new (f->kiosk, 1);
  g_autoptr (McTestKiosk) other = mc_test_kiosk_new_enrolled (f->service, "HK-04");
  g_auto (McTestAnswer) answer = { 0 };
  g_autofree char *bare = NULL;
  const char *id_number = "001099000017";

  g_assert_cmpuint (put (f->kiosk, dossier), ==, 201);
  g_assert_cmpstr (
      look_up (other, json_pack ("{s:s, s:s}", "token", dossier->token, "language", "en"), &answer),
      ==,
      dossier->code);
  g_assert_cmpstr (
      look_up (other, json_pack ("{s:s}", "token", "ABCDEFGHJKMNPQRSTVWXYZ0123"), &answer),
      ==,
      "not-arrived");
  g_assert_cmpuint (answer.status, ==, 404);
  g_assert_cmpstr (
      look_up (other, json_pack ("{s:s}", "token", "short"), &answer), ==, "not-arrived");
  g_assert_cmpstr (look_up (other, json_object (), &answer), ==, "bad-request");
  g_assert_cmpstr (
      look_up (other, make_factor (dossier->code, "00x7", 1999), &answer), ==, "bad-request");

  for (guint i = 0; i < 5; i++)
    {
      g_assert_cmpstr (
          look_up (i % 2 ? f->kiosk : other, make_factor (dossier->code, "9999", 1901), &answer),
          ==,
          "not-arrived");
      g_assert_cmpuint (answer.status, ==, 404);
    }
  g_assert_cmpstr (
      look_up (other, make_factor (dossier->code, id_number + 8, 1999), &answer), ==, "locked");
  g_assert_cmpuint (answer.status, ==, 429);
  bare = strip_marks (dossier->code);
  g_assert_cmpstr (look_up (other, make_factor (bare, id_number + 8, 1999), &answer), ==, "locked");
  g_assert_cmpstr (
      look_up (other, json_pack ("{s:s}", "token", dossier->token), &answer), ==, dossier->code);
}

/* The right second factor opens the look-up. */
static void
test_second_factor (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestDossier) dossier = mc_test_dossier_new (f->kiosk, 1);
  g_autofree char *path =
      g_build_filename (g_getenv ("MOTCUA_ASSETS"), "examples", "birth.json", NULL);
  g_autoptr (json_t) example = json_load_file (path, 0, NULL);
  json_t *applicant = json_object_get (example, "applicant");
  const char *number = mc_json_get_optional_string (applicant, "id_number");
  const char *born = mc_json_get_optional_string (applicant, "birth_date");
  g_auto (McTestAnswer) answer = { 0 };

  g_assert_nonnull (number);
  g_assert_nonnull (born);
  g_assert_cmpuint (put (f->kiosk, dossier), ==, 201);
  g_assert_cmpstr (look_up (f->kiosk,
                            make_factor (dossier->code, number + 8, (int) strtol (born, NULL, 10)),
                            &answer),
                   ==,
                   dossier->code);
}

/* A clock that is wrong gets the right time, signed; five minutes are forgiven. */
static void
test_clock_skew (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestDossier) dossier = mc_test_dossier_new (f->kiosk, 1);
  g_auto (McTestAnswer) answer = { 0 };
  gint64 told;

  for (guint i = 0; i < 2; i++)
    {
      f->kiosk->offset_s = i == 0 ? -86400 : 3600;
      mc_test_kiosk_call (f->kiosk, "PUT", dossier->path, dossier->sealed, &answer);
      g_assert_cmpuint (answer.status, ==, 401);
      g_assert_cmpstr (mc_test_answer_get_type (&answer), ==, "clock-skew");
      g_assert_true (mc_json_get_time (answer.body, "server_time", &told, NULL));
      g_assert_cmpint (ABS (told - g_get_real_time () / G_USEC_PER_SEC), <, 10);
    }
  f->kiosk->offset_s = -280;
  g_assert_cmpuint (put (f->kiosk, dossier), ==, 201);
}

/* A signature of another key, of another body, and none at all are refused. */
static void
test_signatures (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestDossier) dossier = mc_test_dossier_new (f->kiosk, 1);
  g_autoptr (McTestKiosk) stranger = mc_test_kiosk_new (f->service);
  g_auto (McTestAnswer) answer = { 0 };
  McSigningKey *own = f->kiosk->key;

  stranger->enrolment = f->kiosk->enrolment;
  mc_test_kiosk_call (stranger, "PUT", dossier->path, dossier->sealed, &answer);
  stranger->enrolment = NULL;
  g_assert_cmpuint (answer.status, ==, 401);
  g_assert_cmpstr (mc_test_answer_get_type (&answer), ==, "unknown-key");

  f->kiosk->breaks_digest = TRUE;
  mc_test_kiosk_call (f->kiosk, "PUT", dossier->path, dossier->sealed, &answer);
  g_assert_cmpuint (answer.status, ==, 400);
  g_assert_cmpstr (mc_test_answer_get_type (&answer), ==, "bad-digest");
  f->kiosk->breaks_digest = FALSE;

  g_assert_true (f->kiosk->key == own);
  g_assert_cmpfloat (get_metric (f->service, "motcua_dossiers_received_total"), ==, 0);
}

/* One-time codes: single use, the same key the same answer, another key refused, ranges disjoint.
 */
static void
test_enrolment (Fixture *f, gconstpointer data)
{
  g_autofree char *code =
      mc_test_service_command (f->service, 0, "kiosk", "add", "HK-04", "--point", "00070", NULL);
  g_autofree char *wrong = g_strdup (code);
  g_autoptr (McTestKiosk) kiosk = mc_test_kiosk_new (f->service);
  g_autoptr (McTestKiosk) thief = mc_test_kiosk_new (f->service);
  g_autofree char *list = NULL;
  guint first;

  wrong[0] = wrong[0] == 'A' ? 'B' : 'A';
  g_assert_cmpuint (mc_test_kiosk_enrol (thief, wrong), ==, 404);
  g_assert_cmpuint (mc_test_kiosk_enrol (kiosk, code), ==, 201);
  first = kiosk->enrolment->serial_first;
  g_assert_cmpuint (first, ==, 101000);
  g_assert_cmpuint (kiosk->enrolment->serial_last, ==, 101999);
  g_assert_cmpstr (kiosk->enrolment->kiosk, ==, "HK-04");
  g_assert_cmpstr (kiosk->enrolment->point->code, ==, "00070");
  g_assert_cmpstr (kiosk->enrolment->public_url, ==, "https://motcua.example");
  g_assert_cmpuint (mc_test_kiosk_enrol (kiosk, code), ==, 200);
  g_assert_cmpuint (kiosk->enrolment->serial_first, ==, first);
  g_assert_cmpuint (mc_test_kiosk_enrol (thief, code), ==, 403);

  list = mc_test_service_command (f->service, 0, "kiosk", "list", NULL);
  g_assert_nonnull (strstr (list, "HK-04\t00070\t"));
  g_assert_null (strstr (list, code));
}

/* A proof that was made for another key is no proof. */
static void
test_enrolment_proof (Fixture *f, gconstpointer data)
{
  g_autofree char *text =
      mc_test_service_command (f->service, 0, "kiosk", "add", "HK-04", "--point", "00070", NULL);
  g_autoptr (McTestKiosk) thief = mc_test_kiosk_new (f->service);
  g_autoptr (McSigningKey) honest = mc_signing_key_new ();
  g_autofree char *public_key = mc_key_to_base64 (mc_signing_key_get_public (thief->key));
  g_auto (McTestAnswer) answer = { 0 };
  McEnrolmentCode code;
  json_t *stolen;

  g_assert_true (mc_enrolment_code_parse (text, &code, NULL));
  stolen = mc_enrolment_request_to_json (&code, honest, "test");
  json_object_set_new (stolen, "public_key", json_string (public_key));
  mc_test_kiosk_call_json (thief, "POST", "/v1/enrolments", stolen, &answer);
  g_assert_cmpuint (answer.status, ==, 403);

  /* Signed by the thief, with the honest kiosk's key inside. */
  mc_test_kiosk_call_json (thief,
                           "POST",
                           "/v1/enrolments",
                           mc_enrolment_request_to_json (&code, honest, "test"),
                           &answer);
  g_assert_cmpuint (answer.status, ==, 401);
}

/* A revoked kiosk is told so, signed, at every call; so is its next heartbeat. */
static void
test_revoked (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestDossier) before = mc_test_dossier_new (f->kiosk, 1);
  g_autoptr (McTestDossier) after = mc_test_dossier_new (f->kiosk, 2);
  g_autofree char *rating = g_strconcat ("/v1/ratings/", before->id, NULL);
  g_autofree char *output = NULL;
  g_auto (McTestAnswer) answer = { 0 };

  g_assert_cmpuint (put (f->kiosk, before), ==, 201);
  output = mc_test_service_command (f->service, 0, "kiosk", "revoke", "HK-03", NULL);
  mc_test_kiosk_call (f->kiosk, "PUT", after->path, after->sealed, &answer);
  g_assert_cmpuint (answer.status, ==, 403);
  g_assert_cmpstr (mc_test_answer_get_type (&answer), ==, "revoked");
  g_assert_cmpuint (put (f->kiosk, before), ==, 403);
  mc_test_kiosk_call_json (f->kiosk, "PUT", rating, json_pack ("{s:i}", "score", 5), &answer);
  g_assert_cmpuint (answer.status, ==, 403);
  g_assert_cmpstr (
      look_up (f->kiosk, json_pack ("{s:s}", "token", before->token), &answer), ==, "revoked");
  mc_test_kiosk_call_json (f->kiosk, "POST", "/v1/heartbeats", json_object (), &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_true (json_is_true (json_object_get (answer.body, "revoked")));
}

static guint
rate (McTestKiosk *kiosk, const char *id, int score)
{
  g_autofree char *path = g_strconcat ("/v1/ratings/", id, NULL);
  g_auto (McTestAnswer) answer = { 0 };

  mc_test_kiosk_call_json (
      kiosk, "PUT", path, json_pack ("{s:i, s:s}", "score", score, "language", "vi"), &answer);

  return answer.status;
}

/* What one kiosk may not do with another's dossier: every call, both ways, nothing allowed. */
static void
test_cross_kiosk (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestKiosk) other = mc_test_kiosk_new_enrolled (f->service, "HK-04");
  McTestKiosk *kiosks[] = { f->kiosk, other };
  g_autoptr (McTestDossier) first = mc_test_dossier_new (f->kiosk, 1);
  g_autoptr (McTestDossier) second = mc_test_dossier_new (other, 1);
  McTestDossier *dossiers[] = { first, second };

  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (put (kiosks[i], dossiers[i]), ==, 201);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (put (kiosks[1 - i], dossiers[i]), ==, 409);
      g_assert_cmpuint (rate (kiosks[1 - i], dossiers[i]->id, 1), ==, 404);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (rate (kiosks[i], dossiers[i]->id, 5), ==, 201);
      g_assert_cmpuint (rate (kiosks[i], dossiers[i]->id, 5), ==, 200);
      g_assert_cmpuint (rate (kiosks[i], dossiers[i]->id, 4), ==, 409);
      g_assert_cmpuint (rate (kiosks[i], dossiers[i]->id, 6), ==, 422);
    }
}

static guint64
beat (McTestKiosk *kiosk)
{
  g_auto (McTestAnswer) answer = { 0 };
  gint64 safe;

  mc_test_kiosk_call_json (kiosk,
                           "POST",
                           "/v1/heartbeats",
                           json_pack ("{s:s, s:{s:i, s:i, s:i}, s:s, s:i}",
                                      "version",
                                      "test",
                                      "outbox",
                                      "pending",
                                      0,
                                      "oldest_s",
                                      0,
                                      "last_sequence",
                                      3,
                                      "printer",
                                      "ready",
                                      "clock_offset_ms",
                                      0),
                           &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_cmpstr (
      mc_json_get_optional_string (answer.body, "public_url"), ==, "https://motcua.example");
  g_assert_true (mc_json_get_int (answer.body, "safe_up_to", &safe, NULL));

  return safe;
}

/* Safe is what a backup holds, up to the first gap; a dossier refused for good closes its gap. */
static void
test_backup (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestDossier) first = mc_test_dossier_new (f->kiosk, 1);
  g_autoptr (McTestDossier) second = mc_test_dossier_new (f->kiosk, 2);
  g_autoptr (McTestDossier) third = mc_test_dossier_new (f->kiosk, 3);
  g_autoptr (GBytes) garbage = g_bytes_new_static ("garbage", 7);
  g_autofree char *file = g_build_filename (f->service->dir, "backup.db", NULL);
  g_autofree char *keys = g_strconcat (file, ".keys/sealing.key", NULL);
  g_autofree char *output = NULL;
  GStatBuf info;

  g_assert_cmpuint (beat (f->kiosk), ==, 0);
  put (f->kiosk, first);
  put (f->kiosk, third);
  g_assert_cmpuint (beat (f->kiosk), ==, 0);
  output = mc_test_service_command (f->service, 0, "backup", file, NULL);
  g_assert_cmpstr (output, ==, file);
  g_assert_cmpuint (beat (f->kiosk), ==, 1);
  assert_refused (f, second, garbage, 422);
  g_assert_cmpuint (beat (f->kiosk), ==, 1);
  g_free (output);
  output = mc_test_service_command (f->service, 0, "backup", file, NULL);
  g_assert_cmpuint (beat (f->kiosk), ==, 3);

  g_assert_cmpint (g_stat (file, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (keys, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
}

/* JSON that is huge, deep, doubled or no JSON is told so; the service lives. */
static void
test_bad_json (Fixture *f, gconstpointer data)
{
  g_autofree char *deep = g_malloc0 (16001);
  g_autofree char *huge = g_malloc0 (1000001);
  const char *bodies[] = { "",
                           "[]",
                           "null",
                           "{\"token\":1}",
                           "{\"token\":\"A\",\"token\":\"B\"}",
                           "{\"token\":\"\\u0000\"}",
                           "{\"a\":1e999}",
                           "{} trailing",
                           "{\"token\":\"\xff\"}",
                           deep };
  g_auto (McTestAnswer) answer = { 0 };
  g_autoptr (GBytes) huge_bytes = NULL;

  memset (deep, '[', 16000);
  memset (huge, ' ', 1000000);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new (bodies[i], strlen (bodies[i]));

      mc_test_kiosk_call (f->kiosk, "POST", "/v1/lookups", body, &answer);
      g_assert_cmpuint (answer.status, ==, 400);
    }
  huge_bytes = g_bytes_new (huge, 1000000);
  mc_test_kiosk_call (f->kiosk, "POST", "/v1/lookups", huge_bytes, &answer);
  g_assert_true (answer.status == 413 || answer.status == 0);
  g_assert_cmpuint (beat (f->kiosk), ==, 0);
}

/* No name, id number, token or one-time code reaches the log. */
static void
test_log (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestDossier) dossier = mc_test_dossier_new (f->kiosk, 1);
  g_autofree char *path = g_strconcat ("/t/", dossier->token, NULL);
  g_autofree char *page = NULL;
  g_autofree char *log = NULL;
  g_autofree char *more = NULL;
  g_autoptr (GBytes) garbage = g_bytes_new_static ("CANARY", 6);
  g_auto (McTestAnswer) answer = { 0 };

  put (f->kiosk, dossier);
  put_payload (f->kiosk, 2, NULL, "{\"applicant\":\"CANARY-7f3a\"}");
  page = mc_test_service_get (f->service, path, NULL);
  mc_test_kiosk_call (f->kiosk, "PUT", dossier->path, garbage, &answer);
  look_up (f->kiosk, make_factor (dossier->code, "0017", 1990), &answer);
  mc_test_service_stop (f->service);
  g_assert_true (g_file_get_contents (f->service->log, &log, NULL, NULL));
  g_assert_nonnull (strstr (log, "event=ready"));           /* the search does find */
  g_assert_nonnull (strstr (log, "event=dossier-refused")); /* and it was about this */
  g_assert_null (strstr (log, "CANARY"));
  more = g_ascii_strdown (log, -1);
  g_assert_null (strstr (log, dossier->token));
  g_free (page);
  page = g_ascii_strdown (dossier->token, -1);
  g_assert_null (strstr (more, page));
  g_assert_null (strstr (log, "0017"));
}

/* A key that others may read is refused, by name and with the exit code for permissions. */
static void
test_permissions (Fixture *f, gconstpointer data)
{
  g_autofree char *key = g_build_filename (f->service->data, "keys", "signing.key", NULL);
  g_autofree char *output = NULL;

  g_assert_cmpint (g_chmod (key, 0640), ==, 0);
  output = mc_test_service_command (f->service, 77, "kiosk", "list", NULL);
  g_assert_cmpint (g_chmod (key, 0600), ==, 0);
  g_free (output);
  output = mc_test_service_command (f->service, 0, "kiosk", "list", NULL);
}

/* What was sealed to a key that was retired since is still taken. */
static void
test_rotation (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestDossier) old = mc_test_dossier_new (f->kiosk, 1);
  g_autoptr (McTestKiosk) newer = NULL;
  g_autoptr (McTestDossier) fresh = NULL;
  G_GNUC_UNUSED g_autofree char *output =
      mc_test_service_command (f->service, 0, "keys", "rotate", NULL);

  mc_test_service_stop (f->service);
  mc_test_service_start (f->service);
  g_assert_cmpuint (put (f->kiosk, old), ==, 201);
  newer = mc_test_kiosk_new_enrolled (f->service, "HK-04");
  g_assert_cmpint (
      memcmp (newer->enrolment->sealing_public, f->kiosk->enrolment->sealing_public, 32), !=, 0);
  fresh = mc_test_dossier_new (newer, 1);
  g_assert_cmpuint (put (newer, fresh), ==, 201);
}

static void
limit_files (Fixture *f, rlim_t bytes)
{
  const struct rlimit limit = { bytes, RLIM_INFINITY };
  pid_t pid = atoi (g_subprocess_get_identifier (f->service->process));

  g_assert_cmpint (prlimit (pid, RLIMIT_FSIZE, &limit, NULL), ==, 0);
}

/* A stolen kiosk fills no disk: beyond its day's share it is told to come later, signed, and once
 * in the log; others go on, and nothing that it was given is taken back. */
static void
test_quota (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestKiosk) other = mc_test_kiosk_new_enrolled (f->service, "HK-04");
  g_autoptr (McTestDossier) others = mc_test_dossier_new (other, 1);
  g_autofree char *log = NULL;
  g_autofree char *first = NULL;

  mc_test_service_stop (f->service);
  f->service->settings = g_build_filename (f->service->dir, "central.conf", NULL);
  g_assert_true (
      g_file_set_contents (f->service->settings, "[limits]\nkiosk-requests-a-day=3\n", -1, NULL));
  mc_test_service_start (f->service);
  for (guint i = 1; i <= 6; i++)
    {
      g_autoptr (McTestDossier) dossier = mc_test_dossier_new (f->kiosk, i);
      g_auto (McTestAnswer) answer = { 0 };

      mc_test_kiosk_call (f->kiosk, "PUT", dossier->path, dossier->sealed, &answer);
      g_assert_cmpuint (answer.status, ==, i <= 3 ? 201 : 429);
      if (i > 3)
        g_assert_cmpstr (mc_test_answer_get_type (&answer), ==, "quota");
      if (i == 1)
        first = g_strconcat ("/v1/status/", dossier->token, NULL);
    }
  g_assert_cmpuint (put (other, others), ==, 201);
  g_assert_cmpuint (beat (f->kiosk), ==, 0); /* no backup yet, but answered */
  {
    guint status;
    G_GNUC_UNUSED g_autofree char *page = mc_test_service_get (f->service, first, &status);

    g_assert_cmpuint (status, ==, 200);
  }

  mc_test_service_stop (f->service);
  g_assert_true (g_file_get_contents (f->service->log, &log, NULL, NULL));
  g_assert_nonnull (strstr (log, "event=kiosk-over-quota"));
  g_assert_null (strstr (strstr (log, "event=kiosk-over-quota") + 1, "event=kiosk-over-quota"));
}

/* A full disk: nothing is acknowledged, the kiosk is told to come later, what was there stays, and
 * with room again all goes on. */
static void
test_disk_full (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestDossier) before = mc_test_dossier_new (f->kiosk, 1);
  g_autoptr (McTestDossier) during = mc_test_dossier_new (f->kiosk, 2);
  g_autofree char *path = g_strconcat ("/v1/status/", during->token, NULL);
  g_autofree char *text = NULL;
  g_auto (McTestAnswer) answer = { 0 };
  guint status;

  g_assert_cmpuint (put (f->kiosk, before), ==, 201);
  limit_files (f, 4096);
  mc_test_kiosk_call (f->kiosk, "PUT", during->path, during->sealed, &answer);
  g_assert_cmpuint (answer.status, ==, 503);
  g_assert_cmpstr (mc_test_answer_get_type (&answer), ==, "busy");
  text = mc_test_service_get (f->service, path, &status);
  g_assert_cmpuint (status, ==, 404);

  limit_files (f, RLIM_INFINITY);
  g_assert_cmpuint (put (f->kiosk, before), ==, 200);
  g_assert_cmpuint (put (f->kiosk, during), ==, 201);
  mc_test_service_kill (f->service);
  mc_test_service_start (f->service);
  g_assert_cmpuint (put (f->kiosk, before), ==, 200);
  g_assert_cmpuint (put (f->kiosk, during), ==, 200);
}

/* Lets every fdatasync of the service fail from now on; NULL where strace cannot. */
static GSubprocess *
break_disk (Fixture *f)
{
  g_autofree char *strace = g_find_program_in_path ("strace");
  const char *pid = g_subprocess_get_identifier (f->service->process);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;

  if (strace == NULL)
    return NULL;
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE,
                              NULL,
                              strace,
                              "-f",
                              "-p",
                              pid,
                              "-e",
                              "trace=fdatasync,fsync",
                              "-e",
                              "inject=fdatasync,fsync:error=EIO",
                              NULL);
  lines = g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  if (line != NULL && strstr (line, " attached") != NULL)
    return g_steal_pointer (&process);

  return NULL;
}

/* After a failed sync nothing is acknowledged and the service ends with EX_IOERR: it must not go on
 * with a file that may have lost what looks written. */
static void
test_sync_fails (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestDossier) before = mc_test_dossier_new (f->kiosk, 1);
  g_autoptr (McTestDossier) during = mc_test_dossier_new (f->kiosk, 2);
  g_autoptr (GSubprocess) strace = NULL;
  guint status;

  g_assert_cmpuint (put (f->kiosk, before), ==, 201);
  strace = break_disk (f);
  if (strace == NULL)
    {
      g_test_skip ("strace is not there or may not attach");
      return;
    }
  g_assert_cmpuint (put (f->kiosk, during), ==, 0);
  g_assert_true (g_subprocess_wait (f->service->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (f->service->process));
  g_assert_cmpint (g_subprocess_get_exit_status (f->service->process), ==, 74);
  g_subprocess_wait (strace, NULL, NULL);

  mc_test_service_kill (f->service);
  mc_test_service_start (f->service);
  g_assert_cmpuint (put (f->kiosk, before), ==, 200);
  status = put (f->kiosk, during);
  g_assert_true (status == 200 || status == 201);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/service/intake", test_intake },
    { "/service/hundred-at-once", test_hundred_at_once },
    { "/service/odd-contents-are-held", test_odd_contents_are_held },
    { "/service/bad-envelopes", test_bad_envelopes },
    { "/service/pages", test_pages },
    { "/service/lookups", test_lookups },
    { "/service/second-factor", test_second_factor },
    { "/service/clock-skew", test_clock_skew },
    { "/service/signatures", test_signatures },
    { "/service/enrolment", test_enrolment },
    { "/service/enrolment-proof", test_enrolment_proof },
    { "/service/revoked", test_revoked },
    { "/service/cross-kiosk", test_cross_kiosk },
    { "/service/backup", test_backup },
    { "/service/bad-json", test_bad_json },
    { "/service/log", test_log },
    { "/service/quota", test_quota },
    { "/service/permissions", test_permissions },
    { "/service/rotation", test_rotation },
    { "/service/disk-full", test_disk_full },
    { "/service/sync-fails", test_sync_fails },
  };

  g_test_init (&argc, &argv, NULL);
  g_assert_true (mc_keys_init (NULL));
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
