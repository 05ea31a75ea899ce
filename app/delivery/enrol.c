/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-enrol"

#include "config.h"

#include "app/delivery/central-client.h"

#include <string.h>

#include "app/delivery/exchange.h"
#include "app/domain/json.h"

typedef struct
{
  McTransport *transport; /* (owned) */
  McClock *clock;         /* (owned) */
  char *url;              /* (owned) */
  McEnrolmentCode code;
  McSigningKey *key; /* (owned) */
  GBytes *body;      /* (owned) */
  char *signature;   /* (owned) (nullable) */
  gint64 clock_offset;
  gboolean retried;
} Enrol;

static void send_request (GTask *task);

static void
enrol_free (gpointer data)
{
  Enrol *enrol = data;

  g_object_unref (enrol->transport);
  g_object_unref (enrol->clock);
  g_free (enrol->url);
  explicit_bzero (&enrol->code, sizeof enrol->code);
  mc_signing_key_free (enrol->key);
  g_bytes_unref (enrol->body);
  g_free (enrol->signature);
  g_free (enrol);
}

/* The answer brings the key that signed it; the code says which key that must be. */
static gboolean
check_signer (Enrol *enrol, const McHttpAnswer *answer, json_t *body, GError **error)
{
  guint8 public_key[32];
  g_autofree char *id = NULL;

  if (!mc_key_from_base64 (mc_json_get_optional_string (body, "signing_public"), public_key))
    {
      g_set_error (error,
                   MC_CLIENT_ERROR,
                   MC_CLIENT_ERROR_UNTRUSTED,
                   "An answer %u that shows no signing key",
                   answer->status);
      return FALSE;
    }
  id = mc_key_id_new (public_key);
  if (strcmp (id, enrol->code.fingerprint) != 0)
    {
      g_set_error (error,
                   MC_ENROLMENT_ERROR,
                   MC_ENROLMENT_ERROR_FINGERPRINT,
                   "The answer's signing key is %s, the code names %s",
                   id,
                   enrol->code.fingerprint);
      return FALSE;
    }
  return mc_answer_is_genuine (answer, enrol->signature, public_key, error);
}

/* A refusal changes nothing here, so that it is passed on even when nobody signed it; central's
 * time is taken from a genuine one alone. */
static void
return_problem (GTask *task, const McHttpAnswer *answer, json_t *body)
{
  Enrol *enrol = g_task_get_task_data (task);
  g_autoptr (McProblem) problem = mc_problem_from_json (body, NULL);
  GError *error = NULL;
  gint64 server_time;

  if (problem != NULL && !enrol->retried && strcmp (problem->type, "clock-skew") == 0 &&
      mc_json_get_time (body, "server_time", &server_time, NULL) &&
      check_signer (enrol, answer, body, NULL))
    {
      enrol->clock_offset = server_time - mc_clock_now (enrol->clock);
      enrol->retried = TRUE;
      send_request (task);
      return;
    }
  mc_answer_judge (answer->status, problem, &error);
  g_task_return_error (task, error);
}

static void
return_answer (GTask *task, const McHttpAnswer *answer)
{
  Enrol *enrol = g_task_get_task_data (task);
  g_autoptr (json_t) body = mc_answer_parse (answer, NULL);
  McEnrolment *enrolment;
  GError *error = NULL;

  if (answer->status >= 400)
    {
      return_problem (task, answer, body);
      return;
    }
  if (!check_signer (enrol, answer, body, &error) ||
      !mc_answer_judge (answer->status, NULL, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  enrolment = mc_enrolment_from_json (body, &error);
  if (enrolment != NULL)
    g_task_return_pointer (task, enrolment, (GDestroyNotify) mc_enrolment_free);
  else
    g_task_return_error (task, error);
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
      return_answer (task, answer);
      return;
    }
  mc_transport_judge (failure, &error);
  g_task_return_error (task, error);
}

static void
send_request (GTask *task)
{
  Enrol *enrol = g_task_get_task_data (task);
  g_autoptr (McSignedRequest) request = NULL;
  GError *error = NULL;

  request = mc_signed_request_new (enrol->url,
                                   "POST",
                                   "/v1/enrolments",
                                   "application/json",
                                   enrol->body,
                                   enrol->key,
                                   mc_clock_now (enrol->clock) + enrol->clock_offset,
                                   &error);
  if (request == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_free (enrol->signature);
  enrol->signature = g_steal_pointer (&request->signature);
  mc_transport_send_async (enrol->transport,
                           g_steal_pointer (&request->request),
                           g_task_get_cancellable (task),
                           on_send_ready,
                           g_object_ref (task));
}

/**
 * mc_enrol_async:
 * @transport: what carries the request
 * @clock: the kiosk's clock
 * @url: central's address, "https://host[:port]"
 * @code: the one-time code, which is copied
 * @key: the kiosk's new key, which is copied; keep it until the enrolment is stored, so that a lost
 *   answer can be asked for again
 * @cancellable: (nullable): ends the call
 * @callback: called when it is done, in the thread of @transport
 * @user_data: for @callback
 *
 * Asks central to enrol this kiosk. The secret of @code does not travel. The answer is believed
 * only when the signing key that it brings is the one whose fingerprint @code carries, and when
 * that key signed the answer to this very request: whoever sits in between, with any certificate,
 * can refuse but not enrol the kiosk elsewhere.
 */
void
mc_enrol_async (McTransport *transport,
                McClock *clock,
                const char *url,
                const McEnrolmentCode *code,
                const McSigningKey *key,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (json_t) request = NULL;
  Enrol *enrol;
  char *text;

  g_return_if_fail (MC_IS_TRANSPORT (transport) && MC_IS_CLOCK (clock));
  g_return_if_fail (url != NULL && code != NULL && key != NULL);

  request = mc_enrolment_request_to_json (code, key, MC_VERSION);
  text = mc_json_to_string (request);
  enrol = g_new0 (Enrol, 1);
  enrol->transport = g_object_ref (transport);
  enrol->clock = g_object_ref (clock);
  enrol->url = g_strdup (url);
  enrol->code = *code;
  enrol->key = mc_signing_key_new_from_seed (mc_signing_key_get_seed (key));
  enrol->body = g_bytes_new_take (text, strlen (text));
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mc_enrol_async);
  g_task_set_task_data (task, enrol, enrol_free);
  send_request (task);
}

/**
 * mc_enrol_finish:
 * @result: what the callback got
 * @error: return location: #McEnrolmentError (FINGERPRINT: somebody else than the central of the
 *   code answered), #McClientError (NOT_FOUND: the code is unknown or has expired; UNAUTHORISED: it
 *   was used with another key), or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the enrolment
 */
McEnrolment *
mc_enrol_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, mc_enrol_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
