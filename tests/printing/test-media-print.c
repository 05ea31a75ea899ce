/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>
#include "printing/documents/receipt-page.h"
#include "printing/transports/cups-printer.h"
#include "printing/transports/cups-spool.h"
#include "printing/transports/ipp-printer.h"
#include "tests/printing/page-reader.h"
#include "tests/printing/print-run.h"
#include "tests/printing/print-service.h"

typedef struct
{
  McMedium medium;
  gboolean direct;
  McSampleLength length;
} Case;

static guint
count_pages (const char *path)
{
  g_autofree char *info = mc_test_run ((const char *const[]){ "pdfinfo", path, NULL });
  const char *line = strstr (info, "Pages:");

  g_assert_nonnull (line);
  return (guint) g_ascii_strtoull (line + strlen ("Pages:"), NULL, 10);
}

/* In the dots of a thermal head, or of an office printer. */
static char *
decode (const char *path, McMedium medium)
{
  g_autofree char *base = g_build_filename (print_service.dir, "seen", NULL);
  g_autofree char *picture = g_strconcat (base, ".png", NULL);

  g_free (mc_test_run ((const char *const[]){ "pdftoppm",
                                              "-r",
                                              mc_medium_is_roll (medium) ? "203" : "300",
                                              "-mono",
                                              "-png",
                                              "-singlefile",
                                              path,
                                              base,
                                              NULL }));
  return g_strchomp (
      mc_test_run ((const char *const[]){ "zbarimg", "-q", "--nodbus", "--raw", picture, NULL }));
}

/* A receipt reaches a printer that holds this medium and nothing else in exactly its size and with
 * all its pages, and its QR can be read from the paper: directly, and through a queue whose driver
 * knows the printer's own sizes alone. */
static void
print_one (const Case *test)
{
  const McPrintDeadlines deadlines = { 15000, 20000, 3000 };
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", test->length);
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) page = mc_receipt_page_new (receipt, test->medium, &error);
  g_autofree char *paper = NULL, *text = NULL;
  /* CUPS cuts sizes down to whole points. */
  const double tolerance = test->direct ? 0.01 : 1.0;
  double width, height;
  PrintRun run = { .medium = test->medium, .length = test->length };

  g_assert_no_error (error);
  print_run_init (&run);
  run.printer =
      test->direct ? mc_ipp_printer_new (
                         MC_PRINT_JOURNAL (run.journal), print_service.device_uri, NULL, &deadlines)
                   : mc_cups_printer_new (MC_PRINT_JOURNAL (run.journal),
                                          print_service.server,
                                          print_service.queue,
                                          print_service.device_uri,
                                          NULL,
                                          &deadlines);
  print_run_print (&run);
  print_run_assert (&run, MC_PRINT_CONFIRMED, NULL);
  paper = print_service_find_paper (run.job_uuid);
  g_assert_nonnull (paper);
  print_service_read_page_size (paper, &width, &height);
  g_assert_cmpfloat (fabs (width - page->width_mm / 25.4 * 72), <, tolerance);
  g_assert_cmpfloat (fabs (height - page->height_mm / 25.4 * 72), <, tolerance);
  g_assert_cmpuint (count_pages (paper), ==, page->n_pages);
  text = decode (paper, test->medium);
  g_assert_cmpstr (text, ==, MC_SAMPLE_URL);
  print_run_clear (&run);
}

static void
test_medium (gconstpointer data)
{
  const McMedium medium = (McMedium) GPOINTER_TO_UINT (data);
  const char *const options[] = {
    "--print-ms", "100", "--media", mc_medium_to_string (medium), NULL
  };

  print_service_start (options);
  for (guint direct = 0; direct < 2; direct++)
    for (McSampleLength length = MC_SAMPLE_SHORT; length <= MC_SAMPLE_LONG; length++)
      print_one (&(Case){ medium, direct == 1, length });
  print_service_stop ();
}

/* Drivers that take no size of one's own know the names of sheets. */
static void
test_names (void)
{
  static const char *const names[MC_N_MEDIA] = {
    "custom_receipt_79.73x", "custom_receipt_57.86x", "iso_a5_148x210mm", "iso_a4_210x297mm"
  };
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);

  for (guint i = 0; i < MC_N_MEDIA; i++)
    {
      g_autoptr (McPage) page = mc_receipt_page_new (receipt, (McMedium) i, NULL);
      g_autofree char *media = mc_cups_spool_create_media (page);

      g_assert_true (g_str_has_prefix (media, names[i]));
      g_assert_true (g_str_has_suffix (media, "mm"));
    }
}

/* Paper of another size than the printer holds is refused for certain, never scaled or printed in
 * the middle of two metres. */
static void
test_other_medium (void)
{
  const char *const options[] = { "--print-ms", "100", "--media", "roll-58", NULL };
  const McPrintDeadlines deadlines = { 15000, 20000, 3000 };
  PrintRun run = { .medium = MC_MEDIUM_A4 };

  print_service_start (options);
  print_run_init (&run);
  run.printer = mc_cups_printer_new (MC_PRINT_JOURNAL (run.journal),
                                     print_service.server,
                                     print_service.queue,
                                     print_service.device_uri,
                                     NULL,
                                     &deadlines);
  print_run_print (&run);
  g_test_message ("%s: %s", mc_print_outcome_to_string (run.outcome), run.reason);
  g_assert_cmpint (run.outcome, ==, MC_PRINT_FAILED);
  g_assert_cmpuint (print_service_count_papers (), ==, 0);
  print_run_clear (&run);
  print_service_stop ();
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  if (!print_service_is_possible ())
    return 77;
  g_test_add_func ("/printing/media-print/names", test_names);
  for (guint i = 0; i < MC_N_MEDIA; i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/printing/media-print/%s", mc_medium_to_string ((McMedium) i));

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_medium);
    }
  g_test_add_func ("/printing/media-print/other", test_other_medium);
  return g_test_run ();
}
