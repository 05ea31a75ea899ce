/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-card-row"

#include "config.h"

#include "ui/widgets/card-row.h"

#include "ui/widgets/accessible.h"
#include "ui/widgets/icon-button.h"
#include "ui/widgets/icon.h"

/**
 * McCardRow:
 *
 * Properties: "icon", "label", "title", "text", each nullable.
 */
struct _McCardRow
{
  GtkWidget parent_instance;

  GtkWidget *box;    /* (unowned), child */
  GtkWidget *icon;   /* (unowned) */
  GtkWidget *number; /* (unowned) */
  GtkWidget *label;  /* (unowned) */
  GtkWidget *title;  /* (unowned) */
  GtkWidget *text;   /* (unowned) */
  GtkWidget *action; /* (unowned) */
};

typedef enum
{
  PROP_ICON = 1,
  PROP_LABEL,
  PROP_TITLE,
  PROP_TEXT,
} McCardRowProperty;

G_DEFINE_FINAL_TYPE (McCardRow, mc_card_row, GTK_TYPE_WIDGET)

static GParamSpec *properties[PROP_TEXT + 1];
static guint action_signal;

static void
set_label (GtkWidget *label, const char *text)
{
  gtk_label_set_label (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

static void
on_action_clicked (McCardRow *self)
{
  g_signal_emit (self, action_signal, 0);
}

static void
mc_card_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  McCardRow *self = MC_CARD_ROW (object);

  switch ((McCardRowProperty) id)
    {
    case PROP_ICON:
      g_value_set_string (value, mc_icon_get_name (MC_ICON (self->icon)));
      break;
    case PROP_LABEL:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->label)));
      break;
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->title)));
      break;
    case PROP_TEXT:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->text)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_card_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  McCardRow *self = MC_CARD_ROW (object);

  switch ((McCardRowProperty) id)
    {
    case PROP_ICON:
      mc_card_row_set_icon (self, g_value_get_string (value));
      break;
    case PROP_LABEL:
      set_label (self->label, g_value_get_string (value));
      break;
    case PROP_TITLE:
      mc_card_row_set_title (self, g_value_get_string (value));
      break;
    case PROP_TEXT:
      mc_card_row_set_text (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_card_row_dispose (GObject *object)
{
  McCardRow *self = MC_CARD_ROW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (mc_card_row_parent_class)->dispose (object);
}

static void
mc_card_row_class_init (McCardRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mc_card_row_get_property;
  object_class->set_property = mc_card_row_set_property;
  object_class->dispose = mc_card_row_dispose;
  properties[PROP_ICON] = g_param_spec_string ("icon", NULL, NULL, NULL, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  action_signal = g_signal_new (
      "action", MC_TYPE_CARD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "cardrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
append_label (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_visible (label, FALSE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
mc_card_row_init (McCardRow *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_add_css_class (self->box, "row");
  self->icon = mc_icon_new (NULL);
  gtk_widget_set_valign (self->icon, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->icon, FALSE);
  self->number = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->number, "number");
  gtk_widget_set_valign (self->number, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->number, FALSE);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  self->label = append_label (words, "row-label");
  self->title = append_label (words, "row-title");
  self->text = append_label (words, "row-text");
  self->action = mc_icon_button_new (NULL, NULL);
  gtk_widget_add_css_class (self->action, "small");
  gtk_widget_add_css_class (self->action, "tint");
  gtk_widget_set_valign (self->action, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->action, FALSE);
  g_signal_connect_object (
      self->action, "clicked", G_CALLBACK (on_action_clicked), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), self->icon);
  gtk_box_append (GTK_BOX (self->box), self->number);
  gtk_box_append (GTK_BOX (self->box), words);
  gtk_box_append (GTK_BOX (self->box), self->action);
}

/**
 * mc_card_row_new:
 * @label: (nullable): what it is about, small
 * @title: (nullable): what it says
 * @text: (nullable): more, small
 *
 * Returns: (transfer full): a new row
 */
GtkWidget *
mc_card_row_new (const char *label, const char *title, const char *text)
{
  return g_object_new (MC_TYPE_CARD_ROW, "label", label, "title", title, "text", text, NULL);
}

/**
 * mc_card_row_set_icon:
 * @self: a row
 * @icon_name: (nullable): the icon before it
 */
void
mc_card_row_set_icon (McCardRow *self, const char *icon_name)
{
  g_return_if_fail (MC_IS_CARD_ROW (self));

  mc_icon_set_name (MC_ICON (self->icon), icon_name);
  gtk_widget_set_visible (self->icon, icon_name != NULL);
}

/**
 * mc_card_row_set_number:
 * @self: a row
 * @number: a number in a disc before it; 0 for none
 */
void
mc_card_row_set_number (McCardRow *self, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  g_return_if_fail (MC_IS_CARD_ROW (self));

  gtk_label_set_label (GTK_LABEL (self->number), text);
  gtk_widget_set_visible (self->number, number > 0);
}

/**
 * mc_card_row_set_title:
 * @self: a row
 * @title: (nullable): what it says
 */
void
mc_card_row_set_title (McCardRow *self, const char *title)
{
  g_return_if_fail (MC_IS_CARD_ROW (self));

  set_label (self->title, title);
}

/**
 * mc_card_row_set_text:
 * @self: a row
 * @text: (nullable): more, small
 */
void
mc_card_row_set_text (McCardRow *self, const char *text)
{
  g_return_if_fail (MC_IS_CARD_ROW (self));

  set_label (self->text, text);
}

/**
 * mc_card_row_set_action:
 * @self: a row
 * @name: its widget name, unique on the screen: "change-child_name"
 * @words: (nullable): what stands on the button; %NULL takes it away
 * @spoken: (nullable): its spoken name, which says of what: "Sửa họ tên"
 */
void
mc_card_row_set_action (McCardRow *self, const char *name, const char *words, const char *spoken)
{
  g_return_if_fail (MC_IS_CARD_ROW (self));

  gtk_widget_set_name (self->action, name);
  mc_icon_button_set_text (MC_ICON_BUTTON (self->action), words);
  if (spoken != NULL)
    mc_accessible_set_label (self->action, spoken);
  gtk_widget_set_visible (self->action, words != NULL);
}
