/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The eight steps and their side paths as one table (design section 5, domain reference 1 and 7).
 */
typedef enum
{
  MC_ROLE_CITIZEN,
  MC_ROLE_RECEPTION,
  MC_ROLE_CHAIRMAN,   /* or a city department's director */
  MC_ROLE_DEPARTMENT, /* head of department, or a division head */
  MC_ROLE_SPECIALIST,
} McRole;

typedef enum
{
  MC_STATE_DRAFT = -1,          /* before step 1: only ever where `submit` starts, never stored */
  MC_STATE_SUBMITTED,           /* step 1 done */
  MC_STATE_RECEIVED,            /* step 2 done */
  MC_STATE_CHAIR_ASSIGNED,      /* step 3 done */
  MC_STATE_DEPARTMENT_ASSIGNED, /* step 4 done */
  MC_STATE_PROCESSED,           /* step 5 done */
  MC_STATE_DEPARTMENT_APPROVED, /* step 6 done */
  MC_STATE_READY,               /* step 7 done, result registered */
  MC_STATE_RETURNED,            /* step 8 done */
  MC_STATE_SUPPLEMENT_ASKED,
  MC_STATE_REFUSED,
  MC_STATE_PAYMENT_ASKED,
  MC_STATE_WITHDRAWN,
  MC_STATE_STOPPED,
} McState;

typedef struct
{
  const char *name; /* submit, receive, chair_assign, …: what `motcua-central step` takes */
  McRole role;
  McState from;
  McState to;
  guint step;   /* 1 to 8, which it completes; 0 for a side path */
  guint status; /* national status code after it, 1 to 10 */
  const char
      *form; /* (nullable): key of the form printed, "receipt", "supplement", … never a number */
  gboolean clock_runs; /* whether the limit's clock runs after it */
} McTransition;

const McTransition *mc_workflow_get_transitions (guint *n_transitions);
const McTransition *mc_workflow_find (const char *action, McState from); /* (nullable) */
const char *mc_state_to_string (McState state);
gboolean mc_state_from_string (const char *text, McState *state);
guint mc_state_get_steps_done (McState state); /* 1 to 8; what is certain, for a side path */
guint mc_state_get_status (McState state);
const char *mc_role_to_string (McRole role);
gboolean mc_role_from_string (const char *text, McRole *role);
const char *mc_workflow_get_step_title (guint step,
                                        const char *unit_name,
                                        gboolean by_city,
                                        const char *language); /* "Chủ tịch phường phân công" */

G_END_DECLS
