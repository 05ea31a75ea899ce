/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-choice-list"

#include "config.h"

#include "ui/widgets/choice-list.h"

#include "ui/widgets/accessible.h"
#include "ui/widgets/icon.h"

#define VALUE_KEY "mc-value"

/**
 * McChoiceList:
 *
 * The whole row is the target; a chosen row differs by its mark, weight and edge, not by colour
 * alone.
 */
struct _McChoiceList
{
  GtkWidget parent_instance;

  GtkWidget *box; /* (unowned), child, a GtkGrid */
  guint columns;
  guint n_rows;
  char *key;   /* (owned) */
  char *value; /* (owned) (nullable) */
};

typedef enum
{
  PROP_VALUE = 1,
} McChoiceListProperty;

G_DEFINE_FINAL_TYPE (McChoiceList, mc_choice_list, GTK_TYPE_WIDGET)

static GParamSpec *properties[PROP_VALUE + 1];

static void
refresh (McChoiceList *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->box); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      const gboolean chosen =
          g_strcmp0 (g_object_get_data (G_OBJECT (row), VALUE_KEY), self->value) == 0;

      if (chosen)
        gtk_widget_add_css_class (row, "chosen");
      else
        gtk_widget_remove_css_class (row, "chosen");
      gtk_accessible_update_state (GTK_ACCESSIBLE (row),
                                   GTK_ACCESSIBLE_STATE_CHECKED,
                                   chosen ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                          : GTK_ACCESSIBLE_TRISTATE_FALSE,
                                   -1);
    }
}

static void
on_row_clicked (McChoiceList *self, GtkWidget *row)
{
  mc_choice_list_set_value (self, g_object_get_data (G_OBJECT (row), VALUE_KEY));
}

static void
mc_choice_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((McChoiceListProperty) id)
    {
    case PROP_VALUE:
      g_value_set_string (value, MC_CHOICE_LIST (object)->value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_choice_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((McChoiceListProperty) id)
    {
    case PROP_VALUE:
      mc_choice_list_set_value (MC_CHOICE_LIST (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_choice_list_dispose (GObject *object)
{
  McChoiceList *self = MC_CHOICE_LIST (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (mc_choice_list_parent_class)->dispose (object);
}

static void
mc_choice_list_finalize (GObject *object)
{
  McChoiceList *self = MC_CHOICE_LIST (object);

  g_free (self->key);
  g_free (self->value);
  G_OBJECT_CLASS (mc_choice_list_parent_class)->finalize (object);
}

static void
mc_choice_list_class_init (McChoiceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = mc_choice_list_get_property;
  object_class->set_property = mc_choice_list_set_property;
  object_class->dispose = mc_choice_list_dispose;
  object_class->finalize = mc_choice_list_finalize;
  properties[PROP_VALUE] =
      g_param_spec_string ("value",
                           NULL,
                           NULL,
                           NULL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "choicelist");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_RADIO_GROUP);
}

static void
mc_choice_list_init (McChoiceList *self)
{
  self->columns = 1;
  self->box = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->box), TRUE);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * mc_choice_list_new:
 * @key: the field's key, part of the rows' names
 *
 * Returns: (transfer full): an empty list
 */
GtkWidget *
mc_choice_list_new (const char *key)
{
  McChoiceList *self = g_object_new (MC_TYPE_CHOICE_LIST, NULL);

  self->key = g_strdup (key);
  return GTK_WIDGET (self);
}

/**
 * mc_choice_list_clear:
 * @self: a list
 *
 * Takes all rows away and chooses nothing.
 */
void
mc_choice_list_clear (McChoiceList *self)
{
  GtkWidget *child;

  g_return_if_fail (MC_IS_CHOICE_LIST (self));

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_grid_remove (GTK_GRID (self->box), child);
  self->n_rows = 0;
  mc_choice_list_set_value (self, NULL);
}

static void
arrange (McChoiceList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (self->box);
  guint i = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (self->box); row != NULL;
       row = gtk_widget_get_next_sibling (row), i++)
    g_object_set (gtk_layout_manager_get_layout_child (layout, row),
                  "column",
                  (int) (i % self->columns),
                  "row",
                  (int) (i / self->columns),
                  NULL);
}

/**
 * mc_choice_list_set_columns:
 * @self: a list
 * @columns: rows beside each other, 1 or 2; they are read line by line
 */
void
mc_choice_list_set_columns (McChoiceList *self, guint columns)
{
  g_return_if_fail (MC_IS_CHOICE_LIST (self));
  g_return_if_fail (columns > 0);

  self->columns = columns;
  arrange (self);
}

static GtkWidget *
append_label (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/**
 * mc_choice_list_append:
 * @self: a list
 * @value: what choosing the row means
 * @label: what it says
 * @help: (nullable): a second, smaller line
 */
void
mc_choice_list_append (McChoiceList *self, const char *value, const char *label, const char *help)
{
  GtkWidget *row =
      g_object_new (GTK_TYPE_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *mark = mc_icon_new ("check");
  g_autofree char *name = NULL;
  g_autofree char *spoken = NULL;

  g_return_if_fail (MC_IS_CHOICE_LIST (self));

  name = g_strdup_printf ("choice-%s-%s", self->key, value);
  spoken = help != NULL ? g_strdup_printf ("%s. %s", label, help) : g_strdup (label);
  gtk_widget_set_name (row, name);
  gtk_widget_add_css_class (row, "choice");
  gtk_widget_add_css_class (mark, "mark");
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  append_label (words, label, "choice-label");
  if (help != NULL)
    append_label (words, help, "choice-help");
  gtk_box_append (GTK_BOX (box), words);
  gtk_button_set_child (GTK_BUTTON (row), box);
  mc_accessible_set_label (row, spoken);
  g_object_set_data_full (G_OBJECT (row), VALUE_KEY, g_strdup (value), g_free);
  g_signal_connect_object (row, "clicked", G_CALLBACK (on_row_clicked), self, G_CONNECT_SWAPPED);
  gtk_widget_set_hexpand (row, TRUE);
  gtk_grid_attach (GTK_GRID (self->box), row, 0, (int) self->n_rows++, 1, 1);
  arrange (self);
  refresh (self);
}

/**
 * mc_choice_list_get_value:
 * @self: a list
 *
 * Returns: (nullable): what is chosen
 */
const char *
mc_choice_list_get_value (McChoiceList *self)
{
  g_return_val_if_fail (MC_IS_CHOICE_LIST (self), NULL);

  return self->value;
}

/**
 * mc_choice_list_set_value:
 * @self: a list
 * @value: (nullable): what to choose
 */
void
mc_choice_list_set_value (McChoiceList *self, const char *value)
{
  g_return_if_fail (MC_IS_CHOICE_LIST (self));

  if (g_strcmp0 (self->value, value) == 0)
    return;
  g_free (self->value);
  self->value = g_strdup (value);
  refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}
