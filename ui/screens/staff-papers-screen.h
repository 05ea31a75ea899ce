/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* Today's receipts of this kiosk, those first that somebody has to see to. Outcomes: paper, back.
 */
#define MC_TYPE_STAFF_PAPERS_SCREEN (mc_staff_papers_screen_get_type ())
G_DECLARE_FINAL_TYPE (McStaffPapersScreen,
                      mc_staff_papers_screen,
                      MC,
                      STAFF_PAPERS_SCREEN,
                      McScreen)

G_END_DECLS
