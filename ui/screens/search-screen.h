/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* Finds a procedure. Outcomes: next, back. */
#define MC_TYPE_SEARCH_SCREEN (mc_search_screen_get_type ())
G_DECLARE_FINAL_TYPE (McSearchScreen, mc_search_screen, MC, SEARCH_SCREEN, McScreen)

G_END_DECLS
