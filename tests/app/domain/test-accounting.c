/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/accounting.h"
#include "app/domain/datetime.h"

#define HOUR 3600

static McCalendar *
load_calendar (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("MOTCUA_ASSETS"), "calendar.csv", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  McCalendar *calendar;

  g_file_get_contents (path, &data, NULL, &error);
  g_assert_no_error (error);
  calendar = mc_calendar_new_from_csv (data, -1, path, &error);
  g_assert_no_error (error);
  return calendar;
}

static void
follow (McAccounting *self, McCalendar *calendar, McState to, const char *at)
{
  g_autoptr (GError) error = NULL;
  gint64 time;

  g_assert_true (mc_time_from_rfc3339 (at, &time, NULL));
  g_assert_true (mc_accounting_follow (self, calendar, NULL, to, time, &error));
  g_assert_no_error (error);
}

/* The eight steps, filed on a Friday afternoon: nights, lunch and the weekend are nobody's time,
 * and the result's way to the desk is step 7's. */
static void
test_straight (void)
{
  static const struct
  {
    McState to;
    const char *at;
    gint64 hours; /* of the step that was waited for before it */
  } events[] = {
    { MC_STATE_SUBMITTED, "2025-06-20T16:00:00+07:00", 0 },
    { MC_STATE_RECEIVED, "2025-06-23T09:00:00+07:00", 2 },
    { MC_STATE_CHAIR_ASSIGNED, "2025-06-23T14:00:00+07:00", 4 },
    { MC_STATE_DEPARTMENT_ASSIGNED, "2025-06-23T15:00:00+07:00", 1 },
    { MC_STATE_PROCESSED, "2025-06-25T15:00:00+07:00", 16 },
    { MC_STATE_DEPARTMENT_APPROVED, "2025-06-25T20:00:00+07:00", 2 },
    { MC_STATE_APPROVED, "2025-06-26T09:00:00+07:00", 1 },
    { MC_STATE_READY, "2025-06-26T11:00:00+07:00", 2 },
    { MC_STATE_RETURNED, "2025-06-30T08:00:00+07:00", 1 + 4 + 8 },
  };
  static const guint steps[] = { 0, 2, 3, 4, 5, 6, 7, 7, 8 };
  g_autoptr (McCalendar) calendar = load_calendar ();
  gint64 expected[MC_N_STEPS + 1] = { 0 };
  McAccounting self;

  mc_accounting_init (&self);
  g_assert_cmpint (mc_accounting_get_total (&self), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      follow (&self, calendar, events[i].to, events[i].at);
      expected[steps[i]] += events[i].hours * HOUR;
      for (guint step = 0; step <= MC_N_STEPS; step++)
        g_assert_cmpint (self.steps[step], ==, expected[step]);
      /* Step 7 is done when the result has come to the desk. */
      for (guint step = 1; step <= MC_N_STEPS; step++)
        g_assert_cmpint (mc_accounting_is_done (&self, step), ==, step <= (i < 6 ? i + 1 : i));
    }
  g_assert_cmpint (self.citizen, ==, 0);
  g_assert_cmpint (self.over, ==, 0);
  g_assert_cmpint (mc_accounting_get_total (&self), ==, (2 + 4 + 1 + 16 + 2 + 3 + 13) * HOUR);
}

/* Loops add up, the citizen's time stands apart, the time of what was over is nobody's, and a step
 * to which the dossier came back is not done. */
static void
test_side_paths (void)
{
  g_autoptr (McCalendar) calendar = load_calendar ();
  McAccounting self;

  mc_accounting_init (&self);
  follow (&self, calendar, MC_STATE_SUBMITTED, "2025-06-23T08:00:00+07:00");
  follow (&self, calendar, MC_STATE_RECEIVED, "2025-06-23T09:00:00+07:00");
  follow (&self, calendar, MC_STATE_CHAIR_ASSIGNED, "2025-06-23T10:00:00+07:00");
  follow (&self, calendar, MC_STATE_DEPARTMENT_ASSIGNED, "2025-06-23T11:00:00+07:00");
  follow (&self, calendar, MC_STATE_SUPPLEMENT_ASKED, "2025-06-24T11:00:00+07:00");
  g_assert_cmpint (self.steps[5], ==, 8 * HOUR);
  g_assert_true (mc_accounting_is_done (&self, 4));
  g_assert_false (mc_accounting_is_done (&self, 5));
  follow (&self, calendar, MC_STATE_RECEIVED, "2025-06-25T10:00:00+07:00");
  g_assert_cmpint (self.citizen, ==, 7 * HOUR);
  g_assert_true (mc_accounting_is_done (&self, 2));
  g_assert_false (mc_accounting_is_done (&self, 3));
  follow (&self, calendar, MC_STATE_CHAIR_ASSIGNED, "2025-06-25T11:00:00+07:00");
  g_assert_cmpint (self.steps[3], ==, 2 * HOUR);
  follow (&self, calendar, MC_STATE_DEPARTMENT_ASSIGNED, "2025-06-25T11:30:00+07:00");
  follow (&self, calendar, MC_STATE_PROCESSED, "2025-06-25T12:30:00+07:00");
  follow (&self, calendar, MC_STATE_DEPARTMENT_ASSIGNED, "2025-06-25T14:00:00+07:00");
  g_assert_false (mc_accounting_is_done (&self, 5));
  follow (&self, calendar, MC_STATE_PAYMENT_ASKED, "2025-06-25T15:00:00+07:00");
  follow (&self, calendar, MC_STATE_STOPPED, "2025-06-26T08:30:00+07:00");
  g_assert_cmpint (self.steps[5], ==, 8 * HOUR + HOUR / 2 + HOUR);
  g_assert_cmpint (self.steps[6], ==, HOUR);
  g_assert_cmpint (self.citizen, ==, 7 * HOUR + 2 * HOUR + HOUR / 2);
  follow (&self, calendar, MC_STATE_SUBMITTED, "2025-06-26T09:30:00+07:00");
  g_assert_cmpint (self.over, ==, HOUR);
  g_assert_cmpint (self.steps[2], ==, HOUR);
  g_assert_false (mc_accounting_is_done (&self, 2));
  g_assert_cmpint (mc_accounting_get_total (&self), ==, (3 * 8 + 1) * HOUR + HOUR / 2);
}

/* Clocks are set back: no time is booked twice. What the calendar does not cover is an error, and
 * changes nothing. */
static void
test_odd_times (void)
{
  g_autoptr (McCalendar) calendar = load_calendar ();
  g_autoptr (GError) error = NULL;
  McAccounting self, before;

  mc_accounting_init (&self);
  follow (&self, calendar, MC_STATE_SUBMITTED, "2025-06-23T10:00:00+07:00");
  follow (&self, calendar, MC_STATE_RECEIVED, "2025-06-23T09:00:00+07:00");
  g_assert_cmpint (self.steps[2], ==, 0);
  follow (&self, calendar, MC_STATE_CHAIR_ASSIGNED, "2025-06-23T11:00:00+07:00");
  g_assert_cmpint (self.steps[3], ==, HOUR);
  g_assert_cmpint (mc_accounting_get_total (&self), ==, HOUR);

  before = self;
  g_assert_false (mc_accounting_follow (&self,
                                        calendar,
                                        NULL,
                                        MC_STATE_DEPARTMENT_ASSIGNED,
                                        self.last_at + 20LL * 365 * 86400,
                                        &error));
  g_assert_error (error, MC_CALENDAR_ERROR, MC_CALENDAR_ERROR_BEYOND);
  g_assert_cmpmem (&self, sizeof self, &before, sizeof before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/accounting/straight", test_straight);
  g_test_add_func ("/domain/accounting/side-paths", test_side_paths);
  g_test_add_func ("/domain/accounting/odd-times", test_odd_times);

  return g_test_run ();
}
