/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/reports/period.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"

/* Nobody asks for more at once, and no counter of days overflows. */
#define MAX_DAYS (20 * 366)

static const char *const KINDS[MC_N_PERIODS] = { "month", "last-month", "quarter", "year", "days" };

/* From the first of a month on, so many months. */
static void
take_months (McPeriod *self, GDate *first, guint n)
{
  g_date_set_day (first, 1);
  self->from = mc_time_from_local (first, 0);
  g_date_add_months (first, n);
  self->to = mc_time_from_local (first, 0);
}

static void
init (McPeriod *self, McPeriodKind kind, gint64 now)
{
  GDate today;

  self->kind = kind;
  mc_time_get_local_date (now, &today);
  g_date_set_day (&today, 1);
  switch (kind)
    {
    case MC_PERIOD_LAST_MONTH:
      g_date_subtract_months (&today, 1);
      take_months (self, &today, 1);
      return;
    case MC_PERIOD_QUARTER:
      g_date_subtract_months (&today, (g_date_get_month (&today) - 1) % 3);
      take_months (self, &today, 3);
      return;
    case MC_PERIOD_YEAR:
      g_date_set_month (&today, G_DATE_JANUARY);
      take_months (self, &today, 12);
      return;
    case MC_PERIOD_THIS_MONTH:
    case MC_PERIOD_RANGE:
    default:
      take_months (self, &today, 1);
      return;
    }
}

static gboolean
take_range (McPeriod *self, const char *from, const char *to)
{
  GDate first, last;

  if (from == NULL || to == NULL || !mc_date_from_iso (from, &first) ||
      !mc_date_from_iso (to, &last) || g_date_compare (&first, &last) > 0 ||
      g_date_days_between (&first, &last) > MAX_DAYS)
    return FALSE;

  self->from = mc_time_from_local (&first, 0);
  g_date_add_days (&last, 1);
  self->to = mc_time_from_local (&last, 0);
  return TRUE;
}

/**
 * mc_period_parse:
 * @self: (out): a period
 * @kind: (nullable): "month", "last-month", "quarter", "year" or "days"; else this month
 * @from: (nullable): the first day of "days", ISO
 * @to: (nullable): the last day of "days", ISO
 * @now: the present
 *
 * Reads what somebody chose. Whatever is not understood gives this month. Pure; any thread.
 *
 * Returns: whether it was understood
 */
gboolean
mc_period_parse (McPeriod *self, const char *kind, const char *from, const char *to, gint64 now)
{
  init (self, MC_PERIOD_THIS_MONTH, now);
  if (kind == NULL)
    return TRUE;

  for (guint i = 0; i < MC_N_PERIODS; i++)
    if (g_str_equal (KINDS[i], kind))
      {
        init (self, i, now);
        return i != MC_PERIOD_RANGE || take_range (self, from, to);
      }

  return FALSE;
}

/**
 * mc_period_kind_to_string:
 * @kind: a kind
 *
 * Returns: (transfer none): its name, as mc_period_parse () reads it. Any thread
 */
const char *
mc_period_kind_to_string (McPeriodKind kind)
{
  g_return_val_if_fail ((guint) kind < MC_N_PERIODS, KINDS[0]);

  return KINDS[kind];
}

static char *
dup_day (gint64 time)
{
  GDate date;

  mc_time_get_local_date (time, &date);
  return mc_date_to_iso (&date);
}

/**
 * mc_period_dup_first_day:
 * @self: a period
 *
 * Returns: (transfer full): "2025-06-01". Any thread
 */
char *
mc_period_dup_first_day (const McPeriod *self)
{
  return dup_day (self->from);
}

/**
 * mc_period_dup_last_day:
 * @self: a period
 *
 * Returns: (transfer full): "2025-06-30". Any thread
 */
char *
mc_period_dup_last_day (const McPeriod *self)
{
  return dup_day (self->to - 1);
}

/**
 * mc_period_describe:
 * @self: a period
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer full): "Tháng 6/2025", "Quý II/2025", "Năm 2025", or from which day to which.
 *   Any thread
 */
char *
mc_period_describe (const McPeriod *self, const char *language)
{
  static const char *const quarters[] = { "I", "II", "III", "IV" };
  static const char *const months[] = { "January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December" };
  g_autofree char *first = NULL, *last = NULL;
  gboolean english = mc_language_is_english (language);
  guint year, month;
  GDate date;

  mc_time_get_local_date (self->from, &date);
  year = g_date_get_year (&date);
  month = g_date_get_month (&date);
  switch (self->kind)
    {
    case MC_PERIOD_THIS_MONTH:
    case MC_PERIOD_LAST_MONTH:
      return english ? g_strdup_printf ("%s %u", months[month - 1], year)
                     : g_strdup_printf ("Tháng %u/%u", month, year);
    case MC_PERIOD_QUARTER:
      return english ? g_strdup_printf ("Quarter %s of %u", quarters[(month - 1) / 3], year)
                     : g_strdup_printf ("Quý %s/%u", quarters[(month - 1) / 3], year);
    case MC_PERIOD_YEAR:
      return g_strdup_printf (english ? "Year %u" : "Năm %u", year);
    case MC_PERIOD_RANGE:
    default:
      first = mc_time_to_display_date (self->from);
      last = mc_time_to_display_date (self->to - 1);
      if (g_str_equal (first, last))
        return g_strdup_printf (english ? "On %s" : "Ngày %s", first);
      return g_strdup_printf (english ? "From %s to %s" : "Từ ngày %s đến ngày %s", first, last);
    }
}
