/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/counter-private.h"

#include "app/domain/language.h"
#include "app/domain/review.h"
#include "central/console/due.h"

/* A part of the dossier with the page where it is changed. */
static void
begin_part (McHtml *html,
            const McRequest *request,
            const McCounterDraft *draft,
            const char *title,
            const char *page,
            gboolean done)
{
  g_autofree char *path = mc_counter_make_path (draft, page);

  mc_html_put (html, "<section class=\"card part\"><div class=\"strip\"><h2>{}</h2>", title);
  if (!done)
    mc_shell_put_badge (
        html, MC_BADGE_ALARM, mc_pick (request->language, "Còn thiếu", "Incomplete"));
  mc_html_put (html,
               "<a class=\"button\" href=\"{}\">{}<span class=\"hide\">: {}</span></a></div><dl>",
               path,
               mc_pick (request->language, "Sửa", "Change"),
               title);
}

static void
end_part (McHtml *html)
{
  mc_html_raw (html, "</dl></section>");
}

static void
put_line (McHtml *html, const McRequest *request, const char *label, const char *value)
{
  mc_html_put (html,
               "<div><dt>{}</dt><dd>{}</dd></div>",
               label,
               value != NULL && *value != '\0' ? value
                                               : mc_pick (request->language, "(trống)", "(empty)"));
}

static const char *
get_applicant_label (const char *key, McApplicantKind kind, const char *language)
{
  static const struct
  {
    const char *key, *vietnamese, *english;
  } labels[] = {
    { "applicant.organisation", "Tổ chức", "Organisation" },
    { "applicant.tax_code", "Mã số thuế", "Tax code" },
    { "applicant.title", "Chức vụ người đại diện", "The representative's office" },
    { "applicant.name", "Họ tên", "Name" },
    { "applicant.id_number", "Số định danh", "Identity number" },
    { "applicant.birth_date", "Ngày sinh", "Date of birth" },
    { "applicant.address", "Địa chỉ", "Address" },
    { "applicant.phone", "Điện thoại", "Phone" },
    { "applicant.email", "Thư điện tử", "E-mail" },
  };

  if (kind == MC_APPLICANT_ORGANISATION && g_str_equal (key, "applicant.name"))
    return mc_pick (language, "Người đại diện", "Representative");
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (labels[i].key, key))
      return mc_pick (language, labels[i].vietnamese, labels[i].english);

  return key;
}

static void
put_section (McHtml *html,
             const McRequest *request,
             const McReviewSection *section,
             McApplicantKind kind)
{
  for (guint i = 0; i < section->lines->len; i++)
    {
      const McReviewLine *line = g_ptr_array_index (section->lines, i);

      put_line (html,
                request,
                line->label != NULL ? line->label
                                    : get_applicant_label (line->key, kind, request->language),
                line->value);
    }
}

static gboolean
is_of_applicant (const McReviewSection *section)
{
  return section->title == NULL;
}

/* The owner as the review shows an applicant: the first section of a review without answers. */
static void
put_owner (McHtml *html, const McRequest *request, McCounterDraft *draft, gboolean done)
{
  g_autoptr (McAnswers) none = mc_answers_new ();
  g_autoptr (GPtrArray) sections = mc_review_new (
      mc_draft_get_procedure (draft->draft), draft->owner, none, request->language);

  begin_part (html,
              request,
              draft,
              mc_pick (request->language, "Chủ hồ sơ", "Owner of the dossier"),
              "applicant",
              done);
  if (sections->len > 0 && is_of_applicant (g_ptr_array_index (sections, 0)))
    put_section (html, request, g_ptr_array_index (sections, 0), draft->owner->kind);
  end_part (html);
}

static char *
describe_count (McCounterCount count, guint number, const char *language)
{
  switch (count)
    {
    case MC_COUNTER_ORIGINALS:
      return g_strdup_printf (
          mc_pick (language, "%u bản chính", number == 1 ? "%u original" : "%u originals"), number);
    case MC_COUNTER_CERTIFIED:
      return g_strdup_printf (mc_pick (language,
                                       "%u bản chứng thực",
                                       number == 1 ? "%u certified copy" : "%u certified copies"),
                              number);
    case MC_COUNTER_COPIES:
    default:
      return g_strdup_printf (
          mc_pick (language, "%u bản sao", number == 1 ? "%u plain copy" : "%u plain copies"),
          number);
    }
}

static char *
describe_counts (McCounterDraft *draft, const McDocument *document, const char *language)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint pages = mc_counter_draft_get_scans (draft, mc_document_get_key (document))->len;

  for (McCounterCount i = 0; i < MC_COUNTER_N_COUNTS; i++)
    {
      g_autofree char *words = NULL;
      guint number;

      if (!mc_counter_get_count (draft, document, i, &number) || number == 0)
        continue;
      words = describe_count (i, number, language);
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", words);
    }
  if (text->len == 0)
    g_string_append (text, mc_pick (language, "chưa nộp", "not handed in yet"));
  if (pages > 0)
    g_string_append_printf (text,
                            mc_pick (language,
                                     "; %u trang quét",
                                     pages == 1 ? "; %u scanned page" : "; %u scanned pages"),
                            pages);

  return g_strdup (text->str);
}

static void
put_papers (McHtml *html, const McRequest *request, McCounterDraft *draft, gboolean done)
{
  g_autoptr (GPtrArray) papers = mc_draft_list_papers (draft->draft);

  begin_part (html,
              request,
              draft,
              mc_pick (request->language, "Giấy tờ đã nộp", "Papers handed in"),
              "papers",
              done);
  for (guint i = 0; i < papers->len; i++)
    {
      const McDocument *document = g_ptr_array_index (papers, i);
      g_autofree char *counts = NULL;

      if (!mc_draft_brings (draft->draft, document))
        continue;
      counts = describe_counts (draft, document, request->language);
      put_line (html, request, mc_document_get_name (document, request->language), counts);
    }
  end_part (html);
}

static const char *
describe_reasons (McDueReasons reasons, const char *language)
{
  if (reasons & MC_DUE_REASON_AFTER_CUT_OFF)
    return mc_pick (language,
                    "Nhận sau 15 giờ nên hẹn sang ngày làm việc sau.",
                    "Taken after 15:00, therefore due on the next working day.");
  if (reasons & MC_DUE_REASON_CLOSED_DAY)
    return mc_pick (
        language, "Tính từ ngày làm việc kế tiếp.", "Counted from the next working day.");
  if (reasons & MC_DUE_REASON_OUTSIDE_HOURS)
    return mc_pick (
        language, "Tính từ giờ làm việc kế tiếp.", "Counted from the next office hours.");
  return NULL;
}

static void
put_money_and_time (McHtml *html,
                    McCentral *central,
                    const McRequest *request,
                    McCounterDraft *draft)
{
  const char *language = request->language;
  McProcedure *procedure = mc_draft_get_procedure (draft->draft);
  const char *waivers = mc_procedure_get_fee_waivers (procedure, language);
  g_autoptr (McAnswers) kept =
                 mc_procedure_keep_visible (procedure, mc_draft_get_answers (draft->draft));
  g_autofree char *limit =
      mc_procedure_describe_limit (procedure, mc_counter_get_limit_case (draft), language);
  g_autofree char *fee = NULL;
  g_autofree char *when = NULL;
  McDueReasons reasons = MC_DUE_REASON_NONE;
  gint64 due;
  GDate today;

  mc_counter_get_today (request, &today);
  fee = mc_procedure_format_fee (procedure, kept, &today, language);
  if (mc_limit_due (mc_procedure_get_limit (procedure, mc_counter_get_limit_case (draft)),
                    central->calendar,
                    &draft->point->hours,
                    request->now,
                    &due,
                    &reasons,
                    NULL))
    when = mc_due_describe_time (due, request->now, language);

  mc_html_put (html,
               "<section class=\"card part\"><h2>{}</h2><dl>",
               mc_pick (language, "Lệ phí và ngày hẹn", "Fee and due date"));
  put_line (html, request, mc_pick (language, "Lệ phí", "Fee"), fee);
  if (waivers != NULL)
    put_line (html, request, mc_pick (language, "Miễn, giảm", "Who pays nothing"), waivers);
  put_line (html, request, mc_pick (language, "Thời hạn", "Time limit"), limit);
  put_line (html,
            request,
            mc_pick (language, "Hẹn trả, nếu tiếp nhận ngay", "Due, if received now"),
            when != NULL ? when
                         : mc_pick (language,
                                    "Lịch làm việc chưa có năm ấy",
                                    "The office calendar does not have that year yet"));
  if (describe_reasons (reasons, language) != NULL)
    put_line (
        html, request, mc_pick (language, "Vì sao", "Why"), describe_reasons (reasons, language));
  end_part (html);
}

/* How many parts are not right yet. */
static guint
count_open (McCounterDraft *draft, const GDate *today)
{
  g_autoptr (GArray) sections = mc_counter_list_sections (draft);
  guint n = !mc_counter_is_applicant_done (draft, today) + !mc_counter_are_papers_done (draft);

  for (guint i = 0; i < sections->len; i++)
    n += !mc_counter_is_section_done (draft, g_array_index (sections, guint, i), today);

  return n;
}

static void
put_form_section (McHtml *html,
                  const McRequest *request,
                  McCounterDraft *draft,
                  const McReviewSection *section,
                  const GDate *today)
{
  McProcedure *procedure = mc_draft_get_procedure (draft->draft);
  const McReviewLine *first = g_ptr_array_index (section->lines, 0);
  guint number = mc_form_page_get_section (mc_procedure_get_page (procedure, first->page));
  g_autofree char *page = g_strdup_printf ("form?section=%u", number + 1);

  begin_part (html,
              request,
              draft,
              section->title,
              page,
              mc_counter_is_section_done (draft, number, today));
  put_section (html, request, section, MC_APPLICANT_PERSON);
  end_part (html);
}

static void
put_parts (McHtml *html, const McRequest *request, McCounterDraft *draft, const GDate *today)
{
  const McApplicant *applicant = mc_draft_get_applicant (draft->draft);
  McProcedure *procedure = mc_draft_get_procedure (draft->draft);
  g_autoptr (McAnswers) kept =
                 mc_procedure_keep_visible (procedure, mc_draft_get_answers (draft->draft));
  g_autoptr (GPtrArray) sections = mc_review_new (procedure, applicant, kept, request->language);
  gboolean persons = mc_counter_is_applicant_done (draft, today);

  begin_part (html,
              request,
              draft,
              mc_pick (request->language, "Người nộp", "Applicant"),
              "applicant",
              persons);
  if (sections->len > 0 && is_of_applicant (g_ptr_array_index (sections, 0)))
    put_section (html, request, g_ptr_array_index (sections, 0), applicant->kind);
  end_part (html);
  if (draft->owner != NULL)
    put_owner (html, request, draft, persons);
  for (guint i = 0; i < sections->len; i++)
    if (!is_of_applicant (g_ptr_array_index (sections, i)))
      put_form_section (html, request, draft, g_ptr_array_index (sections, i), today);
  put_papers (html, request, draft, mc_counter_are_papers_done (draft));
}

static void
put_submit (McHtml *html, const McRequest *request, McCounterDraft *draft)
{
  g_autofree char *path = mc_counter_make_path (draft, "submit");

  mc_shell_begin_form (html, request, path);
  mc_html_put (
      html,
      "<fieldset class=\"card\"><legend>{}</legend>"
      "<label class=\"choice\"><input type=\"checkbox\" name=\"receive\" value=\"yes\">"
      "<span>{}<span class=\"small\">{}</span></span></label></fieldset>",
      mc_pick (request->language, "Tiếp nhận", "Reception"),
      mc_pick (request->language,
               "Giấy tờ đã đủ: tiếp nhận ngay",
               "The papers are complete: receive it now"),
      mc_pick (request->language,
               "Có giấy tiếp nhận và hẹn trả kết quả. Bỏ trống nếu còn phải bổ sung hoặc xem "
               "lại.",
               "With the receipt and the due date. Leave it empty when something is still to "
               "be brought or looked at."));
  mc_html_put (html,
               "<div class=\"actions\"><button class=\"button main\">{}</button></div>",
               mc_pick (request->language, "Nộp hồ sơ", "File the dossier"));
  mc_shell_end_form (html);
}

/**
 * mc_counter_handle_review:
 * @central: central
 * @request: GET /console/counter/{id}/review
 *
 * Returns: (transfer full): everything once more, each part with the way back to it
 */
McAnswer *
mc_counter_handle_review (McCentral *central, McRequest *request)
{
  McAnswer *refusal = NULL;
  g_autoptr (McCounterDraft) draft = mc_counter_open (central, request, &refusal);
  g_autofree char *title = NULL;
  McHtml *html;
  guint open;
  GDate today;

  if (draft == NULL)
    return refusal;

  mc_counter_get_today (request, &today);
  open = count_open (draft, &today);
  title = open == 0 ? g_strdup (mc_pick (request->language,
                                         "Xin đọc lại cùng người nộp rồi nộp",
                                         "Please read it with the applicant, then file it"))
                    : g_strdup_printf (mc_pick (request->language,
                                                "Còn %u phần phải ghi tiếp",
                                                open == 1 ? "%u part is not complete yet"
                                                          : "%u parts are not complete yet"),
                                       open);
  html = mc_counter_begin_page (central, request, draft, title);
  mc_counter_put_steps (html, request, draft, MC_COUNTER_REVIEW);
  put_parts (html, request, draft, &today);
  put_money_and_time (html, central, request, draft);
  if (open == 0)
    put_submit (html, request, draft);

  return mc_counter_finish_page (html, central, request, draft);
}

/*
 * mc_counter_is_complete:
 */
gboolean
mc_counter_is_complete (McCounterDraft *draft, const GDate *today)
{
  return count_open (draft, today) == 0;
}
