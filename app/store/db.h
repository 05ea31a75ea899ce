/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* SQLite in few words. Private to app/store: no other layer includes sqlite3.h.
 *
 * `types` names the bound values in order: s = const char * (nullable), i = gint64,
 * b = GBytes * (nullable).
 *
 * Statements are compiled once for each connection and lent out again: give them back with
 * mc_db_release (), as g_autoptr does. */
void mc_db_release (sqlite3_stmt *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, mc_db_release)

sqlite3 *mc_db_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
sqlite3 *mc_db_open_reader (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mc_db_close (sqlite3 *db);
void mc_db_set_error (sqlite3 *db, int code, const char *what, GError **error);

sqlite3_stmt *mc_db_prepare (sqlite3 *db, GError **error, const char *sql, const char *types, ...)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_db_step (sqlite3_stmt *statement, gboolean *row, GError **error);
gboolean mc_db_exec (sqlite3 *db, GError **error, const char *sql, const char *types, ...);
gboolean mc_db_get_int (sqlite3 *db,
                        gint64 *value,
                        gboolean *found,
                        GError **error,
                        const char *sql,
                        const char *types,
                        ...);

char *mc_db_dup_text (sqlite3_stmt *statement, int column) G_GNUC_WARN_UNUSED_RESULT;
GBytes *mc_db_dup_blob (sqlite3_stmt *statement, int column) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
