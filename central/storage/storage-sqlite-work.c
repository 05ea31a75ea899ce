/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-storage-sqlite"

#include "config.h"

#include <string.h>
#include "central/storage/storage-sqlite-private.h"

static gboolean
add_attachment (McWork *work, const char *id, const McAttachmentRecord *attachment, GError **error)
{
  McSqlite *db = mc_storage_sqlite_get_writer (work);
  guint8 digest[MC_DIGEST_LENGTH] = { 0 };
  gint64 number;

  mc_sqlite_from_hex (attachment->digest, digest);

  return mc_sqlite_find_number (db, id, &number, NULL, error) &&
         mc_sqlite_run (db,
                        "INSERT INTO attachments (dossier, kind, name, type, size, digest, login,"
                        " at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        error,
                        "itttibti",
                        number,
                        attachment->kind,
                        attachment->name,
                        attachment->type,
                        (gint64) attachment->size,
                        digest,
                        MC_DIGEST_LENGTH,
                        attachment->login,
                        attachment->at);
}

static gboolean
add_movement (McWork *work, const char *id, const McMovementRecord *movement, GError **error)
{
  McSqlite *db = mc_storage_sqlite_get_writer (work);
  gint64 number;

  return mc_sqlite_find_number (db, id, &number, NULL, error) &&
         mc_sqlite_run (db,
                        "INSERT INTO movements (dossier, giver, taker, at) VALUES (?, ?, ?, ?)",
                        error,
                        "itti",
                        number,
                        movement->giver,
                        movement->taker,
                        movement->at);
}

static gboolean
add_problem (McWork *work, const McProblemRecord *problem, GError **error)
{
  McSqlite *db = mc_storage_sqlite_get_writer (work);
  gint64 number;

  return mc_sqlite_find_number (db, problem->dossier, &number, NULL, error) &&
         mc_sqlite_run (db,
                        "INSERT INTO problems (dossier, resolver, step, login, at, hindrance,"
                        " proposal, solved_at, solution)"
                        " SELECT number, resolver, ?, ?, ?, ?, ?, ?, ? FROM dossiers"
                        " WHERE number = ?",
                        error,
                        "itittzti",
                        (gint64) problem->step,
                        problem->login,
                        problem->at,
                        problem->hindrance,
                        problem->proposal,
                        problem->solved_at,
                        problem->solution,
                        number);
}

/* Why no row was changed: it is not there, or was solved before. */
static gboolean
tell_unsolvable (McSqlite *db, const char *id, guint64 number, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McRows) rows = mc_sqlite_query (db,
                                             "SELECT 1 FROM problems p JOIN dossiers d"
                                             " ON d.number = p.dossier"
                                             " WHERE p.number = ? AND d.id = ?",
                                             &local_error,
                                             "it",
                                             (gint64) number,
                                             id);

  if (rows != NULL && mc_sqlite_next (db, rows, &local_error))
    g_set_error (&local_error,
                 MC_STORAGE_ERROR,
                 MC_STORAGE_ERROR_CONFLICT,
                 "problem %" G_GUINT64_FORMAT " was solved before",
                 number);
  else if (local_error == NULL)
    g_set_error (&local_error,
                 MC_STORAGE_ERROR,
                 MC_STORAGE_ERROR_NOT_FOUND,
                 "dossier %s has no problem %" G_GUINT64_FORMAT,
                 id,
                 number);
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static gboolean
solve_problem (McWork *work,
               const char *id,
               guint64 number,
               gint64 at,
               const char *solution,
               GError **error)
{
  McSqlite *db = mc_storage_sqlite_get_writer (work);

  if (!mc_sqlite_run (db,
                      "UPDATE problems SET solved_at = ?, solution = ? WHERE number = ?"
                      " AND solved_at IS NULL"
                      " AND dossier = (SELECT number FROM dossiers WHERE id = ?)",
                      error,
                      "itit",
                      at,
                      solution,
                      (gint64) number,
                      id))
    return FALSE;

  return sqlite3_changes (db->db) == 1 || tell_unsolvable (db, id, number, error);
}

static const char *
get_text (const char *text)
{
  return text == NULL || *text == '\0' ? NULL : text;
}

/* The words of 002-officials.sql's indexes, to the letter: else they are not used. */
#define ORDER "coalesce (d.due_at, d.expected_due, d.received_at)"

#define NARROWED                                                                                   \
  " AND d.turn = ?3 AND (?4 IS NULL OR d.department = ?4 OR d.department IS NULL"                  \
  " OR d.department = '') AND (?5 IS NULL OR d.assignee = ?5) AND (?6 IS NULL OR d.state = ?6)"    \
  " AND " ORDER " >= ?7 AND " ORDER " < ?8 AND (" ORDER                                            \
  " > ?9 OR d.number > (SELECT number FROM dossiers WHERE id = ?10))"
#define AT_DESK "d.unit = ?1 AND (?2 IS NULL OR d.resolver = ?2)" NARROWED
#define IN_OFFICE "d.resolver = ?2 AND (?1 IS NULL OR d.unit = ?1)" NARROWED
/* The signs keep the planner to the person's own index: it has fewer rows than any office's. */
#define OF_PERSON                                                                                  \
  "d.assignee = ?5 AND (?2 IS NULL OR +d.resolver = ?2) AND (?1 IS NULL OR +d.unit = ?1)" NARROWED

#define LIST(where)                                                                                \
  "SELECT " MC_RECORD_COLUMNS " FROM " MC_RECORD_TABLES " WHERE " where " ORDER BY " ORDER         \
  ", d.number LIMIT ?11"
#define COUNT(where) "SELECT count (*) FROM (SELECT 1 FROM dossiers d WHERE " where " LIMIT ?11)"

typedef enum
{
  BY_DESK,
  BY_OFFICE,
  BY_PERSON,
} Way;

static Way
choose_way (const McInboxQuery *query)
{
  if (get_text (query->assignee) != NULL)
    return BY_PERSON;

  return get_text (query->unit) != NULL ? BY_DESK : BY_OFFICE;
}

static McRows *
ask_inbox (McSqlite *db, const char *sql, const McInboxQuery *query, guint limit, GError **error)
{
  return mc_sqlite_query (
      db,
      sql,
      error,
      "ttttttiiiti",
      get_text (query->unit),
      get_text (query->resolver),
      mc_role_to_string (query->turn),
      get_text (query->department),
      get_text (query->assignee),
      get_text (query->state),
      MAX (query->due_from, query->after_due), /* MC_TIME_NONE is the smallest number */
      query->due_before == MC_TIME_NONE ? G_MAXINT64 : query->due_before,
      query->after_due,
      query->after_id,
      (gint64) limit);
}

static GPtrArray *
list_inbox (McWork *work, const McInboxQuery *query, GError **error)
{
  static const char *const sql[] = {
    [BY_DESK] = LIST (AT_DESK),
    [BY_OFFICE] = LIST (IN_OFFICE),
    [BY_PERSON] = LIST (OF_PERSON),
  };
  g_auto (McReader) reader = mc_reader_take (work, error);
  g_autoptr (McRows) rows = NULL;

  if (reader.db == NULL)
    return NULL;
  rows = ask_inbox (reader.db, sql[choose_way (query)], query, query->limit, error);

  return mc_sqlite_read_records (reader.db, rows, error);
}

static gboolean
count_inbox (McWork *work, const McInboxQuery *query, guint most, guint *count, GError **error)
{
  static const char *const sql[] = {
    [BY_DESK] = COUNT (AT_DESK),
    [BY_OFFICE] = COUNT (IN_OFFICE),
    [BY_PERSON] = COUNT (OF_PERSON),
  };
  g_auto (McReader) reader = mc_reader_take (work, error);
  g_autoptr (McRows) rows = NULL;

  if (reader.db == NULL)
    return FALSE;
  rows = ask_inbox (reader.db, sql[choose_way (query)], query, most, error);
  if (rows == NULL || !mc_sqlite_next (reader.db, rows, error))
    return FALSE;
  *count = sqlite3_column_int (rows, 0);

  return TRUE;
}

/* A unit as one word of the index: letters and digits, never a word of a name or code. */
static void
append_place (GString *text, const char *unit)
{
  g_string_append_c (text, 'u');
  for (const char *p = unit; *p != '\0'; p++)
    g_string_append_c (text, g_ascii_isalnum (*p) ? g_ascii_tolower (*p) : 'x');
}

static char *
join_words (const char *text)
{
  g_autoptr (GPtrArray) words = mc_work_split_words (text);

  g_ptr_array_add (words, NULL);

  return g_strjoinv (" ", (char **) words->pdata);
}

/*
 * mc_sqlite_index_words:
 *
 * Lets a new dossier be found by name and code; once, in the transaction that brings it.
 */
gboolean
mc_sqlite_index_words (McSqlite *db, gint64 number, const McDossierRecord *record, GError **error)
{
  g_autofree char *name = join_words (record->applicant_name);
  g_autofree char *code = join_words (record->code);
  g_autoptr (GString) place = g_string_new (NULL);

  if (record->unit != NULL)
    append_place (place, record->unit);
  if (record->resolver != NULL && g_strcmp0 (record->resolver, record->unit) != 0)
    {
      g_string_append_c (place, ' ');
      append_place (place, record->resolver);
    }

  return mc_sqlite_run (db,
                        "INSERT INTO dossier_words (rowid, name, code, place) VALUES (?, ?, ?, ?)",
                        error,
                        "ittt",
                        number,
                        name,
                        code,
                        place->str);
}

/* Words consist of letters and digits (mc_work_split_words ()): nothing in them is syntax. */
static void
append_words (GString *match, const char *column, const char *text, gboolean unfinished)
{
  g_autoptr (GPtrArray) words = mc_work_split_words (text);

  for (guint i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);
      gboolean begins = unfinished && i + 1 == words->len && strlen (word) >= MC_CODE_BEGINNING;

      g_string_append_printf (
          match, "%s%s:\"%s\"%s", match->len > 0 ? " AND " : "", column, word, begins ? " *" : "");
    }
}

/* What is searched for in the words; %NULL when neither name nor code is. */
static char *
make_match (const McSearchQuery *query)
{
  g_autoptr (GString) match = g_string_new (NULL);

  append_words (match, "name", query->name, FALSE);
  append_words (match, "code", query->code, TRUE);
  if (match->len == 0)
    return NULL;
  if (get_text (query->unit) != NULL)
    {
      g_string_append (match, " AND place:");
      append_place (match, query->unit);
    }

  return g_string_free (g_steal_pointer (&match), FALSE);
}

/* Where the page before ended. */
typedef struct
{
  gint64 number, received_at;
} Mark;

static gboolean
find_mark (McSqlite *db, const char *id, Mark *mark, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McRows) rows = NULL;

  *mark = (Mark){ G_MAXINT64, G_MAXINT64 - 1 };
  if (id == NULL)
    return TRUE;

  rows = mc_sqlite_query (
      db, "SELECT number, received_at FROM dossiers WHERE id = ?", &local_error, "t", id);
  if (rows != NULL && mc_sqlite_next (db, rows, &local_error))
    *mark = (Mark){ sqlite3_column_int64 (rows, 0), sqlite3_column_int64 (rows, 1) };
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

#define ARRIVED " AND d.received_at >= ?2 AND d.received_at < ?3"
#define FOUND " AND (?1 IS NULL OR d.unit = ?1 OR d.resolver = ?1)" ARRIVED

static McRows *
search_words (McSqlite *db,
              const char *match,
              const McSearchQuery *query,
              const Mark *mark,
              GError **error)
{
  return mc_sqlite_query (
      db,
      "SELECT " MC_RECORD_COLUMNS
      " FROM dossier_words w JOIN dossiers d ON d.number = w.rowid" MC_RECORD_RATING
      " WHERE w.rowid < ?4 AND dossier_words MATCH ?6 AND (?7 IS NULL OR d.id_number = ?7)" FOUND
      " ORDER BY w.rowid DESC LIMIT ?5",
      error,
      "tiiiitt",
      get_text (query->unit),
      query->from,
      query->to == MC_TIME_NONE ? G_MAXINT64 : query->to,
      mark->number,
      (gint64) query->limit,
      match,
      get_text (query->id_number));
}

static McRows *
search_id_number (McSqlite *db, const McSearchQuery *query, const Mark *mark, GError **error)
{
  return mc_sqlite_query (
      db,
      "SELECT " MC_RECORD_COLUMNS " FROM " MC_RECORD_TABLES
      " WHERE d.id_number = ?6 AND d.number < ?4 AND (?1 IS NULL OR +d.unit = ?1"
      " OR +d.resolver = ?1) AND +d.received_at >= ?2 AND +d.received_at < ?3"
      " ORDER BY d.number DESC LIMIT ?5",
      error,
      "tiiiit",
      get_text (query->unit),
      query->from,
      query->to == MC_TIME_NONE ? G_MAXINT64 : query->to,
      mark->number,
      (gint64) query->limit,
      query->id_number);
}

#define ARRIVALS(where)                                                                            \
  "SELECT number, received_at FROM dossiers d WHERE " where ARRIVED                                \
  " AND (d.received_at < ?4 OR d.number < ?5)"                                                     \
  " ORDER BY d.received_at DESC, d.number DESC LIMIT ?6"

#define THERE ARRIVALS ("d.unit = ?1")
#define FOR_IT ARRIVALS ("d.resolver = ?1")

/* Each half is read from its own index, as far as one page needs it. */
static McRows *
search_arrivals (McSqlite *db, const McSearchQuery *query, const Mark *mark, GError **error)
{
  static const char there[] = "SELECT " MC_RECORD_COLUMNS " FROM (SELECT * FROM (" THERE
                              ") UNION SELECT * FROM (" FOR_IT ")) a"
                              " JOIN dossiers d ON d.number = a.number" MC_RECORD_RATING
                              " ORDER BY a.received_at DESC, a.number DESC LIMIT ?6";
  static const char everywhere[] =
      "SELECT " MC_RECORD_COLUMNS " FROM " MC_RECORD_TABLES " WHERE ?1 IS NULL" ARRIVED
      " AND (d.received_at < ?4 OR d.number < ?5)"
      " ORDER BY d.received_at DESC, d.number DESC LIMIT ?6";
  gint64 end = query->to == MC_TIME_NONE ? G_MAXINT64 : query->to;

  return mc_sqlite_query (db,
                          get_text (query->unit) != NULL ? there : everywhere,
                          error,
                          "tiiiii",
                          get_text (query->unit),
                          query->from,
                          MIN (end, mark->received_at + 1),
                          mark->received_at,
                          mark->number,
                          (gint64) query->limit);
}

static GPtrArray *
search (McWork *work, const McSearchQuery *query, GError **error)
{
  g_auto (McReader) reader = mc_reader_take (work, error);
  g_autofree char *match = make_match (query);
  g_autoptr (McRows) rows = NULL;
  Mark mark;

  if (reader.db == NULL || !find_mark (reader.db, query->before_id, &mark, error))
    return NULL;

  if (match != NULL)
    rows = search_words (reader.db, match, query, &mark, error);
  else if (get_text (query->id_number) != NULL)
    rows = search_id_number (reader.db, query, &mark, error);
  else
    rows = search_arrivals (reader.db, query, &mark, error);

  return mc_sqlite_read_records (reader.db, rows, error);
}

static McAttachmentRecord *
read_attachment (McRows *rows)
{
  McAttachmentRecord *attachment = mc_attachment_record_new ();

  attachment->number = sqlite3_column_int64 (rows, 0);
  attachment->kind = mc_rows_dup_text (rows, 1);
  attachment->name = mc_rows_dup_text (rows, 2);
  attachment->type = mc_rows_dup_text (rows, 3);
  attachment->size = sqlite3_column_int64 (rows, 4);
  attachment->digest = mc_sqlite_to_hex (sqlite3_column_blob (rows, 5));
  attachment->login = mc_rows_dup_text (rows, 6);
  attachment->at = sqlite3_column_int64 (rows, 7);

  return attachment;
}

static McMovementRecord *
read_movement (McRows *rows)
{
  McMovementRecord *movement = mc_movement_record_new ();

  movement->number = sqlite3_column_int64 (rows, 0);
  movement->dossier = mc_rows_dup_text (rows, 1);
  movement->giver = mc_rows_dup_text (rows, 2);
  movement->taker = mc_rows_dup_text (rows, 3);
  movement->at = sqlite3_column_int64 (rows, 4);

  return movement;
}

#define MOVEMENTS                                                                                  \
  "SELECT m.number, d.id, m.giver, m.taker, m.at FROM movements m"                                 \
  " JOIN dossiers d ON d.number = m.dossier"

#define PROBLEMS                                                                                   \
  "SELECT p.number, d.id, d.code, p.resolver, p.step, p.login, p.at, p.hindrance, p.proposal,"     \
  " p.solved_at, p.solution FROM problems p JOIN dossiers d ON d.number = p.dossier"
#define NEWEST " AND p.at >= ?2 AND p.at < ?3 ORDER BY p.at DESC, p.number DESC"

static McProblemRecord *
read_problem (McRows *rows)
{
  McProblemRecord *problem = mc_problem_record_new ();

  problem->number = sqlite3_column_int64 (rows, 0);
  problem->dossier = mc_rows_dup_text (rows, 1);
  problem->code = mc_rows_dup_text (rows, 2);
  problem->unit = mc_rows_dup_text (rows, 3);
  problem->step = sqlite3_column_int (rows, 4);
  problem->login = mc_rows_dup_text (rows, 5);
  problem->at = sqlite3_column_int64 (rows, 6);
  problem->hindrance = mc_rows_dup_text (rows, 7);
  problem->proposal = mc_rows_dup_text (rows, 8);
  problem->solved_at = mc_rows_get_time (rows, 9);
  problem->solution = mc_rows_dup_text (rows, 10);

  return problem;
}

/* Takes @rows (%NULL: an error was set) to their end. */
static GPtrArray *
read_all (McSqlite *db,
          McRows *rows,
          gpointer (*read) (McRows *),
          GDestroyNotify destroy,
          GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (destroy);
  g_autoptr (GError) local_error = NULL;

  if (rows == NULL)
    return NULL;
  while (mc_sqlite_next (db, rows, &local_error))
    g_ptr_array_add (all, read (rows));
  if (local_error == NULL)
    return g_steal_pointer (&all);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/*
 * mc_sqlite_read_records:
 *
 * Takes rows of MC_RECORD_COLUMNS to their end; %NULL when @rows is, or on error.
 */
GPtrArray *
mc_sqlite_read_records (McSqlite *db, McRows *rows, GError **error)
{
  return read_all (
      db, rows, (gpointer) mc_sqlite_read_record, (GDestroyNotify) mc_dossier_record_free, error);
}

static GPtrArray *
list_attachments (McWork *work, const char *id, GError **error)
{
  g_auto (McReader) reader = mc_reader_take (work, error);
  g_autoptr (McRows) rows = NULL;

  if (reader.db == NULL)
    return NULL;
  rows = mc_sqlite_query (reader.db,
                          "SELECT number, kind, name, type, size, digest, login, at"
                          " FROM attachments"
                          " WHERE dossier = (SELECT number FROM dossiers WHERE id = ?)"
                          " ORDER BY number",
                          error,
                          "t",
                          id);

  return read_all (reader.db,
                   rows,
                   (gpointer) read_attachment,
                   (GDestroyNotify) mc_attachment_record_free,
                   error);
}

static GPtrArray *
list_movements (McWork *work, const char *id, GError **error)
{
  g_auto (McReader) reader = mc_reader_take (work, error);
  g_autoptr (McRows) rows = NULL;

  if (reader.db == NULL)
    return NULL;
  rows = mc_sqlite_query (reader.db,
                          MOVEMENTS " WHERE m.dossier = (SELECT number FROM dossiers WHERE id = ?)"
                                    " ORDER BY m.number",
                          error,
                          "t",
                          id);

  return read_all (
      reader.db, rows, (gpointer) read_movement, (GDestroyNotify) mc_movement_record_free, error);
}

static GPtrArray *
list_takings (McWork *work, const char *login, guint limit, GError **error)
{
  g_auto (McReader) reader = mc_reader_take (work, error);
  g_autoptr (McRows) rows = NULL;

  if (reader.db == NULL)
    return NULL;
  rows = mc_sqlite_query (reader.db,
                          MOVEMENTS " WHERE m.taker = ? ORDER BY m.number DESC LIMIT ?",
                          error,
                          "ti",
                          login,
                          (gint64) limit);

  return read_all (
      reader.db, rows, (gpointer) read_movement, (GDestroyNotify) mc_movement_record_free, error);
}

static GPtrArray *
list_problems (McWork *work,
               const char *id,
               const char *unit,
               gint64 from,
               gint64 to,
               GError **error)
{
  static const char of_dossier[] =
      PROBLEMS " WHERE p.dossier = (SELECT number FROM dossiers WHERE id = ?4)"
               " AND (?1 IS NULL OR +p.resolver = ?1)" NEWEST;
  static const char of_resolver[] = PROBLEMS " WHERE p.resolver = ?1 AND ?4 IS NULL" NEWEST;
  static const char of_all[] = PROBLEMS " WHERE ?1 IS NULL AND ?4 IS NULL" NEWEST;
  g_auto (McReader) reader = mc_reader_take (work, error);
  g_autoptr (McRows) rows = NULL;
  const char *sql = id != NULL ? of_dossier : unit != NULL ? of_resolver : of_all;

  if (reader.db == NULL)
    return NULL;
  rows = mc_sqlite_query (
      reader.db, sql, error, "tiit", unit, from, to == MC_TIME_NONE ? G_MAXINT64 : to, id);

  return read_all (
      reader.db, rows, (gpointer) read_problem, (GDestroyNotify) mc_problem_record_free, error);
}

static GPtrArray *
list_unsolved (McWork *work, const char *unit, guint limit, GError **error)
{
  g_auto (McReader) reader = mc_reader_take (work, error);
  g_autoptr (McRows) rows = NULL;

  if (reader.db == NULL)
    return NULL;
  rows = mc_sqlite_query (reader.db,
                          PROBLEMS " WHERE p.resolver = ? AND p.solved_at IS NULL"
                                   " ORDER BY p.at, p.number LIMIT ?",
                          error,
                          "ti",
                          unit,
                          (gint64) limit);

  return read_all (
      reader.db, rows, (gpointer) read_problem, (GDestroyNotify) mc_problem_record_free, error);
}

/*
 * mc_storage_sqlite_work_init:
 *
 * Fills the interface.
 */
void
mc_storage_sqlite_work_init (McWorkInterface *iface)
{
  iface->add_attachment = add_attachment;
  iface->add_movement = add_movement;
  iface->add_problem = add_problem;
  iface->solve_problem = solve_problem;
  iface->list_inbox = list_inbox;
  iface->count_inbox = count_inbox;
  iface->search = search;
  iface->list_attachments = list_attachments;
  iface->list_movements = list_movements;
  iface->list_takings = list_takings;
  iface->list_problems = list_problems;
  iface->list_unsolved = list_unsolved;
}
