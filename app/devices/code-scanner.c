/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-code-scanner"
#include "config.h"

#include "app/devices/code-scanner.h"

enum
{
  SIGNAL_SCANNED,
  SIGNAL_GARBLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (McCodeScanner, mc_code_scanner, G_TYPE_OBJECT)

static void
mc_code_scanner_default_init (McCodeScannerInterface *iface)
{
  /**
   * McCodeScanner:connected:
   *
   * Whether the device is there and open.
   */
  g_object_interface_install_property (
      iface,
      g_param_spec_boolean (
          "connected", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));

  /**
   * McCodeScanner::scanned:
   * @payload: the code's text, untrusted
   */
  signals[SIGNAL_SCANNED] = g_signal_new ("scanned",
                                          MC_TYPE_CODE_SCANNER,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_STRING);

  /**
   * McCodeScanner::garbled:
   *
   * A line came that was too long or not UTF-8.
   */
  signals[SIGNAL_GARBLED] = g_signal_new (
      "garbled", MC_TYPE_CODE_SCANNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/**
 * mc_code_scanner_start:
 *
 * Opens the device and reads it from now on, in the caller's main context; a device that is not
 * there yet is waited for.
 */
void
mc_code_scanner_start (McCodeScanner *self)
{
  g_return_if_fail (MC_IS_CODE_SCANNER (self));

  MC_CODE_SCANNER_GET_IFACE (self)->start (self);
}

/**
 * mc_code_scanner_is_connected:
 *
 * Returns: whether the device is there and open
 */
gboolean
mc_code_scanner_is_connected (McCodeScanner *self)
{
  gboolean connected = FALSE;

  g_return_val_if_fail (MC_IS_CODE_SCANNER (self), FALSE);

  g_object_get (self, "connected", &connected, NULL);
  return connected;
}

/**
 * mc_code_scanner_emit_scanned:
 * @payload: UTF-8
 *
 * For implementations.
 */
void
mc_code_scanner_emit_scanned (McCodeScanner *self, const char *payload)
{
  g_signal_emit (self, signals[SIGNAL_SCANNED], 0, payload);
}

/**
 * mc_code_scanner_emit_garbled:
 *
 * For implementations.
 */
void
mc_code_scanner_emit_garbled (McCodeScanner *self)
{
  g_signal_emit (self, signals[SIGNAL_GARBLED], 0);
}
