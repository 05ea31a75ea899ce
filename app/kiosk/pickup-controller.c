/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-pickup-controller"
#include <config.h>

#include "app/kiosk/pickup-controller.h"

#include "app/domain/datetime.h"
#include "app/domain/json.h"
#include "app/domain/text.h"
#include "app/kiosk/submission.h"

#include <string.h>

/**
 * McPickupController:
 *
 * Takes a number for the citizen who wants the result that the look-up found.
 */
struct _McPickupController
{
  GObject parent_instance;

  McEngine *engine;           /* (owned) */
  McVisit *visit;             /* (owned) */
  McLookupController *lookup; /* (owned) */
  GCancellable *cancellable;  /* (owned), of the question under way */

  McCollectState state;
  char *id;          /* (owned) (nullable), of the wish: a retry carries the same */
  char *card;        /* (owned) (nullable), the scanned card's number, until it was compared */
  char *masked_name; /* (owned) (nullable), as on that card */
  guint tries_left;
  McPickup *pickup; /* (owned) (nullable) */

  McIntakePrint print;
  char *job;           /* (owned) (nullable), of the slip */
  gboolean looking;    /* a look into the outbox is under way */
  gboolean look_again; /* something changed meanwhile */
};

enum
{
  PROP_ENGINE = 1,
  PROP_VISIT,
  PROP_LOOKUP,
  PROP_STATE,
  PROP_PRINT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* One question on its way; its answer counts only in the same visit and when nothing newer was
 * asked (the cancellable). */
typedef struct
{
  McPickupController *self;  /* (owned) */
  GCancellable *cancellable; /* (owned) */
  guint64 epoch;
} Question;

static void look (McPickupController *self);

G_DEFINE_FINAL_TYPE (McPickupController, mc_pickup_controller, G_TYPE_OBJECT)

static Question *
question_new (McPickupController *self)
{
  Question *question = g_new0 (Question, 1);

  question->self = g_object_ref (self);
  question->cancellable = g_object_ref (self->cancellable);
  question->epoch = mc_visit_get_epoch (self->visit);

  return question;
}

static void
question_free (Question *question)
{
  g_object_unref (question->cancellable);
  g_object_unref (question->self);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* Dispose took the visit away. */
static gboolean
is_current (const Question *question)
{
  const McPickupController *self = question->self;

  return self->visit != NULL && !g_cancellable_is_cancelled (question->cancellable) &&
         mc_visit_is_current (self->visit, question->epoch);
}

static void
set_state (McPickupController *self, McCollectState state)
{
  /* Two cards may end alike and are still two answers: always tell. */
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
set_print (McPickupController *self, McIntakePrint print)
{
  if (self->print == print)
    return;
  self->print = print;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PRINT]);
}

static void
forget_card (McPickupController *self)
{
  g_clear_pointer (&self->card, g_free);
  g_clear_pointer (&self->masked_name, g_free);
}

static void
forget_answer (McPickupController *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->pickup, mc_pickup_free);
  g_clear_pointer (&self->job, g_free);
  self->looking = self->look_again = FALSE;
  self->tries_left = 0;
  self->print = MC_INTAKE_PRINT_NONE;
}

static McIntakePrint
judge_print (McPrintOutcome outcome)
{
  switch (outcome)
    {
    case MC_PRINT_QUEUED:
      return MC_INTAKE_PRINT_WAITING;
    case MC_PRINT_OPEN:
      return MC_INTAKE_PRINT_PRINTING;
    case MC_PRINT_CONFIRMED:
      return MC_INTAKE_PRINT_DONE;
    case MC_PRINT_SENT:
      return MC_INTAKE_PRINT_SENT;
    case MC_PRINT_FAILED:
      return MC_INTAKE_PRINT_FAILED;
    case MC_PRINT_UNKNOWN:
      break;
    }

  return MC_INTAKE_PRINT_UNKNOWN;
}

/* Returns the outcome as a number plus one. */
static gpointer
work_get_print (McOutbox *outbox, gpointer job, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  McPrintOutcome outcome = mc_outbox_get_print (outbox, job, NULL, &local_error);

  if (local_error == NULL)
    return GUINT_TO_POINTER (outcome + 1);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static void
on_print_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  McPickupController *self = question->self;
  g_autoptr (GError) error = NULL;
  guint outcome = GPOINTER_TO_UINT (mc_outbox_run_finish (MC_OUTBOX (source), result, &error));

  if (!is_current (question))
    return;

  self->looking = FALSE;
  if (outcome > 0)
    set_print (self, judge_print (outcome - 1));
  else
    g_warning ("Cannot ask the outbox about a slip: %s", error->message);
  if (self->look_again)
    look (self);
}

/* One look at a time; what changes meanwhile makes one more. */
static void
look (McPickupController *self)
{
  if (self->job == NULL)
    return;
  if (self->looking)
    {
      self->look_again = TRUE;
      return;
    }
  self->looking = TRUE;
  self->look_again = FALSE;
  mc_outbox_run_async (mc_engine_get_outbox (self->engine),
                       work_get_print,
                       g_strdup (self->job),
                       g_free,
                       NULL,
                       self->cancellable,
                       on_print_looked,
                       question_new (self));
}

static gpointer
work_add_print (McOutbox *outbox, gpointer pickup, GError **error)
{
  return mc_outbox_add_pickup_print (outbox, pickup, error);
}

static void
on_print_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  McPickupController *self = question->self;
  g_autoptr (GError) error = NULL;
  g_autofree char *job = mc_outbox_run_finish (MC_OUTBOX (source), result, &error);

  /* Whoever it is for may have left: the paper is on its way all the same. */
  if (job != NULL && self->engine != NULL)
    mc_print_queue_kick (mc_engine_get_print_queue (self->engine));
  if (!is_current (question))
    return;

  if (job == NULL)
    {
      g_message ("No slip is printed: %s", error->message);
      set_print (self,
                 g_error_matches (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_CONFLICT)
                     ? MC_INTAKE_PRINT_NONE
                     : MC_INTAKE_PRINT_FAILED);
      return;
    }
  self->job = g_steal_pointer (&job);
  look (self);
}

/* A printer that says that it cannot is not asked: the number stands on the screen. */
static void
print_slip (McPickupController *self)
{
  McPrintQueue *queue = mc_engine_get_print_queue (self->engine);

  if (queue == NULL ||
      mc_printer_get_health (mc_print_queue_get_printer (queue)) == MC_PRINTER_FAULT)
    return;

  set_print (self, MC_INTAKE_PRINT_WAITING);
  mc_outbox_run_async (mc_engine_get_outbox (self->engine),
                       work_add_print,
                       mc_pickup_copy (self->pickup),
                       (GDestroyNotify) mc_pickup_free,
                       g_free,
                       NULL,
                       on_print_added,
                       question_new (self));
}

/* What only this machine knows. */
static void
take_pickup (McPickupController *self, McPickup *pickup)
{
  const McEnrolment *enrolment = mc_engine_get_enrolment (self->engine);

  self->pickup = pickup;
  pickup->language = g_strdup (mc_visit_get_language (self->visit));
  if (pickup->check == MC_PICKUP_CARD_MATCHED)
    pickup->masked_name = g_strdup (self->masked_name);
  if (enrolment != NULL)
    {
      pickup->unit_name = g_strdup (enrolment->point->agency_name);
      pickup->kiosk = g_strdup (enrolment->kiosk);
    }
  forget_card (self);
  print_slip (self);
  set_state (self, MC_COLLECT_TAKEN);
}

/* The dossier's newest state goes to the look-up, whose screen has the words for it. */
static gboolean
take_status (McPickupController *self, const McProblem *problem)
{
  json_t *object = problem == NULL ? NULL : json_object_get (problem->extra, "dossier");
  g_autoptr (McStatus) status = object == NULL ? NULL : mc_status_from_json (object, NULL);

  if (status == NULL)
    return FALSE;

  mc_lookup_controller_take_status (self->lookup, g_steal_pointer (&status));
  return TRUE;
}

static void
take_refusal (McPickupController *self, const McProblem *problem, const GError *error)
{
  const char *type = problem == NULL ? "" : problem->type;
  gint64 left = 0;

  if (g_str_equal (type, "card-mismatch"))
    {
      mc_json_get_int (problem->extra, "tries_left", &left, NULL);
      self->tries_left = CLAMP (left, 0, 9);
      set_state (self, MC_COLLECT_OTHER_CARD);
    }
  else if (g_str_equal (type, "ask-clerk"))
    set_state (self, MC_COLLECT_ASK_CLERK);
  else if (take_status (self, problem))
    set_state (self, MC_COLLECT_CHANGED);
  else
    {
      g_message ("No number: %s", error->message);
      if (g_str_equal (type, "conflict"))
        g_clear_pointer (&self->id, g_free);
      set_state (self, MC_COLLECT_OFFLINE);
    }
}

static void
on_pickup_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  McPickupController *self = question->self;
  g_autoptr (McProblem) problem = NULL;
  g_autoptr (McPickup) pickup = NULL;
  g_autoptr (GError) error = NULL;

  pickup =
      mc_central_client_put_pickup_finish (MC_CENTRAL_CLIENT (source), result, &problem, &error);
  if (!is_current (question))
    return;

  if (pickup != NULL)
    take_pickup (self, g_steal_pointer (&pickup));
  else
    {
      if (problem != NULL)
        forget_card (self); /* it was compared, or never will be */
      take_refusal (self, problem, error);
    }
}

static void
ask (McPickupController *self)
{
  McCentralClient *client = mc_engine_get_client (self->engine);
  McDossierKey key;

  forget_answer (self);
  if (self->id == NULL)
    self->id = mc_submission_new_id (mc_engine_get_clock (self->engine));
  if (client == NULL || !mc_lookup_controller_get_key (self->lookup, &key))
    {
      set_state (self, MC_COLLECT_OFFLINE);
      return;
    }
  set_state (self, MC_COLLECT_ASKING);
  mc_central_client_put_pickup_async (client,
                                      self->id,
                                      &key,
                                      self->card,
                                      mc_visit_get_language (self->visit),
                                      self->cancellable,
                                      on_pickup_ready,
                                      question_new (self));
}

static void
on_wiped (McPickupController *self)
{
  mc_pickup_controller_clear (self);
}

static void
mc_pickup_controller_constructed (GObject *object)
{
  McPickupController *self = MC_PICKUP_CONTROLLER (object);

  G_OBJECT_CLASS (mc_pickup_controller_parent_class)->constructed (object);

  g_signal_connect_object (self->visit, "wiped", G_CALLBACK (on_wiped), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      mc_engine_get_outbox (self->engine), "changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
}

static void
mc_pickup_controller_dispose (GObject *object)
{
  McPickupController *self = MC_PICKUP_CONTROLLER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->lookup);
  g_clear_object (&self->engine);
  g_clear_object (&self->visit);

  G_OBJECT_CLASS (mc_pickup_controller_parent_class)->dispose (object);
}

static void
mc_pickup_controller_finalize (GObject *object)
{
  McPickupController *self = MC_PICKUP_CONTROLLER (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->pickup, mc_pickup_free);
  g_free (self->job);
  g_free (self->id);
  forget_card (self);

  G_OBJECT_CLASS (mc_pickup_controller_parent_class)->finalize (object);
}

static void
mc_pickup_controller_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  McPickupController *self = MC_PICKUP_CONTROLLER (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_PRINT:
      g_value_set_int (value, self->print);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_pickup_controller_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  McPickupController *self = MC_PICKUP_CONTROLLER (object);

  switch (id)
    {
    case PROP_ENGINE:
      self->engine = g_value_dup_object (value);
      break;
    case PROP_VISIT:
      self->visit = g_value_dup_object (value);
      break;
    case PROP_LOOKUP:
      self->lookup = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_pickup_controller_class_init (McPickupControllerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags construct = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->constructed = mc_pickup_controller_constructed;
  object_class->dispose = mc_pickup_controller_dispose;
  object_class->finalize = mc_pickup_controller_finalize;
  object_class->get_property = mc_pickup_controller_get_property;
  object_class->set_property = mc_pickup_controller_set_property;

  props[PROP_ENGINE] = g_param_spec_object ("engine", NULL, NULL, MC_TYPE_ENGINE, construct);
  props[PROP_VISIT] = g_param_spec_object ("visit", NULL, NULL, MC_TYPE_VISIT, construct);
  props[PROP_LOOKUP] =
      g_param_spec_object ("lookup", NULL, NULL, MC_TYPE_LOOKUP_CONTROLLER, construct);
  props[PROP_STATE] = g_param_spec_int (
      "state", NULL, NULL, MC_COLLECT_IDLE, MC_COLLECT_OFFLINE, MC_COLLECT_IDLE, read);
  props[PROP_PRINT] = g_param_spec_int ("print",
                                        NULL,
                                        NULL,
                                        MC_INTAKE_PRINT_NONE,
                                        MC_INTAKE_PRINT_UNKNOWN,
                                        MC_INTAKE_PRINT_NONE,
                                        read);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mc_pickup_controller_init (McPickupController *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * mc_pickup_controller_new:
 * @engine: whom to ask
 * @visit: who asks
 * @lookup: what was found
 *
 * Thread: the one that runs the default main context; so for every call on it.
 *
 * Returns: (transfer full): a controller that was asked nothing yet
 */
McPickupController *
mc_pickup_controller_new (McEngine *engine, McVisit *visit, McLookupController *lookup)
{
  return g_object_new (
      MC_TYPE_PICKUP_CONTROLLER, "engine", engine, "visit", visit, "lookup", lookup, NULL);
}

/**
 * mc_pickup_controller_get_state:
 *
 * Returns: how far it is
 */
McCollectState
mc_pickup_controller_get_state (McPickupController *self)
{
  g_return_val_if_fail (MC_IS_PICKUP_CONTROLLER (self), MC_COLLECT_IDLE);

  return self->state;
}

/**
 * mc_pickup_controller_is_here:
 *
 * Returns: whether the dossier that was found is collected at the point where this machine stands
 */
gboolean
mc_pickup_controller_is_here (McPickupController *self)
{
  const McStatus *status;
  const McEnrolment *enrolment;

  g_return_val_if_fail (MC_IS_PICKUP_CONTROLLER (self), FALSE);

  status = mc_lookup_controller_get_status (self->lookup);
  enrolment = mc_engine_get_enrolment (self->engine);

  return status != NULL && enrolment != NULL &&
         g_strcmp0 (status->point_name, enrolment->point->name) == 0;
}

/**
 * mc_pickup_controller_get_tries_left:
 *
 * Returns: how many more cards are compared today, in state %MC_COLLECT_OTHER_CARD
 */
guint
mc_pickup_controller_get_tries_left (McPickupController *self)
{
  g_return_val_if_fail (MC_IS_PICKUP_CONTROLLER (self), 0);

  return self->tries_left;
}

/**
 * mc_pickup_controller_get_pickup:
 *
 * Returns: (transfer none) (nullable): the number, in state %MC_COLLECT_TAKEN; until the next
 *   question or the end of the visit
 */
const McPickup *
mc_pickup_controller_get_pickup (McPickupController *self)
{
  g_return_val_if_fail (MC_IS_PICKUP_CONTROLLER (self), NULL);

  return self->pickup;
}

/**
 * mc_pickup_controller_get_print:
 *
 * Returns: what became of the slip with the number
 */
McIntakePrint
mc_pickup_controller_get_print (McPickupController *self)
{
  g_return_val_if_fail (MC_IS_PICKUP_CONTROLLER (self), MC_INTAKE_PRINT_NONE);

  return self->print;
}

static gboolean
is_settled (McPickupController *self)
{
  return self->state == MC_COLLECT_ASKING || self->state == MC_COLLECT_TAKEN;
}

/**
 * mc_pickup_controller_scan:
 * @payload: what the scanner read
 *
 * Asks for a number with the identity card that was scanned; nothing while it is being asked
 * already, or once there is a number.
 */
void
mc_pickup_controller_scan (McPickupController *self, const char *payload)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McCard) card = NULL;
  GDate today;

  g_return_if_fail (MC_IS_PICKUP_CONTROLLER (self));
  g_return_if_fail (payload != NULL);

  if (is_settled (self))
    return;
  forget_answer (self);
  forget_card (self);
  g_clear_pointer (&self->id, g_free);
  if (strchr (payload, '|') == NULL)
    {
      set_state (self, MC_COLLECT_NO_CARD);
      return;
    }

  mc_time_get_local_date (mc_clock_now (mc_engine_get_clock (self->engine)), &today);
  card = mc_card_parse (payload, -1, &today, &error);
  if (card == NULL)
    {
      set_state (self, MC_COLLECT_BAD_CARD);
      return;
    }
  self->card = g_strdup (card->number);
  self->masked_name = mc_text_mask_name (card->name);
  ask (self);
}

/**
 * mc_pickup_controller_ask_clerk:
 *
 * Asks for a number without a card: the clerk looks at the papers. Nothing while it is being asked
 * already, or once there is a number.
 */
void
mc_pickup_controller_ask_clerk (McPickupController *self)
{
  g_return_if_fail (MC_IS_PICKUP_CONTROLLER (self));

  if (is_settled (self))
    return;
  forget_card (self);
  g_clear_pointer (&self->id, g_free);
  ask (self);
}

/**
 * mc_pickup_controller_again:
 *
 * The same wish once more, for instance after the network came back; central gives the same number
 * when only its answer was lost.
 */
void
mc_pickup_controller_again (McPickupController *self)
{
  g_return_if_fail (MC_IS_PICKUP_CONTROLLER (self));

  if (self->state == MC_COLLECT_OFFLINE)
    ask (self);
}

/**
 * mc_pickup_controller_clear:
 *
 * Forgets all of it; an answer that is under way is dropped when it comes.
 */
void
mc_pickup_controller_clear (McPickupController *self)
{
  g_return_if_fail (MC_IS_PICKUP_CONTROLLER (self));

  forget_answer (self);
  forget_card (self);
  g_clear_pointer (&self->id, g_free);
  if (self->state != MC_COLLECT_IDLE)
    set_state (self, MC_COLLECT_IDLE);
}
