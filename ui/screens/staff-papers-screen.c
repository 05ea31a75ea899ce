/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-staff-papers-screen"

#include "config.h"

#include "ui/screens/staff-papers-screen.h"

#include <glib/gi18n-lib.h>

#include "app/domain/datetime.h"
#include "ui/staff-words.h"
#include "ui/widgets/card-row.h"
#include "ui/widgets/icon-button.h"
#include "ui/widgets/parts.h"

/* A page of so many is turned quickly; who looks for an older one asks for more. */
#define ROWS_AT_ONCE 30

/**
 * McStaffPapersScreen:
 *
 * What somebody has to see to stands first; then today's, the newest first.
 */
struct _McStaffPapersScreen
{
  McScreen parent_instance;

  GtkWidget *content; /* (unowned), template child */
  GSignalGroup *list; /* (owned) */
  guint n_shown;      /* of today's others */
};

G_DEFINE_FINAL_TYPE (McStaffPapersScreen, mc_staff_papers_screen, MC_TYPE_SCREEN)

static McStaffPapers *
get_papers (McStaffPapersScreen *self)
{
  return mc_context_get_staff_papers (mc_screen_get_context (MC_SCREEN (self)));
}

static void
on_row_action (McStaffPapersScreen *self, GtkWidget *row)
{
  mc_staff_papers_select (get_papers (self), g_object_get_data (G_OBJECT (row), "dossier"));
  mc_screen_finish (MC_SCREEN (self), "paper");
}

static const char *
get_icon (const McStaffPaper *paper)
{
  if (paper->unresolved)
    return "warning";
  if (paper->job == NULL || paper->print == MC_PRINT_FAILED)
    return "printer-off";
  return paper->print == MC_PRINT_CONFIRMED ? "check-circle" : "clock";
}

static GtkWidget *
create_row (McStaffPapersScreen *self, const McStaffPaper *paper)
{
  g_autoptr (McWords) words = mc_staff_words_for_paper (paper);
  g_autofree char *time = paper->unresolved ? mc_time_to_display (paper->submitted_at)
                                            : mc_time_to_display_clock (paper->submitted_at);
  /* where a line must be broken, it is after a dash and never inside a number */
  g_auto (GStrv) parts = g_strsplit (paper->code, "-", -1);
  g_autofree char *code = g_strjoinv ("-\u200b", parts);
  g_autofree char *label = g_strdup_printf ("%s · %s", time, code);
  g_autofree char *text = g_strdup_printf ("%s\n%s %s",
                                           paper->masked_name != NULL ? paper->masked_name : "",
                                           words->what,
                                           mc_staff_words_for_delivery (paper->state));
  g_autofree char *name = g_strdup_printf ("see-%s", paper->code);
  g_autofree char *spoken = g_strdup_printf (_ ("See %s"), paper->code);
  GtkWidget *row = mc_card_row_new (label, paper->procedure_name, text);

  mc_card_row_set_icon (MC_CARD_ROW (row), get_icon (paper));
  mc_card_row_set_action (MC_CARD_ROW (row), name, _ ("See"), spoken);
  g_object_set_data_full (G_OBJECT (row), "dossier", g_strdup (paper->id), g_free);
  g_signal_connect_object (row, "action", G_CALLBACK (on_row_action), self, G_CONNECT_SWAPPED);
  return row;
}

static void on_more_clicked (McStaffPapersScreen *self);

static void
add_more (McStaffPapersScreen *self, guint n_left)
{
  g_autofree char *words =
      g_strdup_printf (dngettext (GETTEXT_PACKAGE, "Show %u more", "Show %u more", n_left), n_left);
  GtkWidget *more = mc_icon_button_new ("chevron-down", words);

  gtk_widget_set_name (more, "more-papers");
  g_signal_connect_object (more, "clicked", G_CALLBACK (on_more_clicked), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->content), more);
}

static void
refresh (McStaffPapersScreen *self)
{
  GPtrArray *list = mc_staff_papers_get_list (get_papers (self));
  const guint n_unresolved = mc_staff_papers_get_n_unresolved (get_papers (self));
  const guint n_others = list->len - n_unresolved;
  g_autofree char *day = mc_staff_words_for_day (mc_staff_papers_get_figures (get_papers (self)));
  GtkWidget *card;

  mc_screen_set_title (MC_SCREEN (self),
                       n_unresolved > 0
                       ? _ ("These slips need your attention")
                       : _ ("Every slip is accounted for"));
  mc_screen_set_lead (MC_SCREEN (self), day);
  mc_parts_clear (self->content);
  if (n_unresolved > 0)
    {
      card = mc_parts_card ();
      for (guint i = 0; i < n_unresolved; i++)
        gtk_box_append (GTK_BOX (card), create_row (self, g_ptr_array_index (list, i)));
      gtk_box_append (GTK_BOX (self->content), card);
    }
  if (n_others == 0)
    return;
  gtk_box_append (GTK_BOX (self->content), mc_parts_heading (_ ("Today, newest first")));
  card = mc_parts_card ();
  for (guint i = 0; i < MIN (n_others, self->n_shown); i++)
    gtk_box_append (GTK_BOX (card), create_row (self, g_ptr_array_index (list, list->len - 1 - i)));
  gtk_box_append (GTK_BOX (self->content), card);
  if (n_others > self->n_shown)
    add_more (self, n_others - self->n_shown);
}

static void
on_more_clicked (McStaffPapersScreen *self)
{
  self->n_shown += ROWS_AT_ONCE;
  refresh (self);
}

static void
mc_staff_papers_screen_shown (McScreen *screen)
{
  McStaffPapersScreen *self = MC_STAFF_PAPERS_SCREEN (screen);

  g_signal_group_set_target (self->list, get_papers (self));
  refresh (self);
}

static void
mc_staff_papers_screen_hidden (McScreen *screen)
{
  g_signal_group_set_target (MC_STAFF_PAPERS_SCREEN (screen)->list, NULL);
}

static void
mc_staff_papers_screen_reset (McScreen *screen)
{
  mc_parts_clear (MC_STAFF_PAPERS_SCREEN (screen)->content);
}

static void
mc_staff_papers_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_staff_papers_screen_parent_class)->locale_changed (screen);
  refresh (MC_STAFF_PAPERS_SCREEN (screen));
}

static void
mc_staff_papers_screen_dispose (GObject *object)
{
  g_clear_object (&MC_STAFF_PAPERS_SCREEN (object)->list);
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_STAFF_PAPERS_SCREEN);
  G_OBJECT_CLASS (mc_staff_papers_screen_parent_class)->dispose (object);
}

static void
mc_staff_papers_screen_class_init (McStaffPapersScreenClass *klass)
{
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_staff_papers_screen_dispose;
  screen_class->shown = mc_staff_papers_screen_shown;
  screen_class->hidden = mc_staff_papers_screen_hidden;
  screen_class->reset = mc_staff_papers_screen_reset;
  screen_class->locale_changed = mc_staff_papers_screen_locale_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/staff-papers-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McStaffPapersScreen, content);
}

static void
mc_staff_papers_screen_init (McStaffPapersScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->n_shown = ROWS_AT_ONCE;
  self->list = g_signal_group_new (MC_TYPE_STAFF_PAPERS);
  g_signal_group_connect_swapped (self->list, "changed", G_CALLBACK (refresh), self);
}
