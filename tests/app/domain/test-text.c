/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/language.h"
#include "app/domain/text.h"

#include <string.h>

static void
assert_normal (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *result = mc_text_normalise (text, -1, 100, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (result, ==, expected);
}

static void
assert_refused (const char *text, gssize length, McTextError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (mc_text_normalise (text, length, 100, &error));
  g_assert_error (error, MC_TEXT_ERROR, (int) code);
}

/* Each of the 134 Vietnamese letters that are not ASCII becomes one code point, from NFC and from
 * NFD alike, and folds to its plain letter. */
static void
test_vietnamese_letters (void)
{
  static const char *const bases[] = { "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y" };
  static const char *const plain[] = { "a", "a", "a", "e", "e", "i", "o", "o", "o", "u", "u", "y" };
  static const char *const tones[] = { "", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323" };
  guint letters = 0;

  for (guint upper = 0; upper < 2; upper++)
    for (guint i = 0; i < G_N_ELEMENTS (bases); i++)
      for (guint j = 0; j < G_N_ELEMENTS (tones); j++)
        {
          g_autofree char *lower = g_strconcat (bases[i], tones[j], NULL);
          g_autofree char *typed = upper ? g_utf8_strup (lower, -1) : g_strdup (lower);
          g_autofree char *composed = g_utf8_normalize (typed, -1, G_NORMALIZE_NFC);
          g_autofree char *decomposed = g_utf8_normalize (typed, -1, G_NORMALIZE_NFD);
          g_autofree char *folded = mc_text_fold (decomposed);

          g_assert_cmpint (g_utf8_strlen (composed, -1), ==, 1);
          assert_normal (composed, composed);
          assert_normal (decomposed, composed);
          g_assert_cmpstr (folded, ==, plain[i]);
          letters += strlen (composed) > 1;
        }

  assert_normal ("đ", "đ");
  assert_normal ("Đ", "Đ");
  g_assert_cmpuint (letters + 2, ==, 134);
}

/* The Icelandic eth looks like Đ and is another letter: neither stored as it nor found as it. */
static void
test_eth (void)
{
  g_autofree char *d = mc_text_fold ("\u0110ống \u0111a");
  g_autofree char *eth = mc_text_fold ("\u00d0ống");

  assert_normal ("\u00d0", "\u00d0");
  assert_normal ("\u0110", "\u0110");
  g_assert_cmpstr (d, ==, "dong da");
  g_assert_cmpstr (eth, ==, "\u00f0ong");
}

/* Spaces of all kinds become one plain space, none at the ends; the rest stays. */
static void
test_spaces (void)
{
  assert_normal ("  Nguyễn \u00a0 Văn\u3000A ", "Nguyễn Văn A");
  assert_normal ("H'Hen Niê", "H'Hen Niê");
  assert_normal ("１２", "１２");
  assert_normal ("<script>\"'&", "<script>\"'&");
  assert_normal ("   ", "");
  assert_normal ("", "");
}

/* Nothing that steers the display or hides is stored. */
static void
test_forbidden (void)
{
  static const char *const forbidden[] = {
    "a\nb",
    "a\tb",
    "a\x01",
    "a\x7f",
    "\xc2\x85",
    "\u200b",
    "a\u200d",
    "\u200e",
    "\u202e"
    "abc",
    "\u2066"
    "x",
    "\ufeff"
    "a",
    "\u00ad",
    "\u2028",
    "\ue000",
    "\U000f0000",
    "\ufffe",
    "\U0001ffff",
    "\u034f",
    "\u3164",
    "a\ufe0f",
    "\ufffd",
    "\u0301"
    "a",
    " \u0301",
    "a\u0300\u0301\u0302\u0303",
    "\u0378",
  };

  for (guint i = 0; i < G_N_ELEMENTS (forbidden); i++)
    assert_refused (forbidden[i], -1, MC_TEXT_ERROR_FORBIDDEN);
  assert_refused ("a\0b", 3, MC_TEXT_ERROR_FORBIDDEN);
}

/* Bytes that are not UTF-8 are refused: lone surrogates, overlong forms, legacy code pages. */
static void
test_encoding (void)
{
  assert_refused ("\xed\xa0\x80", -1, MC_TEXT_ERROR_NOT_UTF8);
  assert_refused ("\xc0\x80", -1, MC_TEXT_ERROR_NOT_UTF8);
  assert_refused ("Nguy\xd4n", -1, MC_TEXT_ERROR_NOT_UTF8);
  assert_refused ("\xf4\x90\x80\x80", -1, MC_TEXT_ERROR_NOT_UTF8);
  assert_refused ("\xe1\xba", -1, MC_TEXT_ERROR_NOT_UTF8);
}

/* The limit counts characters of the result; a megabyte is refused without being composed. */
static void
test_length (void)
{
  g_autofree char *exact = g_strnfill (100, 'x');
  g_autofree char *longer = g_strnfill (101, 'x');
  g_autofree char *huge = g_strnfill (1024 * 1024, 'x');
  g_autoptr (GString) stacked = g_string_new (NULL);

  assert_normal (exact, exact);
  assert_refused (longer, -1, MC_TEXT_ERROR_TOO_LONG);
  assert_refused (huge, -1, MC_TEXT_ERROR_TOO_LONG);
  for (guint i = 0; i < 100; i++)
    g_string_append (stacked, "e\u0302\u0323");
  {
    g_autofree char *result = mc_text_normalise (stacked->str, -1, 100, NULL);

    g_assert_cmpint (g_utf8_strlen (result, -1), ==, 100);
  }
}

/* Search finds what people type without accents, and says where, to show it in bold. */
static void
test_find (void)
{
  static const struct
  {
    const char *text, *query, *found;
  } cases[] = {
    { "Đăng ký khai sinh", "khai sinh", "khai sinh" },
    { "Đăng ký khai sinh", "DANG KY", "Đăng ký" },
    { "Đăng ký khai sinh", "đăng", "Đăng" },
    { "Phường Yên Hoà", "hòa", "Hoà" },
    { "Hòa", "hoà", "Hòa" },
    { "Trích lục hộ tịch", " hộ tịch ", "hộ tịch" },
    { "nganh an ninh", "an", "an" },
    { "Ho\u0323\u0302 tịch", "ho", "Ho\u0323\u0302" },
    { "anh", "x", NULL },
    { "anh", "", NULL },
    { "", "a", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize start, end;
      gboolean found = mc_text_find_folded (cases[i].text, cases[i].query, &start, &end);

      g_assert_cmpint (found, ==, cases[i].found != NULL);
      if (found)
        {
          g_autofree char *match = g_strndup (cases[i].text + start, end - start);

          g_assert_cmpstr (match, ==, cases[i].found);
        }
    }

  /* The word "an" goes before the "an" inside "nganh". */
  {
    gsize start;

    g_assert_true (mc_text_find_folded ("nganh an ninh", "an", &start, NULL));
    g_assert_cmpuint (start, ==, 6);
  }
}

/* Masks show what the owner needs to know their own paper, and no more. */
static void
test_masks (void)
{
  static const char *const pairs[][2] = {
    { "Trần Thị Bình", "Trần Thị B•••" },
    { "Trần Thị B", "Trần Thị B•••" },
    { "Bình", "B•••" },
    { "Nguyễn Văn Ánh", "Nguyễn Văn Á•••" },
    { "A\u0301nh", "A\u0301•••" },
    { "Lê Ý ", "Lê Ý•••" },
    { "", "" },
  };
  static const char *const numbers[][2] = {
    { "001304000028", "•••• •••• 0028" },
    { "12345678", "•••• •••• 5678" },
    { "1234567", "••••" },
    { "", "••••" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *masked = mc_text_mask_name (pairs[i][0]);

      g_assert_cmpstr (masked, ==, pairs[i][1]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *masked = mc_text_mask_id (numbers[i][0]);

      g_assert_cmpstr (masked, ==, numbers[i][1]);
    }
}

/* Money has points between the thousands. */
static void
test_vnd (void)
{
  static const struct
  {
    gint64 amount;
    const char *text;
  } cases[] = {
    { 0, "0\u00a0đ" },
    { 999, "999\u00a0đ" },
    { 8000, "8.000\u00a0đ" },
    { 200000, "200.000\u00a0đ" },
    { 1234567890, "1.234.567.890\u00a0đ" },
    { -8000, "-8.000\u00a0đ" },
    { G_MININT64, "-9.223.372.036.854.775.808\u00a0đ" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = mc_text_format_vnd (cases[i].amount);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* English only for "en"; Vietnamese is the official language. */
static void
test_language (void)
{
  g_assert_cmpstr (mc_pick ("vi", "một", "one"), ==, "một");
  g_assert_cmpstr (mc_pick ("en", "một", "one"), ==, "one");
  g_assert_cmpstr (mc_pick ("fr", "một", "one"), ==, "một");
  g_assert_cmpstr (mc_pick (NULL, "một", "one"), ==, "một");
  g_assert_true (mc_language_is_known ("vi") && mc_language_is_known ("en"));
  g_assert_false (mc_language_is_known ("EN") || mc_language_is_known (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/text/vietnamese-letters", test_vietnamese_letters);
  g_test_add_func ("/domain/text/eth", test_eth);
  g_test_add_func ("/domain/text/spaces", test_spaces);
  g_test_add_func ("/domain/text/forbidden", test_forbidden);
  g_test_add_func ("/domain/text/encoding", test_encoding);
  g_test_add_func ("/domain/text/length", test_length);
  g_test_add_func ("/domain/text/find", test_find);
  g_test_add_func ("/domain/text/masks", test_masks);
  g_test_add_func ("/domain/text/vnd", test_vnd);
  g_test_add_func ("/domain/language", test_language);

  return g_test_run ();
}
