/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/domain/viet.h"

#include <string.h>

typedef struct
{
  const char *word;
  McTone tone;
  const char *expected; /* (nullable) */
} Case;

/* The vectors of the domain reference, section 11, from the letters that stand before the tone. */
static const Case cases[] = {
  { "ngươi", MC_TONE_GRAVE, "người" },   { "đương", MC_TONE_GRAVE, "đường" },
  { "tiêng", MC_TONE_ACUTE, "tiếng" },   { "nguyên", MC_TONE_TILDE, "nguyễn" },
  { "đươc", MC_TONE_DOT, "được" },       { "hoăc", MC_TONE_DOT, "hoặc" },
  { "thuơ", MC_TONE_HOOK, "thuở" },      { "nưa", MC_TONE_HOOK, "nửa" },
  { "quy", MC_TONE_ACUTE, "quý" },       { "gi", MC_TONE_GRAVE, "gì" },
  { "khuyu", MC_TONE_HOOK, "khuỷu" },    { "toan", MC_TONE_ACUTE, "toán" },
  { "hoa", MC_TONE_GRAVE, "hòa" },       { "khoe", MC_TONE_HOOK, "khỏe" },
  { "thuy", MC_TONE_HOOK, "thủy" },      { "a", MC_TONE_ACUTE, "á" },
  { "gia", MC_TONE_ACUTE, "giá" },       { "gin", MC_TONE_GRAVE, "gìn" },
  { "giêng", MC_TONE_ACUTE, "giếng" },   { "qua", MC_TONE_GRAVE, "quà" },
  { "quôc", MC_TONE_ACUTE, "quốc" },     { "NGUYÊN", MC_TONE_TILDE, "NGUYỄN" },
  { "Đăng", MC_TONE_HOOK, "Đẳng" },      { "mùa", MC_TONE_NONE, "mua" },
  { "mùa", MC_TONE_ACUTE, "múa" },       { "ươn", MC_TONE_DOT, "ượn" },
  { "yêu", MC_TONE_ACUTE, "yếu" },       { "ngoai", MC_TONE_GRAVE, "ngoài" },
  { "nghiêng", MC_TONE_DOT, "nghiệng" }, { "đ", MC_TONE_ACUTE, NULL },
  { "", MC_TONE_ACUTE, NULL },           { "xyz", MC_TONE_ACUTE, "xýz" },
};

/* A tone key finds the vowel that a schoolbook would mark. */
static void
test_set_tone (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *toned = mc_viet_set_tone (cases[i].word, cases[i].tone);

      g_assert_cmpstr (toned, ==, cases[i].expected);
    }
}

/* What comes out is NFC, one code point a letter. */
static void
test_set_tone_nfc (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *toned = mc_viet_set_tone (cases[i].word, cases[i].tone);
      g_autofree char *nfc = NULL;

      if (toned == NULL)
        continue;
      nfc = g_utf8_normalize (toned, -1, G_NORMALIZE_DEFAULT_COMPOSE);
      g_assert_cmpstr (toned, ==, nfc);
      g_assert_cmpint (g_utf8_strlen (toned, -1), ==, g_utf8_strlen (cases[i].word, -1));
    }
}

/* A tone that was typed early moves when the word grows. */
static void
test_settle (void)
{
  static const char *const grown[][2] = {
    { "hóan", "hoán" },
    { "tóan", "toán" },
    { "hóa", "hóa" },
    { "thúy", "thúy" },
    { "Khóat", "Khoát" },
    { "án", "án" },
    { "máýz", "máýz" },
    { "bcd", "bcd" },
    { "khúyu", "khuýu" },
    { "gía", "giá" },
    { "superlongwordé", "superlongwordé" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (grown); i++)
    {
      g_autofree char *settled = mc_viet_settle (grown[i][0]);

      g_assert_cmpstr (settled, ==, grown[i][1]);
    }
}

/* Every vowel takes every tone and gives it back. */
static void
test_round_trip (void)
{
  static const char *const vowels[] = { "a", "ă", "â", "e", "ê", "i", "o", "ô",
                                        "ơ", "u", "ư", "y", "A", "Ơ", "Ư", "Y" };

  for (guint i = 0; i < G_N_ELEMENTS (vowels); i++)
    for (int tone = MC_TONE_ACUTE; tone <= MC_TONE_DOT; tone++)
      {
        g_autofree char *toned = mc_viet_set_tone (vowels[i], (McTone) tone);
        g_autofree char *plain = mc_viet_set_tone (toned, MC_TONE_NONE);

        g_assert_cmpint (mc_viet_get_tone (toned), ==, tone);
        g_assert_cmpstr (plain, ==, vowels[i]);
      }
}

/* The word before the cursor is the letters behind the last space, digit or dash. */
static void
test_word_start (void)
{
  g_assert_cmpuint (mc_viet_word_start (""), ==, 0);
  g_assert_cmpuint (mc_viet_word_start ("Trần"), ==, 0);
  g_assert_cmpuint (mc_viet_word_start ("Trần Thị"), ==, strlen ("Trần "));
  g_assert_cmpuint (mc_viet_word_start ("Trần "), ==, strlen ("Trần "));
  g_assert_cmpuint (mc_viet_word_start ("12 ngõ 3b"), ==, strlen ("12 ngõ 3"));
  g_assert_cmpuint (mc_viet_word_start ("Văn-Đức"), ==, strlen ("Văn-"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/viet/set-tone", test_set_tone);
  g_test_add_func ("/domain/viet/set-tone/nfc", test_set_tone_nfc);
  g_test_add_func ("/domain/viet/settle", test_settle);
  g_test_add_func ("/domain/viet/round-trip", test_round_trip);
  g_test_add_func ("/domain/viet/word-start", test_word_start);
  return g_test_run ();
}
