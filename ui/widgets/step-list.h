/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  MC_STEP_DONE,
  MC_STEP_NOW,
  MC_STEP_LATER,
  MC_STEP_ENDED, /* what took the place of the steps that will not come */
} McStepState;

/* The steps of a dossier below each other: what is done, what is being done, what follows. */
#define MC_TYPE_STEP_LIST (mc_step_list_get_type ())
G_DECLARE_FINAL_TYPE (McStepList, mc_step_list, MC, STEP_LIST, GtkWidget)

GtkWidget *mc_step_list_new (void) G_GNUC_WARN_UNUSED_RESULT;
void mc_step_list_clear (McStepList *self);
void mc_step_list_set_beside (McStepList *self, gboolean beside);
void mc_step_list_append (McStepList *self, McStepState state, const char *title, const char *text);

G_END_DECLS
