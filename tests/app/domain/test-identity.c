/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/identity.h"

#include <string.h>

/* The example of RFC 9562 appendix A.6, bit for bit. */
static void
test_uuid_layout (void)
{
  static const guint8 random[10] = { 0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f };
  static const guint8 ones[10] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
  g_autofree char *uuid = mc_uuid_new_v7 (0x017f22e279b0, random);
  g_autofree char *full = mc_uuid_new_v7 (0xffffffffffff, ones);

  g_assert_cmpstr (uuid, ==, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  g_assert_cmpstr (full, ==, "ffffffff-ffff-7fff-bfff-ffffffffffff");
  g_assert_true (mc_uuid_is_valid (uuid));
  g_assert_true (mc_uuid_is_valid (full));
}

/* Ids made later sort later. */
static void
test_uuid_order (void)
{
  static const guint8 low[10] = { 0 };
  static const guint8 high[10] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
  g_autofree char *earlier = mc_uuid_new_v7 (1750413600000, high);
  g_autofree char *later = mc_uuid_new_v7 (1750413600001, low);

  g_assert_cmpstr (earlier, <, later);
}

/* One id has one spelling. */
static void
test_uuid_bad (void)
{
  static const char *const bad[] = {
    "",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
    "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
    "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
    "017f22e2-79b0-7cc3-c8c4-dc0c0c07398f",
    "017f22e2079b0-7cc3-98c4-dc0c0c07398f",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398\n",
    "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (mc_uuid_is_valid (bad[i]));
  g_assert_false (mc_uuid_is_valid (NULL));
}

/* Every one of the 130 bits reaches the token, and no more than them. */
static void
test_token_bits (void)
{
  guint8 zero[MC_TOKEN_RANDOM_BYTES] = { 0 };
  g_autofree char *plain = mc_token_new (zero);

  g_assert_cmpstr (plain, ==, "00000000000000000000000000");
  for (guint bit = 0; bit < MC_TOKEN_RANDOM_BYTES * 8; bit++)
    {
      guint8 random[MC_TOKEN_RANDOM_BYTES] = { 0 };
      g_autofree char *token = NULL;

      random[bit / 8] = 0x80 >> bit % 8;
      token = mc_token_new (random);
      g_assert_cmpuint (strlen (token), ==, MC_TOKEN_LENGTH);
      g_assert_cmpint (strcmp (token, plain) != 0, ==, bit < 130);
    }
}

/* Lower case, look-alikes, hyphens and spaces come out as the one spelling. */
static void
test_token_parse (void)
{
  char token[MC_TOKEN_LENGTH + 1] = "untouched";

  g_assert_true (mc_token_parse ("01234567890abcdefghjkmnpqr", token));
  g_assert_cmpstr (token, ==, "01234567890ABCDEFGHJKMNPQR");
  g_assert_true (mc_token_parse ("OILoil-STVWX YZ-STVWX-YZSTVW-x0", token));
  g_assert_cmpstr (token, ==, "011011STVWXYZSTVWXYZSTVWX0");
}

/* Truncations, additions, foreign letters and other scripts are no tokens. */
static void
test_token_bad (void)
{
  static const char good[] = "7ZK4M2PQ9RTV3WXY8N5B6CDEFG";
  static const char *const bad[] = {
    "",
    "7ZK4M2PQ9RTV3WXY8N5B6CDEFU",
    "7ZK4M2PQ9RTV3WXY8N5B6CDEFGH",
    "7ZK4M2PQ9RTV3WXY8N5B6CDEF\n",
    "7ZK4M2PQ9RTV3WXY8N5B6CDEF/",
    "7ZK4M2PQ9RTV3WXY8N5B6CDEF\u0412",
    "7ZK4M2PQ9RTV3WXY8N5B6CDEF\uff21",
  };
  char token[MC_TOKEN_LENGTH + 1] = "untouched";

  for (guint length = 0; length < MC_TOKEN_LENGTH; length++)
    {
      g_autofree char *cut = g_strndup (good, length);

      g_assert_false (mc_token_parse (cut, token));
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (mc_token_parse (bad[i], token));
  g_assert_false (mc_token_parse (NULL, token));
  g_assert_cmpstr (token, ==, "untouched");
}

/* Any bytes survive the way there and back. */
static void
test_base32_round_trip (void)
{
  guint8 bytes[40] = { 0 };

  for (gsize length = 0; length <= sizeof bytes; length++)
    {
      g_autofree char *text = NULL;
      g_autofree guint8 *decoded = NULL;
      gsize n;

      for (gsize i = 0; i < length; i++)
        bytes[i] = g_test_rand_int ();
      text = mc_base32_encode (bytes, length);
      g_assert_cmpuint (strlen (text), ==, (length * 8 + 4) / 5);
      decoded = mc_base32_decode (text, &n);
      if (length == 0)
        {
          g_assert_cmpstr (text, ==, "");
          continue;
        }
      g_assert_nonnull (decoded);
      g_assert_cmpmem (decoded, n, bytes, length);
    }
}

/* The bytes of a known value, and what is refused: odd lengths, bits left over, U. */
static void
test_base32_vectors (void)
{
  g_autofree char *text = mc_base32_encode ((const guint8 *) "foobar", 6);
  g_autofree guint8 *decoded = NULL;
  gsize length;

  g_assert_cmpstr (text, ==, "CSQPYRK1E8");
  decoded = mc_base32_decode ("csqp-yrk1-e8", &length);
  g_assert_cmpmem (decoded, length, "foobar", 6);
  g_assert_null (mc_base32_decode ("CSQPYRK1E9", &length));
  g_assert_null (mc_base32_decode ("C", &length));
  g_assert_null (mc_base32_decode ("CSU", &length));
  g_assert_null (mc_base32_decode ("CSQ", &length));
  g_assert_null (mc_base32_decode (NULL, &length));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/identity/uuid/layout", test_uuid_layout);
  g_test_add_func ("/domain/identity/uuid/order", test_uuid_order);
  g_test_add_func ("/domain/identity/uuid/bad", test_uuid_bad);
  g_test_add_func ("/domain/identity/token/bits", test_token_bits);
  g_test_add_func ("/domain/identity/token/parse", test_token_parse);
  g_test_add_func ("/domain/identity/token/bad", test_token_bad);
  g_test_add_func ("/domain/identity/base32/round-trip", test_base32_round_trip);
  g_test_add_func ("/domain/identity/base32/vectors", test_base32_vectors);

  return g_test_run ();
}
