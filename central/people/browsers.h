/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"

G_BEGIN_DECLS

/* Browsers in which somebody signed in once. Their wrong tries count by themselves, so that nobody
 * who only knows a login can keep its owner out. */
#define MC_BROWSER_COOKIE "__Host-motcua-browser"

char *mc_browser_dup_tries (McCentral *central,
                            const McRequest *request,
                            const McUserRecord *user) /* (nullable) */
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable): what its tries are counted under */
void mc_browser_remember (McCentral *central,
                          const McRequest *request,
                          const char *login,
                          McAnswer *answer);

G_END_DECLS
