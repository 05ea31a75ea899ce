/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-outbox"
#include "config.h"

#include "app/store/outbox-private.h"

#include "app/store/db.h"

typedef struct
{
  const char *key;       /* (unowned) (nullable): id, code or token of a dossier */
  const char *job;       /* (unowned) (nullable) */
  const char *transport; /* (unowned) (nullable) */
  const char *uri;       /* (unowned) (nullable) */
  const char *reason;    /* (unowned) (nullable) */
  gint64 number;         /* job id, or a time */
  McPrintOutcome outcome;
  char *found_job;    /* (owned) (nullable) */
  char *found_reason; /* (owned) (nullable) */
  McReceipt *receipt; /* (owned) (nullable) */
  GPtrArray *jobs;    /* (owned) (nullable) (element-type utf8) */
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

/* A queued job whose receipt cannot be had any more fails here, so that it does not stop the next.
 */
static gboolean
work_next_print (McStoreThread *store, gpointer data, GError **error)
{
  Print *print = data;

  for (;;)
    {
      g_autoptr (sqlite3_stmt) statement = mc_db_prepare (
          mc_store_thread_get_db (store),
          error,
          "SELECT job, sequence, copy FROM prints WHERE outcome = 'queued'"
          " ORDER BY rowid LIMIT 1",
          "");
      g_autoptr (GError) local_error = NULL;
      g_autofree char *job = NULL;
      gboolean row = FALSE;

      if (statement == NULL || !mc_db_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      job = mc_db_dup_text (statement, 0);
      print->receipt = mc_record_load_receipt (store,
                                               sqlite3_column_int64 (statement, 1),
                                               (guint) sqlite3_column_int (statement, 2),
                                               &local_error);
      if (print->receipt != NULL)
        {
          print->found_job = g_steal_pointer (&job);
          return TRUE;
        }
      g_clear_pointer (&statement, mc_db_release);
      if (!g_error_matches (local_error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_DAMAGED) &&
          !g_error_matches (local_error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (!mc_store_thread_begin (store, error) ||
          !mc_db_exec (mc_store_thread_get_db (store),
                       error,
                       "UPDATE prints SET outcome = 'failed', reason = ?, settled_at = ?"
                       " WHERE job = ?",
                       "sis",
                       local_error->message,
                       print->number,
                       job) ||
          !mc_store_thread_commit (store, error))
        return FALSE;
    }
}

/**
 * mc_outbox_next_print:
 * @job_uuid: (out) (transfer full) (nullable): %NULL when nothing is queued
 * @receipt: (out) (transfer full) (nullable): with the job's copy number; `delivered` as the record
 *   stands at this moment
 *
 * The oldest print job that is wanted and was not handed over.
 */
gboolean
mc_outbox_next_print (McOutbox *self, char **job_uuid, McReceipt **receipt, GError **error)
{
  Print print = { NULL };
  gboolean done;

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (job_uuid != NULL && receipt != NULL, FALSE);

  print.number = mc_clock_now (self->clock);
  done = mc_store_thread_run (self->store, work_next_print, &print, error);
  *job_uuid = print.found_job;
  *receipt = print.receipt;
  return done;
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
  for (guint i = 0; i <= MC_PRINT_UNKNOWN; i++)
    if (g_strcmp0 ((const char *) sqlite3_column_text (statement, 0),
                   mc_print_outcome_to_string (i)) == 0)
      print->outcome = i;
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
                             "UPDATE prints SET outcome = 'open', transport = ?, uri = ?"
                             " WHERE job = ? AND outcome = 'queued'",
                             "sss",
                             print->transport,
                             print->uri,
                             print->job);
  return change_row (store, print->job, statement, error);
}

static gboolean
outbox_begin (McPrintJournal *journal,
              const char *job_uuid,
              const char *transport,
              const char *uri,
              GError **error)
{
  Print print = { .job = job_uuid, .transport = transport, .uri = uri };

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
                             "UPDATE prints SET outcome = ?1, reason = ?2, settled_at = ?3"
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
