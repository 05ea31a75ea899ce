/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/central.h"

#include <string.h>
#include "central/http/routes.h"

/**
 * mc_health_handle:
 * @central: central
 * @request: GET /healthz
 *
 * Returns: (transfer full): 200 when the database answers, else 503
 */
McAnswer *
mc_health_handle (McCentral *central, McRequest *request)
{
  guint64 version;

  if (!mc_storage_get_version (central->storage, &version, NULL))
    return mc_answer_new_problem (503, "storage", "the database does not answer", NULL);

  return mc_answer_new_json (200, json_pack ("{s:s, s:s}", "status", "ok", "version", MC_VERSION));
}

/**
 * mc_metrics_handle:
 * @central: central
 * @request: GET /metrics
 *
 * Returns: (transfer full): the Prometheus text
 */
McAnswer *
mc_metrics_handle (McCentral *central, McRequest *request)
{
  char *text = mc_metrics_to_text (central->metrics, central->storage, request->now);

  return mc_answer_new (
      200, "text/plain; version=0.0.4; charset=utf-8", g_bytes_new_take (text, strlen (text)));
}

/**
 * mc_openapi_handle:
 * @central: central
 * @request: GET /openapi.yaml
 *
 * Returns: (transfer full): the description of the API
 */
McAnswer *
mc_openapi_handle (McCentral *central, McRequest *request)
{
  return mc_answer_new (200, "application/yaml", g_bytes_ref (central->openapi));
}
