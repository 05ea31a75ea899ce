/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-central-client"

#include "config.h"

#include "app/delivery/central-client.h"

#include <string.h>

#include "app/delivery/exchange.h"
#include "app/domain/json.h"

struct _McCentralClient
{
  GObject parent_instance;

  McTransport *transport; /* (owned) */
  McClock *clock;         /* (owned) */
  char *url;              /* (owned) */
  McSigningKey *key;      /* (owned) */
  guint8 central_public[32];
  gint64 clock_offset; /* seconds to add to our clock to have central's */
};

/* One call: at most two exchanges, the second after central said what time it is. */
typedef struct
{
  char *method;       /* (owned) */
  char *path;         /* (owned) */
  char *content_type; /* (owned) (nullable) */
  GBytes *body;       /* (owned) (nullable) */
  char *signature;    /* (owned) (nullable), of the request that is under way */
  gboolean retried;

  guint status;
  guint retry_after;
  McProblem *problem; /* (owned) (nullable) */
} Call;

/* clang-format off */
G_DEFINE_QUARK (mc-client-error-quark, mc_client_error)
G_DEFINE_FINAL_TYPE (McCentralClient, mc_central_client, G_TYPE_OBJECT)
/* clang-format on */

static void send_call (McCentralClient *self, GTask *task);

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->method);
  g_free (call->path);
  g_free (call->content_type);
  g_clear_pointer (&call->body, g_bytes_unref);
  g_free (call->signature);
  mc_problem_free (call->problem);
  g_free (call);
}

static void
mc_central_client_finalize (GObject *object)
{
  McCentralClient *self = MC_CENTRAL_CLIENT (object);

  g_clear_object (&self->transport);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->key, mc_signing_key_free);
  g_free (self->url);

  G_OBJECT_CLASS (mc_central_client_parent_class)->finalize (object);
}

static void
mc_central_client_class_init (McCentralClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mc_central_client_finalize;
}

static void
mc_central_client_init (McCentralClient *self)
{
}

/**
 * mc_central_client_new:
 * @transport: what carries the requests
 * @clock: the kiosk's clock
 * @url: central's address, "https://host[:port]"
 * @key: the kiosk's key, which is copied
 * @central_public: (array fixed-size=32): the signing key that central showed at enrolment
 *
 * Returns: (transfer full): a client, for the thread of @transport
 */
McCentralClient *
mc_central_client_new (McTransport *transport,
                       McClock *clock,
                       const char *url,
                       const McSigningKey *key,
                       const guint8 central_public[32])
{
  McCentralClient *self;

  g_return_val_if_fail (MC_IS_TRANSPORT (transport) && MC_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (url != NULL && key != NULL && central_public != NULL, NULL);

  self = g_object_new (MC_TYPE_CENTRAL_CLIENT, NULL);
  self->transport = g_object_ref (transport);
  self->clock = g_object_ref (clock);
  self->url = g_strdup (url);
  self->key = mc_signing_key_new_from_seed (mc_signing_key_get_seed (key));
  memcpy (self->central_public, central_public, sizeof self->central_public);
  return self;
}

/**
 * mc_central_client_get_clock_offset:
 * @self: a client
 *
 * Returns: by how many seconds central's clock is ahead of ours, as it last told; 0 until it had to
 */
gint64
mc_central_client_get_clock_offset (McCentralClient *self)
{
  g_return_val_if_fail (MC_IS_CENTRAL_CLIENT (self), 0);

  return self->clock_offset;
}

/* A genuine "your clock is wrong" is answered by going on with central's time, once a call. */
static gboolean
take_time (McCentralClient *self, Call *call)
{
  gint64 server_time;

  if (call->retried || call->status != 401 || call->problem == NULL ||
      strcmp (call->problem->type, "clock-skew") != 0 ||
      !mc_json_get_time (call->problem->extra, "server_time", &server_time, NULL))
    return FALSE;
  self->clock_offset = server_time - mc_clock_now (self->clock);
  g_message ("Central's clock is %" G_GINT64_FORMAT " s ahead of ours", self->clock_offset);
  call->retried = TRUE;
  return TRUE;
}

static void
return_answer (McCentralClient *self, GTask *task, const McHttpAnswer *answer)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr (json_t) body = NULL;
  g_autoptr (GError) json_error = NULL;
  GError *error = NULL;

  call->status = answer->status;
  call->retry_after = answer->retry_after;
  if (!mc_answer_is_genuine (answer, call->signature, self->central_public, &error))
    {
      mc_answer_judge_unproven (call->status, &call->retry_after, &error);
      g_task_return_error (task, error);
      return;
    }

  body = mc_answer_parse (answer, &json_error);
  if (call->status >= 400 && body != NULL)
    call->problem = mc_problem_from_json (body, NULL);
  if (take_time (self, call))
    {
      g_clear_pointer (&call->problem, mc_problem_free);
      send_call (self, task);
      return;
    }
  if (!mc_answer_judge (call->status, call->problem, &error))
    g_task_return_error (task, error);
  else if (body == NULL)
    g_task_return_new_error (task,
                             MC_CLIENT_ERROR,
                             MC_CLIENT_ERROR_UNREACHABLE,
                             "Central answered %u with something else than JSON: %s",
                             call->status,
                             json_error->message);
  else
    g_task_return_pointer (task, g_steal_pointer (&body), (GDestroyNotify) json_decref);
}

static void
on_send_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (McHttpAnswer) answer = NULL;
  g_autoptr (GError) failure = NULL;
  GError *error = NULL;

  answer = mc_transport_send_finish (MC_TRANSPORT (source), result, &failure);
  if (answer != NULL)
    {
      return_answer (MC_CENTRAL_CLIENT (g_task_get_source_object (task)), task, answer);
      return;
    }
  mc_transport_judge (failure, &error);
  g_task_return_error (task, error);
}

static void
send_call (McCentralClient *self, GTask *task)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr (McSignedRequest) request = NULL;
  GError *error = NULL;

  request = mc_signed_request_new (self->url,
                                   call->method,
                                   call->path,
                                   call->content_type,
                                   call->body,
                                   self->key,
                                   mc_clock_now (self->clock) + self->clock_offset,
                                   &error);
  if (request == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_free (call->signature);
  call->signature = g_steal_pointer (&request->signature);
  mc_transport_send_async (self->transport,
                           g_steal_pointer (&request->request),
                           g_task_get_cancellable (task),
                           on_send_ready,
                           g_object_ref (task));
}

/**
 * mc_central_client_call_async:
 * @self: a client
 * @method: "GET", "POST" or "PUT"
 * @path: path and, after a '?', query
 * @content_type: (nullable): of @body
 * @body: (nullable): what to send, at most 1 MiB
 * @cancellable: (nullable): ends the call
 * @callback: called when there is a verified answer or an error
 * @user_data: for @callback
 *
 * One signed exchange with central. The task holds the client until @callback has run.
 */
void
mc_central_client_call_async (McCentralClient *self,
                              const char *method,
                              const char *path,
                              const char *content_type,
                              GBytes *body,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Call *call;

  g_return_if_fail (MC_IS_CENTRAL_CLIENT (self));
  g_return_if_fail (method != NULL && path != NULL && path[0] == '/');

  call = g_new0 (Call, 1);
  call->method = g_strdup (method);
  call->path = g_strdup (path);
  call->content_type = g_strdup (content_type);
  call->body = body != NULL ? g_bytes_ref (body) : NULL;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mc_central_client_call_async);
  g_task_set_task_data (task, call, call_free);
  send_call (self, task);
}

/**
 * mc_central_client_call_finish:
 * @self: a client
 * @result: what the callback got
 * @status: (out) (optional): the HTTP status; 0 when there was no answer. Of an answer that nobody
 *   signed it is hearsay
 * @retry_after: (out) (optional): seconds to wait, as the answer asked; 0 = it did not
 * @problem: (out) (optional) (nullable) (transfer full): what central says went wrong; only from a
 *   genuine answer
 * @error: return location for #McClientError, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the body of a genuine success
 */
json_t *
mc_central_client_call_finish (McCentralClient *self,
                               GAsyncResult *result,
                               guint *status,
                               guint *retry_after,
                               McProblem **problem,
                               GError **error)
{
  Call *call;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  call = g_task_get_task_data (G_TASK (result));
  if (status != NULL)
    *status = call->status;
  if (retry_after != NULL)
    *retry_after = call->retry_after;
  if (problem != NULL)
    *problem = g_steal_pointer (&call->problem);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_lookup_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (json_t) body = NULL;
  g_autoptr (McStatus) status = NULL;
  GError *error = NULL;

  body =
      mc_central_client_call_finish (MC_CENTRAL_CLIENT (source), result, NULL, NULL, NULL, &error);
  if (body == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  status = mc_status_from_json (body, &error);
  if (status != NULL)
    g_task_return_pointer (task, g_steal_pointer (&status), (GDestroyNotify) mc_status_free);
  else
    {
      g_task_return_new_error (task,
                               MC_CLIENT_ERROR,
                               MC_CLIENT_ERROR_UNREACHABLE,
                               "Central's status makes no sense: %s",
                               error->message);
      g_error_free (error);
    }
}

/* Which dossier, in which language, and with which card, if any. */
static GBytes *
make_question (const McDossierKey *key, const char *language, const char *card)
{
  g_autoptr (json_t) question = json_object ();
  char *text;

  json_object_set_new (question, "language", json_string (language));
  if (key->token != NULL)
    json_object_set_new (question, "token", json_string (key->token));
  else
    {
      json_object_set_new (question, "code", json_string (key->code));
      json_object_set_new (question, "id_last4", json_string (key->id_last4));
      json_object_set_new (question, "birth_year", json_integer (key->birth_year));
    }
  if (card != NULL)
    json_object_set_new (question, "card", json_string (card));
  text = mc_json_to_string (question);
  return g_bytes_new_take (text, strlen (text));
}

/**
 * mc_central_client_lookup_async:
 * @self: a client
 * @key: which dossier
 * @language: "vi" or "en", of the names in the answer
 * @cancellable: (nullable): ends the call
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks where a dossier stands.
 */
void
mc_central_client_lookup_async (McCentralClient *self,
                                const McDossierKey *key,
                                const char *language,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) body = NULL;

  g_return_if_fail (MC_IS_CENTRAL_CLIENT (self) && key != NULL && language != NULL);
  g_return_if_fail (key->token != NULL || (key->code != NULL && key->id_last4 != NULL));

  body = make_question (key, language, NULL);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mc_central_client_lookup_async);
  mc_central_client_call_async (self,
                                "POST",
                                "/v1/lookups",
                                "application/json",
                                body,
                                cancellable,
                                on_lookup_ready,
                                g_steal_pointer (&task));
}

/**
 * mc_central_client_lookup_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for #McClientError, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): what central tells about the dossier
 */
McStatus *
mc_central_client_lookup_finish (McCentralClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Until the caller takes it. */
typedef struct
{
  McProblem *problem; /* (owned) (nullable) */
} Refusal;

static void
refusal_free (gpointer data)
{
  Refusal *refusal = data;

  mc_problem_free (refusal->problem);
  g_free (refusal);
}

static void
on_pickup_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (json_t) body = NULL;
  g_autoptr (McPickup) pickup = NULL;
  Refusal *refusal = g_task_get_task_data (task);
  GError *error = NULL;

  body = mc_central_client_call_finish (
      MC_CENTRAL_CLIENT (source), result, NULL, NULL, &refusal->problem, &error);
  if (body == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  pickup = mc_pickup_from_json (body, &error);
  if (pickup != NULL)
    g_task_return_pointer (task, g_steal_pointer (&pickup), (GDestroyNotify) mc_pickup_free);
  else
    {
      g_task_return_new_error (task,
                               MC_CLIENT_ERROR,
                               MC_CLIENT_ERROR_UNREACHABLE,
                               "Central's number makes no sense: %s",
                               error->message);
      g_error_free (error);
    }
}

/**
 * mc_central_client_put_pickup_async:
 * @self: a client
 * @id: a UUIDv7 of this wish; the same again gets the same answer
 * @key: whose result
 * @card: (nullable): the number of the card that was scanned; %NULL lets the clerk look
 * @language: "vi" or "en", of the names in the answer
 * @cancellable: (nullable): ends the call
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Takes a number for whoever stands here and wants a result.
 */
void
mc_central_client_put_pickup_async (McCentralClient *self,
                                    const char *id,
                                    const McDossierKey *key,
                                    const char *card,
                                    const char *language,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (MC_IS_CENTRAL_CLIENT (self) && id != NULL && key != NULL && language != NULL);
  g_return_if_fail (key->token != NULL || (key->code != NULL && key->id_last4 != NULL));

  path = g_strconcat ("/v1/pickups/", id, NULL);
  body = make_question (key, language, card);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mc_central_client_put_pickup_async);
  g_task_set_task_data (task, g_new0 (Refusal, 1), refusal_free);
  mc_central_client_call_async (self,
                                "PUT",
                                path,
                                "application/json",
                                body,
                                cancellable,
                                on_pickup_ready,
                                g_steal_pointer (&task));
}

/**
 * mc_central_client_put_pickup_finish:
 * @self: a client
 * @result: what the callback got
 * @problem: (out) (optional) (nullable) (transfer full): why there is no number, in central's own
 *   words; only from a genuine answer
 * @error: return location for #McClientError, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the number
 */
McPickup *
mc_central_client_put_pickup_finish (McCentralClient *self,
                                     GAsyncResult *result,
                                     McProblem **problem,
                                     GError **error)
{
  Refusal *refusal;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  refusal = g_task_get_task_data (G_TASK (result));
  if (problem != NULL)
    *problem = g_steal_pointer (&refusal->problem);
  return g_task_propagate_pointer (G_TASK (result), error);
}
