/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/flow-private.h"

#include <math.h>

static void
draw_mark (const Block *block, cairo_t *cr, double x, double y)
{
  double side = block->size * 0.82;
  double top = y + block->baseline - block->size * 0.36 - side / 2;

  switch (block->mark)
    {
    case MC_FLOW_TICKED:
      cairo_set_line_width (cr, block->size / 6);
      cairo_move_to (cr, x + side * 0.24, top + side * 0.5);
      cairo_line_to (cr, x + side * 0.5, top + side * 0.78);
      cairo_line_to (cr, x + side * 0.98, top + side * 0.08);
      cairo_stroke (cr);
      G_GNUC_FALLTHROUGH;
    case MC_FLOW_CHECKBOX:
      cairo_set_line_width (cr, block->size / 11);
      cairo_rectangle (cr, x + side * 0.06, top, side, side);
      cairo_stroke (cr);
      break;
    case MC_FLOW_DOT:
      cairo_new_path (cr); /* an arc is joined to whatever point a text left behind */
      cairo_arc (cr,
                 x + block->indent / 2,
                 y + block->baseline - block->size * 0.28,
                 block->size * 0.14,
                 0,
                 2 * G_PI);
      cairo_fill (cr);
      break;
    case MC_FLOW_PLAIN:
    default:
      break;
    }
}

static void
draw_number (const McFlow *self, const Block *block, cairo_t *cr, double x, double y)
{
  const McFlowStyle style = { .size = block->size * 0.92, .bold = TRUE };
  g_autoptr (PangoLayout) layout = mc_flow_create_layout (self->family, &style, 0);
  char digit[2] = { (char) ('0' + block->number), '\0' };
  double radius = block->size * 0.68, middle = y + block->baseline - block->size * 0.36;
  PangoRectangle ink;

  pango_layout_set_text (layout, digit, 1);
  pango_layout_get_extents (layout, &ink, NULL);
  cairo_new_path (cr);
  cairo_arc (cr, x + radius, middle, radius, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_save (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_move_to (cr,
                 x + radius - pango_units_to_double (ink.x) - pango_units_to_double (ink.width) / 2,
                 middle - pango_units_to_double (ink.y) - pango_units_to_double (ink.height) / 2);
  pango_cairo_show_layout (cr, layout);
  cairo_restore (cr);
}

static void
draw_rule (const McFlow *self, const Block *block, cairo_t *cr, double x, double y)
{
  const double dashes[] = { block->thickness, block->thickness * 2 };

  cairo_save (cr);
  cairo_set_line_width (cr, block->thickness);
  if (block->dotted)
    cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_move_to (cr, x, y + block->thickness / 2);
  cairo_line_to (cr, x + self->width, y + block->thickness / 2);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* On whole dots from the page's corner, so that every module is printed equally large. */
static void
draw_qr (const McFlow *self, const Block *block, cairo_t *cr, double x, double y)
{
  double side = block->height, left = x;

  if (block->align == MC_FLOW_CENTRE)
    left += (self->width - side) / 2;
  else if (block->align == MC_FLOW_RIGHT)
    left += self->width - side;
  mc_qr_draw (block->qr,
              cr,
              round (left / block->dot) * block->dot,
              round (y / block->dot) * block->dot,
              block->dot,
              block->dots);
}

/* A whole rectangle where all four sides are drawn: its corners are joined. */
static void
draw_edges (cairo_t *cr,
            double x,
            double y,
            double width,
            double height,
            gboolean top,
            gboolean bottom)
{
  cairo_set_line_width (cr, 0.5);
  if (top && bottom)
    {
      cairo_rectangle (cr, x, y, width, height);
      cairo_stroke (cr);
      return;
    }
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x, y + height);
  cairo_move_to (cr, x + width, y);
  cairo_line_to (cr, x + width, y + height);
  if (top)
    {
      cairo_move_to (cr, x, y);
      cairo_line_to (cr, x + width, y);
    }
  if (bottom)
    {
      cairo_move_to (cr, x, y + height);
      cairo_line_to (cr, x + width, y + height);
    }
  cairo_stroke (cr);
}

static void
draw_shade (cairo_t *cr, double x, double y, double width, double height)
{
  cairo_save (cr);
  cairo_set_source_rgb (cr, 0.91, 0.91, 0.91);
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
draw_cells (const Block *block, const GPtrArray *cells, cairo_t *cr, double x, double y)
{
  for (guint i = 0; i < cells->len; i++)
    {
      const McFlow *cell = g_ptr_array_index (cells, i);
      const McFlowCellFlags flags = cell->cell_flags;
      double width = cell->width + (block->ruled ? 2 * block->padding : 0);
      double top = block->open_top ? 0 : block->padding;

      if (flags & MC_FLOW_CELL_SHADED)
        draw_shade (cr, x, y, width, block->height);
      if (block->ruled)
        draw_edges (cr,
                    x,
                    y,
                    width,
                    block->height,
                    !block->open_top && !(flags & MC_FLOW_CELL_OPEN_TOP),
                    !block->open_bottom && !(flags & MC_FLOW_CELL_OPEN_BOTTOM));
      if (flags & MC_FLOW_CELL_MIDDLE)
        top = (block->height - mc_flow_get_height (cell)) / 2;
      mc_flow_draw (
          cell, cr, x + (block->ruled ? block->padding : 0), y + top, 0, cell->blocks->len);
      x += width;
    }
}

static void
draw_row (const McFlow *self, const Block *block, cairo_t *cr, double x, double y)
{
  g_autoptr (GPtrArray) cells = block->build != NULL ? mc_flow_create_row_part (self, block)
                                                     : g_ptr_array_ref (block->cells);

  draw_cells (block, cells, cr, x, y);
}

static void
draw_bar (const McFlow *self, const Block *block, cairo_t *cr, double x, double y)
{
  cairo_save (cr);
  cairo_set_source_rgb (cr, 0.32, 0.32, 0.32);
  cairo_rectangle (cr, x, y, self->width, block->height);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
draw_block (const McFlow *self, const Block *block, cairo_t *cr, double x, double y)
{
  switch (block->kind)
    {
    case BLOCK_LINE:
      draw_mark (block, cr, x, y);
      if (block->number > 0)
        draw_number (self, block, cr, x, y);
      cairo_move_to (cr, x + block->x, y + block->baseline);
      pango_cairo_show_layout_line (cr, block->line);
      break;
    case BLOCK_RULE:
      draw_rule (self, block, cr, x, y);
      break;
    case BLOCK_QR:
      draw_qr (self, block, cr, x, y);
      break;
    case BLOCK_BAND:
      cairo_rectangle (cr, x, y, self->width, block->height);
      cairo_fill (cr);
      cairo_save (cr);
      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_move_to (cr, x, y + MC_FLOW_BAND_PADDING);
      pango_cairo_show_layout (cr, block->layout);
      cairo_restore (cr);
      break;
    case BLOCK_BOX:
      cairo_set_line_width (cr, 1.0);
      cairo_rectangle (cr, x + 0.5, y + 0.5, self->width - 1.0, block->height - 1.0);
      cairo_stroke (cr);
      mc_flow_draw (g_ptr_array_index (block->cells, 0),
                    cr,
                    x + block->padding,
                    y + block->padding,
                    0,
                    G_MAXUINT);
      break;
    case BLOCK_BAR:
      draw_bar (self, block, cr, x, y);
      break;
    case BLOCK_ROW:
      draw_row (self, block, cr, x, y);
      break;
    case BLOCK_DRAWING:
      cairo_save (cr);
      block->draw (cr, x, y, self->width, block->height, block->data);
      cairo_restore (cr);
      break;
    case BLOCK_SPACE:
    default:
      break;
    }
}

/**
 * mc_flow_draw:
 * @self: a column
 * @cr: where to draw; its user unit is a point and its source the ink
 * @x: the column's left edge
 * @y: the top of the first block
 * @first: the first block to draw
 * @n_blocks: how many; fewer are drawn where the column ends
 *
 * Draws blocks below one another, a table's head before them where they begin among its rows. The
 * thread that made @self.
 */
void
mc_flow_draw (const McFlow *self, cairo_t *cr, double x, double y, guint first, guint n_blocks)
{
  double head_height;

  g_return_if_fail (self != NULL && cr != NULL);

  head_height = mc_flow_get_head_height (self, first);
  if (head_height > 0)
    {
      const Block *block = &g_array_index (self->blocks, Block, first);

      mc_flow_draw (self, cr, x, y, block->head, block->n_heads);
      y += head_height;
    }
  for (guint i = first; i < self->blocks->len && i - first < n_blocks; i++)
    {
      const Block *block = &g_array_index (self->blocks, Block, i);

      draw_block (self, block, cr, x, y);
      y += block->height;
    }
}
