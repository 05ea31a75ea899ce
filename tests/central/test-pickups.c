/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include "app/domain/identity.h"
#include "app/domain/json.h"
#include "tests/central/service.h"

#define OWNER_ID "001225012345"
#define STRANGER_ID "001099000017"

/* People who come for a result, at the real service. */
typedef struct
{
  McTestService *service; /* (owned) */
  McTestKiosk *kiosk;     /* (owned), HK-03, at point 00070 */
  McTestDossier *dossier; /* (owned), filed there */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_auto (McTestAnswer) answer = { 0 };

  f->service = mc_test_service_new ();
  f->kiosk = mc_test_kiosk_new_enrolled (f->service, "HK-03");
  f->kiosk->owner = OWNER_ID;
  f->dossier = mc_test_dossier_new (f->kiosk, 1);
  mc_test_kiosk_call (f->kiosk, "PUT", f->dossier->path, f->dossier->sealed, &answer);
  g_assert_cmpuint (answer.status, ==, 201);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  mc_test_dossier_free (f->dossier);
  mc_test_kiosk_free (f->kiosk);
  mc_test_service_free (f->service);
}

static void
step (Fixture *f, const McTestDossier *dossier, const char *action, const char *role)
{
  g_free (mc_test_service_command (
      f->service, 0, "step", dossier->code, action, "--as", role, "--note", "lý do", NULL));
}

static const struct
{
  const char *action, *role;
} STEPS[] = {
  { "receive", "reception" },         { "chair_assign", "chairman" },
  { "dept_assign", "department" },    { "process", "specialist" },
  { "dept_approve", "department" },   { "chair_approve", "chairman" },
  { "register_result", "reception" },
};

static void
make_ready (Fixture *f, const McTestDossier *dossier)
{
  for (guint i = 0; i < G_N_ELEMENTS (STEPS); i++)
    step (f, dossier, STEPS[i].action, STEPS[i].role);
}

static char *
make_path (void)
{
  guint8 random[MC_TOKEN_RANDOM_BYTES];
  g_autofree char *id = NULL;

  for (guint i = 0; i < sizeof random; i++)
    random[i] = g_random_int ();
  id = mc_uuid_new_v7 (g_get_real_time () / 1000, random);

  return g_strconcat ("/v1/pickups/", id, NULL);
}

static json_t *
by_token (const McTestDossier *dossier, const char *card)
{
  json_t *body = json_pack ("{s:s, s:s}", "token", dossier->token, "language", "en");

  if (card != NULL)
    json_object_set_new (body, "card", json_string (card));

  return body;
}

static gint64
get_number (const McTestAnswer *answer, const char *member)
{
  gint64 number = -1;

  g_assert_true (mc_json_get_int (answer->body, member, &number, NULL));
  return number;
}

/* With a new id. */
static void
ask (McTestKiosk *kiosk, json_t *body, McTestAnswer *answer)
{
  g_autofree char *path = make_path ();

  mc_test_kiosk_call_json (kiosk, "PUT", path, body, answer);
}

static void
assert_refused (McTestKiosk *kiosk,
                json_t *body,
                guint status,
                const char *type,
                McTestAnswer *answer)
{
  ask (kiosk, body, answer);
  g_assert_cmpstr (mc_test_answer_get_type (answer), ==, type);
  g_assert_cmpuint (answer->status, ==, status);
}

static const char *
get_state (const McTestAnswer *answer)
{
  return mc_json_get_optional_string (json_object_get (answer->body, "dossier"), "state");
}

/* The card of the applicant or of the owner, or none for the clerk: a number, the next one for the
 * next dossier; sent again it is the same, and whoever else comes for the dossier gets it too. */
static void
test_number (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestDossier) second = mc_test_dossier_new (f->kiosk, 2);
  g_autofree char *path = make_path ();
  g_autofree char *text = NULL;
  g_auto (McTestAnswer) answer = { 0 };

  mc_test_kiosk_call (f->kiosk, "PUT", second->path, second->sealed, &answer);
  make_ready (f, f->dossier);
  make_ready (f, second);

  mc_test_kiosk_call_json (f->kiosk, "PUT", path, by_token (f->dossier, NULL), &answer);
  g_assert_cmpuint (answer.status, ==, 201);
  g_assert_cmpint (get_number (&answer, "number"), ==, 1);
  g_assert_cmpint (get_number (&answer, "ahead"), ==, 0);
  g_assert_cmpstr (mc_json_get_optional_string (answer.body, "checked"), ==, "clerk");
  g_assert_cmpstr (mc_json_get_optional_string (answer.body, "code"), ==, f->dossier->code);
  g_assert_cmpstr (
      mc_json_get_optional_string (answer.body, "procedure_name"), ==, "Birth registration");
  g_assert_false (json_is_true (json_object_get (answer.body, "refusal")));

  mc_test_kiosk_call_json (f->kiosk, "PUT", path, by_token (f->dossier, NULL), &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_cmpint (get_number (&answer, "number"), ==, 1);
  mc_test_kiosk_call_json (f->kiosk, "PUT", path, by_token (second, NULL), &answer);
  g_assert_cmpuint (answer.status, ==, 409);
  g_assert_cmpstr (mc_test_answer_get_type (&answer), ==, "conflict");

  ask (f->kiosk, by_token (f->dossier, OWNER_ID), &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_cmpint (get_number (&answer, "number"), ==, 1);
  g_assert_cmpstr (mc_json_get_optional_string (answer.body, "checked"), ==, "card");

  ask (f->kiosk, by_token (second, MC_TEST_APPLICANT_ID), &answer);
  g_assert_cmpuint (answer.status, ==, 201);
  g_assert_cmpint (get_number (&answer, "number"), ==, 2);
  g_assert_cmpint (get_number (&answer, "ahead"), ==, 1);
  text = mc_json_to_string (answer.body);
  g_assert_null (strstr (text, MC_TEST_APPLICANT_ID));
  g_assert_null (strstr (text, "CANARY"));
}

/* By code and second factor as in a look-up, with the same count of wrong ones. */
static void
test_by_code (Fixture *f, gconstpointer data)
{
  g_auto (McTestAnswer) answer = { 0 };
  const char *last4 = &MC_TEST_APPLICANT_ID[8];
  const char *format = "{s:s, s:s, s:i}";

  make_ready (f, f->dossier);
  ask (f->kiosk,
       json_pack (format,
                  "code",
                  f->dossier->code,
                  "id_last4",
                  last4,
                  "birth_year",
                  MC_TEST_APPLICANT_BORN),
       &answer);
  g_assert_cmpuint (answer.status, ==, 201);
  for (guint i = 0; i < 5; i++)
    assert_refused (
        f->kiosk,
        json_pack (format, "code", f->dossier->code, "id_last4", "9999", "birth_year", 1901),
        404,
        "not-arrived",
        &answer);
  assert_refused (f->kiosk,
                  json_pack (format,
                             "code",
                             f->dossier->code,
                             "id_last4",
                             last4,
                             "birth_year",
                             MC_TEST_APPLICANT_BORN),
                  429,
                  "locked",
                  &answer);
}

/* What is in the way is told by its name, with the state that says all the rest. */
static void
test_obstacles (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestDossier) lacking = mc_test_dossier_new (f->kiosk, 2);
  g_autoptr (McTestDossier) refused = mc_test_dossier_new (f->kiosk, 3);
  g_autoptr (McTestDossier) withdrawn = mc_test_dossier_new (f->kiosk, 4);
  g_autoptr (McTestDossier) stopped = mc_test_dossier_new (f->kiosk, 5);
  McTestDossier *more[] = { lacking, refused, withdrawn, stopped };
  g_auto (McTestAnswer) answer = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    mc_test_kiosk_call (f->kiosk, "PUT", more[i]->path, more[i]->sealed, &answer);
  assert_refused (f->kiosk, by_token (f->dossier, STRANGER_ID), 409, "not-ready", &answer);
  g_assert_cmpstr (get_state (&answer), ==, "submitted");
  step (f, lacking, "ask_supplement", "reception");
  assert_refused (f->kiosk, by_token (lacking, NULL), 409, "supplement-asked", &answer);
  g_assert_true (
      json_is_array (json_object_get (json_object_get (answer.body, "dossier"), "missing")));
  step (f, refused, "refuse", "reception");
  assert_refused (f->kiosk, by_token (refused, NULL), 409, "refused", &answer);
  step (f, withdrawn, "withdraw", "reception");
  assert_refused (f->kiosk, by_token (withdrawn, NULL), 409, "withdrawn", &answer);
  step (f, stopped, "receive", "reception");
  step (f, stopped, "stop", "chairman");
  assert_refused (f->kiosk, by_token (stopped, NULL), 409, "stopped", &answer);
  g_assert_cmpstr (get_state (&answer), ==, "stopped");
}

/* The second one who comes is told when and where it was handed over; the lost answer to the first
 * is still the number. */
static void
test_handed_over (Fixture *f, gconstpointer data)
{
  g_autofree char *path = make_path ();
  g_auto (McTestAnswer) answer = { 0 };
  json_t *last;

  make_ready (f, f->dossier);
  mc_test_kiosk_call_json (f->kiosk, "PUT", path, by_token (f->dossier, OWNER_ID), &answer);
  g_assert_cmpuint (answer.status, ==, 201);
  step (f, f->dossier, "return", "reception");

  assert_refused (f->kiosk, by_token (f->dossier, OWNER_ID), 409, "handed-over", &answer);
  last = json_array_get (json_object_get (json_object_get (answer.body, "dossier"), "steps"), 7);
  g_assert_nonnull (mc_json_get_optional_string (last, "done_at"));
  g_assert_cmpstr (mc_json_get_optional_string (last, "place"),
                   ==,
                   "Điểm phục vụ hành chính công phường Hoàn Kiếm");
  mc_test_kiosk_call_json (f->kiosk, "PUT", path, by_token (f->dossier, OWNER_ID), &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_cmpint (get_number (&answer, "number"), ==, 1);
}

/* Another point's kiosk says where the result waits, and gives no number. */
static void
test_other_point (Fixture *f, gconstpointer data)
{
  g_autoptr (McTestKiosk) other = mc_test_kiosk_new_enrolled_at (f->service, "HK-09", "00082");
  g_auto (McTestAnswer) answer = { 0 };
  json_t *dossier;

  assert_refused (other, by_token (f->dossier, NULL), 409, "not-ready", &answer);
  make_ready (f, f->dossier);
  assert_refused (other, by_token (f->dossier, OWNER_ID), 409, "other-point", &answer);
  dossier = json_object_get (answer.body, "dossier");
  g_assert_cmpstr (mc_json_get_optional_string (dossier, "point_name"),
                   ==,
                   "Điểm phục vụ hành chính công phường Hoàn Kiếm");
  ask (f->kiosk, by_token (f->dossier, OWNER_ID), &answer);
  g_assert_cmpuint (answer.status, ==, 201);
  g_assert_cmpint (get_number (&answer, "number"), ==, 1);
}

/* Another's card gives no number; after three of them only the clerk does. */
static void
test_cards (Fixture *f, gconstpointer data)
{
  g_auto (McTestAnswer) answer = { 0 };

  make_ready (f, f->dossier);
  for (gint64 left = 2; left >= 0; left--)
    {
      assert_refused (f->kiosk, by_token (f->dossier, STRANGER_ID), 409, "card-mismatch", &answer);
      g_assert_cmpint (get_number (&answer, "tries_left"), ==, left);
    }
  assert_refused (f->kiosk, by_token (f->dossier, OWNER_ID), 409, "ask-clerk", &answer);
  ask (f->kiosk, by_token (f->dossier, NULL), &answer);
  g_assert_cmpuint (answer.status, ==, 201);
  g_assert_cmpstr (mc_json_get_optional_string (answer.body, "checked"), ==, "clerk");
}

/* What is no pickup is told so, and leaves no number behind. */
static void
test_malformed (Fixture *f, gconstpointer data)
{
  static const char *const bodies[] = {
    "",
    "[]",
    "{}",
    "{\"token\":1}",
    "{\"token\":\"ABCDEFGHJKMNPQRSTVWXYZ0123\",\"card\":\"00119800432\"}",
    "{\"token\":\"ABCDEFGHJKMNPQRSTVWXYZ0123\",\"card\":\"0011980043210\"}",
    "{\"token\":\"ABCDEFGHJKMNPQRSTVWXYZ0123\",\"card\":\"00119800432x\"}",
    "{\"token\":\"ABCDEFGHJKMNPQRSTVWXYZ0123\",\"card\":1198004321}",
    "{\"token\":\"ABCDEFGHJKMNPQRSTVWXYZ0123\",\"card\":null}",
    "{\"code\":\"H26.104-250620-200012\",\"id_last4\":\"12\",\"birth_year\":1999}",
  };
  g_auto (McTestAnswer) answer = { 0 };

  make_ready (f, f->dossier);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (bodies[i], strlen (bodies[i]));
      g_autofree char *path = make_path ();

      mc_test_kiosk_call (f->kiosk, "PUT", path, body, &answer);
      g_assert_cmpuint (answer.status, ==, 400);
    }
  mc_test_kiosk_call_json (
      f->kiosk, "PUT", "/v1/pickups/seven", by_token (f->dossier, NULL), &answer);
  g_assert_cmpuint (answer.status, ==, 400);
  assert_refused (f->kiosk, json_pack ("{s:s}", "token", "short"), 404, "not-arrived", &answer);
  assert_refused (f->kiosk,
                  json_pack ("{s:s}", "token", "ABCDEFGHJKMNPQRSTVWXYZ0123"),
                  404,
                  "not-arrived",
                  &answer);
  ask (f->kiosk, by_token (f->dossier, NULL), &answer);
  g_assert_cmpint (get_number (&answer, "number"), ==, 1);
}

/* No card's number reaches the log or the database. */
static void
test_forgotten (Fixture *f, gconstpointer data)
{
  g_autofree char *file = g_build_filename (f->service->data, "central.db", NULL);
  g_autofree char *journal = g_strconcat (file, "-wal", NULL);
  const char *files[] = { file, journal, f->service->log };
  g_auto (McTestAnswer) answer = { 0 };
  gboolean found = FALSE;

  make_ready (f, f->dossier);
  assert_refused (f->kiosk, by_token (f->dossier, STRANGER_ID), 409, "card-mismatch", &answer);
  ask (f->kiosk, by_token (f->dossier, OWNER_ID), &answer);
  g_assert_cmpuint (answer.status, ==, 201);
  mc_test_service_kill (f->service);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *content = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (files[i], &content, &length, NULL));
      found = found || memmem (content, length, MC_TEST_APPLICANT_ID, 12) != NULL;
      g_assert_null (memmem (content, length, STRANGER_ID, strlen (STRANGER_ID)));
      g_assert_null (memmem (content, length, OWNER_ID, strlen (OWNER_ID)));
    }
  g_assert_true (found); /* the search does find: the applicant's number is for the desk's search */
  mc_test_service_start (f->service);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/pickups/number", test_number },           { "/pickups/by-code", test_by_code },
    { "/pickups/obstacles", test_obstacles },     { "/pickups/handed-over", test_handed_over },
    { "/pickups/other-point", test_other_point }, { "/pickups/cards", test_cards },
    { "/pickups/malformed", test_malformed },     { "/pickups/forgotten", test_forgotten },
  };

  g_test_init (&argc, &argv, NULL);
  g_assert_true (mc_keys_init (NULL));
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
