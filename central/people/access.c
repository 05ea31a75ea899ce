/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/people/access.h"

static gboolean
covers (const McPost *post, McRole role, const char *unit)
{
  return post->role == role && unit != NULL &&
         (g_str_equal (post->unit, MC_UNIT_ALL) || g_str_equal (post->unit, unit));
}

/* A post without a department is of the whole unit; a dossier that nobody assigned yet is of no
 * department's alone. */
static gboolean
shares_department (const McPost *post, const McDossierRecord *record)
{
  return *post->department == '\0' || record->department == NULL || *record->department == '\0' ||
         g_str_equal (post->department, record->department);
}

/**
 * mc_access_find_post:
 * @user: an official
 * @role: a role
 * @unit: (nullable): a unit
 *
 * Returns: (transfer none) (nullable): the post by which @user holds @role in @unit. Any thread
 */
const McPost *
mc_access_find_post (const McUserRecord *user, McRole role, const char *unit)
{
  for (guint i = 0; i < user->posts->len; i++)
    if (covers (g_ptr_array_index (user->posts, i), role, unit))
      return g_ptr_array_index (user->posts, i);

  return NULL;
}

/**
 * mc_access_has_role:
 * @user: an official
 * @role: a role
 *
 * Returns: whether @user holds it anywhere. Any thread
 */
gboolean
mc_access_has_role (const McUserRecord *user, McRole role)
{
  for (guint i = 0; i < user->posts->len; i++)
    if (((const McPost *) g_ptr_array_index (user->posts, i))->role == role)
      return TRUE;

  return FALSE;
}

static gboolean
post_may_read (const McPost *post, const McUserRecord *user, const McDossierRecord *record)
{
  switch (post->role)
    {
    case MC_ROLE_RECEPTION:
      return covers (post, post->role, record->unit);
    case MC_ROLE_CHAIRMAN:
    case MC_ROLE_DIRECTOR:
      return covers (post, post->role, record->resolver);
    case MC_ROLE_DEPARTMENT:
    case MC_ROLE_DIVISION:
    case MC_ROLE_SPECIALIST:
      return covers (post, post->role, record->resolver) &&
             (shares_department (post, record) || g_strcmp0 (record->assignee, user->login) == 0);
    case MC_ROLE_AUDITOR:
      return covers (post, post->role, record->unit) || covers (post, post->role, record->resolver);
    case MC_ROLE_CITIZEN:
    case MC_ROLE_CITY_READER:
    case MC_ROLE_ADMINISTRATOR:
    default:
      return FALSE;
    }
}

/**
 * mc_access_may_read:
 * @user: an official
 * @record: a dossier
 *
 * The desk that received it; the chairman or director, the heads and specialists of those who
 * decide, within their department once it has one; the auditor of either unit. City readers see
 * sums only, administrators no dossier at all. Any thread.
 *
 * Returns: whether @user may see it
 */
gboolean
mc_access_may_read (const McUserRecord *user, const McDossierRecord *record)
{
  for (guint i = 0; i < user->posts->len; i++)
    if (post_may_read (g_ptr_array_index (user->posts, i), user, record))
      return TRUE;

  return FALSE;
}

/**
 * mc_access_may_work:
 * @user: an official
 * @record: a dossier
 *
 * Returns: whether @user is one of those who carry it: may note a problem, attach a file, print its
 *   papers and take its folder; an auditor only looks. Any thread
 */
gboolean
mc_access_may_work (const McUserRecord *user, const McDossierRecord *record)
{
  for (guint i = 0; i < user->posts->len; i++)
    {
      const McPost *post = g_ptr_array_index (user->posts, i);

      if (post->role != MC_ROLE_AUDITOR && post_may_read (post, user, record))
        return TRUE;
    }

  return FALSE;
}

/**
 * mc_access_find_actor:
 * @user: an official
 * @record: a dossier
 * @transition: a row of the workflow table
 *
 * A specialist acts only on what was assigned to them, a head only on their department's. Whether
 * the table allows the row now is not asked here.
 *
 * Returns: (transfer none) (nullable): the post by which @user may do it. Any thread
 */
const McPost *
mc_access_find_actor (const McUserRecord *user,
                      const McDossierRecord *record,
                      const McTransition *transition)
{
  McRole role = mc_workflow_get_actor (transition->role, record->by_city);
  const char *unit = role == MC_ROLE_RECEPTION ? record->unit : record->resolver;

  if (role == MC_ROLE_CITIZEN)
    return NULL;
  if (role == MC_ROLE_SPECIALIST && g_strcmp0 (record->assignee, user->login) != 0)
    return NULL;

  for (guint i = 0; i < user->posts->len; i++)
    {
      const McPost *post = g_ptr_array_index (user->posts, i);

      if (covers (post, role, unit) &&
          (transition->role != MC_ROLE_DEPARTMENT || shares_department (post, record)))
        return post;
    }

  return NULL;
}

static gboolean
holds_text (GPtrArray *texts, const char *text)
{
  for (guint i = 0; i < texts->len; i++)
    if (g_str_equal (g_ptr_array_index (texts, i), text))
      return TRUE;

  return FALSE;
}

/**
 * mc_access_list_units:
 * @user: an official
 *
 * Which of a unit's dossiers @user may see is another question: mc_access_may_read (). Any thread.
 *
 * Returns: (transfer full) (element-type utf8): the units and city departments where @user has to
 * do with dossiers, each once, in the order of the posts; perhaps %MC_UNIT_ALL; empty for others
 */
GPtrArray *
mc_access_list_units (const McUserRecord *user)
{
  GPtrArray *units = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < user->posts->len; i++)
    {
      const McPost *post = g_ptr_array_index (user->posts, i);

      if (post->role >= MC_ROLE_RECEPTION && post->role <= MC_ROLE_AUDITOR &&
          !holds_text (units, post->unit))
        g_ptr_array_add (units, g_strdup (post->unit));
    }

  return units;
}

/**
 * mc_access_may_report:
 * @user: an official
 * @unit: (nullable): a unit or city department; %NULL is the whole city
 *
 * Returns: whether @user may see its reports: everybody their own units', city readers all. Any
 * thread
 */
gboolean
mc_access_may_report (const McUserRecord *user, const char *unit)
{
  if (mc_access_has_role (user, MC_ROLE_CITY_READER))
    return TRUE;

  for (guint i = 0; unit != NULL && i < user->posts->len; i++)
    {
      const McPost *post = g_ptr_array_index (user->posts, i);

      if (post->role != MC_ROLE_ADMINISTRATOR && post->role != MC_ROLE_CITIZEN &&
          g_str_equal (post->unit, unit))
        return TRUE;
    }

  return FALSE;
}

/**
 * mc_access_may_register:
 * @user: an official
 * @unit: (nullable): a unit; %NULL is the whole city, whose register nobody sees
 *
 * The book has the names of all who filed there: it is the desk's, the chairman's, who answers for
 * the desk, and the auditor's. Any thread.
 *
 * Returns: whether @user may see the register of @unit
 */
gboolean
mc_access_may_register (const McUserRecord *user, const char *unit)
{
  return mc_access_find_post (user, MC_ROLE_RECEPTION, unit) != NULL ||
         mc_access_find_post (user, MC_ROLE_CHAIRMAN, unit) != NULL ||
         mc_access_find_post (user, MC_ROLE_AUDITOR, unit) != NULL;
}

/**
 * mc_access_may_serve:
 * @user: an official
 * @unit: (nullable): a unit
 *
 * Returns: whether @user stands at its desk. Any thread
 */
gboolean
mc_access_may_serve (const McUserRecord *user, const char *unit)
{
  return mc_access_find_post (user, MC_ROLE_RECEPTION, unit) != NULL;
}

/**
 * mc_access_may_audit:
 * @user: an official
 * @unit: (nullable): a unit; %NULL is everything
 *
 * Returns: whether @user may see who saw and did what there: its auditor; administrators
 * everything. Any thread
 */
gboolean
mc_access_may_audit (const McUserRecord *user, const char *unit)
{
  return mc_access_may_administer (user) ||
         mc_access_find_post (user, MC_ROLE_AUDITOR, unit) != NULL;
}

/**
 * mc_access_may_administer:
 * @user: an official
 *
 * Returns: whether @user may make and change accounts. Any thread
 */
gboolean
mc_access_may_administer (const McUserRecord *user)
{
  return mc_access_has_role (user, MC_ROLE_ADMINISTRATOR);
}
