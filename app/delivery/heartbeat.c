/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "mc-heartbeat"

#include "config.h"

#include "app/delivery/heartbeat.h"

#include <string.h>

#include "app/domain/datetime.h"
#include "app/domain/json.h"

#define PERIOD_S 60
#define MAX_PERIOD_S 3600 /* whatever Retry-After says */
#define PURGE_PERIOD_US (3600 * (gint64) G_USEC_PER_SEC)
#define DAY_S 86400
#define DEFAULT_RETENTION_DAYS 30

struct _McHeartbeat
{
  GObject parent_instance;

  McOutbox *outbox;          /* (owned) */
  McCentralClient *client;   /* (owned) */
  McClock *clock;            /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable) unless it runs */
  GSource *timer;            /* (owned) (nullable) */
  char *printer;             /* (owned) */
  guint retention_days;
  gint64 clock_offset_ms; /* by how much central was ahead at the last answer */
  gint64 sent_ms;         /* our clock when the last one left */
  gint64 purged_us;       /* monotonic; 0 = not yet */
  gboolean revoked;
};

/* What an answer has the outbox do. */
typedef struct
{
  guint64 safe_up_to;
  char *public_url;        /* (owned) (nullable) */
  gint64 purge_older_than; /* or MC_TIME_NONE */
} Chores;

static guint answered_signal;

G_DEFINE_FINAL_TYPE (McHeartbeat, mc_heartbeat, G_TYPE_OBJECT)

static void beat (McHeartbeat *self);

static void
chores_free (gpointer data)
{
  Chores *chores = data;

  g_free (chores->public_url);
  g_free (chores);
}

static void
clear_timer (McHeartbeat *self)
{
  if (self->timer == NULL)
    return;
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static gboolean
on_timer (gpointer user_data)
{
  McHeartbeat *self = MC_HEARTBEAT (user_data);

  clear_timer (self);
  beat (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (McHeartbeat *self, guint retry_after)
{
  clear_timer (self);
  self->timer = g_timeout_source_new_seconds (CLAMP (retry_after, PERIOD_S, MAX_PERIOD_S));
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static gpointer
do_chores (McOutbox *outbox, gpointer data, GError **error)
{
  Chores *chores = data;

  if (chores->safe_up_to > 0 && !mc_outbox_mark_safe (outbox, chores->safe_up_to, error))
    return NULL;
  if (chores->public_url != NULL)
    {
      g_autoptr (McEnrolment) enrolment = mc_outbox_dup_enrolment (outbox, error);

      if (enrolment == NULL)
        return NULL;
      if (strcmp (enrolment->public_url, chores->public_url) != 0 &&
          !mc_outbox_set_public_url (outbox, chores->public_url, error))
        return NULL;
    }
  if (chores->purge_older_than != MC_TIME_NONE)
    {
      g_autoptr (GError) local_error = NULL;
      const guint purged = mc_outbox_purge (outbox, chores->purge_older_than, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (purged > 0)
        g_message ("Purged %u records that are safe at central", purged);
    }
  return chores;
}

static void
on_chores_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("Cannot do what central's heartbeat answer asks for: %s", error->message);
}

static gboolean
is_public_url (const char *url)
{
  return url != NULL && (g_str_has_prefix (url, "https://") || g_str_has_prefix (url, "HTTPS://"));
}

static void
take_answer (McHeartbeat *self, json_t *answer)
{
  const char *public_url = mc_json_get_optional_string (answer, "public_url");
  const gint64 monotonic_us = g_get_monotonic_time ();
  gint64 safe_up_to = 0, server_time;
  Chores *chores = g_new0 (Chores, 1);

  chores->purge_older_than = MC_TIME_NONE;
  if (mc_json_get_time (answer, "server_time", &server_time, NULL))
    {
      self->clock_offset_ms = server_time * 1000 - self->sent_ms;
      if (self->purged_us == 0 || monotonic_us - self->purged_us > PURGE_PERIOD_US)
        {
          /* By central's clock: ours may be years ahead. */
          self->purged_us = monotonic_us;
          chores->purge_older_than = server_time - (gint64) self->retention_days * DAY_S;
        }
    }
  self->revoked = json_is_true (json_object_get (answer, "revoked"));
  if (mc_json_get_int (answer, "safe_up_to", &safe_up_to, NULL) && safe_up_to > 0)
    chores->safe_up_to = (guint64) safe_up_to;
  if (is_public_url (public_url))
    chores->public_url = g_strdup (public_url);
  mc_outbox_run_async (
      self->outbox, do_chores, chores, chores_free, NULL, self->cancellable, on_chores_ready, NULL);
}

static void
on_call_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) answer = NULL;
  g_autoptr (McProblem) problem = NULL;
  McHeartbeat *self;
  guint retry_after;

  answer = mc_central_client_call_finish (
      MC_CENTRAL_CLIENT (source), result, NULL, &retry_after, &problem, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the heartbeat may be gone: do not touch user_data */

  self = MC_HEARTBEAT (user_data);
  schedule (self, retry_after);
  if (answer != NULL)
    take_answer (self, answer);
  else
    g_message ("No heartbeat: %s", error->message);
  if (problem != NULL && strcmp (problem->type, "revoked") == 0)
    self->revoked = TRUE;
  g_signal_emit (self, answered_signal, 0, answer != NULL || problem != NULL);
}

static gpointer
read_summary (McOutbox *outbox, gpointer data, GError **error)
{
  g_autofree McOutboxSummary *summary = g_new0 (McOutboxSummary, 1);

  return mc_outbox_get_summary (outbox, summary, error) ? g_steal_pointer (&summary) : NULL;
}

static GBytes *
create_body (McHeartbeat *self, const McOutboxSummary *summary)
{
  g_autoptr (json_t) body = json_object ();
  json_t *outbox = json_object ();
  gint64 oldest_s = 0;
  char *text;

  if (summary->oldest_pending != MC_TIME_NONE)
    oldest_s = MAX (mc_clock_now (self->clock) - summary->oldest_pending, 0);
  json_object_set_new (outbox, "pending", json_integer (summary->pending));
  json_object_set_new (outbox, "quarantined", json_integer (summary->quarantined));
  json_object_set_new (outbox, "oldest_s", json_integer (oldest_s));
  json_object_set_new (outbox, "last_sequence", json_integer ((json_int_t) summary->last_sequence));
  json_object_set_new (body, "version", json_string (MC_VERSION));
  json_object_set_new (body, "outbox", outbox);
  json_object_set_new (body, "printer", json_string (self->printer));
  json_object_set_new (body, "clock_offset_ms", json_integer (self->clock_offset_ms));
  text = mc_json_to_string (body);
  return g_bytes_new_take (text, strlen (text));
}

static void
on_summary_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree McOutboxSummary *summary = NULL;
  g_autoptr (GBytes) body = NULL;
  McHeartbeat *self;

  summary = mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the heartbeat may be gone: do not touch user_data */

  self = MC_HEARTBEAT (user_data);
  if (summary == NULL)
    {
      g_warning ("Cannot tell central how the outbox is: %s", error->message);
      schedule (self, 0);
      return;
    }
  body = create_body (self, summary);
  self->sent_ms = mc_clock_now_ms (self->clock);
  mc_central_client_call_async (self->client,
                                "POST",
                                "/v1/heartbeats",
                                "application/json",
                                body,
                                self->cancellable,
                                on_call_ready,
                                self);
}

static void
beat (McHeartbeat *self)
{
  mc_outbox_run_async (
      self->outbox, read_summary, NULL, NULL, g_free, self->cancellable, on_summary_ready, self);
}

static void
mc_heartbeat_dispose (GObject *object)
{
  McHeartbeat *self = MC_HEARTBEAT (object);

  mc_heartbeat_stop (self);
  g_clear_object (&self->outbox);
  g_clear_object (&self->client);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (mc_heartbeat_parent_class)->dispose (object);
}

static void
mc_heartbeat_finalize (GObject *object)
{
  McHeartbeat *self = MC_HEARTBEAT (object);

  g_free (self->printer);

  G_OBJECT_CLASS (mc_heartbeat_parent_class)->finalize (object);
}

static void
mc_heartbeat_class_init (McHeartbeatClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mc_heartbeat_dispose;
  object_class->finalize = mc_heartbeat_finalize;

  /**
   * McHeartbeat::answered:
   * @self: the heartbeat
   * @genuine: whether central answered, rather than nobody or somebody else
   */
  answered_signal = g_signal_new ("answered",
                                  MC_TYPE_HEARTBEAT,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_BOOLEAN);
}

static void
mc_heartbeat_init (McHeartbeat *self)
{
  self->printer = g_strdup ("unknown");
  self->retention_days = DEFAULT_RETENTION_DAYS;
}

/**
 * mc_heartbeat_new:
 * @outbox: the outbox that it tells of and acts on
 * @client: how it talks
 * @clock: the kiosk's clock
 *
 * Returns: (transfer full): a heartbeat that does not beat yet
 */
McHeartbeat *
mc_heartbeat_new (McOutbox *outbox, McCentralClient *client, McClock *clock)
{
  McHeartbeat *self;

  g_return_val_if_fail (MC_IS_OUTBOX (outbox) && MC_IS_CENTRAL_CLIENT (client), NULL);
  g_return_val_if_fail (MC_IS_CLOCK (clock), NULL);

  self = g_object_new (MC_TYPE_HEARTBEAT, NULL);
  self->outbox = g_object_ref (outbox);
  self->client = g_object_ref (client);
  self->clock = g_object_ref (clock);
  return self;
}

/**
 * mc_heartbeat_start:
 * @self: a heartbeat
 *
 * The first one leaves at once, in the calling thread's main context. Nothing happens when it beats
 * already.
 */
void
mc_heartbeat_start (McHeartbeat *self)
{
  g_return_if_fail (MC_IS_HEARTBEAT (self));

  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  beat (self);
}

/**
 * mc_heartbeat_stop:
 * @self: a heartbeat
 */
void
mc_heartbeat_stop (McHeartbeat *self)
{
  g_return_if_fail (MC_IS_HEARTBEAT (self));

  clear_timer (self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/**
 * mc_heartbeat_set_printer:
 * @self: a heartbeat
 * @printer: what the next ones say of the printer: "ready", or a keyword of RFC 8011 such as
 *   "media-empty"
 */
void
mc_heartbeat_set_printer (McHeartbeat *self, const char *printer)
{
  g_return_if_fail (MC_IS_HEARTBEAT (self) && printer != NULL);

  g_free (self->printer);
  self->printer = g_strdup (printer);
}

/**
 * mc_heartbeat_get_printer:
 * @self: a heartbeat
 *
 * Returns: (transfer none): what was set; "unknown" at first
 */
const char *
mc_heartbeat_get_printer (McHeartbeat *self)
{
  g_return_val_if_fail (MC_IS_HEARTBEAT (self), NULL);

  return self->printer;
}

/**
 * mc_heartbeat_set_retention_days:
 * @self: a heartbeat
 * @days: how long a record stays here after it was filed, once it is safe at central
 */
void
mc_heartbeat_set_retention_days (McHeartbeat *self, guint days)
{
  g_return_if_fail (MC_IS_HEARTBEAT (self));

  self->retention_days = days;
}

/**
 * mc_heartbeat_get_retention_days:
 * @self: a heartbeat
 *
 * Returns: days; 30 unless set
 */
guint
mc_heartbeat_get_retention_days (McHeartbeat *self)
{
  g_return_val_if_fail (MC_IS_HEARTBEAT (self), 0);

  return self->retention_days;
}

/**
 * mc_heartbeat_is_revoked:
 * @self: a heartbeat
 *
 * Returns: whether central's last genuine word was that this kiosk is revoked
 */
gboolean
mc_heartbeat_is_revoked (McHeartbeat *self)
{
  g_return_val_if_fail (MC_IS_HEARTBEAT (self), FALSE);

  return self->revoked;
}
