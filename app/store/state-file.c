/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-store"
#include "config.h"

#include "app/store/state-file.h"

#include "app/store/outbox.h"
#include "app/store/schema.h"

#include <glib/gstdio.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* sqlite.org/fileformat.html: the first 100 bytes; big-endian numbers. */
#define HEADER_LENGTH 100
#define HEADER_USER_VERSION 60
#define HEADER_APPLICATION_ID 68

static gboolean
fail (const char *path, const char *what, int code, GError **error)
{
  g_set_error (
      error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_OPEN, "%s: %s: %s", path, what, g_strerror (code));
  return FALSE;
}

static gboolean
sync_folder (const char *folder, GError **error)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int code = 0;

  if (fd < 0 || fsync (fd) != 0)
    code = errno;
  if (fd >= 0)
    close (fd);
  return code == 0 || fail (folder, "cannot sync the folder", code, error);
}

/**
 * mc_state_file_create:
 * @state_dir: made with mode 700 when missing
 * @path: the file in it
 *
 * Makes sure that the file exists, is a regular file and readable by its owner alone. A new one is
 * durable by name before this returns: file, folder and the folder above are synced. The files that
 * SQLite puts beside it take over its mode.
 */
gboolean
mc_state_file_create (const char *state_dir, const char *path, GError **error)
{
  gboolean new_folder = !g_file_test (state_dir, G_FILE_TEST_EXISTS);
  gboolean new_file = FALSE;
  struct stat info;
  int fd;
  int code = 0;

  if (new_folder && g_mkdir_with_parents (state_dir, 0700) != 0)
    return fail (state_dir, "cannot make the folder", errno, error);
  fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd >= 0)
    new_file = TRUE;
  else if (errno == EEXIST)
    fd = open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0)
    return fail (path, "cannot open", errno, error);

  if (fstat (fd, &info) != 0)
    code = errno;
  else if (!S_ISREG (info.st_mode))
    code = EINVAL;
  else if ((info.st_mode & 0777) != 0600 && fchmod (fd, 0600) != 0)
    code = errno;
  else if (new_file && fsync (fd) != 0)
    code = errno;
  close (fd);
  if (code != 0)
    return fail (path, "cannot be used as the outbox", code, error);
  if (new_file && !sync_folder (state_dir, error))
    return FALSE;
  if (new_folder)
    {
      g_autofree char *parent = g_path_get_dirname (state_dir);

      return sync_folder (parent, error);
    }
  return TRUE;
}

static guint32
read_be32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

/**
 * mc_state_file_check_header:
 * @path: the file
 *
 * Looks at the header before SQLite may touch anything: a file of a newer program is refused with
 * %MC_OUTBOX_ERROR_NEWER, some other program's database with %MC_OUTBOX_ERROR_OPEN. What is not a
 * database at all passes, since opening it will tell.
 */
gboolean
mc_state_file_check_header (const char *path, GError **error)
{
  guint8 header[HEADER_LENGTH] = { 0 };
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  gssize n;

  if (fd < 0)
    return fail (path, "cannot open", errno, error);
  n = pread (fd, header, sizeof header, 0);
  close (fd);
  if (n != sizeof header || memcmp (header, "SQLite format 3", 16) != 0)
    return TRUE;
  if (read_be32 (header + HEADER_APPLICATION_ID) != MC_SCHEMA_APPLICATION_ID &&
      read_be32 (header + HEADER_USER_VERSION) != 0)
    {
      g_set_error (error,
                   MC_OUTBOX_ERROR,
                   MC_OUTBOX_ERROR_OPEN,
                   "%s: a database of another program; left untouched",
                   path);
      return FALSE;
    }
  if (read_be32 (header + HEADER_USER_VERSION) > (guint32) mc_schema_get_newest ())
    {
      g_set_error (error,
                   MC_OUTBOX_ERROR,
                   MC_OUTBOX_ERROR_NEWER,
                   "%s: has version %u; this program knows up to %d and left it untouched",
                   path,
                   read_be32 (header + HEADER_USER_VERSION),
                   mc_schema_get_newest ());
      return FALSE;
    }
  return TRUE;
}

static char *
choose_name (const char *path, gint64 now)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (now);
  g_autofree char *stamp =
      time != NULL ? g_date_time_format (time, "%Y%m%dT%H%M%SZ") : g_strdup ("undated");

  for (guint i = 0;; i++)
    {
      g_autofree char *name = i == 0 ? g_strdup_printf ("%s.damaged-%s", path, stamp)
                                     : g_strdup_printf ("%s.damaged-%s-%u", path, stamp, i);

      if (!g_file_test (name, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&name);
    }
}

/**
 * mc_state_file_set_aside:
 * @now: seconds UTC, for the name
 *
 * Renames a damaged file, with what SQLite keeps beside it, to a name that says so; nothing is
 * deleted. Refused while another process owns the state folder: it may have the file open.
 *
 * Returns: (transfer full): the new name, or %NULL
 */
char *
mc_state_file_set_aside (const char *state_dir, const char *path, gint64 now, GError **error)
{
  static const char *const suffixes[] = { "-wal", "-shm", "" };
  g_autofree char *target = choose_name (path, now);
  int fd = open (state_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean done = TRUE;

  if (fd < 0 || flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      g_set_error (error,
                   MC_OUTBOX_ERROR,
                   MC_OUTBOX_ERROR_OPEN,
                   "%s: damaged, and another process is using it",
                   path);
      done = FALSE;
    }
  for (gsize i = 0; done && i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (target, suffixes[i], NULL);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        done = fail (from, "cannot be set aside", errno, error);
    }
  if (done && fsync (fd) != 0)
    done = fail (state_dir, "cannot sync the folder", errno, error);
  if (fd >= 0)
    close (fd);
  return done ? g_steal_pointer (&target) : NULL;
}

/**
 * mc_state_file_has_room:
 * @reserve: bytes that stay free
 * @more: bytes about to be written
 *
 * Returns: %FALSE with %MC_OUTBOX_ERROR_FULL below the reserve
 */
gboolean
mc_state_file_has_room (const char *path, guint64 reserve, guint64 more, GError **error)
{
  struct statvfs info;
  guint64 free_bytes;

  if (statvfs (path, &info) != 0)
    {
      g_set_error (error,
                   MC_OUTBOX_ERROR,
                   MC_OUTBOX_ERROR_STORAGE,
                   "%s: cannot ask for free space: %s",
                   path,
                   g_strerror (errno));
      return FALSE;
    }
  free_bytes = (guint64) info.f_bavail * info.f_frsize;
  if (free_bytes >= reserve && free_bytes - reserve >= more)
    return TRUE;
  g_set_error (error,
               MC_OUTBOX_ERROR,
               MC_OUTBOX_ERROR_FULL,
               "%" G_GUINT64_FORMAT " MiB free, %" G_GUINT64_FORMAT " MiB are kept in reserve",
               free_bytes / (1024 * 1024),
               reserve / (1024 * 1024));
  return FALSE;
}
