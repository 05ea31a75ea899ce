/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/store/outbox.h"

G_BEGIN_DECLS

/* A POSIX ustar archive of everything that is still sealed here: index.json, dossiers/ID.mce,
 * pages/SHA256.mce. Only central can open what is in it. */
int mc_ctl_export (McOutbox *outbox, const char *path);

G_END_DECLS
