/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-lookup-screen"

#include "config.h"

#include "ui/screens/lookup-screen.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/icon.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/tile.h"

/**
 * McLookupScreen:
 *
 * The scanner works while this page is shown. What it read goes to the look-up controller, whose
 * state decides: an answer leads on, a foreign code is told in words.
 */
struct _McLookupScreen
{
  McScreen parent_instance;

  gboolean current;      /* the page shown: answers count, mapped or not yet */
  GSignalGroup *scanner; /* (owned), connected while the page is shown */
  GtkWidget *columns;    /* (unowned), template child */
  GtkWidget *scan;       /* (unowned), template child */
  GtkWidget *type;       /* (unowned), template child */
  McNotice *notice;      /* (unowned), template child */
};

G_DEFINE_FINAL_TYPE (McLookupScreen, mc_lookup_screen, MC_TYPE_SCREEN)

static McLookupController *
get_lookup (McLookupScreen *self)
{
  return mc_context_get_lookup (mc_screen_get_context (MC_SCREEN (self)));
}

static McCodeScanner *
get_scanner (McLookupScreen *self)
{
  McEngine *engine = mc_context_get_engine (mc_screen_get_context (MC_SCREEN (self)));

  return engine != NULL ? mc_engine_get_scanner (engine) : NULL;
}

static void
say (McLookupScreen *self, McNoticeKind kind, const char *title, const char *text)
{
  mc_notice_set (self->notice, kind, title, text);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), TRUE);
}

static void
refresh (McLookupScreen *self)
{
  const McLookupState state = mc_lookup_controller_get_state (get_lookup (self));
  const gboolean scans = get_scanner (self) != NULL;

  mc_screen_set_busy (MC_SCREEN (self), state == MC_LOOKUP_ASKING);
  mc_screen_set_title (MC_SCREEN (self),
                       scans
                       ? _ ("Please hold your receipt to the scanner")
                       : _ ("Which dossier do you ask about?"));
  gtk_widget_set_visible (self->scan, scans);
  gtk_widget_set_sensitive (self->type, state != MC_LOOKUP_ASKING);
  switch (state)
    {
    case MC_LOOKUP_ASKING:
      say (self, MC_NOTICE_INFO, _ ("One moment."), _ ("We are asking where your dossier is."));
      break;
    case MC_LOOKUP_FOREIGN:
      say (self,
           MC_NOTICE_CARE,
           _ ("This is not a receipt of the one-stop desk."),
              _ ("Please hold the receipt with the square code that you were given when you filed."));
      break;
    case MC_LOOKUP_CARD:
      say (self,
           MC_NOTICE_CARE,
           _ ("This is an identity card."),
              _ ("To see your dossier, please hold your receipt to the scanner. We have not kept "
              "anything of your card."));
      break;
    case MC_LOOKUP_IDLE:
    case MC_LOOKUP_FOUND:
    case MC_LOOKUP_SAVED_HERE:
    case MC_LOOKUP_NOT_ARRIVED:
    case MC_LOOKUP_OFFLINE:
    case MC_LOOKUP_LOCKED:
    case MC_LOOKUP_MISTYPED:
    default:
      if (scans)
        gtk_widget_set_visible (GTK_WIDGET (self->notice), FALSE);
      else
        say (self,
             MC_NOTICE_INFO,
             _ ("This machine has no scanner."),
                _ ("Please type the code of your dossier. It stands on your receipt."));
      break;
    }
}

static void
on_state_changed (McLookupScreen *self)
{
  if (!self->current)
    return;
  refresh (self);
  switch (mc_lookup_controller_get_state (get_lookup (self)))
    {
    case MC_LOOKUP_FOUND:
    case MC_LOOKUP_SAVED_HERE:
    case MC_LOOKUP_NOT_ARRIVED:
    case MC_LOOKUP_OFFLINE:
    case MC_LOOKUP_LOCKED:
      mc_screen_finish (MC_SCREEN (self), "next");
      break;
    case MC_LOOKUP_IDLE:
    case MC_LOOKUP_ASKING:
    case MC_LOOKUP_FOREIGN:
    case MC_LOOKUP_CARD:
    case MC_LOOKUP_MISTYPED:
    default:
      break;
    }
}

static void
on_scanned (McLookupScreen *self, const char *payload)
{
  if (!mc_screen_get_busy (MC_SCREEN (self)))
    mc_lookup_controller_scan (get_lookup (self), payload);
}

static void
on_type_clicked (McLookupScreen *self)
{
  mc_screen_finish (MC_SCREEN (self), "type");
}

static void
mc_lookup_screen_shown (McScreen *screen)
{
  McLookupScreen *self = MC_LOOKUP_SCREEN (screen);

  self->current = TRUE;
  g_signal_group_set_target (self->scanner, get_scanner (self));
  /* back from an answer: the next question starts clean; what was scanned a moment ago is told */
  switch (mc_lookup_controller_get_state (get_lookup (self)))
    {
    case MC_LOOKUP_FOREIGN:
    case MC_LOOKUP_CARD:
      break;
    default:
      mc_lookup_controller_clear (get_lookup (self));
    }
  refresh (self);
}

static void
mc_lookup_screen_hidden (McScreen *screen)
{
  MC_LOOKUP_SCREEN (screen)->current = FALSE;
  g_signal_group_set_target (MC_LOOKUP_SCREEN (screen)->scanner, NULL);
}

static void
mc_lookup_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_lookup_screen_parent_class)->locale_changed (screen);
  refresh (MC_LOOKUP_SCREEN (screen));
}

static void
arrange (McLookupScreen *self)
{
  const gboolean wide = mc_context_get_landscape (mc_screen_get_context (MC_SCREEN (self)));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->columns),
                                  wide ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_homogeneous (GTK_BOX (self->columns), wide);
}

static void
mc_lookup_screen_constructed (GObject *object)
{
  McLookupScreen *self = MC_LOOKUP_SCREEN (object);

  G_OBJECT_CLASS (mc_lookup_screen_parent_class)->constructed (object);
  g_signal_connect_object (mc_screen_get_context (MC_SCREEN (self)),
                           "notify::landscape",
                           G_CALLBACK (arrange),
                           self,
                           G_CONNECT_SWAPPED);
  mc_screen_set_wide (MC_SCREEN (self), TRUE);
  arrange (self);
  g_signal_connect_object (
      get_lookup (self), "notify::state", G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
}

static void
mc_lookup_screen_dispose (GObject *object)
{
  McLookupScreen *self = MC_LOOKUP_SCREEN (object);

  g_clear_object (&self->scanner);
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_LOOKUP_SCREEN);
  G_OBJECT_CLASS (mc_lookup_screen_parent_class)->dispose (object);
}

static void
mc_lookup_screen_class_init (McLookupScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);

  object_class->constructed = mc_lookup_screen_constructed;
  object_class->dispose = mc_lookup_screen_dispose;
  screen_class->shown = mc_lookup_screen_shown;
  screen_class->hidden = mc_lookup_screen_hidden;
  screen_class->locale_changed = mc_lookup_screen_locale_changed;
  g_type_ensure (MC_TYPE_ICON);
  g_type_ensure (MC_TYPE_NOTICE);
  g_type_ensure (MC_TYPE_TILE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/lookup-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McLookupScreen, columns);
  gtk_widget_class_bind_template_child (widget_class, McLookupScreen, scan);
  gtk_widget_class_bind_template_child (widget_class, McLookupScreen, type);
  gtk_widget_class_bind_template_child (widget_class, McLookupScreen, notice);
}

static void
mc_lookup_screen_init (McLookupScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->scanner = g_signal_group_new (MC_TYPE_CODE_SCANNER);
  g_signal_group_connect_object (
      self->scanner, "scanned", G_CALLBACK (on_scanned), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->type, "clicked", G_CALLBACK (on_type_clicked), self, G_CONNECT_SWAPPED);
}
