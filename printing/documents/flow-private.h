/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>
#include "printing/documents/flow.h"

G_BEGIN_DECLS

#define MC_FLOW_BAND_PADDING 2.5

typedef enum
{
  BLOCK_LINE,
  BLOCK_SPACE,
  BLOCK_RULE,
  BLOCK_QR,
  BLOCK_BAND,
  BLOCK_BOX,
  BLOCK_BAR,
  BLOCK_ROW,
  BLOCK_DRAWING,
} BlockKind;

typedef struct
{
  BlockKind kind;
  double height;
  gboolean keep; /* no page break after it */

  PangoLayout *layout;   /* (owned) (nullable), a text's lines share it */
  PangoLayoutLine *line; /* (unowned) (nullable), of layout */
  double x, baseline;    /* of the line, from the block's corner */
  double size, indent;
  McFlowMark mark;
  guint number; /* in a disc before a heading; 0 for none */

  double thickness;
  gboolean dotted;

  McQr *qr; /* (owned) (nullable) */
  double dot;
  guint dots;
  McFlowAlign align;

  GPtrArray *cells; /* (owned) (nullable) (element-type McFlow), of a box or a row */
  double padding;
  gboolean ruled;
  gboolean open_top, open_bottom; /* this part of a divided row goes on there */

  McFlowRowFunc build;    /* (nullable), lays the row out again when it is drawn */
  gpointer data;          /* (unowned), of build; (owned) where there is a destroy */
  McFlowDrawFunc draw;    /* (nullable) */
  GDestroyNotify destroy; /* (nullable), of data */
  guint row, n_cells;
  guint part; /* which one of a divided row */

  /* The blocks that are repeated on a page that begins with this one. */
  guint head, n_heads;
} Block;

struct _McFlow
{
  char *family; /* (owned) */
  double width;
  GArray *blocks; /* (owned) (element-type Block) */
  int unknown_glyphs;
  double row_limit;           /* rows that are taller are divided; 0 for none */
  guint head, n_heads;        /* of the table whose rows are being added */
  McFlowCellFlags cell_flags; /* as a cell of a row */
};

void mc_flow_clear_block (gpointer data);
PangoLayout *mc_flow_create_layout (const char *family, const McFlowStyle *style, double width);
double mc_flow_get_head_height (const McFlow *self, guint first);
GPtrArray *mc_flow_create_row_part (const McFlow *self, const Block *block);

G_END_DECLS
