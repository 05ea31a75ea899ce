/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/central/official.h"

/* The desk's dossier on its walk through the eight steps, by the officials of its ward. */
#define WALK_DOSSIER "/console/dossiers/" DESK_ID
#define WALK_UNIT "00070"
#define WALK_OTHER_UNIT "00004"
#define WALK_OFFICE "Tư pháp – Hộ tịch"
#define WALK_STEPS 8

/* What each of them sends, after the revision. */
typedef struct
{
  const char *login, *action;
  const char *fields[14]; /* name, value, …, NULL */
  McState state;
} WalkStep;

extern const WalkStep WALK[WALK_STEPS];

Desk *walk_desk_new (DeskStorage storage);
void walk (Desk *desk, guint n_steps);

Click *walk_click (Desk *desk, const char *login, const char *action, const char *const *fields);
char *walk_send (Desk *desk,
                 const char *login,
                 const char *action,
                 const char *const *fields,
                 guint status); /* the page, or where the browser is sent */
void walk_act (Desk *desk, const char *login, const char *action, const char *const *fields);
char *walk_look (Desk *desk, const char *login, const char *target, guint status);
McEventRecord *walk_load_last (Desk *desk);

void assert_has (const char *text, const char *part);
void assert_lacks (const char *text, const char *part);
void assert_state (Desk *desk, McState state, guint64 revision);
