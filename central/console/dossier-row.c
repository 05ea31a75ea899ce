/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/dossier-row.h"

#include "app/domain/language.h"
#include "central/console/due.h"

/**
 * mc_dossier_row_put_applicant:
 * @html: a page, within a row
 * @record: a dossier
 * @language: (nullable): "vi" or "en"
 *
 * Whose it is and its code; the link to its page.
 */
void
mc_dossier_row_put_applicant (McHtml *html, const McDossierRecord *record, const char *language)
{
  mc_html_put (html,
               "<td><a class=\"name\" href=\"/console/dossiers/{}\">{}</a><small>{}</small></td>",
               record->id,
               record->applicant_name != NULL
                   ? record->applicant_name
                   : mc_pick (language, "Chưa đọc được tên", "Name could not be read"),
               record->code);
}

/**
 * mc_dossier_row_get_procedure_name:
 * @central: central
 * @record: a dossier
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): what is asked for; words when that is not known here. Any thread
 */
const char *
mc_dossier_row_get_procedure_name (McCentral *central,
                                   const McDossierRecord *record,
                                   const char *language)
{
  McProcedure *procedure =
      record->procedure == NULL || record->version == NULL
          ? NULL
          : mc_catalogue_find_version (central->catalogue, record->procedure, record->version);

  return procedure != NULL
             ? mc_procedure_get_name (procedure, language)
             : mc_pick (language, "Chưa rõ thủ tục", "The procedure is not known here");
}

/**
 * mc_dossier_row_put_procedure:
 * @html: a page, within a row
 * @central: central
 * @record: a dossier
 * @language: (nullable): "vi" or "en"
 * @detail: (nullable): a line below
 * @sent_back: whether a superior gave it back
 *
 * What is asked for, and what a clerk should look at first.
 */
void
mc_dossier_row_put_procedure (McHtml *html,
                              McCentral *central,
                              const McDossierRecord *record,
                              const char *language,
                              const char *detail,
                              gboolean sent_back)
{
  mc_html_put (html, "<td>{}", mc_dossier_row_get_procedure_name (central, record, language));
  if (detail != NULL)
    mc_html_put (html, "<small>{}</small>", detail);
  if (record->attention != NULL || record->unseen || sent_back)
    {
      mc_html_raw (html, "<span class=\"marks\">");
      if (sent_back)
        mc_shell_put_badge (html, MC_BADGE_CARE, mc_pick (language, "Bị trả lại", "Sent back"));
      if (record->attention != NULL)
        mc_shell_put_badge (
            html,
            MC_BADGE_ALARM,
            mc_pick (language, "Hồ sơ có điểm lạ, cần xem kỹ", "Odd contents: look closely"));
      if (record->unseen)
        mc_shell_put_badge (
            html,
            MC_BADGE_CARE,
            mc_pick (language, "Người nộp chưa thấy mã hồ sơ", "The applicant never saw the code"));
      mc_html_raw (html, "</span>");
    }
  mc_html_raw (html, "</td>");
}

/**
 * mc_dossier_row_get_state:
 * @state: a state
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer none): what a dossier in it waits for, or how it ended. Any thread
 */
const char *
mc_dossier_row_get_state (McState state, const char *language)
{
  static const char *const words[MC_N_STATES][2] = {
    [MC_STATE_SUBMITTED] = { "Chờ tiếp nhận", "To be received" },
    [MC_STATE_RECEIVED] = { "Chờ phân công phòng", "To be assigned to a department" },
    [MC_STATE_CHAIR_ASSIGNED] = { "Chờ giao chuyên viên", "To be given to a specialist" },
    [MC_STATE_DEPARTMENT_ASSIGNED] = { "Chuyên viên đang thụ lý", "With the specialist" },
    [MC_STATE_PROCESSED] = { "Chờ lãnh đạo phòng duyệt", "To be approved by the head" },
    [MC_STATE_DEPARTMENT_APPROVED] = { "Chờ ký duyệt", "To be signed" },
    [MC_STATE_APPROVED] = { "Đã ký, chờ nhập kết quả", "Signed, to be registered" },
    [MC_STATE_READY] = { "Chờ người nộp đến nhận", "Ready to be collected" },
    [MC_STATE_RETURNED] = { "Đã trả kết quả", "Handed over" },
    [MC_STATE_SUPPLEMENT_ASKED] = { "Chờ bổ sung giấy tờ", "Waiting for papers" },
    [MC_STATE_REFUSED] = { "Đã từ chối tiếp nhận", "Refused" },
    [MC_STATE_PAYMENT_ASKED] = { "Chờ nộp tiền", "Waiting for the payment" },
    [MC_STATE_WITHDRAWN] = { "Người nộp đã rút", "Withdrawn" },
    [MC_STATE_STOPPED] = { "Đã dừng giải quyết", "Stopped" },
  };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (words), "");

  return mc_pick (language, words[state][0], words[state][1]);
}

static void
put_when (McHtml *html, const char *words, gint64 time, gint64 now, const char *language)
{
  g_autofree char *when = NULL;

  if (time == MC_TIME_NONE)
    return;
  when = mc_due_describe_time (time, now, language);
  mc_html_put (html, "<small>{} {}</small>", words, when);
}

/* Nobody at the desk has looked at it: what was promised is an expectation only. */
static void
put_submitted (McHtml *html, const McDossierRecord *record, gint64 now, const char *language)
{
  gint64 filed = record->submitted_at != MC_TIME_NONE ? record->submitted_at : record->received_at;

  if (record->expected_due != MC_TIME_NONE && now > record->expected_due)
    mc_shell_put_badge (html,
                        MC_BADGE_CARE,
                        mc_pick (language, "Đã quá giờ dự kiến trả", "Past the expected time"));
  else
    mc_shell_put_badge (html, MC_BADGE_PLAIN, mc_dossier_row_get_state (record->state, language));
  put_when (html, mc_pick (language, "Nộp", "Filed"), filed, now, language);
  put_when (
      html, mc_pick (language, "Dự kiến trả", "Expected by"), record->expected_due, now, language);
}

static void
put_signed (McHtml *html, const McDossierRecord *record, gint64 now, const char *language)
{
  gboolean late = record->due_at != MC_TIME_NONE && now > record->due_at;

  mc_shell_put_badge (html,
                      late ? MC_BADGE_CARE : MC_BADGE_GOOD,
                      late ? mc_pick (language, "Đã quá giờ hẹn trả", "Past the appointment")
                           : mc_pick (language, "Đã ký duyệt", "Signed"));
  put_when (html, mc_pick (language, "Hẹn trả", "Due"), record->due_at, now, language);
}

/**
 * mc_dossier_row_put_due:
 * @html: a page, within a row
 * @central: central, for its calendar
 * @record: a dossier
 * @now: the present
 * @language: (nullable): "vi" or "en"
 *
 * How long is left; or what is waited for since when, where the limit's clock does not run.
 */
void
mc_dossier_row_put_due (McHtml *html,
                        McCentral *central,
                        const McDossierRecord *record,
                        gint64 now,
                        const char *language)
{
  McBadge badge;
  g_autofree char *left = mc_due_describe_left (central, record, now, language, &badge);

  mc_html_raw (html, "<td>");
  if (left != NULL)
    {
      mc_shell_put_badge (html, badge, left);
      put_when (html, mc_pick (language, "Hẹn trả", "Due"), record->due_at, now, language);
    }
  else if (record->state == MC_STATE_SUBMITTED)
    put_submitted (html, record, now, language);
  else if (record->state == MC_STATE_APPROVED)
    put_signed (html, record, now, language);
  else
    {
      mc_shell_put_badge (html,
                          record->state == MC_STATE_READY || record->state == MC_STATE_RETURNED
                              ? MC_BADGE_GOOD
                              : MC_BADGE_PLAIN,
                          mc_dossier_row_get_state (record->state, language));
      put_when (html, mc_pick (language, "Từ", "Since"), record->updated_at, now, language);
    }
  mc_html_raw (html, "</td>");
}
