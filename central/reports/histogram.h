/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How often each number of minutes occurred: exact quantiles of any number of values, in memory
 * that grows with the longest one only. */
typedef struct
{
  guint32 *counts; /* (owned) (nullable) (array length=length) */
  guint length;
  guint64 n;
} McHistogram;

#define MC_HISTOGRAM_MAX (1 << 19) /* minutes, four working years: longer counts as this */

void mc_histogram_clear (McHistogram *self);
void mc_histogram_add (McHistogram *self, gint32 minutes);
void mc_histogram_merge (McHistogram *self, const McHistogram *other);
gint32 mc_histogram_get_quantile (const McHistogram *self, guint percent); /* -1 when empty */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McHistogram, mc_histogram_clear)

G_END_DECLS
