/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-html"

#include "config.h"

#include "central/http/html.h"

#include <string.h>

/* Its own buffer: appending is most of what drawing a page costs, and GString leaves room for more
 * than that. */
struct _McHtml
{
  char *data; /* (owned) */
  gsize length, size;
};

static inline void
append (McHtml *self, const char *bytes, gsize length)
{
  if (G_UNLIKELY (length > self->size - self->length))
    {
      self->size = MAX (self->size * 2, self->length + length);
      self->data = g_realloc (self->data, self->size);
    }
  memcpy (self->data + self->length, bytes, length);
  self->length += length;
}

/**
 * mc_html_new:
 * @size_hint: about how many bytes the page will have
 *
 * Returns: (transfer full): an empty page. Not for use from two threads at once
 */
McHtml *
mc_html_new (gsize size_hint)
{
  McHtml *self = g_new0 (McHtml, 1);

  self->size = MAX (size_hint, 64);
  self->data = g_malloc (self->size);
  return self;
}

/**
 * mc_html_free:
 * @self: (transfer full) (nullable): a page
 */
void
mc_html_free (McHtml *self)
{
  if (self == NULL)
    return;

  g_free (self->data);
  g_free (self);
}

/**
 * mc_html_free_to_bytes:
 * @self: (transfer full): a page
 *
 * Returns: (transfer full): its bytes, UTF-8
 */
GBytes *
mc_html_free_to_bytes (McHtml *self)
{
  GBytes *bytes = g_bytes_new_take (g_steal_pointer (&self->data), self->length);

  mc_html_free (self);
  return bytes;
}

/**
 * mc_html_get_length:
 * @self: a page
 *
 * Returns: how many bytes it has so far
 */
gsize
mc_html_get_length (const McHtml *self)
{
  return self->length;
}

/* What a byte becomes; %NULL: it stays. */
static const char *const ESCAPES[256] = {
  ['&'] = "&amp;",  ['<'] = "&lt;",   ['>'] = "&gt;",
  ['"'] = "&quot;", ['\''] = "&#39;", [0x01 ... 0x1f] = " ",
};

static void
append_escaped (McHtml *self, const char *value, gboolean keep_lines)
{
  const char *start = value, *p = value;

  if (value == NULL)
    return;

  for (; *p != '\0'; p++)
    {
      const char *escape = ESCAPES[(guchar) *p];

      if (G_LIKELY (escape == NULL) || (keep_lines && *p == '\n'))
        continue;
      append (self, start, p - start);
      append (self, escape, strlen (escape));
      start = p + 1;
    }
  append (self, start, p - start);
}

/**
 * mc_html_text:
 * @self: a page
 * @value: (nullable): valid UTF-8; %NULL is nothing
 *
 * Appends a value, as text or inside an attribute in quotes, with the five characters escaped that
 * mean something there. Other bytes that HTML forbids (controls) become spaces.
 */
void
mc_html_text (McHtml *self, const char *value)
{
  append_escaped (self, value, FALSE);
}

/**
 * mc_html_lines:
 * @self: a page
 * @value: (nullable): valid UTF-8, in lines; %NULL is nothing
 *
 * As mc_html_text (), but line ends stay.
 */
void
mc_html_lines (McHtml *self, const char *value)
{
  append_escaped (self, value, TRUE);
}

/**
 * mc_html_url_part:
 * @self: a page
 * @value: (nullable): any text
 *
 * Appends a value as one part of a URL in an attribute: what is not unreserved in RFC 3986 is
 * percent-encoded, slashes too, so that it can neither leave its place nor name a scheme.
 */
void
mc_html_url_part (McHtml *self, const char *value)
{
  g_autofree char *escaped = NULL;

  if (value == NULL)
    return;

  escaped = g_uri_escape_string (value, NULL, FALSE);
  append (self, escaped, strlen (escaped));
}

/* strstr () takes longer to begin than most of our pieces are. */
static const char *
find_hole (const char *markup)
{
  const char *hole = strchr (markup, '{');

  while (hole != NULL && hole[1] != '}')
    hole = strchr (hole + 1, '{');
  return hole;
}

/**
 * mc_html_put_values:
 * @self: a page
 * @parts: (array length=n_parts): markup, a literal of the source, with a `{}` for each value; then
 *   the values
 * @n_parts: how many
 *
 * Use mc_html_put(), which takes nothing but a literal for the markup. A value that is missing
 * leaves its place empty and is told to the log, which no test survives: one odd dossier must not
 * end the service for a city.
 */
void
mc_html_put_values (McHtml *self, const char *const *parts, gsize n_parts)
{
  const char *start = parts[0], *hole;
  gsize next = 1;

  while ((hole = find_hole (start)) != NULL)
    {
      const char *value = next < n_parts ? parts[next] : NULL;

      append (self, start, hole - start);
      if (value == NULL)
        g_critical ("value %" G_GSIZE_FORMAT " is missing in “%s”", next, parts[0]);
      mc_html_text (self, value);
      start = hole + 2;
      next++;
    }
  if (next < n_parts)
    g_critical ("there are more values than places in “%s”", parts[0]);

  append (self, start, strlen (start));
}

/**
 * mc_html_raw_bytes:
 * @self: a page
 * @markup: (array length=length): markup that our own source holds
 * @length: its length in bytes
 *
 * Use mc_html_raw() where it can be a literal.
 */
void
mc_html_raw_bytes (McHtml *self, const char *markup, gsize length)
{
  append (self, markup, length);
}
