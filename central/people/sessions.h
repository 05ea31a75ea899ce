/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"
#include "central/storage/batch-writer.h"

G_BEGIN_DECLS

/* How long a browser stays signed in: without a click, and in all. */
#define MC_SESSION_IDLE_S (30 * 60)
#define MC_SESSION_TOTAL_S (12 * 3600)

#define MC_SESSION_COOKIE "__Host-motcua"

McAnswer *mc_sessions_check_request (McCentral *central,
                                     McBatchWriter *writer,
                                     McRequest *request,
                                     McRouteFlags flags) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */

McAnswer *mc_sessions_check_cookie (McCentral *central,
                                    const char *cookie,                    /* (nullable) */
                                    gint64 now) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */

McSessionRecord *
mc_session_new (const char *login, gint64 now, char **token) G_GNUC_WARN_UNUSED_RESULT;
void mc_session_hash (const char *token, guint8 hash[MC_DIGEST_LENGTH]);
gboolean mc_session_is_own_origin (const McRequest *request);
gboolean mc_session_end_own (McStorage *storage, const McRequest *request, GError **error);
void mc_session_put_cookie (McAnswer *answer, const char *token); /* (nullable): takes it away */

G_END_DECLS
