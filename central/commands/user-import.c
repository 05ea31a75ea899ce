/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/commands/user-private.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include "app/domain/csv.h"
#include "central/people/accounts.h"
#include "central/people/roster.h"

#define MAX_FILE (8 * 1024 * 1024)
#define MIN_TO_TELL 20 /* fewer are over in a moment */

typedef struct
{
  GPtrArray *roster; /* (unowned) (element-type McRosterEntry) */
  gboolean adds;     /* new accounts; else other passwords of old ones */
  gint64 now;
} Write;

static gboolean
run_write (McStorage *storage, gpointer data, GError **error)
{
  const Write *write = data;

  for (guint i = 0; i < write->roster->len; i++)
    {
      const McRosterEntry *entry = g_ptr_array_index (write->roster, i);
      gboolean kept =
          write->adds
              ? mc_account_add (storage, entry->user, MC_BY_COMMAND, write->now, error)
              : mc_account_change (
                    storage, entry->user, "user-reset", NULL, MC_BY_COMMAND, write->now, error);

      if (!kept)
        return FALSE;
    }

  return TRUE;
}

static void
on_progress (guint done, guint all, gpointer data)
{
  guint *told = data; /* tenths */

  if (all < MIN_TO_TELL || done * 10 / all == *told)
    return;
  *told = done * 10 / all;
  g_printerr ("motcua-central: %u of %u passwords\n", done, all);
}

static gboolean
write_slips (McCentral *central, GPtrArray *roster, const char *path, GError **error)
{
  g_autoptr (GBytes) pdf = mc_roster_draw_slips (central, roster, error);

  return pdf != NULL &&
         g_file_set_contents_full (path,
                                   g_bytes_get_data (pdf, NULL),
                                   g_bytes_get_size (pdf),
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600,
                                   error);
}

static int
say_passwords (GPtrArray *roster, const char *slips)
{
  if (slips != NULL)
    {
      g_printerr ("motcua-central: %s holds the passwords of %u officials: print it, then delete "
                  "it\n",
                  slips,
                  roster->len);
      return EX_OK;
    }

  for (guint i = 0; i < roster->len; i++)
    {
      const McRosterEntry *entry = g_ptr_array_index (roster, i);

      printf ("%s\t%s\n", entry->user->login, entry->password);
    }

  return fflush (stdout) == 0 ? EX_OK : EX_IOERR;
}

/* Slips first: a password that nobody can read afterwards is worse than a slip that opens nothing.
 */
static int
finish (McCentral *central, GPtrArray *roster, gboolean adds, const char *slips)
{
  Write write = { roster, adds, mc_clock_now (central->clock) };
  g_autoptr (GError) error = NULL;
  guint told = 0;

  if (!mc_roster_give_passwords (roster, on_progress, &told, &error) ||
      (slips != NULL && !write_slips (central, roster, slips, &error)))
    return mc_command_fail (error);
  if (!mc_central_write (central, run_write, &write, &error))
    {
      if (slips != NULL)
        remove (slips);
      return mc_command_fail (error);
    }

  return say_passwords (roster, slips);
}

static int
check_slips (McCentral *central, const char *slips)
{
  if (slips != NULL && !mc_command_find_public_url (central))
    return mc_command_usage ("no public URL for the slips: give --public-url URL, or start the "
                             "service once");

  return EX_OK;
}

/**
 * mc_command_user_import:
 * @central: central
 * @path: a CSV file with the columns login,name,role,unit,department
 * @slips: (nullable): where to write the slips; without it the passwords come out on stdout
 *
 * All of it or nothing: each mistake is said on stderr as file:line.
 *
 * Returns: an exit code
 */
int
mc_command_user_import (McCentral *central, const char *path, const char *slips)
{
  g_autoptr (GPtrArray) mistakes = mc_csv_mistakes_new ();
  g_autoptr (GPtrArray) roster = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  g_autofree char *text = NULL;
  gsize length;
  int result = check_slips (central, slips);

  if (result != EX_OK)
    return result;
  if (!g_file_get_contents (path, &data, &length, &error))
    {
      g_printerr ("motcua-central: %s\n", error->message);
      return EX_NOINPUT;
    }
  if (length > MAX_FILE)
    {
      g_printerr ("%s:1: larger than %d MiB\n", path, MAX_FILE / 1024 / 1024);
      return EX_DATAERR;
    }

  roster = mc_roster_read (central, data, length, mistakes);
  if (mistakes->len == 0)
    return finish (central, roster, TRUE, slips);

  text = mc_csv_mistakes_to_string (mistakes, path);
  g_printerr ("%s\nmotcua-central: nothing is imported\n", text);
  return EX_DATAERR;
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const McRosterEntry *one = *(const McRosterEntry *const *) a;
  const McRosterEntry *other = *(const McRosterEntry *const *) b;
  int units = g_strcmp0 (mc_account_get_unit (one->user), mc_account_get_unit (other->user));

  return units != 0 ? units : strcmp (one->user->login, other->user->login);
}

/**
 * mc_command_user_reissue:
 * @central: central
 * @unit: (nullable): only those with a post there
 * @slips: (nullable): where to write the slips; without it the passwords come out on stdout
 *
 * Other one-time passwords for all who never signed in.
 *
 * Returns: an exit code
 */
int
mc_command_user_reissue (McCentral *central, const char *unit, const char *slips)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) users = NULL;
  g_autoptr (GPtrArray) roster = mc_roster_new ();
  int result = check_slips (central, slips);

  if (result != EX_OK)
    return result;
  users = mc_people_list_users (MC_PEOPLE (central->storage), unit, &error);
  if (users == NULL)
    return mc_command_fail (error);

  for (guint i = 0; i < users->len; i++)
    {
      const McUserRecord *user = g_ptr_array_index (users, i);

      if (user->signed_in_at == MC_TIME_NONE && user->must_change && !user->disabled)
        mc_roster_add (roster, mc_user_record_copy (user));
    }
  if (roster->len == 0)
    {
      g_printerr ("motcua-central: everybody has signed in\n");
      return EX_OK;
    }
  g_ptr_array_sort (roster, compare_places);

  return finish (central, roster, FALSE, slips);
}
