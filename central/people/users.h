/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/console/shell.h"
#include "central/people/units.h"

G_BEGIN_DECLS

/* What the pages about accounts share. */
McAnswer *mc_users_check (McCentral *central, const McRequest *request)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable): 403 for all but administrators */
void mc_users_put_state (McHtml *html,
                         McCentral *central,
                         const McRequest *request,
                         const McUserRecord *user); /* a badge */
char *mc_users_describe_post (McCentral *central, const McPost *post, const char *language)
    G_GNUC_WARN_UNUSED_RESULT; /* without the unit */
void mc_users_put_post_inputs (McHtml *html,
                               McCentral *central,
                               const char *role,       /* (nullable): chosen */
                               const char *unit,       /* (nullable): typed */
                               const char *department, /* (nullable): typed */
                               const char *mistake,    /* (nullable) */
                               const char *language);
McPost *mc_users_read_post (McCentral *central,
                            const McRequest *request,
                            const char **mistake) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
void mc_users_put_password (McHtml *html, const McRequest *request, const char *password);

G_END_DECLS
