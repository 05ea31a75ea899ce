/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-no-paper-screen"

#include "config.h"

#include "ui/screens/no-paper-screen.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/icon-button.h"
#include "ui/widgets/notice.h"
#include "ui/words.h"

/**
 * McNoPaperScreen:
 *
 * Follows the printer while it is shown: when paper is back, it says so, and goes on by itself for
 * whoever waited.
 */
struct _McNoPaperScreen
{
  McScreen parent_instance;

  GtkWidget *notice;    /* (unowned), template child */
  GtkWidget *go_on;     /* (unowned), template child */
  GtkWidget *wait;      /* (unowned), template child */
  GtkWidget *home;      /* (unowned), template child */
  GSignalGroup *health; /* (owned) */
  gboolean waiting;
};

G_DEFINE_FINAL_TYPE (McNoPaperScreen, mc_no_paper_screen, MC_TYPE_SCREEN)

/* By its own word: a printer that fell silent is not ready again. */
static gboolean
is_ready (McHealth *health)
{
  return mc_health_get_printer (health) == MC_HEALTH_PRINTER_READY ||
         mc_health_get_printer (health) == MC_HEALTH_PRINTER_LOW;
}

static void
refresh (McNoPaperScreen *self)
{
  McContext *context = mc_screen_get_context (MC_SCREEN (self));
  McHealth *health = mc_context_get_health (context);
  g_autofree char *counter =
      mc_words_for_counter (mc_intake_controller_get_point (mc_context_get_intake (context)));
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (is_ready (health))
    {
      mc_screen_set_title (MC_SCREEN (self), _ ("The printer is ready again"));
      mc_screen_set_lead (MC_SCREEN (self), _ ("You will get your slip on paper."));
      mc_notice_set (MC_NOTICE (self->notice),
                     MC_NOTICE_OK,
                     _ ("You can begin now."), _ ("Filing a dossier takes about 10 minutes."));
      mc_notice_set_icon (MC_NOTICE (self->notice), "printer");
      mc_icon_button_set_text (MC_ICON_BUTTON (self->go_on), _ ("Begin"));
      gtk_widget_set_visible (self->wait, FALSE);
      return;
    }

  title = mc_health_get_printer (health) == MC_HEALTH_PRINTER_FAULT
              ? mc_words_for_printer_fault (mc_health_get_printer_reason (health))
              : g_strdup (_ ("It is not certain that the printer prints"));
  text = g_strdup_printf (_ ("The dossier code and QR code appear on the screen for you to "
                             "photograph, and the officer prints the slip at %s."),
                             counter);
  mc_screen_set_title (MC_SCREEN (self), title);
  mc_screen_set_lead (MC_SCREEN (self),
                      self->waiting
                      ? _ ("This page goes on by itself when the printer is ready.")
                      : _ ("You can still file your dossier."));
  mc_notice_set (MC_NOTICE (self->notice),
                 MC_NOTICE_CARE,
                 mc_health_get_printer (health) == MC_HEALTH_PRINTER_FAULT
                 ? _ ("If you file now, there is no paper slip.")
                 : _ ("If you file now, there may be no paper slip."), text);
  mc_notice_set_icon (MC_NOTICE (self->notice), "printer-off");
  mc_icon_button_set_text (MC_ICON_BUTTON (self->go_on),
                           _ ("Go on, I will photograph the QR code"));
  gtk_widget_set_visible (self->wait, !self->waiting);
}

static void
on_health_changed (McNoPaperScreen *self)
{
  McHealth *health = mc_context_get_health (mc_screen_get_context (MC_SCREEN (self)));

  if (self->waiting && is_ready (health))
    mc_screen_finish (MC_SCREEN (self), "next");
  else
    refresh (self);
}

static void
on_go_on_clicked (McNoPaperScreen *self)
{
  mc_screen_finish (MC_SCREEN (self), "next");
}

static void
on_wait_clicked (McNoPaperScreen *self)
{
  self->waiting = TRUE;
  refresh (self);
}

static void
on_home_clicked (McNoPaperScreen *self)
{
  mc_screen_finish (MC_SCREEN (self), "home");
}

static void
mc_no_paper_screen_shown (McScreen *screen)
{
  McNoPaperScreen *self = MC_NO_PAPER_SCREEN (screen);

  self->waiting = FALSE;
  g_signal_group_set_target (self->health, mc_context_get_health (mc_screen_get_context (screen)));
  refresh (self);
}

static void
mc_no_paper_screen_hidden (McScreen *screen)
{
  g_signal_group_set_target (MC_NO_PAPER_SCREEN (screen)->health, NULL);
}

static void
mc_no_paper_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_no_paper_screen_parent_class)->locale_changed (screen);
  refresh (MC_NO_PAPER_SCREEN (screen));
}

static void
mc_no_paper_screen_dispose (GObject *object)
{
  g_clear_object (&MC_NO_PAPER_SCREEN (object)->health);
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_NO_PAPER_SCREEN);
  G_OBJECT_CLASS (mc_no_paper_screen_parent_class)->dispose (object);
}

static void
mc_no_paper_screen_class_init (McNoPaperScreenClass *klass)
{
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_no_paper_screen_dispose;
  screen_class->shown = mc_no_paper_screen_shown;
  screen_class->hidden = mc_no_paper_screen_hidden;
  screen_class->locale_changed = mc_no_paper_screen_locale_changed;
  g_type_ensure (MC_TYPE_NOTICE);
  g_type_ensure (MC_TYPE_ICON_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/no-paper-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McNoPaperScreen, notice);
  gtk_widget_class_bind_template_child (widget_class, McNoPaperScreen, go_on);
  gtk_widget_class_bind_template_child (widget_class, McNoPaperScreen, wait);
  gtk_widget_class_bind_template_child (widget_class, McNoPaperScreen, home);
}

static void
mc_no_paper_screen_init (McNoPaperScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mc_screen_set_back_visible (MC_SCREEN (self), FALSE);
  self->health = g_signal_group_new (MC_TYPE_HEALTH);
  g_signal_group_connect_swapped (
      self->health, "notify::printer", G_CALLBACK (on_health_changed), self);
  g_signal_group_connect_swapped (
      self->health, "notify::printer-reason", G_CALLBACK (on_health_changed), self);
  g_signal_connect_object (
      self->go_on, "clicked", G_CALLBACK (on_go_on_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->wait, "clicked", G_CALLBACK (on_wait_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->home, "clicked", G_CALLBACK (on_home_clicked), self, G_CONNECT_SWAPPED);
}
