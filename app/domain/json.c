/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/json.h"

#include "app/domain/datetime.h"

/* clang-format off */
G_DEFINE_QUARK (mc-json-error-quark, mc_json_error)
/* clang-format on */

static gboolean
is_deeper_than (json_t *value, guint limit)
{
  const char *key;
  json_t *child;
  size_t index;

  if (!json_is_object (value) && !json_is_array (value))
    return FALSE;
  if (limit == 0)
    return TRUE;

  json_object_foreach (value, key, child)
  {
    if (is_deeper_than (child, limit - 1))
      return TRUE;
  }
  json_array_foreach (value, index, child)
  {
    if (is_deeper_than (child, limit - 1))
      return TRUE;
  }

  return FALSE;
}

/**
 * mc_json_parse:
 * @data: JSON text; need not be terminated
 * @length: its length in bytes
 * @max_length: the most bytes that are read at all
 * @what: what it is, for the message: a file name or "the answer"
 * @error: return location for an #McJsonError
 *
 * Reads outside JSON: an object or array, nothing after it, no member twice, no U+0000, numbers
 * that fit, at most %MC_JSON_MAX_DEPTH deep (jansson alone admits 2,048). Syntax errors are told as
 * `what:line:column`. Any thread.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL with @error set
 */
json_t *
mc_json_parse (const char *data, gsize length, gsize max_length, const char *what, GError **error)
{
  g_autoptr (json_t) value = NULL;
  json_error_t problem;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  if (length > max_length)
    {
      g_set_error (error,
                   MC_JSON_ERROR,
                   MC_JSON_ERROR_TOO_LARGE,
                   "%s: longer than %" G_GSIZE_FORMAT " bytes",
                   what,
                   max_length);
      return NULL;
    }

  value = json_loadb (length > 0 ? data : "", length, JSON_REJECT_DUPLICATES, &problem);
  if (value == NULL)
    {
      g_set_error (error,
                   MC_JSON_ERROR,
                   MC_JSON_ERROR_SYNTAX,
                   "%s:%d:%d: %s",
                   what,
                   problem.line,
                   problem.column,
                   problem.text);
      return NULL;
    }

  if (is_deeper_than (value, MC_JSON_MAX_DEPTH))
    {
      g_set_error (error,
                   MC_JSON_ERROR,
                   MC_JSON_ERROR_TOO_DEEP,
                   "%s: nested more than %d deep",
                   what,
                   MC_JSON_MAX_DEPTH);
      return NULL;
    }

  return g_steal_pointer (&value);
}

/**
 * mc_json_to_string:
 * @value: any value
 *
 * Compact and with sorted members: equal values give equal bytes, so that a digest of them means
 * something. Any thread.
 *
 * Returns: (transfer full): the text
 */
char *
mc_json_to_string (json_t *value)
{
  g_return_val_if_fail (value != NULL, NULL);

  return json_dumps (value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
}

/**
 * mc_json_get_string:
 * @object: an object
 * @member: its member's name
 * @error: return location for an #McJsonError
 *
 * Returns: (transfer none) (nullable): the member's text, or %NULL with @error set when it is
 *   missing or no text. Any thread
 */
const char *
mc_json_get_string (json_t *object, const char *member, GError **error)
{
  const char *text = json_string_value (json_object_get (object, member));

  if (text == NULL)
    g_set_error (
        error, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER, "member “%s” is missing or not a text", member);
  return text;
}

/**
 * mc_json_get_optional_string:
 * @object: an object
 * @member: its member's name
 *
 * Returns: (transfer none) (nullable): the member's text, or %NULL when it is missing, null or of
 *   another type. Any thread
 */
const char *
mc_json_get_optional_string (json_t *object, const char *member)
{
  return json_string_value (json_object_get (object, member));
}

/**
 * mc_json_get_int:
 * @object: an object
 * @member: its member's name
 * @value: (out): the number; unchanged on error
 * @error: return location for an #McJsonError
 *
 * Returns: whether the member is there and a whole number. Any thread
 */
gboolean
mc_json_get_int (json_t *object, const char *member, gint64 *value, GError **error)
{
  json_t *found = json_object_get (object, member);

  if (!json_is_integer (found))
    {
      g_set_error (error,
                   MC_JSON_ERROR,
                   MC_JSON_ERROR_MEMBER,
                   "member “%s” is missing or not a whole number",
                   member);
      return FALSE;
    }

  *value = json_integer_value (found);
  return TRUE;
}

/**
 * mc_json_get_time:
 * @object: an object
 * @member: its member's name
 * @time: (out): the instant, seconds UTC; unchanged on error
 * @error: return location for an #McJsonError
 *
 * Returns: whether the member is there and a time of RFC 3339. Any thread
 */
gboolean
mc_json_get_time (json_t *object, const char *member, gint64 *time, GError **error)
{
  const char *text = json_string_value (json_object_get (object, member));
  g_autoptr (GError) problem = NULL;

  if (text == NULL || !mc_time_from_rfc3339 (text, time, &problem))
    {
      g_set_error (error,
                   MC_JSON_ERROR,
                   MC_JSON_ERROR_MEMBER,
                   "member “%s”: %s",
                   member,
                   problem != NULL ? problem->message : "missing or not a text");
      return FALSE;
    }

  return TRUE;
}
