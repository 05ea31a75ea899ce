/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <cups/cups.h>
#include <fcntl.h>
#include <locale.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>
#include "printing/documents/receipt-page.h"
#include "printing/transports/cups-printer.h"
#include "printing/transports/cups-spool.h"
#include "tests/printing/page-reader.h"
#include "tests/printing/print-run.h"
#include "tests/printing/print-service.h"
#include "tests/printing/samples.h"

static int
on_timeout (http_t *http, void *data)
{
  return 0;
}

static http_t *
connect_spooler (void)
{
  http_t *http;

  cupsSetServer (print_service.server);
  http = httpConnect2 (
      cupsServer (), ippPort (), NULL, AF_UNSPEC, HTTP_ENCRYPTION_IF_REQUESTED, 1, 3000, NULL);
  if (http != NULL)
    httpSetTimeout (http, 3, on_timeout, NULL);
  return http;
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
      http, &jobs, print_service.queue, 0, all ? CUPS_WHICHJOBS_ALL : CUPS_WHICHJOBS_ACTIVE);
  cupsFreeJobs (n_jobs, jobs);
  httpClose (http);
  return n_jobs;
}

static int
count_all_jobs (void)
{
  return count_jobs (TRUE);
}

static void
change_named_queue (const char *queue, ipp_op_t operation)
{
  http_t *http = connect_spooler ();
  ipp_t *request = ippNewRequest (operation);
  g_autofree char *uri = g_strdup_printf ("ipp://localhost/printers/%s", queue);

  g_assert_nonnull (http);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, "root");
  ippDelete (cupsDoRequest (http, request, "/admin/"));
  g_assert_cmpint (cupsLastError (), <=, IPP_STATUS_OK_CONFLICTING);
  httpClose (http);
}

static void
change_queue (ipp_op_t operation)
{
  change_named_queue (print_service.queue, operation);
}

static gboolean
spooler_is_down (gpointer data)
{
  return count_jobs (TRUE) < 0;
}

static gboolean
no_job_is_active (gpointer data)
{
  return count_jobs (FALSE) == 0;
}

/* All of a job is in the printer, past the point of no return, and the paper is not out yet. */
static gboolean
device_has_job (gpointer data)
{
  McCupsQueue queue = { .server = print_service.server, .queue = print_service.queue };
  g_autofree char *name = g_strconcat ("motcua-", data, NULL);
  g_auto (McCupsSpool) spool = { NULL };
  g_auto (McJobSight) sight = { MC_JOB_NO_ANSWER };
  int job_id = 0;

  if (!mc_cups_spool_open (&spool, &queue, 1000) ||
      !mc_cups_spool_find_job (&spool, name, &job_id) || job_id == 0)
    return FALSE;
  mc_cups_spool_look_at_job (&spool, job_id, name, &sight);
  return sight.handed_over;
}

static void
set_up (PrintRun *run, gconstpointer data)
{
  print_run_init (run);
  run->journal->count_jobs = count_all_jobs;
}

static void
set_up_printer (PrintRun *run, const char *device_uri, guint hand_over_s, guint print_s)
{
  const McPrintDeadlines deadlines = { hand_over_s * 1000, print_s * 1000, 2000 };

  run->printer = mc_cups_printer_new (MC_PRINT_JOURNAL (run->journal),
                                      print_service.server,
                                      print_service.queue,
                                      device_uri,
                                      NULL,
                                      &deadlines);
}

static void
tear_down (PrintRun *run, gconstpointer data)
{
  print_service_heal ();
  print_run_clear (run);
}

/* A citizen's receipt comes out once, in the size it was drawn in, with a code that a reader reads
 * from the paper; the row is written before cupsd knows of the job; cupsd forgets it afterwards. */
static void
test_confirmed (PrintRun *run, gconstpointer data)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);
  g_autoptr (McPage) page = mc_receipt_page_new (receipt, MC_MEDIUM_ROLL_80, NULL);
  const double dot = 72.0 / 203.0;
  g_autofree char *paper = NULL, *text = NULL;
  g_autofree char *expected_begin = g_strdup_printf ("begin %s cups jobs=0", run->job_uuid);
  double width, height;

  set_up_printer (run, print_service.device_uri, 10, 10);
  print_run_print (run);
  print_run_assert (run, MC_PRINT_CONFIRMED, NULL);
  g_assert_cmpuint (run->journal->calls->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (run->journal->calls, 0), ==, expected_begin);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (run->journal->calls, 1), "note "));
  g_assert_true (g_str_has_suffix (g_ptr_array_index (run->journal->calls, 2), " confirmed"));
  g_assert_cmpint (count_jobs (TRUE), ==, 0);

  paper = print_service_find_paper (run->job_uuid);
  g_assert_nonnull (paper);
  print_service_read_page_size (paper, &width, &height);
  g_assert_cmpfloat (fabs (width - page->width_mm / 25.4 * 72), <, dot);
  g_assert_cmpfloat (fabs (height - page->height_mm / 25.4 * 72), <, dot);

  text = print_service_decode (paper);
  g_assert_cmpstr (text, ==, MC_SAMPLE_URL);
}

/* Without the printer's address it is asked all the same where the queue prints to. */
static void
test_queue_alone (PrintRun *run, gconstpointer data)
{
  set_up_printer (run, NULL, 10, 10);
  print_run_print (run);
  print_run_assert (run, MC_PRINT_CONFIRMED, NULL);
  g_assert_true (print_service_paper_is_out (run->job_uuid));
}

/* A printer that is switched off is told at once and certainly printed nothing. */
static void
test_unplugged (PrintRun *run, gconstpointer data)
{
  guint before = print_service_count_papers ();

  print_service_set_faults ("offline\n");
  print_wait_until (print_service_device_is_gone, NULL, 10);
  set_up_printer (run, print_service.device_uri, 10, 10);
  print_run_print (run);
  g_assert_cmpint (run->outcome, ==, MC_PRINT_FAILED);
  g_assert_cmpstr (run->reason, ==, "unreachable");
  g_assert_cmpint (count_jobs (TRUE), ==, 0);
  g_assert_true (g_str_has_prefix (memory_journal_get_last (run->journal), "settle"));
  g_assert_cmpuint (print_service_count_papers (), ==, before);
}

/* The sleeper: cupsd would wait for days and print the former citizen's slip. Our deadline cancels
 * the job, and nothing comes out when the printer is back. */
static void
test_sleeper (PrintRun *run, gconstpointer data)
{
  g_autofree char *next = g_uuid_string_random ();
  guint before = print_service_count_papers ();

  print_service_set_faults ("offline\n");
  print_wait_until (print_service_device_is_gone, NULL, 10);
  set_up_printer (run, NULL, 1, 10);
  print_run_print (run);
  g_assert_cmpint (run->outcome, ==, MC_PRINT_FAILED);
  g_assert_cmpint (count_jobs (TRUE), ==, 0);

  /* The next citizen's paper is the only one. */
  print_service_set_faults ("");
  print_wait_until (print_service_device_is_ready, NULL, 10);
  g_free (run->job_uuid);
  run->job_uuid = g_steal_pointer (&next);
  g_assert_finalize_object (run->printer);
  set_up_printer (run, print_service.device_uri, 10, 10);
  print_run_print (run);
  g_assert_cmpint (run->outcome, ==, MC_PRINT_CONFIRMED);
  g_assert_cmpuint (print_service_count_papers (), ==, before + 1);
}

/* The roll ends while a receipt is printed; somebody puts in another; the paper comes out. */
static void
test_paper_out (PrintRun *run, gconstpointer data)
{
  g_autofree char *paper = NULL;

  set_up_printer (run, print_service.device_uri, 10, 20);
  print_run_start (run);
  print_wait_until (device_has_job, run->job_uuid, 10);
  print_service_set_faults ("media-empty\n");
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "media-empty");
  g_assert_false (run->done);
  print_service_set_faults ("");
  print_run_finish (run);
  g_assert_cmpint (run->outcome, ==, MC_PRINT_CONFIRMED);
  paper = print_service_find_paper (run->job_uuid);
  g_assert_nonnull (paper);
}

/* Nobody puts in another roll: at the deadline the job is canceled in mid-print, and no paper comes
 * out when the next roll is in. */
static void
test_deadline (PrintRun *run, gconstpointer data)
{
  guint before = print_service_count_papers ();

  set_up_printer (run, print_service.device_uri, 10, 2);
  print_run_start (run);
  print_wait_until (device_has_job, run->job_uuid, 10);
  print_service_set_faults ("media-empty\n");
  print_run_finish (run);
  print_run_assert (run, MC_PRINT_UNKNOWN, "media-empty");
  g_assert_cmpint (count_jobs (TRUE), ==, 0);
  print_service_set_faults ("");
  print_run_wait_for_health (run, MC_PRINTER_READY, NULL);
  print_run_renew (run);
  print_run_print (run);
  print_run_assert (run, MC_PRINT_CONFIRMED, NULL);
  g_assert_cmpuint (print_service_count_papers (), ==, before + 1);
}

/* A printer that does not stop for a cancel: nobody else is offered paper before that one is out.
 */
static void
test_former_job (PrintRun *run, gconstpointer data)
{
  g_autofree char *former = g_strdup (run->job_uuid);
  guint before = print_service_count_papers ();

  set_up_printer (run, print_service.device_uri, 10, 2);
  print_run_start (run);
  print_wait_until (device_has_job, run->job_uuid, 10);
  print_service_set_faults ("deaf\nmedia-empty\n");
  print_run_finish (run);
  print_run_assert (run, MC_PRINT_UNKNOWN, "media-empty");
  g_assert_cmpuint (print_service_count_papers (), ==, before);
  g_assert_cmpint (count_jobs (TRUE), ==, 0);

  print_run_wait_for_health (run, MC_PRINTER_FAULT, "former-job");
  print_run_renew (run);
  print_run_print (run);
  print_run_assert (run, MC_PRINT_FAILED, "former-job");

  print_service_set_faults ("deaf\n");
  print_wait_until (print_service_paper_is_out, former, 10);
  print_run_wait_for_health (run, MC_PRINTER_READY, NULL);
  print_run_renew (run);
  print_run_print (run);
  print_run_assert (run, MC_PRINT_CONFIRMED, NULL);
  g_assert_cmpuint (print_service_count_papers (), ==, before + 2);
}

/* The printer finishes the page although the job was canceled, says canceled and has counted
 * nothing: that is not "no paper". */
static void
test_finished_anyway (PrintRun *run, gconstpointer data)
{
  const McPrintDeadlines deadlines = { 10000, 100, 4000 };

  run->printer = mc_cups_printer_new (MC_PRINT_JOURNAL (run->journal),
                                      print_service.server,
                                      print_service.queue,
                                      print_service.device_uri,
                                      NULL,
                                      &deadlines);
  print_service_set_faults ("deaf\n");
  print_run_print (run);
  g_assert_cmpint (run->outcome, ==, MC_PRINT_UNKNOWN);
  g_assert_true (print_service_paper_is_out (run->job_uuid));
}

/* The double: cupsd is killed while the printer has the job, starts again on its spool, and would
 * send the same receipt a second time. */
static void
test_double (PrintRun *run, gconstpointer data)
{
  guint before = print_service_count_papers ();

  set_up_printer (run, print_service.device_uri, 10, 20);
  print_run_start (run);
  print_wait_until (device_has_job, run->job_uuid, 10);
  print_service_set_faults ("cups-killed\nmedia-empty\n");
  print_wait_until (spooler_is_down, NULL, 10);
  print_service_set_faults ("media-empty\n");
  print_wait_until (no_job_is_active, NULL, 10);
  print_service_set_faults ("");
  print_run_finish (run);
  print_run_assert (run, MC_PRINT_CONFIRMED, NULL);
  g_assert_cmpuint (print_service_count_papers (), ==, before + 1);

  print_run_renew (run);
  print_run_print (run);
  print_run_assert (run, MC_PRINT_CONFIRMED, NULL);
  g_assert_cmpuint (print_service_count_papers (), ==, before + 2);
}

static gboolean
no_job_is_known (gpointer data)
{
  return count_jobs (TRUE) == 0;
}

/* cupsd is killed and stays away: the printer itself knows that the paper came out. When cupsd is
 * back, it finds the job in its spool; before it is ready to send it, it is told not to. */
static void
test_spooler_lost (PrintRun *run, gconstpointer data)
{
  guint before = print_service_count_papers ();

  set_up_printer (run, print_service.device_uri, 10, 20);
  print_run_start (run);
  print_wait_until (device_has_job, run->job_uuid, 10);
  print_service_set_faults ("cups-killed\n");
  print_run_finish (run);
  print_run_assert (run, MC_PRINT_CONFIRMED, NULL);
  g_assert_cmpuint (print_service_count_papers (), ==, before + 1);
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "spooler-unreachable");
  print_service_set_faults ("");
  print_wait_until (no_job_is_known, NULL, 10);
  print_run_wait_for_health (run, MC_PRINTER_READY, NULL);
  g_assert_cmpuint (print_service_count_papers (), ==, before + 1);
}

/* Out of paper before anything was sent: nothing is sent, since it would come out later. */
static void
test_not_ready (PrintRun *run, gconstpointer data)
{
  set_up_printer (run, print_service.device_uri, 10, 10);
  print_service_set_faults ("cover-open\n");
  while (print_service_device_is_ready (NULL))
    g_usleep (5000);
  print_run_print (run);
  g_assert_cmpint (run->outcome, ==, MC_PRINT_FAILED);
  g_assert_cmpstr (run->reason, ==, "cover-open");
  g_assert_cmpuint (run->journal->calls->len, ==, 2);
}

/* Without cupsd nothing can have been printed. */
static void
test_spooler_stopped (PrintRun *run, gconstpointer data)
{
  print_service_set_faults ("cups-stopped\n");
  print_wait_until (spooler_is_down, NULL, 10);
  set_up_printer (run, print_service.device_uri, 2, 2);
  print_run_print (run);
  g_assert_cmpint (run->outcome, ==, MC_PRINT_FAILED);
  g_assert_cmpstr (run->reason, ==, "spooler-unreachable");
}

/* A paused queue would keep the paper for whoever resumes it. */
static void
test_paused (PrintRun *run, gconstpointer data)
{
  set_up_printer (run, print_service.device_uri, 10, 10);
  change_queue (IPP_OP_PAUSE_PRINTER);
  print_run_print (run);
  change_queue (IPP_OP_RESUME_PRINTER);
  g_assert_cmpint (run->outcome, ==, MC_PRINT_FAILED);
  g_assert_cmpstr (run->reason, ==, "queue-stopped");
  g_assert_cmpint (count_jobs (TRUE), ==, 0);
}

/* The printer gives the job up, having made no impression, and says so. */
static void
test_aborted (PrintRun *run, gconstpointer data)
{
  g_autofree char *paper = NULL;

  set_up_printer (run, print_service.device_uri, 10, 10);
  print_service_set_faults ("abort\n");
  print_run_print (run);
  g_assert_cmpint (run->outcome, ==, MC_PRINT_FAILED);
  paper = print_service_find_paper (run->job_uuid);
  g_assert_null (paper);
}

/* The false success: the printer loses its power with the job inside and comes back with an empty
 * memory; cupsd says completed. Then the keyword that it left must not spoil the next job. */
static void
test_false_success (PrintRun *run, gconstpointer data)
{
  g_autofree char *paper = NULL;

  set_up_printer (run, print_service.device_uri, 10, 20);
  print_run_start (run);
  print_wait_until (device_has_job, run->job_uuid, 10);
  print_service_set_faults ("offline\n");
  print_wait_until (print_service_device_is_gone, NULL, 10);
  print_service_set_faults ("");
  print_run_finish (run);
  g_assert_cmpint (run->outcome, ==, MC_PRINT_UNKNOWN);
  paper = print_service_find_paper (run->job_uuid);
  g_assert_null (paper);

  print_wait_until (print_service_device_is_ready, NULL, 10);
  print_run_renew (run);
  print_run_print (run);
  g_assert_cmpint (run->outcome, ==, MC_PRINT_CONFIRMED);
}

/* What the journal cannot hold is not printed. */
static void
test_journal_fails (PrintRun *run, gconstpointer data)
{
  guint before = print_service_count_papers ();

  set_up_printer (run, print_service.device_uri, 10, 10);
  run->journal->fail_begin = TRUE;
  print_run_print (run);
  g_assert_error (run->error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&run->error);

  run->journal->fail_begin = FALSE;
  run->journal->fail_note = TRUE;
  print_run_print (run);
  g_assert_error (run->error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpint (count_jobs (TRUE), ==, 0);
  g_assert_cmpuint (print_service_count_papers (), ==, before);
}

/* Our process ends while the paper comes out; the next one asks what became of it. A row whose job
 * nobody knows is unknown. */
static void
test_settle (PrintRun *run, gconstpointer data)
{
  g_autofree char *foreign = g_uuid_string_random ();

  set_up_printer (run, print_service.device_uri, 10, 20);
  print_run_start (run);
  print_wait_until (device_has_job, run->job_uuid, 10);
  g_cancellable_cancel (run->cancellable);
  print_run_finish (run);
  g_assert_error (run->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_str_has_prefix (memory_journal_get_last (run->journal), "note"));
  g_assert_finalize_object (run->printer);

  print_wait_until (print_service_paper_is_out, run->job_uuid, 10);
  print_wait_until (no_job_is_active, NULL, 10);
  set_up_printer (run, print_service.device_uri, 10, 20);
  print_run_settle (run, run->job_uuid);
  g_assert_true (g_str_has_suffix (memory_journal_get_last (run->journal), " confirmed"));
  g_assert_cmpint (count_jobs (TRUE), ==, 0);

  print_run_settle (run, foreign);
  g_assert_true (g_str_has_suffix (memory_journal_get_last (run->journal), " unknown"));
}

/* Our process is gone, with its job where it is. */
static void
leave (PrintRun *run)
{
  g_cancellable_cancel (run->cancellable);
  print_run_finish (run);
  g_assert_error (run->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&run->error);
  g_assert_finalize_object (run->printer);
  run->printer = NULL;
  g_clear_object (&run->cancellable);
  run->cancellable = g_cancellable_new ();
}

/* The next one: its first citizen gets the only paper. */
static void
settle_and_print_next (PrintRun *run, const char *outcome, guint n_papers)
{
  g_autofree char *row = g_strdup_printf ("settle %s %s", run->job_uuid, outcome);
  guint before;

  set_up_printer (run, print_service.device_uri, 10, 10);
  print_run_settle (run, run->job_uuid);
  g_assert_cmpstr (memory_journal_get_last (run->journal), ==, row);
  g_assert_cmpint (count_jobs (FALSE), ==, 0);
  print_service_heal ();
  print_run_wait_for_health (run, MC_PRINTER_READY, NULL);
  before = print_service_count_papers ();
  print_run_renew (run);
  print_run_print (run);
  print_run_assert (run, MC_PRINT_CONFIRMED, NULL);
  g_assert_cmpuint (print_service_count_papers (), ==, before + 1);
  g_assert_cmpuint (before, ==, n_papers);
}

/* The sleeper at start: our process died while the roll was empty; its job waits for another roll.
 */
static void
test_start_sleeper (PrintRun *run, gconstpointer data)
{
  guint before = print_service_count_papers ();

  set_up_printer (run, print_service.device_uri, 10, 20);
  print_run_start (run);
  print_wait_until (device_has_job, run->job_uuid, 10);
  print_service_set_faults ("media-empty\n");
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "media-empty");
  leave (run);
  settle_and_print_next (run, "unknown", before);
}

/* The false success at start: meanwhile the printer was off and on, and cupsd says completed. */
static void
test_start_false_success (PrintRun *run, gconstpointer data)
{
  guint before = print_service_count_papers ();

  set_up_printer (run, print_service.device_uri, 10, 20);
  print_run_start (run);
  print_wait_until (device_has_job, run->job_uuid, 10);
  leave (run);
  print_service_set_faults ("offline\n");
  print_wait_until (print_service_device_is_gone, NULL, 10);
  print_service_set_faults ("");
  print_wait_until (no_job_is_active, NULL, 20);
  settle_and_print_next (run, "unknown", before);
}

/* The double at start: a power cut took our process and cupsd, not the printer, which finishes the
 * paper; cupsd is up again at the same time as we are, and would send the job anew. */
static void
test_start_double (PrintRun *run, gconstpointer data)
{
  guint before = print_service_count_papers ();

  set_up_printer (run, print_service.device_uri, 10, 20);
  print_run_start (run);
  print_wait_until (device_has_job, run->job_uuid, 10);
  leave (run);
  print_service_set_faults ("cups-killed\n");
  print_wait_until (spooler_is_down, NULL, 10);
  print_wait_until (print_service_paper_is_out, run->job_uuid, 10);
  print_service_set_faults ("");
  settle_and_print_next (run, "confirmed", before + 1);
}

/* What became of a job is known to cupsd alone until the journal holds it: a full disk must not
 * cost the evidence. */
static void
test_evidence (PrintRun *run, gconstpointer data)
{
  set_up_printer (run, print_service.device_uri, 10, 10);
  run->journal->fail_settle = TRUE;
  print_run_print (run);
  g_assert_error (run->error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&run->error);
  g_assert_true (print_service_paper_is_out (run->job_uuid));
  g_assert_cmpint (count_jobs (TRUE), ==, 1);

  run->journal->fail_settle = FALSE;
  print_run_settle (run, run->job_uuid);
  g_assert_true (g_str_has_suffix (memory_journal_get_last (run->journal), " confirmed"));
  g_assert_cmpint (count_jobs (TRUE), ==, 0);
}

static int
submit_foreign_job (const char *title)
{
  http_t *http = connect_spooler ();
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("en", MC_SAMPLE_SHORT);
  g_autoptr (McPage) page = mc_receipt_page_new (receipt, MC_MEDIUM_ROLL_80, NULL);
  g_autofree char *media = g_strdup_printf ("custom_receipt_79.73x%.2fmm", page->height_mm + 0.004);
  cups_option_t *options = NULL;
  int n_options = cupsAddOption ("media", media, 0, &options), job_id;

  n_options = cupsAddOption ("print-scaling", "none", n_options, &options);
  job_id = cupsCreateJob (http, print_service.queue, title, n_options, options);
  g_assert_cmpint (job_id, >, 0);
  g_assert_cmpint (cupsStartDocument (http, print_service.queue, job_id, "x", CUPS_FORMAT_PDF, 1),
                   ==,
                   HTTP_STATUS_CONTINUE);
  cupsWriteRequestData (http, g_bytes_get_data (page->pdf, NULL), g_bytes_get_size (page->pdf));
  g_assert_cmpint (cupsFinishDocument (http, print_service.queue), <=, IPP_STATUS_OK_CONFLICTING);
  cupsFreeOptions (n_options, options);
  httpClose (http);
  return job_id;
}

/* cupsd tells no name of what it keeps on the disk alone, unless it must fetch it for something
 * else. */
static gboolean
spooler_put_it_away (gpointer title)
{
  static const char *const wanted[] = { "job-id", "job-name" };
  http_t *http = connect_spooler ();
  ipp_t *request = ippNewRequest (IPP_OP_GET_JOBS), *answer;
  gboolean told = FALSE;

  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, "ipp://localhost/");
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", NULL, "all");
  ippAddStrings (
      request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", 2, NULL, wanted);
  answer = cupsDoRequest (http, request, "/");
  for (ipp_attribute_t *at = ippFirstAttribute (answer); at != NULL; at = ippNextAttribute (answer))
    told |= g_strcmp0 (ippGetName (at), "job-name") == 0 &&
            g_strcmp0 (ippGetString (at, 0, NULL), title) == 0;
  ippDelete (answer);
  httpClose (http);
  return !told;
}

/* A job of ours that never began is taken back for certain, however long ago; somebody else's
 * document stays. */
static void
test_leftovers (PrintRun *run, gconstpointer data)
{
  g_autofree char *title = g_strconcat ("motcua-", run->job_uuid, NULL);
  http_t *http;

  int foreign;

  change_queue (IPP_OP_PAUSE_PRINTER);
  submit_foreign_job (title);
  foreign = submit_foreign_job ("minutes of a meeting");
  set_up_printer (run, print_service.device_uri, 10, 20);
  print_run_settle (run, NULL);
  print_wait_until (spooler_put_it_away, title, 90);
  print_run_settle (run, run->job_uuid);
  g_assert_true (g_str_has_suffix (memory_journal_get_last (run->journal), " failed"));
  g_assert_cmpint (count_jobs (FALSE), ==, 1);

  http = connect_spooler ();
  cupsCancelJob2 (http, print_service.queue, foreign, 1);
  httpClose (http);
  change_queue (IPP_OP_RESUME_PRINTER);
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
test_health (PrintRun *run, gconstpointer data)
{
  guint n_notified = 0;

  set_up_printer (run, print_service.device_uri, 10, 10);
  g_signal_connect (run->printer, "notify::health", G_CALLBACK (on_health_notify), &n_notified);
  print_run_wait_for_health (run, MC_PRINTER_READY, NULL);
  print_service_set_faults ("media-empty\n");
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "media-empty");
  print_service_set_faults ("media-low\n");
  print_run_wait_for_health (run, MC_PRINTER_WARNING, "media-low");
  print_service_set_faults ("offline\n");
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "unreachable");
  print_service_set_faults ("");
  print_run_wait_for_health (run, MC_PRINTER_READY, NULL);
  g_assert_cmpuint (n_notified, ==, 5);
}

/* A queue that would keep the paper is a fault like any other, seen before a citizen begins. */
static void
test_health_queue (PrintRun *run, gconstpointer data)
{
  set_up_printer (run, print_service.device_uri, 10, 10);
  print_run_wait_for_health (run, MC_PRINTER_READY, NULL);
  change_queue (IPP_OP_PAUSE_PRINTER);
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "queue-stopped");
  change_queue (IPP_OP_RESUME_PRINTER);
  print_run_wait_for_health (run, MC_PRINTER_READY, NULL);
  change_queue (IPP_OP_CUPS_REJECT_JOBS);
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "queue-not-accepting");
  change_queue (IPP_OP_CUPS_ACCEPT_JOBS);
  print_run_wait_for_health (run, MC_PRINTER_READY, NULL);
  print_service_set_faults ("cups-stopped\n");
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "spooler-unreachable");
}

/* Where the printer cannot be asked, nothing is claimed: not its health … */
static void
test_health_unknown (PrintRun *run, gconstpointer data)
{
  const McPrintDeadlines deadlines = { 10000, 10000, 2000 };

  g_free (mc_test_run ((const char *const[]){ "lpadmin",
                                              "-h",
                                              print_service.server,
                                              "-p",
                                              "blind",
                                              "-E",
                                              "-v",
                                              "parallel:/dev/null",
                                              NULL }));
  run->printer = mc_cups_printer_new (
      MC_PRINT_JOURNAL (run->journal), print_service.server, "blind", NULL, NULL, &deadlines);
  change_named_queue ("blind", IPP_OP_PAUSE_PRINTER);
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "queue-stopped");
  change_named_queue ("blind", IPP_OP_RESUME_PRINTER);
  print_run_wait_for_health (run, MC_PRINTER_UNKNOWN, NULL);
}

static gpointer
swallow (gpointer path)
{
  int fd = open (path, O_RDONLY);
  gsize *n_bytes = g_new0 (gsize, 1);
  char buffer[4096];
  ssize_t n;

  g_assert_cmpint (fd, >=, 0);
  while ((n = read (fd, buffer, sizeof buffer)) > 0)
    *n_bytes += (gsize) n;
  close (fd);
  return n_bytes;
}

/* … and not a paper: a printer at the end of a line swallows bytes and says nothing. */
static void
test_line (PrintRun *run, gconstpointer data)
{
  const McPrintDeadlines deadlines = { 10000, 10000, 2000 };
  g_autofree char *line = g_build_filename (print_service.dir, "line", NULL);
  g_autofree char *device = g_strconcat ("parallel:", line, NULL);
  g_autofree gsize *n_bytes = NULL;
  GThread *thread;

  /* cupsd's backends are another user when we are root. */
  g_assert_cmpint (mkfifo (line, 0600), ==, 0);
  g_assert_cmpint (chmod (line, 0666), ==, 0);
  g_assert_cmpint (chmod (print_service.dir, 0711), ==, 0);
  thread = g_thread_new ("line", swallow, line);
  g_free (mc_test_run ((const char *const[]){
      "lpadmin", "-h", print_service.server, "-p", "line", "-E", "-v", device, NULL }));

  run->printer = mc_cups_printer_new (
      MC_PRINT_JOURNAL (run->journal), print_service.server, "line", NULL, NULL, &deadlines);
  print_run_print (run);
  print_run_assert (run, MC_PRINT_SENT, NULL);
  n_bytes = g_thread_join (thread);
  g_assert_cmpuint (*n_bytes, >, 1000);
}

int
main (int argc, char **argv)
{
  int result;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  if (!print_service_is_possible ())
    return 77;

#define ADD(path, func) g_test_add (path, PrintRun, NULL, set_up, func, tear_down)
  ADD ("/printing/cups/confirmed", test_confirmed);
  ADD ("/printing/cups/queue-alone", test_queue_alone);
  ADD ("/printing/cups/unplugged", test_unplugged);
  ADD ("/printing/cups/sleeper", test_sleeper);
  ADD ("/printing/cups/paper-out", test_paper_out);
  ADD ("/printing/cups/deadline", test_deadline);
  ADD ("/printing/cups/former-job", test_former_job);
  ADD ("/printing/cups/finished-anyway", test_finished_anyway);
  ADD ("/printing/cups/double", test_double);
  ADD ("/printing/cups/spooler-lost", test_spooler_lost);
  ADD ("/printing/cups/not-ready", test_not_ready);
  ADD ("/printing/cups/spooler-stopped", test_spooler_stopped);
  ADD ("/printing/cups/paused", test_paused);
  ADD ("/printing/cups/aborted", test_aborted);
  ADD ("/printing/cups/false-success", test_false_success);
  ADD ("/printing/cups/journal-fails", test_journal_fails);
  ADD ("/printing/cups/settle", test_settle);
  ADD ("/printing/cups/at-start/sleeper", test_start_sleeper);
  ADD ("/printing/cups/at-start/false-success", test_start_false_success);
  ADD ("/printing/cups/at-start/double", test_start_double);
  ADD ("/printing/cups/evidence", test_evidence);
  ADD ("/printing/cups/leftovers", test_leftovers);
  ADD ("/printing/cups/health", test_health);
  ADD ("/printing/cups/health/queue", test_health_queue);
  ADD ("/printing/cups/health/unknown", test_health_unknown);
  ADD ("/printing/cups/line", test_line);
#undef ADD

  print_service_start ((const char *const[]){ "--print-ms", "800", NULL });
  result = g_test_run ();
  print_service_stop ();
  return result;
}
