/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/workflow.h"

/* The law once more, in other words than the program's table and written down apart from it: what
 * the workflow's tests believe. */
typedef struct
{
  char *action; /* (owned) */
  McRole role;
  McState from, to;
  guint step, status;
  char *form; /* (owned) (nullable) */
  gboolean runs;
  McRules rules;
  guint taken; /* how often a walk took it */
} LawRow;

typedef struct
{
  guint steps_done, status;
  guint awaited;        /* the step; 0 = see below */
  gboolean citizen;     /* the citizen is awaited */
  gboolean over;        /* nobody is */
  const char *main_row; /* (nullable), the action that moves it on */
} LawState;

GPtrArray *law_read (void); /* of LawRow */
const LawState *law_get_state (McState state);
LawRow *law_find (GPtrArray *law, const char *action, McState from);
