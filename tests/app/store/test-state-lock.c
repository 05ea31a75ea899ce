/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/store/state-lock.h"
#include "tests/app/store/storage.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *dir; /* (owned) */
} Folder;

static void
set_up (Folder *folder, gconstpointer data)
{
  g_autofree char *top = g_dir_make_tmp ("motcua-lock-XXXXXX", NULL);
  const char *tail = data;

  folder->dir = tail != NULL ? g_build_filename (top, tail, NULL) : g_strdup (top);
  g_assert_cmpint (g_mkdir_with_parents (folder->dir, 0700), ==, 0);
}

static void
tear_down (Folder *folder, gconstpointer data)
{
  storage_remove_tree (folder->dir);
  g_free (folder->dir);
}

static void
on_woken (McStateLock *lock, guint *wakes)
{
  (*wakes)++;
}

/* One owns, the other may only wake it; when the owner goes, the next one owns. A folder whose name
 * is longer than a socket's may be works as well. */
static void
test_one_owner (Folder *folder, gconstpointer data)
{
  g_autoptr (McStateLock) first = mc_state_lock_new (folder->dir);
  g_autoptr (McStateLock) second = mc_state_lock_new (folder->dir);
  g_autoptr (GError) error = NULL;
  guint wakes = 0;
  guint second_wakes = 0;

  mc_state_lock_wake_owner (second); /* nobody there: no harm */
  g_assert_true (mc_state_lock_try (first, &error));
  g_assert_no_error (error);
  g_assert_true (mc_state_lock_try (first, &error));
  g_assert_false (mc_state_lock_try (second, &error));
  g_assert_no_error (error);

  g_signal_connect (first, "woken", G_CALLBACK (on_woken), &wakes);
  g_signal_connect (second, "woken", G_CALLBACK (on_woken), &second_wakes);
  mc_state_lock_wake_owner (second);
  while (wakes == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (second_wakes, ==, 0);

  g_assert_finalize_object (g_steal_pointer (&first));
  g_assert_true (mc_state_lock_try (second, &error));
  mc_state_lock_wake_owner (second); /* itself */
  g_assert_cmpuint (second_wakes, ==, 1);
}

/* A socket left by an owner that was killed does not keep the next one out. */
static void
test_stale_socket (Folder *folder, gconstpointer data)
{
  g_autofree char *path = g_build_filename (folder->dir, "wake.sock", NULL);
  g_autoptr (McStateLock) lock = mc_state_lock_new (folder->dir);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "stale", -1, NULL));
  g_assert_true (mc_state_lock_try (lock, &error));
  g_assert_no_error (error);
}

/* A folder that is not there is an error, not an owner. */
static void
test_no_folder (Folder *folder, gconstpointer data)
{
  g_autofree char *path = g_build_filename (folder->dir, "missing", NULL);
  g_autoptr (McStateLock) lock = mc_state_lock_new (path);
  g_autoptr (GError) error = NULL;

  g_assert_false (mc_state_lock_try (lock, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* The outbox's file may be set aside only while nobody owns the folder. */
static void
test_owner_protects (Folder *folder, gconstpointer data)
{
  g_autofree char *path = g_build_filename (folder->dir, "outbox.db", NULL);
  g_autoptr (McStateLock) lock = mc_state_lock_new (folder->dir);
  g_autoptr (TestClock) clock = test_clock_new ("2025-06-20T09:00:00+07:00");
  g_autoptr (McOutbox) outbox = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (
      g_file_set_contents (path, "this is no database, though it is long enough", -1, NULL));
  g_assert_true (mc_state_lock_try (lock, NULL));
  outbox = mc_outbox_open (folder->dir, MC_CLOCK (clock), &error);
  g_assert_null (outbox);
  g_assert_error (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_OPEN);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int argc, char *argv[])
{
  g_autofree char *tail = g_strnfill (120, 'd');

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/state-lock/one-owner", Folder, NULL, set_up, test_one_owner, tear_down);
  g_test_add ("/store/state-lock/long-name", Folder, tail, set_up, test_one_owner, tear_down);
  g_test_add ("/store/state-lock/stale-socket", Folder, NULL, set_up, test_stale_socket, tear_down);
  g_test_add ("/store/state-lock/no-folder", Folder, NULL, set_up, test_no_folder, tear_down);
  g_test_add (
      "/store/state-lock/owner-protects", Folder, NULL, set_up, test_owner_protects, tear_down);
  return g_test_run ();
}
