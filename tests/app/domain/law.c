/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/app/domain/law.h"

/* action | who | from, … | to (= stays) | step | national status (= as there) | form | limit's
 * clock | rules */
static const char LAW[] =
    /* The eight steps, and the result's way to the desk between the last two. */
    "submit|citizen|draft|submitted|1|1|slip|stands|\n"
    "receive|reception|submitted|received|2|2|receipt|runs|\n"
    "chair_assign|chairman|received|chair_assigned|3|4||runs|to-department\n"
    "dept_assign|department|chair_assigned|department_assigned|4|4||runs|to-person\n"
    "process|specialist|department_assigned|processed|5|4||runs|\n"
    "dept_approve|department|processed|department_approved|6|4||runs|\n"
    "chair_approve|chairman|department_approved|approved|7|9||stands|granted\n"
    "register_result|reception|approved|ready|0|9||stands|\n"
    "return|reception|ready|returned|8|10|handover|stands|receiver\n"
    /* Refusal: at the desk, or after appraisal on the same way out. */
    "refuse|reception|submitted supplement_asked|refused|0|3|refusal|stands|reason\n"
    "propose_refusal|specialist|department_assigned|processed|5|4||runs|reason\n"
    "chair_refuse|chairman|department_approved|approved|7|9|refusal|stands|refused\n"
    /* Papers: one request with everything in it; later than at the desk only within three days. */
    "ask_supplement|reception|submitted|supplement_asked|0|5|supplement|stands|"
    "reason missing once\n"
    "ask_supplement|specialist|department_assigned|supplement_asked|0|5|supplement|stands|"
    "reason missing once early\n"
    "supplement|reception|supplement_asked|received|2|2|receipt|runs|\n"
    /* Money. */
    "ask_payment|specialist|department_assigned|payment_asked|0|6||stands|reason\n"
    "payment|reception|payment_asked|department_assigned|0|4||runs|\n"
    /* To another pair of hands in the same step. */
    "reassign|department|department_assigned|department_assigned|0|4||runs|reason to-person\n"
    /* Back a step. */
    "send_back|department|processed|department_assigned|0|4||runs|reason\n"
    "send_back|chairman|department_approved|processed|0|4||runs|reason\n"
    /* Once, with an apology, the day before at the latest. */
    "extend|chairman|received chair_assigned department_assigned processed department_approved|=|0|"
    "=|apology|runs|reason once day-before\n"
    /* Taken back until the chairman has signed. */
    "withdraw|reception|submitted received chair_assigned department_assigned processed"
    " department_approved supplement_asked payment_asked|withdrawn|0|7||stands|reason\n"
    "stop|chairman|received chair_assigned department_assigned processed department_approved"
    " supplement_asked payment_asked|stopped|0|8|stop|stands|reason\n"
    "reopen|reception|refused|submitted|0|1||stands|reason\n"
    "reopen|chairman|stopped|submitted|0|1||stands|reason\n"
    /* A wrong click. */
    "undo|chairman|chair_assigned|received|0|2||runs|reason undo\n"
    "undo|department|department_assigned|chair_assigned|0|4||runs|reason undo\n"
    "undo|specialist|processed|department_assigned|0|4||runs|reason undo\n"
    "undo|department|department_approved|processed|0|4||runs|reason undo\n"
    "undo|chairman|approved|department_approved|0|4||runs|reason undo\n"
    "undo|reception|ready|approved|0|9||stands|reason undo\n"
    "undo|reception|returned|ready|0|9||stands|reason undo\n";

static const LawState STATES[MC_N_STATES] = {
  [MC_STATE_SUBMITTED] = { 1, 1, 2, FALSE, FALSE, "receive" },
  [MC_STATE_RECEIVED] = { 2, 2, 3, FALSE, FALSE, "chair_assign" },
  [MC_STATE_CHAIR_ASSIGNED] = { 3, 4, 4, FALSE, FALSE, "dept_assign" },
  [MC_STATE_DEPARTMENT_ASSIGNED] = { 4, 4, 5, FALSE, FALSE, "process" },
  [MC_STATE_PROCESSED] = { 5, 4, 6, FALSE, FALSE, "dept_approve" },
  [MC_STATE_DEPARTMENT_APPROVED] = { 6, 4, 7, FALSE, FALSE, "chair_approve" },
  [MC_STATE_APPROVED] = { 7, 9, 7, FALSE, FALSE, "register_result" },
  [MC_STATE_READY] = { 7, 9, 8, FALSE, FALSE, "return" },
  [MC_STATE_RETURNED] = { 8, 10, 0, FALSE, TRUE, NULL },
  [MC_STATE_SUPPLEMENT_ASKED] = { 1, 5, 0, TRUE, FALSE, "supplement" },
  [MC_STATE_REFUSED] = { 1, 3, 0, FALSE, TRUE, NULL },
  [MC_STATE_PAYMENT_ASKED] = { 4, 6, 0, TRUE, FALSE, "payment" },
  [MC_STATE_WITHDRAWN] = { 1, 7, 0, FALSE, TRUE, NULL },
  [MC_STATE_STOPPED] = { 1, 8, 0, FALSE, TRUE, NULL },
};

static const struct
{
  const char *name;
  McRules rule;
} RULES[] = {
  { "reason", MC_RULE_REASON },     { "missing", MC_RULE_MISSING },
  { "once", MC_RULE_ONCE },         { "to-department", MC_RULE_TO_DEPARTMENT },
  { "granted", MC_RULE_GRANTED },   { "to-person", MC_RULE_TO_PERSON },
  { "refused", MC_RULE_REFUSED },   { "undo", MC_RULE_UNDO },
  { "early", MC_RULE_EARLY },       { "day-before", MC_RULE_DAY_BEFORE },
  { "receiver", MC_RULE_RECEIVER },
};

const LawState *
law_get_state (McState state)
{
  return &STATES[state];
}

static void
row_free (gpointer data)
{
  LawRow *row = data;

  g_free (row->action);
  g_free (row->form);
  g_free (row);
}

static McState
read_state (const char *name)
{
  McState state = MC_STATE_DRAFT;

  if (!g_str_equal (name, "draft"))
    g_assert_true (mc_state_from_string (name, &state));
  return state;
}

static McRules
read_rules (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  McRules rules = MC_RULE_NONE;

  for (char **word = words; *word != NULL; word++)
    {
      McRules rule = MC_RULE_NONE;

      for (guint i = 0; i < G_N_ELEMENTS (RULES); i++)
        if (g_str_equal (RULES[i].name, *word))
          rule = RULES[i].rule;
      g_assert_cmpint (rule, !=, MC_RULE_NONE);
      rules |= rule;
    }

  return rules;
}

static void
add_rows (GPtrArray *law, char **cells)
{
  g_auto (GStrv) states = g_strsplit (cells[2], " ", -1);

  for (char **from = states; *from != NULL; from++)
    {
      LawRow *row = g_new0 (LawRow, 1);

      row->action = g_strdup (cells[0]);
      g_assert_true (mc_role_from_string (cells[1], &row->role));
      row->from = read_state (*from);
      row->to = g_str_equal (cells[3], "=") ? row->from : read_state (cells[3]);
      row->step = g_ascii_strtoull (cells[4], NULL, 10);
      row->status = g_str_equal (cells[5], "=") ? law_get_state (row->from)->status
                                                : g_ascii_strtoull (cells[5], NULL, 10);
      row->form = *cells[6] == '\0' ? NULL : g_strdup (cells[6]);
      row->runs = g_str_equal (cells[7], "runs");
      row->rules = *cells[8] == '\0' ? MC_RULE_NONE : read_rules (cells[8]);
      g_ptr_array_add (law, row);
    }
}

GPtrArray *
law_read (void)
{
  GPtrArray *law = g_ptr_array_new_with_free_func (row_free);
  g_auto (GStrv) lines = g_strsplit (LAW, "\n", -1);

  for (char **line = lines; **line != '\0'; line++)
    {
      g_auto (GStrv) cells = g_strsplit (*line, "|", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, 9);
      add_rows (law, cells);
    }

  return law;
}

LawRow *
law_find (GPtrArray *law, const char *action, McState from)
{
  for (guint i = 0; i < law->len; i++)
    {
      LawRow *row = g_ptr_array_index (law, i);

      if (row->from == from && g_str_equal (row->action, action))
        return row;
    }

  return NULL;
}
