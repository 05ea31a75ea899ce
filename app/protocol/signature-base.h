/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 9421 section 2: what a signature is computed over, and the two header fields that carry it.
 * Knows nothing of what Một Cửa covers: signature.c decides that. */
#define MC_SIGNATURE_MAX_COMPONENTS 8

typedef struct
{
  const char *identifier; /* serialised with its parameters: "signature";req;key="mc" */
  const char *value;
} McSignatureComponent;

char *mc_signature_base_new (const McSignatureComponent *components,
                             guint n_components,
                             const char *params) G_GNUC_WARN_UNUSED_RESULT;

/* One member of Signature-Input, taken apart. */
typedef struct
{
  char *identifiers[MC_SIGNATURE_MAX_COMPONENTS]; /* (owned), serialised with their parameters */
  guint n_identifiers;
  char *params; /* (owned), the member's value as it stands: what "@signature-params" covers */
  gboolean has_created;
  gint64 created;
  char *keyid; /* (owned) (nullable) */
  char *alg;   /* (owned) (nullable) */
  char *tag;   /* (owned) (nullable) */
} McSignatureInput;

McSignatureInput *mc_signature_input_parse (const char *field,
                                            const char *label) G_GNUC_WARN_UNUSED_RESULT;
void mc_signature_input_free (McSignatureInput *self);
char *mc_signature_params_new (const char *const *identifiers,
                               guint n_identifiers,
                               gint64 created,
                               const char *keyid,
                               const char *alg,
                               const char *tag) G_GNUC_WARN_UNUSED_RESULT;

gboolean mc_signature_field_parse (const char *field, const char *label, guint8 signature[64]);
char *mc_signature_field_new (const char *label,
                              const guint8 signature[64]) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McSignatureInput, mc_signature_input_free)

G_END_DECLS
