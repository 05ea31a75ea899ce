/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/facts.h"
#include "tests/central/walk.h"

#include <string.h>

#define JUNE "?period=days&from=2025-06-01&to=2025-06-30"

static void
add_officials (Desk *desk)
{
  official_add (desk, "minh", "Nguyễn Văn Minh", MC_ROLE_CHAIRMAN, WALK_UNIT, NULL);
  official_add (desk, "tinh", "Phạm Thị Tình", MC_ROLE_SPECIALIST, WALK_UNIT, "Kinh tế");
  official_add (desk, "soat", "Đỗ Văn Soát", MC_ROLE_AUDITOR, WALK_UNIT, NULL);
  official_add (desk, "xa", "Bùi Văn Xa", MC_ROLE_CHAIRMAN, WALK_OTHER_UNIT, NULL);
  official_add (desk, "so", "Lê Văn Sở", MC_ROLE_DIRECTOR, "H26.STC", NULL);
  official_add (desk, "nha", "Vũ Thanh Nhã", MC_ROLE_CITY_READER, MC_UNIT_ALL, NULL);
  official_add (desk, "quan", "Trần Quản", MC_ROLE_ADMINISTRATOR, MC_UNIT_ALL, NULL);
}

/* Who may see whose report: everybody their own units', the city reader all, the administrator
 * none. The same for page, paper and files. */
static void
test_access (gconstpointer storage)
{
  static const struct
  {
    const char *login;
    guint own, other, city;
  } cases[] = {
    { "minh", 200, 403, 403 }, { "tinh", 200, 403, 403 }, { "soat", 200, 403, 403 },
    { "xa", 403, 200, 403 },   { "so", 403, 403, 403 },   { "nha", 200, 200, 200 },
    { "quan", 403, 403, 403 },
  };
  static const char *const files[] = { "", "/report.pdf", "/06a.csv", "/steps.csv" };
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));

  add_officials (desk);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint file = 0; file < G_N_ELEMENTS (files); file++)
      {
        const struct
        {
          const char *unit;
          guint status;
        } units[] = { { WALK_UNIT, cases[i].own },
                      { WALK_OTHER_UNIT, cases[i].other },
                      { "", cases[i].city } };

        for (guint unit = 0; unit < G_N_ELEMENTS (units); unit++)
          {
            g_autofree char *target =
                g_strdup_printf ("/console/reports%s?unit=%s", files[file], units[unit].unit);
            g_autoptr (McAnswer) answer = official_get (desk, cases[i].login, target);

            g_assert_cmpuint (answer->status, ==, units[unit].status);
          }
      }

  /* A department's director has theirs, and it is what they see first. */
  {
    g_autofree char *page = walk_look (desk, "so", "/console/reports?unit=H26.STC", 200);
    g_autofree char *first = walk_look (desk, "so", "/console/reports", 200);
    g_autofree char *city = walk_look (desk, "nha", "/console/reports", 200);

    assert_lacks (page, "<select id=\"unit\"");
    assert_has (first, "value=\"H26.STC\"");
    assert_has (city, "Thành phố Hà Nội");
    assert_has (city, "<option value=\"" WALK_OTHER_UNIT "\">");
  }
}

static void
rate (Desk *desk, guint score, const char *at)
{
  McRatingOutcome outcome;

  g_assert_true (mc_storage_begin (desk->central->storage, NULL));
  g_assert_true (mc_storage_add_rating (
      desk->central->storage, DESK_ID, NULL, score, "vi", desk_time (at), &outcome, NULL));
  g_assert_true (mc_storage_commit (desk->central->storage, NULL));
}

/* A dossier that went through shows in every table; a single answer is told to nobody. */
static void
test_figures (gconstpointer storage)
{
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *page = NULL, *city = NULL, *english = NULL, *csv = NULL;
  static const char *const readers[] = { "hoa", "an", "kiem" };
  static const char *const pages[] = { WALK_DOSSIER, "/console/register" JUNE };
  Click *click;
  g_autoptr (McAnswer) answer = NULL;

  official_add (desk, "nha", "Vũ Thanh Nhã", MC_ROLE_CITY_READER, MC_UNIT_ALL, NULL);
  walk (desk, WALK_STEPS);
  rate (desk, 1, "2025-06-21T09:00:00+07:00");
  desk_set_time (desk, "2025-07-15T09:00:00+07:00");

  page = walk_look (desk, WALK[1].login, "/console/reports" JUNE, 200);
  assert_has (page,
              "<h1>Từ ngày 1/6/2025 đến ngày 30/6/2025: 100% hồ sơ được giải quyết đúng hạn</h1>");
  assert_has (page, "Đăng ký khai sinh</th><td class=\"number\">1</td><td class=\"number\">1</td>");
  assert_has (page, "Hộ tịch");
  assert_has (page, "3. Chủ tịch phường phân công");
  assert_has (page, "cần ít nhất 5 lượt đánh giá");
  assert_lacks (page, "Rất không hài lòng");
  assert_has (page, "Lúc này không có hồ sơ nào quá hạn");
  /* Nobody who meets the citizen sees it, on no page that shows the dossier. */
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    for (guint j = 0; j < G_N_ELEMENTS (pages); j++)
      {
        g_autofree char *secret = walk_look (desk, readers[i], pages[j], 200);

        assert_lacks (secret, "hài lòng");
        assert_lacks (secret, "đánh giá");
      }
  /* Sums tell of nobody. */
  assert_lacks (page, DESK_CODE);
  assert_lacks (page, "Ngọc");

  city = walk_look (desk, "nha", "/console/reports" JUNE "&unit=", 200);
  assert_has (city, "Phường Hoàn Kiếm");
  assert_lacks (city, "Rất không hài lòng");
  assert_lacks (city, "Hồ sơ quá hạn");

  click = click_new (desk, "nha", "GET", "/console/reports" JUNE "&unit=" WALK_UNIT);
  click_set_language (click, "en");
  answer = click_finish (click);
  english = answer_dup_text (answer);
  assert_has (english, "100% of dossiers were settled in time");
  assert_has (english, "Birth registration");

  csv = walk_look (desk, "nha", "/console/reports/06a.csv" JUNE "&unit=", 200);
  assert_has (
      csv,
      "\r\nPhường Hoàn Kiếm,Hộ tịch,Đăng ký khai sinh (1.001193),1,1,0,0,1,0,1,0,0,0,0,0,0\r\n");
}

/* A month without anything says so; days that are none are told, not guessed. */
static void
test_empty (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *empty = NULL, *wrong = NULL;

  add_officials (desk);
  /* Not even who may see all units sees one that is not there. */
  g_free (walk_look (desk, "nha", "/console/reports?unit=nowhere", 403));
  g_free (walk_look (desk, "nha", "/console/reports/report.pdf?unit=%F0", 403));
  empty = walk_look (desk, "minh", "/console/reports", 200);
  assert_has (empty, "Tháng 6/2025: chưa có hồ sơ nào được giải quyết");
  assert_has (empty, "1 hồ sơ đã nộp đang chờ tiếp nhận");
  assert_lacks (empty, "role=\"status\"");
  wrong =
      walk_look (desk, "minh", "/console/reports?period=days&from=2025-06-30&to=2025-06-01", 200);
  assert_has (wrong, "Ông, bà xem lại ngày đã chọn");
}

/* The overdue ones are listed to who may read each of them; the others are a number. */
static void
test_overdue (gconstpointer storage)
{
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *chairman = NULL, *stranger = NULL;

  official_add (desk, "tinh", "Phạm Thị Tình", MC_ROLE_SPECIALIST, WALK_UNIT, "Kinh tế");
  walk (desk, 2);
  desk_set_time (desk, "2025-06-24T09:00:00+07:00");
  chairman = walk_look (desk, WALK[1].login, "/console/reports", 200);
  assert_has (chairman, "<a class=\"code\" href=\"" WALK_DOSSIER "\">" DESK_CODE "</a>");
  assert_has (chairman, "Quá hạn 1 ngày");
  stranger = walk_look (desk, "tinh", "/console/reports", 200);
  assert_lacks (stranger, DESK_CODE);
  assert_has (stranger, "1 hồ sơ quá hạn khác thuộc phòng khác");
}

/* What a kiosk calls its procedure is a text, nothing else. */
static void
test_escaped (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *page = NULL, *csv = NULL;
  McFact fact;

  add_officials (desk);
  mc_fact_init (&fact);
  fact.unit = fact.resolver = WALK_UNIT;
  fact.procedure = "=<script>\"'&";
  fact.state = MC_STATE_RECEIVED;
  fact.filed_at = fact.accepted_at = desk_time ("2025-06-20T09:00:00+07:00");
  g_assert_true (mc_storage_begin (desk->central->storage, NULL));
  g_assert_true (mc_facts_put (MC_FACTS (desk->central->storage), DESK_ID, &fact, NULL));
  g_assert_true (mc_storage_commit (desk->central->storage, NULL));

  page = walk_look (desk, "minh", "/console/reports", 200);
  assert_has (page, "=&lt;script&gt;&quot;&#39;&amp;");
  assert_lacks (page, "=<script>");
  csv = walk_look (desk, "minh", "/console/reports/06a.csv", 200);
  assert_has (csv, "\"'=<script>\"\"'&\"");
}

/* Files are saved under a name that says what they are; what is no table is not there. */
static void
test_files (gconstpointer storage)
{
  static const char *const missing[] = { "services.csv", "units.csv", "06a.xls",
                                         "06a",          "x.csv",     "report.csv" };
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autoptr (McAnswer) pdf = NULL, csv = NULL, semicolons = NULL;
  g_autofree char *text = NULL;

  add_officials (desk);
  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    {
      g_autofree char *target = g_strconcat ("/console/reports/", missing[i], NULL);

      g_free (walk_look (desk, "minh", target, 404));
    }
  pdf = official_get (desk, "nha", "/console/reports/report.pdf" JUNE);
  g_assert_cmpuint (pdf->status, ==, 200);
  g_assert_cmpstr (pdf->content_type, ==, "application/pdf");
  g_assert_cmpmem (g_bytes_get_data (pdf->body, NULL), 5, "%PDF-", 5);
  g_assert_cmpstr (answer_get_header (pdf, "Content-Disposition"),
                   ==,
                   "attachment; filename=\"bao-cao-ha-noi-2025-06-01-2025-06-30.pdf\"");
  csv = official_get (desk, "nha", "/console/reports/services.csv" JUNE);
  g_assert_cmpstr (csv->content_type, ==, "text/csv; charset=utf-8");
  g_assert_cmpmem (g_bytes_get_data (csv->body, NULL), 3, "\xef\xbb\xbf", 3);
  semicolons = official_get (desk, "minh", "/console/reports/steps.csv?separator=semicolon");
  text = answer_dup_text (semicolons);
  assert_has (text, "Bước;Số hồ sơ;");
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strconcat ("/console/reports/memory/", name, NULL);
  g_autofree char *sqlite = g_strconcat ("/console/reports/sqlite/", name, NULL);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("access", test_access);
  add_both ("figures", test_figures);
  add_both ("empty", test_empty);
  add_both ("overdue", test_overdue);
  add_both ("escaped", test_escaped);
  add_both ("files", test_files);

  return g_test_run ();
}
