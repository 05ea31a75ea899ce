/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-intake FOLDER: durable intake of central over plain HTTP at 64 connections, against a loop
 * that checks, unseals and group-commits the same rows without HTTP. Every request is sealed and
 * signed before the clock starts, so that the client costs little. Prints one line of JSON. */

#include "config.h"

#include "app/assets.h"
#include "app/domain/code.h"
#include "app/domain/dossier.h"
#include "app/domain/identity.h"
#include "app/domain/json.h"
#include "app/protocol/enrolment.h"
#include "app/protocol/envelope.h"
#include "app/protocol/signature.h"
#include "tests/bench/intake-client.h"
#include "tests/bench/intake-peer.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#define CONNECTIONS 64
#define ROWS_A_ROUND 6000
#define ROUNDS 4 /* the first warms up */

static GBytes *
example_json (McDossier *dossier, const char *id, const char *code, const guint8 random[17])
{
  g_autoptr (json_t) json = NULL;
  char *text;

  g_free (dossier->id);
  g_free (dossier->code);
  g_free (dossier->status_token);
  dossier->id = g_strdup (id);
  dossier->code = g_strdup (code);
  dossier->status_token = mc_token_new (random);
  json = mc_dossier_to_json (dossier);
  text = mc_json_to_string (json);
  return g_bytes_new_take (text, strlen (text));
}

static McIntakeRow *
make_row (McDossier *dossier,
          const McEnrolment *enrolment,
          const McSigningKey *key,
          const char *authority,
          guint number,
          gint64 now)
{
  static const char *no_pages[] = { NULL };
  guint8 random[17] = { 0 };
  GDate date;
  g_autofree char *id = NULL, *code = NULL, *path = NULL, *query = NULL, *digest = NULL;
  g_autofree char *input = NULL, *signature = NULL;
  g_autoptr (McEnvelope) envelope = NULL;
  g_autoptr (GBytes) plain = NULL;
  McRequestParts parts = { .method = "PUT", .authority = authority };
  McIntakeRow *row = g_new0 (McIntakeRow, 1);

  memcpy (random, &number, sizeof number);
  for (guint i = 4; i < sizeof random; i++)
    random[i] = (guint8) g_random_int ();
  id = mc_uuid_new_v7 (now * 1000 + number, random);
  g_date_set_dmy (&date, 20, 6, 2025);
  code = mc_code_format (enrolment->point->agency_code, &date, 100000 + number, 6, NULL);
  plain = example_json (dossier, id, code, random);
  envelope = mc_envelope_new_dossier (id, code, no_pages);
  row->sealed = mc_envelope_seal (envelope, enrolment->sealing_public, plain, NULL);
  g_assert_nonnull (row->sealed);

  path = g_strdup_printf ("/v1/dossiers/%s", id);
  query = g_strdup_printf ("?seq=%u", number + 1);
  digest =
      mc_digest_header_new (g_bytes_get_data (row->sealed, NULL), g_bytes_get_size (row->sealed));
  parts.path = path;
  parts.query = query;
  parts.content_digest = digest;
  mc_signature_sign_request (&parts, key, now, &input, &signature);
  row->head =
      g_strdup_printf ("PUT %s%s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/octet-stream\r\n"
                       "Content-Length: %" G_GSIZE_FORMAT "\r\nContent-Digest: %s\r\n"
                       "Signature-Input: %s\r\nSignature: %s\r\n\r\n",
                       path,
                       query,
                       authority,
                       g_bytes_get_size (row->sealed),
                       digest,
                       input,
                       signature);
  row->path = g_steal_pointer (&path);
  row->query = g_steal_pointer (&query);
  row->digest = g_steal_pointer (&digest);
  row->signature_input = g_steal_pointer (&input);
  row->signature = g_steal_pointer (&signature);
  return row;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare);
  return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

int
main (int argc, char **argv)
{
  double http[ROUNDS - 1], loop[ROUNDS - 1], ratio[ROUNDS - 1];
  g_autoptr (GError) error = NULL;
  g_autoptr (McCatalogue) catalogue = NULL;
  g_autoptr (McSigningKey) key = NULL;
  g_autoptr (McEnrolment) enrolment = NULL;
  g_autoptr (McDossier) dossier = NULL;
  g_autofree char *example = NULL, *example_path = NULL;
  McIntakeCentral central;
  McIntakePeer *peer;
  gsize length;
  GDate today;
  guint number = 0;

  if (argc != 2)
    {
      g_printerr ("usage: bench-intake FOLDER\n");
      return 64;
    }
  if (!mc_keys_init (&error) ||
      (catalogue = mc_assets_load_catalogue (mc_assets_get_default_dir (), &error)) == NULL)
    g_error ("%s", error->message);
  example_path = g_build_filename (mc_assets_get_default_dir (), "examples", "birth.json", NULL);
  if (!g_file_get_contents (example_path, &example, &length, &error))
    g_error ("%s", error->message);
  g_date_set_dmy (&today, 20, 6, 2025);
  dossier = mc_dossier_from_submission (example, length, example_path, catalogue, &today, &error);
  if (dossier == NULL)
    g_error ("%s", error->message);

  key = mc_signing_key_new ();
  mc_intake_central_start (&central, argv[1], key, &enrolment);
  peer = mc_intake_peer_new (argv[1], key, central.authority, &central);
  dossier->kiosk = g_strdup (enrolment->kiosk);
  dossier->point_code = g_strdup (enrolment->point->code);
  dossier->agency_code = g_strdup (enrolment->point->agency_code);
  dossier->submitted_at = g_get_real_time () / G_USEC_PER_SEC;

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (GPtrArray) rows =
                     g_ptr_array_new_with_free_func ((GDestroyNotify) mc_intake_row_free);
      double over_http, in_loop;

      for (guint i = 0; i < ROWS_A_ROUND; i++)
        g_ptr_array_add (rows,
                         make_row (dossier,
                                   enrolment,
                                   key,
                                   central.authority,
                                   number++,
                                   g_get_real_time () / G_USEC_PER_SEC));
      over_http = ROWS_A_ROUND / mc_intake_client_run (&central, rows, CONNECTIONS);
      in_loop = ROWS_A_ROUND / mc_intake_peer_run (peer, rows, CONNECTIONS);
      if (round == 0)
        continue;
      http[round - 1] = over_http;
      loop[round - 1] = in_loop;
      ratio[round - 1] = over_http / in_loop;
    }
  printf ("{\"http_per_s\":%.0f,\"loop_per_s\":%.0f,\"ratio\":%.3f}\n",
          median (http, ROUNDS - 1),
          median (loop, ROUNDS - 1),
          median (ratio, ROUNDS - 1));
  mc_intake_peer_free (peer);
  mc_intake_central_stop (&central);
  return 0;
}
