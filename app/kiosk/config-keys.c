/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-config"
#include "config.h"

#include "app/kiosk/config-keys.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include "printing/transports/printer-factory.h"

/* One row a key, wider than the formatter would have it: this is a table to be read as one. */
/* clang-format off */
static const McConfigKey keys[] = {
  { "kiosk", "state-dir", MC_CONFIG_PATH, "/var/lib/motcua/kiosk", 0, 0, NULL,
    "Folder of the outbox: on a local disk, readable by the kiosk's user alone." },
  { "kiosk", "assets-dir", MC_CONFIG_PATH, NULL, 0, 0, NULL,
    "Folder of procedures, calendar and units; unset: where the program was installed." },
  { "kiosk", "mode", MC_CONFIG_CHOICE, "kiosk", 0, 0, "kiosk|desk",
    "kiosk: fullscreen for citizens; desk: a window on a counter PC." },
  { "central", "url", MC_CONFIG_URL, NULL, 0, 0, NULL,
    "Where central is reached; unset: the address that was given at enrolment." },
  { "central", "ca-file", MC_CONFIG_PATH, NULL, 0, 0, NULL,
    "PEM file of the only certificate authority that central may show." },
  { "delivery", "receipt-wait-ms", MC_CONFIG_INT, "1500", 0, 10000, NULL,
    "How long the receipt waits for central's confirmation before it says \"saved here\"." },
  { "delivery", "retention-days", MC_CONFIG_INT, "30", 1, 3650, NULL,
    "Days that a dossier's sealed copy stays here after a backup holds it, too." },
  { "delivery", "reserve-mib", MC_CONFIG_INT, "64", 0, 1048576, NULL,
    "Free space in MiB below which no new citizen is served." },
  { "printer", "uri", MC_CONFIG_PRINTER, "none", 0, 0, NULL,
    "Where the printer is. none: no paper, the QR stays on the screen; ipp://HOST/PATH: a printer "
    "that is spoken to directly; ipps://HOST/PATH: the same, encrypted; cups:QUEUE: a CUPS queue; "
    "socket://HOST:9100, serial:DEVICE?baud=SPEED, usb:DEVICE: a thermal printer that speaks "
    "ESC/POS." },
  { "printer", "certificate", MC_CONFIG_PATH, NULL, 0, 0, NULL,
    "PEM file with the only certificate that an ipps:// printer may show: its own." },
  { "printer", "server", MC_CONFIG_TEXT, NULL, 1, 255, NULL,
    "Of a queue: the CUPS server's socket or host:port as it names itself; unset: the system's." },
  { "printer", "device-uri", MC_CONFIG_DEVICE, NULL, 0, 0, NULL,
    "Of a queue: the printer's own address, asked for paper and faults; unset: the queue's ipp:// one." },
  { "printer", "media", MC_CONFIG_CHOICE, "roll-80", 0, 0, "roll-80|roll-58|a5|a4",
    "What the printer holds: a roll of 80 mm (72 mm printed) or 58 mm (48 mm printed), or sheets." },
  { "printer", "dpi", MC_CONFIG_CHOICE, "203", 0, 0, "203|180",
    "Of an ESC/POS printer: dots an inch of its head." },
  { "printer", "dots", MC_CONFIG_INT, "0", 0, 768, NULL,
    "Of an ESC/POS printer: dots across its head; 0: 576 on a roll of 80 mm and 384 on one of "
    "58 mm, at 180 dpi 512 and 360." },
  { "printer", "cutter", MC_CONFIG_BOOLEAN, "true", 0, 0, NULL,
    "Of an ESC/POS printer: whether it cuts the paper; false: it is torn off by hand." },
  { "printer", "process-id", MC_CONFIG_BOOLEAN, "false", 0, 0, NULL,
    "Of an ESC/POS printer: whether it knows GS ( H and so says when a receipt is printed; false: "
    "its papers end as sent." },
  { "printer", "hand-over-deadline", MC_CONFIG_INT, "15", 1, 600, NULL,
    "Seconds until the printer must have taken a job." },
  { "printer", "print-deadline", MC_CONFIG_INT, "60", 1, 3600, NULL,
    "Seconds until a job must be on paper." },
  { "printer", "roll-length-m", MC_CONFIG_INT, "0", 0, 1000, NULL,
    "Metres of paper on a new roll, so that what is left can be told; 0: no roll." },
  { "scanner", "device", MC_CONFIG_PATH, NULL, 0, 0, NULL,
    "Serial line of the code scanner; unset: none." },
  { "ui", "width", MC_CONFIG_INT, "0", 0, 16384, NULL,
    "Window width in pixels; 0: the monitor's." },
  { "ui", "height", MC_CONFIG_INT, "0", 0, 16384, NULL,
    "Window height in pixels; 0: the monitor's." },
  { "ui", "text-scale", MC_CONFIG_DOUBLE, "1.0", 0.5, 3.0, NULL,
    "Factor for all text." },
  { "ui", "idle-warning", MC_CONFIG_INT, "90", 1, 3600, NULL,
    "Seconds without a touch until the kiosk asks whether somebody is there." },
  { "ui", "idle-grace", MC_CONFIG_INT, "30", 1, 3600, NULL,
    "Seconds to answer before everything is wiped; at least 30 in service." },
  { "ui", "pitch-mm", MC_CONFIG_DOUBLE, "0.2479", 0.02, 2.0, NULL,
    "Size of one pixel in mm (0.2479: 21.5 inches at 1080x1920), so that keys get their real "
    "size." },
  { "ui", "counter-help", MC_CONFIG_TEXT, NULL, 1, 200, NULL,
    "Where help is found, shown with \"call staff\"." },
};
/* clang-format on */

/**
 * mc_config_keys_get:
 *
 * Returns: (transfer none) (nullable): the row, in the order of the handbook; %NULL past the end
 */
const McConfigKey *
mc_config_keys_get (guint index)
{
  return index < G_N_ELEMENTS (keys) ? &keys[index] : NULL;
}

/**
 * mc_config_keys_find:
 *
 * Returns: (transfer none) (nullable): the row
 */
const McConfigKey *
mc_config_keys_find (const char *group, const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].group, group) && g_str_equal (keys[i].key, key))
      return &keys[i];
  return NULL;
}

/* Keys of earlier versions. */
static const struct
{
  const char *group, *key, *instead;
} retired[] = {
  { "printer", "transport", "uri=cups:QUEUE, or uri=none without a printer" },
  { "printer", "queue", "uri=cups:QUEUE" },
};

/**
 * mc_config_keys_find_retired:
 *
 * Returns: (transfer none) (nullable): what is to be written instead of a key that there was once
 */
const char *
mc_config_keys_find_retired (const char *group, const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (retired); i++)
    if (g_str_equal (retired[i].group, group) && g_str_equal (retired[i].key, key))
      return retired[i].instead;
  return NULL;
}

/**
 * mc_config_keys_has_group:
 */
gboolean
mc_config_keys_has_group (const char *group)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].group, group))
      return TRUE;
  return FALSE;
}

static char *
check_int (const McConfigKey *key, const char *value)
{
  gint64 number = 0;

  if (!g_ascii_string_to_signed (value, 10, (gint64) key->min, (gint64) key->max, &number, NULL))
    return g_strdup_printf ("must be a whole number from %.0f to %.0f", key->min, key->max);
  return NULL;
}

static char *
check_double (const McConfigKey *key, const char *value)
{
  char *end = NULL;
  double number;

  errno = 0;
  number = g_ascii_strtod (value, &end);
  /* strtod takes "inf", "nan", "0x1p3" and leading blanks, too */
  if (*value == '\0' || *end != '\0' || strspn (value, "0123456789.-+") != strlen (value) ||
      errno != 0 || !isfinite (number) || number < key->min || number > key->max)
    return g_strdup_printf ("must be a number from %g to %g", key->min, key->max);
  return NULL;
}

static char *
check_path (const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, "/", -1);

  if (!g_path_is_absolute (value))
    return g_strdup ("must be an absolute path");
  if (g_strv_contains ((const char *const *) parts, ".."))
    return g_strdup ("must not contain \"..\"");
  return NULL;
}

static char *
check_url (const char *value)
{
  g_autoptr (GUri) uri = g_uri_parse (value, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  gboolean local;

  /* g_uri_parse () takes any byte into a host, and port 0 */
  if (host == NULL || *host == '\0' || g_uri_get_port (uri) == 0 ||
      strspn (host, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".:-") != strlen (host))
    return g_strdup ("must be an address like https://host:port");
  local = g_str_equal (host, "127.0.0.1") || g_str_equal (host, "::1") ||
          g_str_equal (host, "localhost");
  if (!g_str_equal (g_uri_get_scheme (uri), "https") &&
      !(local && g_str_equal (g_uri_get_scheme (uri), "http")))
    return g_strdup ("must begin with https:// (http:// only for this machine itself)");
  if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL ||
      (*g_uri_get_path (uri) != '\0' && !g_str_equal (g_uri_get_path (uri), "/")))
    return g_strdup ("must be scheme, host and port alone");
  return NULL;
}

static char *
check_text (const McConfigKey *key, const char *value)
{
  glong length = g_utf8_strlen (value, -1);

  if (length < (glong) key->min || length > (glong) key->max)
    return g_strdup_printf ("must have %.0f to %.0f characters", key->min, key->max);
  return NULL;
}

static char *
check_choice (const McConfigKey *key, const char *value)
{
  g_auto (GStrv) choices = g_strsplit (key->choices, "|", -1);
  g_autofree char *list = NULL;

  if (g_strv_contains ((const char *const *) choices, value))
    return NULL;
  list = g_strjoinv (" or ", choices);
  return g_strdup_printf ("must be %s", list);
}

/**
 * mc_config_key_check:
 * @value: UTF-8, without control characters
 *
 * Returns: (transfer full) (nullable): what the value must be, when it is not
 */
char *
mc_config_key_check (const McConfigKey *key, const char *value)
{
  switch (key->type)
    {
    case MC_CONFIG_TEXT:
      return check_text (key, value);
    case MC_CONFIG_PATH:
      return check_path (value);
    case MC_CONFIG_URL:
      return check_url (value);
    case MC_CONFIG_PRINTER:
      return mc_printer_uri_check (value);
    case MC_CONFIG_DEVICE:
      return mc_printer_device_uri_check (value);
    case MC_CONFIG_CHOICE:
      return check_choice (key, value);
    case MC_CONFIG_INT:
      return check_int (key, value);
    case MC_CONFIG_DOUBLE:
      return check_double (key, value);
    case MC_CONFIG_BOOLEAN:
      if (g_str_equal (value, "true") || g_str_equal (value, "false"))
        return NULL;
      return g_strdup ("must be true or false");
    default:
      g_assert_not_reached ();
    }
}
