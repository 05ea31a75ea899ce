/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/bench/intake-peer.h"

#include "app/assets.h"
#include "app/domain/identity.h"
#include "app/protocol/envelope.h"
#include "app/protocol/signature.h"
#include "app/system-clock.h"
#include "central/kiosks/contents.h"
#include "central/storage/storage-sqlite.h"

#include <string.h>

struct _McIntakePeer
{
  McCentral central;
  McKioskRecord *kiosk;          /* (owned) */
  const McSigningKey *kiosk_key; /* (unowned) */
  char *authority;               /* (owned) */
};

McIntakePeer *
mc_intake_peer_new (const char *folder,
                    const McSigningKey *kiosk_key,
                    const char *authority,
                    McIntakeCentral *central)
{
  McIntakePeer *self = g_new0 (McIntakePeer, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "peer.db", NULL);

  self->central.keys = mc_keys_open (central->data_dir, &error);
  g_assert_no_error (error);
  self->central.storage = mc_storage_sqlite_new (path, &error);
  g_assert_no_error (error);
  self->central.catalogue = mc_assets_load_catalogue (mc_assets_get_default_dir (), &error);
  self->central.calendar = mc_assets_load_calendar (mc_assets_get_default_dir (), &error);
  self->central.points = mc_assets_load_points (mc_assets_get_default_dir (), &error);
  self->central.clock = mc_system_clock_new ();
  self->central.metrics = mc_metrics_new ();
  self->kiosk = mc_kiosk_record_new ();
  self->kiosk->name = g_strdup ("HK-BENCH");
  self->kiosk->key_id = g_strdup (mc_signing_key_get_id (kiosk_key));
  self->kiosk->point_code = g_strdup ("00070");
  self->kiosk->agency_code = g_strdup ("H26.104");
  self->kiosk->serial_first = 100000;
  self->kiosk->serial_last = 999999;
  self->kiosk_key = kiosk_key;
  self->authority = g_strdup (authority);
  return self;
}

void
mc_intake_peer_free (McIntakePeer *self)
{
  g_clear_object (&self->central.storage);
  g_clear_pointer (&self->central.keys, mc_keys_free);
  g_clear_object (&self->central.catalogue);
  g_clear_object (&self->central.calendar);
  g_clear_pointer (&self->central.points, g_ptr_array_unref);
  g_clear_object (&self->central.clock);
  g_clear_pointer (&self->central.metrics, mc_metrics_free);
  mc_kiosk_record_free (self->kiosk);
  g_free (self->authority);
  g_free (self);
}

/* Digest, signature, box, contents: what central must do before a row can be trusted. */
static McDossierRecord *
check_and_open (McIntakePeer *self, McIntakeRow *row, char **token)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McEnvelope) envelope = NULL;
  g_autoptr (GBytes) payload = NULL;
  McDossierRecord *record = mc_dossier_record_new ();
  McRequestParts parts = { "PUT", self->authority, row->path, row->query, row->digest };
  gsize size;
  const void *data = g_bytes_get_data (row->sealed, &size);

  if (!mc_digest_header_check (row->digest, data, size) ||
      !mc_signature_verify_request (&parts,
                                    row->signature_input,
                                    row->signature,
                                    mc_signing_key_get_public (self->kiosk_key),
                                    mc_clock_now (self->central.clock),
                                    &error))
    g_error ("the peer refuses its own row");
  envelope = mc_envelope_parse (row->sealed, &error);
  g_assert_no_error (error);
  payload = mc_envelope_open (
      envelope, mc_keys_find_sealing (self->central.keys, envelope->seal_key_id), &error);
  g_assert_no_error (error);

  record->id = g_strdup (envelope->id);
  record->code = g_strdup (envelope->code);
  record->kiosk = g_strdup (self->kiosk->name);
  record->kiosk_key = g_strdup (self->kiosk->key_id);
  record->digest = mc_digest_hex (row->sealed);
  record->sealed = g_bytes_ref (row->sealed);
  record->page_digests = g_strdupv (envelope->page_digests);
  record->sequence = g_ascii_strtoull (row->query + strlen ("?seq="), NULL, 10);
  record->received_at = mc_clock_now (self->central.clock);
  *token = mc_contents_read (&self->central, payload, envelope, self->kiosk, record);
  return record;
}

double
mc_intake_peer_run (McIntakePeer *self, GPtrArray *rows, guint group)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < rows->len; i += group)
    {
      if (!mc_storage_begin (self->central.storage, &error))
        g_error ("%s", error->message);
      for (guint j = i; j < MIN (i + group, rows->len); j++)
        {
          g_autofree char *token = NULL;
          g_autoptr (McDossierRecord) record =
                         check_and_open (self, g_ptr_array_index (rows, j), &token);
          g_autoptr (McEventRecord) event = mc_event_record_new ();
          g_auto (McReceived) received = { 0 };

          event->action = g_strdup ("submit");
          event->role = MC_ROLE_CITIZEN;
          event->to = MC_STATE_SUBMITTED;
          event->step = 1;
          event->at = record->received_at;
          if (!mc_storage_receive_dossier (
                  self->central.storage, record, token, event, &received, &error))
            g_error ("%s", error->message);
          g_assert_cmpint (received.outcome, ==, MC_RECEIVE_NEW);
        }
      if (!mc_storage_commit (self->central.storage, &error))
        g_error ("%s", error->message);
    }
  return (g_get_monotonic_time () - start) / 1e6;
}
