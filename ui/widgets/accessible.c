/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-accessible"

#include "config.h"

#include "ui/widgets/accessible.h"

#define LABEL_KEY "mc-accessible-label"

/**
 * mc_accessible_set_label:
 * @widget: a widget
 * @label: what assistive technology says, in the citizen's language
 */
void
mc_accessible_set_label (GtkWidget *widget, const char *label)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_object_set_data_full (G_OBJECT (widget), LABEL_KEY, g_strdup (label), g_free);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label != NULL ? label : "", -1);
}

/**
 * mc_accessible_get_label:
 * @widget: a widget
 *
 * Returns: (nullable): what mc_accessible_set_label() last set
 */
const char *
mc_accessible_get_label (GtkWidget *widget)
{
  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  return g_object_get_data (G_OBJECT (widget), LABEL_KEY);
}
