/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-papers FOLDER N: one kiosk files and prints N receipts by direct IPP, one after the other,
 * through its outbox, journal and print queue. What is used after all of them is set against what
 * was after half of them, when every cache is full: memory, open files, and the log beside the
 * outbox, which must not grow; the outbox itself keeps each dossier. Prints one line of JSON. */

#include "config.h"

#include "app/kiosk/print-queue.h"
#include "printing/documents/receipt-page.h"
#include "printing/transports/ipp-printer.h"
#include "tests/bench/filing.h"
#include "tests/printing/ipp-stub.h"

#include <glib/gstdio.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

/* The stub remembers each document until it is switched off and on. */
#define RESTART_EVERY 50

typedef struct
{
  gboolean settled;
  McPrintOutcome outcome;
} Settled;

/* What a machine that runs for weeks must not run out of. */
typedef struct
{
  double heap; /* bytes in use */
  double files;
  double outbox, log; /* bytes */
} Use;

static void
on_settled (McPrintQueue *queue, const char *job_uuid, int outcome, gpointer user_data)
{
  Settled *settled = user_data;

  settled->settled = TRUE;
  settled->outcome = outcome;
}

static double
get_size (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (double) info.st_size : 0;
}

/* The fewest of some looks: now and then the printer is being asked how it is. */
static double
count_open_files (void)
{
  double fewest = G_MAXDOUBLE;

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
      double files = 0;

      while (g_dir_read_name (folder) != NULL)
        files++;
      fewest = MIN (fewest, files);
      g_usleep (25000);
    }
  return fewest;
}

static Use
measure (const char *folder)
{
  Use use;

  malloc_trim (0);
  use.heap = (double) mallinfo2 ().uordblks;
  use.files = count_open_files ();
  use.outbox = get_size (folder, "outbox.db");
  use.log = get_size (folder, "outbox.db-wal");
  return use;
}

int
main (int argc, char **argv)
{
  static const McPrintDeadlines deadlines = { 15000, 30000, MC_PRINTER_CANCEL_MS };
  g_autofree char *folder = NULL;
  g_autoptr (IppStub) stub = NULL;
  g_autoptr (McPrinter) printer = NULL;
  g_autoptr (McPrintQueue) queue = NULL;
  guint n = argc == 3 ? (guint) atoi (argv[2]) : 0;
  Settled settled = { 0 };
  Use empty, first = { 0 }, last;
  Filing *filing;

  if (n < 100)
    {
      g_printerr ("usage: bench-papers FOLDER N     N from 100\n");
      return 64;
    }
  folder = g_build_filename (argv[1], "papers", NULL);
  filing = filing_new (folder);
  stub = ipp_stub_new ();
  ipp_stub_set_print_ms (stub, 0);
  printer = mc_ipp_printer_new (
      MC_PRINT_JOURNAL (filing->outbox), ipp_stub_get_uri (stub), NULL, &deadlines);
  queue = mc_print_queue_new (filing->outbox, printer);
  g_signal_connect (queue, "settled", G_CALLBACK (on_settled), &settled);
  mc_receipt_page_warm (MC_MEDIUM_ROLL_80);
  mc_print_queue_start (queue);
  while (mc_print_queue_is_settling (queue))
    g_main_context_iteration (NULL, TRUE);
  empty = measure (folder);

  for (guint i = 1; i <= n; i++)
    {
      g_autoptr (McDossier) dossier = filing_draw (filing);
      g_autoptr (McReceipt) receipt = filing_commit (filing, dossier);

      settled.settled = FALSE;
      mc_print_queue_kick (queue);
      while (!settled.settled)
        g_main_context_iteration (NULL, TRUE);
      if (settled.outcome != MC_PRINT_CONFIRMED)
        g_error ("receipt %u ended %s", i, mc_print_outcome_to_string (settled.outcome));
      if (i % RESTART_EVERY == 0)
        ipp_stub_restart (stub, 1);
      if (i == n / 2)
        first = measure (folder);
    }
  last = measure (folder);

  printf ("{\"memory_ratio\":%.4f,\"files_more\":%.0f,\"log_ratio\":%.3f,\"receipts\":%u,"
          "\"bytes_a_receipt\":%.0f,\"heap_mib\":%.1f}\n",
          last.heap / first.heap,
          last.files - first.files,
          last.log / first.log,
          n,
          (last.outbox - empty.outbox) / n,
          last.heap / 1048576);
  g_clear_object (&queue);
  g_clear_object (&printer);
  filing_free (filing);
  return 0;
}
