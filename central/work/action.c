/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/work/action.h"

#include "app/domain/text.h"
#include "central/storage/pickups.h"
#include "central/work/case-fact.h"

#include <string.h>

/* A request after appraisal comes within 3 working days (Nghị định 61/2018/NĐ-CP article 19.4). */
#define EARLY_DAYS 3

/* clang-format off */
G_DEFINE_QUARK (mc-workflow-error-quark, mc_workflow_error)
/* clang-format on */

/**
 * mc_case_clear:
 * @self: a case
 *
 * Frees what it holds.
 */
void
mc_case_clear (McCase *self)
{
  g_clear_pointer (&self->record, mc_dossier_record_free);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  mc_path_clear (&self->path);
}

/* The history is what happened, whatever today's table says: a row that is no longer in it still
 * led where it led. */
static void
replay (McCase *self)
{
  mc_path_init (&self->path);
  for (guint i = 0; i < self->events->len; i++)
    {
      const McEventRecord *event = g_ptr_array_index (self->events, i);

      if (mc_path_follow (&self->path, event->action, event->role, event->at, event->actor, NULL) &&
          self->path.state == event->to)
        continue;
      self->path.state = event->to;
      self->path.last = NULL;
    }
  /* Contents that could not be read have no events. */
  if (self->events->len == 0)
    self->path.state = self->record->state;
}

/**
 * mc_case_load:
 * @self: (out caller-allocates): a case
 * @central: central
 * @id: a dossier's id
 * @error: return location for %MC_WORKFLOW_ERROR_UNKNOWN or an error of the storage
 *
 * Any thread; inside a transaction on its thread.
 *
 * Returns: %TRUE on success; else nothing is to be cleared
 */
gboolean
mc_case_load (McCase *self, McCentral *central, const char *id, GError **error)
{
  g_autoptr (GError) problem = NULL;

  *self = (McCase){ 0 };
  self->record = mc_storage_find_by_id (central->storage, id, &problem);
  if (self->record == NULL && problem == NULL)
    g_set_error (
        &problem, MC_WORKFLOW_ERROR, MC_WORKFLOW_ERROR_UNKNOWN, "there is no dossier %s", id);
  if (self->record != NULL)
    self->events = mc_storage_list_events (central->storage, id, &problem);
  if (problem != NULL)
    {
      mc_case_clear (self);
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  replay (self);
  self->point = mc_central_find_point (central, self->record->point_code);
  if (self->record->procedure != NULL && self->record->version != NULL)
    self->procedure = mc_catalogue_find_version (
        central->catalogue, self->record->procedure, self->record->version);
  return TRUE;
}

/**
 * mc_case_find_last:
 * @self: a case
 * @action: an action's name
 *
 * Returns: (transfer none) (nullable): its latest event. Any thread
 */
const McEventRecord *
mc_case_find_last (const McCase *self, const char *action)
{
  for (guint i = self->events->len; i > 0; i--)
    {
      const McEventRecord *event = g_ptr_array_index (self->events, i - 1);

      if (g_strcmp0 (event->action, action) == 0)
        return event;
    }

  return NULL;
}

/**
 * mc_case_find_last_to:
 * @self: a case
 * @to: a state
 *
 * Returns: (transfer none) (nullable): the latest event that led there. Any thread
 */
const McEventRecord *
mc_case_find_last_to (const McCase *self, McState to)
{
  for (guint i = self->events->len; i > 0; i--)
    {
      const McEventRecord *event = g_ptr_array_index (self->events, i - 1);

      if (event->to == to)
        return event;
    }

  return NULL;
}

static const McTransition *
refuse (GError **error, McWorkflowError code, const char *message)
{
  g_set_error_literal (error, MC_WORKFLOW_ERROR, code, message);
  return NULL;
}

static McWorkflowError
translate (const GError *error)
{
  if (g_error_matches (error, MC_TRANSITION_ERROR, MC_TRANSITION_ERROR_ROLE))
    return MC_WORKFLOW_ERROR_ROLE;
  if (g_error_matches (error, MC_TRANSITION_ERROR, MC_TRANSITION_ERROR_RULE))
    return MC_WORKFLOW_ERROR_RULE;
  return MC_WORKFLOW_ERROR_ACTION;
}

/* Whether @now is within the days after reception in which papers may still be asked for. */
static gboolean
is_early (McCentral *central, const McCase *self, gint64 now, gboolean *early, GError **error)
{
  const McLimit limit = { .kind = MC_LIMIT_WORKING_DAYS, .amount = EARLY_DAYS };
  const McEventRecord *received = mc_case_find_last_to (self, MC_STATE_RECEIVED);
  gint64 end;

  *early = received == NULL || self->point == NULL;
  if (*early)
    return TRUE;
  if (!mc_limit_due (
          &limit, central->calendar, &self->point->hours, received->at, &end, NULL, error))
    return FALSE;

  *early = now <= end;
  return TRUE;
}

static gboolean
is_before_day (gint64 now, gint64 due)
{
  GDate today, day;

  mc_time_get_local_date (now, &today);
  mc_time_get_local_date (due, &day);
  return g_date_compare (&today, &day) < 0;
}

/**
 * mc_action_check:
 * @central: central
 * @self: a dossier
 * @action: an action's name
 * @role: who would do it
 * @actor: (nullable): their login
 * @now: when
 * @error: return location for an #McWorkflowError or %MC_CALENDAR_ERROR
 *
 * Whether an action may be done now, by the table and by the calendar; what is written with it
 * comes later. Any thread.
 *
 * Returns: (transfer none) (nullable): its row of the table
 */
const McTransition *
mc_action_check (McCentral *central,
                 const McCase *self,
                 const char *action,
                 McRole role,
                 const char *actor,
                 gint64 now,
                 GError **error)
{
  g_autoptr (GError) problem = NULL;
  const McTransition *transition = mc_path_check (&self->path, action, role, now, actor, &problem);
  gboolean early = TRUE;

  if (transition == NULL)
    return refuse (error, translate (problem), problem->message);
  if (role != mc_workflow_get_actor (transition->role, self->record->by_city))
    return refuse (error,
                   MC_WORKFLOW_ERROR_ROLE,
                   self->record->by_city
                       ? "a city department's director and division head decide here"
                       : "the commune's chairman and head of department decide here");
  if ((transition->rules & MC_RULE_EARLY) != 0 && !is_early (central, self, now, &early, error))
    return NULL;
  if (!early)
    return refuse (error,
                   MC_WORKFLOW_ERROR_RULE,
                   "papers can be asked for within 3 working days of the reception only");
  if ((transition->rules & MC_RULE_DAY_BEFORE) != 0 && self->record->due_at != MC_TIME_NONE &&
      !is_before_day (now, self->record->due_at))
    return refuse (error,
                   MC_WORKFLOW_ERROR_RULE,
                   "a new appointment is made at the latest on the day before the due day");

  return transition;
}

/* The new binding due time that an action brings; unchanged (MC_TIME_NONE) for most. */
static gboolean
find_due (McCentral *central,
          const McCase *self,
          const McOrder *order,
          const McTransition *transition,
          gint64 now,
          gint64 *due,
          GError **error)
{
  const McDossierRecord *record = self->record;
  const McLimit *limit = NULL;

  *due = MC_TIME_NONE;
  if (transition->to != MC_STATE_RECEIVED && !g_str_equal (transition->name, "extend") &&
      !g_str_equal (transition->name, "payment"))
    return TRUE;

  if (self->procedure != NULL)
    limit = mc_procedure_get_limit (self->procedure, record->limit_case);
  if (limit == NULL || self->point == NULL)
    {
      g_set_error (error,
                   MC_WORKFLOW_ERROR,
                   MC_WORKFLOW_ERROR_CONTENTS,
                   "the dossier's %s is not known here: no due time can be given",
                   self->point == NULL ? "receiving point" : "procedure or case of the limit");
      return FALSE;
    }

  /* The limit starts when a complete dossier is accepted, and anew after a supplement. */
  if (transition->from != MC_STATE_RECEIVED && transition->to == MC_STATE_RECEIVED)
    return mc_limit_due (limit, central->calendar, &self->point->hours, now, due, NULL, error);

  if (g_str_equal (transition->name, "extend") && order->due_at != MC_TIME_NONE)
    {
      *due = order->due_at;
      return *due > record->due_at ||
             refuse (error,
                     MC_WORKFLOW_ERROR_RULE,
                     "the new appointment lies before the one that was promised") != NULL;
    }
  /* The limit once more from the first appointment. */
  if (g_str_equal (transition->name, "extend"))
    return mc_limit_due (
        limit, central->calendar, &self->point->hours, record->due_at, due, NULL, error);

  /* Waiting for a payment is left out of the limit; it does not start anew. */
  return mc_limit_due_after_pause (limit,
                                   central->calendar,
                                   &self->point->hours,
                                   record->due_at,
                                   mc_case_find_last_to (self, MC_STATE_PAYMENT_ASKED)->at,
                                   now,
                                   due,
                                   NULL,
                                   error);
}

/* The office where an action happens; never a person. */
static const char *
find_place (const McCase *self, McRole role)
{
  const char *agency = NULL;

  if (role == MC_ROLE_CITIZEN || role == MC_ROLE_RECEPTION)
    return self->point != NULL ? self->point->name : NULL;

  if (self->procedure != NULL)
    agency = mc_procedure_get_agency_name (self->procedure, "vi");
  if (agency == NULL && self->point != NULL)
    agency = self->point->agency_name;
  return agency;
}

/* The unit whose numbers a form takes: the desk's, or the deciding agency's. */
static gboolean
take_numbers (McStorage *storage,
              const McCase *self,
              const McTransition *transition,
              gint64 now,
              McEventData *data,
              GError **error)
{
  static const char *const numbered[] = { "supplement", "refusal", "apology", "stop", NULL };
  const char *unit =
      transition->role == MC_ROLE_RECEPTION ? self->record->unit : self->record->resolver;
  g_autofree char *series = NULL;
  GDate today;

  mc_time_get_local_date (now, &today);
  /* The register runs by year, a line for each dossier that was received, without gaps (Thông tư
   * 01/2018/TT-VPCP article 10). */
  if (transition->step == 2 && mc_case_find_last_to (self, MC_STATE_RECEIVED) == NULL)
    {
      series =
          g_strdup_printf ("register-%s-%u", self->record->unit, (guint) g_date_get_year (&today));
      return mc_storage_take_number (storage, series, &data->register_number, error);
    }
  if (transition->form == NULL || !g_strv_contains (numbered, transition->form))
    return TRUE;

  series = g_strdup_printf ("%s-%s-%u", transition->form, unit, (guint) g_date_get_year (&today));
  return mc_storage_take_number (storage, series, &data->number, error);
}

static gboolean
check_writing (const McTransition *transition, const McOrder *order, GError **error)
{
  const McEventData *data = order->data;
  gboolean has_reason = order->reason != NULL && *order->reason != '\0';

  if ((transition->rules & MC_RULE_REASON) != 0 && !has_reason)
    return refuse (error, MC_WORKFLOW_ERROR_NOTE, "the reason is missing") != NULL;
  if (order->actor == NULL)
    return TRUE;
  if ((transition->rules & MC_RULE_MISSING) != 0 && (data == NULL || data->missing == NULL))
    return refuse (error, MC_WORKFLOW_ERROR_NOTE, "what is missing is not listed") != NULL;
  if ((transition->rules & MC_RULE_RECEIVER) != 0 && (data == NULL || data->receiver == NULL))
    return refuse (error, MC_WORKFLOW_ERROR_NOTE, "who collects it is not named") != NULL;
  if ((transition->rules & MC_RULE_TO_DEPARTMENT) != 0 && order->department == NULL)
    return refuse (error, MC_WORKFLOW_ERROR_NOTE, "the department is not named") != NULL;
  if ((transition->rules & MC_RULE_TO_PERSON) != 0 && order->assignee == NULL)
    return refuse (error, MC_WORKFLOW_ERROR_NOTE, "the specialist is not named") != NULL;

  return TRUE;
}

static char *
make_reason (const char *text, GError **error)
{
  g_autoptr (GError) problem = NULL;
  char *reason;

  if (text == NULL || *text == '\0')
    return NULL;
  reason = mc_text_normalise (text, -1, MC_REASON_MAX, &problem);
  if (reason == NULL)
    g_set_error (error, MC_WORKFLOW_ERROR, MC_WORKFLOW_ERROR_NOTE, "the note %s", problem->message);

  return reason;
}

static McEventRecord *
make_event (McStorage *storage,
            const McCase *self,
            const McTransition *transition,
            const McOrder *order,
            gint64 now,
            gint64 due,
            GError **error)
{
  g_autoptr (McEventRecord) event = mc_event_record_new ();
  g_autofree char *text = order->data == NULL ? NULL : mc_event_data_to_string (order->data);
  g_autoptr (McEventData) data = mc_event_data_parse (text);
  g_autoptr (GError) problem = NULL;

  event->note = make_reason (order->reason, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  /* On the command line the reason is the list. */
  if ((transition->rules & MC_RULE_MISSING) != 0 && data->missing == NULL)
    mc_event_data_add_missing (data, NULL, NULL, event->note);
  if (!take_numbers (storage, self, transition, now, data, error))
    return NULL;

  event->action = g_strdup (transition->name);
  event->role = order->role;
  event->from = transition->from;
  event->to = transition->to;
  event->step = transition->step;
  event->at = now;
  event->place = g_strdup (find_place (self, transition->role));
  event->due_at = due;
  event->form = g_strdup (transition->form);
  event->actor = g_strdup (order->actor);
  event->department = g_strdup (order->department);
  event->assignee = g_strdup (order->assignee);
  event->data = mc_event_data_to_string (data);
  return g_steal_pointer (&event);
}

static gboolean
tell_conflict (const McCase *self, GError *problem, GError **error)
{
  if (g_error_matches (problem, MC_STORAGE_ERROR, MC_STORAGE_ERROR_CONFLICT))
    g_set_error (error,
                 MC_WORKFLOW_ERROR,
                 MC_WORKFLOW_ERROR_BUSY,
                 "somebody else acted on %s meanwhile: look at it again",
                 self->record->code);
  else
    g_propagate_error (error, g_error_copy (problem));
  return FALSE;
}

/* What reports read of the dossier, in the same transaction. */
static gboolean
keep_fact (McCentral *central, McStorage *storage, const McCase *self, GError **error)
{
  McFact fact;

  mc_case_get_fact (self, central, &fact);
  return mc_facts_put (MC_FACTS (storage), self->record->id, &fact, error);
}

/* A result that is no longer at the desk has nobody waiting for it. */
static gboolean
end_pickups (McStorage *storage, const char *id, const McEventRecord *event, GError **error)
{
  return event->from != MC_STATE_READY || event->to == MC_STATE_READY ||
         mc_pickups_end (MC_PICKUPS (storage),
                         id,
                         event->to == MC_STATE_RETURNED ? MC_PICKUP_ENDING_HANDED_OVER
                                                        : MC_PICKUP_ENDING_CALLED_OFF,
                         event->at,
                         error);
}

/**
 * mc_action_run:
 * @central: central
 * @storage: in a transaction
 * @self: (inout): the dossier as who ordered saw it; when another one acted since, nothing is done.
 *   Afterwards it has the new event and state
 * @order: what is ordered, and by whom; the caller has checked that they may
 * @now: when
 * @error: return location for an #McWorkflowError, or an error of the calendar (%MC_CALENDAR_ERROR)
 *   or of the storage; the transaction is to be rolled back then
 *
 * Does one action, wholly or not at all: checks it against table and calendar; sets the binding due
 * time when a complete dossier is accepted (step 2, also after a supplement), moves it once with
 * `extend`, and leaves the wait for a payment out; numbers the form that goes out with it; appends
 * the event; ends the wait of those who came for the result; and brings what reports know of the
 * dossier up to date. The transaction's thread.
 *
 * Returns: %TRUE when it is part of the transaction
 */
gboolean
mc_action_run (McCentral *central,
               McStorage *storage,
               McCase *self,
               const McOrder *order,
               gint64 now,
               GError **error)
{
  const McTransition *transition =
      mc_action_check (central, self, order->action, order->role, order->actor, now, error);
  g_autoptr (McEventRecord) event = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *id = g_strdup (self->record->id);
  gint64 due;

  if (transition == NULL || !check_writing (transition, order, error) ||
      !find_due (central, self, order, transition, now, &due, error))
    return FALSE;
  event = make_event (storage, self, transition, order, now, due, error);
  if (event == NULL)
    return FALSE;
  if (!mc_storage_record_step (storage, id, self->record->revision, event, NULL, &problem))
    return tell_conflict (self, problem, error);
  if (!end_pickups (storage, id, event, error))
    return FALSE;

  mc_case_clear (self);
  return mc_case_load (self, central, id, error) && keep_fact (central, storage, self, error);
}
