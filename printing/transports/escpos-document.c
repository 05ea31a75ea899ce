/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/escpos-document.h"

#include <string.h>
#include "printing/documents/page-raster.h"

/* Rolls of 80 mm are printed on 72 mm wide, those of 58 mm on 48 mm. */
#define WIDE_PAPER_MM 70.0
#define WIDE_MM 72.0
#define NARROW_MM 48.0
#define NARROW_DOTS_180 360

#define BAND_ROWS 24
/* White rows that are worth a command of their own, which costs eight bytes. */
#define BLANK_ROWS 8
#define BLANK_ROWS_MAX 192
/* Without a blade: from the head to where paper is torn off. */
#define TEAR_OFF_MM 20.0

#define DLE 0x10

/* One page as the head prints it. */
typedef struct
{
  guint8 *rows; /* (owned) */
  gsize stride; /* bytes a row */
  guint n_rows;
} Picture;

static guint
get_dots (const McPage *page, const McEscposHead *head)
{
  gboolean wide = page->width_mm >= WIDE_PAPER_MM;

  if (head->dots > 0)
    return head->dots;
  if (head->dpi == 180)
    return wide ? 512 : NARROW_DOTS_180;
  return (guint) ((wide ? WIDE_MM : NARROW_MM) * 8);
}

static gboolean
is_ink (const McRaster *raster, guint x, guint y)
{
  return (raster->rows[y * raster->stride + x / 8] & (0x80 >> x % 8)) != 0;
}

/* The page lies on the paper's middle, as the head does. FALSE: ink would be lost. */
static gboolean
place (Picture *self, const McRaster *raster, guint dots)
{
  int shift = ((int) dots - (int) raster->width) / 2;

  self->stride = (dots + 7) / 8;
  self->n_rows = raster->height;
  self->rows = g_malloc0_n (self->n_rows, self->stride);
  for (guint y = 0; y < raster->height; y++)
    for (guint x = 0; x < raster->width; x++)
      {
        int at = (int) x + shift;

        if (!is_ink (raster, x, y))
          continue;
        if (at < 0 || at >= (int) dots)
          return FALSE;
        self->rows[y * self->stride + (guint) at / 8] |= (guint8) (0x80 >> at % 8);
      }
  return TRUE;
}

static gsize
get_inked_bytes (const Picture *picture, guint row)
{
  const guint8 *bytes = picture->rows + row * picture->stride;
  gsize length = picture->stride;

  while (length > 0 && bytes[length - 1] == 0)
    length--;
  return length;
}

static guint
count_blank_rows (const Picture *picture, guint row, guint max)
{
  guint n = 0;

  while (n < max && row + n < picture->n_rows && get_inked_bytes (picture, row + n) == 0)
    n++;
  return n;
}

/* Printers look for commands in real time in all that comes, pictures too: one that happens to hold
 * DLE EOT is answered, and one that holds DLE DC4 could open a drawer or clear everything. One dot
 * more beside a lonely one is not seen; a QR's module has no lonely dots. */
static void
defuse (guint8 *bytes, gsize length)
{
  for (gsize i = 0; i + 1 < length; i++)
    if (bytes[i] == DLE && (bytes[i + 1] == 0x04 || bytes[i + 1] == 0x05 || bytes[i + 1] == 0x14))
      bytes[i] = 0x18;
}

/* GS v 0: exactly so many dots, whatever a printer's motion units are. */
static void
append_band (GByteArray *step, const guint8 *rows, gsize stride, gsize width, guint n_rows)
{
  const guint8 head[] = { 0x1d, 'v', '0', 0, (guint8) width, 0, (guint8) n_rows, 0 };
  guint start = step->len + sizeof head;

  g_byte_array_append (step, head, sizeof head);
  for (guint i = 0; i < n_rows; i++)
    g_byte_array_append (step, rows + i * stride, (guint) width);
  defuse (step->data + start, step->len - start);
}

static void
append_blank (GByteArray *step, guint n_rows)
{
  static const guint8 white[BLANK_ROWS_MAX];

  for (guint n; n_rows > 0; n_rows -= n)
    {
      n = MIN (n_rows, BLANK_ROWS_MAX);
      append_band (step, white, 1, 1, n);
    }
}

static void
finish_step (GPtrArray *steps, GByteArray **step)
{
  if ((*step)->len > 0)
    g_ptr_array_add (steps, g_byte_array_free_to_bytes (g_steal_pointer (step)));
  if (*step == NULL)
    *step = g_byte_array_new ();
}

/* As many of the following rows as are worth one command, no white ones at their end. */
static guint
get_band (const Picture *picture, guint row, gsize *width)
{
  guint n = 0;

  *width = 1;
  while (n < BAND_ROWS && row + n < picture->n_rows &&
         count_blank_rows (picture, row + n, BLANK_ROWS) < BLANK_ROWS)
    {
      *width = MAX (*width, get_inked_bytes (picture, row + n));
      n++;
    }
  return n;
}

static void
append_picture (GPtrArray *steps, GByteArray **step, const Picture *picture)
{
  for (guint row = 0, n; row < picture->n_rows; row += n)
    {
      gsize width = 1;

      n = get_band (picture, row, &width);
      if (n == 0)
        n = count_blank_rows (picture, row, BLANK_ROWS_MAX);
      if ((*step)->len > 0 && (*step)->len + 8 + n * width > MC_ESCPOS_STEP_BYTES)
        finish_step (steps, step);
      append_band (*step, picture->rows + row * picture->stride, picture->stride, width, n);
    }
}

/* To the blade and through, but for a point; without one, to the tear bar. */
static void
append_end (GByteArray *step, const McEscposHead *head)
{
  static const guint8 cut[] = { 0x1d, 'V', 66, 0 };

  if (head->cutter)
    g_byte_array_append (step, cut, sizeof cut);
  else
    append_blank (step, (guint) (TEAR_OFF_MM / 25.4 * head->dpi));
}

/* GS ( H: answered when what stands before it is printed. */
static void
append_id (GByteArray *step, const char *id)
{
  static const guint8 head[] = { 0x1d, '(', 'H', 2 + MC_ESCPOS_ID_LENGTH, 0, 48, 48 };

  g_byte_array_append (step, head, sizeof head);
  g_byte_array_append (step, (const guint8 *) id, MC_ESCPOS_ID_LENGTH);
}

static gboolean
append_page (GPtrArray *steps,
             GByteArray **step,
             const McPage *page,
             guint number,
             const McEscposHead *head,
             GError **error)
{
  g_autoptr (McRaster) raster =
                 mc_page_rasterise (page, number, head->dpi, head->dpi, MC_RASTER_BI_LEVEL, error);
  Picture picture = { NULL };
  guint dots = get_dots (page, head);
  gboolean fits;

  if (raster == NULL)
    return FALSE;
  fits = place (&picture, raster, dots);
  if (fits)
    append_picture (steps, step, &picture);
  else
    g_set_error (error,
                 MC_PAGE_ERROR,
                 MC_PAGE_ERROR_TOO_WIDE,
                 "a page of %.0f mm is wider than the %u dots of the head",
                 page->width_mm,
                 dots);
  g_free (picture.rows);
  return fits;
}

/**
 * mc_escpos_document_new:
 * @page: the document, all of its pages drawn
 * @head: what prints it
 * @id: %MC_ESCPOS_ID_LENGTH characters from blank to tilde that the printer says when all is
 * printed
 * @error: return location
 *
 * Draws a document in the head's dots as commands in raster, page by page. Each step is whole
 * commands, so that questions can be asked between two of them. Any thread.
 *
 * Returns: (transfer full) (element-type GBytes): the steps, or %NULL with #McPageError
 */
GPtrArray *
mc_escpos_document_new (const McPage *page,
                        const McEscposHead *head,
                        const char *id,
                        GError **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GByteArray) step = g_byte_array_new ();

  g_return_val_if_fail (page != NULL && head != NULL && id != NULL, NULL);
  g_return_val_if_fail (page->drawings->len == page->n_pages, NULL);

  for (guint i = 0; i < page->n_pages; i++)
    {
      if (!append_page (steps, &step, page, i, head, error))
        return NULL;
      /* Before the cut: what it is about is the ink. */
      if (head->process_id && i == page->n_pages - 1)
        append_id (step, id);
      append_end (step, head);
      finish_step (steps, &step);
    }
  return g_steal_pointer (&steps);
}

/**
 * mc_escpos_document_create_end:
 * @head: what prints it
 *
 * Returns: (transfer full): what parts a torn receipt from the next one. Any thread
 */
GBytes *
mc_escpos_document_create_end (const McEscposHead *head)
{
  GByteArray *step = g_byte_array_new ();

  g_return_val_if_fail (head != NULL, NULL);

  append_end (step, head);
  return g_byte_array_free_to_bytes (step);
}
