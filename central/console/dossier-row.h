/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/console/shell.h"

G_BEGIN_DECLS

/* The cells that every list of dossiers shares. */
void mc_dossier_row_put_applicant (McHtml *html,
                                   const McDossierRecord *record,
                                   const char *language); /* the link to its page */
void mc_dossier_row_put_procedure (McHtml *html,
                                   McCentral *central,
                                   const McDossierRecord *record,
                                   const char *language,
                                   const char *detail, /* (nullable): a line below */
                                   gboolean sent_back);
void mc_dossier_row_put_due (McHtml *html,
                             McCentral *central,
                             const McDossierRecord *record,
                             gint64 now,
                             const char *language);

const char *mc_dossier_row_get_state (McState state, const char *language);
const char *mc_dossier_row_get_procedure_name (McCentral *central,
                                               const McDossierRecord *record,
                                               const char *language);

G_END_DECLS
