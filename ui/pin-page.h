/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "ui/context.h"

G_BEGIN_DECLS

/* Asks staff for their PIN on keys of its own, while the citizen's page is hidden. Answers go to
 * the context's McStaffAccess. */
#define MC_TYPE_PIN_PAGE (mc_pin_page_get_type ())
G_DECLARE_FINAL_TYPE (McPinPage, mc_pin_page, MC, PIN_PAGE, GtkWidget)

GtkWidget *mc_pin_page_new (McContext *context) G_GNUC_WARN_UNUSED_RESULT;
void mc_pin_page_begin (McPinPage *self);
void mc_pin_page_refresh (McPinPage *self);

G_END_DECLS
