/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <string.h>
#include "app/domain/datetime.h"
#include "printing/documents/password-slips-page.h"
#include "printing/documents/pickup-slip-page.h"
#include "tests/printing/media-samples.h"
#include "tests/printing/page-reader.h"
#include "tests/printing/slip-samples.h"

static McPage *
create (const McSample *sample, const char *language, McSampleLength length)
{
  g_autoptr (GError) error = NULL;
  McPage *page = sample->create (language, length, &error);

  g_assert_no_error (error);
  mc_test_assert_size (
      page, sample->width_mm, sample->height_mm > 0 ? sample->height_mm : page->height_mm);
  return page;
}

static McPage *
create_pickup (const char *language, McSampleLength length)
{
  g_autoptr (GError) error = NULL;
  McPage *page = NULL;

  for (guint i = 0; i < mc_n_media_samples; i++)
    if (g_str_equal (mc_media_samples[i].name, "pickup"))
      page = mc_media_samples[i].create (MC_MEDIUM_ROLL_80, language, length, &error);
  g_assert_no_error (error);
  return page;
}

/* Every slip in every language and length keeps its ink off the edges and shows markup as text. */
static void
test_every (gconstpointer data)
{
  static const char *const languages[] = { "vi", "en" };
  const McSample *sample = data;

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    for (McSampleLength length = MC_SAMPLE_SHORT; length <= MC_SAMPLE_HOSTILE; length++)
      {
        g_autoptr (McPage) page = create (sample, languages[i], length);
        g_autofree char *words = mc_test_read_words (page);

        g_assert_cmpfloat (page->height_mm, <=, 300);
        mc_test_assert_white_edges (page, 3, 2);
        mc_test_assert_silent (words, "(null)");
        if (length == MC_SAMPLE_HOSTILE)
          mc_test_assert_says (words, MC_SAMPLE_MARKUP);
      }
}

/* The number first, then where, what was checked, and what to do in its order. */
static void
test_pickup_parts (void)
{
  g_autoptr (McPage) vi = create_pickup ("vi", MC_SAMPLE_SHORT);
  g_autoptr (McPage) en = create_pickup ("en", MC_SAMPLE_LONG);
  g_autofree char *vi_words = mc_test_read_words (vi);
  g_autofree char *en_words = mc_test_read_words (en);

  mc_test_assert_in_order (vi_words,
                           (const char *const[]){ "UBND PHƯỜNG HOÀN KIẾM",
                                                  "SỐ CHỜ NHẬN KẾT QUẢ",
                                                  "12",
                                                  "Quầy 2",
                                                  "Mã hồ sơ: " MC_SAMPLE_CODE,
                                                  "Trần Thị B•••",
                                                  "Lấy số lúc: 10:05, 20/11/2025",
                                                  "Thẻ căn cước đã khớp hồ sơ.",
                                                  "Chờ gọi số 12",
                                                  "Đến quầy 2 khi được gọi",
                                                  "giấy ủy quyền",
                                                  "ký nhận",
                                                  "chỉ dùng trong hôm nay",
                                                  "Máy HK-03 · Phiếu số 1",
                                                  NULL });
  mc_test_assert_silent (vi_words, "Cán bộ kiểm tra giấy tờ");
  mc_test_assert_silent (vi_words, "BẢN IN LẠI");
  mc_test_assert_in_order (en_words,
                           (const char *const[]){ "NUMBER FOR YOUR RESULT",
                                                  "A-1024",
                                                  "Counter for results",
                                                  "REPRINT · 2",
                                                  "The officer checks your papers at the counter.",
                                                  "Wait for number A-1024",
                                                  "good for today only",
                                                  "Slip no. 2",
                                                  NULL });
  mc_test_assert_silent (en_words, "matches the application");
}

/* What nobody configured is left out. */
static void
test_pickup_sparse (void)
{
  const McPickupSlip slip = { .language = "vi",
                              .number = "7",
                              .code = MC_SAMPLE_CODE,
                              .at = mc_sample_time ("2025-11-20T10:05:00+07:00"),
                              .check = MC_PICKUP_CLERK_TO_LOOK };
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) page = mc_pickup_slip_page_new (&slip, MC_MEDIUM_ROLL_80, &error);
  g_autofree char *words = NULL;

  g_assert_no_error (error);
  words = mc_test_read_words (page);
  mc_test_assert_says (words, "Quầy trả kết quả");
  mc_test_assert_says (words, "Cán bộ kiểm tra giấy tờ tại quầy.");
  mc_test_assert_silent (words, "Tên:");
  mc_test_assert_silent (words, "Máy");
}

/* Eight to a sheet in their order; each has its own login beside its own password. */
static void
test_password_sheets (void)
{
  g_autoptr (McPage) page = create (&mc_slip_samples[0], "vi", MC_SAMPLE_LONG);

  g_assert_cmpuint (page->n_pages, ==, 3);
  for (guint i = 0; i < 19; i++)
    {
      g_autofree char *words = mc_test_read_page_words (page, i / 8 + 1);
      g_autofree char *login = g_strdup_printf ("Tên đăng nhập: hoankiem.%u ", i + 1);

      mc_test_assert_says (words, login);
    }
}

static void
test_password_parts (void)
{
  g_autoptr (McPage) vi = create (&mc_slip_samples[0], "vi", MC_SAMPLE_SHORT);
  g_autoptr (McPage) en = create (&mc_slip_samples[0], "en", MC_SAMPLE_SHORT);
  g_autofree char *vi_words = mc_test_read_words (vi);
  g_autofree char *en_words = mc_test_read_words (en);

  mc_test_assert_in_order (vi_words,
                           (const char *const[]){ "Lê Thu Hương",
                                                  "Cán bộ tiếp nhận",
                                                  "UBND phường Hoàn Kiếm",
                                                  "hoankiem.1",
                                                  "kvmt-7w4p-dq9x",
                                                  "https://motcua.hanoi.example/console",
                                                  "mật khẩu mới",
                                                  "Dùng trước 17:00, 4/12/2025",
                                                  NULL });
  mc_test_assert_says (en_words, "good for one sign-in");
  mc_test_assert_says (en_words, "Use it before 17:00, 4/12/2025");
}

/* A character that no font can draw is told without the text: the line goes to a log. */
static void
test_password_glyphs (void)
{
  McPasswordSlip slip = { .name = "Trần \xf3\xb1\x88\xb4", .login = "a", .password = "secret" };
  g_autoptr (GPtrArray) slips = g_ptr_array_new ();
  const McPasswordSheet sheet = { .address = "https://motcua.example",
                                  .valid_until = MC_TIME_NONE,
                                  .slips = slips };
  g_autoptr (McPage) page = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (slips, &slip);
  page = mc_password_slips_page_new (&sheet, &error);
  g_assert_null (page);
  g_assert_error (error, MC_PAGE_ERROR, MC_PAGE_ERROR_GLYPHS);
  g_assert_null (strstr (error->message, "secret"));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  if (!mc_test_has_programs ())
    return 77;
  for (guint i = 0; i < mc_n_slip_samples; i++)
    {
      g_autofree char *path = g_strdup_printf ("/printing/slips/every/%s", mc_slip_samples[i].name);

      g_test_add_data_func (path, &mc_slip_samples[i], test_every);
    }
  g_test_add_func ("/printing/slips/pickup/parts", test_pickup_parts);
  g_test_add_func ("/printing/slips/pickup/sparse", test_pickup_sparse);
  g_test_add_func ("/printing/slips/password/sheets", test_password_sheets);
  g_test_add_func ("/printing/slips/password/parts", test_password_parts);
  g_test_add_func ("/printing/slips/password/glyphs", test_password_glyphs);
  return g_test_run ();
}
