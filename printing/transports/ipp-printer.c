/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/ipp-printer.h"

#include "printing/transports/ipp-jobs.h"

/**
 * mc_ipp_printer_new:
 * @journal: written before a job is handed over and once its outcome is known
 * @uri: the printer's ipp:// or ipps:// URI; of a USB printer the one on this machine that ipp-usb
 *   made for it, in plain ipp://
 * @certificate: (nullable): a PEM file with what it must show when @uri is ipps://
 * @deadlines: of a job's phases
 *
 * Makes a printer that is spoken to directly, without a spooler that could wait, forget or send
 * again. It should be this kiosk's own: jobs of our names that wait in it are taken for ours. The
 * thread that calls this gets the results and the notifications in its thread-default main context.
 *
 * Returns: (transfer full): the printer
 */
McPrinter *
mc_ipp_printer_new (McPrintJournal *journal,
                    const char *uri,
                    const char *certificate,
                    const McPrintDeadlines *deadlines)
{
  McIppTarget *self;

  g_return_val_if_fail (MC_IS_PRINT_JOURNAL (journal), NULL);
  g_return_val_if_fail (uri != NULL && deadlines != NULL, NULL);

  self = g_new0 (McIppTarget, 1);
  self->uri = g_strdup (uri);
  self->certificate = g_strdup (certificate);
  self->deadlines = *deadlines;
  mc_ipp_link_init (&self->link, uri, certificate);
  return mc_worker_printer_new (journal, &mc_ipp_target_calls, self, deadlines->hand_over_ms);
}
