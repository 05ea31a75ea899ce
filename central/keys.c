/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "keys"
#define SIGNING_FILE "signing.key"
#define SEALING_FILE "sealing.key"
#define RETIRED_PREFIX "sealing-retired-"

struct _McKeys
{
  McSigningKey *signing; /* (owned) */
  McSealingKey *sealing; /* (owned) */
  GPtrArray *retired;    /* (owned) (element-type McSealingKey) */
};

/* clang-format off */
G_DEFINE_QUARK (mc-keys-error-quark, mc_keys_error)
/* clang-format on */

static gboolean
set_file_error (const char *path, int number, GError **error)
{
  g_set_error (error, MC_KEYS_ERROR, MC_KEYS_ERROR_FILE, "%s: %s", path, g_strerror (number));
  return FALSE;
}

static gboolean
check_private (const char *path, const struct stat *info, GError **error)
{
  if (info->st_uid != geteuid () && info->st_uid != 0)
    {
      g_set_error (
          error, MC_KEYS_ERROR, MC_KEYS_ERROR_PERMISSIONS, "%s belongs to somebody else", path);
      return FALSE;
    }
  if ((info->st_mode & (S_IRWXG | S_IRWXO)) != 0)
    {
      g_set_error (error,
                   MC_KEYS_ERROR,
                   MC_KEYS_ERROR_PERMISSIONS,
                   "%s may be read by others (mode %03o): chmod go= it, and ask who had it",
                   path,
                   info->st_mode & 0777);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_key (const char *path, guint8 key[32], GError **error)
{
  char text[64] = "";
  struct stat info;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  gssize length;
  gboolean done;

  if (fd < 0)
    return set_file_error (path, errno, error);
  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    {
      g_close (fd, NULL);
      return set_file_error (path, EINVAL, error);
    }
  if (!check_private (path, &info, error))
    {
      g_close (fd, NULL);
      return FALSE;
    }

  length = read (fd, text, sizeof text - 1);
  g_close (fd, NULL);
  if (length < 0)
    return set_file_error (path, errno, error);
  text[length] = '\0';
  g_strchomp (text);
  done = mc_key_from_base64 (text, key);
  sodium_memzero (text, sizeof text);
  if (!done)
    g_set_error (error,
                 MC_KEYS_ERROR,
                 MC_KEYS_ERROR_FORMAT,
                 "%s does not hold a key (32 bytes in base64)",
                 path);

  return done;
}

static gboolean
write_all (int fd, const char *text)
{
  gsize length = strlen (text);

  return write (fd, text, length) == (gssize) length && write (fd, "\n", 1) == 1 && fsync (fd) == 0;
}

/* Never over an existing key: what was sealed to it would be lost. */
static gboolean
write_key (const char *path, const guint8 key[32], GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".new", NULL);
  g_autofree char *text = mc_key_to_base64 (key);
  gboolean done;
  int fd, saved;

  g_unlink (temporary);
  fd = g_open (temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    return set_file_error (temporary, errno, error);
  done = write_all (fd, text);
  saved = errno;
  g_close (fd, NULL);
  sodium_memzero (text, strlen (text));
  if (done && link (temporary, path) != 0)
    {
      done = FALSE;
      saved = errno;
    }
  g_unlink (temporary);

  return done || set_file_error (path, saved, error);
}

static gboolean
sync_folder (const char *folder, GError **error)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean done;

  if (fd < 0)
    return set_file_error (folder, errno, error);
  done = fsync (fd) == 0;
  g_close (fd, NULL);

  return done || set_file_error (folder, errno, error);
}

static gboolean
open_signing (McKeys *self, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, SIGNING_FILE, NULL);
  guint8 seed[32];
  gboolean done = TRUE;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      if (!read_key (path, seed, error))
        return FALSE;
      self->signing = mc_signing_key_new_from_seed (seed);
    }
  else
    {
      self->signing = mc_signing_key_new ();
      done = write_key (path, mc_signing_key_get_seed (self->signing), error);
    }
  sodium_memzero (seed, sizeof seed);

  return done;
}

static gboolean
open_sealing (McKeys *self, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, SEALING_FILE, NULL);
  guint8 secret[32];
  gboolean done = TRUE;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      if (!read_key (path, secret, error))
        return FALSE;
      self->sealing = mc_sealing_key_new_from_secret (secret);
    }
  else
    {
      self->sealing = mc_sealing_key_new ();
      done = write_key (path, mc_sealing_key_get_secret (self->sealing), error);
    }
  sodium_memzero (secret, sizeof secret);

  return done;
}

static gboolean
open_retired (McKeys *self, const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  if (dir == NULL)
    return set_file_error (folder, errno, error);

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      guint8 secret[32];

      if (!g_str_has_prefix (name, RETIRED_PREFIX) || !g_str_has_suffix (name, ".key"))
        continue;
      if (!read_key (path, secret, error))
        return FALSE;
      g_ptr_array_add (self->retired, mc_sealing_key_new_from_secret (secret));
      sodium_memzero (secret, sizeof secret);
    }

  return TRUE;
}

static gboolean
prepare_folder (const char *folder, GError **error)
{
  struct stat info;

  if (g_mkdir_with_parents (folder, 0700) != 0 || stat (folder, &info) != 0)
    return set_file_error (folder, errno, error);

  return check_private (folder, &info, error);
}

/* Two first starts at once (the service and a command) must not make two pairs. */
static int
lock_folder (const char *folder)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0 || flock (fd, LOCK_EX) == 0)
    return fd;

  g_close (fd, NULL);
  return -1;
}

/**
 * mc_keys_open:
 * @data_dir: the data folder
 * @error: return location for an error
 *
 * Reads the keys of DATA/keys, and makes what is not there yet: files of mode 600, synced before
 * they are used. A key that others may read is refused with %MC_KEYS_ERROR_PERMISSIONS.
 *
 * Returns: (transfer full): the keys, or %NULL with an error
 */
McKeys *
mc_keys_open (const char *data_dir, GError **error)
{
  g_autoptr (McKeys) self = g_new0 (McKeys, 1);
  g_autofree char *folder = g_build_filename (data_dir, FOLDER, NULL);
  gboolean done;
  int lock;

  self->retired = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_sealing_key_free);
  if (!prepare_folder (folder, error))
    return NULL;
  lock = lock_folder (folder);
  done = open_signing (self, folder, error) && open_sealing (self, folder, error) &&
         open_retired (self, folder, error) && sync_folder (folder, error);
  if (lock >= 0)
    g_close (lock, NULL);

  return done ? g_steal_pointer (&self) : NULL;
}

/**
 * mc_keys_free:
 * @self: (transfer full) (nullable): keys; their secrets are wiped
 */
void
mc_keys_free (McKeys *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->signing, mc_signing_key_free);
  g_clear_pointer (&self->sealing, mc_sealing_key_free);
  g_clear_pointer (&self->retired, g_ptr_array_unref);
  g_free (self);
}

/**
 * mc_keys_get_signing:
 * @self: keys
 *
 * Returns: (transfer none): the key that signs answers; any thread may use it
 */
const McSigningKey *
mc_keys_get_signing (McKeys *self)
{
  return self->signing;
}

/**
 * mc_keys_get_sealing:
 * @self: keys
 *
 * Returns: (transfer none): the key that kiosks seal to now
 */
const McSealingKey *
mc_keys_get_sealing (McKeys *self)
{
  return self->sealing;
}

/**
 * mc_keys_find_sealing:
 * @self: keys
 * @key_id: an envelope's seal_key_id
 *
 * Returns: (transfer none) (nullable): the present or a retired key of that id
 */
const McSealingKey *
mc_keys_find_sealing (McKeys *self, const char *key_id)
{
  if (g_strcmp0 (mc_sealing_key_get_id (self->sealing), key_id) == 0)
    return self->sealing;

  for (guint i = 0; i < self->retired->len; i++)
    {
      const McSealingKey *key = g_ptr_array_index (self->retired, i);

      if (g_strcmp0 (mc_sealing_key_get_id (key), key_id) == 0)
        return key;
    }

  return NULL;
}

static gboolean
copy_key (const char *from, const char *to, GError **error)
{
  guint8 key[32];
  gboolean done;

  if (g_file_test (to, G_FILE_TEST_EXISTS) && g_unlink (to) != 0)
    return set_file_error (to, errno, error);
  done = read_key (from, key, error) && write_key (to, key, error);
  sodium_memzero (key, sizeof key);

  return done;
}

/**
 * mc_keys_backup:
 * @data_dir: the data folder
 * @folder: where the copies go; made with mode 700
 * @error: return location for an error
 *
 * Copies all keys, retired ones too: a backup whose dossiers nobody can open is none.
 *
 * Returns: %TRUE when all are on the disk
 */
gboolean
mc_keys_backup (const char *data_dir, const char *folder, GError **error)
{
  g_autofree char *source = g_build_filename (data_dir, FOLDER, NULL);
  g_autoptr (GDir) dir = g_dir_open (source, 0, NULL);
  const char *name;

  if (dir == NULL)
    return set_file_error (source, errno, error);
  if (!prepare_folder (folder, error))
    return FALSE;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *from = g_build_filename (source, name, NULL);
      g_autofree char *to = g_build_filename (folder, name, NULL);

      if (g_str_has_suffix (name, ".key") && !copy_key (from, to, error))
        return FALSE;
    }

  return sync_folder (folder, error);
}

/**
 * mc_keys_rotate:
 * @data_dir: the data folder
 * @error: return location for an error
 *
 * Retires the sealing key and makes a new one. Kiosks that were enrolled before go on sealing to
 * the old one, which stays readable; the service must be started again to know the new one.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_keys_rotate (const char *data_dir, GError **error)
{
  g_autoptr (McKeys) self = mc_keys_open (data_dir, error);
  g_autoptr (McSealingKey) key = NULL;
  g_autofree char *folder = g_build_filename (data_dir, FOLDER, NULL);
  g_autofree char *present = g_build_filename (folder, SEALING_FILE, NULL);
  g_autofree char *retired_name = NULL;
  g_autofree char *retired = NULL;
  g_autofree char *next = g_build_filename (folder, SEALING_FILE ".next", NULL);

  if (self == NULL)
    return FALSE;

  key = mc_sealing_key_new ();
  retired_name = g_strconcat (RETIRED_PREFIX, mc_sealing_key_get_id (self->sealing), ".key", NULL);
  retired = g_build_filename (folder, retired_name, NULL);
  g_unlink (next);

  /* The old key has its second name before the new one takes its place: at no instant is it gone.
   */
  if (!write_key (next, mc_sealing_key_get_secret (key), error))
    return FALSE;
  if (link (present, retired) != 0 && errno != EEXIST)
    return set_file_error (retired, errno, error);
  if (g_rename (next, present) != 0)
    return set_file_error (present, errno, error);

  return sync_folder (folder, error);
}
