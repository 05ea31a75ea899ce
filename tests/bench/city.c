/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-city DATABASE [OPTION…]: fills a database of the central service with plausible
 * dossiers of all wards and communes, their histories, facts, ratings and status tokens: what the
 * benchmarks of reports, inboxes and pages stand on. Prints one line of JSON. A million take some
 * minutes: rows are written straight into the tables, the indexes afterwards. */

#include "config.h"

#include "app/assets.h"
#include "app/domain/identity.h"
#include "app/protocol/keys.h"
#include "central/storage/storage-sqlite-private.h"
#include "central/work/case-fact.h"
#include "tests/bench/city-life.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define ROWS_A_TRANSACTION 20000

typedef struct
{
  McSqlite *db;       /* (owned) */
  McCentral *central; /* (owned), calendar and catalogue */
  CityLife *life;     /* (owned) */
  FILE *tokens;       /* (nullable) */
  gint64 now;
  guint32 seed;
  gint64 first; /* number of the first new dossier */
  guint n_tokens, n_events, n_open;
} City;

static void
must (gboolean done, GError *error)
{
  if (done)
    return;
  g_printerr ("bench-city: %s\n", error->message);
  exit (EX_IOERR);
}

/* The secondary indexes go, to be made again at once in the end. */
static GPtrArray *
drop_indexes (McSqlite *db)
{
  GPtrArray *statements = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  McRows *rows = mc_sqlite_query (
      db,
      "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN"
      " ('dossiers', 'facts', 'events', 'tokens', 'ratings') AND sql NOT LIKE '%UNIQUE%'",
      &error,
      "");

  while (mc_sqlite_next (db, rows, &error))
    {
      g_ptr_array_add (names, mc_rows_dup_text (rows, 0));
      g_ptr_array_add (statements, mc_rows_dup_text (rows, 1));
    }
  mc_rows_reset (rows);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *sql =
          g_strdup_printf ("DROP INDEX %s", (char *) g_ptr_array_index (names, i));

      must (mc_sqlite_execute (db, sql, &error), error);
    }

  return statements;
}

/* What is there already stays. */
static gint64
find_first (McSqlite *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McRows) rows = mc_sqlite_query (
      db, "SELECT coalesce (max (number), 0) FROM dossiers", &error, "");

  must (rows != NULL && mc_sqlite_next (db, rows, &error), error);
  return sqlite3_column_int64 (rows, 0) + 1;
}

static const char *
get_turn (McState state)
{
  McRole role;

  return mc_state_get_turn (state, &role) ? mc_role_to_string (role) : NULL;
}

static char *
create_course (GPtrArray *events)
{
  GString *course = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++)
    {
      g_autofree char *event = mc_sqlite_create_course (g_ptr_array_index (events, i));

      g_string_append (course, event);
    }

  return g_string_free (course, FALSE);
}

static gboolean
insert_dossier (McSqlite *db, gint64 number, const CityDossier *dossier, GError **error)
{
  const McDossierRecord *record = dossier->record;
  g_autofree char *course = create_course (dossier->events);
  guint8 digest[MC_DIGEST_LENGTH];

  crypto_hash_sha256 (digest, (const guint8 *) record->id, strlen (record->id));
  return mc_sqlite_run (
             db,
             "INSERT INTO dossiers (number, id, code, kiosk, kiosk_key, digest, sequence, unseen,"
             " received_at, procedure, version, point_code, agency_code, language, limit_case,"
             " applicant_name, id_number, birth_year, submitted_at, expected_due, channel, unit,"
             " resolver, by_city, state, turn, revision, due_at, updated_at, department, assignee,"
             " course)"
             " VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
             "?,"
             " ?, ?, ?, ?, ?, ?)",
             error,
             "ittttbittttttttiiitttittizittt",
             number,
             record->id,
             record->code,
             record->kiosk,
             record->kiosk_key,
             digest,
             MC_DIGEST_LENGTH,
             record->received_at,
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
             mc_state_to_string (record->state),
             get_turn (record->state),
             (gint64) record->revision,
             record->due_at,
             record->updated_at,
             record->department,
             record->assignee,
             course) &&
         mc_sqlite_run (
             db,
             "INSERT INTO contents (dossier, pages, sealed) VALUES (?, '', zeroblob (1))",
             error,
             "i",
             number);
}

static gboolean
insert_event (McSqlite *db, gint64 number, const McEventRecord *event, GError **error)
{
  return mc_sqlite_run (db,
                        "INSERT INTO events (dossier, revision, action, role, from_state, to_state,"
                        " step, at, place, note, form, due_at, actor, department, assignee,"
                        " data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        error,
                        "iittttiitttztttt",
                        number,
                        (gint64) event->revision,
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
                        event->actor,
                        event->department,
                        event->assignee,
                        event->data);
}

/* Nothing random about it, so that a token is known by its number. */
static char *
make_token (const City *self, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%u %" G_GINT64_FORMAT, self->seed, number);
  guint8 digest[MC_DIGEST_LENGTH];

  crypto_hash_sha256 (digest, (const guint8 *) text, strlen (text));
  return mc_token_new (digest);
}

static gboolean
insert_token (City *self, gint64 number, const McDossierRecord *record, GError **error)
{
  g_autofree char *token = make_token (self, number);
  guint8 hash[MC_DIGEST_LENGTH];

  mc_token_hash (token, hash);
  /* Links of what ended long ago tell nothing: nobody asks for them. */
  if (self->tokens != NULL &&
      (!mc_state_is_over (record->state) || self->now - record->updated_at < 80 * 24 * 3600))
    {
      fprintf (self->tokens, "%s\n", token);
      self->n_tokens++;
    }
  return mc_sqlite_run (self->db,
                        "INSERT INTO tokens (hash, dossier, purpose, made_at)"
                        " VALUES (?, ?, 'slip', ?)",
                        error,
                        "bii",
                        hash,
                        MC_DIGEST_LENGTH,
                        number,
                        record->received_at);
}

static gboolean
insert_fact (City *self, gint64 number, const CityDossier *dossier, GError **error)
{
  const McCase work = { .record = dossier->record,
                        .events = dossier->events,
                        .point = dossier->point };
  McFact fact;

  mc_case_get_fact (&work, self->central, &fact);
  if (!mc_sqlite_put_fact (self->db, number, &fact, error))
    return FALSE;
  if (dossier->rating == 0)
    return TRUE;

  return mc_sqlite_run (self->db,
                        "INSERT INTO ratings (dossier, score, language, rated_at)"
                        " VALUES (?, ?, 'vi', ?)",
                        error,
                        "iii",
                        number,
                        (gint64) dossier->rating,
                        dossier->rated_at) &&
         mc_sqlite_run (self->db,
                        "UPDATE facts SET rating = ?, rated_at = ? WHERE dossier = ?",
                        error,
                        "iii",
                        (gint64) dossier->rating,
                        dossier->rated_at,
                        number);
}

static gboolean
insert (City *self, gint64 number, const CityDossier *dossier, GError **error)
{
  if (!insert_dossier (self->db, number, dossier, error))
    return FALSE;
  for (guint i = 0; i < dossier->events->len; i++)
    if (!insert_event (self->db, number, g_ptr_array_index (dossier->events, i), error))
      return FALSE;

  self->n_events += dossier->events->len;
  self->n_open += !mc_state_is_over (dossier->record->state);
  return insert_token (self, number, dossier->record, error) &&
         insert_fact (self, number, dossier, error) &&
         mc_sqlite_index_words (self->db, number, dossier->record, error);
}

static void
fill (City *self, guint n, guint open)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CityDossier) dossier = city_life_draw (self->life, i, n, i + open >= n);

      if (i % ROWS_A_TRANSACTION == 0)
        must (mc_sqlite_execute (self->db, "BEGIN", &error), error);
      must (insert (self, self->first + i, dossier, &error), error);
      if ((i + 1) % ROWS_A_TRANSACTION == 0 || i + 1 == n)
        must (mc_sqlite_execute (self->db, "COMMIT", &error), error);
    }
}

static McCentral *
load_central (void)
{
  McCentral *central = g_new0 (McCentral, 1);
  const char *dir = mc_assets_get_default_dir ();
  g_autoptr (GError) error = NULL;

  central->catalogue = mc_assets_load_catalogue (dir, &error);
  must (central->catalogue != NULL, error);
  central->calendar = mc_assets_load_calendar (dir, &error);
  must (central->calendar != NULL, error);
  central->points = mc_assets_load_points (dir, &error);
  must (central->points != NULL, error);
  return central;
}

static gint64
parse_time (const char *text)
{
  gint64 time = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;

  if (text != NULL)
    must (mc_time_from_rfc3339 (text, &time, &error), error);
  return time;
}

int
main (int argc, char **argv)
{
  int n = 1000000, open = 0, seed = 1, days = 365;
  g_autofree char *tokens = NULL, *now = NULL;
  const GOptionEntry entries[] = {
    { "dossiers", 0, 0, G_OPTION_ARG_INT, &n, "so many (1000000)", "N" },
    { "open", 0, 0, G_OPTION_ARG_INT, &open, "the last so many are not finished (0)", "N" },
    { "days", 0, 0, G_OPTION_ARG_INT, &days, "filed in so many days before now (365)", "N" },
    { "now", 0, 0, G_OPTION_ARG_STRING, &now, "the present (the clock's)", "TIME" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "another city (1)", "N" },
    { "tokens", 0, 0, G_OPTION_ARG_FILENAME, &tokens, "writes the living tokens there", "FILE" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("DATABASE");
  g_autoptr (GPtrArray) indexes = NULL;
  g_autoptr (McStorage) storage = NULL;
  g_autoptr (GError) error = NULL;
  City city = { 0 };

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2 || n < 1 || days < 2)
    {
      g_printerr ("bench-city: %s\n", error != NULL ? error->message : "give one database");
      return EX_USAGE;
    }
  must (mc_keys_init (&error), error);
  storage = mc_storage_sqlite_new (argv[1], &error); /* brings the schema */
  must (storage != NULL, error);
  city.db = mc_sqlite_open (argv[1], TRUE, &error);
  must (city.db != NULL, error);
  must (mc_sqlite_execute (city.db,
                           "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;"
                           "PRAGMA foreign_keys = OFF;",
                           &error),
        error);
  city.now = parse_time (now);
  city.seed = seed;
  city.central = load_central ();
  city.life = city_life_new (city.central->catalogue,
                             city.central->points,
                             city.central->calendar,
                             city.now - (gint64) days * 24 * 3600,
                             city.now,
                             seed);
  if (tokens != NULL)
    city.tokens = fopen (tokens, "we");

  city.first = find_first (city.db);
  indexes = drop_indexes (city.db);
  fill (&city, n, open);
  for (guint i = 0; i < indexes->len; i++)
    must (mc_sqlite_execute (city.db, g_ptr_array_index (indexes, i), &error), error);
  must (mc_sqlite_execute (city.db, "PRAGMA wal_checkpoint (TRUNCATE)", &error), error);

  if (city.tokens != NULL)
    fclose (city.tokens);
  printf ("{\"dossiers\": %d, \"open\": %u, \"events\": %u, \"tokens\": %u}\n",
          n,
          city.n_open,
          city.n_events,
          city.n_tokens);
  city_life_free (city.life);
  mc_sqlite_free (city.db);
  mc_central_free (city.central);
  return EX_OK;
}
