/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/declaration-page.h"

#include <string.h>
#include "app/domain/language.h"

/* "Tờ khai … (mẫu số 01)": the number belongs to the ministry's sheet, and this is not that one. */
static char *
create_title (const McDocument *document, const char *language)
{
  const char *name = mc_document_get_name (document, language);
  const char *bracket = strstr (name, " (");

  return bracket == NULL ? g_strdup (name) : g_strndup (name, (gsize) (bracket - name));
}

static void
add_title (const McOfficialDraft *draft, const McDeclarationForm *form)
{
  const McDocument *document = mc_procedure_find_declaration (form->procedure);
  const McFlowStyle style = { .size = 9.2, .align = MC_FLOW_CENTRE, .leading = MC_FLOW_TIGHT };
  g_autofree char *title = create_title (document, MC_LANGUAGE_VI);
  g_autofree char *title_en = create_title (document, MC_LANGUAGE_EN);
  g_autofree char *addressee =
      g_strdup_printf (draft->english ? "Kính gửi (To): %s" : "Kính gửi: %s", form->addressee);

  mc_flow_add_space (draft->flow, 6);
  mc_official_add_own_title (draft, title, title_en);
  mc_flow_add_text (draft->flow, &style, addressee);
  mc_flow_add_space (draft->flow, 6);
}

static void
add_section (const McOfficialDraft *draft, guint number, const char *title, const char *title_en)
{
  const McFlowStyle style = {
    .size = MC_OFFICIAL_SIZE, .bold = TRUE, .leading = MC_FLOW_TIGHT, .keep = TRUE
  };
  g_autofree char *line = draft->english && !g_str_equal (title, title_en)
                              ? g_strdup_printf ("%u. %s (%s)", number, title, title_en)
                              : g_strdup_printf ("%u. %s", number, title);

  mc_flow_add_space (draft->flow, 4);
  mc_flow_add_text (draft->flow, &style, line);
}

static void
add_known (const McOfficialDraft *draft,
           const char *label,
           const char *label_en,
           const char *value /* (nullable) */)
{
  if (value != NULL && *value != '\0')
    mc_official_add_field (draft, label, label_en, value);
}

static const char *
describe_sex (McSex sex)
{
  switch (sex)
    {
    case MC_SEX_MALE:
      return "Nam";
    case MC_SEX_FEMALE:
      return "Nữ";
    case MC_SEX_UNKNOWN:
    default:
      return NULL;
    }
}

/* The number is whole: who declares is told from others by it, and the paper stays in the folder.
 */
static void
add_person (const McOfficialDraft *draft, const McApplicant *person)
{
  const gboolean organisation = person->kind == MC_APPLICANT_ORGANISATION;
  char born[16] = "";

  if (g_date_valid (&person->birth_date))
    g_snprintf (born,
                sizeof born,
                "%u/%u/%u",
                (guint) g_date_get_day (&person->birth_date),
                (guint) g_date_get_month (&person->birth_date),
                (guint) g_date_get_year (&person->birth_date));

  add_known (draft, "Tổ chức", "Organisation", person->organisation);
  add_known (draft, "Mã số thuế", "Tax code", person->tax_code);
  add_known (draft,
             organisation ? "Người đại diện" : "Họ, chữ đệm, tên",
             organisation ? "Representative" : "Full name",
             person->name);
  add_known (draft, "Chức vụ", "Office", person->title);
  add_known (draft, "Số định danh cá nhân", "Identity number", person->id_number);
  add_known (draft, "Ngày sinh", "Date of birth", born);
  add_known (draft, "Giới tính", "Sex", describe_sex (person->sex));
  add_known (draft, "Địa chỉ", "Address", person->address);
  add_known (draft, "Số điện thoại", "Phone", person->phone);
  add_known (draft, "Email", "Email", person->email);
}

static gboolean
is_asked (const McFormPage *page, const McField *field, const McAnswers *answers)
{
  return mc_form_page_is_visible (page, answers) && mc_field_is_visible (field, answers);
}

/* What was asked and left empty is dots: it can be filled in before the citizen signs. */
static void
add_answer (const McOfficialDraft *draft, const McField *field, const McAnswers *answers)
{
  const char *value = mc_answers_get (answers, mc_field_get_key (field));
  g_autofree char *text =
      value == NULL || *value == '\0' ? NULL : mc_field_format_value (field, value, MC_LANGUAGE_VI);

  mc_official_add_field (draft,
                         mc_field_get_label (field, MC_LANGUAGE_VI),
                         mc_field_get_label (field, MC_LANGUAGE_EN),
                         text);
}

static void
add_answers (const McOfficialDraft *draft, const McDeclarationForm *form, guint number)
{
  const McAnswers *answers = form->dossier->answers;
  guint section = G_MAXUINT;

  for (guint i = 0; i < mc_procedure_get_n_pages (form->procedure); i++)
    {
      const McFormPage *page = mc_procedure_get_page (form->procedure, i);

      for (guint j = 0; j < mc_form_page_get_n_fields (page); j++)
        {
          const McField *field = mc_form_page_get_field (page, j);

          if (!is_asked (page, field, answers))
            continue;
          if (mc_form_page_get_section (page) != section)
            {
              section = mc_form_page_get_section (page);
              add_section (draft,
                           number++,
                           mc_form_page_get_section_title (page, MC_LANGUAGE_VI),
                           mc_form_page_get_section_title (page, MC_LANGUAGE_EN));
            }
          add_answer (draft, field, answers);
        }
    }
}

/* Nobody's name is printed below: of an organisation or a couple the file does not say who signs,
 * and the name is to be written by hand. */
static void
add_signatures (const McOfficialDraft *draft, const McDeclarationForm *form)
{
  const gboolean both =
      mc_document_get_signatures (mc_procedure_find_declaration (form->procedure)) > 1;
  const McOfficialSignature other = { .title = "NGƯỜI CÙNG KHAI",
                                      .title_en = "Second declarant",
                                      .note = "(Ký, ghi rõ họ tên)" };
  const McOfficialSignature declarant = { .title = "NGƯỜI KHAI",
                                          .title_en = "Declarant",
                                          .note = "(Ký, ghi rõ họ tên)" };
  const McFlowStyle style = { .size = MC_OFFICIAL_SIZE,
                              .italic = TRUE,
                              .align = MC_FLOW_RIGHT,
                              .leading = MC_FLOW_TIGHT,
                              .keep = TRUE };
  g_autofree char *when = mc_official_create_place_and_date (form->head.point, form->signed_at);

  mc_flow_add_space (draft->flow, 6);
  mc_official_add_text (
      draft,
      both ? "Chúng tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm "
             "trước pháp luật về cam đoan của mình."
           : "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước "
             "pháp luật về cam đoan của mình.");
  mc_official_add_gloss (
      draft,
      both ? "We declare that all of the above is true, and we answer for it before the law."
           : "I declare that all of the above is true, and I answer for it before the law.");
  /* Nobody signs a page that says nothing. */
  mc_flow_keep (draft->flow);
  mc_flow_add_space (draft->flow, 6);
  mc_flow_keep (draft->flow);
  mc_flow_add_text (draft->flow, &style, when);
  mc_official_add_signatures (draft, both ? &other : NULL, &declarant);
}

static gboolean
build (const McOfficialDraft *draft, gconstpointer data, G_GNUC_UNUSED GError **error)
{
  const McDeclarationForm *form = data;
  const McDossier *dossier = form->dossier;
  g_autofree char *subject =
      mc_official_create_subject (mc_procedure_get_name (form->procedure, MC_LANGUAGE_VI),
                                  mc_procedure_get_code (form->procedure));
  guint number = 1;

  mc_official_add_motto (draft);
  add_title (draft, form);
  mc_official_add_field (draft, "Thủ tục", "Procedure", subject);
  mc_official_add_field (draft, "Mã hồ sơ", "Dossier", form->head.code);
  add_section (draft, number++, "Người nộp hồ sơ", "Applicant");
  add_person (draft, dossier->applicant);
  if (dossier->owner != NULL)
    {
      add_section (draft, number++, "Chủ hồ sơ", "Owner of the dossier");
      add_person (draft, dossier->owner);
    }
  add_answers (draft, form, number);
  add_signatures (draft, form);
  return TRUE;
}

/**
 * mc_declaration_page_new:
 * @form: what to print; every pointer stays the caller's
 * @error: return location
 *
 * Lays out the declaration of a dossier on A4 as its procedure's form asked for it: its name, the
 * authority it goes to, who files, each section with its questions' labels and the answers in
 * words, and the places to sign. What was not asked is not there. One that is longer than a page
 * goes on; each page has the code and its number at its foot. Any thread; each pays for its fonts
 * once.
 *
 * Returns: (transfer full): one page or more, or %NULL with #McPageError
 */
McPage *
mc_declaration_page_new (const McDeclarationForm *form, GError **error)
{
  McOfficialHead head;

  g_return_val_if_fail (form != NULL && form->dossier != NULL && form->addressee != NULL, NULL);
  g_return_val_if_fail (form->dossier->applicant != NULL && form->dossier->answers != NULL, NULL);
  g_return_val_if_fail (form->procedure != NULL, NULL);
  g_return_val_if_fail (mc_procedure_find_declaration (form->procedure) != NULL, NULL);

  head = form->head;
  head.code_in_foot = TRUE;
  return mc_official_page_new (&head, MC_FORM_DECLARATION, MC_OFFICIAL_LARGEST, build, form, error);
}
