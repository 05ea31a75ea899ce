/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A button of an icon, words, and perhaps an icon after them. Its words are its spoken name. Looks
 * (CSS classes): none = outlined, "primary", "help", "danger", "tint". */
#define MC_TYPE_ICON_BUTTON (mc_icon_button_get_type ())
G_DECLARE_FINAL_TYPE (McIconButton, mc_icon_button, MC, ICON_BUTTON, GtkButton)

GtkWidget *mc_icon_button_new (const char *icon_name, const char *label) G_GNUC_WARN_UNUSED_RESULT;
void mc_icon_button_set_icon (McIconButton *self, const char *icon_name);
void mc_icon_button_set_end_icon (McIconButton *self, const char *icon_name);
const char *mc_icon_button_get_text (McIconButton *self);
void mc_icon_button_set_text (McIconButton *self, const char *text);

G_END_DECLS
