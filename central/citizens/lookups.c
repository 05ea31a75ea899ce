/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/citizens/lookups.h"

#include <string.h>
#include "app/domain/identity.h"
#include "app/domain/json.h"
#include "app/domain/language.h"
#include "central/central.h"
#include "central/citizens/pages.h"
#include "central/http/routes.h"

#define MAX_REQUEST 4096
#define MAX_CODE 64

typedef struct
{
  McFactor factor;
  char *language; /* (owned) */
} Lookup;

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  mc_factor_clear (&lookup->factor);
  g_free (lookup->language);
  g_free (lookup);
}

static McAnswer *
answer_status (McCentral *central, const McDossierRecord *record, const char *language)
{
  g_autoptr (McStatus) status = NULL;

  if (record == NULL)
    return mc_answer_new_problem (0, "not-arrived", NULL, NULL);
  status = mc_central_get_status (central, record, language, NULL);
  if (status == NULL)
    return mc_answer_new_problem (0, "busy", NULL, NULL);

  return mc_answer_new_json (200, mc_status_to_json (status));
}

static McAnswer *
look_up_token (McCentral *central, const char *text, const char *language)
{
  char token[MC_TOKEN_LENGTH + 1];
  g_autoptr (McDossierRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  if (mc_token_parse (text, token))
    record = mc_storage_find_by_token (central->storage, token, &error);
  if (error != NULL)
    return mc_answer_new_problem (0, "busy", NULL, NULL);
  if (record != NULL && mc_pages_is_expired (record, mc_clock_now (central->clock)))
    g_clear_pointer (&record, mc_dossier_record_free);

  return answer_status (central, record, language);
}

/**
 * mc_factor_read:
 * @body: a request's object
 * @self: (out caller-allocates): what it says, cleared with mc_factor_clear ()
 *
 * Returns: whether there is a whole one: `code`, `id_last4` (four digits) and `birth_year`. Any
 *   thread
 */
gboolean
mc_factor_read (json_t *body, McFactor *self)
{
  const char *code = mc_json_get_optional_string (body, "code");
  const char *last4 = mc_json_get_optional_string (body, "id_last4");
  gint64 year;

  if (code == NULL || *code == '\0' || strlen (code) > MAX_CODE)
    return FALSE;
  if (last4 == NULL || strlen (last4) != 4 || strspn (last4, "0123456789") != 4)
    return FALSE;
  if (!mc_json_get_int (body, "birth_year", &year, NULL) || year < 1800 || year > 9999)
    return FALSE;

  self->code = g_ascii_strup (code, -1);
  memcpy (self->id_last4, last4, sizeof self->id_last4);
  self->birth_year = year;

  return TRUE;
}

/**
 * mc_factor_clear:
 * @self: a factor, or zeroes
 *
 * Frees what it holds.
 */
void
mc_factor_clear (McFactor *self)
{
  g_clear_pointer (&self->code, g_free);
}

/**
 * mc_factor_find_dossier:
 * @storage: in a transaction
 * @self: a factor
 * @now: when
 * @answer: (out) (transfer full): set when there is no dossier to tell of: unknown and wrong are
 *   one, and too many wrong ones lock the code for the day
 * @error: return location for an error of the storage
 *
 * Counts the try. The thread of the transaction.
 *
 * Returns: (transfer full) (nullable): the dossier, or %NULL with @answer or @error set
 */
McDossierRecord *
mc_factor_find_dossier (McStorage *storage,
                        const McFactor *self,
                        gint64 now,
                        McAnswer **answer,
                        GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McDossierRecord) record =
                 mc_storage_find_by_typed_code (storage, self->code, &local_error);
  McFactorOutcome outcome;
  GDate today;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  /* However it was typed, its tries are counted together. */
  mc_time_get_local_date (now, &today);
  if (!mc_storage_try_second_factor (storage,
                                     record != NULL ? record->code : self->code,
                                     self->id_last4,
                                     self->birth_year,
                                     &today,
                                     &outcome,
                                     error))
    return NULL;
  if (outcome == MC_FACTOR_MATCH && record != NULL)
    return g_steal_pointer (&record);

  *answer =
      mc_answer_new_problem (0, outcome == MC_FACTOR_LOCKED ? "locked" : "not-arrived", NULL, NULL);
  return NULL;
}

/**
 * mc_lookups_handle:
 * @central: central
 * @request: POST /v1/lookups: a token, or a code with the second factor
 *
 * Returns: (transfer full) (nullable): the answer for a token, %NULL for a code: its tries are
 *   counted
 */
McAnswer *
mc_lookups_handle (McCentral *central, McRequest *request)
{
  g_autoptr (json_t) body = mc_json_parse (
      (const char *) request->body, request->length, MAX_REQUEST, "", NULL);
  const char *token = mc_json_get_optional_string (body, "token");
  const char *language = mc_json_get_optional_string (body, "language");
  Lookup *lookup;

  mc_metrics_add (central->metrics, MC_METRIC_LOOKUPS, 1);
  if (!json_is_object (body))
    return mc_answer_new_problem (0, "bad-request", "not a look-up", NULL);
  language = mc_language_is_known (language) ? language : MC_LANGUAGE_VI;
  if (token != NULL)
    return look_up_token (central, token, language);

  lookup = g_new0 (Lookup, 1);
  mc_request_set_state (request, lookup, lookup_free);
  lookup->language = g_strdup (language);
  if (!mc_factor_read (body, &lookup->factor))
    return mc_answer_new_problem (
        0,
        "bad-request",
        "a look-up has a token, or code, id_last4 (four digits) and birth_year",
        NULL);

  return NULL;
}

/**
 * mc_lookups_write:
 * @central: central
 * @storage: in a transaction
 * @request: what mc_lookups_handle () let pass
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the answer, to be sent after the commit
 */
McAnswer *
mc_lookups_write (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const Lookup *lookup = request->state;
  McAnswer *answer = NULL;
  g_autoptr (McDossierRecord) record =
                 mc_factor_find_dossier (storage, &lookup->factor, request->now, &answer, error);

  if (record == NULL)
    return answer;

  return answer_status (central, record, lookup->language);
}

/**
 * mc_status_json_handle:
 * @central: central
 * @request: GET /v1/status/{token}, unsigned
 *
 * Returns: (transfer full): the status as JSON, or one answer for all tokens that are not known
 */
McAnswer *
mc_status_json_handle (McCentral *central, McRequest *request)
{
  return look_up_token (central, request->capture, request->language);
}
