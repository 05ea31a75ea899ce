/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-consent-screen"

#include "config.h"

#include "ui/screens/consent-screen.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/accessible.h"
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

  GtkWidget *rows;   /* (unowned), template child */
  GtkWidget *sms;    /* (unowned), template child */
  GtkWidget *survey; /* (unowned), template child */
};

G_DEFINE_FINAL_TYPE (McConsentScreen, mc_consent_screen, MC_TYPE_SCREEN)

static void
set_choice (GtkWidget *choice, const char *title, const char *text)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *mark = mc_icon_new ("check");

  gtk_widget_add_css_class (mark, "mark");
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), mc_parts_label (title, "choice-label"));
  gtk_box_append (GTK_BOX (words), mc_parts_label (text, "choice-help"));
  gtk_box_append (GTK_BOX (line), mark);
  gtk_box_append (GTK_BOX (line), words);
  gtk_button_set_child (GTK_BUTTON (choice), line);
  mc_accessible_set_label (choice, title);
}

static void
refresh (McConsentScreen *self)
{
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

  mc_parts_clear (self->rows);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_box_append (GTK_BOX (self->rows), mc_parts_row (rows[i].icon, rows[i].title, rows[i].text));
  set_choice (self->sms,
              _ ("Send me a message when the result is there"),
                 _ ("To the phone number that you give."));
  set_choice (self->survey,
              _ ("Ask me later how I was served"), _ ("Once, by phone. You need not answer."));
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
      mc_context_get_intake (mc_screen_get_context (screen)),
      gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->sms)),
      gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->survey)));
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
  gtk_widget_class_bind_template_child (widget_class, McConsentScreen, rows);
  gtk_widget_class_bind_template_child (widget_class, McConsentScreen, sms);
  gtk_widget_class_bind_template_child (widget_class, McConsentScreen, survey);
}

static void
mc_consent_screen_init (McConsentScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
