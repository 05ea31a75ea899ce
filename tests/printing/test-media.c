/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <string.h>
#include "printing/documents/page-raster.h"
#include "printing/documents/receipt-page.h"
#include "tests/printing/media-samples.h"
#include "tests/printing/page-reader.h"

#define MM_OF_POINTS(points) ((points) / 72.0 * 25.4)

static McPage *
create (const char *name, McMedium medium, const char *language, McSampleLength length)
{
  g_autoptr (GError) error = NULL;
  McPage *page = NULL;

  for (guint i = 0; i < mc_n_media_samples; i++)
    if (g_str_equal (mc_media_samples[i].name, name))
      page = mc_media_samples[i].create (medium, language, length, &error);
  g_assert_no_error (error);
  g_assert_nonnull (page);
  return page;
}

/* The names of kiosk.conf lead to media and back; no other does. */
static void
test_names (void)
{
  McMedium medium = MC_MEDIUM_A4;

  for (guint i = 0; i < MC_N_MEDIA; i++)
    {
      g_assert_true (mc_medium_from_string (mc_medium_to_string ((McMedium) i), &medium));
      g_assert_cmpuint (medium, ==, i);
    }
  g_assert_false (mc_medium_from_string ("roll-8", &medium));
  g_assert_false (mc_medium_from_string (NULL, &medium));
  g_assert_cmpuint (medium, ==, MC_MEDIUM_A4);
}

/* The last row that has ink, and the outermost columns, in dots of the roll. */
static void
find_ink (const McPage *page, guint *left, guint *right, guint *bottom)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McRaster) raster = mc_page_rasterise (page, 0, 203, 203, MC_RASTER_BI_LEVEL, &error);

  g_assert_no_error (error);
  *left = raster->width;
  *right = *bottom = 0;
  for (guint y = 0; y < raster->height; y++)
    for (guint x = 0; x < raster->width; x++)
      if ((raster->rows[y * raster->stride + x / 8] >> (7 - x % 8)) & 1)
        {
          *left = MIN (*left, x);
          *right = MAX (*right, x);
          *bottom = y;
        }
}

/* The page is as wide as the roll, prints where the head is, and ends a finger's breadth below its
 * last line: a cutter or CUPS adds nothing to what was asked for. */
static void
assert_roll (const McPage *page, McMedium medium)
{
  const guint width = (guint) (mc_medium_get_page_width (medium) / 72 * 203 + 0.5);
  const guint margin = (width - mc_medium_get_dots (medium)) / 2;
  const guint height = (guint) (page->height_mm / 25.4 * 203 + 0.5);
  guint left, right, bottom;

  g_assert_cmpuint (page->n_pages, ==, 1);
  mc_test_assert_size (page, MM_OF_POINTS (mc_medium_get_page_width (medium)), page->height_mm);
  g_assert_cmpfloat (page->height_mm, <=, medium == MC_MEDIUM_ROLL_80 ? 300.0 : 400.0);
  find_ink (page, &left, &right, &bottom);
  g_assert_cmpuint (left, >=, margin);
  g_assert_cmpuint (right, <=, margin + mc_medium_get_dots (medium));
  g_assert_cmpuint (height - bottom, >=, 16);
  g_assert_cmpuint (height - bottom, <=, 64);
}

/* Every paper of a kiosk on every medium: exactly its size, nothing beyond what can be printed. */
static void
test_every (gconstpointer data)
{
  static const char *const languages[] = { "vi", "en" };
  const McMediaSample *sample = data;

  for (guint medium = 0; medium < MC_N_MEDIA; medium++)
    for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
      for (McSampleLength length = MC_SAMPLE_SHORT; length <= MC_SAMPLE_HOSTILE; length++)
        {
          g_autoptr (McPage) page = create (sample->name, (McMedium) medium, languages[i], length);
          g_autofree char *words = mc_test_read_words (page);

          mc_test_assert_silent (words, "(null)");
          /* A test page gives up names that it has no room for. */
          if (length == MC_SAMPLE_HOSTILE && !g_str_equal (sample->name, "test-page"))
            mc_test_assert_says (words, "<b>");
          if (mc_medium_is_roll ((McMedium) medium))
            {
              assert_roll (page, (McMedium) medium);
              continue;
            }
          mc_test_assert_size (page,
                               MM_OF_POINTS (mc_medium_get_page_width ((McMedium) medium)),
                               MM_OF_POINTS (mc_medium_get_page_height ((McMedium) medium)));
          mc_test_assert_white_edges (page, 9, 5);
          if (length == MC_SAMPLE_SHORT)
            g_assert_cmpuint (page->n_pages, ==, 1);
        }
}

/* The same is said on every medium, whatever the order in which it stands. */
static void
test_receipt_contents (void)
{
  static const char *const parts[] = {
    "PHIẾU ĐÃ NỘP HỒ SƠ",
    "chưa thay giấy tiếp nhận",
    "motcua.hanoi.example",
    "Đăng ký khai sinh",
    "Trần Thị B•••",
    "Hệ thống đã nhận được hồ sơ",
    "quầy 2",
    "Căn cước của người đi khai",
    "17:00, 20/6/2025",
    "Miễn phí",
    "Không trả tiền",
    "Máy HK-03 · Phiếu số 2",
    "BẢN IN LẠI · 2",
    "H26.107-",
    "250620-500012",
  };

  for (guint medium = 0; medium < MC_N_MEDIA; medium++)
    {
      g_autoptr (McPage) page = create ("receipt-copy", (McMedium) medium, "vi", MC_SAMPLE_SHORT);
      g_autofree char *words = mc_test_read_words (page);
      g_autofree char *reading = mc_test_read_qr (page, 203);

      for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
        mc_test_assert_says (words, parts[i]);
      g_assert_cmpstr (reading, ==, MC_SAMPLE_URL);
    }
}

/* Sheets name all of twenty papers and more; only a roll, which is capped, may count some. */
static void
test_receipt_sheets (void)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_LONG);

  for (guint i = 0; i < 60; i++)
    g_ptr_array_add (receipt->papers, g_strdup_printf ("Giấy tờ thêm thứ %u", i));
  for (guint medium = 0; medium < MC_N_MEDIA; medium++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (McPage) page = mc_receipt_page_new (receipt, (McMedium) medium, &error);
      g_autofree char *words = NULL;

      g_assert_no_error (error);
      words = mc_test_read_words (page);
      if (mc_medium_is_roll ((McMedium) medium))
        mc_test_assert_says (words, "giấy tờ khác: xin hỏi cán bộ");
      else
        {
          g_assert_cmpuint (page->n_pages, >, 1);
          mc_test_assert_says (words, "thứ 59");
          mc_test_assert_says (words, "500012 · trang 2/");
        }
    }
}

/* The three symbols of a test page say what is printed beside them, on every medium. */
static void
test_test_page_readings (void)
{
  for (guint medium = 0; medium < MC_N_MEDIA; medium++)
    {
      g_autoptr (McPage) page = create ("test-page", (McMedium) medium, "vi", MC_SAMPLE_SHORT);
      g_autofree char *words = mc_test_read_words (page);
      /* A laser printer's dots, which no module of 4, 5 or 6 dots of a roll falls onto. */
      g_autofree char *seen =
          mc_test_read_qr (page, mc_medium_is_roll ((McMedium) medium) ? 203 : 600);
      g_auto (GStrv) lines = g_strsplit (seen, "\n", 0);
      McTestSheet sheet;

      mc_sample_fill_test_sheet (&sheet, "vi", MC_SAMPLE_SHORT);
      g_assert_cmpuint (g_strv_length (lines), ==, 3);
      for (guint dots = 4; dots <= 6; dots++)
        {
          g_autofree char *reading = mc_test_page_create_reading (&sheet, dots);

          g_assert_true (g_strv_contains ((const char *const *) lines, reading));
          mc_test_assert_says (words, reading);
        }
      mc_test_assert_in_order (words,
                               (const char *const[]){ "TỜ IN THỬ",
                                                      "HK-03",
                                                      "ipp://192.0.2.9/ipp",
                                                      "16:55, 20/6/2025",
                                                      "Đầu in",
                                                      "Mã QR",
                                                      "Thước đo",
                                                      "ẾỖỮẶ",
                                                      "Hết tờ in thử",
                                                      NULL });
    }
}

/* A kiosk's name may hold what the alphanumeric mode cannot, or be missing. */
static void
test_test_page_reading (void)
{
  McTestSheet sheet = { .kiosk = "máy ẾỖ-3.b" };
  g_autofree char *odd = mc_test_page_create_reading (&sheet, 5), *none = NULL;

  sheet.kiosk = NULL;
  none = mc_test_page_create_reading (&sheet, 4);
  g_assert_cmpstr (odd, ==, "MC5 MY-3.B");
  g_assert_cmpstr (none, ==, "MC4");
}

static guint
count_run (const McRaster *raster, guint y, guint *first)
{
  guint best = 0, run = 0;

  for (guint x = 0; x < raster->width; x++)
    {
      run = (raster->rows[y * raster->stride + x / 8] >> (7 - x % 8)) & 1 ? run + 1 : 0;
      if (run > best)
        {
          best = run;
          *first = x + 1 - run;
        }
    }
  return best;
}

/* The black bar and the stairs reach every dot of the head once, so that each dead one is seen. */
static void
test_test_page_dots (void)
{
  for (guint medium = 0; mc_medium_is_roll ((McMedium) medium); medium++)
    {
      const guint dots = mc_medium_get_dots ((McMedium) medium);
      g_autoptr (McPage) page = create ("test-page", (McMedium) medium, "vi", MC_SAMPLE_SHORT);
      g_autoptr (McRaster) raster = mc_page_rasterise (page, 0, 203, 203, MC_RASTER_BI_LEVEL, NULL);
      g_autofree guint *marks = g_new0 (guint, raster->width);
      guint top = 0, first = 0;

      while (top < raster->height && count_run (raster, top, &first) != dots)
        top++;
      g_assert_cmpuint (top, <, raster->height);
      for (guint y = top; y < top + 24; y++)
        g_assert_cmpuint (count_run (raster, y, &first), ==, dots);
      for (guint y = top + 26; y < top + 26 + 64; y++)
        for (guint x = 0; x < raster->width; x++)
          marks[x] += (raster->rows[y * raster->stride + x / 8] >> (7 - x % 8)) & 1;
      for (guint x = 0; x < raster->width; x++)
        g_assert_cmpuint (marks[x], ==, x >= first && x < first + dots ? 8 : 0);
    }
}

/* The longest line of ink down or across, in dots of 300 an inch. */
static guint
find_longest (const McPage *page, gboolean down)
{
  g_autoptr (McRaster) raster = mc_page_rasterise (page, 0, 300, 300, MC_RASTER_GREY, NULL);
  const guint n_lines = down ? raster->width : raster->height;
  const guint length = down ? raster->height : raster->width;
  guint best = 0;

  for (guint i = 0; i < n_lines; i++)
    {
      guint run = 0;

      for (guint j = 0; j < length; j++)
        {
          const guint x = down ? i : j, y = down ? j : i;

          run = raster->rows[y * raster->stride + x] < 200 ? run + 1 : 0;
          best = MAX (best, run);
        }
    }
  return best;
}

/* The rulers are as long on paper as they say, to a tenth of a millimetre, however large the rest
 * of the page is drawn. */
static void
test_test_page_rulers (void)
{
  for (guint medium = 0; medium < MC_N_MEDIA; medium++)
    {
      g_autoptr (McPage) page = create ("test-page", (McMedium) medium, "vi", MC_SAMPLE_SHORT);
      const double down = find_longest (page, TRUE) / 300.0 * 25.4;
      const double rest = down - (int) (down / 10) * 10;

      /* Its last tick is half below its end. */
      g_assert_cmpfloat (down, >=, 50);
      g_assert_cmpfloat (rest, <, 0.35);
    }
}

/* Dossiers are the sum of what became of their papers; what is left over stands on the paper. */
static void
test_reconciliation_sum (void)
{
  g_auto (McSampleDay) good = { 0 }, bad = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) page = NULL, bad_page = NULL;
  g_autofree char *words = NULL, *bad_words = NULL;

  mc_sample_day_init (&good, "vi", MC_SAMPLE_SHORT);
  g_assert_cmpint (mc_reconciliation_get_difference (&good.day), ==, 0);
  page = mc_reconciliation_page_new (&good.day, MC_MEDIUM_ROLL_80, &error);
  g_assert_no_error (error);
  words = mc_test_read_words (page);
  mc_test_assert_in_order (words,
                           (const char *const[]){ "PHIẾU ĐỐI CHIẾU NGÀY",
                                                  "20/6/2025",
                                                  "Máy HK-03",
                                                  "Hồ sơ đã nộp 42",
                                                  "đã xác nhận 39",
                                                  "không in được 2",
                                                  "chưa rõ có giấy hay không 1",
                                                  "Cộng khớp.",
                                                  "Bản in lại 3",
                                                  "Số chờ nhận kết quả 17",
                                                  "mọi loại 60",
                                                  "7,42 m",
                                                  "Chưa rõ có giấy: 1",
                                                  MC_SAMPLE_CODE " 14:55",
                                                  "Chưa gửi được về trung tâm: 0",
                                                  "Mọi hồ sơ đã gửi xong",
                                                  "Từ 500001 đến 500042",
                                                  "Không thiếu số nào.",
                                                  "NGƯỜI ĐỐI CHIẾU",
                                                  NULL });
  mc_test_assert_silent (words, "KHÔNG KHỚP");

  mc_sample_day_init (&bad, "vi", MC_SAMPLE_SHORT);
  bad.day.n_confirmed += 3;
  g_assert_cmpint (mc_reconciliation_get_difference (&bad.day), ==, -3);
  bad_page = mc_reconciliation_page_new (&bad.day, MC_MEDIUM_ROLL_80, &error);
  g_assert_no_error (error);
  bad_words = mc_test_read_words (bad_page);
  mc_test_assert_says (bad_words, "KHÔNG KHỚP: lệch -3");
  mc_test_assert_silent (bad_words, "Cộng khớp");
}

/* Gaps and dossiers are named; what a roll cannot hold is counted. */
static void
test_reconciliation_lists (void)
{
  g_auto (McSampleDay) sample = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) page = NULL, sheet = NULL;
  g_autofree char *words = NULL, *sheet_words = NULL;

  mc_sample_day_init (&sample, "vi", MC_SAMPLE_LONG);
  g_assert_cmpint (mc_reconciliation_get_difference (&sample.day), ==, 0);
  page = mc_reconciliation_page_new (&sample.day, MC_MEDIUM_ROLL_80, &error);
  g_assert_no_error (error);
  words = mc_test_read_words (page);
  mc_test_assert_in_order (words,
                           (const char *const[]){ "đã gửi in, máy in không báo 7",
                                                  "đang chờ in 3",
                                                  "không yêu cầu in 7",
                                                  "Chưa rõ có giấy: 45",
                                                  "hồ sơ khác",
                                                  "Chưa gửi được về trung tâm: 15",
                                                  "Số bị thiếu:",
                                                  "500013",
                                                  "500020 đến 500026 (7 số)",
                                                  "NGƯỜI ĐỐI CHIẾU",
                                                  NULL });
  sheet = mc_reconciliation_page_new (&sample.day, MC_MEDIUM_A5, &error);
  g_assert_no_error (error);
  sheet_words = mc_test_read_words (sheet);
  mc_test_assert_says (sheet_words, "… và 5 hồ sơ khác");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  if (!mc_test_has_programs ())
    return 77;
  g_test_add_func ("/printing/media/names", test_names);
  for (guint i = 0; i < mc_n_media_samples; i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/printing/media/every/%s", mc_media_samples[i].name);

      g_test_add_data_func (path, &mc_media_samples[i], test_every);
    }
  g_test_add_func ("/printing/media/receipt/contents", test_receipt_contents);
  g_test_add_func ("/printing/media/receipt/sheets", test_receipt_sheets);
  g_test_add_func ("/printing/media/test-page/readings", test_test_page_readings);
  g_test_add_func ("/printing/media/test-page/reading", test_test_page_reading);
  g_test_add_func ("/printing/media/test-page/dots", test_test_page_dots);
  g_test_add_func ("/printing/media/test-page/rulers", test_test_page_rulers);
  g_test_add_func ("/printing/media/reconciliation/sum", test_reconciliation_sum);
  g_test_add_func ("/printing/media/reconciliation/lists", test_reconciliation_lists);
  return g_test_run ();
}
