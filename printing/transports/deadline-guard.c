/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/deadline-guard.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

struct _McDeadlineGuard
{
  GThread *thread; /* (owned) */
  int fd;          /* (owned): the number of our own, so that nobody else gets it meanwhile */
  GMutex mutex;
  GCond cond;
  gint64 deadline;  /* (locked-by mutex): 0: none */
  gboolean stopped; /* (locked-by mutex) */
};

static gpointer
guard_main (gpointer data)
{
  McDeadlineGuard *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->stopped)
    {
      if (self->deadline == 0)
        g_cond_wait (&self->cond, &self->mutex);
      else if (g_get_monotonic_time () < self->deadline)
        g_cond_wait_until (&self->cond, &self->mutex, self->deadline);
      else
        {
          shutdown (self->fd, SHUT_RDWR);
          self->deadline = 0;
        }
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/**
 * mc_deadline_guard_new:
 * @fd: a socket
 *
 * Makes a guard without a deadline, and its thread.
 *
 * Returns: (transfer full): the guard. Any thread
 */
McDeadlineGuard *
mc_deadline_guard_new (int fd)
{
  McDeadlineGuard *self = g_new0 (McDeadlineGuard, 1);

  self->fd = fcntl (fd, F_DUPFD_CLOEXEC, 0);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("deadline", guard_main, self);
  return self;
}

/**
 * mc_deadline_guard_free:
 * @self: (transfer full) (nullable): a guard
 *
 * Ends it; the socket stays as it is.
 */
void
mc_deadline_guard_free (McDeadlineGuard *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->mutex);
  self->stopped = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  if (self->fd >= 0)
    close (self->fd);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

/**
 * mc_deadline_guard_set:
 * @self: a guard
 * @deadline: monotonic time when the socket is shut down; 0: never
 *
 * Replaces the deadline. Any thread.
 */
void
mc_deadline_guard_set (McDeadlineGuard *self, gint64 deadline)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  self->deadline = deadline;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}
