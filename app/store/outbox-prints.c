/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-outbox"
#include "config.h"

#include "app/store/outbox-private.h"

#include "app/domain/json.h"
#include "app/store/db.h"

#include <string.h>

/* A citizen waits so long before the screen says that the slip does not come. */
#define SLIP_PATIENCE_S 120

#define MAX_SLIP (64 * 1024)

typedef struct
{
  const McPickup *pickup; /* (unowned) (nullable) */
  const char *key;        /* (unowned) (nullable): id, code or token of a dossier */
  const char *job;        /* (unowned) (nullable) */
  const char *transport;  /* (unowned) (nullable) */
  const char *uri;        /* (unowned) (nullable) */
  const char *reason;     /* (unowned) (nullable) */
  gint64 number;          /* job id, or a time */
  McPrintOutcome outcome;
  char *found_job;        /* (owned) (nullable) */
  char *found_reason;     /* (owned) (nullable) */
  McReceipt *receipt;     /* (owned) (nullable) */
  McPickup *found_pickup; /* (owned) (nullable) */
  GPtrArray *jobs;        /* (owned) (nullable) (element-type utf8) */
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

/* Whoever took the number an hour ago is served or gone: paper for the next citizen is worse than
 * none. */
static McPickup *
load_slip (const char *slip, guint copy, gint64 age, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (json_t) object = slip == NULL
                                  ? NULL
                                  : mc_json_parse (slip, strlen (slip), MAX_SLIP, "slip", &problem);
  McPickup *pickup = NULL;

  if (age > SLIP_PATIENCE_S)
    {
      g_set_error_literal (
          error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_FOUND, "it is too late for that slip");
      return NULL;
    }
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

static gboolean
load_paper (McStoreThread *store, sqlite3_stmt *row, Print *print, GError **error)
{
  const guint copy = (guint) sqlite3_column_int (row, 2);

  if (sqlite3_column_type (row, 1) == SQLITE_NULL)
    print->found_pickup = load_slip ((const char *) sqlite3_column_text (row, 3),
                                     copy,
                                     print->number - sqlite3_column_int64 (row, 4),
                                     error);
  else
    print->receipt = mc_record_load_receipt (store, sqlite3_column_int64 (row, 1), copy, error);

  return print->found_pickup != NULL || print->receipt != NULL;
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
      g_autoptr (sqlite3_stmt) statement =
                     mc_db_prepare (mc_store_thread_get_db (store),
                                    error,
                                    "SELECT job, sequence, copy, slip, created_at FROM prints"
                                    " WHERE outcome = 'queued' ORDER BY rowid LIMIT 1",
                                    "");
      g_autoptr (GError) local_error = NULL;
      g_autofree char *job = NULL;
      gboolean row = FALSE;

      if (statement == NULL || !mc_db_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      job = mc_db_dup_text (statement, 0);
      if (load_paper (store, statement, print, &local_error))
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
      if (!fail_queued (store, job, local_error, print->number, error))
        return FALSE;
    }
}

/**
 * mc_outbox_next_print:
 * @job_uuid: (out) (transfer full) (nullable): %NULL when nothing is queued
 * @receipt: (out) (transfer full) (nullable): with the job's copy number; `delivered` as the record
 *   stands at this moment
 * @pickup: (out) (transfer full) (nullable): instead of @receipt, with the job's copy number
 *
 * The oldest print job that is wanted and was not handed over.
 */
gboolean
mc_outbox_next_print (McOutbox *self,
                      char **job_uuid,
                      McReceipt **receipt,
                      McPickup **pickup,
                      GError **error)
{
  Print print = { NULL };
  gboolean done;

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (job_uuid != NULL && receipt != NULL && pickup != NULL, FALSE);

  print.number = mc_clock_now (self->clock);
  done = mc_store_thread_run (self->store, work_next_print, &print, error);
  *job_uuid = print.found_job;
  *receipt = print.receipt;
  *pickup = print.found_pickup;
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
