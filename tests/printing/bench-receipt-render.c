/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "printing/documents/page-raster.h"
#include "printing/documents/page-writer.h"
#include "printing/documents/receipt-page.h"
#include "tests/printing/samples.h"

/* Prints as JSON what a receipt costs beside the least that a PDF with text can cost: a cairo PDF
 * of one line; what the first one after the start costs beside later ones; and with --long what so
 * many receipts leave behind in memory and open files. Medians, taken in turn in one run. */
#define N_ROUNDS 101
#define N_WARM 10
#define N_LONG 10000
/* From here on nothing may grow. */
#define N_SETTLED 1000

static void
render_receipt (const McReceipt *receipt)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) page = mc_receipt_page_new (receipt, MC_MEDIUM_ROLL_80, &error);

  g_assert_no_error (error);
}

static void
render_one_line (void)
{
  g_autoptr (McPageWriter) writer = mc_page_writer_new (226, 40);
  cairo_t *cr = mc_page_writer_get_cairo (writer);
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string (MC_PAGE_FONT " 9");
  g_autoptr (McPage) page = NULL;

  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, "Phiếu đã nộp hồ sơ H26.107-250620-500012", -1);
  cairo_move_to (cr, 10, 10);
  pango_cairo_show_layout (cr, layout);
  mc_page_writer_end_page (writer);
  page = mc_page_writer_finish (writer, NULL);
  g_assert_nonnull (page);
}

/* Of the processor's time, which a machine that does other things, too, does not stretch. */
static gint64
get_cpu_us (void)
{
  struct timespec now;

  g_assert_cmpint (clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now), ==, 0);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
compare (gconstpointer left, gconstpointer right)
{
  gint64 a = *(const gint64 *) left, b = *(const gint64 *) right;

  return (a > b) - (a < b);
}

static double
median_ms (gint64 *times)
{
  qsort (times, N_ROUNDS, sizeof *times, compare);
  return (double) times[N_ROUNDS / 2] / 1000.0;
}

static guint64
read_memory_kib (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmRSS:");
  g_assert_nonnull (line);
  return g_ascii_strtoull (line + strlen ("VmRSS:"), NULL, 10);
}

static guint
count_files (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  g_assert_nonnull (folder);
  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

/* On each medium in turn, short and long, in both languages, and every copy in a printer's dots,
 * too: as a year of a busy kiosk. */
static void
measure_long (void)
{
  static const char *const languages[] = { "vi", "en" };
  guint64 settled_kib = 0;
  guint settled_files = 0;

  for (guint i = 0; i <= N_LONG; i++)
    {
      g_autoptr (McReceipt) receipt = mc_sample_receipt_new (
          languages[i / 4 % 2], i % 20 == 19 ? MC_SAMPLE_LONG : MC_SAMPLE_SHORT);
      g_autoptr (GError) error = NULL;
      g_autoptr (McPage) page = NULL;
      g_autoptr (McRaster) raster = NULL;

      receipt->copy = 1 + i % 3;
      page = mc_receipt_page_new (receipt, (McMedium) (i % MC_N_MEDIA), &error);
      g_assert_no_error (error);
      if (mc_medium_is_roll ((McMedium) (i % MC_N_MEDIA)))
        raster = mc_page_rasterise (page, 0, 203, 203, MC_RASTER_BI_LEVEL, &error);
      g_assert_no_error (error);
      if (i == N_SETTLED)
        {
          settled_kib = read_memory_kib ();
          settled_files = count_files ();
        }
    }
  g_print ("{\"receipts\":%u,\"memory_kib\":%" G_GUINT64_FORMAT ",\"memory_ratio\":%.3f,"
           "\"files_more\":%d}\n",
           N_LONG,
           read_memory_kib (),
           (double) read_memory_kib () / (double) settled_kib,
           (int) count_files () - (int) settled_files);
}

static void
measure_ratio (void)
{
  static gint64 receipt_us[N_ROUNDS], line_us[N_ROUNDS];
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);
  double receipt_ms, line_ms, first_ms = 0;

  mc_receipt_page_warm (MC_MEDIUM_ROLL_80);
  for (int i = -N_WARM; i < N_ROUNDS; i++)
    {
      gint64 begin = get_cpu_us (), middle;

      render_receipt (receipt);
      middle = get_cpu_us ();
      render_one_line ();
      if (i == -N_WARM)
        first_ms = (double) (middle - begin) / 1000.0;
      if (i >= 0)
        {
          receipt_us[i] = middle - begin;
          line_us[i] = get_cpu_us () - middle;
        }
    }
  receipt_ms = median_ms (receipt_us);
  line_ms = median_ms (line_us);
  g_print ("{\"receipt_ms\":%.3f,\"one_line_ms\":%.3f,\"ratio\":%.2f,\"first_ratio\":%.2f}\n",
           receipt_ms,
           line_ms,
           receipt_ms / line_ms,
           first_ms / receipt_ms);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C");
  if (argc == 2 && g_str_equal (argv[1], "--long"))
    measure_long ();
  else if (argc == 1)
    measure_ratio ();
  else
    {
      g_printerr ("usage: bench-receipt-render [--long]\n");
      return 64;
    }
  return 0;
}
