/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/http/http.h"

#include <string.h>
#include "app/domain/json.h"
#include "app/protocol/messages.h"

#define BUSY_RETRY_S "5"

/* Browsers send UTF-8; whatever else comes is not let further in. %NULL where a NUL byte is. */
static char *
decode_component (const char *text, gsize length)
{
  g_autofree char *plain = g_strndup (text, length);
  g_autofree char *decoded = NULL;

  g_strdelimit (plain, "+", ' ');
  decoded = g_uri_unescape_string (plain, NULL);

  return decoded == NULL || g_utf8_validate (decoded, -1, NULL) ? g_steal_pointer (&decoded)
                                                                : g_utf8_make_valid (decoded, -1);
}

/* Without a copy: a form can have as many names as bytes, and is asked for each of its fields. */
static gboolean
is_named (const char *text, gsize length, const char *name)
{
  for (gsize i = 0; i < length; i++, name++)
    {
      int c = text[i] == '+' ? ' ' : (guchar) text[i];

      if (c == '%')
        {
          if (length - i < 3 || !g_ascii_isxdigit (text[i + 1]) || !g_ascii_isxdigit (text[i + 2]))
            return FALSE;
          c = g_ascii_xdigit_value (text[i + 1]) * 16 + g_ascii_xdigit_value (text[i + 2]);
          i += 2;
        }
      if (*name == '\0' || (guchar) *name != c)
        return FALSE;
    }

  return *name == '\0';
}

/* The next value of @name at or after *@from, which moves on; NULL when there is none. */
static char *
next_parameter (const char **from, const char *end, const char *name)
{
  while (*from < end)
    {
      const char *text = *from;
      const char *stop = memchr (text, '&', end - text);
      const char *pair_end = stop == NULL ? end : stop;
      const char *equals = memchr (text, '=', pair_end - text);
      const char *name_end = equals == NULL ? pair_end : equals;

      *from = pair_end + 1;
      if (is_named (text, name_end - text, name))
        return equals == NULL ? g_strdup ("")
                              : decode_component (equals + 1, pair_end - equals - 1);
    }

  return NULL;
}

static char *
find_parameter (const char *text, gsize length, const char *name)
{
  return next_parameter (&text, text + length, name);
}

static char *
dup_part (const McFormPart *part)
{
  g_autofree char *text = g_strndup ((const char *) part->data->data, part->data->len);

  return g_utf8_make_valid (text, -1);
}

/**
 * mc_request_dup_query:
 * @self: a request
 * @name: a parameter's name
 *
 * Returns: (transfer full) (nullable): the first value of that name, decoded, valid UTF-8; %NULL
 *   when it is not there or does not decode
 */
char *
mc_request_dup_query (const McRequest *self, const char *name)
{
  const char *query = self->query[0] == '?' ? self->query + 1 : self->query;

  return find_parameter (query, strlen (query), name);
}

/**
 * mc_request_dup_form:
 * @self: a request with a form's body, urlencoded or in parts
 * @name: a field's name
 *
 * Returns: (transfer full) (nullable): as mc_request_dup_query (), from the body
 */
char *
mc_request_dup_form (const McRequest *self, const char *name)
{
  const McFormPart *part = mc_request_find_part (self, name);

  if (part != NULL)
    return dup_part (part);
  return self->parts != NULL ? NULL
                             : find_parameter ((const char *) self->body, self->length, name);
}

/**
 * mc_request_list_form:
 * @self: a request with a form's body, urlencoded or in parts
 * @name: a field's name, as of check boxes
 *
 * Returns: (transfer full) (element-type utf8): every value of that name, decoded, in order; may be
 *   empty
 */
GPtrArray *
mc_request_list_form (const McRequest *self, const char *name)
{
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);
  const char *from = (const char *) self->body, *end = from + self->length;
  char *value;

  for (guint i = 0; self->parts != NULL && i < self->parts->len; i++)
    {
      const McFormPart *part = g_ptr_array_index (self->parts, i);

      if (g_str_equal (part->name, name))
        g_ptr_array_add (values, dup_part (part));
    }
  while (self->parts == NULL && (value = next_parameter (&from, end, name)) != NULL)
    g_ptr_array_add (values, value);

  return values;
}

/**
 * mc_request_find_part:
 * @self: a request
 * @name: a control's name
 *
 * Returns: (transfer none) (nullable): the first part of that name
 */
const McFormPart *
mc_request_find_part (const McRequest *self, const char *name)
{
  for (guint i = 0; self->parts != NULL && i < self->parts->len; i++)
    {
      const McFormPart *part = g_ptr_array_index (self->parts, i);

      if (g_str_equal (part->name, name))
        return part;
    }

  return NULL;
}

/**
 * mc_request_dup_cookie:
 * @self: a request
 * @name: a cookie's name
 *
 * Returns: (transfer full) (nullable): the value of the first cookie of that name
 */
char *
mc_request_dup_cookie (const McRequest *self, const char *name)
{
  g_auto (GStrv) pairs = NULL;
  gsize length = strlen (name);

  if (self->cookie == NULL)
    return NULL;

  pairs = g_strsplit (self->cookie, ";", -1);
  for (char **pair = pairs; *pair != NULL; pair++)
    {
      const char *text = g_strstrip (*pair);

      if (strncmp (text, name, length) == 0 && text[length] == '=')
        return g_strdup (text + length + 1);
    }

  return NULL;
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
 * mc_answer_copy:
 * @self: an answer
 *
 * Returns: (transfer full): the same once more; the body is shared
 */
McAnswer *
mc_answer_copy (const McAnswer *self)
{
  McAnswer *copy = mc_answer_new (self->status, self->content_type, g_bytes_ref (self->body));

  copy->close = self->close;
  copy->max_age = self->max_age;
  for (guint i = 0; self->headers != NULL && i + 1 < self->headers->len; i += 2)
    mc_answer_add_header (
        copy, g_ptr_array_index (self->headers, i), g_ptr_array_index (self->headers, i + 1));

  return copy;
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
