/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-top-bar"

#include "config.h"

#include "ui/top-bar.h"

#include <glib/gi18n-lib.h>

#include "app/domain/datetime.h"
#include "ui/widgets/icon.h"

/**
 * McTopBar:
 *
 * Emblem, the unit's name, clock and date in the citizen's language. The clock looks every second
 * and touches a label only when the minute changed. Its corner with the emblem, held for three
 * seconds, is the staff's way in: long enough that no hand does it in passing, and nothing to see
 * that a child would try.
 */
struct _McTopBar
{
  GtkWidget parent_instance;

  McContext *context;   /* (owned) */
  GtkWidget *box;       /* (unowned), child */
  GtkWidget *authority; /* (unowned) */
  GtkWidget *unit;      /* (unowned) */
  GtkWidget *clock;     /* (unowned) */
  GtkWidget *date;      /* (unowned) */
  guint tick;           /* source id */
  guint hold;           /* source id, while a finger rests on the corner */
};

/* From the left edge, in px: the emblem and what is around it. */
#define CORNER_WIDTH 180
#define HOLD_MS 3000
/* A finger that wanders further is no longer held still. */
#define HOLD_SLACK 40

G_DEFINE_FINAL_TYPE (McTopBar, mc_top_bar, GTK_TYPE_WIDGET)

static guint corner_held_signal;

static char *
describe_date (gint64 now, const char *language)
{
  static const char *const weekdays[] = {
    N_ ("Monday"), N_ ("Tuesday"),  N_ ("Wednesday"), N_ ("Thursday"),
    N_ ("Friday"), N_ ("Saturday"), N_ ("Sunday"),
  };
  static const char *const months[] = { "January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December" };
  GDate date;
  const char *weekday;

  mc_time_get_local_date (now, &date);
  weekday = _ (weekdays[g_date_get_weekday (&date) - 1]);
  /* figures alone would read as month and day to some, so English names the month */
  if (g_str_equal (language, "en"))
    return g_strdup_printf ("%s, %d %s %d",
                            weekday,
                            g_date_get_day (&date),
                            months[g_date_get_month (&date) - 1],
                            g_date_get_year (&date));
  return g_strdup_printf ("%s, %d/%d/%d",
                          weekday,
                          g_date_get_day (&date),
                          g_date_get_month (&date),
                          g_date_get_year (&date));
}

static gboolean
on_tick (gpointer user_data)
{
  McTopBar *self = user_data;
  const gint64 now = mc_clock_now (mc_context_get_clock (self->context));
  g_autofree char *clock = mc_time_to_display_clock (now);
  g_autofree char *date = describe_date (now, mc_context_get_language (self->context));

  if (!g_str_equal (clock, gtk_label_get_label (GTK_LABEL (self->clock))))
    gtk_label_set_label (GTK_LABEL (self->clock), clock);
  if (!g_str_equal (date, gtk_label_get_label (GTK_LABEL (self->date))))
    gtk_label_set_label (GTK_LABEL (self->date), date);
  return G_SOURCE_CONTINUE;
}

static void
refresh (McTopBar *self)
{
  const char *unit = mc_context_get_unit_name (self->context);
  g_autofree char *name =
      unit != NULL ? g_strdup_printf (C_ ("top bar", "%s"), unit) : g_strdup (_ ("One-stop desk"));

  gtk_label_set_label (GTK_LABEL (self->authority), _ ("People's Committee · One-stop desk"));
  gtk_widget_set_visible (self->authority, unit != NULL);
  gtk_label_set_label (GTK_LABEL (self->unit), name);
  on_tick (self);
}

static gboolean
on_held (gpointer user_data)
{
  McTopBar *self = user_data;

  self->hold = 0;
  g_signal_emit (self, corner_held_signal, 0);
  return G_SOURCE_REMOVE;
}

static void
stop_hold (McTopBar *self)
{
  g_clear_handle_id (&self->hold, g_source_remove);
}

static void
on_hold_begin (McTopBar *self, double x, double y)
{
  stop_hold (self);
  if (x < CORNER_WIDTH)
    self->hold = g_timeout_add (HOLD_MS, on_held, self);
}

static void
on_hold_update (McTopBar *self, double dx, double dy)
{
  if (dx * dx + dy * dy > HOLD_SLACK * HOLD_SLACK)
    stop_hold (self);
}

static void
mc_top_bar_dispose (GObject *object)
{
  McTopBar *self = MC_TOP_BAR (object);

  stop_hold (self);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mc_top_bar_parent_class)->dispose (object);
}

static void
mc_top_bar_class_init (McTopBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mc_top_bar_dispose;
  /**
   * McTopBar::corner-held:
   *
   * Somebody held the corner with the emblem for three seconds.
   */
  corner_held_signal = g_signal_new (
      "corner-held", MC_TYPE_TOP_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "topbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BANNER);
}

static GtkWidget *
append_label (GtkWidget *box, const char *css_class, double xalign)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), (float) xalign);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
mc_top_bar_init (McTopBar *self)
{
  GtkWidget *emblem = mc_icon_new ("emblem");
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *right = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (on_hold_begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      drag, "drag-update", G_CALLBACK (on_hold_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "end", G_CALLBACK (stop_hold), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "cancel", G_CALLBACK (stop_hold), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_add_css_class (emblem, "emblem");
  gtk_widget_set_name (emblem, "emblem");
  gtk_widget_set_valign (emblem, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (left, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (left, TRUE);
  gtk_widget_set_valign (right, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->box), emblem);
  gtk_box_append (GTK_BOX (self->box), left);
  gtk_box_append (GTK_BOX (self->box), right);
  self->authority = append_label (left, "authority", 0);
  self->unit = append_label (left, "unit", 0);
  gtk_label_set_wrap (GTK_LABEL (self->unit), TRUE);
  self->clock = append_label (right, "clock", 1);
  self->date = append_label (right, "date", 1);
}

/**
 * mc_top_bar_new:
 * @context: whose unit name, clock and language are shown
 *
 * Returns: (transfer full): a new top bar
 */
GtkWidget *
mc_top_bar_new (McContext *context)
{
  McTopBar *self = g_object_new (MC_TYPE_TOP_BAR, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (
      context, "notify::unit-name", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  /* after: the window has gettext speak the new language first */
  g_signal_connect_object (mc_context_get_visit (context),
                           "notify::language",
                           G_CALLBACK (refresh),
                           self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  self->tick = g_timeout_add_seconds (1, on_tick, self);
  refresh (self);
  return GTK_WIDGET (self);
}
