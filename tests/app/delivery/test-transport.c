/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/app/delivery/fixture.h"

#include <string.h>

#define ADD(path, certificate, test)                                                               \
  g_test_add (path, Fixture, certificate, fixture_set_up, test, fixture_tear_down)

static char *
url_of (Fixture *fixture, const char *path)
{
  return g_strconcat (peer_get_url (fixture->peer), path, NULL);
}

/* The control of all that follows: a server of the configured CA is heard. */
static void
test_trusted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = url_of (fixture, "/nothing");
  g_autoptr (GError) error = NULL;
  g_autoptr (McHttpAnswer) answer = fixture_send (fixture, fixture->transport, url, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (answer->status, ==, 400);
  g_assert_cmpstr (answer->content_type, ==, "application/problem+json");
  g_assert_cmpuint (peer_count (fixture->peer, "/nothing"), ==, 1);
}

/* Another CA's certificate, another host's, an expired one: nothing is sent, an operator is told.
 */
static void
test_untrusted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = url_of (fixture, "/nothing");
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_send (fixture, fixture->transport, url, &error));
  g_assert_error (error, MC_TRANSPORT_ERROR, MC_TRANSPORT_ERROR_TRUST);
  g_assert_cmpuint (peer_count (fixture->peer, ""), ==, 0);
}

/* With no CA file, or one that is missing, no HTTPS server is trusted, whatever the machine's own
 * store says. */
static void
test_no_ca (Fixture *fixture, gconstpointer data)
{
  const char *files[] = { NULL, "/nonexistent/ca.pem" };
  g_autofree char *url = url_of (fixture, "/nothing");

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (McTransport) transport = mc_curl_transport_new (files[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (fixture_send (fixture, transport, url, &error));
      g_assert_error (error, MC_TRANSPORT_ERROR, MC_TRANSPORT_ERROR_TRUST);
    }
}

/* The CA of the machine's own store is not trusted: neither the built-in path nor the
 * environment's. The control is the same server with the CA as the configured file. */
static void
test_machine_store (Fixture *fixture, gconstpointer data)
{
  g_autofree char *ca = certificates_path (fixture->certificates, "ca.pem");
  g_autofree char *rogue = certificates_path (fixture->certificates, "rogue-ca.pem");
  g_autofree char *url = url_of (fixture, "/nothing");
  g_autoptr (McTransport) transport = mc_curl_transport_new (rogue);
  g_autoptr (GError) error = NULL;
  g_autoptr (McHttpAnswer) answer = NULL;

  g_setenv ("SSL_CERT_FILE", ca, TRUE);
  g_setenv ("SSL_CERT_DIR", fixture->certificates, TRUE);
  g_setenv ("CURL_CA_BUNDLE", ca, TRUE);
  g_assert_null (fixture_send (fixture, transport, url, &error));
  g_assert_error (error, MC_TRANSPORT_ERROR, MC_TRANSPORT_ERROR_TRUST);
  g_clear_error (&error);
  answer = fixture_send (fixture, fixture->transport, url, &error);
  g_assert_no_error (error);
  g_unsetenv ("SSL_CERT_FILE");
  g_unsetenv ("SSL_CERT_DIR");
  g_unsetenv ("CURL_CA_BUNDLE");
}

/* A proxy of the environment is not used. */
static void
test_no_proxy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = url_of (fixture, "/nothing");
  g_autoptr (GError) error = NULL;
  g_autoptr (McHttpAnswer) answer = NULL;

  g_setenv ("https_proxy", "http://127.0.0.1:1", TRUE);
  g_setenv ("ALL_PROXY", "http://127.0.0.1:1", TRUE);
  answer = fixture_send (fixture, fixture->transport, url, &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
  g_unsetenv ("https_proxy");
  g_unsetenv ("ALL_PROXY");
}

/* Plain HTTP is for this machine alone; other schemes and names in the address are refused. */
static void
test_schemes (Fixture *fixture, gconstpointer data)
{
  const char *refused[] = {
    "http://192.0.2.1/",       "http://example.com/",        "http://127.0.0.1.example/",
    "http://localhost.evil/",  "ftp://127.0.0.1/",           "file:///etc/passwd",
    "https://user@127.0.0.1/", "https://user:pw@127.0.0.1/", "nonsense",
  };
  Peer *plain = peer_new (NULL, NULL, fixture->signing, fixture->sealing);
  g_autofree char *url = g_strconcat (peer_get_url (plain), "/nothing", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (McHttpAnswer) answer = fixture_send (fixture, fixture->transport, url, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (answer->status, ==, 401);
  peer_free (plain);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_assert_null (fixture_send (fixture, fixture->transport, refused[i], &error));
      g_test_message ("%s: %s", refused[i], error->message);
      g_assert_true (error->domain == MC_TRANSPORT_ERROR);
      g_assert_true (error->code == MC_TRANSPORT_ERROR_TRUST ||
                     g_strrstr (refused[i], "@") != NULL || strcmp (refused[i], "nonsense") == 0);
      g_clear_error (&error);
    }
}

/* Nobody listens, or the connection is cut: the network's fault, to be tried again. */
static void
test_network (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = url_of (fixture, "/nothing");
  g_autoptr (GError) error = NULL;

  peer_misbehave (fixture->peer, "", PEER_CUT_BEFORE, -1);
  g_assert_null (fixture_send (fixture, fixture->transport, url, &error));
  g_assert_error (error, MC_TRANSPORT_ERROR, MC_TRANSPORT_ERROR_NETWORK);
  g_clear_error (&error);
  g_assert_null (fixture_send (fixture, fixture->transport, "https://127.0.0.1:1/", &error));
  g_assert_error (error, MC_TRANSPORT_ERROR, MC_TRANSPORT_ERROR_NETWORK);
}

/* A redirect is an answer like any other: it is not followed. */
static void
test_redirect (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = url_of (fixture, "/nothing");
  g_autoptr (GError) error = NULL;
  g_autoptr (McHttpAnswer) answer = NULL;

  peer_misbehave (fixture->peer, "/nothing", PEER_REDIRECT, -1);
  answer = fixture_send (fixture, fixture->transport, url, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->status, ==, 307);
  g_assert_cmpuint (peer_count (fixture->peer, "/v1/echo"), ==, 0);
}

/* More than 1 MiB is cut off while it comes. */
static void
test_huge (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = url_of (fixture, "/nothing");
  g_autoptr (GError) error = NULL;

  peer_misbehave (fixture->peer, "", PEER_HUGE, -1);
  g_assert_null (fixture_send (fixture, fixture->transport, url, &error));
  g_assert_error (error, MC_TRANSPORT_ERROR, MC_TRANSPORT_ERROR_LIMIT);
}

/* A byte now and then keeps no exchange alive beyond its deadline: 30 s, here a fifth of it. */
static void
test_slow (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strdup_printf ("/v1/echo/%0400d", 0);
  FixtureCall call;
  gint64 begun = g_get_monotonic_time ();

  /* The control: the same answer at once. */
  fixture_call (fixture, "POST", path, &call);
  g_assert_no_error (call.error);
  fixture_call_clear (&call);

  peer_misbehave (fixture->peer, "", PEER_SLOW, -1);
  begun = g_get_monotonic_time ();
  fixture_call (fixture, "POST", path, &call);
  g_assert_error (call.error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_UNREACHABLE);
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, 5 * G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - begun, <=, 9 * G_USEC_PER_SEC);
  fixture_call_clear (&call);
}

static void
on_send_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static McHttpRequest *
create_request (Fixture *fixture)
{
  McHttpRequest *request = g_new0 (McHttpRequest, 1);

  request->method = g_strdup ("GET");
  request->url = url_of (fixture, "/nothing");
  return request;
}

/* Cancelling ends an exchange at once, before it began as well as under way. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) before = NULL;
  g_autoptr (GAsyncResult) during = NULL;
  g_autoptr (GError) error = NULL;

  peer_misbehave (fixture->peer, "", PEER_SLOW, -1);
  mc_transport_send_async (
      fixture->transport, create_request (fixture), cancellable, on_send_ready, &during);
  while (peer_count (fixture->peer, "/nothing") == 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (during);
  g_cancellable_cancel (cancellable);
  mc_transport_send_async (
      fixture->transport, create_request (fixture), cancellable, on_send_ready, &before);
  while (before == NULL || during == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (mc_transport_send_finish (fixture->transport, before, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (mc_transport_send_finish (fixture->transport, during, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Disposing of the transport ends what is under way, too. */
static void
test_dispose (Fixture *fixture, gconstpointer data)
{
  g_autoptr (McTransport) transport = mc_curl_transport_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mc_transport_send_async (transport, create_request (fixture), NULL, on_send_ready, &result);
  g_object_run_dispose (G_OBJECT (transport));
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (mc_transport_send_finish (transport, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* 200 signed exchanges on kept connections, for the record of how long they take. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  const gint64 begun = g_get_monotonic_time ();

  for (guint i = 0; i < 200; i++)
    {
      FixtureCall call;

      fixture_call (fixture, "POST", "/v1/echo/x?a=1&b=%20", &call);
      g_assert_no_error (call.error);
      g_assert_cmpstr (
          json_string_value (json_object_get (call.answer, "uri")), ==, "/v1/echo/x?a=1&b=%20");
      fixture_call_clear (&call);
    }
  g_test_message ("200 signed exchanges: %.2f s",
                  (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (mc_keys_init (NULL));
  ADD ("/delivery/transport/trusted", NULL, test_trusted);
  ADD ("/delivery/transport/untrusted/other-ca", "rogue", test_untrusted);
  ADD ("/delivery/transport/untrusted/other-host", "other-host", test_untrusted);
  ADD ("/delivery/transport/untrusted/expired", "expired", test_untrusted);
  ADD ("/delivery/transport/untrusted/no-ca", NULL, test_no_ca);
  ADD ("/delivery/transport/untrusted/machine-store", NULL, test_machine_store);
  ADD ("/delivery/transport/no-proxy", NULL, test_no_proxy);
  ADD ("/delivery/transport/schemes", NULL, test_schemes);
  ADD ("/delivery/transport/network", NULL, test_network);
  ADD ("/delivery/transport/redirect", NULL, test_redirect);
  ADD ("/delivery/transport/huge", NULL, test_huge);
  ADD ("/delivery/transport/slow", NULL, test_slow);
  ADD ("/delivery/transport/cancel", NULL, test_cancel);
  ADD ("/delivery/transport/dispose", NULL, test_dispose);
  ADD ("/delivery/transport/many", NULL, test_many);
  return g_test_run ();
}
