/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/flow.h"

G_BEGIN_DECLS

/* A ruled table of any length in a flow, whose head every page repeats. */
typedef struct
{
  const char *title;   /* (unowned) */
  const char *group;   /* (unowned) (nullable), above the titles of neighbours with the same one */
  const char *formula; /* (unowned) (nullable), below the title: "(3)=(4)+(5)" */
  McFlowAlign align;
  double width; /* in points, its rules included */
} McTableColumn;

/* Fills what the cells of a row say; each text is then the table's. Called when the row is measured
 * and again when it is drawn: both times it must say the same. NULL is an empty cell. */
typedef void (*McTableFunc) (guint row, char **texts, gpointer data);

typedef struct
{
  const McTableColumn *columns; /* (unowned), together as wide as the flow */
  guint n_columns;              /* 1 to MC_TABLE_MAX_COLUMNS */
  const char *family;           /* (unowned) */
  double size;
  double indent;         /* of texts from their cells' sides, beside the padding */
  double min_row_height; /* of what stands in a cell; 0 for as little as it needs */
  McTableFunc fill;
  gpointer data; /* (unowned) */
} McTable;

#define MC_TABLE_MAX_COLUMNS 32

void mc_table_begin (const McTable *self, McFlow *flow);
void mc_table_add_rows (const McTable *self, McFlow *flow, guint n_rows);
void mc_table_add_total (const McTable *self, McFlow *flow, const char *const *texts);
void mc_table_end (const McTable *self, McFlow *flow);

G_END_DECLS
