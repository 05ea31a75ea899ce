/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/devices/code-scanner.h"

#include <glib/gstdio.h>
#include <fcntl.h>
#include <pty.h>
#include <string.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

/* A real terminal line: the scanner opens the pty's far end through a link, as udev makes one. */
typedef struct
{
  char *dir;              /* (owned) */
  char *link;             /* (owned) */
  int master;             /* -1: unplugged */
  McCodeScanner *scanner; /* (owned) */
  GPtrArray *scans;       /* (owned) (element-type utf8) */
  guint garbled;
} Line;

static void
on_scanned (McCodeScanner *scanner, const char *payload, Line *line)
{
  g_ptr_array_add (line->scans, g_strdup (payload));
}

static void
on_garbled (McCodeScanner *scanner, Line *line)
{
  line->garbled++;
}

static void
plug_in (Line *line)
{
  char name[128];
  int slave;

  g_assert_cmpint (openpty (&line->master, &slave, name, NULL, NULL), ==, 0);
  close (slave);
  g_unlink (line->link);
  g_assert_cmpint (symlink (name, line->link), ==, 0);
}

static void
unplug (Line *line)
{
  g_unlink (line->link);
  close (line->master);
  line->master = -1;
}

static void
wait_connected (Line *line, gboolean connected)
{
  while (mc_code_scanner_is_connected (line->scanner) != connected)
    g_main_context_iteration (NULL, TRUE);
}

static void
send_bytes (Line *line, const char *bytes, gsize length)
{
  while (length > 0)
    {
      gssize n = write (line->master, bytes, length);

      g_assert_cmpint (n, >, 0);
      bytes += n;
      length -= (gsize) n;
    }
}

static void
send_text (Line *line, const char *text)
{
  send_bytes (line, text, strlen (text));
}

static void
wait_scans (Line *line, guint n)
{
  while (line->scans->len < n)
    g_main_context_iteration (NULL, TRUE);
}

static const char *
get_scan (Line *line, guint index)
{
  return g_ptr_array_index (line->scans, index);
}

static void
set_up (Line *line, gconstpointer data)
{
  line->dir = g_dir_make_tmp ("motcua-scanner-XXXXXX", NULL);
  line->link = g_build_filename (line->dir, "scanner", NULL);
  line->scans = g_ptr_array_new_with_free_func (g_free);
  line->scanner = mc_serial_scanner_new (line->link);
  g_signal_connect (line->scanner, "scanned", G_CALLBACK (on_scanned), line);
  g_signal_connect (line->scanner, "garbled", G_CALLBACK (on_garbled), line);
  plug_in (line);
  mc_code_scanner_start (line->scanner);
  wait_connected (line, TRUE);
}

static void
tear_down (Line *line, gconstpointer data)
{
  g_assert_finalize_object (line->scanner);
  if (line->master >= 0)
    unplug (line);
  g_rmdir (line->dir);
  g_ptr_array_unref (line->scans);
  g_free (line->link);
  g_free (line->dir);
}

/* Whole lines, whatever ends them, in one piece or in many; Vietnamese comes through; and nothing
 * is echoed back into the scanner. */
static void
test_lines (Line *line, gconstpointer data)
{
  static const char text[] = "001304000028||Trần Thị B|29022004|Nữ|Thôn 1|01082024\r";
  char echo[16];

  send_text (line, "HTTPS://X/T/ABC\r\n\r\nsecond\nthird");
  wait_scans (line, 2);
  send_text (line, " half\r");
  wait_scans (line, 3);
  for (gsize i = 0; i < strlen (text); i++)
    {
      send_bytes (line, text + i, 1);
      g_main_context_iteration (NULL, FALSE);
    }
  wait_scans (line, 4);
  g_assert_cmpstr (get_scan (line, 0), ==, "HTTPS://X/T/ABC");
  g_assert_cmpstr (get_scan (line, 1), ==, "second");
  g_assert_cmpstr (get_scan (line, 2), ==, "third half");
  g_assert_cmpstr (get_scan (line, 3), ==, "001304000028||Trần Thị B|29022004|Nữ|Thôn 1|01082024");
  g_assert_cmpuint (line->garbled, ==, 0);
  g_assert_cmpint (fcntl (line->master, F_SETFL, O_NONBLOCK), ==, 0);
  g_assert_cmpint (read (line->master, echo, sizeof echo), <, 0);
}

/* A line of 1 KiB is the longest; a longer one and one that is not UTF-8 are told as garbled, and
 * the next one is whole again. */
static void
test_limits (Line *line, gconstpointer data)
{
  g_autofree char *longest = g_strnfill (1024, 'a');
  g_autofree char *too_long = g_strnfill (1025, 'b');

  send_text (line, longest);
  send_text (line, "\r");
  wait_scans (line, 1);
  g_assert_cmpuint (strlen (get_scan (line, 0)), ==, 1024);
  send_text (line, too_long);
  send_text (line, "\rbad \xff\xfe bytes\r");
  send_bytes (line, "nul\0inside\r", 11);
  send_text (line, "good\r");
  wait_scans (line, 2);
  g_assert_cmpstr (get_scan (line, 1), ==, "good");
  g_assert_cmpuint (line->garbled, ==, 3);
}

/* Five a second and no more: what is held in front of the scanner again and again is not a hundred
 * citizens. */
static void
test_rate (Line *line, gconstpointer data)
{
  gint64 began = g_get_monotonic_time ();

  for (guint i = 0; i < 100; i++)
    send_text (line, "again\r");
  wait_scans (line, 5);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  if (g_get_monotonic_time () - began < G_USEC_PER_SEC)
    g_assert_cmpuint (line->scans->len, ==, 5);
}

/* A million bytes of garbage: no crash, no scan made of it, little work; and the line is read again
 * afterwards. */
static void
test_flood (Line *line, gconstpointer data)
{
  g_autofree char *garbage = g_malloc (4096);
  struct rusage before;
  struct rusage after;
  gsize sent = 0;

  for (guint i = 0; i < 4096; i++)
    garbage[i] = (char) (128 + i % 100);
  g_assert_cmpint (fcntl (line->master, F_SETFL, O_NONBLOCK), ==, 0);
  getrusage (RUSAGE_SELF, &before);
  while (sent < 1000 * 1000)
    {
      gssize n = write (line->master, garbage, 4096);

      if (n > 0)
        sent += (gsize) n;
      else if (!mc_code_scanner_is_connected (line->scanner))
        break; /* it has had enough */
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  getrusage (RUSAGE_SELF, &after);
  g_assert_cmpuint (line->scans->len, ==, 0);
  g_assert_cmpint (after.ru_utime.tv_sec - before.ru_utime.tv_sec, <=, 2);
  wait_connected (line, TRUE);
  send_text (line, "\rafter\r");
  wait_scans (line, 1);
  g_assert_cmpstr (get_scan (line, 0), ==, "after");
}

/* Unplugged and plugged in again, under another name of the kernel's: it comes back by itself, and
 * while it is away the processor rests. */
static void
test_replug (Line *line, gconstpointer data)
{
  struct rusage before;
  struct rusage after;
  gint64 used;

  send_text (line, "one\r");
  wait_scans (line, 1);
  unplug (line);
  wait_connected (line, FALSE);
  getrusage (RUSAGE_SELF, &before);
  plug_in (line);
  wait_connected (line, TRUE);
  getrusage (RUSAGE_SELF, &after);
  used = (after.ru_utime.tv_sec - before.ru_utime.tv_sec) * G_USEC_PER_SEC +
         (after.ru_utime.tv_usec - before.ru_utime.tv_usec);
  g_assert_cmpint (used, <, G_USEC_PER_SEC / 5);
  send_text (line, "two\r");
  wait_scans (line, 2);
  g_assert_cmpstr (get_scan (line, 1), ==, "two");
}

/* What is no serial line, and what is not there, is waited for. */
static void
test_not_a_line (void)
{
  g_autofree char *path = NULL;
  g_autoptr (McCodeScanner) scanner = NULL;
  int fd = g_file_open_tmp ("motcua-scanner-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  scanner = mc_serial_scanner_new (path);
  mc_code_scanner_start (scanner);
  g_assert_false (mc_code_scanner_is_connected (scanner));
  g_unlink (path);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/devices/serial-scanner/lines", Line, NULL, set_up, test_lines, tear_down);
  g_test_add ("/devices/serial-scanner/limits", Line, NULL, set_up, test_limits, tear_down);
  g_test_add ("/devices/serial-scanner/rate", Line, NULL, set_up, test_rate, tear_down);
  g_test_add ("/devices/serial-scanner/flood", Line, NULL, set_up, test_flood, tear_down);
  g_test_add ("/devices/serial-scanner/replug", Line, NULL, set_up, test_replug, tear_down);
  g_test_add_func ("/devices/serial-scanner/not-a-line", test_not_a_line);
  return g_test_run ();
}
