/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-home-screen"

#include "config.h"

#include "ui/screens/home-screen.h"

#include <glib/gi18n-lib.h>

#include "app/domain/datetime.h"
#include "ui/widgets/icon-button.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/tile.h"

/**
 * McHomeScreen:
 *
 * In portrait the four ways stand below each other, in landscape the chief one has the left half.
 */
struct _McHomeScreen
{
  McScreen parent_instance;

  GSignalGroup *scanner; /* (owned), connected while the page is shown */
  GtkWidget *tiles;      /* (unowned), template child */
  GtkWidget *file;       /* (unowned), template child */
  GtkWidget *collect;    /* (unowned), template child */
  GtkWidget *status;     /* (unowned), template child */
  GtkWidget *procedures; /* (unowned), template child */
  GtkWidget *vi;         /* (unowned), template child */
  GtkWidget *en;         /* (unowned), template child */
  GtkWidget *text_size;  /* (unowned), template child */
  McNotice *notice;      /* (unowned), template child */
};

G_DEFINE_FINAL_TYPE (McHomeScreen, mc_home_screen, MC_TYPE_SCREEN)

static McVisit *
get_visit (McHomeScreen *self)
{
  return mc_context_get_visit (mc_screen_get_context (MC_SCREEN (self)));
}

static void
set_chosen (GtkWidget *button, gboolean chosen)
{
  if (chosen)
    gtk_widget_add_css_class (button, "chosen");
  else
    gtk_widget_remove_css_class (button, "chosen");
  gtk_accessible_update_state (GTK_ACCESSIBLE (button),
                               GTK_ACCESSIBLE_STATE_PRESSED,
                               chosen ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                      : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               -1);
}

/* What the machine says of itself before anybody typed a word: the printer above all. */
static void
refresh_notice (McHomeScreen *self)
{
  McHealth *health = mc_context_get_health (mc_screen_get_context (MC_SCREEN (self)));
  const char *erased = _ ("This machine erases your data as soon as you finish.");
  g_autofree char *since = NULL;

  if (health == NULL || !mc_health_get_enrolled (health))
    {
      mc_notice_set_icon (self->notice, NULL);
      mc_notice_set (self->notice,
                     MC_NOTICE_CARE,
                     _ ("This machine cannot take dossiers yet."),
                        _ ("Please go to the counter. You can look up procedures here."));
    }
  else if (mc_health_get_out_of_service (health))
    {
      mc_notice_set_icon (self->notice, NULL);
      mc_notice_set (self->notice,
                     MC_NOTICE_CARE,
                     _ ("This machine is out of service now."),
                        _ ("Please go to the counter. Staff there will help you."));
    }
  else if (mc_health_get_disk_full (health))
    {
      mc_notice_set_icon (self->notice, NULL);
      mc_notice_set (self->notice,
                     MC_NOTICE_CARE,
                     _ ("This machine cannot take more dossiers today."),
                        _ ("Please file at the counter. You can still look up dossiers here."));
    }
  else if (mc_health_get_settling (health))
    {
      mc_notice_set_icon (self->notice, NULL);
      mc_notice_set (self->notice,
                     MC_NOTICE_INFO,
                     _ ("This machine is getting ready."),
                        _ ("It looks after the previous receipt. Please wait a few seconds."));
    }
  else
    switch (mc_health_get_printer (health))
      {
      case MC_HEALTH_PRINTER_NONE:
        mc_notice_set_icon (self->notice, "phone");
        mc_notice_set (self->notice,
                       MC_NOTICE_INFO,
                       _ ("This machine has no printer."),
                          _ ("Your code and QR code appear on the screen, to be photographed."));
        break;
      case MC_HEALTH_PRINTER_FAULT:
        mc_notice_set_icon (self->notice, "printer-off");
        if (mc_health_get_fault_since (health) != MC_TIME_NONE)
          {
            g_autofree char *clock = mc_time_to_display_clock (mc_health_get_fault_since (health));

            since = g_strdup_printf (_ ("The printer has not been printing since %s."), clock);
          }
        mc_notice_set (self->notice,
                       MC_NOTICE_CARE,
                       since != NULL ? since
                                     : _ ("The printer is not printing now."),
                                          _ ("You can file all the same: your code and QR code appear on the screen, and "
                          "the counter prints the receipt."));
        break;
      case MC_HEALTH_PRINTER_READY:
      case MC_HEALTH_PRINTER_LOW:
        mc_notice_set_icon (self->notice, NULL);
        mc_notice_set (self->notice, MC_NOTICE_OK, _ ("The printer is ready."), erased);
        break;
      case MC_HEALTH_PRINTER_UNKNOWN:
      default:
        mc_notice_set_icon (self->notice, "printer");
        mc_notice_set (self->notice,
                       MC_NOTICE_INFO,
                       _ ("It is not certain that the printer prints."),
                          _ ("Your code and QR code appear on the screen in any case."));
        break;
      }
  gtk_widget_set_sensitive (self->file, health != NULL && mc_health_can_file (health));
}

static void
refresh (McHomeScreen *self)
{
  const gboolean vietnamese = g_str_equal (mc_visit_get_language (get_visit (self)), "vi");
  const double scale = mc_visit_get_text_scale (get_visit (self));

  set_chosen (self->vi, vietnamese);
  set_chosen (self->en, !vietnamese);
  mc_icon_button_set_text (MC_ICON_BUTTON (self->text_size),
                           scale > 1.9
                           ? _ ("Normal text")
                           : scale > 1.4
                           ? _ ("Largest text")
                           : _ ("Larger text"));
  refresh_notice (self);
}

static void
arrange (McHomeScreen *self)
{
  const gboolean wide = mc_context_get_landscape (mc_screen_get_context (MC_SCREEN (self)));
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (self->tiles);
  GtkWidget *const others[] = { self->collect, self->status, self->procedures };

  mc_screen_set_header_beside (MC_SCREEN (self), wide);
  g_object_set (gtk_layout_manager_get_layout_child (layout, self->file),
                "column",
                0,
                "row",
                0,
                "row-span",
                wide ? 3 : 1,
                NULL);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_object_set (gtk_layout_manager_get_layout_child (layout, others[i]),
                  "column",
                  wide ? 1 : 0,
                  "row",
                  (int) i + (wide ? 0 : 1),
                  NULL);
}

static void
on_vi_clicked (McHomeScreen *self)
{
  mc_visit_set_language (get_visit (self), "vi");
}

static void
on_en_clicked (McHomeScreen *self)
{
  mc_visit_set_language (get_visit (self), "en");
}

static void
on_text_size_clicked (McHomeScreen *self)
{
  const double scale = mc_visit_get_text_scale (get_visit (self));

  mc_visit_set_text_scale (get_visit (self), scale > 1.9 ? 1.0 : scale > 1.4 ? 2.0 : 1.5);
  refresh (self);
}

static void
on_tile_clicked (McHomeScreen *self, GtkWidget *tile)
{
  McHealth *health = mc_context_get_health (mc_screen_get_context (MC_SCREEN (self)));

  /* told before anybody typed a word (screens reference, section 8) */
  if (tile == self->file && mc_health_get_printer (health) == MC_HEALTH_PRINTER_FAULT)
    mc_screen_finish (MC_SCREEN (self), "file-no-paper");
  else
    mc_screen_finish (MC_SCREEN (self), gtk_widget_get_name (tile));
}

/* Who holds a receipt to the scanner here wants to know where it stands. */
static void
on_scanned (McHomeScreen *self, const char *payload)
{
  McLookupController *lookup = mc_context_get_lookup (mc_screen_get_context (MC_SCREEN (self)));

  mc_screen_finish (MC_SCREEN (self), "status");
  mc_lookup_controller_scan (lookup, payload);
}

static void
mc_home_screen_shown (McScreen *screen)
{
  McEngine *engine = mc_context_get_engine (mc_screen_get_context (screen));

  if (engine != NULL)
    g_signal_group_set_target (MC_HOME_SCREEN (screen)->scanner, mc_engine_get_scanner (engine));
  refresh (MC_HOME_SCREEN (screen));
}

static void
mc_home_screen_hidden (McScreen *screen)
{
  g_signal_group_set_target (MC_HOME_SCREEN (screen)->scanner, NULL);
}

static void
mc_home_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_home_screen_parent_class)->locale_changed (screen);
  refresh (MC_HOME_SCREEN (screen));
}

static void
mc_home_screen_constructed (GObject *object)
{
  McHomeScreen *self = MC_HOME_SCREEN (object);
  McContext *context = mc_screen_get_context (MC_SCREEN (self));

  G_OBJECT_CLASS (mc_home_screen_parent_class)->constructed (object);
  g_signal_connect_object (
      context, "notify::landscape", G_CALLBACK (arrange), self, G_CONNECT_SWAPPED);
  if (mc_context_get_health (context) != NULL)
    g_signal_connect_object (mc_context_get_health (context),
                             "notify",
                             G_CALLBACK (refresh_notice),
                             self,
                             G_CONNECT_SWAPPED);
  mc_screen_set_wide (MC_SCREEN (self), TRUE);
  arrange (self);
}

static void
mc_home_screen_dispose (GObject *object)
{
  g_clear_object (&MC_HOME_SCREEN (object)->scanner);
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_HOME_SCREEN);
  G_OBJECT_CLASS (mc_home_screen_parent_class)->dispose (object);
}

static void
mc_home_screen_class_init (McHomeScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);

  object_class->constructed = mc_home_screen_constructed;
  object_class->dispose = mc_home_screen_dispose;
  screen_class->shown = mc_home_screen_shown;
  screen_class->hidden = mc_home_screen_hidden;
  screen_class->locale_changed = mc_home_screen_locale_changed;
  g_type_ensure (MC_TYPE_ICON_BUTTON);
  g_type_ensure (MC_TYPE_NOTICE);
  g_type_ensure (MC_TYPE_TILE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/home-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McHomeScreen, tiles);
  gtk_widget_class_bind_template_child (widget_class, McHomeScreen, file);
  gtk_widget_class_bind_template_child (widget_class, McHomeScreen, collect);
  gtk_widget_class_bind_template_child (widget_class, McHomeScreen, status);
  gtk_widget_class_bind_template_child (widget_class, McHomeScreen, procedures);
  gtk_widget_class_bind_template_child (widget_class, McHomeScreen, vi);
  gtk_widget_class_bind_template_child (widget_class, McHomeScreen, en);
  gtk_widget_class_bind_template_child (widget_class, McHomeScreen, text_size);
  gtk_widget_class_bind_template_child (widget_class, McHomeScreen, notice);
}

static void
mc_home_screen_init (McHomeScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->scanner = g_signal_group_new (MC_TYPE_CODE_SCANNER);
  g_signal_group_connect_object (
      self->scanner, "scanned", G_CALLBACK (on_scanned), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->vi, "clicked", G_CALLBACK (on_vi_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->en, "clicked", G_CALLBACK (on_en_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->text_size, "clicked", G_CALLBACK (on_text_size_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->file, "clicked", G_CALLBACK (on_tile_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->collect, "clicked", G_CALLBACK (on_tile_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->status, "clicked", G_CALLBACK (on_tile_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->procedures, "clicked", G_CALLBACK (on_tile_clicked), self, G_CONNECT_SWAPPED);
}
