/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/work/attachment.h"

#include "app/domain/text.h"
#include "app/protocol/envelope.h"

#include <string.h>

#define MAX_NAME 100 /* characters */

/* In place of a kiosk's key: what stands in the blobs by our own hand. */
#define BY_OFFICIALS "officials"

/* clang-format off */
G_DEFINE_QUARK (mc-attachment-error-quark, mc_attachment_error)
/* clang-format on */

typedef struct
{
  const char *type;
  const char *magic;
  gsize length;
  const char *extensions[3]; /* the first one is given where none of them stands */
} Kind;

static const Kind KINDS[] = {
  { "application/pdf", "%PDF-", 5, { ".pdf" } },
  { "image/jpeg", "\xff\xd8\xff", 3, { ".jpg", ".jpeg" } },
  { "image/png", "\x89PNG\r\n\x1a\n", 8, { ".png" } },
};

static const Kind *
find_kind (GBytes *plain)
{
  gsize length;
  const char *data = g_bytes_get_data (plain, &length);

  for (guint i = 0; i < G_N_ELEMENTS (KINDS); i++)
    if (length > KINDS[i].length && memcmp (data, KINDS[i].magic, KINDS[i].length) == 0)
      return &KINDS[i];

  return NULL;
}

/**
 * mc_file_find_type:
 * @plain: a file
 *
 * Returns: (transfer none) (nullable): application/pdf, image/jpeg or image/png, by how it begins;
 *   %NULL for all else. Any thread
 */
const char *
mc_file_find_type (GBytes *plain)
{
  const Kind *kind = find_kind (plain);

  return kind == NULL ? NULL : kind->type;
}

/* What follows the last slash, or backslash, of what a browser calls it; never more than a name. */
static char *
clean_name (const char *file_name, const Kind *kind, const char *fallback)
{
  g_autofree char *valid = g_utf8_make_valid (file_name == NULL ? "" : file_name, -1);
  const char *slash = strrchr (valid, '/');
  const char *name = slash == NULL ? valid : slash + 1;
  const char *backslash = strrchr (name, '\\');
  g_autofree char *normal =
      mc_text_normalise (backslash == NULL ? name : backslash + 1, -1, MAX_NAME, NULL);
  g_autofree char *folded = NULL;

  if (normal == NULL || *normal == '\0' || *normal == '.')
    return g_strconcat (fallback, kind->extensions[0], NULL);
  folded = g_ascii_strdown (normal, -1);
  for (guint i = 0; kind->extensions[i] != NULL; i++)
    if (g_str_has_suffix (folded, kind->extensions[i]))
      return g_steal_pointer (&normal);

  return g_strconcat (normal, kind->extensions[0], NULL);
}

static const Kind *
check (GBytes *plain, GError **error)
{
  const Kind *kind = find_kind (plain);
  gsize size = g_bytes_get_size (plain);

  if (size > 0 && size <= MC_ATTACHMENT_MAX && kind != NULL)
    return kind;

  if (size == 0)
    g_set_error_literal (
        error, MC_ATTACHMENT_ERROR, MC_ATTACHMENT_ERROR_EMPTY, "the file is empty");
  else if (size > MC_ATTACHMENT_MAX)
    g_set_error_literal (
        error, MC_ATTACHMENT_ERROR, MC_ATTACHMENT_ERROR_TOO_LARGE, "the file is too large");
  else
    g_set_error_literal (
        error, MC_ATTACHMENT_ERROR, MC_ATTACHMENT_ERROR_TYPE, "the file is no PDF, JPEG or PNG");
  return NULL;
}

/**
 * mc_sealed_file_new:
 * @central: central
 * @dossier: the dossier's id
 * @kind: %MC_ATTACHMENT_RESULT or %MC_ATTACHMENT_PAPER
 * @file_name: (nullable): what the browser calls it; untrusted
 * @plain: the file
 * @error: return location for an #McAttachmentError or %MC_ENVELOPE_ERROR
 *
 * Seals a file to central's own key, as kiosks seal pages, before it comes near a disk. Takes some
 * 30 ms for the largest: not in an HTTP thread.
 *
 * Returns: (transfer full) (nullable): it, to be kept with mc_sealed_file_keep ()
 */
McSealedFile *
mc_sealed_file_new (McCentral *central,
                    const char *dossier,
                    const char *kind,
                    const char *file_name,
                    GBytes *plain,
                    GError **error)
{
  const Kind *found = check (plain, error);
  g_autoptr (McEnvelope) envelope = NULL;
  g_autoptr (McSealedFile) self = NULL;

  if (found == NULL)
    return NULL;

  self = g_new0 (McSealedFile, 1);
  envelope = mc_envelope_new_page (dossier, kind, 0);
  self->sealed = mc_envelope_seal (
      envelope, mc_sealing_key_get_public (mc_keys_get_sealing (central->keys)), plain, error);
  if (self->sealed == NULL)
    return NULL;

  self->record = mc_attachment_record_new ();
  self->record->kind = g_strdup (kind);
  self->record->name = clean_name (file_name, found, kind);
  self->record->type = g_strdup (found->type);
  self->record->size = g_bytes_get_size (plain);
  self->record->digest = mc_digest_hex (self->sealed);
  return g_steal_pointer (&self);
}

/**
 * mc_sealed_file_free:
 * @self: (transfer full) (nullable): a sealed file
 */
void
mc_sealed_file_free (McSealedFile *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->record, mc_attachment_record_free);
  g_clear_pointer (&self->sealed, g_bytes_unref);
  g_free (self);
}

/**
 * mc_sealed_file_keep:
 * @self: a sealed file; may be kept again when its batch was rolled back
 * @storage: in a transaction
 * @dossier: the dossier's id
 * @login: who brought it
 * @at: when
 * @error: return location for an error of the storage
 *
 * The thread of the transaction.
 *
 * Returns: %TRUE when it is part of the transaction
 */
gboolean
mc_sealed_file_keep (const McSealedFile *self,
                     McStorage *storage,
                     const char *dossier,
                     const char *login,
                     gint64 at,
                     GError **error)
{
  g_autoptr (McAttachmentRecord) record = mc_attachment_record_copy (self->record);
  gboolean created;

  g_free (record->login);
  record->login = g_strdup (login);
  record->at = at;
  return mc_storage_put_blob (
             storage, record->digest, self->sealed, BY_OFFICIALS, at, &created, error) &&
         mc_work_add_attachment (MC_WORK (storage), dossier, record, error);
}

/**
 * mc_file_open:
 * @central: central
 * @digest: hex SHA-256 of sealed bytes in the blobs
 * @error: return location for an error of the storage
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the plain file; %NULL without an error when it is not there
 *   or cannot be opened
 */
GBytes *
mc_file_open (McCentral *central, const char *digest, GError **error)
{
  g_autoptr (GBytes) sealed = mc_storage_load_blob (central->storage, digest, error);
  g_autoptr (McEnvelope) envelope = sealed == NULL ? NULL : mc_envelope_parse (sealed, NULL);
  const McSealingKey *key =
      envelope == NULL ? NULL : mc_keys_find_sealing (central->keys, envelope->seal_key_id);

  return key == NULL ? NULL : mc_envelope_open (envelope, key, NULL);
}
