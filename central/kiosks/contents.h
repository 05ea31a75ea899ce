/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/protocol/envelope.h"
#include "central/central.h"

G_BEGIN_DECLS

/* What a dossier's sealed contents say, read with suspicion: everything that is odd is noted, and
 * nothing is refused. */
char *mc_contents_read (McCentral *central,
                        GBytes *payload,
                        const McEnvelope *envelope,
                        const McKioskRecord *kiosk,
                        McDossierRecord *record) G_GNUC_WARN_UNUSED_RESULT; /* (nullable), token */

G_END_DECLS
