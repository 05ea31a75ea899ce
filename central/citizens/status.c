/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/central.h"
#include "central/work/event-data.h"

static McProcedure *
find_procedure (McCentral *central, const McDossierRecord *record)
{
  return record->procedure == NULL || record->version == NULL
             ? NULL
             : mc_catalogue_find_version (central->catalogue, record->procedure, record->version);
}

static const char *
pick_procedure_name (McCentral *central, const McDossierRecord *record, const char *language)
{
  McProcedure *procedure = find_procedure (central, record);

  return procedure == NULL ? record->procedure : mc_procedure_get_name (procedure, language);
}

static void
clear_steps_after (McStatus *status, guint last)
{
  for (guint i = last; i < MC_N_STEPS; i++)
    {
      status->steps[i].done_at = MC_TIME_NONE;
      g_clear_pointer (&status->steps[i].place, g_free);
    }
}

/* A dossier that goes back to an earlier step has done the later ones no more. */
static void
fill_steps (McStatus *status, GPtrArray *events)
{
  for (guint i = 0; i < MC_N_STEPS; i++)
    {
      status->steps[i].step = i + 1;
      status->steps[i].done_at = MC_TIME_NONE;
    }

  for (guint i = 0; i < events->len; i++)
    {
      const McEventRecord *event = g_ptr_array_index (events, i);
      guint done = event->step > 0 && event->step <= MC_N_STEPS ? event->step
                   : event->to <= MC_STATE_RETURNED ? mc_state_get_steps_done (event->to)
                                                    : MC_N_STEPS;

      clear_steps_after (status, done);
      if (event->step > 0 && event->step <= MC_N_STEPS)
        {
          McStepStatus *step = &status->steps[event->step - 1];

          step->done_at = event->at;
          g_free (step->place);
          step->place = g_strdup (event->place);
        }
    }
}

/* What the last word of the specialist was; a dossier that is received anew begins anew. */
static gboolean
is_refusal (GPtrArray *events)
{
  gboolean refusal = FALSE;

  for (guint i = 0; i < events->len; i++)
    {
      const McEventRecord *event = g_ptr_array_index (events, i);

      if (event->step == 5)
        refusal = g_strcmp0 (event->action, "propose_refusal") == 0;
      else if (event->to == MC_STATE_RECEIVED)
        refusal = FALSE;
    }

  return refusal;
}

/* Only what the procedure itself names: a clerk's own words may speak of a person. */
static GPtrArray *
list_missing (McCentral *central,
              const McDossierRecord *record,
              GPtrArray *events,
              const char *language)
{
  const McEventRecord *request = NULL;
  McProcedure *procedure = find_procedure (central, record);
  g_autoptr (McEventData) data = NULL;
  GPtrArray *names;

  for (guint i = 0; i < events->len; i++)
    if (((const McEventRecord *) g_ptr_array_index (events, i))->to == MC_STATE_SUPPLEMENT_ASKED)
      request = g_ptr_array_index (events, i);
  if (request == NULL || procedure == NULL)
    return NULL;

  names = g_ptr_array_new_with_free_func (g_free);
  data = mc_event_data_parse (request->data);
  for (guint i = 0; data->missing != NULL && i < data->missing->len; i++)
    {
      const McMissingPaper *paper = g_ptr_array_index (data->missing, i);
      const McDocument *document =
          paper->document == NULL ? NULL : mc_procedure_find_document (procedure, paper->document);

      if (document != NULL)
        g_ptr_array_add (names, g_strdup (mc_document_get_name (document, language)));
    }

  return names;
}

/* Judged by the day it was finished, or by today while the clock of the limit runs. */
static gboolean
is_overdue (const McStatus *status, gint64 now)
{
  gint64 finished = status->steps[6].done_at;

  if (status->due_at == MC_TIME_NONE)
    return FALSE;
  if (status->state >= MC_STATE_APPROVED && status->state <= MC_STATE_RETURNED)
    return finished != MC_TIME_NONE &&
           mc_limit_judge (finished, status->due_at) == MC_TIMELINESS_OVERDUE;
  if (status->state > MC_STATE_RETURNED)
    return FALSE;

  return mc_limit_judge (now, status->due_at) == MC_TIMELINESS_OVERDUE;
}

/**
 * mc_central_describe_status:
 * @self: central
 * @record: a dossier
 * @events: (element-type McEventRecord): its history
 * @language: "vi" or "en"
 *
 * As mc_central_get_status (), of what was read already. Pure but for the clock; any thread.
 *
 * Returns: (transfer full): the status
 */
McStatus *
mc_central_describe_status (McCentral *self,
                            const McDossierRecord *record,
                            GPtrArray *events,
                            const char *language)
{
  const McPoint *point = mc_central_find_point (self, record->point_code);
  McStatus *status = g_new0 (McStatus, 1);

  status->code = g_strdup (record->code);
  status->procedure = g_strdup (record->procedure == NULL ? "" : record->procedure);
  status->procedure_name = g_strdup (pick_procedure_name (self, record, language));
  if (status->procedure_name == NULL)
    status->procedure_name = g_strdup ("");
  status->unit_name = g_strdup (point == NULL ? "" : point->unit_name);
  status->point_name = g_strdup (point == NULL ? "" : point->name);
  if (point != NULL)
    {
      status->address = g_strdup (point->address);
      status->counter = g_strdup (point->counter);
    }
  status->state = record->state;
  status->status = mc_state_get_status (record->state);
  status->submitted_at =
      record->submitted_at != MC_TIME_NONE ? record->submitted_at : record->received_at;
  status->expected_due = record->expected_due;
  status->due_at = record->due_at;
  status->updated_at = record->updated_at;
  status->rated = record->rating != 0;
  fill_steps (status, events);
  status->refusal = is_refusal (events);
  if (record->state == MC_STATE_SUPPLEMENT_ASKED)
    status->missing = list_missing (self, record, events, language);
  status->overdue = is_overdue (status, mc_clock_now (self->clock));

  return status;
}

/**
 * mc_central_get_status:
 * @self: central
 * @record: a dossier
 * @language: "vi" or "en"
 * @error: return location for an error of the storage
 *
 * What citizens and kiosks are told: the state, the steps with their times and offices, no person.
 * Any thread; inside a transaction on its thread.
 *
 * Returns: (transfer full): the status, or %NULL with an error
 */
McStatus *
mc_central_get_status (McCentral *self,
                       const McDossierRecord *record,
                       const char *language,
                       GError **error)
{
  g_autoptr (GPtrArray) events = mc_storage_list_events (self->storage, record->id, error);

  return events == NULL ? NULL : mc_central_describe_status (self, record, events, language);
}
