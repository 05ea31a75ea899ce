/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-json-reader"

#include "config.h"
#include "app/domain/json-reader.h"

#include "app/domain/json.h"

#include <string.h>

/* More than a person mends in one go; a hostile file must not make a message without end. */
#define MAX_MISTAKES 200

typedef struct
{
  guint line;
  guint order;
  char *text; /* (owned) */
} Mistake;

struct _McJsonReader
{
  char *file_name;     /* (owned) (nullable), NULL when the value comes from no file */
  McJsonLines *lines;  /* (owned) (nullable), NULL without a file, or when it was too large */
  json_t *root;        /* (owned) (nullable), NULL when it is not JSON */
  GPtrArray *mistakes; /* (owned) (element-type Mistake) */
};

static void
mistake_free (Mistake *mistake)
{
  g_free (mistake->text);
  g_free (mistake);
}

static int
compare_mistakes (gconstpointer a, gconstpointer b)
{
  const Mistake *one = *(Mistake *const *) a;
  const Mistake *other = *(Mistake *const *) b;

  if (one->line != other->line)
    return one->line < other->line ? -1 : 1;
  return one->order < other->order ? -1 : 1;
}

/* Names and values of the file are quoted: a line break in one must not make a line of its own, and
 * nothing may steer a terminal. */
static char *
clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *result = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);

      if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
          type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR)
        g_string_append_c (result, '?');
      else
        g_string_append_unichar (result, c);
    }
  return g_string_free (result, FALSE);
}

/* Notes a mistake; @text is taken. The pointer of the whole file, "", is written as "/". */
static void
note (McJsonReader *self, guint line, const char *pointer, char *text)
{
  if (self->mistakes->len < MAX_MISTAKES)
    {
      Mistake *mistake = g_new0 (Mistake, 1);
      g_autofree char *line_text = NULL;
      g_autofree char *cleaned = NULL;

      mistake->line = line;
      mistake->order = self->mistakes->len;
      line_text = g_strdup_printf ("%s: %s", *pointer == '\0' ? "/" : pointer, text);
      cleaned = clean (line_text);
      if (self->file_name != NULL)
        mistake->text = g_strdup_printf ("%s:%u: %s", self->file_name, line, cleaned);
      else
        mistake->text = g_steal_pointer (&cleaned);
      g_ptr_array_add (self->mistakes, mistake);
    }
  g_free (text);
}

static void
parse (McJsonReader *self, const char *data, gsize length)
{
  json_error_t parse_error;
  const char *pointer;
  guint line = 1;

  pointer = mc_json_lines_get_too_deep (self->lines, &line);
  if (pointer != NULL)
    {
      note (self,
            line,
            pointer,
            g_strdup_printf ("nested too deep: at most %d levels", MC_JSON_MAX_DEPTH));
      return;
    }
  self->root = json_loadb (length > 0 ? data : "", length, 0, &parse_error);
  if (self->root == NULL)
    {
      pointer = mc_json_lines_get_stop (self->lines, &line);
      note (self,
            parse_error.line > 0 ? (guint) parse_error.line : line,
            pointer != NULL ? pointer : "",
            g_strdup_printf ("not JSON: %s", parse_error.text));
      return;
    }
  for (guint i = 0; i < mc_json_lines_get_n_duplicates (self->lines); i++)
    {
      pointer = mc_json_lines_get_duplicate (self->lines, i, &line);
      note (self, line, pointer, g_strdup ("stands twice in the same object"));
    }
}

/**
 * mc_json_reader_new:
 * @data: the file's bytes
 * @length: how many
 * @max_length: more bytes than this are refused unread
 * @file_name: how mistakes name the file
 *
 * Parses a file. Syntax, size, depth (%MC_JSON_MAX_DEPTH) and duplicate keys are judged here,
 * the rest by whoever walks through the nodes. Any thread.
 *
 * Returns: (transfer full): a reader, also when the file is no JSON at all
 */
McJsonReader *
mc_json_reader_new (const char *data, gsize length, gsize max_length, const char *file_name)
{
  McJsonReader *self = g_new0 (McJsonReader, 1);

  self->file_name = g_strdup (file_name);
  self->mistakes = g_ptr_array_new_with_free_func ((GDestroyNotify) mistake_free);
  if (length > max_length)
    {
      note (self,
            1,
            "",
            g_strdup_printf ("too large: %" G_GSIZE_FORMAT " bytes, at most %" G_GSIZE_FORMAT,
                             length,
                             max_length));
      return self;
    }
  self->lines = mc_json_lines_new (data, length, MC_JSON_MAX_DEPTH);
  parse (self, data, length);
  return self;
}

/**
 * mc_json_reader_new_for_value:
 * @value: (nullable): a value that is parsed already
 *
 * Walks through a value that comes from no file. Its mistakes read `/json/pointer: what is
 * wrong`, without a line. Any thread.
 *
 * Returns: (transfer full): a reader
 */
McJsonReader *
mc_json_reader_new_for_value (json_t *value)
{
  McJsonReader *self = g_new0 (McJsonReader, 1);

  self->mistakes = g_ptr_array_new_with_free_func ((GDestroyNotify) mistake_free);
  self->root = json_incref (value);
  return self;
}

/**
 * mc_json_reader_free:
 * @self: (nullable) (transfer full): a reader
 *
 * Frees the reader; its nodes must not be used any more.
 */
void
mc_json_reader_free (McJsonReader *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->file_name, g_free);
  g_clear_pointer (&self->lines, mc_json_lines_free);
  g_clear_pointer (&self->root, json_decref);
  g_clear_pointer (&self->mistakes, g_ptr_array_unref);
  g_free (self);
}

/**
 * mc_json_reader_get_root:
 * @self: a reader
 * @root: (out caller-allocates): the whole file as a node
 *
 * Returns: %TRUE when the file is a JSON object; else its mistake is noted
 */
gboolean
mc_json_reader_get_root (McJsonReader *self, McJsonNode *root)
{
  root->reader = self;
  root->value = self->root;
  root->pointer = g_strdup ("");
  if (self->root == NULL && self->mistakes->len > 0)
    return FALSE;
  if (!json_is_object (self->root))
    {
      mc_json_node_mistake (root, NULL, "must be an object");
      return FALSE;
    }
  return TRUE;
}

/**
 * mc_json_reader_get_n_mistakes:
 * @self: a reader
 *
 * Returns: how many mistakes were noted so far
 */
guint
mc_json_reader_get_n_mistakes (McJsonReader *self)
{
  return self->mistakes->len;
}

/**
 * mc_json_reader_finish:
 * @self: a reader
 * @domain: the error domain when there are mistakes
 * @code: the code when there are mistakes
 * @error: all mistakes in the order of their lines, one a line
 *
 * Returns: %TRUE when no mistake was noted
 */
gboolean
mc_json_reader_finish (McJsonReader *self, GQuark domain, int code, GError **error)
{
  g_autoptr (GString) message = g_string_new (NULL);

  if (self->mistakes->len == 0)
    return TRUE;

  g_ptr_array_sort (self->mistakes, compare_mistakes);
  for (guint i = 0; i < self->mistakes->len; i++)
    {
      const Mistake *mistake = g_ptr_array_index (self->mistakes, i);

      g_string_append_printf (message, "%s%s", i == 0 ? "" : "\n", mistake->text);
    }
  g_set_error_literal (error, domain, code, message->str);
  return FALSE;
}

/**
 * mc_json_node_clear:
 * @self: a node
 *
 * Frees what the node owns.
 */
void
mc_json_node_clear (McJsonNode *self)
{
  g_clear_pointer (&self->pointer, g_free);
  self->value = NULL;
}

/**
 * mc_json_node_mistake:
 * @self: a node
 * @member: (nullable): the member that is wrong; %NULL for the node itself
 * @format: what is wrong, in English
 * @...: its arguments
 *
 * Notes a mistake with its line. A member that is missing is placed at its object's line.
 */
void
mc_json_node_mistake (const McJsonNode *self, const char *member, const char *format, ...)
{
  g_autoptr (GString) pointer = g_string_new (self->pointer);
  va_list arguments;
  guint line;

  if (member != NULL)
    mc_json_pointer_append (pointer, member);
  line = self->reader->lines != NULL ? mc_json_lines_find (self->reader->lines, pointer->str) : 1;
  va_start (arguments, format);
  note (self->reader, line, pointer->str, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static guint
edit_distance (const char *a, const char *b)
{
  guint previous[41], current[41];
  gsize length_a = strlen (a), length_b = strlen (b);

  if (length_a > 40 || length_b > 40)
    return G_MAXUINT;
  for (gsize j = 0; j <= length_b; j++)
    previous[j] = j;
  for (gsize i = 1; i <= length_a; i++)
    {
      current[0] = i;
      for (gsize j = 1; j <= length_b; j++)
        current[j] = MIN (MIN (previous[j], current[j - 1]) + 1,
                          previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
      memcpy (previous, current, sizeof current);
    }
  return previous[length_b];
}

/**
 * mc_json_suggest:
 * @word: what was written
 * @words: (array zero-terminated=1): what may be written
 *
 * Finds what was probably meant: the nearest word, at most two letters away and less than half
 * of the word.
 *
 * Returns: (transfer full): "; did you mean …?", or an empty string
 */
char *
mc_json_suggest (const char *word, const char *const *words)
{
  const char *best = NULL;
  guint best_distance = MIN (3, (guint) strlen (word) / 2 + 1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      guint distance = edit_distance (word, words[i]);

      if (distance < best_distance)
        {
          best = words[i];
          best_distance = distance;
        }
    }
  return best != NULL ? g_strdup_printf ("; did you mean \"%s\"?", best) : g_strdup ("");
}

/**
 * mc_json_node_allow:
 * @self: an object
 * @members: (array zero-terminated=1): the members that it may have
 *
 * Notes every other member as a mistake, with the name that was probably meant.
 */
void
mc_json_node_allow (const McJsonNode *self, const char *const *members)
{
  const char *name;
  json_t *value;

  json_object_foreach (self->value, name, value) if (!g_strv_contains (members, name))
  {
    g_autofree char *suggestion = self->reader->mistakes->len < MAX_MISTAKES
                                      ? mc_json_suggest (name, members)
                                      : g_strdup ("");

    mc_json_node_mistake (self, name, "unknown member%s", suggestion);
  }
}

/**
 * mc_json_node_has:
 * @self: an object
 * @member: a name
 *
 * Returns: whether the object has the member, of whatever type
 */
gboolean
mc_json_node_has (const McJsonNode *self, const char *member)
{
  return json_object_get (self->value, member) != NULL;
}

static const char *
type_name (json_type type)
{
  switch (type)
    {
    case JSON_OBJECT:
      return "an object";
    case JSON_ARRAY:
      return "an array";
    case JSON_STRING:
      return "a string";
    case JSON_INTEGER:
      return "a whole number";
    case JSON_TRUE:
    case JSON_FALSE:
      return "true or false";
    case JSON_REAL:
    case JSON_NULL:
    default:
      return "something else";
    }
}

static gboolean
type_matches (json_t *value, json_type type)
{
  if (type == JSON_TRUE || type == JSON_FALSE)
    return json_is_boolean (value);
  return json_typeof (value) == type;
}

/* Fills @child; its value stays NULL when the member is absent or of another type. */
static gboolean
get (const McJsonNode *self,
     const char *member,
     json_type type,
     gboolean required,
     McJsonNode *child)
{
  g_autoptr (GString) pointer = g_string_new (self->pointer);
  json_t *value = json_object_get (self->value, member);

  mc_json_pointer_append (pointer, member);
  child->reader = self->reader;
  child->value = NULL;
  child->pointer = g_strdup (pointer->str);
  if (value == NULL)
    {
      if (required)
        mc_json_node_mistake (self, member, "missing");
      return FALSE;
    }
  if (!type_matches (value, type))
    {
      mc_json_node_mistake (self, member, "must be %s", type_name (type));
      return FALSE;
    }
  child->value = value;
  return TRUE;
}

/**
 * mc_json_node_get:
 * @self: an object
 * @member: a name
 * @type: the type that it must have; %JSON_TRUE stands for both booleans
 * @child: (out caller-allocates): the member; set, though empty, on failure too
 *
 * Returns: %TRUE when it is there and of that type; else the mistake is noted
 */
gboolean
mc_json_node_get (const McJsonNode *self, const char *member, json_type type, McJsonNode *child)
{
  return get (self, member, type, TRUE, child);
}

/**
 * mc_json_node_get_optional:
 * @self: an object
 * @member: a name
 * @type: the type that it must have when it is there
 * @child: (out caller-allocates): the member; set, though empty, on failure too
 *
 * Returns: %TRUE when it is there and of that type
 */
gboolean
mc_json_node_get_optional (const McJsonNode *self,
                           const char *member,
                           json_type type,
                           McJsonNode *child)
{
  return get (self, member, type, FALSE, child);
}

/**
 * mc_json_node_get_element:
 * @self: an array
 * @index: below its size
 * @type: the type that it must have
 * @child: (out caller-allocates): the element; set, though empty, on failure too
 *
 * Returns: %TRUE when it is of that type; else the mistake is noted
 */
gboolean
mc_json_node_get_element (const McJsonNode *self, guint index, json_type type, McJsonNode *child)
{
  json_t *value = json_array_get (self->value, index);

  child->reader = self->reader;
  child->value = NULL;
  child->pointer = g_strdup_printf ("%s/%u", self->pointer, index);
  if (value == NULL || !type_matches (value, type))
    {
      mc_json_node_mistake (child, NULL, "must be %s", type_name (type));
      return FALSE;
    }
  child->value = value;
  return TRUE;
}

static const char *
get_text (const McJsonNode *self, const char *member, guint min, guint max, gboolean required)
{
  g_auto (McJsonNode) child = { 0 };
  const char *text;
  glong length;

  if (!get (self, member, JSON_STRING, required, &child))
    return NULL;
  text = json_string_value (child.value);
  length = g_utf8_strlen (text, -1);
  if (length < (glong) min)
    {
      if (min == 1)
        mc_json_node_mistake (&child, NULL, "is empty");
      else
        mc_json_node_mistake (&child, NULL, "too short: at least %u characters", min);
      return NULL;
    }
  if (length > (glong) max)
    {
      mc_json_node_mistake (&child, NULL, "too long: %ld characters, at most %u", length, max);
      return NULL;
    }
  return text;
}

/**
 * mc_json_node_get_text:
 * @self: an object
 * @member: a name
 * @min: fewest characters
 * @max: most characters
 *
 * Returns: (nullable): the string; %NULL when the mistake is noted
 */
const char *
mc_json_node_get_text (const McJsonNode *self, const char *member, guint min, guint max)
{
  return get_text (self, member, min, max, TRUE);
}

/**
 * mc_json_node_get_optional_text:
 * @self: an object
 * @member: a name
 * @min: fewest characters
 * @max: most characters
 *
 * Returns: (nullable): the string; %NULL when it is not there, or wrong and noted
 */
const char *
mc_json_node_get_optional_text (const McJsonNode *self, const char *member, guint min, guint max)
{
  return get_text (self, member, min, max, FALSE);
}

/**
 * mc_json_node_get_int:
 * @self: an object
 * @member: a name
 * @min: least value
 * @max: greatest value
 * @value: (inout): the number; unchanged when it is absent or wrong
 *
 * Reads an optional whole number.
 *
 * Returns: %TRUE when it is there and in range
 */
gboolean
mc_json_node_get_int (const McJsonNode *self,
                      const char *member,
                      gint64 min,
                      gint64 max,
                      gint64 *value)
{
  g_auto (McJsonNode) child = { 0 };
  gint64 number;

  if (!get (self, member, JSON_INTEGER, FALSE, &child))
    return FALSE;
  number = json_integer_value (child.value);
  if (number < min || number > max)
    {
      mc_json_node_mistake (
          &child, NULL, "out of range: %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, min, max);
      return FALSE;
    }
  *value = number;
  return TRUE;
}

/**
 * mc_json_node_get_boolean:
 * @self: an object
 * @member: a name
 * @fallback: the value when it is not there
 *
 * Returns: the value, or @fallback
 */
gboolean
mc_json_node_get_boolean (const McJsonNode *self, const char *member, gboolean fallback)
{
  g_auto (McJsonNode) child = { 0 };

  if (!get (self, member, JSON_TRUE, FALSE, &child))
    return fallback;
  return json_is_true (child.value);
}

/**
 * mc_json_node_get_enum:
 * @self: an object
 * @member: a name
 * @names: (array zero-terminated=1): the words that it may be
 * @fallback: the index when it is not there; negative: it must be there
 *
 * Returns: the index of the word; @fallback, or -1 with the mistake noted
 */
int
mc_json_node_get_enum (const McJsonNode *self,
                       const char *member,
                       const char *const *names,
                       int fallback)
{
  g_auto (McJsonNode) child = { 0 };
  g_autofree char *suggestion = NULL;
  g_autofree char *list = NULL;
  const char *word;

  if (!get (self, member, JSON_STRING, fallback < 0, &child))
    return fallback < 0 ? -1 : fallback;
  word = json_string_value (child.value);
  for (int i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], word))
      return i;
  suggestion = mc_json_suggest (word, names);
  list = g_strjoinv (", ", (GStrv) names);
  mc_json_node_mistake (&child, NULL, "must be one of: %s%s", list, suggestion);
  return -1;
}
