/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"

G_BEGIN_DECLS

/* Who saw and did what. A page that shows somebody's dossier is sent only after its line of the
 * trail is kept: its `handle` ends with mc_trail_keep_page (), its `write` is mc_trail_write_page.
 */
gboolean mc_trail_add (McStorage *storage,
                       const McRequest *request,
                       const char *action,
                       const McDossierRecord *record, /* (nullable) */
                       const char *detail,            /* (nullable) */
                       GError **error);

gboolean mc_trail_add_line (McStorage *storage,
                            gint64 at,
                            const char *login, /* "-": nobody; "command": motcua-central */
                            const char *action,
                            const char *unit,   /* (nullable) */
                            const char *detail, /* (nullable) */
                            GError **error);

McAnswer *mc_trail_keep_page (McRequest *request,
                              McAnswer *answer, /* (transfer full) */
                              const char *action,
                              const McDossierRecord *record, /* (nullable) */
                              const char *detail)            /* (nullable) */
    G_GNUC_WARN_UNUSED_RESULT;                               /* NULL: go on to `write` */
McAnswer *
mc_trail_write_page (McCentral *central, McStorage *storage, McRequest *request, GError **error);

G_END_DECLS
