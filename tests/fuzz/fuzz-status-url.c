/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/domain/identity.h"
#include "app/domain/receipt.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

#define URL "https://motcua.example:8443"

/* Whatever is scanned: a token comes only from the very text that is printed for it. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  char token[MC_TOKEN_LENGTH + 1];

  if (mc_status_url_parse (text, URL, token))
    {
      g_autofree char *url = mc_status_url_new (URL, token);
      char again[MC_TOKEN_LENGTH + 1];

      g_assert_cmpuint (strlen (text), ==, strlen (url));
      g_assert_true (mc_status_url_parse (url, URL, again));
      g_assert_cmpstr (again, ==, token);
    }
  return 0;
}
