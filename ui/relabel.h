/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The texts of a template, to be said again in another language. */
typedef struct _McRelabel McRelabel;

McRelabel *mc_relabel_new (GtkWidget *root) G_GNUC_WARN_UNUSED_RESULT;
void mc_relabel_free (McRelabel *self);
void mc_relabel_apply (McRelabel *self);

G_END_DECLS
