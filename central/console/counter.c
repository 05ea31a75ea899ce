/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/counter-private.h"

#include "app/domain/language.h"
#include "central/http/routes.h"
#include "central/people/access.h"
#include "central/people/trail.h"

#define BEGIN_MAX 4096
#define SUBMIT_MAX 4096

/* All pictures of a dossier and some to spare, so that too large ones are told one by one. */
#define PAPERS_MAX (32 * 1024 * 1024)

/**
 * mc_counter_list_desks:
 * @central: central
 * @user: an official
 *
 * Returns: (transfer container) (element-type McPoint): the points at whose desk @user stands
 */
GPtrArray *
mc_counter_list_desks (McCentral *central, const McUserRecord *user)
{
  GPtrArray *desks = g_ptr_array_new ();

  for (guint i = 0; i < central->points->len; i++)
    {
      McPoint *point = g_ptr_array_index (central->points, i);

      if (mc_access_may_serve (user, mc_point_get_unit (point)))
        g_ptr_array_add (desks, point);
    }

  return desks;
}

/**
 * mc_counter_get_today:
 * @request: a request
 * @today: (out): its day at the office
 */
void
mc_counter_get_today (const McRequest *request, GDate *today)
{
  mc_time_get_local_date (request->now, today);
}

/**
 * mc_counter_dup_text:
 * @request: a form
 * @name: a control's name
 *
 * Returns: (transfer full) (nullable): what was typed there, as UTF-8 whatever was sent
 */
char *
mc_counter_dup_text (const McRequest *request, const char *name)
{
  g_autofree char *text = mc_request_dup_form (request, name);

  return text == NULL ? NULL : g_utf8_make_valid (text, -1);
}

/**
 * mc_counter_make_path:
 * @draft: a draft
 * @page: (nullable): "applicant", "form?section=2", …; %NULL is its own address
 *
 * Returns: (transfer full): a path: it names the draft by its id and nobody in person
 */
char *
mc_counter_make_path (const McCounterDraft *draft, const char *page)
{
  return g_strconcat (
      "/console/counter/", draft->id, page == NULL ? "" : "/", page == NULL ? "" : page, NULL);
}

/**
 * mc_counter_go:
 * @draft: a draft
 * @page: (nullable): as for mc_counter_make_path ()
 *
 * Returns: (transfer full): sends the browser there
 */
McAnswer *
mc_counter_go (const McCounterDraft *draft, const char *page)
{
  g_autofree char *path = mc_counter_make_path (draft, page);

  return mc_answer_new_redirect (path);
}

/**
 * mc_counter_go_to_filed:
 * @id: a dossier's id
 *
 * Returns: (transfer full): sends the browser to the page of what was filed
 */
McAnswer *
mc_counter_go_to_filed (const char *id)
{
  g_autofree char *path = g_strconcat ("/console/counter/", id, NULL);

  return mc_answer_new_redirect (path);
}

/* The names of the steps' pages, which are also the values of the buttons that lead there. */
static const char *const pages[MC_COUNTER_N_STEPS] = {
  [MC_COUNTER_PROCEDURE] = "procedure", [MC_COUNTER_APPLICANT] = "applicant",
  [MC_COUNTER_FORM] = "form",           [MC_COUNTER_PAPERS] = "papers",
  [MC_COUNTER_REVIEW] = "review",
};

/**
 * mc_counter_go_to_step:
 * @draft: a draft
 * @go: (nullable): value of the button that was pressed
 *
 * Returns: (transfer full) (nullable): sends the browser to a step; %NULL when it names none
 */
McAnswer *
mc_counter_go_to_step (McCounterDraft *draft, const char *go)
{
  for (guint i = 0; go != NULL && i < MC_COUNTER_N_STEPS; i++)
    if (g_str_equal (pages[i], go))
      return mc_counter_go (draft, go);

  return NULL;
}

static McAnswer *
new_gone (McCentral *central, const McRequest *request)
{
  return mc_shell_new_message (
      central,
      request,
      404,
      mc_pick (request->language,
               "Bản khai này không còn ở đây",
               "This unfinished form is not here any more"),
      mc_pick (request->language,
               "Nó đã được bỏ, đã để quá hai giờ, hoặc hệ thống vừa khởi động lại. Chưa có gì được "
               "nộp. Ông, bà chọn lại thủ tục để làm từ đầu.",
               "It was discarded, was left for two hours, or the service was started anew. Nothing "
               "was filed. Please choose the procedure again."));
}

/**
 * mc_counter_open:
 * @central: central
 * @request: a request for one of a draft's pages
 * @refusal: (out) (transfer full): what to answer when there is nothing to open
 *
 * A draft that was filed meanwhile, by another click, leads to what became of it.
 *
 * Returns: (transfer full) (nullable): the draft, to be closed
 */
McCounterDraft *
mc_counter_open (McCentral *central, McRequest *request, McAnswer **refusal)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McDossierRecord) filed =
                 mc_storage_find_by_id (central->storage, request->capture, &error);
  g_autoptr (McCounterDraft) draft = NULL;

  if (error != NULL)
    {
      *refusal = mc_shell_new_busy (central, request);
      return NULL;
    }
  if (filed != NULL)
    {
      mc_counter_drafts_drop (central->drafts, request->capture, request->user->login);
      *refusal = mc_counter_go_to_filed (filed->id);
      return NULL;
    }

  draft = mc_counter_drafts_open (
      central->drafts, request->capture, request->user->login, request->now);
  if (draft == NULL || !mc_access_may_serve (request->user, mc_point_get_unit (draft->point)))
    {
      *refusal = new_gone (central, request);
      return NULL;
    }

  return g_steal_pointer (&draft);
}

/**
 * mc_counter_list_sections:
 * @draft: a draft
 *
 * Returns: (transfer full) (element-type guint): the form's sections that ask something with these
 *   answers, in order
 */
GArray *
mc_counter_list_sections (McCounterDraft *draft)
{
  GArray *sections = g_array_new (FALSE, FALSE, sizeof (guint));
  McProcedure *procedure = mc_draft_get_procedure (draft->draft);

  for (guint i = 0; i < mc_procedure_get_n_pages (procedure); i++)
    {
      const McFormPage *page = mc_procedure_get_page (procedure, i);
      guint section = mc_form_page_get_section (page);

      if (mc_form_page_is_visible (page, mc_draft_get_answers (draft->draft)) &&
          (sections->len == 0 || g_array_index (sections, guint, sections->len - 1) != section))
        g_array_append_val (sections, section);
    }

  return sections;
}

static gboolean
is_form_done (McCounterDraft *draft, const GDate *today)
{
  g_autoptr (GArray) sections = mc_counter_list_sections (draft);

  for (guint i = 0; i < sections->len; i++)
    if (!mc_counter_is_section_done (draft, g_array_index (sections, guint, i), today))
      return FALSE;

  return TRUE;
}

static gboolean
is_step_done (McCounterDraft *draft, McCounterStep step, const GDate *today)
{
  switch (step)
    {
    case MC_COUNTER_PROCEDURE:
      return TRUE;
    case MC_COUNTER_APPLICANT:
      return mc_counter_is_applicant_done (draft, today);
    case MC_COUNTER_FORM:
      return is_form_done (draft, today);
    case MC_COUNTER_PAPERS:
      return mc_counter_are_papers_done (draft);
    case MC_COUNTER_REVIEW:
    default:
      return FALSE;
    }
}

/**
 * mc_counter_begin_page:
 * @central: central
 * @request: the request
 * @draft: (inout): a draft; its notice is shown and forgotten
 * @title: the page's heading
 *
 * Returns: (transfer full): a page up to where its main column begins
 */
McHtml *
mc_counter_begin_page (McCentral *central,
                       const McRequest *request,
                       McCounterDraft *draft,
                       const char *title)
{
  McHtml *html = mc_shell_begin (central, request, MC_TAB_COUNTER, title);

  mc_html_put (html,
               "<p class=\"lead\">{}</p>",
               mc_procedure_get_name (mc_draft_get_procedure (draft->draft), request->language));
  if (draft->notice != NULL)
    mc_shell_put_notice (html, draft->notice_badge, draft->notice);
  g_clear_pointer (&draft->notice, g_free);
  mc_html_raw (html, "<div class=\"columns counter\"><div>");

  return html;
}

static const char *
get_step_name (McCounterStep step, const char *language)
{
  static const char *const names[MC_COUNTER_N_STEPS][2] = {
    [MC_COUNTER_PROCEDURE] = { "Thủ tục", "Procedure" },
    [MC_COUNTER_APPLICANT] = { "Người nộp", "Applicant" },
    [MC_COUNTER_FORM] = { "Tờ khai", "Form" },
    [MC_COUNTER_PAPERS] = { "Giấy tờ", "Papers" },
    [MC_COUNTER_REVIEW] = { "Xem lại", "Review" },
  };

  return mc_pick (language, names[step][0], names[step][1]);
}

static void
put_step (McHtml *html,
          const McRequest *request,
          McCounterDraft *draft,
          McCounterStep step,
          McCounterStep here,
          const GDate *today)
{
  gboolean done = is_step_done (draft, step, today);
  char number[12];

  g_snprintf (number, sizeof number, "%u", step + 1);
  mc_html_put (html, "<li class=\"{}\">", done ? "done" : "open");
  if (step == here)
    mc_html_raw (html, "<span class=\"stage\" aria-current=\"step\">");
  else if (here == MC_COUNTER_REVIEW)
    {
      g_autofree char *path = mc_counter_make_path (draft, pages[step]);

      mc_html_put (html, "<a class=\"stage\" href=\"{}\">", path);
    }
  else
    mc_html_put (html, "<button class=\"stage\" name=\"go\" value=\"{}\">", pages[step]);

  mc_html_put (html,
               "<span class=\"mark\" aria-hidden=\"true\">{}</span>{}",
               done ? "✓" : number,
               get_step_name (step, request->language));
  if (done)
    mc_html_put (
        html, "<span class=\"hide\"> {}</span>", mc_pick (request->language, "(xong)", "(done)"));
  if (step == here)
    mc_html_raw (html, "</span></li>");
  else if (here == MC_COUNTER_REVIEW)
    mc_html_raw (html, "</a></li>");
  else
    mc_html_raw (html, "</button></li>");
}

/**
 * mc_counter_put_steps:
 * @html: a page; on all but the review inside its form: leaving it keeps what was typed
 * @request: the request
 * @draft: a draft
 * @here: where the page stands
 */
void
mc_counter_put_steps (McHtml *html,
                      const McRequest *request,
                      McCounterDraft *draft,
                      McCounterStep here)
{
  GDate today;

  mc_counter_get_today (request, &today);
  mc_html_put (html,
               "<nav class=\"stages\" aria-label=\"{}\"><ol>",
               mc_pick (request->language, "Các bước", "Steps"));
  for (McCounterStep step = MC_COUNTER_PROCEDURE; step < MC_COUNTER_N_STEPS; step++)
    put_step (html, request, draft, step, here, &today);
  mc_html_raw (html, "</ol></nav>");
}

/**
 * mc_counter_put_default:
 * @html: a page, right after its form began
 * @request: the request
 *
 * What the Enter key does in any of its inputs: the first button of a form.
 */
void
mc_counter_put_default (McHtml *html, const McRequest *request)
{
  mc_html_put (html,
               "<button class=\"hide\" name=\"go\" value=\"next\" tabindex=\"-1\" "
               "aria-hidden=\"true\">{}</button>",
               mc_pick (request->language, "Tiếp tục", "Continue"));
}

/**
 * mc_counter_put_actions:
 * @html: a page with an open form
 * @request: the request
 *
 * On, and back.
 */
void
mc_counter_put_actions (McHtml *html, const McRequest *request)
{
  mc_html_put (html,
               "<div class=\"actions\"><button class=\"button main\" name=\"go\" value=\"next\">{}"
               "</button><button class=\"button\" name=\"go\" value=\"back\">{}</button></div>",
               mc_pick (request->language, "Tiếp tục", "Continue"),
               mc_pick (request->language, "Quay lại", "Back"));
}

static void
put_line (McHtml *html, const char *label, const char *value)
{
  if (value != NULL && *value != '\0')
    mc_html_put (html, "<div><dt>{}</dt><dd>{}</dd></div>", label, value);
}

/* What is filed, where, for whom, for how much: beside every page. */
static void
put_aside (McHtml *html, McCentral *central, const McRequest *request, McCounterDraft *draft)
{
  const char *language = request->language;
  McProcedure *procedure = mc_draft_get_procedure (draft->draft);
  g_autoptr (McAnswers) kept =
                 mc_procedure_keep_visible (procedure, mc_draft_get_answers (draft->draft));
  g_autofree char *limit = mc_procedure_describe_limit (procedure, draft->limit_case, language);
  g_autofree char *fee = NULL;
  g_autofree char *path = NULL;
  GDate today;

  mc_counter_get_today (request, &today);
  fee = mc_procedure_format_fee (procedure, kept, &today, language);
  mc_html_put (html,
               "<aside class=\"card\" aria-label=\"{}\"><dl class=\"single\">",
               mc_pick (language, "Tóm tắt", "Summary"));
  put_line (html,
            mc_pick (language, "Thủ tục", "Procedure"),
            mc_procedure_get_name (procedure, language));
  put_line (html, mc_pick (language, "Nộp tại", "Filed at"), draft->point->name);
  put_line (html,
            mc_pick (language, "Người nộp", "Applicant"),
            mc_applicant_get_display_name (mc_draft_get_applicant (draft->draft)));
  if (draft->owner != NULL)
    put_line (html,
              mc_pick (language, "Chủ hồ sơ", "Owner"),
              mc_applicant_get_display_name (draft->owner));
  put_line (html, mc_pick (language, "Thời hạn", "Time limit"), limit);
  put_line (html, mc_pick (language, "Lệ phí", "Fee"), fee);
  mc_html_raw (html, "</dl>");
  path = mc_counter_make_path (draft, "discard");
  mc_html_put (html,
               "<details><summary>{}</summary>",
               mc_pick (language, "Bỏ bản khai này", "Discard this form"));
  mc_shell_begin_form (html, request, path);
  mc_html_put (html,
               "<p class=\"hint\">{}</p><button class=\"button danger\">{}</button>",
               mc_pick (language,
                        "Những gì đã ghi sẽ mất, chưa có gì được nộp.",
                        "What was typed will be lost; nothing was filed."),
               mc_pick (language, "Bỏ hẳn", "Discard it"));
  mc_shell_end_form (html);
  mc_html_raw (html, "</details></aside>");
}

/**
 * mc_counter_finish_page:
 * @html: (transfer full): of mc_counter_begin_page ()
 * @central: central
 * @request: the request
 * @draft: the same draft
 *
 * Returns: (transfer full): the page, with what is known of the draft beside it
 */
McAnswer *
mc_counter_finish_page (McHtml *html,
                        McCentral *central,
                        const McRequest *request,
                        McCounterDraft *draft)
{
  mc_html_raw (html, "</div>");
  put_aside (html, central, request, draft);
  mc_html_raw (html, "</div>");

  return mc_shell_finish (html, request, 200);
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET",  "/console/counter",                0,                   MC_ROUTE_OFFICIAL, mc_counter_handle_choose, NULL },
  { "POST", "/console/counter",                BEGIN_MAX,           MC_ROUTE_OFFICIAL, mc_counter_handle_begin, NULL },
  { "GET",  "/console/counter/{id}",           0,                   MC_ROUTE_OFFICIAL, mc_counter_handle_filed, mc_trail_write_page },
  { "GET",  "/console/counter/{id}/procedure", 0,                   MC_ROUTE_OFFICIAL, mc_counter_handle_change, NULL },
  { "POST", "/console/counter/{id}/procedure", BEGIN_MAX,           MC_ROUTE_OFFICIAL, mc_counter_handle_change_post, NULL },
  { "GET",  "/console/counter/{id}/applicant", 0,                   MC_ROUTE_OFFICIAL, mc_counter_handle_applicant, NULL },
  { "POST", "/console/counter/{id}/applicant", MC_COUNTER_FORM_MAX, MC_ROUTE_OFFICIAL, mc_counter_handle_applicant_post, NULL },
  { "GET",  "/console/counter/{id}/form",      0,                   MC_ROUTE_OFFICIAL, mc_counter_handle_form, NULL },
  { "POST", "/console/counter/{id}/form",      MC_COUNTER_FORM_MAX, MC_ROUTE_OFFICIAL, mc_counter_handle_form_post, NULL },
  { "GET",  "/console/counter/{id}/papers",    0,                   MC_ROUTE_OFFICIAL, mc_counter_handle_papers, NULL },
  { "POST", "/console/counter/{id}/papers",    PAPERS_MAX,          MC_ROUTE_OFFICIAL | MC_ROUTE_UPLOAD, mc_counter_handle_papers_post, NULL },
  { "GET",  "/console/counter/{id}/review",    0,                   MC_ROUTE_OFFICIAL, mc_counter_handle_review, NULL },
  { "POST", "/console/counter/{id}/submit",    SUBMIT_MAX,          MC_ROUTE_OFFICIAL, mc_counter_handle_submit, mc_counter_write_submit },
  { "POST", "/console/counter/{id}/slip",      SUBMIT_MAX,          MC_ROUTE_OFFICIAL | MC_ROUTE_SLOW, mc_counter_handle_slip, mc_counter_write_slip },
  { "POST", "/console/counter/{id}/discard",   SUBMIT_MAX,          MC_ROUTE_OFFICIAL, mc_counter_handle_discard, NULL },
};
/* clang-format on */

const McRouteTable mc_counter_routes = { rows, G_N_ELEMENTS (rows) };
