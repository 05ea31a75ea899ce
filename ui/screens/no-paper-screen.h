/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* The printer cannot print: said before anything was typed, with a choice. Outcomes: next, home. */
#define MC_TYPE_NO_PAPER_SCREEN (mc_no_paper_screen_get_type ())
G_DECLARE_FINAL_TYPE (McNoPaperScreen, mc_no_paper_screen, MC, NO_PAPER_SCREEN, McScreen)

G_END_DECLS
