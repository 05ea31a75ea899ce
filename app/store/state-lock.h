/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* flock on the state folder: who holds it owns uploader and printer. The owner also listens on a
 * datagram socket beside it; anyone who wrote to the outbox wakes the owner. */
#define MC_TYPE_STATE_LOCK (mc_state_lock_get_type ())
G_DECLARE_FINAL_TYPE (McStateLock, mc_state_lock, MC, STATE_LOCK, GObject)

McStateLock *mc_state_lock_new (const char *state_dir) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_state_lock_try (McStateLock *self,
                            GError **error); /* TRUE: we own it until freed. Signal "woken" */
void mc_state_lock_wake_owner (McStateLock *self);

G_END_DECLS
