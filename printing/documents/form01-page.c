/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/form01-page.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "app/domain/receipt.h"
#include "app/domain/text.h"
#include "printing/documents/official-page.h"

/* a to h of the form, in its order. */
static void
add_parties (const McOfficialDraft *draft, const McForm01 *form)
{
  const McApplicant *applicant = form->dossier->applicant, *owner = form->dossier->owner;
  g_autofree char *name = mc_official_create_person (applicant);
  g_autofree char *masked_id =
      applicant->id_number != NULL ? mc_text_mask_id (applicant->id_number) : NULL;
  g_autofree char *content =
      mc_official_create_subject (mc_procedure_get_name (form->procedure, MC_LANGUAGE_VI),
                                  mc_procedure_get_code (form->procedure));

  mc_official_add_field (draft, "Nơi tiếp nhận", "Received at", form->point->name);
  mc_official_add_strong_field (draft, "Tiếp nhận hồ sơ của", "From", name);
  mc_official_add_field (draft, "Địa chỉ", "Address", applicant->address);
  mc_official_add_field (draft, "Số điện thoại", "Phone", applicant->phone);
  mc_official_add_field (draft, "Email", "Email", applicant->email);
  mc_official_add_field (draft, "Số căn cước/Hộ chiếu", "Identity card or passport", masked_id);
  mc_official_add_strong_field (draft, "Nội dung yêu cầu giải quyết", "Subject", content);
  if (owner != NULL)
    {
      g_autofree char *owner_name = mc_official_create_person (owner);
      g_autofree char *owner_text =
          owner->address != NULL && *owner->address != '\0'
              ? g_strdup_printf ("%s, địa chỉ: %s", owner_name, owner->address)
              : g_strdup (owner_name);

      mc_official_add_field (draft, "Chủ hồ sơ", "Concerns", owner_text);
    }
}

static void
format_count (guint count, char text[16])
{
  if (count == 0)
    g_strlcpy (text, "–", 16);
  else
    g_snprintf (text, 16, "%u", count);
}

/* 1 of the form. */
static void
add_components (const McOfficialDraft *draft, const McForm01 *form)
{
  static const McOfficialColumn columns[] = {
    { "TT", "TT", 0.07, MC_FLOW_CENTRE },
    { "Tên giấy tờ", "Tên giấy tờ (Paper)", 0.54, MC_FLOW_LEFT },
    { "Bản chính", "Bản chính (Original)", 0.13, MC_FLOW_CENTRE },
    { "Bản chứng thực", "Chứng thực (Certified)", 0.13, MC_FLOW_CENTRE },
    { "Bản photo", "Bản photo (Copy)", 0.13, MC_FLOW_CENTRE },
  };
  const GPtrArray *documents = form->dossier->documents;

  mc_official_add_heading (
      draft, "1. Thành phần hồ sơ, yêu cầu và số lượng mỗi loại giấy tờ gồm", "Papers");
  mc_official_begin_table (draft, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; documents != NULL && i < documents->len; i++)
    {
      const McDossierDocument *document = g_ptr_array_index (documents, i);
      const McDocument *known = mc_procedure_find_document (form->procedure, document->key);
      const char *name =
          known != NULL ? mc_document_get_name (known, MC_LANGUAGE_VI) : document->key;
      char number[16], originals[16], certified[16], copies[16];

      g_snprintf (number, sizeof number, "%u", i + 1);
      format_count (document->originals, originals);
      format_count (document->certified, certified);
      format_count (document->copies, copies);
      mc_official_add_row (draft,
                           columns,
                           G_N_ELEMENTS (columns),
                           (const char *const[]){ number, name, originals, certified, copies });
    }
  mc_official_end_table (draft);
}

static char *
create_return_way (const McForm01 *form)
{
  const McPoint *point = form->point;

  if (form->dossier->return_way != NULL && !g_str_equal (form->dossier->return_way, "point"))
    return g_strdup (form->dossier->return_way);
  if (point->address != NULL && *point->address != '\0')
    return g_strdup_printf ("%s, %s", point->name, point->address);
  return g_strdup (point->name);
}

/* The register runs by year: its volume is the year's (Thông tư 01/2018/TT-VPCP article 10). Where
 * it is kept by hand its numbers are, too. */
static void
add_register (const McOfficialDraft *draft, const McForm01 *form)
{
  g_autofree char *text = NULL;
  GDate day;

  if (form->register_number == 0)
    {
      mc_official_add_text (
          draft,
          draft->english ? "7. Vào Sổ theo dõi hồ sơ (Register), Quyển số: ………… Số thứ tự: …………"
                         : "7. Vào Sổ theo dõi hồ sơ, Quyển số: ………………  Số thứ tự: ………………");
      return;
    }

  mc_time_get_local_date (form->received_at, &day);
  text = g_strdup_printf (draft->english
                              ? "7. Vào Sổ theo dõi hồ sơ (Register), Quyển số: %u  Số thứ tự: %u"
                              : "7. Vào Sổ theo dõi hồ sơ, Quyển số: %u  Số thứ tự: %u",
                          (guint) g_date_get_year (&day),
                          form->register_number);
  mc_official_add_text (draft, text);
}

/* 2 to 7 of the form. */
static void
add_terms (const McOfficialDraft *draft, const McForm01 *form)
{
  g_autofree char *limit =
      mc_procedure_describe_limit (form->procedure, form->dossier->limit_case, MC_LANGUAGE_VI);
  g_autofree char *received = mc_official_create_long_time (form->received_at);
  g_autofree char *due = mc_official_create_long_time (form->due_at);
  g_autofree char *way = create_return_way (form);

  mc_official_add_field (draft, "2. Số lượng hồ sơ", "Sets", "01 (bộ)");
  mc_official_add_field (draft, "3. Thời gian giải quyết hồ sơ theo quy định", "Time limit", limit);
  mc_official_add_field (draft, "4. Thời gian nhận hồ sơ", "Received", received);
  mc_official_add_strong_field (
      draft, "5. Thời gian trả kết quả giải quyết hồ sơ", "Result due", due);
  mc_official_add_field (draft, "6. Đăng ký nhận kết quả tại", "To be collected at", way);
  add_register (draft, form);
}

static void
add_notes (const McOfficialDraft *draft)
{
  g_autofree char *lookup = mc_official_create_lookup (draft);
  g_autofree char *note =
      g_strdup_printf ("Kết quả có thể có sớm hơn giờ hẹn. %s Khi nhận kết quả, mang theo giấy này "
                       "và căn cước; người nhận thay mang thêm giấy ủy quyền.",
                       lookup);

  mc_flow_add_space (draft->flow, 4);
  mc_official_add_note (draft, note);
  mc_official_add_gloss (
      draft,
      "The result may be ready earlier: scan the code above. To collect it, bring this paper and "
      "your identity card; somebody else also brings a written authorisation.");
}

static gboolean
build (const McOfficialDraft *draft, gconstpointer data, GError **error)
{
  const McForm01 *form = data;
  const McOfficialSignature applicant = { .title = "NGƯỜI NỘP HỒ SƠ",
                                          .title_en = "Applicant",
                                          .note = MC_OFFICIAL_SIGN,
                                          .name = form->dossier->applicant->name };
  const McOfficialSignature officer = { .title = "NGƯỜI TIẾP NHẬN HỒ SƠ",
                                        .title_en = "Receiving officer",
                                        .note = MC_OFFICIAL_SIGN,
                                        .name = form->officer };

  if (!mc_official_add_head (draft, FALSE, error))
    return FALSE;
  mc_official_add_title (draft);
  add_parties (draft, form);
  add_components (draft, form);
  add_terms (draft, form);
  add_notes (draft);
  mc_official_add_signatures (draft, &applicant, &officer);
  return TRUE;
}

/**
 * mc_form01_page_new:
 * @form: what to print; every pointer stays the caller's
 * @error: return location
 *
 * Lays out form 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả, with the title and on the paper of
 * the set that was in force when it was received: fields a to h and 1 to 7 in the
 * order of the forms of Thông tư 01/2018/TT-VPCP, with the QR that its article 19 allows beside the
 * code. The id number is masked. A form that is longer than a page goes on, each page with the code
 * and its number. Any thread; each pays for its fonts once.
 *
 * Returns: (transfer full): one page or more, or %NULL with #McPageError or #McQrError
 */
McPage *
mc_form01_page_new (const McForm01 *form, GError **error)
{
  McOfficialHead head = { 0 };

  g_return_val_if_fail (form != NULL && form->dossier != NULL && form->procedure != NULL, NULL);
  g_return_val_if_fail (form->dossier->code != NULL && form->status_url != NULL, NULL);

  head.parent_agency = form->parent_agency;
  head.point = form->point;
  head.code = form->dossier->code;
  head.issued_at = form->received_at;
  head.status_url = form->status_url;
  head.language = form->dossier->language;
  head.paper = form->paper;
  return mc_official_page_new (&head, MC_FORM_RECEIPT, MC_OFFICIAL_LARGEST, build, form, error);
}
