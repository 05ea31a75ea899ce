/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/assets.h"
#include "app/store/outbox.h"
#include "app/system-clock.h"

#include <string.h>

/* Enrols a state folder without any central, so that a test can drive a kiosk that files offline:
 *
 *   enrol-offline STATE-DIR POINT KIOSK [COUNTER]
 *
 * The sealing key is thrown away: what is filed there nobody ever opens. */

static McPoint *
find_point (const char *code, GError **error)
{
  g_autoptr (GPtrArray) points = mc_assets_load_points (mc_assets_get_default_dir (), error);

  for (guint i = 0; points != NULL && i < points->len; i++)
    {
      const McPoint *point = g_ptr_array_index (points, i);

      if (g_str_equal (point->code, code))
        return mc_point_copy (point);
    }
  if (points != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no point has the code %s", code);

  return NULL;
}

static gboolean
enrol (const char *state_dir,
       const char *point_code,
       const char *kiosk,
       const char *counter,
       GError **error)
{
  g_autoptr (McClock) clock = mc_system_clock_new ();
  g_autoptr (McOutbox) outbox = NULL;
  g_autoptr (McSigningKey) key = NULL;
  g_autoptr (McSigningKey) central = NULL;
  g_autoptr (McSealingKey) sealing = NULL;
  g_autoptr (McEnrolment) enrolment = g_new0 (McEnrolment, 1);

  if (!mc_keys_init (error))
    return FALSE;
  enrolment->point = find_point (point_code, error);
  if (enrolment->point == NULL)
    return FALSE;
  outbox = mc_outbox_open (state_dir, clock, error);
  if (outbox == NULL)
    return FALSE;

  key = mc_signing_key_new ();
  central = mc_signing_key_new ();
  sealing = mc_sealing_key_new ();
  if (counter != NULL)
    {
      g_free (enrolment->point->counter);
      enrolment->point->counter = g_strdup (counter);
    }
  enrolment->kiosk = g_strdup (kiosk);
  enrolment->serial_first = 500000;
  enrolment->serial_last = 500999;
  enrolment->public_url = g_strdup ("https://motcua.example");
  enrolment->server_time = mc_clock_now (clock);
  memcpy (enrolment->signing_public, mc_signing_key_get_public (central), 32);
  memcpy (enrolment->sealing_public, mc_sealing_key_get_public (sealing), 32);

  /* nothing listens there */
  return mc_outbox_set_pending_key (outbox, key, error) &&
         mc_outbox_set_enrolment (outbox, enrolment, "https://127.0.0.1:1", error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc < 4)
    {
      g_printerr ("usage: %s STATE-DIR POINT KIOSK [COUNTER]\n", argv[0]);
      return 64;
    }
  if (!enrol (argv[1], argv[2], argv[3], argc > 4 ? argv[4] : NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 70;
    }

  return 0;
}
