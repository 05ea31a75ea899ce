/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-outbox"
#include "config.h"

#include "app/store/outbox-private.h"

#include "app/domain/code.h"
#include "app/domain/datetime.h"
#include "app/domain/json.h"
#include "app/protocol/envelope.h"
#include "app/store/db.h"
#include "app/store/state-file.h"

#include <string.h>

/* Ranges of serials have six digits (design section 3). */
#define SERIAL_DIGITS 6

/* Rows, indices and the log's own pages beside the sealed bytes themselves */
#define COMMIT_OVERHEAD_BYTES (256 * 1024)

typedef struct
{
  McOutbox *self;         /* (unowned) */
  McDossier *dossier;     /* (unowned) in a synchronous call, else owned by the task */
  GPtrArray *pages;       /* (unowned) (nullable), likewise (element-type McPlainPage) */
  McProcedure *procedure; /* (unowned), likewise */
  McCalendar *calendar;   /* (unowned), likewise */
  gboolean want_print;

  McEnrolment *enrolment;              /* (owned) (nullable) */
  GPtrArray *sealed_pages;             /* (owned) (nullable) (element-type GBytes) */
  GBytes *sealed;                      /* (owned) (nullable) */
  char *digest;                        /* (owned) (nullable), of sealed */
  char *receipt_json;                  /* (owned) (nullable), as the row has it */
  McReceipt *receipt;                  /* (owned) (nullable) until committed */
  gint64 sequence;                     /* of the row, once it was inserted */
  guint8 mac[MC_OUTBOX_DIGEST_LENGTH]; /* of the row, likewise */
  gint64 now;
} Commit;

static void
commit_clear (Commit *commit)
{
  g_clear_pointer (&commit->enrolment, mc_enrolment_free);
  g_clear_pointer (&commit->sealed_pages, g_ptr_array_unref);
  g_clear_pointer (&commit->sealed, g_bytes_unref);
  g_clear_pointer (&commit->digest, g_free);
  g_clear_pointer (&commit->receipt_json, g_free);
  g_clear_pointer (&commit->receipt, mc_receipt_free);
}

/* Same id and content: the first answer. The digest on disk is dropped once the code was shown;
 * this process then still has it in memory, and a later one cannot be asked about a draft, since
 * drafts never outlive their process. */
static gboolean
answer_again (McStoreThread *store,
              Commit *commit,
              const guint8 content[MC_OUTBOX_DIGEST_LENGTH],
              gboolean *answered,
              GError **error)
{
  GBytes *known = g_hash_table_lookup (commit->self->contents, commit->dossier->id);
  g_autoptr (GBytes) stored = NULL;
  g_autoptr (sqlite3_stmt) statement =
                 mc_db_prepare (mc_store_thread_get_db (store),
                                error,
                                "SELECT sequence, code, content FROM dossiers WHERE id = ?",
                                "s",
                                commit->dossier->id);

  if (statement == NULL || !mc_db_step (statement, answered, error))
    return FALSE;
  if (!*answered)
    return TRUE;
  stored = mc_db_dup_blob (statement, 2);
  if (known == NULL)
    known = stored;
  if (known != NULL && (g_bytes_get_size (known) != MC_OUTBOX_DIGEST_LENGTH ||
                        memcmp (g_bytes_get_data (known, NULL), content, MC_OUTBOX_DIGEST_LENGTH)))
    {
      g_set_error (error,
                   MC_OUTBOX_ERROR,
                   MC_OUTBOX_ERROR_CONFLICT,
                   "%s was committed with other content",
                   commit->dossier->id);
      return FALSE;
    }
  commit->receipt = mc_record_load_receipt (store, sqlite3_column_int64 (statement, 0), 1, error);
  if (commit->receipt == NULL)
    return FALSE;
  commit->dossier->code = mc_db_dup_text (statement, 1);
  return TRUE;
}

/* The later of today, the last date that was ever minted and the day the program was built, so that
 * a clock that fell back cannot meet a serial again. */
static gboolean
choose_date (McStoreThread *store, Commit *commit, GDate *date, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = mc_db_prepare (
      mc_store_thread_get_db (store), error, "SELECT max (day) FROM counters", "");
  const char *text;
  gboolean row = FALSE;
  GDate last;

  if (statement == NULL || !mc_db_step (statement, &row, error))
    return FALSE;
  g_date_clear (date, 1);
  mc_time_get_local_date (commit->now, date);
  if (g_date_compare (date, &commit->self->floor) < 0)
    *date = commit->self->floor;
  text = row ? (const char *) sqlite3_column_text (statement, 0) : NULL;
  g_date_clear (&last, 1);
  if (text != NULL && !mc_date_from_iso (text, &last))
    {
      g_set_error (
          error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_DAMAGED, "a counter's date is not one: %s", text);
      return FALSE;
    }
  if (text != NULL && g_date_compare (date, &last) < 0)
    *date = last;
  return TRUE;
}

static gboolean
mint_code (McStoreThread *store, Commit *commit, GError **error)
{
  const McEnrolment *enrolment = commit->enrolment;
  sqlite3 *db = mc_store_thread_get_db (store);
  gint64 serial = enrolment->serial_first;
  g_autofree char *day = NULL;
  GDate date;

  if (!choose_date (store, commit, &date, error))
    return FALSE;
  day = mc_date_to_iso (&date);
  if (!mc_db_get_int (db,
                      &serial,
                      NULL,
                      error,
                      "SELECT next FROM counters WHERE day = ? AND first = ?",
                      "si",
                      day,
                      (gint64) enrolment->serial_first))
    return FALSE;
  if (serial > enrolment->serial_last)
    {
      g_set_error (error,
                   MC_OUTBOX_ERROR,
                   MC_OUTBOX_ERROR_SERIALS,
                   "all serials of %s, %06u to %06u, are used up",
                   day,
                   enrolment->serial_first,
                   enrolment->serial_last);
      return FALSE;
    }
  commit->dossier->code =
      mc_code_format (enrolment->point->agency_code, &date, (guint) serial, SERIAL_DIGITS, error);
  return commit->dossier->code != NULL &&
         mc_db_exec (db,
                     error,
                     "INSERT INTO counters (day, first, next) VALUES (?, ?, ?)"
                     " ON CONFLICT (day, first) DO UPDATE SET next = excluded.next",
                     "sii",
                     day,
                     (gint64) enrolment->serial_first,
                     serial + 1);
}

static gboolean
insert_blob (McStoreThread *store,
             gint64 sequence,
             gint64 part,
             const char *digest,
             GBytes *bytes,
             GError **error)
{
  return mc_db_exec (mc_store_thread_get_db (store),
                     error,
                     "INSERT INTO blobs (sequence, part, digest, bytes) VALUES (?, ?, ?, ?)",
                     "iisb",
                     sequence,
                     part,
                     digest,
                     bytes);
}

static gboolean
insert_rows (McStoreThread *store,
             Commit *commit,
             const guint8 content[MC_OUTBOX_DIGEST_LENGTH],
             GError **error)
{
  McDossier *dossier = commit->dossier;
  sqlite3 *db = mc_store_thread_get_db (store);
  g_autoptr (json_t) json = mc_receipt_to_json (commit->receipt);
  g_autoptr (GBytes) content_bytes = g_bytes_new (content, MC_OUTBOX_DIGEST_LENGTH);
  g_autoptr (GBytes) mac_bytes = NULL;

  commit->receipt_json = mc_json_to_string (json);
  if (!mc_db_get_int (db,
                      &commit->sequence,
                      NULL,
                      error,
                      "SELECT coalesce (max (sequence), 0) + 1 FROM dossiers",
                      "") ||
      !mc_record_mac (store,
                      (guint64) commit->sequence,
                      dossier->id,
                      dossier->code,
                      commit->enrolment->kiosk,
                      dossier->submitted_at,
                      commit->digest,
                      dossier->status_token,
                      commit->receipt_json,
                      commit->mac,
                      error))
    return FALSE;
  mac_bytes = g_bytes_new_static (commit->mac, sizeof commit->mac);
  if (!mc_db_exec (db,
                   error,
                   "INSERT INTO dossiers (sequence, id, code, token, kiosk, language, submitted_at,"
                   " digest, receipt, content, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   "isssssissbb",
                   commit->sequence,
                   dossier->id,
                   dossier->code,
                   dossier->status_token,
                   commit->enrolment->kiosk,
                   commit->receipt->language,
                   dossier->submitted_at,
                   commit->digest,
                   commit->receipt_json,
                   content_bytes,
                   mac_bytes) ||
      !insert_blob (store, commit->sequence, 0, commit->digest, commit->sealed, error))
    return FALSE;
  for (guint i = 0; i < commit->sealed_pages->len; i++)
    {
      GBytes *page = g_ptr_array_index (commit->sealed_pages, i);
      g_autofree char *digest = mc_digest_hex (page);

      if (!insert_blob (store, commit->sequence, i + 1, digest, page, error))
        return FALSE;
    }
  if (commit->want_print)
    {
      g_autofree char *job = mc_print_insert (store, commit->sequence, commit->now, error);

      return job != NULL;
    }
  return TRUE;
}

/* Whether a row of verify () says what was committed. The record's digest covers code, token,
 * receipt and the digest of the sealed bytes. */
static gboolean
reads_back (Commit *commit, sqlite3_stmt *row, guint part)
{
  g_autoptr (GBytes) bytes =
                 g_bytes_new_static (sqlite3_column_blob (row, 0), sqlite3_column_bytes (row, 0));
  GBytes *expected = part == 0 ? commit->sealed
                     : part <= commit->sealed_pages->len
                         ? g_ptr_array_index (commit->sealed_pages, part - 1)
                         : NULL;

  return expected != NULL && sqlite3_column_int64 (row, 1) == (gint64) part &&
         g_bytes_equal (bytes, expected) &&
         g_strcmp0 ((const char *) sqlite3_column_text (row, 2), commit->dossier->id) == 0 &&
         g_strcmp0 ((const char *) sqlite3_column_text (row, 3), commit->dossier->code) == 0 &&
         g_strcmp0 ((const char *) sqlite3_column_text (row, 4), commit->digest) == 0 &&
         g_strcmp0 ((const char *) sqlite3_column_text (row, 5), commit->receipt_json) == 0 &&
         sqlite3_column_bytes (row, 6) == sizeof commit->mac &&
         memcmp (sqlite3_column_blob (row, 6), commit->mac, sizeof commit->mac) == 0;
}

/* Reads what was committed back through the file, by a connection that did not write it and has
 * none of its pages in memory, and compares. */
static gboolean
verify (McStoreThread *store, Commit *commit, GError **error)
{
  sqlite3 *reader = mc_store_thread_open_reader (store, NULL); /* prepare () opened it */
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GError) local_error = NULL;
  guint n_parts = 0;
  gboolean row = TRUE;

  statement = mc_db_prepare (reader,
                             &local_error,
                             "SELECT b.bytes, b.part, d.id, d.code, d.digest, d.receipt, d.mac"
                             " FROM dossiers d JOIN blobs b USING (sequence)"
                             " WHERE d.sequence = ? ORDER BY b.part",
                             "i",
                             commit->sequence);
  while (statement != NULL && row && mc_db_step (statement, &row, &local_error))
    {
      if (row && !reads_back (commit, statement, n_parts))
        break;
      if (row)
        n_parts++;
    }
  g_clear_pointer (&statement, mc_db_release);
  sqlite3_db_release_memory (reader);
  if (local_error == NULL && !row && n_parts == commit->sealed_pages->len + 1)
    return TRUE;
  if (local_error == NULL)
    g_set_error_literal (&local_error,
                         MC_OUTBOX_ERROR,
                         MC_OUTBOX_ERROR_STORAGE,
                         "what was committed reads back otherwise");
  mc_store_thread_break (store, local_error->message);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
write_all (McStoreThread *store,
           Commit *commit,
           const guint8 content[MC_OUTBOX_DIGEST_LENGTH],
           GError **error)
{
  McDossier *dossier = commit->dossier;

  if (!mint_code (store, commit, error))
    return FALSE;
  commit->receipt = mc_receipt_new (dossier,
                                    commit->procedure,
                                    commit->enrolment->point,
                                    commit->calendar,
                                    commit->enrolment->public_url);
  commit->sealed =
      mc_content_seal_dossier (dossier, commit->sealed_pages, commit->enrolment, error);
  if (commit->sealed == NULL)
    return FALSE;
  commit->digest = mc_digest_hex (commit->sealed);
  return insert_rows (store, commit, content, error) && mc_store_thread_commit (store, error) &&
         verify (store, commit, error);
}

static gboolean
prepare (McStoreThread *store, Commit *commit, GError **error)
{
  guint64 size = COMMIT_OVERHEAD_BYTES;

  if (!mc_outbox_load_enrolment (store, &commit->enrolment, error))
    return FALSE;
  if (commit->enrolment == NULL)
    {
      g_set_error_literal (
          error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_ENROLLED, "this kiosk is not enrolled");
      return FALSE;
    }
  commit->sealed_pages =
      mc_content_seal_pages (commit->dossier, commit->pages, commit->enrolment, error);
  if (commit->sealed_pages == NULL)
    return FALSE;
  /* Twice: once into the log, once back into the file. */
  for (guint i = 0; i < commit->sealed_pages->len; i++)
    size += 2 * g_bytes_get_size (g_ptr_array_index (commit->sealed_pages, i));
  return mc_state_file_has_room (
             mc_store_thread_get_path (store), commit->self->reserve, size, error) &&
         mc_store_thread_open_reader (store, error) != NULL; /* or nobody could verify it */
}

static gboolean
work_commit (McStoreThread *store, gpointer data, GError **error)
{
  Commit *commit = data;
  McDossier *dossier = commit->dossier;
  guint8 content[MC_OUTBOX_DIGEST_LENGTH];
  gboolean answered = FALSE;

  commit->now = mc_clock_now (commit->self->clock);
  if (!mc_content_check (dossier, commit->pages, error) ||
      !mc_content_digest (store, dossier, commit->pages, content, error) ||
      !answer_again (store, commit, content, &answered, error))
    return FALSE;
  if (answered)
    return TRUE;
  if (prepare (store, commit, error) && mc_store_thread_begin (store, error) &&
      /* motcua-ctl may have been quicker: look again under the lock */
      answer_again (store, commit, content, &answered, error))
    {
      if (answered)
        {
          g_autofree char *code = g_steal_pointer (&dossier->code);

          mc_content_drop_pages (dossier);
          dossier->code = g_steal_pointer (&code);
          return mc_db_exec (mc_store_thread_get_db (store), error, "ROLLBACK", "");
        }
      if (write_all (store, commit, content, error))
        {
          g_hash_table_insert (commit->self->contents,
                               g_strdup (dossier->id),
                               g_bytes_new (content, sizeof content));
          return TRUE;
        }
    }
  mc_content_drop_pages (dossier); /* a draft again */
  g_clear_pointer (&commit->receipt, mc_receipt_free);
  return FALSE;
}

/**
 * mc_outbox_commit:
 * @dossier: a draft that was checked and stamped; its code and page digests are filled
 * @pages: (nullable) (element-type McPlainPage): scanned pages, JPEG or PNG, each at most 1 MiB
 *   sealed, all at most 12 MiB
 * @procedure: the version that the dossier names
 * @calendar: for the receipt's expected time
 * @want_print: whether the receipt is to be printed
 *
 * The promise (design section 3): one transaction holds the sealed dossier and pages, its code, its
 * receipt and its print job, and when this returns a receipt, they were synced and read back. The
 * same id with the same content gets the first answer again. On failure @dossier is a draft as
 * before, and nothing was promised.
 *
 * Blocks for a disk; any thread but the interface's.
 *
 * Returns: (transfer full): the receipt, or %NULL
 */
McReceipt *
mc_outbox_commit (McOutbox *self,
                  McDossier *dossier,
                  GPtrArray *pages,
                  McProcedure *procedure,
                  McCalendar *calendar,
                  gboolean want_print,
                  GError **error)
{
  Commit commit = {
    .self = self,
    .dossier = dossier,
    .pages = pages,
    .procedure = procedure,
    .calendar = calendar,
    .want_print = want_print,
  };
  McReceipt *receipt = NULL;

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (dossier != NULL && procedure != NULL && calendar != NULL, NULL);

  if (mc_store_thread_run (self->store, work_commit, &commit, error))
    receipt = g_steal_pointer (&commit.receipt);
  commit_clear (&commit);
  return receipt;
}

typedef struct
{
  McDossier *dossier;     /* (owned) (nullable) once taken */
  GPtrArray *pages;       /* (owned) (nullable) (element-type McPlainPage) */
  McProcedure *procedure; /* (owned) */
  McCalendar *calendar;   /* (owned) */
  gboolean want_print;
} CommitTask;

static void
commit_task_free (CommitTask *data)
{
  g_clear_pointer (&data->dossier, mc_dossier_free);
  g_clear_pointer (&data->pages, g_ptr_array_unref);
  g_object_unref (data->procedure);
  g_object_unref (data->calendar);
  g_free (data);
}

static void
run_commit (GTask *task)
{
  CommitTask *data = g_task_get_task_data (task);
  GError *error = NULL;
  McReceipt *receipt;

  if (g_task_return_error_if_cancelled (task))
    return;
  receipt = mc_outbox_commit (g_task_get_source_object (task),
                              data->dossier,
                              data->pages,
                              data->procedure,
                              data->calendar,
                              data->want_print,
                              &error);
  if (receipt == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, receipt, (GDestroyNotify) mc_receipt_free);
}

/**
 * mc_outbox_commit_async:
 * @dossier: (transfer full): given back by mc_outbox_commit_finish (), also after a failure
 * @pages: (transfer full) (nullable) (element-type McPlainPage)
 * @cancellable: (nullable): cancels only what has not begun; a commit under way is never undone
 *
 * As mc_outbox_commit (), in the outbox's thread.
 */
void
mc_outbox_commit_async (McOutbox *self,
                        McDossier *dossier,
                        GPtrArray *pages,
                        McProcedure *procedure,
                        McCalendar *calendar,
                        gboolean want_print,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task;
  CommitTask *data;

  g_return_if_fail (MC_IS_OUTBOX (self));
  g_return_if_fail (dossier != NULL && procedure != NULL && calendar != NULL);

  data = g_new0 (CommitTask, 1);
  data->dossier = dossier;
  data->pages = pages;
  data->procedure = g_object_ref (procedure);
  data->calendar = g_object_ref (calendar);
  data->want_print = want_print;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mc_outbox_commit_async);
  /* What was committed is told, even to somebody who asked too late to cancel. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, data, (GDestroyNotify) commit_task_free);
  mc_store_thread_run_task (self->store, run_commit, task);
}

/**
 * mc_outbox_commit_finish:
 * @dossier: (out) (optional) (transfer full): the dossier; on failure the draft
 *
 * Returns: (transfer full): the receipt, or %NULL
 */
McReceipt *
mc_outbox_commit_finish (McOutbox *self, GAsyncResult *result, McDossier **dossier, GError **error)
{
  CommitTask *data;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  data = g_task_get_task_data (G_TASK (result));
  if (dossier != NULL)
    *dossier = g_steal_pointer (&data->dossier);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
work_mark_shown (McStoreThread *store, gpointer data, GError **error)
{
  return mc_store_thread_begin (store, error) &&
         mc_db_exec (mc_store_thread_get_db (store),
                     error,
                     "UPDATE dossiers SET shown = 1, content = NULL WHERE id = ?",
                     "s",
                     (const char *) data) &&
         mc_store_thread_commit (store, error);
}

/**
 * mc_outbox_mark_shown:
 * @id: of a dossier whose code was painted
 *
 * Returns at once. A crash before it is written leaves the dossier flagged for the clerk, never
 * lost. The draft has served its purpose then: its digest on disk is dropped.
 */
void
mc_outbox_mark_shown (McOutbox *self, const char *id)
{
  g_return_if_fail (MC_IS_OUTBOX (self));
  g_return_if_fail (id != NULL);

  mc_store_thread_post (self->store, work_mark_shown, g_strdup (id), g_free);
}

static gboolean
work_check_ready (McStoreThread *store, gpointer data, GError **error)
{
  McOutbox *self = data;
  g_autoptr (McEnrolment) enrolment = NULL;

  if (!mc_outbox_load_enrolment (store, &enrolment, error))
    return FALSE;
  if (enrolment == NULL)
    {
      g_set_error_literal (
          error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_ENROLLED, "this kiosk is not enrolled");
      return FALSE;
    }
  return mc_state_file_has_room (
      mc_store_thread_get_path (store), self->reserve, COMMIT_OVERHEAD_BYTES, error);
}

/**
 * mc_outbox_check_ready:
 *
 * Returns: %FALSE with the reason when a commit would not be taken now
 */
gboolean
mc_outbox_check_ready (McOutbox *self, GError **error)
{
  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);

  return mc_store_thread_run (self->store, work_check_ready, self, error);
}
