/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/http/routes.h"

#include <string.h>
#include "app/protocol/envelope.h"
#include "central/central.h"

static gboolean
is_digest (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

/* Whether the page opens: one that nobody can ever read is refused now, not found out later. */
static gboolean
opens (McCentral *central, GBytes *sealed)
{
  g_autoptr (McEnvelope) envelope = mc_envelope_parse (sealed, NULL);
  g_autoptr (GBytes) page = NULL;
  const McSealingKey *key;

  if (envelope == NULL || envelope->kind != MC_ENVELOPE_PAGE)
    return FALSE;
  key = mc_keys_find_sealing (central->keys, envelope->seal_key_id);
  if (key != NULL)
    page = mc_envelope_open (envelope, key, NULL);

  return page != NULL;
}

/**
 * mc_blobs_handle:
 * @central: central
 * @request: PUT /v1/blobs/{sha256}, a sealed page
 *
 * Returns: (transfer full) (nullable): a refusal, else %NULL
 */
McAnswer *
mc_blobs_handle (McCentral *central, McRequest *request)
{
  g_autofree char *digest = NULL;

  if (!is_digest (request->capture))
    return mc_answer_new_problem (0, "bad-request", "the address has no SHA-256 in hex", NULL);
  digest = mc_digest_hex (request->bytes);
  if (strcmp (digest, request->capture) != 0)
    return mc_answer_new_problem (0, "bad-digest", NULL, NULL);
  if (!opens (central, request->bytes))
    return mc_answer_new_problem (0, "bad-envelope", "not a page sealed to central", NULL);

  return NULL;
}

/**
 * mc_blobs_write:
 * @central: central
 * @storage: in a transaction
 * @request: what mc_blobs_handle () let pass
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the answer, to be sent after the commit
 */
McAnswer *
mc_blobs_write (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  gboolean created;

  if (!mc_storage_put_blob (storage,
                            request->capture,
                            request->bytes,
                            request->kiosk->key_id,
                            request->now,
                            &created,
                            error))
    return NULL;
  if (created)
    mc_metrics_add (central->metrics, MC_METRIC_BLOBS_NEW, 1);

  return mc_answer_new_json (created ? 201 : 200, json_pack ("{s:s}", "sha256", request->capture));
}
