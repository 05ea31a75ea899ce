/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* Instead of black when the machine cannot start: sends citizens to the counter and tells staff
 * what is wrong. Stands outside the flow. */
#define MC_TYPE_DIAGNOSTIC_SCREEN (mc_diagnostic_screen_get_type ())
G_DECLARE_FINAL_TYPE (McDiagnosticScreen, mc_diagnostic_screen, MC, DIAGNOSTIC_SCREEN, McScreen)

McScreen *mc_diagnostic_screen_new (McContext *context,
                                    const char *problem) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
