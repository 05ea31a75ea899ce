/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/store/staff-pin.h"
#include "tests/app/store/storage.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PIN "582914"
#define WRONG "582915"
#define MODE_TRY "--try"
#define DAY_S 86400

static char *program; /* (owned), this very binary */

static void
set_pin (Storage *self)
{
  g_autoptr (GError) error = NULL;

  mc_staff_pin_set (self->outbox, PIN, &error);
  g_assert_no_error (error);
}

static McStaffPinState
try_pin (Storage *self, const char *pin, McStaffPinVerdict expected)
{
  g_autoptr (GError) error = NULL;
  McStaffPinState state;

  g_assert_cmpint (mc_staff_pin_try (self->outbox, pin, &state, &error), ==, expected);
  g_assert_no_error (error);
  return state;
}

/* Six to twelve digits, and none that everybody tries first. */
static void
test_shape (Storage *self, gconstpointer data)
{
  static const char *const bad[] = {
    "",       "58291",  "5829141234567", "58291a", "58 914",
    "000000", "123456", "890123",        "654321", "３８２９１４"
  };
  static const char *const good[] = { PIN, "112233", "582914582914" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (mc_staff_pin_set (self->outbox, bad[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_clear_error (&error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (mc_staff_pin_check_shape (good[i], NULL));
  try_pin (self, "000000", MC_STAFF_PIN_UNSET);
}

/* The right one opens and forgets the wrong ones; without one nothing opens. Nobody but the owner
 * reads the file, and the PIN itself is not in it. */
static void
test_right (Storage *self, gconstpointer data)
{
  g_autofree char *path = storage_get_path (self);
  g_autofree char *content = NULL;
  struct stat info;
  gsize length;
  McStaffPinState state;

  try_pin (self, PIN, MC_STAFF_PIN_UNSET);
  set_pin (self);
  state = try_pin (self, WRONG, MC_STAFF_PIN_WRONG);
  g_assert_cmpuint (state.tries, ==, 1);
  g_assert_cmpuint (state.wait_s, ==, 0);
  state = try_pin (self, PIN, MC_STAFF_PIN_RIGHT);
  g_assert_cmpuint (state.tries, ==, 0);
  g_assert_true (mc_staff_pin_get_state (self->outbox, &state, NULL));
  g_assert_true (state.set);
  g_assert_cmpuint (state.tries, ==, 0);
  g_assert_true (mc_staff_pin_clear (self->outbox, NULL));
  try_pin (self, PIN, MC_STAFF_PIN_UNSET);
  set_pin (self);
  storage_close (self);
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_null (memmem (content, length, PIN, strlen (PIN)));
  storage_open (self);
  try_pin (self, PIN, MC_STAFF_PIN_RIGHT);
}

/* Five are free; then 15 s, doubled each time; fifteen in all, and then not even the right one. A
 * new PIN begins anew. */
static void
test_waits (Storage *self, gconstpointer data)
{
  guint wait = MC_STAFF_PIN_FIRST_WAIT_S;
  McStaffPinState state;

  set_pin (self);
  for (guint i = 1; i <= MC_STAFF_PIN_TRIES; i++)
    {
      state = try_pin (self, WRONG, MC_STAFF_PIN_WRONG);
      g_assert_cmpuint (state.tries, ==, i);
      if (i < MC_STAFF_PIN_FREE_TRIES || i == MC_STAFF_PIN_TRIES)
        {
          g_assert_cmpuint (state.wait_s, ==, 0);
          continue;
        }
      g_assert_cmpuint (state.wait_s, ==, wait);
      test_clock_advance (self->clock, wait - 1);
      state = try_pin (self, PIN, MC_STAFF_PIN_WAIT); /* not judged: it was the right one */
      g_assert_cmpuint (state.wait_s, ==, 1);
      g_assert_cmpuint (state.tries, ==, i);
      test_clock_advance (self->clock, 1);
      wait *= 2;
    }
  test_clock_advance (self->clock, 400 * DAY_S);
  state = try_pin (self, PIN, MC_STAFF_PIN_LOCKED);
  g_assert_true (state.locked);
  g_assert_true (mc_staff_pin_get_state (self->outbox, &state, NULL));
  g_assert_true (state.locked);
  set_pin (self);
  try_pin (self, PIN, MC_STAFF_PIN_RIGHT);
}

/* A clock that wakes up years ago ends no wait: it begins anew, and then passes. */
static void
test_clock_back (Storage *self, gconstpointer data)
{
  McStaffPinState state;

  set_pin (self);
  for (guint i = 0; i < MC_STAFF_PIN_FREE_TRIES; i++)
    try_pin (self, WRONG, MC_STAFF_PIN_WRONG);
  test_clock_advance (self->clock, -3000 * DAY_S);
  state = try_pin (self, PIN, MC_STAFF_PIN_WAIT);
  g_assert_cmpuint (state.wait_s, ==, MC_STAFF_PIN_FIRST_WAIT_S);
  test_clock_advance (self->clock, MC_STAFF_PIN_FIRST_WAIT_S);
  try_pin (self, PIN, MC_STAFF_PIN_RIGHT);
}

/* The child: one guess, said before and after. */
static void G_GNUC_NORETURN
run_child (const char *state_dir, const char *day)
{
  Storage self = { NULL };
  McStaffPinState state;
  char verdict;

  if (!mc_keys_init (NULL))
    _exit (1);
  self.state_dir = g_strdup (state_dir);
  self.clock = test_clock_new ("2025-06-20T09:00:00+07:00");
  test_clock_advance (self.clock, (gint64) atoi (day) * DAY_S); /* every wait is over */
  storage_open (&self);
  if (write (STDOUT_FILENO, "b", 1) != 1)
    _exit (1);
  verdict = (char) ('0' + mc_staff_pin_try (self.outbox, WRONG, &state, NULL));
  _exit (write (STDOUT_FILENO, &verdict, 1) == 1 ? 0 : 1);
}

/* Returns: what the child said last, 'b' when it was killed before it knew */
static char
guess (Storage *self, guint day)
{
  g_autofree char *day_text = g_strdup_printf ("%u", day);
  const char *argv[] = { program, MODE_TRY, self->state_dir, day_text, NULL };
  g_autoptr (GError) error = NULL;
  char said = '\0', next = '\0';
  GPid pid;
  int out, status;

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
  g_assert_cmpint (read (out, &said, 1), ==, 1);
  g_usleep ((gulong) g_test_rand_int_range (0, 150000));
  kill (pid, SIGKILL);
  while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
    ;
  if (read (out, &next, 1) == 1)
    said = next;
  close (out);
  return said;
}

/* A thief who cuts the power before the machine can say "wrong" gets no guess for nothing: after at
 * most fifteen that may have been judged the PIN is locked, and ten thousand more are refused
 * without a look, power cycles or not. */
static void
test_power_cycles (Storage *self, gconstpointer data)
{
  guint judged = 0, runs = 0;
  McStaffPinState state = { 0 };

  set_pin (self);
  while (!state.locked)
    {
      char said;

      storage_close (self);
      said = guess (self, ++runs);
      storage_open (self);
      judged += said == '0' + MC_STAFF_PIN_WRONG;
      g_assert_true (mc_staff_pin_get_state (self->outbox, &state, NULL));
      g_assert_cmpuint (judged, <=, state.tries);
      g_assert_cmpuint (runs, <=, 20 * MC_STAFF_PIN_TRIES); /* or each cut gave one for nothing */
    }
  g_assert_cmpuint (judged, <=, MC_STAFF_PIN_TRIES);
  g_test_message ("%u starts, %u of them told, locked", runs, judged);
  for (guint i = 0; i < 10000; i++)
    {
      if (i % 1000 == 0)
        {
          storage_close (self);
          storage_open (self);
        }
      try_pin (self, PIN, MC_STAFF_PIN_LOCKED);
    }
}

typedef struct
{
  gboolean done;
  McStaffPinVerdict verdict;
  McStaffPinState state;
} Answer;

static void
on_try_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;
  g_autoptr (GError) error = NULL;

  answer->verdict = mc_staff_pin_try_finish (MC_OUTBOX (source), result, &answer->state, &error);
  g_assert_no_error (error);
  answer->done = TRUE;
}

/* Many at once are as many tries: who taps quickly gets no more of them. */
static void
test_at_once (Storage *self, gconstpointer data)
{
  Answer answers[8] = { 0 };
  guint wrong = 0, waits = 0;

  set_pin (self);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    mc_staff_pin_try_async (self->outbox, g_strdup (WRONG), NULL, on_try_ready, &answers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      while (!answers[i].done)
        g_main_context_iteration (NULL, TRUE);
      wrong += answers[i].verdict == MC_STAFF_PIN_WRONG;
      waits += answers[i].verdict == MC_STAFF_PIN_WAIT;
    }
  /* the threads let go of it a moment after their answers */
  while (g_atomic_int_get (&G_OBJECT (self->outbox)->ref_count) > 1)
    g_thread_yield ();
  g_assert_cmpuint (wrong, ==, MC_STAFF_PIN_FREE_TRIES);
  g_assert_cmpuint (waits, ==, G_N_ELEMENTS (answers) - MC_STAFF_PIN_FREE_TRIES);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*run) (Storage *self, gconstpointer data);
  } tests[] = {
    { "/store/staff-pin/shape", test_shape },
    { "/store/staff-pin/right", test_right },
    { "/store/staff-pin/waits", test_waits },
    { "/store/staff-pin/clock-back", test_clock_back },
    { "/store/staff-pin/power-cycles", test_power_cycles },
    { "/store/staff-pin/at-once", test_at_once },
  };

  /* Before g_test_init (), which would write its own lines into the pipe. */
  if (argc == 4 && g_str_equal (argv[1], MODE_TRY))
    run_child (argv[2], argv[3]);
  g_test_init (&argc, &argv, NULL);
  program = g_file_read_link ("/proc/self/exe", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Storage, NULL, storage_set_up, tests[i].run, storage_tear_down);
  argc = g_test_run ();
  g_free (program);
  return argc;
}
