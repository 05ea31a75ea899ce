/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/assets.h"
#include "central/reports/figures.h"
#include "central/work/case-fact.h"
#include "tests/bench/city-life.h"

#define DAY_S (24 * 3600)

static gint64
at (const char *text)
{
  gint64 time;

  g_assert_true (mc_time_from_rfc3339 (text, &time, NULL));
  return time;
}

static void
assert_period (const McPeriod *period, const char *first, const char *last)
{
  g_autofree char *from = mc_period_dup_first_day (period);
  g_autofree char *to = mc_period_dup_last_day (period);

  g_assert_cmpstr (from, ==, first);
  g_assert_cmpstr (to, ==, last);
  g_assert_cmpuint (mc_time_get_local_second (period->from), ==, 0);
  g_assert_cmpuint (mc_time_get_local_second (period->to), ==, 0);
}

/* What can be chosen, on a day that makes each of them interesting; nonsense is this month. */
static void
test_period (void)
{
  static const struct
  {
    const char *now, *kind, *from, *to;
    gboolean understood;
    const char *first, *last, *vietnamese, *english;
  } cases[] = {
    { "2026-01-31T23:59:59+07:00",
      NULL,
      NULL,
      NULL,
      TRUE,
      "2026-01-01",
      "2026-01-31",
      "Tháng 1/2026",
      "January 2026" },
    { "2026-02-01T00:00:00+07:00",
      "month",
      NULL,
      NULL,
      TRUE,
      "2026-02-01",
      "2026-02-28",
      "Tháng 2/2026",
      "February 2026" },
    { "2026-01-31T12:00:00+07:00",
      "last-month",
      NULL,
      NULL,
      TRUE,
      "2025-12-01",
      "2025-12-31",
      "Tháng 12/2025",
      "December 2025" },
    { "2026-05-31T12:00:00+07:00",
      "quarter",
      NULL,
      NULL,
      TRUE,
      "2026-04-01",
      "2026-06-30",
      "Quý II/2026",
      "Quarter II of 2026" },
    { "2024-02-29T12:00:00+07:00",
      "year",
      NULL,
      NULL,
      TRUE,
      "2024-01-01",
      "2024-12-31",
      "Năm 2024",
      "Year 2024" },
    { "2026-01-31T12:00:00+07:00",
      "days",
      "2025-06-20",
      "2025-06-26",
      TRUE,
      "2025-06-20",
      "2025-06-26",
      "Từ ngày 20/6/2025 đến ngày 26/6/2025",
      "From 20/6/2025 to 26/6/2025" },
    { "2026-01-31T12:00:00+07:00",
      "days",
      "2025-06-20",
      "2025-06-20",
      TRUE,
      "2025-06-20",
      "2025-06-20",
      "Ngày 20/6/2025",
      "On 20/6/2025" },
    { "2026-01-31T12:00:00+07:00",
      "days",
      "2025-06-26",
      "2025-06-20",
      FALSE,
      "2026-01-01",
      "2026-01-31",
      NULL,
      NULL },
    { "2026-01-31T12:00:00+07:00",
      "days",
      "2025-06-26",
      NULL,
      FALSE,
      "2026-01-01",
      "2026-01-31",
      NULL,
      NULL },
    { "2026-01-31T12:00:00+07:00",
      "days",
      "1000-06-26",
      "2025-06-20",
      FALSE,
      "2026-01-01",
      "2026-01-31",
      NULL,
      NULL },
    { "2026-01-31T12:00:00+07:00",
      "days",
      "26/6/2025",
      "30/6/2025",
      FALSE,
      "2026-01-01",
      "2026-01-31",
      NULL,
      NULL },
    { "2026-01-31T12:00:00+07:00",
      "century",
      NULL,
      NULL,
      FALSE,
      "2026-01-01",
      "2026-01-31",
      NULL,
      NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      McPeriod period;

      g_assert_cmpint (
          mc_period_parse (&period, cases[i].kind, cases[i].from, cases[i].to, at (cases[i].now)),
          ==,
          cases[i].understood);
      if (!cases[i].understood)
        period.kind = MC_PERIOD_THIS_MONTH;
      assert_period (&period, cases[i].first, cases[i].last);
      if (cases[i].vietnamese != NULL)
        {
          g_autofree char *vietnamese = mc_period_describe (&period, "vi");
          g_autofree char *english = mc_period_describe (&period, "en");

          g_assert_cmpstr (vietnamese, ==, cases[i].vietnamese);
          g_assert_cmpstr (english, ==, cases[i].english);
        }
    }
}

/* Quantiles are what sorting gives, whatever came in whatever order. */
static void
test_histogram (void)
{
  for (guint round = 0; round < 200; round++)
    {
      guint n = g_test_rand_int_range (1, 400);
      g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (gint));
      g_auto (McHistogram) left = { 0 }, right = { 0 };

      for (guint i = 0; i < n; i++)
        {
          gint value = g_test_rand_int_range (0, g_test_rand_bit () ? 20 : 20000);
          guint place;

          mc_histogram_add (g_test_rand_bit () ? &left : &right, value);
          for (place = 0; place < values->len; place++)
            if (g_array_index (values, gint, place) > value)
              break;
          g_array_insert_val (values, place, value);
        }
      mc_histogram_merge (&left, &right);
      g_assert_cmpuint (left.n, ==, n);
      g_assert_cmpint (
          mc_histogram_get_quantile (&left, 50), ==, g_array_index (values, gint, (n + 1) / 2 - 1));
      g_assert_cmpint (mc_histogram_get_quantile (&left, 90),
                       ==,
                       g_array_index (values, gint, (n * 9 + 9) / 10 - 1));
      g_assert_cmpint (
          mc_histogram_get_quantile (&left, 100), ==, g_array_index (values, gint, n - 1));
    }
  {
    g_auto (McHistogram) empty = { 0 };

    g_assert_cmpint (mc_histogram_get_quantile (&empty, 50), ==, -1);
    mc_histogram_add (&empty, -5);
    mc_histogram_add (&empty, G_MAXINT32);
    g_assert_cmpint (mc_histogram_get_quantile (&empty, 50), ==, 0);
    g_assert_cmpint (mc_histogram_get_quantile (&empty, 100), ==, MC_HISTOGRAM_MAX);
  }
}

/* Which two columns of 06a a dossier counts in, for June 2025 seen in July. */
static void
test_tally (void)
{
#define NONE NULL
  static const struct
  {
    const char *accepted, *due, *finished, *paused, *resumed;
    McState state;
    gboolean online;
    gsize left, right; /* offsets; 0 twice = not in the period */
  } cases[] = {
#define LEFT(member) G_STRUCT_OFFSET (McTally, member)
    /* Received in the period, on its first and last second. */
    { "2025-06-01T00:00:00+07:00",
      "2025-07-03T10:00:00+07:00",
      NONE,
      NONE,
      NONE,
      MC_STATE_RECEIVED,
      TRUE,
      LEFT (online),
      LEFT (in_time) },
    { "2025-06-30T23:59:59+07:00",
      "2025-07-03T10:00:00+07:00",
      NONE,
      NONE,
      NONE,
      MC_STATE_RECEIVED,
      FALSE,
      LEFT (counter),
      LEFT (in_time) },
    { "2025-07-01T00:00:00+07:00",
      "2025-07-03T10:00:00+07:00",
      NONE,
      NONE,
      NONE,
      MC_STATE_RECEIVED,
      FALSE,
      0,
      0 },
    { NONE, NONE, NONE, NONE, NONE, MC_STATE_SUBMITTED, TRUE, 0, 0 },
    /* Carried over, or finished before. */
    { "2025-05-31T16:00:00+07:00",
      "2025-06-20T10:00:00+07:00",
      NONE,
      NONE,
      NONE,
      MC_STATE_PROCESSED,
      TRUE,
      LEFT (carried),
      LEFT (overdue) },
    { "2025-05-31T16:00:00+07:00",
      "2025-06-20T10:00:00+07:00",
      "2025-06-01T00:00:00+07:00",
      NONE,
      NONE,
      MC_STATE_RETURNED,
      TRUE,
      LEFT (carried),
      LEFT (early) },
    { "2025-05-31T16:00:00+07:00",
      "2025-06-20T10:00:00+07:00",
      "2025-05-31T23:59:59+07:00",
      NONE,
      NONE,
      MC_STATE_RETURNED,
      TRUE,
      0,
      0 },
    /* Early is an earlier day; on time is that day until the due second. */
    { "2025-06-02T16:00:00+07:00",
      "2025-06-20T10:00:00+07:00",
      "2025-06-19T17:00:00+07:00",
      NONE,
      NONE,
      MC_STATE_READY,
      TRUE,
      LEFT (online),
      LEFT (early) },
    { "2025-06-02T16:00:00+07:00",
      "2025-06-20T10:00:00+07:00",
      "2025-06-20T10:00:00+07:00",
      NONE,
      NONE,
      MC_STATE_APPROVED,
      TRUE,
      LEFT (online),
      LEFT (on_time) },
    { "2025-06-02T16:00:00+07:00",
      "2025-06-20T10:00:00+07:00",
      "2025-06-20T10:00:01+07:00",
      NONE,
      NONE,
      MC_STATE_RETURNED,
      TRUE,
      LEFT (online),
      LEFT (late) },
    { "2025-06-02T16:00:00+07:00",
      NONE,
      "2025-06-20T10:00:01+07:00",
      NONE,
      NONE,
      MC_STATE_RETURNED,
      TRUE,
      LEFT (online),
      LEFT (on_time) },
    /* Finished after the period: open in it, as things were at its end. */
    { "2025-06-02T16:00:00+07:00",
      "2025-07-01T00:00:00+07:00",
      "2025-07-02T10:00:00+07:00",
      NONE,
      NONE,
      MC_STATE_RETURNED,
      TRUE,
      LEFT (online),
      LEFT (in_time) },
    { "2025-06-02T16:00:00+07:00",
      "2025-06-30T23:59:59+07:00",
      "2025-07-02T10:00:00+07:00",
      NONE,
      NONE,
      MC_STATE_RETURNED,
      TRUE,
      LEFT (online),
      LEFT (overdue) },
    /* The citizen's turn at its end, whatever came later. */
    { "2025-06-02T16:00:00+07:00",
      "2025-06-20T10:00:00+07:00",
      NONE,
      "2025-06-05T10:00:00+07:00",
      NONE,
      MC_STATE_SUPPLEMENT_ASKED,
      TRUE,
      LEFT (online),
      LEFT (paused) },
    { "2025-06-02T16:00:00+07:00",
      "2025-07-20T10:00:00+07:00",
      NONE,
      "2025-06-05T10:00:00+07:00",
      "2025-07-01T00:00:00+07:00",
      MC_STATE_RECEIVED,
      TRUE,
      LEFT (online),
      LEFT (paused) },
    { "2025-06-02T16:00:00+07:00",
      "2025-07-20T10:00:00+07:00",
      NONE,
      "2025-06-05T10:00:00+07:00",
      "2025-06-30T16:00:00+07:00",
      MC_STATE_RECEIVED,
      TRUE,
      LEFT (online),
      LEFT (in_time) },
    { "2025-06-02T16:00:00+07:00",
      "2025-07-20T10:00:00+07:00",
      NONE,
      "2025-07-01T00:00:00+07:00",
      NONE,
      MC_STATE_PAYMENT_ASKED,
      TRUE,
      LEFT (online),
      LEFT (in_time) },
    /* Ended without a result; a refusal after appraisal is one. */
    { "2025-06-02T16:00:00+07:00",
      "2025-06-20T10:00:00+07:00",
      "2025-06-21T10:00:00+07:00",
      NONE,
      NONE,
      MC_STATE_WITHDRAWN,
      TRUE,
      LEFT (online),
      LEFT (withdrawn) },
    { "2025-06-02T16:00:00+07:00",
      "2025-06-20T10:00:00+07:00",
      "2025-06-21T10:00:00+07:00",
      NONE,
      NONE,
      MC_STATE_STOPPED,
      FALSE,
      LEFT (counter),
      LEFT (withdrawn) },
    { "2025-05-02T16:00:00+07:00",
      "2025-06-20T10:00:00+07:00",
      "2025-06-21T10:00:00+07:00",
      NONE,
      NONE,
      MC_STATE_REFUSED,
      FALSE,
      LEFT (carried),
      LEFT (withdrawn) },
  };
  const McPeriod june = { MC_PERIOD_RANGE,
                          at ("2025-06-01T00:00:00+07:00"),
                          at ("2025-07-01T00:00:00+07:00") };
  const gint64 now = at ("2025-07-20T09:00:00+07:00");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      McTally tally = { 0 }, expected = { 0 };
      McFact fact;
      gboolean in = cases[i].left != cases[i].right;

      mc_fact_init (&fact);
      fact.online = cases[i].online;
      fact.state = cases[i].state;
      fact.filed_at = june.from - 100 * DAY_S;
#define TAKE(member, text) fact.member = text == NULL ? MC_TIME_NONE : at (text)
      TAKE (accepted_at, cases[i].accepted);
      TAKE (due_at, cases[i].due);
      TAKE (finished_at, cases[i].finished);
      TAKE (paused_at, cases[i].paused);
      TAKE (resumed_at, cases[i].resumed);
      if (in)
        {
          G_STRUCT_MEMBER (guint64, &expected, cases[i].left) = 1;
          G_STRUCT_MEMBER (guint64, &expected, cases[i].right) = 1;
        }
      g_assert_cmpint (mc_tally_count (&tally, &fact, &june, now), ==, in);
      g_assert_cmpmem (&tally, sizeof tally, &expected, sizeof expected);
      g_assert_true (mc_tally_is_balanced (&tally));
    }
}

/* A period that is not over is judged now: what is due later today is in time. */
static void
test_unfinished_period (void)
{
  const McPeriod june = { MC_PERIOD_THIS_MONTH,
                          at ("2025-06-01T00:00:00+07:00"),
                          at ("2025-07-01T00:00:00+07:00") };
  const gint64 now = at ("2025-06-20T09:00:00+07:00");
  McTally tally = { 0 };
  McFact fact;

  mc_fact_init (&fact);
  fact.state = MC_STATE_RECEIVED;
  fact.filed_at = fact.accepted_at = at ("2025-06-19T09:00:00+07:00");
  fact.due_at = at ("2025-06-20T09:00:01+07:00");
  g_assert_true (mc_tally_count (&tally, &fact, &june, now));
  g_assert_cmpuint (tally.in_time, ==, 1);
  fact.due_at = at ("2025-06-20T08:59:59+07:00");
  g_assert_true (mc_tally_count (&tally, &fact, &june, now));
  g_assert_cmpuint (tally.overdue, ==, 1);
  fact.finished_at = now;
  g_assert_true (mc_tally_count (&tally, &fact, &june, now));
  g_assert_cmpuint (tally.late, ==, 1);
}

typedef struct
{
  GPtrArray *facts;   /* (owned) (element-type McFact) */
  McCentral *central; /* (owned) */
} City;

#define CITY_NOW "2026-06-19T10:00:00+07:00"

static City *
city_new (guint n)
{
  City *self = g_new0 (City, 1);
  const char *dir = mc_assets_get_default_dir ();
  gint64 now = at (CITY_NOW);
  g_autoptr (CityLife) life = NULL;
  g_autoptr (GError) error = NULL;

  self->central = g_new0 (McCentral, 1);
  self->central->catalogue = mc_assets_load_catalogue (dir, &error);
  g_assert_no_error (error);
  self->central->calendar = mc_assets_load_calendar (dir, &error);
  g_assert_no_error (error);
  self->central->points = mc_assets_load_points (dir, &error);
  g_assert_no_error (error);
  self->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_fact_free);
  life = city_life_new (self->central->catalogue,
                        self->central->points,
                        self->central->calendar,
                        now - 360LL * DAY_S,
                        now,
                        g_test_rand_int ());
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CityDossier) dossier = city_life_draw (life, i, n, i % 20 == 0);
      const McCase work = { .record = dossier->record,
                            .events = dossier->events,
                            .point = dossier->point };
      McFact fact;

      mc_case_get_fact (&work, self->central, &fact);
      fact.rating = dossier->rating;
      fact.rated_at = dossier->rating == 0 ? MC_TIME_NONE : dossier->rated_at;
      g_ptr_array_add (self->facts, mc_fact_copy (&fact));
    }

  return self;
}

static void
city_free (City *self)
{
  g_ptr_array_unref (self->facts);
  mc_central_free (self->central);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (City, city_free)

static McFigures *
count (const City *self, gint64 from, gint64 to, gint64 now)
{
  const McPeriod period = { MC_PERIOD_RANGE, from, to };
  g_autoptr (McFiguresCounter) counter = mc_figures_counter_new (&period, now);
  g_autoptr (GError) error = NULL;
  McFigures *figures;

  for (guint i = 0; i < self->facts->len; i++)
    mc_figures_counter_add (counter, g_ptr_array_index (self->facts, i));
  figures = mc_figures_counter_finish (counter, &error);
  g_assert_no_error (error);
  return figures;
}

static guint64
find_carried (const McFigures *figures, const McFiguresLine *line)
{
  for (guint i = 0; i < figures->lines->len; i++)
    {
      const McFiguresLine *other = g_ptr_array_index (figures->lines, i);

      if (g_str_equal (other->resolver, line->resolver) &&
          g_str_equal (other->procedure, line->procedure))
        return other->tally.carried;
    }

  return 0;
}

static guint64
get_closing (const McTally *tally)
{
  return mc_tally_get_open (tally) + tally->paused;
}

/* In each line of each month of a city's year both sides are equal, and what is open at the end of
 * one month is what the next one carries over. Lines add up to units, units to the city, and the
 * months to the year. */
static void
test_chain (void)
{
  g_autoptr (City) city = city_new (20000);
  const gint64 now = at (CITY_NOW);
  g_autoptr (McFigures) before = NULL, year = NULL;
  guint64 received = 0, solved = 0, withdrawn = 0, timed = 0, paused = 0;
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, G_DATE_JUNE, 2025);
  for (guint month = 0; month < 13; month++)
    {
      gint64 from = mc_time_from_local (&date, 0);
      g_autoptr (McFigures) figures = NULL;
      McTally sum = { 0 }, of_units = { 0 };

      g_date_add_months (&date, 1);
      figures = count (city, from, mc_time_from_local (&date, 0), now);
      for (guint i = 0; i < figures->lines->len; i++)
        {
          const McFiguresLine *line = g_ptr_array_index (figures->lines, i);

          g_assert_true (mc_tally_is_balanced (&line->tally));
          mc_tally_add (&sum, &line->tally);
        }
      for (guint i = 0; i < figures->units->len; i++)
        mc_tally_add (&of_units, &((McFiguresUnit *) g_ptr_array_index (figures->units, i))->tally);
      g_assert_cmpmem (&sum, sizeof sum, &figures->total, sizeof figures->total);
      g_assert_cmpmem (&of_units, sizeof of_units, &figures->total, sizeof figures->total);

      if (before == NULL)
        g_assert_cmpuint (figures->total.carried, ==, 0);
      for (guint i = 0; before != NULL && i < before->lines->len; i++)
        {
          const McFiguresLine *line = g_ptr_array_index (before->lines, i);

          g_assert_cmpuint (get_closing (&line->tally), ==, find_carried (figures, line));
        }
      if (before != NULL)
        g_assert_cmpuint (get_closing (&before->total), ==, figures->total.carried);
      received += sum.online + sum.counter;
      solved += mc_tally_get_solved (&sum);
      withdrawn += sum.withdrawn;
      paused += sum.paused;
      timed += figures->whole.n;
      mc_figures_free (before);
      before = g_steal_pointer (&figures);
    }

  year = count (city, 0, now + DAY_S, now);
  g_assert_cmpuint (year->total.online + year->total.counter, ==, received);
  g_assert_cmpuint (mc_tally_get_solved (&year->total), ==, solved);
  g_assert_cmpuint (year->total.withdrawn, ==, withdrawn);
  g_assert_cmpuint (year->whole.n, ==, timed);
  g_assert_cmpuint (solved, >, 15000);
  g_assert_cmpuint (paused, >, 0);
}

/* Times are of what got its result in the period; of step 8, of what was handed over in it. */
static void
test_times (void)
{
  const McPeriod day = { MC_PERIOD_RANGE, 1000, 2000 };
  g_autoptr (McFiguresCounter) counter = mc_figures_counter_new (&day, 1500);
  g_autoptr (McFigures) figures = NULL;
  McFact fact;

  for (guint i = 1; i <= 10; i++)
    {
      mc_fact_init (&fact);
      fact.resolver = "00070";
      fact.state = i == 10 ? MC_STATE_WITHDRAWN : MC_STATE_RETURNED;
      fact.accepted_at = 500;
      fact.finished_at = i == 1 ? 999 : 1000;
      fact.ended_at = 1200;
      for (guint step = 2; step <= MC_N_STEPS; step++)
        fact.minutes[step] = i * step;
      if (i == 2)
        fact.minutes[4] = MC_MINUTES_NONE;
      fact.paused = i == 3 ? 33 : 0;
      mc_figures_counter_add (counter, &fact);
    }
  figures = mc_figures_counter_finish (counter, NULL);
  /* 2 to 9 were finished in time to count; 1 as well was handed over. */
  g_assert_cmpuint (figures->steps[2].n, ==, 8);
  g_assert_cmpint (figures->steps[2].median, ==, 2 * 5);
  g_assert_cmpint (figures->steps[2].p90, ==, 2 * 9);
  g_assert_cmpuint (figures->steps[4].n, ==, 7);
  g_assert_cmpint (figures->steps[4].median, ==, 4 * 6);
  g_assert_cmpuint (figures->steps[8].n, ==, 9);
  g_assert_cmpint (figures->steps[8].median, ==, 8 * 5);
  g_assert_cmpuint (figures->whole.n, ==, 7);
  g_assert_cmpint (figures->whole.median, ==, 6 * (2 + 3 + 4 + 5 + 6 + 7));
  g_assert_cmpuint (figures->citizen.n, ==, 1);
  g_assert_cmpint (figures->citizen.p90, ==, 33);
}

static void
rate (McFiguresCounter *counter, const char *time, guint score, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      McFact fact;

      mc_fact_init (&fact);
      fact.resolver = "00070";
      fact.state = MC_STATE_RETURNED;
      fact.rating = score;
      fact.rated_at = at (time);
      mc_figures_counter_add (counter, &fact);
    }
}

/* Answers count on the day they are given. Those who meet the citizens see whole months that are
 * over, and none of fewer than five answers: neither looking twice nor two reports that differ by a
 * day tell what somebody answered. */
static void
test_ratings (void)
{
  const McPeriod quarter = { MC_PERIOD_RANGE,
                             at ("2025-04-02T00:00:00+07:00"),
                             at ("2025-09-01T00:00:00+07:00") };
  const gint64 now = at ("2025-08-20T10:00:00+07:00");
  g_autoptr (McFiguresCounter) counter = mc_figures_counter_new (&quarter, now);
  g_autoptr (McFigures) figures = NULL;

  rate (counter, "2025-04-01T23:59:59+07:00", 1, 9); /* before the period */
  rate (counter, "2025-04-30T12:00:00+07:00", 2, 7); /* a month of which it has a part */
  rate (counter, "2025-05-01T00:00:00+07:00", 5, 3);
  rate (counter, "2025-05-31T23:59:59+07:00", 4, 2);
  rate (counter, "2025-06-15T12:00:00+07:00", 3, 4); /* too few */
  rate (counter, "2025-07-15T12:00:00+07:00", 1, 6);
  rate (counter, "2025-08-15T12:00:00+07:00", 5, 50); /* not over */
  figures = mc_figures_counter_finish (counter, NULL);

  g_assert_cmpuint (mc_ratings_get_n (&figures->ratings), ==, 7 + 5 + 4 + 6 + 50);
  g_assert_cmpuint (figures->ratings.scores[1], ==, 6);
  g_assert_cmpuint (figures->ratings.scores[5], ==, 53);
  g_assert_cmpuint (mc_ratings_get_n (&figures->safe_ratings), ==, 5 + 6);
  g_assert_cmpuint (figures->safe_ratings.scores[1], ==, 6);
  g_assert_cmpuint (figures->safe_ratings.scores[3], ==, 0);
  g_assert_cmpuint (figures->safe_ratings.scores[4], ==, 2);
  g_assert_cmpuint (figures->safe_ratings.scores[5], ==, 3);
  g_assert_cmpuint (figures->units->len, ==, 1);
  g_assert_cmpuint (figures->lines->len, ==, 0);
}

/* What never got so far as to be received stands beside the table. */
static void
test_desk (void)
{
  const McPeriod day = { MC_PERIOD_RANGE, 1000, 2000 };
  g_autoptr (McFiguresCounter) counter = mc_figures_counter_new (&day, 1500);
  g_autoptr (McFigures) figures = NULL;
  McFact fact;

  mc_fact_init (&fact);
  fact.resolver = "00070";
  fact.state = MC_STATE_SUBMITTED;
  fact.filed_at = 1100;
  mc_figures_counter_add (counter, &fact);
  fact.filed_at = 2000;
  mc_figures_counter_add (counter, &fact);
  fact.filed_at = 900;
  fact.state = MC_STATE_REFUSED;
  fact.finished_at = fact.ended_at = 1200;
  mc_figures_counter_add (counter, &fact);
  fact.finished_at = fact.ended_at = 2000;
  mc_figures_counter_add (counter, &fact);
  figures = mc_figures_counter_finish (counter, NULL);
  g_assert_cmpuint (figures->waiting, ==, 1);
  g_assert_cmpuint (figures->refused_at_desk, ==, 1);
  g_assert_cmpuint (mc_tally_get_received (&figures->total), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/central/figures/period", test_period);
  g_test_add_func ("/central/figures/histogram", test_histogram);
  g_test_add_func ("/central/figures/tally", test_tally);
  g_test_add_func ("/central/figures/unfinished-period", test_unfinished_period);
  g_test_add_func ("/central/figures/chain", test_chain);
  g_test_add_func ("/central/figures/times", test_times);
  g_test_add_func ("/central/figures/ratings", test_ratings);
  g_test_add_func ("/central/figures/desk", test_desk);

  return g_test_run ();
}
