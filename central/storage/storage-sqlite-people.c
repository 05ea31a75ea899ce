/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-storage-sqlite"

#include "config.h"

#include <string.h>
#include "central/storage/storage-sqlite-private.h"

#define USER_COLUMNS "login, name, password, must_change, disabled, created_at, signed_in_at"

static McUserRecord *
read_user (McRows *rows)
{
  McUserRecord *user = mc_user_record_new ();

  user->login = mc_rows_dup_text (rows, 0);
  user->name = mc_rows_dup_text (rows, 1);
  user->password = mc_rows_dup_text (rows, 2);
  user->must_change = sqlite3_column_int (rows, 3);
  user->disabled = sqlite3_column_int (rows, 4);
  user->created_at = sqlite3_column_int64 (rows, 5);
  user->signed_in_at = mc_rows_get_time (rows, 6);

  return user;
}

static gboolean
read_posts (McSqlite *db, McUserRecord *user, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McRows) rows = mc_sqlite_query (db,
                                             "SELECT role, unit, department FROM posts"
                                             " WHERE login = ? ORDER BY role, unit, department",
                                             error,
                                             "t",
                                             user->login);
  McRole role;

  if (rows == NULL)
    return FALSE;
  while (mc_sqlite_next (db, rows, &local_error))
    if (mc_role_from_string ((const char *) sqlite3_column_text (rows, 0), &role))
      g_ptr_array_add (user->posts,
                       mc_post_new (role,
                                    (const char *) sqlite3_column_text (rows, 1),
                                    (const char *) sqlite3_column_text (rows, 2)));
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
insert_posts (McSqlite *db, const McUserRecord *user, GError **error)
{
  for (guint i = 0; i < user->posts->len; i++)
    {
      const McPost *post = g_ptr_array_index (user->posts, i);

      if (!mc_sqlite_run (db,
                          "INSERT INTO posts (login, role, unit, department) VALUES (?, ?, ?, ?)"
                          " ON CONFLICT DO NOTHING",
                          error,
                          "tttt",
                          user->login,
                          mc_role_to_string (post->role),
                          post->unit,
                          post->department))
        return FALSE;
    }

  return TRUE;
}

static gboolean
insert_user (McSqlite *db, const McUserRecord *user, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (mc_sqlite_run (db,
                     "INSERT INTO users (" USER_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?)",
                     &local_error,
                     "tttiiiz",
                     user->login,
                     user->name,
                     user->password,
                     (gint64) user->must_change,
                     (gint64) user->disabled,
                     user->created_at,
                     user->signed_in_at))
    return TRUE;

  if (g_error_matches (local_error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_CONFLICT))
    g_set_error (
        error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_CONFLICT, "the login %s is taken", user->login);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
add_user (McPeople *people, const McUserRecord *user, GError **error)
{
  McSqlite *db = mc_storage_sqlite_get_writer (people);

  return insert_user (db, user, error) && insert_posts (db, user, error);
}

static gboolean
update_user (McPeople *people, const McUserRecord *user, GError **error)
{
  McSqlite *db = mc_storage_sqlite_get_writer (people);

  if (!mc_sqlite_run (db,
                      "UPDATE users SET name = ?, password = ?, must_change = ?, disabled = ?,"
                      " signed_in_at = ? WHERE login = ?",
                      error,
                      "ttiizt",
                      user->name,
                      user->password,
                      (gint64) user->must_change,
                      (gint64) user->disabled,
                      user->signed_in_at,
                      user->login))
    return FALSE;
  if (sqlite3_changes (db->db) == 0)
    {
      g_set_error (error,
                   MC_STORAGE_ERROR,
                   MC_STORAGE_ERROR_NOT_FOUND,
                   "there is no account %s",
                   user->login);
      return FALSE;
    }

  return mc_sqlite_run (db, "DELETE FROM posts WHERE login = ?", error, "t", user->login) &&
         insert_posts (db, user, error);
}

static gboolean
add_session (McPeople *people, const McSessionRecord *session, GError **error)
{
  return mc_sqlite_run (mc_storage_sqlite_get_writer (people),
                        "INSERT INTO sessions (hash, login, created_at, seen_at)"
                        " VALUES (?, ?, ?, ?)",
                        error,
                        "btii",
                        session->hash,
                        MC_DIGEST_LENGTH,
                        session->login,
                        session->created_at,
                        session->seen_at);
}

static gboolean
touch_session (McPeople *people, const guint8 hash[MC_DIGEST_LENGTH], gint64 at, GError **error)
{
  return mc_sqlite_run (mc_storage_sqlite_get_writer (people),
                        "UPDATE sessions SET seen_at = max (seen_at, ?) WHERE hash = ?",
                        error,
                        "ib",
                        at,
                        hash,
                        MC_DIGEST_LENGTH);
}

static gboolean
end_session (McPeople *people, const guint8 hash[MC_DIGEST_LENGTH], GError **error)
{
  return mc_sqlite_run (mc_storage_sqlite_get_writer (people),
                        "DELETE FROM sessions WHERE hash = ?",
                        error,
                        "b",
                        hash,
                        MC_DIGEST_LENGTH);
}

static gboolean
end_sessions_of (McPeople *people, const char *login, GError **error)
{
  return mc_sqlite_run (mc_storage_sqlite_get_writer (people),
                        "DELETE FROM sessions WHERE login = ?",
                        error,
                        "t",
                        login);
}

static gboolean
end_old_sessions (McPeople *people, gint64 created_before, gint64 seen_before, GError **error)
{
  return mc_sqlite_run (mc_storage_sqlite_get_writer (people),
                        "DELETE FROM sessions WHERE created_at < ? OR seen_at < ?",
                        error,
                        "ii",
                        created_before,
                        seen_before);
}

static gboolean
set_tries (McPeople *people,
           const guint8 name[MC_DIGEST_LENGTH],
           const McTries *tries,
           gint64 at,
           GError **error)
{
  McSqlite *db = mc_storage_sqlite_get_writer (people);

  if (tries->failures == 0)
    return mc_sqlite_run (
        db, "DELETE FROM tries WHERE name = ?", error, "b", name, MC_DIGEST_LENGTH);

  return mc_sqlite_run (db,
                        "INSERT INTO tries (name, failures, locked_until, at) VALUES (?, ?, ?, ?)"
                        " ON CONFLICT (name) DO UPDATE SET failures = excluded.failures,"
                        " locked_until = excluded.locked_until, at = excluded.at",
                        error,
                        "bizi",
                        name,
                        MC_DIGEST_LENGTH,
                        (gint64) tries->failures,
                        tries->locked_until,
                        at);
}

static gboolean
forget_tries (McPeople *people, gint64 before, GError **error)
{
  return mc_sqlite_run (
      mc_storage_sqlite_get_writer (people), "DELETE FROM tries WHERE at < ?", error, "i", before);
}

static gboolean
add_trail (McPeople *people, const McTrailRecord *line, GError **error)
{
  return mc_sqlite_run (mc_storage_sqlite_get_writer (people),
                        "INSERT INTO trail (at, login, action, dossier, unit, office, detail)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?)",
                        error,
                        "itttttt",
                        line->at,
                        line->login,
                        line->action,
                        line->dossier,
                        line->unit,
                        line->office,
                        line->detail);
}

static McUserRecord *
find_user (McPeople *people, const char *login, GError **error)
{
  g_auto (McReader) reader = mc_reader_take (people, error);
  g_autoptr (McUserRecord) user = NULL;
  g_autoptr (McRows) rows = NULL;

  if (reader.db == NULL)
    return NULL;

  rows = mc_sqlite_query (
      reader.db, "SELECT " USER_COLUMNS " FROM users WHERE login = ?", error, "t", login);
  if (rows == NULL || !mc_sqlite_next (reader.db, rows, error))
    return NULL;
  user = read_user (rows);

  return read_posts (reader.db, user, error) ? g_steal_pointer (&user) : NULL;
}

/* Takes @rows of USER_COLUMNS to their end. */
static GPtrArray *
read_users (McSqlite *db, McRows *rows, GError **error)
{
  g_autoptr (GPtrArray) users =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) mc_user_record_free);
  g_autoptr (GError) local_error = NULL;

  if (rows == NULL)
    return NULL;
  while (mc_sqlite_next (db, rows, &local_error))
    g_ptr_array_add (users, read_user (rows));
  for (guint i = 0; local_error == NULL && i < users->len; i++)
    read_posts (db, g_ptr_array_index (users, i), &local_error);
  if (local_error == NULL)
    return g_steal_pointer (&users);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static GPtrArray *
list_users (McPeople *people, const char *unit, GError **error)
{
  g_auto (McReader) reader = mc_reader_take (people, error);
  g_autoptr (McRows) rows = NULL;

  if (reader.db == NULL)
    return NULL;

  rows = mc_sqlite_query (reader.db,
                          "SELECT " USER_COLUMNS " FROM users WHERE ?1 IS NULL OR EXISTS"
                          " (SELECT 1 FROM posts p WHERE p.login = users.login AND p.unit = ?1)"
                          " ORDER BY login",
                          error,
                          "t",
                          unit);

  return read_users (reader.db, rows, error);
}

static GPtrArray *
list_posts (McPeople *people, const char *unit, McRole role, GError **error)
{
  g_auto (McReader) reader = mc_reader_take (people, error);
  g_autoptr (McRows) rows = NULL;

  if (reader.db == NULL)
    return NULL;

  rows = mc_sqlite_query (reader.db,
                          "SELECT " USER_COLUMNS " FROM users WHERE disabled = 0 AND login IN"
                          " (SELECT login FROM posts WHERE unit = ? AND role = ?)"
                          " ORDER BY name, login",
                          error,
                          "tt",
                          unit,
                          mc_role_to_string (role));

  return read_users (reader.db, rows, error);
}

static McSessionRecord *
find_session (McPeople *people, const guint8 hash[MC_DIGEST_LENGTH], GError **error)
{
  g_auto (McReader) reader = mc_reader_take (people, error);
  g_autoptr (McRows) rows = NULL;
  McSessionRecord *session;

  if (reader.db == NULL)
    return NULL;

  rows = mc_sqlite_query (reader.db,
                          "SELECT login, created_at, seen_at FROM sessions WHERE hash = ?",
                          error,
                          "b",
                          hash,
                          MC_DIGEST_LENGTH);
  if (rows == NULL || !mc_sqlite_next (reader.db, rows, error))
    return NULL;

  session = mc_session_record_new ();
  memcpy (session->hash, hash, MC_DIGEST_LENGTH);
  session->login = mc_rows_dup_text (rows, 0);
  session->created_at = sqlite3_column_int64 (rows, 1);
  session->seen_at = sqlite3_column_int64 (rows, 2);

  return session;
}

static gboolean
get_tries (McPeople *people, const guint8 name[MC_DIGEST_LENGTH], McTries *tries, GError **error)
{
  g_auto (McReader) reader = mc_reader_take (people, error);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McRows) rows = NULL;

  if (reader.db == NULL)
    return FALSE;

  rows = mc_sqlite_query (reader.db,
                          "SELECT failures, locked_until FROM tries WHERE name = ?",
                          error,
                          "b",
                          name,
                          MC_DIGEST_LENGTH);
  if (rows == NULL)
    return FALSE;
  if (mc_sqlite_next (reader.db, rows, &local_error))
    {
      tries->failures = sqlite3_column_int (rows, 0);
      tries->locked_until = mc_rows_get_time (rows, 1);
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static McTrailRecord *
read_trail (McRows *rows)
{
  McTrailRecord *line = mc_trail_record_new ();

  line->number = sqlite3_column_int64 (rows, 0);
  line->at = sqlite3_column_int64 (rows, 1);
  line->login = mc_rows_dup_text (rows, 2);
  line->action = mc_rows_dup_text (rows, 3);
  line->dossier = mc_rows_dup_text (rows, 4);
  line->unit = mc_rows_dup_text (rows, 5);
  line->office = mc_rows_dup_text (rows, 6);
  line->detail = mc_rows_dup_text (rows, 7);

  return line;
}

#define TRAIL_COLUMNS "number, at, login, action, dossier, unit, office, detail"
#define TRAIL_PAGE                                                                                 \
  " AND (?1 IS NULL OR login = ?1) AND (?2 IS NULL OR dossier = ?2)"                               \
  " AND (?4 = 0 OR number < ?4) ORDER BY number DESC LIMIT ?5"

/* The trail is the longest table of all: each question walks one index backwards and stops. */
static const char *
choose_trail_query (const McTrailQuery *query)
{
  if (query->dossier != NULL)
    return "SELECT " TRAIL_COLUMNS " FROM trail WHERE dossier = ?2"
           " AND (?3 IS NULL OR unit = ?3 OR office = ?3)" TRAIL_PAGE;
  if (query->login != NULL)
    return "SELECT " TRAIL_COLUMNS " FROM trail WHERE login = ?1"
           " AND (?3 IS NULL OR unit = ?3 OR office = ?3)" TRAIL_PAGE;
  if (query->unit != NULL)
    return "SELECT * FROM (SELECT " TRAIL_COLUMNS " FROM trail WHERE unit = ?3" TRAIL_PAGE ")"
           " UNION SELECT * FROM (SELECT " TRAIL_COLUMNS " FROM trail WHERE office = ?3" TRAIL_PAGE
           ") ORDER BY 1 DESC LIMIT ?5";

  return "SELECT " TRAIL_COLUMNS " FROM trail WHERE ?3 IS NULL" TRAIL_PAGE;
}

static GPtrArray *
list_trail (McPeople *people, const McTrailQuery *query, GError **error)
{
  g_auto (McReader) reader = mc_reader_take (people, error);
  g_autoptr (GPtrArray) lines =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) mc_trail_record_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McRows) rows = NULL;

  if (reader.db == NULL)
    return NULL;

  rows = mc_sqlite_query (reader.db,
                          choose_trail_query (query),
                          error,
                          "tttii",
                          query->login,
                          query->dossier,
                          query->unit,
                          (gint64) query->before,
                          (gint64) query->limit);
  if (rows == NULL)
    return NULL;
  while (mc_sqlite_next (reader.db, rows, &local_error))
    g_ptr_array_add (lines, read_trail (rows));
  if (local_error == NULL)
    return g_steal_pointer (&lines);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/*
 * mc_storage_sqlite_people_init:
 *
 * Fills the interface.
 */
void
mc_storage_sqlite_people_init (McPeopleInterface *iface)
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
