/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-health"
#include <config.h>

#include "app/kiosk/health.h"

#include "app/domain/datetime.h"

/**
 * McHealth:
 *
 * What the machine can do for a citizen right now: paper, network, enrolment, room on the disk.
 */
struct _McHealth
{
  GObject parent_instance;

  McEngine *engine;          /* (owned) */
  McUploader *uploader;      /* (owned) (nullable), the one that is listened to */
  GCancellable *cancellable; /* (owned), cancelled in dispose */
  guint timer;               /* source id */

  McHealthPrinter printer_health;
  char *printer_reason; /* (owned) (nullable) */
  gint64 fault_since;
  gboolean online;
  gboolean enrolled;
  gboolean disk_full;
  gboolean out_of_service;
  gboolean settling;
  gboolean roll_low;
  guint64 disk_free; /* bytes; 0 while it was not asked */
};

enum
{
  PROP_ENGINE = 1,
  PROP_PRINTER,
  PROP_PRINTER_REASON,
  PROP_ONLINE,
  PROP_ENROLLED,
  PROP_DISK_FULL,
  PROP_OUT_OF_SERVICE,
  PROP_SETTLING,
  PROP_ROLL_LOW,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* A disk fills over minutes; enrolment by motcua-ctl should show soon after it was done. */
#define LOOK_S 20

G_DEFINE_FINAL_TYPE (McHealth, mc_health, G_TYPE_OBJECT)

static void
set_flag (McHealth *self, gboolean *flag, gboolean value, guint prop)
{
  if (*flag == value)
    return;
  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static McPrinter *
get_printer (McHealth *self)
{
  McPrintQueue *queue = mc_engine_get_print_queue (self->engine);

  return queue != NULL ? mc_print_queue_get_printer (queue) : NULL;
}

static McHealthPrinter
judge_printer (McPrinter *printer)
{
  if (printer == NULL)
    return MC_HEALTH_PRINTER_NONE;

  switch (mc_printer_get_health (printer))
    {
    case MC_PRINTER_READY:
      return MC_HEALTH_PRINTER_READY;
    case MC_PRINTER_WARNING:
      return MC_HEALTH_PRINTER_LOW;
    case MC_PRINTER_FAULT:
      return MC_HEALTH_PRINTER_FAULT;
    case MC_PRINTER_UNKNOWN:
      break;
    }

  return MC_HEALTH_PRINTER_UNKNOWN;
}

/* Our own count warns beside what the printer says: earlier, or where it says nothing of paper. It
 * never makes a printer look better than its own word. */
static void
judge_roll (McHealth *self, McHealthPrinter *health, char **reason)
{
  McPaperRoll *roll = mc_engine_get_paper_roll (self->engine);

  set_flag (self, &self->roll_low, roll != NULL && mc_paper_roll_is_low (roll), PROP_ROLL_LOW);
  if (!self->roll_low || *health != MC_HEALTH_PRINTER_READY)
    return;
  *health = MC_HEALTH_PRINTER_LOW;
  g_free (*reason);
  *reason = g_strdup (MC_HEALTH_REASON_ROLL_LOW);
}

static void
on_printer_changed (McHealth *self)
{
  McPrinter *printer = get_printer (self);
  McHealthPrinter health = judge_printer (printer);
  g_autofree char *reason = NULL;

  if (printer != NULL)
    g_object_get (printer, "health-reason", &reason, NULL);
  judge_roll (self, &health, &reason);

  if (g_strcmp0 (self->printer_reason, reason) != 0)
    {
      g_free (self->printer_reason);
      self->printer_reason = g_steal_pointer (&reason);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PRINTER_REASON]);
    }
  if (self->printer_health != health)
    {
      self->printer_health = health;
      self->fault_since = health == MC_HEALTH_PRINTER_FAULT
                              ? mc_clock_now (mc_engine_get_clock (self->engine))
                              : MC_TIME_NONE;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PRINTER]);
    }
}

static void
on_settling_changed (McHealth *self)
{
  McPrintQueue *queue = mc_engine_get_print_queue (self->engine);

  set_flag (self, &self->settling, mc_print_queue_is_settling (queue), PROP_SETTLING);
}

static void
on_online_changed (McHealth *self)
{
  McUploader *uploader = mc_engine_get_uploader (self->engine);

  set_flag (self, &self->online, uploader != NULL && mc_uploader_is_online (uploader), PROP_ONLINE);
}

/* A revoked machine's dossiers would go nowhere. A clock that fell back by years puts every
 * procedure out of force and makes every card one from the future: better said before a citizen
 * begins. */
static void
judge_service (McHealth *self)
{
  McUploader *uploader = mc_engine_get_uploader (self->engine);
  g_autoptr (GPtrArray) offered = NULL;
  gboolean revoked = FALSE;
  GDate today;

  if (uploader != NULL)
    g_object_get (uploader, "revoked", &revoked, NULL);
  g_date_clear (&today, 1);
  mc_time_get_local_date (mc_clock_now (mc_engine_get_clock (self->engine)), &today);
  offered = mc_catalogue_search (mc_engine_get_catalogue (self->engine), "", "vi", &today);
  set_flag (self, &self->out_of_service, revoked || offered->len == 0, PROP_OUT_OF_SERVICE);
}

static void
on_space_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = NULL;
  McHealth *self;
  guint64 reserve;

  info = g_file_query_filesystem_info_finish (G_FILE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* self may be gone */

  self = MC_HEALTH (user_data);
  if (info == NULL)
    {
      g_warning ("Cannot ask for room on the disk: %s", error->message);
      return;
    }
  reserve =
      (guint64) mc_config_get_int (mc_engine_get_config (self->engine), "delivery", "reserve-mib") *
      1024 * 1024;
  self->disk_free = g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE);
  set_flag (self, &self->disk_full, self->disk_free < reserve, PROP_DISK_FULL);
}

static void
look (McHealth *self)
{
  McUploader *uploader = mc_engine_get_uploader (self->engine);
  const char *state_dir =
      mc_config_get_string (mc_engine_get_config (self->engine), "kiosk", "state-dir");
  g_autoptr (GFile) dir = g_file_new_for_path (state_dir);

  set_flag (self, &self->enrolled, mc_engine_get_enrolment (self->engine) != NULL, PROP_ENROLLED);
  if (g_set_object (&self->uploader, uploader) && uploader != NULL)
    {
      g_signal_connect_object (
          uploader, "notify::online", G_CALLBACK (on_online_changed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (
          uploader, "notify::revoked", G_CALLBACK (judge_service), self, G_CONNECT_SWAPPED);
    }
  judge_service (self);
  on_online_changed (self);
  on_printer_changed (self);
  g_file_query_filesystem_info_async (dir,
                                      G_FILE_ATTRIBUTE_FILESYSTEM_FREE,
                                      G_PRIORITY_LOW,
                                      self->cancellable,
                                      on_space_ready,
                                      self);
}

static gboolean
on_timer (gpointer user_data)
{
  look (user_data);

  return G_SOURCE_CONTINUE;
}

static void
mc_health_constructed (GObject *object)
{
  McHealth *self = MC_HEALTH (object);
  McPrinter *printer;

  G_OBJECT_CLASS (mc_health_parent_class)->constructed (object);

  printer = get_printer (self);
  if (printer != NULL)
    {
      g_signal_connect_object (
          printer, "notify::health", G_CALLBACK (on_printer_changed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (printer,
                               "notify::health-reason",
                               G_CALLBACK (on_printer_changed),
                               self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (mc_engine_get_print_queue (self->engine),
                               "notify::settling",
                               G_CALLBACK (on_settling_changed),
                               self,
                               G_CONNECT_SWAPPED);
      on_settling_changed (self);
    }

  if (mc_engine_get_paper_roll (self->engine) != NULL)
    g_signal_connect_object (mc_engine_get_paper_roll (self->engine),
                             "changed",
                             G_CALLBACK (on_printer_changed),
                             self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (self->engine, "enrolled", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  look (self);
  self->timer = g_timeout_add_seconds (LOOK_S, on_timer, self);
}

static void
mc_health_dispose (GObject *object)
{
  McHealth *self = MC_HEALTH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->uploader);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (mc_health_parent_class)->dispose (object);
}

static void
mc_health_finalize (GObject *object)
{
  McHealth *self = MC_HEALTH (object);

  g_object_unref (self->cancellable);
  g_free (self->printer_reason);

  G_OBJECT_CLASS (mc_health_parent_class)->finalize (object);
}

static void
mc_health_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  McHealth *self = MC_HEALTH (object);

  switch (id)
    {
    case PROP_PRINTER:
      g_value_set_int (value, self->printer_health);
      break;
    case PROP_PRINTER_REASON:
      g_value_set_string (value, self->printer_reason);
      break;
    case PROP_ONLINE:
      g_value_set_boolean (value, self->online);
      break;
    case PROP_ENROLLED:
      g_value_set_boolean (value, self->enrolled);
      break;
    case PROP_DISK_FULL:
      g_value_set_boolean (value, self->disk_full);
      break;
    case PROP_OUT_OF_SERVICE:
      g_value_set_boolean (value, self->out_of_service);
      break;
    case PROP_SETTLING:
      g_value_set_boolean (value, self->settling);
      break;
    case PROP_ROLL_LOW:
      g_value_set_boolean (value, self->roll_low);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_health_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  McHealth *self = MC_HEALTH (object);

  switch (id)
    {
    case PROP_ENGINE:
      self->engine = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_health_class_init (McHealthClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->constructed = mc_health_constructed;
  object_class->dispose = mc_health_dispose;
  object_class->finalize = mc_health_finalize;
  object_class->get_property = mc_health_get_property;
  object_class->set_property = mc_health_set_property;

  props[PROP_ENGINE] =
      g_param_spec_object ("engine",
                           NULL,
                           NULL,
                           MC_TYPE_ENGINE,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_PRINTER] = g_param_spec_int ("printer",
                                          NULL,
                                          NULL,
                                          MC_HEALTH_PRINTER_NONE,
                                          MC_HEALTH_PRINTER_FAULT,
                                          MC_HEALTH_PRINTER_NONE,
                                          read);
  props[PROP_PRINTER_REASON] = g_param_spec_string ("printer-reason", NULL, NULL, NULL, read);
  props[PROP_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, FALSE, read);
  props[PROP_ENROLLED] = g_param_spec_boolean ("enrolled", NULL, NULL, FALSE, read);
  props[PROP_DISK_FULL] = g_param_spec_boolean ("disk-full", NULL, NULL, FALSE, read);
  props[PROP_OUT_OF_SERVICE] = g_param_spec_boolean ("out-of-service", NULL, NULL, FALSE, read);
  props[PROP_SETTLING] = g_param_spec_boolean ("settling", NULL, NULL, FALSE, read);
  props[PROP_ROLL_LOW] = g_param_spec_boolean ("roll-low", NULL, NULL, FALSE, read);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mc_health_init (McHealth *self)
{
  self->cancellable = g_cancellable_new ();
  self->fault_since = MC_TIME_NONE;
}

/**
 * mc_health_new:
 * @engine: what is to be watched
 *
 * Thread: the one that runs the default main context; so for every call on it.
 *
 * Returns: (transfer full): the machine's health, kept up to date
 */
McHealth *
mc_health_new (McEngine *engine)
{
  return g_object_new (MC_TYPE_HEALTH, "engine", engine, NULL);
}

/**
 * mc_health_get_printer:
 *
 * Returns: what the printer can do for a citizen now
 */
McHealthPrinter
mc_health_get_printer (McHealth *self)
{
  g_return_val_if_fail (MC_IS_HEALTH (self), MC_HEALTH_PRINTER_NONE);

  return self->printer_health;
}

/**
 * mc_health_get_printer_reason:
 *
 * Returns: (transfer none) (nullable): an IPP printer-state-reasons keyword without its severity,
 *   "media-empty", "cover-open", … (RFC 8011 section 5.4.12), or %MC_HEALTH_REASON_ROLL_LOW
 */
const char *
mc_health_get_printer_reason (McHealth *self)
{
  g_return_val_if_fail (MC_IS_HEALTH (self), NULL);

  return self->printer_reason;
}

/**
 * mc_health_get_fault_since:
 *
 * Returns: when the printer's present fault was first seen; %MC_TIME_NONE without one
 */
gint64
mc_health_get_fault_since (McHealth *self)
{
  g_return_val_if_fail (MC_IS_HEALTH (self), MC_TIME_NONE);

  return self->fault_since;
}

/**
 * mc_health_get_online:
 *
 * Returns: whether central answered when it was asked last
 */
gboolean
mc_health_get_online (McHealth *self)
{
  g_return_val_if_fail (MC_IS_HEALTH (self), FALSE);

  return self->online;
}

/**
 * mc_health_get_enrolled:
 *
 * Returns: whether this machine belongs to a central
 */
gboolean
mc_health_get_enrolled (McHealth *self)
{
  g_return_val_if_fail (MC_IS_HEALTH (self), FALSE);

  return self->enrolled;
}

/**
 * mc_health_get_disk_full:
 *
 * Returns: whether less than `[delivery] reserve-mib` is free where the outbox lives
 */
gboolean
mc_health_get_disk_full (McHealth *self)
{
  g_return_val_if_fail (MC_IS_HEALTH (self), FALSE);

  return self->disk_full;
}

/**
 * mc_health_get_out_of_service:
 *
 * Returns: whether central said, signed, that it takes nothing from this machine any more, or its
 *   clock stands at a day on which nothing is on offer
 */
gboolean
mc_health_get_out_of_service (McHealth *self)
{
  g_return_val_if_fail (MC_IS_HEALTH (self), FALSE);

  return self->out_of_service;
}

/**
 * mc_health_get_settling:
 *
 * Returns: whether an earlier citizen's paper may still be at the printer: it is taken back, and
 *   what became of it is asked, before a new citizen begins. A matter of seconds
 */
gboolean
mc_health_get_settling (McHealth *self)
{
  g_return_val_if_fail (MC_IS_HEALTH (self), FALSE);

  return self->settling;
}

/**
 * mc_health_get_roll_low:
 *
 * Returns: whether, by what was printed, little is left of the roll that staff put in last
 */
gboolean
mc_health_get_roll_low (McHealth *self)
{
  g_return_val_if_fail (MC_IS_HEALTH (self), FALSE);

  return self->roll_low;
}

/**
 * mc_health_get_disk_free:
 *
 * Returns: bytes that are free where the outbox lives, as looked at last; 0 before that
 */
guint64
mc_health_get_disk_free (McHealth *self)
{
  g_return_val_if_fail (MC_IS_HEALTH (self), 0);

  return self->disk_free;
}

/**
 * mc_health_can_file:
 *
 * Returns: whether a dossier could be acknowledged now and would go somewhere. Neither network nor
 *   paper is needed.
 */
gboolean
mc_health_can_file (McHealth *self)
{
  g_return_val_if_fail (MC_IS_HEALTH (self), FALSE);

  return self->enrolled && !self->out_of_service && !self->disk_full && !self->settling;
}
