/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/people/staff.h"

#include "app/domain/language.h"

static void
department_free (gpointer data)
{
  McDepartment *self = data;

  g_free (self->name);
  g_free (self->heads);
  g_free (self);
}

static gboolean
holds (const McPost *post, McRole role, const char *unit)
{
  return post->role == role &&
         (g_str_equal (post->unit, MC_UNIT_ALL) || g_str_equal (post->unit, unit));
}

static McDepartment *
find_department (GPtrArray *departments, const char *name)
{
  for (guint i = 0; i < departments->len; i++)
    {
      McDepartment *department = g_ptr_array_index (departments, i);

      if (g_str_equal (department->name, name))
        return department;
    }

  return NULL;
}

static void
add_head (GPtrArray *departments, const char *name, const char *head)
{
  McDepartment *department = find_department (departments, name);
  g_autofree char *former = NULL;

  if (department == NULL)
    {
      department = g_new0 (McDepartment, 1);
      department->name = g_strdup (name);
      department->heads = g_strdup (head);
      g_ptr_array_add (departments, department);
      return;
    }

  former = g_steal_pointer (&department->heads);
  department->heads = g_strconcat (former, ", ", head, NULL);
}

/**
 * mc_staff_list_departments:
 * @central: central
 * @unit: a unit or city department
 * @role: %MC_ROLE_DEPARTMENT, or %MC_ROLE_DIVISION in a city department
 * @error: return location for an error of the storage
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type McDepartment): its departments that have a head, who takes
 *   what is assigned; %NULL on error
 */
GPtrArray *
mc_staff_list_departments (McCentral *central, const char *unit, McRole role, GError **error)
{
  g_autoptr (GPtrArray) users =
                 mc_people_list_posts (MC_PEOPLE (central->storage), unit, role, error);
  GPtrArray *departments;

  if (users == NULL)
    return NULL;

  departments = g_ptr_array_new_with_free_func (department_free);
  for (guint i = 0; i < users->len; i++)
    {
      const McUserRecord *user = g_ptr_array_index (users, i);

      for (guint j = 0; j < user->posts->len; j++)
        {
          const McPost *post = g_ptr_array_index (user->posts, j);

          if (holds (post, role, unit))
            add_head (departments, post->department, user->name);
        }
    }

  return departments;
}

/**
 * mc_staff_has_department:
 * @departments: (element-type McDepartment): of mc_staff_list_departments ()
 * @name: a department's name
 *
 * Returns: whether it is among them. Any thread
 */
gboolean
mc_staff_has_department (GPtrArray *departments, const char *name)
{
  return find_department (departments, name) != NULL;
}

/**
 * mc_staff_works_in:
 * @user: an official
 * @unit: a unit or city department
 * @department: (nullable): a department of it; %NULL and "" are any
 *
 * Returns: whether @user is a specialist there: of that department, or of the whole unit. Any
 *   thread
 */
gboolean
mc_staff_works_in (const McUserRecord *user, const char *unit, const char *department)
{
  for (guint i = 0; i < user->posts->len; i++)
    {
      const McPost *post = g_ptr_array_index (user->posts, i);

      if (holds (post, MC_ROLE_SPECIALIST, unit) &&
          (department == NULL || *department == '\0' || *post->department == '\0' ||
           g_str_equal (post->department, department)))
        return TRUE;
    }

  return FALSE;
}

/**
 * mc_staff_list_specialists:
 * @central: central
 * @unit: a unit or city department
 * @department: (nullable): a department of it; %NULL and "" are any
 * @error: return location for an error of the storage
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type McUserRecord): who can be given a dossier there, by name;
 *   %NULL on error
 */
GPtrArray *
mc_staff_list_specialists (McCentral *central,
                           const char *unit,
                           const char *department,
                           GError **error)
{
  g_autoptr (GPtrArray) users = mc_people_list_posts (
      MC_PEOPLE (central->storage), unit, MC_ROLE_SPECIALIST, error);
  GPtrArray *specialists;

  if (users == NULL)
    return NULL;

  specialists = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_user_record_free);
  for (guint i = 0; i < users->len; i++)
    if (mc_staff_works_in (g_ptr_array_index (users, i), unit, department))
      g_ptr_array_add (specialists, mc_user_record_copy (g_ptr_array_index (users, i)));

  return specialists;
}

/**
 * mc_staff_describe_department:
 * @department: (nullable): a department as the posts name it, "Tư pháp" or "Phòng Tư pháp"
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer full): "Phòng Tư pháp"; words for the whole where a unit has no departments.
 *   Any thread
 */
char *
mc_staff_describe_department (const char *department, const char *language)
{
  if (department == NULL || *department == '\0')
    return g_strdup (mc_pick (language, "phòng chuyên môn", "the department"));
  if (g_str_has_prefix (department, "Phòng ") || g_str_has_prefix (department, "phòng "))
    return g_strdup (department);

  return g_strdup_printf (mc_pick (language, "Phòng %s", "Department %s"), department);
}

struct _McNames
{
  McCentral *central; /* (unowned) */
  GHashTable *known;  /* (owned) (element-type utf8 utf8), login → name */
};

/**
 * mc_names_new:
 * @central: central
 *
 * Returns: (transfer full): for one page: no name is asked for twice
 */
McNames *
mc_names_new (McCentral *central)
{
  McNames *self = g_new0 (McNames, 1);

  self->central = central;
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

/**
 * mc_names_free:
 * @self: (transfer full) (nullable): names
 */
void
mc_names_free (McNames *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->known);
  g_free (self);
}

/**
 * mc_names_get:
 * @self: names
 * @login: (nullable): an official's
 *
 * Returns: (transfer none): the official's name; @login itself when there is no such account any
 *   more, "" for %NULL
 */
const char *
mc_names_get (McNames *self, const char *login)
{
  const char *name;

  if (login == NULL)
    return "";

  name = g_hash_table_lookup (self->known, login);
  if (name == NULL)
    {
      g_autoptr (McUserRecord) user =
                     mc_people_find_user (MC_PEOPLE (self->central->storage), login, NULL);

      name = g_strdup (user == NULL ? login : user->name);
      g_hash_table_insert (self->known, g_strdup (login), (char *) name);
    }

  return name;
}
