/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/reports.h"

#include "app/domain/language.h"
#include "printing/documents/report-page.h"

/* A table in the form that printing wants it, with what that borrows. */
typedef struct
{
  McReportSection section;
  McGrid *grid;       /* (owned) */
  GPtrArray *columns; /* (owned) (element-type McReportColumn) */
  GPtrArray *rows;    /* (owned) (element-type utf8[]) */
  char **total;       /* (owned) (nullable) */
  GPtrArray *bars;    /* (owned) (element-type McReportBar) */
  GPtrArray *texts;   /* (owned) (element-type utf8) */
} Section;

static void
section_free (gpointer data)
{
  Section *section = data;

  mc_grid_free (section->grid);
  g_ptr_array_unref (section->columns);
  g_ptr_array_unref (section->rows);
  g_strfreev (section->total);
  g_ptr_array_unref (section->bars);
  g_ptr_array_unref (section->texts);
  g_free (section);
}

static gboolean
has_strong_rows (const McGrid *grid)
{
  for (guint i = 0; i < grid->rows->len; i++)
    if (((const McGridRow *) g_ptr_array_index (grid->rows, i))->strong)
      return TRUE;

  return FALSE;
}

/* A sum at the end is one of all, and says so. */
static gboolean
is_last_strong (const McGrid *grid)
{
  return ((const McGridRow *) g_ptr_array_index (grid->rows, grid->rows->len - 1))->strong;
}

/* Paper knows no bold rows: what a sum sums up begins with a dash. */
static char **
format_row (const McGrid *grid, const McGridRow *row, gboolean dash, const char *language)
{
  char **texts = g_new0 (char *, grid->columns->len + 1);

  for (guint i = 0; i < grid->columns->len; i++)
    texts[i] = mc_grid_format (
        mc_grid_get_column (grid, i)->kind, mc_grid_row_get_cell (row, i), language);
  if (dash)
    {
      g_autofree char *first = g_steal_pointer (&texts[0]);

      texts[0] = g_strconcat ("–\u00a0", first, NULL);
    }

  return texts;
}

static void
take_columns (Section *section)
{
  for (guint i = 0; i < section->grid->columns->len; i++)
    {
      const McGridColumn *column = mc_grid_get_column (section->grid, i);
      McReportColumn *drawn = g_new0 (McReportColumn, 1);

      drawn->title = column->title;
      drawn->group = column->group;
      drawn->formula = column->formula;
      drawn->align = column->kind == MC_GRID_TEXT ? MC_FLOW_LEFT : MC_FLOW_RIGHT;
      g_ptr_array_add (section->columns, drawn);
    }
}

static void
take_bars (Section *section, const char *language)
{
  const McGrid *grid = section->grid;

  for (guint i = 0; grid->bars != 0 && i < grid->rows->len; i++)
    {
      const McGridRow *row = g_ptr_array_index (grid->rows, i);
      const McGridCell *cell = mc_grid_row_get_cell (row, grid->bars);
      McReportBar *bar;
      char *text;

      if (row->strong)
        continue;
      bar = g_new0 (McReportBar, 1);
      text = mc_grid_format (mc_grid_get_column (grid, grid->bars)->kind, cell, language);
      bar->label = mc_grid_row_get_cell (row, 0)->text;
      bar->value = cell->number == MC_GRID_NONE ? 0 : cell->number;
      bar->text = text;
      g_ptr_array_add (section->texts, text);
      g_ptr_array_add (section->bars, bar);
    }
}

/* Takes @grid. */
static void
add_section (GPtrArray *sections, McGrid *grid, const char *language)
{
  Section *section = g_new0 (Section, 1);
  gboolean dashes = has_strong_rows (grid) && !is_last_strong (grid);

  section->grid = grid;
  section->columns = g_ptr_array_new_with_free_func (g_free);
  section->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  section->bars = g_ptr_array_new_with_free_func (g_free);
  section->texts = g_ptr_array_new_with_free_func (g_free);
  take_columns (section);
  for (guint i = 0; i < grid->rows->len; i++)
    {
      const McGridRow *row = g_ptr_array_index (grid->rows, i);

      g_ptr_array_add (section->rows, format_row (grid, row, dashes && !row->strong, language));
    }
  if (grid->total != NULL)
    section->total = format_row (grid, grid->total, FALSE, language);
  take_bars (section, language);

  section->section = (McReportSection){
    .caption = grid->caption,
    .columns = section->columns,
    .rows = section->rows,
    .total = (const char *const *) section->total,
    .bars = section->bars->len > 0 ? section->bars : NULL,
    .bar_max =
        grid->bars != 0 && mc_grid_get_column (grid, grid->bars)->kind == MC_GRID_SHARE ? 1000 : 0,
    .note = grid->note,
  };
  g_ptr_array_add (sections, section);
}

static void
add_if_filled (GPtrArray *sections, McGrid *grid, const char *language)
{
  if (grid->rows->len > 0)
    add_section (sections, grid, language);
  else
    mc_grid_free (grid);
}

/**
 * mc_report_draw:
 * @choice: what was chosen
 * @content: the report
 * @error: return location for an #McPageError
 *
 * Draws it on paper: the tables of the page and their plots, without the list of what is overdue,
 * which is of a moment and leads to dossiers. A worker's thread.
 *
 * Returns: (transfer full) (nullable): the PDF
 */
GBytes *
mc_report_draw (const McReportChoice *choice, const McReportContent *content, GError **error)
{
  const McReportSource *source = &content->source;
  const char *language = source->language;
  g_autoptr (GPtrArray) sections = g_ptr_array_new_with_free_func (section_free);
  g_autofree char *unit = mc_tables_describe_unit (source);
  g_autofree char *verdict = mc_report_content_describe_verdict (content);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", unit, verdict);
  g_autoptr (McPage) page = NULL;
  const McReport report = { .agency = choice->unit == NULL
                                          ? "Ủy ban nhân dân thành phố Hà Nội"
                                          : mc_central_get_agency_name (
                                                choice->central, choice->unit, language),
                            .title = mc_pick (language,
                                              "Tình hình, kết quả giải quyết thủ tục hành chính",
                                              "How administrative procedures were handled"),
                            .subtitle = subtitle,
                            .created_at = choice->request->now,
                            .language = language,
                            .landscape = TRUE,
                            .sections = sections };

  add_section (sections, mc_tables_new_fields (source), language);
  if (choice->unit == NULL)
    {
      add_section (sections, mc_tables_new_units (source), language);
      add_section (sections, mc_tables_new_services (source), language);
    }
  add_section (sections, mc_tables_new_steps (source), language);
  add_if_filled (sections, mc_tables_new_satisfaction (source, 5), language);
  add_if_filled (sections, mc_tables_new_satisfaction (source, 3), language);
  add_if_filled (sections, mc_tables_new_problems (source), language);

  page = mc_report_page_new (&report, error);
  return page == NULL ? NULL : g_bytes_ref (page->pdf);
}
