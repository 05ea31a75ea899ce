/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-wrap-box"

#include "config.h"

#include "ui/widgets/wrap-box.h"

struct _McWrapBox
{
  GtkWidget parent_instance;

  int spacing; /* px, between children and between lines */
};

G_DEFINE_FINAL_TYPE (McWrapBox, mc_wrap_box, GTK_TYPE_WIDGET)

/* Lays the children out in lines of at most @width; allocates only when asked to.
 * Returns: the height that it takes. */
static int
lay_out (McWrapBox *self, int width, gboolean allocate)
{
  int x = 0;
  int y = 0;
  int line = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int least;
      int wide;
      int high;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wide, NULL, NULL);
      wide = MAX (least, MIN (wide, width));
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, wide, NULL, &high, NULL, NULL);
      if (x > 0 && x + wide > width)
        {
          y += line + self->spacing;
          x = 0;
          line = 0;
        }
      if (allocate)
        gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, wide, high }, -1);
      x += wide + self->spacing;
      line = MAX (line, high);
    }

  return y + line;
}

static void
mc_wrap_box_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  McWrapBox *self = MC_WRAP_BOX (widget);
  int widest = 0;
  int together = 0;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = lay_out (self, for_size < 0 ? G_MAXINT : for_size, FALSE);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int least;
      int wide;

      gtk_widget_measure (child, orientation, -1, &least, &wide, NULL, NULL);
      widest = MAX (widest, least);
      together += wide + (together > 0 ? self->spacing : 0);
    }
  *minimum = widest;
  *natural = MAX (widest, together);
}

static void
mc_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (MC_WRAP_BOX (widget), width, TRUE);
}

static GtkSizeRequestMode
mc_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
mc_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (mc_wrap_box_parent_class)->dispose (object);
}

static void
mc_wrap_box_class_init (McWrapBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_wrap_box_dispose;
  widget_class->measure = mc_wrap_box_measure;
  widget_class->size_allocate = mc_wrap_box_size_allocate;
  widget_class->get_request_mode = mc_wrap_box_get_request_mode;
  gtk_widget_class_set_css_name (widget_class, "wrapbox");
}

static void
mc_wrap_box_init (McWrapBox *self)
{
}

/**
 * mc_wrap_box_new:
 * @spacing: px between children and between lines
 *
 * Returns: (transfer floating): an empty box
 */
GtkWidget *
mc_wrap_box_new (int spacing)
{
  McWrapBox *self = g_object_new (MC_TYPE_WRAP_BOX, NULL);

  self->spacing = spacing;

  return GTK_WIDGET (self);
}

/**
 * mc_wrap_box_append:
 * @child: (transfer floating): goes behind the others
 */
void
mc_wrap_box_append (McWrapBox *self, GtkWidget *child)
{
  g_return_if_fail (MC_IS_WRAP_BOX (self));

  gtk_widget_set_parent (child, GTK_WIDGET (self));
}
