/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The design's sizes, filled into ui/style.css for one orientation and size of text. */
char *mc_style_create (gboolean landscape, double text_scale) G_GNUC_WARN_UNUSED_RESULT;
void mc_style_install (gboolean landscape, double text_scale);

G_END_DECLS
