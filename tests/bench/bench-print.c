/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-print FOLDER SERVER QUEUE PORT: from the tap on the screen's last button to the paper, by a
 * CUPS queue and by direct IPP, in turn with their peers: lp with a ready PDF, and a bare HTTP POST
 * of the same document to the same printer. The tap is followed by what the kiosk does: commit with
 * print job, next print of the outbox, journal, drawing, hand-over. Only the short wait for
 * central is left out, which is central's time. Prints one line of JSON. */

#include "config.h"

#include "app/kiosk/print-queue.h"
#include "printing/documents/receipt-page.h"
#include "printing/transports/cups-printer.h"
#include "printing/transports/ipp-printer.h"
#include "tests/bench/filing.h"
#include "tests/bench/print-peers.h"
#include "tests/bench/timed-journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 15
#define WARM_UP 2

/* One way to the printer, as the kiosk has it. */
typedef struct
{
  Filing *filing;        /* (owned) */
  TimedJournal *journal; /* (owned) */
  McPrintQueue *queue;   /* (owned) */
  McReceipt *receipt;    /* (owned) (nullable): the latest */
  gboolean settled;
  McPrintOutcome outcome;
} Way;

/* Of one round, in milliseconds. */
typedef struct
{
  double committed; /* the code may be shown */
  double drawn;     /* the printer's thread has the page */
  double begun;     /* and a row in the journal for it */
  double handed, completed;
} Times;

static gint64 handed_over; /* (atomic): when a transport said so */

static double
milliseconds (gint64 microseconds)
{
  return microseconds / 1000.0;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (const double *values)
{
  double sorted[ROUNDS];

  memcpy (sorted, values, sizeof sorted);
  qsort (sorted, ROUNDS, sizeof *sorted, compare);
  return sorted[ROUNDS / 2];
}

static double
median_ratio (const double *ours, const double *theirs)
{
  double ratios[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    ratios[i] = ours[i] / theirs[i];
  return median (ratios);
}

/* In the printer's worker thread: the transports say when all of it is handed over. */
static void
on_log (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  if (g_str_has_suffix (message, ": handed over"))
    __atomic_store_n (&handed_over, g_get_monotonic_time (), __ATOMIC_SEQ_CST);
}

static void
on_settled (McPrintQueue *queue, const char *job_uuid, int outcome, gpointer user_data)
{
  Way *way = user_data;

  way->settled = TRUE;
  way->outcome = outcome;
}

static void
way_open (Way *self,
          const char *folder,
          McPrinter *(*create) (McPrintJournal *journal, gpointer data),
          gpointer data)
{
  g_autoptr (McPrinter) printer = NULL;

  self->filing = filing_new (folder);
  self->journal = timed_journal_new (MC_PRINT_JOURNAL (self->filing->outbox));
  printer = create (MC_PRINT_JOURNAL (self->journal), data);
  self->queue = mc_print_queue_new (self->filing->outbox, printer);
  g_signal_connect (self->queue, "settled", G_CALLBACK (on_settled), self);
  mc_print_queue_start (self->queue);
  while (mc_print_queue_is_settling (self->queue))
    g_main_context_iteration (NULL, TRUE);
}

static void
way_close (Way *self)
{
  g_clear_object (&self->queue);
  g_clear_pointer (&self->receipt, mc_receipt_free);
  g_clear_object (&self->journal);
  g_clear_pointer (&self->filing, filing_free);
}

static void
way_print (Way *self, Times *times)
{
  g_autoptr (McDossier) dossier = filing_draw (self->filing);
  gint64 tap = g_get_monotonic_time ();

  g_clear_pointer (&self->receipt, mc_receipt_free);
  self->settled = FALSE;
  __atomic_store_n (&handed_over, 0, __ATOMIC_SEQ_CST);
  self->receipt = filing_commit (self->filing, dossier);
  times->committed = milliseconds (g_get_monotonic_time () - tap);
  mc_print_queue_kick (self->queue);
  while (!self->settled)
    g_main_context_iteration (NULL, TRUE);
  times->completed = milliseconds (g_get_monotonic_time () - tap);
  if (self->outcome != MC_PRINT_CONFIRMED)
    g_error ("a print ended %s", mc_print_outcome_to_string (self->outcome));
  times->drawn = milliseconds (timed_journal_get_drawn (self->journal) - tap);
  times->begun = milliseconds (timed_journal_get_begun (self->journal) - tap);
  times->handed = milliseconds (__atomic_load_n (&handed_over, __ATOMIC_SEQ_CST) - tap);
}

typedef struct
{
  const char *server, *queue;
  char *uri; /* (owned) */
  int port;
} Place;

static const McPrintDeadlines DEADLINES = { 15000, 30000, MC_PRINTER_CANCEL_MS };

static McPrinter *
create_cups (McPrintJournal *journal, gpointer data)
{
  const Place *place = data;

  return mc_cups_printer_new (journal, place->server, place->queue, place->uri, NULL, &DEADLINES);
}

static McPrinter *
create_ipp (McPrintJournal *journal, gpointer data)
{
  const Place *place = data;

  return mc_ipp_printer_new (journal, place->uri, NULL, &DEADLINES);
}

static McPage *
draw (const McReceipt *receipt)
{
  g_autoptr (GError) error = NULL;
  McPage *page = mc_receipt_page_new (receipt, MC_MEDIUM_ROLL_80, &error);

  if (page == NULL)
    g_error ("%s", error->message);
  return page;
}

static void
quiet (const Place *place)
{
  peer_wait_spooled_out (place->server);
  peer_wait_idle (place->port);
}

int
main (int argc, char **argv)
{
  double cups[ROUNDS], lp[ROUNDS], ipp[ROUNDS], post[ROUNDS], completed[ROUNDS], own[ROUNDS];
  double committed[ROUNDS], drawn[ROUNDS], begun[ROUNDS], sent[ROUNDS], cups_completed[ROUNDS];
  Way by_cups = { 0 }, by_ipp = { 0 };
  Place place = { 0 };
  g_autofree char *pdf = NULL, *cups_folder = NULL, *ipp_folder = NULL;

  if (argc != 5)
    {
      g_printerr ("usage: bench-print FOLDER SERVER QUEUE PORT\n");
      return 64;
    }
  place.server = argv[2];
  place.queue = argv[3];
  place.port = atoi (argv[4]);
  place.uri = g_strdup_printf ("ipp://localhost:%d/ipp/print", place.port);
  pdf = g_build_filename (argv[1], "ready.pdf", NULL);
  cups_folder = g_build_filename (argv[1], "cups", NULL);
  ipp_folder = g_build_filename (argv[1], "ipp", NULL);
  g_log_set_handler ("mc-cups-spool", G_LOG_LEVEL_DEBUG, on_log, NULL);
  g_log_set_handler ("mc-ipp-jobs", G_LOG_LEVEL_DEBUG, on_log, NULL);
  mc_receipt_page_warm (MC_MEDIUM_ROLL_80);
  way_open (&by_cups, cups_folder, create_cups, &place);
  way_open (&by_ipp, ipp_folder, create_ipp, &place);

  for (int i = -WARM_UP; i < ROUNDS; i++)
    {
      g_autoptr (McPage) page = NULL;
      Times by_queue, direct;
      gint64 taken, began;
      double file_taken, bare_taken, bare_done;
      int job_id;

      quiet (&place);
      way_print (&by_cups, &by_queue);
      page = draw (by_cups.receipt);
      g_file_set_contents (
          pdf, g_bytes_get_data (page->pdf, NULL), g_bytes_get_size (page->pdf), NULL);
      quiet (&place);
      file_taken = milliseconds (peer_lp (place.server, place.queue, pdf, page));
      quiet (&place);
      way_print (&by_ipp, &direct);
      quiet (&place);
      began = g_get_monotonic_time ();
      taken = peer_post (place.port, page, &job_id);
      bare_taken = milliseconds (taken);
      peer_wait_completed (place.port, job_id);
      bare_done = milliseconds (g_get_monotonic_time () - began);
      if (i < 0)
        continue;
      cups[i] = by_queue.handed;
      cups_completed[i] = by_queue.completed;
      lp[i] = file_taken;
      ipp[i] = direct.handed;
      committed[i] = direct.committed;
      drawn[i] = direct.drawn;
      begun[i] = direct.begun;
      sent[i] = direct.handed - direct.begun;
      completed[i] = direct.completed;
      post[i] = bare_taken;
      own[i] = bare_done;
    }

  printf ("{\"cups_ratio\":%.3f,\"ipp_ratio\":%.3f,\"completed_ratio\":%.3f,"
          "\"ipp_sent_ratio\":%.3f,\"cups_ms\":%.2f,\"lp_ms\":%.2f,\"ipp_ms\":%.2f,"
          "\"ipp_committed_ms\":%.2f,\"ipp_drawn_ms\":%.2f,\"ipp_begun_ms\":%.2f,\"post_ms\":%.2f,"
          "\"ipp_completed_ms\":%.1f,\"printer_ms\":%.1f,\"cups_completed_ms\":%.1f}\n",
          median_ratio (cups, lp),
          median_ratio (ipp, post),
          median_ratio (completed, own),
          median_ratio (sent, post),
          median (cups),
          median (lp),
          median (ipp),
          median (committed),
          median (drawn),
          median (begun),
          median (post),
          median (completed),
          median (own),
          median (cups_completed));
  way_close (&by_ipp);
  way_close (&by_cups);
  g_free (place.uri);
  return 0;
}
