/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/work/form01.h"

#include "app/domain/code.h"
#include "app/domain/form-set.h"

#include <errno.h>
#include <glib/gstdio.h>

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
                          record->revision);
  return g_build_filename (folder, name, NULL);
}

/**
 * mc_form01_issue:
 * @central: central, in a transaction
 * @self: a dossier whose reception is part of that transaction
 * @error: return location for an error of mc_paper_issue (), of the storage or of a file
 *
 * Draws form 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả, into a file, and keeps its token. The PDF
 * holds personal data and is readable by central's own user only. The transaction's thread; not in
 * the service.
 *
 * Returns: (transfer full) (nullable): the form, or %NULL with @error set and no file left
 */
McIssuedForm *
mc_form01_issue (McCentral *central, const McCase *self, GError **error)
{
  const McDossierRecord *record = self->record;
  g_autoptr (McIssuedPaper) paper = mc_paper_issue (central, self, MC_FORM_RECEIPT, error);
  g_autoptr (McIssuedForm) form = NULL;

  if (paper == NULL ||
      !mc_paper_keep (paper, central->storage, record->id, record->updated_at, error))
    return NULL;

  form = g_new0 (McIssuedForm, 1);
  form->path = make_path (central, record, error);
  if (form->path == NULL ||
      !g_file_set_contents_full (form->path,
                                 g_bytes_get_data (paper->pdf, NULL),
                                 g_bytes_get_size (paper->pdf),
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600,
                                 error))
    return NULL;

  return g_steal_pointer (&form);
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

  g_free (self->path);
  g_free (self);
}
