/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One row of a card (a GtkBox of class "card"): an icon or a number, a small label above, what it
 * says, a small text below, and perhaps a button of its own. Signal "action". */
#define MC_TYPE_CARD_ROW (mc_card_row_get_type ())
G_DECLARE_FINAL_TYPE (McCardRow, mc_card_row, MC, CARD_ROW, GtkWidget)

GtkWidget *
mc_card_row_new (const char *label, const char *title, const char *text) G_GNUC_WARN_UNUSED_RESULT;
void mc_card_row_set_icon (McCardRow *self, const char *icon_name);
void mc_card_row_set_number (McCardRow *self, guint number);
void mc_card_row_set_title (McCardRow *self, const char *title);
void mc_card_row_set_text (McCardRow *self, const char *text);
void
mc_card_row_set_action (McCardRow *self, const char *name, const char *words, const char *spoken);

G_END_DECLS
