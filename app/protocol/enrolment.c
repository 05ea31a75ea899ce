/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/enrolment.h"

#include <sodium.h>
#include <string.h>

#include "app/domain/datetime.h"
#include "app/domain/identity.h"
#include "app/domain/json.h"

#define SECRET_LENGTH 10
#define FINGERPRINT_LENGTH (MC_KEY_ID_LENGTH * 5 / 8)
#define CODE_CHARACTERS 32
#define GROUP 4

/* Distinct purposes of one secret: each gets its own HMAC message. */
#define LOOKUP_CONTEXT "motcua-v1 enrolment lookup id"
#define PROOF_CONTEXT "motcua-v1 enrolment proof key"

#define MAX_SERIAL 999999

/* clang-format off */
G_DEFINE_QUARK (mc-enrolment-error-quark, mc_enrolment_error)
/* clang-format on */

/* HMAC-SHA-256 with a key of any length (libsodium's one-shot function takes 32 bytes only). */
static void
authenticate (const guint8 *key, gsize key_length, const void *data, gsize length, guint8 out[32])
{
  crypto_auth_hmacsha256_state state;

  crypto_auth_hmacsha256_init (&state, key, key_length);
  crypto_auth_hmacsha256_update (&state, data, length);
  crypto_auth_hmacsha256_final (&state, out);
  sodium_memzero (&state, sizeof state);
}

/**
 * mc_enrolment_code_init:
 * @code: (out): the code to fill
 * @secret: (array fixed-size=10): 80 random bits
 * @signing_key_id: the id of central's signing key
 *
 * Pure; any thread.
 */
void
mc_enrolment_code_init (McEnrolmentCode *code, const guint8 secret[10], const char *signing_key_id)
{
  g_return_if_fail (code != NULL && secret != NULL);
  g_return_if_fail (signing_key_id != NULL && strlen (signing_key_id) == MC_KEY_ID_LENGTH);

  memcpy (code->secret, secret, sizeof code->secret);
  memcpy (code->fingerprint, signing_key_id, MC_KEY_ID_LENGTH + 1);
}

/**
 * mc_enrolment_code_to_string:
 * @code: a code
 *
 * Returns: (transfer full): the code in groups of four, as a person types it or a QR carries it
 */
char *
mc_enrolment_code_to_string (const McEnrolmentCode *code)
{
  g_autofree char *secret = NULL;
  g_autofree char *plain = NULL;
  GString *text;

  g_return_val_if_fail (code != NULL, NULL);

  secret = mc_base32_encode (code->secret, sizeof code->secret);
  plain = g_strconcat (secret, code->fingerprint, NULL);
  text = g_string_sized_new (CODE_CHARACTERS + CODE_CHARACTERS / GROUP);
  for (guint i = 0; i < CODE_CHARACTERS; i++)
    {
      if (i > 0 && i % GROUP == 0)
        g_string_append_c (text, '-');
      g_string_append_c (text, plain[i]);
    }
  return g_string_free (text, FALSE);
}

/**
 * mc_enrolment_code_parse:
 * @text: what was typed or scanned
 * @code: (out): filled on success
 * @error: return location for %MC_ENROLMENT_ERROR_CODE
 *
 * Takes either case, spaces and dashes anywhere, O for 0, I and L for 1. Pure; any thread.
 *
 * Returns: whether @text is a code in form; whether it is a valid one, only central knows
 */
gboolean
mc_enrolment_code_parse (const char *text, McEnrolmentCode *code, GError **error)
{
  g_autofree char *fingerprint = NULL;
  guint8 *bytes;
  gsize length = 0;

  g_return_val_if_fail (text != NULL && code != NULL, FALSE);

  bytes = mc_base32_decode (text, &length);
  if (bytes == NULL || length != SECRET_LENGTH + FINGERPRINT_LENGTH)
    {
      g_free (bytes);
      g_set_error (error,
                   MC_ENROLMENT_ERROR,
                   MC_ENROLMENT_ERROR_CODE,
                   "An enrolment code has %u letters and digits in groups of four, and no U",
                   CODE_CHARACTERS);
      return FALSE;
    }
  memcpy (code->secret, bytes, SECRET_LENGTH);
  fingerprint = mc_base32_encode (bytes + SECRET_LENGTH, FINGERPRINT_LENGTH);
  memcpy (code->fingerprint, fingerprint, MC_KEY_ID_LENGTH + 1);
  sodium_memzero (bytes, length);
  g_free (bytes);
  return TRUE;
}

/**
 * mc_enrolment_code_lookup_id:
 * @code: a code
 * @lookup_id: (out) (array fixed-size=16): by which central finds the code
 *
 * Derived one way from the secret, so that neither the wire nor central's files hold the secret.
 */
void
mc_enrolment_code_lookup_id (const McEnrolmentCode *code, guint8 lookup_id[16])
{
  guint8 digest[32];

  g_return_if_fail (code != NULL && lookup_id != NULL);

  authenticate (code->secret, sizeof code->secret, LOOKUP_CONTEXT, strlen (LOOKUP_CONTEXT), digest);
  memcpy (lookup_id, digest, 16);
}

/**
 * mc_enrolment_code_proof_key:
 * @code: a code
 * @proof_key: (out) (array fixed-size=32): the key of the proof; secret
 */
void
mc_enrolment_code_proof_key (const McEnrolmentCode *code, guint8 proof_key[32])
{
  g_return_if_fail (code != NULL && proof_key != NULL);

  authenticate (
      code->secret, sizeof code->secret, PROOF_CONTEXT, strlen (PROOF_CONTEXT), proof_key);
}

/**
 * mc_enrolment_request_to_json:
 * @code: the one-time code
 * @key: the kiosk's new key
 * @version: the program's version
 *
 * The body of POST /v1/enrolments. Holds no secret: `code_id` in hexadecimal, `public_key` and
 * `proof` (HMAC-SHA-256 over the public key) in base64.
 *
 * Returns: (transfer full): an object
 */
json_t *
mc_enrolment_request_to_json (const McEnrolmentCode *code,
                              const McSigningKey *key,
                              const char *version)
{
  guint8 lookup_id[16], proof_key[32], proof[32];
  char lookup_hex[33];
  g_autofree char *public_text = NULL;
  g_autofree char *proof_text = NULL;
  json_t *object;

  g_return_val_if_fail (code != NULL && key != NULL && version != NULL, NULL);

  mc_enrolment_code_lookup_id (code, lookup_id);
  mc_enrolment_code_proof_key (code, proof_key);
  authenticate (proof_key, sizeof proof_key, mc_signing_key_get_public (key), 32, proof);
  sodium_memzero (proof_key, sizeof proof_key);
  sodium_bin2hex (lookup_hex, sizeof lookup_hex, lookup_id, sizeof lookup_id);
  public_text = mc_key_to_base64 (mc_signing_key_get_public (key));
  proof_text = mc_key_to_base64 (proof);

  object = json_object ();
  json_object_set_new (object, "code_id", json_string (lookup_hex));
  json_object_set_new (object, "public_key", json_string (public_text));
  json_object_set_new (object, "proof", json_string (proof_text));
  json_object_set_new (object, "version", json_string (version));
  return object;
}

/**
 * mc_enrolment_request_check_proof:
 * @proof_key: (array fixed-size=32): what central kept of the code
 * @public_key: (array fixed-size=32): the key that asks to be enrolled
 * @proof: (nullable): the request's proof, base64
 *
 * Compares in constant time.
 *
 * Returns: whether the sender of @public_key knows the code
 */
gboolean
mc_enrolment_request_check_proof (const guint8 proof_key[32],
                                  const guint8 public_key[32],
                                  const char *proof)
{
  guint8 expected[32], given[32];

  g_return_val_if_fail (proof_key != NULL && public_key != NULL, FALSE);

  if (!mc_key_from_base64 (proof, given))
    return FALSE;
  authenticate (proof_key, 32, public_key, 32, expected);
  return sodium_memcmp (expected, given, sizeof expected) == 0;
}

/**
 * mc_enrolment_free:
 * @self: (nullable) (transfer full): an enrolment
 */
void
mc_enrolment_free (McEnrolment *self)
{
  if (self == NULL)
    return;
  g_free (self->kiosk);
  mc_point_free (self->point);
  g_free (self->public_url);
  g_free (self);
}

/**
 * mc_enrolment_to_json:
 * @self: an enrolment
 *
 * The answer of POST /v1/enrolments, and how the outbox keeps it.
 *
 * Returns: (transfer full): an object
 */
json_t *
mc_enrolment_to_json (const McEnrolment *self)
{
  g_autofree char *signing = NULL;
  g_autofree char *sealing = NULL;
  g_autofree char *time = NULL;
  json_t *object;

  g_return_val_if_fail (self != NULL, NULL);

  signing = mc_key_to_base64 (self->signing_public);
  sealing = mc_key_to_base64 (self->sealing_public);
  time = mc_time_to_rfc3339 (self->server_time);
  object = json_object ();
  json_object_set_new (object, "kiosk", json_string (self->kiosk));
  json_object_set_new (object, "point", mc_point_to_json (self->point));
  json_object_set_new (object, "serial_first", json_integer (self->serial_first));
  json_object_set_new (object, "serial_last", json_integer (self->serial_last));
  json_object_set_new (object, "signing_public", json_string (signing));
  json_object_set_new (object, "sealing_public", json_string (sealing));
  json_object_set_new (object, "public_url", json_string (self->public_url));
  json_object_set_new (object, "server_time", json_string (time));
  return object;
}

static gboolean
read_key (json_t *object, const char *member, guint8 key[32], GError **error)
{
  const char *text = mc_json_get_string (object, member, error);

  if (text == NULL)
    return FALSE;
  if (mc_key_from_base64 (text, key))
    return TRUE;
  g_set_error (error,
               MC_ENROLMENT_ERROR,
               MC_ENROLMENT_ERROR_ANSWER,
               "\"%s\" is not 32 bytes in base64",
               member);
  return FALSE;
}

static gboolean
read_enrolment (McEnrolment *self, json_t *object, GError **error)
{
  const char *kiosk, *public_url;
  gint64 first, last;

  kiosk = mc_json_get_string (object, "kiosk", error);
  if (kiosk == NULL)
    return FALSE;
  public_url = mc_json_get_string (object, "public_url", error);
  if (public_url == NULL)
    return FALSE;
  if (!mc_json_get_int (object, "serial_first", &first, error) ||
      !mc_json_get_int (object, "serial_last", &last, error) ||
      !mc_json_get_time (object, "server_time", &self->server_time, error) ||
      !read_key (object, "signing_public", self->signing_public, error) ||
      !read_key (object, "sealing_public", self->sealing_public, error))
    return FALSE;
  if (kiosk[0] == '\0' || first < 1 || last < first || last > MAX_SERIAL)
    {
      g_set_error_literal (error,
                           MC_ENROLMENT_ERROR,
                           MC_ENROLMENT_ERROR_ANSWER,
                           "The kiosk has no name or its range of serials is empty");
      return FALSE;
    }
  self->kiosk = g_strdup (kiosk);
  self->public_url = g_strdup (public_url);
  self->serial_first = (guint) first;
  self->serial_last = (guint) last;
  self->point = mc_point_from_json (json_object_get (object, "point"), error);
  return self->point != NULL;
}

/**
 * mc_enrolment_from_json:
 * @object: (nullable): what mc_enrolment_to_json() wrote; members it does not know are skipped
 * @error: return location for %MC_ENROLMENT_ERROR_ANSWER, saying which member is wrong
 *
 * Believes nothing: mc_enrol_async() has compared the signing key with the code before.
 *
 * Returns: (transfer full): an enrolment; free with mc_enrolment_free()
 */
McEnrolment *
mc_enrolment_from_json (json_t *object, GError **error)
{
  g_autoptr (McEnrolment) self = g_new0 (McEnrolment, 1);
  g_autoptr (GError) local_error = NULL;

  if (json_is_object (object) && read_enrolment (self, object, &local_error))
    return g_steal_pointer (&self);
  g_set_error (error,
               MC_ENROLMENT_ERROR,
               MC_ENROLMENT_ERROR_ANSWER,
               "The enrolment is wrong: %s",
               local_error != NULL ? local_error->message : "it is not an object");
  return NULL;
}
