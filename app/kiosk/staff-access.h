/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/kiosk/engine.h"
#include "app/kiosk/visit.h"
#include "app/store/staff-pin.h"

G_BEGIN_DECLS

typedef enum
{
  MC_STAFF_CLOSED,
  MC_STAFF_ASKING,   /* for the PIN; the citizen's page is kept behind it */
  MC_STAFF_CHECKING, /* the PIN that was typed */
  MC_STAFF_OPEN,     /* a visit of the staff's: nothing of a citizen's is left */
} McStaffAccessState;

typedef enum
{
  MC_STAFF_PROBLEM_NONE,
  MC_STAFF_PROBLEM_WRONG,
  MC_STAFF_PROBLEM_WAIT,    /* "wait" counts down */
  MC_STAFF_PROBLEM_LOCKED,  /* until motcua-ctl staff-pin set */
  MC_STAFF_PROBLEM_UNSET,   /* the same */
  MC_STAFF_PROBLEM_STORAGE, /* tries cannot be counted, so none is judged */
} McStaffProblem;

/* From here staff leave by themselves: two minutes without a touch, the last 15 s of them asked. */
#define MC_STAFF_WARNING_S 105
#define MC_STAFF_GRACE_S 15

/* The way into the staff's screens and out of them. Properties with notify: "state"
 * (McStaffAccessState), "problem" (McStaffProblem), "wait" (seconds until a PIN may be tried). */
#define MC_TYPE_STAFF_ACCESS (mc_staff_access_get_type ())
G_DECLARE_FINAL_TYPE (McStaffAccess, mc_staff_access, MC, STAFF_ACCESS, GObject)

McStaffAccess *mc_staff_access_new (McEngine *engine, McVisit *visit) G_GNUC_WARN_UNUSED_RESULT;
McStaffAccessState mc_staff_access_get_state (McStaffAccess *self);
McStaffProblem mc_staff_access_get_problem (McStaffAccess *self);
guint mc_staff_access_get_wait (McStaffAccess *self);
guint mc_staff_access_get_tries_left (McStaffAccess *self);
void mc_staff_access_ask (McStaffAccess *self);
void mc_staff_access_try (McStaffAccess *self, char *pin); /* (transfer full) */
void mc_staff_access_cancel (McStaffAccess *self);
void mc_staff_access_leave (McStaffAccess *self);

G_END_DECLS
