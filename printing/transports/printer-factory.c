/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/printer-factory.h"

#include <string.h>
#include "printing/transports/cups-printer.h"
#include "printing/transports/escpos-line.h"
#include "printing/transports/escpos-printer.h"
#include "printing/transports/ipp-printer.h"

#define NONE "none"
#define QUEUE_SCHEME "cups"
/* Of a queue's name in CUPS. */
#define QUEUE_MAX 127
/* Of a path that the links keep. */
#define RESOURCE_MAX 255

/* A way to a printer. A further one is a row here, and no code elsewhere. */
typedef struct
{
  const char *scheme; /* of the URI, before its colon */
  const char *form;   /* for whoever wrote something else */

  /* (transfer full) (nullable): what the URI must be, when it is not. */
  char *(*check) (const char *uri);

  McPrinter *(*create) (const McPrinterSettings *settings, McPrintJournal *journal);
} Way;

static char *
check_queue (const char *uri)
{
  const char *name = uri + strlen (QUEUE_SCHEME ":");
  gsize length = strlen (name);

  if (length >= 1 && length <= QUEUE_MAX && strpbrk (name, " /#?'\"\\") == NULL)
    return NULL;
  return g_strdup_printf ("must name a queue after cups:, 1 to %d characters without blanks, "
                          "slashes or quotes",
                          QUEUE_MAX);
}

static McPrinter *
create_queue (const McPrinterSettings *settings, McPrintJournal *journal)
{
  return mc_cups_printer_new (journal,
                              settings->server,
                              settings->uri + strlen (QUEUE_SCHEME ":"),
                              settings->device_uri,
                              settings->certificate,
                              &settings->deadlines);
}

static char *
check_ipp (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;
  gsize path_length;

  /* g_uri_parse () takes any byte into a host, and port 0 */
  if (host == NULL || *host == '\0' || g_uri_get_port (parsed) == 0 ||
      strspn (host, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".:-_") != strlen (host))
    return g_strdup ("must be an address like ipp://192.168.10.20/ipp/print");
  if (g_uri_get_userinfo (parsed) != NULL || g_uri_get_query (parsed) != NULL ||
      g_uri_get_fragment (parsed) != NULL)
    return g_strdup ("must be scheme, host, port and path alone");
  path_length = strlen (g_uri_get_path (parsed));
  if (path_length < 2 || path_length > RESOURCE_MAX)
    return g_strdup ("must have the printer's path, /ipp/print with most of them");
  return NULL;
}

static McPrinter *
create_ipp (const McPrinterSettings *settings, McPrintJournal *journal)
{
  return mc_ipp_printer_new (journal, settings->uri, settings->certificate, &settings->deadlines);
}

static char *
check_line (const char *uri)
{
  g_auto (McEscposAddress) address = { 0 };
  char *mistake = NULL;

  mc_escpos_address_parse (&address, uri, &mistake);
  return mistake;
}

static McPrinter *
create_line (const McPrinterSettings *settings, McPrintJournal *journal)
{
  return mc_escpos_printer_new (journal, settings->uri, &settings->head, &settings->deadlines);
}

static const Way ways[] = {
  { QUEUE_SCHEME, "cups:QUEUE", check_queue, create_queue },
  { "ipp", "ipp://HOST/PATH", check_ipp, create_ipp },
  { "ipps", "ipps://HOST/PATH", check_ipp, create_ipp },
  { "socket", "socket://HOST:9100", check_line, create_line },
  { "serial", "serial:DEVICE?baud=SPEED", check_line, create_line },
  { "usb", "usb:DEVICE", check_line, create_line },
};

static gboolean
has_scheme (const char *uri, const char *scheme)
{
  gsize length = strlen (scheme);

  return uri != NULL && strncmp (uri, scheme, length) == 0 && uri[length] == ':';
}

static const Way *
find_way (const char *uri)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (has_scheme (uri, ways[i].scheme))
      return &ways[i];
  return NULL;
}

/**
 * mc_printer_uri_check:
 * @uri: where the printer is
 *
 * Returns: (transfer full) (nullable): what it must be, when it is not: "must …". Any thread
 */
char *
mc_printer_uri_check (const char *uri)
{
  g_autoptr (GString) forms = NULL;
  const Way *way;

  g_return_val_if_fail (uri != NULL, NULL);

  if (g_str_equal (uri, NONE))
    return NULL;
  way = find_way (uri);
  if (way != NULL)
    return way->check (uri);
  forms = g_string_new ("must be " NONE);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    g_string_append_printf (
        forms, "%s%s", i + 1 < G_N_ELEMENTS (ways) ? ", " : " or ", ways[i].form);
  return g_string_free (g_steal_pointer (&forms), FALSE);
}

/**
 * mc_printer_device_uri_check:
 * @uri: the own address of a printer behind a queue
 *
 * Returns: (transfer full) (nullable): what it must be, when it is not: "must …". Any thread
 */
char *
mc_printer_device_uri_check (const char *uri)
{
  g_return_val_if_fail (uri != NULL, NULL);

  if (!has_scheme (uri, "ipp") && !has_scheme (uri, "ipps"))
    return g_strdup ("must be an address like ipp://192.168.10.20/ipp/print");
  return check_ipp (uri);
}

/* Without a driver that could, the kiosk itself must know the head; wherever there is one, nobody
 * asks. (nullable) (transfer none): what is to blame. */
static const char *
find_strange_part (const McPrinterSettings *settings)
{
  const McEscposHead *head = &settings->head;

  if (head->dots != 0)
    return "dots";
  if (head->dpi != 0 && head->dpi != MC_ESCPOS_DPI)
    return "dpi";
  if (!head->cutter)
    return "cutter";
  return head->process_id ? "process-id" : NULL;
}

static gboolean
is_line (const char *uri)
{
  const Way *way = find_way (uri);

  return way != NULL && way->create == create_line;
}

/**
 * mc_printer_settings_check:
 * @settings: whose parts are right, each by itself
 * @key: (out) (transfer none): the part that is to blame, as it is called in kiosk.conf
 *
 * Looks whether they belong together. Without a printer nothing else counts, so that one line
 * switches paper off.
 *
 * Returns: (transfer full) (nullable): what is wrong with @key, when something is. Any thread
 */
char *
mc_printer_settings_check (const McPrinterSettings *settings, const char **key)
{
  gboolean queue, secret, line;

  g_return_val_if_fail (settings != NULL && settings->uri != NULL && key != NULL, NULL);

  if (g_str_equal (settings->uri, NONE))
    return NULL;
  line = is_line (settings->uri);
  if (line && !mc_medium_is_roll (settings->medium))
    {
      *key = "media";
      return g_strdup ("must be roll-80 or roll-58 with such a printer");
    }
  if (!line && find_strange_part (settings) != NULL)
    {
      *key = find_strange_part (settings);
      return g_strdup ("goes with a socket://, serial: or usb: address alone; leave it out");
    }
  queue = has_scheme (settings->uri, QUEUE_SCHEME);
  if (!queue && settings->device_uri != NULL)
    {
      *key = "device-uri";
      return g_strdup ("goes with uri=cups:QUEUE alone; leave it out");
    }
  if (!queue && settings->server != NULL)
    {
      *key = "server";
      return g_strdup ("goes with uri=cups:QUEUE alone; leave it out");
    }
  secret = has_scheme (queue ? settings->device_uri : settings->uri, "ipps");
  if (secret && settings->certificate == NULL)
    {
      *key = queue ? "device-uri" : "uri";
      return g_strdup ("needs certificate=FILE, the printer's own, to know it by");
    }
  if (!secret && settings->certificate != NULL)
    {
      *key = "certificate";
      return g_strdup ("goes with an ipps:// address alone; leave it out");
    }
  return NULL;
}

/**
 * mc_printer_create:
 * @settings: checked
 * @journal: written before a job is handed over and once its outcome is known
 *
 * Chooses the transport by the URI. The thread that calls this gets the results and the
 * notifications in its thread-default main context.
 *
 * Returns: (transfer full) (nullable): the printer; %NULL when there is none
 */
McPrinter *
mc_printer_create (const McPrinterSettings *settings, McPrintJournal *journal)
{
  const Way *way;

  g_return_val_if_fail (settings != NULL && settings->uri != NULL, NULL);
  g_return_val_if_fail (MC_IS_PRINT_JOURNAL (journal), NULL);

  way = find_way (settings->uri);
  return way != NULL ? way->create (settings, journal) : NULL;
}
