/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/action-form-private.h"

#include "app/domain/language.h"

#include <string.h>

#define MAX_COUNT 99
#define FREE_ROWS 3 /* for what the procedure does not list */

static const char *const KINDS[] = { "originals", "certified", "copies" };

static char *
make_name (const char *prefix, const char *key)
{
  return g_strconcat (prefix, "-", key, NULL);
}

static const char *
describe_kind (guint kind, const char *language)
{
  static const char *const words[][2] = {
    { "Bản chính", "Originals" },
    { "Chứng thực", "Certified" },
    { "Bản photo", "Plain copies" },
  };

  return mc_pick (language, words[kind][0], words[kind][1]);
}

/* --- The check of the papers, with every reception --- */

static gboolean
wants_checked (const McTransition *transition)
{
  return transition->step == 2;
}

static void
suggest_checked (McActionForm *self, McDossierView *view)
{
  g_autoptr (GArray) papers = mc_dossier_view_list_papers (view);

  for (guint i = 0; i < papers->len; i++)
    {
      const McPaperRow *paper = &g_array_index (papers, McPaperRow, i);
      const guint counts[] = { paper->originals, paper->certified, paper->copies };

      for (guint kind = 0; kind < G_N_ELEMENTS (KINDS); kind++)
        {
          g_autofree char *name = make_name (KINDS[kind], paper->key);
          g_autofree char *count = g_strdup_printf ("%u", counts[kind]);

          mc_action_form_set (self, name, count);
        }
    }
}

static void
put_checked_row (McActionForm *self, McHtml *html, McDossierView *view, const McPaperRow *paper)
{
  const char *language = view->request->language;
  g_autofree char *have = make_name ("have", paper->key);

  mc_html_put (html,
               "<tr><td><div class=\"paper\"><label class=\"choice\"><input type=\"checkbox\" "
               "name=\"{}\" value=\"yes\"",
               have);
  if (mc_action_form_is_ticked (self, have))
    mc_html_raw (html, " checked");
  mc_html_put (html, "><span>{}", paper->name);
  if (!paper->required)
    mc_html_put (html, "<small>{}</small>", mc_pick (language, "nếu có", "where there is one"));
  mc_html_raw (html, "</span></label>");
  mc_dossier_put_page_links (html, view, paper);
  mc_html_raw (html, "</div>");
  mc_action_form_put_mistake (self, html, have);
  mc_html_raw (html, "</td>");
  for (guint kind = 0; kind < G_N_ELEMENTS (KINDS); kind++)
    {
      g_autofree char *name = make_name (KINDS[kind], paper->key);

      mc_html_put (html,
                   "<td data-label=\"{}\"><input type=\"number\" class=\"count\" min=\"0\" "
                   "max=\"99\" name=\"{}\" value=\"{}\" aria-label=\"{}: {}\"></td>",
                   describe_kind (kind, language),
                   name,
                   mc_action_form_get (self, name),
                   describe_kind (kind, language),
                   paper->name);
    }
  mc_html_raw (html, "</tr>");
}

/* What is required and not ticked, as the query of the supplement's form. */
static char *
list_unticked (McActionForm *self, McDossierView *view)
{
  g_autoptr (GArray) papers = mc_dossier_view_list_papers (view);
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < papers->len; i++)
    {
      const McPaperRow *paper = &g_array_index (papers, McPaperRow, i);
      g_autofree char *have = make_name ("have", paper->key);

      if (paper->required && !mc_action_form_is_ticked (self, have))
        g_string_append_printf (list, "%s%s", list->len > 0 ? "," : "", paper->key);
    }

  return g_string_free (list, FALSE);
}

static char *
describe_unticked (McActionForm *self, McDossierView *view)
{
  g_autoptr (GArray) papers = mc_dossier_view_list_papers (view);
  GString *text = g_string_new (mc_pick (
      view->request->language, "Còn thiếu giấy tờ bắt buộc: ", "Required papers are missing: "));
  const char *separator = "";

  for (guint i = 0; i < papers->len; i++)
    {
      const McPaperRow *paper = &g_array_index (papers, McPaperRow, i);
      g_autofree char *have = make_name ("have", paper->key);

      if (!paper->required || mc_action_form_is_ticked (self, have))
        continue;
      g_string_append_printf (text, "%s%s", separator, paper->name);
      separator = "; ";
    }
  g_string_append_c (text, '.');

  return g_string_free (text, FALSE);
}

/* Something required is not there: ask for it, or say why it may be received all the same. */
static void
put_missing_offer (McActionForm *self, McHtml *html, McDossierView *view)
{
  const char *language = view->request->language;

  if (!g_hash_table_contains (self->mistakes, "papers"))
    return;

  mc_html_raw (html, "<div class=\"notice care\">");
  mc_action_form_put_mistake (self, html, "papers");
  if (mc_dossier_view_find_offer (view, "ask_supplement") != NULL)
    {
      g_autofree char *list = list_unticked (self, view);
      g_autofree char *path = mc_dossier_view_create_path (view, "/actions/ask_supplement");

      mc_html_put (html, "<p><a class=\"button\" href=\"{}?missing=", path);
      mc_html_url_part (html, list);
      mc_html_put (
          html,
          "\">{}</a></p>",
          mc_pick (language, "Yêu cầu bổ sung giấy tờ còn thiếu", "Ask for what is missing"));
    }
  mc_html_raw (html,
               "<label class=\"choice\"><input type=\"checkbox\" name=\"anyway\" value=\"yes\"");
  if (mc_action_form_is_ticked (self, "anyway"))
    mc_html_raw (html, " checked");
  mc_html_put (html,
               "><span>{}</span></label></div>",
               mc_pick (language,
                        "Vẫn tiếp nhận, vì lý do ghi ở ô Ghi chú bên dưới",
                        "Receive it all the same, for the reason in the note below"));
}

static void
put_checked (McActionForm *self, McHtml *html, McDossierView *view)
{
  const char *language = view->request->language;
  g_autoptr (GArray) papers = mc_dossier_view_list_papers (view);

  if (papers->len == 0)
    return;

  mc_html_put (html,
               "<table class=\"stack papers\"><caption>{}</caption><thead><tr><th>"
               "<input type=\"checkbox\" data-choose-all hidden aria-label=\"{}\"> {}</th>",
               mc_pick (language,
                        "Đánh dấu giấy tờ đã nhận và ghi số bản",
                        "Tick each paper that you took, and say how many"),
               mc_pick (language, "Đánh dấu tất cả", "Tick all"),
               mc_pick (language, "Giấy tờ", "Paper"));
  for (guint kind = 0; kind < G_N_ELEMENTS (KINDS); kind++)
    mc_html_put (html, "<th>{}</th>", describe_kind (kind, language));
  mc_html_raw (html, "</tr></thead><tbody>");
  for (guint i = 0; i < papers->len; i++)
    put_checked_row (self, html, view, &g_array_index (papers, McPaperRow, i));
  mc_html_raw (html, "</tbody></table>");
  put_missing_offer (self, html, view);
}

static gboolean
read_count (McActionForm *self, const McRequest *request, const char *name, guint *count)
{
  guint64 value = 0;
  const char *text;

  mc_action_form_take (self, request, name);
  text = mc_action_form_get (self, name);
  if (*text != '\0' && !g_ascii_string_to_unsigned (text, 10, 0, MAX_COUNT, &value, NULL))
    return FALSE;

  *count = value;
  return TRUE;
}

static void
read_checked_row (McActionForm *self, McDossierView *view, const McPaperRow *paper)
{
  const char *language = view->request->language;
  g_autofree char *have = make_name ("have", paper->key);
  guint counts[G_N_ELEMENTS (KINDS)] = { 0 };
  gboolean whole = TRUE;

  for (guint kind = 0; kind < G_N_ELEMENTS (KINDS); kind++)
    {
      g_autofree char *name = make_name (KINDS[kind], paper->key);

      whole = read_count (self, view->request, name, &counts[kind]) && whole;
    }
  mc_action_form_take (self, view->request, have);
  if (!mc_action_form_is_ticked (self, have))
    return;

  if (!whole)
    mc_action_form_complain (
        self,
        have,
        mc_pick (language, "Số bản là số từ 0 đến 99.", "Each count is a number from 0 to 99."));
  else if (counts[0] + counts[1] + counts[2] == 0)
    mc_action_form_complain (
        self, have, mc_pick (language, "Xin ghi số bản đã nhận.", "Please say how many you took."));
  else
    mc_event_data_add_checked (self->data, paper->key, counts[0], counts[1], counts[2]);
}

static void
read_checked (McActionForm *self, McDossierView *view)
{
  const char *language = view->request->language;
  g_autoptr (GArray) papers = mc_dossier_view_list_papers (view);
  g_autofree char *unticked = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *note = NULL;

  for (guint i = 0; i < papers->len; i++)
    read_checked_row (self, view, &g_array_index (papers, McPaperRow, i));
  mc_action_form_take (self, view->request, "anyway");
  unticked = list_unticked (self, view);
  if (*unticked == '\0')
    return;

  note = mc_action_form_take_text (self, view->request, "reason", MC_REASON_MAX);
  missing = describe_unticked (self, view);
  if (!mc_action_form_is_ticked (self, "anyway"))
    mc_action_form_complain (self, "papers", missing);
  else if (note == NULL)
    {
      mc_action_form_complain (self, "papers", missing);
      mc_action_form_complain (self,
                               "reason",
                               mc_pick (language,
                                        "Xin ghi vì sao vẫn tiếp nhận khi thiếu giấy tờ.",
                                        "Please say why it is received without these papers."));
    }
}

const McActionField mc_action_field_checked = {
  .is_wanted = wants_checked,
  .suggest = suggest_checked,
  .put = put_checked,
  .read = read_checked,
};

/* --- What a supplement is asked for --- */

static gboolean
wants_missing (const McTransition *transition)
{
  return (transition->rules & MC_RULE_MISSING) != 0;
}

/* What the check of the papers found missing comes ticked. */
static void
suggest_missing (McActionForm *self, McDossierView *view)
{
  g_autofree char *list = mc_request_dup_query (view->request, "missing");
  g_auto (GStrv) keys = list == NULL ? NULL : g_strsplit (list, ",", 40);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *name = make_name ("missing", keys[i]);

      mc_action_form_set (self, name, "yes");
    }
}

static void
put_missing_row (McActionForm *self, McHtml *html, McDossierView *view, const McPaperRow *paper)
{
  const char *language = view->request->language;
  g_autofree char *missing = make_name ("missing", paper->key);
  g_autofree char *why = make_name ("why", paper->key);

  mc_html_put (html,
               "<div class=\"pair\"><label class=\"choice\"><input type=\"checkbox\" name=\"{}\" "
               "value=\"yes\"",
               missing);
  if (mc_action_form_is_ticked (self, missing))
    mc_html_raw (html, " checked");
  mc_html_put (html,
               "><span>{}</span></label><div><input type=\"text\" name=\"{}\" value=\"{}\" "
               "aria-label=\"{}: {}\" placeholder=\"{}\">",
               paper->name,
               why,
               mc_action_form_get (self, why),
               mc_pick (language, "Thiếu gì, sai gì", "What is missing or wrong"),
               paper->name,
               mc_pick (language, "Thiếu gì, sai gì", "What is missing or wrong"));
  mc_action_form_put_mistake (self, html, why);
  mc_html_raw (html, "</div></div>");
}

static void
put_missing (McActionForm *self, McHtml *html, McDossierView *view)
{
  const char *language = view->request->language;
  g_autoptr (GArray) papers = mc_dossier_view_list_papers (view);

  mc_html_put (html,
               "<fieldset><legend>{}</legend>",
               mc_pick (language, "Giấy tờ cần bổ sung", "Papers to be supplied"));
  mc_action_form_put_mistake (self, html, "missing");
  for (guint i = 0; i < papers->len; i++)
    put_missing_row (self, html, view, &g_array_index (papers, McPaperRow, i));
  mc_html_put (html,
               "</fieldset><fieldset><legend>{}</legend>",
               mc_pick (language,
                        "Giấy tờ hoặc nội dung khác (không bắt buộc)",
                        "Other papers or corrections (optional)"));
  for (guint i = 1; i <= FREE_ROWS; i++)
    {
      g_autofree char *what = g_strdup_printf ("other-%u", i);
      g_autofree char *why = g_strdup_printf ("why-other-%u", i);
      g_autofree char *number = g_strdup_printf ("%u", i);

      mc_html_put (html,
                   "<div class=\"pair\"><div><input type=\"text\" name=\"{}\" value=\"{}\" "
                   "aria-label=\"{} {}\" placeholder=\"{}\">",
                   what,
                   mc_action_form_get (self, what),
                   mc_pick (language, "Giấy tờ khác", "Another paper"),
                   number,
                   mc_pick (language, "Tên giấy tờ", "Name of the paper"));
      mc_action_form_put_mistake (self, html, what);
      mc_html_put (html,
                   "</div><div><input type=\"text\" name=\"{}\" value=\"{}\" "
                   "aria-label=\"{} {}\" placeholder=\"{}\">",
                   why,
                   mc_action_form_get (self, why),
                   mc_pick (language, "Vì sao cần giấy tờ khác", "Why the other paper"),
                   number,
                   mc_pick (language, "Vì sao cần", "Why"));
      mc_action_form_put_mistake (self, html, why);
      mc_html_raw (html, "</div></div>");
    }
  mc_html_raw (html, "</fieldset>");
}

/* A reason of its own for each paper makes one for all unnecessary. */
static void
compose_reason (McActionForm *self, const GString *whys)
{
  if (self->reason == NULL && whys->len > 0)
    {
      const char *end = g_utf8_strlen (whys->str, -1) > MC_REASON_MAX
                            ? g_utf8_offset_to_pointer (whys->str, MC_REASON_MAX)
                            : whys->str + whys->len;
      g_autofree char *text = g_strndup (whys->str, end - whys->str);

      self->reason = g_strdup (g_strstrip (text));
    }
}

static void
add_why (GString *whys, gboolean *complete, const char *why)
{
  if (why == NULL)
    *complete = FALSE;
  else
    g_string_append_printf (whys, "%s%s", whys->len > 0 ? "; " : "", why);
}

static void
read_missing (McActionForm *self, McDossierView *view)
{
  const char *language = view->request->language;
  g_autoptr (GArray) papers = mc_dossier_view_list_papers (view);
  g_autoptr (GString) whys = g_string_new (NULL);
  gboolean complete = TRUE;

  for (guint i = 0; i < papers->len; i++)
    {
      const McPaperRow *paper = &g_array_index (papers, McPaperRow, i);
      g_autofree char *missing = make_name ("missing", paper->key);
      g_autofree char *why_name = make_name ("why", paper->key);
      g_autofree char *why =
          mc_action_form_take_text (self, view->request, why_name, MC_ACTION_TEXT_MAX);

      mc_action_form_take (self, view->request, missing);
      if (!mc_action_form_is_ticked (self, missing) && why == NULL)
        continue;
      mc_event_data_add_missing (self->data, paper->key, NULL, why);
      add_why (whys, &complete, why);
    }
  for (guint i = 1; i <= FREE_ROWS; i++)
    {
      g_autofree char *what_name = g_strdup_printf ("other-%u", i);
      g_autofree char *why_name = g_strdup_printf ("why-other-%u", i);
      g_autofree char *what =
          mc_action_form_take_text (self, view->request, what_name, MC_ACTION_TEXT_MAX);
      g_autofree char *why =
          mc_action_form_take_text (self, view->request, why_name, MC_ACTION_TEXT_MAX);

      if (what == NULL && why == NULL)
        continue;
      mc_event_data_add_missing (self->data, NULL, what, why);
      add_why (whys, &complete, why);
    }

  if (self->data->missing == NULL)
    mc_action_form_complain (self,
                             "missing",
                             mc_pick (language,
                                      "Xin chọn ít nhất một giấy tờ, hoặc ghi rõ cần bổ sung gì.",
                                      "Please tick a paper, or say what else is to be supplied."));
  else if (complete)
    compose_reason (self, whys);
}

const McActionField mc_action_field_missing = {
  .is_wanted = wants_missing,
  .suggest = suggest_missing,
  .put = put_missing,
  .read = read_missing,
};
