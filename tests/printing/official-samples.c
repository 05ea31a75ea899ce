/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/printing/official-samples.h"

#include "app/assets.h"
#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "printing/documents/apology-page.h"
#include "printing/documents/control-slip-page.h"
#include "printing/documents/declaration-page.h"
#include "printing/documents/handover-slip-page.h"
#include "printing/documents/refusal-page.h"
#include "printing/documents/stop-notice-page.h"
#include "printing/documents/supplement-page.h"

/* Markup, a backslash, a percent sign and a word that no line can hold. */
#define HOSTILE                                                                                                                           \
  MC_SAMPLE_MARKUP " %s%n \\n "                                                                                                           \
                   "NguyễnẪẶỘsiêudàikhôngdấucáchNguyễnẪẶỘsiêudàikhôngdấucáchNguyễnẪẶỘsiêudàikhông" \
                   "dấucáchNguyễnẪẶỘsiêudàikhôngdấucách"

const McSample mc_official_samples[] = {
  { "supplement", mc_sample_supplement_page_new, 148, 210 },
  { "refusal", mc_sample_refusal_page_new, 148, 210 },
  { "apology", mc_sample_apology_page_new, 148, 210 },
  { "stop-notice", mc_sample_stop_notice_page_new, 148, 210 },
  { "control-slip", mc_sample_control_slip_page_new, 148, 210 },
  { "handover-slip", mc_sample_handover_slip_page_new, 148, 210 },
  { "declaration", mc_sample_declaration_page_new, 210, 297 },
};
const guint mc_n_official_samples = G_N_ELEMENTS (mc_official_samples);

/* An instant that is written as RFC 3339. */
gint64
mc_sample_time (const char *text)
{
  gint64 time = MC_TIME_NONE;

  g_assert_true (mc_time_from_rfc3339 (text, &time, NULL));
  return time;
}

const char *
mc_sample_choose (McSampleLength length, const char *short_text, const char *long_text)
{
  return length == MC_SAMPLE_SHORT ? short_text : length == MC_SAMPLE_LONG ? long_text : HOSTILE;
}

void
mc_sample_fill_point (McPoint *point, McSampleLength length)
{
  *point = (McPoint){ 0 };
  point->code = (char *) "00070";
  point->name =
      (char *) mc_sample_choose (length,
                                 "Điểm phục vụ hành chính công phường Hoàn Kiếm",
                                 "Điểm tiếp nhận và trả kết quả số 3, Chi nhánh Trung tâm Phục vụ "
                                 "hành chính công thành phố Hà Nội");
  point->unit_name =
      (char *) mc_sample_choose (length, "Phường Hoàn Kiếm", "Phường Văn Miếu - Quốc Tử Giám");
  point->address =
      (char *) mc_sample_choose (length,
                                 "Số 126 Hàng Trống",
                                 "Tầng 1, Toà nhà Liên cơ quan, số 126 đường Lê Trọng Tấn, "
                                 "Phường Văn Miếu - Quốc Tử Giám, thành phố Hà Nội");
  point->phone = (char *) "024 3936 0000";
}

McApplicant *
mc_sample_applicant_new (McSampleLength length)
{
  McApplicant *self =
      mc_applicant_new (length == MC_SAMPLE_LONG ? MC_APPLICANT_ORGANISATION : MC_APPLICANT_PERSON);

  self->name =
      g_strdup (mc_sample_choose (length, "Trần Thị Bích Ngọc", "Nguyễn Hoàng Phương Quỳnh Như"));
  self->address =
      g_strdup (mc_sample_choose (length,
                                  "Số 15, ngõ 1 Đặng Thai Mai, Phường Tây Hồ, Hà Nội",
                                  "Lô CN-08, đường số 3, Khu công nghiệp Nam Thăng Long, Phường "
                                  "Thượng Cát, thành phố Hà Nội, Việt Nam"));
  self->phone = g_strdup ("0912 345 678");
  if (length != MC_SAMPLE_SHORT)
    self->email = g_strdup ("van-phong.giao-dich.mot-cua@nguyen-khuyen-quoc-tu-giam.example.vn");
  if (length == MC_SAMPLE_LONG)
    {
      self->organisation = g_strdup (
          "Công ty Cổ phần Đầu tư Xây dựng và Thương mại Nguyễn Khuyến - Quốc Tử Giám Việt Nam");
      self->title = g_strdup ("Phó Giám đốc thường trực");
    }
  return self;
}

static void
fill_head (McOfficialHead *head, const McPoint *point, const char *language, McSampleLength length)
{
  *head = (McOfficialHead){ .parent_agency = "UBND thành phố Hà Nội",
                            .point = point,
                            .code = length == MC_SAMPLE_SHORT ? MC_SAMPLE_CODE : MC_SAMPLE_OLD_CODE,
                            .number = length == MC_SAMPLE_SHORT ? "27/PMC" : NULL,
                            .issued_at = mc_sample_time ("2025-11-20T10:05:00+07:00"),
                            .status_url = MC_SAMPLE_URL,
                            .language = language };
}

static const char *
get_procedure (McSampleLength length)
{
  return mc_sample_choose (
      length,
      "Đăng ký khai sinh",
      "Đăng ký thành lập công ty trách nhiệm hữu hạn một thành viên do tổ chức làm chủ "
      "sở hữu");
}

static const char *
get_reason (McSampleLength length)
{
  return mc_sample_choose (
      length,
      "Chưa có giấy tờ chứng minh nơi cư trú của cha, mẹ.",
      "Theo quy định tại khoản 1 Điều 16 Luật Hộ tịch năm 2014 và Điều 9 Nghị định số "
      "123/2015/NĐ-CP ngày 15 tháng 11 năm 2015 của Chính phủ, hồ sơ phải có đủ giấy tờ gốc để đối "
      "chiếu; bản chụp gửi kèm bị mờ ở trang 2 và trang 5, chữ ký của người đại diện chưa khớp với "
      "chữ ký trong giấy ủy quyền, và địa chỉ trụ sở chưa thống nhất giữa điều lệ với giấy đề "
      "nghị.\nNgoài ra, giấy tờ do cơ quan nước ngoài cấp chưa được hợp pháp hóa lãnh sự theo quy "
      "định tại Nghị định số 111/2011/NĐ-CP.");
}

McPage *
mc_sample_supplement_page_new (const char *language, McSampleLength length, GError **error)
{
  static const McMissingItem items[] = {
    { "Giấy chứng sinh (bản chính)", "Bản nộp kèm là bản chụp, chưa có bản chính để đối chiếu." },
    { "Căn cước của người đi khai", NULL },
  };
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_autoptr (McApplicant) applicant = mc_sample_applicant_new (length);
  const McMissingItem hostile = { HOSTILE, HOSTILE };
  const McMissingItem wordy = { "Giấy tờ do cơ quan nước ngoài cấp, kèm bản dịch có chứng thực",
                                get_reason (length) };
  McPoint point;
  McSupplementForm form = { .applicant = applicant,
                            .procedure_name = get_procedure (length),
                            .procedure_code = "1.001193",
                            .items = list,
                            .officer = mc_sample_choose (
                                length, "Lê Thu Hương", "Nguyễn Thị Thanh Huyền") };

  mc_sample_fill_point (&point, length);
  fill_head (&form.head, &point, language, length);
  for (guint i = 0; i < (length == MC_SAMPLE_LONG ? 20 : G_N_ELEMENTS (items)); i++)
    g_ptr_array_add (list, (gpointer) &items[i % G_N_ELEMENTS (items)]);
  if (length == MC_SAMPLE_LONG)
    g_ptr_array_insert (list, 7, (gpointer) &wordy);
  if (length == MC_SAMPLE_HOSTILE)
    g_ptr_array_add (list, (gpointer) &hostile);
  form.reason = get_reason (length);
  return mc_supplement_page_new (&form, error);
}

McPage *
mc_sample_refusal_page_new (const char *language, McSampleLength length, GError **error)
{
  g_autoptr (McApplicant) applicant = mc_sample_applicant_new (length);
  McPoint point;
  McRefusalForm form = { .applicant = applicant,
                         .procedure_name = get_procedure (length),
                         .procedure_code = "1.001193",
                         .reason = get_reason (length),
                         .officer =
                             mc_sample_choose (length, "Lê Thu Hương", "Nguyễn Thị Thanh Huyền") };

  mc_sample_fill_point (&point, length);
  fill_head (&form.head, &point, language, length);
  return mc_refusal_page_new (&form, error);
}

McPage *
mc_sample_apology_page_new (const char *language, McSampleLength length, GError **error)
{
  g_autoptr (McApplicant) applicant = mc_sample_applicant_new (length);
  McPoint point;
  McApologyForm form = {
    .applicant = applicant,
    .procedure_name = get_procedure (length),
    .procedure_code = "1.001193",
    .received_at = mc_sample_time ("2025-11-17T09:30:00+07:00"),
    .promised_at = mc_sample_time ("2025-11-21T17:00:00+07:00"),
    .new_due_at = mc_sample_time ("2025-11-28T17:00:00+07:00"),
    .reason = mc_sample_choose (
        length, "Phải chờ kết quả xác minh của Công an phường.", get_reason (length)),
    .signer_title = mc_sample_choose (length, "CHỦ TỊCH", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"),
    .signer = mc_sample_choose (length, "Phạm Quang Minh", "Phạm Quang Minh")
  };

  mc_sample_fill_point (&point, length);
  fill_head (&form.head, &point, language, length);
  form.head.agency =
      mc_sample_choose (length, "UBND phường Hoàn Kiếm", "UBND phường Văn Miếu - Quốc Tử Giám");
  return mc_apology_page_new (&form, error);
}

McPage *
mc_sample_stop_notice_page_new (const char *language, McSampleLength length, GError **error)
{
  g_autoptr (McApplicant) applicant = mc_sample_applicant_new (length);
  McPoint point;
  McStopNotice form = {
    .applicant = applicant,
    .procedure_name = get_procedure (length),
    .procedure_code = "1.001193",
    .received_at = mc_sample_time ("2025-11-17T09:30:00+07:00"),
    .requester = mc_sample_choose (
        length,
        "Người nộp hồ sơ",
        "Người đại diện theo pháp luật của công ty, theo đơn ngày 18 tháng 11 năm 2025"),
    .reason = get_reason (length),
    .stage = mc_sample_choose (length,
                               "Bước 5, chuyên viên thụ lý",
                               "Bước 6, lãnh đạo phòng Kinh tế, Hạ tầng và Đô thị phê duyệt"),
    .decision =
        mc_sample_choose (length,
                          "Dừng giải quyết, trả lại giấy tờ đã nộp.",
                          "Dừng giải quyết hồ sơ kể từ ngày ra thông báo này; trả lại toàn bộ giấy "
                          "tờ bản chính đã nộp cho người đại diện tại nơi tiếp nhận."),
    .money =
        mc_sample_choose (length,
                          "Chưa thu.",
                          "Hoàn trả toàn bộ lệ phí đã nộp (50.000 đ) tại quầy, theo biên lai số "
                          "0012345, trong 05 ngày làm việc."),
    .signer = mc_sample_choose (length, "Phạm Quang Minh", "Phạm Quang Minh")
  };

  mc_sample_fill_point (&point, length);
  fill_head (&form.head, &point, language, length);
  form.head.agency =
      mc_sample_choose (length, "UBND phường Hoàn Kiếm", "UBND phường Văn Miếu - Quốc Tử Giám");
  return mc_stop_notice_page_new (&form, error);
}

McPage *
mc_sample_control_slip_page_new (const char *language, McSampleLength length, GError **error)
{
  const McControlRow rows[] = {
    { "Bộ phận một cửa",
      "Chủ tịch UBND phường",
      "Lê Thu Hương",
      "Phạm Quang Minh",
      mc_sample_time ("2025-11-17T09:40:00+07:00"),
      TRUE,
      MC_TIMELINESS_EARLY,
      NULL },
    { "Chủ tịch UBND phường",
      "Phòng Kinh tế, Hạ tầng và Đô thị",
      "Phạm Quang Minh",
      "Nguyễn Văn Hải",
      mc_sample_time ("2025-11-17T14:05:00+07:00"),
      TRUE,
      MC_TIMELINESS_ON_TIME,
      mc_sample_choose (length, NULL, "Chờ ý kiến của Sở Xây dựng, công văn số 1520/SXD-QLXD") },
    { "Phòng Kinh tế, Hạ tầng và Đô thị",
      "Chuyên viên",
      NULL,
      NULL,
      MC_TIME_NONE,
      TRUE,
      MC_TIMELINESS_OVERDUE,
      NULL },
  };
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  McPoint point;
  McControlSlip slip = {
    .folder_qr = MC_SAMPLE_FOLDER,
    .procedure_name = get_procedure (length),
    .procedure_code = "1.001193",
    .resolving = mc_sample_choose (
        length,
        "UBND phường Hoàn Kiếm",
        "Sở Tài chính thành phố Hà Nội, Phòng Đăng ký kinh doanh và Quản lý doanh nghiệp"),
    .cooperating = mc_sample_choose (
        length, NULL, "Công an phường Văn Miếu - Quốc Tử Giám; Chi cục Thuế khu vực I"),
    .due_at = mc_sample_time ("2025-11-21T17:00:00+07:00"),
    .rows = list
  };

  mc_sample_fill_point (&point, length);
  fill_head (&slip.head, &point, language, length);
  for (guint i = 0; i < (length == MC_SAMPLE_LONG ? 11 : 2); i++)
    g_ptr_array_add (list, (gpointer) &rows[i % G_N_ELEMENTS (rows)]);
  return mc_control_slip_page_new (&slip, error);
}

McPage *
mc_sample_handover_slip_page_new (const char *language, McSampleLength length, GError **error)
{
  McPoint point;
  McHandoverSlip slip = {
    .procedure_name = get_procedure (length),
    .procedure_code = "1.001193",
    .owner = mc_sample_choose (
        length,
        "Trần Thị Bích Ngọc",
        "Công ty Cổ phần Đầu tư Xây dựng và Thương mại Nguyễn Khuyến - Quốc Tử Giám Việt Nam"),
    .giver = mc_sample_choose (length, "Lê Thu Hương", "Nguyễn Thị Thanh Huyền"),
    .giver_phone = "024 3936 0000",
    .receiver = mc_sample_choose (length, "Trần Thị Bích Ngọc", "Nguyễn Hoàng Phương Quỳnh Như"),
    .receiver_phone = "0912 345 678",
    .receiver_id = "001304000028",
    .authorisation = mc_sample_choose (
        length,
        NULL,
        "Giấy ủy quyền số 1520/UQ-NK ngày 18 tháng 11 năm 2025, có xác nhận của công ty"),
    .result_kind = mc_sample_choose (length,
                                     "Giấy khai sinh, 01 bản chính",
                                     "Giấy chứng nhận đăng ký doanh nghiệp và Giấy xác nhận về "
                                     "việc thay đổi nội dung đăng ký, mỗi loại 02 bản chính"),
    .result_number =
        mc_sample_choose (length, "215/2025", "0109876543, đăng ký thay đổi lần thứ 12"),
    .result_summary = mc_sample_choose (
        length, "Cấp cho Trần Gia Bảo, sinh ngày 02/11/2025", get_reason (length)),
    .handed_at = mc_sample_time ("2025-11-20T10:05:00+07:00"),
  };

  mc_sample_fill_point (&point, length);
  fill_head (&slip.head, &point, language, length);
  return mc_handover_slip_page_new (&slip, error);
}

/* An answer that fits any kind of field; the samples are not checked against it. */
static char *
make_answer (const McField *field, McSampleLength length)
{
  switch (mc_field_get_kind (field))
    {
    case MC_FIELD_CHOICE:
      return g_strdup (mc_field_get_choice (field, 0, MC_LANGUAGE_VI).value);
    case MC_FIELD_YES_NO:
      return g_strdup ("yes");
    case MC_FIELD_DATE:
      return g_strdup ("2025-11-02");
    case MC_FIELD_TIME:
      return g_strdup ("07:30");
    case MC_FIELD_YEAR:
      return g_strdup ("1985");
    case MC_FIELD_NUMBER:
      return g_strdup ("12");
    case MC_FIELD_MONEY:
      return g_strdup ("1500000000");
    case MC_FIELD_ID_NUMBER:
      return g_strdup ("001304000028");
    case MC_FIELD_TAX_CODE:
      return g_strdup ("0109876543");
    case MC_FIELD_PHONE:
      return g_strdup ("0912345678");
    case MC_FIELD_EMAIL:
      return g_strdup ("van-phong@nguyen-khuyen.example.vn");
    case MC_FIELD_NAME:
      return g_strdup (mc_sample_choose (length, "Trần Gia Bảo", "Nguyễn Hoàng Phương Quỳnh Như"));
    case MC_FIELD_LONG_TEXT:
      return g_strdup (get_reason (length));
    case MC_FIELD_ADDRESS:
      return g_strdup (mc_sample_choose (length,
                                         "Số 15, ngõ 1 Đặng Thai Mai, Phường Tây Hồ, Hà Nội",
                                         "Lô CN-08, đường số 3, Khu công nghiệp Nam Thăng Long, "
                                         "Phường Thượng Cát, thành phố Hà Nội, Việt Nam"));
    case MC_FIELD_TEXT:
    default:
      return g_strdup (mc_sample_choose (length, "125/GPXD", get_reason (length)));
    }
}

/* Page by page, as what is asked depends on what was answered before. */
static void
answer_all (McDossier *dossier, McProcedure *procedure, McSampleLength length)
{
  for (guint i = 0; i < mc_procedure_get_n_pages (procedure); i++)
    {
      const McFormPage *page = mc_procedure_get_page (procedure, i);

      for (guint j = 0; j < mc_form_page_get_n_fields (page); j++)
        {
          const McField *field = mc_form_page_get_field (page, j);
          g_autofree char *answer = make_answer (field, length);

          if (mc_form_page_is_visible (page, dossier->answers) &&
              mc_field_is_visible (field, dossier->answers))
            mc_answers_set (dossier->answers, mc_field_get_key (field), answer);
        }
    }
}

/* The extension of a permit on one page, a company on several, a couple who both sign. */
McPage *
mc_sample_declaration_page_new (const char *language, McSampleLength length, GError **error)
{
  g_autoptr (McCatalogue) catalogue =
                 mc_assets_load_catalogue (mc_assets_get_default_dir (), error);
  g_autoptr (McDossier) dossier = mc_dossier_new ();
  McPoint point;
  McDeclarationForm form = { .dossier = dossier,
                             .addressee = mc_sample_choose (
                                 length, "UBND phường Hoàn Kiếm", "UBND phường Văn Miếu"),
                             .signed_at = mc_sample_time ("2025-11-21T09:00:00+07:00") };
  GDate today;

  if (catalogue == NULL)
    return NULL;
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 20, G_DATE_NOVEMBER, 2025);
  form.procedure = mc_catalogue_find (
      catalogue,
      length == MC_SAMPLE_HOSTILE ? "1.000894" : mc_sample_choose (length, "1.009998", "2.001583"),
      &today);
  g_assert_nonnull (form.procedure);
  mc_sample_fill_point (&point, length);
  fill_head (&form.head, &point, language, length);
  g_clear_pointer (&dossier->applicant, mc_applicant_free);
  dossier->applicant = mc_sample_applicant_new (length);
  dossier->applicant->id_number = g_strdup ("001304000028");
  g_date_set_dmy (&dossier->applicant->birth_date, 29, G_DATE_FEBRUARY, 2004);
  answer_all (dossier, form.procedure, length);
  return mc_declaration_page_new (&form, error);
}
