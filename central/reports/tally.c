/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/reports/tally.h"

#include "app/domain/limit.h"

static gboolean
is_before (gint64 time, gint64 instant)
{
  return time != MC_TIME_NONE && time < instant;
}

static guint64 *
find_received (McTally *self, const McFact *fact, const McPeriod *period)
{
  if (fact->accepted_at < period->from)
    return &self->carried;
  return fact->online ? &self->online : &self->counter;
}

static guint64 *
find_finished (McTally *self, const McFact *fact)
{
  if (fact->state == MC_STATE_REFUSED || fact->state == MC_STATE_WITHDRAWN ||
      fact->state == MC_STATE_STOPPED)
    return &self->withdrawn;
  /* An immediate answer may have no appointment. */
  if (fact->due_at == MC_TIME_NONE)
    return &self->on_time;

  switch (mc_limit_judge (fact->finished_at, fact->due_at))
    {
    case MC_TIMELINESS_EARLY:
      return &self->early;
    case MC_TIMELINESS_ON_TIME:
      return &self->on_time;
    case MC_TIMELINESS_OVERDUE:
    default:
      return &self->late;
    }
}

static guint64 *
find_open (McTally *self, const McFact *fact, gint64 end)
{
  if (is_before (fact->paused_at, end) &&
      (fact->resumed_at == MC_TIME_NONE || fact->resumed_at >= end))
    return &self->paused;

  return is_before (fact->due_at, end) ? &self->overdue : &self->in_time;
}

/**
 * mc_tally_count:
 * @self: a line
 * @fact: a dossier
 * @period: the period
 * @now: the present: a period that is not over is judged at this instant
 *
 * Counts a dossier that was received before the period's end and not finished before its start. A
 * dossier belongs to the report from its first acceptance on (step 2); what is filed and not
 * received, or refused at the desk, is none of its lines. A reopened dossier is open again in the
 * past as well: its end was a mistake. Pure; any thread.
 *
 * Returns: whether it belongs to the period
 */
gboolean
mc_tally_count (McTally *self, const McFact *fact, const McPeriod *period, gint64 now)
{
  const gint64 end = MIN (period->to, now + 1);

  if (!is_before (fact->accepted_at, end) || is_before (fact->finished_at, period->from))
    return FALSE;

  (*find_received (self, fact, period))++;
  if (is_before (fact->finished_at, end))
    (*find_finished (self, fact))++;
  else
    (*find_open (self, fact, end))++;

  return TRUE;
}

/**
 * mc_tally_add:
 * @self: a line
 * @other: another
 *
 * Adds @other to @self.
 */
void
mc_tally_add (McTally *self, const McTally *other)
{
  self->online += other->online;
  self->counter += other->counter;
  self->carried += other->carried;
  self->early += other->early;
  self->on_time += other->on_time;
  self->late += other->late;
  self->in_time += other->in_time;
  self->overdue += other->overdue;
  self->paused += other->paused;
  self->withdrawn += other->withdrawn;
}

/**
 * mc_tally_get_received:
 * @self: a line
 *
 * Returns: all that was to be solved, with what was carried over
 */
guint64
mc_tally_get_received (const McTally *self)
{
  return self->online + self->counter + self->carried;
}

/**
 * mc_tally_get_solved:
 * @self: a line
 *
 * Returns: what got its result in the period, a refusal after appraisal included
 */
guint64
mc_tally_get_solved (const McTally *self)
{
  return self->early + self->on_time + self->late;
}

/**
 * mc_tally_get_open:
 * @self: a line
 *
 * Returns: what was being solved at the end, without what is paused
 */
guint64
mc_tally_get_open (const McTally *self)
{
  return self->in_time + self->overdue;
}

/**
 * mc_tally_is_balanced:
 * @self: a line
 *
 * Returns: whether both sides of the report are equal
 */
gboolean
mc_tally_is_balanced (const McTally *self)
{
  return mc_tally_get_received (self) ==
         mc_tally_get_solved (self) + mc_tally_get_open (self) + self->paused + self->withdrawn;
}
