/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/documents/supplement-page.h"

static void
add_items (const McOfficialDraft *draft, const GPtrArray *items)
{
  static const McOfficialColumn columns[] = {
    { "TT", "TT", 0.07, MC_FLOW_CENTRE },
    { "Giấy tờ, nội dung cần bổ sung", "Cần bổ sung (What is needed)", 0.5, MC_FLOW_LEFT },
    { "Vì sao", "Vì sao (Why)", 0.43, MC_FLOW_LEFT },
  };

  mc_official_add_heading (
      draft, "Yêu cầu bổ sung, hoàn thiện hồ sơ gồm những nội dung sau", "What is missing");
  mc_official_begin_table (draft, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const McMissingItem *item = g_ptr_array_index (items, i);
      char number[16];

      g_snprintf (number, sizeof number, "%u", i + 1);
      mc_official_add_row (
          draft,
          columns,
          G_N_ELEMENTS (columns),
          (const char *const[]){ number, item->what, item->why != NULL ? item->why : "–" });
    }
  mc_official_end_table (draft);
}

static gboolean
build (const McOfficialDraft *draft, gconstpointer data, GError **error)
{
  const McSupplementForm *form = data;
  const McOfficialSignature officer = { .title = "NGƯỜI HƯỚNG DẪN",
                                        .title_en = "Guiding officer",
                                        .note = MC_OFFICIAL_SIGN,
                                        .name = form->officer };
  g_autofree char *name = mc_official_create_person (form->applicant);
  g_autofree char *subject =
      mc_official_create_subject (form->procedure_name, form->procedure_code);
  g_autofree char *sentence = g_strdup_printf (
      "Khi bổ sung, đề nghị %s mang theo phiếu này và nộp đủ các nội dung trên trong một lần. "
      "Nếu có vướng mắc, xin liên hệ",
      mc_official_get_address (form->applicant));

  if (!mc_official_add_head (draft, TRUE, error))
    return FALSE;
  mc_official_add_title (draft);
  mc_official_add_field (draft, "Nơi tiếp nhận", "Received at", form->head.point->name);
  mc_official_add_strong_field (draft, "Hồ sơ của", "From", name);
  mc_official_add_field (draft, "Nội dung yêu cầu giải quyết", "Subject", subject);
  mc_official_add_contact_fields (draft, form->applicant);
  add_items (draft, form->items);
  if (form->reason != NULL && *form->reason != '\0')
    mc_official_add_field (draft, "Lý do", "Reason", form->reason);
  mc_official_add_contact (draft, sentence, form->officer);
  mc_official_add_gloss (
      draft,
      "Bring this paper and everything listed above at one time. If anything is unclear, please "
      "ask at the address or the phone number given here.");
  mc_official_add_lookup (draft);
  mc_official_add_signatures (draft, NULL, &officer);
  return TRUE;
}

/**
 * mc_supplement_page_new:
 * @form: what to print; every pointer stays the caller's
 * @error: return location
 *
 * Lays out the request to complete a dossier, with the title, on the paper and in the order of
 * fields of the form set in force on the day of issue. All requests stand on one paper (Nghị định
 * 61/2018/NĐ-CP article 15.3). Any thread; each pays for its fonts once.
 *
 * Returns: (transfer full): one page or more, or %NULL with #McPageError or #McQrError
 */
McPage *
mc_supplement_page_new (const McSupplementForm *form, GError **error)
{
  g_return_val_if_fail (form != NULL && form->procedure_name != NULL, NULL);

  return mc_official_page_new (
      &form->head, MC_FORM_SUPPLEMENT, MC_OFFICIAL_LARGEST, build, form, error);
}
