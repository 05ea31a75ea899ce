/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* Everything to be read once more. Outcomes: next, change, change-applicant, back. */
#define MC_TYPE_REVIEW_SCREEN (mc_review_screen_get_type ())
G_DECLARE_FINAL_TYPE (McReviewScreen, mc_review_screen, MC, REVIEW_SCREEN, McScreen)

G_END_DECLS
