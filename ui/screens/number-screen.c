/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-number-screen"

#include "config.h"

#include "ui/screens/number-screen.h"

#include <glib/gi18n-lib.h>

#include "app/domain/datetime.h"
#include "ui/widgets/columns.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/parts.h"
#include "ui/words.h"

/**
 * McNumberScreen:
 *
 * Names nobody in full: whoever stands behind may read it.
 */
struct _McNumberScreen
{
  McScreen parent_instance;

  GtkWidget *content;   /* (unowned), template child */
  GtkWidget *print;     /* (unowned) (nullable), McNotice in the content */
  GSignalGroup *pickup; /* (owned) */
};

G_DEFINE_FINAL_TYPE (McNumberScreen, mc_number_screen, MC_TYPE_SCREEN)

static McPickupController *
get_pickup (McNumberScreen *self)
{
  return mc_context_get_pickup (mc_screen_get_context (MC_SCREEN (self)));
}

static GtkWidget *
create_centred (const char *text, const char *css_class)
{
  GtkWidget *label = mc_parts_label (text, css_class);

  gtk_label_set_xalign (GTK_LABEL (label), 0.5);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);

  return label;
}

static char *
describe_queue (const McPickup *pickup)
{
  g_autofree char *counter =
      pickup->counter != NULL ? g_strdup_printf (_ ("Counter %s"), pickup->counter)
                              : g_strdup (_ ("Counter for results"));
  g_autofree char *ahead = pickup->ahead == 0
      ? g_strdup (_ ("nobody waits before you"))
      : g_strdup_printf (
            dngettext (
                GETTEXT_PACKAGE, "%u person before you", "%u people before you", pickup->ahead),
            pickup->ahead);

  return g_strdup_printf ("%s · %s", counter, ahead);
}

static GtkWidget *
create_number (const McPickup *pickup)
{
  GtkWidget *hero = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *number;
  g_autofree char *text = g_strdup_printf ("%u", pickup->number);
  g_autofree char *queue = describe_queue (pickup);

  gtk_widget_add_css_class (hero, "hero");
  gtk_widget_add_css_class (hero, "ticket");
  gtk_box_append (GTK_BOX (hero), create_centred (_ ("Your number"), "hero-lead"));
  number = create_centred (text, "hero-title");
  gtk_widget_set_name (number, "ticket");
  gtk_box_append (GTK_BOX (hero), number);
  gtk_box_append (GTK_BOX (hero), create_centred (queue, "hero-queue"));

  return hero;
}

/* "Giấy khai sinh": what is waited for, where the machine knows the procedure. */
static const char *
describe_result (McNumberScreen *self, const McPickup *pickup)
{
  McContext *context = mc_screen_get_context (MC_SCREEN (self));
  const McStatus *status = mc_lookup_controller_get_status (mc_context_get_lookup (context));
  McEngine *engine = mc_context_get_engine (context);
  McProcedure *procedure = NULL;
  GDate filed;

  if (pickup->refusal)
    return _ ("The written answer to your dossier");
  if (status != NULL)
    {
      mc_time_get_local_date (status->submitted_at, &filed);
      procedure = mc_catalogue_find (mc_engine_get_catalogue (engine), status->procedure, &filed);
    }

  return procedure == NULL
             ? pickup->procedure_name
             : mc_procedure_get_result_name (procedure, mc_context_get_language (context));
}

static GtkWidget *
create_facts (McNumberScreen *self, const McPickup *pickup)
{
  GtkWidget *card = mc_parts_card ();

  if (pickup->check == MC_PICKUP_CARD_MATCHED)
    gtk_box_append (
        GTK_BOX (card),
        mc_parts_row ("check-circle",
                      _ ("Your identity card matches the dossier"), pickup->masked_name));
  else
    gtk_box_append (GTK_BOX (card),
                    mc_parts_row ("card",
                                  _ ("The officer looks at your papers"),
                                     _ ("Please have your identity card and your receipt ready.")));
  gtk_box_append (GTK_BOX (card),
                  mc_parts_row ("document", describe_result (self, pickup), pickup->code));

  return card;
}

static void
refresh_print (McNumberScreen *self)
{
  static const struct
  {
    McNoticeKind kind;
    const char *icon;
  } looks[] = {
    [MC_INTAKE_PRINT_NONE] = { MC_NOTICE_CARE, "printer-off" },
    [MC_INTAKE_PRINT_WAITING] = { MC_NOTICE_INFO, "printer" },
    [MC_INTAKE_PRINT_PRINTING] = { MC_NOTICE_INFO, "printer" },
    [MC_INTAKE_PRINT_DONE] = { MC_NOTICE_OK, "printer" },
    [MC_INTAKE_PRINT_SENT] = { MC_NOTICE_CARE, "printer" },
    [MC_INTAKE_PRINT_FAILED] = { MC_NOTICE_CARE, "printer-off" },
    [MC_INTAKE_PRINT_UNKNOWN] = { MC_NOTICE_CARE, "printer" },
  };
  const McIntakePrint print = mc_pickup_controller_get_print (get_pickup (self));
  g_autoptr (McWords) words = mc_words_for_number_slip (print);

  if (self->print == NULL)
    return;
  mc_notice_set (MC_NOTICE (self->print), looks[print].kind, words->what, words->how);
  mc_notice_set_icon (MC_NOTICE (self->print), looks[print].icon);
}

static void
refresh (McNumberScreen *self)
{
  const McPickup *pickup = mc_pickup_controller_get_pickup (get_pickup (self));
  GtkWidget *left, *right;

  mc_parts_clear (self->content);
  self->print = NULL;
  mc_screen_set_title (MC_SCREEN (self), _ ("Please wait until your number is called"));
  mc_screen_set_main_label (MC_SCREEN (self), _ ("Done"));
  if (pickup == NULL)
    return;

  gtk_box_append (GTK_BOX (self->content),
                  mc_columns_new (mc_screen_get_context (MC_SCREEN (self)), &left, &right));
  gtk_box_append (GTK_BOX (left), create_number (pickup));
  self->print = mc_notice_new (MC_NOTICE_INFO, NULL, NULL);
  gtk_widget_set_name (self->print, "print");
  gtk_box_append (GTK_BOX (left), self->print);
  refresh_print (self);
  gtk_box_append (GTK_BOX (right), create_facts (self, pickup));
  if (pickup->check == MC_PICKUP_CARD_MATCHED)
    return;
  gtk_box_append (
      GTK_BOX (right),
      mc_notice_new (
          MC_NOTICE_INFO,
          _ ("Collecting for somebody else?"),
             _ ("Bring a letter of authority and both identity cards. The officer checks "
                          "them at the counter.")));
}

static void
mc_number_screen_shown (McScreen *screen)
{
  McNumberScreen *self = MC_NUMBER_SCREEN (screen);

  g_signal_group_set_target (self->pickup, get_pickup (self));
  refresh (self);
}

static void
mc_number_screen_hidden (McScreen *screen)
{
  g_signal_group_set_target (MC_NUMBER_SCREEN (screen)->pickup, NULL);
}

static void
mc_number_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_number_screen_parent_class)->locale_changed (screen);
  refresh (MC_NUMBER_SCREEN (screen));
}

static void
mc_number_screen_dispose (GObject *object)
{
  g_clear_object (&MC_NUMBER_SCREEN (object)->pickup);
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_NUMBER_SCREEN);
  G_OBJECT_CLASS (mc_number_screen_parent_class)->dispose (object);
}

static void
mc_number_screen_class_init (McNumberScreenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_number_screen_dispose;
  screen_class->shown = mc_number_screen_shown;
  screen_class->hidden = mc_number_screen_hidden;
  screen_class->locale_changed = mc_number_screen_locale_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/number-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McNumberScreen, content);
}

static void
mc_number_screen_init (McNumberScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mc_screen_set_wide (MC_SCREEN (self), TRUE);
  mc_screen_set_back_visible (MC_SCREEN (self), FALSE);
  mc_screen_set_main_icon (MC_SCREEN (self), "");
  self->pickup = g_signal_group_new (MC_TYPE_PICKUP_CONTROLLER);
  g_signal_group_connect_swapped (self->pickup, "notify::print", G_CALLBACK (refresh_print), self);
}
