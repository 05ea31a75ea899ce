/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* The dossier's code and what only its owner knows, typed. Outcomes: next (there is an answer),
 * back. */
#define MC_TYPE_LOOKUP_CODE_SCREEN (mc_lookup_code_screen_get_type ())
G_DECLARE_FINAL_TYPE (McLookupCodeScreen, mc_lookup_code_screen, MC, LOOKUP_CODE_SCREEN, McScreen)

G_END_DECLS
