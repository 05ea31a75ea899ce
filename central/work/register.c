/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/work/register.h"

#include "central/storage/people.h"
#include "central/work/event-data.h"

/* Read once for many lines: a desk has few officials. */
typedef struct
{
  McCentral *central; /* (unowned) */
  GHashTable *names;  /* (owned) (element-type utf8 utf8), login → name */
} Reading;

/**
 * mc_register_line_free:
 * @self: (transfer full) (nullable): a line
 */
void
mc_register_line_free (McRegisterLine *self)
{
  if (self == NULL)
    return;

  mc_dossier_record_free (self->record);
  g_free (self->procedure_name);
  g_free (self->owner);
  g_free (self->address);
  g_free (self->phone);
  g_free (self->agency);
  g_free (self->officer);
  g_free (self->note);
  g_free (self);
}

static char *
dup_name (Reading *self, const char *login)
{
  const char *known = g_hash_table_lookup (self->names, login);
  g_autoptr (McUserRecord) user = NULL;

  if (known == NULL)
    {
      user = mc_people_find_user (MC_PEOPLE (self->central->storage), login, NULL);
      known = user == NULL ? login : user->name;
      g_hash_table_insert (self->names, g_strdup (login), g_strdup (known));
    }

  return g_strdup (known);
}

static void
add_note (GString *note, const char *words)
{
  g_string_append_printf (note, "%s%s", note->len > 0 ? "; " : "", words);
}

static void
note_collector (GString *note, const McEventData *data)
{
  g_autofree char *words = NULL;

  if (data->authorisation == NULL || data->receiver == NULL)
    return;
  words = g_strdup_printf ("nhận thay: %s", data->receiver);
  add_note (note, words);
}

static const char *
describe_state (McState state)
{
  switch (state)
    {
    case MC_STATE_REFUSED:
      return "từ chối";
    case MC_STATE_WITHDRAWN:
      return "rút hồ sơ";
    case MC_STATE_STOPPED:
      return "dừng giải quyết";
    case MC_STATE_SUPPLEMENT_ASKED:
      return "chờ bổ sung";
    default:
      return NULL;
    }
}

/* The first reception has the line; the last hand-over ends it. */
static void
take_events (Reading *self, McRegisterLine *line, const GPtrArray *events)
{
  g_autoptr (GString) note = g_string_new (NULL);
  gboolean extended = FALSE, refused = FALSE;

  for (guint i = 0; i < events->len; i++)
    {
      const McEventRecord *event = g_ptr_array_index (events, i);
      g_autoptr (McEventData) data = mc_event_data_parse (event->data);

      if (data->register_number > 0)
        line->number = data->register_number;
      if (event->to == MC_STATE_RECEIVED && event->step == 2 && line->received_at == MC_TIME_NONE)
        {
          line->received_at = event->at;
          line->officer = event->actor == NULL ? NULL : dup_name (self, event->actor);
        }
      extended = extended || g_str_equal (event->action, "extend");
      if (event->step == 7)
        refused = g_str_equal (event->action, "chair_refuse");
      line->collected_at = event->to == MC_STATE_RETURNED ? event->at : MC_TIME_NONE;
      if (event->to == MC_STATE_RETURNED && i + 1 == events->len)
        note_collector (note, data);
    }
  if (extended)
    add_note (note, "xin lỗi, hẹn lại");
  if (refused && line->record->state >= MC_STATE_APPROVED &&
      line->record->state <= MC_STATE_RETURNED)
    add_note (note, "từ chối");
  if (describe_state (line->record->state) != NULL)
    add_note (note, describe_state (line->record->state));
  if (note->len > 0)
    line->note = g_strdup (note->str);
}

/* Contents that cannot be read have still a line, with the name that intake found. */
static void
take_contents (Reading *self, McRegisterLine *line)
{
  g_autoptr (McDossier) dossier = mc_central_open_dossier (self->central, line->record->id, NULL);
  const McApplicant *owner =
      dossier == NULL ? NULL : (dossier->owner != NULL ? dossier->owner : dossier->applicant);
  const char *name = owner == NULL ? NULL : mc_applicant_get_display_name (owner);

  if (name == NULL)
    name = line->record->applicant_name;
  line->owner = g_strdup (name == NULL ? "" : name);
  if (owner != NULL)
    line->address = g_strdup (owner->address);
  if (dossier != NULL && dossier->applicant != NULL)
    line->phone = g_strdup (owner->phone != NULL ? owner->phone : dossier->applicant->phone);
}

static void
take_names (Reading *self, McRegisterLine *line)
{
  const McDossierRecord *record = line->record;
  const char *agency = mc_central_get_agency_name (self->central, record->resolver, "vi");
  McProcedure *procedure = NULL;

  if (record->procedure != NULL && record->version != NULL)
    procedure =
        mc_catalogue_find_version (self->central->catalogue, record->procedure, record->version);
  line->procedure_name = g_strdup (procedure != NULL ? mc_procedure_get_name (procedure, "vi")
                                   : record->procedure != NULL ? record->procedure
                                                               : "");
  if (agency == NULL)
    agency = record->resolver != NULL ? record->resolver : "";
  line->agency = g_strdup (agency);
}

static McRegisterLine *
read_line (Reading *self, const McDossierRecord *record, GError **error)
{
  g_autoptr (GPtrArray) events = mc_storage_list_events (self->central->storage, record->id, error);
  McRegisterLine *line;

  if (events == NULL)
    return NULL;

  line = g_new0 (McRegisterLine, 1);
  line->record = mc_dossier_record_copy (record);
  line->received_at = line->collected_at = MC_TIME_NONE;
  take_events (self, line, events);
  take_contents (self, line);
  take_names (self, line);
  return line;
}

/**
 * mc_register_read:
 * @central: central
 * @records: (element-type McDossierRecord): what a unit received, in order
 * @start: the first of them to read
 * @n: how many at most
 * @error: return location for an error of the storage
 *
 * Reads the lines of the register out of histories and contents, half a millisecond each. They hold
 * names and addresses: who sees them goes into the trail. A worker's thread.
 *
 * Returns: (transfer full) (element-type McRegisterLine) (nullable): the lines
 */
GPtrArray *
mc_register_read (McCentral *central,
                  const GPtrArray *records,
                  guint start,
                  guint n,
                  GError **error)
{
  g_autoptr (GPtrArray) lines =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) mc_register_line_free);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Reading reading = { central, names };

  for (guint i = start; i < records->len && i - start < n; i++)
    {
      McRegisterLine *line = read_line (&reading, g_ptr_array_index (records, i), error);

      if (line == NULL)
        return NULL;
      g_ptr_array_add (lines, line);
    }

  return g_steal_pointer (&lines);
}
