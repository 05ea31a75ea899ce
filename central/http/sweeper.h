/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/metrics.h"

G_BEGIN_DECLS

/* Total deadlines. The library's own time-outs count idle time only: one byte a second would keep a
 * connection for ever. */
typedef struct _McSweeper McSweeper;
typedef struct _McWatch McWatch; /* one connection */

McSweeper *mc_sweeper_new (McMetrics *metrics) G_GNUC_WARN_UNUSED_RESULT;
void mc_sweeper_free (McSweeper *self);

McWatch *mc_sweeper_add (McSweeper *self, int fd, guint deadline_ms) G_GNUC_WARN_UNUSED_RESULT;
void mc_sweeper_remove (McSweeper *self, McWatch *watch);
void mc_watch_set_deadline (McWatch *self, guint deadline_ms);
void mc_watch_tighten (McWatch *self, guint deadline_ms);
void mc_watch_clear_deadline (McWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McSweeper, mc_sweeper_free)

G_END_DECLS
