/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/register-page.h"

#include <string.h>
#include "app/domain/datetime.h"
#include "printing/documents/sheet.h"
#include "printing/documents/table.h"

/* iso_a4_210x297mm, turned: fifteen columns need the longer side. A5 is the same, reduced. */
static const McSheet A4 = { .width = MC_SHEET_MM (297.0),
                            .height = MC_SHEET_MM (210.0),
                            .margin_x = MC_SHEET_MM (9.0),
                            .margin_top = MC_SHEET_MM (10.0),
                            .margin_bottom = MC_SHEET_MM (11.0),
                            .foot_size = 8.0,
                            .family = MC_PAGE_FONT_FORMAL };
#define A5_ZOOM (210.0 / 297.0)

/* The columns of the form (domain reference 2), with their shares of the width. */
static const struct
{
  const char *title, *group;
  McFlowAlign align;
  double share;
} columns[] = {
  { "TT", NULL, MC_FLOW_CENTRE, 0.030 },
  { "Mã hồ sơ", NULL, MC_FLOW_LEFT, 0.094 },
  { "Tên thủ tục hành chính", NULL, MC_FLOW_LEFT, 0.112 },
  { "Số lượng (bộ)", NULL, MC_FLOW_CENTRE, 0.040 },
  { "Họ tên chủ hồ sơ", NULL, MC_FLOW_LEFT, 0.093 },
  { "Địa chỉ, số điện thoại", NULL, MC_FLOW_LEFT, 0.122 },
  { "Cơ quan chủ trì giải quyết", NULL, MC_FLOW_LEFT, 0.075 },
  { "Nhận hồ sơ", "Ngày, tháng, năm", MC_FLOW_CENTRE, 0.056 },
  { "Hẹn trả kết quả", "Ngày, tháng, năm", MC_FLOW_CENTRE, 0.056 },
  { "Nhận kết quả", "Ngày, tháng, năm", MC_FLOW_CENTRE, 0.056 },
  { "Phương thức nhận", "Trả kết quả", MC_FLOW_LEFT, 0.056 },
  { "Ký giao", "Trả kết quả", MC_FLOW_LEFT, 0.048 },
  { "Ký nhận", "Trả kết quả", MC_FLOW_LEFT, 0.048 },
  { "Người nhận hồ sơ", NULL, MC_FLOW_LEFT, 0.060 },
  { "Ghi chú", NULL, MC_FLOW_LEFT, 0.054 },
};

enum
{
  COLUMN_NUMBER,
  COLUMN_CODE,
  COLUMN_PROCEDURE,
  COLUMN_SETS,
  COLUMN_OWNER,
  COLUMN_ADDRESS,
  COLUMN_AGENCY,
  COLUMN_RECEIVED,
  COLUMN_DUE,
  COLUMN_COLLECTED,
  COLUMN_METHOD,
  COLUMN_SIGNED_GIVER,
  COLUMN_SIGNED_RECEIVER,
  COLUMN_OFFICER,
  COLUMN_NOTE,
  N_COLUMNS
};

G_STATIC_ASSERT (G_N_ELEMENTS (columns) == N_COLUMNS);

/* A code breaks before its serial, which is what differs from row to row. */
static char *
create_code (const char *code)
{
  const char *dash = strchr (code, '-');

  return dash != NULL ? g_strdup_printf ("%.*s\n%s", (int) (dash - code + 1), code, dash + 1)
                      : g_strdup (code);
}

static char *
create_time (gint64 time)
{
  g_autofree char *clock = NULL, *date = NULL;

  if (time == MC_TIME_NONE)
    return NULL;
  clock = mc_time_to_display_clock (time);
  date = mc_time_to_display_date (time);
  return g_strdup_printf ("%s\n%s", clock, date);
}

static char *
create_address (const McRegisterRow *row)
{
  if (row->address != NULL && row->phone != NULL)
    return g_strdup_printf ("%s\n%s", row->address, row->phone);
  return g_strdup (row->address != NULL ? row->address : row->phone);
}

static void
fill_row (guint number, char **texts, gpointer data)
{
  const McRegisterBook *book = data;
  const McRegisterRow *row = g_ptr_array_index (book->rows, number);

  texts[COLUMN_NUMBER] = g_strdup_printf ("%u", book->first_number + number);
  texts[COLUMN_CODE] = create_code (row->code);
  texts[COLUMN_PROCEDURE] = g_strdup (row->procedure_name);
  texts[COLUMN_SETS] = g_strdup_printf ("%u", row->sets);
  texts[COLUMN_OWNER] = g_strdup (row->owner);
  texts[COLUMN_ADDRESS] = create_address (row);
  texts[COLUMN_AGENCY] = g_strdup (row->agency);
  texts[COLUMN_RECEIVED] = create_time (row->received_at);
  texts[COLUMN_DUE] = create_time (row->due_at);
  texts[COLUMN_COLLECTED] = create_time (row->collected_at);
  texts[COLUMN_METHOD] = g_strdup (row->method);
  texts[COLUMN_OFFICER] = g_strdup (row->officer);
  texts[COLUMN_NOTE] = g_strdup (row->note);
}

static void
add_text (McFlow *flow, double size, gboolean bold, const char *text)
{
  const McFlowStyle style = {
    .size = size, .bold = bold, .align = MC_FLOW_CENTRE, .leading = MC_FLOW_TIGHT
  };

  mc_flow_add_text (flow, &style, text);
}

static void
add_head (McFlow *flow, double width, const McRegisterBook *book, const McForm *form)
{
  McFlow *cells[3] = { mc_flow_new (MC_PAGE_FONT_FORMAL, width * 0.32),
                       mc_flow_new (MC_PAGE_FONT_FORMAL, width * 0.36),
                       mc_flow_new (MC_PAGE_FONT_FORMAL, width * 0.32) };
  g_autofree char *parent = g_utf8_strup (book->parent_agency, -1);
  g_autofree char *point = g_utf8_strup (book->point->name, -1);
  g_autofree char *title = g_utf8_strup (form->title, -1);
  GDate date;
  g_autoptr (GString) line = NULL;

  mc_time_get_local_date (book->issued_at, &date);
  line = g_string_new (NULL);
  g_string_printf (line, "Năm %u", (guint) g_date_get_year (&date));
  if (book->book != NULL)
    g_string_append_printf (line, " · Quyển số %s", book->book);
  add_text (cells[0], 8.4, FALSE, parent);
  add_text (cells[0], 8.4, TRUE, point);
  add_text (cells[1], 15, TRUE, title);
  add_text (cells[1], 9, FALSE, line->str);
  if (book->period != NULL)
    add_text (cells[1], 9, FALSE, book->period);
  add_text (cells[2], 8.4, TRUE, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  add_text (cells[2], 9.2, TRUE, "Độc lập - Tự do - Hạnh phúc");
  mc_flow_add_row (flow, cells, G_N_ELEMENTS (cells), FALSE);
  mc_flow_add_space (flow, 8);
}

static void
add_sum (McFlow *flow, const McRegisterBook *book)
{
  const McFlowStyle style = { .size = 8.4, .italic = TRUE, .leading = MC_FLOW_TIGHT };
  g_autofree char *text = NULL;

  if (book->rows->len == 0)
    text = g_strdup ("Không có hồ sơ nào.");
  else
    text = g_strdup_printf ("Cộng: %u hồ sơ, từ số thứ tự %u đến số thứ tự %u.",
                            book->rows->len,
                            book->first_number,
                            book->first_number + book->rows->len - 1);
  mc_flow_add_space (flow, 4);
  mc_flow_add_text (flow, &style, text);
}

/**
 * mc_register_page_new:
 * @book: what to print; every pointer stays the caller's
 * @error: return location
 *
 * Lays out the register, or a part of it, with its head on every page and rows numbered without a
 * gap from where the part begins (Thông tư 01/2018/TT-VPCP article 10); the columns for signatures
 * stay empty. A year's register of many thousand rows takes seconds: never in a thread that answers
 * requests. Any thread; each pays for its fonts once.
 *
 * Returns: (transfer full): one page or more, or %NULL with #McPageError
 */
McPage *
mc_register_page_new (const McRegisterBook *book, GError **error)
{
  McTableColumn table_columns[N_COLUMNS];
  const McTable table = { .columns = table_columns,
                          .n_columns = N_COLUMNS,
                          .family = MC_PAGE_FONT_FORMAL,
                          .size = 6.9,
                          .min_row_height = 20, /* a hand signs in it */
                          .fill = fill_row,
                          .data = (gpointer) book };
  g_autoptr (McFlow) flow = NULL;
  const McForm *form;
  McSheet sheet = A4;
  double width, zoom = 1.0;
  GDate date;

  g_return_val_if_fail (book != NULL && book->point != NULL && book->rows != NULL, NULL);
  g_return_val_if_fail (book->parent_agency != NULL && book->issued_at != MC_TIME_NONE, NULL);

  mc_time_get_local_date (book->issued_at, &date);
  form = mc_form_find (MC_FORM_REGISTER, &date);
  if (mc_form_choose_paper (form, book->paper) == MC_PAPER_A5)
    {
      zoom = A5_ZOOM;
      sheet.width = MC_SHEET_MM (210.0);
      sheet.height = MC_SHEET_MM (148.0);
      sheet.margin_x *= zoom;
      sheet.margin_top *= zoom;
      sheet.margin_bottom *= zoom;
      sheet.foot_size *= zoom;
    }
  width = mc_sheet_get_column_width (&sheet) / zoom;
  for (guint i = 0; i < N_COLUMNS; i++)
    table_columns[i] = (McTableColumn){ .title = columns[i].title,
                                        .group = columns[i].group,
                                        .align = columns[i].align,
                                        .width = width * columns[i].share };

  flow = mc_flow_new (MC_PAGE_FONT_FORMAL, width);
  mc_flow_set_row_limit (flow, mc_sheet_get_column_height (&sheet) / zoom / 3);
  add_head (flow, width, book, form);
  mc_table_begin (&table, flow);
  mc_table_add_rows (&table, flow, book->rows->len);
  mc_table_end (&table, flow);
  add_sum (flow, book);
  return mc_sheet_draw (&sheet, flow, zoom, "Sổ theo dõi hồ sơ · trang", TRUE, error);
}
