/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/reports/figures.h"

/* Steps 2 to 7: from the filing to the result at the desk. */
#define WHOLE_FIRST 2
#define WHOLE_LAST 7

/* What is counted of one unit, by its resolver. */
typedef struct
{
  char *resolver;         /* (owned) */
  GHashTable *procedures; /* (owned) (element-type utf8 McTally), by code */
  McHistogram whole;
  McRatings ratings;
} Unit;

typedef struct
{
  guint month; /* year × 12 + month */
  McRatings ratings;
} Month;

struct _McFiguresCounter
{
  McPeriod period;
  gint64 now;
  GHashTable *units; /* (owned) (element-type utf8 Unit), by resolver */
  McHistogram steps[MC_N_STEPS + 1];
  McHistogram citizen;
  GArray *months; /* (owned) (element-type Month) */
  guint64 refused_at_desk, waiting;
};

/* clang-format off */
G_DEFINE_QUARK (mc-figures-error-quark, mc_figures_error)
/* clang-format on */

static void
unit_free (gpointer data)
{
  Unit *unit = data;

  g_free (unit->resolver);
  g_hash_table_unref (unit->procedures);
  mc_histogram_clear (&unit->whole);
  g_free (unit);
}

/**
 * mc_figures_counter_new:
 * @period: the period
 * @now: the present
 *
 * Returns: (transfer full): a counter that has seen nothing. One thread at a time
 */
McFiguresCounter *
mc_figures_counter_new (const McPeriod *period, gint64 now)
{
  McFiguresCounter *self = g_new0 (McFiguresCounter, 1);

  self->period = *period;
  self->now = now;
  self->units = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, unit_free);
  self->months = g_array_new (FALSE, TRUE, sizeof (Month));
  return self;
}

/**
 * mc_figures_counter_free:
 * @self: (transfer full) (nullable): a counter
 */
void
mc_figures_counter_free (McFiguresCounter *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->units);
  for (guint step = 0; step <= MC_N_STEPS; step++)
    mc_histogram_clear (&self->steps[step]);
  mc_histogram_clear (&self->citizen);
  g_array_unref (self->months);
  g_free (self);
}

static Unit *
take_unit (McFiguresCounter *self, const char *resolver)
{
  Unit *unit = g_hash_table_lookup (self->units, resolver);

  if (unit != NULL)
    return unit;

  unit = g_new0 (Unit, 1);
  unit->resolver = g_strdup (resolver);
  unit->procedures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (self->units, unit->resolver, unit);
  return unit;
}

static McTally *
take_tally (Unit *unit, const char *procedure)
{
  McTally *tally = g_hash_table_lookup (unit->procedures, procedure);

  if (tally == NULL)
    {
      tally = g_new0 (McTally, 1);
      g_hash_table_insert (unit->procedures, g_strdup (procedure), tally);
    }
  return tally;
}

static gboolean
is_in (const McFiguresCounter *self, gint64 time)
{
  return time != MC_TIME_NONE && time >= self->period.from && time < self->period.to;
}

static guint
get_month (gint64 time)
{
  GDate date;

  mc_time_get_local_date (time, &date);
  return g_date_get_year (&date) * 12 + g_date_get_month (&date) - 1;
}

static gint64
get_start_of_month (guint month)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, month % 12 + 1, month / 12);
  return mc_time_from_local (&date, 0);
}

static void
count_rating (McFiguresCounter *self, Unit *unit, const McFact *fact)
{
  guint month, index;

  if (fact->rating == 0 || fact->rating > MC_N_SCORES || !is_in (self, fact->rated_at))
    return;

  unit->ratings.scores[fact->rating]++;
  month = get_month (fact->rated_at);
  for (index = 0; index < self->months->len; index++)
    if (g_array_index (self->months, Month, index).month == month)
      break;
  if (index == self->months->len)
    {
      const Month new_month = { .month = month };

      g_array_append_val (self->months, new_month);
    }
  g_array_index (self->months, Month, index).ratings.scores[fact->rating]++;
}

/* The times of what got its result in the period; of step 8, of what was handed over in it. */
static void
count_times (McFiguresCounter *self, Unit *unit, const McFact *fact)
{
  gint64 whole = 0;

  if (is_in (self, fact->ended_at) && fact->state == MC_STATE_RETURNED &&
      fact->minutes[MC_N_STEPS] != MC_MINUTES_NONE)
    mc_histogram_add (&self->steps[MC_N_STEPS], fact->minutes[MC_N_STEPS]);
  if (!is_in (self, fact->finished_at) || fact->state < MC_STATE_READY ||
      fact->state > MC_STATE_RETURNED)
    return;

  for (guint step = WHOLE_FIRST; step <= WHOLE_LAST; step++)
    if (fact->minutes[step] == MC_MINUTES_NONE)
      whole = MC_TIME_NONE;
    else
      {
        mc_histogram_add (&self->steps[step], fact->minutes[step]);
        if (whole != MC_TIME_NONE)
          whole += fact->minutes[step];
      }
  if (whole != MC_TIME_NONE)
    mc_histogram_add (&unit->whole, MIN (whole, MC_HISTOGRAM_MAX));
  if (fact->paused > 0)
    mc_histogram_add (&self->citizen, fact->paused);
}

static void
count_desk (McFiguresCounter *self, const McFact *fact)
{
  if (fact->state == MC_STATE_REFUSED && is_in (self, fact->ended_at))
    self->refused_at_desk++;
  else if (fact->filed_at < self->period.to && fact->ended_at == MC_TIME_NONE)
    self->waiting++;
}

/**
 * mc_figures_counter_add:
 * @self: a counter
 * @fact: a dossier, at least every one that a query of the period gives
 *
 * Counts it where it belongs.
 */
void
mc_figures_counter_add (McFiguresCounter *self, const McFact *fact)
{
  Unit *unit = take_unit (self, fact->resolver);

  if (fact->accepted_at == MC_TIME_NONE)
    count_desk (self, fact);
  else
    mc_tally_count (take_tally (unit, fact->procedure), fact, &self->period, self->now);
  count_times (self, unit, fact);
  count_rating (self, unit, fact);
}

static McDuration
measure (const McHistogram *histogram)
{
  return (McDuration){ .n = histogram->n,
                       .median = mc_histogram_get_quantile (histogram, 50),
                       .p90 = mc_histogram_get_quantile (histogram, 90) };
}

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
  const McFiguresLine *left = *(const McFiguresLine *const *) a;
  const McFiguresLine *right = *(const McFiguresLine *const *) b;
  int units = g_strcmp0 (left->resolver, right->resolver);

  return units != 0 ? units : g_strcmp0 (left->procedure, right->procedure);
}

static gint
compare_units (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 ((*(const McFiguresUnit *const *) a)->resolver,
                    (*(const McFiguresUnit *const *) b)->resolver);
}

static void
line_free (gpointer data)
{
  McFiguresLine *line = data;

  g_free (line->resolver);
  g_free (line->procedure);
  g_free (line);
}

static void
figures_unit_free (gpointer data)
{
  McFiguresUnit *unit = data;

  g_free (unit->resolver);
  g_free (unit);
}

static void
add_ratings (McRatings *to, const McRatings *from)
{
  for (guint score = 1; score <= MC_N_SCORES; score++)
    to->scores[score] += from->scores[score];
}

/* A unit that only shows because of a rating, or of what waits at its desk, has no lines. */
static void
take_lines (McFigures *figures, const Unit *unit, McFiguresUnit *summary)
{
  GHashTableIter iter;
  const char *procedure;
  const McTally *tally;

  g_hash_table_iter_init (&iter, unit->procedures);
  while (g_hash_table_iter_next (&iter, (gpointer *) &procedure, (gpointer *) &tally))
    {
      McFiguresLine *line;

      if (mc_tally_get_received (tally) == 0)
        continue;
      line = g_new0 (McFiguresLine, 1);
      line->resolver = g_strdup (unit->resolver);
      line->procedure = g_strdup (procedure);
      line->tally = *tally;
      g_ptr_array_add (figures->lines, line);
      mc_tally_add (&summary->tally, tally);
    }
}

static void
take_units (McFiguresCounter *self, McFigures *figures)
{
  g_auto (McHistogram) whole = { 0 };
  GHashTableIter iter;
  Unit *unit;

  g_hash_table_iter_init (&iter, self->units);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &unit))
    {
      McFiguresUnit *summary = g_new0 (McFiguresUnit, 1);

      summary->resolver = g_strdup (unit->resolver);
      summary->whole = measure (&unit->whole);
      summary->ratings = unit->ratings;
      take_lines (figures, unit, summary);
      g_ptr_array_add (figures->units, summary);
      mc_tally_add (&figures->total, &summary->tally);
      add_ratings (&figures->ratings, &unit->ratings);
      mc_histogram_merge (&whole, &unit->whole);
    }
  figures->whole = measure (&whole);
  g_ptr_array_sort (figures->lines, compare_lines);
  g_ptr_array_sort (figures->units, compare_units);
}

/* Whole months of the period that are over. A sum that grows while one looks, or that a second
 * report leaves one short of, tells what somebody answered. */
static void
take_safe_ratings (McFiguresCounter *self, McFigures *figures)
{
  for (guint i = 0; i < self->months->len; i++)
    {
      const Month *month = &g_array_index (self->months, Month, i);
      gint64 end = get_start_of_month (month->month + 1);

      if (get_start_of_month (month->month) >= self->period.from && end <= self->period.to &&
          end <= self->now && mc_ratings_get_n (&month->ratings) >= MC_RATINGS_MIN)
        add_ratings (&figures->safe_ratings, &month->ratings);
    }
}

static gboolean
is_balanced (const McFigures *figures)
{
  for (guint i = 0; i < figures->lines->len; i++)
    if (!mc_tally_is_balanced (&((McFiguresLine *) g_ptr_array_index (figures->lines, i))->tally))
      return FALSE;

  return mc_tally_is_balanced (&figures->total);
}

/**
 * mc_figures_counter_finish:
 * @self: a counter
 * @error: return location for %MC_FIGURES_ERROR_UNBALANCED
 *
 * Adds up, and asserts the identity of report 06a in each of its lines and in their sum: a report
 * that does not add up is never shown.
 *
 * Returns: (transfer full) (nullable): the figures
 */
McFigures *
mc_figures_counter_finish (McFiguresCounter *self, GError **error)
{
  g_autoptr (McFigures) figures = g_new0 (McFigures, 1);

  figures->period = self->period;
  figures->now = self->now;
  figures->lines = g_ptr_array_new_with_free_func (line_free);
  figures->units = g_ptr_array_new_with_free_func (figures_unit_free);
  figures->refused_at_desk = self->refused_at_desk;
  figures->waiting = self->waiting;
  take_units (self, figures);
  take_safe_ratings (self, figures);
  for (guint step = 2; step <= MC_N_STEPS; step++)
    figures->steps[step] = measure (&self->steps[step]);
  figures->citizen = measure (&self->citizen);
  if (is_balanced (figures))
    return g_steal_pointer (&figures);

  g_set_error_literal (
      error, MC_FIGURES_ERROR, MC_FIGURES_ERROR_UNBALANCED, "report 06a does not add up");
  return NULL;
}

static gboolean
add_fact (const McFact *fact, gpointer counter)
{
  mc_figures_counter_add (counter, fact);
  return TRUE;
}

/**
 * mc_figures_read:
 * @facts: the storage
 * @period: the period
 * @resolver: (nullable): of one unit or city department; %NULL for all
 * @now: the present
 * @error: return location for an error of the storage, or %MC_FIGURES_ERROR
 *
 * Reads and counts; a million dossiers take a second or so. Any thread.
 *
 * Returns: (transfer full) (nullable): the figures
 */
McFigures *
mc_figures_read (McFacts *facts,
                 const McPeriod *period,
                 const char *resolver,
                 gint64 now,
                 GError **error)
{
  g_autoptr (McFiguresCounter) counter = mc_figures_counter_new (period, now);
  const McFactQuery query = { period->from, period->to, resolver };

  if (!mc_facts_each (facts, &query, add_fact, counter, error))
    return NULL;

  return mc_figures_counter_finish (counter, error);
}

/**
 * mc_figures_free:
 * @self: (transfer full) (nullable): figures
 */
void
mc_figures_free (McFigures *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->units);
  g_free (self);
}

/**
 * mc_ratings_get_n:
 * @self: ratings
 *
 * Returns: how many answers there are
 */
guint64
mc_ratings_get_n (const McRatings *self)
{
  guint64 n = 0;

  for (guint score = 1; score <= MC_N_SCORES; score++)
    n += self->scores[score];

  return n;
}
