/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/printing/stub-line.h"

#include <string.h>
#include <sys/socket.h>

#define BODY_MAX (8 * 1024 * 1024)
/* Before the operation is known, which stands in the first four bytes. */
#define CUT_UNKNOWN (G_MAXSIZE - 1)

typedef struct
{
  int operation;
  StubFault kind;
  gsize amount;
  guint times;
} Fault;

struct _StubLine
{
  StubHandler handler;
  gpointer data;
  GMutex mutex;
  GCond cond;
  GSocket *listener; /* (owned) (nullable) while refusing (locked-by mutex) */
  GThread *thread;   /* (owned) (nullable) while refusing */
  guint16 port;
  StubPresence presence;     /* (locked-by mutex) */
  guint n_connections;       /* (locked-by mutex) */
  GHashTable *sockets;       /* (owned) (element-type GSocket) (locked-by mutex) */
  GArray *faults;            /* (owned) (element-type Fault) (locked-by mutex) */
  GCancellable *cancellable; /* (owned), cancelled when the line is freed */
};

/* One connection. */
typedef struct
{
  StubLine *line;  /* (unowned), which waits for us */
  GSocket *socket; /* (owned) */
  GByteArray *in;  /* (owned), read and not used yet */
} Talk;

static gboolean
read_more (Talk *talk)
{
  guint8 buffer[4096];
  gssize n = g_socket_receive (
      talk->socket, (char *) buffer, sizeof buffer, talk->line->cancellable, NULL);

  if (n <= 0)
    return FALSE;
  g_byte_array_append (talk->in, buffer, (guint) n);
  return TRUE;
}

static gboolean
write_all (Talk *talk, const void *data, gsize length, gsize drip_ms)
{
  const char *at = data;

  while (length > 0)
    {
      gsize part = drip_ms > 0 ? 1 : length;
      gssize n;

      if (drip_ms > 0)
        g_usleep (drip_ms * 1000);
      n = g_socket_send (talk->socket, at, part, talk->line->cancellable, NULL);
      if (n <= 0)
        return FALSE;
      at += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* A reset, not a goodbye: what was sent and not read is lost. */
static void
reset (Talk *talk)
{
  const struct linger linger = { 1, 0 };

  setsockopt (g_socket_get_fd (talk->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

/* 0: there is none */
static gsize
take_fault (StubLine *self, int operation, StubFault kind, gboolean *found)
{
  gsize amount = 0;

  *found = FALSE;
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->faults->len && !*found; i++)
    {
      Fault *fault = &g_array_index (self->faults, Fault, i);

      if (fault->kind != kind || fault->times == 0 ||
          (fault->operation != 0 && fault->operation != operation))
        continue;
      fault->times--;
      amount = fault->amount;
      *found = TRUE;
    }
  g_mutex_unlock (&self->mutex);
  return amount;
}

static char *
take_head (Talk *talk)
{
  for (;;)
    {
      const guint8 *end = memmem (talk->in->data, talk->in->len, "\r\n\r\n", 4);

      if (end != NULL)
        {
          gsize length = (gsize) (end - talk->in->data) + 4;
          char *head = g_ascii_strdown ((char *) talk->in->data, (gssize) length);

          g_byte_array_remove_range (talk->in, 0, (guint) length);
          return head;
        }
      if (talk->in->len > 65536 || !read_more (talk))
        return NULL;
    }
}

/* The size of the next chunk, its line taken; -1: it does not come. */
static gint64
take_chunk_size (Talk *talk)
{
  for (;;)
    {
      const guint8 *end = memmem (talk->in->data, talk->in->len, "\r\n", 2);

      if (end != NULL)
        {
          g_autofree char *line =
              g_strndup ((char *) talk->in->data, (gsize) (end - talk->in->data));

          g_byte_array_remove_range (talk->in, 0, (guint) (end - talk->in->data) + 2);
          return g_ascii_strtoll (line, NULL, 16);
        }
      if (!read_more (talk))
        return -1;
    }
}

/* Takes up to @length bytes into the body; FALSE when they did not all come, or the cut is there.
 */
static gboolean
take_body (Talk *talk, GByteArray *body, gsize length, gsize *cut)
{
  while (length > 0)
    {
      gsize n = MIN (length, talk->in->len);

      n = MIN (n, (*cut == CUT_UNKNOWN ? 4 : *cut) - body->len);
      g_byte_array_append (body, talk->in->data, (guint) n);
      g_byte_array_remove_range (talk->in, 0, (guint) n);
      length -= n;
      if (body->len >= 4 && *cut == CUT_UNKNOWN)
        {
          gboolean found;
          gsize amount =
              take_fault (talk->line, body->data[2] << 8 | body->data[3], STUB_CUT_REQUEST, &found);

          *cut = found ? amount : G_MAXSIZE;
        }
      if ((body->len >= *cut && length > 0) || body->len > BODY_MAX)
        return FALSE;
      if (length > 0 && talk->in->len == 0 && !read_more (talk))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_body (Talk *talk, const char *head, GByteArray *body)
{
  const char *field = strstr (head, "content-length:");
  gsize cut = CUT_UNKNOWN;

  if (strstr (head, "expect: 100-continue") != NULL)
    write_all (talk, "HTTP/1.1 100 Continue\r\n\r\n", 25, 0);
  if (strstr (head, "transfer-encoding: chunked") == NULL)
    return take_body (
        talk, body, field != NULL ? (gsize) g_ascii_strtoll (field + 15, NULL, 10) : 0, &cut);
  for (;;)
    {
      gint64 size = take_chunk_size (talk);

      if (size < 0 || !take_body (talk, body, (gsize) size, &cut))
        return FALSE;
      if (take_chunk_size (talk) < 0) /* the empty line after it */
        return FALSE;
      if (size == 0)
        return TRUE;
    }
}

static gboolean
send_answer (Talk *talk, int operation, GBytes *answer)
{
  gsize length, drip_ms, delay_ms, cut;
  const void *data = g_bytes_get_data (answer, &length);
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n"
                                           "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                                           length);
  gboolean is_cut, found;

  delay_ms = take_fault (talk->line, operation, STUB_DELAY, &found);
  drip_ms = take_fault (talk->line, operation, STUB_DRIP, &found);
  cut = take_fault (talk->line, operation, STUB_CUT_ANSWER, &is_cut);
  g_usleep (delay_ms * 1000);
  if (is_cut && cut == 0)
    {
      reset (talk);
      return FALSE;
    }
  if (!write_all (talk, head, strlen (head), drip_ms) ||
      !write_all (talk, data, is_cut ? MIN (cut, length) : length, drip_ms))
    return FALSE;
  if (is_cut)
    reset (talk);
  return !is_cut;
}

static gboolean
serve_one (Talk *talk)
{
  g_autofree char *head = take_head (talk);
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) answer = NULL;
  gboolean whole, found;
  int operation, status;

  if (head == NULL)
    return FALSE;
  whole = read_body (talk, head, body);
  operation = body->len >= 4 ? body->data[2] << 8 | body->data[3] : 0;
  status = whole ? (int) take_fault (talk->line, operation, STUB_STATUS, &found) : 0;
  if (status != 0)
    {
      g_autofree char *text =
          g_strdup_printf ("HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n", status);

      return write_all (talk, text, strlen (text), 0);
    }
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&body));
  answer = talk->line->handler (talk->line->data, bytes, whole);
  if (whole)
    return send_answer (talk, operation, answer);
  reset (talk);
  return FALSE;
}

static void
leave (Talk *talk)
{
  StubLine *self = talk->line;

  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->sockets, talk->socket);
  g_socket_close (talk->socket, NULL);
  g_object_unref (talk->socket);
  self->n_connections--;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_byte_array_unref (talk->in);
  g_free (talk);
}

static gpointer
talk_main (gpointer data)
{
  Talk *talk = data;
  StubPresence presence;

  g_mutex_lock (&talk->line->mutex);
  presence = talk->line->presence;
  g_mutex_unlock (&talk->line->mutex);
  if (presence == STUB_SILENT)
    while (read_more (talk))
      ;
  else
    while (serve_one (talk))
      ;
  leave (talk);
  return NULL;
}

static gpointer
listen_main (gpointer data)
{
  StubLine *self = data;
  g_autoptr (GSocket) listener = NULL;
  GSocket *socket;

  g_mutex_lock (&self->mutex);
  listener = g_object_ref (self->listener);
  g_mutex_unlock (&self->mutex);
  while ((socket = g_socket_accept (listener, self->cancellable, NULL)) != NULL)
    {
      Talk *talk = g_new0 (Talk, 1);

      talk->line = self;
      talk->socket = socket;
      talk->in = g_byte_array_new ();
      g_mutex_lock (&self->mutex);
      g_hash_table_add (self->sockets, socket);
      self->n_connections++;
      g_mutex_unlock (&self->mutex);
      g_thread_unref (g_thread_new ("stub-talk", talk_main, talk));
    }
  return NULL;
}

static void
start_listening (StubLine *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, self->port);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;
  GSocket *listener =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_bind (listener, address, TRUE, &error);
  g_assert_no_error (error);
  g_socket_listen (listener, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (listener, NULL);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->listener = listener;
  self->thread = g_thread_new ("stub-listen", listen_main, self);
}

static void
hang_up (StubLine *self)
{
  GHashTableIter iter;
  gpointer socket;

  g_mutex_lock (&self->mutex);
  if (self->listener != NULL)
    g_socket_shutdown (self->listener, TRUE, TRUE, NULL);
  g_mutex_unlock (&self->mutex);
  if (self->thread != NULL)
    g_thread_join (self->thread);
  self->thread = NULL;
  g_mutex_lock (&self->mutex);
  if (self->listener != NULL)
    g_socket_close (self->listener, NULL);
  g_clear_object (&self->listener);
  g_hash_table_iter_init (&iter, self->sockets);
  while (g_hash_table_iter_next (&iter, &socket, NULL))
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
  while (self->n_connections > 0)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

StubLine *
stub_line_new (StubHandler handler, gpointer data)
{
  StubLine *self = g_new0 (StubLine, 1);

  self->handler = handler;
  self->data = data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->sockets = g_hash_table_new (NULL, NULL);
  self->faults = g_array_new (FALSE, FALSE, sizeof (Fault));
  self->cancellable = g_cancellable_new ();
  start_listening (self);
  return self;
}

void
stub_line_free (StubLine *self)
{
  g_cancellable_cancel (self->cancellable);
  hang_up (self);
  g_hash_table_unref (self->sockets);
  g_array_unref (self->faults);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

guint16
stub_line_get_port (StubLine *self)
{
  return self->port;
}

void
stub_line_set_presence (StubLine *self, StubPresence presence)
{
  hang_up (self);
  g_mutex_lock (&self->mutex);
  self->presence = presence;
  g_mutex_unlock (&self->mutex);
  if (presence != STUB_REFUSING)
    start_listening (self);
}

void
stub_line_add_fault (StubLine *self, int operation, StubFault fault, gsize amount, guint times)
{
  const Fault row = { operation, fault, amount, times };

  g_mutex_lock (&self->mutex);
  g_array_append_val (self->faults, row);
  g_mutex_unlock (&self->mutex);
}
