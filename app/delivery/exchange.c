/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/delivery/exchange.h"

#include <string.h>

#include "app/delivery/central-client.h"
#include "app/domain/json.h"
#include "app/protocol/envelope.h"

#define MAX_ANSWER_LENGTH (1024 * 1024)

/* Whoever sits in between may ask for patience, too, but not for a day of silence. */
#define MAX_UNPROVEN_RETRY_AFTER_S 300

/* "host" or "host:port" as the Host header says it (RFC 9421, section 2.2.3): lower case, without
 * the scheme's own port. NULL when @base_url is not scheme, host and port alone. */
static char *
dup_authority (const char *base_url)
{
  g_autoptr (GUri) uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *host = NULL;
  const char *scheme, *path;
  int port;

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_host (uri)[0] == '\0')
    return NULL;
  scheme = g_uri_get_scheme (uri);
  path = g_uri_get_path (uri);
  if (strcmp (scheme, "https") != 0 && strcmp (scheme, "http") != 0)
    return NULL;
  if ((path[0] != '\0' && strcmp (path, "/") != 0) || g_uri_get_query (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL || g_uri_get_userinfo (uri) != NULL)
    return NULL;

  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  port = g_uri_get_port (uri);
  if (strchr (host, ':') != NULL)
    {
      g_autofree char *bare = g_steal_pointer (&host);

      host = g_strdup_printf ("[%s]", bare);
    }
  if (port == -1 || port == (strcmp (scheme, "https") == 0 ? 443 : 80))
    return g_steal_pointer (&host);
  return g_strdup_printf ("%s:%d", host, port);
}

/**
 * mc_signed_request_new:
 * @base_url: scheme, host and port of central
 * @method: "GET", "POST" or "PUT"
 * @path: path and, after a '?', query
 * @content_type: (nullable): of @body
 * @body: (nullable): what to send
 * @key: the sender's key
 * @created: seconds UTC by central's clock, as far as it is known
 * @error: return location for %MC_CLIENT_ERROR_UNTRUSTED when @base_url is no address that could be
 *   trusted, %MC_CLIENT_ERROR_REFUSED when @path is none
 *
 * Pure; any thread.
 *
 * Returns: (transfer full): a request ready to be sent
 */
McSignedRequest *
mc_signed_request_new (const char *base_url,
                       const char *method,
                       const char *path,
                       const char *content_type,
                       GBytes *body,
                       const McSigningKey *key,
                       gint64 created,
                       GError **error)
{
  g_autoptr (McSignedRequest) self = g_new0 (McSignedRequest, 1);
  g_autoptr (GStrvBuilder) headers = g_strv_builder_new ();
  g_autofree char *authority = dup_authority (base_url);
  g_autofree char *bare_path = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *signature_input = NULL;
  g_autofree char *digest_line = NULL;
  g_autofree char *input_line = NULL;
  g_autofree char *signature_line = NULL;
  const char *query = strchr (path, '?');
  const void *data = NULL;
  gsize length = 0;
  McRequestParts parts;

  if (authority == NULL)
    {
      g_set_error (error,
                   MC_CLIENT_ERROR,
                   MC_CLIENT_ERROR_UNTRUSTED,
                   "“%s” is not https://host[:port]",
                   base_url);
      return NULL;
    }
  if (body != NULL)
    data = g_bytes_get_data (body, &length);
  bare_path = query != NULL ? g_strndup (path, (gsize) (query - path)) : g_strdup (path);
  digest = mc_digest_header_new (data, length);
  parts = (McRequestParts){
    .method = method,
    .authority = authority,
    .path = bare_path,
    .query = query != NULL ? query : "?",
    .content_digest = digest,
  };
  mc_signature_sign_request (&parts, key, created, &signature_input, &self->signature);
  if (self->signature == NULL)
    {
      g_set_error_literal (error,
                           MC_CLIENT_ERROR,
                           MC_CLIENT_ERROR_REFUSED,
                           "The request's address holds a line break");
      return NULL;
    }

  digest_line = g_strdup_printf ("Content-Digest: %s", digest);
  input_line = g_strdup_printf ("Signature-Input: %s", signature_input);
  signature_line = g_strdup_printf ("Signature: %s", self->signature);
  g_strv_builder_add_many (headers,
                           "Accept: application/json, application/problem+json",
                           digest_line,
                           input_line,
                           signature_line,
                           NULL);
  if (content_type != NULL)
    {
      g_autofree char *line = g_strdup_printf ("Content-Type: %s", content_type);

      g_strv_builder_add (headers, line);
    }

  self->request = g_new0 (McHttpRequest, 1);
  self->request->method = g_strdup (method);
  self->request->url = g_strdup_printf (
      "%.*s%s",
      (int) (g_str_has_suffix (base_url, "/") ? strlen (base_url) - 1 : strlen (base_url)),
      base_url,
      path);
  self->request->headers = g_strv_builder_end (headers);
  self->request->body = body != NULL ? g_bytes_ref (body) : NULL;
  return g_steal_pointer (&self);
}

/**
 * mc_signed_request_free:
 * @self: (nullable) (transfer full): a request
 */
void
mc_signed_request_free (McSignedRequest *self)
{
  if (self == NULL)
    return;
  mc_http_request_free (self->request);
  g_free (self->signature);
  g_free (self);
}

/**
 * mc_answer_is_genuine:
 * @answer: an answer as it came
 * @request_signature: the Signature field of the request that was sent
 * @central_public: (array fixed-size=32): the only key that is believed
 * @error: return location for %MC_CLIENT_ERROR_UNTRUSTED
 *
 * The one gate between the network and everything that changes here. Pure; any thread.
 *
 * Returns: whether central gave this answer, whole, to this very request
 */
gboolean
mc_answer_is_genuine (const McHttpAnswer *answer,
                      const char *request_signature,
                      const guint8 central_public[32],
                      GError **error)
{
  const McAnswerParts parts = {
    .status = answer->status,
    .content_type = answer->content_type,
    .content_digest = answer->content_digest,
    .request_signature = request_signature,
  };
  g_autoptr (GError) local_error = NULL;
  gsize length;
  const void *data = g_bytes_get_data (answer->body, &length);

  if (mc_signature_verify_answer (
          &parts, answer->signature_input, answer->signature, central_public, &local_error) &&
      mc_digest_header_check (answer->content_digest, data, length))
    return TRUE;
  g_set_error (error,
               MC_CLIENT_ERROR,
               MC_CLIENT_ERROR_UNTRUSTED,
               "An answer %u that central did not sign: %s",
               answer->status,
               local_error != NULL ? local_error->message : "its body is not what was signed");
  return FALSE;
}

/**
 * mc_answer_parse:
 * @answer: an answer
 * @error: return location for #McJsonError
 *
 * Returns: (transfer full): its body as JSON, capped in size and depth
 */
json_t *
mc_answer_parse (const McHttpAnswer *answer, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (answer->body, &length);

  return mc_json_parse (data, length, MAX_ANSWER_LENGTH, "the answer", error);
}

/**
 * mc_answer_judge_unproven:
 * @status: the status of an answer that is not genuine
 * @retry_after: (inout): what it asks for, capped
 * @error: return location; holds %MC_CLIENT_ERROR_UNTRUSTED already
 *
 * A proxy that says on its own that central is away or busy is an outage and no attack: it turns
 * the error into %MC_CLIENT_ERROR_UNREACHABLE. It is never more than that.
 *
 * Returns: FALSE, always
 */
gboolean
mc_answer_judge_unproven (guint status, guint *retry_after, GError **error)
{
  *retry_after = MIN (*retry_after, MAX_UNPROVEN_RETRY_AFTER_S);
  if (status == 408 || status == 429 || (status >= 500 && status <= 599))
    {
      g_clear_error (error);
      g_set_error (error,
                   MC_CLIENT_ERROR,
                   MC_CLIENT_ERROR_UNREACHABLE,
                   "Somebody before central answered %u",
                   status);
    }
  return FALSE;
}

/**
 * mc_answer_judge:
 * @status: the status of a genuine answer
 * @problem: (nullable): what it says went wrong
 * @error: return location for #McClientError
 *
 * The one place where central's statuses become ours (design, section 5). What is not in the table
 * is tried again later: a record is not given up because of an answer that nobody foresaw.
 *
 * Returns: whether it is a success
 */
gboolean
mc_answer_judge (guint status, const McProblem *problem, GError **error)
{
  McClientError code;

  switch (status)
    {
    case 200:
    case 201:
    case 204:
      return TRUE;
    case 400:
    case 409:
    case 413:
    case 422:
      code = MC_CLIENT_ERROR_REFUSED;
      break;
    case 401:
    case 403:
      code = MC_CLIENT_ERROR_UNAUTHORISED;
      break;
    case 404:
      code = MC_CLIENT_ERROR_NOT_FOUND;
      break;
    case 424:
      code = MC_CLIENT_ERROR_PAGES;
      break;
    case 429:
      code = problem != NULL && strcmp (problem->type, "locked") == 0 ? MC_CLIENT_ERROR_LOCKED
                                                                      : MC_CLIENT_ERROR_UNREACHABLE;
      break;
    default:
      code = MC_CLIENT_ERROR_UNREACHABLE;
    }
  g_set_error (error,
               MC_CLIENT_ERROR,
               code,
               "%u %s%s%s",
               status,
               problem != NULL ? problem->type : "(no problem said)",
               problem != NULL && problem->detail != NULL ? ": " : "",
               problem != NULL && problem->detail != NULL ? problem->detail : "");
  return FALSE;
}

/**
 * mc_transport_judge:
 * @failure: what the transport said
 * @error: return location for #McClientError, or %G_IO_ERROR_CANCELLED
 *
 * The one place where the transport's errors become the client's.
 */
void
mc_transport_judge (const GError *failure, GError **error)
{
  McClientError code = MC_CLIENT_ERROR_UNREACHABLE;

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_error_copy (failure));
      return;
    }
  if (g_error_matches (failure, MC_TRANSPORT_ERROR, MC_TRANSPORT_ERROR_TRUST) ||
      g_error_matches (failure, MC_TRANSPORT_ERROR, MC_TRANSPORT_ERROR_LIMIT))
    code = MC_CLIENT_ERROR_UNTRUSTED;
  g_set_error_literal (error, MC_CLIENT_ERROR, code, failure->message);
}
