/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/outcome.h"
#include "printing/transports/print-job.h"
#include "printing/transports/printer.h"

G_BEGIN_DECLS

typedef enum
{
  MC_SWEEP_NO_ANSWER,
  MC_SWEEP_CLEAR, /* nothing of ours waits anywhere */
  MC_SWEEP_HELD,  /* something of ours would not end: it comes out some day */
} McSweep;

/* What a transport is: these blocking calls and the data they work on. All but `look` are made in
 * the printer's worker thread, one at a time; `look` in another, at any time, so that a long job
 * does not hide an open cover. None writes the journal but by mc_print_job_note (). */
typedef struct
{
  const char *name; /* in the journal */

  /* (transfer full): where jobs go, for the journal. */
  char *(*describe) (gpointer transport);

  /* How the printer is. FALSE: it does not answer, and @health and @reason say what that means.
   * (nullable): it cannot be asked, its health is unknown. */
  gboolean (*look) (gpointer transport, guint timeout_ms, McPrinterHealth *health, char **reason);

  /* Hands a page over, follows the job to its end, and tells what was seen. FALSE with @error: the
   * journal failed or @cancellable stopped it; the row stays open. */
  gboolean (*print) (gpointer transport,
                     const McPage *page,
                     const McPrintJob *job,
                     GCancellable *cancellable,
                     McPrintEvidence *seen,
                     GError **error);

  /* Cancels what an earlier attempt or process of ours left, and nobody else's job. Waits up to
   * @patience_ms for somebody to answer, and as long again for what was canceled to end. Destroys
   * no evidence. */
  McSweep (*sweep) (gpointer transport, guint patience_ms, GCancellable *cancellable);

  /* What became of a job that nobody watched; after a sweep. */
  void (*settle) (gpointer transport,
                  const McPrintJob *job,
                  GCancellable *cancellable,
                  McPrintEvidence *seen);

  /* The job's row is settled: what is still kept of it may go. FALSE: nobody answered, it is to be
   * tried again. (nullable) */
  gboolean (*forget) (gpointer transport, const McPrintJob *job);

  void (*free) (gpointer transport);
} McPrintCalls;

/* The one McPrinter: threads, journal, outcomes and health, whatever the transport. */
#define MC_TYPE_WORKER_PRINTER (mc_worker_printer_get_type ())
G_DECLARE_FINAL_TYPE (McWorkerPrinter, mc_worker_printer, MC, WORKER_PRINTER, GObject)

McPrinter *mc_worker_printer_new (McPrintJournal *journal,
                                  const McPrintCalls *calls,
                                  gpointer transport /* (transfer full) */,
                                  guint start_patience_ms) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
