/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <cups/cups.h>
#include <jansson.h>
#include <locale.h>
#include <string.h>
#include "printing/transports/cups-spool.h"
#include "printing/transports/ipp-device.h"
#include "printing/transports/printer-factory.h"
#include "tests/printing/ipp-stub.h"
#include "tests/printing/print-run.h"
#include "tests/printing/print-service.h"
#include "tests/printing/relay.h"

/* One cell of the matrix of faults, in a process of its own so that many run side by side: a
 * citizen's receipt, a fault, and the next citizen's. Prints what came of it as a line of JSON;
 * print-faults.py judges it.
 *
 *   print-cell PEER FAULT PHASE [AT_MS HEAL_MS PRINT_MS MANNER]
 *
 * PEER: cups (a cupsd before ippeveprinter), ipp (ippeveprinter), stub (our own IPP printer), odd
 * (another one, with manners of its own: see odd-printer).
 * PHASE: before, during or after the data are sent, or "any": the fault comes AT_MS after the print
 * was wanted and goes HEAL_MS later, the printer takes PRINT_MS for a paper and is "polite", "deaf"
 * to a cancel, or, the stub alone, "stubborn" (refuses it), "forgetful" (of ended jobs) or "fickle"
 * (aborts what it had printed). */

#define PRINT_MS 1000
/* Of the document, which is larger: it stops there on its way. */
#define HOLD_AT 2000
#define HEALTH_LIMIT_S 3.0
#define NEXT_TRIES 3
#define TRY_AGAIN_MS 1500

static const McPrintDeadlines deadlines = { 6000, 2500, 3000 };

typedef enum
{
  PEER_CUPS,
  PEER_IPP,
  PEER_STUB,
  PEER_ODD,
} Peer;

typedef struct
{
  Peer peer;
  PrintRun run;
  Relay *relay;   /* (owned) */
  IppStub *stub;  /* (owned) (nullable) */
  char *uri;      /* (owned): of the printer, through the relay */
  char *near_uri; /* (owned): of the printer, past the relay */
  char *former;   /* (owned) (nullable): uuid of the job that met the fault */
  json_t *report; /* (owned) */
  guint print_ms;
  const char *manner; /* (unowned) */
  gboolean deaf;      /* the printer finishes what was canceled in mid-print */
} Cell;

typedef struct
{
  const char *name;
  void (*raise) (Cell *cell);
  void (*heal) (Cell *cell);
  gboolean brief; /* it goes once it was seen, while the job is under way; else when that ended */
  /* What health it shows on a queue and on the printer itself; NULL: none. */
  const char *queue_reason, *device_reason, *stub_reason;
} Fault;

/* The printer, past the relay. */

static McPrinterHealth
look_near (Cell *cell)
{
  McPrinterHealth health = MC_PRINTER_UNKNOWN;
  g_autofree char *reason = NULL;

  mc_ipp_device_look (cell->near_uri, NULL, 500, &health, &reason);
  return g_strcmp0 (reason, "unreachable") == 0 ? MC_PRINTER_UNKNOWN : health;
}

static gboolean
printer_is_ready (gpointer data)
{
  return look_near (data) == MC_PRINTER_READY;
}

static gboolean
printer_is_gone (gpointer data)
{
  return look_near (data) == MC_PRINTER_UNKNOWN;
}

static gboolean
printer_has_job (gpointer data)
{
  Cell *cell = data;
  g_autofree char *name = g_strconcat ("motcua-", cell->run.job_uuid, NULL);
  g_auto (McIppLink) link = { NULL };
  g_auto (McIppDeviceJob) job = { &link, name };
  g_auto (McJobSight) sight = { MC_JOB_NO_ANSWER };

  mc_ipp_link_init (&link, cell->near_uri, NULL);
  mc_ipp_device_watch.look (&job, &sight);
  return sight.state == MC_JOB_ACTIVE;
}

static guint
count_papers (Cell *cell, const char *job_uuid)
{
  return cell->peer == PEER_STUB ? ipp_stub_count_papers (cell->stub, job_uuid)
                                 : print_service_count_papers_of (job_uuid);
}

/* The queue. */

static void
change_queue (ipp_op_t operation)
{
  http_t *http = httpConnect2 (
      print_service.server, 0, NULL, AF_UNSPEC, HTTP_ENCRYPTION_IF_REQUESTED, 1, 3000, NULL);
  ipp_t *request = ippNewRequest (operation);
  g_autofree char *uri = g_strdup_printf ("ipp://localhost/printers/%s", print_service.queue);

  g_assert_nonnull (http);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, "root");
  ippDelete (cupsDoRequest (http, request, "/admin/"));
  httpClose (http);
}

static gboolean
queue_has_handed_over (gpointer data)
{
  Cell *cell = data;
  McCupsQueue queue = { .server = print_service.server, .queue = print_service.queue };
  g_autofree char *name = g_strconcat ("motcua-", cell->run.job_uuid, NULL);
  g_auto (McCupsSpool) spool = { NULL };
  g_auto (McJobSight) sight = { MC_JOB_NO_ANSWER };
  int job_id = 0;

  if (!mc_cups_spool_open (&spool, &queue, 1000) ||
      !mc_cups_spool_find_job (&spool, name, &job_id) || job_id == 0)
    return FALSE;
  mc_cups_spool_look_at_job (&spool, job_id, name, &sight);
  return sight.handed_over;
}

/* The faults. */

/* Beside the manner that the printer has all the time. */
static void
set_words (Cell *cell, const char *words)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s\n", words, cell->deaf ? "deaf" : "");

  print_service_set_faults (text);
}

static void
set_reason (Cell *cell, const char *reason)
{
  if (cell->peer == PEER_STUB)
    ipp_stub_set_state (cell->stub,
                        reason != NULL ? IPP_PSTATE_STOPPED : IPP_PSTATE_IDLE,
                        reason != NULL ? reason : "none");
  else
    set_words (cell, reason != NULL ? reason : "");
}

static void
heal_reason (Cell *cell)
{
  set_reason (cell, NULL);
}

static void
raise_paper_out (Cell *cell)
{
  set_reason (cell, "media-empty");
}

static void
raise_cover_open (Cell *cell)
{
  set_reason (cell, "cover-open");
}

static void
raise_jam (Cell *cell)
{
  set_reason (cell, "media-jam");
}

/* It answers nobody, and goes on where it was. */
static void
raise_offline (Cell *cell)
{
  set_reason (cell, cell->peer == PEER_STUB ? "offline" : "frozen");
}

static void
raise_killed (Cell *cell)
{
  if (cell->peer == PEER_STUB)
    ipp_stub_restart (cell->stub, 1);
  else
    {
      set_words (cell, "offline");
      print_wait_until (printer_is_gone, cell, 10);
    }
  relay_set_mode (cell->relay, RELAY_REFUSE);
}

static void
heal_killed (Cell *cell)
{
  if (cell->peer != PEER_STUB)
    {
      set_words (cell, "");
      print_wait_until (printer_is_ready, cell, 10);
    }
  relay_set_mode (cell->relay, RELAY_OPEN);
}

/* Off and on again before anybody looks; then somebody's document gets our job's number. */
static void
raise_restarted (Cell *cell)
{
  raise_killed (cell);
  heal_killed (cell);
  if (cell->peer == PEER_STUB)
    for (guint i = 0; i < 3; i++)
      ipp_stub_add_job (cell->stub, "minutes of a meeting", IPP_JSTATE_COMPLETED);
  else
    print_service_print_foreign (cell->near_uri, "minutes of a meeting");
}

static void
raise_cupsd_killed (Cell *cell)
{
  set_words (cell, "cups-killed");
}

static void
raise_cupsd_stopped (Cell *cell)
{
  set_words (cell, "cups-stopped");
}

static void
raise_paused (Cell *cell)
{
  if (cell->peer == PEER_CUPS)
    change_queue (IPP_OP_PAUSE_PRINTER);
  else
    set_reason (cell, "paused");
}

static void
heal_paused (Cell *cell)
{
  if (cell->peer == PEER_CUPS)
    change_queue (IPP_OP_RESUME_PRINTER);
  else
    set_reason (cell, NULL);
}

static void
raise_rejecting (Cell *cell)
{
  if (cell->peer == PEER_CUPS)
    change_queue (IPP_OP_CUPS_REJECT_JOBS);
  else if (cell->peer == PEER_STUB)
    ipp_stub_set_accepting (cell->stub, FALSE);
  else
    set_words (cell, "rejecting");
}

static void
heal_rejecting (Cell *cell)
{
  if (cell->peer == PEER_CUPS)
    change_queue (IPP_OP_CUPS_ACCEPT_JOBS);
  else if (cell->peer == PEER_STUB)
    ipp_stub_set_accepting (cell->stub, TRUE);
  else
    set_words (cell, "");
}

static void
raise_strict (Cell *cell)
{
  if (cell->peer == PEER_STUB)
    ipp_stub_set_refusal (cell->stub, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, G_MAXUINT);
  else
    {
      set_words (cell, "narrow");
      print_wait_until (printer_is_gone, cell, 10);
      print_wait_until (printer_is_ready, cell, 10);
    }
}

static void
heal_strict (Cell *cell)
{
  if (cell->peer == PEER_STUB)
    ipp_stub_set_refusal (cell->stub, IPP_STATUS_OK, 0);
  else
    {
      set_words (cell, "");
      print_wait_until (printer_is_gone, cell, 10);
      print_wait_until (printer_is_ready, cell, 10);
    }
}

static void
raise_slow (Cell *cell)
{
  if (cell->peer == PEER_STUB)
    {
      ipp_stub_set_print_ms (cell->stub, 3 * deadlines.print_ms);
      ipp_stub_prolong (cell->stub, 3 * deadlines.print_ms);
    }
  else
    set_words (cell, "slow");
}

static void
heal_slow (Cell *cell)
{
  if (cell->peer == PEER_STUB)
    ipp_stub_set_print_ms (cell->stub, cell->print_ms);
  else
    set_words (cell, "");
}

static void
raise_cut (Cell *cell)
{
  relay_set_mode (cell->relay, RELAY_CUT);
}

static void
heal_cut (Cell *cell)
{
  relay_set_mode (cell->relay, RELAY_OPEN);
}

static void create_printer (Cell *cell);

/* Our process ends, and another one begins: what became of the paper stands in the journal. */
static void
raise_kiosk_killed (Cell *cell)
{
  g_cancellable_cancel (cell->run.cancellable);
  print_run_finish (&cell->run);
  g_assert_finalize_object (cell->run.printer);
  cell->run.printer = NULL;
}

static void
heal_kiosk_killed (Cell *cell)
{
  const char *last;

  g_clear_object (&cell->run.cancellable);
  cell->run.cancellable = g_cancellable_new ();
  create_printer (cell);
  if (g_error_matches (cell->run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      print_run_settle (&cell->run, cell->run.job_uuid);
      last = strrchr (memory_journal_get_last (cell->run.journal), ' ') + 1;
      cell->run.outcome = MC_PRINT_CONFIRMED;
      while (!g_str_equal (mc_print_outcome_to_string (cell->run.outcome), last))
        cell->run.outcome++;
    }
}

static void
heal_nothing (Cell *cell)
{
}

static const Fault faults[] = {
  { "paper-out", raise_paper_out, heal_reason, FALSE, "media-empty", "media-empty", "media-empty" },
  { "cover-open", raise_cover_open, heal_reason, FALSE, "cover-open", "cover-open", "cover-open" },
  { "jam", raise_jam, heal_reason, FALSE, "media-jam", "media-jam", "media-jam" },
  { "offline", raise_offline, heal_reason, FALSE, "unreachable", "unreachable", "offline" },
  { "killed", raise_killed, heal_killed, TRUE, "unreachable", "unreachable", "unreachable" },
  { "cupsd-killed", raise_cupsd_killed, heal_reason, TRUE, "spooler-unreachable" },
  { "cupsd-stopped", raise_cupsd_stopped, heal_reason, FALSE, "spooler-unreachable" },
  { "paused", raise_paused, heal_paused, FALSE, "queue-stopped", "paused", "paused" },
  { "rejecting",
    raise_rejecting,
    heal_rejecting,
    FALSE,
    "queue-not-accepting",
    NULL,
    "not-accepting-jobs" },
  { "strict-media", raise_strict, heal_strict, FALSE },
  { "slow", raise_slow, heal_slow, FALSE },
  { "restarted", raise_restarted, heal_nothing, TRUE },
  { "kiosk-killed", raise_kiosk_killed, heal_kiosk_killed, TRUE },
  { "network-cut", raise_cut, heal_cut, FALSE, "unreachable", "unreachable", "unreachable" },
};

/* The cell. */

static void
note (Cell *cell, const char *key, json_t *value /* (transfer full) */)
{
  json_object_set_new (cell->report, key, value);
}

static double
get_seconds (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static void
create_printer (Cell *cell)
{
  McPrinterSettings settings = { .uri = cell->uri, .deadlines = deadlines };
  g_autofree char *queue_uri = NULL;

  if (cell->peer == PEER_CUPS)
    {
      queue_uri = g_strconcat ("cups:", print_service.queue, NULL);
      settings.uri = queue_uri;
      settings.server = print_service.server;
      settings.device_uri = cell->uri;
    }
  cell->run.printer = mc_printer_create (&settings, MC_PRINT_JOURNAL (cell->run.journal));
}

static void
set_up (Cell *cell)
{
  guint16 port;

  print_run_init (&cell->run);
  if (cell->peer == PEER_STUB)
    {
      cell->stub = ipp_stub_new ();
      ipp_stub_set_print_ms (cell->stub, cell->print_ms);
      port = stub_line_get_port (ipp_stub_get_line (cell->stub));
    }
  else
    port = relay_find_free_port ();
  cell->relay = relay_new (port);
  cell->uri = g_strdup_printf ("ipp://127.0.0.1:%u/ipp/print", relay_get_port (cell->relay));
  cell->near_uri = g_strdup_printf ("ipp://127.0.0.1:%u/ipp/print", port);
  if (cell->peer != PEER_STUB)
    {
      g_autofree char *own = g_strdup_printf ("%u", port);
      g_autofree char *via = g_strdup_printf ("%u", relay_get_port (cell->relay));
      g_autofree char *print_ms = g_strdup_printf ("%u", cell->print_ms);

      if (cell->peer == PEER_ODD)
        print_service_start_other ("printing/odd-printer",
                                   (const char *const[]){ "--print-ms",
                                                          print_ms,
                                                          "--port",
                                                          own,
                                                          "--via",
                                                          via,
                                                          "--manner",
                                                          cell->manner,
                                                          NULL });
      else
        print_service_start (
            (const char *const[]){ "--print-ms", print_ms, "--port", own, "--via", via, NULL });
    }
  create_printer (cell);
  print_run_wait_for_health (&cell->run, MC_PRINTER_READY, NULL);
}

static void
tear_down (Cell *cell)
{
  print_run_clear (&cell->run);
  if (cell->peer != PEER_STUB)
    print_service_stop ();
  relay_free (cell->relay);
  if (cell->stub != NULL)
    ipp_stub_free (cell->stub);
  g_free (cell->uri);
  g_free (cell->near_uri);
  g_free (cell->former);
  json_decref (cell->report);
}

static gboolean
shows (Cell *cell, const char *reason)
{
  g_autofree char *shown = NULL;

  g_object_get (cell->run.printer, "health-reason", &shown, NULL);
  return mc_printer_get_health (cell->run.printer) == MC_PRINTER_FAULT &&
         g_strcmp0 (shown, reason) == 0;
}

/* Lets the main context work until the printer shows it, or so many seconds are over. */
static gboolean
wait_to_see (Cell *cell, const char *reason, gint64 start, double limit_s)
{
  while (!shows (cell, reason) && get_seconds (start) < limit_s)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (5000);
    }
  return shows (cell, reason);
}

/* Raises the fault, waits until it is seen, and lets what is held go on meanwhile. */
static void
strike (Cell *cell, const Fault *fault)
{
  const char *reason = cell->peer == PEER_CUPS   ? fault->queue_reason
                       : cell->peer == PEER_STUB ? fault->stub_reason
                                                 : fault->device_reason;
  gint64 start = g_get_monotonic_time ();
  gboolean seen;

  fault->raise (cell);
  note (cell, "wanted_health", reason != NULL ? json_string (reason) : json_null ());
  seen = reason == NULL || wait_to_see (cell, reason, start, 1.0);
  relay_let_go (cell->relay);
  if (reason == NULL)
    return;
  seen = seen || wait_to_see (cell, reason, start, 2 * HEALTH_LIMIT_S);
  note (cell, "health_s", seen ? json_real (get_seconds (start)) : json_null ());
}

static void
print_through (Cell *cell, const Fault *fault, const char *phase)
{
  gboolean brief = fault->brief && !g_str_equal (phase, "before");

  if (g_str_equal (phase, "before"))
    {
      strike (cell, fault);
      print_run_start (&cell->run);
    }
  else if (g_str_equal (phase, "during"))
    {
      relay_arm (cell->relay, HOLD_AT);
      print_run_start (&cell->run);
      print_wait_until (relay_is_holding, cell->relay, 10);
      strike (cell, fault);
    }
  else
    {
      print_run_start (&cell->run);
      print_wait_until (printer_has_job, cell, 10);
      if (cell->peer == PEER_CUPS)
        print_wait_until (queue_has_handed_over, cell, 10);
      strike (cell, fault);
    }
  if (brief)
    fault->heal (cell);
  print_run_finish (&cell->run);
  if (!brief)
    fault->heal (cell);
}

static void
set_manner (Cell *cell)
{
  const char *manner = cell->manner;

  cell->deaf = g_str_equal (manner, "deaf");
  if (cell->peer == PEER_ODD)
    return;
  if (cell->peer != PEER_STUB)
    {
      set_words (cell, "");
      return;
    }
  if (cell->deaf || g_str_equal (manner, "stubborn"))
    ipp_stub_set_cancel (cell->stub, cell->deaf ? IPP_STUB_DEAF : IPP_STUB_STUBBORN);
  ipp_stub_set_forgetful (cell->stub, g_str_equal (manner, "forgetful"));
  if (g_str_equal (manner, "fickle"))
    ipp_stub_set_fickle (cell->stub, TRUE);
}

/* The next citizen's printer tells what it did. */
static void
mend_memory (Cell *cell)
{
  if (cell->peer != PEER_STUB)
    return;
  ipp_stub_set_forgetful (cell->stub, FALSE);
  ipp_stub_set_fickle (cell->stub, FALSE);
}

static gboolean
is_time (gpointer data)
{
  return g_get_monotonic_time () >= *(gint64 *) data;
}

static void
print_at_random (Cell *cell, const Fault *fault, guint at_ms, guint heal_ms)
{
  gint64 strike_at = g_get_monotonic_time () + at_ms * (gint64) 1000, heal_at;

  print_run_start (&cell->run);
  print_wait_until (is_time, &strike_at, 60);
  fault->raise (cell);
  heal_at = g_get_monotonic_time () + heal_ms * (gint64) 1000;
  print_wait_until (is_time, &heal_at, 60);
  fault->heal (cell);
  print_run_finish (&cell->run);
}

static void
note_print (Cell *cell, const char *prefix, guint n_papers)
{
  g_autofree char *outcome_key = g_strconcat (prefix, "outcome", NULL);
  g_autofree char *reason_key = g_strconcat (prefix, "reason", NULL);
  g_autofree char *papers_key = g_strconcat (prefix, "papers", NULL);
  g_autofree char *row = g_strdup_printf (
      "settle %s %s", cell->run.job_uuid, mc_print_outcome_to_string (cell->run.outcome));

  if (cell->run.error != NULL)
    g_error ("%s", cell->run.error->message);
  /* The journal says the same. */
  g_assert_cmpstr (memory_journal_get_last (cell->run.journal), ==, row);
  note (cell, outcome_key, json_string (mc_print_outcome_to_string (cell->run.outcome)));
  note (cell, reason_key, cell->run.reason != NULL ? json_string (cell->run.reason) : json_null ());
  note (cell, papers_key, json_integer (n_papers));
}

/* The next citizen comes as soon as the machine says that it is ready; told at once that no paper
 * will come, because the fault was only just seen, they try again. */
static void
print_next (Cell *cell)
{
  gint64 start = g_get_monotonic_time (), calm;
  guint before, after, tries = 0;

  cell->former = g_strdup (cell->run.job_uuid);
  do
    {
      print_run_wait_for_health_within (&cell->run, MC_PRINTER_READY, NULL, 30);
      if (tries++ == 0)
        note (cell, "recovery_s", json_real (get_seconds (start)));
      else
        {
          g_assert_cmpuint (count_papers (cell, cell->run.job_uuid), ==, 0);
          calm = g_get_monotonic_time () + TRY_AGAIN_MS * 1000;
          print_wait_until (is_time, &calm, 10);
        }
      before = count_papers (cell, cell->former);
      print_run_renew (&cell->run);
      print_run_print (&cell->run);
    }
  while (cell->run.outcome == MC_PRINT_FAILED && tries < NEXT_TRIES);
  note (cell, "next_tries", json_integer (tries));
  /* Whatever was to come late has come by then. */
  calm = g_get_monotonic_time () + 2 * cell->print_ms * (gint64) 1000;
  print_wait_until (is_time, &calm, 10);
  note_print (cell, "next_", count_papers (cell, cell->run.job_uuid));
  after = count_papers (cell, cell->former);
  note (cell, "papers", json_integer (after));
  note (cell, "late_papers", json_integer (after - before));
}

int
main (int argc, char **argv)
{
  static const char *const peers[] = { "cups", "ipp", "stub", "odd" };
  Cell cell = { PEER_CUPS };
  const Fault *fault = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autofree char *line = NULL;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, >=, 4);
  while (cell.peer < PEER_ODD && !g_str_equal (peers[cell.peer], argv[1]))
    cell.peer++;
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if (g_str_equal (faults[i].name, argv[2]))
      fault = &faults[i];
  g_assert_nonnull (fault);
  cell.report = json_object ();
  cell.print_ms = argc >= 8 ? (guint) g_ascii_strtoull (argv[6], NULL, 10) : PRINT_MS;
  cell.manner = argc >= 8 ? argv[7] : "plain";
  set_up (&cell);
  set_manner (&cell);
  if (argc >= 6)
    print_at_random (&cell,
                     fault,
                     (guint) g_ascii_strtoull (argv[4], NULL, 10),
                     (guint) g_ascii_strtoull (argv[5], NULL, 10));
  else
    print_through (&cell, fault, argv[3]);
  note_print (&cell, "", 0);
  mend_memory (&cell);
  print_next (&cell);
  note (&cell, "took_s", json_real (get_seconds (start)));
  line = json_dumps (cell.report, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION (3));
  g_print ("%s\n", line);
  tear_down (&cell);
  return 0;
}
