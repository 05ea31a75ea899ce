/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>
#include "central/storage/facts.h"
#include "central/storage/people.h"
#include "central/storage/pickups.h"
#include "central/storage/storage-sqlite.h"
#include "central/storage/token-memory.h"
#include "central/storage/work.h"

G_BEGIN_DECLS

/* One connection and its prepared statements; one thread at a time. */
typedef struct
{
  sqlite3 *db;            /* (owned) */
  GHashTable *statements; /* (owned) (element-type utf8 sqlite3_stmt), by the text's address */
} McSqlite;

McSqlite *mc_sqlite_open (const char *path, gboolean writes, GError **error);
void mc_sqlite_free (McSqlite *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McSqlite, mc_sqlite_free)

/* A statement in use: reset when it goes out of scope. */
typedef sqlite3_stmt McRows;
void mc_rows_reset (McRows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McRows, mc_rows_reset)

gboolean mc_sqlite_execute (McSqlite *self, const char *sql, GError **error);
McRows *mc_sqlite_query (McSqlite *self,
                         const char *sql, /* static */
                         GError **error,
                         const char *format, /* of t i z b y; see the source */
                         ...) G_GNUC_WARN_UNUSED_RESULT;
gboolean mc_sqlite_next (McSqlite *self, McRows *rows, GError **error); /* FALSE: end, or error */
gboolean mc_sqlite_run (McSqlite *self,
                        const char *sql, /* static */
                        GError **error,
                        const char *format,
                        ...);
void mc_sqlite_set_error (McSqlite *self, int code, GError **error);
char *mc_rows_dup_text (McRows *self, int column); /* (nullable) */
gint64 mc_rows_get_time (McRows *self, int column);

/* For the files that fill the SQLite storage's further interfaces; @storage is any of them. */
McSqlite *mc_storage_sqlite_get_writer (gpointer storage); /* within a transaction */

/* A connection to read with, given back when it goes out of scope. */
typedef struct
{
  gpointer storage; /* (unowned) */
  McSqlite *db;     /* (owned by storage) (nullable) */
} McReader;

McReader mc_reader_take (gpointer storage, GError **error); /* db is NULL on error */
void mc_reader_give (McReader *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McReader, mc_reader_give)

void mc_storage_sqlite_facts_init (McFactsInterface *iface);
void mc_storage_sqlite_people_init (McPeopleInterface *iface);
void mc_storage_sqlite_work_init (McWorkInterface *iface);
void mc_storage_sqlite_pickups_init (McPickupsInterface *iface);

gboolean mc_sqlite_migrate (McSqlite *self, GError **error);

/* The verbs, by subject. `db` is the writer within a transaction, or a reader. */
gboolean mc_sqlite_receive_dossier (McSqlite *db,
                                    const McDossierRecord *record,
                                    const char *token,
                                    const McEventRecord *event,
                                    McReceived *received,
                                    GError **error);
gboolean
mc_sqlite_note_position (McSqlite *db, const char *kiosk_key, guint64 sequence, GError **error);
gboolean mc_sqlite_put_blob (McSqlite *db,
                             const char *digest,
                             GBytes *sealed,
                             const char *kiosk_key,
                             gint64 at,
                             gboolean *created,
                             GError **error);
gboolean mc_sqlite_record_step (McSqlite *db,
                                const char *id,
                                guint64 expected_revision,
                                const McEventRecord *event,
                                guint64 *revision,
                                GError **error);
gboolean mc_sqlite_add_token (McSqlite *db,
                              const char *id,
                              const char *token,
                              const char *purpose,
                              gint64 at,
                              GError **error);
gboolean mc_sqlite_take_number (McSqlite *db, const char *series, guint *number, GError **error);
gboolean mc_sqlite_add_rating (McSqlite *db,
                               const char *id,
                               const char *kiosk,
                               guint score,
                               const char *language,
                               gint64 at,
                               McRatingOutcome *outcome,
                               GError **error);
#define MC_SQLITE_DAY_LENGTH (sizeof "2025-06-20")
void mc_sqlite_format_day (const GDate *day, char text[MC_SQLITE_DAY_LENGTH]);
gboolean mc_sqlite_count_failures (McSqlite *db,
                                   const char *what,
                                   const GDate *day,
                                   guint *failures,
                                   GError **error);
gboolean mc_sqlite_add_failure (McSqlite *db, const char *what, const GDate *day, GError **error);
gboolean mc_sqlite_try_second_factor (McSqlite *db,
                                      const char *code,
                                      const char *id_last4,
                                      guint birth_year,
                                      const GDate *today,
                                      McFactorOutcome *outcome,
                                      GError **error);
/* A dossier's row as McDossierRecord: FROM MC_RECORD_TABLES, or other tables of those names. */
#define MC_RECORD_COLUMNS                                                                          \
  "d.number, d.id, d.code, d.kiosk, d.kiosk_key, d.digest, d.sequence, d.unseen, d.received_at,"   \
  " d.attention, d.procedure, d.version, d.point_code, d.agency_code, d.language, d.limit_case,"   \
  " d.applicant_name, d.id_number, d.birth_year, d.submitted_at, d.expected_due, d.state,"         \
  " d.revision, d.due_at, d.updated_at, r.score, d.channel, d.unit, d.resolver, d.by_city,"        \
  " d.department, d.assignee"
#define MC_N_RECORD_COLUMNS 32
#define MC_RECORD_RATING " LEFT JOIN ratings r ON r.dossier = d.number"
#define MC_RECORD_TABLES "dossiers d" MC_RECORD_RATING

McDossierRecord *mc_sqlite_read_record (McRows *rows);
GPtrArray *
mc_sqlite_read_records (McSqlite *db, McRows *rows, GError **error); /* (nullable) rows */
gboolean
mc_sqlite_index_words (McSqlite *db, gint64 number, const McDossierRecord *record, GError **error);
char *mc_sqlite_to_hex (const guint8 *digest);
gboolean mc_sqlite_from_hex (const char *hex, guint8 digest[MC_DIGEST_LENGTH]);
gboolean mc_sqlite_put_fact (McSqlite *db, gint64 number, const McFact *fact, GError **error);

McDossierRecord *mc_sqlite_find_by_id (McSqlite *db, const char *id, GError **error);
McDossierRecord *mc_sqlite_find_by_code (McSqlite *db, const char *code, GError **error);
McDossierRecord *mc_sqlite_find_by_token (McSqlite *db, const char *token, GError **error);
McDossierRecord *mc_sqlite_find_public (McSqlite *db,
                                        McTokenMemory *memory,
                                        const char *token,
                                        GPtrArray **events,
                                        GError **error);
char *mc_sqlite_create_course (const McEventRecord *event);
McDossierRecord *mc_sqlite_load_sealed (McSqlite *db, const char *id, GError **error);
gboolean mc_sqlite_find_number (McSqlite *db,
                                const char *id,
                                gint64 *number,
                                guint64 *revision,
                                GError **error);
GPtrArray *mc_sqlite_list_events (McSqlite *db, const char *id, GError **error);
GBytes *mc_sqlite_load_blob (McSqlite *db, const char *digest, GError **error);
gboolean mc_sqlite_count_states (McSqlite *db, guint64 *counts, guint64 *attention, GError **error);

gboolean mc_sqlite_add_enrolment (McSqlite *db, const McEnrolmentRecord *record, GError **error);
gboolean mc_sqlite_redeem_enrolment (McSqlite *db,
                                     const guint8 lookup_id[16],
                                     const guint8 public_key[32],
                                     gint64 now,
                                     McRedeemOutcome *outcome,
                                     McKioskRecord **kiosk,
                                     GError **error);
gboolean mc_sqlite_revoke_kiosk (McSqlite *db, const char *name, gint64 at, GError **error);
gboolean mc_sqlite_record_heartbeat (McSqlite *db,
                                     const char *key_id,
                                     const char *health,
                                     gint64 at,
                                     GError **error);
gboolean mc_sqlite_set_safe (McSqlite *db, const char *key_id, guint64 sequence, GError **error);
McEnrolmentRecord *
mc_sqlite_find_enrolment (McSqlite *db, const guint8 lookup_id[16], GError **error);
McKioskRecord *mc_sqlite_find_kiosk (McSqlite *db, const char *key_id, GError **error);
GPtrArray *mc_sqlite_list_kiosks (McSqlite *db, GError **error);
gboolean
mc_sqlite_get_position (McSqlite *db, const char *key_id, guint64 *contiguous, GError **error);

GPtrArray *mc_sqlite_copy (McSqlite *db, const char *path, GError **error);

/* Shared with the memory storage, so that both compare alike. */
void mc_token_hash (const char *token, guint8 hash[MC_DIGEST_LENGTH]);

G_END_DECLS
