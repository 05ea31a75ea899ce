/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-staff-access"
#include "config.h"

#include "app/kiosk/staff-access.h"

#include "app/domain/text.h"

/**
 * McStaffAccess:
 *
 * Asking for the PIN covers the citizen's page and touches nothing of it, since a child may have
 * leaned on the corner; the right PIN ends that visit with everything in it and begins one of the
 * staff's, with its own idle time.
 */
struct _McStaffAccess
{
  GObject parent_instance;

  McEngine *engine;          /* (owned) */
  McVisit *visit;            /* (owned) */
  GCancellable *cancellable; /* (owned), cancelled in dispose */
  GSource *countdown;        /* (owned) (nullable), while "wait" counts */
  McStaffAccessState state;
  McStaffProblem problem;
  McStaffPinState pin;
  gboolean nobody; /* the machine was idle when the corner was held */
};

enum
{
  PROP_STATE = 1,
  PROP_PROBLEM,
  PROP_WAIT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (McStaffAccess, mc_staff_access, G_TYPE_OBJECT)

/* An answer of the outbox's on its way back. */
typedef struct
{
  McStaffAccess *self; /* (owned) */
  guint64 epoch;
} Question;

static void look (McStaffAccess *self);

static Question *
question_new (McStaffAccess *self)
{
  Question *question = g_new0 (Question, 1);

  question->self = g_object_ref (self);
  question->epoch = mc_visit_get_epoch (self->visit);
  return question;
}

static void
question_free (Question *question)
{
  g_object_unref (question->self);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static gboolean
is_current (const Question *question)
{
  return question->self->visit != NULL && question->self->state != MC_STAFF_CLOSED &&
         question->self->state != MC_STAFF_OPEN &&
         mc_visit_is_current (question->self->visit, question->epoch);
}

static void
set_state (McStaffAccess *self, McStaffAccessState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
set_problem (McStaffAccess *self, McStaffProblem problem)
{
  if (self->problem == problem)
    return;
  self->problem = problem;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
}

static void
stop_countdown (McStaffAccess *self)
{
  if (self->countdown != NULL)
    g_source_destroy (self->countdown);
  g_clear_pointer (&self->countdown, g_source_unref);
}

/* The outbox knows how long it is, by the clock that counts: it is asked again each second. */
static gboolean
on_countdown (gpointer user_data)
{
  look (user_data);
  return G_SOURCE_CONTINUE;
}

static void
take_pin_state (McStaffAccess *self, const McStaffPinState *pin, McStaffProblem otherwise)
{
  const gboolean other_wait = self->pin.wait_s != pin->wait_s;

  self->pin = *pin;
  if (other_wait)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WAIT]);
  set_problem (self,
               !pin->set         ? MC_STAFF_PROBLEM_UNSET
               : pin->locked     ? MC_STAFF_PROBLEM_LOCKED
               : pin->wait_s > 0 ? MC_STAFF_PROBLEM_WAIT
                                 : otherwise);
  if (pin->wait_s == 0)
    stop_countdown (self);
  else if (self->countdown == NULL)
    {
      self->countdown = g_timeout_source_new_seconds (1);
      g_source_set_callback (self->countdown, on_countdown, self, NULL);
      g_source_attach (self->countdown, g_main_context_get_thread_default ());
    }
}

static gpointer
read_pin_state (McOutbox *outbox, gpointer data, GError **error)
{
  g_autofree McStaffPinState *pin = g_new0 (McStaffPinState, 1);

  return mc_staff_pin_get_state (outbox, pin, error) ? g_steal_pointer (&pin) : NULL;
}

static void
on_pin_state_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree McStaffPinState *pin = mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  McStaffAccess *self = question->self;

  if (!is_current (question) || self->state != MC_STAFF_ASKING)
    return;
  if (pin != NULL)
    {
      take_pin_state (self,
                      pin,
                      self->problem == MC_STAFF_PROBLEM_WRONG ? MC_STAFF_PROBLEM_WRONG
                                                              : MC_STAFF_PROBLEM_NONE);
      return;
    }
  g_warning ("Cannot read how it is with the staff's PIN: %s", error->message);
  set_problem (self, MC_STAFF_PROBLEM_STORAGE);
}

static void
look (McStaffAccess *self)
{
  mc_outbox_run_async (mc_engine_get_outbox (self->engine),
                       read_pin_state,
                       NULL,
                       NULL,
                       g_free,
                       self->cancellable,
                       on_pin_state_ready,
                       question_new (self));
}

static void
close_it (McStaffAccess *self)
{
  stop_countdown (self);
  set_problem (self, MC_STAFF_PROBLEM_NONE);
  set_state (self, MC_STAFF_CLOSED);
}

static void
open_it (McStaffAccess *self)
{
  /* Wipes whatever the citizen entered; our own handler closes, and then it is opened. */
  mc_visit_end (self->visit, MC_VISIT_END_ERASED);
  mc_visit_begin (self->visit);
  mc_visit_set_patience (self->visit, MC_STAFF_WARNING_S, MC_STAFF_GRACE_S);
  g_message ("The staff's screens were opened");
  set_state (self, MC_STAFF_OPEN);
}

static void
on_try_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (GError) error = NULL;
  McStaffPinState pin;
  const McStaffPinVerdict verdict =
      mc_staff_pin_try_finish (MC_OUTBOX (source), result, &pin, &error);
  McStaffAccess *self = question->self;

  if (!is_current (question))
    return; /* the two minutes were over: whoever typed it is not waited for */
  if (error == NULL && verdict == MC_STAFF_PIN_RIGHT)
    {
      open_it (self);
      return;
    }
  set_state (self, MC_STAFF_ASKING);
  if (error == NULL)
    {
      g_message ("A wrong PIN, or one too soon: %u tries", pin.tries);
      take_pin_state (self, &pin, MC_STAFF_PROBLEM_WRONG);
      return;
    }
  g_warning ("The staff's PIN cannot be judged: %s", error->message);
  set_problem (self, MC_STAFF_PROBLEM_STORAGE);
}

static void
mc_staff_access_dispose (GObject *object)
{
  McStaffAccess *self = MC_STAFF_ACCESS (object);

  g_cancellable_cancel (self->cancellable);
  stop_countdown (self);
  g_clear_object (&self->engine);
  g_clear_object (&self->visit);

  G_OBJECT_CLASS (mc_staff_access_parent_class)->dispose (object);
}

static void
mc_staff_access_finalize (GObject *object)
{
  g_object_unref (MC_STAFF_ACCESS (object)->cancellable);

  G_OBJECT_CLASS (mc_staff_access_parent_class)->finalize (object);
}

static void
mc_staff_access_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  McStaffAccess *self = MC_STAFF_ACCESS (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_PROBLEM:
      g_value_set_int (value, self->problem);
      break;
    case PROP_WAIT:
      g_value_set_uint (value, self->pin.wait_s);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_staff_access_class_init (McStaffAccessClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = mc_staff_access_dispose;
  object_class->finalize = mc_staff_access_finalize;
  object_class->get_property = mc_staff_access_get_property;

  props[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, MC_STAFF_CLOSED, MC_STAFF_OPEN, MC_STAFF_CLOSED, read);
  props[PROP_PROBLEM] = g_param_spec_int ("problem",
                                          NULL,
                                          NULL,
                                          MC_STAFF_PROBLEM_NONE,
                                          MC_STAFF_PROBLEM_STORAGE,
                                          MC_STAFF_PROBLEM_NONE,
                                          read);
  props[PROP_WAIT] = g_param_spec_uint ("wait", NULL, NULL, 0, G_MAXUINT, 0, read);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mc_staff_access_init (McStaffAccess *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * mc_staff_access_new:
 * @engine: whose outbox holds the PIN
 * @visit: ended before the staff's screens open; its end closes them
 *
 * Thread: the one that runs the default main context; so for every call on it.
 *
 * Returns: (transfer full): a closed way
 */
McStaffAccess *
mc_staff_access_new (McEngine *engine, McVisit *visit)
{
  McStaffAccess *self = g_object_new (MC_TYPE_STAFF_ACCESS, NULL);

  self->engine = g_object_ref (engine);
  self->visit = g_object_ref (visit);
  g_signal_connect_object (visit, "wiped", G_CALLBACK (close_it), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * mc_staff_access_get_state:
 *
 * Returns: how far it is open
 */
McStaffAccessState
mc_staff_access_get_state (McStaffAccess *self)
{
  g_return_val_if_fail (MC_IS_STAFF_ACCESS (self), MC_STAFF_CLOSED);

  return self->state;
}

/**
 * mc_staff_access_get_problem:
 *
 * Returns: why it does not open
 */
McStaffProblem
mc_staff_access_get_problem (McStaffAccess *self)
{
  g_return_val_if_fail (MC_IS_STAFF_ACCESS (self), MC_STAFF_PROBLEM_NONE);

  return self->problem;
}

/**
 * mc_staff_access_get_wait:
 *
 * Returns: seconds until a PIN may be tried again
 */
guint
mc_staff_access_get_wait (McStaffAccess *self)
{
  g_return_val_if_fail (MC_IS_STAFF_ACCESS (self), 0);

  return self->pin.wait_s;
}

/**
 * mc_staff_access_get_tries_left:
 *
 * Returns: wrong tries until the PIN is locked
 */
guint
mc_staff_access_get_tries_left (McStaffAccess *self)
{
  g_return_val_if_fail (MC_IS_STAFF_ACCESS (self), 0);

  return MC_STAFF_PIN_TRIES - MIN (self->pin.tries, MC_STAFF_PIN_TRIES);
}

/**
 * mc_staff_access_ask:
 *
 * The corner was held: asks for the PIN.
 */
void
mc_staff_access_ask (McStaffAccess *self)
{
  g_return_if_fail (MC_IS_STAFF_ACCESS (self));

  if (self->state != MC_STAFF_CLOSED)
    return;
  self->nobody = mc_visit_get_state (self->visit) == MC_VISIT_AWAY;
  mc_visit_begin (self->visit); /* so that a question that nobody answers goes by itself */
  set_problem (self, MC_STAFF_PROBLEM_NONE);
  set_state (self, MC_STAFF_ASKING);
  look (self);
}

/**
 * mc_staff_access_try:
 * @pin: (transfer full): overwritten when it is not needed any more
 *
 * Nothing while one is being judged.
 */
void
mc_staff_access_try (McStaffAccess *self, char *pin)
{
  g_return_if_fail (MC_IS_STAFF_ACCESS (self));

  if (self->state != MC_STAFF_ASKING)
    {
      mc_text_free_secret (pin);
      return;
    }
  set_state (self, MC_STAFF_CHECKING);
  mc_staff_pin_try_async (mc_engine_get_outbox (self->engine),
                          pin,
                          self->cancellable,
                          on_try_ready,
                          question_new (self));
}

/**
 * mc_staff_access_cancel:
 *
 * Back to the citizen's page, or to the first one when nobody was here.
 */
void
mc_staff_access_cancel (McStaffAccess *self)
{
  g_return_if_fail (MC_IS_STAFF_ACCESS (self));

  if (self->state == MC_STAFF_CLOSED || self->state == MC_STAFF_OPEN)
    return;
  if (self->nobody)
    mc_visit_end (self->visit, MC_VISIT_END_DONE);
  else
    close_it (self);
}

/**
 * mc_staff_access_leave:
 *
 * Ends the staff's visit: the first page stands there for the next citizen.
 */
void
mc_staff_access_leave (McStaffAccess *self)
{
  g_return_if_fail (MC_IS_STAFF_ACCESS (self));

  if (self->state == MC_STAFF_OPEN)
    mc_visit_end (self->visit, MC_VISIT_END_DONE);
}
