/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/commands/commands.h"

#include <gio/gio.h>
#include <sysexits.h>
#include "central/people/accounts.h"

/**
 * mc_command_usage:
 * @message: what is wrong with the command line
 *
 * Returns: %EX_USAGE
 */
int
mc_command_usage (const char *message)
{
  g_printerr ("motcua-central: %s\nTry “motcua-central --help”.\n", message);

  return EX_USAGE;
}

/**
 * mc_command_find_public_url:
 * @central: (inout): central; without a public URL it gets the one that the service over the same
 *   data folder serves under
 *
 * Returns: whether it has one now
 */
gboolean
mc_command_find_public_url (McCentral *central)
{
  g_autofree char *path = NULL;
  char *text = NULL;

  if (central->public_url != NULL)
    return TRUE;

  path = g_build_filename (central->data_dir, MC_PUBLIC_URL_FILE, NULL);
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  central->public_url = g_strstrip (text);
  return TRUE;
}

/**
 * mc_command_fail:
 * @error: why a command failed
 *
 * Says it on stderr.
 *
 * Returns: the exit code of sysexits.h that tells the kind
 */
int
mc_command_fail (const GError *error)
{
  g_printerr ("motcua-central: %s\n", error->message);

  if (g_error_matches (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND))
    return EX_NOINPUT;
  if (g_error_matches (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_SCHEMA))
    return EX_CONFIG;
  if (g_error_matches (error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_CONFLICT))
    return EX_DATAERR;
  if (error->domain == MC_STORAGE_ERROR)
    return EX_TEMPFAIL;
  if (g_error_matches (error, MC_KEYS_ERROR, MC_KEYS_ERROR_PERMISSIONS))
    return EX_NOPERM;
  if (g_error_matches (error, MC_KEYS_ERROR, MC_KEYS_ERROR_FORMAT))
    return EX_DATAERR;
  if (error->domain == MC_ACCOUNT_ERROR)
    return EX_DATAERR;
  if (error->domain == MC_KEYS_ERROR)
    return EX_IOERR;
  if (g_error_matches (error, MC_SERVER_ERROR, MC_SERVER_ERROR_LISTEN))
    return EX_UNAVAILABLE;
  if (error->domain == MC_SERVER_ERROR)
    return EX_CONFIG;

  return EX_SOFTWARE;
}
