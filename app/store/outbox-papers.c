/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-outbox"
#include "config.h"

#include "app/store/outbox-private.h"

#include "app/domain/datetime.h"
#include "app/store/db.h"

typedef struct
{
  gint64 from, to;
  gint64 now;
  const char *job; /* (unowned) (nullable) */
  gboolean out;
  guint length_mm;
  McRoll roll;
  McPaperSum sum;
  GPtrArray *papers; /* (owned) (nullable) (element-type McStaffPaper) */
} Work;

/* The latest print of a dossier is the one that counts; an earlier one that is unknown was answered
 * by printing again. */
#define LATEST "(SELECT max (p.rowid) FROM prints p WHERE p.sequence = d.sequence)"

#define MADE_PAPER "('open', 'confirmed', 'sent', 'unknown')"

/* clang-format off */
#define COUNT(outcomes)                                                                            \
  "(SELECT count (*) FROM prints p WHERE p.sequence = d.sequence AND p.outcome IN " outcomes ")"
#define PAPER_COLUMNS                                                                              \
  ", " COUNT (MADE_PAPER) ", " COUNT ("('confirmed')") ", " COUNT ("('sent')") ","                 \
  " l.job, l.copy, l.outcome, l.reason, l.settled_at,"                                             \
  " (l.outcome IN ('failed', 'unknown') AND l.handled_at IS NULL) AS unresolved"
/* clang-format on */

/* Of %MC_RECORD_COLUMNS, which come first */
#define N_RECORD_COLUMNS 17

static McStaffPaper *
load_paper (McStoreThread *store, sqlite3_stmt *row, GError **error)
{
  g_autoptr (McStaffPaper) paper = g_new0 (McStaffPaper, 1);
  g_autoptr (McOutboxRecord) record = NULL;
  g_autoptr (McReceipt) receipt = NULL;
  gboolean intact = FALSE;

  record = mc_record_load (store, row, &intact, error);
  if (record == NULL)
    return NULL;
  paper->id = g_steal_pointer (&record->id);
  paper->code = g_steal_pointer (&record->code);
  paper->submitted_at = record->submitted_at;
  paper->state = intact ? record->state : MC_DELIVERY_QUARANTINED;
  paper->copies = record->copies;
  if (intact && sqlite3_column_type (row, 12) != SQLITE_NULL &&
      mc_record_parse_receipt ((const char *) sqlite3_column_text (row, 12), &receipt))
    {
      paper->procedure_name = g_steal_pointer (&receipt->procedure_name);
      paper->masked_name = g_steal_pointer (&receipt->masked_name);
    }
  paper->papers = (guint) sqlite3_column_int (row, N_RECORD_COLUMNS);
  paper->confirmed = (guint) sqlite3_column_int (row, N_RECORD_COLUMNS + 1);
  paper->sent = (guint) sqlite3_column_int (row, N_RECORD_COLUMNS + 2);
  paper->job = mc_db_dup_text (row, N_RECORD_COLUMNS + 3);
  paper->copy = (guint) sqlite3_column_int (row, N_RECORD_COLUMNS + 4);
  paper->print = mc_record_outcome_from_string (
      (const char *) sqlite3_column_text (row, N_RECORD_COLUMNS + 5));
  paper->reason = mc_db_dup_text (row, N_RECORD_COLUMNS + 6);
  paper->settled_at = sqlite3_column_type (row, N_RECORD_COLUMNS + 7) == SQLITE_NULL
                          ? MC_TIME_NONE
                          : sqlite3_column_int64 (row, N_RECORD_COLUMNS + 7);
  paper->unresolved = sqlite3_column_int (row, N_RECORD_COLUMNS + 8) != 0;
  return g_steal_pointer (&paper);
}

static gboolean
work_list (McStoreThread *store, gpointer data, GError **error)
{
  Work *work = data;
  g_autoptr (sqlite3_stmt) statement = mc_db_prepare (
      mc_store_thread_get_db (store),
      error,
      "SELECT " MC_RECORD_COLUMNS PAPER_COLUMNS
      " FROM dossiers d LEFT JOIN prints l ON l.rowid = " LATEST
      " WHERE d.sequence IN (SELECT sequence FROM dossiers WHERE submitted_at >= ?1"
      " AND submitted_at < ?2 UNION SELECT sequence FROM prints WHERE outcome IN ('failed',"
      " 'unknown') AND handled_at IS NULL AND sequence IS NOT NULL)"
      " AND ((d.submitted_at >= ?1 AND d.submitted_at < ?2)"
      " OR (unresolved AND d.state <> 'purged'))"
      " ORDER BY coalesce (unresolved, 0) DESC, d.sequence",
      "ii",
      work->from,
      work->to);
  g_autoptr (GPtrArray) papers =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) mc_staff_paper_free);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row)
    {
      McStaffPaper *paper;

      if (!mc_db_step (statement, &row, error))
        return FALSE;
      if (!row)
        break;
      paper = load_paper (store, statement, error);
      if (paper == NULL)
        return FALSE;
      g_ptr_array_add (papers, paper);
    }
  work->papers = g_steal_pointer (&papers);
  return TRUE;
}

/**
 * mc_outbox_list_papers:
 * @from: seconds UTC
 * @to: seconds UTC, the first second that does not count any more
 *
 * What staff see of the dossiers filed from @from to @to; before them, of any time, those whose
 * latest paper failed or is unknown and was not seen to.
 *
 * Returns: (transfer full) (element-type McStaffPaper): oldest first in each part, or %NULL
 */
GPtrArray *
mc_outbox_list_papers (McOutbox *self, gint64 from, gint64 to, GError **error)
{
  Work work = { .from = from, .to = to };

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);

  mc_store_thread_run (self->store, work_list, &work, error);
  return work.papers;
}

static gboolean
work_sum (McStoreThread *store, gpointer data, GError **error)
{
  Work *work = data;
  g_autoptr (sqlite3_stmt) statement =
                 mc_db_prepare (mc_store_thread_get_db (store),
                                error,
                                "SELECT count (*), count (pickup), coalesce (sum (length), 0)"
                                " FROM prints WHERE created_at >= ? AND created_at < ?"
                                " AND outcome IN " MADE_PAPER,
                                "ii",
                                work->from,
                                work->to);
  gboolean row = FALSE;

  if (statement == NULL || !mc_db_step (statement, &row, error))
    return FALSE;
  work->sum.papers = (guint) sqlite3_column_int (statement, 0);
  work->sum.pickup_slips = (guint) sqlite3_column_int (statement, 1);
  work->sum.length_mm = (double) sqlite3_column_int64 (statement, 2) / 1000;
  return TRUE;
}

/**
 * mc_outbox_sum_papers:
 * @from: seconds UTC
 * @to: seconds UTC, the first second that does not count any more
 * @sum: (out caller-allocates)
 *
 * Counts the papers that were asked for from @from to @to and came out, or may have.
 */
gboolean
mc_outbox_sum_papers (McOutbox *self, gint64 from, gint64 to, McPaperSum *sum, GError **error)
{
  Work work = { .from = from, .to = to };
  gboolean done;

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (sum != NULL, FALSE);

  done = mc_store_thread_run (self->store, work_sum, &work, error);
  *sum = work.sum;
  return done;
}

static gboolean
work_resolve (McStoreThread *store, gpointer data, GError **error)
{
  Work *work = data;
  sqlite3 *db = mc_store_thread_get_db (store);

  if (!mc_store_thread_begin (store, error) ||
      !mc_db_exec (
          db,
          error,
          work->out ? "UPDATE prints SET outcome = 'confirmed', reason = 'staff', settled_at = ?1,"
                      " handled_at = ?1 WHERE job = ?2 AND outcome = 'unknown'"
                    : "UPDATE prints SET handled_at = ?1, settled_at = ?1,"
                      " reason = CASE outcome WHEN 'unknown' THEN 'staff' ELSE reason END,"
                      " outcome = 'failed'"
                      " WHERE job = ?2 AND outcome IN ('unknown', 'failed')",
          "is",
          work->now,
          work->job))
    return FALSE;
  if (sqlite3_changes (db) > 0)
    return mc_store_thread_commit (store, error);
  g_set_error_literal (error,
                       MC_OUTBOX_ERROR,
                       MC_OUTBOX_ERROR_CONFLICT,
                       "there is no such paper that somebody has to see to");
  return FALSE;
}

static gboolean
resolve (McOutbox *self, const char *job_uuid, gboolean out, GError **error)
{
  Work work = { .job = job_uuid, .out = out };

  work.now = mc_clock_now (self->clock);
  return mc_store_thread_run (self->store, work_resolve, &work, error);
}

/**
 * mc_outbox_note_paper_out:
 * @job_uuid: a print job that is unknown
 *
 * Somebody saw its paper: the job is %MC_PRINT_CONFIRMED, with the reason "staff".
 *
 * Returns: %FALSE with %MC_OUTBOX_ERROR_CONFLICT when it is not unknown (any more)
 */
gboolean
mc_outbox_note_paper_out (McOutbox *self, const char *job_uuid, GError **error)
{
  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (job_uuid != NULL, FALSE);

  return resolve (self, job_uuid, TRUE, error);
}

/**
 * mc_outbox_discard_paper:
 * @job_uuid: a print job that is unknown or failed
 *
 * Somebody looked and found no paper, and none is wanted any more: the job is %MC_PRINT_FAILED, and
 * unresolved no longer.
 *
 * Returns: %FALSE with %MC_OUTBOX_ERROR_CONFLICT when there is nothing to see to
 */
gboolean
mc_outbox_discard_paper (McOutbox *self, const char *job_uuid, GError **error)
{
  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (job_uuid != NULL, FALSE);

  return resolve (self, job_uuid, FALSE, error);
}

/**
 * mc_staff_paper_free:
 * @self: (transfer full)
 */
void
mc_staff_paper_free (McStaffPaper *self)
{
  g_free (self->id);
  g_free (self->code);
  g_free (self->procedure_name);
  g_free (self->masked_name);
  g_free (self->job);
  g_free (self->reason);
  g_free (self);
}

static gboolean
work_begin_roll (McStoreThread *store, gpointer data, GError **error)
{
  Work *work = data;

  return mc_store_thread_begin (store, error) &&
         mc_db_exec (mc_store_thread_get_db (store),
                     error,
                     "INSERT INTO rolls (length, begun_at) VALUES (?, ?)",
                     "ii",
                     (gint64) work->length_mm,
                     work->now) &&
         mc_store_thread_commit (store, error);
}

/**
 * mc_outbox_begin_roll:
 * @length_mm: of the whole roll
 *
 * Somebody put in a new roll: papers are taken from it from now on.
 */
gboolean
mc_outbox_begin_roll (McOutbox *self, guint length_mm, GError **error)
{
  Work work = { .length_mm = length_mm };

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (length_mm > 0, FALSE);

  work.now = mc_clock_now (self->clock);
  return mc_store_thread_run (self->store, work_begin_roll, &work, error);
}

static gboolean
work_get_roll (McStoreThread *store, gpointer data, GError **error)
{
  McRoll *roll = &((Work *) data)->roll;
  g_autoptr (sqlite3_stmt) statement = mc_db_prepare (
      mc_store_thread_get_db (store),
      error,
      "SELECT length, begun_at, gone + coalesce ((SELECT sum (length) FROM prints"
      " WHERE roll = rolls.id AND outcome IN " MADE_PAPER "), 0)"
      " FROM rolls ORDER BY id DESC LIMIT 1",
      "");
  gboolean row = FALSE;

  if (statement == NULL || !mc_db_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  roll->begun = TRUE;
  roll->length_mm = (guint) sqlite3_column_int64 (statement, 0);
  roll->begun_at = sqlite3_column_int64 (statement, 1);
  roll->printed_mm = (guint) ((sqlite3_column_int64 (statement, 2) + 999) / 1000);
  return TRUE;
}

/**
 * mc_outbox_get_roll:
 * @roll: (out caller-allocates)
 *
 * The roll that was put in last, and what was printed since: every paper that came out, may have
 * come out, or is under way.
 */
gboolean
mc_outbox_get_roll (McOutbox *self, McRoll *roll, GError **error)
{
  Work work = { 0 };
  gboolean done;

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (roll != NULL, FALSE);

  done = mc_store_thread_run (self->store, work_get_roll, &work, error);
  *roll = work.roll;
  return done;
}
