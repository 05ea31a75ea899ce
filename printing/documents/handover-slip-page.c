/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/handover-slip-page.h"

#include "app/domain/text.h"

static void
add_parties (const McOfficialDraft *draft, const McHandoverSlip *slip)
{
  g_autofree char *masked_id =
      slip->receiver_id != NULL ? mc_text_mask_id (slip->receiver_id) : NULL;

  mc_official_add_strong_field (draft, "Bên giao", "Handed over by", slip->giver);
  mc_official_add_field (draft, "Số điện thoại", "Phone", slip->giver_phone);
  mc_official_add_strong_field (draft, "Bên nhận", "Received by", slip->receiver);
  mc_official_add_field (draft, "Số căn cước/Hộ chiếu", "Identity card or passport", masked_id);
  mc_official_add_field (draft, "Số điện thoại", "Phone", slip->receiver_phone);
  /* A line that is not there cannot be filled in later: the owner needs none. */
  if (slip->authorisation != NULL)
    mc_official_add_field (draft, "Nhận thay theo", "Authorised by", slip->authorisation);
}

static gboolean
build (const McOfficialDraft *draft, gconstpointer data, GError **error)
{
  const McHandoverSlip *slip = data;
  const McOfficialSignature giver = {
    .title = "BÊN GIAO", .title_en = "Handed over by", .note = MC_OFFICIAL_SIGN, .name = slip->giver
  };
  const McOfficialSignature receiver = {
    .title = "BÊN NHẬN", .title_en = "Received by", .note = MC_OFFICIAL_SIGN, .name = slip->receiver
  };
  g_autofree char *subject =
      mc_official_create_subject (slip->procedure_name, slip->procedure_code);
  g_autofree char *time = mc_official_create_long_time (slip->handed_at);

  if (!mc_official_add_head (draft, FALSE, error))
    return FALSE;
  mc_official_add_title (draft);
  mc_official_add_field (draft, "Mã hồ sơ", "Application code", slip->head.code);
  mc_official_add_field (draft, "Thủ tục", "Procedure", subject);
  mc_official_add_field (draft, "Chủ hồ sơ", "Concerns", slip->owner);
  mc_flow_add_space (draft->flow, 3);
  add_parties (draft, slip);
  mc_flow_add_space (draft->flow, 3);
  mc_official_add_strong_field (draft, "Kết quả", "Result", slip->result_kind);
  mc_official_add_field (draft, "Số, ký hiệu", "Number", slip->result_number);
  mc_official_add_field (draft, "Nội dung", "Summary", slip->result_summary);
  mc_official_add_strong_field (draft, "Thời gian bàn giao", "Handed over", time);
  mc_flow_add_space (draft->flow, 3);
  mc_official_add_text (
      draft, "Hai bên đã kiểm tra và bàn giao đúng, đủ kết quả nêu trên, không có ý kiến khác.");
  mc_official_add_gloss (
      draft, "Both sides have looked at the result named above; it is complete and correct.");
  mc_official_add_signatures (draft, &giver, &receiver);
  return TRUE;
}

/**
 * mc_handover_slip_page_new:
 * @slip: what to print; every pointer stays the caller's
 * @error: return location
 *
 * Lays out what giver and receiver sign when a result is collected; of a delegate also the
 * authorisation (Nghị định 61/2018/NĐ-CP article 6). Any thread; each pays for its fonts once.
 *
 * Returns: (transfer full): one page or more, or %NULL with #McPageError or #McQrError
 */
McPage *
mc_handover_slip_page_new (const McHandoverSlip *slip, GError **error)
{
  g_return_val_if_fail (slip != NULL && slip->procedure_name != NULL, NULL);

  return mc_official_page_new (
      &slip->head, MC_FORM_HANDOVER, MC_OFFICIAL_LARGEST, build, slip, error);
}
