/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/http/routes.h"

#include <string.h>

#define PAGE_MAX (1024 * 1024)    /* one sealed page */
#define DOSSIER_MAX (1024 * 1024) /* its JSON alone: pages come by themselves */
#define MESSAGE_MAX (16 * 1024)
#define FORM_MAX 1024

/* clang-format off */
static const McRoute public_routes[] = {
  { "PUT",  "/v1/dossiers/{id}",   DOSSIER_MAX, MC_ROUTE_SIGNED | MC_ROUTE_QUOTA, mc_intake_handle, mc_intake_write },
  { "PUT",  "/v1/blobs/{sha256}",  PAGE_MAX,    MC_ROUTE_SIGNED | MC_ROUTE_QUOTA, mc_blobs_handle, mc_blobs_write },
  { "POST", "/v1/lookups",         MESSAGE_MAX, MC_ROUTE_SIGNED, mc_lookups_handle, mc_lookups_write },
  { "PUT",  "/v1/ratings/{id}",    MESSAGE_MAX, MC_ROUTE_SIGNED, mc_ratings_handle, mc_ratings_write },
  { "PUT",  "/v1/pickups/{id}",    MESSAGE_MAX, MC_ROUTE_SIGNED, mc_pickups_handle, mc_pickups_write },
  { "POST", "/v1/heartbeats",      MESSAGE_MAX, MC_ROUTE_SIGNED | MC_ROUTE_REVOKED, mc_heartbeats_handle, mc_heartbeats_write },
  { "POST", "/v1/enrolments",      MESSAGE_MAX, MC_ROUTE_ENROLMENT, mc_enrolment_handle, mc_enrolment_write },
  { "GET",  "/v1/status/{token}",  0,           MC_ROUTE_NONE, mc_status_json_handle, NULL },
  { "GET",  "/t/{token}",          0,           MC_ROUTE_NONE, mc_status_page_handle, NULL },
  { "GET",  "/T/{token}",          0,           MC_ROUTE_NONE, mc_status_page_handle, NULL },
  { "POST", "/t/{token}/rating",   FORM_MAX,    MC_ROUTE_NONE, mc_page_rating_handle, mc_page_rating_write },
  { "GET",  "/healthz",            0,           MC_ROUTE_NONE, mc_health_handle, NULL },
  { "GET",  "/metrics",            0,           MC_ROUTE_NONE, mc_metrics_handle, NULL },
  { "GET",  "/openapi.yaml",       0,           MC_ROUTE_NONE, mc_openapi_handle, NULL },
};
/* clang-format on */

static const McRouteTable public_table = { public_routes, G_N_ELEMENTS (public_routes) };

/* One a line: each room adds its own. */
/* clang-format off */
static const McRouteTable *const tables[] = {
  &public_table,
  &mc_shell_routes,
  &mc_sign_in_routes,
  &mc_password_routes,
  &mc_users_routes,
  &mc_user_add_routes,
  &mc_user_routes,
  &mc_trail_routes,
  &mc_dossier_page_routes,
  &mc_dossier_action_routes,
  &mc_pickup_routes,
  &mc_inbox_routes,
  &mc_dossier_file_routes,
  &mc_dossier_note_routes,
  &mc_counter_routes,
  &mc_batch_routes,
  &mc_dossier_print_routes,
  &mc_search_routes,
  &mc_folder_routes,
  &mc_problem_routes,
  &mc_register_routes,
  &mc_reports_routes,
};
/* clang-format on */

#define MAX_CAPTURE 80

typedef struct
{
  char texts[MC_ROUTE_MAX_CAPTURES][MAX_CAPTURE + 1];
} Captures;

static gboolean
matches (const char *pattern, const char *path, Captures *captures)
{
  const char *brace;
  guint n = 0;

  *captures = (Captures){ 0 };
  while ((brace = strchr (pattern, '{')) != NULL)
    {
      gsize head = brace - pattern, length;

      g_assert (n < MC_ROUTE_MAX_CAPTURES);
      if (strncmp (pattern, path, head) != 0)
        return FALSE;
      path += head;
      length = strcspn (path, "/");
      if (length == 0 || length > MAX_CAPTURE)
        return FALSE;
      memcpy (captures->texts[n++], path, length);
      path += length;
      pattern = strchr (brace, '}') + 1;
    }

  return strcmp (pattern, path) == 0;
}

/**
 * mc_routes_match:
 * @method: "GET", "PUT", "POST"
 * @path: a raw path
 * @route: (out): the row; left alone when there is none
 * @captures: (out caller-allocates): what stands in place of each {…}, raw, to be freed; "" where
 *   it has none. Left alone when there is no row
 *
 * Of two rows that fit the first is taken. Pure; any thread.
 *
 * Returns: whether there is a row for it
 */
McRouteMatch
mc_routes_match (const char *method,
                 const char *path,
                 const McRoute **route,
                 char *captures[MC_ROUTE_MAX_CAPTURES])
{
  McRouteMatch match = MC_ROUTE_UNKNOWN;
  Captures found;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (guint row = 0; row < tables[i]->n_rows; row++)
      {
        const McRoute *candidate = &tables[i]->rows[row];

        if (!matches (candidate->pattern, path, &found))
          continue;
        match = MC_ROUTE_OTHER_METHOD;
        if (strcmp (candidate->method, method) != 0)
          continue;
        *route = candidate;
        for (guint n = 0; n < MC_ROUTE_MAX_CAPTURES; n++)
          captures[n] = g_strdup (found.texts[n]);
        return MC_ROUTE_FOUND;
      }

  return match;
}
