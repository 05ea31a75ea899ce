/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-checklist-screen"

#include "config.h"

#include "ui/screens/checklist-screen.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/columns.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/parts.h"
#include "ui/words.h"

/**
 * McChecklistScreen:
 *
 * Which papers, how long, how much, who may file: before anything is typed.
 */
struct _McChecklistScreen
{
  McScreen parent_instance;

  GtkWidget *content; /* (unowned), template child */
};

G_DEFINE_FINAL_TYPE (McChecklistScreen, mc_checklist_screen, MC_TYPE_SCREEN)

static McIntakeController *
get_intake (McChecklistScreen *self)
{
  return mc_context_get_intake (mc_screen_get_context (MC_SCREEN (self)));
}

static gboolean
is_accepted (McChecklistScreen *self)
{
  McIntakeController *intake = get_intake (self);

  return mc_procedure_accepts (mc_intake_controller_get_procedure (intake),
                               mc_intake_controller_get_applicant (intake)->kind);
}

static void
add_fact (GtkWidget *card,
          const char *icon_name,
          const char *label,
          const char *fact,
          const char *more)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *icon = mc_icon_new (icon_name);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (row, "row");
  gtk_widget_add_css_class (row, "tight");
  gtk_widget_set_valign (icon, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), mc_parts_label (label, "row-label"));
  gtk_box_append (GTK_BOX (words), mc_parts_label (fact, "row-title"));
  if (more != NULL)
    gtk_box_append (GTK_BOX (words), mc_parts_label (more, "row-text"));
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (card), row);
}

static void
add_facts (GtkWidget *column, McProcedure *procedure, const char *language)
{
  g_autofree char *limit = mc_procedure_describe_limit (procedure, NULL, language);
  g_autofree char *fee = mc_procedure_describe_fee (procedure, language);
  const char *waivers = mc_procedure_get_fee_waivers (procedure, language);
  GtkWidget *card = mc_parts_card ();
  const gboolean person = mc_procedure_accepts (procedure, MC_APPLICANT_PERSON);
  const gboolean organisation = mc_procedure_accepts (procedure, MC_APPLICANT_ORGANISATION);
  const char *who = person && organisation ? _ ("Citizens and organisations")
                                           : person
      ? _ ("Citizens")
      : _ ("Organisations, through a representative");

  add_fact (card, "clock", _ ("Time to the result"), limit, NULL);
  add_fact (card, "money", _ ("Fee"), fee, waivers);
  add_fact (card, "person", _ ("Who may file"), who, NULL);
  gtk_box_append (GTK_BOX (column), card);
}

static void
add_papers (McChecklistScreen *self,
            GtkWidget *column,
            McProcedure *procedure,
            const char *language)
{
  g_autoptr (GPtrArray) papers = mc_intake_controller_list_papers (get_intake (self));
  GtkWidget *card = mc_parts_card ();

  for (guint i = 0; i < papers->len; i++)
    {
      const McDocument *paper = g_ptr_array_index (papers, i);
      const char *help = mc_document_get_help (paper, language);
      g_autofree char *copies = mc_words_for_copies (paper);
      g_autofree char *text = NULL;
      const char *kind = mc_document_is_required (paper) ? copies : _ ("If you have it");

      text = help != NULL ? g_strdup_printf ("%s · %s", kind, help) : g_strdup (kind);
      gtk_box_append (GTK_BOX (card),
                      mc_parts_row (mc_document_is_required (paper) ? "check" : "document",
                                    mc_document_get_name (paper, language),
                                    text));
    }
  if (papers->len == 0)
    {
      g_object_ref_sink (card);
      g_object_unref (card);
      return;
    }
  gtk_box_append (GTK_BOX (column), card);
}

static void
refresh (McChecklistScreen *self)
{
  McIntakeController *intake = get_intake (self);
  McProcedure *procedure = mc_intake_controller_get_procedure (intake);
  const char *language = mc_context_get_language (mc_screen_get_context (MC_SCREEN (self)));
  const guint n_papers = mc_intake_controller_get_n_papers (intake, procedure);
  g_autofree char *title = NULL;
  GtkWidget *left;
  GtkWidget *right;

  if (n_papers > 0)
    title = g_strdup_printf (
        dngettext (GETTEXT_PACKAGE, "You need %u paper", "You need %u papers", n_papers), n_papers);
  else
    title = g_strdup (_ ("You need no papers"));
  mc_screen_set_eyebrow (MC_SCREEN (self), mc_procedure_get_name (procedure, language));
  mc_screen_set_title (MC_SCREEN (self), title);
  mc_screen_set_lead (MC_SCREEN (self), mc_procedure_get_summary (procedure, language));
  mc_parts_clear (self->content);
  if (!is_accepted (self))
    {
      gtk_box_append (
          GTK_BOX (self->content),
          mc_notice_new (
              MC_NOTICE_CARE,
              mc_procedure_accepts (procedure, MC_APPLICANT_PERSON)
              ? _ ("Only citizens can file this one.")
              : _ ("Only organisations can file this one."),
                   _ ("Please say again for whom you file, or choose another procedure.")));
      mc_screen_set_main_label (MC_SCREEN (self), _ ("Change who files"));
    }
  else
    mc_screen_set_main_label (MC_SCREEN (self), _ ("Begin"));
  gtk_box_append (GTK_BOX (self->content),
                  mc_columns_new (mc_screen_get_context (MC_SCREEN (self)), &left, &right));
  add_papers (self, left, procedure, language);
  add_facts (right, procedure, language);
  gtk_box_append (
      GTK_BOX (right),
      mc_parts_label (_ ("A paper is missing? You can file now and bring it to the counter later."),
                         "hint"));
}

static void
mc_checklist_screen_shown (McScreen *screen)
{
  refresh (MC_CHECKLIST_SCREEN (screen));
}

static void
mc_checklist_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_checklist_screen_parent_class)->locale_changed (screen);
  if (mc_intake_controller_get_procedure (get_intake (MC_CHECKLIST_SCREEN (screen))) != NULL)
    refresh (MC_CHECKLIST_SCREEN (screen));
}

static void
mc_checklist_screen_main_activated (McScreen *screen)
{
  McChecklistScreen *self = MC_CHECKLIST_SCREEN (screen);
  McIntakeController *intake = get_intake (self);

  if (!mc_intake_controller_get_noticed (intake))
    mc_screen_finish (screen, "consent");
  else if (!mc_intake_controller_can_begin_form (intake))
    mc_screen_finish (screen, "identify");
  else
    {
      mc_intake_controller_begin_form (intake);
      mc_screen_finish (screen, "next");
    }
}

static void
mc_checklist_screen_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_CHECKLIST_SCREEN);
  G_OBJECT_CLASS (mc_checklist_screen_parent_class)->dispose (object);
}

static void
mc_checklist_screen_class_init (McChecklistScreenClass *klass)
{
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_checklist_screen_dispose;
  screen_class->shown = mc_checklist_screen_shown;
  screen_class->locale_changed = mc_checklist_screen_locale_changed;
  screen_class->main_activated = mc_checklist_screen_main_activated;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/checklist-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McChecklistScreen, content);
}

static void
mc_checklist_screen_init (McChecklistScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mc_screen_set_wide (MC_SCREEN (self), TRUE);
}
