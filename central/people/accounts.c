/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/people/accounts.h"

#include <string.h>
#include "app/domain/text.h"
#include "central/people/access.h"
#include "central/people/passwords.h"
#include "central/people/trail.h"

#define LOGIN_MIN 2
#define LOGIN_MAX 32
#define LOGIN_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789.-_"
#define NAME_MAX_LENGTH 60
#define DEPARTMENT_MAX 80

/* clang-format off */
G_DEFINE_QUARK (mc-account-error-quark, mc_account_error)
/* clang-format on */

/**
 * mc_account_fold_login:
 * @typed: a login as somebody typed it
 *
 * Returns: (transfer full): as it is kept: without blanks around it, in lower case
 */
char *
mc_account_fold_login (const char *typed)
{
  char *login = g_utf8_validate (typed, -1, NULL) ? g_utf8_strdown (typed, -1) : g_strdup ("");

  return g_strstrip (login);
}

/**
 * mc_account_check_login:
 * @login: of mc_account_fold_login ()
 * @error: return location for an error
 *
 * Returns: whether an account can be called so: letters without accents, digits, and . - _
 */
gboolean
mc_account_check_login (const char *login, GError **error)
{
  gsize length = strlen (login);

  if (length >= LOGIN_MIN && length <= LOGIN_MAX && g_ascii_isalnum (login[0]) &&
      strspn (login, LOGIN_CHARACTERS) == length && !g_str_equal (login, "command"))
    return TRUE;

  g_set_error (error,
               MC_ACCOUNT_ERROR,
               MC_ACCOUNT_ERROR_LOGIN,
               "“%s” is not a login: %d to %d letters without accents, digits, dots, dashes; "
               "like hoa.nt",
               login,
               LOGIN_MIN,
               LOGIN_MAX);
  return FALSE;
}

/**
 * mc_account_normalise_name:
 * @name: a person's name
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the same in one spelling; %NULL with @error set
 */
char *
mc_account_normalise_name (const char *name, GError **error)
{
  g_autofree char *text = mc_text_normalise (name, -1, NAME_MAX_LENGTH, NULL);

  if (text != NULL && *text != '\0')
    return g_steal_pointer (&text);

  g_set_error (error,
               MC_ACCOUNT_ERROR,
               MC_ACCOUNT_ERROR_NAME,
               "a name has 1 to %d characters",
               NAME_MAX_LENGTH);
  return NULL;
}

static gboolean
is_of_city (McRole role)
{
  return role == MC_ROLE_CITY_READER || role == MC_ROLE_ADMINISTRATOR;
}

static gboolean
check_role (const char *name, McRole *role, GError **error)
{
  if (mc_role_from_string (name, role) && *role != MC_ROLE_CITIZEN)
    return TRUE;

  g_set_error (error,
               MC_ACCOUNT_ERROR,
               MC_ACCOUNT_ERROR_ROLE,
               "“%s” is not a role: reception, chairman, department, specialist, director, "
               "division, auditor, city_reader or administrator",
               name);
  return FALSE;
}

/* Wards have chairmen and heads of department, city departments directors and division heads;
 * specialists and auditors are in both. */
static gboolean
check_unit (McCentral *central, McRole role, const char *unit, GError **error)
{
  gboolean all = g_str_equal (unit, MC_UNIT_ALL);
  gboolean city = !all && mc_central_is_city_department (central, unit);

  if (is_of_city (role) != all)
    g_set_error (error,
                 MC_ACCOUNT_ERROR,
                 MC_ACCOUNT_ERROR_UNIT,
                 all ? "the role %s holds in one unit: give its code"
                     : "the role %s is for the whole city: its unit is *",
                 mc_role_to_string (role));
  else if (!all && mc_central_get_unit_name (central, unit, NULL) == NULL)
    g_set_error (error, MC_ACCOUNT_ERROR, MC_ACCOUNT_ERROR_UNIT, "there is no unit “%s”", unit);
  else if (city &&
           (role == MC_ROLE_RECEPTION || role == MC_ROLE_CHAIRMAN || role == MC_ROLE_DEPARTMENT))
    g_set_error (error,
                 MC_ACCOUNT_ERROR,
                 MC_ACCOUNT_ERROR_UNIT,
                 "the city department %s has a director, division heads and specialists; no %s",
                 unit,
                 mc_role_to_string (role));
  else if (!all && !city && (role == MC_ROLE_DIRECTOR || role == MC_ROLE_DIVISION))
    g_set_error (error,
                 MC_ACCOUNT_ERROR,
                 MC_ACCOUNT_ERROR_UNIT,
                 "%s is no city department: the role %s is for those",
                 unit,
                 mc_role_to_string (role));
  else
    return TRUE;

  return FALSE;
}

static char *
normalise_department (McRole role, const char *department, GError **error)
{
  gboolean has = department != NULL && *department != '\0';
  g_autofree char *text = NULL;

  if (!has)
    return g_strdup ("");
  if (role != MC_ROLE_DEPARTMENT && role != MC_ROLE_DIVISION && role != MC_ROLE_SPECIALIST)
    {
      g_set_error (error,
                   MC_ACCOUNT_ERROR,
                   MC_ACCOUNT_ERROR_DEPARTMENT,
                   "the role %s is of no department",
                   mc_role_to_string (role));
      return NULL;
    }

  text = mc_text_normalise (department, -1, DEPARTMENT_MAX, NULL);
  if (text != NULL && *text != '\0')
    return g_steal_pointer (&text);

  g_set_error (error,
               MC_ACCOUNT_ERROR,
               MC_ACCOUNT_ERROR_DEPARTMENT,
               "a department's name has at most %d characters",
               DEPARTMENT_MAX);
  return NULL;
}

/**
 * mc_account_make_post:
 * @central: central
 * @role: a role's name, "reception"
 * @unit: a unit's code, a city department's agency code, or "*"
 * @department: (nullable): the name of a department in it
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): a post that can be; %NULL with @error set
 */
McPost *
mc_account_make_post (McCentral *central,
                      const char *role,
                      const char *unit,
                      const char *department,
                      GError **error)
{
  g_autofree char *place = NULL;
  McRole parsed;

  if (!check_role (role, &parsed, error) || !check_unit (central, parsed, unit, error))
    return NULL;
  place = normalise_department (parsed, department, error);

  return place == NULL ? NULL : mc_post_new (parsed, unit, place);
}

/**
 * mc_account_parse_post:
 * @central: central
 * @text: "ROLE:UNIT" or "ROLE:UNIT:DEPARTMENT"
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the post; %NULL with @error set
 */
McPost *
mc_account_parse_post (McCentral *central, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 3);

  if (g_strv_length (parts) >= 2)
    return mc_account_make_post (central, parts[0], parts[1], parts[2], error);

  g_set_error (error,
               MC_ACCOUNT_ERROR,
               MC_ACCOUNT_ERROR_ROLE,
               "“%s” is not a post: ROLE:UNIT or ROLE:UNIT:DEPARTMENT, like reception:00070",
               text);
  return NULL;
}

/**
 * mc_account_post_to_string:
 * @post: a post
 *
 * Returns: (transfer full): as mc_account_parse_post () takes it
 */
char *
mc_account_post_to_string (const McPost *post)
{
  return g_strconcat (mc_role_to_string (post->role),
                      ":",
                      post->unit,
                      *post->department == '\0' ? "" : ":",
                      post->department,
                      NULL);
}

static gboolean
find_post (const McUserRecord *user, const McPost *post, guint *index)
{
  for (guint i = 0; i < user->posts->len; i++)
    {
      const McPost *held = g_ptr_array_index (user->posts, i);

      if (held->role == post->role && g_str_equal (held->unit, post->unit) &&
          g_str_equal (held->department, post->department))
        {
          *index = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * mc_account_add_post:
 * @user: (inout): an account
 * @post: a post
 *
 * Returns: %FALSE when the account has it already
 */
gboolean
mc_account_add_post (McUserRecord *user, const McPost *post)
{
  guint index;

  if (find_post (user, post, &index))
    return FALSE;

  g_ptr_array_add (user->posts, mc_post_copy (post));
  return TRUE;
}

/**
 * mc_account_remove_post:
 * @user: (inout): an account
 * @post: a post
 *
 * Returns: %FALSE when the account does not have it
 */
gboolean
mc_account_remove_post (McUserRecord *user, const McPost *post)
{
  guint index;

  if (!find_post (user, post, &index))
    return FALSE;

  g_ptr_array_remove_index (user->posts, index);
  return TRUE;
}

static char *
make_login (const char *name)
{
  g_autofree char *folded = mc_text_fold (name);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  guint length = g_strv_length (words);
  GString *login;

  if (length == 0)
    return g_strdup ("");

  login = g_string_new (words[length - 1]);
  for (guint i = 0; i + 1 < length; i++)
    g_string_append_printf (login, "%s%c", i == 0 ? "." : "", words[i][0]);

  return g_string_free (login, FALSE);
}

/**
 * mc_account_propose_login:
 * @people: a storage
 * @name: a person's name, of mc_account_normalise_name ()
 *
 * The given name and the first letters of the others, as people here make them by hand; with a
 * number behind it when others have it. Any thread.
 *
 * Returns: (transfer full) (nullable): a login that is free, or %NULL where the name has other
 *   letters than a login
 */
char *
mc_account_propose_login (McPeople *people, const char *name)
{
  g_autofree char *login = make_login (name);

  if (!mc_account_check_login (login, NULL))
    return NULL;

  for (guint i = 1; i < 100; i++)
    {
      g_autofree char *numbered = i == 1 ? g_strdup (login) : g_strdup_printf ("%s%u", login, i);
      g_autoptr (McUserRecord) known = mc_people_find_user (people, numbered, NULL);

      if (known == NULL)
        return g_steal_pointer (&numbered);
    }

  return NULL;
}

static gboolean
administers (const McUserRecord *user)
{
  return !user->disabled && mc_access_may_administer (user);
}

/**
 * mc_account_is_last_administrator:
 * @people: a storage, in the transaction of the change
 * @user: an account, as it shall be from now on
 * @last: (out): whether nobody could make accounts any more
 * @error: return location for an error
 *
 * Returns: %TRUE on success
 */
gboolean
mc_account_is_last_administrator (McPeople *people,
                                  const McUserRecord *user,
                                  gboolean *last,
                                  GError **error)
{
  g_autoptr (GPtrArray) users =
                 mc_people_list_posts (people, MC_UNIT_ALL, MC_ROLE_ADMINISTRATOR, error);

  if (users == NULL)
    return FALSE;

  *last = !administers (user);
  for (guint i = 0; i < users->len; i++)
    {
      const McUserRecord *other = g_ptr_array_index (users, i);

      if (!g_str_equal (other->login, user->login) && administers (other))
        *last = FALSE;
    }

  return TRUE;
}

/**
 * mc_account_give_one_time:
 * @user: (inout): an account; gets the hash of it, and has to choose another at the next sign-in
 * @error: return location for an error
 *
 * Slow: a worker's thread, or a command's.
 *
 * Returns: (transfer full) (nullable): a one-time password, which is kept nowhere; %NULL with
 *   @error set
 */
char *
mc_account_give_one_time (McUserRecord *user, GError **error)
{
  g_autofree char *password = mc_password_new_one_time ();
  g_autofree char *folded = mc_password_fold_one_time (password);
  char *hash = mc_password_hash (folded, error);

  if (hash == NULL)
    return NULL;

  g_free (user->password);
  user->password = hash;
  user->must_change = TRUE;

  return g_steal_pointer (&password);
}

/**
 * mc_account_add:
 * @storage: in a transaction
 * @user: a new account with its posts
 * @by: who makes it: a login, or "command"
 * @now: central's clock
 * @error: return location for an error; %MC_STORAGE_ERROR_CONFLICT when the login is taken
 *
 * The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_account_add (McStorage *storage,
                const McUserRecord *user,
                const char *by,
                gint64 now,
                GError **error)
{
  return mc_people_add_user (MC_PEOPLE (storage), user, error) &&
         mc_trail_add_line (
             storage, now, by, "user-add", mc_account_get_unit (user), user->login, error);
}

/**
 * mc_account_change:
 * @storage: in a transaction
 * @user: an account, as it shall be from now on
 * @action: what is done to it: "user-reset", "user-disable", "user-enable", "user-posts",
 *   "user-name"
 * @detail: (nullable): more of it
 * @by: who does it: a login, or "command"
 * @now: central's clock
 * @error: return location for an error; %MC_STORAGE_ERROR_NOT_FOUND without such a login
 *
 * Whoever lost the password or the account is signed out everywhere; posts are looked at with every
 * click. A new password ends a lock-out. The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_account_change (McStorage *storage,
                   const McUserRecord *user,
                   const char *action,
                   const char *detail,
                   const char *by,
                   gint64 now,
                   GError **error)
{
  McPeople *people = MC_PEOPLE (storage);
  gboolean reset = g_str_equal (action, "user-reset");
  gboolean out = reset || g_str_equal (action, "user-disable");
  g_autofree char *words =
      detail == NULL ? g_strdup (user->login) : g_strconcat (user->login, ": ", detail, NULL);

  return mc_people_update_user (people, user, error) &&
         (!out || mc_people_end_sessions_of (people, user->login, error)) &&
         (!reset || mc_tries_clear (storage, user->login, now, error)) &&
         mc_trail_add_line (storage, now, by, action, mc_account_get_unit (user), words, error);
}

/**
 * mc_account_get_unit:
 * @user: an account
 *
 * Returns: (transfer none) (nullable): the unit of its first post, whose auditor sees what it does
 *   outside of dossiers
 */
const char *
mc_account_get_unit (const McUserRecord *user)
{
  return user->posts->len == 0 ? NULL : ((const McPost *) g_ptr_array_index (user->posts, 0))->unit;
}
