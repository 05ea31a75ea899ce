/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/token-memory.h"

#include <string.h>

/* As much of the hash as nobody can find a second token for. */
#define KEY_LENGTH 16

typedef struct
{
  guint8 key[KEY_LENGTH];
  gint64 number; /* 0: free */
} Place;

struct _McTokenMemory
{
  GMutex lock;
  guint n_places;
  Place *places; /* (owned) (locked-by lock): each token has its one, the latest holds it */
};

/**
 * mc_token_memory_new:
 * @places: how many it remembers at most, 24 bytes each
 *
 * Returns: (transfer full): an empty memory
 */
McTokenMemory *
mc_token_memory_new (guint places)
{
  McTokenMemory *self = g_new0 (McTokenMemory, 1);

  g_mutex_init (&self->lock);
  self->n_places = MAX (places, 1);
  self->places = g_new0 (Place, self->n_places);
  return self;
}

/**
 * mc_token_memory_free:
 * @self: (transfer full) (nullable): a memory
 */
void
mc_token_memory_free (McTokenMemory *self)
{
  if (self == NULL)
    return;

  g_mutex_clear (&self->lock);
  g_free (self->places);
  g_free (self);
}

/* Behind the key, so that who shares a place does not share it too. */
static Place *
get_place (McTokenMemory *self, const guint8 *hash)
{
  guint64 spot;

  memcpy (&spot, hash + KEY_LENGTH, sizeof spot);
  return &self->places[spot % self->n_places];
}

/**
 * mc_token_memory_find:
 * @self: a memory
 * @hash: (array fixed-size=32): a token's SHA-256
 *
 * Returns: its dossier's number, 0 when it is not remembered. Any thread
 */
gint64
mc_token_memory_find (McTokenMemory *self, const guint8 hash[32])
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const Place *place = get_place (self, hash);

  return memcmp (place->key, hash, KEY_LENGTH) == 0 ? place->number : 0;
}

/**
 * mc_token_memory_add:
 * @self: a memory
 * @hash: (array fixed-size=32): a token's SHA-256
 * @number: its dossier's number, as it was committed
 *
 * Any thread.
 */
void
mc_token_memory_add (McTokenMemory *self, const guint8 hash[32], gint64 number)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Place *place = get_place (self, hash);

  memcpy (place->key, hash, KEY_LENGTH);
  place->number = number;
}
