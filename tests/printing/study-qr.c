/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <cairo.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "printing/documents/page-raster.h"
#include "printing/documents/receipt-page.h"
#include "tests/printing/page-reader.h"
#include "tests/printing/samples.h"

/* How often the QR of a receipt can be read when adjacent heating elements are dead: the receipt as
 * a thermal printer gets it, with a white column of so many dots at random places across the
 * symbol, read by zbar as it is (a counter's scanner held straight) and as a telephone sees it
 * (turned, out of focus, uneven light). Prints a table with counts.
 * usage: study-qr [PLACES] [SEED] */
#define N_PLACES 100
#define SEED 20250620
/* Dots around the symbol that a picture of it shows. */
#define MARGIN 40
#define N_BATCH 200
#define PHONE_SIDE 420

static const guint dead_dots[] = { 0, 1, 4, 8 };

typedef struct
{
  guint8 *pixels; /* (owned), 0 is ink, row by row */
  guint width, height;
  guint left, right; /* the symbol without its quiet zone, in dots of the picture; right is past */
} Picture;

static gboolean
is_ink (const McRaster *raster, guint x, guint y)
{
  return (raster->rows[y * raster->stride + x / 8] >> (7 - x % 8)) & 1;
}

/* The run of ink of a finder pattern's top that the symbol begins with: 7 modules long. */
static void
find_symbol (const McRaster *raster, guint dots, guint modules, guint *left, guint *top)
{
  const guint inner = (modules - 8) * dots;

  for (guint y = 0; y + inner < raster->height; y++)
    for (guint x = 0; x + inner < raster->width; x++)
      {
        guint run = 0;

        while (x + run < raster->width && is_ink (raster, x + run, y))
          run++;
        if (run == 7 * dots && is_ink (raster, x, y + 7 * dots - 1) &&
            is_ink (raster, x + inner - 1, y) && is_ink (raster, x, y + inner - 1))
          {
            *left = x;
            *top = y;
            return;
          }
        x += run;
      }
  g_error ("there is no symbol of %u dots a module", dots);
}

static Picture
create_picture (McQrLevel level, guint dots)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) page =
                 mc_receipt_page_new_with_symbol (receipt, MC_MEDIUM_ROLL_80, level, dots, &error);
  g_autoptr (McQr) qr = mc_qr_new_full (receipt->status_url, level, 0, NULL);
  g_autoptr (McRaster) raster = NULL;
  const guint inner = (mc_qr_get_modules (qr) - 8) * dots;
  Picture self = { .width = inner + 2 * MARGIN, .height = inner + 2 * MARGIN };
  guint left, top;

  g_assert_no_error (error);
  raster = mc_page_rasterise (page, 0, 203, 203, MC_RASTER_BI_LEVEL, &error);
  g_assert_no_error (error);
  find_symbol (raster, dots, mc_qr_get_modules (qr), &left, &top);
  g_assert_cmpuint (left, >=, MARGIN);
  g_assert_cmpuint (top, >=, MARGIN);
  self.left = MARGIN;
  self.right = MARGIN + inner;
  self.pixels = g_malloc (self.width * (gsize) self.height);
  for (guint y = 0; y < self.height; y++)
    for (guint x = 0; x < self.width; x++)
      self.pixels[y * self.width + x] =
          is_ink (raster, left - MARGIN + x, top - MARGIN + y) ? 0 : 255;
  return self;
}

static guint8 *
kill_dots (const Picture *self, guint n_dead, GRand *rand)
{
  guint8 *pixels = g_memdup2 (self->pixels, self->width * (gsize) self->height);
  gint first;

  if (n_dead == 0)
    return pixels;
  /* Every place at which at least one dead dot is in the symbol. */
  first = g_rand_int_range (rand, (gint) self->left - (gint) n_dead + 1, (gint) self->right);
  for (guint y = 0; y < self->height; y++)
    memset (pixels + y * self->width + first, 255, n_dead);
  return pixels;
}

static cairo_surface_t *
create_surface (const guint8 *pixels, guint width, guint height)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  guint8 *data = cairo_image_surface_get_data (surface);
  const gsize stride = (gsize) cairo_image_surface_get_stride (surface);

  cairo_surface_flush (surface);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      ((guint32 *) (void *) (data + y * stride))[x] = pixels[y * width + x] * 0x010101u;
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* Turned by up to 15°, a little out of focus, darker towards one corner, and grainy. */
static guint8 *
photograph (const guint8 *pixels, guint width, guint height, GRand *rand)
{
  cairo_surface_t *paper = create_surface (pixels, width, height);
  cairo_surface_t *seen = cairo_image_surface_create (CAIRO_FORMAT_RGB24, PHONE_SIDE, PHONE_SIDE);
  cairo_t *cr = cairo_create (seen);
  const double scale = g_rand_double_range (rand, 0.7, 0.85) * PHONE_SIDE / width;
  guint8 *grey = g_malloc (PHONE_SIDE * PHONE_SIDE);
  const guint8 *data;
  gsize stride;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_translate (cr, PHONE_SIDE / 2.0, PHONE_SIDE / 2.0);
  cairo_rotate (cr, g_rand_double_range (rand, -15, 15) * G_PI / 180);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, paper, -(double) width / 2, -(double) height / 2);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_flush (seen);
  data = cairo_image_surface_get_data (seen);
  stride = (gsize) cairo_image_surface_get_stride (seen);
  for (guint y = 0; y < PHONE_SIDE; y++)
    for (guint x = 0; x < PHONE_SIDE; x++)
      {
        double value = 0, weight = 0;

        for (int dy = -1; dy <= 1; dy++)
          for (int dx = -1; dx <= 1; dx++)
            {
              const guint u = (guint) CLAMP ((int) x + dx, 0, PHONE_SIDE - 1);
              const guint v = (guint) CLAMP ((int) y + dy, 0, PHONE_SIDE - 1);
              const double w = (dx == 0 ? 2 : 1) * (dy == 0 ? 2 : 1);

              value += w * (((const guint32 *) (const void *) (data + v * stride))[u] & 0xff);
              weight += w;
            }
        value = 30 + value / weight * (0.80 - 0.25 * (x + y) / (2.0 * PHONE_SIDE));
        value += g_rand_double_range (rand, -12, 12);
        grey[y * PHONE_SIDE + x] = (guint8) CLAMP (value, 0, 255);
      }
  cairo_surface_destroy (seen);
  cairo_surface_destroy (paper);
  return grey;
}

static void
write_picture (const char *path, const guint8 *pixels, guint width, guint height)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autofree char *head = g_strdup_printf ("P5 %u %u 255\n", width, height);

  g_byte_array_append (file, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (file, pixels, width * height);
  g_assert_true (g_file_set_contents (path, (const char *) file->data, (gssize) file->len, NULL));
}

/* How many of the pictures zbar reads right. A wrong reading is worse than none: none is allowed.
 */
static guint
count_readings (GPtrArray *paths)
{
  guint n_read = 0;

  for (guint first = 0; first < paths->len; first += N_BATCH)
    {
      g_autoptr (GPtrArray) argv = g_ptr_array_new ();
      g_autofree char *out = NULL;
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) parts = NULL;
      static const char *const head[] = { "zbarimg", "-q",        "--nodbus",
                                          "--xml",   "-Sdisable", "-Sqrcode.enable" };

      for (guint i = 0; i < G_N_ELEMENTS (head); i++)
        g_ptr_array_add (argv, (char *) head[i]);
      for (guint i = first; i < MIN (first + N_BATCH, paths->len); i++)
        g_ptr_array_add (argv, g_ptr_array_index (paths, i));
      g_ptr_array_add (argv, NULL);
      /* Its exit status says that one could not be read, which is no failure here. */
      g_spawn_sync (NULL,
                    (char **) argv->pdata,
                    NULL,
                    G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                    NULL,
                    NULL,
                    &out,
                    NULL,
                    NULL,
                    &error);
      g_assert_no_error (error);
      parts = g_strsplit (out, "<data><![CDATA[", 0);
      for (guint i = 1; parts[i] != NULL; i++)
        {
          if (!g_str_has_prefix (parts[i], MC_SAMPLE_URL "]]>"))
            g_error ("read wrongly: %.80s", parts[i]);
          n_read++;
        }
    }
  return n_read;
}

static guint
try_picture (const Picture *picture,
             guint n_dead,
             guint n_places,
             gboolean phone,
             const char *folder,
             GRand *rand)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  guint n_read;

  for (guint i = 0; i < n_places; i++)
    {
      g_autofree guint8 *paper = kill_dots (picture, n_dead, rand);
      g_autofree guint8 *seen =
          phone ? photograph (paper, picture->width, picture->height, rand) : NULL;
      char *path = g_strdup_printf ("%s/%u.pgm", folder, i);

      write_picture (path,
                     phone ? seen : paper,
                     phone ? PHONE_SIDE : picture->width,
                     phone ? PHONE_SIDE : picture->height);
      g_ptr_array_add (paths, path);
    }
  n_read = count_readings (paths);
  for (guint i = 0; i < paths->len; i++)
    g_remove (g_ptr_array_index (paths, i));
  return n_read;
}

static void
study (McQrLevel level, guint dots, guint n_places, const char *folder, GRand *rand)
{
  Picture picture = create_picture (level, dots);
  const double mm = (picture.right - picture.left) / 203.0 * 25.4;
  GString *row = g_string_new (NULL);

  g_string_append_printf (
      row, "%s, %u dots, %.0f mm", level == MC_QR_LEVEL_Q ? "Q" : "M", dots, mm);
  for (guint phone = 0; phone < 2; phone++)
    for (guint i = 0; i < G_N_ELEMENTS (dead_dots); i++)
      g_string_append_printf (
          row, "\t%u", try_picture (&picture, dead_dots[i], n_places, phone == 1, folder, rand));
  g_print ("%s\n", row->str);
  g_string_free (row, TRUE);
  g_free (picture.pixels);
}

int
main (int argc, char **argv)
{
  const guint n_places = argc > 1 ? (guint) atoi (argv[1]) : N_PLACES;
  const guint32 seed = argc > 2 ? (guint32) atoi (argv[2]) : SEED;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("motcua-XXXXXX", &error);
  GRand *rand = g_rand_new_with_seed (seed);

  setlocale (LC_ALL, "C.UTF-8");
  if (n_places == 0 || argc > 3)
    {
      g_printerr ("usage: study-qr [PLACES] [SEED]\n");
      return 64;
    }
  g_assert_no_error (error);
  if (!mc_test_has_programs ())
    return 77;
  g_print ("Of %u receipts, read with so many adjacent dead dots (seed %u):\n", n_places, seed);
  g_print ("level, module, symbol\tscanner 0\t1\t4\t8\ttelephone 0\t1\t4\t8\n");
  for (guint level = MC_QR_LEVEL_M; level <= MC_QR_LEVEL_Q; level++)
    for (guint dots = 4; dots <= 6; dots++)
      study ((McQrLevel) level, dots, n_places, folder, rand);
  g_rand_free (rand);
  g_rmdir (folder);
  return 0;
}
