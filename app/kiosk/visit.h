/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/kiosk/config.h"
#include "app/kiosk/monotonic.h"

G_BEGIN_DECLS

typedef enum
{
  MC_VISIT_AWAY,    /* nobody here: welcome, home untouched */
  MC_VISIT_ACTIVE,  /* somebody uses the machine */
  MC_VISIT_WARNING, /* asked whether anybody is still here; "seconds-left" counts down */
} McVisitState;

typedef enum
{
  MC_VISIT_END_DONE,   /* the citizen finished */
  MC_VISIT_END_ERASED, /* the citizen asked to erase everything */
  MC_VISIT_END_IDLE,   /* nobody answered */
} McVisitEnd;

/* One citizen's visit. Its epoch number grows at every end: an asynchronous answer that was asked
 * for in an earlier epoch is dropped (mc_visit_is_current ()). Language and text size belong to
 * the visit and fall back to the defaults when it ends.
 * Properties with notify: "state", "seconds-left", "language", "text-scale", "epoch".
 * Signal "wiped" (McVisitEnd reason): everything of the visit must be forgotten now; emitted after
 * the epoch moved on. */
#define MC_TYPE_VISIT (mc_visit_get_type ())
G_DECLARE_FINAL_TYPE (McVisit, mc_visit, MC, VISIT, GObject)

McVisit *mc_visit_new (McMonotonic *monotonic, guint warning_s, guint grace_s, double text_scale)
    G_GNUC_WARN_UNUSED_RESULT;
McVisit *mc_visit_new_from_config (McConfig *config) G_GNUC_WARN_UNUSED_RESULT; /* [ui] */

guint64 mc_visit_get_epoch (McVisit *self);
gboolean mc_visit_is_current (McVisit *self, guint64 epoch);
McVisitState mc_visit_get_state (McVisit *self);
guint mc_visit_get_seconds_left (McVisit *self); /* of the warning; 0 when there is none */
const char *mc_visit_get_language (McVisit *self);
void mc_visit_set_language (McVisit *self, const char *language);
double mc_visit_get_text_scale (McVisit *self);
void mc_visit_set_text_scale (McVisit *self, double text_scale);

void mc_visit_begin (McVisit *self); /* no effect while one is under way */
void mc_visit_set_patience (McVisit *self, guint warning_s, guint grace_s); /* of this one */
void mc_visit_touch (McVisit *self); /* any input: the idle time starts again */
void mc_visit_need_more_time (McVisit *self);
void mc_visit_end (McVisit *self, McVisitEnd reason);
void mc_visit_tick (McVisit *self); /* the visit's own timer calls it; so do tests */

G_END_DECLS
