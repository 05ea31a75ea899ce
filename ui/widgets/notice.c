/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-notice"

#include "config.h"

#include "ui/widgets/notice.h"

#include "ui/widgets/accessible.h"
#include "ui/widgets/icon.h"

/**
 * McNotice:
 *
 * Properties: "kind", "icon" (nullable: the kind's own), "title" and "text" (each may be absent).
 * Errors have the alert role, so that they are spoken when they appear.
 */
struct _McNotice
{
  GtkWidget parent_instance;

  GtkWidget *box;   /* (unowned), child */
  GtkWidget *icon;  /* (unowned) */
  GtkWidget *title; /* (unowned) */
  GtkWidget *text;  /* (unowned) */
  char *icon_name;  /* (owned) (nullable) */
  McNoticeKind kind;
};

typedef enum
{
  PROP_KIND = 1,
  PROP_ICON,
  PROP_TITLE,
  PROP_TEXT,
} McNoticeProperty;

/* clang-format off */
G_DEFINE_ENUM_TYPE (McNoticeKind, mc_notice_kind,
  G_DEFINE_ENUM_VALUE (MC_NOTICE_INFO, "info"),
  G_DEFINE_ENUM_VALUE (MC_NOTICE_OK, "ok"),
  G_DEFINE_ENUM_VALUE (MC_NOTICE_CARE, "care"),
  G_DEFINE_ENUM_VALUE (MC_NOTICE_ERROR, "error"))
/* clang-format on */

G_DEFINE_FINAL_TYPE (McNotice, mc_notice, GTK_TYPE_WIDGET)

static GParamSpec *properties[PROP_TEXT + 1];

static const struct
{
  const char *css_class;
  const char *icon;
} looks[] = {
  [MC_NOTICE_INFO] = { "info", "info" },
  [MC_NOTICE_OK] = { "ok", "check-circle" },
  [MC_NOTICE_CARE] = { "care", "warning" },
  [MC_NOTICE_ERROR] = { "error", "error" },
};

static void
set_kind (McNotice *self, McNoticeKind kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self), looks[i].css_class);
  gtk_widget_add_css_class (GTK_WIDGET (self), looks[kind].css_class);
  self->kind = kind;
  mc_icon_set_name (MC_ICON (self->icon),
                    self->icon_name != NULL ? self->icon_name : looks[kind].icon);
}

static void
set_label (GtkWidget *label, const char *text)
{
  gtk_label_set_label (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

static void
name_notice (McNotice *self)
{
  g_autofree char *name =
      g_strstrip (g_strdup_printf ("%s %s", mc_notice_get_title (self), mc_notice_get_text (self)));

  mc_accessible_set_label (GTK_WIDGET (self), name);
}

static void
mc_notice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  McNotice *self = MC_NOTICE (object);

  switch ((McNoticeProperty) id)
    {
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_ICON:
      g_value_set_string (value, self->icon_name);
      break;
    case PROP_TITLE:
      g_value_set_string (value, mc_notice_get_title (self));
      break;
    case PROP_TEXT:
      g_value_set_string (value, mc_notice_get_text (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_notice_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  McNotice *self = MC_NOTICE (object);

  switch ((McNoticeProperty) id)
    {
    case PROP_KIND:
      set_kind (self, g_value_get_enum (value));
      break;
    case PROP_ICON:
      mc_notice_set_icon (self, g_value_get_string (value));
      break;
    case PROP_TITLE:
      set_label (self->title, g_value_get_string (value));
      name_notice (self);
      break;
    case PROP_TEXT:
      set_label (self->text, g_value_get_string (value));
      name_notice (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_notice_dispose (GObject *object)
{
  McNotice *self = MC_NOTICE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (mc_notice_parent_class)->dispose (object);
}

static void
mc_notice_finalize (GObject *object)
{
  g_free (MC_NOTICE (object)->icon_name);
  G_OBJECT_CLASS (mc_notice_parent_class)->finalize (object);
}

static void
mc_notice_class_init (McNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mc_notice_get_property;
  object_class->set_property = mc_notice_set_property;
  object_class->dispose = mc_notice_dispose;
  object_class->finalize = mc_notice_finalize;
  properties[PROP_KIND] =
      g_param_spec_enum ("kind", NULL, NULL, MC_TYPE_NOTICE_KIND, MC_NOTICE_INFO, flags);
  properties[PROP_ICON] = g_param_spec_string ("icon", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "notice");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static GtkWidget *
append_label (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_visible (label, FALSE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
mc_notice_init (McNotice *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->icon = mc_icon_new (NULL);
  gtk_widget_set_valign (self->icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->box), self->icon);
  gtk_box_append (GTK_BOX (self->box), words);
  self->title = append_label (words, "notice-title");
  self->text = append_label (words, "notice-text");
  set_kind (self, MC_NOTICE_INFO);
}

/**
 * mc_notice_new:
 * @kind: how it looks
 * @title: (nullable): a whole sentence, bold
 * @text: (nullable): what follows from it
 *
 * Returns: (transfer full): a new notice
 */
GtkWidget *
mc_notice_new (McNoticeKind kind, const char *title, const char *text)
{
  return g_object_new (MC_TYPE_NOTICE, "kind", kind, "title", title, "text", text, NULL);
}

/**
 * mc_notice_set:
 * @self: a notice
 * @kind: how it looks
 * @title: (nullable): a whole sentence, bold
 * @text: (nullable): what follows from it
 */
void
mc_notice_set (McNotice *self, McNoticeKind kind, const char *title, const char *text)
{
  g_return_if_fail (MC_IS_NOTICE (self));

  set_kind (self, kind);
  set_label (self->title, title);
  set_label (self->text, text);
  name_notice (self);
}

/**
 * mc_notice_set_icon:
 * @self: a notice
 * @icon_name: (nullable): an icon instead of the kind's own
 */
void
mc_notice_set_icon (McNotice *self, const char *icon_name)
{
  g_return_if_fail (MC_IS_NOTICE (self));

  g_free (self->icon_name);
  self->icon_name = g_strdup (icon_name);
  set_kind (self, self->kind);
}

/**
 * mc_notice_get_title:
 * @self: a notice
 *
 * Returns: the bold sentence; empty when there is none
 */
const char *
mc_notice_get_title (McNotice *self)
{
  g_return_val_if_fail (MC_IS_NOTICE (self), NULL);

  return gtk_label_get_label (GTK_LABEL (self->title));
}

/**
 * mc_notice_get_text:
 * @self: a notice
 *
 * Returns: what follows; empty when there is none
 */
const char *
mc_notice_get_text (McNotice *self)
{
  g_return_val_if_fail (MC_IS_NOTICE (self), NULL);

  return gtk_label_get_label (GTK_LABEL (self->text));
}
