/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-outbox"
#include "config.h"

#include "app/store/outbox-private.h"

#include "app/domain/json.h"
#include "app/store/db.h"

#include <string.h>

/* A citizen waits so long before the screen says that the slip does not come. */
#define PATIENCE_S 120

#define MAX_SLIP (64 * 1024)

typedef struct
{
  const McPickup *pickup; /* (unowned) (nullable) */
  const char *key;        /* (unowned) (nullable): id, code or token of a dossier */
  const char *job;        /* (unowned) (nullable) */
  const char *transport;  /* (unowned) (nullable) */
  const char *uri;        /* (unowned) (nullable) */
  const char *reason;     /* (unowned) (nullable) */
  const char *paper;      /* (unowned) (nullable): a staff paper's kind */
  const char *slip;       /* (unowned) (nullable): what it says */
  gint64 number;          /* job id, or a time */
  gint64 length_um;       /* of the paper */
  McPrintOutcome outcome;
  char *found_job;      /* (owned) (nullable) */
  char *found_reason;   /* (owned) (nullable) */
  McWantedPrint *found; /* (owned) (nullable) */
  GPtrArray *jobs;      /* (owned) (nullable) (element-type utf8) */
} Print;

static gboolean
not_found (const char *what, GError **error)
{
  g_set_error_literal (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_FOUND, what);
  return FALSE;
}

/**
 * mc_print_insert:
 * @now: seconds UTC
 *
 * Adds a print job to the transaction under way, or finds the one that is still queued. The copy
 * number counts the papers that may exist: a job that failed made none.
 *
 * Returns: (transfer full): the job's uuid
 */
char *
mc_print_insert (McStoreThread *store, gint64 sequence, gint64 now, GError **error)
{
  sqlite3 *db = mc_store_thread_get_db (store);
  g_autoptr (sqlite3_stmt) statement = mc_db_prepare (
      db, error, "SELECT job FROM prints WHERE sequence = ? AND outcome = 'queued'", "i", sequence);
  g_autofree char *job = NULL;
  gboolean row = FALSE;

  if (statement == NULL || !mc_db_step (statement, &row, error))
    return NULL;
  if (row)
    return mc_db_dup_text (statement, 0);
  job = g_uuid_string_random ();
  if (!mc_db_exec (
          db,
          error,
          "INSERT INTO prints (job, sequence, copy, created_at) VALUES (?1, ?2, 1 +"
          " (SELECT count (*) FROM prints WHERE sequence = ?2 AND outcome <> 'failed'), ?3)",
          "sii",
          job,
          sequence,
          now))
    return NULL;
  return g_steal_pointer (&job);
}

static gboolean
work_add_print (McStoreThread *store, gpointer data, GError **error)
{
  Print *print = data;
  gint64 sequence = 0;
  g_autoptr (McReceipt) receipt = NULL;

  if (!mc_store_thread_begin (store, error) ||
      !mc_record_find_sequence (store, print->key, &sequence, error))
    return FALSE;
  receipt = mc_record_load_receipt (store, sequence, 1, error);
  if (receipt == NULL)
    return FALSE;
  print->found_job = mc_print_insert (store, sequence, print->number, error);
  return print->found_job != NULL && mc_store_thread_commit (store, error);
}

/**
 * mc_outbox_add_print:
 * @id: a dossier's id or code
 *
 * Wants one further copy of the receipt. While an earlier one still waits, it is the same job.
 *
 * Returns: (transfer full): the job's uuid, or %NULL
 */
char *
mc_outbox_add_print (McOutbox *self, const char *id, GError **error)
{
  Print print = { .key = id };

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  print.number = mc_clock_now (self->clock);
  if (mc_store_thread_run (self->store, work_add_print, &print, error))
    return print.found_job;
  g_free (print.found_job);
  return NULL;
}

/* Of slips that are queued still: who took that number has it on the way. */
static char *
find_queued_slip (sqlite3 *db, const char *pickup, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = mc_db_prepare (
      db, error, "SELECT job FROM prints WHERE pickup = ? AND outcome = 'queued'", "s", pickup);
  gboolean row = FALSE;

  if (statement == NULL || !mc_db_step (statement, &row, error) || !row)
    return NULL;
  return mc_db_dup_text (statement, 0);
}

static gboolean
insert_slip (McStoreThread *store, Print *print, GError **error)
{
  sqlite3 *db = mc_store_thread_get_db (store);
  g_autofree char *slip = NULL;
  g_autoptr (json_t) object = mc_pickup_to_json (print->pickup);
  gint64 copies = 0;

  if (!mc_db_get_int (db,
                      &copies,
                      NULL,
                      error,
                      "SELECT count (*) FROM prints WHERE pickup = ? AND outcome <> 'failed'",
                      "s",
                      print->pickup->id))
    return FALSE;
  if (copies >= MC_OUTBOX_PICKUP_COPIES)
    {
      g_set_error_literal (
          error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_CONFLICT, "that slip was printed often enough");
      return FALSE;
    }

  slip = mc_json_to_string (object);
  print->found_job = g_uuid_string_random ();
  return mc_db_exec (
      db,
      error,
      "INSERT INTO prints (job, pickup, slip, copy, created_at) VALUES (?, ?, ?, ?, ?)",
      "sssii",
      print->found_job,
      print->pickup->id,
      slip,
      copies + 1,
      print->number);
}

static gboolean
work_add_pickup_print (McStoreThread *store, gpointer data, GError **error)
{
  Print *print = data;
  g_autoptr (GError) local_error = NULL;

  if (!mc_store_thread_begin (store, error))
    return FALSE;
  print->found_job =
      find_queued_slip (mc_store_thread_get_db (store), print->pickup->id, &local_error);
  if (local_error == NULL && print->found_job == NULL)
    insert_slip (store, print, &local_error);
  if (local_error == NULL)
    return mc_store_thread_commit (store, error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * mc_outbox_add_pickup_print:
 * @pickup: a number with all that its slip says
 *
 * Wants a slip with it. While an earlier one of the same number still waits, it is the same job;
 * more than %MC_OUTBOX_PICKUP_COPIES papers are %MC_OUTBOX_ERROR_CONFLICT.
 *
 * Returns: (transfer full): the job's uuid, or %NULL
 */
char *
mc_outbox_add_pickup_print (McOutbox *self, const McPickup *pickup, GError **error)
{
  Print print = { .pickup = pickup };

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (pickup != NULL && pickup->id != NULL, NULL);

  print.number = mc_clock_now (self->clock);
  if (mc_store_thread_run (self->store, work_add_pickup_print, &print, error))
    return print.found_job;
  g_free (print.found_job);
  return NULL;
}

static gboolean
work_add_staff_print (McStoreThread *store, gpointer data, GError **error)
{
  Print *print = data;

  print->found_job = g_uuid_string_random ();
  return mc_store_thread_begin (store, error) &&
         mc_db_exec (mc_store_thread_get_db (store),
                     error,
                     "INSERT INTO prints (job, paper, slip, copy, created_at)"
                     " VALUES (?, ?, ?, 1, ?)",
                     "sssi",
                     print->found_job,
                     print->paper,
                     print->slip,
                     print->number) &&
         mc_store_thread_commit (store, error);
}

/**
 * mc_outbox_add_staff_print:
 * @kind: which paper: a word that whoever draws it knows
 * @slip: (nullable): what it says, for the same; forgotten once it is settled
 *
 * Wants a paper of the staff's own.
 *
 * Returns: (transfer full): the job's uuid, or %NULL
 */
char *
mc_outbox_add_staff_print (McOutbox *self, const char *kind, const char *slip, GError **error)
{
  Print print = { .paper = kind, .slip = slip };

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (kind != NULL, NULL);

  print.number = mc_clock_now (self->clock);
  if (mc_store_thread_run (self->store, work_add_staff_print, &print, error))
    return print.found_job;
  g_free (print.found_job);
  return NULL;
}

/**
 * mc_wanted_print_free:
 * @self: (transfer full)
 */
void
mc_wanted_print_free (McWantedPrint *self)
{
  g_free (self->job);
  g_clear_pointer (&self->receipt, mc_receipt_free);
  g_clear_pointer (&self->pickup, mc_pickup_free);
  g_free (self->staff_paper);
  g_free (self->slip);
  g_free (self);
}

static McPickup *
load_slip (const char *slip, guint copy, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (json_t) object = slip == NULL
                                  ? NULL
                                  : mc_json_parse (slip, strlen (slip), MAX_SLIP, "slip", &problem);
  McPickup *pickup = NULL;

  if (object != NULL)
    pickup = mc_pickup_from_json (object, &problem);
  if (pickup != NULL)
    pickup->copy = copy;
  else
    g_set_error (error,
                 MC_OUTBOX_ERROR,
                 MC_OUTBOX_ERROR_DAMAGED,
                 "the slip cannot be read: %s",
                 problem == NULL ? "it is gone" : problem->message);
  return pickup;
}

/* @row: job, sequence, copy, slip, created_at, paper */
static McWantedPrint *
load_paper (McStoreThread *store, sqlite3_stmt *row, gint64 now, GError **error)
{
  g_autoptr (McWantedPrint) found = g_new0 (McWantedPrint, 1);
  const guint copy = (guint) sqlite3_column_int (row, 2);

  /* Whoever wanted it has gone by now, after a power cut for one: paper for the next citizen is
   * worse than none. A machine without a battery comes back with an old date. */
  if (ABS (now - sqlite3_column_int64 (row, 4)) > PATIENCE_S)
    {
      g_set_error_literal (
          error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_FOUND, "it is too late for that paper");
      return NULL;
    }
  found->wanted_at = sqlite3_column_int64 (row, 4);
  found->job = mc_db_dup_text (row, 0);
  if (sqlite3_column_type (row, 1) != SQLITE_NULL)
    {
      found->receipt = mc_record_load_receipt (store, sqlite3_column_int64 (row, 1), copy, error);
      return found->receipt != NULL ? g_steal_pointer (&found) : NULL;
    }
  found->staff_paper = mc_db_dup_text (row, 5);
  if (found->staff_paper != NULL)
    {
      found->slip = mc_db_dup_text (row, 3);
      return g_steal_pointer (&found);
    }
  found->pickup = load_slip ((const char *) sqlite3_column_text (row, 3), copy, error);
  return found->pickup != NULL ? g_steal_pointer (&found) : NULL;
}

/* A queued job whose paper cannot be had any more fails here, so that it does not stop the next. */
static gboolean
fail_queued (McStoreThread *store,
             const char *job,
             const GError *problem,
             gint64 now,
             GError **error)
{
  return mc_store_thread_begin (store, error) &&
         mc_db_exec (mc_store_thread_get_db (store),
                     error,
                     "UPDATE prints SET outcome = 'failed', reason = ?, settled_at = ?, slip = NULL"
                     " WHERE job = ?",
                     "sis",
                     problem->message,
                     now,
                     job) &&
         mc_store_thread_commit (store, error);
}

static gboolean
work_next_print (McStoreThread *store, gpointer data, GError **error)
{
  Print *print = data;

  for (;;)
    {
      g_autoptr (sqlite3_stmt) statement = mc_db_prepare (
          mc_store_thread_get_db (store),
          error,
          "SELECT job, sequence, copy, slip, created_at, paper FROM prints"
          " WHERE outcome = 'queued' ORDER BY rowid LIMIT 1",
          "");
      g_autoptr (GError) local_error = NULL;
      g_autofree char *job = NULL;
      gboolean row = FALSE;

      if (statement == NULL || !mc_db_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      print->found = load_paper (store, statement, print->number, &local_error);
      if (print->found != NULL)
        return TRUE;
      job = mc_db_dup_text (statement, 0);
      g_clear_pointer (&statement, mc_db_release);
      if (!g_error_matches (local_error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_DAMAGED) &&
          !g_error_matches (local_error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (!fail_queued (store, job, local_error, print->number, error))
        return FALSE;
    }
}

/**
 * mc_outbox_next_print:
 *
 * The oldest print job that is wanted and was not handed over, with its copy number.
 *
 * Returns: (transfer full) (nullable): %NULL with no error when nothing is queued
 */
McWantedPrint *
mc_outbox_next_print (McOutbox *self, GError **error)
{
  Print print = { NULL };

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);

  print.number = mc_clock_now (self->clock);
  mc_store_thread_run (self->store, work_next_print, &print, error);
  return print.found;
}

static gboolean
work_get_print (McStoreThread *store, gpointer data, GError **error)
{
  Print *print = data;
  g_autoptr (sqlite3_stmt) statement =
                 mc_db_prepare (mc_store_thread_get_db (store),
                                error,
                                "SELECT outcome, reason FROM prints WHERE job = ?",
                                "s",
                                print->job);
  gboolean row = FALSE;

  if (statement == NULL || !mc_db_step (statement, &row, error))
    return FALSE;
  if (!row)
    return not_found ("no such print job", error);
  print->outcome =
      mc_record_outcome_from_string ((const char *) sqlite3_column_text (statement, 0));
  print->found_reason = mc_db_dup_text (statement, 1);
  return TRUE;
}

/**
 * mc_outbox_get_print:
 * @reason: (out) (optional) (transfer full) (nullable): why it failed or is unknown
 *
 * Returns: the job's outcome; %MC_PRINT_UNKNOWN with @error set on failure
 */
McPrintOutcome
mc_outbox_get_print (McOutbox *self, const char *job_uuid, char **reason, GError **error)
{
  Print print = { .job = job_uuid, .outcome = MC_PRINT_UNKNOWN };

  g_return_val_if_fail (MC_IS_OUTBOX (self), MC_PRINT_UNKNOWN);
  g_return_val_if_fail (job_uuid != NULL, MC_PRINT_UNKNOWN);

  mc_store_thread_run (self->store, work_get_print, &print, error);
  if (reason != NULL)
    *reason = g_steal_pointer (&print.found_reason);
  g_free (print.found_reason);
  return print.outcome;
}

static gboolean
work_list_open (McStoreThread *store, gpointer data, GError **error)
{
  Print *print = data;
  g_autoptr (sqlite3_stmt) statement =
                 mc_db_prepare (mc_store_thread_get_db (store),
                                error,
                                "SELECT job FROM prints WHERE outcome = 'open' ORDER BY rowid",
                                "");
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (g_free);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row)
    {
      if (!mc_db_step (statement, &row, error))
        return FALSE;
      if (row)
        g_ptr_array_add (jobs, mc_db_dup_text (statement, 0));
    }
  print->jobs = g_steal_pointer (&jobs);
  return TRUE;
}

/**
 * mc_outbox_list_open_prints:
 *
 * Returns: (transfer full) (element-type utf8): the jobs that were handed over, or were about to
 * be, and are not settled: after a crash somebody has to ask what became of them
 */
GPtrArray *
mc_outbox_list_open_prints (McOutbox *self, GError **error)
{
  Print print = { NULL };

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);

  mc_store_thread_run (self->store, work_list_open, &print, error);
  return print.jobs;
}

/* One guarded change of one row; when none was changed, says why. */
static gboolean
change_row (McStoreThread *store, const char *job, sqlite3_stmt *statement, GError **error)
{
  sqlite3 *db = mc_store_thread_get_db (store);
  gint64 ignored = 0;
  gboolean known = FALSE;
  gboolean row = FALSE;

  if (statement == NULL || !mc_db_step (statement, &row, error))
    return FALSE;
  sqlite3_reset (statement);
  if (sqlite3_changes (db) > 0)
    return mc_store_thread_commit (store, error);
  if (!mc_db_get_int (
          db, &ignored, &known, error, "SELECT copy FROM prints WHERE job = ?", "s", job))
    return FALSE;
  if (!known)
    return not_found ("no such print job", error);
  g_set_error_literal (error,
                       MC_OUTBOX_ERROR,
                       MC_OUTBOX_ERROR_CONFLICT,
                       "the print job is already further than that");
  return FALSE;
}

static gboolean
work_begin (McStoreThread *store, gpointer data, GError **error)
{
  Print *print = data;
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (!mc_store_thread_begin (store, error))
    return FALSE;
  statement = mc_db_prepare (mc_store_thread_get_db (store),
                             error,
                             "UPDATE prints SET outcome = 'open', transport = ?, uri = ?,"
                             " length = ?, roll = (SELECT max (id) FROM rolls)"
                             " WHERE job = ? AND outcome = 'queued'",
                             "ssis",
                             print->transport,
                             print->uri,
                             print->length_um,
                             print->job);
  return change_row (store, print->job, statement, error);
}

static gboolean
outbox_begin (McPrintJournal *journal,
              const char *job_uuid,
              const char *transport,
              const char *uri,
              double length_mm,
              GError **error)
{
  Print print = {
    .job = job_uuid, .transport = transport, .uri = uri, .length_um = (gint64) (length_mm * 1000)
  };

  return mc_store_thread_run (MC_OUTBOX (journal)->store, work_begin, &print, error);
}

static gboolean
work_note_job (McStoreThread *store, gpointer data, GError **error)
{
  Print *print = data;
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (!mc_store_thread_begin (store, error))
    return FALSE;
  statement = mc_db_prepare (mc_store_thread_get_db (store),
                             error,
                             "UPDATE prints SET job_id = ? WHERE job = ? AND outcome = 'open'",
                             "is",
                             print->number,
                             print->job);
  return change_row (store, print->job, statement, error);
}

static gboolean
outbox_note_job (McPrintJournal *journal, const char *job_uuid, int job_id, GError **error)
{
  Print print = { .job = job_uuid, .number = job_id };

  return mc_store_thread_run (MC_OUTBOX (journal)->store, work_note_job, &print, error);
}

/* What is settled stays; only "unknown" may be replaced by knowledge, and the same word repeated.
 */
static gboolean
work_settle (McStoreThread *store, gpointer data, GError **error)
{
  Print *print = data;
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (!mc_store_thread_begin (store, error))
    return FALSE;
  statement = mc_db_prepare (mc_store_thread_get_db (store),
                             error,
                             "UPDATE prints SET outcome = ?1, reason = ?2, settled_at = ?3,"
                             " slip = NULL"
                             " WHERE job = ?4 AND outcome IN ('queued', 'open', 'unknown', ?1)",
                             "ssis",
                             mc_print_outcome_to_string (print->outcome),
                             print->reason,
                             print->number,
                             print->job);
  return change_row (store, print->job, statement, error);
}

static gboolean
outbox_settle (McPrintJournal *journal,
               const char *job_uuid,
               McPrintOutcome outcome,
               const char *reason,
               GError **error)
{
  McOutbox *self = MC_OUTBOX (journal);
  Print print = { .job = job_uuid, .outcome = outcome, .reason = reason };

  g_return_val_if_fail (outcome >= MC_PRINT_CONFIRMED, FALSE);

  print.number = mc_clock_now (self->clock);
  return mc_store_thread_run (self->store, work_settle, &print, error);
}

/**
 * mc_print_forget_slips:
 * @older_than: seconds UTC
 *
 * Forgets the rows of slips that belong to no dossier; the paper that they took stays counted.
 * Within a transaction.
 */
gboolean
mc_print_forget_slips (McStoreThread *store, gint64 older_than, GError **error)
{
  sqlite3 *db = mc_store_thread_get_db (store);

  return mc_db_exec (db,
                     error,
                     "UPDATE rolls SET gone = gone + coalesce ((SELECT sum (length) FROM prints"
                     " WHERE roll = rolls.id AND sequence IS NULL AND created_at < ?"
                     " AND outcome IN ('confirmed', 'sent', 'unknown')), 0)",
                     "i",
                     older_than) &&
         mc_db_exec (db,
                     error,
                     "DELETE FROM prints WHERE sequence IS NULL AND created_at < ?"
                     " AND outcome NOT IN ('queued', 'open')",
                     "i",
                     older_than);
}

/**
 * mc_outbox_print_journal_init:
 *
 * The outbox as the print journal: every call returns when it was synced.
 */
void
mc_outbox_print_journal_init (McPrintJournalInterface *iface)
{
  iface->begin = outbox_begin;
  iface->note_job = outbox_note_job;
  iface->settle = outbox_settle;
}
