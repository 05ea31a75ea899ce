/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The tables of the outbox and how older files come to them. Private to app/store and its tests. */
#define MC_SCHEMA_APPLICATION_ID 0x4D434F42 /* "MCOB" in the file's header */

int mc_schema_get_newest (void);
gboolean mc_schema_get_version (sqlite3 *db, int *version, GError **error);
gboolean mc_schema_migrate (sqlite3 *db, int target, gint64 now, GError **error);

G_END_DECLS
