/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-serial-scanner"
#include "config.h"

#include "app/devices/code-scanner.h"

#include <glib-unix.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* reliability.md R11 */
#define MAX_LINE 1024
#define MAX_SCANS_A_SECOND 5

/* A device that is gone is looked for once a second: found well within R19's five, and no load. */
#define REOPEN_INTERVAL_MS 1000

/* A scanner at 115,200 baud sends 11 KiB/s. Six times that in one second is no scanner: it is not
 * read again until the next second, whatever it sends. */
#define MAX_BYTES_A_SECOND (64 * 1024)
#define FLOOD_PAUSE_MS 1000

/* A code arrives in one go; bytes that were left without a line end do not belong to the next. */
#define STALE_US (1 * G_USEC_PER_SEC)

/**
 * McSerialScanner:
 *
 * A code scanner that is a serial line: USB-CDC, RS-232 behind an adapter, or a pty in tests.
 */
struct _McSerialScanner
{
  GObject parent_instance;

  char *device;   /* (owned) */
  int fd;         /* -1 while the device is not there */
  GSource *input; /* (owned) (nullable), watches fd */
  GSource *timer; /* (owned) (nullable), reopens or ends a pause */
  gboolean started;

  GString *line;     /* (owned), the bytes of the line so far */
  gboolean too_long; /* the rest of the line is dropped, too */
  gint64 last_byte;  /* monotonic, µs */

  gint64 emitted[MAX_SCANS_A_SECOND]; /* ring of monotonic times, µs */
  guint next_emitted;
  gint64 second_began; /* monotonic, µs */
  gsize bytes;         /* since then */
};

typedef enum
{
  PROP_CONNECTED = 1,
} Property;

static void serial_scanner_iface_init (McCodeScannerInterface *iface);
static void open_device (McSerialScanner *self);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (McSerialScanner, mc_serial_scanner, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MC_TYPE_CODE_SCANNER,
                                                      serial_scanner_iface_init))
/* clang-format on */

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static gboolean
on_timer (gpointer user_data)
{
  McSerialScanner *self = user_data;

  clear_source (&self->timer);
  open_device (self);
  return G_SOURCE_REMOVE;
}

static void
open_later (McSerialScanner *self, guint delay_ms)
{
  clear_source (&self->timer);
  self->timer = g_timeout_source_new (delay_ms);
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static void
close_device (McSerialScanner *self)
{
  clear_source (&self->input);
  g_string_truncate (self->line, 0);
  self->too_long = FALSE;
  if (self->fd < 0)
    return;
  close (self->fd);
  self->fd = -1;
  g_object_notify (G_OBJECT (self), "connected");
}

static gboolean
may_emit (McSerialScanner *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 *oldest = &self->emitted[self->next_emitted];

  if (*oldest != 0 && now - *oldest < G_USEC_PER_SEC)
    return FALSE;
  *oldest = now;
  self->next_emitted = (self->next_emitted + 1) % MAX_SCANS_A_SECOND;
  return TRUE;
}

static void
end_line (McSerialScanner *self)
{
  g_autofree char *payload = g_strndup (self->line->str, self->line->len);
  gsize length = self->line->len;
  gboolean too_long = self->too_long;

  g_string_truncate (self->line, 0);
  self->too_long = FALSE;
  if ((length == 0 && !too_long) || !may_emit (self))
    return;
  if (too_long || !g_utf8_validate (payload, (gssize) length, NULL))
    mc_code_scanner_emit_garbled (MC_CODE_SCANNER (self));
  else
    mc_code_scanner_emit_scanned (MC_CODE_SCANNER (self), payload);
}

static void
take_bytes (McSerialScanner *self, const char *bytes, gsize length)
{
  gint64 now = g_get_monotonic_time ();

  if (now - self->last_byte > STALE_US)
    {
      g_string_truncate (self->line, 0);
      self->too_long = FALSE;
    }
  self->last_byte = now;
  for (gsize i = 0; i < length && self->fd >= 0; i++)
    {
      if (bytes[i] == '\r' || bytes[i] == '\n')
        end_line (self);
      else if (self->line->len >= MAX_LINE)
        self->too_long = TRUE;
      else
        g_string_append_c (self->line, bytes[i]);
    }
}

static gboolean
is_flood (McSerialScanner *self, gsize length)
{
  gint64 now = g_get_monotonic_time ();

  if (now - self->second_began > G_USEC_PER_SEC)
    {
      self->second_began = now;
      self->bytes = 0;
    }
  self->bytes += length;
  return self->bytes > MAX_BYTES_A_SECOND;
}

static gboolean
on_input (int fd, GIOCondition condition, gpointer user_data)
{
  g_autoptr (McSerialScanner) self = g_object_ref (user_data); /* a handler may drop the last one */
  char buffer[2048];
  gssize n = read (fd, buffer, sizeof buffer);

  if (n < 0 && (errno == EAGAIN || errno == EINTR) && !(condition & (G_IO_HUP | G_IO_ERR)))
    return G_SOURCE_CONTINUE;
  if (n <= 0)
    {
      g_message ("%s: gone", self->device);
      close_device (self);
      open_later (self, REOPEN_INTERVAL_MS);
      return G_SOURCE_REMOVE;
    }
  if (is_flood (self, (gsize) n))
    {
      g_message ("%s: sends more than a scanner can; not read for a second", self->device);
      close_device (self);
      open_later (self, FLOOD_PAUSE_MS);
      return G_SOURCE_REMOVE;
    }
  take_bytes (self, buffer, (gsize) n);
  return self->input != NULL ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Raw, 8N1, no flow control, no echo: an echoing line would type the code back into the scanner. */
static gboolean
set_raw (int fd)
{
  struct termios settings;

  if (tcgetattr (fd, &settings) != 0)
    return FALSE;
  cfmakeraw (&settings);
  settings.c_cflag &= (tcflag_t) ~(CSTOPB | PARENB | CRTSCTS | CSIZE);
  settings.c_cflag |= CS8 | CLOCAL | CREAD;
  settings.c_iflag &= (tcflag_t) ~(IXON | IXOFF | IXANY);
  settings.c_cc[VMIN] = 1;
  settings.c_cc[VTIME] = 0;
  cfsetspeed (&settings, B115200);
  return tcsetattr (fd, TCSANOW, &settings) == 0;
}

static void
open_device (McSerialScanner *self)
{
  int fd = open (self->device, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

  if (fd < 0 || !set_raw (fd))
    {
      g_debug ("%s: %s", self->device, g_strerror (errno));
      if (fd >= 0)
        close (fd);
      open_later (self, REOPEN_INTERVAL_MS);
      return;
    }
  /* What came while nobody read is not for the citizen who is here now. */
  tcflush (fd, TCIFLUSH);
  self->fd = fd;
  self->input = g_unix_fd_source_new (fd, G_IO_IN | G_IO_HUP | G_IO_ERR);
  g_source_set_callback (self->input, G_SOURCE_FUNC (on_input), self, NULL);
  g_source_attach (self->input, g_main_context_get_thread_default ());
  g_object_notify (G_OBJECT (self), "connected");
}

static void
serial_scanner_start (McCodeScanner *scanner)
{
  McSerialScanner *self = MC_SERIAL_SCANNER (scanner);

  if (self->started)
    return;
  self->started = TRUE;
  open_device (self);
}

static void
serial_scanner_iface_init (McCodeScannerInterface *iface)
{
  iface->start = serial_scanner_start;
}

static void
mc_serial_scanner_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  McSerialScanner *self = MC_SERIAL_SCANNER (object);

  switch ((Property) id)
    {
    case PROP_CONNECTED:
      g_value_set_boolean (value, self->fd >= 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
mc_serial_scanner_dispose (GObject *object)
{
  McSerialScanner *self = MC_SERIAL_SCANNER (object);

  clear_source (&self->timer);
  clear_source (&self->input);
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;

  G_OBJECT_CLASS (mc_serial_scanner_parent_class)->dispose (object);
}

static void
mc_serial_scanner_finalize (GObject *object)
{
  McSerialScanner *self = MC_SERIAL_SCANNER (object);

  g_string_free (self->line, TRUE);
  g_free (self->device);

  G_OBJECT_CLASS (mc_serial_scanner_parent_class)->finalize (object);
}

static void
mc_serial_scanner_class_init (McSerialScannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mc_serial_scanner_get_property;
  object_class->dispose = mc_serial_scanner_dispose;
  object_class->finalize = mc_serial_scanner_finalize;

  g_object_class_override_property (object_class, PROP_CONNECTED, "connected");
}

static void
mc_serial_scanner_init (McSerialScanner *self)
{
  self->fd = -1;
  self->line = g_string_sized_new (MAX_LINE);
}

/**
 * mc_serial_scanner_new:
 * @device: path of the serial line, best one of /dev/serial/by-id
 *
 * Returns: (transfer full): a scanner that was not started yet
 */
McCodeScanner *
mc_serial_scanner_new (const char *device)
{
  McSerialScanner *self;

  g_return_val_if_fail (device != NULL, NULL);

  self = g_object_new (MC_TYPE_SERIAL_SCANNER, NULL);
  self->device = g_strdup (device);
  return MC_CODE_SCANNER (self);
}
