/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/text.h"

#include <string.h>

/* A character that composes to one takes at most this many bytes in any form (NFKD of a Hangul or
 * a stacked Latin letter); more input than that per allowed character is refused unread. */
#define MAX_BYTES_PER_CHARACTER 16

/* In NFC every Vietnamese letter is one code point. Two marks left over is what other languages
 * need; more is a stack that runs over the lines above. */
#define MAX_MARKS 2

#define MASK_DOT "•"
#define NO_BREAK_SPACE "\u00a0"

/* clang-format off */
G_DEFINE_QUARK (mc-text-error-quark, mc_text_error)
/* clang-format on */

static gboolean
is_forbidden (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
      return TRUE;
    default:
      break;
    }

  /* Letters and marks that show nothing (fillers, joiner, variation selectors), and the sign that
   * something before us has already lost a character. */
  return c == 0x034f || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 || c == 0x3164 ||
         c == 0xffa0 || c == 0xfffd || (c >= 0xfe00 && c <= 0xfe0f) ||
         (c >= 0xe0100 && c <= 0xe01ef);
}

/**
 * mc_text_normalise:
 * @text: what was typed, scanned or sent; not necessarily UTF-8 or terminated
 * @length: its length in bytes, or -1 when it is terminated
 * @max_characters: the longest allowed result, in characters
 * @error: return location for an #McTextError
 *
 * Makes one line of text storable: NFC, so that each of the 134 Vietnamese letters is one code
 * point; spaces of every kind become U+0020, runs of them one, none at the ends. Nothing else is
 * changed: Ð (U+00D0) stays what it is and is not Đ (U+0110). Refused are control characters, line
 * breaks too, bidirectional and zero-width characters, private use, unassigned code points and
 * stacked marks. Any thread.
 *
 * Returns: (transfer full) (nullable): the text, maybe empty, or %NULL with @error set
 */
char *
mc_text_normalise (const char *text, gssize length, gsize max_characters, GError **error)
{
  gsize bytes = length < 0 ? strlen (text) : (gsize) length;
  g_autofree char *composed = NULL;
  g_autoptr (GString) result = NULL;
  gsize characters = 0;
  guint marks = MAX_MARKS; /* a mark needs a letter before it */
  gboolean space = FALSE;

  g_return_val_if_fail (text != NULL, NULL);

  if (bytes / MAX_BYTES_PER_CHARACTER > max_characters)
    {
      g_set_error (error,
                   MC_TEXT_ERROR,
                   MC_TEXT_ERROR_TOO_LONG,
                   "longer than %" G_GSIZE_FORMAT " characters",
                   max_characters);
      return NULL;
    }

  if (memchr (text, '\0', bytes) != NULL)
    {
      g_set_error_literal (
          error, MC_TEXT_ERROR, MC_TEXT_ERROR_FORBIDDEN, "holds the control character U+0000");
      return NULL;
    }

  if (!g_utf8_validate (text, bytes, NULL))
    {
      g_set_error_literal (error, MC_TEXT_ERROR, MC_TEXT_ERROR_NOT_UTF8, "is not UTF-8");
      return NULL;
    }
  composed = g_utf8_normalize (text, bytes, G_NORMALIZE_DEFAULT_COMPOSE);

  result = g_string_sized_new (strlen (composed));
  for (const char *p = composed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR)
        {
          space = result->len > 0;
          marks = MAX_MARKS;
          continue;
        }

      marks = g_unichar_ismark (c) ? marks + 1 : 0;
      if (is_forbidden (c) || marks > MAX_MARKS)
        {
          g_set_error (error,
                       MC_TEXT_ERROR,
                       MC_TEXT_ERROR_FORBIDDEN,
                       "holds U+%04X, which is not allowed here",
                       c);
          return NULL;
        }

      if (space)
        {
          g_string_append_c (result, ' ');
          characters++;
          space = FALSE;
        }
      g_string_append_unichar (result, c);
      characters++;
    }

  if (characters > max_characters)
    {
      g_set_error (error,
                   MC_TEXT_ERROR,
                   MC_TEXT_ERROR_TOO_LONG,
                   "longer than %" G_GSIZE_FORMAT " characters",
                   max_characters);
      return NULL;
    }

  return g_string_free (g_steal_pointer (&result), FALSE);
}

/* Appends what is left of one character without case and marks; nothing for a mark by itself. */
static void
fold_character (GString *string, gunichar c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n;

  if (c < 0x80)
    {
      g_string_append_c (string, g_ascii_tolower (c));
      return;
    }

  n = g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts));
  for (gsize i = 0; i < n; i++)
    {
      gunichar part = g_unichar_tolower (parts[i]);

      if (part == 0x0111) /* đ has no decomposition: its bar is no mark */
        part = 'd';
      if (g_unichar_type (part) == G_UNICODE_SPACE_SEPARATOR)
        part = ' ';
      if (!g_unichar_ismark (part))
        g_string_append_unichar (string, part);
    }
}

/**
 * mc_text_fold:
 * @text: valid UTF-8
 *
 * The form in which texts are compared and searched: no case, no marks, Đ as d; so both spellings
 * `Hoà` and `Hòa` fold to `hoa`. Any thread.
 *
 * Returns: (transfer full): the folded text
 */
char *
mc_text_fold (const char *text)
{
  GString *string;

  g_return_val_if_fail (text != NULL, NULL);

  string = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    fold_character (string, g_utf8_get_char (p));

  return g_string_free (string, FALSE);
}

/**
 * mc_text_find_folded:
 * @text: valid UTF-8
 * @query: valid UTF-8, what somebody searches for
 * @start: (out) (optional): byte in @text where the match begins
 * @end: (out) (optional): byte in @text after the match, its marks included
 *
 * Finds @query in @text, comparing as mc_text_fold() does, so that the match can be shown in bold.
 * A match at the start of a word goes before an earlier one inside a word. Any thread.
 *
 * Returns: whether it was found; never for an empty @query
 */
gboolean
mc_text_find_folded (const char *text, const char *query, gsize *start, gsize *end)
{
  g_autofree char *needle = NULL;
  g_autoptr (GString) folded = NULL;
  g_autoptr (GArray) origins = NULL; /* for each folded byte, where its character begins in text */
  const char *hit, *best = NULL;
  gsize from, to;

  g_return_val_if_fail (text != NULL && query != NULL, FALSE);

  needle = g_strstrip (mc_text_fold (query));
  if (*needle == '\0')
    return FALSE;

  folded = g_string_sized_new (strlen (text));
  origins = g_array_new (FALSE, FALSE, sizeof (gsize));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize origin = p - text;

      fold_character (folded, g_utf8_get_char (p));
      while (origins->len < folded->len)
        g_array_append_val (origins, origin);
    }

  for (hit = strstr (folded->str, needle); hit != NULL; hit = strstr (hit + 1, needle))
    {
      if (best == NULL)
        best = hit;
      if (hit == folded->str || !g_ascii_isalnum (hit[-1]))
        {
          best = hit;
          break;
        }
    }
  if (best == NULL)
    return FALSE;

  from = best - folded->str;
  to = from + strlen (needle);
  if (start != NULL)
    *start = g_array_index (origins, gsize, from);
  if (end != NULL)
    *end = to < origins->len ? g_array_index (origins, gsize, to) : strlen (text);
  return TRUE;
}

/**
 * mc_text_mask_name:
 * @name: valid UTF-8
 *
 * Shows enough of a name for its owner to know it, and too little for a stranger: the last word
 * (the given name) is its first letter and three dots, whatever its length: `Trần Thị B•••`. Any
 * thread.
 *
 * Returns: (transfer full): the masked name; empty when @name is
 */
char *
mc_text_mask_name (const char *name)
{
  g_autofree char *copy = NULL;
  const char *last, *after;

  g_return_val_if_fail (name != NULL, NULL);

  copy = g_strstrip (g_strdup (name));
  if (*copy == '\0')
    return g_steal_pointer (&copy);

  last = strrchr (copy, ' ');
  last = last != NULL ? last + 1 : copy;
  after = g_utf8_next_char (last);
  while (g_unichar_ismark (g_utf8_get_char (after)))
    after = g_utf8_next_char (after);

  return g_strdup_printf ("%.*s" MASK_DOT MASK_DOT MASK_DOT, (int) (after - copy), copy);
}

/**
 * mc_text_mask_id:
 * @number: the number of an identity paper
 *
 * Shows the last four digits only: `•••• •••• 0028`. A number of fewer than eight characters is
 * hidden whole, because four of it would be too much of it. Any thread.
 *
 * Returns: (transfer full): the masked number
 */
char *
mc_text_mask_id (const char *number)
{
  glong length;

  g_return_val_if_fail (number != NULL, NULL);

  length = g_utf8_strlen (number, -1);
  if (length < 8)
    return g_strdup (MASK_DOT MASK_DOT MASK_DOT MASK_DOT);

  return g_strdup_printf (MASK_DOT MASK_DOT MASK_DOT MASK_DOT
                          " " MASK_DOT MASK_DOT MASK_DOT MASK_DOT " %s",
                          g_utf8_offset_to_pointer (number, length - 4));
}

/**
 * mc_text_format_vnd:
 * @amount: đồng
 *
 * Writes money as it is written in Vietnam: `8.000 đ`, points between the thousands and a no-break
 * space before the sign. Any thread.
 *
 * Returns: (transfer full): the text
 */
char *
mc_text_format_vnd (gint64 amount)
{
  g_autofree char *digits = NULL;
  GString *string = g_string_new (amount < 0 ? "-" : "");
  gsize length;

  digits =
      g_strdup_printf ("%" G_GUINT64_FORMAT, amount < 0 ? -(guint64) amount : (guint64) amount);
  length = strlen (digits);
  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (string, '.');
      g_string_append_c (string, digits[i]);
    }

  g_string_append (string, NO_BREAK_SPACE "đ");
  return g_string_free (string, FALSE);
}

/**
 * mc_text_free_secret:
 * @text: (transfer full) (nullable): personal data
 *
 * Overwrites a text and frees it, so that nothing of a citizen's draft stays behind in memory. Any
 * thread.
 */
void
mc_text_free_secret (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}
