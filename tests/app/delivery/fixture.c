/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/app/delivery/fixture.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "app/assets.h"
#include "app/domain/datetime.h"
#include "app/domain/identity.h"

#define WAIT_S 60

void
fixture_set_up (Fixture *self, gconstpointer certificate)
{
  const char *name = certificate != NULL ? certificate : "server";
  g_autofree char *pem = g_strconcat (name, ".pem", NULL);
  g_autofree char *key = g_strconcat (name, ".key", NULL);
  g_autofree char *pem_path = NULL;
  g_autofree char *key_path = NULL;
  g_autofree char *ca = NULL;

  self->certificates = certificates_make ();
  self->signing = mc_signing_key_new ();
  self->sealing = mc_sealing_key_new ();
  self->key = mc_signing_key_new ();
  self->clock = MC_CLOCK (offset_clock_new ());
  pem_path = certificates_path (self->certificates, pem);
  key_path = certificates_path (self->certificates, key);
  ca = certificates_path (self->certificates, "ca.pem");
  self->peer = peer_new (pem_path, key_path, self->signing, self->sealing);
  peer_set_kiosk (self->peer, mc_signing_key_get_public (self->key));
  /* A fifth of every limit: connect 1 s, whole exchange 6 s. */
  self->transport = g_object_new (MC_TYPE_CURL_TRANSPORT, "ca-file", ca, "patience", 20, NULL);
  fixture_connect (self, peer_get_url (self->peer));
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_remove (file);
    }
  g_rmdir (path);
}

static gboolean
is_gone (Fixture *self, gconstpointer place)
{
  return *(gpointer const *) place == NULL;
}

/* What was cancelled still has to say so: then nothing may hold @object any more. */
static void
wait_for_last_reference (Fixture *self, gpointer object)
{
  gpointer place = object;

  g_object_add_weak_pointer (object, &place);
  g_object_unref (object);
  fixture_wait (self, is_gone, &place);
}

void
fixture_tear_down (Fixture *self, gconstpointer certificate)
{
  if (self->uploader != NULL)
    wait_for_last_reference (self, g_steal_pointer (&self->uploader));
  wait_for_last_reference (self, g_steal_pointer (&self->client));
  if (self->outbox != NULL)
    wait_for_last_reference (self, g_steal_pointer (&self->outbox));
  wait_for_last_reference (self, g_steal_pointer (&self->transport));
  g_clear_pointer (&self->peer, peer_free);
  g_clear_object (&self->clock);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->calendar);
  mc_signing_key_free (self->signing);
  mc_sealing_key_free (self->sealing);
  mc_signing_key_free (self->key);
  certificates_remove (self->certificates);
  if (self->state_dir != NULL)
    remove_folder (self->state_dir);
  g_free (self->state_dir);
}

void
fixture_connect (Fixture *self, const char *url)
{
  if (self->uploader != NULL)
    mc_uploader_stop (self->uploader);
  g_clear_object (&self->uploader);
  g_clear_object (&self->client);
  self->client = mc_central_client_new (
      self->transport, self->clock, url, self->key, mc_signing_key_get_public (self->signing));
  if (self->outbox != NULL)
    self->uploader = mc_uploader_new (self->outbox, self->client, self->clock);
}

void
fixture_add_outbox (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) points = NULL;
  McEnrolment enrolment = { 0 };

  self->state_dir = g_dir_make_tmp ("motcua-state-XXXXXX", &error);
  g_assert_no_error (error);
  self->outbox = mc_outbox_open (self->state_dir, self->clock, &error);
  g_assert_no_error (error);
  self->catalogue = mc_assets_load_catalogue (mc_assets_get_default_dir (), &error);
  g_assert_no_error (error);
  self->calendar = mc_assets_load_calendar (mc_assets_get_default_dir (), &error);
  g_assert_no_error (error);
  points = mc_assets_load_points (mc_assets_get_default_dir (), &error);
  g_assert_no_error (error);

  enrolment.kiosk = (char *) "HK-03";
  enrolment.point = g_ptr_array_index (points, 0);
  enrolment.serial_first = 300001;
  enrolment.serial_last = 399999;
  enrolment.public_url = (char *) "https://motcua.example";
  enrolment.server_time = mc_clock_now (self->clock);
  memcpy (enrolment.signing_public, mc_signing_key_get_public (self->signing), 32);
  memcpy (enrolment.sealing_public, mc_sealing_key_get_public (self->sealing), 32);
  mc_outbox_set_pending_key (self->outbox, self->key, &error);
  g_assert_no_error (error);
  mc_outbox_set_enrolment (self->outbox, &enrolment, peer_get_url (self->peer), &error);
  g_assert_no_error (error);
  fixture_connect (self, peer_get_url (self->peer));
}

static void
plain_page_free (gpointer page)
{
  mc_plain_page_free (page);
}

static GPtrArray *
create_pages (guint n_pages)
{
  GPtrArray *pages = g_ptr_array_new_with_free_func (plain_page_free);

  for (guint i = 0; i < n_pages; i++)
    {
      McPlainPage *page = g_new0 (McPlainPage, 1);
      guint8 *data = g_malloc (50000);

      randombytes_buf (data, 50000);
      memcpy (data, "\xff\xd8\xff\xe0", 4);
      page->document = g_strdup ("birth_notice");
      page->type = g_strdup ("image/jpeg");
      page->bytes = g_bytes_new_take (data, 50000);
      g_ptr_array_add (pages, page);
    }
  return pages;
}

static char *
commit (Fixture *self, guint n_pages)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
      g_build_filename (mc_assets_get_default_dir (), "examples", "birth.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (McDossier) dossier = NULL;
  g_autoptr (McReceipt) receipt = NULL;
  g_autoptr (GPtrArray) pages = create_pages (n_pages);
  McProcedure *procedure;
  guint8 random[32];
  GDate today;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  g_date_clear (&today, 1);
  g_date_set_dmy (
      &today, 22, G_DATE_JUNE, 2026); /* the procedure is in force, whenever this runs */
  dossier =
      mc_dossier_from_submission (text, length, "birth.json", self->catalogue, &today, &error);
  g_assert_no_error (error);
  procedure = mc_catalogue_find_version (self->catalogue, dossier->procedure, dossier->version);
  g_assert_nonnull (procedure);
  randombytes_buf (random, sizeof random);
  g_free (dossier->id);
  dossier->id = mc_uuid_new_v7 (mc_clock_now_ms (self->clock), random);
  g_free (dossier->status_token);
  dossier->status_token = mc_token_new (random + 10);
  g_free (dossier->kiosk);
  dossier->kiosk = g_strdup ("HK-03");
  g_free (dossier->point_code);
  dossier->point_code = g_strdup ("00070");
  g_free (dossier->agency_code);
  dossier->agency_code = g_strdup ("H26.107");
  dossier->submitted_at = mc_clock_now (self->clock);
  g_free (dossier->notice_version);
  dossier->notice_version = g_strdup ("2025-1");
  g_free (dossier->applicant->name);
  dossier->applicant->name = g_strdup ("Nguyễn Thị CANARY-7f3a");
  receipt =
      mc_outbox_commit (self->outbox, dossier, pages, procedure, self->calendar, FALSE, &error);
  g_assert_no_error (error);
  return g_strdup (dossier->id);
}

char *
fixture_commit (Fixture *self, guint n_pages)
{
  char *id = commit (self, n_pages);

  mc_outbox_mark_shown (self->outbox, id);
  return id;
}

char *
fixture_commit_unseen (Fixture *self)
{
  return commit (self, 0);
}

McOutboxRecord *
fixture_dup_record (Fixture *self, const char *id)
{
  g_autoptr (GError) error = NULL;
  McOutboxRecord *record = mc_outbox_find (self->outbox, id, &error);

  g_assert_no_error (error);
  return record;
}

McDeliveryState
fixture_get_state (Fixture *self, const char *id)
{
  g_autoptr (McOutboxRecord) record = fixture_dup_record (self, id);

  return record->state;
}

gboolean
fixture_is_confirmed (Fixture *self, gconstpointer id)
{
  return fixture_get_state (self, id) == MC_DELIVERY_CONFIRMED;
}

gboolean
fixture_is_quarantined (Fixture *self, gconstpointer id)
{
  return fixture_get_state (self, id) == MC_DELIVERY_QUARANTINED;
}

gboolean
fixture_was_tried (Fixture *self, gconstpointer id)
{
  g_autoptr (McOutboxRecord) record = fixture_dup_record (self, id);

  return record->attempts > 0;
}

static gboolean
on_time_up (gpointer user_data)
{
  g_error ("what the test waits for did not happen within %d s", WAIT_S);
  return G_SOURCE_REMOVE;
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* The peer's state changes in other threads: a tick makes the loop look at it. */
void
fixture_wait (Fixture *self, FixtureCondition condition, gconstpointer data)
{
  const guint limit = g_timeout_add_seconds (WAIT_S, on_time_up, NULL);
  const guint tick = g_timeout_add (10, on_tick, NULL);

  while (!condition (self, data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  g_source_remove (limit);
}

static void
on_call_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FixtureCall *call = user_data;

  call->answer = mc_central_client_call_finish (MC_CENTRAL_CLIENT (source),
                                                result,
                                                &call->status,
                                                &call->retry_after,
                                                &call->problem,
                                                &call->error);
}

void
fixture_call (Fixture *self, const char *method, const char *path, FixtureCall *call)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);

  *call = (FixtureCall){ 0 };
  mc_central_client_call_async (
      self->client, method, path, "application/json", body, NULL, on_call_ready, call);
  while (call->answer == NULL && call->error == NULL)
    g_main_context_iteration (NULL, TRUE);
}

void
fixture_call_clear (FixtureCall *call)
{
  g_clear_pointer (&call->answer, json_decref);
  g_clear_pointer (&call->problem, mc_problem_free);
  g_clear_error (&call->error);
}

static void
on_send_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

McHttpAnswer *
fixture_send (Fixture *self, McTransport *transport, const char *url, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  McHttpRequest *request = g_new0 (McHttpRequest, 1);

  request->method = g_strdup ("GET");
  request->url = g_strdup (url);
  mc_transport_send_async (transport, request, NULL, on_send_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return mc_transport_send_finish (transport, result, error);
}
