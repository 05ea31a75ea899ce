/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* How the machine is, and the ways to its papers and its printer. Outcomes: next (leave), papers,
 * printer. */
#define MC_TYPE_STAFF_HOME_SCREEN (mc_staff_home_screen_get_type ())
G_DECLARE_FINAL_TYPE (McStaffHomeScreen, mc_staff_home_screen, MC, STAFF_HOME_SCREEN, McScreen)

G_END_DECLS
