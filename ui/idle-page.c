/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-idle-page"

#include "config.h"

#include "ui/idle-page.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/icon-button.h"

/**
 * McIdlePage:
 *
 * Covers the page, whose content is hidden meanwhile: a passer-by sees a question and a number,
 * nothing of the citizen's.
 */
struct _McIdlePage
{
  GtkWidget parent_instance;

  McVisit *visit;     /* (owned) */
  GtkWidget *card;    /* (unowned), child */
  GtkWidget *seconds; /* (unowned) */
  GtkWidget *title;   /* (unowned) */
  GtkWidget *lead;    /* (unowned) */
  GtkWidget *more;    /* (unowned) */
  GtkWidget *erase;   /* (unowned) */
};

G_DEFINE_FINAL_TYPE (McIdlePage, mc_idle_page, GTK_TYPE_WIDGET)

static void
on_seconds_left_changed (McIdlePage *self)
{
  g_autofree char *text = g_strdup_printf ("%u", mc_visit_get_seconds_left (self->visit));

  gtk_label_set_label (GTK_LABEL (self->seconds), text);
}

static void
on_more_clicked (McIdlePage *self)
{
  mc_visit_need_more_time (self->visit);
}

static void
on_erase_clicked (McIdlePage *self)
{
  mc_visit_end (self->visit, MC_VISIT_END_ERASED);
}

static void
mc_idle_page_dispose (GObject *object)
{
  McIdlePage *self = MC_IDLE_PAGE (object);

  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_clear_object (&self->visit);
  G_OBJECT_CLASS (mc_idle_page_parent_class)->dispose (object);
}

static void
mc_idle_page_class_init (McIdlePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_idle_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "idlepage");
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

static void
mc_idle_page_init (McIdlePage *self)
{
  self->card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->card, "dialog");
  gtk_widget_set_halign (self->card, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->card, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  self->seconds = append_label (self->card, "display", GTK_ACCESSIBLE_ROLE_TIMER);
  self->title = append_label (self->card, "title", GTK_ACCESSIBLE_ROLE_HEADING);
  self->lead = append_label (self->card, "lead", GTK_ACCESSIBLE_ROLE_LABEL);
  self->more = mc_icon_button_new (NULL, NULL);
  gtk_widget_set_name (self->more, "more-time");
  gtk_widget_add_css_class (self->more, "primary");
  g_signal_connect_object (
      self->more, "clicked", G_CALLBACK (on_more_clicked), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->card), self->more);
  self->erase = mc_icon_button_new ("trash", NULL);
  gtk_widget_set_name (self->erase, "erase");
  gtk_widget_add_css_class (self->erase, "danger");
  g_signal_connect_object (
      self->erase, "clicked", G_CALLBACK (on_erase_clicked), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->card), self->erase);
}

/**
 * mc_idle_page_new:
 * @visit: whose seconds are counted
 *
 * Returns: (transfer full): a new page
 */
GtkWidget *
mc_idle_page_new (McVisit *visit)
{
  McIdlePage *self = g_object_new (MC_TYPE_IDLE_PAGE, NULL);

  self->visit = g_object_ref (visit);
  g_signal_connect_object (
      visit, "notify::seconds-left", G_CALLBACK (on_seconds_left_changed), self, G_CONNECT_SWAPPED);
  mc_idle_page_refresh (self);
  return GTK_WIDGET (self);
}

/**
 * mc_idle_page_refresh:
 * @self: a page
 *
 * Sets its words in the language of the moment.
 */
void
mc_idle_page_refresh (McIdlePage *self)
{
  g_return_if_fail (MC_IS_IDLE_PAGE (self));

  gtk_label_set_label (GTK_LABEL (self->title), _ ("Are you still here?"));
  gtk_label_set_label (GTK_LABEL (self->lead),
                       _ ("When the time is up, this machine erases everything that was entered."));
  mc_icon_button_set_text (MC_ICON_BUTTON (self->more), _ ("I need more time"));
  mc_icon_button_set_text (MC_ICON_BUTTON (self->erase), _ ("Erase everything and finish"));
  on_seconds_left_changed (self);
}

/**
 * mc_idle_page_focus:
 * @self: a page
 *
 * Moves the focus to the answer that loses nothing.
 */
void
mc_idle_page_focus (McIdlePage *self)
{
  g_return_if_fail (MC_IS_IDLE_PAGE (self));

  gtk_widget_grab_focus (self->more);
}
