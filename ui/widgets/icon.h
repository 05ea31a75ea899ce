/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A line icon of ui/icons, drawn in the text colour at the size that the style gives it. Always
 * beside words: to assistive technology it does not exist. */
#define MC_TYPE_ICON (mc_icon_get_type ())
G_DECLARE_FINAL_TYPE (McIcon, mc_icon, MC, ICON, GtkWidget)

GtkWidget *mc_icon_new (const char *name) G_GNUC_WARN_UNUSED_RESULT;
const char *mc_icon_get_name (McIcon *self); /* (nullable) */
void mc_icon_set_name (McIcon *self, const char *name);

gboolean mc_icon_path_parse (const char *data, cairo_t *cr);

G_END_DECLS
