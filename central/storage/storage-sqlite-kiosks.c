/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-storage-sqlite"

#include "config.h"

#include "central/storage/storage-sqlite-private.h"

#include <string.h>
#include "central/storage/serials.h"

#define KIOSK_COLUMNS                                                                              \
  "key_id, name, point_code, agency_code, public_key, serial_first, serial_last, enrolled_at,"     \
  " revoked_at, seen_at, health, safe_sequence"

static McKioskRecord *
read_kiosk (McRows *rows)
{
  McKioskRecord *kiosk = mc_kiosk_record_new ();

  kiosk->key_id = mc_rows_dup_text (rows, 0);
  kiosk->name = mc_rows_dup_text (rows, 1);
  kiosk->point_code = mc_rows_dup_text (rows, 2);
  kiosk->agency_code = mc_rows_dup_text (rows, 3);
  if (sqlite3_column_bytes (rows, 4) == sizeof kiosk->public_key)
    memcpy (kiosk->public_key, sqlite3_column_blob (rows, 4), sizeof kiosk->public_key);
  kiosk->serial_first = sqlite3_column_int (rows, 5);
  kiosk->serial_last = sqlite3_column_int (rows, 6);
  kiosk->enrolled_at = sqlite3_column_int64 (rows, 7);
  kiosk->revoked_at = mc_rows_get_time (rows, 8);
  kiosk->seen_at = mc_rows_get_time (rows, 9);
  kiosk->health = mc_rows_dup_text (rows, 10);
  kiosk->safe_sequence = sqlite3_column_int64 (rows, 11);

  return kiosk;
}

/*
 * mc_sqlite_find_kiosk:
 */
McKioskRecord *
mc_sqlite_find_kiosk (McSqlite *db, const char *key_id, GError **error)
{
  g_autoptr (McRows) rows = mc_sqlite_query (
      db, "SELECT " KIOSK_COLUMNS " FROM kiosks WHERE key_id = ?", error, "t", key_id);

  if (rows == NULL || !mc_sqlite_next (db, rows, error))
    return NULL;

  return read_kiosk (rows);
}

/*
 * mc_sqlite_list_kiosks:
 */
GPtrArray *
mc_sqlite_list_kiosks (McSqlite *db, GError **error)
{
  g_autoptr (GPtrArray) kiosks =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) mc_kiosk_record_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McRows) rows = mc_sqlite_query (
      db, "SELECT " KIOSK_COLUMNS " FROM kiosks ORDER BY name, enrolled_at, rowid", error, "");

  if (rows == NULL)
    return NULL;

  while (mc_sqlite_next (db, rows, &local_error))
    g_ptr_array_add (kiosks, read_kiosk (rows));
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&kiosks);
}

/*
 * mc_sqlite_find_enrolment:
 */
McEnrolmentRecord *
mc_sqlite_find_enrolment (McSqlite *db, const guint8 lookup_id[16], GError **error)
{
  McEnrolmentRecord *record;
  g_autoptr (McRows) rows = mc_sqlite_query (db,
                                             "SELECT proof_key, name, point_code, agency_code,"
                                             " expires_at, used_by FROM enrolments"
                                             " WHERE lookup_id = ?",
                                             error,
                                             "b",
                                             lookup_id,
                                             16);

  if (rows == NULL || !mc_sqlite_next (db, rows, error))
    return NULL;

  record = mc_enrolment_record_new ();
  memcpy (record->lookup_id, lookup_id, sizeof record->lookup_id);
  if (sqlite3_column_bytes (rows, 0) == sizeof record->proof_key)
    memcpy (record->proof_key, sqlite3_column_blob (rows, 0), sizeof record->proof_key);
  record->name = mc_rows_dup_text (rows, 1);
  record->point_code = mc_rows_dup_text (rows, 2);
  record->agency_code = mc_rows_dup_text (rows, 3);
  record->expires_at = sqlite3_column_int64 (rows, 4);
  record->used_by = mc_rows_dup_text (rows, 5);

  return record;
}

/* The row of '' stands for agencies that had no range yet (see leave_gap () of the backup). */
static gboolean
peek_serial (McSqlite *db, const char *agency_code, guint *next, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McRows) rows = mc_sqlite_query (
      db,
      "SELECT next_serial FROM serial_ranges WHERE agency_code IN (?, '')"
      " ORDER BY agency_code DESC LIMIT 1",
      error,
      "t",
      agency_code);

  if (rows == NULL)
    return FALSE;

  *next = mc_sqlite_next (db, rows, &local_error) ? (guint) sqlite3_column_int (rows, 0)
                                                  : MC_SERIAL_FIRST;
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return mc_serials_check (agency_code, *next, error);
}

static gboolean
take_serials (McSqlite *db, const char *agency_code, guint *first, guint *last, GError **error)
{
  if (!peek_serial (db, agency_code, first, error))
    return FALSE;

  *last = *first + MC_SERIALS_A_KIOSK - 1;

  return mc_sqlite_run (
      db,
      "INSERT INTO serial_ranges (agency_code, next_serial) VALUES (?, ?)"
      " ON CONFLICT (agency_code) DO UPDATE SET next_serial = excluded.next_serial"
      " WHERE excluded.next_serial > next_serial",
      error,
      "ti",
      agency_code,
      (gint64) *last + 1);
}

/*
 * mc_sqlite_add_enrolment:
 */
gboolean
mc_sqlite_add_enrolment (McSqlite *db, const McEnrolmentRecord *record, GError **error)
{
  guint next;

  return peek_serial (db, record->agency_code, &next, error) &&
         mc_sqlite_run (db,
                        "INSERT INTO enrolments (lookup_id, proof_key, name, point_code,"
                        " agency_code, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
                        error,
                        "bbttti",
                        record->lookup_id,
                        (int) sizeof record->lookup_id,
                        record->proof_key,
                        (int) sizeof record->proof_key,
                        record->name,
                        record->point_code,
                        record->agency_code,
                        record->expires_at);
}

static gboolean
insert_kiosk (McSqlite *db, const McKioskRecord *kiosk, GError **error)
{
  return mc_sqlite_run (db,
                        "UPDATE kiosks SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL",
                        error,
                        "it",
                        kiosk->enrolled_at,
                        kiosk->name) &&
         mc_sqlite_run (db,
                        "INSERT INTO kiosks (key_id, name, point_code, agency_code, public_key,"
                        " serial_first, serial_last, enrolled_at)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        error,
                        "ttttbiii",
                        kiosk->key_id,
                        kiosk->name,
                        kiosk->point_code,
                        kiosk->agency_code,
                        kiosk->public_key,
                        (int) sizeof kiosk->public_key,
                        (gint64) kiosk->serial_first,
                        (gint64) kiosk->serial_last,
                        kiosk->enrolled_at);
}

/*
 * mc_sqlite_redeem_enrolment:
 */
gboolean
mc_sqlite_redeem_enrolment (McSqlite *db,
                            const guint8 lookup_id[16],
                            const guint8 public_key[32],
                            gint64 now,
                            McRedeemOutcome *outcome,
                            McKioskRecord **kiosk,
                            GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McEnrolmentRecord) record = mc_sqlite_find_enrolment (db, lookup_id, &local_error);
  g_autoptr (McKioskRecord) known = NULL;
  g_autoptr (McKioskRecord) made = NULL;
  g_autofree char *key_id = mc_key_id_new (public_key);

  if (local_error == NULL)
    known = mc_sqlite_find_kiosk (db, key_id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *outcome = mc_redeem_decide (record, known, key_id, now);
  if (*outcome == MC_REDEEM_SAME)
    *kiosk = g_steal_pointer (&known);
  if (*outcome != MC_REDEEM_NEW)
    return TRUE;

  made = mc_kiosk_record_new ();
  made->key_id = g_strdup (key_id);
  made->name = g_strdup (record->name);
  made->point_code = g_strdup (record->point_code);
  made->agency_code = g_strdup (record->agency_code);
  memcpy (made->public_key, public_key, sizeof made->public_key);
  made->enrolled_at = now;
  if (!take_serials (db, made->agency_code, &made->serial_first, &made->serial_last, error) ||
      !insert_kiosk (db, made, error) ||
      !mc_sqlite_run (db,
                      "UPDATE enrolments SET used_by = ? WHERE lookup_id = ?",
                      error,
                      "tb",
                      key_id,
                      lookup_id,
                      16))
    return FALSE;

  *kiosk = g_steal_pointer (&made);

  return TRUE;
}

/*
 * mc_sqlite_revoke_kiosk:
 */
gboolean
mc_sqlite_revoke_kiosk (McSqlite *db, const char *name, gint64 at, GError **error)
{
  if (!mc_sqlite_run (
          db, "DELETE FROM enrolments WHERE name = ? AND used_by IS NULL", error, "t", name) ||
      !mc_sqlite_run (db,
                      "UPDATE kiosks SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL",
                      error,
                      "it",
                      at,
                      name))
    return FALSE;
  if (sqlite3_changes (db->db) > 0)
    return TRUE;

  g_set_error (
      error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND, "no enrolled kiosk is called %s", name);
  return FALSE;
}

/*
 * mc_sqlite_record_heartbeat:
 */
gboolean
mc_sqlite_record_heartbeat (McSqlite *db,
                            const char *key_id,
                            const char *health,
                            gint64 at,
                            GError **error)
{
  return mc_sqlite_run (db,
                        "UPDATE kiosks SET health = ?, seen_at = ? WHERE key_id = ?",
                        error,
                        "tit",
                        health,
                        at,
                        key_id);
}

/*
 * mc_sqlite_set_safe:
 */
gboolean
mc_sqlite_set_safe (McSqlite *db, const char *key_id, guint64 sequence, GError **error)
{
  return mc_sqlite_run (db,
                        "UPDATE kiosks SET safe_sequence = max (safe_sequence, ?)"
                        " WHERE key_id = ?",
                        error,
                        "it",
                        (gint64) sequence,
                        key_id);
}

/*
 * mc_sqlite_get_position:
 */
gboolean
mc_sqlite_get_position (McSqlite *db, const char *key_id, guint64 *contiguous, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McRows) rows = mc_sqlite_query (
      db, "SELECT contiguous FROM kiosks WHERE key_id = ?", error, "t", key_id);

  if (rows == NULL)
    return FALSE;

  *contiguous = mc_sqlite_next (db, rows, &local_error) ? sqlite3_column_int64 (rows, 0) : 0;
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
absorb_positions (McSqlite *db, const char *key_id, guint64 *contiguous, GError **error)
{
  for (;;)
    {
      if (!mc_sqlite_run (db,
                          "DELETE FROM positions WHERE key_id = ? AND sequence = ?",
                          error,
                          "ti",
                          key_id,
                          (gint64) (*contiguous + 1)))
        return FALSE;
      if (sqlite3_changes (db->db) == 0)
        return TRUE;
      (*contiguous)++;
    }
}

/*
 * mc_sqlite_note_position:
 *
 * In the ordinary case, the next number, it is one update and nothing is left in `positions`.
 */
gboolean
mc_sqlite_note_position (McSqlite *db, const char *kiosk_key, guint64 sequence, GError **error)
{
  guint64 contiguous;

  if (!mc_sqlite_get_position (db, kiosk_key, &contiguous, error))
    return FALSE;
  if (sequence <= contiguous)
    return TRUE;
  if (sequence > contiguous + 1)
    return mc_sqlite_run (db,
                          "INSERT INTO positions (key_id, sequence) VALUES (?, ?)"
                          " ON CONFLICT DO NOTHING",
                          error,
                          "ti",
                          kiosk_key,
                          (gint64) sequence);

  contiguous = sequence;

  return absorb_positions (db, kiosk_key, &contiguous, error) &&
         mc_sqlite_run (db,
                        "UPDATE kiosks SET contiguous = ? WHERE key_id = ?",
                        error,
                        "it",
                        (gint64) contiguous,
                        kiosk_key);
}
