/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>
#include "printing/documents/page.h"
#include "printing/documents/qr.h"

G_BEGIN_DECLS

/* A column of text lines, rules, symbols and rows, measured as it is built and drawn afterwards:
 * as a whole on a roll, block by block on pages. All lengths in points (1/72 inch). */
typedef struct _McFlow McFlow;

/* The tightest leading at which the ink of every Vietnamese line stays within the line. */
#define MC_FLOW_TIGHT 0.97
/* The padding of a ruled cell, enough that stacked accents never come near the line above. */
#define MC_FLOW_CELL_PADDING 2.0

typedef enum
{
  MC_FLOW_LEFT,
  MC_FLOW_CENTRE,
  MC_FLOW_RIGHT,
} McFlowAlign;

typedef enum
{
  MC_FLOW_PLAIN,
  MC_FLOW_CHECKBOX, /* an empty box to tick, in the indent of the first line */
  MC_FLOW_TICKED,   /* the same, ticked */
  MC_FLOW_DOT,      /* a small disc in the indent of the first line */
} McFlowMark;

typedef struct
{
  double size; /* of the letters */
  gboolean bold;
  gboolean italic;
  McFlowAlign align;
  double indent; /* of every line, on the right where it is aligned there; a mark stands in it */
  McFlowMark mark;
  double leading; /* factor on the font's own line height; 0 means 1 */
  gboolean keep;  /* the last line stays with what follows */
} McFlowStyle;

/* Of a column that stands in a row as its cell. */
typedef enum
{
  MC_FLOW_CELL_PLAIN = 0,
  MC_FLOW_CELL_OPEN_TOP = 1 << 0,    /* no rule above: one cell with the one above */
  MC_FLOW_CELL_OPEN_BOTTOM = 1 << 1, /* no rule below */
  MC_FLOW_CELL_MIDDLE = 1 << 2,      /* its content halfway between top and bottom */
  MC_FLOW_CELL_SHADED = 1 << 3,      /* on light grey */
} McFlowCellFlags;

/* Draws what no other block is, in the box that was asked for; black is the source. */
typedef void (*McFlowDrawFunc) (cairo_t *cr,
                                double x,
                                double y,
                                double width,
                                double height,
                                gconstpointer data);

/* Makes the cells of a row, from the left. Called when the row is measured and again when it is
 * drawn: both times it must make the same. */
typedef void (*McFlowRowFunc) (guint row, McFlow **cells, gpointer data);

McFlow *mc_flow_new (const char *family, double width) G_GNUC_WARN_UNUSED_RESULT;
void mc_flow_free (McFlow *self);

void mc_flow_add_text (McFlow *self, const McFlowStyle *style, const char *text);
void
mc_flow_add_field (McFlow *self, const McFlowStyle *style, const char *label, const char *value);
void mc_flow_add_space (McFlow *self, double height);
void mc_flow_add_rule (McFlow *self, double thickness, gboolean dotted);
void mc_flow_add_qr (McFlow *self, McQr *qr, double dot, guint dots, McFlowAlign align);
void mc_flow_add_band (McFlow *self, const McFlowStyle *style, const char *text);
void mc_flow_add_heading (McFlow *self, const McFlowStyle *style, guint number, const char *text);
void mc_flow_add_box (McFlow *self, McFlow *inner, double padding);
void mc_flow_add_bar (McFlow *self, double height);
void mc_flow_add_drawing (McFlow *self,
                          double height,
                          McFlowDrawFunc draw,
                          gpointer data,
                          GDestroyNotify destroy);
void mc_flow_keep (McFlow *self);

void mc_flow_add_row (McFlow *self, McFlow **cells, guint n_cells, gboolean ruled);
void mc_flow_add_ruled_rows (McFlow *self,
                             guint n_rows,
                             guint n_cells,
                             McFlowRowFunc build,
                             gpointer data);
void mc_flow_set_cell_flags (McFlow *self, McFlowCellFlags flags);
void mc_flow_set_row_limit (McFlow *self, double height);
void mc_flow_begin_rows (McFlow *self, guint n_heads);
void mc_flow_end_rows (McFlow *self);

double mc_flow_measure (const char *family, const McFlowStyle *style, const char *text);
double mc_flow_get_height (const McFlow *self);
guint mc_flow_get_n_blocks (const McFlow *self);
guint mc_flow_fit (const McFlow *self, guint first, double height, guint *next);
void
mc_flow_draw (const McFlow *self, cairo_t *cr, double x, double y, guint first, guint n_blocks);
gboolean mc_flow_check_glyphs (const McFlow *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McFlow, mc_flow_free)

G_END_DECLS
