/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-store"
#include "config.h"

#include "app/store/db.h"

#include "app/store/outbox.h"

#include <stdarg.h>

/* Another process (motcua-ctl beside the kiosk) holds the write lock for one commit at a time; ten
 * seconds is longer than the slowest commit of a dossier of 12 MiB on a worn memory card. */
#define BUSY_TIMEOUT_MS 10000

/* reliability.md R12: the log beside the file stays below 16 MiB once it was written back. */
#define WAL_LIMIT_BYTES 16777216

/* Idle statements of the connections of this thread, since one thread owns a connection. Compiling
 * the fifteen statements of a commit again each time took a fifth of its work. */
static void
idle_free (gpointer data)
{
  g_hash_table_unref (data);
}

static GPrivate idle_statements = G_PRIVATE_INIT (idle_free);

typedef struct
{
  sqlite3 *db;     /* (unowned) */
  const char *sql; /* (unowned), of the statement itself while it is kept */
} IdleKey;

static guint
idle_key_hash (gconstpointer data)
{
  const IdleKey *key = data;

  return g_direct_hash (key->db) ^ g_str_hash (key->sql);
}

static gboolean
idle_key_equal (gconstpointer a, gconstpointer b)
{
  const IdleKey *x = a;
  const IdleKey *y = b;

  return x->db == y->db && g_str_equal (x->sql, y->sql);
}

static GHashTable *
get_idle (void)
{
  GHashTable *idle = g_private_get (&idle_statements);

  if (idle == NULL)
    {
      idle = g_hash_table_new_full (idle_key_hash, idle_key_equal, g_free, NULL);
      g_private_set (&idle_statements, idle);
    }
  return idle;
}

static sqlite3_stmt *
take_idle (sqlite3 *db, const char *sql)
{
  const IdleKey key = { .db = db, .sql = sql };
  gpointer kept = NULL;
  gpointer statement = NULL;

  if (g_hash_table_steal_extended (get_idle (), &key, &kept, &statement))
    g_free (kept);
  return statement;
}

/* Pragmas and changes of the schema run once in the life of a connection. */
static gboolean
is_repeated (const char *sql)
{
  return !g_str_has_prefix (sql, "PRAGMA") && !g_str_has_prefix (sql, "CREATE") &&
         !g_str_has_prefix (sql, "DROP") && !g_str_has_prefix (sql, "ALTER");
}

/**
 * mc_db_release:
 * @statement: (transfer full) (nullable): its values are forgotten, whatever bytes they pointed to
 *
 * Gives a statement back, for the next one who prepares the same text in the thread that owns the
 * connection.
 */
void
mc_db_release (sqlite3_stmt *statement)
{
  IdleKey key;

  if (statement == NULL)
    return;
  key.db = sqlite3_db_handle (statement);
  key.sql = sqlite3_sql (statement);
  if (!is_repeated (key.sql) || g_hash_table_contains (get_idle (), &key))
    {
      sqlite3_finalize (statement);
      return;
    }
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  g_hash_table_insert (get_idle (), g_memdup2 (&key, sizeof key), statement);
}

/**
 * mc_db_close:
 * @db: (transfer full): no statement of it is lent out any more
 *
 * Closes the connection, in the thread that owns it.
 */
void
mc_db_close (sqlite3 *db)
{
  GHashTableIter iter;
  gpointer key;
  gpointer statement;
  int code;

  g_hash_table_iter_init (&iter, get_idle ());
  while (g_hash_table_iter_next (&iter, &key, &statement))
    if (((IdleKey *) key)->db == db)
      {
        g_hash_table_iter_remove (&iter);
        sqlite3_finalize (statement);
      }
  code = sqlite3_close (db);
  g_assert (code == SQLITE_OK); /* every statement was given back by its scope */
}

/**
 * mc_db_set_error:
 * @db: (nullable): the connection that failed
 * @code: SQLite's extended result code
 * @what: what was being done, for the log
 * @error: set
 *
 * The one place that turns SQLite's codes into ours: a full disk is %MC_OUTBOX_ERROR_FULL, a file
 * that is not (any more) what SQLite wrote %MC_OUTBOX_ERROR_DAMAGED, all else
 * %MC_OUTBOX_ERROR_STORAGE. SQLite's messages name tables and columns, never a value.
 */
void
mc_db_set_error (sqlite3 *db, int code, const char *what, GError **error)
{
  McOutboxError kind = MC_OUTBOX_ERROR_STORAGE;
  g_autofree char *message = NULL;

  if ((code & 0xff) == SQLITE_FULL)
    kind = MC_OUTBOX_ERROR_FULL;
  else if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB)
    kind = MC_OUTBOX_ERROR_DAMAGED;
  /* SQLite quotes what stands in the file: in a damaged one that need not be text. */
  message = g_utf8_make_valid (db != NULL ? sqlite3_errmsg (db) : sqlite3_errstr (code), -1);
  g_set_error (error, MC_OUTBOX_ERROR, kind, "%s: %s (SQLite %d)", what, message, code);
}

typedef struct
{
  const char *sql;
  const char *expected; /* (nullable): the pragma answers nothing that matters */
} Pragma;

static gboolean
obey (sqlite3 *db, const Pragma *pragmas, gsize n_pragmas, GError **error)
{
  for (gsize i = 0; i < n_pragmas; i++)
    {
      g_autoptr (sqlite3_stmt) statement = mc_db_prepare (db, error, pragmas[i].sql, "");
      gboolean row = FALSE;

      if (statement == NULL || !mc_db_step (statement, &row, error))
        return FALSE;
      if (pragmas[i].expected != NULL &&
          (!row ||
           g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), pragmas[i].expected) != 0))
        {
          g_set_error (
              error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_OPEN, "%s was not obeyed", pragmas[i].sql);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
set_pragmas (sqlite3 *db, GError **error)
{
  /* WAL and FULL are the promise: COMMIT returns after the log was synced (sqlite.org/pragma.html,
   * synchronous). secure_delete overwrites what is purged. */
  static const Pragma pragmas[] = {
    { "PRAGMA journal_mode = WAL", "wal" },
    { "PRAGMA synchronous = FULL", NULL },
    { "PRAGMA synchronous", "2" },
    { "PRAGMA secure_delete = ON", "1" },
    { "PRAGMA foreign_keys = ON", NULL },
    { "PRAGMA trusted_schema = OFF", NULL },
    { "PRAGMA cell_size_check = ON", NULL },
    { "PRAGMA mmap_size = 0", NULL },
    { "PRAGMA temp_store = MEMORY", NULL },
    { "PRAGMA journal_size_limit = " G_STRINGIFY (WAL_LIMIT_BYTES), NULL },
  };

  return obey (db, pragmas, G_N_ELEMENTS (pragmas), error);
}

static sqlite3 *
open_quietly (const char *path, int mode, GError **error)
{
  sqlite3 *db = NULL;
  int code =
      sqlite3_open_v2 (path, &db, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);

  if (code != SQLITE_OK)
    {
      mc_db_set_error (db, code, path, error);
      sqlite3_close (db);
      return NULL;
    }
  sqlite3_extended_result_codes (db, 1);
  sqlite3_busy_timeout (db, BUSY_TIMEOUT_MS);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  return db;
}

/**
 * mc_db_open:
 * @path: an existing file
 *
 * Opens the file read-write for the calling thread alone, with the durability that design section 3
 * asks for; refuses when SQLite does not obey. Writing the log back into the file is left to the
 * owner (see store-thread.c), which looks at the outcome; SQLite by itself would not.
 *
 * Returns: (transfer full): a connection, to be closed with mc_db_close ()
 */
sqlite3 *
mc_db_open (const char *path, GError **error)
{
  sqlite3 *db = open_quietly (path, SQLITE_OPEN_READWRITE, error);

  if (db == NULL)
    return NULL;
  if (set_pragmas (db, error))
    {
      sqlite3_wal_autocheckpoint (db, 0);
      return db;
    }
  mc_db_close (db);
  return NULL;
}

/**
 * mc_db_open_reader:
 * @path: a file that mc_db_open () has open
 *
 * A second pair of eyes for the calling thread: it shares no page with the connection that writes,
 * so what it reads of a new commit went through the file and the log's index.
 *
 * Returns: (transfer full): a connection that cannot write, to be closed with mc_db_close ()
 */
sqlite3 *
mc_db_open_reader (const char *path, GError **error)
{
  static const Pragma pragmas[] = {
    { "PRAGMA trusted_schema = OFF", NULL },
    { "PRAGMA cell_size_check = ON", NULL },
    { "PRAGMA mmap_size = 0", NULL },
  };
  sqlite3 *db = open_quietly (path, SQLITE_OPEN_READONLY, error);

  if (db == NULL)
    return NULL;
  if (obey (db, pragmas, G_N_ELEMENTS (pragmas), error))
    return db;
  mc_db_close (db);
  return NULL;
}

static gboolean
bind_all (sqlite3_stmt *statement, const char *types, va_list values, GError **error)
{
  int code = SQLITE_OK;

  for (int i = 0; i < sqlite3_bind_parameter_count (statement) && code == SQLITE_OK; i++)
    {
      switch (types[i])
        {
        case 's':
          code = sqlite3_bind_text (
              statement, i + 1, va_arg (values, const char *), -1, SQLITE_TRANSIENT);
          break;
        case 'i':
          code = sqlite3_bind_int64 (statement, i + 1, va_arg (values, gint64));
          break;
        case 'b':
          {
            GBytes *bytes = va_arg (values, GBytes *);
            gsize length = 0;
            const void *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

            /* An empty blob is not NULL. The bytes outlive the statement: callers hold them. */
            if (bytes == NULL)
              code = sqlite3_bind_null (statement, i + 1);
            else
              code = sqlite3_bind_blob64 (
                  statement, i + 1, data != NULL ? data : "", length, SQLITE_STATIC);
            break;
          }
        default:
          g_assert_not_reached ();
        }
    }
  if (code != SQLITE_OK)
    mc_db_set_error (sqlite3_db_handle (statement), code, "bind", error);
  return code == SQLITE_OK;
}

static sqlite3_stmt *
prepare_va (sqlite3 *db, GError **error, const char *sql, const char *types, va_list values)
{
  g_autoptr (sqlite3_stmt) statement = take_idle (db, sql);

  if (statement == NULL)
    {
      int code = sqlite3_prepare_v3 (db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);

      if (code != SQLITE_OK)
        {
          mc_db_set_error (db, code, "prepare", error);
          return NULL;
        }
    }
  g_assert (sqlite3_bind_parameter_count (statement) <= (int) strlen (types));
  if (!bind_all (statement, types, values, error))
    return NULL;
  return g_steal_pointer (&statement);
}

/**
 * mc_db_prepare:
 * @types: what follows, see the header
 *
 * Returns: (transfer full): the statement with its values bound, before its first step; to be given
 *   back with mc_db_release ()
 */
sqlite3_stmt *
mc_db_prepare (sqlite3 *db, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list values;

  va_start (values, types);
  statement = prepare_va (db, error, sql, types, values);
  va_end (values);
  return statement;
}

/**
 * mc_db_step:
 * @row: (out): whether a row is there to be read
 *
 * Returns: %FALSE on any failure
 */
gboolean
mc_db_step (sqlite3_stmt *statement, gboolean *row, GError **error)
{
  int code = sqlite3_step (statement);

  *row = code == SQLITE_ROW;
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;
  mc_db_set_error (sqlite3_db_handle (statement), code, "step", error);
  return FALSE;
}

/**
 * mc_db_exec:
 *
 * Runs one statement to its end; rows that it returns are dropped.
 */
gboolean
mc_db_exec (sqlite3 *db, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row = TRUE;
  va_list values;

  va_start (values, types);
  statement = prepare_va (db, error, sql, types, values);
  va_end (values);
  if (statement == NULL)
    return FALSE;
  while (row)
    if (!mc_db_step (statement, &row, error))
      return FALSE;
  return TRUE;
}

/**
 * mc_db_get_int:
 * @value: (out): the first column of the first row; untouched when there is none
 * @found: (out) (optional): whether there was a row with a value that is not NULL
 *
 * One number from one query.
 */
gboolean
mc_db_get_int (sqlite3 *db,
               gint64 *value,
               gboolean *found,
               GError **error,
               const char *sql,
               const char *types,
               ...)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row = FALSE;
  va_list values;

  va_start (values, types);
  statement = prepare_va (db, error, sql, types, values);
  va_end (values);
  if (statement == NULL || !mc_db_step (statement, &row, error))
    return FALSE;
  row = row && sqlite3_column_type (statement, 0) != SQLITE_NULL;
  if (row)
    *value = sqlite3_column_int64 (statement, 0);
  if (found != NULL)
    *found = row;
  return TRUE;
}

/**
 * mc_db_dup_text:
 *
 * Returns: (transfer full) (nullable): the column as text, %NULL for NULL
 */
char *
mc_db_dup_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

/**
 * mc_db_dup_blob:
 *
 * Returns: (transfer full) (nullable): a copy of the column's bytes, %NULL for NULL
 */
GBytes *
mc_db_dup_blob (sqlite3_stmt *statement, int column)
{
  const void *data;

  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return NULL;
  data = sqlite3_column_blob (statement, column);
  return g_bytes_new (data, sqlite3_column_bytes (statement, column));
}
