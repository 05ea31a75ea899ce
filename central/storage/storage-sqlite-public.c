/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-storage-sqlite"

#include "config.h"

#include "central/storage/storage-sqlite-private.h"

#include <string.h>

/* What parts a course; no text of ours holds them, and JSON writes them otherwise. */
#define UNIT '\x1f'
#define RECORD '\x1e'
#define SEPARATORS "\x1e\x1f"

static void
append_text (GString *course, const char *text)
{
  gsize start = course->len;

  g_string_append (course, text == NULL ? "" : text);
  g_strdelimit (course->str + start, SEPARATORS, ' ');
}

/*
 * mc_sqlite_create_course:
 *
 * One event as migration 003 describes it, to be appended to its dossier's course.
 */
char *
mc_sqlite_create_course (const McEventRecord *event)
{
  GString *course = g_string_new (NULL);

  append_text (course, event->action);
  g_string_append_printf (course,
                          "%c%s%c%u%c%" G_GINT64_FORMAT "%c",
                          UNIT,
                          mc_state_to_string (event->to),
                          UNIT,
                          event->step,
                          UNIT,
                          event->at,
                          UNIT);
  append_text (course, event->place);
  if (event->to == MC_STATE_SUPPLEMENT_ASKED)
    {
      g_string_append_c (course, UNIT);
      append_text (course, event->data);
    }
  g_string_append_c (course, RECORD);
  return g_string_free (course, FALSE);
}

/* The text up to @end, or %NULL when there is none. Goes on behind @end. */
static char *
take_text (char **p, char end)
{
  char *text = *p, *stop = strchr (text, end);

  if (stop == NULL)
    return NULL;
  *stop = '\0';
  *p = stop + 1;
  return text;
}

/* The one event that @line holds; %NULL when it holds none. */
static McEventRecord *
parse_event (char *line)
{
  g_autoptr (McEventRecord) event = mc_event_record_new ();
  const char *action = take_text (&line, UNIT);
  const char *to = take_text (&line, UNIT);
  const char *step = take_text (&line, UNIT);
  const char *at = take_text (&line, UNIT);
  char *data = strchr (line, UNIT);

  if (at == NULL || !mc_state_from_string (to, &event->to))
    return NULL;
  if (data != NULL)
    *data++ = '\0';

  event->action = g_strdup (action);
  event->step = g_ascii_strtoull (step, NULL, 10);
  event->at = g_ascii_strtoll (at, NULL, 10);
  event->place = *line == '\0' ? NULL : g_strdup (line);
  event->data = data == NULL || *data == '\0' ? NULL : g_strdup (data);
  return g_steal_pointer (&event);
}

/* %NULL when it does not hold @n events. */
static GPtrArray *
parse_course (const char *course, guint64 n)
{
  g_autofree char *text = g_strdup (course == NULL ? "" : course);
  g_autoptr (GPtrArray) events =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) mc_event_record_free);
  char *p = text, *line;

  while ((line = take_text (&p, RECORD)) != NULL)
    {
      McEventRecord *event = parse_event (line);

      if (event == NULL)
        return NULL;
      g_ptr_array_add (events, event);
      event->revision = events->len;
    }

  return events->len == n ? g_steal_pointer (&events) : NULL;
}

#define COURSE_COLUMN 18

static McDossierRecord *
read_public (McRows *rows)
{
  McDossierRecord *record = mc_dossier_record_new ();

  record->id = mc_rows_dup_text (rows, 1);
  record->code = mc_rows_dup_text (rows, 2);
  record->received_at = sqlite3_column_int64 (rows, 3);
  record->procedure = mc_rows_dup_text (rows, 4);
  record->version = mc_rows_dup_text (rows, 5);
  record->point_code = mc_rows_dup_text (rows, 6);
  record->agency_code = mc_rows_dup_text (rows, 7);
  record->language = mc_rows_dup_text (rows, 8);
  record->limit_case = mc_rows_dup_text (rows, 9);
  record->submitted_at = mc_rows_get_time (rows, 10);
  record->expected_due = mc_rows_get_time (rows, 11);
  record->by_city = sqlite3_column_int (rows, 12);
  mc_state_from_string ((const char *) sqlite3_column_text (rows, 13), &record->state);
  record->revision = sqlite3_column_int64 (rows, 14);
  record->due_at = mc_rows_get_time (rows, 15);
  record->updated_at = sqlite3_column_int64 (rows, 16);
  record->rating = sqlite3_column_int (rows, 17);

  return record;
}

static GPtrArray *
list_public_events (McSqlite *db, gint64 number, GError **error)
{
  g_autoptr (GPtrArray) events =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) mc_event_record_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McRows) rows = mc_sqlite_query (db,
                                             "SELECT action, to_state, step, at, place,"
                                             " CASE to_state WHEN 'supplement_asked' THEN data END"
                                             " FROM events WHERE dossier = ? ORDER BY revision",
                                             error,
                                             "i",
                                             number);

  if (rows == NULL)
    return NULL;

  while (mc_sqlite_next (db, rows, &local_error))
    {
      McEventRecord *event = mc_event_record_new ();

      event->revision = events->len + 1;
      event->action = mc_rows_dup_text (rows, 0);
      mc_state_from_string ((const char *) sqlite3_column_text (rows, 1), &event->to);
      event->step = sqlite3_column_int (rows, 2);
      event->at = sqlite3_column_int64 (rows, 3);
      event->place = mc_rows_dup_text (rows, 4);
      event->data = mc_rows_dup_text (rows, 5);
      g_ptr_array_add (events, event);
    }
  if (local_error == NULL)
    return g_steal_pointer (&events);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* 0 without an error: no such token. @rows keeps the reading open, for what is read next. */
static gint64
find_number (McSqlite *db, McTokenMemory *memory, const char *token, McRows **rows, GError **error)
{
  guint8 hash[MC_DIGEST_LENGTH];
  gint64 number;

  mc_token_hash (token, hash);
  number = memory != NULL ? mc_token_memory_find (memory, hash) : 0;
  if (number != 0)
    return number;

  *rows = mc_sqlite_query (
      db, "SELECT dossier FROM tokens WHERE hash = ?", error, "b", hash, MC_DIGEST_LENGTH);
  if (*rows == NULL || !mc_sqlite_next (db, *rows, error))
    return 0;

  number = sqlite3_column_int64 (*rows, 0);
  if (memory != NULL)
    mc_token_memory_add (memory, hash, number);
  return number;
}

/*
 * mc_sqlite_find_public:
 * @memory: (nullable): where tokens lead; none within a transaction, which may be rolled back
 *
 * As of one moment: its statement stays open, and with it the reading, while the events are read.
 */
McDossierRecord *
mc_sqlite_find_public (McSqlite *db,
                       McTokenMemory *memory,
                       const char *token,
                       GPtrArray **events,
                       GError **error)
{
  g_autoptr (McDossierRecord) record = NULL;
  g_autoptr (McRows) token_rows = NULL, rows = NULL;
  gint64 number = find_number (db, memory, token, &token_rows, error);

  if (number == 0)
    return NULL;

  rows = mc_sqlite_query (
      db,
      "SELECT number, id, code, received_at, procedure, version, point_code, agency_code,"
      " language, limit_case, submitted_at, expected_due, by_city, state, revision, due_at,"
      " updated_at,"
      " CASE state WHEN 'returned' THEN (SELECT score FROM ratings WHERE dossier = number) END,"
      " course FROM dossiers WHERE number = ?",
      error,
      "i",
      number);
  if (rows == NULL || !mc_sqlite_next (db, rows, error))
    return NULL;

  record = read_public (rows);
  *events =
      parse_course ((const char *) sqlite3_column_text (rows, COURSE_COLUMN), record->revision);
  if (*events == NULL)
    *events = list_public_events (db, number, error);

  return *events == NULL ? NULL : g_steal_pointer (&record);
}
