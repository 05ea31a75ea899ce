/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/page-raster.h"

#include <cairo.h>
#include <math.h>

/* A4 at 1200 dpi is 14,000 dots high. */
#define SIDE_MAX 16384

/**
 * mc_raster_free:
 * @self: (transfer full) (nullable): a page
 *
 * Frees it. Any thread.
 */
void
mc_raster_free (McRaster *self)
{
  if (self == NULL)
    return;
  g_free (self->rows);
  g_free (self);
}

/* The weights of Rec. 709 in 256ths. */
static guint8
get_grey (guint32 pixel)
{
  guint red = (pixel >> 16) & 0xff, green = (pixel >> 8) & 0xff, blue = pixel & 0xff;

  return (guint8) ((54 * red + 183 * green + 19 * blue) >> 8);
}

static void
take_row (McRaster *self, guint y, const guint32 *pixels)
{
  guint8 *row = self->rows + y * self->stride;

  for (guint x = 0; x < self->width; x++)
    if (self->depth == MC_RASTER_GREY)
      row[x] = get_grey (pixels[x]);
    else if (get_grey (pixels[x]) < 128)
      row[x / 8] |= (guint8) (0x80 >> x % 8);
}

static void
draw (cairo_surface_t *image, cairo_surface_t *drawing, double x_scale, double y_scale)
{
  cairo_t *cr = cairo_create (image);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, x_scale, y_scale);
  cairo_set_source_surface (cr, drawing, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_flush (image);
}

/**
 * mc_page_rasterise:
 * @self: a document
 * @number: of the page, from 0; only the first pages of a long document are kept as drawn
 * @x_dpi: dots an inch across
 * @y_dpi: dots an inch down
 * @depth: how much each dot holds
 * @error: return location
 *
 * Draws a page again in a printer's own dots, so that a module of a QR that was laid out in whole
 * dots is whole dots. Any thread.
 *
 * Returns: (transfer full): the dots, or %NULL with %MC_PAGE_ERROR_CAIRO
 */
McRaster *
mc_page_rasterise (const McPage *self,
                   guint number,
                   double x_dpi,
                   double y_dpi,
                   McRasterDepth depth,
                   GError **error)
{
  g_autoptr (McRaster) raster = NULL;
  cairo_surface_t *image;
  cairo_status_t status;

  g_return_val_if_fail (self != NULL && number < self->drawings->len, NULL);
  g_return_val_if_fail (x_dpi > 0 && y_dpi > 0, NULL);

  raster = g_new0 (McRaster, 1);
  raster->width = (guint) lround (CLAMP (self->width_mm / 25.4 * x_dpi, 1, SIDE_MAX));
  raster->height = (guint) lround (CLAMP (self->height_mm / 25.4 * y_dpi, 1, SIDE_MAX));
  raster->depth = depth;
  raster->stride = depth == MC_RASTER_GREY ? raster->width : (raster->width + 7) / 8;
  image =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) raster->width, (int) raster->height);
  draw (image, g_ptr_array_index (self->drawings, number), x_dpi / 72.0, y_dpi / 72.0);
  status = cairo_surface_status (image);
  if (status == CAIRO_STATUS_SUCCESS)
    {
      const guint8 *data = cairo_image_surface_get_data (image);
      gsize stride = (gsize) cairo_image_surface_get_stride (image);

      raster->rows = g_malloc0_n (raster->height, raster->stride);
      for (guint y = 0; y < raster->height; y++)
        take_row (raster, y, (const guint32 *) (const void *) (data + y * stride));
    }
  cairo_surface_destroy (image);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_steal_pointer (&raster);
  g_set_error (error,
               MC_PAGE_ERROR,
               MC_PAGE_ERROR_CAIRO,
               "cannot rasterise the page: %s",
               cairo_status_to_string (status));
  return NULL;
}
