/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-dossier"

#include "config.h"
#include "app/domain/dossier.h"

#include "app/domain/code.h"
#include "app/domain/datetime.h"
#include "app/domain/identity.h"
#include "app/domain/language.h"

#include <string.h>

/* More pages than this are a book, not a paper of a dossier; central takes 12 MiB in all. */
#define MAX_PAGES 100
#define MAX_COUNT 99

/* clang-format off */
G_DEFINE_QUARK (mc-dossier-error-quark, mc_dossier_error)
/* clang-format on */

static void
page_ref_free (McPageRef *page)
{
  g_free (page->sha256);
  g_free (page->type);
  g_free (page);
}

static void
document_free (McDossierDocument *document)
{
  g_free (document->key);
  g_ptr_array_unref (document->pages);
  g_free (document);
}

/**
 * mc_dossier_new:
 *
 * Returns: (transfer full): an empty draft: no ids, no applicant, no answers, filed at a kiosk in
 *   Vietnamese, to be collected at the point
 */
McDossier *
mc_dossier_new (void)
{
  McDossier *self = g_new0 (McDossier, 1);

  self->channel = g_strdup ("kiosk");
  self->language = g_strdup (MC_LANGUAGE_VI);
  self->return_way = g_strdup ("point");
  self->answers = mc_answers_new ();
  self->documents = g_ptr_array_new_with_free_func ((GDestroyNotify) document_free);
  self->submitted_at = MC_TIME_NONE;
  self->expected_due = MC_TIME_NONE;
  return self;
}

/**
 * mc_dossier_free:
 * @self: (nullable) (transfer full): a dossier
 *
 * Frees it; the applicant's data and the answers are overwritten first.
 */
void
mc_dossier_free (McDossier *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->code);
  g_free (self->status_token);
  g_free (self->kiosk);
  g_free (self->point_code);
  g_free (self->agency_code);
  g_free (self->procedure);
  g_free (self->version);
  g_free (self->channel);
  g_free (self->language);
  g_clear_pointer (&self->applicant, mc_applicant_free);
  g_clear_pointer (&self->owner, mc_applicant_free);
  g_clear_pointer (&self->answers, mc_answers_free);
  g_clear_pointer (&self->documents, g_ptr_array_unref);
  g_free (self->limit_case);
  g_free (self->return_way);
  g_free (self->notice_version);
  g_free (self->scenario);
  g_free (self);
}

/**
 * mc_dossier_add_document:
 * @self: a dossier
 * @key: a document's key in the procedure
 *
 * Adds a paper without counts and pages.
 *
 * Returns: (transfer none): the paper, to be filled in
 */
McDossierDocument *
mc_dossier_add_document (McDossier *self, const char *key)
{
  McDossierDocument *document;

  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  document = g_new0 (McDossierDocument, 1);
  document->key = g_strdup (key);
  document->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) page_ref_free);
  g_ptr_array_add (self->documents, document);
  return document;
}

/**
 * mc_dossier_find_document:
 * @self: a dossier
 * @key: a document's key in the procedure
 *
 * Returns: (nullable) (transfer none): the paper, when the dossier has it
 */
McDossierDocument *
mc_dossier_find_document (const McDossier *self, const char *key)
{
  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  for (guint i = 0; i < self->documents->len; i++)
    {
      McDossierDocument *document = g_ptr_array_index (self->documents, i);

      if (g_str_equal (document->key, key))
        return document;
    }
  return NULL;
}

/**
 * mc_dossier_document_add_page:
 * @self: a paper of a dossier
 * @sha256: hexadecimal digest of the sealed page
 * @type: image/jpeg or image/png
 * @size: bytes of the sealed page
 *
 * Adds a scanned page.
 */
void
mc_dossier_document_add_page (McDossierDocument *self,
                              const char *sha256,
                              const char *type,
                              gsize size)
{
  McPageRef *page;

  g_return_if_fail (self != NULL && sha256 != NULL && type != NULL);

  page = g_new0 (McPageRef, 1);
  page->sha256 = g_strdup (sha256);
  page->type = g_strdup (type);
  page->size = size;
  g_ptr_array_add (self->pages, page);
}

static gboolean G_GNUC_PRINTF (3, 4)
    refuse (GError **error, const char *member, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, MC_DOSSIER_ERROR, MC_DOSSIER_ERROR_INVALID, "%s: %s", member, text);
  return FALSE;
}

/* What the kiosk gives a dossier: checked as far as it is there, a draft has none of it. */
static gboolean
check_identity (const McDossier *self, GError **error)
{
  g_autoptr (GError) reason = NULL;
  char token[MC_TOKEN_LENGTH + 1];
  McCode code;

  if (self->id != NULL && !mc_uuid_is_valid (self->id))
    return refuse (error, "id", "is no UUID of version 7");
  if (self->status_token != NULL &&
      (!mc_token_parse (self->status_token, token) || !g_str_equal (token, self->status_token)))
    return refuse (error, "status_token", "is no token of 26 characters");
  if (self->code != NULL && !mc_code_parse (self->code, &code, &reason))
    return refuse (error, "code", "%s", reason->message);
  if (g_strcmp0 (self->channel, "kiosk") != 0 && g_strcmp0 (self->channel, "assisted") != 0)
    return refuse (error, "channel", "is neither kiosk nor assisted");
  if (self->language == NULL || !mc_language_is_known (self->language))
    return refuse (error, "language", "is neither vi nor en");
  if (g_strcmp0 (self->return_way, "point") != 0)
    return refuse (error, "return_way", "is not point");
  return TRUE;
}

static gboolean
check_persons (const McDossier *self, McProcedure *procedure, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (self->applicant == NULL)
    return refuse (error, "applicant", "missing");
  if (!mc_applicant_check (self->applicant, &reason))
    return refuse (error, "applicant", "%s", reason->message);
  if (!mc_procedure_accepts (procedure, self->applicant->kind))
    return refuse (error,
                   "applicant",
                   self->applicant->kind == MC_APPLICANT_ORGANISATION
                       ? "an organisation cannot file this procedure"
                       : "a person cannot file this procedure");
  if (self->owner != NULL && !mc_applicant_check (self->owner, &reason))
    return refuse (error, "owner", "%s", reason->message);
  return TRUE;
}

static gboolean
is_sha256 (const char *text)
{
  return text != NULL && strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

static gboolean
check_document (const McDossierDocument *document, McProcedure *procedure, GError **error)
{
  if (mc_procedure_find_document (procedure, document->key) == NULL)
    return refuse (error, "documents", "\"%s\" is no paper of this procedure", document->key);
  if (document->originals > MAX_COUNT || document->certified > MAX_COUNT ||
      document->copies > MAX_COUNT)
    return refuse (error, "documents", "\"%s\" has more than %d", document->key, MAX_COUNT);
  if (document->pages->len > MAX_PAGES)
    return refuse (error, "documents", "\"%s\" has more than %d pages", document->key, MAX_PAGES);
  for (guint i = 0; i < document->pages->len; i++)
    {
      const McPageRef *page = g_ptr_array_index (document->pages, i);

      if (!is_sha256 (page->sha256) || page->size == 0 ||
          (g_strcmp0 (page->type, "image/jpeg") != 0 && g_strcmp0 (page->type, "image/png") != 0))
        return refuse (
            error, "documents", "page %u of \"%s\" is not described rightly", i + 1, document->key);
    }
  return TRUE;
}

static gboolean
check_documents (const McDossier *self, McProcedure *procedure, GError **error)
{
  for (guint i = 0; i < self->documents->len; i++)
    {
      const McDossierDocument *document = g_ptr_array_index (self->documents, i);

      if (!check_document (document, procedure, error))
        return FALSE;
      if (mc_dossier_find_document (self, document->key) != document)
        return refuse (error, "documents", "\"%s\" stands twice", document->key);
    }
  for (guint i = 0; i < mc_procedure_get_n_documents (procedure); i++)
    {
      const McDocument *wanted = mc_procedure_get_document (procedure, i);
      const McDossierDocument *document =
          mc_dossier_find_document (self, mc_document_get_key (wanted));

      if (!mc_document_is_needed (wanted, self->answers))
        {
          if (document != NULL)
            return refuse (error,
                           "documents",
                           "\"%s\" does not belong to a dossier with these answers",
                           mc_document_get_key (wanted));
          continue;
        }
      if (document == NULL && mc_document_is_required (wanted))
        return refuse (error, "documents", "\"%s\" is missing", mc_document_get_key (wanted));
      if (document != NULL && document->pages->len == 0 &&
          mc_document_get_scan (wanted) == MC_SCAN_REQUIRED)
        return refuse (error, "documents", "\"%s\" must be scanned", mc_document_get_key (wanted));
    }
  return TRUE;
}

/**
 * mc_dossier_check:
 * @self: a dossier or a draft
 * @procedure: the procedure and version that it pins
 * @today: (nullable): the day of filing; %NULL leaves out the bounds that depend on it
 * @error: %MC_DOSSIER_ERROR_INVALID; the message begins with the member, and never repeats
 *   personal data
 *
 * Checks a dossier against its procedure: who files, the answers, the papers, the limit's case.
 * Ids, code and token are checked as far as they are there.
 *
 * Returns: %TRUE when all is right
 */
gboolean
mc_dossier_check (const McDossier *self, McProcedure *procedure, const GDate *today, GError **error)
{
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (self != NULL && MC_IS_PROCEDURE (procedure), FALSE);

  if (g_strcmp0 (self->procedure, mc_procedure_get_code (procedure)) != 0)
    return refuse (error, "procedure", "is not %s", mc_procedure_get_code (procedure));
  if (g_strcmp0 (self->version, mc_procedure_get_version (procedure)) != 0)
    return refuse (error, "version", "is not %s", mc_procedure_get_version (procedure));
  if (!check_identity (self, error) || !check_persons (self, procedure, error))
    return FALSE;
  if (!mc_procedure_check_answers (procedure, self->answers, today, &reason))
    return refuse (error, "answers", "%s", reason->message);
  if (!check_documents (self, procedure, error))
    return FALSE;
  if (self->limit_case == NULL || mc_procedure_get_limit (procedure, self->limit_case) == NULL)
    return refuse (error, "limit_case", "is no time limit of this procedure");
  return TRUE;
}
