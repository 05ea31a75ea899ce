/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <cairo.h>
#include <locale.h>
#include <math.h>
#include <string.h>
#include "printing/documents/page-raster.h"
#include "printing/documents/qr.h"
#include "printing/documents/receipt-page.h"
#include "printing/transports/escpos-document.h"
#include "tests/printing/escpos-paper.h"
#include "tests/printing/official-samples.h"
#include "tests/printing/samples.h"

/* What printers say. */

typedef struct
{
  const char *name;
  guint8 answers[MC_ESCPOS_N_QUESTIONS];
  McPrinterHealth health;
  const char *reason; /* (nullable) */
  gboolean final;
} Row;

/* Epson's table of DLE EOT, bit by bit. */
static const Row rows[] = {
  { "ready", { 0x12, 0x12, 0x12, 0x12 }, MC_PRINTER_READY, NULL, FALSE },
  { "drawer-high", { 0x16, 0x12, 0x12, 0x12 }, MC_PRINTER_READY, NULL, FALSE },
  { "near-end", { 0x16, 0x12, 0x12, 0x1e }, MC_PRINTER_WARNING, "media-low", FALSE },
  { "one-sensor", { 0x16, 0x12, 0x12, 0x16 }, MC_PRINTER_WARNING, "media-low", FALSE },
  { "paper-end", { 0x1e, 0x32, 0x12, 0x7e }, MC_PRINTER_FAULT, "media-empty", TRUE },
  { "paper-end-idle", { 0x16, 0x12, 0x12, 0x72 }, MC_PRINTER_FAULT, "media-empty", TRUE },
  { "cover", { 0x1e, 0x16, 0x12, 0x12 }, MC_PRINTER_FAULT, "cover-open", TRUE },
  { "cover-and-paper", { 0x1e, 0x36, 0x12, 0x72 }, MC_PRINTER_FAULT, "cover-open", TRUE },
  { "cutter", { 0x1e, 0x52, 0x1a, 0x12 }, MC_PRINTER_FAULT, "cutter-jam", TRUE },
  { "recoverable", { 0x1e, 0x52, 0x16, 0x12 }, MC_PRINTER_FAULT, "other-error", TRUE },
  { "broken", { 0x1e, 0x52, 0x32, 0x12 }, MC_PRINTER_FAULT, "other-error", TRUE },
  { "hot-head", { 0x1e, 0x52, 0x52, 0x12 }, MC_PRINTER_FAULT, "other-error", FALSE },
  { "feed-button", { 0x1e, 0x1a, 0x12, 0x12 }, MC_PRINTER_FAULT, "offline", FALSE },
  { "off-line", { 0x1e, 0x12, 0x12, 0x12 }, MC_PRINTER_FAULT, "offline", FALSE },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  McEscposStatus status;
  const char *reason = "never told";

  memcpy (status.answers, row->answers, sizeof status.answers);
  g_assert_cmpint (mc_escpos_status_judge (&status, &reason), ==, row->health);
  g_assert_cmpstr (reason, ==, row->reason);
  g_assert_cmpint (mc_escpos_status_is_final (&status), ==, row->final);
}

static void
assert_words (const guint8 *bytes, gsize length, const McEscposWord *expected)
{
  McEscposReader reader = { { 0 } };

  for (gsize i = 0; i < length; i++)
    g_assert_cmpint (mc_escpos_reader_take (&reader, bytes[i]), ==, expected[i]);
}

/* Each kind of byte is told from the others, also where they come interleaved. */
static void
test_words (void)
{
  static const guint8 bytes[] = {
    0x12, 0x00, 0x03, 0x13, 0x11, 0x92, 0x37, 0x25, 0x00, 0x37, 0x22,
    '0',  '0',  '0',  '7',  0x00, 0x5f, 'T',  'M',  0x00, 0x14, 0x00,
    0x0c, 0x0f, 0x12, 0x14, 0x00, 0x16, 0x37, 0x22, '0',  0x00, 0x0f
  };
  static const McEscposWord expected[] = {
    MC_ESCPOS_REAL_TIME,  MC_ESCPOS_IN_ORDER, MC_ESCPOS_IN_ORDER, /* answers */
    MC_ESCPOS_NOTHING,    MC_ESCPOS_NOTHING,                      /* XOFF, XON */
    MC_ESCPOS_GARBAGE,                                            /* */
    MC_ESCPOS_NOTHING,    MC_ESCPOS_NOTHING,  MC_ESCPOS_CLEARED,  /* */
    MC_ESCPOS_NOTHING,    MC_ESCPOS_NOTHING,  MC_ESCPOS_NOTHING,
    MC_ESCPOS_NOTHING,    MC_ESCPOS_NOTHING,  MC_ESCPOS_NOTHING,
    MC_ESCPOS_PROCESS_ID, /* */
    MC_ESCPOS_NOTHING,    MC_ESCPOS_NOTHING,  MC_ESCPOS_NOTHING,
    MC_ESCPOS_NOTHING, /* a name */
    MC_ESCPOS_NOTHING,    MC_ESCPOS_NOTHING,  MC_ESCPOS_NOTHING,
    MC_ESCPOS_NOTHING,                                             /* automatic */
    MC_ESCPOS_REAL_TIME,                                           /* */
    MC_ESCPOS_NOTHING,    MC_ESCPOS_NOTHING,  MC_ESCPOS_REAL_TIME, /* an automatic one cut short */
    MC_ESCPOS_NOTHING,    MC_ESCPOS_NOTHING,  MC_ESCPOS_NOTHING,
    MC_ESCPOS_NOTHING, /* no id */
    MC_ESCPOS_IN_ORDER,
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (bytes) == G_N_ELEMENTS (expected));
  assert_words (bytes, sizeof bytes, expected);
}

/* A block without end is given up, and what follows is heard again. */
static void
test_endless_block (void)
{
  McEscposReader reader = { { 0 } };
  guint n = 0;

  mc_escpos_reader_take (&reader, 0x37);
  while (mc_escpos_reader_take (&reader, 'x') != MC_ESCPOS_GARBAGE)
    g_assert_cmpuint (n++, <, 1000);
  g_assert_cmpint (mc_escpos_reader_take (&reader, 0x12), ==, MC_ESCPOS_REAL_TIME);
  g_assert_cmpint (reader.value, ==, 0x12);
}

/* What they are told. */

static McPage *
create_receipt (McMedium medium, McSampleLength length)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", length);
  McPage *page = mc_receipt_page_new (receipt, medium, NULL);

  g_assert_nonnull (page);
  return page;
}

/* Works off the commands, and knows no other than these. */
static EscposPaper *
print_steps (GPtrArray *steps, guint dots, guint *n_cuts, guint *n_ids)
{
  EscposPaper *paper = escpos_paper_new (dots);
  guint8 last[3] = { 0 };

  *n_cuts = *n_ids = 0;
  for (guint i = 0; i < steps->len; i++)
    {
      gsize length;
      const guint8 *at = g_bytes_get_data (g_ptr_array_index (steps, i), &length);
      const guint8 *end = at + length;

      g_assert_cmpuint (length, <=, MC_ESCPOS_STEP_BYTES + 32);
      for (const guint8 *byte = at; byte < end; byte++)
        {
          memmove (last, last + 1, sizeof last - 1);
          last[2] = *byte;
          g_assert_false (last[1] == 0x10 &&
                          (last[2] == 0x04 || last[2] == 0x05 || last[2] == 0x14));
        }
      while (at < end)
        {
          g_assert_cmpint (at[0], ==, 0x1d);
          if (at[1] == 'v')
            {
              g_assert_cmpmem (at + 1, 3, "v0", 3);
              g_assert_cmpuint (8 + at[4] * at[6], <=, MC_ESCPOS_COMMAND_BYTES);
              for (guint y = 0; y < at[6]; y++)
                escpos_paper_add_row (paper, at + 8 + y * at[4], at[4]);
              at += 8 + at[4] * at[6];
            }
          else if (at[1] == 'V')
            {
              g_assert_cmpint (at[2], ==, 66);
              (*n_cuts)++;
              at += 4;
            }
          else
            {
              g_assert_cmpmem (at + 1,
                               6,
                               "(H\6\0"
                               "00",
                               6);
              g_assert_cmpmem (at + 7, 4, "ab~ ", 4);
              (*n_ids)++;
              at += 11;
            }
        }
      g_assert_true (at == end);
    }
  return paper;
}

static gboolean
is_dark (const EscposPaper *paper, guint x, guint y)
{
  return (paper->rows->data[y * ((paper->dots + 7) / 8) + x / 8] & (0x80 >> x % 8)) != 0;
}

static gboolean
stands_at (const EscposPaper *paper, const McQr *qr, guint dots, guint left, guint top)
{
  guint side = mc_qr_get_modules (qr) * dots;

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      if (is_dark (paper, left + x, top + y) != mc_qr_is_dark (qr, x / dots, y / dots))
        return FALSE;
  return TRUE;
}

static guint
count_codes (const EscposPaper *paper, guint dots)
{
  g_autoptr (McQr) qr = mc_qr_new (MC_SAMPLE_URL, NULL);
  guint side = mc_qr_get_modules (qr) * dots, n = 0;

  for (guint top = 0; top + side <= escpos_paper_get_n_rows (paper); top++)
    for (guint left = 0; left + side <= paper->dots; left++)
      n += stands_at (paper, qr, dots, left, top);
  return n;
}

/* The receipt as it was drawn, dot by dot, with a code of whole dots, its length kept, one cut. */
static void
test_document (void)
{
  static const struct
  {
    McMedium medium;
    McSampleLength length;
    guint dots;
  } papers[] = {
    { MC_MEDIUM_ROLL_80, MC_SAMPLE_SHORT, 576 },
    { MC_MEDIUM_ROLL_80, MC_SAMPLE_LONG, 576 },
    { MC_MEDIUM_ROLL_58, MC_SAMPLE_SHORT, 384 },
  };
  const McEscposHead head = { 0, 203, TRUE, TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
    {
      g_autoptr (McPage) page = create_receipt (papers[i].medium, papers[i].length);
      g_autoptr (McRaster) raster = mc_page_rasterise (page, 0, 203, 203, MC_RASTER_BI_LEVEL, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) steps = mc_escpos_document_new (page, &head, "ab~ ", &error);
      g_autoptr (EscposPaper) paper = NULL;
      guint n_cuts, n_ids, n_others = 0, n_codes = 0;
      int shift = ((int) papers[i].dots - (int) raster->width) / 2;

      g_assert_no_error (error);
      paper = print_steps (steps, papers[i].dots, &n_cuts, &n_ids);
      g_assert_cmpuint (n_cuts, ==, 1);
      g_assert_cmpuint (n_ids, ==, 1);
      g_assert_cmpuint (escpos_paper_get_n_rows (paper), ==, raster->height);
      for (guint y = 0; y < raster->height; y++)
        for (guint x = 0; x < papers[i].dots; x++)
          {
            guint from = (guint) ((int) x - shift);

            n_others += is_dark (paper, x, y) !=
                        ((raster->rows[y * raster->stride + from / 8] & (0x80 >> from % 8)) != 0);
          }
      g_test_message ("%u steps, %u dots added", steps->len, n_others);
      g_assert_cmpuint (n_others, <, 20);
      for (guint dots = 4; dots <= 6; dots++)
        n_codes += count_codes (paper, dots);
      g_assert_cmpuint (n_codes, ==, 1);
    }
}

/* Without a blade the paper is fed to where it is torn off; a head of 180 dpi prints as long a
 * paper, and its code is read. */
static void
test_heads (void)
{
  const McEscposHead head = { 0, 180, FALSE, FALSE };
  g_autoptr (McPage) page = create_receipt (MC_MEDIUM_ROLL_80, MC_SAMPLE_SHORT);
  g_autoptr (GPtrArray) steps = mc_escpos_document_new (page, &head, "ab~ ", NULL);
  g_autoptr (EscposPaper) paper = NULL;
  g_autofree char *text = NULL;
  guint n_cuts, n_ids;

  g_assert_nonnull (steps);
  paper = print_steps (steps, 512, &n_cuts, &n_ids);
  g_assert_cmpuint (n_cuts + n_ids, ==, 0);
  g_assert_cmpuint (escpos_paper_get_n_rows (paper),
                    ==,
                    (guint) lround (page->height_mm / 25.4 * 180) + (guint) (20 / 25.4 * 180));
  text = escpos_paper_decode (paper);
  g_assert_cmpstr (text, ==, MC_SAMPLE_URL);
}

/* Whatever does not fit is not printed with its edge cut off. */
static void
test_too_wide (void)
{
  const McEscposHead head = { 0, 203, TRUE, FALSE }, narrow = { 384, 203, TRUE, FALSE };
  g_autoptr (McPage) receipt = create_receipt (MC_MEDIUM_ROLL_80, MC_SAMPLE_SHORT);
  g_autoptr (GError) error = NULL;
  g_autoptr (McPage) form = mc_sample_form01_page_new ("vi", MC_SAMPLE_SHORT, &error);

  g_assert_no_error (error);
  g_assert_null (mc_escpos_document_new (receipt, &narrow, "ab~ ", &error));
  g_assert_error (error, MC_PAGE_ERROR, MC_PAGE_ERROR_TOO_WIDE);
  g_clear_error (&error);
  g_assert_null (mc_escpos_document_new (form, &head, "ab~ ", &error));
  g_assert_error (error, MC_PAGE_ERROR, MC_PAGE_ERROR_TOO_WIDE);
}

/* A page of the head's width with vertical lines of a dot at such columns. */
static McPage *
create_lines (const guint *columns, guint n_columns)
{
  McPage *page = g_new0 (McPage, 1);
  const cairo_rectangle_t extents = { 0, 0, 576 * MC_ROLL_DOT, 200 * MC_ROLL_DOT };
  cairo_surface_t *drawing = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &extents);
  cairo_t *cr = cairo_create (drawing);

  for (guint i = 0; i < n_columns; i++)
    cairo_rectangle (cr, columns[i] * MC_ROLL_DOT, 0, MC_ROLL_DOT, 200 * MC_ROLL_DOT);
  cairo_fill (cr);
  cairo_destroy (cr);
  page->pdf = g_bytes_new_static ("", 0);
  page->drawings = g_ptr_array_new_with_free_func ((GDestroyNotify) cairo_surface_destroy);
  g_ptr_array_add (page->drawings, drawing);
  page->width_mm = 576 / 203.0 * 25.4;
  page->height_mm = 200 / 203.0 * 25.4;
  page->n_pages = 1;
  return page;
}

/* Lines that are DLE EOT, DLE ENQ and DLE DC4 in the printer's bytes, within a row and from one row
 * to the next, print as lines and command nothing. */
static void
test_defused (void)
{
  static const guint columns[] = {
    3, 13, 3 + 160, 13 + 160, 15 + 160, 3 + 240, 11 + 240, 13 + 240
  };
  static const guint wrapped[] = { 5, 3 + 80 };
  const McEscposHead head = { 576, 203, TRUE, TRUE };
  g_autoptr (McPage) page = create_lines (columns, G_N_ELEMENTS (columns));
  g_autoptr (McPage) other = create_lines (wrapped, G_N_ELEMENTS (wrapped));
  g_autoptr (GPtrArray) steps = mc_escpos_document_new (page, &head, "ab~ ", NULL);
  g_autoptr (GPtrArray) others = mc_escpos_document_new (other, &head, "ab~ ", NULL);
  guint n_cuts, n_ids;
  g_autoptr (EscposPaper) paper = print_steps (steps, 576, &n_cuts, &n_ids);
  g_autoptr (EscposPaper) last = print_steps (others, 576, &n_cuts, &n_ids);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_assert_true (is_dark (paper, columns[i], 100));
  g_assert_true (is_dark (paper, 4, 100)); /* the dot that was added */
  g_assert_true (is_dark (last, wrapped[0], 100) && is_dark (last, wrapped[1], 100));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/printing/escpos-status/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/printing/escpos-words/kinds", test_words);
  g_test_add_func ("/printing/escpos-words/endless-block", test_endless_block);
  g_test_add_func ("/printing/escpos-document/receipts", test_document);
  g_test_add_func ("/printing/escpos-document/heads", test_heads);
  g_test_add_func ("/printing/escpos-document/too-wide", test_too_wide);
  g_test_add_func ("/printing/escpos-document/defused", test_defused);
  return g_test_run ();
}
