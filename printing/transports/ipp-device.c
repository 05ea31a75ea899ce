/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-ipp-device"

#include "config.h"

#include "printing/transports/ipp-device.h"

#include "printing/transports/ipp-job-list.h"
#include "printing/transports/ipp-message.h"

/* For one question and its answer. */
#define PATIENCE_US (3 * G_USEC_PER_SEC)
/* Enough to find one job of ours among what a receipt printer remembers. */
#define JOBS_LIMIT 200
/* Of a list of numbers alone, so many are asked about one by one. */
#define NUMBERS_MAX 32
#define POLL_MS 25
#define LOST_POLL_MS 100
/* A printer under way takes half a second to notice an open cover. */
#define FACTS_INTERVAL_US (G_USEC_PER_SEC / 2)

static gint64
get_deadline (void)
{
  return g_get_monotonic_time () + PATIENCE_US;
}

/* FALSE: the printer does not answer. */
static gboolean
judge_reply (const McIppReply *reply, McPrinterFacts *facts, McPrinterHealth *health, char **reason)
{
  switch (reply->result)
    {
    case MC_IPP_ANSWERED:
      mc_printer_facts_read (facts, reply->answer);
      *health = mc_printer_facts_judge (facts, reason);
      return TRUE;
    case MC_IPP_REFUSED:
      *health = reply->http_status >= 400 && reply->http_status < 500 ? MC_PRINTER_FAULT
                                                                      : MC_PRINTER_UNKNOWN;
      *reason = g_strdup (reply->http_status == HTTP_STATUS_NOT_FOUND ? "no-such-printer"
                          : *health == MC_PRINTER_FAULT               ? "access-denied"
                                                                      : "unreadable-answer");
      return TRUE;
    case MC_IPP_UNTRUSTED:
      *health = MC_PRINTER_FAULT;
      *reason = g_strdup ("certificate-unknown");
      return TRUE;
    case MC_IPP_NOT_SENT:
    case MC_IPP_SILENCE:
    default:
      *health = MC_PRINTER_FAULT;
      *reason = g_strdup ("unreachable");
      return FALSE;
    }
}

/**
 * mc_ipp_device_get_facts:
 * @link: a link to the printer
 * @deadline: monotonic time
 * @facts: (out): what it says of itself
 * @health: (out): what that means
 * @reason: (out) (nullable) (transfer full): the keyword behind it
 *
 * Asks the printer itself, since a queue's reasons go stale. Blocks: a worker thread.
 *
 * Returns: whether it answered; else @health is fault and @reason "unreachable"
 */
gboolean
mc_ipp_device_get_facts (McIppLink *link,
                         gint64 deadline,
                         McPrinterFacts *facts,
                         McPrinterHealth *health,
                         char **reason)
{
  static const char *const wanted[] = { "printer-state",
                                        "printer-state-reasons",
                                        "printer-is-accepting-jobs",
                                        "printer-up-time",
                                        "marker-levels",
                                        "marker-low-levels",
                                        "marker-high-levels",
                                        "marker-types",
                                        "document-format-supported",
                                        "pwg-raster-document-type-supported",
                                        "pwg-raster-document-resolution-supported",
                                        "urf-supported" };
  g_auto (McIppReply) reply = { MC_IPP_NOT_SENT };
  ipp_t *request;

  g_return_val_if_fail (link != NULL && facts != NULL && health != NULL && reason != NULL, FALSE);

  request = mc_ipp_link_create_request (link, IPP_OP_GET_PRINTER_ATTRIBUTES);
  ippAddStrings (request,
                 IPP_TAG_OPERATION,
                 IPP_TAG_KEYWORD,
                 "requested-attributes",
                 G_N_ELEMENTS (wanted),
                 NULL,
                 wanted);
  mc_ipp_link_ask (link, request, NULL, deadline, &reply);
  return judge_reply (&reply, facts, health, reason);
}

/**
 * mc_ipp_device_look:
 * @uri: the printer's own ipp:// or ipps:// URI
 * @certificate: (nullable): what an ipps:// printer must show, as mc_ipp_link_init () has it
 * @timeout_ms: for all of it
 * @health: (out): what it says
 * @reason: (out) (nullable) (transfer full): the keyword behind it
 *
 * mc_ipp_device_get_facts () over a link of its own.
 *
 * Returns: whether it answered
 */
gboolean
mc_ipp_device_look (const char *uri,
                    const char *certificate,
                    guint timeout_ms,
                    McPrinterHealth *health,
                    char **reason)
{
  g_auto (McIppLink) link = { NULL };
  g_auto (McPrinterFacts) facts = { 0 };

  g_return_val_if_fail (uri != NULL, FALSE);

  mc_ipp_link_init (&link, uri, certificate);
  return mc_ipp_device_get_facts (
      &link, g_get_monotonic_time () + timeout_ms * (gint64) 1000, &facts, health, reason);
}

/* (transfer full) (nullable): the answer to one question about jobs */
static GPtrArray *
ask_for_jobs (McIppLink *link, ipp_op_t operation, int job_id, const char *which, int *status)
{
  static const char *const wanted[] = { "job-id",
                                        "job-name",
                                        "job-state",
                                        "job-state-reasons",
                                        "job-impressions-completed",
                                        "job-originating-user-name",
                                        "time-at-processing" };
  g_auto (McIppReply) reply = { MC_IPP_NOT_SENT };
  ipp_t *request = mc_ipp_link_create_request (link, operation);

  *status = MC_IPP_STATUS_NONE;
  if (job_id > 0)
    ippAddInteger (request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job_id);
  if (which != NULL)
    {
      ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", NULL, which);
      ippAddInteger (request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "limit", JOBS_LIMIT);
    }
  ippAddStrings (request,
                 IPP_TAG_OPERATION,
                 IPP_TAG_KEYWORD,
                 "requested-attributes",
                 G_N_ELEMENTS (wanted),
                 NULL,
                 wanted);
  if (mc_ipp_link_ask (link, request, NULL, get_deadline (), &reply) != MC_IPP_ANSWERED)
    return NULL;
  return mc_ipp_job_list_read (reply.answer, status);
}

/* Some list numbers alone, whatever they are asked for, and tell the rest of each job by itself;
 * without names there either, nothing is to be learned. */
static void
complete (McIppLink *link, GPtrArray *jobs)
{
  for (guint i = 0; i < MIN (jobs->len, NUMBERS_MAX); i++)
    {
      const McIppJob *row = g_ptr_array_index (jobs, i);
      g_autoptr (GPtrArray) known = NULL;
      int status;

      if (row->name != NULL || row->id <= 0)
        continue;
      known = ask_for_jobs (link, IPP_OP_GET_JOB_ATTRIBUTES, row->id, NULL, &status);
      if (known == NULL || known->len != 1)
        continue;
      if (((McIppJob *) g_ptr_array_index (known, 0))->name == NULL)
        return;
      g_ptr_array_remove_index (jobs, i);
      g_ptr_array_insert (jobs, (int) i, g_ptr_array_steal_index (known, 0));
    }
}

static GPtrArray *
list_jobs (McIppLink *link, const char *which, int *status)
{
  GPtrArray *jobs = ask_for_jobs (link, IPP_OP_GET_JOBS, 0, which, status);

  if (jobs != NULL)
    complete (link, jobs);
  return jobs;
}

static GPtrArray *
list_unfinished (McIppLink *link, int *status)
{
  return list_jobs (link, "not-completed", status);
}

/* Of the second list what the first does not have: some printers list all jobs whatever they are
 * asked for, and a job may end between two questions. */
static void
add_jobs (GPtrArray *jobs, GPtrArray *later /* (transfer full) */)
{
  guint n_earlier = jobs->len;

  g_ptr_array_extend_and_steal (jobs, later);
  for (guint i = n_earlier; i-- > 0;)
    for (guint j = n_earlier; j < jobs->len; j++)
      {
        const McIppJob *former = g_ptr_array_index (jobs, i), *now = g_ptr_array_index (jobs, j);

        if (former->id != now->id || g_strcmp0 (former->name, now->name) != 0)
          continue;
        g_ptr_array_remove_index (jobs, i);
        n_earlier--;
        break;
      }
}

static gboolean
is_missing (int status)
{
  return status == MC_IPP_STATUS_NOT_POSSIBLE || status == MC_IPP_STATUS_NOT_FOUND ||
         status == MC_IPP_STATUS_GONE || status == MC_IPP_STATUS_NOT_SUPPORTED;
}

/* What a printer that tells no names has under our number: perhaps ours. */
static gboolean
is_unnamed (const McIppJob *row)
{
  return row->name == NULL && (row->user == NULL || mc_ipp_job_is_ours (row));
}

/* It is followed, to be canceled in time; that it ended proves nothing. */
static void
look_at_unnamed (const McIppJob *row, McJobSight *sight)
{
  if (is_unnamed (row) && !mc_job_state_is_final (row->state))
    sight->state = row->state == MC_JOB_WAITING ? MC_JOB_WAITING : MC_JOB_ACTIVE;
}

/* FALSE: ask by name */
static gboolean
look_by_id (McIppDeviceJob *job, McJobSight *sight)
{
  int status;
  g_autoptr (GPtrArray) found =
                 ask_for_jobs (job->link, IPP_OP_GET_JOB_ATTRIBUTES, job->id, NULL, &status);

  if (found == NULL)
    return !is_missing (status);
  mc_ipp_job_list_sum_up (found, job->name, sight);
  if (sight->state == MC_JOB_ABSENT && found->len == 1)
    look_at_unnamed (g_ptr_array_index (found, 0), sight);
  return sight->state != MC_JOB_ABSENT;
}

static void
look_by_name (McIppDeviceJob *job, McJobSight *sight)
{
  int status;
  g_autoptr (GPtrArray) jobs = list_unfinished (job->link, &status);
  g_autoptr (GPtrArray) done = jobs != NULL ? list_jobs (job->link, "completed", &status) : NULL;

  if (done == NULL)
    return;
  sight->remembers = done->len > 0;
  add_jobs (jobs, g_steal_pointer (&done));
  mc_ipp_job_list_sum_up (jobs, job->name, sight);
}

static void
look_at_printer (McIppDeviceJob *job)
{
  g_auto (McPrinterFacts) facts = { 0 };
  McPrinterHealth health;
  g_autofree char *reason = NULL;

  if (!mc_ipp_device_get_facts (job->link, get_deadline (), &facts, &health, &reason))
    return;
  job->next_facts = g_get_monotonic_time () + FACTS_INTERVAL_US;
  g_free (job->fault);
  job->fault = mc_printer_facts_dup_fault (&facts);
}

static void
look (gpointer data, McJobSight *sight)
{
  McIppDeviceJob *job = data;

  if (job->id == 0 || !look_by_id (job, sight))
    {
      gboolean reused = job->id != 0;

      job->id = 0;
      mc_job_sight_clear (sight);
      look_by_name (job, sight);
      if (reused && sight->state == MC_JOB_ABSENT)
        g_debug ("%s: its number is gone, or another job's", job->name);
    }
  if (sight->state == MC_JOB_NO_ANSWER)
    return;
  if (mc_job_state_is_final (sight->state) || g_get_monotonic_time () >= job->next_facts)
    look_at_printer (job);
  sight->fault = g_strdup (job->fault);
}

/* Whether the printer took it. */
static gboolean
cancel_by_id (McIppLink *link, int job_id)
{
  g_auto (McIppReply) reply = { MC_IPP_NOT_SENT };
  ipp_t *request = mc_ipp_link_create_request (link, IPP_OP_CANCEL_JOB);
  McIppReader reader;

  ippAddInteger (request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job_id);
  if (mc_ipp_link_ask (link, request, NULL, get_deadline (), &reply) != MC_IPP_ANSWERED)
    return FALSE;
  mc_ipp_reader_init (&reader, reply.answer);
  return !MC_IPP_STATUS_IS_ERROR (mc_ipp_reader_get_status (&reader));
}

/* Cancels what of @jobs is this one and unfinished. FALSE: there is no such job. */
static gboolean
cancel_listed (McIppDeviceJob *job,
               GPtrArray *jobs /* (nullable) */,
               gboolean unnamed,
               gboolean *taken)
{
  gboolean listed = FALSE;

  *taken = TRUE;
  for (guint i = 0; jobs != NULL && i < jobs->len; i++)
    {
      const McIppJob *row = g_ptr_array_index (jobs, i);

      if (row->id <= 0 || mc_job_state_is_final (row->state) ||
          !(mc_ipp_job_is (row, job->name) || (unnamed && is_unnamed (row))))
        continue;
      listed = TRUE;
      *taken &= cancel_by_id (job->link, row->id);
    }
  return listed;
}

/* Every unfinished job of that name, however often it was sent: found in the very list that is
 * canceled, so that a number that is another job's by now does no harm. Some printers list nothing
 * of what they tell of by its number. */
static gboolean
cancel (gpointer data)
{
  McIppDeviceJob *job = data;
  int status;
  g_autoptr (GPtrArray) jobs = list_unfinished (job->link, &status);
  gboolean taken;

  if (cancel_listed (job, jobs, FALSE, &taken))
    return taken;
  if (job->id > 0)
    {
      g_autoptr (GPtrArray) known =
                     ask_for_jobs (job->link, IPP_OP_GET_JOB_ATTRIBUTES, job->id, NULL, &status);

      if (cancel_listed (job, known, TRUE, &taken))
        return taken;
    }
  return jobs != NULL;
}

const McJobWatch mc_ipp_device_watch = { .poll_ms = POLL_MS,
                                         .lost_poll_ms = LOST_POLL_MS,
                                         .look = look,
                                         .cancel = cancel };

/**
 * mc_ipp_device_job_clear:
 * @self: a job
 *
 * Empties it.
 */
void
mc_ipp_device_job_clear (McIppDeviceJob *self)
{
  g_clear_pointer (&self->fault, g_free);
}

/* Whether it says so; the list of its jobs may know nothing of it. */
static gboolean
is_printing (McIppLink *link)
{
  g_auto (McPrinterFacts) facts = { 0 };
  McPrinterHealth health;
  g_autofree char *reason = NULL;

  mc_ipp_device_get_facts (link, get_deadline (), &facts, &health, &reason);
  return facts.readable && facts.state == MC_PRINTER_STATE_PROCESSING;
}

/**
 * mc_ipp_device_cancel_ours:
 * @link: a link to the printer
 * @canceled: (inout) (element-type int int): numbers of jobs that took their cancel before: %TRUE,
 *   or did not: %FALSE
 *
 * Cancels whatever of ours the printer still has, and nobody else's job. What it prints without
 * listing anybody's job counts for one of ours: some call a job canceled and finish its page.
 * Blocks: a worker thread.
 *
 * Returns: how many of them there were, none where the printer knows no lists, which every one
 * must; -1 when it does not answer
 */
int
mc_ipp_device_cancel_ours (McIppLink *link, GHashTable *canceled)
{
  g_autoptr (GPtrArray) jobs = NULL;
  int n_left = 0, n_others = 0, status;

  g_return_val_if_fail (link != NULL && canceled != NULL, -1);

  jobs = list_unfinished (link, &status);
  if (jobs == NULL)
    return status == MC_IPP_STATUS_NOT_SUPPORTED ? is_printing (link) : -1;
  for (guint i = 0; i < jobs->len; i++)
    {
      const McIppJob *row = g_ptr_array_index (jobs, i);
      gpointer key = GINT_TO_POINTER (row->id);

      if (row->id <= 0 || mc_job_state_is_final (row->state))
        continue;
      if (!mc_ipp_job_is_ours (row))
        {
          n_others += row->name != NULL || row->user != NULL;
          continue;
        }
      n_left++;
      if (!g_hash_table_contains (canceled, key))
        g_message ("canceling job %d (%s) that was left in the printer",
                   row->id,
                   row->name != NULL ? row->name : "it tells no names");
      if (!GPOINTER_TO_INT (g_hash_table_lookup (canceled, key)))
        g_hash_table_insert (canceled, key, GINT_TO_POINTER (cancel_by_id (link, row->id)));
    }
  return n_left == 0 && n_others == 0 && is_printing (link) ? 1 : n_left;
}
