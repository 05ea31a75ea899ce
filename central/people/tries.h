/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/storage/people.h"

G_BEGIN_DECLS

/* A try takes 80 ms of a core. Five a second keep a flood of them below a half of one, and a city's
 * 500 officials are in within two minutes of the morning. */
#define MC_TRIES_A_MINUTE 300

/* Of logins that nobody has: the trail is kept for ever, and is not for strangers to fill. */
#define MC_TRIES_TOLD_A_MINUTE 10

/* A person mistypes; the fifth time in a row is the last one for free. */
#define MC_TRIES_FREE 4
#define MC_TRIES_MAX_DELAY_S (15 * 60)
#define MC_TRIES_KEPT_S (24 * 3600)

/* All tries of a kind together, whoever makes them. */
typedef struct
{
  gint64 minute; /* (locked-by the source's lock) */
  guint n_tries; /* (locked-by the source's lock) */
  guint n_told;  /* (locked-by the source's lock) */
} McTryGate;

gboolean mc_try_gate_enter (McTryGate *self, gint64 now);
gboolean mc_try_gate_tell (McTryGate *self, gint64 now);

gint64 mc_tries_get_delay (guint failures); /* seconds */
gboolean mc_tries_count (McStorage *storage,
                         const char *whose,
                         gint64 now,
                         gint64 *locked_until,
                         GError **error);
gboolean mc_tries_clear (McStorage *storage, const char *whose, gint64 now, GError **error);
gint64 mc_tries_get_lock (McPeople *people, const char *login, gint64 now); /* or MC_TIME_NONE */
char *mc_tries_describe_lock (gint64 locked_until,
                              gint64 now,
                              const char *language) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
