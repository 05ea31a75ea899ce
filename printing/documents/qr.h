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

#define MC_QR_LEVEL MC_QR_LEVEL_M
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
