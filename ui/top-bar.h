/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "ui/context.h"

G_BEGIN_DECLS

/* Who we are and what time it is: the same on every page. */
#define MC_TYPE_TOP_BAR (mc_top_bar_get_type ())
G_DECLARE_FINAL_TYPE (McTopBar, mc_top_bar, MC, TOP_BAR, GtkWidget)

GtkWidget *mc_top_bar_new (McContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
