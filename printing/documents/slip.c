/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/slip.h"

#include <math.h>
#include "app/domain/language.h"
#include "printing/documents/sheet.h"

/* Above and below what stands on a roll. */
#define EDGE 8.0
/* On each side: a head's outermost dots are the first to fail. */
#define SPARED_DOTS 3
#define BODY_SIZE 8.8

/* A sheet of a printer with finer dots: whole dots of 300 an inch. */
#define SHEET_DOT (72.0 / 300.0)
#define SHEET_QR_DOTS 10

/* The letters of the body are never below 7 points on a roll, never below 8 on a sheet: citizens of
 * any age read it in a hall without their glasses. */
static const double roll_scales[] = { 1.0, 0.92, 0.84 };
static const double sheet_scales[] = { 1.7, 1.55, 1.4, 1.25, 1.1, 1.0, 0.92 };
/* The largest for what fills several sheets anyway. */
#define SHEETS_SCALE_MAX 1.25

static const McSheet A5 = { .width = MC_SHEET_MM (148.0),
                            .height = MC_SHEET_MM (210.0),
                            .margin_x = MC_SHEET_MM (11.0),
                            .margin_top = MC_SHEET_MM (9.0),
                            .margin_bottom = MC_SHEET_MM (11.0),
                            .foot_size = 8.0,
                            .family = MC_PAGE_FONT };

/* A4 is the A5 page, enlarged as a copier does it. */
static McSheet
get_sheet (McMedium medium, double *zoom)
{
  McSheet sheet = A5;

  *zoom = mc_medium_get_page_width (medium) / A5.width;
  sheet.width = mc_medium_get_page_width (medium);
  sheet.height = mc_medium_get_page_height (medium);
  sheet.margin_x *= *zoom;
  sheet.margin_top *= *zoom;
  sheet.margin_bottom *= *zoom;
  sheet.foot_size *= *zoom;
  return sheet;
}

typedef struct
{
  McMedium medium;
  const char *language; /* (unowned) */
  McSlipFunc build;
  gconstpointer data; /* (unowned) */
} Work;

/* (transfer full) (nullable) */
static McFlow *
create_flow (const Work *work,
             double column,
             double scale,
             guint n_cut,
             guint *n_left,
             GError **error)
{
  const double width = column / scale;
  g_autoptr (McFlow) flow = mc_flow_new (MC_PAGE_FONT, width);
  McSlip slip = { .medium = work->medium,
                  .language = work->language,
                  .flow = flow,
                  .width = width,
                  .scale = scale,
                  .n_cut = n_cut };

  if (!work->build (&slip, work->data, error) || !mc_flow_check_glyphs (flow, error))
    return NULL;
  *n_left = slip.n_left;
  return g_steal_pointer (&flow);
}

static double
get_length (const McFlow *flow, double scale)
{
  return ceil (mc_flow_get_height (flow) * scale + 2 * EDGE);
}

static McPage *
draw_roll (McMedium medium, double column, const McFlow *flow, double scale, GError **error)
{
  const double width = mc_medium_get_page_width (medium), length = get_length (flow, scale);
  g_autoptr (McPageWriter) writer = NULL;
  cairo_t *cr;

  if (length > mc_medium_get_page_height (medium))
    {
      g_set_error (error,
                   MC_PAGE_ERROR,
                   MC_PAGE_ERROR_TOO_LONG,
                   "the slip would be %.0f mm long, more than %.0f mm",
                   length / 72.0 * 25.4,
                   mc_medium_get_page_height (medium) / 72.0 * 25.4);
      return NULL;
    }
  writer = mc_page_writer_new (width, length);
  cr = mc_page_writer_get_cairo (writer);
  cairo_scale (cr, scale, scale);
  mc_flow_draw (flow, cr, (width - column) / 2 / scale, EDGE / scale, 0, G_MAXUINT);
  mc_page_writer_end_page (writer);
  return mc_page_writer_finish (writer, error);
}

/* Smaller letters first, then fewer items: a slip that names most of them is better than none. */
static McPage *
create_on_roll (const Work *work, GError **error)
{
  const double column = (mc_medium_get_dots (work->medium) - 2 * SPARED_DOTS) * MC_ROLL_DOT;
  guint n_cut = 0;

  for (guint i = 0;; i++)
    {
      const gboolean smallest = i + 1 >= G_N_ELEMENTS (roll_scales);
      const double scale = roll_scales[MIN (i, G_N_ELEMENTS (roll_scales) - 1)];
      g_autoptr (McFlow) flow = NULL;
      guint n_left;

      if (i >= G_N_ELEMENTS (roll_scales))
        n_cut++;
      flow = create_flow (work, column, scale, n_cut, &n_left, error);
      if (flow == NULL)
        return NULL;
      if (get_length (flow, scale) <= mc_medium_get_page_height (work->medium) ||
          (smallest && n_left == 0))
        return draw_roll (work->medium, column, flow, scale, error);
    }
}

/* As large as @most sheets hold it; NULL without @error where none of the sizes fits. */
static McFlow *
try_sheets (const Work *work,
            const McSheet *sheet,
            double zoom,
            double largest,
            guint most,
            double *scale,
            GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (sheet_scales); i++)
    {
      g_autoptr (McFlow) flow = NULL;
      guint n_left;

      if (sheet_scales[i] > largest)
        continue;
      *scale = zoom * sheet_scales[i];
      flow = create_flow (work, mc_sheet_get_column_width (sheet), *scale, 0, &n_left, error);
      if (flow == NULL || mc_sheet_count_pages (sheet, flow, *scale) <= most)
        return g_steal_pointer (&flow);
    }
  return NULL;
}

/* As large as one sheet holds it; what needs more sheets goes on, and nothing is left out. */
static McPage *
create_on_sheets (const Work *work, const char *foot, GError **error)
{
  double zoom, scale;
  const McSheet sheet = get_sheet (work->medium, &zoom);
  g_autoptr (McFlow) flow = NULL;
  g_autoptr (GError) problem = NULL;

  for (guint most = 1; flow == NULL && problem == NULL; most++)
    flow = try_sheets (
        work, &sheet, zoom, most == 1 ? sheet_scales[0] : SHEETS_SCALE_MAX, most, &scale, &problem);
  if (flow != NULL)
    return mc_sheet_draw (&sheet, flow, scale, foot, FALSE, error);
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

/**
 * mc_slip_page_new:
 * @medium: what it will be printed on
 * @language: (nullable): of its words
 * @foot: what stands before "1/2" below each sheet of several
 * @build: (scope call): fills it, once for each size that is tried
 * @data: for @build
 * @error: return location
 *
 * Lays a slip out. On a roll the page is exactly as long as the slip, and one that would be longer
 * than 300 mm (400 mm of the narrow one) gets smaller letters, then fewer items. On A5 and A4 it is
 * set as large as one sheet holds it, else on several. Any thread; each pays for its fonts once
 * (mc_receipt_page_warm ()).
 *
 * Returns: (transfer full): the document, or %NULL with #McPageError or @build's error
 */
McPage *
mc_slip_page_new (McMedium medium,
                  const char *language,
                  const char *foot,
                  McSlipFunc build,
                  gconstpointer data,
                  GError **error)
{
  const Work work = { medium, language, build, data };

  g_return_val_if_fail (medium < MC_N_MEDIA && foot != NULL && build != NULL, NULL);

  return mc_medium_is_roll (medium) ? create_on_roll (&work, error)
                                    : create_on_sheets (&work, foot, error);
}

/**
 * mc_slip_pick:
 * @self: a slip
 * @vietnamese: a text
 * @english: the same text
 *
 * Returns: (transfer none): the one in the slip's language
 */
const char *
mc_slip_pick (const McSlip *self, const char *vietnamese, const char *english)
{
  return mc_pick (self->language, vietnamese, english);
}

/**
 * mc_slip_get_dot:
 * @self: a slip
 *
 * Returns: the side of a thermal printer's dot in the flow's units
 */
double
mc_slip_get_dot (const McSlip *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return MC_ROLL_DOT / self->scale;
}

/**
 * mc_slip_get_mm:
 * @self: a slip
 *
 * Returns: a millimetre on paper in the flow's units
 */
double
mc_slip_get_mm (const McSlip *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return MC_SHEET_MM (1.0) / self->scale;
}

/**
 * mc_slip_body:
 *
 * Returns: how the text of a slip looks
 */
McFlowStyle
mc_slip_body (void)
{
  return (McFlowStyle){ .size = BODY_SIZE, .leading = MC_FLOW_TIGHT };
}

/**
 * mc_slip_strong:
 *
 * Returns: how what decides something looks
 */
McFlowStyle
mc_slip_strong (void)
{
  return (McFlowStyle){ .size = BODY_SIZE, .bold = TRUE, .leading = MC_FLOW_TIGHT };
}

/**
 * mc_slip_add_centred:
 * @self: a slip
 * @size: of the letters
 * @bold: whether they are bold
 * @text: (nullable): nothing is added for %NULL or ""
 *
 * Adds a paragraph in the middle.
 */
void
mc_slip_add_centred (McSlip *self, double size, gboolean bold, const char *text)
{
  const McFlowStyle style = {
    .size = size, .bold = bold, .align = MC_FLOW_CENTRE, .leading = MC_FLOW_TIGHT
  };

  g_return_if_fail (self != NULL);

  if (text != NULL && *text != '\0')
    mc_flow_add_text (self->flow, &style, text);
}

/**
 * mc_slip_add_title:
 * @self: a slip
 * @size: of the letters where the line has room for them
 * @text: what it is
 *
 * Adds one bold line in the middle, smaller where it would be broken.
 */
void
mc_slip_add_title (McSlip *self, double size, const char *text)
{
  const McFlowStyle style = { .size = size, .bold = TRUE };
  double width;

  g_return_if_fail (self != NULL && text != NULL);

  width = mc_flow_measure (MC_PAGE_FONT, &style, text);
  if (width > self->width)
    size *= self->width / width * 0.995;
  mc_slip_add_centred (self, size, TRUE, text);
}

/**
 * mc_slip_add_header:
 * @self: a slip
 * @unit_name: (nullable): whose it is
 * @point_name: (nullable): where it is handed out
 *
 * Adds who speaks.
 */
void
mc_slip_add_header (McSlip *self, const char *unit_name, const char *point_name)
{
  g_autofree char *unit = unit_name != NULL ? g_utf8_strup (unit_name, -1) : NULL;

  g_return_if_fail (self != NULL);

  mc_slip_add_centred (self, 9.4, TRUE, unit);
  mc_slip_add_centred (self, 8.4, FALSE, point_name);
  mc_flow_add_space (self->flow, 5);
  mc_flow_add_rule (self->flow, 3 * mc_slip_get_dot (self), FALSE);
  mc_flow_add_space (self->flow, 6);
}

/**
 * mc_slip_add_reprint_mark:
 * @self: a slip
 * @copy: its number, 1 for the first
 *
 * Says of a further copy that it is one, where nobody can cut it off.
 */
void
mc_slip_add_reprint_mark (McSlip *self, guint copy)
{
  const McFlowStyle style = { .size = 12.0, .bold = TRUE, .align = MC_FLOW_CENTRE };
  g_autofree char *text = NULL;

  g_return_if_fail (self != NULL);

  if (copy <= 1)
    return;
  text = g_strdup_printf ("%s · %u", mc_slip_pick (self, "BẢN IN LẠI", "REPRINT"), copy);
  mc_flow_add_space (self->flow, 6);
  mc_flow_add_band (self->flow, &style, text);
}

/**
 * mc_slip_add_divider:
 * @self: a slip
 *
 * Adds a line of dots between two parts.
 */
void
mc_slip_add_divider (McSlip *self)
{
  g_return_if_fail (self != NULL);

  mc_flow_add_space (self->flow, 5.5);
  mc_flow_add_rule (self->flow, 2 * mc_slip_get_dot (self), TRUE);
  mc_flow_add_space (self->flow, 5.0);
}

/**
 * mc_slip_add_pair:
 * @self: a slip
 * @style: of both
 * @label: on the left
 * @value: on the right, on one line
 *
 * Adds a row of a sum.
 */
void
mc_slip_add_pair (McSlip *self, const McFlowStyle *style, const char *label, const char *value)
{
  McFlowStyle right = *style;
  McFlow *cells[2];
  double width;

  g_return_if_fail (self != NULL && label != NULL && value != NULL);

  right.align = MC_FLOW_RIGHT;
  right.indent = 0;
  width = MIN (mc_flow_measure (MC_PAGE_FONT, style, value) + 2, self->width / 2);
  cells[0] = mc_flow_new (MC_PAGE_FONT, self->width - width - 6);
  cells[1] = mc_flow_new (MC_PAGE_FONT, width + 6);
  mc_flow_add_text (cells[0], style, label);
  mc_flow_add_text (cells[1], &right, value);
  mc_flow_add_row (self->flow, cells, G_N_ELEMENTS (cells), FALSE);
}

/**
 * mc_slip_add_symbol:
 * @self: a slip
 * @text: what a reader shall see
 * @level: how much of it may be lost
 * @dots: the side of a module on a roll, in dots
 * @error: return location
 *
 * Adds a QR in the middle, in whole dots of the medium's printer, as large as it is meant to be or
 * as the column holds it.
 *
 * Returns: whether there is one; else #McQrError
 */
gboolean
mc_slip_add_symbol (McSlip *self, const char *text, McQrLevel level, guint dots, GError **error)
{
  double dot = mc_slip_get_dot (self);
  McQr *qr;

  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  qr = mc_qr_new_full (text, level, 0, error);
  if (qr == NULL)
    return FALSE;
  if (!mc_medium_is_roll (self->medium))
    {
      dot = SHEET_DOT / self->scale;
      dots = (guint) floor (SHEET_QR_DOTS * mc_medium_get_page_width (self->medium) / A5.width);
    }
  while (dots > 3 && mc_qr_get_modules (qr) * dots * dot > self->width)
    dots--;
  if (mc_qr_get_modules (qr) * dots * dot > self->width)
    {
      g_set_error (error,
                   MC_QR_ERROR,
                   MC_QR_ERROR_TOO_LONG,
                   "a QR code of version %u is too wide for the paper",
                   mc_qr_get_version (qr));
      mc_qr_free (qr);
      return FALSE;
    }
  mc_flow_add_qr (self->flow, qr, dot, dots, MC_FLOW_CENTRE);
  return TRUE;
}
