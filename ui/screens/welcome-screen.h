/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* The first page: which language? Says everything in both. */
#define MC_TYPE_WELCOME_SCREEN (mc_welcome_screen_get_type ())
G_DECLARE_FINAL_TYPE (McWelcomeScreen, mc_welcome_screen, MC, WELCOME_SCREEN, McScreen)

G_END_DECLS
