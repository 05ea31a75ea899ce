/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/catalogue.h"

G_BEGIN_DECLS

/* Reads what the product ships (assets/) into domain objects, for every program's composition. */
const char *mc_assets_get_default_dir (void); /* MOTCUA_ASSETS, else the installed folder */
McCatalogue *mc_assets_load_catalogue (const char *dir, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* all mistakes of all files */
McCalendar *mc_assets_load_calendar (const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *mc_assets_load_points (const char *dir,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT; /* of McPoint */

G_END_DECLS
