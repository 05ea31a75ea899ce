/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-staff-page"

#include "config.h"

#include "ui/staff-page.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/icon-button.h"
#include "ui/widgets/icon.h"

/**
 * McStaffPage:
 *
 * Needs no network: the machine itself becomes the raised hand. It covers what the citizen entered
 * so that people nearby do not read it.
 */
struct _McStaffPage
{
  GtkWidget parent_instance;

  McContext *context; /* (owned) */
  GtkWidget *card;    /* (unowned), child */
  GtkWidget *title;   /* (unowned) */
  GtkWidget *lead;    /* (unowned) */
  GtkWidget *help;    /* (unowned) */
  GtkWidget *go_on;   /* (unowned) */
  GtkWidget *erase;   /* (unowned) */
};

G_DEFINE_FINAL_TYPE (McStaffPage, mc_staff_page, GTK_TYPE_WIDGET)

static guint done_signal;

static void
on_go_on_clicked (McStaffPage *self)
{
  g_signal_emit (self, done_signal, 0);
}

static void
on_erase_clicked (McStaffPage *self)
{
  mc_visit_end (mc_context_get_visit (self->context), MC_VISIT_END_ERASED);
}

static void
mc_staff_page_dispose (GObject *object)
{
  McStaffPage *self = MC_STAFF_PAGE (object);

  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mc_staff_page_parent_class)->dispose (object);
}

static void
mc_staff_page_class_init (McStaffPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_staff_page_dispose;
  done_signal = g_signal_new (
      "done", MC_TYPE_STAFF_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "staffpage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT_DIALOG);
}

static GtkWidget *
append_label (GtkWidget *box, const char *css_class, GtkAccessibleRole role)
{
  GtkWidget *label = g_object_new (
      GTK_TYPE_LABEL, "accessible-role", role, "wrap", TRUE, "justify", GTK_JUSTIFY_CENTER, NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static GtkWidget *
append_button (McStaffPage *self, const char *icon, const char *name, const char *css_class)
{
  GtkWidget *button = mc_icon_button_new (icon, NULL);

  gtk_widget_set_name (button, name);
  gtk_widget_add_css_class (button, css_class);
  gtk_box_append (GTK_BOX (self->card), button);
  return button;
}

static void
mc_staff_page_init (McStaffPage *self)
{
  GtkWidget *hand = mc_icon_new ("hand");

  self->card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->card, "dialog");
  gtk_widget_set_halign (self->card, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->card, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  gtk_widget_add_css_class (hand, "raised");
  gtk_widget_set_halign (hand, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->card), hand);
  self->title = append_label (self->card, "title", GTK_ACCESSIBLE_ROLE_HEADING);
  self->lead = append_label (self->card, "lead", GTK_ACCESSIBLE_ROLE_LABEL);
  self->help = append_label (self->card, "lead", GTK_ACCESSIBLE_ROLE_LABEL);
  gtk_widget_add_css_class (self->help, "where");
  self->go_on = append_button (self, NULL, "staff-done", "primary");
  g_signal_connect_object (
      self->go_on, "clicked", G_CALLBACK (on_go_on_clicked), self, G_CONNECT_SWAPPED);
  self->erase = append_button (self, "trash", "staff-erase", "danger");
  g_signal_connect_object (
      self->erase, "clicked", G_CALLBACK (on_erase_clicked), self, G_CONNECT_SWAPPED);
}

/**
 * mc_staff_page_new:
 * @context: whose clock, visit and help text are used
 *
 * Returns: (transfer full): a new page
 */
GtkWidget *
mc_staff_page_new (McContext *context)
{
  McStaffPage *self = g_object_new (MC_TYPE_STAFF_PAGE, NULL);

  self->context = g_object_ref (context);
  return GTK_WIDGET (self);
}

/**
 * mc_staff_page_refresh:
 * @self: a page
 *
 * Sets its words in the language of the moment.
 */
void
mc_staff_page_refresh (McStaffPage *self)
{
  const char *help;

  g_return_if_fail (MC_IS_STAFF_PAGE (self));

  help = mc_context_get_help_text (self->context);
  gtk_label_set_label (GTK_LABEL (self->title), _ ("Please raise your hand"));
  gtk_label_set_label (
      GTK_LABEL (self->lead),
      _ ("Staff in this hall can see this page. Please wait here, what you entered is kept."));
  gtk_label_set_label (GTK_LABEL (self->help), help != NULL ? help : "");
  gtk_widget_set_visible (self->help, help != NULL);
  mc_icon_button_set_text (MC_ICON_BUTTON (self->go_on), _ ("Continue"));
  mc_icon_button_set_text (MC_ICON_BUTTON (self->erase), _ ("Erase everything and finish"));
}

/**
 * mc_staff_page_focus:
 * @self: a page
 *
 * Moves the focus to the way back.
 */
void
mc_staff_page_focus (McStaffPage *self)
{
  g_return_if_fail (MC_IS_STAFF_PAGE (self));

  gtk_widget_grab_focus (self->go_on);
}
