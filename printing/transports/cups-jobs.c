/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-cups-jobs"

#include "config.h"

#include "printing/transports/cups-jobs.h"

#include <cups/cups.h>
#include <math.h>
#include <string.h>
#include "printing/transports/ipp-device.h"
#include "printing/transports/printer-reasons.h"

#define JOB_PREFIX "motcua-"
/* Whose jobs these are in cupsd and in the printer's own list: never a person's account. */
#define JOB_USER "motcua"
/* The point of no return: the ipp backend has sent everything and waits for the paper. */
#define REASON_HANDED_OVER "cups-waiting-for-job-completed"
/* The printer forgot the job before it was seen to end; cupsd calls that completed. */
#define REASON_NO_HISTORY "cups-ipp-missing-job-history"

#define POLL_MS 100
#define DEVICE_TIMEOUT_MS 3000
/* How long cupsd and its backend may take to end a job that was canceled: the backend looks at the
 * printer once a second and tells it, too. */
#define CANCEL_LIMIT_MS 8000
/* cupsd's own time-out of our jobs stands this far behind ours, for when we are dead by then. */
#define CANCEL_AFTER_MARGIN_S 30
/* A restart of cupsd, at log rotation for one, takes about a second. */
#define RESTART_LIMIT_MS 3000

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ipp_t, ippDelete)

typedef struct
{
  const McCupsQueue *queue; /* (unowned) */
  http_t *http;             /* (owned) (nullable) */
  char uri[512];            /* of the queue, as cupsd knows it */
} Spool;

static void
spool_close (Spool *spool)
{
  g_clear_pointer (&spool->http, httpClose);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Spool, spool_close)

/* What cupsd says about a job at one moment. */
typedef enum
{
  LOOK_OK,
  LOOK_NO_ANSWER,
  LOOK_ABSENT,
} LookResult;

typedef struct
{
  ipp_jstate_t state;
  gboolean handed_over;
  gboolean no_history;
  gboolean foreign; /* another job has the id now */
  gboolean started; /* it was processed at some time */
  char *fault;      /* (owned) (nullable), keyword of the first fault */
} Look;

static void
look_clear (Look *look)
{
  g_clear_pointer (&look->fault, g_free);
  memset (look, 0, sizeof *look);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

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

/* cupsd must be called what it calls itself, in this thread's libcups too: otherwise
 * cupsCreateDestJob () takes it for a stranger and hands it the printer's URI. */
static gboolean
spool_open (Spool *spool, const McCupsQueue *queue, guint timeout_ms)
{
  spool->queue = queue;
  if (queue->server != NULL)
    cupsSetServer (queue->server);
  cupsSetUser (JOB_USER);
  httpAssembleURIf (HTTP_URI_CODING_ALL,
                    spool->uri,
                    sizeof spool->uri,
                    "ipp",
                    NULL,
                    "localhost",
                    0,
                    "/printers/%s",
                    queue->queue);
  spool->http = httpConnect2 (
      cupsServer (), ippPort (), NULL, AF_UNSPEC, cupsEncryption (), 1, (int) timeout_ms, NULL);
  if (spool->http == NULL)
    return FALSE;
  httpSetTimeout (spool->http, timeout_ms / 1000.0, mc_ipp_on_timeout, NULL);
  return TRUE;
}

static ipp_t *
create_request (const Spool *spool, ipp_op_t operation, int job_id, const char *const *wanted)
{
  ipp_t *request = ippNewRequest (operation);

  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, spool->uri);
  if (job_id > 0)
    ippAddInteger (request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job_id);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, JOB_USER);
  if (wanted != NULL)
    ippAddStrings (request,
                   IPP_TAG_OPERATION,
                   IPP_TAG_KEYWORD,
                   "requested-attributes",
                   (int) g_strv_length ((char **) wanted),
                   NULL,
                   wanted);
  return request;
}

static void
collect_reasons (Look *look, ipp_t *answer, const char *name)
{
  g_auto (GStrv) keywords = mc_ipp_dup_keywords (answer, name);

  for (guint i = 0; keywords[i] != NULL; i++)
    {
      g_autofree char *keyword = mc_printer_reason_strip (keywords[i]);

      if (g_str_equal (keyword, REASON_HANDED_OVER))
        look->handed_over = TRUE;
      else if (g_str_equal (keyword, REASON_NO_HISTORY))
        look->no_history = TRUE;
      else if (look->fault == NULL && mc_printer_reason_classify (keywords[i]) == MC_PRINTER_FAULT)
        look->fault = g_steal_pointer (&keyword);
    }
}

static LookResult
spool_look (Spool *spool, int job_id, const char *job_name, Look *look)
{
  static const char *const wanted[] = {
    "job-name", "job-state", "job-printer-state-reasons", "time-at-processing", NULL
  };
  static const char *const queue_wanted[] = { "printer-state-reasons", NULL };
  g_autoptr (ipp_t) answer = NULL;
  g_autoptr (ipp_t) queue_answer = NULL;
  ipp_attribute_t *state, *name, *started;

  look_clear (look);
  answer = cupsDoRequest (
      spool->http, create_request (spool, IPP_OP_GET_JOB_ATTRIBUTES, job_id, wanted), "/");
  if (answer == NULL)
    return LOOK_NO_ANSWER;
  if (ippGetStatusCode (answer) == IPP_STATUS_ERROR_NOT_FOUND)
    return LOOK_ABSENT;
  state = ippFindAttribute (answer, "job-state", IPP_TAG_ENUM);
  if (state == NULL)
    return LOOK_NO_ANSWER;
  look->state = (ipp_jstate_t) ippGetInteger (state, 0);
  name = ippFindAttribute (answer, "job-name", IPP_TAG_NAME);
  look->foreign = g_strcmp0 (name != NULL ? ippGetString (name, 0, NULL) : NULL, job_name) != 0;
  started = ippFindAttribute (answer, "time-at-processing", IPP_TAG_INTEGER);
  look->started = started != NULL && ippGetInteger (started, 0) > 0;
  collect_reasons (look, answer, "job-printer-state-reasons");

  /* One job at a time: while ours is processed the queue's reasons are its. */
  queue_answer = cupsDoRequest (
      spool->http, create_request (spool, IPP_OP_GET_PRINTER_ATTRIBUTES, 0, queue_wanted), "/");
  if (queue_answer != NULL)
    collect_reasons (look, queue_answer, "printer-state-reasons");
  g_debug ("job %d: state %d%s%s, fault %s",
           job_id,
           (int) look->state,
           look->handed_over ? ", handed over" : "",
           look->no_history ? ", no history" : "",
           look->fault != NULL ? look->fault : "none");
  return LOOK_OK;
}

static void
spool_cancel (Spool *spool, int job_id, gboolean purge)
{
  ipp_t *request = create_request (spool, IPP_OP_CANCEL_JOB, job_id, NULL);
  ipp_t *answer;

  if (purge)
    ippAddBoolean (request, IPP_TAG_OPERATION, "purge-job", 1);
  answer = cupsDoRequest (spool->http, request, "/jobs/");
  if (answer == NULL || ippGetStatusCode (answer) >= IPP_STATUS_ERROR_BAD_REQUEST)
    g_debug ("job %d: not %s: %s", job_id, purge ? "deleted" : "canceled", cupsLastErrorString ());
  ippDelete (answer);
}

/* The queue itself: does it take jobs and print them now? */
static const char *
spool_find_obstacle (Spool *spool)
{
  static const char *const wanted[] = { "printer-state", "printer-is-accepting-jobs", NULL };
  g_autoptr (ipp_t) answer = cupsDoRequest (
      spool->http, create_request (spool, IPP_OP_GET_PRINTER_ATTRIBUTES, 0, wanted), "/");
  ipp_attribute_t *state, *accepting;

  if (answer == NULL)
    return "spooler-unreachable";
  if (ippGetStatusCode (answer) == IPP_STATUS_ERROR_NOT_FOUND)
    return "queue-missing";
  state = ippFindAttribute (answer, "printer-state", IPP_TAG_ENUM);
  accepting = ippFindAttribute (answer, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
  if (state == NULL || ippGetInteger (state, 0) == IPP_PSTATE_STOPPED)
    return "queue-stopped";
  if (accepting != NULL && !ippGetBoolean (accepting, 0))
    return "queue-not-accepting";
  return NULL;
}

/* Cancels what still waits in the queue under our name. Other people's documents have others. */
static void
spool_cancel_leftovers (Spool *spool)
{
  static const char *const wanted[] = { "job-id", "job-name", NULL };
  ipp_t *request = create_request (spool, IPP_OP_GET_JOBS, 0, wanted);
  g_autoptr (ipp_t) answer = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (int));
  int id = 0;
  gboolean ours = FALSE;

  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", NULL, "not-completed");
  answer = cupsDoRequest (spool->http, request, "/");
  for (ipp_attribute_t *attribute = answer != NULL ? ippFirstAttribute (answer) : NULL;;
       attribute = ippNextAttribute (answer))
    {
      const char *key = attribute != NULL ? ippGetName (attribute) : NULL;

      if (key != NULL && ippGetGroupTag (attribute) == IPP_TAG_JOB)
        {
          if (g_str_equal (key, "job-id"))
            id = ippGetInteger (attribute, 0);
          else if (g_str_equal (key, "job-name"))
            ours = g_str_has_prefix (ippGetString (attribute, 0, NULL), JOB_PREFIX);
          continue;
        }
      if (id > 0 && ours)
        g_array_append_val (ids, id);
      id = 0;
      ours = FALSE;
      if (attribute == NULL)
        break;
    }
  for (guint i = 0; i < ids->len; i++)
    {
      g_message ("canceling job %d that an earlier attempt left behind",
                 g_array_index (ids, int, i));
      spool_cancel (spool, g_array_index (ids, int, i), FALSE);
    }
}

static int
add_options (const McCupsQueue *queue, const McPage *page, cups_option_t **options)
{
  g_autofree char *media = NULL, *cancel_after = NULL;
  char width[G_ASCII_DTOSTR_BUF_SIZE], height[G_ASCII_DTOSTR_BUF_SIZE];
  int n_options = 0;

  /* Rounded up to hundredths, so that cupsd, which cuts sizes down to whole points, gets back to
   * the points that the page was drawn with. cupsGetDestMediaBySize () rounds to sheets. */
  g_ascii_formatd (width, sizeof width, "%.2f", ceil (page->width_mm * 100 - 0.01) / 100);
  g_ascii_formatd (height, sizeof height, "%.2f", ceil (page->height_mm * 100 - 0.01) / 100);
  media = g_strdup_printf ("custom_receipt_%sx%smm", width, height);
  n_options = cupsAddOption ("media", media, n_options, options);
  n_options = cupsAddOption ("print-scaling", "none", n_options, options);
  n_options = cupsAddOption ("job-sheets", "none", n_options, options);
  cancel_after = g_strdup_printf ("%u",
                                  (queue->hand_over_deadline_ms + queue->print_deadline_ms) / 1000 +
                                      CANCEL_AFTER_MARGIN_S);
  return cupsAddOption ("job-cancel-after", cancel_after, n_options, options);
}

static gboolean
send_document (Spool *spool,
               cups_dest_t *destination,
               cups_dinfo_t *info,
               int job_id,
               const McPage *page)
{
  gsize length;
  const char *data = g_bytes_get_data (page->pdf, &length);

  if (cupsStartDestDocument (
          spool->http, destination, info, job_id, "receipt", CUPS_FORMAT_PDF, 0, NULL, 1) !=
      HTTP_STATUS_CONTINUE)
    return FALSE;
  if (cupsWriteRequestData (spool->http, data, length) != HTTP_STATUS_CONTINUE)
    return FALSE;
  return cupsFinishDestDocument (spool->http, destination, info) <= IPP_STATUS_OK_CONFLICTING;
}

/* Hands the page over. With @failure set nothing will be printed; with @error neither, because the
 * job was taken back before its document was sent. */
static gboolean
hand_over (Spool *spool,
           const McPage *page,
           const char *job_uuid,
           const char *job_name,
           int *job_id,
           const char **failure,
           GError **error)
{
  cups_dest_t *destination = cupsGetNamedDest (spool->http, spool->queue->queue, NULL);
  cups_dinfo_t *info = destination != NULL ? cupsCopyDestInfo (spool->http, destination) : NULL;
  cups_option_t *options = NULL;
  int n_options = add_options (spool->queue, page, &options);
  gboolean noted = TRUE;

  *failure = NULL;
  if (info == NULL)
    *failure = "queue-missing";
  else if (cupsCreateDestJob (
               spool->http, destination, info, job_id, job_name, n_options, options) >
           IPP_STATUS_OK_CONFLICTING)
    {
      g_message ("%s refused the job: %s", spool->queue->queue, cupsLastErrorString ());
      *failure = "refused";
    }
  else
    {
      noted = mc_print_journal_note_job (spool->queue->journal, job_uuid, *job_id, error);
      if (!noted)
        spool_cancel (spool, *job_id, TRUE);
      else if (!send_document (spool, destination, info, *job_id, page))
        {
          g_message (
              "%s did not take the document: %s", spool->queue->queue, cupsLastErrorString ());
          spool_cancel (spool, *job_id, TRUE);
          *failure = "document-not-taken";
        }
    }
  cupsFreeOptions (n_options, options);
  cupsFreeDestInfo (info);
  cupsFreeDests (destination != NULL ? 1 : 0, destination);
  return noted && *failure == NULL;
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
                 const Look *look,
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
follow (Spool *spool,
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
      g_auto (Look) look = { 0 };
      LookResult seen = spool_look (spool, job_id, job_name, &look);
      gint64 now = g_get_monotonic_time ();

      if (seen == LOOK_ABSENT)
        {
          *result = outcome (MC_PRINT_UNKNOWN, "job-not-found", reason);
          return TRUE;
        }
      if (seen == LOOK_OK && look.handed_over && !handed_over)
        {
          handed_over = TRUE;
          if (!canceled)
            deadline = now + queue->print_deadline_ms * 1000LL;
        }
      if (seen == LOOK_OK && !is_terminal (look.state) && look.fault != NULL)
        {
          g_free (fault);
          fault = g_strdup (look.fault);
        }
      if (seen == LOOK_OK && look.state == IPP_JSTATE_COMPLETED)
        {
          *result = judge_completed (queue, job_name, &look, cancellable, reason);
          return TRUE;
        }
      if (seen == LOOK_OK && is_terminal (look.state))
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
          if (canceled || seen == LOOK_NO_ANSWER)
            {
              *result = outcome (MC_PRINT_UNKNOWN,
                                 seen == LOOK_NO_ANSWER ? "spooler-unreachable" : "not-canceled",
                                 reason);
              return TRUE;
            }
          spool_cancel (spool, job_id, FALSE);
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
  g_auto (Spool) spool = { NULL };
  g_autofree char *job_name = g_strconcat (JOB_PREFIX, job_uuid, NULL);
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
  else if (!spool_open (&spool, self, MIN (self->hand_over_deadline_ms, RESTART_LIMIT_MS)))
    failure = "spooler-unreachable";
  else
    failure = spool_find_obstacle (&spool);
  if (failure == NULL)
    {
      g_autoptr (GError) problem = NULL;

      spool_cancel_leftovers (&spool);
      if (!hand_over (&spool, page, job_uuid, job_name, &job_id, &failure, &problem) &&
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
    spool_cancel (&spool, job_id, TRUE);
  return TRUE;
}

/* The job of that name, whatever its state; 0 when cupsd has none. FALSE: no answer. */
static gboolean
spool_find_job (Spool *spool, const char *job_name, int *job_id)
{
  static const char *const wanted[] = { "job-id", "job-name", NULL };
  ipp_t *request = create_request (spool, IPP_OP_GET_JOBS, 0, wanted);
  g_autoptr (ipp_t) answer = NULL;
  int id = 0;
  const char *name = NULL;

  *job_id = 0;
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", NULL, "all");
  answer = cupsDoRequest (spool->http, request, "/");
  if (answer == NULL || ippGetStatusCode (answer) >= IPP_STATUS_ERROR_BAD_REQUEST)
    return FALSE;
  for (ipp_attribute_t *attribute = ippFirstAttribute (answer);;
       attribute = ippNextAttribute (answer))
    {
      const char *key = attribute != NULL ? ippGetName (attribute) : NULL;

      if (key != NULL && ippGetGroupTag (attribute) == IPP_TAG_JOB)
        {
          if (g_str_equal (key, "job-id"))
            id = ippGetInteger (attribute, 0);
          else if (g_str_equal (key, "job-name"))
            name = ippGetString (attribute, 0, NULL);
          continue;
        }
      if (id > *job_id && g_strcmp0 (name, job_name) == 0)
        *job_id = id;
      id = 0;
      name = NULL;
      if (attribute == NULL)
        return TRUE;
    }
}

/* What became of a job that nobody watched. Its cancel was sent before. */
static McPrintOutcome
judge_unwatched (Spool *spool,
                 const char *job_name,
                 int job_id,
                 GCancellable *cancellable,
                 char **reason)
{
  gint64 end = g_get_monotonic_time () + CANCEL_LIMIT_MS * 1000LL;

  for (;;)
    {
      g_auto (Look) look = { 0 };
      LookResult seen = spool_look (spool, job_id, job_name, &look);

      if (seen == LOOK_ABSENT)
        return outcome (MC_PRINT_UNKNOWN, "job-not-found", reason);
      if (seen == LOOK_OK && look.state == IPP_JSTATE_COMPLETED)
        return judge_completed (spool->queue, job_name, &look, cancellable, reason);
      if (seen == LOOK_OK && is_terminal (look.state))
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
settle_job (Spool *spool,
            const char *job_uuid,
            GCancellable *cancellable,
            int *job_id,
            char **reason)
{
  g_autofree char *job_name = g_strconcat (JOB_PREFIX, job_uuid, NULL);

  *job_id = 0;
  if (spool->http == NULL || !spool_find_job (spool, job_name, job_id))
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
  g_auto (Spool) spool = { NULL };
  gint64 end;

  g_return_val_if_fail (self != NULL && job_uuids != NULL, FALSE);

  end = g_get_monotonic_time () + self->hand_over_deadline_ms * 1000LL;
  while (!spool_open (&spool, self, RESTART_LIMIT_MS) && job_uuids->len > 0 &&
         g_get_monotonic_time () < end && wait_ms (cancellable, POLL_MS))
    ;
  if (spool.http != NULL)
    spool_cancel_leftovers (&spool);
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
        spool_cancel (&spool, job_id, TRUE);
    }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
