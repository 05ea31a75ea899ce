/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/http/signing.h"

#include <string.h>
#include "app/domain/json.h"
#include "app/protocol/envelope.h"
#include "app/protocol/signature.h"

#define MAX_ENROLMENT 4096

static McAnswer *
refuse (McCentral *central, const char *type, const char *detail)
{
  mc_metrics_add (central->metrics, MC_METRIC_SIGNATURES_REFUSED, 1);

  return mc_answer_new_problem (0, type, detail, NULL);
}

static McAnswer *
refuse_error (McCentral *central, const McRequest *request, const GError *error)
{
  g_autofree char *time = NULL;
  g_autofree char *signing = NULL;

  mc_metrics_add (central->metrics, MC_METRIC_SIGNATURES_REFUSED, 1);
  if (g_error_matches (error, MC_SIGNATURE_ERROR, MC_SIGNATURE_ERROR_DIGEST))
    return mc_answer_new_problem (0, "bad-digest", NULL, NULL);
  if (g_error_matches (error, MC_SIGNATURE_ERROR, MC_SIGNATURE_ERROR_MISSING))
    return mc_answer_new_problem (0, "unsigned", NULL, NULL);
  if (!g_error_matches (error, MC_SIGNATURE_ERROR, MC_SIGNATURE_ERROR_SKEW))
    return mc_answer_new_problem (0, "bad-signature", NULL, NULL);

  /* The kiosk goes on with the offset: it believes this since the answer is signed, while it is
   * being enrolled by the key that its code names. */
  time = mc_time_to_rfc3339 (request->now);
  signing = mc_key_to_base64 (mc_signing_key_get_public (mc_keys_get_signing (central->keys)));

  return mc_answer_new_problem (
      0,
      "clock-skew",
      NULL,
      json_pack ("{s:s, s:s}", "server_time", time, "signing_public", signing));
}

static gboolean
verify (const McRequest *request,
        const McRequestHead *head,
        const guint8 public_key[32],
        GError **error)
{
  McRequestParts parts = {
    .method = request->method,
    .authority = request->authority,
    .path = request->path,
    .query = request->query,
    .content_digest = head->content_digest,
  };

  return mc_signature_verify_request (
      &parts, head->signature_input, head->signature, public_key, request->now, error);
}

/* The key that an enrolment brings in its own body; what it is worth, the one-time code says. */
static gboolean
read_enrolment_key (McRequest *request, const char *key_id)
{
  g_autoptr (json_t) body = mc_json_parse (
      (const char *) request->body, request->length, MAX_ENROLMENT, "", NULL);
  const char *text = mc_json_get_optional_string (body, "public_key");
  g_autofree char *id = NULL;

  if (text == NULL || !mc_key_from_base64 (text, request->public_key))
    return FALSE;
  id = mc_key_id_new (request->public_key);

  return g_strcmp0 (id, key_id) == 0;
}

static McAnswer *
find_key (McCentral *central, McRequest *request, const char *key_id, McRouteFlags flags)
{
  g_autoptr (GError) error = NULL;

  if ((flags & MC_ROUTE_ENROLMENT) != 0)
    return read_enrolment_key (request, key_id)
               ? NULL
               : refuse (central, "bad-signature", "signed by another key than the body brings");

  request->kiosk = mc_storage_find_kiosk (central->storage, key_id, &error);
  if (error != NULL)
    return mc_answer_new_problem (0, "busy", NULL, NULL);
  if (request->kiosk == NULL)
    return refuse (central, "unknown-key", NULL);
  memcpy (request->public_key, request->kiosk->public_key, sizeof request->public_key);

  return NULL;
}

/**
 * mc_signing_check_request:
 * @central: central
 * @request: a complete request; its `kiosk` and `public_key` are set
 * @head: its headers
 * @flags: of its route
 *
 * Verifies the signature (RFC 9421) and the digest of the body (RFC 9530). Only a request that
 * verifies is told that its clock is wrong or that its kiosk is revoked. An HTTP thread.
 *
 * Returns: (transfer full) (nullable): the refusal, or %NULL when it may go on
 */
McAnswer *
mc_signing_check_request (McCentral *central,
                          McRequest *request,
                          const McRequestHead *head,
                          McRouteFlags flags)
{
  McSignatureInfo info = { NULL };
  g_autofree char *key_id = NULL;
  g_autoptr (GError) error = NULL;
  McAnswer *answer;

  if (head->signature == NULL || head->signature_input == NULL || head->content_digest == NULL)
    return refuse (central, "unsigned", NULL);
  if (!mc_signature_peek (head->signature_input, &info, &error))
    return refuse (central, "bad-signature", "Signature-Input is malformed");
  key_id = g_steal_pointer (&info.keyid);
  mc_signature_info_clear (&info);

  answer = find_key (central, request, key_id, flags);
  if (answer != NULL)
    return answer;
  if (!verify (request, head, request->public_key, &error))
    return refuse_error (central, request, error);
  if (!mc_digest_header_check (head->content_digest, request->body, request->length))
    return refuse (central, "bad-digest", NULL);
  if (request->kiosk != NULL && request->kiosk->revoked_at != MC_TIME_NONE &&
      (flags & MC_ROUTE_REVOKED) == 0)
    return refuse (central, "revoked", NULL);

  return NULL;
}

/**
 * mc_signing_sign_answer:
 * @central: central
 * @answer: an answer; its headers grow
 * @request_signature: the request's Signature field
 *
 * Binds the answer to the request (`"signature";req`): a middlebox's 200 is no success. An HTTP
 * thread.
 */
void
mc_signing_sign_answer (McCentral *central, McAnswer *answer, const char *request_signature)
{
  gsize length;
  const void *body = g_bytes_get_data (answer->body, &length);
  g_autofree char *digest = mc_digest_header_new (body == NULL ? "" : body, length);
  g_autofree char *input = NULL;
  g_autofree char *signature = NULL;
  McAnswerParts parts = {
    .status = answer->status,
    .content_type = answer->content_type,
    .content_digest = digest,
    .request_signature = request_signature,
  };

  mc_signature_sign_answer (&parts,
                            mc_keys_get_signing (central->keys),
                            mc_clock_now (central->clock),
                            &input,
                            &signature);
  mc_answer_add_header (answer, "Content-Digest", digest);
  mc_answer_add_header (answer, "Signature-Input", input);
  mc_answer_add_header (answer, "Signature", signature);
}
