/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include "central/storage/storage-memory.h"
#include "central/storage/storage-sqlite.h"
#include "central/storage/work.h"
#include "tests/central/plans.h"

#define NOW G_GINT64_CONSTANT (1750400000)
#define HOUR 3600
#define WARD "00070"
#define OTHER "00091"
#define CITY "H26.13"

/* The same tests run over each implementation: what one promises, all promise. */
typedef struct
{
  McStorage *storage; /* (owned) */
  char *dir;          /* (owned) (nullable) */
  char *path;         /* (owned) (nullable) */
} Fixture;

static void
set_up_memory (Fixture *f, gconstpointer data)
{
  f->storage = MC_STORAGE (mc_storage_memory_new ());
}

static void
set_up_sqlite (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->dir = g_dir_make_tmp ("motcua-work-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->dir, "central.db", NULL);
  f->storage = mc_storage_sqlite_new (f->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  static const char *const files[] = { "central.db", "central.db-wal", "central.db-shm" };

  g_assert_finalize_object (f->storage);
  for (guint i = 0; f->dir != NULL && i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (f->dir, files[i], NULL);

      g_unlink (path);
    }
  if (f->dir != NULL)
    g_assert_cmpint (g_rmdir (f->dir), ==, 0);
  g_free (f->dir);
  g_free (f->path);
}

static void
begin (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_storage_begin (f->storage, &error));
  g_assert_no_error (error);
}

static void
commit (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_storage_commit (f->storage, &error));
  g_assert_no_error (error);
}

static char *
make_id (guint number)
{
  return g_strdup_printf ("01978a2b-0000-7000-8000-%012u", number);
}

/* Dossiers of a test: number @n came n seconds after NOW. */
typedef struct
{
  guint number;
  const char *name;
  const char *unit, *resolver;
  gint64 expected_due; /* hours after NOW; 0 = none */
} Filed;

static void
file (Fixture *f, const Filed *filed)
{
  g_autoptr (McDossierRecord) record = mc_dossier_record_new ();
  g_autoptr (McEventRecord) event = mc_event_record_new ();
  g_auto (McReceived) received = { 0 };
  g_autoptr (GError) error = NULL;

  record->id = make_id (filed->number);
  record->code = g_strdup_printf ("H26.107-250620-%06u", 200000 + filed->number);
  record->kiosk = g_strdup ("HK-03");
  record->kiosk_key = g_strdup ("KEY0000000000003");
  record->digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, record->id, -1);
  record->sealed = g_bytes_new ("sealed", 6);
  record->received_at = NOW + filed->number;
  record->applicant_name = g_strdup (filed->name);
  record->id_number = g_strdup_printf ("0010990000%02u", filed->number);
  record->unit = g_strdup (filed->unit);
  record->resolver = g_strdup (filed->resolver);
  if (filed->expected_due != 0)
    record->expected_due = NOW + filed->expected_due * HOUR;
  event->action = g_strdup ("submit");
  event->from = MC_STATE_DRAFT;
  event->to = MC_STATE_SUBMITTED;
  event->at = record->received_at;

  begin (f);
  g_assert_true (mc_storage_receive_dossier (f->storage, record, NULL, event, &received, &error));
  g_assert_no_error (error);
  g_assert_cmpint (received.outcome, ==, MC_RECEIVE_NEW);
  commit (f);
}

static void
file_all (Fixture *f, const Filed *filed, guint n)
{
  for (guint i = 0; i < n; i++)
    file (f, &filed[i]);
}

/* Brings a dossier into a state; @due in hours after NOW, 0 = unchanged. */
static void
move (Fixture *f,
      guint number,
      McState to,
      gint64 due,
      const char *department,
      const char *assignee)
{
  g_autofree char *id = make_id (number);
  g_autoptr (GError) error = NULL;
  g_autoptr (McDossierRecord) record = mc_storage_find_by_id (f->storage, id, &error);
  g_autoptr (McEventRecord) event = mc_event_record_new ();

  g_assert_nonnull (record);
  event->action = g_strdup ("move");
  event->from = record->state;
  event->to = to;
  event->at = NOW;
  event->department = g_strdup (department);
  event->assignee = g_strdup (assignee);
  if (due != 0)
    event->due_at = NOW + due * HOUR;
  begin (f);
  g_assert_true (mc_storage_record_step (f->storage, id, record->revision, event, NULL, &error));
  g_assert_no_error (error);
  commit (f);
}

/* The numbers of the dossiers, "3 1 2". */
static char *
describe (GPtrArray *records)
{
  GString *text = g_string_new (NULL);

  g_assert_nonnull (records);
  for (guint i = 0; i < records->len; i++)
    {
      const McDossierRecord *record = g_ptr_array_index (records, i);

      g_string_append_printf (text, "%s%d", i > 0 ? " " : "", atoi (strrchr (record->id, '-') + 1));
      g_assert_null (record->sealed);
    }

  return g_string_free (text, FALSE);
}

static McInboxQuery
ask (McRole turn, const char *unit, const char *resolver)
{
  return (McInboxQuery){
    .turn = turn,
    .unit = unit,
    .resolver = resolver,
    .due_from = MC_TIME_NONE,
    .due_before = MC_TIME_NONE,
    .after_due = MC_TIME_NONE,
    .limit = 50,
  };
}

static void
assert_inbox (Fixture *f, McInboxQuery query, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = mc_work_list_inbox (MC_WORK (f->storage), &query, &error);
  g_autofree char *text = NULL;
  guint count = 1000;

  g_assert_no_error (error);
  text = describe (records);
  g_assert_cmpstr (text, ==, expected);
  if (query.after_id != NULL || query.limit < 50)
    return;
  g_assert_true (mc_work_count_inbox (MC_WORK (f->storage), &query, 100, &count, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count, ==, records->len);
}

static void
assert_search (Fixture *f, McSearchQuery query, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autofree char *text = NULL;

  query.limit = query.limit == 0 ? 50 : query.limit;
  records = mc_work_search (MC_WORK (f->storage), &query, &error);
  g_assert_no_error (error);
  text = describe (records);
  g_assert_cmpstr (text, ==, expected);
}

/* Whose turn it is decides in which inbox a dossier lies; what is due first stands first. */
static void
test_inbox (Fixture *f, gconstpointer data)
{
  static const Filed filed[] = {
    { 1, "A", WARD, WARD, 30 },  { 2, "B", WARD, WARD, 10 }, { 3, "C", WARD, CITY, 20 },
    { 4, "D", OTHER, OTHER, 1 }, { 5, NULL, WARD, NULL, 0 }, { 6, "E", WARD, WARD, 10 },
  };

  file_all (f, filed, G_N_ELEMENTS (filed));
  /* What cannot be read has no due time: it came first. Equal times go by arrival. */
  assert_inbox (f, ask (MC_ROLE_RECEPTION, WARD, NULL), "5 2 6 3 1");
  assert_inbox (f, ask (MC_ROLE_RECEPTION, OTHER, NULL), "4");
  assert_inbox (f, ask (MC_ROLE_RECEPTION, WARD, CITY), "3");
  assert_inbox (f, ask (MC_ROLE_RECEPTION, NULL, CITY), "3");
  assert_inbox (f, ask (MC_ROLE_CHAIRMAN, NULL, WARD), "");

  /* The binding due time goes before the expected one. */
  move (f, 1, MC_STATE_RECEIVED, 5, NULL, NULL);
  move (f, 2, MC_STATE_RECEIVED, 8, NULL, NULL);
  move (f, 3, MC_STATE_RECEIVED, 3, NULL, NULL);
  assert_inbox (f, ask (MC_ROLE_CHAIRMAN, NULL, WARD), "1 2");
  assert_inbox (f, ask (MC_ROLE_CHAIRMAN, NULL, CITY), "3");
  assert_inbox (f, ask (MC_ROLE_CHAIRMAN, WARD, NULL), "3 1 2");
  assert_inbox (f, ask (MC_ROLE_RECEPTION, WARD, NULL), "5 6");

  /* Signed: the desk's turn. Registered: the citizen's. Handed over: nobody's. */
  move (f, 1, MC_STATE_APPROVED, 0, NULL, NULL);
  assert_inbox (f, ask (MC_ROLE_RECEPTION, WARD, NULL), "5 1 6");
  move (f, 1, MC_STATE_READY, 0, NULL, NULL);
  move (f, 6, MC_STATE_SUPPLEMENT_ASKED, 0, NULL, NULL);
  assert_inbox (f, ask (MC_ROLE_RECEPTION, WARD, NULL), "5");
  assert_inbox (f, ask (MC_ROLE_CITIZEN, WARD, NULL), "1 6");
  move (f, 1, MC_STATE_RETURNED, 0, NULL, NULL);
  move (f, 6, MC_STATE_WITHDRAWN, 0, NULL, NULL);
  assert_inbox (f, ask (MC_ROLE_CITIZEN, WARD, NULL), "");
}

/* Department, specialist, state and time narrow; what no department has yet is everybody's. */
static void
test_inbox_narrow (Fixture *f, gconstpointer data)
{
  static const Filed filed[] = {
    { 1, "A", WARD, WARD, 1 }, { 2, "B", WARD, WARD, 2 },   { 3, "C", WARD, WARD, 3 },
    { 4, "D", WARD, WARD, 4 }, { 5, "E", OTHER, OTHER, 5 }, { 6, "F", WARD, WARD, 6 },
  };
  McInboxQuery query;

  file_all (f, filed, G_N_ELEMENTS (filed));
  move (f, 1, MC_STATE_CHAIR_ASSIGNED, 1, "Tư pháp", NULL);
  move (f, 2, MC_STATE_CHAIR_ASSIGNED, 2, "Kinh tế", NULL);
  move (f, 3, MC_STATE_CHAIR_ASSIGNED, 3, NULL, NULL);
  move (f, 4, MC_STATE_PROCESSED, 4, "Tư pháp", "hoa");
  move (f, 5, MC_STATE_DEPARTMENT_ASSIGNED, 5, "Tư pháp", "hoa");
  move (f, 6, MC_STATE_DEPARTMENT_ASSIGNED, 6, "Kinh tế", "hoa");

  query = ask (MC_ROLE_DEPARTMENT, NULL, WARD);
  assert_inbox (f, query, "1 2 3 4");
  query.department = "Tư pháp";
  assert_inbox (f, query, "1 3 4");
  query.department = "Văn hóa";
  assert_inbox (f, query, "3");
  query.department = "";
  assert_inbox (f, query, "1 2 3 4");
  query.state = "processed";
  assert_inbox (f, query, "4");
  query.state = "";

  query.due_before = NOW + 3 * HOUR;
  assert_inbox (f, query, "1 2");
  query.due_from = NOW + 2 * HOUR;
  assert_inbox (f, query, "2");
  query.due_before = MC_TIME_NONE;
  assert_inbox (f, query, "2 3 4");

  /* One's own, in one of the units where one works. */
  query = ask (MC_ROLE_SPECIALIST, NULL, WARD);
  query.assignee = "hoa";
  assert_inbox (f, query, "6");
  query.resolver = OTHER;
  assert_inbox (f, query, "5");
  query.unit = OTHER;
  query.resolver = NULL;
  assert_inbox (f, query, "5");
  query.assignee = "lan";
  assert_inbox (f, query, "");
}

/* Page by page everything comes, once, also when many are due at one instant and some go away in
 * between; and counting ends where it is told to. */
static void
test_inbox_pages (Fixture *f, gconstpointer data)
{
  McInboxQuery query = ask (MC_ROLE_RECEPTION, WARD, NULL);
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (McDossierRecord) last = NULL;
  g_autoptr (GError) error = NULL;
  guint count = 0;

  for (guint i = 1; i <= 9; i++)
    file (f, &(Filed){ i, "A", WARD, WARD, i <= 6 ? 8 : 9 });

  query.limit = 4;
  for (guint page = 0; page < 4; page++)
    {
      g_autoptr (GPtrArray) records = NULL;
      g_autofree char *text = NULL;

      query.after_due = last == NULL ? MC_TIME_NONE : mc_work_get_due (last);
      query.after_id = last == NULL ? NULL : last->id;
      records = mc_work_list_inbox (MC_WORK (f->storage), &query, &error);
      g_assert_no_error (error);
      text = describe (records);
      g_string_append_printf (seen, "%s|", text);
      if (records->len == 0)
        break;
      g_clear_pointer (&last, mc_dossier_record_free);
      last = mc_dossier_record_copy (g_ptr_array_index (records, records->len - 1));
      /* Somebody works meanwhile, on the very row where the page ended, too. */
      if (page == 0)
        move (f, 4, MC_STATE_RECEIVED, 0, NULL, NULL);
    }
  g_assert_cmpstr (seen->str, ==, "1 2 3 4|5 6 7 8|9||");

  query = ask (MC_ROLE_RECEPTION, WARD, NULL);
  g_assert_true (mc_work_count_inbox (MC_WORK (f->storage), &query, 5, &count, &error));
  g_assert_cmpuint (count, ==, 5);
  g_assert_true (mc_work_count_inbox (MC_WORK (f->storage), &query, 50, &count, &error));
  g_assert_cmpuint (count, ==, 8);
}

static const Filed people[] = {
  { 1, "Nguyễn Văn Hòa", WARD, WARD, 1 },
  { 2, "Nguyễn Thị Hoà", WARD, WARD, 1 },
  { 3, "NGUYỄN VĂN HOÀNG", WARD, CITY, 1 },
  { 4, "Đỗ Văn Hoa", OTHER, OTHER, 1 },
  { 5, NULL, WARD, WARD, 1 },
  { 6, "Công ty TNHH Sen-Việt \"Ô Quan Chưởng\" 108", OTHER, CITY, 1 },
  { 7, "Nguyễn Văn Hòa", WARD, WARD, 1 },
};

/* A name is found by its words, in any order, with and without marks; newest first, and only where
 * one looks. */
static void
test_search_name (Fixture *f, gconstpointer data)
{
  file_all (f, people, G_N_ELEMENTS (people));

  assert_search (f, (McSearchQuery){ .name = "hoa", .from = 0, .to = MC_TIME_NONE }, "7 4 2 1");
  assert_search (f, (McSearchQuery){ .name = "Hòa", .from = 0, .to = MC_TIME_NONE }, "7 4 2 1");
  assert_search (
      f, (McSearchQuery){ .name = " HOA  nguyen ", .from = 0, .to = MC_TIME_NONE }, "7 2 1");
  assert_search (
      f,
      (McSearchQuery){ .unit = WARD, .name = "Nguyễn Văn", .from = 0, .to = MC_TIME_NONE },
      "7 3 1");
  assert_search (
      f, (McSearchQuery){ .unit = OTHER, .name = "Nguyễn Văn", .from = 0, .to = MC_TIME_NONE }, "");
  assert_search (
      f, (McSearchQuery){ .unit = CITY, .name = "van", .from = 0, .to = MC_TIME_NONE }, "3");
  assert_search (f, (McSearchQuery){ .name = "đo", .from = 0, .to = MC_TIME_NONE }, "4");
  assert_search (f, (McSearchQuery){ .name = "hoan", .from = 0, .to = MC_TIME_NONE }, "");
  assert_search (f, (McSearchQuery){ .name = "việt sen 108", .from = 0, .to = MC_TIME_NONE }, "6");

  /* What is typed is words and never a language of its own. */
  assert_search (
      f, (McSearchQuery){ .name = "\"sen\" OR hoa*", .from = 0, .to = MC_TIME_NONE }, "");
  assert_search (f, (McSearchQuery){ .name = "NEAR(sen)", .from = 0, .to = MC_TIME_NONE }, "");
  assert_search (f, (McSearchQuery){ .name = "code:h26", .from = 0, .to = MC_TIME_NONE }, "");
  assert_search (f, (McSearchQuery){ .name = "^sen -viet +o", .from = 0, .to = MC_TIME_NONE }, "6");
  assert_search (f, (McSearchQuery){ .name = "u00070", .from = 0, .to = MC_TIME_NONE }, "");

  /* Page by page. */
  assert_search (
      f, (McSearchQuery){ .name = "hoa", .from = 0, .to = MC_TIME_NONE, .limit = 2 }, "7 4");
  assert_search (f,
                 (McSearchQuery){ .name = "hoa",
                                  .from = 0,
                                  .to = MC_TIME_NONE,
                                  .before_id = "01978a2b-0000-7000-8000-000000000004",
                                  .limit = 2 },
                 "2 1");
}

/* A code is found whole and by its groups, an id number exactly, a day by its bounds; and all that
 * is asked for must hold. */
static void
test_search_rest (Fixture *f, gconstpointer data)
{
  file_all (f, people, G_N_ELEMENTS (people));

  assert_search (
      f, (McSearchQuery){ .code = "H26.107-250620-200003", .from = 0, .to = MC_TIME_NONE }, "3");
  assert_search (f, (McSearchQuery){ .code = "200003", .from = 0, .to = MC_TIME_NONE }, "3");
  assert_search (
      f, (McSearchQuery){ .code = "250620-20000", .limit = 3, .to = MC_TIME_NONE }, "7 6 5");
  assert_search (
      f, (McSearchQuery){ .unit = OTHER, .code = "h26.107", .from = 0, .to = MC_TIME_NONE }, "6 4");
  assert_search (f, (McSearchQuery){ .code = "20000-250620", .from = 0, .to = MC_TIME_NONE }, "");
  assert_search (f, (McSearchQuery){ .code = "H25", .from = 0, .to = MC_TIME_NONE }, "");
  assert_search (f, (McSearchQuery){ .code = "250620-200", .from = 0, .to = MC_TIME_NONE }, "");

  assert_search (
      f, (McSearchQuery){ .id_number = "001099000002", .from = 0, .to = MC_TIME_NONE }, "2");
  assert_search (
      f,
      (McSearchQuery){ .unit = OTHER, .id_number = "001099000002", .from = 0, .to = MC_TIME_NONE },
      "");
  assert_search (
      f, (McSearchQuery){ .id_number = "00109900000", .from = 0, .to = MC_TIME_NONE }, "");

  assert_search (f, (McSearchQuery){ .unit = WARD, .from = NOW + 2, .to = NOW + 6 }, "5 3 2");
  assert_search (
      f, (McSearchQuery){ .unit = CITY, .from = MC_TIME_NONE, .to = MC_TIME_NONE }, "6 3");
  assert_search (f, (McSearchQuery){ .from = NOW + 6, .to = MC_TIME_NONE }, "7 6");
  assert_search (f,
                 (McSearchQuery){ .unit = WARD,
                                  .from = MC_TIME_NONE,
                                  .to = NOW + 7,
                                  .before_id = "01978a2b-0000-7000-8000-000000000005",
                                  .limit = 2 },
                 "3 2");

  assert_search (f,
                 (McSearchQuery){ .unit = WARD,
                                  .code = "2000",
                                  .name = "hoa",
                                  .id_number = "001099000001",
                                  .from = NOW,
                                  .to = NOW + 2 },
                 "1");
  assert_search (f,
                 (McSearchQuery){ .unit = WARD,
                                  .code = "2000",
                                  .name = "hoa",
                                  .id_number = "001099000001",
                                  .from = NOW + 2,
                                  .to = MC_TIME_NONE },
                 "");
}

/* Files and hand-overs of a dossier come back as they were, in their order; of none nothing. */
static void
test_folder (Fixture *f, gconstpointer data)
{
  McWork *work = MC_WORK (f->storage);
  g_autoptr (McAttachmentRecord) attachment = mc_attachment_record_new ();
  g_autoptr (McMovementRecord) movement = mc_movement_record_new ();
  g_autofree char *id = make_id (1);
  g_autofree char *unknown = make_id (9);
  g_autoptr (GPtrArray) attachments = NULL, movements = NULL, none = NULL;
  g_autoptr (GError) error = NULL;
  const McAttachmentRecord *file_kept;
  const McMovementRecord *kept;

  file_all (f, people, 2);
  attachment->kind = g_strdup ("result");
  attachment->name = g_strdup ("Giấy khai sinh.pdf");
  attachment->type = g_strdup ("application/pdf");
  attachment->size = 1234;
  attachment->digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "sealed", -1);
  attachment->login = g_strdup ("hoa");
  attachment->at = NOW;
  movement->taker = g_strdup ("lan");
  movement->at = NOW;

  begin (f);
  g_assert_true (mc_work_add_attachment (work, id, attachment, &error));
  g_free (attachment->kind);
  attachment->kind = g_strdup ("paper");
  g_assert_true (mc_work_add_attachment (work, id, attachment, &error));
  g_assert_true (mc_work_add_movement (work, id, movement, &error));
  movement->giver = g_strdup ("lan");
  movement->at = NOW + 1;
  g_assert_true (mc_work_add_movement (work, id, movement, &error));
  g_assert_no_error (error);
  commit (f);

  begin (f);
  g_assert_false (mc_work_add_attachment (work, unknown, attachment, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (mc_work_add_movement (work, unknown, movement, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  mc_storage_rollback (f->storage);

  attachments = mc_work_list_attachments (work, id, &error);
  g_assert_cmpuint (attachments->len, ==, 2);
  file_kept = g_ptr_array_index (attachments, 0);
  g_assert_cmpstr (file_kept->kind, ==, "result");
  g_assert_cmpstr (file_kept->name, ==, attachment->name);
  g_assert_cmpstr (file_kept->type, ==, attachment->type);
  g_assert_cmpuint (file_kept->size, ==, attachment->size);
  g_assert_cmpstr (file_kept->digest, ==, attachment->digest);
  g_assert_cmpstr (file_kept->login, ==, "hoa");
  g_assert_cmpint (file_kept->at, ==, NOW);
  g_assert_cmpuint (
      file_kept->number, <, ((McAttachmentRecord *) g_ptr_array_index (attachments, 1))->number);

  movements = mc_work_list_movements (work, id, &error);
  g_assert_cmpuint (movements->len, ==, 2);
  kept = g_ptr_array_index (movements, 0);
  g_assert_null (kept->giver);
  g_assert_cmpstr (kept->taker, ==, "lan");
  kept = g_ptr_array_index (movements, 1);
  g_assert_cmpstr (kept->giver, ==, "lan");
  g_assert_cmpint (kept->at, ==, NOW + 1);

  none = mc_work_list_attachments (work, unknown, &error);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_no_error (error);
}

static void
take_folder (Fixture *f, guint number, const char *taker, gint64 at)
{
  g_autoptr (McMovementRecord) movement = mc_movement_record_new ();
  g_autofree char *id = make_id (number);
  g_autoptr (GError) error = NULL;

  movement->taker = g_strdup (taker);
  movement->at = at;
  begin (f);
  g_assert_true (mc_work_add_movement (MC_WORK (f->storage), id, movement, &error));
  g_assert_no_error (error);
  commit (f);
}

/* What came into somebody's hands, of all dossiers, newest first and no more than asked for. */
static void
test_takings (Fixture *f, gconstpointer data)
{
  McWork *work = MC_WORK (f->storage);
  g_autofree char *one = make_id (1);
  g_autofree char *two = make_id (2);
  g_autoptr (GPtrArray) takings = NULL, few = NULL, none = NULL;
  const McMovementRecord *kept;

  file_all (f, people, 2);
  take_folder (f, 1, "lan", NOW);
  take_folder (f, 2, "hoa", NOW + 1);
  take_folder (f, 2, "lan", NOW + 1);
  takings = mc_work_list_takings (work, "lan", 10, NULL);
  g_assert_cmpuint (takings->len, ==, 2);
  kept = g_ptr_array_index (takings, 0);
  g_assert_cmpstr (kept->dossier, ==, two);
  g_assert_cmpint (kept->at, ==, NOW + 1);
  kept = g_ptr_array_index (takings, 1);
  g_assert_cmpstr (kept->dossier, ==, one);
  few = mc_work_list_takings (work, "lan", 1, NULL);
  g_assert_cmpuint (few->len, ==, 1);
  none = mc_work_list_takings (work, "nobody", 10, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
note_problem (Fixture *f, guint number, gint64 at, const char *hindrance, const char *proposal)
{
  g_autoptr (McProblemRecord) problem = mc_problem_record_new ();
  g_autoptr (GError) error = NULL;

  problem->dossier = make_id (number);
  problem->step = 5;
  problem->login = g_strdup ("hoa");
  problem->at = at;
  problem->hindrance = g_strdup (hindrance);
  problem->proposal = g_strdup (proposal);
  begin (f);
  g_assert_true (mc_work_add_problem (MC_WORK (f->storage), problem, &error));
  g_assert_no_error (error);
  commit (f);
}

static void
assert_problems (GPtrArray *problems, const char *expected)
{
  g_autoptr (GPtrArray) owned = problems;
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_nonnull (owned);
  for (guint i = 0; i < owned->len; i++)
    g_string_append (text, ((McProblemRecord *) g_ptr_array_index (owned, i))->hindrance);
  g_assert_cmpstr (text->str, ==, expected);
}

/* What hindered is found by dossier, unit and time, and solved once. */
static void
test_problems (Fixture *f, gconstpointer data)
{
  McWork *work = MC_WORK (f->storage);
  g_autofree char *id = make_id (1);
  g_autofree char *other = make_id (4);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (McProblemRecord) first = NULL;

  file_all (f, people, 4);
  note_problem (f, 1, NOW + 10, "a", "hỏi Sở");
  note_problem (f, 4, NOW + 20, "b", NULL);
  note_problem (f, 1, NOW + 30, "c", NULL);
  note_problem (f, 3, NOW + 5, "d", NULL);

  assert_problems (mc_work_list_problems (work, NULL, NULL, MC_TIME_NONE, MC_TIME_NONE, &error),
                   "cbad");
  assert_problems (mc_work_list_problems (work, id, NULL, MC_TIME_NONE, MC_TIME_NONE, &error),
                   "ca");
  assert_problems (mc_work_list_problems (work, id, OTHER, MC_TIME_NONE, MC_TIME_NONE, &error), "");
  assert_problems (mc_work_list_problems (work, NULL, WARD, MC_TIME_NONE, NOW + 30, &error), "a");
  assert_problems (mc_work_list_problems (work, NULL, CITY, MC_TIME_NONE, MC_TIME_NONE, &error),
                   "d");
  assert_problems (mc_work_list_problems (work, NULL, NULL, NOW + 10, NOW + 21, &error), "ba");
  assert_problems (mc_work_list_unsolved (work, WARD, 10, &error), "ac");
  assert_problems (mc_work_list_unsolved (work, WARD, 1, &error), "a");

  problems = mc_work_list_problems (work, id, NULL, MC_TIME_NONE, MC_TIME_NONE, &error);
  first = mc_problem_record_copy (g_ptr_array_index (problems, 1));
  g_assert_cmpstr (first->dossier, ==, id);
  g_assert_cmpstr (first->code, ==, "H26.107-250620-200001");
  g_assert_cmpstr (first->unit, ==, WARD);
  g_assert_cmpuint (first->step, ==, 5);
  g_assert_cmpstr (first->login, ==, "hoa");
  g_assert_cmpstr (first->proposal, ==, "hỏi Sở");
  g_assert_cmpint (first->solved_at, ==, MC_TIME_NONE);

  begin (f);
  g_assert_false (mc_work_solve_problem (work, other, first->number, NOW, "x", &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (
      mc_work_solve_problem (work, id, first->number, NOW + 40, "Sở đã trả lời", &error));
  g_assert_false (mc_work_solve_problem (work, id, first->number, NOW + 41, "x", &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_CONFLICT);
  g_clear_error (&error);
  commit (f);

  assert_problems (mc_work_list_unsolved (work, WARD, 10, &error), "c");
  g_clear_pointer (&problems, g_ptr_array_unref);
  problems = mc_work_list_problems (work, id, NULL, MC_TIME_NONE, MC_TIME_NONE, &error);
  g_clear_pointer (&first, mc_problem_record_free);
  first = mc_problem_record_copy (g_ptr_array_index (problems, 1));
  g_assert_cmpint (first->solved_at, ==, NOW + 40);
  g_assert_cmpstr (first->solution, ==, "Sở đã trả lời");
  g_assert_no_error (error);
}

/* Words are cut alike for what is kept and for what is asked. */
static void
test_words (void)
{
  static const struct
  {
    const char *text, *words;
  } cases[] = {
    { "Nguyễn  Văn Hoà", "nguyen|van|hoa" },
    { "H26.107-250620-200003", "h26|107|250620|200003" },
    { "  O'Neill, Đặng ", "o|neill|dang" },
    { "李 明", "李|明" },
    { "", "" },
    { " -.", "" },
    { NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) words = mc_work_split_words (cases[i].text);
      g_autofree char *joined = NULL;

      g_ptr_array_add (words, NULL);
      joined = g_strjoinv ("|", (char **) words->pdata);
      g_assert_cmpstr (joined, ==, cases[i].words);
    }
}

static void
ask_everything (Fixture *f)
{
  McWork *work = MC_WORK (f->storage);
  McInboxQuery office = ask (MC_ROLE_CHAIRMAN, NULL, WARD);
  McInboxQuery desk = ask (MC_ROLE_RECEPTION, WARD, NULL);
  McInboxQuery person = ask (MC_ROLE_SPECIALIST, NULL, WARD);
  const McInboxQuery *queries[] = { &office, &desk, &person };
  guint count;

  person.assignee = "hoa";
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_ptr_array_unref (mc_work_list_inbox (work, queries[i], NULL));
      g_assert_true (mc_work_count_inbox (work, queries[i], 100, &count, NULL));
    }

  for (guint i = 0; i < 2; i++)
    {
      const char *unit = i == 0 ? WARD : NULL;

      assert_search (f, (McSearchQuery){ .unit = unit, .code = "9", .to = MC_TIME_NONE }, "");
      assert_search (f, (McSearchQuery){ .unit = unit, .name = "x", .to = MC_TIME_NONE }, "");
      assert_search (f, (McSearchQuery){ .unit = unit, .id_number = "x", .to = MC_TIME_NONE }, "");
      assert_search (f, (McSearchQuery){ .unit = unit, .from = NOW + 99, .to = NOW }, "");
      g_ptr_array_unref (mc_work_list_problems (work, NULL, unit, NOW, NOW + 1, NULL));
    }
  g_ptr_array_unref (mc_work_list_problems (work, "x", NULL, NOW, NOW + 1, NULL));
  g_ptr_array_unref (mc_work_list_unsolved (work, WARD, 10, NULL));
  g_ptr_array_unref (mc_work_list_attachments (work, "x", NULL));
  g_ptr_array_unref (mc_work_list_movements (work, "x", NULL));
  g_ptr_array_unref (mc_work_list_takings (work, "x", 10, NULL));
}

/* Every question is answered from an index: nothing grows slower with the city's dossiers. The
 * full-text index is read by its words, a subquery by its few rows. */
static void
test_plans (Fixture *f, gconstpointer data)
{
  static const char *const scans[] = { "SCAN w VIRTUAL TABLE", "SCAN (subquery", "SCAN a", NULL };

  g_assert_finalize_object (f->storage);
  plans_begin ();
  f->storage = mc_storage_sqlite_new (f->path, NULL);
  plans_forget ();
  ask_everything (f);
  g_assert_cmpuint (plans_end (f->path, scans), >=, 16);
}

static void
add_both (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *memory = g_strconcat ("/storage/memory/work/", name, NULL);
  g_autofree char *sqlite = g_strconcat ("/storage/sqlite/work/", name, NULL);

  g_test_add (memory, Fixture, NULL, set_up_memory, test, tear_down);
  g_test_add (sqlite, Fixture, NULL, set_up_sqlite, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("inbox", test_inbox);
  add_both ("inbox-narrow", test_inbox_narrow);
  add_both ("inbox-pages", test_inbox_pages);
  add_both ("search-name", test_search_name);
  add_both ("search-rest", test_search_rest);
  add_both ("folder", test_folder);
  add_both ("takings", test_takings);
  add_both ("problems", test_problems);
  g_test_add_func ("/storage/work/words", test_words);
  g_test_add ("/storage/sqlite/work/plans", Fixture, NULL, set_up_sqlite, test_plans, tear_down);

  return g_test_run ();
}
