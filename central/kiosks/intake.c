/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/http/routes.h"

#include <string.h>
#include "app/domain/identity.h"
#include "central/central.h"
#include "central/kiosks/contents.h"
#include "central/log.h"

#define MAX_CODE 64
#define MAX_SEQUENCE (G_GINT64_CONSTANT (1) << 53)

/* What `handle` found out, for `write`. */
typedef struct
{
  McDossierRecord *record; /* (owned) (nullable) when refused */
  char *token;             /* (owned) (nullable) */
  McEventRecord *event;    /* (owned) (nullable) when refused */
  guint64 sequence;
  const char *refusal; /* (nullable), static: why it is refused for good */
} Intake;

static void
intake_free (gpointer data)
{
  Intake *intake = data;

  mc_dossier_record_free (intake->record);
  mc_event_record_free (intake->event);
  g_free (intake->token);
  g_free (intake);
}

static gboolean
read_sequence (const McRequest *request, guint64 *sequence)
{
  g_autofree char *text = mc_request_dup_query (request, "seq");

  *sequence = 0;

  return text == NULL || g_ascii_string_to_unsigned (text, 10, 1, MAX_SEQUENCE, sequence, NULL);
}

static const char *
describe (const GError *error)
{
  if (g_error_matches (error, MC_ENVELOPE_ERROR, MC_ENVELOPE_ERROR_KEY))
    return "sealed to a key that is not central's";
  if (g_error_matches (error, MC_ENVELOPE_ERROR, MC_ENVELOPE_ERROR_SEAL))
    return "the box does not open";
  if (g_error_matches (error, MC_ENVELOPE_ERROR, MC_ENVELOPE_ERROR_BINDING))
    return "the box belongs to another header";

  return "not an envelope";
}

/* Everything that needs the envelope alone. The refusal is a static string: nothing of what was
 * sent reaches a log. */
static const char *
open_envelope (McCentral *central,
               const McRequest *request,
               McEnvelope **envelope,
               GBytes **payload)
{
  g_autoptr (GError) error = NULL;
  const McSealingKey *key;

  *envelope = mc_envelope_parse (request->bytes, &error);
  if (*envelope == NULL)
    return describe (error);
  if ((*envelope)->kind != MC_ENVELOPE_DOSSIER)
    return "an envelope of a page";
  if (strcmp ((*envelope)->id, request->capture) != 0)
    return "the envelope has another id than the address";
  if ((*envelope)->code == NULL || strlen ((*envelope)->code) > MAX_CODE)
    return "the envelope has no code, or too long a one";

  key = mc_keys_find_sealing (central->keys, (*envelope)->seal_key_id);
  if (key == NULL)
    return "sealed to a key that is not central's";
  *payload = mc_envelope_open (*envelope, key, &error);

  return *payload == NULL ? describe (error) : NULL;
}

static void
fill_record (McCentral *central,
             const McRequest *request,
             const McEnvelope *envelope,
             GBytes *payload,
             Intake *intake)
{
  McDossierRecord *record = mc_dossier_record_new ();
  g_autofree char *unseen = mc_request_dup_query (request, "unseen");

  record->id = g_strdup (envelope->id);
  record->code = g_strdup (envelope->code);
  record->kiosk = g_strdup (request->kiosk->name);
  record->kiosk_key = g_strdup (request->kiosk->key_id);
  record->digest = mc_digest_hex (request->bytes);
  record->sealed = g_bytes_ref (request->bytes);
  record->page_digests = g_strdupv (envelope->page_digests);
  record->sequence = intake->sequence;
  record->unseen = g_strcmp0 (unseen, "1") == 0;
  record->received_at = request->now;
  intake->token = mc_contents_read (central, payload, envelope, request->kiosk, record);
  intake->record = record;

  intake->event = mc_event_record_new ();
  intake->event->action = g_strdup ("submit");
  intake->event->role = MC_ROLE_CITIZEN;
  intake->event->from = MC_STATE_DRAFT;
  intake->event->to = MC_STATE_SUBMITTED;
  intake->event->step = 1;
  /* The kiosk's word, but never later than now: its clock may be years ahead. */
  intake->event->at = record->submitted_at != MC_TIME_NONE
                          ? MIN (record->submitted_at, request->now)
                          : request->now;
}

/**
 * mc_intake_handle:
 * @central: central
 * @request: PUT /v1/dossiers/{id}?seq=N[&unseen=1]
 *
 * Opens the envelope. Refused for good are bad envelopes only; that a sequence number was refused
 * is written down too, so it goes on to mc_intake_write ().
 *
 * Returns: (transfer full) (nullable): a refusal of the address, else %NULL
 */
McAnswer *
mc_intake_handle (McCentral *central, McRequest *request)
{
  Intake *intake = g_new0 (Intake, 1);
  g_autoptr (McEnvelope) envelope = NULL;
  g_autoptr (GBytes) payload = NULL;

  mc_request_set_state (request, intake, intake_free);
  if (!mc_uuid_is_valid (request->capture))
    return mc_answer_new_problem (0, "bad-request", "the id is not a UUID", NULL);
  if (!read_sequence (request, &intake->sequence))
    return mc_answer_new_problem (0, "bad-request", "seq is not a number from 1", NULL);

  intake->refusal = open_envelope (central, request, &envelope, &payload);
  if (intake->refusal == NULL)
    fill_record (central, request, envelope, payload, intake);

  return NULL;
}

static McAnswer *
answer_received (const McDossierRecord *record, const McReceived *received)
{
  g_autofree char *time = mc_time_to_rfc3339 (received->received_at);

  return mc_answer_new_json (
      received->outcome == MC_RECEIVE_NEW ? 201 : 200,
      json_pack ("{s:s, s:s, s:s}", "id", record->id, "code", record->code, "received_at", time));
}

static McAnswer *
answer_missing (const McReceived *received)
{
  json_t *missing = json_array ();

  for (guint i = 0; i < received->missing->len; i++)
    json_array_append_new (missing, json_string (g_ptr_array_index (received->missing, i)));

  return mc_answer_new_problem (0, "pages-missing", NULL, json_pack ("{s:o}", "missing", missing));
}

static McAnswer *
refuse (McCentral *central,
        McStorage *storage,
        const McRequest *request,
        const Intake *intake,
        GError **error)
{
  if (intake->sequence > 0 &&
      !mc_storage_note_refused (storage, request->kiosk->key_id, intake->sequence, error))
    return NULL;

  mc_metrics_add (central->metrics, MC_METRIC_DOSSIERS_REFUSED, 1);
  mc_log (MC_LOG_WARNING,
          "dossier-refused",
          "kiosk",
          request->kiosk->name,
          "id",
          request->capture,
          "reason",
          intake->refusal,
          NULL);

  return mc_answer_new_problem (0, "bad-envelope", intake->refusal, NULL);
}

/**
 * mc_intake_write:
 * @central: central
 * @storage: in a transaction
 * @request: what mc_intake_handle () let pass
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the answer, to be sent after the commit
 */
McAnswer *
mc_intake_write (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const Intake *intake = request->state;
  g_auto (McReceived) received = { 0 };

  if (intake->refusal != NULL)
    return refuse (central, storage, request, intake, error);
  if (!mc_storage_receive_dossier (
          storage, intake->record, intake->token, intake->event, &received, error))
    return NULL;

  switch (received.outcome)
    {
    case MC_RECEIVE_PAGES_MISSING:
      return answer_missing (&received);
    case MC_RECEIVE_CONFLICT:
      mc_metrics_add (central->metrics, MC_METRIC_DOSSIERS_REFUSED, 1);
      return mc_answer_new_problem (0, "conflict", NULL, NULL);
    case MC_RECEIVE_SAME:
      mc_metrics_add (central->metrics, MC_METRIC_DOSSIERS_REPEATED, 1);
      return answer_received (intake->record, &received);
    case MC_RECEIVE_NEW:
    default:
      mc_metrics_add (central->metrics, MC_METRIC_DOSSIERS_NEW, 1);
      return answer_received (intake->record, &received);
    }
}
