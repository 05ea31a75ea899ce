/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/storage/storage.h"

G_BEGIN_DECLS

/* McStorage without a disk: tests only, since it acknowledges what a power cut would lose. */
#define MC_TYPE_STORAGE_MEMORY (mc_storage_memory_get_type ())
G_DECLARE_FINAL_TYPE (McStorageMemory, mc_storage_memory, MC, STORAGE_MEMORY, GObject)

McStorageMemory *mc_storage_memory_new (void) G_GNUC_WARN_UNUSED_RESULT;
void mc_storage_memory_fail_next_commit (McStorageMemory *self); /* as a full disk would */

G_END_DECLS
