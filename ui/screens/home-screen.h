/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* What does the citizen need? One main way, three others, and whether the machine is well. */
#define MC_TYPE_HOME_SCREEN (mc_home_screen_get_type ())
G_DECLARE_FINAL_TYPE (McHomeScreen, mc_home_screen, MC, HOME_SCREEN, McScreen)

G_END_DECLS
