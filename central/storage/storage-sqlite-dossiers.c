/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-storage-sqlite"

#include "config.h"

#include "central/storage/storage-sqlite-private.h"

#include <sodium.h>
#include <string.h>

/*
 * mc_sqlite_to_hex:
 *
 * A digest as text.
 */
char *
mc_sqlite_to_hex (const guint8 *digest)
{
  char *hex = g_malloc (MC_DIGEST_LENGTH * 2 + 1);

  return sodium_bin2hex (hex, MC_DIGEST_LENGTH * 2 + 1, digest, MC_DIGEST_LENGTH);
}

/*
 * mc_sqlite_from_hex:
 *
 * A digest as it is kept; %FALSE when @hex is none.
 */
gboolean
mc_sqlite_from_hex (const char *hex, guint8 digest[MC_DIGEST_LENGTH])
{
  size_t length;

  return sodium_hex2bin (digest, MC_DIGEST_LENGTH, hex, strlen (hex), NULL, &length, NULL) == 0 &&
         length == MC_DIGEST_LENGTH;
}

/*
 * mc_sqlite_read_record:
 *
 * A row that begins with MC_RECORD_COLUMNS.
 */
McDossierRecord *
mc_sqlite_read_record (McRows *rows)
{
  McDossierRecord *record = mc_dossier_record_new ();

  record->id = mc_rows_dup_text (rows, 1);
  record->code = mc_rows_dup_text (rows, 2);
  record->kiosk = mc_rows_dup_text (rows, 3);
  record->kiosk_key = mc_rows_dup_text (rows, 4);
  record->digest = mc_sqlite_to_hex (sqlite3_column_blob (rows, 5));
  record->sequence = sqlite3_column_int64 (rows, 6);
  record->unseen = sqlite3_column_int (rows, 7);
  record->received_at = sqlite3_column_int64 (rows, 8);
  record->attention = mc_rows_dup_text (rows, 9);
  record->procedure = mc_rows_dup_text (rows, 10);
  record->version = mc_rows_dup_text (rows, 11);
  record->point_code = mc_rows_dup_text (rows, 12);
  record->agency_code = mc_rows_dup_text (rows, 13);
  record->language = mc_rows_dup_text (rows, 14);
  record->limit_case = mc_rows_dup_text (rows, 15);
  record->applicant_name = mc_rows_dup_text (rows, 16);
  record->id_number = mc_rows_dup_text (rows, 17);
  record->birth_year = sqlite3_column_int (rows, 18);
  record->submitted_at = mc_rows_get_time (rows, 19);
  record->expected_due = mc_rows_get_time (rows, 20);
  mc_state_from_string ((const char *) sqlite3_column_text (rows, 21), &record->state);
  record->revision = sqlite3_column_int64 (rows, 22);
  record->due_at = mc_rows_get_time (rows, 23);
  record->updated_at = sqlite3_column_int64 (rows, 24);
  record->rating = sqlite3_column_int (rows, 25);
  record->channel = mc_rows_dup_text (rows, 26);
  record->unit = mc_rows_dup_text (rows, 27);
  record->resolver = mc_rows_dup_text (rows, 28);
  record->by_city = sqlite3_column_int (rows, 29);
  record->department = mc_rows_dup_text (rows, 30);
  record->assignee = mc_rows_dup_text (rows, 31);

  return record;
}

static McDossierRecord *
read_only_record (McSqlite *db, McRows *rows, GError **error)
{
  if (rows == NULL || !mc_sqlite_next (db, rows, error))
    return NULL;

  return mc_sqlite_read_record (rows);
}

/*
 * mc_token_hash:
 *
 * SHA-256 of a token: all that is kept of it.
 */
void
mc_token_hash (const char *token, guint8 hash[MC_DIGEST_LENGTH])
{
  crypto_hash_sha256 (hash, (const guint8 *) token, strlen (token));
}

/*
 * mc_sqlite_find_by_id:
 */
McDossierRecord *
mc_sqlite_find_by_id (McSqlite *db, const char *id, GError **error)
{
  g_autoptr (McRows) rows = mc_sqlite_query (
      db, "SELECT " MC_RECORD_COLUMNS " FROM " MC_RECORD_TABLES " WHERE d.id = ?", error, "t", id);

  return read_only_record (db, rows, error);
}

/*
 * mc_sqlite_find_by_code:
 */
McDossierRecord *
mc_sqlite_find_by_code (McSqlite *db, const char *code, GError **error)
{
  g_autoptr (McRows) rows = mc_sqlite_query (db,
                                             "SELECT " MC_RECORD_COLUMNS " FROM " MC_RECORD_TABLES
                                             " WHERE d.code = ? ORDER BY d.number LIMIT 1",
                                             error,
                                             "t",
                                             code);

  return read_only_record (db, rows, error);
}

/*
 * mc_sqlite_find_by_token:
 */
McDossierRecord *
mc_sqlite_find_by_token (McSqlite *db, const char *token, GError **error)
{
  guint8 hash[MC_DIGEST_LENGTH];
  g_autoptr (McRows) rows = NULL;

  mc_token_hash (token, hash);
  rows = mc_sqlite_query (db,
                          "SELECT " MC_RECORD_COLUMNS
                          " FROM tokens t JOIN dossiers d ON d.number = t.dossier"
                          " LEFT JOIN ratings r ON r.dossier = d.number WHERE t.hash = ?",
                          error,
                          "b",
                          hash,
                          MC_DIGEST_LENGTH);

  return read_only_record (db, rows, error);
}

/*
 * mc_sqlite_load_sealed:
 */
McDossierRecord *
mc_sqlite_load_sealed (McSqlite *db, const char *id, GError **error)
{
  McDossierRecord *record = NULL;
  g_autoptr (McRows) rows = mc_sqlite_query (
      db,
      "SELECT " MC_RECORD_COLUMNS ", c.pages, c.sealed FROM " MC_RECORD_TABLES
      " JOIN contents c ON c.dossier = d.number WHERE d.id = ?",
      error,
      "t",
      id);

  record = read_only_record (db, rows, error);
  if (record == NULL)
    return NULL;

  if (sqlite3_column_bytes (rows, MC_N_RECORD_COLUMNS) > 0)
    record->page_digests =
        g_strsplit ((const char *) sqlite3_column_text (rows, MC_N_RECORD_COLUMNS), " ", -1);
  else
    record->page_digests = g_new0 (char *, 1);
  record->sealed = g_bytes_new (sqlite3_column_blob (rows, MC_N_RECORD_COLUMNS + 1),
                                sqlite3_column_bytes (rows, MC_N_RECORD_COLUMNS + 1));

  return record;
}

static gboolean
note_missing (McSqlite *db, char **page_digests, McReceived *received, GError **error)
{
  for (char **page = page_digests; page != NULL && *page != NULL; page++)
    {
      guint8 digest[MC_DIGEST_LENGTH];
      g_autoptr (McRows) rows = NULL;
      g_autoptr (GError) local_error = NULL;

      if (!mc_sqlite_from_hex (*page, digest))
        memset (digest, 0, sizeof digest); /* never a stored page: told as missing */
      rows = mc_sqlite_query (
          db, "SELECT 1 FROM blobs WHERE digest = ?", error, "b", digest, MC_DIGEST_LENGTH);
      if (rows == NULL)
        return FALSE;
      if (mc_sqlite_next (db, rows, &local_error))
        continue;
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (received->missing == NULL)
        received->missing = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (received->missing, g_strdup (*page));
    }

  return TRUE;
}

static gboolean
insert_event (McSqlite *db,
              gint64 number,
              guint64 revision,
              const McEventRecord *event,
              GError **error)
{
  return mc_sqlite_run (db,
                        "INSERT INTO events (dossier, revision, action, role, from_state,"
                        " to_state, step, at, place, note, form, due_at, limit_case, actor,"
                        " department, assignee, data)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        error,
                        "iittttiitttzttttt",
                        number,
                        (gint64) revision,
                        event->action,
                        mc_role_to_string (event->role),
                        mc_state_to_string (event->from),
                        mc_state_to_string (event->to),
                        (gint64) event->step,
                        event->at,
                        event->place,
                        event->note,
                        event->form,
                        event->due_at,
                        event->limit_case,
                        event->actor,
                        event->department,
                        event->assignee,
                        event->data);
}

static gboolean
insert_token (McSqlite *db,
              gint64 number,
              const char *token,
              const char *purpose,
              gint64 at,
              GError **error)
{
  guint8 hash[MC_DIGEST_LENGTH];

  mc_token_hash (token, hash);

  /* A token that is known already stays with its first dossier. */
  return mc_sqlite_run (db,
                        "INSERT INTO tokens (hash, dossier, purpose, made_at)"
                        " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        error,
                        "biti",
                        hash,
                        MC_DIGEST_LENGTH,
                        number,
                        purpose,
                        at);
}

/* The role whose turn it is, as the table names it; NULL when it is over. */
static const char *
get_turn (McState state)
{
  McRole role;

  return mc_state_get_turn (state, &role) ? mc_role_to_string (role) : NULL;
}

static gboolean
insert_dossier (McSqlite *db,
                const McDossierRecord *record,
                const McEventRecord *event,
                gint64 *number,
                GError **error)
{
  g_autofree char *pages =
      record->page_digests == NULL ? g_strdup ("") : g_strjoinv (" ", record->page_digests);
  g_autofree char *course = mc_sqlite_create_course (event);
  guint8 digest[MC_DIGEST_LENGTH] = { 0 };

  mc_sqlite_from_hex (record->digest, digest);
  if (!mc_sqlite_run (db,
                      "INSERT INTO dossiers (id, code, kiosk, kiosk_key, digest, sequence, unseen,"
                      " received_at, attention, procedure, version, point_code, agency_code,"
                      " language, limit_case, applicant_name, id_number,"
                      " birth_year, submitted_at, expected_due, channel, unit, resolver, by_city,"
                      " state, turn, revision, updated_at, course)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                      " ?, ?, ?, ?, 1, ?, ?)",
                      error,
                      "ttttbiiitttttttttizztttittit",
                      record->id,
                      record->code,
                      record->kiosk,
                      record->kiosk_key,
                      digest,
                      MC_DIGEST_LENGTH,
                      (gint64) record->sequence,
                      (gint64) record->unseen,
                      record->received_at,
                      record->attention,
                      record->procedure,
                      record->version,
                      record->point_code,
                      record->agency_code,
                      record->language,
                      record->limit_case,
                      record->applicant_name,
                      record->id_number,
                      (gint64) record->birth_year,
                      record->submitted_at,
                      record->expected_due,
                      record->channel,
                      record->unit,
                      record->resolver,
                      (gint64) record->by_city,
                      mc_state_to_string (event->to),
                      get_turn (event->to),
                      event->at,
                      course))
    return FALSE;

  *number = sqlite3_last_insert_rowid (db->db);

  return mc_sqlite_run (db,
                        "INSERT INTO contents (dossier, pages, sealed) VALUES (?, ?, ?)",
                        error,
                        "ity",
                        *number,
                        pages,
                        record->sealed);
}

/* A code that another dossier has already: held, with a word for the clerk. */
static gboolean
note_repeated_code (McSqlite *db, const McDossierRecord *record, gint64 number, GError **error)
{
  return mc_sqlite_run (db,
                        "UPDATE dossiers SET attention = words FROM"
                        " (SELECT coalesce (?1 || '; ', '') || 'code already used'"
                        "  AS words) WHERE number = ?2"
                        " AND EXISTS (SELECT 1 FROM dossiers WHERE code = ?3 AND number < ?2)",
                        error,
                        "tit",
                        record->attention,
                        number,
                        record->code);
}

/*
 * mc_sqlite_receive_dossier:
 */
gboolean
mc_sqlite_receive_dossier (McSqlite *db,
                           const McDossierRecord *record,
                           const char *token,
                           const McEventRecord *event,
                           McReceived *received,
                           GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McDossierRecord) known = mc_sqlite_find_by_id (db, record->id, &local_error);
  gint64 number;
  McFact fact;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (known != NULL)
    {
      received->received_at = known->received_at;
      received->outcome =
          g_str_equal (known->digest, record->digest) && g_str_equal (known->kiosk, record->kiosk)
              ? MC_RECEIVE_SAME
              : MC_RECEIVE_CONFLICT;
      return record->sequence == 0 ||
             mc_sqlite_note_position (db, record->kiosk_key, record->sequence, error);
    }

  if (!note_missing (db, record->page_digests, received, error))
    return FALSE;
  if (received->missing != NULL)
    {
      received->outcome = MC_RECEIVE_PAGES_MISSING;
      return TRUE;
    }

  received->outcome = MC_RECEIVE_NEW;
  received->received_at = record->received_at;
  mc_fact_init_filed (&fact, record, event);

  return insert_dossier (db, record, event, &number, error) &&
         mc_sqlite_index_words (db, number, record, error) &&
         insert_event (db, number, 1, event, error) &&
         mc_sqlite_put_fact (db, number, &fact, error) &&
         (token == NULL || insert_token (db, number, token, "slip", record->received_at, error)) &&
         note_repeated_code (db, record, number, error) &&
         (record->sequence == 0 ||
          mc_sqlite_note_position (db, record->kiosk_key, record->sequence, error));
}

/*
 * mc_sqlite_put_blob:
 */
gboolean
mc_sqlite_put_blob (McSqlite *db,
                    const char *digest,
                    GBytes *sealed,
                    const char *kiosk_key,
                    gint64 at,
                    gboolean *created,
                    GError **error)
{
  guint8 raw[MC_DIGEST_LENGTH] = { 0 };

  mc_sqlite_from_hex (digest, raw);
  if (!mc_sqlite_run (db,
                      "INSERT INTO blobs (digest, kiosk_key, received_at, sealed)"
                      " VALUES (?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING",
                      error,
                      "btiy",
                      raw,
                      MC_DIGEST_LENGTH,
                      kiosk_key,
                      at,
                      sealed))
    return FALSE;

  *created = sqlite3_changes (db->db) == 1;

  return TRUE;
}

/*
 * mc_sqlite_find_number:
 *
 * Finds a dossier's row; %MC_STORAGE_ERROR_NOT_FOUND when there is none.
 */
gboolean
mc_sqlite_find_number (McSqlite *db,
                       const char *id,
                       gint64 *number,
                       guint64 *revision,
                       GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McRows) rows = mc_sqlite_query (
      db, "SELECT number, revision FROM dossiers WHERE id = ?", error, "t", id);

  if (rows == NULL)
    return FALSE;
  if (!mc_sqlite_next (db, rows, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error (
            error, MC_STORAGE_ERROR, MC_STORAGE_ERROR_NOT_FOUND, "there is no dossier %s", id);
      return FALSE;
    }

  *number = sqlite3_column_int64 (rows, 0);
  if (revision != NULL)
    *revision = sqlite3_column_int64 (rows, 1);

  return TRUE;
}

/*
 * mc_sqlite_record_step:
 */
gboolean
mc_sqlite_record_step (McSqlite *db,
                       const char *id,
                       guint64 expected_revision,
                       const McEventRecord *event,
                       guint64 *revision,
                       GError **error)
{
  g_autofree char *course = mc_sqlite_create_course (event);
  guint64 present;
  gint64 number;

  if (!mc_sqlite_find_number (db, id, &number, &present, error))
    return FALSE;
  if (present != expected_revision)
    {
      g_set_error (error,
                   MC_STORAGE_ERROR,
                   MC_STORAGE_ERROR_CONFLICT,
                   "dossier %s is at revision %" G_GUINT64_FORMAT ", not %" G_GUINT64_FORMAT,
                   id,
                   present,
                   expected_revision);
      return FALSE;
    }
  if (revision != NULL)
    *revision = present + 1;

  return insert_event (db, number, present + 1, event, error) &&
         mc_sqlite_run (db,
                        "UPDATE dossiers SET state = ?, turn = ?, revision = ?, updated_at = ?,"
                        " due_at = coalesce (?, due_at), limit_case = coalesce (?, limit_case),"
                        " department = coalesce (?, department), assignee = coalesce (?, assignee),"
                        " course = course || ? WHERE number = ?",
                        error,
                        "ttiiztttti",
                        mc_state_to_string (event->to),
                        get_turn (event->to),
                        (gint64) (present + 1),
                        event->at,
                        event->due_at,
                        event->limit_case,
                        event->department,
                        event->assignee,
                        course,
                        number);
}

/*
 * mc_sqlite_add_token:
 */
gboolean
mc_sqlite_add_token (McSqlite *db,
                     const char *id,
                     const char *token,
                     const char *purpose,
                     gint64 at,
                     GError **error)
{
  gint64 number;

  return mc_sqlite_find_number (db, id, &number, NULL, error) &&
         insert_token (db, number, token, purpose, at, error);
}

/*
 * mc_sqlite_take_number:
 */
gboolean
mc_sqlite_take_number (McSqlite *db, const char *series, guint *number, GError **error)
{
  g_autoptr (McRows) rows = mc_sqlite_query (
      db,
      "INSERT INTO number_series (series, last) VALUES (?, 1)"
      " ON CONFLICT (series) DO UPDATE SET last = last + 1 RETURNING last",
      error,
      "t",
      series);

  if (rows == NULL || !mc_sqlite_next (db, rows, error))
    return FALSE;

  *number = sqlite3_column_int (rows, 0);

  return TRUE;
}

/*
 * mc_sqlite_list_events:
 */
GPtrArray *
mc_sqlite_list_events (McSqlite *db, const char *id, GError **error)
{
  g_autoptr (GPtrArray) events =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) mc_event_record_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McRows) rows = mc_sqlite_query (
      db,
      "SELECT revision, action, role, from_state, to_state, step, at, place,"
      " note, form, due_at, limit_case, actor, department, assignee, data FROM events"
      " WHERE dossier ="
      " (SELECT number FROM dossiers WHERE id = ?) ORDER BY revision",
      error,
      "t",
      id);

  if (rows == NULL)
    return NULL;

  while (mc_sqlite_next (db, rows, &local_error))
    {
      McEventRecord *event = mc_event_record_new ();

      event->revision = sqlite3_column_int64 (rows, 0);
      event->action = mc_rows_dup_text (rows, 1);
      mc_role_from_string ((const char *) sqlite3_column_text (rows, 2), &event->role);
      event->from = MC_STATE_DRAFT; /* before the first event there is no state */
      mc_state_from_string ((const char *) sqlite3_column_text (rows, 3), &event->from);
      mc_state_from_string ((const char *) sqlite3_column_text (rows, 4), &event->to);
      event->step = sqlite3_column_int (rows, 5);
      event->at = sqlite3_column_int64 (rows, 6);
      event->place = mc_rows_dup_text (rows, 7);
      event->note = mc_rows_dup_text (rows, 8);
      event->form = mc_rows_dup_text (rows, 9);
      event->due_at = mc_rows_get_time (rows, 10);
      event->limit_case = mc_rows_dup_text (rows, 11);
      event->actor = mc_rows_dup_text (rows, 12);
      event->department = mc_rows_dup_text (rows, 13);
      event->assignee = mc_rows_dup_text (rows, 14);
      event->data = mc_rows_dup_text (rows, 15);
      g_ptr_array_add (events, event);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&events);
}

/*
 * mc_sqlite_load_blob:
 */
GBytes *
mc_sqlite_load_blob (McSqlite *db, const char *digest, GError **error)
{
  guint8 raw[MC_DIGEST_LENGTH] = { 0 };
  g_autoptr (McRows) rows = NULL;

  mc_sqlite_from_hex (digest, raw);
  rows = mc_sqlite_query (
      db, "SELECT sealed FROM blobs WHERE digest = ?", error, "b", raw, MC_DIGEST_LENGTH);
  if (rows == NULL || !mc_sqlite_next (db, rows, error))
    return NULL;

  return g_bytes_new (sqlite3_column_blob (rows, 0), sqlite3_column_bytes (rows, 0));
}

/*
 * mc_sqlite_count_states:
 */
gboolean
mc_sqlite_count_states (McSqlite *db, guint64 *counts, guint64 *attention, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McRows) rows = mc_sqlite_query (db,
                                             "SELECT state, count (*) FROM dossiers GROUP BY state"
                                             " UNION ALL SELECT '', count (*) FROM dossiers"
                                             " WHERE attention IS NOT NULL",
                                             error,
                                             "");

  if (rows == NULL)
    return FALSE;

  memset (counts, 0, MC_N_STATES * sizeof *counts);
  *attention = 0;
  while (mc_sqlite_next (db, rows, &local_error))
    {
      const char *name = (const char *) sqlite3_column_text (rows, 0);
      McState state;

      if (*name == '\0')
        *attention = sqlite3_column_int64 (rows, 1);
      else if (mc_state_from_string (name, &state))
        counts[state] = sqlite3_column_int64 (rows, 1);
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
