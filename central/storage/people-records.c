/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/people.h"

#include <sodium.h>
#include <string.h>

/**
 * mc_post_new:
 * @role: a role
 * @unit: where it holds
 * @department: (nullable): in which department; %NULL is ""
 *
 * Returns: (transfer full): a post
 */
McPost *
mc_post_new (McRole role, const char *unit, const char *department)
{
  McPost *self = g_new0 (McPost, 1);

  self->role = role;
  self->unit = g_strdup (unit);
  self->department = g_strdup (department == NULL ? "" : department);

  return self;
}

/**
 * mc_post_copy:
 * @self: a post
 *
 * Returns: (transfer full): an independent copy
 */
McPost *
mc_post_copy (const McPost *self)
{
  return mc_post_new (self->role, self->unit, self->department);
}

/**
 * mc_post_free:
 * @self: (transfer full) (nullable): a post
 */
void
mc_post_free (McPost *self)
{
  if (self == NULL)
    return;

  g_free (self->unit);
  g_free (self->department);
  g_free (self);
}

/**
 * mc_user_record_new:
 *
 * Returns: (transfer full): an account without posts, never signed in
 */
McUserRecord *
mc_user_record_new (void)
{
  McUserRecord *self = g_new0 (McUserRecord, 1);

  self->signed_in_at = MC_TIME_NONE;
  self->posts = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_post_free);

  return self;
}

static gpointer
copy_post (gconstpointer post, gpointer data)
{
  return mc_post_copy (post);
}

/**
 * mc_user_record_copy:
 * @self: an account
 *
 * Returns: (transfer full): an independent copy
 */
McUserRecord *
mc_user_record_copy (const McUserRecord *self)
{
  McUserRecord *copy = g_new (McUserRecord, 1);

  *copy = *self;
  copy->login = g_strdup (self->login);
  copy->name = g_strdup (self->name);
  copy->password = g_strdup (self->password);
  copy->posts = g_ptr_array_copy (self->posts, (GCopyFunc) copy_post, NULL);
  g_ptr_array_set_free_func (copy->posts, (GDestroyNotify) mc_post_free);

  return copy;
}

/**
 * mc_user_record_free:
 * @self: (transfer full) (nullable): an account; its password's hash is wiped
 */
void
mc_user_record_free (McUserRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->login);
  g_free (self->name);
  if (self->password != NULL)
    sodium_memzero (self->password, strlen (self->password));
  g_free (self->password);
  g_ptr_array_unref (self->posts);
  g_free (self);
}

/**
 * mc_session_record_new:
 *
 * Returns: (transfer full): an empty record
 */
McSessionRecord *
mc_session_record_new (void)
{
  return g_new0 (McSessionRecord, 1);
}

/**
 * mc_session_record_free:
 * @self: (transfer full) (nullable): a record
 */
void
mc_session_record_free (McSessionRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->login);
  g_free (self);
}

/**
 * mc_trail_record_new:
 *
 * Returns: (transfer full): an empty line
 */
McTrailRecord *
mc_trail_record_new (void)
{
  return g_new0 (McTrailRecord, 1);
}

/**
 * mc_trail_record_copy:
 * @self: a line
 *
 * Returns: (transfer full): an independent copy
 */
McTrailRecord *
mc_trail_record_copy (const McTrailRecord *self)
{
  McTrailRecord *copy = g_new (McTrailRecord, 1);

  *copy = *self;
  copy->login = g_strdup (self->login);
  copy->action = g_strdup (self->action);
  copy->dossier = g_strdup (self->dossier);
  copy->unit = g_strdup (self->unit);
  copy->office = g_strdup (self->office);
  copy->detail = g_strdup (self->detail);

  return copy;
}

/**
 * mc_trail_record_free:
 * @self: (transfer full) (nullable): a line
 */
void
mc_trail_record_free (McTrailRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->login);
  g_free (self->action);
  g_free (self->dossier);
  g_free (self->unit);
  g_free (self->office);
  g_free (self->detail);
  g_free (self);
}
