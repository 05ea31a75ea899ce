/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/control-slip-page.h"

#include "app/domain/datetime.h"

/* What a hand scanner reads at arm's length; a larger one would push a row to the next page. */
#define QR_SIDE (34.0 / 25.4 * 72.0)

static const McOfficialColumn columns[] = {
  { "Tên cơ quan, bộ phận", "Tên cơ quan (Unit)", 0.28, MC_FLOW_LEFT },
  { "Thời gian, chữ ký giao và nhận", "Thời gian, chữ ký (Time, signatures)", 0.42, MC_FLOW_LEFT },
  { "Kết quả", "Kết quả (Result)", 0.16, MC_FLOW_LEFT },
  { "Ghi chú", "Ghi chú (Note)", 0.14, MC_FLOW_LEFT },
};

static const McFlowStyle cell_style = { .size = 7.4, .leading = MC_FLOW_TIGHT };

static McFlow *
create_cell (const McOfficialDraft *draft, guint column)
{
  return mc_flow_new (MC_PAGE_FONT_FORMAL,
                      draft->width * columns[column].share - 2 * MC_FLOW_CELL_PADDING);
}

static McFlow *
create_units (const McOfficialDraft *draft, const McControlRow *row)
{
  McFlow *cell = create_cell (draft, 0);

  /* To be filled by hand: as much as the column holds on one line. */
  if (row == NULL)
    {
      mc_flow_add_text (cell, &cell_style, "1. Giao: …………………………");
      mc_flow_add_space (cell, 9);
      mc_flow_add_text (cell, &cell_style, "2. Nhận: …………………………");
      return cell;
    }
  mc_flow_add_field (cell, &cell_style, "1. Giao", row->giver);
  mc_flow_add_field (cell, &cell_style, "2. Nhận", row->receiver);
  return cell;
}

static void
add_signatures (McFlow *cell, double width, const McControlRow *row)
{
  const McFlowStyle title = {
    .size = 7.0, .italic = TRUE, .align = MC_FLOW_CENTRE, .leading = MC_FLOW_TIGHT
  };
  const McFlowStyle name = { .size = 7.0, .align = MC_FLOW_CENTRE, .leading = MC_FLOW_TIGHT };
  const char *names[2] = { row != NULL ? row->giver_name : NULL,
                           row != NULL ? row->receiver_name : NULL };
  McFlow *halves[2] = { mc_flow_new (MC_PAGE_FONT_FORMAL, width / 2),
                        mc_flow_new (MC_PAGE_FONT_FORMAL, width / 2) };

  mc_flow_add_text (halves[0], &title, "Người giao");
  mc_flow_add_text (halves[1], &title, "Người nhận");
  for (guint i = 0; i < G_N_ELEMENTS (halves); i++)
    {
      mc_flow_add_space (halves[i], 16); /* a hand's initials */
      mc_flow_add_text (halves[i], &name, names[i] != NULL ? names[i] : " ");
    }
  mc_flow_add_row (cell, halves, G_N_ELEMENTS (halves), FALSE);
}

static McFlow *
create_time (const McOfficialDraft *draft, const McControlRow *row)
{
  const double width = draft->width * columns[1].share - 2 * MC_FLOW_CELL_PADDING;
  McFlow *cell = create_cell (draft, 1);

  if (row != NULL && row->at != MC_TIME_NONE)
    {
      const guint second = mc_time_get_local_second (row->at);
      g_autofree char *date = mc_time_to_display_date (row->at);
      g_autofree char *time =
          g_strdup_printf ("%u giờ %02u phút, ngày %s", second / 3600, second % 3600 / 60, date);

      mc_flow_add_text (cell, &cell_style, time);
    }
  else
    mc_flow_add_text (cell, &cell_style, "…… giờ …… phút, ngày …… /…… /………");
  add_signatures (cell, width, row);
  return cell;
}

static McFlow *
create_result (const McOfficialDraft *draft, const McControlRow *row)
{
  static const struct
  {
    McTimeliness result;
    const char *words;
  } results[] = {
    { MC_TIMELINESS_EARLY, "Trước hạn" },
    { MC_TIMELINESS_ON_TIME, "Đúng hạn" },
    { MC_TIMELINESS_OVERDUE, "Quá hạn" },
  };
  McFlow *cell = create_cell (draft, 2);

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      McFlowStyle style = cell_style;

      style.indent = 10;
      style.mark = row != NULL && row->judged && row->result == results[i].result
                       ? MC_FLOW_TICKED
                       : MC_FLOW_CHECKBOX;
      style.bold = style.mark == MC_FLOW_TICKED;
      mc_flow_add_text (cell, &style, results[i].words);
    }
  return cell;
}

static void
add_row (const McOfficialDraft *draft, const McControlRow *row)
{
  McFlow *cells[G_N_ELEMENTS (columns)] = { create_units (draft, row),
                                            create_time (draft, row),
                                            create_result (draft, row),
                                            create_cell (draft, 3) };

  if (row != NULL && row->note != NULL)
    mc_flow_add_text (cells[3], &cell_style, row->note);
  mc_flow_add_row (draft->flow, cells, G_N_ELEMENTS (cells), TRUE);
}

static gboolean
build (const McOfficialDraft *draft, gconstpointer data, GError **error)
{
  const McControlSlip *slip = data;
  const guint n_known = slip->rows != NULL ? slip->rows->len : 0;
  g_autofree char *subject =
      mc_official_create_subject (slip->procedure_name, slip->procedure_code);

  if (!mc_official_add_head_with_qr (draft, FALSE, slip->folder_qr, QR_SIDE, error))
    return FALSE;
  mc_official_add_title (draft);
  mc_official_add_field (draft, "Nội dung", "Subject", subject);
  mc_official_add_field (
      draft, "Cơ quan, bộ phận giải quyết hồ sơ", "Resolving agency", slip->resolving);
  mc_official_add_field (
      draft, "Cơ quan phối hợp giải quyết hồ sơ", "Cooperating agency", slip->cooperating);
  if (slip->due_at != MC_TIME_NONE)
    {
      g_autofree char *due = mc_official_create_long_time (slip->due_at);

      mc_official_add_strong_field (draft, "Thời gian trả kết quả", "Result due", due);
    }
  mc_official_begin_table (draft, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < MAX (n_known, MC_CONTROL_ROWS); i++)
    add_row (draft, i < n_known ? g_ptr_array_index (slip->rows, i) : NULL);
  mc_official_end_table (draft);
  return TRUE;
}

/**
 * mc_control_slip_page_new:
 * @slip: what to print; every pointer stays the caller's
 * @error: return location
 *
 * Lays out the slip that travels with the paper folder, with the title and on the paper of the form
 * set in force on the day of issue: a row for each hand-over, filled as far as it is known, at
 * least %MC_CONTROL_ROWS; and a QR that a hand scanner reads at arm's length. Any thread; each pays
 * for its fonts once.
 *
 * Returns: (transfer full): one page or more, or %NULL with #McPageError or #McQrError
 */
McPage *
mc_control_slip_page_new (const McControlSlip *slip, GError **error)
{
  g_return_val_if_fail (slip != NULL && slip->folder_qr != NULL, NULL);
  g_return_val_if_fail (slip->procedure_name != NULL, NULL);

  return mc_official_page_new (&slip->head, MC_FORM_CONTROL, 1.0, build, slip, error);
}
