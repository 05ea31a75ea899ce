/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/printer.h"

G_BEGIN_DECLS

/* A printer that prints nothing and writes the journal like a real one. Each job ends when the test
 * says how. */
#define STUB_TYPE_PRINTER (stub_printer_get_type ())
G_DECLARE_FINAL_TYPE (StubPrinter, stub_printer, STUB, PRINTER, GObject)

StubPrinter *stub_printer_new (McPrintJournal *journal) G_GNUC_WARN_UNUSED_RESULT;
void stub_printer_set_health (StubPrinter *self, McPrinterHealth health, const char *reason);
guint stub_printer_get_n_jobs (StubPrinter *self); /* handed over so far */
void stub_printer_run_dry (StubPrinter *self);     /* from now on every job ends at once */
void stub_printer_end_job (StubPrinter *self, McPrintOutcome outcome);

G_END_DECLS
