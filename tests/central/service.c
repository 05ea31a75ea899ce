/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/central/service.h"

#include <curl/curl.h>
#include <string.h>
#include "app/assets.h"
#include "app/domain/code.h"
#include "app/domain/datetime.h"
#include "app/domain/identity.h"
#include "app/domain/json.h"
#include "app/protocol/envelope.h"

/* One handle a thread, so that a thread keeps its connection. */
static GPrivate thread_curl = G_PRIVATE_INIT ((GDestroyNotify) curl_easy_cleanup);

#define CANARY_NAME "NGUYỄN THỊ CANARY-7f3a"

static void
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (
      arguments, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
}

static char *
get_program (void)
{
  return g_build_filename (g_getenv ("MC_TEST_BUILD"), "central", "motcua-central", NULL);
}

static void
make_certificate (McTestService *self)
{
  const char *arguments[] = { "openssl",
                              "req",
                              "-x509",
                              "-newkey",
                              "ec",
                              "-pkeyopt",
                              "ec_paramgen_curve:P-256",
                              "-nodes",
                              "-days",
                              "2",
                              "-subj",
                              "/CN=localhost",
                              "-addext",
                              "subjectAltName=IP:127.0.0.1",
                              "-keyout",
                              self->key,
                              "-out",
                              self->ca,
                              NULL };

  run (arguments);
}

McTestService *
mc_test_service_new (void)
{
  McTestService *self = g_new0 (McTestService, 1);
  g_autoptr (GError) error = NULL;

  self->dir = g_dir_make_tmp ("motcua-central-XXXXXX", &error);
  g_assert_no_error (error);
  self->data = g_build_filename (self->dir, "data", NULL);
  self->ca = g_build_filename (self->dir, "central.crt", NULL);
  self->key = g_build_filename (self->dir, "central.key", NULL);
  self->log = g_build_filename (self->dir, "log", NULL);
  self->catalogue = mc_assets_load_catalogue (mc_assets_get_default_dir (), &error);
  g_assert_no_error (error);
  make_certificate (self);
  mc_test_service_start (self);

  return self;
}

void
mc_test_service_start (McTestService *self)
{
  g_autoptr (GSubprocessLauncher) launcher =
                 g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *program = get_program ();
  const char *const words[] = {
    program,  "--data",    self->data, "--listen",     "127.0.0.1:0",           "--tls-cert",
    self->ca, "--tls-key", self->key,  "--public-url", "https://motcua.example"
  };
  g_autoptr (GPtrArray) arguments = NULL;
  g_autofree char *line = NULL;

  g_subprocess_launcher_set_stderr_file_path (launcher, self->log);
  arguments = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_ptr_array_add (arguments, (gpointer) words[i]);
  if (self->settings != NULL)
    {
      g_ptr_array_add (arguments, (gpointer) "--config");
      g_ptr_array_add (arguments, self->settings);
    }
  g_ptr_array_add (arguments, NULL);
  self->process =
      g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments->pdata, &error);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "ready https://127.0.0.1:"));
  self->url = g_strdup (line + strlen ("ready "));
  if (mc_test_proxy_is_wanted ())
    self->proxy = mc_test_proxy_new (self->url, self->ca);
}

static void
forget_process (McTestService *self)
{
  g_clear_object (&self->process);
  g_clear_pointer (&self->proxy, mc_test_proxy_free);
  g_clear_pointer (&self->url, g_free);
}

void
mc_test_service_kill (McTestService *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  forget_process (self);
}

void
mc_test_service_stop (McTestService *self)
{
  g_subprocess_send_signal (self->process, 15);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (self->process));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  forget_process (self);
}

void
mc_test_service_free (McTestService *self)
{
  const char *arguments[] = { "rm", "-r", self->dir, NULL };

  if (self->process != NULL)
    mc_test_service_stop (self);
  run (arguments);
  g_object_unref (self->catalogue);
  g_free (self->dir);
  g_free (self->data);
  g_free (self->ca);
  g_free (self->key);
  g_free (self->log);
  g_free (self->settings);
  g_free (self);
}

/* Runs a command on the same data folder; returns its stdout without the line end. */
char *
mc_test_service_command (McTestService *self, int expected, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autofree char *program = get_program ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  const char *argument;
  char *output = NULL;
  va_list list;

  g_ptr_array_add (arguments, program);
  g_ptr_array_add (arguments, (char *) "--data");
  g_ptr_array_add (arguments, self->data);
  va_start (list, expected);
  while ((argument = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (arguments, (char *) argument);
  va_end (list);
  g_ptr_array_add (arguments, NULL);

  process = g_subprocess_newv ((const char *const *) arguments->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                               &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, expected);

  return g_strchomp (output);
}

static size_t
take_body (char *data, size_t size, size_t count, void *body)
{
  g_byte_array_append (body, (const guint8 *) data, size * count);

  return size * count;
}

static CURL *
get_curl (void)
{
  CURL *curl = g_private_get (&thread_curl);

  if (curl == NULL)
    {
      curl = curl_easy_init ();
      g_private_set (&thread_curl, curl);
    }
  curl_easy_reset (curl);

  return curl;
}

/* Through @proxy: a plain connection to it, with the Host that the service has, since that is what
 * a signature covers. Returns what must live as long as the call. */
static struct curl_slist *
set_up_curl (CURL *curl,
             McTestService *service,
             const McTestProxy *proxy,
             const char *path,
             GByteArray *body)
{
  const char *address = service->url + strlen ("https://");
  g_autofree char *url = g_strdup_printf ("%s://%s%s", proxy ? "http" : "https", address, path);
  g_autofree char *detour =
      proxy == NULL ? NULL : g_strdup_printf ("%s:%s", address, proxy->address);
  struct curl_slist *detours = proxy == NULL ? NULL : curl_slist_append (NULL, detour);

  curl_easy_setopt (curl, CURLOPT_URL, url);
  curl_easy_setopt (curl, CURLOPT_CONNECT_TO, detours);
  curl_easy_setopt (curl, CURLOPT_CAINFO, service->ca);
  curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (curl, CURLOPT_PROXY, "");
  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, proxy != NULL ? "http" : "https");
  curl_easy_setopt (curl, CURLOPT_TIMEOUT_MS, 60000L);
  curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt (curl, CURLOPT_WRITEDATA, body);

  return detours;
}

static char *
get_header (CURL *curl, const char *name)
{
  struct curl_header *header = NULL;

  if (curl_easy_header (curl, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
    return NULL;

  return g_strdup (header->value);
}

char *
mc_test_service_get (McTestService *self, const char *path, guint *status)
{
  CURL *curl = get_curl ();
  GByteArray *body = g_byte_array_new ();
  struct curl_slist *detours = set_up_curl (curl, self, self->proxy, path, body);
  g_autofree char *violations = NULL;
  long code = 0;

  g_assert_cmpint (curl_easy_perform (curl), ==, CURLE_OK);
  curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &code);
  violations = get_header (curl, "sl-violations");
  g_assert_null (violations);
  curl_slist_free_all (detours);
  if (status != NULL)
    *status = code;
  g_byte_array_append (body, (const guint8 *) "", 1);

  return (char *) g_byte_array_free (body, FALSE);
}

McTestKiosk *
mc_test_kiosk_new (McTestService *service)
{
  McTestKiosk *self = g_new0 (McTestKiosk, 1);

  self->service = service;
  self->key = mc_signing_key_new ();

  return self;
}

void
mc_test_kiosk_free (McTestKiosk *self)
{
  mc_signing_key_free (self->key);
  g_clear_pointer (&self->enrolment, mc_enrolment_free);
  g_free (self);
}

void
mc_test_answer_clear (McTestAnswer *self)
{
  g_clear_pointer (&self->body, json_decref);
  self->status = 0;
}

const char *
mc_test_answer_get_type (const McTestAnswer *self)
{
  const char *type = mc_json_get_optional_string (self->body, "type");

  return type != NULL && g_str_has_prefix (type, "urn:motcua:problem:")
             ? type + strlen ("urn:motcua:problem:")
             : NULL;
}

static const guint8 *
get_central_key (McTestKiosk *self)
{
  return self->enrolment == NULL ? NULL : self->enrolment->signing_public;
}

/* Every answer to a signed request is signed, bound to the request, and covers its body. */
static void
check_answer (McTestKiosk *self,
              CURL *curl,
              guint status,
              const GByteArray *body,
              const char *request_signature,
              const guint8 *central_public)
{
  g_autofree char *input = get_header (curl, "Signature-Input");
  g_autofree char *signature = get_header (curl, "Signature");
  g_autofree char *digest = get_header (curl, "Content-Digest");
  g_autofree char *type = get_header (curl, "Content-Type");
  g_autoptr (GError) error = NULL;
  McAnswerParts parts = { status, type, digest, request_signature };

  g_assert_nonnull (signature);
  g_assert_nonnull (digest);
  g_assert_true (mc_digest_header_check (digest, body->data, body->len));
  mc_signature_verify_answer (&parts, input, signature, central_public, &error);
  g_assert_no_error (error);
}

static const char *
get_content_type (const char *path)
{
  return g_str_has_prefix (path, "/v1/blobs/") || g_str_has_prefix (path, "/v1/dossiers/")
             ? "Content-Type: application/octet-stream"
             : "Content-Type: application/json";
}

static struct curl_slist *
make_headers (McTestKiosk *self,
              const char *method,
              const char *target,
              gconstpointer data,
              gsize length,
              char **signature)
{
  g_autofree char *authority = g_strdup (self->service->url + strlen ("https://"));
  const char *query = strchr (target, '?');
  g_autofree char *path = query == NULL ? g_strdup (target) : g_strndup (target, query - target);
  g_autofree char *digest = mc_digest_header_new (data, length);
  g_autofree char *input = NULL;
  struct curl_slist *headers = NULL;
  McRequestParts parts = { method, authority, path, query == NULL ? "?" : query, digest };
  g_autofree char *lines[3];

  mc_signature_sign_request (
      &parts, self->key, g_get_real_time () / G_USEC_PER_SEC + self->offset_s, &input, signature);
  lines[0] = g_strconcat ("Content-Digest: ", digest, NULL);
  lines[1] = g_strconcat ("Signature-Input: ", input, NULL);
  lines[2] = g_strconcat ("Signature: ", *signature, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      headers = curl_slist_append (headers, lines[i]);
      g_free (lines[i]);
    }
  lines[0] = NULL;
  headers = curl_slist_append (headers, get_content_type (path));

  return curl_slist_append (headers, "Expect:");
}

/* What came back: the service's answer, which must be as the file says and signed, or Prism's. */
static McTestVerdict
take_answer (McTestKiosk *self,
             CURL *curl,
             const McTestProxy *proxy,
             const GByteArray *received,
             const char *signature,
             const guint8 *central_public,
             McTestAnswer *answer)
{
  g_autofree char *violations = get_header (curl, "sl-violations");
  McTestVerdict verdict = MC_TEST_VERDICT_PASSED;
  long status = 0;

  curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &status);
  answer->status = status;
  answer->body = mc_json_parse ((const char *) received->data, received->len, 1 << 20, "", NULL);
  if (proxy != NULL)
    verdict = mc_test_proxy_judge (answer->body, violations);
  if (verdict == MC_TEST_VERDICT_BREACH)
    g_error ("%ld is not an answer of the OpenAPI file: %s", status, violations);
  if (verdict == MC_TEST_VERDICT_PASSED && central_public != NULL)
    check_answer (self, curl, status, received, signature, central_public);

  return verdict;
}

static McTestVerdict
call (McTestKiosk *self,
      const McTestProxy *proxy,
      const char *method,
      const char *path,
      GBytes *body,
      const guint8 *central_public,
      McTestAnswer *answer)
{
  CURL *curl = get_curl ();
  g_autoptr (GByteArray) received = g_byte_array_new ();
  g_autofree char *signature = NULL;
  struct curl_slist *headers, *detours;
  gsize length = 0;
  gconstpointer data = body == NULL ? NULL : g_bytes_get_data (body, &length);
  McTestVerdict verdict = MC_TEST_VERDICT_BROKEN;
  CURLcode code;

  if (data == NULL)
    data = "";
  headers = make_headers (self, method, path, data, length, &signature);
  detours = set_up_curl (curl, self->service, proxy, path, received);
  curl_easy_setopt (curl, CURLOPT_CUSTOMREQUEST, method);
  curl_easy_setopt (curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) length);
  curl_easy_setopt (
      curl, CURLOPT_POSTFIELDS, self->breaks_digest && length > 0 ? (const char *) data + 1 : data);
  if (self->breaks_digest && length > 0)
    curl_easy_setopt (curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) length - 1);
  curl_easy_setopt (curl, CURLOPT_HTTPHEADER, headers);
  mc_test_answer_clear (answer);
  code = curl_easy_perform (curl);
  if (code != CURLE_OK)
    g_test_message ("%s %s: %s", method, path, curl_easy_strerror (code));
  else
    verdict = take_answer (self, curl, proxy, received, signature, central_public, answer);
  if (verdict == MC_TEST_VERDICT_BROKEN)
    mc_test_answer_clear (answer);
  curl_slist_free_all (headers);
  curl_slist_free_all (detours);

  return verdict;
}

void
mc_test_kiosk_call (McTestKiosk *self,
                    const char *method,
                    const char *path,
                    GBytes *body,
                    McTestAnswer *answer)
{
  const guint8 *key = get_central_key (self);

  if (call (self, self->service->proxy, method, path, body, key, answer) != MC_TEST_VERDICT_REFUSED)
    return;

  g_test_message ("%s %s is not a request of the OpenAPI file", method, path);
  if (call (self, NULL, method, path, body, key, answer) == MC_TEST_VERDICT_PASSED)
    g_assert_cmpuint (answer->status, >=, 400);
}

void
mc_test_kiosk_call_json (McTestKiosk *self,
                         const char *method,
                         const char *path,
                         json_t *body,
                         McTestAnswer *answer)
{
  char *text = mc_json_to_string (body);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  json_decref (body);
  mc_test_kiosk_call (self, method, path, bytes, answer);
}

guint
mc_test_kiosk_enrol (McTestKiosk *self, const char *text)
{
  McEnrolmentCode code;
  g_autoptr (GError) error = NULL;
  g_auto (McTestAnswer) answer = { 0 };

  mc_enrolment_code_parse (text, &code, &error);
  g_assert_no_error (error);
  mc_test_kiosk_call_json (self,
                           "POST",
                           "/v1/enrolments",
                           mc_enrolment_request_to_json (&code, self->key, "test"),
                           &answer);
  if (answer.status == 201 || answer.status == 200)
    {
      g_autofree char *fingerprint = NULL;

      g_clear_pointer (&self->enrolment, mc_enrolment_free);
      self->enrolment = mc_enrolment_from_json (answer.body, &error);
      g_assert_no_error (error);
      fingerprint = mc_key_id_new (self->enrolment->signing_public);
      g_assert_cmpstr (fingerprint, ==, code.fingerprint);
    }

  return answer.status;
}

McTestKiosk *
mc_test_kiosk_new_enrolled_at (McTestService *service, const char *name, const char *point)
{
  McTestKiosk *self = mc_test_kiosk_new (service);
  g_autofree char *code =
      mc_test_service_command (service, 0, "kiosk", "add", name, "--point", point, NULL);

  g_assert_cmpuint (mc_test_kiosk_enrol (self, code), ==, 201);

  return self;
}

McTestKiosk *
mc_test_kiosk_new_enrolled (McTestService *service, const char *name)
{
  return mc_test_kiosk_new_enrolled_at (service, name, "00070");
}

static GBytes *
make_payload (McTestKiosk *kiosk, const char *id, const char *code, const char *token)
{
  g_autofree char *path =
      g_build_filename (mc_assets_get_default_dir (), "examples", "birth.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (McDossier) dossier = NULL;
  g_autoptr (json_t) object = NULL;
  g_autoptr (GError) error = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  char *json;
  gsize length;
  GDate today;

  g_assert_true (g_file_get_contents (path, &text, &length, &error));
  mc_time_get_local_date (now, &today);
  dossier =
      mc_dossier_from_submission (text, length, path, kiosk->service->catalogue, &today, &error);
  g_assert_no_error (error);
  g_free (dossier->applicant->name);
  dossier->applicant->name = g_strdup (CANARY_NAME);
  if (kiosk->owner != NULL)
    {
      dossier->owner = mc_applicant_copy (dossier->applicant);
      g_free (dossier->owner->id_number);
      dossier->owner->id_number = g_strdup (kiosk->owner);
    }
  g_free (dossier->id);
  dossier->id = g_strdup (id);
  g_free (dossier->code);
  dossier->code = g_strdup (code);
  g_free (dossier->status_token);
  dossier->status_token = g_strdup (token);
  g_free (dossier->kiosk);
  dossier->kiosk = g_strdup (kiosk->enrolment->kiosk);
  g_free (dossier->point_code);
  dossier->point_code = g_strdup (kiosk->enrolment->point->code);
  g_free (dossier->agency_code);
  dossier->agency_code = g_strdup (kiosk->enrolment->point->agency_code);
  g_free (dossier->notice_version);
  dossier->notice_version = g_strdup ("2025-06");
  dossier->submitted_at = now;
  object = mc_dossier_to_json (dossier);
  json = mc_json_to_string (object);

  return g_bytes_new_take (json, strlen (json));
}

McTestDossier *
mc_test_dossier_new_raw (McTestKiosk *kiosk,
                         guint sequence,
                         const char *code,
                         const char *const *pages,
                         GBytes *payload)
{
  static const char *const no_pages[] = { NULL };
  McTestDossier *self = g_new0 (McTestDossier, 1);
  g_autoptr (McEnvelope) envelope = NULL;
  g_autoptr (GBytes) made = NULL;
  g_autoptr (GError) error = NULL;
  guint8 random[MC_TOKEN_RANDOM_BYTES];
  gint64 now = g_get_real_time ();
  GDate today;

  for (guint i = 0; i < sizeof random; i++)
    random[i] = g_random_int ();
  mc_time_get_local_date (now / G_USEC_PER_SEC, &today);
  self->id = mc_uuid_new_v7 (now / 1000, random);
  self->token = mc_token_new (random);
  self->code = code != NULL ? g_strdup (code)
                            : mc_code_format (kiosk->enrolment->point->agency_code,
                                              &today,
                                              kiosk->enrolment->serial_first + sequence % 1000,
                                              6,
                                              &error);
  g_assert_no_error (error);
  self->path = g_strdup_printf ("/v1/dossiers/%s?seq=%u", self->id, sequence);
  made = payload != NULL ? g_bytes_ref (payload)
                         : make_payload (kiosk, self->id, self->code, self->token);
  envelope = mc_envelope_new_dossier (self->id, self->code, pages != NULL ? pages : no_pages);
  self->sealed = mc_envelope_seal (envelope, kiosk->enrolment->sealing_public, made, &error);
  g_assert_no_error (error);

  return self;
}

McTestDossier *
mc_test_dossier_new (McTestKiosk *kiosk, guint sequence)
{
  return mc_test_dossier_new_raw (kiosk, sequence, NULL, NULL, NULL);
}

void
mc_test_dossier_free (McTestDossier *self)
{
  g_free (self->id);
  g_free (self->code);
  g_free (self->token);
  g_free (self->path);
  g_bytes_unref (self->sealed);
  g_free (self);
}
