/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>
#include "printing/documents/receipt-page.h"
#include "printing/transports/ipp-printer.h"
#include "tests/printing/ipp-stub.h"
#include "tests/printing/print-run.h"
#include "tests/printing/samples.h"

/* Direct IPP against a printer that does what no real one can be asked to do. */
typedef struct
{
  PrintRun run;
  IppStub *stub; /* (owned) */
} Fixture;

static const McPrintDeadlines deadlines = { 1000, 1500, 600 };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  print_run_init (&fixture->run);
  fixture->stub = ipp_stub_new ();
}

static void
set_up_printer (Fixture *fixture, const McPrintDeadlines *other)
{
  fixture->run.printer = mc_ipp_printer_new (MC_PRINT_JOURNAL (fixture->run.journal),
                                             ipp_stub_get_uri (fixture->stub),
                                             NULL,
                                             other != NULL ? other : &deadlines);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  print_run_clear (&fixture->run);
  ipp_stub_free (fixture->stub);
}

static gboolean
printer_has_job (gpointer data)
{
  Fixture *fixture = data;
  g_auto (IppStubJob) job = { 0 };

  return ipp_stub_find_job (fixture->stub, fixture->run.job_uuid, &job);
}

static ipp_jstate_t
get_state (Fixture *fixture, const char *job_uuid)
{
  g_auto (IppStubJob) job = { 0 };

  g_assert_true (ipp_stub_find_job (fixture->stub, job_uuid, &job));
  return job.state;
}

static gboolean
job_is_canceled (gpointer data)
{
  Fixture *fixture = data;

  return get_state (fixture, fixture->run.job_uuid) == IPP_JSTATE_CANCELED;
}

/* Nobody is told that it is ready while the former paper is not out. */
static void
on_ready_with (GObject *object, GParamSpec *spec, gpointer data)
{
  Fixture *fixture = data;

  if (mc_printer_get_health (MC_PRINTER (object)) == MC_PRINTER_READY)
    g_assert_cmpuint (ipp_stub_count_papers (fixture->stub, NULL), >=, 1);
}

static void
assert_papers (Fixture *fixture, guint n_papers)
{
  g_assert_cmpuint (ipp_stub_count_papers (fixture->stub, fixture->run.job_uuid), ==, n_papers);
}

/* The next citizen's paper comes out, and nobody else's with it. */
static void
assert_next_prints (Fixture *fixture)
{
  guint before = ipp_stub_count_papers (fixture->stub, NULL);

  print_run_wait_for_health (&fixture->run, MC_PRINTER_READY, NULL);
  print_run_renew (&fixture->run);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_CONFIRMED, NULL);
  assert_papers (fixture, 1);
  g_assert_cmpuint (ipp_stub_count_papers (fixture->stub, NULL), ==, before + 1);
}

/* The printer gets the very bytes that were drawn, with the exact size of the page, under a name
 * that tells nothing, once; the row stands before. */
static void
test_confirmed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);
  g_autoptr (McPage) page = mc_receipt_page_new (receipt, MC_MEDIUM_ROLL_80, NULL);
  g_autofree char *name = g_strconcat ("motcua-", fixture->run.job_uuid, NULL);
  g_autofree char *begin = g_strdup_printf ("begin %s ipp jobs=0", fixture->run.job_uuid);
  g_auto (IppStubJob) job = { 0 };

  set_up_printer (fixture, NULL);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_CONFIRMED, NULL);
  assert_papers (fixture, 1);
  g_assert_cmpuint (fixture->run.journal->calls->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (fixture->run.journal->calls, 0), ==, begin);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (fixture->run.journal->calls, 1), "note "));

  g_assert_true (ipp_stub_find_job (fixture->stub, fixture->run.job_uuid, &job));
  g_assert_cmpstr (job.name, ==, name);
  g_assert_cmpstr (job.user, ==, "motcua");
  g_assert_cmpstr (job.format, ==, "application/pdf");
  g_assert_cmpstr (job.scaling, ==, "none");
  g_assert_cmpint (job.x, ==, (int) lround (page->width_mm * 100));
  g_assert_cmpint (job.y, ==, (int) lround (page->height_mm * 100));
  g_assert_cmpuint (g_bytes_get_size (job.document), ==, g_bytes_get_size (page->pdf));
  g_assert_cmpmem (g_bytes_get_data (job.document, NULL), 5, "%PDF-", 5);
  g_assert_cmpuint (ipp_stub_count_requests (fixture->stub, IPP_OP_PRINT_JOB), ==, 1);
}

/* A printer without a PDF interpreter gets its own dots. */
static void
test_formats (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *supported, *expected;
    guint8 magic[4];
  } rows[] = {
    { "image/pwg-raster,application/pdf", "application/pdf", "%PDF" },
    { "image/urf,image/pwg-raster,image/jpeg", "image/pwg-raster", "RaS2" },
    { "image/urf", "image/urf", "UNIR" },
  };

  set_up_printer (fixture, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (IppStubJob) job = { 0 };

      ipp_stub_set_formats (fixture->stub, rows[i].supported);
      print_run_renew (&fixture->run);
      print_run_print (&fixture->run);
      print_run_assert (&fixture->run, MC_PRINT_CONFIRMED, NULL);
      g_assert_true (ipp_stub_find_job (fixture->stub, fixture->run.job_uuid, &job));
      g_assert_cmpstr (job.format, ==, rows[i].expected);
      g_assert_cmpmem (g_bytes_get_data (job.document, NULL), 4, rows[i].magic, 4);
    }
  ipp_stub_set_formats (fixture->stub, "application/vnd.example-raster");
  print_run_renew (&fixture->run);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "no-common-format");
  g_assert_cmpuint (
      ipp_stub_count_requests (fixture->stub, IPP_OP_PRINT_JOB), ==, G_N_ELEMENTS (rows));
}

/* How the printer says that a job ended, and what that is. */
static const struct
{
  const char *name;
  ipp_jstate_t state;
  const char *reason;
  int impressions;
  const char *printer_reasons;
  McPrintOutcome outcome;
  const char *why;
} endings[] = {
  { "completed", IPP_JSTATE_COMPLETED, NULL, 1, "none", MC_PRINT_CONFIRMED, NULL },
  { "uncounted", IPP_JSTATE_COMPLETED, NULL, 0, "none", MC_PRINT_CONFIRMED, NULL },
  { "paper-low", IPP_JSTATE_COMPLETED, NULL, 1, "media-low-warning", MC_PRINT_CONFIRMED, NULL },
  { "with-warnings",
    IPP_JSTATE_COMPLETED,
    "job-completed-with-warnings",
    1,
    "none",
    MC_PRINT_CONFIRMED,
    NULL },
  { "with-errors",
    IPP_JSTATE_COMPLETED,
    "job-completed-with-errors",
    1,
    "none",
    MC_PRINT_UNKNOWN,
    "completed-with-errors" },
  { "against-itself",
    IPP_JSTATE_COMPLETED,
    "document-unprintable-error",
    1,
    "none",
    MC_PRINT_UNKNOWN,
    "completed-with-errors" },
  /* RFC 8011 section 5.3.7.1: it passed the job on, and hears no more of it */
  { "passed-on", IPP_JSTATE_COMPLETED, "queued-in-device", 1, "none", MC_PRINT_SENT, NULL },
  { "aborted-blank", IPP_JSTATE_ABORTED, NULL, 0, "none", MC_PRINT_FAILED, "aborted" },
  { "aborted-printed", IPP_JSTATE_ABORTED, NULL, 1, "none", MC_PRINT_UNKNOWN, "aborted" },
  { "canceled", IPP_JSTATE_CANCELED, NULL, 0, "none", MC_PRINT_UNKNOWN, "canceled" },
};

static void
test_endings (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_test_message ("%s", endings[i].name);
      ipp_stub_set_state (fixture->stub, IPP_PSTATE_IDLE, endings[i].printer_reasons);
      ipp_stub_set_ending (
          fixture->stub, endings[i].state, endings[i].reason, endings[i].impressions);
      print_run_renew (&fixture->run);
      print_run_print (&fixture->run);
      print_run_assert (&fixture->run, endings[i].outcome, endings[i].why);
    }
}

/* Completed, and the printer says in the same moment that it is jammed: perhaps a paper. */
static void
test_completed_with_fault (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture, NULL);
  ipp_stub_set_print_ms (fixture->stub, 300);
  print_run_start (&fixture->run);
  print_wait_until (printer_has_job, fixture, 10);
  ipp_stub_set_state (fixture->stub, IPP_PSTATE_IDLE, "media-jam-error");
  print_run_finish (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_UNKNOWN, "media-jam");
}

/* Refused for certain, refused for now, and refused by a printer in trouble. */
static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  const McPrintDeadlines patient = { 4000, 4000, 600 };

  set_up_printer (fixture, &patient);
  ipp_stub_set_refusal (fixture->stub, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, 1);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "refused");
  g_assert_cmpuint (ipp_stub_count_requests (fixture->stub, IPP_OP_PRINT_JOB), ==, 1);

  ipp_stub_set_refusal (fixture->stub, IPP_STATUS_ERROR_BUSY, 2);
  print_run_renew (&fixture->run);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_CONFIRMED, NULL);
  assert_papers (fixture, 1);

  ipp_stub_set_refusal (fixture->stub, IPP_STATUS_ERROR_BUSY, 1000);
  print_run_renew (&fixture->run);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "refused");

  ipp_stub_set_refusal (fixture->stub, IPP_STATUS_ERROR_INTERNAL, 1);
  print_run_renew (&fixture->run);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "refused");
  assert_papers (fixture, 0);

  ipp_stub_set_refusal (fixture->stub, IPP_STATUS_OK, 0);
  stub_line_add_fault (
      ipp_stub_get_line (fixture->stub), IPP_OP_PRINT_JOB, STUB_STATUS, HTTP_STATUS_FORBIDDEN, 1);
  print_run_renew (&fixture->run);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "refused");
  assert_next_prints (fixture);
}

/* Nothing is sent to a printer that says it cannot print. */
static void
test_obstacles (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture, NULL);
  ipp_stub_set_state (fixture->stub, IPP_PSTATE_STOPPED, "cover-open-error");
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "cover-open");
  ipp_stub_set_state (fixture->stub, IPP_PSTATE_STOPPED, "none");
  print_run_renew (&fixture->run);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "stopped");
  ipp_stub_set_state (fixture->stub, IPP_PSTATE_IDLE, "none");
  ipp_stub_set_accepting (fixture->stub, FALSE);
  print_run_renew (&fixture->run);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "not-accepting-jobs");
  ipp_stub_set_accepting (fixture->stub, TRUE);
  stub_line_set_presence (ipp_stub_get_line (fixture->stub), STUB_REFUSING);
  print_run_renew (&fixture->run);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "unreachable");
  g_assert_cmpuint (ipp_stub_count_requests (fixture->stub, IPP_OP_PRINT_JOB), ==, 0);
  stub_line_set_presence (ipp_stub_get_line (fixture->stub), STUB_ONLINE);
  assert_next_prints (fixture);
}

/* It says no and prints: whatever it says, it is asked. */
static void
test_false_refusal (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture, NULL);
  ipp_stub_set_false_refusal (fixture->stub, TRUE);
  ipp_stub_set_refusal (fixture->stub, IPP_STATUS_ERROR_NOT_POSSIBLE, 1);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_CONFIRMED, NULL);
  assert_papers (fixture, 1);

  ipp_stub_set_refusal (fixture->stub, IPP_STATUS_ERROR_BUSY, 1);
  print_run_renew (&fixture->run);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_CONFIRMED, NULL);
  assert_papers (fixture, 1);
}

/* Printers that cut names, or list all jobs whichever are asked for, know ours all the same; one
 * without names never confirms. */
static void
test_telling (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    IppStubTelling telling;
    McPrintOutcome outcome;
    const char *reason; /* (nullable) */
  } rows[] = {
    { IPP_STUB_CUTS_NAMES, MC_PRINT_CONFIRMED, NULL },
    { IPP_STUB_LISTS_NONE, MC_PRINT_CONFIRMED, NULL },
    { IPP_STUB_LISTS_MIXED, MC_PRINT_CONFIRMED, NULL },
    { IPP_STUB_LISTS_NUMBERS, MC_PRINT_CONFIRMED, NULL },
    { IPP_STUB_NO_NAMES, MC_PRINT_UNKNOWN, "job-not-found" },
    { IPP_STUB_NO_NAMES | IPP_STUB_LISTS_NONE, MC_PRINT_UNKNOWN, "job-not-found" },
  };
  g_autofree char *name = NULL;

  set_up_printer (fixture, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ipp_stub_set_telling (fixture->stub, rows[i].telling);
      print_run_renew (&fixture->run);
      print_run_print (&fixture->run);
      print_run_assert (&fixture->run, rows[i].outcome, rows[i].reason);
      assert_papers (fixture, 1);
    }

  /* Nobody watched it, and the same job stands in both lists. */
  ipp_stub_set_telling (fixture->stub, IPP_STUB_LISTS_MIXED);
  print_run_settle (&fixture->run, fixture->run.job_uuid);
  g_assert_true (g_str_has_suffix (memory_journal_get_last (fixture->run.journal), " confirmed"));

  /* Nobody knows its number, and lists have nothing else: it is found and canceled. */
  ipp_stub_set_telling (fixture->stub, IPP_STUB_LISTS_NUMBERS);
  print_run_renew (&fixture->run);
  name = g_strconcat ("motcua-", fixture->run.job_uuid, NULL);
  ipp_stub_add_job (fixture->stub, name, IPP_JSTATE_HELD);
  print_run_settle (&fixture->run, fixture->run.job_uuid);
  g_assert_true (g_str_has_suffix (memory_journal_get_last (fixture->run.journal), " failed"));
  g_assert_cmpint (get_state (fixture, fixture->run.job_uuid), ==, IPP_JSTATE_CANCELED);
}

/* The line breaks at byte k of the request. Whatever is said afterwards, it is true, and nothing
 * was sent twice. */
static void
test_cut_request (Fixture *fixture, gconstpointer data)
{
  static const gsize cuts[] = { 4, 8, 50, 200, 330, 400, 600, 2000, 10000, 1000000 };

  set_up_printer (fixture, NULL);
  ipp_stub_set_print_ms (fixture->stub, 20);
  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      guint before = ipp_stub_count_requests (fixture->stub, IPP_OP_PRINT_JOB), n_papers;

      stub_line_add_fault (
          ipp_stub_get_line (fixture->stub), IPP_OP_PRINT_JOB, STUB_CUT_REQUEST, cuts[i], 1);
      print_run_renew (&fixture->run);
      print_run_print (&fixture->run);
      g_assert_no_error (fixture->run.error);
      n_papers = ipp_stub_count_papers (fixture->stub, fixture->run.job_uuid);
      g_assert_cmpuint (n_papers, ==, cuts[i] == 1000000 ? 1 : 0);
      g_assert_true ((fixture->run.outcome == MC_PRINT_CONFIRMED) == (n_papers == 1));
      g_assert_cmpuint (ipp_stub_count_requests (fixture->stub, IPP_OP_PRINT_JOB), <=, before + 1);
    }
  assert_next_prints (fixture);
}

/* The double: the printer has everything, and its answer gets lost at byte k. It is asked, not sent
 * to again. */
static void
test_double (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture, NULL);
  ipp_stub_set_print_ms (fixture->stub, 20);
  for (guint k = 0; k < 240; k += 12)
    {
      stub_line_add_fault (
          ipp_stub_get_line (fixture->stub), IPP_OP_PRINT_JOB, STUB_CUT_ANSWER, k, 1);
      print_run_renew (&fixture->run);
      print_run_print (&fixture->run);
      print_run_assert (&fixture->run, MC_PRINT_CONFIRMED, NULL);
      assert_papers (fixture, 1);
    }
  g_assert_cmpuint (ipp_stub_count_requests (fixture->stub, IPP_OP_PRINT_JOB), ==, 20);
}

/* Questions may be lost as well. */
static void
test_lost_questions (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture, NULL);
  ipp_stub_set_print_ms (fixture->stub, 400);
  stub_line_add_fault (
      ipp_stub_get_line (fixture->stub), IPP_OP_GET_JOB_ATTRIBUTES, STUB_CUT_ANSWER, 9, 2);
  stub_line_add_fault (
      ipp_stub_get_line (fixture->stub), IPP_OP_GET_JOB_ATTRIBUTES, STUB_CUT_REQUEST, 30, 2);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_CONFIRMED, NULL);
  assert_papers (fixture, 1);
}

static gboolean
printer_has_printed (gpointer data)
{
  Fixture *fixture = data;

  return ipp_stub_count_papers (fixture->stub, NULL) > 0;
}

/* The line is cut while the printer prints, and mended before the deadline. */
static void
test_back_in_time (Fixture *fixture, gconstpointer data)
{
  StubPresence presence = (StubPresence) GPOINTER_TO_INT (data);

  set_up_printer (fixture, NULL);
  ipp_stub_set_print_ms (fixture->stub, 300);
  print_run_start (&fixture->run);
  print_wait_until (printer_has_job, fixture, 10);
  stub_line_set_presence (ipp_stub_get_line (fixture->stub), presence);
  print_wait_until (printer_has_printed, fixture, 10);
  stub_line_set_presence (ipp_stub_get_line (fixture->stub), STUB_ONLINE);
  print_run_finish (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_CONFIRMED, NULL);
  assert_papers (fixture, 1);
  g_assert_cmpuint (ipp_stub_count_requests (fixture->stub, IPP_OP_PRINT_JOB), ==, 1);
}

/* The sleeper: out of paper, then out of reach until after the deadline. When it is back, its job
 * is canceled before a roll is put in and before anybody is offered paper. */
static void
test_sleeper (Fixture *fixture, gconstpointer data)
{
  g_autofree char *former = g_strdup (fixture->run.job_uuid);

  set_up_printer (fixture, NULL);
  ipp_stub_set_print_ms (fixture->stub, 400);
  print_run_start (&fixture->run);
  print_wait_until (printer_has_job, fixture, 10);
  ipp_stub_set_state (fixture->stub, IPP_PSTATE_STOPPED, "media-empty");
  stub_line_set_presence (ipp_stub_get_line (fixture->stub), STUB_REFUSING);
  print_run_finish (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_UNKNOWN, "unreachable");
  print_run_wait_for_health (&fixture->run, MC_PRINTER_FAULT, "unreachable");

  stub_line_set_presence (ipp_stub_get_line (fixture->stub), STUB_ONLINE);
  print_run_wait_for_health (&fixture->run, MC_PRINTER_FAULT, "media-empty");
  print_wait_until (job_is_canceled, fixture, 10);
  ipp_stub_set_state (fixture->stub, IPP_PSTATE_IDLE, "none");
  assert_next_prints (fixture);
  g_assert_cmpuint (ipp_stub_count_papers (fixture->stub, former), ==, 0);
}

/* A printer that comes back with a former job that does not end when it is canceled: from the first
 * look on it is not called ready before that paper is out. */
static void
test_not_ready_before (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture, NULL);
  ipp_stub_set_cancel (fixture->stub, IPP_STUB_DEAF);
  ipp_stub_set_print_ms (fixture->stub, 60000);
  print_run_start (&fixture->run);
  print_wait_until (printer_has_job, fixture, 10);
  stub_line_set_presence (ipp_stub_get_line (fixture->stub), STUB_REFUSING);
  print_run_finish (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_UNKNOWN, "unreachable");
  print_run_wait_for_health (&fixture->run, MC_PRINTER_FAULT, "unreachable");
  g_signal_connect (fixture->run.printer, "notify::health", G_CALLBACK (on_ready_with), fixture);
  stub_line_set_presence (ipp_stub_get_line (fixture->stub), STUB_ONLINE);
  print_run_wait_for_health (&fixture->run, MC_PRINTER_FAULT, "former-job");
  assert_papers (fixture, 0);
  ipp_stub_set_print_ms (fixture->stub, 100);
  ipp_stub_prolong (fixture->stub, -60000);
  print_run_wait_for_health (&fixture->run, MC_PRINTER_READY, NULL);
  assert_papers (fixture, 1);
  assert_next_prints (fixture);
}

/* The false success: the printer loses its power with the job inside, forgets it, counts from 1
 * again and gives our number to somebody's document, which it completes. */
static void
test_false_success (Fixture *fixture, gconstpointer data)
{
  const char *foreign = data;

  set_up_printer (fixture, NULL);
  ipp_stub_set_print_ms (fixture->stub, 400);
  print_run_start (&fixture->run);
  print_wait_until (printer_has_job, fixture, 10);
  ipp_stub_restart (fixture->stub, 1);
  if (foreign != NULL)
    ipp_stub_add_job (fixture->stub, foreign, IPP_JSTATE_COMPLETED);
  print_run_finish (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_UNKNOWN, "job-not-found");
  assert_papers (fixture, 0);
  assert_next_prints (fixture);
}

/* A printer that remembers nothing of what it has done can never confirm. */
static void
test_forgetful (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture, NULL);
  ipp_stub_set_forgetful (fixture->stub, TRUE);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_UNKNOWN, "job-not-found");
  assert_papers (fixture, 1);
}

/* The roll ends in mid-print, and nobody comes: canceled at the deadline, and no paper later. */
static void
test_deadline (Fixture *fixture, gconstpointer data)
{
  g_autofree char *former = g_strdup (fixture->run.job_uuid);

  set_up_printer (fixture, NULL);
  ipp_stub_set_print_ms (fixture->stub, 400);
  print_run_start (&fixture->run);
  print_wait_until (printer_has_job, fixture, 10);
  ipp_stub_set_state (fixture->stub, IPP_PSTATE_STOPPED, "media-empty-error");
  print_run_finish (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_UNKNOWN, "media-empty");
  g_assert_cmpint (get_state (fixture, former), ==, IPP_JSTATE_CANCELED);
  ipp_stub_set_state (fixture->stub, IPP_PSTATE_IDLE, "none");
  assert_next_prints (fixture);
  g_assert_cmpuint (ipp_stub_count_papers (fixture->stub, former), ==, 0);
}

/* The same with printers that tell little of their jobs: canceled all the same, and none comes out
 * in front of the next citizen. */
static void
test_deadline_untold (Fixture *fixture, gconstpointer data)
{
  g_autofree char *former = g_strdup (fixture->run.job_uuid);

  ipp_stub_set_telling (fixture->stub, (IppStubTelling) GPOINTER_TO_UINT (data));
  set_up_printer (fixture, NULL);
  ipp_stub_set_print_ms (fixture->stub, 400);
  print_run_start (&fixture->run);
  print_wait_until (printer_has_job, fixture, 10);
  ipp_stub_set_state (fixture->stub, IPP_PSTATE_STOPPED, "media-empty-error");
  print_run_finish (&fixture->run);
  g_assert_cmpint (fixture->run.outcome, ==, MC_PRINT_UNKNOWN);
  g_assert_cmpint (get_state (fixture, former), ==, IPP_JSTATE_CANCELED);
  ipp_stub_set_telling (fixture->stub, IPP_STUB_TELLS_ALL);
  ipp_stub_set_state (fixture->stub, IPP_PSTATE_IDLE, "none");
  assert_next_prints (fixture);
  g_assert_cmpuint (ipp_stub_count_papers (fixture->stub, former), ==, 0);
}

/* A job that is called canceled while its page comes out: nobody else is offered paper before. */
static void
test_lying (Fixture *fixture, gconstpointer data)
{
  const McPrintDeadlines hasty = { 1000, 300, 600 };
  g_autofree char *former = g_strdup (fixture->run.job_uuid);

  set_up_printer (fixture, &hasty);
  ipp_stub_set_cancel (fixture->stub, IPP_STUB_LYING);
  ipp_stub_set_print_ms (fixture->stub, 4000);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_UNKNOWN, "deadline");
  print_run_renew (&fixture->run);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "former-job");
  print_run_wait_for_health (&fixture->run, MC_PRINTER_FAULT, "former-job");

  print_run_wait_for_health (&fixture->run, MC_PRINTER_READY, NULL);
  g_assert_cmpuint (ipp_stub_count_papers (fixture->stub, former), ==, 1);
  ipp_stub_set_print_ms (fixture->stub, 100);
  assert_next_prints (fixture);
}

/* Somebody's long document is in front, and ours never begins: canceled for certain, the document
 * left alone. */
static void
test_queued (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture, NULL);
  ipp_stub_set_print_ms (fixture->stub, 20000);
  ipp_stub_add_job (fixture->stub, "minutes of a meeting", IPP_JSTATE_PROCESSING);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "deadline");
  g_assert_cmpint (get_state (fixture, "minutes"), ==, IPP_JSTATE_PROCESSING);
}

/* A printer that does not stop for a cancel: unknown, and nobody else is offered paper before it is
 * out. One says yes and goes on, one says no. */
static void
test_deaf (Fixture *fixture, gconstpointer data)
{
  g_autofree char *former = g_strdup (fixture->run.job_uuid);

  set_up_printer (fixture, NULL);
  ipp_stub_set_print_ms (fixture->stub, 400);
  ipp_stub_set_cancel (fixture->stub, (IppStubCancel) GPOINTER_TO_INT (data));
  print_run_start (&fixture->run);
  print_wait_until (printer_has_job, fixture, 10);
  ipp_stub_set_state (fixture->stub, IPP_PSTATE_STOPPED, "media-empty-error");
  print_run_finish (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_UNKNOWN, "media-empty");
  print_run_wait_for_health (&fixture->run, MC_PRINTER_FAULT, "former-job");
  print_run_renew (&fixture->run);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "former-job");

  ipp_stub_set_state (fixture->stub, IPP_PSTATE_IDLE, "none");
  print_run_wait_for_health (&fixture->run, MC_PRINTER_READY, NULL);
  g_assert_cmpuint (ipp_stub_count_papers (fixture->stub, former), ==, 1);
  assert_next_prints (fixture);
}

/* A printer that needs longer than it may have: the paper that comes in spite of it is no failure.
 */
static void
test_slow_printer (Fixture *fixture, gconstpointer data)
{
  const McPrintDeadlines hasty = { 4000, 300, 4000 };

  set_up_printer (fixture, &hasty);
  ipp_stub_set_cancel (fixture->stub, IPP_STUB_DEAF);
  ipp_stub_set_print_ms (fixture->stub, 1500);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_UNKNOWN, "deadline");
  assert_papers (fixture, 1);
}

/* A line that lets one byte through at a time does not hold us beyond the deadlines, and the main
 * loop not at all. */
static gboolean
on_tick (gpointer data)
{
  gint64 *latest = data, now = g_get_monotonic_time ();

  latest[1] = MAX (latest[1], now - latest[0]);
  latest[0] = now;
  return G_SOURCE_CONTINUE;
}

static void
test_slow_line (Fixture *fixture, gconstpointer data)
{
  gint64 start = g_get_monotonic_time (), ticks[2] = { start, 0 };
  guint tick = g_timeout_add (10, on_tick, ticks);

  set_up_printer (fixture, NULL);
  stub_line_add_fault (ipp_stub_get_line (fixture->stub), IPP_OP_PRINT_JOB, STUB_DRIP, 20, 1);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_CONFIRMED, NULL);
  assert_papers (fixture, 1);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);

  stub_line_set_presence (ipp_stub_get_line (fixture->stub), STUB_SILENT);
  print_run_renew (&fixture->run);
  print_run_print (&fixture->run);
  print_run_assert (&fixture->run, MC_PRINT_FAILED, "unreachable");
  g_source_remove (tick);
  g_test_message ("longest wait of the main loop: %.0f ms", (double) ticks[1] / 1000);
  g_assert_cmpint (ticks[1], <, 700 * 1000);
}

/* At start: our own jobs that still wait are canceled and everybody else's stay; then each open row
 * is settled by what the printer says, and nothing is asked to be printed before. */
static void
test_settle (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    ipp_jstate_t state;
    McPrintOutcome outcome;
  } rows[] = {
    { IPP_JSTATE_COMPLETED, MC_PRINT_CONFIRMED },
    { IPP_JSTATE_ABORTED, MC_PRINT_UNKNOWN },
    { IPP_JSTATE_CANCELED, MC_PRINT_UNKNOWN },
    { IPP_JSTATE_HELD, MC_PRINT_FAILED },        /* canceled by us before it began */
    { IPP_JSTATE_PROCESSING, MC_PRINT_UNKNOWN }, /* canceled by us in mid-print */
  };
  g_autofree char *stranger = g_uuid_string_random ();

  ipp_stub_set_print_ms (fixture->stub, 20000);
  ipp_stub_add_job (fixture->stub, "motcua-handbook.pdf", IPP_JSTATE_HELD);
  ipp_stub_add_job (fixture->stub, "minutes of a meeting", IPP_JSTATE_HELD);
  set_up_printer (fixture, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = NULL;

      print_run_renew (&fixture->run);
      name = g_strconcat ("motcua-", fixture->run.job_uuid, NULL);
      ipp_stub_add_job (fixture->stub, name, rows[i].state);
      print_run_settle (&fixture->run, fixture->run.job_uuid);
      fixture->run.outcome = rows[i].outcome;
      g_assert_true (g_str_has_suffix (memory_journal_get_last (fixture->run.journal),
                                       mc_print_outcome_to_string (rows[i].outcome)));
      g_assert_cmpint (get_state (fixture, fixture->run.job_uuid), >=, IPP_JSTATE_CANCELED);
    }
  print_run_settle (&fixture->run, stranger); /* that nobody knows */
  g_assert_true (g_str_has_suffix (memory_journal_get_last (fixture->run.journal), " unknown"));
  g_assert_cmpint (get_state (fixture, "handbook"), ==, IPP_JSTATE_HELD);
  g_assert_cmpint (get_state (fixture, "minutes"), ==, IPP_JSTATE_HELD);
  g_assert_cmpuint (ipp_stub_count_requests (fixture->stub, IPP_OP_PRINT_JOB), ==, 0);
}

/* At start a printer that is off: unknown, without waiting for ever; and once it is on, what it
 * still has of ours is canceled. */
static void
test_settle_unreachable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = g_strconcat ("motcua-", fixture->run.job_uuid, NULL);

  ipp_stub_set_print_ms (fixture->stub, 20000);
  ipp_stub_add_job (fixture->stub, name, IPP_JSTATE_HELD);
  stub_line_set_presence (ipp_stub_get_line (fixture->stub), STUB_REFUSING);
  set_up_printer (fixture, NULL);
  print_run_settle (&fixture->run, fixture->run.job_uuid);
  g_assert_true (g_str_has_suffix (memory_journal_get_last (fixture->run.journal), " unknown"));
  stub_line_set_presence (ipp_stub_get_line (fixture->stub), STUB_ONLINE);
  print_wait_until (job_is_canceled, fixture, 10);
}

/* Our process ends while the paper comes out: the job goes on, the row stays open for the next. */
static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture, NULL);
  ipp_stub_set_print_ms (fixture->stub, 300);
  print_run_start (&fixture->run);
  print_wait_until (printer_has_job, fixture, 10);
  g_cancellable_cancel (fixture->run.cancellable);
  print_run_finish (&fixture->run);
  g_assert_error (fixture->run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_str_has_prefix (memory_journal_get_last (fixture->run.journal), "note "));
  while (ipp_stub_count_papers (fixture->stub, NULL) == 0)
    g_usleep (5000);
  print_run_settle (&fixture->run, fixture->run.job_uuid);
  g_assert_true (g_str_has_suffix (memory_journal_get_last (fixture->run.journal), " confirmed"));
}

/* What the journal cannot hold is not printed. */
static void
test_journal_fails (Fixture *fixture, gconstpointer data)
{
  set_up_printer (fixture, NULL);
  ipp_stub_set_print_ms (fixture->stub, 500);
  fixture->run.journal->fail_begin = TRUE;
  print_run_print (&fixture->run);
  g_assert_error (fixture->run.error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&fixture->run.error);
  g_assert_cmpuint (ipp_stub_count_requests (fixture->stub, IPP_OP_PRINT_JOB), ==, 0);

  fixture->run.journal->fail_begin = FALSE;
  fixture->run.journal->fail_note = TRUE;
  print_run_print (&fixture->run);
  g_assert_error (fixture->run.error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpint (get_state (fixture, fixture->run.job_uuid), ==, IPP_JSTATE_CANCELED);
  assert_papers (fixture, 0);
}

/* Health: what the printer says, within 3 s. */

static void
assert_seen (Fixture *fixture, McPrinterHealth health, const char *reason)
{
  gint64 start = g_get_monotonic_time ();
  double took;

  print_run_wait_for_health (&fixture->run, health, reason);
  took = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  g_test_message ("%s after %.2f s", reason != NULL ? reason : "nothing", took);
  g_assert_cmpfloat (took, <, 3.0);
}

static void
test_health (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    int state;
    const char *reasons; /* (nullable) */
    McPrinterHealth health;
    const char *reason; /* (nullable) */
  } rows[] = {
    { IPP_PSTATE_IDLE, "none", MC_PRINTER_READY, NULL },
    { IPP_PSTATE_IDLE, "media-low-report", MC_PRINTER_WARNING, "media-low" },
    { IPP_PSTATE_IDLE, "media-low,marker-supply-low-warning", MC_PRINTER_WARNING, "media-low" },
    { IPP_PSTATE_PROCESSING, "media-empty-warning", MC_PRINTER_FAULT, "media-empty" },
    { IPP_PSTATE_STOPPED, "none", MC_PRINTER_FAULT, "stopped" },
    { IPP_PSTATE_STOPPED,
      "com.example-blade-hot-error",
      MC_PRINTER_FAULT,
      "com.example-blade-hot" },
    { IPP_PSTATE_IDLE, "offline-report", MC_PRINTER_FAULT, "offline" },
    { IPP_PSTATE_IDLE, "paused", MC_PRINTER_FAULT, "paused" },
    /* what it does not say is not ready */
    { IPP_PSTATE_IDLE, NULL, MC_PRINTER_UNKNOWN, NULL },
    { -5, "none", MC_PRINTER_UNKNOWN, "unreadable-answer" },
    { 77, "none", MC_PRINTER_UNKNOWN, "unreadable-answer" },
    { IPP_PSTATE_IDLE, "none", MC_PRINTER_READY, NULL },
  };
  StubLine *line = ipp_stub_get_line (fixture->stub);

  set_up_printer (fixture, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ipp_stub_set_state (fixture->stub, rows[i].state, rows[i].reasons);
      assert_seen (fixture, rows[i].health, rows[i].reason);
    }
  stub_line_add_fault (line, 0, STUB_STATUS, HTTP_STATUS_NOT_FOUND, 1);
  assert_seen (fixture, MC_PRINTER_FAULT, "no-such-printer");
  assert_seen (fixture, MC_PRINTER_READY, NULL);
  stub_line_set_presence (line, STUB_REFUSING);
  assert_seen (fixture, MC_PRINTER_FAULT, "unreachable");
  stub_line_set_presence (line, STUB_ONLINE);
  assert_seen (fixture, MC_PRINTER_READY, NULL);
  stub_line_set_presence (line, STUB_SILENT);
  assert_seen (fixture, MC_PRINTER_FAULT, "unreachable");
  stub_line_set_presence (line, STUB_ONLINE);
  print_run_wait_for_health (&fixture->run, MC_PRINTER_READY, NULL);
}

/* Ink by its level; what a printer does not know of it says nothing. */
static void
test_markers (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *types, *levels, *lows, *highs;
    McPrinterHealth health;
    const char *reason; /* (nullable) */
  } rows[] = {
    { "ink,waste-ink", "80,10", "10,0", "100,90", MC_PRINTER_READY, NULL },
    { "ink,waste-ink", "10,10", "10,0", "100,90", MC_PRINTER_WARNING, "marker-supply-low" },
    { "ink,waste-ink", "80,95", "10,0", "100,90", MC_PRINTER_WARNING, "marker-waste-almost-full" },
    { "ink", "-1", "10", "100", MC_PRINTER_READY, NULL },
    { "ink", "3", NULL, NULL, MC_PRINTER_WARNING, "marker-supply-low" },
    { "ink", "-3,-2,-2147483648,2147483647", "-2147483648", NULL, MC_PRINTER_READY, NULL },
  };

  set_up_printer (fixture, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ipp_stub_set_markers (
          fixture->stub, rows[i].types, rows[i].levels, rows[i].lows, rows[i].highs);
      assert_seen (fixture, rows[i].health, rows[i].reason);
    }
}

/* A worn sensor that flickers faster than anybody looks: the fault is shown, and it does not
 * flicker on the screen. */
static void
on_notify (GObject *object, GParamSpec *spec, gpointer data)
{
  (*(guint *) data)++;
}

static void
test_flapping (Fixture *fixture, gconstpointer data)
{
  gint64 end;
  guint n_notified = 0;

  set_up_printer (fixture, NULL);
  print_run_wait_for_health (&fixture->run, MC_PRINTER_READY, NULL);
  g_signal_connect (fixture->run.printer, "notify::health", G_CALLBACK (on_notify), &n_notified);
  end = g_get_monotonic_time () + 4 * G_USEC_PER_SEC;
  for (guint i = 0; g_get_monotonic_time () < end; i++)
    {
      ipp_stub_set_state (fixture->stub, IPP_PSTATE_IDLE, i % 2 == 0 ? "cover-open" : "none");
      g_main_context_iteration (NULL, FALSE);
      g_usleep (7000);
    }
  g_test_message ("%u notifications", n_notified);
  g_assert_cmpuint (n_notified, <=, 6);
}

/* Attributes that no printer should send. None does harm: the health is one of four words with a
 * plain keyword, and a receipt that can be printed is printed. */

static void
append (GByteArray *bytes, guint8 tag, const char *name, gconstpointer value, gsize length)
{
  gsize name_length = strlen (name);
  const guint8 head[] = { tag, (guint8) (name_length >> 8), (guint8) name_length };
  const guint8 size[] = { (guint8) (length >> 8), (guint8) length };

  g_byte_array_append (bytes, head, sizeof head);
  g_byte_array_append (bytes, (const guint8 *) name, (guint) name_length);
  g_byte_array_append (bytes, size, sizeof size);
  g_byte_array_append (bytes, value, (guint) length);
}

static GBytes *
create_hostile (guint kind)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autofree guint8 *filler = g_malloc (65535);
  static const guint8 minus[] = { 0xff, 0xff, 0xff, 0xfb };

  memset (filler, 'a', 65535);
  switch (kind)
    {
    case 0: /* wrong UTF-8 and control characters */
      append (bytes, IPP_TAG_KEYWORD, "printer-state-reasons", "media-\xff\xfe\x00\x1b[2J", 14);
      append (bytes, IPP_TAG_TEXT, "printer-info", "\xc0\xaf\xed\xa0\x80", 5);
      break;
    case 1: /* 64 KiB strings */
      append (bytes, IPP_TAG_KEYWORD, "printer-state-reasons", filler, 65535);
      append (bytes, IPP_TAG_TEXT, "printer-info", filler, 65535);
      append (bytes, IPP_TAG_NAME, (char *) "printer-name", filler, 40000);
      break;
    case 2: /* negative enums and integers of no length */
      append (bytes, IPP_TAG_ENUM, "operations-supported", minus, 4);
      append (bytes, IPP_TAG_INTEGER, "marker-levels", minus, 0);
      append (bytes, IPP_TAG_INTEGER, "marker-levels", minus, 3);
      break;
    case 3: /* ten thousand reasons */
      append (bytes, IPP_TAG_KEYWORD, "printer-state-reasons", "none", 4);
      for (guint i = 0; i < 10000; i++)
        append (bytes, IPP_TAG_KEYWORD, "", "com.example-report", 18);
      break;
    case 4: /* collections in collections, never closed */
      append (bytes, IPP_TAG_BEGIN_COLLECTION, "media-col-database", "", 0);
      for (guint i = 0; i < 2000; i++)
        append (bytes, IPP_TAG_BEGIN_COLLECTION, "", "", 0);
      break;
    case 5: /* a value that ends beyond the message */
      append (bytes, IPP_TAG_KEYWORD, "printer-state-reasons", filler, 20);
      bytes->data[bytes->len - 22] = 0xff;
      break;
    case 6: /* nothing but values without a name */
      for (guint i = 0; i < 1000; i++)
        append (bytes, IPP_TAG_INTEGER, "", minus, 4);
      break;
    case 7: /* groups without an end */
      memset (filler, IPP_TAG_PRINTER, 65535);
      g_byte_array_append (bytes, filler, 65535);
      break;
    case 8: /* a strange name with language inside */
      append (bytes, 0x36, "job-name", "\xff\xff", 2);
      append (bytes, 0x36, "job-name", "\x00\x00\xff\xff", 4);
      append (bytes, 0x35, "printer-info", "\x00\x02vi\x00\xffx", 7);
      break;
    case 9: /* more than anybody reads */
    default:
      for (guint i = 0; i < 40; i++)
        append (bytes, IPP_TAG_TEXT, "printer-info", filler, 65535);
      break;
    }
  return g_byte_array_free_to_bytes (bytes);
}

static void
assert_plain_health (Fixture *fixture)
{
  g_autofree char *reason = NULL;
  McPrinterHealth health = mc_printer_get_health (fixture->run.printer);

  g_object_get (fixture->run.printer, "health-reason", &reason, NULL);
  g_assert_cmpint (health, >=, MC_PRINTER_UNKNOWN);
  g_assert_cmpint (health, <=, MC_PRINTER_FAULT);
  if (reason == NULL)
    return;
  g_assert_cmpuint (strlen (reason), <=, 127);
  for (const char *at = reason; *at != '\0'; at++)
    g_assert_true (g_ascii_isalnum (*at) || strchr ("-._", *at) != NULL);
}

/* What is left of a healthy printer besides each: what cannot be read is not called ready. */
static const struct
{
  McPrinterHealth health;
  const char *reason; /* (nullable) */
} besides[] = {
  { MC_PRINTER_WARNING, "other" },
  { MC_PRINTER_WARNING, "other" },
  { MC_PRINTER_READY, NULL },
  { MC_PRINTER_READY, NULL },
  { MC_PRINTER_UNKNOWN, "unreadable-answer" },
  { MC_PRINTER_UNKNOWN, "unreadable-answer" },
  { MC_PRINTER_READY, NULL },
  { MC_PRINTER_READY, NULL },
  { MC_PRINTER_READY, NULL },
  { MC_PRINTER_UNKNOWN, "unreadable-answer" },
};

static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  gboolean instead = GPOINTER_TO_INT (data);

  set_up_printer (fixture, NULL);
  ipp_stub_set_print_ms (fixture->stub, 20);
  for (guint kind = 0; kind < G_N_ELEMENTS (besides); kind++)
    {
      g_autoptr (GBytes) raw = create_hostile (kind);
      guint seen = ipp_stub_count_requests (fixture->stub, IPP_OP_GET_PRINTER_ATTRIBUTES);

      ipp_stub_set_raw (fixture->stub, raw, instead);
      print_run_renew (&fixture->run);
      print_run_print (&fixture->run);
      g_test_message (
          "%u: %u papers", kind, ipp_stub_count_papers (fixture->stub, fixture->run.job_uuid));
      g_assert_cmpint (fixture->run.outcome, !=, MC_PRINT_FAILED);
      assert_papers (fixture, 1);
      while (ipp_stub_count_requests (fixture->stub, IPP_OP_GET_PRINTER_ATTRIBUTES) < seen + 3)
        {
          g_main_context_iteration (NULL, FALSE);
          assert_plain_health (fixture);
        }
      if (!instead)
        print_run_wait_for_health (&fixture->run, besides[kind].health, besides[kind].reason);
    }
  ipp_stub_set_raw (fixture->stub, NULL, FALSE);
  assert_next_prints (fixture);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, func)                                                                      \
  g_test_add ("/printing/ipp-stub/" path, Fixture, data, set_up, func, tear_down)
  ADD ("confirmed", NULL, test_confirmed);
  ADD ("formats", NULL, test_formats);
  ADD ("endings", NULL, test_endings);
  ADD ("completed-with-fault", NULL, test_completed_with_fault);
  ADD ("refusals", NULL, test_refusals);
  ADD ("obstacles", NULL, test_obstacles);
  ADD ("false-refusal", NULL, test_false_refusal);
  ADD ("telling", NULL, test_telling);
  ADD ("cut-request", NULL, test_cut_request);
  ADD ("double", NULL, test_double);
  ADD ("lost-questions", NULL, test_lost_questions);
  ADD ("back-in-time/refused", GINT_TO_POINTER (STUB_REFUSING), test_back_in_time);
  ADD ("back-in-time/silent", GINT_TO_POINTER (STUB_SILENT), test_back_in_time);
  ADD ("sleeper", NULL, test_sleeper);
  ADD ("false-success", NULL, test_false_success);
  ADD ("false-success/number-reused", "minutes of a meeting", test_false_success);
  ADD ("forgetful", NULL, test_forgetful);
  ADD ("deadline", NULL, test_deadline);
  ADD ("deadline/names-cut", GUINT_TO_POINTER (IPP_STUB_CUTS_NAMES), test_deadline_untold);
  ADD ("deadline/no-names", GUINT_TO_POINTER (IPP_STUB_NO_NAMES), test_deadline_untold);
  ADD ("deadline/no-times", GUINT_TO_POINTER (IPP_STUB_NO_TIMES), test_deadline_untold);
  ADD ("deadline/lists-none", GUINT_TO_POINTER (IPP_STUB_LISTS_NONE), test_deadline_untold);
  ADD ("deadline/no-names-lists-none",
       GUINT_TO_POINTER (IPP_STUB_NO_NAMES | IPP_STUB_LISTS_NONE),
       test_deadline_untold);
  ADD ("queued", NULL, test_queued);
  ADD ("former-job/deaf", GINT_TO_POINTER (IPP_STUB_DEAF), test_deaf);
  ADD ("former-job/stubborn", GINT_TO_POINTER (IPP_STUB_STUBBORN), test_deaf);
  ADD ("former-job/lying", NULL, test_lying);
  ADD ("former-job/not-ready-before", NULL, test_not_ready_before);
  ADD ("slow-printer", NULL, test_slow_printer);
  ADD ("slow-line", NULL, test_slow_line);
  ADD ("settle", NULL, test_settle);
  ADD ("settle/unreachable", NULL, test_settle_unreachable);
  ADD ("stopped", NULL, test_stopped);
  ADD ("journal-fails", NULL, test_journal_fails);
  ADD ("health", NULL, test_health);
  ADD ("health/markers", NULL, test_markers);
  ADD ("health/flapping", NULL, test_flapping);
  ADD ("hostile/besides", GINT_TO_POINTER (FALSE), test_hostile);
  ADD ("hostile/instead", GINT_TO_POINTER (TRUE), test_hostile);
#undef ADD
  return g_test_run ();
}
