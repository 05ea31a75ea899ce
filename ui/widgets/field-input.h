/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "app/domain/field.h"

G_BEGIN_DECLS

/* What one types or chooses into one field: a line of text, three lines for a date, or large rows
 * to choose from. Its value is what mc_field_validate () takes.
 * Signals: "changed" (the citizen changed it), "done" (the last line was finished, or a row was
 * chosen: one may go on). */
#define MC_TYPE_FIELD_INPUT (mc_field_input_get_type ())
G_DECLARE_FINAL_TYPE (McFieldInput, mc_field_input, MC, FIELD_INPUT, GtkWidget)

GtkWidget *
mc_field_input_new (const char *key, McFieldKind kind, const char *label) G_GNUC_WARN_UNUSED_RESULT;
void mc_field_input_add_choice (McFieldInput *self, const char *value, const char *label);
void mc_field_input_set_columns (McFieldInput *self, guint columns); /* of choices */
void mc_field_input_set_max_length (McFieldInput *self, guint max_length);
const char *mc_field_input_get_key (McFieldInput *self);
McFieldKind mc_field_input_get_kind (McFieldInput *self);
char *mc_field_input_dup_value (McFieldInput *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_field_input_set_value (McFieldInput *self, const char *value);
void mc_field_input_set_invalid (McFieldInput *self, gboolean invalid);
gboolean mc_field_input_is_typed (McFieldInput *self); /* needs the keyboard */
void mc_field_input_focus (McFieldInput *self);

G_END_DECLS
