/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/work.h"
#include "tests/central/heap.h"
#include "tests/central/walk.h"

#include <string.h>

static const HeapDossier heap[] = {
  { 1, "Nguyễn Văn Hòa", .state = MC_STATE_CHAIR_ASSIGNED, .department = WALK_OFFICE },
  { 2, "Trần Thị Lan", .state = MC_STATE_CHAIR_ASSIGNED, .department = "Kinh tế" },
  { 3, "Lê Văn Ba", .unit = WALK_OTHER_UNIT, .state = MC_STATE_RECEIVED },
};

static void
note (Desk *desk, guint number, const char *at, const char *hindrance)
{
  g_autoptr (McProblemRecord) problem = mc_problem_record_new ();
  g_autoptr (GError) error = NULL;

  problem->dossier = heap_id (number);
  problem->step = 4;
  problem->login = g_strdup ("binh");
  problem->at = desk_time (at);
  problem->hindrance = g_strdup (hindrance);
  problem->proposal = g_strdup ("Hỏi Sở <Tư pháp>");
  g_assert_true (mc_storage_begin (desk->central->storage, &error));
  g_assert_true (mc_work_add_problem (MC_WORK (desk->central->storage), problem, &error));
  g_assert_true (mc_storage_commit (desk->central->storage, &error));
  g_assert_no_error (error);
}

static Desk *
new_desk (gconstpointer storage)
{
  Desk *desk = walk_desk_new (GPOINTER_TO_INT (storage));

  heap_file_all (desk, heap, G_N_ELEMENTS (heap));
  note (desk, 1, "2025-06-19T10:00:00+07:00", "Thiếu <trích lục>");
  note (desk, 2, "2025-06-18T10:00:00+07:00", "Mẫu đơn cũ");
  note (desk, 3, "2025-06-17T10:00:00+07:00", "Nơi khác vướng");
  return desk;
}

static McAnswer *
solve (Desk *desk, const char *login, guint dossier, const char *number, const char *solution)
{
  g_autofree char *id = heap_id (dossier);
  g_autofree char *target = g_strconcat ("/console/problems/", number, NULL);
  Click *click = click_new (desk, login, "POST", target);

  click_add (click, "dossier", id);
  click_add (click, "solution", solution);
  return click_finish (click);
}

/* Everybody sees what hinders the dossiers that they may see, the oldest first. */
static void
test_list (gconstpointer storage)
{
  static const struct
  {
    const char *login;
    gboolean first, second, other, solves;
  } cases[] = {
    { "an", TRUE, TRUE, FALSE, TRUE },    { "binh", TRUE, FALSE, FALSE, TRUE },
    { "phuc", FALSE, TRUE, FALSE, TRUE }, { "kiem", TRUE, TRUE, FALSE, FALSE },
    { "xa", FALSE, FALSE, TRUE, TRUE },
  };
  g_autoptr (Desk) desk = new_desk (storage);
  g_autoptr (McAnswer) forbidden = official_get (desk, "admin", "/console/problems");

  g_assert_cmpuint (forbidden->status, ==, 403);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *page = walk_look (desk, cases[i].login, "/console/problems", 200);

      g_assert_cmpint (strstr (page, "Thiếu &lt;trích lục&gt;") != NULL, ==, cases[i].first);
      g_assert_cmpint (strstr (page, "Mẫu đơn cũ") != NULL, ==, cases[i].second);
      g_assert_cmpint (strstr (page, "Nơi khác vướng") != NULL, ==, cases[i].other);
      g_assert_cmpint (strstr (page, "Ghi cách đã xử lý") != NULL, ==, cases[i].solves);
      assert_has (page, "Hỏi Sở &lt;Tư pháp&gt;");
      assert_has (page, "bước 4, Lãnh đạo phòng phân công");
    }
  {
    g_autofree char *page = walk_look (desk, "an", "/console/problems", 200);

    assert_has (page, "<h1>2 vướng mắc chưa xử lý</h1>");
    assert_has (page, "Trần Quốc Bình");
    g_assert_true (strstr (page, "Mẫu đơn cũ") < strstr (page, "Thiếu &lt;"));
  }
}

/* One sentence solves it, once; the trail keeps who. */
static void
test_solve (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autoptr (McAnswer) empty = solve (desk, "binh", 1, "1", " ");
  g_autoptr (McAnswer) done = solve (desk, "binh", 1, "1", "Sở đã gửi trích lục");
  g_autoptr (McAnswer) again = solve (desk, "binh", 1, "1", "Sở đã gửi trích lục");
  g_autoptr (McAnswer) late = solve (desk, "an", 1, "1", "Tôi đã hỏi");
  g_autofree char *mistake = answer_dup_text (empty);
  g_autofree char *page = walk_look (desk, "an", "/console/problems?solved=yes", 200);
  g_autofree char *id = heap_id (1);
  const McTrailQuery query = { .dossier = id, .limit = 10 };
  g_autoptr (GPtrArray) lines =
                 mc_people_list_trail (MC_PEOPLE (desk->central->storage), &query, NULL);
  const McTrailRecord *line;

  g_assert_cmpuint (empty->status, ==, 422);
  assert_has (mistake, "Xin ghi một câu đã xử lý thế nào.");
  g_assert_cmpuint (done->status, ==, 303);
  g_assert_cmpstr (answer_get_header (done, "Location"), ==, "/console/problems?solved=yes");
  g_assert_cmpuint (again->status, ==, 303);
  g_assert_cmpuint (late->status, ==, 409);

  assert_has (page, "<h1>1 vướng mắc chưa xử lý</h1>");
  assert_has (page, "Đã ghi cách xử lý vướng mắc.");
  assert_has (page, "Sở đã gửi trích lục");
  assert_lacks (page, "Tôi đã hỏi");
  g_assert_cmpuint (lines->len, ==, 1);
  line = g_ptr_array_index (lines, 0);
  g_assert_cmpstr (line->action, ==, "problem-solved");
  g_assert_cmpstr (line->login, ==, "binh");
}

/* Nobody solves what is not theirs, nor what is not there. */
static void
test_forbidden (gconstpointer storage)
{
  static const struct
  {
    const char *login;
    guint dossier;
    const char *number;
    guint status;
  } cases[] = {
    { "phuc", 1, "1", 404 }, { "xa", 1, "1", 404 },   { "admin", 1, "1", 404 },
    { "kiem", 1, "1", 403 }, { "an", 3, "3", 404 },   { "an", 1, "2", 404 },
    { "an", 9, "1", 404 },   { "an", 1, "99", 404 },  { "an", 1, "0", 404 },
    { "an", 1, "-1", 404 },  { "an", 1, "abc", 404 },
  };
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *page = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (McAnswer) answer =
                     solve (desk, cases[i].login, cases[i].dossier, cases[i].number, "x");

      g_assert_cmpuint (answer->status, ==, cases[i].status);
    }
  page = walk_look (desk, "an", "/console/problems", 200);
  assert_has (page, "<h1>2 vướng mắc chưa xử lý</h1>");
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strconcat ("/console/problems/memory/", name, NULL);
  g_autofree char *sqlite = g_strconcat ("/console/problems/sqlite/", name, NULL);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("list", test_list);
  add_both ("solve", test_solve);
  add_both ("forbidden", test_forbidden);

  return g_test_run ();
}
