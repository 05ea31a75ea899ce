/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/printing/samples.h"

#include "app/assets.h"
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

static void
add_documents (McDossier *dossier, McProcedure *procedure, guint n_times)
{
  for (guint time = 0; time < n_times; time++)
    for (guint i = 0; i < mc_procedure_get_n_documents (procedure); i++)
      {
        const McDocument *document = mc_procedure_get_document (procedure, i);
        McDossierDocument *given =
            mc_dossier_add_document (dossier, mc_document_get_key (document));

        given->originals = mc_document_get_originals (document);
        given->certified = mc_document_get_certified (document);
        given->copies = mc_document_get_copies (document);
      }
}

/**
 * mc_sample_form01_page_new:
 * @language: the applicant's, "vi" or "en"
 * @length: how much it says
 * @error: return location
 *
 * Returns: (transfer full): a form 01
 */
McPage *
mc_sample_form01_page_new (const char *language, McSampleLength length, GError **error)
{
  const gboolean is_long = length == MC_SAMPLE_LONG;
  g_autoptr (McCatalogue) catalogue =
                 mc_assets_load_catalogue (mc_assets_get_default_dir (), error);
  g_autoptr (McDossier) dossier = mc_dossier_new ();
  GDate today;
  McPoint point = { .code = (char *) "P-00070",
                    .name =
                        (char *) (is_long ? "Điểm tiếp nhận và trả kết quả số 3, Chi nhánh Trung "
                                            "tâm Phục vụ hành chính công thành phố Hà Nội"
                                          : "Trung tâm Phục vụ hành chính công"),
                    .unit_name =
                        (char *) (is_long ? "Phường Văn Miếu - Quốc Tử Giám" : "Phường Hoàn Kiếm"),
                    .agency_name = (char *) "UBND phường Hoàn Kiếm",
                    .address = (char *) "Số 42 Lê Thái Tổ, Phường Hoàn Kiếm, Hà Nội",
                    .phone = (char *) "024 3936 0000" };
  McForm01 form = { .dossier = dossier,
                    .point = &point,
                    .parent_agency = "UBND thành phố Hà Nội",
                    .received_at = at ("2025-06-20T10:05:00+07:00"),
                    .due_at = at ("2025-06-20T17:00:00+07:00"),
                    .status_url = MC_SAMPLE_URL,
                    .officer = "Lê Thu Hương" };

  if (catalogue == NULL)
    return NULL;
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 20, G_DATE_JUNE, 2025);
  form.procedure = mc_catalogue_find (catalogue, is_long ? "2.001583" : "1.001193", &today);
  g_assert_nonnull (form.procedure);

  dossier->code = g_strdup (is_long ? "000.00.01.H26-250620-500012" : "H26.107-250620-500012");
  g_free (dossier->language);
  dossier->language = g_strdup (language);
  dossier->applicant = mc_applicant_new (is_long ? MC_APPLICANT_ORGANISATION : MC_APPLICANT_PERSON);
  dossier->applicant->name = g_strdup ("Trần Thị Bích Ngọc");
  dossier->applicant->id_number = g_strdup ("001304000028");
  dossier->applicant->phone = g_strdup ("0912 345 678");
  dossier->applicant->address = g_strdup ("Số 15, ngõ 1 Đặng Thai Mai, Phường Tây Hồ, Hà Nội");
  if (is_long)
    {
      dossier->applicant->organisation = g_strdup (
          "Công ty Cổ phần Đầu tư Xây dựng và Thương mại Nguyễn Khuyến - Quốc Tử Giám Việt Nam");
      dossier->applicant->title = g_strdup ("Phó Giám đốc thường trực");
      dossier->applicant->email = g_strdup ("van-phong.giao-dich@nguyen-khuyen.example.vn");
      dossier->owner = mc_applicant_new (MC_APPLICANT_PERSON);
      dossier->owner->name = g_strdup ("Nguyễn Phương Quỳnh Như");
      dossier->owner->address = g_strdup ("Thôn Đoài, Xã Sóc Sơn, thành phố Hà Nội");
    }
  add_documents (dossier, form.procedure, is_long ? 4 : 1);
  return mc_form01_page_new (&form, error);
}
