/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "app/domain/datetime.h"
#include "printing/documents/flow.h"
#include "printing/documents/receipt-page.h"
#include "printing/documents/sheet.h"
#include "tests/printing/page-reader.h"
#include "tests/printing/samples.h"

static char *
read_receipt (const McReceipt *receipt)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) page = mc_receipt_page_new (receipt, MC_MEDIUM_ROLL_80, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (page->n_pages, ==, 1);
  g_assert_cmpfloat (page->height_mm, <=, 300.0);
  return mc_test_read_words (page);
}

/* The alphanumeric mode is what keeps a status URL at version 4 or less, and a long one within a
 * 58 mm roll with 6 dots a module. */
static void
test_qr_version (void)
{
  g_autoptr (McQr) upper = mc_qr_new (MC_SAMPLE_URL, NULL);
  g_autofree char *lower_text = g_ascii_strdown (MC_SAMPLE_URL, -1);
  g_autoptr (McQr) lower = mc_qr_new (lower_text, NULL);
  g_autoptr (McQr) longest = mc_qr_new (
      "HTTPS://DICHVUCONG-MOTCUA.HANOI.EXAMPLE:8443/T/7ZK4M9QX2B8VC1TD6WJ5HN3RGP", NULL);

  g_assert_cmpuint (mc_qr_get_version (upper), <=, 4);
  g_assert_cmpuint (mc_qr_get_version (upper), <, mc_qr_get_version (lower));
  g_assert_cmpuint (mc_qr_get_version (longest), <=, 5);
  g_assert_cmpuint (
      mc_qr_get_modules (longest) * MC_QR_DOTS, <=, mc_medium_get_dots (MC_MEDIUM_ROLL_58));
  g_assert_cmpuint (mc_qr_get_modules (upper), ==, 17 + 4 * mc_qr_get_version (upper) + 2 * 4);
}

/* The quiet zone is light, and the mask repeats each module in whole dots. */
static void
test_qr_mask (void)
{
  g_autoptr (McQr) qr = mc_qr_new (MC_SAMPLE_URL, NULL);
  guint modules = mc_qr_get_modules (qr), n_dark = 0;
  cairo_surface_t *mask = mc_qr_create_mask (qr, 6);
  cairo_surface_t *seen =
      cairo_image_surface_create (CAIRO_FORMAT_A8, (int) modules * 6, (int) modules * 6);
  cairo_t *cr = cairo_create (seen);

  cairo_mask_surface (cr, mask, 0, 0);
  cairo_destroy (cr);
  cairo_surface_flush (seen);
  for (guint y = 0; y < modules * 6; y++)
    for (guint x = 0; x < modules * 6; x++)
      {
        guint8 value = cairo_image_surface_get_data (
            seen)[y * (gsize) cairo_image_surface_get_stride (seen) + x];

        g_assert_cmpuint (value, ==, mc_qr_is_dark (qr, x / 6, y / 6) ? 255 : 0);
        n_dark += value == 255;
      }
  g_assert_cmpuint (n_dark, >, 0);
  for (guint i = 0; i < modules; i++)
    for (guint j = 0; j < 4; j++)
      g_assert_false (mc_qr_is_dark (qr, i, j) || mc_qr_is_dark (qr, j, i) ||
                      mc_qr_is_dark (qr, i, modules - 1 - j) ||
                      mc_qr_is_dark (qr, modules - 1 - j, i));
  cairo_surface_destroy (seen);
  cairo_surface_destroy (mask);
}

static void
test_qr_too_long (void)
{
  g_autofree char *text = g_strnfill (3000, 'a');
  g_autoptr (GError) error = NULL;

  g_assert_null (mc_qr_new (text, &error));
  g_assert_error (error, MC_QR_ERROR, MC_QR_ERROR_TOO_LONG);
}

/* Length of the run of black that begins at x, 0 when x is not its beginning. */
static guint
run_length (const guint8 *row, guint width, guint x)
{
  guint length = 0;

#define BLACK(i) ((row[(i) / 8] >> (7 - (i) % 8)) & 1)
  if (!BLACK (x) || (x > 0 && BLACK (x - 1)))
    return 0;
  while (x + length < width && BLACK (x + length))
    length++;
#undef BLACK
  return length;
}

/* On the rasterised receipt a finder pattern's bars are 42 dots long and 6 dots thick: no dot more,
 * as drawn rectangles would have it. */
static void
test_qr_whole_dots (void)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);
  g_autoptr (McPage) page = mc_receipt_page_new (receipt, MC_MEDIUM_ROLL_80, NULL);
  g_autofree char *path = mc_test_write_pdf (page);
  g_autofree char *base = g_strndup (path, strlen (path) - 4);
  g_autofree char *raster = g_strconcat (base, ".pbm", NULL);
  g_autofree char *content = NULL;
  gsize length;
  guint width, height, stride, thickness = 0, left = 0;
  const guint8 *pixels;

  g_free (mc_test_run (
      (const char *const[]){ "pdftoppm", "-r", "203", "-mono", "-singlefile", path, base, NULL }));
  g_assert_true (g_file_get_contents (raster, &content, &length, NULL));
  g_assert_cmpint (sscanf (content, "P4 %u %u", &width, &height), ==, 2);
  stride = (width + 7) / 8;
  pixels = (const guint8 *) content + length - stride * (gsize) height;
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      if ((thickness == 0 || x == left) && run_length (pixels + y * (gsize) stride, width, x) == 42)
        {
          guint64 next = 0;

          if (thickness == 0)
            left = x;
          /* The three bars that begin in this column: top, bottom, and the lower pattern's. */
          for (guint i = x + 42; i < width && next == 0; i++)
            next = run_length (pixels + y * (gsize) stride, width, i);
          g_assert_cmpuint (next % 6, ==, 0);
          thickness++;
        }
  g_assert_cmpuint (thickness, ==, 4 * 6);
  g_remove (path);
  g_remove (raster);
}

/* Every part of the slip, in both languages. */
static void
test_receipt_parts (void)
{
  static const char *const vietnamese[] = { "UBND PHƯỜNG HOÀN KIẾM",
                                            "Trung tâm Phục vụ hành chính công",
                                            "PHIẾU ĐÃ NỘP HỒ SƠ",
                                            "chưa thay giấy tiếp nhận",
                                            "H26.107-250620-500012",
                                            "motcua.hanoi.example",
                                            "Đăng ký khai sinh",
                                            "Trần Thị B•••",
                                            "09:51, 20/6/2025",
                                            "Hệ thống đã nhận được hồ sơ",
                                            "quầy 2",
                                            "Giấy chứng sinh (bản chính)",
                                            "17:00, 20/6/2025",
                                            "Trong ngày",
                                            "Miễn phí",
                                            "Máy HK-03 · Phiếu số 1",
                                            "Không trả tiền cho bất cứ ai" };
  static const char *const english[] = { "APPLICATION SUBMITTED",
                                         "not yet the official receipt",
                                         "Birth registration",
                                         "The service has received it",
                                         "counter 2",
                                         "Same day",
                                         "Never pay anyone",
                                         "Machine HK-03 · Slip no. 1" };
  g_autoptr (McReceipt) vi = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);
  g_autoptr (McReceipt) en = mc_sample_receipt_new ("en", MC_SAMPLE_SHORT);
  g_autofree char *vi_words = read_receipt (vi);
  g_autofree char *en_words = read_receipt (en);

  for (guint i = 0; i < G_N_ELEMENTS (vietnamese); i++)
    mc_test_assert_says (vi_words, vietnamese[i]);
  for (guint i = 0; i < G_N_ELEMENTS (english); i++)
    mc_test_assert_says (en_words, english[i]);
  mc_test_assert_silent (vi_words, "BẢN IN LẠI");
  mc_test_assert_silent (vi_words, "chưa được đối chiếu");
  mc_test_assert_silent (en_words, "Hệ thống");
}

/* A copy says so in its middle, and which one it is. */
static void
test_receipt_copy (void)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);
  g_autofree char *words = NULL;
  const char *mark;

  receipt->copy = 3;
  words = read_receipt (receipt);
  mc_test_assert_says (words, "BẢN IN LẠI · 3");
  mc_test_assert_says (words, "Phiếu số 3");
  mark = strstr (words, "BẢN IN LẠI");
  g_assert_true (strstr (words, receipt->code) < mark);
  g_assert_true (strstr (mark, "Nộp giấy tờ") != NULL);
}

/* The words tell whether the dossier left the machine, whether its clock can be trusted, and why
 * the result comes later than one would think. */
static void
test_receipt_truth (void)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);
  g_autofree char *words = NULL, *without_due = NULL;

  receipt->delivered = FALSE;
  receipt->clock_synchronised = FALSE;
  receipt->due_reasons = MC_DUE_REASON_AFTER_CUT_OFF | MC_DUE_REASON_CLOSED_DAY |
                         MC_DUE_REASON_OUTSIDE_HOURS | MC_DUE_REASON_UNOFFICIAL_CALENDAR;
  words = read_receipt (receipt);
  mc_test_assert_says (words, "Hồ sơ đã được lưu tại máy này");
  mc_test_assert_silent (words, "đã nhận được hồ sơ");
  mc_test_assert_says (words, "chưa được đối chiếu");
  mc_test_assert_says (words, "sau giờ chốt");
  mc_test_assert_says (words, "ngày nghỉ");
  mc_test_assert_says (words, "ngoài giờ làm việc");
  mc_test_assert_says (words, "chưa công bố chính thức");

  receipt->expected_due = MC_TIME_NONE;
  without_due = read_receipt (receipt);
  mc_test_assert_says (without_due, "Cán bộ sẽ báo ngày trả kết quả");
  mc_test_assert_silent (without_due, "17:00");
}

/* What nobody configured is left out, and the rest is printed. */
static void
test_receipt_sparse (void)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);
  g_autofree char *words = NULL;

  g_clear_pointer (&receipt->counter, g_free);
  g_clear_pointer (&receipt->address, g_free);
  g_clear_pointer (&receipt->status_url, g_free);
  g_ptr_array_set_size (receipt->papers, 0);
  words = read_receipt (receipt);
  mc_test_assert_says (words, "Đến quầy tiếp nhận");
  mc_test_assert_says (words, "Không phải nộp thêm giấy tờ");
  mc_test_assert_says (words, receipt->code);
  mc_test_assert_silent (words, "Quét mã");
  mc_test_assert_silent (words, "(null)");
}

/* Twenty papers with long names are all named; what can never fit in 300 mm is counted. */
static void
test_receipt_long (void)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_LONG);
  g_autofree char *words = read_receipt (receipt);
  g_autofree char *many = NULL;

  mc_test_assert_says (words, "ủy quyền (18)");
  mc_test_assert_silent (words, "giấy tờ khác");
  mc_test_assert_says (words, "Phường Văn Miếu - Quốc Tử Giám");
  for (guint i = 0; i < 40; i++)
    g_ptr_array_add (receipt->papers, g_strdup_printf ("Giấy tờ thêm thứ %u", i));
  many = read_receipt (receipt);
  mc_test_assert_says (many, "giấy tờ khác: xin hỏi cán bộ tại quầy");
  mc_test_assert_says (many, "Không trả tiền");
}

/* One field that would fill the roll by itself ends in dots: no metre of paper, and no slip that is
 * missing either. */
static void
test_receipt_too_long (void)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);
  g_autofree char *words = NULL;

  g_free (receipt->address);
  receipt->address = g_strnfill (6000, 'x');
  words = read_receipt (receipt);
  mc_test_assert_says (words, "x…");
  mc_test_assert_says (words, "2 giấy tờ khác");
  mc_test_assert_says (words, "Không trả tiền");
}

/* A character that would come out as a box is told, without repeating the text. */
static void
test_receipt_glyphs (void)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);
  g_autoptr (McPage) page = NULL;
  g_autoptr (GError) error = NULL;

  g_free (receipt->masked_name);
  receipt->masked_name = g_strdup ("Trần \xf3\xb1\x88\xb4•••"); /* U+F1234, private use */
  page = mc_receipt_page_new (receipt, MC_MEDIUM_ROLL_80, &error);
  g_assert_null (page);
  g_assert_error (error, MC_PAGE_ERROR, MC_PAGE_ERROR_GLYPHS);
  g_assert_null (strstr (error->message, "Trần"));
}

static void
assert_ink_inside (const char *family, const McFlowStyle *style, const char *text)
{
  const int scale = 4, margin = 20 * scale;
  g_autoptr (McFlow) flow = mc_flow_new (family, 200);
  cairo_surface_t *surface;
  cairo_t *cr;
  int height, rows, stride, n_dark = 0;

  mc_flow_add_text (flow, style, text);
  height = (int) ceil (mc_flow_get_height (flow) * scale);
  rows = height + 2 * margin;
  surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 200 * scale, rows);
  cr = cairo_create (surface);
  cairo_translate (cr, 0, margin);
  cairo_scale (cr, scale, scale);
  mc_flow_draw (flow, cr, 0, 0, 0, G_MAXUINT);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  stride = cairo_image_surface_get_stride (surface);
  for (int y = 0; y < rows; y++)
    for (int x = 0; x < 200 * scale; x++)
      if (cairo_image_surface_get_data (surface)[y * stride + x] > 127)
        {
          n_dark++;
          if (y < margin || y >= margin + height)
            g_error ("ink of \"%s\" leaves its line at row %d of %d (%s %.1f, leading %.2f)",
                     text,
                     y - margin,
                     height,
                     family,
                     style->size,
                     style->leading);
        }
  g_assert_cmpint (n_dark, >, 50);
  cairo_surface_destroy (surface);
}

/* Two accents on a capital above, a dot and a descender below: each line keeps its ink in its own
 * box at the tightest leading in use, so that lines can never touch. */
static void
test_accents (void)
{
  static const char *const texts[] = {
    "ẤẦẨẪẬẮẰẲẴẶ", "ẾỀỂỄỆỐỒỔỖỘ", "ỚỜỞỠỢỨỪỬỮỰ", "Ỹ Ỷ Ỵ Í Ĩ Ị Đ", "ậặệộợụựỵ gjpqy (ẫẵễỗỡữ)"
  };
  static const char *const families[] = { MC_PAGE_FONT, MC_PAGE_FONT_FORMAL };
  static const double sizes[] = { 7.0, 8.8, 15.0 };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint j = 0; j < G_N_ELEMENTS (families); j++)
      for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
        for (guint variant = 0; variant < 3; variant++)
          {
            const McFlowStyle style = { .size = sizes[k],
                                        .bold = variant == 1,
                                        .italic = variant == 2,
                                        .leading = MC_FLOW_TIGHT };

            assert_ink_inside (families[j], &style, texts[i]);
          }
}

/* Pages end between lines, never between a heading and its first line. */
static void
test_flow_fit (void)
{
  g_autoptr (McFlow) flow = mc_flow_new (MC_PAGE_FONT, 200);
  const McFlowStyle plain = { .size = 10 }, heading = { .size = 10, .keep = TRUE };
  guint next = 0;
  double line;

  mc_flow_add_text (flow, &plain, "1");
  line = mc_flow_get_height (flow);
  mc_flow_add_text (flow, &plain, "2");
  mc_flow_add_text (flow, &heading, "3");
  mc_flow_add_text (flow, &plain, "4");
  mc_flow_add_space (flow, 5);
  mc_flow_add_text (flow, &plain, "5");
  g_assert_cmpuint (mc_flow_get_n_blocks (flow), ==, 6);

  g_assert_cmpuint (mc_flow_fit (flow, 0, 3.5 * line, &next), ==, 2);
  g_assert_cmpuint (next, ==, 2);
  g_assert_cmpuint (mc_flow_fit (flow, 2, 2.2 * line, &next), ==, 3);
  g_assert_cmpuint (next, ==, 5); /* the white before the next page is dropped */
  g_assert_cmpuint (mc_flow_fit (flow, 5, 0.1, &next), ==, 1);
  g_assert_cmpuint (next, ==, 6);
}

static McFlow *
create_cell (double width, const char *text)
{
  const McFlowStyle style = { .size = 10 };
  McFlow *cell = mc_flow_new (MC_PAGE_FONT, width - 2 * MC_FLOW_CELL_PADDING);

  mc_flow_add_text (cell, &style, text);
  return cell;
}

static void
build_row (guint row, McFlow **cells, gpointer data)
{
  g_autofree char *text = g_strdup_printf ("Hàng %u", row);

  cells[0] = create_cell (100, text);
  cells[1] = create_cell (100, "x");
}

static McPage *
draw_flow (const McFlow *flow, double height)
{
  const McSheet sheet = { .width = 240,
                          .height = height + 40,
                          .margin_x = 20,
                          .margin_top = 20,
                          .margin_bottom = 20,
                          .foot_size = 8,
                          .family = MC_PAGE_FONT };
  g_autoptr (GError) error = NULL;
  McPage *page = mc_sheet_draw (&sheet, flow, 1, "trang", FALSE, &error);

  g_assert_no_error (error);
  return page;
}

/* A table's head stands on every page that begins among its rows, and on no page after them. */
static void
test_flow_table (void)
{
  g_autoptr (McFlow) flow = mc_flow_new (MC_PAGE_FONT, 200);
  const McFlowStyle plain = { .size = 10 };
  McFlow *head[2] = { create_cell (100, "Đầu bảng"), create_cell (100, "B") };
  g_autoptr (McPage) page = NULL;
  g_autofree char *words = NULL, *first = NULL, *last = NULL;
  guint next = 0;
  double line;

  mc_flow_add_row (flow, head, G_N_ELEMENTS (head), TRUE);
  line = mc_flow_get_height (flow);
  mc_flow_begin_rows (flow, 1);
  mc_flow_add_ruled_rows (flow, 7, 2, build_row, NULL);
  mc_flow_end_rows (flow);
  for (guint i = 0; i < 6; i++)
    mc_flow_add_text (flow, &plain, "Sau bảng");

  /* The head takes its room on each page: one and three rows each time. */
  g_assert_cmpuint (mc_flow_fit (flow, 0, 4.5 * line, &next), ==, 4);
  g_assert_cmpuint (mc_flow_fit (flow, 4, 4.5 * line, &next), ==, 3);
  g_assert_cmpuint (next, ==, 7);

  page = draw_flow (flow, 4.5 * line);
  words = mc_test_read_words (page);
  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *row = g_strdup_printf ("Hàng %u", i);

      mc_test_assert_says (words, row);
      mc_test_assert_silent (strstr (words, row) + 1, row);
    }
  first = mc_test_read_page_words (page, 2);
  mc_test_assert_in_order (first, (const char *const[]){ "Đầu bảng", "Hàng 3", NULL });
  last = mc_test_read_page_words (page, page->n_pages);
  mc_test_assert_silent (last, "Đầu bảng");
  mc_test_assert_says (last, "Sau bảng");
  mc_test_assert_white_edges (page, 18.0 / 72 * 25.4, 5.0 / 72 * 25.4);
}

/* A cell of more text than a page holds goes on: every word is there once, none off the page. */
static void
test_flow_tall_row (void)
{
  g_autoptr (McFlow) flow = mc_flow_new (MC_PAGE_FONT, 200);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (McPage) page = NULL;
  g_autofree char *words = NULL;
  McFlow *cells[2];

  for (guint i = 1; i <= 200; i++)
    g_string_append_printf (text, "từ%u ", i);
  cells[0] = create_cell (100, "Trái");
  cells[1] = create_cell (100, text->str);
  mc_flow_set_row_limit (flow, 80);
  mc_flow_add_row (flow, cells, G_N_ELEMENTS (cells), TRUE);
  page = draw_flow (flow, 240);
  g_assert_cmpuint (page->n_pages, >, 1);
  words = mc_test_read_words (page);
  for (guint i = 1; i <= 200; i++)
    {
      g_autofree char *word = g_strdup_printf ("từ%u ", i);

      mc_test_assert_says (words, word);
      mc_test_assert_silent (strstr (words, word) + 1, word);
    }
  mc_test_assert_white_edges (page, 18.0 / 72 * 25.4, 5.0 / 72 * 25.4);
}

/* Form 01 has the fields of the law in their order, on A5, with the id masked. */
static void
test_form01_fields (void)
{
  static const char *const parts[] = {
    "UBND THÀNH PHỐ HÀ NỘI",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    "Nơi tiếp nhận",
    "Tiếp nhận hồ sơ của",
    "Địa chỉ",
    "Số điện thoại",
    "Email",
    "Số căn cước/Hộ chiếu",
    "0028",
    "Nội dung yêu cầu giải quyết",
    "1. Thành phần hồ sơ",
    "2. Số lượng hồ sơ",
    "3. Thời gian giải quyết",
    "Trong ngày",
    "4. Thời gian nhận hồ sơ: 10 giờ 05 phút, ngày 20 tháng 6 năm 2025",
    "5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút",
    "6. Đăng ký nhận kết quả tại",
    "7. Vào Sổ theo dõi hồ sơ",
    "NGƯỜI NỘP HỒ SƠ",
    "NGƯỜI TIẾP NHẬN HỒ SƠ",
    "Lê Thu Hương",
    NULL
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) page = mc_sample_form01_page_new ("vi", MC_SAMPLE_SHORT, &error);
  g_autofree char *words = NULL;

  g_assert_no_error (error);
  mc_test_assert_size (page, 148, 210);
  g_assert_cmpuint (page->n_pages, ==, 1);
  words = mc_test_read_words (page);
  mc_test_assert_in_order (words, parts);
  mc_test_assert_says (words, "H26.107-250620-500012");
  mc_test_assert_silent (words, "001304000028");
  mc_test_assert_silent (words, "trang 1/");
}

/* A long one goes on with its code and page numbers, loses no row and ends with the signatures. */
static void
test_form01_pages (void)
{
  static const char *const parts[] = { "Chủ hồ sơ: Nguyễn Phương Quỳnh Như",
                                       "trang 1/2",
                                       "Tên giấy tờ",
                                       " 28 ",
                                       "NGƯỜI TIẾP NHẬN HỒ SƠ",
                                       "trang 2/2",
                                       NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) page = mc_sample_form01_page_new ("vi", MC_SAMPLE_LONG, &error);
  g_autofree char *words = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (page->n_pages, ==, 2);
  words = mc_test_read_words (page);
  mc_test_assert_in_order (words, parts);
  for (guint i = 1; i <= 28; i++)
    {
      g_autofree char *number = g_strdup_printf (" %u ", i);

      mc_test_assert_says (words, number);
    }
}

/* In English the Vietnamese labels stay, with a gloss. */
static void
test_form01_english (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) page = mc_sample_form01_page_new ("en", MC_SAMPLE_SHORT, &error);
  g_autofree char *words = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (page->n_pages, ==, 1);
  words = mc_test_read_words (page);
  mc_test_assert_says (words, "Tiếp nhận hồ sơ của (From)");
  mc_test_assert_says (words, "Receipt of an application");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  if (!mc_test_has_programs ())
    return 77;
  g_test_add_func ("/printing/qr/version", test_qr_version);
  g_test_add_func ("/printing/qr/mask", test_qr_mask);
  g_test_add_func ("/printing/qr/too-long", test_qr_too_long);
  g_test_add_func ("/printing/qr/whole-dots", test_qr_whole_dots);
  g_test_add_func ("/printing/receipt/parts", test_receipt_parts);
  g_test_add_func ("/printing/receipt/copy", test_receipt_copy);
  g_test_add_func ("/printing/receipt/truth", test_receipt_truth);
  g_test_add_func ("/printing/receipt/sparse", test_receipt_sparse);
  g_test_add_func ("/printing/receipt/long", test_receipt_long);
  g_test_add_func ("/printing/receipt/too-long", test_receipt_too_long);
  g_test_add_func ("/printing/receipt/glyphs", test_receipt_glyphs);
  g_test_add_func ("/printing/flow/accents", test_accents);
  g_test_add_func ("/printing/flow/fit", test_flow_fit);
  g_test_add_func ("/printing/flow/table", test_flow_table);
  g_test_add_func ("/printing/flow/tall-row", test_flow_tall_row);
  g_test_add_func ("/printing/form01/fields", test_form01_fields);
  g_test_add_func ("/printing/form01/pages", test_form01_pages);
  g_test_add_func ("/printing/form01/english", test_form01_english);
  return g_test_run ();
}
