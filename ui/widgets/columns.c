/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-columns"

#include "config.h"

#include "ui/widgets/columns.h"

static gboolean
to_orientation (GBinding *binding, const GValue *landscape, GValue *orientation, gpointer user_data)
{
  g_value_set_enum (orientation,
                    g_value_get_boolean (landscape) ? GTK_ORIENTATION_HORIZONTAL
                                                    : GTK_ORIENTATION_VERTICAL);

  return TRUE;
}

static GtkWidget *
add_stack (GtkWidget *columns)
{
  GtkWidget *stack = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (stack, "stack");
  gtk_box_append (GTK_BOX (columns), stack);

  return stack;
}

/**
 * mc_columns_new:
 * @context: tells how the window lies
 * @first: (out) (transfer none): the left or upper stack, a vertical #GtkBox
 * @second: (out) (transfer none): the right or lower one
 *
 * Returns: (transfer floating): both
 */
GtkWidget *
mc_columns_new (McContext *context, GtkWidget **first, GtkWidget **second)
{
  GtkWidget *columns = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (columns, "columns");
  *first = add_stack (columns);
  *second = add_stack (columns);
  g_object_bind_property_full (context,
                               "landscape",
                               columns,
                               "orientation",
                               G_BINDING_SYNC_CREATE,
                               to_orientation,
                               NULL,
                               NULL,
                               NULL);
  g_object_bind_property (context, "landscape", columns, "homogeneous", G_BINDING_SYNC_CREATE);

  return columns;
}
