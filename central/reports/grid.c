/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/reports/grid.h"

#include "app/domain/language.h"

#include <string.h>

static void
column_free (gpointer data)
{
  McGridColumn *column = data;

  g_free (column->group);
  g_free (column->title);
  g_free (column->formula);
  g_free (column);
}

static void
cell_clear (gpointer data)
{
  McGridCell *cell = data;

  g_free (cell->text);
  g_free (cell->link);
}

static McGridRow *
row_new (gboolean strong)
{
  McGridRow *row = g_new0 (McGridRow, 1);

  row->cells = g_array_new (FALSE, FALSE, sizeof (McGridCell));
  g_array_set_clear_func (row->cells, cell_clear);
  row->strong = strong;
  return row;
}

static void
row_free (gpointer data)
{
  McGridRow *row = data;

  g_array_unref (row->cells);
  g_free (row);
}

/**
 * mc_grid_new:
 * @key: a name of the source, of letters, digits and "-"
 * @caption: what it shows
 *
 * Returns: (transfer full): a table without columns and rows
 */
McGrid *
mc_grid_new (const char *key, const char *caption)
{
  McGrid *self = g_new0 (McGrid, 1);

  self->key = key;
  self->caption = g_strdup (caption);
  self->columns = g_ptr_array_new_with_free_func (column_free);
  self->rows = g_ptr_array_new_with_free_func (row_free);
  return self;
}

/**
 * mc_grid_free:
 * @self: (transfer full) (nullable): a table
 */
void
mc_grid_free (McGrid *self)
{
  if (self == NULL)
    return;

  g_free (self->caption);
  g_free (self->note);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->total, row_free);
  g_free (self);
}

/**
 * mc_grid_add_column:
 * @self: a table without rows
 * @kind: what stands in it
 * @group: (nullable): the head above it and its neighbours
 * @title: its head
 * @formula: (nullable): below its head
 */
void
mc_grid_add_column (McGrid *self,
                    McGridKind kind,
                    const char *group,
                    const char *title,
                    const char *formula)
{
  McGridColumn *column = g_new0 (McGridColumn, 1);

  g_return_if_fail (self->rows->len == 0);

  column->kind = kind;
  column->group = g_strdup (group);
  column->title = g_strdup (title);
  column->formula = g_strdup (formula);
  g_ptr_array_add (self->columns, column);
}

/**
 * mc_grid_begin_row:
 * @self: a table
 * @strong: whether it sums up the rows that follow it
 *
 * Begins a row; its cells are put next, one a column.
 */
void
mc_grid_begin_row (McGrid *self, gboolean strong)
{
  g_ptr_array_add (self->rows, row_new (strong));
}

/**
 * mc_grid_begin_total:
 * @self: a table that has all its rows
 *
 * Begins the row that sums up all others; its cells are put next.
 */
void
mc_grid_begin_total (McGrid *self)
{
  g_return_if_fail (self->total == NULL);

  self->total = row_new (TRUE);
}

static void
put (McGrid *self, const char *text, const char *link, gint64 number)
{
  McGridRow *row =
      self->total != NULL ? self->total : g_ptr_array_index (self->rows, self->rows->len - 1);
  const McGridCell cell = { g_strdup (text), g_strdup (link), number };

  g_assert (row->cells->len < self->columns->len);
  g_array_append_val (row->cells, cell);
}

/**
 * mc_grid_put_text:
 * @self: a table with a row that is being filled
 * @text: (nullable): the next cell
 */
void
mc_grid_put_text (McGrid *self, const char *text)
{
  put (self, text == NULL ? "" : text, NULL, MC_GRID_NONE);
}

/**
 * mc_grid_put_link:
 * @self: a table with a row that is being filled
 * @text: the next cell
 * @link: a path of ours that it leads to, on screen
 */
void
mc_grid_put_link (McGrid *self, const char *text, const char *link)
{
  put (self, text, link, MC_GRID_NONE);
}

/**
 * mc_grid_put_number:
 * @self: a table with a row that is being filled
 * @number: the next cell, or %MC_GRID_NONE
 */
void
mc_grid_put_number (McGrid *self, gint64 number)
{
  put (self, NULL, NULL, number);
}

/**
 * mc_grid_get_column:
 * @self: a table
 * @index: from 0
 *
 * Returns: (transfer none): the column
 */
const McGridColumn *
mc_grid_get_column (const McGrid *self, guint index)
{
  return g_ptr_array_index (self->columns, index);
}

/**
 * mc_grid_row_get_cell:
 * @row: a row
 * @index: from 0
 *
 * Returns: (transfer none): the cell
 */
const McGridCell *
mc_grid_row_get_cell (const McGridRow *row, guint index)
{
  return &g_array_index (row->cells, McGridCell, index);
}

/**
 * mc_grid_get_share:
 * @part: a number
 * @whole: what it is a part of
 *
 * Returns: thousandths, rounded, but 1000 for all of it and 0 for nothing alone; %MC_GRID_NONE of
 *   nothing
 */
gint64
mc_grid_get_share (guint64 part, guint64 whole)
{
  if (whole == 0)
    return MC_GRID_NONE;
  if (part == 0 || part >= whole)
    return part == 0 ? 0 : 1000;

  return CLAMP ((gint64) ((part * 2000 + whole) / (2 * whole)), 1, 999);
}

/**
 * mc_grid_format_count:
 * @count: a number, not below 0
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer full): "12.345" or "12,345"
 */
char *
mc_grid_format_count (gint64 count, const char *language)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, count);
  GString *text = g_string_new (NULL);
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (text, mc_language_is_english (language) ? ',' : '.');
      g_string_append_c (text, digits[i]);
    }

  return g_string_free (text, FALSE);
}

static char *
format_tenths (gint64 tenths, const char *language)
{
  g_autofree char *whole = mc_grid_format_count (tenths / 10, language);

  return g_strdup_printf (
      "%s%c%u", whole, mc_language_is_english (language) ? '.' : ',', (guint) (tenths % 10));
}

/**
 * mc_grid_format_minutes:
 * @minutes: working time, not below 0
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer full): "12 phút", "4,5 giờ"
 */
char *
mc_grid_format_minutes (gint64 minutes, const char *language)
{
  g_autofree char *hours = NULL;

  if (minutes < 60)
    return g_strdup_printf (mc_pick (language, "%u phút", "%u min"), (guint) minutes);

  hours = format_tenths ((minutes * 10 + 30) / 60, language);
  return g_strdup_printf (mc_pick (language, "%s giờ", "%s h"), hours);
}

/**
 * mc_grid_format_share:
 * @thousandths: 0 to 1000
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer full): "96,4%", "100%"
 */
char *
mc_grid_format_share (gint64 thousandths, const char *language)
{
  g_autofree char *text = NULL;

  if (thousandths % 1000 == 0)
    return g_strdup_printf ("%u%%", (guint) thousandths / 10);

  text = format_tenths (thousandths, language);
  return g_strconcat (text, "%", NULL);
}

/**
 * mc_grid_format:
 * @kind: of the cell's column
 * @cell: a cell
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer full): the cell as people read it; "–" where there is nothing to measure
 */
char *
mc_grid_format (McGridKind kind, const McGridCell *cell, const char *language)
{
  if (kind == MC_GRID_TEXT)
    return g_strdup (cell->text);
  if (cell->number == MC_GRID_NONE)
    return g_strdup ("–");

  switch (kind)
    {
    case MC_GRID_MINUTES:
      return mc_grid_format_minutes (cell->number, language);
    case MC_GRID_SHARE:
      return mc_grid_format_share (cell->number, language);
    case MC_GRID_TEXT:
    case MC_GRID_COUNT:
    default:
      return mc_grid_format_count (cell->number, language);
    }
}
