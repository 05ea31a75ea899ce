/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/action-form-private.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "central/console/due.h"

static gboolean
wants_terms (const McTransition *transition)
{
  return transition->step == 2;
}

static void
put_pair (McHtml *html, const char *label, const char *value)
{
  if (value != NULL && *value != '\0')
    mc_html_put (html, "<div><dt>{}</dt><dd>{}</dd></div>", label, value);
}

/* By the day of filing, as on the slip that the applicant holds; the whole tariff where that slip
 * leaves it to the officer. */
static char *
describe_fee (McDossierView *view, McProcedure *procedure)
{
  const McAnswers *answers = view->dossier == NULL ? NULL : view->dossier->answers;
  const char *language = view->request->language;
  GDate day;

  mc_time_get_local_date (view->base.record->submitted_at, &day);
  if (answers == NULL || mc_procedure_get_fee (procedure, answers, &day) < 0)
    return mc_procedure_describe_fee (procedure, language);

  return mc_procedure_format_fee (procedure, answers, &day, language);
}

static char *
describe_due (McDossierView *view, McProcedure *procedure)
{
  const McLimit *limit = mc_procedure_get_limit (procedure, view->base.record->limit_case);
  gint64 due;

  if (limit == NULL || view->base.point == NULL ||
      !mc_limit_due (limit,
                     view->central->calendar,
                     &view->base.point->hours,
                     view->request->now,
                     &due,
                     NULL,
                     NULL))
    return NULL;

  return mc_due_describe_time (due, view->request->now, view->request->language);
}

/* What the officer tells the applicant across the desk: what it costs, and when it is there. */
static void
put_terms (McActionForm *self, McHtml *html, McDossierView *view)
{
  McProcedure *procedure = view->base.procedure;
  const char *language = view->request->language;
  g_autofree char *fee = NULL;
  g_autofree char *when = NULL;

  if (procedure == NULL)
    return;

  fee = describe_fee (view, procedure);
  when = describe_due (view, procedure);
  mc_html_raw (html, "<dl class=\"terms\">");
  put_pair (html, mc_pick (language, "Lệ phí", "Fee"), fee);
  put_pair (html,
            mc_pick (language, "Miễn, giảm", "Who pays nothing"),
            mc_procedure_get_fee_waivers (procedure, language));
  put_pair (html, mc_pick (language, "Hẹn trả, nếu tiếp nhận ngay", "Due, if received now"), when);
  mc_html_raw (html, "</dl>");
}

const McActionField mc_action_field_terms = {
  .is_wanted = wants_terms,
  .put = put_terms,
};
