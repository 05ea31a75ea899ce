/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/reports.h"

#include "app/domain/language.h"
#include "central/console/due.h"
#include "central/people/access.h"
#include "central/storage/work.h"

#define MAX_OVERDUE 200 /* more than anybody can work off from one list */

static const char *
describe_place (const McDossierRecord *record, const char *language)
{
  const McTransition *row = mc_workflow_get_main (record->state);

  return row == NULL ? ""
                     : mc_shell_describe_role (mc_workflow_get_actor (row->role, record->by_city),
                                               language);
}

static void
put_overdue (McGrid *grid, const McReportChoice *choice, const McDossierRecord *record)
{
  const McRequest *request = choice->request;
  McProcedure *procedure =
      record->procedure == NULL
          ? NULL
          : mc_catalogue_find (choice->central->catalogue, record->procedure, NULL);
  g_autofree char *link = g_strconcat ("/console/dossiers/", record->id, NULL);
  g_autofree char *due = mc_due_describe_time (record->due_at, request->now, request->language);
  McBadge badge;
  g_autofree char *left =
      mc_due_describe_left (choice->central, record, request->now, request->language, &badge);

  mc_grid_begin_row (grid, FALSE);
  mc_grid_put_link (grid, record->code, link);
  mc_grid_put_text (grid,
                    procedure == NULL ? record->procedure
                                      : mc_procedure_get_name (procedure, request->language));
  mc_grid_put_text (grid, describe_place (record, request->language));
  mc_grid_put_text (grid, due);
  mc_grid_put_text (grid, left);
}

/* What runs past its due time at this moment, as far as this official may see each. */
static gboolean
take_overdue (McReportContent *self, const McReportChoice *choice, GError **error)
{
  const McRequest *request = choice->request;
  const char *language = request->language;
  g_autoptr (GPtrArray) records = NULL;
  McGrid *grid;

  if (choice->unit == NULL)
    return TRUE;
  records = mc_facts_list_overdue (
      MC_FACTS (choice->central->storage), choice->unit, request->now, MAX_OVERDUE, error);
  if (records == NULL)
    return FALSE;

  grid = self->overdue =
      mc_grid_new ("overdue", mc_pick (language, "Đang quá hạn lúc này", "Overdue at this moment"));
  mc_grid_add_column (grid, MC_GRID_TEXT, NULL, mc_pick (language, "Mã hồ sơ", "Code"), NULL);
  mc_grid_add_column (grid, MC_GRID_TEXT, NULL, mc_pick (language, "Thủ tục", "Procedure"), NULL);
  mc_grid_add_column (grid, MC_GRID_TEXT, NULL, mc_pick (language, "Đang chờ", "Waits for"), NULL);
  mc_grid_add_column (grid, MC_GRID_TEXT, NULL, mc_pick (language, "Hẹn trả", "Due"), NULL);
  mc_grid_add_column (grid, MC_GRID_TEXT, NULL, mc_pick (language, "Quá hạn", "Overdue"), NULL);
  for (guint i = 0; i < records->len; i++)
    if (mc_access_may_read (request->user, g_ptr_array_index (records, i)))
      put_overdue (grid, choice, g_ptr_array_index (records, i));
    else
      self->hidden_overdue++;

  return TRUE;
}

/**
 * mc_report_content_new:
 * @choice: what was chosen, and may be seen
 * @error: return location for an error
 *
 * Reads and counts all of a report. A worker's thread.
 *
 * Returns: (transfer full) (nullable): the report
 */
McReportContent *
mc_report_content_new (const McReportChoice *choice, GError **error)
{
  McCentral *central = choice->central;
  g_autoptr (McReportContent) self = g_new0 (McReportContent, 1);

  self->figures = mc_figures_read (
      MC_FACTS (central->storage), &choice->period, choice->unit, choice->request->now, error);
  if (self->figures == NULL)
    return NULL;
  self->problems = mc_work_list_problems (MC_WORK (central->storage),
                                          NULL,
                                          choice->unit,
                                          choice->period.from,
                                          choice->period.to,
                                          error);
  if (self->problems == NULL || !take_overdue (self, choice, error))
    return NULL;

  self->source = (McReportSource){
    .central = central,
    .figures = self->figures,
    .unit = choice->unit,
    .problems = self->problems,
    .language = choice->request->language,
    .from_outside = mc_access_may_report (choice->request->user, NULL),
  };
  return g_steal_pointer (&self);
}

/**
 * mc_report_content_free:
 * @self: (transfer full) (nullable): a report
 */
void
mc_report_content_free (McReportContent *self)
{
  if (self == NULL)
    return;

  mc_figures_free (self->figures);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  mc_grid_free (self->overdue);
  g_free (self);
}

/**
 * mc_report_content_describe_verdict:
 * @self: a report
 *
 * Returns: (transfer full): what it comes to, in a sentence
 */
char *
mc_report_content_describe_verdict (const McReportContent *self)
{
  const char *language = self->source.language;
  g_autofree char *period = mc_period_describe (&self->figures->period, language);
  gint64 share = mc_tables_get_on_time (&self->figures->total);
  g_autofree char *text = NULL;

  if (share == MC_GRID_NONE)
    return g_strdup_printf (mc_pick (language,
                                     "%s: chưa có hồ sơ nào được giải quyết",
                                     "%s: no dossier was settled yet"),
                            period);

  text = mc_grid_format_share (share, language);
  return g_strdup_printf (mc_pick (language,
                                   "%s: %s hồ sơ được giải quyết đúng hạn",
                                   "%s: %s of dossiers were settled in time"),
                          period,
                          text);
}
