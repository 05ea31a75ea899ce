/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/search-wish.h"
#include "tests/central/heap.h"
#include "tests/central/walk.h"

#include <string.h>

static const HeapDossier heap[] = {
  { 1, "Nguyễn Văn Hòa", .state = MC_STATE_RECEIVED },
  { 2, "Nguyễn Thị Hoà", .state = MC_STATE_CHAIR_ASSIGNED, .department = WALK_OFFICE },
  { 3, "NGUYỄN VĂN HOÀ", .state = MC_STATE_CHAIR_ASSIGNED, .department = "Kinh tế" },
  { 4, "Nguyễn Hòa", .unit = WALK_OTHER_UNIT, .state = MC_STATE_RECEIVED },
  { 5, "Nguyễn <b>Hòa</b>", .resolver = "H26.STC", .state = MC_STATE_READY },
};

static Desk *
new_desk (gconstpointer storage)
{
  Desk *desk = walk_desk_new (GPOINTER_TO_INT (storage));

  heap_file_all (desk, heap, G_N_ELEMENTS (heap));
  return desk;
}

/* Where the form leads to. */
static char *
seek (Desk *desk, const char *login, const char *text, const char *from, const char *to)
{
  Click *click = click_new (desk, login, "POST", "/console/search");
  g_autoptr (McAnswer) answer = NULL;

  click_add (click, "text", text);
  click_add (click, "from", from);
  click_add (click, "to", to);
  answer = click_finish (click);
  g_assert_cmpuint (answer->status, ==, 303);
  return g_strdup (answer_get_header (answer, "Location"));
}

static char *
find (Desk *desk, const char *login, const char *text)
{
  g_autofree char *path = seek (desk, login, text, "", "");

  /* Neither name nor number stands in an address. */
  g_assert_true (g_str_has_prefix (path, "/console/search?q="));
  assert_lacks (path, "nguy");
  assert_lacks (path, "%");
  assert_lacks (path, "0011980");
  return walk_look (desk, login, path, 200);
}

/* The names that a page lists, by their numbers in the heap. */
static void
assert_found (const char *page, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (heap); i++)
    {
      g_autofree char *code = heap_code (heap[i].number);

      if (strstr (page, code) != NULL)
        g_string_append_printf (found, "%u", heap[i].number);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

/* Each finds by name what is theirs to see, and nothing else. */
static void
test_name (gconstpointer storage)
{
  static const struct
  {
    const char *login, *found;
  } cases[] = {
    { "hoa", "1235" }, { "an", "123" }, { "binh", "12" },   { "son", "13" },
    { "mai", "12" },   { "xa", "4" },   { "kiem", "1235" },
  };
  g_autoptr (Desk) desk = new_desk (storage);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *page = find (desk, cases[i].login, "hoa nguyễn");

      assert_found (page, cases[i].found);
      assert_lacks (page, "<b>Hòa");
    }
  {
    g_autofree char *page = find (desk, "hoa", "hoa nguyễn");
    g_autofree char *nobody = find (desk, "hoa", "Trần Văn");

    assert_has (page, "Tìm thấy 4 hồ sơ");
    assert_has (page, "value=\"hoa nguyễn\"");
    assert_has (page, "Nộp ngày 20/6/2025 · Chờ giao chuyên viên");
    assert_has (page, "Chờ người nộp đến nhận");
    assert_has (nobody, "Không tìm thấy hồ sơ nào");
  }
}

/* By number, by a code's end, by days; a whole code leads to its dossier, but only who may see it.
 */
static void
test_rest (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *number = find (desk, "hoa", "0011 9800 0002");
  g_autofree char *serial = find (desk, "hoa", "300003");
  g_autofree char *whole = seek (desk, "an", "h26.104-250620-300001", "", "");
  g_autofree char *bare = seek (desk, "an", "h26104250620300001", "", "");
  g_autofree char *spaced = seek (desk, "an", "H26 104 250620 300001", "", "");
  g_autofree char *secret = seek (desk, "xa", "H26.104-250620-300001", "", "");
  g_autofree char *bare_secret = find (desk, "xa", "H26104250620300001");
  g_autofree char *today = seek (desk, "an", "", "2025-06-20", "2025-06-20");
  g_autofree char *later = seek (desk, "an", "", "2025-06-21", "");
  g_autofree char *hidden = walk_look (desk, "xa", secret, 200);
  g_autofree char *today_page = walk_look (desk, "an", today, 200);
  g_autofree char *later_page = walk_look (desk, "an", later, 200);
  g_autofree char *id = heap_id (1);
  g_autofree char *place = g_strconcat ("/console/dossiers/", id, NULL);

  assert_found (number, "2");
  assert_found (serial, "3");
  g_assert_cmpstr (whole, ==, place);
  g_assert_cmpstr (bare, ==, place);
  g_assert_cmpstr (spaced, ==, place);
  assert_has (hidden, "Không tìm thấy hồ sơ nào");
  assert_has (bare_secret, "Không tìm thấy hồ sơ nào");
  assert_has (bare_secret, "value=\"H26104250620300001\"");
  assert_found (today_page, "123");
  assert_has (today_page, DESK_CODE);
  assert_has (later_page, "Không tìm thấy hồ sơ nào");
}

/* The trail keeps that somebody searched, and by what kind; never what. */
static void
test_trail (gconstpointer storage)
{
  const McTrailQuery query = { .login = "hoa", .limit = 100 };
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *name = find (desk, "hoa", "Nguyễn Hoà");
  g_autofree char *number = find (desk, "hoa", "001198000002");
  g_autofree char *code = seek (desk, "hoa", "H26.104-250620-300001", "", "2025-06-20");
  g_autoptr (GPtrArray) lines =
                 mc_people_list_trail (MC_PEOPLE (desk->central->storage), &query, NULL);
  static const char *const details[] = { "code, day", "id-number", "name" };

  g_assert_cmpuint (lines->len, ==, G_N_ELEMENTS (details));
  for (guint i = 0; i < lines->len; i++)
    {
      const McTrailRecord *line = g_ptr_array_index (lines, i);

      g_assert_cmpstr (line->action, ==, "search");
      g_assert_cmpstr (line->detail, ==, details[i]);
      g_assert_null (line->dossier);
    }
}

/* What is wrong with the form is told beside it; a strange address is an empty form. */
static void
test_mistakes (gconstpointer storage)
{
  static const struct
  {
    const char *body, *sentence;
  } cases[] = {
    { "", "Xin gõ mã, tên hoặc số giấy tờ, hoặc chọn ngày." },
    { "text=+&from=+", "Xin gõ mã, tên hoặc số giấy tờ, hoặc chọn ngày." },
    { "text=x&from=yesterday", "Xin chọn ngày, thí dụ 2025-06-20." },
    { "text=x&to=2025-02-29", "Xin chọn ngày, thí dụ 2025-06-20." },
    { "from=2025-06-20&to=2025-06-19", "Ngày này phải bằng hoặc sau ngày bắt đầu." },
    { "text=%01", "Dài quá 100 ký tự, hoặc có ký tự không dùng được." },
  };
  static const char *const addresses[] = {
    "/console/search",
    "/console/search?q=",
    "/console/search?q=AAAA",
    "/console/search?q=%2e%2e",
    "/console/search?q=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  };
  g_autoptr (Desk) desk = new_desk (storage);
  g_autoptr (McAnswer) forbidden = official_get (desk, "admin", "/console/search");
  g_autofree char *path = seek (desk, "hoa", "<i>\"'&", "", "");
  g_autofree char *hostile = walk_look (desk, "hoa", path, 200);
  g_autofree char *nonsense = g_strconcat (path, "&before=x.y", NULL);
  g_autofree char *unknown = g_strconcat (path, "&before=0.y", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (McAnswer) answer = official_post (desk, "hoa", "/console/search", cases[i].body);
      g_autofree char *page = answer_dup_text (answer);

      g_assert_cmpuint (answer->status, ==, 422);
      assert_has (page, cases[i].sentence);
    }
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *page = walk_look (desk, "hoa", addresses[i], 200);

      assert_has (page, "role=\"search\"");
      assert_lacks (page, "id=\"found\"");
    }
  assert_has (hostile, "&lt;i&gt;&quot;&#39;&amp;");
  assert_lacks (hostile, "<i>");
  g_free (walk_look (desk, "hoa", nonsense, 200));
  g_free (walk_look (desk, "hoa", unknown, 200));
  g_assert_cmpuint (forbidden->status, ==, 403);
}

/* Whoever sees a small part of a large unit comes to the end of it, page by page. */
static void
test_pages (gconstpointer storage)
{
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *path = NULL;
  guint pages = 0, rows = 0;

  for (guint i = 1; i <= 120; i++)
    heap_file (desk,
               &(HeapDossier){ i,
                               "Tên Chung",
                               .state = MC_STATE_CHAIR_ASSIGNED,
                               .department = i % 2 == 0 ? WALK_OFFICE : "Kinh tế" });

  path = seek (desk, "binh", "tên chung", "", "");
  while (path != NULL)
    {
      g_autofree char *page = walk_look (desk, "binh", path, 200);
      const char *row = page, *next = strstr (page, "rel=\"next\" href=\"");
      g_autoptr (GString) address = NULL;

      for (; (row = strstr (row, "class=\"name\"")) != NULL; row++)
        rows++;
      pages++;
      g_clear_pointer (&path, g_free);
      if (next == NULL)
        break;
      next += strlen ("rel=\"next\" href=\"");
      address = g_string_new_len (next, strchr (next, '"') - next);
      g_string_replace (address, "&amp;", "&", 0);
      path = g_string_free (g_steal_pointer (&address), FALSE);
    }
  g_assert_cmpuint (rows, ==, 60);
  g_assert_cmpuint (pages, ==, 2);
}

/* What was typed is taken for what it looks like. */
static void
test_kinds (void)
{
  static const struct
  {
    const char *text;
    McSearchKind kind;
  } cases[] = {
    { "", MC_SEARCH_NOTHING },
    { "H26.104-250620-200012", MC_SEARCH_CODE },
    { "000.00.01.H26-250620-0012", MC_SEARCH_CODE },
    { "250620-2000", MC_SEARCH_CODE },
    { "200012", MC_SEARCH_CODE },
    { "12", MC_SEARCH_CODE },
    { "001198004321", MC_SEARCH_ID_NUMBER },
    { "0011 9800 4321", MC_SEARCH_ID_NUMBER },
    { "012345678", MC_SEARCH_ID_NUMBER },
    { "B1234567", MC_SEARCH_ID_NUMBER },
    { "Nguyễn Văn A", MC_SEARCH_NAME },
    { "Công ty 108", MC_SEARCH_NAME },
    { "Sen-Việt 3", MC_SEARCH_NAME },
    { "Hoà", MC_SEARCH_NAME },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const McSearchWish wish = { .text = (char *) cases[i].text };

      g_assert_cmpint (mc_search_wish_get_kind (&wish), ==, cases[i].kind);
    }
}

/* Sealed it says nothing, and only to its own session it opens. */
static void
test_seal (void)
{
  McSearchWish wish = { (char *) "Nguyễn \"Hòa\"", (char *) "2025-06-20", (char *) "" };
  g_autofree char *sealed = mc_search_wish_seal (&wish, "one");
  g_autofree char *again = mc_search_wish_seal (&wish, "one");
  g_autoptr (McSearchWish) opened = mc_search_wish_open (sealed, "one");
  g_autoptr (McSearchWish) other = mc_search_wish_open (sealed, "two");
  g_autofree char *changed = g_strdup (sealed);

  changed[strlen (changed) / 2] = changed[strlen (changed) / 2] == 'A' ? 'B' : 'A';
  g_assert_cmpstr (sealed, !=, again);
  g_assert_nonnull (opened);
  g_assert_cmpstr (opened->text, ==, wish.text);
  g_assert_cmpstr (opened->from, ==, wish.from);
  g_assert_cmpstr (opened->to, ==, "");
  g_assert_null (other);
  g_assert_null (mc_search_wish_open (changed, "one"));
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strconcat ("/console/search/memory/", name, NULL);
  g_autofree char *sqlite = g_strconcat ("/console/search/sqlite/", name, NULL);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("name", test_name);
  add_both ("rest", test_rest);
  add_both ("trail", test_trail);
  add_both ("mistakes", test_mistakes);
  g_test_add_data_func ("/console/search/sqlite/pages", GINT_TO_POINTER (DESK_SQLITE), test_pages);
  g_test_add_func ("/console/search/kinds", test_kinds);
  g_test_add_func ("/console/search/seal", test_seal);

  return g_test_run ();
}
