/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/page-writer.h"

#include <cairo-pdf.h>
#include <cairo-tee.h>

/* What a printer gets is a few pages; a register of thousands need not be kept twice. */
#define DRAWINGS_MAX 32

struct _McPageWriter
{
  GByteArray *bytes;        /* (owned) (nullable) once finished */
  cairo_surface_t *surface; /* (owned), the PDF */
  cairo_surface_t *drawing; /* (owned) (nullable), the present page as it is drawn */
  cairo_surface_t *tee;     /* (owned), both */
  cairo_t *cr;              /* (owned) */
  GPtrArray *drawings;      /* (owned) (nullable) once finished (element-type cairo_surface_t) */
  double width, height;
  guint n_pages;
};

/* The drawing takes in what the PDF does, without changing a byte of it. */
static void
start_drawing (McPageWriter *self)
{
  const cairo_rectangle_t extents = { 0, 0, self->width, self->height };

  if (self->drawings->len >= DRAWINGS_MAX)
    return;
  self->drawing = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &extents);
  cairo_tee_surface_add (self->tee, self->drawing);
}

static void
end_drawing (McPageWriter *self)
{
  if (self->drawing == NULL)
    return;
  cairo_tee_surface_remove (self->tee, self->drawing);
  g_ptr_array_add (self->drawings, g_steal_pointer (&self->drawing));
}

static cairo_status_t
on_write (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/**
 * mc_page_writer_new:
 * @width: of each page in points
 * @height: of each page in points
 *
 * Starts a PDF in memory with black as the ink. Any thread, one at a time.
 *
 * Returns: (transfer full): the writer
 */
McPageWriter *
mc_page_writer_new (double width, double height)
{
  McPageWriter *self;

  g_return_val_if_fail (width > 0 && height > 0, NULL);

  self = g_new0 (McPageWriter, 1);
  self->bytes = g_byte_array_sized_new (64 * 1024);
  self->width = width;
  self->height = height;
  self->surface = cairo_pdf_surface_create_for_stream (on_write, self->bytes, width, height);
  /* 1.5 is what every PDF filter of a spooler takes without rewriting. */
  cairo_pdf_surface_restrict_to_version (self->surface, CAIRO_PDF_VERSION_1_5);
  self->tee = cairo_tee_surface_create (self->surface);
  self->drawings = g_ptr_array_new_with_free_func ((GDestroyNotify) cairo_surface_destroy);
  start_drawing (self);
  self->cr = cairo_create (self->tee);
  cairo_set_source_rgb (self->cr, 0, 0, 0);
  return self;
}

/**
 * mc_page_writer_free:
 * @self: (transfer full) (nullable): a writer
 *
 * Drops it, finished or not.
 */
void
mc_page_writer_free (McPageWriter *self)
{
  if (self == NULL)
    return;
  cairo_destroy (self->cr);
  cairo_surface_destroy (self->tee);
  g_clear_pointer (&self->drawing, cairo_surface_destroy);
  g_clear_pointer (&self->drawings, g_ptr_array_unref);
  cairo_surface_finish (self->surface);
  cairo_surface_destroy (self->surface);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_free (self);
}

/**
 * mc_page_writer_get_cairo:
 * @self: a writer
 *
 * Returns: (transfer none): what the current page is drawn with, in points from its upper left
 */
cairo_t *
mc_page_writer_get_cairo (McPageWriter *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->cr;
}

/**
 * mc_page_writer_end_page:
 * @self: a writer
 *
 * Ends the current page; what is drawn next stands on another.
 */
void
mc_page_writer_end_page (McPageWriter *self)
{
  g_return_if_fail (self != NULL);

  end_drawing (self);
  cairo_surface_show_page (self->surface); /* a tee does not pass it on */
  self->n_pages++;
  start_drawing (self);
}

/**
 * mc_page_writer_finish:
 * @self: a writer with at least one ended page
 * @error: return location
 *
 * Closes the PDF. Only mc_page_writer_free () may follow.
 *
 * Returns: (transfer full): the document, or %NULL with %MC_PAGE_ERROR_CAIRO
 */
McPage *
mc_page_writer_finish (McPageWriter *self, GError **error)
{
  cairo_status_t status;
  McPage *page;

  g_return_val_if_fail (self != NULL && self->bytes != NULL && self->n_pages > 0, NULL);

  status = cairo_status (self->cr);
  cairo_surface_finish (self->surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (self->surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error,
                   MC_PAGE_ERROR,
                   MC_PAGE_ERROR_CAIRO,
                   "cannot draw the page: %s",
                   cairo_status_to_string (status));
      return NULL;
    }

  page = g_new0 (McPage, 1);
  page->drawings = g_steal_pointer (&self->drawings);
  page->pdf = g_byte_array_free_to_bytes (g_steal_pointer (&self->bytes));
  page->width_mm = self->width * 25.4 / 72.0;
  page->height_mm = self->height * 25.4 / 72.0;
  page->n_pages = self->n_pages;
  return page;
}
