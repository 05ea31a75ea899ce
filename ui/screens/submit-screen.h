/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* The moment of submitting, and what to do when it fails. Outcomes: next, back, home. */
#define MC_TYPE_SUBMIT_SCREEN (mc_submit_screen_get_type ())
G_DECLARE_FINAL_TYPE (McSubmitScreen, mc_submit_screen, MC, SUBMIT_SCREEN, McScreen)

G_END_DECLS
