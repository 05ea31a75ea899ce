/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/form-set.h"

#include "app/domain/datetime.h"

/* clang-format off */
static const McForm FORMS_2018[] = {
  { MC_FORM_RECEIPT, "01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "Receipt of an application and appointment for its result", MC_PAPER_A5 },
  { MC_FORM_SUPPLEMENT, "02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "Request to complete an application", MC_PAPER_A5 },
  { MC_FORM_REFUSAL, "03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
    "Refusal of an application", MC_PAPER_A5 },
  { MC_FORM_APOLOGY, "04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả",
    "Apology and new appointment for the result", MC_PAPER_A5 },
  /* Nothing of 2018 gives it a number: a plain notice. */
  { MC_FORM_STOP, NULL, "Thông báo dừng giải quyết hồ sơ",
    "Notice that the handling of an application stops", MC_PAPER_A5 },
  { MC_FORM_CONTROL, "05", "Phiếu kiểm soát quá trình giải quyết hồ sơ",
    "Control slip of the handling of an application", MC_PAPER_A5 },
  { MC_FORM_REGISTER, "06", "Sổ theo dõi hồ sơ",
    "Register of applications", MC_PAPER_A4 },
  { MC_FORM_HANDOVER, NULL, "Phiếu bàn giao kết quả giải quyết hồ sơ",
    "Hand-over of a result", MC_PAPER_A5 },
  /* Each procedure has its own name for it. */
  { MC_FORM_DECLARATION, NULL, "Tờ khai", "Declaration", MC_PAPER_A4 },
};

/* The sizes of paper are those of 2018: the text of the circular could not be had (domain reference
 * 2, unverified), so a house can configure another. */
static const McForm FORMS_2025[] = {
  { MC_FORM_RECEIPT, "01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "Receipt of an application and appointment for its result", MC_PAPER_A5 },
  { MC_FORM_SUPPLEMENT, "02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "Request to complete an application", MC_PAPER_A5 },
  { MC_FORM_REFUSAL, "03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
    "Refusal of an application", MC_PAPER_A5 },
  { MC_FORM_APOLOGY, "04", "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
    "Apology and request for more time", MC_PAPER_A5 },
  { MC_FORM_STOP, "05", "Thông báo dừng giải quyết hồ sơ",
    "Notice that the handling of an application stops", MC_PAPER_A5 },
  { MC_FORM_CONTROL, "06", "Phiếu kiểm soát quá trình giải quyết hồ sơ",
    "Control slip of the handling of an application", MC_PAPER_A5 },
  { MC_FORM_REGISTER, "07", "Sổ theo dõi hồ sơ",
    "Register of applications", MC_PAPER_A4 },
  { MC_FORM_HANDOVER, NULL, "Phiếu bàn giao kết quả giải quyết hồ sơ",
    "Hand-over of a result", MC_PAPER_A5 },
  /* Each procedure has its own name for it. */
  { MC_FORM_DECLARATION, NULL, "Tờ khai", "Declaration", MC_PAPER_A4 },
};

/* Oldest first, without a gap. */
static const McFormSet SETS[] = {
  { "2018", "Nghị định 61/2018/NĐ-CP, Thông tư 01/2018/TT-VPCP",
    NULL, "2025-06-30", FORMS_2018, G_N_ELEMENTS (FORMS_2018) },
  /* The decree replaced the old one before there were forms of its own (unverified). */
  { "2025-07", "Nghị định 118/2025/NĐ-CP, Thông tư 01/2018/TT-VPCP",
    "2025-07-01", "2025-09-14", FORMS_2018, G_N_ELEMENTS (FORMS_2018) },
  { "2025-09", "Nghị định 118/2025/NĐ-CP, Thông tư 03/2025/TT-VPCP",
    "2025-09-15", NULL, FORMS_2025, G_N_ELEMENTS (FORMS_2025) },
};
/* clang-format on */

/**
 * mc_form_set_find:
 * @date: a day in Vietnam
 *
 * Finds the forms that the law had in force on that day: of a paper, the day on which it is issued.
 * Any thread.
 *
 * Returns: (transfer none): the set
 */
const McFormSet *
mc_form_set_find (const GDate *date)
{
  g_return_val_if_fail (date != NULL && g_date_valid (date), &SETS[G_N_ELEMENTS (SETS) - 1]);

  for (guint i = G_N_ELEMENTS (SETS) - 1; i > 0; i--)
    {
      GDate first;

      if (mc_date_from_iso (SETS[i].valid_from, &first) && g_date_compare (date, &first) >= 0)
        return &SETS[i];
    }
  return &SETS[0];
}

/**
 * mc_form_set_get_form:
 * @self: a set
 * @key: (nullable): a form's key, %MC_FORM_RECEIPT …
 *
 * Returns: (transfer none) (nullable): the form, or %NULL where the set has none of that key. Any
 *   thread
 */
const McForm *
mc_form_set_get_form (const McFormSet *self, const char *key)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->n_forms; i++)
    if (g_strcmp0 (self->forms[i].key, key) == 0)
      return &self->forms[i];
  return NULL;
}

/**
 * mc_form_find:
 * @key: (nullable): a form's key, %MC_FORM_RECEIPT …
 * @date: the day on which it is issued, in Vietnam
 *
 * Returns: (transfer none) (nullable): the form of the set in force on that day. Any thread
 */
const McForm *
mc_form_find (const char *key, const GDate *date)
{
  return mc_form_set_get_form (mc_form_set_find (date), key);
}

/**
 * mc_form_choose_paper:
 * @self: a form
 * @configured: what the house has configured, or %MC_PAPER_BY_LAW
 *
 * Returns: the paper to print it on, never %MC_PAPER_BY_LAW. Any thread
 */
McPaper
mc_form_choose_paper (const McForm *self, McPaper configured)
{
  g_return_val_if_fail (self != NULL, MC_PAPER_A5);
  return configured == MC_PAPER_BY_LAW ? self->paper : configured;
}
