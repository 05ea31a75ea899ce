/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/work.h"
#include "tests/central/walk.h"

#include <string.h>

#define FIELDS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define HOSTILE "<script>\"'&"
#define ESCAPED "&lt;script&gt;&quot;&#39;&amp;"

static const char PDF[] = "%PDF-1.7\nGiấy khai sinh";

static Desk *
new_desk (gconstpointer storage)
{
  return walk_desk_new (GPOINTER_TO_INT (storage));
}

static GPtrArray *
list_files (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *files = mc_work_list_attachments (MC_WORK (desk->central->storage), DESK_ID, &error);

  g_assert_no_error (error);
  return files;
}

/* Registers a result with a file; returns the page, or where the browser is sent. */
static char *
register_file (Desk *desk,
               const char *name,
               const void *data,
               gsize length,
               const char *number,
               guint status)
{
  Click *click = walk_click (desk, "hoa", "register_result", FIELDS ("result_number", number));
  g_autoptr (McAnswer) answer = NULL;

  click_add_file (click, "file", name, data, length);
  answer = click_finish (click);
  g_assert_cmpuint (answer->status, ==, status);
  return status == 303 ? g_strdup (answer_get_header (answer, "Location"))
                       : answer_dup_text (answer);
}

/* The result is kept sealed, and comes out as it went in, for whom the dossier is. */
static void
test_result (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autoptr (GPtrArray) files = NULL;
  const McAttachmentRecord *file;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (McAnswer) answer = NULL;
  g_autofree char *target = NULL;
  g_autofree char *page = NULL;
  const McTrailQuery query = { .dossier = DESK_ID, .limit = 1 };
  g_autoptr (GPtrArray) trail = NULL;

  walk (desk, 6);
  g_free (register_file (desk, "Giấy khai sinh.pdf", PDF, sizeof PDF - 1, "45/TLKS", 303));
  assert_state (desk, MC_STATE_READY, 8);
  files = list_files (desk);
  g_assert_cmpuint (files->len, ==, 1);
  file = g_ptr_array_index (files, 0);
  g_assert_cmpstr (file->kind, ==, "result");
  g_assert_cmpstr (file->name, ==, "Giấy khai sinh.pdf");
  g_assert_cmpstr (file->type, ==, "application/pdf");
  g_assert_cmpuint (file->size, ==, sizeof PDF - 1);
  g_assert_cmpstr (file->login, ==, "hoa");
  sealed = mc_storage_load_blob (desk->central->storage, file->digest, NULL);
  g_assert_null (memmem (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), "%PDF", 4));

  page = walk_look (desk, "an", WALK_DOSSIER, 200);
  assert_has (page, "Giấy khai sinh.pdf");
  target = g_strdup_printf (WALK_DOSSIER "/attachments/%" G_GUINT64_FORMAT, file->number);
  assert_has (page, target);
  answer = official_get (desk, "an", target);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer->content_type, ==, "application/pdf");
  g_assert_cmpmem (
      g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), PDF, sizeof PDF - 1);
  assert_has (answer_get_header (answer, "Content-Disposition"), "attachment; filename=\"result-");
  assert_has (answer_get_header (answer, "Content-Disposition"),
              "filename*=UTF-8''Gi%E1%BA%A5y%20khai%20sinh.pdf");
  assert_has (answer_get_header (answer, "Content-Security-Policy"), "sandbox");
  trail = mc_people_list_trail (MC_PEOPLE (desk->central->storage), &query, NULL);
  g_assert_cmpstr (((McTrailRecord *) g_ptr_array_index (trail, 0))->action, ==, "download");
  g_assert_cmpstr (((McTrailRecord *) g_ptr_array_index (trail, 0))->login, ==, "an");

  g_free (walk_look (desk, "xa", target, 404));
  g_free (walk_look (desk, "an", WALK_DOSSIER "/attachments/999", 404));
  g_free (walk_look (desk, "an", WALK_DOSSIER "/attachments/0", 404));
}

/* What a file is says its beginning; a mistake is told by the field and keeps the rest. */
static void
test_refused (gconstpointer storage)
{
  static const char page[] = "<html><script>alert(1)</script>";
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *large = g_malloc0 (10 * 1024 * 1024 + 1);
  g_autofree char *longer = g_strnfill (300, 'x');
  g_autofree char *type = NULL;
  g_autofree char *size = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *other = NULL;
  g_autoptr (GPtrArray) files = NULL;

  walk (desk, 6);
  type = register_file (desk, "ket-qua.pdf", page, sizeof page - 1, "45/TLKS", 422);
  assert_has (type, "không phải PDF, JPEG hay PNG");
  assert_has (type, "value=\"45/TLKS\"");
  memcpy (large, "%PDF-1.7", 8);
  size = register_file (desk, "ket-qua.pdf", large, 10 * 1024 * 1024 + 1, "45/TLKS", 422);
  assert_has (size, "quá 10 MB");
  empty = register_file (desk, "ket-qua.pdf", "", 0, "45/TLKS", 422);
  assert_has (empty, "không trống");
  other = register_file (desk, "ket-qua.pdf", PDF, sizeof PDF - 1, longer, 422);
  assert_has (other, "Dài quá");
  assert_has (other, "Xin chọn lại tệp");
  assert_state (desk, MC_STATE_APPROVED, 7);
  files = list_files (desk);
  g_assert_cmpuint (files->len, ==, 0);

  /* The largest that is allowed. */
  g_free (register_file (desk, "ket-qua.pdf", large, 10 * 1024 * 1024, "45/TLKS", 303));
}

/* Names are names: no folders, no markup, and the ending that the file has. */
static void
test_names (gconstpointer storage)
{
  static const guint8 jpeg[] = { 0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0 };
  static const struct
  {
    const char *sent, *kept;
    gboolean picture;
  } cases[] = {
    { "../../etc/passwd.pdf", "passwd.pdf", FALSE },
    { "C:\\Users\\hoa\\Kết quả.PDF", "Kết quả.PDF", FALSE },
    { "kết quả", "kết quả.pdf", FALSE },
    { "ảnh.pdf", "ảnh.pdf.jpg", TRUE },
    { "ảnh.JPEG", "ảnh.JPEG", TRUE },
    { "", "paper.jpg", TRUE },
    { ".htaccess", "paper.pdf", FALSE },
    { "a\nb.pdf", "paper.pdf", FALSE },
    { "\xff\xfe.pdf", "paper.pdf", FALSE },
    { HOSTILE ".pdf", HOSTILE ".pdf", FALSE },
  };
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *page = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Click *click = click_new (desk, "hoa", "POST", WALK_DOSSIER "/attachments");
      g_autoptr (McAnswer) answer = NULL;
      g_autoptr (GPtrArray) files = NULL;
      const McAttachmentRecord *file;

      click_add_file (click,
                      "paper",
                      cases[i].sent,
                      cases[i].picture ? (const void *) jpeg : PDF,
                      cases[i].picture ? sizeof jpeg : sizeof PDF - 1);
      answer = click_finish (click);
      g_assert_cmpuint (answer->status, ==, 303);
      files = list_files (desk);
      g_assert_cmpuint (files->len, ==, i + 1);
      file = g_ptr_array_index (files, i);
      g_assert_cmpstr (file->name, ==, cases[i].kept);
      g_assert_cmpstr (file->kind, ==, "paper");
    }
  page = walk_look (desk, "hoa", WALK_DOSSIER, 200);
  assert_lacks (page, "<script>");
  assert_has (page, ESCAPED ".pdf");
}

/* What hinders is noted at any step by who carries the dossier, once for a double click. */
static void
test_problems (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autoptr (McAnswer) first = NULL;
  g_autoptr (McAnswer) second = NULL;
  g_autoptr (McAnswer) empty = NULL;
  g_autoptr (McAnswer) auditor = NULL;
  g_autoptr (McAnswer) other = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  const McProblemRecord *problem;
  const char *body = "hindrance=%3Cscript%3E%22%27%26+m%E1%BA%ABu+c%C5%A9&proposal=Xin+m%E1%BA%ABu";
  g_autofree char *page = NULL;

  walk (desk, 3);
  first = official_post (desk, "mai", WALK_DOSSIER "/problems", body);
  g_assert_cmpuint (first->status, ==, 303);
  g_assert_cmpstr (answer_get_header (first, "Location"), ==, WALK_DOSSIER "#problems");
  second = official_post (desk, "mai", WALK_DOSSIER "/problems", body);
  g_assert_cmpuint (second->status, ==, 303);
  problems = mc_work_list_problems (
      MC_WORK (desk->central->storage), DESK_ID, NULL, MC_TIME_NONE, MC_TIME_NONE, NULL);
  g_assert_cmpuint (problems->len, ==, 1);
  problem = g_ptr_array_index (problems, 0);
  g_assert_cmpstr (problem->hindrance, ==, HOSTILE " mẫu cũ");
  g_assert_cmpstr (problem->proposal, ==, "Xin mẫu");
  g_assert_cmpuint (problem->step, ==, 5);
  page = walk_look (desk, "kiem", WALK_DOSSIER, 200);
  assert_has (page, ESCAPED " mẫu cũ");
  assert_lacks (page, "<script>");
  assert_lacks (page, "action=\"" WALK_DOSSIER "/problems\"");

  empty = official_post (desk, "mai", WALK_DOSSIER "/problems", "hindrance=+&proposal=Gi%E1%BB%AF");
  g_assert_cmpuint (empty->status, ==, 422);
  {
    g_autofree char *again = answer_dup_text (empty);

    assert_has (again, "Xin ghi điều gì đang gây vướng.");
    assert_has (again, "Giữ</textarea>");
  }
  auditor = official_post (desk, "kiem", WALK_DOSSIER "/problems", body);
  g_assert_cmpuint (auditor->status, ==, 403);
  other = official_post (desk, "xa", WALK_DOSSIER "/problems", body);
  g_assert_cmpuint (other->status, ==, 404);
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strdup_printf ("/central/console-files/%s/memory", name);
  g_autofree char *sqlite = g_strdup_printf ("/central/console-files/%s/sqlite", name);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("result", test_result);
  add_both ("refused", test_refused);
  add_both ("names", test_names);
  add_both ("problems", test_problems);

  return g_test_run ();
}
