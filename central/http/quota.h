/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What one kiosk may send in a day: far more than an honest one ever has, far less than would fill
 * a disk before its theft is noticed. Counted in memory; a restart forgives. */
typedef struct _McQuota McQuota;

McQuota *mc_quota_new (guint requests, guint megabytes) G_GNUC_WARN_UNUSED_RESULT;
void mc_quota_free (McQuota *self);
gboolean mc_quota_take (McQuota *self,
                        const char *kiosk_key,
                        gsize bytes,
                        gint64 now,
                        gboolean *first); /* of that day's refusals: tell somebody */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McQuota, mc_quota_free)

G_END_DECLS
