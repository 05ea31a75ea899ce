/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-identify-screen"

#include "config.h"

#include "ui/screens/identify-screen.h"

#include <glib/gi18n-lib.h>

#include "app/domain/text.h"
#include "ui/widgets/accessible.h"
#include "ui/widgets/columns.h"
#include "ui/widgets/icon-button.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/parts.h"
#include "ui/words.h"

/**
 * McIdentifyScreen:
 *
 * The scanner works while this page is shown. What a card says stays "not checked" until an officer
 * has seen the card itself.
 */
struct _McIdentifyScreen
{
  McScreen parent_instance;

  GtkWidget *content;      /* (unowned), template child */
  GtkWidget *person;       /* (unowned) (nullable), in the content */
  GtkWidget *organisation; /* (unowned) (nullable), in the content */
  gulong scanned_id;       /* handlers on the scanner while the page is shown */
  gulong garbled_id;
  gulong connected_id;
  McWords *trouble; /* (owned) (nullable), why the last scan was not taken */
  McCardWarnings warnings;
};

G_DEFINE_FINAL_TYPE (McIdentifyScreen, mc_identify_screen, MC_TYPE_SCREEN)

static McIntakeController *
get_intake (McIdentifyScreen *self)
{
  return mc_context_get_intake (mc_screen_get_context (MC_SCREEN (self)));
}

static McCodeScanner *
get_scanner (McIdentifyScreen *self)
{
  return mc_engine_get_scanner (mc_context_get_engine (mc_screen_get_context (MC_SCREEN (self))));
}

static void refresh (McIdentifyScreen *self);

static void
set_kind (McIdentifyScreen *self, McApplicantKind kind)
{
  mc_intake_controller_set_applicant_kind (get_intake (self), kind);
  refresh (self);
}

static void
on_person_clicked (McIdentifyScreen *self)
{
  set_kind (self, MC_APPLICANT_PERSON);
}

static void
on_organisation_clicked (McIdentifyScreen *self)
{
  set_kind (self, MC_APPLICANT_ORGANISATION);
}

static void
on_type_clicked (McIdentifyScreen *self)
{
  mc_screen_finish (MC_SCREEN (self), "type");
}

static void
on_not_me_clicked (McIdentifyScreen *self)
{
  mc_intake_controller_forget_applicant (get_intake (self));
  g_clear_pointer (&self->trouble, mc_words_free);
  refresh (self);
}

static GtkWidget *
create_kind (McIdentifyScreen *self,
             const char *name,
             const char *label,
             const char *help,
             gboolean chosen,
             GCallback callback)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *mark = mc_icon_new ("check");

  gtk_widget_set_name (button, name);
  gtk_widget_add_css_class (button, "choice");
  if (chosen)
    gtk_widget_add_css_class (button, "chosen");
  gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_PRESSED, chosen, -1);
  gtk_widget_add_css_class (mark, "mark");
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), mc_parts_label (label, "choice-label"));
  gtk_box_append (GTK_BOX (words), mc_parts_label (help, "choice-help"));
  gtk_box_append (GTK_BOX (line), mark);
  gtk_box_append (GTK_BOX (line), words);
  gtk_button_set_child (GTK_BUTTON (button), line);
  mc_accessible_set_label (button, label);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);

  return button;
}

static void
add_kinds (McIdentifyScreen *self, McApplicantKind kind)
{
  GtkWidget *kinds = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 20);

  gtk_box_set_homogeneous (GTK_BOX (kinds), TRUE);
  gtk_box_append (GTK_BOX (kinds),
                  create_kind (self,
                               "kind-person",
                               _ ("For me or family"),
                                  _ ("A citizen files"),
                                     kind == MC_APPLICANT_PERSON,
                                     G_CALLBACK (on_person_clicked)));
  gtk_box_append (GTK_BOX (kinds),
                  create_kind (self,
                               "kind-organisation",
                               _ ("For an organisation"),
                                  _ ("I represent it"),
                                     kind == MC_APPLICANT_ORGANISATION,
                                     G_CALLBACK (on_organisation_clicked)));
  gtk_box_append (GTK_BOX (self->content), kinds);
}

static GtkWidget *
create_scan_card (McCodeScanner *scanner, gboolean connected)
{
  if (!connected)
    return mc_parts_scan_card (FALSE,
                               scanner != NULL
                               ? _ ("The scanner does not answer")
                               : _ ("This machine has no scanner"),
                                    _ ("Please type your details. It takes two minutes."));
  return mc_parts_scan_card (
      TRUE,
      _ ("Hold the QR code of your card to the scanner"),
         _ ("The scanner below the screen is waiting. The code is on the front of "
                             "an older card, on the back of a new one."));
}

static void
add_scan (McIdentifyScreen *self)
{
  McCodeScanner *scanner = get_scanner (self);
  gboolean connected = FALSE;
  GtkWidget *left;
  GtkWidget *right;
  GtkWidget *type;

  if (scanner != NULL)
    g_object_get (scanner, "connected", &connected, NULL);
  gtk_box_append (GTK_BOX (self->content),
                  mc_columns_new (mc_screen_get_context (MC_SCREEN (self)), &left, &right));
  gtk_box_append (GTK_BOX (left), create_scan_card (scanner, connected));
  if (self->trouble != NULL)
    {
      GtkWidget *notice = mc_notice_new (MC_NOTICE_ERROR, self->trouble->what, self->trouble->how);

      gtk_widget_set_name (notice, "trouble");
      gtk_box_append (GTK_BOX (left), notice);
    }
  type = mc_icon_button_new ("keyboard", _ ("Type my details instead"));
  gtk_widget_set_name (type, "type");
  gtk_widget_add_css_class (type, connected ? "tint" : "primary");
  g_signal_connect_object (type, "clicked", G_CALLBACK (on_type_clicked), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (right), type);
  gtk_box_append (
      GTK_BOX (right),
      mc_notice_new (MC_NOTICE_INFO,
                     _ ("No card with you?"),
                        _ ("You can still file. The officer checks your identity at the "
                                    "counter.")));
}

static void
add_found (McIdentifyScreen *self, const McApplicant *applicant)
{
  GtkWidget *card = mc_parts_card ();
  GtkWidget *person;
  g_autofree char *spoken = NULL;
  GtkWidget *left;
  GtkWidget *right;
  GtkWidget *not_me = mc_icon_button_new ("refresh", _ ("This is not me"));
  g_autofree char *id = mc_text_mask_id (applicant->id_number);
  g_autofree char *birth = g_strdup_printf ("%d/%d/%d",
                                            g_date_get_day (&applicant->birth_date),
                                            g_date_get_month (&applicant->birth_date),
                                            g_date_get_year (&applicant->birth_date));
  g_autofree char *number = g_strdup_printf (_ ("Number %s · born %s"), id, birth);

  if (applicant->kind == MC_APPLICANT_ORGANISATION && applicant->organisation != NULL)
    gtk_box_append (GTK_BOX (card),
                    mc_parts_row ("house", applicant->organisation, applicant->title));
  person = mc_parts_row ("person", applicant->name, number);
  spoken = g_strdup_printf ("%s. %s", applicant->name, number);
  gtk_widget_set_name (person, "found");
  mc_accessible_set_label (person, spoken);
  gtk_box_append (GTK_BOX (card), person);
  if (applicant->address != NULL)
    gtk_box_append (GTK_BOX (card),
                    mc_parts_row ("location", applicant->address, _ ("Place of residence")));
  gtk_box_append (GTK_BOX (self->content),
                  mc_columns_new (mc_screen_get_context (MC_SCREEN (self)), &left, &right));
  gtk_box_append (GTK_BOX (left), card);
  gtk_box_append (
      GTK_BOX (right),
      mc_notice_new (self->warnings != MC_CARD_WARNING_NONE ? MC_NOTICE_CARE : MC_NOTICE_INFO,
                     applicant->from_card
                     ? _ ("Read from the card, not checked yet.")
                     : _ ("Typed by you, not checked yet."),
                          _ ("The officer looks at your card at the counter.")));
  gtk_widget_set_name (not_me, "not-me");
  gtk_widget_set_halign (not_me, GTK_ALIGN_START);
  g_signal_connect_object (
      not_me, "clicked", G_CALLBACK (on_not_me_clicked), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (right), not_me);
}

static gboolean
knows_person (const McApplicant *applicant)
{
  return applicant->name != NULL && applicant->id_number != NULL &&
         g_date_valid (&applicant->birth_date);
}

static void
refresh (McIdentifyScreen *self)
{
  McIntakeController *intake = get_intake (self);
  const McApplicant *applicant = mc_intake_controller_get_applicant (intake);
  const gboolean found = knows_person (applicant);

  mc_screen_set_title (MC_SCREEN (self), found ? _ ("Is this you?") : _ ("Who is filing?"));
  mc_screen_set_lead (MC_SCREEN (self),
                      found
                      ? _ ("Please compare it with your card.")
                      : get_scanner (self) != NULL
                      ? _ ("The card fills in the form for you.")
                      : NULL);
  mc_screen_set_main_label (MC_SCREEN (self), found ? _ ("Yes, it is me") : NULL);
  mc_parts_clear (self->content);
  add_kinds (self, applicant->kind);
  if (found)
    add_found (self, applicant);
  else
    add_scan (self);
}

static void
on_scanned (McIdentifyScreen *self, const char *payload)
{
  g_autoptr (GError) error = NULL;

  mc_visit_touch (mc_context_get_visit (mc_screen_get_context (MC_SCREEN (self))));
  g_clear_pointer (&self->trouble, mc_words_free);
  self->warnings = MC_CARD_WARNING_NONE;
  switch (mc_intake_controller_take_scan (get_intake (self), payload, &self->warnings, &error))
    {
    case MC_SCAN_RESULT_CARD:
      break;
    case MC_SCAN_RESULT_BAD_CARD:
      self->trouble = mc_words_for_card (error);
      break;
    case MC_SCAN_RESULT_RECEIPT:
      self->trouble = mc_words_new (
          _ ("That is a receipt, not an identity card."),
             _ ("To follow a dossier, choose “Where is my dossier?” on the first page."));
      break;
    case MC_SCAN_RESULT_OTHER:
      self->trouble =
          mc_words_new (_ ("That is not the code of an identity card."),
                           _ ("Please use the square QR code, not the bars, or type instead."));
      break;
    }
  refresh (self);
}

static void
on_garbled (McIdentifyScreen *self)
{
  mc_visit_touch (mc_context_get_visit (mc_screen_get_context (MC_SCREEN (self))));
  g_clear_pointer (&self->trouble, mc_words_free);
  self->trouble = mc_words_for_card (NULL);
  refresh (self);
}

static void
listen (McIdentifyScreen *self, gboolean on)
{
  McContext *context = mc_screen_get_context (MC_SCREEN (self));
  McCodeScanner *scanner = context != NULL ? get_scanner (self) : NULL;

  if (scanner == NULL)
    return;
  g_clear_signal_handler (&self->scanned_id, scanner);
  g_clear_signal_handler (&self->garbled_id, scanner);
  g_clear_signal_handler (&self->connected_id, scanner);
  if (!on)
    return;
  self->scanned_id = g_signal_connect_swapped (scanner, "scanned", G_CALLBACK (on_scanned), self);
  self->garbled_id = g_signal_connect_swapped (scanner, "garbled", G_CALLBACK (on_garbled), self);
  self->connected_id =
      g_signal_connect_swapped (scanner, "notify::connected", G_CALLBACK (refresh), self);
}

static void
mc_identify_screen_shown (McScreen *screen)
{
  McIdentifyScreen *self = MC_IDENTIFY_SCREEN (screen);

  g_clear_pointer (&self->trouble, mc_words_free);
  listen (self, TRUE);
  refresh (self);
}

static void
mc_identify_screen_hidden (McScreen *screen)
{
  listen (MC_IDENTIFY_SCREEN (screen), FALSE);
}

static void
mc_identify_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_identify_screen_parent_class)->locale_changed (screen);
  g_clear_pointer (&MC_IDENTIFY_SCREEN (screen)->trouble, mc_words_free);
  refresh (MC_IDENTIFY_SCREEN (screen));
}

static void
mc_identify_screen_main_activated (McScreen *screen)
{
  McIdentifyScreen *self = MC_IDENTIFY_SCREEN (screen);

  /* an organisation's own data is on no card */
  if (!mc_intake_controller_has_applicant (get_intake (self)))
    mc_screen_finish (screen, "type");
  else
    mc_screen_finish (screen,
                      mc_intake_controller_can_begin_form (get_intake (self)) ? "form" : "next");
}

static void
mc_identify_screen_dispose (GObject *object)
{
  listen (MC_IDENTIFY_SCREEN (object), FALSE);
  g_clear_pointer (&MC_IDENTIFY_SCREEN (object)->trouble, mc_words_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_IDENTIFY_SCREEN);
  G_OBJECT_CLASS (mc_identify_screen_parent_class)->dispose (object);
}

static void
mc_identify_screen_class_init (McIdentifyScreenClass *klass)
{
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_identify_screen_dispose;
  screen_class->shown = mc_identify_screen_shown;
  screen_class->hidden = mc_identify_screen_hidden;
  screen_class->locale_changed = mc_identify_screen_locale_changed;
  screen_class->main_activated = mc_identify_screen_main_activated;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/identify-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McIdentifyScreen, content);
}

static void
mc_identify_screen_init (McIdentifyScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mc_screen_set_wide (MC_SCREEN (self), TRUE);
}
