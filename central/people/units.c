/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/people/units.h"

#include <string.h>
#include "app/domain/text.h"

static void
unit_free (gpointer data)
{
  McUnit *unit = data;

  g_free (unit->code);
  g_free (unit->name);
  g_free (unit);
}

static gboolean
has_code (const GPtrArray *units, const char *code)
{
  for (guint i = 0; i < units->len; i++)
    if (g_str_equal (((const McUnit *) g_ptr_array_index (units, i))->code, code))
      return TRUE;

  return FALSE;
}

static void
add (GPtrArray *units, McCentral *central, const char *code, const char *language)
{
  const char *name = mc_central_get_unit_name (central, code, language);
  McUnit *unit;

  if (has_code (units, code))
    return;

  unit = g_new0 (McUnit, 1);
  unit->code = g_strdup (code);
  unit->name = g_strdup (name == NULL ? code : name);
  g_ptr_array_add (units, unit);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  g_autofree char *one = mc_text_fold ((*(const McUnit *const *) a)->name);
  g_autofree char *other = mc_text_fold ((*(const McUnit *const *) b)->name);

  return strcmp (one, other);
}

static void
move_sorted (GPtrArray *from, GPtrArray *to)
{
  g_ptr_array_sort (from, compare_names);
  while (from->len > 0)
    g_ptr_array_add (to, g_ptr_array_steal_index (from, 0));
}

static void
add_points (GPtrArray *units, McCentral *central, gboolean branches, const char *language)
{
  g_autoptr (GPtrArray) some = g_ptr_array_new_with_free_func (unit_free);

  for (guint i = 0; i < central->points->len; i++)
    {
      const McPoint *point = g_ptr_array_index (central->points, i);
      gboolean branch = point->unit_code == NULL || *point->unit_code == '\0';

      if (branch == branches)
        add (some, central, mc_point_get_unit (point), language);
    }
  move_sorted (some, units);
}

static void
add_city_departments (GPtrArray *units, McCentral *central, const char *language)
{
  g_autoptr (GPtrArray) some = g_ptr_array_new_with_free_func (unit_free);
  g_autoptr (GPtrArray) agencies = mc_catalogue_list_agencies (central->catalogue);

  for (guint i = 0; i < agencies->len; i++)
    if (mc_central_is_city_department (central, g_ptr_array_index (agencies, i)))
      add (some, central, g_ptr_array_index (agencies, i), language);
  move_sorted (some, units);
}

/**
 * mc_units_list:
 * @central: central
 * @language: (nullable): "vi" or "en"
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type McUnit): the whole city first, then wards and communes,
 * the branches of the city's centre, and the city departments, each by name
 */
GPtrArray *
mc_units_list (McCentral *central, const char *language)
{
  GPtrArray *units = g_ptr_array_new_with_free_func (unit_free);

  add (units, central, MC_UNIT_ALL, language);
  add_points (units, central, FALSE, language);
  add_points (units, central, TRUE, language);
  add_city_departments (units, central, language);

  return units;
}

/**
 * mc_units_find:
 * @units: (element-type McUnit): of mc_units_list ()
 * @typed: a unit's code or name; accents and case aside
 *
 * Returns: (transfer none) (nullable): its code. Any thread
 */
const char *
mc_units_find (const GPtrArray *units, const char *typed)
{
  g_autofree char *copy = g_strstrip (g_strdup (typed));
  g_autofree char *folded = mc_text_fold (copy);

  for (guint i = 0; i < units->len; i++)
    {
      const McUnit *unit = g_ptr_array_index (units, i);
      g_autofree char *name = mc_text_fold (unit->name);

      if (g_str_equal (unit->code, copy) || (*folded != '\0' && g_str_equal (name, folded)))
        return unit->code;
    }

  return NULL;
}
