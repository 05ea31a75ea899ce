/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-submit-screen"

#include "config.h"

#include "ui/screens/submit-screen.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/notice.h"
#include "ui/widgets/parts.h"
#include "ui/words.h"

/**
 * McSubmitScreen:
 *
 * Submits when it is shown. Ends with the receipt, or with words and a next step: never with a dead
 * end.
 */
struct _McSubmitScreen
{
  McScreen parent_instance;

  GtkWidget *content;   /* (unowned), template child */
  GSignalGroup *intake; /* (owned) */
};

G_DEFINE_FINAL_TYPE (McSubmitScreen, mc_submit_screen, MC_TYPE_SCREEN)

static McIntakeController *
get_intake (McSubmitScreen *self)
{
  return mc_context_get_intake (mc_screen_get_context (MC_SCREEN (self)));
}

static void
show_progress (McSubmitScreen *self, const char *title, const char *text)
{
  mc_screen_set_title_icon (MC_SCREEN (self), "clock");
  mc_screen_set_title (MC_SCREEN (self), title);
  mc_screen_set_lead (MC_SCREEN (self), text);
  mc_screen_set_main_label (MC_SCREEN (self), NULL);
  mc_screen_set_back_visible (MC_SCREEN (self), FALSE);
  mc_screen_set_secondary (MC_SCREEN (self), NULL, NULL);
  mc_screen_set_busy (MC_SCREEN (self), TRUE);
  mc_parts_clear (self->content);
  gtk_box_append (GTK_BOX (self->content),
                  mc_notice_new (MC_NOTICE_INFO,
                                 _ ("Please stay for a moment."),
                                    _ ("Your dossier code appears here in a few seconds.")));
}

static void
show_failure (McSubmitScreen *self)
{
  McIntakeController *intake = get_intake (self);
  const McIntakeProblem problem = mc_intake_controller_get_problem (intake);
  g_autoptr (McWords) words =
                 mc_words_for_intake_problem (problem, mc_intake_controller_get_point (intake));
  const gboolean again = problem == MC_INTAKE_PROBLEM_STORAGE;

  mc_screen_set_busy (MC_SCREEN (self), FALSE);
  mc_screen_set_title_icon (MC_SCREEN (self), "warning");
  mc_screen_set_title (MC_SCREEN (self), words->what);
  mc_screen_set_lead (MC_SCREEN (self), NULL);
  mc_screen_set_back_visible (MC_SCREEN (self), TRUE);
  mc_screen_set_main_icon (MC_SCREEN (self), again ? "refresh" : "");
  mc_screen_set_main_label (MC_SCREEN (self), again ? _ ("Try again") : NULL);
  mc_screen_set_secondary (MC_SCREEN (self), "trash", _ ("Erase all and end"));
  mc_parts_clear (self->content);
  gtk_box_append (GTK_BOX (self->content),
                  mc_notice_new (MC_NOTICE_CARE, _ ("What to do now"), words->how));
  mc_screen_focus_heading (MC_SCREEN (self));
}

static void
refresh (McSubmitScreen *self)
{
  switch (mc_intake_controller_get_state (get_intake (self)))
    {
    case MC_INTAKE_COMMITTING:
      show_progress (
          self, _ ("Your dossier is being saved"), _ ("It is kept safe at this machine first."));
      break;
    case MC_INTAKE_CONFIRMING:
      show_progress (
          self, _ ("Your dossier is saved"), _ ("It is now being sent to the service centre."));
      break;
    case MC_INTAKE_ACCEPTED:
      mc_screen_set_busy (MC_SCREEN (self), FALSE);
      mc_screen_finish (MC_SCREEN (self), "next");
      break;
    case MC_INTAKE_FAILED:
      show_failure (self);
      break;
    case MC_INTAKE_EMPTY:
    case MC_INTAKE_DRAFT:
      break;
    }
}

static void
mc_submit_screen_shown (McScreen *screen)
{
  McSubmitScreen *self = MC_SUBMIT_SCREEN (screen);

  g_signal_group_set_target (self->intake, get_intake (self));
  mc_intake_controller_submit (get_intake (self));
  refresh (self);
}

static void
mc_submit_screen_hidden (McScreen *screen)
{
  g_signal_group_set_target (MC_SUBMIT_SCREEN (screen)->intake, NULL);
}

static void
mc_submit_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_submit_screen_parent_class)->locale_changed (screen);
  refresh (MC_SUBMIT_SCREEN (screen));
}

static void
mc_submit_screen_main_activated (McScreen *screen)
{
  mc_intake_controller_submit (get_intake (MC_SUBMIT_SCREEN (screen)));
}

static void
mc_submit_screen_secondary_activated (McScreen *screen)
{
  mc_visit_end (mc_context_get_visit (mc_screen_get_context (screen)), MC_VISIT_END_ERASED);
}

static void
mc_submit_screen_dispose (GObject *object)
{
  g_clear_object (&MC_SUBMIT_SCREEN (object)->intake);
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_SUBMIT_SCREEN);
  G_OBJECT_CLASS (mc_submit_screen_parent_class)->dispose (object);
}

static void
mc_submit_screen_class_init (McSubmitScreenClass *klass)
{
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_submit_screen_dispose;
  screen_class->shown = mc_submit_screen_shown;
  screen_class->hidden = mc_submit_screen_hidden;
  screen_class->locale_changed = mc_submit_screen_locale_changed;
  screen_class->main_activated = mc_submit_screen_main_activated;
  screen_class->secondary_activated = mc_submit_screen_secondary_activated;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/submit-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McSubmitScreen, content);
}

static void
mc_submit_screen_init (McSubmitScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->intake = g_signal_group_new (MC_TYPE_INTAKE_CONTROLLER);
  g_signal_group_connect_swapped (self->intake, "notify::state", G_CALLBACK (refresh), self);
}
