/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-icon-button"

#include "config.h"

#include "ui/widgets/icon-button.h"

#include "ui/widgets/accessible.h"
#include "ui/widgets/icon.h"

/**
 * McIconButton:
 *
 * Properties: "icon" and "end-icon" name icons (none when unset), "text" holds the words. The words
 * wrap rather than widen the button.
 */
struct _McIconButton
{
  GtkButton parent_instance;

  GtkWidget *icon;     /* (unowned), child */
  GtkWidget *label;    /* (unowned), child */
  GtkWidget *end_icon; /* (unowned), child */
};

typedef enum
{
  PROP_ICON = 1,
  PROP_END_ICON,
  PROP_TEXT,
} McIconButtonProperty;

G_DEFINE_FINAL_TYPE (McIconButton, mc_icon_button, GTK_TYPE_BUTTON)

static GParamSpec *properties[PROP_TEXT + 1];

static void
set_icon (GtkWidget *icon, const char *name)
{
  if (name != NULL && *name == '\0')
    name = NULL;
  mc_icon_set_name (MC_ICON (icon), name);
  gtk_widget_set_visible (icon, name != NULL);
}

static void
mc_icon_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  McIconButton *self = MC_ICON_BUTTON (object);

  switch ((McIconButtonProperty) id)
    {
    case PROP_ICON:
      g_value_set_string (value, mc_icon_get_name (MC_ICON (self->icon)));
      break;
    case PROP_END_ICON:
      g_value_set_string (value, mc_icon_get_name (MC_ICON (self->end_icon)));
      break;
    case PROP_TEXT:
      g_value_set_string (value, mc_icon_button_get_text (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_icon_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  McIconButton *self = MC_ICON_BUTTON (object);

  switch ((McIconButtonProperty) id)
    {
    case PROP_ICON:
      mc_icon_button_set_icon (self, g_value_get_string (value));
      break;
    case PROP_END_ICON:
      mc_icon_button_set_end_icon (self, g_value_get_string (value));
      break;
    case PROP_TEXT:
      mc_icon_button_set_text (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_icon_button_class_init (McIconButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mc_icon_button_get_property;
  object_class->set_property = mc_icon_button_set_property;
  properties[PROP_ICON] = g_param_spec_string ("icon", NULL, NULL, NULL, flags);
  properties[PROP_END_ICON] = g_param_spec_string ("end-icon", NULL, NULL, NULL, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mc_icon_button_init (McIconButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  self->icon = mc_icon_new (NULL);
  gtk_widget_set_valign (self->icon, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->icon, FALSE);
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (self->label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (GTK_LABEL (self->label), GTK_JUSTIFY_CENTER);
  self->end_icon = mc_icon_new (NULL);
  gtk_widget_set_valign (self->end_icon, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->end_icon, FALSE);
  gtk_box_append (GTK_BOX (box), self->icon);
  gtk_box_append (GTK_BOX (box), self->label);
  gtk_box_append (GTK_BOX (box), self->end_icon);
  gtk_button_set_child (GTK_BUTTON (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "icon-button");
}

/**
 * mc_icon_button_new:
 * @icon_name: (nullable): the icon before the words
 * @label: (nullable): the words
 *
 * Returns: (transfer full): a new outlined button
 */
GtkWidget *
mc_icon_button_new (const char *icon_name, const char *label)
{
  return g_object_new (MC_TYPE_ICON_BUTTON, "icon", icon_name, "text", label, NULL);
}

/**
 * mc_icon_button_set_icon:
 * @self: a button
 * @icon_name: (nullable): the icon before the words
 */
void
mc_icon_button_set_icon (McIconButton *self, const char *icon_name)
{
  g_return_if_fail (MC_IS_ICON_BUTTON (self));

  set_icon (self->icon, icon_name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ICON]);
}

/**
 * mc_icon_button_set_end_icon:
 * @self: a button
 * @icon_name: (nullable): the icon after the words
 */
void
mc_icon_button_set_end_icon (McIconButton *self, const char *icon_name)
{
  g_return_if_fail (MC_IS_ICON_BUTTON (self));

  set_icon (self->end_icon, icon_name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_END_ICON]);
}

/**
 * mc_icon_button_get_text:
 * @self: a button
 *
 * Returns: the words
 */
const char *
mc_icon_button_get_text (McIconButton *self)
{
  g_return_val_if_fail (MC_IS_ICON_BUTTON (self), NULL);

  return gtk_label_get_label (GTK_LABEL (self->label));
}

/**
 * mc_icon_button_set_text:
 * @self: a button
 * @text: (nullable): the words
 */
void
mc_icon_button_set_text (McIconButton *self, const char *text)
{
  g_return_if_fail (MC_IS_ICON_BUTTON (self));

  if (text == NULL)
    text = "";
  if (g_str_equal (text, gtk_label_get_label (GTK_LABEL (self->label))))
    return;
  gtk_label_set_label (GTK_LABEL (self->label), text);
  gtk_widget_set_visible (self->label, *text != '\0');
  mc_accessible_set_label (GTK_WIDGET (self), text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}
