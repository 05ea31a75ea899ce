/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/keys.h"

#include <string.h>

#include "tests/app/protocol/vectors.h"

/* RFC 8032, section 7.1, test 2: the seed gives the public key and the signature that it prints. */
static void
test_rfc8032 (void)
{
  static const guint8 seed[32] = { 0x4c, 0xcd, 0x08, 0x9b, 0x28, 0xff, 0x96, 0xda, 0x9d, 0xb6, 0xc3,
                                   0x46, 0xec, 0x11, 0x4e, 0x0f, 0x5b, 0x8a, 0x31, 0x9f, 0x35, 0xab,
                                   0xa6, 0x24, 0xda, 0x8c, 0xf6, 0xed, 0x4f, 0xb8, 0xa6, 0xfb };
  static const guint8 public_key[32] = { 0x3d, 0x40, 0x17, 0xc3, 0xe8, 0x43, 0x89, 0x5a,
                                         0x92, 0xb7, 0x0a, 0xa7, 0x4d, 0x1b, 0x7e, 0xbc,
                                         0x9c, 0x98, 0x2c, 0xcf, 0x2e, 0xc4, 0x96, 0x8c,
                                         0xc0, 0xcd, 0x55, 0xf1, 0x2a, 0xf4, 0x66, 0x0c };
  static const guint8 starts[] = { 0x92, 0xa0, 0x09, 0xa9, 0xf0, 0xd4, 0xca, 0xb8 };
  static const guint8 message[] = { 0x72 };
  g_autoptr (McSigningKey) key = mc_signing_key_new_from_seed (seed);
  guint8 signature[64];

  g_assert_cmpmem (mc_signing_key_get_public (key), 32, public_key, 32);
  g_assert_cmpmem (mc_signing_key_get_seed (key), 32, seed, 32);
  mc_signing_key_sign (key, message, sizeof message, signature);
  g_assert_cmpmem (signature, sizeof starts, starts, sizeof starts);
  g_assert_true (mc_public_key_verify (public_key, message, sizeof message, signature));
  for (guint k = 0; k < 64 * 8; k++)
    {
      guint8 mutant[64];

      memcpy (mutant, signature, sizeof mutant);
      mutant[k / 8] = (guint8) (mutant[k / 8] ^ (1 << k % 8));
      g_assert_false (mc_public_key_verify (public_key, message, sizeof message, mutant));
    }
}

/* A public key of small order, for which anybody can make signatures, verifies nothing. */
static void
test_small_order (void)
{
  static const guint8 identity[32] = { 1 };
  guint8 signature[64] = { 1 };

  g_assert_false (mc_public_key_verify (identity, "x", 1, signature));
}

/* Key ids are those that the other implementation computed; two keys have two. */
static void
test_ids (void)
{
  g_autoptr (json_t) vectors = load_vectors ("signatures.json");
  const char *name;
  json_t *row;

  json_object_foreach (json_object_get (vectors, "keys"), name, row)
  {
    guint8 key[32];
    g_autofree char *id = NULL;
    g_autofree char *text = NULL;

    get_key (row, "public", key);
    id = mc_key_id_new (key);
    text = mc_key_to_base64 (key);
    g_assert_cmpstr (id, ==, get_text (row, "id"));
    g_assert_cmpuint (strlen (id), ==, MC_KEY_ID_LENGTH);
    g_assert_cmpstr (text, ==, get_text (row, "public"));
  }
}

/* New keys differ, and a sealing key comes back from its secret. */
static void
test_new (void)
{
  g_autoptr (McSigningKey) a = mc_signing_key_new ();
  g_autoptr (McSigningKey) b = mc_signing_key_new ();
  g_autoptr (McSealingKey) c = mc_sealing_key_new ();
  g_autoptr (McSealingKey) d = mc_sealing_key_new_from_secret (mc_sealing_key_get_secret (c));

  g_assert_cmpstr (mc_signing_key_get_id (a), !=, mc_signing_key_get_id (b));
  g_assert_cmpmem (mc_sealing_key_get_public (c), 32, mc_sealing_key_get_public (d), 32);
  g_assert_cmpstr (mc_sealing_key_get_id (c), ==, mc_sealing_key_get_id (d));
}

/* Only 32 bytes in canonical base64 are a key. */
static void
test_base64 (void)
{
  const char *refused[] = {
    NULL,
    "",
    "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs",
    "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs= ",
    " JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=",
    "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs=",
    "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bt=",
    "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0Q==",
    "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs9",
    "JrQLj5P\xaf"
    "89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=", /* libsodium takes it for '/' */
  };
  guint8 key[32];

  g_assert_true (mc_key_from_base64 ("JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=", key));
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (mc_key_from_base64 (refused[i], key));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (mc_keys_init (NULL));
  g_test_add_func ("/protocol/keys/rfc8032", test_rfc8032);
  g_test_add_func ("/protocol/keys/small-order", test_small_order);
  g_test_add_func ("/protocol/keys/ids", test_ids);
  g_test_add_func ("/protocol/keys/new", test_new);
  g_test_add_func ("/protocol/keys/base64", test_base64);
  return g_test_run ();
}
