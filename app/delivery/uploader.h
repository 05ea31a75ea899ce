/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/delivery/central-client.h"
#include "app/store/outbox.h"

G_BEGIN_DECLS

/* Empties the outbox: pages, then the dossier, one at a time, oldest first (the newest first when
 * it was just added), by the retry policy; heartbeats every 60 s carry health and bring
 * `safe_up_to`, "revoked" and the public URL; ratings go out after their dossier. Signal
 * "delivered" (id). Properties "online", "revoked" (booleans), "printer" (what heartbeats say of
 * it), "retention-days". */
#define MC_TYPE_UPLOADER (mc_uploader_get_type ())
G_DECLARE_FINAL_TYPE (McUploader, mc_uploader, MC, UPLOADER, GObject)

McUploader *mc_uploader_new (McOutbox *outbox,
                             McCentralClient *client,
                             McClock *clock) G_GNUC_WARN_UNUSED_RESULT;
void mc_uploader_start (McUploader *self);
void mc_uploader_kick (McUploader *self); /* something was added, or the network came back */
void mc_uploader_stop (McUploader *self);
gboolean mc_uploader_is_online (McUploader *self);
gboolean mc_uploader_is_idle (McUploader *self); /* nothing queued that is not quarantined */

/* The retry policy, pure: full jitter between 1 s and 5 min, Retry-After obeyed. random in [0,1).
 */
gint64 mc_retry_next_attempt (gint64 now,
                              guint attempts,
                              guint retry_after,
                              gboolean alarm,
                              double random);

G_END_DECLS
