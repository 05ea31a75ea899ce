/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-cups-jobs"

#include "config.h"

#include "printing/transports/cups-jobs.h"

#include "printing/transports/cups-spool.h"
#include "printing/transports/ipp-device.h"

#define POLL_MS 100
/* A cupsd that was restarted sends its old jobs within a quarter of a second. */
#define LOST_POLL_MS 10
#define SWEEP_POLL_MS 20
#define FORGET_MS 500
#define DEVICE_PATIENCE_MS 3000
/* A restart of cupsd, at log rotation for one, takes about a second. */
#define RESTART_LIMIT_MS 3000

static char *
describe (gpointer transport)
{
  const McCupsQueue *self = transport;

  return g_strdup_printf ("%s/printers/%s", self->server != NULL ? self->server : "", self->queue);
}

/* cupsd and the printer both have to be there; the printer's own word comes first, since it says
 * what staff can mend. */
static gboolean
look (gpointer transport, guint timeout_ms, McPrinterHealth *health, char **reason)
{
  const McCupsQueue *self = transport;
  g_auto (McCupsSpool) spool = { NULL };
  McCupsQueueLook queue = { "spooler-unreachable", FALSE };
  gboolean answered;

  *health = MC_PRINTER_UNKNOWN;
  *reason = NULL;
  if (self->device_uri != NULL)
    {
      answered =
          mc_ipp_device_look (self->device_uri, self->certificate, timeout_ms, health, reason);
      if (*health == MC_PRINTER_FAULT)
        return answered;
    }
  answered =
      mc_cups_spool_open (&spool, self, timeout_ms) && mc_cups_spool_look_at_queue (&spool, &queue);
  if (queue.obstacle != NULL)
    {
      *health = MC_PRINTER_FAULT;
      g_free (*reason);
      *reason = g_strdup (queue.obstacle);
    }
  return answered;
}

/* Nothing is sent to a printer that says it cannot print: what it would keep comes out for the next
 * citizen. Two looks, since one may fall into a moment of its own. */
static char *
find_device_obstacle (const McCupsQueue *self, GCancellable *cancellable)
{
  for (guint i = 0;; i++)
    {
      McPrinterHealth health;
      g_autofree char *reason = NULL;

      mc_ipp_device_look (
          self->device_uri, self->certificate, DEVICE_PATIENCE_MS, &health, &reason);
      if (health != MC_PRINTER_FAULT)
        return NULL;
      if (i == 1)
        return g_steal_pointer (&reason);
      mc_print_wait (cancellable, POLL_MS);
    }
}

/* A job of ours in the queue. */
typedef struct
{
  McCupsSpool *spool; /* (unowned) */
  const char *name;   /* (unowned) */
  int id;             /* 0: not known yet */
} SpoolJob;

static void
look_at_spool_job (gpointer data, McJobSight *sight)
{
  SpoolJob *job = data;

  if (job->id == 0)
    {
      if (!mc_cups_spool_find_job (job->spool, job->name, &job->id))
        return;
      sight->state = MC_JOB_ABSENT;
    }
  if (job->id != 0)
    mc_cups_spool_look_at_job (job->spool, job->id, job->name, sight);
}

static gboolean
cancel_spool_job (gpointer data)
{
  SpoolJob *job = data;

  return mc_cups_spool_cancel (job->spool, job->id, FALSE);
}

static const McJobWatch spool_watch = { .poll_ms = POLL_MS,
                                        .lost_poll_ms = LOST_POLL_MS,
                                        .look = look_at_spool_job,
                                        .cancel = cancel_spool_job };

/* The queue's word may come too early, too late or not at all; the printer knows the job by its
 * name. It may take what is left of the present phase, or the time of a cancel. */
static gboolean
follow_in_device (const McCupsQueue *self,
                  const char *job_name,
                  const McJobCourse *before,
                  GCancellable *cancellable,
                  McPrintEvidence *seen)
{
  g_auto (McIppLink) link = { NULL };
  g_auto (McIppDeviceJob) job = { &link, job_name };
  g_auto (McJobCourse) course = { 0 };
  gint64 now = g_get_monotonic_time ();
  gboolean followed;

  seen->asked = TRUE;
  mc_ipp_link_init (&link, self->device_uri, self->certificate);
  mc_job_course_begin (&course, &self->deadlines, TRUE, now);
  course.patience_ms = DEVICE_PATIENCE_MS;
  course.phase_end = MAX (before->phase_end, now + DEVICE_PATIENCE_MS * (gint64) 1000);
  if (before->canceled && !before->resent)
    mc_job_course_cancel (&course, now);
  followed = mc_job_follow (&course, &mc_ipp_device_watch, &job, cancellable, &seen->printer);
  seen->canceled |= course.canceled;
  if (course.fault != NULL && seen->fault == NULL)
    seen->fault = g_steal_pointer (&course.fault);
  return followed;
}

/* FALSE when cancelled: the job goes on, its row stays open. */
static gboolean
follow (McCupsSpool *spool,
        int job_id,
        const char *job_name,
        GCancellable *cancellable,
        McPrintEvidence *seen)
{
  const McCupsQueue *self = spool->queue;
  SpoolJob job = { spool, job_name, job_id };
  g_auto (McJobCourse) course = { 0 };

  mc_job_course_begin (&course, &self->deadlines, FALSE, g_get_monotonic_time ());
  course.patience_ms = self->device_uri != NULL ? RESTART_LIMIT_MS : 0;
  if (!mc_job_follow (&course, &spool_watch, &job, cancellable, &seen->spooler))
    return FALSE;
  seen->handed_over = course.handed_over;
  seen->canceled = course.canceled && !course.resent;
  seen->gaps = course.gaps;
  seen->fault = g_steal_pointer (&course.fault);
  return self->device_uri == NULL || follow_in_device (self, job_name, &course, cancellable, seen);
}

static gboolean
print (gpointer transport,
       const McPage *page,
       const McPrintJob *job,
       GCancellable *cancellable,
       McPrintEvidence *seen,
       GError **error)
{
  const McCupsQueue *self = transport;
  g_auto (McCupsSpool) spool = { NULL };
  McCupsQueueLook queue = { "spooler-unreachable", FALSE };
  g_autoptr (GHashTable) canceled = g_hash_table_new (NULL, NULL);
  g_autoptr (GError) problem = NULL;
  int job_id = 0;

  seen->spooled = seen->watched = TRUE;
  if (self->device_uri != NULL)
    seen->refusal = find_device_obstacle (self, cancellable);
  if (seen->refusal != NULL)
    return TRUE;
  if (mc_cups_spool_open (&spool, self, MIN (self->deadlines.hand_over_ms, RESTART_LIMIT_MS)))
    mc_cups_spool_look_at_queue (&spool, &queue);
  seen->hears = queue.hears;
  if (queue.obstacle == NULL)
    {
      mc_cups_spool_cancel_ours (&spool, canceled);
      if (!mc_cups_spool_hand_over (&spool, page, job, &job_id, &queue.obstacle, &problem) &&
          problem != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
    }
  if (queue.obstacle != NULL)
    {
      seen->refusal = g_strdup (queue.obstacle);
      return TRUE;
    }
  if (follow (&spool, job_id, job->name, cancellable, seen))
    return TRUE;
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_CANCELLED,
               "stopped waiting for job %s, which goes on",
               job->uuid);
  return FALSE;
}

/* In the queue first, so that nothing new gets from it to the printer. */
static McSweep
sweep (gpointer transport, guint patience_ms, GCancellable *cancellable)
{
  const McCupsQueue *self = transport;
  g_auto (McCupsSpool) spool = { NULL };
  g_auto (McIppLink) link = { NULL };
  g_autoptr (GHashTable) in_queue = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) in_device = g_hash_table_new (NULL, NULL);
  gint64 end = g_get_monotonic_time () + patience_ms * (gint64) 1000;
  gboolean opened;

  while (!(opened = mc_cups_spool_open (&spool, self, RESTART_LIMIT_MS)))
    if (g_get_monotonic_time () >= end || !mc_print_wait (cancellable, LOST_POLL_MS))
      break;
  end = g_get_monotonic_time () + patience_ms * (gint64) 1000;
  if (self->device_uri != NULL)
    mc_ipp_link_init (&link, self->device_uri, self->certificate);
  for (;;)
    {
      int queued = opened ? mc_cups_spool_cancel_ours (&spool, in_queue) : -1;
      int inside = self->device_uri != NULL ? mc_ipp_device_cancel_ours (&link, in_device) : 0;

      if (queued <= 0 && inside <= 0)
        return queued < 0 || inside < 0 ? MC_SWEEP_NO_ANSWER : MC_SWEEP_CLEAR;
      if (g_get_monotonic_time () >= end || !mc_print_wait (cancellable, SWEEP_POLL_MS))
        return MC_SWEEP_HELD;
    }
}

static void
settle (gpointer transport, const McPrintJob *job, GCancellable *cancellable, McPrintEvidence *seen)
{
  const McCupsQueue *self = transport;
  g_auto (McCupsSpool) spool = { NULL };
  g_auto (McJobCourse) course = { 0 };
  gint64 now = g_get_monotonic_time ();
  McCupsQueueLook queue;

  seen->spooled = TRUE;
  /* Canceled by the sweep: what is left to see is how it ended. */
  mc_job_course_begin (&course, &self->deadlines, TRUE, now);
  mc_job_course_cancel (&course, now);
  course.cancel_taken = TRUE;
  course.patience_ms = DEVICE_PATIENCE_MS;
  if (mc_cups_spool_open (&spool, self, RESTART_LIMIT_MS) &&
      mc_cups_spool_look_at_queue (&spool, &queue))
    {
      SpoolJob spool_job = { &spool, job->name, 0 };

      seen->hears = queue.hears;
      mc_job_follow (&course, &spool_watch, &spool_job, cancellable, &seen->spooler);
    }
  /* What never left the queue cannot be in the printer. */
  if (self->device_uri != NULL &&
      !(seen->spooler.unbegun && mc_job_state_is_final (seen->spooler.state)))
    follow_in_device (self, job->name, &course, cancellable, seen);
}

/* cupsd takes the request and keeps the job as long as its backend is at it. */
static gboolean
forget (gpointer transport, const McPrintJob *job)
{
  const McCupsQueue *self = transport;
  g_auto (McCupsSpool) spool = { NULL };
  gint64 end = g_get_monotonic_time () + FORGET_MS * 1000;
  int job_id = 0;

  if (!mc_cups_spool_open (&spool, self, RESTART_LIMIT_MS))
    return FALSE;
  while (mc_cups_spool_find_job (&spool, job->name, &job_id))
    {
      if (job_id == 0)
        return TRUE;
      if (g_get_monotonic_time () >= end)
        break;
      if (!mc_cups_spool_cancel (&spool, job_id, TRUE))
        break;
      mc_print_wait (NULL, LOST_POLL_MS);
    }
  return FALSE;
}

static void
release (gpointer transport)
{
  McCupsQueue *self = transport;

  g_free (self->server);
  g_free (self->queue);
  g_free (self->device_uri);
  g_free (self->certificate);
  g_free (self);
}

const McPrintCalls mc_cups_queue_calls = {
  .name = "cups",
  .describe = describe,
  .look = look,
  .print = print,
  .sweep = sweep,
  .settle = settle,
  .forget = forget,
  .free = release,
};
