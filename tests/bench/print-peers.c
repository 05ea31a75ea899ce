/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/bench/print-peers.h"

#include <cups/cups.h>
#include <gio/gio.h>
#include <math.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define RESOURCE "/ipp/print"
#define URI "ipp://localhost" RESOURCE
#define JOB_NAME "bench-peer"
#define POLL_US 1000
#define LIMIT_US (60 * G_USEC_PER_SEC)
/* A header and an IPP answer of a few hundred bytes. */
#define MAX_ANSWER 65536

gint64
peer_lp (const char *server, const char *queue, const char *pdf, const McPage *page)
{
  g_autofree char *media =
      g_strdup_printf ("media=custom_receipt_%.2fx%.2fmm", page->width_mm, page->height_mm);
  const char *const argv[] = { "lp", "-s",     "-h", server, "-d", queue,
                               "-t", JOB_NAME, "-o", media,  "-o", "print-scaling=none",
                               pdf,  NULL };
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  int status;

  if (!g_spawn_sync (NULL,
                     (char **) argv,
                     NULL,
                     G_SPAWN_SEARCH_PATH,
                     NULL,
                     NULL,
                     NULL,
                     NULL,
                     &status,
                     &error) ||
      !g_spawn_check_wait_status (status, &error))
    g_error ("lp: %s", error->message);
  return g_get_monotonic_time () - start;
}

static ssize_t
append_ipp (void *data, ipp_uchar_t *bytes, size_t length)
{
  g_byte_array_append (data, bytes, length);
  return length;
}

/* HTTP header, IPP message and document in one piece, as whoever has it ready sends it. */
static GByteArray *
create_post (const McPage *page)
{
  GByteArray *ipp = g_byte_array_new (), *post = g_byte_array_new ();
  ipp_t *request = ippNewRequest (IPP_OP_PRINT_JOB), *size = ippNew (), *media = ippNew ();
  g_autofree char *header = NULL;
  gsize length;
  gconstpointer pdf = g_bytes_get_data (page->pdf, &length);

  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, URI);
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, "bench");
  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, JOB_NAME);
  ippAddString (
      request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL, "application/pdf");
  ippAddInteger (
      size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", (int) lround (page->width_mm * 100));
  ippAddInteger (
      size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", (int) lround (page->height_mm * 100));
  ippAddCollection (media, IPP_TAG_ZERO, "media-size", size);
  ippAddCollection (request, IPP_TAG_JOB, "media-col", media);
  ippAddString (request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "print-scaling", NULL, "none");
  g_assert_cmpint (ippWriteIO (ipp, append_ipp, 1, NULL, request), ==, IPP_STATE_DATA);
  ippDelete (media);
  ippDelete (size);
  ippDelete (request);

  header = g_strdup_printf ("POST " RESOURCE " HTTP/1.1\r\nHost: localhost\r\n"
                            "Content-Type: application/ipp\r\nContent-Length: %" G_GSIZE_FORMAT
                            "\r\n\r\n",
                            ipp->len + length);
  g_byte_array_append (post, (const guint8 *) header, strlen (header));
  g_byte_array_append (post, ipp->data, ipp->len);
  g_byte_array_append (post, pdf, length);
  g_byte_array_unref (ipp);
  return post;
}

static int
connect_to (int port)
{
  const struct sockaddr_in address = { .sin_family = AF_INET,
                                       .sin_port = htons (port),
                                       .sin_addr = { htonl (INADDR_LOOPBACK) } };
  int descriptor = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (connect (descriptor, (const struct sockaddr *) &address, sizeof address) != 0)
    g_error ("127.0.0.1:%d: %s", port, g_strerror (errno));
  return descriptor;
}

/* Where the answer's IPP message begins, once all of it is there; -1 before. */
static gssize
find_message (const char *answer, gsize length)
{
  const char *end = g_strstr_len (answer, length, "\r\n\r\n");
  const char *field = end == NULL ? NULL : g_strstr_len (answer, end - answer, "Content-Length:");

  if (field != NULL && (gsize) (end + 4 - answer) + strtoul (field + 15, NULL, 10) <= length)
    return end + 4 - answer;
  /* In chunks: until the empty one. */
  if (end != NULL && field == NULL && g_strstr_len (end, answer + length - end, "\r\n0\r\n\r\n"))
    return strchr (end + 4, '\n') + 1 - answer;
  return -1;
}

/* The number that the printer gave the job. */
static int
read_job_id (const char *message, gsize length)
{
  static const char name[] = "\x21\x00\x06job-id\x00\x04";
  const guint8 *found = memmem (message, length, name, sizeof name - 1);
  guint32 id;

  if (length < 4 || message[2] != 0 || found == NULL)
    g_error ("the printer did not take the bare job");
  memcpy (&id, found + sizeof name - 1, 4);
  return (int) g_ntohl (id);
}

/**
 * peer_post:
 * @port: the printer's, on loopback
 * @page: the document and its size
 * @job_id: (out): the printer's number for it
 *
 * Returns: from before the connection until the answer was there
 */
gint64
peer_post (int port, const McPage *page, int *job_id)
{
  g_autoptr (GByteArray) post = create_post (page);
  g_autofree char *answer = g_malloc0 (MAX_ANSWER + 1);
  gint64 start = g_get_monotonic_time (), took;
  int descriptor = connect_to (port);
  gsize sent = 0, length = 0;
  gssize begin = -1;

  while (sent < post->len)
    {
      gssize n = send (descriptor, post->data + sent, post->len - sent, MSG_NOSIGNAL);

      if (n <= 0)
        g_error ("send: %s", g_strerror (errno));
      sent += n;
    }
  while (begin < 0 && length < MAX_ANSWER)
    {
      gssize n = recv (descriptor, answer + length, MAX_ANSWER - length, 0);

      if (n <= 0)
        g_error ("recv: %s", n == 0 ? "closed" : g_strerror (errno));
      length += n;
      begin = find_message (answer, length);
    }
  took = g_get_monotonic_time () - start;
  close (descriptor);

  g_assert_cmpint (begin, >=, 0);
  *job_id = read_job_id (answer + begin, length - begin);
  return took;
}

static http_t *
open_printer (int port)
{
  http_t *http =
      httpConnect2 ("127.0.0.1", port, NULL, AF_INET, HTTP_ENCRYPTION_NEVER, 1, 5000, NULL);

  if (http == NULL)
    g_error ("127.0.0.1:%d: %s", port, cupsLastErrorString ());
  return http;
}

/* One attribute of the printer (@job_id 0) or of a job. */
static int
ask (http_t *http, int job_id, const char *attribute)
{
  ipp_t *request =
      ippNewRequest (job_id == 0 ? IPP_OP_GET_PRINTER_ATTRIBUTES : IPP_OP_GET_JOB_ATTRIBUTES);
  ipp_attribute_t *found;
  ipp_t *answer;
  int value;

  ippAddString (request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, URI);
  if (job_id != 0)
    ippAddInteger (request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job_id);
  ippAddString (
      request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", NULL, attribute);
  answer = cupsDoRequest (http, request, RESOURCE);
  found = ippFindAttribute (answer, attribute, IPP_TAG_ENUM);
  if (found == NULL)
    g_error ("%s: %s", attribute, cupsLastErrorString ());
  value = ippGetInteger (found, 0);
  ippDelete (answer);
  return value;
}

static void
pause_until (gint64 end)
{
  if (g_get_monotonic_time () >= end)
    g_error ("the printer did not come to an end");
  g_usleep (POLL_US);
}

void
peer_wait_completed (int port, int job_id)
{
  gint64 end = g_get_monotonic_time () + LIMIT_US;
  http_t *http = open_printer (port);
  int state;

  while ((state = ask (http, job_id, "job-state")) < IPP_JSTATE_CANCELED)
    pause_until (end);
  httpClose (http);
  if (state != IPP_JSTATE_COMPLETED)
    g_error ("the bare job ended in state %d", state);
}

void
peer_wait_idle (int port)
{
  gint64 end = g_get_monotonic_time () + LIMIT_US;
  http_t *http = open_printer (port);

  while (ask (http, 0, "printer-state") != IPP_PSTATE_IDLE)
    pause_until (end);
  httpClose (http);
}

void
peer_wait_spooled_out (const char *server)
{
  gint64 end = g_get_monotonic_time () + LIMIT_US;
  http_t *http = httpConnect2 (server, 0, NULL, AF_LOCAL, HTTP_ENCRYPTION_NEVER, 1, 5000, NULL);
  cups_job_t *jobs = NULL;
  int n;

  if (http == NULL)
    g_error ("%s: %s", server, cupsLastErrorString ());
  while ((n = cupsGetJobs2 (http, &jobs, NULL, 0, CUPS_WHICHJOBS_ACTIVE)) > 0)
    {
      cupsFreeJobs (n, jobs);
      jobs = NULL;
      pause_until (end);
    }
  httpClose (http);
}
