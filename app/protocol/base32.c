/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/base32.h"

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * mc_base32_value:
 * @character: any character
 *
 * The value of one character of Crockford's base32, in either case. O reads as 0, I and L read as
 * 1, since that is what people type. Pure; any thread.
 *
 * Returns: 0 to 31, or -1 when @character is not of the alphabet
 */
int
mc_base32_value (char character)
{
  const char upper = g_ascii_toupper (character);

  if (upper == 'O')
    return 0;
  if (upper == 'I' || upper == 'L')
    return 1;
  for (int i = 0; i < 32; i++)
    if (alphabet[i] == upper)
      return i;
  return -1;
}

/**
 * mc_base32_encode:
 * @data: (array length=length): bytes
 * @length: how many
 *
 * Writes @data five bits a character, most significant first. A last group of fewer than five bits
 * is filled up with zero bits. Pure; any thread.
 *
 * Returns: (transfer full): upper-case Crockford base32 without padding
 */
char *
mc_base32_encode (const guint8 *data, gsize length)
{
  GString *text = g_string_sized_new (length * 8 / 5 + 2);
  guint32 buffer = 0;
  guint bits = 0;

  for (gsize i = 0; i < length; i++)
    {
      buffer = (buffer << 8) | data[i];
      bits += 8;
      while (bits >= 5)
        {
          bits -= 5;
          g_string_append_c (text, alphabet[(buffer >> bits) & 31]);
        }
    }
  if (bits > 0)
    g_string_append_c (text, alphabet[(buffer << (5 - bits)) & 31]);
  return g_string_free (text, FALSE);
}

/**
 * mc_base32_decode:
 * @text: Crockford base32 in either case, no separators
 * @data: (out) (array length=length): where the bytes go
 * @length: how many bytes @text must hold exactly
 *
 * Reads what mc_base32_encode() writes. Wrong length, a foreign character and filling bits that are
 * not zero are all refused; @data is then undefined. Pure; any thread.
 *
 * Returns: whether @text holds exactly @length bytes
 */
gboolean
mc_base32_decode (const char *text, guint8 *data, gsize length)
{
  guint32 buffer = 0;
  guint bits = 0;
  gsize written = 0;

  for (const char *p = text; *p != '\0'; p++)
    {
      const int value = mc_base32_value (*p);

      if (value < 0)
        return FALSE;
      buffer = (buffer << 5) | (guint32) value;
      bits += 5;
      if (bits >= 8)
        {
          if (written == length)
            return FALSE;
          bits -= 8;
          data[written++] = (guint8) (buffer >> bits);
        }
    }
  return written == length && bits < 5 && (buffer & ((1u << bits) - 1)) == 0;
}
