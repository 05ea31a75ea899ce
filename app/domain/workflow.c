/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/workflow.h"

#include "app/domain/language.h"

#include <string.h>

/* National status codes (domain reference 7). */
enum
{
  STATUS_SUBMITTED = 1,
  STATUS_RECEIVED = 2,
  STATUS_NOT_RECEIVED = 3,
  STATUS_IN_PROCESS = 4,
  STATUS_SUPPLEMENT = 5,
  STATUS_PAYMENT = 6,
  STATUS_WITHDRAWN = 7,
  STATUS_STOPPED = 8,
  STATUS_DONE = 9,
  STATUS_RETURNED = 10,
};

/* clang-format off */
G_DEFINE_QUARK (mc-transition-error-quark, mc_transition_error)

/* Of the rows from one state the first is what moves the dossier on: mc_workflow_get_main (). */
static const McTransition TRANSITIONS[] = {
  /* The eight steps. Between steps 7 and 8 the signed result comes to the desk and is registered. */
  { "submit", MC_ROLE_CITIZEN, MC_STATE_DRAFT, MC_STATE_SUBMITTED, 1, STATUS_SUBMITTED, "slip", FALSE, MC_RULE_NONE },
  { "receive", MC_ROLE_RECEPTION, MC_STATE_SUBMITTED, MC_STATE_RECEIVED, 2, STATUS_RECEIVED, "receipt", TRUE, MC_RULE_NONE },
  { "chair_assign", MC_ROLE_CHAIRMAN, MC_STATE_RECEIVED, MC_STATE_CHAIR_ASSIGNED, 3, STATUS_IN_PROCESS, NULL, TRUE, MC_RULE_TO_DEPARTMENT },
  { "dept_assign", MC_ROLE_DEPARTMENT, MC_STATE_CHAIR_ASSIGNED, MC_STATE_DEPARTMENT_ASSIGNED, 4, STATUS_IN_PROCESS, NULL, TRUE, MC_RULE_TO_PERSON },
  { "process", MC_ROLE_SPECIALIST, MC_STATE_DEPARTMENT_ASSIGNED, MC_STATE_PROCESSED, 5, STATUS_IN_PROCESS, NULL, TRUE, MC_RULE_NONE },
  { "dept_approve", MC_ROLE_DEPARTMENT, MC_STATE_PROCESSED, MC_STATE_DEPARTMENT_APPROVED, 6, STATUS_IN_PROCESS, NULL, TRUE, MC_RULE_NONE },
  { "chair_approve", MC_ROLE_CHAIRMAN, MC_STATE_DEPARTMENT_APPROVED, MC_STATE_APPROVED, 7, STATUS_DONE, NULL, FALSE, MC_RULE_GRANTED },
  { "register_result", MC_ROLE_RECEPTION, MC_STATE_APPROVED, MC_STATE_READY, 0, STATUS_DONE, NULL, FALSE, MC_RULE_NONE },
  { "return", MC_ROLE_RECEPTION, MC_STATE_READY, MC_STATE_RETURNED, 8, STATUS_RETURNED, "handover", FALSE, MC_RULE_RECEIVER },

  /* The specialist proposes to refuse: it takes the same way out through the return desk, within
   * the limit (Nghị định 61/2018/NĐ-CP article 19.8). The notice is printed when it is signed. */
  { "propose_refusal", MC_ROLE_SPECIALIST, MC_STATE_DEPARTMENT_ASSIGNED, MC_STATE_PROCESSED, 5, STATUS_IN_PROCESS, NULL, TRUE, MC_RULE_REASON },
  { "chair_refuse", MC_ROLE_CHAIRMAN, MC_STATE_DEPARTMENT_APPROVED, MC_STATE_APPROVED, 7, STATUS_DONE, "refusal", FALSE, MC_RULE_REFUSED },

  /* Something is missing: seen by the desk, or by the specialist within 3 working days (articles
   * 15.3 and 19.4), all of it in one request. The complete dossier is received anew: that is step
   * 2, with a new appointment. */
  { "supplement", MC_ROLE_RECEPTION, MC_STATE_SUPPLEMENT_ASKED, MC_STATE_RECEIVED, 2, STATUS_RECEIVED, "receipt", TRUE, MC_RULE_NONE },
  { "ask_supplement", MC_ROLE_RECEPTION, MC_STATE_SUBMITTED, MC_STATE_SUPPLEMENT_ASKED, 0, STATUS_SUPPLEMENT, "supplement", FALSE, MC_RULE_REASON | MC_RULE_MISSING | MC_RULE_ONCE },
  { "ask_supplement", MC_ROLE_SPECIALIST, MC_STATE_DEPARTMENT_ASSIGNED, MC_STATE_SUPPLEMENT_ASKED, 0, STATUS_SUPPLEMENT, "supplement", FALSE, MC_RULE_REASON | MC_RULE_MISSING | MC_RULE_ONCE | MC_RULE_EARLY },

  { "refuse", MC_ROLE_RECEPTION, MC_STATE_SUBMITTED, MC_STATE_REFUSED, 0, STATUS_NOT_RECEIVED, "refusal", FALSE, MC_RULE_REASON },
  { "refuse", MC_ROLE_RECEPTION, MC_STATE_SUPPLEMENT_ASKED, MC_STATE_REFUSED, 0, STATUS_NOT_RECEIVED, "refusal", FALSE, MC_RULE_REASON },

  /* A financial duty: the clock waits for the payment. */
  { "payment", MC_ROLE_RECEPTION, MC_STATE_PAYMENT_ASKED, MC_STATE_DEPARTMENT_ASSIGNED, 0, STATUS_IN_PROCESS, NULL, TRUE, MC_RULE_NONE },
  { "ask_payment", MC_ROLE_SPECIALIST, MC_STATE_DEPARTMENT_ASSIGNED, MC_STATE_PAYMENT_ASKED, 0, STATUS_PAYMENT, NULL, FALSE, MC_RULE_REASON },

  /* The specialist is ill, or has too much: the head gives it to another one. */
  { "reassign", MC_ROLE_DEPARTMENT, MC_STATE_DEPARTMENT_ASSIGNED, MC_STATE_DEPARTMENT_ASSIGNED, 0, STATUS_IN_PROCESS, NULL, TRUE, MC_RULE_REASON | MC_RULE_TO_PERSON },

  /* A superior returns it to the step before. */
  { "send_back", MC_ROLE_DEPARTMENT, MC_STATE_PROCESSED, MC_STATE_DEPARTMENT_ASSIGNED, 0, STATUS_IN_PROCESS, NULL, TRUE, MC_RULE_REASON },
  { "send_back", MC_ROLE_CHAIRMAN, MC_STATE_DEPARTMENT_APPROVED, MC_STATE_PROCESSED, 0, STATUS_IN_PROCESS, NULL, TRUE, MC_RULE_REASON },

  /* Extended with an apology, once, not later than a day before (article 19.9): the dossier stays
   * where it is. */
  { "extend", MC_ROLE_CHAIRMAN, MC_STATE_RECEIVED, MC_STATE_RECEIVED, 0, STATUS_RECEIVED, "apology", TRUE, MC_RULE_REASON | MC_RULE_ONCE | MC_RULE_DAY_BEFORE },
  { "extend", MC_ROLE_CHAIRMAN, MC_STATE_CHAIR_ASSIGNED, MC_STATE_CHAIR_ASSIGNED, 0, STATUS_IN_PROCESS, "apology", TRUE, MC_RULE_REASON | MC_RULE_ONCE | MC_RULE_DAY_BEFORE },
  { "extend", MC_ROLE_CHAIRMAN, MC_STATE_DEPARTMENT_ASSIGNED, MC_STATE_DEPARTMENT_ASSIGNED, 0, STATUS_IN_PROCESS, "apology", TRUE, MC_RULE_REASON | MC_RULE_ONCE | MC_RULE_DAY_BEFORE },
  { "extend", MC_ROLE_CHAIRMAN, MC_STATE_PROCESSED, MC_STATE_PROCESSED, 0, STATUS_IN_PROCESS, "apology", TRUE, MC_RULE_REASON | MC_RULE_ONCE | MC_RULE_DAY_BEFORE },
  { "extend", MC_ROLE_CHAIRMAN, MC_STATE_DEPARTMENT_APPROVED, MC_STATE_DEPARTMENT_APPROVED, 0, STATUS_IN_PROCESS, "apology", TRUE, MC_RULE_REASON | MC_RULE_ONCE | MC_RULE_DAY_BEFORE },

  /* Until the chairman has signed, the citizen may take the dossier back; the desk writes it down. */
  { "withdraw", MC_ROLE_RECEPTION, MC_STATE_SUBMITTED, MC_STATE_WITHDRAWN, 0, STATUS_WITHDRAWN, NULL, FALSE, MC_RULE_REASON },
  { "withdraw", MC_ROLE_RECEPTION, MC_STATE_RECEIVED, MC_STATE_WITHDRAWN, 0, STATUS_WITHDRAWN, NULL, FALSE, MC_RULE_REASON },
  { "withdraw", MC_ROLE_RECEPTION, MC_STATE_CHAIR_ASSIGNED, MC_STATE_WITHDRAWN, 0, STATUS_WITHDRAWN, NULL, FALSE, MC_RULE_REASON },
  { "withdraw", MC_ROLE_RECEPTION, MC_STATE_DEPARTMENT_ASSIGNED, MC_STATE_WITHDRAWN, 0, STATUS_WITHDRAWN, NULL, FALSE, MC_RULE_REASON },
  { "withdraw", MC_ROLE_RECEPTION, MC_STATE_PROCESSED, MC_STATE_WITHDRAWN, 0, STATUS_WITHDRAWN, NULL, FALSE, MC_RULE_REASON },
  { "withdraw", MC_ROLE_RECEPTION, MC_STATE_DEPARTMENT_APPROVED, MC_STATE_WITHDRAWN, 0, STATUS_WITHDRAWN, NULL, FALSE, MC_RULE_REASON },
  { "withdraw", MC_ROLE_RECEPTION, MC_STATE_SUPPLEMENT_ASKED, MC_STATE_WITHDRAWN, 0, STATUS_WITHDRAWN, NULL, FALSE, MC_RULE_REASON },
  { "withdraw", MC_ROLE_RECEPTION, MC_STATE_PAYMENT_ASKED, MC_STATE_WITHDRAWN, 0, STATUS_WITHDRAWN, NULL, FALSE, MC_RULE_REASON },

  /* The agency stops, also when the citizen never supplied or paid. */
  { "stop", MC_ROLE_CHAIRMAN, MC_STATE_RECEIVED, MC_STATE_STOPPED, 0, STATUS_STOPPED, "stop", FALSE, MC_RULE_REASON },
  { "stop", MC_ROLE_CHAIRMAN, MC_STATE_CHAIR_ASSIGNED, MC_STATE_STOPPED, 0, STATUS_STOPPED, "stop", FALSE, MC_RULE_REASON },
  { "stop", MC_ROLE_CHAIRMAN, MC_STATE_DEPARTMENT_ASSIGNED, MC_STATE_STOPPED, 0, STATUS_STOPPED, "stop", FALSE, MC_RULE_REASON },
  { "stop", MC_ROLE_CHAIRMAN, MC_STATE_PROCESSED, MC_STATE_STOPPED, 0, STATUS_STOPPED, "stop", FALSE, MC_RULE_REASON },
  { "stop", MC_ROLE_CHAIRMAN, MC_STATE_DEPARTMENT_APPROVED, MC_STATE_STOPPED, 0, STATUS_STOPPED, "stop", FALSE, MC_RULE_REASON },
  { "stop", MC_ROLE_CHAIRMAN, MC_STATE_SUPPLEMENT_ASKED, MC_STATE_STOPPED, 0, STATUS_STOPPED, "stop", FALSE, MC_RULE_REASON },
  { "stop", MC_ROLE_CHAIRMAN, MC_STATE_PAYMENT_ASKED, MC_STATE_STOPPED, 0, STATUS_STOPPED, "stop", FALSE, MC_RULE_REASON },

  /* What was refused or stopped by mistake goes to the desk again: it is checked and received anew.
   * What the citizen took back stays so; filing again is free. */
  { "reopen", MC_ROLE_RECEPTION, MC_STATE_REFUSED, MC_STATE_SUBMITTED, 0, STATUS_SUBMITTED, NULL, FALSE, MC_RULE_REASON },
  { "reopen", MC_ROLE_CHAIRMAN, MC_STATE_STOPPED, MC_STATE_SUBMITTED, 0, STATUS_SUBMITTED, NULL, FALSE, MC_RULE_REASON },

  /* A wrong click, taken back by who made it, before anybody went on. Never of step 2: its paper is
   * in the citizen's hand. */
  { "undo", MC_ROLE_CHAIRMAN, MC_STATE_CHAIR_ASSIGNED, MC_STATE_RECEIVED, 0, STATUS_RECEIVED, NULL, TRUE, MC_RULE_REASON | MC_RULE_UNDO },
  { "undo", MC_ROLE_DEPARTMENT, MC_STATE_DEPARTMENT_ASSIGNED, MC_STATE_CHAIR_ASSIGNED, 0, STATUS_IN_PROCESS, NULL, TRUE, MC_RULE_REASON | MC_RULE_UNDO },
  { "undo", MC_ROLE_SPECIALIST, MC_STATE_PROCESSED, MC_STATE_DEPARTMENT_ASSIGNED, 0, STATUS_IN_PROCESS, NULL, TRUE, MC_RULE_REASON | MC_RULE_UNDO },
  { "undo", MC_ROLE_DEPARTMENT, MC_STATE_DEPARTMENT_APPROVED, MC_STATE_PROCESSED, 0, STATUS_IN_PROCESS, NULL, TRUE, MC_RULE_REASON | MC_RULE_UNDO },
  { "undo", MC_ROLE_CHAIRMAN, MC_STATE_APPROVED, MC_STATE_DEPARTMENT_APPROVED, 0, STATUS_IN_PROCESS, NULL, TRUE, MC_RULE_REASON | MC_RULE_UNDO },
  { "undo", MC_ROLE_RECEPTION, MC_STATE_READY, MC_STATE_APPROVED, 0, STATUS_DONE, NULL, FALSE, MC_RULE_REASON | MC_RULE_UNDO },
  { "undo", MC_ROLE_RECEPTION, MC_STATE_RETURNED, MC_STATE_READY, 0, STATUS_DONE, NULL, FALSE, MC_RULE_REASON | MC_RULE_UNDO },
};

/* steps_done of a side path: what is done whichever way led there. */
static const struct
{
  const char *name;
  guint steps_done;
  guint status;
} STATES[] = {
  [MC_STATE_SUBMITTED] = { "submitted", 1, STATUS_SUBMITTED },
  [MC_STATE_RECEIVED] = { "received", 2, STATUS_RECEIVED },
  [MC_STATE_CHAIR_ASSIGNED] = { "chair_assigned", 3, STATUS_IN_PROCESS },
  [MC_STATE_DEPARTMENT_ASSIGNED] = { "department_assigned", 4, STATUS_IN_PROCESS },
  [MC_STATE_PROCESSED] = { "processed", 5, STATUS_IN_PROCESS },
  [MC_STATE_DEPARTMENT_APPROVED] = { "department_approved", 6, STATUS_IN_PROCESS },
  [MC_STATE_APPROVED] = { "approved", 7, STATUS_DONE },
  [MC_STATE_READY] = { "ready", 7, STATUS_DONE },
  [MC_STATE_RETURNED] = { "returned", 8, STATUS_RETURNED },
  [MC_STATE_SUPPLEMENT_ASKED] = { "supplement_asked", 1, STATUS_SUPPLEMENT },
  [MC_STATE_REFUSED] = { "refused", 1, STATUS_NOT_RECEIVED },
  [MC_STATE_PAYMENT_ASKED] = { "payment_asked", 4, STATUS_PAYMENT },
  [MC_STATE_WITHDRAWN] = { "withdrawn", 1, STATUS_WITHDRAWN },
  [MC_STATE_STOPPED] = { "stopped", 1, STATUS_STOPPED },
};
/* clang-format on */

static const char *const ROLES[] = {
  [MC_ROLE_CITIZEN] = "citizen",         [MC_ROLE_RECEPTION] = "reception",
  [MC_ROLE_CHAIRMAN] = "chairman",       [MC_ROLE_DEPARTMENT] = "department",
  [MC_ROLE_SPECIALIST] = "specialist",   [MC_ROLE_DIRECTOR] = "director",
  [MC_ROLE_DIVISION] = "division",       [MC_ROLE_AUDITOR] = "auditor",
  [MC_ROLE_CITY_READER] = "city_reader", [MC_ROLE_ADMINISTRATOR] = "administrator",
};

/**
 * mc_workflow_get_transitions:
 * @n_transitions: (out): how many
 *
 * Returns: (transfer none) (array length=n_transitions): the whole table. Any thread
 */
const McTransition *
mc_workflow_get_transitions (guint *n_transitions)
{
  *n_transitions = G_N_ELEMENTS (TRANSITIONS);
  return TRANSITIONS;
}

/**
 * mc_workflow_find:
 * @action: (nullable): an action's name
 * @from: the dossier's state
 *
 * Returns: (transfer none) (nullable): the only transition of that action from that state, or
 *   %NULL when it is not allowed there. Any thread
 */
const McTransition *
mc_workflow_find (const char *action, McState from)
{
  for (guint i = 0; i < G_N_ELEMENTS (TRANSITIONS); i++)
    if (TRANSITIONS[i].from == from && g_strcmp0 (TRANSITIONS[i].name, action) == 0)
      return &TRANSITIONS[i];

  return NULL;
}

/**
 * mc_workflow_get_main:
 * @state: a dossier's state
 *
 * Returns: (transfer none) (nullable): the transition that moves a dossier on from @state and so
 * says whose turn it is; %NULL when it is over. Any thread
 */
const McTransition *
mc_workflow_get_main (McState state)
{
  if (mc_state_is_over (state))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (TRANSITIONS); i++)
    if (TRANSITIONS[i].from == state)
      return &TRANSITIONS[i];

  return NULL;
}

/**
 * mc_workflow_get_actor:
 * @role: a role of the table
 * @by_city: whether a city department decides
 *
 * Returns: who acts in that place: a city department's director for the chairman, its division head
 *   for the head of department, else @role itself. Any thread
 */
McRole
mc_workflow_get_actor (McRole role, gboolean by_city)
{
  if (by_city && role == MC_ROLE_CHAIRMAN)
    return MC_ROLE_DIRECTOR;
  return by_city && role == MC_ROLE_DEPARTMENT ? MC_ROLE_DIVISION : role;
}

/**
 * mc_workflow_get_place:
 * @actor: any role
 *
 * Returns: the role of the table in whose place @actor acts; @actor itself for all others. Any
 * thread
 */
McRole
mc_workflow_get_place (McRole actor)
{
  if (actor == MC_ROLE_DIRECTOR)
    return MC_ROLE_CHAIRMAN;
  return actor == MC_ROLE_DIVISION ? MC_ROLE_DEPARTMENT : actor;
}

/**
 * mc_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): its name in storage and messages; "draft" for %MC_STATE_DRAFT. Any
 *   thread
 */
const char *
mc_state_to_string (McState state)
{
  if (state == MC_STATE_DRAFT)
    return "draft";
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (STATES), "submitted");

  return STATES[state].name;
}

/**
 * mc_state_from_string:
 * @text: (nullable): a name
 * @state: (out): the state; unchanged on failure
 *
 * Returns: whether @text names a state that a filed dossier can be in. Any thread
 */
gboolean
mc_state_from_string (const char *text, McState *state)
{
  if (text == NULL)
    return FALSE;

  /* Of each event of each page: most names differ in their first letter. */
  for (guint i = 0; i < G_N_ELEMENTS (STATES); i++)
    if (STATES[i].name[0] == text[0] && strcmp (STATES[i].name, text) == 0)
      {
        *state = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * mc_state_get_steps_done:
 * @state: a state
 *
 * Returns: how many of the eight steps are done, 1 to 8 (0 of a draft); on a side path as many as
 *   are done whichever way led there, the history knows better. Any thread
 */
guint
mc_state_get_steps_done (McState state)
{
  if (state == MC_STATE_DRAFT)
    return 0;
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (STATES), 1);

  return STATES[state].steps_done;
}

/**
 * mc_state_get_status:
 * @state: a state
 *
 * Returns: the national status code, 1 to 10 (0 of a draft). Any thread
 */
guint
mc_state_get_status (McState state)
{
  if (state == MC_STATE_DRAFT)
    return 0;
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (STATES), STATUS_IN_PROCESS);

  return STATES[state].status;
}

/**
 * mc_state_is_over:
 * @state: a state
 *
 * Returns: whether a dossier in it waits for nobody; some can be reopened all the same. Any thread
 */
gboolean
mc_state_is_over (McState state)
{
  return state == MC_STATE_RETURNED || state == MC_STATE_REFUSED || state == MC_STATE_WITHDRAWN ||
         state == MC_STATE_STOPPED;
}

/**
 * mc_state_get_turn:
 * @state: a state
 * @role: (out): a role of the table; the citizen's where papers, a payment or the citizen's visit
 *   are waited for, though the desk writes down that they came. Unchanged when it is over
 *
 * Returns: whether a dossier in @state waits for anybody. Any thread
 */
gboolean
mc_state_get_turn (McState state, McRole *role)
{
  const McTransition *next = mc_workflow_get_main (state);

  if (next == NULL)
    return FALSE;

  *role = state == MC_STATE_SUPPLEMENT_ASKED || state == MC_STATE_PAYMENT_ASKED ||
                  state == MC_STATE_READY
              ? MC_ROLE_CITIZEN
              : next->role;
  return TRUE;
}

/**
 * mc_role_to_string:
 * @role: a role
 *
 * Returns: (transfer none): its name. Any thread
 */
const char *
mc_role_to_string (McRole role)
{
  g_return_val_if_fail ((guint) role < G_N_ELEMENTS (ROLES), "citizen");

  return ROLES[role];
}

/**
 * mc_role_from_string:
 * @text: (nullable): `citizen`, `reception`, `chairman`, `department`, `specialist`, `director`,
 *   `division`, `auditor`, `city_reader` or `administrator`
 * @role: (out): the role; unchanged on failure
 *
 * Returns: whether @text names a role. Any thread
 */
gboolean
mc_role_from_string (const char *text, McRole *role)
{
  for (guint i = 0; i < G_N_ELEMENTS (ROLES); i++)
    if (g_strcmp0 (ROLES[i], text) == 0)
      {
        *role = i;
        return TRUE;
      }

  return FALSE;
}

typedef enum
{
  PLACE_WARD,
  PLACE_COMMUNE,
  PLACE_OTHER,
} PlaceKind;

static PlaceKind
place_kind (const char *unit_name)
{
  if (unit_name != NULL && g_str_has_prefix (unit_name, "Phường "))
    return PLACE_WARD;
  return unit_name != NULL && g_str_has_prefix (unit_name, "Xã ") ? PLACE_COMMUNE : PLACE_OTHER;
}

/**
 * mc_workflow_get_step_title:
 * @step: 1 to 8
 * @unit_name: (nullable): where it was filed, "Phường Hoàn Kiếm"
 * @by_city: whether a city department decides, not the ward's or commune's chairman
 * @language: (nullable): "vi" or "en"
 *
 * Says a step of the trial's instructions (domain reference 1) to the citizen. The status page and
 * the kiosk both take their words from here. Any thread.
 *
 * Returns: (transfer none): the title
 */
const char *
mc_workflow_get_step_title (guint step,
                            const char *unit_name,
                            gboolean by_city,
                            const char *language)
{
  typedef struct
  {
    const char *vietnamese;
    const char *english;
  } Words;
  static const Words filed = { "Ông, bà nộp hồ sơ", "You filed the dossier" };
  static const Words at_desk[][2] = {
    [PLACE_WARD] = { { "Tiếp nhận tại phường", "Received at the ward" },
                     { "Trả kết quả tại phường", "Result handed over at the ward" } },
    [PLACE_COMMUNE] = { { "Tiếp nhận tại xã", "Received at the commune" },
                        { "Trả kết quả tại xã", "Result handed over at the commune" } },
    [PLACE_OTHER] = { { "Tiếp nhận tại quầy", "Received at the counter" },
                      { "Trả kết quả tại quầy", "Result handed over at the counter" } },
  };
  static const Words by_chairman[][2] = {
    [PLACE_WARD] = { { "Chủ tịch phường phân công", "Assigned by the chairman" },
                     { "Chủ tịch phường phê duyệt", "Approved by the chairman" } },
    [PLACE_COMMUNE] = { { "Chủ tịch xã phân công", "Assigned by the chairman" },
                        { "Chủ tịch xã phê duyệt", "Approved by the chairman" } },
    [PLACE_OTHER] = { { "Chủ tịch Ủy ban nhân dân phân công", "Assigned by the chairman" },
                      { "Chủ tịch Ủy ban nhân dân phê duyệt", "Approved by the chairman" } },
  };
  static const Words by_director[] = { { "Giám đốc sở phân công", "Assigned by the director" },
                                       { "Giám đốc sở phê duyệt", "Approved by the director" } };
  static const Words by_department[] = {
    { "Lãnh đạo phòng phân công", "Assigned by the head of department" },
    { "Lãnh đạo phòng phê duyệt", "Approved by the head of department" },
  };
  static const Words specialist = { "Chuyên viên thụ lý", "Worked on by a specialist" };
  const PlaceKind kind = place_kind (unit_name);
  const Words *steps[MC_N_STEPS];

  g_return_val_if_fail (step >= 1 && step <= MC_N_STEPS, "");

  steps[0] = &filed;
  steps[1] = &at_desk[kind][0];
  steps[2] = by_city ? &by_director[0] : &by_chairman[kind][0];
  steps[3] = &by_department[0];
  steps[4] = &specialist;
  steps[5] = &by_department[1];
  steps[6] = by_city ? &by_director[1] : &by_chairman[kind][1];
  steps[7] = &at_desk[kind][1];

  return mc_pick (language, steps[step - 1]->vietnamese, steps[step - 1]->english);
}
