/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/commands/user-private.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include "app/domain/text.h"
#include "central/people/accounts.h"
#include "central/people/passwords.h"

#define USAGE                                                                                        \
  "user add LOGIN --name NAME --post ROLE:UNIT[:DEPARTMENT]… [--password-stdin], user reset LOGIN" \
  " [--password-stdin], user disable LOGIN, user enable LOGIN, user post add|remove LOGIN"           \
  " ROLE:UNIT[:DEPARTMENT], user list [UNIT], user import FILE.csv [--slips FILE.pdf], or user"      \
  " reissue [UNIT] [--slips FILE.pdf]"

/* A write and who it is about. */
typedef struct
{
  const McUserRecord *user;
  const char *action; /* (nullable): a new account */
  const char *detail; /* (nullable) */
  gint64 now;
} Write;

static gboolean
run_write (McStorage *storage, gpointer data, GError **error)
{
  const Write *write = data;

  return write->action == NULL
             ? mc_account_add (storage, write->user, MC_BY_COMMAND, write->now, error)
             : mc_account_change (storage,
                                  write->user,
                                  write->action,
                                  write->detail,
                                  MC_BY_COMMAND,
                                  write->now,
                                  error);
}

static int
keep (McCentral *central, const McUserRecord *user, const char *action, const char *detail)
{
  Write write = { user, action, detail, mc_clock_now (central->clock) };
  g_autoptr (GError) error = NULL;

  return mc_central_write (central, run_write, &write, &error) ? EX_OK : mc_command_fail (error);
}

static McUserRecord *
load (McCentral *central, const char *typed, int *result)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *login = mc_account_fold_login (typed);
  McUserRecord *user = mc_people_find_user (MC_PEOPLE (central->storage), login, &error);

  if (user == NULL && error == NULL)
    g_set_error (
        &error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND, "there is no account %s", login);
  if (user == NULL)
    *result = mc_command_fail (error);

  return user;
}

/* One line of standard input, without its end. */
static char *
read_password (void)
{
  char line[1024] = "";
  char *password = NULL;

  if (fgets (line, sizeof line, stdin) != NULL && line[strcspn (line, "\r\n")] != '\0')
    {
      line[strcspn (line, "\r\n")] = '\0';
      password = g_strdup (line);
    }
  explicit_bzero (line, sizeof line);

  return password;
}

static int
set_from_stdin (McUserRecord *user)
{
  g_autoptr (GError) error = NULL;
  char *password = read_password ();
  McPasswordVerdict verdict =
      password == NULL ? MC_PASSWORD_LONG : mc_password_judge (password, user->login);
  char *hash = NULL;

  if (verdict != MC_PASSWORD_GOOD)
    {
      mc_text_free_secret (password);
      g_printerr ("motcua-central: standard input: %s\n",
                  password == NULL ? "one line with a password is wanted"
                                   : mc_password_describe (verdict, "en"));
      return EX_DATAERR;
    }

  hash = mc_password_hash (password, &error);
  mc_text_free_secret (password);
  if (hash == NULL)
    return mc_command_fail (error);
  g_free (user->password);
  user->password = hash;
  user->must_change = FALSE;

  return EX_OK;
}

/* Gives @user a password and keeps it; a one-time one is printed, alone on standard output. */
static int
give_password (McCentral *central, McUserRecord *user, gboolean from_stdin, const char *action)
{
  g_autoptr (GError) error = NULL;
  char *password = NULL;
  int result = EX_OK;

  if (from_stdin)
    result = set_from_stdin (user);
  else
    {
      password = mc_account_give_one_time (user, &error);
      if (password == NULL)
        return mc_command_fail (error);
    }
  if (result == EX_OK)
    result = keep (central, user, action, NULL);
  if (result == EX_OK && password != NULL)
    {
      printf ("%s\n", password);
      fflush (stdout);
      if (isatty (STDERR_FILENO)) /* for a person, not for a script */
        g_printerr ("Good for one sign-in, where %s chooses another one.\n", user->login);
    }
  mc_text_free_secret (password);

  return result;
}

/* GOptionContext leaves out the first word: there it is the command's. */
static gboolean
parse (char **arguments, const GOptionEntry *entries, char ***words)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  *words = g_strdupv (arguments);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_help_enabled (context, FALSE);

  return g_option_context_parse_strv (context, words, NULL);
}

static int
fill_in (McCentral *central, McUserRecord *user, const char *login, const char *name, char **posts)
{
  g_autoptr (GError) error = NULL;

  user->login = mc_account_fold_login (login);
  user->created_at = mc_clock_now (central->clock);
  if (!mc_account_check_login (user->login, &error))
    return mc_command_fail (error);
  user->name = mc_account_normalise_name (name, &error);
  if (user->name == NULL)
    return mc_command_fail (error);
  for (char **text = posts; *text != NULL; text++)
    {
      g_autoptr (McPost) post = mc_account_parse_post (central, *text, &error);

      if (post == NULL)
        return mc_command_fail (error);
      mc_account_add_post (user, post);
    }

  return EX_OK;
}

static int
run_add (McCentral *central, char **arguments)
{
  g_autoptr (McUserRecord) user = mc_user_record_new ();
  g_autofree char *name = NULL;
  g_auto (GStrv) posts = NULL;
  g_auto (GStrv) words = NULL;
  gboolean from_stdin = FALSE;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, NULL, NULL },
    { "post", 0, 0, G_OPTION_ARG_STRING_ARRAY, &posts, NULL, NULL },
    { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &from_stdin, NULL, NULL },
    { NULL },
  };
  int result;

  if (!parse (arguments, entries, &words) || g_strv_length (words) != 2 || name == NULL ||
      posts == NULL)
    return mc_command_usage (USAGE);
  result = fill_in (central, user, words[1], name, posts);

  return result == EX_OK ? give_password (central, user, from_stdin, NULL) : result;
}

static int
run_reset (McCentral *central, char **arguments)
{
  g_autoptr (McUserRecord) user = NULL;
  g_auto (GStrv) words = NULL;
  gboolean from_stdin = FALSE;
  const GOptionEntry entries[] = {
    { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &from_stdin, NULL, NULL },
    { NULL },
  };
  int result = EX_OK;

  if (!parse (arguments, entries, &words) || g_strv_length (words) != 2)
    return mc_command_usage (USAGE);
  user = load (central, words[1], &result);

  return user == NULL ? result : give_password (central, user, from_stdin, "user-reset");
}

static int
run_disable (McCentral *central, const char *login, gboolean disabled)
{
  int result = EX_OK;
  g_autoptr (McUserRecord) user = load (central, login, &result);

  if (user == NULL)
    return result;

  user->disabled = disabled;
  return keep (central, user, disabled ? "user-disable" : "user-enable", NULL);
}

static int
run_post (McCentral *central, char **arguments)
{
  gboolean adds = g_str_equal (arguments[0], "add");
  int result = EX_OK;
  g_autoptr (McUserRecord) user = NULL;
  g_autoptr (McPost) post = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *detail = NULL;

  if (!adds && !g_str_equal (arguments[0], "remove"))
    return mc_command_usage (USAGE);
  user = load (central, arguments[1], &result);
  if (user == NULL)
    return result;
  post = mc_account_parse_post (central, arguments[2], &error);
  if (post == NULL)
    return mc_command_fail (error);
  if (adds ? !mc_account_add_post (user, post) : !mc_account_remove_post (user, post))
    {
      g_printerr ("motcua-central: %s %s that post\n", user->login, adds ? "has" : "does not have");
      return EX_DATAERR;
    }

  detail = g_strconcat (adds ? "+" : "-", arguments[2], NULL);
  return keep (central, user, "user-posts", detail);
}

static const char *
get_state (McCentral *central, const McUserRecord *user)
{
  if (user->disabled)
    return "disabled";
  if (user->must_change)
    return "one-time";

  return mc_tries_get_lock (MC_PEOPLE (central->storage),
                            user->login,
                            mc_clock_now (central->clock)) == MC_TIME_NONE
             ? "valid"
             : "locked";
}

static int
run_list (McCentral *central, const char *unit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) users = mc_people_list_users (MC_PEOPLE (central->storage), unit, &error);

  if (users == NULL)
    return mc_command_fail (error);

  printf ("LOGIN\tSTATE\tSIGNED IN\tNAME\tPOSTS\n");
  for (guint i = 0; i < users->len; i++)
    {
      const McUserRecord *user = g_ptr_array_index (users, i);
      g_autofree char *seen = user->signed_in_at == MC_TIME_NONE
                                  ? g_strdup ("-")
                                  : mc_time_to_rfc3339 (user->signed_in_at);

      printf ("%s\t%s\t%s\t%s\t", user->login, get_state (central, user), seen, user->name);
      for (guint j = 0; j < user->posts->len; j++)
        {
          g_autofree char *post = mc_account_post_to_string (g_ptr_array_index (user->posts, j));

          printf ("%s%s", j == 0 ? "" : ", ", post);
        }
      printf ("\n");
    }

  return EX_OK;
}

static int
run_import (McCentral *central, char **arguments, gboolean reissues)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *slips = NULL;
  const GOptionEntry entries[] = {
    { "slips", 0, 0, G_OPTION_ARG_FILENAME, &slips, NULL, NULL },
    { NULL },
  };
  guint length;

  if (!parse (arguments, entries, &words))
    return mc_command_usage (USAGE);
  length = g_strv_length (words);
  if (reissues && length <= 2)
    return mc_command_user_reissue (central, words[1], slips);

  return length == 2 ? mc_command_user_import (central, words[1], slips) : mc_command_usage (USAGE);
}

/**
 * mc_command_user:
 * @central: central
 * @arguments: `add`, `reset`, `disable`, `enable`, `post`, `list`, `import` or `reissue`, with what
 *   belongs to it
 *
 * `add` and `reset` print a one-time password alone on stdout: it is shown once and kept nowhere.
 *
 * Returns: an exit code
 */
int
mc_command_user (McCentral *central, char **arguments)
{
  guint length = g_strv_length (arguments);
  const char *verb = length == 0 ? "" : arguments[0];

  if (g_str_equal (verb, "add"))
    return run_add (central, arguments);
  if (g_str_equal (verb, "reset"))
    return run_reset (central, arguments);
  if (length == 2 && (g_str_equal (verb, "disable") || g_str_equal (verb, "enable")))
    return run_disable (central, arguments[1], g_str_equal (verb, "disable"));
  if (length == 4 && g_str_equal (verb, "post"))
    return run_post (central, arguments + 1);
  if (g_str_equal (verb, "import") || g_str_equal (verb, "reissue"))
    return run_import (central, arguments, g_str_equal (verb, "reissue"));
  if ((length == 1 || length == 2) && g_str_equal (verb, "list"))
    return run_list (central, arguments[1]);

  return mc_command_usage (USAGE);
}
