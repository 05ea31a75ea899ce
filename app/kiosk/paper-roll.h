/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/store/outbox.h"
#include "app/store/state-lock.h"

G_BEGIN_DECLS

/* Below this share of a roll somebody should have the next one at hand. */
#define MC_PAPER_ROLL_LOW_PERCENT 20
#define MC_PAPER_ROLL_MAX_M 1000

/* How much paper is left, counted by what was printed since staff put the roll in: told early, and
 * also where the printer itself cannot tell. Signal "changed". */
#define MC_TYPE_PAPER_ROLL (mc_paper_roll_get_type ())
G_DECLARE_FINAL_TYPE (McPaperRoll, mc_paper_roll, MC, PAPER_ROLL, GObject)

guint mc_paper_roll_compute_left_mm (const McRoll *roll);
gboolean mc_paper_roll_compute_low (const McRoll *roll);

McPaperRoll *mc_paper_roll_new (McOutbox *outbox,
                                McStateLock *lock,
                                guint usual_length_m) G_GNUC_WARN_UNUSED_RESULT;
guint mc_paper_roll_get_usual_length_m (McPaperRoll *self);
const McRoll *mc_paper_roll_get (McPaperRoll *self);
guint mc_paper_roll_get_left_mm (McPaperRoll *self);
gboolean mc_paper_roll_is_low (McPaperRoll *self);
void mc_paper_roll_begin (McPaperRoll *self, guint length_m);

G_END_DECLS
