/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/sheet.h"

/**
 * mc_sheet_get_column_width:
 * @self: a sheet
 *
 * Returns: what is left between the margins
 */
double
mc_sheet_get_column_width (const McSheet *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->width - 2 * self->margin_x;
}

/**
 * mc_sheet_get_column_height:
 * @self: a sheet
 *
 * Returns: what is left between the margins
 */
double
mc_sheet_get_column_height (const McSheet *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->height - self->margin_top - self->margin_bottom;
}

/**
 * mc_sheet_count_pages:
 * @self: a sheet
 * @flow: the text
 * @scale: how large it will be drawn, 1 for as it is
 *
 * Returns: how many sheets it fills
 */
guint
mc_sheet_count_pages (const McSheet *self, const McFlow *flow, double scale)
{
  guint n_pages = 0, next = 0;

  g_return_val_if_fail (self != NULL && flow != NULL && scale > 0, 0);

  for (guint first = 0; first < mc_flow_get_n_blocks (flow); first = next, n_pages++)
    mc_flow_fit (flow, first, mc_sheet_get_column_height (self) / scale, &next);
  return n_pages;
}

static void
draw_foot (const McSheet *self, McPageWriter *writer, const char *foot, guint number, guint n_pages)
{
  const double width = mc_sheet_get_column_width (self);
  McFlowStyle style = { .size = self->foot_size,
                        .align = MC_FLOW_CENTRE,
                        .leading = MC_FLOW_TIGHT };
  g_autoptr (McFlow) flow = mc_flow_new (self->family, width);
  g_autofree char *text = g_strdup_printf ("%s %u/%u", foot, number, n_pages);
  const double wanted = mc_flow_measure (self->family, &style, text);

  if (wanted > width - 1)
    style.size *= (width - 1) / wanted;
  mc_flow_add_text (flow, &style, text);
  mc_flow_draw (flow,
                mc_page_writer_get_cairo (writer),
                self->margin_x,
                self->height - self->margin_bottom + 3,
                0,
                G_MAXUINT);
}

/**
 * mc_sheet_draw:
 * @self: a sheet
 * @flow: the text, as wide as the column divided by @scale; not empty
 * @scale: how large it is drawn, 1 for as it is
 * @foot: what stands below the text before "1/3", on one line
 * @foot_on_single: whether it stands there on a document of one page, too
 * @error: return location
 *
 * Draws the text on as many sheets as it fills. The thread that made @flow.
 *
 * Returns: (transfer full): the document, or %NULL with #McPageError
 */
McPage *
mc_sheet_draw (const McSheet *self,
               const McFlow *flow,
               double scale,
               const char *foot,
               gboolean foot_on_single,
               GError **error)
{
  g_autoptr (McPageWriter) writer = NULL;
  guint n_pages, first = 0, next = 0;

  g_return_val_if_fail (self != NULL && flow != NULL && scale > 0 && foot != NULL, NULL);

  if (!mc_flow_check_glyphs (flow, error))
    return NULL;
  n_pages = mc_sheet_count_pages (self, flow, scale);
  writer = mc_page_writer_new (self->width, self->height);
  for (guint number = 1; number <= n_pages; number++)
    {
      cairo_t *cr = mc_page_writer_get_cairo (writer);
      guint n_blocks = mc_flow_fit (flow, first, mc_sheet_get_column_height (self) / scale, &next);

      cairo_save (cr);
      cairo_scale (cr, scale, scale);
      /* From the page's corner, so that a symbol stands on whole dots of the page. */
      mc_flow_draw (flow, cr, self->margin_x / scale, self->margin_top / scale, first, n_blocks);
      cairo_restore (cr);
      if (n_pages > 1 || foot_on_single)
        draw_foot (self, writer, foot, number, n_pages);
      mc_page_writer_end_page (writer);
      first = next;
    }
  return mc_page_writer_finish (writer, error);
}
