/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-ipp-jobs"

#include "config.h"

#include "printing/transports/ipp-jobs.h"

#include <math.h>
#include "printing/transports/ipp-device.h"
#include "printing/transports/ipp-job-list.h"
#include "printing/transports/ipp-message.h"
#include "printing/transports/raster-document.h"

#define LOOK_PATIENCE_US (3 * G_USEC_PER_SEC)
#define LOOK_AGAIN_MS 100
/* A printer that is busy with another job takes the next one soon. */
#define BUSY_AGAIN_MS 250
#define SWEEP_POLL_MS 20
/* Of a printer that takes raster and does not say which: every one of them has it. */
#define DEFAULT_DPI 300

/* RFC 8011 appendix B: what says for certain that nothing was taken … */
#define STATUS_IS_REFUSAL(status) ((status) >= 0x0400 && (status) < 0x0500)
/* … and that it would be later. */
#define STATUS_NOT_ACCEPTING 0x0506
#define STATUS_BUSY 0x0507

static char *
describe (gpointer transport)
{
  const McIppTarget *self = transport;

  return g_strdup (self->uri);
}

static gboolean
look (gpointer transport, guint timeout_ms, McPrinterHealth *health, char **reason)
{
  const McIppTarget *self = transport;

  return mc_ipp_device_look (self->uri, self->certificate, timeout_ms, health, reason);
}

/* Nothing is sent to a printer that says it cannot print: what it would keep comes out for the next
 * citizen. Two looks, since one may fall into a moment of its own. */
static char *
find_obstacle (McIppTarget *self, gint64 deadline, GCancellable *cancellable, McPrinterFacts *facts)
{
  for (guint i = 0;; i++)
    {
      gint64 end = MIN (deadline, g_get_monotonic_time () + LOOK_PATIENCE_US);
      g_autofree char *reason = NULL;
      McPrinterHealth health;

      mc_printer_facts_clear (facts);
      mc_ipp_device_get_facts (&self->link, end, facts, &health, &reason);
      if (health != MC_PRINTER_FAULT)
        return NULL;
      if (i == 1)
        return g_steal_pointer (&reason);
      mc_print_wait (cancellable, LOOK_AGAIN_MS);
    }
}

static guint
round_dpi (double dpi)
{
  return dpi > 0 ? (guint) lround (dpi) : DEFAULT_DPI;
}

/* In what the printer takes: as it is where it can read PDF, else in its own dots. NULL with
 * @refusal when there is no such thing. */
static GBytes *
make_document (const McPage *page, const McPrinterFacts *facts, const char **type, char **refusal)
{
  gboolean pwg = (facts->formats & MC_FORMAT_PWG) != 0;
  gboolean told = facts->bi_level || facts->grey || facts->other_colours;
  g_autoptr (GError) error = NULL;
  GBytes *document = NULL;

  *type = "application/pdf";
  if ((facts->formats & MC_FORMAT_PDF) != 0 || !facts->readable)
    return g_bytes_ref (page->pdf);
  if (page->drawings->len < page->n_pages)
    {
      *refusal = g_strdup ("too-many-pages");
      return NULL;
    }
  if (pwg && (facts->bi_level || facts->grey || !told))
    {
      *type = "image/pwg-raster";
      document = mc_raster_document_new (page,
                                         MC_FORMAT_PWG,
                                         facts->bi_level ? MC_RASTER_BI_LEVEL : MC_RASTER_GREY,
                                         round_dpi (facts->pwg_dpi_x),
                                         round_dpi (facts->pwg_dpi_y),
                                         &error);
    }
  else if ((facts->formats & MC_FORMAT_URF) != 0)
    {
      guint dpi = round_dpi (facts->urf_dpi);

      *type = "image/urf";
      document = mc_raster_document_new (page, MC_FORMAT_URF, MC_RASTER_GREY, dpi, dpi, &error);
    }
  if (document != NULL)
    return document;
  if (error != NULL)
    g_message ("%s", error->message);
  *refusal = g_strdup (error != NULL ? "not-drawn" : "no-common-format");
  return NULL;
}

static ipp_t *
create_print_request (const McIppTarget *self,
                      const McPage *page,
                      const char *job_name,
                      const char *type)
{
  ipp_t *request = mc_ipp_link_create_request (&self->link, IPP_OP_PRINT_JOB);
  ipp_t *size = ippNew (), *media = ippNew ();

  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, job_name);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL, type);
  /* Exactly this size, in hundredths of a millimetre, and nothing fitted to another: a sheet of the
   * printer's own would be metres of paper. */
  ippAddInteger (
      size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", (int) lround (page->width_mm * 100));
  ippAddInteger (
      size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", (int) lround (page->height_mm * 100));
  ippAddCollection (media, IPP_TAG_ZERO, "media-size", size);
  ippAddCollection (request, IPP_TAG_JOB, "media-col", media);
  ippAddString (request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "print-scaling", NULL, "none");
  ippDelete (media);
  ippDelete (size);
  return request;
}

typedef enum
{
  HANDED_TAKEN,   /* the printer has it, under a number */
  HANDED_NOWHERE, /* it was not reached */
  HANDED_REFUSED, /* and certainly has none of it */
  HANDED_LATER,   /* it is busy, and would take it later */
  HANDED_DENIED,  /* it says that it failed: it may have it all the same */
  HANDED_UNKNOWN, /* some or all was sent, and nothing came back */
} Handed;

static Handed
judge_reply (const McIppReply *reply, int *job_id)
{
  g_autoptr (GPtrArray) jobs = NULL;
  int status;

  switch (reply->result)
    {
    case MC_IPP_NOT_SENT:
    case MC_IPP_UNTRUSTED:
      return HANDED_NOWHERE;
    case MC_IPP_REFUSED:
      g_message ("the printer refused the job: HTTP status %d", reply->http_status);
      return reply->http_status >= 400 && reply->http_status < 500 ? HANDED_REFUSED : HANDED_DENIED;
    case MC_IPP_SILENCE:
      return HANDED_UNKNOWN;
    case MC_IPP_ANSWERED:
    default:
      break;
    }
  jobs = mc_ipp_job_list_read (reply->answer, &status);
  if (jobs != NULL && jobs->len > 0)
    *job_id = ((McIppJob *) g_ptr_array_index (jobs, 0))->id;
  if (*job_id > 0)
    return HANDED_TAKEN;
  if (jobs != NULL || status < 0)
    return HANDED_UNKNOWN;
  if (status == STATUS_BUSY || status == STATUS_NOT_ACCEPTING)
    return HANDED_LATER;
  g_message ("the printer refused the job: IPP status 0x%04x", (guint) status);
  return STATUS_IS_REFUSAL (status) ? HANDED_REFUSED : HANDED_DENIED;
}

static McJobState
look_once (McIppTarget *self, const char *job_name)
{
  g_auto (McIppDeviceJob) job = { &self->link, job_name };
  g_auto (McJobSight) sight = { MC_JOB_NO_ANSWER };

  mc_ipp_device_watch.look (&job, &sight);
  return sight.state;
}

/* Sends the job, and again only to a printer that said it is busy and does not have it. */
static Handed
hand_over (McIppTarget *self,
           const McPage *page,
           GBytes *document,
           const char *type,
           const McPrintJob *job,
           gint64 deadline,
           GCancellable *cancellable,
           int *job_id)
{
  for (;;)
    {
      g_auto (McIppReply) reply = { MC_IPP_NOT_SENT };
      Handed handed;

      mc_ipp_link_ask (&self->link,
                       create_print_request (self, page, job->name, type),
                       document,
                       deadline,
                       &reply);
      handed = judge_reply (&reply, job_id);
      /* Printers were seen to say no and print it. */
      if (handed == HANDED_REFUSED && look_once (self, job->name) > MC_JOB_FOREIGN)
        return HANDED_UNKNOWN;
      if (handed != HANDED_LATER)
        return handed;
      if (look_once (self, job->name) != MC_JOB_ABSENT)
        return HANDED_UNKNOWN;
      if (g_get_monotonic_time () + BUSY_AGAIN_MS * 1000 >= deadline ||
          !mc_print_wait (cancellable, BUSY_AGAIN_MS))
        return HANDED_REFUSED;
    }
}

static gboolean
follow (McIppTarget *self,
        const McPrintJob *job,
        int job_id,
        McJobCourse *course,
        GCancellable *cancellable,
        McPrintEvidence *seen)
{
  g_auto (McIppDeviceJob) device_job = { &self->link, job->name, job_id };

  if (!mc_job_follow (course, &mc_ipp_device_watch, &device_job, cancellable, &seen->printer))
    return FALSE;
  seen->begun = course->begun;
  seen->canceled = course->canceled;
  seen->fault = g_steal_pointer (&course->fault);
  return TRUE;
}

static gboolean
follow_print (McIppTarget *self,
              const McPrintJob *job,
              Handed handed,
              int job_id,
              gint64 deadline,
              GCancellable *cancellable,
              McPrintEvidence *seen)
{
  g_auto (McJobCourse) course = { 0 };
  gint64 now = g_get_monotonic_time ();

  seen->handed_over = TRUE; /* as far as we know */
  mc_job_course_begin (&course, &self->deadlines, TRUE, now);
  if (handed != HANDED_TAKEN && now >= deadline)
    mc_job_course_cancel (&course, now);
  if (!follow (self, job, job_id, &course, cancellable, seen))
    return FALSE;
  if (handed == HANDED_DENIED && seen->printer.state == MC_JOB_ABSENT)
    seen->refusal = g_strdup ("refused"); /* it said so, and does not have it */
  return TRUE;
}

static gboolean
print (gpointer transport,
       const McPage *page,
       const McPrintJob *job,
       GCancellable *cancellable,
       McPrintEvidence *seen,
       GError **error)
{
  McIppTarget *self = transport;
  g_auto (McPrinterFacts) facts = { 0 };
  g_autoptr (GBytes) document = NULL;
  gint64 deadline = g_get_monotonic_time () + self->deadlines.hand_over_ms * (gint64) 1000;
  const char *type = NULL;
  int job_id = 0;
  Handed handed;

  seen->asked = seen->watched = TRUE;
  seen->refusal = find_obstacle (self, deadline, cancellable, &facts);
  if (seen->refusal == NULL)
    document = make_document (page, &facts, &type, &seen->refusal);
  if (document == NULL)
    return TRUE;
  handed = hand_over (self, page, document, type, job, deadline, cancellable, &job_id);
  if (handed == HANDED_REFUSED || handed == HANDED_NOWHERE)
    {
      seen->refusal = g_strdup (handed == HANDED_REFUSED ? "refused" : "unreachable");
      return TRUE;
    }
  if (handed == HANDED_TAKEN)
    g_debug ("job %s: handed over", job->uuid);
  if (handed == HANDED_TAKEN && !mc_print_job_note (job, job_id, error))
    {
      g_auto (McIppDeviceJob) unwritten = { &self->link, job->name, job_id };

      mc_ipp_device_watch.cancel (&unwritten);
      return FALSE;
    }
  if (follow_print (self, job, handed, job_id, deadline, cancellable, seen))
    return TRUE;
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_CANCELLED,
               "stopped waiting for job %s, which goes on",
               job->uuid);
  return FALSE;
}

static McSweep
sweep (gpointer transport, guint patience_ms, GCancellable *cancellable)
{
  McIppTarget *self = transport;
  g_autoptr (GHashTable) canceled = g_hash_table_new (NULL, NULL);
  gint64 end = g_get_monotonic_time () + patience_ms * (gint64) 1000;
  gboolean answered = FALSE;

  for (;;)
    {
      int n_left = mc_ipp_device_cancel_ours (&self->link, canceled);

      if (n_left == 0)
        return MC_SWEEP_CLEAR;
      if (n_left > 0 && !answered)
        end = g_get_monotonic_time () + patience_ms * (gint64) 1000;
      answered |= n_left > 0;
      if (g_get_monotonic_time () >= end ||
          !mc_print_wait (cancellable, n_left > 0 ? SWEEP_POLL_MS : LOOK_AGAIN_MS))
        return n_left > 0 ? MC_SWEEP_HELD : MC_SWEEP_NO_ANSWER;
    }
}

static void
settle (gpointer transport, const McPrintJob *job, GCancellable *cancellable, McPrintEvidence *seen)
{
  McIppTarget *self = transport;
  g_auto (McJobCourse) course = { 0 };
  gint64 now = g_get_monotonic_time ();

  seen->asked = TRUE;
  /* Canceled by the sweep: what is left to see is how it ended. */
  mc_job_course_begin (&course, &self->deadlines, TRUE, now);
  mc_job_course_cancel (&course, now);
  course.cancel_taken = TRUE;
  course.patience_ms = LOOK_PATIENCE_US / 1000;
  follow (self, job, 0, &course, cancellable, seen);
}

static void
release (gpointer transport)
{
  McIppTarget *self = transport;

  mc_ipp_link_clear (&self->link);
  g_free (self->uri);
  g_free (self->certificate);
  g_free (self);
}

/* Nothing to forget: a printer's own list holds names alone, and drops them by itself. */
const McPrintCalls mc_ipp_target_calls = {
  .name = "ipp",
  .describe = describe,
  .look = look,
  .print = print,
  .sweep = sweep,
  .settle = settle,
  .free = release,
};
