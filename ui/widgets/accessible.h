/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The spoken name of a widget. GTK 4.8 can set one but not tell it again, so it is kept. */
void mc_accessible_set_label (GtkWidget *widget, const char *label);
const char *mc_accessible_get_label (GtkWidget *widget); /* (nullable) */

G_END_DECLS
