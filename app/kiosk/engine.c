/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-engine"
#include "config.h"

#include "app/kiosk/engine.h"

#include <string.h>

/* The kiosk's start may meet a motcua-ctl that flushes; it lets go within its --wait. */
#define OWN_INTERVAL_S 1

#define BYTES_A_MIB (1024 * 1024)

struct _McEngine
{
  GObject parent_instance;

  McEngineParts parts;
  GPtrArray *enrolments;     /* (owned) (element-type McEnrolment): earlier ones stay valid */
  McEnrolment *enrolment;    /* (unowned) (nullable), one of enrolments */
  char *url;                 /* (owned) (nullable) */
  McCentralClient *client;   /* (owned) (nullable) */
  McUploader *uploader;      /* (owned) (nullable) */
  GPtrArray *retired;        /* (owned) (element-type GObject): clients and uploaders before */
  McPrintQueue *print_queue; /* (owned) (nullable) */
  McPaperRoll *paper_roll;   /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned), cancelled in dispose */
  guint own_timer;
  gboolean owner;
};

enum
{
  SIGNAL_ENROLLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (McEngine, mc_engine, G_TYPE_OBJECT)

/* What a refresh reads, in the outbox's thread */
typedef struct
{
  McEnrolment *enrolment; /* (owned) (nullable) */
  McSigningKey *key;      /* (owned) (nullable) */
  char *url;              /* (owned) (nullable) */
} Identity;

static void
identity_free (Identity *identity)
{
  g_clear_pointer (&identity->enrolment, mc_enrolment_free);
  g_clear_pointer (&identity->key, mc_signing_key_free);
  g_free (identity->url);
  g_free (identity);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Identity, identity_free)

static gpointer
work_read_identity (McOutbox *outbox, gpointer data, GError **error)
{
  g_autoptr (Identity) identity = g_new0 (Identity, 1);
  g_autoptr (GError) local_error = NULL;

  identity->enrolment = mc_outbox_dup_enrolment (outbox, &local_error);
  if (local_error == NULL)
    identity->key = mc_outbox_dup_key (outbox, &local_error);
  if (local_error == NULL)
    identity->url = mc_outbox_dup_url (outbox, &local_error);
  if (local_error == NULL)
    return g_steal_pointer (&identity);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static gboolean
is_same_service (McEngine *self, const Identity *identity, const char *url)
{
  return self->client != NULL && self->enrolment != NULL && g_strcmp0 (self->url, url) == 0 &&
         g_str_equal (self->enrolment->kiosk, identity->enrolment->kiosk) &&
         memcmp (self->enrolment->signing_public, identity->enrolment->signing_public, 32) == 0;
}

static void
retire (McEngine *self)
{
  if (self->uploader != NULL)
    {
      mc_uploader_stop (self->uploader);
      g_ptr_array_add (self->retired, g_steal_pointer (&self->uploader));
    }
  if (self->client != NULL)
    g_ptr_array_add (self->retired, g_steal_pointer (&self->client));
}

static const char *
describe_ready (McEngine *self)
{
  return self->paper_roll != NULL && mc_paper_roll_is_low (self->paper_roll) ? "roll-low" : "ready";
}

/* Heartbeats tell central how the printer is. */
static void
tell_printer (McEngine *self)
{
  g_autofree char *reason = NULL;
  const char *word = "none";

  if (self->uploader == NULL)
    return;
  if (self->parts.printer != NULL)
    {
      McPrinterHealth health = mc_printer_get_health (self->parts.printer);

      g_object_get (self->parts.printer, "health-reason", &reason, NULL);
      word = health == MC_PRINTER_READY     ? describe_ready (self)
             : health == MC_PRINTER_UNKNOWN ? "unknown"
             : reason != NULL               ? reason
                                            : "fault";
    }
  g_object_set (self->uploader, "printer", word, NULL);
}

static void
take_identity (McEngine *self, Identity *identity)
{
  const char *url = mc_config_get_string (self->parts.config, "central", "url");
  gboolean same;

  if (identity->enrolment == NULL || identity->key == NULL)
    return;
  if (url == NULL)
    url = identity->url;
  if (url == NULL)
    return;
  same = is_same_service (self, identity, url);
  if (same && g_strcmp0 (self->enrolment->public_url, identity->enrolment->public_url) == 0 &&
      self->enrolment->serial_first == identity->enrolment->serial_first)
    return;
  self->enrolment = g_steal_pointer (&identity->enrolment);
  g_ptr_array_add (self->enrolments, self->enrolment);
  if (same)
    return;

  retire (self);
  g_free (self->url);
  self->url = g_strdup (url);
  self->client = mc_central_client_new (self->parts.transport,
                                        self->parts.clock,
                                        self->url,
                                        identity->key,
                                        self->enrolment->signing_public);
  self->uploader = mc_uploader_new (self->parts.outbox, self->client, self->parts.clock);
  g_object_set (self->uploader,
                "retention-days",
                (guint) mc_config_get_int (self->parts.config, "delivery", "retention-days"),
                NULL);
  tell_printer (self);
  if (self->owner)
    mc_uploader_start (self->uploader);
  g_signal_emit (self, signals[SIGNAL_ENROLLED], 0);
}

static void
on_identity_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Identity) identity = mc_outbox_run_finish (MC_OUTBOX (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (identity != NULL)
    take_identity (MC_ENGINE (user_data), identity);
}

static void
read_identity_later (McEngine *self)
{
  mc_outbox_run_async (self->parts.outbox,
                       work_read_identity,
                       NULL,
                       NULL,
                       (GDestroyNotify) identity_free,
                       self->cancellable,
                       on_identity_ready,
                       self);
}

static void
on_woken (McEngine *self)
{
  read_identity_later (self); /* motcua-ctl may have enrolled this kiosk */
  if (self->uploader != NULL)
    mc_uploader_kick (self->uploader);
  if (self->print_queue != NULL)
    mc_print_queue_kick (self->print_queue);
}

/* The public address may have come with a heartbeat. */
static void
on_outbox_changed (McEngine *self)
{
  read_identity_later (self);
}

static gboolean
on_own_due (gpointer user_data)
{
  McEngine *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!mc_engine_own (self, &error))
    {
      if (error != NULL)
        g_message ("%s", error->message);
      return G_SOURCE_CONTINUE;
    }
  self->own_timer = 0;
  return G_SOURCE_REMOVE;
}

static void
parts_clear (McEngineParts *parts)
{
  g_clear_object (&parts->config);
  g_clear_object (&parts->clock);
  g_clear_object (&parts->catalogue);
  g_clear_object (&parts->calendar);
  g_clear_object (&parts->scanner);
  g_clear_object (&parts->printer);
  g_clear_object (&parts->transport);
  g_clear_object (&parts->outbox);
  g_clear_object (&parts->lock);
}

static void
mc_engine_dispose (GObject *object)
{
  McEngine *self = MC_ENGINE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->own_timer, g_source_remove);
  if (self->uploader != NULL)
    mc_uploader_stop (self->uploader);
  g_clear_object (&self->print_queue);
  g_clear_object (&self->paper_roll);
  g_clear_object (&self->uploader);
  g_clear_object (&self->client);
  g_ptr_array_set_size (self->retired, 0);
  /* The lock goes last: until then nobody else may take over what is still being closed. */
  parts_clear (&self->parts);

  G_OBJECT_CLASS (mc_engine_parent_class)->dispose (object);
}

static void
mc_engine_finalize (GObject *object)
{
  McEngine *self = MC_ENGINE (object);

  g_ptr_array_unref (self->enrolments);
  g_ptr_array_unref (self->retired);
  g_object_unref (self->cancellable);
  g_free (self->url);

  G_OBJECT_CLASS (mc_engine_parent_class)->finalize (object);
}

static void
mc_engine_class_init (McEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mc_engine_dispose;
  object_class->finalize = mc_engine_finalize;

  /**
   * McEngine::enrolled:
   *
   * This kiosk was enrolled (anew): mc_engine_get_client () and mc_engine_get_uploader () answer
   * with new objects.
   */
  signals[SIGNAL_ENROLLED] = g_signal_new (
      "enrolled", MC_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mc_engine_init (McEngine *self)
{
  self->enrolments = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_enrolment_free);
  self->retired = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
}

static void
create_roll (McEngine *self)
{
  const gint64 length_m = mc_config_get_int (self->parts.config, "printer", "roll-length-m");

  if (length_m == 0)
    return;
  self->paper_roll = mc_paper_roll_new (self->parts.outbox, self->parts.lock, (guint) length_m);
  g_signal_connect_object (
      self->paper_roll, "changed", G_CALLBACK (tell_printer), self, G_CONNECT_SWAPPED);
}

/**
 * mc_engine_new:
 * @parts: its members are taken over, also on failure
 *
 * Returns: (transfer full): the engine, enrolled or not; %NULL when the outbox cannot be read
 */
McEngine *
mc_engine_new (McEngineParts *parts, GError **error)
{
  g_autoptr (McEngine) self = g_object_new (MC_TYPE_ENGINE, NULL);

  self->parts = *parts;
  memset (parts, 0, sizeof *parts);
  mc_outbox_set_reserve (self->parts.outbox,
                         (guint64) BYTES_A_MIB * (guint64) mc_config_get_int (self->parts.config,
                                                                              "delivery",
                                                                              "reserve-mib"));
  if (self->parts.printer != NULL)
    {
      self->print_queue = mc_print_queue_new (self->parts.outbox, self->parts.printer);
      mc_print_queue_set_medium (self->print_queue, mc_engine_get_medium (self));
      mc_print_queue_set_printer_name (self->print_queue,
                                       mc_config_get_string (self->parts.config, "printer", "uri"));
      g_signal_connect_object (
          self->parts.printer, "notify", G_CALLBACK (tell_printer), self, G_CONNECT_SWAPPED);
      create_roll (self);
    }
  if (!mc_engine_refresh (self, error))
    return NULL;
  g_signal_connect_object (
      self->parts.outbox, "changed", G_CALLBACK (on_outbox_changed), self, G_CONNECT_SWAPPED);
  return g_steal_pointer (&self);
}

/**
 * mc_engine_refresh:
 *
 * Reads the enrolment, waiting for the outbox's thread.
 *
 * Returns: %FALSE when the outbox cannot be read; not to be enrolled is no failure
 */
gboolean
mc_engine_refresh (McEngine *self, GError **error)
{
  g_autoptr (Identity) identity = NULL;

  g_return_val_if_fail (MC_IS_ENGINE (self), FALSE);

  identity = work_read_identity (self->parts.outbox, NULL, error);
  if (identity == NULL)
    return FALSE;
  take_identity (self, identity);
  return TRUE;
}

/**
 * mc_engine_own:
 *
 * Takes the state lock, and starts uploader, printing and scanner.
 *
 * Returns: %TRUE when this process owns them, until the engine is freed; %FALSE without @error when
 *   another one does
 */
gboolean
mc_engine_own (McEngine *self, GError **error)
{
  g_return_val_if_fail (MC_IS_ENGINE (self), FALSE);

  if (self->owner)
    return TRUE;
  if (!mc_state_lock_try (self->parts.lock, error))
    return FALSE;
  self->owner = TRUE;
  g_signal_connect_object (
      self->parts.lock, "woken", G_CALLBACK (on_woken), self, G_CONNECT_SWAPPED);
  if (self->uploader != NULL)
    mc_uploader_start (self->uploader);
  if (self->print_queue != NULL)
    mc_print_queue_start (self->print_queue);
  if (self->parts.scanner != NULL)
    mc_code_scanner_start (self->parts.scanner);
  return TRUE;
}

/**
 * mc_engine_own_when_free:
 *
 * As mc_engine_own (), once a second until it succeeds. Main context: the default one.
 */
void
mc_engine_own_when_free (McEngine *self)
{
  g_return_if_fail (MC_IS_ENGINE (self));

  if (self->own_timer == 0 && on_own_due (self) == G_SOURCE_CONTINUE)
    self->own_timer = g_timeout_add_seconds (OWN_INTERVAL_S, on_own_due, self);
}

/**
 * mc_engine_is_owner:
 *
 * Returns: whether uploader, printing and scanner run in this process
 */
gboolean
mc_engine_is_owner (McEngine *self)
{
  g_return_val_if_fail (MC_IS_ENGINE (self), FALSE);

  return self->owner;
}

/**
 * mc_engine_get_config:
 *
 * Returns: (transfer none): the configuration
 */
McConfig *
mc_engine_get_config (McEngine *self)
{
  g_return_val_if_fail (MC_IS_ENGINE (self), NULL);

  return self->parts.config;
}

/**
 * mc_engine_get_clock:
 *
 * Returns: (transfer none): the clock
 */
McClock *
mc_engine_get_clock (McEngine *self)
{
  g_return_val_if_fail (MC_IS_ENGINE (self), NULL);

  return self->parts.clock;
}

/**
 * mc_engine_get_catalogue:
 *
 * Returns: (transfer none): the procedures
 */
McCatalogue *
mc_engine_get_catalogue (McEngine *self)
{
  g_return_val_if_fail (MC_IS_ENGINE (self), NULL);

  return self->parts.catalogue;
}

/**
 * mc_engine_get_calendar:
 *
 * Returns: (transfer none): the working-day calendar
 */
McCalendar *
mc_engine_get_calendar (McEngine *self)
{
  g_return_val_if_fail (MC_IS_ENGINE (self), NULL);

  return self->parts.calendar;
}

/**
 * mc_engine_get_outbox:
 *
 * Returns: (transfer none): the outbox
 */
McOutbox *
mc_engine_get_outbox (McEngine *self)
{
  g_return_val_if_fail (MC_IS_ENGINE (self), NULL);

  return self->parts.outbox;
}

/**
 * mc_engine_get_lock:
 *
 * Returns: (transfer none): the state folder's lock
 */
McStateLock *
mc_engine_get_lock (McEngine *self)
{
  g_return_val_if_fail (MC_IS_ENGINE (self), NULL);

  return self->parts.lock;
}

/**
 * mc_engine_get_enrolment:
 *
 * Returns: (transfer none) (nullable): what central told at enrolment; %NULL before
 */
McEnrolment *
mc_engine_get_enrolment (McEngine *self)
{
  g_return_val_if_fail (MC_IS_ENGINE (self), NULL);

  return self->enrolment;
}

/**
 * mc_engine_get_transport:
 *
 * Returns: (transfer none): the way to central
 */
McTransport *
mc_engine_get_transport (McEngine *self)
{
  g_return_val_if_fail (MC_IS_ENGINE (self), NULL);

  return self->parts.transport;
}

/**
 * mc_engine_get_client:
 *
 * Returns: (transfer none) (nullable): signed calls to central; %NULL before enrolment
 */
McCentralClient *
mc_engine_get_client (McEngine *self)
{
  g_return_val_if_fail (MC_IS_ENGINE (self), NULL);

  return self->client;
}

/**
 * mc_engine_get_uploader:
 *
 * Returns: (transfer none) (nullable): empties the outbox; %NULL before enrolment. It runs in the
 * owner alone
 */
McUploader *
mc_engine_get_uploader (McEngine *self)
{
  g_return_val_if_fail (MC_IS_ENGINE (self), NULL);

  return self->uploader;
}

/**
 * mc_engine_get_print_queue:
 *
 * Returns: (transfer none) (nullable): %NULL without a printer. It runs in the owner alone
 */
McPrintQueue *
mc_engine_get_print_queue (McEngine *self)
{
  g_return_val_if_fail (MC_IS_ENGINE (self), NULL);

  return self->print_queue;
}

/**
 * mc_engine_get_medium:
 *
 * Returns: what the printer holds, as it is configured
 */
McMedium
mc_engine_get_medium (McEngine *self)
{
  McMedium medium = MC_MEDIUM_ROLL_80;

  g_return_val_if_fail (MC_IS_ENGINE (self), medium);

  mc_medium_from_string (mc_config_get_string (self->parts.config, "printer", "media"), &medium);
  return medium;
}

/**
 * mc_engine_get_paper_roll:
 *
 * Returns: (transfer none) (nullable): %NULL without a printer, or one that has no roll
 */
McPaperRoll *
mc_engine_get_paper_roll (McEngine *self)
{
  g_return_val_if_fail (MC_IS_ENGINE (self), NULL);

  return self->paper_roll;
}

/**
 * mc_engine_get_scanner:
 *
 * Returns: (transfer none) (nullable): %NULL when none is configured. It runs in the owner alone
 */
McCodeScanner *
mc_engine_get_scanner (McEngine *self)
{
  g_return_val_if_fail (MC_IS_ENGINE (self), NULL);

  return self->parts.scanner;
}
