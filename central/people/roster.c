/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/people/roster.h"

#include <string.h>
#include "app/domain/csv.h"
#include "app/domain/text.h"
#include "central/console/shell.h"
#include "central/people/accounts.h"
#include "printing/documents/password-slips-page.h"

/* Each hash takes 64 MiB while it is computed. */
#define MAX_THREADS 8

#define UNIT_DIGITS 5

/* Slips are for officials of the city, whatever language somebody's browser has. */
#define SLIP_LANGUAGE "vi"

enum
{
  COLUMN_LOGIN,
  COLUMN_NAME,
  COLUMN_ROLE,
  COLUMN_UNIT,
  COLUMN_DEPARTMENT,
};

static const char *const COLUMNS[] = { "login", "name", "role", "unit", "department", NULL };

/* What reading has seen so far. */
typedef struct
{
  McCentral *central;  /* (unowned) */
  GPtrArray *roster;   /* (unowned) */
  GPtrArray *mistakes; /* (unowned) */
  GHashTable *seen;    /* (owned) (element-type utf8 Seen), by login */
} Reading;

typedef struct
{
  McUserRecord *user; /* (unowned) */
  guint line;         /* where its name stands first */
} Seen;

static void
entry_free (gpointer data)
{
  McRosterEntry *entry = data;

  mc_user_record_free (entry->user);
  mc_text_free_secret (entry->password);
  g_free (entry);
}

/**
 * mc_roster_new:
 *
 * Returns: (transfer full) (element-type McRosterEntry): an empty roster; passwords are overwritten
 *   when it is freed
 */
GPtrArray *
mc_roster_new (void)
{
  return g_ptr_array_new_with_free_func (entry_free);
}

/**
 * mc_roster_add:
 * @roster: (inout): a roster
 * @user: (transfer full): one more account
 */
void
mc_roster_add (GPtrArray *roster, McUserRecord *user)
{
  McRosterEntry *entry = g_new0 (McRosterEntry, 1);

  entry->user = user;
  g_ptr_array_add (roster, entry);
}

/* Spreadsheets take "00070" for a number and write 70. */
static char *
restore_zeros (const char *unit)
{
  gsize length = strlen (unit);
  g_autofree char *zeros = NULL;

  if (length == 0 || length >= UNIT_DIGITS || strspn (unit, "0123456789") != length)
    return g_strdup (unit);

  zeros = g_strnfill (UNIT_DIGITS - length, '0');
  return g_strconcat (zeros, unit, NULL);
}

static Seen *
begin_account (Reading *reading, guint line, const char *login, const char *name)
{
  McPeople *people = MC_PEOPLE (reading->central->storage);
  g_autoptr (McUserRecord) known = mc_people_find_user (people, login, NULL);
  McUserRecord *user;
  Seen *seen;

  if (known != NULL)
    mc_csv_mistakes_add (reading->mistakes, line, "the login %s is taken", login);

  user = mc_user_record_new ();
  user->login = g_strdup (login);
  user->name = g_strdup (name);
  user->created_at = mc_clock_now (reading->central->clock);
  mc_roster_add (reading->roster, user);
  seen = g_new0 (Seen, 1);
  seen->user = user;
  seen->line = line;
  g_hash_table_insert (reading->seen, user->login, seen);

  return seen;
}

/* The first one that can be a name counts. */
static void
compare_names (Reading *reading, guint line, Seen *seen, const char *name)
{
  if (name == NULL || g_str_equal (seen->user->name, name))
    return;

  if (*seen->user->name == '\0')
    {
      g_free (seen->user->name);
      seen->user->name = g_strdup (name);
      seen->line = line;
      return;
    }
  mc_csv_mistakes_add (reading->mistakes,
                       line,
                       "%s is %s here and %s in line %u",
                       seen->user->login,
                       name,
                       seen->user->name,
                       seen->line);
}

static McPost *
read_post (Reading *reading, const McCsvRow *row)
{
  g_autofree char *unit = restore_zeros (row->cells[COLUMN_UNIT]);
  g_autoptr (GError) error = NULL;
  McPost *post = mc_account_make_post (
      reading->central, row->cells[COLUMN_ROLE], unit, row->cells[COLUMN_DEPARTMENT], &error);

  if (post == NULL)
    mc_csv_mistakes_add (reading->mistakes, row->line, "%s", error->message);
  if (g_error_matches (error, MC_ACCOUNT_ERROR, MC_ACCOUNT_ERROR_ROLE) &&
      mc_central_get_unit_name (reading->central, unit, NULL) == NULL)
    mc_csv_mistakes_add (reading->mistakes, row->line, "there is no unit “%s”", unit);

  return post;
}

static void
read_row (Reading *reading, const McCsvRow *row)
{
  g_autofree char *login = mc_account_fold_login (row->cells[COLUMN_LOGIN]);
  g_autoptr (McPost) post = read_post (reading, row);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  Seen *seen = g_hash_table_lookup (reading->seen, login);

  /* Each is told by itself: nobody has to correct and try again cell by cell. */
  if (!mc_account_check_login (login, &error))
    mc_csv_mistakes_add (reading->mistakes, row->line, "%s", error->message);
  g_clear_error (&error);
  name = mc_account_normalise_name (row->cells[COLUMN_NAME], &error);
  if (name == NULL)
    mc_csv_mistakes_add (reading->mistakes, row->line, "%s", error->message);

  if (seen == NULL)
    seen = begin_account (reading, row->line, login, name == NULL ? "" : name);
  else
    compare_names (reading, row->line, seen, name);
  if (post != NULL && !mc_account_add_post (seen->user, post))
    mc_csv_mistakes_add (reading->mistakes, row->line, "%s has this post twice", login);
}

/**
 * mc_roster_read:
 * @central: central, for its units and the logins that are taken
 * @data: CSV with the columns login,name,role,unit,department
 * @length: its length in bytes, or -1 when it is terminated
 * @mistakes: (inout): of mc_csv_mistakes_new (); gets everything that is wrong
 *
 * A row is a post; a person with several stands in several rows. A unit that lost its leading zeros
 * in a spreadsheet gets them back. Any thread.
 *
 * Returns: (transfer full) (element-type McRosterEntry): accounts without passwords, in the order
 * of the file; of use only when there are no mistakes
 */
GPtrArray *
mc_roster_read (McCentral *central, const char *data, gssize length, GPtrArray *mistakes)
{
  g_autoptr (GPtrArray) rows = mc_csv_parse_all (data, length, COLUMNS, mistakes);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  GPtrArray *roster = mc_roster_new ();
  Reading reading = { central, roster, mistakes, seen };

  for (guint i = 0; i < rows->len; i++)
    read_row (&reading, g_ptr_array_index (rows, i));
  if (rows->len == 0 && mistakes->len == 0)
    mc_csv_mistakes_add (mistakes, 1, "there is nobody in it");

  return roster;
}

/* All hashes of a roster. */
typedef struct
{
  GMutex lock;
  GCond changed;
  guint n_done;  /* (locked-by lock) */
  GError *error; /* (owned) (nullable) (locked-by lock): the first one */
} Hashing;

static void
hash_one (gpointer data, gpointer user_data)
{
  McRosterEntry *entry = data;
  Hashing *hashing = user_data;
  g_autoptr (GError) error = NULL;

  entry->password = mc_account_give_one_time (entry->user, &error);

  g_mutex_lock (&hashing->lock);
  hashing->n_done++;
  if (error != NULL && hashing->error == NULL)
    hashing->error = g_steal_pointer (&error);
  g_cond_signal (&hashing->changed);
  g_mutex_unlock (&hashing->lock);
}

static void
tell_progress (Hashing *hashing, guint n_all, McRosterProgress progress, gpointer data)
{
  guint told = 0;

  while (told < n_all)
    {
      g_mutex_lock (&hashing->lock);
      while (hashing->n_done == told)
        g_cond_wait (&hashing->changed, &hashing->lock);
      told = hashing->n_done;
      g_mutex_unlock (&hashing->lock);
      if (progress != NULL)
        progress (told, n_all, data);
    }
}

/**
 * mc_roster_give_passwords:
 * @roster: (inout) (element-type McRosterEntry): accounts; each gets a one-time password
 * @progress: (nullable): called in this thread as they get ready
 * @data: for @progress
 * @error: return location for an error: the memory does not suffice
 *
 * Works on all cores: a city's 504 take 40 s on one. Blocks: a command's main thread.
 *
 * Returns: %TRUE when all have one
 */
gboolean
mc_roster_give_passwords (GPtrArray *roster,
                          McRosterProgress progress,
                          gpointer data,
                          GError **error)
{
  Hashing hashing = { .n_done = 0 };
  GThreadPool *pool = g_thread_pool_new (
      hash_one, &hashing, CLAMP ((int) g_get_num_processors (), 1, MAX_THREADS), FALSE, NULL);

  g_mutex_init (&hashing.lock);
  g_cond_init (&hashing.changed);
  for (guint i = 0; i < roster->len; i++)
    g_thread_pool_push (pool, g_ptr_array_index (roster, i), NULL);
  tell_progress (&hashing, roster->len, progress, data);
  g_thread_pool_free (pool, FALSE, TRUE);
  g_cond_clear (&hashing.changed);
  g_mutex_clear (&hashing.lock);
  if (hashing.error == NULL)
    return TRUE;

  g_propagate_error (error, hashing.error);
  return FALSE;
}

/* A slip and the words that it needs. */
typedef struct
{
  McPasswordSlip slip;
  char *units; /* (owned) */
  char *roles; /* (owned) */
} Slip;

static void
slip_free (gpointer data)
{
  Slip *slip = data;

  g_free (slip->units);
  g_free (slip->roles);
  g_free (slip);
}

static void
append_once (GString *text, const char *part)
{
  g_auto (GStrv) parts = g_strsplit (text->str, ", ", -1);

  if (!g_strv_contains ((const char *const *) parts, part))
    g_string_append_printf (text, "%s%s", text->len == 0 ? "" : ", ", part);
}

static Slip *
make_slip (McCentral *central, const McRosterEntry *entry)
{
  const McUserRecord *user = entry->user;
  g_autoptr (GString) units = g_string_new (NULL);
  g_autoptr (GString) roles = g_string_new (NULL);
  Slip *slip = g_new0 (Slip, 1);

  for (guint i = 0; i < user->posts->len; i++)
    {
      const McPost *post = g_ptr_array_index (user->posts, i);
      const char *name = mc_central_get_unit_name (central, post->unit, SLIP_LANGUAGE);

      append_once (units, name == NULL ? post->unit : name);
      append_once (roles, mc_shell_describe_role (post->role, SLIP_LANGUAGE));
      if (*post->department != '\0')
        append_once (units, post->department);
    }
  slip->units = g_strdup (units->str);
  slip->roles = g_strdup (roles->str);
  slip->slip = (McPasswordSlip){ .name = user->name,
                                 .login = user->login,
                                 .password = entry->password,
                                 .unit = slip->units,
                                 .role = slip->roles };

  return slip;
}

/**
 * mc_roster_draw_slips:
 * @central: central; knows its public address
 * @roster: (element-type McRosterEntry): accounts with their passwords, at least one
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a PDF of slips to cut apart, in the order of the roster
 */
GBytes *
mc_roster_draw_slips (McCentral *central, GPtrArray *roster, GError **error)
{
  g_autofree char *address = g_strconcat (central->public_url, "/console", NULL);
  g_autoptr (GPtrArray) slips = g_ptr_array_new_with_free_func (slip_free);
  const McPasswordSheet sheet = {
    .address = address, .valid_until = MC_TIME_NONE, .language = SLIP_LANGUAGE, .slips = slips
  };
  g_autoptr (McPage) page = NULL;

  for (guint i = 0; i < roster->len; i++)
    g_ptr_array_add (slips, make_slip (central, g_ptr_array_index (roster, i)));
  page = mc_password_slips_page_new (&sheet, error);

  return page == NULL ? NULL : g_bytes_ref (page->pdf);
}
