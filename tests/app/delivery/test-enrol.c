/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/app/delivery/fixture.h"

#include <string.h>

#define ADD(path, test) g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

static void
make_code (Fixture *fixture, McEnrolmentCode *code)
{
  static const guint8 secret[10] = "abcdefghij";

  mc_enrolment_code_init (code, secret, mc_signing_key_get_id (fixture->signing));
  peer_set_code (fixture->peer, code);
}

static void
on_enrol_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static McEnrolment *
enrol (Fixture *fixture, const char *url, const McEnrolmentCode *code, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mc_enrol_async (
      fixture->transport, fixture->clock, url, code, fixture->key, NULL, on_enrol_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return mc_enrol_finish (result, error);
}

/* The control: the central whose fingerprint the code carries enrols the kiosk, again and again
 * with the same key, and never sees the secret. */
static void
test_genuine (Fixture *fixture, gconstpointer data)
{
  McEnrolmentCode code;

  make_code (fixture, &code);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (McEnrolment) enrolment =
                     enrol (fixture, peer_get_url (fixture->peer), &code, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (enrolment->kiosk, ==, "HK-03");
      g_assert_cmpmem (
          enrolment->sealing_public, 32, mc_sealing_key_get_public (fixture->sealing), 32);
      g_assert_cmpmem (
          enrolment->signing_public, 32, mc_signing_key_get_public (fixture->signing), 32);
    }
  g_assert_false (peer_saw (fixture->peer, "abcdefghij"));
  g_assert_true (peer_saw (fixture->peer, "\"code_id\""));
}

/* Somebody in between, with a certificate that the machine trusts and a signing and a sealing key
 * of its own: the kiosk is not enrolled there. */
static void
test_middle (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pem = certificates_path (fixture->certificates, "middle.pem");
  g_autofree char *key = certificates_path (fixture->certificates, "middle.key");
  g_autoptr (McSigningKey) signing = mc_signing_key_new ();
  g_autoptr (McSealingKey) sealing = mc_sealing_key_new ();
  g_autoptr (GError) error = NULL;
  Peer *middle = peer_new (pem, key, signing, sealing);
  McEnrolmentCode code, own;

  make_code (fixture, &code);
  peer_set_code (middle, &code); /* it even knows the code */
  g_assert_null (enrol (fixture, peer_get_url (middle), &code, &error));
  g_assert_error (error, MC_ENROLMENT_ERROR, MC_ENROLMENT_ERROR_FINGERPRINT);
  g_assert_cmpuint (peer_count (middle, "/v1/enrolments"), ==, 1);
  g_clear_error (&error);

  /* The control: with a code of its own it would have worked. */
  own = code;
  memcpy (own.fingerprint, mc_signing_key_get_id (signing), sizeof own.fingerprint);
  {
    g_autoptr (McEnrolment) enrolment = enrol (fixture, peer_get_url (middle), &own, &error);

    g_assert_no_error (error);
    g_assert_nonnull (enrolment);
  }
  peer_free (middle);
}

/* The answer shows central's key, but central did not sign this answer: unsigned, signed by
 * another, given to another request, changed on the way (a foreign sealing key, say), or no answer
 * of a central at all. */
static void
test_untrusted (Fixture *fixture, gconstpointer data)
{
  const PeerMode modes[] = { PEER_UNSIGNED,     PEER_OTHER_KEY, PEER_REPLAY,
                             PEER_CHANGED_BODY, PEER_PORTAL,    PEER_REDIRECT };
  McEnrolmentCode code;

  make_code (fixture, &code);
  {
    g_autoptr (McEnrolment) first = enrol (fixture, peer_get_url (fixture->peer), &code, NULL);

    g_assert_nonnull (first);
  }
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("mode %u", modes[i]);
      peer_misbehave (fixture->peer, "/v1/enrolments", modes[i], -1);
      if (modes[i] == PEER_REPLAY)
        {
          mc_signing_key_free (fixture->key);
          fixture->key = mc_signing_key_new ();
        }
      g_assert_null (enrol (fixture, peer_get_url (fixture->peer), &code, &error));
      g_assert_error (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_UNTRUSTED);
    }
}

/* A wrong secret, an unknown code, a service that is away: each is told apart. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  McEnrolmentCode code;

  make_code (fixture, &code);
  code.secret[0] ^= 1;
  g_assert_null (enrol (fixture, peer_get_url (fixture->peer), &code, &error));
  g_assert_error (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_UNAUTHORISED);
  g_clear_error (&error);
  peer_refuse (fixture->peer, "/v1/enrolments", PEER_PROBLEM, 404, "unknown-code");
  g_assert_null (enrol (fixture, peer_get_url (fixture->peer), &code, &error));
  g_assert_error (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  peer_refuse (fixture->peer, "/v1/enrolments", PEER_PROBLEM_UNSIGNED, 502, "busy");
  g_assert_null (enrol (fixture, peer_get_url (fixture->peer), &code, &error));
  g_assert_error (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_UNREACHABLE);
  g_clear_error (&error);
  g_assert_null (enrol (fixture, "https://127.0.0.1:1", &code, &error));
  g_assert_error (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_UNREACHABLE);
}

/* A kiosk with a wrong clock is enrolled all the same, when central itself tells the time. */
static void
test_skew (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McEnrolment) enrolment = NULL;
  McEnrolmentCode code;

  make_code (fixture, &code);
  peer_set_clock_offset (fixture->peer, -86400);
  peer_misbehave (fixture->peer, "/v1/enrolments", PEER_OTHER_KEY, -1);
  g_assert_null (enrol (fixture, peer_get_url (fixture->peer), &code, &error));
  g_assert_error (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_UNAUTHORISED);
  g_clear_error (&error);
  g_assert_cmpuint (peer_count (fixture->peer, "/v1/enrolments"), ==, 1);

  peer_behave (fixture->peer);
  enrolment = enrol (fixture, peer_get_url (fixture->peer), &code, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (peer_count (fixture->peer, "/v1/enrolments"), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (mc_keys_init (NULL));
  ADD ("/delivery/enrol/genuine", test_genuine);
  ADD ("/delivery/enrol/middle", test_middle);
  ADD ("/delivery/enrol/untrusted", test_untrusted);
  ADD ("/delivery/enrol/refused", test_refused);
  ADD ("/delivery/enrol/skew", test_skew);
  return g_test_run ();
}
