/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <jansson.h>
#include "app/domain/point.h"
#include "app/protocol/keys.h"

G_BEGIN_DECLS

#define MC_ENROLMENT_ERROR (mc_enrolment_error_quark ())
GQuark mc_enrolment_error_quark (void);

typedef enum
{
  MC_ENROLMENT_ERROR_CODE,        /* mistyped: length, alphabet */
  MC_ENROLMENT_ERROR_FINGERPRINT, /* the answer's signing key is not the one the code names */
  MC_ENROLMENT_ERROR_ANSWER,
} McEnrolmentError;

/* One-time code: 32 base32 characters in groups of 4: 16 of secret (80 bits), 16 of the fingerprint
 * of central's signing key (its key id). The secret never travels: the request carries a lookup
 * id derived from it and an HMAC over the kiosk's new public key. */
typedef struct
{
  guint8 secret[10];
  char fingerprint[MC_KEY_ID_LENGTH + 1];
} McEnrolmentCode;

void
mc_enrolment_code_init (McEnrolmentCode *code, const guint8 secret[10], const char *signing_key_id);
char *mc_enrolment_code_to_string (const McEnrolmentCode *code) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_enrolment_code_parse (const char *text,
                                  McEnrolmentCode *code,
                                  GError **error); /* any case, spaces, dashes */
void mc_enrolment_code_lookup_id (const McEnrolmentCode *code, guint8 lookup_id[16]);
void mc_enrolment_code_proof_key (const McEnrolmentCode *code,
                                  guint8 proof_key[32]); /* all that central keeps */

json_t *mc_enrolment_request_to_json (const McEnrolmentCode *code,
                                      const McSigningKey *key,
                                      const char *version)
    G_GNUC_WARN_UNUSED_RESULT; /* {"code_id","public_key","proof","version"} */
gboolean mc_enrolment_request_check_proof (const guint8 proof_key[32],
                                           const guint8 public_key[32],
                                           const char *proof);

typedef struct
{
  char *kiosk;    /* (owned), "HK-03" */
  McPoint *point; /* (owned) */
  guint serial_first, serial_last;
  guint8 signing_public[32];
  guint8 sealing_public[32];
  char *public_url; /* (owned), https://host[:port] for QR codes */
  gint64 server_time;
} McEnrolment;

void mc_enrolment_free (McEnrolment *self);
json_t *mc_enrolment_to_json (const McEnrolment *self) G_GNUC_WARN_UNUSED_RESULT;
McEnrolment *mc_enrolment_from_json (json_t *object, GError **error) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McEnrolment, mc_enrolment_free)

G_END_DECLS
