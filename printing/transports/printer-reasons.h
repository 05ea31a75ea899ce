/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/printer.h"

G_BEGIN_DECLS

char *mc_printer_reason_strip (const char *keyword) G_GNUC_WARN_UNUSED_RESULT;
McPrinterHealth mc_printer_reason_classify (const char *keyword);
McPrinterHealth mc_printer_reasons_judge (const char *const *keywords,
                                          gboolean stopped,
                                          gboolean accepting,
                                          char **reason);

G_END_DECLS
