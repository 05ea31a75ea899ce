/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/http/sweeper.h"

#include <stdatomic.h>
#include <sys/socket.h>

#define ROUND_US (100 * G_TIME_SPAN_MILLISECOND)

struct _McWatch
{
  int fd;
  guint index;           /* in `watches` (locked-by the sweeper's lock) */
  atomic_llong deadline; /* monotonic microseconds; G_MAXINT64 = none */
};

struct _McSweeper
{
  McMetrics *metrics; /* (unowned) */
  GThread *thread;    /* (owned) */
  GMutex lock;
  GCond changed;
  GPtrArray *watches; /* (owned) (element-type McWatch) (locked-by lock) */
  gboolean ending;    /* (locked-by lock) */
};

/* Under the lock the socket cannot be closed: mc_sweeper_remove () comes before its close. */
static void
sweep (McSweeper *self)
{
  gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < self->watches->len; i++)
    {
      McWatch *watch = g_ptr_array_index (self->watches, i);

      if (now < (gint64) atomic_load_explicit (&watch->deadline, memory_order_relaxed))
        continue;
      shutdown (watch->fd, SHUT_RDWR);
      mc_watch_clear_deadline (watch);
      mc_metrics_add (self->metrics, MC_METRIC_DEADLINES_CUT, 1);
    }
}

static gpointer
run (gpointer data)
{
  McSweeper *self = data;

  g_mutex_lock (&self->lock);
  while (!self->ending)
    {
      sweep (self);
      g_cond_wait_until (&self->changed, &self->lock, g_get_monotonic_time () + ROUND_US);
    }
  g_mutex_unlock (&self->lock);

  return NULL;
}

/**
 * mc_sweeper_new:
 * @metrics: (unowned): counters; must live longer
 *
 * Starts the thread, which looks ten times a second.
 *
 * Returns: (transfer full): a sweeper
 */
McSweeper *
mc_sweeper_new (McMetrics *metrics)
{
  McSweeper *self = g_new0 (McSweeper, 1);

  self->metrics = metrics;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->watches = g_ptr_array_new_with_free_func (g_free);
  self->thread = g_thread_new ("mc-sweeper", run, self);

  return self;
}

/**
 * mc_sweeper_free:
 * @self: (transfer full) (nullable): a sweeper; its connections must be closed
 */
void
mc_sweeper_free (McSweeper *self)
{
  if (self == NULL)
    return;

  g_mutex_lock (&self->lock);
  self->ending = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);

  g_ptr_array_unref (self->watches);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * mc_sweeper_add:
 * @self: a sweeper
 * @fd: an open socket
 * @deadline_ms: from now
 *
 * Any thread.
 *
 * Returns: (transfer none): the watch, until mc_sweeper_remove ()
 */
McWatch *
mc_sweeper_add (McSweeper *self, int fd, guint deadline_ms)
{
  McWatch *watch = g_new0 (McWatch, 1);

  watch->fd = fd;
  mc_watch_set_deadline (watch, deadline_ms);
  g_mutex_lock (&self->lock);
  watch->index = self->watches->len;
  g_ptr_array_add (self->watches, watch);
  g_mutex_unlock (&self->lock);

  return watch;
}

/**
 * mc_sweeper_remove:
 * @self: a sweeper
 * @watch: (transfer full): a watch; call it before the socket is closed
 */
void
mc_sweeper_remove (McSweeper *self, McWatch *watch)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  guint index = watch->index;

  g_ptr_array_remove_index_fast (self->watches, index);
  if (index < self->watches->len)
    ((McWatch *) g_ptr_array_index (self->watches, index))->index = index;
}

/**
 * mc_watch_set_deadline:
 * @self: a watch
 * @deadline_ms: from now; what happens on the connection does not move it
 */
void
mc_watch_set_deadline (McWatch *self, guint deadline_ms)
{
  atomic_store_explicit (
      &self->deadline, g_get_monotonic_time () + deadline_ms * (gint64) 1000, memory_order_relaxed);
}

/**
 * mc_watch_tighten:
 * @self: a watch
 * @deadline_ms: from now; taken only when it is sooner than the present one
 */
void
mc_watch_tighten (McWatch *self, guint deadline_ms)
{
  gint64 sooner = g_get_monotonic_time () + deadline_ms * (gint64) 1000;

  if (sooner < (gint64) atomic_load_explicit (&self->deadline, memory_order_relaxed))
    atomic_store_explicit (&self->deadline, sooner, memory_order_relaxed);
}

/**
 * mc_watch_clear_deadline:
 * @self: a watch
 *
 * No deadline while the service itself works.
 */
void
mc_watch_clear_deadline (McWatch *self)
{
  atomic_store_explicit (&self->deadline, G_MAXINT64, memory_order_relaxed);
}
