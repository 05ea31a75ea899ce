/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/commands/commands.h"

#include <stdio.h>
#include <sysexits.h>

/**
 * mc_command_backup:
 * @central: central
 * @arguments: `FILE`
 *
 * Copies the keys to FILE.keys and then the database to FILE, also while the service runs. Keep the
 * two apart from each other: together they open every dossier. Heartbeats tell kiosks what is safe.
 *
 * Returns: an exit code
 */
int
mc_command_backup (McCentral *central, char **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *keys = NULL;

  if (g_strv_length (arguments) != 1)
    return mc_command_usage ("backup FILE");

  /* Keys first: once the database says "safe", what is in it must be readable. */
  keys = g_strconcat (arguments[0], ".keys", NULL);
  if (!mc_keys_backup (central->data_dir, keys, &error) ||
      !mc_storage_backup (central->storage, arguments[0], &error))
    return mc_command_fail (error);

  printf ("%s\n", arguments[0]);

  return EX_OK;
}

/**
 * mc_command_keys:
 * @central: central
 * @arguments: `rotate`
 *
 * Retires the sealing key. The retired one stays readable, for kiosks that were off for months.
 *
 * Returns: an exit code
 */
int
mc_command_keys (McCentral *central, char **arguments)
{
  g_autoptr (GError) error = NULL;

  if (g_strv_length (arguments) != 1 || !g_str_equal (arguments[0], "rotate"))
    return mc_command_usage ("keys rotate");
  if (!mc_keys_rotate (central->data_dir, &error))
    return mc_command_fail (error);

  g_printerr ("motcua-central: start the service again; kiosks enrolled from then on use the new "
              "key\n");

  return EX_OK;
}
