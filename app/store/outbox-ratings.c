/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-outbox"
#include "config.h"

#include "app/store/outbox-private.h"

#include "app/domain/datetime.h"
#include "app/store/db.h"

typedef struct
{
  const char *id; /* (unowned) (nullable) */
  guint score;
  gint64 time;
  const char *refusal; /* (unowned) (nullable) */
  char *found_id;      /* (owned) (nullable) */
  char *language;      /* (owned) (nullable) */
} Rating;

static gboolean
work_add_rating (McStoreThread *store, gpointer data, GError **error)
{
  Rating *rating = data;
  sqlite3 *db = mc_store_thread_get_db (store);
  gint64 sequence = 0;
  gint64 score = 0;
  gboolean rated = FALSE;

  if (!mc_store_thread_begin (store, error) ||
      !mc_record_find_sequence (store, rating->id, &sequence, error) ||
      !mc_db_get_int (
          db, &score, &rated, error, "SELECT score FROM ratings WHERE id = ?", "s", rating->id))
    return FALSE;
  if (rated && score != rating->score)
    {
      g_set_error_literal (
          error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_CONFLICT, "rated before, with another score");
      return FALSE;
    }
  if (rated)
    return mc_db_exec (db, error, "ROLLBACK", "");
  return mc_db_exec (db,
                     error,
                     "INSERT INTO ratings (id, score, given_at) VALUES (?, ?, ?)",
                     "sii",
                     rating->id,
                     (gint64) rating->score,
                     rating->time) &&
         mc_store_thread_commit (store, error);
}

/**
 * mc_outbox_add_rating:
 * @id: the dossier's id
 * @score: 1 to 5
 *
 * Keeps the first tap; the same again is no error, another score is %MC_OUTBOX_ERROR_CONFLICT.
 */
gboolean
mc_outbox_add_rating (McOutbox *self, const char *id, guint score, GError **error)
{
  Rating rating = { .id = id, .score = score };

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (score >= 1 && score <= 5, FALSE);

  rating.time = mc_clock_now (self->clock);
  return mc_store_thread_run (self->store, work_add_rating, &rating, error);
}

static gboolean
work_next_rating (McStoreThread *store, gpointer data, GError **error)
{
  Rating *rating = data;
  g_autoptr (sqlite3_stmt) statement = mc_db_prepare (
      mc_store_thread_get_db (store),
      error,
      "SELECT r.id, r.score, d.language FROM ratings r JOIN dossiers d USING (id)"
      " WHERE r.done_at IS NULL AND (r.next_attempt IS NULL OR r.next_attempt <= ?)"
      " AND d.state IN ('confirmed', 'safe', 'purged')"
      " ORDER BY r.attempts > 0, r.next_attempt, d.sequence LIMIT 1",
      "i",
      rating->time);
  gboolean row = FALSE;

  if (statement == NULL || !mc_db_step (statement, &row, error))
    return FALSE;
  if (row)
    {
      rating->found_id = mc_db_dup_text (statement, 0);
      rating->score = (guint) sqlite3_column_int (statement, 1);
      rating->language = mc_db_dup_text (statement, 2);
    }
  return TRUE;
}

/**
 * mc_outbox_next_rating:
 * @now: seconds UTC
 * @id: (out) (transfer full) (nullable): the dossier's id; %NULL when none is due
 * @score: (out): 1 to 5
 * @language: (out) (transfer full) (nullable): "vi" or "en"
 *
 * The next rating to be sent; its dossier is confirmed by then.
 */
gboolean
mc_outbox_next_rating (McOutbox *self,
                       gint64 now,
                       char **id,
                       guint *score,
                       char **language,
                       GError **error)
{
  Rating rating = { .time = now };
  gboolean done;

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (id != NULL && score != NULL && language != NULL, FALSE);

  done = mc_store_thread_run (self->store, work_next_rating, &rating, error);
  *id = rating.found_id;
  *score = rating.score;
  *language = rating.language;
  return done;
}

static gboolean
work_rating_done (McStoreThread *store, gpointer data, GError **error)
{
  Rating *rating = data;

  return mc_store_thread_begin (store, error) &&
         mc_db_exec (mc_store_thread_get_db (store),
                     error,
                     "UPDATE ratings SET done_at = ?, refusal = ? WHERE id = ? AND done_at IS NULL",
                     "iss",
                     rating->time,
                     rating->refusal,
                     rating->id) &&
         mc_store_thread_commit (store, error);
}

/**
 * mc_outbox_mark_rating_done:
 * @refusal: (nullable): why central refused it for good; %NULL: it took it
 *
 * Not sent again, either way.
 */
gboolean
mc_outbox_mark_rating_done (McOutbox *self, const char *id, const char *refusal, GError **error)
{
  Rating rating = { .id = id, .refusal = refusal };

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  rating.time = mc_clock_now (self->clock);
  return mc_store_thread_run (self->store, work_rating_done, &rating, error);
}

static gboolean
work_rating_retry (McStoreThread *store, gpointer data, GError **error)
{
  Rating *rating = data;

  return mc_store_thread_begin (store, error) &&
         mc_db_exec (mc_store_thread_get_db (store),
                     error,
                     "UPDATE ratings SET attempts = attempts + 1, next_attempt = ? WHERE id = ?",
                     "is",
                     rating->time,
                     rating->id) &&
         mc_store_thread_commit (store, error);
}

/**
 * mc_outbox_mark_rating_retry:
 * @next_attempt: seconds UTC
 */
gboolean
mc_outbox_mark_rating_retry (McOutbox *self, const char *id, gint64 next_attempt, GError **error)
{
  Rating rating = { .id = id, .time = next_attempt };

  g_return_val_if_fail (MC_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return mc_store_thread_run (self->store, work_rating_retry, &rating, error);
}
