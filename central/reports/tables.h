/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"
#include "central/reports/figures.h"
#include "central/reports/grid.h"

G_BEGIN_DECLS

/* What the tables of one report are made from. */
typedef struct
{
  McCentral *central;        /* (unowned), names */
  const McFigures *figures;  /* (unowned) */
  const char *unit;          /* (unowned) (nullable): whose report it is; NULL = the whole city */
  const GPtrArray *problems; /* (unowned) (element-type McProblemRecord), noted in the period */
  const char *language;
  gboolean from_outside; /* who reads it never meets the citizens */
} McReportSource;

McGrid *mc_tables_new_fields (const McReportSource *source) G_GNUC_WARN_UNUSED_RESULT;
McGrid *mc_tables_new_units (const McReportSource *source) G_GNUC_WARN_UNUSED_RESULT;
McGrid *mc_tables_new_lines (const McReportSource *source) G_GNUC_WARN_UNUSED_RESULT;
McGrid *mc_tables_new_steps (const McReportSource *source) G_GNUC_WARN_UNUSED_RESULT;
McGrid *mc_tables_new_services (const McReportSource *source) G_GNUC_WARN_UNUSED_RESULT;
McGrid *mc_tables_new_satisfaction (const McReportSource *source,
                                    guint levels) G_GNUC_WARN_UNUSED_RESULT; /* 3 or 5 */
McGrid *mc_tables_new_problems (const McReportSource *source) G_GNUC_WARN_UNUSED_RESULT;

const McRatings *mc_tables_get_ratings (const McReportSource *source); /* (nullable): too few */
char *mc_tables_describe_unit (const McReportSource *source) G_GNUC_WARN_UNUSED_RESULT;
gint64 mc_tables_get_on_time (const McTally *tally); /* thousandths, or MC_GRID_NONE */

G_END_DECLS
