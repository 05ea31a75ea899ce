/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-visit"
#include <config.h>

#include "app/kiosk/visit.h"

#include "app/kiosk/system-monotonic.h"

/**
 * McVisit:
 *
 * One citizen's visit at the machine: who is current, in which language and text size, and
 * whether anybody is still there.
 */
struct _McVisit
{
  GObject parent_instance;

  McMonotonic *monotonic; /* (owned) */
  guint warning_s;
  guint grace_s;
  guint own_warning_s; /* of this visit; 0: as of every visit */
  guint own_grace_s;
  double default_text_scale;

  McVisitState state;
  guint64 epoch;
  gint64 touched_us; /* of the last input, or of the warning while it is up */
  guint seconds_left;
  char *language; /* (owned) */
  double text_scale;
  guint timer; /* source id, 0 while nobody is here */
};

enum
{
  PROP_MONOTONIC = 1,
  PROP_WARNING,
  PROP_GRACE,
  PROP_DEFAULT_TEXT_SCALE,
  PROP_STATE,
  PROP_SECONDS_LEFT,
  PROP_LANGUAGE,
  PROP_TEXT_SCALE,
  PROP_EPOCH,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum
{
  SIGNAL_WIPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Often enough that the countdown shows every second once. */
#define TICK_MS 250

/* Text sizes that the screens are drawn for. */
#define TEXT_SCALE_MIN 0.8
#define TEXT_SCALE_MAX 2.0

#define DEFAULT_LANGUAGE "vi"

G_DEFINE_FINAL_TYPE (McVisit, mc_visit, G_TYPE_OBJECT)

static void
set_state (McVisit *self, McVisitState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
set_seconds_left (McVisit *self, guint seconds_left)
{
  if (self->seconds_left == seconds_left)
    return;
  self->seconds_left = seconds_left;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SECONDS_LEFT]);
}

static gboolean
on_timer (gpointer user_data)
{
  McVisit *self = user_data;

  mc_visit_tick (self);

  return G_SOURCE_CONTINUE;
}

static void
mc_visit_dispose (GObject *object)
{
  McVisit *self = MC_VISIT (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->monotonic);

  G_OBJECT_CLASS (mc_visit_parent_class)->dispose (object);
}

static void
mc_visit_finalize (GObject *object)
{
  McVisit *self = MC_VISIT (object);

  g_free (self->language);

  G_OBJECT_CLASS (mc_visit_parent_class)->finalize (object);
}

static void
mc_visit_constructed (GObject *object)
{
  McVisit *self = MC_VISIT (object);

  G_OBJECT_CLASS (mc_visit_parent_class)->constructed (object);

  self->text_scale = self->default_text_scale;
}

static void
mc_visit_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  McVisit *self = MC_VISIT (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_SECONDS_LEFT:
      g_value_set_uint (value, self->seconds_left);
      break;
    case PROP_LANGUAGE:
      g_value_set_string (value, self->language);
      break;
    case PROP_TEXT_SCALE:
      g_value_set_double (value, self->text_scale);
      break;
    case PROP_EPOCH:
      g_value_set_uint64 (value, self->epoch);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_visit_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  McVisit *self = MC_VISIT (object);

  switch (id)
    {
    case PROP_MONOTONIC:
      self->monotonic = g_value_dup_object (value);
      break;
    case PROP_WARNING:
      self->warning_s = g_value_get_uint (value);
      break;
    case PROP_GRACE:
      self->grace_s = g_value_get_uint (value);
      break;
    case PROP_DEFAULT_TEXT_SCALE:
      self->default_text_scale = g_value_get_double (value);
      break;
    case PROP_LANGUAGE:
      mc_visit_set_language (self, g_value_get_string (value));
      break;
    case PROP_TEXT_SCALE:
      mc_visit_set_text_scale (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_visit_class_init (McVisitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags construct = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->constructed = mc_visit_constructed;
  object_class->dispose = mc_visit_dispose;
  object_class->finalize = mc_visit_finalize;
  object_class->get_property = mc_visit_get_property;
  object_class->set_property = mc_visit_set_property;

  props[PROP_MONOTONIC] =
      g_param_spec_object ("monotonic", NULL, NULL, MC_TYPE_MONOTONIC, construct);
  props[PROP_WARNING] = g_param_spec_uint ("warning", NULL, NULL, 1, G_MAXUINT, 90, construct);
  props[PROP_GRACE] = g_param_spec_uint ("grace", NULL, NULL, 1, G_MAXUINT, 30, construct);
  props[PROP_DEFAULT_TEXT_SCALE] = g_param_spec_double (
      "default-text-scale", NULL, NULL, TEXT_SCALE_MIN, TEXT_SCALE_MAX, 1.0, construct);
  props[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, MC_VISIT_AWAY, MC_VISIT_WARNING, MC_VISIT_AWAY, read);
  props[PROP_SECONDS_LEFT] = g_param_spec_uint ("seconds-left", NULL, NULL, 0, G_MAXUINT, 0, read);
  props[PROP_LANGUAGE] = g_param_spec_string ("language", NULL, NULL, DEFAULT_LANGUAGE, both);
  props[PROP_TEXT_SCALE] =
      g_param_spec_double ("text-scale", NULL, NULL, TEXT_SCALE_MIN, TEXT_SCALE_MAX, 1.0, both);
  props[PROP_EPOCH] = g_param_spec_uint64 ("epoch", NULL, NULL, 0, G_MAXUINT64, 1, read);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_WIPED] = g_signal_new (
      "wiped", MC_TYPE_VISIT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
mc_visit_init (McVisit *self)
{
  self->epoch = 1;
  self->language = g_strdup (DEFAULT_LANGUAGE);
  self->text_scale = 1.0;
}

/**
 * mc_visit_new:
 * @monotonic: time that the idle time is measured with
 * @warning_s: idle seconds after which the question comes
 * @grace_s: seconds to answer it
 * @text_scale: text size of a new visit, 0.8 to 2
 *
 * Thread: the one that runs the default main context; so for every call on it.
 *
 * Returns: (transfer full): a visit that has not begun
 */
McVisit *
mc_visit_new (McMonotonic *monotonic, guint warning_s, guint grace_s, double text_scale)
{
  return g_object_new (MC_TYPE_VISIT,
                       "monotonic",
                       monotonic,
                       "warning",
                       warning_s,
                       "grace",
                       grace_s,
                       "default-text-scale",
                       text_scale,
                       NULL);
}

/**
 * mc_visit_new_from_config:
 *
 * With the machine's own time and `[ui] idle-warning`, `idle-grace`, `text-scale`.
 *
 * Returns: (transfer full): a visit that has not begun
 */
McVisit *
mc_visit_new_from_config (McConfig *config)
{
  g_autoptr (McMonotonic) monotonic = mc_system_monotonic_new ();

  return mc_visit_new (monotonic,
                       mc_config_get_int (config, "ui", "idle-warning"),
                       mc_config_get_int (config, "ui", "idle-grace"),
                       mc_config_get_double (config, "ui", "text-scale"));
}

/**
 * mc_visit_get_epoch:
 *
 * Returns: the number that an asynchronous question must carry
 */
guint64
mc_visit_get_epoch (McVisit *self)
{
  g_return_val_if_fail (MC_IS_VISIT (self), 0);

  return self->epoch;
}

/**
 * mc_visit_is_current:
 * @epoch: what mc_visit_get_epoch () said when the question was asked
 *
 * Returns: %FALSE when the answer belongs to somebody who has left
 */
gboolean
mc_visit_is_current (McVisit *self, guint64 epoch)
{
  g_return_val_if_fail (MC_IS_VISIT (self), FALSE);

  return self->epoch == epoch;
}

/**
 * mc_visit_get_state:
 *
 * Returns: whether anybody is here
 */
McVisitState
mc_visit_get_state (McVisit *self)
{
  g_return_val_if_fail (MC_IS_VISIT (self), MC_VISIT_AWAY);

  return self->state;
}

/**
 * mc_visit_get_seconds_left:
 *
 * Returns: whole seconds, rounded up, until the visit ends by itself; 0 while nobody is warned
 */
guint
mc_visit_get_seconds_left (McVisit *self)
{
  g_return_val_if_fail (MC_IS_VISIT (self), 0);

  return self->seconds_left;
}

/**
 * mc_visit_get_language:
 *
 * Returns: (transfer none): "vi" or "en"
 */
const char *
mc_visit_get_language (McVisit *self)
{
  g_return_val_if_fail (MC_IS_VISIT (self), DEFAULT_LANGUAGE);

  return self->language;
}

/**
 * mc_visit_set_language:
 * @language: "vi" or "en"; anything else is a programming error
 */
void
mc_visit_set_language (McVisit *self, const char *language)
{
  g_return_if_fail (MC_IS_VISIT (self));
  g_return_if_fail (g_strcmp0 (language, "vi") == 0 || g_strcmp0 (language, "en") == 0);

  if (g_str_equal (self->language, language))
    return;
  g_free (self->language);
  self->language = g_strdup (language);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LANGUAGE]);
}

/**
 * mc_visit_get_text_scale:
 *
 * Returns: text size of this visit, 1 as drawn
 */
double
mc_visit_get_text_scale (McVisit *self)
{
  g_return_val_if_fail (MC_IS_VISIT (self), 1.0);

  return self->text_scale;
}

/**
 * mc_visit_set_text_scale:
 * @text_scale: 1 is the size that the screens are drawn in; clamped to 0.8 to 2
 */
void
mc_visit_set_text_scale (McVisit *self, double text_scale)
{
  g_return_if_fail (MC_IS_VISIT (self));

  text_scale = CLAMP (text_scale, TEXT_SCALE_MIN, TEXT_SCALE_MAX);
  if (self->text_scale == text_scale)
    return;
  self->text_scale = text_scale;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT_SCALE]);
}

/**
 * mc_visit_begin:
 *
 * Somebody began to use the machine: the idle time runs from now.
 */
void
mc_visit_begin (McVisit *self)
{
  g_return_if_fail (MC_IS_VISIT (self));

  if (self->state != MC_VISIT_AWAY)
    return;
  self->touched_us = mc_monotonic_now_us (self->monotonic);
  self->timer = g_timeout_add (TICK_MS, on_timer, self);
  set_state (self, MC_VISIT_ACTIVE);
}

/**
 * mc_visit_set_patience:
 * @warning_s: idle seconds after which the question comes
 * @grace_s: seconds to answer it
 *
 * For the visit under way alone: staff leave the machine to citizens sooner, or later.
 */
void
mc_visit_set_patience (McVisit *self, guint warning_s, guint grace_s)
{
  g_return_if_fail (MC_IS_VISIT (self));
  g_return_if_fail (warning_s > 0 && grace_s > 0);

  self->own_warning_s = warning_s;
  self->own_grace_s = grace_s;
}

/**
 * mc_visit_touch:
 *
 * Any input, also a scan. While the warning is up it counts as the answer "I am here".
 */
void
mc_visit_touch (McVisit *self)
{
  g_return_if_fail (MC_IS_VISIT (self));

  if (self->state == MC_VISIT_AWAY)
    return;
  self->touched_us = mc_monotonic_now_us (self->monotonic);
  set_seconds_left (self, 0);
  set_state (self, MC_VISIT_ACTIVE);
}

/**
 * mc_visit_need_more_time:
 *
 * The answer to the warning; it may be given as often as one likes.
 */
void
mc_visit_need_more_time (McVisit *self)
{
  mc_visit_touch (self);
}

/**
 * mc_visit_end:
 * @reason: what "wiped" tells
 *
 * Ends the visit, moves to the next epoch, sets language and text size back, and has everything
 * forgotten. Also where no visit is under way: language and size may have been touched on the
 * welcome screen.
 */
void
mc_visit_end (McVisit *self, McVisitEnd reason)
{
  g_autoptr (McVisit) alive = NULL;

  g_return_if_fail (MC_IS_VISIT (self));

  alive = g_object_ref (self);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->own_warning_s = self->own_grace_s = 0;
  self->epoch++;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EPOCH]);
  set_seconds_left (self, 0);
  set_state (self, MC_VISIT_AWAY);
  mc_visit_set_language (self, DEFAULT_LANGUAGE);
  mc_visit_set_text_scale (self, self->default_text_scale);
  g_signal_emit (self, signals[SIGNAL_WIPED], 0, reason);
}

/**
 * mc_visit_tick:
 *
 * Looks at the time: warns, counts down, ends.
 */
void
mc_visit_tick (McVisit *self)
{
  const guint warning_s = self->own_warning_s > 0 ? self->own_warning_s : self->warning_s;
  const guint grace_s = self->own_grace_s > 0 ? self->own_grace_s : self->grace_s;
  gint64 idle_us;
  gint64 warning_us;
  gint64 left_us;

  g_return_if_fail (MC_IS_VISIT (self));

  if (self->state == MC_VISIT_AWAY)
    return;

  idle_us = mc_monotonic_now_us (self->monotonic) - self->touched_us;
  warning_us = (gint64) warning_s * G_USEC_PER_SEC;
  if (self->state == MC_VISIT_ACTIVE)
    {
      if (idle_us < warning_us)
        return;
      /* The whole grace counts from the moment when the question is on the screen: a machine that
       * slept or stalled meanwhile takes none of it away. */
      self->touched_us = mc_monotonic_now_us (self->monotonic);
      set_seconds_left (self, grace_s);
      set_state (self, MC_VISIT_WARNING);
      return;
    }

  left_us = (gint64) grace_s * G_USEC_PER_SEC - idle_us;
  if (left_us <= 0)
    {
      mc_visit_end (self, MC_VISIT_END_IDLE);
      return;
    }
  set_seconds_left (self, (left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
}
