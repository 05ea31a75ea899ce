/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/storage/storage.h"

G_BEGIN_DECLS

/* McStorage in one SQLite file (WAL, synchronous=FULL). */
#define MC_TYPE_STORAGE_SQLITE (mc_storage_sqlite_get_type ())
G_DECLARE_FINAL_TYPE (McStorageSqlite, mc_storage_sqlite, MC, STORAGE_SQLITE, GObject)

McStorage *mc_storage_sqlite_new (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
