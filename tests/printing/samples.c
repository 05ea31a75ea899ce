/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/printing/samples.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"

static gint64
at (const char *text)
{
  gint64 time = MC_TIME_NONE;

  g_assert_true (mc_time_from_rfc3339 (text, &time, NULL));
  return time;
}

/**
 * mc_sample_receipt_new:
 * @language: "vi" or "en"
 * @length: how much it says
 *
 * Returns: (transfer full): a receipt like one of mc_receipt_new ()
 */
McReceipt *
mc_sample_receipt_new (const char *language, McSampleLength length)
{
  static const char *const papers_vi[] = { "Giấy chứng sinh (bản chính)",
                                           "Căn cước của người đi khai (xuất trình)" };
  static const char *const papers_en[] = { "Birth notification of the hospital (original)",
                                           "Identity card of the declarant (to show)" };
  const gboolean english = mc_language_is_english (language), is_long = length == MC_SAMPLE_LONG;
  McReceipt *self = g_new0 (McReceipt, 1);

  self->code = g_strdup (is_long ? "000.00.01.H26-250620-500012" : "H26.107-250620-500012");
  self->status_url = g_strdup (MC_SAMPLE_URL);
  self->language = g_strdup (language);
  self->unit_name =
      g_strdup (is_long ? "UBND phường Văn Miếu - Quốc Tử Giám" : "UBND phường Hoàn Kiếm");
  self->point_name =
      g_strdup (is_long ? "Điểm tiếp nhận và trả kết quả số 3, Chi nhánh Trung tâm Phục vụ "
                          "hành chính công thành phố Hà Nội"
                        : "Trung tâm Phục vụ hành chính công");
  self->procedure_name =
      g_strdup (english ? (is_long ? "Registration of the establishment of a single-member limited "
                                     "liability company owned by an organisation"
                                   : "Birth registration")
                : is_long ? "Đăng ký thành lập công ty trách nhiệm hữu hạn một thành viên do tổ "
                            "chức làm chủ sở hữu"
                          : "Đăng ký khai sinh");
  self->masked_name = g_strdup (is_long ? "Công ty Cổ phần Xây dựng và Thương mại Nguyễn Khuyển •••"
                                        : "Trần Thị B•••");
  self->submitted_at = at ("2025-06-20T09:51:00+07:00");
  self->clock_synchronised = !is_long;
  self->delivered = !is_long;
  self->expected_due = at (is_long ? "2025-06-25T09:51:00+07:00" : "2025-06-20T17:00:00+07:00");
  self->due_reasons = is_long ? MC_DUE_REASON_AFTER_CUT_OFF | MC_DUE_REASON_CLOSED_DAY |
                                    MC_DUE_REASON_OUTSIDE_HOURS | MC_DUE_REASON_UNOFFICIAL_CALENDAR
                              : MC_DUE_REASON_NONE;
  self->limit_text = g_strdup (english ? (is_long ? "3 working days" : "Same day")
                                       : (is_long ? "3 ngày làm việc" : "Trong ngày"));
  self->fee_text = g_strdup (english ? (is_long ? "50.000 đ" : "Free of charge")
                                     : (is_long ? "50.000 đ" : "Miễn phí"));
  self->counter = g_strdup (is_long ? "12" : "2");
  self->address = is_long ? g_strdup ("Tầng 1, Toà nhà Liên cơ quan, số 126 đường Lê Trọng Tấn, "
                                      "Phường Văn Miếu - Quốc Tử Giám, thành phố Hà Nội")
                          : g_strdup ("Số 42 Lê Thái Tổ");
  self->papers = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < (is_long ? 20 : G_N_ELEMENTS (papers_vi)); i++)
    {
      const char *paper = (english ? papers_en : papers_vi)[i % G_N_ELEMENTS (papers_vi)];

      g_ptr_array_add (
          self->papers,
          is_long && i % 3 == 2
              ? g_strdup_printf (
                    "%s; kèm bản dịch có chứng thực và giấy ủy quyền (%u)", paper, i + 1)
              : g_strdup (paper));
    }
  self->kiosk = g_strdup ("HK-03");
  self->copy = 1;
  return self;
}
