/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-receipt-tracker"
#include <config.h>

#include "app/kiosk/receipt-tracker.h"

struct _McReceiptTracker
{
  GObject parent_instance;

  McEngine *engine;          /* (owned) */
  McVisit *visit;            /* (owned) */
  GCancellable *cancellable; /* (owned), cancelled in dispose */
  char *id;                  /* (owned) */
  McReceipt *receipt;        /* (owned) */
  McQr *qr;                  /* (owned) (nullable) */

  McIntakePrint print;
  guint copies;
  gboolean delivered;
  gboolean shown;
  guint rating;        /* 0: not rated yet */
  gboolean looking;    /* a look into the outbox is under way */
  gboolean look_again; /* something changed meanwhile */
  gboolean reprinting; /* a further copy is being asked for: earlier outcomes say nothing */
};

enum
{
  PROP_PRINT = 1,
  PROP_DELIVERED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* The first copy and two more: enough for a jam, not enough to empty the roll. */
#define COPIES_MAX 3

/* An answer of the outbox's thread on its way back. */
typedef struct
{
  McReceiptTracker *self; /* (owned) */
  guint64 epoch;
} Question;

/* What the outbox says about our dossier. */
typedef struct
{
  McPrintOutcome outcome;
  guint copies;
  gboolean delivered;
} Word;

typedef struct
{
  char *id; /* (owned) */
  guint score;
} Rating;

static void look (McReceiptTracker *self);

G_DEFINE_FINAL_TYPE (McReceiptTracker, mc_receipt_tracker, G_TYPE_OBJECT)

static Question *
question_new (McReceiptTracker *self)
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

/* The citizen may have left while the answer was under way; dispose took the visit away then. */
static gboolean
is_current (const Question *question)
{
  return question->self->visit != NULL &&
         mc_visit_is_current (question->self->visit, question->epoch);
}

static void
set_print (McReceiptTracker *self, McIntakePrint print)
{
  if (self->print == print)
    return;
  self->print = print;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PRINT]);
}

static McIntakePrint
judge_print (const Word *word)
{
  if (word->copies == 0)
    return MC_INTAKE_PRINT_NONE;

  switch (word->outcome)
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

static void
on_word_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  McReceiptTracker *self = question->self;
  g_autofree Word *word = NULL;
  g_autoptr (GError) error = NULL;

  word = mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  if (!is_current (question))
    return;

  self->looking = FALSE;
  if (word == NULL)
    g_warning ("Cannot ask the outbox about the dossier just filed: %s",
               error != NULL ? error->message : "no such record");
  else if (!self->reprinting)
    {
      self->copies = word->copies;
      set_print (self, judge_print (word));
      if (word->delivered)
        mc_receipt_tracker_note_delivered (self);
    }
  if (self->look_again)
    look (self);
}

/* One look at a time; what changes meanwhile makes one more. */
static void
look (McReceiptTracker *self)
{
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

static McPrinter *
get_printer (McReceiptTracker *self)
{
  McPrintQueue *queue = mc_engine_get_print_queue (self->engine);

  return queue != NULL ? mc_print_queue_get_printer (queue) : NULL;
}

static void
mc_receipt_tracker_dispose (GObject *object)
{
  McReceiptTracker *self = MC_RECEIPT_TRACKER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);
  g_clear_object (&self->visit);

  G_OBJECT_CLASS (mc_receipt_tracker_parent_class)->dispose (object);
}

static void
mc_receipt_tracker_finalize (GObject *object)
{
  McReceiptTracker *self = MC_RECEIPT_TRACKER (object);

  g_object_unref (self->cancellable);
  g_free (self->id);
  g_clear_pointer (&self->receipt, mc_receipt_free);
  g_clear_pointer (&self->qr, mc_qr_free);

  G_OBJECT_CLASS (mc_receipt_tracker_parent_class)->finalize (object);
}

static void
mc_receipt_tracker_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  McReceiptTracker *self = MC_RECEIPT_TRACKER (object);

  switch (id)
    {
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
mc_receipt_tracker_class_init (McReceiptTrackerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = mc_receipt_tracker_dispose;
  object_class->finalize = mc_receipt_tracker_finalize;
  object_class->get_property = mc_receipt_tracker_get_property;

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
mc_receipt_tracker_init (McReceiptTracker *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * mc_receipt_tracker_new:
 * @engine: outbox and printer
 * @visit: whose dossier it is: answers after its end are dropped
 * @id: the dossier's
 * @receipt: (transfer full): what the commit gave
 * @want_print: whether a first copy was asked for with the commit
 *
 * Thread: the one that runs the default main context; so for every call on it.
 *
 * Returns: (transfer full): follows the dossier from now on
 */
McReceiptTracker *
mc_receipt_tracker_new (McEngine *engine,
                        McVisit *visit,
                        const char *id,
                        McReceipt *receipt,
                        gboolean want_print)
{
  McReceiptTracker *self = g_object_new (MC_TYPE_RECEIPT_TRACKER, NULL);
  g_autoptr (GError) error = NULL;

  self->engine = g_object_ref (engine);
  self->visit = g_object_ref (visit);
  self->id = g_strdup (id);
  self->receipt = receipt;
  self->print = want_print ? MC_INTAKE_PRINT_WAITING : MC_INTAKE_PRINT_NONE;
  self->qr = mc_qr_new (receipt->status_url, &error);
  if (self->qr == NULL)
    g_warning ("Cannot draw the receipt's QR code: %s", error->message);
  g_signal_connect_object (
      mc_engine_get_outbox (engine), "changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  look (self);

  return self;
}

/**
 * mc_receipt_tracker_get_receipt:
 *
 * Returns: (transfer none): the receipt
 */
const McReceipt *
mc_receipt_tracker_get_receipt (McReceiptTracker *self)
{
  g_return_val_if_fail (MC_IS_RECEIPT_TRACKER (self), NULL);

  return self->receipt;
}

/**
 * mc_receipt_tracker_get_qr:
 *
 * Returns: (transfer none) (nullable): its QR code, the same as on paper
 */
const McQr *
mc_receipt_tracker_get_qr (McReceiptTracker *self)
{
  g_return_val_if_fail (MC_IS_RECEIPT_TRACKER (self), NULL);

  return self->qr;
}

/**
 * mc_receipt_tracker_get_delivered:
 *
 * Returns: whether central confirmed it, as far as is known this moment
 */
gboolean
mc_receipt_tracker_get_delivered (McReceiptTracker *self)
{
  g_return_val_if_fail (MC_IS_RECEIPT_TRACKER (self), FALSE);

  return self->delivered;
}

/**
 * mc_receipt_tracker_get_print:
 *
 * Returns: what became of the latest copy of the slip
 */
McIntakePrint
mc_receipt_tracker_get_print (McReceiptTracker *self)
{
  g_return_val_if_fail (MC_IS_RECEIPT_TRACKER (self), MC_INTAKE_PRINT_NONE);

  return self->print;
}

/**
 * mc_receipt_tracker_note_delivered:
 *
 * Central confirmed the dossier: the uploader said so.
 */
void
mc_receipt_tracker_note_delivered (McReceiptTracker *self)
{
  g_return_if_fail (MC_IS_RECEIPT_TRACKER (self));

  if (self->delivered)
    return;
  self->delivered = TRUE;
  self->receipt->delivered = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DELIVERED]);
}

/**
 * mc_receipt_tracker_note_painted:
 *
 * A frame with the code on it was painted: from here on the citizen has seen the dossier
 * acknowledged.
 */
void
mc_receipt_tracker_note_painted (McReceiptTracker *self)
{
  g_return_if_fail (MC_IS_RECEIPT_TRACKER (self));

  if (self->shown)
    return;
  self->shown = TRUE;
  mc_outbox_mark_shown (mc_engine_get_outbox (self->engine), self->id);
}

/**
 * mc_receipt_tracker_can_reprint:
 *
 * Returns: whether a further copy makes sense: the last one is settled, the printer does not say
 *   that it cannot, and there were not too many
 */
gboolean
mc_receipt_tracker_can_reprint (McReceiptTracker *self)
{
  McPrinter *printer;

  g_return_val_if_fail (MC_IS_RECEIPT_TRACKER (self), FALSE);

  printer = get_printer (self);

  return printer != NULL && mc_printer_get_health (printer) != MC_PRINTER_FAULT &&
         !self->reprinting && self->copies < COPIES_MAX && self->print != MC_INTAKE_PRINT_WAITING &&
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
  McReceiptTracker *self = question->self;
  g_autofree char *job_uuid = NULL;
  g_autoptr (GError) error = NULL;

  job_uuid = mc_outbox_run_finish (MC_OUTBOX (source), result, &error);
  if (!is_current (question))
    return;

  self->reprinting = FALSE;
  if (job_uuid == NULL)
    {
      g_warning ("Cannot ask for a further copy: %s", error->message);
      set_print (self, MC_INTAKE_PRINT_FAILED);
      return;
    }
  mc_print_queue_kick (mc_engine_get_print_queue (self->engine));
  look (self);
}

/**
 * mc_receipt_tracker_reprint:
 *
 * Asks for a further copy, which says so on its face; nothing when
 * mc_receipt_tracker_can_reprint () is %FALSE.
 */
void
mc_receipt_tracker_reprint (McReceiptTracker *self)
{
  g_return_if_fail (MC_IS_RECEIPT_TRACKER (self));

  if (!mc_receipt_tracker_can_reprint (self))
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

/**
 * mc_receipt_tracker_get_rating:
 *
 * Returns: 1 to 5, or 0 while nothing was tapped
 */
guint
mc_receipt_tracker_get_rating (McReceiptTracker *self)
{
  g_return_val_if_fail (MC_IS_RECEIPT_TRACKER (self), 0);

  return self->rating;
}

static void
rating_free (gpointer data)
{
  Rating *rating = data;

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
 * mc_receipt_tracker_rate:
 * @score: 1 (very hard) to 5 (very easy)
 *
 * Keeps the rating with the dossier; the first one counts. It outlives the visit.
 */
void
mc_receipt_tracker_rate (McReceiptTracker *self, guint score)
{
  Rating *rating;

  g_return_if_fail (MC_IS_RECEIPT_TRACKER (self));
  g_return_if_fail (score >= 1 && score <= 5);

  if (self->rating != 0)
    return;
  self->rating = score;
  rating = g_new0 (Rating, 1);
  rating->id = g_strdup (self->id);
  rating->score = score;
  mc_outbox_run_async (mc_engine_get_outbox (self->engine),
                       add_rating,
                       rating,
                       rating_free,
                       NULL,
                       NULL,
                       on_add_rating_ready,
                       NULL);
}
