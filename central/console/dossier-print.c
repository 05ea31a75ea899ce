/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/dossier.h"

#include "app/domain/code.h"
#include "app/domain/language.h"
#include "central/http/routes.h"
#include "central/log.h"
#include "central/people/access.h"
#include "central/people/trail.h"
#include "central/work/paper.h"

#define FORM_MAX 1024

static gboolean
may_print (const McDossierView *self)
{
  return self->dossier != NULL && self->base.procedure != NULL && self->base.point != NULL &&
         mc_access_may_work (self->request->user, self->base.record);
}

/**
 * mc_dossier_put_print:
 * @html: a page
 * @self: a view
 * @key: (nullable): a paper's key
 * @main: whether it is what one does now
 *
 * Appends the button that prints a paper, when there is such a paper of the dossier by now and the
 * official may print it. It opens in a tab of its own.
 */
void
mc_dossier_put_print (McHtml *html, McDossierView *self, const char *key, gboolean main)
{
  const McEventRecord *event = key == NULL ? NULL : mc_paper_find_event (&self->base, key);
  const char *language = self->request->language;
  g_autofree char *tail = NULL;
  g_autofree char *path = NULL;

  if (event == NULL || !may_print (self))
    return;

  tail = g_strconcat ("/forms/", key, NULL);
  path = mc_dossier_view_create_path (self, tail);
  mc_shell_begin_print (html, self->request, path);
  mc_html_put (html,
               "<button class=\"button {}\">{} {}</button>",
               main ? "main" : "",
               mc_pick (language, "In:", "Print:"),
               mc_paper_get_title (&self->base, event, key, language));
  mc_shell_end_form (html);
}

/**
 * mc_dossier_put_prints:
 * @html: a page
 * @self: a view
 *
 * Appends the papers that can be printed by now.
 */
void
mc_dossier_put_prints (McHtml *html, McDossierView *self)
{
  const char *const *keys = mc_paper_get_keys ();
  gboolean any = FALSE;

  for (guint i = 0; keys[i] != NULL; i++)
    any = any || mc_paper_find_event (&self->base, keys[i]) != NULL;
  if (!any || !may_print (self))
    return;

  mc_html_put (html,
               "<section class=\"card prints\" id=\"prints\"><h2>{}</h2>",
               mc_pick (self->request->language, "In giấy tờ", "Print"));
  for (guint i = 0; keys[i] != NULL; i++)
    mc_dossier_put_print (html, self, keys[i], FALSE);
  mc_html_raw (html, "</section>");
}

static void
free_paper (gpointer paper)
{
  mc_paper_free (paper);
}

static McAnswer *
explain (McDossierView *view, const GError *error)
{
  const McRequest *request = view->request;

  if (g_error_matches (error, MC_WORKFLOW_ERROR, MC_WORKFLOW_ERROR_ACTION))
    return mc_shell_new_missing (view->central, request);
  if (error->domain == MC_STORAGE_ERROR)
    return mc_shell_new_busy (view->central, request);

  mc_log (MC_LOG_ERROR, "paper-failed", "form", request->second, "error", error->message, NULL);
  return mc_shell_new_message (
      view->central,
      request,
      409,
      mc_pick (request->language, "Không in được giấy này", "This paper cannot be printed"),
      mc_pick (request->language,
               "Nội dung hồ sơ không đủ để in. Xin viết tay và báo bộ phận kỹ thuật.",
               "The contents do not suffice. Please write it by hand, and tell your technical "
               "staff."));
}

static McAnswer *
handle_print (McCentral *central, McRequest *request)
{
  McAnswer *answer = NULL;
  g_autoptr (McDossierView) view = mc_dossier_view_new_for_work (central, request, &answer);
  g_autoptr (GError) error = NULL;
  McIssuedPaper *paper;

  if (view == NULL)
    return answer;

  paper = mc_paper_issue (central, &view->base, request->second, &error);
  if (paper == NULL)
    return explain (view, error);

  mc_request_set_state (request, paper, free_paper);
  return NULL;
}

/* Nothing of the citizen's is in a file's name but the code, which is ours. */
static char *
make_disposition (const McDossierRecord *record, const McIssuedPaper *paper)
{
  McCode code;

  return g_strdup_printf ("inline; filename=\"%s-%s.pdf\"",
                          mc_code_parse (record->code, &code, NULL) ? record->code : record->id,
                          paper->key);
}

static McAnswer *
write_print (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const McIssuedPaper *paper = request->state;
  McAnswer *answer = NULL;
  g_autoptr (McDossierView) view = mc_dossier_view_new_for_work (central, request, &answer);
  g_autofree char *disposition = NULL;
  const McDossierRecord *record;

  if (view == NULL)
    return answer;
  record = view->base.record;
  if (!mc_paper_keep (paper, storage, record->id, request->now, error) ||
      !mc_trail_add (storage, request, "print", record, paper->key, error))
    return NULL;

  answer = mc_answer_new (200, "application/pdf", g_bytes_ref (paper->pdf));
  disposition = make_disposition (record, paper);
  mc_answer_add_header (answer, "Content-Disposition", disposition);
  mc_answer_add_header (answer, "Content-Security-Policy", "frame-ancestors 'self'");
  mc_answer_add_header (answer, "Cross-Origin-Resource-Policy", "same-origin");
  return answer;
}

/* clang-format off */
static const McRoute rows[] = {
  { "POST", "/console/dossiers/{id}/forms/{key}", FORM_MAX, MC_ROUTE_OFFICIAL | MC_ROUTE_SLOW, handle_print, write_print },
};
/* clang-format on */

const McRouteTable mc_dossier_print_routes = { rows, G_N_ELEMENTS (rows) };
