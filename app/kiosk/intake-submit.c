/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-intake-submit"
#include <config.h>

#include "app/kiosk/intake-controller-private.h"

#include "app/domain/datetime.h"
#include "app/kiosk/submission.h"

/* Held a little longer than the wait itself, which begins only after the commit. A stuck disk does
 * not hold other jobs for ever. */
#define HOLD_EXTRA_MS 10000

/* An answer of the outbox's thread on its way back. */
typedef struct
{
  McIntakeController *self; /* (owned) */
  guint64 epoch;
} Question;

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
fail (McIntakeController *self, McIntakeProblem problem)
{
  self->problem = problem;
  mc_intake_controller_set_state (self, MC_INTAKE_FAILED);
}

static McPrinterHealth
get_printer_health (McIntakeController *self)
{
  McPrintQueue *queue = mc_engine_get_print_queue (self->engine);
  McPrinter *printer = queue != NULL ? mc_print_queue_get_printer (queue) : NULL;

  return printer != NULL ? mc_printer_get_health (printer) : MC_PRINTER_FAULT;
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
  mc_intake_controller_set_state (self, MC_INTAKE_ACCEPTED);
}

static void
on_print_changed (McIntakeController *self)
{
  mc_intake_controller_notify_print (self);
}

static void
on_delivered_changed (McIntakeController *self)
{
  mc_intake_controller_notify_delivered (self);
  accept (self);
}

static void
on_delivered (McIntakeController *self, const char *id)
{
  if (g_strcmp0 (id, self->id) != 0)
    return;
  self->delivered = TRUE;
  if (self->tracker != NULL)
    mc_receipt_tracker_note_delivered (self->tracker);
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

  self->tracker = mc_receipt_tracker_new (
      self->engine, self->visit, self->id, g_steal_pointer (&receipt), self->want_print);
  g_signal_connect_object (
      self->tracker, "notify::print", G_CALLBACK (on_print_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tracker,
                           "notify::delivered",
                           G_CALLBACK (on_delivered_changed),
                           self,
                           G_CONNECT_SWAPPED);
  mc_intake_controller_set_state (self, MC_INTAKE_CONFIRMING);
  mc_intake_controller_notify_print (self);
  if (self->delivered)
    mc_receipt_tracker_note_delivered (self->tracker);

  wait_ms = mc_config_get_int (mc_engine_get_config (self->engine), "delivery", "receipt-wait-ms");
  if (uploader == NULL || wait_ms <= 0)
    accept (self);
  else if (self->state == MC_INTAKE_CONFIRMING)
    self->wait_timer = g_timeout_add (wait_ms, on_wait_over, self);
}

/* Private: the wait for central ends, and with it the print queue's. */
void
mc_intake_controller_stop_waiting (McIntakeController *self)
{
  McPrintQueue *queue = mc_engine_get_print_queue (self->engine);

  if (self->wait_timer != 0)
    {
      g_clear_handle_id (&self->wait_timer, g_source_remove);
      if (queue != NULL)
        mc_print_queue_release (queue);
    }
}

static McDossier *
create_dossier (McIntakeController *self, McEnrolment *enrolment)
{
  McDossier *dossier = mc_dossier_new ();

  dossier->id = g_strdup (self->id);
  dossier->status_token = g_strdup (self->status_token);
  g_free (dossier->language);
  dossier->language = g_strdup (mc_visit_get_language (self->visit));
  dossier->consent_sms = self->consent_sms;
  dossier->consent_survey = self->consent_survey;
  mc_draft_fill_dossier (self->draft, dossier);
  mc_submission_begin (dossier, mc_engine_get_clock (self->engine));
  mc_dossier_stamp (dossier,
                    mc_draft_get_procedure (self->draft),
                    enrolment->kiosk,
                    enrolment->point,
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
  self->want_print = want_print;
  mc_intake_controller_set_state (self, MC_INTAKE_COMMITTING);
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

  return self->tracker != NULL ? mc_receipt_tracker_get_receipt (self->tracker) : NULL;
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

  return self->tracker != NULL ? mc_receipt_tracker_get_qr (self->tracker) : NULL;
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

  return self->tracker != NULL && mc_receipt_tracker_get_delivered (self->tracker);
}

/**
 * mc_intake_controller_get_print:
 *
 * Returns: what became of the latest copy of the slip
 */
McIntakePrint
mc_intake_controller_get_print (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), MC_INTAKE_PRINT_NONE);

  return self->tracker != NULL ? mc_receipt_tracker_get_print (self->tracker)
                               : MC_INTAKE_PRINT_NONE;
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

  if (self->tracker != NULL)
    mc_receipt_tracker_note_painted (self->tracker);
}

/**
 * mc_intake_controller_can_reprint:
 *
 * Returns: whether a further copy makes sense now
 */
gboolean
mc_intake_controller_can_reprint (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);

  /* while a visit is wiped the state is the last to go */
  return self->tracker != NULL && self->state == MC_INTAKE_ACCEPTED &&
         mc_receipt_tracker_can_reprint (self->tracker);
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

  if (self->tracker != NULL)
    mc_receipt_tracker_reprint (self->tracker);
}

/**
 * mc_intake_controller_get_rating:
 *
 * Returns: 1 to 5, or 0 while nothing was tapped
 */
guint
mc_intake_controller_get_rating (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), 0);

  return self->tracker != NULL ? mc_receipt_tracker_get_rating (self->tracker) : 0;
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
  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));

  if (self->tracker != NULL)
    mc_receipt_tracker_rate (self->tracker, score);
}
