/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-staff-home-screen"

#include "config.h"

#include "ui/screens/staff-home-screen.h"

#include <glib/gi18n-lib.h>

#include "app/domain/datetime.h"
#include "ui/staff-words.h"
#include "ui/widgets/columns.h"
#include "ui/widgets/parts.h"
#include "ui/widgets/tile.h"

#define BYTES_A_GIB (1024.0 * 1024 * 1024)

/**
 * McStaffHomeScreen:
 *
 * A verdict, the two ways on, and what the machine knows about itself, each in words.
 */
struct _McStaffHomeScreen
{
  McScreen parent_instance;

  GtkWidget *content;   /* (unowned), template child */
  GtkWidget *papers;    /* (unowned), tile */
  GtkWidget *printer;   /* (unowned), tile */
  GtkWidget *card;      /* (unowned), how the machine is */
  GSignalGroup *health; /* (owned) */
  GSignalGroup *list;   /* (owned) */
};

G_DEFINE_FINAL_TYPE (McStaffHomeScreen, mc_staff_home_screen, MC_TYPE_SCREEN)

static McContext *
get_context (McStaffHomeScreen *self)
{
  return mc_screen_get_context (MC_SCREEN (self));
}

static McStaffPapers *
get_papers (McStaffHomeScreen *self)
{
  return mc_context_get_staff_papers (get_context (self));
}

static void
add_row (McStaffHomeScreen *self,
         const char *name,
         const char *icon,
         const char *what,
         const char *how)
{
  GtkWidget *row = mc_parts_row (icon, what, how);

  gtk_widget_set_name (row, name);
  gtk_box_append (GTK_BOX (self->card), row);
}

static void
add_central (McStaffHomeScreen *self, McHealth *health)
{
  const McOutboxSummary *summary = mc_staff_papers_get_summary (get_papers (self));
  g_autofree char *waiting = NULL;

  if (mc_health_get_online (health))
    add_row (self, "network", "check-circle", _ ("The service centre is reached."), NULL);
  else
    add_row (self,
             "network",
             "cloud-off",
             _ ("The service centre is not reached."),
                _ ("Dossiers wait here, sealed, and are sent by themselves. Look at the network "
                "cable."));
  if (summary->pending == 0)
    {
      add_row (self, "unsent", "check-circle", _ ("Every dossier has been sent."), NULL);
      return;
    }
  waiting = g_strdup_printf (dngettext (GETTEXT_PACKAGE,
                                        "%u dossier waits to be sent.",
                                        "%u dossiers wait to be sent.",
                                        summary->pending),
                             summary->pending);
  if (summary->oldest_pending != MC_TIME_NONE)
    {
      g_autofree char *time = mc_time_to_display (summary->oldest_pending);
      g_autofree char *since = g_strdup_printf (_ ("The oldest one since %s."), time);

      add_row (self, "unsent", "clock", waiting, since);
    }
  else
    add_row (self, "unsent", "clock", waiting, NULL);
}

static void
add_quarantined (McStaffHomeScreen *self)
{
  const guint n = mc_staff_papers_get_summary (get_papers (self))->quarantined;
  g_autofree char *words = NULL;

  if (n == 0)
    return;
  words = g_strdup_printf (
      dngettext (GETTEXT_PACKAGE, "%u dossier was set aside.", "%u dossiers were set aside.", n),
      n);
  add_row (self, "quarantined", "warning", words, _ ("Please call the technician."));
}

static void
add_machine (McStaffHomeScreen *self, McHealth *health)
{
  const double free_gib = (double) mc_health_get_disk_free (health) / BYTES_A_GIB;
  g_autofree char *room = g_strdup_printf (_ ("%.0f GB are free."), free_gib);
  McEngine *engine = mc_context_get_engine (get_context (self));
  const McEnrolment *enrolment = mc_engine_get_enrolment (engine);
  g_autofree char *kiosk = NULL;

  if (mc_health_get_disk_full (health))
    add_row (self, "disk", "warning", _ ("The storage is full: nothing new is taken."), room);
  else
    add_row (self, "disk", "check-circle", _ ("There is room on the storage."), room);
  if (mc_clock_is_synchronised (mc_engine_get_clock (engine)))
    add_row (self, "clock", "check-circle", _ ("The clock is right."), NULL);
  else
    add_row (self,
             "clock",
             "clock",
             _ ("The clock was not compared with the network."),
                _ ("Compare it with yours: receipts carry its time."));
  if (enrolment == NULL)
    {
      add_row (self,
               "enrolment",
               "warning",
               _ ("This machine has not been set up."),
                  _ ("The technician does it with: motcua-ctl enrol"));
      return;
    }
  kiosk = g_strdup_printf (_ ("This is machine %s."), enrolment->kiosk);
  if (mc_health_get_out_of_service (health))
    add_row (self,
             "enrolment",
             "warning",
             kiosk,
             _ ("It is out of service: the service centre takes nothing from it, or its clock is "
                "years away."));
  else
    add_row (self, "enrolment", "house", kiosk, enrolment->point->name);
}

static void
refresh_title (McStaffHomeScreen *self, McHealth *health)
{
  const guint n = mc_staff_papers_get_n_unresolved (get_papers (self));
  g_autofree char *title = NULL;

  if (n > 0)
    title = g_strdup_printf (
        dngettext (
            GETTEXT_PACKAGE, "%u slip needs your attention", "%u slips need your attention", n),
        n);
  else if (mc_health_get_printer (health) == MC_HEALTH_PRINTER_FAULT)
    title = mc_words_for_printer_fault (mc_health_get_printer_reason (health));
  else if (mc_health_get_roll_low (health))
    title = g_strdup (_ ("Paper will soon run out"));
  else if (!mc_health_can_file (health))
    title = g_strdup (_ ("This machine takes no dossiers now"));
  else
    title = g_strdup (_ ("This machine is working well"));
  mc_screen_set_title (MC_SCREEN (self), title);
}

static void
refresh_tiles (McStaffHomeScreen *self, McHealth *health)
{
  g_autofree char *day = mc_staff_words_for_day (mc_staff_papers_get_figures (get_papers (self)));
  g_autoptr (McWords) printer = mc_staff_words_for_printer (health);
  McPaperRoll *roll = mc_engine_get_paper_roll (mc_context_get_engine (get_context (self)));
  g_autofree char *left = roll != NULL ? mc_staff_words_for_roll (roll) : NULL;
  g_autofree char *text =
      left != NULL ? g_strdup_printf ("%s %s", printer->what, left) : g_strdup (printer->what);

  mc_tile_set_title (MC_TILE (self->papers), _ ("Today's slips"));
  mc_tile_set_text (MC_TILE (self->papers), day);
  mc_tile_set_title (MC_TILE (self->printer), _ ("Printer and paper"));
  mc_tile_set_text (MC_TILE (self->printer), text);
}

static void
refresh (McStaffHomeScreen *self)
{
  McHealth *health = mc_context_get_health (get_context (self));
  const gboolean english = g_str_equal (mc_context_get_language (get_context (self)), "en");

  mc_screen_set_main_label (MC_SCREEN (self), _ ("Leave to citizens"));
  mc_screen_set_lead (MC_SCREEN (self),
                      _ ("Staff only. It closes by itself two minutes after the last touch."));
  /* in the other language, so that who needs it can read it */
  mc_screen_set_secondary (MC_SCREEN (self), "globe", english ? "Tiếng Việt" : "English");
  refresh_title (self, health);
  refresh_tiles (self, health);
  mc_parts_clear (self->card);
  add_central (self, health);
  add_quarantined (self);
  add_machine (self, health);
}

static GtkWidget *
append_tile (McStaffHomeScreen *self, GtkWidget *box, const char *name, const char *icon)
{
  GtkWidget *tile = g_object_new (MC_TYPE_TILE, "name", name, "icon", icon, NULL);

  gtk_box_append (GTK_BOX (box), tile);
  return tile;
}

static void
on_papers_clicked (McStaffHomeScreen *self)
{
  mc_screen_finish (MC_SCREEN (self), "papers");
}

static void
on_printer_clicked (McStaffHomeScreen *self)
{
  mc_screen_finish (MC_SCREEN (self), "printer");
}

static void
mc_staff_home_screen_shown (McScreen *screen)
{
  McStaffHomeScreen *self = MC_STAFF_HOME_SCREEN (screen);

  g_signal_group_set_target (self->health, mc_context_get_health (get_context (self)));
  g_signal_group_set_target (self->list, get_papers (self));
  refresh (self);
}

static void
mc_staff_home_screen_hidden (McScreen *screen)
{
  McStaffHomeScreen *self = MC_STAFF_HOME_SCREEN (screen);

  g_signal_group_set_target (self->health, NULL);
  g_signal_group_set_target (self->list, NULL);
}

static void
mc_staff_home_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_staff_home_screen_parent_class)->locale_changed (screen);
  refresh (MC_STAFF_HOME_SCREEN (screen));
}

static void
mc_staff_home_screen_secondary_activated (McScreen *screen)
{
  McVisit *visit = mc_context_get_visit (mc_screen_get_context (screen));

  mc_visit_set_language (visit, g_str_equal (mc_visit_get_language (visit), "vi") ? "en" : "vi");
}

static void
mc_staff_home_screen_constructed (GObject *object)
{
  McStaffHomeScreen *self = MC_STAFF_HOME_SCREEN (object);
  GtkWidget *left, *right;

  G_OBJECT_CLASS (mc_staff_home_screen_parent_class)->constructed (object);
  gtk_box_append (GTK_BOX (self->content), mc_columns_new (get_context (self), &left, &right));
  self->papers = append_tile (self, left, "papers", "receipt");
  g_signal_connect_object (
      self->papers, "clicked", G_CALLBACK (on_papers_clicked), self, G_CONNECT_SWAPPED);
  self->printer = append_tile (self, left, "printer", "printer");
  g_signal_connect_object (
      self->printer, "clicked", G_CALLBACK (on_printer_clicked), self, G_CONNECT_SWAPPED);
  self->card = mc_parts_card ();
  gtk_widget_set_valign (self->card, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (right), self->card);
}

static void
mc_staff_home_screen_dispose (GObject *object)
{
  McStaffHomeScreen *self = MC_STAFF_HOME_SCREEN (object);

  g_clear_object (&self->health);
  g_clear_object (&self->list);
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_STAFF_HOME_SCREEN);
  G_OBJECT_CLASS (mc_staff_home_screen_parent_class)->dispose (object);
}

static void
mc_staff_home_screen_class_init (McStaffHomeScreenClass *klass)
{
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = mc_staff_home_screen_constructed;
  G_OBJECT_CLASS (klass)->dispose = mc_staff_home_screen_dispose;
  screen_class->shown = mc_staff_home_screen_shown;
  screen_class->hidden = mc_staff_home_screen_hidden;
  screen_class->locale_changed = mc_staff_home_screen_locale_changed;
  screen_class->secondary_activated = mc_staff_home_screen_secondary_activated;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/staff-home-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McStaffHomeScreen, content);
}

static void
mc_staff_home_screen_init (McStaffHomeScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mc_screen_set_wide (MC_SCREEN (self), TRUE);
  self->health = g_signal_group_new (MC_TYPE_HEALTH);
  g_signal_group_connect_swapped (self->health, "notify", G_CALLBACK (refresh), self);
  self->list = g_signal_group_new (MC_TYPE_STAFF_PAPERS);
  g_signal_group_connect_swapped (self->list, "changed", G_CALLBACK (refresh), self);
}
