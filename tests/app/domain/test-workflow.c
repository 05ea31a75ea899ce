/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/workflow.h"

#include <string.h>

#define N_STATES MC_N_STATES

/* The eight steps in order, with the actors and status codes of the domain reference. */
static void
test_eight_steps (void)
{
  static const struct
  {
    const char *action;
    McRole role;
    guint status;
    const char *form;
  } steps[] = {
    { "submit", MC_ROLE_CITIZEN, 1, "slip" },       { "receive", MC_ROLE_RECEPTION, 2, "receipt" },
    { "chair_assign", MC_ROLE_CHAIRMAN, 4, NULL },  { "dept_assign", MC_ROLE_DEPARTMENT, 4, NULL },
    { "process", MC_ROLE_SPECIALIST, 4, NULL },     { "dept_approve", MC_ROLE_DEPARTMENT, 4, NULL },
    { "chair_approve", MC_ROLE_CHAIRMAN, 9, NULL }, { "return", MC_ROLE_RECEPTION, 10, "handover" },
  };
  McState state = MC_STATE_DRAFT;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const McTransition *transition = mc_workflow_find (steps[i].action, state);

      g_assert_nonnull (transition);
      g_assert_cmpuint (transition->step, ==, i + 1);
      g_assert_cmpint (transition->role, ==, steps[i].role);
      g_assert_cmpuint (transition->status, ==, steps[i].status);
      g_assert_cmpstr (transition->form, ==, steps[i].form);
      g_assert_cmpint (transition->clock_runs, ==, i >= 1 && i <= 5);
      state = transition->to;
      /* The signed result is registered at the desk before the citizen may come. */
      if (state == MC_STATE_APPROVED)
        state = mc_workflow_find ("register_result", state)->to;
      g_assert_cmpuint (mc_state_get_steps_done (state), ==, i + 1);
      g_assert_cmpuint (mc_state_get_status (state), ==, steps[i].status);
    }
  g_assert_cmpint (state, ==, MC_STATE_RETURNED);
}

/* A row says the same status as the state it leads to, and one action leads from one state to one
 * place only. */
static void
test_table (void)
{
  guint n;
  const McTransition *rows = mc_workflow_get_transitions (&n);

  for (guint i = 0; i < n; i++)
    {
      g_assert_true (mc_workflow_find (rows[i].name, rows[i].from) == &rows[i]);
      g_assert_cmpuint (rows[i].status, ==, mc_state_get_status (rows[i].to));
      g_assert_cmpuint (rows[i].status, >=, 1);
      g_assert_cmpuint (rows[i].status, <=, 10);
      g_assert_cmpuint (rows[i].step, <=, 8);
      g_assert_cmpint (rows[i].to, !=, MC_STATE_DRAFT);
      if (rows[i].step > 0)
        {
          g_assert_cmpuint (mc_state_get_steps_done (rows[i].from), ==, rows[i].step - 1);
          g_assert_cmpuint (mc_state_get_steps_done (rows[i].to), ==, rows[i].step);
        }
    }
}

/* Exactly the pairs of the table are found, of all actions and all states. */
static void
test_refused (void)
{
  guint n;
  const McTransition *rows = mc_workflow_get_transitions (&n);

  for (guint i = 0; i < n; i++)
    for (int state = MC_STATE_DRAFT; state < N_STATES; state++)
      {
        gboolean listed = FALSE;

        for (guint j = 0; j < n; j++)
          listed |= (int) rows[j].from == state && strcmp (rows[j].name, rows[i].name) == 0;
        g_assert_cmpint (mc_workflow_find (rows[i].name, state) != NULL, ==, listed);
      }

  for (int state = MC_STATE_DRAFT; state < N_STATES; state++)
    {
      g_assert_null (mc_workflow_find ("steal", state));
      g_assert_null (mc_workflow_find ("", state));
      g_assert_null (mc_workflow_find (NULL, state));
    }
}

/* From every state that is no end, an end is near. */
static void
test_no_dead_end (void)
{
  guint n;
  const McTransition *rows = mc_workflow_get_transitions (&n);
  gboolean ends[N_STATES] = { FALSE };

  ends[MC_STATE_RETURNED] = ends[MC_STATE_REFUSED] = TRUE;
  ends[MC_STATE_WITHDRAWN] = ends[MC_STATE_STOPPED] = TRUE;
  for (guint round = 0; round < N_STATES; round++)
    for (guint i = 0; i < n; i++)
      if (rows[i].from != MC_STATE_DRAFT && ends[rows[i].to])
        ends[rows[i].from] = TRUE;
  for (guint state = 0; state < N_STATES; state++)
    g_assert_true (ends[state]);
}

/* A dossier waits for who moves it on, but for the citizen while nothing can be done without them;
 * an ended one for nobody. */
static void
test_turns (void)
{
  McRole role = MC_ROLE_AUDITOR;

  for (guint state = 0; state < N_STATES; state++)
    {
      const McTransition *next = mc_workflow_get_main (state);

      g_assert_cmpint (mc_state_get_turn (state, &role), ==, !mc_state_is_over (state));
      if (state == MC_STATE_SUPPLEMENT_ASKED || state == MC_STATE_PAYMENT_ASKED ||
          state == MC_STATE_READY)
        g_assert_cmpint (role, ==, MC_ROLE_CITIZEN);
      else if (next != NULL)
        g_assert_cmpint (role, ==, next->role);
    }
}

/* Names go both ways; a draft is never stored, so its name is not read. */
static void
test_names (void)
{
  static const char *const roles[] = {
    "citizen", "reception", "chairman", "department", "specialist"
  };
  McState state = MC_STATE_READY;
  McRole role;

  for (guint i = 0; i < N_STATES; i++)
    {
      g_assert_true (mc_state_from_string (mc_state_to_string (i), &state));
      g_assert_cmpuint (state, ==, i);
    }
  g_assert_false (mc_state_from_string ("draft", &state));
  g_assert_false (mc_state_from_string ("READY", &state));
  g_assert_false (mc_state_from_string (NULL, &state));

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_assert_true (mc_role_from_string (roles[i], &role));
      g_assert_cmpuint (role, ==, i);
      g_assert_cmpstr (mc_role_to_string (i), ==, roles[i]);
    }
  g_assert_false (mc_role_from_string ("mayor", &role));
  g_assert_false (mc_role_from_string (NULL, &role));
}

/* Every step has a title in both languages, which names the ward or commune, or the department. */
static void
test_titles (void)
{
  for (guint step = 1; step <= 8; step++)
    g_assert_cmpstr (mc_workflow_get_step_title (step, NULL, FALSE, "vi"),
                     !=,
                     mc_workflow_get_step_title (step, NULL, FALSE, "en"));
  g_assert_cmpstr (mc_workflow_get_step_title (5, NULL, FALSE, "vi"), ==, "Chuyên viên thụ lý");
  g_assert_cmpstr (
      mc_workflow_get_step_title (2, "Phường Hoàn Kiếm", FALSE, "vi"), ==, "Tiếp nhận tại phường");
  g_assert_cmpstr (
      mc_workflow_get_step_title (7, "Xã Sóc Sơn", FALSE, "vi"), ==, "Chủ tịch xã phê duyệt");
  g_assert_cmpstr (
      mc_workflow_get_step_title (7, "Xã Sóc Sơn", TRUE, "vi"), ==, "Giám đốc sở phê duyệt");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/workflow/eight-steps", test_eight_steps);
  g_test_add_func ("/domain/workflow/table", test_table);
  g_test_add_func ("/domain/workflow/refused", test_refused);
  g_test_add_func ("/domain/workflow/no-dead-end", test_no_dead_end);
  g_test_add_func ("/domain/workflow/turns", test_turns);
  g_test_add_func ("/domain/workflow/names", test_names);
  g_test_add_func ("/domain/workflow/titles", test_titles);

  return g_test_run ();
}
