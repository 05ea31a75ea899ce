/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/keys.h"

#include <gio/gio.h>
#include <sodium.h>
#include <string.h>

#include "app/domain/identity.h"
#include "app/protocol/base64.h"

struct _McSigningKey
{
  guint8 seed[crypto_sign_SEEDBYTES];
  guint8 secret[crypto_sign_SECRETKEYBYTES];
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  char *id; /* (owned) */
};

struct _McSealingKey
{
  guint8 secret[crypto_box_SECRETKEYBYTES];
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
  char *id; /* (owned) */
};

G_STATIC_ASSERT (crypto_sign_SEEDBYTES == 32);
G_STATIC_ASSERT (crypto_sign_PUBLICKEYBYTES == 32);
G_STATIC_ASSERT (crypto_sign_BYTES == 64);
G_STATIC_ASSERT (crypto_box_SECRETKEYBYTES == 32);
G_STATIC_ASSERT (crypto_box_PUBLICKEYBYTES == 32);

/**
 * mc_keys_init:
 * @error: return location
 *
 * Initialises libsodium. Must have succeeded once before anything else of app/protocol is used; may
 * be called again, from any thread.
 *
 * Returns: TRUE, or FALSE with %G_IO_ERROR_FAILED when the system gives no random numbers
 */
gboolean
mc_keys_init (GError **error)
{
  if (sodium_init () >= 0)
    return TRUE;

  g_set_error_literal (
      error, G_IO_ERROR, G_IO_ERROR_FAILED, "libsodium does not start: no source of randomness");
  return FALSE;
}

/**
 * mc_signing_key_new:
 *
 * Makes a new Ed25519 key from the system's randomness. Any thread.
 *
 * Returns: (transfer full): a key; free with mc_signing_key_free()
 */
McSigningKey *
mc_signing_key_new (void)
{
  guint8 seed[crypto_sign_SEEDBYTES];
  McSigningKey *self;

  randombytes_buf (seed, sizeof seed);
  self = mc_signing_key_new_from_seed (seed);
  sodium_memzero (seed, sizeof seed);
  return self;
}

/**
 * mc_signing_key_new_from_seed:
 * @seed: (array fixed-size=32): the private key in the sense of RFC 8032, section 5.1.5
 *
 * Derives the whole key from its seed. The caller wipes its own copy of @seed. Any thread.
 *
 * Returns: (transfer full): a key; free with mc_signing_key_free()
 */
McSigningKey *
mc_signing_key_new_from_seed (const guint8 seed[32])
{
  McSigningKey *self;

  g_return_val_if_fail (seed != NULL, NULL);

  self = g_new0 (McSigningKey, 1);
  memcpy (self->seed, seed, sizeof self->seed);
  crypto_sign_seed_keypair (self->public_key, self->secret, self->seed);
  self->id = mc_key_id_new (self->public_key);
  return self;
}

/**
 * mc_signing_key_free:
 * @self: (nullable) (transfer full): a key
 *
 * Wipes the secret half and frees the key.
 */
void
mc_signing_key_free (McSigningKey *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

/**
 * mc_signing_key_get_seed:
 * @self: a key
 *
 * Secret: for storage in a file of mode 600 only.
 *
 * Returns: (transfer none) (array fixed-size=32): the seed
 */
const guint8 *
mc_signing_key_get_seed (const McSigningKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->seed;
}

/**
 * mc_signing_key_get_public:
 * @self: a key
 *
 * Returns: (transfer none) (array fixed-size=32): the public half
 */
const guint8 *
mc_signing_key_get_public (const McSigningKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->public_key;
}

/**
 * mc_signing_key_get_id:
 * @self: a key
 *
 * Returns: (transfer none): the key's id, as mc_key_id_new() makes it
 */
const char *
mc_signing_key_get_id (const McSigningKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->id;
}

/**
 * mc_signing_key_sign:
 * @self: a key
 * @data: (array length=length): what to sign
 * @length: bytes of @data
 * @signature: (out) (array fixed-size=64): where the signature goes
 *
 * Ed25519 as RFC 8032 says: deterministic, the same data gives the same signature. Any thread.
 */
void
mc_signing_key_sign (const McSigningKey *self, const void *data, gsize length, guint8 signature[64])
{
  g_return_if_fail (self != NULL);

  crypto_sign_detached (signature, NULL, data, length, self->secret);
}

/**
 * mc_public_key_verify:
 * @public_key: (array fixed-size=32): an Ed25519 public key
 * @data: (array length=length): what was signed
 * @length: bytes of @data
 * @signature: (array fixed-size=64): the signature
 *
 * Any thread. libsodium refuses keys of small order and signatures that are not canonical.
 *
 * Returns: whether @signature is that of @public_key over @data
 */
gboolean
mc_public_key_verify (const guint8 public_key[32],
                      const void *data,
                      gsize length,
                      const guint8 signature[64])
{
  g_return_val_if_fail (public_key != NULL && signature != NULL, FALSE);

  return crypto_sign_verify_detached (signature, data, length, public_key) == 0;
}

/**
 * mc_sealing_key_new:
 *
 * Makes a new X25519 key from the system's randomness, for central to open boxes with. Any thread.
 *
 * Returns: (transfer full): a key; free with mc_sealing_key_free()
 */
McSealingKey *
mc_sealing_key_new (void)
{
  guint8 secret[crypto_box_SECRETKEYBYTES];
  McSealingKey *self;

  randombytes_buf (secret, sizeof secret);
  self = mc_sealing_key_new_from_secret (secret);
  sodium_memzero (secret, sizeof secret);
  return self;
}

/**
 * mc_sealing_key_new_from_secret:
 * @secret: (array fixed-size=32): an X25519 secret key
 *
 * The caller wipes its own copy of @secret. Any thread.
 *
 * Returns: (transfer full): a key; free with mc_sealing_key_free()
 */
McSealingKey *
mc_sealing_key_new_from_secret (const guint8 secret[32])
{
  McSealingKey *self;

  g_return_val_if_fail (secret != NULL, NULL);

  self = g_new0 (McSealingKey, 1);
  memcpy (self->secret, secret, sizeof self->secret);
  crypto_scalarmult_base (self->public_key, self->secret);
  self->id = mc_key_id_new (self->public_key);
  return self;
}

/**
 * mc_sealing_key_free:
 * @self: (nullable) (transfer full): a key
 *
 * Wipes the secret half and frees the key.
 */
void
mc_sealing_key_free (McSealingKey *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

/**
 * mc_sealing_key_get_secret:
 * @self: a key
 *
 * Secret: for central's own storage only.
 *
 * Returns: (transfer none) (array fixed-size=32): the secret half
 */
const guint8 *
mc_sealing_key_get_secret (const McSealingKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->secret;
}

/**
 * mc_sealing_key_get_public:
 * @self: a key
 *
 * Returns: (transfer none) (array fixed-size=32): the public half, what kiosks seal to
 */
const guint8 *
mc_sealing_key_get_public (const McSealingKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->public_key;
}

/**
 * mc_sealing_key_get_id:
 * @self: a key
 *
 * Returns: (transfer none): the key's id, as mc_key_id_new() makes it
 */
const char *
mc_sealing_key_get_id (const McSealingKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->id;
}

/**
 * mc_key_id_new:
 * @public_key: (array fixed-size=32): the public half of a signing or sealing key
 *
 * The first %MC_KEY_ID_LENGTH characters of the Crockford base32 of the key's SHA-256: 80 bits, so
 * that nobody can find a second key with the id of a given one. Any thread.
 *
 * Returns: (transfer full): the id
 */
char *
mc_key_id_new (const guint8 public_key[32])
{
  guint8 digest[crypto_hash_sha256_BYTES];

  g_return_val_if_fail (public_key != NULL, NULL);

  crypto_hash_sha256 (digest, public_key, 32);
  return mc_base32_encode (digest, MC_KEY_ID_LENGTH * 5 / 8);
}

/**
 * mc_key_to_base64:
 * @key: (array fixed-size=32): a key
 *
 * Returns: (transfer full): 44 characters of standard base64 with padding
 */
char *
mc_key_to_base64 (const guint8 key[32])
{
  g_return_val_if_fail (key != NULL, NULL);

  return mc_base64_encode (key, 32);
}

/**
 * mc_key_from_base64:
 * @text: (nullable): standard base64 with padding, nothing before or after
 * @key: (out) (array fixed-size=32): where the key goes
 *
 * Returns: whether @text holds exactly 32 bytes
 */
gboolean
mc_key_from_base64 (const char *text, guint8 key[32])
{
  return text != NULL && mc_base64_decode (text, strlen (text), key, 32);
}
