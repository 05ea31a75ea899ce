/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-certificate-pin"

#include "config.h"

#include "printing/transports/certificate-pin.h"

#include <string.h>

#define BEGIN "-----BEGIN CERTIFICATE-----"
#define END "-----END CERTIFICATE-----"

/**
 * mc_certificate_pin_holds:
 * @path: a PEM file with the certificates that are believed
 * @shown: the one that a peer shows, in DER
 * @length: of @shown
 *
 * Printers sign their certificates themselves, with names and dates that mean nothing. So one is
 * believed for being the very one that was copied here, and for nothing else: no authority, no name
 * and no date counts. Read anew each time, so that a printer that makes itself a new one needs no
 * restart here.
 *
 * Returns: whether @shown stands in the file. Any thread
 */
gboolean
mc_certificate_pin_holds (const char *path, gconstpointer shown, gsize length)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  const char *at;

  g_return_val_if_fail (path != NULL && shown != NULL, FALSE);

  if (!g_file_get_contents (path, &text, NULL, &error))
    {
      g_message ("%s", error->message);
      return FALSE;
    }
  at = text;
  while ((at = strstr (at, BEGIN)) != NULL)
    {
      const char *body = at + strlen (BEGIN);
      const char *end = strstr (body, END);
      g_autofree char *base64 = NULL;
      g_autofree guchar *der = NULL;
      gsize der_length = 0;

      if (end == NULL)
        break;
      base64 = g_strndup (body, (gsize) (end - body));
      der = g_base64_decode (base64, &der_length);
      if (der_length > 0 && der_length == length && memcmp (der, shown, length) == 0)
        return TRUE;
      at = end;
    }
  g_message ("the printer shows a certificate that does not stand in %s", path);
  return FALSE;
}
