/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <cups/raster.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <string.h>
#include "printing/documents/page-raster.h"
#include "printing/documents/qr.h"
#include "printing/documents/receipt-page.h"
#include "printing/transports/raster-document.h"
#include "tests/printing/official-samples.h"
#include "tests/printing/page-reader.h"
#include "tests/printing/samples.h"

#define SQUARE 24

static McPage *
create_receipt (void)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);
  McPage *page = mc_receipt_page_new (receipt, MC_MEDIUM_ROLL_80, NULL);

  g_assert_nonnull (page);
  return page;
}

/* What zbar reads from the dots, as a picture of the formats that hold just these. */
static char *
read_code (const McRaster *raster)
{
  g_autoptr (GByteArray) picture = g_byte_array_new ();
  g_autofree char *head = raster->depth == MC_RASTER_GREY
                              ? g_strdup_printf ("P5 %u %u 255\n", raster->width, raster->height)
                              : g_strdup_printf ("P4 %u %u\n", raster->width, raster->height);
  g_autofree char *path = NULL;
  char *text;
  int fd = g_file_open_tmp ("motcua-XXXXXX.pnm", &path, NULL);

  g_assert_true (g_close (fd, NULL));
  g_byte_array_append (picture, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (picture, raster->rows, (guint) (raster->height * raster->stride));
  g_assert_true (g_file_set_contents (path, (char *) picture->data, picture->len, NULL));
  text = mc_test_run ((const char *const[]){
      "zbarimg", "-q", "--nodbus", "--raw", "-Sdisable", "-Sqrcode.enable", path, NULL });
  g_remove (path);
  return g_strchomp (text);
}

static gboolean
is_ink (const McRaster *raster, guint x, guint y)
{
  return (raster->rows[y * raster->stride + x / 8] & (0x80 >> x % 8)) != 0;
}

static gboolean
stands_at (const McRaster *raster, const McQr *qr, guint left, guint top)
{
  guint side = mc_qr_get_modules (qr) * 6;

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      if (is_ink (raster, left + x, top + y) != mc_qr_is_dark (qr, x / 6, y / 6))
        return FALSE;
  return TRUE;
}

/* At the head's own resolution every module of the code is exactly six by six dots: the symbol is
 * found in the raster dot by dot. */
static void
test_whole_dots (void)
{
  g_autoptr (McPage) page = create_receipt ();
  g_autoptr (GError) error = NULL;
  g_autoptr (McRaster) raster = mc_page_rasterise (page, 0, 203, 203, MC_RASTER_BI_LEVEL, &error);
  g_autoptr (McQr) qr = mc_qr_new (MC_SAMPLE_URL, NULL);
  guint side = mc_qr_get_modules (qr) * 6, n_found = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (raster->width, ==, 637);
  g_assert_cmpuint (raster->height, ==, (guint) lround (page->height_mm / 25.4 * 203));
  g_assert_cmpuint (raster->stride, ==, 80);
  for (guint top = 0; top + side <= raster->height; top++)
    for (guint left = 0; left + side <= raster->width; left++)
      n_found += stands_at (raster, qr, left, top);
  g_assert_cmpuint (n_found, ==, 1);
  /* what is beyond the page's width is no ink */
  for (guint y = 0; y < raster->height; y++)
    g_assert_cmpuint (raster->rows[y * raster->stride + 79] & 0x07, ==, 0);
}

/* Other heads have other dots; the code is still read. */
static void
test_other_heads (void)
{
  static const double resolutions[] = { 180, 203, 300, 600 };
  static const McRasterDepth depths[] = { MC_RASTER_BI_LEVEL, MC_RASTER_GREY };
  g_autoptr (McPage) page = create_receipt ();

  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++)
    for (guint j = 0; j < G_N_ELEMENTS (depths); j++)
      {
        g_autoptr (McRaster) raster =
                       mc_page_rasterise (page, 0, resolutions[i], resolutions[i], depths[j], NULL);
        g_autofree char *text = read_code (raster);

        g_assert_cmpstr (text, ==, MC_SAMPLE_URL);
      }
}

typedef struct
{
  McPage *page; /* (owned) */
  char *text;   /* (owned) */
} Handed;

static gpointer
rasterise_elsewhere (gpointer data)
{
  Handed *handed = data;
  g_autoptr (McRaster) raster =
                 mc_page_rasterise (handed->page, 0, 203, 203, MC_RASTER_BI_LEVEL, NULL);

  handed->text = read_code (raster);
  mc_page_free (handed->page);
  return NULL;
}

/* The worker draws what the interface laid out, and frees it. */
static void
test_other_thread (void)
{
  Handed handed = { create_receipt (), NULL };

  g_thread_join (g_thread_new ("other", rasterise_elsewhere, &handed));
  g_assert_cmpstr (handed.text, ==, MC_SAMPLE_URL);
  g_free (handed.text);
}

/* The mean of a square of dots, so that half a dot's shift between two rasterisers counts little.
 */
static int
get_mean (const guint8 *rows, gsize stride, guint left, guint top)
{
  int sum = 0;

  for (guint y = 0; y < SQUARE; y++)
    for (guint x = 0; x < SQUARE; x++)
      sum += rows[(top + y) * stride + left + x];
  return sum / (SQUARE * SQUARE);
}

/* Drawings of several pages are those of the PDF's pages, and nothing of one is on another. */
static void
test_pages (void)
{
  g_autoptr (McPage) page = NULL;
  g_autoptr (GError) error = NULL;
  guint width, height;
  g_autofree guint8 *grey = NULL;
  g_autoptr (McRaster) first = NULL;
  g_autoptr (McRaster) last = NULL;
  int difference = 0, other_difference = 0;

  page = mc_sample_control_slip_page_new ("vi", MC_SAMPLE_LONG, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->n_pages, >, 1);
  g_assert_cmpuint (page->drawings->len, ==, page->n_pages);
  first = mc_page_rasterise (page, 0, 144, 144, MC_RASTER_GREY, NULL);
  last = mc_page_rasterise (page, page->n_pages - 1, 144, 144, MC_RASTER_GREY, NULL);
  g_assert_cmpmem (first->rows, 1000, last->rows, 1000); /* both begin with a white margin */
  g_assert_true (memcmp (first->rows, last->rows, first->height * first->stride) != 0);
  grey = mc_test_draw_gray (page, 144, &width, &height);
  /* poppler rounds up */
  g_assert_cmpint (ABS ((int) width - (int) first->width), <=, 1);
  g_assert_cmpint (ABS ((int) height - (int) first->height), <=, 1);
  for (guint y = 0; y + SQUARE < first->height; y += SQUARE)
    for (guint x = 0; x + SQUARE < first->width; x += SQUARE)
      {
        int mean = get_mean (grey, width, x, y);

        difference = MAX (difference, ABS (mean - get_mean (first->rows, first->stride, x, y)));
        other_difference =
            MAX (other_difference, ABS (mean - get_mean (last->rows, last->stride, x, y)));
      }
  g_test_message ("differs by %d, from another page by %d", difference, other_difference);
  g_assert_cmpint (difference, <, 30);
  g_assert_cmpint (other_difference, >, 100);
}

typedef struct
{
  const guint8 *at, *end;
} Input;

static ssize_t
on_read (void *context, unsigned char *buffer, size_t length)
{
  Input *input = context;
  size_t n = MIN (length, (size_t) (input->end - input->at));

  memcpy (buffer, input->at, n);
  input->at += n;
  return (ssize_t) n;
}

typedef struct
{
  const char *name;
  McPrintFormat format;
  McRasterDepth depth;
  guint dpi;
} Variant;

static const Variant variants[] = {
  { "pwg/bi-level", MC_FORMAT_PWG, MC_RASTER_BI_LEVEL, 203 },
  { "pwg/grey", MC_FORMAT_PWG, MC_RASTER_GREY, 300 },
  { "urf", MC_FORMAT_URF, MC_RASTER_GREY, 203 },
};

/* What libcups reads back from the document are the page's size and its dots. */
static void
test_document (gconstpointer data)
{
  const Variant *variant = data;
  g_autoptr (McPage) page = create_receipt ();
  g_autoptr (McRaster) raster =
                 mc_page_rasterise (page, 0, variant->dpi, variant->dpi, variant->depth, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) document = mc_raster_document_new (
      page, variant->format, variant->depth, variant->dpi, variant->dpi, &error);
  g_autofree guint8 *row = g_malloc (raster->stride);
  Input input;
  gsize length;
  cups_page_header2_t header;
  cups_raster_t *stream;

  g_assert_no_error (error);
  input.at = g_bytes_get_data (document, &length);
  input.end = input.at + length;
  g_assert_cmpmem (input.at, 4, variant->format == MC_FORMAT_PWG ? "RaS2" : "UNIR", 4);
  stream = cupsRasterOpenIO (on_read, &input, CUPS_RASTER_READ);
  g_assert_true (cupsRasterReadHeader2 (stream, &header));
  g_assert_cmpuint (header.cupsWidth, ==, raster->width);
  g_assert_cmpuint (header.cupsHeight, ==, raster->height);
  g_assert_cmpuint (header.cupsBitsPerPixel, ==, (guint) variant->depth);
  g_assert_cmpuint (header.HWResolution[0], ==, variant->dpi);
  if (variant->format == MC_FORMAT_PWG)
    {
      g_assert_cmpuint (header.PageSize[0], ==, 226);
      g_assert_cmpuint (
          ABS ((int) header.PageSize[1] - (int) lround (page->height_mm / 25.4 * 72)), <=, 1);
      g_assert_cmpuint (header.cupsInteger[CUPS_RASTER_PWG_TotalPageCount], ==, 1);
    }
  for (guint y = 0; y < raster->height; y++)
    {
      g_assert_cmpuint (
          cupsRasterReadPixels (stream, row, (guint) raster->stride), ==, raster->stride);
      g_assert_cmpmem (row, raster->stride, raster->rows + y * raster->stride, raster->stride);
    }
  g_assert_false (cupsRasterReadHeader2 (stream, &header));
  cupsRasterClose (stream);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C");
  g_test_init (&argc, &argv, NULL);
  if (!mc_test_has_programs ())
    return 77;
  g_test_add_func ("/printing/raster/whole-dots", test_whole_dots);
  g_test_add_func ("/printing/raster/other-heads", test_other_heads);
  g_test_add_func ("/printing/raster/other-thread", test_other_thread);
  g_test_add_func ("/printing/raster/pages", test_pages);
  for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
    {
      g_autofree char *path = g_strconcat ("/printing/raster/document/", variants[i].name, NULL);

      g_test_add_data_func (path, &variants[i], test_document);
    }
  return g_test_run ();
}
