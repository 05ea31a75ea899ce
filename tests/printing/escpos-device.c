/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/printing/escpos-device.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

/* Real ones say busy a little before they are full, and still listen. */
#define HEADROOM 64
#define TICK_MS 20
#define LAG_US 50000

static const guint8 clear_command[] = { 0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8 };
static const guint8 cleared[] = { 0x37, 0x25, 0 };

struct _EscposDevice
{
  EscposWay way;
  char *dir, *path; /* (owned), of a pty's link */
  char *uri;        /* (owned) */
  int port;
  GThread *line_thread, *engine_thread; /* (owned) */

  GMutex mutex; /* of all that follows */
  GCond cond;
  int fd, slave;     /* -1: nobody is connected; the other end of a pty */
  GSocket *listener; /* (owned) (nullable) */
  gboolean stopped;
  gboolean on, unplugged;
  EscposManners manners;
  EscposFault faults;
  guint capacity, speed, delay_ms;
  GByteArray *buffer; /* (owned) */
  guint generation;   /* grows when the buffer is cleared */
  guint8 recent[sizeof clear_command];

  guint64 n_bytes, trip_byte;
  guint n_rows, trip_row, power_row; /* 0: never */
  EscposFault trip_faults;
  gint64 row_at; /* when the latest row was due */
  guint n_strangers;
  GPtrArray *papers;  /* (owned) (element-type EscposPaper) */
  EscposPaper *strip; /* (owned) */
};

/* The line. All of it with the mutex held, but for waiting. */

static void
say (EscposDevice *self, const guint8 *bytes, gsize length)
{
  if (self->fd >= 0 && (self->manners & ESCPOS_SILENT) == 0 && !self->unplugged &&
      write (self->fd, bytes, length) < 0)
    g_debug ("nobody listens");
}

static gboolean
is_stopped (const EscposDevice *self)
{
  return !self->on || (self->faults & ~(guint) ESCPOS_NEAR_END) != 0;
}

static guint8
get_answer (const EscposDevice *self, guint8 question)
{
  guint8 answer = 0x12;

  switch (question)
    {
    case 1:
      answer |= 0x04; /* no drawer: its pin is high */
      answer |= is_stopped (self) ? 0x08 : 0;
      break;
    case 2:
      answer |= (self->faults & ESCPOS_COVER) != 0 ? 0x04 : 0;
      answer |= (self->faults & ESCPOS_PAPER_END) != 0 ? 0x20 : 0;
      answer |= (self->faults & ESCPOS_CUTTER) != 0 ? 0x40 : 0;
      break;
    case 3:
      answer |= (self->faults & ESCPOS_CUTTER) != 0 ? 0x08 : 0;
      break;
    case 4:
    default:
      answer |= (self->faults & ESCPOS_NEAR_END) != 0 ? 0x0c : 0;
      answer |= (self->faults & ESCPOS_PAPER_END) != 0 ? 0x60 : 0;
      break;
    }
  return answer;
}

static void
answer (EscposDevice *self, guint8 question)
{
  guint8 byte = get_answer (self, question);

  if (self->delay_ms > 0)
    {
      g_mutex_unlock (&self->mutex);
      g_usleep (self->delay_ms * 1000);
      g_mutex_lock (&self->mutex);
    }
  if ((self->manners & ESCPOS_CHATTY) != 0)
    say (self, (const guint8[]){ 0x13, 0x14, 0x00, 0x0f, 0x0f, 0x11 }, 6);
  if ((self->manners & ESCPOS_GARBAGE) != 0)
    byte ^= 0x81;
  say (self, &byte, 1);
}

static void
clear_buffer (EscposDevice *self)
{
  g_byte_array_set_size (self->buffer, 0);
  self->generation++;
  g_cond_broadcast (&self->cond);
}

/* Executed on arrival, wherever it stands in the stream, and left in it. */
static void
listen_to (EscposDevice *self, guint8 byte)
{
  const guint8 *last = self->recent + sizeof self->recent - 3;

  memmove (self->recent, self->recent + 1, sizeof self->recent - 1);
  self->recent[sizeof self->recent - 1] = byte;
  g_byte_array_append (self->buffer, &byte, 1);
  if (last[0] == 0x10 && last[1] == 0x04 && last[2] >= 1 && last[2] <= 4)
    answer (self, last[2]);
  else if (last[0] == 0x10 && last[1] == 0x05 && last[2] == 2 &&
           (self->faults & ESCPOS_CUTTER) != 0)
    clear_buffer (self);
  else if (memcmp (self->recent, clear_command, sizeof clear_command) == 0 &&
           (self->manners & ESCPOS_NO_CLEAR) == 0)
    {
      clear_buffer (self);
      say (self, cleared, sizeof cleared);
    }
}

static void
hang_up (EscposDevice *self)
{
  const struct linger at_once = { 1, 0 };

  if (self->fd >= 0)
    {
      if (self->way == ESCPOS_SOCKET)
        setsockopt (self->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
      close (self->fd);
    }
  if (self->slave >= 0)
    close (self->slave);
  self->fd = self->slave = -1;
}

/* A new pty behind a link of the same name, as udev does it. */
static void
plug_in (EscposDevice *self)
{
  struct termios settings;
  char name[64];

  self->fd = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (self->fd, >=, 0);
  g_assert_cmpint (grantpt (self->fd), ==, 0);
  g_assert_cmpint (unlockpt (self->fd), ==, 0);
  g_assert_cmpint (ptsname_r (self->fd, name, sizeof name), ==, 0);
  self->slave = open (name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (tcgetattr (self->slave, &settings), ==, 0);
  cfmakeraw (&settings);
  g_assert_cmpint (tcsetattr (self->slave, TCSANOW, &settings), ==, 0);
  g_remove (self->path);
  g_assert_cmpint (symlink (name, self->path), ==, 0);
  fcntl (self->fd, F_SETFL, O_NONBLOCK);
}

static void
open_port (EscposDevice *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, (guint16) self->port);
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GError) error = NULL;

  self->listener =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  /* small, as a printer's is: what it has no room for stays with the sender */
  g_socket_set_option (self->listener, SOL_SOCKET, SO_RCVBUF, 2048, NULL);
  g_socket_bind (self->listener, address, TRUE, &error);
  g_assert_no_error (error);
  g_socket_listen (self->listener, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (self->listener, FALSE);
  local = g_socket_get_local_address (self->listener, NULL);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
}

static void
accept_caller (EscposDevice *self)
{
  int fd = accept4 (g_socket_get_fd (self->listener), NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

  if (fd < 0)
    return;
  /* the latest caller is the one: the former may be half dead */
  hang_up (self);
  self->fd = fd;
}

static void
read_line (EscposDevice *self)
{
  guint8 bytes[HEADROOM];
  gssize n = read (self->fd, bytes, sizeof bytes);

  for (gssize i = 0; i < n && self->on; i++)
    listen_to (self, bytes[i]);
  if (n > 0)
    g_cond_broadcast (&self->cond);
  if (self->way == ESCPOS_SOCKET && (n == 0 || (n < 0 && errno != EAGAIN)))
    hang_up (self);
}

static gpointer
line_main (gpointer data)
{
  EscposDevice *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->stopped)
    {
      struct pollfd fds[2] = { { .fd = -1, .events = POLLIN }, { .fd = -1, .events = POLLIN } };

      if (self->listener != NULL)
        fds[0].fd = g_socket_get_fd (self->listener);
      if (self->buffer->len < self->capacity && !self->unplugged)
        fds[1].fd = self->fd;
      g_mutex_unlock (&self->mutex);
      poll (fds, 2, TICK_MS);
      g_mutex_lock (&self->mutex);
      if ((fds[0].revents & POLLIN) != 0 && self->listener != NULL)
        accept_caller (self);
      if (fds[1].revents != 0 && self->fd == fds[1].fd)
        read_line (self);
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/* The engine: one command after the other, as far as paper, cover and power let it. The mutex is
 * held but while it waits. */

static void
switch_power (EscposDevice *self, gboolean on)
{
  if (self->on == on)
    return;
  self->on = on;
  clear_buffer (self);
  if (self->way == ESCPOS_SERIAL)
    {
      tcflush (self->fd, TCIOFLUSH);
      return;
    }
  hang_up (self);
  if (self->listener != NULL)
    g_socket_close (self->listener, NULL);
  g_clear_object (&self->listener);
  if (self->way == ESCPOS_USB)
    g_remove (self->path);
  if (on && self->way == ESCPOS_USB)
    plug_in (self);
  else if (on)
    open_port (self);
}

/* FALSE: what it was at is over. */
static gboolean
wait_until_ready (EscposDevice *self, guint generation)
{
  while (!self->stopped && self->generation == generation && is_stopped (self))
    g_cond_wait (&self->cond, &self->mutex);
  return !self->stopped && self->generation == generation;
}

static int
take_byte (EscposDevice *self, guint generation)
{
  guint8 byte;

  while (!self->stopped && self->generation == generation &&
         (self->buffer->len == 0 || is_stopped (self)))
    g_cond_wait (&self->cond, &self->mutex);
  if (self->stopped || self->generation != generation)
    return -1;
  byte = self->buffer->data[0];
  g_byte_array_remove_index (self->buffer, 0);
  self->n_bytes++;
  if (self->n_bytes == self->trip_byte)
    self->faults |= self->trip_faults;
  return byte;
}

static gboolean
take_bytes (EscposDevice *self, guint generation, guint8 *bytes, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      int byte = take_byte (self, generation);

      if (byte < 0)
        return FALSE;
      bytes[i] = (guint8) byte;
    }
  return TRUE;
}

/* As fast as it is on the whole, even where this thread is woken late. */
static gboolean
wait_for_motor (EscposDevice *self, guint generation)
{
  gint64 now = g_get_monotonic_time ();

  self->row_at = MAX (self->row_at + 1000000 / self->speed, now - LAG_US);
  if (self->row_at <= now)
    return TRUE;
  g_mutex_unlock (&self->mutex);
  g_usleep ((gulong) (self->row_at - now));
  g_mutex_lock (&self->mutex);
  return self->generation == generation;
}

static gboolean
print_row (EscposDevice *self, guint generation, const guint8 *bytes, gsize length)
{
  if (!wait_until_ready (self, generation))
    return FALSE;
  if (self->speed > 0 && !wait_for_motor (self, generation))
    return FALSE;
  escpos_paper_add_row (self->strip, bytes, length);
  self->n_rows++;
  if (self->n_rows == self->trip_row)
    self->faults |= self->trip_faults;
  if (self->n_rows == self->power_row)
    switch_power (self, FALSE);
  return self->generation == generation;
}

static void
print_picture (EscposDevice *self, guint generation)
{
  guint8 head[6], row[256];
  guint width, height;

  if (!take_bytes (self, generation, head, sizeof head))
    return;
  g_assert_cmpuint (head[0], ==, '0');
  width = head[2] + head[3] * 256u;
  height = head[4] + head[5] * 256u;
  g_assert_cmpuint (width, <=, sizeof row);
  for (guint y = 0; y < height; y++)
    if (!take_bytes (self, generation, row, width) || !print_row (self, generation, row, width))
      return;
}

static void
cut (EscposDevice *self, guint generation)
{
  guint8 mode, feed = 0;
  guint dots;

  if (!take_bytes (self, generation, &mode, 1) ||
      (mode >= 65 && !take_bytes (self, generation, &feed, 1)))
    return;
  for (guint i = 0; mode >= 65 && i < ESCPOS_BLADE_ROWS + (guint) feed; i++)
    if (!print_row (self, generation, &feed, 0))
      return;
  if (!wait_until_ready (self, generation))
    return;
  dots = self->strip->dots;
  if (escpos_paper_has_ink (self->strip))
    g_ptr_array_add (self->papers, self->strip);
  else
    escpos_paper_free (self->strip);
  self->strip = escpos_paper_new (dots);
}

/* A command that it does not know is letters. */
static void
print_stranger (EscposDevice *self, guint generation, guint8 byte)
{
  self->n_strangers++;
  if (byte >= 0x20)
    print_row (self, generation, &byte, 1);
}

static void
take_group (EscposDevice *self, guint generation)
{
  guint8 head[3], rest[64];
  guint n;

  if (!take_bytes (self, generation, head, sizeof head))
    return;
  n = head[1] + head[2] * 256u;
  if (head[0] != 'H' || n != 6 || (self->manners & ESCPOS_NO_ID) != 0)
    {
      print_stranger (self, generation, '(');
      for (guint i = 0; i < sizeof head; i++)
        print_stranger (self, generation, head[i]);
      return;
    }
  if (!take_bytes (self, generation, rest, n))
    return;
  g_assert_cmpuint (rest[0], ==, 48);
  g_assert_cmpuint (rest[1], ==, 48);
  if ((self->manners & ESCPOS_OTHER_ID) != 0)
    rest[5] ^= 1;
  say (self, (const guint8[]){ 0x37, 0x22, rest[2], rest[3], rest[4], rest[5], 0 }, 7);
}

static void
take_gs (EscposDevice *self, guint generation)
{
  guint8 what, n;

  if (!take_bytes (self, generation, &what, 1))
    return;
  switch (what)
    {
    case 'v':
      print_picture (self, generation);
      break;
    case 'V':
      cut (self, generation);
      break;
    case 'r':
      if (!take_bytes (self, generation, &n, 1) || (self->manners & ESCPOS_NO_ORDER) != 0)
        break;
      n = (self->faults & ESCPOS_NEAR_END) != 0 ? 0x03 : 0x00;
      say (self, &n, 1);
      break;
    case '(':
      take_group (self, generation);
      break;
    default:
      print_stranger (self, generation, what);
      break;
    }
}

static void
take_command (EscposDevice *self, guint generation, guint8 byte)
{
  guint8 rest[8];

  switch (byte)
    {
    case 0x10: /* executed on arrival: of no meaning any more */
      if (take_bytes (self, generation, rest, 2) && rest[0] == 0x14 && rest[1] == 8)
        take_bytes (self, generation, rest, 7);
      break;
    case 0x1b:
      if (take_bytes (self, generation, rest, 1) && rest[0] != '@')
        print_stranger (self, generation, rest[0]);
      break;
    case 0x1d:
      take_gs (self, generation);
      break;
    case 0x00:
      break;
    default:
      print_stranger (self, generation, byte);
      break;
    }
}

static gpointer
engine_main (gpointer data)
{
  EscposDevice *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->stopped)
    {
      guint generation = self->generation;
      int byte = take_byte (self, generation);

      if (byte >= 0)
        take_command (self, generation, (guint8) byte);
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

EscposDevice *
escpos_device_new (EscposWay way, guint dots)
{
  EscposDevice *self = g_new0 (EscposDevice, 1);

  self->way = way;
  self->fd = self->slave = -1;
  self->on = TRUE;
  self->capacity = 4096;
  self->buffer = g_byte_array_new ();
  self->papers = g_ptr_array_new_with_free_func ((GDestroyNotify) escpos_paper_free);
  self->strip = escpos_paper_new (dots);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  if (way == ESCPOS_SOCKET)
    {
      open_port (self);
      self->uri = g_strdup_printf ("socket://127.0.0.1:%d", self->port);
    }
  else
    {
      self->dir = g_dir_make_tmp ("motcua-XXXXXX", NULL);
      self->path = g_build_filename (self->dir, "lp0", NULL);
      plug_in (self);
      self->uri = way == ESCPOS_USB ? g_strconcat ("usb:", self->path, NULL)
                                    : g_strconcat ("serial:", self->path, "?baud=115200", NULL);
    }
  self->line_thread = g_thread_new ("escpos-line", line_main, self);
  self->engine_thread = g_thread_new ("escpos-engine", engine_main, self);
  return self;
}

void
escpos_device_free (EscposDevice *self)
{
  g_mutex_lock (&self->mutex);
  self->stopped = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->line_thread);
  g_thread_join (self->engine_thread);
  hang_up (self);
  if (self->listener != NULL)
    g_socket_close (self->listener, NULL);
  g_clear_object (&self->listener);
  if (self->path != NULL)
    g_remove (self->path);
  if (self->dir != NULL)
    g_rmdir (self->dir);
  g_free (self->dir);
  g_free (self->path);
  g_free (self->uri);
  g_byte_array_unref (self->buffer);
  g_ptr_array_unref (self->papers);
  escpos_paper_free (self->strip);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

const char *
escpos_device_get_uri (EscposDevice *self)
{
  return self->uri;
}

#define WITH_MUTEX(what)                                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_mutex_lock (&self->mutex);                                                                   \
    what;                                                                                          \
    g_cond_broadcast (&self->cond);                                                                \
    g_mutex_unlock (&self->mutex);                                                                 \
  }                                                                                                \
  G_STMT_END

void
escpos_device_set_manners (EscposDevice *self, EscposManners manners)
{
  WITH_MUTEX (self->manners = manners);
}

void
escpos_device_set_buffer (EscposDevice *self, guint n_bytes)
{
  WITH_MUTEX (self->capacity = n_bytes);
}

void
escpos_device_set_speed (EscposDevice *self, guint rows_a_second)
{
  WITH_MUTEX (self->speed = rows_a_second);
}

void
escpos_device_set_answer_delay (EscposDevice *self, guint ms)
{
  WITH_MUTEX (self->delay_ms = ms);
}

void
escpos_device_set_faults (EscposDevice *self, EscposFault faults)
{
  WITH_MUTEX (self->faults = faults);
}

void
escpos_device_trip_at_byte (EscposDevice *self, guint64 n_bytes, EscposFault faults)
{
  WITH_MUTEX (self->trip_byte = self->n_bytes + n_bytes; self->trip_faults = faults);
}

void
escpos_device_trip_at_row (EscposDevice *self, guint n_rows, EscposFault faults)
{
  WITH_MUTEX (self->trip_row = self->n_rows + n_rows; self->trip_faults = faults);
}

void
escpos_device_set_power (EscposDevice *self, gboolean on)
{
  WITH_MUTEX (switch_power (self, on));
}

void
escpos_device_lose_power_at_row (EscposDevice *self, guint n_rows)
{
  WITH_MUTEX (self->power_row = self->n_rows + n_rows);
}

void
escpos_device_set_unplugged (EscposDevice *self, gboolean unplugged)
{
  WITH_MUTEX (self->unplugged = unplugged);
}

guint
escpos_device_count_papers (EscposDevice *self)
{
  guint n;

  WITH_MUTEX (n = self->papers->len);
  return n;
}

static EscposPaper *
copy_paper (const EscposPaper *paper)
{
  EscposPaper *copy = escpos_paper_new (paper->dots);

  g_byte_array_append (copy->rows, paper->rows->data, paper->rows->len);
  return copy;
}

EscposPaper *
escpos_device_dup_paper (EscposDevice *self, guint number)
{
  EscposPaper *paper;

  WITH_MUTEX (g_assert_cmpuint (number, <, self->papers->len);
              paper = copy_paper (g_ptr_array_index (self->papers, number)));
  return paper;
}

EscposPaper *
escpos_device_dup_hanging (EscposDevice *self)
{
  EscposPaper *paper;

  WITH_MUTEX (paper = copy_paper (self->strip));
  return paper;
}

gboolean
escpos_device_is_stopped (EscposDevice *self)
{
  gboolean stopped;

  WITH_MUTEX (stopped = is_stopped (self));
  return stopped;
}

guint
escpos_device_count_rows (EscposDevice *self)
{
  guint n;

  WITH_MUTEX (n = self->n_rows);
  return n;
}

guint
escpos_device_count_strangers (EscposDevice *self)
{
  guint n;

  WITH_MUTEX (n = self->n_strangers);
  return n;
}

guint64
escpos_device_count_bytes (EscposDevice *self)
{
  guint64 n;

  WITH_MUTEX (n = self->n_bytes);
  return n;
}

guint
escpos_device_get_waiting (EscposDevice *self)
{
  guint n;

  WITH_MUTEX (n = self->buffer->len);
  return n;
}

void
escpos_device_tear_off (EscposDevice *self)
{
  WITH_MUTEX (g_byte_array_set_size (self->strip->rows, 0));
}
