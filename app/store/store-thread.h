/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>
#include "app/domain/clock.h"

G_BEGIN_DECLS

/* One thread that owns one SQLite connection, and the queue of what it has to do. Private to
 * app/store. */
typedef struct _McStoreThread McStoreThread;

typedef gboolean (*McStoreWork) (McStoreThread *self, gpointer data, GError **error);
typedef void (*McStoreChanged) (gpointer user_data); /* called in the store's thread */

McStoreThread *mc_store_thread_new (const char *state_dir,
                                    McClock *clock,
                                    McStoreChanged changed,
                                    gpointer user_data,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mc_store_thread_free (McStoreThread *self);

/* From any thread */
gboolean mc_store_thread_run (McStoreThread *self, McStoreWork work, gpointer data, GError **error);
void mc_store_thread_post (McStoreThread *self,
                           McStoreWork work,
                           gpointer data, /* (transfer full) */
                           GDestroyNotify data_free);
void mc_store_thread_run_task (McStoreThread *self,
                               void (*work) (GTask *task),
                               GTask *task); /* (transfer full) */
gboolean mc_store_thread_reopen (McStoreThread *self, GError **error);
char *mc_store_thread_dup_damaged_file (McStoreThread *self) G_GNUC_WARN_UNUSED_RESULT;

/* From work */
sqlite3 *mc_store_thread_get_db (McStoreThread *self);
sqlite3 *mc_store_thread_open_reader (McStoreThread *self, GError **error);
const char *mc_store_thread_get_path (McStoreThread *self);
gboolean mc_store_thread_begin (McStoreThread *self, GError **error);
gboolean mc_store_thread_commit (McStoreThread *self, GError **error);
void mc_store_thread_break (McStoreThread *self, const char *why);

G_END_DECLS
