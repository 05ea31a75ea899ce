/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/work/workflow-engine.h"

#include "app/domain/form-set.h"
#include "central/work/action.h"
#include "central/work/form01.h"

static gboolean
load_case (McCentral *central, const char *code, McCase *self, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (McDossierRecord) record = mc_storage_find_by_code (central->storage, code, &problem);

  if (record != NULL)
    return mc_case_load (self, central, record->id, error);

  if (problem == NULL)
    g_set_error (
        &problem, MC_WORKFLOW_ERROR, MC_WORKFLOW_ERROR_UNKNOWN, "no dossier has the code %s", code);
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
describe_next (McState state, gboolean by_city)
{
  json_t *next = json_array ();
  const McTransition *rows;
  guint n;

  rows = mc_workflow_get_transitions (&n);
  for (guint i = 0; i < n; i++)
    if (rows[i].from == state && (rows[i].rules & MC_RULE_UNDO) == 0)
      json_array_append_new (
          next,
          json_pack ("{s:s, s:s}",
                     "action",
                     rows[i].name,
                     "role",
                     mc_role_to_string (mc_workflow_get_actor (rows[i].role, by_city))));

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
  set_string (object, "unit", record->unit);
  set_string (object, "resolver", record->resolver);
  set_string (object, "department", record->department);
  set_string (object, "assignee", record->assignee);
  set_time (object, "submitted_at", record->submitted_at);
  set_time (object, "arrived_at", record->received_at);
  set_time (object, "expected_due", record->expected_due);
  set_time (object, "due_at", record->due_at);
  set_time (object, "updated_at", record->updated_at);
  json_object_set_new (object, "unseen", json_boolean (record->unseen));
  /* That, never what: answers are confidential (Nghị định 61/2018/NĐ-CP article 27). */
  if (record->rating > 0)
    json_object_set_new (object, "rated", json_true ());
  json_object_set_new (object, "next", describe_next (record->state, record->by_city));
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
  set_string (object, "actor", event->actor);
  set_string (object, "department", event->department);
  set_string (object, "assignee", event->assignee);
  return object;
}

/* The paper that the citizen takes along, with a token of its own. */
static gboolean
issue_form (McCentral *central, const McCase *self, McIssuedForm **form, GError **error)
{
  const McEventRecord *event = g_ptr_array_index (self->events, self->events->len - 1);

  if (g_strcmp0 (event->form, MC_FORM_RECEIPT) != 0)
    return TRUE;

  *form = mc_form01_issue (central, self, error);
  return *form != NULL;
}

/**
 * mc_workflow_engine_run:
 * @central: central
 * @code: the dossier's code
 * @action: an action of the workflow table
 * @role: who acts
 * @note: (nullable): a line for the history, at most 500 characters; may be personal. The reason,
 *   where the table wants one
 * @error: return location for an #McWorkflowError, or an error of the calendar
 *   (%MC_CALENDAR_ERROR), of form 01 or of the storage
 *
 * Does one action as mc_action_run () does, and draws form 01 into DATA/documents where the table
 * asks for it. Main thread of a command; opens its own transaction.
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
  const McOrder order = { .action = action, .role = role, .reason = note, .due_at = MC_TIME_NONE };
  g_auto (McCase) self = { 0 };
  g_autoptr (McIssuedForm) form = NULL;
  const McEventRecord *event;
  json_t *result;
  gint64 now;

  g_return_val_if_fail (central != NULL && code != NULL && action != NULL, NULL);

  if (!load_case (central, code, &self, error))
    return NULL;
  now = mc_clock_now (central->clock);
  if (!mc_storage_begin (central->storage, error))
    return NULL;
  if (!mc_action_run (central, central->storage, &self, &order, now, error) ||
      !issue_form (central, &self, &form, error))
    {
      mc_storage_rollback (central->storage);
      mc_issued_form_discard (form);
      return NULL;
    }
  if (!mc_storage_commit (central->storage, error))
    {
      mc_issued_form_discard (form);
      return NULL;
    }

  event = g_ptr_array_index (self.events, self.events->len - 1);
  result = describe_record (self.record);
  set_string (result, "action", event->action);
  if (event->step > 0)
    json_object_set_new (result, "step", json_integer (event->step));
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
  g_auto (McCase) self = { 0 };
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
