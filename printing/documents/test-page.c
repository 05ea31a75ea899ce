/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/test-page.h"

#include <math.h>
#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "printing/documents/slip.h"

/* As dense as the symbol of a receipt, whose status URL needs this version. */
#define VERSION 4
#define RULER_WIDTH_MM 8.0
#define RULER_GAP_MM 2.0
/* Black without a gap shows a dead dot as a white line, dots one by one tell which it is. */
#define BLACK_DOTS 24
#define STAIRS 8
#define STAIR_DOTS 8
#define LABEL_EVERY 64

static const guint module_dots[] = { 4, 5, 6 };
static const double letter_sizes[] = { 7, 8, 9, 10.5, 13, 18 };

typedef struct
{
  double mm;  /* in the flow's units */
  double dot; /* the same */
  guint dots; /* of the head; of a sheet what its column holds */
} Measure;

static Measure *
create_measure (const McSlip *slip)
{
  Measure *measure = g_new0 (Measure, 1);
  const guint dots = mc_medium_get_dots (slip->medium);

  measure->mm = mc_slip_get_mm (slip);
  measure->dot = mc_slip_get_dot (slip);
  measure->dots = dots > 0 ? dots : (guint) floor (slip->width / measure->dot);
  return measure;
}

/* Digits beside a tick: @x is their middle, @y their top. */
static void
draw_number (cairo_t *cr, const Measure *measure, double x, double y, guint number)
{
  const McFlowStyle style = { .size = 2.5 * measure->mm, .align = MC_FLOW_CENTRE };
  g_autoptr (McFlow) flow = mc_flow_new (MC_PAGE_FONT, 20 * measure->mm);
  g_autofree char *text = g_strdup_printf ("%u", number);

  mc_flow_add_text (flow, &style, text);
  mc_flow_draw (flow, cr, x - 10 * measure->mm, y, 0, G_MAXUINT);
}

static double
get_tick (guint mm)
{
  return mm % 10 == 0 ? 4.0 : mm % 5 == 0 ? 2.8 : 1.6;
}

/* Each tick is a filled box around its millimetre, not longer on one side than on the other. */
static void
draw_ruler_across (cairo_t *cr, double x, double y, double width, double height, gconstpointer data)
{
  const Measure *measure = data;
  const guint length = (guint) floor (width / measure->mm / 10) * 10;
  const double left = x + (width - length * measure->mm) / 2, thick = measure->dot;

  for (guint i = 0; i <= length; i++)
    cairo_rectangle (cr, left + i * measure->mm - thick / 2, y, thick, get_tick (i) * measure->mm);
  cairo_rectangle (cr, left, y, length * measure->mm, thick);
  cairo_fill (cr);
  for (guint i = 10; i < length; i += 10)
    draw_number (cr, measure, left + i * measure->mm, y + 3.9 * measure->mm, i);
}

static void
draw_ruler_down (cairo_t *cr, double x, double y, double width, double height, gconstpointer data)
{
  const Measure *measure = data;
  const guint length = (guint) floor (height / measure->mm / 10 + 0.001) * 10;
  const double thick = measure->dot;

  for (guint i = 0; i <= length; i++)
    cairo_rectangle (cr, x, y + i * measure->mm - thick / 2, get_tick (i) * measure->mm, thick);
  cairo_rectangle (cr, x, y, thick, length * measure->mm);
  cairo_fill (cr);
  for (guint i = 10; i < length; i += 10)
    draw_number (cr, measure, x + 6.2 * measure->mm, y + (i - 1.7) * measure->mm, i);
}

/* The whole head, also where other papers spare its outermost dots. */
static void
draw_bars (cairo_t *cr, double x, double y, double width, double height, gconstpointer data)
{
  const Measure *measure = data;
  const double dot = measure->dot;
  const double left = round ((x + (width - measure->dots * dot) / 2) / dot) * dot;
  const double top = round (y / dot) * dot;

  for (guint i = 0; i <= measure->dots; i += LABEL_EVERY)
    {
      cairo_rectangle (cr, left + MIN (i, measure->dots - 1) * dot, top + 22 * dot, dot, 8 * dot);
      if (i > 0 && i < measure->dots)
        draw_number (cr, measure, left + i * dot, top - 5 * dot, i);
    }
  cairo_rectangle (cr, left, top + 32 * dot, measure->dots * dot, BLACK_DOTS * dot);
  for (guint i = 0; i < measure->dots; i++)
    cairo_rectangle (cr,
                     left + i * dot,
                     top + (34 + BLACK_DOTS + i % STAIRS * STAIR_DOTS) * dot,
                     dot,
                     STAIR_DOTS * dot);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_fill (cr);
}

/**
 * mc_test_page_create_reading:
 * @sheet: what is printed
 * @dots: 4, 5 or 6 dots a module
 *
 * Returns: (transfer full): what a reader must see in the QR of that size. Any thread
 */
char *
mc_test_page_create_reading (const McTestSheet *sheet, guint dots)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (sheet != NULL, NULL);

  g_string_append_printf (text, "MC%u", dots);
  if (sheet->kiosk != NULL)
    {
      g_autofree char *upper = g_ascii_strup (sheet->kiosk, -1);

      /* The alphanumeric mode of a receipt. */
      g_string_append_c (text, ' ');
      for (const char *c = upper; *c != '\0' && text->len < 40; c++)
        if (g_ascii_isalnum (*c) || *c == '-' || *c == '.')
          g_string_append_c (text, *c);
    }
  return g_string_free (text, FALSE);
}

static void
add_part (McSlip *slip, const char *title, const char *text)
{
  McFlowStyle heading = mc_slip_strong ();
  const McFlowStyle small = { .size = 8.0, .leading = MC_FLOW_TIGHT };

  heading.keep = TRUE;
  mc_flow_add_space (slip->flow, 5);
  mc_flow_add_text (slip->flow, &heading, title);
  mc_flow_add_text (slip->flow, &small, text);
  mc_flow_add_space (slip->flow, 2);
}

static void
add_facts (McSlip *slip, const McTestSheet *sheet)
{
  const McFlowStyle style = mc_slip_body ();
  g_autofree char *time = mc_time_to_display (sheet->at);
  g_autofree char *medium = NULL;
  const guint dots = mc_medium_get_dots (slip->medium);

  if (dots > 0)
    medium = g_strdup_printf (mc_slip_pick (slip,
                                            "cuộn %s mm, in được %u mm (%u điểm)",
                                            "%s mm roll, %u mm printed (%u dots)"),
                              slip->medium == MC_MEDIUM_ROLL_80 ? "80" : "58",
                              dots / 8,
                              dots);
  else
    medium = g_ascii_strup (mc_medium_to_string (slip->medium), -1);
  if (sheet->kiosk != NULL)
    mc_flow_add_field (slip->flow, &style, mc_slip_pick (slip, "Máy", "Machine"), sheet->kiosk);
  if (sheet->printer != NULL && slip->n_cut == 0)
    mc_flow_add_field (
        slip->flow, &style, mc_slip_pick (slip, "Máy in", "Printer"), sheet->printer);
  mc_flow_add_field (slip->flow, &style, mc_slip_pick (slip, "Giấy", "Paper"), medium);
  mc_flow_add_field (slip->flow, &style, mc_slip_pick (slip, "In lúc", "Printed at"), time);
}

static void
add_bars (McSlip *slip)
{
  add_part (slip,
            mc_slip_pick (slip, "Đầu in", "Print head"),
            mc_slip_pick (slip,
                          "Vệt trắng dọc là điểm in hỏng: vạch lẻ mất ở bậc thang cho biết số thứ "
                          "tự của điểm.",
                          "A white line down is a dead dot: the single mark that is missing in the "
                          "stairs tells its number."));
  mc_flow_add_drawing (slip->flow,
                       (36 + BLACK_DOTS + STAIRS * STAIR_DOTS) * mc_slip_get_dot (slip),
                       draw_bars,
                       create_measure (slip),
                       g_free);
}

static void
add_ruler (McSlip *slip)
{
  add_part (slip,
            mc_slip_pick (slip, "Thước đo, mm", "Rulers, mm"),
            mc_slip_pick (slip,
                          "Đặt thước thật lên cả hai thước in. Lệch quá 1 mm là trang đang bị co "
                          "giãn: xem lại khổ giấy.",
                          "Lay a real ruler on both. More than 1 mm off: the page is being scaled, "
                          "look at the paper size."));
  mc_flow_add_drawing (
      slip->flow, 7.6 * mc_slip_get_mm (slip), draw_ruler_across, create_measure (slip), g_free);
}

/* (transfer full) (nullable): a symbol with its reading below. */
static McFlow *
create_symbol (McSlip *slip, const McTestSheet *sheet, guint dots, double width, GError **error)
{
  /* Below the symbol's own edge. */
  const double indent = 4 * dots * mc_slip_get_dot (slip);
  const McFlowStyle strong = {
    .size = 8.0, .bold = TRUE, .indent = indent, .leading = MC_FLOW_TIGHT
  };
  const McFlowStyle small = { .size = 7.4, .indent = indent, .leading = MC_FLOW_TIGHT };
  g_autofree char *reading = mc_test_page_create_reading (sheet, dots);
  g_autofree char *size = g_strdup_printf (mc_slip_pick (slip, "%u điểm", "%u dots"), dots);
  g_autofree char *says =
      g_strdup_printf (mc_slip_pick (slip, "đọc ra:\n%s", "reads:\n%s"), reading);
  g_autoptr (McFlow) flow = mc_flow_new (MC_PAGE_FONT, width);
  McQr *qr = mc_qr_new_full (reading, MC_QR_LEVEL, VERSION, error);

  if (qr == NULL)
    return NULL;
  mc_flow_add_qr (flow, qr, mc_slip_get_dot (slip), dots, MC_FLOW_LEFT);
  mc_flow_add_text (flow, &strong, size);
  mc_flow_add_text (flow, &small, says);

  return g_steal_pointer (&flow);
}

/* How many symbols from the first one stand beside one another. */
static guint
count_symbols (double width, double unit, guint first)
{
  guint n = 0;

  while (first + n < G_N_ELEMENTS (module_dots) &&
         (n == 0 || module_dots[first + n] * unit <= width))
    {
      width -= module_dots[first + n] * unit;
      n++;
    }
  return n;
}

/* In rows; what a row has left is divided among its symbols, for the readings below them. */
static gboolean
add_symbols (McSlip *slip, const McTestSheet *sheet, GError **error)
{
  const double unit = (17 + 4 * VERSION + 8) * mc_slip_get_dot (slip);
  guint n_cells;

  for (guint first = 0; first < G_N_ELEMENTS (module_dots); first += n_cells)
    {
      McFlow *cells[G_N_ELEMENTS (module_dots)];
      double spare = slip->width;

      n_cells = count_symbols (slip->width, unit, first);
      for (guint i = 0; i < n_cells; i++)
        spare -= module_dots[first + i] * unit;
      for (guint i = 0; i < n_cells; i++)
        {
          const guint dots = module_dots[first + i];

          cells[i] = create_symbol (slip, sheet, dots, dots * unit + spare / n_cells, error);
          if (cells[i] == NULL)
            {
              while (i > 0)
                mc_flow_free (cells[--i]);
              return FALSE;
            }
        }
      mc_flow_add_row (slip->flow, cells, n_cells, FALSE);
    }
  return TRUE;
}

/* Plain and bold, in points on paper, however large the rest is drawn. */
static void
add_letters (McSlip *slip)
{
  for (guint i = 0; i < G_N_ELEMENTS (letter_sizes); i++)
    {
      const double size = letter_sizes[i];
      const McFlowStyle style = { .size = size / slip->scale, .leading = MC_FLOW_TIGHT };
      const char *letters = size < 12 && slip->width > 150 ? "ẾỖỮẶ ẲỢ ệ" : "ẾỖỮẶ";
      g_autofree char *plain = g_strdup_printf ("%g  %s", size, letters);

      mc_flow_add_field (slip->flow, &style, plain, letters);
    }
}

static gboolean
add_codes (McSlip *slip, const McTestSheet *sheet, GError **error)
{
  add_part (slip,
            mc_slip_pick (slip, "Mã QR", "QR codes"),
            mc_slip_pick (slip,
                          "Quét từng mã bằng máy quét của quầy và bằng điện thoại.",
                          "Read each with the counter’s scanner and with a phone."));
  return add_symbols (slip, sheet, error);
}

/* Beside the ruler that goes down, which makes the paper no longer so. */
static void
add_columns (McSlip *slip)
{
  const double mm = mc_slip_get_mm (slip), ruler = (RULER_WIDTH_MM + RULER_GAP_MM) * mm;
  McSlip right = *slip;
  McFlow *cells[2];
  double length;

  right.width = slip->width - ruler;
  right.flow = mc_flow_new (MC_PAGE_FONT, right.width);
  add_part (&right,
            mc_slip_pick (slip, "Chữ và dấu", "Letters and accents"),
            mc_slip_pick (slip,
                          "Dấu không được cụt hay dính dòng trên, kể cả ở cỡ nhỏ nhất.",
                          "No accent may be cut or touch the line above, even in the smallest "
                          "size."));
  add_letters (&right);
  length = MAX (floor (mc_flow_get_height (right.flow) / mm / 10) * 10, 50);
  cells[0] = mc_flow_new (MC_PAGE_FONT, ruler);
  mc_flow_add_drawing (cells[0], length * mm + mm, draw_ruler_down, create_measure (slip), g_free);
  cells[1] = right.flow;
  mc_flow_add_row (slip->flow, cells, G_N_ELEMENTS (cells), FALSE);
}

static gboolean
build (McSlip *slip, gconstpointer data, GError **error)
{
  const McTestSheet *sheet = data;

  /* Of a machine with endless names, which are no part of the test. */
  slip->n_left = slip->n_cut == 0 ? 1 : 0;
  if (slip->n_cut == 0)
    mc_slip_add_header (slip, sheet->unit_name, sheet->point_name);
  mc_slip_add_title (slip, 15.0, mc_slip_pick (slip, "TỜ IN THỬ", "TEST PAGE"));
  mc_slip_add_centred (slip,
                       8.4,
                       FALSE,
                       mc_slip_pick (slip,
                                     "(không phải giấy tờ của hồ sơ nào)",
                                     "(this belongs to no application)"));
  mc_flow_add_space (slip->flow, 5);
  add_facts (slip, sheet);
  add_bars (slip);
  if (!add_codes (slip, sheet, error))
    return FALSE;
  add_ruler (slip);
  add_columns (slip);
  mc_slip_add_divider (slip);
  mc_slip_add_centred (
      slip, 8.0, FALSE, mc_slip_pick (slip, "Hết tờ in thử", "End of the test page"));
  return TRUE;
}

/**
 * mc_test_page_new:
 * @sheet: what it says of the machine; every pointer stays the caller's
 * @medium: what it is printed on
 * @error: return location
 *
 * Lays out what staff try a printer with: every dot of its head, rulers across and down, the QR in
 * modules of 4, 5 and 6 dots with what each must read, and Vietnamese capitals with two accents in
 * every size. Any thread; each pays for its fonts once.
 *
 * Returns: (transfer full): the document, or %NULL with #McPageError or #McQrError
 */
McPage *
mc_test_page_new (const McTestSheet *sheet, McMedium medium, GError **error)
{
  g_return_val_if_fail (sheet != NULL, NULL);

  return mc_slip_page_new (medium,
                           sheet->language,
                           mc_pick (sheet->language, "Tờ in thử", "Test page"),
                           build,
                           sheet,
                           error);
}
