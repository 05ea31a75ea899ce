/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-cups-spool"

#include "config.h"

#include "printing/transports/cups-spool.h"

#include <math.h>
#include <string.h>
#include "printing/transports/ipp-device.h"
#include "printing/transports/printer-reasons.h"

/* Whose jobs these are in cupsd and in the printer's own list: never a person's account. */
#define JOB_USER "motcua"
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

/**
 * mc_cups_look_clear:
 * @look: what was seen
 *
 * Empties it.
 */
void
mc_cups_look_clear (McCupsLook *look)
{
  g_clear_pointer (&look->fault, g_free);
  memset (look, 0, sizeof *look);
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
create_request (const McCupsSpool *spool, ipp_op_t operation, int job_id, const char *const *wanted)
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
collect_reasons (McCupsLook *look, ipp_t *answer, const char *name)
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

/**
 * mc_cups_spool_look:
 * @self: an open connection
 * @job_id: cupsd's number of the job
 * @job_name: the name that it must have
 * @look: (inout): emptied, then what was seen
 *
 * Asks for the state of one job and for the reasons of its queue.
 *
 * Returns: whether cupsd answered and knows the job
 */
McCupsLookResult
mc_cups_spool_look (McCupsSpool *spool, int job_id, const char *job_name, McCupsLook *look)
{
  static const char *const wanted[] = {
    "job-name", "job-state", "job-printer-state-reasons", "time-at-processing", NULL
  };
  static const char *const queue_wanted[] = { "printer-state-reasons", NULL };
  g_autoptr (ipp_t) answer = NULL;
  g_autoptr (ipp_t) queue_answer = NULL;
  ipp_attribute_t *state, *name, *started;

  mc_cups_look_clear (look);
  answer = cupsDoRequest (
      spool->http, create_request (spool, IPP_OP_GET_JOB_ATTRIBUTES, job_id, wanted), "/");
  if (answer == NULL)
    return MC_CUPS_LOOK_NO_ANSWER;
  if (ippGetStatusCode (answer) == IPP_STATUS_ERROR_NOT_FOUND)
    return MC_CUPS_LOOK_ABSENT;
  state = ippFindAttribute (answer, "job-state", IPP_TAG_ENUM);
  if (state == NULL)
    return MC_CUPS_LOOK_NO_ANSWER;
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
  return MC_CUPS_LOOK_OK;
}

/**
 * mc_cups_spool_cancel:
 * @self: an open connection
 * @job_id: cupsd's number of the job
 * @purge: whether to delete the job, too
 *
 * Asks cupsd to end a job. Whether it did is for the next look to tell.
 */
void
mc_cups_spool_cancel (McCupsSpool *spool, int job_id, gboolean purge)
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

/**
 * mc_cups_spool_find_obstacle:
 * @self: an open connection
 *
 * Looks whether the queue takes jobs and prints them now: a stopped one would keep the paper for
 * whoever resumes it.
 *
 * Returns: (transfer none) (nullable): a keyword, or %NULL when nothing stands in the way
 */
const char *
mc_cups_spool_find_obstacle (McCupsSpool *spool)
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

/**
 * mc_cups_spool_cancel_leftovers:
 * @self: an open connection
 *
 * Cancels what still waits in the queue under our name. Other people's documents have others.
 */
void
mc_cups_spool_cancel_leftovers (McCupsSpool *spool)
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
            ours = g_str_has_prefix (ippGetString (attribute, 0, NULL), MC_CUPS_JOB_PREFIX);
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
      mc_cups_spool_cancel (spool, g_array_index (ids, int, i), FALSE);
    }
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
 * @job_uuid: its id in the journal
 * @job_name: its name in cupsd
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
        mc_cups_spool_cancel (spool, *job_id, TRUE);
      else if (!send_document (spool, destination, info, *job_id, page))
        {
          g_message (
              "%s did not take the document: %s", spool->queue->queue, cupsLastErrorString ());
          mc_cups_spool_cancel (spool, *job_id, TRUE);
          *failure = "document-not-taken";
        }
    }
  cupsFreeOptions (n_options, options);
  cupsFreeDestInfo (info);
  cupsFreeDests (destination != NULL ? 1 : 0, destination);
  return noted && *failure == NULL;
}
