/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-print-job"

#include "config.h"

#include "printing/transports/print-job.h"

#include <string.h>

/* Before the uuid in a job's name: what bears both is ours to cancel. */
#define PREFIX "motcua-"
/* Some printers keep 32 octets of a name. So much of ours has to be left of it: more than half of
 * the uuid, which is nobody else's. */
#define NAME_MIN 24
#define UUID_LENGTH 36
/* Most receipts are out within that time, and it is worth knowing at once. */
#define BRISK_US (2 * G_USEC_PER_SEC)

/**
 * mc_print_job_init:
 * @self: (out caller-allocates): the job
 * @journal: (transfer none): must outlive @self
 * @uuid: (transfer none): its id in the journal; must outlive @self
 *
 * Names the job.
 */
void
mc_print_job_init (McPrintJob *self, McPrintJournal *journal, const char *uuid)
{
  g_return_if_fail (self != NULL && uuid != NULL);

  self->journal = journal;
  self->uuid = uuid;
  self->name = g_strconcat (PREFIX, uuid, NULL);
}

/**
 * mc_print_job_clear:
 * @self: a job
 *
 * Empties it.
 */
void
mc_print_job_clear (McPrintJob *self)
{
  g_clear_pointer (&self->name, g_free);
  memset (self, 0, sizeof *self);
}

/**
 * mc_print_job_note:
 * @self: a job
 * @id: the number that a spooler or the printer gave it
 * @error: return location: the journal's error
 *
 * Notes the number in the journal.
 *
 * Returns: whether it is durable
 */
gboolean
mc_print_job_note (const McPrintJob *self, int id, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return mc_print_journal_note_job (self->journal, self->uuid, id, error);
}

/* Without the number of its own job that a spooler's backend puts before the name for some
 * printers: "12 - motcua-…". */
static const char *
skip_number (const char *name)
{
  gsize length = strspn (name, "0123456789");

  return length > 0 && g_str_has_prefix (name + length, " - ") ? name + length + strlen (" - ")
                                                               : name;
}

/**
 * mc_print_job_name_is:
 * @told: (nullable): a job's name, as a printer tells it
 * @name: the name that we gave
 *
 * Returns: whether it is that one, with a spooler's number before it or not, or what a printer that
 *   cuts names left of it. Any thread
 */
gboolean
mc_print_job_name_is (const char *told, const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  if (told == NULL)
    return FALSE;
  told = skip_number (told);
  return g_str_equal (told, name) || (strlen (told) >= NAME_MIN && g_str_has_prefix (name, told));
}

/**
 * mc_print_job_name_is_ours:
 * @name: (nullable): a job's name
 *
 * Returns: whether it is one that this product gives, be it cut or with a spooler's number before
 *   it: anything else is somebody's document and never touched, be it called "motcua-handbook". Any
 *   thread
 */
gboolean
mc_print_job_name_is_ours (const char *name)
{
  static const char filler[] = "00000000-0000-0000-0000-000000000000";
  g_autofree char *uuid = NULL;
  gsize length;

  if (name == NULL)
    return FALSE;
  name = skip_number (name);
  if (!g_str_has_prefix (name, PREFIX))
    return FALSE;
  length = strlen (name);
  if (length < NAME_MIN || length > strlen (PREFIX) + UUID_LENGTH)
    return FALSE;
  name += strlen (PREFIX);
  uuid = g_strconcat (name, filler + strlen (name), NULL);
  return g_uuid_string_is_valid (uuid);
}

/**
 * mc_print_wait:
 * @cancellable: (nullable): ends the wait
 * @ms: how long
 *
 * Returns: whether it was not cancelled. Any thread
 */
gboolean
mc_print_wait (GCancellable *cancellable, guint ms)
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

/**
 * mc_job_follow:
 * @course: (inout): begun
 * @watch: how to look at the job
 * @job: for @watch
 * @cancellable: (nullable): stops following; the job goes on
 * @last: (out): what was seen last
 *
 * Looks at a job until its course ends, canceling it where the course says so. Blocks: a worker
 * thread.
 *
 * Returns: FALSE when @cancellable ended it
 */
gboolean
mc_job_follow (McJobCourse *course,
               const McJobWatch *watch,
               gpointer job,
               GCancellable *cancellable,
               McJobSight *last)
{
  gint64 brisk_end = g_get_monotonic_time () + BRISK_US;

  g_return_val_if_fail (course != NULL && watch != NULL && last != NULL, FALSE);

  for (;;)
    {
      gint64 now;
      guint pause_ms;

      mc_job_sight_clear (last);
      watch->look (job, last);
      now = g_get_monotonic_time ();
      switch (mc_job_course_see (course, last, now))
        {
        case MC_COURSE_END:
          return TRUE;
        case MC_COURSE_CANCEL:
          course->cancel_taken = watch->cancel (job);
          break;
        case MC_COURSE_WAIT:
        default:
          break;
        }
      pause_ms = last->state == MC_JOB_NO_ANSWER ? watch->lost_poll_ms
                 : now < brisk_end               ? watch->poll_ms
                                                 : 4 * watch->poll_ms;
      if (!mc_print_wait (cancellable, pause_ms))
        return FALSE;
    }
}
