/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/dossier.h"

#include "app/protocol/envelope.h"
#include "central/http/routes.h"
#include "central/people/trail.h"

#include <string.h>

/* A browser shows it as a picture and as nothing else, whatever is in it. The style is the viewer's
 * own, which Chromium counts as the page's. */
#define PICTURE_POLICY "default-src 'none'; style-src 'unsafe-inline'; sandbox"

/* By what it is, not by what it says it is. */
static const char *
find_picture_type (GBytes *picture)
{
  static const guint8 jpeg[] = { 0xff, 0xd8, 0xff };
  static const guint8 png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  gsize length;
  const guint8 *data = g_bytes_get_data (picture, &length);

  if (length >= sizeof jpeg && memcmp (data, jpeg, sizeof jpeg) == 0)
    return "image/jpeg";
  return length >= sizeof png && memcmp (data, png, sizeof png) == 0 ? "image/png" : NULL;
}

/* NULL without an error: it is not there, or cannot be opened. */
static GBytes *
open_page (McCentral *central, const char *digest, GError **error)
{
  g_autoptr (GBytes) sealed = mc_storage_load_blob (central->storage, digest, error);
  g_autoptr (McEnvelope) envelope = sealed == NULL ? NULL : mc_envelope_parse (sealed, NULL);
  const McSealingKey *key =
      envelope == NULL ? NULL : mc_keys_find_sealing (central->keys, envelope->seal_key_id);

  return key == NULL ? NULL : mc_envelope_open (envelope, key, NULL);
}

static McAnswer *
handle_scan (McCentral *central, McRequest *request)
{
  McAnswer *answer = NULL;
  g_autoptr (McDossierView) view = mc_dossier_view_new (central, request, &answer);
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (GError) error = NULL;
  const McPageRef *page;
  const char *type;
  guint64 number;

  if (view == NULL)
    return answer;
  page = g_ascii_string_to_unsigned (request->second, 10, 1, G_MAXUINT, &number, NULL)
             ? mc_dossier_view_find_page (view, number)
             : NULL;
  if (page != NULL)
    picture = open_page (central, page->sha256, &error);
  if (error != NULL)
    return mc_shell_new_busy (central, request);
  type = picture == NULL ? NULL : find_picture_type (picture);
  if (type == NULL)
    return mc_shell_new_missing (central, request);

  answer = mc_answer_new (200, type, g_steal_pointer (&picture));
  mc_answer_add_header (answer, "Content-Security-Policy", PICTURE_POLICY);
  mc_answer_add_header (answer, "Content-Disposition", "inline");
  mc_answer_add_header (answer, "Cross-Origin-Resource-Policy", "same-origin");
  return mc_trail_keep_page (request, answer, "view-page", view->base.record, request->second);
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET", "/console/dossiers/{id}/pages/{number}", 0, MC_ROUTE_OFFICIAL, handle_scan, mc_trail_write_page },
};
/* clang-format on */

const McRouteTable mc_dossier_scan_routes = { rows, G_N_ELEMENTS (rows) };
