/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/reports/period.h"
#include "central/storage/facts.h"

G_BEGIN_DECLS

/* One line of report 06a, extended by what is paused and what ended without a result (domain
 * reference 8). Each dossier is counted once on the left and once on the right:
 *
 *   online + counter + carried = early + on_time + late + in_time + overdue + paused + withdrawn
 *
 * and what is open or paused at the end is what the next period's line carries over. */
typedef struct
{
  /* Received. */
  guint64 online;  /* in the period, at a kiosk */
  guint64 counter; /* in the period, at the counter */
  guint64 carried; /* before it, and not finished then */
  /* Solved in the period. */
  guint64 early, on_time, late;
  /* Open at its end, or now. */
  guint64 in_time, overdue;
  guint64 paused; /* the citizen's turn: papers, a payment */
  /* Ended in the period without a result: withdrawn, stopped, or sent back for lack of papers. */
  guint64 withdrawn;
} McTally;

gboolean mc_tally_count (McTally *self, const McFact *fact, const McPeriod *period, gint64 now);
void mc_tally_add (McTally *self, const McTally *other);
guint64 mc_tally_get_received (const McTally *self); /* with what was carried over */
guint64 mc_tally_get_solved (const McTally *self);
guint64 mc_tally_get_open (const McTally *self); /* without what is paused */
gboolean mc_tally_is_balanced (const McTally *self);

G_END_DECLS
