/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/work/form01.h"

#include "app/domain/code.h"
#include "app/domain/identity.h"
#include "app/domain/receipt.h"
#include "printing/documents/form01-page.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

/* What stands above the commune on every paper of the city. */
#define PARENT_AGENCY "UBND thành phố Hà Nội"

/* DATA/documents/CODE-receipt-2.pdf: the revision keeps a second form 01 (after a supplement) apart
 * from the first. A code that is none of ours names no file. */
static char *
make_path (McCentral *central, const McDossierRecord *record, GError **error)
{
  g_autofree char *folder = g_build_filename (central->data_dir, "documents", NULL);
  g_autofree char *name = NULL;
  McCode code;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error,
                   G_FILE_ERROR,
                   g_file_error_from_errno (errno),
                   "%s: %s",
                   folder,
                   g_strerror (errno));
      return NULL;
    }

  name = g_strdup_printf ("%s-receipt-%" G_GUINT64_FORMAT ".pdf",
                          mc_code_parse (record->code, &code, NULL) ? record->code : record->id,
                          record->revision + 1);
  return g_build_filename (folder, name, NULL);
}

static void
make_token (char token[MC_TOKEN_LENGTH + 1])
{
  guint8 random[MC_TOKEN_RANDOM_BYTES];
  g_autofree char *text = NULL;

  randombytes_buf (random, sizeof random);
  text = mc_token_new (random);
  g_strlcpy (token, text, MC_TOKEN_LENGTH + 1);
}

/**
 * mc_form01_issue:
 * @central: central
 * @record: a dossier whose procedure and point are known
 * @received_at: when it is accepted
 * @due_at: the binding due time
 * @error: return location for an error of the storage, the envelope, the dossier, the page or a
 * file
 *
 * Draws form 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả (Thông tư 01/2018/TT-VPCP), from what the
 * citizen sealed, with a status token minted for this paper alone: a copy of the kiosk's slip and a
 * copy of the form are told apart, and losing one does not open the other. The PDF holds personal
 * data and is readable by central's own user only. Reads the storage, writes a file durably; not in
 * an HTTP thread.
 *
 * Returns: (transfer full) (nullable): the form, or %NULL with @error set and no file left
 */
McIssuedForm *
mc_form01_issue (McCentral *central,
                 const McDossierRecord *record,
                 gint64 received_at,
                 gint64 due_at,
                 GError **error)
{
  g_autoptr (McDossier) dossier = mc_central_open_dossier (central, record->id, error);
  g_autoptr (McIssuedForm) self = NULL;
  g_autoptr (McPage) page = NULL;
  g_autofree char *url = NULL;
  McForm01 form = { 0 };

  if (dossier == NULL)
    return NULL;

  self = g_new0 (McIssuedForm, 1);
  self->path = make_path (central, record, error);
  if (self->path == NULL)
    return NULL;
  make_token (self->token);
  url = mc_status_url_new (central->public_url, self->token);

  form.dossier = dossier;
  form.procedure =
      mc_catalogue_find_version (central->catalogue, record->procedure, record->version);
  form.point = mc_central_find_point (central, record->point_code);
  form.parent_agency = PARENT_AGENCY;
  form.received_at = received_at;
  form.due_at = due_at;
  form.status_url = url;
  g_return_val_if_fail (form.procedure != NULL && form.point != NULL, NULL);

  page = mc_form01_page_new (&form, error);
  if (page == NULL ||
      !g_file_set_contents_full (self->path,
                                 g_bytes_get_data (page->pdf, NULL),
                                 g_bytes_get_size (page->pdf),
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600,
                                 error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * mc_issued_form_discard:
 * @self: (nullable): a form
 *
 * Takes the PDF away again: its event was not committed, so its token leads nowhere.
 */
void
mc_issued_form_discard (McIssuedForm *self)
{
  if (self != NULL)
    g_unlink (self->path);
}

/**
 * mc_issued_form_free:
 * @self: (transfer full) (nullable): a form
 *
 * Frees it; the PDF stays.
 */
void
mc_issued_form_free (McIssuedForm *self)
{
  if (self == NULL)
    return;

  sodium_memzero (self->token, sizeof self->token);
  g_free (self->path);
  g_free (self);
}
