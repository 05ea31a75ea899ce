/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* Who files: a card at the scanner, or typing; for oneself or an organisation. Outcomes: next,
 * form, type, back. */
#define MC_TYPE_IDENTIFY_SCREEN (mc_identify_screen_get_type ())
G_DECLARE_FINAL_TYPE (McIdentifyScreen, mc_identify_screen, MC, IDENTIFY_SCREEN, McScreen)

G_END_DECLS
