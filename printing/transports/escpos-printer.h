/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/escpos-document.h"
#include "printing/transports/printer.h"

G_BEGIN_DECLS

McPrinter *mc_escpos_printer_new (McPrintJournal *journal,
                                  const char *uri,
                                  const McEscposHead *head,
                                  const McPrintDeadlines *deadlines) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
