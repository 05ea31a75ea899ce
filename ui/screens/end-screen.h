/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* Thanks, then home by itself. Outcomes: next, receipt. */
#define MC_TYPE_END_SCREEN (mc_end_screen_get_type ())
G_DECLARE_FINAL_TYPE (McEndScreen, mc_end_screen, MC, END_SCREEN, McScreen)

G_END_DECLS
