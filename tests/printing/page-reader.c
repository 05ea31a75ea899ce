/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/printing/page-reader.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Whether the programs are here; says which is missing as a skipped TAP plan. */
gboolean
mc_test_has_programs (void)
{
  static const char *const programs[] = { "pdftotext", "pdftoppm", "zbarimg" };

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autofree char *path = g_find_program_in_path (programs[i]);

      if (path == NULL)
        {
          g_print ("1..0 # SKIP %s is missing (Debian packages poppler-utils, zbar-tools)\n",
                   programs[i]);
          return FALSE;
        }
    }
  return TRUE;
}

/* What a program says; it must succeed. */
char *
mc_test_run (const char *const *argv)
{
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_sync (
      NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return g_steal_pointer (&out);
}

/* The path of the document in a temporary file, which the caller removes. */
char *
mc_test_write_pdf (const McPage *page)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("motcua-XXXXXX.pdf", &path, NULL);
  gsize length;
  const char *data = g_bytes_get_data (page->pdf, &length);

  g_assert_cmpint (fd, >=, 0);
  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
  return path;
}

static char *
read_words (const McPage *page, const char *first, const char *last)
{
  g_autofree char *path = mc_test_write_pdf (page);
  g_autofree char *text = mc_test_run ((const char *const[]){
      "pdftotext", "-layout", "-enc", "UTF-8", "-f", first, "-l", last, path, "-", NULL });
  g_autoptr (GRegex) white = g_regex_new ("\\s+", G_REGEX_OPTIMIZE, 0, NULL);

  g_remove (path);
  return g_regex_replace_literal (white, text, -1, 0, " ", 0, NULL);
}

/* The words of a document, each run of white as one blank. */
char *
mc_test_read_words (const McPage *page)
{
  return read_words (page, "1", "99999");
}

/* The words of one page, counted from 1. */
char *
mc_test_read_page_words (const McPage *page, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  return read_words (page, text, text);
}

/* What a reader sees in the codes of the first page, a line each. */
char *
mc_test_read_qr (const McPage *page, guint dpi)
{
  g_autofree char *path = mc_test_write_pdf (page);
  g_autofree char *base = g_strndup (path, strlen (path) - 4);
  g_autofree char *raster = g_strconcat (base, ".pbm", NULL);
  g_autofree char *resolution = g_strdup_printf ("%u", dpi);
  char *text;

  g_free (mc_test_run ((const char *const[]){
      "pdftoppm", "-r", resolution, "-mono", "-singlefile", path, base, NULL }));
  text = mc_test_run ((const char *const[]){
      "zbarimg", "-q", "--nodbus", "--raw", "-Sdisable", "-Sqrcode.enable", raster, NULL });
  g_remove (raster);
  g_remove (path);
  return g_strchomp (text);
}

static guint8 *
draw_gray (const char *pdf, guint number, guint dpi, guint *width, guint *height)
{
  g_autofree char *page_text = g_strdup_printf ("%u", number);
  g_autofree char *dpi_text = g_strdup_printf ("%u", dpi);
  g_autofree char *base = g_strndup (pdf, strlen (pdf) - 4);
  g_autofree char *raster = g_strconcat (base, ".pgm", NULL);
  g_autofree char *content = NULL;
  gsize length, n_pixels;

  g_free (mc_test_run ((const char *const[]){
      "pdftoppm", "-r", dpi_text, "-gray", "-f", page_text, "-singlefile", pdf, base, NULL }));
  g_assert_true (g_file_get_contents (raster, &content, &length, NULL));
  g_assert_cmpint (sscanf (content, "P5 %u %u", width, height), ==, 2);
  g_remove (raster);
  n_pixels = *width * (gsize) *height;
  g_assert_cmpuint (length, >, n_pixels);
  return g_memdup2 (content + length - n_pixels, n_pixels);
}

/* The first page in grey, a byte a dot, row by row. */
guint8 *
mc_test_draw_gray (const McPage *page, guint dpi, guint *width, guint *height)
{
  g_autofree char *path = mc_test_write_pdf (page);
  guint8 *pixels = draw_gray (path, 1, dpi, width, height);

  g_remove (path);
  return pixels;
}

/* A digest of how the first page looks, for pages that must look alike or not. */
char *
mc_test_digest_picture (const McPage *page)
{
  guint width, height;
  g_autofree guint8 *pixels = mc_test_draw_gray (page, 150, &width, &height);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, pixels, width * (gsize) height);
}

void
mc_test_assert_says (const char *words, const char *part)
{
  if (strstr (words, part) == NULL)
    g_error ("\"%s\" is not in: %s", part, words);
}

void
mc_test_assert_silent (const char *words, const char *part)
{
  if (strstr (words, part) != NULL)
    g_error ("\"%s\" is in: %s", part, words);
}

/* @parts ends with %NULL. */
void
mc_test_assert_in_order (const char *words, const char *const *parts)
{
  const char *from = words;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *found = strstr (from, parts[i]);

      if (found == NULL)
        g_error ("\"%s\" is not after \"%s\" in: %s", parts[i], i > 0 ? parts[i - 1] : "", words);
      from = found + strlen (parts[i]);
    }
}

void
mc_test_assert_size (const McPage *page, double width_mm, double height_mm)
{
  g_assert_cmpfloat (fabs (page->width_mm - width_mm), <, 0.01);
  g_assert_cmpfloat (fabs (page->height_mm - height_mm), <, 0.01);
}

static void
assert_white (const guint8 *pixels,
              guint width,
              guint height,
              guint side,
              guint bottom,
              guint number)
{
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        const gboolean edge = x < side || x >= width - side || y < bottom || y >= height - bottom;

        if (edge && pixels[y * (gsize) width + x] < 200)
          g_error ("page %u has ink at %u, %u of %u × %u dots", number, x, y, width, height);
      }
}

/* Nothing runs off any page, nor into the edges that a printer cannot reach. */
void
mc_test_assert_white_edges (const McPage *page, double side_mm, double bottom_mm)
{
  const double dots = 72 / 25.4;
  g_autofree char *path = mc_test_write_pdf (page);

  for (guint number = 1; number <= page->n_pages; number++)
    {
      guint width, height;
      g_autofree guint8 *pixels = draw_gray (path, number, 72, &width, &height);

      assert_white (
          pixels, width, height, (guint) (side_mm * dots), (guint) (bottom_mm * dots), number);
    }
  g_remove (path);
}
