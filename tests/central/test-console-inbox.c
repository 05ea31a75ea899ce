/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/central/heap.h"
#include "tests/central/walk.h"

#include <string.h>

#define CITY "H26.STC"
#define FIELDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const HeapDossier heap[] = {
  { 1, "Phạm Gia Hân", .state = MC_STATE_RECEIVED, .due = "2025-06-19T16:00:00+07:00" },
  { 2, "<script>\"'&", .state = MC_STATE_DEPARTMENT_APPROVED, .assignee = "mai" },
  { 3, "Đỗ Quang Huy", .state = MC_STATE_RECEIVED, .due = "2025-06-25T09:10:00+07:00" },
  { 4, "Hoàng Thị Lụa", .state = MC_STATE_CHAIR_ASSIGNED, .department = WALK_OFFICE },
  { 5, "Vũ Thị Ý", .state = MC_STATE_CHAIR_ASSIGNED, .department = "Kinh tế" },
  { 6,
    "Bùi Văn Sáu",
    .state = MC_STATE_DEPARTMENT_ASSIGNED,
    .department = WALK_OFFICE,
    .assignee = "mai" },
  { 7,
    "Lý Thị Bảy",
    .state = MC_STATE_DEPARTMENT_ASSIGNED,
    .department = WALK_OFFICE,
    .assignee = "duc" },
  { 8, "Ngô Văn Tám", .state = MC_STATE_APPROVED },
  { 9, "Hồ Thị Chín", .state = MC_STATE_READY },
  { 10, NULL, .attention = "the procedure or its version is not known here" },
  { 11, "Dương Văn Mười", .unseen = TRUE },
  { 12, "Công ty Sen Việt", .resolver = CITY, .state = MC_STATE_RECEIVED },
  { 13, "Người Nơi Khác", .unit = WALK_OTHER_UNIT, .state = MC_STATE_RECEIVED },
};

static Desk *
new_desk (gconstpointer storage)
{
  Desk *desk = walk_desk_new (GPOINTER_TO_INT (storage));

  heap_file_all (desk, heap, G_N_ELEMENTS (heap));
  return desk;
}

static void
assert_order (const char *page, const char *const *parts)
{
  for (const char *at = page; *parts != NULL; parts++)
    {
      at = strstr (at, *parts);
      if (at == NULL)
        g_error ("“%s” does not come next in:\n%s", *parts, page);
    }
}

/* Who sends back is told to whom, and there it is marked until somebody goes on. */
static void
test_sent_back (gconstpointer storage)
{
  static const char mark[] = "<span class=\"badge care\">Bị trả lại</span>";
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *before = NULL;
  g_autofree char *form = NULL;
  g_autofree char *marked = NULL;
  g_autofree char *again = NULL;
  g_autofree char *up = NULL;

  walk (desk, 4);
  before = walk_look (desk, "binh", "/console", 200);
  assert_lacks (before, mark);
  form = walk_look (desk, "binh", WALK_DOSSIER "/actions/send_back", 200);
  assert_has (form, "Hồ sơ trở về: <b>Lê Thị Mai</b>");
  walk_act (desk, "binh", "send_back", FIELDS ("reason", "Thiếu bản sao giấy chứng sinh"));
  marked = walk_look (desk, "mai", "/console", 200);
  assert_has (marked, mark);
  walk_act (desk, "mai", "process", FIELDS ("reason", "Đã bổ sung bản sao"));
  again = walk_look (desk, "binh", "/console", 200);
  assert_lacks (again, mark);
  walk_act (desk, "binh", "dept_approve", FIELDS (NULL));
  up = walk_look (desk, "an", WALK_DOSSIER "/actions/send_back", 200);
  assert_has (up, "Hồ sơ trở về: <b>Phòng");
  walk_act (desk, "an", "send_back", FIELDS ("reason", "Xin xem lại"));
  g_free (again);
  again = walk_look (desk, "binh", "/console", 200);
  assert_has (again, mark);
}

/* What waits for a chairman: due first, said by words, with the one deed of each row. */
static void
test_chairman (gconstpointer storage)
{
  static const char *const parts[] = {
    "<h1>3 hồ sơ chờ ông, bà</h1>",
    "Chủ tịch · Phường Hoàn Kiếm",
    "<b>3</b> chờ tôi",
    "<b>2</b> ở lãnh đạo phòng",
    "<b>2</b> ở chuyên viên",
    "<b>1</b> chờ người nộp",
    "<b>1</b> quá hạn",
    "<b>1</b> đến hạn hôm nay",
    "<b>1</b> còn hạn",
    "<b>2</b> chờ phân công phòng",
    "<b>1</b> chờ ký duyệt",
    "Phạm Gia Hân",
    "H26.104-250620-300001",
    "Đăng ký khai sinh",
    "badge alarm\">Quá hạn 2 giờ 51 phút làm việc",
    ">Phân công<",
    "&lt;script&gt;",
    "badge care\">Hôm nay, còn ",
    ">Ký duyệt<",
    "Đỗ Quang Huy",
    "Còn 3 ngày làm việc",
    NULL,
  };
  static const char *const secrets[] = {
    "<script>\"", "Hoàng Thị Lụa", "Công ty Sen Việt", "Người Nơi Khác", "001198",
  };
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *page = walk_look (desk, "an", "/console", 200);
  g_autofree char *overdue = walk_look (desk, "an", "/console?due=overdue", 200);
  g_autofree char *later = walk_look (desk, "an", "/console?due=later&state=x&view=x", 200);
  g_autofree char *sign = walk_look (desk, "an", "/console?state=department_approved", 200);

  assert_order (page, parts);
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    assert_lacks (page, secrets[i]);

  assert_has (overdue, "Phạm Gia Hân");
  assert_lacks (overdue, "Đỗ Quang Huy");
  assert_has (later, "Đỗ Quang Huy");
  assert_lacks (later, "Phạm Gia Hân");
  assert_has (sign, "&lt;script&gt;");
  assert_lacks (sign, "Phạm Gia Hân");
}

/* The desk: what is odd or was never seen is said; what waits for the citizen lies apart. */
static void
test_desk (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *page = walk_look (desk, "hoa", "/console", 200);
  g_autofree char *citizen = walk_look (desk, "hoa", "/console?view=citizen", 200);

  assert_has (page, "<h1>4 hồ sơ chờ ông, bà</h1>");
  assert_has (page, "Chưa đọc được tên");
  assert_has (page, "Hồ sơ có điểm lạ, cần xem kỹ");
  assert_has (page, "Người nộp chưa thấy mã hồ sơ");
  assert_has (page, "Nộp 09:51 hôm nay");
  assert_has (page, "Dự kiến trả 17:00 hôm nay");
  assert_has (page, ">Tiếp nhận<");
  assert_has (page, ">Nhập kết quả<");
  assert_has (page, "Ngô Văn Tám");
  assert_lacks (page, "Hồ Thị Chín");
  assert_lacks (page, "type=\"checkbox\"");

  assert_has (citizen, "<h1>1 hồ sơ đang chờ người nộp</h1>");
  assert_has (citizen, "Hồ Thị Chín");
  assert_has (citizen, "Chờ người nộp đến nhận");
  assert_has (citizen, ">Trả kết quả<");
}

/* Heads and specialists: one's own, and the department's; nothing of another department. */
static void
test_department (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *head = walk_look (desk, "binh", "/console", 200);
  g_autofree char *given = walk_look (desk, "binh", "/console?view=specialists", 200);
  g_autofree char *own = walk_look (desk, "mai", "/console", 200);
  g_autofree char *all = walk_look (desk, "mai", "/console?view=specialists", 200);
  g_autofree char *heads = walk_look (desk, "mai", "/console?view=heads", 200);
  g_autofree char *phuc = walk_look (desk, "phuc", "/console?view=specialists", 200);

  assert_has (head, "Hoàng Thị Lụa");
  assert_has (head, ">Giao việc<");
  assert_lacks (head, "Vũ Thị Ý");
  assert_has (given, "Bùi Văn Sáu");
  assert_has (given, "Lê Thị Mai");
  assert_has (given, "Lý Thị Bảy");
  assert_has (given, ">Xem<");
  assert_lacks (given, ">Thụ lý<");

  assert_has (own, "Bùi Văn Sáu");
  assert_has (own, ">Thụ lý<");
  assert_lacks (own, "Lý Thị Bảy");
  assert_has (all, "cả phòng đang thụ lý");
  assert_has (all, "Lý Thị Bảy");
  /* A view that the post does not have is the first one. */
  assert_lacks (heads, "Hoàng Thị Lụa");
  assert_has (heads, "Bùi Văn Sáu");

  assert_has (phuc, "Không có hồ sơ nào đang thụ lý");
  assert_lacks (phuc, "Bùi Văn Sáu");
}

/* Who holds several posts sees each by itself, a city department's too; in English as well. */
static void
test_posts (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *first = NULL, *second = NULL, *wrong = NULL, *english = NULL;
  Click *click;
  g_autoptr (McAnswer) answer = NULL;

  official_add (desk, "nhieu", "Người Hai Vai", MC_ROLE_CHAIRMAN, WALK_OTHER_UNIT, NULL);
  official_add (desk, "nhieu", NULL, MC_ROLE_DIRECTOR, CITY, NULL);
  first = walk_look (desk, "nhieu", "/console", 200);
  second = walk_look (desk, "nhieu", "/console?post=1", 200);
  wrong = walk_look (desk, "nhieu", "/console?post=7", 200);
  click = click_new (desk, "nhieu", "GET", "/console?post=1");
  click_set_language (click, "en");
  answer = click_finish (click);
  english = answer_dup_text (answer);

  assert_has (first, "Người Nơi Khác");
  assert_lacks (first, "Công ty Sen Việt");
  assert_has (first, "aria-label=\"Các vai trò của ông, bà\"");
  assert_has (second, "Giám đốc sở");
  assert_has (second, "Công ty Sen Việt");
  assert_has (second, "Nộp tại Phường Hoàn Kiếm");
  assert_lacks (second, "Người Nơi Khác");
  assert_has (wrong, "Người Nơi Khác");
  assert_has (english, "<h1>1 dossier waits for you</h1>");
  assert_has (english, "Filed at Phường Hoàn Kiếm");
  assert_has (english, ">Assign<");
}

/* Who has no dossiers to work with is led to where their work is. */
static void
test_elsewhere (gconstpointer storage)
{
  static const struct
  {
    const char *login, *place;
  } cases[] = { { "kiem", "/console/search" }, { "admin", "/console/users" } };
  g_autoptr (Desk) desk = new_desk (storage);
  g_autoptr (McAnswer) nothing = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (McAnswer) answer = official_get (desk, cases[i].login, "/console");

      g_assert_cmpuint (answer->status, ==, 303);
      g_assert_cmpstr (answer_get_header (answer, "Location"), ==, cases[i].place);
    }

  official_add (desk, "moi", "Người Mới", MC_ROLE_CITIZEN, WALK_UNIT, NULL);
  nothing = official_get (desk, "moi", "/console");
  g_assert_cmpuint (nothing->status, ==, 200);
}

static char *
find_next (const char *page)
{
  const char *start = strstr (page, "rel=\"next\" href=\"");
  const char *end;
  g_autoptr (GString) path = NULL;

  if (start == NULL)
    return NULL;
  start += strlen ("rel=\"next\" href=\"");
  end = strchr (start, '"');
  path = g_string_new_len (start, end - start);
  g_string_replace (path, "&amp;", "&", 0);
  return g_string_free (g_steal_pointer (&path), FALSE);
}

/* A long list comes page by page, each dossier once, and its end is an end. */
static void
test_pages (gconstpointer storage)
{
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *path = g_strdup ("/console");
  guint pages = 0, rows = 0;

  for (guint i = 1; i <= 120; i++)
    heap_file (desk, &(HeapDossier){ i, "Tên", .state = MC_STATE_RECEIVED });

  while (path != NULL)
    {
      g_autofree char *page = walk_look (desk, "an", path, 200);
      const char *row = page;

      assert_has (page, "<h1>120 hồ sơ chờ ông, bà</h1>");
      for (; (row = strstr (row, "class=\"name\"")) != NULL; row++)
        rows++;
      pages++;
      g_free (path);
      path = find_next (page);
    }
  g_assert_cmpuint (pages, ==, 3);
  g_assert_cmpuint (rows, ==, 120);

  {
    g_autofree char *nonsense = walk_look (desk, "an", "/console?after=x.y", 200);
    g_autofree char *end = walk_look (desk, "an", "/console?after=9999999999.x", 200);

    assert_has (nonsense, "class=\"name\"");
    assert_lacks (end, "class=\"name\"");
    assert_has (end, "Về đầu danh sách");
  }
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strconcat ("/console/inbox/memory/", name, NULL);
  g_autofree char *sqlite = g_strconcat ("/console/inbox/sqlite/", name, NULL);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("sent-back", test_sent_back);
  add_both ("chairman", test_chairman);
  add_both ("desk", test_desk);
  add_both ("department", test_department);
  add_both ("posts", test_posts);
  add_both ("elsewhere", test_elsewhere);
  g_test_add_data_func ("/console/inbox/sqlite/pages", GINT_TO_POINTER (DESK_SQLITE), test_pages);

  return g_test_run ();
}
