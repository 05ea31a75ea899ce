/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/enrolment.h"

#include <sodium.h>
#include <string.h>
#include "app/domain/json.h"
#include "central/central.h"
#include "central/log.h"
#include "central/http/routes.h"

#define MAX_REQUEST 4096

typedef struct
{
  guint8 lookup_id[16];
} Enrolment;

static gboolean
read_lookup_id (json_t *body, guint8 lookup_id[16])
{
  const char *text = mc_json_get_optional_string (body, "code_id");
  size_t length;

  return text != NULL &&
         sodium_hex2bin (lookup_id, 16, text, strlen (text), NULL, &length, NULL) == 0 &&
         length == 16;
}

/**
 * mc_enrolment_handle:
 * @central: central
 * @request: POST /v1/enrolments, signed by the key in its body
 *
 * Checks the proof that the sender knows the one-time code.
 *
 * Returns: (transfer full) (nullable): a refusal, else %NULL
 */
McAnswer *
mc_enrolment_handle (McCentral *central, McRequest *request)
{
  g_autoptr (json_t) body = mc_json_parse (
      (const char *) request->body, request->length, MAX_REQUEST, "", NULL);
  g_autofree Enrolment *enrolment = g_new0 (Enrolment, 1);
  g_autoptr (McEnrolmentRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  if (body == NULL || !read_lookup_id (body, enrolment->lookup_id))
    return mc_answer_new_problem (0, "bad-request", "not a request for enrolment", NULL);

  record = mc_storage_find_enrolment (central->storage, enrolment->lookup_id, &error);
  if (error != NULL)
    return mc_answer_new_problem (0, "busy", NULL, NULL);
  if (record == NULL)
    return mc_answer_new_problem (0, "unknown-code", NULL, NULL);
  if (!mc_enrolment_request_check_proof (
          record->proof_key, request->public_key, mc_json_get_optional_string (body, "proof")))
    return mc_answer_new_problem (0, "enrolment-refused", NULL, NULL);

  mc_request_set_state (request, g_steal_pointer (&enrolment), g_free);

  return NULL;
}

static McAnswer *
answer_enrolled (McCentral *central, const McKioskRecord *kiosk, guint status, gint64 now)
{
  const McPoint *point = mc_central_find_point (central, kiosk->point_code);
  g_autoptr (McEnrolment) enrolment = g_new0 (McEnrolment, 1);

  if (point == NULL)
    return mc_answer_new_problem (500, "storage", "its receiving point is not in points.csv", NULL);

  enrolment->kiosk = g_strdup (kiosk->name);
  enrolment->point = mc_point_copy (point);
  g_free (enrolment->point->agency_code);
  enrolment->point->agency_code = g_strdup (kiosk->agency_code);
  enrolment->serial_first = kiosk->serial_first;
  enrolment->serial_last = kiosk->serial_last;
  memcpy (enrolment->signing_public,
          mc_signing_key_get_public (mc_keys_get_signing (central->keys)),
          sizeof enrolment->signing_public);
  memcpy (enrolment->sealing_public,
          mc_sealing_key_get_public (mc_keys_get_sealing (central->keys)),
          sizeof enrolment->sealing_public);
  enrolment->public_url = g_strdup (central->public_url);
  enrolment->server_time = now;

  return mc_answer_new_json (status, mc_enrolment_to_json (enrolment));
}

/**
 * mc_enrolment_write:
 * @central: central
 * @storage: in a transaction
 * @request: what mc_enrolment_handle () let pass
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the answer, to be sent after the commit
 */
McAnswer *
mc_enrolment_write (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const Enrolment *enrolment = request->state;
  g_autoptr (McKioskRecord) kiosk = NULL;
  McRedeemOutcome outcome;

  if (!mc_storage_redeem_enrolment (storage,
                                    enrolment->lookup_id,
                                    request->public_key,
                                    request->now,
                                    &outcome,
                                    &kiosk,
                                    error))
    return NULL;

  switch (outcome)
    {
    case MC_REDEEM_UNKNOWN:
      return mc_answer_new_problem (0, "unknown-code", NULL, NULL);
    case MC_REDEEM_OTHER_KEY:
      return mc_answer_new_problem (0, "enrolment-refused", NULL, NULL);
    case MC_REDEEM_SAME:
      if (kiosk->revoked_at != MC_TIME_NONE)
        return mc_answer_new_problem (0, "revoked", NULL, NULL);
      return answer_enrolled (central, kiosk, 200, request->now);
    case MC_REDEEM_NEW:
    default:
      mc_metrics_add (central->metrics, MC_METRIC_ENROLMENTS, 1);
      mc_log (MC_LOG_INFO, "kiosk-enrolled", "kiosk", kiosk->name, "key", kiosk->key_id, NULL);
      return answer_enrolled (central, kiosk, 201, request->now);
    }
}
