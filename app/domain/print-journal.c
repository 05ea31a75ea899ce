/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/print-journal.h"

/**
 * McPrintJournal:
 *
 * The memory of printing. A row is durable before its job is handed over, so that after a crash
 * nobody has to guess whether a paper was asked for.
 */

G_DEFINE_INTERFACE (McPrintJournal, mc_print_journal, G_TYPE_OBJECT)

static void
mc_print_journal_default_init (McPrintJournalInterface *iface)
{
}

/**
 * mc_print_outcome_to_string:
 * @outcome: an outcome
 *
 * Returns: (transfer none): its name, as it is stored and shown to staff. Any thread
 */
const char *
mc_print_outcome_to_string (McPrintOutcome outcome)
{
  switch (outcome)
    {
    case MC_PRINT_QUEUED:
      return "queued";
    case MC_PRINT_OPEN:
      return "open";
    case MC_PRINT_CONFIRMED:
      return "confirmed";
    case MC_PRINT_SENT:
      return "sent";
    case MC_PRINT_FAILED:
      return "failed";
    case MC_PRINT_UNKNOWN:
      return "unknown";
    default:
      g_return_val_if_reached ("unknown");
    }
}

/**
 * mc_print_journal_begin:
 * @self: a journal
 * @job_uuid: the job's id, which its name in the spooler carries
 * @transport: the transport's name
 * @uri: where the job goes
 * @length_mm: of all its pages together, so that what is left of a roll can be told
 * @error: return location for the store's error
 *
 * Writes the row %MC_PRINT_OPEN. The job may be handed over only after this returned %TRUE. Waits
 * for a disk.
 *
 * Returns: whether the row is durable
 */
gboolean
mc_print_journal_begin (McPrintJournal *self,
                        const char *job_uuid,
                        const char *transport,
                        const char *uri,
                        double length_mm,
                        GError **error)
{
  g_autoptr (GError) problem = NULL;
  gboolean done;

  g_return_val_if_fail (MC_IS_PRINT_JOURNAL (self), FALSE);

  done = MC_PRINT_JOURNAL_GET_IFACE (self)->begin (
      self, job_uuid, transport, uri, length_mm, &problem);
  g_assert (done == (problem == NULL));
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return done;
}

/**
 * mc_print_journal_note_job:
 * @self: a journal
 * @job_uuid: the job's id
 * @job_id: the number that the spooler gave it
 * @error: return location for the store's error
 *
 * Notes under which number the spooler knows the job, to follow or cancel it after a restart. Waits
 * for a disk.
 *
 * Returns: whether it is durable
 */
gboolean
mc_print_journal_note_job (McPrintJournal *self, const char *job_uuid, int job_id, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gboolean done;

  g_return_val_if_fail (MC_IS_PRINT_JOURNAL (self), FALSE);

  done = MC_PRINT_JOURNAL_GET_IFACE (self)->note_job (self, job_uuid, job_id, &problem);
  g_assert (done == (problem == NULL));
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return done;
}

/**
 * mc_print_journal_settle:
 * @self: a journal
 * @job_uuid: the job's id
 * @outcome: %MC_PRINT_CONFIRMED, %MC_PRINT_SENT, %MC_PRINT_FAILED or %MC_PRINT_UNKNOWN
 * @reason: (nullable): why, for staff
 * @error: return location for the store's error
 *
 * Closes the row. Waits for a disk.
 *
 * Returns: whether it is durable
 */
gboolean
mc_print_journal_settle (McPrintJournal *self,
                         const char *job_uuid,
                         McPrintOutcome outcome,
                         const char *reason,
                         GError **error)
{
  g_autoptr (GError) problem = NULL;
  gboolean done;

  g_return_val_if_fail (MC_IS_PRINT_JOURNAL (self), FALSE);

  done = MC_PRINT_JOURNAL_GET_IFACE (self)->settle (self, job_uuid, outcome, reason, &problem);
  g_assert (done == (problem == NULL));
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return done;
}
