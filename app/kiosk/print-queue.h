/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/store/outbox.h"
#include "printing/documents/medium.h"
#include "printing/transports/printer.h"

G_BEGIN_DECLS

/* Prints what the outbox wants printed, one job at a time: draws the receipt, or the number of who
 * came for a result, hands it to the printer, and has the journal settled. At start it settles what
 * an earlier process left open, and only then takes new jobs: property
 * "settling", with notify. Signal "settled" (job uuid, McPrintOutcome). */
#define MC_TYPE_PRINT_QUEUE (mc_print_queue_get_type ())
G_DECLARE_FINAL_TYPE (McPrintQueue, mc_print_queue, MC, PRINT_QUEUE, GObject)

McPrintQueue *mc_print_queue_new (McOutbox *outbox, McPrinter *printer) G_GNUC_WARN_UNUSED_RESULT;
void mc_print_queue_set_medium (McPrintQueue *self, McMedium medium); /* at first an 80 mm roll */
void mc_print_queue_set_printer_name (McPrintQueue *self, const char *name); /* (nullable) */
void mc_print_queue_start (McPrintQueue *self);
void mc_print_queue_kick (McPrintQueue *self);
/* Holds back new jobs for at most so long, or until released: central's answer, which the slip is
 * to name, is a moment away. Nothing printed is lost by it, only later. */
void mc_print_queue_hold (McPrintQueue *self, guint max_ms);
void mc_print_queue_release (McPrintQueue *self);
gboolean mc_print_queue_is_idle (McPrintQueue *self);
gboolean mc_print_queue_is_settling (McPrintQueue *self);
McPrinter *mc_print_queue_get_printer (McPrintQueue *self); /* (nullable): no printer configured */

G_END_DECLS
