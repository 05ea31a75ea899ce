/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/dossier.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"

/* A term and what it is; nothing where there is nothing. */
static void
put_pair (McHtml *html, const char *term, const char *value)
{
  if (value != NULL && *value != '\0')
    mc_html_put (html, "<div><dt>{}</dt><dd>{}</dd></div>", term, value);
}

static const char *
describe_sex (McSex sex, const char *language)
{
  switch (sex)
    {
    case MC_SEX_MALE:
      return mc_pick (language, "Nam", "Male");
    case MC_SEX_FEMALE:
      return mc_pick (language, "Nữ", "Female");
    case MC_SEX_UNKNOWN:
    default:
      return NULL;
    }
}

static void
put_person (McHtml *html, const McApplicant *person, const char *language)
{
  gboolean organisation = person->kind == MC_APPLICANT_ORGANISATION;
  char born[16] = "";

  if (g_date_valid (&person->birth_date))
    g_snprintf (born,
                sizeof born,
                "%u/%u/%u",
                (guint) g_date_get_day (&person->birth_date),
                (guint) g_date_get_month (&person->birth_date),
                (guint) g_date_get_year (&person->birth_date));

  mc_html_raw (html, "<dl>");
  put_pair (html, mc_pick (language, "Tổ chức", "Organisation"), person->organisation);
  put_pair (html, mc_pick (language, "Mã số thuế", "Tax code"), person->tax_code);
  put_pair (html,
            organisation ? mc_pick (language, "Người đại diện", "Representative")
                         : mc_pick (language, "Họ và tên", "Name"),
            person->name);
  put_pair (html, mc_pick (language, "Chức vụ", "Office"), person->title);
  put_pair (html, mc_pick (language, "Số căn cước", "Identity number"), person->id_number);
  put_pair (html, mc_pick (language, "Ngày sinh", "Born"), born);
  put_pair (html, mc_pick (language, "Giới tính", "Sex"), describe_sex (person->sex, language));
  put_pair (html, mc_pick (language, "Địa chỉ", "Address"), person->address);
  put_pair (html, mc_pick (language, "Điện thoại", "Phone"), person->phone);
  put_pair (html, "Email", person->email);
  mc_html_raw (html, "</dl>");
  mc_html_put (html,
               "<p class=\"hint\">{}</p>",
               person->from_card
                   ? mc_pick (language,
                              "Đọc từ mã trên thẻ căn cước; xin đối chiếu với thẻ.",
                              "Read from the code on the identity card; please look at the card.")
                   : mc_pick (language,
                              "Người nộp tự khai; xin đối chiếu với giấy tờ.",
                              "As the applicant typed it; please compare with the papers."));
}

static void
put_people (McHtml *html, McDossierView *self)
{
  const McDossier *dossier = self->dossier;
  const char *language = self->request->language;

  mc_html_put (html,
               "<section class=\"card\"><h2>{}</h2>",
               mc_pick (language, "Người nộp hồ sơ", "Applicant"));
  if (dossier->applicant != NULL)
    put_person (html, dossier->applicant, language);
  if (dossier->owner != NULL)
    {
      mc_html_put (html, "<h3>{}</h3>", mc_pick (language, "Chủ hồ sơ", "Owner"));
      put_person (html, dossier->owner, language);
    }
  mc_html_raw (html, "</section>");
}

static gboolean
has_answers (const McFormPage *page, const McAnswers *answers)
{
  for (guint i = 0; i < mc_form_page_get_n_fields (page); i++)
    if (mc_answers_get (answers, mc_field_get_key (mc_form_page_get_field (page, i))) != NULL)
      return TRUE;

  return FALSE;
}

static void
put_page_answers (McHtml *html, McDossierView *self, const McFormPage *page)
{
  const char *language = self->request->language;

  for (guint i = 0; i < mc_form_page_get_n_fields (page); i++)
    {
      const McField *field = mc_form_page_get_field (page, i);
      const char *value = mc_answers_get (self->dossier->answers, mc_field_get_key (field));
      g_autofree char *text = NULL;

      if (value == NULL)
        continue;
      text = mc_field_format_value (field, value, language);
      put_pair (html, mc_field_get_label (field, language), text);
    }
}

/* The procedure's own labels, in its own order; a section at a time. */
static void
put_answers (McHtml *html, McDossierView *self)
{
  McProcedure *procedure = self->base.procedure;
  const char *language = self->request->language;
  guint section = G_MAXUINT;

  mc_html_put (html,
               "<section class=\"card\"><h2>{}</h2>",
               mc_pick (language, "Nội dung kê khai", "What was declared"));
  for (guint i = 0; i < mc_procedure_get_n_pages (procedure); i++)
    {
      const McFormPage *page = mc_procedure_get_page (procedure, i);

      if (!has_answers (page, self->dossier->answers))
        continue;
      if (mc_form_page_get_section (page) != section)
        {
          if (section != G_MAXUINT)
            mc_html_raw (html, "</dl>");
          section = mc_form_page_get_section (page);
          mc_html_put (html, "<h3>{}</h3><dl>", mc_form_page_get_section_title (page, language));
        }
      put_page_answers (html, self, page);
    }
  if (section != G_MAXUINT)
    mc_html_raw (html, "</dl>");
  mc_html_raw (html, "</section>");
}

static char *
describe_counts (guint originals, guint certified, guint copies, const char *language)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (originals > 0)
    g_ptr_array_add (
        parts, g_strdup_printf (mc_pick (language, "%u bản chính", "%u original"), originals));
  if (certified > 0)
    g_ptr_array_add (
        parts, g_strdup_printf (mc_pick (language, "%u chứng thực", "%u certified"), certified));
  if (copies > 0)
    g_ptr_array_add (parts,
                     g_strdup_printf (mc_pick (language, "%u bản photo", "%u plain"), copies));
  if (parts->len == 0)
    return g_strdup ("–");
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (", ", (char **) parts->pdata);
}

/**
 * mc_dossier_put_page_links:
 * @html: a page
 * @self: a view
 * @paper: one of its papers
 *
 * Appends a small picture of each scanned page, which opens the page itself.
 */
void
mc_dossier_put_page_links (McHtml *html, McDossierView *self, const McPaperRow *paper)
{
  const char *language = self->request->language;
  guint n = paper->given == NULL ? 0 : paper->given->pages->len;

  if (n == 0)
    return;

  mc_html_raw (html, "<div class=\"scans\">");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *tail = g_strdup_printf ("/pages/%u", paper->first_page + i);
      g_autofree char *path = mc_dossier_view_create_path (self, tail);
      g_autofree char *label =
          g_strdup_printf (mc_pick (language, "%s, trang %u", "%s, page %u"), paper->name, i + 1);

      mc_html_put (html,
                   "<a href=\"{}\" target=\"_blank\" rel=\"noopener\"><img src=\"{}\" alt=\"{}\" "
                   "loading=\"lazy\"></a>",
                   path,
                   path,
                   label);
    }
  mc_html_raw (html, "</div>");
}

/* What the desk took of it, as the last check says. */
static char *
describe_taken (McDossierView *self, const McEventData *data, const char *key)
{
  for (guint i = 0; data != NULL && data->checked != NULL && i < data->checked->len; i++)
    {
      const McCheckedPaper *paper = g_ptr_array_index (data->checked, i);

      if (g_str_equal (paper->document, key))
        return describe_counts (
            paper->originals, paper->certified, paper->copies, self->request->language);
    }

  return g_strdup ("–");
}

static void
put_paper (McHtml *html, McDossierView *self, const McPaperRow *paper, const McEventData *taken)
{
  const char *language = self->request->language;
  g_autofree char *promised =
      describe_counts (paper->originals, paper->certified, paper->copies, language);

  mc_html_put (html, "<tr><td>{}", paper->name);
  if (!paper->required)
    mc_html_put (html, "<small>{}</small>", mc_pick (language, "nếu có", "where there is one"));
  mc_dossier_put_page_links (html, self, paper);
  mc_html_put (html,
               "</td><td data-label=\"{}\">{}</td>",
               mc_pick (language, "Cần nộp", "Wanted"),
               promised);
  if (taken != NULL)
    {
      g_autofree char *text = describe_taken (self, taken, paper->key);

      mc_html_put (
          html, "<td data-label=\"{}\">{}</td>", mc_pick (language, "Đã nhận", "Taken"), text);
    }
  mc_html_raw (html, "</tr>");
}

static void
put_papers (McHtml *html, McDossierView *self)
{
  const char *language = self->request->language;
  g_autoptr (GArray) papers = mc_dossier_view_list_papers (self);
  const McEventRecord *received = mc_case_find_last_to (&self->base, MC_STATE_RECEIVED);
  g_autoptr (McEventData) taken = received == NULL ? NULL : mc_event_data_parse (received->data);

  mc_html_put (
      html, "<section class=\"card\"><h2>{}</h2>", mc_pick (language, "Giấy tờ", "Papers"));
  if (papers->len == 0)
    mc_html_put (html,
                 "<p>{}</p>",
                 mc_pick (language, "Hồ sơ này không cần giấy tờ nào.", "No papers are needed."));
  else
    {
      mc_html_put (html,
                   "<table class=\"stack\"><thead><tr><th>{}</th><th>{}</th>",
                   mc_pick (language, "Giấy tờ", "Paper"),
                   mc_pick (language, "Cần nộp", "Wanted"));
      if (taken != NULL)
        mc_html_put (html, "<th>{}</th>", mc_pick (language, "Đã nhận", "Taken"));
      mc_html_raw (html, "</tr></thead><tbody>");
      for (guint i = 0; i < papers->len; i++)
        put_paper (html, self, &g_array_index (papers, McPaperRow, i), taken);
      mc_html_raw (html, "</tbody></table>");
    }
  mc_html_raw (html, "</section>");
}

/* The form of a reception shows them already. */
static gboolean
are_checked_now (const McDossierView *self)
{
  const McOffer *main = mc_dossier_view_get_main (self);

  return main != NULL && main->transition->step == 2;
}

/**
 * mc_dossier_put_contents:
 * @html: a page
 * @self: a view
 *
 * Appends what the citizen filed: who, what, and the papers.
 */
void
mc_dossier_put_contents (McHtml *html, McDossierView *self)
{
  const char *language = self->request->language;

  if (self->dossier == NULL)
    mc_shell_put_notice (
        html,
        MC_BADGE_ALARM,
        mc_pick (language,
                 "Nội dung hồ sơ không mở ra được. Xin hỏi lại người nộp và báo bộ phận kỹ thuật.",
                 "The contents of this dossier cannot be opened. Please ask the applicant, and "
                 "tell your technical staff."));
  else
    put_people (html, self);
  if (!are_checked_now (self))
    put_papers (html, self);
  if (self->dossier != NULL && self->base.procedure != NULL)
    put_answers (html, self);
}
