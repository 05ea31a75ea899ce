/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-pager"

#include "config.h"

#include "ui/widgets/pager.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/icon-button.h"

/* A turned page keeps this share of the former one, so that the eye finds its place again. */
#define KEPT_SHARE 0.15

/**
 * McPager:
 *
 * Whether the buttons stand there is decided while allocating, from the height that the child
 * needs at this width: so that showing them can never make them unnecessary.
 */
struct _McPager
{
  GtkWidget parent_instance;

  GtkWidget *scrolled; /* (unowned), child */
  GtkWidget *bar;      /* (unowned), child */
  GtkWidget *down;     /* (unowned), in the bar */
  GtkWidget *up;       /* (unowned), in the bar */
  GtkWidget *page;     /* (unowned), what is shown */
  gboolean overflows;
};

G_DEFINE_FINAL_TYPE (McPager, mc_pager, GTK_TYPE_WIDGET)

static void
update_buttons (McPager *self)
{
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
  const double value = gtk_adjustment_get_value (adjustment);
  const double last =
      gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  gtk_widget_set_sensitive (self->up, value > 1);
  gtk_widget_set_sensitive (self->down, value < last - 1);
}

static void
turn (McPager *self, int direction)
{
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
  const double step = gtk_adjustment_get_page_size (adjustment) * (1 - KEPT_SHARE);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + direction * step);
}

static void
on_down_clicked (McPager *self)
{
  turn (self, 1);
}

static void
on_up_clicked (McPager *self)
{
  turn (self, -1);
}

static void
mc_pager_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  McPager *self = MC_PAGER (widget);

  gtk_widget_measure (self->page, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    gtk_widget_measure (self->bar, orientation, for_size, minimum, NULL, NULL, NULL);
}

static void
mc_pager_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  McPager *self = MC_PAGER (widget);
  int needed, bar = 0;

  gtk_widget_measure (self->page, GTK_ORIENTATION_VERTICAL, width, &needed, NULL, NULL, NULL);
  self->overflows = needed > height;
  gtk_widget_set_child_visible (self->bar, self->overflows);
  if (self->overflows)
    {
      gtk_widget_measure (self->bar, GTK_ORIENTATION_VERTICAL, width, &bar, NULL, NULL, NULL);
      bar = MIN (bar, height);
      gtk_widget_size_allocate (self->bar, &(GtkAllocation){ 0, height - bar, width, bar }, -1);
    }
  gtk_widget_size_allocate (self->scrolled, &(GtkAllocation){ 0, 0, width, height - bar }, -1);
}

static void
mc_pager_dispose (GObject *object)
{
  McPager *self = MC_PAGER (object);

  if (self->scrolled != NULL)
    g_signal_handlers_disconnect_by_data (
        gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)), self);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_pointer (&self->bar, gtk_widget_unparent);
  self->page = NULL;
  G_OBJECT_CLASS (mc_pager_parent_class)->dispose (object);
}

static void
mc_pager_class_init (McPagerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mc_pager_dispose;
  widget_class->measure = mc_pager_measure;
  widget_class->size_allocate = mc_pager_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "pager");
}

static void
mc_pager_init (McPager *self)
{
  GtkAdjustment *adjustment;

  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_EXTERNAL);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
  g_signal_connect_swapped (adjustment, "changed", G_CALLBACK (update_buttons), self);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (update_buttons), self);

  self->bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->bar, "page-buttons");
  gtk_box_set_homogeneous (GTK_BOX (self->bar), TRUE);
  self->up = mc_icon_button_new ("chevron-up", N_ ("Go up"));
  gtk_widget_set_name (self->up, "page-up");
  self->down = mc_icon_button_new ("chevron-down", N_ ("See more"));
  gtk_widget_set_name (self->down, "page-down");
  g_signal_connect_swapped (self->up, "clicked", G_CALLBACK (on_up_clicked), self);
  g_signal_connect_swapped (self->down, "clicked", G_CALLBACK (on_down_clicked), self);
  gtk_box_append (GTK_BOX (self->bar), self->up);
  gtk_box_append (GTK_BOX (self->bar), self->down);
  gtk_widget_set_parent (self->bar, GTK_WIDGET (self));
}

/**
 * mc_pager_new:
 * @child: what to show, in full width
 *
 * Returns: (transfer full): a new pager
 */
GtkWidget *
mc_pager_new (GtkWidget *child)
{
  McPager *self = g_object_new (MC_TYPE_PAGER, NULL);

  self->page = child;
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), child);
  return GTK_WIDGET (self);
}

/**
 * mc_pager_scroll_to_top:
 * @self: a pager
 */
void
mc_pager_scroll_to_top (McPager *self)
{
  g_return_if_fail (MC_IS_PAGER (self));

  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)), 0);
}

/**
 * mc_pager_get_overflows:
 * @self: a pager
 *
 * Returns: whether the child is taller than the page, as last laid out
 */
gboolean
mc_pager_get_overflows (McPager *self)
{
  g_return_val_if_fail (MC_IS_PAGER (self), FALSE);

  return self->overflows;
}
