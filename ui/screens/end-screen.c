/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-end-screen"

#include "config.h"

#include "ui/screens/end-screen.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/icon.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/parts.h"
#include "ui/words.h"

/**
 * McEndScreen:
 *
 * Short, and it goes by itself: the next citizen must not meet this one's machine. But not while
 * the slip is still on its way: whoever was quick with "done" must not walk off believing that it
 * came when it did not.
 */
struct _McEndScreen
{
  McScreen parent_instance;

  GtkWidget *content;   /* (unowned), template child */
  GSignalGroup *intake; /* (owned) */
  guint timer;          /* source id */
};

G_DEFINE_FINAL_TYPE (McEndScreen, mc_end_screen, MC_TYPE_SCREEN)

/* Long enough to read two sentences slowly. */
#define SHOWN_S 12

static McIntakePrint
get_print (McEndScreen *self)
{
  return mc_intake_controller_get_print (
      mc_context_get_intake (mc_screen_get_context (MC_SCREEN (self))));
}

static gboolean
is_under_way (McEndScreen *self)
{
  return get_print (self) == MC_INTAKE_PRINT_WAITING ||
         get_print (self) == MC_INTAKE_PRINT_PRINTING;
}

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
  switch (get_print (self))
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

/* What became of the slip, unless there was none to become of. */
static void
add_print (McEndScreen *self)
{
  McContext *context = mc_screen_get_context (MC_SCREEN (self));
  McIntakeController *intake = mc_context_get_intake (context);
  const McIntakePrint print = get_print (self);
  const gboolean care = print == MC_INTAKE_PRINT_FAILED || print == MC_INTAKE_PRINT_UNKNOWN ||
                        print == MC_INTAKE_PRINT_SENT;
  g_autofree char *counter = mc_words_for_counter (mc_intake_controller_get_point (intake));
  /* the code is not on this page */
  g_autofree char *how = g_strdup_printf (_ ("Touch “See the QR code again” to photograph the code, or ask for the slip at %s."), counter);
  g_autoptr (McWords) words = NULL;
  GtkWidget *notice;

  mc_screen_set_secondary (MC_SCREEN (self), "phone", care ? _ ("See the QR code again") : NULL);
  if (mc_intake_controller_get_receipt (intake) == NULL || print == MC_INTAKE_PRINT_NONE)
    return;
  words = mc_words_for_print (
      print, mc_context_get_health (context), mc_intake_controller_get_point (intake));
  notice = mc_notice_new (care                            ? MC_NOTICE_CARE
                          : print == MC_INTAKE_PRINT_DONE ? MC_NOTICE_OK
                                                          : MC_NOTICE_INFO,
                          words->what,
                          care ? how : words->how);
  mc_notice_set_icon (MC_NOTICE (notice),
                      print == MC_INTAKE_PRINT_FAILED ? "printer-off" : "printer");
  gtk_widget_set_name (notice, "print");
  gtk_box_append (GTK_BOX (self->content), notice);
}

static void
refresh (McEndScreen *self)
{
  mc_screen_set_title (MC_SCREEN (self), _ ("Thank you.\nWe wish you a good day."));
  mc_screen_set_lead (MC_SCREEN (self),
                      _ ("This machine forgets what you entered as soon as this page closes."));
  mc_screen_set_main_label (MC_SCREEN (self), _ ("To the first page"));
  mc_parts_clear (self->content);
  add_print (self);
  gtk_box_append (GTK_BOX (self->content), create_question ());
  gtk_box_append (GTK_BOX (self->content), create_things (has_slip (self)));
}

/* The time to read begins when there is nothing more to come. */
static void
restart (McEndScreen *self)
{
  refresh (self);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (!is_under_way (self))
    self->timer = g_timeout_add_seconds (SHOWN_S, on_timer, self);
}

static void
mc_end_screen_shown (McScreen *screen)
{
  McEndScreen *self = MC_END_SCREEN (screen);

  g_signal_group_set_target (self->intake, mc_context_get_intake (mc_screen_get_context (screen)));
  restart (self);
}

static void
mc_end_screen_secondary_activated (McScreen *screen)
{
  mc_screen_finish (screen, "receipt");
}

static void
mc_end_screen_hidden (McScreen *screen)
{
  g_signal_group_set_target (MC_END_SCREEN (screen)->intake, NULL);
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
  g_clear_object (&MC_END_SCREEN (object)->intake);
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
  screen_class->secondary_activated = mc_end_screen_secondary_activated;
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
  self->intake = g_signal_group_new (MC_TYPE_INTAKE_CONTROLLER);
  g_signal_group_connect_swapped (self->intake, "notify::print", G_CALLBACK (restart), self);
}
