/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-acknowledge FOLDER: what a citizen waits for between the tap and the code on the screen
 * (mint, seal, commit, verify) against a bare SQLite FULL commit of the same bytes on the same
 * disk, in turn: the sealed dossier, the record with the receipt, and the print job, without an
 * index, each a row in a table. Prints one line of JSON. */

#include "config.h"

#include "app/assets.h"
#include "app/domain/datetime.h"
#include "app/domain/identity.h"
#include "app/store/outbox.h"
#include "app/system-clock.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define PAIRS 300
#define WARM_UP 20

static double
milliseconds (gint64 since)
{
  return (g_get_monotonic_time () - since) / 1000.0;
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
  return values[n / 2];
}

static McOutbox *
new_enrolled_outbox (const char *folder, McClock *clock, McPoint *point)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McSigningKey) own = mc_signing_key_new (), central = mc_signing_key_new ();
  g_autoptr (McSealingKey) sealing = mc_sealing_key_new ();
  g_autoptr (McEnrolment) enrolment = g_new0 (McEnrolment, 1);
  McOutbox *outbox = mc_outbox_open (folder, clock, &error);

  g_assert_no_error (error);
  enrolment->kiosk = g_strdup ("HK-BENCH");
  enrolment->point = mc_point_copy (point);
  enrolment->serial_first = 100000;
  enrolment->serial_last = 100999;
  memcpy (enrolment->signing_public, mc_signing_key_get_public (central), 32);
  memcpy (enrolment->sealing_public, mc_sealing_key_get_public (sealing), 32);
  enrolment->public_url = g_strdup ("https://bench.motcua.example");
  enrolment->server_time = mc_clock_now (clock);
  mc_outbox_set_pending_key (outbox, own, &error);
  g_assert_no_error (error);
  mc_outbox_set_enrolment (outbox, enrolment, "https://127.0.0.1:1", &error);
  g_assert_no_error (error);
  return outbox;
}

static sqlite3 *
open_bare (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "bare.db", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                                 "CREATE TABLE blobs (n INTEGER PRIMARY KEY, bytes BLOB);"
                                 "CREATE TABLE records (n INTEGER PRIMARY KEY, bytes BLOB);"
                                 "CREATE TABLE prints (n INTEGER PRIMARY KEY, bytes BLOB)",
                                 NULL,
                                 NULL,
                                 NULL),
                   ==,
                   SQLITE_OK);
  return db;
}

typedef struct
{
  sqlite3 *db;             /* (owned) */
  sqlite3_stmt *insert[3]; /* (owned) */
} Bare;

static void
bare_open (Bare *bare, const char *folder)
{
  static const char *const inserts[] = {
    "INSERT INTO blobs (bytes) VALUES (?)",
    "INSERT INTO records (bytes) VALUES (?)",
    "INSERT INTO prints (bytes) VALUES (?)",
  };

  bare->db = open_bare (folder);
  for (guint i = 0; i < G_N_ELEMENTS (inserts); i++)
    g_assert_cmpint (
        sqlite3_prepare_v2 (bare->db, inserts[i], -1, &bare->insert[i], NULL), ==, SQLITE_OK);
}

static void
bare_close (Bare *bare)
{
  for (guint i = 0; i < G_N_ELEMENTS (bare->insert); i++)
    sqlite3_finalize (bare->insert[i]);
  sqlite3_close (bare->db);
}

static void
bare_commit (Bare *bare, GBytes *rows[3])
{
  g_assert_cmpint (sqlite3_exec (bare->db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  for (guint i = 0; i < 3; i++)
    {
      sqlite3_bind_blob (bare->insert[i],
                         1,
                         g_bytes_get_data (rows[i], NULL),
                         (int) g_bytes_get_size (rows[i]),
                         SQLITE_STATIC);
      g_assert_cmpint (sqlite3_step (bare->insert[i]), ==, SQLITE_DONE);
      sqlite3_reset (bare->insert[i]);
    }
  g_assert_cmpint (sqlite3_exec (bare->db, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
}

/* What the outbox's transaction carries for this dossier, read from its file: every value, no
 * index. */
static GBytes *
read_row (sqlite3 *state, const char *table, gint64 sequence)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s WHERE sequence = ?", table);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (state, sql, -1, &statement, NULL), ==, SQLITE_OK);
  sqlite3_bind_int64 (statement, 1, sequence);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  for (int i = 0; i < sqlite3_column_count (statement); i++)
    if (sqlite3_column_type (statement, i) == SQLITE_INTEGER)
      g_byte_array_append (bytes, (const guint8 *) &(gint32){ 0 }, 4); /* times fit in four */
    else if (sqlite3_column_type (statement, i) != SQLITE_NULL)
      {
        const void *value = sqlite3_column_blob (statement, i);

        g_byte_array_append (bytes, value, (guint) sqlite3_column_bytes (statement, i));
      }
  sqlite3_finalize (statement);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

int
main (int argc, char **argv)
{
  double ours[PAIRS], bare[PAIRS], ratios[PAIRS];
  const char *assets = mc_assets_get_default_dir ();
  g_autoptr (GError) error = NULL;
  g_autoptr (McCatalogue) catalogue = NULL;
  g_autoptr (McCalendar) calendar = NULL;
  g_autoptr (GPtrArray) points = NULL;
  g_autoptr (McClock) clock = mc_system_clock_new ();
  g_autoptr (McOutbox) outbox = NULL;
  g_autofree char *path = g_build_filename (assets, "examples", "birth.json", NULL);
  g_autofree char *example = NULL, *state = NULL;
  g_autofree char *state_file = NULL;
  McProcedure *procedure;
  McPoint *point;
  Bare peer_db;
  sqlite3 *file = NULL;
  gsize length, bytes = 0;
  GDate today;

  if (argc != 2)
    {
      g_printerr ("usage: bench-acknowledge FOLDER\n");
      return 64;
    }
  if (!mc_keys_init (&error) || (catalogue = mc_assets_load_catalogue (assets, &error)) == NULL ||
      (calendar = mc_assets_load_calendar (assets, &error)) == NULL ||
      (points = mc_assets_load_points (assets, &error)) == NULL ||
      !g_file_get_contents (path, &example, &length, &error))
    g_error ("%s", error->message);
  point = g_ptr_array_index (points, 0);
  mc_time_get_local_date (mc_clock_now (clock), &today);
  state = g_build_filename (argv[1], "state", NULL);
  g_mkdir (state, 0700);
  outbox = new_enrolled_outbox (state, clock, point);
  state_file = g_build_filename (state, "outbox.db", NULL);
  g_assert_cmpint (sqlite3_open_v2 (state_file, &file, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  bare_open (&peer_db, argv[1]);

  for (int i = -WARM_UP; i < PAIRS; i++)
    {
      g_autoptr (McDossier) dossier =
                     mc_dossier_from_submission (example, length, path, catalogue, &today, &error);
      g_autoptr (McReceipt) receipt = NULL;
      g_autoptr (GBytes) blob = NULL, record = NULL, print = NULL;
      const gint64 sequence = i + WARM_UP + 1;
      guint8 random[MC_TOKEN_RANDOM_BYTES];
      double own, peer;
      gint64 start;

      if (dossier == NULL)
        g_error ("%s", error->message);
      for (guint j = 0; j < sizeof random; j++)
        random[j] = (guint8) g_random_int ();
      dossier->id = mc_uuid_new_v7 (mc_clock_now_ms (clock), random);
      dossier->status_token = mc_token_new (random);
      dossier->kiosk = g_strdup ("HK-BENCH");
      dossier->point_code = g_strdup (point->code);
      dossier->agency_code = g_strdup (point->agency_code);
      dossier->submitted_at = mc_clock_now (clock);
      procedure = mc_catalogue_find_version (catalogue, dossier->procedure, dossier->version);

      start = g_get_monotonic_time ();
      receipt = mc_outbox_commit (outbox, dossier, NULL, procedure, calendar, TRUE, &error);
      own = milliseconds (start);
      if (receipt == NULL)
        g_error ("%s", error->message);

      blob = read_row (file, "blobs", sequence);
      record = read_row (file, "dossiers", sequence);
      print = read_row (file, "prints", sequence);
      bytes = g_bytes_get_size (blob) + g_bytes_get_size (record) + g_bytes_get_size (print);
      start = g_get_monotonic_time ();
      bare_commit (&peer_db, (GBytes *[]){ blob, record, print });
      peer = milliseconds (start);
      if (i < 0)
        continue;
      ours[i] = own;
      bare[i] = peer;
      ratios[i] = own / peer;
    }
  bare_close (&peer_db);
  sqlite3_close (file);
  printf ("{\"acknowledge_ms\":%.3f,\"bare_ms\":%.3f,\"bytes\":%" G_GSIZE_FORMAT
          ",\"ratio\":%.3f}\n",
          median (ours, PAIRS),
          median (bare, PAIRS),
          bytes,
          median (ratios, PAIRS));
  return 0;
}
