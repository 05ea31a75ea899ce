/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-state-lock"
#include "config.h"

#include "app/store/state-lock.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET_NAME "wake.sock"

/**
 * McStateLock:
 *
 * Who holds the flock on the state folder owns uploader and printer. The owner listens on a
 * datagram socket in the folder; whoever wrote to the outbox sends it a byte. A lost datagram costs
 * nothing but time: the owner looks by itself, too.
 */
struct _McStateLock
{
  GObject parent_instance;

  char *state_dir; /* (owned) */
  int folder_fd;   /* -1, or open; holds the flock while `owned` */
  int socket_fd;   /* -1, or the owner's end */
  GSource *source; /* (owned) (nullable), watches socket_fd */
  gboolean owned;
};

enum
{
  SIGNAL_WOKEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (McStateLock, mc_state_lock, G_TYPE_OBJECT)

static gboolean
fail (McStateLock *self, const char *what, GError **error)
{
  int code = errno;

  g_set_error (error,
               G_IO_ERROR,
               g_io_error_from_errno (code),
               "%s: %s: %s",
               self->state_dir,
               what,
               g_strerror (code));
  return FALSE;
}

static gboolean
open_folder (McStateLock *self, GError **error)
{
  if (self->folder_fd >= 0)
    return TRUE;
  self->folder_fd = open (self->state_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return self->folder_fd >= 0 || fail (self, "cannot open the folder", error);
}

/* A socket's name holds 107 bytes at most; through /proc the folder's own length does not count. */
static void
fill_address (McStateLock *self, struct sockaddr_un *address)
{
  memset (address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  g_snprintf (address->sun_path,
              sizeof address->sun_path,
              "/proc/self/fd/%d/" SOCKET_NAME,
              self->folder_fd);
}

static gboolean
on_readable (int fd, GIOCondition condition, gpointer user_data)
{
  g_autoptr (McStateLock) self = g_object_ref (user_data); /* a handler may drop the last one */
  char buffer[16];

  while (recv (fd, buffer, sizeof buffer, MSG_DONTWAIT) >= 0)
    ;
  g_signal_emit (self, signals[SIGNAL_WOKEN], 0);
  return G_SOURCE_CONTINUE;
}

static gboolean
listen_for_wakes (McStateLock *self, GError **error)
{
  struct sockaddr_un address;
  mode_t mask;
  int code;

  self->socket_fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (self->socket_fd < 0)
    return fail (self, "cannot make a socket", error);
  fill_address (self, &address);
  /* Left by an owner that died: the lock says that there is none now. */
  unlinkat (self->folder_fd, SOCKET_NAME, 0);
  mask = umask (0177);
  code = bind (self->socket_fd, (struct sockaddr *) &address, sizeof address);
  umask (mask);
  if (code != 0)
    return fail (self, "cannot listen", error);

  self->source = g_unix_fd_source_new (self->socket_fd, G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return TRUE;
}

static void
release (McStateLock *self)
{
  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_clear_pointer (&self->source, g_source_unref);
    }
  if (self->owned)
    unlinkat (self->folder_fd, SOCKET_NAME, 0);
  if (self->socket_fd >= 0)
    close (self->socket_fd);
  if (self->folder_fd >= 0)
    close (self->folder_fd); /* gives the lock back */
  self->socket_fd = -1;
  self->folder_fd = -1;
  self->owned = FALSE;
}

static void
mc_state_lock_finalize (GObject *object)
{
  McStateLock *self = MC_STATE_LOCK (object);

  release (self);
  g_free (self->state_dir);

  G_OBJECT_CLASS (mc_state_lock_parent_class)->finalize (object);
}

static void
mc_state_lock_class_init (McStateLockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = mc_state_lock_finalize;

  /**
   * McStateLock::woken:
   *
   * Somebody wrote to the outbox and asks the owner to look. Main context of
   * mc_state_lock_try ()'s caller; several wakes may come as one.
   */
  signals[SIGNAL_WOKEN] = g_signal_new (
      "woken", MC_TYPE_STATE_LOCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mc_state_lock_init (McStateLock *self)
{
  self->folder_fd = -1;
  self->socket_fd = -1;
}

/**
 * mc_state_lock_new:
 * @state_dir: an existing folder on a local file system
 *
 * Returns: (transfer full): a lock that is not taken yet
 */
McStateLock *
mc_state_lock_new (const char *state_dir)
{
  McStateLock *self;

  g_return_val_if_fail (state_dir != NULL, NULL);

  self = g_object_new (MC_TYPE_STATE_LOCK, NULL);
  self->state_dir = g_strdup (state_dir);
  return self;
}

/**
 * mc_state_lock_try:
 *
 * Never waits. The kernel gives the lock back when the process ends, however it ends.
 *
 * Returns: %TRUE when this is the owner, until it is freed; %FALSE without @error when another
 *   process is; %FALSE with a #GIOErrorEnum on failure
 */
gboolean
mc_state_lock_try (McStateLock *self, GError **error)
{
  g_return_val_if_fail (MC_IS_STATE_LOCK (self), FALSE);

  if (self->owned)
    return TRUE;
  if (!open_folder (self, error))
    return FALSE;
  if (flock (self->folder_fd, LOCK_EX | LOCK_NB) != 0)
    return errno == EWOULDBLOCK ? FALSE : fail (self, "cannot lock the folder", error);
  self->owned = TRUE;
  if (listen_for_wakes (self, error))
    return TRUE;
  release (self);
  return FALSE;
}

/**
 * mc_state_lock_wake_owner:
 *
 * Tells the owner that there is something new. Never waits; without an owner nothing happens, since
 * the next owner looks when it starts.
 */
void
mc_state_lock_wake_owner (McStateLock *self)
{
  struct sockaddr_un address;
  int fd;

  g_return_if_fail (MC_IS_STATE_LOCK (self));

  if (self->owned)
    {
      g_signal_emit (self, signals[SIGNAL_WOKEN], 0);
      return;
    }
  if (!open_folder (self, NULL))
    return;
  fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0)
    return;
  fill_address (self, &address);
  if (sendto (fd, "w", 1, MSG_NOSIGNAL, (struct sockaddr *) &address, sizeof address) < 0)
    g_debug ("no owner to wake: %s", g_strerror (errno));
  close (fd);
}
