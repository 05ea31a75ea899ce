/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* The printer in plain words, its roll, the test page, the slip of the day. Outcome: back. */
#define MC_TYPE_STAFF_PRINTER_SCREEN (mc_staff_printer_screen_get_type ())
G_DECLARE_FINAL_TYPE (McStaffPrinterScreen,
                      mc_staff_printer_screen,
                      MC,
                      STAFF_PRINTER_SCREEN,
                      McScreen)

G_END_DECLS
