/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/counter-private.h"

#include "app/domain/language.h"
#include "central/log.h"
#include "central/people/trail.h"
#include "central/work/counter-intake.h"

static void
set_string (char **member, const char *text)
{
  g_free (*member);
  *member = g_strdup (text);
}

/* The numbers that lie on the counter, in place of the usual ones. */
static void
take_counts (McCounterDraft *draft, McDossier *dossier)
{
  for (guint i = 0; i < dossier->documents->len; i++)
    {
      McDossierDocument *paper = g_ptr_array_index (dossier->documents, i);
      const McDocument *document =
          mc_procedure_find_document (mc_draft_get_procedure (draft->draft), paper->key);

      mc_counter_get_count (draft, document, MC_COUNTER_ORIGINALS, &paper->originals);
      mc_counter_get_count (draft, document, MC_COUNTER_CERTIFIED, &paper->certified);
      mc_counter_get_count (draft, document, MC_COUNTER_COPIES, &paper->copies);
    }
}

static McDossier *
make_dossier (McCentral *central, McCounterDraft *draft)
{
  McDossier *dossier = mc_dossier_new ();
  g_autofree char *counter = mc_counter_get_name (draft->point);

  dossier->id = g_strdup (draft->id);
  dossier->status_token = g_strdup (draft->token);
  set_string (&dossier->channel, "assisted");
  set_string (&dossier->language, draft->language);
  set_string (&dossier->limit_case, mc_counter_get_limit_case (draft));
  dossier->consent_sms = draft->consent_sms;
  dossier->consent_survey = draft->consent_survey;
  mc_draft_fill_dossier (draft->draft, dossier);
  take_counts (draft, dossier);
  if (draft->owner != NULL)
    {
      dossier->owner = mc_applicant_copy (draft->owner);
      mc_applicant_forget_other_kind (dossier->owner);
    }
  mc_dossier_stamp (dossier,
                    mc_draft_get_procedure (draft->draft),
                    counter,
                    draft->point,
                    central->calendar,
                    central->clock);

  return dossier;
}

static gboolean
add_scans (McCentral *central, McCounterDraft *draft, McCounterFiling *filing, GError **error)
{
  for (guint i = 0; i < filing->dossier->documents->len; i++)
    {
      const McDossierDocument *paper = g_ptr_array_index (filing->dossier->documents, i);
      GPtrArray *scans = mc_counter_draft_get_scans (draft, paper->key);

      for (guint page = 0; page < scans->len; page++)
        {
          const McCounterScan *scan = g_ptr_array_index (scans, page);

          if (!mc_counter_filing_add_page (
                  filing, central, paper->key, scan->type, scan->image, error))
            return FALSE;
        }
    }

  return TRUE;
}

/* The first paper that was wanted and of which nothing lies on the counter. */
static const McDocument *
find_missing (McCounterDraft *draft, const McDossier *dossier)
{
  for (guint i = 0; i < dossier->documents->len; i++)
    {
      const McDossierDocument *paper = g_ptr_array_index (dossier->documents, i);
      const McDocument *document =
          mc_procedure_find_document (mc_draft_get_procedure (draft->draft), paper->key);

      if (mc_document_is_required (document) &&
          paper->originals + paper->certified + paper->copies == 0)
        return document;
    }

  return NULL;
}

/* Why step 2 cannot be done now; NULL when it can. */
static char *
explain_not_received (McCounterDraft *draft, const McRequest *request, const McDossier *dossier)
{
  const McDocument *missing = find_missing (draft, dossier);

  if (missing != NULL)
    return g_strdup_printf (
        mc_pick (request->language,
                 "Chưa nộp: %s. Xin ghi số bản đã nhận, hoặc nộp mà chưa tiếp nhận để yêu cầu bổ "
                 "sung.",
                 "Not handed in yet: %s. Please enter what was taken, or file without receiving to "
                 "ask for it."),
        mc_document_get_name (missing, request->language));
  if (dossier->expected_due == MC_TIME_NONE)
    return g_strdup (
        mc_pick (request->language,
                 "Lịch làm việc chưa có năm của ngày hẹn: chưa tiếp nhận được. Xin nộp mà "
                 "chưa tiếp nhận và báo người quản trị.",
                 "The office calendar does not reach the due date: it cannot be received "
                 "now. Please file without receiving and tell the administrator."));

  return NULL;
}

static McAnswer *
send_back (McCounterDraft *draft, const char *text)
{
  mc_counter_draft_set_notice (draft, MC_BADGE_ALARM, text);

  return mc_counter_go (draft, "review");
}

/* By the rules of the kiosk's outbox, once more and as a whole. */
static gboolean
check_dossier (McCounterDraft *draft, const McDossier *dossier, const GDate *today)
{
  g_autoptr (GError) error = NULL;

  if (mc_dossier_check (dossier, mc_draft_get_procedure (draft->draft), today, &error))
    return TRUE;

  mc_log (MC_LOG_WARNING, "counter-refused", "id", dossier->id, "reason", error->message, NULL);
  return FALSE;
}

/**
 * mc_counter_handle_submit:
 * @central: central
 * @request: POST /console/counter/{id}/submit
 *
 * Makes the dossier and seals its pages; the draft stays until it is known to be kept.
 *
 * Returns: (transfer full) (nullable): sends the browser to what is still open, else %NULL
 */
McAnswer *
mc_counter_handle_submit (McCentral *central, McRequest *request)
{
  McAnswer *refusal = NULL;
  g_autoptr (McCounterDraft) draft = mc_counter_open (central, request, &refusal);
  g_autofree char *receive = mc_request_dup_form (request, "receive");
  g_autoptr (McCounterFiling) filing = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *obstacle = NULL;
  GDate today;

  if (draft == NULL)
    return refusal;
  mc_counter_get_today (request, &today);
  if (!mc_counter_is_complete (draft, &today))
    return mc_counter_go (draft, "review");

  filing = mc_counter_filing_new (make_dossier (central, draft), g_strcmp0 (receive, "yes") == 0);
  if (filing->receive)
    obstacle = explain_not_received (draft, request, filing->dossier);
  if (obstacle != NULL)
    return send_back (draft, obstacle);
  if (!add_scans (central, draft, filing, &error) ||
      !check_dossier (draft, filing->dossier, &today))
    return send_back (draft,
                      mc_pick (request->language,
                               "Hồ sơ chưa nộp được. Xin xem lại từng phần.",
                               "The dossier could not be filed. Please look through each part."));

  mc_request_set_state (
      request, g_steal_pointer (&filing), (GDestroyNotify) mc_counter_filing_free);
  return NULL;
}

static gboolean
note_in_trail (McStorage *storage,
               const McRequest *request,
               const McDossierRecord *record,
               gboolean received,
               GError **error)
{
  return mc_trail_add (storage, request, "counter", record, NULL, error) &&
         (!received || mc_trail_add (storage, request, "step", record, "receive", error));
}

/**
 * mc_counter_write_submit:
 * @central: central
 * @storage: in a transaction
 * @request: what mc_counter_handle_submit () let pass
 * @error: return location for an error
 *
 * Files it; a second click finds it filed.
 *
 * Returns: (transfer full) (nullable): sends the browser to the dossier's receipt, after the commit
 */
McAnswer *
mc_counter_write_submit (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  McCounterFiling *filing = request->state;
  g_autoptr (McDossierRecord) before = mc_storage_find_by_id (storage, filing->dossier->id, NULL);
  g_autoptr (McDossierRecord) record =
                 mc_counter_filing_write (filing, central, storage, request->user->login, error);

  if (record == NULL)
    return NULL;
  if (before == NULL && !note_in_trail (storage, request, record, filing->receive, error))
    return NULL;
  if (before == NULL)
    mc_metrics_add (central->metrics, MC_METRIC_DOSSIERS_NEW, 1);

  return mc_counter_go_to_filed (record->id);
}
