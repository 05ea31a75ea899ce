/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/dossier.h"

#include "app/domain/form-set.h"
#include "app/domain/language.h"
#include "central/console/action-form.h"
#include "central/console/action-words.h"
#include "central/console/dossier-row.h"
#include "central/console/due.h"
#include "central/http/routes.h"
#include "central/people/trail.h"

/**
 * mc_dossier_put_summary:
 * @html: a page, right after its heading
 * @self: a view
 *
 * Appends which dossier it is, and how much time is left.
 */
void
mc_dossier_put_summary (McHtml *html, McDossierView *self)
{
  const McDossierRecord *record = self->base.record;
  const char *language = self->request->language;
  McBadge badge;
  g_autofree char *left =
      mc_due_describe_left (self->central, record, self->request->now, language, &badge);

  mc_html_put (
      html,
      "<p class=\"lead\">{} · {} · <span class=\"code\">{}</span></p><p class=\"badges\">",
      mc_dossier_view_get_applicant_name (self),
      mc_dossier_row_get_procedure_name (self->central, self->base.record, self->request->language),
      record->code);
  if (left != NULL)
    mc_shell_put_badge (html, badge, left);
  if (g_strcmp0 (record->channel, "assisted") == 0)
    mc_shell_put_badge (
        html, MC_BADGE_PLAIN, mc_pick (language, "Nộp tại quầy", "Filed at the counter"));
  else
    {
      g_autofree char *kiosk = g_strdup_printf (
          mc_pick (language, "Nộp ở kiosk %s", "Filed at kiosk %s"), record->kiosk);

      mc_shell_put_badge (html, MC_BADGE_PLAIN, kiosk);
    }
  if (self->base.path.refusal)
    mc_shell_put_badge (
        html, MC_BADGE_CARE, mc_pick (language, "Đề nghị từ chối", "Refusal proposed"));
  mc_html_raw (html, "</p>");
}

/**
 * mc_dossier_put_way_back:
 * @html: a page with a form of a dossier
 * @self: a view
 *
 * Appends the link to the dossier's page for whoever thought better of it.
 */
void
mc_dossier_put_way_back (McHtml *html, McDossierView *self)
{
  g_autofree char *path = mc_dossier_view_create_path (self, "");

  mc_html_put (html,
               "<p><a href=\"{}\">{}</a></p>",
               path,
               mc_pick (self->request->language,
                        "Quay lại hồ sơ, không ghi gì",
                        "Back, without recording anything"));
}

/* What a clerk should know before anything else. */
static void
put_warnings (McHtml *html, McDossierView *self)
{
  const McDossierRecord *record = self->base.record;
  const char *language = self->request->language;

  if (record->unseen && record->state == MC_STATE_SUBMITTED)
    mc_shell_put_notice (html,
                         MC_BADGE_CARE,
                         mc_pick (language,
                                  "Có thể người nộp chưa kịp thấy mã hồ sơ trên màn hình kiosk; "
                                  "xin hỏi lại khi họ đến quầy.",
                                  "The applicant may not have seen the code on the kiosk's screen; "
                                  "please ask when they come."));
  if (record->attention != NULL)
    {
      g_autofree char *text = g_strdup_printf (
          mc_pick (language,
                   "Nội dung hồ sơ có điểm bất thường, xin xem kỹ trước khi tiếp nhận (%s).",
                   "Something is odd about the contents; please look closely first (%s)."),
          record->attention);

      mc_shell_put_notice (html, MC_BADGE_CARE, text);
    }
}

/**
 * mc_dossier_put_message:
 * @html: a page
 * @self: a view
 *
 * Appends what the one before wrote for whoever comes next, and the papers that were asked for.
 */
void
mc_dossier_put_message (McHtml *html, McDossierView *self)
{
  const GPtrArray *events = self->base.events;
  const McEventRecord *event =
      events->len == 0 ? NULL : g_ptr_array_index (events, events->len - 1);
  g_autofree char *who = NULL;
  g_autoptr (McEventData) data = NULL;

  if (event == NULL || event->note == NULL || *event->note == '\0')
    return;

  who = mc_dossier_words_describe_actor (self, event);
  data = mc_event_data_parse (event->data);
  mc_html_raw (html, "<blockquote>");
  mc_dossier_put_missing (html, self, data);
  if (!mc_event_data_says (data, event->note))
    mc_html_put (html, "{}", event->note);
  mc_html_put (html,
               "<small>{} · {}</small></blockquote>",
               mc_action_words_get_done (event->action, self->request->language),
               who);
}

static void
put_others (McHtml *html, McDossierView *self, const McOffer *main)
{
  const char *language = self->request->language;
  gboolean any = FALSE;

  for (guint i = 0; i < self->offers->len; i++)
    {
      const McOffer *offer = &g_array_index (self->offers, McOffer, i);
      g_autofree char *tail = g_strconcat ("/actions/", offer->transition->name, NULL);
      g_autofree char *path = mc_dossier_view_create_path (self, tail);

      if (offer == main)
        continue;
      if (!any)
        mc_html_put (html,
                     "<nav class=\"actions others\" aria-label=\"{}\">",
                     mc_pick (language, "Việc khác", "Other actions"));
      any = TRUE;
      mc_html_put (html,
                   "<a class=\"button\" href=\"{}\">{}</a>",
                   path,
                   mc_action_words_get_button (offer->transition->name, language));
    }
  if (any)
    mc_html_raw (html, "</nav>");
}

/* The one thing to do, then whatever else may be done. */
static void
put_work (McHtml *html, McDossierView *self)
{
  const McOffer *main = mc_dossier_view_get_main (self);

  if (main != NULL)
    {
      g_autoptr (McActionForm) form = mc_action_form_new (self, main);

      mc_html_put (html,
                   "<section class=\"card task\"><h2>{}</h2>",
                   mc_pick (self->request->language, "Việc của ông, bà", "Your task"));
      mc_dossier_put_message (html, self);
      mc_action_form_put (form, html, self);
      mc_html_raw (html, "</section>");
    }
  put_others (html, self, main);
}

/* After an action the browser comes here with the revision that it made: what was recorded, and the
 * paper that goes out with it. */
static void
put_done (McHtml *html, McDossierView *self)
{
  const McRequest *request = self->request;
  g_autofree char *text = mc_request_dup_query (request, "done");
  const GPtrArray *events = self->base.events;
  const McEventRecord *event =
      events->len == 0 ? NULL : g_ptr_array_index (events, events->len - 1);
  guint64 revision;

  if (text == NULL || event == NULL ||
      !g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &revision, NULL) ||
      revision != event->revision || g_strcmp0 (event->actor, request->user->login) != 0)
    return;

  mc_html_put (html,
               "<div class=\"notice good recorded\" role=\"status\"><p>{} <b>{}</b>.</p>",
               mc_pick (request->language, "Đã ghi:", "Recorded:"),
               mc_action_words_get_done (event->action, request->language));
  mc_dossier_put_print (html, self, event->form, TRUE);
  if (event->step == 2)
    mc_dossier_put_print (html, self, MC_FORM_CONTROL, FALSE);
  mc_html_put (html,
               "<a class=\"button\" href=\"/console\">{}</a></div>",
               mc_pick (request->language, "Việc tiếp theo", "Next task"));
}

/**
 * mc_dossier_page_new:
 * @self: a view
 * @status: an HTTP status
 * @notice: (nullable): what went wrong
 *
 * Returns: (transfer full): the dossier's page
 */
McAnswer *
mc_dossier_page_new (McDossierView *self, guint status, const char *notice)
{
  g_autofree char *turn = mc_dossier_words_describe_turn (self);
  McHtml *html = mc_shell_begin (self->central, self->request, MC_TAB_NONE, turn);

  mc_dossier_put_summary (html, self);
  if (notice != NULL)
    mc_shell_put_notice (html, MC_BADGE_ALARM, notice);
  else
    put_done (html, self);
  put_warnings (html, self);
  put_work (html, self);
  mc_html_raw (html, "<div class=\"columns\"><div>");
  mc_dossier_put_contents (html, self);
  mc_html_raw (html, "</div><div>");
  mc_dossier_put_steps (html, self);
  mc_dossier_put_prints (html, self);
  mc_dossier_put_files (html, self);
  mc_dossier_put_notes (html, self);
  mc_dossier_put_history (html, self);
  mc_html_raw (html, "</div></div>");

  return mc_shell_finish (html, self->request, status);
}

static McAnswer *
handle_page (McCentral *central, McRequest *request)
{
  McAnswer *answer = NULL;
  g_autoptr (McDossierView) view = mc_dossier_view_new (central, request, &answer);

  if (view == NULL)
    return answer;

  return mc_trail_keep_page (
      request, mc_dossier_page_new (view, 200, NULL), "view", view->base.record, NULL);
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET", "/console/dossiers/{id}", 0, MC_ROUTE_OFFICIAL, handle_page, mc_trail_write_page },
};
/* clang-format on */

const McRouteTable mc_dossier_page_routes = { rows, G_N_ELEMENTS (rows) };
