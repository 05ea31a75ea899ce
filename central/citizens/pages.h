/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"

G_BEGIN_DECLS

/* A status link stops telling anything so long after its dossier ended. */
#define MC_PAGES_EXPIRY_S (90 * 24 * 3600)

gboolean mc_pages_is_expired (const McDossierRecord *record, gint64 now);

G_END_DECLS
