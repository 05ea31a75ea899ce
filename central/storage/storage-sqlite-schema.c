/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-storage-sqlite"

#include "config.h"

#include "central/storage/storage-sqlite-private.h"

#include <gio/gio.h>
#include <stdlib.h>
#include "central/central-data.h"

#define MIGRATIONS "/vn/motcua/central/data/migrations/sqlite"
#define APPLICATION_ID 0x4d43554b /* "MCUK": no other program's file is taken for ours */

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
read_number (McSqlite *self, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (McRows) rows = mc_sqlite_query (self, sql, error, "");
  g_autoptr (GError) local_error = NULL;

  if (rows == NULL)
    return FALSE;

  *number = mc_sqlite_next (self, rows, &local_error) ? sqlite3_column_int64 (rows, 0) : 0;
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
check_owner (McSqlite *self, GError **error)
{
  gint64 application_id, tables;

  if (!read_number (self, "PRAGMA application_id", &application_id, error) ||
      !read_number (self, "SELECT count (*) FROM sqlite_schema", &tables, error))
    return FALSE;
  if (application_id == APPLICATION_ID || (application_id == 0 && tables == 0))
    return TRUE;

  g_set_error_literal (
      error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_SCHEMA, "this is another program's database");
  return FALSE;
}

static gboolean
apply (McSqlite *self, const char *name, gint64 number, GError **error)
{
  g_autofree char *path = g_strconcat (MIGRATIONS "/", name, NULL);
  g_autoptr (GBytes) sql = NULL;
  g_autofree char *digest = NULL;

  sql = g_resource_lookup_data (
      mc_central_data_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (sql == NULL)
    return FALSE;

  digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, sql);
  if (mc_sqlite_execute (self, g_bytes_get_data (sql, NULL), error) &&
      mc_sqlite_run (self,
                     "INSERT INTO schema_ledger (number, name, sha256, applied_at) "
                     "VALUES (?, ?, ?, unixepoch ())",
                     error,
                     "itt",
                     number,
                     name,
                     digest))
    return TRUE;

  g_prefix_error (error, "migration %s: ", name);
  return FALSE;
}

static gboolean
migrate_all (McSqlite *self, char **names, GError **error)
{
  gint64 done, newest = 0;

  if (!check_owner (self, error) ||
      !mc_sqlite_execute (self,
                          "CREATE TABLE IF NOT EXISTS schema_ledger ("
                          " number INTEGER PRIMARY KEY, name TEXT NOT NULL,"
                          " sha256 TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT",
                          error) ||
      !read_number (self, "SELECT max (number) FROM schema_ledger", &done, error))
    return FALSE;

  for (char **name = names; *name != NULL; name++)
    {
      newest = strtol (*name, NULL, 10);
      if (newest > done && !apply (self, *name, newest, error))
        return FALSE;
    }
  if (done <= newest)
    return mc_sqlite_execute (self, "PRAGMA application_id = 0x4d43554b", error);

  g_set_error (error,
               MC_STORAGE_ERROR,
               MC_STORAGE_ERROR_SCHEMA,
               "the database has schema %" G_GINT64_FORMAT ", this program knows %" G_GINT64_FORMAT
               ": install the newer program",
               done,
               newest);
  return FALSE;
}

/*
 * mc_sqlite_migrate:
 *
 * Brings the schema up to this program's, all steps in one transaction: a failure leaves the file
 * as it was. A newer schema is refused, never touched.
 */
gboolean
mc_sqlite_migrate (McSqlite *self, GError **error)
{
  g_auto (GStrv) names = g_resource_enumerate_children (
      mc_central_data_get_resource (), MIGRATIONS, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (names == NULL)
    return FALSE;
  qsort (names, g_strv_length (names), sizeof (char *), compare_names);

  if (!mc_sqlite_execute (self, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (migrate_all (self, names, error))
    return mc_sqlite_execute (self, "COMMIT", error);

  mc_sqlite_execute (self, "ROLLBACK", NULL);
  return FALSE;
}
