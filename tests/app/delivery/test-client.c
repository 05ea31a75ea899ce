/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/app/delivery/fixture.h"

#define ADD(path, test) g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

#define PATH "/v1/echo/path"

static void
assert_call_to (Fixture *fixture, const char *path, int code)
{
  FixtureCall call;

  fixture_call (fixture, "POST", path, &call);
  if (code < 0)
    g_assert_no_error (call.error);
  else
    g_assert_error (call.error, MC_CLIENT_ERROR, code);
  g_assert_true ((call.answer != NULL) == (code < 0));
  fixture_call_clear (&call);
}

static void
assert_call (Fixture *fixture, int code)
{
  assert_call_to (fixture, PATH, code);
}

/* The control: central's own signed answer is believed. */
static void
test_genuine (Fixture *fixture, gconstpointer data)
{
  assert_call (fixture, -1);
  g_assert_cmpuint (peer_count (fixture->peer, PATH), ==, 1);
}

/* Whatever is not central's own answer to this very request is not believed, even when it says
 * 200. */
static void
test_untrusted (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    PeerMode mode;
    McClientError code;
  } cases[] = {
    { PEER_UNSIGNED, MC_CLIENT_ERROR_UNTRUSTED },
    { PEER_OTHER_KEY, MC_CLIENT_ERROR_UNTRUSTED },
    { PEER_REPLAY, MC_CLIENT_ERROR_UNTRUSTED },
    { PEER_CHANGED_BODY, MC_CLIENT_ERROR_UNTRUSTED },
    { PEER_SIGNED_TWICE, MC_CLIENT_ERROR_UNTRUSTED },
    { PEER_HUGE, MC_CLIENT_ERROR_UNTRUSTED },
    { PEER_REDIRECT, MC_CLIENT_ERROR_UNTRUSTED },
    { PEER_PORTAL, MC_CLIENT_ERROR_UNTRUSTED },
    { PEER_CUT_BEFORE, MC_CLIENT_ERROR_UNREACHABLE },
    { PEER_CUT_AFTER, MC_CLIENT_ERROR_UNREACHABLE },
  };

  assert_call_to (fixture, "/v1/echo/other", -1); /* so that there is an answer to replay */
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("mode %u", cases[i].mode);
      peer_misbehave (fixture->peer, PATH, cases[i].mode, -1);
      assert_call (fixture, (int) cases[i].code);
      peer_behave (fixture->peer);
      assert_call (fixture, -1);
    }
  g_assert_cmpuint (peer_count (fixture->peer, "/v1/echo/redirected"), ==, 0);
}

/* Central's signed refusals, each as what it means. */
static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    guint status;
    const char *type;
    McClientError code;
  } cases[] = {
    { 400, "bad-request", MC_CLIENT_ERROR_REFUSED },
    { 401, "bad-signature", MC_CLIENT_ERROR_UNAUTHORISED },
    { 403, "revoked", MC_CLIENT_ERROR_UNAUTHORISED },
    { 404, "not-arrived", MC_CLIENT_ERROR_NOT_FOUND },
    { 409, "conflict", MC_CLIENT_ERROR_REFUSED },
    { 413, "too-large", MC_CLIENT_ERROR_REFUSED },
    { 418, "teapot", MC_CLIENT_ERROR_UNREACHABLE },
    { 422, "bad-envelope", MC_CLIENT_ERROR_REFUSED },
    { 424, "pages-missing", MC_CLIENT_ERROR_PAGES },
    { 429, "busy", MC_CLIENT_ERROR_UNREACHABLE },
    { 429, "locked", MC_CLIENT_ERROR_LOCKED },
    { 500, "storage", MC_CLIENT_ERROR_UNREACHABLE },
    { 503, "busy", MC_CLIENT_ERROR_UNREACHABLE },
  };

  peer_set_retry_after (fixture->peer, 4000);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FixtureCall call;

      peer_refuse (fixture->peer, PATH, PEER_PROBLEM, cases[i].status, cases[i].type);
      fixture_call (fixture, "POST", PATH, &call);
      g_assert_error (call.error, MC_CLIENT_ERROR, (int) cases[i].code);
      g_assert_cmpuint (call.status, ==, cases[i].status);
      g_assert_cmpuint (call.retry_after, ==, 4000);
      g_assert_cmpstr (call.problem->type, ==, cases[i].type);
      fixture_call_clear (&call);
    }
}

/* The same refusals with nobody's signature: an outage at most, and no reason to give up a record,
 * to think that a token is unknown, or to wait for an hour. */
static void
test_hearsay (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    guint status;
    McClientError code;
  } cases[] = {
    { 400, MC_CLIENT_ERROR_UNTRUSTED },   { 401, MC_CLIENT_ERROR_UNTRUSTED },
    { 403, MC_CLIENT_ERROR_UNTRUSTED },   { 404, MC_CLIENT_ERROR_UNTRUSTED },
    { 408, MC_CLIENT_ERROR_UNREACHABLE }, { 409, MC_CLIENT_ERROR_UNTRUSTED },
    { 413, MC_CLIENT_ERROR_UNTRUSTED },   { 422, MC_CLIENT_ERROR_UNTRUSTED },
    { 424, MC_CLIENT_ERROR_UNTRUSTED },   { 429, MC_CLIENT_ERROR_UNREACHABLE },
    { 500, MC_CLIENT_ERROR_UNREACHABLE }, { 502, MC_CLIENT_ERROR_UNREACHABLE },
    { 503, MC_CLIENT_ERROR_UNREACHABLE },
  };

  peer_set_retry_after (fixture->peer, 4000);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FixtureCall call;

      peer_refuse (fixture->peer, PATH, PEER_PROBLEM_UNSIGNED, cases[i].status, "revoked");
      fixture_call (fixture, "POST", PATH, &call);
      g_assert_error (call.error, MC_CLIENT_ERROR, (int) cases[i].code);
      g_assert_null (call.problem);
      g_assert_cmpuint (call.retry_after, <=, 300);
      fixture_call_clear (&call);
    }
}

/* A wrong clock costs one exchange more, once; then central's time is used. */
static void
test_skew (Fixture *fixture, gconstpointer data)
{
  peer_set_clock_offset (fixture->peer, 86400);
  assert_call (fixture, -1);
  g_assert_cmpuint (peer_count (fixture->peer, PATH), ==, 2);
  g_assert_cmpint (mc_central_client_get_clock_offset (fixture->client), >=, 86398);
  g_assert_cmpint (mc_central_client_get_clock_offset (fixture->client), <=, 86402);
  assert_call (fixture, -1);
  g_assert_cmpuint (peer_count (fixture->peer, PATH), ==, 3);
  peer_set_clock_offset (fixture->peer, 0);
  assert_call (fixture, -1);
  g_assert_cmpint (ABS (mc_central_client_get_clock_offset (fixture->client)), <=, 2);
}

/* Nobody but central sets the kiosk's clock, and not even central makes it ask for ever. */
static void
test_skew_forged (Fixture *fixture, gconstpointer data)
{
  peer_set_clock_offset (fixture->peer, 86400);
  peer_misbehave (fixture->peer, PATH, PEER_OTHER_KEY, -1);
  assert_call (fixture, MC_CLIENT_ERROR_UNTRUSTED);
  peer_misbehave (fixture->peer, PATH, PEER_UNSIGNED, -1);
  assert_call (fixture, MC_CLIENT_ERROR_UNTRUSTED);
  g_assert_cmpint (mc_central_client_get_clock_offset (fixture->client), ==, 0);
  g_assert_cmpuint (peer_count (fixture->peer, PATH), ==, 2);

  peer_refuse (fixture->peer, PATH, PEER_PROBLEM, 401, "clock-skew");
  assert_call (fixture, MC_CLIENT_ERROR_UNAUTHORISED);
  g_assert_cmpuint (peer_count (fixture->peer, PATH), ==, 4);
}

/* Addresses that cannot be signed for, or trusted, are refused before anything is sent. */
static void
test_addresses (Fixture *fixture, gconstpointer data)
{
  const char *refused[] = {
    "",
    "nonsense",
    "ftp://127.0.0.1",
    "https://",
    "https://127.0.0.1/prefix",
    "https://u@127.0.0.1",
    "https://127.0.0.1?x",
    "https://127.0.0.1#x",
    "http://192.0.2.1",
  };
  g_autofree char *slash = g_strconcat (peer_get_url (fixture->peer), "/", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      fixture_connect (fixture, refused[i]);
      assert_call (fixture, MC_CLIENT_ERROR_UNTRUSTED);
    }
  fixture_connect (fixture, slash);
  assert_call (fixture, -1);
}

static void
on_lookup_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static McStatus *
look_up (Fixture *fixture, const char *token, GError **error)
{
  const McDossierKey key = { token, "H26.107-260622-300001", "4321", 1998 };
  g_autoptr (GAsyncResult) result = NULL;

  mc_central_client_lookup_async (fixture->client, &key, "vi", NULL, on_lookup_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return mc_central_client_lookup_finish (fixture->client, result, error);
}

/* A look-up brings the status, "not arrived", or an error; the token travels in the body. */
static void
test_lookup (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McStatus) status = look_up (fixture, PEER_TOKEN, &error);

  g_assert_no_error (error);
  g_assert_cmpint (status->state, ==, MC_STATE_READY);
  g_assert_null (look_up (fixture, "00000000000000000000000000", &error));
  g_assert_error (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (look_up (fixture, NULL, &error));
  g_assert_error (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (peer_saw (fixture->peer, "\"birth_year\":1998"));

  peer_misbehave (fixture->peer, "/v1/lookups", PEER_UNSIGNED, -1);
  g_assert_null (look_up (fixture, PEER_TOKEN, &error));
  g_assert_error (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_UNTRUSTED);
}

static McPickup *
pick_up (Fixture *fixture,
         const char *id,
         const char *token,
         const char *card,
         McProblem **problem,
         GError **error)
{
  const McDossierKey key = { token, "H26.107-260622-300001", "4321", 1998 };
  g_autoptr (GAsyncResult) result = NULL;

  mc_central_client_put_pickup_async (
      fixture->client, id, &key, card, "vi", NULL, on_lookup_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return mc_central_client_put_pickup_finish (fixture->client, result, problem, error);
}

/* A number comes for the right card and for none; the same id gets the same one. Why there is none
 * is told in central's words, and only in its own; the card travels in the body alone. */
static void
test_pickup (Fixture *fixture, gconstpointer data)
{
  const char *first = "01977a2e-0000-7000-8000-000000000001";
  const char *second = "01977a2e-0000-7000-8000-000000000002";
  g_autoptr (GError) error = NULL;
  g_autoptr (McProblem) problem = NULL;
  g_autoptr (McPickup) pickup = pick_up (fixture, first, PEER_TOKEN, NULL, &problem, &error);
  g_autoptr (McPickup) again = NULL;
  g_autoptr (McPickup) carded = NULL;

  g_assert_no_error (error);
  g_assert_null (problem);
  g_assert_cmpuint (pickup->number, ==, 1);
  g_assert_cmpint (pickup->check, ==, MC_PICKUP_CLERK_TO_LOOK);
  again = pick_up (fixture, first, PEER_TOKEN, NULL, &problem, &error);
  g_assert_cmpuint (again->number, ==, 1);
  carded = pick_up (fixture, second, PEER_TOKEN, PEER_CARD, &problem, &error);
  g_assert_cmpuint (carded->number, ==, 2);
  g_assert_cmpint (carded->check, ==, MC_PICKUP_CARD_MATCHED);
  g_assert_true (peer_saw (fixture->peer, "\"card\":\"" PEER_CARD "\""));

  g_assert_null (pick_up (fixture, second, PEER_TOKEN, "001099000017", &problem, &error));
  g_assert_error (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_REFUSED);
  g_assert_cmpstr (problem->type, ==, "card-mismatch");
  g_assert_cmpint (json_integer_value (json_object_get (problem->extra, "tries_left")), ==, 2);
  g_clear_pointer (&problem, mc_problem_free);
  g_clear_error (&error);
  g_assert_null (pick_up (fixture, second, NULL, NULL, &problem, &error));
  g_assert_error (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_NOT_FOUND);
  g_clear_pointer (&problem, mc_problem_free);
  g_clear_error (&error);

  peer_refuse (fixture->peer, "/v1/pickups/", PEER_PROBLEM_UNSIGNED, 409, "handed-over");
  g_assert_null (pick_up (fixture, second, PEER_TOKEN, NULL, &problem, &error));
  g_assert_error (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_UNTRUSTED);
  g_assert_null (problem);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (mc_keys_init (NULL));
  ADD ("/delivery/client/genuine", test_genuine);
  ADD ("/delivery/client/untrusted", test_untrusted);
  ADD ("/delivery/client/refusals", test_refusals);
  ADD ("/delivery/client/hearsay", test_hearsay);
  ADD ("/delivery/client/skew", test_skew);
  ADD ("/delivery/client/skew-forged", test_skew_forged);
  ADD ("/delivery/client/addresses", test_addresses);
  ADD ("/delivery/client/lookup", test_lookup);
  ADD ("/delivery/client/pickup", test_pickup);
  return g_test_run ();
}
