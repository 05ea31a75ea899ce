/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/printer.h"

G_BEGIN_DECLS

McPrinter *mc_cups_printer_new (McPrintJournal *journal,
                                const char *server,
                                const char *queue,
                                const char *device_uri,
                                const char *certificate,
                                const McPrintDeadlines *deadlines) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
