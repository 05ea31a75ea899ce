/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <cups/cups.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <jansson.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>
#include "printing/documents/receipt-page.h"
#include "printing/transports/cups-printer.h"
#include "printing/transports/cups-spool.h"
#include "printing/transports/ipp-device.h"
#include "tests/printing/samples.h"

/* A real cupsd and a real IPP printer, shared by all tests because they take half a second to
 * start; each test leaves them as it found them. */
typedef struct
{
  GSubprocess *process;                                /* (owned) */
  char *dir;                                           /* (owned) */
  char *server, *queue, *device_uri, *output, *faults; /* (owned) */
} Service;

static Service service;

/* A journal in memory that looks, at each call, at what cupsd has by then. */
#define TEST_TYPE_JOURNAL (test_journal_get_type ())
G_DECLARE_FINAL_TYPE (TestJournal, test_journal, TEST, JOURNAL, GObject)

struct _TestJournal
{
  GObject parent_instance;

  GPtrArray *calls; /* (owned) (element-type utf8), "begin UUID jobs=0" */
  gboolean fail_begin;
  gboolean fail_note;
};

static int count_jobs (gboolean all);

static gboolean
test_journal_begin (McPrintJournal *journal,
                    const char *job_uuid,
                    const char *transport,
                    const char *uri,
                    GError **error)
{
  TestJournal *self = TEST_JOURNAL (journal);

  if (self->fail_begin)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no space");
      return FALSE;
    }
  g_ptr_array_add (self->calls,
                   g_strdup_printf ("begin %s %s jobs=%d", job_uuid, transport, count_jobs (TRUE)));
  return TRUE;
}

static gboolean
test_journal_note_job (McPrintJournal *journal, const char *job_uuid, int job_id, GError **error)
{
  TestJournal *self = TEST_JOURNAL (journal);

  if (self->fail_note)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no space");
      return FALSE;
    }
  g_assert_cmpint (job_id, >, 0);
  g_ptr_array_add (self->calls, g_strdup_printf ("note %s", job_uuid));
  return TRUE;
}

static gboolean
test_journal_settle (McPrintJournal *journal,
                     const char *job_uuid,
                     McPrintOutcome outcome,
                     const char *reason,
                     GError **error)
{
  TestJournal *self = TEST_JOURNAL (journal);

  g_ptr_array_add (
      self->calls,
      g_strdup_printf ("settle %s %s", job_uuid, mc_print_outcome_to_string (outcome)));
  return TRUE;
}

static void
test_journal_iface_init (McPrintJournalInterface *iface)
{
  iface->begin = test_journal_begin;
  iface->note_job = test_journal_note_job;
  iface->settle = test_journal_settle;
}

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (TestJournal, test_journal, G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (MC_TYPE_PRINT_JOURNAL, test_journal_iface_init))
/* clang-format on */

static void
test_journal_finalize (GObject *object)
{
  g_ptr_array_unref (TEST_JOURNAL (object)->calls);
  G_OBJECT_CLASS (test_journal_parent_class)->finalize (object);
}

static void
test_journal_class_init (TestJournalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_journal_finalize;
}

static void
test_journal_init (TestJournal *self)
{
  self->calls = g_ptr_array_new_with_free_func (g_free);
}

/* The service. */

static http_t *
connect_spooler (void)
{
  cupsSetServer (service.server);
  return httpConnect2 (
      cupsServer (), ippPort (), NULL, AF_UNSPEC, HTTP_ENCRYPTION_IF_REQUESTED, 1, 3000, NULL);
}

/* -1: cupsd does not answer. */
static int
count_jobs (gboolean all)
{
  http_t *http = connect_spooler ();
  cups_job_t *jobs = NULL;
  int n_jobs;

  if (http == NULL)
    return -1;
  n_jobs = cupsGetJobs2 (
      http, &jobs, service.queue, 0, all ? CUPS_WHICHJOBS_ALL : CUPS_WHICHJOBS_ACTIVE);
  cupsFreeJobs (n_jobs, jobs);
  httpClose (http);
  return n_jobs;
}

static void
change_queue (ipp_op_t operation)
{
  http_t *http = connect_spooler ();
  ipp_t *request = ippNewRequest (operation);
  g_autofree char *uri = g_strdup_printf ("ipp://localhost/printers/%s", service.queue);

  g_assert_nonnull (http);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, "root");
  ippDelete (cupsDoRequest (http, request, "/admin/"));
  g_assert_cmpint (cupsLastError (), <=, IPP_STATUS_OK_CONFLICTING);
  httpClose (http);
}

static void
set_faults (const char *words)
{
  g_autofree char *temporary = g_strconcat (service.faults, ".new", NULL);

  g_assert_true (g_file_set_contents (temporary, words, -1, NULL));
  g_assert_cmpint (g_rename (temporary, service.faults), ==, 0);
}

static guint
count_papers (void)
{
  g_autoptr (GDir) dir = g_dir_open (service.output, 0, NULL);
  const char *name;
  guint n_papers = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n_papers += name[0] != '.';
  return n_papers;
}

static char *
find_paper (const char *job_uuid)
{
  g_autoptr (GDir) dir = g_dir_open (service.output, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.' && strstr (name, job_uuid) != NULL)
      return g_build_filename (service.output, name, NULL);
  return NULL;
}

typedef gboolean (*Condition) (gpointer data);

/* Lets the main context work until the condition holds. */
static void
wait_until (Condition condition, gpointer data, guint limit_s)
{
  gint64 end = g_get_monotonic_time () + limit_s * G_USEC_PER_SEC;

  while (!condition (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (5000);
    }
}

static gboolean
device_is_ready (gpointer data)
{
  McPrinterHealth health;
  g_autofree char *reason = NULL;

  return mc_ipp_device_look (service.device_uri, 1000, &health, &reason) &&
         health == MC_PRINTER_READY;
}

static gboolean
device_is_gone (gpointer data)
{
  McPrinterHealth health;
  g_autofree char *reason = NULL;

  return !mc_ipp_device_look (service.device_uri, 1000, &health, &reason);
}

static gboolean
spooler_is_up (gpointer data)
{
  return count_jobs (TRUE) >= 0;
}

static gboolean
spooler_is_down (gpointer data)
{
  return count_jobs (TRUE) < 0;
}

/* All of a job is in the printer, past the point of no return, and the paper is not out yet. */
static gboolean
device_has_job (gpointer data)
{
  const McCupsQueue queue = { .server = service.server, .queue = service.queue };
  g_autofree char *name = g_strconcat (MC_CUPS_JOB_PREFIX, data, NULL);
  g_auto (McCupsSpool) spool = { NULL };
  g_auto (McCupsLook) look = { 0 };
  int job_id = 0;

  return mc_cups_spool_open (&spool, &queue, 1000) &&
         mc_cups_spool_find_job (&spool, name, &job_id) && job_id > 0 &&
         mc_cups_spool_look (&spool, job_id, name, &look) == MC_CUPS_LOOK_OK && look.handed_over;
}

/* One print. */

typedef struct
{
  TestJournal *journal;      /* (owned) */
  McPrinter *printer;        /* (owned) */
  char *job_uuid;            /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gboolean done;
  McPrintOutcome outcome;
  char *reason;  /* (owned) (nullable) */
  GError *error; /* (owned) (nullable) */
} Fixture;

static void
set_up_printer (Fixture *fixture, const char *device_uri, guint hand_over_s, guint print_s)
{
  fixture->printer = mc_cups_printer_new (MC_PRINT_JOURNAL (fixture->journal),
                                          service.server,
                                          service.queue,
                                          device_uri,
                                          hand_over_s,
                                          print_s);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->journal = g_object_new (TEST_TYPE_JOURNAL, NULL);
  fixture->job_uuid = g_uuid_string_random ();
  fixture->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  set_faults ("");
  wait_until (spooler_is_up, NULL, 10);
  wait_until (device_is_ready, NULL, 10);
  g_assert_finalize_object (fixture->printer);
  g_object_unref (fixture->journal);
  g_object_unref (fixture->cancellable);
  g_free (fixture->job_uuid);
  g_free (fixture->reason);
  g_clear_error (&fixture->error);
}

static void
on_print_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->outcome =
      mc_printer_print_finish (MC_PRINTER (source), result, &fixture->reason, &fixture->error);
  fixture->done = TRUE;
}

static void
start_print (Fixture *fixture)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);
  McPage *page = mc_receipt_page_new (receipt, NULL);

  g_assert_nonnull (page);
  fixture->done = FALSE;
  g_clear_pointer (&fixture->reason, g_free);
  mc_printer_print_async (
      fixture->printer, page, fixture->job_uuid, fixture->cancellable, on_print_ready, fixture);
}

static gboolean
is_done (gpointer data)
{
  return ((Fixture *) data)->done;
}

static void
finish_print (Fixture *fixture)
{
  wait_until (is_done, fixture, 30);
  g_test_message ("%s: %s",
                  mc_print_outcome_to_string (fixture->outcome),
                  fixture->reason != NULL ? fixture->reason : "-");
}

static void
assert_last_call (Fixture *fixture, const char *verb)
{
  const char *call;

  g_assert_cmpuint (fixture->journal->calls->len, >, 0);
  call = g_ptr_array_index (fixture->journal->calls, fixture->journal->calls->len - 1);
  g_assert_true (g_str_has_prefix (call, verb));
}

static char *
run (const char *const *argv)
{
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_sync (
      NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return g_steal_pointer (&out);
}

static void
read_page_size (const char *path, double *width, double *height)
{
  g_autofree char *info = run ((const char *const[]){ "pdfinfo", path, NULL });
  const char *line = strstr (info, "Page size:");

  g_assert_nonnull (line);
  line += strlen ("Page size:");
  *width = g_ascii_strtod (line, (char **) &line);
  line = strchr (line, 'x') + 1;
  *height = g_ascii_strtod (line, NULL);
}

/* A citizen's receipt comes out once, in the size it was drawn in, with a code that a reader reads
 * from the paper; the row is written before cupsd knows of the job; cupsd forgets it afterwards. */
static void
test_confirmed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);
  g_autoptr (McPage) page = mc_receipt_page_new (receipt, NULL);
  const double dot = 72.0 / 203.0;
  g_autofree char *paper = NULL, *raster = NULL, *raster_file = NULL, *text = NULL;
  g_autofree char *expected_begin = g_strdup_printf ("begin %s cups jobs=0", fixture->job_uuid);
  double width, height;

  set_up_printer (fixture, service.device_uri, 10, 10);
  start_print (fixture);
  finish_print (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (fixture->outcome, ==, MC_PRINT_CONFIRMED);
  g_assert_null (fixture->reason);

  g_assert_cmpuint (fixture->journal->calls->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (fixture->journal->calls, 0), ==, expected_begin);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (fixture->journal->calls, 1), "note "));
  g_assert_true (g_str_has_suffix (g_ptr_array_index (fixture->journal->calls, 2), " confirmed"));
  g_assert_cmpint (count_jobs (TRUE), ==, 0);

  paper = find_paper (fixture->job_uuid);
  g_assert_nonnull (paper);
  read_page_size (paper, &width, &height);
  g_assert_cmpfloat (fabs (width - page->width_mm / 25.4 * 72), <, dot);
  g_assert_cmpfloat (fabs (height - page->height_mm / 25.4 * 72), <, dot);

  raster = g_build_filename (service.dir, "paper", NULL);
  raster_file = g_strconcat (raster, ".png", NULL);
  g_free (run ((const char *const[]){
      "pdftoppm", "-r", "203", "-mono", "-png", "-singlefile", paper, raster, NULL }));
  text = run ((const char *const[]){ "zbarimg", "-q", "--nodbus", "--raw", raster_file, NULL });
  g_assert_cmpstr (g_strchomp (text), ==, MC_SAMPLE_URL);
}

/* A printer that is switched off is told at once and certainly printed nothing. */
static void
test_unplugged (Fixture *fixture, gconstpointer data)
{
  guint before = count_papers ();

  set_faults ("offline\n");
  wait_until (device_is_gone, NULL, 10);
  set_up_printer (fixture, service.device_uri, 10, 10);
  start_print (fixture);
  finish_print (fixture);
  g_assert_cmpint (fixture->outcome, ==, MC_PRINT_FAILED);
  g_assert_cmpstr (fixture->reason, ==, "unreachable");
  g_assert_cmpint (count_jobs (TRUE), ==, 0);
  assert_last_call (fixture, "settle");
  g_assert_cmpuint (count_papers (), ==, before);
}

/* The sleeper: cupsd would wait for days and print the former citizen's slip. Our deadline cancels
 * the job, and nothing comes out when the printer is back. */
static void
test_sleeper (Fixture *fixture, gconstpointer data)
{
  g_autofree char *next = g_uuid_string_random ();
  guint before = count_papers ();

  set_faults ("offline\n");
  wait_until (device_is_gone, NULL, 10);
  set_up_printer (fixture, NULL, 1, 10);
  start_print (fixture);
  finish_print (fixture);
  g_assert_cmpint (fixture->outcome, ==, MC_PRINT_FAILED);
  g_assert_cmpint (count_jobs (TRUE), ==, 0);

  /* The next citizen's paper is the only one. */
  set_faults ("");
  wait_until (device_is_ready, NULL, 10);
  g_free (fixture->job_uuid);
  fixture->job_uuid = g_steal_pointer (&next);
  g_assert_finalize_object (fixture->printer);
  set_up_printer (fixture, service.device_uri, 10, 10);
  start_print (fixture);
  finish_print (fixture);
  g_assert_cmpint (fixture->outcome, ==, MC_PRINT_CONFIRMED);
  g_assert_cmpuint (count_papers (), ==, before + 1);
}

static gboolean
is_out_of_paper (gpointer data)
{
  Fixture *fixture = data;
  g_autofree char *reason = NULL;

  g_object_get (fixture->printer, "health-reason", &reason, NULL);
  return mc_printer_get_health (fixture->printer) == MC_PRINTER_FAULT &&
         g_strcmp0 (reason, "media-empty") == 0;
}

/* The roll ends while a receipt is printed; somebody puts in another; the paper comes out. */
static void
test_paper_out (Fixture *fixture, gconstpointer data)
{
  g_autofree char *paper = NULL;

  set_up_printer (fixture, service.device_uri, 10, 20);
  start_print (fixture);
  wait_until (device_has_job, fixture->job_uuid, 10);
  set_faults ("media-empty\n");
  wait_until (is_out_of_paper, fixture, 10);
  g_assert_false (fixture->done);
  set_faults ("");
  finish_print (fixture);
  g_assert_cmpint (fixture->outcome, ==, MC_PRINT_CONFIRMED);
  paper = find_paper (fixture->job_uuid);
  g_assert_nonnull (paper);
}

/* Nobody puts in another roll: at the deadline the job is canceled in mid-print. That is unknown as
 * long as the printer holds the job, and failed only when it says itself that it printed nothing.
 */
static void
test_deadline (Fixture *fixture, gconstpointer data)
{
  g_autofree char *paper = NULL;

  set_up_printer (fixture, service.device_uri, 10, 2);
  start_print (fixture);
  wait_until (device_has_job, fixture->job_uuid, 10);
  set_faults ("media-empty\n");
  finish_print (fixture);
  g_assert_cmpstr (fixture->reason, ==, "media-empty");
  assert_last_call (fixture, "settle");
  paper = find_paper (fixture->job_uuid);
  g_assert_null (paper);
  if (fixture->outcome != MC_PRINT_FAILED)
    g_assert_cmpint (fixture->outcome, ==, MC_PRINT_UNKNOWN);
  g_assert_cmpint (count_jobs (TRUE), ==, 0);
}

/* Out of paper before anything was sent: nothing is sent, since it would come out later. */
static void
test_not_ready (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture, service.device_uri, 10, 10);
  set_faults ("cover-open\n");
  while (device_is_ready (NULL))
    g_usleep (5000);
  start_print (fixture);
  finish_print (fixture);
  g_assert_cmpint (fixture->outcome, ==, MC_PRINT_FAILED);
  g_assert_cmpstr (fixture->reason, ==, "cover-open");
  g_assert_cmpuint (fixture->journal->calls->len, ==, 2);
}

/* Without cupsd nothing can have been printed. */
static void
test_spooler_stopped (Fixture *fixture, gconstpointer data)
{
  set_faults ("cups-stopped\n");
  wait_until (spooler_is_down, NULL, 10);
  set_up_printer (fixture, service.device_uri, 2, 2);
  start_print (fixture);
  finish_print (fixture);
  g_assert_cmpint (fixture->outcome, ==, MC_PRINT_FAILED);
  g_assert_cmpstr (fixture->reason, ==, "spooler-unreachable");
}

/* A paused queue would keep the paper for whoever resumes it. */
static void
test_paused (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture, service.device_uri, 10, 10);
  change_queue (IPP_OP_PAUSE_PRINTER);
  start_print (fixture);
  finish_print (fixture);
  change_queue (IPP_OP_RESUME_PRINTER);
  g_assert_cmpint (fixture->outcome, ==, MC_PRINT_FAILED);
  g_assert_cmpstr (fixture->reason, ==, "queue-stopped");
  g_assert_cmpint (count_jobs (TRUE), ==, 0);
}

/* The printer gives the job up, having made no impression, and says so. */
static void
test_aborted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *paper = NULL;

  set_up_printer (fixture, service.device_uri, 10, 10);
  set_faults ("abort\n");
  start_print (fixture);
  finish_print (fixture);
  g_assert_cmpint (fixture->outcome, ==, MC_PRINT_FAILED);
  paper = find_paper (fixture->job_uuid);
  g_assert_null (paper);
}

/* The false success: the printer loses its power with the job inside and comes back with an empty
 * memory; cupsd says completed. Then the keyword that it left must not spoil the next job. */
static void
test_forgotten (Fixture *fixture, gconstpointer data)
{
  g_autofree char *paper = NULL;

  set_up_printer (fixture, service.device_uri, 10, 20);
  start_print (fixture);
  wait_until (device_has_job, fixture->job_uuid, 10);
  set_faults ("offline\n");
  wait_until (device_is_gone, NULL, 10);
  set_faults ("");
  finish_print (fixture);
  g_assert_cmpint (fixture->outcome, ==, MC_PRINT_UNKNOWN);
  paper = find_paper (fixture->job_uuid);
  g_assert_null (paper);

  wait_until (device_is_ready, NULL, 10);
  g_free (fixture->job_uuid);
  fixture->job_uuid = g_uuid_string_random ();
  start_print (fixture);
  finish_print (fixture);
  g_assert_cmpint (fixture->outcome, ==, MC_PRINT_CONFIRMED);
}

/* What the journal cannot hold is not printed. */
static void
test_journal_fails (Fixture *fixture, gconstpointer data)
{
  guint before = count_papers ();

  set_up_printer (fixture, service.device_uri, 10, 10);
  fixture->journal->fail_begin = TRUE;
  start_print (fixture);
  finish_print (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&fixture->error);

  fixture->journal->fail_begin = FALSE;
  fixture->journal->fail_note = TRUE;
  start_print (fixture);
  finish_print (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpint (count_jobs (TRUE), ==, 0);
  g_assert_cmpuint (count_papers (), ==, before);
}

static void
on_settle_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  mc_printer_settle_finish (MC_PRINTER (source), result, &fixture->error);
  fixture->done = TRUE;
}

static void
settle (Fixture *fixture, const char *job_uuid)
{
  GPtrArray *uuids = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (uuids, g_strdup (job_uuid));
  fixture->done = FALSE;
  g_clear_error (&fixture->error);
  mc_printer_settle_async (fixture->printer, uuids, NULL, on_settle_ready, fixture);
  wait_until (is_done, fixture, 30);
  g_assert_no_error (fixture->error);
}

static gboolean
paper_is_out (gpointer data)
{
  g_autofree char *paper = find_paper (data);

  return paper != NULL;
}

static gboolean
no_job_is_active (gpointer data)
{
  return count_jobs (FALSE) == 0;
}

/* Our process ends while the paper comes out; the next one asks what became of it. A row whose job
 * nobody knows is unknown. */
static void
test_settle (Fixture *fixture, gconstpointer data)
{
  g_autofree char *foreign = g_uuid_string_random ();

  set_up_printer (fixture, service.device_uri, 10, 20);
  start_print (fixture);
  wait_until (device_has_job, fixture->job_uuid, 10);
  g_cancellable_cancel (fixture->cancellable);
  finish_print (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_last_call (fixture, "note");
  g_assert_finalize_object (fixture->printer);

  wait_until (paper_is_out, fixture->job_uuid, 10);
  wait_until (no_job_is_active, NULL, 10);
  set_up_printer (fixture, service.device_uri, 10, 20);
  settle (fixture, fixture->job_uuid);
  g_assert_true (g_str_has_suffix (
      g_ptr_array_index (fixture->journal->calls, fixture->journal->calls->len - 1), " confirmed"));
  g_assert_cmpint (count_jobs (TRUE), ==, 0);

  settle (fixture, foreign);
  g_assert_true (g_str_has_suffix (
      g_ptr_array_index (fixture->journal->calls, fixture->journal->calls->len - 1), " unknown"));
}

static int
submit_foreign_job (const char *title)
{
  http_t *http = connect_spooler ();
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("en", MC_SAMPLE_SHORT);
  g_autoptr (McPage) page = mc_receipt_page_new (receipt, NULL);
  g_autofree char *media = g_strdup_printf ("custom_receipt_79.73x%.2fmm", page->height_mm + 0.004);
  cups_option_t *options = NULL;
  int n_options = cupsAddOption ("media", media, 0, &options), job_id;

  n_options = cupsAddOption ("print-scaling", "none", n_options, &options);
  job_id = cupsCreateJob (http, service.queue, title, n_options, options);
  g_assert_cmpint (job_id, >, 0);
  g_assert_cmpint (cupsStartDocument (http, service.queue, job_id, "x", CUPS_FORMAT_PDF, 1),
                   ==,
                   HTTP_STATUS_CONTINUE);
  cupsWriteRequestData (http, g_bytes_get_data (page->pdf, NULL), g_bytes_get_size (page->pdf));
  g_assert_cmpint (cupsFinishDocument (http, service.queue), <=, IPP_STATUS_OK_CONFLICTING);
  cupsFreeOptions (n_options, options);
  httpClose (http);
  return job_id;
}

/* A job of ours that never began is taken back for certain; somebody else's document stays. */
static void
test_leftovers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *title = g_strconcat ("motcua-", fixture->job_uuid, NULL);
  http_t *http;

  int foreign;

  change_queue (IPP_OP_PAUSE_PRINTER);
  submit_foreign_job (title);
  foreign = submit_foreign_job ("minutes of a meeting");
  set_up_printer (fixture, service.device_uri, 10, 20);
  settle (fixture, fixture->job_uuid);
  g_assert_true (g_str_has_suffix (
      g_ptr_array_index (fixture->journal->calls, fixture->journal->calls->len - 1), " failed"));
  g_assert_cmpint (count_jobs (FALSE), ==, 1);

  http = connect_spooler ();
  cupsCancelJob2 (http, service.queue, foreign, 1);
  httpClose (http);
  change_queue (IPP_OP_RESUME_PRINTER);
}

static gboolean
is_health (gpointer data)
{
  gpointer *pair = data;

  return mc_printer_get_health (pair[0]) == (McPrinterHealth) GPOINTER_TO_INT (pair[1]);
}

static void
wait_for_health (Fixture *fixture, McPrinterHealth health, const char *reason)
{
  gpointer pair[2] = { fixture->printer, GINT_TO_POINTER (health) };
  g_autofree char *seen = NULL;

  wait_until (is_health, pair, 10);
  g_object_get (fixture->printer, "health-reason", &seen, NULL);
  g_assert_cmpstr (seen, ==, reason);
}

static void
on_health_notify (GObject *object, GParamSpec *spec, gpointer user_data)
{
  guint *n_notified = user_data;

  g_assert_true (g_main_context_is_owner (g_main_context_default ()));
  (*n_notified)++;
}

/* The printer itself is asked, so that an idle machine knows before a citizen begins. */
static void
test_health (Fixture *fixture, gconstpointer data)
{
  guint n_notified = 0;

  set_up_printer (fixture, service.device_uri, 10, 10);
  g_signal_connect (fixture->printer, "notify::health", G_CALLBACK (on_health_notify), &n_notified);
  wait_for_health (fixture, MC_PRINTER_READY, NULL);
  set_faults ("media-empty\n");
  wait_for_health (fixture, MC_PRINTER_FAULT, "media-empty");
  set_faults ("media-low\n");
  wait_for_health (fixture, MC_PRINTER_WARNING, "media-low");
  set_faults ("offline\n");
  wait_for_health (fixture, MC_PRINTER_FAULT, "unreachable");
  set_faults ("");
  wait_for_health (fixture, MC_PRINTER_READY, NULL);
  g_assert_cmpuint (n_notified, ==, 5);
}

/* Where the printer cannot be asked, nothing is claimed. */
static void
test_health_unknown (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture, NULL, 10, 10);
  g_assert_cmpint (mc_printer_get_health (fixture->printer), ==, MC_PRINTER_UNKNOWN);
}

/* A test that fails must not leave servers behind. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static void
start_service (void)
{
  g_autofree char *program =
      g_test_build_filename (G_TEST_DIST, "..", "packaging", "virtual-printer", NULL);
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) stream = NULL;
  g_autoptr (GSubprocessLauncher) launcher =
                 g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  json_t *json;

  service.dir = g_dir_make_tmp ("motcua-print-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("HOME", service.dir, TRUE); /* nobody's ~/.cups/lpoptions shall take part */
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  service.process = g_subprocess_launcher_spawn (
      launcher, &error, program, "--print-ms", "800", service.dir, NULL);
  g_assert_no_error (error);
  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (service.process));
  line = g_data_input_stream_read_line (stream, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  json = json_loads (line, 0, NULL);
  g_assert_nonnull (json);
  service.server = g_strdup (json_string_value (json_object_get (json, "server")));
  service.queue = g_strdup (json_string_value (json_object_get (json, "queue")));
  service.device_uri = g_strdup (json_string_value (json_object_get (json, "device_uri")));
  service.output = g_strdup (json_string_value (json_object_get (json, "output")));
  service.faults = g_strdup (json_string_value (json_object_get (json, "faults")));
  json_decref (json);
}

static void
stop_service (void)
{
  g_autofree char *remove = g_strdup_printf ("rm -rf '%s'", service.dir);

  g_subprocess_send_signal (service.process, SIGTERM);
  g_assert_true (g_subprocess_wait_check (service.process, NULL, NULL));
  g_clear_object (&service.process);
  g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL);
  g_free (service.dir);
  g_free (service.server);
  g_free (service.queue);
  g_free (service.device_uri);
  g_free (service.output);
  g_free (service.faults);
}

int
main (int argc, char **argv)
{
  static const char *const programs[] = {
    "/usr/sbin/cupsd", "ippeveprinter", "dbus-daemon", "pdftoppm", "zbarimg"
  };
  int result;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autofree char *path = g_find_program_in_path (programs[i]);
      g_autofree char *sbin = g_build_filename ("/usr/sbin", programs[i], NULL);

      if (path == NULL && !g_file_test (sbin, G_FILE_TEST_IS_EXECUTABLE))
        {
          g_print ("1..0 # SKIP %s is missing\n", programs[i]);
          return 77;
        }
    }

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/printing/cups/confirmed", test_confirmed);
  ADD ("/printing/cups/unplugged", test_unplugged);
  ADD ("/printing/cups/sleeper", test_sleeper);
  ADD ("/printing/cups/paper-out", test_paper_out);
  ADD ("/printing/cups/deadline", test_deadline);
  ADD ("/printing/cups/not-ready", test_not_ready);
  ADD ("/printing/cups/spooler-stopped", test_spooler_stopped);
  ADD ("/printing/cups/paused", test_paused);
  ADD ("/printing/cups/aborted", test_aborted);
  ADD ("/printing/cups/forgotten", test_forgotten);
  ADD ("/printing/cups/journal-fails", test_journal_fails);
  ADD ("/printing/cups/settle", test_settle);
  ADD ("/printing/cups/leftovers", test_leftovers);
  ADD ("/printing/cups/health", test_health);
  ADD ("/printing/cups/health/unknown", test_health_unknown);
#undef ADD

  start_service ();
  result = g_test_run ();
  stop_service ();
  return result;
}
