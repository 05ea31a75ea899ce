/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-intake-controller"
#include <config.h>

#include "app/kiosk/intake-controller.h"

#include "app/domain/datetime.h"
#include "app/domain/identity.h"
#include "app/kiosk/draft.h"
#include "app/kiosk/submission.h"

#include <string.h>

/**
 * McIntakeController:
 *
 * Takes a citizen from an empty draft to a receipt: applicant, procedure, form, review, commit,
 * paper, rating. What it knows of a citizen lives in memory and ends with the visit.
 */
struct _McIntakeController
{
  GObject parent_instance;

  McEngine *engine;          /* (owned) */
  McVisit *visit;            /* (owned) */
  McUploader *uploader;      /* (owned) (nullable), the one that is listened to */
  GCancellable *cancellable; /* (owned), of this visit's questions to the outbox; never a commit */

  McIntakeState state;
  McIntakeProblem problem;
  McDraft *draft; /* (owned) */
  gboolean noticed, consent_sms, consent_survey;
  int page;
  char *changing; /* (owned) (nullable), key of the line that is being changed from the review */

  char *id;           /* (owned) (nullable), minted with the draft and kept through every retry */
  char *status_token; /* (owned) (nullable) */

  McReceipt *receipt; /* (owned) (nullable) */
  McQr *qr;           /* (owned) (nullable) */
  gboolean delivered;
  gboolean shown;
  McIntakePrint print;
  guint copies;
  guint rating;

  guint wait_timer;    /* source id, of the short wait for central */
  gboolean looking;    /* a look into the outbox is under way */
  gboolean look_again; /* something changed meanwhile */
  gboolean reprinting; /* a further copy is being asked for: earlier outcomes say nothing */
};

enum
{
  PROP_ENGINE = 1,
  PROP_VISIT,
  PROP_STATE,
  PROP_PROCEDURE,
  PROP_PAGE,
  PROP_PRINT,
  PROP_DELIVERED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* The first copy and two more: enough for a jam, not enough to empty the roll. */
#define COPIES_MAX 3

/* Held a little longer than the wait itself, which begins only after the commit. A stuck disk does
 * not hold other jobs for ever. */
#define HOLD_EXTRA_MS 10000

/* An answer of the outbox's thread on its way back. */
typedef struct
{
  McIntakeController *self; /* (owned) */
  guint64 epoch;
} Question;

/* What the outbox says about our dossier. */
typedef struct
{
  McPrintOutcome outcome;
  guint copies;
  gboolean delivered;
} Word;

static void note_delivered (McIntakeController *self);

G_DEFINE_FINAL_TYPE (McIntakeController, mc_intake_controller, G_TYPE_OBJECT)

static Question *
question_new (McIntakeController *self)
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
notify (McIntakeController *self, guint prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
set_state (McIntakeController *self, McIntakeState state)
{
  if (self->state == state)
    return;
  self->state = state;
  notify (self, PROP_STATE);
}

static void
fail (McIntakeController *self, McIntakeProblem problem)
{
  self->problem = problem;
  set_state (self, MC_INTAKE_FAILED);
}

static void
set_print (McIntakeController *self, McIntakePrint print)
{
  if (self->print == print)
    return;
  self->print = print;
  notify (self, PROP_PRINT);
}

static void
set_page (McIntakeController *self, int page)
{
  if (self->page == page)
    return;
  self->page = page;
  notify (self, PROP_PAGE);
}

/* Anything entered makes a draft of it. */
static void
note_draft (McIntakeController *self)
{
  if (self->state == MC_INTAKE_EMPTY)
    set_state (self, MC_INTAKE_DRAFT);
}

/* Nothing is entered into a dossier that is being committed, or was. */
static gboolean
can_edit (McIntakeController *self)
{
  return self->state == MC_INTAKE_EMPTY || self->state == MC_INTAKE_DRAFT ||
         self->state == MC_INTAKE_FAILED;
}

static McPrinterHealth
get_printer_health (McIntakeController *self)
{
  McPrintQueue *queue = mc_engine_get_print_queue (self->engine);
  McPrinter *printer = queue != NULL ? mc_print_queue_get_printer (queue) : NULL;

  return printer != NULL ? mc_printer_get_health (printer) : MC_PRINTER_FAULT;
}

/* What the draft has taken up, and what a former one left, is gone after this. */
static void
forget (McIntakeController *self)
{
  McPrintQueue *queue = mc_engine_get_print_queue (self->engine);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (self->wait_timer != 0)
    {
      g_clear_handle_id (&self->wait_timer, g_source_remove);
      if (queue != NULL)
        mc_print_queue_release (queue);
    }

  g_clear_pointer (&self->draft, mc_draft_free);
  self->draft = mc_draft_new ();
  g_clear_pointer (&self->changing, g_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->status_token, g_free);
  g_clear_pointer (&self->receipt, mc_receipt_free);
  g_clear_pointer (&self->qr, mc_qr_free);
  self->noticed = FALSE;
  self->consent_sms = FALSE;
  self->consent_survey = FALSE;
  self->problem = MC_INTAKE_PROBLEM_NONE;
  self->delivered = FALSE;
  self->shown = FALSE;
  self->looking = FALSE;
  self->look_again = FALSE;
  self->reprinting = FALSE;
  self->copies = 0;
  self->rating = 0;
}

static void
on_wiped (McIntakeController *self)
{
  forget (self);
  set_page (self, -1);
  set_print (self, MC_INTAKE_PRINT_NONE);
  notify (self, PROP_DELIVERED);
  notify (self, PROP_PROCEDURE);
  set_state (self, MC_INTAKE_EMPTY);
}

/* --- after the commit: what became of paper and delivery --- */

static gpointer
ask_word (McOutbox *outbox, gpointer id, GError **error)
{
  g_autoptr (McOutboxRecord) record = mc_outbox_find (outbox, id, error);
  Word *word;

  if (record == NULL)
    return NULL;

  word = g_new0 (Word, 1);
  word->outcome = record->print;
  word->copies = record->copies;
  word->delivered = record->state == MC_DELIVERY_CONFIRMED || record->state == MC_DELIVERY_SAFE ||
                    record->state == MC_DELIVERY_PURGED;

  return word;
}

static void look (McIntakeController *self);

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
    case MC_PRINT_FAILED:
      return MC_INTAKE_PRINT_FAILED;
    case MC_PRINT_UNKNOWN:
      break;
    }

  return MC_INTAKE_PRINT_UNKNOWN;
}

static void
on_word_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  McIntakeController *self = question->self;
  g_autofree Word *word = NULL;
  g_autoptr (GError) error = NULL;

  word = mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  if (!mc_visit_is_current (self->visit, question->epoch))
    return;

  self->looking = FALSE;
  if (word == NULL)
    g_warning ("Cannot ask the outbox about the dossier just filed: %s", error->message);
  else if (!self->reprinting)
    {
      self->copies = word->copies;
      set_print (self, word->copies == 0 ? MC_INTAKE_PRINT_NONE : judge_print (word->outcome));
      if (word->delivered)
        note_delivered (self);
    }
  if (self->look_again)
    look (self);
}

/* One look at a time; what changes meanwhile makes one more. */
static void
look (McIntakeController *self)
{
  if (self->receipt == NULL)
    return;
  if (self->looking)
    {
      self->look_again = TRUE;
      return;
    }
  self->looking = TRUE;
  self->look_again = FALSE;
  mc_outbox_run_async (mc_engine_get_outbox (self->engine),
                       ask_word,
                       g_strdup (self->id),
                       g_free,
                       g_free,
                       self->cancellable,
                       on_word_ready,
                       question_new (self));
}

static void
on_outbox_changed (McIntakeController *self)
{
  look (self);
}

static void
accept (McIntakeController *self)
{
  McPrintQueue *queue = mc_engine_get_print_queue (self->engine);

  if (self->state != MC_INTAKE_CONFIRMING)
    return;
  g_clear_handle_id (&self->wait_timer, g_source_remove);
  if (queue != NULL)
    {
      mc_print_queue_release (queue);
      mc_print_queue_kick (queue);
    }
  mc_visit_touch (self->visit);
  set_state (self, MC_INTAKE_ACCEPTED);
  look (self);
}

static void
note_delivered (McIntakeController *self)
{
  if (!self->delivered)
    {
      self->delivered = TRUE;
      if (self->receipt != NULL)
        self->receipt->delivered = TRUE;
      notify (self, PROP_DELIVERED);
    }
  accept (self);
}

static void
on_delivered (McIntakeController *self, const char *id)
{
  if (g_strcmp0 (id, self->id) == 0)
    note_delivered (self);
}

static gboolean
on_wait_over (gpointer user_data)
{
  McIntakeController *self = user_data;

  self->wait_timer = 0;
  accept (self);

  return G_SOURCE_REMOVE;
}

static McIntakeProblem
judge_error (const GError *error)
{
  if (error->domain == MC_OUTBOX_ERROR)
    switch ((McOutboxError) error->code)
      {
      case MC_OUTBOX_ERROR_NOT_ENROLLED:
        return MC_INTAKE_PROBLEM_NOT_ENROLLED;
      case MC_OUTBOX_ERROR_FULL:
        return MC_INTAKE_PROBLEM_FULL;
      case MC_OUTBOX_ERROR_SERIALS:
        return MC_INTAKE_PROBLEM_SERIALS;
      case MC_OUTBOX_ERROR_INVALID:
      case MC_OUTBOX_ERROR_TOO_LARGE:
        return MC_INTAKE_PROBLEM_INCOMPLETE;
      case MC_OUTBOX_ERROR_OPEN:
      case MC_OUTBOX_ERROR_NEWER:
      case MC_OUTBOX_ERROR_STORAGE:
      case MC_OUTBOX_ERROR_CONFLICT:
      case MC_OUTBOX_ERROR_NOT_FOUND:
      case MC_OUTBOX_ERROR_DAMAGED:
        break;
      }

  return MC_INTAKE_PROBLEM_STORAGE;
}

static void
on_commit_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  McIntakeController *self = question->self;
  McUploader *uploader = mc_engine_get_uploader (self->engine);
  McPrintQueue *queue = mc_engine_get_print_queue (self->engine);
  g_autoptr (McReceipt) receipt = NULL;
  g_autoptr (McQr) qr = NULL;
  g_autoptr (GError) error = NULL;
  int wait_ms;

  receipt = mc_outbox_commit_finish (MC_OUTBOX (source), result, NULL, &error);
  if (receipt != NULL && uploader != NULL)
    mc_uploader_kick (uploader);
  if (!mc_visit_is_current (self->visit, question->epoch))
    {
      /* Acknowledged and never shown: it travels all the same, flagged for the clerk. */
      if (queue != NULL)
        mc_print_queue_release (queue);
      return;
    }

  if (receipt == NULL)
    {
      g_warning ("Cannot commit a dossier: %s", error->message);
      if (queue != NULL)
        mc_print_queue_release (queue);
      fail (self, judge_error (error));
      return;
    }

  qr = mc_qr_new (receipt->status_url, &error);
  if (qr == NULL)
    g_warning ("Cannot draw the receipt's QR code: %s", error->message);
  self->receipt = g_steal_pointer (&receipt);
  self->receipt->delivered = self->delivered;
  self->qr = g_steal_pointer (&qr);
  set_state (self, MC_INTAKE_CONFIRMING);

  wait_ms = mc_config_get_int (mc_engine_get_config (self->engine), "delivery", "receipt-wait-ms");
  if (self->delivered || uploader == NULL || wait_ms <= 0)
    accept (self);
  else
    self->wait_timer = g_timeout_add (wait_ms, on_wait_over, self);
}

/* --- object --- */

static void
mc_intake_controller_constructed (GObject *object)
{
  McIntakeController *self = MC_INTAKE_CONTROLLER (object);

  G_OBJECT_CLASS (mc_intake_controller_parent_class)->constructed (object);

  g_signal_connect_object (self->visit, "wiped", G_CALLBACK (on_wiped), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (mc_engine_get_outbox (self->engine),
                           "changed",
                           G_CALLBACK (on_outbox_changed),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
mc_intake_controller_dispose (GObject *object)
{
  McIntakeController *self = MC_INTAKE_CONTROLLER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->wait_timer, g_source_remove);
  g_clear_object (&self->uploader);
  g_clear_object (&self->engine);
  g_clear_object (&self->visit);

  G_OBJECT_CLASS (mc_intake_controller_parent_class)->dispose (object);
}

static void
mc_intake_controller_finalize (GObject *object)
{
  McIntakeController *self = MC_INTAKE_CONTROLLER (object);

  g_object_unref (self->cancellable);
  mc_draft_free (self->draft);
  g_free (self->changing);
  g_free (self->id);
  g_free (self->status_token);
  g_clear_pointer (&self->receipt, mc_receipt_free);
  g_clear_pointer (&self->qr, mc_qr_free);

  G_OBJECT_CLASS (mc_intake_controller_parent_class)->finalize (object);
}

static void
mc_intake_controller_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  McIntakeController *self = MC_INTAKE_CONTROLLER (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_PROCEDURE:
      g_value_set_object (value, mc_draft_get_procedure (self->draft));
      break;
    case PROP_PAGE:
      g_value_set_int (value, self->page);
      break;
    case PROP_PRINT:
      g_value_set_int (value, self->print);
      break;
    case PROP_DELIVERED:
      g_value_set_boolean (value, self->delivered);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mc_intake_controller_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  McIntakeController *self = MC_INTAKE_CONTROLLER (object);

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
mc_intake_controller_class_init (McIntakeControllerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags construct = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->constructed = mc_intake_controller_constructed;
  object_class->dispose = mc_intake_controller_dispose;
  object_class->finalize = mc_intake_controller_finalize;
  object_class->get_property = mc_intake_controller_get_property;
  object_class->set_property = mc_intake_controller_set_property;

  props[PROP_ENGINE] = g_param_spec_object ("engine", NULL, NULL, MC_TYPE_ENGINE, construct);
  props[PROP_VISIT] = g_param_spec_object ("visit", NULL, NULL, MC_TYPE_VISIT, construct);
  props[PROP_STATE] = g_param_spec_int (
      "state", NULL, NULL, MC_INTAKE_EMPTY, MC_INTAKE_FAILED, MC_INTAKE_EMPTY, read);
  props[PROP_PROCEDURE] = g_param_spec_object ("procedure", NULL, NULL, MC_TYPE_PROCEDURE, read);
  props[PROP_PAGE] = g_param_spec_int ("page", NULL, NULL, -1, G_MAXINT, -1, read);
  props[PROP_PRINT] = g_param_spec_int ("print",
                                        NULL,
                                        NULL,
                                        MC_INTAKE_PRINT_NONE,
                                        MC_INTAKE_PRINT_UNKNOWN,
                                        MC_INTAKE_PRINT_NONE,
                                        read);
  props[PROP_DELIVERED] = g_param_spec_boolean ("delivered", NULL, NULL, FALSE, read);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mc_intake_controller_init (McIntakeController *self)
{
  self->cancellable = g_cancellable_new ();
  self->draft = mc_draft_new ();
  self->page = -1;
}

/**
 * mc_intake_controller_new:
 * @engine: what it works with
 * @visit: whose dossier it is
 *
 * Thread: the one that runs the default main context; so for every call on it. No call waits for
 * a disk or the network.
 *
 * Returns: (transfer full): a controller with an empty draft
 */
McIntakeController *
mc_intake_controller_new (McEngine *engine, McVisit *visit)
{
  return g_object_new (MC_TYPE_INTAKE_CONTROLLER, "engine", engine, "visit", visit, NULL);
}

McIntakeState
mc_intake_controller_get_state (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), MC_INTAKE_EMPTY);

  return self->state;
}

/**
 * mc_intake_controller_get_problem:
 *
 * Returns: why the last submit failed, in state %MC_INTAKE_FAILED
 */
McIntakeProblem
mc_intake_controller_get_problem (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), MC_INTAKE_PROBLEM_NONE);

  return self->state == MC_INTAKE_FAILED ? self->problem : MC_INTAKE_PROBLEM_NONE;
}

/**
 * mc_intake_controller_get_point:
 *
 * Returns: (transfer none) (nullable): where this machine stands; %NULL before enrolment
 */
const McPoint *
mc_intake_controller_get_point (McIntakeController *self)
{
  McEnrolment *enrolment;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  enrolment = mc_engine_get_enrolment (self->engine);

  return enrolment != NULL ? enrolment->point : NULL;
}

/**
 * mc_intake_controller_get_today:
 * @today: (out caller-allocates): the local date by the engine's clock
 */
void
mc_intake_controller_get_today (McIntakeController *self, GDate *today)
{
  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));

  mc_time_get_local_date (mc_clock_now (mc_engine_get_clock (self->engine)), today);
}

/**
 * mc_intake_controller_get_noticed:
 *
 * Returns: whether this citizen went on after the notice of personal data
 */
gboolean
mc_intake_controller_get_noticed (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);

  return self->noticed;
}

/**
 * mc_intake_controller_accept_notice:
 * @sms: agreed to messages about this dossier
 * @survey: agreed to be asked about the service later
 *
 * The notice was shown and the citizen went on. Each consent stands for itself; silence is no
 * consent (Luật 91/2025/QH15).
 */
void
mc_intake_controller_accept_notice (McIntakeController *self, gboolean sms, gboolean survey)
{
  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));

  if (!can_edit (self))
    return;
  self->noticed = TRUE;
  self->consent_sms = sms;
  self->consent_survey = survey;
  note_draft (self);
}

/* --- applicant --- */

/**
 * mc_intake_controller_get_applicant:
 *
 * Returns: (transfer none): as far as it is known; until the next change
 */
const McApplicant *
mc_intake_controller_get_applicant (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  return mc_draft_get_applicant (self->draft);
}

/**
 * mc_intake_controller_set_applicant_kind:
 * @kind: for themselves, or for an organisation that they represent
 *
 * What is known of the person is kept.
 */
void
mc_intake_controller_set_applicant_kind (McIntakeController *self, McApplicantKind kind)
{
  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));

  if (!can_edit (self))
    return;
  mc_draft_get_applicant (self->draft)->kind = kind;
  note_draft (self);
}

/**
 * mc_intake_controller_take_scan:
 * @payload: what the scanner read
 * @warnings: (out): what to look at twice, with a card that was taken
 * @error: return location for an #McCardError, with %MC_SCAN_RESULT_BAD_CARD
 *
 * Fills the applicant from an identity card. The code on a card is not signed: it fills fields and
 * proves nothing.
 *
 * Returns: what the code was
 */
McScanResult
mc_intake_controller_take_scan (McIntakeController *self,
                                const char *payload,
                                McCardWarnings *warnings,
                                GError **error)
{
  McEnrolment *enrolment;
  g_autoptr (McCard) card = NULL;
  char token[MC_TOKEN_LENGTH + 1];
  GDate today;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), MC_SCAN_RESULT_OTHER);
  g_return_val_if_fail (payload != NULL, MC_SCAN_RESULT_OTHER);

  enrolment = mc_engine_get_enrolment (self->engine);
  if (enrolment != NULL && mc_status_url_parse (payload, enrolment->public_url, token))
    return MC_SCAN_RESULT_RECEIPT;
  if (strchr (payload, '|') == NULL || !can_edit (self))
    return MC_SCAN_RESULT_OTHER;

  mc_intake_controller_get_today (self, &today);
  card = mc_card_parse (payload, -1, &today, error);
  if (card == NULL)
    return MC_SCAN_RESULT_BAD_CARD;

  mc_applicant_take_card (mc_draft_get_applicant (self->draft), card);
  for (McApplicantField field = MC_APPLICANT_FIELD_NAME; field <= MC_APPLICANT_FIELD_ADDRESS;
       field++)
    mc_draft_set_raw (self->draft, mc_applicant_field_get_key (field), NULL);
  if (warnings != NULL)
    *warnings = card->warnings;
  note_draft (self);

  return MC_SCAN_RESULT_CARD;
}

/**
 * mc_intake_controller_forget_applicant:
 *
 * "This is not me": person and organisation are forgotten, the kind stays.
 */
void
mc_intake_controller_forget_applicant (McIntakeController *self)
{
  McApplicant *applicant;

  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));

  if (!can_edit (self))
    return;
  applicant = mc_applicant_new (mc_draft_get_applicant (self->draft)->kind);
  mc_draft_take_applicant (self->draft, applicant);
  for (McApplicantField field = MC_APPLICANT_FIELD_NAME; field <= MC_APPLICANT_FIELD_TITLE; field++)
    mc_draft_set_raw (self->draft, mc_applicant_field_get_key (field), NULL);
}

/**
 * mc_intake_controller_dup_applicant_field:
 *
 * Returns: (transfer full) (nullable): what was typed last, else the known value
 */
char *
mc_intake_controller_dup_applicant_field (McIntakeController *self, McApplicantField field)
{
  const char *raw;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  raw = mc_draft_get_raw (self->draft, mc_applicant_field_get_key (field));
  if (raw != NULL)
    return g_strdup (raw);

  return mc_applicant_field_dup_value (mc_draft_get_applicant (self->draft), field);
}

/**
 * mc_intake_controller_needs_applicant_field:
 *
 * Returns: whether one cannot go on without it, for this kind of applicant
 */
gboolean
mc_intake_controller_needs_applicant_field (McIntakeController *self, McApplicantField field)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);

  return mc_applicant_field_is_required (mc_draft_get_applicant (self->draft)->kind, field);
}

/**
 * mc_intake_controller_set_applicant_field:
 * @raw: as typed; "" leaves an optional field out
 * @detail: (out) (optional) (nullable): see #McFieldProblem; "birth-date" with
 *   %MC_FIELD_PROBLEM_FORMAT when number and birth date contradict each other
 *
 * Returns: why it is refused, or %MC_FIELD_PROBLEM_NONE
 */
McFieldProblem
mc_intake_controller_set_applicant_field (McIntakeController *self,
                                          McApplicantField field,
                                          const char *raw,
                                          char **detail)
{
  GDate today;
  McFieldProblem problem;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), MC_FIELD_PROBLEM_FORMAT);
  g_return_val_if_fail (raw != NULL, MC_FIELD_PROBLEM_FORMAT);

  if (!can_edit (self))
    return MC_FIELD_PROBLEM_NONE;
  mc_intake_controller_get_today (self, &today);
  note_draft (self);
  problem =
      mc_applicant_field_set (mc_draft_get_applicant (self->draft), field, raw, &today, detail);
  mc_draft_set_raw (self->draft,
                    mc_applicant_field_get_key (field),
                    problem == MC_FIELD_PROBLEM_NONE ? NULL : raw);

  return problem;
}

/**
 * mc_intake_controller_has_applicant:
 *
 * Returns: whether enough is known of the applicant to go on
 */
gboolean
mc_intake_controller_has_applicant (McIntakeController *self)
{
  const McApplicant *applicant;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);

  applicant = mc_draft_get_applicant (self->draft);
  for (McApplicantField field = MC_APPLICANT_FIELD_NAME; field <= MC_APPLICANT_FIELD_TITLE; field++)
    {
      g_autofree char *value = mc_applicant_field_dup_value (applicant, field);

      if (mc_applicant_field_is_required (applicant->kind, field) && value == NULL)
        return FALSE;
    }

  return mc_applicant_check (applicant, NULL);
}

/* --- procedure --- */

/**
 * mc_intake_controller_search:
 * @query: (nullable): a few letters, with or without accents; empty for all
 *
 * Returns: (transfer full) (element-type McProcedure): what is on offer today, best first
 */
GPtrArray *
mc_intake_controller_search (McIntakeController *self, const char *query)
{
  GDate today;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  mc_intake_controller_get_today (self, &today);

  return mc_catalogue_search (mc_engine_get_catalogue (self->engine),
                              query != NULL ? query : "",
                              mc_visit_get_language (self->visit),
                              &today);
}

/**
 * mc_intake_controller_get_procedure:
 *
 * Returns: (transfer none) (nullable): what was chosen
 */
McProcedure *
mc_intake_controller_get_procedure (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  return mc_draft_get_procedure (self->draft);
}

/**
 * mc_intake_controller_choose:
 * @code: of a procedure that is on offer today
 *
 * Answers to another procedure are forgotten; the same one again keeps them.
 *
 * Returns: %FALSE when it is not on offer
 */
gboolean
mc_intake_controller_choose (McIntakeController *self, const char *code)
{
  McProcedure *procedure;
  GDate today;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);

  mc_intake_controller_get_today (self, &today);
  procedure = mc_catalogue_find (mc_engine_get_catalogue (self->engine), code, &today);
  if (procedure == NULL || !can_edit (self))
    return FALSE;

  note_draft (self);
  if (mc_draft_set_procedure (self->draft, procedure))
    {
      mc_draft_prefill (self->draft);
      set_page (self, -1);
      notify (self, PROP_PROCEDURE);
    }

  return TRUE;
}

/**
 * mc_intake_controller_get_n_papers:
 * @procedure: any procedure
 *
 * Returns: how many papers one must bring, as far as that is known before the first answer: as if
 *   the usual answers were given
 */
guint
mc_intake_controller_get_n_papers (McIntakeController *self, McProcedure *procedure)
{
  g_autoptr (McAnswers) usual = mc_answers_new ();
  guint n = 0;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), 0);

  mc_procedure_prefill (procedure, mc_draft_get_applicant (self->draft), usual);

  for (guint i = 0; i < mc_procedure_get_n_documents (procedure); i++)
    {
      const McDocument *document = mc_procedure_get_document (procedure, i);

      if (mc_document_is_required (document) && mc_document_is_needed (document, usual))
        n++;
    }

  return n;
}

/* --- form --- */

/**
 * mc_intake_controller_can_begin_form:
 *
 * Returns: whether a procedure is chosen that takes this kind of applicant, who is known, and the
 *   notice was shown
 */
gboolean
mc_intake_controller_can_begin_form (McIntakeController *self)
{
  McProcedure *procedure;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);

  procedure = mc_draft_get_procedure (self->draft);

  return procedure != NULL && self->noticed &&
         mc_procedure_accepts (procedure, mc_draft_get_applicant (self->draft)->kind) &&
         mc_intake_controller_has_applicant (self);
}

/**
 * mc_intake_controller_begin_form:
 *
 * Prefills from the applicant and opens the first page that is asked.
 */
void
mc_intake_controller_begin_form (McIntakeController *self)
{
  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));
  g_return_if_fail (mc_draft_get_procedure (self->draft) != NULL);

  if (!can_edit (self))
    return;
  mc_draft_prefill (self->draft);
  set_page (self, mc_draft_find_visible_page (self->draft, -1, 1));
}

/**
 * mc_intake_controller_get_page:
 *
 * Returns: index of the present form page; -1 before the form, the number of pages after it
 */
int
mc_intake_controller_get_page (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), -1);

  return self->page;
}

/* After a change other questions may have come up, or none. */
static int
find_open_page (McIntakeController *self)
{
  const int n_pages = (int) mc_procedure_get_n_pages (mc_draft_get_procedure (self->draft));
  GDate today;

  mc_intake_controller_get_today (self, &today);
  for (int page = mc_draft_find_visible_page (self->draft, -1, 1); page < n_pages;
       page = mc_draft_find_visible_page (self->draft, page, 1))
    {
      McFieldProblem problem;

      if (mc_draft_check_page (self->draft, page, &today, &problem, NULL) != NULL)
        return page;
    }

  return n_pages;
}

/**
 * mc_intake_controller_next_page:
 *
 * Goes to the next page that is asked; after a change from the review only to one that is not
 * answered yet. The caller has looked at mc_intake_controller_check_page () first.
 *
 * Returns: %FALSE after the last one: the review is next
 */
gboolean
mc_intake_controller_next_page (McIntakeController *self)
{
  McProcedure *procedure;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);

  procedure = mc_draft_get_procedure (self->draft);
  g_return_val_if_fail (procedure != NULL, FALSE);

  set_page (self,
            self->changing != NULL ? find_open_page (self)
                                   : mc_draft_find_visible_page (self->draft, self->page, 1));
  if (self->page < (int) mc_procedure_get_n_pages (procedure))
    return TRUE;
  mc_intake_controller_end_change (self);

  return FALSE;
}

/**
 * mc_intake_controller_previous_page:
 *
 * Returns: %FALSE before the first one, and during a change: one goes where one came from
 */
gboolean
mc_intake_controller_previous_page (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);
  g_return_val_if_fail (mc_draft_get_procedure (self->draft) != NULL, FALSE);

  if (self->changing != NULL)
    return FALSE;
  set_page (self, mc_draft_find_visible_page (self->draft, self->page, -1));

  return self->page >= 0;
}

/**
 * mc_intake_controller_get_progress:
 * @section: (out): where the present page stands, from 1
 * @n_sections: (out): sections that have something to ask
 */
void
mc_intake_controller_get_progress (McIntakeController *self, guint *section, guint *n_sections)
{
  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));
  g_return_if_fail (mc_draft_get_procedure (self->draft) != NULL);

  mc_draft_get_progress (self->draft, self->page, section, n_sections);
}

/**
 * mc_intake_controller_get_answers:
 *
 * Returns: (transfer none): canonical values; until the next change
 */
const McAnswers *
mc_intake_controller_get_answers (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  return mc_draft_get_answers (self->draft);
}

/**
 * mc_intake_controller_get_raw:
 * @key: a field's key
 *
 * Returns: (transfer none) (nullable): as typed, also when it was refused; else the known answer
 */
const char *
mc_intake_controller_get_raw (McIntakeController *self, const char *key)
{
  const char *raw;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  raw = mc_draft_get_raw (self->draft, key);

  return raw != NULL ? raw : mc_answers_get (mc_draft_get_answers (self->draft), key);
}

/**
 * mc_intake_controller_set_answer:
 * @key: a field of the procedure
 * @raw: as typed or chosen
 * @detail: (out) (optional) (nullable): see #McFieldProblem
 *
 * Returns: why it is refused, or %MC_FIELD_PROBLEM_NONE
 */
McFieldProblem
mc_intake_controller_set_answer (McIntakeController *self,
                                 const char *key,
                                 const char *raw,
                                 char **detail)
{
  const McField *field;
  GDate today;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), MC_FIELD_PROBLEM_FORMAT);
  g_return_val_if_fail (mc_draft_get_procedure (self->draft) != NULL, MC_FIELD_PROBLEM_FORMAT);

  field = mc_procedure_find_field (mc_draft_get_procedure (self->draft), key);
  g_return_val_if_fail (field != NULL, MC_FIELD_PROBLEM_FORMAT);

  if (!can_edit (self))
    return MC_FIELD_PROBLEM_NONE;
  mc_intake_controller_get_today (self, &today);
  note_draft (self);

  return mc_draft_set_answer (self->draft, field, raw, &today, detail);
}

/**
 * mc_intake_controller_check_page:
 * @problem: (out): why the returned field is refused
 * @detail: (out) (optional) (nullable): see #McFieldProblem
 *
 * Returns: (transfer none) (nullable): the first field of the present page that is not right yet
 */
const McField *
mc_intake_controller_check_page (McIntakeController *self, McFieldProblem *problem, char **detail)
{
  McProcedure *procedure;
  GDate today;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  procedure = mc_draft_get_procedure (self->draft);
  *problem = MC_FIELD_PROBLEM_NONE;
  if (procedure == NULL || self->page < 0 ||
      self->page >= (int) mc_procedure_get_n_pages (procedure))
    return NULL;
  mc_intake_controller_get_today (self, &today);

  return mc_draft_check_page (self->draft, self->page, &today, problem, detail);
}

/* --- review --- */

/**
 * mc_intake_controller_create_review:
 *
 * Returns: (transfer full) (element-type McReviewSection): everything to be read before one
 *   submits; lines of the applicant first
 */
GPtrArray *
mc_intake_controller_create_review (McIntakeController *self)
{
  McProcedure *procedure;
  g_autoptr (McAnswers) answers = NULL;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  procedure = mc_draft_get_procedure (self->draft);
  g_return_val_if_fail (procedure != NULL, NULL);

  answers = mc_procedure_keep_visible (procedure, mc_draft_get_answers (self->draft));

  return mc_review_new (procedure,
                        mc_draft_get_applicant (self->draft),
                        answers,
                        mc_visit_get_language (self->visit));
}

/**
 * mc_intake_controller_list_papers:
 *
 * Returns: (transfer container) (element-type McDocument): papers for the counter that the answers
 *   so far call for, required ones first
 */
GPtrArray *
mc_intake_controller_list_papers (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);
  g_return_val_if_fail (mc_draft_get_procedure (self->draft) != NULL, NULL);

  return mc_draft_list_papers (self->draft);
}

/**
 * mc_intake_controller_brings:
 *
 * Returns: whether the paper goes into the dossier's list
 */
gboolean
mc_intake_controller_brings (McIntakeController *self, const McDocument *document)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);

  return mc_draft_brings (self->draft, document);
}

/**
 * mc_intake_controller_set_brings:
 * @document: a paper; a required one is always brought
 */
void
mc_intake_controller_set_brings (McIntakeController *self,
                                 const McDocument *document,
                                 gboolean brings)
{
  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));

  if (can_edit (self))
    mc_draft_set_brings (self->draft, document, brings);
}

/**
 * mc_intake_controller_get_expected_due:
 * @reasons: (out) (optional): why it is later than one may think
 *
 * Returns: when the result may be expected if the papers were accepted now; %MC_TIME_NONE when the
 *   calendar cannot tell, or the machine is not enrolled
 */
gint64
mc_intake_controller_get_expected_due (McIntakeController *self, McDueReasons *reasons)
{
  const McPoint *point;
  McProcedure *procedure;
  gint64 due;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), MC_TIME_NONE);

  point = mc_intake_controller_get_point (self);
  procedure = mc_draft_get_procedure (self->draft);
  if (point == NULL || procedure == NULL ||
      !mc_limit_due (mc_procedure_get_limit (procedure, NULL),
                     mc_engine_get_calendar (self->engine),
                     &point->hours,
                     mc_clock_now (mc_engine_get_clock (self->engine)),
                     &due,
                     reasons,
                     NULL))
    return MC_TIME_NONE;

  return due;
}

/* The page that asks for @key, if it is asked (now). */
static int
find_page_of (McIntakeController *self, const char *key)
{
  McProcedure *procedure = mc_draft_get_procedure (self->draft);

  for (int page = mc_draft_find_visible_page (self->draft, -1, 1);
       page < (int) mc_procedure_get_n_pages (procedure);
       page = mc_draft_find_visible_page (self->draft, page, 1))
    {
      const McFormPage *form_page = mc_procedure_get_page (procedure, page);

      for (guint i = 0; i < mc_form_page_get_n_fields (form_page); i++)
        if (g_str_equal (mc_field_get_key (mc_form_page_get_field (form_page, i)), key))
          return page;
    }

  return -1;
}

/**
 * mc_intake_controller_change:
 * @key: of a review line
 *
 * Begins a change from the review. It ends when the form has nothing more to ask
 * (mc_intake_controller_next_page () says %FALSE) or with mc_intake_controller_end_change ().
 *
 * Returns: %TRUE when the form's page stands at it, %FALSE when it is the applicant's own data
 */
gboolean
mc_intake_controller_change (McIntakeController *self, const char *key)
{
  int page;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);
  g_return_val_if_fail (mc_draft_get_procedure (self->draft) != NULL, FALSE);

  g_free (self->changing);
  self->changing = g_strdup (key);
  page = find_page_of (self, key);
  if (page < 0)
    return FALSE;
  set_page (self, page);

  return TRUE;
}

/**
 * mc_intake_controller_get_changing:
 *
 * Returns: (transfer none) (nullable): the key of the line that is being changed
 */
const char *
mc_intake_controller_get_changing (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  return self->changing;
}

/**
 * mc_intake_controller_end_change:
 *
 * Back to the review; the form's page stands after its last one again. What the form had taken
 * over from the applicant follows the applicant.
 */
void
mc_intake_controller_end_change (McIntakeController *self)
{
  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));

  if (self->changing == NULL)
    return;
  g_clear_pointer (&self->changing, g_free);
  if (mc_draft_get_procedure (self->draft) == NULL)
    return;
  mc_draft_prefill (self->draft);
  set_page (self, (int) mc_procedure_get_n_pages (mc_draft_get_procedure (self->draft)));
}

/* --- submit and receipt --- */

static McDossier *
create_dossier (McIntakeController *self, McEnrolment *enrolment)
{
  McDossier *dossier = mc_dossier_new ();

  dossier->id = g_strdup (self->id);
  dossier->status_token = g_strdup (self->status_token);
  g_free (dossier->language);
  dossier->language = g_strdup (mc_visit_get_language (self->visit));
  g_free (dossier->notice_version);
  dossier->notice_version = g_strdup (MC_NOTICE_VERSION);
  dossier->consent_sms = self->consent_sms;
  dossier->consent_survey = self->consent_survey;
  mc_draft_fill_dossier (self->draft, dossier);
  mc_submission_stamp (dossier,
                       mc_draft_get_procedure (self->draft),
                       enrolment,
                       mc_engine_get_calendar (self->engine),
                       mc_engine_get_clock (self->engine));

  return dossier;
}

/**
 * mc_intake_controller_submit:
 *
 * Commits the draft. "state" goes to %MC_INTAKE_COMMITTING, then either through
 * %MC_INTAKE_CONFIRMING to %MC_INTAKE_ACCEPTED, or to %MC_INTAKE_FAILED with the draft untouched.
 * Called again meanwhile it does nothing; called again after a failure it carries the same id, so
 * that a commit whose answer was lost is found and not doubled.
 */
void
mc_intake_controller_submit (McIntakeController *self)
{
  McEnrolment *enrolment;
  McPrintQueue *queue;
  McProcedure *procedure;
  McUploader *uploader;
  g_autoptr (McDossier) dossier = NULL;
  g_autoptr (GError) error = NULL;
  gboolean want_print;
  GDate today;

  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));

  procedure = mc_draft_get_procedure (self->draft);
  if ((self->state != MC_INTAKE_DRAFT && self->state != MC_INTAKE_FAILED) || procedure == NULL)
    return;

  enrolment = mc_engine_get_enrolment (self->engine);
  if (enrolment == NULL)
    {
      fail (self, MC_INTAKE_PROBLEM_NOT_ENROLLED);
      return;
    }

  dossier = create_dossier (self, enrolment);
  if (self->id == NULL)
    {
      self->id = g_strdup (dossier->id);
      self->status_token = g_strdup (dossier->status_token);
    }
  mc_intake_controller_get_today (self, &today);
  if (!self->noticed || !mc_dossier_check (dossier, procedure, &today, &error))
    {
      g_message ("Not submitted: %s", error != NULL ? error->message : "no notice was shown");
      fail (self, MC_INTAKE_PROBLEM_INCOMPLETE);
      return;
    }

  /* A job for a printer that cannot print would come out later, in front of somebody else. */
  queue = mc_engine_get_print_queue (self->engine);
  want_print = queue != NULL && get_printer_health (self) != MC_PRINTER_FAULT;
  if (queue != NULL)
    mc_print_queue_hold (queue,
                         HOLD_EXTRA_MS + mc_config_get_int (mc_engine_get_config (self->engine),
                                                            "delivery",
                                                            "receipt-wait-ms"));
  uploader = mc_engine_get_uploader (self->engine);
  if (g_set_object (&self->uploader, uploader) && uploader != NULL)
    g_signal_connect_object (
        uploader, "delivered", G_CALLBACK (on_delivered), self, G_CONNECT_SWAPPED);

  mc_visit_touch (self->visit);
  set_print (self, want_print ? MC_INTAKE_PRINT_WAITING : MC_INTAKE_PRINT_NONE);
  set_state (self, MC_INTAKE_COMMITTING);
  mc_outbox_commit_async (mc_engine_get_outbox (self->engine),
                          g_steal_pointer (&dossier),
                          NULL,
                          procedure,
                          mc_engine_get_calendar (self->engine),
                          want_print,
                          NULL,
                          on_commit_ready,
                          question_new (self));
}

/**
 * mc_intake_controller_get_receipt:
 *
 * Returns: (transfer none) (nullable): once committed, until the visit ends
 */
const McReceipt *
mc_intake_controller_get_receipt (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  return self->receipt;
}

/**
 * mc_intake_controller_get_qr:
 *
 * Returns: (transfer none) (nullable): the receipt's QR code, the same as on paper
 */
const McQr *
mc_intake_controller_get_qr (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  return self->qr;
}

/**
 * mc_intake_controller_get_delivered:
 *
 * Returns: whether central confirmed the dossier, as far as is known this moment
 */
gboolean
mc_intake_controller_get_delivered (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);

  return self->delivered;
}

McIntakePrint
mc_intake_controller_get_print (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), MC_INTAKE_PRINT_NONE);

  return self->print;
}

/**
 * mc_intake_controller_note_painted:
 *
 * A frame with the code on it was painted: from here on the citizen has seen the dossier
 * acknowledged.
 */
void
mc_intake_controller_note_painted (McIntakeController *self)
{
  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));

  if (self->receipt == NULL || self->shown)
    return;
  self->shown = TRUE;
  mc_outbox_mark_shown (mc_engine_get_outbox (self->engine), self->id);
}

/**
 * mc_intake_controller_can_reprint:
 *
 * Returns: whether a further copy makes sense: the last one is settled, the printer does not say
 *   that it cannot, and there were not too many
 */
gboolean
mc_intake_controller_can_reprint (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);

  return self->state == MC_INTAKE_ACCEPTED && !self->reprinting && self->copies < COPIES_MAX &&
         mc_engine_get_print_queue (self->engine) != NULL &&
         get_printer_health (self) != MC_PRINTER_FAULT && self->print != MC_INTAKE_PRINT_WAITING &&
         self->print != MC_INTAKE_PRINT_PRINTING;
}

static gpointer
add_print (McOutbox *outbox, gpointer id, GError **error)
{
  return mc_outbox_add_print (outbox, id, error);
}

static void
on_add_print_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  McIntakeController *self = question->self;
  McPrintQueue *queue = mc_engine_get_print_queue (self->engine);
  g_autofree char *job_uuid = NULL;
  g_autoptr (GError) error = NULL;

  job_uuid = mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  if (!mc_visit_is_current (self->visit, question->epoch))
    return;

  self->reprinting = FALSE;
  if (job_uuid == NULL)
    {
      g_warning ("Cannot ask for a further copy: %s", error->message);
      set_print (self, MC_INTAKE_PRINT_FAILED);
      return;
    }
  mc_print_queue_kick (queue);
  look (self);
}

/**
 * mc_intake_controller_reprint:
 *
 * Asks for a further copy, which says so on its face; nothing when
 * mc_intake_controller_can_reprint () is %FALSE.
 */
void
mc_intake_controller_reprint (McIntakeController *self)
{
  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));

  if (!mc_intake_controller_can_reprint (self))
    return;
  self->reprinting = TRUE;
  set_print (self, MC_INTAKE_PRINT_WAITING);
  mc_outbox_run_async (mc_engine_get_outbox (self->engine),
                       add_print,
                       g_strdup (self->id),
                       g_free,
                       g_free,
                       self->cancellable,
                       on_add_print_ready,
                       question_new (self));
}

guint
mc_intake_controller_get_rating (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), 0);

  return self->rating;
}

typedef struct
{
  char *id; /* (owned) */
  guint score;
} Rating;

static void
rating_free (Rating *rating)
{
  g_free (rating->id);
  g_free (rating);
}

static gpointer
add_rating (McOutbox *outbox, gpointer data, GError **error)
{
  Rating *rating = data;

  mc_outbox_add_rating (outbox, rating->id, rating->score, error);

  return NULL;
}

static void
on_add_rating_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  if (error != NULL)
    g_warning ("Cannot keep a rating: %s", error->message);
}

/**
 * mc_intake_controller_rate:
 * @score: 1 (very hard) to 5 (very easy)
 *
 * Keeps the rating with the dossier; the first one counts. It outlives the visit.
 */
void
mc_intake_controller_rate (McIntakeController *self, guint score)
{
  Rating *rating;

  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));
  g_return_if_fail (score >= 1 && score <= 5);

  if (self->receipt == NULL || self->rating != 0)
    return;
  self->rating = score;
  rating = g_new0 (Rating, 1);
  rating->id = g_strdup (self->id);
  rating->score = score;
  mc_outbox_run_async (mc_engine_get_outbox (self->engine),
                       add_rating,
                       rating,
                       (GDestroyNotify) rating_free,
                       NULL,
                       NULL,
                       on_add_rating_ready,
                       NULL);
}
