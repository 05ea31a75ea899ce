/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "app/kiosk/visit.h"

G_BEGIN_DECLS

/* The ways out of a GTK window, closed (screens reference, section 3). */
void mc_hardening_forbid_cores (void);
void mc_hardening_scrub_environment (void);                         /* before gtk_init () */
void mc_hardening_settle_environment (void);                        /* before gtk_init () */
void mc_hardening_init (void);                                      /* after gtk_init () */
void mc_hardening_guard_window (GtkWindow *window, McVisit *visit); /* every toplevel */
void mc_hardening_clear_clipboards (GdkDisplay *display);

G_END_DECLS
