/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/grid-view.h"

#include "app/domain/language.h"

/* A longer table scrolls under its head, so that one knows what a number is. */
#define LONG_ROWS 40

/* Neighbours of one group stand under one head. */
static guint
count_group (const McGrid *grid, guint start)
{
  const McGridColumn *first = mc_grid_get_column (grid, start);
  guint end = start + 1;

  while (first->group != NULL && end < grid->columns->len &&
         g_strcmp0 (mc_grid_get_column (grid, end)->group, first->group) == 0)
    end++;

  return end - start;
}

static gboolean
has_groups (const McGrid *grid)
{
  for (guint i = 0; i < grid->columns->len; i++)
    if (mc_grid_get_column (grid, i)->group != NULL)
      return TRUE;

  return FALSE;
}

static gboolean
has_formulas (const McGrid *grid)
{
  for (guint i = 0; i < grid->columns->len; i++)
    if (mc_grid_get_column (grid, i)->formula != NULL)
      return TRUE;

  return FALSE;
}

/* A list of words, which a phone shows line by line. */
static gboolean
is_list (const McGrid *grid)
{
  for (guint i = 0; i < grid->columns->len; i++)
    if (mc_grid_get_column (grid, i)->kind != MC_GRID_TEXT)
      return FALSE;

  return TRUE;
}

static void
put_head (McHtml *html, const McGrid *grid, guint index, gboolean groups)
{
  const McGridColumn *column = mc_grid_get_column (grid, index);

  mc_html_put (html,
               "<th scope=\"col\"{}{}>{}</th>",
               groups && column->group == NULL ? " rowspan=2" : "",
               column->kind == MC_GRID_TEXT ? "" : " class=number",
               column->title);
}

static void
put_group_row (McHtml *html, const McGrid *grid)
{
  mc_html_raw (html, "<tr>");
  for (guint i = 0; i < grid->columns->len;)
    {
      const McGridColumn *column = mc_grid_get_column (grid, i);
      guint n = count_group (grid, i);
      char span[12];

      g_snprintf (span, sizeof span, "%u", n);
      if (column->group == NULL)
        put_head (html, grid, i, TRUE);
      else
        mc_html_put (html, "<th scope=\"colgroup\" colspan=\"{}\">{}</th>", span, column->group);
      i += n;
    }
  mc_html_raw (html, "</tr>");
}

static void
put_heads (McHtml *html, const McGrid *grid)
{
  gboolean groups = has_groups (grid);

  mc_html_raw (html, "<thead>");
  if (groups)
    put_group_row (html, grid);
  mc_html_raw (html, "<tr>");
  for (guint i = 0; i < grid->columns->len; i++)
    if (!groups || mc_grid_get_column (grid, i)->group != NULL)
      put_head (html, grid, i, FALSE);
  mc_html_raw (html, "</tr>");
  if (has_formulas (grid))
    {
      mc_html_raw (html, "<tr class=\"formulas\">");
      for (guint i = 0; i < grid->columns->len; i++)
        {
          const char *formula = mc_grid_get_column (grid, i)->formula;

          mc_html_put (html, "<td class=\"number\">{}</td>", formula == NULL ? "" : formula);
        }
      mc_html_raw (html, "</tr>");
    }
  mc_html_raw (html, "</thead>");
}

static void
put_cell (McHtml *html, const McGrid *grid, const McGridRow *row, guint index, const char *language)
{
  const McGridColumn *column = mc_grid_get_column (grid, index);
  const McGridCell *cell = mc_grid_row_get_cell (row, index);
  g_autofree char *text = mc_grid_format (column->kind, cell, language);
  /* Most of a large table is nothing: it must not shout. */
  gboolean nothing = column->kind == MC_GRID_COUNT && cell->number == 0;

  if (is_list (grid))
    mc_html_put (html, "<td data-label=\"{}\">", column->title);
  else if (index == 0)
    mc_html_raw (html, "<th scope=\"row\">");
  else
    mc_html_put (html,
                 "<td class=\"{}{}\">",
                 column->kind == MC_GRID_TEXT ? "text" : "number",
                 nothing ? " nothing" : "");
  if (cell->link != NULL)
    mc_html_put (html, "<a class=\"code\" href=\"{}\">{}</a>", cell->link, text);
  else
    mc_html_text (html, text);
  if (index == 0 && !is_list (grid))
    mc_html_raw (html, "</th>");
  else
    mc_html_raw (html, "</td>");
}

static void
put_row (McHtml *html, const McGrid *grid, const McGridRow *row, const char *language)
{
  mc_html_put (html, "<tr{}>", row->strong ? " class=strong" : "");
  for (guint i = 0; i < grid->columns->len; i++)
    put_cell (html, grid, row, i, language);
  mc_html_raw (html, "</tr>");
}

/* Which spreadsheet part cells at semicolons is a setting of its computer. */
static void
put_files (McHtml *html, const McGrid *grid, const char *file_query, const char *language)
{
  mc_html_put (html,
               "<p class=\"files\"><a href=\"/console/reports/{}.csv{}\">{}</a>"
               "<a href=\"/console/reports/{}.csv{}&amp;separator=semicolon\">{}</a></p>",
               grid->key,
               file_query,
               mc_pick (language, "Tải bảng này (CSV)", "This table as CSV"),
               grid->key,
               file_query,
               mc_pick (language, "CSV ngăn bằng dấu chấm phẩy", "CSV with semicolons"));
}

/**
 * mc_grid_view_put:
 * @html: a page
 * @grid: a table with rows
 * @file_query: (nullable): the query that makes the same table again, with its "?"; %NULL for a
 *   table that is no file
 * @language: (nullable): "vi" or "en"
 *
 * Puts the table; a wide one scrolls by itself, and can be reached by keyboard.
 */
void
mc_grid_view_put (McHtml *html, const McGrid *grid, const char *file_query, const char *language)
{
  mc_html_put (html,
               "<div class=\"table figures{}{}\" id=\"{}\" tabindex=\"0\" role=\"region\" "
               "aria-label=\"{}\"><table><caption>{}</caption>",
               is_list (grid) ? " stack" : "",
               grid->rows->len > LONG_ROWS ? " long" : "",
               grid->key,
               grid->caption,
               grid->caption);
  put_heads (html, grid);
  mc_html_raw (html, "<tbody>");
  for (guint i = 0; i < grid->rows->len; i++)
    put_row (html, grid, g_ptr_array_index (grid->rows, i), language);
  mc_html_raw (html, "</tbody>");
  if (grid->total != NULL)
    {
      mc_html_raw (html, "<tfoot>");
      put_row (html, grid, grid->total, language);
      mc_html_raw (html, "</tfoot>");
    }
  mc_html_raw (html, "</table></div>");
  if (grid->note != NULL)
    mc_html_put (html, "<p class=\"hint\">{}</p>", grid->note);
  if (file_query != NULL)
    put_files (html, grid, file_query, language);
}

/* In units of the drawing, which is as wide as a phone: its letters are never smaller than there.
 */
#define PLOT_WIDTH 340
#define ROW_HEIGHT 38
#define BAR_TOP 18
#define BAR_HEIGHT 12
#define VALUE_SPACE 104

/* Sums would dwarf what they sum up. */
static GPtrArray *
list_bars (const McGrid *grid)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < grid->rows->len; i++)
    if (!((const McGridRow *) g_ptr_array_index (grid->rows, i))->strong)
      g_ptr_array_add (rows, g_ptr_array_index (grid->rows, i));

  return rows;
}

static gint64
find_most (const McGrid *grid, const GPtrArray *rows)
{
  gint64 most = 1;

  for (guint i = 0; i < rows->len; i++)
    {
      const McGridRow *row = g_ptr_array_index (rows, i);

      most = MAX (most, mc_grid_row_get_cell (row, grid->bars)->number);
      if (grid->ghosts != 0)
        most = MAX (most, mc_grid_row_get_cell (row, grid->ghosts)->number);
    }

  return mc_grid_get_column (grid, grid->bars)->kind == MC_GRID_SHARE ? 1000 : most;
}

static void
put_bar (McHtml *html, const char *class, guint top, gint64 value, gint64 most)
{
  char width[24], y[12];

  if (value == MC_GRID_NONE)
    return;
  g_snprintf (y, sizeof y, "%u", top);
  /* Something is never nothing. */
  g_snprintf (width,
              sizeof width,
              "%" G_GINT64_FORMAT,
              MAX (value > 0, value * (PLOT_WIDTH - VALUE_SPACE) / most));
  mc_html_put (html,
               "<rect class=\"{}\" x=\"0\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\"/>",
               class,
               y,
               width,
               G_STRINGIFY (BAR_HEIGHT));
}

static char *
describe_bar (const McGrid *grid, const McGridRow *row, const char *language)
{
  McGridKind kind = mc_grid_get_column (grid, grid->bars)->kind;
  g_autofree char *value = mc_grid_format (kind, mc_grid_row_get_cell (row, grid->bars), language);
  g_autofree char *ghost = NULL;

  if (grid->ghosts == 0)
    return g_steal_pointer (&value);
  ghost = mc_grid_format (kind, mc_grid_row_get_cell (row, grid->ghosts), language);
  return g_strdup_printf ("%s · %s", value, ghost);
}

static void
put_bars (McHtml *html,
          const McGrid *grid,
          const McGridRow *row,
          guint index,
          gint64 most,
          const char *language)
{
  const McGridCell *cell = mc_grid_row_get_cell (row, grid->bars);
  const McGridCell *ghost = grid->ghosts == 0 ? NULL : mc_grid_row_get_cell (row, grid->ghosts);
  g_autofree char *value = describe_bar (grid, row, language);
  guint top = index * ROW_HEIGHT;
  gint64 end = MAX (cell->number, ghost == NULL ? 0 : ghost->number);
  char label_y[12], value_x[24], value_y[12];

  g_snprintf (label_y, sizeof label_y, "%u", top + 12);
  g_snprintf (value_y, sizeof value_y, "%u", top + BAR_TOP + 10);
  g_snprintf (value_x,
              sizeof value_x,
              "%" G_GINT64_FORMAT,
              MAX (end, 0) * (PLOT_WIDTH - VALUE_SPACE) / most + 6);
  mc_html_put (html,
               "<text class=\"label\" x=\"0\" y=\"{}\">{}</text>",
               label_y,
               mc_grid_row_get_cell (row, 0)->text);
  if (ghost != NULL)
    put_bar (html, "ghost", top + BAR_TOP, ghost->number, most);
  put_bar (html, "bar-of", top + BAR_TOP, cell->number, most);
  mc_html_put (html, "<text class=\"value\" x=\"{}\" y=\"{}\">{}</text>", value_x, value_y, value);
}

/**
 * mc_grid_view_put_plot:
 * @html: a page
 * @grid: a table with rows whose `bars` says what to draw
 * @language: (nullable): "vi" or "en"
 *
 * Puts its bars, each with its name and value; the table says it all, too.
 */
void
mc_grid_view_put_plot (McHtml *html, const McGrid *grid, const char *language)
{
  g_autoptr (GPtrArray) rows = list_bars (grid);
  gint64 most = find_most (grid, rows);
  char height[12];

  g_snprintf (height, sizeof height, "%u", rows->len * ROW_HEIGHT);
  mc_html_put (html,
               "<figure class=\"plot\"><svg viewBox=\"0 0 " G_STRINGIFY (
                   PLOT_WIDTH) " {}\" role=\"img\" "
                               "aria-label=\"{}: {}\">",
               height,
               mc_pick (language, "Biểu đồ, số liệu có trong bảng", "Plot of the table's figures"),
               grid->caption);
  for (guint i = 0; i < rows->len; i++)
    put_bars (html, grid, g_ptr_array_index (rows, i), i, most, language);
  mc_html_raw (html, "</svg>");
  if (grid->ghosts != 0)
    mc_html_put (html,
                 "<figcaption><span class=\"key\"></span>{} <span class=\"key pale\"></span>{}"
                 "</figcaption>",
                 mc_grid_get_column (grid, grid->bars)->title,
                 mc_grid_get_column (grid, grid->ghosts)->title);
  mc_html_raw (html, "</figure>");
}
