/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-outbox"
#include "config.h"

#include "app/store/outbox-private.h"

#include "app/domain/datetime.h"
#include "app/domain/identity.h"
#include "app/domain/json.h"
#include "app/protocol/envelope.h"

#include <string.h>

static McDossierDocument *
find_document (const McDossier *dossier, const char *key)
{
  for (guint i = 0; i < dossier->documents->len; i++)
    {
      McDossierDocument *document = g_ptr_array_index (dossier->documents, i);

      if (g_strcmp0 (document->key, key) == 0)
        return document;
    }
  return NULL;
}

static gboolean
is_image (const McPlainPage *page)
{
  static const guint8 jpeg[] = { 0xff, 0xd8, 0xff };
  static const guint8 png[] = { 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a };
  gsize length;
  const guint8 *data = g_bytes_get_data (page->bytes, &length);

  if (g_strcmp0 (page->type, "image/jpeg") == 0)
    return length >= sizeof jpeg && memcmp (data, jpeg, sizeof jpeg) == 0;
  if (g_strcmp0 (page->type, "image/png") == 0)
    return length >= sizeof png && memcmp (data, png, sizeof png) == 0;
  return FALSE;
}

/**
 * mc_content_check:
 * @pages: (nullable) (element-type McPlainPage)
 *
 * What the outbox itself needs of a draft: id and token of the right shape, and pages that are
 * images of documents that the dossier names. Whether the form is complete was decided before.
 */
gboolean
mc_content_check (const McDossier *dossier, GPtrArray *pages, GError **error)
{
  char token[MC_TOKEN_LENGTH + 1];
  const char *problem = NULL;

  if (dossier->id == NULL || !mc_uuid_is_valid (dossier->id))
    problem = "the dossier's id is not a UUID";
  else if (dossier->status_token == NULL || !mc_token_parse (dossier->status_token, token))
    problem = "the status token is not one";
  else if (dossier->applicant == NULL || dossier->answers == NULL || dossier->procedure == NULL)
    problem = "applicant, answers or procedure are missing";
  for (guint i = 0; problem == NULL && pages != NULL && i < pages->len; i++)
    {
      const McPlainPage *page = g_ptr_array_index (pages, i);

      if (find_document (dossier, page->document) == NULL)
        problem = "a page belongs to no document of the dossier";
      else if (page->bytes == NULL || !is_image (page))
        problem = "a page is neither JPEG nor PNG";
    }
  if (problem == NULL)
    return TRUE;
  g_set_error_literal (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_INVALID, problem);
  return FALSE;
}

/**
 * mc_content_drop_pages:
 *
 * Makes the dossier a draft again: no code, no page of its documents is known yet.
 */
void
mc_content_drop_pages (McDossier *dossier)
{
  g_clear_pointer (&dossier->code, g_free);
  for (guint i = 0; i < dossier->documents->len; i++)
    {
      McDossierDocument *document = g_ptr_array_index (dossier->documents, i);

      g_ptr_array_set_size (document->pages, 0);
    }
}

/* The draft as the citizen made it: without what each attempt makes anew (code, times, sealed
 * pages), and with the plain pages named by digest. */
static char *
to_canonical (McDossier *dossier, GPtrArray *pages)
{
  gint64 submitted_at = dossier->submitted_at;
  gint64 expected_due = dossier->expected_due;
  gboolean synchronised = dossier->clock_synchronised;
  g_autoptr (json_t) json = json_object ();
  json_t *list = json_array ();

  mc_content_drop_pages (dossier);
  dossier->submitted_at = 0;
  dossier->expected_due = MC_TIME_NONE;
  dossier->clock_synchronised = FALSE;
  json_object_set_new (json, "dossier", mc_dossier_to_json (dossier));
  dossier->submitted_at = submitted_at;
  dossier->expected_due = expected_due;
  dossier->clock_synchronised = synchronised;

  for (guint i = 0; pages != NULL && i < pages->len; i++)
    {
      const McPlainPage *page = g_ptr_array_index (pages, i);
      g_autofree char *sha256 = mc_digest_hex (page->bytes);

      json_array_append_new (
          list,
          json_pack (
              "{s:s, s:s, s:s}", "document", page->document, "type", page->type, "sha256", sha256));
    }
  json_object_set_new (json, "pages", list);
  return mc_json_to_string (json);
}

/**
 * mc_content_digest:
 * @dossier: a draft; what an earlier attempt put into it is dropped
 * @digest: (out): of the draft's plain content
 *
 * The keyed digest that tells whether the same id comes with the same content.
 */
gboolean
mc_content_digest (McStoreThread *store,
                   McDossier *dossier,
                   GPtrArray *pages,
                   guint8 digest[MC_OUTBOX_DIGEST_LENGTH],
                   GError **error)
{
  g_autofree char *canonical = to_canonical (dossier, pages);
  gboolean done =
      mc_outbox_hmac (store, "content-key", canonical, strlen (canonical), digest, error);

  explicit_bzero (canonical, strlen (canonical));
  return done;
}

static gboolean
check_size (gsize size, gsize limit, const char *what, GError **error)
{
  if (size <= limit)
    return TRUE;
  g_set_error (error,
               MC_OUTBOX_ERROR,
               MC_OUTBOX_ERROR_TOO_LARGE,
               "%s has %" G_GSIZE_FORMAT " bytes, %" G_GSIZE_FORMAT " are allowed",
               what,
               size,
               limit);
  return FALSE;
}

/**
 * mc_content_seal_pages:
 * @dossier: its documents are told the digests of their pages
 * @pages: (nullable) (element-type McPlainPage)
 * @enrolment: whose sealing key is used
 *
 * Seals every page for central, in the order of @pages; pages of one document are numbered from 0.
 *
 * Returns: (transfer full) (element-type GBytes): the sealed pages
 */
GPtrArray *
mc_content_seal_pages (McDossier *dossier,
                       GPtrArray *pages,
                       const McEnrolment *enrolment,
                       GError **error)
{
  g_autoptr (GPtrArray) sealed = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; pages != NULL && i < pages->len; i++)
    {
      const McPlainPage *page = g_ptr_array_index (pages, i);
      McDossierDocument *document = find_document (dossier, page->document);
      g_autoptr (McEnvelope) envelope =
                     mc_envelope_new_page (dossier->id, page->document, document->pages->len);
      GBytes *bytes = mc_envelope_seal (envelope, enrolment->sealing_public, page->bytes, error);
      McPageRef *ref;

      if (bytes == NULL)
        return NULL;
      g_ptr_array_add (sealed, bytes);
      if (!check_size (g_bytes_get_size (bytes), MC_OUTBOX_MAX_PAGE, "a sealed page", error))
        return NULL;
      ref = g_new0 (McPageRef, 1);
      ref->sha256 = mc_digest_hex (bytes);
      ref->type = g_strdup (page->type);
      ref->size = g_bytes_get_size (bytes);
      g_ptr_array_add (document->pages, ref);
    }
  return g_steal_pointer (&sealed);
}

/**
 * mc_content_seal_dossier:
 * @dossier: complete, with code and page digests
 * @sealed_pages: (element-type GBytes): what mc_content_seal_pages () returned
 *
 * Returns: (transfer full): the envelope that goes to central
 */
GBytes *
mc_content_seal_dossier (McDossier *dossier,
                         GPtrArray *sealed_pages,
                         const McEnrolment *enrolment,
                         GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) digests = NULL;
  g_autoptr (McEnvelope) envelope = NULL;
  g_autoptr (json_t) json = mc_dossier_to_json (dossier);
  g_autofree char *text = mc_json_to_string (json);
  g_autoptr (GBytes) payload = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) sealed = NULL;
  gsize total = 0;

  for (guint i = 0; i < sealed_pages->len; i++)
    {
      g_autofree char *digest = mc_digest_hex (g_ptr_array_index (sealed_pages, i));

      g_strv_builder_add (builder, digest);
      total += g_bytes_get_size (g_ptr_array_index (sealed_pages, i));
    }
  digests = g_strv_builder_end (builder);
  envelope = mc_envelope_new_dossier (dossier->id, dossier->code, (const char *const *) digests);
  sealed = mc_envelope_seal (envelope, enrolment->sealing_public, payload, error);
  explicit_bzero (text, strlen (text));
  if (sealed == NULL ||
      !check_size (g_bytes_get_size (sealed), MC_OUTBOX_MAX_PAGE, "the sealed form", error) ||
      !check_size (
          g_bytes_get_size (sealed) + total, MC_OUTBOX_MAX_DOSSIER, "the sealed dossier", error))
    return NULL;
  return g_steal_pointer (&sealed);
}
