/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-collect-screen"

#include "config.h"

#include "ui/screens/collect-screen.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/columns.h"
#include "ui/widgets/icon-button.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/parts.h"
#include "ui/words.h"

/**
 * McCollectScreen:
 *
 * The scanner works while this page is shown. The card is compared at the centre, and nothing of it
 * is shown here.
 */
struct _McCollectScreen
{
  McScreen parent_instance;

  gboolean current;   /* the page shown: answers count, mapped or not yet */
  GtkWidget *content; /* (unowned), template child */
  gulong scanned_id;  /* handlers on the scanner while the page is shown */
  gulong garbled_id;
  gulong connected_id;
};

G_DEFINE_FINAL_TYPE (McCollectScreen, mc_collect_screen, MC_TYPE_SCREEN)

static McPickupController *
get_pickup (McCollectScreen *self)
{
  return mc_context_get_pickup (mc_screen_get_context (MC_SCREEN (self)));
}

static McCodeScanner *
get_scanner (McCollectScreen *self)
{
  return mc_engine_get_scanner (mc_context_get_engine (mc_screen_get_context (MC_SCREEN (self))));
}

static gboolean
can_scan (McCollectScreen *self)
{
  McCodeScanner *scanner = get_scanner (self);
  gboolean connected = FALSE;

  if (scanner != NULL)
    g_object_get (scanner, "connected", &connected, NULL);

  return connected;
}

/* Where to go when the machine cannot help: the point's counter. */
static char *
describe_counter (McCollectScreen *self)
{
  const McStatus *status = mc_lookup_controller_get_status (
      mc_context_get_lookup (mc_screen_get_context (MC_SCREEN (self))));

  if (status != NULL && status->counter != NULL)
    return g_strdup_printf (_ ("counter %s"), status->counter);
  return g_strdup (_ ("the counter"));
}

/* Why the last card or question brought no number. */
static McWords *
describe_trouble (McCollectScreen *self)
{
  g_autofree char *counter = describe_counter (self);
  g_autofree char *how = NULL;

  switch (mc_pickup_controller_get_state (get_pickup (self)))
    {
    case MC_COLLECT_NO_CARD:
      return mc_words_new (
          _ ("That is not the code of an identity card."),
             _ ("Please use the square QR code, not the bars, or let the officer look."));
    case MC_COLLECT_BAD_CARD:
      return mc_words_new (_ ("The card could not be read completely."),
                              _ ("Please hold it still and try again, or let the officer look."));
    case MC_COLLECT_OTHER_CARD:
      return mc_words_new (
          _ ("This card is not the one of this dossier."),
             mc_pickup_controller_get_tries_left (get_pickup (self)) > 0
             ? _ ("Please scan the applicant's card. Collecting for somebody else? Then let the "
               "officer look.")
             : _ ("Please let the officer look at your papers at the counter."));
    case MC_COLLECT_ASK_CLERK:
      return mc_words_new (_ ("This machine compares no more cards for this dossier today."),
                              _ ("Please let the officer look at your papers at the counter."));
    case MC_COLLECT_OFFLINE:
      how = g_strdup_printf (
          _ ("Please try again, or go to %s with your receipt and your identity card."), counter);
      return mc_words_new (_ ("This machine cannot give a number just now."), how);
    case MC_COLLECT_IDLE:
    case MC_COLLECT_ASKING:
    case MC_COLLECT_TAKEN:
    case MC_COLLECT_CHANGED:
    default:
      return NULL;
    }
}

/* No card is looked at any more: there is one way left. */
static gboolean
is_for_clerk (McCollectScreen *self)
{
  const McCollectState state = mc_pickup_controller_get_state (get_pickup (self));

  return state == MC_COLLECT_ASK_CLERK ||
         (state == MC_COLLECT_OTHER_CARD &&
          mc_pickup_controller_get_tries_left (get_pickup (self)) == 0);
}

static void
add_scan (McCollectScreen *self, GtkWidget *column)
{
  if (can_scan (self))
    gtk_box_append (
        GTK_BOX (column),
        mc_parts_scan_card (
            TRUE,
            _ ("Hold the QR code of your card to the scanner"),
               _ ("The code is on the front of an older card, on the back of a new one. The card's "
                "number is compared with the dossier and not kept.")));
  else
    gtk_box_append (GTK_BOX (column),
                    mc_parts_scan_card (FALSE,
                                        get_scanner (self) != NULL
                                        ? _ ("The scanner does not answer")
                                        : _ ("This machine has no scanner"),
                                             _ ("The officer looks at your card at the counter.")));
}

static void
on_clerk_clicked (McCollectScreen *self)
{
  mc_pickup_controller_ask_clerk (get_pickup (self));
}

static void
add_clerk (McCollectScreen *self, GtkWidget *column, gboolean main)
{
  const gboolean busy = mc_pickup_controller_get_state (get_pickup (self)) == MC_COLLECT_ASKING;
  GtkWidget *clerk = mc_icon_button_new ("counter", _ ("Let the officer look"));

  gtk_widget_set_name (clerk, "clerk");
  gtk_widget_add_css_class (clerk, main ? "primary" : "tint");
  gtk_widget_set_sensitive (clerk, !busy);
  g_signal_connect_object (
      clerk, "clicked", G_CALLBACK (on_clerk_clicked), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (column), clerk);
  gtk_box_append (
      GTK_BOX (column),
      mc_notice_new (
          MC_NOTICE_INFO,
          _ ("No card with you, or collecting for somebody else?"),
             _ ("Take a number all the same. The officer looks at your papers; for somebody "
                          "else bring a letter of authority and both identity cards.")));
}

static void
refresh (McCollectScreen *self)
{
  const McCollectState state = mc_pickup_controller_get_state (get_pickup (self));
  const gboolean clerk = is_for_clerk (self);
  g_autoptr (McWords) trouble = describe_trouble (self);
  GtkWidget *left, *right;

  mc_screen_set_busy (MC_SCREEN (self), state == MC_COLLECT_ASKING);
  mc_screen_set_title (MC_SCREEN (self), _ ("Who collects the result?"));
  mc_screen_set_lead (MC_SCREEN (self),
                      clerk || !can_scan (self)
                          ? NULL
                          : _ ("With the card it goes faster: the officer sees that it is yours."));
  mc_screen_set_secondary (
      MC_SCREEN (self), "refresh", state == MC_COLLECT_OFFLINE ? _ ("Try again") : NULL);
  mc_parts_clear (self->content);
  gtk_box_append (GTK_BOX (self->content),
                  mc_columns_new (mc_screen_get_context (MC_SCREEN (self)), &left, &right));
  if (!clerk)
    add_scan (self, left);
  if (trouble != NULL)
    {
      GtkWidget *notice =
          mc_notice_new (state == MC_COLLECT_OFFLINE ? MC_NOTICE_CARE : MC_NOTICE_ERROR,
                         trouble->what,
                         trouble->how);

      gtk_widget_set_name (notice, "trouble");
      gtk_box_append (GTK_BOX (left), notice);
    }
  add_clerk (self, right, clerk || !can_scan (self));
}

static void
on_state_changed (McCollectScreen *self)
{
  if (!self->current)
    return;
  switch (mc_pickup_controller_get_state (get_pickup (self)))
    {
    case MC_COLLECT_TAKEN:
      mc_screen_finish (MC_SCREEN (self), "next");
      break;
    case MC_COLLECT_CHANGED:
      mc_screen_finish (MC_SCREEN (self), "changed");
      break;
    case MC_COLLECT_IDLE:
    case MC_COLLECT_ASKING:
    case MC_COLLECT_NO_CARD:
    case MC_COLLECT_BAD_CARD:
    case MC_COLLECT_OTHER_CARD:
    case MC_COLLECT_ASK_CLERK:
    case MC_COLLECT_OFFLINE:
    default:
      refresh (self);
      break;
    }
}

static void
on_scanned (McCollectScreen *self, const char *payload)
{
  if (!is_for_clerk (self))
    mc_pickup_controller_scan (get_pickup (self), payload);
}

/* What could not be read at all is no card, as far as one can tell. */
static void
on_garbled (McCollectScreen *self)
{
  on_scanned (self, "|");
}

static void
listen (McCollectScreen *self, gboolean on)
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
mc_collect_screen_shown (McScreen *screen)
{
  McCollectScreen *self = MC_COLLECT_SCREEN (screen);

  self->current = TRUE;
  mc_pickup_controller_clear (get_pickup (self));
  listen (self, TRUE);
  refresh (self);
}

static void
mc_collect_screen_hidden (McScreen *screen)
{
  MC_COLLECT_SCREEN (screen)->current = FALSE;
  listen (MC_COLLECT_SCREEN (screen), FALSE);
}

static void
mc_collect_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_collect_screen_parent_class)->locale_changed (screen);
  refresh (MC_COLLECT_SCREEN (screen));
}

static void
mc_collect_screen_secondary_activated (McScreen *screen)
{
  mc_pickup_controller_again (get_pickup (MC_COLLECT_SCREEN (screen)));
}

static void
mc_collect_screen_constructed (GObject *object)
{
  McCollectScreen *self = MC_COLLECT_SCREEN (object);

  G_OBJECT_CLASS (mc_collect_screen_parent_class)->constructed (object);
  mc_screen_set_wide (MC_SCREEN (self), TRUE);
  g_signal_connect_object (
      get_pickup (self), "notify::state", G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
}

static void
mc_collect_screen_dispose (GObject *object)
{
  listen (MC_COLLECT_SCREEN (object), FALSE);
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_COLLECT_SCREEN);
  G_OBJECT_CLASS (mc_collect_screen_parent_class)->dispose (object);
}

static void
mc_collect_screen_class_init (McCollectScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);

  object_class->constructed = mc_collect_screen_constructed;
  object_class->dispose = mc_collect_screen_dispose;
  screen_class->shown = mc_collect_screen_shown;
  screen_class->hidden = mc_collect_screen_hidden;
  screen_class->locale_changed = mc_collect_screen_locale_changed;
  screen_class->secondary_activated = mc_collect_screen_secondary_activated;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/collect-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McCollectScreen, content);
}

static void
mc_collect_screen_init (McCollectScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
