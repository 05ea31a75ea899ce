/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-outbox"
#include "config.h"

#include "app/store/outbox-private.h"

#include "app/domain/datetime.h"
#include "app/domain/identity.h"
#include "app/domain/json.h"
#include "app/store/db.h"

#include <string.h>

/* Far above any receipt that is ever written */
#define MAX_RECEIPT_BYTES (64 * 1024)

/**
 * mc_record_mac:
 * @mac: (out)
 *
 * The keyed digest over what never changes in a record, so that a flipped bit on the disk is found
 * before a wrong code is printed or a wrong dossier confirmed.
 */
gboolean
mc_record_mac (McStoreThread *store,
               guint64 sequence,
               const char *id,
               const char *code,
               const char *kiosk,
               gint64 submitted_at,
               const char *digest,
               const char *token,
               const char *receipt,
               guint8 mac[MC_OUTBOX_DIGEST_LENGTH],
               GError **error)
{
  g_autofree char *text =
      g_strdup_printf ("%" G_GUINT64_FORMAT "\n%s\n%s\n%s\n%" G_GINT64_FORMAT "\n%s\n%s\n%s",
                       sequence,
                       id,
                       code,
                       kiosk,
                       submitted_at,
                       digest,
                       token != NULL ? token : "",
                       receipt != NULL ? receipt : "");

  return mc_outbox_hmac (store, "record-key", text, strlen (text), mac, error);
}

static gboolean
state_from_string (const char *text, McDeliveryState *state)
{
  for (guint i = 0; text != NULL && i <= MC_DELIVERY_QUARANTINED; i++)
    if (g_str_equal (text, mc_delivery_state_to_string (i)))
      {
        *state = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * mc_record_outcome_from_string:
 * @text: (nullable): as it stands in a row
 *
 * Returns: the outcome; unknown when there is none
 */
McPrintOutcome
mc_record_outcome_from_string (const char *text)
{
  for (guint i = 0; text != NULL && i <= MC_PRINT_UNKNOWN; i++)
    if (g_str_equal (text, mc_print_outcome_to_string (i)))
      return i;
  return MC_PRINT_UNKNOWN;
}

/**
 * mc_record_load:
 * @row: a row of %MC_RECORD_COLUMNS
 * @intact: (out): whether the record is what was committed
 *
 * Returns: (transfer full): the record, or %NULL when the store failed
 */
McOutboxRecord *
mc_record_load (McStoreThread *store, sqlite3_stmt *row, gboolean *intact, GError **error)
{
  g_autoptr (McOutboxRecord) record = g_new0 (McOutboxRecord, 1);
  guint8 mac[MC_OUTBOX_DIGEST_LENGTH];

  record->sequence = (guint64) sqlite3_column_int64 (row, 0);
  record->id = mc_db_dup_text (row, 1);
  record->code = mc_db_dup_text (row, 2);
  *intact = state_from_string ((const char *) sqlite3_column_text (row, 3), &record->state);
  if (!*intact)
    record->state = MC_DELIVERY_QUARANTINED;
  record->attempts = (guint) sqlite3_column_int (row, 4);
  record->next_attempt =
      sqlite3_column_type (row, 5) == SQLITE_NULL ? MC_TIME_NONE : sqlite3_column_int64 (row, 5);
  record->last_error = mc_db_dup_text (row, 6);
  record->submitted_at = sqlite3_column_int64 (row, 7);
  record->shown = sqlite3_column_int (row, 8) != 0;
  record->digest = mc_db_dup_text (row, 9);
  record->copies = (guint) sqlite3_column_int (row, 14);
  record->print = mc_record_outcome_from_string ((const char *) sqlite3_column_text (row, 15));
  record->position = (guint64) sqlite3_column_int64 (row, 16);
  if (!mc_record_mac (store,
                      record->sequence,
                      record->id,
                      record->code,
                      (const char *) sqlite3_column_text (row, 10),
                      record->submitted_at,
                      record->digest,
                      (const char *) sqlite3_column_text (row, 11),
                      (const char *) sqlite3_column_text (row, 12),
                      mac,
                      error))
    return NULL;
  if (sqlite3_column_bytes (row, 13) != sizeof mac ||
      memcmp (sqlite3_column_blob (row, 13), mac, sizeof mac) != 0)
    *intact = FALSE;
  return g_steal_pointer (&record);
}

/**
 * mc_record_quarantine:
 *
 * Sets a record aside for staff: it is never retried and never deleted. Own transaction.
 */
gboolean
mc_record_quarantine (McStoreThread *store, gint64 sequence, const char *why, GError **error)
{
  return mc_store_thread_begin (store, error) &&
         mc_db_exec (
             mc_store_thread_get_db (store),
             error,
             "UPDATE dossiers SET state = 'quarantined', last_error = ?, next_attempt = NULL"
             " WHERE sequence = ?",
             "si",
             why,
             sequence) &&
         mc_store_thread_commit (store, error);
}

/**
 * mc_record_find_sequence:
 * @key: id, code or status token
 *
 * Returns: %FALSE with %MC_OUTBOX_ERROR_NOT_FOUND when this kiosk holds no such dossier
 */
gboolean
mc_record_find_sequence (McStoreThread *store, const char *key, gint64 *sequence, GError **error)
{
  char token[MC_TOKEN_LENGTH + 1] = "";
  gboolean found = FALSE;

  if (!mc_token_parse (key, token))
    token[0] = '\0';
  if (!mc_db_get_int (mc_store_thread_get_db (store),
                      sequence,
                      &found,
                      error,
                      "SELECT sequence FROM dossiers WHERE id = ?1 OR code = ?1 OR token = ?2",
                      "ss",
                      key,
                      token))
    return FALSE;
  if (!found)
    g_set_error_literal (
        error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_FOUND, "this kiosk holds no such dossier");
  return found;
}

/**
 * mc_record_parse_receipt:
 * @text: as it stands in a row
 *
 * Returns: whether it is a receipt
 */
gboolean
mc_record_parse_receipt (const char *text, McReceipt **receipt)
{
  g_autoptr (json_t) json = NULL;

  json = mc_json_parse (text, strlen (text), MAX_RECEIPT_BYTES, "receipt", NULL);
  *receipt = json != NULL ? mc_receipt_from_json (json, NULL) : NULL;
  return *receipt != NULL;
}

/**
 * mc_record_load_receipt:
 * @copy: what the slip's copy number shall be
 *
 * Returns: (transfer full): the receipt, `delivered` as the record stands now; %NULL with
 *   %MC_OUTBOX_ERROR_DAMAGED, %MC_OUTBOX_ERROR_NOT_FOUND (purged) or a failure of the store
 */
McReceipt *
mc_record_load_receipt (McStoreThread *store, gint64 sequence, guint copy, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
                 mc_db_prepare (mc_store_thread_get_db (store),
                                error,
                                "SELECT " MC_RECORD_COLUMNS " FROM dossiers d WHERE d.sequence = ?",
                                "i",
                                sequence);
  g_autoptr (McOutboxRecord) record = NULL;
  g_autoptr (McReceipt) receipt = NULL;
  gboolean row = FALSE;
  gboolean intact = FALSE;

  if (statement == NULL || !mc_db_step (statement, &row, error))
    return NULL;
  if (!row || sqlite3_column_type (statement, 12) == SQLITE_NULL)
    {
      g_set_error_literal (
          error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_FOUND, "the receipt was purged");
      return NULL;
    }
  record = mc_record_load (store, statement, &intact, error);
  if (record == NULL)
    return NULL;
  if (!intact ||
      !mc_record_parse_receipt ((const char *) sqlite3_column_text (statement, 12), &receipt))
    {
      g_set_error (error,
                   MC_OUTBOX_ERROR,
                   MC_OUTBOX_ERROR_DAMAGED,
                   "the record with sequence %" G_GINT64_FORMAT " changed on the disk",
                   sequence);
      return NULL;
    }
  receipt->delivered = record->state == MC_DELIVERY_CONFIRMED || record->state == MC_DELIVERY_SAFE;
  receipt->copy = copy;
  return g_steal_pointer (&receipt);
}

typedef struct
{
  const char *key;        /* (unowned) */
  GPtrArray *records;     /* (owned) (nullable) (element-type McOutboxRecord) */
  McOutboxRecord *record; /* (owned) (nullable) */
  McReceipt *receipt;     /* (owned) (nullable) */
  McOutboxSummary summary;
} Query;

static gboolean
work_list (McStoreThread *store, gpointer data, GError **error)
{
  Query *query = data;
  g_autoptr (sqlite3_stmt) statement =
                 mc_db_prepare (mc_store_thread_get_db (store),
                                error,
                                "SELECT " MC_RECORD_COLUMNS " FROM dossiers d ORDER BY d.sequence",
                                "");
  g_autoptr (GPtrArray) records =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) mc_outbox_record_free);
  gboolean row = TRUE;
  gboolean intact;

  if (statement == NULL)
    return FALSE;
  while (row)
    {
      if (!mc_db_step (statement, &row, error))
        return FALSE;
      if (row)
        {
          McOutboxRecord *record = mc_record_load (store, statement, &intact, error);

          if (record == NULL)
            return FALSE;
          if (!intact)
            record->state = MC_DELIVERY_QUARANTINED;
          g_ptr_array_add (records, record);
        }
    }
  query->records = g_steal_pointer (&records);
  return TRUE;
}

/**
 * mc_outbox_list:
 *
 * Returns: (transfer full) (element-type McOutboxRecord): every record, oldest first; purged ones,
 *   too
 */
GPtrArray *
mc_outbox_list (McOutbox *self, GError **error)
{
  Query query = { NULL };

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);

  mc_store_thread_run (self->store, work_list, &query, error);
  return query.records;
}

static gboolean
work_find (McStoreThread *store, gpointer data, GError **error)
{
  Query *query = data;
  g_autoptr (sqlite3_stmt) statement = NULL;
  gint64 sequence = 0;
  gboolean row = FALSE;
  gboolean intact = FALSE;

  if (!mc_record_find_sequence (store, query->key, &sequence, error))
    return FALSE;
  statement = mc_db_prepare (mc_store_thread_get_db (store),
                             error,
                             "SELECT " MC_RECORD_COLUMNS " FROM dossiers d WHERE d.sequence = ?",
                             "i",
                             sequence);
  if (statement == NULL || !mc_db_step (statement, &row, error))
    return FALSE;
  query->record = mc_record_load (store, statement, &intact, error);
  if (query->record != NULL && !intact)
    query->record->state = MC_DELIVERY_QUARANTINED;
  return query->record != NULL;
}

/**
 * mc_outbox_find:
 * @key: a dossier's id, code or status token
 *
 * Returns: (transfer full): the record, or %NULL with %MC_OUTBOX_ERROR_NOT_FOUND
 */
McOutboxRecord *
mc_outbox_find (McOutbox *self, const char *key, GError **error)
{
  Query query = { .key = key };

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  mc_store_thread_run (self->store, work_find, &query, error);
  return query.record;
}

static gboolean
work_dup_receipt (McStoreThread *store, gpointer data, GError **error)
{
  Query *query = data;
  gint64 sequence = 0;

  if (!mc_record_find_sequence (store, query->key, &sequence, error))
    return FALSE;
  query->receipt = mc_record_load_receipt (store, sequence, 1, error);
  return query->receipt != NULL;
}

/**
 * mc_outbox_dup_receipt:
 * @key: a dossier's id, code or status token
 *
 * Returns: (transfer full): the receipt as the first copy, `delivered` as the record stands now; or
 *   %NULL
 */
McReceipt *
mc_outbox_dup_receipt (McOutbox *self, const char *key, GError **error)
{
  Query query = { .key = key };

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  mc_store_thread_run (self->store, work_dup_receipt, &query, error);
  return query.receipt;
}

static gboolean
work_get_summary (McStoreThread *store, gpointer data, GError **error)
{
  McOutboxSummary *summary = &((Query *) data)->summary;
  g_autoptr (sqlite3_stmt) statement = mc_db_prepare (
      mc_store_thread_get_db (store),
      error,
      "SELECT (SELECT count (*) FROM dossiers WHERE state IN ('queued', 'sent')),"
      " (SELECT count (*) FROM dossiers WHERE state = 'quarantined'),"
      " (SELECT min (submitted_at) FROM dossiers WHERE state IN ('queued', 'sent')),"
      " (SELECT max (sequence) FROM dossiers),"
      " (SELECT count (*) FROM prints WHERE outcome IN ('queued', 'open'))",
      "");
  gboolean row = FALSE;

  if (statement == NULL || !mc_db_step (statement, &row, error))
    return FALSE;
  summary->pending = (guint) sqlite3_column_int (statement, 0);
  summary->quarantined = (guint) sqlite3_column_int (statement, 1);
  summary->oldest_pending = sqlite3_column_type (statement, 2) == SQLITE_NULL
                                ? MC_TIME_NONE
                                : sqlite3_column_int64 (statement, 2);
  summary->last_sequence = (guint64) sqlite3_column_int64 (statement, 3);
  summary->prints_unsettled = (guint) sqlite3_column_int (statement, 4);
  return TRUE;
}

/**
 * mc_outbox_get_summary:
 * @summary: (out caller-allocates)
 *
 * The figures of a heartbeat and of the staff screen.
 */
gboolean
mc_outbox_get_summary (McOutbox *self, McOutboxSummary *summary, GError **error)
{
  Query query = { NULL };
  gboolean done;

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (summary != NULL, FALSE);

  done = mc_store_thread_run (self->store, work_get_summary, &query, error);
  *summary = query.summary;
  return done;
}
