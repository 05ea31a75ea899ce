/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include "central/storage/people.h"
#include "central/storage/storage-memory.h"
#include "central/storage/storage-sqlite.h"
#include "tests/central/plans.h"

#define NOW G_GINT64_CONSTANT (1750400000)
#define WARD "00070"
#define OTHER "00004"
#define CITY "H26.STC"

/* The same tests run over each implementation: what one promises, all promise. */
typedef struct
{
  McStorage *storage; /* (owned) */
  McPeople *people;   /* (unowned), the same */
  char *dir;          /* (owned) (nullable) */
  char *path;         /* (owned) (nullable) */
} Fixture;

static void
set_up_memory (Fixture *f, gconstpointer data)
{
  f->storage = MC_STORAGE (mc_storage_memory_new ());
  f->people = MC_PEOPLE (f->storage);
}

static void
set_up_sqlite (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->dir = g_dir_make_tmp ("motcua-people-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->dir, "central.db", NULL);
  f->storage = mc_storage_sqlite_new (f->path, &error);
  g_assert_no_error (error);
  f->people = MC_PEOPLE (f->storage);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  static const char *const files[] = { "central.db", "central.db-wal", "central.db-shm" };

  g_assert_finalize_object (f->storage);
  for (guint i = 0; f->dir != NULL && i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (f->dir, files[i], NULL);

      g_unlink (path);
    }
  if (f->dir != NULL)
    g_assert_cmpint (g_rmdir (f->dir), ==, 0);
  g_free (f->dir);
  g_free (f->path);
}

static void
begin (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_storage_begin (f->storage, &error));
  g_assert_no_error (error);
}

static void
commit (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_storage_commit (f->storage, &error));
  g_assert_no_error (error);
}

static McUserRecord *
make_user (const char *login, const char *name)
{
  McUserRecord *user = mc_user_record_new ();

  user->login = g_strdup (login);
  user->name = g_strdup (name);
  user->password = g_strdup ("$argon2id$x");
  user->must_change = TRUE;
  user->created_at = NOW;

  return user;
}

static void
give (McUserRecord *user, McRole role, const char *unit, const char *department)
{
  g_ptr_array_add (user->posts, mc_post_new (role, unit, department));
}

static void
add (Fixture *f, const McUserRecord *user)
{
  g_autoptr (GError) error = NULL;

  begin (f);
  g_assert_true (mc_people_add_user (f->people, user, &error));
  g_assert_no_error (error);
  commit (f);
}

/* Three people of a ward, one of another, one of the city. */
static void
add_everybody (Fixture *f)
{
  g_autoptr (McUserRecord) hoa = make_user ("hoa.nt", "Nguyễn Thị Hoa");
  g_autoptr (McUserRecord) binh = make_user ("binh.pv", "Phạm Văn Bình");
  g_autoptr (McUserRecord) an = make_user ("an.lv", "Lê Văn An");
  g_autoptr (McUserRecord) dung = make_user ("dung.tt", "Trần Thị Dung");
  g_autoptr (McUserRecord) root = make_user ("root", "Quản trị");

  give (hoa, MC_ROLE_RECEPTION, WARD, NULL);
  give (binh, MC_ROLE_SPECIALIST, WARD, "Phòng Kinh tế");
  give (binh, MC_ROLE_SPECIALIST, OTHER, "Phòng Kinh tế");
  give (an, MC_ROLE_SPECIALIST, WARD, "Phòng Văn hóa - Xã hội");
  give (dung, MC_ROLE_SPECIALIST, OTHER, NULL);
  give (root, MC_ROLE_ADMINISTRATOR, MC_UNIT_ALL, NULL);
  add (f, hoa);
  add (f, binh);
  add (f, an);
  add (f, dung);
  add (f, root);
}

static char *
join_logins (GPtrArray *users)
{
  g_autoptr (GPtrArray) logins = g_ptr_array_new ();

  g_assert_nonnull (users);
  for (guint i = 0; i < users->len; i++)
    g_ptr_array_add (logins, ((McUserRecord *) g_ptr_array_index (users, i))->login);
  g_ptr_array_add (logins, NULL);

  return g_strjoinv (" ", (char **) logins->pdata);
}

/* What an account holds comes back, posts too; who is not there is not an error. */
static void
test_find (Fixture *f, gconstpointer data)
{
  g_autoptr (McUserRecord) made = make_user ("binh.pv", "Phạm Văn Bình");
  g_autoptr (McUserRecord) user = NULL;
  g_autoptr (GError) error = NULL;
  const McPost *post;

  give (made, MC_ROLE_SPECIALIST, WARD, "Phòng Kinh tế");
  give (made, MC_ROLE_AUDITOR, OTHER, NULL);
  add (f, made);
  user = mc_people_find_user (f->people, "binh.pv", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (user->login, ==, "binh.pv");
  g_assert_cmpstr (user->name, ==, "Phạm Văn Bình");
  g_assert_cmpstr (user->password, ==, "$argon2id$x");
  g_assert_true (user->must_change);
  g_assert_false (user->disabled);
  g_assert_cmpint (user->created_at, ==, NOW);
  g_assert_cmpint (user->signed_in_at, ==, MC_TIME_NONE);
  g_assert_cmpuint (user->posts->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      post = g_ptr_array_index (user->posts, i);
      g_assert_cmpstr (post->unit, ==, post->role == MC_ROLE_AUDITOR ? OTHER : WARD);
      g_assert_cmpstr (post->department, ==, post->role == MC_ROLE_AUDITOR ? "" : "Phòng Kinh tế");
    }

  g_assert_null (mc_people_find_user (f->people, "nobody", &error));
  g_assert_no_error (error);
}

/* A login is taken once; the second one changes nothing. */
static void
test_taken (Fixture *f, gconstpointer data)
{
  g_autoptr (McUserRecord) first = make_user ("hoa.nt", "Nguyễn Thị Hoa");
  g_autoptr (McUserRecord) second = make_user ("hoa.nt", "Hoàng Thị Hoa");
  g_autoptr (McUserRecord) kept = NULL;
  g_autoptr (GError) error = NULL;

  add (f, first);
  begin (f);
  g_assert_false (mc_people_add_user (f->people, second, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_CONFLICT);
  mc_storage_rollback (f->storage);
  kept = mc_people_find_user (f->people, "hoa.nt", NULL);
  g_assert_cmpstr (kept->name, ==, "Nguyễn Thị Hoa");
}

/* All of an account can change but when it was made; nobody else is touched; without the account it
 * is an error; and what is rolled back never was. */
static void
test_update (Fixture *f, gconstpointer data)
{
  g_autoptr (McUserRecord) user = NULL;
  g_autoptr (McUserRecord) after = NULL;
  g_autoptr (McUserRecord) other = NULL;
  g_autoptr (GError) error = NULL;

  add_everybody (f);
  user = mc_people_find_user (f->people, "binh.pv", NULL);
  g_free (user->name);
  user->name = g_strdup ("Phạm Văn Bình (mới)");
  g_free (user->password);
  user->password = g_strdup ("$argon2id$y");
  user->must_change = FALSE;
  user->disabled = TRUE;
  user->signed_in_at = NOW + 7;
  user->created_at = NOW + 99;
  g_ptr_array_set_size (user->posts, 0);
  give (user, MC_ROLE_DEPARTMENT, WARD, "Phòng Kinh tế");

  begin (f);
  g_assert_true (mc_people_update_user (f->people, user, &error));
  g_assert_no_error (error);
  mc_storage_rollback (f->storage);
  after = mc_people_find_user (f->people, "binh.pv", NULL);
  g_assert_cmpstr (after->name, ==, "Phạm Văn Bình");
  g_assert_cmpuint (after->posts->len, ==, 2);
  mc_user_record_free (after);

  begin (f);
  g_assert_true (mc_people_update_user (f->people, user, &error));
  commit (f);
  after = mc_people_find_user (f->people, "binh.pv", NULL);
  g_assert_cmpstr (after->name, ==, "Phạm Văn Bình (mới)");
  g_assert_cmpstr (after->password, ==, "$argon2id$y");
  g_assert_false (after->must_change);
  g_assert_true (after->disabled);
  g_assert_cmpint (after->signed_in_at, ==, NOW + 7);
  g_assert_cmpint (after->created_at, ==, NOW);
  g_assert_cmpuint (after->posts->len, ==, 1);
  g_assert_cmpint (((McPost *) g_ptr_array_index (after->posts, 0))->role, ==, MC_ROLE_DEPARTMENT);
  other = mc_people_find_user (f->people, "an.lv", NULL);
  g_assert_cmpstr (other->name, ==, "Lê Văn An");
  g_assert_cmpuint (other->posts->len, ==, 1);

  g_free (user->login);
  user->login = g_strdup ("nobody");
  begin (f);
  g_assert_false (mc_people_update_user (f->people, user, &error));
  g_assert_error (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND);
  mc_storage_rollback (f->storage);
}

/* Accounts of a unit by login; whom a dossier can be given to by name, and never who is disabled.
 */
static void
test_list (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) ward = NULL;
  g_autoptr (GPtrArray) specialists = NULL;
  g_autoptr (GPtrArray) enabled = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (McUserRecord) user = NULL;
  char *logins[5] = { NULL };

  add_everybody (f);
  all = mc_people_list_users (f->people, NULL, NULL);
  logins[0] = join_logins (all);
  g_assert_cmpstr (logins[0], ==, "an.lv binh.pv dung.tt hoa.nt root");
  ward = mc_people_list_users (f->people, WARD, NULL);
  logins[1] = join_logins (ward);
  g_assert_cmpstr (logins[1], ==, "an.lv binh.pv hoa.nt");
  g_assert_cmpuint (((McUserRecord *) g_ptr_array_index (ward, 1))->posts->len, ==, 2);
  specialists = mc_people_list_posts (f->people, WARD, MC_ROLE_SPECIALIST, NULL);
  logins[2] = join_logins (specialists);
  g_assert_cmpstr (logins[2], ==, "an.lv binh.pv"); /* Lê before Phạm */
  none = mc_people_list_posts (f->people, WARD, MC_ROLE_ADMINISTRATOR, NULL);
  logins[3] = join_logins (none);
  g_assert_cmpstr (logins[3], ==, "");

  user = mc_people_find_user (f->people, "an.lv", NULL);
  user->disabled = TRUE;
  begin (f);
  g_assert_true (mc_people_update_user (f->people, user, NULL));
  commit (f);
  enabled = mc_people_list_posts (f->people, WARD, MC_ROLE_SPECIALIST, NULL);
  logins[4] = join_logins (enabled);
  g_assert_cmpstr (logins[4], ==, "binh.pv");
  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    g_free (logins[i]);
}

static void
add_session (Fixture *f, const char *login, guint8 name, gint64 created_at, gint64 seen_at)
{
  g_autoptr (McSessionRecord) session = mc_session_record_new ();
  g_autoptr (GError) error = NULL;

  memset (session->hash, name, sizeof session->hash);
  session->login = g_strdup (login);
  session->created_at = created_at;
  session->seen_at = seen_at;
  begin (f);
  g_assert_true (mc_people_add_session (f->people, session, &error));
  g_assert_no_error (error);
  commit (f);
}

/* When it was last seen, or 0 when it is gone. */
static gint64
look_at_session (Fixture *f, guint8 name)
{
  guint8 hash[MC_DIGEST_LENGTH];
  g_autoptr (McSessionRecord) session = NULL;
  g_autoptr (GError) error = NULL;

  memset (hash, name, sizeof hash);
  session = mc_people_find_session (f->people, hash, &error);
  g_assert_no_error (error);
  if (session == NULL)
    return 0;

  g_assert_cmpmem (session->hash, sizeof hash, hash, sizeof hash);
  return session->seen_at;
}

/* Sessions are found by their hash alone, touched forwards only, and end one by one, by person or
 * by age; to end what has ended is no error. */
static void
test_sessions (Fixture *f, gconstpointer data)
{
  guint8 hash[MC_DIGEST_LENGTH];
  g_autoptr (McSessionRecord) session = NULL;
  g_autoptr (GError) error = NULL;

  add_everybody (f);
  add_session (f, "hoa.nt", 1, NOW, NOW);
  add_session (f, "hoa.nt", 2, NOW, NOW);
  add_session (f, "an.lv", 3, NOW, NOW + 50);
  add_session (f, "an.lv", 4, NOW - 100, NOW + 50);
  add_session (f, "an.lv", 5, NOW, NOW - 100);
  add_session (f, "an.lv", 6, NOW, NOW);
  memset (hash, 1, sizeof hash);
  session = mc_people_find_session (f->people, hash, &error);
  g_assert_cmpstr (session->login, ==, "hoa.nt");
  g_assert_cmpint (session->created_at, ==, NOW);
  g_assert_cmpint (look_at_session (f, 99), ==, 0);

  begin (f);
  g_assert_true (mc_people_touch_session (f->people, hash, NOW + 60, &error));
  g_assert_true (mc_people_touch_session (f->people, hash, NOW + 30, &error));
  memset (hash, 99, sizeof hash);
  g_assert_true (mc_people_touch_session (f->people, hash, NOW + 30, &error));
  commit (f);
  g_assert_cmpint (look_at_session (f, 1), ==, NOW + 60);
  g_assert_cmpint (look_at_session (f, 99), ==, 0);

  memset (hash, 1, sizeof hash);
  begin (f);
  g_assert_true (mc_people_end_session (f->people, hash, &error));
  g_assert_true (mc_people_end_session (f->people, hash, &error));
  commit (f);
  g_assert_cmpint (look_at_session (f, 1), ==, 0);
  g_assert_cmpint (look_at_session (f, 2), ==, NOW);

  begin (f);
  g_assert_true (mc_people_end_old_sessions (f->people, NOW - 50, NOW, &error));
  commit (f);
  g_assert_cmpint (look_at_session (f, 3), ==, NOW + 50);
  g_assert_cmpint (look_at_session (f, 4), ==, 0); /* began too long ago */
  g_assert_cmpint (look_at_session (f, 5), ==, 0); /* not seen for too long */
  g_assert_cmpint (look_at_session (f, 6), ==, NOW);

  begin (f);
  g_assert_true (mc_people_end_sessions_of (f->people, "an.lv", &error));
  commit (f);
  g_assert_cmpint (look_at_session (f, 3), ==, 0);
  g_assert_cmpint (look_at_session (f, 6), ==, 0);
  g_assert_cmpint (look_at_session (f, 2), ==, NOW);
  g_assert_no_error (error);
}

static McTries
look_at_tries (Fixture *f, guint8 name)
{
  guint8 hash[MC_DIGEST_LENGTH];
  g_autoptr (GError) error = NULL;
  McTries tries = { 77, 77 };

  memset (hash, name, sizeof hash);
  g_assert_true (mc_people_get_tries (f->people, hash, &tries, &error));
  g_assert_no_error (error);

  return tries;
}

static void
set_tries (Fixture *f, guint8 name, guint failures, gint64 locked_until, gint64 at)
{
  const McTries tries = { failures, locked_until };
  guint8 hash[MC_DIGEST_LENGTH];
  g_autoptr (GError) error = NULL;

  memset (hash, name, sizeof hash);
  g_assert_true (mc_people_set_tries (f->people, hash, &tries, at, &error));
  g_assert_no_error (error);
}

/* Tries are kept for any name; a transaction sees its own; none forgets the name, and so does time.
 */
static void
test_tries (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (look_at_tries (f, 1).failures, ==, 0);
  g_assert_cmpint (look_at_tries (f, 1).locked_until, ==, MC_TIME_NONE);

  begin (f);
  set_tries (f, 1, 1, MC_TIME_NONE, NOW);
  g_assert_cmpuint (look_at_tries (f, 1).failures, ==, 1);
  mc_storage_rollback (f->storage);
  g_assert_cmpuint (look_at_tries (f, 1).failures, ==, 0);

  begin (f);
  set_tries (f, 1, 1, MC_TIME_NONE, NOW);
  set_tries (f, 2, 4, MC_TIME_NONE, NOW);
  set_tries (f, 2, 5, NOW + 9, NOW + 8);
  set_tries (f, 3, 3, NOW, NOW);
  set_tries (f, 3, 0, MC_TIME_NONE, NOW);
  commit (f);
  g_assert_cmpuint (look_at_tries (f, 1).failures, ==, 1);
  g_assert_cmpint (look_at_tries (f, 1).locked_until, ==, MC_TIME_NONE);
  g_assert_cmpuint (look_at_tries (f, 2).failures, ==, 5);
  g_assert_cmpint (look_at_tries (f, 2).locked_until, ==, NOW + 9);
  g_assert_cmpuint (look_at_tries (f, 3).failures, ==, 0);

  begin (f);
  g_assert_true (mc_people_forget_tries (f->people, NOW + 1, &error));
  commit (f);
  g_assert_cmpuint (look_at_tries (f, 1).failures, ==, 0);
  g_assert_cmpuint (look_at_tries (f, 2).failures, ==, 5);
}

static void
note (Fixture *f, const char *login, const char *dossier, const char *unit, const char *office)
{
  g_autoptr (McTrailRecord) line = mc_trail_record_new ();
  g_autoptr (GError) error = NULL;

  line->at = NOW;
  line->login = g_strdup (login);
  line->action = g_strdup ("view");
  line->dossier = g_strdup (dossier);
  line->unit = g_strdup (unit);
  line->office = g_strdup (office);
  line->detail = g_strdup (dossier == NULL ? "detail" : NULL);
  begin (f);
  g_assert_true (mc_people_add_trail (f->people, line, &error));
  g_assert_no_error (error);
  commit (f);
}

static char *
read_trail (Fixture *f, const McTrailQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = mc_people_list_trail (f->people, query, &error);
  GString *numbers = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (numbers,
                            "%" G_GUINT64_FORMAT " ",
                            ((McTrailRecord *) g_ptr_array_index (lines, i))->number);

  return g_string_free (numbers, FALSE);
}

/* The trail is numbered without gaps, newest first, narrowed by any of who, dossier and unit (where
 * it was received or is decided), and read page by page. */
static void
test_trail (Fixture *f, gconstpointer data)
{
  static const struct
  {
    McTrailQuery query;
    const char *numbers;
  } rows[] = {
    { { .limit = 500 }, "7 6 5 4 3 2 1 " },
    { { .limit = 3 }, "7 6 5 " },
    { { .limit = 3, .before = 5 }, "4 3 2 " },
    { { .limit = 3, .before = 1 }, "" },
    { { .limit = 9, .login = "hoa.nt" }, "6 2 1 " },
    { { .limit = 1, .login = "hoa.nt", .before = 6 }, "2 " },
    { { .limit = 9, .dossier = "d1" }, "5 1 " },
    { { .limit = 9, .unit = WARD }, "6 5 2 1 " },
    { { .limit = 2, .unit = WARD, .before = 6 }, "5 2 " },
    { { .limit = 9, .unit = CITY }, "7 5 " },
    { { .limit = 9, .unit = OTHER }, "3 " },
    { { .limit = 9, .unit = CITY, .login = "an.lv" }, "5 " },
    { { .limit = 9, .unit = WARD, .dossier = "d1" }, "5 1 " },
    { { .limit = 9, .unit = OTHER, .dossier = "d1" }, "" },
    { { .limit = 9, .login = "hoa.nt", .dossier = "d1" }, "1 " },
    { { .limit = 9, .login = "nobody" }, "" },
  };
  g_autoptr (GPtrArray) lines = NULL;
  const McTrailRecord *line;

  note (f, "hoa.nt", "d1", WARD, NULL);
  note (f, "hoa.nt", "d2", WARD, NULL);
  note (f, "dung.tt", "d3", OTHER, NULL);
  note (f, "command", NULL, MC_UNIT_ALL, NULL);
  note (f, "an.lv", "d1", WARD, CITY);
  note (f, "hoa.nt", NULL, WARD, NULL);
  note (f, "tai.st", NULL, CITY, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *numbers = read_trail (f, &rows[i].query);

      g_test_message ("row %u", i);
      g_assert_cmpstr (numbers, ==, rows[i].numbers);
    }

  lines = mc_people_list_trail (f->people, &rows[0].query, NULL);
  line = g_ptr_array_index (lines, 2);
  g_assert_cmpint (line->at, ==, NOW);
  g_assert_cmpstr (line->login, ==, "an.lv");
  g_assert_cmpstr (line->action, ==, "view");
  g_assert_cmpstr (line->dossier, ==, "d1");
  g_assert_cmpstr (line->unit, ==, WARD);
  g_assert_cmpstr (line->office, ==, CITY);
  g_assert_null (line->detail);
  line = g_ptr_array_index (lines, 1);
  g_assert_null (line->dossier);
  g_assert_null (line->office);
  g_assert_cmpstr (line->detail, ==, "detail");
}

/* Nobody takes a line out of the trail or changes one, not even with the database in hand. */
static void
test_append_only (Fixture *f, gconstpointer data)
{
  static const char *const statements[] = { "UPDATE trail SET login = 'x'",
                                            "DELETE FROM trail",
                                            "DELETE FROM trail WHERE number = 1",
                                            ("REPLACE INTO trail (number, at, login, action)"
                                             " VALUES (1, 1, 'x', 'y')") };
  g_autofree char *numbers = NULL;
  sqlite3 *db = NULL;

  note (f, "hoa.nt", "d1", WARD, NULL);
  g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_test_message ("%s", statements[i]);
      g_assert_cmpint (sqlite3_exec (db, statements[i], NULL, NULL, NULL), ==, SQLITE_CONSTRAINT);
    }
  sqlite3_close (db);
  numbers = read_trail (f, &(McTrailQuery){ .login = "hoa.nt", .limit = 9 });
  g_assert_cmpstr (numbers, ==, "1 ");
}

/* All of it outlives the process. */
static void
test_reopen (Fixture *f, gconstpointer data)
{
  g_autoptr (McUserRecord) user = NULL;
  g_autofree char *numbers = NULL;

  add_everybody (f);
  add_session (f, "hoa.nt", 1, NOW, NOW);
  begin (f);
  set_tries (f, 2, 5, NOW + 9, NOW);
  commit (f);
  note (f, "hoa.nt", "d1", WARD, NULL);
  g_assert_finalize_object (f->storage);
  f->storage = mc_storage_sqlite_new (f->path, NULL);
  f->people = MC_PEOPLE (f->storage);

  user = mc_people_find_user (f->people, "binh.pv", NULL);
  g_assert_cmpuint (user->posts->len, ==, 2);
  g_assert_cmpint (look_at_session (f, 1), ==, NOW);
  g_assert_cmpint (look_at_tries (f, 2).locked_until, ==, NOW + 9);
  numbers = read_trail (f, &(McTrailQuery){ .limit = 9 });
  g_assert_cmpstr (numbers, ==, "1 ");
}

/* Every question about people is answered from an index; only the list of all accounts reads all of
 * them, and the trail without a filter walks backwards from its end. */
static void
test_plans (Fixture *f, gconstpointer data)
{
  static const char *const scans[] = { "SCAN users", "SCAN trail", "SCAN (subquery", NULL };
  static const McTrailQuery queries[] = {
    { .limit = 9, .login = "x" },
    { .limit = 9, .dossier = "x" },
    { .limit = 9, .unit = "x" },
    { .limit = 9, .unit = "x", .login = "x" },
    { .limit = 9, .unit = "x", .dossier = "x", .login = "x", .before = 7 },
  };

  g_assert_finalize_object (f->storage);
  plans_begin ();
  f->storage = mc_storage_sqlite_new (f->path, NULL);
  f->people = MC_PEOPLE (f->storage);
  plans_forget ();
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    g_free (read_trail (f, &queries[i]));
  look_at_session (f, 1);
  look_at_tries (f, 1);
  g_assert_null (mc_people_find_user (f->people, "x", NULL));
  g_assert_cmpuint (plans_end (f->path, scans + 2), >=, 6);

  plans_begin ();
  g_assert_finalize_object (f->storage);
  f->storage = mc_storage_sqlite_new (f->path, NULL);
  f->people = MC_PEOPLE (f->storage);
  plans_forget ();
  g_ptr_array_unref (mc_people_list_users (f->people, WARD, NULL));
  g_free (read_trail (f, &(McTrailQuery){ .limit = 9 }));
  g_assert_cmpuint (plans_end (f->path, scans), >=, 2);
}

static void
add_both (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *memory = g_strconcat ("/storage/memory/people/", name, NULL);
  g_autofree char *sqlite = g_strconcat ("/storage/sqlite/people/", name, NULL);

  g_test_add (memory, Fixture, NULL, set_up_memory, test, tear_down);
  g_test_add (sqlite, Fixture, NULL, set_up_sqlite, test, tear_down);
}

static void
add_sqlite (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/storage/sqlite/people/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up_sqlite, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("find", test_find);
  add_both ("taken", test_taken);
  add_both ("update", test_update);
  add_both ("list", test_list);
  add_both ("sessions", test_sessions);
  add_both ("tries", test_tries);
  add_both ("trail", test_trail);
  add_sqlite ("append-only", test_append_only);
  add_sqlite ("reopen", test_reopen);
  add_sqlite ("plans", test_plans);

  return g_test_run ();
}
