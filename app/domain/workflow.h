/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MC_TRANSITION_ERROR (mc_transition_error_quark ())
GQuark mc_transition_error_quark (void);

#define MC_N_STEPS 8

typedef enum
{
  MC_TRANSITION_ERROR_ACTION, /* not possible from this state */
  MC_TRANSITION_ERROR_ROLE,   /* somebody else's */
  MC_TRANSITION_ERROR_RULE,   /* possible, but a rule of the row forbids it now */
} McTransitionError;

/* Who acts. The first five stand in the table; in a city department its director and division head
 * take the places of chairman and head of department. The last three read or administer. */
typedef enum
{
  MC_ROLE_CITIZEN,
  MC_ROLE_RECEPTION,
  MC_ROLE_CHAIRMAN,
  MC_ROLE_DEPARTMENT, /* head of department */
  MC_ROLE_SPECIALIST,
  MC_ROLE_DIRECTOR, /* of a city department */
  MC_ROLE_DIVISION, /* division head there */
  MC_ROLE_AUDITOR,  /* reads all of a unit */
  MC_ROLE_CITY_READER,
  MC_ROLE_ADMINISTRATOR,
} McRole;

#define MC_N_ROLES (MC_ROLE_ADMINISTRATOR + 1)

typedef enum
{
  MC_STATE_DRAFT = -1,          /* before step 1: only ever where `submit` starts, never stored */
  MC_STATE_SUBMITTED,           /* step 1 done */
  MC_STATE_RECEIVED,            /* step 2 done */
  MC_STATE_CHAIR_ASSIGNED,      /* step 3 done */
  MC_STATE_DEPARTMENT_ASSIGNED, /* step 4 done */
  MC_STATE_PROCESSED,           /* step 5 done */
  MC_STATE_DEPARTMENT_APPROVED, /* step 6 done */
  MC_STATE_APPROVED,            /* step 7 done: signed, on its way to the desk */
  MC_STATE_READY,               /* result registered at the desk: the citizen may come */
  MC_STATE_RETURNED,            /* step 8 done */
  MC_STATE_SUPPLEMENT_ASKED,
  MC_STATE_REFUSED,
  MC_STATE_PAYMENT_ASKED,
  MC_STATE_WITHDRAWN,
  MC_STATE_STOPPED,
} McState;

#define MC_N_STATES (MC_STATE_STOPPED + 1)

typedef enum
{
  MC_RULE_NONE = 0,
  MC_RULE_REASON = 1 << 0,        /* a reason must be given */
  MC_RULE_MISSING = 1 << 1,       /* what is missing must be listed */
  MC_RULE_TO_DEPARTMENT = 1 << 2, /* names the department that takes it */
  MC_RULE_TO_PERSON = 1 << 3,     /* names the specialist who takes it */
  MC_RULE_ONCE = 1 << 4,          /* at most once in a dossier's life */
  MC_RULE_GRANTED = 1 << 5,       /* only when the specialist proposed to grant */
  MC_RULE_REFUSED = 1 << 6,       /* only when the specialist proposed to refuse */
  MC_RULE_UNDO = 1 << 7,       /* only right after the action that it takes back, the same day and
                                  by the same person */
  MC_RULE_EARLY = 1 << 8,      /* within 3 working days of the reception */
  MC_RULE_DAY_BEFORE = 1 << 9, /* not later than the day before the due day */
  MC_RULE_RECEIVER = 1 << 10,  /* notes who collects */
} McRules;

/* The eight steps and their side paths as one table (design section 5, domain reference 1 and 7).
 */
typedef struct
{
  const char *name; /* submit, receive, chair_assign, …: what `motcua-central step` takes */
  McRole role;      /* one of the first five */
  McState from;
  McState to;
  guint step;   /* 1 to 8, which it completes; 0 for a side path */
  guint status; /* national status code after it, 1 to 10 */
  const char
      *form; /* (nullable): key of the form printed, "receipt", "supplement", … never a number */
  gboolean clock_runs; /* whether the limit's clock runs after it */
  McRules rules;
} McTransition;

/* A dossier's way through the table so far. Followed event by event, it says what may come next. */
typedef struct
{
  McState state;
  const McTransition *last; /* (nullable) */
  gint64 last_at;
  char *last_actor; /* (owned) (nullable), who did it; "" and NULL are nobody in particular */
  gboolean refusal; /* the specialist proposed to refuse */
  GHashTable *used; /* (owned) (nullable), names of the MC_RULE_ONCE actions that were taken */
} McPath;

const McTransition *mc_workflow_get_transitions (guint *n_transitions);
const McTransition *mc_workflow_find (const char *action, McState from); /* (nullable) */
const McTransition *mc_workflow_get_main (McState state);     /* (nullable): what moves it on */
McRole mc_workflow_get_actor (McRole role, gboolean by_city); /* who stands in the row's place */
McRole mc_workflow_get_place (McRole actor);                  /* in whose place an actor stands */

void mc_path_init (McPath *self);
void mc_path_clear (McPath *self);
const McTransition *mc_path_check (const McPath *self,
                                   const char *action,
                                   McRole role,
                                   gint64 at,
                                   const char *actor,
                                   GError **error);
gboolean mc_path_follow (McPath *self,
                         const char *action,
                         McRole role,
                         gint64 at,
                         const char *actor,
                         GError **error);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McPath, mc_path_clear)

const char *mc_state_to_string (McState state);
gboolean mc_state_from_string (const char *text, McState *state);
guint mc_state_get_steps_done (McState state); /* 1 to 8; what is certain, for a side path */
guint mc_state_get_status (McState state);
gboolean mc_state_is_over (McState state);                /* nothing more is to be done */
gboolean mc_state_get_turn (McState state, McRole *role); /* whom it waits for */
const char *mc_role_to_string (McRole role);
gboolean mc_role_from_string (const char *text, McRole *role);
const char *mc_workflow_get_step_title (guint step,
                                        const char *unit_name,
                                        gboolean by_city,
                                        const char *language); /* "Chủ tịch phường phân công" */

G_END_DECLS
