/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/work/paper-private.h"

#include "app/domain/language.h"
#include "printing/documents/apology-page.h"
#include "printing/documents/declaration-page.h"
#include "printing/documents/form01-page.h"
#include "printing/documents/refusal-page.h"
#include "printing/documents/stop-notice-page.h"
#include "printing/documents/supplement-page.h"

/**
 * mc_paper_draw_declaration:
 */
McPage *
mc_paper_draw_declaration (const McPaperSource *source, GError **error)
{
  const char *agency = source->agency;
  const McDeclarationForm form = {
    .head = source->head,
    .dossier = source->dossier,
    .procedure = source->base->procedure,
    .addressee = agency == NULL ? source->base->point->agency_name : agency,
    .signed_at = mc_clock_now (source->central->clock), /* the citizen stands at the desk */
  };

  return mc_declaration_page_new (&form, error);
}

/* What the desk saw and took stands on the receipt, not what the kiosk was promised. */
static void
take_checked (McDossier *dossier, const McEventData *data)
{
  if (data->checked == NULL)
    return;

  g_ptr_array_set_size (dossier->documents, 0);
  for (guint i = 0; i < data->checked->len; i++)
    {
      const McCheckedPaper *paper = g_ptr_array_index (data->checked, i);
      McDossierDocument *document = mc_dossier_add_document (dossier, paper->document);

      document->originals = paper->originals;
      document->certified = paper->certified;
      document->copies = paper->copies;
    }
}

/* A supplement is no new line of the register: the first reception has the number. */
static guint
find_register_number (const McPaperSource *source)
{
  const GPtrArray *events = source->base->events;

  for (guint i = 0; i < events->len; i++)
    {
      const McEventRecord *event = g_ptr_array_index (events, i);
      g_autoptr (McEventData) data = mc_event_data_parse (event->data);

      if (data->register_number > 0)
        return data->register_number;
    }

  return 0;
}

/**
 * mc_paper_draw_receipt:
 */
McPage *
mc_paper_draw_receipt (const McPaperSource *source, GError **error)
{
  const McForm01 form = {
    .dossier = source->dossier,
    .procedure = source->base->procedure,
    .point = source->base->point,
    .parent_agency = source->head.parent_agency,
    .received_at = source->event->at,
    .due_at = source->event->due_at,
    .status_url = source->status_url,
    .officer = source->officer,
    .register_number = find_register_number (source),
  };

  take_checked (source->dossier, source->data);
  return mc_form01_page_new (&form, error);
}

static GPtrArray *
list_missing (const McPaperSource *source)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; source->data->missing != NULL && i < source->data->missing->len; i++)
    {
      const McMissingPaper *paper = g_ptr_array_index (source->data->missing, i);
      const char *name = mc_missing_paper_get_name (paper, source->base->procedure, MC_LANGUAGE_VI);
      McMissingItem *item = g_new0 (McMissingItem, 1);

      item->what = name != NULL ? name : paper->text;
      item->why = name != NULL ? paper->text : NULL;
      g_ptr_array_add (items, item);
    }

  return items;
}

/**
 * mc_paper_draw_supplement:
 */
McPage *
mc_paper_draw_supplement (const McPaperSource *source, GError **error)
{
  g_autoptr (GPtrArray) items = list_missing (source);
  const McSupplementForm form = {
    .head = source->head,
    .applicant = source->dossier->applicant,
    .procedure_name = source->procedure_name,
    .procedure_code = source->base->record->procedure,
    .items = items,
    .reason = mc_event_data_says (source->data, source->event->note) ? NULL : source->event->note,
    .officer = source->officer,
  };

  return mc_supplement_page_new (&form, error);
}

/* Whoever signs a refusal after appraisal signs what the specialist proposed. */
static const char *
find_refusal_reason (const McPaperSource *source)
{
  const McEventRecord *proposal = mc_case_find_last (source->base, "propose_refusal");

  if (g_str_equal (source->event->action, "chair_refuse") && proposal != NULL)
    return proposal->note;
  return source->event->note;
}

/**
 * mc_paper_draw_refusal:
 */
McPage *
mc_paper_draw_refusal (const McPaperSource *source, GError **error)
{
  const char *reason = find_refusal_reason (source);
  McRefusalForm form = {
    .head = source->head,
    .applicant = source->dossier->applicant,
    .procedure_name = source->procedure_name,
    .procedure_code = source->base->record->procedure,
    .reason = reason == NULL ? "" : reason,
    .officer = source->officer,
  };

  if (g_str_equal (source->event->action, "chair_refuse"))
    form.head.agency = source->agency;
  return mc_refusal_page_new (&form, error);
}

static gint64
find_reception (const McPaperSource *source)
{
  const McEventRecord *received = mc_case_find_last_to (source->base, MC_STATE_RECEIVED);

  for (guint i = source->base->events->len; i > 0; i--)
    {
      const McEventRecord *event = g_ptr_array_index (source->base->events, i - 1);

      if (event->step == 2 && event->revision <= source->event->revision)
        return event->at;
    }

  return received == NULL ? MC_TIME_NONE : received->at;
}

/* The appointment before this event. */
static gint64
find_promised (const McPaperSource *source)
{
  for (guint i = source->base->events->len; i > 0; i--)
    {
      const McEventRecord *event = g_ptr_array_index (source->base->events, i - 1);

      if (event->revision < source->event->revision && event->due_at != MC_TIME_NONE)
        return event->due_at;
    }

  return source->event->due_at;
}

static const char *
get_signer_title (const McPaperSource *source)
{
  return source->base->record->by_city ? "GIÁM ĐỐC" : "CHỦ TỊCH";
}

/**
 * mc_paper_draw_apology:
 */
McPage *
mc_paper_draw_apology (const McPaperSource *source, GError **error)
{
  const McApologyForm form = {
    .head = source->head,
    .applicant = source->dossier->applicant,
    .procedure_name = source->procedure_name,
    .procedure_code = source->base->record->procedure,
    .received_at = find_reception (source),
    .promised_at = find_promised (source),
    .new_due_at = source->event->due_at,
    .reason = source->event->note == NULL ? "" : source->event->note,
    .signer_title = get_signer_title (source),
    .signer = source->officer,
  };

  return mc_apology_page_new (&form, error);
}

/* How far it had come. */
static const char *
describe_stage (const McPaperSource *source)
{
  const McDossierRecord *record = source->base->record;
  McState from = source->event->from;

  if (from == MC_STATE_SUPPLEMENT_ASKED)
    return "Chờ người nộp bổ sung giấy tờ";
  if (from == MC_STATE_PAYMENT_ASKED)
    return "Chờ người nộp thực hiện nghĩa vụ tài chính";
  return mc_workflow_get_step_title (mc_state_get_steps_done (from),
                                     source->base->point->unit_name,
                                     record->by_city,
                                     MC_LANGUAGE_VI);
}

/**
 * mc_paper_draw_stop:
 */
McPage *
mc_paper_draw_stop (const McPaperSource *source, GError **error)
{
  const McStopNotice form = {
    .head = source->head,
    .applicant = source->dossier->applicant,
    .procedure_name = source->procedure_name,
    .procedure_code = source->base->record->procedure,
    .received_at = find_reception (source),
    .requester = source->agency == NULL ? source->base->point->name : source->agency,
    .reason = source->event->note == NULL ? "" : source->event->note,
    .stage = describe_stage (source),
    .decision = source->data->decision == NULL ? "Dừng giải quyết hồ sơ" : source->data->decision,
    .money = source->data->money,
    .signer_title = get_signer_title (source),
    .signer = source->officer,
  };

  return mc_stop_notice_page_new (&form, error);
}
