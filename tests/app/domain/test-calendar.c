/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/calendar.h"
#include "app/domain/csv.h"
#include "app/domain/datetime.h"

#include <string.h>

#define HEADER "date,kind,name,status\n"

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

/* Weekends are closed, holidays too, and the Saturday that makes up for one is open. */
static void
test_is_open (void)
{
  static const struct
  {
    const char *date;
    gboolean open, official;
  } cases[] = {
    { "2025-06-20", TRUE, TRUE },  { "2025-06-21", FALSE, TRUE }, { "2025-06-22", FALSE, TRUE },
    { "2025-01-01", FALSE, TRUE }, { "2025-04-26", TRUE, TRUE },  { "2025-05-02", FALSE, TRUE },
    { "2026-08-22", TRUE, TRUE },  { "2026-08-31", FALSE, TRUE }, { "2027-02-10", FALSE, FALSE },
    { "2027-12-31", TRUE, TRUE },
  };
  g_autoptr (McCalendar) calendar = load_shipped ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean open;
      GDate date;

      g_assert_true (mc_date_from_iso (cases[i].date, &date));
      g_assert_true (mc_calendar_is_open (calendar, &date, &open, &error));
      g_assert_no_error (error);
      g_assert_cmpint (open, ==, cases[i].open);
      g_assert_cmpint (mc_calendar_is_official (calendar, &date), ==, cases[i].official);
    }

  g_assert_finalize_object (g_steal_pointer (&calendar));
}

/* A year without rows is never guessed. */
static void
test_beyond (void)
{
  static const char *const dates[] = { "2024-12-31", "2028-01-01" };
  g_autoptr (McCalendar) calendar = load_shipped ();

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean open;
      GDate date;

      g_assert_true (mc_date_from_iso (dates[i], &date));
      g_assert_false (mc_calendar_is_open (calendar, &date, &open, &error));
      g_assert_error (error, MC_CALENDAR_ERROR, MC_CALENDAR_ERROR_BEYOND);
    }

  /* Received in the last hour of the last year: the next opening is not known. */
  {
    g_autoptr (GError) error = NULL;
    gint64 clamped;

    g_assert_false (
        mc_calendar_clamp (calendar, NULL, at ("2027-12-31T17:00:01+07:00"), &clamped, &error));
    g_assert_error (error, MC_CALENDAR_ERROR, MC_CALENDAR_ERROR_BEYOND);
  }
}

/* Nobody is at work before opening, at lunch, after closing and on closed days; the closing
 * instants count as open. */
static void
test_clamp (void)
{
  static const char *const cases[][2] = {
    { "2025-06-25T07:10:00+07:00", "2025-06-25T08:00:00+07:00" },
    { "2025-06-25T08:00:00+07:00", "2025-06-25T08:00:00+07:00" },
    { "2025-06-25T12:00:00+07:00", "2025-06-25T12:00:00+07:00" },
    { "2025-06-25T12:00:01+07:00", "2025-06-25T13:00:00+07:00" },
    { "2025-06-25T13:00:00+07:00", "2025-06-25T13:00:00+07:00" },
    { "2025-06-25T17:00:00+07:00", "2025-06-25T17:00:00+07:00" },
    { "2025-06-25T17:00:01+07:00", "2025-06-26T08:00:00+07:00" },
    { "2025-06-20T17:20:00+07:00", "2025-06-23T08:00:00+07:00" },
    { "2025-06-21T09:00:00+07:00", "2025-06-23T08:00:00+07:00" },
    { "2026-02-14T09:00:00+07:00", "2026-02-23T08:00:00+07:00" },
  };
  g_autoptr (McCalendar) calendar = load_shipped ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      gint64 clamped;

      g_assert_true (mc_calendar_clamp (calendar, NULL, at (cases[i][0]), &clamped, &error));
      g_assert_no_error (error);
      text = mc_time_to_rfc3339 (clamped);
      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

/* Office time counts neither lunch nor nights nor closed days. */
static void
test_working_seconds (void)
{
  static const struct
  {
    const char *from, *to;
    gint64 hours;
  } cases[] = {
    { "2025-06-24T10:00:00+07:00", "2025-06-26T09:00:00+07:00", 15 },
    { "2025-06-20T16:00:00+07:00", "2025-06-23T09:00:00+07:00", 2 },
    { "2025-06-20T00:00:00+07:00", "2025-06-21T00:00:00+07:00", 8 },
    { "2025-06-20T12:00:00+07:00", "2025-06-20T13:00:00+07:00", 0 },
    { "2025-06-20T17:00:00+07:00", "2025-06-20T09:00:00+07:00", 0 },
  };
  g_autoptr (McCalendar) calendar = load_shipped ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (
        mc_calendar_working_seconds (calendar, NULL, at (cases[i].from), at (cases[i].to), NULL),
        ==,
        cases[i].hours * 3600);

  g_assert_cmpint (mc_calendar_working_seconds (calendar,
                                                NULL,
                                                at ("2027-12-30T08:00:00+07:00"),
                                                at ("2028-01-03T08:00:00+07:00"),
                                                &error),
                   ==,
                   -1);
  g_assert_error (error, MC_CALENDAR_ERROR, MC_CALENDAR_ERROR_BEYOND);
}

/* A mistake in the table is told with its line. */
static void
test_bad_csv (void)
{
  static const struct
  {
    const char *data;
    const char *message; /* how it begins */
  } cases[] = {
    { "", "c.csv:1: the header" },
    { "date,kind,name\n", "c.csv:1: the header" },
    { HEADER "2025-02-29,off,x,official\n", "c.csv:2: no such date" },
    { HEADER "2025-01-01,off,x,official\n2025-1-2,off,x,official\n", "c.csv:3: no such date" },
    { HEADER "2025-01-01,closed,x,official\n", "c.csv:2: the kind" },
    { HEADER "2025-01-01,off,,official\n", "c.csv:2: no name" },
    { HEADER "2025-01-01,off,x,\n", "c.csv:2: no status" },
    { HEADER "2025-01-01,off,x,official\n2025-01-01,work,x,official\n", "c.csv:3: a second row" },
    { HEADER "2025-01-01,off,x\n", "c.csv:2: 3 cells instead of 4" },
    { HEADER "\n", "c.csv:2: 1 cells instead of 4" },
    { HEADER "2025-01-01,off,\"x\"y,official\n", "c.csv:2: text after a closing quote" },
    { HEADER "2025-01-01,off,x\"y,official\n", "c.csv:2: a quote inside" },
    { HEADER "2025-01-01,off,\"two\nlines\",official\n2025-01-02,off,\"x\n", "c.csv:4: a quoted" },
    { HEADER "2025-01-01,off,x,official\rx", "c.csv:2: a carriage return" },
    { HEADER "2025-01-01,off,\xff,official\n", "c.csv:2: not UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (mc_calendar_new_from_csv (cases[i].data, -1, "c.csv", &error));
      g_assert_error (error, MC_CALENDAR_ERROR, MC_CALENDAR_ERROR_SYNTAX);
      if (!g_str_has_prefix (error->message, cases[i].message))
        g_error ("“%s” instead of “%s”", error->message, cases[i].message);
    }
}

/* Quotes as RFC 4180 has them, CRLF, a byte order mark, and no line end after the last row. */
static void
test_csv (void)
{
  static const char *const columns[] = { "a", "b", NULL };
  static const char data[] = "\xef\xbb\xbf"
                             "a,b\r\n\"x, \"\"y\"\"\nz\",\r\n\"\",plain";
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = mc_csv_parse (data, strlen (data), "t.csv", columns, &error);
  const McCsvRow *row;

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 2);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpuint (row->line, ==, 2);
  g_assert_cmpstr (row->cells[0], ==, "x, \"y\"\nz");
  g_assert_cmpstr (row->cells[1], ==, "");
  row = g_ptr_array_index (rows, 1);
  g_assert_cmpuint (row->line, ==, 4);
  g_assert_cmpstr (row->cells[0], ==, "");
  g_assert_cmpstr (row->cells[1], ==, "plain");
}

/* Hours have one spelling, and their halves follow one another. */
static void
test_hours (void)
{
  static const char *const bad[] = {
    "",
    "8:00-12:00,13:00-17:00",
    "08:00-12:00",
    "08:00-12:00, 13:00-17:00",
    "08:00-12:00,13:00-17:60",
    "08:00-12:00,13:00-24:00",
    "12:00-08:00,13:00-17:00",
    "08:00-13:30,13:00-17:00",
    "08:00-12:00,17:00-13:00",
    "08:00-08:00,13:00-17:00",
    "08:00-12:00,13:00-17:0x",
  };
  McHours hours;

  g_assert_true (mc_hours_parse ("07:30-11:30,13:30-17:15", &hours, NULL));
  g_assert_cmpuint (hours.morning_open, ==, 7 * 3600 + 1800);
  g_assert_cmpuint (hours.afternoon_close, ==, 17 * 3600 + 900);
  g_assert_true (mc_hours_parse ("08:00-12:00,13:00-17:00", &hours, NULL));
  g_assert_cmpmem (&hours, sizeof hours, &MC_HOURS_DEFAULT, sizeof MC_HOURS_DEFAULT);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (mc_hours_parse (bad[i], &hours, &error));
      g_assert_error (error, MC_CALENDAR_ERROR, MC_CALENDAR_ERROR_HOURS);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/calendar/is-open", test_is_open);
  g_test_add_func ("/domain/calendar/beyond", test_beyond);
  g_test_add_func ("/domain/calendar/clamp", test_clamp);
  g_test_add_func ("/domain/calendar/working-seconds", test_working_seconds);
  g_test_add_func ("/domain/calendar/bad-csv", test_bad_csv);
  g_test_add_func ("/domain/csv", test_csv);
  g_test_add_func ("/domain/calendar/hours", test_hours);

  return g_test_run ();
}
