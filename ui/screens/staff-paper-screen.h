/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* One receipt: what became of its papers, and what may be done. Outcome: back. */
#define MC_TYPE_STAFF_PAPER_SCREEN (mc_staff_paper_screen_get_type ())
G_DECLARE_FINAL_TYPE (McStaffPaperScreen, mc_staff_paper_screen, MC, STAFF_PAPER_SCREEN, McScreen)

G_END_DECLS
