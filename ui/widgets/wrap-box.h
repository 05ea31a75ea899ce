/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Children beside each other at their natural width, on as many lines as that takes. Takes no
 * focus and reports nothing: for chips. */
#define MC_TYPE_WRAP_BOX (mc_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (McWrapBox, mc_wrap_box, MC, WRAP_BOX, GtkWidget)

GtkWidget *mc_wrap_box_new (int spacing) G_GNUC_WARN_UNUSED_RESULT;
void mc_wrap_box_append (McWrapBox *self, GtkWidget *child);

G_END_DECLS
