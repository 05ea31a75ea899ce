/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-pin-page"

#include "config.h"

#include "ui/pin-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/domain/text.h"
#include "ui/widgets/accessible.h"
#include "ui/widgets/icon-button.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/notice.h"

/* Far above the 20 mm of a main target: staff type it standing, in a hurry. */
#define KEY_WIDTH 168
#define KEY_HEIGHT 104

/**
 * McPinPage:
 *
 * Shows how many digits were typed, never which. The digits are kept here until they are handed
 * over, and overwritten.
 */
struct _McPinPage
{
  GtkWidget parent_instance;

  McContext *context; /* (owned) */
  GtkWidget *card;    /* (unowned), child */
  GtkWidget *title;   /* (unowned) */
  GtkWidget *lead;    /* (unowned) */
  GtkWidget *notice;  /* (unowned) */
  GtkWidget *dots;    /* (unowned) */
  GtkWidget *keys;    /* (unowned) */
  GtkWidget *rub;     /* (unowned) */
  GtkWidget *enter;   /* (unowned) */
  GtkWidget *back;    /* (unowned) */
  char digits[MC_STAFF_PIN_MAX + 1];
};

G_DEFINE_FINAL_TYPE (McPinPage, mc_pin_page, GTK_TYPE_WIDGET)

static McStaffAccess *
get_access (McPinPage *self)
{
  return mc_context_get_staff_access (self->context);
}

static void
clear_digits (McPinPage *self)
{
  explicit_bzero (self->digits, sizeof self->digits);
}

static void
refresh_dots (McPinPage *self)
{
  const guint n = (guint) strlen (self->digits);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *spoken =
      g_strdup_printf (dngettext (GETTEXT_PACKAGE, "%u digit entered", "%u digits entered", n), n);

  for (guint i = 0; i < MAX (n, MC_STAFF_PIN_MIN); i++)
    g_string_append (text, i < n ? "●" : "○");
  gtk_label_set_label (GTK_LABEL (self->dots), text->str);
  mc_accessible_set_label (self->dots, spoken);
}

static char *
describe_wait (guint seconds)
{
  return seconds < 120 ? g_strdup_printf (dngettext (GETTEXT_PACKAGE,
                                                     "Please wait %u second.",
                                                     "Please wait %u seconds.",
                                                     seconds),
                                          seconds)
                       : g_strdup_printf (dngettext (GETTEXT_PACKAGE,
                                                     "Please wait %u minute.",
                                                     "Please wait %u minutes.",
                                                     (seconds + 59) / 60),
                                          (seconds + 59) / 60);
}

static void
refresh_notice (McPinPage *self)
{
  McNotice *notice = MC_NOTICE (self->notice);
  const guint left = mc_staff_access_get_tries_left (get_access (self));
  g_autofree char *more = NULL;

  switch (mc_staff_access_get_problem (get_access (self)))
    {
    case MC_STAFF_PROBLEM_WRONG:
      more = g_strdup_printf (
          dngettext (GETTEXT_PACKAGE, "%u try is left.", "%u tries are left.", left), left);
      mc_notice_set (notice, MC_NOTICE_ERROR, _ ("That PIN is wrong."), more);
      break;
    case MC_STAFF_PROBLEM_WAIT:
      more = describe_wait (mc_staff_access_get_wait (get_access (self)));
      mc_notice_set (notice, MC_NOTICE_CARE, _ ("The PIN was wrong too often."), more);
      break;
    case MC_STAFF_PROBLEM_LOCKED:
      mc_notice_set (notice,
                     MC_NOTICE_ERROR,
                     _ ("The PIN is locked."),
                        _ ("The technician sets a new one with: motcua-ctl staff-pin set"));
      break;
    case MC_STAFF_PROBLEM_UNSET:
      mc_notice_set (notice,
                     MC_NOTICE_CARE,
                     _ ("There is no PIN yet."),
                        _ ("The technician sets it with: motcua-ctl staff-pin set"));
      break;
    case MC_STAFF_PROBLEM_STORAGE:
      mc_notice_set (
          notice,
          MC_NOTICE_ERROR,
          _ ("The PIN cannot be checked now."),
             _ ("The storage of this machine does not answer. Please call the technician."));
      break;
    case MC_STAFF_PROBLEM_NONE:
    default:
      break;
    }
  gtk_widget_set_visible (self->notice,
                          mc_staff_access_get_problem (get_access (self)) != MC_STAFF_PROBLEM_NONE);
}

static gboolean
takes_digits (McPinPage *self)
{
  const McStaffProblem problem = mc_staff_access_get_problem (get_access (self));

  return mc_staff_access_get_state (get_access (self)) != MC_STAFF_CHECKING &&
         (problem == MC_STAFF_PROBLEM_NONE || problem == MC_STAFF_PROBLEM_WRONG);
}

static void
refresh_state (McPinPage *self)
{
  refresh_dots (self);
  refresh_notice (self);
  gtk_widget_set_sensitive (self->keys, takes_digits (self));
  gtk_widget_set_sensitive (self->enter, strlen (self->digits) >= MC_STAFF_PIN_MIN);
}

static void
on_access_changed (McPinPage *self)
{
  if (mc_staff_access_get_state (get_access (self)) == MC_STAFF_CLOSED)
    clear_digits (self);
  refresh_state (self);
}

static void
on_digit_clicked (GtkWidget *key, McPinPage *self)
{
  const gsize n = strlen (self->digits);

  if (n < MC_STAFF_PIN_MAX)
    self->digits[n] = gtk_widget_get_name (key)[strlen ("pin-")];
  refresh_state (self);
}

static void
on_rub_clicked (McPinPage *self)
{
  const gsize n = strlen (self->digits);

  if (n > 0)
    self->digits[n - 1] = '\0';
  refresh_state (self);
}

static void
on_enter_clicked (McPinPage *self)
{
  char *pin = g_strdup (self->digits);

  clear_digits (self);
  mc_staff_access_try (get_access (self), pin);
  refresh_state (self);
}

static void
on_back_clicked (McPinPage *self)
{
  clear_digits (self);
  mc_staff_access_cancel (get_access (self));
}

static void
on_landscape_changed (McPinPage *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->card),
                                  mc_context_get_landscape (self->context)
                                      ? GTK_ORIENTATION_HORIZONTAL
                                      : GTK_ORIENTATION_VERTICAL);
}

static void
mc_pin_page_dispose (GObject *object)
{
  McPinPage *self = MC_PIN_PAGE (object);

  clear_digits (self);
  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mc_pin_page_parent_class)->dispose (object);
}

static void
mc_pin_page_class_init (McPinPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_pin_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "pinpage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT_DIALOG);
}

static GtkWidget *
append_label (GtkWidget *box, const char *css_class, GtkAccessibleRole role)
{
  GtkWidget *label =
      g_object_new (GTK_TYPE_LABEL, "accessible-role", role, "wrap", TRUE, "xalign", 0.0, NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
attach_key (McPinPage *self, GtkWidget *key, const char *name, int place)
{
  gtk_widget_set_name (key, name);
  gtk_widget_add_css_class (key, "key");
  gtk_widget_set_size_request (key, KEY_WIDTH, KEY_HEIGHT);
  gtk_grid_attach (GTK_GRID (self->keys), key, place % 3, place / 3, 1, 1);
}

static GtkWidget *
create_icon_key (const char *icon_name, const char *css_class)
{
  GtkWidget *key = gtk_button_new ();
  GtkWidget *icon = mc_icon_new (icon_name);

  gtk_widget_set_halign (icon, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (icon, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (key), icon);
  gtk_widget_add_css_class (key, css_class);
  return key;
}

static void
add_keys (McPinPage *self)
{
  for (int place = 0; place < 11; place++)
    {
      const int digit = place < 9 ? place + 1 : 0;
      g_autofree char *words = g_strdup_printf ("%d", digit);
      g_autofree char *name = g_strdup_printf ("pin-%d", digit);
      GtkWidget *key;

      if (place == 9)
        continue;
      key = gtk_button_new_with_label (words);
      mc_accessible_set_label (key, words);
      g_signal_connect_object (
          key, "clicked", G_CALLBACK (on_digit_clicked), self, G_CONNECT_DEFAULT);
      attach_key (self, key, name, place);
    }
  self->rub = create_icon_key ("backspace", "control");
  g_signal_connect_object (
      self->rub, "clicked", G_CALLBACK (on_rub_clicked), self, G_CONNECT_SWAPPED);
  attach_key (self, self->rub, "pin-backspace", 9);
  self->enter = create_icon_key ("check", "done");
  g_signal_connect_object (
      self->enter, "clicked", G_CALLBACK (on_enter_clicked), self, G_CONNECT_SWAPPED);
  attach_key (self, self->enter, "pin-enter", 11);
}

static void
mc_pin_page_init (McPinPage *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *hands = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->card, "dialog");
  gtk_widget_set_halign (self->card, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->card, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  gtk_widget_add_css_class (words, "stack");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (self->card), words);
  self->title = append_label (words, "title", GTK_ACCESSIBLE_ROLE_HEADING);
  self->lead = append_label (words, "lead", GTK_ACCESSIBLE_ROLE_LABEL);
  self->notice = mc_notice_new (MC_NOTICE_CARE, NULL, NULL);
  gtk_widget_set_name (self->notice, "pin-notice");
  gtk_box_append (GTK_BOX (words), self->notice);
  self->dots = append_label (words, "pin-dots", GTK_ACCESSIBLE_ROLE_LABEL);
  gtk_widget_set_name (self->dots, "pin-dots");
  self->back = mc_icon_button_new ("chevron-left", NULL);
  gtk_widget_set_name (self->back, "pin-back");
  g_signal_connect_object (
      self->back, "clicked", G_CALLBACK (on_back_clicked), self, G_CONNECT_SWAPPED);
  self->keys = gtk_grid_new ();
  gtk_widget_add_css_class (self->keys, "pin-keys");
  gtk_widget_set_halign (self->keys, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->keys, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (hands, "stack");
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (hands), self->keys);
  gtk_box_append (GTK_BOX (hands), self->back);
  gtk_box_append (GTK_BOX (self->card), hands);
  add_keys (self);
}

/**
 * mc_pin_page_new:
 * @context: whose staff access is asked
 *
 * Returns: (transfer full): a new page
 */
GtkWidget *
mc_pin_page_new (McContext *context)
{
  McPinPage *self = g_object_new (MC_TYPE_PIN_PAGE, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (
      context, "notify::landscape", G_CALLBACK (on_landscape_changed), self, G_CONNECT_SWAPPED);
  if (get_access (self) != NULL)
    g_signal_connect_object (
        get_access (self), "notify", G_CALLBACK (on_access_changed), self, G_CONNECT_SWAPPED);
  on_landscape_changed (self);
  return GTK_WIDGET (self);
}

/**
 * mc_pin_page_begin:
 * @self: a page
 *
 * Nothing is typed yet; moves the focus to the first key.
 */
void
mc_pin_page_begin (McPinPage *self)
{
  g_return_if_fail (MC_IS_PIN_PAGE (self));

  clear_digits (self);
  mc_pin_page_refresh (self);
  gtk_widget_grab_focus (gtk_grid_get_child_at (GTK_GRID (self->keys), 0, 0));
}

/**
 * mc_pin_page_refresh:
 * @self: a page
 *
 * Sets its words in the language of the moment.
 */
void
mc_pin_page_refresh (McPinPage *self)
{
  g_return_if_fail (MC_IS_PIN_PAGE (self));

  if (get_access (self) == NULL)
    return;
  gtk_label_set_label (GTK_LABEL (self->title), _ ("Staff, please enter the PIN"));
  gtk_label_set_label (GTK_LABEL (self->lead),
                       _ ("What a citizen entered here is erased as soon as the PIN is right."));
  mc_icon_button_set_text (MC_ICON_BUTTON (self->back), _ ("Back, I am not staff"));
  mc_accessible_set_label (self->rub, _ ("Delete the last digit"));
  mc_accessible_set_label (self->enter, _ ("Open"));
  refresh_state (self);
}
