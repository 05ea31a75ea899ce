/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-upload-job"

#include "config.h"

#include "app/delivery/upload-job.h"

#include <string.h>

#include "app/domain/datetime.h"
#include "app/domain/json.h"

/* A code that was not painted by now never will be: the screen paints it 1.5 s after COMMIT. */
#define UNSEEN_S 60

/* Each was quarantined on the way, so that the loop ends by itself; this is against a bug. */
#define MAX_DAMAGED 1000

/**
 * mc_upload_job_free:
 * @self: (nullable) (transfer full): a job
 */
void
mc_upload_job_free (McUploadJob *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->record, mc_outbox_record_free);
  g_clear_pointer (&self->sealed, g_bytes_unref);
  g_strfreev (self->pages);
  g_strfreev (self->to_send);
  g_free (self->rating_id);
  g_free (self->language);
  g_free (self);
}

/**
 * mc_upload_job_send_pages:
 * @self: a job with a record
 * @digests: (array zero-terminated=1): which pages go next; those that are not the record's own are
 *   left out
 */
void
mc_upload_job_send_pages (McUploadJob *self, const char *const *digests)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; digests[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) self->pages, digests[i]))
      g_strv_builder_add (builder, digests[i]);
  g_strfreev (self->to_send);
  self->to_send = g_strv_builder_end (builder);
  self->n_sent = 0;
}

/**
 * mc_upload_job_dup_path:
 * @self: a job
 * @now: seconds UTC
 *
 * Returns: (transfer full): path and query of the request that carries the record or rating
 */
char *
mc_upload_job_dup_path (McUploadJob *self, gint64 now)
{
  GString *path;
  char separator = '?';

  if (self->record == NULL)
    return g_strdup_printf ("/v1/ratings/%s", self->rating_id);
  path = g_string_new ("/v1/dossiers/");
  g_string_append (path, self->record->id);
  if (self->record->position > 0)
    {
      g_string_append_printf (path, "?seq=%" G_GUINT64_FORMAT, self->record->position);
      separator = '&';
    }
  if (!self->record->shown && self->record->submitted_at < now - UNSEEN_S)
    g_string_append_printf (path, "%cunseen=1", separator);
  return g_string_free (path, FALSE);
}

/**
 * mc_upload_job_create_rating:
 * @self: a job with a rating
 *
 * Returns: (transfer full): the body of PUT /v1/ratings/{id}
 */
GBytes *
mc_upload_job_create_rating (McUploadJob *self)
{
  g_autoptr (json_t) body = json_object ();
  char *text;

  json_object_set_new (body, "score", json_integer (self->rating));
  json_object_set_new (body, "language", json_string (self->language));
  text = mc_json_to_string (body);
  return g_bytes_new_take (text, strlen (text));
}

/**
 * mc_upload_look_free:
 * @look: (nullable) (transfer full): a #McUploadLook
 */
void
mc_upload_look_free (gpointer look)
{
  McUploadLook *self = look;

  if (self == NULL)
    return;
  mc_upload_job_free (self->job);
  g_free (self);
}

/* The bytes of @record; FALSE when they were damaged, which has put it in quarantine. */
static gboolean
fill_job (McOutbox *outbox, McOutboxRecord *record, McUploadJob *job, GError **error)
{
  job->record = record;
  job->sealed = mc_outbox_dup_sealed (outbox, record->id, error);
  if (job->sealed == NULL)
    return FALSE;
  job->pages = mc_outbox_dup_page_digests (outbox, record->id, error);
  if (job->pages == NULL)
    return FALSE;
  if (record->attempts == 0)
    mc_upload_job_send_pages (job, (const char *const *) job->pages);
  return TRUE;
}

static gboolean
take_record (McOutbox *outbox, McUploadLook *look, gboolean newest, GError **error)
{
  for (guint i = 0; i < MAX_DAMAGED; i++)
    {
      g_autoptr (McUploadJob) job = g_new0 (McUploadJob, 1);
      g_autoptr (GError) local_error = NULL;
      McOutboxRecord *record;

      record = newest ? mc_outbox_newest_due (outbox, look->now, &local_error)
                      : mc_outbox_next_due (outbox, look->now, &local_error);
      if (record != NULL && fill_job (outbox, record, job, &local_error))
        {
          look->job = g_steal_pointer (&job);
          return TRUE;
        }
      if (g_error_matches (local_error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_DAMAGED))
        {
          g_warning ("A record cannot be sent: %s", local_error->message);
          continue;
        }
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      return TRUE;
    }
  return TRUE;
}

static gboolean
take_rating (McOutbox *outbox, McUploadLook *look, GError **error)
{
  g_autoptr (McUploadJob) job = g_new0 (McUploadJob, 1);

  if (!mc_outbox_next_rating (
          outbox, look->now, &job->rating_id, &job->rating, &job->language, error))
    return FALSE;
  if (job->rating_id != NULL)
    look->job = g_steal_pointer (&job);
  return TRUE;
}

/**
 * mc_upload_look_work:
 * @outbox: the outbox
 * @look: a #McUploadLook, whose second half is filled
 * @error: return location for #McOutboxError
 *
 * A #McOutboxWork: finds what to send now.
 *
 * Returns: (transfer none): @look, or %NULL
 */
gpointer
mc_upload_look_work (McOutbox *outbox, gpointer look, GError **error)
{
  McUploadLook *self = look;
  g_autoptr (GError) local_error = NULL;
  gboolean newest;

  if (self->reset && !mc_outbox_retry_now (outbox, error))
    return NULL;
  if (!mc_outbox_get_summary (outbox, &self->summary, error))
    return NULL;
  newest = self->summary.last_sequence > self->last_sequence && !self->told_to_wait;
  if (newest && !take_record (outbox, self, TRUE, error))
    return NULL;
  if (self->job == NULL && !self->paused && !take_record (outbox, self, FALSE, error))
    return NULL;
  if (self->job == NULL && !self->paused && !take_rating (outbox, self, error))
    return NULL;
  self->next_attempt = mc_outbox_next_attempt (outbox, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return self;
}

/**
 * mc_upload_settlement_free:
 * @settlement: (nullable) (transfer full): a #McUploadSettlement
 */
void
mc_upload_settlement_free (gpointer settlement)
{
  McUploadSettlement *self = settlement;

  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->why);
  g_free (self);
}

/**
 * mc_upload_settle_work:
 * @outbox: the outbox
 * @settlement: a #McUploadSettlement
 * @error: return location for #McOutboxError
 *
 * A #McOutboxWork: writes down how an attempt ended.
 *
 * Returns: (transfer none): @settlement, or %NULL
 */
gpointer
mc_upload_settle_work (McOutbox *outbox, gpointer settlement, GError **error)
{
  McUploadSettlement *self = settlement;
  gboolean written = FALSE;

  switch (self->outcome)
    {
    case MC_UPLOAD_CONFIRMED:
      written = self->rating ? mc_outbox_mark_rating_done (outbox, self->id, NULL, error)
                             : mc_outbox_mark_confirmed (outbox, self->id, error);
      break;
    case MC_UPLOAD_RETRY:
      written = self->rating
                    ? mc_outbox_mark_rating_retry (outbox, self->id, self->next, error)
                    : mc_outbox_mark_retry (outbox, self->id, self->next, self->why, error);
      break;
    case MC_UPLOAD_REFUSED:
      written = self->rating ? mc_outbox_mark_rating_done (outbox, self->id, self->why, error)
                             : mc_outbox_mark_quarantined (outbox, self->id, self->why, error);
      break;
    }
  return written ? self : NULL;
}

/**
 * mc_upload_page_work:
 * @outbox: the outbox
 * @digest: (type utf8): hex SHA-256 of a sealed page
 * @error: return location for #McOutboxError
 *
 * A #McOutboxWork: reads one page.
 *
 * Returns: (transfer full): a #GBytes
 */
gpointer
mc_upload_page_work (McOutbox *outbox, gpointer digest, GError **error)
{
  return mc_outbox_dup_page (outbox, digest, error);
}

/**
 * mc_upload_sent_work:
 * @outbox: the outbox
 * @id: (type utf8): a dossier's id
 * @error: return location for #McOutboxError
 *
 * A #McOutboxWork: notes that a dossier is about to leave, so that it may have arrived.
 *
 * Returns: (transfer none): @id, or %NULL
 */
gpointer
mc_upload_sent_work (McOutbox *outbox, gpointer id, GError **error)
{
  return mc_outbox_mark_sent (outbox, id, error) ? id : NULL;
}
