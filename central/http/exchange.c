/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/http/exchange.h"

#include <stdatomic.h>
#include <string.h>
#include "central/console/shell.h"
#include "central/console/shell.h"
#include "central/log.h"
#include "central/http/routes.h"
#include "central/http/signing.h"
#include "central/http/upload.h"
#include "central/people/sessions.h"

/* Bodies of all connections together; beyond it new ones are told to come later. */
#define MAX_BODY_BYTES (256 * 1024 * 1024)
#define MAX_SKIPPED_BODY                                                                           \
  (256 * 1024 * 1024) /* a whole film from a phone is still told so in words */

/* What is larger is read from officials who are signed in, and from nobody else: a few strangers
 * with large promises and slow lines would take the room of all kiosks. */
#define MAX_UNKNOWN_BODY (64 * 1024)

#define QUOTA_RETRY_S "3600"

/* Passwords wait 5 s in such a queue, papers about 10 s. */
#define MAX_QUEUED 64

typedef enum
{
  STAGE_HEADERS, /* nothing looked at yet */
  STAGE_BODY,
  STAGE_WORKING, /* suspended: a worker has it */
  STAGE_WRITING, /* suspended: the writer has it */
  STAGE_DECIDED, /* `answer` is there, not queued yet */
  STAGE_ANSWERED,
} Stage;

struct _McExchange
{
  McExchangeShared *shared;   /* (unowned) */
  struct MHD_Connection *mhd; /* (unowned) */
  McWatch *watch;             /* (unowned) */
  Stage stage;
  gboolean counted; /* in shared->active */
  gsize reserved;   /* of shared->body_bytes */

  char *target;            /* (owned), raw */
  const char *target_spot; /* where it stood */
  McRequestHead head;
  const McRoute *route; /* (nullable) */

  char *path;                            /* (owned) */
  char *query;                           /* (owned) */
  char *captures[MC_ROUTE_MAX_CAPTURES]; /* (owned) (nullable) */
  char *authority;                       /* (owned) (nullable) */
  guint8 *buffer;                        /* (owned) (nullable), the body as it comes */
  gsize filled;
  gboolean skips; /* the body is too large: it is read past, never kept */
  GBytes *body;   /* (owned) (nullable), the body when complete */
  McRequest request;

  McAnswer *answer; /* (owned) (nullable) */
};

/**
 * mc_exchange_new:
 * @shared: (unowned): what all exchanges share
 * @mhd: (unowned): the connection
 * @watch: (unowned): its deadline
 * @target: the raw request target, before the library unescapes it
 *
 * Begins when the request line is there; from now on the header has its own total deadline.
 *
 * Returns: (transfer full): an exchange
 */
McExchange *
mc_exchange_new (McExchangeShared *shared,
                 struct MHD_Connection *mhd,
                 McWatch *watch,
                 const char *target)
{
  McExchange *self = g_new0 (McExchange, 1);

  self->shared = shared;
  self->mhd = mhd;
  self->watch = watch;
  self->target = g_strdup (target == NULL ? "" : target);
  self->target_spot = target;
  mc_watch_tighten (watch, shared->header_deadline_ms);

  return self;
}

static guint
transfer_deadline (McExchange *self, gsize length)
{
  return (guint64) mc_transfer_deadline_ms (length) * self->shared->body_percent / 100;
}

static void
decide (McExchange *self, McAnswer *answer)
{
  self->answer = answer;
  self->stage = STAGE_DECIDED;
}

static void
free_bytes (void *bytes)
{
  g_bytes_unref (bytes);
}

static gboolean
has_header (const McAnswer *answer, const char *name)
{
  for (guint i = 0; answer->headers != NULL && i < answer->headers->len; i += 2)
    if (g_ascii_strcasecmp (g_ptr_array_index (answer->headers, i), name) == 0)
      return TRUE;

  return FALSE;
}

static struct MHD_Response *
make_response (McAnswer *answer)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (answer->body, &length);
  struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback_cls (
      length, (void *) data, free_bytes, g_bytes_ref (answer->body));
  char keep[40];

  MHD_add_response_header (response, "Content-Type", answer->content_type);
  MHD_add_response_header (response, "X-Content-Type-Options", "nosniff");
  if (!has_header (answer, "Referrer-Policy"))
    MHD_add_response_header (response, "Referrer-Policy", "no-referrer");
  g_snprintf (keep, sizeof keep, "private, max-age=%u", answer->max_age);
  MHD_add_response_header (response, "Cache-Control", answer->max_age > 0 ? keep : "no-store");
  for (guint i = 0; answer->headers != NULL && i + 1 < answer->headers->len; i += 2)
    MHD_add_response_header (response,
                             g_ptr_array_index (answer->headers, i),
                             g_ptr_array_index (answer->headers, i + 1));
  if (answer->close)
    MHD_add_response_header (response, "Connection", "close");

  return response;
}

static enum MHD_Result
queue_answer (McExchange *self)
{
  g_autoptr (McAnswer) answer = g_steal_pointer (&self->answer);
  struct MHD_Response *response;
  enum MHD_Result result;

  if (self->head.signature != NULL)
    mc_signing_sign_answer (self->shared->central, answer, self->head.signature);
  mc_metrics_count_answer (self->shared->central->metrics, answer->status);

  self->stage = STAGE_ANSWERED;
  mc_watch_set_deadline (self->watch, transfer_deadline (self, g_bytes_get_size (answer->body)));
  response = make_response (answer);
  result = MHD_queue_response (self->mhd, answer->status, response);
  MHD_destroy_response (response);

  return result;
}

static void
split_target (McExchange *self)
{
  const char *query = strchr (self->target, '?');

  self->path =
      query == NULL ? g_strdup (self->target) : g_strndup (self->target, query - self->target);
  self->query = g_strdup (query == NULL ? "?" : query);
}

static McAnswer *
find_route (McExchange *self, const char *method)
{
  McRouteMatch match;

  if (g_str_equal (method, "HEAD"))
    method = "GET";
  match = mc_routes_match (method, self->path, &self->route, self->captures);
  self->request.capture = self->captures[0];
  self->request.second = self->captures[1];
  /* A person mistyped it, or followed an old link. */
  if (match == MC_ROUTE_UNKNOWN && g_str_equal (method, "GET") &&
      g_str_has_prefix (self->path, "/console/"))
    {
      self->route = &mc_shell_missing_route;
      match = MC_ROUTE_FOUND;
    }
  if (match == MC_ROUTE_UNKNOWN)
    return mc_answer_new_problem (0, "not-found", NULL, NULL);
  if (match == MC_ROUTE_OTHER_METHOD)
    return mc_answer_new_problem (0, "method", NULL, NULL);
  if (self->head.length <= self->route->max_body)
    return NULL;

  /* A browser shows an answer only after all was sent; cut off, it would blame the network. */
  self->skips =
      (self->route->flags & MC_ROUTE_UPLOAD) != 0 && self->head.length <= MAX_SKIPPED_BODY;
  return self->skips ? NULL : mc_answer_new_problem (0, "too-large", NULL, NULL);
}

static McAnswer *
check_large_sender (McExchange *self)
{
  McCentral *central = self->shared->central;

  if ((self->route->flags & MC_ROUTE_OFFICIAL) == 0 || self->head.length <= MAX_UNKNOWN_BODY)
    return NULL;

  return mc_sessions_check_cookie (central, self->head.cookie, mc_clock_now (central->clock));
}

static McAnswer *
reserve_body (McExchange *self)
{
  gsize length = self->head.length;

  if (length == 0 || self->skips)
    return NULL;
  if (__atomic_add_fetch (&self->shared->body_bytes, length, __ATOMIC_RELAXED) > MAX_BODY_BYTES)
    {
      __atomic_sub_fetch (&self->shared->body_bytes, length, __ATOMIC_RELAXED);
      return mc_answer_new_problem (0, "busy", NULL, NULL);
    }
  self->reserved = length;
  self->buffer = g_malloc (length);

  return NULL;
}

/* The first call: the header block is complete, nothing of the body was taken. */
static enum MHD_Result
look_at_headers (McExchange *self, const char *method, const char *version)
{
  McRequestLine line = { method, self->target, self->target_spot, version };
  McAnswer *answer = mc_request_guard_check (self->mhd, &line, &self->head);

  if (answer != NULL)
    {
      self->head = (McRequestHead){ 0 };
      mc_metrics_add (self->shared->central->metrics, MC_METRIC_GUARD_REFUSED, 1);
      decide (self, answer);
      return queue_answer (self);
    }

  split_target (self);
  answer = find_route (self, method);
  if (answer == NULL)
    answer = check_large_sender (self);
  if (answer == NULL)
    answer = reserve_body (self);
  if (answer != NULL && self->head.length > 0)
    {
      answer->close = TRUE; /* its body is not read */
      decide (self, answer);
      return queue_answer (self);
    }

  self->request.method = method;
  self->stage = STAGE_BODY;
  self->counted = TRUE;
  __atomic_add_fetch (&self->shared->active, 1, __ATOMIC_RELAXED);
  mc_watch_set_deadline (self->watch, transfer_deadline (self, self->head.length));
  if (answer != NULL)
    decide (self, answer);

  return MHD_YES;
}

static void
fill_request (McExchange *self)
{
  McRequest *request = &self->request;
  g_autofree char *language = NULL;

  self->body = self->buffer == NULL
                   ? g_bytes_new_static ("", 0)
                   : g_bytes_new_take (g_steal_pointer (&self->buffer), self->filled);
  self->authority = mc_request_guard_authority (self->head.host);
  request->path = self->path;
  request->query = self->query;
  request->authority = self->authority;
  request->bytes = self->body;
  request->body = g_bytes_get_data (self->body, &request->length);
  if (request->body == NULL)
    request->body = (const guint8 *) "";
  request->now = mc_clock_now (self->shared->central->clock);
  request->cookie = self->head.cookie;
  request->origin = self->head.origin;
  request->language = "vi";
  if (self->query[1] != '\0')
    language = mc_request_dup_query (request, "lang");
  if (language == NULL)
    language = mc_request_dup_cookie (request, MC_LANGUAGE_COOKIE);
  if (g_strcmp0 (language, "en") == 0)
    request->language = "en";
}

static gboolean
run_write (McStorage *storage, gpointer data, GError **error)
{
  McExchange *self = data;

  g_clear_pointer (&self->answer, mc_answer_free);
  self->answer = self->route->write (self->shared->central, storage, &self->request, error);

  return self->answer != NULL;
}

/* Nothing was kept: in words to an official, as a problem to a program. */
static McAnswer *
new_busy (McExchange *self)
{
  return self->request.user != NULL ? mc_shell_new_busy (self->shared->central, &self->request)
                                    : mc_answer_new_problem (0, "busy", NULL, NULL);
}

/* In the writer's thread: only here may what was written be acknowledged. */
static void
on_written (gpointer data, const GError *error)
{
  McExchange *self = data;

  if (error != NULL)
    {
      mc_log (MC_LOG_ERROR,
              "write-failed",
              "route",
              self->route->pattern,
              "error",
              error->message,
              NULL);
      g_clear_pointer (&self->answer, mc_answer_free);
      self->answer = new_busy (self);
    }
  self->stage = STAGE_DECIDED;
  MHD_resume_connection (self->mhd);
}

static void
give_to_writer (McExchange *self)
{
  g_assert (self->route->write != NULL);
  self->stage = STAGE_WRITING;
  if (mc_batch_writer_submit (self->shared->writer, run_write, on_written, self))
    return;

  self->answer = new_busy (self);
  self->stage = STAGE_DECIDED;
  MHD_resume_connection (self->mhd);
}

/**
 * mc_exchange_run_slow:
 * @exchange: (type McExchange): one whose route is %MC_ROUTE_SLOW, suspended
 * @data: nothing
 *
 * Runs its handler, then resumes it or hands it to the writer. A worker's thread.
 */
void
mc_exchange_run_slow (gpointer exchange, gpointer data)
{
  McExchange *self = exchange;
  McAnswer *answer = self->route->handle (self->shared->central, &self->request);

  if (answer == NULL)
    {
      give_to_writer (self);
      return;
    }

  decide (self, answer);
  MHD_resume_connection (self->mhd);
}

/* Beyond the watch: nobody waits for the client now. */
static void
suspend (McExchange *self)
{
  mc_watch_clear_deadline (self->watch);
  MHD_suspend_connection (self->mhd);
}

static McAnswer *
check_quota (McExchange *self)
{
  const McRequest *request = &self->request;
  McAnswer *answer;
  gboolean first;

  if ((self->route->flags & MC_ROUTE_QUOTA) == 0 ||
      mc_quota_take (
          self->shared->quota, request->kiosk->key_id, request->length, request->now, &first))
    return NULL;

  if (first)
    mc_log (MC_LOG_WARNING, "kiosk-over-quota", "kiosk", request->kiosk->name, NULL);
  answer = mc_answer_new_problem (0, "quota", NULL, NULL);
  mc_answer_add_header (answer, "Retry-After", QUOTA_RETRY_S);
  return answer;
}

static McAnswer *
check_sender (McExchange *self)
{
  McCentral *central = self->shared->central;
  McRouteFlags flags = self->route->flags;
  McAnswer *answer;

  if ((flags & (MC_ROUTE_SIGNED | MC_ROUTE_ENROLMENT)) != 0)
    {
      answer = mc_signing_check_request (central, &self->request, &self->head, flags);
      return answer != NULL ? answer : check_quota (self);
    }
  if ((flags & MC_ROUTE_OFFICIAL) != 0)
    return mc_sessions_check_request (central, self->shared->writer, &self->request, flags);

  return NULL;
}

/* NULL when so many wait there already that one more would not be answered in time. */
static GThreadPool *
find_pool (McExchange *self)
{
  GThreadPool *pool =
      (self->route->flags & MC_ROUTE_PASSWORD) != 0 ? self->shared->hashers : self->shared->workers;

  return g_thread_pool_unprocessed (pool) < MAX_QUEUED ? pool : NULL;
}

/* Nothing of the body is there, its form token neither: the page is one that only looks. */
static McAnswer *
answer_too_large (McExchange *self)
{
  McCentral *central = self->shared->central;
  McAnswer *answer;

  self->request.method = "GET";
  answer =
      mc_sessions_check_request (central, self->shared->writer, &self->request, self->route->flags);
  return answer != NULL ? answer : mc_shell_new_too_large (central, &self->request);
}

static enum MHD_Result
handle_request (McExchange *self)
{
  McCentral *central = self->shared->central;
  McAnswer *answer = NULL;

  fill_request (self);
  if (self->skips)
    {
      decide (self, answer_too_large (self));
      return queue_answer (self);
    }
  if ((self->route->flags & MC_ROUTE_UPLOAD) != 0)
    answer = mc_upload_parse (self->mhd, &self->request);
  if (answer == NULL)
    answer = check_sender (self);
  if (answer == NULL && (self->route->flags & MC_ROUTE_SLOW) != 0)
    {
      GThreadPool *pool = find_pool (self);

      if (pool != NULL)
        {
          self->stage = STAGE_WORKING;
          suspend (self);
          g_thread_pool_push (pool, self, NULL);
          return MHD_YES;
        }
      answer = mc_shell_new_busy (central, &self->request);
    }
  if (answer == NULL)
    answer = self->route->handle (central, &self->request);
  if (answer != NULL)
    {
      decide (self, answer);
      return queue_answer (self);
    }

  suspend (self);
  give_to_writer (self);

  return MHD_YES;
}

/**
 * mc_exchange_go_on:
 * @self: an exchange
 * @method: the request's method
 * @version: its version
 * @data: (nullable): more of the body
 * @length: (inout): its length; 0 afterwards means taken
 *
 * The library's access handler: once when the header block is complete, then for each piece of the
 * body, then when it is complete, and again after a resume. An HTTP thread.
 *
 * Returns: %MHD_NO to close the connection
 */
enum MHD_Result
mc_exchange_go_on (McExchange *self,
                   const char *method,
                   const char *version,
                   const char *data,
                   size_t *length)
{
  switch (self->stage)
    {
    case STAGE_HEADERS:
      return look_at_headers (self, method, version);
    case STAGE_BODY:
      if (*length == 0)
        return self->filled == self->head.length ? handle_request (self) : MHD_NO;
      if (*length > self->head.length - self->filled)
        return MHD_NO;
      if (!self->skips)
        memcpy (self->buffer + self->filled, data, *length);
      self->filled += *length;
      *length = 0;
      return MHD_YES;
    case STAGE_DECIDED:
      return queue_answer (self);
    case STAGE_WORKING:
    case STAGE_WRITING:
    case STAGE_ANSWERED:
    default:
      *length = 0;
      return MHD_YES;
    }
}

/**
 * mc_exchange_free:
 * @self: (transfer full) (nullable): an exchange whose answer is sent, or whose connection is gone
 */
void
mc_exchange_free (McExchange *self)
{
  if (self == NULL)
    return;

  if (self->counted)
    __atomic_sub_fetch (&self->shared->active, 1, __ATOMIC_RELAXED);
  __atomic_sub_fetch (&self->shared->body_bytes, self->reserved, __ATOMIC_RELAXED);
  mc_watch_set_deadline (self->watch, self->shared->idle_deadline_ms);

  mc_request_set_state (&self->request, NULL, NULL);
  mc_kiosk_record_free (self->request.kiosk);
  mc_user_record_free (self->request.user);
  g_clear_pointer (&self->request.parts, g_ptr_array_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->buffer);
  g_free (self->authority);
  for (guint i = 0; i < MC_ROUTE_MAX_CAPTURES; i++)
    g_free (self->captures[i]);
  g_free (self->query);
  g_free (self->path);
  g_free (self->target);
  mc_answer_free (self->answer);
  g_free (self);
}
