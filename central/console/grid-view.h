/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/http/html.h"
#include "central/reports/grid.h"

G_BEGIN_DECLS

/* A report's table on a page, and its plot beside it. */
void mc_grid_view_put (McHtml *html,
                       const McGrid *grid,
                       const char *file_query, /* (nullable): of the link to its CSV */
                       const char *language);
void mc_grid_view_put_plot (McHtml *html, const McGrid *grid, const char *language);

G_END_DECLS
