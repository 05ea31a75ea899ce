/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"

G_BEGIN_DECLS

/* The officials of a whole city at once: read from a table, given passwords, told on slips. */
typedef struct
{
  McUserRecord *user; /* (owned) */
  char *password;     /* (owned) (nullable): its one-time password, until it is told */
} McRosterEntry;

typedef void (*McRosterProgress) (guint done, guint all, gpointer data);

GPtrArray *mc_roster_new (void) G_GNUC_WARN_UNUSED_RESULT;  /* of McRosterEntry */
void mc_roster_add (GPtrArray *roster, McUserRecord *user); /* (transfer full) */
GPtrArray *mc_roster_read (McCentral *central, const char *data, gssize length, GPtrArray *mistakes)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_roster_give_passwords (GPtrArray *roster,
                                   McRosterProgress progress, /* (nullable) */
                                   gpointer data,
                                   GError **error);
GBytes *mc_roster_draw_slips (McCentral *central,
                              GPtrArray *roster,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT; /* PDF */

G_END_DECLS
