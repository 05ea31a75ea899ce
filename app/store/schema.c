/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-store"
#include "config.h"

#include "app/store/schema.h"

#include "app/store/db.h"
#include "app/store/outbox.h"

#include <errno.h>
#include <sys/random.h>

typedef gboolean (*McMigration) (sqlite3 *db, GError **error);

static gboolean
exec_all (sqlite3 *db, const char *const *statements, gsize n_statements, GError **error)
{
  for (gsize i = 0; i < n_statements; i++)
    if (!mc_db_exec (db, error, statements[i], ""))
      return FALSE;
  return TRUE;
}

static gboolean
insert_secret (sqlite3 *db, const char *name, GError **error)
{
  guint8 key[32];
  g_autoptr (GBytes) bytes = NULL;

  /* Up to 256 bytes come whole or not at all (getrandom(2)). */
  if (getrandom (key, sizeof key, 0) != sizeof key)
    {
      g_set_error (error,
                   MC_OUTBOX_ERROR,
                   MC_OUTBOX_ERROR_STORAGE,
                   "no random bytes: %s",
                   g_strerror (errno));
      return FALSE;
    }
  bytes = g_bytes_new (key, sizeof key);
  return mc_db_exec (
      db, error, "INSERT INTO secrets (name, value) VALUES (?, ?)", "sb", name, bytes);
}

/* Identity, dossiers with their sealed bytes, serial counters and print jobs.
 *
 * In clear stands only what a receipt needs (design section 3): code, token, procedure, times and
 * the masked name inside `receipt`. `content` is the keyed digest of the draft that answers "same
 * id, same content?"; it is dropped once the code was shown. `mac` covers the columns that never
 * change, so that a flipped bit is found. A purged row keeps its id, code, digest and sequence. */
static gboolean
migrate_to_1 (sqlite3 *db, GError **error)
{
  static const char *const statements[] = {
    "CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE identity ("
    " id INTEGER PRIMARY KEY CHECK (id = 1),"
    " pending_seed BLOB, key_seed BLOB, kiosk TEXT, url TEXT, enrolment TEXT)",
    "INSERT INTO identity (id) VALUES (1)",
    "CREATE TABLE counters ("
    " day TEXT NOT NULL, first INTEGER NOT NULL, next INTEGER NOT NULL,"
    " PRIMARY KEY (day, first)) WITHOUT ROWID",
    "CREATE TABLE dossiers ("
    " sequence INTEGER PRIMARY KEY,"
    " id TEXT NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE, token TEXT UNIQUE,"
    " kiosk TEXT NOT NULL, language TEXT NOT NULL, submitted_at INTEGER NOT NULL,"
    " digest TEXT NOT NULL, receipt TEXT, content BLOB, mac BLOB NOT NULL,"
    " state TEXT NOT NULL DEFAULT 'queued', shown INTEGER NOT NULL DEFAULT 0,"
    " attempts INTEGER NOT NULL DEFAULT 0, next_attempt INTEGER, last_error TEXT,"
    " confirmed_at INTEGER)",
    "CREATE INDEX dossiers_waiting ON dossiers (attempts, next_attempt, sequence)"
    " WHERE state IN ('queued', 'sent')",
    "CREATE TABLE blobs ("
    " sequence INTEGER NOT NULL REFERENCES dossiers (sequence),"
    " part INTEGER NOT NULL," /* 0 = the dossier, 1… = its pages in order */
    " digest TEXT NOT NULL, bytes BLOB NOT NULL,"
    " PRIMARY KEY (sequence, part))",
    "CREATE INDEX blobs_digest ON blobs (digest)",
    "CREATE TABLE prints ("
    " job TEXT PRIMARY KEY,"
    " sequence INTEGER NOT NULL REFERENCES dossiers (sequence), copy INTEGER NOT NULL,"
    " outcome TEXT NOT NULL DEFAULT 'queued', transport TEXT, uri TEXT, job_id INTEGER,"
    " reason TEXT, created_at INTEGER NOT NULL, settled_at INTEGER)",
    "CREATE INDEX prints_sequence ON prints (sequence)",
    "CREATE INDEX prints_unsettled ON prints (outcome) WHERE outcome IN ('queued', 'open')",
  };

  return exec_all (db, statements, G_N_ELEMENTS (statements), error) &&
         insert_secret (db, "content-key", error) && insert_secret (db, "record-key", error);
}

/* Ratings that wait until central has their dossier. */
static gboolean
migrate_to_2 (sqlite3 *db, GError **error)
{
  static const char *const statements[] = {
    "CREATE TABLE ratings ("
    " id TEXT PRIMARY KEY REFERENCES dossiers (id), score INTEGER NOT NULL,"
    " given_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_attempt INTEGER,"
    " done_at INTEGER, refusal TEXT) WITHOUT ROWID",
  };

  return exec_all (db, statements, G_N_ELEMENTS (statements), error);
}

/* Central counts from 1 for each key: where the present key's own records begin. */
static gboolean
migrate_to_3 (sqlite3 *db, GError **error)
{
  static const char *const statements[] = {
    "ALTER TABLE identity ADD COLUMN base INTEGER NOT NULL DEFAULT 0",
  };

  return exec_all (db, statements, G_N_ELEMENTS (statements), error);
}

/* Bytes are looked for by their digest only when they are a page: most dossiers have none, and
 * every index is one page more to write and to sync before the citizen sees a code. */
static gboolean
migrate_to_4 (sqlite3 *db, GError **error)
{
  static const char *const statements[] = {
    "DROP INDEX blobs_digest",
    "CREATE INDEX blobs_pages ON blobs (digest) WHERE part > 0",
  };

  return exec_all (db, statements, G_N_ELEMENTS (statements), error);
}

/* Numbers of those who come for a result are printed, too; their dossier may have been filed
 * elsewhere. `pickup` is the number's id, and `slip` what the paper says: gone once it is settled.
 */
static gboolean
migrate_to_5 (sqlite3 *db, GError **error)
{
  static const char *const statements[] = {
    "CREATE TABLE prints_5 ("
    " job TEXT PRIMARY KEY,"
    " sequence INTEGER REFERENCES dossiers (sequence), pickup TEXT, slip TEXT,"
    " copy INTEGER NOT NULL,"
    " outcome TEXT NOT NULL DEFAULT 'queued', transport TEXT, uri TEXT, job_id INTEGER,"
    " reason TEXT, created_at INTEGER NOT NULL, settled_at INTEGER,"
    " CHECK ((sequence IS NULL) <> (pickup IS NULL)))",
    "INSERT INTO prints_5 (rowid, job, sequence, copy, outcome, transport, uri, job_id, reason,"
    " created_at, settled_at)"
    " SELECT rowid, job, sequence, copy, outcome, transport, uri, job_id, reason, created_at,"
    " settled_at FROM prints",
    "DROP TABLE prints",
    "ALTER TABLE prints_5 RENAME TO prints",
    "CREATE INDEX prints_sequence ON prints (sequence) WHERE sequence IS NOT NULL",
    "CREATE INDEX prints_pickup ON prints (pickup) WHERE pickup IS NOT NULL",
    "CREATE INDEX prints_unsettled ON prints (outcome) WHERE outcome IN ('queued', 'open')",
  };

  return exec_all (db, statements, G_N_ELEMENTS (statements), error);
}

/* Staff print papers of their own (`paper`, which says its kind), settle what is unknown
 * (`handled_at`), and put in rolls: `length` is a paper's in micrometres, `roll` the one that it is
 * taken from, `gone` what rows that are forgotten took. Tries of the staff's PIN are counted here,
 * before each is judged. */
static gboolean
migrate_to_6 (sqlite3 *db, GError **error)
{
  static const char *const statements[] = {
    "CREATE TABLE rolls ("
    " id INTEGER PRIMARY KEY, length INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0,"
    " begun_at INTEGER NOT NULL)",
    "CREATE TABLE prints_6 ("
    " job TEXT PRIMARY KEY,"
    " sequence INTEGER REFERENCES dossiers (sequence), pickup TEXT, paper TEXT, slip TEXT,"
    " copy INTEGER NOT NULL,"
    " outcome TEXT NOT NULL DEFAULT 'queued', transport TEXT, uri TEXT, job_id INTEGER,"
    " reason TEXT, created_at INTEGER NOT NULL, settled_at INTEGER, handled_at INTEGER,"
    " length INTEGER NOT NULL DEFAULT 0, roll INTEGER REFERENCES rolls (id),"
    " CHECK ((sequence IS NOT NULL) + (pickup IS NOT NULL) + (paper IS NOT NULL) = 1))",
    "INSERT INTO prints_6 (rowid, job, sequence, pickup, slip, copy, outcome, transport, uri,"
    " job_id, reason, created_at, settled_at)"
    " SELECT rowid, job, sequence, pickup, slip, copy, outcome, transport, uri, job_id, reason,"
    " created_at, settled_at FROM prints",
    "DROP TABLE prints",
    "ALTER TABLE prints_6 RENAME TO prints",
    "CREATE INDEX prints_sequence ON prints (sequence) WHERE sequence IS NOT NULL",
    "CREATE INDEX prints_pickup ON prints (pickup) WHERE pickup IS NOT NULL",
    "CREATE INDEX prints_roll ON prints (roll) WHERE roll IS NOT NULL",
    "CREATE INDEX prints_unsettled ON prints (outcome) WHERE outcome IN ('queued', 'open')",
    "CREATE INDEX prints_unresolved ON prints (sequence)"
    " WHERE outcome IN ('failed', 'unknown') AND handled_at IS NULL AND sequence IS NOT NULL",
    "CREATE TABLE staff ("
    " id INTEGER PRIMARY KEY CHECK (id = 1), pin TEXT,"
    " tries INTEGER NOT NULL DEFAULT 0, tried_at INTEGER NOT NULL DEFAULT 0)",
    "INSERT INTO staff (id) VALUES (1)",
  };

  return exec_all (db, statements, G_N_ELEMENTS (statements), error);
}

static const McMigration migrations[] = {
  migrate_to_1, migrate_to_2, migrate_to_3, migrate_to_4, migrate_to_5, migrate_to_6,
};

/**
 * mc_schema_get_newest:
 *
 * Returns: the version that this program writes
 */
int
mc_schema_get_newest (void)
{
  return G_N_ELEMENTS (migrations);
}

/**
 * mc_schema_get_version:
 * @version: (out): 0 for an empty file
 *
 * Returns: %FALSE when the file cannot be read
 */
gboolean
mc_schema_get_version (sqlite3 *db, int *version, GError **error)
{
  gint64 value = 0;

  if (!mc_db_get_int (db, &value, NULL, error, "PRAGMA user_version", ""))
    return FALSE;
  *version = (int) value;
  return TRUE;
}

static gboolean
apply (sqlite3 *db, int version, gint64 now, GError **error)
{
  g_autofree char *pragma = g_strdup_printf ("PRAGMA user_version = %d", version);
  int seen = 0;

  if (!mc_db_exec (db, error, "BEGIN IMMEDIATE", ""))
    return FALSE;
  /* Another process may have been quicker: look again under the lock. */
  if (!mc_schema_get_version (db, &seen, error))
    return FALSE;
  if (seen >= version)
    return mc_db_exec (db, error, "ROLLBACK", "");
  if (version == 1 &&
      (!mc_db_exec (db,
                    error,
                    "CREATE TABLE ledger (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL,"
                    " program TEXT NOT NULL)",
                    "") ||
       !mc_db_exec (
           db, error, "PRAGMA application_id = " G_STRINGIFY (MC_SCHEMA_APPLICATION_ID), "")))
    return FALSE;
  return migrations[version - 1](db, error) &&
         mc_db_exec (db,
                     error,
                     "INSERT INTO ledger (version, applied_at, program) VALUES (?, ?, ?)",
                     "iis",
                     (gint64) version,
                     now,
                     MC_VERSION) &&
         mc_db_exec (db, error, pragma, "") && mc_db_exec (db, error, "COMMIT", "");
}

/**
 * mc_schema_migrate:
 * @target: the version to reach; tests stop early to make files as older programs left them
 * @now: seconds UTC, for the ledger
 *
 * Brings an older file up to @target, one migration a transaction. What fails leaves the file as it
 * was; a file that is newer is refused with %MC_OUTBOX_ERROR_NEWER.
 */
gboolean
mc_schema_migrate (sqlite3 *db, int target, gint64 now, GError **error)
{
  int version = 0;

  g_assert (target <= mc_schema_get_newest ());
  if (!mc_schema_get_version (db, &version, error))
    return FALSE;
  if (version > mc_schema_get_newest () || version < 0)
    {
      g_set_error (error,
                   MC_OUTBOX_ERROR,
                   MC_OUTBOX_ERROR_NEWER,
                   "the outbox has version %d; this program knows up to %d and left it untouched",
                   version,
                   mc_schema_get_newest ());
      return FALSE;
    }
  while (version < target)
    if (!apply (db, ++version, now, error))
      {
        if (!sqlite3_get_autocommit (db))
          sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
        return FALSE;
      }
  return TRUE;
}
