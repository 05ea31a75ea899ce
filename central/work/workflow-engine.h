/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/work/action.h"

G_BEGIN_DECLS

/* For the commands `step` and `show`: not in the service's threads. */
json_t *mc_workflow_engine_run (McCentral *central,
                                const char *code,
                                const char *action,
                                McRole role,
                                const char *note,                          /* (nullable) */
                                GError **error) G_GNUC_WARN_UNUSED_RESULT; /* the new state */

json_t *mc_workflow_engine_show (McCentral *central,
                                 const char *code,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT; /* the whole history */

G_END_DECLS
