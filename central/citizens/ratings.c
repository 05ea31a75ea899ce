/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/http/routes.h"

#include "app/domain/identity.h"
#include "app/domain/json.h"
#include "app/domain/language.h"
#include "central/central.h"

#define MAX_REQUEST 1024

typedef struct
{
  guint score;
  const char *language; /* (nullable), static */
} Rating;

/**
 * mc_ratings_handle:
 * @central: central
 * @request: PUT /v1/ratings/{id}
 *
 * Returns: (transfer full) (nullable): a refusal, else %NULL
 */
McAnswer *
mc_ratings_handle (McCentral *central, McRequest *request)
{
  g_autoptr (json_t) body = mc_json_parse (
      (const char *) request->body, request->length, MAX_REQUEST, "", NULL);
  const char *language = mc_json_get_optional_string (body, "language");
  Rating *rating;
  gint64 score;

  if (!mc_uuid_is_valid (request->capture))
    return mc_answer_new_problem (0, "bad-request", "the id is not a UUID", NULL);
  if (!json_is_object (body) || !mc_json_get_int (body, "score", &score, NULL) || score < 1 ||
      score > 5)
    return mc_answer_new_problem (0, "bad-rating", NULL, NULL);

  rating = g_new0 (Rating, 1);
  rating->score = score;
  if (mc_language_is_known (language))
    rating->language = mc_language_is_english (language) ? MC_LANGUAGE_EN : MC_LANGUAGE_VI;
  mc_request_set_state (request, rating, g_free);

  return NULL;
}

/**
 * mc_ratings_write:
 * @central: central
 * @storage: in a transaction
 * @request: what mc_ratings_handle () let pass
 * @error: return location for an error
 *
 * A kiosk rates its own dossiers only; another's it is told not to have arrived.
 *
 * Returns: (transfer full) (nullable): the answer, to be sent after the commit
 */
McAnswer *
mc_ratings_write (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const Rating *rating = request->state;
  McRatingOutcome outcome;

  if (!mc_storage_add_rating (storage,
                              request->capture,
                              request->kiosk->name,
                              rating->score,
                              rating->language,
                              request->now,
                              &outcome,
                              error))
    return NULL;

  switch (outcome)
    {
    case MC_RATING_UNKNOWN:
      return mc_answer_new_problem (0, "not-arrived", NULL, NULL);
    case MC_RATING_OTHER:
      return mc_answer_new_problem (0, "conflict", "rated before with another score", NULL);
    case MC_RATING_NEW:
      mc_metrics_add (central->metrics, MC_METRIC_RATINGS, 1);
      return mc_answer_new_json (201, json_pack ("{s:i}", "score", (int) rating->score));
    case MC_RATING_SAME:
    default:
      return mc_answer_new_json (200, json_pack ("{s:i}", "score", (int) rating->score));
    }
}
