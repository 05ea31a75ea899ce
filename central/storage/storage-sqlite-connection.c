/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-storage-sqlite"

#include "config.h"

#include "central/storage/storage-sqlite-private.h"

#include <string.h>
#include "app/domain/datetime.h"

#define BUSY_TIMEOUT_MS 5000 /* a command on the same data folder commits in milliseconds */

static int
translate_code (int code)
{
  /* After a failed fsync the kernel may call the lost pages clean, and the next sync succeeds
   * without them (PostgreSQL's lesson): going on would acknowledge what is on no disk. */
  if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC)
    return MC_STORAGE_ERROR_BROKEN;

  switch (code & 0xff)
    {
    case SQLITE_MISMATCH:
    case SQLITE_CONSTRAINT:
    case SQLITE_ERROR:
      return MC_STORAGE_ERROR_CONFLICT;
    default: /* BUSY, FULL, IOERR, CANTOPEN, READONLY, NOMEM, CORRUPT, NOTADB… */
      return MC_STORAGE_ERROR_UNAVAILABLE;
    }
}

/*
 * mc_sqlite_set_error:
 *
 * The one place where SQLite's codes become ours. The message holds SQLite's words, never values.
 */
void
mc_sqlite_set_error (McSqlite *self, int code, GError **error)
{
  g_set_error (error,
               MC_STORAGE_ERROR,
               translate_code (code),
               "SQLite: %s (%d)",
               self != NULL && self->db != NULL ? sqlite3_errmsg (self->db) : sqlite3_errstr (code),
               code);
}

/*
 * mc_sqlite_execute:
 *
 * Runs statements without parameters and results.
 */
gboolean
mc_sqlite_execute (McSqlite *self, const char *sql, GError **error)
{
  int code = sqlite3_exec (self->db, sql, NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;

  mc_sqlite_set_error (self, code, error);
  return FALSE;
}

static void
statement_finalize (gpointer statement)
{
  sqlite3_finalize (statement);
}

/*
 * mc_sqlite_open:
 * @writes: whether it may write; also creates the file
 *
 * WAL with synchronous=FULL: COMMIT returns after the disk has it, which is what an acknowledgement
 * rests on (measured: NORMAL loses acknowledged rows at a power cut).
 */
McSqlite *
mc_sqlite_open (const char *path, gboolean writes, GError **error)
{
  g_autoptr (McSqlite) self = g_new0 (McSqlite, 1);
  int flags = writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READWRITE;
  int code;

  self->statements = g_hash_table_new_full (NULL, NULL, NULL, statement_finalize);
  code = sqlite3_open_v2 (
      path, &self->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
  if (code != SQLITE_OK)
    {
      mc_sqlite_set_error (self, code, error);
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  sqlite3_extended_result_codes (self->db, TRUE);
  sqlite3_busy_timeout (self->db, BUSY_TIMEOUT_MS);

  if (!mc_sqlite_execute (self,
                          "PRAGMA journal_mode = WAL;"
                          "PRAGMA synchronous = FULL;"
                          "PRAGMA foreign_keys = ON;"
                          "PRAGMA temp_store = MEMORY;"
                          "PRAGMA journal_size_limit = 16777216;"
                          "PRAGMA cache_size = -16384;"
                          "PRAGMA trusted_schema = OFF;",
                          error) ||
      (!writes && !mc_sqlite_execute (self, "PRAGMA query_only = ON;", error)))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/*
 * mc_sqlite_free:
 */
void
mc_sqlite_free (McSqlite *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->statements, g_hash_table_unref);
  sqlite3_close (self->db);
  g_free (self);
}

/*
 * mc_rows_reset:
 *
 * Gives a prepared statement back to its connection.
 */
void
mc_rows_reset (McRows *self)
{
  if (self == NULL)
    return;

  sqlite3_reset (self);
  sqlite3_clear_bindings (self);
}

static sqlite3_stmt *
prepare (McSqlite *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);
  int code;

  if (statement != NULL)
    return statement;

  code = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (code != SQLITE_OK)
    {
      mc_sqlite_set_error (self, code, error);
      return NULL;
    }
  g_hash_table_insert (self->statements, (gpointer) sql, statement);

  return statement;
}

static int
bind_one (sqlite3_stmt *statement, int column, char kind, va_list *values)
{
  const void *pointer;
  gint64 number;
  int length;

  switch (kind)
    {
    case 't':
      pointer = va_arg (*values, const char *);
      return sqlite3_bind_text (statement, column, pointer, -1, SQLITE_STATIC);
    case 'i':
      return sqlite3_bind_int64 (statement, column, va_arg (*values, gint64));
    case 'z':
      number = va_arg (*values, gint64);
      return number == MC_TIME_NONE ? sqlite3_bind_null (statement, column)
                                    : sqlite3_bind_int64 (statement, column, number);
    case 'b':
      pointer = va_arg (*values, const void *);
      length = va_arg (*values, int);
      return sqlite3_bind_blob (statement, column, pointer, length, SQLITE_STATIC);
    case 'y':
      {
        gsize size;
        const void *data = g_bytes_get_data (va_arg (*values, GBytes *), &size);

        return sqlite3_bind_blob64 (statement, column, data, size, SQLITE_STATIC);
      }
    default:
      g_assert_not_reached ();
    }
}

static McRows *
query_valist (McSqlite *self, const char *sql, GError **error, const char *format, va_list *values)
{
  g_autoptr (McRows) statement = prepare (self, sql, error);

  if (statement == NULL)
    return NULL;

  for (int column = 1; format[column - 1] != '\0'; column++)
    {
      int code = bind_one (statement, column, format[column - 1], values);

      if (code != SQLITE_OK)
        {
          mc_sqlite_set_error (self, code, error);
          return NULL;
        }
    }

  return g_steal_pointer (&statement);
}

/*
 * mc_sqlite_query:
 * @sql: a string literal or static constant: statements are kept by its address
 * @format: a letter per parameter: t (const char *, nullable), i (gint64), z (gint64 time,
 *   %MC_TIME_NONE is NULL), b (const void *, int length), y (GBytes *)
 *
 * Values must live until the rows are reset.
 */
McRows *
mc_sqlite_query (McSqlite *self, const char *sql, GError **error, const char *format, ...)
{
  McRows *rows;
  va_list values;

  va_start (values, format);
  rows = query_valist (self, sql, error, format, &values);
  va_end (values);

  return rows;
}

/*
 * mc_sqlite_next:
 *
 * Returns: %TRUE with a row; %FALSE at the end, or with @error set
 */
gboolean
mc_sqlite_next (McSqlite *self, McRows *rows, GError **error)
{
  int code = sqlite3_step (rows);

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    mc_sqlite_set_error (self, code, error);

  return FALSE;
}

/*
 * mc_sqlite_run:
 *
 * Runs one statement to its end; see mc_sqlite_query () for @format.
 */
gboolean
mc_sqlite_run (McSqlite *self, const char *sql, GError **error, const char *format, ...)
{
  g_autoptr (McRows) rows = NULL;
  va_list values;
  int code;

  va_start (values, format);
  rows = query_valist (self, sql, error, format, &values);
  va_end (values);
  if (rows == NULL)
    return FALSE;

  do
    code = sqlite3_step (rows);
  while (code == SQLITE_ROW);
  if (code == SQLITE_DONE)
    return TRUE;

  mc_sqlite_set_error (self, code, error);
  return FALSE;
}

/*
 * mc_rows_dup_text:
 *
 * Returns: (transfer full) (nullable): the column's text; %NULL for NULL
 */
char *
mc_rows_dup_text (McRows *self, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (self, column));
}

/*
 * mc_rows_get_time:
 *
 * Returns: the column's time; %MC_TIME_NONE for NULL
 */
gint64
mc_rows_get_time (McRows *self, int column)
{
  return sqlite3_column_type (self, column) == SQLITE_NULL ? MC_TIME_NONE
                                                           : sqlite3_column_int64 (self, column);
}
