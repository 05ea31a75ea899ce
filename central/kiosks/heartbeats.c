/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/http/routes.h"

#include <string.h>
#include "app/domain/json.h"
#include "central/central.h"

#define MAX_REQUEST 4096
#define MAX_WORD 64

static void
keep_word (json_t *from, json_t *to, const char *member)
{
  const char *word = mc_json_get_optional_string (from, member);

  if (word != NULL && strlen (word) <= MAX_WORD)
    json_object_set_new (to, member, json_string (word));
}

static void
keep_number (json_t *from, json_t *to, const char *member)
{
  json_t *number = json_object_get (from, member);

  if (json_is_integer (number))
    json_object_set (to, member, number);
}

/* Only what is known, and only in its type: a kiosk cannot fill the table with something else. */
static char *
read_health (json_t *body)
{
  g_autoptr (json_t) health = json_object ();
  json_t *outbox = json_object_get (body, "outbox");

  keep_word (body, health, "version");
  keep_word (body, health, "printer");
  keep_number (body, health, "clock_offset_ms");
  if (json_is_object (outbox))
    {
      json_t *kept = json_object ();

      keep_number (outbox, kept, "pending");
      keep_number (outbox, kept, "oldest_s");
      keep_number (outbox, kept, "last_sequence");
      json_object_set_new (health, "outbox", kept);
    }

  return mc_json_to_string (health);
}

/**
 * mc_heartbeats_handle:
 * @central: central
 * @request: POST /v1/heartbeats
 *
 * Returns: (transfer full) (nullable): a refusal, else %NULL
 */
McAnswer *
mc_heartbeats_handle (McCentral *central, McRequest *request)
{
  g_autoptr (json_t) body = mc_json_parse (
      (const char *) request->body, request->length, MAX_REQUEST, "", NULL);

  if (!json_is_object (body))
    return mc_answer_new_problem (0, "bad-request", "not a heartbeat", NULL);
  mc_request_set_state (request, read_health (body), g_free);

  return NULL;
}

/**
 * mc_heartbeats_write:
 * @central: central
 * @storage: in a transaction
 * @request: what mc_heartbeats_handle () let pass
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the answer, to be sent after the commit
 */
McAnswer *
mc_heartbeats_write (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const McKioskRecord *kiosk = request->kiosk;
  gboolean revoked = kiosk->revoked_at != MC_TIME_NONE;
  g_autofree char *time = mc_time_to_rfc3339 (request->now);

  if (!mc_storage_record_heartbeat (storage, kiosk->key_id, request->state, request->now, error))
    return NULL;

  return mc_answer_new_json (200,
                             json_pack ("{s:s, s:I, s:s, s:b}",
                                        "server_time",
                                        time,
                                        "safe_up_to",
                                        (json_int_t) kiosk->safe_sequence,
                                        "public_url",
                                        central->public_url,
                                        "revoked",
                                        (int) revoked));
}
