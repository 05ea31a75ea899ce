/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/search-wish.h"

#include "app/domain/code.h"
#include "app/domain/json.h"

#include <sodium.h>
#include <string.h>

#define SEALED_MAX 2048
#define ENCODING sodium_base64_VARIANT_URLSAFE_NO_PADDING

/* Identity cards have 9 or 12 digits, enterprises 10 or 13; passports one letter or two, and 6 or 7
 * digits. Shorter ones belong to a code. */
#define ID_DIGITS_MIN 9
#define PASSPORT_LETTERS_MAX 2
#define PASSPORT_DIGITS_MIN 6

/**
 * mc_search_wish_free:
 * @self: (transfer full) (nullable): a wish
 */
void
mc_search_wish_free (McSearchWish *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_free (self->from);
  g_free (self->to);
  g_free (self);
}

/**
 * mc_search_wish_get_kind:
 * @self: a wish
 *
 * Names have no digits but those of companies, which have words; codes are groups of digits and
 * capitals with dots and dashes, or the end of one; a whole one is known without them, too. Any
 * thread.
 *
 * Returns: what its text is taken for
 */
McSearchKind
mc_search_wish_get_kind (const McSearchWish *self)
{
  g_auto (GStrv) readings = mc_code_list_readings (self->text);
  guint digits = 0, marks = 0, spaces = 0, letters = 0;

  if (*self->text == '\0')
    return MC_SEARCH_NOTHING;
  if (readings[0] != NULL)
    return MC_SEARCH_CODE;

  for (const char *p = self->text; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      digits++;
    else if (*p == '.' || *p == '-')
      marks++;
    else if (*p == ' ')
      spaces++;
    else
      letters++;
  if (marks == 0 && letters == 0 && digits >= ID_DIGITS_MIN)
    return MC_SEARCH_ID_NUMBER;
  if (marks == 0 && spaces == 0 && letters > 0 && letters <= PASSPORT_LETTERS_MAX &&
      digits >= PASSPORT_DIGITS_MIN)
    return MC_SEARCH_ID_NUMBER;
  if (digits > 0 && (letters == 0 || (marks > 0 && spaces == 0 && digits > letters)))
    return MC_SEARCH_CODE;

  return MC_SEARCH_NAME;
}

/**
 * mc_search_wish_tidy:
 * @self: (inout): a wish
 *
 * Brings a number into the form in which it is kept: cards are read out in groups of four; and a
 * whole code, too, where there is only one way to read it.
 */
void
mc_search_wish_tidy (McSearchWish *self)
{
  g_auto (GStrv) readings = mc_code_list_readings (self->text);
  g_autoptr (GString) text = NULL;

  if (readings[0] != NULL && readings[1] == NULL)
    {
      g_free (self->text);
      self->text = g_steal_pointer (&readings[0]);
      return;
    }
  if (mc_search_wish_get_kind (self) != MC_SEARCH_ID_NUMBER)
    return;

  text = g_string_new (NULL);
  for (const char *p = self->text; *p != '\0'; p++)
    if (*p != ' ')
      g_string_append_c (text, g_ascii_toupper (*p));
  g_free (self->text);
  self->text = g_string_free (g_steal_pointer (&text), FALSE);
}

/* Of this session only: @secret is its own. */
static void
make_key (const char *secret, guint8 key[crypto_secretbox_KEYBYTES])
{
  static const char purpose[] = "motcua-search";
  crypto_generichash_state state;

  crypto_generichash_init (&state, NULL, 0, crypto_secretbox_KEYBYTES);
  crypto_generichash_update (&state, (const guint8 *) purpose, sizeof purpose);
  crypto_generichash_update (&state, (const guint8 *) secret, strlen (secret));
  crypto_generichash_final (&state, key, crypto_secretbox_KEYBYTES);
}

/**
 * mc_search_wish_seal:
 * @self: a wish
 * @secret: of the session
 *
 * Any thread.
 *
 * Returns: (transfer full): letters, digits, `-` and `_` that mean nothing without @secret
 */
char *
mc_search_wish_seal (const McSearchWish *self, const char *secret)
{
  g_autoptr (json_t) object = json_pack ("[s, s, s]", self->text, self->from, self->to);
  g_autofree char *plain = mc_json_to_string (object);
  gsize length = strlen (plain);
  gsize size = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + length;
  g_autofree guint8 *box = g_malloc (size);
  guint8 key[crypto_secretbox_KEYBYTES];
  char *text = g_malloc (sodium_base64_encoded_len (size, ENCODING));

  make_key (secret, key);
  randombytes_buf (box, crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy (
      box + crypto_secretbox_NONCEBYTES, (const guint8 *) plain, length, box, key);
  sodium_memzero (key, sizeof key);

  return sodium_bin2base64 (text, sodium_base64_encoded_len (size, ENCODING), box, size, ENCODING);
}

static McSearchWish *
read_wish (const char *plain, gsize length)
{
  g_autoptr (json_t) object = mc_json_parse (plain, length, SEALED_MAX, "search", NULL);
  const char *text, *from, *to;
  McSearchWish *self;

  if (object == NULL || json_unpack (object, "[s, s, s]", &text, &from, &to) != 0)
    return NULL;

  self = g_new0 (McSearchWish, 1);
  self->text = g_strdup (text);
  self->from = g_strdup (from);
  self->to = g_strdup (to);

  return self;
}

/**
 * mc_search_wish_open:
 * @sealed: of mc_search_wish_seal (), as an address brought it
 * @secret: of the session
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the wish; %NULL when it is none of this session's
 */
McSearchWish *
mc_search_wish_open (const char *sealed, const char *secret)
{
  guint8 box[SEALED_MAX], key[crypto_secretbox_KEYBYTES];
  guint8 plain[SEALED_MAX];
  gsize size = 0;
  int opened;

  if (sodium_base642bin (box, sizeof box, sealed, strlen (sealed), NULL, &size, NULL, ENCODING) !=
          0 ||
      size < crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES)
    return NULL;

  make_key (secret, key);
  opened = crypto_secretbox_open_easy (
      plain, box + crypto_secretbox_NONCEBYTES, size - crypto_secretbox_NONCEBYTES, box, key);
  sodium_memzero (key, sizeof key);

  return opened == 0 ? read_wish ((const char *) plain,
                                  size - crypto_secretbox_NONCEBYTES - crypto_secretbox_MACBYTES)
                     : NULL;
}
