/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/clock.h"
#include "app/domain/datetime.h"
#include "app/system-clock.h"

/* What is written is read back as the same instant, in Vietnam's offset. */
static void
test_rfc3339 (void)
{
  static const gint64 times[] = { 0, 1750413600, -1, 951782400, 4102444800, -62135000000 };
  g_autofree char *text = mc_time_to_rfc3339 (1750413600);

  g_assert_cmpstr (text, ==, "2025-06-20T17:00:00+07:00");
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *written = mc_time_to_rfc3339 (times[i]);
      gint64 time;

      g_assert_true (mc_time_from_rfc3339 (written, &time, &error));
      g_assert_no_error (error);
      g_assert_cmpint (time, ==, times[i]);
    }
  g_assert_null (mc_time_to_rfc3339 (MC_TIME_NONE));
  g_assert_null (mc_time_to_rfc3339 (G_MAXINT64));
}

/* Any offset and fraction of RFC 3339 is read; the fraction is cut off. */
static void
test_rfc3339_offsets (void)
{
  static const char *const same[] = {
    "2025-06-20T10:00:00Z",      "2025-06-20t10:00:00z",          "2025-06-20T17:00:00+07:00",
    "2025-06-20T05:00:00-05:00", "2025-06-20T10:00:00.999+00:00",
  };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      gint64 time;

      g_assert_true (mc_time_from_rfc3339 (same[i], &time, NULL));
      g_assert_cmpint (time, ==, 1750413600);
    }
}

/* What only looks like a time is refused. */
static void
test_rfc3339_bad (void)
{
  static const char *const bad[] = {
    "",
    "2025-06-20",
    "2025-06-20T17:00:00",
    "2025-06-20 17:00:00+07:00",
    "2025-02-29T00:00:00Z",
    "2025-13-01T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "2025-06-20T24:00:00Z",
    "2025-06-20T23:60:00Z",
    "2025-06-20T23:59:60Z",
    "2025-06-20T17:00:00+07",
    "2025-06-20T17:00:00+7:00",
    "2025-06-20T17:00:00+24:00",
    "2025-06-20T17:00:00.+07:00",
    "2025-06-20T17:00:00.Z",
    "2025-06-20T17:00:00Z\n",
    "2025-06-20T17:00:00Zx",
    " 2025-06-20T17:00:00Z",
    "+025-06-20T17:00:00Z",
    "2025-06-20T1७:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 time = 42;

      g_assert_false (mc_time_from_rfc3339 (bad[i], &time, &error));
      g_assert_error (error, MC_TIME_ERROR, MC_TIME_ERROR_SYNTAX);
      g_assert_cmpint (time, ==, 42);
    }
}

/* A Vietnamese day begins at 17:00 UTC of the day before. */
static void
test_local (void)
{
  GDate date;

  mc_time_get_local_date (1750352399, &date); /* 2025-06-19T16:59:59Z */
  g_assert_cmpuint (g_date_get_day (&date), ==, 19);
  g_assert_cmpuint (mc_time_get_local_second (1750352399), ==, 86399);
  mc_time_get_local_date (1750352400, &date);
  g_assert_cmpuint (g_date_get_day (&date), ==, 20);
  g_assert_cmpuint (mc_time_get_local_second (1750352400), ==, 0);
  g_assert_cmpint (mc_time_from_local (&date, 17 * 3600), ==, 1750413600);
  g_assert_cmpuint (mc_time_get_local_second (-1), ==, 7 * 3600 - 1);

  mc_time_get_local_date (MC_TIME_NONE, &date);
  g_assert_false (g_date_valid (&date));
}

/* A citizen reads times and dates the way they are said. */
static void
test_display (void)
{
  g_autofree char *both = mc_time_to_display (1750413600);
  g_autofree char *date = mc_time_to_display_date (1750413600);
  g_autofree char *clock = mc_time_to_display_clock (1750381500);
  g_autofree char *none = mc_time_to_display (MC_TIME_NONE);

  g_assert_cmpstr (both, ==, "17:00, 20/6/2025");
  g_assert_cmpstr (date, ==, "20/6/2025");
  g_assert_cmpstr (clock, ==, "08:05");
  g_assert_cmpstr (none, ==, "–");
}

/* Dates are strict, so that one date has one spelling. */
static void
test_iso_date (void)
{
  static const char *const bad[] = {
    "", "2025-6-20", "2025-02-29", "2025-06-20 ", "20/06/2025", "2025-06-31", "２０25-06-20",
  };
  GDate date;
  g_autofree char *text = NULL;

  g_assert_true (mc_date_from_iso ("2024-02-29", &date));
  text = mc_date_to_iso (&date);
  g_assert_cmpstr (text, ==, "2024-02-29");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (mc_date_from_iso (bad[i], &date));
  g_assert_false (mc_date_from_iso (NULL, &date));
}

/* Seconds are the milliseconds rounded down, and the machine's clock agrees with GLib's. */
static void
test_clock (void)
{
  g_autoptr (McClock) clock = mc_system_clock_new ();
  gint64 before = g_get_real_time () / 1000;
  gint64 ms = mc_clock_now_ms (clock);

  g_assert_cmpint (ms, >=, before);
  g_assert_cmpint (ms, <=, g_get_real_time () / 1000);
  g_assert_cmpint (mc_clock_now (clock), >=, before / 1000);
  g_assert_finalize_object (g_steal_pointer (&clock));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/datetime/rfc3339", test_rfc3339);
  g_test_add_func ("/domain/datetime/rfc3339/offsets", test_rfc3339_offsets);
  g_test_add_func ("/domain/datetime/rfc3339/bad", test_rfc3339_bad);
  g_test_add_func ("/domain/datetime/local", test_local);
  g_test_add_func ("/domain/datetime/display", test_display);
  g_test_add_func ("/domain/datetime/iso-date", test_iso_date);
  g_test_add_func ("/domain/clock/system", test_clock);

  return g_test_run ();
}
