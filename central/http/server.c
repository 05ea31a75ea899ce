/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/http/server.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <microhttpd.h>
#include <string.h>
#include <sys/socket.h>
#include "central/storage/batch-writer.h"
#include "central/http/exchange.h"
#include "central/log.h"
#include "central/http/sweeper.h"

/* A header block of 16 KiB at most; the rest is for the answer's. */
#define CONNECTION_MEMORY (32 * 1024)

/* Papers and reports: so many at once, and no more. */
#define WORKERS 2

/* A password's check takes 64 MiB and a core for 80 ms (measured). One at a time is 12 a second, a
 * whole city within a minute; a flood of tries never has more than a half of the machine. */
#define HASHERS MAX (1, (int) g_get_num_processors () / 2)

/* Modern and the kiosks' own libcurl; no older version is spoken by anything we ship. */
#define TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

struct _McServer
{
  McExchangeShared shared;
  McBatchWriter *writer;     /* (owned) */
  GThreadPool *workers;      /* (owned) */
  GThreadPool *hashers;      /* (owned) */
  McSweeper *sweeper;        /* (owned) */
  McQuota *quota;            /* (owned) */
  struct MHD_Daemon *daemon; /* (owned) */
  char *certificate;         /* (owned) (nullable), PEM */
  char *key;                 /* (owned) (nullable), PEM */
  char *url;                 /* (owned) */
  guint drain_ms;
};

/* clang-format off */
G_DEFINE_QUARK (mc-server-error-quark, mc_server_error)
/* clang-format on */

/**
 * mc_server_options_init:
 * @self: (out caller-allocates): options
 *
 * Sets the defaults (central reference 1: header 10 s in all).
 */
void
mc_server_options_init (McServerOptions *self)
{
  *self = (McServerOptions){
    .listen = g_strdup ("127.0.0.1:8443"),
    .threads = MAX (2, g_get_num_processors ()),
    .connections = 1024,
    .per_address = 128,
    .header_deadline_ms = 10000,
    .idle_deadline_ms = 30000,
    .body_percent = 100,
    /* A month offline, 4,800 dossiers with all the pages that they may have, comes in in a day. */
    .kiosk_requests = 100000,
    .kiosk_megabytes = 60000,
    .drain_ms = 10000,
  };
}

/**
 * mc_server_options_clear:
 * @self: options
 */
void
mc_server_options_clear (McServerOptions *self)
{
  g_clear_pointer (&self->listen, g_free);
  g_clear_pointer (&self->tls_cert, g_free);
  g_clear_pointer (&self->tls_key, g_free);
}

static GInetSocketAddress *
parse_listen (const char *listen, GError **error)
{
  const char *colon = strrchr (listen, ':');
  g_autofree char *host = colon == NULL ? NULL : g_strndup (listen, colon - listen);
  g_autoptr (GSocketAddress) address = NULL;
  guint64 port;

  if (colon != NULL && host[0] == '[' && g_str_has_suffix (host, "]"))
    {
      host[strlen (host) - 1] = '\0';
      memmove (host, host + 1, strlen (host));
    }
  if (colon != NULL && g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    address = g_inet_socket_address_new_from_string (host, port);
  if (address != NULL)
    return G_INET_SOCKET_ADDRESS (g_steal_pointer (&address));

  g_set_error (error,
               MC_SERVER_ERROR,
               MC_SERVER_ERROR_ADDRESS,
               "“%s” is not an address and port, like 127.0.0.1:8443 or [::1]:8443",
               listen);
  return NULL;
}

/**
 * mc_server_options_check:
 * @self: options
 * @error: return location for an error
 *
 * Whether they fit together: without a certificate only loopback may be listened on, where a proxy
 * does TLS.
 *
 * Returns: %TRUE when they do
 */
gboolean
mc_server_options_check (const McServerOptions *self, GError **error)
{
  g_autoptr (GInetSocketAddress) address = parse_listen (self->listen, error);

  if (address == NULL)
    return FALSE;
  if ((self->tls_cert == NULL) != (self->tls_key == NULL))
    {
      g_set_error_literal (
          error, MC_SERVER_ERROR, MC_SERVER_ERROR_CERTIFICATE, "tls-cert and tls-key go together");
      return FALSE;
    }
  if (self->tls_cert != NULL ||
      g_inet_address_get_is_loopback (g_inet_socket_address_get_address (address)))
    return TRUE;

  g_set_error (error,
               MC_SERVER_ERROR,
               MC_SERVER_ERROR_PLAIN,
               "%s is not loopback: plain HTTP would show dossiers to the network; "
               "give --tls-cert and --tls-key",
               self->listen);
  return FALSE;
}

static McWatch *
get_watch (struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

  return info == NULL ? NULL : info->socket_context;
}

static void
on_connection (void *data,
               struct MHD_Connection *connection,
               void **socket_context,
               enum MHD_ConnectionNotificationCode code)
{
  McServer *self = data;
  const union MHD_ConnectionInfo *info;

  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    {
      /* TLS handshake and first header block together have the header's deadline. */
      info = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD);
      *socket_context =
          mc_sweeper_add (self->sweeper, info->connect_fd, self->shared.header_deadline_ms);
      mc_metrics_connections (self->shared.central->metrics, 1);
    }
  else if (*socket_context != NULL)
    {
      mc_sweeper_remove (self->sweeper, g_steal_pointer (socket_context));
      mc_metrics_connections (self->shared.central->metrics, -1);
    }
}

static void *
on_target (void *data, const char *target, struct MHD_Connection *connection)
{
  McServer *self = data;

  return mc_exchange_new (&self->shared, connection, get_watch (connection), target);
}

static enum MHD_Result
on_request (void *data,
            struct MHD_Connection *connection,
            const char *url,
            const char *method,
            const char *version,
            const char *upload,
            size_t *upload_length,
            void **context)
{
  return mc_exchange_go_on (*context, method, version, upload, upload_length);
}

static void
on_completed (void *data,
              struct MHD_Connection *connection,
              void **context,
              enum MHD_RequestTerminationCode code)
{
  mc_exchange_free (g_steal_pointer (context));
}

/* Paths stay as they were signed. */
static size_t
keep_escapes (void *data, struct MHD_Connection *connection, char *text)
{
  return strlen (text);
}

static void
on_library_log (void *data, const char *format, va_list values)
{
  /* The library quotes what clients sent: nothing of it goes to a log. */
}

static gboolean
load_certificate (McServer *self, const McServerOptions *options, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (options->tls_cert == NULL)
    return TRUE;
  if (g_file_get_contents (options->tls_cert, &self->certificate, NULL, &local_error) &&
      g_file_get_contents (options->tls_key, &self->key, NULL, &local_error))
    return TRUE;

  g_set_error_literal (error, MC_SERVER_ERROR, MC_SERVER_ERROR_CERTIFICATE, local_error->message);
  return FALSE;
}

static struct MHD_Daemon *
start_daemon (McServer *self,
              const McServerOptions *options,
              GInetSocketAddress *address,
              const struct sockaddr *native)
{
  GInetAddress *host = g_inet_socket_address_get_address (address);
  gboolean loopback = g_inet_address_get_is_loopback (host);
  guint flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
  struct MHD_OptionItem tls[] = { { MHD_OPTION_HTTPS_MEM_CERT, 0, self->certificate },
                                  { MHD_OPTION_HTTPS_MEM_KEY, 0, self->key },
                                  { MHD_OPTION_HTTPS_PRIORITIES, 0, (void *) TLS_PRIORITIES },
                                  { MHD_OPTION_END, 0, NULL } };
  struct MHD_OptionItem none[] = { { MHD_OPTION_END, 0, NULL } };

  if (self->certificate != NULL)
    flags |= MHD_USE_TLS;
  if (g_inet_address_get_family (host) == G_SOCKET_FAMILY_IPV6)
    flags |= MHD_USE_IPv6;

  /* clang-format off */
  return MHD_start_daemon (flags, 0, NULL, NULL, on_request, self,
                           MHD_OPTION_EXTERNAL_LOGGER, on_library_log, NULL,
                           MHD_OPTION_SOCK_ADDR, native,
                           MHD_OPTION_THREAD_POOL_SIZE, options->threads,
                           MHD_OPTION_CONNECTION_LIMIT, options->connections,
                           MHD_OPTION_PER_IP_CONNECTION_LIMIT, loopback ? 0 : options->per_address,
                           MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) CONNECTION_MEMORY,
                           MHD_OPTION_URI_LOG_CALLBACK, on_target, self,
                           MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
                           MHD_OPTION_NOTIFY_COMPLETED, on_completed, self,
                           MHD_OPTION_NOTIFY_CONNECTION, on_connection, self,
                           MHD_OPTION_STRICT_FOR_CLIENT, mc_request_guard_checks_layout () ? 0 : 1,
                           MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024,
                           MHD_OPTION_ARRAY, self->certificate != NULL ? tls : none,
                           MHD_OPTION_END);
  /* clang-format on */
}

static char *
make_url (McServer *self, GInetSocketAddress *address)
{
  const union MHD_DaemonInfo *info = MHD_get_daemon_info (self->daemon, MHD_DAEMON_INFO_BIND_PORT);
  GInetAddress *host = g_inet_socket_address_get_address (address);
  g_autofree char *text = g_inet_address_to_string (host);
  gboolean six = g_inet_address_get_family (host) == G_SOCKET_FAMILY_IPV6;

  return g_strdup_printf ("%s://%s%s%s:%u",
                          self->certificate != NULL ? "https" : "http",
                          six ? "[" : "",
                          text,
                          six ? "]" : "",
                          info->port);
}

/**
 * mc_server_new:
 * @central: (unowned): must live longer
 * @options: where and how
 * @error: return location for an error
 *
 * Starts to listen, with threads of its own.
 *
 * Returns: (transfer full): a server that serves, or %NULL with an error
 */
McServer *
mc_server_new (McCentral *central, const McServerOptions *options, GError **error)
{
  g_autoptr (McServer) self = g_new0 (McServer, 1);
  g_autoptr (GInetSocketAddress) address = NULL;
  struct sockaddr_storage native;

  if (!mc_server_options_check (options, error) || !load_certificate (self, options, error))
    return NULL;
  address = parse_listen (options->listen, error);
  if (!g_socket_address_to_native (G_SOCKET_ADDRESS (address), &native, sizeof native, error))
    return NULL;

  self->drain_ms = options->drain_ms;
  self->sweeper = mc_sweeper_new (central->metrics);
  self->writer = mc_batch_writer_new (central->storage, central->metrics);
  self->shared.central = central;
  self->shared.writer = central->writer = self->writer;
  self->workers = g_thread_pool_new (mc_exchange_run_slow, NULL, WORKERS, FALSE, NULL);
  self->shared.workers = self->workers;
  self->hashers = g_thread_pool_new (mc_exchange_run_slow, NULL, HASHERS, FALSE, NULL);
  self->shared.hashers = self->hashers;
  self->shared.header_deadline_ms = options->header_deadline_ms;
  self->shared.idle_deadline_ms = options->idle_deadline_ms;
  self->shared.body_percent = options->body_percent;
  self->quota = mc_quota_new (options->kiosk_requests, options->kiosk_megabytes);
  self->shared.quota = self->quota;
  self->daemon = start_daemon (self, options, address, (const struct sockaddr *) &native);
  if (self->daemon == NULL)
    {
      g_set_error (error,
                   MC_SERVER_ERROR,
                   MC_SERVER_ERROR_LISTEN,
                   "cannot listen on %s: the address is taken or not ours, or the certificate and "
                   "its key do not fit",
                   options->listen);
      return NULL;
    }
  self->url = make_url (self, address);

  return g_steal_pointer (&self);
}

/**
 * mc_server_get_url:
 * @self: a server
 *
 * Returns: (transfer none): where it listens, with the port that it got
 */
const char *
mc_server_get_url (McServer *self)
{
  return self->url;
}

static void
drain (McServer *self)
{
  gint64 end = g_get_monotonic_time () + self->drain_ms * (gint64) 1000;

  while (__atomic_load_n (&self->shared.active, __ATOMIC_RELAXED) > 0 &&
         g_get_monotonic_time () < end)
    g_usleep (10 * G_TIME_SPAN_MILLISECOND);
}

/**
 * mc_server_free:
 * @self: (transfer full) (nullable): a server
 *
 * Accepts no more, lets what is under way finish (for the options' `drain_ms` at most), writes what
 * waits, and closes.
 */
void
mc_server_free (McServer *self)
{
  MHD_socket listener = MHD_INVALID_SOCKET;

  if (self == NULL)
    return;

  if (self->daemon != NULL)
    {
      listener = MHD_quiesce_daemon (self->daemon);
      if (listener != MHD_INVALID_SOCKET)
        shutdown (listener, SHUT_RDWR); /* clients are told at once, not after the drain */
      drain (self);
    }
  if (self->workers != NULL)
    g_thread_pool_free (self->workers, FALSE, TRUE);
  if (self->hashers != NULL)
    g_thread_pool_free (self->hashers, FALSE, TRUE);
  if (self->shared.central != NULL)
    self->shared.central->writer = NULL;
  /* The writer's last words resume their connections, so it stops before the library does. */
  if (self->writer != NULL)
    mc_batch_writer_stop (self->writer);
  g_clear_pointer (&self->daemon, MHD_stop_daemon);
  if (listener != MHD_INVALID_SOCKET)
    g_close (listener, NULL);
  g_clear_pointer (&self->writer, mc_batch_writer_free);
  g_clear_pointer (&self->sweeper, mc_sweeper_free);
  g_clear_pointer (&self->quota, mc_quota_free);
  g_free (self->certificate);
  if (self->key != NULL)
    explicit_bzero (self->key, strlen (self->key));
  g_free (self->key);
  g_free (self->url);
  g_free (self);
}
