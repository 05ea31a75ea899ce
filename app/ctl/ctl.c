/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "motcua-ctl"
#include "config.h"

#include "app/ctl/ctl.h"

#include "app/assets.h"
#include "app/compose.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/**
 * mc_ctl_fail:
 * @code: of sysexits.h
 *
 * Says on stderr what is wrong.
 *
 * Returns: @code
 */
int
mc_ctl_fail (int code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  fputs ("motcua-ctl: ", stderr);
  vfprintf (stderr, format, args);
  fputc ('\n', stderr);
  va_end (args);
  return code;
}

static int
outbox_code (int code)
{
  switch ((McOutboxError) code)
    {
    case MC_OUTBOX_ERROR_CONFLICT:
    case MC_OUTBOX_ERROR_INVALID:
    case MC_OUTBOX_ERROR_TOO_LARGE:
      return EX_DATAERR;
    case MC_OUTBOX_ERROR_NOT_FOUND:
      return EX_NOINPUT;
    case MC_OUTBOX_ERROR_NOT_ENROLLED:
    case MC_OUTBOX_ERROR_SERIALS:
      return EX_UNAVAILABLE;
    case MC_OUTBOX_ERROR_FULL:
      return EX_TEMPFAIL;
    case MC_OUTBOX_ERROR_OPEN:
    case MC_OUTBOX_ERROR_NEWER:
    case MC_OUTBOX_ERROR_STORAGE:
    case MC_OUTBOX_ERROR_DAMAGED:
    default:
      return EX_IOERR;
    }
}

static int
client_code (int code)
{
  switch ((McClientError) code)
    {
    case MC_CLIENT_ERROR_UNTRUSTED:
      return EX_PROTOCOL;
    case MC_CLIENT_ERROR_REFUSED:
    case MC_CLIENT_ERROR_NOT_FOUND:
      return EX_DATAERR;
    case MC_CLIENT_ERROR_UNAUTHORISED:
      return EX_NOPERM;
    case MC_CLIENT_ERROR_UNREACHABLE:
    case MC_CLIENT_ERROR_LOCKED:
    case MC_CLIENT_ERROR_PAGES:
    default:
      return EX_TEMPFAIL;
    }
}

/* The one place that turns error domains into exit codes. */
static int
get_code (const GError *error)
{
  if (error->domain == MC_OUTBOX_ERROR)
    return outbox_code (error->code);
  if (error->domain == MC_CLIENT_ERROR)
    return client_code (error->code);
  if (error->domain == MC_CONFIG_ERROR)
    return error->code == MC_CONFIG_ERROR_READ ? EX_NOINPUT : EX_CONFIG;
  if (g_error_matches (error, MC_ENROLMENT_ERROR, MC_ENROLMENT_ERROR_FINGERPRINT) ||
      g_error_matches (error, MC_ENROLMENT_ERROR, MC_ENROLMENT_ERROR_ANSWER))
    return EX_PROTOCOL;
  if (error->domain == G_IO_ERROR || error->domain == G_FILE_ERROR)
    return EX_IOERR;
  /* What is left judges input: dossiers, procedures, cards, codes. */
  return EX_DATAERR;
}

/**
 * mc_ctl_fail_error:
 *
 * Says on stderr what is wrong; messages that are one mistake per line stay as they are.
 *
 * Returns: the exit code that belongs to the error
 */
int
mc_ctl_fail_error (const GError *error)
{
  if (strchr (error->message, '\n') != NULL || g_strrstr (error->message, ".conf:") != NULL ||
      g_strrstr (error->message, ".json:") != NULL)
    fprintf (stderr, "%s\n", error->message);
  else
    fprintf (stderr, "motcua-ctl: %s\n", error->message);
  return get_code (error);
}

/**
 * mc_ctl_print:
 * @text: whole lines
 *
 * Returns: %EX_OK when everything reached stdout, else %EX_IOERR
 */
int
mc_ctl_print (const char *text)
{
  if (fputs (text, stdout) >= 0 && fflush (stdout) == 0)
    return EX_OK;
  return mc_ctl_fail (EX_IOERR, "cannot write the result: %s", g_strerror (errno));
}

/**
 * mc_ctl_print_json:
 * @json: (transfer full)
 *
 * Returns: as mc_ctl_print ()
 */
int
mc_ctl_print_json (json_t *json)
{
  char *text = json_dumps (json, JSON_COMPACT);
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  free (text);
  json_decref (json);
  return mc_ctl_print (line);
}

/**
 * mc_ctl_create_engine:
 * @code: (out): the exit code on failure, which was told
 *
 * Returns: (transfer full): the engine, or %NULL
 */
McEngine *
mc_ctl_create_engine (McCtl *ctl, int *code)
{
  g_autoptr (GError) error = NULL;
  McEngine *engine = mc_compose_engine (ctl->config_path, &error);

  if (engine == NULL)
    *code = mc_ctl_fail_error (error);
  return engine;
}

/**
 * mc_ctl_dup_assets_dir:
 * @code: (out): the exit code on failure, which was told
 *
 * For commands that need the shipped data but no kiosk: a configuration is read only when one was
 * given.
 *
 * Returns: (transfer full): the folder, or %NULL
 */
char *
mc_ctl_dup_assets_dir (McCtl *ctl, int *code)
{
  g_autoptr (McConfig) config = NULL;
  g_autoptr (GError) error = NULL;
  const char *dir = NULL;

  if (ctl->config_path != NULL)
    {
      config = mc_config_load (ctl->config_path, &error);
      if (config == NULL)
        {
          *code = mc_ctl_fail_error (error);
          return NULL;
        }
      dir = mc_config_get_string (config, "kiosk", "assets-dir");
    }
  return g_strdup (dir != NULL ? dir : mc_assets_get_default_dir ());
}

/**
 * mc_ctl_read_input:
 * @path: a regular file, or "-" for stdin
 * @max: bytes that are read at most
 * @code: (out): the exit code on failure, which was told
 *
 * Returns: (transfer full): the bytes, followed by a NUL that does not count; %NULL on failure
 */
char *
mc_ctl_read_input (const char *path, gsize max, gsize *length, int *code)
{
  gboolean standard = g_str_equal (path, "-");
  int fd = standard ? STDIN_FILENO : open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  g_autofree char *data = g_malloc (max + 2);
  const char *problem = NULL;
  struct stat info;
  gsize done = 0;

  if (fd < 0 || fstat (fd, &info) != 0)
    problem = g_strerror (errno);
  else if (!standard && !S_ISREG (info.st_mode))
    problem = "not a regular file";
  while (problem == NULL && done <= max)
    {
      gssize n = read (fd, data + done, max + 1 - done);

      if (n == 0)
        break;
      if (n < 0 && errno != EINTR)
        problem = g_strerror (errno);
      else if (n > 0)
        done += (gsize) n;
    }
  if (!standard && fd >= 0)
    close (fd);
  *code = EX_NOINPUT;
  if (problem == NULL && done > max)
    {
      *code = EX_DATAERR;
      problem = "too large";
    }
  if (problem != NULL)
    {
      mc_ctl_fail (*code, "%s: %s", path, problem);
      return NULL;
    }
  data[done] = '\0';
  *length = done;
  return g_steal_pointer (&data);
}

/**
 * mc_ctl_write_file:
 * @path: replaced as a whole or not at all; mode 600
 *
 * Returns: %EX_OK, or %EX_CANTCREAT, which was told
 */
int
mc_ctl_write_file (const char *path, const void *data, gsize length)
{
  g_autoptr (GError) error = NULL;

  if (g_file_set_contents_full (path,
                                data,
                                (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600,
                                &error))
    return EX_OK;
  return mc_ctl_fail (EX_CANTCREAT, "%s", error->message);
}

typedef struct
{
  gboolean (*done) (gpointer data);
  gpointer data;
  GMainLoop *loop;
  gint64 deadline; /* monotonic, µs */
  gboolean outcome;
} Wait;

static gboolean
on_wait_tick (gpointer user_data)
{
  Wait *wait = user_data;

  wait->outcome = wait->done (wait->data);
  if (wait->outcome || g_get_monotonic_time () >= wait->deadline)
    {
      g_main_loop_quit (wait->loop);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

/* Another process may be the one that works: what it did is seen in the outbox, by looking. */
#define LOOK_INTERVAL_MS 50

/**
 * mc_ctl_wait:
 * @done: asked twenty times a second
 * @seconds: at most so long
 *
 * Returns: what @done said last
 */
gboolean
mc_ctl_wait (gboolean (*done) (gpointer data), gpointer data, double seconds)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { .done = done, .data = data, .loop = loop };

  wait.deadline = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  g_timeout_add (LOOK_INTERVAL_MS, on_wait_tick, &wait);
  g_main_loop_run (loop);
  return wait.outcome;
}

/**
 * mc_ctl_write_page:
 * @path: replaced as a whole or not at all; mode 600
 * @page: a document
 *
 * Returns: %EX_OK, or %EX_CANTCREAT, which was told
 */
int
mc_ctl_write_page (const char *path, const McPage *page)
{
  gsize length;
  const void *data = g_bytes_get_data (page->pdf, &length);

  return mc_ctl_write_file (path, data, length);
}
