/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-diagnostic-screen"

#include "config.h"

#include "ui/screens/diagnostic-screen.h"

/**
 * McDiagnosticScreen:
 *
 * A bad configuration must show what is wrong and where (canonical/ubuntu-frame, pull request 295).
 */
struct _McDiagnosticScreen
{
  McScreen parent_instance;

  GtkWidget *problem; /* (unowned), template child */
};

G_DEFINE_FINAL_TYPE (McDiagnosticScreen, mc_diagnostic_screen, MC_TYPE_SCREEN)

static void
mc_diagnostic_screen_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_DIAGNOSTIC_SCREEN);
  G_OBJECT_CLASS (mc_diagnostic_screen_parent_class)->dispose (object);
}

static void
mc_diagnostic_screen_class_init (McDiagnosticScreenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_diagnostic_screen_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/diagnostic-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McDiagnosticScreen, problem);
}

static void
mc_diagnostic_screen_init (McDiagnosticScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mc_diagnostic_screen_new:
 * @context: what all screens share
 * @problem: what is wrong, as the configuration or the engine said it
 *
 * Returns: (transfer floating): a new screen
 */
McScreen *
mc_diagnostic_screen_new (McContext *context, const char *problem)
{
  McDiagnosticScreen *self =
      g_object_new (MC_TYPE_DIAGNOSTIC_SCREEN, "context", context, "name", "diagnostic", NULL);

  gtk_label_set_label (GTK_LABEL (self->problem), problem);
  return MC_SCREEN (self);
}
