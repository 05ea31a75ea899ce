/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "ui/screen.h"

G_BEGIN_DECLS

/* Back, the bell for staff, what the screen adds, and the main action: on every page in the same
 * place. Signal "staff-clicked". */
#define MC_TYPE_ACTION_BAR (mc_action_bar_get_type ())
G_DECLARE_FINAL_TYPE (McActionBar, mc_action_bar, MC, ACTION_BAR, GtkWidget)

GtkWidget *mc_action_bar_new (void) G_GNUC_WARN_UNUSED_RESULT;
void mc_action_bar_set_screen (McActionBar *self, McScreen *screen);
void mc_action_bar_change_locale (McActionBar *self);

G_END_DECLS
