/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/screen.h"

G_BEGIN_DECLS

/* The order of the screens: the one table. */
#define MC_FLOW_BACK "@back" /* the page before, of this visit */
#define MC_FLOW_HOME "@home" /* the first page after the choice of language, visit goes on */
#define MC_FLOW_END "@end"   /* the visit is over: forget everything, welcome */

#define MC_FLOW_FIRST "welcome"
#define MC_FLOW_HOME_SCREEN "home"
#define MC_FLOW_STAFF "staff-home" /* behind the PIN; nothing else leads there */

typedef struct
{
  const char *outcome;
  const char *next; /* a screen's id, or one of MC_FLOW_… */
} McFlowEdge;

typedef struct
{
  const char *id;
  GType (*get_type) (void);
  McFlowEdge edges[8]; /* ends with a NULL outcome */
} McFlowScreen;

const McFlowScreen *mc_flow_get_screens (guint *n_screens);
const McFlowScreen *mc_flow_find (const char *id);                  /* (nullable) */
const char *mc_flow_get_next (const char *id, const char *outcome); /* (nullable) */
McScreen *mc_flow_create_screen (const char *id, McContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
