/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/assets.h"
#include "app/domain/point.h"

#include <glib/gstdio.h>
#include <string.h>

/* What ships loads: the procedures, three years of calendar, all points. */
static void
test_shipped (void)
{
  const char *dir = mc_assets_get_default_dir ();
  g_autoptr (GError) error = NULL;
  g_autoptr (McCatalogue) catalogue = mc_assets_load_catalogue (dir, &error);
  g_autoptr (McCalendar) calendar = mc_assets_load_calendar (dir, &error);
  g_autoptr (GPtrArray) points = mc_assets_load_points (dir, &error);
  g_autoptr (GPtrArray) found = NULL;
  GDate date;

  g_assert_no_error (error);
  g_assert_nonnull (calendar);
  g_assert_cmpuint (points->len, ==, 138);
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 20, 6, 2025);
  found = mc_catalogue_search (catalogue, "khai sinh", "vi", &date);
  g_assert_cmpuint (found->len, >, 0);
  g_assert_cmpstr (mc_procedure_get_code (g_ptr_array_index (found, 0)), ==, "1.001193");
}

static char *
make_dir (void)
{
  g_autoptr (GError) error = NULL;
  char *dir = g_dir_make_tmp ("motcua-assets-XXXXXX", &error);
  g_autofree char *procedures = g_build_filename (dir, "procedures", NULL);

  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir (procedures, 0700), ==, 0);
  return dir;
}

static void
write_file (const char *dir, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
remove_file (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);

  g_assert_cmpint (g_remove (path), ==, 0);
}

/* Every mistake of every file is told at once, in the order of the files; what is no procedure file
 * is passed over. */
static void
test_all_mistakes (void)
{
  g_autofree char *dir = make_dir ();
  g_autoptr (GError) error = NULL;
  const char *first, *second;

  write_file (dir, "procedures/b.json", "{\n  \"code\": 7\n}\n");
  write_file (dir, "procedures/a.json", "{\n  \"code\":\n");
  write_file (dir, "procedures/readme.txt", "{");
  write_file (dir, "procedures/.hidden.json", "{");
  g_assert_null (mc_assets_load_catalogue (dir, &error));
  g_assert_error (error, MC_PROCEDURE_ERROR, MC_PROCEDURE_ERROR_INVALID);
  first = strstr (error->message, "/procedures/a.json:");
  second = strstr (error->message, "/procedures/b.json:2:");
  g_assert_true (first != NULL && second != NULL && first < second);
  g_assert_null (strstr (error->message, "readme"));
  g_assert_null (strstr (error->message, "hidden"));

  remove_file (dir, "procedures/a.json");
  remove_file (dir, "procedures/b.json");
  remove_file (dir, "procedures/readme.txt");
  remove_file (dir, "procedures/.hidden.json");
  remove_file (dir, "procedures");
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

/* A folder that is not there, and a table with a mistake, are named. */
static void
test_missing (void)
{
  g_autofree char *dir = make_dir ();
  g_autoptr (GError) catalogue = NULL;
  g_autoptr (GError) calendar = NULL;
  g_autoptr (GError) points = NULL;

  remove_file (dir, "procedures");
  write_file (dir, "calendar.csv", "date,kind,name,status\n2025-13-01,off,x,official\n");
  g_assert_null (mc_assets_load_catalogue (dir, &catalogue));
  g_assert_error (catalogue, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_null (mc_assets_load_calendar (dir, &calendar));
  g_assert_error (calendar, MC_CALENDAR_ERROR, MC_CALENDAR_ERROR_SYNTAX);
  g_assert_nonnull (strstr (calendar->message, "calendar.csv:2:"));
  g_assert_null (mc_assets_load_points (dir, &points));
  g_assert_error (points, G_FILE_ERROR, G_FILE_ERROR_NOENT);

  remove_file (dir, "calendar.csv");
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/assets/shipped", test_shipped);
  g_test_add_func ("/assets/all-mistakes", test_all_mistakes);
  g_test_add_func ("/assets/missing", test_missing);

  return g_test_run ();
}
