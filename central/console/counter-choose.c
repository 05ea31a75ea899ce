/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/counter-private.h"

#include "app/domain/language.h"
#include "central/console/due.h"

/* What leads from the list of procedures to a draft. */
typedef struct
{
  const char *action; /* where the chosen one is posted */
  const char *search; /* where the search goes */
  GPtrArray *desks;   /* (nullable) (element-type McPoint): to choose from */
  const char *desk;   /* (nullable), code of the chosen one */
  const char *query;
  const char *chosen; /* (nullable), code of a procedure */
} Choice;

static void
put_desks (McHtml *html, const McRequest *request, const Choice *choice)
{
  if (choice->desks == NULL || choice->desks->len < 2)
    return;

  mc_html_put (html,
               "<div class=\"field\"><label for=\"desk\">{}</label>"
               "<select name=\"desk\" id=\"desk\">",
               mc_pick (request->language, "Nộp tại điểm tiếp nhận", "Filed at the point"));
  for (guint i = 0; i < choice->desks->len; i++)
    {
      const McPoint *point = g_ptr_array_index (choice->desks, i);

      mc_html_put (html, "<option value=\"{}\"", point->code);
      if (g_strcmp0 (point->code, choice->desk) == 0)
        mc_html_raw (html, " selected");
      mc_html_put (html, ">{}</option>", point->name);
    }
  mc_html_raw (html, "</select></div>");
}

static void
put_search (McHtml *html, const McRequest *request, const Choice *choice)
{
  mc_html_put (html,
               "<form method=\"get\" action=\"{}\" class=\"find\" role=\"search\">"
               "<label for=\"q\">{}</label><div class=\"strip\">"
               "<input type=\"search\" name=\"q\" id=\"q\" value=\"{}\" autocomplete=\"off\">",
               choice->search,
               mc_pick (request->language,
                        "Tìm thủ tục, có dấu hoặc không dấu",
                        "Find a procedure, with or without accents"),
               choice->query);
  if (choice->desk != NULL)
    mc_html_put (html, "<input type=\"hidden\" name=\"desk\" value=\"{}\">", choice->desk);
  mc_html_put (html,
               "<button class=\"button\">{}</button></div></form>",
               mc_pick (request->language, "Tìm", "Find"));
}

static void
put_procedure (McHtml *html, const McRequest *request, const Choice *choice, McProcedure *procedure)
{
  const char *language = request->language;
  g_autofree char *limit = mc_procedure_describe_limit (procedure, NULL, language);
  g_autofree char *fee = mc_procedure_describe_fee (procedure, language);
  guint n = mc_procedure_count_papers (procedure, NULL);
  g_autofree char *papers =
      g_strdup_printf (mc_pick (language, "%u giấy tờ", n == 1 ? "%u paper" : "%u papers"), n);

  mc_html_put (html,
               "<li><button class=\"offer\" name=\"procedure\" value=\"{}\"",
               mc_procedure_get_code (procedure));
  if (g_strcmp0 (mc_procedure_get_code (procedure), choice->chosen) == 0)
    mc_html_raw (html, " aria-current=\"true\"");
  mc_html_put (
      html,
      "><b>{}</b><span class=\"facts\"><span>{}</span><span>{}</span><span>{}</span></span>"
      "<span class=\"small\">{}</span></button></li>",
      mc_procedure_get_name (procedure, language),
      limit,
      papers,
      mc_procedure_get_code (procedure),
      fee);
}

static void
put_choice (McHtml *html, McCentral *central, const McRequest *request, const Choice *choice)
{
  g_autoptr (GPtrArray) found = NULL;
  GDate today;

  mc_counter_get_today (request, &today);
  found = mc_catalogue_search (central->catalogue, choice->query, request->language, &today);
  put_search (html, request, choice);
  if (found->len == 0)
    mc_html_put (html,
                 "<p class=\"lead\">{} <a href=\"{}\">{}</a></p>",
                 mc_pick (request->language,
                          "Không có thủ tục nào khớp với từ đó.",
                          "No procedure goes with these words."),
                 choice->search,
                 mc_pick (request->language, "Xem tất cả", "Show all"));

  mc_shell_begin_form (html, request, choice->action);
  put_desks (html, request, choice);
  mc_html_raw (html, "<ul class=\"offers\">");
  for (guint i = 0; i < found->len; i++)
    put_procedure (html, request, choice, g_ptr_array_index (found, i));
  mc_html_raw (html, "</ul>");
  mc_shell_end_form (html);
}

static void
put_unfinished (McHtml *html, McCentral *central, const McRequest *request)
{
  const char *language = request->language;
  g_autoptr (GPtrArray) list =
                 mc_counter_drafts_list (central->drafts, request->user->login, request->now);

  if (list->len == 0)
    return;

  mc_html_put (html,
               "<section class=\"card\"><h2>{}</h2><ul class=\"unfinished\">",
               mc_pick (language, "Bản khai đang làm dở", "Unfinished forms"));
  for (guint i = 0; i < list->len; i++)
    {
      const McCounterSummary *line = g_ptr_array_index (list, i);
      g_autofree char *when = mc_due_describe_time (line->touched_at, request->now, language);

      mc_html_put (html,
                   "<li><a href=\"/console/counter/{}/applicant\">{}</a>"
                   "<span class=\"small\">{}{}{}</span></li>",
                   line->id,
                   mc_procedure_get_name (line->procedure, language),
                   line->name,
                   *line->name == '\0' ? "" : " · ",
                   when);
    }
  mc_html_put (html,
               "</ul><p class=\"hint\">{}</p></section>",
               mc_pick (language,
                        "Chỉ ông, bà thấy. Bản để quá hai giờ sẽ được xóa.",
                        "Only you see them. What is left for two hours is deleted."));
}

static const McPoint *
find_desk (GPtrArray *desks, const char *code)
{
  for (guint i = 0; i < desks->len; i++)
    {
      const McPoint *point = g_ptr_array_index (desks, i);

      if (g_strcmp0 (point->code, code) == 0)
        return point;
    }

  return NULL;
}

/**
 * mc_counter_handle_choose:
 * @central: central
 * @request: GET /console/counter[?q=…&desk=…]
 *
 * Returns: (transfer full): the procedures on offer, and what the clerk has not finished
 */
McAnswer *
mc_counter_handle_choose (McCentral *central, McRequest *request)
{
  g_autoptr (GPtrArray) desks = mc_counter_list_desks (central, request->user);
  g_autofree char *raw = mc_request_dup_query (request, "q");
  g_autofree char *query = g_utf8_make_valid (raw == NULL ? "" : raw, -1);
  g_autofree char *desk = mc_request_dup_query (request, "desk");
  const McPoint *point = find_desk (desks, desk);
  const Choice choice = { .action = "/console/counter",
                          .search = "/console/counter",
                          .desks = desks,
                          .desk = point == NULL ? NULL : point->code,
                          .query = query };
  McHtml *html;

  if (desks->len == 0)
    return mc_shell_new_forbidden (central, request);

  html = mc_shell_begin (central,
                         request,
                         MC_TAB_COUNTER,
                         mc_pick (request->language,
                                  "Người dân cần làm thủ tục nào?",
                                  "Which procedure does the citizen need?"));
  mc_html_put (html,
               "<p class=\"lead\">{}</p>",
               mc_pick (request->language,
                        "Chọn thủ tục để bắt đầu. Chưa nộp thì chưa có gì được lưu.",
                        "Choose one to begin. Nothing is kept before it is filed."));
  mc_html_raw (html, "<div class=\"counter\">");
  put_unfinished (html, central, request);
  put_choice (html, central, request, &choice);
  mc_html_raw (html, "</div>");

  return mc_shell_finish (html, request, 200);
}

static McProcedure *
find_procedure (McCentral *central, const McRequest *request)
{
  g_autofree char *code = mc_counter_dup_text (request, "procedure");
  GDate today;

  mc_counter_get_today (request, &today);
  return code == NULL ? NULL : mc_catalogue_find (central->catalogue, code, &today);
}

/**
 * mc_counter_handle_begin:
 * @central: central
 * @request: POST /console/counter
 *
 * Begins a draft: from now on it has the id under which it is filed once.
 *
 * Returns: (transfer full): sends the browser to its first page
 */
McAnswer *
mc_counter_handle_begin (McCentral *central, McRequest *request)
{
  g_autoptr (GPtrArray) desks = mc_counter_list_desks (central, request->user);
  g_autofree char *code = mc_counter_dup_text (request, "desk");
  const McPoint *point = desks->len == 1 ? g_ptr_array_index (desks, 0) : find_desk (desks, code);
  McProcedure *procedure = find_procedure (central, request);
  g_autoptr (McCounterDraft) draft = NULL;

  if (desks->len == 0 || (code != NULL && find_desk (desks, code) == NULL))
    return mc_shell_new_forbidden (central, request);
  if (procedure == NULL || point == NULL)
    return mc_answer_new_redirect ("/console/counter");

  draft = mc_counter_drafts_begin (
      central->drafts, request->user->login, point, procedure, request->now);
  if (draft == NULL)
    return mc_shell_new_message (
        central,
        request,
        429,
        mc_pick (request->language,
                 "Ông, bà có quá nhiều bản khai làm dở",
                 "You have too many unfinished forms"),
        mc_pick (request->language,
                 "Xin nộp hoặc bỏ bớt bản cũ ở mục Nộp hộ tại quầy, rồi bắt đầu bản mới.",
                 "Please file or discard some under “File at the counter”, then begin a new one."));

  mc_counter_fit_applicant (draft);
  return mc_counter_go (draft, "applicant");
}

/**
 * mc_counter_handle_change:
 * @central: central
 * @request: GET /console/counter/{id}/procedure[?q=…]
 *
 * Returns: (transfer full): the procedures, to choose another one for the same applicant
 */
McAnswer *
mc_counter_handle_change (McCentral *central, McRequest *request)
{
  McAnswer *refusal = NULL;
  g_autoptr (McCounterDraft) draft = mc_counter_open (central, request, &refusal);
  g_autofree char *raw = mc_request_dup_query (request, "q");
  g_autofree char *query = g_utf8_make_valid (raw == NULL ? "" : raw, -1);
  g_autofree char *path = NULL;
  Choice choice = { .query = query };
  McHtml *html;

  if (draft == NULL)
    return refusal;

  path = mc_counter_make_path (draft, "procedure");
  choice.action = choice.search = path;
  choice.chosen = mc_procedure_get_code (mc_draft_get_procedure (draft->draft));
  html = mc_shell_begin (central,
                         request,
                         MC_TAB_COUNTER,
                         mc_pick (request->language, "Đổi thủ tục", "Change the procedure"));
  mc_html_put (html,
               "<p class=\"lead\">{} <a href=\"applicant\">{}</a></p>",
               mc_pick (request->language,
                        "Người nộp được giữ. Câu trả lời của thủ tục trước thì không.",
                        "The applicant is kept. Answers to the former procedure are not."),
               mc_pick (request->language, "Không đổi", "Leave it"));
  mc_html_raw (html, "<div class=\"counter\">");
  put_choice (html, central, request, &choice);
  mc_html_raw (html, "</div>");

  return mc_shell_finish (html, request, 200);
}

/**
 * mc_counter_handle_change_post:
 * @central: central
 * @request: POST /console/counter/{id}/procedure
 *
 * The same procedure again keeps everything.
 *
 * Returns: (transfer full): sends the browser to the applicant
 */
McAnswer *
mc_counter_handle_change_post (McCentral *central, McRequest *request)
{
  McAnswer *refusal = NULL;
  g_autoptr (McCounterDraft) draft = mc_counter_open (central, request, &refusal);
  McProcedure *procedure = find_procedure (central, request);

  if (draft == NULL)
    return refusal;

  if (procedure != NULL && mc_draft_set_procedure (draft->draft, procedure))
    mc_counter_draft_forget_procedure (draft);
  mc_counter_fit_applicant (draft);
  return mc_counter_go (draft, "applicant");
}

/**
 * mc_counter_handle_discard:
 * @central: central
 * @request: POST /console/counter/{id}/discard
 *
 * Returns: (transfer full): sends the browser to the list, whether there was such a draft or not
 */
McAnswer *
mc_counter_handle_discard (McCentral *central, McRequest *request)
{
  mc_counter_drafts_drop (central->drafts, request->capture, request->user->login);

  return mc_answer_new_redirect ("/console/counter");
}
