/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/reports/grid.h"

#include "app/domain/language.h"

#include <string.h>

/* A spreadsheet takes a cell that begins so for a formula, and may run what somebody typed into a
 * form (CWE-1236); some skip white space before it. */
static gboolean
looks_like_formula (const char *text)
{
  return *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;
}

/* RFC 4180: quoted when it must be, quotes doubled. */
static void
append_cell (GString *csv, const char *text, char separator)
{
  const char special[] = { separator, '"', '\r', '\n', '\0' };
  g_autofree char *safe = g_strconcat (looks_like_formula (text) ? "'" : "", text, NULL);

  if (strpbrk (safe, special) == NULL)
    {
      g_string_append (csv, safe);
      return;
    }

  g_string_append_c (csv, '"');
  for (const char *p = safe; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *p);
    }
  g_string_append_c (csv, '"');
}

/* Whole numbers alone: whether a comma or a point parts the decimals is every computer's own
 * setting, and a number read wrongly is worse than none. So times are in minutes, and shares are
 * left to the spreadsheet. */
static gboolean
is_shown (const McGridColumn *column)
{
  return column->kind != MC_GRID_SHARE;
}

static void
append_head (GString *csv, const McGrid *self, char separator, const char *language)
{
  gboolean first = TRUE;

  for (guint i = 0; i < self->columns->len; i++)
    {
      const McGridColumn *column = mc_grid_get_column (self, i);
      g_autofree char *title = NULL;

      if (!is_shown (column))
        continue;
      title = g_strconcat (column->group == NULL ? "" : column->group,
                           column->group == NULL ? "" : ": ",
                           column->title,
                           column->kind == MC_GRID_MINUTES
                               ? mc_pick (language, " (phút làm việc)", " (working minutes)")
                               : "",
                           NULL);
      if (!first)
        g_string_append_c (csv, separator);
      first = FALSE;
      append_cell (csv, title, separator);
    }
  g_string_append (csv, "\r\n");
}

static void
append_row (GString *csv, const McGrid *self, const McGridRow *row, char separator)
{
  gboolean first = TRUE;

  for (guint i = 0; i < self->columns->len; i++)
    {
      const McGridCell *cell = mc_grid_row_get_cell (row, i);

      if (!is_shown (mc_grid_get_column (self, i)))
        continue;
      if (!first)
        g_string_append_c (csv, separator);
      first = FALSE;
      if (cell->text != NULL)
        append_cell (csv, cell->text, separator);
      else if (cell->number != MC_GRID_NONE)
        g_string_append_printf (csv, "%" G_GINT64_FORMAT, cell->number);
    }
  g_string_append (csv, "\r\n");
}

/**
 * mc_grid_to_csv:
 * @self: a table
 * @separator: ',' as RFC 4180 says; ';' for a computer whose list separator that is
 * @language: (nullable): "vi" or "en"
 *
 * A file that a spreadsheet opens right by a double click: UTF-8 with its mark, so that Vietnamese
 * is read as such; RFC 4180; an apostrophe before what would be a formula; no decimals. One head
 * and no total, so that it can be sorted and summed.
 *
 * Returns: (transfer full): the file
 */
GBytes *
mc_grid_to_csv (const McGrid *self, char separator, const char *language)
{
  GString *csv = g_string_new ("\xef\xbb\xbf");
  gsize length;

  append_head (csv, self, separator, language);
  for (guint i = 0; i < self->rows->len; i++)
    append_row (csv, self, g_ptr_array_index (self->rows, i), separator);
  length = csv->len;

  return g_bytes_new_take (g_string_free (csv, FALSE), length);
}
