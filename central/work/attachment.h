/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"
#include "central/storage/work.h"

G_BEGIN_DECLS

#define MC_ATTACHMENT_ERROR (mc_attachment_error_quark ())
GQuark mc_attachment_error_quark (void);

typedef enum
{
  MC_ATTACHMENT_ERROR_EMPTY,
  MC_ATTACHMENT_ERROR_TOO_LARGE,
  MC_ATTACHMENT_ERROR_TYPE, /* no PDF, JPEG or PNG, whatever its name says */
} McAttachmentError;

#define MC_ATTACHMENT_MAX (10 * 1024 * 1024)
#define MC_ATTACHMENT_RESULT "result"
#define MC_ATTACHMENT_PAPER "paper"

/* A file that waits to be kept: on a disk it is never in clear. */
typedef struct
{
  McAttachmentRecord *record; /* (owned) */
  GBytes *sealed;             /* (owned) */
} McSealedFile;

McSealedFile *mc_sealed_file_new (McCentral *central,
                                  const char *dossier, /* its id */
                                  const char *kind,
                                  const char *file_name, /* (nullable), as a browser sent it */
                                  GBytes *plain,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mc_sealed_file_free (McSealedFile *self);
gboolean mc_sealed_file_keep (const McSealedFile *self,
                              McStorage *storage,
                              const char *dossier,
                              const char *login,
                              gint64 at,
                              GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McSealedFile, mc_sealed_file_free)

const char *mc_file_find_type (GBytes *plain); /* (nullable) */
GBytes *mc_file_open (McCentral *central,
                      const char *digest,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */

G_END_DECLS
