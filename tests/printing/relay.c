/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/printing/relay.h"

#include <arpa/inet.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* How soon a connection sees that the mode has changed. */
#define LOOK_MS 10
#define NOT_ARMED G_MAXSIZE

struct _Relay
{
  int listener;
  guint16 port, target_port;
  GThread *thread; /* (owned) (nullable) while refusing */
  GMutex mutex;
  GCond cond;
  RelayMode mode;      /* (locked-by mutex) */
  gsize hold_at;       /* (locked-by mutex) */
  gboolean holding;    /* (locked-by mutex) */
  gboolean stopped;    /* (locked-by mutex) */
  guint n_connections; /* (locked-by mutex) */
};

typedef struct
{
  Relay *relay; /* (unowned), which waits for us */
  int client, printer;
  guint8 tail[4];   /* of what went to the printer: a magic may stand across two reads */
  gsize n_document; /* bytes since the magic; 0: it did not come yet */
} Pair;

static int
open_socket (guint16 port, gboolean listening)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons (port),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;

  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (listening
          ? bind (fd, (struct sockaddr *) &address, sizeof address) == 0 && listen (fd, 64) == 0
          : connect (fd, (struct sockaddr *) &address, sizeof address) == 0)
    return fd;
  close (fd);
  return -1;
}

static guint16
get_port (int fd)
{
  struct sockaddr_in address;
  socklen_t length = sizeof address;

  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &length), ==, 0);
  return ntohs (address.sin_port);
}

guint16
relay_find_free_port (void)
{
  int fd = open_socket (0, TRUE);
  guint16 port = get_port (fd);

  close (fd);
  return port;
}

static void
reset (int fd)
{
  const struct linger linger = { 1, 0 };

  setsockopt (fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

/* Waits while nothing may pass. FALSE: the connection is to end. */
static gboolean
wait_for_leave (Relay *self)
{
  gboolean open;

  g_mutex_lock (&self->mutex);
  while (!self->stopped && self->mode == RELAY_CUT)
    g_cond_wait (&self->cond, &self->mutex);
  open = !self->stopped && self->mode == RELAY_OPEN;
  g_mutex_unlock (&self->mutex);
  return open;
}

static gboolean
send_all (Pair *pair, int to, const guint8 *data, gsize length)
{
  while (length > 0)
    {
      gssize n;

      if (!wait_for_leave (pair->relay))
        return FALSE;
      n = send (to, data, length, MSG_NOSIGNAL);
      if (n <= 0)
        return FALSE;
      data += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* Counts the bytes of a document. Returns how many of these may pass before it is held. */
static gsize
count_document (Pair *pair, const guint8 *data, gsize length)
{
  static const char *const magics[] = { "%PDF", "RaS2", "UNIR" };
  gsize start = 0, pass = length;

  for (gsize i = 0; i < length && pair->n_document == 0; i++)
    {
      memmove (pair->tail, pair->tail + 1, 3);
      pair->tail[3] = data[i];
      for (guint j = 0; j < G_N_ELEMENTS (magics); j++)
        if (memcmp (pair->tail, magics[j], 4) == 0)
          {
            pair->n_document = 1;
            start = i + 1;
          }
    }
  if (pair->n_document == 0)
    return length;
  g_mutex_lock (&pair->relay->mutex);
  if (pair->relay->hold_at != NOT_ARMED &&
      pair->n_document + (length - start) > pair->relay->hold_at)
    {
      pass =
          start +
          (pair->relay->hold_at > pair->n_document ? pair->relay->hold_at - pair->n_document : 0);
      pair->relay->hold_at = NOT_ARMED;
      pair->relay->holding = TRUE;
    }
  g_mutex_unlock (&pair->relay->mutex);
  pair->n_document += length - start;
  return pass;
}

static void
wait_for_release (Relay *self)
{
  g_mutex_lock (&self->mutex);
  while (self->holding && !self->stopped && self->mode != RELAY_REFUSE)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

static gboolean
pass_on (Pair *pair, int from, int to)
{
  guint8 buffer[4096];
  gssize n = recv (from, buffer, sizeof buffer, 0);
  gsize first = n > 0 ? (gsize) n : 0;

  if (n <= 0)
    {
      shutdown (to, SHUT_WR);
      return FALSE;
    }
  if (to == pair->printer)
    first = count_document (pair, buffer, (gsize) n);
  if (!send_all (pair, to, buffer, first))
    return FALSE;
  if (first == (gsize) n)
    return TRUE;
  wait_for_release (pair->relay);
  return send_all (pair, to, buffer + first, (gsize) n - first);
}

static gpointer
pair_main (gpointer data)
{
  Pair *pair = data;
  Relay *relay = pair->relay;
  struct pollfd fds[2] = { { .fd = pair->client, .events = POLLIN } };
  gboolean open = wait_for_leave (relay);

  pair->printer = open ? open_socket (relay->target_port, FALSE) : -1;
  fds[1] = (struct pollfd){ .fd = pair->printer, .events = POLLIN };
  open = pair->printer >= 0;
  while (open && (fds[0].fd >= 0 || fds[1].fd >= 0))
    {
      int n = poll (fds, 2, LOOK_MS);

      open = wait_for_leave (relay);
      for (guint i = 0; open && n > 0 && i < 2; i++)
        if (fds[i].fd >= 0 && fds[i].revents != 0 &&
            !pass_on (pair, fds[i].fd, i == 0 ? pair->printer : pair->client))
          fds[i].fd = -1;
    }
  if (!open)
    reset (pair->client);
  close (pair->client);
  if (pair->printer >= 0)
    close (pair->printer);
  g_mutex_lock (&relay->mutex);
  relay->n_connections--;
  g_cond_broadcast (&relay->cond);
  g_mutex_unlock (&relay->mutex);
  g_free (pair);
  return NULL;
}

static gpointer
listen_main (gpointer data)
{
  Relay *self = data;
  int client;

  while ((client = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0)
    {
      Pair *pair = g_new0 (Pair, 1);

      pair->relay = self;
      pair->client = client;
      g_mutex_lock (&self->mutex);
      self->n_connections++;
      g_mutex_unlock (&self->mutex);
      g_thread_unref (g_thread_new ("relay", pair_main, pair));
    }
  return NULL;
}

static void
start_listening (Relay *self)
{
  self->listener = open_socket (self->port, TRUE);
  g_assert_cmpint (self->listener, >=, 0);
  self->port = get_port (self->listener);
  self->thread = g_thread_new ("relay-listen", listen_main, self);
}

static void
stop_listening (Relay *self)
{
  if (self->thread == NULL)
    return;
  shutdown (self->listener, SHUT_RDWR);
  g_thread_join (self->thread);
  self->thread = NULL;
  close (self->listener);
}

Relay *
relay_new (guint16 target_port)
{
  Relay *self = g_new0 (Relay, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->target_port = target_port;
  self->hold_at = NOT_ARMED;
  start_listening (self);
  return self;
}

void
relay_free (Relay *self)
{
  stop_listening (self);
  g_mutex_lock (&self->mutex);
  self->stopped = TRUE;
  g_cond_broadcast (&self->cond);
  while (self->n_connections > 0)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

guint16
relay_get_port (Relay *self)
{
  return self->port;
}

void
relay_set_mode (Relay *self, RelayMode mode)
{
  if (mode == RELAY_REFUSE)
    stop_listening (self);
  g_mutex_lock (&self->mutex);
  self->mode = mode;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  if (mode != RELAY_REFUSE && self->thread == NULL)
    start_listening (self);
}

void
relay_arm (Relay *self, gsize n_bytes)
{
  g_mutex_lock (&self->mutex);
  self->hold_at = n_bytes;
  g_mutex_unlock (&self->mutex);
}

gboolean
relay_is_holding (gpointer data)
{
  Relay *self = data;
  gboolean holding;

  g_mutex_lock (&self->mutex);
  holding = self->holding;
  g_mutex_unlock (&self->mutex);
  return holding;
}

void
relay_let_go (Relay *self)
{
  g_mutex_lock (&self->mutex);
  self->holding = FALSE;
  self->hold_at = NOT_ARMED;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}
