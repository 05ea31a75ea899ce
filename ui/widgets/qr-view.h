/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Draws a QR code from its modules, the quiet zone included, at whole pixels. */
#define MC_TYPE_QR_VIEW (mc_qr_view_get_type ())
G_DECLARE_FINAL_TYPE (McQrView, mc_qr_view, MC, QR_VIEW, GtkWidget)

GtkWidget *mc_qr_view_new (void) G_GNUC_WARN_UNUSED_RESULT;
void mc_qr_view_set_modules (McQrView *self, const gboolean *modules, guint size);

G_END_DECLS
