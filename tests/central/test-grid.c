/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/reports/grid.h"

#include <string.h>

static McGrid *
make_grid (void)
{
  McGrid *grid = mc_grid_new ("test", "Bảng thử");

  mc_grid_add_column (grid, MC_GRID_TEXT, NULL, "Đơn vị", NULL);
  mc_grid_add_column (grid, MC_GRID_COUNT, "Nhận", "Tổng, cả kỳ", "(1)");
  mc_grid_add_column (grid, MC_GRID_MINUTES, NULL, "Trung vị", NULL);
  mc_grid_add_column (grid, MC_GRID_SHARE, NULL, "Tỷ lệ", NULL);
  return grid;
}

static void
add (McGrid *grid, const char *text, gint64 count, gint64 minutes)
{
  mc_grid_begin_row (grid, FALSE);
  mc_grid_put_text (grid, text);
  mc_grid_put_number (grid, count);
  mc_grid_put_number (grid, minutes);
  mc_grid_put_number (grid, 500);
}

static void
assert_csv (const McGrid *grid, char separator, const char *language, const char *expected)
{
  g_autoptr (GBytes) csv = mc_grid_to_csv (grid, separator, language);
  gsize length;
  const char *data = g_bytes_get_data (csv, &length);

  g_assert_cmpmem (data, length, expected, strlen (expected));
}

/* The mark, commas, quotes, line ends of RFC 4180; whole numbers; no totals, no shares. */
static void
test_csv (void)
{
  g_autoptr (McGrid) grid = make_grid ();

  add (grid, "Phường Hoàn Kiếm", 12345, 270);
  add (grid, "Xã \"Mới\", hai dòng\nở đây", 0, MC_GRID_NONE);
  mc_grid_begin_total (grid);
  mc_grid_put_text (grid, "Tổng cộng");
  mc_grid_put_number (grid, 12345);
  mc_grid_put_number (grid, 270);
  mc_grid_put_number (grid, 1000);
  assert_csv (grid,
              ',',
              "vi",
              "\xef\xbb\xbf"
              "Đơn vị,\"Nhận: Tổng, cả kỳ\",Trung vị (phút làm việc)\r\n"
              "Phường Hoàn Kiếm,12345,270\r\n"
              "\"Xã \"\"Mới\"\", hai dòng\nở đây\",0,\r\n");
  assert_csv (grid,
              ';',
              "en",
              "\xef\xbb\xbf"
              "Đơn vị;Nhận: Tổng, cả kỳ;Trung vị (working minutes)\r\n"
              "Phường Hoàn Kiếm;12345;270\r\n"
              "\"Xã \"\"Mới\"\", hai dòng\nở đây\";0;\r\n");
}

/* What somebody typed never becomes a formula. */
static void
test_formulas (void)
{
  static const char *const evil[] = {
    "=HYPERLINK(\"http://x\")", "+1", "-2+3", "@SUM(A1)", "\tx", "\r=1", "=1,2",
  };
  g_autoptr (McGrid) grid = make_grid ();
  g_autoptr (GBytes) csv = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (evil); i++)
    add (grid, evil[i], 1, 1);
  csv = mc_grid_to_csv (grid, ',', "vi");
  text = g_strndup (g_bytes_get_data (csv, NULL), g_bytes_get_size (csv));
  lines = g_strsplit (text, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, G_N_ELEMENTS (evil) + 2);
  for (guint i = 0; i < G_N_ELEMENTS (evil); i++)
    {
      const char *cell = lines[i + 1];

      if (*cell == '"')
        cell++;
      g_assert_cmpint (*cell, ==, '\'');
    }
}

/* As people of each language read numbers. */
static void
test_formats (void)
{
  static const struct
  {
    McGridKind kind;
    gint64 number;
    const char *vietnamese, *english;
  } cases[] = {
    { MC_GRID_COUNT, 0, "0", "0" },
    { MC_GRID_COUNT, 999, "999", "999" },
    { MC_GRID_COUNT, 1000, "1.000", "1,000" },
    { MC_GRID_COUNT, 1234567, "1.234.567", "1,234,567" },
    { MC_GRID_COUNT, MC_GRID_NONE, "–", "–" },
    { MC_GRID_MINUTES, 0, "0 phút", "0 min" },
    { MC_GRID_MINUTES, 59, "59 phút", "59 min" },
    { MC_GRID_MINUTES, 60, "1,0 giờ", "1.0 h" },
    { MC_GRID_MINUTES, 270, "4,5 giờ", "4.5 h" },
    { MC_GRID_MINUTES, 83, "1,4 giờ", "1.4 h" },
    { MC_GRID_MINUTES, 90000, "1.500,0 giờ", "1,500.0 h" },
    { MC_GRID_MINUTES, MC_GRID_NONE, "–", "–" },
    { MC_GRID_SHARE, 0, "0%", "0%" },
    { MC_GRID_SHARE, 964, "96,4%", "96.4%" },
    { MC_GRID_SHARE, 1000, "100%", "100%" },
    { MC_GRID_SHARE, MC_GRID_NONE, "–", "–" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const McGridCell cell = { NULL, NULL, cases[i].number };
      g_autofree char *vietnamese = mc_grid_format (cases[i].kind, &cell, "vi");
      g_autofree char *english = mc_grid_format (cases[i].kind, &cell, "en");

      g_assert_cmpstr (vietnamese, ==, cases[i].vietnamese);
      g_assert_cmpstr (english, ==, cases[i].english);
    }
}

/* All and nothing are never rounded to; nothing of nothing is no share. */
static void
test_shares (void)
{
  g_assert_cmpint (mc_grid_get_share (0, 0), ==, MC_GRID_NONE);
  g_assert_cmpint (mc_grid_get_share (0, 5), ==, 0);
  g_assert_cmpint (mc_grid_get_share (5, 5), ==, 1000);
  g_assert_cmpint (mc_grid_get_share (1, 3), ==, 333);
  g_assert_cmpint (mc_grid_get_share (2, 3), ==, 667);
  g_assert_cmpint (mc_grid_get_share (1, 1000000), ==, 1);
  g_assert_cmpint (mc_grid_get_share (999999, 1000000), ==, 999);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/central/grid/csv", test_csv);
  g_test_add_func ("/central/grid/formulas", test_formulas);
  g_test_add_func ("/central/grid/formats", test_formats);
  g_test_add_func ("/central/grid/shares", test_shares);

  return g_test_run ();
}
