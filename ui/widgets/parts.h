/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Small pieces that pages are put together from; each (transfer floating). */
GtkWidget *mc_parts_label (const char *text, const char *css_class) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *mc_parts_heading (const char *text) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *mc_parts_card (void) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *
mc_parts_row (const char *icon_name, const char *title, const char *text) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *mc_parts_scan_card (gboolean connected,
                               const char *title,
                               const char *text) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *mc_parts_chip (const char *icon_name, const char *text) G_GNUC_WARN_UNUSED_RESULT;
void mc_parts_clear (GtkWidget *box);

G_END_DECLS
