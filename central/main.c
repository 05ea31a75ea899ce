/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sysexits.h>
#include "app/assets.h"
#include "app/system-clock.h"
#include "central/central-data.h"
#include "central/commands/commands.h"
#include "central/console/counter-drafts.h"
#include "central/settings.h"
#include "central/storage/storage-sqlite.h"

/* What only the command line says. */
static char *config_path; /* (owned) (nullable) */
static gboolean check_config;
static gboolean show_version;
static char *data_dir;       /* (owned) (nullable) */
static char *listen_address; /* (owned) (nullable) */
static char *db;             /* (owned) (nullable) */
static char *tls_cert;       /* (owned) (nullable) */
static char *tls_key;        /* (owned) (nullable) */
static char *public_url;     /* (owned) (nullable) */
static char **rest;          /* (owned) (nullable) */

#define PAGES_KEPT 2048 /* of 13 KiB each: 26 MiB at most */

static const GOptionEntry entries[] = {
  { "config", 0, 0, G_OPTION_ARG_FILENAME, &config_path, "Read settings from FILE", "FILE" },
  { "check-config",
    0,
    0,
    G_OPTION_ARG_NONE,
    &check_config,
    "Say what is wrong with them, and end",
    NULL },
  { "data",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &data_dir,
    "Keep keys, database and documents in DIR",
    "DIR" },
  { "listen",
    0,
    0,
    G_OPTION_ARG_STRING,
    &listen_address,
    "Serve there (port 0: a free one)",
    "ADDR:PORT" },
  { "db",
    0,
    0,
    G_OPTION_ARG_STRING,
    &db,
    "Another database than sqlite:DIR/central.db",
    "sqlite:PATH" },
  { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &tls_cert, "Certificate chain in PEM", "FILE" },
  { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &tls_key, "Its key in PEM", "FILE" },
  { "public-url", 0, 0, G_OPTION_ARG_STRING, &public_url, "What QR codes begin with", "URL" },
  { "version", 0, 0, G_OPTION_ARG_NONE, &show_version, "Say the version, and end", NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &rest, NULL, NULL },
  { NULL },
};

static const char description[] =
    "Without a command it serves in the foreground.\n\n"
    "Commands, also while the service runs:\n"
    "  kiosk add NAME --point CODE [--agency CODE]   print a one-time enrolment code\n"
    "  kiosk list                                    all enrolments\n"
    "  kiosk revoke NAME                             refuse a stolen or lost kiosk from now on\n"
    "  user add LOGIN --name NAME --post ROLE:UNIT[:DEPARTMENT]… [--password-stdin]\n"
    "                                                print a new official's one-time password\n"
    "  user reset LOGIN [--password-stdin]           print another one\n"
    "  user disable LOGIN                            let nobody in with it from now on\n"
    "  user enable LOGIN                             and again\n"
    "  user post add|remove LOGIN ROLE:UNIT[:DEPARTMENT]   give or take a post\n"
    "  user import FILE.csv [--slips FILE.pdf]       make the accounts of a whole city\n"
    "  user reissue [UNIT] [--slips FILE.pdf]        other passwords for who never signed in\n"
    "  user list [UNIT]                              all accounts, or a unit's\n"
    "  step CODE ACTION --as ROLE [--note TEXT]      do one step of the workflow\n"
    "  show CODE                                     a dossier's state and history\n"
    "  backup FILE                                   copy database and keys (FILE, FILE.keys)\n"
    "  keys rotate                                   seal to a new key from now on\n";

static void
take (char **place, char **value)
{
  if (*value == NULL)
    return;

  g_free (*place);
  *place = g_steal_pointer (value);
}

static int
load_settings (McSettings *settings)
{
  g_autoptr (GError) error = NULL;

  mc_settings_init (settings);
  if (config_path != NULL && !mc_settings_load (settings, config_path, &error))
    {
      g_printerr ("%s\n", error->message);
      return g_error_matches (error, MC_SETTINGS_ERROR, MC_SETTINGS_ERROR_FILE) ? EX_NOINPUT
                                                                                : EX_CONFIG;
    }

  take (&settings->data_dir, &data_dir);
  take (&settings->db, &db);
  take (&settings->public_url, &public_url);
  take (&settings->server.listen, &listen_address);
  take (&settings->server.tls_cert, &tls_cert);
  take (&settings->server.tls_key, &tls_key);
  if (!mc_settings_check (settings, &error))
    {
      g_printerr ("motcua-central: %s\n", error->message);
      return EX_CONFIG;
    }
  if (settings->data_dir == NULL && !check_config)
    return mc_command_usage ("no data folder: give --data DIR, or data=DIR in the settings");

  return EX_OK;
}

static gboolean
load_assets (McCentral *central, const McSettings *settings, GError **error)
{
  central->assets_dir =
      g_strdup (settings->assets_dir != NULL ? settings->assets_dir : mc_assets_get_default_dir ());
  central->catalogue = mc_assets_load_catalogue (central->assets_dir, error);
  if (central->catalogue != NULL)
    central->calendar = mc_assets_load_calendar (central->assets_dir, error);
  if (central->calendar != NULL)
    central->points = mc_assets_load_points (central->assets_dir, error);
  if (central->points != NULL)
    central->openapi = g_resource_lookup_data (mc_central_data_get_resource (),
                                               "/vn/motcua/central/data/openapi.yaml",
                                               G_RESOURCE_LOOKUP_FLAGS_NONE,
                                               error);

  return central->openapi != NULL;
}

static McCentral *
compose (const McSettings *settings, int *result)
{
  g_autoptr (McCentral) central = g_new0 (McCentral, 1);
  g_autofree char *path = mc_settings_dup_sqlite_path (settings);
  g_autoptr (GError) error = NULL;

  central->metrics = mc_metrics_new ();
  central->pages = mc_page_cache_new (PAGES_KEPT);
  central->drafts = mc_counter_drafts_new ();
  central->clock = mc_system_clock_new ();
  central->public_url = g_strdup (settings->public_url);
  central->data_dir = g_strdup (settings->data_dir);
  if (!load_assets (central, settings, &error))
    {
      g_printerr ("motcua-central: %s\n", error->message);
      *result = EX_CONFIG;
      return NULL;
    }
  if (g_mkdir_with_parents (central->data_dir, 0700) == 0 && mc_keys_init (&error))
    central->keys = mc_keys_open (central->data_dir, &error);
  else if (error == NULL)
    g_set_error (&error, MC_KEYS_ERROR, MC_KEYS_ERROR_FILE, "cannot make %s", central->data_dir);
  if (central->keys != NULL)
    central->storage = mc_storage_sqlite_new (path, &error);
  if (central->storage != NULL)
    return g_steal_pointer (&central);

  *result = mc_command_fail (error);
  return NULL;
}

static int
run (McCentral *central, const McSettings *settings)
{
  if (rest == NULL)
    return mc_command_serve (central, &settings->server);
  if (g_str_equal (rest[0], "kiosk"))
    return mc_command_kiosk (central, rest + 1);
  if (g_str_equal (rest[0], "user"))
    return mc_command_user (central, rest + 1);
  if (g_str_equal (rest[0], "step"))
    return mc_command_step (central, rest + 1);
  if (g_str_equal (rest[0], "show"))
    return mc_command_show (central, rest + 1);
  if (g_str_equal (rest[0], "backup"))
    return mc_command_backup (central, rest + 1);
  if (g_str_equal (rest[0], "keys"))
    return mc_command_keys (central, rest + 1);

  return mc_command_usage ("there is no such command");
}

/* Personal data and keys are in this process: no core files, and nothing that others may read. */
static void
harden (void)
{
  const struct rlimit none = { 0, 0 };

  umask (077);
  setrlimit (RLIMIT_CORE, &none);
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN); /* a file that may not grow is a full disk, no reason to die */
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("[COMMAND …]");
  g_autoptr (GError) error = NULL;
  g_auto (McSettings) settings = { 0 };
  g_autoptr (McCentral) central = NULL;
  int result;

  setlocale (LC_ALL, "");
  harden ();
  g_option_context_set_summary (context, "Một Cửa's central service.");
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_ignore_unknown_options (context, FALSE);
  g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return mc_command_usage (error->message);
  /* Whoever asks behind a command wants the same page, and has no data folder yet. */
  if (rest != NULL && g_strv_contains ((const char *const *) rest, "--help"))
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      printf ("%s", help);
      return EX_OK;
    }
  if (show_version)
    {
      printf ("motcua-central %s\n", MC_VERSION);
      return EX_OK;
    }

  result = load_settings (&settings);
  if (result != EX_OK || check_config)
    return result;
  central = compose (&settings, &result);

  return central == NULL ? result : run (central, &settings);
}
