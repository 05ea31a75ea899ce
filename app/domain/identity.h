/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Identifiers of a dossier: the UUIDv7 (RFC 9562), the status token, Crockford's base32. */
#define MC_UUID_LENGTH 36
#define MC_TOKEN_LENGTH 26
#define MC_TOKEN_RANDOM_BYTES 17

char *mc_uuid_new_v7 (gint64 unix_ms, const guint8 random[10]) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_uuid_is_valid (const char *text);

char *mc_token_new (const guint8 random[MC_TOKEN_RANDOM_BYTES]) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_token_parse (const char *text, char token[MC_TOKEN_LENGTH + 1]);

char *mc_base32_encode (const guint8 *data, gsize length) G_GNUC_WARN_UNUSED_RESULT;
guint8 *mc_base32_decode (const char *text, gsize *length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
