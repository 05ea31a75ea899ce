/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"

G_BEGIN_DECLS

/* A drawn form 01 that waits for its event to be committed. */
typedef struct
{
  char *path;     /* (owned), of the PDF, readable by central alone */
  char token[27]; /* of its QR: to be kept, as a hash, in the event's transaction */
} McIssuedForm;

McIssuedForm *mc_form01_issue (McCentral *central,
                               const McDossierRecord *record,
                               gint64 received_at,
                               gint64 due_at,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mc_issued_form_discard (McIssuedForm *self); /* the event came to nothing */
void mc_issued_form_free (McIssuedForm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McIssuedForm, mc_issued_form_free)

G_END_DECLS
