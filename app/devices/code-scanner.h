/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A code scanner. Signal "scanned" (const char *payload): one code, line end stripped, ≤ 1 KiB,
 * at most 5 a second, valid UTF-8. Signal "garbled": something came that was no such line (the
 * screen asks to hold the code again), as seldom. Property "connected" (boolean). Nothing is read
 * before it was started. */
#define MC_TYPE_CODE_SCANNER (mc_code_scanner_get_type ())
G_DECLARE_INTERFACE (McCodeScanner, mc_code_scanner, MC, CODE_SCANNER, GObject)

struct _McCodeScannerInterface
{
  GTypeInterface parent_iface;

  void (*start) (McCodeScanner *self);
};

void mc_code_scanner_start (McCodeScanner *self);
gboolean mc_code_scanner_is_connected (McCodeScanner *self);
void mc_code_scanner_emit_scanned (McCodeScanner *self, const char *payload); /* implementations */
void mc_code_scanner_emit_garbled (McCodeScanner *self);                      /* implementations */

/* Serial line (USB-CDC): opens raw, reopens by itself after an unplug. */
#define MC_TYPE_SERIAL_SCANNER (mc_serial_scanner_get_type ())
G_DECLARE_FINAL_TYPE (McSerialScanner, mc_serial_scanner, MC, SERIAL_SCANNER, GObject)

McCodeScanner *mc_serial_scanner_new (const char *device) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
