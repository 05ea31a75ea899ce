/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/json.h"
#include "central/storage/storage-memory.h"
#include "central/work/workflow-engine.h"
#include "tests/central/desk.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static const struct
{
  const char *action, *role, *state;
} STEPS[] = {
  { "receive", "reception", "received" },
  { "chair_assign", "chairman", "chair_assigned" },
  { "dept_assign", "department", "department_assigned" },
  { "process", "specialist", "processed" },
  { "dept_approve", "department", "department_approved" },
  { "chair_approve", "chairman", "approved" },
  { "register_result", "reception", "ready" },
  { "return", "reception", "returned" },
};

static void
walk (Desk *desk, guint n_steps)
{
  for (guint i = 0; i < n_steps; i++)
    json_decref (desk_step (desk, STEPS[i].action, STEPS[i].role));
}

static void
assert_fails (Desk *desk, const char *code, const char *action, McRole role, int error_code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McDossierRecord) before = desk_load (desk);
  g_autoptr (McDossierRecord) after = NULL;

  g_assert_null (mc_workflow_engine_run (desk->central, code, action, role, NULL, &error));
  g_assert_error (error, MC_WORKFLOW_ERROR, error_code);
  after = desk_load (desk);
  g_assert_cmpuint (before->revision, ==, after->revision);
}

static guint
count_documents (Desk *desk)
{
  g_autofree char *path = g_build_filename (desk->dir, "documents", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* A dossier walks the eight steps; each answer says where it stands and what is possible next. */
static void
test_eight_steps (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autoptr (json_t) history = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (STEPS); i++)
    {
      g_autoptr (json_t) result = NULL;
      gint64 revision, step;

      desk_set_time (desk, "2025-06-20T10:20:00+07:00");
      result = desk_step (desk, STEPS[i].action, STEPS[i].role);
      g_assert_cmpstr (mc_json_get_optional_string (result, "state"), ==, STEPS[i].state);
      g_assert_cmpstr (mc_json_get_optional_string (result, "action"), ==, STEPS[i].action);
      g_assert_true (mc_json_get_int (result, "revision", &revision, NULL));
      g_assert_cmpint (revision, ==, i + 2);
      if (mc_json_get_int (result, "step", &step, NULL))
        g_assert_cmpint (step, ==, i < 6 ? i + 2 : i + 1);
      else
        g_assert_cmpstr (STEPS[i].action, ==, "register_result");
      g_assert_cmpstr (
          mc_json_get_optional_string (result, "due_at"), ==, "2025-06-20T17:00:00+07:00");
      g_assert_cmpint (
          json_array_size (json_object_get (result, "next")) > 0, ==, i + 1 < G_N_ELEMENTS (STEPS));
    }

  history = mc_workflow_engine_show (desk->central, DESK_CODE, NULL);
  g_assert_cmpuint (json_array_size (json_object_get (history, "events")), ==, 9);
  {
    g_autofree char *text = mc_json_to_string (history);

    g_assert_null (strstr (text, "Ngọc"));
    g_assert_null (strstr (text, "001198004321"));
  }
}

/* Form 01 comes with step 2: a PDF that only its owner may read, named in the answer and noted in
 * the history, and the due time follows from the acceptance. */
static void
test_form01 (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autoptr (json_t) result = NULL;
  g_autoptr (json_t) history = NULL;
  g_autofree char *data = NULL;
  const char *path;
  GStatBuf info;
  gsize length;

  desk_set_time (desk, "2025-06-20T15:00:01+07:00");
  result = desk_step (desk, "receive", "reception");
  g_assert_cmpstr (mc_json_get_optional_string (result, "due_at"), ==, "2025-06-23T17:00:00+07:00");
  path = mc_json_get_optional_string (result, "document");
  g_assert_nonnull (path);
  g_assert_true (g_str_has_prefix (path, desk->dir));
  g_assert_nonnull (strstr (path, DESK_CODE));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_assert_cmpmem (data, 5, "%PDF-", 5);
  g_assert_cmpuint (length, >, 5000);

  history = mc_workflow_engine_show (desk->central, DESK_CODE, NULL);
  g_assert_cmpstr (
      mc_json_get_optional_string (json_array_get (json_object_get (history, "events"), 1), "form"),
      ==,
      "receipt");
}

/* What the table does not allow is refused and leaves no trace. */
static void
test_refused (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));

  assert_fails (
      desk, "H26.104-250620-200013", "receive", MC_ROLE_RECEPTION, MC_WORKFLOW_ERROR_UNKNOWN);
  assert_fails (desk, DESK_CODE, "receive", MC_ROLE_CHAIRMAN, MC_WORKFLOW_ERROR_ROLE);
  assert_fails (desk, DESK_CODE, "return", MC_ROLE_RECEPTION, MC_WORKFLOW_ERROR_ACTION);
  assert_fails (desk, DESK_CODE, "submit", MC_ROLE_CITIZEN, MC_WORKFLOW_ERROR_ACTION);
  assert_fails (desk, DESK_CODE, "", MC_ROLE_CITIZEN, MC_WORKFLOW_ERROR_ACTION);
  g_assert_cmpuint (count_documents (desk), ==, 0);

  walk (desk, G_N_ELEMENTS (STEPS));
  assert_fails (desk, DESK_CODE, "return", MC_ROLE_RECEPTION, MC_WORKFLOW_ERROR_ACTION);
  assert_fails (desk, DESK_CODE, "withdraw", MC_ROLE_CITIZEN, MC_WORKFLOW_ERROR_ACTION);
}

static void
act_first (gpointer desk, gpointer nothing)
{
  json_decref (desk_step (desk, "receive", "reception"));
}

/* Two officials act at once: one wins, the other is told, and only the winner's form is left. */
static void
test_busy (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autoptr (GError) error = NULL;
  g_autoptr (McDossierRecord) record = NULL;

  desk_when_asked (desk, act_first, desk);
  g_assert_null (mc_workflow_engine_run (desk->central,
                                         DESK_CODE,
                                         "ask_supplement",
                                         MC_ROLE_RECEPTION,
                                         "Thiếu giấy chứng sinh",
                                         &error));
  g_assert_error (error, MC_WORKFLOW_ERROR, MC_WORKFLOW_ERROR_BUSY);
  record = desk_load (desk);
  g_assert_cmpint (record->state, ==, MC_STATE_RECEIVED);
  g_assert_cmpuint (record->revision, ==, 2);
  g_assert_cmpuint (count_documents (desk), ==, 1);
}

/* When the commit fails nothing happened: no state, no paper. */
static void
test_failed_commit (void)
{
  g_autoptr (Desk) desk = desk_new (DESK_MEMORY);
  g_autoptr (GError) error = NULL;
  g_autoptr (McDossierRecord) record = NULL;

  mc_storage_memory_fail_next_commit (MC_STORAGE_MEMORY (desk->central->storage));
  g_assert_null (mc_workflow_engine_run (
      desk->central, DESK_CODE, "receive", MC_ROLE_RECEPTION, NULL, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_UNAVAILABLE);
  record = desk_load (desk);
  g_assert_cmpint (record->state, ==, MC_STATE_SUBMITTED);
  g_assert_cmpuint (count_documents (desk), ==, 0);
  walk (desk, 1);
  g_assert_cmpuint (count_documents (desk), ==, 1);
}

static void
assert_due (Desk *desk, const char *expected)
{
  g_autoptr (McDossierRecord) record = desk_load (desk);
  g_autofree char *due = mc_time_to_rfc3339 (record->due_at);

  g_assert_cmpstr (due, ==, expected);
}

/* A supplement starts the limit anew, with a second form 01 beside the first. */
static void
test_supplement (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));

  walk (desk, 3);
  assert_due (desk, "2025-06-20T17:00:00+07:00");
  json_decref (desk_step (desk, "ask_supplement", "specialist"));
  desk_set_time (desk, "2025-06-24T10:00:00+07:00");
  json_decref (desk_step (desk, "supplement", "reception"));
  assert_due (desk, "2025-06-24T17:00:00+07:00");
  g_assert_cmpuint (count_documents (desk), ==, 2);
}

/* The wait for a payment is left out, as often as there is one; an extension moves the due time
 * once, and the next wait starts from there. */
static void
test_payment_and_extension (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));

  walk (desk, 3);
  desk_set_time (desk, "2025-06-20T14:00:00+07:00"); /* three office hours are left */
  json_decref (desk_step (desk, "ask_payment", "specialist"));
  desk_set_time (desk, "2025-06-23T10:00:00+07:00");
  json_decref (desk_step (desk, "payment", "reception"));
  assert_due (desk, "2025-06-23T14:00:00+07:00");
  json_decref (desk_step (desk, "ask_payment", "specialist"));
  desk_set_time (desk, "2025-06-23T15:00:00+07:00");
  json_decref (desk_step (desk, "payment", "reception"));
  assert_due (desk, "2025-06-24T09:00:00+07:00");

  json_decref (desk_step (desk, "extend", "chairman"));
  assert_due (desk, "2025-06-24T17:00:00+07:00");
  assert_fails (desk, DESK_CODE, "extend", MC_ROLE_CHAIRMAN, MC_WORKFLOW_ERROR_RULE);
  assert_due (desk, "2025-06-24T17:00:00+07:00");
}

/* Past the calendar no due time is guessed, and so nothing is received. */
static void
test_beyond_calendar (void)
{
  g_autoptr (Desk) desk = desk_new (DESK_MEMORY);
  g_autoptr (GError) error = NULL;
  g_autoptr (McDossierRecord) record = NULL;

  desk_set_time (desk, "2028-01-03T09:00:00+07:00");
  g_assert_null (mc_workflow_engine_run (
      desk->central, DESK_CODE, "receive", MC_ROLE_RECEPTION, NULL, &error));
  g_assert_error (error, MC_CALENDAR_ERROR, MC_CALENDAR_ERROR_BEYOND);
  record = desk_load (desk);
  g_assert_cmpint (record->state, ==, MC_STATE_SUBMITTED);
}

/* A note is one line of text, kept as it is. */
static void
test_note (void)
{
  g_autoptr (Desk) desk = desk_new (DESK_MEMORY);
  g_autoptr (GError) error = NULL;
  g_autofree char *longer = g_strnfill (501, 'x');
  g_autoptr (json_t) result = NULL;
  g_autoptr (json_t) history = NULL;

  g_assert_null (mc_workflow_engine_run (
      desk->central, DESK_CODE, "receive", MC_ROLE_RECEPTION, longer, &error));
  g_assert_error (error, MC_WORKFLOW_ERROR, MC_WORKFLOW_ERROR_NOTE);
  result = mc_workflow_engine_run (
      desk->central, DESK_CODE, "receive", MC_ROLE_RECEPTION, "Đủ <giấy tờ>", NULL);
  g_assert_nonnull (result);
  history = mc_workflow_engine_show (desk->central, DESK_CODE, NULL);
  g_assert_cmpstr (
      mc_json_get_optional_string (json_array_get (json_object_get (history, "events"), 1), "note"),
      ==,
      "Đủ <giấy tờ>");
}

/* Whatever is tried in whatever order, the dossier only ever goes where the table says, and its
 * history is as long as its revision. */
static void
test_random_walk (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  const McTransition *rows;
  guint n, taken = 0;

  rows = mc_workflow_get_transitions (&n);
  for (guint i = 0; i < 300; i++)
    {
      const McTransition *row = &rows[g_test_rand_int_range (0, n)];
      McRole role = g_test_rand_int_range (MC_ROLE_CITIZEN, MC_ROLE_SPECIALIST + 1);
      g_autoptr (McDossierRecord) before = desk_load (desk);
      g_autoptr (McDossierRecord) after = NULL;
      const McTransition *allowed = mc_workflow_find (row->name, before->state);
      g_autoptr (GError) error = NULL;
      g_autoptr (json_t) result = mc_workflow_engine_run (
          desk->central, DESK_CODE, row->name, role, "Lý do", &error);

      after = desk_load (desk);
      if (result != NULL)
        {
          g_assert_nonnull (allowed);
          g_assert_cmpint (allowed->role, ==, role);
          g_assert_cmpint (after->state, ==, allowed->to);
          taken++;
        }
      else
        {
          g_assert_true (allowed == NULL || allowed->role != role ||
                         g_error_matches (error, MC_WORKFLOW_ERROR, MC_WORKFLOW_ERROR_RULE));
          g_assert_cmpint (after->state, ==, before->state);
        }
      g_assert_cmpuint (after->revision, ==, taken + 1);
    }

  {
    g_autoptr (json_t) history = mc_workflow_engine_show (desk->central, DESK_CODE, NULL);

    g_assert_cmpuint (json_array_size (json_object_get (history, "events")), ==, taken + 1);
  }
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strdup_printf ("/central/workflow-engine/%s/memory", name);
  g_autofree char *sqlite = g_strdup_printf ("/central/workflow-engine/%s/sqlite", name);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("eight-steps", test_eight_steps);
  add_both ("form01", test_form01);
  add_both ("refused", test_refused);
  add_both ("busy", test_busy);
  add_both ("supplement", test_supplement);
  add_both ("payment-and-extension", test_payment_and_extension);
  add_both ("random-walk", test_random_walk);
  g_test_add_func ("/central/workflow-engine/failed-commit", test_failed_commit);
  g_test_add_func ("/central/workflow-engine/beyond-calendar", test_beyond_calendar);
  g_test_add_func ("/central/workflow-engine/note", test_note);

  return g_test_run ();
}
