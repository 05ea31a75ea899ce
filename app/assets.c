/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/assets.h"

#include "app/domain/point.h"

#include <string.h>

/**
 * mc_assets_get_default_dir:
 *
 * Returns: (transfer none): the folder of the shipped data: MOTCUA_ASSETS of the environment, else
 *   where it was installed. Any thread
 */
const char *
mc_assets_get_default_dir (void)
{
  const char *dir = g_getenv ("MOTCUA_ASSETS");

  return dir != NULL && *dir != '\0' ? dir : MC_ASSETS_DIR;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names of the procedure files of a folder, in a fixed order. */
static GPtrArray *
list_procedures (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  if (dir == NULL)
    {
      g_prefix_error (error, "the product's data is not there (assets-dir, MOTCUA_ASSETS): ");
      return NULL;
    }

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && *name != '.')
      g_ptr_array_add (names, g_strdup (name));

  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

/**
 * mc_assets_load_catalogue:
 * @dir: the folder of the shipped data
 * @error: return location for %MC_PROCEDURE_ERROR_INVALID, or a #GFileError for the folder
 *
 * Loads every procedure of `dir/procedures`. One wrong file makes the whole catalogue wrong, and
 * the message then holds every mistake of every file, a line each. Reads files.
 *
 * Returns: (transfer full) (nullable): the catalogue, or %NULL with @error set
 */
McCatalogue *
mc_assets_load_catalogue (const char *dir, GError **error)
{
  g_autoptr (McCatalogue) catalogue = mc_catalogue_new ();
  g_autoptr (GString) mistakes = g_string_new (NULL);
  g_autofree char *folder = NULL;
  g_autoptr (GPtrArray) names = NULL;

  g_return_val_if_fail (dir != NULL, NULL);

  folder = g_build_filename (dir, "procedures", NULL);
  names = list_procedures (folder, error);
  if (names == NULL)
    return NULL;

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
      g_autoptr (McProcedure) procedure = NULL;
      g_autoptr (GError) problem = NULL;
      g_autofree char *data = NULL;
      gsize length;

      if (g_file_get_contents (path, &data, &length, &problem))
        procedure = mc_procedure_new_from_json (data, length, path, &problem);
      if (procedure != NULL)
        mc_catalogue_add (catalogue, procedure);
      else
        g_string_append_printf (mistakes, "%s%s", mistakes->len > 0 ? "\n" : "", problem->message);
    }

  if (mistakes->len > 0)
    {
      g_set_error_literal (error, MC_PROCEDURE_ERROR, MC_PROCEDURE_ERROR_INVALID, mistakes->str);
      return NULL;
    }

  return g_steal_pointer (&catalogue);
}

/**
 * mc_assets_load_calendar:
 * @dir: the folder of the shipped data
 * @error: return location for an #McCalendarError or #GFileError
 *
 * Loads `dir/calendar.csv`. Reads a file.
 *
 * Returns: (transfer full) (nullable): the calendar, or %NULL with @error set
 */
McCalendar *
mc_assets_load_calendar (const char *dir, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *data = NULL;
  gsize length;

  g_return_val_if_fail (dir != NULL, NULL);

  path = g_build_filename (dir, "calendar.csv", NULL);
  if (!g_file_get_contents (path, &data, &length, error))
    return NULL;

  return mc_calendar_new_from_csv (data, length, path, error);
}

/**
 * mc_assets_load_points:
 * @dir: the folder of the shipped data
 * @error: return location for an #McCsvError or #GFileError
 *
 * Loads `dir/points.csv`. Reads a file.
 *
 * Returns: (transfer full) (element-type McPoint) (nullable): the points, or %NULL with @error set
 */
GPtrArray *
mc_assets_load_points (const char *dir, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *data = NULL;
  gsize length;

  g_return_val_if_fail (dir != NULL, NULL);

  path = g_build_filename (dir, "points.csv", NULL);
  if (!g_file_get_contents (path, &data, &length, error))
    return NULL;

  return mc_points_new_from_csv (data, length, path, error);
}
