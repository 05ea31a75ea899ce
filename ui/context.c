/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-context"

#include "config.h"

#include "ui/context.h"

/**
 * McContext:
 *
 * The one object that the window and all screens share.
 */
struct _McContext
{
  GObject parent_instance;

  McClock *clock;             /* (owned) */
  McVisit *visit;             /* (owned) */
  McEngine *engine;           /* (owned) (nullable) */
  McIntakeController *intake; /* (owned) (nullable) */
  McLookupController *lookup; /* (owned) (nullable) */
  McPickupController *pickup; /* (owned) (nullable) */
  McHealth *health;           /* (owned) (nullable) */
  McStaffAccess *access;      /* (owned) (nullable) */
  McStaffPapers *papers;      /* (owned) (nullable) */
  char *unit_name;            /* (owned) (nullable) */
  char *help_text;            /* (owned) (nullable) */
  double pitch;
  gboolean landscape;
};

typedef enum
{
  PROP_LANDSCAPE = 1,
  PROP_UNIT_NAME,
} McContextProperty;

G_DEFINE_FINAL_TYPE (McContext, mc_context, G_TYPE_OBJECT)

static GParamSpec *properties[PROP_UNIT_NAME + 1];

static void
mc_context_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  McContext *self = MC_CONTEXT (object);

  switch ((McContextProperty) id)
    {
    case PROP_LANDSCAPE:
      g_value_set_boolean (value, self->landscape);
      break;
    case PROP_UNIT_NAME:
      g_value_set_string (value, self->unit_name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_context_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  McContext *self = MC_CONTEXT (object);

  switch ((McContextProperty) id)
    {
    case PROP_LANDSCAPE:
      mc_context_set_landscape (self, g_value_get_boolean (value));
      break;
    case PROP_UNIT_NAME:
      mc_context_set_unit_name (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_context_dispose (GObject *object)
{
  McContext *self = MC_CONTEXT (object);

  g_clear_object (&self->papers);
  g_clear_object (&self->access);
  g_clear_object (&self->health);
  g_clear_object (&self->pickup);
  g_clear_object (&self->lookup);
  g_clear_object (&self->intake);
  g_clear_object (&self->engine);
  g_clear_object (&self->visit);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (mc_context_parent_class)->dispose (object);
}

static void
mc_context_finalize (GObject *object)
{
  McContext *self = MC_CONTEXT (object);

  g_free (self->unit_name);
  g_free (self->help_text);
  G_OBJECT_CLASS (mc_context_parent_class)->finalize (object);
}

static void
mc_context_class_init (McContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mc_context_get_property;
  object_class->set_property = mc_context_set_property;
  object_class->dispose = mc_context_dispose;
  object_class->finalize = mc_context_finalize;

  properties[PROP_LANDSCAPE] = g_param_spec_boolean ("landscape", NULL, NULL, FALSE, flags);
  properties[PROP_UNIT_NAME] = g_param_spec_string ("unit-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mc_context_init (McContext *self)
{
  self->pitch = 0.2479; /* a 21.5-inch panel of 1920 × 1080 */
}

/**
 * mc_context_new:
 * @clock: the clock of the top bar and of everything shown
 * @visit: the visit under way
 *
 * Returns: (transfer full): a context without engine, good for diagnostics
 */
McContext *
mc_context_new (McClock *clock, McVisit *visit)
{
  McContext *self = g_object_new (MC_TYPE_CONTEXT, NULL);

  self->clock = g_object_ref (clock);
  self->visit = g_object_ref (visit);
  return self;
}

/**
 * mc_context_set_engine:
 * @self: a context
 * @engine: the engine
 * @intake: the controller of filing
 * @lookup: the controller of looking up
 * @pickup: the controller of collecting what was looked up
 * @health: what the machine says about itself
 *
 * Called once, before the window is built.
 */
void
mc_context_set_engine (McContext *self,
                       McEngine *engine,
                       McIntakeController *intake,
                       McLookupController *lookup,
                       McPickupController *pickup,
                       McHealth *health)
{
  g_return_if_fail (MC_IS_CONTEXT (self));

  g_set_object (&self->engine, engine);
  g_set_object (&self->intake, intake);
  g_set_object (&self->lookup, lookup);
  g_set_object (&self->pickup, pickup);
  g_set_object (&self->health, health);
}

/**
 * mc_context_set_staff:
 * @self: a context
 * @access: the way into the staff's screens
 * @papers: what they show
 *
 * Called once, before the window is built.
 */
void
mc_context_set_staff (McContext *self, McStaffAccess *access, McStaffPapers *papers)
{
  g_return_if_fail (MC_IS_CONTEXT (self));

  g_set_object (&self->access, access);
  g_set_object (&self->papers, papers);
}

/**
 * mc_context_get_clock:
 * @self: a context
 *
 * Returns: (transfer none): the clock
 */
McClock *
mc_context_get_clock (McContext *self)
{
  g_return_val_if_fail (MC_IS_CONTEXT (self), NULL);

  return self->clock;
}

/**
 * mc_context_get_visit:
 * @self: a context
 *
 * Returns: (transfer none): the visit
 */
McVisit *
mc_context_get_visit (McContext *self)
{
  g_return_val_if_fail (MC_IS_CONTEXT (self), NULL);

  return self->visit;
}

/**
 * mc_context_get_language:
 * @self: a context
 *
 * Returns: the citizen's language, "vi" or "en"
 */
const char *
mc_context_get_language (McContext *self)
{
  g_return_val_if_fail (MC_IS_CONTEXT (self), "vi");

  return mc_visit_get_language (self->visit);
}

/**
 * mc_context_get_engine:
 * @self: a context
 *
 * Returns: (transfer none) (nullable): the engine
 */
McEngine *
mc_context_get_engine (McContext *self)
{
  g_return_val_if_fail (MC_IS_CONTEXT (self), NULL);

  return self->engine;
}

/**
 * mc_context_get_intake:
 * @self: a context
 *
 * Returns: (transfer none) (nullable): the controller of filing
 */
McIntakeController *
mc_context_get_intake (McContext *self)
{
  g_return_val_if_fail (MC_IS_CONTEXT (self), NULL);

  return self->intake;
}

/**
 * mc_context_get_lookup:
 * @self: a context
 *
 * Returns: (transfer none) (nullable): the controller of looking up
 */
McLookupController *
mc_context_get_lookup (McContext *self)
{
  g_return_val_if_fail (MC_IS_CONTEXT (self), NULL);

  return self->lookup;
}

/**
 * mc_context_get_pickup:
 * @self: a context
 *
 * Returns: (transfer none) (nullable): the controller of collecting what was looked up
 */
McPickupController *
mc_context_get_pickup (McContext *self)
{
  g_return_val_if_fail (MC_IS_CONTEXT (self), NULL);

  return self->pickup;
}

/**
 * mc_context_get_health:
 * @self: a context
 *
 * Returns: (transfer none) (nullable): what the machine says about itself
 */
McHealth *
mc_context_get_health (McContext *self)
{
  g_return_val_if_fail (MC_IS_CONTEXT (self), NULL);

  return self->health;
}

/**
 * mc_context_get_staff_access:
 * @self: a context
 *
 * Returns: (transfer none) (nullable): the way into the staff's screens
 */
McStaffAccess *
mc_context_get_staff_access (McContext *self)
{
  g_return_val_if_fail (MC_IS_CONTEXT (self), NULL);

  return self->access;
}

/**
 * mc_context_get_staff_papers:
 * @self: a context
 *
 * Returns: (transfer none) (nullable): what the staff's screens show
 */
McStaffPapers *
mc_context_get_staff_papers (McContext *self)
{
  g_return_val_if_fail (MC_IS_CONTEXT (self), NULL);

  return self->papers;
}

/**
 * mc_context_get_pitch:
 * @self: a context
 *
 * Returns: the panel's pitch in millimetres a pixel
 */
double
mc_context_get_pitch (McContext *self)
{
  g_return_val_if_fail (MC_IS_CONTEXT (self), 0.2479);

  return self->pitch;
}

/**
 * mc_context_set_pitch:
 * @self: a context
 * @pitch_mm: millimetres a pixel, above 0
 *
 * Set before the window is built.
 */
void
mc_context_set_pitch (McContext *self, double pitch_mm)
{
  g_return_if_fail (MC_IS_CONTEXT (self));
  g_return_if_fail (pitch_mm > 0);

  self->pitch = pitch_mm;
}

/**
 * mc_context_get_landscape:
 * @self: a context
 *
 * Returns: whether the window is wider than high
 */
gboolean
mc_context_get_landscape (McContext *self)
{
  g_return_val_if_fail (MC_IS_CONTEXT (self), FALSE);

  return self->landscape;
}

/**
 * mc_context_set_landscape:
 * @self: a context
 * @landscape: whether the window is wider than high
 *
 * The window tells; screens that arrange themselves otherwise when wide listen to "landscape".
 */
void
mc_context_set_landscape (McContext *self, gboolean landscape)
{
  g_return_if_fail (MC_IS_CONTEXT (self));

  if (self->landscape == landscape)
    return;
  self->landscape = landscape;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LANDSCAPE]);
}

/**
 * mc_context_get_unit_name:
 * @self: a context
 *
 * Returns: (nullable): the name of the unit whose hall this is; %NULL before enrolment
 */
const char *
mc_context_get_unit_name (McContext *self)
{
  g_return_val_if_fail (MC_IS_CONTEXT (self), NULL);

  return self->unit_name;
}

/**
 * mc_context_set_unit_name:
 * @self: a context
 * @unit_name: (nullable): "Phường Hoàn Kiếm"
 */
void
mc_context_set_unit_name (McContext *self, const char *unit_name)
{
  g_return_if_fail (MC_IS_CONTEXT (self));

  if (g_strcmp0 (self->unit_name, unit_name) == 0)
    return;
  g_free (self->unit_name);
  self->unit_name = g_strdup (unit_name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNIT_NAME]);
}

/**
 * mc_context_get_help_text:
 * @self: a context
 *
 * Returns: (nullable): where help is to be found, as the ward wrote it in the configuration
 */
const char *
mc_context_get_help_text (McContext *self)
{
  g_return_val_if_fail (MC_IS_CONTEXT (self), NULL);

  return self->help_text;
}

/**
 * mc_context_set_help_text:
 * @self: a context
 * @help_text: (nullable): a sentence for citizens
 */
void
mc_context_set_help_text (McContext *self, const char *help_text)
{
  g_return_if_fail (MC_IS_CONTEXT (self));

  g_free (self->help_text);
  self->help_text = g_strdup (help_text != NULL && *help_text != '\0' ? help_text : NULL);
}
