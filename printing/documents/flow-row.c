/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/flow-private.h"

#define MAX_CELLS 32

static void
set_rows (Block *block, const McFlow *self, gboolean ruled)
{
  block->kind = BLOCK_ROW;
  block->ruled = ruled;
  block->padding = ruled ? MC_FLOW_CELL_PADDING : 0;
  block->head = self->head;
  block->n_heads = self->n_heads;
}

static double
get_cells_height (const GPtrArray *cells)
{
  double height = 0;

  for (guint i = 0; i < cells->len; i++)
    height = MAX (height, mc_flow_get_height (g_ptr_array_index (cells, i)));
  return height;
}

/* Moves what fits into @height out of the cell's top. */
static McFlow *
take_top (McFlow *cell, double height)
{
  McFlow *top = mc_flow_new (cell->family, cell->width);
  guint next = 0, n_blocks = mc_flow_fit (cell, 0, height, &next);

  top->cell_flags = cell->cell_flags;
  top->unknown_glyphs = cell->unknown_glyphs;
  cell->unknown_glyphs = 0;
  g_array_append_vals (top->blocks, cell->blocks->data, n_blocks);
  if (next > n_blocks)
    g_array_remove_range (cell->blocks, n_blocks, next - n_blocks);
  /* What was moved is the new cell's to free. */
  g_array_set_clear_func (cell->blocks, NULL);
  if (n_blocks > 0)
    g_array_remove_range (cell->blocks, 0, n_blocks);
  g_array_set_clear_func (cell->blocks, mc_flow_clear_block);
  return top;
}

static gboolean
is_empty (const GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    {
      const McFlow *cell = g_ptr_array_index (cells, i);

      if (cell->blocks->len > 0)
        return FALSE;
    }
  return TRUE;
}

/* The parts of a row, each an array of cells: one where it is no taller than the limit. */
static GPtrArray *
create_parts (const McFlow *self, McFlow **cells, guint n_cells, gboolean ruled)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) rest = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_flow_free);

  const double limit = ruled ? self->row_limit - 2 * MC_FLOW_CELL_PADDING : 0;

  for (guint i = 0; i < n_cells; i++)
    g_ptr_array_add (rest, cells[i]);
  while (limit > 0 && get_cells_height (rest) > limit)
    {
      GPtrArray *part = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_flow_free);

      for (guint i = 0; i < rest->len; i++)
        g_ptr_array_add (part, take_top (g_ptr_array_index (rest, i), limit));
      g_ptr_array_add (parts, part);
    }
  if (parts->len == 0 || !is_empty (rest))
    g_ptr_array_add (parts, g_steal_pointer (&rest));
  return parts;
}

static void
set_part (Block *block, const GPtrArray *parts, guint part)
{
  block->part = part;
  block->open_top = part > 0;
  block->open_bottom = part + 1 < parts->len;
  block->height = get_cells_height (g_ptr_array_index (parts, part)) +
                  (block->open_top ? 0 : block->padding) +
                  (block->open_bottom ? 0 : block->padding);
}

/**
 * mc_flow_add_row:
 * @self: a column
 * @cells: (array length=n_cells) (transfer full): the cells from the left, which together are as
 *   wide as the column; a ruled cell's own width counts its padding
 * @n_cells: how many
 * @ruled: whether a grid is drawn around them
 *
 * Adds a row that no page break divides, unless it is ruled and taller than mc_flow_set_row_limit
 * () says.
 */
void
mc_flow_add_row (McFlow *self, McFlow **cells, guint n_cells, gboolean ruled)
{
  Block block = { 0 };
  g_autoptr (GPtrArray) parts = NULL;

  g_return_if_fail (self != NULL && cells != NULL && n_cells > 0);

  set_rows (&block, self, ruled);
  parts = create_parts (self, cells, n_cells, ruled);
  for (guint i = 0; i < parts->len; i++)
    {
      set_part (&block, parts, i);
      block.cells = g_ptr_array_ref (g_ptr_array_index (parts, i));
      g_array_append_val (self->blocks, block);
    }
}

static GPtrArray *
build_parts (const McFlow *self, const Block *block)
{
  McFlow *cells[MAX_CELLS] = { 0 };

  block->build (block->row, cells, block->data);
  return create_parts (self, cells, block->n_cells, block->ruled);
}

/**
 * mc_flow_add_ruled_rows:
 * @self: a column
 * @n_rows: how many rows, numbered from 0
 * @n_cells: how many cells each has, 1 to 32
 * @build: (scope notified): makes the cells of a row; they are then the row's
 * @data: for @build; it must outlive @self
 *
 * Adds ruled rows of which only the heights are kept: a register of a year has more cells than are
 * worth holding at once. Each row is laid out twice, to be measured now and to be drawn.
 */
void
mc_flow_add_ruled_rows (McFlow *self,
                        guint n_rows,
                        guint n_cells,
                        McFlowRowFunc build,
                        gpointer data)
{
  g_return_if_fail (self != NULL && build != NULL && n_cells >= 1 && n_cells <= MAX_CELLS);

  for (guint row = 0; row < n_rows; row++)
    {
      Block block = { .build = build, .data = data, .row = row, .n_cells = n_cells };
      g_autoptr (GPtrArray) parts = NULL;

      set_rows (&block, self, TRUE);
      parts = build_parts (self, &block);
      for (guint i = 0; i < parts->len; i++)
        {
          const GPtrArray *cells = g_ptr_array_index (parts, i);

          for (guint j = 0; j < cells->len; j++)
            self->unknown_glyphs += ((McFlow *) g_ptr_array_index (cells, j))->unknown_glyphs;
          set_part (&block, parts, i);
          g_array_append_val (self->blocks, block);
        }
    }
}

/* (transfer full): the cells of one part of a row that is laid out when it is drawn. */
GPtrArray *
mc_flow_create_row_part (const McFlow *self, const Block *block)
{
  g_autoptr (GPtrArray) parts = build_parts (self, block);

  g_assert (block->part < parts->len);
  return g_ptr_array_ref (g_ptr_array_index (parts, block->part));
}

/**
 * mc_flow_set_cell_flags:
 * @self: a column that will be a cell
 * @flags: how it stands in its row
 */
void
mc_flow_set_cell_flags (McFlow *self, McFlowCellFlags flags)
{
  g_return_if_fail (self != NULL);
  self->cell_flags = flags;
}

/**
 * mc_flow_set_row_limit:
 * @self: a column without rows yet
 * @height: in points, or 0 for no limit
 *
 * Divides every ruled row that is taller between lines, so that a long text in a cell goes on where
 * a page ends instead of leaving it. The outer rule is left open there.
 */
void
mc_flow_set_row_limit (McFlow *self, double height)
{
  g_return_if_fail (self != NULL && height >= 0);
  self->row_limit = height;
}

/**
 * mc_flow_begin_rows:
 * @self: a column
 * @n_heads: how many of the blocks added last are the head of a table
 *
 * Every row added from here to mc_flow_end_rows () is a row of that table: the head stays with the
 * first of them, and a page that begins with another repeats it.
 */
void
mc_flow_begin_rows (McFlow *self, guint n_heads)
{
  g_return_if_fail (self != NULL && n_heads >= 1 && n_heads <= self->blocks->len);

  self->head = self->blocks->len - n_heads;
  self->n_heads = n_heads;
  for (guint i = self->head; i < self->blocks->len; i++)
    g_array_index (self->blocks, Block, i).keep = TRUE;
}

/**
 * mc_flow_end_rows:
 * @self: a column
 *
 * Ends the table of mc_flow_begin_rows ().
 */
void
mc_flow_end_rows (McFlow *self)
{
  g_return_if_fail (self != NULL);
  self->n_heads = 0;
}

/* What a page that begins with block @first needs for the head of the table that it is in. */
double
mc_flow_get_head_height (const McFlow *self, guint first)
{
  const Block *block;
  double height = 0;

  if (first >= self->blocks->len)
    return 0;
  block = &g_array_index (self->blocks, Block, first);
  for (guint i = 0; i < block->n_heads; i++)
    height += g_array_index (self->blocks, Block, block->head + i).height;
  return height;
}
