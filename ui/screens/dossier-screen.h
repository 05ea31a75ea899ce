/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* The return-result screen: a verdict in one sentence, the date, what to do, and the eight steps.
 * Also says calmly what there is no answer to. Outcomes: next (done), back (another one). */
#define MC_TYPE_DOSSIER_SCREEN (mc_dossier_screen_get_type ())
G_DECLARE_FINAL_TYPE (McDossierScreen, mc_dossier_screen, MC, DOSSIER_SCREEN, McScreen)

G_END_DECLS
