/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/limit.h"

#include "app/domain/datetime.h"

/* One working day of a limit in hours (Bộ luật Lao động: eight hours a day). */
#define WORKING_DAY_S (8 * 3600)

static gboolean
next_open_day (McCalendar *calendar, GDate *date, GError **error)
{
  gboolean open;

  do
    {
      g_date_add_days (date, 1);
      if (!mc_calendar_is_open (calendar, date, &open, error))
        return FALSE;
    }
  while (!open);

  return TRUE;
}

/* Rule 3: the day of receipt does not count, the time of day stays. */
static gboolean
add_working_days (McCalendar *calendar,
                  gint64 clamped,
                  guint64 days,
                  gint64 *result,
                  GError **error)
{
  GDate date;

  mc_time_get_local_date (clamped, &date);
  for (guint64 i = 0; i < days; i++)
    if (!next_open_day (calendar, &date, error))
      return FALSE;

  *result = mc_time_from_local (&date, mc_time_get_local_second (clamped));
  return TRUE;
}

/* Moves @time, which lies in office hours, on by less than some days of office time. */
static gboolean
add_working_seconds (McCalendar *calendar,
                     const McHours *hours,
                     gint64 time,
                     gint64 seconds,
                     gint64 *result,
                     GError **error)
{
  guint second = mc_time_get_local_second (time);
  GDate date;

  mc_time_get_local_date (time, &date);
  while (seconds > 0)
    {
      gboolean morning = second < hours->morning_close;
      guint close = morning ? hours->morning_close : hours->afternoon_close;

      if (!morning && second < hours->afternoon_open)
        second = hours->afternoon_open;
      if (seconds <= (gint64) close - second)
        {
          second += seconds;
          break;
        }

      seconds -= (gint64) close - second;
      if (morning)
        second = hours->afternoon_open;
      else
        {
          if (!next_open_day (calendar, &date, error))
            return FALSE;
          second = hours->morning_open;
        }
    }

  *result = mc_time_from_local (&date, second);
  return TRUE;
}

/* Rule 4: whole days by rule 3, then the rest inside office hours. */
static gboolean
add_working_time (McCalendar *calendar,
                  const McHours *hours,
                  gint64 clamped,
                  gint64 seconds,
                  gint64 *result,
                  GError **error)
{
  gint64 day;

  return add_working_days (calendar, clamped, seconds / WORKING_DAY_S, &day, error) &&
         add_working_seconds (calendar, hours, day, seconds % WORKING_DAY_S, result, error);
}

/* Rule 5: a closed day moves to the next working day, same time. */
static gboolean
add_calendar_days (McCalendar *calendar, gint64 clamped, guint days, gint64 *result, GError **error)
{
  gboolean open;
  GDate date;

  mc_time_get_local_date (clamped, &date);
  g_date_add_days (&date, days);
  if (!mc_calendar_is_open (calendar, &date, &open, error) ||
      (!open && !next_open_day (calendar, &date, error)))
    return FALSE;

  *result = mc_time_from_local (&date, mc_time_get_local_second (clamped));
  return TRUE;
}

/* Rule 6: by the cut-off the same day's closing, later the next working day's. */
static gboolean
same_day (const McLimit *self,
          McCalendar *calendar,
          const McHours *hours,
          gint64 clamped,
          gint64 *result,
          McDueReasons *reasons,
          GError **error)
{
  GDate date;

  mc_time_get_local_date (clamped, &date);
  if (mc_time_get_local_second (clamped) > self->cut_off)
    {
      if (!next_open_day (calendar, &date, error))
        return FALSE;
      *reasons |= MC_DUE_REASON_AFTER_CUT_OFF;
    }

  *result = mc_time_from_local (&date, hours->afternoon_close);
  return TRUE;
}

/* Whether any day from the one to the other rests on a row that is not official yet. */
static gboolean
uses_unofficial_day (McCalendar *calendar, gint64 from, gint64 to)
{
  GDate date, last;

  mc_time_get_local_date (from, &date);
  mc_time_get_local_date (to, &last);
  for (; g_date_compare (&date, &last) <= 0; g_date_add_days (&date, 1))
    if (!mc_calendar_is_official (calendar, &date))
      return TRUE;

  return FALSE;
}

/* Clamps @time and notes why it had to be. */
static gboolean
clamp (McCalendar *calendar,
       const McHours *hours,
       gint64 time,
       gint64 *clamped,
       McDueReasons *reasons,
       GError **error)
{
  gboolean open;
  GDate date;

  mc_time_get_local_date (time, &date);
  if (!mc_calendar_is_open (calendar, &date, &open, error) ||
      !mc_calendar_clamp (calendar, hours, time, clamped, error))
    return FALSE;

  if (!open)
    *reasons |= MC_DUE_REASON_CLOSED_DAY;
  else if (*clamped != time)
    *reasons |= MC_DUE_REASON_OUTSIDE_HOURS;
  return TRUE;
}

/**
 * mc_limit_due:
 * @self: a limit
 * @calendar: the working days
 * @hours: (nullable): the point's office hours, or %NULL for the usual ones
 * @received: when a complete dossier was accepted; at the kiosk, as if it were accepted at once
 * @due: (out): when the result is due
 * @reasons: (out) (optional): why it is later than a reader might expect
 * @error: return location for %MC_CALENDAR_ERROR_BEYOND
 *
 * The due time by rules 1 to 6 of the domain reference: working days keep the (clamped) time of
 * day; working hours are whole days of eight and the rest in office hours; calendar days that end
 * on a closed day move on; the same day ends at closing unless received after the cut-off. Any
 * thread.
 *
 * Returns: whether the calendar covers the days; never guessed beyond it
 */
gboolean
mc_limit_due (const McLimit *self,
              McCalendar *calendar,
              const McHours *hours,
              gint64 received,
              gint64 *due,
              McDueReasons *reasons,
              GError **error)
{
  McDueReasons why = MC_DUE_REASON_NONE;
  gint64 clamped, result;
  gboolean done = FALSE;

  g_return_val_if_fail (self != NULL && MC_IS_CALENDAR (calendar), FALSE);

  if (hours == NULL)
    hours = &MC_HOURS_DEFAULT;
  if (!clamp (calendar, hours, received, &clamped, &why, error))
    return FALSE;

  switch (self->kind)
    {
    case MC_LIMIT_SAME_DAY:
      done = same_day (self, calendar, hours, clamped, &result, &why, error);
      break;
    case MC_LIMIT_WORKING_DAYS:
      done = add_working_days (calendar, clamped, self->amount, &result, error);
      break;
    case MC_LIMIT_WORKING_HOURS:
      done =
          add_working_time (calendar, hours, clamped, (gint64) self->amount * 3600, &result, error);
      break;
    case MC_LIMIT_CALENDAR_DAYS:
      done = add_calendar_days (calendar, clamped, self->amount, &result, error);
      break;
    default:
      g_return_val_if_reached (FALSE);
    }
  if (!done)
    return FALSE;

  if (uses_unofficial_day (calendar, received, result))
    why |= MC_DUE_REASON_UNOFFICIAL_CALENDAR;
  *due = result;
  if (reasons != NULL)
    *reasons = why;
  return TRUE;
}

/**
 * mc_limit_due_after_supplement:
 * @self: a limit
 * @calendar: the working days
 * @hours: (nullable): the point's office hours, or %NULL for the usual ones
 * @restart: %TRUE when the whole limit starts anew at @completed (Nghị định 61/2018/NĐ-CP article
 *   19.4), %FALSE when only the waiting time is left out
 * @received: when the dossier was first accepted
 * @asked: when the citizen was asked for more
 * @completed: when that was done
 * @due: (out): the new due time
 * @reasons: (out) (optional): why it is later than a reader might expect
 * @error: return location for %MC_CALENDAR_ERROR_BEYOND
 *
 * The due time after a wait for the citizen's papers (rule 7). Any thread.
 *
 * Returns: whether the calendar covers the days
 */
gboolean
mc_limit_due_after_supplement (const McLimit *self,
                               McCalendar *calendar,
                               const McHours *hours,
                               gboolean restart,
                               gint64 received,
                               gint64 asked,
                               gint64 completed,
                               gint64 *due,
                               McDueReasons *reasons,
                               GError **error)
{
  gint64 first_due;

  if (restart)
    return mc_limit_due (self, calendar, hours, completed, due, reasons, error);

  return mc_limit_due (self, calendar, hours, received, &first_due, NULL, error) &&
         mc_limit_due_after_pause (
             self, calendar, hours, first_due, asked, completed, due, reasons, error);
}

/**
 * mc_limit_due_after_pause:
 * @self: the limit
 * @calendar: the working days
 * @hours: (nullable): the point's office hours, or %NULL for the usual ones
 * @old_due: when the result was due before the pause
 * @paused: when the clock stopped
 * @resumed: when it goes on
 * @due: (out): the new due time
 * @reasons: (out) (optional): why it is later than a reader might expect
 * @error: return location for %MC_CALENDAR_ERROR_BEYOND
 *
 * Leaves a pause out, such as the wait for a payment (rule 7): the office time that was left at
 * @paused is what is left at @resumed; of a limit in calendar days, the calendar time. Works for
 * any number of pauses, one after the other, and after an extension. Any thread.
 *
 * Returns: whether the calendar covers the days
 */
gboolean
mc_limit_due_after_pause (const McLimit *self,
                          McCalendar *calendar,
                          const McHours *hours,
                          gint64 old_due,
                          gint64 paused,
                          gint64 resumed,
                          gint64 *due,
                          McDueReasons *reasons,
                          GError **error)
{
  McDueReasons why = MC_DUE_REASON_NONE;
  gint64 clamped, left, result;

  g_return_val_if_fail (self != NULL && MC_IS_CALENDAR (calendar), FALSE);

  if (hours == NULL)
    hours = &MC_HOURS_DEFAULT;
  if (!clamp (calendar, hours, resumed, &clamped, &why, error))
    return FALSE;

  if (self->kind == MC_LIMIT_CALENDAR_DAYS)
    {
      left = MAX (0, old_due - paused);
      if (!mc_calendar_clamp (calendar, hours, clamped + left, &result, error))
        return FALSE;
    }
  else
    {
      left = mc_calendar_working_seconds (calendar, hours, paused, old_due, error);
      if (left < 0 || !add_working_time (calendar, hours, clamped, left, &result, error))
        return FALSE;
    }

  if (uses_unofficial_day (calendar, resumed, result))
    why |= MC_DUE_REASON_UNOFFICIAL_CALENDAR;
  *due = result;
  if (reasons != NULL)
    *reasons = why;
  return TRUE;
}

/**
 * mc_limit_judge:
 * @finished: when the result was registered
 * @due: when it was due
 *
 * Rule 8: early is an earlier date than the due date; on time is that date, but not after the due
 * instant; the rest is overdue. Any thread.
 *
 * Returns: the judgement
 */
McTimeliness
mc_limit_judge (gint64 finished, gint64 due)
{
  GDate finished_date, due_date;

  if (finished > due)
    return MC_TIMELINESS_OVERDUE;

  mc_time_get_local_date (finished, &finished_date);
  mc_time_get_local_date (due, &due_date);
  g_return_val_if_fail (g_date_valid (&finished_date) && g_date_valid (&due_date),
                        MC_TIMELINESS_ON_TIME);

  return g_date_compare (&finished_date, &due_date) < 0 ? MC_TIMELINESS_EARLY
                                                        : MC_TIMELINESS_ON_TIME;
}
