/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Ed25519 signing keys (RFC 8032) and X25519 sealing keys, as libsodium holds them. Secret halves
 * are wiped when freed. A key's id is the first 16 characters of the base32 of its SHA-256. */
#define MC_KEY_ID_LENGTH 16

typedef struct _McSigningKey McSigningKey; /* secret and public half */
typedef struct _McSealingKey McSealingKey; /* secret and public half: central only */

gboolean mc_keys_init (GError **error); /* once, before anything else here; any thread */

McSigningKey *mc_signing_key_new (void) G_GNUC_WARN_UNUSED_RESULT;
McSigningKey *mc_signing_key_new_from_seed (const guint8 seed[32]) G_GNUC_WARN_UNUSED_RESULT;
void mc_signing_key_free (McSigningKey *self);
const guint8 *mc_signing_key_get_seed (const McSigningKey *self);   /* 32 bytes */
const guint8 *mc_signing_key_get_public (const McSigningKey *self); /* 32 bytes */
const char *mc_signing_key_get_id (const McSigningKey *self);
void mc_signing_key_sign (const McSigningKey *self,
                          const void *data,
                          gsize length,
                          guint8 signature[64]);
gboolean mc_public_key_verify (const guint8 public_key[32],
                               const void *data,
                               gsize length,
                               const guint8 signature[64]);

McSealingKey *mc_sealing_key_new (void) G_GNUC_WARN_UNUSED_RESULT;
McSealingKey *mc_sealing_key_new_from_secret (const guint8 secret[32]) G_GNUC_WARN_UNUSED_RESULT;
void mc_sealing_key_free (McSealingKey *self);
const guint8 *mc_sealing_key_get_secret (const McSealingKey *self);
const guint8 *mc_sealing_key_get_public (const McSealingKey *self);
const char *mc_sealing_key_get_id (const McSealingKey *self);

char *mc_key_id_new (const guint8 public_key[32]) G_GNUC_WARN_UNUSED_RESULT;
char *mc_key_to_base64 (const guint8 key[32]) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_key_from_base64 (const char *text, guint8 key[32]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McSigningKey, mc_signing_key_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McSealingKey, mc_sealing_key_free)

G_END_DECLS
