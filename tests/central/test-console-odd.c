/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/form-set.h"
#include "app/domain/json.h"
#include "app/protocol/envelope.h"
#include "central/http/routes.h"
#include "central/work/paper.h"
#include "tests/central/walk.h"

#include <string.h>

/* Kiosks seal what central cannot refuse: whatever is inside, every page of the console stands, no
 * click ends the service, and nothing of it is markup. */

#define ODD_ID "01977a2e-6c00-7abc-8def-0123456789ff"
#define ODD_CODE "H26.104-250620-200099"
#define ODD "/console/dossiers/" ODD_ID
#define HOSTILE "<script>alert(1)</script>\"'&"

typedef void (*Spoil) (json_t *dossier);

static void
set (json_t *object, const char *member, const char *value)
{
  json_object_set_new (object, member, json_string (value));
}

static json_t *
get (json_t *object, const char *member)
{
  json_t *value = json_object_get (object, member);

  g_assert_nonnull (value);
  return value;
}

static void
spoil_nothing (json_t *dossier)
{
}

static void
spoil_all (json_t *dossier)
{
  json_object_clear (dossier);
}

static void
spoil_format (json_t *dossier)
{
  json_object_set_new (dossier, "format", json_integer (99));
}

static void
spoil_names (json_t *dossier)
{
  json_t *applicant = get (dossier, "applicant");

  set (applicant, "name", HOSTILE "\xe2\x80\xae\n");
  set (applicant, "address", HOSTILE);
  json_object_set (dossier, "owner", applicant);
}

static void
spoil_salvaged_names (json_t *dossier)
{
  spoil_names (dossier);
  set (dossier, "new-member", "");
  set (dossier, "language", "xx");
  set (dossier, "channel", HOSTILE);
  set (dossier, "limit_case", HOSTILE);
}

static void
spoil_procedure (json_t *dossier)
{
  set (dossier, "procedure", HOSTILE);
}

static void
spoil_version (json_t *dossier)
{
  set (dossier, "version", "0");
}

static void
spoil_point (json_t *dossier)
{
  set (dossier, "point", "99999");
  set (dossier, "agency", "H99.1");
}

static void
spoil_limit (json_t *dossier)
{
  set (dossier, "limit_case", HOSTILE);
}

static void
spoil_time_early (json_t *dossier)
{
  set (dossier, "submitted_at", "0001-01-01T00:00:00+14:00");
  set (dossier, "expected_due", "0001-01-01T00:00:00+14:00");
}

static void
spoil_time_late (json_t *dossier)
{
  set (dossier, "submitted_at", "9999-12-31T23:59:59-12:00");
  set (dossier, "expected_due", "9999-12-31T23:59:59-12:00");
}

static void
spoil_time_old (json_t *dossier)
{
  set (dossier, "submitted_at", "1600-01-01T00:00:00+07:00");
  set (dossier, "expected_due", "1600-01-01T00:00:00+07:00");
}

static void
spoil_people (json_t *dossier)
{
  json_object_del (dossier, "applicant");
}

static void
spoil_answers (json_t *dossier)
{
  json_t *answers = get (dossier, "answers");

  json_object_clear (answers);
  set (answers, HOSTILE, HOSTILE);
}

static void
spoil_every_answer (json_t *dossier)
{
  const char *key;
  json_t *value;
  void *next;

  json_object_foreach_safe (get (dossier, "answers"), next, key, value)
      set (get (dossier, "answers"), key, HOSTILE);
}

static void
spoil_papers (json_t *dossier)
{
  json_t *papers = get (dossier, "documents");

  for (guint i = 0; i < json_array_size (papers); i++)
    set (json_array_get (papers, i), "key", HOSTILE);
}

static void
spoil_many_papers (json_t *dossier)
{
  json_t *papers = get (dossier, "documents");

  for (guint i = 0; i < 500; i++)
    json_array_append_new (papers,
                           json_pack ("{s:s, s:i, s:i, s:i, s:[]}",
                                      "key",
                                      "x",
                                      "originals",
                                      1,
                                      "certified",
                                      0,
                                      "copies",
                                      0,
                                      "pages"));
}

static void
spoil_much (json_t *dossier)
{
  for (guint i = 0; i < 2000; i++)
    {
      char name[16];

      g_snprintf (name, sizeof name, "m%u", i);
      json_object_set_new (dossier, name, json_integer (i));
    }
}

static const struct
{
  const char *name;
  Spoil spoil;
} ODDITIES[] = {
  { "nothing", spoil_nothing },
  { "all", spoil_all },
  { "format", spoil_format },
  { "names", spoil_names },
  { "salvaged-names", spoil_salvaged_names },
  { "procedure", spoil_procedure },
  { "version", spoil_version },
  { "point", spoil_point },
  { "limit", spoil_limit },
  { "time-early", spoil_time_early },
  { "time-late", spoil_time_late },
  { "time-old", spoil_time_old },
  { "people", spoil_people },
  { "answers", spoil_answers },
  { "every-answer", spoil_every_answer },
  { "papers", spoil_papers },
  { "many-papers", spoil_many_papers },
  { "much", spoil_much },
};

/* As a kiosk's request brings it; NULL is no JSON at all. */
static void
file_odd (Desk *desk, Spoil spoil)
{
  McCentral *central = desk->central;
  g_autoptr (McDossier) dossier = mc_central_open_dossier (central, DESK_ID, NULL);
  g_autoptr (json_t) object = mc_dossier_to_json (dossier);
  g_autoptr (McDossierRecord) sample = mc_storage_load_sealed (central->storage, DESK_ID, NULL);
  g_autoptr (McEnvelope) envelope = mc_envelope_new_dossier (
      ODD_ID, ODD_CODE, (const char *const *) sample->page_digests);
  g_autoptr (McKioskRecord) kiosk = mc_kiosk_record_new ();
  g_autofree char *text = NULL;
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (McAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  McRequest request = { .method = "PUT",
                        .path = "/v1/dossiers/" ODD_ID,
                        .query = "?",
                        .capture = ODD_ID,
                        .kiosk = kiosk,
                        .now = mc_clock_now (central->clock) };

  set (object, "id", ODD_ID);
  set (object, "code", ODD_CODE);
  set (object, "status_token", "8ZK4M2PQ9RTV3WXY8N5B6CDEFG");
  spoil (object);
  text = mc_json_to_string (object);
  payload = g_bytes_new (text, strlen (text));
  sealed = mc_envelope_seal (
      envelope, mc_sealing_key_get_public (mc_keys_get_sealing (central->keys)), payload, &error);
  g_assert_no_error (error);
  kiosk->name = g_strdup ("HK-03");
  kiosk->key_id = g_strdup ("key");
  kiosk->point_code = g_strdup (WALK_UNIT);
  kiosk->agency_code = g_strdup ("H26.104");
  kiosk->serial_first = 200000;
  kiosk->serial_last = 209999;
  request.bytes = sealed;
  request.body = g_bytes_get_data (sealed, &request.length);

  g_assert_null (mc_intake_handle (central, &request));
  g_assert_true (mc_storage_begin (central->storage, &error));
  answer = mc_intake_write (central, central->storage, &request, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->status, ==, 201);
  g_assert_true (mc_storage_commit (central->storage, &error));
  mc_request_set_state (&request, NULL, NULL);
}

/* Of its ward, but for the last two, who must find nothing. */
static const char *const LOGINS[] = { "hoa", "an", "binh", "mai", "kiem", "xa", "admin" };
#define N_STRANGERS 2

static gboolean
is_stranger (guint login)
{
  return login + N_STRANGERS >= G_N_ELEMENTS (LOGINS);
}

static void
look (Desk *desk, guint login, const char *target, const char *language)
{
  Click *click = click_new (desk, LOGINS[login], "GET", target);
  g_autoptr (McAnswer) answer = NULL;
  g_autofree char *text = NULL;

  click_set_language (click, language);
  answer = click_finish (click);
  text = answer_dup_text (answer);
  g_assert_cmpuint (answer->status, <, 500);
  assert_lacks (text, "<script>alert");
  assert_lacks (text, "(null)");
  if (is_stranger (login))
    {
      g_assert_cmpuint (answer->status, ==, 404);
      assert_lacks (text, ODD_CODE);
    }
}

static void
look_at_page (Desk *desk)
{
  for (guint i = 0; i < G_N_ELEMENTS (LOGINS); i++)
    {
      look (desk, i, ODD, "vi");
      look (desk, i, ODD, "en");
    }
}

static void
look_at_all (Desk *desk)
{
  static const char *const tails[] = { "/pages/1", "/attachments/1" };
  const McTransition *rows;
  guint n;

  look_at_page (desk);
  rows = mc_workflow_get_transitions (&n);
  for (guint i = 0; i < G_N_ELEMENTS (LOGINS); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (tails); j++)
        {
          g_autofree char *target = g_strconcat (ODD, tails[j], NULL);

          look (desk, i, target, "vi");
        }
      for (guint j = 0; j < n && !is_stranger (i); j++)
        {
          g_autofree char *target = g_strconcat (ODD "/actions/", rows[j].name, NULL);

          look (desk, i, target, "vi");
        }
      if (!is_stranger (i) && !g_str_equal (LOGINS[i], "kiem"))
        look (desk, i, "/console", "vi");
    }
}

static void
print_all (Desk *desk)
{
  const char *const *keys = mc_paper_get_keys ();

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *target = g_strconcat (ODD "/forms/", keys[i], NULL);
      g_autoptr (McAnswer) answer = official_post (desk, "hoa", target, "");

      g_assert_cmpuint (answer->status, <, 500);
    }
}

static guint
act (Desk *desk, const char *login, const char *action, const char *const *fields)
{
  g_autoptr (McDossierRecord) record = mc_storage_find_by_id (desk->central->storage, ODD_ID, NULL);
  g_autofree char *target = g_strconcat (ODD "/actions/", action, NULL);
  g_autofree char *revision = g_strdup_printf ("%" G_GUINT64_FORMAT, record->revision);
  Click *click = click_new (desk, login, "POST", target);
  g_autoptr (McAnswer) answer = NULL;

  click_add (click, "revision", revision);
  for (guint i = 0; fields[i] != NULL; i += 2)
    click_add (click, fields[i], fields[i + 1]);
  answer = click_finish (click);
  g_assert_cmpuint (answer->status, <, 500);
  return answer->status;
}

/* Whoever works at the desk finds it, and learns that something is odd in some words. */
static void
assert_held (Desk *desk, gboolean odd)
{
  g_autoptr (McDossierRecord) record = mc_storage_find_by_id (desk->central->storage, ODD_ID, NULL);
  g_autofree char *inbox = walk_look (desk, "hoa", "/console", 200);

  g_assert_cmpstr (record->unit, ==, WALK_UNIT);
  g_assert_true (odd == (record->attention != NULL));
  if (odd)
    g_assert_cmpuint (strlen (record->attention), <, 600);
  assert_has (inbox, ODD_CODE);
  g_free (walk_look (desk, "hoa", ODD, 200));
}

static void
test_odd (gconstpointer data)
{
  static const char *const any[] = { "anyway", "yes", "reason", "Theo hồ sơ", NULL };
  guint which = GPOINTER_TO_UINT (data);
  g_autoptr (Desk) desk = walk_desk_new (which % 6 == 0 ? DESK_SQLITE : DESK_MEMORY);
  guint n_done = 0;

  file_odd (desk, ODDITIES[which].spoil);
  assert_held (desk, ODDITIES[which].spoil != spoil_nothing);
  look_at_all (desk);
  print_all (desk);
  for (guint i = 0; i < WALK_STEPS; i++)
    {
      guint status = act (desk, WALK[i].login, WALK[i].action, WALK[i].fields);

      if (status != 303)
        status = act (desk, WALK[i].login, WALK[i].action, any);
      n_done += status == 303;
      look_at_page (desk);
    }
  look_at_all (desk);
  print_all (desk);
  if (ODDITIES[which].spoil == spoil_nothing)
    g_assert_cmpuint (n_done, ==, WALK_STEPS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ODDITIES); i++)
    {
      g_autofree char *path = g_strdup_printf ("/central/console-odd/%s", ODDITIES[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_odd);
    }

  return g_test_run ();
}
