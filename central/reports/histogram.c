/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/reports/histogram.h"

#include <string.h>

/**
 * mc_histogram_clear:
 * @self: a histogram
 *
 * Empties it; zeroed memory is an empty one.
 */
void
mc_histogram_clear (McHistogram *self)
{
  g_free (self->counts);
  *self = (McHistogram){ 0 };
}

static void
grow (McHistogram *self, guint length)
{
  guint former = self->length;

  if (length <= former)
    return;

  self->length = MAX (length, MAX (512, former * 2));
  self->counts = g_renew (guint32, self->counts, self->length);
  memset (self->counts + former, 0, (self->length - former) * sizeof *self->counts);
}

/**
 * mc_histogram_add:
 * @self: a histogram
 * @minutes: a value; below 0 counts as 0
 *
 * Counts it.
 */
void
mc_histogram_add (McHistogram *self, gint32 minutes)
{
  guint value = CLAMP (minutes, 0, MC_HISTOGRAM_MAX);

  grow (self, value + 1);
  self->counts[value]++;
  self->n++;
}

/**
 * mc_histogram_merge:
 * @self: a histogram
 * @other: another
 *
 * Adds @other's values to @self.
 */
void
mc_histogram_merge (McHistogram *self, const McHistogram *other)
{
  grow (self, other->length);
  for (guint i = 0; i < other->length; i++)
    self->counts[i] += other->counts[i];
  self->n += other->n;
}

/**
 * mc_histogram_get_quantile:
 * @self: a histogram
 * @percent: 1 to 100; 50 is the median
 *
 * By nearest rank: the smallest value that @percent of all values do not exceed. It is one of the
 * values, never between two.
 *
 * Returns: the value; -1 when there is none
 */
gint32
mc_histogram_get_quantile (const McHistogram *self, guint percent)
{
  guint64 rank = (self->n * percent + 99) / 100, seen = 0;

  for (guint i = 0; i < self->length; i++)
    {
      seen += self->counts[i];
      if (seen >= rank && seen > 0)
        return i;
    }

  return -1;
}
