/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "central/storage/storage.h"

G_BEGIN_DECLS

typedef enum
{
  MC_METRIC_DOSSIERS_NEW,
  MC_METRIC_DOSSIERS_REPEATED,
  MC_METRIC_DOSSIERS_REFUSED,
  MC_METRIC_BLOBS_NEW,
  MC_METRIC_LOOKUPS,
  MC_METRIC_PAGES_SHOWN,
  MC_METRIC_RATINGS,
  MC_METRIC_PICKUPS,
  MC_METRIC_ENROLMENTS,
  MC_METRIC_SIGNATURES_REFUSED,
  MC_METRIC_GUARD_REFUSED,
  MC_METRIC_DEADLINES_CUT,
  MC_METRIC_BATCHES,
  MC_METRIC_BATCHED_REQUESTS,
  MC_METRIC_WRITES_FAILED,
  MC_N_METRICS,
} McMetric;

/* Counters since the start; any thread. */
typedef struct _McMetrics McMetrics;

McMetrics *mc_metrics_new (void) G_GNUC_WARN_UNUSED_RESULT;
void mc_metrics_free (McMetrics *self);
void mc_metrics_add (McMetrics *self, McMetric metric, guint64 amount);
guint64 mc_metrics_get (McMetrics *self, McMetric metric);
void mc_metrics_count_answer (McMetrics *self, guint status);
void mc_metrics_connections (McMetrics *self, gint change);
char *mc_metrics_to_text (McMetrics *self,
                          McStorage *storage,
                          gint64 now) G_GNUC_WARN_UNUSED_RESULT; /* Prometheus text format */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McMetrics, mc_metrics_free)

G_END_DECLS
