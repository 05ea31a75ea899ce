/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  MC_PRINT_QUEUED, /* wanted, not handed over yet */
  MC_PRINT_OPEN,   /* row written, job handed over or about to be */
  MC_PRINT_CONFIRMED,
  MC_PRINT_SENT, /* the line took all of it, and the printer has no way to say what became of it */
  MC_PRINT_FAILED,
  MC_PRINT_UNKNOWN,
} McPrintOutcome;

const char *mc_print_outcome_to_string (McPrintOutcome outcome);

/* What printing must write down before and after each job. The store implements it; every call
 * returns only when it is durable. Thread: any, never the interface's own (it waits for a disk). */
#define MC_TYPE_PRINT_JOURNAL (mc_print_journal_get_type ())
G_DECLARE_INTERFACE (McPrintJournal, mc_print_journal, MC, PRINT_JOURNAL, GObject)

struct _McPrintJournalInterface
{
  GTypeInterface parent_iface;

  gboolean (*begin) (McPrintJournal *self,
                     const char *job_uuid,
                     const char *transport,
                     const char *uri,
                     double length_mm,
                     GError **error);
  gboolean (*note_job) (McPrintJournal *self, const char *job_uuid, int job_id, GError **error);
  gboolean (*settle) (McPrintJournal *self,
                      const char *job_uuid,
                      McPrintOutcome outcome,
                      const char *reason,
                      GError **error);
};

gboolean mc_print_journal_begin (McPrintJournal *self,
                                 const char *job_uuid,
                                 const char *transport,
                                 const char *uri,
                                 double length_mm,
                                 GError **error);
gboolean
mc_print_journal_note_job (McPrintJournal *self, const char *job_uuid, int job_id, GError **error);
gboolean mc_print_journal_settle (McPrintJournal *self,
                                  const char *job_uuid,
                                  McPrintOutcome outcome,
                                  const char *reason,
                                  GError **error);

G_END_DECLS
