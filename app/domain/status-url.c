/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-status-url"

#include "config.h"
#include "app/domain/receipt.h"

#include "app/domain/identity.h"

#include <string.h>

#define PATH "/T/"

/* Of the URL that central is reached at: scheme and host, upper case, without slashes at the end.
 * A path, query or user part is refused: the QR has none. */
static char *
upper_origin (const char *public_url)
{
  g_autofree char *origin = g_ascii_strup (public_url, -1);
  const char *host;

  while (g_str_has_suffix (origin, "/"))
    origin[strlen (origin) - 1] = '\0';
  host = strstr (origin, "://");
  if (host == NULL ||
      (!g_str_has_prefix (origin, "HTTPS://") && !g_str_has_prefix (origin, "HTTP://")))
    return NULL;
  host += strlen ("://");
  if (*host == '\0' || strspn (host, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:") != strlen (host))
    return NULL;
  return g_steal_pointer (&origin);
}

/**
 * mc_status_url_new:
 * @public_url: how citizens reach central: scheme, host and perhaps port
 * @token: a status token
 *
 * Makes the text of the QR, `HTTPS://HOST/T/TOKEN`: upper case throughout, so that the QR's
 * alphanumeric mode (ISO/IEC 18004) keeps it small.
 *
 * Returns: (transfer full) (nullable): the text; %NULL when @public_url is not of that kind
 */
char *
mc_status_url_new (const char *public_url, const char *token)
{
  g_autofree char *origin = NULL;
  g_autofree char *upper = NULL;

  g_return_val_if_fail (public_url != NULL && token != NULL, NULL);

  origin = upper_origin (public_url);
  if (origin == NULL)
    return NULL;
  upper = g_ascii_strup (token, -1);
  return g_strconcat (origin, PATH, upper, NULL);
}

/**
 * mc_status_url_create_host:
 * @url: a status URL
 *
 * Gives the host in words, for print beside the QR: so nobody takes another page for ours because
 * a sticker said so.
 *
 * Returns: (transfer full): host and perhaps port, lower case
 */
char *
mc_status_url_create_host (const char *url)
{
  const char *begin, *end;
  g_autofree char *host = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  begin = strstr (url, "://");
  begin = begin != NULL ? begin + strlen ("://") : url;
  end = strchr (begin, '/');
  host = end != NULL ? g_strndup (begin, (gsize) (end - begin)) : g_strdup (begin);
  return g_ascii_strdown (host, -1);
}

/**
 * mc_status_url_parse:
 * @url: what was scanned, in either case
 * @public_url: how citizens reach this central
 * @token: (out) (array fixed-size=27): the token, upper case
 *
 * Reads a receipt's QR. Only our own: a QR of another host is refused, never fetched.
 *
 * Returns: %TRUE when it is one; else @token is unchanged
 */
gboolean
mc_status_url_parse (const char *url, const char *public_url, char token[MC_TOKEN_LENGTH + 1])
{
  g_autofree char *origin = NULL;
  const char *rest;

  g_return_val_if_fail (url != NULL && public_url != NULL, FALSE);

  origin = upper_origin (public_url);
  if (origin == NULL || g_ascii_strncasecmp (url, origin, strlen (origin)) != 0)
    return FALSE;
  rest = url + strlen (origin);
  if (g_ascii_strncasecmp (rest, PATH, strlen (PATH)) != 0)
    return FALSE;
  rest += strlen (PATH);
  /* mc_token_parse() also takes what people type with spaces and dashes; a QR has none */
  return strlen (rest) == MC_TOKEN_LENGTH && mc_token_parse (rest, token);
}
