/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/accounting.h"
#include "app/domain/datetime.h"
#include "tests/app/domain/law.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define WALKS 1500
#define LENGTH 60

/* What happened on a walk, as the tests believe. */
typedef struct
{
  const LawRow *row;
  McRole role;
  gint64 at;
  const char *actor;
} Step;

typedef struct
{
  GPtrArray *law;       /* (owned) */
  McCalendar *calendar; /* (owned) */
  GRand *random;        /* (owned) */
  GArray *history;      /* (owned) (element-type Step) */
  McPath path;
  McAccounting accounting;
  gint64 now;
  /* The model. */
  McState state;
  guint highest; /* step that was ever done */
  gint64 parts[MC_N_STEPS + 1], citizen, over;
} Walk;

static McCalendar *
load_calendar (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("MOTCUA_ASSETS"), "calendar.csv", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  McCalendar *calendar;

  g_file_get_contents (path, &data, NULL, &error);
  g_assert_no_error (error);
  calendar = mc_calendar_new_from_csv (data, -1, path, &error);
  g_assert_no_error (error);
  return calendar;
}

/* The table says what the law says: every row of the one is in the other, whole. */
static void
test_table (void)
{
  g_autoptr (GPtrArray) law = law_read ();
  guint n;
  const McTransition *rows = mc_workflow_get_transitions (&n);

  g_assert_cmpuint (n, ==, law->len);
  for (guint i = 0; i < law->len; i++)
    {
      const LawRow *row = g_ptr_array_index (law, i);
      const McTransition *found = mc_workflow_find (row->action, row->from);

      g_assert_nonnull (found);
      g_assert_cmpint (found->role, ==, row->role);
      g_assert_cmpint (found->to, ==, row->to);
      g_assert_cmpuint (found->step, ==, row->step);
      g_assert_cmpuint (found->status, ==, row->status);
      g_assert_cmpstr (found->form, ==, row->form);
      g_assert_cmpint (found->clock_runs, ==, row->runs);
      g_assert_cmpint (found->rules, ==, row->rules);
    }
  for (guint i = 0; i < n; i++)
    g_assert_nonnull (law_find (law, rows[i].name, rows[i].from));
}

/* What is said of a state alone agrees with the law, too. */
static void
test_states (void)
{
  for (McState state = 0; state < MC_N_STATES; state++)
    {
      const LawState *law = law_get_state (state);
      const McTransition *next = mc_workflow_get_main (state);

      g_assert_cmpuint (mc_state_get_steps_done (state), ==, law->steps_done);
      g_assert_cmpuint (mc_state_get_status (state), ==, law->status);
      g_assert_cmpuint (mc_state_get_awaited_step (state), ==, law->awaited);
      g_assert_cmpint (mc_state_awaits_citizen (state), ==, law->citizen);
      g_assert_cmpint (mc_state_is_over (state), ==, law->over);
      g_assert_cmpstr (next == NULL ? NULL : next->name, ==, law->main_row);
    }
  g_assert_cmpuint (mc_state_get_awaited_step (MC_STATE_DRAFT), ==, 0);
  g_assert_false (mc_state_awaits_citizen (MC_STATE_DRAFT));
}

static Walk *
walk_new (guint32 seed)
{
  Walk *self = g_new0 (Walk, 1);

  self->law = law_read ();
  self->calendar = load_calendar ();
  self->random = g_rand_new_with_seed (seed);
  self->history = g_array_new (FALSE, FALSE, sizeof (Step));
  return self;
}

static void
walk_free (Walk *self)
{
  g_ptr_array_unref (self->law);
  g_object_unref (self->calendar);
  g_rand_free (self->random);
  g_array_unref (self->history);
  mc_path_clear (&self->path);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Walk, walk_free)

static void
begin (Walk *self)
{
  mc_path_clear (&self->path);
  mc_path_init (&self->path);
  mc_accounting_init (&self->accounting);
  g_array_set_size (self->history, 0);
  self->now = 1750400000 + g_rand_int_range (self->random, 0, 300 * 24 * 3600);
  self->state = MC_STATE_DRAFT;
  self->highest = 0;
  self->citizen = self->over = 0;
  memset (self->parts, 0, sizeof self->parts);
}

static const Step *
get_last (const Walk *self)
{
  return self->history->len == 0 ? NULL
                                 : &g_array_index (self->history, Step, self->history->len - 1);
}

/* A refusal is proposed when the last step 5 proposed it and nothing came back to step 4 since. */
static gboolean
is_refusal_proposed (const Walk *self)
{
  for (guint i = self->history->len; i > 0; i--)
    {
      const LawRow *row = g_array_index (self->history, Step, i - 1).row;

      if (row->step == 5)
        return g_str_equal (row->action, "propose_refusal");
      if (law_get_state (row->to)->steps_done < 5)
        return FALSE;
    }

  return FALSE;
}

static gboolean
was_done (const Walk *self, const char *action)
{
  for (guint i = 0; i < self->history->len; i++)
    if (g_str_equal (g_array_index (self->history, Step, i).row->action, action))
      return TRUE;

  return FALSE;
}

static gboolean
may_undo (const Walk *self, const LawRow *row, const char *actor)
{
  const Step *last = get_last (self);
  GDate then, today;

  mc_time_get_local_date (last->at, &then);
  mc_time_get_local_date (self->now, &today);
  return last->row->from == row->to &&
         (last->row->step > 0 || g_str_equal (last->row->action, "register_result")) &&
         g_strcmp0 (last->actor, actor) == 0 && g_date_compare (&then, &today) == 0;
}

/* What the law answers: -1 yes, else an McTransitionError. */
static int
judge (const Walk *self, const LawRow *row, McRole role, const char *actor)
{
  gboolean by_city = role == MC_ROLE_DIRECTOR || role == MC_ROLE_DIVISION;

  if (row == NULL)
    return MC_TRANSITION_ERROR_ACTION;
  if (role != row->role &&
      !(by_city && role == (row->role == MC_ROLE_CHAIRMAN     ? MC_ROLE_DIRECTOR
                            : row->role == MC_ROLE_DEPARTMENT ? MC_ROLE_DIVISION
                                                              : MC_N_ROLES)))
    return MC_TRANSITION_ERROR_ROLE;
  if ((row->rules & MC_RULE_ONCE) != 0 && was_done (self, row->action))
    return MC_TRANSITION_ERROR_RULE;
  if ((row->rules & MC_RULE_GRANTED) != 0 && is_refusal_proposed (self))
    return MC_TRANSITION_ERROR_RULE;
  if ((row->rules & MC_RULE_REFUSED) != 0 && !is_refusal_proposed (self))
    return MC_TRANSITION_ERROR_RULE;
  if ((row->rules & MC_RULE_UNDO) != 0 && !may_undo (self, row, actor))
    return MC_TRANSITION_ERROR_RULE;

  return -1;
}

static void
book (Walk *self, McState state, gint64 from, gint64 to)
{
  gint64 seconds = mc_calendar_working_seconds (self->calendar, NULL, from, to, NULL);
  const LawState *law = law_get_state (state);

  g_assert_cmpint (seconds, >=, 0);
  if (law->citizen)
    self->citizen += seconds;
  else if (law->over)
    self->over += seconds;
  else
    self->parts[law->awaited] += seconds;
}

/* It went on: each step in its order, exactly as the row says, and its time is booked. */
static void
go_on (Walk *self, LawRow *row, McRole role, const char *actor)
{
  const Step *last = get_last (self);
  const McTransition *found = self->path.last;
  g_autoptr (GError) error = NULL;
  const Step step = { row, role, self->now, actor };

  g_assert_nonnull (found);
  g_assert_cmpstr (found->name, ==, row->action);
  g_assert_cmpint (found->role, ==, row->role);
  g_assert_cmpint (found->from, ==, row->from);
  g_assert_cmpint (found->to, ==, row->to);
  g_assert_cmpuint (found->step, ==, row->step);
  g_assert_cmpuint (found->status, ==, row->status);
  g_assert_cmpstr (found->form, ==, row->form);
  g_assert_cmpint (found->clock_runs, ==, row->runs);
  g_assert_cmpint (found->rules, ==, row->rules);
  g_assert_cmpint (self->path.state, ==, row->to);

  g_assert_cmpuint (row->step, <=, self->highest + 1);
  self->highest = MAX (self->highest, row->step);
  if (row->to == MC_STATE_RETURNED)
    g_assert_cmpuint (self->highest, ==, MC_N_STEPS);

  if (last != NULL)
    book (self, self->state, last->at, self->now);
  g_assert_true (
      mc_accounting_follow (&self->accounting, self->calendar, NULL, row->to, self->now, &error));
  g_assert_no_error (error);

  row->taken++;
  self->state = row->to;
  g_array_append_val (self->history, step);
}

/* Mostly what is possible, by whom it may be done; sometimes anything, by anybody. */
static void
try_something (Walk *self)
{
  static const char *const actors[] = { "hoa", "lan", NULL };
  const char *actor = actors[g_rand_int_range (self->random, 0, G_N_ELEMENTS (actors))];
  const LawRow *picked;
  LawRow *row;
  g_autoptr (GError) error = NULL;
  McRole role;
  gboolean onwards = g_rand_boolean (self->random), done;
  int verdict;

  /* Onwards every other time: else few walks come far. */
  do
    picked = g_ptr_array_index (self->law, g_rand_int_range (self->random, 0, self->law->len));
  while ((picked->from != self->state || (onwards && picked->step == 0)) &&
         g_rand_int_range (self->random, 0, 200) != 0);
  role = picked->role;
  if (g_rand_int_range (self->random, 0, 8) == 0)
    role = mc_workflow_get_actor (role, TRUE);
  else if (g_rand_int_range (self->random, 0, 8) == 0)
    role = g_rand_int_range (self->random, 0, MC_N_ROLES);
  self->now += g_rand_boolean (self->random) ? g_rand_int_range (self->random, 0, 3600)
                                             : g_rand_int_range (self->random, 0, 3 * 24 * 3600);

  row = law_find (self->law, picked->action, self->state);
  verdict = judge (self, row, role, actor);
  done = mc_path_follow (&self->path, picked->action, role, self->now, actor, &error);
  g_assert_cmpint (done, ==, verdict == -1);
  if (done)
    go_on (self, row, role, actor);
  else
    g_assert_error (error, MC_TRANSITION_ERROR, verdict);
  g_assert_cmpint (self->path.state, ==, self->state);
}

/* The history alone leads to the same place. */
static void
replay (Walk *self)
{
  g_auto (McPath) again = { 0 };

  mc_path_init (&again);
  for (guint i = 0; i < self->history->len; i++)
    {
      const Step *step = &g_array_index (self->history, Step, i);
      g_autoptr (GError) error = NULL;

      g_assert_true (
          mc_path_follow (&again, step->row->action, step->role, step->at, step->actor, &error));
      g_assert_no_error (error);
    }
  g_assert_cmpint (again.state, ==, self->state);
  g_assert_true (again.last == self->path.last);
  g_assert_cmpint (again.refusal, ==, self->path.refusal);
}

/* Each part is what it should be, and they add up to the whole. */
static void
check_accounting (Walk *self)
{
  const Step *first = &g_array_index (self->history, Step, 0), *last = get_last (self);

  g_assert_cmpint (self->accounting.state, ==, self->state);
  for (guint step = 0; step <= MC_N_STEPS; step++)
    g_assert_cmpint (self->accounting.steps[step], ==, self->parts[step]);
  g_assert_cmpint (self->accounting.citizen, ==, self->citizen);
  g_assert_cmpint (self->accounting.over, ==, self->over);
  g_assert_cmpint (mc_accounting_get_total (&self->accounting),
                   ==,
                   mc_calendar_working_seconds (self->calendar, NULL, first->at, last->at, NULL));
}

static void
walk_all (guint32 seed)
{
  g_autoptr (Walk) self = walk_new (seed);

  for (guint i = 0; i < WALKS; i++)
    {
      begin (self);
      for (guint j = 0; j < LENGTH; j++)
        try_something (self);
      if (self->history->len == 0)
        continue;
      replay (self);
      check_accounting (self);
    }

  /* A row that no walk took was not tested. */
  for (guint i = 0; i < self->law->len; i++)
    {
      const LawRow *row = g_ptr_array_index (self->law, i);

      if (row->taken == 0)
        g_error ("no walk took %s from %s", row->action, mc_state_to_string (row->from));
    }
}

/* Random walks, half of them against the rules: no step is skipped, nobody does another's work,
 * what is allowed once happens once, an undo is its maker's and the same day's, the history
 * replays, and the time adds up. */
static void
test_walks (void)
{
  walk_all (g_test_rand_int ());
}

/* The members of a row that can be wrong; after them, each rule. */
enum
{
  BREAK_NAME,
  BREAK_ROLE,
  BREAK_FROM,
  BREAK_TO,
  BREAK_STEP,
  BREAK_STATUS,
  BREAK_FORM,
  BREAK_CLOCK,
  N_BREAKS,
};

#define N_RULES 11

static void
break_row (McTransition *row, guint how)
{
  switch (how)
    {
    case BREAK_NAME:
      row->name = "steal";
      return;
    case BREAK_ROLE:
      row->role = (row->role + 1) % (MC_ROLE_SPECIALIST + 1);
      return;
    case BREAK_FROM:
      row->from = (row->from + 1) % MC_N_STATES;
      return;
    case BREAK_TO:
      row->to = (row->to + 1) % MC_N_STATES;
      return;
    case BREAK_STEP:
      row->step = (row->step + 1) % (MC_N_STEPS + 1);
      return;
    case BREAK_STATUS:
      row->status = row->status % 10 + 1;
      return;
    case BREAK_FORM:
      row->form = row->form == NULL ? "receipt" : NULL;
      return;
    case BREAK_CLOCK:
      row->clock_runs = !row->clock_runs;
      return;
    default:
      row->rules ^= 1u << (how - N_BREAKS);
      return;
    }
}

/* In a child: breaks one row of the table in its memory, which is constant to everybody else, and
 * walks. Never returns. */
static void
walk_broken (guint index, guint how, guint32 seed)
{
  const struct rlimit none = { 0, 0 };
  guint n;
  const McTransition *rows = mc_workflow_get_transitions (&n);
  gsize page = sysconf (_SC_PAGESIZE);
  guintptr start = (guintptr) rows / page * page;
  int null = open ("/dev/null", O_WRONLY | O_CLOEXEC);

  setrlimit (RLIMIT_CORE, &none);
  dup2 (null, STDOUT_FILENO);
  dup2 (null, STDERR_FILENO);
  if (mprotect ((gpointer) start, (guintptr) (rows + n) - start, PROT_READ | PROT_WRITE) != 0)
    _exit (0);
  if (how < N_BREAKS + N_RULES)
    break_row ((McTransition *) &rows[index], how);
  walk_all (seed);
  _exit (0);
}

static gboolean
is_caught (guint index, guint how, guint32 seed)
{
  pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    walk_broken (index, how, seed);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);

  return !WIFEXITED (status) || WEXITSTATUS (status) != 0;
}

/* Breaking any member or rule of any row makes the walks fail; breaking nothing does not. */
static void
test_mutations (void)
{
  guint32 seed = g_test_rand_int ();
  guint n, caught = 0;

  mc_workflow_get_transitions (&n);
  g_assert_false (is_caught (0, N_BREAKS + N_RULES, seed));
  for (guint i = 0; i < n; i++)
    for (guint how = 0; how < N_BREAKS + N_RULES; how++)
      {
        if (is_caught (i, how, seed))
          caught++;
        else
          g_test_message ("row %u, break %u is not noticed", i, how);
      }
  g_test_message ("%u of %u mutations caught", caught, n * (N_BREAKS + N_RULES));
  g_assert_cmpuint (caught, ==, n * (N_BREAKS + N_RULES));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/law/table", test_table);
  g_test_add_func ("/domain/law/states", test_states);
  g_test_add_func ("/domain/law/walks", test_walks);
  g_test_add_func ("/domain/law/mutations", test_mutations);

  return g_test_run ();
}
