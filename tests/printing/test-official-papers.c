/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <string.h>
#include "app/assets.h"
#include "app/domain/datetime.h"
#include "printing/documents/apology-page.h"
#include "printing/documents/control-slip-page.h"
#include "printing/documents/declaration-page.h"
#include "printing/documents/stop-notice-page.h"
#include "printing/documents/supplement-page.h"
#include "tests/printing/official-samples.h"
#include "tests/printing/page-reader.h"

static McPage *
create (const McSample *sample, const char *language, McSampleLength length)
{
  g_autoptr (GError) error = NULL;
  McPage *page = sample->create (language, length, &error);

  g_assert_no_error (error);
  mc_test_assert_size (page, sample->width_mm, sample->height_mm);
  return page;
}

static const McSample *
find (const char *name)
{
  for (guint i = 0; i < mc_n_official_samples; i++)
    if (g_str_equal (mc_official_samples[i].name, name))
      return &mc_official_samples[i];
  g_assert_not_reached ();
}

static char *
read_sample (const char *name, const char *language, McSampleLength length)
{
  g_autoptr (McPage) page = create (find (name), language, length);

  return mc_test_read_words (page);
}

static guint
count (const char *words, const char *part)
{
  guint n = 0;

  for (const char *found = strstr (words, part); found != NULL; found = strstr (found + 1, part))
    n++;
  return n;
}

/* What a scanner sees on it; nothing on what does not leave the office. */
static const char *
get_qr (const McSample *sample)
{
  if (g_str_equal (sample->name, "declaration"))
    return NULL;
  return g_str_equal (sample->name, "control-slip") ? MC_SAMPLE_FOLDER : MC_SAMPLE_URL;
}

/* Every paper in every language and length keeps its ink off the edges, says its code on each page
 * and shows a QR that a phone reads from a 150 dpi print. */
static void
test_every (gconstpointer data)
{
  static const char *const languages[] = { "vi", "en" };
  const McSample *sample = data;

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    for (McSampleLength length = MC_SAMPLE_SHORT; length <= MC_SAMPLE_HOSTILE; length++)
      {
        g_autoptr (McPage) page = create (sample, languages[i], length);
        const char *expected = get_qr (sample);
        g_autofree char *qr = expected == NULL ? NULL : mc_test_read_qr (page, 150);
        g_autofree char *words = mc_test_read_words (page);

        mc_test_assert_white_edges (page, 8, 4);
        g_assert_cmpstr (qr, ==, expected);
        for (guint number = 1; number <= page->n_pages; number++)
          {
            g_autofree char *one = mc_test_read_page_words (page, number);

            mc_test_assert_says (one,
                                 length == MC_SAMPLE_SHORT ? MC_SAMPLE_CODE : MC_SAMPLE_OLD_CODE);
          }
        mc_test_assert_silent (words, "(null)");
        if (length == MC_SAMPLE_SHORT)
          g_assert_cmpuint (page->n_pages, ==, 1);
        if (length == MC_SAMPLE_HOSTILE)
          mc_test_assert_says (words, MC_SAMPLE_MARKUP " %s%n \\n");
      }
}

/* The request has its fields in the order of the forms (domain reference 2). */
static void
test_supplement_fields (void)
{
  static const char *const parts[] = { "UBND THÀNH PHỐ HÀ NỘI",
                                       "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                                       "Độc lập - Tự do - Hạnh phúc",
                                       "Số: 27/PMC",
                                       "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
                                       "Nơi tiếp nhận: Điểm phục vụ hành chính công",
                                       "Hồ sơ của: Trần Thị Bích Ngọc",
                                       "Nội dung yêu cầu giải quyết: Đăng ký khai sinh",
                                       "Địa chỉ: Số 15",
                                       "Số điện thoại: 0912 345 678",
                                       "Email",
                                       "nội dung cần bổ sung",
                                       "Giấy chứng sinh (bản chính)",
                                       "Căn cước của người đi khai",
                                       "Lý do: Chưa có giấy tờ",
                                       "liên hệ Lê Thu Hương",
                                       "Số 126 Hàng Trống",
                                       "NGƯỜI HƯỚNG DẪN",
                                       "Lê Thu Hương",
                                       NULL };
  g_autofree char *words = read_sample ("supplement", "vi", MC_SAMPLE_SHORT);

  mc_test_assert_in_order (words, parts);
  mc_test_assert_says (words, "Hoàn Kiếm, ngày 20 tháng 11 năm 2025");
  mc_test_assert_silent (words, "trang 1/");
}

/* Twenty-one items on two pages: none is lost, the table's head stands on each, and the long reason
 * is whole although the page ends in it. */
static void
test_supplement_long (void)
{
  g_autoptr (McPage) page = create (find ("supplement"), "vi", MC_SAMPLE_LONG);
  g_autofree char *words = mc_test_read_words (page);

  g_assert_cmpuint (page->n_pages, ==, 2);
  for (guint i = 1; i <= 21; i++)
    {
      g_autofree char *number = g_strdup_printf (" %u ", i);

      mc_test_assert_says (words, number);
    }
  g_assert_cmpuint (count (words, "nội dung cần bổ sung"), ==, 2);
  g_assert_cmpuint (count (words, "111/2011/"), ==, 2); /* of the item and of the whole */
  mc_test_assert_in_order (
      words, (const char *const[]){ "trang 1/2", "NGƯỜI HƯỚNG DẪN", "trang 2/2", NULL });
}

static void
test_refusal_fields (void)
{
  static const char *const parts[] = { "Số: 27/PMC",
                                       "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
                                       "Nơi tiếp nhận",
                                       "Tiếp nhận hồ sơ của: Trần Thị Bích Ngọc",
                                       "Địa chỉ",
                                       "Số điện thoại",
                                       "Email",
                                       "Nội dung yêu cầu giải quyết",
                                       "không tiếp nhận, giải quyết hồ sơ này",
                                       "Lý do cụ thể",
                                       "Chưa có giấy tờ chứng minh",
                                       "liên hệ Lê Thu Hương",
                                       "NGƯỜI NỘP HỒ SƠ",
                                       "NGƯỜI TIẾP NHẬN HỒ SƠ",
                                       "Trần Thị Bích Ngọc",
                                       "Lê Thu Hương",
                                       NULL };
  g_autofree char *words = read_sample ("refusal", "vi", MC_SAMPLE_SHORT);

  mc_test_assert_in_order (words, parts);
}

static void
test_apology_fields (void)
{
  static const char *const parts[] = { "UBND PHƯỜNG HOÀN KIẾM",
                                       "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
                                       "Kính gửi: Trần Thị Bích Ngọc",
                                       "Thời gian nhận hồ sơ: 9 giờ 30 phút, ngày 17 tháng 11",
                                       "Mã hồ sơ: H26.104-251120-500012",
                                       "Đăng ký khai sinh",
                                       "Thời gian hẹn trả kết quả: 17 giờ 00 phút, ngày 21",
                                       "Lý do chậm: Phải chờ kết quả xác minh",
                                       "xin lỗi ông, bà",
                                       "Thời gian trả kết quả mới: 17 giờ 00 phút, ngày 28",
                                       "Nơi nhận:",
                                       "CHỦ TỊCH",
                                       "đóng dấu",
                                       "Phạm Quang Minh",
                                       NULL };
  g_autofree char *words = read_sample ("apology", "vi", MC_SAMPLE_SHORT);
  g_autofree char *organisation = read_sample ("apology", "vi", MC_SAMPLE_LONG);

  mc_test_assert_in_order (words, parts);
  mc_test_assert_says (organisation, "xin lỗi quý đơn vị");
  mc_test_assert_silent (organisation, "ông, bà");
  mc_test_assert_in_order (organisation,
                           (const char *const[]){ "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", NULL });
}

static void
test_stop_fields (void)
{
  static const char *const parts[] = { "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
                                       "Kính gửi: Trần Thị Bích Ngọc",
                                       "Đăng ký khai sinh",
                                       "Người đề nghị dừng: Người nộp hồ sơ",
                                       "Lý do: Chưa có giấy tờ",
                                       "Hồ sơ đang ở bước: Bước 5",
                                       "Quyết định: Dừng giải quyết",
                                       "Xử lý phí, lệ phí đã nộp: Chưa thu",
                                       "THỦ TRƯỞNG CƠ QUAN",
                                       "Phạm Quang Minh",
                                       NULL };
  g_autofree char *words = read_sample ("stop-notice", "vi", MC_SAMPLE_SHORT);

  mc_test_assert_in_order (words, parts);
}

/* What nobody knows stays a dotted line for a hand, and the numbers of a paper that has none. */
static void
test_unknown (void)
{
  McPoint point;
  McStopNotice notice = { .procedure_name = "Đăng ký khai sinh", .received_at = MC_TIME_NONE };
  g_autoptr (McPage) page = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  mc_sample_fill_point (&point, MC_SAMPLE_SHORT);
  point.phone = point.address = point.unit_name = NULL;
  notice.head = (McOfficialHead){ .parent_agency = "UBND thành phố Hà Nội",
                                  .point = &point,
                                  .code = MC_SAMPLE_CODE,
                                  .issued_at = mc_sample_time ("2025-07-05T08:00:00+07:00") };
  page = mc_stop_notice_page_new (&notice, &error);
  g_assert_no_error (error);
  words = mc_test_read_words (page);
  mc_test_assert_in_order (words,
                           (const char *const[]){ "Số: …", "Kính gửi: …", "Quyết định: …", NULL });
  mc_test_assert_says (words, "ngày 05 tháng 7 năm 2025");
  mc_test_assert_silent (words, "Thời gian nhận hồ sơ");
  mc_test_assert_silent (words, "quét mã QR");
}

/* The day of issue decides on the title: the law changed it on 15 September 2025. */
static void
test_form_set (void)
{
  static const struct
  {
    const char *time, *title;
  } rows[] = {
    { "2025-09-14T23:59:59+07:00", "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ" },
    { "2025-09-15T00:00:00+07:00", "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT" },
  };
  McPoint point;
  McApologyForm form = { .procedure_name = "Đăng ký khai sinh" };

  mc_sample_fill_point (&point, MC_SAMPLE_SHORT);
  form.head = (McOfficialHead){ .parent_agency = "UBND thành phố Hà Nội",
                                .point = &point,
                                .code = MC_SAMPLE_CODE };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (McPage) page = NULL;
      g_autofree char *words = NULL;

      form.head.issued_at = mc_sample_time (rows[i].time);
      form.received_at = form.promised_at = form.new_due_at = form.head.issued_at;
      page = mc_apology_page_new (&form, NULL);
      words = mc_test_read_words (page);
      mc_test_assert_says (words, rows[i].title);
    }
}

/* A house that prints on A4 gets the same paper, enlarged. */
static void
test_paper (void)
{
  McPoint point;
  McMissingItem item = { "Giấy chứng sinh (bản chính)", "Chưa có." };
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  McSupplementForm form = { .procedure_name = "Đăng ký khai sinh", .items = items };
  g_autoptr (McPage) a5 = NULL, a4 = NULL;
  g_autofree char *a5_words = NULL, *a4_words = NULL, *qr = NULL;

  mc_sample_fill_point (&point, MC_SAMPLE_SHORT);
  g_ptr_array_add (items, &item);
  form.head = (McOfficialHead){ .parent_agency = "UBND thành phố Hà Nội",
                                .point = &point,
                                .code = MC_SAMPLE_CODE,
                                .status_url = MC_SAMPLE_URL,
                                .issued_at = mc_sample_time ("2025-11-20T10:05:00+07:00") };
  a5 = mc_supplement_page_new (&form, NULL);
  form.head.paper = MC_PAPER_A4;
  a4 = mc_supplement_page_new (&form, NULL);
  mc_test_assert_size (a5, 148, 210);
  mc_test_assert_size (a4, 210, 297);
  mc_test_assert_white_edges (a4, 12, 6);
  a5_words = mc_test_read_words (a5);
  a4_words = mc_test_read_words (a4);
  qr = mc_test_read_qr (a4, 150);
  g_assert_cmpstr (a5_words, ==, a4_words);
  g_assert_cmpstr (qr, ==, MC_SAMPLE_URL);
}

/* Eight steps give seven hand-overs: what is known is filled, the rest is there for a pen. */
static void
test_control_rows (void)
{
  g_autofree char *words = read_sample ("control-slip", "vi", MC_SAMPLE_SHORT);
  g_autofree char *many = read_sample ("control-slip", "vi", MC_SAMPLE_LONG);

  mc_test_assert_in_order (words,
                           (const char *const[]){ "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
                                                  "giải quyết hồ sơ: UBND phường Hoàn Kiếm",
                                                  "phối hợp giải quyết hồ sơ: …",
                                                  "Ghi chú",
                                                  "Giao: Bộ phận một cửa",
                                                  "9 giờ 40 phút, ngày 17/11/2025",
                                                  NULL });
  g_assert_cmpuint (count (words, "1. Giao:"), ==, MC_CONTROL_ROWS);
  g_assert_cmpuint (count (words, "1. Giao: …"), ==, MC_CONTROL_ROWS - 2);
  g_assert_cmpuint (count (words, "Người nhận"), ==, MC_CONTROL_ROWS);
  g_assert_cmpuint (count (words, "Quá hạn"), ==, MC_CONTROL_ROWS);
  /* More than seven happen when a superior sends the dossier back. */
  g_assert_cmpuint (count (many, "1. Giao:"), ==, 11);
  g_assert_cmpuint (count (many, "1. Giao: …"), ==, 0);
}

/* How much ink is in the boxes of the first row: a box that is ticked has more than an empty one.
 */
static void
test_control_result (void)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  McControlRow row = { .giver = "Bộ phận một cửa", .receiver = "Văn thư", .at = MC_TIME_NONE };
  McPoint point;
  McControlSlip slip = { .folder_qr = MC_SAMPLE_FOLDER,
                         .procedure_name = "Đăng ký khai sinh",
                         .due_at = MC_TIME_NONE,
                         .rows = rows };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  mc_sample_fill_point (&point, MC_SAMPLE_SHORT);
  g_ptr_array_add (rows, &row);
  slip.head = (McOfficialHead){ .parent_agency = "UBND thành phố Hà Nội",
                                .point = &point,
                                .code = MC_SAMPLE_CODE,
                                .issued_at = mc_sample_time ("2025-11-20T10:05:00+07:00") };
  for (guint i = 0; i <= MC_TIMELINESS_OVERDUE + 1; i++)
    {
      g_autoptr (McPage) page = NULL;

      row.judged = i > 0;
      row.result = i > 0 ? (McTimeliness) (i - 1) : MC_TIMELINESS_EARLY;
      page = mc_control_slip_page_new (&slip, NULL);
      /* Each result looks different from every other. */
      g_assert_true (g_hash_table_add (seen, mc_test_digest_picture (page)));
    }
}

/* A hand scanner needs no more than 75 dots an inch of it. */
static void
test_control_qr (void)
{
  g_autoptr (McPage) page = create (find ("control-slip"), "vi", MC_SAMPLE_SHORT);
  g_autofree char *qr = mc_test_read_qr (page, 75);

  g_assert_cmpstr (qr, ==, MC_SAMPLE_FOLDER);
}

/* What was handed over, by whom and to whom; a delegate's authorisation, and nothing of it where
 * the owner came. */
static void
test_handover_fields (void)
{
  static const char *const parts[] = { "PHIẾU BÀN GIAO KẾT QUẢ GIẢI QUYẾT HỒ SƠ",
                                       "Mã hồ sơ: " MC_SAMPLE_CODE,
                                       "Thủ tục: Đăng ký khai sinh",
                                       "Chủ hồ sơ: Trần Thị Bích Ngọc",
                                       "Bên giao: Lê Thu Hương",
                                       "024 3936 0000",
                                       "Bên nhận: Trần Thị Bích Ngọc",
                                       "•••• •••• 0028",
                                       "0912 345 678",
                                       "Kết quả: Giấy khai sinh, 01 bản chính",
                                       "Số, ký hiệu: 215/2025",
                                       "Nội dung: Cấp cho Trần Gia Bảo",
                                       "Thời gian bàn giao: 10 giờ 05 phút",
                                       "BÊN GIAO",
                                       "BÊN NHẬN",
                                       NULL };
  g_autofree char *words = read_sample ("handover-slip", "vi", MC_SAMPLE_SHORT);
  g_autofree char *delegate = read_sample ("handover-slip", "vi", MC_SAMPLE_LONG);

  mc_test_assert_in_order (words, parts);
  mc_test_assert_silent (words, "001304000028");
  mc_test_assert_silent (words, "Nhận thay");
  mc_test_assert_says (delegate, "Nhận thay theo: Giấy ủy quyền số 1520/UQ-NK");
}

/* All that was asked and answered, in words and in the form's order, with the whole number: it is
 * what the citizen signs. */
static void
test_declaration_fields (void)
{
  static const char *const parts[] = { "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                                       "Độc lập - Tự do - Hạnh phúc",
                                       "ĐƠN ĐỀ NGHỊ GIA HẠN GIẤY PHÉP XÂY DỰNG",
                                       "Kính gửi: UBND phường Hoàn Kiếm",
                                       "Thủ tục: Gia hạn giấy phép xây dựng (mã thủ tục 1.009998)",
                                       "1. Người nộp hồ sơ",
                                       "Họ, chữ đệm, tên: Trần Thị Bích Ngọc",
                                       "Số định danh cá nhân: 001304000028",
                                       "Ngày sinh: 29/2/2004",
                                       "2. Chủ đầu tư",
                                       "Tên chủ đầu tư: 125/GPXD",
                                       "3. Giấy phép và công trình",
                                       "Ngày cấp: 2/11/2025",
                                       "Cơ quan cấp: Ủy ban nhân dân xã, phường",
                                       "4. Nội dung gia hạn",
                                       "Đã khởi công: Có",
                                       "Thời gian gia hạn (tháng): 12",
                                       "Tôi cam đoan những nội dung khai trên đây là đúng sự thật",
                                       "Hoàn Kiếm, ngày 21 tháng 11 năm 2025",
                                       "NGƯỜI KHAI",
                                       "ghi rõ họ tên",
                                       MC_SAMPLE_CODE " · trang 1/1",
                                       NULL };
  g_autofree char *words = read_sample ("declaration", "vi", MC_SAMPLE_SHORT);
  g_autofree char *english = read_sample ("declaration", "en", MC_SAMPLE_SHORT);

  mc_test_assert_in_order (words, parts);
  mc_test_assert_silent (words, "MẪU SỐ"); /* it is not the ministry's sheet */
  mc_test_assert_silent (words, "Lý do:"); /* not asked where the work has begun */
  mc_test_assert_silent (words, "NGƯỜI CÙNG KHAI");
  mc_test_assert_in_order (english,
                           (const char *const[]){ "Request for an extension",
                                                  "Kính gửi (To)",
                                                  "1. Người nộp hồ sơ (Applicant)",
                                                  "Đã khởi công (Work has begun): Có",
                                                  "I declare that all",
                                                  NULL });
}

/* What goes over several pages is signed below the last of what it says. */
static void
test_declaration_long (void)
{
  g_autoptr (McPage) page = create (find ("declaration"), "vi", MC_SAMPLE_LONG);
  g_autofree char *words = mc_test_read_words (page);
  g_autofree char *last = mc_test_read_page_words (page, page->n_pages);

  g_assert_cmpuint (page->n_pages, >, 1);
  mc_test_assert_says (words, "GIẤY ĐỀ NGHỊ ĐĂNG KÝ DOANH NGHIỆP");
  mc_test_assert_in_order (last, (const char *const[]){ "Tôi cam đoan", "NGƯỜI KHAI", NULL });
}

/* Both of a couple sign the one paper. */
static void
test_declaration_couple (void)
{
  g_autofree char *words = read_sample ("declaration", "vi", MC_SAMPLE_HOSTILE);

  mc_test_assert_in_order (
      words,
      (const char *const[]){
          "TỜ KHAI ĐĂNG KÝ KẾT HÔN", "Chúng tôi cam đoan", "NGƯỜI CÙNG KHAI", "NGƯỜI KHAI", NULL });
}

/* What was asked and left empty waits for a pen. */
static void
test_declaration_empty (void)
{
  g_autoptr (McCatalogue) catalogue = mc_assets_load_catalogue (mc_assets_get_default_dir (), NULL);
  g_autoptr (McDossier) dossier = mc_dossier_new ();
  g_autoptr (McPage) page = NULL;
  g_autofree char *words = NULL;
  GDate today;
  McPoint point;
  McDeclarationForm form = { .dossier = dossier,
                             .addressee = "UBND phường Hoàn Kiếm",
                             .signed_at = mc_sample_time ("2025-11-21T09:00:00+07:00") };

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 20, G_DATE_NOVEMBER, 2025);
  form.procedure = mc_catalogue_find (catalogue, "1.009998", &today);
  mc_sample_fill_point (&point, MC_SAMPLE_SHORT);
  form.head = (McOfficialHead){ .parent_agency = "UBND thành phố Hà Nội",
                                .point = &point,
                                .code = MC_SAMPLE_CODE,
                                .issued_at = form.signed_at };
  g_clear_pointer (&dossier->applicant, mc_applicant_free);
  dossier->applicant = mc_sample_applicant_new (MC_SAMPLE_SHORT);
  page = mc_declaration_page_new (&form, NULL);
  words = mc_test_read_words (page);
  mc_test_assert_says (words, "Tên chủ đầu tư: …");
  mc_test_assert_silent (words, "Chức vụ");
}

/* In English the Vietnamese labels stay, with a gloss. */
static void
test_english (void)
{
  g_autofree char *supplement = read_sample ("supplement", "en", MC_SAMPLE_SHORT);
  g_autofree char *stop = read_sample ("stop-notice", "en", MC_SAMPLE_SHORT);

  mc_test_assert_in_order (supplement,
                           (const char *const[]){ "PHIẾU YÊU CẦU BỔ SUNG",
                                                  "Request to complete an application",
                                                  "Hồ sơ của (From)",
                                                  "What is needed",
                                                  "Bring this paper",
                                                  "Guiding officer",
                                                  NULL });
  mc_test_assert_in_order (stop,
                           (const char *const[]){ "Notice that the handling", "(Decision)", NULL });
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  if (!mc_test_has_programs ())
    return 77;
  for (guint i = 0; i < mc_n_official_samples; i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/printing/official/every/%s", mc_official_samples[i].name);

      g_test_add_data_func (path, &mc_official_samples[i], test_every);
    }
  g_test_add_func ("/printing/official/supplement/fields", test_supplement_fields);
  g_test_add_func ("/printing/official/supplement/long", test_supplement_long);
  g_test_add_func ("/printing/official/refusal/fields", test_refusal_fields);
  g_test_add_func ("/printing/official/apology/fields", test_apology_fields);
  g_test_add_func ("/printing/official/stop/fields", test_stop_fields);
  g_test_add_func ("/printing/official/unknown", test_unknown);
  g_test_add_func ("/printing/official/form-set", test_form_set);
  g_test_add_func ("/printing/official/paper", test_paper);
  g_test_add_func ("/printing/official/control/rows", test_control_rows);
  g_test_add_func ("/printing/official/control/result", test_control_result);
  g_test_add_func ("/printing/official/control/qr", test_control_qr);
  g_test_add_func ("/printing/official/handover/fields", test_handover_fields);
  g_test_add_func ("/printing/official/declaration/fields", test_declaration_fields);
  g_test_add_func ("/printing/official/declaration/long", test_declaration_long);
  g_test_add_func ("/printing/official/declaration/couple", test_declaration_couple);
  g_test_add_func ("/printing/official/declaration/empty", test_declaration_empty);
  g_test_add_func ("/printing/official/english", test_english);
  return g_test_run ();
}
