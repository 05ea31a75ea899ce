/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-staff-printer-screen"

#include "config.h"

#include "ui/screens/staff-printer-screen.h"

#include <glib/gi18n-lib.h>

#include "app/domain/datetime.h"
#include "app/kiosk/staff-document.h"
#include "ui/staff-words.h"
#include "ui/widgets/columns.h"
#include "ui/widgets/icon-button.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/parts.h"

#define STEP_M 5

/**
 * McStaffPrinterScreen:
 *
 * A new roll is said in two touches, since the count of the old one is gone with it.
 */
struct _McStaffPrinterScreen
{
  McScreen parent_instance;

  GtkWidget *content;   /* (unowned), template child */
  GSignalGroup *health; /* (owned) */
  GSignalGroup *roll;   /* (owned) */
  GSignalGroup *papers; /* (owned) */
  guint length_m;       /* of a new roll; 0: nobody says that there is one */
};

G_DEFINE_FINAL_TYPE (McStaffPrinterScreen, mc_staff_printer_screen, MC_TYPE_SCREEN)

static void refresh (McStaffPrinterScreen *self);

static McContext *
get_context (McStaffPrinterScreen *self)
{
  return mc_screen_get_context (MC_SCREEN (self));
}

static McPaperRoll *
get_roll (McStaffPrinterScreen *self)
{
  return mc_engine_get_paper_roll (mc_context_get_engine (get_context (self)));
}

static GtkWidget *
append_button (McStaffPrinterScreen *self,
               GtkWidget *box,
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
  g_signal_connect_object (button, "clicked", on_clicked, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
on_new_roll_clicked (McStaffPrinterScreen *self)
{
  self->length_m = mc_paper_roll_get_usual_length_m (get_roll (self));
  refresh (self);
}

static void
on_shorter_clicked (McStaffPrinterScreen *self)
{
  self->length_m = self->length_m > STEP_M ? self->length_m - STEP_M : 1;
  refresh (self);
}

static void
on_longer_clicked (McStaffPrinterScreen *self)
{
  self->length_m = MIN (self->length_m + STEP_M, MC_PAPER_ROLL_MAX_M);
  refresh (self);
}

static void
on_roll_in_clicked (McStaffPrinterScreen *self)
{
  mc_paper_roll_begin (get_roll (self), self->length_m);
  self->length_m = 0;
  refresh (self);
}

static void
on_no_roll_clicked (McStaffPrinterScreen *self)
{
  self->length_m = 0;
  refresh (self);
}

static void
print_document (McStaffPrinterScreen *self, const char *kind)
{
  McContext *context = get_context (self);

  mc_staff_papers_print_document (
      mc_context_get_staff_papers (context), kind, mc_context_get_language (context));
}

static void
on_test_clicked (McStaffPrinterScreen *self)
{
  print_document (self, MC_STAFF_DOCUMENT_TEST);
}

static void
on_day_clicked (McStaffPrinterScreen *self)
{
  print_document (self, MC_STAFF_DOCUMENT_DAY);
}

static void
add_length (McStaffPrinterScreen *self, GtkWidget *column)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *length = g_strdup_printf (_ ("%u m"), self->length_m);
  GtkWidget *label = mc_parts_label (length, "code");

  gtk_box_append (GTK_BOX (column), mc_parts_label (_ ("How long is the new roll?"), "strong"));
  gtk_widget_add_css_class (line, "choices-bar");
  append_button (
      self, line, "shorter", NULL, _ ("5 m less"), NULL, G_CALLBACK (on_shorter_clicked));
  gtk_widget_set_name (label, "roll-length");
  gtk_label_set_xalign (GTK_LABEL (label), 0.5);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (line), label);
  append_button (self, line, "longer", NULL, _ ("5 m more"), NULL, G_CALLBACK (on_longer_clicked));
  gtk_box_append (GTK_BOX (column), line);
  append_button (self,
                 column,
                 "roll-in",
                 "check",
                 _ ("The new roll is in"), "primary", G_CALLBACK (on_roll_in_clicked));
  append_button (self,
                 column,
                 "no-roll",
                 "chevron-left",
                 _ ("No, it is still the old one"), NULL, G_CALLBACK (on_no_roll_clicked));
}

static void
add_roll (McStaffPrinterScreen *self, GtkWidget *column)
{
  McPaperRoll *roll = get_roll (self);
  g_autofree char *left = mc_staff_words_for_roll (roll);
  g_autofree char *since = NULL;
  GtkWidget *card = mc_parts_card ();
  GtkWidget *row;

  if (roll != NULL && mc_paper_roll_get (roll)->begun)
    {
      g_autofree char *time = mc_time_to_display (mc_paper_roll_get (roll)->begun_at);

      since = g_strdup_printf (_ ("Counted since the roll was put in at %s."), time);
    }
  row = mc_parts_row (
      roll != NULL && mc_paper_roll_is_low (roll) ? "warning" : "receipt", left, since);
  gtk_widget_set_name (row, "roll");
  gtk_box_append (GTK_BOX (card), row);
  gtk_box_append (GTK_BOX (column), card);
  if (roll == NULL)
    return;
  if (self->length_m > 0)
    add_length (self, column);
  else
    append_button (self,
                   column,
                   "new-roll",
                   "refresh",
                   _ ("I put in a new roll"), "tint", G_CALLBACK (on_new_roll_clicked));
}

static void
add_figure (GtkWidget *card, const char *label, guint figure)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *digits = g_strdup_printf ("%u", figure);
  GtkWidget *words = mc_parts_label (label, NULL);

  gtk_widget_add_css_class (row, "row");
  gtk_widget_add_css_class (row, "tight");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), mc_parts_label (digits, "strong"));
  gtk_box_append (GTK_BOX (card), row);
}

static void
add_day (McStaffPrinterScreen *self, GtkWidget *column)
{
  const McDayFigures *day =
      mc_staff_papers_get_figures (mc_context_get_staff_papers (get_context (self)));
  GtkWidget *card = mc_parts_card ();

  if (day == NULL || self->length_m > 0)
    return; /* one thing a page */
  gtk_box_append (GTK_BOX (column), mc_parts_heading (_ ("Today at this machine")));
  add_figure (card, _ ("Dossiers"), day->dossiers);
  add_figure (card, _ ("with a slip for certain"), day->confirmed);
  add_figure (card, _ ("not certain"), day->sent + day->unknown + day->waiting);
  add_figure (card, _ ("without a slip"), day->failed + day->not_asked);
  add_figure (card, _ ("Further copies"), day->reprints);
  if (day->gaps->len > 0)
    gtk_box_append (GTK_BOX (card),
                    mc_parts_row ("warning",
                                  _ ("Numbers are missing in today's row."),
                                     _ ("The slip of the day names them. Please call the "
                                     "technician.")));
  gtk_box_append (GTK_BOX (column), card);
}

static void
add_documents (McStaffPrinterScreen *self, GtkWidget *column)
{
  McStaffPapers *papers = mc_context_get_staff_papers (get_context (self));

  if (!mc_staff_papers_has_printer (papers) || self->length_m > 0)
    return;
  append_button (self,
                 column,
                 "print-day",
                 "printer",
                 _ ("Print the slip of the day"), "tint", G_CALLBACK (on_day_clicked));
  append_button (self,
                 column,
                 "print-test",
                 "printer",
                 _ ("Print a test page"), NULL, G_CALLBACK (on_test_clicked));
  if (mc_staff_papers_get_act (papers) == MC_STAFF_ACT_FAILED)
    gtk_box_append (GTK_BOX (column),
                    mc_notice_new (MC_NOTICE_ERROR,
                                   _ ("That could not be noted."),
                                      _ ("The storage of this machine failed. Please call the "
                                      "technician.")));
}

static void
refresh (McStaffPrinterScreen *self)
{
  McHealth *health = mc_context_get_health (get_context (self));
  g_autoptr (McWords) words = mc_staff_words_for_printer (health);
  GtkWidget *left, *right;

  mc_screen_set_title (MC_SCREEN (self), words->what);
  mc_screen_set_title_icon (MC_SCREEN (self),
                            mc_health_get_printer (health) == MC_HEALTH_PRINTER_FAULT ||
                                    mc_health_get_printer (health) == MC_HEALTH_PRINTER_NONE
                                ? "printer-off"
                                : "printer");
  mc_screen_set_lead (MC_SCREEN (self), words->how);
  mc_parts_clear (self->content);
  gtk_box_append (GTK_BOX (self->content), mc_columns_new (get_context (self), &left, &right));
  add_roll (self, left);
  add_documents (self, right);
  add_day (self, right);
}

static void
mc_staff_printer_screen_shown (McScreen *screen)
{
  McStaffPrinterScreen *self = MC_STAFF_PRINTER_SCREEN (screen);

  self->length_m = 0;
  g_signal_group_set_target (self->health, mc_context_get_health (get_context (self)));
  g_signal_group_set_target (self->roll, get_roll (self));
  g_signal_group_set_target (self->papers, mc_context_get_staff_papers (get_context (self)));
  refresh (self);
}

static void
mc_staff_printer_screen_hidden (McScreen *screen)
{
  McStaffPrinterScreen *self = MC_STAFF_PRINTER_SCREEN (screen);

  g_signal_group_set_target (self->health, NULL);
  g_signal_group_set_target (self->roll, NULL);
  g_signal_group_set_target (self->papers, NULL);
}

static void
mc_staff_printer_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_staff_printer_screen_parent_class)->locale_changed (screen);
  refresh (MC_STAFF_PRINTER_SCREEN (screen));
}

static void
mc_staff_printer_screen_dispose (GObject *object)
{
  McStaffPrinterScreen *self = MC_STAFF_PRINTER_SCREEN (object);

  g_clear_object (&self->health);
  g_clear_object (&self->roll);
  g_clear_object (&self->papers);
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_STAFF_PRINTER_SCREEN);
  G_OBJECT_CLASS (mc_staff_printer_screen_parent_class)->dispose (object);
}

static void
mc_staff_printer_screen_class_init (McStaffPrinterScreenClass *klass)
{
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_staff_printer_screen_dispose;
  screen_class->shown = mc_staff_printer_screen_shown;
  screen_class->hidden = mc_staff_printer_screen_hidden;
  screen_class->locale_changed = mc_staff_printer_screen_locale_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/staff-printer-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McStaffPrinterScreen, content);
}

static void
mc_staff_printer_screen_init (McStaffPrinterScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mc_screen_set_wide (MC_SCREEN (self), TRUE);
  self->health = g_signal_group_new (MC_TYPE_HEALTH);
  g_signal_group_connect_swapped (self->health, "notify", G_CALLBACK (refresh), self);
  self->roll = g_signal_group_new (MC_TYPE_PAPER_ROLL);
  g_signal_group_connect_swapped (self->roll, "changed", G_CALLBACK (refresh), self);
  self->papers = g_signal_group_new (MC_TYPE_STAFF_PAPERS);
  g_signal_group_connect_swapped (self->papers, "changed", G_CALLBACK (refresh), self);
}
