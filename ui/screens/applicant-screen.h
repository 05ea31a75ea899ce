/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* The applicant's own data, one thing a page. Outcomes: next, form, review, back. */
#define MC_TYPE_APPLICANT_SCREEN (mc_applicant_screen_get_type ())
G_DECLARE_FINAL_TYPE (McApplicantScreen, mc_applicant_screen, MC, APPLICANT_SCREEN, McScreen)

G_END_DECLS
