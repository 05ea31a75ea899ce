/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/store/db.h"
#include "app/store/outbox-private.h"
#include "app/store/schema.h"
#include "tests/app/store/storage.h"

#include <glib/gstdio.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static char *
read_all (const char *path, gsize *length)
{
  char *data = NULL;

  g_assert_true (g_file_get_contents (path, &data, length, NULL));
  return data;
}

static sqlite3 *
open_raw (const char *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (
      sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL), ==, SQLITE_OK);
  return db;
}

static void
exec_raw (sqlite3 *db, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

/* A file of the first version, with a dossier in it, is opened, brought up to date and goes on. */
static void
test_older (Storage *self, gconstpointer data)
{
  g_autofree char *state = g_build_filename (self->dir, "older", NULL);
  g_autofree char *path = g_build_filename (state, "outbox.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McReceipt) receipt = NULL;
  sqlite3 *db;
  int version = 0;

  g_assert_cmpint (g_mkdir (state, 0700), ==, 0);
  db = open_raw (path);
  g_assert_true (mc_schema_migrate (db, 1, 0, &error));
  exec_raw (db, "INSERT INTO counters VALUES ('2025-06-20', 70001, 70005)");
  exec_raw (db,
            "INSERT INTO dossiers (sequence, id, code, kiosk, language, submitted_at, digest, mac)"
            " VALUES (9, 'old', 'old', 'HK-03', 'vi', 0, '', x'00')");
  exec_raw (db,
            "INSERT INTO prints (job, sequence, copy, outcome, created_at)"
            " VALUES ('old-job', 9, 2, 'confirmed', 0)");
  g_assert_true (mc_schema_get_version (db, &version, &error));
  g_assert_cmpint (version, ==, 1);
  mc_db_close (db);

  storage_close (self);
  g_free (self->state_dir);
  self->state_dir = g_steal_pointer (&state);
  storage_open (self);
  storage_enrol (self, STORAGE_SERIAL_FIRST, STORAGE_SERIAL_LAST);
  receipt = storage_commit (self, draft, NULL);
  g_assert_cmpstr (draft->code, ==, "H26.107-250620-070005");
  g_assert_true (mc_outbox_add_rating (self->outbox, draft->id, 5, &error)); /* came with 2 */
  g_assert_cmpint (mc_outbox_get_print (self->outbox, "old-job", NULL, &error),
                   ==,
                   MC_PRINT_CONFIRMED); /* went over with 5 */
  g_assert_no_error (error);
  storage_close (self);

  db = open_raw (path);
  g_assert_true (mc_schema_get_version (db, &version, &error));
  g_assert_cmpint (version, ==, mc_schema_get_newest ());
  mc_db_close (db);
}

/* A newer program's file is refused, and not one byte of it changes. So is another program's. */
static void
test_newer (Storage *self, gconstpointer data)
{
  g_autofree char *path = storage_get_path (self);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize length_before;
  gsize length_after;
  sqlite3 *db;

  storage_close (self);
  db = open_raw (path);
  exec_raw (db, "PRAGMA user_version = 99");
  exec_raw (db, "PRAGMA wal_checkpoint (TRUNCATE)");
  sqlite3_close (db);
  before = read_all (path, &length_before);
  g_assert_null (mc_outbox_open (self->state_dir, MC_CLOCK (self->clock), &error));
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NEWER);
  g_clear_error (&error);
  after = read_all (path, &length_after);
  g_assert_cmpmem (before, length_before, after, length_after);

  db = open_raw (path);
  exec_raw (db, "PRAGMA user_version = 1");
  exec_raw (db, "PRAGMA application_id = 7");
  exec_raw (db, "PRAGMA wal_checkpoint (TRUNCATE)");
  sqlite3_close (db);
  g_assert_null (mc_outbox_open (self->state_dir, MC_CLOCK (self->clock), &error));
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_OPEN);
}

static guint
count_damaged (Storage *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->state_dir, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "outbox.db.damaged-") && !g_str_has_suffix (name, "-wal") &&
        !g_str_has_suffix (name, "-shm"))
      n++;
  return n;
}

/* A file that is no database any more is set aside whole, twice in one second, too, and an empty
 * one begun; that one is not enrolled, so that no serial can come twice. */
static void
test_damaged_file (Storage *self, gconstpointer data)
{
  g_autofree char *path = storage_get_path (self);
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (McReceipt) receipt = storage_commit (self, draft, NULL);

  for (guint i = 1; i <= 2; i++)
    {
      g_autofree char *before = NULL;
      g_autofree char *kept = NULL;
      g_autoptr (McEnrolment) enrolment = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;
      gsize kept_length;

      storage_close (self);
      before = read_all (path, &length);
      memset (before, 'x', 60);
      g_assert_true (g_file_set_contents (path, before, (gssize) length, NULL));
      storage_open (self);
      g_assert_cmpuint (count_damaged (self), ==, i);
      kept = read_all (mc_outbox_get_damaged_file (self->outbox), &kept_length);
      g_assert_cmpmem (before, length, kept, kept_length);
      enrolment = mc_outbox_dup_enrolment (self->outbox, &error);
      g_assert_no_error (error);
      g_assert_null (enrolment);
    }
}

/* Bytes of one dossier that changed on the disk are found before they are sent; it is quarantined,
 * and the next one goes on. */
static void
test_damaged_record (Storage *self, gconstpointer data)
{
  static const char *const changes[] = {
    "UPDATE blobs SET bytes = zeroblob (length (bytes)) WHERE sequence = 1 AND part = 0",
    "UPDATE blobs SET bytes = zeroblob (length (bytes)) WHERE sequence = 2 AND part = 1",
    "UPDATE dossiers SET code = 'H26.107-250620-079999' WHERE sequence = 3",
    "UPDATE dossiers SET receipt = replace (receipt, 'Hoàn', 'Hoan') WHERE sequence = 4",
    "UPDATE dossiers SET state = 'qeued' WHERE sequence = 5",
  };
  g_autofree char *path = storage_get_path (self);
  g_autoptr (GPtrArray) pages = storage_create_pages ("birth_notice", 1, 3000);
  g_autoptr (GError) error = NULL;
  McOutboxRecord *record;
  McOutboxSummary summary;
  char *last = NULL;
  guint sent = 0;
  sqlite3 *db;

  for (guint i = 0; i <= G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (McDossier) draft = storage_create_draft (self);
      g_autoptr (McReceipt) receipt = storage_commit (self, draft, pages);
    }
  storage_close (self);
  db = open_raw (path);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    exec_raw (db, changes[i]);
  sqlite3_close (db);
  storage_open (self);

  while ((record = mc_outbox_next_due (self->outbox, 0, &error)) != NULL)
    {
      g_auto (GStrv) digests = mc_outbox_dup_page_digests (self->outbox, record->id, NULL);
      g_autoptr (GBytes) page = mc_outbox_dup_page (self->outbox, digests[0], &error);
      g_autoptr (GBytes) sealed = NULL;

      if (error == NULL)
        sealed = mc_outbox_dup_sealed (self->outbox, record->id, &error);
      if (error == NULL)
        {
          g_assert_true (mc_outbox_mark_confirmed (self->outbox, record->id, &error));
          g_free (last);
          last = g_strdup (record->code);
          sent++;
        }
      else
        g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_DAMAGED);
      g_clear_error (&error);
      mc_outbox_record_free (record);
    }
  g_assert_no_error (error);
  g_assert_cmpuint (sent, ==, 1);
  g_assert_cmpstr (last, ==, "H26.107-250620-070006");
  g_assert_true (mc_outbox_get_summary (self->outbox, &summary, &error));
  g_assert_cmpuint (summary.pending, ==, 0);
  g_assert_cmpuint (
      summary.quarantined, ==, 4); /* the state nobody knows is shown so in the list */
  g_free (last);
}

/* Delivers whatever can be delivered; every one must be one of those that were committed, with its
 * very bytes. Returns how many were. */
static guint
deliver_all (Storage *self, GHashTable *committed)
{
  McOutboxRecord *record;
  guint sent = 0;

  while ((record = mc_outbox_next_due (self->outbox, 0, NULL)) != NULL)
    {
      g_autoptr (GBytes) sealed = mc_outbox_dup_sealed (self->outbox, record->id, NULL);
      g_autoptr (GError) error = NULL;

      if (sealed != NULL)
        {
          GBytes *expected = g_hash_table_lookup (committed, record->code);

          g_assert_nonnull (expected);
          g_assert_true (g_bytes_equal (sealed, expected));
          sent++;
        }
      if (!mc_outbox_mark_confirmed (self->outbox, record->id, &error) && error != NULL)
        {
          mc_outbox_record_free (record);
          break; /* out of service */
        }
      mc_outbox_record_free (record);
    }
  return sent;
}

/* One byte of the file flipped, anywhere, or the file cut: nothing crashes, nothing altered is ever
 * sent, and a file that cannot be used is set aside (reliability.md R6). */
static void
test_flips (Storage *self, gconstpointer data)
{
  g_autoptr (GHashTable) committed = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_autofree char *path = storage_get_path (self);
  g_autofree char *good = NULL;
  const char *longer = g_getenv ("MC_TEST_LONG");
  guint rounds = longer != NULL && g_str_equal (longer, "1") ? 1000 : 100;
  guint whole = 0;
  guint set_aside = 0;
  gsize length;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (McDossier) draft = storage_create_draft (self);
      g_autoptr (McReceipt) receipt = storage_commit (self, draft, NULL);

      g_hash_table_insert (
          committed, g_strdup (draft->code), mc_outbox_dup_sealed (self->outbox, draft->id, NULL));
    }
  storage_close (self);
  good = read_all (path, &length);
  for (guint i = 0; i < rounds; i++)
    {
      g_autofree char *bad = g_memdup2 (good, length);
      gboolean cut = i % 10 == 9;
      gsize at = (gsize) g_test_rand_int_range (0, (int) length);
      g_autoptr (GError) error = NULL;

      if (!cut)
        bad[at] ^= (char) (1 << g_test_rand_int_range (0, 8));
      g_assert_true (g_file_set_contents (path, bad, (gssize) (cut ? at : length), NULL));
      self->outbox = mc_outbox_open (self->state_dir, MC_CLOCK (self->clock), &error);
      if (self->outbox != NULL)
        {
          if (mc_outbox_get_damaged_file (self->outbox) != NULL)
            set_aside++;
          if (deliver_all (self, committed) == 5)
            whole++;
          storage_close (self);
        }
      storage_remove_tree (self->state_dir);
      g_assert_cmpint (g_mkdir (self->state_dir, 0700), ==, 0);
    }
  g_test_message (
      "%u flips and cuts: %u delivered all, %u files set aside", rounds, whole, set_aside);
  g_assert_cmpuint (whole, >, 0);
  g_assert_cmpuint (set_aside, >, 0);
}

/* Commits until the disk refuses, in a child whose files may not grow: what was acknowledged before
 * is there, nothing is acknowledged afterwards, and the outbox goes on once there is room again. */
static void
commit_until_refused (Storage *self, gboolean expect_break)
{
  g_autoptr (GPtrArray) pages = storage_create_pages ("birth_notice", 1, 200000);
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  for (;;)
    {
      g_autoptr (McDossier) draft = storage_create_draft (self);
      g_autoptr (McReceipt) receipt = mc_outbox_commit (
          self->outbox, draft, pages, self->procedure, self->calendar, TRUE, &error);

      if (receipt == NULL)
        break;
      g_assert_cmpuint (++n, <, 1000);
    }
  g_assert_cmpuint (n, >, 0);
  if (expect_break)
    {
      g_autoptr (McDossier) draft = storage_create_draft (self);

      g_clear_error (&error);
      g_assert_null (mc_outbox_commit (
          self->outbox, draft, NULL, self->procedure, self->calendar, TRUE, &error));
      g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_STORAGE); /* until reopened */
      g_assert_null (mc_outbox_list (self->outbox, NULL));
    }
  g_clear_error (&error);
  g_assert_true (mc_outbox_reopen (self->outbox, &error));
  g_assert_no_error (error);
  records = mc_outbox_list (self->outbox, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, n);
  for (guint i = 0; i < records->len; i++)
    {
      const McOutboxRecord *record = g_ptr_array_index (records, i);
      g_autoptr (GBytes) sealed = mc_outbox_dup_sealed (self->outbox, record->id, &error);

      g_assert_no_error (error);
    }
}

static void
set_file_limit (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* A write that fails in the middle of a commit (files may not grow beyond some MiB). */
static void
test_write_fails (Storage *self, gconstpointer data)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  signal (SIGXFSZ, SIG_IGN);
  set_file_limit (3 * 1024 * 1024);
  commit_until_refused (self, TRUE);
  set_file_limit (RLIM_INFINITY);
  g_assert_true (mc_outbox_reopen (self->outbox, NULL));
  {
    g_autoptr (McDossier) draft = storage_create_draft (self);
    g_autoptr (McReceipt) receipt = storage_commit (self, draft, NULL);
  }
}

static gboolean
enter_namespace (void)
{
  g_autofree char *uid_map = g_strdup_printf ("0 %u 1", (guint) getuid ());
  g_autofree char *gid_map = g_strdup_printf ("0 %u 1", (guint) getgid ());
  gboolean root = getuid () == 0;

  if (unshare (CLONE_NEWNS | (root ? 0 : CLONE_NEWUSER)) != 0)
    return FALSE;
  if (!root && (!g_file_set_contents_full (
                    "/proc/self/setgroups", "deny", -1, G_FILE_SET_CONTENTS_NONE, 0, NULL) ||
                !g_file_set_contents_full (
                    "/proc/self/uid_map", uid_map, -1, G_FILE_SET_CONTENTS_NONE, 0, NULL) ||
                !g_file_set_contents_full (
                    "/proc/self/gid_map", gid_map, -1, G_FILE_SET_CONTENTS_NONE, 0, NULL)))
    return FALSE;
  return mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

/* A disk that is really full: a tmpfs of 4 MiB. Without a reserve the commit itself fails, and with
 * one it is refused before anything is written. */
static void
test_disk_full (gconstpointer data)
{
  Storage self = { NULL };
  gboolean with_reserve = data != NULL;
  g_autofree char *mount_point = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      if (g_test_trap_has_passed ())
        return;
      g_test_trap_assert_stdout ("*no namespace*");
      g_test_skip ("no user namespaces here");
      return;
    }
  if (!enter_namespace ())
    {
      g_print ("no namespace: %s\n", g_strerror (errno));
      exit (1);
    }
  storage_set_up (&self, NULL);
  storage_close (&self);
  mount_point = g_build_filename (self.dir, "full", NULL);
  g_assert_cmpint (g_mkdir (mount_point, 0700), ==, 0);
  if (mount ("tmpfs", mount_point, "tmpfs", 0, "size=4m") != 0)
    {
      g_print ("no namespace: %s\n", g_strerror (errno));
      exit (1);
    }
  g_free (self.state_dir);
  self.state_dir = g_build_filename (mount_point, "state", NULL);
  storage_open (&self);
  storage_enrol (&self, STORAGE_SERIAL_FIRST, STORAGE_SERIAL_LAST);
  if (with_reserve)
    mc_outbox_set_reserve (self.outbox, 2 * 1024 * 1024);
  commit_until_refused (&self, FALSE);
  storage_close (&self);
  g_assert_cmpint (umount (mount_point), ==, 0);
  storage_tear_down (&self, NULL);
}

/* What cannot be an outbox is told, not waited for: a FIFO, a folder, a link. */
static void
test_odd_files (Storage *self, gconstpointer data)
{
  g_autofree char *state = g_build_filename (self->dir, "odd", NULL);
  g_autofree char *path = g_build_filename (state, "outbox.db", NULL);
  g_autofree char *real = storage_get_path (self);

  g_assert_cmpint (g_mkdir (state, 0700), ==, 0);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      if (i == 0)
        g_assert_cmpint (mkfifo (path, 0600), ==, 0);
      else if (i == 1)
        g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
      else
        g_assert_cmpint (symlink (real, path), ==, 0);
      g_assert_null (mc_outbox_open (state, MC_CLOCK (self->clock), &error));
      g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_OPEN);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*run) (Storage *self, gconstpointer data);
  } tests[] = {
    { "/store/faults/older", test_older },
    { "/store/faults/newer", test_newer },
    { "/store/faults/damaged-file", test_damaged_file },
    { "/store/faults/damaged-record", test_damaged_record },
    { "/store/faults/flips", test_flips },
    { "/store/faults/write-fails", test_write_fails },
    { "/store/faults/odd-files", test_odd_files },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Storage, NULL, storage_set_up, tests[i].run, storage_tear_down);
  g_test_add_data_func ("/store/faults/disk-full/commit", NULL, test_disk_full);
  g_test_add_data_func ("/store/faults/disk-full/reserve", "reserve", test_disk_full);
  return g_test_run ();
}
