/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MC_PASSWORD_MIN 10  /* characters, of one that a person chooses */
#define MC_PASSWORD_MAX 128 /* characters */

typedef enum
{
  MC_PASSWORD_GOOD,
  MC_PASSWORD_SHORT,
  MC_PASSWORD_LONG, /* or what no keyboard writes */
  MC_PASSWORD_SIMPLE,
  MC_PASSWORD_LOGIN, /* holds the login */
} McPasswordVerdict;

McPasswordVerdict mc_password_judge (const char *password, const char *login);
const char *mc_password_describe (McPasswordVerdict verdict, const char *language);

/* argon2id. Both take 64 MiB and a core for about 80 ms: a worker's thread, or a command's. */
char *mc_password_hash (const char *password, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_password_verify (const char *hash, /* (nullable): of nobody, takes as long */
                             const char *password);

char *mc_password_new_one_time (void) G_GNUC_WARN_UNUSED_RESULT;
char *mc_password_fold_one_time (const char *typed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
