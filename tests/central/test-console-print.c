/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/form-set.h"
#include "app/domain/receipt.h"
#include "central/work/paper.h"
#include "tests/central/walk.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define FIELDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static Desk *
new_desk (gconstpointer storage)
{
  return walk_desk_new (GPOINTER_TO_INT (storage));
}

static McAnswer *
print (Desk *desk, const char *login, const char *key)
{
  g_autofree char *target = g_strconcat (WALK_DOSSIER "/forms/", key, NULL);

  return official_post (desk, login, target, "");
}

static char *
write_file (const McAnswer *answer)
{
  char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("motcua-print-XXXXXX.pdf", &path, &error);

  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (
      path, g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), &error);
  g_assert_no_error (error);
  return path;
}

/* What a program says on its standard output. */
static char *
run (const char *const *argv)
{
  char *text = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (
      NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return text;
}

/* The words of a PDF, as a reader finds them. */
static char *
read_text (const McAnswer *answer)
{
  g_autofree char *path = write_file (answer);
  char *text = run ((const char *const[]){ "pdftotext", "-raw", path, "-", NULL });

  g_remove (path);
  return g_strdelimit (text, "\n", ' ');
}

/* What a scanner reads off the printed page. */
static char *
read_code (const McAnswer *answer)
{
  g_autofree char *path = write_file (answer);
  g_autofree char *picture = g_strconcat (path, ".png", NULL);
  char *text;

  g_free (run (
      (const char *const[]){ "pdftoppm", "-r", "200", "-png", "-singlefile", path, path, NULL }));
  text = run ((const char *const[]){ "zbarimg", "-q", "--raw", picture, NULL });
  g_remove (picture);
  g_remove (path);
  return g_strstrip (text);
}

static char *
print_text (Desk *desk, const char *login, const char *key)
{
  g_autoptr (McAnswer) answer = print (desk, login, key);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer->content_type, ==, "application/pdf");
  return read_text (answer);
}

/* Each paper is there once its event has happened and not before, and the page offers just those.
 */
static void
test_offered (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  const char *const *keys = mc_paper_get_keys ();

  for (guint step = 0; step <= WALK_STEPS; step++)
    {
      g_autofree char *page = walk_look (desk, "hoa", WALK_DOSSIER, 200);

      for (guint i = 0; keys[i] != NULL; i++)
        {
          g_autofree char *path = g_strconcat (WALK_DOSSIER "/forms/", keys[i], "\"", NULL);
          g_autoptr (McAnswer) answer = print (desk, "hoa", keys[i]);
          gboolean there = g_str_equal (keys[i], MC_FORM_DECLARATION) ||
                           (step >= 1 && (g_str_equal (keys[i], MC_FORM_RECEIPT) ||
                                          g_str_equal (keys[i], MC_FORM_CONTROL))) ||
                           (step == WALK_STEPS && g_str_equal (keys[i], MC_FORM_HANDOVER));

          g_assert_cmpuint (answer->status, ==, there ? 200 : 404);
          if (there)
            assert_has (page, path);
          else
            assert_lacks (page, path);
        }
      if (step < WALK_STEPS)
        walk_act (desk, WALK[step].login, WALK[step].action, WALK[step].fields);
    }
}

/* Form 01 says what was taken, who took it, until when, and its line of the register; a copy has a
 * token of its own, which leads to the citizen's page; and the trail knows of it. */
static void
test_receipt (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *done = NULL;
  g_autofree char *page = NULL;
  g_autofree char *text = NULL;
  g_autoptr (McAnswer) answer = NULL;
  const McTrailQuery query = { .dossier = DESK_ID, .limit = 1 };
  g_autoptr (GPtrArray) trail = NULL;
  const McTrailRecord *line;

  done = walk_send (desk, "hoa", "receive", WALK[0].fields, 303);
  page = walk_look (desk, "hoa", done, 200);
  assert_has (page, "Đã ghi: <b>Tiếp nhận</b>");
  assert_has (page, "target=\"_blank\" action=\"" WALK_DOSSIER "/forms/receipt\"");
  answer = print (desk, "hoa", MC_FORM_RECEIPT);
  g_assert_cmpstr (answer_get_header (answer, "Content-Disposition"),
                   ==,
                   "inline; filename=\"" DESK_CODE "-receipt.pdf\"");
  text = read_text (answer);
  assert_has (text, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ");
  assert_has (text, DESK_CODE);
  assert_has (text, "Trần Thị Bích Ngọc");
  assert_has (text, "Nguyễn Thị Hoa");
  assert_has (text, "17 giờ 00 phút, ngày 20 tháng 6 năm 2025");
  assert_has (text, "Quyển số: 2025 Số thứ tự: 1");
  assert_has (text, "Căn cước hoặc hộ chiếu của người đi khai – – 2");
  assert_lacks (text, "Giấy chứng nhận kết hôn"); /* promised, and not brought */
  assert_lacks (text, "001198004321");

  trail = mc_people_list_trail (MC_PEOPLE (desk->central->storage), &query, NULL);
  line = g_ptr_array_index (trail, 0);
  g_assert_cmpstr (line->action, ==, "print");
  g_assert_cmpstr (line->detail, ==, "receipt");
}

/* The desk prints what the citizen declared before it receives anything: with the day on which it
 * is signed, without a code that would let a finder in, under its own name on the page; and the
 * trail knows of it. */
static void
test_declaration (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *page = walk_look (desk, "hoa", WALK_DOSSIER, 200);
  g_autofree char *text = NULL;
  g_auto (McCase) self = { 0 };
  g_autoptr (McIssuedPaper) paper = NULL;
  const McTrailQuery query = { .dossier = DESK_ID, .limit = 1 };
  g_autoptr (GPtrArray) trail = NULL;
  const McTrailRecord *line;
  g_autoptr (GError) error = NULL;

  assert_has (page, "In: Tờ khai đăng ký khai sinh");
  desk_set_time (desk, "2025-06-21T08:00:00+07:00");
  text = print_text (desk, "hoa", MC_FORM_DECLARATION);
  assert_has (text, "TỜ KHAI ĐĂNG KÝ KHAI SINH");
  assert_has (text, "Kính gửi: UBND phường Hoàn Kiếm");
  assert_has (text, "Trần Thị Bích Ngọc");
  assert_has (text, "Tôi cam đoan những nội dung khai trên đây là đúng");
  assert_has (text, "ngày 21 tháng 6 năm 2025");
  assert_has (text, DESK_CODE " · trang 1/");

  trail = mc_people_list_trail (MC_PEOPLE (desk->central->storage), &query, NULL);
  line = g_ptr_array_index (trail, 0);
  g_assert_cmpstr (line->action, ==, "print");
  g_assert_cmpstr (line->detail, ==, "declaration");

  g_assert_true (mc_case_load (&self, desk->central, DESK_ID, &error));
  paper = mc_paper_issue (desk->central, &self, MC_FORM_DECLARATION, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (paper->token, ==, "");
}

/* A token is new for each copy, and known as soon as the paper is out. */
static void
test_token (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_auto (McCase) self = { 0 };
  g_autoptr (McIssuedPaper) first = NULL;
  g_autoptr (McIssuedPaper) second = NULL;
  g_autoptr (McDossierRecord) before = NULL;
  g_autoptr (McDossierRecord) after = NULL;
  g_autoptr (GError) error = NULL;
  McStorage *kept = desk->central->storage;

  walk (desk, 1);
  g_assert_true (mc_case_load (&self, desk->central, DESK_ID, &error));
  first = mc_paper_issue (desk->central, &self, MC_FORM_CONTROL, &error);
  g_assert_no_error (error);
  second = mc_paper_issue (desk->central, &self, MC_FORM_CONTROL, &error);
  g_assert_cmpstr (first->token, !=, second->token);
  before = mc_storage_find_by_token (kept, first->token, NULL);
  g_assert_null (before);
  g_assert_true (mc_storage_begin (kept, &error));
  g_assert_true (mc_paper_keep (first, kept, DESK_ID, self.record->updated_at, &error));
  g_assert_true (mc_storage_commit (kept, &error));
  after = mc_storage_find_by_token (kept, first->token, NULL);
  g_assert_cmpstr (after->id, ==, DESK_ID);
}

/* The printed code leads to the dossier, and the control slip's takes the folder. */
static void
test_code (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autoptr (McAnswer) receipt = NULL;
  g_autoptr (McAnswer) slip = NULL;
  g_autoptr (McAnswer) scanned = NULL;
  g_autoptr (McDossierRecord) found = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  char token[27];
  Click *click;

  walk (desk, 1);
  receipt = print (desk, "hoa", MC_FORM_RECEIPT);
  first = read_code (receipt);
  g_assert_true (mc_status_url_parse (first, desk->central->public_url, token));
  found = mc_storage_find_by_token (desk->central->storage, token, NULL);
  g_assert_cmpstr (found->id, ==, DESK_ID);

  slip = print (desk, "hoa", MC_FORM_CONTROL);
  second = read_code (slip);
  g_assert_cmpstr (first, !=, second);
  click = click_new (desk, "an", "POST", "/console/folders");
  click_add (click, "scan", second);
  scanned = click_finish (click);
  assert_has (answer_get_header (scanned, "Location"), "result=taken");
}

/* What is asked for, refused, delayed and stopped stands on the papers, numbered by unit, kind and
 * year. */
static void
test_side_papers (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *supplement = NULL;
  g_autofree char *receipt = NULL;
  g_autofree char *apology = NULL;
  g_autofree char *stop = NULL;

  walk_act (desk,
            "hoa",
            "ask_supplement",
            FIELDS ("missing-birth_notice",
                    "yes",
                    "why-birth_notice",
                    "Dấu bị mờ",
                    "other-1",
                    "Sổ tạm trú",
                    "reason",
                    "Chưa đủ căn cứ"));
  supplement = print_text (desk, "hoa", MC_FORM_SUPPLEMENT);
  assert_has (supplement, "PHIẾU YÊU CẦU BỔ SUNG");
  assert_has (supplement, "Số: 1/PYCBS");
  assert_has (supplement, "Giấy chứng sinh Dấu bị mờ");
  assert_has (supplement, "Sổ tạm trú");
  assert_has (supplement, "Chưa đủ căn cứ");

  desk_set_time (desk, "2025-06-20T15:30:00+07:00");
  walk_act (desk, "hoa", "supplement", WALK[0].fields);
  receipt = print_text (desk, "hoa", MC_FORM_RECEIPT);
  assert_has (receipt, "15 giờ 30 phút, ngày 20 tháng 6 năm 2025");

  walk_act (desk, "an", "extend", FIELDS ("due", "2025-06-26", "reason", "Phải xác minh"));
  apology = print_text (desk, "an", MC_FORM_APOLOGY);
  assert_has (apology, "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ");
  assert_has (apology, "17 giờ 00 phút, ngày 23 tháng 6 năm 2025");
  assert_has (apology, "17 giờ 00 phút, ngày 26 tháng 6 năm 2025");
  assert_has (apology, "Phải xác minh");
  assert_has (apology, "CHỦ TỊCH");
  assert_has (apology, "Lê Văn An");

  walk_act (desk,
            "an",
            "stop",
            FIELDS ("reason", "Có tranh chấp", "decision", "Dừng cho đến khi có bản án"));
  stop = print_text (desk, "an", MC_FORM_STOP);
  assert_has (stop, "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ");
  assert_has (stop, "Có tranh chấp");
  assert_has (stop, "Dừng cho đến khi có bản án");
  assert_has (stop, "Tiếp nhận tại phường");

  /* Opened anew, all of this is as if it had not been; what the citizen declared stays. */
  walk_act (desk, "an", "reopen", FIELDS ("reason", "Đã hòa giải"));
  for (guint i = 0; mc_paper_get_keys ()[i] != NULL; i++)
    {
      const char *key = mc_paper_get_keys ()[i];
      g_autoptr (McAnswer) answer = print (desk, "an", key);

      g_assert_cmpuint (answer->status, ==, g_str_equal (key, MC_FORM_DECLARATION) ? 200 : 404);
    }
}

/* A refusal at the desk has the clerk's reason; one that the chairman signs has the specialist's.
 */
static void
test_refusal (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (McAnswer) undone = NULL;

  walk_act (desk, "hoa", "refuse", FIELDS ("reason", "Không thuộc thẩm quyền"));
  first = print_text (desk, "hoa", MC_FORM_REFUSAL);
  assert_has (first, "PHIẾU TỪ CHỐI TIẾP NHẬN");
  assert_has (first, "Không thuộc thẩm quyền");
  assert_has (first, "Số: 1/PTC");

  walk_act (desk, "hoa", "reopen", FIELDS ("reason", "Nhầm"));
  walk (desk, 3);
  walk_act (desk, "mai", "propose_refusal", FIELDS ("reason", "Trẻ đã được đăng ký"));
  walk_act (desk, "binh", "dept_approve", FIELDS ("reason", "Đồng ý"));
  walk_act (desk, "an", "chair_refuse", FIELDS ("reason", "Đã xem"));
  second = print_text (desk, "hoa", MC_FORM_REFUSAL);
  assert_has (second, "Trẻ đã được đăng ký");
  assert_lacks (second, "Không thuộc thẩm quyền");
  assert_has (second, "Số: 2/PTC");

  walk_act (desk, "an", "undo", FIELDS ("reason", "Ký nhầm"));
  undone = print (desk, "hoa", MC_FORM_REFUSAL);
  g_assert_cmpuint (undone->status, ==, 404);
}

/* A delegate is named with the paper that they brought; the day's law names the paper. */
static void
test_handover (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *text = NULL;

  walk (desk, 7);
  walk_act (desk,
            "hoa",
            "return",
            FIELDS ("who",
                    "delegate",
                    "receiver",
                    "Nguyễn Văn Hải",
                    "receiver_id",
                    "001096001234",
                    "authorisation",
                    "UQ 12"));
  text = print_text (desk, "hoa", MC_FORM_HANDOVER);
  assert_has (text, "PHIẾU BÀN GIAO KẾT QUẢ");
  assert_has (text, "Chủ hồ sơ: Trần Thị Bích Ngọc");
  assert_has (text, "Bên nhận: Nguyễn Văn Hải");
  assert_has (text, "UQ 12");
  assert_has (text, "45/TLKS");
  assert_has (text, "Giấy khai sinh");
  assert_lacks (text, "001096001234");
}

/* The set of forms is that of the event's day, whenever the copy is made. */
static void
test_law_of_the_day (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *old = NULL;
  g_autofree char *page = NULL;

  desk_set_time (desk, "2025-06-20T15:30:00+07:00");
  walk (desk, 1);
  walk_act (desk, "an", "extend", FIELDS ("due", "2025-06-26", "reason", "Phải xác minh"));
  desk_set_time (desk, "2025-09-16T09:00:00+07:00");
  old = print_text (desk, "an", MC_FORM_APOLOGY);
  assert_has (old, "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ");
  page = walk_look (desk, "an", WALK_DOSSIER, 200);
  assert_has (page, "Phiếu xin lỗi và hẹn lại ngày trả kết quả");
}

/* Who only looks, and who belongs elsewhere, prints nothing. */
static void
test_access (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autoptr (McAnswer) auditor = NULL;
  g_autoptr (McAnswer) other = NULL;
  g_autoptr (McAnswer) unknown = NULL;
  g_autofree char *page = NULL;

  walk (desk, 1);
  auditor = print (desk, "kiem", MC_FORM_RECEIPT);
  g_assert_cmpuint (auditor->status, ==, 403);
  other = print (desk, "xa", MC_FORM_RECEIPT);
  g_assert_cmpuint (other->status, ==, 404);
  unknown = print (desk, "hoa", "%3Cscript%3E");
  g_assert_cmpuint (unknown->status, ==, 404);
  page = walk_look (desk, "kiem", WALK_DOSSIER, 200);
  assert_lacks (page, "/forms/");
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strdup_printf ("/central/console-print/%s/memory", name);
  g_autofree char *sqlite = g_strdup_printf ("/central/console-print/%s/sqlite", name);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("offered", test_offered);
  add_both ("receipt", test_receipt);
  add_both ("declaration", test_declaration);
  add_both ("token", test_token);
  add_both ("code", test_code);
  add_both ("side-papers", test_side_papers);
  add_both ("refusal", test_refusal);
  add_both ("handover", test_handover);
  add_both ("law-of-the-day", test_law_of_the_day);
  add_both ("access", test_access);

  return g_test_run ();
}
