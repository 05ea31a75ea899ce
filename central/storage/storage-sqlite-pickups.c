/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-storage-sqlite"

#include "config.h"

#include "app/domain/datetime.h"
#include "central/storage/storage-sqlite-private.h"

#define PICKUP_COLUMNS                                                                             \
  "p.id, d.id, d.code, p.point_code, p.kiosk, p.number, p.checked, p.at, p.ended_at, p.ending"
#define PICKUP_TABLES "pickups p JOIN dossiers d ON d.number = p.dossier"

static McPickupRecord *
read_pickup (McRows *rows)
{
  McPickupRecord *pickup = mc_pickup_record_new ();

  pickup->id = mc_rows_dup_text (rows, 0);
  pickup->dossier = mc_rows_dup_text (rows, 1);
  pickup->code = mc_rows_dup_text (rows, 2);
  pickup->point_code = mc_rows_dup_text (rows, 3);
  pickup->kiosk = mc_rows_dup_text (rows, 4);
  pickup->number = sqlite3_column_int (rows, 5);
  mc_pickup_check_from_string ((const char *) sqlite3_column_text (rows, 6), &pickup->check);
  pickup->at = sqlite3_column_int64 (rows, 7);
  pickup->ended_at = mc_rows_get_time (rows, 8);
  pickup->ending = mc_rows_dup_text (rows, 9);

  return pickup;
}

/* The first of @rows, when there is one. */
static McPickupRecord *
read_first (McSqlite *db, McRows *rows, GError **error)
{
  return rows != NULL && mc_sqlite_next (db, rows, error) ? read_pickup (rows) : NULL;
}

static McPickupRecord *
find_by_id (McSqlite *db, const char *id, GError **error)
{
  g_autoptr (McRows) rows = mc_sqlite_query (
      db, "SELECT " PICKUP_COLUMNS " FROM " PICKUP_TABLES " WHERE p.id = ?", error, "t", id);

  return read_first (db, rows, error);
}

static gboolean
try_card (McPickups *pickups,
          const char *dossier,
          gboolean matches,
          const GDate *day,
          McFactorOutcome *outcome,
          guint *tries_left,
          GError **error)
{
  McSqlite *db = mc_storage_sqlite_get_writer (pickups);
  g_autofree char *name = g_strconcat ("card ", dossier, NULL);
  guint failures;

  if (!mc_sqlite_count_failures (db, name, day, &failures, error))
    return FALSE;

  *outcome = failures >= MC_CARD_TRIES_A_DAY ? MC_FACTOR_LOCKED
             : matches                       ? MC_FACTOR_MATCH
                                             : MC_FACTOR_WRONG;
  if (*outcome == MC_FACTOR_WRONG)
    failures++;
  *tries_left = MC_CARD_TRIES_A_DAY - MIN (failures, MC_CARD_TRIES_A_DAY);

  return *outcome != MC_FACTOR_WRONG || mc_sqlite_add_failure (db, name, day, error);
}

/* Who waits for the dossier since today. */
static McPickupRecord *
find_waiting (McSqlite *db, gint64 dossier, const char *day, GError **error)
{
  g_autoptr (McRows) rows =
                 mc_sqlite_query (db,
                                  "SELECT " PICKUP_COLUMNS " FROM " PICKUP_TABLES
                                  " WHERE p.dossier = ? AND p.day = ? AND p.ended_at IS NULL",
                                  error,
                                  "it",
                                  dossier,
                                  day);

  return read_first (db, rows, error);
}

static gboolean
find_next_number (McSqlite *db,
                  const char *point_code,
                  const char *day,
                  gint64 *number,
                  GError **error)
{
  g_autoptr (McRows) rows = mc_sqlite_query (db,
                                             "SELECT coalesce (max (number), 0) + 1 FROM pickups"
                                             " WHERE point_code = ? AND day = ?",
                                             error,
                                             "tt",
                                             point_code,
                                             day);

  if (rows == NULL || !mc_sqlite_next (db, rows, error))
    return FALSE;
  *number = sqlite3_column_int64 (rows, 0);

  return TRUE;
}

static gboolean
end_waiting (McSqlite *db, gint64 dossier, const char *ending, gint64 at, GError **error)
{
  return mc_sqlite_run (db,
                        "UPDATE pickups SET ended_at = ?, ending = ?"
                        " WHERE dossier = ? AND ended_at IS NULL",
                        error,
                        "iti",
                        at,
                        ending,
                        dossier);
}

static McPickupRecord *
add (McSqlite *db, const McPickupRecord *pickup, gint64 dossier, const char *day, GError **error)
{
  gint64 number;

  if (!end_waiting (db, dossier, MC_PICKUP_ENDING_LEFT, pickup->at, error) ||
      !find_next_number (db, pickup->point_code, day, &number, error) ||
      !mc_sqlite_run (db,
                      "INSERT INTO pickups (id, dossier, point_code, kiosk, day, number, checked,"
                      " at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                      error,
                      "titttiti",
                      pickup->id,
                      dossier,
                      pickup->point_code,
                      pickup->kiosk,
                      day,
                      number,
                      mc_pickup_check_to_string (pickup->check),
                      pickup->at))
    return NULL;

  return find_by_id (db, pickup->id, error);
}

static gboolean
note_card (McSqlite *db, McPickupRecord *known, const McPickupRecord *pickup, GError **error)
{
  if (pickup->check != MC_PICKUP_CARD_MATCHED || known->check == MC_PICKUP_CARD_MATCHED)
    return TRUE;

  known->check = MC_PICKUP_CARD_MATCHED;
  return mc_sqlite_run (db,
                        "UPDATE pickups SET checked = ? WHERE id = ?",
                        error,
                        "tt",
                        mc_pickup_check_to_string (known->check),
                        known->id);
}

static McPickupRecord *
take (McPickups *pickups,
      const McPickupRecord *pickup,
      const GDate *day,
      McPickupOutcome *outcome,
      GError **error)
{
  McSqlite *db = mc_storage_sqlite_get_writer (pickups);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McPickupRecord) known = find_by_id (db, pickup->id, &local_error);
  char day_text[MC_SQLITE_DAY_LENGTH];
  gint64 dossier;

  mc_sqlite_format_day (day, day_text);
  *outcome = MC_PICKUP_NEW;
  if (known != NULL)
    *outcome = mc_pickup_record_is_same (known, pickup) ? MC_PICKUP_SAME : MC_PICKUP_CONFLICT;
  else if (local_error == NULL &&
           mc_sqlite_find_number (db, pickup->dossier, &dossier, NULL, &local_error))
    {
      known = find_waiting (db, dossier, day_text, &local_error);
      if (known != NULL && note_card (db, known, pickup, &local_error))
        *outcome = MC_PICKUP_WAITING;
      else if (local_error == NULL)
        known = add (db, pickup, dossier, day_text, &local_error);
    }

  if (local_error == NULL)
    return g_steal_pointer (&known);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static gboolean
end (McPickups *pickups, const char *dossier, const char *ending, gint64 at, GError **error)
{
  McSqlite *db = mc_storage_sqlite_get_writer (pickups);
  gint64 number;

  return mc_sqlite_find_number (db, dossier, &number, NULL, error) &&
         end_waiting (db, number, ending, at, error);
}

static McPickupRecord *
find (McPickups *pickups, const char *id, GError **error)
{
  g_auto (McReader) reader = mc_reader_take (pickups, error);

  return reader.db == NULL ? NULL : find_by_id (reader.db, id, error);
}

static GPtrArray *
list_waiting (McPickups *pickups, const char *point_code, gint64 since, GError **error)
{
  g_auto (McReader) reader = mc_reader_take (pickups, error);
  g_autoptr (GPtrArray) waiting =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) mc_pickup_record_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McRows) rows = NULL;

  if (reader.db == NULL)
    return NULL;

  rows = mc_sqlite_query (reader.db,
                          "SELECT " PICKUP_COLUMNS " FROM " PICKUP_TABLES
                          " WHERE p.point_code = ? AND p.at >= ? AND p.ended_at IS NULL"
                          " ORDER BY p.at, p.number",
                          error,
                          "ti",
                          point_code,
                          since);
  if (rows == NULL)
    return NULL;
  while (mc_sqlite_next (reader.db, rows, &local_error))
    g_ptr_array_add (waiting, read_pickup (rows));
  if (local_error == NULL)
    return g_steal_pointer (&waiting);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/*
 * mc_storage_sqlite_pickups_init:
 *
 * Fills the interface.
 */
void
mc_storage_sqlite_pickups_init (McPickupsInterface *iface)
{
  iface->try_card = try_card;
  iface->take = take;
  iface->end = end;
  iface->find = find;
  iface->list_waiting = list_waiting;
}
