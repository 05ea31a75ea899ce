/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/documents/flow.h"
#include "printing/documents/page.h"

G_BEGIN_DECLS

typedef struct
{
  const char *title;   /* (unowned) */
  const char *group;   /* (unowned) (nullable), above the titles of neighbours with the same one */
  const char *formula; /* (unowned) (nullable), below the title: "(3)=(4)+(5)" */
  McFlowAlign align;
  double share; /* of the width, 0 to 1; 0 for what its texts need */
} McReportColumn;

typedef struct
{
  const char *label; /* (unowned) */
  double value;      /* its length; below 0 counts as 0 */
  const char *text;  /* (unowned), the value as people read it, "4,5 giờ" */
} McReportBar;

/* A caption with a table, a plot, or both. */
typedef struct
{
  const char *caption;      /* (unowned) (nullable) */
  const GPtrArray *columns; /* (unowned) (nullable) (element-type McReportColumn), at most 32 */
  const GPtrArray *rows;    /* (unowned) (nullable), of const char *const *, one text a column */
  const char *const *total; /* (unowned) (nullable), one text a column */
  const GPtrArray *bars;    /* (unowned) (nullable) (element-type McReportBar) */
  double bar_max;           /* the value that fills the plot; 0 for the largest of the bars */
  const char *note;         /* (unowned) (nullable), below it all */
} McReportSection;

/* A report of tables and simple plots on A4. */
typedef struct
{
  const char *agency;   /* (unowned) (nullable), who reports */
  const char *title;    /* (unowned) */
  const char *subtitle; /* (unowned) (nullable): period, unit */
  gint64 created_at;
  const char *language; /* (unowned) (nullable), of the few words that are not the caller's */
  gboolean landscape;
  const GPtrArray *sections; /* (unowned) (element-type McReportSection) */
} McReport;

McPage *mc_report_page_new (const McReport *report, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
