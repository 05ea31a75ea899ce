/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-main"

#include "config.h"

#include <glib-unix.h>
#include <locale.h>
#include <sysexits.h>

#include "app/compose.h"
#include "app/kiosk/system-monotonic.h"
#include "app/system-clock.h"
#include "ui/hardening.h"
#include "ui/language.h"
#include "ui/screens/diagnostic-screen.h"
#include "ui/ui-map.h"
#include "ui/window.h"

/* The first frame comes within half a second; after this long nobody waits for it any more. */
#define FRAME_OVERDUE_MS 3000

static char *config_path; /* (owned) (nullable) */
static gboolean check_config;
static gboolean show_version;

static const GOptionEntry options[] = {
  { "config",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &config_path,
    "Read this file instead of /etc/motcua/kiosk.conf",
    "FILE" },
  { "check-config",
    0,
    0,
    G_OPTION_ARG_NONE,
    &check_config,
    "Say what is wrong with the configuration, and exit",
    NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, &show_version, "Print the version, and exit", NULL },
  { NULL },
};

static int
run_check (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McConfig) config = mc_config_load (config_path, &error);

  if (config == NULL)
    {
      g_printerr ("%s\n", error->message);
      return EX_CONFIG;
    }
  return EX_OK;
}

static gboolean
on_terminated (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

/* A machine that cannot start says so to everybody who stands before it. */
static McWindow *
create_diagnostic_window (const GError *error)
{
  g_autoptr (McClock) clock = mc_system_clock_new ();
  g_autoptr (McMonotonic) monotonic = mc_system_monotonic_new ();
  g_autoptr (McVisit) visit = mc_visit_new (monotonic, 90, 30, 1.0);
  g_autoptr (McContext) context = mc_context_new (clock, visit);
  McWindow *window = mc_window_new (context);

  mc_window_show_only (window, mc_diagnostic_screen_new (context, error->message));
  return window;
}

static McWindow *
create_window (McEngine *engine)
{
  McConfig *config = mc_engine_get_config (engine);
  const McEnrolment *enrolment = mc_engine_get_enrolment (engine);
  g_autoptr (McVisit) visit = mc_visit_new_from_config (config);
  g_autoptr (McContext) context = mc_context_new (mc_engine_get_clock (engine), visit);
  g_autoptr (McIntakeController) intake = mc_intake_controller_new (engine, visit);
  g_autoptr (McLookupController) lookup = mc_lookup_controller_new (engine, visit);
  g_autoptr (McPickupController) pickup = mc_pickup_controller_new (engine, visit, lookup);
  g_autoptr (McHealth) health = mc_health_new (engine);
  g_autoptr (McStaffAccess) access = mc_staff_access_new (engine, visit);
  g_autoptr (McStaffPapers) papers = mc_staff_papers_new (engine, access);

  mc_context_set_engine (context, engine, intake, lookup, pickup, health);
  mc_context_set_staff (context, access, papers);
  mc_context_set_pitch (context, mc_config_get_double (config, "ui", "pitch-mm"));
  mc_context_set_help_text (context, mc_config_get_string (config, "ui", "counter-help"));
  if (enrolment != NULL)
    mc_context_set_unit_name (context, enrolment->point->unit_name);
  return mc_window_new (context);
}

static void
present (McWindow *window, gboolean desk, int width, int height)
{
  if (width == 0 || height == 0)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (
          gdk_display_get_monitors (gdk_display_get_default ()), 0);
      GdkRectangle area = { 0, 0, 1080, 1920 };

      if (monitor != NULL)
        gdk_monitor_get_geometry (monitor, &area);
      /* a counter PC has other windows, too */
      width = desk ? area.width * 4 / 5 : area.width;
      height = desk ? area.height * 4 / 5 : area.height;
      if (!desk)
        gtk_window_fullscreen (GTK_WINDOW (window));
    }
  /* decides the first layout; without a window manager it is also all that makes it fill */
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  mc_context_set_landscape (mc_window_get_context (window), width > height);
  gtk_window_present (GTK_WINDOW (window));
  mc_ui_map_start (window);
}

/* What the first frame does not need starts after it. */
static void
on_first_frame (GdkFrameClock *frame_clock, McEngine *engine)
{
  g_signal_handlers_disconnect_by_func (frame_clock, on_first_frame, engine);
  mc_engine_own_when_free (engine);
}

/* A window that is never painted (a monitor that is off) must not keep dossiers here. */
static gboolean
on_frame_overdue (gpointer engine)
{
  mc_engine_own_when_free (engine);
  return G_SOURCE_REMOVE;
}

/* Returns: (transfer full): what waits for a frame that does not come */
static GSource *
own_after_first_frame (McEngine *engine, McWindow *window)
{
  GSource *overdue = g_timeout_source_new (FRAME_OVERDUE_MS);

  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (window)),
                           "after-paint",
                           G_CALLBACK (on_first_frame),
                           engine,
                           G_CONNECT_DEFAULT);
  g_source_set_callback (overdue, on_frame_overdue, engine, NULL);
  g_source_attach (overdue, NULL);
  return overdue;
}

typedef struct
{
  McEngine *engine; /* (owned) (nullable) */
  GError *error;    /* (owned) (nullable) */
} Composed;

/* Beside gtk_init (), since neither needs the other; what it makes belongs to the main context. */
static gpointer
run_compose (gpointer data)
{
  Composed *composed = data;

  composed->engine = mc_compose_engine (config_path, &composed->error);
  return NULL;
}

static int
run_kiosk (void)
{
  Composed composed = { NULL };
  g_autoptr (GMainLoop) loop = NULL;
  g_autoptr (McEngine) engine = NULL;
  g_autoptr (GSource) overdue = NULL;
  g_autoptr (GError) error = NULL;
  McWindow *window;
  int width = 0, height = 0;
  gboolean desk = FALSE;
  gboolean has_display;
  GThread *thread;

  mc_language_init ();
  gtk_disable_setlocale ();
  thread = g_thread_new ("compose", run_compose, &composed);
  has_display = gtk_init_check ();
  if (has_display)
    mc_hardening_init ();
  g_thread_join (thread);
  engine = composed.engine;
  error = composed.error;
  if (!has_display)
    {
      g_printerr ("motcua-kiosk: there is no display\n");
      return EX_UNAVAILABLE;
    }
  if (engine != NULL)
    {
      desk = g_str_equal (mc_config_get_string (mc_engine_get_config (engine), "kiosk", "mode"),
                          "desk");
      width = mc_config_get_int (mc_engine_get_config (engine), "ui", "width");
      height = mc_config_get_int (mc_engine_get_config (engine), "ui", "height");
      window = create_window (engine);
    }
  else
    {
      g_printerr ("%s\n", error->message);
      window = create_diagnostic_window (error);
    }
  present (window, desk, width, height);
  if (engine != NULL)
    overdue = own_after_first_frame (engine, window);

  loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGTERM, on_terminated, loop);
  g_unix_signal_add (SIGINT, on_terminated, loop);
  g_main_loop_run (loop);
  if (overdue != NULL)
    g_source_destroy (overdue);
  gtk_window_destroy (GTK_WINDOW (window));
  return EX_OK;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) error = NULL;

  mc_hardening_scrub_environment ();
  mc_hardening_settle_environment ();
  mc_hardening_forbid_cores ();
  context = g_option_context_new ("- the citizens' screen of Một Cửa");
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc > 1)
    {
      g_printerr ("motcua-kiosk: %s\n",
                  error != NULL ? error->message : "it takes no further arguments");
      return EX_USAGE;
    }
  if (show_version)
    {
      g_print ("motcua-kiosk %s\n", MC_VERSION);
      return EX_OK;
    }
  return check_config ? run_check () : run_kiosk ();
}
