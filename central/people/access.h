/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/storage/people.h"

G_BEGIN_DECLS

/* Who may see and do what. Every page asks here, object by object; nothing else decides. Pure. */
const McPost *
mc_access_find_post (const McUserRecord *user, McRole role, const char *unit); /* (nullable) */
gboolean mc_access_has_role (const McUserRecord *user, McRole role);           /* in any unit */

gboolean mc_access_may_read (const McUserRecord *user, const McDossierRecord *record);
gboolean mc_access_may_work (const McUserRecord *user, const McDossierRecord *record);
const McPost *mc_access_find_actor (const McUserRecord *user,
                                    const McDossierRecord *record,
                                    const McTransition *transition); /* (nullable): who may act */
GPtrArray *mc_access_list_units (const McUserRecord *user)
    G_GNUC_WARN_UNUSED_RESULT; /* of utf8: where dossiers may be looked for */
gboolean mc_access_may_report (const McUserRecord *user, const char *unit); /* NULL: the city */
gboolean mc_access_may_register (const McUserRecord *user,
                                 const char *unit); /* see its book of dossiers */
gboolean mc_access_may_serve (const McUserRecord *user,
                              const char *unit); /* at the unit's desk: intake, pickups */
gboolean mc_access_may_audit (const McUserRecord *user, const char *unit); /* its trail */
gboolean mc_access_may_administer (const McUserRecord *user);

G_END_DECLS
