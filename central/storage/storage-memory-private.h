/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/storage/facts.h"
#include "central/storage/people.h"
#include "central/storage/pickups.h"
#include "central/storage/storage-memory-state.h"
#include "central/storage/storage-memory.h"
#include "central/storage/work.h"

G_BEGIN_DECLS

/* For the files that fill the memory storage's further interfaces; @storage is any of them. */
McMemoryState *mc_storage_memory_get_working (gpointer storage); /* within a transaction */
McMemoryState *mc_storage_memory_lock (gpointer storage);        /* to read */
void mc_storage_memory_unlock (gpointer storage);

gboolean mc_storage_memory_set_not_found (const char *id, GError **error);

void mc_storage_memory_facts_init (McFactsInterface *iface);
void mc_storage_memory_people_init (McPeopleInterface *iface);
void mc_storage_memory_work_init (McWorkInterface *iface);
void mc_storage_memory_pickups_init (McPickupsInterface *iface);

G_END_DECLS
