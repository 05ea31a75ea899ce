/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-viet"

#include "config.h"

#include "app/domain/viet.h"

#include <string.h>

/* Longer than any Vietnamese syllable ("nghiêng" has 7 letters); longer words are foreign and are
 * left as they are typed. */
#define MAX_LETTERS 12

#define N_TONES 6

/* Every vowel with every tone, in the order of McTone; lower case. */
static const gunichar vowels[][N_TONES] = {
  { 'a', 0xe1, 0xe0, 0x1ea3, 0xe3, 0x1ea1 },         /* a */
  { 0x103, 0x1eaf, 0x1eb1, 0x1eb3, 0x1eb5, 0x1eb7 }, /* ă */
  { 0xe2, 0x1ea5, 0x1ea7, 0x1ea9, 0x1eab, 0x1ead },  /* â */
  { 'e', 0xe9, 0xe8, 0x1ebb, 0x1ebd, 0x1eb9 },       /* e */
  { 0xea, 0x1ebf, 0x1ec1, 0x1ec3, 0x1ec5, 0x1ec7 },  /* ê */
  { 'i', 0xed, 0xec, 0x1ec9, 0x129, 0x1ecb },        /* i */
  { 'o', 0xf3, 0xf2, 0x1ecf, 0xf5, 0x1ecd },         /* o */
  { 0xf4, 0x1ed1, 0x1ed3, 0x1ed5, 0x1ed7, 0x1ed9 },  /* ô */
  { 0x1a1, 0x1edb, 0x1edd, 0x1edf, 0x1ee1, 0x1ee3 }, /* ơ */
  { 'u', 0xfa, 0xf9, 0x1ee7, 0x169, 0x1ee5 },        /* u */
  { 0x1b0, 0x1ee9, 0x1eeb, 0x1eed, 0x1eef, 0x1ef1 }, /* ư */
  { 'y', 0xfd, 0x1ef3, 0x1ef7, 0x1ef9, 0x1ef5 },     /* y */
};

typedef struct
{
  gunichar letter; /* lower case, without tone */
  McTone tone;
  gboolean vowel;
  gboolean upper;
} Letter;

static Letter
read_letter (gunichar c)
{
  Letter letter = { .letter = g_unichar_tolower (c), .upper = g_unichar_isupper (c) };

  for (guint i = 0; i < G_N_ELEMENTS (vowels); i++)
    for (guint tone = 0; tone < N_TONES; tone++)
      if (vowels[i][tone] == letter.letter)
        {
          letter.letter = vowels[i][0];
          letter.tone = (McTone) tone;
          letter.vowel = TRUE;
          return letter;
        }
  return letter;
}

static void
append_letter (GString *word, const Letter *letter, McTone tone)
{
  gunichar c = letter->letter;

  for (guint i = 0; tone != MC_TONE_NONE && i < G_N_ELEMENTS (vowels); i++)
    if (vowels[i][0] == letter->letter)
      c = vowels[i][tone];
  g_string_append_unichar (word, letter->upper ? g_unichar_toupper (c) : c);
}

static guint
read_word (const char *word, Letter letters[MAX_LETTERS])
{
  guint n = 0;

  for (const char *at = word; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (n == MAX_LETTERS)
        return 0;
      letters[n++] = read_letter (g_utf8_get_char (at));
    }
  return n;
}

static gboolean
is_marked (const Letter *letter)
{
  return letter->vowel && letter->letter > 0x7f;
}

/* The vowel that carries the tone, or -1. Domain reference, section 11: initial qu and gi + vowel
 * count as consonants; then on the marked vowel (ươ: on ơ); one vowel: on it; three: the middle;
 * two + final consonant: the second; two open: the first. */
static int
find_carrier (const Letter *letters, guint n)
{
  guint start = n, end, count;

  while (start > 0 && !letters[start - 1].vowel)
    start--;
  if (start == 0)
    return -1;
  end = start;
  while (start > 0 && letters[start - 1].vowel)
    start--;
  if (start == 1 && end - start > 1 &&
      ((letters[0].letter == 'q' && letters[1].letter == 'u') ||
       (letters[0].letter == 'g' && letters[1].letter == 'i')))
    start++;
  count = end - start;
  for (guint i = end; i > start; i--)
    if (is_marked (&letters[i - 1]))
      return (int) i - 1;
  if (count == 1)
    return (int) start;
  if (count >= 3 || end < n)
    return (int) start + 1;
  return (int) start;
}

/**
 * mc_viet_word_start:
 * @text: what stands before the cursor, UTF-8
 *
 * Returns: the byte offset at which the word before the cursor begins; the length of @text when
 *   there is none
 */
gsize
mc_viet_word_start (const char *text)
{
  const char *at = text + strlen (text);

  while (at > text)
    {
      const char *previous = g_utf8_find_prev_char (text, at);

      if (previous == NULL || !g_unichar_isalpha (g_utf8_get_char (previous)))
        break;
      at = previous;
    }
  return (gsize) (at - text);
}

/**
 * mc_viet_get_tone:
 * @word: a word, NFC
 *
 * Returns: its tone; %MC_TONE_NONE also when it has more than one
 */
McTone
mc_viet_get_tone (const char *word)
{
  Letter letters[MAX_LETTERS];
  const guint n = read_word (word, letters);
  McTone tone = MC_TONE_NONE;

  for (guint i = 0; i < n; i++)
    if (letters[i].tone != MC_TONE_NONE)
      {
        if (tone != MC_TONE_NONE)
          return MC_TONE_NONE;
        tone = letters[i].tone;
      }
  return tone;
}

/**
 * mc_viet_set_tone:
 * @word: a word, NFC, any case
 * @tone: the tone that it gets; %MC_TONE_NONE takes it away
 *
 * Returns: (transfer full) (nullable): the word with this tone alone, on the right vowel, in NFC;
 *   %NULL when there is no vowel to carry it or it is longer than a Vietnamese word
 */
char *
mc_viet_set_tone (const char *word, McTone tone)
{
  Letter letters[MAX_LETTERS];
  const guint n = read_word (word, letters);
  const int carrier = find_carrier (letters, n);
  GString *result;

  if (carrier < 0)
    return NULL;
  result = g_string_sized_new (strlen (word) + 4);
  for (guint i = 0; i < n; i++)
    append_letter (result, &letters[i], (int) i == carrier ? tone : MC_TONE_NONE);
  return g_string_free (result, FALSE);
}

/**
 * mc_viet_settle:
 * @word: a word that has just grown or shrunk, NFC
 *
 * A tone typed early may stand on the wrong vowel once the word is longer: hóa + n → hoán.
 *
 * Returns: (transfer full): the word with its one tone on the right vowel, else unchanged
 */
char *
mc_viet_settle (const char *word)
{
  const McTone tone = mc_viet_get_tone (word);
  char *settled = tone != MC_TONE_NONE ? mc_viet_set_tone (word, tone) : NULL;

  return settled != NULL ? settled : g_strdup (word);
}
