/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/csv.h"
#include "app/domain/json.h"
#include "app/domain/point.h"

#include <string.h>

#define HEADER                                                                                     \
  "code,name,kind,unit_code,unit_name,agency_code,agency_name,address,counter,phone,hours,note\n"
#define ROW "1,Điểm,unit,00070,Phường Hoàn Kiếm,H26.104,UBND phường Hoàn Kiếm,,,,,\n"

static GPtrArray *
load_shipped (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("MOTCUA_ASSETS"), "points.csv", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *points;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  points = mc_points_new_from_csv (data, length, path, &error);
  g_assert_no_error (error);
  return points;
}

/* Hanoi's 126 units and 12 branches ship, each complete. */
static void
test_shipped (void)
{
  g_autoptr (GPtrArray) points = load_shipped ();
  guint units = 0;

  g_assert_cmpuint (points->len, ==, 138);
  for (guint i = 0; i < points->len; i++)
    {
      const McPoint *point = g_ptr_array_index (points, i);

      units += *point->unit_code != '\0';
      g_assert_true (g_str_has_prefix (point->agency_code, "H26."));
      if (strcmp (point->code, "00070") == 0)
        {
          g_assert_cmpstr (point->unit_name, ==, "Phường Hoàn Kiếm");
          g_assert_cmpstr (point->agency_name, ==, "UBND phường Hoàn Kiếm");
          g_assert_null (point->address);
          g_assert_cmpuint (point->hours.afternoon_close, ==, 17 * 3600);
        }
    }
  g_assert_cmpuint (units, ==, 126);
}

/* A point comes through JSON and copies as it was. */
static void
test_json (void)
{
  static const char csv[] =
      HEADER "A1,\"Điểm \"\"một\"\"\",sub-point,,Thành phố Hà Nội,H26.301,Trung tâm,126 Hàng "
             "Trống,2,024 3825 0000,\"07:30-11:30,13:30-17:00\",note\n";
  g_autoptr (GPtrArray) points = mc_points_new_from_csv (csv, -1, "p.csv", NULL);
  g_autoptr (McPoint) copy = mc_point_copy (g_ptr_array_index (points, 0));
  g_autoptr (json_t) object = mc_point_to_json (copy);
  g_autoptr (McPoint) read = mc_point_from_json (object, NULL);

  g_assert_cmpstr (read->name, ==, "Điểm \"một\"");
  g_assert_cmpstr (read->unit_code, ==, "");
  g_assert_cmpstr (read->address, ==, "126 Hàng Trống");
  g_assert_cmpstr (read->counter, ==, "2");
  g_assert_cmpstr (read->phone, ==, "024 3825 0000");
  g_assert_cmpuint (read->hours.morning_open, ==, 7 * 3600 + 1800);
  g_assert_cmpuint (read->hours.afternoon_close, ==, 17 * 3600);
}

/* Missing and wrong members of JSON are named. */
static void
test_json_bad (void)
{
  g_autoptr (GPtrArray) points = mc_points_new_from_csv (HEADER ROW, -1, "p.csv", NULL);
  static const char *const members[] = { "code", "agency_code", "hours" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autoptr (json_t) object = mc_point_to_json (g_ptr_array_index (points, 0));
      g_autoptr (GError) error = NULL;

      json_object_del (object, members[i]);
      g_assert_null (mc_point_from_json (object, &error));
      g_assert_nonnull (strstr (error->message, members[i]));
    }
  {
    g_autoptr (json_t) object = mc_point_to_json (g_ptr_array_index (points, 0));
    g_autoptr (GError) error = NULL;

    json_object_set_new (object, "hours", json_string ("always"));
    g_assert_null (mc_point_from_json (object, &error));
    g_assert_nonnull (strstr (error->message, "hours"));
  }
}

/* A mistake in the table is told with its line. */
static void
test_bad_csv (void)
{
  static const struct
  {
    const char *row, *message;
  } cases[] = {
    { ",x,unit,00070,u,H26.104,a,,,,,\n", "p.csv:2: no code" },
    { "1,,unit,00070,u,H26.104,a,,,,,\n", "p.csv:2: no name" },
    { "1,x,shop,00070,u,H26.104,a,,,,,\n", "p.csv:2: the kind" },
    { "1,x,unit,70,u,H26.104,a,,,,,\n", "p.csv:2: the unit code" },
    { "1,x,unit,,u,H26.104,a,,,,,\n", "p.csv:2: the unit code" },
    { "1,x,unit,00070,u,H26-104,a,,,,,\n", "p.csv:2: “H26-104” is no agency code" },
    { "1,x,unit,00070,u,H26.104,a,,,,08:00,\n", "p.csv:2: “08:00” are no hours" },
    { ROW "1,x,unit,00071,u,H26.105,a,,,,,\n", "p.csv:3: a second point" },
    { ROW "2,x,unit,00071,u,H26.104,a,,,,,\n", "p.csv:3: a second “H26.104”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *data = g_strconcat (HEADER, cases[i].row, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (mc_points_new_from_csv (data, -1, "p.csv", &error));
      g_assert_error (error, MC_CSV_ERROR, MC_CSV_ERROR_SYNTAX);
      if (!g_str_has_prefix (error->message, cases[i].message))
        g_error ("“%s” instead of “%s”", error->message, cases[i].message);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/point/shipped", test_shipped);
  g_test_add_func ("/domain/point/json", test_json);
  g_test_add_func ("/domain/point/json/bad", test_json_bad);
  g_test_add_func ("/domain/point/bad-csv", test_bad_csv);

  return g_test_run ();
}
