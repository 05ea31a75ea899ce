/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "ui/context.h"

G_BEGIN_DECLS

/* Asks whether anybody is still here and counts down. Answers go to the visit. */
#define MC_TYPE_IDLE_PAGE (mc_idle_page_get_type ())
G_DECLARE_FINAL_TYPE (McIdlePage, mc_idle_page, MC, IDLE_PAGE, GtkWidget)

GtkWidget *mc_idle_page_new (McVisit *visit) G_GNUC_WARN_UNUSED_RESULT;
void mc_idle_page_refresh (McIdlePage *self);
void mc_idle_page_focus (McIdlePage *self);

G_END_DECLS
