/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where tokens lead. That never changes once it is committed, so what was found once need not be
 * looked for again; what a dossier says is read each time all the same. Any thread. */
typedef struct _McTokenMemory McTokenMemory;

McTokenMemory *mc_token_memory_new (guint places) G_GNUC_WARN_UNUSED_RESULT;
void mc_token_memory_free (McTokenMemory *self);
gint64 mc_token_memory_find (McTokenMemory *self, const guint8 hash[32]); /* 0: not known */
void mc_token_memory_add (McTokenMemory *self, const guint8 hash[32], gint64 number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McTokenMemory, mc_token_memory_free)

G_END_DECLS
