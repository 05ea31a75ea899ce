/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/people/sessions.h"

#include <sodium.h>
#include <string.h>
#include "central/console/shell.h"

#define TOKEN_BYTES 32
#define TOKEN_LENGTH 43 /* of base64url without padding */
#define TOUCH_EVERY_S 60

typedef struct
{
  guint8 hash[MC_DIGEST_LENGTH];
  gint64 at;
} Touch;

static gboolean
run_touch (McStorage *storage, gpointer data, GError **error)
{
  const Touch *touch = data;

  return mc_people_touch_session (MC_PEOPLE (storage), touch->hash, touch->at, error);
}

static void
on_touched (gpointer data, const GError *error)
{
  g_free (data);
}

/* To the minute is enough for half an hour, and spares a commit a click. */
static void
touch (McBatchWriter *writer, const McSessionRecord *session, gint64 now)
{
  Touch *touch;

  if (now - session->seen_at < TOUCH_EVERY_S)
    return;

  touch = g_new0 (Touch, 1);
  memcpy (touch->hash, session->hash, sizeof touch->hash);
  touch->at = now;
  if (!mc_batch_writer_submit (writer, run_touch, on_touched, touch))
    g_free (touch);
}

static char *
encode (const guint8 *data, gsize length)
{
  char *text =
      g_malloc (sodium_base64_encoded_len (length, sodium_base64_VARIANT_URLSAFE_NO_PADDING));

  return sodium_bin2base64 (
      text,
      sodium_base64_encoded_len (length, sodium_base64_VARIANT_URLSAFE_NO_PADDING),
      data,
      length,
      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/**
 * mc_session_hash:
 * @token: a session's token
 * @hash: (out): its SHA-256, which is all that is kept of it
 *
 * Pure; any thread.
 */
void
mc_session_hash (const char *token, guint8 hash[MC_DIGEST_LENGTH])
{
  crypto_hash_sha256 (hash, (const guint8 *) token, strlen (token));
}

/**
 * mc_session_new:
 * @login: who signed in
 * @now: central's clock
 * @token: (out) (transfer full): what the browser keeps; 256 random bits
 *
 * Any thread.
 *
 * Returns: (transfer full): a session to be kept with mc_people_add_session ()
 */
McSessionRecord *
mc_session_new (const char *login, gint64 now, char **token)
{
  McSessionRecord *session = mc_session_record_new ();
  guint8 random[TOKEN_BYTES];

  randombytes_buf (random, sizeof random);
  *token = encode (random, sizeof random);
  sodium_memzero (random, sizeof random);
  mc_session_hash (*token, session->hash);
  session->login = g_strdup (login);
  session->created_at = session->seen_at = now;

  return session;
}

/**
 * mc_session_put_cookie:
 * @answer: (inout): an answer
 * @token: (nullable): the session's token, or %NULL to take the cookie away
 *
 * The name's prefix makes browsers refuse it from elsewhere, without TLS, or for a part of the host
 * (RFC 6265bis section 4.1.3.2).
 */
void
mc_session_put_cookie (McAnswer *answer, const char *token)
{
  g_autofree char *value =
      g_strdup_printf (MC_SESSION_COOKIE "=%s; Path=/; Secure; HttpOnly; SameSite=Strict%s",
                       token == NULL ? "" : token,
                       token == NULL ? "; Max-Age=0" : "");

  mc_answer_add_header (answer, "Set-Cookie", value);
}

/* Bound to the session and useless for anything else; needs no storage. */
static void
make_csrf (const char *token, char csrf[TOKEN_LENGTH + 1])
{
  static const char purpose[] = "motcua-csrf";
  guint8 mac[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256_state state;
  g_autofree char *text = NULL;

  crypto_auth_hmacsha256_init (&state, (const guint8 *) token, strlen (token));
  crypto_auth_hmacsha256_update (&state, (const guint8 *) purpose, sizeof purpose - 1);
  crypto_auth_hmacsha256_final (&state, mac);
  text = encode (mac, sizeof mac);
  g_strlcpy (csrf, text, TOKEN_LENGTH + 1);
}

/**
 * mc_session_is_own_origin:
 * @request: a form
 *
 * Returns: whether no other site sent it: that would carry its own origin; old browsers send none
 *   with some forms. Any thread
 */
gboolean
mc_session_is_own_origin (const McRequest *request)
{
  const char *host = request->origin == NULL ? NULL : strstr (request->origin, "://");

  return request->origin == NULL ||
         (host != NULL && g_ascii_strcasecmp (host + 3, request->authority) == 0);
}

static gboolean
has_csrf (const McRequest *request)
{
  g_autofree char *sent = mc_request_dup_form (request, "csrf");

  return sent != NULL && strlen (sent) == strlen (request->csrf) &&
         sodium_memcmp (sent, request->csrf, strlen (sent)) == 0;
}

static McAnswer *
send_to_sign_in (const McRequest *request)
{
  g_autofree char *path =
      g_strconcat (request->path, request->query[1] ? request->query : "", NULL);
  g_autofree char *next = g_uri_escape_string (path, NULL, FALSE);
  g_autofree char *location = NULL;

  /* After a form there is nothing to come back to. */
  if (g_str_equal (request->method, "POST"))
    return mc_answer_new_redirect ("/console/sign-in");

  location = g_strconcat ("/console/sign-in?next=", next, NULL);
  return mc_answer_new_redirect (location);
}

static McSessionRecord *
find_session (McCentral *central, const McRequest *request, char **token)
{
  g_autoptr (McSessionRecord) session = NULL;
  guint8 hash[MC_DIGEST_LENGTH];

  *token = mc_request_dup_cookie (request, MC_SESSION_COOKIE);
  if (*token == NULL || strlen (*token) != TOKEN_LENGTH)
    return NULL;

  mc_session_hash (*token, hash);
  session = mc_people_find_session (MC_PEOPLE (central->storage), hash, NULL);
  if (session == NULL || request->now - session->created_at > MC_SESSION_TOTAL_S ||
      request->now - session->seen_at > MC_SESSION_IDLE_S)
    return NULL;
  return g_steal_pointer (&session);
}

/**
 * mc_sessions_check_cookie:
 * @central: central
 * @cookie: (nullable): the raw Cookie header
 * @now: the time
 *
 * Before a large body is read: whether it may come from somebody who is signed in. What it asks for
 * is judged when it is there. HTTP thread.
 *
 * Returns: (transfer full) (nullable): %NULL to go on; else the way to the sign-in
 */
McAnswer *
mc_sessions_check_cookie (McCentral *central, const char *cookie, gint64 now)
{
  const McRequest request = { .cookie = cookie, .now = now };
  g_autofree char *token = NULL;
  g_autoptr (McSessionRecord) session = find_session (central, &request, &token);

  return session == NULL ? mc_answer_new_redirect ("/console/sign-in") : NULL;
}

/**
 * mc_session_end_own:
 * @storage: in a transaction
 * @request: a request
 * @error: return location for an error
 *
 * Ends the session that its cookie names, if any. The thread of the transaction.
 *
 * Returns: %TRUE on success
 */
gboolean
mc_session_end_own (McStorage *storage, const McRequest *request, GError **error)
{
  g_autofree char *token = mc_request_dup_cookie (request, MC_SESSION_COOKIE);
  guint8 hash[MC_DIGEST_LENGTH];

  if (token == NULL)
    return TRUE;

  mc_session_hash (token, hash);
  return mc_people_end_session (MC_PEOPLE (storage), hash, error);
}

/**
 * mc_sessions_check_request:
 * @central: central
 * @writer: where the sign of life is written, later
 * @request: (inout): a request; gets its `user` and `csrf`
 * @flags: the route's
 *
 * Whether an official is signed in and, for a POST, whether the form is one that this service made
 * for this session. HTTP thread.
 *
 * Returns: (transfer full) (nullable): %NULL to go on; else the way to the sign-in, to the change
 * of a one-time password, or a page that says what went wrong
 */
McAnswer *
mc_sessions_check_request (McCentral *central,
                           McBatchWriter *writer,
                           McRequest *request,
                           McRouteFlags flags)
{
  g_autofree char *token = NULL;
  g_autoptr (McSessionRecord) session = find_session (central, request, &token);

  if (session != NULL)
    request->user = mc_people_find_user (MC_PEOPLE (central->storage), session->login, NULL);
  if (request->user == NULL || request->user->disabled)
    return send_to_sign_in (request);

  make_csrf (token, request->csrf);
  if (g_str_equal (request->method, "POST") &&
      (!mc_session_is_own_origin (request) || !has_csrf (request)))
    return mc_shell_new_stale (central, request);

  if ((flags & MC_ROUTE_QUIET) == 0)
    touch (writer, session, request->now);
  if (request->user->must_change && (flags & MC_ROUTE_MUST_CHANGE) == 0)
    return mc_answer_new_redirect ("/console/password");

  return NULL;
}
