/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/central/plans.h"

#include <sqlite3.h>
#include <string.h>

static GHashTable *statements; /* (owned) (element-type utf8), what was run */

static int
on_statement (unsigned kind, void *data, void *statement, void *text)
{
  g_hash_table_add (statements, g_strdup (sqlite3_sql (statement)));

  return 0;
}

static int
on_opened (sqlite3 *db, char **message, const sqlite3_api_routines *api)
{
  return sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, on_statement, NULL);
}

void
plans_begin (void)
{
  statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sqlite3_auto_extension ((void (*) (void)) on_opened);
}

void
plans_forget (void)
{
  g_hash_table_remove_all (statements);
}

static gboolean
begins_with (const char *line, const char *const *beginnings)
{
  for (; beginnings != NULL && *beginnings != NULL; beginnings++)
    if (g_str_has_prefix (line, *beginnings))
      return TRUE;

  return FALSE;
}

static void
judge (sqlite3 *db, const char *sql, const char *const *scans)
{
  g_autofree char *explained = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  sqlite3_stmt *plan = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, explained, -1, &plan, NULL), ==, SQLITE_OK);
  while (sqlite3_step (plan) == SQLITE_ROW)
    {
      const char *line = (const char *) sqlite3_column_text (plan, 3);

      if (g_str_has_prefix (line, "SCAN ") && !begins_with (line, scans))
        g_error ("reads everything: %s\n%s", line, sql);
      if (strstr (line, "FOR ORDER BY") != NULL && strstr (sql, "UNION") == NULL)
        g_error ("sorts: %s\n%s", line, sql);
    }
  sqlite3_finalize (plan);
}

guint
plans_end (const char *path, const char *const *scans)
{
  GHashTableIter iter;
  const char *sql;
  sqlite3 *db = NULL;
  guint judged = 0;

  sqlite3_cancel_auto_extension ((void (*) (void)) on_opened);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_hash_table_iter_init (&iter, statements);
  while (g_hash_table_iter_next (&iter, (gpointer *) &sql, NULL))
    if (g_str_has_prefix (sql, "SELECT ") && strstr (sql, "'main'") == NULL) /* not FTS5's own */
      {
        judge (db, sql, scans);
        judged++;
      }
  sqlite3_close (db);
  g_clear_pointer (&statements, g_hash_table_unref);

  return judged;
}
