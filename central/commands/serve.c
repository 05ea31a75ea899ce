/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/commands/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/file.h>
#include <sysexits.h>
#include "central/log.h"

static gboolean
on_signal (gpointer loop)
{
  g_main_loop_quit (loop);

  return G_SOURCE_CONTINUE;
}

/* One service a data folder; commands need no lock, the database keeps them apart. */
static int
lock_data (const char *data_dir)
{
  g_autofree char *path = g_build_filename (data_dir, "serving.lock", NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0 || flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;

  g_close (fd, NULL);
  return -1;
}

/* For commands over the same data folder: the QR of a form must lead to this service. */
static void
note_public_url (McCentral *central)
{
  g_autofree char *path = g_build_filename (central->data_dir, MC_PUBLIC_URL_FILE, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, central->public_url, -1, &error))
    mc_log (MC_LOG_WARNING, "public-url-not-noted", "reason", error->message, NULL);
}

static void
say_ready (McCentral *central, McServer *server)
{
  const char *url = mc_server_get_url (server);

  if (central->public_url == NULL)
    central->public_url = g_strdup (url);
  note_public_url (central);
  printf ("ready %s\n", url);
  fflush (stdout);
  mc_log (MC_LOG_INFO, "ready", "url", url, "version", MC_VERSION, NULL);
}

/**
 * mc_command_serve:
 * @central: (inout): central; without a public URL it gets the one that it listens at
 * @options: where to listen
 *
 * Serves in the foreground until SIGTERM or SIGINT, then lets answers finish. Prints one line,
 * `ready URL`, on stdout when it listens.
 *
 * Returns: an exit code
 */
int
mc_command_serve (McCentral *central, const McServerOptions *options)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (McServer) server = NULL;
  g_autoptr (GError) error = NULL;
  int lock = lock_data (central->data_dir);

  if (lock < 0)
    {
      g_printerr ("motcua-central: %s is served by another process\n", central->data_dir);
      return EX_TEMPFAIL;
    }

  g_unix_signal_add (SIGTERM, on_signal, loop);
  g_unix_signal_add (SIGINT, on_signal, loop);
  server = mc_server_new (central, options, &error);
  if (server == NULL)
    {
      g_close (lock, NULL);
      return mc_command_fail (error);
    }

  say_ready (central, server);
  g_main_loop_run (loop);
  mc_log (MC_LOG_INFO, "stopping", NULL);
  g_clear_pointer (&server, mc_server_free);
  g_close (lock, NULL);
  mc_log (MC_LOG_INFO, "stopped", NULL);

  return EX_OK;
}
