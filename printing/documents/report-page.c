/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/report-page.h"

#include <string.h>
#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "printing/documents/sheet.h"
#include "printing/documents/table.h"

#define SIZE 8.6
#define INDENT 2.0
/* Enough to know what the texts of a column need; the widths of every cell would cost as much as
 * the table itself. */
#define N_MEASURED_ROWS 200

/* A table of many columns gets smaller letters before words break. */
static const double sizes[] = { 8.4, 7.8, 7.2, 6.6 };

/* What a flow needs until it is drawn. */
typedef struct
{
  McTable table;
  McTableColumn columns[MC_TABLE_MAX_COLUMNS];
  const McReportSection *section; /* (unowned) */
} SectionTable;

typedef struct
{
  const McReport *report; /* (unowned) */
  McFlow *flow;           /* (unowned) */
  double width;
  GPtrArray *tables; /* (unowned) (element-type SectionTable) */
} Draft;

static const char *pick (const Draft *draft, const char *vietnamese, const char *english)
    G_GNUC_FORMAT (2) G_GNUC_FORMAT (3);

static const char *
pick (const Draft *draft, const char *vietnamese, const char *english)
{
  return mc_pick (draft->report->language, vietnamese, english);
}

static void
add_text (const Draft *draft, double size, gboolean bold, McFlowAlign align, const char *text)
{
  const McFlowStyle style = {
    .size = size, .bold = bold, .align = align, .leading = MC_FLOW_TIGHT
  };

  if (text != NULL && *text != '\0')
    mc_flow_add_text (draft->flow, &style, text);
}

static void
add_head (const Draft *draft)
{
  const McReport *report = draft->report;

  add_text (draft, 9, FALSE, MC_FLOW_LEFT, report->agency);
  mc_flow_add_space (draft->flow, 4);
  add_text (draft, 15, TRUE, MC_FLOW_LEFT, report->title);
  add_text (draft, 10, FALSE, MC_FLOW_LEFT, report->subtitle);
  mc_flow_add_space (draft->flow, 4);
  mc_flow_add_rule (draft->flow, 1.0, FALSE);
}

static double
measure (double size, gboolean bold, const char *text)
{
  const McFlowStyle style = { .size = size, .bold = bold };

  return text != NULL ? mc_flow_measure (MC_PAGE_FONT, &style, text) : 0;
}

/* The widest word: a column that is narrower breaks it. */
static double
measure_word (double size, gboolean bold, const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text != NULL ? text : "", " \n", -1);
  double width = 0;

  for (guint i = 0; words[i] != NULL; i++)
    width = MAX (width, measure (size, bold, words[i]));
  return width;
}

typedef struct
{
  double least; /* that breaks no word */
  double whole; /* in which each text is one line */
} Need;

static void
need_text (Need *need, double size, gboolean bold, const char *text)
{
  need->least = MAX (need->least, measure_word (size, bold, text));
  need->whole = MAX (need->whole, measure (size, bold, text));
}

static Need
get_need (const McReportSection *section, guint column, double size, double title_share)
{
  const McReportColumn *head = g_ptr_array_index (section->columns, column);
  const guint n_rows = section->rows != NULL ? section->rows->len : 0;
  /* A bit more than it measures: a line that fits exactly may still be broken. */
  const double padding = 2 * MC_FLOW_CELL_PADDING + INDENT + 1.0;
  Need need = { 0 };

  need.least = measure_word (size, TRUE, head->title);
  need.whole = MAX (need.least, measure (size, TRUE, head->title) * title_share);
  need_text (&need, size * 0.88, FALSE, head->formula);
  for (guint i = 0; i < MIN (n_rows, N_MEASURED_ROWS); i++)
    {
      const char *const *texts = g_ptr_array_index (section->rows, i);

      need_text (&need, size, FALSE, texts[column]);
    }
  if (section->total != NULL)
    need_text (&need, size, TRUE, section->total[column]);
  need.least += padding;
  need.whole += padding;
  return need;
}

/* What nobody needs goes to the columns of text: numbers that stand apart are hard to compare. */
static void
spread_room (SectionTable *self, const Need *needs, double room)
{
  double texts = 0, all = 0;

  for (guint i = 0; i < self->table.n_columns; i++)
    if (needs[i].whole > 0)
      {
        all += needs[i].whole;
        if (self->columns[i].align == MC_FLOW_LEFT)
          texts += needs[i].whole;
      }
  for (guint i = 0; i < self->table.n_columns; i++)
    if (needs[i].whole > 0)
      {
        self->columns[i].width = needs[i].whole;
        if (texts <= 0)
          self->columns[i].width += room * needs[i].whole / all;
        else if (self->columns[i].align == MC_FLOW_LEFT)
          self->columns[i].width += room * needs[i].whole / texts;
      }
}

typedef enum
{
  FIT_BROKEN, /* words are broken */
  FIT_TIGHT,  /* texts take more than a line */
  FIT_WHOLE,
} Fit;

/* Each column what it needs at least, the rest in the measure of what they would like. */
static Fit
fit_widths (SectionTable *self, double width, double size, double title_share)
{
  Need needs[MC_TABLE_MAX_COLUMNS] = { 0 }; /* none of a column with a share of its own */
  double least = 0, whole = 0, given = 0, room;

  for (guint i = 0; i < self->table.n_columns; i++)
    {
      const McReportColumn *column = g_ptr_array_index (self->section->columns, i);

      if (column->share > 0)
        {
          self->columns[i].width = column->share * width;
          given += self->columns[i].width;
          continue;
        }
      needs[i] = get_need (self->section, i, size, title_share);
      least += needs[i].least;
      whole += needs[i].whole;
    }
  room = MAX (width - given, width * 0.1);
  if (room >= whole)
    {
      spread_room (self, needs, room - whole);
      return FIT_WHOLE;
    }
  for (guint i = 0; i < self->table.n_columns; i++)
    if (needs[i].whole > 0)
      self->columns[i].width =
          room < least ? needs[i].least * room / least
                       : needs[i].least +
                             (room - least) * (needs[i].whole - needs[i].least) / (whole - least);
  return room < least ? FIT_BROKEN : FIT_TIGHT;
}

static void
fill_row (guint row, char **texts, gpointer data)
{
  const SectionTable *self = data;
  const char *const *given = g_ptr_array_index (self->section->rows, row);

  for (guint i = 0; i < self->table.n_columns; i++)
    texts[i] = g_strdup (given[i]);
}

static void
add_table (const Draft *draft, const McReportSection *section)
{
  const guint n_rows = section->rows != NULL ? section->rows->len : 0;
  SectionTable *self = g_new0 (SectionTable, 1);

  g_ptr_array_add (draft->tables, self);
  self->section = section;
  self->table = (McTable){ .columns = self->columns,
                           .n_columns = MIN (section->columns->len, MC_TABLE_MAX_COLUMNS),
                           .family = MC_PAGE_FONT,
                           .indent = INDENT,
                           .fill = fill_row,
                           .data = self };
  for (guint i = 0; i < self->table.n_columns; i++)
    {
      const McReportColumn *column = g_ptr_array_index (section->columns, i);

      self->columns[i] = (McTableColumn){ .title = column->title,
                                          .group = column->group,
                                          .formula = column->formula,
                                          .align = column->align };
    }
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      self->table.size = sizes[i];
      /* Titles on one line, or else on two. */
      if (fit_widths (self, draft->width, sizes[i], 1.0) == FIT_WHOLE ||
          fit_widths (self, draft->width, sizes[i], 0.6) != FIT_BROKEN)
        break;
    }

  mc_table_begin (&self->table, draft->flow);
  mc_table_add_rows (&self->table, draft->flow, n_rows);
  if (section->total != NULL)
    mc_table_add_total (&self->table, draft->flow, section->total);
  mc_table_end (&self->table, draft->flow);
  if (n_rows == 0)
    {
      mc_flow_add_space (draft->flow, 3);
      add_text (
          draft, SIZE, FALSE, MC_FLOW_LEFT, pick (draft, "Không có số liệu.", "There is no data."));
    }
}

static McFlow *
create_cell (double width, McFlowAlign align, const char *text)
{
  const McFlowStyle style = { .size = SIZE, .align = align, .leading = MC_FLOW_TIGHT };
  McFlow *cell = mc_flow_new (MC_PAGE_FONT, width);

  if (text != NULL)
    mc_flow_add_text (cell, &style, text);
  mc_flow_set_cell_flags (cell, MC_FLOW_CELL_MIDDLE);
  return cell;
}

/* The value stands right behind its bar: the eye need not travel. */
static void
add_bars (const Draft *draft, const McReportSection *section)
{
  const double gap = 6, label_width = draft->width * 0.32, text_width = draft->width * 0.2;
  const double room = draft->width - label_width - text_width - 2 * gap;
  double most = section->bar_max;

  for (guint i = 0; section->bar_max <= 0 && i < section->bars->len; i++)
    most = MAX (most, ((const McReportBar *) g_ptr_array_index (section->bars, i))->value);
  for (guint i = 0; i < section->bars->len; i++)
    {
      const McReportBar *bar = g_ptr_array_index (section->bars, i);
      const double length = most > 0 ? room * CLAMP (bar->value / most, 0.0, 1.0) : 0;
      const double bar_width = MAX (length, 0.7);
      McFlow *cells[5] = { create_cell (label_width, MC_FLOW_RIGHT, bar->label),
                           create_cell (gap, MC_FLOW_LEFT, NULL),
                           create_cell (bar_width, MC_FLOW_LEFT, NULL),
                           create_cell (gap, MC_FLOW_LEFT, NULL),
                           create_cell (text_width + room - bar_width, MC_FLOW_LEFT, bar->text) };

      mc_flow_add_bar (cells[2], 8);
      mc_flow_add_row (draft->flow, cells, G_N_ELEMENTS (cells), FALSE);
      mc_flow_add_space (draft->flow, 3);
    }
}

static void
add_section (const Draft *draft, const McReportSection *section)
{
  const McFlowStyle caption = {
    .size = 10.4, .bold = TRUE, .leading = MC_FLOW_TIGHT, .keep = TRUE
  };
  const McFlowStyle note = { .size = 7.8, .leading = MC_FLOW_TIGHT };

  mc_flow_add_space (draft->flow, 12);
  if (section->caption != NULL)
    {
      mc_flow_add_text (draft->flow, &caption, section->caption);
      mc_flow_add_space (draft->flow, 4);
      mc_flow_keep (draft->flow);
    }
  if (section->columns != NULL && section->columns->len > 0)
    add_table (draft, section);
  if (section->bars != NULL && section->bars->len > 0)
    {
      if (section->columns != NULL)
        mc_flow_add_space (draft->flow, 8);
      add_bars (draft, section);
    }
  if (section->note != NULL)
    {
      mc_flow_add_space (draft->flow, 3);
      mc_flow_add_text (draft->flow, &note, section->note);
    }
}

/**
 * mc_report_page_new:
 * @report: what to print; every pointer stays the caller's
 * @error: return location
 *
 * Lays out a report on A4, upright or turned: sections one below the other, each with a table whose
 * head every page repeats, a plot of bars, or both; each page with its number and when the report
 * was made. Tables of many thousand rows take seconds: never in a thread that answers requests. Any
 * thread; each pays for its fonts once.
 *
 * Returns: (transfer full): one page or more, or %NULL with #McPageError
 */
McPage *
mc_report_page_new (const McReport *report, GError **error)
{
  McSheet sheet = { .margin_x = MC_SHEET_MM (15.0),
                    .margin_top = MC_SHEET_MM (14.0),
                    .margin_bottom = MC_SHEET_MM (15.0),
                    .foot_size = 8.0,
                    .family = MC_PAGE_FONT };
  g_autoptr (GPtrArray) tables = NULL;
  g_autoptr (McFlow) flow = NULL;
  g_autofree char *time = NULL, *foot = NULL;
  Draft draft;

  g_return_val_if_fail (report != NULL, NULL);
  g_return_val_if_fail (report->title != NULL && report->sections != NULL, NULL);

  sheet.width = MC_SHEET_MM (report->landscape ? 297.0 : 210.0);
  sheet.height = MC_SHEET_MM (report->landscape ? 210.0 : 297.0);
  tables = g_ptr_array_new_with_free_func (g_free);
  flow = mc_flow_new (MC_PAGE_FONT, mc_sheet_get_column_width (&sheet));
  draft = (Draft){
    .report = report, .flow = flow, .width = mc_sheet_get_column_width (&sheet), .tables = tables
  };
  mc_flow_set_row_limit (flow, mc_sheet_get_column_height (&sheet) / 3);
  add_head (&draft);
  for (guint i = 0; i < report->sections->len; i++)
    add_section (&draft, g_ptr_array_index (report->sections, i));
  time = mc_time_to_display (report->created_at);
  foot = g_strdup_printf (pick (&draft, "Lập lúc %s · trang", "Made at %s · page"), time);
  return mc_sheet_draw (&sheet, flow, 1.0, foot, TRUE, error);
}
