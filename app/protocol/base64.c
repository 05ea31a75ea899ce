/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/base64.h"

#include <sodium.h>

/**
 * mc_base64_encode:
 * @data: (array length=length): bytes
 * @length: how many
 *
 * In constant time, so that it may be used for secrets. Any thread.
 *
 * Returns: (transfer full): the text
 */
char *
mc_base64_encode (const guint8 *data, gsize length)
{
  const gsize size = sodium_base64_ENCODED_LEN (length, sodium_base64_VARIANT_ORIGINAL);

  return sodium_bin2base64 (g_malloc (size), size, data, length, sodium_base64_VARIANT_ORIGINAL);
}

/**
 * mc_base64_decode:
 * @text: (array length=text_length): what should be base64
 * @text_length: its bytes
 * @data: (out) (array length=length): where the bytes go; undefined on failure
 * @length: how many bytes @text must hold exactly
 *
 * Refuses white space, missing padding, bits set in the padding and anything before or after. Any
 * thread.
 *
 * Returns: whether @text is the one spelling of @length bytes
 */
gboolean
mc_base64_decode (const char *text, gsize text_length, guint8 *data, gsize length)
{
  size_t written;

  /* libsodium 1.0.18 compares the low bytes alone and takes 0xAF for '/' (0x2F). */
  for (gsize i = 0; i < text_length; i++)
    if ((guchar) text[i] > 0x7f)
      return FALSE;
  return sodium_base642bin (data,
                            length,
                            text,
                            text_length,
                            NULL,
                            &written,
                            NULL,
                            sodium_base64_VARIANT_ORIGINAL) == 0 &&
         written == length;
}
