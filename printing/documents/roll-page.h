/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/flow.h"

G_BEGIN_DECLS

/* An 80 mm roll of which 72 mm are printed on, 203 dots an inch. The page is 226 points (79.73 mm)
 * wide and a whole number of points long, because CUPS passes page sizes through whole points:
 * 80.00 mm would arrive as 79.72 mm and shift everything by a dot or two. */
#define MC_ROLL_PAGE_WIDTH 226.0
#define MC_ROLL_DOT (72.0 / 203.0)
/* Of the head's 576 dots: the outermost are the first to fail. */
#define MC_ROLL_COLUMN_WIDTH (570 * MC_ROLL_DOT)

gboolean mc_roll_page_fits (const McFlow *flow);
McPage *mc_roll_page_draw (const McFlow *flow, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
