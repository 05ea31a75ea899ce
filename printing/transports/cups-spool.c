/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-cups-spool"

#include "config.h"

#include "printing/transports/cups-spool.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <string.h>
#include "printing/transports/printer-reasons.h"

/* The point of no return: the ipp backend has sent everything and waits for the paper. */
#define REASON_HANDED_OVER "cups-waiting-for-job-completed"
/* The printer forgot the job before it was seen to end; cupsd calls that completed. */
#define REASON_NO_HISTORY "cups-ipp-missing-job-history"

/* cupsd's own time-out of our jobs stands this far behind ours, for when we are dead by then. */
#define CANCEL_AFTER_MARGIN_S 30

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ipp_t, ippDelete)

/**
 * mc_cups_spool_close:
 * @self: a connection, open or not
 *
 * Closes it.
 */
void
mc_cups_spool_close (McCupsSpool *self)
{
  g_clear_pointer (&self->http, httpClose);
}

/* For httpSetTimeout (): gives up at the first time-out. */
static int
on_timeout (http_t *http, void *user_data)
{
  return 0;
}

/**
 * mc_cups_spool_open:
 * @self: (out caller-allocates): the connection
 * @queue: whose cupsd; must outlive @self
 * @timeout_ms: for connecting, and for each read
 *
 * Connects. cupsd must be called what it calls itself, in this thread's libcups too: otherwise
 * cupsCreateDestJob () takes it for a stranger and hands it the printer's URI.
 *
 * Returns: whether cupsd answers
 */
gboolean
mc_cups_spool_open (McCupsSpool *spool, const McCupsQueue *queue, guint timeout_ms)
{
  spool->queue = queue;
  if (queue->server != NULL)
    cupsSetServer (queue->server);
  cupsSetUser (MC_PRINT_USER);
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
  httpSetTimeout (spool->http, timeout_ms / 1000.0, on_timeout, NULL);
  return TRUE;
}

static ipp_t *
create_request (const McCupsSpool *spool, ipp_op_t operation, int job_id, const char *const *wanted)
{
  ipp_t *request = ippNewRequest (operation);

  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, spool->uri);
  if (job_id > 0)
    ippAddInteger (request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job_id);
  ippAddString (
      request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, MC_PRINT_USER);
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
collect_reasons (McJobSight *sight, ipp_t *answer, const char *name)
{
  ipp_attribute_t *attribute = ippFindAttribute (answer, name, IPP_TAG_KEYWORD);

  for (int i = 0; attribute != NULL && i < ippGetCount (attribute); i++)
    {
      const char *said = ippGetString (attribute, i, NULL);
      g_autofree char *keyword = mc_printer_reason_strip (said);

      if (g_str_equal (keyword, REASON_HANDED_OVER))
        sight->handed_over = TRUE;
      else if (g_str_equal (keyword, REASON_NO_HISTORY))
        sight->forgotten = TRUE;
      else if (sight->fault == NULL && mc_printer_reason_classify (said) == MC_PRINTER_FAULT)
        sight->fault = g_steal_pointer (&keyword);
    }
}

static McJobState
read_state (int state)
{
  switch ((ipp_jstate_t) state)
    {
    case IPP_JSTATE_COMPLETED:
      return MC_JOB_COMPLETED;
    case IPP_JSTATE_ABORTED:
      return MC_JOB_ABORTED;
    case IPP_JSTATE_CANCELED:
      return MC_JOB_CANCELED;
    case IPP_JSTATE_PENDING:
    case IPP_JSTATE_HELD:
      return MC_JOB_WAITING;
    case IPP_JSTATE_PROCESSING:
    case IPP_JSTATE_STOPPED:
    default:
      return MC_JOB_ACTIVE;
    }
}

/* cupsd keeps a connection in use open as long as it lives: only a restart ends it. libcups
 * connects again without a word. */
static gboolean
is_hung_up (McCupsSpool *spool)
{
  struct pollfd poll_fd = { .fd = httpGetFd (spool->http), .events = POLLIN };

  return poll_fd.fd < 0 || poll (&poll_fd, 1, 0) != 0;
}

static gboolean
is_late (McCupsSpool *spool)
{
  int error = httpError (spool->http);

  return error == EWOULDBLOCK || error == ETIMEDOUT;
}

/* A queue that is paused takes its job back, be it in the printer or not, and sends it again when
 * it is resumed. */
static gboolean
is_begun_anew (McCupsSpool *spool, int begun_at, int state)
{
  gboolean anew =
      spool->begun_at > 0 && (begun_at != spool->begun_at || state == IPP_JSTATE_PENDING ||
                              state == IPP_JSTATE_HELD || state == IPP_JSTATE_STOPPED);

  if (begun_at > 0)
    spool->begun_at = begun_at;
  return anew;
}

/**
 * mc_cups_spool_look_at_job:
 * @self: an open connection
 * @job_id: cupsd's number of the job
 * @job_name: the name that it must have
 * @sight: (inout): empty; what was seen
 *
 * Asks for the state of one job and for the reasons of its queue.
 */
void
mc_cups_spool_look_at_job (McCupsSpool *spool, int job_id, const char *job_name, McJobSight *sight)
{
  static const char *const wanted[] = {
    "job-name", "job-state", "job-printer-state-reasons", "time-at-processing", NULL
  };
  static const char *const queue_wanted[] = { "printer-state-reasons", NULL };
  g_autoptr (ipp_t) answer = NULL;
  g_autoptr (ipp_t) queue_answer = NULL;
  ipp_attribute_t *state, *name, *begun;

  spool->broken |= is_hung_up (spool);
  answer = cupsDoRequest (
      spool->http, create_request (spool, IPP_OP_GET_JOB_ATTRIBUTES, job_id, wanted), "/");
  if (answer == NULL)
    spool->broken |= !is_late (spool);
  if (answer != NULL && ippGetStatusCode (answer) == IPP_STATUS_ERROR_NOT_FOUND)
    sight->state = MC_JOB_ABSENT;
  state = answer != NULL ? ippFindAttribute (answer, "job-state", IPP_TAG_ENUM) : NULL;
  if (state == NULL)
    return;
  sight->restarted = spool->broken;
  spool->broken = FALSE;
  name = ippFindAttribute (answer, "job-name", IPP_TAG_NAME);
  if (g_strcmp0 (name != NULL ? ippGetString (name, 0, NULL) : NULL, job_name) != 0)
    {
      sight->state = MC_JOB_FOREIGN;
      return;
    }
  sight->state = read_state (ippGetInteger (state, 0));
  begun = ippFindAttribute (answer, "time-at-processing", IPP_TAG_INTEGER);
  sight->unbegun = begun == NULL || ippGetInteger (begun, 0) <= 0;
  sight->restarted |= is_begun_anew (
      spool, sight->unbegun ? 0 : ippGetInteger (begun, 0), ippGetInteger (state, 0));
  collect_reasons (sight, answer, "job-printer-state-reasons");

  /* One job at a time: while ours is processed the queue's reasons are its. */
  queue_answer = cupsDoRequest (
      spool->http, create_request (spool, IPP_OP_GET_PRINTER_ATTRIBUTES, 0, queue_wanted), "/");
  if (queue_answer != NULL)
    collect_reasons (sight, queue_answer, "printer-state-reasons");
  g_debug ("job %d: state %d%s%s, fault %s",
           job_id,
           (int) sight->state,
           sight->handed_over ? ", handed over" : "",
           sight->forgotten ? ", forgotten" : "",
           sight->fault != NULL ? sight->fault : "none");
}

/**
 * mc_cups_spool_cancel:
 * @self: an open connection
 * @job_id: cupsd's number of the job
 * @purge: whether to delete the job, too
 *
 * Asks cupsd to end a job. Whether it did is for the next look to tell.
 *
 * Returns: whether it took the request
 */
gboolean
mc_cups_spool_cancel (McCupsSpool *spool, int job_id, gboolean purge)
{
  ipp_t *request = create_request (spool, IPP_OP_CANCEL_JOB, job_id, NULL);
  g_autoptr (ipp_t) answer = NULL;

  if (purge)
    ippAddBoolean (request, IPP_TAG_OPERATION, "purge-job", 1);
  answer = cupsDoRequest (spool->http, request, "/jobs/");
  if (answer != NULL && ippGetStatusCode (answer) < IPP_STATUS_ERROR_BAD_REQUEST)
    return TRUE;
  g_debug ("job %d: not %s: %s", job_id, purge ? "deleted" : "canceled", cupsLastErrorString ());
  return FALSE;
}

/* The backend of an IPP printer follows the job there; those of a socket, a serial or a USB line
 * are done when the bytes are gone. */
static gboolean
device_answers (const char *uri)
{
  static const char *const schemes[] = { "ipp:", "ipps:", "http:", "https:", "ippusb:" };

  for (guint i = 0; uri != NULL && i < G_N_ELEMENTS (schemes); i++)
    if (g_str_has_prefix (uri, schemes[i]))
      return TRUE;
  return uri != NULL && g_str_has_prefix (uri, "dnssd:") && strstr (uri, "._ipp") != NULL;
}

/* (transfer full) (nullable): without the options of the backend */
static char *
dup_plain_device (const char *uri)
{
  return uri != NULL && g_str_has_prefix (uri, "ipp:") ? g_strndup (uri, strcspn (uri, "?")) : NULL;
}

/**
 * mc_cups_queue_look_clear:
 * @look: what a queue said
 *
 * Empties it.
 */
void
mc_cups_queue_look_clear (McCupsQueueLook *look)
{
  g_free (look->device_uri);
  memset (look, 0, sizeof *look);
}

/**
 * mc_cups_spool_look_at_queue:
 * @self: an open connection
 * @look: (inout): empty; what it says
 *
 * Looks whether the queue takes jobs and prints them now: a stopped one would keep the paper for
 * whoever resumes it.
 *
 * Returns: whether cupsd answered
 */
gboolean
mc_cups_spool_look_at_queue (McCupsSpool *spool, McCupsQueueLook *look)
{
  static const char *const wanted[] = {
    "printer-state", "printer-is-accepting-jobs", "device-uri", NULL
  };
  g_autoptr (ipp_t) answer = cupsDoRequest (
      spool->http, create_request (spool, IPP_OP_GET_PRINTER_ATTRIBUTES, 0, wanted), "/");
  ipp_attribute_t *state, *accepting, *device;

  mc_cups_queue_look_clear (look);
  if (answer == NULL)
    {
      look->obstacle = "spooler-unreachable";
      return FALSE;
    }
  if (ippGetStatusCode (answer) == IPP_STATUS_ERROR_NOT_FOUND)
    {
      look->obstacle = "queue-missing";
      return TRUE;
    }
  device = ippFindAttribute (answer, "device-uri", IPP_TAG_URI);
  look->hears = device != NULL && device_answers (ippGetString (device, 0, NULL));
  if (device != NULL)
    look->device_uri = dup_plain_device (ippGetString (device, 0, NULL));
  state = ippFindAttribute (answer, "printer-state", IPP_TAG_ENUM);
  accepting = ippFindAttribute (answer, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
  if (state == NULL || ippGetInteger (state, 0) == IPP_PSTATE_STOPPED)
    look->obstacle = "queue-stopped";
  else if (accepting != NULL && !ippGetBoolean (accepting, 0))
    look->obstacle = "queue-not-accepting";
  return TRUE;
}

typedef void (*JobVisitor) (int job_id, const char *name, gpointer data);

/* FALSE: cupsd does not answer. */
static gboolean
visit_jobs (McCupsSpool *spool, const char *which, JobVisitor visit, gpointer data)
{
  /* cupsd puts what has ended away within a second, and fetches it back only for an attribute that
   * it does not keep at hand: without one the name is gone. */
  static const char *const wanted[] = { "job-id", "job-name", "time-at-processing", NULL };
  ipp_t *request = create_request (spool, IPP_OP_GET_JOBS, 0, wanted);
  g_autoptr (ipp_t) answer = NULL;
  const char *name = NULL;
  int id = 0;

  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", NULL, which);
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
      /* A separator, or the end: the job is complete. */
      if (id > 0)
        visit (id, name, data);
      id = 0;
      name = NULL;
      if (attribute == NULL)
        return TRUE;
    }
}

static void
collect_ours (int job_id, const char *name, gpointer data)
{
  if (mc_print_job_name_is_ours (name))
    g_array_append_val ((GArray *) data, job_id);
}

/**
 * mc_cups_spool_cancel_ours:
 * @self: an open connection
 * @canceled: (inout) (element-type int int): numbers of jobs that were canceled before
 *
 * Cancels what still waits in the queue under a name of ours. Other people's documents have others.
 *
 * Returns: how many of them there were; -1 when cupsd does not answer
 */
int
mc_cups_spool_cancel_ours (McCupsSpool *spool, GHashTable *canceled)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (int));

  if (!visit_jobs (spool, "not-completed", collect_ours, ids))
    return -1;
  for (guint i = 0; i < ids->len; i++)
    {
      int id = g_array_index (ids, int, i);

      if (!g_hash_table_add (canceled, GINT_TO_POINTER (id)))
        continue;
      g_message ("canceling job %d that an earlier attempt left behind", id);
      mc_cups_spool_cancel (spool, id, FALSE);
    }
  return (int) ids->len;
}

typedef struct
{
  const char *name; /* (unowned) */
  int newest;
} Search;

static void
compare_name (int job_id, const char *name, gpointer data)
{
  Search *search = data;

  if (g_strcmp0 (name, search->name) == 0)
    search->newest = MAX (search->newest, job_id);
}

/**
 * mc_cups_spool_find_job:
 * @self: an open connection
 * @job_name: the job's name
 * @job_id: (out): cupsd's number of the newest job of that name, in any state; 0 for none
 *
 * Returns: whether cupsd answered
 */
gboolean
mc_cups_spool_find_job (McCupsSpool *spool, const char *job_name, int *job_id)
{
  Search search = { job_name, 0 };
  gboolean answered = visit_jobs (spool, "all", compare_name, &search);

  *job_id = search.newest;
  return answered;
}

/**
 * mc_cups_spool_create_media:
 * @page: a document
 *
 * Names a sheet as PWG 5101.1 does, which every driver knows, while not all take a size of one's
 * own; a roll's paper by its size, rounded up to hundredths, so that cupsd, which cuts sizes down
 * to whole points, gets back to the points that the page was drawn with. cupsGetDestMediaBySize ()
 * would round it to a sheet. Any thread.
 *
 * Returns: (transfer full): for the job's media
 */
char *
mc_cups_spool_create_media (const McPage *page)
{
  const int width = (int) lround (page->width_mm * 100);
  const int height = (int) lround (page->height_mm * 100);
  const pwg_media_t *sheet = pwgMediaForSize (width, height);
  char width_text[G_ASCII_DTOSTR_BUF_SIZE], height_text[G_ASCII_DTOSTR_BUF_SIZE];

  if (sheet != NULL && sheet->width == width && sheet->length == height &&
      !g_str_has_prefix (sheet->pwg, "custom_"))
    return g_strdup (sheet->pwg);
  g_ascii_formatd (width_text, sizeof width_text, "%.2f", ceil (page->width_mm * 100 - 0.01) / 100);
  g_ascii_formatd (
      height_text, sizeof height_text, "%.2f", ceil (page->height_mm * 100 - 0.01) / 100);
  return g_strdup_printf ("custom_receipt_%sx%smm", width_text, height_text);
}

static int
add_options (const McCupsQueue *queue, const McPage *page, cups_option_t **options)
{
  g_autofree char *media = mc_cups_spool_create_media (page), *cancel_after = NULL;
  int n_options = 0;

  n_options = cupsAddOption ("media", media, n_options, options);
  n_options = cupsAddOption ("print-scaling", "none", n_options, options);
  n_options = cupsAddOption ("job-sheets", "none", n_options, options);
  cancel_after = g_strdup_printf (
      "%u",
      (queue->deadlines.hand_over_ms + queue->deadlines.print_ms) / 1000 + CANCEL_AFTER_MARGIN_S);
  return cupsAddOption ("job-cancel-after", cancel_after, n_options, options);
}

static gboolean
send_document (McCupsSpool *spool,
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

/**
 * mc_cups_spool_hand_over:
 * @self: an open connection
 * @page: the document
 * @job: the job
 * @job_id: (out): cupsd's number, noted in the journal before the document is sent
 * @failure: (out) (nullable): a keyword when it was refused: nothing will be printed
 * @error: return location: the journal's error; the job was taken back
 *
 * Creates the job with the page's exact size and without scaling, and sends the document.
 *
 * Returns: whether cupsd has all of it
 */
gboolean
mc_cups_spool_hand_over (McCupsSpool *spool,
                         const McPage *page,
                         const McPrintJob *job,
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
               spool->http, destination, info, job_id, job->name, n_options, options) >
           IPP_STATUS_OK_CONFLICTING)
    {
      g_message ("%s refused the job: %s", spool->queue->queue, cupsLastErrorString ());
      *failure = "refused";
    }
  else
    {
      noted = mc_print_job_note (job, *job_id, error);
      if (!noted)
        mc_cups_spool_cancel (spool, *job_id, TRUE);
      else if (!send_document (spool, destination, info, *job_id, page))
        {
          g_message (
              "%s did not take the document: %s", spool->queue->queue, cupsLastErrorString ());
          mc_cups_spool_cancel (spool, *job_id, TRUE);
          *failure = "document-not-taken";
        }
    }
  if (noted && *failure == NULL)
    g_debug ("job %s: handed over", job->uuid);
  cupsFreeOptions (n_options, options);
  cupsFreeDestInfo (info);
  cupsFreeDests (destination != NULL ? 1 : 0, destination);
  return noted && *failure == NULL;
}
