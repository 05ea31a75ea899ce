/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/accounting.h"

#include "app/domain/datetime.h"

/* What a dossier in each state waits for. The signed result that is on its way to the desk is not
 * done with step 7 yet; a result that is ready waits for step 8, though it is the citizen who
 * comes: what is measured is how long results lie. */
static const struct
{
  guint step;
  gboolean citizen;
} AWAITED[MC_N_STATES] = {
  [MC_STATE_SUBMITTED] = { .step = 2 },
  [MC_STATE_RECEIVED] = { .step = 3 },
  [MC_STATE_CHAIR_ASSIGNED] = { .step = 4 },
  [MC_STATE_DEPARTMENT_ASSIGNED] = { .step = 5 },
  [MC_STATE_PROCESSED] = { .step = 6 },
  [MC_STATE_DEPARTMENT_APPROVED] = { .step = 7 },
  [MC_STATE_APPROVED] = { .step = 7 },
  [MC_STATE_READY] = { .step = 8 },
  [MC_STATE_SUPPLEMENT_ASKED] = { .citizen = TRUE },
  [MC_STATE_PAYMENT_ASKED] = { .citizen = TRUE },
};

/**
 * mc_state_get_awaited_step:
 * @state: a state
 *
 * Returns: the step, 2 to 8, that a dossier in it waits for; 0 while it waits for the citizen or
 *   for nobody, and of a draft. Any thread
 */
guint
mc_state_get_awaited_step (McState state)
{
  return (guint) state < MC_N_STATES ? AWAITED[state].step : 0;
}

/**
 * mc_state_awaits_citizen:
 * @state: a state
 *
 * Returns: whether papers or a payment of the citizen are waited for. Any thread
 */
gboolean
mc_state_awaits_citizen (McState state)
{
  return (guint) state < MC_N_STATES && AWAITED[state].citizen;
}

/**
 * mc_accounting_init:
 * @self: (out caller-allocates): an accounting
 *
 * Begins before step 1.
 */
void
mc_accounting_init (McAccounting *self)
{
  *self = (McAccounting){ .state = MC_STATE_DRAFT, .last_at = MC_TIME_NONE };
}

/**
 * mc_accounting_follow:
 * @self: an accounting
 * @calendar: the working days
 * @hours: (nullable): the point's office hours, or %NULL for the usual ones
 * @to: the state that the next event led to
 * @at: when; a time before the last event's counts as that one's: clocks are set back, time is not
 * @error: return location for %MC_CALENDAR_ERROR_BEYOND; @self is then as it was
 *
 * Books the office time since the last event on what was waited for meanwhile. Pure; any thread.
 *
 * Returns: whether the calendar covers the days
 */
gboolean
mc_accounting_follow (McAccounting *self,
                      McCalendar *calendar,
                      const McHours *hours,
                      McState to,
                      gint64 at,
                      GError **error)
{
  gint64 seconds = 0;

  g_return_val_if_fail ((guint) to < MC_N_STATES && at != MC_TIME_NONE, FALSE);

  if (self->state != MC_STATE_DRAFT && at > self->last_at)
    seconds = mc_calendar_working_seconds (calendar, hours, self->last_at, at, error);
  if (seconds < 0)
    return FALSE;

  if (mc_state_get_awaited_step (self->state) != 0)
    self->steps[mc_state_get_awaited_step (self->state)] += seconds;
  else if (mc_state_awaits_citizen (self->state))
    self->citizen += seconds;
  else
    self->over += seconds;

  /* What side paths say of themselves is certain whichever way led there; here it is known. */
  if (to <= MC_STATE_RETURNED)
    self->steps_done = mc_state_get_steps_done (to);
  self->state = to;
  self->last_at = MAX (self->last_at, at);

  return TRUE;
}

/**
 * mc_accounting_get_total:
 * @self: an accounting
 *
 * Returns: the sum of its parts. Any thread
 */
gint64
mc_accounting_get_total (const McAccounting *self)
{
  gint64 total = self->citizen + self->over;

  for (guint step = 0; step <= MC_N_STEPS; step++)
    total += self->steps[step];

  return total;
}

/**
 * mc_accounting_is_done:
 * @self: an accounting
 * @step: 1 to 8
 *
 * Returns: whether @step is done, so that its time grows no more unless the dossier comes back to
 *   it. Any thread
 */
gboolean
mc_accounting_is_done (const McAccounting *self, guint step)
{
  return step >= 1 && step <= self->steps_done && mc_state_get_awaited_step (self->state) != step;
}
