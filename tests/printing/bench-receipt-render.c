/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include "printing/documents/page-writer.h"
#include "printing/documents/receipt-page.h"
#include "tests/printing/samples.h"

/* Prints as JSON what a receipt costs beside the least that a PDF with text can cost: a cairo PDF
 * of one line. Both are warmed, alternate in one run, and are given as medians. */
#define N_ROUNDS 101
#define N_WARM 10

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

int
main (void)
{
  static gint64 receipt_us[N_ROUNDS], line_us[N_ROUNDS];
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);
  double receipt_ms, line_ms;

  setlocale (LC_ALL, "C");
  mc_page_warm_fonts ();
  for (int i = -N_WARM; i < N_ROUNDS; i++)
    {
      gint64 begin = g_get_monotonic_time (), middle;

      render_receipt (receipt);
      middle = g_get_monotonic_time ();
      render_one_line ();
      if (i >= 0)
        {
          receipt_us[i] = middle - begin;
          line_us[i] = g_get_monotonic_time () - middle;
        }
    }
  receipt_ms = median_ms (receipt_us);
  line_ms = median_ms (line_us);
  g_print ("{\"receipt_ms\":%.3f,\"one_line_ms\":%.3f,\"ratio\":%.2f}\n",
           receipt_ms,
           line_ms,
           receipt_ms / line_ms);
  return 0;
}
