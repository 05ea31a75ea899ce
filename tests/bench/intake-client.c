/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/bench/intake-client.h"

#include "app/delivery/central-client.h"
#include "app/delivery/curl-transport.h"
#include "app/system-clock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glib-unix.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  int descriptor;
  McIntakeRow *row; /* (unowned) (nullable) */
  gsize sent;
  char answer[8192];
  gsize received;
} Connection;

void
mc_intake_row_free (McIntakeRow *self)
{
  g_bytes_unref (self->sealed);
  g_free (self->head);
  g_free (self->path);
  g_free (self->query);
  g_free (self->digest);
  g_free (self->signature_input);
  g_free (self->signature);
  g_free (self);
}

static char *
central_program (void)
{
  return g_build_filename (g_getenv ("MC_TEST_BUILD"), "central", "motcua-central", NULL);
}

static void
on_enrol_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  McEnrolment **enrolment = user_data;

  *enrolment = mc_enrol_finish (result, &error);
  if (*enrolment == NULL)
    g_error ("enrolment: %s", error->message);
}

static void
enrol (McIntakeCentral *self, const McSigningKey *key, McEnrolment **enrolment)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *program = central_program (), *text = NULL, *url = NULL;
  g_autoptr (GSubprocess) add = NULL;
  g_autoptr (McTransport) transport = mc_curl_transport_new (NULL);
  g_autoptr (McClock) clock = mc_system_clock_new ();
  McEnrolmentCode code;

  add = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                          &error,
                          program,
                          "--data",
                          self->data_dir,
                          "kiosk",
                          "add",
                          "HK-BENCH",
                          "--point",
                          "00070",
                          NULL);
  if (add == NULL || !g_subprocess_communicate_utf8 (add, NULL, NULL, &text, NULL, &error) ||
      !mc_enrolment_code_parse (g_strstrip (text), &code, &error))
    g_error ("kiosk add: %s", error->message);
  url = g_strdup_printf ("http://%s", self->authority);
  mc_enrol_async (transport, clock, url, &code, key, NULL, on_enrol_ready, enrolment);
  while (*enrolment == NULL)
    g_main_context_iteration (NULL, TRUE);
}

void
mc_intake_central_start (McIntakeCentral *self,
                         const char *folder,
                         const McSigningKey *key,
                         McEnrolment **enrolment)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *program = central_program (), *line = NULL;
  g_autoptr (GDataInputStream) lines = NULL;

  self->data_dir = g_build_filename (folder, "central", NULL);
  self->process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                        &error,
                        program,
                        "--data",
                        self->data_dir,
                        "--listen",
                        "127.0.0.1:0",
                        "--public-url",
                        "https://bench.motcua.example",
                        NULL);
  if (self->process == NULL)
    g_error ("%s", error->message);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  if (line == NULL || sscanf (line, "ready http://127.0.0.1:%hu", &self->port) != 1)
    g_error ("central said: %s", line);
  g_snprintf (self->authority, sizeof self->authority, "127.0.0.1:%u", self->port);
  enrol (self, key, enrolment);
}

void
mc_intake_central_stop (McIntakeCentral *self)
{
  g_subprocess_send_signal (self->process, 15);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
  g_clear_pointer (&self->data_dir, g_free);
}

/* Non-blocking writes of head and body; what does not fit waits for EPOLLOUT. */
static void
push (Connection *connection)
{
  gsize head = strlen (connection->row->head), size;
  const char *body = g_bytes_get_data (connection->row->sealed, &size);

  while (connection->sent < head + size)
    {
      struct iovec parts[2];
      struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
      gsize at = connection->sent;
      ssize_t written;

      parts[0].iov_base = connection->row->head + MIN (at, head);
      parts[0].iov_len = head - MIN (at, head);
      parts[1].iov_base = (char *) body + (at > head ? at - head : 0);
      parts[1].iov_len = size - (at > head ? at - head : 0);
      written = sendmsg (connection->descriptor, &message, MSG_NOSIGNAL);
      if (written < 0)
        {
          if (errno == EAGAIN)
            return;
          g_error ("send: %s", g_strerror (errno));
        }
      connection->sent += written;
    }
}

/* TRUE once a whole answer is in. */
static gboolean
pull (Connection *connection)
{
  const char *end, *length;
  ssize_t got = recv (connection->descriptor,
                      connection->answer + connection->received,
                      sizeof connection->answer - 1 - connection->received,
                      0);

  if (got < 0 && errno == EAGAIN)
    return FALSE;
  if (got <= 0)
    g_error ("central closed a connection: %s", connection->answer);
  connection->received += got;
  connection->answer[connection->received] = '\0';
  end = strstr (connection->answer, "\r\n\r\n");
  if (end == NULL)
    return FALSE;
  length = strcasestr (connection->answer, "\r\ncontent-length:");
  g_assert_nonnull (length);
  if (connection->received < (gsize) (end + 4 - connection->answer) + atol (length + 17))
    return FALSE;
  if (!g_str_has_prefix (connection->answer, "HTTP/1.1 201"))
    g_error ("central answered: %s", connection->answer);
  return TRUE;
}

static void
give (Connection *connection, GPtrArray *rows, guint *next)
{
  connection->row = *next < rows->len ? g_ptr_array_index (rows, (*next)++) : NULL;
  connection->sent = connection->received = 0;
  connection->answer[0] = '\0';
  if (connection->row != NULL)
    push (connection);
}

double
mc_intake_client_run (McIntakeCentral *self, GPtrArray *rows, guint n_connections)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons (self->port),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  g_autofree Connection *connections = g_new0 (Connection, n_connections);
  struct epoll_event events[64];
  guint next = 0, done = 0;
  gint64 start;
  int epoll = epoll_create1 (EPOLL_CLOEXEC), one = 1;

  for (guint i = 0; i < n_connections; i++)
    {
      struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLET,
                                   .data.ptr = &connections[i] };

      connections[i].descriptor = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      if (connect (connections[i].descriptor, (struct sockaddr *) &address, sizeof address) != 0)
        g_error ("connect: %s", g_strerror (errno));
      setsockopt (connections[i].descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      g_unix_set_fd_nonblocking (connections[i].descriptor, TRUE, NULL);
      epoll_ctl (epoll, EPOLL_CTL_ADD, connections[i].descriptor, &event);
    }

  start = g_get_monotonic_time ();
  for (guint i = 0; i < n_connections; i++)
    give (&connections[i], rows, &next);
  while (done < rows->len)
    {
      int n = epoll_wait (epoll, events, G_N_ELEMENTS (events), 10000);

      if (n == 0)
        g_error ("central answered nothing for ten seconds");
      for (int i = 0; i < n; i++)
        {
          Connection *connection = events[i].data.ptr;

          if (connection->row == NULL)
            continue;
          push (connection);
          while (connection->row != NULL && pull (connection))
            {
              done++;
              give (connection, rows, &next);
            }
        }
    }
  start = g_get_monotonic_time () - start;
  for (guint i = 0; i < n_connections; i++)
    close (connections[i].descriptor);
  close (epoll);
  return start / 1e6;
}
