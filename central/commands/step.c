/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/commands/commands.h"

#include <stdio.h>
#include <sysexits.h>
#include "central/work/workflow-engine.h"

static int
get_exit_code (const GError *error)
{
  if (error->domain == MC_CALENDAR_ERROR)
    return EX_CONFIG;
  if (error->domain != MC_WORKFLOW_ERROR)
    return -1;

  switch ((McWorkflowError) error->code)
    {
    case MC_WORKFLOW_ERROR_UNKNOWN:
      return EX_NOINPUT;
    case MC_WORKFLOW_ERROR_ROLE:
      return EX_NOPERM;
    case MC_WORKFLOW_ERROR_BUSY:
      return EX_TEMPFAIL;
    case MC_WORKFLOW_ERROR_ACTION:
    case MC_WORKFLOW_ERROR_RULE:
    case MC_WORKFLOW_ERROR_CONTENTS:
    case MC_WORKFLOW_ERROR_NOTE:
    default:
      return EX_DATAERR;
    }
}

/* Takes @result: prints it on stdout, or says the error. */
static int
finish (json_t *result, const GError *error)
{
  int code;

  if (result == NULL)
    {
      code = get_exit_code (error);
      if (code < 0)
        return mc_command_fail (error);
      g_printerr ("motcua-central: %s\n", error->message);
      return code;
    }

  code = json_dumpf (result, stdout, JSON_INDENT (2)) == 0 && putchar ('\n') != EOF &&
                 fflush (stdout) == 0
             ? EX_OK
             : EX_IOERR;
  json_decref (result);
  return code;
}

/**
 * mc_command_step:
 * @central: (inout): central; without a public URL it gets the running service's
 * @arguments: `CODE ACTION --as ROLE [--note TEXT]`
 *
 * Does one step of the workflow and prints the new state as JSON.
 *
 * Returns: an exit code: %EX_NOINPUT no such dossier, %EX_DATAERR not possible now, %EX_NOPERM not
 *   this role's, %EX_TEMPFAIL somebody else acted
 */
int
mc_command_step (McCentral *central, char **arguments)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *role_name = NULL;
  g_autofree char *note = NULL;
  g_auto (GStrv) copy = NULL;
  const GOptionEntry entries[] = { { "as", 0, 0, G_OPTION_ARG_STRING, &role_name, NULL, NULL },
                                   { "note", 0, 0, G_OPTION_ARG_STRING, &note, NULL, NULL },
                                   { NULL } };
  g_autoptr (GError) error = NULL;
  json_t *result;
  McRole role;

  /* GOptionContext leaves out the first word. */
  g_strv_builder_add (builder, "step");
  g_strv_builder_addv (builder, (const char **) arguments);
  copy = g_strv_builder_end (builder);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  if (!g_option_context_parse_strv (context, &copy, NULL) || g_strv_length (copy) != 3 ||
      role_name == NULL)
    return mc_command_usage ("step CODE ACTION --as ROLE [--note TEXT]");
  if (!mc_role_from_string (role_name, &role))
    return mc_command_usage (
        "ROLE is reception, chairman, department, specialist, director or division");
  if (!mc_command_find_public_url (central))
    return mc_command_usage ("no public URL: give --public-url URL, or start the service once");

  result = mc_workflow_engine_run (central, copy[1], copy[2], role, note, &error);
  return finish (result, error);
}

/**
 * mc_command_show:
 * @central: central
 * @arguments: `CODE`
 *
 * Prints a dossier's state and history as JSON.
 *
 * Returns: an exit code
 */
int
mc_command_show (McCentral *central, char **arguments)
{
  g_autoptr (GError) error = NULL;
  json_t *result;

  if (g_strv_length (arguments) != 1)
    return mc_command_usage ("show CODE");

  result = mc_workflow_engine_show (central, arguments[0], &error);
  return finish (result, error);
}
