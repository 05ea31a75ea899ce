/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* The number with which a citizen waits for a result, as large as it can be read from a bench.
 * Outcome: next. */
#define MC_TYPE_NUMBER_SCREEN (mc_number_screen_get_type ())
G_DECLARE_FINAL_TYPE (McNumberScreen, mc_number_screen, MC, NUMBER_SCREEN, McScreen)

G_END_DECLS
