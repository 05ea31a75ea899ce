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
/* A printer-up-time beyond thirty years is a date. Whole seconds, rounded on both sides. */
#define UP_TIME_MAX (30 * 365 * 24 * 3600)
#define UP_TIME_SLACK 2

static char *
describe (gpointer transport)
{
  const McCupsQueue *self = transport;

  return g_strdup_printf ("%s/printers/%s", self->server != NULL ? self->server : "", self->queue);
}

/* The printer's own address: the configured one, else the one that the queue itself prints to.
 * (nullable) */
static const char *
get_device (const McCupsQueue *self, const McCupsQueueLook *queue)
{
  return self->device_uri != NULL ? self->device_uri : queue->device_uri;
}

/* cupsd and the printer both have to be there; the printer's own word comes first, since it says
 * what staff can mend. */
static gboolean
look (gpointer transport, guint timeout_ms, McPrinterHealth *health, char **reason)
{
  const McCupsQueue *self = transport;
  g_auto (McCupsSpool) spool = { NULL };
  g_auto (McCupsQueueLook) queue = { "spooler-unreachable", FALSE };
  gboolean answered =
      mc_cups_spool_open (&spool, self, timeout_ms) && mc_cups_spool_look_at_queue (&spool, &queue);
  const char *device = get_device (self, &queue);

  *health = MC_PRINTER_UNKNOWN;
  *reason = NULL;
  if (device != NULL)
    {
      gboolean heard = mc_ipp_device_look (device, self->certificate, timeout_ms, health, reason);

      if (*health == MC_PRINTER_FAULT)
        return heard;
    }
  if (queue.obstacle != NULL)
    {
      *health = MC_PRINTER_FAULT;
      g_free (*reason);
      *reason = g_strdup (queue.obstacle);
    }
  return answered;
}

/* The printer itself, asked about one job. */
typedef struct
{
  McIppLink link;
  int up_time; /* when it was asked first, in seconds; -1: not told */
  gint64 asked_at;
} Device;

static void
device_clear (Device *device)
{
  mc_ipp_link_clear (&device->link);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Device, device_clear)

/* What it is, and why it would not print now. */
static McPrinterHealth
look_at_device (Device *device, McPrinterFacts *facts, char **reason)
{
  gint64 deadline = g_get_monotonic_time () + DEVICE_PATIENCE_MS * (gint64) 1000;
  McPrinterHealth health;

  mc_ipp_device_get_facts (&device->link, deadline, facts, &health, reason);
  return health;
}

/* Nothing is sent to a printer that says it cannot print: what it would keep comes out for the next
 * citizen. Two looks, since one may fall into a moment of its own. */
static char *
find_device_obstacle (Device *device, GCancellable *cancellable)
{
  for (guint i = 0;; i++)
    {
      g_auto (McPrinterFacts) facts = { 0 };
      g_autofree char *reason = NULL;

      if (look_at_device (device, &facts, &reason) != MC_PRINTER_FAULT)
        {
          device->up_time = facts.up_time;
          device->asked_at = g_get_monotonic_time ();
          return NULL;
        }
      if (i == 1)
        return g_steal_pointer (&reason);
      mc_print_wait (cancellable, POLL_MS);
    }
}

/* Whether it was on all the time since then. Some tell the date instead: that says nothing. */
static gboolean
was_steady (Device *device)
{
  g_auto (McPrinterFacts) facts = { 0 };
  g_autofree char *reason = NULL;
  gint64 passed;

  if (device->up_time < 0 || device->up_time > UP_TIME_MAX)
    return FALSE;
  look_at_device (device, &facts, &reason);
  passed = (g_get_monotonic_time () - device->asked_at) / G_USEC_PER_SEC;
  return facts.up_time >= device->up_time + passed - UP_TIME_SLACK;
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
                  Device *device,
                  const char *job_name,
                  const McJobCourse *before,
                  GCancellable *cancellable,
                  McPrintEvidence *seen)
{
  g_auto (McIppDeviceJob) job = { &device->link, job_name };
  g_auto (McJobCourse) course = { 0 };
  gint64 now = g_get_monotonic_time ();
  gboolean followed;

  seen->asked = TRUE;
  mc_job_course_begin (&course, &self->deadlines, TRUE, now);
  course.patience_ms = DEVICE_PATIENCE_MS;
  course.phase_end = MAX (before->phase_end, now + DEVICE_PATIENCE_MS * (gint64) 1000);
  if (before->canceled && !before->resent)
    mc_job_course_cancel (&course, now);
  followed = mc_job_follow (&course, &mc_ipp_device_watch, &job, cancellable, &seen->printer);
  seen->begun = course.begun;
  seen->canceled |= course.canceled;
  if (course.fault != NULL && seen->fault == NULL)
    seen->fault = g_steal_pointer (&course.fault);
  seen->steady = was_steady (device);
  return followed;
}

/* FALSE when cancelled: the job goes on, its row stays open. */
static gboolean
follow (McCupsSpool *spool,
        Device *device, /* (nullable) */
        int job_id,
        const char *job_name,
        GCancellable *cancellable,
        McPrintEvidence *seen)
{
  const McCupsQueue *self = spool->queue;
  SpoolJob job = { spool, job_name, job_id };
  g_auto (McJobCourse) course = { 0 };

  mc_job_course_begin (&course, &self->deadlines, FALSE, g_get_monotonic_time ());
  course.patience_ms = device != NULL ? RESTART_LIMIT_MS : 0;
  if (!mc_job_follow (&course, &spool_watch, &job, cancellable, &seen->spooler))
    return FALSE;
  seen->handed_over = course.handed_over;
  seen->canceled = course.canceled && !course.resent;
  seen->resent = course.resent;
  seen->fault = g_steal_pointer (&course.fault);
  return device == NULL || follow_in_device (self, device, job_name, &course, cancellable, seen);
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
  g_auto (McCupsQueueLook) queue = { "spooler-unreachable", FALSE };
  g_autoptr (GHashTable) canceled = g_hash_table_new (NULL, NULL);
  g_autoptr (GError) problem = NULL;
  g_auto (Device) device = { { NULL }, -1 };
  gboolean has_device;
  int job_id = 0;

  seen->spooled = seen->watched = TRUE;
  if (mc_cups_spool_open (&spool, self, MIN (self->deadlines.hand_over_ms, RESTART_LIMIT_MS)))
    mc_cups_spool_look_at_queue (&spool, &queue);
  seen->hears = queue.hears;
  has_device = get_device (self, &queue) != NULL;
  if (has_device)
    {
      mc_ipp_link_init (&device.link, get_device (self, &queue), self->certificate);
      seen->refusal = find_device_obstacle (&device, cancellable);
    }
  if (seen->refusal != NULL)
    return TRUE;
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
  if (follow (&spool, has_device ? &device : NULL, job_id, job->name, cancellable, seen))
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
  g_auto (McCupsQueueLook) queue = { NULL, FALSE };
  const char *device;
  gboolean opened;

  while (!(opened = mc_cups_spool_open (&spool, self, RESTART_LIMIT_MS)))
    if (g_get_monotonic_time () >= end || !mc_print_wait (cancellable, LOST_POLL_MS))
      break;
  if (opened && self->device_uri == NULL)
    mc_cups_spool_look_at_queue (&spool, &queue);
  device = get_device (self, &queue);
  end = g_get_monotonic_time () + patience_ms * (gint64) 1000;
  if (device != NULL)
    mc_ipp_link_init (&link, device, self->certificate);
  for (;;)
    {
      int queued = opened ? mc_cups_spool_cancel_ours (&spool, in_queue) : -1;
      int inside = device != NULL ? mc_ipp_device_cancel_ours (&link, in_device) : 0;

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
  g_auto (McCupsQueueLook) queue = { NULL, FALSE };

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
  if (get_device (self, &queue) != NULL &&
      !(seen->spooler.unbegun && mc_job_state_is_final (seen->spooler.state)))
    {
      g_auto (Device) device = { { NULL }, -1 };

      mc_ipp_link_init (&device.link, get_device (self, &queue), self->certificate);
      follow_in_device (self, &device, job->name, &course, cancellable, seen);
    }
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
