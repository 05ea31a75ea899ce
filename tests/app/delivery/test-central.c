/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/app/delivery/fixture.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#define POINT "00070"

/* The service itself, as it is shipped, on a free port with the test's certificate. */
typedef struct
{
  Fixture base;
  char *data_dir;      /* (owned) */
  GSubprocess *server; /* (owned) */
  char *url;           /* (owned) */
} Central;

static char *
program_path (void)
{
  return g_build_filename (g_getenv ("G_TEST_BUILDDIR"), "..", "central", "motcua-central", NULL);
}

/* A test that fails leaves no server behind. */
static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
start_server (Central *self)
{
  g_autofree char *program = program_path ();
  g_autofree char *pem = certificates_path (self->base.certificates, "server.pem");
  g_autofree char *key = certificates_path (self->base.certificates, "server.key");
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->server = g_subprocess_launcher_spawn (launcher,
                                              &error,
                                              program,
                                              "--data",
                                              self->data_dir,
                                              "--listen",
                                              "127.0.0.1:0",
                                              "--tls-cert",
                                              pem,
                                              "--tls-key",
                                              key,
                                              "--public-url",
                                              "https://motcua.example",
                                              NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->server));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "ready https://127.0.0.1:"));
  g_free (self->url);
  self->url = g_strdup (line + strlen ("ready "));
}

static void
stop_server (Central *self)
{
  g_subprocess_send_signal (self->server, SIGTERM);
  g_subprocess_wait (self->server, NULL, NULL);
  g_clear_object (&self->server);
}

/* One command on the data folder, while the service runs; what it printed. */
static char *
run_command (Central *self, const char *const *arguments)
{
  g_autofree char *program = program_path ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  g_strv_builder_add_many (builder, program, "--data", self->data_dir, NULL);
  g_strv_builder_addv (builder, (const char **) arguments);
  argv = g_strv_builder_end (builder);
  process = g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return g_strstrip (output);
}

static void
set_up (Central *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_set_up (&self->base, NULL);
  self->data_dir = g_dir_make_tmp ("motcua-central-XXXXXX", &error);
  g_assert_no_error (error);
  start_server (self);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (g_file_test (file, G_FILE_TEST_IS_DIR))
        remove_tree (file);
      else
        g_remove (file);
    }
  g_rmdir (path);
}

static void
tear_down (Central *self, gconstpointer data)
{
  stop_server (self);
  fixture_tear_down (&self->base, NULL);
  remove_tree (self->data_dir);
  g_free (self->data_dir);
  g_free (self->url);
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static McEnrolment *
enrol (Central *self, McClock *clock, const McEnrolmentCode *code, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mc_enrol_async (
      self->base.transport, clock, self->url, code, self->base.key, NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return mc_enrol_finish (result, error);
}

static void
make_code (Central *self, McEnrolmentCode *code)
{
  const char *const arguments[] = { "kiosk", "add", "HK-03", "--point", POINT, NULL };
  g_autofree char *text = run_command (self, arguments);
  g_autoptr (GError) error = NULL;

  mc_enrolment_code_parse (text, code, &error);
  g_assert_no_error (error);
}

/* The kiosk's outbox becomes that of the enrolled kiosk, and talks to the service. */
static void
move_in (Central *self, const McEnrolment *enrolment)
{
  Fixture *base = &self->base;
  g_autoptr (GError) error = NULL;

  fixture_add_outbox (base);
  mc_outbox_set_pending_key (base->outbox, base->key, &error);
  g_assert_no_error (error);
  mc_outbox_set_enrolment (base->outbox, enrolment, self->url, &error);
  g_assert_no_error (error);
  g_clear_object (&base->uploader);
  g_clear_object (&base->client);
  base->client = mc_central_client_new (
      base->transport, base->clock, self->url, base->key, enrolment->signing_public);
  base->uploader = mc_uploader_new (base->outbox, base->client, base->clock);
}

static gboolean
is_idle (Fixture *fixture, gconstpointer data)
{
  return mc_uploader_is_idle (fixture->uploader);
}

static gboolean
is_safe (Fixture *fixture, gconstpointer id)
{
  return fixture_get_state (fixture, id) == MC_DELIVERY_SAFE;
}

static gboolean
is_rated (Fixture *fixture, gconstpointer token)
{
  const McDossierKey key = { .token = token };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (McStatus) status = NULL;

  mc_central_client_lookup_async (fixture->client, &key, "vi", NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  status = mc_central_client_lookup_finish (fixture->client, result, NULL);
  return status != NULL && status->rated;
}

/* What is not done yet cannot be collected: central says so, with the state of the dossier. */
static void
assert_not_ready (Central *self, const McDossierKey *key)
{
  McCentralClient *client = self->base.client;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (McProblem) problem = NULL;
  g_autoptr (McStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  mc_central_client_put_pickup_async (
      client, "01977a2e-0000-7000-8000-000000000001", key, NULL, "en", NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (mc_central_client_put_pickup_finish (client, result, &problem, &error));
  g_assert_error (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_REFUSED);
  g_assert_cmpstr (problem->type, ==, "not-ready");
  status = mc_status_from_json (json_object_get (problem->extra, "dossier"), &error);
  g_assert_nonnull (status);
  g_assert_cmpint (status->state, ==, MC_STATE_SUBMITTED);
}

/* The whole way with the service as it is shipped: enrolled by its code, pages and dossier
 * delivered, found by its token, rated, and safe once central was backed up. */
static void
test_spine (Central *self, gconstpointer data)
{
  Fixture *base = &self->base;
  g_autofree char *backup = g_build_filename (self->data_dir, "backup.db", NULL);
  const char *const back_up[] = { "backup", backup, NULL };
  g_autoptr (McEnrolment) enrolment = NULL;
  g_autoptr (McReceipt) receipt = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (McStatus) status = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *output = NULL;
  char token[27];
  const McDossierKey key = { .token = token };
  McEnrolmentCode code;

  make_code (self, &code);
  enrolment = enrol (self, base->clock, &code, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (enrolment->kiosk, ==, "HK-03");
  move_in (self, enrolment);

  id = fixture_commit (base, 2);
  mc_uploader_start (base->uploader);
  fixture_wait (base, is_idle, NULL);
  g_assert_cmpint (fixture_get_state (base, id), ==, MC_DELIVERY_CONFIRMED);

  receipt = mc_outbox_dup_receipt (base->outbox, id, &error);
  g_assert_no_error (error);
  g_assert_true (mc_status_url_parse (receipt->status_url, enrolment->public_url, token));
  mc_central_client_lookup_async (base->client, &key, "vi", NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  status = mc_central_client_lookup_finish (base->client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (status->code, ==, receipt->code);
  g_assert_cmpint (status->state, ==, MC_STATE_SUBMITTED);

  assert_not_ready (self, &key);
  g_assert_true (mc_outbox_add_rating (base->outbox, id, 5, NULL));
  mc_uploader_kick (base->uploader);
  fixture_wait (base, is_rated, token);

  output = run_command (self, back_up);
  mc_uploader_stop (base->uploader);
  mc_uploader_start (base->uploader);
  fixture_wait (base, is_safe, id);
}

/* A lost answer costs nothing: the same key may ask again, another may not; and a wrong code is
 * told from a code that is used up. */
static void
test_enrolment (Central *self, gconstpointer data)
{
  Fixture *base = &self->base;
  g_autoptr (McEnrolment) first = NULL;
  g_autoptr (McEnrolment) again = NULL;
  g_autoptr (GError) error = NULL;
  McEnrolmentCode code, wrong;

  make_code (self, &code);
  first = enrol (self, base->clock, &code, &error);
  g_assert_no_error (error);
  again = enrol (self, base->clock, &code, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (first->serial_first, ==, again->serial_first);

  mc_signing_key_free (base->key);
  base->key = mc_signing_key_new ();
  g_assert_null (enrol (self, base->clock, &code, &error));
  g_assert_error (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_UNAUTHORISED);
  g_clear_error (&error);
  wrong = code;
  wrong.secret[3] ^= 4;
  g_assert_null (enrol (self, base->clock, &wrong, &error));
  g_assert_error (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_NOT_FOUND);
}

/* Central killed without a word and started again on another port: the backlog arrives, each
 * dossier once, and nothing is refused. */
static void
test_restart (Central *self, gconstpointer data)
{
  Fixture *base = &self->base;
  g_autoptr (McEnrolment) enrolment = NULL;
  g_autoptr (GError) error = NULL;
  McOutboxSummary summary;
  McEnrolmentCode code;

  make_code (self, &code);
  enrolment = enrol (self, base->clock, &code, &error);
  g_assert_no_error (error);
  move_in (self, enrolment);
  for (guint i = 0; i < 30; i++)
    g_free (fixture_commit (base, i % 3));
  mc_uploader_start (base->uploader);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_true (mc_outbox_get_summary (base->outbox, &summary, NULL));
    }
  while (summary.pending > 20);
  g_subprocess_send_signal (self->server, SIGKILL);
  g_subprocess_wait (self->server, NULL, NULL);
  g_clear_object (&self->server);

  mc_uploader_stop (base->uploader);
  start_server (self);
  g_clear_object (&base->uploader);
  g_clear_object (&base->client);
  base->client = mc_central_client_new (
      base->transport, base->clock, self->url, base->key, enrolment->signing_public);
  base->uploader = mc_uploader_new (base->outbox, base->client, base->clock);
  mc_uploader_start (base->uploader);
  fixture_wait (base, is_idle, NULL);
  g_assert_true (mc_outbox_get_summary (base->outbox, &summary, NULL));
  g_assert_cmpuint (summary.pending, ==, 0);
  g_assert_cmpuint (summary.quarantined, ==, 0);
}

static gboolean
is_revoked (Fixture *fixture, gconstpointer data)
{
  gboolean revoked;

  g_object_get (fixture->uploader, "revoked", &revoked, NULL);
  return revoked;
}

/* A revoked kiosk is told so, signed, and keeps what it holds. */
static void
test_revoked (Central *self, gconstpointer data)
{
  Fixture *base = &self->base;
  const char *const revoke[] = { "kiosk", "revoke", "HK-03", NULL };
  g_autoptr (McEnrolment) enrolment = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *output = NULL;
  McEnrolmentCode code;

  make_code (self, &code);
  enrolment = enrol (self, base->clock, &code, &error);
  g_assert_no_error (error);
  move_in (self, enrolment);
  output = run_command (self, revoke);
  id = fixture_commit (base, 0);
  mc_uploader_start (base->uploader);
  fixture_wait (base, is_revoked, NULL);
  fixture_wait (base, fixture_was_tried, id);
  g_assert_cmpint (fixture_get_state (base, id), ==, MC_DELIVERY_SENT);
}

#define ADD(path, test) g_test_add (path, Central, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (mc_keys_init (NULL));
  ADD ("/delivery/central/spine", test_spine);
  ADD ("/delivery/central/enrolment", test_enrolment);
  ADD ("/delivery/central/restart", test_restart);
  ADD ("/delivery/central/revoked", test_revoked);
  return g_test_run ();
}
