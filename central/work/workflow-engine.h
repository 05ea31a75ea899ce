/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"

G_BEGIN_DECLS

#define MC_WORKFLOW_ERROR (mc_workflow_error_quark ())
GQuark mc_workflow_error_quark (void);

typedef enum
{
  MC_WORKFLOW_ERROR_UNKNOWN,  /* no such dossier */
  MC_WORKFLOW_ERROR_ACTION,   /* no such action, or not from this state */
  MC_WORKFLOW_ERROR_ROLE,     /* not this role's */
  MC_WORKFLOW_ERROR_BUSY,     /* somebody else acted meanwhile: look again */
  MC_WORKFLOW_ERROR_CONTENTS, /* procedure or point is not known: a clerk must look first */
  MC_WORKFLOW_ERROR_NOTE,     /* too long, or not one line of text */
} McWorkflowError;

/* One action of an official (or the citizen) on one dossier: checks the table, sets the due time at
 * step 2, records the event, and draws the form that belongs to it into DATA/documents. For the
 * command `step`; opens and commits its own transaction, so not in the service's HTTP threads. */
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
