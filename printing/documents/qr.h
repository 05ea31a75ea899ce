/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

#define MC_QR_ERROR (mc_qr_error_quark ())
GQuark mc_qr_error_quark (void);

typedef enum
{
  MC_QR_ERROR_TOO_LONG,
  MC_QR_ERROR_ENCODE,
} McQrError;

/* How much of a symbol may be lost: 15 or 25 parts of a hundred code words. */
typedef enum
{
  MC_QR_LEVEL_M,
  MC_QR_LEVEL_Q,
} McQrLevel;

/* What every paper has. Of 400 receipts with so many adjacent dead dots (0, 1, 4, 8) zbar read
 * (tests/printing/study-qr), as a counter's scanner sees them and as a telephone does:
 *
 *   M, 4 dots  15 mm  400 314 288 172 / 400 324 292 173
 *   M, 5 dots  18 mm  400 309 281 210 / 400 320 295 192
 *   M, 6 dots  22 mm  400 307 299 247 / 400 335 290 233
 *   Q, 4 dots  17 mm  400 324 294 237 / 400 319 294 232
 *   Q, 5 dots  21 mm  400 325 307 268 / 400 338 303 255
 *   Q, 6 dots  25 mm  400 343 320 281 / 400 330 315 258
 *
 * Q beats M of the same module at once, and even M of the next larger one at the same size; 6 dots
 * are the largest that leave a 58 mm roll room for a longer address, and what a telephone likes
 * best. A dead dot in a finder pattern still stops one receipt in six: the code stands below. */
#define MC_QR_LEVEL MC_QR_LEVEL_Q
#define MC_QR_DOTS 6

/* A QR code, alphanumeric where the text allows; quiet zone of 4 modules included in every size. */
typedef struct _McQr McQr;

McQr *mc_qr_new (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
McQr *mc_qr_new_full (const char *text, McQrLevel level, guint version, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void mc_qr_free (McQr *self);
guint mc_qr_get_version (const McQr *self);
guint mc_qr_get_modules (const McQr *self); /* a side, quiet zone included */
gboolean mc_qr_is_dark (const McQr *self, guint x, guint y);
cairo_surface_t *mc_qr_create_mask (const McQr *self,
                                    guint dots) G_GNUC_WARN_UNUSED_RESULT; /* A1, dots a module */
void mc_qr_draw (const McQr *self, cairo_t *cr, double x, double y, double dot, guint dots);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McQr, mc_qr_free)

G_END_DECLS
