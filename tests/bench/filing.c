/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/bench/filing.h"

#include "app/assets.h"
#include "app/domain/datetime.h"
#include "app/domain/identity.h"
#include "app/system-clock.h"

#include <glib/gstdio.h>
#include <string.h>

#define EXAMPLE "birth.json"

static void
must (gboolean done, GError *error)
{
  if (!done)
    g_error ("%s", error->message);
}

static void
enrol (Filing *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McSigningKey) own = mc_signing_key_new (), central = mc_signing_key_new ();
  g_autoptr (McSealingKey) sealing = mc_sealing_key_new ();
  g_autoptr (McEnrolment) enrolment = g_new0 (McEnrolment, 1);

  enrolment->kiosk = g_strdup ("HK-BENCH");
  enrolment->point = mc_point_copy (g_ptr_array_index (self->points, 0));
  enrolment->serial_first = 100000;
  enrolment->serial_last = 199999;
  memcpy (enrolment->signing_public, mc_signing_key_get_public (central), 32);
  memcpy (enrolment->sealing_public, mc_sealing_key_get_public (sealing), 32);
  enrolment->public_url = g_strdup ("https://bench.motcua.example");
  enrolment->server_time = mc_clock_now (self->clock);
  must (mc_outbox_set_pending_key (self->outbox, own, &error), error);
  must (mc_outbox_set_enrolment (self->outbox, enrolment, "https://127.0.0.1:1", &error), error);
}

Filing *
filing_new (const char *folder)
{
  const char *assets = mc_assets_get_default_dir ();
  g_autofree char *path = g_build_filename (assets, "examples", EXAMPLE, NULL);
  g_autoptr (GError) error = NULL;
  Filing *self = g_new0 (Filing, 1);

  must (mc_keys_init (&error), error);
  self->clock = mc_system_clock_new ();
  self->catalogue = mc_assets_load_catalogue (assets, &error);
  must (self->catalogue != NULL, error);
  self->calendar = mc_assets_load_calendar (assets, &error);
  must (self->calendar != NULL, error);
  self->points = mc_assets_load_points (assets, &error);
  must (self->points != NULL, error);
  must (g_file_get_contents (path, &self->example, &self->length, &error), error);
  g_mkdir (folder, 0700);
  self->outbox = mc_outbox_open (folder, self->clock, &error);
  must (self->outbox != NULL, error);
  enrol (self);
  return self;
}

void
filing_free (Filing *self)
{
  g_clear_object (&self->outbox);
  g_free (self->example);
  g_ptr_array_unref (self->points);
  g_object_unref (self->calendar);
  g_object_unref (self->catalogue);
  g_object_unref (self->clock);
  g_free (self);
}

McDossier *
filing_draw (Filing *self)
{
  const McPoint *point = g_ptr_array_index (self->points, 0);
  guint8 random[MC_TOKEN_RANDOM_BYTES];
  g_autoptr (GError) error = NULL;
  McDossier *dossier;
  GDate today;

  mc_time_get_local_date (mc_clock_now (self->clock), &today);
  dossier = mc_dossier_from_submission (
      self->example, self->length, EXAMPLE, self->catalogue, &today, &error);
  must (dossier != NULL, error);
  for (guint i = 0; i < sizeof random; i++)
    random[i] = (guint8) g_random_int ();
  dossier->id = mc_uuid_new_v7 (mc_clock_now_ms (self->clock), random);
  dossier->status_token = mc_token_new (random);
  dossier->kiosk = g_strdup ("HK-BENCH");
  dossier->point_code = g_strdup (point->code);
  dossier->agency_code = g_strdup (point->agency_code);
  dossier->submitted_at = mc_clock_now (self->clock);
  return dossier;
}

McReceipt *
filing_commit (Filing *self, McDossier *dossier)
{
  McProcedure *procedure =
      mc_catalogue_find_version (self->catalogue, dossier->procedure, dossier->version);
  g_autoptr (GError) error = NULL;
  McReceipt *receipt =
      mc_outbox_commit (self->outbox, dossier, NULL, procedure, self->calendar, TRUE, &error);

  must (receipt != NULL, error);
  return receipt;
}
