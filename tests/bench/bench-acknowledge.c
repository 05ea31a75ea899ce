/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-acknowledge FOLDER: what a citizen waits for between the tap and the code on the screen
 * (mint, seal, commit, verify) against a bare SQLite FULL commit of the same bytes on the same
 * disk, in turn: the sealed dossier, the record with the receipt, and the print job, without an
 * index, each a row in a table. Prints one line of JSON. */

#include "config.h"

#include "tests/bench/filing.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

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
  g_autoptr (Filing) filing = NULL;
  g_autofree char *state = NULL, *state_file = NULL;
  Bare peer_db;
  sqlite3 *file = NULL;
  gsize bytes = 0;

  if (argc != 2)
    {
      g_printerr ("usage: bench-acknowledge FOLDER\n");
      return 64;
    }
  state = g_build_filename (argv[1], "state", NULL);
  filing = filing_new (state);
  state_file = g_build_filename (state, "outbox.db", NULL);
  g_assert_cmpint (sqlite3_open_v2 (state_file, &file, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  bare_open (&peer_db, argv[1]);

  for (int i = -WARM_UP; i < PAIRS; i++)
    {
      g_autoptr (McDossier) dossier = filing_draw (filing);
      g_autoptr (McReceipt) receipt = NULL;
      g_autoptr (GBytes) blob = NULL, record = NULL, print = NULL;
      const gint64 sequence = i + WARM_UP + 1;
      double own, peer;
      gint64 start;

      start = g_get_monotonic_time ();
      receipt = filing_commit (filing, dossier);
      own = milliseconds (start);

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
