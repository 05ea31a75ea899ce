/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/datetime.h"

#include <string.h>

#define DAY_S (24 * 3600)

/* GDate counts 0001-01-01 as day 1; the Unix epoch is day 719163. */
#define EPOCH_JULIAN 719163
#define FIRST_JULIAN 1
#define LAST_JULIAN 3652059 /* 9999-12-31, the last day that RFC 3339 can write */

#define DISPLAY_SIZE sizeof "17:00, 31/12/9999"

/* clang-format off */
G_DEFINE_QUARK (mc-time-error-quark, mc_time_error)
/* clang-format on */

static gboolean
split_local (gint64 time, guint32 *julian, guint *second)
{
  gint64 local, day;

  if (time < (gint64) -EPOCH_JULIAN * DAY_S || time > (gint64) LAST_JULIAN * DAY_S)
    return FALSE;

  local = time + MC_TIME_OFFSET_S;
  day = local >= 0 ? local / DAY_S : -((DAY_S - 1 - local) / DAY_S);
  if (day + EPOCH_JULIAN < FIRST_JULIAN || day + EPOCH_JULIAN > LAST_JULIAN)
    return FALSE;

  *julian = day + EPOCH_JULIAN;
  *second = local - day * DAY_S;
  return TRUE;
}

static gboolean
read_digits (const char *text, guint n, guint *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *value = *value * 10 + g_ascii_digit_value (text[i]);
    }

  return TRUE;
}

/**
 * mc_time_to_rfc3339:
 * @time: an instant, seconds UTC
 *
 * Writes an instant as RFC 3339 does, in Vietnam's time: `2025-06-20T17:00:00+07:00`. Any thread.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL for %MC_TIME_NONE and whatever else lies
 *   outside the years 1 to 9999
 */
char *
mc_time_to_rfc3339 (gint64 time)
{
  guint32 julian;
  guint second;
  GDate date;

  if (!split_local (time, &julian, &second))
    return NULL;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, julian);
  return g_strdup_printf ("%04u-%02u-%02uT%02u:%02u:%02u+07:00",
                          g_date_get_year (&date),
                          (guint) g_date_get_month (&date),
                          (guint) g_date_get_day (&date),
                          second / 3600,
                          second / 60 % 60,
                          second % 60);
}

/**
 * mc_time_from_rfc3339:
 * @text: a time such as `2025-06-20T17:00:00+07:00`
 * @time: (out): the instant, seconds UTC; unchanged on error
 * @error: return location for an #McTimeError
 *
 * Reads a time of RFC 3339 section 5.6, with any offset. Strict: nothing may follow, the date must
 * exist, also in Vietnam within the years 1 to 9999, a leap second is refused, and a fraction is
 * cut off (times here have whole seconds). Any thread.
 *
 * Returns: whether @text was a time
 */
gboolean
mc_time_from_rfc3339 (const char *text, gint64 *time, GError **error)
{
  guint year, month, day, hour, minute, second, offset_hour, offset_minute, local_second;
  gint64 offset = 0, instant;
  guint32 julian;
  const char *rest;
  GDate date;

  g_return_val_if_fail (text != NULL, FALSE);

  if (strlen (text) < 20 || !read_digits (text, 4, &year) || text[4] != '-' ||
      !read_digits (text + 5, 2, &month) || text[7] != '-' || !read_digits (text + 8, 2, &day) ||
      (text[10] != 'T' && text[10] != 't') || !read_digits (text + 11, 2, &hour) ||
      text[13] != ':' || !read_digits (text + 14, 2, &minute) || text[16] != ':' ||
      !read_digits (text + 17, 2, &second))
    {
      g_set_error_literal (error, MC_TIME_ERROR, MC_TIME_ERROR_SYNTAX, "not a time of RFC 3339");
      return FALSE;
    }

  rest = text + 19;
  if (*rest == '.')
    {
      rest++;
      if (!g_ascii_isdigit (*rest))
        rest = "";
      while (g_ascii_isdigit (*rest))
        rest++;
    }

  if ((*rest == 'Z' || *rest == 'z') && rest[1] == '\0')
    offset = 0;
  else if ((*rest == '+' || *rest == '-') && strlen (rest) == 6 &&
           read_digits (rest + 1, 2, &offset_hour) && rest[3] == ':' &&
           read_digits (rest + 4, 2, &offset_minute) && offset_hour < 24 && offset_minute < 60)
    offset = (*rest == '-' ? -1 : 1) * (gint64) (offset_hour * 3600 + offset_minute * 60);
  else
    {
      g_set_error_literal (
          error, MC_TIME_ERROR, MC_TIME_ERROR_SYNTAX, "a time needs an offset such as +07:00");
      return FALSE;
    }

  if (!g_date_valid_dmy (day, month, year) || hour > 23 || minute > 59 || second > 59)
    {
      g_set_error_literal (error, MC_TIME_ERROR, MC_TIME_ERROR_SYNTAX, "no such date or time");
      return FALSE;
    }

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, month, year);
  instant = ((gint64) g_date_get_julian (&date) - EPOCH_JULIAN) * DAY_S + hour * 3600 +
            minute * 60 + second - offset;
  if (!split_local (instant, &julian, &local_second))
    {
      g_set_error_literal (error, MC_TIME_ERROR, MC_TIME_ERROR_SYNTAX, "no such time in Vietnam");
      return FALSE;
    }

  *time = instant;
  return TRUE;
}

/**
 * mc_time_get_local_date:
 * @time: an instant, seconds UTC
 * @date: (out): the date in Vietnam; cleared (not valid) for %MC_TIME_NONE and outside the years
 *   1 to 9999
 *
 * Any thread.
 */
void
mc_time_get_local_date (gint64 time, GDate *date)
{
  guint32 julian;
  guint second;

  g_date_clear (date, 1);
  if (split_local (time, &julian, &second))
    g_date_set_julian (date, julian);
}

/**
 * mc_time_get_local_second:
 * @time: an instant, seconds UTC
 *
 * Returns: the second of the day in Vietnam, 0 to 86399; 0 for %MC_TIME_NONE. Any thread
 */
guint
mc_time_get_local_second (gint64 time)
{
  guint32 julian;
  guint second;

  return split_local (time, &julian, &second) ? second : 0;
}

/**
 * mc_time_from_local:
 * @date: a valid date in Vietnam
 * @second_of_day: 0 to 86399
 *
 * Returns: the instant, seconds UTC. Any thread
 */
gint64
mc_time_from_local (const GDate *date, guint second_of_day)
{
  g_return_val_if_fail (date != NULL && g_date_valid (date), MC_TIME_NONE);
  g_return_val_if_fail (second_of_day < DAY_S, MC_TIME_NONE);

  return ((gint64) g_date_get_julian (date) - EPOCH_JULIAN) * DAY_S + second_of_day -
         MC_TIME_OFFSET_S;
}

/* A status page shows a dozen times, and printf would be a tenth of what drawing it takes. */
static char *
put_number (char *p, guint number, guint digits)
{
  char reversed[10];
  guint n = 0;

  do
    reversed[n++] = '0' + number % 10;
  while ((number /= 10) > 0 || n < digits);
  while (n > 0)
    *p++ = reversed[--n];
  return p;
}

static char *
put_clock (char *p, guint second)
{
  p = put_number (p, second / 3600, 2);
  *p++ = ':';
  return put_number (p, second / 60 % 60, 2);
}

static char *
put_date (char *p, guint32 julian)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, julian);
  p = put_number (p, g_date_get_day (&date), 1);
  *p++ = '/';
  p = put_number (p, g_date_get_month (&date), 1);
  *p++ = '/';
  return put_number (p, g_date_get_year (&date), 1);
}

/**
 * mc_time_to_display:
 * @time: an instant, seconds UTC
 *
 * Writes an instant as a citizen reads it, in either language: `17:00, 20/6/2025`. Any thread.
 *
 * Returns: (transfer full): the text; a dash when there is no such time
 */
char *
mc_time_to_display (gint64 time)
{
  char text[DISPLAY_SIZE], *p = text;
  guint32 julian;
  guint second;

  if (!split_local (time, &julian, &second))
    return g_strdup ("–");

  p = put_clock (p, second);
  *p++ = ',';
  *p++ = ' ';
  p = put_date (p, julian);
  return g_strndup (text, p - text);
}

/**
 * mc_time_to_display_date:
 * @time: an instant, seconds UTC
 *
 * Returns: (transfer full): the date in Vietnam, day first: `20/6/2025`; a dash when there is no
 *   such time. Any thread
 */
char *
mc_time_to_display_date (gint64 time)
{
  char text[DISPLAY_SIZE];
  guint32 julian;
  guint second;

  if (!split_local (time, &julian, &second))
    return g_strdup ("–");

  return g_strndup (text, put_date (text, julian) - text);
}

/**
 * mc_time_to_display_clock:
 * @time: an instant, seconds UTC
 *
 * Returns: (transfer full): the time of day in Vietnam: `17:00`; a dash when there is no such time.
 *   Any thread
 */
char *
mc_time_to_display_clock (gint64 time)
{
  char text[DISPLAY_SIZE];
  guint32 julian;
  guint second;

  if (!split_local (time, &julian, &second))
    return g_strdup ("–");

  return g_strndup (text, put_clock (text, second) - text);
}

/**
 * mc_date_from_iso:
 * @text: (nullable): a date such as `2025-06-20`
 * @date: (out): the date; unchanged on failure
 *
 * Strict: ten ASCII characters of a date that exists. Any thread.
 *
 * Returns: whether @text was a date
 */
gboolean
mc_date_from_iso (const char *text, GDate *date)
{
  guint year, month, day;

  if (text == NULL || strlen (text) != 10 || !read_digits (text, 4, &year) || text[4] != '-' ||
      !read_digits (text + 5, 2, &month) || text[7] != '-' || !read_digits (text + 8, 2, &day) ||
      !g_date_valid_dmy (day, month, year))
    return FALSE;

  g_date_clear (date, 1);
  g_date_set_dmy (date, day, month, year);
  return TRUE;
}

/**
 * mc_date_to_iso:
 * @date: a valid date
 *
 * Returns: (transfer full): `2025-06-20`. Any thread
 */
char *
mc_date_to_iso (const GDate *date)
{
  g_return_val_if_fail (date != NULL && g_date_valid (date), NULL);

  return g_strdup_printf ("%04u-%02u-%02u",
                          g_date_get_year (date),
                          (guint) g_date_get_month (date),
                          (guint) g_date_get_day (date));
}
