/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/counter-private.h"

#include "app/domain/applicant-field.h"
#include "app/domain/language.h"
#include "app/domain/text.h"
#include "central/console/field-words.h"

#include <string.h>

/* The two persons of the page. Their inputs are called "applicant.name", "owner.name"… */
#define APPLICANT "applicant"
#define OWNER "owner"

/* In the order in which one reads a card, and an organisation before who stands for it. */
static const McApplicantField order[] = {
  MC_APPLICANT_FIELD_ORGANISATION, MC_APPLICANT_FIELD_TAX_CODE,   MC_APPLICANT_FIELD_NAME,
  MC_APPLICANT_FIELD_ID_NUMBER,    MC_APPLICANT_FIELD_BIRTH_DATE, MC_APPLICANT_FIELD_TITLE,
  MC_APPLICANT_FIELD_ADDRESS,      MC_APPLICANT_FIELD_PHONE,      MC_APPLICANT_FIELD_EMAIL,
};

static gboolean
is_asked (McApplicantKind kind, McApplicantField field)
{
  return kind == MC_APPLICANT_ORGANISATION || field < MC_APPLICANT_FIELD_ORGANISATION;
}

/* "name" of "applicant.name". */
static char *
make_name (const char *who, McApplicantField field)
{
  return g_strconcat (who, strchr (mc_applicant_field_get_key (field), '.'), NULL);
}

static const char *
get_label (McApplicantKind kind, McApplicantField field, const char *language)
{
  gboolean organisation = kind == MC_APPLICANT_ORGANISATION;

  switch (field)
    {
    case MC_APPLICANT_FIELD_NAME:
      return organisation
                 ? mc_pick (language, "Họ tên người đại diện", "Name of the representative")
                 : mc_pick (language, "Họ, chữ đệm và tên", "Full name");
    case MC_APPLICANT_FIELD_ID_NUMBER:
      return mc_pick (language, "Số định danh cá nhân", "Identity number");
    case MC_APPLICANT_FIELD_BIRTH_DATE:
      return mc_pick (language, "Ngày sinh", "Date of birth");
    case MC_APPLICANT_FIELD_ADDRESS:
      return organisation ? mc_pick (language, "Địa chỉ trụ sở", "Address of its office")
                          : mc_pick (language, "Nơi cư trú", "Residence");
    case MC_APPLICANT_FIELD_PHONE:
      return mc_pick (language, "Số điện thoại", "Phone");
    case MC_APPLICANT_FIELD_EMAIL:
      return mc_pick (language, "Thư điện tử", "E-mail");
    case MC_APPLICANT_FIELD_ORGANISATION:
      return mc_pick (language, "Tên tổ chức", "Name of the organisation");
    case MC_APPLICANT_FIELD_TAX_CODE:
      return mc_pick (language, "Mã số thuế", "Tax code");
    case MC_APPLICANT_FIELD_TITLE:
      return mc_pick (language, "Chức vụ người đại diện", "The representative's office");
    case MC_APPLICANT_FIELD_SEX:
    default:
      return mc_pick (language, "Giới tính", "Sex");
    }
}

/* As one writes it: a card says 2004-02-29, a clerk 29/2/2004. */
static char *
dup_shown (const McApplicant *person, McApplicantField field)
{
  if (field == MC_APPLICANT_FIELD_BIRTH_DATE)
    return !g_date_valid (&person->birth_date)
               ? NULL
               : g_strdup_printf ("%u/%u/%u",
                                  (guint) g_date_get_day (&person->birth_date),
                                  (guint) g_date_get_month (&person->birth_date),
                                  (guint) g_date_get_year (&person->birth_date));

  return mc_applicant_field_dup_value (person, field);
}

static gboolean
is_blamed (const McApplicant *person, McApplicantField field)
{
  static const McApplicantField blamed[] = {
    [MC_APPLICANT_ERROR_ORGANISATION] = MC_APPLICANT_FIELD_ORGANISATION,
    [MC_APPLICANT_ERROR_TAX_CODE] = MC_APPLICANT_FIELD_TAX_CODE,
    [MC_APPLICANT_ERROR_TITLE] = MC_APPLICANT_FIELD_TITLE,
    [MC_APPLICANT_ERROR_NAME] = MC_APPLICANT_FIELD_NAME,
    [MC_APPLICANT_ERROR_ID_NUMBER] = MC_APPLICANT_FIELD_ID_NUMBER,
    [MC_APPLICANT_ERROR_BIRTH_DATE] = MC_APPLICANT_FIELD_BIRTH_DATE,
    [MC_APPLICANT_ERROR_ADDRESS] = MC_APPLICANT_FIELD_ADDRESS,
    [MC_APPLICANT_ERROR_PHONE] = MC_APPLICANT_FIELD_PHONE,
    [MC_APPLICANT_ERROR_EMAIL] = MC_APPLICANT_FIELD_EMAIL,
  };
  g_autoptr (GError) error = NULL;

  return !mc_applicant_check (person, &error) && blamed[error->code] == field;
}

/* Why a field of a person is not right as it stands. */
static McFieldProblem
judge (McCounterDraft *draft,
       const char *who,
       const McApplicant *person,
       McApplicantField field,
       const GDate *today,
       char **detail)
{
  g_autofree char *name = make_name (who, field);
  g_autofree char *value = mc_applicant_field_dup_value (person, field);
  const char *typed = mc_counter_draft_get_typed (draft, name);
  g_autoptr (McApplicant) copy = NULL;

  if (typed != NULL)
    {
      copy = mc_applicant_copy (person);
      return mc_applicant_field_set (copy, field, typed, today, detail);
    }
  if (value == NULL)
    return mc_applicant_field_is_required (person->kind, field) ? MC_FIELD_PROBLEM_REQUIRED
                                                                : MC_FIELD_PROBLEM_NONE;

  return is_blamed (person, field) ? MC_FIELD_PROBLEM_FORMAT : MC_FIELD_PROBLEM_NONE;
}

static char *
explain (McApplicantField field, McFieldProblem problem, const char *detail, const char *language)
{
  if (problem == MC_FIELD_PROBLEM_FORMAT && g_strcmp0 (detail, "birth-date") == 0)
    return g_strdup (mc_pick (language,
                              "Số định danh và ngày sinh không khớp nhau. Xin so cả hai với thẻ.",
                              "Number and date of birth do not fit together. Please compare both "
                              "with the card."));

  return mc_field_words_explain (mc_applicant_field_get_kind (field), problem, detail, language);
}

static void
add_inputs (GPtrArray *inputs,
            const McRequest *request,
            McCounterDraft *draft,
            const char *who,
            const McApplicant *person)
{
  GDate today;

  mc_counter_get_today (request, &today);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      McApplicantField field = order[i];
      McCounterInput *input;
      g_autofree char *detail = NULL;
      const char *typed;
      McFieldProblem problem;

      if (!is_asked (person->kind, field))
        continue;
      input = mc_counter_input_new (mc_applicant_field_get_kind (field),
                                    make_name (who, field),
                                    get_label (person->kind, field, request->language));
      g_ptr_array_add (inputs, input);
      input->optional = !mc_applicant_field_is_required (person->kind, field);
      input->max_length = 300;
      typed = mc_counter_draft_get_typed (draft, input->name);
      input->value = typed != NULL ? g_strdup (typed) : dup_shown (person, field);
      problem = judge (draft, who, person, field, &today, &detail);
      if (problem != MC_FIELD_PROBLEM_NONE && mc_counter_draft_was_tried (draft, input->name))
        input->mistake = explain (field, problem, detail, request->language);
    }
}

static gboolean
is_person_done (McCounterDraft *draft,
                const char *who,
                const McApplicant *person,
                const GDate *today)
{
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autofree char *detail = NULL;

      if (is_asked (person->kind, order[i]) &&
          judge (draft, who, person, order[i], today, &detail) != MC_FIELD_PROBLEM_NONE)
        return FALSE;
    }

  return mc_applicant_check (person, NULL);
}

/*
 * mc_counter_is_applicant_done:
 */
gboolean
mc_counter_is_applicant_done (McCounterDraft *draft, const GDate *today)
{
  const McApplicant *applicant = mc_draft_get_applicant (draft->draft);

  return mc_procedure_accepts (mc_draft_get_procedure (draft->draft), applicant->kind) &&
         is_person_done (draft, APPLICANT, applicant, today) &&
         (draft->owner == NULL || is_person_done (draft, OWNER, draft->owner, today));
}

static void
put_kind (McHtml *html,
          const char *who,
          McApplicantKind kind,
          McApplicantKind present,
          const char *label)
{
  mc_html_put (
      html,
      "<button class=\"button\" name=\"go\" value=\"{}-{}\" aria-pressed=\"{}\">{}</button>",
      who,
      kind == MC_APPLICANT_PERSON ? "person" : "organisation",
      kind == present ? "true" : "false",
      label);
}

static void
put_kinds (McHtml *html, const McRequest *request, const char *who, McApplicantKind present)
{
  mc_html_put (html,
               "<div class=\"toggle\" role=\"group\" aria-label=\"{}\">",
               mc_pick (request->language, "Cá nhân hay tổ chức", "Person or organisation"));
  put_kind (
      html, who, MC_APPLICANT_PERSON, present, mc_pick (request->language, "Cá nhân", "A person"));
  put_kind (html,
            who,
            MC_APPLICANT_ORGANISATION,
            present,
            mc_pick (request->language, "Tổ chức, doanh nghiệp", "An organisation"));
  mc_html_raw (html, "</div>");
}

/* A hand scanner types the whole code and Enter into it. */
static void
put_card (McHtml *html, const McRequest *request, const char *who, gboolean focus)
{
  mc_html_put (
      html,
      "<div class=\"field\"><label for=\"{}.card\">{}</label>"
      "<p class=\"hint\" id=\"{}.card-hint\">{}</p><div class=\"strip\">",
      who,
      mc_pick (request->language, "Quét mã QR trên thẻ căn cước", "Scan the identity card"),
      who,
      mc_pick (request->language,
               "Đặt con trỏ ở đây rồi quét; các ô bên dưới được điền. Không có thẻ thì gõ "
               "tay.",
               "Put the cursor here and scan; the boxes below are filled. Without a card "
               "type by hand."));
  mc_html_put (html,
               "<input type=\"text\" name=\"{}.card\" id=\"{}.card\" autocomplete=\"off\" "
               "aria-describedby=\"{}.card-hint\"{}>",
               who,
               who,
               who,
               focus ? " autofocus" : "");
  mc_html_put (html,
               "<button class=\"button\" name=\"go\" value=\"card\">{}</button></div></div>",
               mc_pick (request->language, "Đọc thẻ", "Read the card"));
}

static void
put_person (McHtml *html,
            const McRequest *request,
            const char *who,
            const McApplicant *person,
            GPtrArray *inputs,
            gboolean focus)
{
  put_card (html, request, who, focus);
  mc_html_raw (html, "<div class=\"grid\">");
  for (guint i = 0; i < inputs->len; i++)
    mc_counter_put_input (html, request, g_ptr_array_index (inputs, i));
  mc_html_raw (html, "</div>");
  if (person->from_card)
    mc_html_put (
        html,
        "<p class=\"hint\">{}</p>",
        mc_pick (request->language,
                 "Đọc từ mã trên thẻ, chưa xác thực: xin đối chiếu với thẻ và người.",
                 "Read from the card's code, which proves nothing: please compare with the "
                 "card and the person."));
}

static void
put_consent (McHtml *html, const char *name, gboolean given, const char *label)
{
  mc_html_put (
      html, "<label class=\"choice\"><input type=\"checkbox\" name=\"{}\" value=\"yes\"", name);
  mc_html_put (html, "{}>{}</label>", given ? " checked" : "", label);
}

/* The notice of personal data and what the citizen may agree to; nothing is ticked beforehand. */
static void
put_notice (McHtml *html, const McRequest *request, McCounterDraft *draft)
{
  const char *language = request->language;

  mc_html_put (
      html,
      "<fieldset class=\"card\"><legend>{}</legend><p class=\"hint\">{} {}</p>",
      mc_pick (language, "Dữ liệu cá nhân", "Personal data"),
      draft->point->agency_name,
      mc_pick (language,
               "dùng họ tên, số định danh, ngày sinh, địa chỉ và các câu trả lời chỉ để "
               "giải quyết hồ sơ này, lưu theo quy định về lưu trữ. Người nộp được xem, sửa, "
               "rút lại đồng ý, yêu cầu xóa và khiếu nại. Xin nói cho người nộp biết.",
               "uses name, identity number, date of birth, address and the answers for this "
               "dossier alone, and keeps them as the law on archives says. The applicant may "
               "see and correct them, withdraw consent, have them deleted, and complain. "
               "Please tell the applicant."));
  put_consent (html,
               "consent-sms",
               draft->consent_sms,
               mc_pick (language,
                        "Người nộp đồng ý nhận tin nhắn khi có kết quả",
                        "The applicant agrees to a message when the result is there"));
  put_consent (html,
               "consent-survey",
               draft->consent_survey,
               mc_pick (language,
                        "Người nộp đồng ý được hỏi một lần về việc phục vụ",
                        "The applicant agrees to be asked once how they were served"));
  mc_html_put (
      html,
      "<div class=\"field\"><label for=\"language\">{}</label>"
      "<select name=\"language\" id=\"language\" class=\"short\">",
      mc_pick (language, "Giấy cho người nộp viết bằng", "Language of the applicant's papers"));
  mc_html_put (html,
               "<option value=\"vi\">Tiếng Việt</option><option value=\"en\"{}>English</option>",
               mc_language_is_english (draft->language) ? " selected" : "");
  mc_html_raw (html, "</select></div></fieldset>");
}

static void
put_owner (McHtml *html, const McRequest *request, McCounterDraft *draft, GPtrArray *inputs)
{
  if (draft->owner == NULL)
    {
      mc_html_put (
          html,
          "<p class=\"aside\"><button class=\"button\" name=\"go\" value=\"owner\">{}</button></p>",
          mc_pick (request->language,
                   "Hồ sơ của người khác: ghi chủ hồ sơ",
                   "The dossier belongs to somebody else: enter the owner"));
      return;
    }

  mc_html_put (html,
               "<fieldset class=\"card\"><legend>{}</legend>",
               mc_pick (request->language, "Chủ hồ sơ", "Owner of the dossier"));
  put_kinds (html, request, OWNER, draft->owner->kind);
  put_person (html, request, OWNER, draft->owner, inputs, FALSE);
  mc_html_put (
      html,
      "<p><button class=\"button\" name=\"go\" value=\"no-owner\">{}</button></p></fieldset>",
      mc_pick (request->language, "Chủ hồ sơ chính là người nộp", "The owner is the applicant"));
}

/**
 * mc_counter_handle_applicant:
 * @central: central
 * @request: GET /console/counter/{id}/applicant
 *
 * Returns: (transfer full): who files, by card or by hand, and for whom
 */
McAnswer *
mc_counter_handle_applicant (McCentral *central, McRequest *request)
{
  McAnswer *refusal = NULL;
  g_autoptr (McCounterDraft) draft = mc_counter_open (central, request, &refusal);
  g_autoptr (GPtrArray) applicant_inputs = mc_counter_inputs_new ();
  g_autoptr (GPtrArray) owner_inputs = mc_counter_inputs_new ();
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autofree char *path = NULL;
  const McApplicant *applicant;
  McProcedure *procedure;
  McHtml *html;

  if (draft == NULL)
    return refusal;

  applicant = mc_draft_get_applicant (draft->draft);
  procedure = mc_draft_get_procedure (draft->draft);
  add_inputs (applicant_inputs, request, draft, APPLICANT, applicant);
  if (draft->owner != NULL)
    add_inputs (owner_inputs, request, draft, OWNER, draft->owner);
  g_ptr_array_extend (all, applicant_inputs, NULL, NULL);
  g_ptr_array_extend (all, owner_inputs, NULL, NULL);

  html = mc_counter_begin_page (
      central, request, draft, mc_pick (request->language, "Ai nộp hồ sơ?", "Who is filing?"));
  path = mc_counter_make_path (draft, "applicant");
  mc_shell_begin_form (html, request, path);
  mc_counter_put_default (html, request);
  mc_counter_put_steps (html, request, draft, MC_COUNTER_APPLICANT);
  mc_counter_put_mistakes (html, request, all);
  mc_html_put (html,
               "<fieldset class=\"card\"><legend>{}</legend>",
               mc_pick (request->language, "Người nộp", "Applicant"));
  if (mc_procedure_accepts (procedure, MC_APPLICANT_PERSON) &&
      mc_procedure_accepts (procedure, MC_APPLICANT_ORGANISATION))
    put_kinds (html, request, APPLICANT, applicant->kind);
  put_person (html,
              request,
              APPLICANT,
              applicant,
              applicant_inputs,
              *mc_applicant_get_display_name (applicant) == '\0');
  mc_html_raw (html, "</fieldset>");
  put_owner (html, request, draft, owner_inputs);
  put_notice (html, request, draft);
  mc_counter_put_actions (html, request);
  mc_shell_end_form (html);

  return mc_counter_finish_page (html, central, request, draft);
}

static gboolean
is_same_date (const GDate *a, const GDate *b)
{
  return g_date_valid (a) == g_date_valid (b) && (!g_date_valid (a) || g_date_compare (a, b) == 0);
}

/* What the card said, as long as nobody typed over it. */
static gboolean
is_still_from_card (const McApplicant *before, const McApplicant *after)
{
  return before->from_card && g_strcmp0 (before->name, after->name) == 0 &&
         g_strcmp0 (before->id_number, after->id_number) == 0 &&
         is_same_date (&before->birth_date, &after->birth_date) &&
         (after->kind == MC_APPLICANT_ORGANISATION ||
          g_strcmp0 (before->address, after->address) == 0);
}

/* Takes what was typed: right values become the person's, wrong ones are kept as they stand. All at
 * once, so that a new number is not measured by the former date. */
static McApplicant *
take_person (McCounterDraft *draft,
             const McRequest *request,
             const char *who,
             const McApplicant *before,
             McApplicantKind kind,
             gboolean tried)
{
  McApplicant *person = mc_applicant_new (kind);
  GDate today;

  mc_counter_get_today (request, &today);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autofree char *name = make_name (who, order[i]);
      g_autofree char *sent = mc_counter_dup_text (request, name);
      g_autofree char *shown = sent != NULL ? NULL : dup_shown (before, order[i]);
      const char *typed = sent != NULL ? sent : mc_counter_draft_get_typed (draft, name);
      const char *text = typed != NULL ? typed : shown != NULL ? shown : "";
      gboolean right =
          mc_applicant_field_set (person, order[i], text, &today, NULL) == MC_FIELD_PROBLEM_NONE;
      g_autofree char *kept = right || *text == '\0' ? NULL : g_strdup (text);

      mc_counter_draft_set_typed (draft, name, kept);
      if (sent != NULL && tried)
        mc_counter_draft_note_tried (draft, name);
    }

  person->from_card = is_still_from_card (before, person);
  return person;
}

static gboolean
has_card (const McRequest *request, const char *who)
{
  g_autofree char *name = g_strconcat (who, ".card", NULL);
  g_autofree char *payload = mc_request_dup_form (request, name);

  return payload != NULL && *g_strstrip (payload) != '\0';
}

static void
take_card (McCounterDraft *draft, const McRequest *request, const char *who, McApplicant *person)
{
  g_autofree char *name = g_strconcat (who, ".card", NULL);
  g_autofree char *payload = mc_counter_dup_text (request, name);
  g_autoptr (McCard) card = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GDate today;

  if (!has_card (request, who))
    return;

  g_strstrip (payload);
  mc_counter_get_today (request, &today);
  card = mc_card_parse (payload, -1, &today, &error);
  if (card == NULL)
    {
      mc_counter_draft_set_notice (
          draft, MC_BADGE_ALARM, mc_field_words_explain_card (error, request->language));
      return;
    }

  mc_applicant_take_card (person, card);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autofree char *field = make_name (who, order[i]);

      if (order[i] <= MC_APPLICANT_FIELD_BIRTH_DATE ||
          (order[i] == MC_APPLICANT_FIELD_ADDRESS && person->kind == MC_APPLICANT_PERSON))
        mc_counter_draft_set_typed (draft, field, NULL);
    }
  text =
      g_strdup_printf (mc_pick (request->language,
                                "Đã đọc thẻ của %s. Xin đối chiếu với thẻ và người.%s",
                                "The card of %s was read. Please compare with the card and the "
                                "person.%s"),
                       card->name,
                       card->warnings == MC_CARD_WARNING_NONE
                           ? ""
                           : mc_pick (request->language,
                                      " Mã tỉnh hoặc ngày cấp lạ: xin xem kỹ thẻ.",
                                      " Its province or date of issue is unusual: look closely."));
  mc_counter_draft_set_notice (
      draft, card->warnings == MC_CARD_WARNING_NONE ? MC_BADGE_GOOD : MC_BADGE_CARE, text);
}

static McApplicantKind
choose_kind (const char *who, const char *go, McApplicantKind present)
{
  g_autofree char *person = g_strconcat (who, "-person", NULL);
  g_autofree char *organisation = g_strconcat (who, "-organisation", NULL);

  return g_strcmp0 (go, person) == 0         ? MC_APPLICANT_PERSON
         : g_strcmp0 (go, organisation) == 0 ? MC_APPLICANT_ORGANISATION
                                             : present;
}

static McApplicantKind
fit_kind (McCounterDraft *draft, McApplicantKind wanted)
{
  McProcedure *procedure = mc_draft_get_procedure (draft->draft);

  if (!mc_procedure_accepts (procedure, MC_APPLICANT_PERSON))
    return MC_APPLICANT_ORGANISATION;
  return mc_procedure_accepts (procedure, MC_APPLICANT_ORGANISATION) ? wanted : MC_APPLICANT_PERSON;
}

/*
 * mc_counter_fit_applicant:
 *
 * Some procedures are for persons alone, some for organisations.
 */
void
mc_counter_fit_applicant (McCounterDraft *draft)
{
  McApplicant *applicant = mc_draft_get_applicant (draft->draft);

  applicant->kind = fit_kind (draft, applicant->kind);
}

static McApplicantKind
choose_applicant_kind (McCounterDraft *draft, const char *go)
{
  return fit_kind (draft, choose_kind (APPLICANT, go, mc_draft_get_applicant (draft->draft)->kind));
}

static gboolean
is_given (const McRequest *request, const char *name)
{
  g_autofree char *value = mc_request_dup_form (request, name);

  return g_strcmp0 (value, "yes") == 0;
}

static void
take_owner (McCounterDraft *draft, const McRequest *request, const char *go, gboolean tried)
{
  McApplicant *owner;

  if (g_strcmp0 (go, "no-owner") == 0)
    g_clear_pointer (&draft->owner, mc_applicant_free);
  if (draft->owner == NULL && g_strcmp0 (go, "owner") == 0)
    draft->owner = mc_applicant_new (MC_APPLICANT_PERSON);
  if (draft->owner == NULL)
    return;

  owner = take_person (
      draft, request, OWNER, draft->owner, choose_kind (OWNER, go, draft->owner->kind), tried);
  take_card (draft, request, OWNER, owner);
  mc_applicant_free (draft->owner);
  draft->owner = owner;
}

/**
 * mc_counter_handle_applicant_post:
 * @central: central
 * @request: POST /console/counter/{id}/applicant
 *
 * Returns: (transfer full): sends the browser on, or back to what is to be put right
 */
McAnswer *
mc_counter_handle_applicant_post (McCentral *central, McRequest *request)
{
  McAnswer *refusal = NULL;
  g_autoptr (McCounterDraft) draft = mc_counter_open (central, request, &refusal);
  g_autofree char *go = mc_request_dup_form (request, "go");
  g_autofree char *language = mc_request_dup_form (request, "language");
  /* The scanner's Enter key is no word that the page is done. */
  gboolean next =
      g_strcmp0 (go, "next") == 0 && !has_card (request, APPLICANT) && !has_card (request, OWNER);
  McApplicant *applicant;
  McAnswer *answer;
  GDate today;

  if (draft == NULL)
    return refusal;

  applicant = take_person (draft,
                           request,
                           APPLICANT,
                           mc_draft_get_applicant (draft->draft),
                           choose_applicant_kind (draft, go),
                           next);
  take_card (draft, request, APPLICANT, applicant);
  mc_draft_take_applicant (draft->draft, applicant);
  take_owner (draft, request, go, next);
  mc_draft_prefill (draft->draft);
  draft->consent_sms = is_given (request, "consent-sms");
  draft->consent_survey = is_given (request, "consent-survey");
  if (language != NULL && mc_language_is_known (language))
    {
      g_free (draft->language);
      draft->language = g_steal_pointer (&language);
    }

  mc_counter_get_today (request, &today);
  answer = mc_counter_go_to_step (draft, g_strcmp0 (go, "back") == 0 ? "procedure" : go);
  if (answer != NULL)
    return answer;
  if (next && mc_counter_is_applicant_done (draft, &today))
    return mc_counter_go (draft, "form");
  return mc_counter_go (draft, "applicant");
}
