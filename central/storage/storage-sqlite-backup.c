/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-storage-sqlite"

#include "config.h"

#include "central/storage/serials.h"
#include "central/storage/storage-sqlite-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

static gboolean
sync_path (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  int saved = errno;
  gboolean done = FALSE;

  if (fd >= 0)
    {
      done = fsync (fd) == 0;
      saved = errno;
      g_close (fd, NULL);
    }
  if (!done)
    g_set_error (
        error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_UNAVAILABLE, "%s: %s", path, g_strerror (saved));

  return done;
}

static gboolean
copy_pages (McSqlite *from, McSqlite *to, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to->db, "main", from->db, "main");
  int code;

  if (backup == NULL)
    {
      mc_sqlite_set_error (to, sqlite3_errcode (to->db), error);
      return FALSE;
    }

  /* All in one step: one snapshot, and in WAL mode nobody waits for it. */
  code = sqlite3_backup_step (backup, -1);
  sqlite3_backup_finish (backup);
  if (code == SQLITE_DONE)
    return TRUE;

  mc_sqlite_set_error (to, code, error);
  return FALSE;
}

static gboolean
check_copy (McSqlite *copy, GError **error)
{
  g_autoptr (McRows) rows = mc_sqlite_query (copy, "PRAGMA quick_check (1)", error, "");

  if (rows == NULL || !mc_sqlite_next (copy, rows, error))
    return FALSE;
  if (g_strcmp0 ((const char *) sqlite3_column_text (rows, 0), "ok") == 0)
    return TRUE;

  g_set_error (error,
               MC_STORAGE_ERROR,
               MC_STORAGE_ERROR_UNAVAILABLE,
               "the copy is damaged: %s",
               (const char *) sqlite3_column_text (rows, 0));
  return FALSE;
}

/* What the copy itself says of each kiosk's position: nothing newer may be called safe. */
static GPtrArray *
read_positions (McSqlite *copy, GError **error)
{
  g_autoptr (GPtrArray) kiosks = mc_sqlite_list_kiosks (copy, error);

  for (guint i = 0; kiosks != NULL && i < kiosks->len; i++)
    {
      McKioskRecord *kiosk = g_ptr_array_index (kiosks, i);

      if (!mc_sqlite_get_position (copy, kiosk->key_id, &kiosk->safe_sequence, error))
        return NULL;
    }

  return g_steal_pointer (&kiosks);
}

/* The original goes on and may enrol kiosks that this copy will never hear of; serials are never
 * given twice, so whoever is restored from it begins behind them. Also for agencies without a range
 * so far: the row of ''. It goes on minting at its counters, too: whoever is restored opens new
 * ones. */
static gboolean
leave_gap (McSqlite *copy, GError **error)
{
  return mc_sqlite_run (copy,
                        "INSERT INTO serial_ranges (agency_code, next_serial) VALUES ('', ?)"
                        " ON CONFLICT DO NOTHING",
                        error,
                        "i",
                        (gint64) MC_SERIAL_FIRST) &&
         mc_sqlite_run (copy,
                        "UPDATE serial_ranges SET next_serial = next_serial + ?",
                        error,
                        "i",
                        (gint64) MC_SERIALS_GAP) &&
         mc_sqlite_run (copy,
                        "UPDATE kiosks SET revoked_at = unixepoch ()"
                        " WHERE substr (name, 1, ?) = ? AND revoked_at IS NULL",
                        error,
                        "it",
                        (gint64) g_utf8_strlen (MC_COUNTER_PREFIX, -1),
                        MC_COUNTER_PREFIX);
}

static GPtrArray *
make_copy (McSqlite *db, const char *path, GError **error)
{
  g_autoptr (McSqlite) copy = mc_sqlite_open (path, TRUE, error);
  g_autoptr (GPtrArray) kiosks = NULL;

  if (copy == NULL || !copy_pages (db, copy, error) || !check_copy (copy, error) ||
      !leave_gap (copy, error))
    return NULL;
  kiosks = read_positions (copy, error);

  /* One plain file without a -wal beside it, so that it can be carried away as it is. */
  if (kiosks == NULL || !mc_sqlite_execute (copy, "PRAGMA journal_mode = DELETE", error))
    return NULL;

  return g_steal_pointer (&kiosks);
}

/*
 * mc_sqlite_copy:
 * @db: a reader
 * @path: the file to make or replace
 *
 * Writes beside @path, checks, fsyncs, renames, and fsyncs the folder: @path is the former copy or
 * the whole new one at any instant.
 *
 * Returns: (transfer full) (element-type McKioskRecord): the kiosks in the copy, each with the
 *   position in the copy as its `safe_sequence`; %NULL with an error
 */
GPtrArray *
mc_sqlite_copy (McSqlite *db, const char *path, GError **error)
{
  g_autoptr (GPtrArray) kiosks = NULL;
  g_autofree char *temporary = g_strconcat (path, ".part", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  gboolean done;

  g_unlink (temporary);
  kiosks = make_copy (db, temporary, error);
  done = kiosks != NULL && sync_path (temporary, error);
  if (done && g_rename (temporary, path) != 0)
    {
      g_set_error (error,
                   MC_STORAGE_ERROR,
                   MC_STORAGE_ERROR_UNAVAILABLE,
                   "%s: %s",
                   path,
                   g_strerror (errno));
      done = FALSE;
    }
  if (!done)
    g_unlink (temporary);

  return done && sync_path (folder, error) ? g_steal_pointer (&kiosks) : NULL;
}
