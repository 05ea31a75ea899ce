/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/citizens/pages.h"

#include "app/domain/identity.h"
#include "central/http/routes.h"
#include "central/citizens/status-page.h"

#include <string.h>

typedef struct
{
  char *id;       /* (owned) */
  char *location; /* (owned), where the answer sends the browser */
  const char *language;
  guint score;
} Rating;

static void
rating_free (gpointer data)
{
  Rating *rating = data;

  g_free (rating->id);
  g_free (rating->location);
  g_free (rating);
}

/**
 * mc_pages_is_expired:
 * @record: a dossier
 * @now: the present
 *
 * Returns: whether the dossier ended so long ago that its link tells nothing any more, the same
 *   nothing as an unknown token. Any thread
 */
gboolean
mc_pages_is_expired (const McDossierRecord *record, gint64 now)
{
  switch (record->state)
    {
    case MC_STATE_RETURNED:
    case MC_STATE_REFUSED:
    case MC_STATE_WITHDRAWN:
    case MC_STATE_STOPPED:
      return now - record->updated_at > MC_PAGES_EXPIRY_S;
    default:
      return FALSE;
    }
}

/* "https://motcua.hanoi.gov.vn:8443" without its scheme. */
static const char *
get_host (McCentral *central)
{
  const char *separator;

  if (central->public_url == NULL) /* asked in the instant before it is known */
    return "";

  separator = strstr (central->public_url, "://");
  return separator != NULL ? separator + 3 : central->public_url;
}

/* Cache-Control: no-store, Referrer-Policy: no-referrer and nosniff are on every answer of the
 * service (exchange.c); a page adds what is its own. */
static McAnswer *
new_page (guint status, GBytes *bytes, const char *language)
{
  McAnswer *answer = mc_answer_new (status, "text/html; charset=utf-8", bytes);

  mc_answer_add_header (answer, "Content-Security-Policy", mc_status_page_get_policy ());
  mc_answer_add_header (answer, "X-Robots-Tag", "noindex");
  mc_answer_add_header (answer, "Content-Language", language);
  return answer;
}

/* The token of the address and its dossier; NULL without an error when there is none to tell of. */
static McDossierRecord *
find_dossier (McCentral *central, const McRequest *request, char *token, GError **error)
{
  g_autoptr (McDossierRecord) record = NULL;

  if (!mc_token_parse (request->capture, token))
    return NULL;

  record = mc_storage_find_by_token (central->storage, token, error);
  if (record == NULL || mc_pages_is_expired (record, request->now))
    return NULL;
  return g_steal_pointer (&record);
}

/* What the events say beyond the state. */
static void
read_events (const McDossierRecord *record, GPtrArray *events, McStatusPage *page)
{
  for (guint i = 0; i < events->len; i++)
    {
      const McEventRecord *event = g_ptr_array_index (events, i);

      if (g_strcmp0 (event->action, "extend") == 0)
        page->extended = TRUE;
      else if (event->to == MC_STATE_RECEIVED)
        page->extended = FALSE; /* all begins anew */
    }
}

/* When the words of a page change by themselves: at midnight ("hôm nay"), past the due or expected
 * time, and when the link expires. */
static gint64
find_end_of_truth (const McDossierRecord *record, gint64 now)
{
  const gint64 changes[] = { record->due_at,
                             record->expected_due,
                             record->updated_at + MC_PAGES_EXPIRY_S };
  GDate tomorrow;
  gint64 end;

  mc_time_get_local_date (now, &tomorrow);
  g_date_add_days (&tomorrow, 1);
  end = mc_time_from_local (&tomorrow, 0);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    if (changes[i] != MC_TIME_NONE && changes[i] >= now)
      end = MIN (end, changes[i] + 1);

  return end;
}

static GBytes *
draw (McCentral *central,
      const McRequest *request,
      const McDossierRecord *record,
      GPtrArray *events,
      const char *token)
{
  g_autoptr (McStatus) status =
                 mc_central_describe_status (central, record, events, request->language);
  McProcedure *procedure = NULL;
  McStatusPage page = { 0 };

  if (record->procedure != NULL && record->version != NULL)
    procedure = mc_catalogue_find_version (central->catalogue, record->procedure, record->version);
  page.status = status;
  page.point = mc_central_find_point (central, record->point_code);
  page.level = procedure != NULL ? mc_procedure_get_level (procedure) : MC_LEVEL_COMMUNE;
  page.token = token;
  page.host = get_host (central);
  page.now = request->now;
  read_events (record, events, &page);
  return mc_status_page_render (&page, request->language);
}

/* The page from memory, if nothing changed, else drawn. NULL without an error when there is nothing
 * to tell. */
static GBytes *
find_page (McCentral *central, const McRequest *request, GError **error)
{
  g_autoptr (McDossierRecord) record = NULL;
  g_autoptr (GPtrArray) events = NULL;
  char token[MC_TOKEN_LENGTH + 1];
  GBytes *page = NULL;
  guint64 version;
  gboolean cached;

  if (!mc_token_parse (request->capture, token))
    return NULL;

  cached = central->pages != NULL &&
           mc_page_cache_note (central->pages, token, request->language) &&
           mc_storage_get_version (central->storage, &version, NULL);
  if (cached)
    page = mc_page_cache_find (central->pages, token, request->language, version, request->now);
  if (page != NULL)
    return page;

  record = mc_storage_find_public (central->storage, token, &events, error);
  if (record == NULL || mc_pages_is_expired (record, request->now))
    return NULL;

  page = draw (central, request, record, events, token);
  if (cached)
    mc_page_cache_add (central->pages,
                       token,
                       request->language,
                       version,
                       request->now,
                       find_end_of_truth (record, request->now),
                       page);
  return page;
}

/* The same calm words, whether there is no such dossier or it cannot be read just now. */
static McAnswer *
new_unknown_page (McCentral *central, const McRequest *request, const GError *problem)
{
  McAnswer *answer =
      new_page (problem != NULL ? 503 : 404,
                mc_status_page_render_unknown (get_host (central), request->language),
                request->language);

  if (problem != NULL)
    mc_answer_add_header (answer, "Retry-After", "60");
  return answer;
}

/**
 * mc_status_page_handle:
 * @central: central
 * @request: GET /t/{token}, in either case, maybe with ?lang=en
 *
 * The citizen's page. A token that is not known, not possible or long over gets the one page that
 * says so calmly, with 404. HTTP thread.
 *
 * Returns: (transfer full): the answer
 */
McAnswer *
mc_status_page_handle (McCentral *central, McRequest *request)
{
  g_autoptr (GError) problem = NULL;
  GBytes *bytes;

  mc_metrics_add (central->metrics, MC_METRIC_PAGES_SHOWN, 1);
  bytes = find_page (central, request, &problem);
  if (bytes != NULL)
    return new_page (200, bytes, request->language);

  return new_unknown_page (central, request, problem);
}

static guint
read_score (const McRequest *request)
{
  g_autofree char *text = mc_request_dup_form (request, "score");

  if (text == NULL || strlen (text) != 1 || *text < '1' || *text > '5')
    return 0;
  return *text - '0';
}

/**
 * mc_page_rating_handle:
 * @central: central
 * @request: POST /t/{token}/rating with `score` 1 to 5
 *
 * Takes the citizen's rating from the page: after the return only, once. Whatever is wrong leads
 * back to the page, which shows how things stand. HTTP thread.
 *
 * Returns: (transfer full) (nullable): a redirect, or %NULL to go on to mc_page_rating_write ()
 */
McAnswer *
mc_page_rating_handle (McCentral *central, McRequest *request)
{
  g_autoptr (McDossierRecord) record = NULL;
  g_autoptr (GError) problem = NULL;
  char token[MC_TOKEN_LENGTH + 1];
  g_autofree char *location = NULL;
  guint score = read_score (request);
  Rating *rating;

  record = find_dossier (central, request, token, &problem);
  if (record == NULL)
    return new_unknown_page (central, request, problem);

  location = g_strdup_printf ("/t/%s?lang=%s#rating", token, request->language);
  if (score == 0 || record->state != MC_STATE_RETURNED || record->rating != 0)
    return mc_answer_new_redirect (location);

  rating = g_new0 (Rating, 1);
  rating->id = g_strdup (record->id);
  rating->location = g_steal_pointer (&location);
  rating->language = request->language;
  rating->score = score;
  mc_request_set_state (request, rating, rating_free);
  return NULL;
}

/**
 * mc_page_rating_write:
 * @central: central
 * @storage: in a transaction
 * @request: what mc_page_rating_handle () let pass
 * @error: return location for an error of the storage
 *
 * Returns: (transfer full) (nullable): a redirect to the page, to be sent after the commit
 */
McAnswer *
mc_page_rating_write (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const Rating *rating = request->state;
  McRatingOutcome outcome;

  if (!mc_storage_add_rating (storage,
                              rating->id,
                              NULL,
                              rating->score,
                              rating->language,
                              request->now,
                              &outcome,
                              error))
    return NULL;

  if (outcome == MC_RATING_NEW)
    mc_metrics_add (central->metrics, MC_METRIC_RATINGS, 1);
  return mc_answer_new_redirect (rating->location);
}
