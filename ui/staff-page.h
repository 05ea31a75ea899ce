/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "ui/context.h"

G_BEGIN_DECLS

/* What is shown while the citizen waits for a person: to be seen from across the hall. Signal
 * "done" when the citizen goes on. */
#define MC_TYPE_STAFF_PAGE (mc_staff_page_get_type ())
G_DECLARE_FINAL_TYPE (McStaffPage, mc_staff_page, MC, STAFF_PAGE, GtkWidget)

GtkWidget *mc_staff_page_new (McContext *context) G_GNUC_WARN_UNUSED_RESULT;
void mc_staff_page_refresh (McStaffPage *self);
void mc_staff_page_focus (McStaffPage *self);

G_END_DECLS
