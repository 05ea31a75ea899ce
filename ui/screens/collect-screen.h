/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* Who collects: the identity card at the scanner, or the clerk looks. Outcomes: next, changed,
 * back. */
#define MC_TYPE_COLLECT_SCREEN (mc_collect_screen_get_type ())
G_DECLARE_FINAL_TYPE (McCollectScreen, mc_collect_screen, MC, COLLECT_SCREEN, McScreen)

G_END_DECLS
