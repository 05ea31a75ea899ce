/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "app/protocol/keys.h"

G_BEGIN_DECLS

#define MC_ENVELOPE_ERROR (mc_envelope_error_quark ())
GQuark mc_envelope_error_quark (void);

typedef enum
{
  MC_ENVELOPE_ERROR_FORMAT,  /* magic, version, lengths, header JSON */
  MC_ENVELOPE_ERROR_KEY,     /* sealed to another key */
  MC_ENVELOPE_ERROR_SEAL,    /* the box does not open */
  MC_ENVELOPE_ERROR_BINDING, /* the box holds another header than the one before it */
} McEnvelopeError;

/* "MCE1" · u32 big-endian header length · header JSON (sorted keys) · crypto_box_seal (
 *   SHA-256 (header) · payload ). The digest of a dossier or page is SHA-256 over all of it. */
typedef enum
{
  MC_ENVELOPE_DOSSIER,
  MC_ENVELOPE_PAGE,
} McEnvelopeKind;

typedef struct
{
  McEnvelopeKind kind;
  char *seal_key_id;   /* (owned) */
  char *id;            /* (owned), the dossier's */
  char *code;          /* (owned) (nullable) for a page */
  char *document;      /* (owned) (nullable) for a dossier */
  guint page;          /* from 0 */
  char **page_digests; /* (owned) (nullable) for a page; hex, in order */
  GBytes *box;         /* (owned) (nullable) before sealing */
} McEnvelope;

McEnvelope *mc_envelope_new_dossier (const char *id,
                                     const char *code,
                                     const char *const *page_digests) G_GNUC_WARN_UNUSED_RESULT;
McEnvelope *
mc_envelope_new_page (const char *id, const char *document, guint page) G_GNUC_WARN_UNUSED_RESULT;
void mc_envelope_free (McEnvelope *self);

GBytes *mc_envelope_seal (McEnvelope *self,
                          const guint8 sealing_public_key[32],
                          GBytes *payload,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
McEnvelope *mc_envelope_parse (GBytes *sealed, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *mc_envelope_open (const McEnvelope *self,
                          const McSealingKey *key,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

char *mc_digest_hex (GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT; /* SHA-256 */
char *mc_digest_header_new (const void *data,
                            gsize length) G_GNUC_WARN_UNUSED_RESULT; /* sha-256=:…: (RFC 9530) */
gboolean mc_digest_header_check (const char *header, const void *data, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McEnvelope, mc_envelope_free)

G_END_DECLS
