/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/citizens/page-cache.h"

#include "app/domain/identity.h"

typedef struct
{
  char token[MC_TOKEN_LENGTH + 1];
  gboolean english;
} Key;

typedef struct
{
  Key key;
  GBytes *page; /* (owned) (nullable) when it was asked for only */
  gint64 from, until;
} Entry;

struct _McPageCache
{
  GMutex lock;
  GHashTable *entries; /* (owned) (locked-by lock) (element-type Key Entry) */
  guint64 version;     /* (locked-by lock), of the storage, that all entries are of */
  guint max_pages;
};

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;

  return g_str_hash (key->token) * 2 + key->english;
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const Key *left = a, *right = b;

  return left->english == right->english && g_str_equal (left->token, right->token);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->page, g_bytes_unref);
  g_free (entry);
}

static void
key_init (Key *self, const char *token, const char *language)
{
  g_strlcpy (self->token, token, sizeof self->token);
  self->english = g_strcmp0 (language, "en") == 0;
}

static void
make_room (McPageCache *self)
{
  if (g_hash_table_size (self->entries) >= self->max_pages)
    g_hash_table_remove_all (self->entries);
}

/**
 * mc_page_cache_new:
 * @max_pages: how many pages it holds at most; one more empties it
 *
 * Returns: (transfer full): an empty cache, for any thread
 */
McPageCache *
mc_page_cache_new (guint max_pages)
{
  McPageCache *self = g_new0 (McPageCache, 1);

  g_mutex_init (&self->lock);
  self->entries = g_hash_table_new_full (key_hash, key_equal, NULL, entry_free);
  self->max_pages = max_pages;
  return self;
}

/**
 * mc_page_cache_free:
 * @self: (transfer full) (nullable): a cache
 */
void
mc_page_cache_free (McPageCache *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->entries);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * mc_page_cache_note:
 * @self: a cache
 * @token: a token in its one spelling
 * @language: "vi" or "en"
 *
 * Notes that a page is asked for. The first time it is not worth keeping, nor asking the storage
 * for its version: most receipts are looked at once in a while. Any thread.
 *
 * Returns: whether it was asked for before
 */
gboolean
mc_page_cache_note (McPageCache *self, const char *token, const char *language)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Entry *entry;
  Key key;

  key_init (&key, token, language);
  if (g_hash_table_contains (self->entries, &key))
    return TRUE;

  make_room (self);
  entry = g_new0 (Entry, 1);
  entry->key = key;
  g_hash_table_add (self->entries, entry);
  return FALSE;
}

/**
 * mc_page_cache_find:
 * @self: a cache
 * @token: a token in its one spelling
 * @language: "vi" or "en"
 * @version: the storage's version, read before
 * @now: the present
 *
 * Returns: (transfer full) (nullable): the page, if it is still true. Any thread
 */
GBytes *
mc_page_cache_find (McPageCache *self,
                    const char *token,
                    const char *language,
                    guint64 version,
                    gint64 now)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const Entry *entry;
  Key key;

  if (version != self->version)
    return NULL;

  key_init (&key, token, language);
  entry = g_hash_table_lookup (self->entries, &key);
  if (entry == NULL || entry->page == NULL || now < entry->from || now >= entry->until)
    return NULL;
  return g_bytes_ref (entry->page);
}

/**
 * mc_page_cache_add:
 * @self: a cache
 * @token: a token in its one spelling
 * @language: "vi" or "en"
 * @version: the storage's version, read *before* what the page was drawn from: a page that is newer
 *   than its version is drawn again once too often, never once too rarely
 * @now: the instant that it was drawn for
 * @until: when its words would change without any change in the storage
 * @page: the page
 *
 * Pages of another version are dropped. Any thread.
 */
void
mc_page_cache_add (McPageCache *self,
                   const char *token,
                   const char *language,
                   guint64 version,
                   gint64 now,
                   gint64 until,
                   GBytes *page)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Entry *entry;

  if (version != self->version)
    g_hash_table_remove_all (self->entries);
  make_room (self);
  self->version = version;

  entry = g_new0 (Entry, 1);
  key_init (&entry->key, token, language);
  entry->page = g_bytes_ref (page);
  entry->from = now;
  entry->until = until;
  g_hash_table_replace (self->entries, &entry->key, entry);
}
