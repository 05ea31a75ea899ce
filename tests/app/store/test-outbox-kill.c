/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/assets.h"
#include "app/domain/datetime.h"
#include "app/protocol/envelope.h"
#include "tests/app/store/storage.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The kill test of reliability.md section 2: a child process commits in a loop and writes each
 * acknowledged dossier to a pipe after the commit returned; it is killed at a random instant; what
 * the pipe brought must be there afterwards, each once, with the same digest and code. */

#define TRIALS 100
#define LONG_TRIALS 1000

/* How the child acknowledges; the control does it too early and must be caught. */
#define MODE_HONEST "--commit"
#define MODE_EARLY "--acknowledge-early"

static char *program; /* (owned), this very binary */

static void
acknowledge (const char *id, const char *code, const char *digest)
{
  char line[256];
  int length = g_snprintf (line, sizeof line, "%s %s %s\n", id, code, digest);

  /* One write below PIPE_BUF: whole or not at all. */
  if (write (STDOUT_FILENO, line, (gsize) length) != length)
    _exit (1);
}

static void
commit_one (Storage *self, gboolean early, guint i)
{
  g_autoptr (McDossier) draft = storage_create_draft (self);
  g_autoptr (GPtrArray) pages = storage_create_pages ("birth_notice", 1, 4000);
  g_autoptr (McReceipt) receipt = NULL;
  g_autoptr (McOutboxRecord) record = NULL;

  if (early)
    acknowledge (draft->id, "-", "-");
  receipt = storage_commit (self, draft, i % 3 == 0 ? pages : NULL);
  record = mc_outbox_find (self->outbox, draft->id, NULL);
  if (!early)
    acknowledge (draft->id, draft->code, record->digest);
  if (i % 2 == 0)
    mc_outbox_mark_shown (self->outbox, draft->id);
}

/* The child: never returns by itself. */
static void G_GNUC_NORETURN
run_child (const char *mode, const char *state_dir)
{
  Storage self = { NULL };
  g_autoptr (GError) error = NULL;
  GDate today;

  g_assert_true (mc_keys_init (&error));
  self.state_dir = g_strdup (state_dir);
  self.clock = test_clock_new ("2025-06-20T09:00:00+07:00");
  self.catalogue = mc_assets_load_catalogue (mc_assets_get_default_dir (), &error);
  self.calendar = mc_assets_load_calendar (mc_assets_get_default_dir (), &error);
  g_assert_no_error (error);
  g_assert_true (mc_date_from_iso ("2025-06-20", &today));
  self.procedure = mc_catalogue_find (self.catalogue, "1.001193", &today);
  storage_open (&self);
  for (guint i = 0;; i++)
    commit_one (&self, g_str_equal (mode, MODE_EARLY), i);
}

/* Starts a child, lets it acknowledge for a random while after its first word, kills it, and takes
 * what the pipe brought. */
static void
run_and_kill (Storage *self, const char *mode, GHashTable *acknowledged)
{
  const char *argv[] = { program, mode, self->state_dir, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;
  char buffer[4096];
  gssize n;
  GPid pid;
  int out;
  int status;

  g_spawn_async_with_pipes (NULL,
                            (char **) argv,
                            NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD,
                            NULL,
                            NULL,
                            &pid,
                            NULL,
                            &out,
                            NULL,
                            &error);
  g_assert_no_error (error);
  n = read (out, buffer, sizeof buffer);
  g_assert_cmpint (n, >, 0);
  g_string_append_len (text, buffer, n);
  g_usleep ((gulong) g_test_rand_int_range (0, 30000));
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status)); /* it did not end by itself */
  while ((n = read (out, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  close (out);

  lines = g_strsplit (text->str, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      char *space = strchr (lines[i], ' ');

      *space = '\0';
      g_assert_true (g_hash_table_insert (acknowledged, g_strdup (lines[i]), g_strdup (space + 1)));
    }
}

/* What the oracle of reliability.md section 1 asks: nothing lost, nothing twice, nothing altered.
 * Returns how many acknowledged ones are missing; all else is asserted. */
static guint
judge (Storage *self, GHashTable *acknowledged)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = mc_outbox_list (self->outbox, &error);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer id;
  guint missing = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    {
      const McOutboxRecord *record = g_ptr_array_index (records, i);
      g_autoptr (GBytes) sealed = mc_outbox_dup_sealed (self->outbox, record->id, &error);
      g_autofree char *digest = NULL;
      const char *word = g_hash_table_lookup (acknowledged, record->id);

      g_assert_no_error (error);
      digest = mc_digest_hex (sealed);
      g_assert_cmpstr (digest, ==, record->digest);
      g_assert_cmpuint (record->sequence, ==, i + 1);
      g_assert_true (g_hash_table_add (ids, record->id));
      g_assert_true (g_hash_table_add (codes, record->code));
      if (word != NULL && !g_str_equal (word, "- -"))
        {
          g_autofree char *expected = g_strdup_printf ("%s %s", record->code, record->digest);

          g_assert_cmpstr (word, ==, expected);
        }
    }
  g_hash_table_iter_init (&iter, acknowledged);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (ids, id))
      missing++;
  return missing;
}

static guint
get_trials (void)
{
  const char *value = g_getenv ("MC_TEST_LONG");

  return value != NULL && *value != '\0' && !g_str_equal (value, "0") ? LONG_TRIALS : TRIALS;
}

/* N kills at random instants: every acknowledged dossier is there, once, with its digest and code.
 */
static void
test_kill (Storage *self, gconstpointer data)
{
  g_autoptr (GHashTable) acknowledged =
                 g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  guint trials = get_trials ();
  gint64 started = g_get_monotonic_time ();

  storage_enrol (self, 1, 999999); /* all on one day */
  storage_close (self);
  for (guint i = 0; i < trials; i++)
    run_and_kill (self, MODE_HONEST, acknowledged);
  storage_open (self);
  g_assert_cmpuint (judge (self, acknowledged), ==, 0);
  g_assert_null (mc_outbox_get_damaged_file (self->outbox));
  g_assert_cmpuint (g_hash_table_size (acknowledged), >=, trials);
  g_test_message ("%u kills, %u acknowledged, 0 lost (95 %% bound %.3f %% of kills), %.1f s",
                  trials,
                  g_hash_table_size (acknowledged),
                  300.0 / trials,
                  (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC);
}

/* The control: a child that acknowledges before the commit must be caught, else the test above
 * could not fail. */
static void
test_control (Storage *self, gconstpointer data)
{
  g_autoptr (GHashTable) acknowledged =
                 g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  guint trials = 0;
  guint missing = 0;

  while (missing == 0 && trials < TRIALS)
    {
      storage_close (self);
      run_and_kill (self, MODE_EARLY, acknowledged);
      storage_open (self);
      missing = judge (self, acknowledged);
      trials++;
    }
  g_assert_cmpuint (missing, >, 0);
  g_test_message ("the control lost %u after %u kills", missing, trials);
}

int
main (int argc, char *argv[])
{
  /* Before g_test_init (), which would write its own lines into the pipe. */
  if (argc == 3 && (g_str_equal (argv[1], MODE_HONEST) || g_str_equal (argv[1], MODE_EARLY)))
    run_child (argv[1], argv[2]);
  g_test_init (&argc, &argv, NULL);
  program = g_file_read_link ("/proc/self/exe", NULL);
  g_assert_nonnull (program);
  g_test_add ("/store/kill/sigkill", Storage, NULL, storage_set_up, test_kill, storage_tear_down);
  g_test_add (
      "/store/kill/control", Storage, NULL, storage_set_up, test_control, storage_tear_down);
  argc = g_test_run ();
  g_free (program);
  return argc;
}
