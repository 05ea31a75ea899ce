/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-escpos-line"

#include "config.h"

#include "printing/transports/escpos-line.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#define RAW_PORT 9100

/* A printer that was unplugged from the network closes nothing: who does not acknowledge is gone.
 */
#define SILENCE_MS 10000
#define IDLE_S 10
#define PROBE_S 3
#define PROBES 3
/* A USB device with nothing to say may say just that, at once and over and over. */
#define EMPTY_READ_MS 20

static const struct
{
  guint baud;
  speed_t speed;
} speeds[] = {
  { 9600, B9600 },   { 19200, B19200 },   { 38400, B38400 },
  { 57600, B57600 }, { 115200, B115200 }, { 230400, B230400 },
};

/**
 * mc_escpos_address_clear:
 * @self: an address
 *
 * Empties it.
 */
void
mc_escpos_address_clear (McEscposAddress *self)
{
  g_clear_pointer (&self->path, g_free);
  memset (self, 0, sizeof *self);
}

static const speed_t *
find_speed (guint baud)
{
  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    if (speeds[i].baud == baud)
      return &speeds[i].speed;
  return NULL;
}

static const char *
parse_socket (McEscposAddress *self, GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  int port = g_uri_get_port (uri);

  if (host == NULL || *host == '\0' || port == 0 ||
      strspn (host, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".:-_") != strlen (host) ||
      g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL ||
      strlen (g_uri_get_path (uri)) > 1)
    return "must be host and port alone, like socket://192.168.10.21:9100";
  self->kind = MC_ESCPOS_SOCKET;
  self->path = g_strdup (host);
  self->port = port > 0 ? (guint) port : RAW_PORT;
  return NULL;
}

static const char *
parse_device (McEscposAddress *self, GUri *uri, gboolean serial)
{
  const char *query = g_uri_get_query (uri);
  guint64 baud = 0;

  if (g_uri_get_host (uri) != NULL || !g_path_is_absolute (g_uri_get_path (uri)))
    return serial ? "must be a device and its speed, like serial:/dev/ttyS0?baud=115200"
                  : "must be a device, like usb:/dev/usb/lp0";
  if (!serial && query != NULL)
    return "must be a device alone, like usb:/dev/usb/lp0";
  if (serial &&
      (query == NULL || !g_str_has_prefix (query, "baud=") ||
       !g_ascii_string_to_unsigned (query + strlen ("baud="), 10, 1, 1000000, &baud, NULL) ||
       find_speed ((guint) baud) == NULL))
    return "must end with ?baud= and 9600, 19200, 38400, 57600, 115200 or 230400, as the printer "
           "is set";
  self->kind = serial ? MC_ESCPOS_SERIAL : MC_ESCPOS_USB;
  self->path = g_strdup (g_uri_get_path (uri));
  self->baud = (guint) baud;
  return NULL;
}

/**
 * mc_escpos_address_parse:
 * @self: (out caller-allocates): the address
 * @uri: where the printer is
 * @mistake: (out) (optional) (nullable) (transfer full): what @uri must be: "must …"
 *
 * Returns: whether @uri is right. Any thread
 */
gboolean
mc_escpos_address_parse (McEscposAddress *self, const char *uri, char **mistake)
{
  g_autoptr (GUri) parsed = NULL;
  const char *wrong = "must be an address like socket://192.168.10.21:9100";

  g_return_val_if_fail (self != NULL && uri != NULL, FALSE);

  memset (self, 0, sizeof *self);
  parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  if (parsed != NULL && g_uri_get_fragment (parsed) == NULL)
    {
      const char *scheme = g_uri_get_scheme (parsed);

      if (g_str_equal (scheme, "socket"))
        wrong = parse_socket (self, parsed);
      else if (g_str_equal (scheme, "serial") || g_str_equal (scheme, "usb"))
        wrong = parse_device (self, parsed, g_str_equal (scheme, "serial"));
    }
  if (mistake != NULL)
    *mistake = g_strdup (wrong);
  return wrong == NULL;
}

static guint
get_ms_left (gint64 deadline)
{
  gint64 left = (deadline - g_get_monotonic_time () + 999) / 1000;

  return (guint) CLAMP (left, 0, G_MAXINT);
}

static void
set_number (int fd, int level, int option, int value)
{
  setsockopt (fd, level, option, &value, sizeof value);
}

static gboolean
finish_connect (int fd, gint64 deadline)
{
  struct pollfd poll_fd = { .fd = fd, .events = POLLOUT };
  int problem = 0;
  socklen_t length = sizeof problem;

  return poll (&poll_fd, 1, (int) get_ms_left (deadline)) == 1 &&
         getsockopt (fd, SOL_SOCKET, SO_ERROR, &problem, &length) == 0 && problem == 0;
}

static int
dial (const struct addrinfo *place, gint64 deadline)
{
  int fd = socket (
      place->ai_family, place->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, place->ai_protocol);

  if (fd < 0)
    return -1;
  if (connect (fd, place->ai_addr, place->ai_addrlen) != 0 &&
      (errno != EINPROGRESS || !finish_connect (fd, deadline)))
    {
      close (fd);
      return -1;
    }
  set_number (fd, IPPROTO_TCP, TCP_NODELAY, 1);
  set_number (fd, IPPROTO_TCP, TCP_USER_TIMEOUT, SILENCE_MS);
  set_number (fd, SOL_SOCKET, SO_KEEPALIVE, 1);
  set_number (fd, IPPROTO_TCP, TCP_KEEPIDLE, IDLE_S);
  set_number (fd, IPPROTO_TCP, TCP_KEEPINTVL, PROBE_S);
  set_number (fd, IPPROTO_TCP, TCP_KEEPCNT, PROBES);
  return fd;
}

static McEscposOpening
open_socket (McEscposLine *self, const McEscposAddress *address, gint64 deadline)
{
  const struct addrinfo wanted = { .ai_socktype = SOCK_STREAM };
  g_autofree char *port = g_strdup_printf ("%u", address->port);
  struct addrinfo *places = NULL;

  if (getaddrinfo (address->path, port, &wanted, &places) != 0)
    return MC_ESCPOS_AWAY;
  for (const struct addrinfo *place = places; place != NULL && self->fd < 0; place = place->ai_next)
    self->fd = dial (place, deadline);
  freeaddrinfo (places);
  return self->fd >= 0 ? MC_ESCPOS_OPEN : MC_ESCPOS_AWAY;
}

/* Eight bits as they are, and RTS/CTS: without it bytes that a busy printer has no room for are
 * lost. */
static gboolean
set_up_serial (int fd, guint baud)
{
  struct termios settings;
  const speed_t *speed = find_speed (baud);

  if (speed == NULL || tcgetattr (fd, &settings) != 0)
    return FALSE;
  cfmakeraw (&settings);
  settings.c_cflag |= CLOCAL | CREAD | CRTSCTS;
  settings.c_cflag &= (tcflag_t) ~(CSTOPB | HUPCL);
  settings.c_cc[VMIN] = 0;
  settings.c_cc[VTIME] = 0;
  cfsetispeed (&settings, *speed);
  cfsetospeed (&settings, *speed);
  return tcsetattr (fd, TCSANOW, &settings) == 0;
}

static McEscposOpening
open_device (McEscposLine *self, const McEscposAddress *address)
{
  self->fd = open (address->path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (self->fd < 0)
    return errno == EBUSY ? MC_ESCPOS_IN_USE : MC_ESCPOS_AWAY;
  /* Two programs on one line would read each other's answers. */
  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0)
    {
      mc_escpos_line_close (self);
      return MC_ESCPOS_IN_USE;
    }
  if (address->kind != MC_ESCPOS_SERIAL || set_up_serial (self->fd, address->baud))
    return MC_ESCPOS_OPEN;
  mc_escpos_line_close (self);
  return MC_ESCPOS_AWAY;
}

/**
 * mc_escpos_line_open:
 * @self: (out caller-allocates): the line
 * @address: where to
 * @deadline: monotonic time when to give up; looking up a name may take longer
 *
 * Opens the line.
 *
 * Returns: whether it is open. Blocks
 */
McEscposOpening
mc_escpos_line_open (McEscposLine *self, const McEscposAddress *address, gint64 deadline)
{
  g_return_val_if_fail (self != NULL && address != NULL, MC_ESCPOS_AWAY);

  self->kind = address->kind;
  self->fd = -1;
  return address->kind == MC_ESCPOS_SOCKET ? open_socket (self, address, deadline)
                                           : open_device (self, address);
}

/**
 * mc_escpos_line_close:
 * @self: a line, open or not
 *
 * Closes it; what was written still goes to the printer.
 */
void
mc_escpos_line_close (McEscposLine *self)
{
  g_return_if_fail (self != NULL);

  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

/**
 * mc_escpos_line_abandon:
 * @self: a line, open or not
 *
 * Closes it, and what was written and is still here goes nowhere.
 */
void
mc_escpos_line_abandon (McEscposLine *self)
{
  const struct linger at_once = { 1, 0 };

  g_return_if_fail (self != NULL);

  if (self->fd >= 0 && self->kind == MC_ESCPOS_SOCKET)
    setsockopt (self->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  else if (self->fd >= 0)
    tcflush (self->fd, TCOFLUSH); /* a USB device drops it by itself */
  mc_escpos_line_close (self);
}

/**
 * mc_escpos_line_write:
 * @self: an open line
 * @bytes: what to write
 * @length: how many
 *
 * Returns: how many the line took; -1: it is lost
 */
gssize
mc_escpos_line_write (McEscposLine *self, const guint8 *bytes, gsize length)
{
  gssize n;

  g_return_val_if_fail (self != NULL && self->fd >= 0, -1);

  if (self->kind == MC_ESCPOS_SOCKET)
    n = send (self->fd, bytes, length, MSG_NOSIGNAL);
  else
    n = write (self->fd, bytes, length);
  if (n >= 0)
    return n;
  /* usblp says ENOSPC for a printer without paper */
  return errno == EAGAIN || errno == EINTR || errno == ENOSPC ? 0 : -1;
}

static gboolean
is_hung_up (int fd)
{
  struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

  return poll (&poll_fd, 1, 0) == 1 && (poll_fd.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0;
}

/**
 * mc_escpos_line_read:
 * @self: an open line
 * @bytes: (out caller-allocates): where to
 * @length: room there
 *
 * Returns: how many came; -1: the line is lost
 */
gssize
mc_escpos_line_read (McEscposLine *self, guint8 *bytes, gsize length)
{
  gssize n;

  g_return_val_if_fail (self != NULL && self->fd >= 0, -1);

  n = read (self->fd, bytes, length);
  if (n > 0)
    return n;
  if (n < 0)
    return errno == EAGAIN || errno == EINTR ? 0 : -1;
  if (self->kind == MC_ESCPOS_SOCKET || is_hung_up (self->fd))
    return -1;
  g_usleep (EMPTY_READ_MS * 1000);
  return 0;
}

/**
 * mc_escpos_line_wait:
 * @self: an open line
 * @to_write: whether there is something to write, too
 * @cancellable: (nullable): ends the wait
 * @ms: how long at most
 *
 * Waits until something can be read or written. Blocks.
 *
 * Returns: FALSE when the line is lost
 */
gboolean
mc_escpos_line_wait (McEscposLine *self, gboolean to_write, GCancellable *cancellable, guint ms)
{
  GPollFD fds[2] = { { .fd = self->fd, .events = G_IO_IN | (to_write ? G_IO_OUT : 0) } };
  guint n = 1;

  g_return_val_if_fail (self->fd >= 0, FALSE);

  if (cancellable != NULL && g_cancellable_make_pollfd (cancellable, &fds[1]))
    n++;
  g_poll (fds, n, (int) ms);
  if (n > 1)
    g_cancellable_release_fd (cancellable);
  return (fds[0].revents & (G_IO_ERR | G_IO_HUP | G_IO_NVAL)) == 0 ||
         (fds[0].revents & G_IO_IN) != 0; /* what it said last may be read yet */
}

/**
 * mc_escpos_line_is_drained:
 * @self: an open line
 *
 * Returns: whether nothing that was written is here any more, as far as can be known
 */
gboolean
mc_escpos_line_is_drained (McEscposLine *self)
{
  int n = 0;

  g_return_val_if_fail (self != NULL && self->fd >= 0, FALSE);

  return ioctl (self->fd, TIOCOUTQ, &n) != 0 || n == 0; /* SIOCOUTQ is the same number */
}

/**
 * mc_escpos_line_is_held:
 * @self: an open line
 *
 * Returns: whether the printer holds the handshake line against us: it is off, off line or full
 */
gboolean
mc_escpos_line_is_held (McEscposLine *self)
{
  int bits = 0;

  g_return_val_if_fail (self != NULL && self->fd >= 0, FALSE);

  return self->kind == MC_ESCPOS_SERIAL && ioctl (self->fd, TIOCMGET, &bits) == 0 &&
         (bits & TIOCM_CTS) == 0;
}
