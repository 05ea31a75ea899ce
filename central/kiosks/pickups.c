/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-pickups"

#include "config.h"

#include "central/http/routes.h"

#include <string.h>
#include "app/domain/identity.h"
#include "app/domain/json.h"
#include "app/domain/language.h"
#include "central/central.h"
#include "central/citizens/lookups.h"
#include "central/citizens/pages.h"
#include "central/storage/pickups.h"

#define MAX_REQUEST 4096
#define ID_NUMBER_LENGTH 12

/* Who asks for which result, and by what. The card's number is forgotten with the request: it is
 * compared, and neither kept nor logged nor sent back. */
typedef struct
{
  char token[MC_TOKEN_LENGTH + 1]; /* "" = by code and second factor */
  McFactor factor;
  McPickupCheck check;
  char card[ID_NUMBER_LENGTH + 1];
  const char *language; /* static */
} Pickup;

static void
pickup_free (gpointer data)
{
  Pickup *pickup = data;

  mc_factor_clear (&pickup->factor);
  g_free (pickup);
}

/* Without a card the clerk looks. */
static gboolean
read_card (json_t *body, Pickup *pickup)
{
  const char *card = mc_json_get_optional_string (body, "card");

  if (json_object_get (body, "card") == NULL)
    return TRUE;
  if (card == NULL || strlen (card) != ID_NUMBER_LENGTH ||
      strspn (card, "0123456789") != ID_NUMBER_LENGTH)
    return FALSE;
  memcpy (pickup->card, card, sizeof pickup->card);
  pickup->check = MC_PICKUP_CARD_MATCHED;

  return TRUE;
}

/* A token that no receipt can have is one that has not arrived. */
static gboolean
read_dossier (json_t *body, Pickup *pickup, gboolean *possible)
{
  const char *token = mc_json_get_optional_string (body, "token");

  *possible = token == NULL || mc_token_parse (token, pickup->token);

  return token != NULL || mc_factor_read (body, &pickup->factor);
}

/**
 * mc_pickups_handle:
 * @central: central
 * @request: PUT /v1/pickups/{id}
 *
 * Returns: (transfer full) (nullable): a refusal, else %NULL
 */
McAnswer *
mc_pickups_handle (McCentral *central, McRequest *request)
{
  g_autoptr (json_t) body = mc_json_parse (
      (const char *) request->body, request->length, MAX_REQUEST, "", NULL);
  const char *language = mc_json_get_optional_string (body, "language");
  gboolean possible = TRUE;
  Pickup *pickup;

  if (!mc_uuid_is_valid (request->capture))
    return mc_answer_new_problem (0, "bad-request", "the id is not a UUID", NULL);
  if (!json_is_object (body))
    return mc_answer_new_problem (0, "bad-request", "not a pickup", NULL);

  pickup = g_new0 (Pickup, 1);
  mc_request_set_state (request, pickup, pickup_free);
  pickup->language = mc_language_is_english (language) ? MC_LANGUAGE_EN : MC_LANGUAGE_VI;
  if (!read_card (body, pickup) || !read_dossier (body, pickup, &possible))
    return mc_answer_new_problem (
        0,
        "bad-request",
        "a pickup has a token, or code, id_last4 and birth_year; and card, if any, twelve digits",
        NULL);

  return possible ? NULL : mc_answer_new_problem (0, "not-arrived", NULL, NULL);
}

/* The dossier that the receipt or the second factor leads to; else the answer that says why not. */
static McDossierRecord *
find_dossier (McStorage *storage,
              const Pickup *pickup,
              gint64 now,
              McAnswer **answer,
              GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McDossierRecord) record = NULL;

  if (*pickup->token == '\0')
    return mc_factor_find_dossier (storage, &pickup->factor, now, answer, error);

  record = mc_storage_find_by_token (storage, pickup->token, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (record != NULL && !mc_pages_is_expired (record, now))
    return g_steal_pointer (&record);

  *answer = mc_answer_new_problem (0, "not-arrived", NULL, NULL);
  return NULL;
}

/* Why there is nothing to collect; NULL when there is. */
static const char *
get_obstacle (const McDossierRecord *record)
{
  switch (record->state)
    {
    case MC_STATE_READY:
      return NULL;
    case MC_STATE_RETURNED:
      return "handed-over";
    case MC_STATE_SUPPLEMENT_ASKED:
      return "supplement-asked";
    case MC_STATE_REFUSED:
      return "refused";
    case MC_STATE_WITHDRAWN:
      return "withdrawn";
    case MC_STATE_STOPPED:
      return "stopped";
    default:
      return "not-ready";
    }
}

/* With the dossier's status, which says all that the citizen is to be told. */
static McAnswer *
refuse (McCentral *central,
        const McDossierRecord *record,
        const Pickup *pickup,
        const char *type,
        GError **error)
{
  g_autoptr (McStatus) status = mc_central_get_status (central, record, pickup->language, error);

  if (status == NULL)
    return NULL;

  return mc_answer_new_problem (
      0, type, NULL, json_pack ("{s:o}", "dossier", mc_status_to_json (status)));
}

static gboolean
is_number_of (const char *card, const char *id_number)
{
  return id_number != NULL && g_str_equal (card, id_number);
}

/* The applicant's number is at hand; the owner's stands in the sealed contents alone. What cannot
 * be opened has no number to compare with. */
static void
compare_card (McCentral *central,
              const McDossierRecord *record,
              const char *card,
              gboolean *matches,
              gboolean *comparable)
{
  g_autoptr (McDossier) dossier = NULL;
  const char *owner = NULL;

  *matches = is_number_of (card, record->id_number);
  *comparable = record->id_number != NULL;
  if (*matches)
    return;

  dossier = mc_central_open_dossier (central, record->id, NULL);
  if (dossier != NULL && dossier->owner != NULL)
    owner = dossier->owner->id_number;
  *matches = is_number_of (card, owner);
  *comparable = *comparable || owner != NULL;
}

/* NULL without an error when the card is right, or none is to be compared. */
static McAnswer *
check_card (McCentral *central,
            McStorage *storage,
            const McDossierRecord *record,
            const Pickup *pickup,
            const GDate *today,
            GError **error)
{
  gboolean matches, comparable;
  McFactorOutcome outcome;
  guint tries_left;

  if (pickup->check != MC_PICKUP_CARD_MATCHED)
    return NULL;

  compare_card (central, record, pickup->card, &matches, &comparable);
  if (!comparable)
    return mc_answer_new_problem (0, "ask-clerk", "the dossier has no number", NULL);
  if (!mc_pickups_try_card (
          MC_PICKUPS (storage), record->id, matches, today, &outcome, &tries_left, error))
    return NULL;
  if (outcome == MC_FACTOR_MATCH)
    return NULL;
  if (outcome == MC_FACTOR_LOCKED)
    return mc_answer_new_problem (0, "ask-clerk", "too many other cards today", NULL);

  return mc_answer_new_problem (
      0, "card-mismatch", NULL, json_pack ("{s:i}", "tries_left", (int) tries_left));
}

static gboolean
count_ahead (McStorage *storage,
             const McPickupRecord *pickup,
             const GDate *today,
             guint *ahead,
             GError **error)
{
  g_autoptr (GPtrArray) waiting = mc_pickups_list_waiting (
      MC_PICKUPS (storage), pickup->point_code, mc_time_from_local (today, 0), error);

  *ahead = 0;
  if (waiting == NULL)
    return FALSE;
  for (guint i = 0; i < waiting->len; i++)
    if (((const McPickupRecord *) g_ptr_array_index (waiting, i))->number < pickup->number)
      (*ahead)++;

  return TRUE;
}

static McAnswer *
answer_number (McCentral *central,
               McStorage *storage,
               const McDossierRecord *record,
               const McPickupRecord *kept,
               const Pickup *pickup,
               gboolean is_new,
               GError **error)
{
  g_autoptr (McStatus) status = mc_central_get_status (central, record, pickup->language, error);
  g_autoptr (McPickup) number = mc_pickup_new ();
  GDate day;

  mc_time_get_local_date (kept->at, &day);
  if (status == NULL || !count_ahead (storage, kept, &day, &number->ahead, error))
    return NULL;

  number->id = g_strdup (kept->id);
  number->code = g_strdup (record->code);
  number->procedure_name = g_strdup (status->procedure_name);
  number->point_name = g_strdup (status->point_name);
  number->counter = g_strdup (status->counter);
  number->number = kept->number;
  number->check = kept->check;
  number->at = kept->at;
  number->refusal = status->refusal;
  if (is_new)
    mc_metrics_add (central->metrics, MC_METRIC_PICKUPS, 1);

  return mc_answer_new_json (is_new ? 201 : 200, mc_pickup_to_json (number));
}

static McAnswer *
give_number (McCentral *central,
             McStorage *storage,
             const McRequest *request,
             const McDossierRecord *record,
             const GDate *today,
             GError **error)
{
  const Pickup *pickup = request->state;
  g_autoptr (McPickupRecord) wanted = mc_pickup_record_new ();
  g_autoptr (McPickupRecord) kept = NULL;
  McPickupOutcome outcome;

  wanted->id = g_strdup (request->capture);
  wanted->dossier = g_strdup (record->id);
  wanted->point_code = g_strdup (request->kiosk->point_code);
  wanted->kiosk = g_strdup (request->kiosk->name);
  wanted->check = pickup->check;
  wanted->at = request->now;
  kept = mc_pickups_take (MC_PICKUPS (storage), wanted, today, &outcome, error);
  if (kept == NULL)
    return NULL;
  if (outcome == MC_PICKUP_CONFLICT)
    return mc_answer_new_problem (0, "conflict", NULL, NULL);

  return answer_number (central, storage, record, kept, pickup, outcome == MC_PICKUP_NEW, error);
}

/* The first thing in the way; NULL without an error when there is none. */
static McAnswer *
find_obstacle (McCentral *central,
               McStorage *storage,
               const McRequest *request,
               const McDossierRecord *record,
               const GDate *today,
               GError **error)
{
  const Pickup *pickup = request->state;
  const char *obstacle = get_obstacle (record);

  if (obstacle == NULL && g_strcmp0 (record->point_code, request->kiosk->point_code) != 0)
    obstacle = "other-point";
  if (obstacle != NULL)
    return refuse (central, record, pickup, obstacle, error);

  return check_card (central, storage, record, pickup, today, error);
}

/**
 * mc_pickups_write:
 * @central: central
 * @storage: in a transaction
 * @request: what mc_pickups_handle () let pass
 * @error: return location for an error
 *
 * Gives the citizen a number at the point where the result waits. The same id again gets the same
 * answer, whatever happened since: only its first answer may have been lost.
 *
 * Returns: (transfer full) (nullable): the answer, to be sent after the commit
 */
McAnswer *
mc_pickups_write (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const Pickup *pickup = request->state;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McDossierRecord) record = NULL;
  g_autoptr (McPickupRecord) known = NULL;
  McAnswer *answer = NULL;
  GDate today;

  mc_time_get_local_date (request->now, &today);
  record = find_dossier (storage, pickup, request->now, &answer, error);
  if (record == NULL)
    return answer;

  known = mc_pickups_find (MC_PICKUPS (storage), request->capture, &local_error);
  if (known == NULL && local_error == NULL)
    answer = find_obstacle (central, storage, request, record, &today, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return answer != NULL ? answer : give_number (central, storage, request, record, &today, error);
}
