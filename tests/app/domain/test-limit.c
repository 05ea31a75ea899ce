/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/datetime.h"
#include "app/domain/limit.h"

#define SAME15                                                                                     \
  {                                                                                                \
    MC_LIMIT_SAME_DAY, 0, 15 * 3600                                                                \
  }
#define DAYS(n)                                                                                    \
  {                                                                                                \
    MC_LIMIT_WORKING_DAYS, n, 0                                                                    \
  }
#define HOURS(n)                                                                                   \
  {                                                                                                \
    MC_LIMIT_WORKING_HOURS, n, 0                                                                   \
  }
#define CALENDAR(n)                                                                                \
  {                                                                                                \
    MC_LIMIT_CALENDAR_DAYS, n, 0                                                                   \
  }

/* Every worked example of the rules. */
static const struct
{
  const char *name;
  const char *received;
  McLimit limit;
  const char *due;
} EXAMPLES[] = {
  { "weekend", "2025-06-20T16:00:00+07:00", DAYS (1), "2025-06-23T16:00:00+07:00" },
  { "cut-off", "2025-06-25T15:00:00+07:00", SAME15, "2025-06-25T17:00:00+07:00" },
  { "after-cut-off", "2025-06-25T15:00:01+07:00", SAME15, "2025-06-26T17:00:00+07:00" },
  { "lunch", "2025-06-25T12:30:00+07:00", DAYS (3), "2025-06-30T13:00:00+07:00" },
  { "after-closing", "2025-06-26T17:20:00+07:00", DAYS (1), "2025-06-30T08:00:00+07:00" },
  { "before-opening", "2025-06-23T07:10:00+07:00", DAYS (3), "2025-06-26T08:00:00+07:00" },
  { "closed-day", "2025-06-21T09:00:00+07:00", SAME15, "2025-06-23T17:00:00+07:00" },
  { "tet", "2026-02-12T10:15:00+07:00", DAYS (3), "2026-02-24T10:15:00+07:00" },
  { "tet-10-days", "2026-02-11T09:30:00+07:00", DAYS (10), "2026-03-04T09:30:00+07:00" },
  { "make-up-saturday", "2026-08-20T14:00:00+07:00", DAYS (2), "2026-08-22T14:00:00+07:00" },
  { "received-on-it", "2026-08-22T16:10:00+07:00", DAYS (1), "2026-08-24T16:10:00+07:00" },
  { "national-day", "2026-08-28T09:00:00+07:00", DAYS (3), "2026-09-07T09:00:00+07:00" },
  { "received-on-holiday", "2026-11-24T10:00:00+07:00", DAYS (3), "2026-11-30T08:00:00+07:00" },
  { "holiday-next", "2026-11-23T15:30:00+07:00", SAME15, "2026-11-25T17:00:00+07:00" },
  { "hours-overflow", "2025-06-20T16:00:00+07:00", HOURS (2), "2025-06-23T09:00:00+07:00" },
  { "hours-mixed", "2025-06-19T14:00:00+07:00", HOURS (20), "2025-06-24T09:00:00+07:00" },
  { "calendar-days", "2026-04-24T14:00:00+07:00", CALENDAR (7), "2026-05-04T14:00:00+07:00" },
};
G_STATIC_ASSERT (G_N_ELEMENTS (EXAMPLES) == 17);

static McCalendar *
load_shipped (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("MOTCUA_ASSETS"), "calendar.csv", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  McCalendar *calendar;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  calendar = mc_calendar_new_from_csv (data, length, path, &error);
  g_assert_no_error (error);
  return calendar;
}

static gint64
at (const char *text)
{
  gint64 time;

  g_assert_true (mc_time_from_rfc3339 (text, &time, NULL));
  return time;
}

static void
assert_due (const McLimit *limit, const char *received, const char *expected, McDueReasons why)
{
  g_autoptr (McCalendar) calendar = load_shipped ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  McDueReasons reasons;
  gint64 due;

  g_assert_true (mc_limit_due (limit, calendar, NULL, at (received), &due, &reasons, &error));
  g_assert_no_error (error);
  text = mc_time_to_rfc3339 (due);
  g_assert_cmpstr (text, ==, expected);
  if (why != (McDueReasons) -1)
    g_assert_cmpint (reasons, ==, why);
}

/* A worked example of the rules comes out to the second. */
static void
test_example (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);

  assert_due (&EXAMPLES[i].limit, EXAMPLES[i].received, EXAMPLES[i].due, -1);
}

/* The reasons that a receipt prints are the ones that made it late. */
static void
test_reasons (void)
{
  static const McLimit same15 = SAME15;
  static const McLimit day = DAYS (1);

  assert_due (
      &same15, "2025-06-25T15:00:00+07:00", "2025-06-25T17:00:00+07:00", MC_DUE_REASON_NONE);
  assert_due (&same15,
              "2025-06-25T15:00:01+07:00",
              "2025-06-26T17:00:00+07:00",
              MC_DUE_REASON_AFTER_CUT_OFF);
  assert_due (
      &same15, "2025-06-21T09:00:00+07:00", "2025-06-23T17:00:00+07:00", MC_DUE_REASON_CLOSED_DAY);
  assert_due (
      &day, "2025-06-26T17:20:00+07:00", "2025-06-30T08:00:00+07:00", MC_DUE_REASON_OUTSIDE_HOURS);
  assert_due (&day,
              "2027-02-03T09:00:00+07:00",
              "2027-02-11T09:00:00+07:00",
              MC_DUE_REASON_UNOFFICIAL_CALENDAR);
}

/* A due time past the covered years is an error, whatever the kind of the limit. */
static void
test_beyond (void)
{
  static const McLimit limits[] = { DAYS (1), HOURS (8), CALENDAR (1), SAME15 };
  g_autoptr (McCalendar) calendar = load_shipped ();

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 due = 42;

      g_assert_false (mc_limit_due (
          &limits[i], calendar, NULL, at ("2027-12-31T16:00:00+07:00"), &due, NULL, &error));
      g_assert_error (error, MC_CALENDAR_ERROR, MC_CALENDAR_ERROR_BEYOND);
      g_assert_cmpint (due, ==, 42);
    }
}

/* A remainder of hours may end at lunch or at closing, and begins again after it. */
static void
test_hour_edges (void)
{
  static const McLimit one = HOURS (1), eight = HOURS (8), four = HOURS (4);

  assert_due (&one, "2025-06-25T11:00:00+07:00", "2025-06-25T12:00:00+07:00", 0);
  assert_due (&one, "2025-06-25T16:00:00+07:00", "2025-06-25T17:00:00+07:00", 0);
  assert_due (&one, "2025-06-25T12:00:00+07:00", "2025-06-25T14:00:00+07:00", 0);
  assert_due (&one, "2025-06-25T17:00:00+07:00", "2025-06-26T09:00:00+07:00", 0);
  assert_due (&eight, "2025-06-25T17:00:00+07:00", "2025-06-26T17:00:00+07:00", 0);
  assert_due (&four, "2025-06-25T10:00:00+07:00", "2025-06-25T15:00:00+07:00", 0);
}

/* A point's own hours count, not the usual ones. */
static void
test_own_hours (void)
{
  static const McHours hours = { 7 * 3600, 11 * 3600, 14 * 3600, 18 * 3600 };
  static const McLimit same15 = SAME15, two = HOURS (2);
  g_autoptr (McCalendar) calendar = load_shipped ();
  gint64 due;

  g_assert_true (
      mc_limit_due (&same15, calendar, &hours, at ("2025-06-25T12:00:00+07:00"), &due, NULL, NULL));
  g_assert_cmpint (due, ==, at ("2025-06-25T18:00:00+07:00"));
  g_assert_true (
      mc_limit_due (&two, calendar, &hours, at ("2025-06-25T10:00:00+07:00"), &due, NULL, NULL));
  g_assert_cmpint (due, ==, at ("2025-06-25T15:00:00+07:00"));
}

/* The supplement example, both ways: a new start, and the waiting time left out. */
static void
test_supplement (void)
{
  static const McLimit limit = DAYS (3);
  g_autoptr (McCalendar) calendar = load_shipped ();
  gint64 received = at ("2025-06-23T09:00:00+07:00");
  gint64 asked = at ("2025-06-24T10:00:00+07:00");
  gint64 completed = at ("2025-06-27T14:00:00+07:00");
  gint64 due;

  g_assert_true (mc_limit_due_after_supplement (
      &limit, calendar, NULL, TRUE, received, asked, completed, &due, NULL, NULL));
  g_assert_cmpint (due, ==, at ("2025-07-02T14:00:00+07:00"));
  g_assert_true (mc_limit_due_after_supplement (
      &limit, calendar, NULL, FALSE, received, asked, completed, &due, NULL, NULL));
  g_assert_cmpint (due, ==, at ("2025-07-01T12:00:00+07:00"));
}

/* Asked when it was late already: nothing is left, and nothing is given back. */
static void
test_supplement_late (void)
{
  static const McLimit limit = DAYS (1);
  g_autoptr (McCalendar) calendar = load_shipped ();
  gint64 due;

  g_assert_true (mc_limit_due_after_supplement (&limit,
                                                calendar,
                                                NULL,
                                                FALSE,
                                                at ("2025-06-23T09:00:00+07:00"),
                                                at ("2025-06-25T10:00:00+07:00"),
                                                at ("2025-06-27T17:30:00+07:00"),
                                                &due,
                                                NULL,
                                                NULL));
  g_assert_cmpint (due, ==, at ("2025-06-30T08:00:00+07:00"));
}

/* Two pauses one after the other are both left out; of calendar days the calendar time is. */
static void
test_pause (void)
{
  static const McLimit days = DAYS (3), calendar_days = CALENDAR (7);
  g_autoptr (McCalendar) calendar = load_shipped ();
  gint64 due = at ("2025-06-26T09:00:00+07:00");

  g_assert_true (mc_limit_due_after_pause (&days,
                                           calendar,
                                           NULL,
                                           due,
                                           at ("2025-06-23T10:00:00+07:00"),
                                           at ("2025-06-23T14:00:00+07:00"),
                                           &due,
                                           NULL,
                                           NULL));
  g_assert_cmpint (due, ==, at ("2025-06-26T12:00:00+07:00"));
  g_assert_true (mc_limit_due_after_pause (&days,
                                           calendar,
                                           NULL,
                                           due,
                                           at ("2025-06-24T08:00:00+07:00"),
                                           at ("2025-06-25T08:00:00+07:00"),
                                           &due,
                                           NULL,
                                           NULL));
  g_assert_cmpint (due, ==, at ("2025-06-27T12:00:00+07:00"));

  g_assert_true (mc_limit_due_after_pause (&calendar_days,
                                           calendar,
                                           NULL,
                                           at ("2025-06-27T14:00:00+07:00"),
                                           at ("2025-06-23T14:00:00+07:00"),
                                           at ("2025-06-25T14:00:00+07:00"),
                                           &due,
                                           NULL,
                                           NULL));
  g_assert_cmpint (due, ==, at ("2025-06-30T08:00:00+07:00"));
}

/* Early is an earlier date, on time the due date, overdue a second after the due instant. */
static void
test_judge (void)
{
  gint64 due = at ("2025-06-23T16:00:00+07:00");

  g_assert_cmpint (mc_limit_judge (at ("2025-06-22T23:59:59+07:00"), due), ==, MC_TIMELINESS_EARLY);
  g_assert_cmpint (
      mc_limit_judge (at ("2025-06-23T00:00:00+07:00"), due), ==, MC_TIMELINESS_ON_TIME);
  g_assert_cmpint (mc_limit_judge (due, due), ==, MC_TIMELINESS_ON_TIME);
  g_assert_cmpint (mc_limit_judge (due + 1, due), ==, MC_TIMELINESS_OVERDUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (EXAMPLES); i++)
    {
      g_autofree char *path = g_strconcat ("/domain/limit/example/", EXAMPLES[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_example);
    }
  g_test_add_func ("/domain/limit/reasons", test_reasons);
  g_test_add_func ("/domain/limit/beyond", test_beyond);
  g_test_add_func ("/domain/limit/hour-edges", test_hour_edges);
  g_test_add_func ("/domain/limit/own-hours", test_own_hours);
  g_test_add_func ("/domain/limit/supplement", test_supplement);
  g_test_add_func ("/domain/limit/supplement/late", test_supplement_late);
  g_test_add_func ("/domain/limit/pause", test_pause);
  g_test_add_func ("/domain/limit/judge", test_judge);

  return g_test_run ();
}
