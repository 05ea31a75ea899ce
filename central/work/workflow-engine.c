/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/work/workflow-engine.h"

#include "app/domain/text.h"
#include "central/work/form01.h"

#include <string.h>

#define MAX_NOTE 500

/* The key of form 01 in the workflow table, and the purpose of the token in its QR. */
#define FORM_RECEIPT "receipt"

/* clang-format off */
G_DEFINE_QUARK (mc-workflow-error-quark, mc_workflow_error)
/* clang-format on */

/* A dossier with what its next action needs. */
typedef struct
{
  McDossierRecord *record; /* (owned) */
  GPtrArray *events;       /* (owned) (element-type McEventRecord) */
  const McPoint *point;    /* (unowned) (nullable) */
  McProcedure *procedure;  /* (unowned) (nullable) */
} Case;

static void
case_clear (Case *self)
{
  g_clear_pointer (&self->record, mc_dossier_record_free);
  g_clear_pointer (&self->events, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

static gboolean
load_case (McCentral *central, const char *code, Case *self, GError **error)
{
  g_autoptr (GError) problem = NULL;

  self->record = mc_storage_find_by_code (central->storage, code, &problem);
  if (self->record == NULL && problem == NULL)
    g_set_error (
        &problem, MC_WORKFLOW_ERROR, MC_WORKFLOW_ERROR_UNKNOWN, "no dossier has the code %s", code);
  if (self->record != NULL)
    self->events = mc_storage_list_events (central->storage, self->record->id, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  self->point = mc_central_find_point (central, self->record->point_code);
  if (self->record->procedure != NULL && self->record->version != NULL)
    self->procedure = mc_catalogue_find_version (
        central->catalogue, self->record->procedure, self->record->version);
  return TRUE;
}

/* The actions that are possible from a state, as `name (role)`. */
static char *
list_actions (McState state)
{
  GString *string = g_string_new (NULL);
  const McTransition *rows;
  guint n;

  rows = mc_workflow_get_transitions (&n);
  for (guint i = 0; i < n; i++)
    if (rows[i].from == state)
      g_string_append_printf (string,
                              "%s%s (%s)",
                              string->len > 0 ? ", " : "",
                              rows[i].name,
                              mc_role_to_string (rows[i].role));
  if (string->len == 0)
    g_string_append (string, "none, it is over");

  return g_string_free (string, FALSE);
}

static gboolean
has_event (const Case *self, const char *action)
{
  for (guint i = 0; i < self->events->len; i++)
    {
      const McEventRecord *event = g_ptr_array_index (self->events, i);

      if (g_strcmp0 (event->action, action) == 0)
        return TRUE;
    }

  return FALSE;
}

static const McTransition *
check_action (const Case *self, const char *action, McRole role, GError **error)
{
  McState state = self->record->state;
  const McTransition *transition = mc_workflow_find (action, state);

  if (transition == NULL)
    {
      g_autofree char *actions = list_actions (state);

      g_set_error (error,
                   MC_WORKFLOW_ERROR,
                   MC_WORKFLOW_ERROR_ACTION,
                   "“%s” is not possible while the dossier is %s; possible: %s",
                   action,
                   mc_state_to_string (state),
                   actions);
      return NULL;
    }

  if (transition->role != role)
    {
      g_set_error (error,
                   MC_WORKFLOW_ERROR,
                   MC_WORKFLOW_ERROR_ROLE,
                   "“%s” is for the role %s, not %s",
                   action,
                   mc_role_to_string (transition->role),
                   mc_role_to_string (role));
      return NULL;
    }

  /* One new appointment only (Nghị định 61/2018/NĐ-CP article 19.9). */
  if (g_str_equal (action, "extend") && has_event (self, action))
    {
      g_set_error_literal (error,
                           MC_WORKFLOW_ERROR,
                           MC_WORKFLOW_ERROR_ACTION,
                           "the due time was extended once already");
      return NULL;
    }

  return transition;
}

static gint64
last_time_of (const Case *self, McState to)
{
  for (guint i = self->events->len; i > 0; i--)
    {
      const McEventRecord *event = g_ptr_array_index (self->events, i - 1);

      if (event->to == to)
        return event->at;
    }

  return MC_TIME_NONE;
}

/* The new binding due time that an action brings; unchanged (MC_TIME_NONE) for most. */
static gboolean
find_due (McCentral *central,
          const Case *self,
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

  /* The limit once more from the first appointment. */
  if (g_str_equal (transition->name, "extend"))
    return mc_limit_due (
        limit, central->calendar, &self->point->hours, record->due_at, due, NULL, error);

  /* Waiting for a payment is left out of the limit; it does not start anew. */
  return mc_limit_due_after_pause (limit,
                                   central->calendar,
                                   &self->point->hours,
                                   record->due_at,
                                   last_time_of (self, MC_STATE_PAYMENT_ASKED),
                                   now,
                                   due,
                                   NULL,
                                   error);
}

/* The office where an action happens; never a person. */
static const char *
find_place (const Case *self, McRole role)
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

static McEventRecord *
make_event (const Case *self,
            const McTransition *transition,
            gint64 now,
            gint64 due,
            const char *note,
            GError **error)
{
  g_autoptr (McEventRecord) event = mc_event_record_new ();
  g_autoptr (GError) problem = NULL;

  if (note != NULL && *note != '\0')
    {
      event->note = mc_text_normalise (note, -1, MAX_NOTE, &problem);
      if (event->note == NULL)
        {
          g_set_error (
              error, MC_WORKFLOW_ERROR, MC_WORKFLOW_ERROR_NOTE, "the note %s", problem->message);
          return NULL;
        }
    }

  event->action = g_strdup (transition->name);
  event->role = transition->role;
  event->from = transition->from;
  event->to = transition->to;
  event->step = transition->step;
  event->at = now;
  event->place = g_strdup (find_place (self, transition->role));
  event->due_at = due;
  return g_steal_pointer (&event);
}

/* One transaction: the event, and the token of the paper that goes out with it. */
static gboolean
record_event (McCentral *central,
              const Case *self,
              const McEventRecord *event,
              const McIssuedForm *form,
              GError **error)
{
  McStorage *storage = central->storage;
  g_autoptr (GError) problem = NULL;
  guint64 revision;

  if (!mc_storage_begin (storage, error))
    return FALSE;

  if (!mc_storage_record_step (
          storage, self->record->id, self->record->revision, event, &revision, &problem) ||
      (form != NULL &&
       !mc_storage_add_token (
           storage, self->record->id, form->token, FORM_RECEIPT, event->at, &problem)))
    mc_storage_rollback (storage);
  else if (mc_storage_commit (storage, &problem)) /* a failed one is over by itself */
    return TRUE;

  if (g_error_matches (problem, MC_STORAGE_ERROR, MC_STORAGE_ERROR_CONFLICT))
    g_set_error (error,
                 MC_WORKFLOW_ERROR,
                 MC_WORKFLOW_ERROR_BUSY,
                 "somebody else acted on %s meanwhile: look at it again",
                 self->record->code);
  else
    g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static void
set_string (json_t *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_new (object, member, json_string (text));
}

static void
set_time (json_t *object, const char *member, gint64 time)
{
  g_autofree char *text = mc_time_to_rfc3339 (time);

  set_string (object, member, text);
}

static json_t *
describe_next (McState state)
{
  json_t *next = json_array ();
  const McTransition *rows;
  guint n;

  rows = mc_workflow_get_transitions (&n);
  for (guint i = 0; i < n; i++)
    if (rows[i].from == state)
      json_array_append_new (
          next,
          json_pack (
              "{s:s, s:s}", "action", rows[i].name, "role", mc_role_to_string (rows[i].role)));

  return next;
}

static json_t *
describe_record (const McDossierRecord *record)
{
  json_t *object = json_object ();

  set_string (object, "id", record->id);
  set_string (object, "code", record->code);
  set_string (object, "state", mc_state_to_string (record->state));
  json_object_set_new (object, "status", json_integer (mc_state_get_status (record->state)));
  json_object_set_new (object, "revision", json_integer (record->revision));
  set_string (object, "procedure", record->procedure);
  set_string (object, "version", record->version);
  set_string (object, "point", record->point_code);
  set_string (object, "kiosk", record->kiosk);
  set_string (object, "limit_case", record->limit_case);
  set_string (object, "attention", record->attention);
  set_time (object, "submitted_at", record->submitted_at);
  set_time (object, "arrived_at", record->received_at);
  set_time (object, "expected_due", record->expected_due);
  set_time (object, "due_at", record->due_at);
  set_time (object, "updated_at", record->updated_at);
  json_object_set_new (object, "unseen", json_boolean (record->unseen));
  if (record->rating > 0)
    json_object_set_new (object, "rating", json_integer (record->rating));
  json_object_set_new (object, "next", describe_next (record->state));
  return object;
}

static json_t *
describe_event (const McEventRecord *event)
{
  json_t *object = json_object ();

  json_object_set_new (object, "revision", json_integer (event->revision));
  set_string (object, "action", event->action);
  set_string (object, "role", mc_role_to_string (event->role));
  set_string (object, "from", mc_state_to_string (event->from));
  set_string (object, "to", mc_state_to_string (event->to));
  if (event->step > 0)
    json_object_set_new (object, "step", json_integer (event->step));
  set_time (object, "at", event->at);
  set_string (object, "place", event->place);
  set_string (object, "note", event->note);
  set_string (object, "form", event->form);
  set_time (object, "due_at", event->due_at);
  set_string (object, "limit_case", event->limit_case);
  return object;
}

/**
 * mc_workflow_engine_run:
 * @central: central
 * @code: the dossier's code
 * @action: an action of the workflow table
 * @role: who acts
 * @note: (nullable): a line for the history, at most 500 characters; may be personal
 * @error: return location for an #McWorkflowError, or an error of the calendar
 * (%MC_CALENDAR_ERROR), of form 01 or of the storage
 *
 * Does one action, wholly or not at all: checks it against the table; sets the binding due time
 * when a complete dossier is accepted (steps 2, also after a supplement), moves it once by the
 * limit with `extend`, and leaves the wait for a payment out; draws form 01 into DATA/documents
 * where the table asks for it, with a token of its own; and appends the event, provided nobody else
 * acted meanwhile. Main thread of a command; opens its own transaction.
 *
 * Returns: (transfer full) (nullable): the new state as an object: `id`, `code`, `action`, `step`,
 *   `state`, `status`, `revision`, `due_at`, `next` (what is possible now), `document` (the path of
 *   the form); or %NULL with @error set
 */
json_t *
mc_workflow_engine_run (McCentral *central,
                        const char *code,
                        const char *action,
                        McRole role,
                        const char *note,
                        GError **error)
{
  g_auto (Case) self = { 0 };
  g_autoptr (McEventRecord) event = NULL;
  g_autoptr (McIssuedForm) form = NULL;
  g_autoptr (McDossierRecord) after = NULL;
  const McTransition *transition;
  gint64 now, due;
  json_t *result;

  g_return_val_if_fail (central != NULL && code != NULL && action != NULL, NULL);

  if (!load_case (central, code, &self, error))
    return NULL;
  transition = check_action (&self, action, role, error);
  if (transition == NULL)
    return NULL;

  now = mc_clock_now (central->clock);
  if (!find_due (central, &self, transition, now, &due, error))
    return NULL;
  event = make_event (&self, transition, now, due, note, error);
  if (event == NULL)
    return NULL;

  if (g_strcmp0 (transition->form, FORM_RECEIPT) == 0)
    {
      form = mc_form01_issue (central, self.record, now, due, error);
      if (form == NULL)
        return NULL;
      event->form = g_strdup (transition->form);
    }
  if (!record_event (central, &self, event, form, error))
    {
      mc_issued_form_discard (form);
      return NULL;
    }

  after = mc_storage_find_by_id (central->storage, self.record->id, error);
  if (after == NULL)
    return NULL;
  result = describe_record (after);
  set_string (result, "action", transition->name);
  if (transition->step > 0)
    json_object_set_new (result, "step", json_integer (transition->step));
  if (form != NULL)
    set_string (result, "document", form->path);
  return result;
}

/**
 * mc_workflow_engine_show:
 * @central: central
 * @code: the dossier's code
 * @error: return location for %MC_WORKFLOW_ERROR_UNKNOWN or an error of the storage
 *
 * Returns: (transfer full) (nullable): the state and the whole history in `events`, oldest first,
 *   without the citizen's name and id; or %NULL with @error set
 */
json_t *
mc_workflow_engine_show (McCentral *central, const char *code, GError **error)
{
  g_auto (Case) self = { 0 };
  json_t *result, *events;

  g_return_val_if_fail (central != NULL && code != NULL, NULL);

  if (!load_case (central, code, &self, error))
    return NULL;

  result = describe_record (self.record);
  events = json_array ();
  for (guint i = 0; i < self.events->len; i++)
    json_array_append_new (events, describe_event (g_ptr_array_index (self.events, i)));
  json_object_set_new (result, "events", events);
  return result;
}
