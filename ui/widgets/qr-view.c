/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-qr-view"

#include "config.h"

#include "ui/widgets/qr-view.h"

/**
 * McQrView:
 *
 * Black on white whatever the theme: phones read nothing else reliably.
 */
struct _McQrView
{
  GtkWidget parent_instance;

  gboolean *modules; /* (owned) (nullable), size × size, row by row */
  guint size;
};

G_DEFINE_FINAL_TYPE (McQrView, mc_qr_view, GTK_TYPE_WIDGET)

static void
mc_qr_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  static const GdkRGBA black = { 0, 0, 0, 1 }, white = { 1, 1, 1, 1 };
  McQrView *self = MC_QR_VIEW (widget);
  const int side = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  const int module = self->size > 0 ? side / (int) self->size : 0;
  const int x0 = (gtk_widget_get_width (widget) - module * (int) self->size) / 2;
  const int y0 = (gtk_widget_get_height (widget) - module * (int) self->size) / 2;

  if (module == 0)
    return;
  gtk_snapshot_append_color (
      snapshot,
      &white,
      &GRAPHENE_RECT_INIT (
          0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget)));
  for (guint y = 0; y < self->size; y++)
    for (guint x = 0; x < self->size;)
      {
        guint run = 0;

        while (x + run < self->size && self->modules[y * self->size + x + run])
          run++;
        if (run > 0)
          gtk_snapshot_append_color (snapshot,
                                     &black,
                                     &GRAPHENE_RECT_INIT ((float) (x0 + (int) x * module),
                                                          (float) (y0 + (int) y * module),
                                                          (float) ((int) run * module),
                                                          (float) module));
        x += MAX (run, 1);
      }
}

static void
mc_qr_view_finalize (GObject *object)
{
  g_free (MC_QR_VIEW (object)->modules);
  G_OBJECT_CLASS (mc_qr_view_parent_class)->finalize (object);
}

static void
mc_qr_view_class_init (McQrViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mc_qr_view_finalize;
  widget_class->snapshot = mc_qr_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "qrview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
mc_qr_view_init (McQrView *self)
{
}

/**
 * mc_qr_view_new:
 *
 * Returns: (transfer full): an empty view; its size is the style's
 */
GtkWidget *
mc_qr_view_new (void)
{
  return g_object_new (MC_TYPE_QR_VIEW, NULL);
}

/**
 * mc_qr_view_set_modules:
 * @self: a view
 * @modules: (nullable): @size × @size, row by row, %TRUE is black; copied
 * @size: modules a side, the quiet zone included; 0 shows nothing
 */
void
mc_qr_view_set_modules (McQrView *self, const gboolean *modules, guint size)
{
  g_return_if_fail (MC_IS_QR_VIEW (self));
  g_return_if_fail (size <= 177 + 8); /* version 40 and its quiet zone */

  g_free (self->modules);
  self->modules = g_memdup2 (modules, sizeof (gboolean) * size * size);
  self->size = modules != NULL ? size : 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
