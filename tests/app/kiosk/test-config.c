/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/kiosk/config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *dir;  /* (owned) */
  char *path; /* (owned) */
} Folder;

static void
set_up (Folder *folder, gconstpointer data)
{
  folder->dir = g_dir_make_tmp ("motcua-config-XXXXXX", NULL);
  folder->path = g_build_filename (folder->dir, "kiosk.conf", NULL);
}

static void
tear_down (Folder *folder, gconstpointer data)
{
  g_autofree char *drop_ins = g_strconcat (folder->path, ".d", NULL);
  const char *folders[] = { drop_ins, folder->dir };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GDir) dir = g_dir_open (folders[i], 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (folders[i], name, NULL);

          g_unlink (path);
        }
      g_rmdir (folders[i]);
    }
  g_free (folder->dir);
  g_free (folder->path);
}

static void
put (const char *path, const char *text, gssize length)
{
  g_assert_true (g_file_set_contents (path, text, length, NULL));
}

/* Every line of @expected, "line: beginning of the mistake", is told, in order, and nothing else.
 */
static void
assert_mistakes (Folder *folder, const char *text, gssize length, const char *const *expected)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  guint i;

  put (folder->path, text, length);
  g_assert_null (mc_config_load (folder->path, &error));
  g_assert_error (error, MC_CONFIG_ERROR, MC_CONFIG_ERROR_INVALID);
  lines = g_strsplit (error->message, "\n", -1);
  for (i = 0; expected[i] != NULL; i++)
    {
      g_autofree char *prefix = g_strdup_printf ("%s:%s", folder->path, expected[i]);

      g_assert_nonnull (lines[i]);
      if (!g_str_has_prefix (lines[i], prefix))
        g_error ("\"%s\" does not begin with \"%s\"", lines[i], prefix);
    }
  g_assert_null (lines[i]);
}

/* Defaults stand where nothing is said; the file overrides them, drop-ins override it in order of
 * name, and what is no .conf is not read. */
static void
test_layers (Folder *folder, gconstpointer data)
{
  g_autofree char *drop_ins = g_strconcat (folder->path, ".d", NULL);
  g_autofree char *first = g_build_filename (drop_ins, "10-first.conf", NULL);
  g_autofree char *second = g_build_filename (drop_ins, "20-second.conf", NULL);
  g_autofree char *other = g_build_filename (drop_ins, "30-other.conf~", NULL);
  g_autoptr (McConfig) config = NULL;
  g_autoptr (GError) error = NULL;

  put (folder->path,
       "# a comment\n\n[kiosk]\r\nstate-dir = /srv/kiosk\n mode=desk \n[ui]\ntext-scale=1.25\n"
       "counter-help=Quầy\\s2, \\\\ tầng\\s1",
       -1);
  g_assert_cmpint (g_mkdir (drop_ins, 0700), ==, 0);
  put (first, "[ui]\nidle-warning=45\nidle-grace=31\n", -1);
  put (second, "[ui]\nidle-warning=50\n", -1);
  put (other, "[nonsense", -1);
  config = mc_config_load (folder->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mc_config_get_string (config, "kiosk", "state-dir"), ==, "/srv/kiosk");
  g_assert_cmpstr (mc_config_get_string (config, "kiosk", "mode"), ==, "desk");
  g_assert_cmpfloat (mc_config_get_double (config, "ui", "text-scale"), ==, 1.25);
  g_assert_cmpint (mc_config_get_int (config, "ui", "idle-warning"), ==, 50);
  g_assert_cmpint (mc_config_get_int (config, "ui", "idle-grace"), ==, 31);
  g_assert_cmpint (mc_config_get_int (config, "delivery", "receipt-wait-ms"), ==, 1500);
  g_assert_cmpstr (mc_config_get_string (config, "ui", "counter-help"), ==, "Quầy 2, \\ tầng 1");
  g_assert_null (mc_config_get_string (config, "scanner", "device"));
  g_assert_cmpstr (mc_config_get_string (config, "printer", "uri"), ==, "none");
}

/* All mistakes of a file are told at once, each with its line. */
static void
test_mistakes (Folder *folder, gconstpointer data)
{
  static const char text[] = "early=1\n"
                             "[kiosk]\n"
                             "stat-dir=/x\n"
                             "mode=citizen\n"
                             "state-dir=relative\n"
                             "state-dir=/twice\n"
                             "assets-dir=/a/../b\n"
                             "[unknown]\n"
                             "whatever=1\n"
                             "[kiosk]\n"
                             "[delivery]\n"
                             "retention-days=0\n"
                             "reserve-mib=12x\n"
                             "receipt-wait-ms= 15 \n"
                             "[central]\n"
                             "url=http://example.vn\n"
                             "[printer]\n"
                             "just words\n"
                             "queue=receipt\n"
                             "server=a\\qb\n"
                             "[ui\n"
                             "text-scale=1\n"
                             "[ui]\n"
                             "text-scale=nan\n"
                             "pitch-mm=0x1\n"
                             "width=99999999999999999999\n"
                             "height=\xff\n"
                             "idle-grace=\x01\n"
                             "text-scale[vi]=1\n";
  static const char *const expected[] = {
    "1: key early stands before",
    "3: unknown key stat-dir in [kiosk]",
    "4: mode must be kiosk or desk",
    "5: state-dir must be an absolute path",
    "6: key state-dir stands twice",
    "7: assets-dir must not contain",
    "8: unknown group [unknown]",
    "10: group [kiosk] stands twice",
    "12: retention-days must be a whole number from 1 to 3650",
    "13: reserve-mib must be a whole number",
    "16: url must begin with https://",
    "18: neither [group], key=value nor # comment",
    "19: queue is an old key; write uri=cups:QUEUE",
    "20: unknown escape",
    "21: a group is written [name]",
    "22: key text-scale stands before",
    "24: text-scale must be a number from 0.5 to 3",
    "25: pitch-mm must be a number",
    "26: width must be a whole number",
    "27: not UTF-8 text",
    "28: holds a control character",
    "29: unknown key text-scale[vi] in [ui]",
    NULL,
  };

  assert_mistakes (folder, text, -1, expected);
}

/* Addresses that no request could be sent to are told here and not by the first citizen's dossier.
 */
static void
test_urls (Folder *folder, gconstpointer data)
{
  static const char *const bad[] = { "https://a b",         "https://x:99999",
                                     "https://127.0.0.1:0", "https://u:p@x",
                                     "https://x?y",         "https:///",
                                     "https://x.vn/v1",     "x.vn",
                                     "https://x<y" };
  static const char *const good[] = {
    "https://x.vn", "https://x.vn:8443/", "https://[::1]:8443", "http://127.0.0.1:80"
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      static const char *const expected[] = { "2: url must be", NULL };
      g_autofree char *text = g_strdup_printf ("[central]\nurl=%s\n", bad[i]);

      assert_mistakes (folder, text, -1, expected);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *text = g_strdup_printf ("[central]\nurl=%s\n", good[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (McConfig) config = NULL;

      put (folder->path, text, -1);
      config = mc_config_load (folder->path, &error);
      g_assert_no_error (error);
      g_assert_nonnull (config);
    }
}

/* The printer's address chooses the way to it; what does not belong together is told at the line
 * that is to blame, wherever it stands; old keys say what to write instead. */
static void
test_printer (Folder *folder, gconstpointer data)
{
  static const struct
  {
    const char *lines, *mistake; /* (nullable) */
  } rows[] = {
    { "uri=none", NULL },
    { "uri=none\ndevice-uri=ipp://p/ipp/print\nserver=x", NULL },
    { "uri=cups:receipt", NULL },
    { "uri=cups:receipt\nserver=/run/cups/cups.sock\ndevice-uri=ipp://10.0.0.2/ipp/print", NULL },
    { "uri=cups:receipt\ndevice-uri=ipps://p/ipp/print\ncertificate=/etc/motcua/printer.crt",
      NULL },
    { "uri=ipp://192.168.10.20/ipp/print", NULL },
    { "uri=ipp://localhost:60000/ipp/print", NULL },
    { "uri=ipp://[fe80::1]:631/ipp/print", NULL },
    { "uri=ipps://printer.local/ipp/print\ncertificate=/etc/motcua/printer.crt", NULL },
    { "transport=cups", "2: transport is an old key; write uri=cups:QUEUE, or uri=none" },
    { "\nqueue=receipt", "3: queue is an old key; write uri=cups:QUEUE" },
    { "uri=", "2: uri must be none, cups:QUEUE, ipp://HOST/PATH" },
    { "uri=receipt", "2: uri must be none, cups:QUEUE, ipp://HOST/PATH" },
    { "uri=http://p/ipp/print", "2: uri must be none, cups:QUEUE, ipp://HOST/PATH" },
    { "uri=ippsomething", "2: uri must be none, cups:QUEUE, ipp://HOST/PATH" },
    { "uri=cups:", "2: uri must name a queue after cups:" },
    { "uri=cups:two words", "2: uri must name a queue after cups:" },
    { "uri=cups:a/b", "2: uri must name a queue after cups:" },
    { "uri=ipp:", "2: uri must be an address like ipp://" },
    { "uri=ipp:///ipp/print", "2: uri must be an address like ipp://" },
    { "uri=ipp://p:0/ipp/print", "2: uri must be an address like ipp://" },
    { "uri=ipp://p:99999/ipp/print", "2: uri must be an address like ipp://" },
    { "uri=ipp://192.168.10.20", "2: uri must have the printer's path, /ipp/print" },
    { "uri=ipp://p/ipp/print?contimeout=10", "2: uri must be scheme, host, port and path alone" },
    { "uri=ipp://u:secret@p/ipp/print", "2: uri must be scheme, host, port and path alone" },
    { "uri=ipps://p/ipp/print", "2: uri needs certificate=FILE" },
    { "uri=ipp://p/ipp/print\ncertificate=/x.crt",
      "3: certificate goes with an ipps:// address alone" },
    { "certificate=x.crt", "2: certificate must be an absolute path" },
    { "uri=cups:q\ndevice-uri=ipps://p/ipp/print", "3: device-uri needs certificate=FILE" },
    { "uri=cups:q\ndevice-uri=192.168.10.20", "3: device-uri must be an address like ipp://" },
    { "uri=cups:q\ndevice-uri=cups:r", "3: device-uri must be an address like ipp://" },
    { "device-uri=ipp://p/ipp/print\nuri=ipp://p/ipp/print",
      "2: device-uri goes with uri=cups:QUEUE" },
    { "uri=ipp://p/ipp/print\n#\nserver=/run/cups/cups.sock",
      "4: server goes with uri=cups:QUEUE" },
    { "uri=socket://192.168.10.21", NULL },
    { "uri=socket://printer.local:9101\nmedia=roll-58\ndots=384\ncutter=false", NULL },
    { "uri=serial:/dev/ttyS0?baud=19200\ndpi=180\nprocess-id=true", NULL },
    { "uri=usb:/dev/usb/lp0", NULL },
    { "uri=none\nprocess-id=true", NULL },
    { "uri=socket:192.168.10.21", "2: uri must be host and port alone" },
    { "uri=socket://p:0", "2: uri must be host and port alone" },
    { "uri=socket://p:9100/queue", "2: uri must be host and port alone" },
    { "uri=socket://u@p:9100", "2: uri must be host and port alone" },
    { "uri=serial:/dev/ttyS0", "2: uri must end with ?baud=" },
    { "uri=serial:/dev/ttyS0?baud=12345", "2: uri must end with ?baud=" },
    { "uri=serial:/dev/ttyS0?baud=9600&x=1", "2: uri must end with ?baud=" },
    { "uri=serial:ttyS0?baud=9600", "2: uri must be a device and its speed" },
    { "uri=usb:lp0", "2: uri must be a device, like" },
    { "uri=usb://host/dev/usb/lp0", "2: uri must be a device, like" },
    { "uri=usb:/dev/usb/lp0?baud=9600", "2: uri must be a device alone" },
    { "uri=usb:/dev/usb/lp0\nmedia=a5", "3: media must be roll-80 or roll-58" },
    { "uri=usb:/dev/usb/lp0\ndots=9999", "3: dots" },
    { "uri=usb:/dev/usb/lp0\ndpi=300", "3: dpi" },
    { "uri=ipp://p/ipp/print\ndots=576", "3: dots goes with a socket://" },
    { "uri=ipp://p/ipp/print\ndpi=180", "3: dpi goes with a socket://" },
    { "uri=cups:q\ncutter=false", "3: cutter goes with a socket://" },
    { "uri=cups:q\nprocess-id=true", "3: process-id goes with a socket://" },
    { "uri=usb:/dev/usb/lp0\nserver=x", "3: server goes with uri=cups:QUEUE" },
  };
  g_autofree char *drop_ins = g_strconcat (folder->path, ".d", NULL);
  g_autofree char *drop_in = g_build_filename (drop_ins, "10-printer.conf", NULL);
  g_autofree char *expected = g_strdup_printf ("%s:2: server goes with", drop_in);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *const mistakes[] = { rows[i].mistake, NULL };
      g_autofree char *text = g_strdup_printf ("[printer]\n%s\n", rows[i].lines);
      g_autoptr (McConfig) config = NULL;
      g_autoptr (GError) problem = NULL;

      if (rows[i].mistake != NULL)
        {
          assert_mistakes (folder, text, -1, mistakes);
          continue;
        }
      put (folder->path, text, -1);
      config = mc_config_load (folder->path, &problem);
      g_assert_no_error (problem);
    }
  put (folder->path, "[printer]\nuri=ipp://p/ipp/print\n", -1);
  g_assert_cmpint (g_mkdir (drop_ins, 0700), ==, 0);
  put (drop_in, "[printer]\nserver=x\n", -1);
  g_assert_null (mc_config_load (folder->path, &error));
  g_assert_true (g_str_has_prefix (error->message, expected));
}

/* A NUL and a thousand mistakes. */
static void
test_odd_texts (Folder *folder, gconstpointer data)
{
  static const char *const nul[] = { "2: not UTF-8 text", NULL };
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  assert_mistakes (folder,
                   "[ui]\nwidth=1\0"
                   "2\n",
                   15,
                   nul);
  for (guint i = 0; i < 1000; i++)
    g_string_append (many, "x\n");
  put (folder->path, many->str, -1);
  g_assert_null (mc_config_load (folder->path, &error));
  lines = g_strsplit (error->message, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 101);
  g_assert_true (g_str_has_suffix (lines[100], "and 900 more"));
}

/* What is no file, no regular one, or a huge one is an error at once. */
static void
test_unreadable (Folder *folder, gconstpointer data)
{
  g_autofree char *huge = g_strnfill (64 * 1024 + 1, '\n');
  g_autofree char *drop_ins = g_strconcat (folder->path, ".d", NULL);
  g_autofree char *fifo = g_build_filename (drop_ins, "10-fifo.conf", NULL);

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GError) error = NULL;

      g_remove (folder->path);
      if (i == 1)
        g_assert_cmpint (mkfifo (folder->path, 0600), ==, 0);
      else if (i == 2)
        g_assert_cmpint (g_mkdir (folder->path, 0700), ==, 0);
      else if (i == 3)
        put (folder->path, huge, -1);
      else if (i == 4)
        {
          put (folder->path, "", -1);
          g_assert_cmpint (g_mkdir (drop_ins, 0700), ==, 0);
          g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
        }
      g_assert_null (mc_config_load (folder->path, &error));
      g_assert_error (error, MC_CONFIG_ERROR, MC_CONFIG_ERROR_READ);
    }
}

/* The text that describes every key is itself a configuration, and stays one with every default
 * switched on. */
static void
test_described (Folder *folder, gconstpointer data)
{
  g_autofree char *text = mc_config_describe_keys ();
  g_autoptr (GString) filled = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (McConfig) config = NULL;
  g_autoptr (McConfig) defaults = NULL;
  g_autoptr (GError) error = NULL;

  put (folder->path, text, -1);
  config = mc_config_load (folder->path, &error);
  g_assert_no_error (error);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean value = lines[i][0] == '#' && lines[i][1] != ' ';

      if (value && g_str_has_suffix (lines[i], "="))
        continue;
      g_string_append_printf (filled, "%s\n", lines[i] + (value ? 1 : 0));
    }
  put (folder->path, filled->str, -1);
  defaults = mc_config_load (folder->path, &error);
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/kiosk/config/layers", Folder, NULL, set_up, test_layers, tear_down);
  g_test_add ("/kiosk/config/mistakes", Folder, NULL, set_up, test_mistakes, tear_down);
  g_test_add ("/kiosk/config/urls", Folder, NULL, set_up, test_urls, tear_down);
  g_test_add ("/kiosk/config/printer", Folder, NULL, set_up, test_printer, tear_down);
  g_test_add ("/kiosk/config/odd-texts", Folder, NULL, set_up, test_odd_texts, tear_down);
  g_test_add ("/kiosk/config/unreadable", Folder, NULL, set_up, test_unreadable, tear_down);
  g_test_add ("/kiosk/config/described", Folder, NULL, set_up, test_described, tear_down);
  return g_test_run ();
}
