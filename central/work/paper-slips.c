/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/work/paper-private.h"

#include "app/domain/language.h"
#include "central/people/staff.h"
#include "central/storage/work.h"
#include "printing/documents/control-slip-page.h"
#include "printing/documents/handover-slip-page.h"

/* One hand-over of the folder, with the strings that its row borrows. */
typedef struct
{
  McControlRow row;
  char *strings[4]; /* (owned) */
} Handing;

static void
handing_free (gpointer data)
{
  Handing *handing = data;

  for (guint i = 0; i < G_N_ELEMENTS (handing->strings); i++)
    g_free (handing->strings[i]);
  g_free (handing);
}

/* The part of the office that an official stands for; the folder's way says no more. */
static char *
describe_office (const McPaperSource *source, const McUserRecord *user)
{
  const McDossierRecord *record = source->base->record;

  for (guint i = 0; user != NULL && i < user->posts->len; i++)
    {
      const McPost *post = g_ptr_array_index (user->posts, i);

      if (post->role == MC_ROLE_RECEPTION && g_strcmp0 (post->unit, record->unit) == 0)
        return g_strdup ("Bộ phận một cửa");
      if (g_strcmp0 (post->unit, record->resolver) != 0)
        continue;
      if (post->role == MC_ROLE_CHAIRMAN || post->role == MC_ROLE_DIRECTOR)
        return g_strdup (post->role == MC_ROLE_CHAIRMAN ? "Chủ tịch" : "Giám đốc sở");
      if (*post->department != '\0')
        return mc_staff_describe_department (post->department, MC_LANGUAGE_VI);
    }

  return g_strdup (source->agency == NULL ? "Cơ quan giải quyết" : source->agency);
}

static McUserRecord *
find_user (const McPaperSource *source, const char *login)
{
  return mc_people_find_user (MC_PEOPLE (source->central->storage), login, NULL);
}

static Handing *
make_handing (const McPaperSource *source, const McMovementRecord *movement)
{
  Handing *handing = g_new0 (Handing, 1);
  g_autoptr (McUserRecord) giver =
                 movement->giver == NULL ? NULL : find_user (source, movement->giver);
  g_autoptr (McUserRecord) taker = find_user (source, movement->taker);

  handing->strings[0] =
      movement->giver == NULL ? g_strdup ("Người nộp hồ sơ") : describe_office (source, giver);
  handing->strings[1] = describe_office (source, taker);
  handing->strings[2] = movement->giver == NULL
                            ? g_strdup (source->base->record->applicant_name)
                            : g_strdup (giver == NULL ? movement->giver : giver->name);
  handing->strings[3] = g_strdup (taker == NULL ? movement->taker : taker->name);
  handing->row.giver = handing->strings[0];
  handing->row.receiver = handing->strings[1];
  handing->row.giver_name = handing->strings[2];
  handing->row.receiver_name = handing->strings[3];
  handing->row.at = movement->at;
  return handing;
}

/**
 * mc_paper_draw_control:
 */
McPage *
mc_paper_draw_control (const McPaperSource *source, GError **error)
{
  const McDossierRecord *record = source->base->record;
  g_autoptr (GPtrArray) movements =
                 mc_work_list_movements (MC_WORK (source->central->storage), record->id, error);
  g_autoptr (GPtrArray) handings = g_ptr_array_new_with_free_func (handing_free);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  McControlSlip slip = {
    .head = source->head,
    .folder_qr = source->status_url,
    .procedure_name = source->procedure_name,
    .procedure_code = record->procedure,
    .resolving = source->agency == NULL ? source->base->point->agency_name : source->agency,
    .due_at = record->due_at,
    .rows = rows,
  };

  if (movements == NULL)
    return NULL;

  for (guint i = 0; i < movements->len; i++)
    {
      Handing *handing = make_handing (source, g_ptr_array_index (movements, i));

      g_ptr_array_add (handings, handing);
      g_ptr_array_add (rows, &handing->row);
    }
  return mc_control_slip_page_new (&slip, error);
}

/**
 * mc_paper_draw_handover:
 */
McPage *
mc_paper_draw_handover (const McPaperSource *source, GError **error)
{
  const McCase *base = source->base;
  const McDossier *dossier = source->dossier;
  const McApplicant *owner = dossier->owner != NULL ? dossier->owner : dossier->applicant;
  const McEventRecord *registered = mc_case_find_last (base, "register_result");
  g_autoptr (McEventData) result =
                 mc_event_data_parse (registered == NULL ? NULL : registered->data);
  const McHandoverSlip slip = {
    .head = source->head,
    .procedure_name = source->procedure_name,
    .procedure_code = base->record->procedure,
    .owner = mc_applicant_get_display_name (owner),
    .giver = source->officer == NULL ? base->point->name : source->officer,
    .giver_phone = base->point->phone,
    .receiver = source->data->receiver == NULL ? mc_applicant_get_display_name (owner)
                                               : source->data->receiver,
    .receiver_phone = source->data->authorisation == NULL ? owner->phone : NULL,
    .receiver_id = source->data->receiver_id,
    .authorisation = source->data->authorisation,
    .result_kind = base->path.refusal
                       ? "Văn bản từ chối giải quyết hồ sơ"
                       : mc_procedure_get_result_name (base->procedure, MC_LANGUAGE_VI),
    .result_number = result->result_number,
    .handed_at = source->event->at,
  };

  return mc_handover_slip_page_new (&slip, error);
}
