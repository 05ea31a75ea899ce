/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/app/delivery/peer.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "app/domain/json.h"
#include "app/domain/datetime.h"
#include "app/domain/pickup.h"
#include "app/protocol/envelope.h"
#include "app/protocol/messages.h"
#include "app/protocol/signature.h"

/* What refusals say, in case they are about the clock. */
#define SOME_TIME "2026-06-22T10:00:00+07:00"

struct _Peer
{
  struct MHD_Daemon *daemon; /* (owned) */
  char *url;                 /* (owned) */
  McSigningKey *signing;     /* (owned) */
  McSigningKey *other;       /* (owned) */
  McSealingKey *sealing;     /* (owned) */

  GMutex lock;
  gboolean has_kiosk; /* (locked-by lock), and all that follows */
  guint8 kiosk[32];
  McEnrolmentCode code;
  gint64 clock_offset;
  guint64 safe_up_to;
  guint retry_after;

  char *prefix; /* (owned) (nullable) */
  PeerMode mode;
  int times;
  guint status;
  char *type; /* (owned) (nullable) */

  GPtrArray *paths;     /* (owned) (element-type utf8), of every request */
  GHashTable *dossiers; /* (owned) (element-type utf8 GBytes) */
  GPtrArray *order;     /* (owned) (element-type utf8), ids */
  GHashTable *unseen;   /* (owned) (element-type utf8), set of ids */
  GHashTable *blobs;    /* (owned) (element-type utf8), set of digests */
  GHashTable *ratings;  /* (owned) (element-type utf8 guint) */
  GHashTable *pickups;  /* (owned) (element-type utf8 guint), numbers by id */
  GByteArray *seen;     /* (owned), every byte that came in */

  GBytes *first_body; /* (owned) (nullable) */
  guint first_status;
  char *first_digest;    /* (owned) (nullable) */
  char *first_input;     /* (owned) (nullable) */
  char *first_signature; /* (owned) (nullable) */
};

typedef struct
{
  char *uri;        /* (owned), path and query as they came */
  GByteArray *body; /* (owned) */
} Request;

typedef struct
{
  guint status;
  const char *content_type;
  char *body; /* (owned) */
  gsize length;
} Answer;

static const char *
get_header (struct MHD_Connection *connection, const char *name)
{
  return MHD_lookup_connection_value (connection, MHD_HEADER_KIND, name);
}

static void
set_json (Answer *answer, guint status, json_t *value)
{
  g_free (answer->body);
  answer->status = status;
  answer->content_type = status >= 400 ? "application/problem+json" : "application/json";
  answer->body = mc_json_to_string (value);
  answer->length = strlen (answer->body);
  json_decref (value);
}

static void
set_problem (Answer *answer, guint status, const char *type, json_t *extra)
{
  McProblem *problem = mc_problem_new (type, NULL);

  problem->status = status;
  problem->extra = extra;
  set_json (answer, status, mc_problem_to_json (problem));
  mc_problem_free (problem);
}

static void
take_dossier (Peer *self, Request *request, const char *id, Answer *answer)
{
  g_autoptr (GBytes) sealed = g_bytes_new (request->body->data, request->body->len);
  g_autoptr (McEnvelope) envelope = mc_envelope_parse (sealed, NULL);
  GBytes *known = g_hash_table_lookup (self->dossiers, id);
  json_t *missing = json_array ();

  for (guint i = 0; envelope != NULL && envelope->page_digests[i] != NULL; i++)
    if (!g_hash_table_contains (self->blobs, envelope->page_digests[i]))
      json_array_append_new (missing, json_string (envelope->page_digests[i]));
  if (envelope == NULL || strcmp (envelope->id, id) != 0)
    set_problem (answer, 422, "bad-envelope", NULL);
  else if (known != NULL && !g_bytes_equal (known, sealed))
    set_problem (answer, 409, "conflict", NULL);
  else if (json_array_size (missing) > 0)
    set_problem (answer, 424, "pages-missing", json_pack ("{s:O}", "missing", missing));
  else
    {
      if (known == NULL)
        {
          g_hash_table_insert (self->dossiers, g_strdup (id), g_bytes_ref (sealed));
          g_ptr_array_add (self->order, g_strdup (id));
        }
      if (strstr (request->uri, "&unseen=1") != NULL)
        g_hash_table_add (self->unseen, g_strdup (id));
      set_json (answer,
                known != NULL ? 200 : 201,
                json_pack ("{s:s,s:s}", "id", id, "code", envelope->code));
    }
  json_decref (missing);
}

static void
take_enrolment (Peer *self, Request *request, Answer *answer)
{
  g_autoptr (json_t) body =
                 json_loadb ((const char *) request->body->data, request->body->len, 0, NULL);
  g_autoptr (json_t) point = NULL;
  McEnrolment enrolment = { 0 };
  guint8 key[32], proof_key[32];

  mc_enrolment_code_proof_key (&self->code, proof_key);
  if (!mc_key_from_base64 (mc_json_get_optional_string (body, "public_key"), key) ||
      !mc_enrolment_request_check_proof (
          proof_key, key, mc_json_get_optional_string (body, "proof")))
    {
      set_problem (answer, 403, "enrolment-refused", NULL);
      return;
    }
  point = json_loads ("{\"code\":\"00070\",\"name\":\"Điểm số 1\",\"unit_code\":\"00070\","
                      "\"unit_name\":\"Phường Hoàn Kiếm\",\"agency_code\":\"H26.107\","
                      "\"agency_name\":\"UBND phường Hoàn Kiếm\","
                      "\"hours\":\"08:00-12:00,13:00-17:00\"}",
                      0,
                      NULL);
  enrolment.kiosk = (char *) "HK-03";
  enrolment.point = mc_point_from_json (point, NULL);
  enrolment.serial_first = 300001;
  enrolment.serial_last = 399999;
  enrolment.public_url = (char *) "https://motcua.example";
  enrolment.server_time = g_get_real_time () / G_USEC_PER_SEC;
  memcpy (enrolment.signing_public, mc_signing_key_get_public (self->signing), 32);
  memcpy (enrolment.sealing_public, mc_sealing_key_get_public (self->sealing), 32);
  set_json (answer, 201, mc_enrolment_to_json (&enrolment));
  mc_point_free (enrolment.point);
}

static void
take_heartbeat (Peer *self, Answer *answer)
{
  g_autofree char *time = mc_time_to_rfc3339 (g_get_real_time () / G_USEC_PER_SEC);

  set_json (answer,
            200,
            json_pack ("{s:s,s:I,s:s,s:b}",
                       "server_time",
                       time,
                       "safe_up_to",
                       (json_int_t) self->safe_up_to,
                       "public_url",
                       "https://motcua.example",
                       "revoked",
                       FALSE));
}

static void
take_rating (Peer *self, Request *request, const char *id, Answer *answer)
{
  g_autoptr (json_t) body =
                 json_loadb ((const char *) request->body->data, request->body->len, 0, NULL);
  const guint score = (guint) json_integer_value (json_object_get (body, "score"));
  const guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->ratings, id));

  if (known != 0 && known != score)
    {
      set_problem (answer, 409, "conflict", NULL);
      return;
    }
  g_hash_table_insert (self->ratings, g_strdup (id), GUINT_TO_POINTER (score));
  set_json (answer, 201, json_object ());
}

static void
take_pickup (Peer *self, Request *request, const char *id, Answer *answer)
{
  g_autoptr (json_t) body =
                 json_loadb ((const char *) request->body->data, request->body->len, 0, NULL);
  const char *card = mc_json_get_optional_string (body, "card");
  g_autoptr (McPickup) pickup = mc_pickup_new ();

  if (g_strcmp0 (mc_json_get_optional_string (body, "token"), PEER_TOKEN) != 0)
    {
      set_problem (answer, 404, "not-arrived", NULL);
      return;
    }
  if (card != NULL && strcmp (card, PEER_CARD) != 0)
    {
      set_problem (answer, 409, "card-mismatch", json_pack ("{s:i}", "tries_left", 2));
      return;
    }
  pickup->number = GPOINTER_TO_UINT (g_hash_table_lookup (self->pickups, id));
  if (pickup->number == 0)
    {
      pickup->number = g_hash_table_size (self->pickups) + 1;
      g_hash_table_insert (self->pickups, g_strdup (id), GUINT_TO_POINTER (pickup->number));
    }
  pickup->id = g_strdup (id);
  pickup->code = g_strdup ("H26.107-260622-300001");
  pickup->procedure_name = g_strdup ("Đăng ký khai sinh");
  pickup->point_name = g_strdup ("Điểm số 1");
  pickup->check = card != NULL ? MC_PICKUP_CARD_MATCHED : MC_PICKUP_CLERK_TO_LOOK;
  pickup->at = 1782097200;
  set_json (answer, 201, mc_pickup_to_json (pickup));
}

static void
take_lookup (Request *request, Answer *answer)
{
  g_autoptr (json_t) body =
                 json_loadb ((const char *) request->body->data, request->body->len, 0, NULL);
  g_autoptr (McStatus) status = g_new0 (McStatus, 1);
  const char *token = mc_json_get_optional_string (body, "token");

  if (g_strcmp0 (token, PEER_TOKEN) != 0)
    {
      set_problem (answer, 404, "not-arrived", NULL);
      return;
    }
  status->code = g_strdup ("H26.107-260622-300001");
  status->procedure = g_strdup ("1.001193");
  status->procedure_name = g_strdup ("Đăng ký khai sinh");
  status->unit_name = g_strdup ("Phường Hoàn Kiếm");
  status->point_name = g_strdup ("Điểm số 1");
  status->state = MC_STATE_READY;
  status->status = mc_state_get_status (status->state);
  status->submitted_at = status->updated_at = 1782097200;
  status->expected_due = status->due_at = MC_TIME_NONE;
  for (guint i = 0; i < 8; i++)
    status->steps[i].done_at = MC_TIME_NONE;
  set_json (answer, 200, mc_status_to_json (status));
}

static void
take (Peer *self, Request *request, const char *path, Answer *answer)
{
  if (g_str_has_prefix (path, "/v1/dossiers/"))
    take_dossier (self, request, path + strlen ("/v1/dossiers/"), answer);
  else if (g_str_has_prefix (path, "/v1/ratings/"))
    take_rating (self, request, path + strlen ("/v1/ratings/"), answer);
  else if (g_str_has_prefix (path, "/v1/blobs/"))
    {
      g_autoptr (GBytes) bytes = g_bytes_new (request->body->data, request->body->len);
      char *digest = mc_digest_hex (bytes);

      set_json (answer, 201, json_pack ("{s:s}", "sha256", digest));
      g_hash_table_add (self->blobs, digest);
    }
  else if (strcmp (path, "/v1/enrolments") == 0)
    take_enrolment (self, request, answer);
  else if (strcmp (path, "/v1/lookups") == 0)
    take_lookup (request, answer);
  else if (g_str_has_prefix (path, "/v1/pickups/"))
    take_pickup (self, request, path + strlen ("/v1/pickups/"), answer);
  else if (strcmp (path, "/v1/heartbeats") == 0)
    take_heartbeat (self, answer);
  else if (g_str_has_prefix (path, "/v1/echo"))
    set_json (answer, 200, json_pack ("{s:s}", "uri", request->uri));
  else
    set_problem (answer, 404, "not-arrived", NULL);
}

/* Whose key: that of the kiosk, or the one that an enrolment brings. */
static gboolean
find_key (Peer *self, Request *request, guint8 key[32])
{
  g_autoptr (json_t) body = NULL;

  if (strcmp (request->uri, "/v1/enrolments") != 0)
    {
      memcpy (key, self->kiosk, 32);
      return self->has_kiosk;
    }
  body = json_loadb ((const char *) request->body->data, request->body->len, 0, NULL);
  return mc_key_from_base64 (mc_json_get_optional_string (body, "public_key"), key);
}

static void
judge (Peer *self,
       struct MHD_Connection *connection,
       const char *method,
       Request *request,
       Answer *answer)
{
  const char *query = strchr (request->uri, '?');
  g_autofree char *path = query != NULL ? g_strndup (request->uri, (gsize) (query - request->uri))
                                        : g_strdup (request->uri);
  const McRequestParts parts = {
    .method = method,
    .authority = get_header (connection, "Host"),
    .path = path,
    .query = query != NULL ? query : "?",
    .content_digest = get_header (connection, "Content-Digest"),
  };
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC + self->clock_offset;
  g_autoptr (GError) error = NULL;
  guint8 key[32];

  if (!find_key (self, request, key))
    set_problem (answer, 401, "unknown-key", NULL);
  else if (!mc_digest_header_check (parts.content_digest, request->body->data, request->body->len))
    set_problem (answer, 400, "bad-digest", NULL);
  else if (mc_signature_verify_request (&parts,
                                        get_header (connection, "Signature-Input"),
                                        get_header (connection, "Signature"),
                                        key,
                                        now,
                                        &error))
    take (self, request, path, answer);
  else if (g_error_matches (error, MC_SIGNATURE_ERROR, MC_SIGNATURE_ERROR_SKEW))
    {
      g_autofree char *time = mc_time_to_rfc3339 (now);
      g_autofree char *signing = mc_key_to_base64 (mc_signing_key_get_public (self->signing));

      set_problem (answer,
                   401,
                   "clock-skew",
                   json_pack ("{s:s,s:s}", "server_time", time, "signing_public", signing));
    }
  else
    set_problem (answer, 401, "bad-signature", NULL);
}

static PeerMode
choose_mode (Peer *self, const char *uri)
{
  if (self->prefix == NULL || !g_str_has_prefix (uri, self->prefix) || self->times == 0)
    return PEER_HONEST;
  if (self->times > 0)
    self->times--;
  return self->mode;
}

static ssize_t
on_slow_read (void *user_data, uint64_t position, char *buffer, size_t size)
{
  const Answer *answer = user_data;

  g_usleep (150 * 1000);
  buffer[0] = answer->body[position];
  return 1;
}

static void
on_slow_free (void *user_data)
{
  Answer *answer = user_data;

  g_free (answer->body);
  g_free (answer);
}

static void
add_signature (Peer *self,
               const char *uri,
               struct MHD_Connection *connection,
               struct MHD_Response *response,
               const Answer *answer,
               PeerMode mode)
{
  g_autofree char *digest = mc_digest_header_new (answer->body, answer->length);
  g_autofree char *input = NULL;
  g_autofree char *signature = NULL;
  const McAnswerParts parts = {
    .status = answer->status,
    .content_type = answer->content_type,
    .content_digest = digest,
    .request_signature = get_header (connection, "Signature"),
  };

  mc_signature_sign_answer (&parts,
                            mode == PEER_OTHER_KEY ? self->other : self->signing,
                            g_get_real_time () / G_USEC_PER_SEC,
                            &input,
                            &signature);
  if (signature == NULL)
    return;
  if (mode == PEER_REPLAY && self->first_signature != NULL)
    {
      MHD_add_response_header (response, "Content-Digest", self->first_digest);
      MHD_add_response_header (response, "Signature-Input", self->first_input);
      MHD_add_response_header (response, "Signature", self->first_signature);
      return;
    }
  if (self->first_signature == NULL && answer->status < 300 &&
      !g_str_has_prefix (uri, "/v1/heartbeats"))
    {
      self->first_status = answer->status;
      self->first_body = g_bytes_new (answer->body, answer->length);
      self->first_digest = g_strdup (digest);
      self->first_input = g_strdup (input);
      self->first_signature = g_strdup (signature);
    }
  MHD_add_response_header (response, "Content-Digest", digest);
  MHD_add_response_header (response, "Signature-Input", input);
  MHD_add_response_header (response, "Signature", signature);
  if (mode == PEER_SIGNED_TWICE)
    MHD_add_response_header (response, "Signature", signature);
}

static void
misbehave_before_signing (Peer *self, PeerMode mode, Answer *answer)
{
  switch (mode)
    {
    case PEER_PROBLEM:
    case PEER_PROBLEM_UNSIGNED:
      set_problem (answer, self->status, self->type, json_pack ("{s:s}", "server_time", SOME_TIME));
      break;
    case PEER_HUGE:
      set_json (answer, 200, json_object ());
      g_free (answer->body);
      answer->length = 3 * 1024 * 1024;
      answer->body = g_strnfill (answer->length, ' ');
      answer->body[0] = '{';
      answer->body[answer->length - 1] = '}';
      break;
    case PEER_PORTAL:
      g_free (answer->body);
      answer->status = 200;
      answer->content_type = "text/html";
      answer->body =
          g_strdup ("<html><body>Welcome to the free Wi-Fi! Please log in.</body></html>");
      answer->length = strlen (answer->body);
      break;
    case PEER_REPLAY:
      if (self->first_body != NULL)
        {
          g_free (answer->body);
          answer->body = g_strndup (g_bytes_get_data (self->first_body, NULL),
                                    g_bytes_get_size (self->first_body));
          answer->length = g_bytes_get_size (self->first_body);
          answer->status = self->first_status;
        }
      break;
    case PEER_REDIRECT:
      answer->status = 307;
      break;
    default:
      break;
    }
}

static enum MHD_Result
respond (Peer *self,
         const char *uri,
         struct MHD_Connection *connection,
         PeerMode mode,
         Answer *answer)
{
  const gboolean is_signed = mode != PEER_UNSIGNED && mode != PEER_PROBLEM_UNSIGNED &&
                             mode != PEER_PORTAL && mode != PEER_REDIRECT;
  struct MHD_Response *response;
  enum MHD_Result result;

  misbehave_before_signing (self, mode, answer);
  if (mode == PEER_SLOW)
    {
      Answer *copy = g_memdup2 (answer, sizeof *answer);

      copy->body = g_strndup (answer->body, answer->length);
      response =
          MHD_create_response_from_callback (answer->length, 1, on_slow_read, copy, on_slow_free);
    }
  else
    response =
        MHD_create_response_from_buffer (answer->length, answer->body, MHD_RESPMEM_MUST_COPY);
  if (is_signed)
    add_signature (self, uri, connection, response, answer, mode);
  if (mode == PEER_CHANGED_BODY)
    {
      struct MHD_Response *changed;

      answer->body[answer->length - 1] ^= 1;
      changed =
          MHD_create_response_from_buffer (answer->length, answer->body, MHD_RESPMEM_MUST_COPY);
      add_signature (self, uri, connection, changed, answer, PEER_HONEST);
      MHD_del_response_header (
          changed, "Content-Digest", MHD_get_response_header (changed, "Content-Digest"));
      MHD_del_response_header (
          changed, "Signature-Input", MHD_get_response_header (changed, "Signature-Input"));
      MHD_del_response_header (
          changed, "Signature", MHD_get_response_header (changed, "Signature"));
      MHD_add_response_header (
          changed, "Content-Digest", MHD_get_response_header (response, "Content-Digest"));
      MHD_add_response_header (
          changed, "Signature-Input", MHD_get_response_header (response, "Signature-Input"));
      MHD_add_response_header (
          changed, "Signature", MHD_get_response_header (response, "Signature"));
      MHD_destroy_response (response);
      response = changed;
    }
  MHD_add_response_header (response, "Content-Type", answer->content_type);
  if (mode == PEER_REDIRECT)
    {
      g_autofree char *location = g_strconcat (self->url, "/v1/echo/redirected", NULL);

      MHD_add_response_header (response, "Location", location);
    }
  if (self->retry_after > 0 && (mode == PEER_PROBLEM || mode == PEER_PROBLEM_UNSIGNED))
    {
      g_autofree char *text = g_strdup_printf ("%u", self->retry_after);

      MHD_add_response_header (response, "Retry-After", text);
    }
  result = MHD_queue_response (connection, answer->status, response);
  MHD_destroy_response (response);
  return result;
}

static enum MHD_Result
on_request (void *user_data,
            struct MHD_Connection *connection,
            const char *url,
            const char *method,
            const char *version,
            const char *upload_data,
            size_t *upload_data_size,
            void **state)
{
  Peer *self = user_data;
  Request *request = *state;
  g_autoptr (GMutexLocker) locker = NULL;
  enum MHD_Result result = MHD_NO;
  Answer answer = { 0 };
  PeerMode mode;

  if (request->body == NULL)
    {
      request->body = g_byte_array_new ();
      return MHD_YES;
    }
  if (*upload_data_size > 0)
    {
      g_byte_array_append (request->body, (const guint8 *) upload_data, (guint) *upload_data_size);
      *upload_data_size = 0;
      return MHD_YES;
    }

  locker = g_mutex_locker_new (&self->lock);
  g_ptr_array_add (self->paths, g_strdup (request->uri));
  g_byte_array_append (self->seen, request->body->data, request->body->len);
  g_byte_array_append (self->seen, (const guint8 *) request->uri, (guint) strlen (request->uri));
  mode = choose_mode (self, request->uri);
  if (mode != PEER_CUT_BEFORE && mode != PEER_PROBLEM && mode != PEER_PROBLEM_UNSIGNED &&
      mode != PEER_REDIRECT && mode != PEER_PORTAL)
    judge (self, connection, method, request, &answer);
  else
    set_json (&answer, 200, json_object ());
  if (mode == PEER_CUT_BEFORE || mode == PEER_CUT_AFTER)
    shutdown (MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd,
              SHUT_RDWR);
  else
    result = respond (self, request->uri, connection, mode, &answer);
  g_free (answer.body);
  return result;
}

static void *
on_uri (void *user_data, const char *uri, struct MHD_Connection *connection)
{
  Request *request = g_new0 (Request, 1);

  request->uri = g_strdup (uri);
  return request;
}

static void
on_completed (void *user_data,
              struct MHD_Connection *connection,
              void **state,
              enum MHD_RequestTerminationCode why)
{
  Request *request = *state;

  if (request == NULL)
    return;
  g_free (request->uri);
  if (request->body != NULL)
    g_byte_array_unref (request->body);
  g_free (request);
  *state = NULL;
}

Peer *
peer_new (const char *certificate,
          const char *key,
          const McSigningKey *signing,
          const McSealingKey *sealing)
{
  Peer *self = g_new0 (Peer, 1);
  g_autofree char *certificate_text = NULL;
  g_autofree char *key_text = NULL;
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  struct MHD_OptionItem tls[] = { { MHD_OPTION_END, 0, NULL },
                                  { MHD_OPTION_END, 0, NULL },
                                  { MHD_OPTION_END, 0, NULL } };
  guint flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION;

  self->signing = mc_signing_key_new_from_seed (mc_signing_key_get_seed (signing));
  self->other = mc_signing_key_new ();
  self->sealing = mc_sealing_key_new_from_secret (mc_sealing_key_get_secret (sealing));
  g_mutex_init (&self->lock);
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->order = g_ptr_array_new_with_free_func (g_free);
  self->dossiers =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->unseen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->blobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ratings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->pickups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->seen = g_byte_array_new ();

  if (certificate != NULL)
    {
      g_assert_true (g_file_get_contents (certificate, &certificate_text, NULL, NULL));
      g_assert_true (g_file_get_contents (key, &key_text, NULL, NULL));
      tls[0] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_CERT, 0, certificate_text };
      tls[1] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_KEY, 0, key_text };
      flags |= MHD_USE_TLS;
    }
  self->daemon = MHD_start_daemon (flags,
                                   0,
                                   NULL,
                                   NULL,
                                   on_request,
                                   self,
                                   MHD_OPTION_ARRAY,
                                   tls,
                                   MHD_OPTION_SOCK_ADDR,
                                   &address,
                                   MHD_OPTION_URI_LOG_CALLBACK,
                                   on_uri,
                                   NULL,
                                   MHD_OPTION_NOTIFY_COMPLETED,
                                   on_completed,
                                   NULL,
                                   MHD_OPTION_END);
  g_assert_nonnull (self->daemon);
  self->url = g_strdup_printf ("%s://127.0.0.1:%u",
                               certificate != NULL ? "https" : "http",
                               MHD_get_daemon_info (self->daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
  return self;
}

void
peer_free (Peer *self)
{
  MHD_stop_daemon (self->daemon);
  mc_signing_key_free (self->signing);
  mc_signing_key_free (self->other);
  mc_sealing_key_free (self->sealing);
  g_mutex_clear (&self->lock);
  g_ptr_array_unref (self->paths);
  g_ptr_array_unref (self->order);
  g_hash_table_unref (self->dossiers);
  g_hash_table_unref (self->unseen);
  g_hash_table_unref (self->blobs);
  g_hash_table_unref (self->ratings);
  g_hash_table_unref (self->pickups);
  g_byte_array_unref (self->seen);
  g_clear_pointer (&self->first_body, g_bytes_unref);
  g_free (self->first_digest);
  g_free (self->first_input);
  g_free (self->first_signature);
  g_free (self->prefix);
  g_free (self->type);
  g_free (self->url);
  g_free (self);
}

const char *
peer_get_url (Peer *self)
{
  return self->url;
}

void
peer_set_kiosk (Peer *self, const guint8 public_key[32])
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  memcpy (self->kiosk, public_key, 32);
  self->has_kiosk = TRUE;
}

void
peer_set_code (Peer *self, const McEnrolmentCode *code)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->code = *code;
}

void
peer_set_clock_offset (Peer *self, gint64 seconds)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->clock_offset = seconds;
}

void
peer_set_safe_up_to (Peer *self, guint64 sequence)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->safe_up_to = sequence;
}

void
peer_set_retry_after (Peer *self, guint seconds)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->retry_after = seconds;
}

void
peer_misbehave (Peer *self, const char *prefix, PeerMode mode, int times)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_free (self->prefix);
  self->prefix = g_strdup (prefix);
  self->mode = mode;
  self->times = times;
}

void
peer_refuse (Peer *self, const char *prefix, PeerMode mode, guint status, const char *type)
{
  peer_misbehave (self, prefix, mode, -1);
  g_mutex_lock (&self->lock);
  self->status = status;
  g_free (self->type);
  self->type = g_strdup (type);
  g_mutex_unlock (&self->lock);
}

void
peer_behave (Peer *self)
{
  peer_misbehave (self, "", PEER_HONEST, 0);
}

void
peer_forget_blobs (Peer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_hash_table_remove_all (self->blobs);
}

guint
peer_count (Peer *self, const char *prefix)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  guint count = 0;

  for (guint i = 0; i < self->paths->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (self->paths, i), prefix))
      count++;
  return count;
}

guint
peer_count_dossiers (Peer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_hash_table_size (self->dossiers);
}

guint
peer_count_blobs (Peer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_hash_table_size (self->blobs);
}

guint
peer_get_rating (Peer *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->ratings, id));
}

gboolean
peer_was_unseen (Peer *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_hash_table_contains (self->unseen, id);
}

GBytes *
peer_dup_dossier (Peer *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GBytes *sealed = g_hash_table_lookup (self->dossiers, id);

  return sealed != NULL ? g_bytes_ref (sealed) : NULL;
}

char **
peer_dup_order (Peer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->order->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (self->order, i));
  return g_strv_builder_end (builder);
}

gboolean
peer_saw (Peer *self, const char *needle)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return memmem (self->seen->data, self->seen->len, needle, strlen (needle)) != NULL;
}
