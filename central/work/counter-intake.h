/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"

G_BEGIN_DECLS

/* Filing at central itself, by a clerk for a citizen: the same sealed record as from a kiosk. */
typedef struct
{
  McDossier *dossier; /* (owned), whole but for kiosk and code */
  GPtrArray *pages;   /* (owned) (element-type GBytes), sealed, as the dossier names them */
  gboolean receive;   /* the papers are complete: step 2 is done in the same breath */
} McCounterFiling;

McCounterFiling *mc_counter_filing_new (McDossier *dossier, /* (transfer full) */
                                        gboolean receive) G_GNUC_WARN_UNUSED_RESULT;
void mc_counter_filing_free (McCounterFiling *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McCounterFiling, mc_counter_filing_free)

gboolean mc_counter_filing_add_page (McCounterFiling *self,
                                     McCentral *central,
                                     const char *document,
                                     const char *type,
                                     GBytes *image,
                                     GError **error);
McDossierRecord *mc_counter_filing_write (McCounterFiling *self,
                                          McCentral *central,
                                          McStorage *storage,
                                          const char *login,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

char *mc_counter_get_name (const McPoint *point) G_GNUC_WARN_UNUSED_RESULT; /* "QUẦY-00070" */

G_END_DECLS
