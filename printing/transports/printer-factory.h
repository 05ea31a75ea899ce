/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/medium.h"
#include "printing/transports/escpos-document.h"
#include "printing/transports/printer.h"

G_BEGIN_DECLS

/* Where the printer is and how it is reached, as kiosk.conf says under [printer]. */
typedef struct
{
  const char *uri;         /* (unowned): its scheme chooses the transport; "none": no printer */
  const char *server;      /* (unowned) (nullable), of a queue: what its cupsd calls itself */
  const char *device_uri;  /* (unowned) (nullable), of a queue: the printer's own address */
  const char *certificate; /* (unowned) (nullable), of an ipps:// printer: a PEM file */
  McMedium medium;
  McEscposHead head; /* of a printer without a driver at the end of a line */
  McPrintDeadlines deadlines;
} McPrinterSettings;

char *mc_printer_uri_check (const char *uri) G_GNUC_WARN_UNUSED_RESULT;
char *mc_printer_device_uri_check (const char *uri) G_GNUC_WARN_UNUSED_RESULT;
char *mc_printer_settings_check (const McPrinterSettings *settings,
                                 const char **key) G_GNUC_WARN_UNUSED_RESULT;
McPrinter *mc_printer_create (const McPrinterSettings *settings,
                              McPrintJournal *journal) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
