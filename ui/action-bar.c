/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-action-bar"

#include "config.h"

#include "ui/action-bar.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/icon-button.h"

/**
 * McActionBar:
 *
 * Follows the properties of the screen that is shown. A busy screen keeps only the bell.
 */
struct _McActionBar
{
  GtkWidget parent_instance;

  GSignalGroup *signals; /* (owned), of the screen shown */
  McScreen *screen;      /* (owned) (nullable) */
  GtkWidget *box;        /* (unowned), child */
  GtkWidget *back;       /* (unowned) */
  GtkWidget *staff;      /* (unowned) */
  GtkWidget *secondary;  /* (unowned) */
  GtkWidget *main;       /* (unowned) */
};

G_DEFINE_FINAL_TYPE (McActionBar, mc_action_bar, GTK_TYPE_WIDGET)

static guint staff_clicked_signal;

static void
refresh (McActionBar *self)
{
  gboolean busy;

  if (self->screen == NULL)
    return;
  busy = mc_screen_get_busy (self->screen);
  gtk_widget_set_visible (self->back, mc_screen_get_back_visible (self->screen));
  gtk_widget_set_sensitive (self->back, !busy);
  gtk_widget_set_visible (self->staff, mc_screen_get_help_visible (self->screen));
  gtk_widget_set_visible (self->main, mc_screen_get_main_label (self->screen) != NULL);
  gtk_widget_set_sensitive (self->main, !busy && mc_screen_get_main_sensitive (self->screen));
  mc_icon_button_set_text (MC_ICON_BUTTON (self->main), mc_screen_get_main_label (self->screen));
  mc_icon_button_set_end_icon (MC_ICON_BUTTON (self->main), mc_screen_get_main_icon (self->screen));
  gtk_widget_set_visible (self->secondary, mc_screen_get_secondary_label (self->screen) != NULL);
  gtk_widget_set_sensitive (self->secondary, !busy);
  mc_icon_button_set_text (MC_ICON_BUTTON (self->secondary),
                           mc_screen_get_secondary_label (self->screen));
  mc_icon_button_set_icon (MC_ICON_BUTTON (self->secondary),
                           mc_screen_get_secondary_icon (self->screen));
}

static void
on_screen_notify (GObject *screen, GParamSpec *pspec, gpointer user_data)
{
  refresh (MC_ACTION_BAR (user_data));
}

static void
on_back_clicked (McActionBar *self)
{
  if (self->screen != NULL)
    mc_screen_activate_back (self->screen);
}

static void
on_main_clicked (McActionBar *self)
{
  if (self->screen != NULL)
    mc_screen_activate_main (self->screen);
}

static void
on_secondary_clicked (McActionBar *self)
{
  if (self->screen != NULL)
    mc_screen_activate_secondary (self->screen);
}

static void
on_staff_clicked (McActionBar *self)
{
  g_signal_emit (self, staff_clicked_signal, 0);
}

static void
mc_action_bar_dispose (GObject *object)
{
  McActionBar *self = MC_ACTION_BAR (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->screen);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (mc_action_bar_parent_class)->dispose (object);
}

static void
mc_action_bar_class_init (McActionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_action_bar_dispose;
  staff_clicked_signal = g_signal_new (
      "staff-clicked", MC_TYPE_ACTION_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "actionbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static GtkWidget *
append_button (McActionBar *self, const char *name, const char *css_class, GCallback on_clicked)
{
  GtkWidget *button = mc_icon_button_new (NULL, NULL);

  gtk_widget_set_name (button, name);
  if (css_class != NULL)
    gtk_widget_add_css_class (button, css_class);
  g_signal_connect_object (button, "clicked", on_clicked, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), button);
  return button;
}

static void
mc_action_bar_init (McActionBar *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->back = append_button (self, "back", NULL, G_CALLBACK (on_back_clicked));
  self->staff = append_button (self, "staff", "help", G_CALLBACK (on_staff_clicked));
  self->secondary = append_button (self, "secondary", NULL, G_CALLBACK (on_secondary_clicked));
  self->main = append_button (self, "next", "primary", G_CALLBACK (on_main_clicked));
  gtk_widget_set_hexpand (self->main, TRUE);
  gtk_widget_set_halign (self->main, GTK_ALIGN_END);
  mc_icon_button_set_icon (MC_ICON_BUTTON (self->back), "chevron-left");
  mc_icon_button_set_icon (MC_ICON_BUTTON (self->staff), "bell");

  self->signals = g_signal_group_new (MC_TYPE_SCREEN);
  g_signal_group_connect_object (
      self->signals, "notify", G_CALLBACK (on_screen_notify), self, G_CONNECT_DEFAULT);
  mc_action_bar_change_locale (self);
}

/**
 * mc_action_bar_new:
 *
 * Returns: (transfer full): a new action bar without a screen
 */
GtkWidget *
mc_action_bar_new (void)
{
  return g_object_new (MC_TYPE_ACTION_BAR, NULL);
}

/**
 * mc_action_bar_set_screen:
 * @self: an action bar
 * @screen: (nullable): the screen to follow
 */
void
mc_action_bar_set_screen (McActionBar *self, McScreen *screen)
{
  g_return_if_fail (MC_IS_ACTION_BAR (self));

  if (!g_set_object (&self->screen, screen))
    return;
  g_signal_group_set_target (self->signals, screen);
  refresh (self);
}

/**
 * mc_action_bar_change_locale:
 * @self: an action bar
 *
 * Sets its own words again.
 */
void
mc_action_bar_change_locale (McActionBar *self)
{
  g_return_if_fail (MC_IS_ACTION_BAR (self));

  mc_icon_button_set_text (MC_ICON_BUTTON (self->back), _ ("Go back"));
  mc_icon_button_set_text (MC_ICON_BUTTON (self->staff), _ ("Call staff"));
  refresh (self);
}
