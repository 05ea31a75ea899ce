/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/calendar.h"
#include "app/domain/workflow.h"

G_BEGIN_DECLS

/* Where the office time of a dossier went, in seconds. Followed event by event, as McPath is. The
 * parts add up to the office time between its first and its last event. */
typedef struct
{
  McState state;
  gint64 last_at;
  guint steps_done;             /* on a side path as many as were done before it */
  gint64 steps[MC_N_STEPS + 1]; /* waiting for step 2 to 8; loops add up; 0 and 1 stay empty */
  gint64 citizen;               /* waiting for papers or a payment */
  gint64 over;                  /* nobody's: ended, and then reopened or undone */
} McAccounting;

void mc_accounting_init (McAccounting *self);
gboolean mc_accounting_follow (McAccounting *self,
                               McCalendar *calendar,
                               const McHours *hours,
                               McState to,
                               gint64 at,
                               GError **error);
gint64 mc_accounting_get_total (const McAccounting *self);
gboolean mc_accounting_is_done (const McAccounting *self, guint step);

guint mc_state_get_awaited_step (McState state); /* 2 to 8; 0 = the citizen, or nobody */
gboolean mc_state_awaits_citizen (McState state);

G_END_DECLS
