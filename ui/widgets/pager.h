/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows a tall child a page at a time: below it stand two large buttons whenever it does not fit.
 * Fingers may drag it too; nothing ever moves sideways. */
#define MC_TYPE_PAGER (mc_pager_get_type ())
G_DECLARE_FINAL_TYPE (McPager, mc_pager, MC, PAGER, GtkWidget)

GtkWidget *mc_pager_new (GtkWidget *child) G_GNUC_WARN_UNUSED_RESULT;
void mc_pager_scroll_to_top (McPager *self);
gboolean mc_pager_get_overflows (McPager *self);

G_END_DECLS
