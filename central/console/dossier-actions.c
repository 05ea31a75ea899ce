/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/dossier.h"

#include "app/domain/language.h"
#include "central/console/action-form.h"
#include "central/console/action-words.h"
#include "central/http/routes.h"
#include "central/people/access.h"
#include "central/people/trail.h"

#define FORM_MAX (64 * 1024)

/* Its row in the table has no second {…}: it comes in parts. */
#define UPLOADING "register_result"

/* A page of its own for one action. */
static McAnswer *
show_form (McDossierView *view, McActionForm *form, const char *action, guint status)
{
  const McRequest *request = view->request;
  McHtml *html = mc_shell_begin (
      view->central, request, MC_TAB_NONE, mc_action_words_get_button (action, request->language));

  mc_dossier_put_summary (html, view);
  if (status != 200)
    mc_shell_put_notice (
        html,
        MC_BADGE_ALARM,
        mc_pick (request->language,
                 "Chưa ghi được. Xin xem các chỗ được đánh dấu bên dưới.",
                 "Nothing was recorded yet. Please look at what is marked below."));
  mc_html_raw (html, "<section class=\"card task\">");
  mc_dossier_put_message (html, view);
  mc_action_form_put (form, html, view);
  mc_html_raw (html, "</section>");
  mc_dossier_put_way_back (html, view);

  return mc_shell_finish (html, request, status);
}

/* The dossier as it stands, with what somebody did since the official looked at it. */
static McAnswer *
show_conflict (McDossierView *view, guint64 revision, const char *action)
{
  const char *language = view->request->language;
  const GPtrArray *events = view->base.events;
  const McEventRecord *last;
  g_autofree char *who = NULL;
  g_autofree char *notice = NULL;

  if (revision == 0 || revision >= events->len)
    return mc_dossier_page_new (
        view,
        409,
        mc_pick (language,
                 "Chưa ghi gì: biểu mẫu vừa gửi không khớp với hồ sơ. Bên dưới là tình trạng hiện "
                 "tại.",
                 "Nothing was recorded: that form does not fit the dossier. Below is how it stands "
                 "now."));

  last = g_ptr_array_index (events, events->len - 1);
  who = mc_dossier_words_describe_actor (view, last);
  notice = g_strdup_printf (
      mc_pick (
          language,
          "Việc của ông, bà (%s) chưa được ghi, vì hồ sơ vừa có thay đổi: %s – %s. Bên dưới là "
          "tình trạng hiện tại.",
          "Your action (%s) was not recorded, because the dossier has changed meanwhile: %s – "
          "%s. Below is how it stands now."),
      mc_action_words_get_button (action, language),
      mc_action_words_get_done (last->action, language),
      who);
  return mc_dossier_page_new (view, 409, notice);
}

/* Not theirs is a refusal; not now is a conflict with the times. */
static McAnswer *
refuse_action (McDossierView *view, const char *action)
{
  const McTransition *row = mc_workflow_find (action, view->base.path.state);

  if (row != NULL && mc_access_find_actor (view->request->user, view->base.record, row) == NULL)
    return mc_shell_new_forbidden (view->central, view->request);
  return mc_dossier_page_new (
      view, 409, mc_action_words_get_obstacle (action, view->request->language));
}

static gboolean
is_known_action (const char *action)
{
  const McTransition *rows;
  guint n;

  rows = mc_workflow_get_transitions (&n);
  for (guint i = 0; i < n; i++)
    if (rows[i].role != MC_ROLE_CITIZEN && g_str_equal (rows[i].name, action))
      return TRUE;

  return FALSE;
}

static McAnswer *
handle_form (McCentral *central, McRequest *request)
{
  McAnswer *answer = NULL;
  g_autoptr (McDossierView) view = NULL;
  g_autoptr (McActionForm) form = NULL;
  const McOffer *offer;

  if (!is_known_action (request->second))
    return mc_shell_new_missing (central, request);
  view = mc_dossier_view_new (central, request, &answer);
  if (view == NULL)
    return answer;
  offer = mc_dossier_view_find_offer (view, request->second);
  if (offer == NULL)
    return mc_trail_keep_page (
        request, refuse_action (view, request->second), "view", view->base.record, NULL);

  form = mc_action_form_new (view, offer);
  return mc_trail_keep_page (request,
                             show_form (view, form, request->second, 200),
                             "view",
                             view->base.record,
                             request->second);
}

static void
free_form (gpointer form)
{
  mc_action_form_free (form);
}

/* The second click of a double one: what it asks for was just done by the same person. */
static gboolean
is_done_already (const McDossierView *view, guint64 revision, const char *action)
{
  const GPtrArray *events = view->base.events;
  const McEventRecord *next =
      revision == 0 || revision >= events->len ? NULL : g_ptr_array_index (events, revision);

  return next != NULL && g_str_equal (next->action, action) &&
         g_strcmp0 (next->actor, view->request->user->login) == 0;
}

static McAnswer *
show_done (const McDossierView *view, guint64 revision)
{
  g_autofree char *tail = g_strdup_printf ("?done=%" G_GUINT64_FORMAT, revision);
  g_autofree char *path = mc_dossier_view_create_path (view, tail);

  return mc_answer_new_redirect (path);
}

static guint64
read_revision (const McRequest *request)
{
  g_autofree char *text = mc_request_dup_form (request, "revision");
  guint64 revision = 0;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &revision, NULL))
    return 0;
  return revision;
}

static const char *
get_action (const McRequest *request)
{
  return *request->second == '\0' ? UPLOADING : request->second;
}

static McAnswer *
handle_action (McCentral *central, McRequest *request)
{
  const char *action = get_action (request);
  guint64 revision = read_revision (request);
  McAnswer *answer = NULL;
  g_autoptr (McDossierView) view = NULL;
  g_autoptr (McActionForm) form = NULL;
  const McOffer *offer;

  if (!is_known_action (action))
    return mc_shell_new_missing (central, request);
  view = mc_dossier_view_new (central, request, &answer);
  if (view == NULL)
    return answer;
  if (is_done_already (view, revision, action))
    return show_done (view, revision + 1);
  offer = mc_dossier_view_find_offer (view, action);
  if (revision != view->base.record->revision)
    return show_conflict (view, revision, action);
  if (offer == NULL)
    return refuse_action (view, action);

  form = mc_action_form_new (view, offer);
  if (!mc_action_form_read (form, view))
    return show_form (view, form, action, 422);

  mc_request_set_state (request, g_steal_pointer (&form), free_form);
  return NULL;
}

static McAnswer *
explain (McDossierView *view, const char *action, const GError *error)
{
  const char *language = view->request->language;

  if (g_error_matches (error, MC_CALENDAR_ERROR, MC_CALENDAR_ERROR_BEYOND))
    return mc_dossier_page_new (
        view,
        409,
        mc_pick (language,
                 "Lịch làm việc chưa có đến ngày hẹn trả nên chưa tính được hạn; xin báo quản trị.",
                 "The office calendar does not reach the due day, so none can be given; please "
                 "tell the administrator."));
  if (g_error_matches (error, MC_WORKFLOW_ERROR, MC_WORKFLOW_ERROR_CONTENTS))
    return mc_dossier_page_new (
        view,
        409,
        mc_pick (language,
                 "Chưa rõ thủ tục hoặc nơi tiếp nhận của hồ sơ này nên chưa tính được hạn trả; xin "
                 "báo bộ phận kỹ thuật.",
                 "The procedure or receiving point of this dossier is not known here, so no due "
                 "time can be given; please tell your technical staff."));

  return mc_dossier_page_new (view, 409, mc_action_words_get_obstacle (action, language));
}

static gboolean
keep_file (const McDossierView *view, McStorage *storage, const McActionForm *form, GError **error)
{
  const McSealedFile *file = mc_action_form_get_file (form);

  return file == NULL || mc_sealed_file_keep (file,
                                              storage,
                                              view->base.record->id,
                                              view->request->user->login,
                                              view->request->now,
                                              error);
}

static McAnswer *
write_action (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  McActionForm *form = request->state;
  McAnswer *answer = NULL;
  g_autoptr (McDossierView) view = mc_dossier_view_new (central, request, &answer);
  g_autoptr (GError) problem = NULL;
  const char *action = get_action (request);
  guint64 revision = mc_action_form_get_revision (form);
  McOrder order;

  if (view == NULL)
    return answer;
  if (is_done_already (view, revision, action))
    return show_done (view, revision + 1);
  if (revision != view->base.record->revision)
    return show_conflict (view, revision, action);
  if (mc_dossier_view_find_offer (view, action) == NULL)
    return refuse_action (view, action);

  mc_action_form_make_order (form, request->user->login, &order);
  if (mc_action_run (central, storage, &view->base, &order, request->now, &problem))
    return keep_file (view, storage, form, error) &&
                   mc_trail_add (storage, request, "step", view->base.record, action, error)
               ? show_done (view, view->base.record->revision)
               : NULL;
  /* Said before anything was written; a conflict of revisions is not. */
  if (problem->domain == MC_CALENDAR_ERROR ||
      (problem->domain == MC_WORKFLOW_ERROR && problem->code != MC_WORKFLOW_ERROR_BUSY &&
       problem->code != MC_WORKFLOW_ERROR_UNKNOWN))
    return explain (view, action, problem);

  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET",  "/console/dossiers/{id}/actions/{action}", 0,        MC_ROUTE_OFFICIAL, handle_form, mc_trail_write_page },
  { "POST", "/console/dossiers/{id}/actions/" UPLOADING, MC_DOSSIER_UPLOAD_MAX, MC_ROUTE_OFFICIAL | MC_ROUTE_UPLOAD | MC_ROUTE_SLOW, handle_action, write_action },
  { "POST", "/console/dossiers/{id}/actions/{action}", FORM_MAX, MC_ROUTE_OFFICIAL, handle_action, write_action },
};
/* clang-format on */

const McRouteTable mc_dossier_action_routes = { rows, G_N_ELEMENTS (rows) };
