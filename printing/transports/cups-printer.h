/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/printer.h"

G_BEGIN_DECLS

/* A queue of a cupsd: `server` is its socket path or host:port as cupsd names itself (NULL: the
 * system's), `queue` its name, `device_uri` the printer's own ipp:// URI, asked for health
 * (nullable: health is then unknown). Deadlines in seconds. */
#define MC_TYPE_CUPS_PRINTER (mc_cups_printer_get_type ())
G_DECLARE_FINAL_TYPE (McCupsPrinter, mc_cups_printer, MC, CUPS_PRINTER, GObject)

McPrinter *mc_cups_printer_new (McPrintJournal *journal,
                                const char *server,
                                const char *queue,
                                const char *device_uri,
                                guint hand_over_deadline,
                                guint print_deadline) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
