/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/people/browsers.h"

#include <sodium.h>
#include <string.h>

/* The cookie: a name that the browser got by lot, then a mark for each login that came in there,
 * latest first; points between them. */
#define NAME_BYTES 16
#define NAME_LENGTH 22
#define MARK_BYTES 16
#define MARK_LENGTH 22
#define ENCODING sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define MAX_LOGINS 8      /* who share the computer of a counter */
#define KEPT_S "15552000" /* half a year */

static void
encode (const guint8 *data, gsize length, char text[NAME_LENGTH + 1])
{
  sodium_bin2base64 (text, NAME_LENGTH + 1, data, length, ENCODING);
}

static void
make_key (McCentral *central, guint8 key[crypto_auth_hmacsha256_KEYBYTES])
{
  static const char purpose[] = "motcua-browser";

  crypto_auth_hmacsha256 (key,
                          (const guint8 *) purpose,
                          sizeof purpose,
                          mc_signing_key_get_seed (mc_keys_get_signing (central->keys)));
}

/* Only central can make it, and only for whom it let in. */
static void
make_mark (McCentral *central, const char *name, const char *login, char mark[MARK_LENGTH + 1])
{
  guint8 key[crypto_auth_hmacsha256_KEYBYTES], mac[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256_state state;

  make_key (central, key);
  crypto_auth_hmacsha256_init (&state, key, sizeof key);
  crypto_auth_hmacsha256_update (&state, (const guint8 *) name, strlen (name) + 1);
  crypto_auth_hmacsha256_update (&state, (const guint8 *) login, strlen (login));
  crypto_auth_hmacsha256_final (&state, mac);
  encode (mac, MARK_BYTES, mark);
  sodium_memzero (key, sizeof key);
}

/* Name and marks; %NULL when it has none, or none of ours. */
static char **
read_cookie (const McRequest *request)
{
  g_autofree char *cookie = mc_request_dup_cookie (request, MC_BROWSER_COOKIE);
  g_auto (GStrv) parts = cookie == NULL ? NULL : g_strsplit (cookie, ".", MAX_LOGINS + 2);

  if (parts == NULL || parts[0] == NULL || strlen (parts[0]) != NAME_LENGTH)
    return NULL;

  return g_steal_pointer (&parts);
}

static gboolean
has_mark (char **cookie, const char *mark)
{
  for (char **part = cookie + 1; *part != NULL; part++)
    if (strlen (*part) == MARK_LENGTH && sodium_memcmp (*part, mark, MARK_LENGTH) == 0)
      return TRUE;

  return FALSE;
}

/**
 * mc_browser_dup_tries:
 * @central: central
 * @request: a request
 * @user: (nullable): the account that somebody wants to come in with
 *
 * Whether @user came in by this browser before. Where that is so, a new password makes its tries
 * new ones. Any thread.
 *
 * Returns: (transfer full) (nullable): the name of its tries, for mc_tries_count (); %NULL for a
 *   browser that may be anybody's
 */
char *
mc_browser_dup_tries (McCentral *central, const McRequest *request, const McUserRecord *user)
{
  g_auto (GStrv) cookie = user == NULL ? NULL : read_cookie (request);
  char mark[MARK_LENGTH + 1];

  if (cookie == NULL)
    return NULL;

  make_mark (central, cookie[0], user->login, mark);
  return has_mark (cookie, mark) ? g_strjoin ("\n", user->login, cookie[0], user->password, NULL)
                                 : NULL;
}

/**
 * mc_browser_remember:
 * @central: central
 * @request: a request that brings the right password
 * @login: whose
 * @answer: (inout): its answer; gets the cookie by which the browser is known from now on
 *
 * Any thread.
 */
void
mc_browser_remember (McCentral *central,
                     const McRequest *request,
                     const char *login,
                     McAnswer *answer)
{
  g_auto (GStrv) cookie = read_cookie (request);
  g_autoptr (GString) value = g_string_new (MC_BROWSER_COOKIE "=");
  char name[NAME_LENGTH + 1], mark[MARK_LENGTH + 1];
  guint8 random[NAME_BYTES];
  guint n = 1;

  randombytes_buf (random, sizeof random);
  encode (random, sizeof random, name);
  if (cookie != NULL)
    g_strlcpy (name, cookie[0], sizeof name);
  make_mark (central, name, login, mark);
  g_string_append_printf (value, "%s.%s", name, mark);
  for (char **part = cookie == NULL ? NULL : cookie + 1;
       part != NULL && *part != NULL && n < MAX_LOGINS;
       part++)
    if (strlen (*part) == MARK_LENGTH && !g_str_equal (*part, mark))
      {
        g_string_append_printf (value, ".%s", *part);
        n++;
      }
  g_string_append (value, "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=" KEPT_S);
  mc_answer_add_header (answer, "Set-Cookie", value->str);
}
