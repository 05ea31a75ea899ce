/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/reports.h"

#include "central/http/routes.h"
#include "central/log.h"
#include "central/people/access.h"
#include "central/people/trail.h"

#include <string.h>

/**
 * mc_report_create_file_name:
 * @period: the period
 * @key: which table
 * @unit: (nullable): whose; %NULL for the whole city
 * @extension: "csv"
 *
 * Returns: (transfer full): "06a-00070-2025-06-01-2025-06-30.csv": sorts by table, unit and day
 */
char *
mc_report_create_file_name (const McPeriod *period,
                            const char *key,
                            const char *unit,
                            const char *extension)
{
  g_autofree char *first = mc_period_dup_first_day (period);
  g_autofree char *last = mc_period_dup_last_day (period);
  g_autofree char *place = g_strdup (unit == NULL ? "ha-noi" : unit);

  g_strcanon (place, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".-", '-');
  return g_strdup_printf ("%s-%s-%s-%s.%s", key, place, first, last, extension);
}

/**
 * mc_report_new_file:
 * @content_type: static
 * @bytes: (transfer full): the file
 * @file_name: as it is saved; letters, digits, points and hyphens
 *
 * Returns: (transfer full): an answer that a browser saves
 */
McAnswer *
mc_report_new_file (const char *content_type, GBytes *bytes, const char *file_name)
{
  McAnswer *answer = mc_answer_new (200, content_type, bytes);
  g_autofree char *disposition = g_strdup_printf ("attachment; filename=\"%s\"", file_name);

  mc_answer_add_header (answer, "Content-Disposition", disposition);
  return answer;
}

static McAnswer *
tell_error (McCentral *central, const McRequest *request, const GError *error)
{
  mc_log (MC_LOG_ERROR, "report-failed", "reason", error->message, NULL);

  return mc_shell_new_busy (central, request);
}

/* (nullable): no such table, or it has no place in this report. */
static McGrid *
create_table (const McReportContent *content, const char *key)
{
  const McReportSource *source = &content->source;

  if (g_str_equal (key, "06a"))
    return mc_tables_new_lines (source);
  if (g_str_equal (key, "steps"))
    return mc_tables_new_steps (source);
  if (g_str_equal (key, "satisfaction-5"))
    return mc_tables_new_satisfaction (source, 5);
  if (g_str_equal (key, "satisfaction-3"))
    return mc_tables_new_satisfaction (source, 3);
  if (g_str_equal (key, "problems"))
    return mc_tables_new_problems (source);
  if (source->unit == NULL && g_str_equal (key, "units"))
    return mc_tables_new_units (source);
  if (source->unit == NULL && g_str_equal (key, "services"))
    return mc_tables_new_services (source);

  return NULL;
}

static McAnswer *
answer_file (const McReportChoice *choice, const McReportContent *content, const char *file)
{
  const char *point = strrchr (file, '.');
  g_autofree char *key = point == NULL ? NULL : g_strndup (file, point - file);
  g_autofree char *separator = mc_request_dup_query (choice->request, "separator");
  g_autoptr (McGrid) grid = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  GBytes *bytes;

  if (g_strcmp0 (file, "report.pdf") == 0)
    {
      bytes = mc_report_draw (choice, content, &error);
      if (bytes == NULL)
        return tell_error (choice->central, choice->request, error);
      name = mc_report_create_file_name (&choice->period, "bao-cao", choice->unit, "pdf");
      return mc_report_new_file ("application/pdf", bytes, name);
    }

  if (key != NULL && g_str_equal (point, ".csv"))
    grid = create_table (content, key);
  if (grid == NULL)
    return mc_shell_new_missing (choice->central, choice->request);

  bytes = mc_grid_to_csv (
      grid, g_strcmp0 (separator, "semicolon") == 0 ? ';' : ',', choice->request->language);
  name = mc_report_create_file_name (&choice->period, key, choice->unit, "csv");
  return mc_report_new_file ("text/csv; charset=utf-8", bytes, name);
}

/* GET /console/reports and /console/reports/{file}, a worker's thread. */
static McAnswer *
handle (McCentral *central, McRequest *request)
{
  g_auto (McReportChoice) choice = { 0 };
  g_autoptr (McReportContent) content = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *detail = NULL;
  McAnswer *answer;

  if (!mc_report_choice_init (&choice, central, request, mc_access_may_report))
    return mc_shell_new_forbidden (central, request);
  content = mc_report_content_new (&choice, &error);
  if (content == NULL)
    return tell_error (central, request, error);
  if (*request->capture != '\0')
    answer = answer_file (&choice, content, request->capture);
  else
    answer = mc_report_page_answer (&choice, content);
  if (answer->status != 200)
    return answer;

  detail = mc_report_choice_describe (&choice, request->capture);
  return mc_trail_keep_page (request, answer, "report", NULL, detail);
}

#define FLAGS (MC_ROUTE_OFFICIAL | MC_ROUTE_SLOW)

static const McRoute routes[] = {
  { "GET", "/console/reports", 0, FLAGS, handle, mc_trail_write_page },
  { "GET", "/console/reports/{file}", 0, FLAGS, handle, mc_trail_write_page },
};

const McRouteTable mc_reports_routes = { routes, G_N_ELEMENTS (routes) };
