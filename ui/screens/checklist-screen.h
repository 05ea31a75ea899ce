/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* What one needs for a procedure, before one begins. Outcomes: next, consent, identify, back. */
#define MC_TYPE_CHECKLIST_SCREEN (mc_checklist_screen_get_type ())
G_DECLARE_FINAL_TYPE (McChecklistScreen, mc_checklist_screen, MC, CHECKLIST_SCREEN, McScreen)

G_END_DECLS
