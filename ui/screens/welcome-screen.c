/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-welcome-screen"

#include "config.h"

#include "ui/screens/welcome-screen.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/tile.h"

/**
 * McWelcomeScreen:
 *
 * Its texts stand in the template in both languages and are not translated: whoever stands here
 * has not chosen one yet.
 */
struct _McWelcomeScreen
{
  McScreen parent_instance;

  GtkWidget *tiles; /* (unowned), template child */
  GtkWidget *vi;    /* (unowned), template child */
  GtkWidget *en;    /* (unowned), template child */
};

G_DEFINE_FINAL_TYPE (McWelcomeScreen, mc_welcome_screen, MC_TYPE_SCREEN)

static void
choose (McWelcomeScreen *self, const char *language)
{
  mc_visit_set_language (mc_context_get_visit (mc_screen_get_context (MC_SCREEN (self))), language);
  mc_screen_finish (MC_SCREEN (self), "next");
}

static void
on_vi_clicked (McWelcomeScreen *self)
{
  choose (self, "vi");
}

static void
on_en_clicked (McWelcomeScreen *self)
{
  choose (self, "en");
}

static void
arrange (McWelcomeScreen *self)
{
  const gboolean wide = mc_context_get_landscape (mc_screen_get_context (MC_SCREEN (self)));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->tiles),
                                  wide ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
}

static void
mc_welcome_screen_constructed (GObject *object)
{
  McWelcomeScreen *self = MC_WELCOME_SCREEN (object);

  G_OBJECT_CLASS (mc_welcome_screen_parent_class)->constructed (object);
  g_signal_connect_object (mc_screen_get_context (MC_SCREEN (self)),
                           "notify::landscape",
                           G_CALLBACK (arrange),
                           self,
                           G_CONNECT_SWAPPED);
  arrange (self);
}

static void
mc_welcome_screen_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_WELCOME_SCREEN);
  G_OBJECT_CLASS (mc_welcome_screen_parent_class)->dispose (object);
}

static void
mc_welcome_screen_class_init (McWelcomeScreenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = mc_welcome_screen_constructed;
  G_OBJECT_CLASS (klass)->dispose = mc_welcome_screen_dispose;
  g_type_ensure (MC_TYPE_ICON);
  g_type_ensure (MC_TYPE_TILE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/welcome-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McWelcomeScreen, tiles);
  gtk_widget_class_bind_template_child (widget_class, McWelcomeScreen, vi);
  gtk_widget_class_bind_template_child (widget_class, McWelcomeScreen, en);
}

static void
mc_welcome_screen_init (McWelcomeScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (
      self->vi, "clicked", G_CALLBACK (on_vi_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->en, "clicked", G_CALLBACK (on_en_clicked), self, G_CONNECT_SWAPPED);
}
