/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <string.h>
#include "app/domain/datetime.h"
#include "tests/printing/page-reader.h"
#include "tests/printing/report-samples.h"

static McPage *
create (const char *name, const char *language, McSampleLength length)
{
  for (guint i = 0; i < mc_n_report_samples; i++)
    if (g_str_equal (mc_report_samples[i].name, name))
      {
        g_autoptr (GError) error = NULL;
        McPage *page = mc_report_samples[i].create (language, length, &error);

        g_assert_no_error (error);
        mc_test_assert_size (page, mc_report_samples[i].width_mm, mc_report_samples[i].height_mm);
        return page;
      }
  g_assert_not_reached ();
}

/* Every report in every language and length keeps its ink off the edges, shows markup as text and
 * numbers its pages. */
static void
test_every (gconstpointer data)
{
  static const char *const languages[] = { "vi", "en" };
  const McSample *sample = data;

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    for (McSampleLength length = MC_SAMPLE_SHORT; length <= MC_SAMPLE_HOSTILE; length++)
      {
        g_autoptr (McPage) page = create (sample->name, languages[i], length);
        g_autofree char *words = mc_test_read_words (page);

        mc_test_assert_white_edges (page, 7, 4);
        mc_test_assert_silent (words, "(null)");
        for (guint number = 1; number <= page->n_pages; number++)
          {
            g_autofree char *one = mc_test_read_page_words (page, number);
            g_autofree char *foot = g_strdup_printf (" %u/%u", number, page->n_pages);

            mc_test_assert_says (one, foot);
          }
        if (length == MC_SAMPLE_HOSTILE)
          mc_test_assert_says (words, MC_SAMPLE_MARKUP);
      }
}

/* The columns of the form in their order, and what stands in them. */
static void
test_register_columns (void)
{
  g_autoptr (McPage) page = create ("register", "vi", MC_SAMPLE_SHORT);
  g_autofree char *words = mc_test_read_words (page);

  g_assert_cmpuint (page->n_pages, ==, 1);
  mc_test_assert_in_order (words,
                           (const char *const[]){ "UBND THÀNH PHỐ HÀ NỘI",
                                                  "SỔ THEO DÕI HỒ SƠ",
                                                  "Năm 2025 · Quyển số 01",
                                                  "Từ ngày 3/11/2025 đến ngày 30/11/2025",
                                                  "Ngày, tháng, năm",
                                                  "Trả kết quả",
                                                  NULL });
  mc_test_assert_in_order (words,
                           (const char *const[]){ "TT",
                                                  "Mã hồ sơ",
                                                  "Tên thủ tục hành chính",
                                                  "Họ tên chủ hồ sơ",
                                                  "Địa chỉ, số điện thoại",
                                                  "Cơ quan chủ trì",
                                                  NULL });
  mc_test_assert_in_order (words,
                           (const char *const[]){ "Hẹn trả kết", "Nhận kết", "Phương", NULL });
  mc_test_assert_in_order (
      words, (const char *const[]){ "giải quyết", "Nhận hồ sơ", "Ký giao", "Ký nhận", NULL });
  mc_test_assert_in_order (words, (const char *const[]){ "Người nhận", "Ghi chú", NULL });
  mc_test_assert_in_order (words,
                           (const char *const[]){ "1 H26.104-",
                                                  "Đăng ký khai sinh",
                                                  "Trần Thị Bích Ngọc",
                                                  "08:10",
                                                  "08:10",
                                                  "08:10",
                                                  "Tại quầy",
                                                  "251103-500001",
                                                  "3/11/2025",
                                                  "6/11/2025",
                                                  "5/11/2025",
                                                  "2 H26.104-",
                                                  "Cộng: 9 hồ sơ, từ số thứ tự 1 đến số thứ tự 9.",
                                                  NULL });
}

/* A part goes on counting where the one before it ended: every number is there once, without a gap,
 * whatever the pages, and every page has the head. */
static void
test_register_numbers (void)
{
  g_autoptr (McPage) page = create ("register", "vi", MC_SAMPLE_LONG);
  g_autofree char *words = mc_test_read_words (page);
  const char *from = words;

  g_assert_cmpuint (page->n_pages, >, 3);
  for (guint i = 0; i < 90; i++)
    {
      g_autofree char *number = g_strdup_printf (" %u H26.104-", 1201 + i);

      from = strstr (from, number);
      g_assert_nonnull (from);
      from++;
      g_assert_null (strstr (from, number));
    }
  for (guint number = 1; number <= page->n_pages; number++)
    {
      g_autofree char *one = mc_test_read_page_words (page, number);

      mc_test_assert_in_order (
          one, (const char *const[]){ "Ngày, tháng, năm", "Mã hồ sơ", " H26.104-", NULL });
    }
  mc_test_assert_says (words, "Cộng: 90 hồ sơ, từ số thứ tự 1201 đến số thứ tự 1290.");
}

/* An empty register says so. */
static void
test_register_empty (void)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  McPoint point;
  const McRegisterBook book = { .parent_agency = "UBND thành phố Hà Nội",
                                .point = &point,
                                .issued_at = mc_sample_time ("2025-06-20T08:00:00+07:00"),
                                .first_number = 1,
                                .rows = rows };
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) page = NULL;
  g_autofree char *words = NULL;

  mc_sample_fill_point (&point, MC_SAMPLE_SHORT);
  page = mc_register_page_new (&book, &error);
  g_assert_no_error (error);
  words = mc_test_read_words (page);
  mc_test_assert_in_order (
      words, (const char *const[]){ "SỔ THEO DÕI HỒ SƠ", "Mã hồ sơ", "Không có hồ sơ nào.", NULL });
  mc_test_assert_silent (words, "Quyển số");
}

/* A ward's year. The memory is that of the pages, not of 300,000 laid-out cells. */
static void
test_register_year (void)
{
  const guint n_rows = g_test_slow () ? 20000 : 2000;
  g_autoptr (GPtrArray) rows = mc_sample_register_rows_new (n_rows, MC_SAMPLE_SHORT);
  McPoint point;
  const McRegisterBook book = { .parent_agency = "UBND thành phố Hà Nội",
                                .point = &point,
                                .issued_at = mc_sample_time ("2025-12-31T08:00:00+07:00"),
                                .first_number = 1,
                                .rows = rows };
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) page = NULL;
  g_autofree char *last = NULL, *sum = NULL;
  g_autoptr (GTimer) timer = g_timer_new ();

  mc_sample_fill_point (&point, MC_SAMPLE_SHORT);
  page = mc_register_page_new (&book, &error);
  g_test_message (
      "%u rows, %u pages: %.2f s", n_rows, page->n_pages, g_timer_elapsed (timer, NULL));
  g_assert_no_error (error);
  last = mc_test_read_page_words (page, page->n_pages);
  sum = g_strdup_printf ("Cộng: %u hồ sơ, từ số thứ tự 1 đến số thứ tự %u.", n_rows, n_rows);
  mc_test_assert_says (last, sum);
}

/* Table 06a: groups above their columns, formulas below, the total last; the head on each page. */
static void
test_report_table (void)
{
  g_autoptr (McPage) page = create ("report-06a", "vi", MC_SAMPLE_LONG);
  g_autofree char *first = mc_test_read_page_words (page, 1);
  g_autofree char *last = mc_test_read_page_words (page, page->n_pages);
  g_autofree char *words = mc_test_read_words (page);

  mc_test_assert_in_order (first,
                           (const char *const[]){ "UBND thành phố Hà Nội",
                                                  "Báo cáo 06a",
                                                  "Kỳ báo cáo",
                                                  "Tình hình, kết quả giải quyết",
                                                  "Số hồ sơ nhận",
                                                  "Số hồ sơ đã giải quyết",
                                                  "Số hồ sơ đang giải quyết",
                                                  "(3)=(4)+(5)+(6)",
                                                  "(13)",
                                                  "22 33 44 55 66 77 88 99 110 121 132",
                                                  "Lập lúc 08:00, 1/12/2025",
                                                  NULL });
  mc_test_assert_in_order (last,
                           (const char *const[]){ "Số hồ sơ nhận",
                                                  "(3)=(4)+(5)+(6)",
                                                  "126",
                                                  "Tổng cộng 12.480 8.210",
                                                  "Tổng số nhận đã gồm",
                                                  NULL });
  for (guint i = 1; i <= 126; i++)
    {
      const guint first_number = (i - 1) * 37 + 22;
      g_autofree char *row = g_strdup_printf (" %u %u %u ",
                                              first_number % 1300,
                                              (first_number + 11) % 1300,
                                              (first_number + 22) % 1300);

      mc_test_assert_says (words, row);
    }
}

/* Each bar has its label and its value; the page says what there is no data for. */
static void
test_report_bars (void)
{
  g_autoptr (McPage) vi = create ("report-steps", "vi", MC_SAMPLE_SHORT);
  g_autoptr (McPage) en = create ("report-steps", "en", MC_SAMPLE_SHORT);
  g_autofree char *vi_words = mc_test_read_words (vi);
  g_autofree char *en_words = mc_test_read_words (en);

  mc_test_assert_in_order (vi_words,
                           (const char *const[]){ "Thời gian mỗi bước",
                                                  "Tiếp nhận tại địa điểm cấp xã 0,2 giờ",
                                                  "Chuyên viên thụ lý 9,6 giờ",
                                                  "Trả kết quả tại địa điểm tiếp nhận chưa có",
                                                  "Thời gian các bước",
                                                  "Hồ sơ quá hạn",
                                                  "Không có số liệu.",
                                                  NULL });
  mc_test_assert_says (en_words, "There is no data.");
  mc_test_assert_says (en_words, "Made at 08:00, 1/12/2025 · page 1/1");
}

/* The rows of ink that are longest in the picture of a plot, from the top: a bar each. */
static GArray *
measure_bars (const McPage *page)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint8 *pixels = NULL;
  guint width, height, previous = 0;

  pixels = mc_test_draw_gray (page, 72, &width, &height);
  for (guint y = 0; y < height; y++)
    {
      guint longest = 0, run = 0;

      for (guint x = 0; x < width; x++)
        {
          const guint8 pixel = pixels[y * (gsize) width + x];

          /* The grey of the bars; text and rules are black. */
          run = pixel > 60 && pixel < 110 ? run + 1 : 0;
          longest = MAX (longest, run);
        }
      if (longest > 12 && previous <= 12)
        g_array_append_val (runs, longest);
      previous = longest;
    }
  return g_steal_pointer (&runs);
}

/* Bars are as long as their values, in proportion. */
static void
test_report_bar_lengths (void)
{
  McReportBar bars[] = { { "Một", 10, "10" }, { "Hai", 20, "20" }, { "Ba", 40, "40" } };
  g_autoptr (GPtrArray) list = g_ptr_array_new (), sections = g_ptr_array_new ();
  McReportSection section = { .bars = list };
  const McReport report = { .title = "Thử",
                            .created_at = mc_sample_time ("2025-12-01T08:00:00+07:00"),
                            .sections = sections };
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) page = NULL;
  g_autoptr (GArray) lengths = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bars); i++)
    g_ptr_array_add (list, &bars[i]);
  g_ptr_array_add (sections, &section);
  page = mc_report_page_new (&report, &error);
  g_assert_no_error (error);
  lengths = measure_bars (page);
  g_assert_cmpuint (lengths->len, ==, 3);
  g_assert_cmpint (
      ABS ((int) (4 * g_array_index (lengths, guint, 0)) - (int) g_array_index (lengths, guint, 2)),
      <=,
      6);
  g_assert_cmpint (
      ABS ((int) (2 * g_array_index (lengths, guint, 1)) - (int) g_array_index (lengths, guint, 2)),
      <=,
      4);
}

/* No bar, no value: nothing is divided by nothing. */
static void
test_report_zero (void)
{
  McReportBar bars[] = { { "Một", 0, "0" }, { "Hai", -3, "–" } };
  g_autoptr (GPtrArray) list = g_ptr_array_new (), sections = g_ptr_array_new ();
  McReportSection section = { .caption = "Không", .bars = list }, nothing = { 0 };
  const McReport report = {
    .title = "Thử", .created_at = MC_TIME_NONE, .landscape = TRUE, .sections = sections
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) page = NULL;
  g_autofree char *words = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bars); i++)
    g_ptr_array_add (list, &bars[i]);
  g_ptr_array_add (sections, &section);
  g_ptr_array_add (sections, &nothing);
  page = mc_report_page_new (&report, &error);
  g_assert_no_error (error);
  mc_test_assert_size (page, 297, 210);
  words = mc_test_read_words (page);
  mc_test_assert_in_order (words, (const char *const[]){ "Một 0", "Hai –", NULL });
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  if (!mc_test_has_programs ())
    return 77;
  for (guint i = 0; i < mc_n_report_samples; i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/printing/reports/every/%s", mc_report_samples[i].name);

      g_test_add_data_func (path, &mc_report_samples[i], test_every);
    }
  g_test_add_func ("/printing/reports/register/columns", test_register_columns);
  g_test_add_func ("/printing/reports/register/numbers", test_register_numbers);
  g_test_add_func ("/printing/reports/register/empty", test_register_empty);
  g_test_add_func ("/printing/reports/register/year", test_register_year);
  g_test_add_func ("/printing/reports/report/table", test_report_table);
  g_test_add_func ("/printing/reports/report/bars", test_report_bars);
  g_test_add_func ("/printing/reports/report/bar-lengths", test_report_bar_lengths);
  g_test_add_func ("/printing/reports/report/zero", test_report_zero);
  return g_test_run ();
}
