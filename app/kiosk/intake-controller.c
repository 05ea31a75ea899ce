/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-intake-controller"
#include <config.h>

#include "app/kiosk/intake-controller-private.h"

#include "app/domain/datetime.h"
#include "app/domain/identity.h"

#include <string.h>

/**
 * McIntakeController:
 *
 * Takes a citizen from an empty draft to a receipt: applicant, procedure, form, review, commit,
 * paper, rating. What it knows of a citizen lives in memory and ends with the visit.
 */

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

G_DEFINE_FINAL_TYPE (McIntakeController, mc_intake_controller, G_TYPE_OBJECT)

static void
notify (McIntakeController *self, guint prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

/* Private: tells only of a change. */
void
mc_intake_controller_set_state (McIntakeController *self, McIntakeState state)
{
  if (self->state == state)
    return;
  self->state = state;
  notify (self, PROP_STATE);
}

/* Private: tells only of a change. */
void
mc_intake_controller_set_page (McIntakeController *self, int page)
{
  if (self->page == page)
    return;
  self->page = page;
  notify (self, PROP_PAGE);
}

/* Private: anything entered makes a draft of it. */
void
mc_intake_controller_note_draft (McIntakeController *self)
{
  if (self->state == MC_INTAKE_EMPTY)
    mc_intake_controller_set_state (self, MC_INTAKE_DRAFT);
}

/* Private: nothing is entered into a dossier that is being committed, or was. */
gboolean
mc_intake_controller_can_edit (McIntakeController *self)
{
  return self->state == MC_INTAKE_EMPTY || self->state == MC_INTAKE_DRAFT ||
         self->state == MC_INTAKE_FAILED;
}

/* Private. */
void
mc_intake_controller_notify_print (McIntakeController *self)
{
  notify (self, PROP_PRINT);
}

/* Private. */
void
mc_intake_controller_notify_delivered (McIntakeController *self)
{
  notify (self, PROP_DELIVERED);
}

/* What the draft has taken up, and what a former one left, is gone after this. */
static void
forget (McIntakeController *self)
{
  mc_intake_controller_stop_waiting (self);

  g_clear_pointer (&self->draft, mc_draft_free);
  self->draft = mc_draft_new ();
  g_clear_pointer (&self->changing, g_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->status_token, g_free);
  g_clear_object (&self->tracker);
  self->noticed = FALSE;
  self->consent_sms = FALSE;
  self->consent_survey = FALSE;
  self->problem = MC_INTAKE_PROBLEM_NONE;
  self->delivered = FALSE;
}

static void
on_wiped (McIntakeController *self)
{
  forget (self);
  mc_intake_controller_set_page (self, -1);
  mc_intake_controller_notify_print (self);
  mc_intake_controller_notify_delivered (self);
  notify (self, PROP_PROCEDURE);
  mc_intake_controller_set_state (self, MC_INTAKE_EMPTY);
}

/* --- object --- */

static void
mc_intake_controller_constructed (GObject *object)
{
  McIntakeController *self = MC_INTAKE_CONTROLLER (object);

  G_OBJECT_CLASS (mc_intake_controller_parent_class)->constructed (object);

  g_signal_connect_object (self->visit, "wiped", G_CALLBACK (on_wiped), self, G_CONNECT_SWAPPED);
}

static void
mc_intake_controller_dispose (GObject *object)
{
  McIntakeController *self = MC_INTAKE_CONTROLLER (object);

  g_clear_handle_id (&self->wait_timer, g_source_remove);
  g_clear_object (&self->tracker);
  g_clear_object (&self->uploader);
  g_clear_object (&self->engine);
  g_clear_object (&self->visit);

  G_OBJECT_CLASS (mc_intake_controller_parent_class)->dispose (object);
}

static void
mc_intake_controller_finalize (GObject *object)
{
  McIntakeController *self = MC_INTAKE_CONTROLLER (object);

  mc_draft_free (self->draft);
  g_free (self->changing);
  g_free (self->id);
  g_free (self->status_token);

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
      g_value_set_int (value, mc_intake_controller_get_print (self));
      break;
    case PROP_DELIVERED:
      g_value_set_boolean (value, mc_intake_controller_get_delivered (self));
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

/**
 * mc_intake_controller_get_state:
 *
 * Returns: how far the dossier has come
 */
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

  if (!mc_intake_controller_can_edit (self))
    return;
  self->noticed = TRUE;
  self->consent_sms = sms;
  self->consent_survey = survey;
  mc_intake_controller_note_draft (self);
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

  if (!mc_intake_controller_can_edit (self))
    return;
  mc_draft_get_applicant (self->draft)->kind = kind;
  mc_intake_controller_note_draft (self);
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
  if (strchr (payload, '|') == NULL || !mc_intake_controller_can_edit (self))
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
  mc_intake_controller_note_draft (self);

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

  if (!mc_intake_controller_can_edit (self))
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

  if (!mc_intake_controller_can_edit (self))
    return MC_FIELD_PROBLEM_NONE;
  mc_intake_controller_get_today (self, &today);
  mc_intake_controller_note_draft (self);
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
  if (procedure == NULL || !mc_intake_controller_can_edit (self))
    return FALSE;

  mc_intake_controller_note_draft (self);
  if (mc_draft_set_procedure (self->draft, procedure))
    {
      mc_draft_prefill (self->draft);
      mc_intake_controller_set_page (self, -1);
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
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), 0);

  return mc_procedure_count_papers (procedure, mc_draft_get_applicant (self->draft));
}
