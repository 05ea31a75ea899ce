/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/refusal-page.h"

static gboolean
build (const McOfficialDraft *draft, gconstpointer data, GError **error)
{
  const McRefusalForm *form = data;
  const McOfficialSignature applicant = {
    .title = "NGƯỜI NỘP HỒ SƠ",
    .title_en = "Applicant",
    .note = MC_OFFICIAL_SIGN,
    .name = form->applicant != NULL ? form->applicant->name : NULL,
  };
  const McOfficialSignature officer = { .title = "NGƯỜI TIẾP NHẬN HỒ SƠ",
                                        .title_en = "Receiving officer",
                                        .note = MC_OFFICIAL_SIGN,
                                        .name = form->officer };
  g_autofree char *name = mc_official_create_person (form->applicant);
  g_autofree char *subject =
      mc_official_create_subject (form->procedure_name, form->procedure_code);
  g_autofree char *sentence = g_strdup_printf (
      "Qua xem xét, %s thông báo không tiếp nhận, giải quyết hồ sơ này.", form->head.point->name);
  g_autofree char *contact = g_strdup_printf ("Nếu cần giải thích thêm, đề nghị %s liên hệ",
                                              mc_official_get_address (form->applicant));

  if (!mc_official_add_head (draft, TRUE, error))
    return FALSE;
  mc_official_add_title (draft);
  mc_official_add_field (draft, "Nơi tiếp nhận", "Received at", form->head.point->name);
  mc_official_add_strong_field (draft, "Tiếp nhận hồ sơ của", "From", name);
  mc_official_add_contact_fields (draft, form->applicant);
  mc_official_add_field (draft, "Nội dung yêu cầu giải quyết", "Subject", subject);
  mc_flow_add_space (draft->flow, 3);
  mc_official_add_text (draft, sentence);
  mc_official_add_gloss (draft, "After examination the application is not accepted.");
  mc_official_add_heading (draft, "Lý do cụ thể", "Reason");
  mc_official_add_text (draft, form->reason);
  mc_official_add_contact (draft, contact, form->officer);
  mc_official_add_gloss (
      draft, "If you need an explanation, please ask at the address or the phone number here.");
  mc_official_add_lookup (draft);
  mc_official_add_signatures (draft, &applicant, &officer);
  return TRUE;
}

/**
 * mc_refusal_page_new:
 * @form: what to print; every pointer stays the caller's
 * @error: return location
 *
 * Lays out the refusal of a dossier, with the title, on the paper and in the order of fields of the
 * form set in force on the day of issue. Any thread; each pays for its fonts once.
 *
 * Returns: (transfer full): one page or more, or %NULL with #McPageError or #McQrError
 */
McPage *
mc_refusal_page_new (const McRefusalForm *form, GError **error)
{
  g_return_val_if_fail (form != NULL && form->procedure_name != NULL && form->reason != NULL, NULL);

  return mc_official_page_new (
      &form->head, MC_FORM_REFUSAL, MC_OFFICIAL_LARGEST, build, form, error);
}
