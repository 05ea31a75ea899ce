/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/stop-notice-page.h"

#include "app/domain/datetime.h"

static gboolean
build (const McOfficialDraft *draft, gconstpointer data, GError **error)
{
  const McStopNotice *form = data;
  const char *agency = mc_official_get_issuer (&form->head);
  g_autofree char *name = mc_official_create_person (form->applicant);
  g_autofree char *subject =
      mc_official_create_subject (form->procedure_name, form->procedure_code);
  const char *address = mc_official_get_address (form->applicant);
  g_autofree char *notice =
      g_strdup_printf ("%s thông báo dừng giải quyết hồ sơ của %s như sau.", agency, address);
  g_autofree char *contact =
      g_strdup_printf ("Nếu cần giải thích thêm, đề nghị %s liên hệ", address);

  if (!mc_official_add_head (draft, TRUE, error))
    return FALSE;
  mc_official_add_title (draft);
  mc_official_add_strong_field (draft, "Kính gửi", "To", name);
  mc_official_add_contact_fields (draft, form->applicant);
  mc_official_add_field (draft, "Nội dung yêu cầu giải quyết", "Subject", subject);
  if (form->received_at != MC_TIME_NONE)
    {
      g_autofree char *received = mc_official_create_long_time (form->received_at);

      mc_official_add_field (draft, "Thời gian nhận hồ sơ", "Received", received);
    }
  mc_flow_add_space (draft->flow, 3);
  mc_official_add_text (draft, notice);
  mc_official_add_gloss (draft, "The handling of this application stops.");
  mc_flow_add_space (draft->flow, 3);
  mc_official_add_field (draft, "Người đề nghị dừng", "Requested by", form->requester);
  mc_official_add_field (draft, "Lý do", "Reason", form->reason);
  mc_official_add_field (draft, "Hồ sơ đang ở bước", "Stage reached", form->stage);
  mc_official_add_strong_field (draft, "Quyết định", "Decision", form->decision);
  mc_official_add_field (draft, "Xử lý phí, lệ phí đã nộp", "Fees already paid", form->money);
  mc_official_add_contact (draft, contact, NULL);
  mc_official_add_lookup (draft);
  mc_official_add_head_signature (draft, form->signer_title, form->signer);
  return TRUE;
}

/**
 * mc_stop_notice_page_new:
 * @form: what to print; every pointer stays the caller's
 * @error: return location
 *
 * Lays out the notice that a dossier is not handled further: a plain notice before 15 September
 * 2025, a numbered form from then on. Any thread; each pays for its fonts once.
 *
 * Returns: (transfer full): one page or more, or %NULL with #McPageError or #McQrError
 */
McPage *
mc_stop_notice_page_new (const McStopNotice *form, GError **error)
{
  g_return_val_if_fail (form != NULL && form->procedure_name != NULL, NULL);

  return mc_official_page_new (&form->head, MC_FORM_STOP, MC_OFFICIAL_LARGEST, build, form, error);
}
