/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-lookup-controller"
#include <config.h>

#include "app/kiosk/lookup-controller.h"

#include "app/domain/code.h"
#include "app/domain/datetime.h"
#include "app/domain/identity.h"

#include <string.h>

/**
 * McLookupController:
 *
 * Finds a dossier for the citizen who holds its receipt, or its code and second factor.
 */
struct _McLookupController
{
  GObject parent_instance;

  McEngine *engine;          /* (owned) */
  McVisit *visit;            /* (owned) */
  GCancellable *cancellable; /* (owned), of the question under way */

  McLookupState state;
  McStatus *status;   /* (owned) (nullable) */
  McReceipt *receipt; /* (owned) (nullable), of this kiosk */

  char *token;    /* (owned) (nullable), what was asked for */
  char *code;     /* (owned) (nullable) */
  char *id_last4; /* (owned) (nullable) */
  guint birth_year;
};

enum
{
  PROP_ENGINE = 1,
  PROP_VISIT,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* One question on its way; its answer counts only in the same visit and when nothing newer was
 * asked (the cancellable). */
typedef struct
{
  McLookupController *self; /* (owned) */
  guint64 epoch;
  McLookupState otherwise; /* what central's silence or "unknown" means when we hold nothing */
} Question;

G_DEFINE_FINAL_TYPE (McLookupController, mc_lookup_controller, G_TYPE_OBJECT)

static Question *
question_new (McLookupController *self)
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

static void
set_state (McLookupController *self, McLookupState state)
{
  /* Two questions may end alike and still mean different dossiers: always tell. */
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
forget_answer (McLookupController *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->status, mc_status_free);
  g_clear_pointer (&self->receipt, mc_receipt_free);
}

static void
forget_question (McLookupController *self)
{
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->id_last4, g_free);
  self->birth_year = 0;
}

static void
find_own_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  McOutbox *outbox = MC_OUTBOX (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (McOutboxRecord) record = NULL;
  g_autoptr (McReceipt) receipt = NULL;

  record = mc_outbox_find (outbox, data, &error);
  if (record != NULL)
    receipt = mc_outbox_dup_receipt (outbox, record->id, &error);
  if (receipt != NULL)
    receipt->delivered = record->state == MC_DELIVERY_CONFIRMED ||
                         record->state == MC_DELIVERY_SAFE || record->state == MC_DELIVERY_PURGED;
  else if (error != NULL && !g_error_matches (error, MC_OUTBOX_ERROR, MC_OUTBOX_ERROR_NOT_FOUND))
    g_warning ("Cannot look into the outbox: %s", error->message);
  g_task_return_pointer (task, g_steal_pointer (&receipt), (GDestroyNotify) mc_receipt_free);
}

static void
on_own_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  McLookupController *self = question->self;
  g_autoptr (McReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  receipt = g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL || !mc_visit_is_current (self->visit, question->epoch))
    return;

  if (receipt != NULL)
    {
      self->receipt = g_steal_pointer (&receipt);
      set_state (self, MC_LOOKUP_SAVED_HERE);
      return;
    }
  set_state (self, question->otherwise);
}

/* Central does not know it, or does not answer: what do we hold ourselves? Only the bearer of the
 * receipt is told; a typed code proves nothing where nobody can check its second factor. */
static void
ask_outbox (McLookupController *self, McLookupState otherwise)
{
  g_autoptr (GTask) task = NULL;
  Question *question;

  if (self->token == NULL)
    {
      set_state (self, otherwise);
      return;
    }

  question = question_new (self);
  question->otherwise = otherwise;
  task =
      g_task_new (mc_engine_get_outbox (self->engine), self->cancellable, on_own_ready, question);
  g_task_set_task_data (task, g_strdup (self->token), g_free);
  g_task_run_in_thread (task, find_own_thread);
}

static void
on_lookup_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  McLookupController *self = question->self;
  g_autoptr (McStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  status = mc_central_client_lookup_finish (MC_CENTRAL_CLIENT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      !mc_visit_is_current (self->visit, question->epoch))
    return;

  if (status != NULL)
    {
      self->status = g_steal_pointer (&status);
      set_state (self, MC_LOOKUP_FOUND);
    }
  else if (g_error_matches (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_NOT_FOUND))
    ask_outbox (self, MC_LOOKUP_NOT_ARRIVED);
  else if (g_error_matches (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_LOCKED))
    set_state (self, MC_LOOKUP_LOCKED);
  else if (g_error_matches (error, MC_CLIENT_ERROR, MC_CLIENT_ERROR_REFUSED))
    set_state (self, MC_LOOKUP_MISTYPED);
  else
    {
      g_message ("Look-up without an answer: %s", error->message);
      ask_outbox (self, MC_LOOKUP_OFFLINE);
    }
}

static void
ask (McLookupController *self)
{
  McCentralClient *client = mc_engine_get_client (self->engine);
  McDossierKey key;

  forget_answer (self);
  set_state (self, MC_LOOKUP_ASKING);
  if (client == NULL)
    {
      ask_outbox (self, MC_LOOKUP_OFFLINE);
      return;
    }
  mc_lookup_controller_get_key (self, &key);
  mc_central_client_lookup_async (client,
                                  &key,
                                  mc_visit_get_language (self->visit),
                                  self->cancellable,
                                  on_lookup_ready,
                                  question_new (self));
}

static gboolean
parse_digits (const char *text, gsize length, guint *number)
{
  if (text == NULL || strlen (text) != length || strspn (text, "0123456789") != length)
    return FALSE;
  if (number != NULL)
    *number = g_ascii_strtoull (text, NULL, 10);

  return TRUE;
}

static void
on_wiped (McLookupController *self)
{
  mc_lookup_controller_clear (self);
}

static void
mc_lookup_controller_constructed (GObject *object)
{
  McLookupController *self = MC_LOOKUP_CONTROLLER (object);

  G_OBJECT_CLASS (mc_lookup_controller_parent_class)->constructed (object);

  g_signal_connect_object (self->visit, "wiped", G_CALLBACK (on_wiped), self, G_CONNECT_SWAPPED);
}

static void
mc_lookup_controller_dispose (GObject *object)
{
  McLookupController *self = MC_LOOKUP_CONTROLLER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);
  g_clear_object (&self->visit);

  G_OBJECT_CLASS (mc_lookup_controller_parent_class)->dispose (object);
}

static void
mc_lookup_controller_finalize (GObject *object)
{
  McLookupController *self = MC_LOOKUP_CONTROLLER (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->status, mc_status_free);
  g_clear_pointer (&self->receipt, mc_receipt_free);
  forget_question (self);

  G_OBJECT_CLASS (mc_lookup_controller_parent_class)->finalize (object);
}

static void
mc_lookup_controller_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  McLookupController *self = MC_LOOKUP_CONTROLLER (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_lookup_controller_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  McLookupController *self = MC_LOOKUP_CONTROLLER (object);

  switch (id)
    {
    case PROP_ENGINE:
      self->engine = g_value_dup_object (value);
      break;
    case PROP_VISIT:
      self->visit = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_lookup_controller_class_init (McLookupControllerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags construct = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = mc_lookup_controller_constructed;
  object_class->dispose = mc_lookup_controller_dispose;
  object_class->finalize = mc_lookup_controller_finalize;
  object_class->get_property = mc_lookup_controller_get_property;
  object_class->set_property = mc_lookup_controller_set_property;

  props[PROP_ENGINE] = g_param_spec_object ("engine", NULL, NULL, MC_TYPE_ENGINE, construct);
  props[PROP_VISIT] = g_param_spec_object ("visit", NULL, NULL, MC_TYPE_VISIT, construct);
  props[PROP_STATE] =
      g_param_spec_int ("state",
                        NULL,
                        NULL,
                        MC_LOOKUP_IDLE,
                        MC_LOOKUP_MISTYPED,
                        MC_LOOKUP_IDLE,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mc_lookup_controller_init (McLookupController *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * mc_lookup_controller_new:
 * @engine: whom to ask
 * @visit: who asks
 *
 * Thread: the one that runs the default main context; so for every call on it.
 *
 * Returns: (transfer full): a controller that was asked nothing yet
 */
McLookupController *
mc_lookup_controller_new (McEngine *engine, McVisit *visit)
{
  return g_object_new (MC_TYPE_LOOKUP_CONTROLLER, "engine", engine, "visit", visit, NULL);
}

/**
 * mc_lookup_controller_get_state:
 *
 * Returns: what became of the last question
 */
McLookupState
mc_lookup_controller_get_state (McLookupController *self)
{
  g_return_val_if_fail (MC_IS_LOOKUP_CONTROLLER (self), MC_LOOKUP_IDLE);

  return self->state;
}

/**
 * mc_lookup_controller_get_verdict:
 *
 * Returns: what there is to say about the dossier that was found
 */
McVerdict
mc_lookup_controller_get_verdict (McLookupController *self)
{
  g_return_val_if_fail (MC_IS_LOOKUP_CONTROLLER (self), MC_VERDICT_NONE);

  if (self->state == MC_LOOKUP_SAVED_HERE)
    return self->receipt->delivered ? MC_VERDICT_AT_CENTRE : MC_VERDICT_SAVED_HERE;
  if (self->state != MC_LOOKUP_FOUND)
    return MC_VERDICT_NONE;

  switch (self->status->state)
    {
    case MC_STATE_DRAFT:
    case MC_STATE_SUBMITTED:
      return MC_VERDICT_HAND_IN;
    case MC_STATE_READY:
      return MC_VERDICT_READY;
    case MC_STATE_RETURNED:
      return MC_VERDICT_RETURNED;
    case MC_STATE_SUPPLEMENT_ASKED:
      return MC_VERDICT_SUPPLEMENT;
    case MC_STATE_PAYMENT_ASKED:
      return MC_VERDICT_PAYMENT;
    case MC_STATE_REFUSED:
      return MC_VERDICT_REFUSED;
    case MC_STATE_WITHDRAWN:
      return MC_VERDICT_WITHDRAWN;
    case MC_STATE_STOPPED:
      return MC_VERDICT_STOPPED;
    case MC_STATE_RECEIVED:
    case MC_STATE_CHAIR_ASSIGNED:
    case MC_STATE_DEPARTMENT_ASSIGNED:
    case MC_STATE_PROCESSED:
    case MC_STATE_DEPARTMENT_APPROVED:
    case MC_STATE_APPROVED:
      break;
    }

  return self->status->overdue ? MC_VERDICT_LATE : MC_VERDICT_ON_TIME;
}

/**
 * mc_lookup_controller_get_status:
 *
 * Returns: (transfer none) (nullable): central's word, in state %MC_LOOKUP_FOUND; until the next
 *   question or the end of the visit
 */
const McStatus *
mc_lookup_controller_get_status (McLookupController *self)
{
  g_return_val_if_fail (MC_IS_LOOKUP_CONTROLLER (self), NULL);

  return self->status;
}

/**
 * mc_lookup_controller_get_receipt:
 *
 * Returns: (transfer none) (nullable): this kiosk's own record, in state %MC_LOOKUP_SAVED_HERE
 */
const McReceipt *
mc_lookup_controller_get_receipt (McLookupController *self)
{
  g_return_val_if_fail (MC_IS_LOOKUP_CONTROLLER (self), NULL);

  return self->receipt;
}

/**
 * mc_lookup_controller_get_key:
 * @key: (out caller-allocates): what was asked for; its texts are the controller's, until the next
 *   question or the end of the visit
 *
 * Returns: whether anything was
 */
gboolean
mc_lookup_controller_get_key (McLookupController *self, McDossierKey *key)
{
  g_return_val_if_fail (MC_IS_LOOKUP_CONTROLLER (self), FALSE);

  *key = (McDossierKey){ self->token, self->code, self->id_last4, self->birth_year };
  return self->token != NULL || self->code != NULL;
}

/**
 * mc_lookup_controller_take_status:
 * @status: (transfer full): central's newer word about the dossier that was found
 *
 * Somebody else asked meanwhile, and learned it.
 */
void
mc_lookup_controller_take_status (McLookupController *self, McStatus *status)
{
  g_return_if_fail (MC_IS_LOOKUP_CONTROLLER (self));
  g_return_if_fail (status != NULL);

  forget_answer (self);
  self->status = status;
  set_state (self, MC_LOOKUP_FOUND);
}

/**
 * mc_lookup_controller_scan:
 * @payload: what the scanner read
 *
 * Asks for the dossier whose receipt was scanned, or says what else it was.
 */
void
mc_lookup_controller_scan (McLookupController *self, const char *payload)
{
  McEnrolment *enrolment;
  char token[MC_TOKEN_LENGTH + 1];

  g_return_if_fail (MC_IS_LOOKUP_CONTROLLER (self));
  g_return_if_fail (payload != NULL);

  enrolment = mc_engine_get_enrolment (self->engine);
  forget_answer (self);
  forget_question (self);
  if (enrolment != NULL && mc_status_url_parse (payload, enrolment->public_url, token))
    {
      self->token = g_strdup (token);
      ask (self);
      return;
    }
  set_state (self, strchr (payload, '|') != NULL ? MC_LOOKUP_CARD : MC_LOOKUP_FOREIGN);
}

/**
 * mc_lookup_controller_ask:
 * @code: the dossier code as typed, read as mc_code_list_readings () reads it
 * @id_last4: last four digits of the applicant's id number
 * @birth_year: four digits
 *
 * Asks with a typed code. What cannot be a code or a factor is never sent: wrong guesses are
 * counted at the centre.
 */
void
mc_lookup_controller_ask (McLookupController *self,
                          const char *code,
                          const char *id_last4,
                          const char *birth_year)
{
  g_auto (GStrv) readings = NULL;
  guint year;

  g_return_if_fail (MC_IS_LOOKUP_CONTROLLER (self));
  g_return_if_fail (code != NULL);

  forget_answer (self);
  forget_question (self);
  readings = mc_code_list_readings (code);
  if (readings[0] == NULL || !parse_digits (id_last4, 4, NULL) ||
      !parse_digits (birth_year, 4, &year))
    {
      set_state (self, MC_LOOKUP_MISTYPED);
      return;
    }
  /* Only the centre knows which of several is a dossier's. */
  self->code = g_strdup (readings[1] == NULL ? readings[0] : code);
  self->id_last4 = g_strdup (id_last4);
  self->birth_year = year;
  ask (self);
}

/**
 * mc_lookup_controller_again:
 *
 * The same question once more, for instance after the network came back or in another language.
 */
void
mc_lookup_controller_again (McLookupController *self)
{
  g_return_if_fail (MC_IS_LOOKUP_CONTROLLER (self));

  if (self->token != NULL || self->code != NULL)
    ask (self);
}

/**
 * mc_lookup_controller_clear:
 *
 * Forgets question and answer; one that is under way is dropped when it comes.
 */
void
mc_lookup_controller_clear (McLookupController *self)
{
  g_return_if_fail (MC_IS_LOOKUP_CONTROLLER (self));

  forget_answer (self);
  forget_question (self);
  if (self->state != MC_LOOKUP_IDLE)
    set_state (self, MC_LOOKUP_IDLE);
}
