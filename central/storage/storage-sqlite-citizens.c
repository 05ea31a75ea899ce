/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-storage-sqlite"

#include "config.h"

#include "central/storage/storage-sqlite-private.h"

#include <string.h>

/*
 * mc_sqlite_add_rating:
 */
gboolean
mc_sqlite_add_rating (McSqlite *db,
                      const char *id,
                      const char *kiosk,
                      guint score,
                      const char *language,
                      gint64 at,
                      McRatingOutcome *outcome,
                      GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McDossierRecord) known = mc_sqlite_find_by_id (db, id, &local_error);
  gint64 number;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (known == NULL || (kiosk != NULL && !g_str_equal (known->kiosk, kiosk)))
    {
      *outcome = MC_RATING_UNKNOWN;
      return TRUE;
    }
  if (known->rating != 0)
    {
      *outcome = known->rating == score ? MC_RATING_SAME : MC_RATING_OTHER;
      return TRUE;
    }

  *outcome = MC_RATING_NEW;

  return mc_sqlite_find_number (db, id, &number, NULL, error) &&
         mc_sqlite_run (db,
                        "INSERT INTO ratings (dossier, score, language, kiosk, rated_at)"
                        " VALUES (?, ?, ?, ?, ?)",
                        error,
                        "iitti",
                        number,
                        (gint64) score,
                        language,
                        kiosk,
                        at) &&
         mc_sqlite_run (db,
                        "UPDATE facts SET rating = ?, rated_at = ? WHERE dossier = ?",
                        error,
                        "iii",
                        (gint64) score,
                        at,
                        number);
}

/*
 * mc_sqlite_format_day:
 *
 * "2025-06-20": days sort as texts.
 */
void
mc_sqlite_format_day (const GDate *day, char text[MC_SQLITE_DAY_LENGTH])
{
  g_date_strftime (text, MC_SQLITE_DAY_LENGTH, "%Y-%m-%d", day);
}

/*
 * mc_sqlite_count_failures:
 * @what: a dossier's code, or another name for what was tried
 *
 * How often it was tried wrongly that day.
 */
gboolean
mc_sqlite_count_failures (McSqlite *db,
                          const char *what,
                          const GDate *day,
                          guint *failures,
                          GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McRows) rows = NULL;
  char day_text[MC_SQLITE_DAY_LENGTH];

  mc_sqlite_format_day (day, day_text);
  rows = mc_sqlite_query (db,
                          "SELECT failures FROM factor_failures WHERE code = ? AND day = ?",
                          error,
                          "tt",
                          what,
                          day_text);
  if (rows == NULL)
    return FALSE;

  *failures = mc_sqlite_next (db, rows, &local_error) ? sqlite3_column_int (rows, 0) : 0;
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/*
 * mc_sqlite_add_failure:
 *
 * Counts one more; those of earlier days are forgotten.
 */
gboolean
mc_sqlite_add_failure (McSqlite *db, const char *what, const GDate *day, GError **error)
{
  char day_text[MC_SQLITE_DAY_LENGTH];

  mc_sqlite_format_day (day, day_text);
  return mc_sqlite_run (db, "DELETE FROM factor_failures WHERE day < ?", error, "t", day_text) &&
         mc_sqlite_run (db,
                        "INSERT INTO factor_failures (code, day, failures) VALUES (?, ?, 1)"
                        " ON CONFLICT (code, day) DO UPDATE SET failures = failures + 1",
                        error,
                        "tt",
                        what,
                        day_text);
}

static gboolean
factor_fits (const McDossierRecord *record, const char *id_last4, guint birth_year)
{
  return record != NULL && record->id_number != NULL && birth_year != 0 && strlen (id_last4) == 4 &&
         g_str_has_suffix (record->id_number, id_last4) && record->birth_year == birth_year;
}

/*
 * mc_sqlite_try_second_factor:
 */
gboolean
mc_sqlite_try_second_factor (McSqlite *db,
                             const char *code,
                             const char *id_last4,
                             guint birth_year,
                             const GDate *today,
                             McFactorOutcome *outcome,
                             GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McDossierRecord) record = NULL;
  guint failures;

  if (!mc_sqlite_count_failures (db, code, today, &failures, error))
    return FALSE;
  if (failures >= MC_FACTOR_TRIES_A_DAY)
    {
      *outcome = MC_FACTOR_LOCKED;
      return TRUE;
    }

  record = mc_sqlite_find_by_code (db, code, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (factor_fits (record, id_last4, birth_year))
    {
      *outcome = MC_FACTOR_MATCH;
      return TRUE;
    }

  *outcome = MC_FACTOR_WRONG;

  return mc_sqlite_add_failure (db, code, today, error);
}
