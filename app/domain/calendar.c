/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/calendar.h"

#include "app/domain/csv.h"
#include "app/domain/datetime.h"

#include <string.h>

#define DAY_S (24 * 3600)

/**
 * McCalendar:
 *
 * Which days the offices work. Monday to Friday, but for the days that the government declares off
 * or to be worked (a Saturday that makes up for a day off). The swaps of a year are announced, not
 * computed, so a year without rows is not known, and asking about it fails.
 *
 * Unchanging after construction: any thread.
 */
struct _McCalendar
{
  GObject parent_instance;

  GHashTable *days;  /* (owned) (element-type guint guint): Julian day → DayFlags */
  GHashTable *years; /* (owned) (element-type guint guint): the covered years, a set */
};

typedef enum
{
  DAY_OPEN = 1 << 0,
  DAY_OFFICIAL = 1 << 1,
} DayFlags;

const McHours MC_HOURS_DEFAULT = { 8 * 3600, 12 * 3600, 13 * 3600, 17 * 3600 };

/* clang-format off */
G_DEFINE_QUARK (mc-calendar-error-quark, mc_calendar_error)
/* clang-format on */
G_DEFINE_FINAL_TYPE (McCalendar, mc_calendar, G_TYPE_OBJECT)

static void
mc_calendar_finalize (GObject *object)
{
  McCalendar *self = MC_CALENDAR (object);

  g_hash_table_unref (self->days);
  g_hash_table_unref (self->years);

  G_OBJECT_CLASS (mc_calendar_parent_class)->finalize (object);
}

static void
mc_calendar_class_init (McCalendarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mc_calendar_finalize;
}

static void
mc_calendar_init (McCalendar *self)
{
  self->days = g_hash_table_new (NULL, NULL);
  self->years = g_hash_table_new (NULL, NULL);
}

static gboolean
fail (const char *file_name, guint line, const char *what, const char *value, GError **error)
{
  g_set_error (error,
               MC_CALENDAR_ERROR,
               MC_CALENDAR_ERROR_SYNTAX,
               "%s:%u: %s “%s”",
               file_name,
               line,
               what,
               value);
  return FALSE;
}

static gboolean
add_row (McCalendar *self, const McCsvRow *row, const char *file_name, GError **error)
{
  const char *kind = row->cells[1], *status = row->cells[3];
  DayFlags flags = 0;
  gpointer key;
  GDate date;

  if (!mc_date_from_iso (row->cells[0], &date))
    return fail (file_name, row->line, "no such date", row->cells[0], error);
  if (g_str_equal (kind, "work"))
    flags |= DAY_OPEN;
  else if (!g_str_equal (kind, "off"))
    return fail (file_name, row->line, "the kind is off or work, not", kind, error);
  if (*row->cells[2] == '\0')
    return fail (file_name, row->line, "no name for", row->cells[0], error);
  if (*status == '\0')
    return fail (file_name, row->line, "no status for", row->cells[0], error);
  if (g_str_equal (status, "official"))
    flags |= DAY_OFFICIAL;

  key = GUINT_TO_POINTER (g_date_get_julian (&date));
  if (g_hash_table_contains (self->days, key))
    return fail (file_name, row->line, "a second row for", row->cells[0], error);
  g_hash_table_insert (self->days, key, GUINT_TO_POINTER (flags));
  g_hash_table_add (self->years, GUINT_TO_POINTER ((guint) g_date_get_year (&date)));
  return TRUE;
}

/**
 * mc_calendar_new_from_csv:
 * @data: a table with the columns `date,kind,name,status`
 * @length: its length in bytes, or -1 when it is terminated
 * @file_name: what to name in messages
 * @error: return location for %MC_CALENDAR_ERROR_SYNTAX, as `file:line: what is wrong`
 *
 * Reads the days off and the make-up days. Covered are the years that have a row. A status other
 * than `official` is kept in mind: staff are warned when such a row takes part in a due time.
 *
 * Returns: (transfer full) (nullable): the calendar, or %NULL with @error set
 */
McCalendar *
mc_calendar_new_from_csv (const char *data, gssize length, const char *file_name, GError **error)
{
  static const char *const columns[] = { "date", "kind", "name", "status", NULL };
  g_autoptr (McCalendar) self = g_object_new (MC_TYPE_CALENDAR, NULL);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) problem = NULL;

  rows = mc_csv_parse (data, length, file_name, columns, &problem);
  if (rows == NULL)
    {
      g_set_error_literal (error, MC_CALENDAR_ERROR, MC_CALENDAR_ERROR_SYNTAX, problem->message);
      return NULL;
    }

  for (guint i = 0; i < rows->len; i++)
    if (!add_row (self, g_ptr_array_index (rows, i), file_name, error))
      return NULL;

  return g_steal_pointer (&self);
}

/**
 * mc_calendar_is_open:
 * @self: a calendar
 * @date: a date
 * @open: (out): whether the offices work that day
 * @error: return location for %MC_CALENDAR_ERROR_BEYOND
 *
 * Returns: whether the calendar covers the date's year. Any thread
 */
gboolean
mc_calendar_is_open (McCalendar *self, const GDate *date, gboolean *open, GError **error)
{
  gpointer flags;

  g_return_val_if_fail (MC_IS_CALENDAR (self), FALSE);

  if (!g_date_valid (date) ||
      !g_hash_table_contains (self->years, GUINT_TO_POINTER ((guint) g_date_get_year (date))))
    {
      g_set_error (error,
                   MC_CALENDAR_ERROR,
                   MC_CALENDAR_ERROR_BEYOND,
                   "the calendar does not cover the year %u",
                   g_date_valid (date) ? g_date_get_year (date) : 0);
      return FALSE;
    }

  if (g_hash_table_lookup_extended (
          self->days, GUINT_TO_POINTER (g_date_get_julian (date)), NULL, &flags))
    *open = (GPOINTER_TO_UINT (flags) & DAY_OPEN) != 0;
  else
    *open = g_date_get_weekday (date) <= G_DATE_FRIDAY;
  return TRUE;
}

/**
 * mc_calendar_is_official:
 * @self: a calendar
 * @date: a valid date
 *
 * Returns: %FALSE when the calendar's row for that date is not official yet, so that what follows
 *   from it may change; %TRUE for a date without a row. Any thread
 */
gboolean
mc_calendar_is_official (McCalendar *self, const GDate *date)
{
  gpointer flags;

  g_return_val_if_fail (MC_IS_CALENDAR (self), FALSE);

  return !g_hash_table_lookup_extended (
             self->days, GUINT_TO_POINTER (g_date_get_julian (date)), NULL, &flags) ||
         (GPOINTER_TO_UINT (flags) & DAY_OFFICIAL) != 0;
}

/**
 * mc_calendar_clamp:
 * @self: a calendar
 * @hours: (nullable): the point's office hours, or %NULL for the usual ones
 * @time: an instant
 * @clamped: (out): @time or, when nobody is at work then, the next opening
 * @error: return location for %MC_CALENDAR_ERROR_BEYOND
 *
 * The instant from which a limit that starts at @time runs. The closing instants themselves count
 * as open. Any thread.
 *
 * Returns: whether the calendar covers the days
 */
gboolean
mc_calendar_clamp (McCalendar *self,
                   const McHours *hours,
                   gint64 time,
                   gint64 *clamped,
                   GError **error)
{
  guint second = mc_time_get_local_second (time);
  gboolean open;
  GDate date;

  if (hours == NULL)
    hours = &MC_HOURS_DEFAULT;

  mc_time_get_local_date (time, &date);
  if (!mc_calendar_is_open (self, &date, &open, error))
    return FALSE;

  if (!open || second > hours->afternoon_close)
    {
      do
        {
          g_date_add_days (&date, 1);
          if (!mc_calendar_is_open (self, &date, &open, error))
            return FALSE;
        }
      while (!open);
      second = hours->morning_open;
    }
  else if (second < hours->morning_open)
    second = hours->morning_open;
  else if (second > hours->morning_close && second < hours->afternoon_open)
    second = hours->afternoon_open;

  *clamped = mc_time_from_local (&date, second);
  return TRUE;
}

static gint64
overlap (gint64 from, gint64 to, gint64 start, gint64 end)
{
  return MAX (0, MIN (to, end) - MAX (from, start));
}

/**
 * mc_calendar_working_seconds:
 * @self: a calendar
 * @hours: (nullable): the point's office hours, or %NULL for the usual ones
 * @from: an instant
 * @to: a later instant
 * @error: return location for %MC_CALENDAR_ERROR_BEYOND
 *
 * Returns: the seconds of office time between the two, 0 when @to is not later; -1 with @error set
 *   when the calendar does not cover the days. Any thread
 */
gint64
mc_calendar_working_seconds (McCalendar *self,
                             const McHours *hours,
                             gint64 from,
                             gint64 to,
                             GError **error)
{
  gint64 total = 0;
  GDate date, last;

  if (hours == NULL)
    hours = &MC_HOURS_DEFAULT;

  mc_time_get_local_date (from, &date);
  mc_time_get_local_date (to, &last);
  g_return_val_if_fail (g_date_valid (&date) && g_date_valid (&last), 0);

  for (; g_date_compare (&date, &last) <= 0; g_date_add_days (&date, 1))
    {
      gint64 midnight = mc_time_from_local (&date, 0);
      gboolean open;

      if (!mc_calendar_is_open (self, &date, &open, error))
        return -1;
      if (!open)
        continue;
      total += overlap (from, to, midnight + hours->morning_open, midnight + hours->morning_close);
      total +=
          overlap (from, to, midnight + hours->afternoon_open, midnight + hours->afternoon_close);
    }

  return total;
}

static gboolean
parse_clock (const char *text, guint *second)
{
  for (guint i = 0; i < 5; i++)
    if (i == 2 ? text[i] != ':' : !g_ascii_isdigit (text[i]))
      return FALSE;

  *second = (g_ascii_digit_value (text[0]) * 10 + g_ascii_digit_value (text[1])) * 3600 +
            (g_ascii_digit_value (text[3]) * 10 + g_ascii_digit_value (text[4])) * 60;
  return text[3] < '6' && *second < DAY_S;
}

/**
 * mc_hours_parse:
 * @text: `08:00-12:00,13:00-17:00`: exactly so, 24 hours, two halves
 * @hours: (out): the office hours; unchanged on error
 * @error: return location for %MC_CALENDAR_ERROR_HOURS
 *
 * Returns: whether @text was office hours, each half ending after it starts. Any thread
 */
gboolean
mc_hours_parse (const char *text, McHours *hours, GError **error)
{
  McHours result;

  if (strlen (text) != 23 || text[5] != '-' || text[11] != ',' || text[17] != '-' ||
      !parse_clock (text, &result.morning_open) || !parse_clock (text + 6, &result.morning_close) ||
      !parse_clock (text + 12, &result.afternoon_open) ||
      !parse_clock (text + 18, &result.afternoon_close))
    {
      g_set_error (error,
                   MC_CALENDAR_ERROR,
                   MC_CALENDAR_ERROR_HOURS,
                   "“%s” are no hours such as 08:00-12:00,13:00-17:00",
                   text);
      return FALSE;
    }

  if (result.morning_open >= result.morning_close || result.morning_close > result.afternoon_open ||
      result.afternoon_open >= result.afternoon_close)
    {
      g_set_error (error,
                   MC_CALENDAR_ERROR,
                   MC_CALENDAR_ERROR_HOURS,
                   "the hours “%s” do not follow one another",
                   text);
      return FALSE;
    }

  *hours = result;
  return TRUE;
}
