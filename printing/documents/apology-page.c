/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/apology-page.h"

static gboolean
build (const McOfficialDraft *draft, gconstpointer data, GError **error)
{
  const McApologyForm *form = data;
  const char *agency = mc_official_get_issuer (&form->head);
  g_autofree char *name = mc_official_create_person (form->applicant);
  g_autofree char *subject =
      mc_official_create_subject (form->procedure_name, form->procedure_code);
  g_autofree char *received = mc_official_create_long_time (form->received_at);
  g_autofree char *promised = mc_official_create_long_time (form->promised_at);
  g_autofree char *new_due = mc_official_create_long_time (form->new_due_at);
  const char *address = mc_official_get_address (form->applicant);
  g_autofree char *apology = g_strdup_printf (
      "%s không thể trả kết quả đúng thời gian đã hẹn, xin lỗi %s vì sự chậm trễ này, đề nghị được "
      "gia hạn thời gian giải quyết và hẹn lại như sau.",
      agency,
      address);
  g_autofree char *contact = g_strdup_printf (
      "Nơi trả kết quả không đổi. Mong %s thông cảm. Nếu cần hỏi thêm, xin liên hệ", address);

  if (!mc_official_add_head (draft, TRUE, error))
    return FALSE;
  mc_official_add_title (draft);
  mc_official_add_strong_field (draft, "Kính gửi", "To", name);
  mc_official_add_contact_fields (draft, form->applicant);
  mc_flow_add_space (draft->flow, 3);
  mc_official_add_field (draft, "Thời gian nhận hồ sơ", "Received", received);
  mc_official_add_field (draft, "Mã hồ sơ", "Application code", form->head.code);
  mc_official_add_field (draft, "Nội dung yêu cầu giải quyết", "Subject", subject);
  mc_official_add_field (draft, "Thời gian hẹn trả kết quả", "Result was due", promised);
  mc_official_add_field (draft, "Lý do chậm", "Reason", form->reason);
  mc_flow_add_space (draft->flow, 3);
  mc_official_add_text (draft, apology);
  mc_official_add_gloss (draft, "We apologise for the delay and ask for more time.");
  mc_official_add_strong_field (
      draft, "Thời gian trả kết quả mới", "New date of the result", new_due);
  mc_official_add_contact (draft, contact, NULL);
  mc_official_add_lookup (draft);
  mc_official_add_head_signature (draft, form->signer_title, form->signer);
  return TRUE;
}

/**
 * mc_apology_page_new:
 * @form: what to print; every pointer stays the caller's
 * @error: return location
 *
 * Lays out the apology with the new date, with the title and on the paper of the form set in force
 * on the day of issue. It goes out at least a day before the limit ends, once for a dossier (Nghị
 * định 61/2018/NĐ-CP article 19.9); whether it may is the workflow's to judge. Any thread; each
 * pays for its fonts once.
 *
 * Returns: (transfer full): one page or more, or %NULL with #McPageError or #McQrError
 */
McPage *
mc_apology_page_new (const McApologyForm *form, GError **error)
{
  g_return_val_if_fail (form != NULL && form->procedure_name != NULL, NULL);

  return mc_official_page_new (
      &form->head, MC_FORM_APOLOGY, MC_OFFICIAL_LARGEST, build, form, error);
}
