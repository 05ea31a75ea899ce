/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/printer-reasons.h"

#include <string.h>

/* Keywords of RFC 8011 section 5.4.12 and PWG 5100.9 that decide something here. The severity
 * suffix decides nothing: CUPS hangs "-warning" on every fault, and an idle ippeveprinter calls an
 * empty roll a "-report". */
static const struct
{
  const char *keyword;
  McPrinterHealth health;
} rows[] = {
  { "connecting-to-device", MC_PRINTER_FAULT },
  { "cover-open", MC_PRINTER_FAULT },
  { "cutter-fault", MC_PRINTER_FAULT },
  { "cutter-jam", MC_PRINTER_FAULT },
  { "door-open", MC_PRINTER_FAULT },
  { "fuser-over-temp", MC_PRINTER_FAULT },
  { "hold-new-jobs", MC_PRINTER_FAULT },
  { "input-tray-missing", MC_PRINTER_FAULT },
  { "interlock-open", MC_PRINTER_FAULT },
  { "marker-supply-empty", MC_PRINTER_FAULT },
  { "media-empty", MC_PRINTER_FAULT },
  { "media-jam", MC_PRINTER_FAULT },
  { "media-needed", MC_PRINTER_FAULT },
  { "offline", MC_PRINTER_FAULT },
  { "output-area-full", MC_PRINTER_FAULT },
  { "paused", MC_PRINTER_FAULT },
  { "shutdown", MC_PRINTER_FAULT },
  { "spool-area-full", MC_PRINTER_FAULT },
  { "stopped-partly", MC_PRINTER_FAULT },
  { "stopping", MC_PRINTER_FAULT },
  { "timed-out", MC_PRINTER_FAULT },
  { "toner-empty", MC_PRINTER_FAULT },
  { "identify-printer-requested", MC_PRINTER_READY },
  { "marker-supply-low", MC_PRINTER_WARNING },
  { "media-low", MC_PRINTER_WARNING },
  { "output-area-almost-full", MC_PRINTER_WARNING },
  { "moving-to-paused", MC_PRINTER_READY },
  { "none", MC_PRINTER_READY },
  { "toner-low", MC_PRINTER_WARNING },
};

/**
 * mc_printer_reason_strip:
 * @keyword: an IPP state reason
 *
 * Returns: (transfer full): @keyword without "-error", "-warning" or "-report". Any thread
 */
char *
mc_printer_reason_strip (const char *keyword)
{
  static const char *const suffixes[] = { "-error", "-warning", "-report" };

  g_return_val_if_fail (keyword != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (keyword, suffixes[i]))
      return g_strndup (keyword, strlen (keyword) - strlen (suffixes[i]));
  return g_strdup (keyword);
}

/**
 * mc_printer_reason_classify:
 * @keyword: an IPP state reason, with or without its suffix
 *
 * Judges by what is named. A keyword of no known name counts by its suffix, since makers add their
 * own: "-error" stops a printer, "-warning" does not, "-report" is nothing. Without a suffix nobody
 * knows: staff are told of it.
 *
 * Returns: ready, warning or fault. Any thread
 */
McPrinterHealth
mc_printer_reason_classify (const char *keyword)
{
  g_autofree char *stripped = mc_printer_reason_strip (keyword);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].keyword, stripped))
      return rows[i].health;
  if (g_str_has_suffix (keyword, "-error"))
    return MC_PRINTER_FAULT;
  if (g_str_has_suffix (keyword, "-report") || g_str_has_prefix (keyword, "cups-"))
    return MC_PRINTER_READY;
  return MC_PRINTER_WARNING;
}

/**
 * mc_printer_reasons_judge:
 * @keywords: (array zero-terminated=1): the printer's state reasons
 * @stopped: whether printer-state is stopped
 * @accepting: printer-is-accepting-jobs
 * @reason: (out) (optional) (nullable) (transfer full): the worst keyword, stripped
 *
 * Returns: the printer's health. Any thread
 */
McPrinterHealth
mc_printer_reasons_judge (const char *const *keywords,
                          gboolean stopped,
                          gboolean accepting,
                          char **reason)
{
  McPrinterHealth worst = MC_PRINTER_READY;
  g_autofree char *why = NULL;

  g_return_val_if_fail (keywords != NULL, MC_PRINTER_UNKNOWN);

  for (guint i = 0; keywords[i] != NULL; i++)
    {
      McPrinterHealth health = mc_printer_reason_classify (keywords[i]);

      if (health > worst)
        {
          worst = health;
          g_free (why);
          why = mc_printer_reason_strip (keywords[i]);
        }
    }
  if (worst != MC_PRINTER_FAULT && (stopped || !accepting))
    {
      worst = MC_PRINTER_FAULT;
      g_free (why);
      why = g_strdup (stopped ? "stopped" : "not-accepting-jobs");
    }
  if (reason != NULL)
    *reason = g_steal_pointer (&why);
  return worst;
}
