/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"
#include "central/work/event-data.h"

G_BEGIN_DECLS

#define MC_WORKFLOW_ERROR (mc_workflow_error_quark ())
GQuark mc_workflow_error_quark (void);

typedef enum
{
  MC_WORKFLOW_ERROR_UNKNOWN,  /* no such dossier */
  MC_WORKFLOW_ERROR_ACTION,   /* no such action, or not from this state */
  MC_WORKFLOW_ERROR_ROLE,     /* not this role's */
  MC_WORKFLOW_ERROR_RULE,     /* a rule of the law or the table forbids it now */
  MC_WORKFLOW_ERROR_BUSY,     /* somebody else acted meanwhile: look again */
  MC_WORKFLOW_ERROR_CONTENTS, /* procedure or point is not known: a clerk must look first */
  MC_WORKFLOW_ERROR_NOTE,     /* a reason, list or name is missing, too long, or not text */
} McWorkflowError;

#define MC_REASON_MAX 500 /* characters */

/* A dossier with all that its next action needs. */
typedef struct
{
  McDossierRecord *record; /* (owned) */
  GPtrArray *events;       /* (owned) (element-type McEventRecord) */
  const McPoint *point;    /* (unowned) (nullable) */
  McProcedure *procedure;  /* (unowned) (nullable) */
  McPath path;             /* its way so far */
} McCase;

gboolean mc_case_load (McCase *self, McCentral *central, const char *id, GError **error);
void mc_case_clear (McCase *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McCase, mc_case_clear)

const McEventRecord *mc_case_find_last (const McCase *self, const char *action); /* (nullable) */
const McEventRecord *mc_case_find_last_to (const McCase *self, McState to);      /* (nullable) */

/* What an official orders. */
typedef struct
{
  const char *action;
  McRole role;             /* the actor's own, a director's for a city department */
  const char *actor;       /* (nullable), login; NULL = motcua-central step */
  const char *reason;      /* (nullable), a line for the history, may be personal */
  const char *department;  /* (nullable), that takes it */
  const char *assignee;    /* (nullable), login of the specialist who takes it */
  gint64 due_at;           /* extend: the new due time; MC_TIME_NONE = the limit once more */
  const McEventData *data; /* (nullable) */
} McOrder;

gboolean mc_action_run (McCentral *central,
                        McStorage *storage,
                        McCase *self,
                        const McOrder *order,
                        gint64 now,
                        GError **error);

const McTransition *
mc_action_check (McCentral *central,
                 const McCase *self,
                 const char *action,
                 McRole role,
                 const char *actor,
                 gint64 now,
                 GError **error); /* (nullable): before anything is written with it */

G_END_DECLS
