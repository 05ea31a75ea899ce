/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/ipp-job-list.h"

#include "printing/transports/ipp-message.h"
#include "printing/transports/print-job.h"

/* More than any receipt printer remembers. */
#define JOBS_MAX 2000

static void
job_free (gpointer data)
{
  McIppJob *job = data;

  g_free (job->name);
  g_free (job->user);
  g_free (job);
}

/* RFC 8011 section 5.3.7 */
static McJobState
read_state (const McIppValue *value)
{
  static const McJobState states[] = {
    [3] = MC_JOB_WAITING,  [4] = MC_JOB_WAITING, [5] = MC_JOB_ACTIVE,    [6] = MC_JOB_ACTIVE,
    [7] = MC_JOB_CANCELED, [8] = MC_JOB_ABORTED, [9] = MC_JOB_COMPLETED,
  };
  int number = -1;

  mc_ipp_value_get_integer (value, &number);
  return number >= 0 && number < (int) G_N_ELEMENTS (states) ? states[number] : MC_JOB_NO_ANSWER;
}

/* RFC 8011 section 5.3.8. "Completed" beside one of these is the printer's word against itself. */
static void
read_reason (McIppJob *job, const McIppValue *value)
{
  static const char *const spoils[] = {
    "aborted-by-system",           "compression-error",          "document-access-error",
    "document-format-error",       "document-password-error",    "document-permission-error",
    "document-security-error",     "document-unprintable-error", "job-canceled-at-device",
    "job-canceled-by-operator",    "job-canceled-by-user",       "job-completed-with-errors",
    "job-data-insufficient",       "submission-interrupted",     "unsupported-compression",
    "unsupported-document-format",
  };

  for (guint i = 0; i < G_N_ELEMENTS (spoils); i++)
    job->spoilt |= mc_ipp_value_equals (value, spoils[i]);
  job->passed |= mc_ipp_value_equals (value, "queued-in-device");
}

static void
read_value (McIppJob *job, const McIppValue *value)
{
  if (mc_ipp_value_is (value, MC_IPP_GROUP_JOB, "job-id"))
    mc_ipp_value_get_integer (value, &job->id);
  else if (mc_ipp_value_is (value, MC_IPP_GROUP_JOB, "job-name"))
    {
      g_free (job->name);
      job->name = mc_ipp_value_dup_text (value);
    }
  else if (mc_ipp_value_is (value, MC_IPP_GROUP_JOB, "job-state"))
    job->state = read_state (value);
  else if (mc_ipp_value_is (value, MC_IPP_GROUP_JOB, "job-state-reasons"))
    read_reason (job, value);
  else if (mc_ipp_value_is (value, MC_IPP_GROUP_JOB, "job-originating-user-name"))
    {
      g_free (job->user);
      job->user = mc_ipp_value_dup_text (value);
    }
  else if (mc_ipp_value_is (value, MC_IPP_GROUP_JOB, "job-impressions-completed"))
    mc_ipp_value_get_integer (value, &job->impressions);
  else if (mc_ipp_value_is (value, MC_IPP_GROUP_JOB, "time-at-processing"))
    job->unbegun = mc_ipp_value_is_missing (value);
}

/**
 * mc_ipp_job_list_read:
 * @answer: a printer's answer to Get-Jobs, Get-Job-Attributes or Print-Job, whatever it is
 * @status: (out): its status code
 *
 * Returns: (transfer full) (nullable) (element-type McIppJob): the jobs in it; %NULL when the
 * answer is an error, or cut, or garbled. Any thread
 */
GPtrArray *
mc_ipp_job_list_read (GBytes *answer, int *status)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (job_free);
  McIppJob *job = NULL;
  guint group_number = 0;
  McIppReader reader;
  McIppValue value;

  g_return_val_if_fail (answer != NULL && status != NULL, NULL);

  mc_ipp_reader_init (&reader, answer);
  *status = mc_ipp_reader_get_status (&reader);
  while (mc_ipp_reader_next (&reader, &value) && jobs->len <= JOBS_MAX)
    {
      if (value.group != MC_IPP_GROUP_JOB)
        continue;
      if (job == NULL || value.group_number != group_number)
        {
          job = g_new0 (McIppJob, 1);
          job->impressions = -1;
          g_ptr_array_add (jobs, job);
          group_number = value.group_number;
        }
      read_value (job, &value);
    }
  if (!reader.whole || MC_IPP_STATUS_IS_ERROR (*status))
    return NULL;
  return g_steal_pointer (&jobs);
}

/**
 * mc_ipp_job_is:
 * @self: a job of a printer
 * @name: the job's name
 *
 * Returns: whether it bears that name. Any thread
 */
gboolean
mc_ipp_job_is (const McIppJob *self, const char *name)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return mc_print_job_name_is (self->name, name);
}

/**
 * mc_ipp_job_is_ours:
 * @self: a job of a printer
 *
 * Returns: whether it bears a name of ours or, where the printer tells none, our user's. Any thread
 */
gboolean
mc_ipp_job_is_ours (const McIppJob *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->name != NULL ? mc_print_job_name_is_ours (self->name)
                            : g_strcmp0 (self->user, MC_PRINT_USER) == 0;
}

/* How much paper a job that was stopped may have made. */
static guint
weigh (const McIppJob *job)
{
  if (job->unbegun)
    return 1;
  if (job->state == MC_JOB_ABORTED)
    return job->impressions == 0 ? 2 : 3;
  return 4;
}

/**
 * mc_ipp_job_list_sum_up:
 * @jobs: (element-type McIppJob): jobs of a printer
 * @name: the job's name: job ids begin again at 1 when a printer is switched on
 * @sight: (inout): empty; what they say together
 *
 * Sums up all jobs of that name, of which there are two when a spooler sent it twice: while one is
 * under way the job is, then paper counts, then what may have made some. Any thread.
 */
void
mc_ipp_job_list_sum_up (GPtrArray *jobs, const char *name, McJobSight *sight)
{
  const McIppJob *stopped = NULL;
  gboolean active = FALSE, waiting = FALSE, clean = FALSE, passed = FALSE;

  g_return_if_fail (jobs != NULL && name != NULL && sight != NULL);

  sight->handed_over = TRUE;
  sight->state = MC_JOB_ABSENT;
  for (guint i = 0; i < jobs->len; i++)
    {
      const McIppJob *job = g_ptr_array_index (jobs, i);

      if (!mc_ipp_job_is (job, name))
        continue;
      active |= job->state == MC_JOB_ACTIVE || job->state == MC_JOB_NO_ANSWER;
      waiting |= job->state == MC_JOB_WAITING;
      if (job->state == MC_JOB_COMPLETED && job->passed && !job->spoilt)
        passed = TRUE;
      else if (job->state == MC_JOB_COMPLETED)
        {
          sight->completed++;
          clean |= !job->spoilt;
        }
      else if (job->state > MC_JOB_COMPLETED && (stopped == NULL || weigh (job) > weigh (stopped)))
        stopped = job;
    }
  if (active || waiting)
    sight->state = active ? MC_JOB_ACTIVE : MC_JOB_WAITING;
  else if (sight->completed > 0)
    {
      sight->state = MC_JOB_COMPLETED;
      sight->spoilt = !clean;
    }
  else if (passed)
    sight->state = MC_JOB_SENT;
  else if (stopped != NULL)
    {
      sight->state = stopped->state;
      sight->unbegun = stopped->unbegun;
      sight->impressions = stopped->impressions;
    }
}
