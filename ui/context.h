/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/clock.h"
#include "app/kiosk/health.h"
#include "app/kiosk/intake-controller.h"
#include "app/kiosk/lookup-controller.h"
#include "app/kiosk/pickup-controller.h"
#include "app/kiosk/staff-access.h"
#include "app/kiosk/staff-papers.h"
#include "app/kiosk/visit.h"

G_BEGIN_DECLS

/* What every screen works with. Holds the controllers and what the display is like; decides
 * nothing and holds no widget. Properties with notify: "landscape", "unit-name". */
#define MC_TYPE_CONTEXT (mc_context_get_type ())
G_DECLARE_FINAL_TYPE (McContext, mc_context, MC, CONTEXT, GObject)

McContext *mc_context_new (McClock *clock, McVisit *visit) G_GNUC_WARN_UNUSED_RESULT;
void mc_context_set_engine (McContext *self,
                            McEngine *engine,
                            McIntakeController *intake,
                            McLookupController *lookup,
                            McPickupController *pickup,
                            McHealth *health);
void mc_context_set_staff (McContext *self, McStaffAccess *access, McStaffPapers *papers);

McClock *mc_context_get_clock (McContext *self);
McVisit *mc_context_get_visit (McContext *self);
const char *mc_context_get_language (McContext *self); /* of the visit: "vi" or "en" */

/* (nullable) all of them: only where the window shows diagnostics and nothing else */
McEngine *mc_context_get_engine (McContext *self);
McIntakeController *mc_context_get_intake (McContext *self);
McLookupController *mc_context_get_lookup (McContext *self);
McPickupController *mc_context_get_pickup (McContext *self);
McHealth *mc_context_get_health (McContext *self);
McStaffAccess *mc_context_get_staff_access (McContext *self);
McStaffPapers *mc_context_get_staff_papers (McContext *self);

double mc_context_get_pitch (McContext *self); /* mm a pixel */
void mc_context_set_pitch (McContext *self, double pitch_mm);
gboolean mc_context_get_landscape (McContext *self);
void mc_context_set_landscape (McContext *self, gboolean landscape);
const char *mc_context_get_unit_name (McContext *self); /* (nullable): "Phường Hoàn Kiếm" */
void mc_context_set_unit_name (McContext *self, const char *unit_name);
const char *mc_context_get_help_text (McContext *self); /* (nullable): whom to ask, where */
void mc_context_set_help_text (McContext *self, const char *help_text);

G_END_DECLS
