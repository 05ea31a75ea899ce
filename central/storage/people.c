/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/people.h"

G_DEFINE_INTERFACE (McPeople, mc_people, G_TYPE_OBJECT)

static void
mc_people_default_init (McPeopleInterface *iface)
{
}

/**
 * mc_people_add_user:
 * @self: a storage, in a transaction
 * @user: a new account with its posts
 * @error: return location for an error; %MC_STORAGE_ERROR_CONFLICT when the login is taken
 *
 * The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_people_add_user (McPeople *self, const McUserRecord *user, GError **error)
{
  g_return_val_if_fail (MC_IS_PEOPLE (self) && user != NULL, FALSE);
  g_return_val_if_fail (user->login != NULL && user->name != NULL && user->password != NULL, FALSE);

  return MC_PEOPLE_GET_IFACE (self)->add_user (self, user, error);
}

/**
 * mc_people_update_user:
 * @self: a storage, in a transaction
 * @user: an account that is there, as it shall be from now on
 * @error: return location for an error; %MC_STORAGE_ERROR_NOT_FOUND without such a login
 *
 * Replaces all of it, its posts too; `created_at` stays. The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_people_update_user (McPeople *self, const McUserRecord *user, GError **error)
{
  g_return_val_if_fail (MC_IS_PEOPLE (self) && user != NULL && user->login != NULL, FALSE);

  return MC_PEOPLE_GET_IFACE (self)->update_user (self, user, error);
}

/**
 * mc_people_add_session:
 * @self: a storage, in a transaction
 * @session: of mc_session_new ()
 * @error: return location for an error
 *
 * The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_people_add_session (McPeople *self, const McSessionRecord *session, GError **error)
{
  g_return_val_if_fail (MC_IS_PEOPLE (self) && session != NULL, FALSE);

  return MC_PEOPLE_GET_IFACE (self)->add_session (self, session, error);
}

/**
 * mc_people_touch_session:
 * @self: a storage, in a transaction
 * @hash: a session's
 * @at: when it was used; an earlier time than the kept one changes nothing
 * @error: return location for an error
 *
 * The thread of the transaction.
 *
 * Returns: %TRUE on success, also for a session that has ended
 */
gboolean
mc_people_touch_session (McPeople *self,
                         const guint8 hash[MC_DIGEST_LENGTH],
                         gint64 at,
                         GError **error)
{
  g_return_val_if_fail (MC_IS_PEOPLE (self), FALSE);

  return MC_PEOPLE_GET_IFACE (self)->touch_session (self, hash, at, error);
}

/**
 * mc_people_end_session:
 * @self: a storage, in a transaction
 * @hash: a session's
 * @error: return location for an error
 *
 * The thread of the transaction.
 *
 * Returns: %TRUE on success, also for a session that has ended
 */
gboolean
mc_people_end_session (McPeople *self, const guint8 hash[MC_DIGEST_LENGTH], GError **error)
{
  g_return_val_if_fail (MC_IS_PEOPLE (self), FALSE);

  return MC_PEOPLE_GET_IFACE (self)->end_session (self, hash, error);
}

/**
 * mc_people_end_sessions_of:
 * @self: a storage, in a transaction
 * @login: whose
 * @error: return location for an error
 *
 * Signs an official out everywhere. The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_people_end_sessions_of (McPeople *self, const char *login, GError **error)
{
  g_return_val_if_fail (MC_IS_PEOPLE (self) && login != NULL, FALSE);

  return MC_PEOPLE_GET_IFACE (self)->end_sessions_of (self, login, error);
}

/**
 * mc_people_end_old_sessions:
 * @self: a storage, in a transaction
 * @created_before: those made before it
 * @seen_before: and those last used before it
 * @error: return location for an error
 *
 * Takes away what has run out. The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_people_end_old_sessions (McPeople *self,
                            gint64 created_before,
                            gint64 seen_before,
                            GError **error)
{
  g_return_val_if_fail (MC_IS_PEOPLE (self), FALSE);

  return MC_PEOPLE_GET_IFACE (self)->end_old_sessions (self, created_before, seen_before, error);
}

/**
 * mc_people_set_tries:
 * @self: a storage, in a transaction
 * @name: digest of the login that was typed
 * @tries: how many, and until when no more is taken; no failures forget the name
 * @at: when
 * @error: return location for an error
 *
 * The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_people_set_tries (McPeople *self,
                     const guint8 name[MC_DIGEST_LENGTH],
                     const McTries *tries,
                     gint64 at,
                     GError **error)
{
  g_return_val_if_fail (MC_IS_PEOPLE (self) && tries != NULL, FALSE);

  return MC_PEOPLE_GET_IFACE (self)->set_tries (self, name, tries, at, error);
}

/**
 * mc_people_forget_tries:
 * @self: a storage, in a transaction
 * @before: those whose last try was before it
 * @error: return location for an error
 *
 * The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_people_forget_tries (McPeople *self, gint64 before, GError **error)
{
  g_return_val_if_fail (MC_IS_PEOPLE (self), FALSE);

  return MC_PEOPLE_GET_IFACE (self)->forget_tries (self, before, error);
}

/**
 * mc_people_add_trail:
 * @self: a storage, in a transaction
 * @line: a line; its number is not read
 * @error: return location for an error
 *
 * The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_people_add_trail (McPeople *self, const McTrailRecord *line, GError **error)
{
  g_return_val_if_fail (MC_IS_PEOPLE (self) && line != NULL, FALSE);
  g_return_val_if_fail (line->login != NULL && line->action != NULL, FALSE);

  return MC_PEOPLE_GET_IFACE (self)->add_trail (self, line, error);
}

/**
 * mc_people_find_user:
 * @self: a storage
 * @login: a login in lower case
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the account with its posts; %NULL without an error when
 * there is none
 */
McUserRecord *
mc_people_find_user (McPeople *self, const char *login, GError **error)
{
  g_return_val_if_fail (MC_IS_PEOPLE (self) && login != NULL, NULL);

  return MC_PEOPLE_GET_IFACE (self)->find_user (self, login, error);
}

/**
 * mc_people_list_users:
 * @self: a storage
 * @unit: (nullable): only those with a post there; %NULL is all
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type McUserRecord): accounts by login; %NULL is an error
 */
GPtrArray *
mc_people_list_users (McPeople *self, const char *unit, GError **error)
{
  g_return_val_if_fail (MC_IS_PEOPLE (self), NULL);

  return MC_PEOPLE_GET_IFACE (self)->list_users (self, unit, error);
}

/**
 * mc_people_list_posts:
 * @self: a storage
 * @unit: a unit
 * @role: a role
 * @error: return location for an error
 *
 * Whom a dossier can be given to. Any thread.
 *
 * Returns: (transfer full) (element-type McUserRecord): enabled accounts that hold @role in @unit,
 * by name, with all their posts; %NULL is an error
 */
GPtrArray *
mc_people_list_posts (McPeople *self, const char *unit, McRole role, GError **error)
{
  g_return_val_if_fail (MC_IS_PEOPLE (self) && unit != NULL, NULL);

  return MC_PEOPLE_GET_IFACE (self)->list_posts (self, unit, role, error);
}

/**
 * mc_people_find_session:
 * @self: a storage
 * @hash: of a token
 * @error: return location for an error
 *
 * Whether it has run out is the caller's to judge. Any thread.
 *
 * Returns: (transfer full) (nullable): the session; %NULL without an error when there is none
 */
McSessionRecord *
mc_people_find_session (McPeople *self, const guint8 hash[MC_DIGEST_LENGTH], GError **error)
{
  g_return_val_if_fail (MC_IS_PEOPLE (self), NULL);

  return MC_PEOPLE_GET_IFACE (self)->find_session (self, hash, error);
}

/**
 * mc_people_get_tries:
 * @self: a storage
 * @name: digest of a login
 * @tries: (out): what is known of it; none when nothing is
 * @error: return location for an error
 *
 * Any thread; inside a transaction, on its thread, it sees what that wrote.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_people_get_tries (McPeople *self,
                     const guint8 name[MC_DIGEST_LENGTH],
                     McTries *tries,
                     GError **error)
{
  g_return_val_if_fail (MC_IS_PEOPLE (self) && tries != NULL, FALSE);

  *tries = (McTries){ .failures = 0, .locked_until = MC_TIME_NONE };
  return MC_PEOPLE_GET_IFACE (self)->get_tries (self, name, tries, error);
}

/**
 * mc_people_list_trail:
 * @self: a storage
 * @query: which lines
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type McTrailRecord): newest first; %NULL is an error
 */
GPtrArray *
mc_people_list_trail (McPeople *self, const McTrailQuery *query, GError **error)
{
  g_return_val_if_fail (MC_IS_PEOPLE (self) && query != NULL, NULL);
  g_return_val_if_fail (query->limit > 0 && query->limit <= 500, NULL);

  return MC_PEOPLE_GET_IFACE (self)->list_trail (self, query, error);
}
