/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "app/protocol/keys.h"

G_BEGIN_DECLS

#define MC_SIGNATURE_ERROR (mc_signature_error_quark ())
GQuark mc_signature_error_quark (void);

typedef enum
{
  MC_SIGNATURE_ERROR_MISSING,
  MC_SIGNATURE_ERROR_SYNTAX,
  MC_SIGNATURE_ERROR_COVERAGE, /* a component that must be covered is not */
  MC_SIGNATURE_ERROR_SKEW,     /* created more than 5 minutes away */
  MC_SIGNATURE_ERROR_DIGEST,   /* Content-Digest is not that of the body */
  MC_SIGNATURE_ERROR_INVALID,  /* does not verify */
} McSignatureError;

#define MC_SIGNATURE_MAX_SKEW_S 300
#define MC_SIGNATURE_TAG "motcua-v1"

/* RFC 9421. Requests cover "@method" "@authority" "@path" "@query" "content-digest"; answers cover
 * "@status" "content-digest" "content-type" and the request's "signature";req. Label: "mc". */
typedef struct
{
  const char *method;
  const char *authority; /* lower case, no default port */
  const char *path;
  const char *query; /* with its '?'; "?" when there is none */
  const char *content_digest;
} McRequestParts;

typedef struct
{
  guint status;
  const char *content_type;
  const char *content_digest;
  const char *request_signature; /* the request's Signature header field value */
} McAnswerParts;

typedef struct
{
  char *keyid; /* (owned) */
  gint64 created;
} McSignatureInfo;

void mc_signature_sign_request (const McRequestParts *parts,
                                const McSigningKey *key,
                                gint64 created,
                                char **signature_input,
                                char **signature);
/* Two steps, since the verifier learns from the keyid which key to look up. */
gboolean mc_signature_peek (const char *signature_input, McSignatureInfo *info, GError **error);
void mc_signature_info_clear (McSignatureInfo *info);
gboolean
mc_signature_verify_request (const McRequestParts *parts,
                             const char *signature_input,
                             const char *signature,
                             const guint8 public_key[32],
                             gint64 now,
                             GError **error); /* SKEW only after the signature itself verified */
void mc_signature_sign_answer (const McAnswerParts *parts,
                               const McSigningKey *key,
                               gint64 created,
                               char **signature_input,
                               char **signature);
gboolean mc_signature_verify_answer (const McAnswerParts *parts,
                                     const char *signature_input,
                                     const char *signature,
                                     const guint8 public_key[32],
                                     GError **error); /* no skew check: bound to our request */

G_END_DECLS
