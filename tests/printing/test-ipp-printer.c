/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <cups/raster.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <unistd.h>
#include "printing/documents/receipt-page.h"
#include "printing/transports/ipp-device.h"
#include "printing/transports/printer-factory.h"
#include "tests/printing/page-reader.h"
#include "tests/printing/print-run.h"
#include "tests/printing/print-service.h"
#include "tests/printing/samples.h"

/* Direct IPP with the real printer of CUPS' own authors. What it cannot play is in test-ipp-faults.
 */

static void
set_up (PrintRun *run, gconstpointer data)
{
  print_run_init (run);
}

static void
set_up_printer (PrintRun *run, guint hand_over_ms, guint print_ms)
{
  const McPrinterSettings settings = {
    .uri = print_service.device_uri,
    .deadlines = { hand_over_ms, print_ms, 3000 },
  };

  run->printer = mc_printer_create (&settings, MC_PRINT_JOURNAL (run->journal));
}

static void
tear_down (PrintRun *run, gconstpointer data)
{
  print_service_heal ();
  print_run_clear (run);
}

static McJobState
look_at_job (PrintRun *run)
{
  g_autofree char *name = g_strconcat ("motcua-", run->job_uuid, NULL);
  g_auto (McIppLink) link = { NULL };
  g_auto (McIppDeviceJob) job = { &link, name };
  g_auto (McJobSight) sight = { MC_JOB_NO_ANSWER };

  mc_ipp_link_init (&link, print_service.device_uri, NULL);
  mc_ipp_device_watch.look (&job, &sight);
  return sight.state;
}

static gboolean
printer_has_job (gpointer data)
{
  return look_at_job (data) == MC_JOB_ACTIVE;
}

static gboolean
job_is_over (gpointer data)
{
  return mc_job_state_is_final (look_at_job (data));
}

/* A citizen's receipt comes out once, as it was drawn to the byte, in its exact size. */
static void
test_confirmed (PrintRun *run, gconstpointer data)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", MC_SAMPLE_SHORT);
  g_autoptr (McPage) page = mc_receipt_page_new (receipt, MC_MEDIUM_ROLL_80, NULL);
  g_autofree char *paper = NULL, *text = NULL;
  double width, height;

  set_up_printer (run, 5000, 10000);
  print_run_print (run);
  print_run_assert (run, MC_PRINT_CONFIRMED, NULL);
  paper = print_service_find_paper (run->job_uuid);
  g_assert_nonnull (paper);
  print_service_read_page_size (paper, &width, &height);
  g_assert_cmpfloat (fabs (width - page->width_mm / 25.4 * 72), <, 0.01);
  g_assert_cmpfloat (fabs (height - page->height_mm / 25.4 * 72), <, 0.01);
  text = print_service_decode (paper);
  g_assert_cmpstr (text, ==, MC_SAMPLE_URL);
}

/* A printer that is switched off is told at once and certainly printed nothing. */
static void
test_unplugged (PrintRun *run, gconstpointer data)
{
  guint before = print_service_count_papers ();

  print_service_set_faults ("offline\n");
  print_wait_until (print_service_device_is_gone, NULL, 10);
  set_up_printer (run, 5000, 10000);
  print_run_print (run);
  print_run_assert (run, MC_PRINT_FAILED, "unreachable");
  print_service_heal ();
  g_assert_cmpuint (print_service_count_papers (), ==, before);
}

/* The roll ends while a receipt is printed; somebody puts in another; the paper comes out. */
static void
test_paper_out (PrintRun *run, gconstpointer data)
{
  set_up_printer (run, 5000, 20000);
  print_run_start (run);
  print_wait_until (printer_has_job, run, 10);
  print_service_set_faults ("media-empty\n");
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "media-empty");
  g_assert_false (run->done);
  print_service_set_faults ("");
  print_run_finish (run);
  print_run_assert (run, MC_PRINT_CONFIRMED, NULL);
  g_assert_true (print_service_paper_is_out (run->job_uuid));
}

/* Nobody puts in another roll: canceled at the deadline, and no paper when one is in. */
static void
test_sleeper (PrintRun *run, gconstpointer data)
{
  guint before = print_service_count_papers ();

  set_up_printer (run, 5000, 1500);
  print_run_start (run);
  print_wait_until (printer_has_job, run, 10);
  print_service_set_faults ("media-empty\n");
  print_run_finish (run);
  print_run_assert (run, MC_PRINT_UNKNOWN, "media-empty");
  print_service_set_faults ("");
  print_run_wait_for_health (run, MC_PRINTER_READY, NULL);
  print_run_renew (run);
  print_run_print (run);
  print_run_assert (run, MC_PRINT_CONFIRMED, NULL);
  g_assert_cmpuint (print_service_count_papers (), ==, before + 1);
}

/* The false success: the printer loses its power with the job inside and comes back with an empty
 * memory, counting from 1. */
static void
test_false_success (PrintRun *run, gconstpointer data)
{
  set_up_printer (run, 5000, 10000);
  print_run_start (run);
  print_wait_until (printer_has_job, run, 10);
  print_service_set_faults ("offline\n");
  print_wait_until (print_service_device_is_gone, NULL, 10);
  print_service_set_faults ("");
  print_run_finish (run);
  print_run_assert (run, MC_PRINT_UNKNOWN, "job-not-found");
  g_assert_false (print_service_paper_is_out (run->job_uuid));

  print_wait_until (print_service_device_is_ready, NULL, 10);
  print_run_renew (run);
  print_run_print (run);
  print_run_assert (run, MC_PRINT_CONFIRMED, NULL);
}

/* The printer gives the job up, having made no impression, and says so. */
static void
test_aborted (PrintRun *run, gconstpointer data)
{
  set_up_printer (run, 5000, 10000);
  print_service_set_faults ("abort\n");
  print_run_print (run);
  print_run_assert (run, MC_PRINT_FAILED, "aborted");
  g_assert_false (print_service_paper_is_out (run->job_uuid));
}

/* It finishes the page although the job was canceled: that is not "no paper". */
static void
test_finished_anyway (PrintRun *run, gconstpointer data)
{
  print_service_set_faults ("deaf\n");
  set_up_printer (run, 5000, 100);
  print_run_print (run);
  print_run_assert (run, MC_PRINT_UNKNOWN, "deadline");
  g_assert_true (print_service_paper_is_out (run->job_uuid));
}

/* Out of paper before anything was sent: nothing is sent, since it would come out later. */
static void
test_not_ready (PrintRun *run, gconstpointer data)
{
  set_up_printer (run, 5000, 10000);
  print_service_set_faults ("cover-open\n");
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "cover-open");
  print_run_print (run);
  print_run_assert (run, MC_PRINT_FAILED, "cover-open");
  g_assert_cmpuint (run->journal->calls->len, ==, 2);
}

/* One job at a time: this printer says busy, and takes ours when the other is done. */
static void
test_busy (PrintRun *run, gconstpointer data)
{
  PrintRun other = { NULL };
  guint before = print_service_count_papers ();

  print_run_init (&other);
  set_up_printer (&other, 5000, 10000);
  set_up_printer (run, 5000, 10000);
  print_run_start (&other);
  print_wait_until (printer_has_job, &other, 10);
  print_run_print (run);
  print_run_finish (&other);
  print_run_assert (run, MC_PRINT_CONFIRMED, NULL);
  print_run_assert (&other, MC_PRINT_CONFIRMED, NULL);
  g_assert_cmpuint (print_service_count_papers (), ==, before + 2);
  print_run_clear (&other);
}

/* Our process ends while the paper comes out; the next one asks what became of it. */
static void
test_settle (PrintRun *run, gconstpointer data)
{
  g_autofree char *stranger = g_uuid_string_random ();

  set_up_printer (run, 5000, 20000);
  print_run_start (run);
  print_wait_until (printer_has_job, run, 10);
  g_cancellable_cancel (run->cancellable);
  print_run_finish (run);
  g_assert_error (run->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_finalize_object (run->printer);
  print_wait_until (job_is_over, run, 10);

  set_up_printer (run, 5000, 20000);
  print_run_settle (run, run->job_uuid);
  g_assert_true (g_str_has_suffix (memory_journal_get_last (run->journal), " confirmed"));
  print_run_settle (run, stranger);
  g_assert_true (g_str_has_suffix (memory_journal_get_last (run->journal), " unknown"));
}

/* Our process dies while the roll is empty: the next one takes the paper back before anybody puts
 * in another. */
static void
test_settle_sleeper (PrintRun *run, gconstpointer data)
{
  guint before = print_service_count_papers ();

  set_up_printer (run, 5000, 20000);
  print_run_start (run);
  print_wait_until (printer_has_job, run, 10);
  print_service_set_faults ("media-empty\n");
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "media-empty");
  g_cancellable_cancel (run->cancellable);
  print_run_finish (run);
  g_assert_finalize_object (run->printer);

  set_up_printer (run, 5000, 20000);
  print_run_settle (run, run->job_uuid);
  g_assert_true (g_str_has_suffix (memory_journal_get_last (run->journal), " unknown"));
  print_service_set_faults ("");
  print_wait_until (job_is_over, run, 10);
  print_run_wait_for_health (run, MC_PRINTER_READY, NULL);
  g_assert_cmpuint (print_service_count_papers (), ==, before);
}

/* Our process dies with the job in the printer, which is switched off and on: nobody knows of it
 * any more, and nobody claims a paper. */
static void
test_start_false_success (PrintRun *run, gconstpointer data)
{
  set_up_printer (run, 5000, 20000);
  print_run_start (run);
  print_wait_until (printer_has_job, run, 10);
  g_cancellable_cancel (run->cancellable);
  print_run_finish (run);
  g_assert_finalize_object (run->printer);
  print_service_set_faults ("offline\n");
  print_wait_until (print_service_device_is_gone, NULL, 10);
  print_service_heal ();

  set_up_printer (run, 5000, 20000);
  print_run_settle (run, run->job_uuid);
  g_assert_true (g_str_has_suffix (memory_journal_get_last (run->journal), " unknown"));
  g_assert_false (print_service_paper_is_out (run->job_uuid));
}

static void
test_health (PrintRun *run, gconstpointer data)
{
  set_up_printer (run, 5000, 10000);
  print_run_wait_for_health (run, MC_PRINTER_READY, NULL);
  print_service_set_faults ("media-empty\n");
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "media-empty");
  print_service_set_faults ("media-low\n");
  print_run_wait_for_health (run, MC_PRINTER_WARNING, "media-low");
  print_service_set_faults ("media-jam\n");
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "media-jam");
  print_service_set_faults ("offline\n");
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "unreachable");
  print_service_set_faults ("");
  print_run_wait_for_health (run, MC_PRINTER_READY, NULL);
}

/* The certificate that the printer shows, as PEM. */
static char *
ask_for_certificate (void)
{
  http_t *http;
  cups_array_t *shown = NULL;
  const http_credential_t *own;
  g_autofree char *base64 = NULL;
  char scheme[32], user[64], host[256], resource[256];
  int port;

  httpSeparateURI (HTTP_URI_CODING_ALL,
                   print_service.device_uri,
                   scheme,
                   sizeof scheme,
                   user,
                   sizeof user,
                   host,
                   sizeof host,
                   &port,
                   resource,
                   sizeof resource);
  http = httpConnect2 (host, port, NULL, AF_UNSPEC, HTTP_ENCRYPTION_ALWAYS, 1, 5000, NULL);
  g_assert_nonnull (http);
  g_assert_cmpint (httpCopyCredentials (http, &shown), ==, 0);
  own = cupsArrayFirst (shown);
  base64 = g_base64_encode (own->data, own->datalen);
  httpFreeCredentials (shown);
  httpClose (http);
  return g_strdup_printf ("-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n", base64);
}

/* Encrypted, a printer is known by the very certificate that was copied here. Nobody else gets a
 * byte of the receipt, and the file may change while we run. */
static void
test_encrypted (PrintRun *run, gconstpointer data)
{
  const McPrintDeadlines deadlines = { 5000, 10000, 3000 };
  g_autofree char *uri = g_strconcat ("ipps", print_service.device_uri + strlen ("ipp"), NULL);
  g_autofree char *file = g_build_filename (print_service.dir, "printer.crt", NULL);
  g_autofree char *known = ask_for_certificate ();
  g_autofree char *stranger = g_strdup (known);
  g_autofree char *both = NULL;
  McPrinterSettings settings = { .uri = uri, .certificate = file, .deadlines = deadlines };
  guint before = print_service_count_papers ();

  stranger[strlen (stranger) / 2] ^= 1;
  both = g_strconcat (stranger, known, NULL);
  run->printer = mc_printer_create (&settings, MC_PRINT_JOURNAL (run->journal));
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "certificate-unknown"); /* no file yet */
  g_assert_true (g_file_set_contents (file, stranger, -1, NULL));
  print_run_print (run);
  print_run_assert (run, MC_PRINT_FAILED, "certificate-unknown");
  print_run_wait_for_health (run, MC_PRINTER_FAULT, "certificate-unknown");
  g_assert_cmpuint (print_service_count_papers (), ==, before);

  g_assert_true (g_file_set_contents (file, both, -1, NULL));
  print_run_wait_for_health (run, MC_PRINTER_READY, NULL);
  print_run_renew (run);
  print_run_print (run);
  print_run_assert (run, MC_PRINT_CONFIRMED, NULL);
  g_assert_cmpuint (print_service_count_papers (), ==, before + 1);
}

/* Somebody who takes the connection and never greets does not hold a thread for ever. */
static void
test_no_greeting (PrintRun *run, gconstpointer data)
{
  const McPrintDeadlines deadlines = { 1000, 1000, 1000 };
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *uri = g_strdup_printf ("ipps://localhost:%u/ipp/print", port);
  McPrinterSettings settings = { .uri = uri, .certificate = "/dev/null", .deadlines = deadlines };
  gint64 start = g_get_monotonic_time ();

  run->printer = mc_printer_create (&settings, MC_PRINT_JOURNAL (run->journal));
  print_run_print (run);
  print_run_assert (run, MC_PRINT_FAILED, "unreachable");
  g_assert_cmpint (g_get_monotonic_time () - start, <, 8 * G_USEC_PER_SEC);
}

/* A printer that takes raster alone keeps what we drew, and the code can be read from its dots. */
static void
test_raster (PrintRun *run, gconstpointer data)
{
  g_autofree char *paper = NULL, *picture = NULL, *text = NULL;
  g_autoptr (GByteArray) dots = g_byte_array_new ();
  g_autofree guint8 *row = NULL;
  cups_page_header2_t header;
  cups_raster_t *raster;
  char head[64];
  int fd;

  set_up_printer (run, 5000, 10000);
  print_run_print (run);
  print_run_assert (run, MC_PRINT_CONFIRMED, NULL);
  paper = print_service_find_paper (run->job_uuid);
  g_assert_true (g_str_has_suffix (paper, ".pwg"));
  fd = open (paper, O_RDONLY);
  raster = cupsRasterOpen (fd, CUPS_RASTER_READ);
  g_assert_true (cupsRasterReadHeader2 (raster, &header));
  g_assert_cmpuint (header.cupsBitsPerPixel, ==, 1);
  g_assert_cmpuint (header.cupsWidth, ==, 637);
  g_snprintf (head, sizeof head, "P4 %u %u\n", header.cupsWidth, header.cupsHeight);
  g_byte_array_append (dots, (const guint8 *) head, (guint) strlen (head));
  row = g_malloc (header.cupsBytesPerLine);
  for (guint y = 0; y < header.cupsHeight; y++)
    {
      g_assert_cmpuint (cupsRasterReadPixels (raster, row, header.cupsBytesPerLine), >, 0);
      g_byte_array_append (dots, row, header.cupsBytesPerLine);
    }
  cupsRasterClose (raster);
  close (fd);
  picture = g_build_filename (print_service.dir, "dots.pbm", NULL);
  g_assert_true (g_file_set_contents (picture, (char *) dots->data, dots->len, NULL));
  text = mc_test_run ((const char *const[]){ "zbarimg", "-q", "--nodbus", "--raw", picture, NULL });
  g_assert_cmpstr (g_strchomp (text), ==, MC_SAMPLE_URL);
}

static void
set_up_raster (PrintRun *run, gconstpointer data)
{
  print_service_stop ();
  print_service_start ((const char *const[]){ "--format", "image/pwg-raster", NULL });
  print_run_init (run);
}

int
main (int argc, char **argv)
{
  int result;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  if (!print_service_is_possible ())
    return 77;

#define ADD(path, func) g_test_add ("/printing/ipp/" path, PrintRun, NULL, set_up, func, tear_down)
  ADD ("confirmed", test_confirmed);
  ADD ("unplugged", test_unplugged);
  ADD ("paper-out", test_paper_out);
  ADD ("sleeper", test_sleeper);
  ADD ("false-success", test_false_success);
  ADD ("aborted", test_aborted);
  ADD ("finished-anyway", test_finished_anyway);
  ADD ("not-ready", test_not_ready);
  ADD ("busy", test_busy);
  ADD ("settle", test_settle);
  ADD ("at-start/sleeper", test_settle_sleeper);
  ADD ("at-start/false-success", test_start_false_success);
  ADD ("health", test_health);
  ADD ("encrypted", test_encrypted);
  ADD ("encrypted/no-greeting", test_no_greeting);
#undef ADD
  g_test_add ("/printing/ipp/raster", PrintRun, NULL, set_up_raster, test_raster, tear_down);

  print_service_start ((const char *const[]){ "--print-ms", "600", NULL });
  result = g_test_run ();
  print_service_stop ();
  return result;
}
