/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-ipp-link"

#include "config.h"

#include "printing/transports/ipp-link.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include "printing/transports/certificate-pin.h"
#include "printing/transports/print-job.h"

/* What we ask for fits into a few KiB; some printers send all they have. */
#define ANSWER_MAX (1024 * 1024)

/**
 * mc_ipp_link_init:
 * @self: (out caller-allocates): a closed link
 * @uri: the printer's ipp:// or ipps:// URI
 * @certificate: (nullable): a PEM file with the certificate that an ipps:// printer must show;
 *   without one none is believed
 *
 * Remembers where to.
 */
void
mc_ipp_link_init (McIppLink *self, const char *uri, const char *certificate)
{
  g_return_if_fail (self != NULL && uri != NULL);

  memset (self, 0, sizeof *self);
  self->uri = g_strdup (uri);
  self->certificate = g_strdup (certificate);
}

static void
hang_up (McIppLink *self)
{
  g_clear_pointer (&self->guard, mc_deadline_guard_free);
  g_clear_pointer (&self->http, httpClose);
}

/* What was not acknowledged yet is thrown away: else the kernel goes on sending it for minutes, and
 * it arrives as a job when the network is mended, long after we gave it up. */
static void
abandon (McIppLink *self)
{
  const struct linger linger = { 1, 0 };

  if (self->http != NULL)
    setsockopt (httpGetFd (self->http), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  hang_up (self);
}

/**
 * mc_ipp_link_clear:
 * @self: a link
 *
 * Closes it.
 */
void
mc_ipp_link_clear (McIppLink *self)
{
  hang_up (self);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->certificate, g_free);
}

/**
 * mc_ipp_reply_clear:
 * @self: a reply
 *
 * Empties it.
 */
void
mc_ipp_reply_clear (McIppReply *self)
{
  g_clear_pointer (&self->answer, g_bytes_unref);
  memset (self, 0, sizeof *self);
}

/* libcups encrypts and believes anybody. */
static gboolean
is_trusted (McIppLink *self)
{
  cups_array_t *shown = NULL;
  const http_credential_t *own;
  gboolean trusted;

  if (self->certificate == NULL || httpCopyCredentials (self->http, &shown) != 0)
    return FALSE;
  own = cupsArrayFirst (shown);
  trusted = own != NULL && mc_certificate_pin_holds (self->certificate, own->data, own->datalen);
  httpFreeCredentials (shown);
  return trusted;
}

static gboolean
greet (McIppLink *self, gint64 deadline)
{
  g_autoptr (McDeadlineGuard) guard = mc_deadline_guard_new_for_greeting (self->http);

  mc_deadline_guard_set (guard, deadline);
  return httpEncryption (self->http, HTTP_ENCRYPTION_ALWAYS) == 0;
}

/* MC_IPP_ANSWERED: it is open. */
static McIppResult
dial (McIppLink *self, gint64 deadline)
{
  gint64 left_ms = (deadline - g_get_monotonic_time ()) / 1000;
  char scheme[32], user[64], host[256];
  int port;

  if (left_ms <= 0 || httpSeparateURI (HTTP_URI_CODING_ALL,
                                       self->uri,
                                       scheme,
                                       sizeof scheme,
                                       user,
                                       sizeof user,
                                       host,
                                       sizeof host,
                                       &port,
                                       self->resource,
                                       sizeof self->resource) < HTTP_URI_STATUS_OK)
    return MC_IPP_NOT_SENT;
  self->http = httpConnect2 (host,
                             port,
                             NULL,
                             AF_UNSPEC,
                             HTTP_ENCRYPTION_IF_REQUESTED,
                             1,
                             (int) MIN (left_ms, G_MAXINT),
                             NULL);
  if (self->http == NULL)
    return MC_IPP_NOT_SENT;
  if (g_str_equal (scheme, "ipps"))
    {
      if (!greet (self, deadline))
        return MC_IPP_NOT_SENT;
      if (!is_trusted (self))
        return MC_IPP_UNTRUSTED;
    }
  self->guard = mc_deadline_guard_new (httpGetFd (self->http));
  return MC_IPP_ANSWERED;
}

/* A printer may hang up between two requests; whatever is there to be read on an idle connection is
 * that, or nothing good. */
static gboolean
is_fresh (McIppLink *self)
{
  struct pollfd poll_fd = { .events = POLLIN };

  if (self->http == NULL)
    return FALSE;
  poll_fd.fd = httpGetFd (self->http);
  return poll (&poll_fd, 1, 0) == 0;
}

static ssize_t
on_write (void *context, ipp_uchar_t *data, size_t length)
{
  g_byte_array_append (context, data, (guint) length);
  return (ssize_t) length;
}

/* (transfer full) (nullable) */
static GByteArray *
write_message (ipp_t *request)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  ipp_state_t state;

  ippSetState (request, IPP_STATE_IDLE);
  do
    state = ippWriteIO (bytes, on_write, 1, NULL, request);
  while (state != IPP_STATE_DATA && state != IPP_STATE_ERROR);
  return state == IPP_STATE_DATA ? g_steal_pointer (&bytes) : NULL;
}

/* FALSE: not one byte of the message left. */
static gboolean
send_head (McIppLink *self, gsize length)
{
  g_autofree char *text = g_strdup_printf ("%" G_GSIZE_FORMAT, length);

  httpClearFields (self->http);
  httpSetField (self->http, HTTP_FIELD_CONTENT_TYPE, "application/ipp");
  httpSetField (self->http, HTTP_FIELD_CONTENT_LENGTH, text);
  return httpPost (self->http, self->resource) == 0;
}

static gboolean
send_bytes (McIppLink *self, const void *data, gsize length)
{
  return length == 0 || httpWrite2 (self->http, data, length) == (ssize_t) length;
}

/* More than we read is cut off: the message then has no end, and counts for nothing. */
static GBytes *
read_body (McIppLink *self)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  char buffer[8192];
  ssize_t n = 1;

  while (body->len < ANSWER_MAX && (n = httpRead2 (self->http, buffer, sizeof buffer)) > 0)
    g_byte_array_append (body, (const guint8 *) buffer, (guint) n);
  return n >= 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&body)) : NULL;
}

static McIppResult
receive (McIppLink *self, McIppReply *reply)
{
  http_status_t status;

  do
    status = httpUpdate (self->http);
  while (status == HTTP_STATUS_CONTINUE);
  if (status < HTTP_STATUS_CONTINUE)
    return MC_IPP_SILENCE;
  reply->http_status = (int) status;
  if (status != HTTP_STATUS_OK)
    return MC_IPP_REFUSED;
  reply->answer = read_body (self);
  return reply->answer != NULL ? MC_IPP_ANSWERED : MC_IPP_SILENCE;
}

static McIppResult
exchange (McIppLink *self, const GByteArray *message, GBytes *document, McIppReply *reply)
{
  gsize length = 0;
  const void *data = document != NULL ? g_bytes_get_data (document, &length) : NULL;

  if (!send_head (self, message->len + length))
    return MC_IPP_NOT_SENT;
  if (!send_bytes (self, message->data, message->len) || !send_bytes (self, data, length))
    g_debug ("%s did not take all of the request", self->uri); /* perhaps it says why */
  return receive (self, reply);
}

/**
 * mc_ipp_link_create_request:
 * @self: a link
 * @operation: what is asked for
 *
 * Returns: (transfer full): a request with the attributes that every one has
 */
ipp_t *
mc_ipp_link_create_request (const McIppLink *self, ipp_op_t operation)
{
  ipp_t *request;

  g_return_val_if_fail (self != NULL, NULL);

  request = ippNewRequest (operation);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, self->uri);
  ippAddString (
      request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, MC_PRINT_USER);
  return request;
}

/**
 * mc_ipp_link_ask:
 * @self: a link
 * @request: (transfer full): what is asked
 * @document: (nullable): sent after it
 * @deadline: monotonic time when the whole exchange has ended in any case
 * @reply: (out): what came back
 *
 * Sends a request once and waits for its answer. Blocks: a worker thread.
 *
 * Returns: the reply's result
 */
McIppResult
mc_ipp_link_ask (McIppLink *self,
                 ipp_t *request,
                 GBytes *document,
                 gint64 deadline,
                 McIppReply *reply)
{
  g_autoptr (GByteArray) message = NULL;

  g_return_val_if_fail (self != NULL && request != NULL && reply != NULL, MC_IPP_NOT_SENT);

  memset (reply, 0, sizeof *reply);
  message = write_message (request);
  ippDelete (request);
  if (!is_fresh (self))
    hang_up (self);
  if (message == NULL)
    return reply->result = MC_IPP_NOT_SENT;
  if (self->http == NULL && (reply->result = dial (self, deadline)) != MC_IPP_ANSWERED)
    {
      hang_up (self);
      return reply->result;
    }
  mc_deadline_guard_set (self->guard, deadline);
  reply->result = exchange (self, message, document, reply);
  mc_deadline_guard_set (self->guard, 0);
  if (reply->result != MC_IPP_ANSWERED)
    g_debug ("%s: %s, HTTP status %d, %s",
             self->uri,
             reply->result == MC_IPP_NOT_SENT ? "not sent" : "no answer",
             reply->http_status,
             g_strerror (httpError (self->http)));
  if (reply->result == MC_IPP_SILENCE)
    abandon (self);
  else if (reply->result != MC_IPP_ANSWERED || httpGetVersion (self->http) < HTTP_VERSION_1_1 ||
           g_ascii_strcasecmp (httpGetField (self->http, HTTP_FIELD_CONNECTION), "close") == 0)
    hang_up (self);
  return reply->result;
}
