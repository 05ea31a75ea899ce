/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/work/action.h"

G_BEGIN_DECLS

/* What stands above the commune on every paper of the city. */
#define MC_PARENT_AGENCY "UBND thành phố Hà Nội"

/* An official paper of a dossier, drawn. The QR of one that the citizen takes
 * along carries a status token of its own: a copy of one
 * paper and a copy of another are told apart, and losing one does not open the others. */
typedef struct
{
  const char *key; /* of app/domain/form-set.h */
  GBytes *pdf;     /* (owned) */
  char token[27];  /* to be kept, as a hash, before anybody has the paper; "" of what stays */
} McIssuedPaper;

McIssuedPaper *mc_paper_issue (McCentral *central,
                               const McCase *self,
                               const char *key,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_paper_keep (const McIssuedPaper *self,
                        McStorage *storage,
                        const char *dossier,
                        gint64 at,
                        GError **error);
void mc_paper_free (McIssuedPaper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McIssuedPaper, mc_paper_free)

const char *const *mc_paper_get_keys (void); /* of all papers of a dossier, NULL-ended */
const McEventRecord *mc_paper_find_event (const McCase *self, const char *key); /* (nullable) */
const char *mc_paper_get_title (const McCase *self,
                                const McEventRecord *event,
                                const char *key,
                                const char *language); /* by the law of its day */

G_END_DECLS
