/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-window"

#include "config.h"

#include "ui/window.h"

#include "ui/action-bar.h"
#include "ui/flow.h"
#include "ui/hardening.h"
#include "ui/idle-page.h"
#include "ui/keyboard/keyboard.h"
#include "ui/language.h"
#include "ui/pin-page.h"
#include "ui/staff-page.h"
#include "ui/style.h"
#include "ui/top-bar.h"

/* README of the look: no motion but this. */
#define FADE_MS 150

typedef enum
{
  COVER_NONE,
  COVER_IDLE,
  COVER_STAFF,
  COVER_PIN,
} Cover;

/**
 * McWindow:
 *
 * Screens are built when they are first shown in a visit and thrown away at its end: what a citizen
 * typed, its undo and its scroll position cannot outlive them.
 */
struct _McWindow
{
  GtkWindow parent_instance;

  McContext *context;    /* (owned) */
  GtkWidget *top_bar;    /* (unowned) */
  GtkWidget *body;       /* (unowned), everything below the top bar */
  GtkWidget *page;       /* (unowned), stack and keyboard */
  GtkWidget *stack;      /* (unowned) */
  GtkWidget *keyboard;   /* (unowned) */
  GtkWidget *action_bar; /* (unowned) */
  GtkWidget *covers;     /* (unowned), the three pages below */
  GtkWidget *idle_page;  /* (unowned) */
  GtkWidget *staff_page; /* (unowned) */
  GtkWidget *pin_page;   /* (unowned) */
  McScreen *screen;      /* (unowned) (nullable), the page shown, owned by the stack */
  GtkWidget *focus;      /* (unowned) (nullable), weak: where it was before a cover */
  GPtrArray *history;    /* (owned) (element-type utf8), ids, the page shown last */
  Cover cover;
  gboolean staff_called;
};

G_DEFINE_FINAL_TYPE (McWindow, mc_window, GTK_TYPE_WINDOW)

static void show_screen (McWindow *self, const char *id);

static void
forget_focus (McWindow *self)
{
  if (self->focus != NULL)
    g_clear_weak_pointer (&self->focus);
}

/* The content is not merely covered but hidden: from the screen, from a screen reader, and from
 * whoever looks over a shoulder (screens reference, section 7: masked meanwhile). */
static void
set_cover (McWindow *self, Cover cover)
{
  if (self->cover == cover)
    return;
  if (self->cover == COVER_NONE)
    {
      forget_focus (self);
      g_set_weak_pointer (&self->focus, gtk_window_get_focus (GTK_WINDOW (self)));
    }
  self->cover = cover;
  gtk_widget_set_visible (self->idle_page, cover == COVER_IDLE);
  gtk_widget_set_visible (self->staff_page, cover == COVER_STAFF);
  gtk_widget_set_visible (self->pin_page, cover == COVER_PIN);
  gtk_widget_set_visible (self->covers, cover != COVER_NONE);
  gtk_widget_set_visible (self->body, cover == COVER_NONE);
  if (cover == COVER_IDLE)
    mc_idle_page_focus (MC_IDLE_PAGE (self->idle_page));
  else if (cover == COVER_STAFF)
    {
      mc_staff_page_refresh (MC_STAFF_PAGE (self->staff_page));
      mc_staff_page_focus (MC_STAFF_PAGE (self->staff_page));
    }
  else if (cover == COVER_PIN)
    mc_pin_page_begin (MC_PIN_PAGE (self->pin_page));
  else if (self->focus != NULL)
    {
      if (GTK_IS_TEXT (self->focus))
        gtk_text_grab_focus_without_selecting (GTK_TEXT (self->focus));
      else
        gtk_widget_grab_focus (self->focus);
      forget_focus (self);
    }
}

static gboolean
is_pin_asked (McWindow *self)
{
  McStaffAccess *access = mc_context_get_staff_access (self->context);

  return access != NULL && (mc_staff_access_get_state (access) == MC_STAFF_ASKING ||
                            mc_staff_access_get_state (access) == MC_STAFF_CHECKING);
}

static void
update_cover (McWindow *self)
{
  McVisit *visit = mc_context_get_visit (self->context);

  if (mc_visit_get_state (visit) == MC_VISIT_WARNING)
    set_cover (self, COVER_IDLE);
  else if (is_pin_asked (self))
    set_cover (self, COVER_PIN);
  else
    set_cover (self, self->staff_called ? COVER_STAFF : COVER_NONE);
}

/* By then nothing of a citizen's is left: the controller sees to it. */
static void
on_access_changed (McWindow *self)
{
  update_cover (self);
  if (mc_staff_access_get_state (mc_context_get_staff_access (self->context)) == MC_STAFF_OPEN)
    mc_window_go (self, MC_FLOW_STAFF);
}

static void
on_staff_done (McWindow *self)
{
  self->staff_called = FALSE;
  update_cover (self);
}

static void
on_screen_finished (McScreen *screen, const char *outcome, McWindow *self)
{
  const char *id = gtk_widget_get_name (GTK_WIDGET (screen));
  const char *next;

  if (screen != self->screen)
    return; /* a late answer: its page is gone */
  next = mc_flow_get_next (id, outcome);
  if (next == NULL)
    g_critical ("screen %s ended with \"%s\", of which the flow table knows nothing", id, outcome);
  else if (g_str_equal (next, MC_FLOW_END))
    mc_visit_end (mc_context_get_visit (self->context), MC_VISIT_END_DONE);
  else if (g_str_equal (next, MC_FLOW_HOME))
    mc_window_go (self, MC_FLOW_HOME_SCREEN);
  else if (g_str_equal (next, MC_FLOW_BACK))
    mc_window_go (self,
                  self->history->len > 1 ? g_ptr_array_index (self->history, self->history->len - 2)
                                         : MC_FLOW_FIRST);
  else
    mc_window_go (self, next);
}

static McScreen *
ensure_screen (McWindow *self, const char *id)
{
  GtkWidget *child = gtk_stack_get_child_by_name (GTK_STACK (self->stack), id);
  McScreen *screen;

  if (child != NULL)
    return MC_SCREEN (child);
  screen = mc_flow_create_screen (id, self->context);
  g_signal_connect_object (
      screen, "finished", G_CALLBACK (on_screen_finished), self, G_CONNECT_DEFAULT);
  gtk_stack_add_named (GTK_STACK (self->stack), GTK_WIDGET (screen), id);
  return screen;
}

static void
set_screen (McWindow *self, McScreen *screen)
{
  if (self->screen != NULL && self->screen != screen)
    mc_screen_hide (self->screen);
  self->screen = screen;
  gtk_stack_set_visible_child (GTK_STACK (self->stack), GTK_WIDGET (screen));
  mc_action_bar_set_screen (MC_ACTION_BAR (self->action_bar), screen);
  mc_screen_focus_heading (screen);
  mc_screen_show (screen);
}

/* Going to a page that was passed already goes back to it, so that "back" never runs in circles. */
static void
note_history (McWindow *self, const char *id)
{
  for (guint i = 0; i < self->history->len; i++)
    if (g_str_equal (g_ptr_array_index (self->history, i), id))
      {
        g_ptr_array_set_size (self->history, (int) i + 1);
        return;
      }
  g_ptr_array_add (self->history, g_strdup (id));
}

static void
show_screen (McWindow *self, const char *id)
{
  g_autofree char *kept = g_strdup (id); /* may stand in the history that changes now */

  note_history (self, kept);
  set_screen (self, ensure_screen (self, kept));
}

static void
on_visit_wiped (McWindow *self)
{
  g_autoptr (GPtrArray) old = g_ptr_array_new_with_free_func (g_object_unref);

  self->staff_called = FALSE;
  forget_focus (self);
  for (GtkWidget *child = gtk_widget_get_first_child (self->stack); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    g_ptr_array_add (old, g_object_ref (child));
  for (guint i = 0; i < old->len; i++)
    mc_screen_reset (g_ptr_array_index (old, i));
  self->screen = NULL;
  mc_action_bar_set_screen (MC_ACTION_BAR (self->action_bar), NULL);
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  /* at once, not after a fade: no ghost of the former citizen's page */
  for (guint i = 0; i < old->len; i++)
    gtk_stack_remove (GTK_STACK (self->stack), g_ptr_array_index (old, i));
  g_ptr_array_set_size (self->history, 0);
  mc_hardening_clear_clipboards (gtk_widget_get_display (GTK_WIDGET (self)));
  update_cover (self);
  show_screen (self, MC_FLOW_FIRST);
}

static void
on_language_changed (McWindow *self)
{
  mc_language_set (mc_context_get_language (self->context));
  for (GtkWidget *child = gtk_widget_get_first_child (self->stack); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    mc_screen_change_locale (MC_SCREEN (child));
  mc_action_bar_change_locale (MC_ACTION_BAR (self->action_bar));
  mc_keyboard_change_locale (MC_KEYBOARD (self->keyboard));
  mc_idle_page_refresh (MC_IDLE_PAGE (self->idle_page));
  mc_staff_page_refresh (MC_STAFF_PAGE (self->staff_page));
  mc_pin_page_refresh (MC_PIN_PAGE (self->pin_page));
}

/* A scan is input like a touch: whoever holds a card or a receipt is here. */
static void
on_scanned (McWindow *self)
{
  McVisit *visit = mc_context_get_visit (self->context);

  if (mc_visit_get_state (visit) == MC_VISIT_WARNING)
    mc_visit_need_more_time (visit);
  else
    mc_visit_touch (visit);
}

static void
on_keyboard_done (McWindow *self)
{
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
}

static void
restyle (McWindow *self)
{
  mc_style_install (mc_context_get_landscape (self->context),
                    mc_visit_get_text_scale (mc_context_get_visit (self->context)));
}

static void
on_landscape_changed (McWindow *self)
{
  const gboolean landscape = mc_context_get_landscape (self->context);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->page),
                                  landscape ? GTK_ORIENTATION_HORIZONTAL
                                            : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_homogeneous (GTK_BOX (self->page), landscape);
  if (landscape)
    gtk_widget_add_css_class (GTK_WIDGET (self), "landscape");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "landscape");
  restyle (self);
}

static void
on_surface_layout (GdkSurface *surface, int width, int height, McWindow *self)
{
  mc_context_set_landscape (self->context, width > height);
}

static void
on_realize (McWindow *self)
{
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (self)),
                           "layout",
                           G_CALLBACK (on_surface_layout),
                           self,
                           G_CONNECT_DEFAULT);
}

static void
on_focus_changed (McWindow *self)
{
  mc_keyboard_set_target (MC_KEYBOARD (self->keyboard), gtk_window_get_focus (GTK_WINDOW (self)));
}

static void
mc_window_dispose (GObject *object)
{
  McWindow *self = MC_WINDOW (object);

  forget_focus (self);
  self->screen = NULL;
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mc_window_parent_class)->dispose (object);
}

static void
mc_window_finalize (GObject *object)
{
  McWindow *self = MC_WINDOW (object);

  g_ptr_array_unref (self->history);
  G_OBJECT_CLASS (mc_window_parent_class)->finalize (object);
}

static void
mc_window_class_init (McWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mc_window_dispose;
  object_class->finalize = mc_window_finalize;
}

static void
mc_window_init (McWindow *self)
{
  self->history = g_ptr_array_new_with_free_func (g_free);
  gtk_window_set_title (GTK_WINDOW (self), "Một Cửa");
  gtk_window_set_decorated (GTK_WINDOW (self), FALSE);
}

static void
build (McWindow *self)
{
  GtkWidget *root = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->top_bar = mc_top_bar_new (self->context);
  g_signal_connect_object (
      self->top_bar, "corner-held", G_CALLBACK (mc_window_ask_pin), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (root), self->top_bar);

  self->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_vexpand (self->body, TRUE);
  gtk_box_append (GTK_BOX (root), self->body);
  self->page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_vexpand (self->page, TRUE);
  gtk_box_append (GTK_BOX (self->body), self->page);
  self->stack = gtk_stack_new ();
  gtk_stack_set_transition_type (GTK_STACK (self->stack), GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  gtk_stack_set_transition_duration (GTK_STACK (self->stack), FADE_MS);
  /* a hidden screen must not ask for room */
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_widget_set_hexpand (self->stack, TRUE);
  gtk_box_append (GTK_BOX (self->page), self->stack);
  self->keyboard = mc_keyboard_new (mc_context_get_pitch (self->context));
  g_signal_connect_object (
      self->keyboard, "done", G_CALLBACK (on_keyboard_done), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->page), self->keyboard);
  self->action_bar = mc_action_bar_new ();
  g_signal_connect_object (self->action_bar,
                           "staff-clicked",
                           G_CALLBACK (mc_window_call_staff),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->body), self->action_bar);

  self->covers = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_visible (self->covers, FALSE);
  gtk_box_append (GTK_BOX (root), self->covers);
  self->idle_page = mc_idle_page_new (mc_context_get_visit (self->context));
  gtk_widget_set_vexpand (self->idle_page, TRUE);
  gtk_widget_set_visible (self->idle_page, FALSE);
  gtk_box_append (GTK_BOX (self->covers), self->idle_page);
  self->staff_page = mc_staff_page_new (self->context);
  gtk_widget_set_vexpand (self->staff_page, TRUE);
  gtk_widget_set_visible (self->staff_page, FALSE);
  g_signal_connect_object (
      self->staff_page, "done", G_CALLBACK (on_staff_done), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->covers), self->staff_page);
  self->pin_page = mc_pin_page_new (self->context);
  gtk_widget_set_vexpand (self->pin_page, TRUE);
  gtk_widget_set_visible (self->pin_page, FALSE);
  gtk_box_append (GTK_BOX (self->covers), self->pin_page);
  gtk_window_set_child (GTK_WINDOW (self), root);
}

/**
 * mc_window_new:
 * @context: what all screens share
 *
 * Returns: (transfer none): a new window on the first screen, owned by GTK like every toplevel
 */
McWindow *
mc_window_new (McContext *context)
{
  McWindow *self = g_object_new (MC_TYPE_WINDOW, NULL);
  McVisit *visit = mc_context_get_visit (context);

  self->context = g_object_ref (context);
  mc_language_set (mc_context_get_language (context));
  build (self);
  /* first of all listeners: gettext must speak the new language before anybody sets a label */
  g_signal_connect_object (
      visit, "notify::language", G_CALLBACK (on_language_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      visit, "notify::text-scale", G_CALLBACK (restyle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      visit, "notify::state", G_CALLBACK (update_cover), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (visit, "wiped", G_CALLBACK (on_visit_wiped), self, G_CONNECT_SWAPPED);
  if (mc_context_get_staff_access (context) != NULL)
    g_signal_connect_object (mc_context_get_staff_access (context),
                             "notify::state",
                             G_CALLBACK (on_access_changed),
                             self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (
      context, "notify::landscape", G_CALLBACK (on_landscape_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "realize", G_CALLBACK (on_realize), NULL);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (on_focus_changed), NULL);
  on_landscape_changed (self);
  if (mc_context_get_engine (context) != NULL &&
      mc_engine_get_scanner (mc_context_get_engine (context)) != NULL)
    g_signal_connect_object (mc_engine_get_scanner (mc_context_get_engine (context)),
                             "scanned",
                             G_CALLBACK (on_scanned),
                             self,
                             G_CONNECT_SWAPPED);
  mc_hardening_guard_window (GTK_WINDOW (self), visit);
  show_screen (self, MC_FLOW_FIRST);
  return self;
}

/**
 * mc_window_get_context:
 * @self: a window
 *
 * Returns: (transfer none): what all screens share
 */
McContext *
mc_window_get_context (McWindow *self)
{
  g_return_val_if_fail (MC_IS_WINDOW (self), NULL);

  return self->context;
}

/**
 * mc_window_get_screen:
 * @self: a window
 *
 * Returns: (transfer none): the page shown
 */
McScreen *
mc_window_get_screen (McWindow *self)
{
  g_return_val_if_fail (MC_IS_WINDOW (self), NULL);

  return self->screen;
}

/**
 * mc_window_go:
 * @self: a window
 * @screen_id: a row of the flow table
 *
 * Shows a screen. Leaving the first one begins a visit.
 */
void
mc_window_go (McWindow *self, const char *screen_id)
{
  g_return_if_fail (MC_IS_WINDOW (self));

  if (g_str_equal (screen_id, MC_FLOW_FIRST))
    mc_visit_end (mc_context_get_visit (self->context), MC_VISIT_END_DONE);
  else
    {
      mc_visit_begin (mc_context_get_visit (self->context));
      show_screen (self, screen_id);
    }
}

/**
 * mc_window_show_only:
 * @self: a window
 * @screen: (transfer floating): a screen outside the flow, such as the diagnostic one
 *
 * Shows a screen for good: nothing leads away from it.
 */
void
mc_window_show_only (McWindow *self, McScreen *screen)
{
  g_return_if_fail (MC_IS_WINDOW (self));

  gtk_stack_add_child (GTK_STACK (self->stack), GTK_WIDGET (screen));
  set_screen (self, screen);
}

/**
 * mc_window_call_staff:
 * @self: a window
 *
 * Turns the machine into a raised hand until the citizen goes on.
 */
void
mc_window_call_staff (McWindow *self)
{
  g_return_if_fail (MC_IS_WINDOW (self));

  self->staff_called = TRUE;
  update_cover (self);
}

/**
 * mc_window_ask_pin:
 * @self: a window
 *
 * The corner was held: asks for the staff's PIN. Nothing while the machine only says that it cannot
 * start.
 */
void
mc_window_ask_pin (McWindow *self)
{
  g_return_if_fail (MC_IS_WINDOW (self));

  if (mc_context_get_staff_access (self->context) != NULL)
    mc_staff_access_ask (mc_context_get_staff_access (self->context));
}

/**
 * mc_window_get_cover:
 * @self: a window
 *
 * Returns: what covers the page: "none", "idle", "staff", "pin"
 */
const char *
mc_window_get_cover (McWindow *self)
{
  g_return_val_if_fail (MC_IS_WINDOW (self), NULL);

  switch (self->cover)
    {
    case COVER_IDLE:
      return "idle";
    case COVER_STAFF:
      return "staff";
    case COVER_PIN:
      return "pin";
    case COVER_NONE:
    default:
      return "none";
    }
}

/**
 * mc_window_is_fading:
 * @self: a window
 *
 * Returns: whether one page is still giving way to the next
 */
gboolean
mc_window_is_fading (McWindow *self)
{
  g_return_val_if_fail (MC_IS_WINDOW (self), FALSE);

  return gtk_stack_get_transition_running (GTK_STACK (self->stack));
}
