/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/printer-reasons.h"

static void
assert_judged (const char *const *keywords,
               gboolean stopped,
               gboolean accepting,
               McPrinterHealth expected,
               const char *expected_reason)
{
  g_autofree char *reason = NULL;

  g_assert_cmpint (mc_printer_reasons_judge (keywords, stopped, accepting, &reason), ==, expected);
  g_assert_cmpstr (reason, ==, expected_reason);
}

/* The suffix says nothing about a known keyword: CUPS calls an open cover a warning, ippeveprinter
 * an empty roll a report. */
static void
test_suffix (void)
{
  static const char *const suffixes[] = { "", "-error", "-warning", "-report" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *empty = g_strconcat ("media-empty", suffixes[i], NULL);
      g_autofree char *low = g_strconcat ("media-low", suffixes[i], NULL);
      g_autofree char *stripped = mc_printer_reason_strip (empty);

      g_assert_cmpstr (stripped, ==, "media-empty");
      g_assert_cmpint (mc_printer_reason_classify (empty), ==, MC_PRINTER_FAULT);
      g_assert_cmpint (mc_printer_reason_classify (low), ==, MC_PRINTER_WARNING);
    }
}

/* Makers add keywords; then the suffix is all there is. What cupsd notes for itself is no fault. */
static void
test_unknown (void)
{
  g_assert_cmpint (
      mc_printer_reason_classify ("com.example-blade-hot-error"), ==, MC_PRINTER_FAULT);
  g_assert_cmpint (
      mc_printer_reason_classify ("com.example-blade-warning"), ==, MC_PRINTER_WARNING);
  g_assert_cmpint (mc_printer_reason_classify ("com.example-blade-report"), ==, MC_PRINTER_READY);
  g_assert_cmpint (mc_printer_reason_classify ("com.example-roll-end"), ==, MC_PRINTER_WARNING);
  g_assert_cmpint (mc_printer_reason_classify ("other-error"), ==, MC_PRINTER_FAULT);
  g_assert_cmpint (mc_printer_reason_classify ("other-warning"), ==, MC_PRINTER_WARNING);
  g_assert_cmpint (mc_printer_reason_classify ("other"), ==, MC_PRINTER_WARNING);
  g_assert_cmpint (
      mc_printer_reason_classify ("cups-ipp-missing-job-history-warning"), ==, MC_PRINTER_READY);
  g_assert_cmpint (mc_printer_reason_classify ("none"), ==, MC_PRINTER_READY);
}

/* The worst keyword counts; a stopped printer is a fault whatever it says. */
static void
test_judge (void)
{
  assert_judged ((const char *const[]){ "none", NULL }, FALSE, TRUE, MC_PRINTER_READY, NULL);
  assert_judged ((const char *const[]){ NULL }, FALSE, TRUE, MC_PRINTER_READY, NULL);
  assert_judged ((const char *const[]){ "media-low-warning", "cover-open-report", NULL },
                 FALSE,
                 TRUE,
                 MC_PRINTER_FAULT,
                 "cover-open");
  assert_judged ((const char *const[]){ "none", NULL }, TRUE, TRUE, MC_PRINTER_FAULT, "stopped");
  assert_judged ((const char *const[]){ "media-low", NULL },
                 FALSE,
                 FALSE,
                 MC_PRINTER_FAULT,
                 "not-accepting-jobs");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/printing/reasons/suffix", test_suffix);
  g_test_add_func ("/printing/reasons/unknown", test_unknown);
  g_test_add_func ("/printing/reasons/judge", test_judge);
  return g_test_run ();
}
