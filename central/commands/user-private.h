/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/commands/commands.h"

G_BEGIN_DECLS

#define MC_BY_COMMAND "command" /* who did it, in the trail */

int mc_command_user_import (McCentral *central, const char *path, const char *slips);
int mc_command_user_reissue (McCentral *central, const char *unit, const char *slips);

G_END_DECLS
