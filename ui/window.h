/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "ui/context.h"
#include "ui/screen.h"

G_BEGIN_DECLS

/* The one toplevel: top bar, page, on-screen keyboard, action bar, and the two pages that may cover
 * them. Goes from screen to screen as ui/flow.c says. */
#define MC_TYPE_WINDOW (mc_window_get_type ())
G_DECLARE_FINAL_TYPE (McWindow, mc_window, MC, WINDOW, GtkWindow)

McWindow *mc_window_new (McContext *context) G_GNUC_WARN_UNUSED_RESULT;
McContext *mc_window_get_context (McWindow *self);
McScreen *mc_window_get_screen (McWindow *self);
void mc_window_go (McWindow *self, const char *screen_id);
void mc_window_show_only (McWindow *self, McScreen *screen);
void mc_window_call_staff (McWindow *self);
void mc_window_ask_pin (McWindow *self);
const char *mc_window_get_cover (McWindow *self); /* "none", "idle", "staff" */
gboolean mc_window_is_fading (McWindow *self);

G_END_DECLS
