/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/envelope.h"
#include "central/storage/facts.h"
#include "central/storage/storage-sqlite.h"
#include "tests/central/desk.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

/* The same tests over each implementation: what one promises, all promise. */

#define UNIT "00070"

/* Beside the desk's own; their contents are of no matter here. */
static char *
file_dossier (Desk *desk, guint number, const char *unit, const char *at)
{
  g_autoptr (McDossierRecord) record = mc_dossier_record_new ();
  g_autoptr (McEventRecord) event = mc_event_record_new ();
  g_auto (McReceived) received = { 0 };
  g_autoptr (GError) error = NULL;

  event->action = g_strdup ("submit");
  event->from = MC_STATE_DRAFT;
  event->at = desk_time (at);
  record->id = g_strdup_printf ("01977a2e-6c00-7abc-8def-00000000000%u", number);
  record->code = g_strdup_printf ("H26.104-250620-20010%u", number);
  record->kiosk = g_strdup ("HK-03");
  record->kiosk_key = g_strdup ("key");
  record->sealed = g_bytes_new_static ("sealed", 6);
  record->digest = mc_digest_hex (record->sealed);
  record->sequence = 1 + number;
  record->received_at = event->at;
  record->unit = g_strdup (unit);
  record->resolver = g_strdup (unit);
  g_assert_true (mc_storage_begin (desk->central->storage, &error));
  mc_storage_receive_dossier (desk->central->storage, record, NULL, event, &received, &error);
  g_assert_no_error (error);
  g_assert_true (mc_storage_commit (desk->central->storage, &error));

  return g_strdup (record->id);
}

static void
put (Desk *desk, const char *id, const McFact *fact)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_storage_begin (desk->central->storage, &error));
  g_assert_true (mc_facts_put (MC_FACTS (desk->central->storage), id, fact, &error));
  g_assert_no_error (error);
  g_assert_true (mc_storage_commit (desk->central->storage, &error));
}

static gboolean
collect (const McFact *fact, gpointer data)
{
  g_ptr_array_add (data, mc_fact_copy (fact));
  return TRUE;
}

static gint
compare_filed (gconstpointer a, gconstpointer b)
{
  const McFact *left = *(const McFact *const *) a, *right = *(const McFact *const *) b;

  return (left->filed_at > right->filed_at) - (left->filed_at < right->filed_at);
}

/* In order of filing. */
static GPtrArray *
read_facts (Desk *desk, gint64 from, gint64 to, const char *resolver)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_fact_free);
  const McFactQuery query = { from, to, resolver };
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_facts_each (MC_FACTS (desk->central->storage), &query, collect, facts, &error));
  g_assert_no_error (error);
  g_ptr_array_sort (facts, compare_filed);
  return facts;
}

static McFact *
read_only_fact (Desk *desk)
{
  g_autoptr (GPtrArray) facts = read_facts (desk, MC_TIME_NONE, MC_TIME_NONE, NULL);

  g_assert_cmpuint (facts->len, ==, 1);
  return mc_fact_copy (g_ptr_array_index (facts, 0));
}

static void
assert_same (const McFact *a, const McFact *b)
{
  g_assert_cmpstr (a->unit, ==, b->unit);
  g_assert_cmpstr (a->resolver, ==, b->resolver);
  g_assert_cmpstr (a->procedure, ==, b->procedure);
  g_assert_cmpint (a->online, ==, b->online);
  g_assert_cmpint (a->state, ==, b->state);
  g_assert_cmpint (a->filed_at, ==, b->filed_at);
  g_assert_cmpint (a->accepted_at, ==, b->accepted_at);
  g_assert_cmpint (a->due_at, ==, b->due_at);
  g_assert_cmpint (a->finished_at, ==, b->finished_at);
  g_assert_cmpint (a->ended_at, ==, b->ended_at);
  g_assert_cmpint (a->paused_at, ==, b->paused_at);
  g_assert_cmpint (a->resumed_at, ==, b->resumed_at);
  g_assert_cmpint (a->flags, ==, b->flags);
  g_assert_cmpuint (a->rating, ==, b->rating);
  g_assert_cmpint (a->rated_at, ==, b->rated_at);
  for (guint step = 2; step <= MC_N_STEPS; step++)
    g_assert_cmpint (a->minutes[step], ==, b->minutes[step]);
  g_assert_cmpint (a->paused, ==, b->paused);
}

/* A fact comes with its dossier, whoever files it. */
static void
test_filed (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autoptr (McFact) fact = read_only_fact (desk);
  McFact expected;

  mc_fact_init (&expected);
  expected.unit = expected.resolver = UNIT;
  expected.procedure = "1.001193";
  expected.online = TRUE;
  expected.state = MC_STATE_SUBMITTED;
  expected.filed_at = desk_time ("2025-06-20T09:51:00+07:00");
  assert_same (fact, &expected);
}

static McFact
make_fact (void)
{
  McFact fact;

  mc_fact_init (&fact);
  fact.unit = "00004";
  fact.resolver = "H26.12";
  fact.procedure = "2.001583";
  fact.state = MC_STATE_RETURNED;
  fact.filed_at = 1000;
  fact.accepted_at = 2000;
  fact.due_at = 9000;
  fact.finished_at = 8000;
  fact.ended_at = 8500;
  fact.paused_at = 3000;
  fact.resumed_at = 4000;
  fact.flags = MC_FACT_EXTENDED | MC_FACT_BY_CITY;
  for (guint step = 2; step <= MC_N_STEPS; step++)
    fact.minutes[step] = step == 4 ? MC_MINUTES_NONE : (gint32) (step * 100);
  fact.minutes[3] = 0;
  fact.paused = 7;
  return fact;
}

/* Everything of a fact is kept, but its rating, which has its own verb; what is not committed is
 * not. */
static void
test_put (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  McFacts *facts = MC_FACTS (desk->central->storage);
  McFact fact = make_fact ();
  g_autoptr (McFact) kept = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  McRatingOutcome outcome;

  g_assert_true (mc_storage_begin (desk->central->storage, NULL));
  g_assert_true (mc_storage_add_rating (
      desk->central->storage, DESK_ID, NULL, 4, "vi", 8600, &outcome, &error));
  g_assert_no_error (error);
  g_assert_true (mc_storage_commit (desk->central->storage, NULL));
  fact.rating = 1;
  put (desk, DESK_ID, &fact);
  kept = read_only_fact (desk);
  fact.rating = 4;
  fact.rated_at = 8600;
  assert_same (kept, &fact);

  g_assert_true (mc_storage_begin (desk->central->storage, NULL));
  fact.state = MC_STATE_READY;
  g_assert_true (mc_facts_put (facts, DESK_ID, &fact, &error));
  g_assert_false (mc_facts_put (facts, "nobody", &fact, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND);
  mc_storage_rollback (desk->central->storage);
  again = read_only_fact (desk);
  assert_same (again, kept);
}

static gboolean
count_one (const McFact *fact, gpointer data)
{
  (*(guint *) data)++;
  return FALSE;
}

/* A report of a time reads what was filed before its end and lived, or was rated, in it. */
static void
test_each (gconstpointer storage)
{
  static const struct
  {
    gint64 from, to;
    const char *resolver;
    guint n;
  } cases[] = {
    { MC_TIME_NONE, MC_TIME_NONE, NULL, 3 },
    { MC_TIME_NONE, 1000, NULL, 0 },
    { MC_TIME_NONE, 1001, NULL, 1 },
    { 8500, 9000, NULL, 1 },
    { 8501, 9000, NULL, 1 },
    { 8601, 9000, NULL, 0 },
    { 8601, MC_TIME_NONE, NULL, 2 },
    { 0, MC_TIME_NONE, "00004", 1 },
    { 0, MC_TIME_NONE, "H26.12", 1 },
    { 8601, MC_TIME_NONE, "H26.12", 0 },
    { 0, MC_TIME_NONE, "00099", 0 },
  };
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *open = file_dossier (desk, 1, "00004", "2025-06-20T09:00:00+07:00");
  g_autofree char *other = file_dossier (desk, 2, "00008", "2025-06-21T09:00:00+07:00");
  const McFactQuery all = { MC_TIME_NONE, MC_TIME_NONE, NULL };
  McFact fact = make_fact ();
  McRatingOutcome outcome;
  guint n = 0;

  put (desk, DESK_ID, &fact);
  g_assert_true (mc_storage_begin (desk->central->storage, NULL));
  g_assert_true (
      mc_storage_add_rating (desk->central->storage, DESK_ID, NULL, 4, "vi", 8600, &outcome, NULL));
  g_assert_true (mc_storage_commit (desk->central->storage, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) facts =
                     read_facts (desk, cases[i].from, cases[i].to, cases[i].resolver);

      g_assert_cmpuint (facts->len, ==, cases[i].n);
    }
  g_assert_true (mc_facts_each (MC_FACTS (desk->central->storage), &all, count_one, &n, NULL));
  g_assert_cmpuint (n, ==, 1);
}

static void
accept (Desk *desk, const char *id, const char *unit, gint64 accepted, gint64 due, McState state)
{
  McFact fact;

  mc_fact_init (&fact);
  fact.unit = unit;
  fact.resolver = unit;
  fact.filed_at = accepted - 10;
  fact.accepted_at = accepted;
  fact.due_at = due;
  fact.state = state;
  put (desk, id, &fact);
}

static void
assert_ids (GPtrArray *records, ...)
{
  va_list ids;
  const char *id;
  guint n = 0;

  g_assert_nonnull (records);
  va_start (ids, records);
  while ((id = va_arg (ids, const char *)) != NULL)
    {
      g_assert_cmpuint (n, <, records->len);
      g_assert_cmpstr (((McDossierRecord *) g_ptr_array_index (records, n++))->id, ==, id);
    }
  va_end (ids);
  g_assert_cmpuint (n, ==, records->len);
}

/* The register is in order of acceptance, not of arrival, and a unit's own. */
static void
test_register (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  McFacts *facts = MC_FACTS (desk->central->storage);
  g_autofree char *first = file_dossier (desk, 1, UNIT, "2025-06-20T09:00:00+07:00");
  g_autofree char *second = file_dossier (desk, 2, UNIT, "2025-06-20T09:00:00+07:00");
  g_autofree char *foreign = file_dossier (desk, 3, "00004", "2025-06-20T09:00:00+07:00");
  g_autoptr (GPtrArray) all = NULL, half = NULL, none = NULL;

  accept (desk, first, UNIT, 3000, 9000, MC_STATE_RECEIVED);
  accept (desk, second, UNIT, 2000, 9000, MC_STATE_RETURNED);
  accept (desk, foreign, "00004", 2500, 9000, MC_STATE_RECEIVED);

  all = mc_facts_list_register (facts, UNIT, 0, 10000, NULL);
  assert_ids (all, second, first, NULL);
  half = mc_facts_list_register (facts, UNIT, 2000, 3000, NULL);
  assert_ids (half, second, NULL);
  none = mc_facts_list_register (facts, "00008", 0, 10000, NULL);
  assert_ids (none, NULL);
}

/* Overdue is whose limit runs past its due time: not what is finished, waits for the citizen, or is
 * due this very second. */
static void
test_overdue (gconstpointer storage)
{
  static const struct
  {
    const char *unit;
    gint64 due;
    McState state;
  } cases[] = {
    { UNIT, 8000, MC_STATE_DEPARTMENT_APPROVED }, { UNIT, 7000, MC_STATE_RECEIVED },
    { UNIT, 9000, MC_STATE_PROCESSED },           { UNIT, 7000, MC_STATE_READY },
    { UNIT, 7000, MC_STATE_SUPPLEMENT_ASKED },    { UNIT, MC_TIME_NONE, MC_STATE_RECEIVED },
    { "00004", 6000, MC_STATE_PROCESSED },
  };
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  McFacts *facts = MC_FACTS (desk->central->storage);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) unit = NULL, city = NULL, one = NULL, none = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char *id = file_dossier (desk, i, cases[i].unit, "2025-06-20T09:00:00+07:00");

      g_ptr_array_add (ids, id);
      accept (desk, id, cases[i].unit, 1000, cases[i].due, cases[i].state);
    }

  unit = mc_facts_list_overdue (facts, UNIT, 9000, 10, NULL);
  assert_ids (unit, ids->pdata[1], ids->pdata[0], NULL);
  city = mc_facts_list_overdue (facts, NULL, 9000, 10, NULL);
  assert_ids (city, ids->pdata[6], ids->pdata[1], ids->pdata[0], NULL);
  one = mc_facts_list_overdue (facts, NULL, 9000, 1, NULL);
  assert_ids (one, ids->pdata[6], NULL);
  none = mc_facts_list_overdue (facts, "00008", 9000, 10, NULL);
  assert_ids (none, NULL);
}

static void
run_sql (const char *path, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
assert_place (McStorage *storage, const char *token, const char *place)
{
  g_autoptr (McDossierRecord) found = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) error = NULL;

  found = mc_storage_find_public (storage, token, &events, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->rating, ==, 5);
  g_assert_cmpuint (events->len, ==, 4);
  g_assert_cmpstr (((McEventRecord *) g_ptr_array_index (events, 3))->place, ==, place);
}

/* What stands beside the state of the one dossier, with its separators made readable. */
static char *
read_course (const char *path)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *rows = NULL;
  char *course;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_prepare_v2 (db, "SELECT course FROM dossiers", -1, &rows, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (rows), ==, SQLITE_ROW);
  course = g_strdup ((const char *) sqlite3_column_text (rows, 0));
  sqlite3_finalize (rows);
  sqlite3_close (db);

  g_strdelimit (course, "\x1f", '|');
  return g_strdelimit (course, "\x1e", '\n');
}

/* A database from before the officials came: its dossiers have facts, too, and a course, which is
 * not believed as long as it is shorter than the revision. */
static void
test_older (void)
{
  const char *token = "0123456789ABCDEFGHJKMNPQRS";
  g_autofree char *course = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("motcua-facts-XXXXXX", &error);
  g_autofree char *path = g_build_filename (dir, "central.db", NULL);
  g_autofree char *schema_path =
      g_build_filename (g_getenv ("MOTCUA_ASSETS"), "migrations/sqlite/001-spine.sql", NULL);
  g_autofree char *schema = NULL;
  g_autoptr (McStorage) storage = NULL;
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_fact_free);
  const McFactQuery all = { MC_TIME_NONE, MC_TIME_NONE, NULL };
  McFact expected;
  sqlite3 *db = NULL;

  g_assert_true (g_file_get_contents (schema_path, &schema, NULL, &error));
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, schema, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (
          db,
          "PRAGMA application_id = 0x4d43554b;"
          "CREATE TABLE schema_ledger (number INTEGER PRIMARY KEY, name TEXT NOT NULL,"
          " sha256 TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT;"
          "INSERT INTO schema_ledger VALUES (1, '001-spine.sql', '', 0);"
          "INSERT INTO dossiers (number, id, code, kiosk, kiosk_key, digest, sequence, unseen,"
          " received_at, procedure, point_code, birth_year, state, revision, due_at, updated_at)"
          " VALUES (1, 'a', 'A', 'k', 'k', zeroblob (32), 1, 0, 1100, '1.001193', '00070', 0,"
          " 'returned', 9, 9000, 8500);"
          "INSERT INTO events (dossier, revision, action, role, from_state, to_state, step, at,"
          " place)"
          " VALUES (1, 1, 'submit', 'citizen', 'draft', 'submitted', 1, 1000, NULL),"
          " (1, 2, 'receive', 'reception', 'submitted', 'received', 2, 2000, 'Quầy 2'),"
          " (1, 8, 'chair_approve', 'chairman', 'department_approved', 'ready', 7, 8000, NULL),"
          " (1, 9, 'return', 'reception', 'ready', 'returned', 8, 8500, 'Quầy 2');"
          "INSERT INTO ratings (dossier, score, rated_at) VALUES (1, 5, 8600);",
          NULL,
          NULL,
          NULL),
      ==,
      SQLITE_OK);
  sqlite3_close (db);

  storage = mc_storage_sqlite_new (path, &error);
  g_assert_no_error (error);
  g_assert_true (mc_facts_each (MC_FACTS (storage), &all, collect, facts, &error));
  g_assert_cmpuint (facts->len, ==, 1);
  mc_fact_init (&expected);
  expected.unit = expected.resolver = "00070";
  expected.procedure = "1.001193";
  expected.online = TRUE;
  expected.state = MC_STATE_RETURNED;
  expected.filed_at = 1000;
  expected.accepted_at = 2000;
  expected.due_at = 9000;
  expected.finished_at = 8000;
  expected.ended_at = 8500;
  expected.rating = 5;
  expected.rated_at = 8600;
  assert_same (g_ptr_array_index (facts, 0), &expected);

  course = read_course (path);
  g_assert_cmpstr (course,
                   ==,
                   "submit|submitted|1|1000|\n"
                   "receive|received|2|2000|Quầy 2\n"
                   "chair_approve|ready|7|8000|\n"
                   "return|returned|8|8500|Quầy 2\n");
  g_assert_true (mc_storage_begin (storage, NULL));
  g_assert_true (mc_storage_add_token (storage, "a", token, "slip", 9000, &error));
  g_assert_true (mc_storage_commit (storage, &error));
  run_sql (path, "UPDATE dossiers SET course = replace (course, 'Quầy', 'Bàn')");
  assert_place (storage, token, "Quầy 2");
  run_sql (path, "UPDATE dossiers SET revision = 4");
  assert_place (storage, token, "Bàn 2");

  g_clear_object (&storage);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_rmdir (dir);
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strconcat ("/storage/memory/facts/", name, NULL);
  g_autofree char *sqlite = g_strconcat ("/storage/sqlite/facts/", name, NULL);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("filed", test_filed);
  add_both ("put", test_put);
  add_both ("each", test_each);
  add_both ("register", test_register);
  add_both ("overdue", test_overdue);
  g_test_add_func ("/storage/sqlite/facts/older", test_older);

  return g_test_run ();
}
