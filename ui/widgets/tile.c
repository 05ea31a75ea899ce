/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-tile"

#include "config.h"

#include "ui/widgets/tile.h"

#include "ui/widgets/accessible.h"
#include "ui/widgets/icon.h"

/**
 * McTile:
 *
 * Properties: "icon", "title", "text" (nullable). Title and text together are its spoken name.
 */
struct _McTile
{
  GtkButton parent_instance;

  GtkWidget *icon;  /* (unowned), child */
  GtkWidget *title; /* (unowned), child */
  GtkWidget *text;  /* (unowned), child */
};

typedef enum
{
  PROP_ICON = 1,
  PROP_TITLE,
  PROP_TEXT,
} McTileProperty;

G_DEFINE_FINAL_TYPE (McTile, mc_tile, GTK_TYPE_BUTTON)

static GParamSpec *properties[PROP_TEXT + 1];

static void
name_tile (McTile *self)
{
  const char *title = gtk_label_get_label (GTK_LABEL (self->title));
  const char *text = gtk_label_get_label (GTK_LABEL (self->text));
  g_autofree char *name =
      *text != '\0' ? g_strdup_printf ("%s. %s", title, text) : g_strdup (title);

  mc_accessible_set_label (GTK_WIDGET (self), name);
}

static void
mc_tile_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  McTile *self = MC_TILE (object);

  switch ((McTileProperty) id)
    {
    case PROP_ICON:
      g_value_set_string (value, mc_icon_get_name (MC_ICON (self->icon)));
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
mc_tile_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  McTile *self = MC_TILE (object);

  switch ((McTileProperty) id)
    {
    case PROP_ICON:
      mc_icon_set_name (MC_ICON (self->icon), g_value_get_string (value));
      break;
    case PROP_TITLE:
      mc_tile_set_title (self, g_value_get_string (value));
      break;
    case PROP_TEXT:
      mc_tile_set_text (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_tile_class_init (McTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mc_tile_get_property;
  object_class->set_property = mc_tile_set_property;
  properties[PROP_ICON] = g_param_spec_string ("icon", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static GtkWidget *
append_label (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
mc_tile_init (McTile *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *arrow = mc_icon_new ("chevron-right");

  self->icon = mc_icon_new (NULL);
  gtk_widget_add_css_class (self->icon, "badge");
  gtk_widget_set_valign (self->icon, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  self->title = append_label (words, "tile-title");
  self->text = append_label (words, "tile-text");
  gtk_widget_add_css_class (arrow, "arrow");
  gtk_widget_set_valign (arrow, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->icon);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), arrow);
  gtk_button_set_child (GTK_BUTTON (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "tile");
}

/**
 * mc_tile_set_title:
 * @self: a tile
 * @title: what it does
 */
void
mc_tile_set_title (McTile *self, const char *title)
{
  g_return_if_fail (MC_IS_TILE (self));

  gtk_label_set_label (GTK_LABEL (self->title), title != NULL ? title : "");
  name_tile (self);
}

/**
 * mc_tile_set_text:
 * @self: a tile
 * @text: (nullable): a line or two about it
 */
void
mc_tile_set_text (McTile *self, const char *text)
{
  g_return_if_fail (MC_IS_TILE (self));

  gtk_label_set_label (GTK_LABEL (self->text), text != NULL ? text : "");
  gtk_widget_set_visible (self->text, text != NULL && *text != '\0');
  name_tile (self);
}
