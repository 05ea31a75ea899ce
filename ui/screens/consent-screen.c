/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-consent-screen"

#include "config.h"

#include "ui/screens/consent-screen.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/accessible.h"
#include "ui/widgets/columns.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/parts.h"

/**
 * McConsentScreen:
 *
 * The notice of domain reference 10: who, what for, which data, who receives it, how long, which
 * rights. Consents that are not needed stand apart, and nothing is ticked beforehand.
 */
struct _McConsentScreen
{
  McScreen parent_instance;

  GtkWidget *content; /* (unowned), template child */
  gboolean sms;
  gboolean survey;
};

G_DEFINE_FINAL_TYPE (McConsentScreen, mc_consent_screen, MC_TYPE_SCREEN)

static void
on_choice_toggled (GtkToggleButton *choice, gboolean *consent)
{
  *consent = gtk_toggle_button_get_active (choice);
}

/* Each consent is its own; nothing is ticked before the citizen does. */
static GtkWidget *
create_choice (const char *name, const char *title, const char *text, gboolean *consent)
{
  GtkWidget *choice = gtk_toggle_button_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *mark = mc_icon_new ("check");

  gtk_widget_set_name (choice, name);
  gtk_widget_add_css_class (choice, "choice");
  gtk_widget_add_css_class (choice, "tick");
  gtk_widget_add_css_class (mark, "mark");
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), mc_parts_label (title, "choice-label"));
  gtk_box_append (GTK_BOX (words), mc_parts_label (text, "choice-help"));
  gtk_box_append (GTK_BOX (line), mark);
  gtk_box_append (GTK_BOX (line), words);
  gtk_button_set_child (GTK_BUTTON (choice), line);
  mc_accessible_set_label (choice, title);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (choice), *consent);
  g_signal_connect (choice, "toggled", G_CALLBACK (on_choice_toggled), consent);

  return choice;
}

static void
refresh (McConsentScreen *self)
{
  GtkWidget *card = mc_parts_card ();
  GtkWidget *left;
  GtkWidget *right;
  const McPoint *point = mc_intake_controller_get_point (
      mc_context_get_intake (mc_screen_get_context (MC_SCREEN (self))));
  g_autofree char *who = g_strdup_printf (
      _ ("%s, to settle the dossier that you file. For nothing else."),
         point != NULL ? point->agency_name : _ ("The People's Committee of this ward"));
  const struct
  {
    const char *icon;
    const char *title;
    const char *text;
  } rows[] = {
    { "emblem", _ ("Who uses it, and what for?"), who },
      { "document",
        _ ("Which information?"),
           _ ("Name, identity number, date of birth, address, and the answers to the form.") },
        { "eye",
          _ ("Who sees it?"),
             _ ("The officers who handle your dossier. Other agencies only where the law says so.") },
          { "clock",
            _ ("How long is it kept?"),
               _ ("This machine forgets it when you finish. The agency keeps the dossier as the law on "
         "archives says.") },
            { "hand",
              _ ("What are your rights?"),
                 _ ("To see it, correct it, withdraw consent, have it deleted, or complain. Ask at the "
         "counter.") },
            };

  mc_parts_clear (self->content);
  gtk_box_append (GTK_BOX (self->content),
                  mc_columns_new (mc_screen_get_context (MC_SCREEN (self)), &left, &right));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_box_append (GTK_BOX (card), mc_parts_row (rows[i].icon, rows[i].title, rows[i].text));
  gtk_box_append (GTK_BOX (left), card);
  gtk_box_append (GTK_BOX (right), mc_parts_heading (_ ("If you like (you may leave both empty)")));
  gtk_box_append (GTK_BOX (right),
                  create_choice ("consent-sms",
                                 _ ("Send me a message when the result is there"),
                                    _ ("To the phone number that you give."), &self->sms));
  gtk_box_append (GTK_BOX (right),
                  create_choice ("consent-survey",
                                 _ ("Ask me later how I was served"),
                                    _ ("Once, by phone. You need not answer."), &self->survey));
}

static void
mc_consent_screen_shown (McScreen *screen)
{
  refresh (MC_CONSENT_SCREEN (screen));
}

static void
mc_consent_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_consent_screen_parent_class)->locale_changed (screen);
  refresh (MC_CONSENT_SCREEN (screen));
}

static void
mc_consent_screen_main_activated (McScreen *screen)
{
  McConsentScreen *self = MC_CONSENT_SCREEN (screen);

  mc_intake_controller_accept_notice (
      mc_context_get_intake (mc_screen_get_context (screen)), self->sms, self->survey);
  mc_screen_finish (screen, "next");
}

static void
mc_consent_screen_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_CONSENT_SCREEN);
  G_OBJECT_CLASS (mc_consent_screen_parent_class)->dispose (object);
}

static void
mc_consent_screen_class_init (McConsentScreenClass *klass)
{
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_consent_screen_dispose;
  screen_class->shown = mc_consent_screen_shown;
  screen_class->locale_changed = mc_consent_screen_locale_changed;
  screen_class->main_activated = mc_consent_screen_main_activated;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/consent-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McConsentScreen, content);
}

static void
mc_consent_screen_init (McConsentScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mc_screen_set_wide (MC_SCREEN (self), TRUE);
}
