/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-screen"

#include "config.h"

#include "ui/screen.h"

#include "ui/relabel.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/pager.h"

/* A line of body text longer than this is hard to follow back to its next line. */
#define MAX_CONTENT_WIDTH 1400

/**
 * McScreen:
 *
 * Base of all pages. It draws progress, eyebrow, heading and lead, keeps its content in a #McPager
 * so that nothing is ever cut off at large text, and tells the window through properties what the
 * action bar shows. Signal "finished" carries the outcome to the window.
 */
typedef struct
{
  McContext *context; /* (owned) */

  GtkWidget *pager;      /* (unowned), child */
  GtkWidget *page;       /* (unowned) */
  GtkWidget *heading;    /* (unowned) */
  GtkWidget *header;     /* (unowned) (nullable): what the subclass puts above or beside it */
  GtkWidget *progress;   /* (unowned) */
  GtkWidget *eyebrow;    /* (unowned) */
  GtkWidget *title_icon; /* (unowned) */
  GtkWidget *title;      /* (unowned) */
  GtkWidget *lead;       /* (unowned) */
  GtkWidget *content;    /* (unowned) */
  McRelabel *relabel;    /* (owned) (nullable): texts of the template */
  char *main_label;      /* (owned) (nullable): NULL hides it */
  char *main_icon;       /* (owned) (nullable) */
  char *secondary_label; /* (owned) (nullable): NULL hides it */
  char *secondary_icon;  /* (owned) (nullable) */
  gboolean main_sensitive;
  gboolean back_visible;
  gboolean help_visible;
  gboolean busy;
  gboolean wide;
} McScreenPrivate;

typedef enum
{
  PROP_CONTEXT = 1,
  PROP_EYEBROW,
  PROP_TITLE,
  PROP_TITLE_ICON,
  PROP_LEAD,
  PROP_MAIN_LABEL,
  PROP_MAIN_ICON,
  PROP_MAIN_SENSITIVE,
  PROP_BACK_VISIBLE,
  PROP_SECONDARY_LABEL,
  PROP_SECONDARY_ICON,
  PROP_HELP_VISIBLE,
  PROP_BUSY,
} McScreenProperty;

static void mc_screen_buildable_init (GtkBuildableIface *iface);

/* clang-format off */
G_DEFINE_ABSTRACT_TYPE_WITH_CODE (McScreen, mc_screen, GTK_TYPE_WIDGET,
  G_ADD_PRIVATE (McScreen)
  G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, mc_screen_buildable_init))
/* clang-format on */

#define PRIVATE(self) ((McScreenPrivate *) mc_screen_get_instance_private (self))

static GParamSpec *properties[PROP_BUSY + 1];
static guint finished_signal;
static GtkBuildableIface *parent_buildable;

static void
set_optional_label (GtkWidget *label, const char *text)
{
  const gboolean shown = text != NULL && *text != '\0';

  gtk_label_set_label (GTK_LABEL (label), shown ? text : "");
  gtk_widget_set_visible (label, shown);
}

static gboolean
replace_string (char **field, const char *value)
{
  if (g_strcmp0 (*field, value) == 0)
    return FALSE;
  g_free (*field);
  *field = g_strdup (value);
  return TRUE;
}

static void
mc_screen_real_locale_changed (McScreen *self)
{
  McScreenPrivate *priv = PRIVATE (self);

  if (priv->relabel != NULL)
    mc_relabel_apply (priv->relabel);
}

static void
mc_screen_real_main_activated (McScreen *self)
{
  mc_screen_finish (self, "next");
}

static void
mc_screen_real_back_activated (McScreen *self)
{
  mc_screen_finish (self, "back");
}

static void
mc_screen_real_secondary_activated (McScreen *self)
{
  mc_screen_finish (self, "secondary");
}

static void
mc_screen_real_nothing (McScreen *self)
{
}

static void
mc_screen_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  McScreenPrivate *priv = PRIVATE (MC_SCREEN (widget));

  if (orientation == GTK_ORIENTATION_VERTICAL && !priv->wide && for_size > MAX_CONTENT_WIDTH)
    for_size = MAX_CONTENT_WIDTH;
  gtk_widget_measure (priv->pager, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
mc_screen_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  McScreenPrivate *priv = PRIVATE (MC_SCREEN (widget));
  const int used = priv->wide ? width : MIN (width, MAX_CONTENT_WIDTH);

  gtk_widget_size_allocate (
      priv->pager, &(GtkAllocation){ (width - used) / 2, 0, used, height }, -1);
}

static void
mc_screen_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  McScreen *self = MC_SCREEN (object);
  McScreenPrivate *priv = PRIVATE (self);

  switch ((McScreenProperty) id)
    {
    case PROP_CONTEXT:
      g_value_set_object (value, priv->context);
      break;
    case PROP_EYEBROW:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (priv->eyebrow)));
      break;
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (priv->title)));
      break;
    case PROP_TITLE_ICON:
      g_value_set_string (value, mc_icon_get_name (MC_ICON (priv->title_icon)));
      break;
    case PROP_LEAD:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (priv->lead)));
      break;
    case PROP_MAIN_LABEL:
      g_value_set_string (value, priv->main_label);
      break;
    case PROP_MAIN_ICON:
      g_value_set_string (value, priv->main_icon);
      break;
    case PROP_MAIN_SENSITIVE:
      g_value_set_boolean (value, priv->main_sensitive);
      break;
    case PROP_BACK_VISIBLE:
      g_value_set_boolean (value, priv->back_visible);
      break;
    case PROP_SECONDARY_LABEL:
      g_value_set_string (value, priv->secondary_label);
      break;
    case PROP_SECONDARY_ICON:
      g_value_set_string (value, priv->secondary_icon);
      break;
    case PROP_HELP_VISIBLE:
      g_value_set_boolean (value, priv->help_visible);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, priv->busy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_screen_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  McScreen *self = MC_SCREEN (object);
  McScreenPrivate *priv = PRIVATE (self);

  switch ((McScreenProperty) id)
    {
    case PROP_CONTEXT:
      priv->context = g_value_dup_object (value);
      break;
    case PROP_EYEBROW:
      mc_screen_set_eyebrow (self, g_value_get_string (value));
      break;
    case PROP_TITLE:
      mc_screen_set_title (self, g_value_get_string (value));
      break;
    case PROP_TITLE_ICON:
      mc_screen_set_title_icon (self, g_value_get_string (value));
      break;
    case PROP_LEAD:
      mc_screen_set_lead (self, g_value_get_string (value));
      break;
    case PROP_MAIN_LABEL:
      mc_screen_set_main_label (self, g_value_get_string (value));
      break;
    case PROP_MAIN_ICON:
      mc_screen_set_main_icon (self, g_value_get_string (value));
      break;
    case PROP_MAIN_SENSITIVE:
      mc_screen_set_main_sensitive (self, g_value_get_boolean (value));
      break;
    case PROP_BACK_VISIBLE:
      mc_screen_set_back_visible (self, g_value_get_boolean (value));
      break;
    case PROP_SECONDARY_LABEL:
      mc_screen_set_secondary (self, priv->secondary_icon, g_value_get_string (value));
      break;
    case PROP_SECONDARY_ICON:
      mc_screen_set_secondary (self, g_value_get_string (value), priv->secondary_label);
      break;
    case PROP_HELP_VISIBLE:
      mc_screen_set_help_visible (self, g_value_get_boolean (value));
      break;
    case PROP_BUSY:
      mc_screen_set_busy (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_screen_constructed (GObject *object)
{
  McScreen *self = MC_SCREEN (object);
  McScreenPrivate *priv = PRIVATE (self);

  G_OBJECT_CLASS (mc_screen_parent_class)->constructed (object);
  /* The subclass's template is built by now: remember its texts, then say them in the citizen's
   * language. */
  priv->relabel = mc_relabel_new (GTK_WIDGET (self));
  mc_relabel_apply (priv->relabel);
}

static void
mc_screen_dispose (GObject *object)
{
  McScreenPrivate *priv = PRIVATE (MC_SCREEN (object));

  g_clear_pointer (&priv->relabel, mc_relabel_free);
  g_clear_pointer (&priv->pager, gtk_widget_unparent);
  g_clear_object (&priv->context);
  G_OBJECT_CLASS (mc_screen_parent_class)->dispose (object);
}

static void
mc_screen_finalize (GObject *object)
{
  McScreenPrivate *priv = PRIVATE (MC_SCREEN (object));

  g_free (priv->main_label);
  g_free (priv->main_icon);
  g_free (priv->secondary_label);
  g_free (priv->secondary_icon);
  G_OBJECT_CLASS (mc_screen_parent_class)->finalize (object);
}

static void
mc_screen_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  McScreenPrivate *priv = PRIVATE (MC_SCREEN (buildable));

  if (GTK_IS_WIDGET (child) && g_strcmp0 (type, "header") == 0)
    {
      priv->header = GTK_WIDGET (child);
      gtk_box_prepend (GTK_BOX (priv->page), priv->header);
    }
  else if (GTK_IS_WIDGET (child))
    gtk_box_append (GTK_BOX (priv->content), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
mc_screen_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = mc_screen_add_child;
}

static void
mc_screen_class_init (McScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mc_screen_get_property;
  object_class->set_property = mc_screen_set_property;
  object_class->constructed = mc_screen_constructed;
  object_class->dispose = mc_screen_dispose;
  object_class->finalize = mc_screen_finalize;
  widget_class->measure = mc_screen_measure;
  widget_class->size_allocate = mc_screen_size_allocate;
  klass->shown = mc_screen_real_nothing;
  klass->hidden = mc_screen_real_nothing;
  klass->reset = mc_screen_real_nothing;
  klass->locale_changed = mc_screen_real_locale_changed;
  klass->main_activated = mc_screen_real_main_activated;
  klass->back_activated = mc_screen_real_back_activated;
  klass->secondary_activated = mc_screen_real_secondary_activated;

  properties[PROP_CONTEXT] =
      g_param_spec_object ("context",
                           NULL,
                           NULL,
                           MC_TYPE_CONTEXT,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EYEBROW] = g_param_spec_string ("eyebrow", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_TITLE_ICON] = g_param_spec_string ("title-icon", NULL, NULL, NULL, flags);
  properties[PROP_LEAD] = g_param_spec_string ("lead", NULL, NULL, NULL, flags);
  properties[PROP_MAIN_LABEL] = g_param_spec_string ("main-label", NULL, NULL, NULL, flags);
  properties[PROP_MAIN_ICON] =
      g_param_spec_string ("main-icon", NULL, NULL, "chevron-right", flags);
  properties[PROP_MAIN_SENSITIVE] =
      g_param_spec_boolean ("main-sensitive", NULL, NULL, TRUE, flags);
  properties[PROP_BACK_VISIBLE] = g_param_spec_boolean ("back-visible", NULL, NULL, TRUE, flags);
  properties[PROP_SECONDARY_LABEL] =
      g_param_spec_string ("secondary-label", NULL, NULL, NULL, flags);
  properties[PROP_SECONDARY_ICON] = g_param_spec_string ("secondary-icon", NULL, NULL, NULL, flags);
  properties[PROP_HELP_VISIBLE] = g_param_spec_boolean ("help-visible", NULL, NULL, TRUE, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * McScreen::finished:
   * @self: the screen
   * @outcome: how it ended, one of its row in the flow table
   */
  finished_signal = g_signal_new ("finished",
                                  MC_TYPE_SCREEN,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_STRING);

  gtk_widget_class_set_css_name (widget_class, "screen");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
new_text (const char *css_class, GtkAccessibleRole role)
{
  GtkWidget *label = g_object_new (
      GTK_TYPE_LABEL, "accessible-role", role, "wrap", TRUE, "xalign", 0.0, "visible", FALSE, NULL);

  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
mc_screen_init (McScreen *self)
{
  McScreenPrivate *priv = PRIVATE (self);
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  priv->main_icon = g_strdup ("chevron-right");
  priv->main_sensitive = TRUE;
  priv->back_visible = TRUE;
  priv->help_visible = TRUE;

  priv->eyebrow = new_text ("eyebrow", GTK_ACCESSIBLE_ROLE_LABEL);
  priv->progress = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (priv->progress, "progress");
  gtk_box_set_homogeneous (GTK_BOX (priv->progress), TRUE);
  gtk_widget_set_visible (priv->progress, FALSE);
  priv->title_icon = mc_icon_new (NULL);
  gtk_widget_add_css_class (priv->title_icon, "title-icon");
  gtk_widget_set_valign (priv->title_icon, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (priv->title_icon, FALSE);
  priv->title = new_text ("title", GTK_ACCESSIBLE_ROLE_HEADING);
  gtk_widget_set_hexpand (priv->title, TRUE);
  gtk_widget_set_focusable (priv->title, TRUE);
  priv->lead = new_text ("lead", GTK_ACCESSIBLE_ROLE_LABEL);
  priv->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (priv->content, "content");
  gtk_widget_set_vexpand (priv->content, TRUE);

  gtk_widget_add_css_class (heading, "heading");
  gtk_box_append (GTK_BOX (heading), priv->title_icon);
  gtk_box_append (GTK_BOX (heading), priv->title);
  priv->page = page;
  priv->heading = heading;
  gtk_widget_add_css_class (page, "page");
  gtk_box_append (GTK_BOX (page), priv->eyebrow);
  gtk_box_append (GTK_BOX (page), priv->progress);
  gtk_box_append (GTK_BOX (page), heading);
  gtk_box_append (GTK_BOX (page), priv->lead);
  gtk_box_append (GTK_BOX (page), priv->content);
  priv->pager = mc_pager_new (page);
  gtk_widget_set_parent (priv->pager, GTK_WIDGET (self));
}

/**
 * mc_screen_get_context:
 * @self: a screen
 *
 * Returns: (transfer none): what all screens share
 */
McContext *
mc_screen_get_context (McScreen *self)
{
  g_return_val_if_fail (MC_IS_SCREEN (self), NULL);

  return PRIVATE (self)->context;
}

/**
 * mc_screen_get_title:
 * @self: a screen
 *
 * Returns: the heading; empty when there is none
 */
const char *
mc_screen_get_title (McScreen *self)
{
  g_return_val_if_fail (MC_IS_SCREEN (self), NULL);

  return gtk_label_get_label (GTK_LABEL (PRIVATE (self)->title));
}

/**
 * mc_screen_set_eyebrow:
 * @self: a screen
 * @eyebrow: (nullable): a small line above the heading: "Phần 2 trong 4 · Thông tin của trẻ"
 */
void
mc_screen_set_eyebrow (McScreen *self, const char *eyebrow)
{
  g_return_if_fail (MC_IS_SCREEN (self));

  set_optional_label (PRIVATE (self)->eyebrow, eyebrow);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EYEBROW]);
}

/**
 * mc_screen_set_title:
 * @self: a screen
 * @title: (nullable): a question or a verdict, never a noun
 */
void
mc_screen_set_title (McScreen *self, const char *title)
{
  g_return_if_fail (MC_IS_SCREEN (self));

  set_optional_label (PRIVATE (self)->title, title);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title != NULL ? title : "", -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * mc_screen_set_title_icon:
 * @self: a screen
 * @icon_name: (nullable): an icon before the heading, such as "check-circle"
 */
void
mc_screen_set_title_icon (McScreen *self, const char *icon_name)
{
  McScreenPrivate *priv = PRIVATE (self);

  g_return_if_fail (MC_IS_SCREEN (self));

  mc_icon_set_name (MC_ICON (priv->title_icon), icon_name);
  gtk_widget_set_visible (priv->title_icon, icon_name != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE_ICON]);
}

/**
 * mc_screen_set_lead:
 * @self: a screen
 * @lead: (nullable): one sentence below the heading
 */
void
mc_screen_set_lead (McScreen *self, const char *lead)
{
  g_return_if_fail (MC_IS_SCREEN (self));

  set_optional_label (PRIVATE (self)->lead, lead);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEAD]);
}

/**
 * mc_screen_set_progress:
 * @self: a screen
 * @part: parts begun, 1 to @parts
 * @parts: how many there are; 0 hides the bar
 *
 * The bar only repeats in colour what the eyebrow says in words.
 */
void
mc_screen_set_progress (McScreen *self, guint part, guint parts)
{
  McScreenPrivate *priv = PRIVATE (self);
  GtkWidget *child;

  g_return_if_fail (MC_IS_SCREEN (self));

  while ((child = gtk_widget_get_first_child (priv->progress)) != NULL)
    gtk_box_remove (GTK_BOX (priv->progress), child);
  for (guint i = 0; i < parts; i++)
    {
      GtkWidget *segment =
          g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

      gtk_widget_add_css_class (segment, "segment");
      if (i < part)
        gtk_widget_add_css_class (segment, "done");
      gtk_box_append (GTK_BOX (priv->progress), segment);
    }
  gtk_widget_set_visible (priv->progress, parts > 0);
}

/**
 * mc_screen_set_wide:
 * @self: a screen
 * @wide: whether it uses all of a wide page: for boxes, not for lines to be read
 */
void
mc_screen_set_wide (McScreen *self, gboolean wide)
{
  g_return_if_fail (MC_IS_SCREEN (self));

  PRIVATE (self)->wide = wide;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * mc_screen_set_centred:
 * @self: a screen
 * @centred: whether icon, heading and lead stand below each other in the middle, the icon large: on
 *   a page that asks for nothing
 */
void
mc_screen_set_centred (McScreen *self, gboolean centred)
{
  McScreenPrivate *priv = PRIVATE (self);
  GtkWidget *const labels[] = { priv->title, priv->lead };

  g_return_if_fail (MC_IS_SCREEN (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (priv->heading),
                                  centred ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_halign (priv->title_icon, centred ? GTK_ALIGN_CENTER : GTK_ALIGN_FILL);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      gtk_label_set_xalign (GTK_LABEL (labels[i]), centred ? 0.5 : 0);
      gtk_label_set_justify (GTK_LABEL (labels[i]),
                             centred ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT);
    }
  if (centred)
    gtk_widget_add_css_class (priv->page, "centred");
  else
    gtk_widget_remove_css_class (priv->page, "centred");
}

/**
 * mc_screen_set_header_beside:
 * @self: a screen whose template has a child of type "header"
 * @beside: whether it stands at the end of the heading's line instead of above it
 */
void
mc_screen_set_header_beside (McScreen *self, gboolean beside)
{
  McScreenPrivate *priv = PRIVATE (self);
  GtkWidget *parent;

  g_return_if_fail (MC_IS_SCREEN (self));
  g_return_if_fail (priv->header != NULL);

  parent = beside ? priv->heading : priv->page;
  if (gtk_widget_get_parent (priv->header) == parent)
    return;
  g_object_ref (priv->header);
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (priv->header)), priv->header);
  if (beside)
    gtk_box_append (GTK_BOX (parent), priv->header);
  else
    gtk_box_prepend (GTK_BOX (parent), priv->header);
  gtk_widget_set_hexpand (priv->header, !beside);
  g_object_unref (priv->header);
}

/**
 * mc_screen_get_main_label:
 * @self: a screen
 *
 * Returns: (nullable): the words on the main action; %NULL hides it
 */
const char *
mc_screen_get_main_label (McScreen *self)
{
  g_return_val_if_fail (MC_IS_SCREEN (self), NULL);

  return PRIVATE (self)->main_label;
}

/**
 * mc_screen_get_main_icon:
 * @self: a screen
 *
 * Returns: (nullable): the icon after the words of the main action
 */
const char *
mc_screen_get_main_icon (McScreen *self)
{
  g_return_val_if_fail (MC_IS_SCREEN (self), NULL);

  return PRIVATE (self)->main_icon;
}

/**
 * mc_screen_get_main_sensitive:
 * @self: a screen
 *
 * Returns: whether the main action can be taken now
 */
gboolean
mc_screen_get_main_sensitive (McScreen *self)
{
  g_return_val_if_fail (MC_IS_SCREEN (self), FALSE);

  return PRIVATE (self)->main_sensitive;
}

/**
 * mc_screen_set_main_label:
 * @self: a screen
 * @label: (nullable): the words on the main action, lower right; %NULL hides it
 */
void
mc_screen_set_main_label (McScreen *self, const char *label)
{
  g_return_if_fail (MC_IS_SCREEN (self));

  if (replace_string (&PRIVATE (self)->main_label, label))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAIN_LABEL]);
}

/**
 * mc_screen_set_main_icon:
 * @self: a screen
 * @icon_name: (nullable): the icon after the words; "chevron-right" unless told
 */
void
mc_screen_set_main_icon (McScreen *self, const char *icon_name)
{
  g_return_if_fail (MC_IS_SCREEN (self));

  if (icon_name != NULL && *icon_name == '\0')
    icon_name = NULL; /* a template has no other way to say none */
  if (replace_string (&PRIVATE (self)->main_icon, icon_name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAIN_ICON]);
}

/**
 * mc_screen_set_main_sensitive:
 * @self: a screen
 * @sensitive: whether the main action can be taken now
 *
 * Rather leave it on and say what is missing when it is pressed: a grey button explains nothing.
 */
void
mc_screen_set_main_sensitive (McScreen *self, gboolean sensitive)
{
  McScreenPrivate *priv = PRIVATE (self);

  g_return_if_fail (MC_IS_SCREEN (self));

  if (priv->main_sensitive == sensitive)
    return;
  priv->main_sensitive = sensitive;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAIN_SENSITIVE]);
}

/**
 * mc_screen_get_back_visible:
 * @self: a screen
 *
 * Returns: whether one may go back from here
 */
gboolean
mc_screen_get_back_visible (McScreen *self)
{
  g_return_val_if_fail (MC_IS_SCREEN (self), FALSE);

  return PRIVATE (self)->back_visible;
}

/**
 * mc_screen_set_back_visible:
 * @self: a screen
 * @visible: whether one may go back from here: not once a dossier was submitted
 */
void
mc_screen_set_back_visible (McScreen *self, gboolean visible)
{
  McScreenPrivate *priv = PRIVATE (self);

  g_return_if_fail (MC_IS_SCREEN (self));

  if (priv->back_visible == visible)
    return;
  priv->back_visible = visible;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BACK_VISIBLE]);
}

/**
 * mc_screen_get_secondary_label:
 * @self: a screen
 *
 * Returns: (nullable): the words on the action beside the bell; %NULL hides it
 */
const char *
mc_screen_get_secondary_label (McScreen *self)
{
  g_return_val_if_fail (MC_IS_SCREEN (self), NULL);

  return PRIVATE (self)->secondary_label;
}

/**
 * mc_screen_get_secondary_icon:
 * @self: a screen
 *
 * Returns: (nullable): the icon of the action beside the bell
 */
const char *
mc_screen_get_secondary_icon (McScreen *self)
{
  g_return_val_if_fail (MC_IS_SCREEN (self), NULL);

  return PRIVATE (self)->secondary_icon;
}

/**
 * mc_screen_set_secondary:
 * @self: a screen
 * @icon_name: (nullable): its icon
 * @label: (nullable): its words; %NULL hides it
 */
void
mc_screen_set_secondary (McScreen *self, const char *icon_name, const char *label)
{
  McScreenPrivate *priv = PRIVATE (self);

  g_return_if_fail (MC_IS_SCREEN (self));

  if (replace_string (&priv->secondary_icon, icon_name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SECONDARY_ICON]);
  if (replace_string (&priv->secondary_label, label))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SECONDARY_LABEL]);
}

/**
 * mc_screen_get_help_visible:
 * @self: a screen
 *
 * Returns: whether the bell stands there
 */
gboolean
mc_screen_get_help_visible (McScreen *self)
{
  g_return_val_if_fail (MC_IS_SCREEN (self), TRUE);

  return PRIVATE (self)->help_visible;
}

/**
 * mc_screen_set_help_visible:
 * @self: a screen
 * @visible: whether the bell stands there: everywhere but where staff themselves are at work
 */
void
mc_screen_set_help_visible (McScreen *self, gboolean visible)
{
  McScreenPrivate *priv = PRIVATE (self);

  g_return_if_fail (MC_IS_SCREEN (self));

  if (priv->help_visible == visible)
    return;
  priv->help_visible = visible;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HELP_VISIBLE]);
}

/**
 * mc_screen_get_busy:
 * @self: a screen
 *
 * Returns: whether the screen waits for an answer
 */
gboolean
mc_screen_get_busy (McScreen *self)
{
  g_return_val_if_fail (MC_IS_SCREEN (self), FALSE);

  return PRIVATE (self)->busy;
}

/**
 * mc_screen_set_busy:
 * @self: a screen
 * @busy: whether it waits for an answer: back, main and secondary action rest meanwhile
 */
void
mc_screen_set_busy (McScreen *self, gboolean busy)
{
  McScreenPrivate *priv = PRIVATE (self);

  g_return_if_fail (MC_IS_SCREEN (self));

  if (priv->busy == busy)
    return;
  priv->busy = busy;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, busy, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/**
 * mc_screen_finish:
 * @self: a screen
 * @outcome: how it ended, one of its row in the flow table
 *
 * The window goes where the table says. Ignored when the screen is not the page shown (any more).
 */
void
mc_screen_finish (McScreen *self, const char *outcome)
{
  g_return_if_fail (MC_IS_SCREEN (self));
  g_return_if_fail (outcome != NULL);

  g_signal_emit (self, finished_signal, 0, outcome);
}

/**
 * mc_screen_focus_heading:
 * @self: a screen
 *
 * Moves the focus to the heading: where reading begins.
 */
void
mc_screen_focus_heading (McScreen *self)
{
  g_return_if_fail (MC_IS_SCREEN (self));

  gtk_widget_grab_focus (PRIVATE (self)->title);
}

/**
 * mc_screen_scroll_to_top:
 * @self: a screen
 *
 * Shows the beginning of the page again.
 */
void
mc_screen_scroll_to_top (McScreen *self)
{
  g_return_if_fail (MC_IS_SCREEN (self));

  mc_pager_scroll_to_top (MC_PAGER (PRIVATE (self)->pager));
}

/**
 * mc_screen_show:
 * @self: a screen
 *
 * For the window: the screen became the page.
 */
void
mc_screen_show (McScreen *self)
{
  g_return_if_fail (MC_IS_SCREEN (self));

  mc_screen_scroll_to_top (self);
  MC_SCREEN_GET_CLASS (self)->shown (self);
}

/**
 * mc_screen_hide:
 * @self: a screen
 *
 * For the window: another page follows.
 */
void
mc_screen_hide (McScreen *self)
{
  g_return_if_fail (MC_IS_SCREEN (self));

  MC_SCREEN_GET_CLASS (self)->hidden (self);
}

/**
 * mc_screen_reset:
 * @self: a screen
 *
 * For the window: the visit ended.
 */
void
mc_screen_reset (McScreen *self)
{
  g_return_if_fail (MC_IS_SCREEN (self));

  MC_SCREEN_GET_CLASS (self)->reset (self);
}

/**
 * mc_screen_change_locale:
 * @self: a screen
 *
 * For the window: the citizen chose another language.
 */
void
mc_screen_change_locale (McScreen *self)
{
  g_return_if_fail (MC_IS_SCREEN (self));

  MC_SCREEN_GET_CLASS (self)->locale_changed (self);
}

/**
 * mc_screen_activate_main:
 * @self: a screen
 *
 * For the window: the main action was pressed.
 */
void
mc_screen_activate_main (McScreen *self)
{
  g_return_if_fail (MC_IS_SCREEN (self));

  MC_SCREEN_GET_CLASS (self)->main_activated (self);
}

/**
 * mc_screen_activate_back:
 * @self: a screen
 *
 * For the window: back was pressed.
 */
void
mc_screen_activate_back (McScreen *self)
{
  g_return_if_fail (MC_IS_SCREEN (self));

  MC_SCREEN_GET_CLASS (self)->back_activated (self);
}

/**
 * mc_screen_activate_secondary:
 * @self: a screen
 *
 * For the window: the action beside the bell was pressed.
 */
void
mc_screen_activate_secondary (McScreen *self)
{
  g_return_if_fail (MC_IS_SCREEN (self));

  MC_SCREEN_GET_CLASS (self)->secondary_activated (self);
}
