/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/identity.h"

#include <string.h>

/* Crockford's base32: no I, L, O (read as 1, 1, 0) and no U. */
static const char ALPHABET[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static int
symbol_value (char c)
{
  const char *found;

  c = g_ascii_toupper (c);
  if (c == 'I' || c == 'L')
    c = '1';
  else if (c == 'O')
    c = '0';

  found = c != '\0' ? strchr (ALPHABET, c) : NULL;
  return found != NULL ? (int) (found - ALPHABET) : -1;
}

/**
 * mc_uuid_new_v7:
 * @unix_ms: milliseconds since the Unix epoch, 48 bits of it are kept
 * @random: ten random bytes; 74 bits of them are used
 *
 * Makes a UUID of version 7 (RFC 9562 section 5.7): identifiers sort by the time they were made.
 * Any thread.
 *
 * Returns: (transfer full): the UUID in lower case
 */
char *
mc_uuid_new_v7 (gint64 unix_ms, const guint8 random[10])
{
  guint8 bytes[16];

  for (guint i = 0; i < 6; i++)
    bytes[i] = (guint64) unix_ms >> (40 - 8 * i);
  memcpy (bytes + 6, random, 10);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);

  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          bytes[0],
                          bytes[1],
                          bytes[2],
                          bytes[3],
                          bytes[4],
                          bytes[5],
                          bytes[6],
                          bytes[7],
                          bytes[8],
                          bytes[9],
                          bytes[10],
                          bytes[11],
                          bytes[12],
                          bytes[13],
                          bytes[14],
                          bytes[15]);
}

/**
 * mc_uuid_is_valid:
 * @text: (nullable): a text
 *
 * One dossier has one spelling of its id: version 7, variant 10, lower case, nothing around it. Any
 * thread.
 *
 * Returns: whether @text is one
 */
gboolean
mc_uuid_is_valid (const char *text)
{
  if (text == NULL || strlen (text) != MC_UUID_LENGTH)
    return FALSE;

  for (guint i = 0; i < MC_UUID_LENGTH; i++)
    if (i == 8 || i == 13 || i == 18 || i == 23)
      {
        if (text[i] != '-')
          return FALSE;
      }
    else if (strchr ("0123456789abcdef", text[i]) == NULL)
      return FALSE;

  return text[14] == '7' && strchr ("89ab", text[19]) != NULL;
}

/**
 * mc_token_new:
 * @random: 17 random bytes; their first 130 bits are used
 *
 * Makes a status token: 26 characters of upper-case Crockford base32. Upper case keeps the QR code
 * in its alphanumeric mode. Any thread.
 *
 * Returns: (transfer full): the token
 */
char *
mc_token_new (const guint8 random[MC_TOKEN_RANDOM_BYTES])
{
  g_autofree char *encoded = mc_base32_encode (random, MC_TOKEN_RANDOM_BYTES);

  return g_strndup (encoded, MC_TOKEN_LENGTH);
}

/**
 * mc_token_parse:
 * @text: (nullable): a token as scanned or typed
 * @token: (out): the token in its one spelling, terminated; unchanged on failure
 *
 * Either case is taken, hyphens and spaces are skipped, and letters that look like digits are read
 * as them (O as 0, I and L as 1). Any thread.
 *
 * Returns: whether @text can be a token
 */
gboolean
mc_token_parse (const char *text, char token[MC_TOKEN_LENGTH + 1])
{
  char result[MC_TOKEN_LENGTH + 1];
  guint n = 0;

  if (text == NULL)
    return FALSE;

  for (const char *p = text; *p != '\0'; p++)
    {
      int value;

      if (*p == '-' || *p == ' ')
        continue;
      value = symbol_value (*p);
      if (value < 0 || n == MC_TOKEN_LENGTH)
        return FALSE;
      result[n++] = ALPHABET[value];
    }
  if (n != MC_TOKEN_LENGTH)
    return FALSE;

  result[n] = '\0';
  memcpy (token, result, sizeof result);
  return TRUE;
}

/**
 * mc_base32_encode:
 * @data: (array length=length): bytes
 * @length: how many
 *
 * Crockford base32 without padding, the first bit first; the last character's missing bits are
 * zero. Any thread.
 *
 * Returns: (transfer full): the text, upper case
 */
char *
mc_base32_encode (const guint8 *data, gsize length)
{
  GString *string = g_string_sized_new (length * 8 / 5 + 2);
  guint bits = 0, held = 0;

  for (gsize i = 0; i < length; i++)
    {
      held = (held << 8 | data[i]) & 0xfff;
      bits += 8;
      while (bits >= 5)
        {
          bits -= 5;
          g_string_append_c (string, ALPHABET[held >> bits & 31]);
        }
    }
  if (bits > 0)
    g_string_append_c (string, ALPHABET[held << (5 - bits) & 31]);

  return g_string_free (string, FALSE);
}

/**
 * mc_base32_decode:
 * @text: (nullable): a text as scanned or typed
 * @length: (out): the number of bytes
 *
 * The reverse of mc_base32_encode(), as lenient with case, hyphens, spaces and look-alikes as
 * mc_token_parse(). Strict with the rest: a length that no bytes have, or bits left over that are
 * not zero, are refused, so that one value has one spelling. Any thread.
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL when @text is none
 */
guint8 *
mc_base32_decode (const char *text, gsize *length)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint bits = 0, held = 0;

  if (text == NULL)
    return NULL;

  for (const char *p = text; *p != '\0'; p++)
    {
      int value;

      if (*p == '-' || *p == ' ')
        continue;
      value = symbol_value (*p);
      if (value < 0)
        return NULL;

      held = (held << 5 | value) & 0xfff;
      bits += 5;
      if (bits >= 8)
        {
          guint8 byte = held >> (bits - 8);

          bits -= 8;
          g_byte_array_append (bytes, &byte, 1);
        }
    }
  if (bits >= 5 || (held & ((1u << bits) - 1)) != 0)
    return NULL;

  *length = bytes->len;
  return g_byte_array_free (g_steal_pointer (&bytes), FALSE);
}
