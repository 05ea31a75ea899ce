/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* Which dossier? The receipt is held to the scanner. Outcomes: next (there is an answer), type,
 * back. */
#define MC_TYPE_LOOKUP_SCREEN (mc_lookup_screen_get_type ())
G_DECLARE_FINAL_TYPE (McLookupScreen, mc_lookup_screen, MC, LOOKUP_SCREEN, McScreen)

G_END_DECLS
