/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/work/paper.h"

G_BEGIN_DECLS

/* For the command `step`: form 01 as a file, that waits for its event to be committed. */
typedef struct
{
  char *path; /* (owned), of the PDF, readable by central alone */
} McIssuedForm;

McIssuedForm *
mc_form01_issue (McCentral *central, const McCase *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mc_issued_form_discard (McIssuedForm *self); /* the event came to nothing */
void mc_issued_form_free (McIssuedForm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McIssuedForm, mc_issued_form_free)

G_END_DECLS
