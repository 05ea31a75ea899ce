/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/storage/facts.h"
#include "central/storage/people.h"
#include "central/storage/pickups.h"
#include "central/storage/work.h"

G_BEGIN_DECLS

typedef struct
{
  McTries tries;
  gint64 at; /* of the last one */
} McMemoryTries;

/* Everything that is remembered. A transaction works on a copy, which commit puts in its place. */
typedef struct
{
  GHashTable *dossiers;    /* (owned) (element-type utf8 McDossierRecord), by id */
  GPtrArray *order;        /* (owned) (element-type utf8), ids as they came */
  GHashTable *events;      /* (owned) (element-type utf8 GPtrArray), by id */
  GHashTable *tokens;      /* (owned) (element-type utf8 utf8), hex hash → id */
  GHashTable *blobs;       /* (owned) (element-type utf8 GBytes), by digest */
  GHashTable *kiosks;      /* (owned) (element-type utf8 McKioskRecord), by key id */
  GPtrArray *kiosk_order;  /* (owned) (element-type utf8), key ids as they came */
  GHashTable *enrolments;  /* (owned) (element-type utf8 McEnrolmentRecord), by hex lookup id */
  GHashTable *users;       /* (owned) (element-type utf8 McUserRecord), by login */
  GHashTable *sessions;    /* (owned) (element-type utf8 McSessionRecord), by hex hash */
  GHashTable *tries;       /* (owned) (element-type utf8 McMemoryTries), by hex digest */
  GPtrArray *trail;        /* (owned) (element-type McTrailRecord) */
  GHashTable *attachments; /* (owned) (element-type utf8 GPtrArray), by dossier */
  GHashTable *movements;   /* (owned) (element-type utf8 GPtrArray), by dossier */
  GPtrArray *problems;     /* (owned) (element-type McProblemRecord), as they came */
  GHashTable *facts;       /* (owned) (element-type utf8 McFact), by dossier */
  GPtrArray *pickups;      /* (owned) (element-type McPickupRecord), as they came */
  GHashTable *counters; /* (owned) (element-type utf8 guint): series, serials, failures, places */
} McMemoryState;

McMemoryState *mc_memory_state_new (void);
McMemoryState *mc_memory_state_copy (McMemoryState *self);
void mc_memory_state_free (McMemoryState *self);
guint mc_memory_state_get (McMemoryState *self, const char *counter);
void mc_memory_state_set (McMemoryState *self, const char *counter, guint value);
gpointer mc_memory_state_copy_events (gconstpointer events);

G_END_DECLS
