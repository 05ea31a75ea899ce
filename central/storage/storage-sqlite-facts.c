/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-storage-sqlite"

#include "config.h"

#include "central/storage/storage-sqlite-private.h"

/* The states whose clock runs are neighbours; kept by number. */
G_STATIC_ASSERT (MC_STATE_RECEIVED == 1 && MC_STATE_DEPARTMENT_APPROVED == 5);

/* In the order of the table, so that a row is read from its beginning, once. */
#define FACT_COLUMNS                                                                               \
  "filed_at, ended_at, rated_at, accepted_at, due_at, finished_at, paused_at, resumed_at, state,"  \
  " online, flags, rating, minutes_2, minutes_3, minutes_4, minutes_5, minutes_6, minutes_7,"      \
  " minutes_8, minutes_paused, resolver, unit, procedure"

/* What reports of a time look at; the text is the same in both statements below. */
#define IN_TIME "filed_at < ?2 AND (ended_at IS NULL OR ended_at >= ?1 OR rated_at >= ?1)"

static gint64
bind_minutes (const McFact *fact, guint step)
{
  return fact->minutes[step] == MC_MINUTES_NONE ? MC_TIME_NONE : fact->minutes[step];
}

/*
 * mc_sqlite_put_fact:
 */
gboolean
mc_sqlite_put_fact (McSqlite *db, gint64 number, const McFact *fact, GError **error)
{
  return mc_sqlite_run (
      db,
      "INSERT INTO facts (dossier, filed_at, ended_at, accepted_at, due_at, finished_at, paused_at,"
      " resumed_at, state, online, flags, minutes_2, minutes_3, minutes_4, minutes_5, minutes_6,"
      " minutes_7, minutes_8, minutes_paused, resolver, unit, procedure)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (dossier) DO UPDATE SET filed_at = excluded.filed_at,"
      " ended_at = excluded.ended_at, accepted_at = excluded.accepted_at,"
      " due_at = excluded.due_at, finished_at = excluded.finished_at,"
      " paused_at = excluded.paused_at, resumed_at = excluded.resumed_at, state = excluded.state,"
      " online = excluded.online, flags = excluded.flags, minutes_2 = excluded.minutes_2,"
      " minutes_3 = excluded.minutes_3, minutes_4 = excluded.minutes_4,"
      " minutes_5 = excluded.minutes_5, minutes_6 = excluded.minutes_6,"
      " minutes_7 = excluded.minutes_7, minutes_8 = excluded.minutes_8,"
      " minutes_paused = excluded.minutes_paused, resolver = excluded.resolver,"
      " unit = excluded.unit, procedure = excluded.procedure",
      error,
      "iizzzzzziiizzzzzzzittt",
      number,
      fact->filed_at,
      fact->ended_at,
      fact->accepted_at,
      fact->due_at,
      fact->finished_at,
      fact->paused_at,
      fact->resumed_at,
      (gint64) fact->state,
      (gint64) fact->online,
      (gint64) fact->flags,
      bind_minutes (fact, 2),
      bind_minutes (fact, 3),
      bind_minutes (fact, 4),
      bind_minutes (fact, 5),
      bind_minutes (fact, 6),
      bind_minutes (fact, 7),
      bind_minutes (fact, 8),
      (gint64) fact->paused,
      fact->resolver,
      fact->unit,
      fact->procedure);
}

static gboolean
put (McFacts *facts, const char *id, const McFact *fact, GError **error)
{
  McSqlite *db = mc_storage_sqlite_get_writer (facts);
  gint64 number;

  return mc_sqlite_find_number (db, id, &number, NULL, error) &&
         mc_sqlite_put_fact (db, number, fact, error);
}

static void
read_fact (McRows *rows, McFact *fact)
{
  fact->filed_at = sqlite3_column_int64 (rows, 0);
  fact->ended_at = mc_rows_get_time (rows, 1);
  fact->rated_at = mc_rows_get_time (rows, 2);
  fact->accepted_at = mc_rows_get_time (rows, 3);
  fact->due_at = mc_rows_get_time (rows, 4);
  fact->finished_at = mc_rows_get_time (rows, 5);
  fact->paused_at = mc_rows_get_time (rows, 6);
  fact->resumed_at = mc_rows_get_time (rows, 7);
  fact->state = sqlite3_column_int (rows, 8);
  fact->online = sqlite3_column_int (rows, 9);
  fact->flags = sqlite3_column_int (rows, 10);
  fact->rating = sqlite3_column_int (rows, 11);
  for (guint step = 2; step <= MC_N_STEPS; step++)
    fact->minutes[step] = sqlite3_column_type (rows, 10 + step) == SQLITE_NULL
                              ? MC_MINUTES_NONE
                              : sqlite3_column_int (rows, 10 + step);
  fact->paused = sqlite3_column_int (rows, 19);
  fact->resolver = (const char *) sqlite3_column_text (rows, 20);
  fact->unit = (const char *) sqlite3_column_text (rows, 21);
  fact->procedure = (const char *) sqlite3_column_text (rows, 22);
}

static gboolean
each (McFacts *facts, const McFactQuery *query, McFactFunc func, gpointer data, GError **error)
{
  g_auto (McReader) reader = mc_reader_take (facts, error);
  const gint64 to = query->to == MC_TIME_NONE ? G_MAXINT64 : query->to;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McRows) rows = NULL;
  McFact fact;

  if (reader.db == NULL)
    return FALSE;

  if (query->resolver != NULL)
    rows = mc_sqlite_query (reader.db,
                            "SELECT " FACT_COLUMNS " FROM facts WHERE resolver = ?3 AND " IN_TIME,
                            error,
                            "iit",
                            query->from,
                            to,
                            query->resolver);
  else
    rows = mc_sqlite_query (reader.db,
                            "SELECT " FACT_COLUMNS " FROM facts NOT INDEXED WHERE " IN_TIME,
                            error,
                            "ii",
                            query->from,
                            to);
  if (rows == NULL)
    return FALSE;

  mc_fact_init (&fact);
  while (mc_sqlite_next (reader.db, rows, &local_error))
    {
      read_fact (rows, &fact);
      if (!func (&fact, data))
        return TRUE;
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static GPtrArray *
list_register (McFacts *facts, const char *unit, gint64 from, gint64 to, GError **error)
{
  g_auto (McReader) reader = mc_reader_take (facts, error);
  g_autoptr (McRows) rows = NULL;

  if (reader.db == NULL)
    return NULL;

  rows = mc_sqlite_query (reader.db,
                          "SELECT " MC_RECORD_COLUMNS " FROM facts f JOIN dossiers d"
                          " ON d.number = f.dossier LEFT JOIN ratings r ON r.dossier = d.number"
                          " WHERE f.unit = ? AND f.accepted_at >= ? AND f.accepted_at < ?"
                          " ORDER BY f.accepted_at, f.dossier",
                          error,
                          "tii",
                          unit,
                          from,
                          to);

  return mc_sqlite_read_records (reader.db, rows, error);
}

static GPtrArray *
list_overdue (McFacts *facts, const char *resolver, gint64 now, guint limit, GError **error)
{
  g_auto (McReader) reader = mc_reader_take (facts, error);
  g_autoptr (McRows) rows = NULL;

  if (reader.db == NULL)
    return NULL;

  rows = mc_sqlite_query (reader.db,
                          "SELECT " MC_RECORD_COLUMNS " FROM facts f JOIN dossiers d"
                          " ON d.number = f.dossier LEFT JOIN ratings r ON r.dossier = d.number"
                          " WHERE f.finished_at IS NULL AND f.due_at < ?1"
                          " AND f.state BETWEEN ?2 AND ?3 AND (?4 IS NULL OR f.resolver = ?4)"
                          " ORDER BY f.due_at, f.dossier LIMIT ?5",
                          error,
                          "iiiti",
                          now,
                          (gint64) MC_STATE_RECEIVED,
                          (gint64) MC_STATE_DEPARTMENT_APPROVED,
                          resolver,
                          (gint64) limit);

  return mc_sqlite_read_records (reader.db, rows, error);
}

/*
 * mc_storage_sqlite_facts_init:
 *
 * Fills the interface.
 */
void
mc_storage_sqlite_facts_init (McFactsInterface *iface)
{
  iface->put = put;
  iface->each = each;
  iface->list_register = list_register;
  iface->list_overdue = list_overdue;
}
