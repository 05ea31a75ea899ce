/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/console/shell.h"
#include "central/reports/tables.h"

G_BEGIN_DECLS

/* What an official asked to see, and may. */
typedef struct
{
  McCentral *central;       /* (unowned) */
  const McRequest *request; /* (unowned) */
  McPeriod period;
  gboolean misunderstood; /* the days were none: the period is this month */
  char *unit;             /* (owned) (nullable): the whole city */
} McReportChoice;

typedef gboolean (*McUnitTest) (const McUserRecord *user, const char *unit);

gboolean mc_report_choice_init (McReportChoice *self,
                                McCentral *central,
                                const McRequest *request,
                                McUnitTest may);
void mc_report_choice_clear (McReportChoice *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McReportChoice, mc_report_choice_clear)

GPtrArray *mc_report_list_units (McCentral *central,
                                 const McRequest *request,
                                 McUnitTest may) G_GNUC_WARN_UNUSED_RESULT; /* of McUnit */
void mc_report_put_form (McHtml *html,
                         const char *path,
                         const McPeriod *period,
                         const char *unit, /* (nullable) */
                         const GPtrArray *units,
                         const char *language);
char *mc_report_choice_describe (const McReportChoice *self,
                                 const char *file) G_GNUC_WARN_UNUSED_RESULT; /* for the trail */
char *mc_report_choice_create_query (const McReportChoice *self)
    G_GNUC_WARN_UNUSED_RESULT; /* "?period=…&unit=…" */

/* A report with everything that its page, its paper or one of its files needs. */
typedef struct
{
  McReportSource source; /* points into the others */
  McFigures *figures;    /* (owned) */
  GPtrArray *problems;   /* (owned) (element-type McProblemRecord) */
  McGrid *overdue;       /* (owned) (nullable): now, of one unit */
  guint hidden_overdue;  /* that this official may not see */
} McReportContent;

McReportContent *mc_report_content_new (const McReportChoice *choice,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mc_report_content_free (McReportContent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McReportContent, mc_report_content_free)

char *mc_report_content_describe_verdict (const McReportContent *self) G_GNUC_WARN_UNUSED_RESULT;
McAnswer *mc_report_page_answer (const McReportChoice *choice,
                                 const McReportContent *content) G_GNUC_WARN_UNUSED_RESULT;
GBytes *mc_report_draw (const McReportChoice *choice,
                        const McReportContent *content,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT; /* report-paper.c */
McAnswer *mc_report_new_file (const char *content_type,            /* static */
                              GBytes *bytes,                       /* (transfer full) */
                              const char *file_name) G_GNUC_WARN_UNUSED_RESULT;
char *mc_report_create_file_name (const McPeriod *period,
                                  const char *key,
                                  const char *unit, /* (nullable) */
                                  const char *extension) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
