/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-curl-transport"

#include "config.h"

#include "app/delivery/curl-transport.h"

#include <curl/curl.h>
#include <glib-unix.h>
#include <string.h>

#include "app/protocol/messages.h"

#define MAX_ANSWER_LENGTH (1024 * 1024)
#define MAX_HEADER_LENGTH 2048
#define CONNECT_MS 5000
#define IDLE_S 15
#define EXPECT_THRESHOLD (1024 * 1024)
#define FULL_PATIENCE 100

/* libcurl's own limit first, then ours: with the socket interface its time-outs have been seen not
 * to fire (curl issue 23025). */
#define OWN_DEADLINE_MARGIN_MS 1000

struct _McCurlTransport
{
  GObject parent_instance;

  char *ca_file;         /* (owned) (nullable) */
  guint patience;        /* per cent of every time limit */
  GMainContext *context; /* (owned), of the thread that made the transport */
  CURLM *multi;          /* (owned) */
  GSource *timer;        /* (owned) (nullable), what libcurl asked for */
  GHashTable *sockets;   /* (owned) (element-type int GSource), set of watches by descriptor */
  GHashTable *exchanges; /* (owned) (element-type Exchange), set of what is under way */
};

/* One request under way. Belongs to the `exchanges` of its transport. */
typedef struct
{
  McCurlTransport *transport; /* (unowned), held by the task */
  GTask *task;                /* (owned) */
  McHttpRequest *request;     /* (owned) */
  McHttpAnswer *answer;       /* (owned) (nullable) once handed over */
  GByteArray *body;           /* (owned) */
  CURL *easy;                 /* (owned) */
  struct curl_slist *headers; /* (owned) (nullable) */
  GSource *deadline;          /* (owned) */
  GSource *cancelled;         /* (owned) (nullable) */
  gboolean over_limit;
  char reason[CURL_ERROR_SIZE];
} Exchange;

typedef enum
{
  PROP_CA_FILE = 1,
  PROP_PATIENCE,
} Property;

static GParamSpec *props[PROP_PATIENCE + 1];

static void transport_iface_init (McTransportInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (McCurlTransport, mc_curl_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MC_TYPE_TRANSPORT, transport_iface_init))
/* clang-format on */

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
source_free (gpointer data)
{
  GSource *source = data;

  clear_source (&source);
}

static void
exchange_free (Exchange *self)
{
  clear_source (&self->deadline);
  clear_source (&self->cancelled);
  if (self->easy != NULL)
    {
      curl_multi_remove_handle (self->transport->multi, self->easy);
      curl_easy_cleanup (self->easy);
    }
  curl_slist_free_all (self->headers);
  mc_http_request_free (self->request);
  mc_http_answer_free (self->answer);
  g_byte_array_unref (self->body);
  g_object_unref (self->task);
  g_free (self);
}

/* The one place where libcurl's codes become ours (reliability.md, section 6). */
static McTransportError
judge_code (CURLcode code, gboolean over_limit)
{
  if (over_limit)
    return MC_TRANSPORT_ERROR_LIMIT;
  switch ((int) code)
    {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return MC_TRANSPORT_ERROR_TRUST;
    case CURLE_FILESIZE_EXCEEDED:
    case CURLE_WRITE_ERROR:
      return MC_TRANSPORT_ERROR_LIMIT;
    default:
      return MC_TRANSPORT_ERROR_NETWORK;
    }
}

/* Takes @exchange off the transport and answers its task; may run the caller's callback. */
static void
exchange_finish (Exchange *exchange, GError *error)
{
  g_autoptr (GTask) task = g_object_ref (exchange->task);
  McHttpAnswer *answer = error == NULL ? g_steal_pointer (&exchange->answer) : NULL;

  if (answer != NULL)
    answer->body = g_byte_array_free_to_bytes (g_steal_pointer (&exchange->body));
  if (exchange->body == NULL)
    exchange->body = g_byte_array_new ();
  g_hash_table_remove (exchange->transport->exchanges, exchange);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, (GDestroyNotify) mc_http_answer_free);
}

static gboolean
on_deadline (gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange_finish (exchange,
                   g_error_new_literal (MC_TRANSPORT_ERROR,
                                        MC_TRANSPORT_ERROR_NETWORK,
                                        "The exchange took longer than its deadline"));
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange_finish (
      exchange,
      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The exchange was cancelled"));
  return G_SOURCE_REMOVE;
}

static size_t
on_body (char *data, size_t size, size_t n_members, void *user_data)
{
  Exchange *exchange = user_data;
  const gsize length = size * n_members;

  if (length > MAX_ANSWER_LENGTH - exchange->body->len)
    {
      exchange->over_limit = TRUE;
      return 0;
    }
  g_byte_array_append (exchange->body, (const guint8 *) data, (guint) length);
  return length;
}

/* A field that comes twice is one list (RFC 9110, section 5.2). None of ours is a list, so that
 * whoever reads it refuses it. */
static void
take_field (const char *line, const char *name, char **value)
{
  const gsize name_length = strlen (name);
  g_autofree char *text = NULL;

  if (g_ascii_strncasecmp (line, name, name_length) != 0 || line[name_length] != ':')
    return;
  text = g_strstrip (g_strdup (line + name_length + 1));
  if (*value != NULL)
    {
      g_autofree char *first = *value;

      *value = g_strconcat (first, ", ", text, NULL);
    }
  else
    *value = g_steal_pointer (&text);
}

static size_t
on_header (char *data, size_t size, size_t n_members, void *user_data)
{
  Exchange *exchange = user_data;
  McHttpAnswer *answer = exchange->answer;
  const gsize length = size * n_members;
  g_autofree char *line = NULL;

  if (length > MAX_HEADER_LENGTH)
    return length; /* none of ours is that long */
  line = g_strndup (data, length);
  if (g_str_has_prefix (line, "HTTP/"))
    {
      /* A new answer begins: what stood before belonged to a 1xx. */
      mc_http_answer_free (answer);
      exchange->answer = g_new0 (McHttpAnswer, 1);
      g_byte_array_set_size (exchange->body, 0);
      return length;
    }
  take_field (line, "Content-Type", &answer->content_type);
  take_field (line, "Content-Digest", &answer->content_digest);
  take_field (line, "Signature-Input", &answer->signature_input);
  take_field (line, "Signature", &answer->signature);
  return length;
}

/* Ends every exchange that libcurl says is done. Callbacks may start and cancel others meanwhile.
 */
static void
finish_done (McCurlTransport *self)
{
  CURLMsg *message;
  int left;

  while ((message = curl_multi_info_read (self->multi, &left)) != NULL)
    {
      const CURLcode code = message->data.result;
      CURL *easy = message->easy_handle;
      Exchange *exchange = NULL;
      curl_off_t retry_after = 0;
      long status = 0;

      if (message->msg != CURLMSG_DONE)
        continue;
      curl_easy_getinfo (easy, CURLINFO_PRIVATE, &exchange);
      if (code != CURLE_OK)
        {
          const char *reason =
              exchange->reason[0] != '\0' ? exchange->reason : curl_easy_strerror (code);

          exchange_finish (exchange,
                           g_error_new (MC_TRANSPORT_ERROR,
                                        judge_code (code, exchange->over_limit),
                                        "%s (libcurl %d)",
                                        exchange->over_limit ? "The answer is too long" : reason,
                                        code));
          continue;
        }
      curl_easy_getinfo (easy, CURLINFO_RESPONSE_CODE, &status);
      curl_easy_getinfo (easy, CURLINFO_RETRY_AFTER, &retry_after);
      exchange->answer->status = (guint) status;
      exchange->answer->retry_after = (guint) CLAMP (retry_after, 0, G_MAXINT);
      exchange_finish (exchange, NULL);
    }
}

static void
act (McCurlTransport *self, curl_socket_t socket, int events)
{
  g_autoptr (McCurlTransport) alive = g_object_ref (self);
  int running;

  if (self->multi == NULL)
    return;
  curl_multi_socket_action (self->multi, socket, events, &running);
  finish_done (self);
}

static gboolean
on_socket_ready (int fd, GIOCondition condition, gpointer user_data)
{
  int events = 0;

  if (condition & (G_IO_IN | G_IO_HUP))
    events |= CURL_CSELECT_IN;
  if (condition & G_IO_OUT)
    events |= CURL_CSELECT_OUT;
  if (condition & G_IO_ERR)
    events |= CURL_CSELECT_ERR;
  act (MC_CURL_TRANSPORT (user_data), fd, events);
  return G_SOURCE_CONTINUE;
}

static int
on_socket_changed (CURL *easy, curl_socket_t fd, int what, void *user_data, void *socket_data)
{
  McCurlTransport *self = user_data;
  GIOCondition condition = 0;
  GSource *source;

  g_hash_table_remove (self->sockets, GINT_TO_POINTER (fd));
  if (what == CURL_POLL_REMOVE)
    return 0;
  if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
    condition |= G_IO_IN;
  if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
    condition |= G_IO_OUT;
  source = g_unix_fd_source_new (fd, condition);
  g_source_set_callback (source, G_SOURCE_FUNC (on_socket_ready), self, NULL);
  g_source_attach (source, self->context);
  g_hash_table_insert (self->sockets, GINT_TO_POINTER (fd), source);
  return 0;
}

static gboolean
on_timer (gpointer user_data)
{
  McCurlTransport *self = user_data;

  clear_source (&self->timer);
  act (self, CURL_SOCKET_TIMEOUT, 0);
  return G_SOURCE_REMOVE;
}

/* Only notes the wish, even for 0 ms: libcurl must not be entered from its own callback. */
static int
on_timer_changed (CURLM *multi, long timeout_ms, void *user_data)
{
  McCurlTransport *self = user_data;

  clear_source (&self->timer);
  if (timeout_ms >= 0)
    {
      self->timer = g_timeout_source_new ((guint) MIN (timeout_ms, G_MAXINT));
      g_source_set_callback (self->timer, on_timer, self, NULL);
      g_source_attach (self->timer, self->context);
    }
  return 0;
}

/* Plain HTTP goes to this machine only: central behind its proxy, and tests. */
static gboolean
is_loopback (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return g_strcmp0 (host, "127.0.0.1") == 0 || g_strcmp0 (host, "::1") == 0 ||
         g_strcmp0 (host, "localhost") == 0;
}

static guint
limit_ms (McCurlTransport *self, guint ms)
{
  return (guint) MAX ((guint64) ms * self->patience / FULL_PATIENCE, 1);
}

static void
set_options (Exchange *exchange)
{
  McCurlTransport *self = exchange->transport;
  CURL *easy = exchange->easy;
  const char *method = exchange->request->method;
  const char *body = "";
  gsize length = 0;
  guint deadline_ms;

  if (exchange->request->body != NULL)
    body = g_bytes_get_data (exchange->request->body, &length);
  deadline_ms = limit_ms (self, mc_transfer_deadline_ms (length));

  curl_easy_setopt (easy, CURLOPT_PRIVATE, exchange);
  curl_easy_setopt (easy, CURLOPT_ERRORBUFFER, exchange->reason);
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_URL, exchange->request->url);
  curl_easy_setopt (
      easy, CURLOPT_PROTOCOLS_STR, is_loopback (exchange->request->url) ? "https,http" : "https");
  curl_easy_setopt (easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt (easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt (easy, CURLOPT_PROXY, "");
  curl_easy_setopt (easy, CURLOPT_NETRC, CURL_NETRC_IGNORED);
  curl_easy_setopt (easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  curl_easy_setopt (easy, CURLOPT_HTTP_TRANSFER_DECODING, 1L);

  /* An empty CAfile would be the machine's own store: nothing but the configured file is trusted.
   */
  curl_easy_setopt (easy, CURLOPT_CAINFO, self->ca_file != NULL ? self->ca_file : "/dev/null");
  curl_easy_setopt (easy, CURLOPT_CAPATH, NULL);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt (easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);

  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS, (long) limit_ms (self, CONNECT_MS));
  curl_easy_setopt (easy, CURLOPT_TIMEOUT_MS, (long) deadline_ms);
  curl_easy_setopt (easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt (
      easy, CURLOPT_LOW_SPEED_TIME, (long) MAX (limit_ms (self, IDLE_S * 1000) / 1000, 1));
  curl_easy_setopt (easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t) MAX_ANSWER_LENGTH);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, exchange);
  curl_easy_setopt (easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt (easy, CURLOPT_HEADERDATA, exchange);

  exchange->headers = curl_slist_append (exchange->headers, "User-Agent: motcua/" MC_VERSION);
  /* POSTFIELDS invents a form's type and, for long bodies, an Expect that costs up to a second. */
  exchange->headers = curl_slist_append (exchange->headers, "Content-Type:");
  if (length < EXPECT_THRESHOLD)
    exchange->headers = curl_slist_append (exchange->headers, "Expect:");
  for (guint i = 0; exchange->request->headers != NULL && exchange->request->headers[i] != NULL;
       i++)
    exchange->headers = curl_slist_append (exchange->headers, exchange->request->headers[i]);
  curl_easy_setopt (easy, CURLOPT_HTTPHEADER, exchange->headers);

  if (strcmp (method, "GET") == 0)
    curl_easy_setopt (easy, CURLOPT_HTTPGET, 1L);
  else
    {
      /* Not READFUNCTION: a resent request would need to be rewound (curl issue 2801). */
      curl_easy_setopt (easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) length);
      curl_easy_setopt (easy, CURLOPT_POSTFIELDS, length > 0 ? body : "");
      curl_easy_setopt (easy, CURLOPT_CUSTOMREQUEST, method);
    }

  exchange->deadline = g_timeout_source_new (deadline_ms + limit_ms (self, OWN_DEADLINE_MARGIN_MS));
  g_source_set_callback (exchange->deadline, on_deadline, exchange, NULL);
  g_source_attach (exchange->deadline, self->context);
}

static void
curl_transport_send_async (McTransport *transport,
                           McHttpRequest *request,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  McCurlTransport *self = MC_CURL_TRANSPORT (transport);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Exchange *exchange;
  CURLMcode code;

  g_task_set_source_tag (task, curl_transport_send_async);
  if (g_task_return_error_if_cancelled (task))
    {
      mc_http_request_free (request);
      return;
    }

  exchange = g_new0 (Exchange, 1);
  exchange->transport = self;
  exchange->task = g_steal_pointer (&task);
  exchange->request = request;
  exchange->answer = g_new0 (McHttpAnswer, 1);
  exchange->body = g_byte_array_new ();
  exchange->easy = curl_easy_init ();
  g_hash_table_add (self->exchanges, exchange);
  if (exchange->easy == NULL)
    {
      exchange_finish (exchange,
                       g_error_new_literal (MC_TRANSPORT_ERROR,
                                            MC_TRANSPORT_ERROR_NETWORK,
                                            "libcurl gives no handle"));
      return;
    }
  set_options (exchange);
  if (cancellable != NULL)
    {
      exchange->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (exchange->cancelled, G_SOURCE_FUNC (on_cancelled), exchange, NULL);
      g_source_attach (exchange->cancelled, self->context);
    }
  code = curl_multi_add_handle (self->multi, exchange->easy);
  if (code != CURLM_OK)
    exchange_finish (exchange,
                     g_error_new_literal (MC_TRANSPORT_ERROR,
                                          MC_TRANSPORT_ERROR_NETWORK,
                                          curl_multi_strerror (code)));
}

static McHttpAnswer *
curl_transport_send_finish (McTransport *transport, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, transport), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
transport_iface_init (McTransportInterface *iface)
{
  iface->send_async = curl_transport_send_async;
  iface->send_finish = curl_transport_send_finish;
}

static void
mc_curl_transport_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  McCurlTransport *self = MC_CURL_TRANSPORT (object);

  switch ((Property) id)
    {
    case PROP_CA_FILE:
      g_value_set_string (value, self->ca_file);
      break;
    case PROP_PATIENCE:
      g_value_set_uint (value, self->patience);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_curl_transport_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  McCurlTransport *self = MC_CURL_TRANSPORT (object);

  switch ((Property) id)
    {
    case PROP_CA_FILE:
      self->ca_file = g_value_dup_string (value);
      break;
    case PROP_PATIENCE:
      self->patience = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_curl_transport_dispose (GObject *object)
{
  McCurlTransport *self = MC_CURL_TRANSPORT (object);
  GHashTableIter iter;
  gpointer exchange;

  /* Each exchange's task holds the transport: there is one here only when somebody ran dispose. */
  while (g_hash_table_iter_init (&iter, self->exchanges),
         g_hash_table_iter_next (&iter, &exchange, NULL))
    exchange_finish (
        exchange,
        g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The transport was disposed of"));
  clear_source (&self->timer);
  g_clear_pointer (&self->multi, curl_multi_cleanup);
  g_hash_table_remove_all (self->sockets);
  clear_source (&self->timer);

  G_OBJECT_CLASS (mc_curl_transport_parent_class)->dispose (object);
}

static void
mc_curl_transport_finalize (GObject *object)
{
  McCurlTransport *self = MC_CURL_TRANSPORT (object);

  g_hash_table_unref (self->exchanges);
  g_hash_table_unref (self->sockets);
  g_main_context_unref (self->context);
  g_free (self->ca_file);

  G_OBJECT_CLASS (mc_curl_transport_parent_class)->finalize (object);
}

static void
mc_curl_transport_class_init (McCurlTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mc_curl_transport_get_property;
  object_class->set_property = mc_curl_transport_set_property;
  object_class->dispose = mc_curl_transport_dispose;
  object_class->finalize = mc_curl_transport_finalize;

  /**
   * McCurlTransport:ca-file: (nullable)
   *
   * The PEM file with the only CAs that are trusted. Without one, no HTTPS server is.
   */
  props[PROP_CA_FILE] = g_param_spec_string ("ca-file", NULL, NULL, NULL, flags);
  /**
   * McCurlTransport:patience:
   *
   * Per cent of every time limit. Less than 100 is for tests of what happens when time is up.
   */
  props[PROP_PATIENCE] =
      g_param_spec_uint ("patience", NULL, NULL, 1, FULL_PATIENCE, FULL_PATIENCE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  curl_global_init (CURL_GLOBAL_DEFAULT);
}

static void
mc_curl_transport_init (McCurlTransport *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->exchanges = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) exchange_free, NULL);
  self->sockets = g_hash_table_new_full (NULL, NULL, NULL, source_free);
  self->multi = curl_multi_init ();
  g_assert (self->multi != NULL);
  curl_multi_setopt (self->multi, CURLMOPT_SOCKETFUNCTION, on_socket_changed);
  curl_multi_setopt (self->multi, CURLMOPT_SOCKETDATA, self);
  curl_multi_setopt (self->multi, CURLMOPT_TIMERFUNCTION, on_timer_changed);
  curl_multi_setopt (self->multi, CURLMOPT_TIMERDATA, self);
}

/**
 * mc_curl_transport_new:
 * @ca_file: (nullable): PEM file with the CAs to trust, and no others; %NULL when only plain HTTP
 * on loopback will be spoken
 *
 * A transport on the main context of the calling thread, and for that thread alone. HTTPS only (but
 * for loopback), TLS 1.2 or newer, no redirects, no proxy, no decompression, answers up to 1 MiB.
 *
 * Returns: (transfer full): a transport
 */
McTransport *
mc_curl_transport_new (const char *ca_file)
{
  return g_object_new (MC_TYPE_CURL_TRANSPORT, "ca-file", ca_file, NULL);
}
