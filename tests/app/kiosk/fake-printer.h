/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/printer.h"

G_BEGIN_DECLS

/* A printer that does what the test tells it, and keeps the journal as a real one must. */
typedef enum
{
  FAKE_PRINTS,      /* begin, settle as confirmed */
  FAKE_REFUSES,     /* an error before the row was begun */
  FAKE_LEAVES_OPEN, /* begins, then forgets to settle */
  FAKE_WAITS,       /* begins, and answers at fake_printer_finish () */
} FakePrinterMode;

#define FAKE_TYPE_PRINTER (fake_printer_get_type ())
G_DECLARE_FINAL_TYPE (FakePrinter, fake_printer, FAKE, PRINTER, GObject)

FakePrinter *fake_printer_new (McPrintJournal *journal) G_GNUC_WARN_UNUSED_RESULT;
void fake_printer_set_mode (FakePrinter *self, FakePrinterMode mode);
GPtrArray *fake_printer_get_papers (FakePrinter *self);  /* of utf8: job uuids that came out */
const McPage *fake_printer_get_page (FakePrinter *self); /* (nullable): what came last */
guint fake_printer_get_n_settled (FakePrinter *self);    /* jobs it was asked to settle */
gboolean fake_printer_is_busy (FakePrinter *self);
void fake_printer_finish (FakePrinter *self);

G_END_DECLS
