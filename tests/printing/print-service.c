/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/printing/print-service.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include "printing/transports/ipp-device.h"
#include "tests/printing/page-reader.h"
#include "tests/printing/print-run.h"

PrintService print_service;

static GSubprocess *process; /* (owned) (nullable) */
static char *faults;         /* (owned) (nullable): a file */

gboolean
print_service_is_possible (void)
{
  static const char *const programs[] = {
    "/usr/sbin/cupsd", "ippeveprinter", "dbus-daemon", "pdftoppm", "zbarimg"
  };

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autofree char *path = g_find_program_in_path (programs[i]);
      g_autofree char *sbin = g_build_filename ("/usr/sbin", programs[i], NULL);

      if (path == NULL && !g_file_test (sbin, G_FILE_TEST_IS_EXECUTABLE))
        {
          g_print ("1..0 # SKIP %s is missing\n", programs[i]);
          return FALSE;
        }
    }
  return TRUE;
}

/* A test that fails must not leave servers behind. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static char *
dup_member (json_t *json, const char *key)
{
  return g_strdup (json_string_value (json_object_get (json, key)));
}

void
print_service_start (const char *const *options)
{
  print_service_start_other ("../packaging/virtual-printer", options);
}

void
print_service_start_other (const char *file, const char *const *options)
{
  g_autofree char *program = g_test_build_filename (G_TEST_DIST, file, NULL);
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) stream = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocessLauncher) launcher =
                 g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  json_t *json;

  print_service.dir = g_dir_make_tmp ("motcua-print-XXXXXX", &error);
  g_assert_no_error (error);
  /* Nobody's ~/.cups/lpoptions shall take part. */
  g_setenv ("HOME", print_service.dir, TRUE);
  g_ptr_array_add (argv, program);
  for (guint i = 0; options != NULL && options[i] != NULL; i++)
    g_ptr_array_add (argv, (char *) options[i]);
  g_ptr_array_add (argv, print_service.dir);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (stream, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  json = json_loads (line, 0, NULL);
  g_assert_nonnull (json);
  print_service.server = dup_member (json, "server");
  print_service.queue = dup_member (json, "queue");
  print_service.device_uri = dup_member (json, "device_uri");
  print_service.output = dup_member (json, "output");
  faults = dup_member (json, "faults");
  json_decref (json);
}

void
print_service_stop (void)
{
  g_autofree char *remove = g_strdup_printf ("rm -rf '%s'", print_service.dir);

  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
  g_clear_object (&process);
  g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL);
  g_clear_pointer (&faults, g_free);
  g_free (print_service.dir);
  g_free (print_service.server);
  g_free (print_service.queue);
  g_free (print_service.device_uri);
  g_free (print_service.output);
  memset (&print_service, 0, sizeof print_service);
}

void
print_service_set_faults (const char *words)
{
  g_autofree char *temporary = g_strconcat (faults, ".new", NULL);

  g_assert_true (g_file_set_contents (temporary, words, -1, NULL));
  g_assert_cmpint (g_rename (temporary, faults), ==, 0);
}

gboolean
print_service_device_is_ready (gpointer unused)
{
  McPrinterHealth health;
  g_autofree char *reason = NULL;

  return mc_ipp_device_look (print_service.device_uri, NULL, 1000, &health, &reason) &&
         health == MC_PRINTER_READY;
}

gboolean
print_service_device_is_gone (gpointer unused)
{
  McPrinterHealth health;
  g_autofree char *reason = NULL;

  return !mc_ipp_device_look (print_service.device_uri, NULL, 1000, &health, &reason);
}

static gboolean
spooler_is_up (gpointer unused)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (print_service.server);
  g_autoptr (GSocketConnection) connection =
                 g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);

  return connection != NULL;
}

void
print_service_heal (void)
{
  print_service_set_faults ("");
  print_wait_until (spooler_is_up, NULL, 10);
  print_wait_until (print_service_device_is_ready, NULL, 10);
}

guint
print_service_count_papers (void)
{
  g_autoptr (GDir) dir = g_dir_open (print_service.output, 0, NULL);
  const char *name;
  guint n_papers = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n_papers += name[0] != '.';
  return n_papers;
}

guint
print_service_count_papers_of (const char *job_uuid)
{
  g_autoptr (GDir) dir = g_dir_open (print_service.output, 0, NULL);
  const char *name;
  guint n_papers = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n_papers += name[0] != '.' && strstr (name, job_uuid) != NULL;
  return n_papers;
}

typedef struct
{
  const char *uri, *title;
} Foreign;

static gboolean
takes_foreign (gpointer data)
{
  const Foreign *foreign = data;
  static const char document[] = "%PDF-1.4\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (document, sizeof document - 1);
  g_auto (McIppLink) link = { NULL };
  g_auto (McIppReply) reply = { MC_IPP_NOT_SENT };
  ipp_t *request;
  const guint8 *answer;
  gsize length;

  mc_ipp_link_init (&link, foreign->uri, NULL);
  request = mc_ipp_link_create_request (&link, IPP_OP_PRINT_JOB);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, foreign->title);
  ippAddString (
      request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL, CUPS_FORMAT_PDF);
  mc_ipp_link_ask (&link, request, bytes, g_get_monotonic_time () + G_USEC_PER_SEC, &reply);
  if (reply.result != MC_IPP_ANSWERED)
    return FALSE;
  answer = g_bytes_get_data (reply.answer, &length);
  return length >= 4 && answer[2] == 0; /* else it is busy */
}

void
print_service_print_foreign (const char *uri, const char *title)
{
  Foreign foreign = { uri, title };

  print_wait_until (takes_foreign, &foreign, 15);
}

char *
print_service_find_paper (const char *job_uuid)
{
  g_autoptr (GDir) dir = g_dir_open (print_service.output, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.' && strstr (name, job_uuid) != NULL)
      return g_build_filename (print_service.output, name, NULL);
  return NULL;
}

gboolean
print_service_paper_is_out (gpointer job_uuid)
{
  g_autofree char *paper = print_service_find_paper (job_uuid);

  return paper != NULL;
}

void
print_service_read_page_size (const char *path, double *width, double *height)
{
  g_autofree char *info = mc_test_run ((const char *const[]){ "pdfinfo", path, NULL });
  const char *line = strstr (info, "Page size:");

  g_assert_nonnull (line);
  line += strlen ("Page size:");
  *width = g_ascii_strtod (line, (char **) &line);
  line = strchr (line, 'x') + 1;
  *height = g_ascii_strtod (line, NULL);
}

char *
print_service_decode (const char *path)
{
  g_autofree char *raster = g_build_filename (print_service.dir, "paper", NULL);
  g_autofree char *raster_file = g_strconcat (raster, ".png", NULL);
  char *text;

  g_free (mc_test_run ((const char *const[]){
      "pdftoppm", "-r", "203", "-mono", "-png", "-singlefile", path, raster, NULL }));
  text = mc_test_run (
      (const char *const[]){ "zbarimg", "-q", "--nodbus", "--raw", raster_file, NULL });
  return g_strchomp (text);
}
