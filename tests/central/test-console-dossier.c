/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/work/action.h"
#include "tests/central/walk.h"

/* Eight steps by the people whose steps they are: each sees its button, nobody else does, and the
 * page says whose turn it is. */
static void
test_walk (gconstpointer storage)
{
  static const char *const turns[] = {
    "Chờ ông, bà tiếp nhận, nộp lúc 09:51 hôm nay",
    "Chờ ông, bà phân công phòng, hạn 17:00 hôm nay",
    "Chờ ông, bà giao chuyên viên, hạn 17:00 hôm nay",
    "Chờ ông, bà thụ lý, hạn 17:00 hôm nay",
    "Chờ ông, bà duyệt, hạn 17:00 hôm nay",
    "Chờ ông, bà ký duyệt, hạn 17:00 hôm nay",
    "Chờ ông, bà nhập kết quả, đã ký lúc 09:51 hôm nay",
    "Kết quả chờ người nộp đến nhận, từ 09:51 hôm nay",
  };
  static const char *const logins[] = { "hoa", "an", "binh", "mai", "kiem" };
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));

  for (guint i = 0; i < G_N_ELEMENTS (WALK); i++)
    {
      g_autofree char *button = g_strconcat (WALK_DOSSIER "/actions/", WALK[i].action, "\"", NULL);
      g_autofree char *where = NULL;
      g_autofree char *expected = g_strdup_printf (WALK_DOSSIER "?done=%u", i + 2);

      for (guint j = 0; j < G_N_ELEMENTS (logins); j++)
        {
          g_autofree char *page = walk_look (desk, logins[j], WALK_DOSSIER, 200);

          assert_has (page, DESK_CODE);
          if (g_str_equal (logins[j], WALK[i].login))
            {
              assert_has (page, button);
              assert_has (page, turns[i]);
            }
          else
            {
              assert_lacks (page, button);
              assert_lacks (page, "Chờ ông, bà");
            }
        }
      where = walk_send (desk, WALK[i].login, WALK[i].action, WALK[i].fields, 303);
      g_assert_cmpstr (where, ==, expected);
      assert_state (desk, WALK[i].state, i + 2);
      {
        g_autofree char *page = walk_look (desk, WALK[i].login, where, 200);

        assert_has (page, "Đã ghi: ");
      }
    }
}

/* What was checked, assigned and collected is written down, and the page tells it. */
static void
test_history (gconstpointer storage)
{
  static const char *const parts[] = {
    "Nguyễn Thị Hoa, Cán bộ tiếp nhận",
    "2 bản photo",
    "Số trong sổ theo dõi: 1",
    ("Phòng: " WALK_OFFICE),
    "Làm ngay",
    "Chuyên viên: Lê Thị Mai",
    "Đủ điều kiện",
    "Số kết quả: 45/TLKS",
    "Người nhận: Trần Thị Bích Ngọc",
    "001198004321",
    "Đã trả kết quả lúc 09:51 hôm nay, tại Điểm phục vụ hành chính công phường Hoàn Kiếm",
    "Nguyễn Minh Khuê",
    "Giấy chứng sinh",
  };
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *page = NULL;
  g_autofree char *english = NULL;
  Click *click;
  g_autoptr (McAnswer) answer = NULL;

  walk (desk, G_N_ELEMENTS (WALK));
  page = walk_look (desk, "hoa", WALK_DOSSIER, 200);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    assert_has (page, parts[i]);

  click = click_new (desk, "hoa", "GET", WALK_DOSSIER);
  click_set_language (click, "en");
  answer = click_finish (click);
  english = answer_dup_text (answer);
  assert_has (english, "The result was handed over at 09:51 today, at Điểm phục vụ");
  assert_has (english, "Birth registration");
  assert_has (english, "Collected by: Trần Thị Bích Ngọc");
}

/* An action is for whose it is: others of the unit are told so, other units find nothing. */
static void
test_roles (gconstpointer storage)
{
  static const char *const logins[] = { "hoa", "an", "binh", "son", "mai", "duc", "kiem" };
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));

  for (guint i = 0; i < G_N_ELEMENTS (WALK); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (logins); j++)
        {
          g_autofree char *target = g_strconcat (WALK_DOSSIER "/actions/", WALK[i].action, NULL);
          g_autoptr (McAnswer) shown = NULL;
          g_autoptr (McAnswer) sent = NULL;

          if (g_str_equal (logins[j], WALK[i].login))
            continue;
          /* The other department's head and the other specialist lose sight of it once it is
           * assigned to a department; within it, specialists see what is not theirs. */
          shown = official_get (desk, logins[j], target);
          sent = click_finish (walk_click (desk, logins[j], WALK[i].action, WALK[i].fields));
          g_assert_cmpuint (shown->status, ==, sent->status);
          if (g_str_equal (logins[j], "son") && i >= 2)
            g_assert_cmpuint (sent->status, ==, 404);
          else
            g_assert_cmpuint (sent->status, ==, 403);
          assert_state (desk, i == 0 ? MC_STATE_SUBMITTED : WALK[i - 1].state, i + 1);
        }
      walk_act (desk, WALK[i].login, WALK[i].action, WALK[i].fields);
    }
}

/* Another unit's official and an administrator get what they would get if there were no such
 * dossier. */
static void
test_other_unit (gconstpointer storage)
{
  static const char *const logins[] = { "xa", "admin" };
  static const char *const tails[] = { "", "/actions/receive", "/pages/1" };
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));

  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (tails); j++)
        {
          g_autofree char *theirs = g_strconcat (WALK_DOSSIER, tails[j], NULL);
          g_autofree char *nobodys = g_strconcat (
              "/console/dossiers/01977a2e-6c00-7abc-8def-000000000000", tails[j], NULL);
          g_autofree char *first = walk_look (desk, logins[i], theirs, 404);
          g_autofree char *second = walk_look (desk, logins[i], nobodys, 404);
          g_autoptr (GString) same = g_string_new (second);

          g_string_replace (same, "000000000000", "0123456789ab", 0);
          g_assert_cmpstr (first, ==, same->str);
        }
      g_free (walk_send (desk, logins[i], "receive", WALK[0].fields, 404));
    }
  g_free (walk_look (desk, "hoa", "/console/dossiers/not-an-id", 404));
  g_free (walk_look (desk, "hoa", WALK_DOSSIER "/actions/submit", 404));
  g_free (walk_look (desk, "hoa", WALK_DOSSIER "/actions/%3Cscript%3E", 404));
  assert_state (desk, MC_STATE_SUBMITTED, 1);
}

/* Two officials click at the same instant: one wins, the other is told who did what, and sees the
 * dossier as it is now. */
static void
test_two_at_once (gconstpointer storage)
{
  static const char *const reason[] = { "reason", "Không đúng thẩm quyền", NULL };
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));
  Click *first = walk_click (desk, "hoa", "receive", WALK[0].fields);
  Click *second = walk_click (desk, "lan", "refuse", reason);
  g_autoptr (McAnswer) won = NULL;
  g_autoptr (McAnswer) lost = NULL;
  g_autofree char *page = NULL;

  click_handle (first);
  click_handle (second);
  won = click_finish (first);
  lost = click_finish (second);
  g_assert_cmpuint (won->status, ==, 303);
  g_assert_cmpuint (lost->status, ==, 409);
  page = answer_dup_text (lost);
  assert_has (page, "(Từ chối tiếp nhận) chưa được ghi");
  assert_has (page, "Tiếp nhận – Nguyễn Thị Hoa, Cán bộ tiếp nhận");
  assert_has (page, "Chờ Chủ tịch phân công phòng");
  assert_lacks (page, "/actions/refuse\"");
  assert_state (desk, MC_STATE_RECEIVED, 2);
}

/* The same, when the first one was done before the second form was sent, or the form is none. */
static void
test_stale (gconstpointer storage)
{
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));
  g_autoptr (McAnswer) late = NULL;
  g_autoptr (McAnswer) forged = NULL;
  g_autofree char *page = NULL;

  walk (desk, 1);
  late = official_post (
      desk, "lan", WALK_DOSSIER "/actions/withdraw", "revision=1&reason=Theo+y%C3%AAu+c%E1%BA%A7u");
  g_assert_cmpuint (late->status, ==, 409);
  page = answer_dup_text (late);
  assert_has (page, "Tiếp nhận – Nguyễn Thị Hoa");
  forged = official_post (desk, "lan", WALK_DOSSIER "/actions/withdraw", "reason=x");
  g_assert_cmpuint (forged->status, ==, 409);
  assert_state (desk, MC_STATE_RECEIVED, 2);
}

/* A double click does it once, and both answers lead to the same page. */
static void
test_double_click (gconstpointer storage)
{
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));
  Click *first = walk_click (desk, "hoa", "receive", WALK[0].fields);
  Click *second = walk_click (desk, "hoa", "receive", WALK[0].fields);
  Click *third = walk_click (desk, "hoa", "receive", WALK[0].fields);
  g_autoptr (McAnswer) one = NULL;
  g_autoptr (McAnswer) two = NULL;
  g_autoptr (McAnswer) three = NULL;

  click_handle (first);
  click_handle (second);
  one = click_finish (first);
  two = click_finish (second);
  three = click_finish (third);
  g_assert_cmpstr (answer_get_header (one, "Location"), ==, WALK_DOSSIER "?done=2");
  g_assert_cmpstr (answer_get_header (two, "Location"), ==, WALK_DOSSIER "?done=2");
  g_assert_cmpstr (answer_get_header (three, "Location"), ==, WALK_DOSSIER "?done=2");
  assert_state (desk, MC_STATE_RECEIVED, 2);
}

#define CITY_ID "01977a2e-6c00-7abc-8def-0123456789c1"
#define CITY_DOSSIER "/console/dossiers/" CITY_ID
#define CITY "H26.STC"

static void
send_city (Desk *desk, const char *login, const char *action, guint64 revision, const char *fields)
{
  g_autofree char *target = g_strconcat (CITY_DOSSIER "/actions/", action, NULL);
  Click *click = click_new (desk, login, "POST", target);
  g_auto (GStrv) pairs = g_strsplit (fields, "&", -1);
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, revision);
  g_autoptr (McAnswer) answer = NULL;

  click_add (click, "revision", text);
  for (guint i = 0; pairs[i] != NULL && *pairs[i] != '\0'; i++)
    {
      g_auto (GStrv) pair = g_strsplit (pairs[i], "=", 2);

      click_add (click, pair[0], pair[1]);
    }
  answer = click_finish (click);
  g_assert_cmpuint (answer->status, ==, 303);
}

/* What a city department decides goes to its director and division head, whose places the ward's
 * chairman and heads cannot take, and comes back to the point for the hand-over. */
static void
test_city (gconstpointer storage)
{
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *page = NULL;
  g_autofree char *end = NULL;

  official_add (desk, "giam", "Phạm Giám Đốc", MC_ROLE_DIRECTOR, CITY, NULL);
  official_add (desk, "truong", "Ngô Trưởng Phòng", MC_ROLE_DIVISION, CITY, "Đăng ký kinh doanh");
  official_add (desk, "vien", "Lý Chuyên Viên", MC_ROLE_SPECIALIST, CITY, "Đăng ký kinh doanh");
  desk_file (desk,
             &(const DeskFiling){
                 .id = CITY_ID,
                 .code = "H26.104-250620-200013",
                 .token = "0123456789ABCDEFGHJKMNPQRS",
                 .sequence = 2,
                 .example = "company.json",
             });
  send_city (desk, "hoa", "receive", 1, "anyway=yes&reason=Nộp sau");
  g_free (walk_look (desk, "an", CITY_DOSSIER, 404));
  g_free (walk_look (desk, "binh", CITY_DOSSIER, 404));
  page = walk_look (desk, "giam", CITY_DOSSIER, 200);
  assert_has (page, "Chờ ông, bà phân công phòng");
  assert_has (page, "Phòng Đăng ký kinh doanh");
  assert_has (page, "Giám đốc sở phân công");
  assert_has (page, "Công ty cổ phần Đầu tư Hồng Hà");
  assert_has (page, "0101234567");
  send_city (desk, "giam", "chair_assign", 2, "department=Đăng ký kinh doanh");
  send_city (desk, "truong", "dept_assign", 3, "assignee=vien");
  send_city (desk, "vien", "process", 4, "");
  send_city (desk, "truong", "dept_approve", 5, "");
  send_city (desk, "giam", "chair_approve", 6, "");
  send_city (desk, "hoa", "register_result", 7, "");
  send_city (desk, "hoa", "return", 8, "who=owner");
  end = walk_look (desk, "hoa", CITY_DOSSIER, 200);
  assert_has (end, "Phạm Giám Đốc, Giám đốc sở");
  assert_has (end, "Người nhận: Vũ Minh Đức");
}

/* Contents that nobody can read are shown as such: a clerk sees what is known, and is told why
 * nothing can be received. */
static void
test_unreadable (gconstpointer storage)
{
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *page = NULL;
  g_autofree char *again = NULL;
  g_autoptr (McAnswer) answer = NULL;

  desk_file (desk,
             &(const DeskFiling){
                 .id = CITY_ID,
                 .code = "H26.104-250620-200013",
                 .token = "0123456789ABCDEFGHJKMNPQRS",
                 .sequence = 2,
             });
  page = walk_look (desk, "hoa", CITY_DOSSIER, 200);
  assert_has (page, "H26.104-250620-200013");
  assert_has (page, "không mở ra được");
  assert_has (page, "có điểm bất thường");
  assert_has (page, "Chưa rõ thủ tục");
  assert_lacks (page, "/pages/");
  g_free (walk_look (desk, "hoa", CITY_DOSSIER "/pages/1", 404));
  answer = official_post (desk, "hoa", CITY_DOSSIER "/actions/receive", "revision=1");
  g_assert_cmpuint (answer->status, ==, 409);
  again = answer_dup_text (answer);
  assert_has (again, "Chưa rõ thủ tục hoặc nơi tiếp nhận");
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strdup_printf ("/central/console-dossier/%s/memory", name);
  g_autofree char *sqlite = g_strdup_printf ("/central/console-dossier/%s/sqlite", name);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

/* A page opens as the picture that it is, for whom the dossier is, and leaves a line. */
static void
test_pages (gconstpointer storage)
{
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));
  g_autoptr (McAnswer) answer = official_get (desk, "hoa", WALK_DOSSIER "/pages/2");
  g_autofree char *page = walk_look (desk, "hoa", WALK_DOSSIER, 200);
  g_autoptr (GPtrArray) trail = NULL;
  const McTrailQuery query = { .dossier = DESK_ID, .limit = 10 };
  const McTrailRecord *line;

  assert_has (page, "src=\"" WALK_DOSSIER "/pages/1\"");
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer->content_type, ==, "image/png");
  g_assert_cmpmem (g_bytes_get_data (answer->body, NULL), 4, "\x89PNG", 4);
  g_assert_cmpuint (answer->max_age, ==, 0);
  assert_has (answer_get_header (answer, "Content-Security-Policy"), "default-src 'none'");
  assert_has (answer_get_header (answer, "Content-Security-Policy"), "sandbox");
  g_free (walk_look (desk, "hoa", WALK_DOSSIER "/pages/0", 404));
  g_free (walk_look (desk, "hoa", WALK_DOSSIER "/pages/3", 404));
  g_free (walk_look (desk, "hoa", WALK_DOSSIER "/pages/x", 404));

  trail = mc_people_list_trail (MC_PEOPLE (desk->central->storage), &query, NULL);
  g_assert_cmpuint (trail->len, ==, 2);
  line = g_ptr_array_index (trail, 0);
  g_assert_cmpstr (line->action, ==, "view");
  g_assert_cmpstr (line->login, ==, "hoa");
  line = g_ptr_array_index (trail, 1);
  g_assert_cmpstr (line->action, ==, "view-page");
  g_assert_cmpstr (line->detail, ==, "2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("walk", test_walk);
  add_both ("history", test_history);
  add_both ("roles", test_roles);
  add_both ("other-unit", test_other_unit);
  add_both ("two-at-once", test_two_at_once);
  add_both ("stale", test_stale);
  add_both ("double-click", test_double_click);
  add_both ("pages", test_pages);
  add_both ("city", test_city);
  add_both ("unreadable", test_unreadable);

  return g_test_run ();
}
