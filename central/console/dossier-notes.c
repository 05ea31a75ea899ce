/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/dossier.h"

#include "app/domain/language.h"
#include "app/domain/text.h"
#include "central/console/due.h"
#include "central/console/inputs.h"
#include "central/http/routes.h"
#include "central/people/access.h"
#include "central/people/trail.h"
#include "central/storage/work.h"

/* What is written beside the workflow: problems, and the folder's way. */

#define FORM_MAX (16 * 1024)
#define TEXT_MAX 500

/* The second click of a double one comes within this. */
#define AGAIN_S 60

/* A problem as it was typed. */
typedef struct
{
  char *hindrance, *proposal; /* (owned) (nullable), lines of text */
  const char *mistake;        /* (nullable), of the hindrance */
  const char *mistake_too;    /* (nullable), of the proposal */
} Note;

static void
note_free (gpointer data)
{
  Note *note = data;

  g_free (note->hindrance);
  g_free (note->proposal);
  g_free (note);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Note, note_free)

static char *
read_line (const McRequest *request, const char *name, const char **mistake)
{
  g_autofree char *raw = mc_request_dup_form (request, name);
  char *text;

  if (raw == NULL)
    return g_strdup ("");
  g_strdelimit (raw, "\r\n\t", ' ');
  text = mc_text_normalise (raw, -1, TEXT_MAX, NULL);
  if (text != NULL)
    return text;

  *mistake = mc_pick (request->language,
                      "Dài quá 500 ký tự, hoặc có ký tự không dùng được.",
                      "Longer than 500 characters, or with one that cannot be kept.");
  return g_utf8_make_valid (raw, -1);
}

static void
put_note_form (McHtml *html, McDossierView *self, const Note *note)
{
  const char *language = self->request->language;
  g_autofree char *path = mc_dossier_view_create_path (self, "/problems");
  const McInput hindrance = { .name = "hindrance",
                              .label = mc_pick (language, "Vướng mắc", "What hinders"),
                              .value = note == NULL ? NULL : note->hindrance,
                              .mistake = note == NULL ? NULL : note->mistake,
                              .rows = 3 };
  const McInput proposal = {
    .name = "proposal",
    .label = mc_pick (language, "Đề xuất xử lý (không bắt buộc)", "Proposed handling (optional)"),
    .value = note == NULL ? NULL : note->proposal,
    .mistake = note == NULL ? NULL : note->mistake_too,
    .rows = 2
  };

  mc_shell_begin_form (html, self->request, path);
  mc_input_put (html, &hindrance);
  mc_input_put (html, &proposal);
  mc_html_put (html,
               "<div class=\"actions\"><button class=\"button\">{}</button></div>",
               mc_pick (language, "Ghi vướng mắc", "Note the problem"));
  mc_shell_end_form (html);
}

static void
put_problem (McHtml *html, McDossierView *self, const McProblemRecord *problem)
{
  const char *language = self->request->language;
  g_autofree char *when = mc_due_describe_time (problem->at, self->request->now, language);

  mc_html_put (html,
               "<li><b>{}</b><small>{} · {}</small>",
               problem->hindrance,
               when,
               mc_names_get (self->names, problem->login));
  if (problem->proposal != NULL)
    mc_html_put (
        html, "<p>{}: {}</p>", mc_pick (language, "Đề xuất", "Proposed"), problem->proposal);
  if (problem->solved_at != MC_TIME_NONE)
    mc_html_put (html,
                 "<p><span class=\"badge good\">{}</span> {}</p>",
                 mc_pick (language, "Đã xử lý", "Solved"),
                 problem->solution == NULL ? "" : problem->solution);
  else
    {
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, problem->number);

      mc_html_put (html,
                   "<p><span class=\"badge care\">{}</span>"
                   " <a href=\"/console/problems#problem-{}\">{}</a></p>",
                   mc_pick (language, "Chưa xử lý", "Open"),
                   number,
                   mc_pick (language, "Ghi cách đã xử lý", "Note how it was solved"));
    }
  mc_html_raw (html, "</li>");
}

static void
put_problems (McHtml *html, McDossierView *self)
{
  const char *language = self->request->language;
  g_autoptr (GPtrArray) problems = mc_work_list_problems (MC_WORK (self->central->storage),
                                                          self->base.record->id,
                                                          NULL,
                                                          MC_TIME_NONE,
                                                          MC_TIME_NONE,
                                                          NULL);
  gboolean works = mc_access_may_work (self->request->user, self->base.record);

  if (!works && (problems == NULL || problems->len == 0))
    return;

  mc_html_put (html,
               "<section class=\"card\" id=\"problems\"><h2>{}</h2><ol class=\"history\">",
               mc_pick (language, "Vướng mắc", "Problems"));
  for (guint i = 0; problems != NULL && i < problems->len; i++)
    put_problem (html, self, g_ptr_array_index (problems, i));
  mc_html_raw (html, "</ol>");
  if (works)
    {
      mc_html_put (html,
                   "<details><summary>{}</summary>",
                   mc_pick (language, "Ghi một vướng mắc", "Note a problem"));
      put_note_form (html, self, NULL);
      mc_html_raw (html, "</details>");
    }
  mc_html_raw (html, "</section>");
}

static void
put_movements (McHtml *html, McDossierView *self)
{
  const char *language = self->request->language;
  g_autoptr (GPtrArray) movements = mc_work_list_movements (
      MC_WORK (self->central->storage), self->base.record->id, NULL);

  if (movements == NULL || movements->len == 0)
    return;

  mc_html_put (html,
               "<section class=\"card\" id=\"folder\"><h2>{}</h2><ol class=\"history\">",
               mc_pick (language, "Hồ sơ giấy đi qua", "The paper folder's way"));
  for (guint i = movements->len; i > 0; i--)
    {
      const McMovementRecord *movement = g_ptr_array_index (movements, i - 1);
      g_autofree char *when = mc_due_describe_time (movement->at, self->request->now, language);

      mc_html_put (html,
                   "<li>{} → <b>{}</b><small>{}</small></li>",
                   movement->giver == NULL ? mc_pick (language, "Người nộp", "The applicant")
                                           : mc_names_get (self->names, movement->giver),
                   mc_names_get (self->names, movement->taker),
                   when);
    }
  mc_html_raw (html, "</ol></section>");
}

/**
 * mc_dossier_put_notes:
 * @html: a page
 * @self: a view
 *
 * Appends what was written beside the workflow: problems, and the folder's way.
 */
void
mc_dossier_put_notes (McHtml *html, McDossierView *self)
{
  put_problems (html, self);
  put_movements (html, self);
}

static McAnswer *
show_again (McDossierView *view, const Note *note)
{
  McHtml *html =
      mc_shell_begin (view->central,
                      view->request,
                      MC_TAB_NONE,
                      mc_pick (view->request->language, "Ghi một vướng mắc", "Note a problem"));

  mc_dossier_put_summary (html, view);
  mc_html_raw (html, "<section class=\"card task\">");
  put_note_form (html, view, note);
  mc_html_raw (html, "</section>");
  mc_dossier_put_way_back (html, view);
  return mc_shell_finish (html, view->request, 422);
}

static McAnswer *
handle_problem (McCentral *central, McRequest *request)
{
  McAnswer *answer = NULL;
  g_autoptr (McDossierView) view = mc_dossier_view_new_for_work (central, request, &answer);
  g_autoptr (Note) note = NULL;
  const char *language = request->language;

  if (view == NULL)
    return answer;

  note = g_new0 (Note, 1);
  note->hindrance = read_line (request, "hindrance", &note->mistake);
  note->proposal = read_line (request, "proposal", &note->mistake_too);
  if (*note->hindrance == '\0')
    note->mistake =
        mc_pick (language, "Xin ghi điều gì đang gây vướng.", "Please say what hinders the work.");
  if (note->mistake != NULL || note->mistake_too != NULL)
    return show_again (view, note);

  mc_request_set_state (request, g_steal_pointer (&note), note_free);
  return NULL;
}

/* The step that was under way. */
static guint
find_step (McState state)
{
  return MIN (mc_state_get_steps_done (state) + 1, 8);
}

static gboolean
was_noted (McStorage *storage, const McProblemRecord *problem)
{
  g_autoptr (GPtrArray) known = mc_work_list_problems (
      MC_WORK (storage), problem->dossier, NULL, problem->at - AGAIN_S, MC_TIME_NONE, NULL);

  for (guint i = 0; known != NULL && i < known->len; i++)
    {
      const McProblemRecord *other = g_ptr_array_index (known, i);

      if (g_str_equal (other->login, problem->login) &&
          g_str_equal (other->hindrance, problem->hindrance))
        return TRUE;
    }

  return FALSE;
}

static McAnswer *
write_problem (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const Note *note = request->state;
  McAnswer *answer = NULL;
  g_autoptr (McDossierView) view = mc_dossier_view_new_for_work (central, request, &answer);
  g_autoptr (McProblemRecord) problem = NULL;
  g_autofree char *path = NULL;

  if (view == NULL)
    return answer;

  problem = mc_problem_record_new ();
  problem->dossier = g_strdup (view->base.record->id);
  problem->step = find_step (view->base.record->state);
  problem->login = g_strdup (request->user->login);
  problem->at = request->now;
  problem->hindrance = g_strdup (note->hindrance);
  problem->proposal = *note->proposal == '\0' ? NULL : g_strdup (note->proposal);
  problem->solved_at = MC_TIME_NONE;
  if (!was_noted (storage, problem) &&
      (!mc_work_add_problem (MC_WORK (storage), problem, error) ||
       !mc_trail_add (storage, request, "problem", view->base.record, NULL, error)))
    return NULL;

  path = mc_dossier_view_create_path (view, "#problems");
  return mc_answer_new_redirect (path);
}

/* clang-format off */
static const McRoute rows[] = {
  { "POST", "/console/dossiers/{id}/problems", FORM_MAX, MC_ROUTE_OFFICIAL, handle_problem, write_problem },
};
/* clang-format on */

const McRouteTable mc_dossier_note_routes = { rows, G_N_ELEMENTS (rows) };
