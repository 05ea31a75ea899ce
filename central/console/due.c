/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/due.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "app/domain/limit.h"
#include "central/citizens/status-words.h"

#define MINUTE_S 60
#define HOUR_S 3600
#define WORKING_DAY_S (8 * HOUR_S) /* domain reference 6 */
#define MAX_COUNTED_DAYS 100       /* further off nobody counts working days */

static gint
count_days (gint64 from, gint64 to)
{
  GDate first, last;

  mc_time_get_local_date (from, &first);
  mc_time_get_local_date (to, &last);
  return g_date_days_between (&first, &last);
}

/**
 * mc_due_describe_time:
 * @time: an instant
 * @now: the present
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer full): `17:00 hôm nay`, `17:00 ngày mai`, else with the date, `17:00 thứ Hai
 *   23/6`, and with the year when it is another one; a dash when there is no such time. Any thread
 */
char *
mc_due_describe_time (gint64 time, gint64 now, const char *language)
{
  g_autofree char *when = mc_status_words_when (time, now, language);
  GDate date, today;

  mc_time_get_local_date (time, &date);
  mc_time_get_local_date (now, &today);
  if (!g_date_valid (&date) || ABS (g_date_days_between (&today, &date)) <= 1)
    return g_steal_pointer (&when);
  if (g_date_get_year (&date) != g_date_get_year (&today))
    return g_strdup_printf ("%s %u/%u/%u",
                            when,
                            (guint) g_date_get_day (&date),
                            (guint) g_date_get_month (&date),
                            (guint) g_date_get_year (&date));

  return g_strdup_printf (
      "%s %u/%u", when, (guint) g_date_get_day (&date), (guint) g_date_get_month (&date));
}

/* Only while the limit's clock runs: what waits for the citizen, or is signed, is not late. */
static gboolean
is_running (const McDossierRecord *record)
{
  return record->due_at != MC_TIME_NONE && record->state >= MC_STATE_RECEIVED &&
         record->state < MC_STATE_APPROVED;
}

static const McHours *
find_hours (McCentral *central, const McDossierRecord *record)
{
  const McPoint *point = mc_central_find_point (central, record->point_code);

  return point == NULL ? &MC_HOURS_DEFAULT : &point->hours;
}

static char *
describe_hours (gint64 seconds, const char *language)
{
  gint64 hours = seconds / HOUR_S, minutes = seconds % HOUR_S / MINUTE_S;
  gboolean english = mc_language_is_english (language);

  if (hours == 0)
    return g_strdup_printf (english ? "%d min" : "%d phút", (int) minutes);
  if (minutes == 0)
    return g_strdup_printf (english ? "%d h" : "%d giờ", (int) hours);
  return g_strdup_printf (english ? "%d h %d min" : "%d giờ %d phút", (int) hours, (int) minutes);
}

static char *
describe_overdue (McCentral *central,
                  const McDossierRecord *record,
                  gint64 now,
                  const char *language)
{
  gint64 late = mc_calendar_working_seconds (
      central->calendar, find_hours (central, record), record->due_at, now, NULL);
  g_autofree char *hours = NULL;

  /* Beyond the calendar, or since then the office was closed. */
  if (late < MINUTE_S)
    return g_strdup (mc_pick (language, "Quá hạn", "Overdue"));
  if (late >= WORKING_DAY_S)
    {
      int days = late / WORKING_DAY_S;

      if (mc_language_is_english (language))
        return g_strdup_printf ("Overdue by %d working day%s", days, days == 1 ? "" : "s");
      return g_strdup_printf ("Quá hạn %d ngày làm việc", days);
    }

  hours = describe_hours (late, language);
  return g_strdup_printf (mc_pick (language, "Quá hạn %s làm việc", "Overdue by %s of work"),
                          hours);
}

static gint
count_working_days (McCentral *central, gint64 from, gint64 to)
{
  gint days = count_days (from, to), working = 0;
  GDate date;

  mc_time_get_local_date (from, &date);
  for (gint i = 0; i < MIN (days, MAX_COUNTED_DAYS); i++)
    {
      gboolean open;

      g_date_add_days (&date, 1);
      if (!mc_calendar_is_open (central->calendar, &date, &open, NULL))
        return days;
      working += open;
    }

  return days > MAX_COUNTED_DAYS ? days : working;
}

/* Of a day on which it is due as the office opens, nothing is left to work in: 3 working days from
 * a Saturday on end at 08:00 on Thursday. */
static gboolean
is_due_at_opening (McCentral *central, const McDossierRecord *record)
{
  return mc_time_get_local_second (record->due_at) <= find_hours (central, record)->morning_open;
}

/**
 * mc_due_describe_left:
 * @central: central, for its calendar
 * @record: a dossier
 * @now: the present
 * @language: (nullable): "vi" or "en"
 * @badge: (out): the colour that goes with it; %MC_BADGE_PLAIN when there is nothing to say
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): how long is left of a dossier's limit, or how long it is
 *   overdue, in working time; %NULL while the limit's clock does not run
 */
char *
mc_due_describe_left (McCentral *central,
                      const McDossierRecord *record,
                      gint64 now,
                      const char *language,
                      McBadge *badge)
{
  gint days;

  *badge = MC_BADGE_PLAIN;
  if (!is_running (record))
    return NULL;
  if (mc_limit_judge (now, record->due_at) == MC_TIMELINESS_OVERDUE)
    {
      *badge = MC_BADGE_ALARM;
      return describe_overdue (central, record, now, language);
    }
  if (count_days (now, record->due_at) == 0)
    {
      g_autofree char *hours = describe_hours (record->due_at - now, language);

      *badge = MC_BADGE_CARE;
      return g_strdup_printf (mc_pick (language, "Hôm nay, còn %s", "Today, %s left"), hours);
    }

  days = count_working_days (central, now, record->due_at);
  days = MAX (days - is_due_at_opening (central, record), 1);
  if (mc_language_is_english (language))
    return g_strdup_printf ("%d working day%s left", days, days == 1 ? "" : "s");
  return g_strdup_printf ("Còn %d ngày làm việc", days);
}
