/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/delivery/central-client.h"
#include "app/store/outbox.h"

G_BEGIN_DECLS

/* Tells central every 60 s how the kiosk is, and does what the answer says: marks records safe,
 * keeps the public URL, learns of revocation; purges what is safe and old. Signal "answered"
 * (boolean: genuine answer or outage). */
#define MC_TYPE_HEARTBEAT (mc_heartbeat_get_type ())
G_DECLARE_FINAL_TYPE (McHeartbeat, mc_heartbeat, MC, HEARTBEAT, GObject)

McHeartbeat *mc_heartbeat_new (McOutbox *outbox,
                               McCentralClient *client,
                               McClock *clock) G_GNUC_WARN_UNUSED_RESULT;
void mc_heartbeat_start (McHeartbeat *self); /* the first one at once */
void mc_heartbeat_stop (McHeartbeat *self);
void mc_heartbeat_set_printer (McHeartbeat *self, const char *printer);
const char *mc_heartbeat_get_printer (McHeartbeat *self);
void mc_heartbeat_set_retention_days (McHeartbeat *self, guint days);
guint mc_heartbeat_get_retention_days (McHeartbeat *self);
gboolean mc_heartbeat_is_revoked (McHeartbeat *self);

G_END_DECLS
