/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/table.h"

static McFlow *
create_cell (const McTable *self,
             double width,
             const McFlowStyle *style,
             const char *text,
             McFlowCellFlags flags)
{
  McFlow *cell = mc_flow_new (self->family, MAX (width - 2 * MC_FLOW_CELL_PADDING, 1.0));

  if (text != NULL && *text != '\0')
    mc_flow_add_text (cell, style, text);
  mc_flow_set_cell_flags (cell, flags);
  return cell;
}

static McFlowStyle
get_head_style (const McTable *self)
{
  return (McFlowStyle){
    .size = self->size, .bold = TRUE, .align = MC_FLOW_CENTRE, .leading = MC_FLOW_TIGHT
  };
}

static McFlowStyle
get_body_style (const McTable *self, guint column, gboolean bold)
{
  const McFlowAlign align = self->columns[column].align;

  return (McFlowStyle){ .size = self->size,
                        .bold = bold,
                        .align = align,
                        .indent = align == MC_FLOW_CENTRE ? 0 : self->indent,
                        .leading = MC_FLOW_TIGHT };
}

static gboolean
has_groups (const McTable *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i].group != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
has_formulas (const McTable *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i].formula != NULL)
      return TRUE;
  return FALSE;
}

/* One cell above all neighbours of a group; above the others one that is open to their title. */
static void
add_groups (const McTable *self, McFlow *flow)
{
  const McFlowStyle style = get_head_style (self);
  McFlow *cells[MC_TABLE_MAX_COLUMNS];
  guint n_cells = 0;

  for (guint i = 0, next; i < self->n_columns; i = next)
    {
      const char *group = self->columns[i].group;
      double width = self->columns[i].width;

      for (next = i + 1; group != NULL && next < self->n_columns &&
                         g_strcmp0 (self->columns[next].group, group) == 0;
           next++)
        width += self->columns[next].width;
      cells[n_cells++] = create_cell (self,
                                      width,
                                      &style,
                                      group,
                                      MC_FLOW_CELL_SHADED | MC_FLOW_CELL_MIDDLE |
                                          (group == NULL ? MC_FLOW_CELL_OPEN_BOTTOM : 0));
    }
  mc_flow_add_row (flow, cells, n_cells, TRUE);
}

static void
add_titles (const McTable *self, McFlow *flow, gboolean below_groups)
{
  const McFlowStyle style = get_head_style (self);
  McFlow *cells[MC_TABLE_MAX_COLUMNS];

  for (guint i = 0; i < self->n_columns; i++)
    {
      const McTableColumn *column = &self->columns[i];
      const gboolean open = below_groups && column->group == NULL;

      cells[i] = create_cell (self,
                              column->width,
                              &style,
                              column->title,
                              MC_FLOW_CELL_SHADED | (open ? MC_FLOW_CELL_OPEN_TOP
                                                          : (McFlowCellFlags) MC_FLOW_CELL_MIDDLE));
    }
  mc_flow_add_row (flow, cells, self->n_columns, TRUE);
}

static void
add_formulas (const McTable *self, McFlow *flow)
{
  const McFlowStyle style = {
    .size = self->size * 0.88, .italic = TRUE, .align = MC_FLOW_CENTRE, .leading = MC_FLOW_TIGHT
  };
  McFlow *cells[MC_TABLE_MAX_COLUMNS];

  for (guint i = 0; i < self->n_columns; i++)
    cells[i] = create_cell (self,
                            self->columns[i].width,
                            &style,
                            self->columns[i].formula,
                            MC_FLOW_CELL_SHADED | MC_FLOW_CELL_MIDDLE);
  mc_flow_add_row (flow, cells, self->n_columns, TRUE);
}

/**
 * mc_table_begin:
 * @self: a table
 * @flow: where it goes
 *
 * Adds the head: groups, titles and formulas, as far as there are any.
 */
void
mc_table_begin (const McTable *self, McFlow *flow)
{
  const gboolean groups = has_groups (self), formulas = has_formulas (self);

  g_return_if_fail (self->n_columns >= 1 && self->n_columns <= MC_TABLE_MAX_COLUMNS);

  if (groups)
    add_groups (self, flow);
  add_titles (self, flow, groups);
  if (formulas)
    add_formulas (self, flow);
  mc_flow_begin_rows (flow, 1 + (groups ? 1 : 0) + (formulas ? 1 : 0));
}

static void
build_row (guint row, McFlow **cells, gpointer data)
{
  const McTable *self = data;
  char *texts[MC_TABLE_MAX_COLUMNS] = { NULL };

  self->fill (row, texts, self->data);
  for (guint i = 0; i < self->n_columns; i++)
    {
      const McFlowStyle style = { .size = self->size,
                                  .align = self->columns[i].align,
                                  .leading = MC_FLOW_TIGHT };
      double height;

      cells[i] = create_cell (self, self->columns[i].width, &style, texts[i], MC_FLOW_CELL_PLAIN);
      height = mc_flow_get_height (cells[i]);
      if (i == 0 && height < self->min_row_height)
        mc_flow_add_space (cells[i], self->min_row_height - height);
      g_free (texts[i]);
    }
}

/**
 * mc_table_add_rows:
 * @self: a table that was begun; it and its columns must outlive @flow
 * @flow: where it goes
 * @n_rows: how many rows, numbered from 0 for its function
 *
 * Adds the rows, laid out one by one when they are drawn.
 */
void
mc_table_add_rows (const McTable *self, McFlow *flow, guint n_rows)
{
  g_return_if_fail (n_rows == 0 || self->fill != NULL);

  mc_flow_add_ruled_rows (flow, n_rows, self->n_columns, build_row, (gpointer) self);
}

/**
 * mc_table_add_total:
 * @self: a table that was begun
 * @flow: where it goes
 * @texts: (array): what the cells say, one a column
 *
 * Adds a row in bold that stays with the row before it.
 */
void
mc_table_add_total (const McTable *self, McFlow *flow, const char *const *texts)
{
  McFlow *cells[MC_TABLE_MAX_COLUMNS];

  for (guint i = 0; i < self->n_columns; i++)
    {
      const McFlowStyle style = get_body_style (self, i, TRUE);

      cells[i] = create_cell (self, self->columns[i].width, &style, texts[i], MC_FLOW_CELL_SHADED);
    }
  mc_flow_keep (flow);
  mc_flow_add_row (flow, cells, self->n_columns, TRUE);
}

/**
 * mc_table_end:
 * @self: a table that was begun
 * @flow: where it goes
 *
 * Ends it: what follows stands below, without the head.
 */
void
mc_table_end (const McTable *self, McFlow *flow)
{
  mc_flow_end_rows (flow);
}
