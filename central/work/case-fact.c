/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/work/case-fact.h"

#include "app/domain/accounting.h"
#include "central/log.h"

static void
follow_ends (McFact *fact, const McEventRecord *event)
{
  /* Signed is finished: what comes after, and a click at the desk that is taken back, moves it no
   * more. */
  if (event->to == MC_STATE_APPROVED && event->from != MC_STATE_READY)
    fact->finished_at = event->at;
  else if (mc_state_is_over (event->to) && event->to != MC_STATE_RETURNED)
    fact->finished_at = event->at;
  else if (event->to < MC_STATE_APPROVED || mc_state_awaits_citizen (event->to))
    fact->finished_at = MC_TIME_NONE;

  fact->ended_at = mc_state_is_over (event->to) ? event->at : MC_TIME_NONE;
}

static void
follow_flags (McFact *fact, const McEventRecord *event)
{
  if (event->to == MC_STATE_REFUSED || g_strcmp0 (event->action, "chair_refuse") == 0)
    fact->flags |= MC_FACT_REFUSED;
  else if (event->to < MC_STATE_APPROVED || event->to > MC_STATE_RETURNED)
    fact->flags &= ~MC_FACT_REFUSED;
  if (g_strcmp0 (event->action, "extend") == 0)
    fact->flags |= MC_FACT_EXTENDED;
  if (event->to == MC_STATE_SUPPLEMENT_ASKED)
    fact->flags |= MC_FACT_SUPPLEMENTED;
}

static void
follow (McFact *fact, const McEventRecord *event)
{
  if (event->to == MC_STATE_RECEIVED && event->step == 2 && fact->accepted_at == MC_TIME_NONE)
    fact->accepted_at = event->at;
  if (mc_state_awaits_citizen (event->to))
    {
      fact->paused_at = event->at;
      fact->resumed_at = MC_TIME_NONE;
    }
  else if (mc_state_awaits_citizen (event->from))
    fact->resumed_at = event->at;
  follow_ends (fact, event);
  follow_flags (fact, event);
  fact->state = event->to;
}

/* From @filed on: a kiosk's clock may have been years off. */
static gboolean
account (const McCase *self,
         McCentral *central,
         gint64 filed,
         McAccounting *accounting,
         GError **error)
{
  const McHours *hours = self->point == NULL ? NULL : &self->point->hours;

  mc_accounting_init (accounting);
  for (guint i = 0; i < self->events->len; i++)
    {
      const McEventRecord *event = g_ptr_array_index (self->events, i);

      if (!mc_accounting_follow (
              accounting, central->calendar, hours, event->to, i == 0 ? filed : event->at, error))
        return FALSE;
    }

  return TRUE;
}

static gint32
to_minutes (gint64 seconds)
{
  return MIN ((seconds + 30) / 60, G_MAXINT32);
}

/* A calendar that does not reach so far costs the minutes, never the step. */
static void
take_minutes (const McCase *self, McCentral *central, McFact *fact)
{
  g_autoptr (GError) error = NULL;
  McAccounting accounting;

  if (!account (self, central, fact->filed_at, &accounting, NULL) &&
      !account (self, central, self->record->received_at, &accounting, &error))
    {
      mc_log (MC_LOG_WARNING,
              "working-time-unknown",
              "id",
              self->record->id,
              "reason",
              error->message,
              NULL);
      return;
    }

  for (guint step = 2; step <= MC_N_STEPS; step++)
    if (mc_accounting_is_done (&accounting, step))
      fact->minutes[step] = to_minutes (accounting.steps[step]);
  fact->paused = to_minutes (accounting.citizen);
}

/**
 * mc_case_get_fact:
 * @self: a dossier
 * @central: central
 * @fact: (out caller-allocates): what reports will know of it; borrows strings of @self. Without
 *   its rating
 *
 * Pure but for @central's calendar and log; any thread.
 */
void
mc_case_get_fact (const McCase *self, McCentral *central, McFact *fact)
{
  g_return_if_fail (self->events->len > 0);

  mc_fact_init_filed (fact, self->record, g_ptr_array_index (self->events, 0));
  for (guint i = 0; i < self->events->len; i++)
    follow (fact, g_ptr_array_index (self->events, i));
  fact->due_at = self->record->due_at;
  take_minutes (self, central, fact);
}
