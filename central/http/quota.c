/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/http/quota.h"

#include "app/domain/datetime.h"

#define DAY_S 86400
#define MEGABYTE (1000 * 1000)

typedef struct
{
  gint64 day; /* the office's, since 1970 */
  guint64 requests;
  guint64 bytes;
  gboolean refused;
} Use;

struct _McQuota
{
  guint64 max_requests;
  guint64 max_bytes;
  GMutex lock;
  GHashTable *uses; /* (owned) (element-type utf8 Use) (locked-by lock), by kiosk key */
};

/**
 * mc_quota_new:
 * @requests: how many a day
 * @megabytes: how much in all a day
 *
 * Its functions may be called from any thread.
 *
 * Returns: (transfer full): a quota that nobody has used
 */
McQuota *
mc_quota_new (guint requests, guint megabytes)
{
  McQuota *self = g_new0 (McQuota, 1);

  self->max_requests = requests;
  self->max_bytes = (guint64) megabytes * MEGABYTE;
  g_mutex_init (&self->lock);
  self->uses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * mc_quota_free:
 * @self: (transfer full) (nullable): a quota
 */
void
mc_quota_free (McQuota *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->uses);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * mc_quota_take:
 * @self: a quota
 * @kiosk_key: key id of a kiosk whose signature was right
 * @bytes: what it sends now
 * @now: the time
 * @first: (out): whether it is the first refusal of the day
 *
 * Returns: whether it may; nothing is taken when it may not
 */
gboolean
mc_quota_take (McQuota *self, const char *kiosk_key, gsize bytes, gint64 now, gboolean *first)
{
  const gint64 day = (now + MC_TIME_OFFSET_S) / DAY_S;
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Use *use = g_hash_table_lookup (self->uses, kiosk_key);

  if (use == NULL)
    {
      use = g_new0 (Use, 1);
      g_hash_table_insert (self->uses, g_strdup (kiosk_key), use);
    }
  if (use->day != day)
    *use = (Use){ .day = day };
  *first = FALSE;
  if (use->requests + 1 > self->max_requests || use->bytes + bytes > self->max_bytes)
    {
      *first = !use->refused;
      use->refused = TRUE;
      return FALSE;
    }

  use->requests++;
  use->bytes += bytes;
  return TRUE;
}
