/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include "central/people/accounts.h"
#include "central/people/passwords.h"
#include "central/people/trail.h"
#include "tests/central/official.h"

#define ODD "<script>\"'&"

typedef struct
{
  Desk *desk; /* (owned) */
  McPeople *people;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->desk = desk_new (GPOINTER_TO_INT (data));
  f->people = MC_PEOPLE (f->desk->central->storage);
  official_add (f->desk, "root", "Trịnh Thị Oanh", MC_ROLE_ADMINISTRATOR, MC_UNIT_ALL, NULL);
  official_add (f->desk, "hoa.nt", "Nguyễn Thị Hoa", MC_ROLE_RECEPTION, "00070", NULL);
  official_add (f->desk, "binh.tv", "Trần Văn Bình", MC_ROLE_DEPARTMENT, "00070", "Phòng Tư pháp");
  official_add (f->desk, "mai.dt", "Đặng Thị Mai", MC_ROLE_AUDITOR, "00070", NULL);
  official_add (f->desk, "xa.dt", "Đỗ Thị Xa", MC_ROLE_AUDITOR, "00004", NULL);
  official_add (f->desk, "nam.pv", "Phan Văn Nam", MC_ROLE_CITY_READER, MC_UNIT_ALL, NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  desk_free (f->desk);
}

/* The page as text; its status must be the expected one. */
static char *
get (Fixture *f, const char *login, const char *target, guint status)
{
  g_autoptr (McAnswer) answer = official_get (f->desk, login, target);

  g_test_message ("%s %s: %u", login, target, answer->status);
  g_assert_cmpuint (answer->status, ==, status);
  return answer_dup_text (answer);
}

static char *
post (Fixture *f, const char *login, const char *target, const char *body, guint status)
{
  g_autoptr (McAnswer) answer = official_post (f->desk, login, target, body);

  g_test_message ("%s %s: %u", login, target, answer->status);
  g_assert_cmpuint (answer->status, ==, status);
  if (status == 303)
    return g_strdup (answer_get_header (answer, "Location"));

  return answer_dup_text (answer);
}

static McUserRecord *
load (Fixture *f, const char *login)
{
  return mc_people_find_user (f->people, login, NULL);
}

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("no “%s” in\n%s", part, text);
}

static void
assert_has_not (const char *text, const char *part)
{
  if (strstr (text, part) != NULL)
    g_error ("“%s” in\n%s", part, text);
}

/* The newest line of the trail as "login action detail". */
static char *
read_last_line (Fixture *f)
{
  const McTrailQuery query = { .limit = 1 };
  g_autoptr (GPtrArray) lines = mc_people_list_trail (f->people, &query, NULL);
  const McTrailRecord *line = g_ptr_array_index (lines, 0);

  return g_strjoin (" ", line->login, line->action, line->detail == NULL ? "" : line->detail, NULL);
}

static void
assert_last_line (Fixture *f, const char *expected)
{
  g_autofree char *line = read_last_line (f);

  g_assert_cmpstr (line, ==, expected);
}

/* Accounts are the administrators' alone: every page and every form, whatever is in it, and an
 * account that is not there tells nobody else so. */
static void
test_forbidden (Fixture *f, gconstpointer data)
{
  static const char *const others[] = { "hoa.nt", "binh.tv", "mai.dt", "nam.pv" };
  static const char *const pages[] = { "/console/users",        "/console/users?q=x",
                                       "/console/users/hoa.nt", "/console/users/root",
                                       "/console/users/nobody", "/console/add-user" };
  static const char *const forms[] = {
    "/console/users/hoa.nt/reset",       "/console/users/hoa.nt/disable",
    "/console/users/hoa.nt/enable",      "/console/users/hoa.nt/add-post",
    "/console/users/hoa.nt/remove-post", "/console/users/hoa.nt/name",
    "/console/users/nobody/reset",       "/console/add-user",
  };
  g_autoptr (McUserRecord) user = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      for (guint p = 0; p < G_N_ELEMENTS (pages); p++)
        {
          g_autofree char *text = get (f, others[i], pages[p], 403);

          assert_has_not (text, "Nguyễn Thị Hoa · ");
        }
      for (guint p = 0; p < G_N_ELEMENTS (forms); p++)
        g_free (post (
            f, others[i], forms[p], "name=X&role=administrator&unit=*&post=reception:00070", 403));
    }
  user = load (f, "hoa.nt");
  g_assert_cmpstr (user->password, ==, "-");
  g_assert_cmpuint (user->posts->len, ==, 1);
  g_assert_false (user->disabled);
  g_free (get (f, "root", "/console/users/nobody", 404));
  g_free (post (f, "root", "/console/users/nobody/reset", "", 404));
}

/* The list: by unit, found by name without accents, by login, unit, department and role; narrowed
 * to who never came and who is out. */
static void
test_list (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *query;
    const char *there, *not_there;
  } rows[] = {
    { "", "Trần Văn Bình", "x" },
    { "?q=nguyen+thi", "Nguyễn Thị Hoa", "Trần Văn Bình" },
    { "?q=hoa.nt", "Nguyễn Thị Hoa", "Trần Văn Bình" },
    { "?q=hoan+kiem", "Nguyễn Thị Hoa", "Phan Văn Nam" },
    { "?q=00070+tu+phap", "Trần Văn Bình", "Nguyễn Thị Hoa" },
    { "?q=tiep+nhan", "Nguyễn Thị Hoa", "Trần Văn Bình" },
    { "?q=nobody", "Không có tài khoản nào như vậy", "Nguyễn Thị Hoa" },
    { "?unit=00070", "Nguyễn Thị Hoa", "Phan Văn Nam" },
    { "?show=disabled", "Không có tài khoản nào như vậy", "Nguyễn Thị Hoa" },
    { "?show=never", "Nguyễn Thị Hoa", "x" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *target = g_strconcat ("/console/users", rows[i].query, NULL);
      g_autofree char *text = get (f, "root", target, 200);

      assert_has (text, rows[i].there);
      if (!g_str_equal (rows[i].not_there, "x"))
        assert_has_not (text, rows[i].not_there);
    }
}

/* A new account: its login made of the name, its password shown once, that opens it. */
static void
test_add (Fixture *f, gconstpointer data)
{
  const char *body = "name=Nguy%E1%BB%85n+Th%E1%BB%8B+Hoa&login=&role=specialist"
                     "&unit=phuong+hoan+kiem&department=Ph%C3%B2ng+T%C6%B0+ph%C3%A1p";
  g_autofree char *form = get (f, "root", "/console/add-user", 200);
  g_autofree char *text = post (f, "root", "/console/add-user", body, 200);
  g_autofree char *again = NULL;
  g_autoptr (McUserRecord) user = load (f, "hoa.nt2");
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("class=\"secret\">([^<]+)<", 0, 0, NULL);
  g_autofree char *password = NULL;
  g_autofree char *folded = NULL;
  const McPost *held;

  assert_has (form, "<datalist id=\"units\">");
  g_assert_nonnull (user);
  g_assert_cmpstr (user->name, ==, "Nguyễn Thị Hoa");
  g_assert_true (user->must_change);
  held = g_ptr_array_index (user->posts, 0);
  g_assert_cmpstr (held->unit, ==, "00070");
  g_assert_cmpstr (held->department, ==, "Phòng Tư pháp");
  g_assert_true (g_regex_match (regex, text, 0, &match));
  password = g_match_info_fetch (match, 1);
  folded = mc_password_fold_one_time (password);
  g_assert_true (mc_password_verify (user->password, folded));
  assert_last_line (f, "root user-add hoa.nt2");
  again = get (f, "root", "/console/users/hoa.nt2", 200);
  assert_has_not (again, password);
}

/* What cannot be an account is told beside its input, what was typed stays, and nothing is made. */
static void
test_add_wrong (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *body;
    const char *words;
  } rows[] = {
    { "name=&login=&role=reception&unit=00070", "Xin nhập họ và tên" },
    { "name=An&login=hoa.nt&role=reception&unit=00070", "đã có người dùng" },
    { "name=An&login=HOA.NT&role=reception&unit=00070", "đã có người dùng" },
    { "name=An&login=a+b&role=reception&unit=00070", "2 đến 32 chữ" },
    { "name=%E5%AE%89&login=&role=reception&unit=00070", "Xin tự đặt tên đăng nhập" },
    { "name=An&login=an&role=&unit=00070", "Xin chọn vai trò" },
    { "name=An&login=an&role=citizen&unit=00070", "Xin chọn vai trò" },
    { "name=An&login=an&role=reception&unit=nowhere", "Không có đơn vị nào" },
    { "name=An&login=an&role=reception", "Không có đơn vị nào" },
    { "name=An&login=an&role=director&unit=00070", "Đơn vị này không có vai trò đó" },
    { "name=An&login=an&role=administrator&unit=00070", "Đơn vị này không có vai trò đó" },
    { "name=An&login=an&role=chairman&unit=00070&department=A", "thuộc một phòng" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = post (f, "root", "/console/add-user", rows[i].body, 422);

      assert_has (text, rows[i].words);
      assert_has (text, "aria-invalid=\"true\"");
      g_assert_null (load (f, "an"));
    }
}

/* Two make the same login at once: the second is told. */
static void
test_add_race (Fixture *f, gconstpointer data)
{
  Click *click = click_new (f->desk, "root", "POST", "/console/add-user");
  g_autoptr (McAnswer) answer = NULL;
  g_autofree char *text = NULL;
  g_autoptr (McUserRecord) user = NULL;

  click_add (click, "name", "Lê Văn An");
  click_add (click, "login", "an.lv");
  click_add (click, "role", "chairman");
  click_add (click, "unit", "00070");
  click_handle (click);
  official_add (f->desk, "an.lv", "Lê Văn Anh", MC_ROLE_CHAIRMAN, "00004", NULL);
  answer = click_finish (click);
  g_assert_cmpuint (answer->status, ==, 422);
  text = answer_dup_text (answer);
  assert_has (text, "đã có người dùng");
  user = load (f, "an.lv");
  g_assert_cmpstr (user->name, ==, "Lê Văn Anh");
}

static void
assert_changes (Fixture *f, const char *target, const char *body, const char *outcome)
{
  g_autofree char *location = post (f, "root", target, body, 303);
  g_autofree char *text = NULL;

  g_assert_true (g_str_has_suffix (location, outcome));
  text = get (f, "root", location, 200);
  assert_has (text, "class=\"notice");
}

/* Posts come and go, names are corrected, accounts close and open; each change is told, in the
 * trail too, and one that changes nothing says so. */
static void
test_change (Fixture *f, gconstpointer data)
{
  g_autoptr (McUserRecord) user = NULL;
  g_autofree char *wrong = NULL;

  assert_changes (f,
                  "/console/users/hoa.nt/add-post",
                  "role=auditor&unit=00004&department=",
                  "?done=post-added");
  assert_last_line (f, "root user-posts hoa.nt: +auditor:00004");
  assert_changes (
      f, "/console/users/hoa.nt/add-post", "role=auditor&unit=00004&department=", "?done=same");
  assert_changes (
      f, "/console/users/hoa.nt/remove-post", "post=reception:00070", "?done=post-removed");
  assert_last_line (f, "root user-posts hoa.nt: -reception:00070");
  assert_changes (f, "/console/users/hoa.nt/remove-post", "post=reception:00070", "?done=same");
  assert_changes (f, "/console/users/hoa.nt/name", "name=Ho%C3%A0ng+Hoa", "?done=renamed");
  assert_last_line (f, "root user-name hoa.nt: Hoàng Hoa");
  wrong = post (f, "root", "/console/users/hoa.nt/name", "name=", 422);
  assert_has (wrong, "Xin nhập họ và tên");
  assert_changes (f, "/console/users/hoa.nt/disable", "", "?done=disabled");
  assert_last_line (f, "root user-disable hoa.nt");
  user = load (f, "hoa.nt");
  g_assert_true (user->disabled);
  g_assert_cmpstr (user->name, ==, "Hoàng Hoa");
  g_assert_cmpuint (user->posts->len, ==, 1);
  assert_changes (f, "/console/users/hoa.nt/enable", "", "?done=enabled");
  mc_user_record_free (user);
  user = load (f, "hoa.nt");
  g_assert_false (user->disabled);
}

/* Somebody always remains who can make accounts. */
static void
test_last (Fixture *f, gconstpointer data)
{
  g_autoptr (McUserRecord) user = NULL;

  assert_changes (f, "/console/users/root/disable", "", "?done=last");
  assert_changes (f, "/console/users/root/remove-post", "post=administrator:*", "?done=last");
  official_add (f->desk, "second", "Người Hai", MC_ROLE_ADMINISTRATOR, MC_UNIT_ALL, NULL);
  assert_changes (f, "/console/users/second/disable", "", "?done=disabled");
  assert_changes (f, "/console/users/root/disable", "", "?done=last");
  assert_changes (f, "/console/users/second/enable", "", "?done=enabled");
  g_free (post (f, "root", "/console/users/root/remove-post", "post=administrator:*", 303));
  user = load (f, "root");
  g_assert_cmpuint (user->posts->len, ==, 0);
}

static void
add_session (Fixture *f, const char *login, guint8 name)
{
  McStorage *storage = f->desk->central->storage;
  g_autoptr (McSessionRecord) session = mc_session_record_new ();

  memset (session->hash, name, sizeof session->hash);
  session->login = g_strdup (login);
  g_assert_true (mc_storage_begin (storage, NULL));
  g_assert_true (mc_people_add_session (MC_PEOPLE (storage), session, NULL));
  g_assert_true (mc_storage_commit (storage, NULL));
}

static gboolean
has_session (Fixture *f, guint8 name)
{
  guint8 hash[MC_DIGEST_LENGTH];
  g_autoptr (McSessionRecord) session = NULL;

  memset (hash, name, sizeof hash);
  session = mc_people_find_session (f->people, hash, NULL);
  return session != NULL;
}

/* A reset and a closed account sign out everywhere, and nobody else. */
static void
test_sessions (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autoptr (McUserRecord) user = NULL;

  add_session (f, "hoa.nt", 1);
  add_session (f, "binh.tv", 2);
  g_free (post (f, "root", "/console/users/hoa.nt/add-post", "role=auditor&unit=00004", 303));
  g_assert_true (has_session (f, 1));
  text = post (f, "root", "/console/users/hoa.nt/reset", "", 200);
  assert_has (text, "class=\"secret\"");
  assert_last_line (f, "root user-reset hoa.nt");
  g_assert_false (has_session (f, 1));
  user = load (f, "hoa.nt");
  g_assert_true (user->must_change);

  add_session (f, "hoa.nt", 3);
  g_free (post (f, "root", "/console/users/hoa.nt/disable", "", 303));
  g_assert_false (has_session (f, 3));
  g_assert_true (has_session (f, 2));
}

static void
note (Fixture *f, const char *login, const char *action, const char *dossier, const char *detail)
{
  McStorage *storage = f->desk->central->storage;
  g_autoptr (McTrailRecord) line = mc_trail_record_new ();

  line->at = mc_clock_now (f->desk->central->clock);
  line->login = g_strdup (login);
  line->action = g_strdup (action);
  line->dossier = g_strdup (dossier);
  line->unit = g_strdup ("00070");
  line->detail = g_strdup (detail);
  g_assert_true (mc_storage_begin (storage, NULL));
  g_assert_true (mc_people_add_trail (MC_PEOPLE (storage), line, NULL));
  g_assert_true (mc_storage_commit (storage, NULL));
}

/* The trail: an auditor's is their unit's, and no other's by any address; administrators see all;
 * everybody else nothing. To look leaves a line itself. */
static void
test_trail (Fixture *f, gconstpointer data)
{
  g_autofree char *own = NULL;
  g_autofree char *by_code = NULL;
  g_autofree char *other = NULL;
  g_autofree char *all = NULL;
  g_autofree char *nothing = NULL;

  note (f, "hoa.nt", "view", DESK_ID, NULL);
  note (f, "-", "sign-in-failed", NULL, NULL);
  note (f, "command", "user-add", NULL, "x.y");

  own = get (f, "mai.dt", "/console/trail", 200);
  assert_has (own, "Xem hồ sơ");
  assert_has (own, DESK_CODE);
  assert_has (own, "/console/dossiers/" DESK_ID);
  assert_has (own, "Không rõ ai");
  assert_has (own, "Lệnh tại máy chủ");
  assert_has (own, "20/6/2025 09:51:00");
  assert_last_line (f, "mai.dt trail * * 00070");
  by_code = get (f, "mai.dt", "/console/trail?code=" DESK_CODE "&login=hoa.nt", 200);
  assert_has (by_code, "Xem hồ sơ");
  assert_has_not (by_code, "Lệnh tại máy chủ");

  other = get (f, "xa.dt", "/console/trail", 200);
  assert_has_not (other, "Xem hồ sơ");
  g_free (get (f, "xa.dt", "/console/trail?unit=00070", 403));
  g_free (get (f, "xa.dt", "/console/trail?unit=00070&code=" DESK_CODE, 403));
  g_free (get (f, "xa.dt", "/console/trail?unit=*", 403));
  nothing = get (f, "xa.dt", "/console/trail?code=" DESK_CODE, 200);
  assert_has_not (nothing, "Xem hồ sơ");

  all = get (f, "root", "/console/trail", 200);
  assert_has (all, "Xem hồ sơ");
  assert_has (all, "Xem nhật ký");
  assert_has_not (all, "/console/dossiers/" DESK_ID); /* an administrator sees no dossier */
  g_free (get (f, "hoa.nt", "/console/trail", 403));
  g_free (get (f, "binh.tv", "/console/trail?unit=00070", 403));
  g_free (get (f, "nam.pv", "/console/trail", 403));
  g_free (by_code);
  by_code = get (f, "mai.dt", "/console/trail?code=h26104250620200012&login=hoa.nt", 200);
  assert_has (by_code, "Xem hồ sơ");
  nothing = (g_free (nothing), get (f, "root", "/console/trail?code=H26.1-250620-1", 200));
  assert_has (nothing, "Không có hồ sơ nào mã như vậy");
}

/* What only programs call so is said in words. */
static void
test_trail_words (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;

  note (f, "hoa.nt", "step", DESK_ID, "receive");
  note (f, "hoa.nt", "print", DESK_ID, "receipt");
  note (f, "hoa.nt", "view-page", DESK_ID, "2");
  note (f, "hoa.nt", "search", NULL, "name, day");
  note (f, "hoa.nt", "step", DESK_ID, "unheard-of");
  note (f, "hoa.nt", "report", NULL, "00070 2025-06-01 2025-06-30");
  note (f, "hoa.nt", "register", NULL, "* 2025-06-20 2025-06-20 register.csv");
  note (f, "hoa.nt", "report", NULL, "of no known form");
  note (f, "mai.dt", "trail", NULL, "* * 00070");
  note (f, "mai.dt", "trail", NULL, "hoa.nt " DESK_CODE " *");
  note (f, "hoa.nt", "download", DESK_ID, "3");
  note (f, "hoa.nt", "attach", DESK_ID, "result");
  note (f, "hoa.nt", "unheard-of", DESK_ID, "x");
  text = get (f, "root", "/console/trail", 200);
  assert_has (text, "<small>Tiếp nhận hồ sơ</small>");
  assert_has (text, "<small>Giấy tiếp nhận hồ sơ và hẹn trả kết quả</small>");
  assert_has (text, "<small>trang 2</small>");
  assert_has (text, "<small>theo tên, theo ngày</small>");
  assert_has (text, "<small>unheard-of</small>");
  assert_has (text, "unheard-of<small>x</small>");
  assert_has (text, "<small>Phường Hoàn Kiếm · Từ ngày 1/6/2025 đến ngày 30/6/2025</small>");
  assert_has (text, "<small>Thành phố Hà Nội · Ngày 20/6/2025 · register.csv</small>");
  assert_has (text, "<small>of no known form</small>");
  assert_has (text, "<small>Mọi người · mọi hồ sơ · Phường Hoàn Kiếm</small>");
  assert_has (text, "<small>Tài khoản hoa.nt · hồ sơ " DESK_CODE " · Thành phố Hà Nội</small>");
  assert_has (text, "<small>tệp số 3</small>");
  assert_has (text, "<small>kết quả</small>");
}

/* Page by page to the first line, each line once. */
static void
test_trail_pages (Fixture *f, gconstpointer data)
{
  g_autofree char *target = g_strdup ("/console/trail?unit=00070");
  guint pages = 0, lines = 0;

  for (guint i = 0; i < 120; i++)
    note (f, "hoa.nt", "view", DESK_ID, NULL);
  while (target != NULL)
    {
      g_autofree char *text = get (f, "root", target, 200);
      const char *older = strstr (text, "/console/trail?before=");

      for (const char *p = strstr (text, "Xem hồ sơ"); p != NULL; p = strstr (p + 1, "Xem hồ sơ"))
        lines++;
      pages++;
      g_free (target);
      target = NULL;
      if (older != NULL)
        {
          g_auto (GStrv) parts = NULL;
          g_autofree char *link = g_strndup (older, strcspn (older, "\""));

          parts = g_strsplit (link, "&amp;", -1);
          target = g_strjoinv ("&", parts);
        }
    }
  g_assert_cmpuint (pages, ==, 3);
  g_assert_cmpuint (lines, ==, 120);
}

/* What people write shows as text everywhere. */
static void
test_escapes (Fixture *f, gconstpointer data)
{
  static const char *const targets[] = { "/console/users",
                                         "/console/users?q=%3Cscript%3E%22%27%26",
                                         "/console/users/odd",
                                         "/console/trail",
                                         ("/console/trail?login=%3Cscript%3E%22%27%26"
                                          "&code=%3Cscript%3E%22%27%26"),
                                         "/console/add-user?unit=%3Cscript%3E%22%27%26" };

  official_add (f->desk, "odd", ODD, MC_ROLE_DEPARTMENT, "00070", ODD);
  note (f, "odd", "view", ODD, ODD);
  note (f, ODD, ODD, NULL, ODD);
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autofree char *text = get (f, "root", targets[i], 200);

      assert_has_not (text, "<script>");
      assert_has (text, "&lt;script&gt;&quot;&#39;&amp;");
    }
  {
    g_autofree char *text = post (f,
                                  "root",
                                  "/console/add-user",
                                  "name=%3Cscript%3E%22%27%26&login=%3Cscript%3E%22%27%26"
                                  "&unit=%3Cscript%3E%22%27%26&department=%3Cscript%3E%22%27%26",
                                  422);

    assert_has_not (text, "<script>");
    assert_has (text, "&lt;script&gt;&quot;&#39;&amp;");
  }
}

/* Logins as people here make them by hand. */
static void
test_propose (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *name, *login;
  } rows[] = {
    { "Lê Văn An", "an.lv" }, { "Nguyễn Thị Hoa", "hoa.nt2" }, { "Đỗ Đức", "duc.d" },
    { "Ánh", "anh" },         { "H'Hen Niê", "nie.h" },        { "Nguyễn Thị Ngọc Ánh", "anh.ntn" },
    { "安", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *login = mc_account_propose_login (f->people, rows[i].name);

      g_assert_cmpstr (login, ==, rows[i].login);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function)                                                                        \
  g_test_add ("/console/users/memory/" name,                                                       \
              Fixture,                                                                             \
              GINT_TO_POINTER (DESK_MEMORY),                                                       \
              set_up,                                                                              \
              function,                                                                            \
              tear_down);                                                                          \
  g_test_add ("/console/users/sqlite/" name,                                                       \
              Fixture,                                                                             \
              GINT_TO_POINTER (DESK_SQLITE),                                                       \
              set_up,                                                                              \
              function,                                                                            \
              tear_down)
  ADD ("forbidden", test_forbidden);
  ADD ("list", test_list);
  ADD ("add", test_add);
  ADD ("add-wrong", test_add_wrong);
  ADD ("add-race", test_add_race);
  ADD ("change", test_change);
  ADD ("last", test_last);
  ADD ("sessions", test_sessions);
  ADD ("trail", test_trail);
  ADD ("trail-words", test_trail_words);
  ADD ("trail-pages", test_trail_pages);
  ADD ("escapes", test_escapes);
  ADD ("propose", test_propose);
#undef ADD

  return g_test_run ();
}
