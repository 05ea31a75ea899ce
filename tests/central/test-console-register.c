/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/json.h"
#include "central/work/event-data.h"
#include "tests/central/walk.h"

#include <string.h>

#define JUNE "?period=days&from=2025-06-01&to=2025-06-30&unit=" WALK_UNIT

/* The book with everybody's name: the desk's, the chairman's and the auditor's of that unit. */
static void
test_access (gconstpointer storage)
{
  static const struct
  {
    const char *login;
    guint own, other;
  } cases[] = {
    { "hoa", 200, 403 }, { "an", 200, 403 }, { "kiem", 200, 403 },  { "binh", 403, 403 },
    { "mai", 403, 403 }, { "xa", 403, 200 }, { "admin", 403, 403 }, { "nha", 403, 403 },
  };
  static const char *const files[] = { "", "/register.csv", "/register.pdf" };
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));

  official_add (desk, "nha", "Vũ Thanh Nhã", MC_ROLE_CITY_READER, MC_UNIT_ALL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint file = 0; file < G_N_ELEMENTS (files); file++)
      {
        g_autofree char *own =
            g_strdup_printf ("/console/register%s?unit=%s", files[file], WALK_UNIT);
        g_autofree char *other =
            g_strdup_printf ("/console/register%s?unit=%s", files[file], WALK_OTHER_UNIT);
        g_autofree char *city = g_strdup_printf ("/console/register%s?unit=", files[file]);

        g_free (walk_look (desk, cases[i].login, own, cases[i].own));
        g_free (walk_look (desk, cases[i].login, other, cases[i].other));
        g_free (walk_look (desk, cases[i].login, city, 403));
      }
  g_free (walk_look (desk, "hoa", "/console/register/register.xls", 404));
}

static void
assert_trail (Desk *desk, const char *login, const char *detail)
{
  const McTrailQuery query = { .login = login, .limit = 1 };
  g_autoptr (GPtrArray) lines =
                 mc_people_list_trail (MC_PEOPLE (desk->central->storage), &query, NULL);
  const McTrailRecord *line;

  g_assert_cmpuint (lines->len, ==, 1);
  line = g_ptr_array_index (lines, 0);
  g_assert_cmpstr (line->action, ==, "register");
  g_assert_cmpstr (line->detail, ==, detail);
}

/* A dossier's line fills as it goes its way; who looked is kept. */
static void
test_lines (gconstpointer storage)
{
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *before = walk_look (desk, "hoa", "/console/register" JUNE, 200);
  g_autofree char *open = NULL, *page = NULL, *csv = NULL, *semicolons = NULL, *elsewhere = NULL;
  g_autoptr (McAnswer) pdf = NULL;

  assert_has (before, "chưa nhận hồ sơ nào");
  walk (desk, 1);
  open = walk_look (desk, "hoa", "/console/register" JUNE, 200);
  assert_has (open, "Từ ngày 1/6/2025 đến ngày 30/6/2025: đã nhận 1 hồ sơ");
  assert_has (open, "<td class=\"number\" data-label=\"Số\">1</td>");
  assert_has (open, "<a class=\"code\" href=\"" WALK_DOSSIER "\">" DESK_CODE "</a>");
  assert_has (open, "Nguyễn Thị Hoa");
  assert_has (open, "UBND phường Hoàn Kiếm");
  assert_has (open, "data-label=\"Đã trả\"></td>");
  assert_trail (desk, "hoa", "00070 2025-06-01 2025-06-30");

  for (guint i = 1; i < WALK_STEPS; i++)
    walk_act (desk, WALK[i].login, WALK[i].action, WALK[i].fields);
  page = walk_look (desk, "kiem", "/console/register" JUNE, 200);
  assert_has (page, "data-label=\"Đã trả\">20/6/2025<small>09:51</small></td>");
  csv = walk_look (desk, "an", "/console/register/register.csv" JUNE, 200);
  assert_has (csv, "\xef\xbb\xbfSố thứ tự,Mã hồ sơ,");
  assert_has (csv, "\r\n1," DESK_CODE ",Đăng ký khai sinh,1,");
  assert_has (csv,
              ",UBND phường Hoàn Kiếm,2025-06-20 09:51,2025-06-20 17:00,2025-06-20 09:51,"
              "Nguyễn Thị Hoa,\r\n");
  assert_trail (desk, "an", "00070 2025-06-01 2025-06-30 register.csv");
  semicolons =
      walk_look (desk, "an", "/console/register/register.csv" JUNE "&separator=semicolon", 200);
  assert_has (semicolons, "Số thứ tự;Mã hồ sơ;");
  pdf = official_get (desk, "hoa", "/console/register/register.pdf" JUNE);
  g_assert_cmpuint (pdf->status, ==, 200);
  g_assert_cmpmem (g_bytes_get_data (pdf->body, NULL), 5, "%PDF-", 5);
  g_assert_cmpstr (answer_get_header (pdf, "Content-Disposition"),
                   ==,
                   "attachment; filename=\"so-theo-doi-00070-2025-06-01-2025-06-30.pdf\"");

  elsewhere = walk_look (desk, "xa", "/console/register?unit=" WALK_OTHER_UNIT, 200);
  assert_lacks (elsewhere, DESK_CODE);
}

/* On paper each year has its book. */
static void
test_years (gconstpointer storage)
{
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *page = NULL;

  walk (desk, 1);
  page = walk_look (
      desk,
      "hoa",
      "/console/register/register.pdf?period=days&from=2024-12-31&to=2025-06-30&unit=" WALK_UNIT,
      400);
  assert_has (page, "lập theo từng năm");
  g_free (walk_look (
      desk,
      "hoa",
      "/console/register/register.csv?period=days&from=2024-12-31&to=2025-06-30&unit=" WALK_UNIT,
      200));
}

/* A line is the first reception's, also when papers had to be brought before it: the register has
 * no gap and no dossier twice. */
static void
test_number (gconstpointer storage)
{
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));
  g_autoptr (GPtrArray) events = NULL;
  guint found = 0;

  json_decref (desk_step (desk, "ask_supplement", "reception"));
  json_decref (desk_step (desk, "supplement", "reception"));
  json_decref (desk_step (desk, "chair_assign", "chairman"));
  json_decref (desk_step (desk, "stop", "chairman"));
  json_decref (desk_step (desk, "reopen", "chairman"));
  json_decref (desk_step (desk, "receive", "reception"));
  events = mc_storage_list_events (desk->central->storage, DESK_ID, NULL);
  for (guint i = 0; i < events->len; i++)
    {
      const McEventRecord *event = g_ptr_array_index (events, i);
      g_autoptr (McEventData) data = mc_event_data_parse (event->data);

      if (data->register_number == 0)
        continue;
      g_assert_cmpstr (event->action, ==, "supplement");
      g_assert_cmpuint (data->register_number, ==, 1);
      found++;
    }
  g_assert_cmpuint (found, ==, 1);
}

/* A city department has no desk and no book, and a book of all years is more than anybody reads. */
static void
test_none (gconstpointer storage)
{
  g_autoptr (Desk) desk = walk_desk_new (GPOINTER_TO_INT (storage));

  official_add (desk, "so", "Lê Văn Sở", MC_ROLE_AUDITOR, "H26.STC", NULL);
  g_free (walk_look (desk, "so", "/console/register", 200));
  g_free (walk_look (desk, "so", "/console/register/register.csv", 200));
  g_free (walk_look (desk, "so", "/console/register/register.pdf", 404));
  g_free (
      walk_look (desk, "hoa", "/console/register?period=days&from=2023-07-01&to=2025-06-30", 200));
  g_free (
      walk_look (desk, "hoa", "/console/register?period=days&from=2023-06-01&to=2025-06-30", 400));
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strconcat ("/console/register/memory/", name, NULL);
  g_autofree char *sqlite = g_strconcat ("/console/register/sqlite/", name, NULL);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("access", test_access);
  add_both ("lines", test_lines);
  add_both ("years", test_years);
  add_both ("number", test_number);
  add_both ("none", test_none);

  return g_test_run ();
}
