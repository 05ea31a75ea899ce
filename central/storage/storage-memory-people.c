/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-storage-memory"

#include "config.h"

#include <sodium.h>
#include <string.h>
#include "central/storage/storage-memory-private.h"

static char *
hash_name (const guint8 hash[MC_DIGEST_LENGTH])
{
  char *name = g_malloc (MC_DIGEST_LENGTH * 2 + 1);

  return sodium_bin2hex (name, MC_DIGEST_LENGTH * 2 + 1, hash, MC_DIGEST_LENGTH);
}

static gboolean
add_user (McPeople *people, const McUserRecord *user, GError **error)
{
  McMemoryState *state = mc_storage_memory_get_working (people);

  if (g_hash_table_contains (state->users, user->login))
    {
      g_set_error (
          error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_CONFLICT, "the login %s is taken", user->login);
      return FALSE;
    }
  g_hash_table_insert (state->users, g_strdup (user->login), mc_user_record_copy (user));

  return TRUE;
}

static gboolean
update_user (McPeople *people, const McUserRecord *user, GError **error)
{
  McMemoryState *state = mc_storage_memory_get_working (people);
  const McUserRecord *known = g_hash_table_lookup (state->users, user->login);
  McUserRecord *kept;

  if (known == NULL)
    {
      g_set_error (error,
                   MC_STORAGE_ERROR,
                   MC_STORAGE_ERROR_NOT_FOUND,
                   "there is no account %s",
                   user->login);
      return FALSE;
    }
  kept = mc_user_record_copy (user);
  kept->created_at = known->created_at;
  g_hash_table_replace (state->users, g_strdup (user->login), kept);

  return TRUE;
}

static gboolean
add_session (McPeople *people, const McSessionRecord *session, GError **error)
{
  McMemoryState *state = mc_storage_memory_get_working (people);
  McSessionRecord *kept = mc_session_record_new ();

  *kept = *session;
  kept->login = g_strdup (session->login);
  g_hash_table_replace (state->sessions, hash_name (session->hash), kept);

  return TRUE;
}

static gboolean
touch_session (McPeople *people, const guint8 hash[MC_DIGEST_LENGTH], gint64 at, GError **error)
{
  McMemoryState *state = mc_storage_memory_get_working (people);
  g_autofree char *name = hash_name (hash);
  McSessionRecord *session = g_hash_table_lookup (state->sessions, name);

  if (session != NULL)
    session->seen_at = MAX (session->seen_at, at);

  return TRUE;
}

static gboolean
end_session (McPeople *people, const guint8 hash[MC_DIGEST_LENGTH], GError **error)
{
  g_autofree char *name = hash_name (hash);

  g_hash_table_remove (mc_storage_memory_get_working (people)->sessions, name);

  return TRUE;
}

static gboolean
is_of (gpointer name, gpointer value, gpointer login)
{
  return g_str_equal (((const McSessionRecord *) value)->login, login);
}

static gboolean
end_sessions_of (McPeople *people, const char *login, GError **error)
{
  g_hash_table_foreach_remove (
      mc_storage_memory_get_working (people)->sessions, is_of, (gpointer) login);

  return TRUE;
}

static gboolean
end_old_sessions (McPeople *people, gint64 created_before, gint64 seen_before, GError **error)
{
  McMemoryState *state = mc_storage_memory_get_working (people);
  const McSessionRecord *session;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, state->sessions);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &session))
    if (session->created_at < created_before || session->seen_at < seen_before)
      g_hash_table_iter_remove (&iter);

  return TRUE;
}

static gboolean
set_tries (McPeople *people,
           const guint8 digest[MC_DIGEST_LENGTH],
           const McTries *tries,
           gint64 at,
           GError **error)
{
  McMemoryState *state = mc_storage_memory_get_working (people);
  g_autofree char *name = hash_name (digest);
  McMemoryTries *kept;

  if (tries->failures == 0)
    {
      g_hash_table_remove (state->tries, name);
      return TRUE;
    }
  kept = g_new0 (McMemoryTries, 1);
  kept->tries = *tries;
  kept->at = at;
  g_hash_table_replace (state->tries, g_steal_pointer (&name), kept);

  return TRUE;
}

static gboolean
is_older (gpointer name, gpointer tries, gpointer before)
{
  return ((const McMemoryTries *) tries)->at < *(const gint64 *) before;
}

static gboolean
forget_tries (McPeople *people, gint64 before, GError **error)
{
  g_hash_table_foreach_remove (mc_storage_memory_get_working (people)->tries, is_older, &before);

  return TRUE;
}

static gboolean
add_trail (McPeople *people, const McTrailRecord *line, GError **error)
{
  McMemoryState *state = mc_storage_memory_get_working (people);
  McTrailRecord *kept = mc_trail_record_copy (line);

  kept->number = state->trail->len + 1;
  g_ptr_array_add (state->trail, kept);

  return TRUE;
}

static McUserRecord *
find_user (McPeople *people, const char *login, GError **error)
{
  McMemoryState *state = mc_storage_memory_lock (people);
  const McUserRecord *user = g_hash_table_lookup (state->users, login);
  McUserRecord *copy = user == NULL ? NULL : mc_user_record_copy (user);

  mc_storage_memory_unlock (people);

  return copy;
}

static gboolean
has_post (const McUserRecord *user, const char *unit, McRole role, gboolean any_role)
{
  for (guint i = 0; i < user->posts->len; i++)
    {
      const McPost *post = g_ptr_array_index (user->posts, i);

      if (g_str_equal (post->unit, unit) && (any_role || post->role == role))
        return TRUE;
    }

  return FALSE;
}

static gint
compare_logins (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const McUserRecord *const *) a)->login,
                 (*(const McUserRecord *const *) b)->login);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  int names =
      strcmp ((*(const McUserRecord *const *) a)->name, (*(const McUserRecord *const *) b)->name);

  return names != 0 ? names : compare_logins (a, b);
}

static GPtrArray *
list_users (McPeople *people, const char *unit, GError **error)
{
  GPtrArray *users = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_user_record_free);
  GHashTableIter iter;
  const McUserRecord *user;

  g_hash_table_iter_init (&iter, mc_storage_memory_lock (people)->users);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &user))
    if (unit == NULL || has_post (user, unit, 0, TRUE))
      g_ptr_array_add (users, mc_user_record_copy (user));
  mc_storage_memory_unlock (people);
  g_ptr_array_sort (users, compare_logins);

  return users;
}

static GPtrArray *
list_posts (McPeople *people, const char *unit, McRole role, GError **error)
{
  GPtrArray *users = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_user_record_free);
  GHashTableIter iter;
  const McUserRecord *user;

  g_hash_table_iter_init (&iter, mc_storage_memory_lock (people)->users);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &user))
    if (!user->disabled && has_post (user, unit, role, FALSE))
      g_ptr_array_add (users, mc_user_record_copy (user));
  mc_storage_memory_unlock (people);
  g_ptr_array_sort (users, compare_names);

  return users;
}

static McSessionRecord *
find_session (McPeople *people, const guint8 hash[MC_DIGEST_LENGTH], GError **error)
{
  g_autofree char *name = hash_name (hash);
  const McSessionRecord *session =
      g_hash_table_lookup (mc_storage_memory_lock (people)->sessions, name);
  McSessionRecord *copy = NULL;

  if (session != NULL)
    {
      copy = mc_session_record_new ();
      *copy = *session;
      copy->login = g_strdup (session->login);
    }
  mc_storage_memory_unlock (people);

  return copy;
}

static gboolean
get_tries (McPeople *people, const guint8 digest[MC_DIGEST_LENGTH], McTries *tries, GError **error)
{
  g_autofree char *name = hash_name (digest);
  const McMemoryTries *kept = g_hash_table_lookup (mc_storage_memory_lock (people)->tries, name);

  if (kept != NULL)
    *tries = kept->tries;
  mc_storage_memory_unlock (people);

  return TRUE;
}

static gboolean
fits (const McTrailRecord *line, const McTrailQuery *query)
{
  return (query->login == NULL || g_str_equal (query->login, line->login)) &&
         (query->dossier == NULL || g_strcmp0 (query->dossier, line->dossier) == 0) &&
         (query->unit == NULL || g_strcmp0 (query->unit, line->unit) == 0 ||
          g_strcmp0 (query->unit, line->office) == 0) &&
         (query->before == 0 || line->number < query->before);
}

static GPtrArray *
list_trail (McPeople *people, const McTrailQuery *query, GError **error)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_trail_record_free);
  McMemoryState *state = mc_storage_memory_lock (people);

  for (guint i = state->trail->len; i > 0 && lines->len < query->limit; i--)
    {
      const McTrailRecord *line = g_ptr_array_index (state->trail, i - 1);

      if (fits (line, query))
        g_ptr_array_add (lines, mc_trail_record_copy (line));
    }
  mc_storage_memory_unlock (people);

  return lines;
}

/*
 * mc_storage_memory_people_init:
 *
 * Fills the interface.
 */
void
mc_storage_memory_people_init (McPeopleInterface *iface)
{
  iface->add_user = add_user;
  iface->update_user = update_user;
  iface->add_session = add_session;
  iface->touch_session = touch_session;
  iface->end_session = end_session;
  iface->end_sessions_of = end_sessions_of;
  iface->end_old_sessions = end_old_sessions;
  iface->set_tries = set_tries;
  iface->forget_tries = forget_tries;
  iface->add_trail = add_trail;
  iface->find_user = find_user;
  iface->list_users = list_users;
  iface->list_posts = list_posts;
  iface->find_session = find_session;
  iface->get_tries = get_tries;
  iface->list_trail = list_trail;
}
