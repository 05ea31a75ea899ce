/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/deadline-guard.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

/* How often the socket of a greeting is looked for that is just being changed. */
#define AGAIN_US (G_USEC_PER_SEC / 20)

struct _McDeadlineGuard
{
  GThread *thread; /* (owned) */
  int fd;          /* (owned): the number of our own, so that nobody else gets it meanwhile */
  http_t *http;    /* (unowned) (nullable): whose socket it is that counts instead */
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
          int fd = self->http != NULL ? httpGetFd (self->http) : self->fd;

          if (fd >= 0)
            shutdown (fd, SHUT_RDWR);
          self->deadline = self->http != NULL ? g_get_monotonic_time () + AGAIN_US : 0;
        }
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

static McDeadlineGuard *
create (int fd, http_t *http)
{
  McDeadlineGuard *self = g_new0 (McDeadlineGuard, 1);

  self->fd = fd;
  self->http = http;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("deadline", guard_main, self);
  return self;
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
  return create (fcntl (fd, F_DUPFD_CLOEXEC, 0), NULL);
}

/**
 * mc_deadline_guard_new_for_greeting:
 * @http: a connection; must outlive the guard
 *
 * Makes a guard of a connection that begins to encrypt: libcups dials anew for that, gives each
 * byte of the greeting ten seconds, and nobody but it knows the new socket before the end. So the
 * socket is asked for when the deadline has passed, and again until the guard is freed.
 *
 * Returns: (transfer full): the guard. Any thread
 */
McDeadlineGuard *
mc_deadline_guard_new_for_greeting (http_t *http)
{
  g_return_val_if_fail (http != NULL, NULL);

  return create (-1, http);
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
