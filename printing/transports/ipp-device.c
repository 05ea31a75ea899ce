/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/ipp-device.h"

#include "printing/transports/printer-reasons.h"

/* Enough to find one job of ours among what a receipt printer remembers. */
#define JOBS_LIMIT 200

typedef struct
{
  http_t *http;       /* (owned) */
  char resource[256]; /* of the URI */
  const char *uri;    /* (unowned) */
} Device;

static void
device_close (Device *device)
{
  if (device->http != NULL)
    httpClose (device->http);
  device->http = NULL;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Device, device_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ipp_t, ippDelete)

/**
 * mc_ipp_on_timeout:
 * @http: a connection
 * @user_data: ignored
 *
 * For httpSetTimeout (): gives up at the first time-out.
 *
 * Returns: 0
 */
int
mc_ipp_on_timeout (http_t *http, void *user_data)
{
  return 0;
}

static gboolean
device_open (Device *device, const char *uri, guint timeout_ms)
{
  char scheme[32], user[64], host[256];
  int port;
  gboolean secure;

  if (httpSeparateURI (HTTP_URI_CODING_ALL,
                       uri,
                       scheme,
                       sizeof scheme,
                       user,
                       sizeof user,
                       host,
                       sizeof host,
                       &port,
                       device->resource,
                       sizeof device->resource) < HTTP_URI_STATUS_OK)
    return FALSE;
  secure = g_str_equal (scheme, "ipps") || g_str_equal (scheme, "https");
  if (!secure && !g_str_equal (scheme, "ipp") && !g_str_equal (scheme, "http"))
    return FALSE; /* a socket or a USB line: nothing there answers IPP */
  device->uri = uri;
  device->http = httpConnect2 (host,
                               port,
                               NULL,
                               AF_UNSPEC,
                               secure ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED,
                               1,
                               (int) timeout_ms,
                               NULL);
  if (device->http == NULL)
    return FALSE;
  httpSetTimeout (device->http, timeout_ms / 1000.0, mc_ipp_on_timeout, NULL);
  return TRUE;
}

static ipp_t *
create_request (const Device *device, ipp_op_t operation, const char *const *wanted, int n_wanted)
{
  ipp_t *request = ippNewRequest (operation);

  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, device->uri);
  ippAddString (
      request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, cupsUser ());
  ippAddStrings (
      request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", n_wanted, NULL, wanted);
  return request;
}

/**
 * mc_ipp_dup_keywords:
 * @answer: an IPP message
 * @name: the name of a keyword attribute
 *
 * Returns: (transfer full) (array zero-terminated=1): its values; empty when it is absent. Any
 *   thread
 */
char **
mc_ipp_dup_keywords (ipp_t *answer, const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  ipp_attribute_t *attribute = ippFindAttribute (answer, name, IPP_TAG_KEYWORD);

  for (int i = 0; attribute != NULL && i < ippGetCount (attribute); i++)
    g_strv_builder_add (builder, ippGetString (attribute, i, NULL));
  return g_strv_builder_end (builder);
}

/**
 * mc_ipp_device_look:
 * @uri: the printer's own ipp:// or ipps:// URI
 * @timeout_ms: for connecting, and for each read
 * @health: (out): what it says
 * @reason: (out) (nullable) (transfer full): the keyword behind it
 *
 * Asks the printer itself, since a queue's reasons go stale. Blocks: a worker thread.
 *
 * Returns: whether it answered; else @health is fault and @reason "unreachable"
 */
gboolean
mc_ipp_device_look (const char *uri, guint timeout_ms, McPrinterHealth *health, char **reason)
{
  static const char *const wanted[] = { "printer-state",
                                        "printer-state-reasons",
                                        "printer-is-accepting-jobs" };
  g_auto (Device) device = { NULL };
  g_autoptr (ipp_t) answer = NULL;
  g_auto (GStrv) keywords = NULL;
  ipp_attribute_t *state, *accepting;

  g_return_val_if_fail (uri != NULL && health != NULL && reason != NULL, FALSE);

  if (device_open (&device, uri, timeout_ms))
    answer = cupsDoRequest (
        device.http,
        create_request (&device, IPP_OP_GET_PRINTER_ATTRIBUTES, wanted, G_N_ELEMENTS (wanted)),
        device.resource);
  state = answer != NULL ? ippFindAttribute (answer, "printer-state", IPP_TAG_ENUM) : NULL;
  if (state == NULL)
    {
      *health = MC_PRINTER_FAULT;
      *reason = g_strdup ("unreachable");
      return FALSE;
    }
  accepting = ippFindAttribute (answer, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
  keywords = mc_ipp_dup_keywords (answer, "printer-state-reasons");
  *health = mc_printer_reasons_judge ((const char *const *) keywords,
                                      ippGetInteger (state, 0) == IPP_PSTATE_STOPPED,
                                      accepting == NULL || ippGetBoolean (accepting, 0),
                                      reason);
  return TRUE;
}

/* One job of an answer to Get-Jobs. */
static McDeviceJob
judge_job (int state, int impressions)
{
  switch ((ipp_jstate_t) state)
    {
    case IPP_JSTATE_COMPLETED:
      return MC_DEVICE_JOB_COMPLETED;
    case IPP_JSTATE_ABORTED:
    case IPP_JSTATE_CANCELED:
      return impressions == 0 ? MC_DEVICE_JOB_STOPPED_BLANK : MC_DEVICE_JOB_STOPPED_PRINTED;
    case IPP_JSTATE_PENDING:
    case IPP_JSTATE_HELD:
    case IPP_JSTATE_PROCESSING:
    case IPP_JSTATE_STOPPED:
    default:
      return MC_DEVICE_JOB_ACTIVE;
    }
}

static gboolean
find_in_answer (ipp_t *answer, const char *job_name, McDeviceJob *found)
{
  const char *name = NULL;
  int state = 0, impressions = -1;

  for (ipp_attribute_t *attribute = ippFirstAttribute (answer);;
       attribute = ippNextAttribute (answer))
    {
      const char *key = attribute != NULL ? ippGetName (attribute) : NULL;

      if (attribute != NULL && ippGetGroupTag (attribute) == IPP_TAG_JOB && key != NULL)
        {
          if (g_str_equal (key, "job-name"))
            name = ippGetString (attribute, 0, NULL);
          else if (g_str_equal (key, "job-state"))
            state = ippGetInteger (attribute, 0);
          else if (g_str_equal (key, "job-impressions-completed"))
            impressions = ippGetInteger (attribute, 0);
          continue;
        }
      /* A separator, or the end: the job is complete. */
      if (state != 0 && g_strcmp0 (name, job_name) == 0)
        {
          *found = judge_job (state, impressions);
          return TRUE;
        }
      name = NULL;
      state = 0;
      impressions = -1;
      if (attribute == NULL)
        return FALSE;
    }
}

/**
 * mc_ipp_device_find_job:
 * @uri: the printer's own URI
 * @job_name: the job's name, the only link between a spooler's job and the printer's
 * @timeout_ms: for connecting, and for each read
 *
 * Asks the printer what became of a job. Job ids begin again at 1 when it is switched on, so only
 * the name counts. Blocks: a worker thread.
 *
 * Returns: what it knows
 */
McDeviceJob
mc_ipp_device_find_job (const char *uri, const char *job_name, guint timeout_ms)
{
  static const char *const wanted[] = {
    "job-id", "job-name", "job-state", "job-impressions-completed"
  };
  static const char *const which[] = { "not-completed", "completed" };
  g_auto (Device) device = { NULL };
  McDeviceJob found = MC_DEVICE_JOB_ABSENT;

  g_return_val_if_fail (uri != NULL && job_name != NULL, MC_DEVICE_JOB_NO_ANSWER);

  if (!device_open (&device, uri, timeout_ms))
    return MC_DEVICE_JOB_NO_ANSWER;
  for (guint i = 0; i < G_N_ELEMENTS (which); i++)
    {
      ipp_t *request = create_request (&device, IPP_OP_GET_JOBS, wanted, G_N_ELEMENTS (wanted));
      g_autoptr (ipp_t) answer = NULL;

      ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", NULL, which[i]);
      ippAddInteger (request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "limit", JOBS_LIMIT);
      answer = cupsDoRequest (device.http, request, device.resource);
      if (answer == NULL || ippGetStatusCode (answer) >= IPP_STATUS_ERROR_BAD_REQUEST)
        return MC_DEVICE_JOB_NO_ANSWER;
      if (find_in_answer (answer, job_name, &found))
        return found;
    }
  return MC_DEVICE_JOB_ABSENT;
}
