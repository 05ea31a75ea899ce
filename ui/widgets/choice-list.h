/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Large rows of which one is chosen. Property "value" (nullable) with notify. Rows are named
 * `choice-<key>-<value>`. */
#define MC_TYPE_CHOICE_LIST (mc_choice_list_get_type ())
G_DECLARE_FINAL_TYPE (McChoiceList, mc_choice_list, MC, CHOICE_LIST, GtkWidget)

GtkWidget *mc_choice_list_new (const char *key) G_GNUC_WARN_UNUSED_RESULT;
void mc_choice_list_set_columns (McChoiceList *self, guint columns);
void mc_choice_list_clear (McChoiceList *self);
void
mc_choice_list_append (McChoiceList *self, const char *value, const char *label, const char *help);
const char *mc_choice_list_get_value (McChoiceList *self); /* (nullable): nothing chosen */
void mc_choice_list_set_value (McChoiceList *self, const char *value);

G_END_DECLS
