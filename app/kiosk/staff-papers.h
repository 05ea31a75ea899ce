/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/kiosk/day-figures.h"
#include "app/kiosk/engine.h"
#include "app/kiosk/staff-access.h"

G_BEGIN_DECLS

typedef enum
{
  MC_STAFF_ACT_NONE,
  MC_STAFF_ACT_UNDERWAY,
  MC_STAFF_ACT_DONE,
  MC_STAFF_ACT_OVERTAKEN, /* it is not as it was when the button was drawn: look again */
  MC_STAFF_ACT_FAILED,    /* the disk */
} McStaffAct;

/* What the staff's screens show of this kiosk's papers and do with them. Holds nothing while they
 * are closed. Signal "changed". */
#define MC_TYPE_STAFF_PAPERS (mc_staff_papers_get_type ())
G_DECLARE_FINAL_TYPE (McStaffPapers, mc_staff_papers, MC, STAFF_PAPERS, GObject)

McStaffPapers *mc_staff_papers_new (McEngine *engine,
                                    McStaffAccess *access) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *mc_staff_papers_get_list (McStaffPapers *self); /* of McStaffPaper */
guint mc_staff_papers_get_n_unresolved (McStaffPapers *self);
const McDayFigures *mc_staff_papers_get_figures (McStaffPapers *self); /* (nullable) */
const McOutboxSummary *mc_staff_papers_get_summary (McStaffPapers *self);

void mc_staff_papers_select (McStaffPapers *self, const char *id);
const McStaffPaper *mc_staff_papers_get_selected (McStaffPapers *self); /* (nullable) */

/* What was asked for last and how it ended. */
McStaffAct mc_staff_papers_get_act (McStaffPapers *self);
gboolean mc_staff_papers_has_printer (McStaffPapers *self);
gboolean mc_staff_papers_can_print (McStaffPapers *self);
void mc_staff_papers_print_again (McStaffPapers *self);
void mc_staff_papers_note_out (McStaffPapers *self);
void mc_staff_papers_discard (McStaffPapers *self);
void mc_staff_papers_print_document (McStaffPapers *self, const char *kind, const char *language);

G_END_DECLS
