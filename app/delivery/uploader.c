/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-uploader"

#include "config.h"

#include "app/delivery/uploader.h"

#include <string.h>

#include "app/delivery/heartbeat.h"
#include "app/delivery/upload-job.h"
#include "app/domain/datetime.h"
#include "app/domain/json.h"

#define STORAGE_PAUSE_S 60
#define MAX_PAUSE_S 60 /* look at the clock at least this often: it may be set meanwhile */
#define CLOCK_STEP_S 60
#define MAX_PAGE_ROUNDS 3

struct _McUploader
{
  GObject parent_instance;

  McOutbox *outbox;          /* (owned) */
  McCentralClient *client;   /* (owned) */
  McClock *clock;            /* (owned) */
  McHeartbeat *heartbeat;    /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable) unless it runs; cancelled by stop */
  GSource *wake;             /* (owned) (nullable) */
  McUploadJob *job;          /* (owned) (nullable), what is being sent */

  gboolean busy;         /* the outbox or central is being asked */
  gboolean kicked;       /* while busy: look again after it */
  gboolean settled;      /* nothing is pending, and nothing was added since that was seen */
  gboolean reset;        /* everything is due at the next look */
  guint failures;        /* in a row, of whatever record */
  gint64 not_before;     /* nothing but a new record is tried before that; or MC_TIME_NONE */
  gboolean told_to_wait; /* by Retry-After: not even a new record is tried */
  gint64 clock_base;     /* wall clock less monotonic time at the last look, seconds */
  guint64 last_sequence; /* seen at the last look */

  gboolean online;
  gboolean revoked;
};

typedef enum
{
  PROP_ONLINE = 1,
  PROP_REVOKED,
  PROP_PRINTER,
  PROP_RETENTION_DAYS,
} Property;

static GParamSpec *props[PROP_RETENTION_DAYS + 1];
static guint delivered_signal;

G_DEFINE_FINAL_TYPE (McUploader, mc_uploader, G_TYPE_OBJECT)

static void look (McUploader *self);
static void send_next (McUploader *self);

static void
clear_wake (McUploader *self)
{
  if (self->wake == NULL)
    return;
  g_source_destroy (self->wake);
  g_clear_pointer (&self->wake, g_source_unref);
}

static gboolean
on_wake (gpointer user_data)
{
  McUploader *self = MC_UPLOADER (user_data);

  clear_wake (self);
  look (self);
  return G_SOURCE_REMOVE;
}

/* Looks again at @time, or within a minute when that is far or never. */
static void
sleep_until (McUploader *self, gint64 time)
{
  const gint64 now_ms = mc_clock_now_ms (self->clock);
  gint64 delay_ms = MAX_PAUSE_S * 1000;

  if (time != MC_TIME_NONE && time < now_ms / 1000 + MAX_PAUSE_S)
    delay_ms = MAX (time * 1000 - now_ms, 1);
  clear_wake (self);
  self->wake = g_timeout_source_new ((guint) delay_ms);
  g_source_set_callback (self->wake, on_wake, self, NULL);
  g_source_attach (self->wake, g_main_context_get_thread_default ());
}

static gboolean
must_wait (McUploader *self)
{
  return self->told_to_wait && self->not_before != MC_TIME_NONE &&
         mc_clock_now (self->clock) < self->not_before;
}

/* After an outage nothing waits for its own turn, unless central itself asked for patience. */
static void
set_online (McUploader *self, gboolean online)
{
  if (self->online == online)
    return;
  self->online = online;
  if (online && !must_wait (self))
    {
      self->failures = 0;
      self->not_before = MC_TIME_NONE;
      self->reset = TRUE;
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ONLINE]);
}

static void
set_revoked (McUploader *self, gboolean revoked)
{
  if (self->revoked == revoked)
    return;
  self->revoked = revoked;
  if (revoked)
    g_message ("Central says that this kiosk is revoked; its records can be exported, sealed");
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REVOKED]);
}

/* The job is over: what comes next? */
static void
go_on (McUploader *self)
{
  g_clear_pointer (&self->job, mc_upload_job_free);
  self->busy = FALSE;
  self->kicked = FALSE;
  look (self);
}

/* The disk, not the network: no attempt was made, and none is written down. */
static void
pause_for_storage (McUploader *self, const GError *error)
{
  g_warning ("The outbox cannot be asked: %s", error->message);
  g_clear_pointer (&self->job, mc_upload_job_free);
  self->busy = FALSE;
  sleep_until (self, mc_clock_now (self->clock) + STORAGE_PAUSE_S);
}

static void
on_settle_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  McUploader *self;
  gpointer settlement;

  settlement = mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the uploader may be gone: do not touch user_data */

  self = MC_UPLOADER (user_data);
  if (settlement == NULL)
    {
      pause_for_storage (self, error);
      return;
    }
  if (self->job->record != NULL && self->job->confirmed)
    g_signal_emit (self, delivered_signal, 0, self->job->record->id);
  go_on (self);
}

static void
settle (McUploader *self, McUploadOutcome outcome, gint64 next, const char *why)
{
  McUploadSettlement *settlement = g_new0 (McUploadSettlement, 1);

  settlement->outcome = outcome;
  settlement->rating = self->job->record == NULL;
  settlement->id = g_strdup (settlement->rating ? self->job->rating_id : self->job->record->id);
  settlement->next = next;
  settlement->why = g_strdup (why);
  self->job->confirmed = outcome == MC_UPLOAD_CONFIRMED;
  mc_outbox_run_async (self->outbox,
                       mc_upload_settle_work,
                       settlement,
                       mc_upload_settlement_free,
                       NULL,
                       self->cancellable,
                       on_settle_ready,
                       self);
}

/* One failed exchange becomes what it means for the record and for those behind it. Ratings are in
 * no hurry. */
static void
fail (McUploader *self, const GError *error, guint status, guint retry_after)
{
  const gint64 now = mc_clock_now (self->clock);
  const guint attempts = self->job->record != NULL ? self->job->record->attempts : 0;
  const McClientError code =
      error->domain == MC_CLIENT_ERROR ? (McClientError) error->code : MC_CLIENT_ERROR_UNREACHABLE;
  const gboolean alarm = code == MC_CLIENT_ERROR_UNTRUSTED || code == MC_CLIENT_ERROR_UNAUTHORISED;
  gint64 next;

  g_message ("%s not delivered: %s",
             self->job->record != NULL ? self->job->record->id : self->job->rating_id,
             error->message);
  if (code == MC_CLIENT_ERROR_REFUSED)
    {
      self->failures = 0;
      settle (self, MC_UPLOAD_REFUSED, MC_TIME_NONE, error->message);
      return;
    }
  if (code == MC_CLIENT_ERROR_UNTRUSTED || status == 0)
    set_online (self, FALSE);
  if (code == MC_CLIENT_ERROR_UNREACHABLE || alarm)
    {
      /* Those behind would meet the same: they wait too, but by the failures of all. */
      self->not_before =
          mc_retry_next_attempt (now, self->failures, retry_after, alarm, g_random_double ());
      self->told_to_wait = retry_after > 0;
      self->failures++;
    }
  next = mc_retry_next_attempt (
      now, attempts, retry_after, alarm || self->job->record == NULL, g_random_double ());
  settle (self, MC_UPLOAD_RETRY, next, error->message);
}

/* 424: the pages that it lists go first. FALSE when it lists none that could be sent. */
static gboolean
take_missing (McUploadJob *job, const McProblem *problem)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) digests = NULL;
  json_t *missing, *digest;
  gsize i;

  if (problem == NULL || job->record == NULL || job->rounds >= MAX_PAGE_ROUNDS)
    return FALSE;
  missing = json_object_get (problem->extra, "missing");
  json_array_foreach (missing, i, digest)
  {
    if (json_is_string (digest))
      g_strv_builder_add (builder, json_string_value (digest));
  }
  digests = g_strv_builder_end (builder);
  mc_upload_job_send_pages (job, (const char *const *) digests);
  job->rounds++;
  return job->to_send[0] != NULL;
}

static void
on_put_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) answer = NULL;
  g_autoptr (McProblem) problem = NULL;
  McUploader *self;
  guint status, retry_after;

  answer = mc_central_client_call_finish (
      MC_CENTRAL_CLIENT (source), result, &status, &retry_after, &problem, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the uploader may be gone: do not touch user_data */

  self = MC_UPLOADER (user_data);
  if (answer != NULL || problem != NULL)
    set_online (self, TRUE); /* a refusal of central's is an answer of central's */
  if (problem != NULL && strcmp (problem->type, "revoked") == 0)
    set_revoked (self, TRUE);
  if (g_error_matches (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_PAGES) &&
      take_missing (self->job, problem))
    {
      send_next (self);
      return;
    }
  if (error != NULL)
    {
      fail (self, error, status, retry_after);
      return;
    }

  self->failures = 0;
  self->not_before = MC_TIME_NONE;
  if (self->job->to_send != NULL && self->job->to_send[self->job->n_sent] != NULL)
    {
      self->job->n_sent++;
      send_next (self);
    }
  else
    settle (self, MC_UPLOAD_CONFIRMED, MC_TIME_NONE, NULL);
}

static void
put (McUploader *self, const char *path, const char *content_type, GBytes *body)
{
  mc_central_client_call_async (
      self->client, "PUT", path, content_type, body, self->cancellable, on_put_ready, self);
}

static void
on_page_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) page = NULL;
  g_autofree char *path = NULL;
  McUploader *self;

  page = mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the uploader may be gone: do not touch user_data */

  self = MC_UPLOADER (user_data);
  if (g_error_matches (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_DAMAGED))
    {
      g_warning ("A page cannot be sent: %s", error->message);
      go_on (self); /* the outbox has put its record in quarantine */
      return;
    }
  if (page == NULL)
    {
      pause_for_storage (self, error);
      return;
    }
  path = g_strdup_printf ("/v1/blobs/%s", self->job->to_send[self->job->n_sent]);
  put (self, path, "application/octet-stream", page);
}

static void
on_sent_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  McUploader *self;
  gpointer id;

  id = mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the uploader may be gone: do not touch user_data */

  self = MC_UPLOADER (user_data);
  if (id == NULL)
    {
      pause_for_storage (self, error);
      return;
    }
  path = mc_upload_job_dup_path (self->job, mc_clock_now (self->clock));
  put (self, path, "application/octet-stream", self->job->sealed);
}

/* The next request of the job: a page, the dossier, or a rating. */
static void
send_next (McUploader *self)
{
  McUploadJob *job = self->job;

  if (job->record == NULL)
    {
      g_autofree char *path = mc_upload_job_dup_path (job, mc_clock_now (self->clock));
      g_autoptr (GBytes) body = mc_upload_job_create_rating (job);

      put (self, path, "application/json", body);
    }
  else if (job->to_send != NULL && job->to_send[job->n_sent] != NULL)
    mc_outbox_run_async (self->outbox,
                         mc_upload_page_work,
                         g_strdup (job->to_send[job->n_sent]),
                         g_free,
                         (GDestroyNotify) g_bytes_unref,
                         self->cancellable,
                         on_page_ready,
                         self);
  else
    mc_outbox_run_async (self->outbox,
                         mc_upload_sent_work,
                         g_strdup (job->record->id),
                         g_free,
                         NULL,
                         self->cancellable,
                         on_sent_ready,
                         self);
}

static void
on_look_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  McUploadLook *seen;
  McUploader *self;

  seen = mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the uploader may be gone: do not touch user_data */

  self = MC_UPLOADER (user_data);
  if (seen == NULL)
    {
      pause_for_storage (self, error);
      return;
    }
  if (!seen->told_to_wait)
    self->last_sequence = seen->summary.last_sequence;
  if (seen->job != NULL)
    {
      self->job = g_steal_pointer (&seen->job);
      send_next (self);
      return;
    }
  self->busy = FALSE;
  if (self->kicked)
    {
      go_on (self);
      return;
    }
  self->settled = seen->summary.pending == 0;
  sleep_until (self, seen->paused ? self->not_before : seen->next_attempt);
}

/* A step of the wall clock would leave records waiting for a time that is years away. */
static gboolean
clock_was_set (McUploader *self, gint64 now)
{
  const gint64 base = now - g_get_monotonic_time () / G_USEC_PER_SEC;
  const gboolean stepped = ABS (base - self->clock_base) > CLOCK_STEP_S;

  self->clock_base = base;
  return stepped;
}

/* Asks the outbox for work, unless something is under way. */
static void
look (McUploader *self)
{
  const gint64 now = mc_clock_now (self->clock);
  McUploadLook *question;

  if (self->cancellable == NULL || self->busy)
    return;
  if (clock_was_set (self, now))
    {
      self->reset = TRUE;
      self->not_before = MC_TIME_NONE;
    }
  clear_wake (self);
  question = g_new0 (McUploadLook, 1);
  question->now = now;
  question->last_sequence = self->last_sequence;
  question->reset = self->reset;
  question->paused = self->not_before != MC_TIME_NONE && now < self->not_before;
  question->told_to_wait = question->paused && self->told_to_wait;
  self->reset = FALSE;
  self->busy = TRUE;
  self->kicked = FALSE;
  mc_outbox_run_async (self->outbox,
                       mc_upload_look_work,
                       question,
                       mc_upload_look_free,
                       NULL,
                       self->cancellable,
                       on_look_ready,
                       self);
}

static void
on_heartbeat_answered (McHeartbeat *heartbeat, gboolean genuine, gpointer user_data)
{
  McUploader *self = MC_UPLOADER (user_data);

  set_revoked (self, mc_heartbeat_is_revoked (heartbeat));
  set_online (self, genuine);
  if (self->reset)
    look (self);
}

static void
mc_uploader_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  McUploader *self = MC_UPLOADER (object);

  switch ((Property) id)
    {
    case PROP_ONLINE:
      g_value_set_boolean (value, self->online);
      break;
    case PROP_REVOKED:
      g_value_set_boolean (value, self->revoked);
      break;
    case PROP_PRINTER:
      g_value_set_string (value, mc_heartbeat_get_printer (self->heartbeat));
      break;
    case PROP_RETENTION_DAYS:
      g_value_set_uint (value, mc_heartbeat_get_retention_days (self->heartbeat));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_uploader_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  McUploader *self = MC_UPLOADER (object);

  switch ((Property) id)
    {
    case PROP_PRINTER:
      if (g_strcmp0 (mc_heartbeat_get_printer (self->heartbeat), g_value_get_string (value)) == 0)
        return;
      mc_heartbeat_set_printer (self->heartbeat, g_value_get_string (value));
      break;
    case PROP_RETENTION_DAYS:
      if (mc_heartbeat_get_retention_days (self->heartbeat) == g_value_get_uint (value))
        return;
      mc_heartbeat_set_retention_days (self->heartbeat, g_value_get_uint (value));
      break;
    case PROP_ONLINE:
    case PROP_REVOKED:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
mc_uploader_dispose (GObject *object)
{
  McUploader *self = MC_UPLOADER (object);

  mc_uploader_stop (self);
  g_clear_object (&self->heartbeat);
  g_clear_object (&self->outbox);
  g_clear_object (&self->client);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (mc_uploader_parent_class)->dispose (object);
}

static void
mc_uploader_class_init (McUploaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags notified = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = mc_uploader_get_property;
  object_class->set_property = mc_uploader_set_property;
  object_class->dispose = mc_uploader_dispose;

  /**
   * McUploader:online:
   *
   * Whether central itself gave the last answer; FALSE until the first one.
   */
  props[PROP_ONLINE] =
      g_param_spec_boolean ("online", NULL, NULL, FALSE, G_PARAM_READABLE | notified);
  /**
   * McUploader:revoked:
   *
   * Whether central said, signed, that it takes nothing from this kiosk any more.
   */
  props[PROP_REVOKED] =
      g_param_spec_boolean ("revoked", NULL, NULL, FALSE, G_PARAM_READABLE | notified);
  /**
   * McUploader:printer:
   *
   * What heartbeats tell of the printer: "ready", or why not.
   */
  props[PROP_PRINTER] =
      g_param_spec_string ("printer", NULL, NULL, "unknown", G_PARAM_READWRITE | notified);
  /**
   * McUploader:retention-days:
   *
   * How many days a record stays at the kiosk, once it is safe at central.
   */
  props[PROP_RETENTION_DAYS] = g_param_spec_uint (
      "retention-days", NULL, NULL, 1, G_MAXUINT, 30, G_PARAM_READWRITE | notified);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * McUploader::delivered:
   * @self: the uploader
   * @id: the dossier that central has confirmed; its record says so already
   */
  delivered_signal = g_signal_new ("delivered",
                                   MC_TYPE_UPLOADER,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_STRING);
}

static void
mc_uploader_init (McUploader *self)
{
  self->not_before = MC_TIME_NONE;
  self->last_sequence = G_MAXUINT64; /* what is there at the start is not new */
}

/**
 * mc_uploader_new:
 * @outbox: what is to be delivered
 * @client: how it travels
 * @clock: the kiosk's clock
 *
 * Returns: (transfer full): an uploader at rest
 */
McUploader *
mc_uploader_new (McOutbox *outbox, McCentralClient *client, McClock *clock)
{
  McUploader *self;

  g_return_val_if_fail (MC_IS_OUTBOX (outbox) && MC_IS_CENTRAL_CLIENT (client), NULL);
  g_return_val_if_fail (MC_IS_CLOCK (clock), NULL);

  self = g_object_new (MC_TYPE_UPLOADER, NULL);
  self->outbox = g_object_ref (outbox);
  self->client = g_object_ref (client);
  self->clock = g_object_ref (clock);
  self->heartbeat = mc_heartbeat_new (outbox, client, clock);
  g_signal_connect_object (
      self->heartbeat, "answered", G_CALLBACK (on_heartbeat_answered), self, 0);
  return self;
}

/**
 * mc_uploader_start:
 * @self: an uploader
 *
 * Begins to deliver, in the calling thread's main context; what waited for another attempt is due
 * at once. Only the owner of the state folder's lock may run one. Nothing happens when it runs
 * already.
 */
void
mc_uploader_start (McUploader *self)
{
  g_return_if_fail (MC_IS_UPLOADER (self));

  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  self->reset = TRUE;
  mc_heartbeat_start (self->heartbeat);
  look (self);
}

/**
 * mc_uploader_kick:
 * @self: an uploader
 *
 * Something was added: a new record goes out at once, even when older ones wait for the network.
 */
void
mc_uploader_kick (McUploader *self)
{
  g_return_if_fail (MC_IS_UPLOADER (self));

  self->settled = FALSE;
  self->kicked = TRUE;
  look (self);
}

/**
 * mc_uploader_stop:
 * @self: an uploader
 *
 * Ends what is under way; a dossier that was on its way is sent again after the next start, which
 * central takes for the same one.
 */
void
mc_uploader_stop (McUploader *self)
{
  g_return_if_fail (MC_IS_UPLOADER (self));

  clear_wake (self);
  if (self->heartbeat != NULL)
    mc_heartbeat_stop (self->heartbeat);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->job, mc_upload_job_free);
  self->busy = FALSE;
  self->settled = FALSE;
}

/**
 * mc_uploader_is_online:
 * @self: an uploader
 *
 * Returns: #McUploader:online
 */
gboolean
mc_uploader_is_online (McUploader *self)
{
  g_return_val_if_fail (MC_IS_UPLOADER (self), FALSE);

  return self->online;
}

/**
 * mc_uploader_is_idle:
 * @self: an uploader
 *
 * Returns: whether everything that was added before the last kick is confirmed or in quarantine;
 *   FALSE until the outbox was looked into
 */
gboolean
mc_uploader_is_idle (McUploader *self)
{
  g_return_val_if_fail (MC_IS_UPLOADER (self), FALSE);

  return self->settled && !self->busy;
}
