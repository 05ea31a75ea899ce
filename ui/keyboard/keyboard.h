/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The on-screen keyboard. Works into a GtkEditable or GtkTextView and takes no focus. Which layout
 * it shows follows the target's input purpose, capitals follow its input hints. Visible while it
 * has a target; signal "done" when the citizen sends it away. */
#define MC_TYPE_KEYBOARD (mc_keyboard_get_type ())
G_DECLARE_FINAL_TYPE (McKeyboard, mc_keyboard, MC, KEYBOARD, GtkWidget)

GtkWidget *mc_keyboard_new (double pitch_mm) G_GNUC_WARN_UNUSED_RESULT;
void mc_keyboard_set_target (McKeyboard *self, GtkWidget *target);
const char *mc_keyboard_get_layout (McKeyboard *self);
void mc_keyboard_change_locale (McKeyboard *self);

G_END_DECLS
