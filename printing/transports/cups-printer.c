/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/cups-printer.h"

#include "printing/transports/cups-jobs.h"

/**
 * mc_cups_printer_new:
 * @journal: written before a job is handed over and once its outcome is known
 * @server: (nullable): cupsd's socket path or host:port in the very spelling that cupsd uses for
 *   itself; %NULL for the system's
 * @queue: the queue's name
 * @device_uri: (nullable): the printer's own ipp:// URI, asked for its health and for what became
 *   of a job where cupsd cannot tell; without it the health stays unknown
 * @certificate: (nullable): a PEM file with what it must show when @device_uri is ipps://
 * @deadlines: of a job's phases
 *
 * Makes a printer behind a queue of a cupsd, which should be the kiosk's own: jobs of our names
 * that wait in it are taken for ours. cupsd's policy must let the user "motcua" cancel its own
 * jobs. The thread that calls this gets the results and the notifications in its thread-default
 * main context.
 *
 * Returns: (transfer full): the printer
 */
McPrinter *
mc_cups_printer_new (McPrintJournal *journal,
                     const char *server,
                     const char *queue,
                     const char *device_uri,
                     const char *certificate,
                     const McPrintDeadlines *deadlines)
{
  McCupsQueue *self;

  g_return_val_if_fail (MC_IS_PRINT_JOURNAL (journal), NULL);
  g_return_val_if_fail (queue != NULL && deadlines != NULL, NULL);

  self = g_new0 (McCupsQueue, 1);
  self->server = g_strdup (server);
  self->queue = g_strdup (queue);
  self->device_uri = g_strdup (device_uri);
  self->certificate = g_strdup (certificate);
  self->deadlines = *deadlines;
  return mc_worker_printer_new (journal, &mc_cups_queue_calls, self, deadlines->hand_over_ms);
}
