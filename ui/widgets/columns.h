/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "ui/context.h"

G_BEGIN_DECLS

/* Two stacks of boxes: beside each other where the window is wide, below each other where it is
 * high. Turns with the window. Reading order is the first stack, then the second. */
GtkWidget *mc_columns_new (McContext *context,
                           GtkWidget **first,
                           GtkWidget **second) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
