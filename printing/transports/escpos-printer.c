/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/escpos-printer.h"

#include "printing/transports/escpos-jobs.h"

/**
 * mc_escpos_printer_new:
 * @journal: written before a job is handed over and once its outcome is known
 * @uri: where the printer is, as mc_escpos_address_parse () takes it
 * @head: what prints
 * @deadlines: of a job's phases
 *
 * Makes a thermal printer without a driver: pictures in its own dots over a USB line printer's
 * device, a serial line or TCP. It must be this kiosk's own. The thread that calls this gets the
 * results and the notifications in its thread-default main context.
 *
 * Returns: (transfer full): the printer
 */
McPrinter *
mc_escpos_printer_new (McPrintJournal *journal,
                       const char *uri,
                       const McEscposHead *head,
                       const McPrintDeadlines *deadlines)
{
  McEscposTarget *self;
  McEscposAddress address;

  g_return_val_if_fail (MC_IS_PRINT_JOURNAL (journal), NULL);
  g_return_val_if_fail (uri != NULL && head != NULL && deadlines != NULL, NULL);
  g_return_val_if_fail (mc_escpos_address_parse (&address, uri, NULL), NULL);

  self = g_new0 (McEscposTarget, 1);
  self->uri = g_strdup (uri);
  self->head = *head;
  self->deadlines = *deadlines;
  self->dirty = TRUE; /* by an earlier process */
  g_mutex_init (&self->talking);
  g_mutex_init (&self->seen);
  mc_escpos_link_init (&self->link, &address);
  return mc_worker_printer_new (journal, &mc_escpos_target_calls, self, deadlines->hand_over_ms);
}
