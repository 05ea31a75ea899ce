/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-end-screen"

#include "config.h"

#include "ui/screens/end-screen.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/icon.h"
#include "ui/widgets/parts.h"

/**
 * McEndScreen:
 *
 * Short, and it goes by itself: the next citizen must not meet this one's machine.
 */
struct _McEndScreen
{
  McScreen parent_instance;

  GtkWidget *content; /* (unowned), template child */
  guint timer;        /* source id */
};

G_DEFINE_FINAL_TYPE (McEndScreen, mc_end_screen, MC_TYPE_SCREEN)

/* Long enough to read two sentences slowly. */
#define SHOWN_S 12

static gboolean
on_timer (gpointer user_data)
{
  McEndScreen *self = user_data;

  self->timer = 0;
  mc_screen_finish (MC_SCREEN (self), "next");

  return G_SOURCE_REMOVE;
}

/* Whether a slip came out, or may have. */
static gboolean
has_slip (McEndScreen *self)
{
  switch (mc_intake_controller_get_print (
      mc_context_get_intake (mc_screen_get_context (MC_SCREEN (self)))))
    {
    case MC_INTAKE_PRINT_WAITING:
    case MC_INTAKE_PRINT_PRINTING:
    case MC_INTAKE_PRINT_DONE:
    case MC_INTAKE_PRINT_SENT:
    case MC_INTAKE_PRINT_UNKNOWN:
      return TRUE;
    case MC_INTAKE_PRINT_NONE:
    case MC_INTAKE_PRINT_FAILED:
    default:
      return FALSE;
    }
}

static GtkWidget *
create_thing (const char *icon_name, const char *label)
{
  GtkWidget *thing = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *icon = mc_icon_new (icon_name);
  GtkWidget *words = mc_parts_label (label, NULL);

  gtk_widget_add_css_class (thing, "thing");
  gtk_widget_add_css_class (icon, "large");
  gtk_widget_set_halign (icon, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (words), 0.5);
  gtk_label_set_justify (GTK_LABEL (words), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (thing), icon);
  gtk_box_append (GTK_BOX (thing), words);

  return thing;
}

static GtkWidget *
create_question (void)
{
  GtkWidget *question = mc_parts_heading (_ ("Have you got everything?"));

  gtk_label_set_xalign (GTK_LABEL (question), 0.5);
  gtk_label_set_justify (GTK_LABEL (question), GTK_JUSTIFY_CENTER);

  return question;
}

/* What is left behind most often. */
static GtkWidget *
create_things (gboolean slip)
{
  GtkWidget *things = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (things, "things");
  gtk_box_set_homogeneous (GTK_BOX (things), TRUE);
  if (slip)
    gtk_box_append (GTK_BOX (things), create_thing ("receipt", _ ("Your slip")));
  gtk_box_append (GTK_BOX (things), create_thing ("card", _ ("Your identity card")));
  gtk_box_append (GTK_BOX (things), create_thing ("document", _ ("Your papers")));

  return things;
}

static void
refresh (McEndScreen *self)
{
  mc_screen_set_title (MC_SCREEN (self), _ ("Thank you.\nWe wish you a good day."));
  mc_screen_set_lead (MC_SCREEN (self),
                      _ ("This machine forgets what you entered as soon as this page closes."));
  mc_screen_set_main_label (MC_SCREEN (self), _ ("To the first page"));
  mc_parts_clear (self->content);
  gtk_box_append (GTK_BOX (self->content), create_question ());
  gtk_box_append (GTK_BOX (self->content), create_things (has_slip (self)));
}

static void
mc_end_screen_shown (McScreen *screen)
{
  McEndScreen *self = MC_END_SCREEN (screen);

  refresh (self);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add_seconds (SHOWN_S, on_timer, self);
}

static void
mc_end_screen_hidden (McScreen *screen)
{
  g_clear_handle_id (&MC_END_SCREEN (screen)->timer, g_source_remove);
}

static void
mc_end_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_end_screen_parent_class)->locale_changed (screen);
  refresh (MC_END_SCREEN (screen));
}

static void
mc_end_screen_dispose (GObject *object)
{
  g_clear_handle_id (&MC_END_SCREEN (object)->timer, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_END_SCREEN);
  G_OBJECT_CLASS (mc_end_screen_parent_class)->dispose (object);
}

static void
mc_end_screen_class_init (McEndScreenClass *klass)
{
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_end_screen_dispose;
  screen_class->shown = mc_end_screen_shown;
  screen_class->hidden = mc_end_screen_hidden;
  screen_class->locale_changed = mc_end_screen_locale_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/end-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McEndScreen, content);
}

static void
mc_end_screen_init (McEndScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mc_screen_set_back_visible (MC_SCREEN (self), FALSE);
  mc_screen_set_title_icon (MC_SCREEN (self), "check-circle");
  mc_screen_set_centred (MC_SCREEN (self), TRUE);
}
