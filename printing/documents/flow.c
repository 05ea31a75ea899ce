/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/flow-private.h"

#include <math.h>

void
mc_flow_clear_block (gpointer data)
{
  Block *block = data;

  g_clear_object (&block->layout);
  g_clear_pointer (&block->qr, mc_qr_free);
  g_clear_pointer (&block->cells, g_ptr_array_unref);
  if (block->destroy != NULL)
    block->destroy (block->data);
}

/* One context a thread, because its font map is the thread's and finding fonts is the slow part.
 * Hinting is off: a layout must not depend on the resolution of whoever shows it. */
static PangoContext *
get_context (void)
{
  static GPrivate context_private = G_PRIVATE_INIT (g_object_unref);
  PangoContext *context = g_private_get (&context_private);

  if (context == NULL)
    {
      cairo_font_options_t *options = cairo_font_options_create ();

      cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
      cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
      context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
      pango_cairo_context_set_font_options (context, options);
      pango_cairo_context_set_resolution (context, 72.0);
      pango_context_set_round_glyph_positions (context, FALSE);
      pango_context_set_language (context, pango_language_from_string ("vi"));
      cairo_font_options_destroy (options);
      g_private_set (&context_private, context);
    }
  return context;
}

/* A hyphen where a long word is broken would become part of a code or an address for its reader. */
static void
set_attributes (PangoLayout *layout, PangoAttribute *attribute /* (transfer full) (nullable) */)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  if (attribute != NULL)
    pango_attr_list_insert (attributes, attribute);
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
}

PangoLayout *
mc_flow_create_layout (const char *family, const McFlowStyle *style, double width)
{
  PangoLayout *layout = pango_layout_new (get_context ());
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family (font, family);
  pango_font_description_set_weight (font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_style (font, style->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_font_description_set_absolute_size (font, style->size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  set_attributes (layout, NULL);
  if (width > 0)
    pango_layout_set_width (layout, (int) floor (width * PANGO_SCALE));
  return layout;
}

static void
count_unknown_glyphs (McFlow *self, PangoLayout *layout)
{
  self->unknown_glyphs += pango_layout_get_unknown_glyphs_count (layout);
}

/* Every line of the layout becomes a block of its own, so that a page may end between any two. */
static void
add_layout (McFlow *self,
            const McFlowStyle *style,
            PangoLayout *layout /* (transfer full) */,
            double indent,
            guint number)
{
  const int n_lines = pango_layout_get_line_count (layout);
  double room = self->width - indent;

  count_unknown_glyphs (self, layout);
  for (int i = 0; i < n_lines; i++)
    {
      Block block = { .kind = BLOCK_LINE };
      PangoRectangle logical;
      double leading = style->leading > 0 ? style->leading : 1.0, line_height, width;

      /* Line by line: an iterator measures the whole layout once more. */
      block.line = pango_layout_get_line_readonly (layout, i);
      pango_layout_line_get_extents (block.line, NULL, &logical);
      line_height = pango_units_to_double (logical.height);
      width = pango_units_to_double (logical.width);
      block.layout = g_object_ref (layout);
      block.height = line_height * leading;
      /* What the leading takes is taken below: capitals with two accents fill the ascent. */
      block.baseline = -pango_units_to_double (logical.y);
      block.x = indent;
      if (style->align == MC_FLOW_CENTRE)
        block.x += (room - width) / 2;
      else if (style->align == MC_FLOW_RIGHT)
        block.x = room - width; /* the indent is on its own side */
      block.size = style->size;
      block.indent = indent;
      block.mark = i == 0 ? style->mark : MC_FLOW_PLAIN;
      block.number = i == 0 ? number : 0;
      /* No single first or last line on a page of its own. */
      block.keep = (i == 0 && n_lines > 1) || i == n_lines - 2 || (i == n_lines - 1 && style->keep);
      g_array_append_val (self->blocks, block);
    }
  g_object_unref (layout);
}

/**
 * mc_flow_new:
 * @family: the font family
 * @width: of the column in points, above 0
 *
 * Starts an empty column. A flow belongs to the thread that made it.
 *
 * Returns: (transfer full): the column
 */
McFlow *
mc_flow_new (const char *family, double width)
{
  McFlow *self;

  g_return_val_if_fail (family != NULL && width > 0, NULL);

  self = g_new0 (McFlow, 1);
  self->family = g_strdup (family);
  self->width = width;
  self->blocks = g_array_new (FALSE, TRUE, sizeof (Block));
  g_array_set_clear_func (self->blocks, mc_flow_clear_block);
  return self;
}

/**
 * mc_flow_free:
 * @self: (transfer full) (nullable): a column
 *
 * Frees it with all that it holds. The thread that made it.
 */
void
mc_flow_free (McFlow *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->blocks);
  g_free (self->family);
  g_free (self);
}

/**
 * mc_flow_add_text:
 * @self: a column
 * @style: how it looks
 * @text: UTF-8; newlines break lines
 *
 * Adds a paragraph. Words that are wider than the column are broken.
 */
void
mc_flow_add_text (McFlow *self, const McFlowStyle *style, const char *text)
{
  PangoLayout *layout;

  g_return_if_fail (self != NULL && style != NULL && text != NULL);

  layout = mc_flow_create_layout (self->family, style, self->width - style->indent);
  pango_layout_set_text (layout, text, -1);
  add_layout (self, style, layout, style->indent, 0);
}

/**
 * mc_flow_add_field:
 * @self: a column
 * @style: of the label; the value is bold when the label is not, and the other way round
 * @label: what it is, printed with a colon
 * @value: (nullable): the value; %NULL or empty prints dots to write on
 *
 * Adds "label: value".
 */
void
mc_flow_add_field (McFlow *self, const McFlowStyle *style, const char *label, const char *value)
{
  PangoLayout *layout;
  PangoAttribute *weight;
  g_autofree char *text = NULL;
  gboolean empty = value == NULL || *value == '\0';

  g_return_if_fail (self != NULL && style != NULL && label != NULL);

  text = g_strdup_printf ("%s: %s", label, empty ? "………………………………" : value);
  layout = mc_flow_create_layout (self->family, style, self->width - style->indent);
  pango_layout_set_text (layout, text, -1);
  if (!empty)
    {
      weight = pango_attr_weight_new (style->bold ? PANGO_WEIGHT_NORMAL : PANGO_WEIGHT_BOLD);
      weight->start_index = (guint) strlen (label) + 2;
      set_attributes (layout, weight);
    }
  add_layout (self, style, layout, style->indent, 0);
}

/**
 * mc_flow_add_space:
 * @self: a column
 * @height: in points
 *
 * Adds white, which is dropped at the top of a page.
 */
void
mc_flow_add_space (McFlow *self, double height)
{
  Block block = { .kind = BLOCK_SPACE, .height = height };

  g_return_if_fail (self != NULL && height >= 0);

  /* White after a kept line is part of what is kept. */
  if (self->blocks->len > 0)
    block.keep = g_array_index (self->blocks, Block, self->blocks->len - 1).keep;
  g_array_append_val (self->blocks, block);
}

/**
 * mc_flow_add_rule:
 * @self: a column
 * @thickness: in points
 * @dotted: whether it is a row of dots
 *
 * Adds a line across the column.
 */
void
mc_flow_add_rule (McFlow *self, double thickness, gboolean dotted)
{
  Block block = {
    .kind = BLOCK_RULE, .height = thickness, .thickness = thickness, .dotted = dotted
  };

  g_return_if_fail (self != NULL && thickness > 0);

  g_array_append_val (self->blocks, block);
}

/**
 * mc_flow_add_qr:
 * @self: a column
 * @qr: (transfer full): a symbol
 * @dot: the printer's dot in points
 * @dots: a module's side in dots
 * @align: where it stands
 *
 * Adds a symbol with its quiet zone.
 */
void
mc_flow_add_qr (McFlow *self, McQr *qr, double dot, guint dots, McFlowAlign align)
{
  Block block = { .kind = BLOCK_QR, .qr = qr, .dot = dot, .dots = dots, .align = align };

  g_return_if_fail (self != NULL && qr != NULL && dot > 0 && dots > 0);

  block.height = mc_qr_get_modules (qr) * dots * dot;
  g_array_append_val (self->blocks, block);
}

/**
 * mc_flow_add_band:
 * @self: a column
 * @style: of the text
 * @text: what it says
 *
 * Adds a black band across the column with the text in white.
 */
void
mc_flow_add_band (McFlow *self, const McFlowStyle *style, const char *text)
{
  Block block = { .kind = BLOCK_BAND };
  PangoLayout *layout;
  PangoRectangle logical;

  g_return_if_fail (self != NULL && style != NULL && text != NULL);

  layout = mc_flow_create_layout (self->family, style, self->width);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_text (layout, text, -1);
  count_unknown_glyphs (self, layout);
  pango_layout_get_extents (layout, NULL, &logical);
  block.height = pango_units_to_double (logical.height) + 2 * MC_FLOW_BAND_PADDING;
  block.layout = layout;
  g_array_append_val (self->blocks, block);
}

/**
 * mc_flow_add_heading:
 * @self: a column
 * @style: of the text; its indent holds the number
 * @number: the number before it in a black disc, 1 to 9
 * @text: what it says
 *
 * Adds a numbered heading that stays with what follows.
 */
void
mc_flow_add_heading (McFlow *self, const McFlowStyle *style, guint number, const char *text)
{
  McFlowStyle kept;
  PangoLayout *layout;

  g_return_if_fail (self != NULL && style != NULL && text != NULL);
  g_return_if_fail (number >= 1 && number <= 9);

  kept = *style;
  kept.keep = TRUE;
  layout = mc_flow_create_layout (self->family, &kept, self->width - kept.indent);
  pango_layout_set_text (layout, text, -1);
  add_layout (self, &kept, layout, kept.indent, number);
}

/**
 * mc_flow_add_box:
 * @self: a column
 * @inner: (transfer full): what stands in the frame; as wide as the column less two paddings
 * @padding: between frame and @inner
 *
 * Adds a framed part that no page break divides.
 */
void
mc_flow_add_box (McFlow *self, McFlow *inner, double padding)
{
  Block block = { .kind = BLOCK_BOX, .padding = padding };

  g_return_if_fail (self != NULL && inner != NULL);

  block.cells = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_flow_free);
  g_ptr_array_add (block.cells, inner);
  block.height = mc_flow_get_height (inner) + 2 * padding;
  g_array_append_val (self->blocks, block);
}

/**
 * mc_flow_add_bar:
 * @self: a column
 * @height: in points
 *
 * Adds a bar of a plot, as wide as the column.
 */
void
mc_flow_add_bar (McFlow *self, double height)
{
  Block block = { .kind = BLOCK_BAR, .height = height };

  g_return_if_fail (self != NULL && height > 0);

  g_array_append_val (self->blocks, block);
}

/**
 * mc_flow_add_drawing:
 * @self: a column
 * @height: in points
 * @draw: draws it, each time that the column is drawn
 * @data: (transfer full): for @draw
 * @destroy: (nullable): frees @data
 *
 * Adds a box as wide as the column for what no other block is.
 */
void
mc_flow_add_drawing (McFlow *self,
                     double height,
                     McFlowDrawFunc draw,
                     gpointer data,
                     GDestroyNotify destroy)
{
  Block block = {
    .kind = BLOCK_DRAWING, .height = height, .draw = draw, .data = data, .destroy = destroy
  };

  g_return_if_fail (self != NULL && height > 0 && draw != NULL);

  g_array_append_val (self->blocks, block);
}

/**
 * mc_flow_keep:
 * @self: a column
 *
 * Forbids a page break after what was added last.
 */
void
mc_flow_keep (McFlow *self)
{
  g_return_if_fail (self != NULL);

  if (self->blocks->len > 0)
    g_array_index (self->blocks, Block, self->blocks->len - 1).keep = TRUE;
}

/**
 * mc_flow_measure:
 * @family: the font family
 * @style: how it looks
 * @text: UTF-8
 *
 * Returns: the width of @text on one line, in points
 */
double
mc_flow_measure (const char *family, const McFlowStyle *style, const char *text)
{
  g_autoptr (PangoLayout) layout = NULL;
  PangoRectangle logical;

  g_return_val_if_fail (family != NULL && style != NULL && text != NULL, 0);

  layout = mc_flow_create_layout (family, style, 0);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_extents (layout, NULL, &logical);
  return pango_units_to_double (logical.width);
}

/**
 * mc_flow_get_height:
 * @self: a column
 *
 * Returns: the height of all blocks, in points
 */
double
mc_flow_get_height (const McFlow *self)
{
  double height = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->blocks->len; i++)
    height += g_array_index (self->blocks, Block, i).height;
  return height;
}

/**
 * mc_flow_get_n_blocks:
 * @self: a column
 *
 * Returns: how many blocks it has; a line of text is one
 */
guint
mc_flow_get_n_blocks (const McFlow *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->blocks->len;
}

/**
 * mc_flow_fit:
 * @self: a column
 * @first: the block that the page begins with
 * @height: the page's room in points
 * @next: (out): the block that the next page begins with
 *
 * Finds how many blocks from @first fill a page: as many as fit, ended where a break is allowed;
 * where none is, where they stop to fit; at least one, so that a block taller than a page cannot
 * hold up the rest. A page that begins among the rows of a table has the table's head first.
 *
 * Returns: how many blocks to draw
 */
guint
mc_flow_fit (const McFlow *self, guint first, double height, guint *next)
{
  double used = 0;
  guint fitting = 0, breakable = 0;

  g_return_val_if_fail (self != NULL && next != NULL, 0);

  used = mc_flow_get_head_height (self, first);
  for (guint i = first; i < self->blocks->len; i++)
    {
      const Block *block = &g_array_index (self->blocks, Block, i);

      used += block->height;
      if (used > height + 0.01 && block->kind != BLOCK_SPACE)
        break;
      fitting = i - first + 1;
      if (!block->keep)
        breakable = fitting;
    }
  if (first + fitting < self->blocks->len && breakable > 0)
    fitting = breakable;
  if (fitting == 0 && first < self->blocks->len)
    fitting = 1;

  *next = first + fitting;
  while (*next < self->blocks->len &&
         g_array_index (self->blocks, Block, *next).kind == BLOCK_SPACE)
    (*next)++;
  return fitting;
}

/**
 * mc_flow_check_glyphs:
 * @self: a column
 * @error: return location
 *
 * Looks for characters that no font of this machine can draw and that would come out as boxes.
 *
 * Returns: whether there are none; else %MC_PAGE_ERROR_GLYPHS, whose message tells how many and,
 *   because it goes to logs, never which text
 */
gboolean
mc_flow_check_glyphs (const McFlow *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->unknown_glyphs > 0)
    {
      g_set_error (error,
                   MC_PAGE_ERROR,
                   MC_PAGE_ERROR_GLYPHS,
                   "no font here can draw %d of the characters of a text",
                   self->unknown_glyphs);
      return FALSE;
    }
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const Block *block = &g_array_index (self->blocks, Block, i);

      for (guint j = 0; block->cells != NULL && j < block->cells->len; j++)
        if (!mc_flow_check_glyphs (g_ptr_array_index (block->cells, j), error))
          return FALSE;
    }
  return TRUE;
}
