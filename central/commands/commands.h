/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"
#include "central/http/server.h"

G_BEGIN_DECLS

/* In DATA: what the running service's QR codes begin with, for commands beside it. */
#define MC_PUBLIC_URL_FILE "public-url"

/* What `motcua-central COMMAND …` does. @arguments are those after the command's name; the result
 * is an exit code of sysexits.h. */
int mc_command_serve (McCentral *central, const McServerOptions *options);
int mc_command_kiosk (McCentral *central, char **arguments);
int mc_command_backup (McCentral *central, char **arguments);
int mc_command_keys (McCentral *central, char **arguments);

int mc_command_step (McCentral *central, char **arguments);
int mc_command_show (McCentral *central, char **arguments);
int mc_command_user (McCentral *central, char **arguments);

int mc_command_usage (const char *message); /* says it on stderr: EX_USAGE */
int mc_command_fail (const GError *error);
gboolean mc_command_find_public_url (McCentral *central);

G_END_DECLS
