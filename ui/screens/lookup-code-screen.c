/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-lookup-code-screen"

#include "config.h"

#include "ui/screens/lookup-code-screen.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/accessible.h"
#include "ui/widgets/notice.h"

/**
 * McLookupCodeScreen:
 *
 * For whoever has lost the receipt's QR code, or where there is no scanner. A second factor stands
 * between the code, which is printed on paper, and the dossier.
 */
struct _McLookupCodeScreen
{
  McScreen parent_instance;

  gboolean current;       /* the page shown: answers count, mapped or not yet */
  McNotice *notice;       /* (unowned), template child */
  GtkWidget *code;        /* (unowned), template child */
  GtkWidget *last4;       /* (unowned), template child */
  GtkWidget *year;        /* (unowned), template child */
  GtkWidget *code_label;  /* (unowned), template child */
  GtkWidget *last4_label; /* (unowned), template child */
  GtkWidget *year_label;  /* (unowned), template child */
};

G_DEFINE_FINAL_TYPE (McLookupCodeScreen, mc_lookup_code_screen, MC_TYPE_SCREEN)

static McLookupController *
get_lookup (McLookupCodeScreen *self)
{
  return mc_context_get_lookup (mc_screen_get_context (MC_SCREEN (self)));
}

static void
name_fields (McLookupCodeScreen *self)
{
  mc_accessible_set_label (self->code, gtk_label_get_label (GTK_LABEL (self->code_label)));
  mc_accessible_set_label (self->last4, gtk_label_get_label (GTK_LABEL (self->last4_label)));
  mc_accessible_set_label (self->year, gtk_label_get_label (GTK_LABEL (self->year_label)));
}

static void
set_invalid (GtkWidget *entry, gboolean invalid)
{
  if (invalid)
    gtk_widget_add_css_class (entry, "invalid");
  else
    gtk_widget_remove_css_class (entry, "invalid");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               invalid ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
clear_problem (McLookupCodeScreen *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->notice), FALSE);
  set_invalid (self->code, FALSE);
  set_invalid (self->last4, FALSE);
  set_invalid (self->year, FALSE);
}

static void
say_problem (McLookupCodeScreen *self, GtkWidget *entry, const char *title, const char *text)
{
  mc_notice_set (self->notice, MC_NOTICE_ERROR, title, text);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), TRUE);
  set_invalid (entry, TRUE);
  gtk_entry_grab_focus_without_selecting (GTK_ENTRY (entry));
}

static const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static gboolean
is_short (GtkWidget *entry)
{
  return gtk_entry_get_text_length (GTK_ENTRY (entry)) < 4;
}

static void
mc_lookup_code_screen_main_activated (McScreen *screen)
{
  McLookupCodeScreen *self = MC_LOOKUP_CODE_SCREEN (screen);

  clear_problem (self);
  if (*get_text (self->code) == '\0')
    say_problem (self,
                 self->code,
                 _ ("The code is missing."),
                    _ ("It stands below the square code on your receipt."));
  else if (is_short (self->last4))
    say_problem (self,
                 self->last4,
                 _ ("The last 4 digits are missing."),
                    _ ("They stand at the end of the number on your identity card."));
  else if (is_short (self->year))
    say_problem (self,
                 self->year,
                 _ ("The year of birth is missing."),
                    _ ("Please type four digits, for example 1955."));
  else
    mc_lookup_controller_ask (
        get_lookup (self), get_text (self->code), get_text (self->last4), get_text (self->year));
}

static void
on_state_changed (McLookupCodeScreen *self)
{
  if (!self->current)
    return;
  mc_screen_set_busy (MC_SCREEN (self),
                      mc_lookup_controller_get_state (get_lookup (self)) == MC_LOOKUP_ASKING);
  switch (mc_lookup_controller_get_state (get_lookup (self)))
    {
    case MC_LOOKUP_ASKING:
      clear_problem (self);
      mc_notice_set (self->notice,
                     MC_NOTICE_INFO,
                     _ ("One moment."), _ ("We are asking where your dossier is."));
      gtk_widget_set_visible (GTK_WIDGET (self->notice), TRUE);
      break;
    case MC_LOOKUP_MISTYPED:
      say_problem (self,
                   self->code,
                   _ ("The code is not complete or has a wrong sign."),
                      _ ("Please compare it with your receipt, letter by letter."));
      break;
    case MC_LOOKUP_FOUND:
    case MC_LOOKUP_SAVED_HERE:
    case MC_LOOKUP_NOT_ARRIVED:
    case MC_LOOKUP_OFFLINE:
    case MC_LOOKUP_LOCKED:
      clear_problem (self);
      mc_screen_finish (MC_SCREEN (self), "next");
      break;
    case MC_LOOKUP_IDLE:
    case MC_LOOKUP_FOREIGN:
    case MC_LOOKUP_CARD:
    default:
      break;
    }
}

static void
on_activate (McLookupCodeScreen *self, GtkWidget *entry)
{
  if (entry == self->code)
    gtk_widget_grab_focus (self->last4);
  else if (entry == self->last4)
    gtk_widget_grab_focus (self->year);
  else if (!mc_screen_get_busy (MC_SCREEN (self)))
    mc_screen_activate_main (MC_SCREEN (self));
}

static void
mc_lookup_code_screen_shown (McScreen *screen)
{
  McLookupCodeScreen *self = MC_LOOKUP_CODE_SCREEN (screen);

  self->current = TRUE;
  mc_lookup_controller_clear (get_lookup (self));
  clear_problem (self);
  gtk_entry_grab_focus_without_selecting (GTK_ENTRY (self->code));
}

static void
mc_lookup_code_screen_reset (McScreen *screen)
{
  McLookupCodeScreen *self = MC_LOOKUP_CODE_SCREEN (screen);

  gtk_editable_set_text (GTK_EDITABLE (self->code), "");
  gtk_editable_set_text (GTK_EDITABLE (self->last4), "");
  gtk_editable_set_text (GTK_EDITABLE (self->year), "");
}

static void
mc_lookup_code_screen_hidden (McScreen *screen)
{
  MC_LOOKUP_CODE_SCREEN (screen)->current = FALSE;
}

static void
mc_lookup_code_screen_locale_changed (McScreen *screen)
{
  MC_SCREEN_CLASS (mc_lookup_code_screen_parent_class)->locale_changed (screen);
  name_fields (MC_LOOKUP_CODE_SCREEN (screen));
}

static void
mc_lookup_code_screen_constructed (GObject *object)
{
  McLookupCodeScreen *self = MC_LOOKUP_CODE_SCREEN (object);

  G_OBJECT_CLASS (mc_lookup_code_screen_parent_class)->constructed (object);
  name_fields (self);
  g_signal_connect_object (
      get_lookup (self), "notify::state", G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
}

static void
mc_lookup_code_screen_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MC_TYPE_LOOKUP_CODE_SCREEN);
  G_OBJECT_CLASS (mc_lookup_code_screen_parent_class)->dispose (object);
}

static void
mc_lookup_code_screen_class_init (McLookupCodeScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  McScreenClass *screen_class = MC_SCREEN_CLASS (klass);

  object_class->constructed = mc_lookup_code_screen_constructed;
  object_class->dispose = mc_lookup_code_screen_dispose;
  screen_class->shown = mc_lookup_code_screen_shown;
  screen_class->hidden = mc_lookup_code_screen_hidden;
  screen_class->reset = mc_lookup_code_screen_reset;
  screen_class->locale_changed = mc_lookup_code_screen_locale_changed;
  screen_class->main_activated = mc_lookup_code_screen_main_activated;
  g_type_ensure (MC_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/motcua/kiosk/screens/lookup-code-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, McLookupCodeScreen, notice);
  gtk_widget_class_bind_template_child (widget_class, McLookupCodeScreen, code);
  gtk_widget_class_bind_template_child (widget_class, McLookupCodeScreen, last4);
  gtk_widget_class_bind_template_child (widget_class, McLookupCodeScreen, year);
  gtk_widget_class_bind_template_child (widget_class, McLookupCodeScreen, code_label);
  gtk_widget_class_bind_template_child (widget_class, McLookupCodeScreen, last4_label);
  gtk_widget_class_bind_template_child (widget_class, McLookupCodeScreen, year_label);
}

static void
mc_lookup_code_screen_init (McLookupCodeScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (
      self->code, "activate", G_CALLBACK (on_activate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->last4, "activate", G_CALLBACK (on_activate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->year, "activate", G_CALLBACK (on_activate), self, G_CONNECT_SWAPPED);
}
