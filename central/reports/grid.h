/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A table of a report, once for screen, paper and spreadsheet: numbers stay numbers until they are
 * shown to people. */
typedef enum
{
  MC_GRID_TEXT,
  MC_GRID_COUNT,
  MC_GRID_MINUTES, /* working time; people read it in hours */
  MC_GRID_SHARE,   /* thousandths; people read it in per cent, spreadsheets reckon it themselves */
} McGridKind;

#define MC_GRID_NONE G_MININT64 /* no number: nothing to measure */

typedef struct
{
  McGridKind kind;
  char *group;   /* (owned) (nullable), above neighbours with the same one */
  char *title;   /* (owned) */
  char *formula; /* (owned) (nullable), "(3)=(4)+(5)" */
} McGridColumn;

typedef struct
{
  char *text; /* (owned) (nullable): of MC_GRID_TEXT */
  char *link; /* (owned) (nullable): a path of ours */
  gint64 number;
} McGridCell;

typedef struct
{
  GArray *cells;   /* (owned) (element-type McGridCell), one a column */
  gboolean strong; /* a sum of the rows below it, or of all */
} McGridRow;

typedef struct
{
  const char *key;    /* static, of addresses and file names */
  char *caption;      /* (owned) */
  char *note;         /* (owned) (nullable) */
  GPtrArray *columns; /* (owned) (element-type McGridColumn) */
  GPtrArray *rows;    /* (owned) (element-type McGridRow) */
  McGridRow *total;   /* (owned) (nullable) */
  guint bars;         /* the column that a plot shows; 0 = none */
  guint ghosts;       /* the column behind it, in a lighter tone; 0 = none */
} McGrid;

McGrid *mc_grid_new (const char *key, /* static */
                     const char *caption) G_GNUC_WARN_UNUSED_RESULT;
void mc_grid_free (McGrid *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McGrid, mc_grid_free)

void mc_grid_add_column (McGrid *self,
                         McGridKind kind,
                         const char *group, /* (nullable) */
                         const char *title,
                         const char *formula); /* (nullable) */
void mc_grid_begin_row (McGrid *self, gboolean strong);
void mc_grid_begin_total (McGrid *self);
void mc_grid_put_text (McGrid *self, const char *text); /* (nullable): empty */
void mc_grid_put_link (McGrid *self, const char *text, const char *link);
void mc_grid_put_number (McGrid *self, gint64 number); /* or MC_GRID_NONE */

const McGridColumn *mc_grid_get_column (const McGrid *self, guint index);
const McGridCell *mc_grid_row_get_cell (const McGridRow *row, guint index);
char *mc_grid_format (McGridKind kind,
                      const McGridCell *cell,
                      const char *language) G_GNUC_WARN_UNUSED_RESULT; /* as people read it */
char *mc_grid_format_count (gint64 count, const char *language) G_GNUC_WARN_UNUSED_RESULT;
char *mc_grid_format_minutes (gint64 minutes, const char *language) G_GNUC_WARN_UNUSED_RESULT;
char *mc_grid_format_share (gint64 thousandths, const char *language) G_GNUC_WARN_UNUSED_RESULT;
gint64 mc_grid_get_share (guint64 part, guint64 whole); /* thousandths, or MC_GRID_NONE */

GBytes *mc_grid_to_csv (const McGrid *self,
                        char separator, /* ',' or ';' */
                        const char *language) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
