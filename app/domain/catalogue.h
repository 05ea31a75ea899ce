/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/procedure.h"

G_BEGIN_DECLS

/* The procedures that are on offer, every version of each, ordered by name; and their search. */
#define MC_TYPE_CATALOGUE (mc_catalogue_get_type ())
G_DECLARE_FINAL_TYPE (McCatalogue, mc_catalogue, MC, CATALOGUE, GObject)

McCatalogue *mc_catalogue_new (void) G_GNUC_WARN_UNUSED_RESULT;
void mc_catalogue_add (McCatalogue *self, McProcedure *procedure);
McProcedure *
mc_catalogue_find (McCatalogue *self, const char *code, const GDate *date); /* (nullable) */
McProcedure *mc_catalogue_find_version (McCatalogue *self,
                                        const char *code,
                                        const char *version); /* (nullable) */
const char *mc_catalogue_find_agency_name (McCatalogue *self,
                                           const char *agency,
                                           const char *language); /* (nullable) */
GPtrArray *mc_catalogue_list_agencies (McCatalogue *self)
    G_GNUC_WARN_UNUSED_RESULT; /* of utf8: those that procedures name */
GPtrArray *
mc_catalogue_search (McCatalogue *self, const char *query, const char *language, const GDate *date)
    G_GNUC_WARN_UNUSED_RESULT; /* of McProcedure, best first */

G_END_DECLS
