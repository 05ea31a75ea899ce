/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/http/http.h"

G_BEGIN_DECLS

/* A dossier's code with what only its applicant knows. */
typedef struct
{
  char *code; /* (owned) */
  char id_last4[5];
  guint birth_year;
} McFactor;

gboolean mc_factor_read (json_t *body, McFactor *self);
void mc_factor_clear (McFactor *self);
McDossierRecord *mc_factor_find_dossier (McStorage *storage,
                                         const McFactor *self,
                                         gint64 now,
                                         McAnswer **answer,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
