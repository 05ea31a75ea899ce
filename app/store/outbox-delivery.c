/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-outbox"
#include "config.h"

#include "app/store/outbox-private.h"

#include "app/domain/datetime.h"
#include "app/protocol/envelope.h"
#include "app/store/db.h"

/* What a transition may start from; all else leaves the row as it is. */
#define FROM_WAITING " AND state IN ('queued', 'sent')"

typedef struct
{
  const char *id;     /* (unowned) (nullable) */
  const char *digest; /* (unowned) (nullable) */
  const char *why;    /* (unowned) (nullable) */
  const char *sql;    /* (unowned) (nullable) */
  gint64 time;
  guint64 sequence;
  McOutboxRecord *record; /* (owned) (nullable) */
  GBytes *bytes;          /* (owned) (nullable) */
  char **digests;         /* (owned) (nullable) */
  guint count;
} Delivery;

/* The second test of the state is on the row itself: SQLite takes the first one as proven by the
 * partial index, and an entry there that a flipped bit kept alive would be due for ever. */
#define SELECT_DUE                                                                                 \
  "SELECT " MC_RECORD_COLUMNS " FROM dossiers d WHERE d.state IN ('queued', 'sent')"               \
  " AND +d.state IN ('queued', 'sent') AND (d.next_attempt IS NULL OR d.next_attempt <= ?)"

static gboolean
work_take_due (McStoreThread *store, gpointer data, GError **error)
{
  Delivery *delivery = data;

  for (;;)
    {
      g_autoptr (sqlite3_stmt) statement = mc_db_prepare (
          mc_store_thread_get_db (store), error, delivery->sql, "i", delivery->time);
      g_autoptr (McOutboxRecord) record = NULL;
      gboolean row = FALSE;
      gboolean intact = FALSE;

      if (statement == NULL || !mc_db_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      record = mc_record_load (store, statement, &intact, error);
      if (record == NULL)
        return FALSE;
      if (intact)
        {
          delivery->record = g_steal_pointer (&record);
          return TRUE;
        }
      g_clear_pointer (&statement, mc_db_release);
      if (!mc_record_quarantine (
              store, (gint64) record->sequence, "the record changed on the disk", error))
        return FALSE;
    }
}

/**
 * mc_outbox_next_due:
 * @now: seconds UTC
 *
 * Returns: (transfer full) (nullable): the record to be sent next; %NULL without error when none is
 *   due. Fresh ones come first, oldest of them first, then what was tried before in the order in
 *   which it is due: a record that fails again and again stands in nobody's way. One that changed
 * on the disk is quarantined and the next one taken.
 */
McOutboxRecord *
mc_outbox_next_due (McOutbox *self, gint64 now, GError **error)
{
  Delivery delivery = {
    .time = now,
    .sql = SELECT_DUE " ORDER BY d.attempts > 0, d.next_attempt, d.sequence LIMIT 1",
  };

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);

  mc_store_thread_run (self->store, work_take_due, &delivery, error);
  return delivery.record;
}

/**
 * mc_outbox_newest_due:
 * @now: seconds UTC
 *
 * Returns: (transfer full) (nullable): as mc_outbox_next_due (), but the one committed last
 */
McOutboxRecord *
mc_outbox_newest_due (McOutbox *self, gint64 now, GError **error)
{
  Delivery delivery = {
    .time = now,
    .sql = SELECT_DUE " ORDER BY d.sequence DESC LIMIT 1",
  };

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);

  mc_store_thread_run (self->store, work_take_due, &delivery, error);
  return delivery.record;
}

static gboolean
work_retry_now (McStoreThread *store, gpointer data, GError **error)
{
  sqlite3 *db = mc_store_thread_get_db (store);

  return mc_store_thread_begin (store, error) &&
         mc_db_exec (db,
                     error,
                     "UPDATE dossiers SET next_attempt = NULL WHERE next_attempt IS NOT NULL"
                     " AND state IN ('queued', 'sent')",
                     "") &&
         mc_db_exec (db,
                     error,
                     "UPDATE ratings SET next_attempt = NULL WHERE next_attempt IS NOT NULL"
                     " AND done_at IS NULL",
                     "") &&
         mc_store_thread_commit (store, error);
}

/**
 * mc_outbox_retry_now:
 *
 * Ends every wait: the network came back, or the clock was set and the times mean nothing now. How
 * often each was tried is kept.
 */
gboolean
mc_outbox_retry_now (McOutbox *self, GError **error)
{
  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);

  return mc_store_thread_run (self->store, work_retry_now, NULL, error);
}

static gboolean
work_queue_again (McStoreThread *store, gpointer data, GError **error)
{
  return mc_store_thread_begin (store, error) &&
         mc_db_exec (mc_store_thread_get_db (store),
                     error,
                     "UPDATE dossiers SET state = 'queued', next_attempt = NULL"
                     " WHERE state IN ('confirmed', 'safe')",
                     "") &&
         mc_store_thread_commit (store, error);
}

/**
 * mc_outbox_queue_again:
 *
 * Central was restored from a backup and may have lost what came after it: all that it confirmed,
 * and that is still here, is sent once more. What it has already it answers as a success, so that
 * nothing is doubled.
 */
gboolean
mc_outbox_queue_again (McOutbox *self, GError **error)
{
  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);

  return mc_store_thread_run (self->store, work_queue_again, NULL, error);
}

static gboolean
work_next_attempt (McStoreThread *store, gpointer data, GError **error)
{
  Delivery *delivery = data;

  /* 0 stands for "now": before any time that a clock could say */
  return mc_db_get_int (mc_store_thread_get_db (store),
                        &delivery->time,
                        NULL,
                        error,
                        "SELECT min (coalesce (next_attempt, 0)) FROM dossiers"
                        " WHERE state IN ('queued', 'sent')",
                        "");
}

/**
 * mc_outbox_next_attempt:
 *
 * Returns: when the next record is due, seconds UTC, possibly past; %MC_TIME_NONE when nothing
 * waits
 */
gint64
mc_outbox_next_attempt (McOutbox *self, GError **error)
{
  Delivery delivery = { .time = MC_TIME_NONE };

  g_return_val_if_fail (MC_IS_OUTBOX (self), MC_TIME_NONE);

  mc_store_thread_run (self->store, work_next_attempt, &delivery, error);
  return delivery.time;
}

/* The bytes of one blob, believed only when they still have their digest; else their dossier goes
 * to quarantine, where a human finds it. */
static gboolean
take_blob (McStoreThread *store, Delivery *delivery, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *digest = NULL;
  gint64 sequence;
  gboolean row = FALSE;

  if (!mc_db_step (statement, &row, error))
    return FALSE;
  if (!row)
    {
      g_set_error_literal (
          error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_FOUND, "this kiosk holds no such bytes");
      return FALSE;
    }
  sequence = sqlite3_column_int64 (statement, 0);
  bytes = mc_db_dup_blob (statement, 2);
  digest = bytes != NULL ? mc_digest_hex (bytes) : NULL;
  if (g_strcmp0 (digest, (const char *) sqlite3_column_text (statement, 1)) == 0)
    {
      delivery->bytes = g_steal_pointer (&bytes);
      return TRUE;
    }
  sqlite3_reset (statement);
  if (mc_record_quarantine (store, sequence, "sealed bytes changed on the disk", error))
    g_set_error (error,
                 MC_OUTBOX_ERROR,
                 MC_OUTBOX_ERROR_DAMAGED,
                 "sealed bytes of sequence %" G_GINT64_FORMAT " changed on the disk",
                 sequence);
  return FALSE;
}

static gboolean
work_dup_sealed (McStoreThread *store, gpointer data, GError **error)
{
  Delivery *delivery = data;
  g_autoptr (sqlite3_stmt) statement = mc_db_prepare (
      mc_store_thread_get_db (store),
      error,
      "SELECT d.sequence, d.digest, b.bytes FROM dossiers d JOIN blobs b USING (sequence)"
      " WHERE d.id = ? AND b.part = 0",
      "s",
      delivery->id);

  return statement != NULL && take_blob (store, delivery, statement, error);
}

/**
 * mc_outbox_dup_sealed:
 *
 * Returns: (transfer full): the sealed dossier as it goes to central; %NULL with
 *   %MC_OUTBOX_ERROR_DAMAGED when it changed on the disk (the record is quarantined then), or
 *   %MC_OUTBOX_ERROR_NOT_FOUND (unknown, purged)
 */
GBytes *
mc_outbox_dup_sealed (McOutbox *self, const char *id, GError **error)
{
  Delivery delivery = { .id = id };

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  mc_store_thread_run (self->store, work_dup_sealed, &delivery, error);
  return delivery.bytes;
}

static gboolean
work_dup_page_digests (McStoreThread *store, gpointer data, GError **error)
{
  Delivery *delivery = data;
  g_autoptr (sqlite3_stmt) statement =
                 mc_db_prepare (mc_store_thread_get_db (store),
                                error,
                                "SELECT b.digest FROM dossiers d JOIN blobs b USING (sequence)"
                                " WHERE d.id = ? AND b.part > 0 ORDER BY b.part",
                                "s",
                                delivery->id);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row)
    {
      if (!mc_db_step (statement, &row, error))
        return FALSE;
      if (row)
        g_strv_builder_add (builder, (const char *) sqlite3_column_text (statement, 0));
    }
  delivery->digests = g_strv_builder_end (builder);
  return TRUE;
}

/**
 * mc_outbox_dup_page_digests:
 *
 * Returns: (transfer full): the digests of the dossier's sealed pages, in order, hex; empty when it
 *   has none
 */
char **
mc_outbox_dup_page_digests (McOutbox *self, const char *id, GError **error)
{
  Delivery delivery = { .id = id };

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  mc_store_thread_run (self->store, work_dup_page_digests, &delivery, error);
  return delivery.digests;
}

static gboolean
work_dup_page (McStoreThread *store, gpointer data, GError **error)
{
  Delivery *delivery = data;
  g_autoptr (sqlite3_stmt) statement = mc_db_prepare (
      mc_store_thread_get_db (store),
      error,
      "SELECT sequence, digest, bytes FROM blobs WHERE digest = ? AND part > 0",
      "s",
      delivery->digest);

  return statement != NULL && take_blob (store, delivery, statement, error);
}

/**
 * mc_outbox_dup_page:
 * @digest: SHA-256 of the sealed page, hex
 *
 * Returns: (transfer full): the sealed page; errors as mc_outbox_dup_sealed ()
 */
GBytes *
mc_outbox_dup_page (McOutbox *self, const char *digest, GError **error)
{
  Delivery delivery = { .digest = digest };

  g_return_val_if_fail (MC_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (digest != NULL, NULL);

  mc_store_thread_run (self->store, work_dup_page, &delivery, error);
  return delivery.bytes;
}

/* The statement takes what it needs of ?1 id, ?2 time, ?3 reason. */
static gboolean
work_transition (McStoreThread *store, gpointer data, GError **error)
{
  Delivery *delivery = data;
  sqlite3 *db = mc_store_thread_get_db (store);
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row = FALSE;
  gboolean known = FALSE;
  gint64 ignored = 0;

  if (!mc_store_thread_begin (store, error))
    return FALSE;
  statement =
      mc_db_prepare (db, error, delivery->sql, "sis", delivery->id, delivery->time, delivery->why);
  if (statement == NULL || !mc_db_step (statement, &row, error))
    return FALSE;
  g_clear_pointer (&statement, mc_db_release);
  if (sqlite3_changes (db) == 0)
    {
      if (!mc_db_get_int (db,
                          &ignored,
                          &known,
                          error,
                          "SELECT sequence FROM dossiers WHERE id = ?",
                          "s",
                          delivery->id))
        return FALSE;
      if (!known)
        {
          g_set_error_literal (error,
                               MC_OUTBOX_ERROR,
                               MC_OUTBOX_ERROR_NOT_FOUND,
                               "this kiosk holds no such dossier");
          return FALSE;
        }
    }
  return mc_store_thread_commit (store, error);
}

/**
 * mc_outbox_mark_sent:
 *
 * The request is about to leave: whether it arrives is unknown until it is confirmed. Of a record
 * that went further nothing changes.
 */
gboolean
mc_outbox_mark_sent (McOutbox *self, const char *id, GError **error)
{
  Delivery delivery = { .id = id,
                        .sql = "UPDATE dossiers SET state = 'sent' WHERE id = ?1" FROM_WAITING };

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return mc_store_thread_run (self->store, work_transition, &delivery, error);
}

/**
 * mc_outbox_mark_confirmed:
 *
 * Central's signed answer came after its own commit. Also from quarantine: the later, signed word
 * counts.
 */
gboolean
mc_outbox_mark_confirmed (McOutbox *self, const char *id, GError **error)
{
  Delivery delivery = { .id = id,
                        .sql = "UPDATE dossiers SET state = 'confirmed', confirmed_at = ?2,"
                               " next_attempt = NULL, last_error = ?3 WHERE id = ?1"
                               " AND state IN ('queued', 'sent', 'quarantined')" };

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  delivery.time = mc_clock_now (self->clock);
  return mc_store_thread_run (self->store, work_transition, &delivery, error);
}

/**
 * mc_outbox_mark_retry:
 * @next_attempt: seconds UTC
 * @why: (nullable): for staff; no personal data
 *
 * One more attempt failed; the record waits until @next_attempt.
 */
gboolean
mc_outbox_mark_retry (McOutbox *self,
                      const char *id,
                      gint64 next_attempt,
                      const char *why,
                      GError **error)
{
  Delivery delivery = { .id = id,
                        .time = next_attempt,
                        .why = why,
                        .sql = "UPDATE dossiers SET attempts = attempts + 1, next_attempt = ?2,"
                               " last_error = ?3 WHERE id = ?1" FROM_WAITING };

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return mc_store_thread_run (self->store, work_transition, &delivery, error);
}

/**
 * mc_outbox_mark_quarantined:
 * @why: for staff; no personal data
 *
 * Central refused it for good: never retried, never deleted, exportable.
 */
gboolean
mc_outbox_mark_quarantined (McOutbox *self, const char *id, const char *why, GError **error)
{
  Delivery delivery = { .id = id,
                        .why = why,
                        .sql = "UPDATE dossiers SET state = 'quarantined', attempts = attempts + 1,"
                               " next_attempt = NULL, last_error = ?3 WHERE id = ?1" FROM_WAITING };

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return mc_store_thread_run (self->store, work_transition, &delivery, error);
}

static gboolean
work_set_aside (McStoreThread *store, gpointer data, GError **error)
{
  return mc_store_thread_begin (store, error) &&
         mc_db_exec (mc_store_thread_get_db (store),
                     error,
                     "UPDATE dossiers SET state = 'quarantined', next_attempt = NULL,"
                     " last_error = ? WHERE state IN ('queued', 'sent')",
                     "s",
                     ((Delivery *) data)->why) &&
         mc_store_thread_commit (store, error);
}

/**
 * mc_outbox_set_aside:
 * @why: for staff; no personal data
 *
 * Quarantines all that waits: its central is gone for good, and no other can open it. It is kept,
 * and can be exported.
 */
gboolean
mc_outbox_set_aside (McOutbox *self, const char *why, GError **error)
{
  Delivery delivery = { .why = why };

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (why != NULL, FALSE);

  return mc_store_thread_run (self->store, work_set_aside, &delivery, error);
}

static gboolean
work_mark_safe (McStoreThread *store, gpointer data, GError **error)
{
  /* The word is about the kiosk that this is now, and central counts it from its enrolment. */
  return mc_store_thread_begin (store, error) &&
         mc_db_exec (mc_store_thread_get_db (store),
                     error,
                     "UPDATE dossiers SET state = 'safe' WHERE state = 'confirmed'"
                     " AND sequence > (SELECT base FROM identity)"
                     " AND sequence - (SELECT base FROM identity) <= ?"
                     " AND kiosk = (SELECT kiosk FROM identity)",
                     "i",
                     (gint64) ((Delivery *) data)->sequence) &&
         mc_store_thread_commit (store, error);
}

/**
 * mc_outbox_mark_safe:
 * @up_to_position: central's signed word that a backup or standby holds all up to this one
 *
 * Only what central confirmed becomes safe.
 */
gboolean
mc_outbox_mark_safe (McOutbox *self, guint64 up_to_position, GError **error)
{
  Delivery delivery = { .sequence = MIN (up_to_position, (guint64) G_MAXINT64) };

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);

  return mc_store_thread_run (self->store, work_mark_safe, &delivery, error);
}

static gboolean
purge_one (McStoreThread *store, const McOutboxRecord *record, const char *kiosk, GError **error)
{
  sqlite3 *db = mc_store_thread_get_db (store);
  gint64 sequence = (gint64) record->sequence;
  guint8 mac[MC_OUTBOX_DIGEST_LENGTH];
  g_autoptr (GBytes) mac_bytes = NULL;

  if (!mc_record_mac (store,
                      record->sequence,
                      record->id,
                      record->code,
                      kiosk,
                      record->submitted_at,
                      record->digest,
                      NULL,
                      NULL,
                      mac,
                      error))
    return FALSE;
  mac_bytes = g_bytes_new (mac, sizeof mac);
  return mc_db_exec (db, error, "DELETE FROM blobs WHERE sequence = ?", "i", sequence) &&
         mc_db_exec (db, error, "DELETE FROM prints WHERE sequence = ?", "i", sequence) &&
         mc_db_exec (db,
                     error,
                     "UPDATE dossiers SET state = 'purged', token = NULL, receipt = NULL,"
                     " content = NULL, last_error = NULL, mac = ? WHERE sequence = ?",
                     "bi",
                     mac_bytes,
                     sequence);
}

static gboolean
list_old (McStoreThread *store,
          gint64 older_than,
          GPtrArray *records,
          GPtrArray *kiosks,
          GError **error)
{
  /* A clock that was behind must not age a dossier: the later of both times counts. */
  g_autoptr (sqlite3_stmt) statement = mc_db_prepare (
      mc_store_thread_get_db (store),
      error,
      "SELECT " MC_RECORD_COLUMNS " FROM dossiers d WHERE d.state = 'safe'"
      " AND max (d.submitted_at, coalesce (d.confirmed_at, d.submitted_at)) < ?"
      " AND NOT EXISTS (SELECT 1 FROM prints p WHERE p.sequence = d.sequence"
      " AND p.outcome IN ('queued', 'open'))"
      " AND NOT EXISTS (SELECT 1 FROM ratings r WHERE r.id = d.id AND r.done_at IS NULL)",
      "i",
      older_than);
  gboolean row = TRUE;
  gboolean intact = FALSE;

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
          g_ptr_array_add (records, record);
          g_ptr_array_add (kiosks, mc_db_dup_text (statement, 10));
        }
    }
  return TRUE;
}

static gboolean
work_purge (McStoreThread *store, gpointer data, GError **error)
{
  Delivery *delivery = data;
  g_autoptr (GPtrArray) records =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) mc_outbox_record_free);
  g_autoptr (GPtrArray) kiosks = g_ptr_array_new_with_free_func (g_free);

  if (!mc_store_thread_begin (store, error) ||
      !list_old (store, delivery->time, records, kiosks, error))
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    if (!purge_one (store, g_ptr_array_index (records, i), g_ptr_array_index (kiosks, i), error))
      return FALSE;
  if (!mc_print_forget_slips (store, delivery->time, error) ||
      !mc_store_thread_commit (store, error))
    return FALSE;
  delivery->count = records->len;
  /* What was overwritten in the file must not live on in the log. Readers elsewhere may delay it.
   */
  if (records->len > 0)
    sqlite3_wal_checkpoint_v2 (
        mc_store_thread_get_db (store), NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  return TRUE;
}

/**
 * mc_outbox_purge:
 * @older_than: seconds UTC
 *
 * Overwrites and deletes the sealed bytes, receipt and token of every dossier that is safe,
 * was submitted and confirmed before @older_than, and has no print or rating under way. Id, code,
 * digest, sequence and the serial counters stay. What became of the slips of those who came for a
 * result is forgotten with them.
 *
 * Returns: how many were purged; 0 with @error set on failure
 */
guint
mc_outbox_purge (McOutbox *self, gint64 older_than, GError **error)
{
  Delivery delivery = { .time = older_than };

  g_return_val_if_fail (MC_IS_OUTBOX (self), 0);

  mc_store_thread_run (self->store, work_purge, &delivery, error);
  return delivery.count;
}
