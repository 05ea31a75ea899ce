/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/qr.h"

#include <errno.h>
#include <qrencode.h>
#include <string.h>

/* ISO/IEC 18004 asks for four light modules around the symbol; DENSO WAVE says that readers fail
 * without them. */
#define QUIET_ZONE 4

struct _McQr
{
  QRcode *code; /* (owned) */
};

/* clang-format off */
G_DEFINE_QUARK (mc-qr-error-quark, mc_qr_error)
/* clang-format on */

/**
 * mc_qr_new:
 * @text: what a reader shall see, UTF-8, not empty
 * @error: return location
 *
 * Encodes at the level of citizens' papers in the smallest version. Any thread.
 *
 * Returns: (transfer full): the symbol, or %NULL with #McQrError (more than version 40 can hold)
 */
McQr *
mc_qr_new (const char *text, GError **error)
{
  return mc_qr_new_full (text, MC_QR_LEVEL, 0, error);
}

/**
 * mc_qr_new_full:
 * @text: what a reader shall see, UTF-8, not empty
 * @level: how much of it may be lost
 * @version: the smallest version to take, 1 to 40, or 0 for whatever holds @text
 * @error: return location
 *
 * Encodes a text. Runs of `0-9A-Z $%*+-./:` take the alphanumeric mode of 5.5 bits a character, so
 * a URL in upper case needs a third less room than one in lower case. Any thread.
 *
 * Returns: (transfer full): the symbol, or %NULL with #McQrError (more than version 40 can hold)
 */
McQr *
mc_qr_new_full (const char *text, McQrLevel level, guint version, GError **error)
{
  QRcode *code;
  McQr *self;

  g_return_val_if_fail (text != NULL && version <= 40, NULL);

  code = QRcode_encodeString (
      text, (int) version, level == MC_QR_LEVEL_Q ? QR_ECLEVEL_Q : QR_ECLEVEL_M, QR_MODE_8, 1);
  if (code == NULL)
    {
      int saved_errno = errno;

      g_set_error (error,
                   MC_QR_ERROR,
                   saved_errno == ERANGE ? MC_QR_ERROR_TOO_LONG : MC_QR_ERROR_ENCODE,
                   "cannot encode %zu bytes as a QR code: %s",
                   strlen (text),
                   g_strerror (saved_errno));
      return NULL;
    }

  self = g_new0 (McQr, 1);
  self->code = code;
  return self;
}

/**
 * mc_qr_free:
 * @self: (transfer full) (nullable): a symbol
 *
 * Frees it. Any thread.
 */
void
mc_qr_free (McQr *self)
{
  if (self == NULL)
    return;
  QRcode_free (self->code);
  g_free (self);
}

/**
 * mc_qr_get_version:
 * @self: a symbol
 *
 * Returns: its version, 1 to 40. Any thread
 */
guint
mc_qr_get_version (const McQr *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return (guint) self->code->version;
}

/**
 * mc_qr_get_modules:
 * @self: a symbol
 *
 * Returns: the modules along a side with the quiet zone on both ends. Any thread
 */
guint
mc_qr_get_modules (const McQr *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return (guint) self->code->width + 2 * QUIET_ZONE;
}

/**
 * mc_qr_is_dark:
 * @self: a symbol
 * @x: column from the left, the quiet zone's first is 0
 * @y: row from the top
 *
 * Returns: whether the module is dark; whatever lies outside the symbol is light. Any thread
 */
gboolean
mc_qr_is_dark (const McQr *self, guint x, guint y)
{
  guint width;

  g_return_val_if_fail (self != NULL, FALSE);

  width = (guint) self->code->width;
  if (x < QUIET_ZONE || y < QUIET_ZONE || x - QUIET_ZONE >= width || y - QUIET_ZONE >= width)
    return FALSE;
  return (self->code->data[(y - QUIET_ZONE) * width + (x - QUIET_ZONE)] & 1) != 0;
}

/* A1 is stored in words of the machine's byte order, the first pixel at the low end on
 * little-endian machines. */
static void
set_dots (guint32 *row, guint first, guint n)
{
  for (guint x = first; x < first + n; x++)
    row[x / 32] |= 1u << (G_BYTE_ORDER == G_LITTLE_ENDIAN ? x % 32 : 31 - x % 32);
}

/**
 * mc_qr_create_mask:
 * @self: a symbol
 * @dots: the side of a module in dots, at least 1
 *
 * Draws the symbol, quiet zone included, as a 1-bit mask: set where ink goes. Any thread.
 *
 * Returns: (transfer full): an A1 image surface of mc_qr_get_modules () × @dots a side
 */
cairo_surface_t *
mc_qr_create_mask (const McQr *self, guint dots)
{
  guint modules, side;
  cairo_surface_t *mask;
  unsigned char *data;
  int stride;

  g_return_val_if_fail (self != NULL && dots > 0, NULL);

  modules = mc_qr_get_modules (self);
  side = modules * dots;
  mask = cairo_image_surface_create (CAIRO_FORMAT_A1, (int) side, (int) side);
  cairo_surface_flush (mask);
  data = cairo_image_surface_get_data (mask);
  stride = cairo_image_surface_get_stride (mask);
  for (guint y = 0; y < modules; y++)
    {
      unsigned char *row = data + (gsize) y * dots * (gsize) stride;

      for (guint x = 0; x < modules; x++)
        if (mc_qr_is_dark (self, x, y))
          set_dots ((guint32 *) (void *) row, x * dots, dots);
      for (guint i = 1; i < dots; i++)
        memcpy (row + i * (gsize) stride, row, (gsize) stride);
    }
  cairo_surface_mark_dirty (mask);
  return mask;
}

/**
 * mc_qr_draw:
 * @self: a symbol
 * @cr: where to draw, with the ink as its source
 * @x: left edge of the quiet zone in user units
 * @y: top edge of the quiet zone in user units
 * @dot: a printer's dot in user units, 72.0 / 203 for 203 dpi in points
 * @dots: the side of a module in dots
 *
 * Draws the symbol as a mask, one mask pixel a dot. Filled rectangles grow by a dot in some
 * rasterisers and show white seams in others; a mask without interpolation does neither. @x and @y
 * should be whole multiples of @dot. The thread of @cr.
 */
void
mc_qr_draw (const McQr *self, cairo_t *cr, double x, double y, double dot, guint dots)
{
  cairo_surface_t *mask;
  cairo_pattern_t *pattern;

  g_return_if_fail (self != NULL && cr != NULL && dot > 0 && dots > 0);

  mask = mc_qr_create_mask (self, dots);
  pattern = cairo_pattern_create_for_surface (mask);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, dot, dot);
  cairo_mask (cr, pattern);
  cairo_restore (cr);
  cairo_pattern_destroy (pattern);
  cairo_surface_destroy (mask);
}
