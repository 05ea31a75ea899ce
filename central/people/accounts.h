/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"

G_BEGIN_DECLS

#define MC_ACCOUNT_ERROR (mc_account_error_quark ())
GQuark mc_account_error_quark (void);

typedef enum
{
  MC_ACCOUNT_ERROR_LOGIN,
  MC_ACCOUNT_ERROR_NAME,
  MC_ACCOUNT_ERROR_ROLE,
  MC_ACCOUNT_ERROR_UNIT,
  MC_ACCOUNT_ERROR_DEPARTMENT,
} McAccountError;

/* An official's account, as commands, the import and the page make and change it. */
char *mc_account_fold_login (const char *typed) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_account_check_login (const char *login, GError **error);
char *mc_account_normalise_name (const char *name,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */

McPost *mc_account_make_post (McCentral *central,
                              const char *role,
                              const char *unit,
                              const char *department, /* (nullable) */
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
McPost *mc_account_parse_post (McCentral *central, const char *text, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* "ROLE:UNIT[:DEPARTMENT]" */
char *mc_account_post_to_string (const McPost *post) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_account_add_post (McUserRecord *user, const McPost *post);
gboolean mc_account_remove_post (McUserRecord *user, const McPost *post);

char *mc_account_propose_login (McPeople *people, const char *name)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable): "hoa.nt" of Nguyễn Thị Hoa */
gboolean mc_account_is_last_administrator (McPeople *people,
                                           const McUserRecord *user,
                                           gboolean *last,
                                           GError **error);

/* What an account goes through; each line of the trail says who did it: a login, or "command". */
char *mc_account_give_one_time (McUserRecord *user, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* slow; the password, to be shown once */
gboolean mc_account_add (McStorage *storage,
                         const McUserRecord *user,
                         const char *by,
                         gint64 now,
                         GError **error);
gboolean mc_account_change (McStorage *storage,
                            const McUserRecord *user,
                            const char *action,
                            const char *detail, /* (nullable) */
                            const char *by,
                            gint64 now,
                            GError **error);

const char *mc_account_get_unit (const McUserRecord *user); /* (nullable) */

G_END_DECLS
