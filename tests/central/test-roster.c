/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include "app/domain/csv.h"
#include "central/people/accounts.h"
#include "central/people/passwords.h"
#include "central/people/roster.h"
#include "tests/central/official.h"

#define HEADER "login,name,role,unit,department\n"

/* Everything that is wrong with a file, as it is told; "" when it is right. */
static char *
read_mistakes (Desk *desk, const char *data, GPtrArray **roster)
{
  g_autoptr (GPtrArray) mistakes = mc_csv_mistakes_new ();
  g_autoptr (GPtrArray) read = mc_roster_read (desk->central, data, -1, mistakes);

  if (roster != NULL)
    *roster = g_ptr_array_ref (read);

  return mc_csv_mistakes_to_string (mistakes, "f");
}

/* A row is a post; who has several stands in several rows; a spreadsheet's numbers get their zeros
 * back, capitals and decomposed letters their one spelling. */
static void
test_read (void)
{
  g_autoptr (Desk) desk = desk_new (DESK_MEMORY);
  g_autoptr (GPtrArray) roster = NULL;
  g_autofree char *told = read_mistakes (desk,
                                         HEADER "Hoa.NT,Nguyễn  Thị Hoa ,reception,70,\n"
                                                "an.lv,Lê Văn An,chairman,00070,\n"
                                                "hoa.nt,Nguye\u0302\u0303n Thị Hoa,specialist,"
                                                "H26.STC,Phòng A\n"
                                                "q.t,\"Trần, Quản Trị\",administrator,*,\n",
                                         &roster);
  const McUserRecord *user;
  const McPost *post;

  g_assert_cmpstr (told, ==, "");
  g_assert_cmpuint (roster->len, ==, 3);
  user = ((McRosterEntry *) g_ptr_array_index (roster, 0))->user;
  g_assert_cmpstr (user->login, ==, "hoa.nt");
  g_assert_cmpstr (user->name, ==, "Nguyễn Thị Hoa");
  g_assert_cmpuint (user->posts->len, ==, 2);
  post = g_ptr_array_index (user->posts, 0);
  g_assert_cmpstr (post->unit, ==, "00070");
  post = g_ptr_array_index (user->posts, 1);
  g_assert_cmpint (post->role, ==, MC_ROLE_SPECIALIST);
  g_assert_cmpstr (post->department, ==, "Phòng A");
  user = ((McRosterEntry *) g_ptr_array_index (roster, 2))->user;
  g_assert_cmpstr (user->name, ==, "Trần, Quản Trị");
}

/* Each mistake is told with its line, all of them in one run. */
static void
test_mistakes (void)
{
  static const struct
  {
    const char *row, *mistakes;
  } rows[] = {
    { "hoa nt,Hoa,reception,00070,", "“hoa nt” is not a login" },
    { "h,Hoa,reception,00070,", "“h” is not a login" },
    { "hòa,Hoa,reception,00070,", "“hòa” is not a login" },
    { "command,Hoa,reception,00070,", "“command” is not a login" },
    { ",Hoa,reception,00070,", "“” is not a login" },
    { "a.b,,reception,00070,", "a name has 1 to 60" },
    { "a.b,Hoa,boss,00070,", "“boss” is not a role" },
    { "a.b,Hoa,citizen,00070,", "“citizen” is not a role" },
    { "a.b,Hoa,boss,99999,", "“boss” is not a role|there is no unit “99999”" },
    { "a.b,Hoa,reception,99999,", "there is no unit “99999”" },
    { "a.b,Hoa,reception,,", "there is no unit “”" },
    { "a.b,Hoa,reception,*,", "the role reception holds in one unit" },
    { "a.b,Hoa,auditor,*,", "the role auditor holds in one unit" },
    { "a.b,Hoa,administrator,00070,", "its unit is *" },
    { "a.b,Hoa,city_reader,00070,", "its unit is *" },
    { "a.b,Hoa,director,00070,", "00070 is no city department" },
    { "a.b,Hoa,chairman,H26.STC,", "no chairman" },
    { "a.b,Hoa,reception,H26.STC,", "no reception" },
    { "a.b,Hoa,chairman,00070,Phòng A", "the role chairman is of no department" },
    { "taken,Hoa,reception,00070,", "the login taken is taken" },
    { "x y,,boss,1", "4 cells instead of 5" },
    { "x y,,boss,99999,", "“x y” is not a login|a name has|“boss” is not|there is no unit" },
  };
  g_autoptr (Desk) desk = desk_new (DESK_MEMORY);

  official_add (desk, "taken", "Người Khác", MC_ROLE_RECEPTION, "00070", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *data = g_strdup_printf (HEADER "%s\n", rows[i].row);
      g_autofree char *told = read_mistakes (desk, data, NULL);
      g_auto (GStrv) wanted = g_strsplit (rows[i].mistakes, "|", -1);
      g_auto (GStrv) lines = g_strsplit (told, "\n", -1);

      g_test_message ("%s\n%s", rows[i].row, told);
      g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (wanted));
      for (guint line = 0; lines[line] != NULL; line++)
        g_assert_true (g_str_has_prefix (lines[line], "f:2: "));
      for (guint w = 0; wanted[w] != NULL; w++)
        g_assert_nonnull (strstr (told, wanted[w]));
    }
}

/* What does not fit together across rows. */
static void
test_rows (void)
{
  g_autoptr (Desk) desk = desk_new (DESK_MEMORY);
  g_autofree char *told = read_mistakes (desk,
                                         HEADER "a.b,,chairman,00070,\n"
                                                "a.b,Lê Văn An,auditor,00070,\n"
                                                "a.b,Lê Văn Anh,auditor,00004,\n"
                                                "a.b,Lê Văn An,auditor,00070,\n",
                                         NULL);
  g_autofree char *none = read_mistakes (desk, HEADER, NULL);
  g_autofree char *header = read_mistakes (desk, "login,name\n", NULL);

  g_assert_cmpstr (told,
                   ==,
                   "f:2: a name has 1 to 60 characters\n"
                   "f:4: a.b is Lê Văn Anh here and Lê Văn An in line 3\n"
                   "f:5: a.b has this post twice");
  g_assert_cmpstr (none, ==, "f:1: there is nobody in it");
  g_assert_cmpstr (header, ==, "f:1: the header is not “login,name,role,unit,department”");
}

static void
count_progress (guint done, guint all, gpointer data)
{
  guint *last = data;

  g_assert_cmpuint (done, >, *last);
  g_assert_cmpuint (all, ==, 3);
  *last = done;
}

/* Everybody gets a password of their own that opens once folded, and a slip that says it; progress
 * is told to the end. */
static void
test_passwords (void)
{
  g_autoptr (Desk) desk = desk_new (DESK_MEMORY);
  g_autoptr (GPtrArray) roster = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  guint last = 0;
  g_autofree char *told = read_mistakes (desk,
                                         HEADER "a.b,Lê Văn An,chairman,00070,\n"
                                                "c.d,Lê Văn Bình,auditor,00070,\n"
                                                "e.f,Lê Văn Cường,city_reader,*,\n",
                                         &roster);

  g_assert_cmpstr (told, ==, "");
  g_assert_true (mc_roster_give_passwords (roster, count_progress, &last, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (last, ==, 3);
  for (guint i = 0; i < roster->len; i++)
    {
      const McRosterEntry *entry = g_ptr_array_index (roster, i);
      g_autofree char *folded = mc_password_fold_one_time (entry->password);

      g_assert_true (entry->user->must_change);
      g_assert_true (mc_password_verify (entry->user->password, folded));
    }
  pdf = mc_roster_draw_slips (desk->central, roster, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (pdf, NULL), 5, "%PDF-", 5);
}

/* A whole city: 126 units with four posts each, read without a mistake, in a moment. */
static void
test_city (void)
{
  static const char *const roles[] = { "reception", "chairman", "department", "specialist" };
  g_autoptr (Desk) desk = desk_new (DESK_SQLITE);
  g_autoptr (GString) data = g_string_new (HEADER);
  g_autoptr (GPtrArray) roster = NULL;
  g_autofree char *told = NULL;
  gint64 start;

  for (guint i = 0; i < desk->central->points->len; i++)
    {
      const McPoint *point = g_ptr_array_index (desk->central->points, i);

      for (guint r = 0; *point->unit_code != '\0' && r < G_N_ELEMENTS (roles); r++)
        g_string_append_printf (data,
                                "%.4s.%s,Nguyễn Văn %u,%s,%s,%s\n",
                                roles[r],
                                point->unit_code,
                                i,
                                roles[r],
                                point->unit_code,
                                r < 2 ? "" : "Phòng Văn hóa - Xã hội");
    }
  start = g_get_monotonic_time ();
  told = read_mistakes (desk, data->str, &roster);
  g_test_message ("%" G_GINT64_FORMAT " µs", g_get_monotonic_time () - start);
  g_assert_cmpstr (told, ==, "");
  g_assert_cmpuint (roster->len, ==, 126 * 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/roster/read", test_read);
  g_test_add_func ("/roster/mistakes", test_mistakes);
  g_test_add_func ("/roster/rows", test_rows);
  g_test_add_func ("/roster/passwords", test_passwords);
  g_test_add_func ("/roster/city", test_city);

  return g_test_run ();
}
