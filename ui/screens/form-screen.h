/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* The form, one thing a page. Outcomes: next, back, review. */
#define MC_TYPE_FORM_SCREEN (mc_form_screen_get_type ())
G_DECLARE_FINAL_TYPE (McFormScreen, mc_form_screen, MC, FORM_SCREEN, McScreen)

G_END_DECLS
