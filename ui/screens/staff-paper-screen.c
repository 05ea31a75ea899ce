/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-staff-paper-screen"

#include "config.h"

#include "ui/screens/staff-paper-screen.h"

#include <glib/gi18n-lib.h>

#include "app/domain/datetime.h"
#include "ui/staff-words.h"
#include "ui/widgets/card-row.h"
#include "ui/widgets/columns.h"
#include "ui/widgets/icon-button.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/parts.h"

/**
 * McStaffPaperScreen:
 *
 * Giving a paper up is asked once more: it cannot be taken back.
 */
struct _McStaffPaperScreen
{
  McScreen parent_instance;

  GtkWidget *content;   /* (unowned), template child */
  GSignalGroup *list;   /* (owned) */
  GSignalGroup *health; /* (owned): whether the printer prints */
  gboolean confirming;  /* "no slip came out" was pressed once */
};

G_DEFINE_FINAL_TYPE (McStaffPaperScreen, mc_staff_paper_screen, MC_TYPE_SCREEN)

static McStaffPapers *
get_papers (McStaffPaperScreen *self)
{
  return mc_context_get_staff_papers (mc_screen_get_context (MC_SCREEN (self)));
}

static void
add_fact (GtkWidget *card, const char *name, const char *label, const char *value)
{
  GtkWidget *row;

  if (value == NULL)
    return;
  row = mc_card_row_new (label, value, NULL);
  gtk_widget_set_name (row, name);
  gtk_box_append (GTK_BOX (card), row);
}

static void
add_facts (GtkWidget *column, const McStaffPaper *paper)
{
  GtkWidget *card = mc_parts_card ();
  g_autofree char *time = mc_time_to_display (paper->submitted_at);
  g_autofree char *copies =
      paper->copies == 0 ? NULL
                         : g_strdup_printf (_ ("%u asked for, %u came out for certain, %u perhaps"),
                                               paper->copies,
                                               paper->confirmed,
                                               paper->papers - paper->confirmed);

  gtk_widget_add_css_class (column, "snug");
  add_fact (card, "code", _ ("Dossier code"), paper->code);
  add_fact (card, "time", _ ("Filed at"), time);
  add_fact (card, "procedure", _ ("Procedure"), paper->procedure_name);
  add_fact (card, "name", _ ("Submitted by"), paper->masked_name);
  add_fact (card, "slips", _ ("Slips"), copies);
  add_fact (
      card, "delivery", _ ("At the service centre"), mc_staff_words_for_delivery (paper->state));
  gtk_box_append (GTK_BOX (column), card);
}

static GtkWidget *
append_button (McStaffPaperScreen *self,
               GtkWidget *column,
               const char *name,
               const char *icon,
               const char *words,
               const char *css_class,
               GCallback on_clicked)
{
  GtkWidget *button = mc_icon_button_new (icon, words);

  gtk_widget_set_name (button, name);
  if (css_class != NULL)
    gtk_widget_add_css_class (button, css_class);
  gtk_widget_set_sensitive (button,
                            mc_staff_papers_get_act (get_papers (self)) != MC_STAFF_ACT_UNDERWAY);
  g_signal_connect_object (button, "clicked", on_clicked, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (column), button);
  return button;
}

static void refresh (McStaffPaperScreen *self);

static void
on_out_clicked (McStaffPaperScreen *self)
{
  mc_staff_papers_note_out (get_papers (self));
}

static void
on_discard_clicked (McStaffPaperScreen *self)
{
  self->confirming = TRUE;
  refresh (self);
}

static void
on_keep_clicked (McStaffPaperScreen *self)
{
  self->confirming = FALSE;
  refresh (self);
}

static void
on_really_clicked (McStaffPaperScreen *self)
{
  self->confirming = FALSE;
  mc_staff_papers_discard (get_papers (self));
}

static void
on_print_clicked (McStaffPaperScreen *self)
{
  mc_staff_papers_print_again (get_papers (self));
}

static void
add_question (McStaffPaperScreen *self, GtkWidget *column, const McStaffPaper *paper)
{
  gtk_box_append (
      GTK_BOX (column),
      mc_notice_new (
          MC_NOTICE_CARE,
          paper->print == MC_PRINT_UNKNOWN
          ? _ ("Did you look, and there is really no slip?")
          : _ ("Does nobody wait for this slip any more?"),
               _ ("It is then counted as not printed, and leaves this list. This cannot be "
                        "taken back. The dossier itself is not touched.")));
  append_button (self,
                 column,
                 "really",
                 "trash",
                 _ ("Yes, take it off the list"), "danger", G_CALLBACK (on_really_clicked));
  append_button (
      self, column, "keep", "chevron-left", _ ("No, leave it"), NULL, G_CALLBACK (on_keep_clicked));
}

static void
add_print (McStaffPaperScreen *self, GtkWidget *column, const McStaffPaper *paper)
{
  g_autofree char *words = paper->papers == 0
      ? g_strdup (_ ("Print the slip"))
      : g_strdup_printf (_ ("Print again, marked as copy %u"), paper->papers + 1);

  if (!mc_staff_papers_can_print (get_papers (self)))
    return;
  append_button (self,
                 column,
                 "print-again",
                 "printer",
                 words,
                 paper->print == MC_PRINT_UNKNOWN ? NULL : "tint",
                 G_CALLBACK (on_print_clicked));
}

static void
add_acts (McStaffPaperScreen *self, GtkWidget *column, const McStaffPaper *paper)
{
  if (paper->unresolved && self->confirming)
    {
      add_question (self, column, paper);
      return;
    }
  if (paper->unresolved && paper->print == MC_PRINT_UNKNOWN)
    {
      append_button (self,
                     column,
                     "paper-out",
                     "check",
                     _ ("The slip came out"), "tint", G_CALLBACK (on_out_clicked));
      append_button (self,
                     column,
                     "discard",
                     "close",
                     _ ("There is no slip"), "danger", G_CALLBACK (on_discard_clicked));
    }
  add_print (self, column, paper);
  if (paper->unresolved && paper->print == MC_PRINT_FAILED)
    append_button (self,
                   column,
                   "discard",
                   "close",
                   _ ("Nobody waits for it any more"), "danger", G_CALLBACK (on_discard_clicked));
}

static void
add_act_words (McStaffPaperScreen *self, GtkWidget *column)
{
  GtkWidget *notice = NULL;

  switch (mc_staff_papers_get_act (get_papers (self)))
    {
    case MC_STAFF_ACT_OVERTAKEN:
      notice = mc_notice_new (MC_NOTICE_INFO,
                              _ ("Something changed meanwhile."),
                                 _ ("Nothing was done. Please look at it again."));
      break;
    case MC_STAFF_ACT_FAILED:
      notice =
          mc_notice_new (MC_NOTICE_ERROR,
                         _ ("That could not be noted."),
                            _ ("The storage of this machine failed. Please call the technician."));
      break;
    case MC_STAFF_ACT_NONE:
    case MC_STAFF_ACT_UNDERWAY:
    case MC_STAFF_ACT_DONE:
    default:
      return;
    }
  gtk_widget_set_name (notice, "act");
  gtk_box_append (GTK_BOX (column), notice);
}

static McNoticeKind
get_kind (const McStaffPaper *paper)
{
  if (paper->unresolved)
    return MC_NOTICE_CARE;
  return paper->job != NULL && paper->print == MC_PRINT_CONFIRMED ? MC_NOTICE_OK : MC_NOTICE_INFO;
}

static void
refresh (McStaffPaperScreen *self)
{
  const McStaffPaper *paper = mc_staff_papers_get_selected (get_papers (self));
  McHealth *health = mc_context_get_health (mc_screen_get_context (MC_SCREEN (self)));
  g_autoptr (McWords) words = NULL;
  GtkWidget *left, *right, *notice;

  mc_parts_clear (self->content);
  if (paper == NULL)
    {
      mc_screen_set_title (MC_SCREEN (self), _ ("That slip is not on the list any more"));
      return;
    }
  words = mc_staff_words_for_paper (paper);
  mc_screen_set_title (MC_SCREEN (self), words->what);
  mc_screen_set_title_icon (MC_SCREEN (self), paper->unresolved ? "warning" : "receipt");
  gtk_box_append (GTK_BOX (self->content),
                  mc_columns_new (mc_screen_get_context (MC_SCREEN (self)), &left, &right));
  add_facts (left, paper);
  if (words->how != NULL && !self->confirming)
    {
      notice = mc_notice_new (get_kind (paper), NULL, words->how);
      gtk_box_append (GTK_BOX (right), notice);
    }
  if (mc_health_get_printer (health) == MC_HEALTH_PRINTER_FAULT)
    {
      g_autoptr (McWords) printer = mc_staff_words_for_printer (health);

      notice = mc_notice_new (MC_NOTICE_CARE, printer->what, printer->how);
      mc_notice_set_icon (MC_NOTICE (notice), "printer-off");
      gtk_box_append (GTK_BOX (right), notice);
    }
  add_act_words (self, right);
  add_acts (self, right, paper);
}

static void
mc_staff_paper_screen_shown (McScreen *screen)
{
  McStaffPaperScreen *self = MC_STAFF_PAPER_SCREEN (screen);

  self->confirming = FALSE;
  g_signal_group_set_target (self->list, get_papers (self));
  g_signal_group_set_target (self->health, mc_context_get_health (mc_screen_get_context (screen)));
  refresh (self);
}

static void
mc_staff_paper_screen_hidden (McScreen *screen)
{
  g_signal_group_set_target (MC_STAFF_PAPER_SCREEN (screen)->list, NULL);
  g_signal_group_set_target (MC_STAFF_PAPER_SCREEN (screen)->health, NULL);
}

static void
mc_staff_paper_screen_reset (McScreen *screen)
{
  mc_parts_clear (MC_STAFF_PAPER_SCREEN (screen)->content);
}

static void
mc_staff_paper_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_staff_paper_screen_parent_class)->locale_changed (screen);
  refresh (MC_STAFF_PAPER_SCREEN (screen));
}

static void
mc_staff_paper_screen_dispose (GObject *object)
{
  g_clear_object (&MC_STAFF_PAPER_SCREEN (object)->list);
  g_clear_object (&MC_STAFF_PAPER_SCREEN (object)->health);
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_STAFF_PAPER_SCREEN);
  G_OBJECT_CLASS (mc_staff_paper_screen_parent_class)->dispose (object);
}

static void
mc_staff_paper_screen_class_init (McStaffPaperScreenClass *klass)
{
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_staff_paper_screen_dispose;
  screen_class->shown = mc_staff_paper_screen_shown;
  screen_class->hidden = mc_staff_paper_screen_hidden;
  screen_class->reset = mc_staff_paper_screen_reset;
  screen_class->locale_changed = mc_staff_paper_screen_locale_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/staff-paper-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McStaffPaperScreen, content);
}

static void
mc_staff_paper_screen_init (McStaffPaperScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mc_screen_set_wide (MC_SCREEN (self), TRUE);
  self->list = g_signal_group_new (MC_TYPE_STAFF_PAPERS);
  g_signal_group_connect_swapped (self->list, "changed", G_CALLBACK (refresh), self);
  self->health = g_signal_group_new (MC_TYPE_HEALTH);
  g_signal_group_connect_swapped (self->health, "notify::printer", G_CALLBACK (refresh), self);
}
