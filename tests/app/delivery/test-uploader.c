/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/app/delivery/fixture.h"

#include <string.h>

#include "app/domain/datetime.h"
#include "app/protocol/envelope.h"

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, fixture_tear_down)
#define ADD_MODE(path, mode)                                                                       \
  g_test_add (path, Fixture, GINT_TO_POINTER (mode), set_up, test_misbehaviour, fixture_tear_down)

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture_set_up (fixture, NULL);
  fixture_add_outbox (fixture);
}

static void
on_delivered (McUploader *uploader, const char *id, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup (id));
}

static gboolean
is_idle (Fixture *fixture, gconstpointer data)
{
  return mc_uploader_is_idle (fixture->uploader);
}

static gboolean
is_online (Fixture *fixture, gconstpointer data)
{
  return mc_uploader_is_online (fixture->uploader);
}

static gboolean
is_safe (Fixture *fixture, gconstpointer id)
{
  return fixture_get_state (fixture, id) == MC_DELIVERY_SAFE;
}

/* Dossiers go out oldest first, their pages before them, byte for byte as they were committed; each
 * is announced once and ends confirmed. */
static void
test_delivers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) delivered = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *first = fixture_commit (fixture, 0);
  g_autofree char *second = fixture_commit (fixture, 3);
  g_autofree char *third = fixture_commit (fixture, 0);
  const char *ids[] = { first, second, third };
  g_auto (GStrv) order = NULL;

  g_signal_connect (fixture->uploader, "delivered", G_CALLBACK (on_delivered), delivered);
  g_assert_false (mc_uploader_is_idle (fixture->uploader));
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, is_idle, NULL);

  order = peer_dup_order (fixture->peer);
  g_assert_cmpuint (g_strv_length (order), ==, 3);
  g_assert_cmpuint (delivered->len, ==, 3);
  g_assert_cmpuint (peer_count_blobs (fixture->peer), ==, 3);
  g_assert_cmpuint (peer_count (fixture->peer, "/v1/blobs/"), ==, 3);
  g_assert_cmpuint (peer_count (fixture->peer, "/v1/dossiers/"), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GBytes) kept = mc_outbox_dup_sealed (fixture->outbox, ids[i], NULL);
      g_autoptr (GBytes) arrived = peer_dup_dossier (fixture->peer, ids[i]);

      g_assert_cmpstr (order[i], ==, ids[i]);
      g_assert_cmpstr (g_ptr_array_index (delivered, i), ==, ids[i]);
      g_assert_true (g_bytes_equal (kept, arrived));
      g_assert_cmpint (fixture_get_state (fixture, ids[i]), ==, MC_DELIVERY_CONFIRMED);
      g_assert_false (peer_was_unseen (fixture->peer, ids[i]));
    }
  g_assert_true (mc_uploader_is_online (fixture->uploader));
}

/* Whatever goes wrong with the answer: nothing is confirmed by it, nothing is given up because of
 * it; and once central behaves, the dossier arrives, and is there once. */
static void
test_misbehaviour (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) delivered = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *before = fixture_commit (fixture, 0);
  g_autofree char *id = NULL;
  g_autoptr (McOutboxRecord) record = NULL;

  /* The control, which also gives the answer that is replayed. */
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, is_idle, NULL);
  g_assert_cmpint (fixture_get_state (fixture, before), ==, MC_DELIVERY_CONFIRMED);

  g_signal_connect (fixture->uploader, "delivered", G_CALLBACK (on_delivered), delivered);
  peer_misbehave (fixture->peer, "/v1/dossiers/", (PeerMode) GPOINTER_TO_INT (data), -1);
  id = fixture_commit (fixture, 0);
  mc_uploader_kick (fixture->uploader);
  fixture_wait (fixture, fixture_was_tried, id);
  record = fixture_dup_record (fixture, id);
  g_assert_cmpint (record->state, ==, MC_DELIVERY_SENT);
  g_assert_nonnull (record->last_error);
  g_assert_cmpuint (delivered->len, ==, 0);
  g_assert_false (mc_uploader_is_idle (fixture->uploader));

  peer_behave (fixture->peer);
  mc_uploader_stop (fixture->uploader);
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, fixture_is_confirmed, id);
  fixture_wait (fixture, is_idle, NULL);
  g_assert_cmpuint (delivered->len, ==, 1);
  g_assert_cmpuint (peer_count_dossiers (fixture->peer), ==, 2);
}

/* What central refuses for good is set aside, and the next one goes out. */
static void
test_quarantine (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    guint status;
    const char *type;
  } cases[] = {
    { 400, "bad-request" }, { 409, "conflict" }, { 413, "too-large" }, { 422, "bad-envelope" }
  };

  mc_uploader_start (fixture->uploader);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *bad = fixture_commit (fixture, 0);
      g_autofree char *path = g_strconcat ("/v1/dossiers/", bad, NULL);
      g_autofree char *good = fixture_commit (fixture, 0);
      g_autoptr (McOutboxRecord) record = NULL;

      peer_refuse (fixture->peer, path, PEER_PROBLEM, cases[i].status, cases[i].type);
      mc_uploader_kick (fixture->uploader);
      fixture_wait (fixture, fixture_is_quarantined, bad);
      fixture_wait (fixture, fixture_is_confirmed, good);
      fixture_wait (fixture, is_idle, NULL);
      record = fixture_dup_record (fixture, bad);
      g_assert_nonnull (strstr (record->last_error, cases[i].type));
      g_assert_cmpuint (peer_count (fixture->peer, path), ==, 1);
    }
}

/* The same refusals, with nobody's signature, quarantine nothing. */
static void
test_hearsay (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = fixture_commit (fixture, 0);
  g_autoptr (McOutboxRecord) record = NULL;

  peer_refuse (fixture->peer, "/v1/dossiers/", PEER_PROBLEM_UNSIGNED, 422, "bad-envelope");
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, fixture_was_tried, id);
  record = fixture_dup_record (fixture, id);
  g_assert_cmpint (record->state, ==, MC_DELIVERY_SENT);
  g_assert_cmpint (record->next_attempt, >=, mc_clock_now (fixture->clock) + 140);
}

/* One record that central cannot store again and again stands in nobody's way. */
static void
test_one_bad (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bad = fixture_commit (fixture, 0);
  g_autofree char *path = g_strconcat ("/v1/dossiers/", bad, NULL);
  g_autofree char *second = fixture_commit (fixture, 0);
  g_autofree char *third = fixture_commit (fixture, 0);

  peer_refuse (fixture->peer, path, PEER_PROBLEM, 500, "storage");
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, fixture_is_confirmed, second);
  fixture_wait (fixture, fixture_is_confirmed, third);
  g_assert_cmpint (fixture_get_state (fixture, bad), ==, MC_DELIVERY_SENT);
  peer_behave (fixture->peer);
  fixture_wait (fixture, fixture_is_confirmed, bad);
}

static gboolean
was_asked_twice (Fixture *fixture, gconstpointer path)
{
  return peer_count (fixture->peer, path) >= 2;
}

/* Retry-After is obeyed, by the record and by those behind it. */
static void
test_retry_after (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = fixture_commit (fixture, 0);
  g_autofree char *path = g_strconcat ("/v1/dossiers/", id, NULL);
  g_autofree char *second = NULL;
  gint64 begun;

  peer_set_retry_after (fixture->peer, 3);
  peer_refuse (fixture->peer, "/v1/dossiers/", PEER_PROBLEM, 429, "busy");
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, fixture_was_tried, id);
  begun = g_get_monotonic_time ();
  second = fixture_commit (fixture, 0);
  peer_behave (fixture->peer);
  mc_uploader_kick (fixture->uploader);
  fixture_wait (fixture, was_asked_twice, path);
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, 1900 * 1000);
  fixture_wait (fixture, fixture_is_confirmed, second);
  fixture_wait (fixture, fixture_is_confirmed, id);
}

/* 424: the pages that central lists go, and the dossier again, at once. */
static void
test_missing_pages (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = fixture_commit (fixture, 2);
  g_autofree char *path = g_strconcat ("/v1/dossiers/", id, NULL);

  peer_refuse (fixture->peer, "/v1/dossiers/", PEER_PROBLEM, 500, "storage");
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, fixture_was_tried, id);
  mc_uploader_stop (fixture->uploader);
  g_assert_cmpuint (peer_count_blobs (fixture->peer), ==, 2);
  peer_forget_blobs (fixture->peer);
  peer_behave (fixture->peer);
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, fixture_is_confirmed, id);
  g_assert_cmpuint (peer_count_blobs (fixture->peer), ==, 2);
  g_assert_cmpuint (peer_count (fixture->peer, "/v1/blobs/"), ==, 4);
  g_assert_cmpuint (peer_count (fixture->peer, path), ==, 3);
}

/* A central that asks for the same pages for ever is not served for ever. */
static void
test_missing_for_ever (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = fixture_commit (fixture, 1);
  g_autofree char *path = g_strconcat ("/v1/dossiers/", id, NULL);

  peer_refuse (fixture->peer, "/v1/dossiers/", PEER_PROBLEM, 424, "pages-missing");
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, fixture_was_tried, id);
  g_assert_cmpuint (peer_count (fixture->peer, path), ==, 1);
  g_assert_cmpint (fixture_get_state (fixture, id), ==, MC_DELIVERY_SENT);
}

static gboolean
is_revoked (Fixture *fixture, gconstpointer data)
{
  gboolean revoked;

  g_object_get (fixture->uploader, "revoked", &revoked, NULL);
  return revoked;
}

/* A revoked kiosk learns it, keeps what it has, and asks slowly. */
static void
test_revoked (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = fixture_commit (fixture, 0);
  g_autoptr (McOutboxRecord) record = NULL;

  peer_refuse (fixture->peer, "/v1/", PEER_PROBLEM, 403, "revoked");
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, is_revoked, NULL);
  fixture_wait (fixture, fixture_was_tried, id);
  record = fixture_dup_record (fixture, id);
  g_assert_cmpint (record->state, ==, MC_DELIVERY_SENT);
  g_assert_cmpint (record->next_attempt, >=, mc_clock_now (fixture->clock) + 140);
}

/* Central away: the dossier waits. Central back: it goes. */
static void
test_offline (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = fixture_commit (fixture, 0);

  fixture_connect (fixture, "https://127.0.0.1:1");
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, fixture_was_tried, id);
  g_assert_false (mc_uploader_is_online (fixture->uploader));
  g_assert_false (mc_uploader_is_idle (fixture->uploader));
  fixture_connect (fixture, peer_get_url (fixture->peer));
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, fixture_is_confirmed, id);
  fixture_wait (fixture, is_online, NULL);
}

static void
beat (Fixture *fixture)
{
  const guint count = peer_count (fixture->peer, "/v1/heartbeats");

  mc_uploader_stop (fixture->uploader);
  mc_uploader_start (fixture->uploader);
  while (peer_count (fixture->peer, "/v1/heartbeats") == count)
    g_main_context_iteration (NULL, FALSE);
}

/* "Safe" is central's signed word alone, for the sequence numbers that it names. */
static void
test_safe (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = fixture_commit (fixture, 0);
  g_autofree char *second = fixture_commit (fixture, 0);

  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, is_idle, NULL);

  peer_set_safe_up_to (fixture->peer, 1000);
  for (PeerMode mode = PEER_UNSIGNED; mode <= PEER_SIGNED_TWICE; mode++)
    {
      peer_misbehave (fixture->peer, "/v1/heartbeats", mode, -1);
      beat (fixture);
      fixture_wait (fixture, is_idle, NULL);
      while (mc_uploader_is_online (fixture->uploader))
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (fixture_get_state (fixture, first), ==, MC_DELIVERY_CONFIRMED);
    }

  peer_behave (fixture->peer);
  peer_set_safe_up_to (fixture->peer, 1);
  beat (fixture);
  fixture_wait (fixture, is_safe, first);
  g_assert_cmpint (fixture_get_state (fixture, second), ==, MC_DELIVERY_CONFIRMED);
  g_assert_true (peer_saw (fixture->peer, "\"last_sequence\":2"));
}

static gboolean
is_purged (Fixture *fixture, gconstpointer id)
{
  return fixture_get_state (fixture, id) == MC_DELIVERY_PURGED;
}

/* What is safe and older than the configured days goes; what is younger, or not safe, stays. Age is
 * told by central's clock: the kiosk's own, forty days behind, changes nothing. */
static void
test_purge (Fixture *fixture, gconstpointer data)
{
  g_autofree char *old = NULL;
  g_autofree char *young = NULL;
  g_autofree char *unsafe = NULL;

  offset_clock_set (OFFSET_CLOCK (fixture->clock), -40 * 86400);
  old = fixture_commit (fixture, 0);
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, fixture_is_confirmed, old);
  offset_clock_set (OFFSET_CLOCK (fixture->clock), -20 * 86400);
  young = fixture_commit (fixture, 0);
  mc_uploader_kick (fixture->uploader);
  fixture_wait (fixture, fixture_is_confirmed, young);
  offset_clock_set (OFFSET_CLOCK (fixture->clock), -40 * 86400);
  unsafe = fixture_commit (fixture, 0);
  mc_uploader_kick (fixture->uploader);
  fixture_wait (fixture, fixture_is_confirmed, unsafe);

  peer_set_safe_up_to (fixture->peer, 2);
  fixture_connect (fixture, peer_get_url (fixture->peer));
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, is_purged, old);
  g_assert_cmpint (fixture_get_state (fixture, young), ==, MC_DELIVERY_SAFE);
  g_assert_cmpint (fixture_get_state (fixture, unsafe), ==, MC_DELIVERY_CONFIRMED);
}

/* A dossier whose code was never painted says so; one that was painted, or that is about to be,
 * does not. */
static void
test_unseen (Fixture *fixture, gconstpointer data)
{
  g_autofree char *seen = NULL;
  g_autofree char *unseen = NULL;
  g_autofree char *fresh = NULL;

  offset_clock_set (OFFSET_CLOCK (fixture->clock), -120);
  seen = fixture_commit (fixture, 0);
  unseen = fixture_commit_unseen (fixture);
  offset_clock_set (OFFSET_CLOCK (fixture->clock), 0);
  fresh = fixture_commit_unseen (fixture);
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, is_idle, NULL);
  g_assert_false (peer_was_unseen (fixture->peer, seen));
  g_assert_true (peer_was_unseen (fixture->peer, unseen));
  g_assert_false (peer_was_unseen (fixture->peer, fresh));
}

/* A new dossier is tried at once, whatever waits for a slow retry before it. */
static void
test_newest (Fixture *fixture, gconstpointer data)
{
  g_autofree char *waiting = fixture_commit (fixture, 0);
  g_autofree char *path = g_strconcat ("/v1/dossiers/", waiting, NULL);
  g_autofree char *second = NULL;
  g_autofree char *newest = NULL;

  peer_refuse (fixture->peer, path, PEER_PROBLEM_UNSIGNED, 403, "revoked");
  second = fixture_commit (fixture, 0);
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, fixture_was_tried, waiting);
  newest = fixture_commit (fixture, 0);
  mc_uploader_kick (fixture->uploader);
  fixture_wait (fixture, fixture_is_confirmed, newest);
  fixture_wait (fixture, fixture_is_confirmed, second);
  g_assert_cmpint (fixture_get_state (fixture, waiting), ==, MC_DELIVERY_SENT);
}

/* A clock that is set back by years leaves nothing waiting for years. */
static void
test_clock_set (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;

  offset_clock_set (OFFSET_CLOCK (fixture->clock), 10 * 365 * 86400);
  id = fixture_commit (fixture, 0);
  peer_refuse (fixture->peer, "/v1/dossiers/", PEER_PROBLEM, 403, "foreign");
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, fixture_was_tried, id);
  offset_clock_set (OFFSET_CLOCK (fixture->clock), 0);
  peer_behave (fixture->peer);
  mc_uploader_kick (fixture->uploader);
  fixture_wait (fixture, fixture_is_confirmed, id);
}

static gboolean
is_rated (Fixture *fixture, gconstpointer id)
{
  return peer_get_rating (fixture->peer, id) == 4;
}

/* A rating goes after its dossier; one that central refuses is not sent for ever. */
static void
test_rating (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = fixture_commit (fixture, 0);
  g_autofree char *other = fixture_commit (fixture, 0);
  g_autofree char *path = g_strconcat ("/v1/ratings/", other, NULL);
  g_autofree char *found = NULL;
  g_autofree char *language = NULL;
  guint score;

  g_assert_true (mc_outbox_add_rating (fixture->outbox, id, 4, NULL));
  peer_refuse (fixture->peer, path, PEER_PROBLEM, 409, "conflict");
  g_assert_true (mc_outbox_add_rating (fixture->outbox, other, 2, NULL));
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, is_rated, id);
  fixture_wait (fixture, is_idle, NULL);
  g_assert_cmpuint (peer_count (fixture->peer, path), ==, 1);
  g_assert_true (
      mc_outbox_next_rating (fixture->outbox, G_MAXINT64 / 2, &found, &score, &language, NULL));
  g_assert_null (found);
}

/* Somebody in between with a certificate that the machine trusts sees sealed bytes only, and cannot
 * make the kiosk take a dossier for confirmed, safe or refused. */
static void
test_middle (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pem = certificates_path (fixture->certificates, "middle.pem");
  g_autofree char *key = certificates_path (fixture->certificates, "middle.key");
  g_autoptr (McSigningKey) signing = mc_signing_key_new ();
  g_autoptr (McSealingKey) sealing = mc_sealing_key_new ();
  Peer *middle = peer_new (pem, key, signing, sealing);
  g_autofree char *id = fixture_commit (fixture, 0);
  g_autoptr (GBytes) caught = NULL;
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (McEnvelope) envelope = NULL;
  g_autoptr (GError) error = NULL;

  peer_set_kiosk (middle, mc_signing_key_get_public (fixture->key));
  peer_set_safe_up_to (middle, 1000);
  fixture_connect (fixture, peer_get_url (middle));
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, fixture_was_tried, id);
  /* The heartbeat leaves beside the dossier: its answer is not believed, either. */
  while (peer_count (middle, "/v1/heartbeats") < 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (fixture_get_state (fixture, id), ==, MC_DELIVERY_SENT);
  g_assert_false (mc_uploader_is_online (fixture->uploader));

  /* It has the dossier, and cannot read it. */
  caught = peer_dup_dossier (middle, id);
  g_assert_nonnull (caught);
  g_assert_null (memmem (g_bytes_get_data (caught, NULL), g_bytes_get_size (caught), "CANARY", 6));
  envelope = mc_envelope_parse (caught, &error);
  g_assert_no_error (error);
  payload = mc_envelope_open (envelope, sealing, &error);
  g_assert_null (payload);
  g_assert_error (error, MC_ENVELOPE_ERROR, MC_ENVELOPE_ERROR_KEY);
  g_clear_error (&error);
  g_assert_false (peer_saw (middle, "CANARY"));

  /* The control: central, behind the same kind of certificate, confirms it and can read it. */
  fixture_connect (fixture, peer_get_url (fixture->peer));
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, fixture_is_confirmed, id);
  payload = mc_envelope_open (envelope, fixture->sealing, &error);
  g_assert_no_error (error);
  g_assert_nonnull (
      memmem (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload), "CANARY", 6));
  g_assert_cmpuint (peer_count (middle, "/v1/heartbeats"), >=, 1);
  peer_free (middle);
}

/* Stopping in the middle of an exchange leaves the dossier as it was; the next start sends it
 * again, and it is there once. */
static void
test_stop (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = fixture_commit (fixture, 0);

  peer_misbehave (fixture->peer, "/v1/dossiers/", PEER_SLOW, -1);
  mc_uploader_start (fixture->uploader);
  while (peer_count_dossiers (fixture->peer) == 0)
    g_main_context_iteration (NULL, FALSE);
  mc_uploader_stop (fixture->uploader);
  peer_behave (fixture->peer);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (fixture_get_state (fixture, id), ==, MC_DELIVERY_SENT);
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, fixture_is_confirmed, id);
  g_assert_cmpuint (peer_count_dossiers (fixture->peer), ==, 1);
}

/* A backlog of 200, for the record of how quickly it goes. */
static void
test_backlog (Fixture *fixture, gconstpointer data)
{
  gint64 begun;

  for (guint i = 0; i < 200; i++)
    g_free (fixture_commit (fixture, 0));
  begun = g_get_monotonic_time ();
  mc_uploader_start (fixture->uploader);
  fixture_wait (fixture, is_idle, NULL);
  g_test_message ("200 dossiers delivered in %.2f s",
                  (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC);
  g_assert_cmpuint (peer_count_dossiers (fixture->peer), ==, 200);
  g_assert_cmpuint (peer_count (fixture->peer, "/v1/dossiers/"), ==, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (mc_keys_init (NULL));
  ADD ("/delivery/uploader/delivers", test_delivers);
  ADD_MODE ("/delivery/uploader/misbehaviour/unsigned", PEER_UNSIGNED);
  ADD_MODE ("/delivery/uploader/misbehaviour/other-key", PEER_OTHER_KEY);
  ADD_MODE ("/delivery/uploader/misbehaviour/replay", PEER_REPLAY);
  ADD_MODE ("/delivery/uploader/misbehaviour/changed-body", PEER_CHANGED_BODY);
  ADD_MODE ("/delivery/uploader/misbehaviour/signed-twice", PEER_SIGNED_TWICE);
  ADD_MODE ("/delivery/uploader/misbehaviour/huge", PEER_HUGE);
  ADD_MODE ("/delivery/uploader/misbehaviour/slow", PEER_SLOW);
  ADD_MODE ("/delivery/uploader/misbehaviour/cut-before", PEER_CUT_BEFORE);
  ADD_MODE ("/delivery/uploader/misbehaviour/cut-after-commit", PEER_CUT_AFTER);
  ADD_MODE ("/delivery/uploader/misbehaviour/redirect", PEER_REDIRECT);
  ADD_MODE ("/delivery/uploader/misbehaviour/portal", PEER_PORTAL);
  ADD ("/delivery/uploader/quarantine", test_quarantine);
  ADD ("/delivery/uploader/hearsay", test_hearsay);
  ADD ("/delivery/uploader/one-bad", test_one_bad);
  ADD ("/delivery/uploader/retry-after", test_retry_after);
  ADD ("/delivery/uploader/missing-pages", test_missing_pages);
  ADD ("/delivery/uploader/missing-for-ever", test_missing_for_ever);
  ADD ("/delivery/uploader/revoked", test_revoked);
  ADD ("/delivery/uploader/offline", test_offline);
  ADD ("/delivery/uploader/safe", test_safe);
  ADD ("/delivery/uploader/purge", test_purge);
  ADD ("/delivery/uploader/unseen", test_unseen);
  ADD ("/delivery/uploader/newest", test_newest);
  ADD ("/delivery/uploader/clock-set", test_clock_set);
  ADD ("/delivery/uploader/rating", test_rating);
  ADD ("/delivery/uploader/middle", test_middle);
  ADD ("/delivery/uploader/stop", test_stop);
  ADD ("/delivery/uploader/backlog", test_backlog);
  return g_test_run ();
}
