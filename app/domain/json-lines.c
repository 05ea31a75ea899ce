/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-json-lines"

#include "config.h"
#include "app/domain/json-lines.h"

#include <jansson.h>
#include <string.h>

typedef struct
{
  char *pointer; /* (owned) */
  guint line;
} Place;

struct _McJsonLines
{
  GHashTable *lines;     /* (owned) (element-type utf8 guint), pointer → line */
  GPtrArray *duplicates; /* (owned) (element-type Place) */
  Place *too_deep;       /* (owned) (nullable) */
  Place *stop;           /* (owned) (nullable), where the text stops being JSON */
};

typedef struct
{
  McJsonLines *lines; /* (unowned) */
  const char *at;     /* (unowned), next byte */
  const char *end;    /* (unowned) */
  GString *pointer;   /* (owned), of the value being read */
  guint line;
  guint depth, max_depth;
} Scanner;

static Place *
place_new (const char *pointer, guint line)
{
  Place *place = g_new0 (Place, 1);

  place->pointer = g_strdup (pointer);
  place->line = line;
  return place;
}

static void
place_free (Place *place)
{
  if (place == NULL)
    return;
  g_free (place->pointer);
  g_free (place);
}

/* Notes the innermost place where reading stopped; callers further out keep it. */
static gboolean
stop (Scanner *scanner)
{
  if (scanner->lines->stop == NULL)
    scanner->lines->stop = place_new (scanner->pointer->str, scanner->line);
  return FALSE;
}

static void
skip_space (Scanner *scanner)
{
  for (; scanner->at < scanner->end && strchr (" \t\r\n", *scanner->at) != NULL &&
         *scanner->at != '\0';
       scanner->at++)
    if (*scanner->at == '\n')
      scanner->line++;
}

static gboolean
take (Scanner *scanner, char byte)
{
  skip_space (scanner);
  if (scanner->at >= scanner->end || *scanner->at != byte)
    return FALSE;
  scanner->at++;
  return TRUE;
}

/* Reads a string token; with @text its unescaped content, as two spellings of one key ("a" and
 * "\u0061") are one key. */
static gboolean
scan_string (Scanner *scanner, char **text)
{
  const char *start = scanner->at;

  if (scanner->at >= scanner->end || *scanner->at != '"')
    return stop (scanner);
  for (scanner->at++; scanner->at < scanner->end && *scanner->at != '"'; scanner->at++)
    {
      if ((guchar) *scanner->at < 0x20)
        return stop (scanner);
      if (*scanner->at == '\\' && scanner->at + 1 < scanner->end)
        scanner->at++;
    }
  if (scanner->at >= scanner->end)
    return stop (scanner);
  scanner->at++;

  if (text != NULL)
    {
      json_t *string = json_loadb (start, scanner->at - start, JSON_DECODE_ANY, NULL);

      if (!json_is_string (string))
        {
          json_decref (string);
          return stop (scanner);
        }
      *text = g_strdup (json_string_value (string));
      json_decref (string);
    }
  return TRUE;
}

/* Whether a token can be a number, or is a word of JSON; jansson judges the number itself. */
static gboolean
is_scalar (const char *token, gsize length)
{
  static const char *const WORDS[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (WORDS); i++)
    if (length == strlen (WORDS[i]) && strncmp (token, WORDS[i], length) == 0)
      return TRUE;
  return length > 0 && (g_ascii_isdigit (*token) || *token == '-');
}

static gboolean scan_value (Scanner *scanner);

static gboolean
scan_object (Scanner *scanner)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gsize length = scanner->pointer->len;

  if (take (scanner, '}'))
    return TRUE;
  do
    {
      g_autofree char *key = NULL;

      skip_space (scanner);
      if (!scan_string (scanner, &key))
        return FALSE;
      mc_json_pointer_append (scanner->pointer, key);
      if (g_hash_table_contains (seen, key))
        g_ptr_array_add (scanner->lines->duplicates,
                         place_new (scanner->pointer->str, scanner->line));
      else
        g_hash_table_add (seen, g_steal_pointer (&key));
      g_hash_table_replace (scanner->lines->lines,
                            g_strdup (scanner->pointer->str),
                            GUINT_TO_POINTER (scanner->line));
      if (!take (scanner, ':') || !scan_value (scanner))
        return stop (scanner);
      g_string_truncate (scanner->pointer, length);
    }
  while (take (scanner, ','));
  return take (scanner, '}') || stop (scanner);
}

static gboolean
scan_array (Scanner *scanner)
{
  gsize length = scanner->pointer->len;
  guint index = 0;

  if (take (scanner, ']'))
    return TRUE;
  do
    {
      g_string_append_printf (scanner->pointer, "/%u", index++);
      skip_space (scanner);
      g_hash_table_replace (scanner->lines->lines,
                            g_strdup (scanner->pointer->str),
                            GUINT_TO_POINTER (scanner->line));
      if (!scan_value (scanner))
        return FALSE;
      g_string_truncate (scanner->pointer, length);
    }
  while (take (scanner, ','));
  return take (scanner, ']') || stop (scanner);
}

static gboolean
scan_value (Scanner *scanner)
{
  gboolean ok;
  char first;

  skip_space (scanner);
  if (scanner->at >= scanner->end)
    return stop (scanner);
  first = *scanner->at;
  if (first == '"')
    return scan_string (scanner, NULL);
  if (first != '{' && first != '[')
    {
      const char *start = scanner->at;

      while (scanner->at < scanner->end &&
             (g_ascii_isalnum (*scanner->at) || strchr ("+-.", *scanner->at) != NULL) &&
             *scanner->at != '\0')
        scanner->at++;
      return is_scalar (start, scanner->at - start) || stop (scanner);
    }

  if (scanner->depth == scanner->max_depth)
    {
      scanner->lines->too_deep = place_new (scanner->pointer->str, scanner->line);
      return FALSE;
    }
  scanner->depth++;
  scanner->at++;
  ok = first == '{' ? scan_object (scanner) : scan_array (scanner);
  scanner->depth--;
  return ok;
}

/**
 * mc_json_pointer_append:
 * @pointer: a JSON pointer
 * @member: a key, unescaped
 *
 * Appends one step to a pointer, with the escapes of RFC 6901.
 */
void
mc_json_pointer_append (GString *pointer, const char *member)
{
  g_string_append_c (pointer, '/');
  for (const char *p = member; *p != '\0'; p++)
    if (*p == '~')
      g_string_append (pointer, "~0");
    else if (*p == '/')
      g_string_append (pointer, "~1");
    else
      g_string_append_c (pointer, *p);
}

/**
 * mc_json_lines_new:
 * @data: a JSON text, or what claims to be one
 * @length: its bytes
 * @max_depth: how many objects and arrays may stand in each other; reading ends beyond
 *
 * Reads as far as the text is JSON. Takes time and memory in proportion to @length. Any thread.
 *
 * Returns: (transfer full): the lines
 */
McJsonLines *
mc_json_lines_new (const char *data, gsize length, guint max_depth)
{
  McJsonLines *self = g_new0 (McJsonLines, 1);
  g_autoptr (GString) pointer = g_string_new (NULL);
  Scanner scanner = { .lines = self,
                      .at = data,
                      .end = data + length,
                      .pointer = pointer,
                      .line = 1,
                      .max_depth = max_depth };

  g_return_val_if_fail (data != NULL || length == 0, self);

  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->duplicates = g_ptr_array_new_with_free_func ((GDestroyNotify) place_free);
  if (scan_value (&scanner))
    {
      skip_space (&scanner);
      if (scanner.at < scanner.end)
        stop (&scanner);
    }
  return self;
}

/**
 * mc_json_lines_free:
 * @self: (nullable) (transfer full): lines
 *
 * Frees the lines.
 */
void
mc_json_lines_free (McJsonLines *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->lines, g_hash_table_unref);
  g_clear_pointer (&self->duplicates, g_ptr_array_unref);
  g_clear_pointer (&self->too_deep, place_free);
  g_clear_pointer (&self->stop, place_free);
  g_free (self);
}

/**
 * mc_json_lines_find:
 * @self: lines
 * @pointer: a JSON pointer; "" is the whole text
 *
 * Looks up where a value stands: the line of its key, or of its first byte in an array.
 *
 * Returns: the line from 1; for a value that is not there, the line of what would hold it
 */
guint
mc_json_lines_find (const McJsonLines *self, const char *pointer)
{
  g_autofree char *step = NULL;

  g_return_val_if_fail (self != NULL && pointer != NULL, 1);

  step = g_strdup (pointer);
  while (*step != '\0')
    {
      gpointer line;
      char *slash;

      if (g_hash_table_lookup_extended (self->lines, step, NULL, &line))
        return GPOINTER_TO_UINT (line);
      slash = strrchr (step, '/');
      if (slash == NULL)
        break;
      *slash = '\0';
    }
  return 1;
}

/**
 * mc_json_lines_get_n_duplicates:
 * @self: lines
 *
 * Returns: how many keys stand twice in their object
 */
guint
mc_json_lines_get_n_duplicates (const McJsonLines *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->duplicates->len;
}

/**
 * mc_json_lines_get_duplicate:
 * @self: lines
 * @index: below mc_json_lines_get_n_duplicates()
 * @line: (out): the line of the second one
 *
 * Returns: the pointer of a key that stood in its object before
 */
const char *
mc_json_lines_get_duplicate (const McJsonLines *self, guint index, guint *line)
{
  const Place *place;

  g_return_val_if_fail (self != NULL && index < self->duplicates->len, NULL);

  place = g_ptr_array_index (self->duplicates, index);
  *line = place->line;
  return place->pointer;
}

/**
 * mc_json_lines_get_too_deep:
 * @self: lines
 * @line: (out): the line of the first value that is nested too deep
 *
 * Returns: (nullable): its pointer; %NULL when nothing is
 */
const char *
mc_json_lines_get_too_deep (const McJsonLines *self, guint *line)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->too_deep == NULL)
    return NULL;
  *line = self->too_deep->line;
  return self->too_deep->pointer;
}

/**
 * mc_json_lines_get_stop:
 * @self: lines
 * @line: (out): the line where the text stops being JSON
 *
 * Returns: (nullable): the pointer of the value that could not be read; %NULL when the shape of
 *   the whole text is sound (jansson still judges its numbers, words and escapes)
 */
const char *
mc_json_lines_get_stop (const McJsonLines *self, guint *line)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->stop == NULL)
    return NULL;
  *line = self->stop->line;
  return self->stop->pointer;
}
