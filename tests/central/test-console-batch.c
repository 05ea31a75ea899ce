/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/central/heap.h"
#include "tests/central/walk.h"

#include <string.h>

static const HeapDossier heap[] = {
  { 1, "Phạm Gia Hân", .state = MC_STATE_RECEIVED },
  { 2, "<script>\"'&", .state = MC_STATE_RECEIVED },
  { 3, "Đỗ Quang Huy", .state = MC_STATE_RECEIVED },
  { 4, "Hoàng Thị Lụa", .state = MC_STATE_DEPARTMENT_APPROVED, .department = WALK_OFFICE },
  { 5, "Vũ Thị Ý", .state = MC_STATE_DEPARTMENT_APPROVED, .refusal = TRUE },
  { 6, "Bùi Văn Sáu", .state = MC_STATE_CHAIR_ASSIGNED, .department = WALK_OFFICE },
  { 7, "Lý Thị Bảy", .state = MC_STATE_CHAIR_ASSIGNED, .department = "Kinh tế" },
  { 8, "Ngô Văn Tám", .state = MC_STATE_PROCESSED, .department = WALK_OFFICE },
  { 9, "Nơi Khác", .unit = WALK_OTHER_UNIT, .state = MC_STATE_RECEIVED },
};

static Desk *
new_desk (gconstpointer storage)
{
  Desk *desk = walk_desk_new (GPOINTER_TO_INT (storage));

  heap_file_all (desk, heap, G_N_ELEMENTS (heap));
  return desk;
}

/* @numbers of the heap, ended by 0, each with the revision that it has now. */
static Click *
choose (Desk *desk, const char *login, const char *target, const char *action, const guint *numbers)
{
  Click *click = click_new (desk, login, "POST", target);

  click_add (click, "action", action);
  click_add (click, "post", "0");
  for (; *numbers != 0; numbers++)
    {
      g_autoptr (McDossierRecord) record = heap_load (desk, *numbers);
      g_autofree char *value =
          g_strdup_printf ("%s.%" G_GUINT64_FORMAT, record->id, record->revision);

      click_add (click, "dossier", value);
    }
  return click;
}

static char *
finish (Click *click, guint status)
{
  g_autoptr (McAnswer) answer = click_finish (click);

  g_assert_cmpuint (answer->status, ==, status);
  return answer_dup_text (answer);
}

static void
assert_heap (Desk *desk, guint number, McState state, guint64 revision)
{
  g_autoptr (McDossierRecord) record = heap_load (desk, number);

  g_assert_cmpstr (mc_state_to_string (record->state), ==, mc_state_to_string (state));
  g_assert_cmpuint (record->revision, ==, revision);
}

static guint
count_trail (Desk *desk, guint number, const char *login, const char *action)
{
  g_autofree char *id = heap_id (number);
  const McTrailQuery query = { .dossier = id, .login = login, .limit = 100 };
  g_autoptr (GPtrArray) lines =
                 mc_people_list_trail (MC_PEOPLE (desk->central->storage), &query, NULL);
  guint n = 0;

  for (guint i = 0; i < lines->len; i++)
    n += g_str_equal (((McTrailRecord *) g_ptr_array_index (lines, i))->action, action);
  return n;
}

/* The list is shown once more, with what is to be said; then each is done and told. */
static void
test_assign (gconstpointer storage)
{
  static const guint numbers[] = { 1, 2, 0 };
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *review =
      finish (choose (desk, "an", "/console/batch", "chair_assign", numbers), 200);
  g_autofree char *result = NULL, *missing = NULL, *foreign = NULL;
  Click *click;
  g_autoptr (GPtrArray) events = NULL;
  g_autofree char *id = heap_id (1);
  const McEventRecord *last;

  assert_has (review, "<h1>Phân công 2 hồ sơ</h1>");
  assert_has (review, "Phạm Gia Hân");
  assert_has (review, "&lt;script&gt;");
  assert_lacks (review, "<script>\"");
  assert_has (review, "Phòng " WALK_OFFICE);
  assert_has (review, "Trần Quốc Bình");
  assert_has (review, "Phòng Kinh tế");
  assert_heap (desk, 1, MC_STATE_RECEIVED, 2);
  g_assert_cmpuint (count_trail (desk, 1, "an", "view"), ==, 1);

  missing = finish (choose (desk, "an", "/console/batch/run", "chair_assign", numbers), 422);
  assert_has (missing, "Xin chọn phòng nhận hồ sơ.");
  click = choose (desk, "an", "/console/batch/run", "chair_assign", numbers);
  click_add (click, "department", "Phòng không có");
  click_add (click, "reason", "Nhớ <điều> này");
  foreign = finish (click, 422);
  assert_has (foreign, "Xin chọn phòng nhận hồ sơ.");
  assert_has (foreign, ">Nhớ &lt;điều&gt; này</textarea>");
  assert_heap (desk, 1, MC_STATE_RECEIVED, 2);

  click = choose (desk, "an", "/console/batch/run", "chair_assign", numbers);
  click_add (click, "department", WALK_OFFICE);
  click_add (click, "reason", "Làm ngay");
  result = finish (click, 200);
  assert_has (result, "<h1>Đã phân công 2 hồ sơ</h1>");
  assert_has (result, "Đã ghi");
  assert_lacks (result, "Chưa ghi");
  assert_heap (desk, 1, MC_STATE_CHAIR_ASSIGNED, 3);
  assert_heap (desk, 2, MC_STATE_CHAIR_ASSIGNED, 3);
  assert_heap (desk, 3, MC_STATE_RECEIVED, 2);
  g_assert_cmpuint (count_trail (desk, 1, "an", "step"), ==, 1);
  g_assert_cmpuint (count_trail (desk, 3, "an", "step"), ==, 0);

  events = mc_storage_list_events (desk->central->storage, id, NULL);
  last = g_ptr_array_index (events, events->len - 1);
  g_assert_cmpstr (last->action, ==, "chair_assign");
  g_assert_cmpstr (last->actor, ==, "an");
  g_assert_cmpstr (last->department, ==, WALK_OFFICE);
  g_assert_cmpstr (last->note, ==, "Làm ngay");
}

/* Another one acted while the list was looked at: that one dossier is left as it is and told; the
 * others are done. The same form once more does nothing twice. */
static void
test_meanwhile (gconstpointer storage)
{
  static const guint all[] = { 1, 2, 3, 0 }, one[] = { 2, 0 };
  g_autoptr (Desk) desk = new_desk (storage);
  Click *slow, *again, *quick;
  g_autofree char *result = NULL, *other = NULL, *repeated = NULL;

  official_add (desk, "pho", "Phó Chủ Tịch", MC_ROLE_CHAIRMAN, WALK_UNIT, NULL);
  slow = choose (desk, "an", "/console/batch/run", "chair_assign", all);
  click_add (slow, "department", WALK_OFFICE);
  again = choose (desk, "an", "/console/batch/run", "chair_assign", all);
  click_add (again, "department", WALK_OFFICE);
  click_handle (slow);
  quick = choose (desk, "pho", "/console/batch/run", "chair_assign", one);
  click_add (quick, "department", "Kinh tế");
  other = finish (quick, 200);
  assert_has (other, "<h1>Đã phân công 1 hồ sơ</h1>");

  result = finish (slow, 200);
  assert_has (result, "<h1>Đã phân công 2 trong 3 hồ sơ</h1>");
  assert_has (result, "Phó Chủ Tịch vừa xử lý hồ sơ này; xin xem lại rồi làm.");
  assert_heap (desk, 1, MC_STATE_CHAIR_ASSIGNED, 3);
  assert_heap (desk, 2, MC_STATE_CHAIR_ASSIGNED, 3);
  assert_heap (desk, 3, MC_STATE_CHAIR_ASSIGNED, 3);
  {
    g_autoptr (McDossierRecord) record = heap_load (desk, 2);

    g_assert_cmpstr (record->department, ==, "Kinh tế");
  }

  repeated = finish (again, 200);
  assert_has (repeated, "<h1>Đã phân công 2 trong 3 hồ sơ</h1>");
  assert_heap (desk, 1, MC_STATE_CHAIR_ASSIGNED, 3);
  g_assert_cmpuint (count_trail (desk, 1, "an", "step"), ==, 1);
}

/* What the specialist proposes to refuse is not signed with the others. */
static void
test_approve (gconstpointer storage)
{
  static const guint numbers[] = { 4, 5, 1, 0 };
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *review =
      finish (choose (desk, "an", "/console/batch", "chair_approve", numbers), 200);
  g_autofree char *result =
      finish (choose (desk, "an", "/console/batch/run", "chair_approve", numbers), 200);

  assert_has (review, "<h1>Ký duyệt 1 hồ sơ</h1>");
  assert_has (review, "Chuyên viên đề nghị từ chối");
  assert_has (review, "Hồ sơ đang ở bước khác: Chờ phân công phòng.");
  assert_has (result, "<h1>Đã ký duyệt 1 trong 3 hồ sơ</h1>");
  assert_heap (desk, 4, MC_STATE_APPROVED, 7);
  assert_heap (desk, 5, MC_STATE_DEPARTMENT_APPROVED, 6);
  assert_heap (desk, 1, MC_STATE_RECEIVED, 2);
}

/* A head gives work to the department's specialists, who show how much they have, and approves. */
static void
test_department (gconstpointer storage)
{
  static const guint given[] = { 6, 0 }, approved[] = { 8, 0 }, foreign[] = { 7, 0 };
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *review =
      finish (choose (desk, "binh", "/console/batch", "dept_assign", given), 200);
  g_autofree char *result = NULL, *stranger = NULL, *signed_off = NULL, *not_theirs = NULL;
  Click *click;

  assert_has (review, "<h1>Giao 1 hồ sơ</h1>");
  assert_has (review, "Lê Thị Mai");
  assert_has (review, "Chưa có hồ sơ nào");
  assert_lacks (review, "Hoàng Phúc");

  click = choose (desk, "binh", "/console/batch/run", "dept_assign", given);
  click_add (click, "assignee", "phuc");
  stranger = finish (click, 422);
  assert_has (stranger, "Xin chọn chuyên viên thụ lý.");
  click = choose (desk, "binh", "/console/batch/run", "dept_assign", given);
  click_add (click, "assignee", "mai");
  result = finish (click, 200);
  assert_has (result, "<h1>Đã giao 1 hồ sơ</h1>");
  assert_heap (desk, 6, MC_STATE_DEPARTMENT_ASSIGNED, 4);

  signed_off = finish (choose (desk, "binh", "/console/batch/run", "dept_approve", approved), 200);
  assert_has (signed_off, "<h1>Đã duyệt 1 hồ sơ</h1>");
  assert_heap (desk, 8, MC_STATE_DEPARTMENT_APPROVED, 6);

  click = choose (desk, "binh", "/console/batch/run", "dept_assign", foreign);
  click_add (click, "assignee", "mai");
  not_theirs = finish (click, 200);
  assert_has (not_theirs, "<h1>Chưa giao được hồ sơ nào</h1>");
  assert_lacks (not_theirs, "Lý Thị Bảy");
  assert_heap (desk, 7, MC_STATE_CHAIR_ASSIGNED, 3);
}

/* A head of the whole unit cannot give a department's dossier to another department's specialist.
 */
static void
test_stranger (gconstpointer storage)
{
  static const guint numbers[] = { 6, 7, 0 };
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *result = NULL;
  Click *click;

  official_add (desk, "tatca", "Lãnh Đạo Chung", MC_ROLE_DEPARTMENT, WALK_UNIT, NULL);
  click = choose (desk, "tatca", "/console/batch/run", "dept_assign", numbers);
  click_add (click, "assignee", "phuc");
  result = finish (click, 200);
  assert_has (result, "<h1>Đã giao 1 trong 2 hồ sơ</h1>");
  assert_has (result, "Chuyên viên được chọn không thuộc phòng của hồ sơ này.");
  assert_heap (desk, 6, MC_STATE_CHAIR_ASSIGNED, 3);
  assert_heap (desk, 7, MC_STATE_DEPARTMENT_ASSIGNED, 4);
}

/* Nobody does by a batch what they may not do with one, nor learns of what they may not see. */
static void
test_forbidden (gconstpointer storage)
{
  static const guint elsewhere[] = { 9, 0 }, here[] = { 1, 4, 0 }, none[] = { 0 };
  static const char *const logins[] = { "hoa", "binh", "mai", "kiem", "xa" };
  g_autoptr (Desk) desk = new_desk (storage);
  Click *click = choose (desk, "an", "/console/batch/run", "chair_assign", elsewhere);
  g_autofree char *missing = NULL, *empty = NULL;

  click_add (click, "department", WALK_OFFICE);
  missing = finish (click, 200);
  assert_has (missing, "Không tìm thấy hồ sơ");
  assert_lacks (missing, "Nơi Khác");
  assert_heap (desk, 9, MC_STATE_RECEIVED, 2);

  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      g_autoptr (McAnswer) answer = click_finish (
          choose (desk, logins[i], "/console/batch/run", "chair_approve", here));
      g_autofree char *page = answer_dup_text (answer);

      assert_lacks (page, "Đã ghi");
      assert_heap (desk, 1, MC_STATE_RECEIVED, 2);
      assert_heap (desk, 4, MC_STATE_DEPARTMENT_APPROVED, 6);
    }

  empty = finish (choose (desk, "an", "/console/batch", "chair_assign", none), 422);
  assert_has (empty, "Ông, bà chưa chọn hồ sơ nào");
}

/* A form that is none of ours is told so, and does nothing. */
static void
test_bad_forms (gconstpointer storage)
{
  static const struct
  {
    const char *body;
    guint status;
  } cases[] = {
    { "", 403 },
    { "action=receive&post=0&dossier=x.1", 403 },
    { "action=chair_assign&post=9&dossier=x.1", 403 },
    { "action=chair_assign&post=-1&dossier=x.1", 403 },
    { "action=chair_assign&post=0&dossier=x", 422 },
    { "action=chair_assign&post=0&dossier=x.0", 422 },
    { "action=chair_assign&post=0&dossier=.", 422 },
    { "action=chair_assign&post=0&dossier=x.99999999999999999999", 422 },
    { "action=chair_approve&post=0&dossier=x.1&dossier=x.1", 200 },
  };
  g_autoptr (Desk) desk = new_desk (storage);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint run = 0; run < 2; run++)
      {
        g_autoptr (McAnswer) answer = official_post (
            desk, "an", run ? "/console/batch/run" : "/console/batch", cases[i].body);

        g_assert_cmpuint (answer->status, ==, cases[i].status);
      }
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strconcat ("/console/batch/memory/", name, NULL);
  g_autofree char *sqlite = g_strconcat ("/console/batch/sqlite/", name, NULL);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("assign", test_assign);
  add_both ("meanwhile", test_meanwhile);
  add_both ("approve", test_approve);
  add_both ("department", test_department);
  add_both ("stranger", test_stranger);
  add_both ("forbidden", test_forbidden);
  add_both ("bad-forms", test_bad_forms);

  return g_test_run ();
}
