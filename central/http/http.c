/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/http/http.h"

#include <string.h>
#include "app/domain/json.h"
#include "app/protocol/messages.h"

#define BUSY_RETRY_S "5"

static char *
decode_component (const char *text, gsize length)
{
  g_autofree char *plain = g_strndup (text, length);

  g_strdelimit (plain, "+", ' ');

  return g_uri_unescape_string (plain, NULL);
}

static char *
find_parameter (const char *text, gsize length, const char *name)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *stop = memchr (text, '&', end - text);
      const char *pair_end = stop == NULL ? end : stop;
      const char *equals = memchr (text, '=', pair_end - text);
      const char *name_end = equals == NULL ? pair_end : equals;
      g_autofree char *key = decode_component (text, name_end - text);

      if (g_strcmp0 (key, name) == 0)
        return equals == NULL ? g_strdup ("")
                              : decode_component (equals + 1, pair_end - equals - 1);
      text = pair_end + 1;
    }

  return NULL;
}

/**
 * mc_request_dup_query:
 * @self: a request
 * @name: a parameter's name
 *
 * Returns: (transfer full) (nullable): the first value of that name, decoded; %NULL when it is not
 *   there or does not decode
 */
char *
mc_request_dup_query (const McRequest *self, const char *name)
{
  const char *query = self->query[0] == '?' ? self->query + 1 : self->query;

  return find_parameter (query, strlen (query), name);
}

/**
 * mc_request_dup_form:
 * @self: a request with an application/x-www-form-urlencoded body
 * @name: a field's name
 *
 * Returns: (transfer full) (nullable): as mc_request_dup_query (), from the body
 */
char *
mc_request_dup_form (const McRequest *self, const char *name)
{
  return find_parameter ((const char *) self->body, self->length, name);
}

/**
 * mc_request_set_state:
 * @self: a request
 * @state: (transfer full): what `handle` leaves to `write`
 * @destroy: how to free it, when the request is answered
 */
void
mc_request_set_state (McRequest *self, gpointer state, GDestroyNotify destroy)
{
  if (self->state != NULL && self->state_destroy != NULL)
    self->state_destroy (self->state);

  self->state = state;
  self->state_destroy = destroy;
}

/**
 * mc_answer_new:
 * @status: an HTTP status
 * @content_type: (not nullable): a static string
 * @body: (transfer full): the body, may be empty
 *
 * Returns: (transfer full): an answer
 */
McAnswer *
mc_answer_new (guint status, const char *content_type, GBytes *body)
{
  McAnswer *self = g_new0 (McAnswer, 1);

  self->status = status;
  self->content_type = content_type;
  self->body = body;

  return self;
}

static McAnswer *
new_from_json (guint status, const char *content_type, json_t *value)
{
  char *text = mc_json_to_string (value);

  json_decref (value);

  return mc_answer_new (status, content_type, g_bytes_new_take (text, strlen (text)));
}

/**
 * mc_answer_new_json:
 * @status: an HTTP status
 * @value: (transfer full): the body
 *
 * Returns: (transfer full): an answer
 */
McAnswer *
mc_answer_new_json (guint status, json_t *value)
{
  return new_from_json (status, "application/json", value);
}

/**
 * mc_answer_new_problem:
 * @status: an HTTP status, or 0 for the one that belongs to @type
 * @type: a name of the table in app/protocol/messages.c
 * @detail: (nullable): what is wrong in this case, in English, without personal data
 * @extra: (transfer full) (nullable): further members
 *
 * RFC 9457. A "busy" one says when to come again.
 *
 * Returns: (transfer full): an answer
 */
McAnswer *
mc_answer_new_problem (guint status, const char *type, const char *detail, json_t *extra)
{
  g_autoptr (McProblem) problem = mc_problem_new (type, detail);
  McAnswer *answer;

  if (status != 0)
    problem->status = status;
  problem->extra = extra;

  answer =
      new_from_json (problem->status, "application/problem+json", mc_problem_to_json (problem));
  if (g_str_equal (type, "busy"))
    mc_answer_add_header (answer, "Retry-After", BUSY_RETRY_S);

  return answer;
}

/**
 * mc_answer_new_redirect:
 * @location: a path on this service
 *
 * Returns: (transfer full): 303 See Other
 */
McAnswer *
mc_answer_new_redirect (const char *location)
{
  McAnswer *self = mc_answer_new (303, "text/plain; charset=utf-8", g_bytes_new_static ("", 0));

  mc_answer_add_header (self, "Location", location);

  return self;
}

/**
 * mc_answer_add_header:
 * @self: an answer
 * @name: a header's name
 * @value: its value, without line ends
 */
void
mc_answer_add_header (McAnswer *self, const char *name, const char *value)
{
  g_return_if_fail (strpbrk (value, "\r\n") == NULL);

  if (self->headers == NULL)
    self->headers = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->headers, g_strdup (name));
  g_ptr_array_add (self->headers, g_strdup (value));
}

/**
 * mc_answer_free:
 * @self: (transfer full) (nullable): an answer
 */
void
mc_answer_free (McAnswer *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->headers, g_ptr_array_unref);
  g_free (self);
}
