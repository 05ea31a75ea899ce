/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/console/shell.h"
#include "central/people/staff.h"
#include "central/work/action.h"

G_BEGIN_DECLS

#define MC_BATCH_MAX 200 /* dossiers */

/* What became of one of the chosen dossiers, or would. */
typedef enum
{
  MC_BATCH_READY,   /* it can be done now */
  MC_BATCH_DONE,    /* it was done, now or by this very form before */
  MC_BATCH_MISSING, /* there is no such dossier for this official */
  MC_BATCH_CHANGED, /* somebody acted meanwhile */
  MC_BATCH_NOT_NOW, /* not from its present state */
  MC_BATCH_NOT_YOURS,
  MC_BATCH_RULE,     /* a rule forbids it: to be looked at by itself */
  MC_BATCH_STRANGER, /* the specialist is of another department */
} McBatchOutcome;

typedef struct
{
  char *id;         /* (owned) */
  guint64 revision; /* that the official saw */
  McBatchOutcome outcome;
  McDossierRecord *record; /* (owned) (nullable): of MC_BATCH_MISSING */
  char *remark;            /* (owned) (nullable): what the step before wrote, or who acted since */
} McBatchItem;

/* Several dossiers of one post's inbox, and what is to be done with each of them. */
typedef struct
{
  const char *action;     /* (unowned), of the workflow table */
  McRole role;            /* of the post */
  char *unit;             /* (owned), of the post */
  char *post_department;  /* (owned), of the post */
  guint post;             /* its number among the user's */
  GPtrArray *items;       /* (owned) (element-type McBatchItem) */
  char *department;       /* (owned) (nullable), that takes them */
  char *assignee;         /* (owned) (nullable), login of who takes them */
  char *typed;            /* (owned) (nullable), the reason as it was typed, valid UTF-8 */
  char *reason;           /* (owned) (nullable) */
  const char *mistake;    /* (unowned) (nullable), a sentence about who takes them */
  const char *bad_reason; /* (unowned) (nullable), a sentence */
} McBatch;

void mc_batch_free (McBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McBatch, mc_batch_free)

guint mc_batch_count (const McBatch *self, McBatchOutcome outcome);
gboolean mc_batch_wants_department (const McBatch *self);
gboolean mc_batch_wants_specialist (const McBatch *self);
GPtrArray *mc_batch_list_departments (const McBatch *self, McCentral *central)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable), of McDepartment */
GPtrArray *mc_batch_list_specialists (const McBatch *self, McCentral *central)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable), of McUserRecord */

/* batch-page.c */
McAnswer *mc_batch_review_new (const McBatch *self,
                               McCentral *central,
                               const McRequest *request) G_GNUC_WARN_UNUSED_RESULT;
McAnswer *mc_batch_result_new (const McBatch *self,
                               McCentral *central,
                               const McRequest *request) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
