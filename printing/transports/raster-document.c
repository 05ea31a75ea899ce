/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/raster-document.h"

#include <cups/raster.h>
#include <math.h>

static ssize_t
on_write (void *context, unsigned char *data, size_t length)
{
  g_byte_array_append (context, data, (guint) length);
  return (ssize_t) length;
}

static gboolean
write_page (cups_raster_t *stream,
            const McRaster *raster,
            pwg_media_t *media,
            guint n_pages,
            guint x_dpi,
            guint y_dpi)
{
  cups_page_header2_t header;

  if (!cupsRasterInitPWGHeader (&header,
                                media,
                                raster->depth == MC_RASTER_GREY ? "sgray_8" : "black_1",
                                (int) x_dpi,
                                (int) y_dpi,
                                "one-sided",
                                NULL))
    return FALSE;
  /* libcups cuts sizes off where we round them. */
  header.cupsWidth = raster->width;
  header.cupsHeight = raster->height;
  header.cupsBytesPerLine = (guint) raster->stride;
  header.cupsInteger[CUPS_RASTER_PWG_TotalPageCount] = n_pages;
  if (!cupsRasterWriteHeader2 (stream, &header))
    return FALSE;
  for (guint y = 0; y < raster->height; y++)
    if (cupsRasterWritePixels (stream, raster->rows + y * raster->stride, (guint) raster->stride) !=
        raster->stride)
      return FALSE;
  return TRUE;
}

/**
 * mc_raster_document_new:
 * @page: the document
 * @format: %MC_FORMAT_PWG or %MC_FORMAT_URF
 * @depth: %MC_RASTER_GREY alone for URF
 * @x_dpi: of the printer
 * @y_dpi: of the printer; as many as across for URF
 * @error: return location
 *
 * Makes what printers without a PDF interpreter take (PWG 5102.4, or its sister of AirPrint). Any
 * thread.
 *
 * Returns: (transfer full): the document, or %NULL with #McPageError
 */
GBytes *
mc_raster_document_new (const McPage *page,
                        McPrintFormat format,
                        McRasterDepth depth,
                        guint x_dpi,
                        guint y_dpi,
                        GError **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  cups_raster_t *stream;
  pwg_media_t *media;
  gboolean done = TRUE;

  g_return_val_if_fail (page != NULL && page->drawings->len == page->n_pages, NULL);
  g_return_val_if_fail (format == MC_FORMAT_PWG || format == MC_FORMAT_URF, NULL);

  bytes = g_byte_array_sized_new (64 * 1024);
  stream = cupsRasterOpenIO (
      on_write, bytes, format == MC_FORMAT_PWG ? CUPS_RASTER_WRITE_PWG : CUPS_RASTER_WRITE_APPLE);
  media =
      pwgMediaForSize ((int) lround (page->width_mm * 100), (int) lround (page->height_mm * 100));
  for (guint i = 0; done && i < page->n_pages; i++)
    {
      g_autoptr (McRaster) raster = mc_page_rasterise (page, i, x_dpi, y_dpi, depth, error);

      if (raster == NULL)
        {
          cupsRasterClose (stream);
          return NULL;
        }
      done = write_page (stream, raster, media, page->n_pages, x_dpi, y_dpi);
    }
  cupsRasterClose (stream);
  if (done)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  g_set_error (error,
               MC_PAGE_ERROR,
               MC_PAGE_ERROR_CAIRO,
               "cannot write the raster: %s",
               cupsRasterErrorString ());
  return NULL;
}
