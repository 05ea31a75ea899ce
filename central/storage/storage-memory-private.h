/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/storage/people.h"
#include "central/storage/storage-memory-state.h"
#include "central/storage/storage-memory.h"

G_BEGIN_DECLS

/* For the files that fill the memory storage's further interfaces; @storage is any of them. */
McMemoryState *mc_storage_memory_get_working (gpointer storage); /* within a transaction */
McMemoryState *mc_storage_memory_lock (gpointer storage);        /* to read */
void mc_storage_memory_unlock (gpointer storage);

void mc_storage_memory_people_init (McPeopleInterface *iface);

G_END_DECLS
