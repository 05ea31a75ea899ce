/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/register.h"

#include "app/domain/language.h"
#include "central/work/paper.h"
#include "printing/documents/register-page.h"

#include <string.h>

/* A spreadsheet reads this as a time whatever its country is. */
static void
put_time (McGrid *grid, gint64 time)
{
  g_autofree char *text = time == MC_TIME_NONE ? NULL : mc_time_to_rfc3339 (time);

  if (text != NULL)
    {
      text[strlen ("2025-06-20T09:51")] = '\0';
      text[strlen ("2025-06-20")] = ' ';
    }
  mc_grid_put_text (grid, text);
}

/* In groups, or it would be a number that has lost its first digit. */
static void
put_phone (McGrid *grid, const char *phone)
{
  g_autofree char *text = NULL;

  if (phone != NULL && strlen (phone) == 10)
    text = g_strdup_printf ("%.4s %.3s %s", phone, phone + 4, phone + 7);
  mc_grid_put_text (grid, text != NULL ? text : phone);
}

/**
 * mc_register_to_csv:
 * @lines: (element-type McRegisterLine): the lines
 * @separator: ',' or ';'
 * @language: (nullable): of the heads
 *
 * Returns: (transfer full): the file
 */
GBytes *
mc_register_to_csv (const GPtrArray *lines, char separator, const char *language)
{
  static const struct
  {
    McGridKind kind;
    const char *vietnamese, *english;
  } columns[] = {
    { MC_GRID_COUNT, "Số thứ tự", "Number" },
    { MC_GRID_TEXT, "Mã hồ sơ", "Code" },
    { MC_GRID_TEXT, "Tên thủ tục hành chính", "Procedure" },
    { MC_GRID_COUNT, "Số lượng (bộ)", "Sets" },
    { MC_GRID_TEXT, "Họ tên chủ hồ sơ", "Owner" },
    { MC_GRID_TEXT, "Địa chỉ", "Address" },
    { MC_GRID_TEXT, "Số điện thoại", "Telephone" },
    { MC_GRID_TEXT, "Cơ quan chủ trì giải quyết", "Agency in charge" },
    { MC_GRID_TEXT, "Ngày nhận hồ sơ", "Received" },
    { MC_GRID_TEXT, "Ngày hẹn trả", "Due" },
    { MC_GRID_TEXT, "Ngày nhận kết quả", "Collected" },
    { MC_GRID_TEXT, "Người nhận hồ sơ", "Received by" },
    { MC_GRID_TEXT, "Ghi chú", "Notes" },
  };
  g_autoptr (McGrid) grid = mc_grid_new ("register", "");

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    mc_grid_add_column (grid,
                        columns[i].kind,
                        NULL,
                        mc_pick (language, columns[i].vietnamese, columns[i].english),
                        NULL);
  for (guint i = 0; i < lines->len; i++)
    {
      const McRegisterLine *line = g_ptr_array_index (lines, i);

      mc_grid_begin_row (grid, FALSE);
      mc_grid_put_number (grid, line->number == 0 ? MC_GRID_NONE : line->number);
      mc_grid_put_text (grid, line->record->code);
      mc_grid_put_text (grid, line->procedure_name);
      mc_grid_put_number (grid, 1);
      mc_grid_put_text (grid, line->owner);
      mc_grid_put_text (grid, line->address);
      put_phone (grid, line->phone);
      mc_grid_put_text (grid, line->agency);
      put_time (grid, line->received_at);
      put_time (grid, line->record->due_at);
      put_time (grid, line->collected_at);
      mc_grid_put_text (grid, line->officer);
      mc_grid_put_text (grid, line->note);
    }

  return mc_grid_to_csv (grid, separator, language);
}

static const McPoint *
find_point (const McReportChoice *choice)
{
  for (guint i = 0; i < choice->central->points->len; i++)
    {
      const McPoint *point = g_ptr_array_index (choice->central->points, i);

      if (g_strcmp0 (mc_point_get_unit (point), choice->unit) == 0)
        return point;
    }

  return NULL;
}

/**
 * mc_register_has_desk:
 * @choice: a unit
 *
 * Returns: whether dossiers are received there; a city department has no register of its own
 */
gboolean
mc_register_has_desk (const McReportChoice *choice)
{
  return find_point (choice) != NULL;
}

static GPtrArray *
create_rows (const GPtrArray *lines)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < lines->len; i++)
    {
      const McRegisterLine *line = g_ptr_array_index (lines, i);
      McRegisterRow *row = g_new0 (McRegisterRow, 1);

      row->code = line->record->code;
      row->procedure_name = line->procedure_name;
      row->sets = 1;
      row->owner = line->owner;
      row->address = line->address;
      row->phone = line->phone;
      row->agency = line->agency;
      row->received_at = line->received_at;
      row->due_at = line->record->due_at;
      row->collected_at = line->collected_at;
      row->method = line->collected_at == MC_TIME_NONE ? NULL : "Tại quầy";
      row->officer = line->officer;
      row->note = line->note;
      g_ptr_array_add (rows, row);
    }

  return rows;
}

/**
 * mc_register_draw:
 * @choice: a unit with a desk, and a period within one year
 * @lines: (element-type McRegisterLine): the lines
 * @error: return location for an #McPageError
 *
 * Draws the register in the form that the law has in force. A worker's thread.
 *
 * Returns: (transfer full) (nullable): the PDF
 */
GBytes *
mc_register_draw (const McReportChoice *choice, const GPtrArray *lines, GError **error)
{
  g_autoptr (GPtrArray) rows = create_rows (lines);
  g_autofree char *period = mc_period_describe (&choice->period, "vi");
  const McRegisterLine *first = lines->len == 0 ? NULL : g_ptr_array_index (lines, 0);
  const McRegisterBook book = { .parent_agency = MC_PARENT_AGENCY,
                                .point = find_point (choice),
                                .period = period,
                                .issued_at = choice->request->now,
                                .first_number = first == NULL ? 1 : MAX (first->number, 1),
                                .rows = rows,
                                .paper = MC_PAPER_BY_LAW };
  g_autoptr (McPage) page = mc_register_page_new (&book, error);

  return page == NULL ? NULL : g_bytes_ref (page->pdf);
}
