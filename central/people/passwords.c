/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/people/passwords.h"

#include <gio/gio.h>
#include <sodium.h>
#include <string.h>
#include "app/domain/language.h"
#include "app/domain/text.h"

/* Fewer different characters are no password but a rhythm: "1111111111", "1212121212". */
#define MIN_DIFFERENT 5

/* A login of two or three letters stands in many words. */
#define MIN_LOGIN_TO_FIND 4

/* Read off paper, spelled over a telephone, typed with a Vietnamese input method on: no letter that
 * looks or sounds like another one (0 o 1 l i, b p, m n, s x, 5 s), and no vowel, d or w, so that
 * neither Telex nor VNI has anything to change. */
static const char ONE_TIME_ALPHABET[] = "23456789cfhkmprtvx";

/* Three groups of five: 15 × log2 (18) = 62 bits. */
#define ONE_TIME_LENGTH 15
#define ONE_TIME_GROUP 5

/* The parameters of crypto_pwhash's INTERACTIVE, over a salt and a result that are random: nobody
 * knows a password to it. */
static const char NOBODY[] = "$argon2id$v=19$m=65536,t=2,p=1$nGMngONpuvEe0G5Y52dlHg$"
                             "aQGHQimT2bCs/vC1k4/YXUy8GtWlwhbbY7AGL8GXIo8";

/* As different keyboards write the same text (macOS: decomposed letters), it is the same text. */
static char *
normalise (const char *password)
{
  return mc_text_normalise (password, -1, MC_PASSWORD_MAX, NULL);
}

/* What lists of broken-in passwords begin with here, each with a number behind it. */
static gboolean
is_common (const char *folded)
{
  static const char *const words[] = { "matkhau",    "mậtkhẩu",  "password", "qwerty",
                                       "qwertyuiop", "admin",    "motcua",   "hanoi",
                                       "vietnam",    "iloveyou", "anhyeuem", "asdfghjkl" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (folded, words[i]))
      {
        const char *rest = folded + strlen (words[i]);

        if (strspn (rest, "0123456789!@#$%.*_-") == strlen (rest))
          return TRUE;
      }

  return FALSE;
}

static gboolean
is_simple (const char *password)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint n_steps = 0, n_characters = 0;
  gunichar last = 0;

  for (const char *p = password; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_hash_table_add (seen, GUINT_TO_POINTER (c));
      n_steps += c == last + 1 || c + 1 == last;
      n_characters++;
      last = c;
    }

  /* "1234567890", "abcdefghij": every character but one or two follows its neighbour. */
  return g_hash_table_size (seen) < MIN_DIFFERENT || n_steps + 3 > n_characters;
}

/**
 * mc_password_judge:
 * @password: what a person chose
 * @login: whose it shall be
 *
 * Length is what counts (NIST SP 800-63B section 5.1.1.2): no rule about kinds of characters, which
 * people answer with "Matkhau1!". Any thread.
 *
 * Returns: whether it will do, or the first thing against it
 */
McPasswordVerdict
mc_password_judge (const char *password, const char *login)
{
  g_autofree char *folded = NULL;
  McPasswordVerdict verdict = MC_PASSWORD_GOOD;
  char *text = normalise (password);

  if (text == NULL)
    return MC_PASSWORD_LONG;

  folded = g_utf8_strdown (text, -1);
  if (g_utf8_strlen (text, -1) < MC_PASSWORD_MIN)
    verdict = MC_PASSWORD_SHORT;
  else if (strlen (login) >= MIN_LOGIN_TO_FIND && strstr (folded, login) != NULL)
    verdict = MC_PASSWORD_LOGIN;
  else if (is_simple (folded) || is_common (folded))
    verdict = MC_PASSWORD_SIMPLE;
  sodium_memzero (folded, strlen (folded));
  mc_text_free_secret (text);

  return verdict;
}

/**
 * mc_password_describe:
 * @verdict: of mc_password_judge (), not %MC_PASSWORD_GOOD
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): what is wrong and what would be right, as a sentence
 */
const char *
mc_password_describe (McPasswordVerdict verdict, const char *language)
{
  switch (verdict)
    {
    case MC_PASSWORD_SHORT:
      return mc_pick (language,
                      "Mật khẩu phải có ít nhất 10 ký tự. Ông, bà có thể dùng ba, bốn từ dễ nhớ.",
                      "A password has at least 10 characters. Three or four words will do.");
    case MC_PASSWORD_LONG:
      return mc_pick (language,
                      "Mật khẩu dài quá 128 ký tự, hoặc có ký tự không gõ được từ bàn phím.",
                      "The password is longer than 128 characters, or holds characters that no "
                      "keyboard writes.");
    case MC_PASSWORD_SIMPLE:
      return mc_pick (language,
                      "Mật khẩu này quá dễ đoán, như 1111111111 hay 1234567890.",
                      "This password is too easy to guess, like 1111111111 or 1234567890.");
    case MC_PASSWORD_LOGIN:
      return mc_pick (language,
                      "Mật khẩu không được chứa tên đăng nhập.",
                      "A password must not contain the user name.");
    case MC_PASSWORD_GOOD:
    default:
      return "";
    }
}

/**
 * mc_password_hash:
 * @password: a password
 * @error: return location for an error: it is no text, or the memory does not suffice
 *
 * Slow: a worker's thread, or a command's.
 *
 * Returns: (transfer full): argon2id's text form, with its parameters and a random salt
 */
char *
mc_password_hash (const char *password, GError **error)
{
  char hash[crypto_pwhash_STRBYTES];
  char *text = normalise (password);
  int result = -1;

  if (text == NULL)
    {
      g_set_error_literal (
          error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the password is no text, or too long");
      return NULL;
    }

  result = crypto_pwhash_str_alg (hash,
                                  text,
                                  strlen (text),
                                  crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                  crypto_pwhash_MEMLIMIT_INTERACTIVE,
                                  crypto_pwhash_ALG_ARGON2ID13);
  mc_text_free_secret (text);
  if (result == 0)
    return g_strdup (hash);

  g_set_error_literal (
      error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "there is not enough memory for a password's hash");
  return NULL;
}

/**
 * mc_password_verify:
 * @hash: (nullable): of mc_password_hash (); %NULL for a login that nobody has: the answer is no,
 *   after the same time
 * @password: what was typed
 *
 * Slow: a worker's thread, or a command's.
 *
 * Returns: whether it is the right one
 */
gboolean
mc_password_verify (const char *hash, const char *password)
{
  char *text = normalise (password);
  gboolean right;

  right = crypto_pwhash_str_verify (hash == NULL || text == NULL ? NOBODY : hash,
                                    text == NULL ? "" : text,
                                    text == NULL ? 0 : strlen (text)) == 0;
  right = right && hash != NULL && text != NULL;
  mc_text_free_secret (text);

  return right;
}

/**
 * mc_password_new_one_time:
 *
 * For a slip of paper or a telephone: letters that nobody takes for another. Any thread.
 *
 * Returns: (transfer full): a random password of 62 bits, "k7m4r-3hxt9-c2v6h". What is hashed and
 *   compared is mc_password_fold_one_time () of it
 */
char *
mc_password_new_one_time (void)
{
  GString *text = g_string_sized_new (ONE_TIME_LENGTH + ONE_TIME_LENGTH / ONE_TIME_GROUP);

  for (guint i = 0; i < ONE_TIME_LENGTH; i++)
    {
      if (i > 0 && i % ONE_TIME_GROUP == 0)
        g_string_append_c (text, '-');
      g_string_append_c (text,
                         ONE_TIME_ALPHABET[randombytes_uniform (sizeof ONE_TIME_ALPHABET - 1)]);
    }

  return g_string_free (text, FALSE);
}

/**
 * mc_password_fold_one_time:
 * @typed: a one-time password as somebody typed it: with or without hyphens, with blanks, in
 *   capitals
 *
 * Returns: (transfer full): the one spelling of it. Any thread
 */
char *
mc_password_fold_one_time (const char *typed)
{
  GString *text = g_string_sized_new (strlen (typed));

  for (const char *p = typed; *p != '\0'; p++)
    if (*p != '-' && !g_ascii_isspace (*p))
      g_string_append_c (text, g_ascii_tolower (*p));

  return g_string_free (text, FALSE);
}
