/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/flow.h"
#include "printing/documents/page-writer.h"

G_BEGIN_DECLS

/* Sheets of paper on which a flow is laid out page by page. All lengths in points. */
typedef struct
{
  double width, height;
  double margin_x, margin_top, margin_bottom;
  double foot_size;   /* of the letters below the text */
  const char *family; /* of the foot */
} McSheet;

#define MC_SHEET_MM(mm) ((mm) / 25.4 * 72.0)

double mc_sheet_get_column_width (const McSheet *self);
double mc_sheet_get_column_height (const McSheet *self);
guint mc_sheet_count_pages (const McSheet *self, const McFlow *flow, double scale);
McPage *mc_sheet_draw (const McSheet *self,
                       const McFlow *flow,
                       double scale,
                       const char *foot,
                       gboolean foot_on_single,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
