/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* What the machine does with personal data, before the first field. Outcomes: next, back. */
#define MC_TYPE_CONSENT_SCREEN (mc_consent_screen_get_type ())
G_DECLARE_FINAL_TYPE (McConsentScreen, mc_consent_screen, MC, CONSENT_SCREEN, McScreen)

G_END_DECLS
