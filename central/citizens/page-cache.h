/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Pages that were drawn already. A page is served again only while nothing at all was committed
 * since (the storage's version) and until the time at which its words would change. */
typedef struct _McPageCache McPageCache;

McPageCache *mc_page_cache_new (guint max_pages) G_GNUC_WARN_UNUSED_RESULT;
void mc_page_cache_free (McPageCache *self);
gboolean mc_page_cache_note (McPageCache *self,
                             const char *token,
                             const char *language); /* whether it was asked for before */
GBytes *mc_page_cache_find (McPageCache *self,
                            const char *token,
                            const char *language,
                            guint64 version,
                            gint64 now) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
void mc_page_cache_add (McPageCache *self,
                        const char *token,
                        const char *language,
                        guint64 version,
                        gint64 now,
                        gint64 until,
                        GBytes *page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McPageCache, mc_page_cache_free)

G_END_DECLS
