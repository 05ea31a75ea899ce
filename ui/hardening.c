/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-hardening"

#include "config.h"

#include "ui/hardening.h"

#include <sys/resource.h>

#include "ui/keyboard/keyboard.h"

/* A tremor or an impatient finger must not press what the next page happens to show there (screens
 * reference, A7). */
#define DEBOUNCE_MS 300

/* Dragging text out of an entry starts beyond this distance: never. */
#define DRAG_THRESHOLD 100000

/* What one window remembers about fingers. */
typedef struct
{
  McVisit *visit;             /* (owned) */
  GdkEventSequence *sequence; /* (unowned) (nullable), the finger that is down: compared only */
  gboolean down;              /* a button or finger was let through and is still down */
  gboolean swallowing;        /* the press was dropped: so is its release */
  guint32 pressed_at;         /* event time in ms of the last press outside the keyboard */
  gboolean pressed_once;
} Guard;

static void
guard_free (Guard *guard)
{
  g_object_unref (guard->visit);
  g_free (guard);
}

/**
 * mc_hardening_forbid_cores:
 *
 * What a citizen types must not reach a disk because the program crashed, whatever started it.
 */
void
mc_hardening_forbid_cores (void)
{
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
}

/**
 * mc_hardening_scrub_environment:
 *
 * Takes out of the environment whatever makes GTK, GIO or the loader run other code, load other
 * modules or open debugging tools. Called first of all in main().
 */
void
mc_hardening_scrub_environment (void)
{
  static const char *const variables[] = {
    "GTK_DEBUG",
    "GTK_PATH",
    "GTK_THEME",
    "GTK_MODULES",
    "GTK3_MODULES",
    "GTK_EXE_PREFIX",
    "GTK_DATA_PREFIX",
    "GTK_IM_MODULE",
    "GTK_MEDIA",
    "GTK_CSD",
    "GTK_RTL",
    "GTK_INSPECTOR_DISPLAY",
    "GTK_INSPECTOR_RENDERER",
    "GDK_DEBUG",
    "GDK_SCALE",
    "GDK_DPI_SCALE",
    "GSK_DEBUG",
    "GIO_EXTRA_MODULES",
    "GIO_MODULE_DIR",
    "GSETTINGS_SCHEMA_DIR",
    "GDK_PIXBUF_MODULE_FILE",
    "GDK_PIXBUF_MODULEDIR",
    "LD_PRELOAD",
    "LD_LIBRARY_PATH",
    "LD_AUDIT",
    "XMODIFIERS",
  };

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    g_unsetenv (variables[i]);
}

static gboolean
has_session_bus (void)
{
  g_autofree char *socket = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);

  return g_getenv ("DBUS_SESSION_BUS_ADDRESS") != NULL || g_file_test (socket, G_FILE_TEST_EXISTS);
}

/**
 * mc_hardening_settle_environment:
 *
 * Says beforehand what GTK would else search for at each start. Called after
 * mc_hardening_scrub_environment () and before gtk_init ().
 *
 * The screens stand still but for one short fade, so they are drawn by cairo: the same picture on
 * every machine, without a graphics driver in the process, which took a third of the start and half
 * of the memory even unused. Where the driver is wanted, GSK_RENDERER=gl says so. Where no session
 * bus runs, none is started; where one does, screen readers are served as ever.
 */
void
mc_hardening_settle_environment (void)
{
  g_setenv ("GTK_THEME", "Empty", TRUE); /* or the default theme is read before ours is set */
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  if (g_str_equal (g_getenv ("GSK_RENDERER"), "cairo"))
    g_setenv ("GDK_DEBUG", "gl-disable", TRUE);
  if (!has_session_bus ())
    {
      g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
      g_setenv ("GTK_A11Y", "none", FALSE);
    }
}

/**
 * mc_hardening_init:
 *
 * Sets what GTK offers as settings. Called after gtk_init() and before the first window.
 */
void
mc_hardening_init (void)
{
  g_object_set (gtk_settings_get_default (),
                "gtk-theme-name",
                "Empty",
                "gtk-font-name",
                "Noto Sans 20",
                "gtk-enable-primary-paste",
                FALSE,
                "gtk-dnd-drag-threshold",
                DRAG_THRESHOLD,
                "gtk-enable-accels",
                FALSE,
                "gtk-error-bell",
                FALSE,
                "gtk-entry-select-on-focus",
                FALSE,
                "gtk-cursor-blink",
                FALSE,
                NULL);
}

static gboolean
is_editing_key (guint keyval)
{
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Right:
    case GDK_KEY_Home:
    case GDK_KEY_End:
    case GDK_KEY_BackSpace:
    case GDK_KEY_Delete:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Every chord is refused but the few that only move or delete inside a field: a list of allowed
 * things cannot forget a shortcut of GTK's. */
static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                gpointer user_data)
{
  if (keyval == GDK_KEY_Menu || (keyval >= GDK_KEY_F1 && keyval <= GDK_KEY_F35))
    return GDK_EVENT_STOP;
  /* Multi_key and dead keys end in the input method; Ctrl+Shift+U starts with a modifier */
  if (state & (GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK | GDK_HYPER_MASK))
    return GDK_EVENT_STOP;
  if ((state & GDK_CONTROL_MASK) != 0 && !is_editing_key (keyval))
    return GDK_EVENT_STOP;
  /* Shift+Insert pastes, Shift+Delete cuts */
  if (keyval == GDK_KEY_Insert || keyval == GDK_KEY_KP_Insert ||
      ((state & GDK_SHIFT_MASK) != 0 && keyval == GDK_KEY_Delete))
    return GDK_EVENT_STOP;
  return GDK_EVENT_PROPAGATE;
}

static gboolean
is_on_keyboard (GtkWidget *window, GdkEvent *event)
{
  double x, y, dx, dy;
  GtkWidget *picked;

  if (!gdk_event_get_position (event, &x, &y))
    return FALSE;
  gtk_native_get_surface_transform (GTK_NATIVE (window), &dx, &dy);
  picked = gtk_widget_pick (window, x - dx, y - dy, GTK_PICK_DEFAULT);
  return picked != NULL &&
         (MC_IS_KEYBOARD (picked) || gtk_widget_get_ancestor (picked, MC_TYPE_KEYBOARD) != NULL);
}

static gboolean
on_press (Guard *guard, GtkWidget *window, GdkEvent *event)
{
  const guint32 now = gdk_event_get_time (event);
  const gboolean key = is_on_keyboard (window, event);

  if (guard->down)
    return GDK_EVENT_STOP; /* a second finger */
  if (!key && guard->pressed_once && now - guard->pressed_at < DEBOUNCE_MS)
    {
      guard->swallowing = TRUE;
      guard->sequence = gdk_event_get_event_sequence (event);
      return GDK_EVENT_STOP;
    }
  guard->down = TRUE;
  guard->swallowing = FALSE;
  guard->sequence = gdk_event_get_event_sequence (event);
  if (!key)
    {
      guard->pressed_at = now;
      guard->pressed_once = TRUE;
    }
  return GDK_EVENT_PROPAGATE;
}

static gboolean
on_release (Guard *guard, GdkEvent *event)
{
  if (gdk_event_get_event_sequence (event) != guard->sequence)
    return GDK_EVENT_STOP; /* another finger, whose press was not let through */
  guard->sequence = NULL;
  if (guard->swallowing)
    {
      guard->swallowing = FALSE;
      return GDK_EVENT_STOP;
    }
  guard->down = FALSE;
  return GDK_EVENT_PROPAGATE;
}

/* While the citizen is asked whether they are still here, its two buttons answer for themselves;
 * any other input says yes, and presses nothing else. */
static gboolean
answers_warning (Guard *guard, GtkWidget *window, GdkEvent *event)
{
  double x, y, dx, dy;
  GtkWidget *picked;

  if (mc_visit_get_state (guard->visit) != MC_VISIT_WARNING)
    return FALSE;
  if (gdk_event_get_event_type (event) == GDK_KEY_PRESS)
    switch (gdk_key_event_get_keyval (event))
      {
      case GDK_KEY_Tab:
      case GDK_KEY_ISO_Left_Tab:
      case GDK_KEY_Up:
      case GDK_KEY_Down:
      case GDK_KEY_Return:
      case GDK_KEY_KP_Enter:
      case GDK_KEY_space:
        return FALSE;
      default:
        mc_visit_need_more_time (guard->visit);
        return TRUE;
      }
  if (!gdk_event_get_position (event, &x, &y))
    return FALSE;
  gtk_native_get_surface_transform (GTK_NATIVE (window), &dx, &dy);
  picked = gtk_widget_pick (window, x - dx, y - dy, GTK_PICK_DEFAULT);
  if (picked != NULL &&
      (GTK_IS_BUTTON (picked) || gtk_widget_get_ancestor (picked, GTK_TYPE_BUTTON) != NULL))
    return FALSE;
  mc_visit_need_more_time (guard->visit);
  return TRUE;
}

static void
note_input (Guard *guard)
{
  if (mc_visit_get_state (guard->visit) != MC_VISIT_WARNING)
    mc_visit_touch (guard->visit);
}

static gboolean
on_event (GtkEventControllerLegacy *controller, GdkEvent *event, Guard *guard)
{
  GtkWidget *window = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  switch (gdk_event_get_event_type (event))
    {
    case GDK_BUTTON_PRESS:
      note_input (guard);
      if (gdk_button_event_get_button (event) != GDK_BUTTON_PRIMARY)
        return GDK_EVENT_STOP;
      if (answers_warning (guard, window, event))
        {
          guard->swallowing = TRUE;
          return GDK_EVENT_STOP;
        }
      return on_press (guard, window, event);
    case GDK_TOUCH_BEGIN:
      note_input (guard);
      if (answers_warning (guard, window, event))
        {
          guard->swallowing = TRUE;
          guard->sequence = gdk_event_get_event_sequence (event);
          return GDK_EVENT_STOP;
        }
      return on_press (guard, window, event);
    case GDK_BUTTON_RELEASE:
      if (gdk_button_event_get_button (event) != GDK_BUTTON_PRIMARY)
        return GDK_EVENT_STOP;
      return on_release (guard, event);
    case GDK_TOUCH_END:
    case GDK_TOUCH_CANCEL:
      return on_release (guard, event);
    case GDK_TOUCH_UPDATE:
      return guard->down && gdk_event_get_event_sequence (event) == guard->sequence
                 ? GDK_EVENT_PROPAGATE
                 : GDK_EVENT_STOP;
    case GDK_KEY_PRESS:
      note_input (guard);
      return answers_warning (guard, window, event) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
    case GDK_SCROLL:
      note_input (guard);
      return GDK_EVENT_PROPAGATE;
    case GDK_DRAG_ENTER:
    case GDK_DRAG_MOTION:
    case GDK_DROP_START:
    case GDK_PAD_BUTTON_PRESS:
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
on_enable_debugging (GtkWindow *window, gboolean toggle)
{
  g_signal_stop_emission_by_name (window, "enable-debugging");
  return TRUE;
}

static gboolean
on_close_request (GtkWindow *window)
{
  return TRUE;
}

/**
 * mc_hardening_guard_window:
 * @window: a toplevel
 * @visit: told about every input
 *
 * Closes inspector, context menus, shortcuts, middle-click paste and closing; lets one finger touch
 * at a time, and drops presses that follow another within 300 ms unless they are on the keyboard.
 */
void
mc_hardening_guard_window (GtkWindow *window, McVisit *visit)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *legacy = gtk_event_controller_legacy_new ();
  Guard *guard = g_new0 (Guard, 1);

  guard->visit = g_object_ref (visit);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), NULL);
  gtk_event_controller_set_propagation_phase (legacy, GTK_PHASE_CAPTURE);
  g_signal_connect_data (legacy,
                         "event",
                         G_CALLBACK (on_event),
                         guard,
                         (GClosureNotify) (void (*) (void)) guard_free,
                         G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
  /* added last, so run first: idle time counts keys that are refused, too */
  gtk_widget_add_controller (GTK_WIDGET (window), legacy);
  g_signal_connect (window, "enable-debugging", G_CALLBACK (on_enable_debugging), NULL);
  g_signal_connect (window, "close-request", G_CALLBACK (on_close_request), NULL);
  gtk_window_set_deletable (window, FALSE);
  gtk_window_set_handle_menubar_accel (window, FALSE);
}

/**
 * mc_hardening_clear_clipboards:
 * @display: the display
 *
 * Empties clipboard and selection at the end of a visit.
 */
void
mc_hardening_clear_clipboards (GdkDisplay *display)
{
  gdk_clipboard_set_content (gdk_display_get_clipboard (display), NULL);
  gdk_clipboard_set_content (gdk_display_get_primary_clipboard (display), NULL);
}
