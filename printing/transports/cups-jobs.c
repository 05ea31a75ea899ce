/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-cups-jobs"

#include "config.h"

#include "printing/transports/cups-jobs.h"

#include "printing/transports/cups-spool.h"
#include "printing/transports/ipp-device.h"

#define POLL_MS 100
#define DEVICE_TIMEOUT_MS 3000
/* How long cupsd and its backend may take to end a job that was canceled: the backend looks at the
 * printer once a second and tells it, too. */
#define CANCEL_LIMIT_MS 8000
/* A restart of cupsd, at log rotation for one, takes about a second. */
#define RESTART_LIMIT_MS 3000

static gboolean
is_terminal (ipp_jstate_t state)
{
  return state == IPP_JSTATE_COMPLETED || state == IPP_JSTATE_ABORTED ||
         state == IPP_JSTATE_CANCELED;
}

/**
 * mc_cups_queue_ref:
 * @self: a queue
 *
 * Returns: (transfer full): @self. Any thread
 */
McCupsQueue *
mc_cups_queue_ref (McCupsQueue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mc_cups_queue_unref:
 * @self: (transfer full): a queue
 *
 * Drops a reference. Any thread.
 */
void
mc_cups_queue_unref (McCupsQueue *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_object_unref (self->journal);
  g_free (self->server);
  g_free (self->queue);
  g_free (self->device_uri);
  g_free (self);
}

/* FALSE when cancelled. */
static gboolean
wait_ms (GCancellable *cancellable, guint ms)
{
  GPollFD poll_fd;

  if (cancellable == NULL || !g_cancellable_make_pollfd (cancellable, &poll_fd))
    {
      g_usleep (ms * 1000UL);
      return TRUE;
    }
  g_poll (&poll_fd, 1, (int) ms);
  g_cancellable_release_fd (cancellable);
  return !g_cancellable_is_cancelled (cancellable);
}

static McDeviceJob
ask_device (const McCupsQueue *queue, const char *job_name)
{
  if (queue->device_uri == NULL)
    return MC_DEVICE_JOB_NO_ANSWER;
  return mc_ipp_device_find_job (queue->device_uri, job_name, DEVICE_TIMEOUT_MS);
}

/* After a cancel the printer may need a moment to stop, and CUPS a second to tell it. */
static McDeviceJob
ask_device_until_settled (const McCupsQueue *queue, const char *job_name, GCancellable *cancellable)
{
  gint64 end = g_get_monotonic_time () + 3 * G_USEC_PER_SEC;
  McDeviceJob job = ask_device (queue, job_name);

  while (job == MC_DEVICE_JOB_ACTIVE && g_get_monotonic_time () < end &&
         wait_ms (cancellable, POLL_MS))
    job = ask_device (queue, job_name);
  return job;
}

static McPrintOutcome
outcome (McPrintOutcome value, const char *why, char **reason)
{
  *reason = g_strdup (why);
  return value;
}

/* Completed is paper only when nothing speaks against it: cupsd also calls completed what the
 * printer forgot, and what it aborted within the first second. So the printer's own job decides
 * where the printer remembers it, and cupsd's word counts only without a doubt. */
static McPrintOutcome
judge_completed (const McCupsQueue *queue,
                 const char *job_name,
                 const McCupsLook *look,
                 GCancellable *cancellable,
                 char **reason)
{
  if (look->foreign)
    return outcome (MC_PRINT_UNKNOWN, "job-id-reused", reason);
  switch (ask_device_until_settled (queue, job_name, cancellable))
    {
    case MC_DEVICE_JOB_COMPLETED:
      /* Whatever the queue still says: its reasons go stale and stick. */
      return outcome (MC_PRINT_CONFIRMED, NULL, reason);
    case MC_DEVICE_JOB_STOPPED_BLANK:
      return outcome (MC_PRINT_FAILED, "aborted", reason);
    case MC_DEVICE_JOB_STOPPED_PRINTED:
      return outcome (MC_PRINT_UNKNOWN, "aborted", reason);
    case MC_DEVICE_JOB_ACTIVE:
      return outcome (MC_PRINT_UNKNOWN, "still-printing", reason);
    case MC_DEVICE_JOB_ABSENT:
    case MC_DEVICE_JOB_NO_ANSWER:
    default:
      if (look->no_history)
        return outcome (MC_PRINT_UNKNOWN, "missing-job-history", reason);
      if (look->fault != NULL)
        return outcome (MC_PRINT_UNKNOWN, look->fault, reason);
      return outcome (MC_PRINT_CONFIRMED, NULL, reason);
    }
}

/* Aborted or canceled, by whomever: what had reached the printer by then? */
static McPrintOutcome
judge_stopped (const McCupsQueue *queue,
               const char *job_name,
               gboolean handed_over,
               gboolean watched,
               const char *why,
               GCancellable *cancellable,
               char **reason)
{
  switch (ask_device_until_settled (queue, job_name, cancellable))
    {
    case MC_DEVICE_JOB_STOPPED_BLANK:
      return outcome (MC_PRINT_FAILED, why, reason);
    case MC_DEVICE_JOB_ABSENT:
    case MC_DEVICE_JOB_NO_ANSWER:
      /* Not seen in the printer and never was: no paper. Unwatched, it may have been. */
      return outcome (watched && !handed_over ? MC_PRINT_FAILED : MC_PRINT_UNKNOWN, why, reason);
    case MC_DEVICE_JOB_COMPLETED:
      /* The paper came out before the cancel arrived. */
      return outcome (MC_PRINT_CONFIRMED, why, reason);
    case MC_DEVICE_JOB_ACTIVE:
    case MC_DEVICE_JOB_STOPPED_PRINTED:
    default:
      return outcome (MC_PRINT_UNKNOWN, why, reason);
    }
}

/* Follows a job to its terminal state by the table of outcomes; @look keeps the last fault seen so
 * that a deadline can say why. FALSE when cancelled: the job goes on, its row stays open. */
static gboolean
follow (McCupsSpool *spool,
        int job_id,
        const char *job_name,
        GCancellable *cancellable,
        McPrintOutcome *result,
        char **reason)
{
  const McCupsQueue *queue = spool->queue;
  gint64 deadline = g_get_monotonic_time () + queue->hand_over_deadline_ms * 1000LL;
  gboolean handed_over = FALSE, canceled = FALSE;
  g_autofree char *fault = NULL;

  for (;;)
    {
      g_auto (McCupsLook) look = { 0 };
      McCupsLookResult seen = mc_cups_spool_look (spool, job_id, job_name, &look);
      gint64 now = g_get_monotonic_time ();

      if (seen == MC_CUPS_LOOK_ABSENT)
        {
          *result = outcome (MC_PRINT_UNKNOWN, "job-not-found", reason);
          return TRUE;
        }
      if (seen == MC_CUPS_LOOK_OK && look.handed_over && !handed_over)
        {
          handed_over = TRUE;
          if (!canceled)
            deadline = now + queue->print_deadline_ms * 1000LL;
        }
      if (seen == MC_CUPS_LOOK_OK && !is_terminal (look.state) && look.fault != NULL)
        {
          g_free (fault);
          fault = g_strdup (look.fault);
        }
      if (seen == MC_CUPS_LOOK_OK && look.state == IPP_JSTATE_COMPLETED)
        {
          *result = judge_completed (queue, job_name, &look, cancellable, reason);
          return TRUE;
        }
      if (seen == MC_CUPS_LOOK_OK && is_terminal (look.state))
        {
          /* The queue's fault explains our deadline; else it may be an old one. */
          const char *why = canceled ? (fault != NULL ? fault : "deadline")
                            : look.state == IPP_JSTATE_ABORTED ? "aborted"
                                                               : "canceled";

          *result =
              look.foreign
                  ? outcome (MC_PRINT_UNKNOWN, "job-id-reused", reason)
                  : judge_stopped (queue, job_name, handed_over, TRUE, why, cancellable, reason);
          return TRUE;
        }
      if (now >= deadline)
        {
          if (canceled || seen == MC_CUPS_LOOK_NO_ANSWER)
            {
              *result =
                  outcome (MC_PRINT_UNKNOWN,
                           seen == MC_CUPS_LOOK_NO_ANSWER ? "spooler-unreachable" : "not-canceled",
                           reason);
              return TRUE;
            }
          mc_cups_spool_cancel (spool, job_id, FALSE);
          canceled = TRUE;
          deadline = now + CANCEL_LIMIT_MS * 1000LL;
        }
      if (!wait_ms (cancellable, POLL_MS))
        return FALSE;
    }
}

/* Nothing is sent to a printer that says it cannot print: what it would keep comes out for the next
 * citizen. Two looks, since one may fall into a moment of its own. */
static char *
find_device_obstacle (const McCupsQueue *queue, GCancellable *cancellable)
{
  for (guint i = 0;; i++)
    {
      McPrinterHealth health;
      g_autofree char *reason = NULL;

      mc_ipp_device_look (queue->device_uri, DEVICE_TIMEOUT_MS, &health, &reason);
      if (health != MC_PRINTER_FAULT)
        return NULL;
      if (i == 1)
        return g_steal_pointer (&reason);
      wait_ms (cancellable, POLL_MS);
    }
}

static gboolean
settle (const McCupsQueue *queue,
        const char *job_uuid,
        McPrintOutcome result,
        char **reason,
        GError **error)
{
  g_message ("job %s: %s%s%s",
             job_uuid,
             mc_print_outcome_to_string (result),
             *reason != NULL ? ", " : "",
             *reason != NULL ? *reason : "");
  if (mc_print_journal_settle (queue->journal, job_uuid, result, *reason, error))
    return TRUE;
  g_clear_pointer (reason, g_free);
  return FALSE;
}

/**
 * mc_cups_queue_print:
 * @self: a queue
 * @page: the document
 * @job_uuid: its id
 * @cancellable: (nullable): stops following; the row then stays open
 * @result: (out): what became of it
 * @reason: (out) (nullable) (transfer full): a keyword for staff
 * @error: return location: the journal's error, or %G_IO_ERROR_CANCELLED
 *
 * Writes the journal row, hands the document over with its exact size and without scaling, and
 * follows the job to its terminal state; cancels it at a phase's deadline. The job is deleted from
 * cupsd once the row is settled. Blocks: one worker thread.
 *
 * Returns: whether the row is settled
 */
gboolean
mc_cups_queue_print (const McCupsQueue *self,
                     const McPage *page,
                     const char *job_uuid,
                     GCancellable *cancellable,
                     McPrintOutcome *result,
                     char **reason,
                     GError **error)
{
  g_auto (McCupsSpool) spool = { NULL };
  g_autofree char *job_name = g_strconcat (MC_CUPS_JOB_PREFIX, job_uuid, NULL);
  g_autofree char *uri = NULL, *obstacle = NULL;
  const char *failure = NULL;
  int job_id = 0;

  g_return_val_if_fail (self != NULL && page != NULL && job_uuid != NULL, FALSE);

  *reason = NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  uri = g_strdup_printf ("%s/printers/%s", self->server != NULL ? self->server : "", self->queue);
  if (!mc_print_journal_begin (self->journal, job_uuid, "cups", uri, error))
    return FALSE;

  if (self->device_uri != NULL)
    obstacle = find_device_obstacle (self, cancellable);
  if (obstacle != NULL)
    failure = obstacle;
  else if (!mc_cups_spool_open (&spool, self, MIN (self->hand_over_deadline_ms, RESTART_LIMIT_MS)))
    failure = "spooler-unreachable";
  else
    failure = mc_cups_spool_find_obstacle (&spool);
  if (failure == NULL)
    {
      g_autoptr (GError) problem = NULL;

      mc_cups_spool_cancel_leftovers (&spool);
      if (!mc_cups_spool_hand_over (
              &spool, page, job_uuid, job_name, &job_id, &failure, &problem) &&
          problem != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
    }
  if (failure != NULL)
    *result = outcome (MC_PRINT_FAILED, failure, reason);
  else if (!follow (&spool, job_id, job_name, cancellable, result, reason))
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_CANCELLED,
                   "stopped waiting for job %s, which goes on",
                   job_uuid);
      return FALSE;
    }

  if (!settle (self, job_uuid, *result, reason, error))
    return FALSE;
  if (job_id > 0)
    mc_cups_spool_cancel (&spool, job_id, TRUE);
  return TRUE;
}

/* What became of a job that nobody watched. Its cancel was sent before. */
static McPrintOutcome
judge_unwatched (McCupsSpool *spool,
                 const char *job_name,
                 int job_id,
                 GCancellable *cancellable,
                 char **reason)
{
  gint64 end = g_get_monotonic_time () + CANCEL_LIMIT_MS * 1000LL;

  for (;;)
    {
      g_auto (McCupsLook) look = { 0 };
      McCupsLookResult seen = mc_cups_spool_look (spool, job_id, job_name, &look);

      if (seen == MC_CUPS_LOOK_ABSENT)
        return outcome (MC_PRINT_UNKNOWN, "job-not-found", reason);
      if (seen == MC_CUPS_LOOK_OK && look.state == IPP_JSTATE_COMPLETED)
        return judge_completed (spool->queue, job_name, &look, cancellable, reason);
      if (seen == MC_CUPS_LOOK_OK && is_terminal (look.state))
        {
          if (!look.started)
            return outcome (MC_PRINT_FAILED, "interrupted", reason);
          return judge_stopped (
              spool->queue, job_name, look.handed_over, FALSE, "interrupted", cancellable, reason);
        }
      if (g_get_monotonic_time () >= end || !wait_ms (cancellable, POLL_MS))
        return outcome (MC_PRINT_UNKNOWN, "not-canceled", reason);
    }
}

static McPrintOutcome
settle_job (McCupsSpool *spool,
            const char *job_uuid,
            GCancellable *cancellable,
            int *job_id,
            char **reason)
{
  g_autofree char *job_name = g_strconcat (MC_CUPS_JOB_PREFIX, job_uuid, NULL);

  *job_id = 0;
  if (spool->http == NULL || !mc_cups_spool_find_job (spool, job_name, job_id))
    return outcome (MC_PRINT_UNKNOWN, "spooler-unreachable", reason);
  if (*job_id > 0)
    return judge_unwatched (spool, job_name, *job_id, cancellable, reason);
  /* cupsd forgot it, or never had it; the printer may know. */
  if (ask_device (spool->queue, job_name) == MC_DEVICE_JOB_COMPLETED)
    return outcome (MC_PRINT_CONFIRMED, NULL, reason);
  return outcome (MC_PRINT_UNKNOWN, "job-not-found", reason);
}

/**
 * mc_cups_queue_settle:
 * @self: a queue
 * @job_uuids: (element-type utf8): jobs whose rows are open
 * @cancellable: (nullable): stops between two jobs
 * @error: return location: the journal's error, or %G_IO_ERROR_CANCELLED
 *
 * After a crash: cancels our jobs that still wait in the queue, then asks cupsd, and where it
 * cannot tell the printer, what became of each, and settles its row; unknown where nobody answers.
 * Waits a little for cupsd, which may be starting as we are. Blocks: one worker thread.
 *
 * Returns: whether every row is settled
 */
gboolean
mc_cups_queue_settle (const McCupsQueue *self,
                      GPtrArray *job_uuids,
                      GCancellable *cancellable,
                      GError **error)
{
  g_auto (McCupsSpool) spool = { NULL };
  gint64 end;

  g_return_val_if_fail (self != NULL && job_uuids != NULL, FALSE);

  end = g_get_monotonic_time () + self->hand_over_deadline_ms * 1000LL;
  while (!mc_cups_spool_open (&spool, self, RESTART_LIMIT_MS) && job_uuids->len > 0 &&
         g_get_monotonic_time () < end && wait_ms (cancellable, POLL_MS))
    ;
  if (spool.http != NULL)
    mc_cups_spool_cancel_leftovers (&spool);
  for (guint i = 0; i < job_uuids->len; i++)
    {
      const char *job_uuid = g_ptr_array_index (job_uuids, i);
      g_autofree char *reason = NULL;
      McPrintOutcome result;
      int job_id;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      result = settle_job (&spool, job_uuid, cancellable, &job_id, &reason);
      if (!settle (self, job_uuid, result, &reason, error))
        return FALSE;
      if (job_id > 0)
        mc_cups_spool_cancel (&spool, job_id, TRUE);
    }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
