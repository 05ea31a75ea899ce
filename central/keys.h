/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/protocol/keys.h"

G_BEGIN_DECLS

#define MC_KEYS_ERROR (mc_keys_error_quark ())
GQuark mc_keys_error_quark (void);

typedef enum
{
  MC_KEYS_ERROR_PERMISSIONS, /* others may read it: refused */
  MC_KEYS_ERROR_FORMAT,
  MC_KEYS_ERROR_FILE,
} McKeysError;

/* Central's own keys: one that signs, one that kiosks seal to, and retired sealing keys, which stay
 * at least 400 days so that a kiosk that was off for months can still deliver. */
typedef struct _McKeys McKeys;

McKeys *mc_keys_open (const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mc_keys_free (McKeys *self);
const McSigningKey *mc_keys_get_signing (McKeys *self);
const McSealingKey *mc_keys_get_sealing (McKeys *self);
const McSealingKey *mc_keys_find_sealing (McKeys *self, const char *key_id); /* (nullable) */
gboolean mc_keys_backup (const char *data_dir, const char *folder, GError **error);
gboolean mc_keys_rotate (const char *data_dir, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McKeys, mc_keys_free)

G_END_DECLS
