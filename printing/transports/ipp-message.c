/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/ipp-message.h"

#include <string.h>

/* Delimiters stand below, values from here on. */
#define TAG_FIRST_VALUE 0x10
#define TAG_END 0x03
#define TAG_NO_VALUE 0x13
#define TAG_INTEGER 0x21
#define TAG_BOOLEAN 0x22
#define TAG_ENUM 0x23
#define TAG_RESOLUTION 0x32
#define TAG_BEGIN_COLLECTION 0x34
#define TAG_TEXT_LANG 0x35
#define TAG_NAME_LANG 0x36
#define TAG_END_COLLECTION 0x37
#define TAG_TEXT 0x41
#define TAG_NAME 0x42
#define TAG_KEYWORD 0x44
#define TAG_URI 0x45
#define TAG_MIME 0x49

#define HEADER_LENGTH 8
#define KEYWORD_MAX 127
#define TEXT_MAX 1023

static gsize
get_u16 (const guint8 *at)
{
  return (gsize) at[0] << 8 | at[1];
}

static gint32
get_i32 (const guint8 *at)
{
  return (gint32) ((guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3]);
}

/**
 * mc_ipp_reader_init:
 * @self: (out caller-allocates): a reader
 * @message: (transfer none): what a printer sent, whatever it is; must outlive @self
 *
 * Begins at the first value.
 */
void
mc_ipp_reader_init (McIppReader *self, GBytes *message)
{
  gsize length;

  g_return_if_fail (self != NULL && message != NULL);

  memset (self, 0, sizeof *self);
  self->start = g_bytes_get_data (message, &length);
  self->end = self->start + length;
  self->at = self->start + MIN (length, HEADER_LENGTH);
}

/**
 * mc_ipp_reader_get_status:
 * @self: a reader
 *
 * Returns: the status code of the answer; %MC_IPP_STATUS_NONE when it is none. Any thread
 */
int
mc_ipp_reader_get_status (const McIppReader *self)
{
  g_return_val_if_fail (self != NULL, MC_IPP_STATUS_NONE);

  if (self->end - self->start < HEADER_LENGTH || self->start[0] < 1 || self->start[0] > 2)
    return MC_IPP_STATUS_NONE;
  return (int) get_u16 (self->start + 2);
}

/* One field with its length before it. */
static gboolean
take_field (McIppReader *self, const guint8 **data, gsize *length)
{
  if (self->end - self->at < 2)
    return FALSE;
  *length = get_u16 (self->at);
  if ((gsize) (self->end - self->at) - 2 < *length)
    return FALSE;
  *data = self->at + 2;
  self->at += 2 + *length;
  return TRUE;
}

/**
 * mc_ipp_reader_next:
 * @self: a reader
 * @value: (out): the next value
 *
 * Goes on to the next value outside of collections. Once it returned %FALSE, @self says in `whole`
 * whether the message ended as a message does, or was cut or garbled.
 *
 * Returns: whether there is one. Any thread
 */
gboolean
mc_ipp_reader_next (McIppReader *self, McIppValue *value)
{
  g_return_val_if_fail (self != NULL && value != NULL, FALSE);

  while (self->at < self->end)
    {
      guint8 tag = *self->at++;
      const guint8 *name;
      gsize name_length;

      if (tag < TAG_FIRST_VALUE)
        {
          self->name = NULL;
          if (tag == TAG_END)
            {
              self->whole = self->depth == 0;
              self->at = self->end;
              return FALSE;
            }
          self->group = tag;
          self->group_number++;
          self->depth = 0;
          continue;
        }
      if (!take_field (self, &name, &name_length) ||
          !take_field (self, &value->data, &value->length))
        {
          self->at = self->end;
          return FALSE;
        }
      if (tag == TAG_END_COLLECTION)
        {
          self->depth -= self->depth > 0;
          continue;
        }
      if (self->depth == 0 && name_length > 0)
        {
          self->name = (const char *) name;
          self->name_length = name_length;
        }
      if (tag == TAG_BEGIN_COLLECTION)
        {
          self->depth++;
          continue;
        }
      if (self->depth > 0 || self->name == NULL)
        continue;
      value->group = self->group;
      value->group_number = self->group_number;
      value->tag = tag;
      value->first = name_length > 0;
      value->name = self->name;
      value->name_length = self->name_length;
      return TRUE;
    }
  return FALSE;
}

/**
 * mc_ipp_value_is:
 * @self: a value
 * @group: the group's tag
 * @name: an attribute's name
 *
 * Returns: whether @self is one of its values. Any thread
 */
gboolean
mc_ipp_value_is (const McIppValue *self, guint8 group, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, FALSE);

  return self->group == group && self->name_length == strlen (name) &&
         memcmp (self->name, name, self->name_length) == 0;
}

/**
 * mc_ipp_value_get_integer:
 * @self: a value
 * @number: (out): an integer's or enum's number, unchanged when it is none
 *
 * Returns: whether it is one. Any thread
 */
gboolean
mc_ipp_value_get_integer (const McIppValue *self, int *number)
{
  g_return_val_if_fail (self != NULL && number != NULL, FALSE);

  if ((self->tag != TAG_INTEGER && self->tag != TAG_ENUM) || self->length != 4)
    return FALSE;
  *number = get_i32 (self->data);
  return TRUE;
}

/**
 * mc_ipp_value_get_boolean:
 * @self: a value
 * @truth: (out): unchanged when it is none
 *
 * Returns: whether it is one. Any thread
 */
gboolean
mc_ipp_value_get_boolean (const McIppValue *self, gboolean *truth)
{
  g_return_val_if_fail (self != NULL && truth != NULL, FALSE);

  if (self->tag != TAG_BOOLEAN || self->length != 1)
    return FALSE;
  *truth = self->data[0] != 0;
  return TRUE;
}

/**
 * mc_ipp_value_get_resolution:
 * @self: a value
 * @x_dpi: (out): dots an inch across
 * @y_dpi: (out): dots an inch along the paper
 *
 * Returns: whether it is a resolution that a printer can have. Any thread
 */
gboolean
mc_ipp_value_get_resolution (const McIppValue *self, double *x_dpi, double *y_dpi)
{
  double x, y, unit;

  g_return_val_if_fail (self != NULL && x_dpi != NULL && y_dpi != NULL, FALSE);

  if (self->tag != TAG_RESOLUTION || self->length != 9)
    return FALSE;
  unit = self->data[8] == 4 ? 2.54 : 1; /* dots a centimetre, or an inch */
  x = get_i32 (self->data) * unit;
  y = get_i32 (self->data + 4) * unit;
  if (x < 50 || x > 2400 || y < 50 || y > 2400)
    return FALSE;
  *x_dpi = x;
  *y_dpi = y;
  return TRUE;
}

/**
 * mc_ipp_value_is_missing:
 * @self: a value
 *
 * Returns: whether it is said to have none, which is more than not to be told, or not to be known.
 *   Any thread
 */
gboolean
mc_ipp_value_is_missing (const McIppValue *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->tag == TAG_NO_VALUE;
}

/* The characters of any kind of string; FALSE for what is none. */
static gboolean
get_characters (const McIppValue *self, const char **text, gsize *length)
{
  const guint8 *data = self->data;
  gsize left = self->length;

  if (self->tag == TAG_TEXT_LANG || self->tag == TAG_NAME_LANG)
    {
      gsize language;

      if (left < 4 || (language = get_u16 (data)) > left - 4)
        return FALSE;
      data += 2 + language;
      left -= 2 + language;
      if (get_u16 (data) > left - 2)
        return FALSE;
      left = get_u16 (data);
      data += 2;
    }
  else if (self->tag < TAG_TEXT || self->tag > TAG_MIME)
    return FALSE;
  *text = (const char *) data;
  *length = left;
  return TRUE;
}

/**
 * mc_ipp_value_equals:
 * @self: a value
 * @text: UTF-8
 *
 * Returns: whether it is a string of exactly these characters. Any thread
 */
gboolean
mc_ipp_value_equals (const McIppValue *self, const char *text)
{
  const char *characters;
  gsize length;

  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  return get_characters (self, &characters, &length) && length == strlen (text) &&
         memcmp (characters, text, length) == 0;
}

/**
 * mc_ipp_value_dup_text:
 * @self: a value
 *
 * Returns: (transfer full) (nullable): a string of at most 1023 bytes of valid UTF-8, or %NULL for
 *   anything else. Any thread
 */
char *
mc_ipp_value_dup_text (const McIppValue *self)
{
  const char *characters;
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);

  if (!get_characters (self, &characters, &length) || length > TEXT_MAX ||
      !g_utf8_validate_len (characters, length, NULL))
    return NULL;
  return g_strndup (characters, length);
}

/**
 * mc_ipp_value_dup_keyword:
 * @self: a value
 *
 * Returns: (transfer full) (nullable): letters, digits and "-._" alone, 1 to 127 of them, fit for
 *   logs and messages; %NULL for anything else. Any thread
 */
char *
mc_ipp_value_dup_keyword (const McIppValue *self)
{
  const char *characters;
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);

  if (!get_characters (self, &characters, &length) || length == 0 || length > KEYWORD_MAX)
    return NULL;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (characters[i]) && characters[i] != '-' && characters[i] != '.' &&
        characters[i] != '_')
      return NULL;
  return g_strndup (characters, length);
}
