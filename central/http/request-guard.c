/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/http/request-guard.h"

#include <string.h>

/* libmicrohttpd 0.9.75 takes much that HTTP/1.1 forbids, and two of its leniencies let one request
 * be read as two (RFC 9112 section 11.2). All headers are walked here before anything else looks at
 * the request; what is refused ends the connection. */

#define MAX_HEADERS 64
#define MAX_TARGET 2048
#define MAX_LENGTH_DIGITS 12

typedef struct
{
  McRequestHead *head;    /* (unowned) */
  const char *problem;    /* (nullable), static: the first thing that is wrong */
  const char *next;       /* where the next line must begin */
  gboolean checks_layout; /* whether `next` means anything */
  guint n_headers;
  guint n_lengths, n_encodings, n_hosts, n_singles[7];
  const char *length;       /* (nullable) */
  const char *encoding;     /* (nullable) */
  const char *content_type; /* (nullable) */
  const char *expect;       /* (nullable) */
} Walk;

static gboolean
is_token (const char *name, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (name[i]) && strchr ("!#$%&'*+-.^_`|~", name[i]) == NULL)
      return FALSE;

  return length > 0;
}

static gboolean
is_value (const char *value, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      guint8 byte = value[i];

      if ((byte < 0x20 && byte != '\t') || byte == 0x7f)
        return FALSE;
    }

  return TRUE;
}

/* A folded `Content-Length:\r\n 47` arrives as a header named `Content-Length47`, and its body
 * would be run as the next request: what merely begins like these is refused. */
static gboolean
is_smuggled (const char *name)
{
  static const char *const sensitive[] = { "content-length", "transfer-encoding", "host" };

  for (guint i = 0; i < G_N_ELEMENTS (sensitive); i++)
    if (g_ascii_strncasecmp (name, sensitive[i], strlen (sensitive[i])) == 0 &&
        name[strlen (sensitive[i])] != '\0')
      return TRUE;

  return FALSE;
}

/* 0.9.75 leaves the block in place: name NUL value NUL NUL name… with both bytes of each CRLF made
 * NUL. A bare LF, a folded line or a NUL inside a line breaks that row. */
static gboolean
is_in_row (Walk *walk, const char *name, gsize name_length, const char *value, gsize value_length)
{
  const char *between = name + name_length + 1;

  if (!walk->checks_layout)
    return TRUE;
  if (name != walk->next || value < between || value - between > MAX_TARGET)
    return FALSE;
  for (; between < value; between++)
    if (*between != ' ' && *between != '\t')
      return FALSE;
  if (value[value_length] != '\0' || value[value_length + 1] != '\0')
    return FALSE;

  walk->next = value + value_length + 2;

  return TRUE;
}

static void
note_single (Walk *walk, guint index, const char **place, const char *value)
{
  if (++walk->n_singles[index] > 1)
    walk->problem = "a header that may stand once stands twice";
  *place = value;
}

static void
note_header (Walk *walk, const char *name, const char *value)
{
  if (g_ascii_strcasecmp (name, "content-length") == 0)
    {
      walk->n_lengths++;
      walk->length = value;
    }
  else if (g_ascii_strcasecmp (name, "transfer-encoding") == 0)
    {
      walk->n_encodings++;
      walk->encoding = value;
    }
  else if (g_ascii_strcasecmp (name, "host") == 0)
    {
      walk->n_hosts++;
      walk->head->host = value;
    }
  else if (g_ascii_strcasecmp (name, "signature-input") == 0)
    note_single (walk, 0, &walk->head->signature_input, value);
  else if (g_ascii_strcasecmp (name, "signature") == 0)
    note_single (walk, 1, &walk->head->signature, value);
  else if (g_ascii_strcasecmp (name, "content-digest") == 0)
    note_single (walk, 2, &walk->head->content_digest, value);
  else if (g_ascii_strcasecmp (name, "content-type") == 0)
    note_single (walk, 3, &walk->content_type, value);
  else if (g_ascii_strcasecmp (name, "expect") == 0)
    note_single (walk, 4, &walk->expect, value);
  else if (g_ascii_strcasecmp (name, "cookie") == 0)
    note_single (walk, 5, &walk->head->cookie, value);
  else if (g_ascii_strcasecmp (name, "origin") == 0)
    note_single (walk, 6, &walk->head->origin, value);
}

static enum MHD_Result
on_header (void *data,
           enum MHD_ValueKind kind,
           const char *name,
           size_t name_length,
           const char *value,
           size_t value_length)
{
  Walk *walk = data;

  if (value == NULL)
    {
      value = "";
      value_length = 0;
    }
  if (++walk->n_headers > MAX_HEADERS)
    walk->problem = "too many headers";
  else if (!is_in_row (walk, name, name_length, value, value_length))
    walk->problem = "a line of the header block is folded or does not end with CR LF";
  else if (!is_token (name, name_length) || strlen (name) != name_length)
    walk->problem = "a header's name has a character that is not allowed";
  else if (!is_value (value, value_length))
    walk->problem = "a header's value has a control character";
  else if (is_smuggled (name))
    walk->problem = "a header's name begins like one that frames the message";
  else
    note_header (walk, name, value);

  return walk->problem == NULL ? MHD_YES : MHD_NO;
}

static gboolean
is_hex_pair (const char *text)
{
  return g_ascii_isxdigit (text[0]) && g_ascii_isxdigit (text[1]);
}

/* Origin form (RFC 9112 section 3.2.1) and nothing that two readers could take for two paths. */
static gboolean
is_target (const char *target)
{
  const char *query = strchr (target, '?');

  if (target[0] != '/' || target[1] == '/' || strlen (target) > MAX_TARGET)
    return FALSE;
  for (const char *at = target; *at != '\0'; at++)
    {
      if (*at <= 0x20 || *at >= 0x7f || strchr ("\"<>\\^`{|}#", *at) != NULL ||
          (*at == '%' && !is_hex_pair (at + 1)))
        return FALSE;
      if ((query == NULL || at < query) && at[0] == '/' && at[1] == '.' &&
          (at[2] == '/' || at[2] == '\0' || at[2] == '?' || at[2] == '.'))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_host (const char *host)
{
  for (const char *at = host; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && strchr (".-:[]_", *at) == NULL)
      return FALSE;

  return *host != '\0';
}

static McAnswer *
refuse (guint status, const char *type, const char *detail)
{
  McAnswer *answer = mc_answer_new_problem (status, type, detail, NULL);

  answer->close = TRUE;

  return answer;
}

static McAnswer *
check_length (const Walk *walk, const char *method)
{
  gboolean has_body = g_str_equal (method, "PUT") || g_str_equal (method, "POST");

  if (walk->n_lengths > 1 || walk->n_encodings > 1)
    return refuse (400, "bad-request", "the length of the body is said twice");
  if (walk->n_lengths == 1 && walk->n_encodings == 1)
    return refuse (400, "bad-request", "Content-Length and Transfer-Encoding exclude each other");
  if (walk->n_encodings == 1 && g_ascii_strcasecmp (walk->encoding, "chunked") != 0)
    return refuse (400, "bad-request", "Transfer-Encoding is not known");
  if (walk->n_encodings == 1 || (has_body && walk->n_lengths == 0))
    return refuse (411, "length-required", NULL);
  if (walk->n_lengths == 0)
    return NULL;

  for (guint i = 0; walk->length[i] != '\0'; i++)
    if (!g_ascii_isdigit (walk->length[i]) || i >= MAX_LENGTH_DIGITS)
      return refuse (400, "bad-request", "Content-Length is not a number of bytes");
  if (*walk->length == '\0')
    return refuse (400, "bad-request", "Content-Length is empty");

  walk->head->length = g_ascii_strtoull (walk->length, NULL, 10);
  if (!has_body && walk->head->length > 0)
    return refuse (400, "bad-request", "this method takes no body");

  return NULL;
}

/**
 * mc_request_guard_checks_layout:
 *
 * Where the header lines stand in the buffer is known of libmicrohttpd 0.9.75 only, and there the
 * guard checks it. Newer versions refuse bare LF and folding by themselves when the server asks
 * them to be strict; asked for that, 0.9.75 hangs up where the guard has an answer. Any thread.
 *
 * Returns: whether the guard does it, so that the library need not
 */
gboolean
mc_request_guard_checks_layout (void)
{
  return g_strcmp0 (MHD_get_version (), "0.9.75") == 0;
}

static gboolean
is_line_in_row (const McRequestLine *line)
{
  return line->target_spot == line->method + strlen (line->method) + 1 &&
         line->version == line->target_spot + strlen (line->target) + 1;
}

/**
 * mc_request_guard_check:
 * @connection: a connection whose header block is complete, before its body
 * @line: its request line
 * @head: (out caller-allocates): what later steps need of the headers
 *
 * Refuses what RFC 9112 does not allow, and chunked bodies: kiosks know their length. The answer
 * closes the connection, since where the next request begins is then in doubt. An HTTP thread.
 *
 * Returns: (transfer full) (nullable): the refusal, or %NULL when all is well
 */
McAnswer *
mc_request_guard_check (struct MHD_Connection *connection,
                        const McRequestLine *line,
                        McRequestHead *head)
{
  Walk walk = { .head = head, .checks_layout = mc_request_guard_checks_layout () };

  *head = (McRequestHead){ 0 };
  if (g_strcmp0 (line->version, "HTTP/1.1") != 0)
    return refuse (505, "bad-request", "only HTTP/1.1 is spoken here");
  if (line->target == NULL || !is_target (line->target) ||
      (walk.checks_layout && !is_line_in_row (line)))
    return refuse (400, "bad-request", "the request line is not METHOD /path HTTP/1.1");

  walk.next = line->version + strlen (line->version) + 2;
  MHD_get_connection_values_n (connection, MHD_HEADER_KIND, on_header, &walk);
  if (walk.problem == NULL && walk.checks_layout &&
      (walk.n_headers == 0 || walk.next[0] != '\0' || walk.next[1] != '\0'))
    walk.problem = "the header block does not end with an empty line";
  if (walk.problem != NULL)
    return refuse (walk.n_headers > MAX_HEADERS ? 431 : 400, "bad-request", walk.problem);
  if (walk.n_hosts != 1 || !is_host (head->host))
    return refuse (400, "bad-request", "there must be one Host");
  if (walk.expect != NULL && g_ascii_strcasecmp (walk.expect, "100-continue") != 0)
    return refuse (417, "bad-request", "that expectation is not met here");

  return check_length (&walk, line->method);
}

/**
 * mc_request_guard_authority:
 * @host: a Host header's value that passed
 *
 * Returns: (transfer full): it as signatures cover it (RFC 9421 section 2.2.3): lower case, without
 *   a default port
 */
char *
mc_request_guard_authority (const char *host)
{
  char *authority = g_ascii_strdown (host, -1);

  if (g_str_has_suffix (authority, ":443"))
    authority[strlen (authority) - 4] = '\0';
  else if (g_str_has_suffix (authority, ":80"))
    authority[strlen (authority) - 3] = '\0';

  return authority;
}
