/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/identity.h"
#include "app/domain/language.h"
#include "app/domain/receipt.h"
#include "central/console/dossier-row.h"
#include "central/console/due.h"
#include "central/console/shell.h"
#include "central/console/sounds.h"
#include "central/http/routes.h"
#include "central/people/access.h"
#include "central/people/staff.h"
#include "central/people/trail.h"
#include "central/storage/work.h"

#include <string.h>

/* The scan page: a hand scanner types the QR of a paper folder's slip like a keyboard, with Enter
 * behind it. One scan is one hand-over, to the official who is signed in. */

#define FORM_MAX 4096
#define SHOWN 10
#define SOUND_MAX_AGE_S 86400
#define SCAN_MAX 200 /* characters */
#define SERIAL_LENGTH 6

/* What came of a scan; the names stand in the address after it. */
typedef enum
{
  RESULT_NONE,
  RESULT_TAKEN,
  RESULT_MINE,    /* it is in these hands already */
  RESULT_UNKNOWN, /* none of ours, or none that this official may see */
  RESULT_ELSEWHERE,
} Result;

static const char *const RESULTS[] = { "", "taken", "mine", "unknown", "elsewhere" };

static gboolean
works (const McUserRecord *user)
{
  for (guint i = 0; i < user->posts->len; i++)
    if (((const McPost *) g_ptr_array_index (user->posts, i))->role <= MC_ROLE_DIVISION)
      return TRUE;

  return FALSE;
}

static Result
read_result (const McRequest *request)
{
  g_autofree char *text = mc_request_dup_query (request, "result");

  for (guint i = 1; text != NULL && i < G_N_ELEMENTS (RESULTS); i++)
    if (g_str_equal (RESULTS[i], text))
      return i;

  return RESULT_NONE;
}

/* Whom it was before, and since when it is theirs. */
static void
put_taken (McHtml *html,
           McCentral *central,
           const McRequest *request,
           const McMovementRecord *taking,
           Result result)
{
  const char *language = request->language;
  g_autoptr (McDossierRecord) record =
                 mc_storage_find_by_id (central->storage, taking->dossier, NULL);
  g_autofree char *when = mc_due_describe_time (taking->at, request->now, language);
  g_autoptr (McNames) names = mc_names_new (central);

  mc_html_put (html,
               "<p class=\"scan-result {}\" role=\"{}\"><b>{}</b>",
               result == RESULT_TAKEN ? "good" : "alarm",
               result == RESULT_TAKEN ? "status" : "alert",
               result == RESULT_TAKEN ? mc_pick (language, "Đã nhận hồ sơ giấy", "Folder taken")
                                      : mc_pick (language,
                                                 "Hồ sơ giấy này đang ở ông, bà rồi",
                                                 "You have this folder already"));
  if (record != NULL && mc_access_may_work (request->user, record))
    mc_html_put (html,
                 "<span>{} · {}</span><span class=\"code\">{}</span>",
                 record->applicant_name == NULL ? "–" : record->applicant_name,
                 mc_dossier_row_get_procedure_name (central, record, language),
                 record->code);
  mc_html_put (html,
               "<small>{} {} · {}</small></p>",
               mc_pick (language, "Nhận từ", "From"),
               taking->giver == NULL ? mc_pick (language, "người nộp", "the applicant")
                                     : mc_names_get (names, taking->giver),
               when);
}

static void
put_mistake (McHtml *html, const McRequest *request, Result result)
{
  const char *language = request->language;

  mc_html_put (html,
               "<p class=\"scan-result alarm\" role=\"alert\"><b>{}</b><span>{}</span></p>",
               result == RESULT_ELSEWHERE
                   ? mc_pick (language,
                              "Hồ sơ này không thuộc đơn vị của ông, bà",
                              "This folder is not your unit's")
                   : mc_pick (language, "Không nhận ra mã vừa quét", "That code is not known here"),
               result == RESULT_ELSEWHERE
                   ? mc_pick (language,
                              "Chưa ghi gì. Xin trả hồ sơ giấy lại cho người giao.",
                              "Nothing was recorded. Please give the folder back.")
                   : mc_pick (language,
                              "Chưa ghi gì. Xin tắt bộ gõ tiếng Việt rồi quét lại mã trên phiếu "
                              "kiểm soát, hoặc gõ cả mã hồ sơ.",
                              "Nothing was recorded. Please switch the Vietnamese input method off "
                              "and scan again, or type the dossier's whole code."));
}

static const McMovementRecord *
find_taking (const McRequest *request, const GPtrArray *takings)
{
  g_autofree char *id = mc_request_dup_query (request, "dossier");

  for (guint i = 0; i < takings->len; i++)
    {
      const McMovementRecord *taking = g_ptr_array_index (takings, i);

      if (g_strcmp0 (taking->dossier, id) == 0)
        return taking;
    }

  return NULL;
}

/* What the last scan came to, so that one hears it and sees it from afar. */
static void
put_outcome (McHtml *html,
             McCentral *central,
             const McRequest *request,
             Result result,
             const GPtrArray *takings)
{
  gboolean held = result == RESULT_TAKEN || result == RESULT_MINE;
  const McMovementRecord *taking = held ? find_taking (request, takings) : NULL;

  if (result == RESULT_NONE || (held && taking == NULL))
    return;

  if (held)
    put_taken (html, central, request, taking, result);
  else
    put_mistake (html, request, result);
  mc_html_put (html,
               "<audio autoplay src=\"{}\"></audio>",
               result == RESULT_TAKEN ? "/console/taken.wav" : "/console/mistake.wav");
}

static void
put_form (McHtml *html, const McRequest *request)
{
  const char *language = request->language;

  mc_html_raw (html, "<section class=\"card task\">");
  mc_shell_begin_form (html, request, "/console/folders");
  mc_html_put (html,
               "<div class=\"field\"><label for=\"scan\">{}</label><p class=\"hint\" "
               "id=\"scan-hint\">{}</p><input type=\"text\" id=\"scan\" name=\"scan\" "
               "class=\"scan\" autofocus autocomplete=\"off\" autocapitalize=\"off\" "
               "spellcheck=\"false\" aria-describedby=\"scan-hint\"></div>"
               "<div class=\"actions\"><button class=\"button main\">{}</button></div>",
               mc_pick (language,
                        "Quét mã trên phiếu kiểm soát, hoặc gõ mã hồ sơ hay 6 số cuối của mã",
                        "Scan the code on the control slip, or type the dossier's code or its "
                        "last 6 digits"),
               mc_pick (language,
                        "Mỗi lần quét là một lần ông, bà nhận hồ sơ giấy từ người giữ trước.",
                        "Each scan says that you take the folder from whoever had it before."),
               mc_pick (language, "Nhận", "Take"));
  mc_shell_end_form (html);
  mc_html_raw (html, "</section>");
}

static void
put_row (McHtml *html,
         McCentral *central,
         const McRequest *request,
         McNames *names,
         const McMovementRecord *taking)
{
  const char *language = request->language;
  g_autoptr (McDossierRecord) record =
                 mc_storage_find_by_id (central->storage, taking->dossier, NULL);
  g_autofree char *when = mc_due_describe_time (taking->at, request->now, language);

  if (record == NULL || !mc_access_may_work (request->user, record))
    return;

  mc_html_put (html,
               "<tr><td>{}</td><td><a href=\"/console/dossiers/{}\">{}</a><small "
               "class=\"code\">{}</small></td><td>{}</td><td>{}</td></tr>",
               when,
               record->id,
               record->applicant_name == NULL ? "–" : record->applicant_name,
               record->code,
               mc_dossier_row_get_procedure_name (central, record, language),
               taking->giver == NULL ? mc_pick (language, "Người nộp", "The applicant")
                                     : mc_names_get (names, taking->giver));
}

static void
put_last (McHtml *html, McCentral *central, const McRequest *request, const GPtrArray *takings)
{
  const char *language = request->language;
  g_autoptr (McNames) names = mc_names_new (central);

  if (takings->len == 0)
    return;

  mc_html_put (html,
               "<h2>{}</h2><div class=\"table\"><table class=\"stack\"><thead><tr><th>{}</th>"
               "<th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>",
               mc_pick (language, "Ông, bà vừa nhận", "What you took last"),
               mc_pick (language, "Lúc", "At"),
               mc_pick (language, "Hồ sơ", "Dossier"),
               mc_pick (language, "Thủ tục", "Procedure"),
               mc_pick (language, "Nhận từ", "From"));
  for (guint i = 0; i < takings->len; i++)
    put_row (html, central, request, names, g_ptr_array_index (takings, i));
  mc_html_raw (html, "</tbody></table></div>");
}

static McAnswer *
handle_page (McCentral *central, McRequest *request)
{
  g_autoptr (GPtrArray) takings = NULL;
  McHtml *html;

  if (!works (request->user))
    return mc_shell_new_forbidden (central, request);
  takings = mc_work_list_takings (MC_WORK (central->storage), request->user->login, SHOWN, NULL);
  if (takings == NULL)
    return mc_shell_new_busy (central, request);

  html = mc_shell_begin (
      central,
      request,
      MC_TAB_FOLDERS,
      mc_pick (request->language, "Quét để nhận hồ sơ giấy", "Scan to take a folder"));
  put_outcome (html, central, request, read_result (request), takings);
  put_form (html, request);
  put_last (html, central, request, takings);
  return mc_shell_finish (html, request, 200);
}

static McAnswer *
send_back (Result result, const McDossierRecord *record)
{
  g_autofree char *location = g_strdup_printf ("/console/folders?result=%s%s%s",
                                               RESULTS[result],
                                               record == NULL ? "" : "&dossier=",
                                               record == NULL ? "" : record->id);

  return mc_answer_new_redirect (location);
}

static McAnswer *
handle_scan (McCentral *central, McRequest *request)
{
  return works (request->user) ? NULL : mc_shell_new_forbidden (central, request);
}

static gboolean
is_serial (const char *text)
{
  return strlen (text) == SERIAL_LENGTH && strspn (text, "0123456789") == SERIAL_LENGTH;
}

/* What stands in large digits on the slip: of the dossiers that this official may work with the
 * only one whose code ends so. */
static gboolean
find_by_serial (McCentral *central,
                const McRequest *request,
                const char *serial,
                McDossierRecord **found,
                GError **error)
{
  g_autoptr (GPtrArray) units = mc_access_list_units (request->user);
  g_autoptr (McDossierRecord) only = NULL;

  for (guint i = 0; i < units->len; i++)
    {
      const char *unit = g_ptr_array_index (units, i);
      const McSearchQuery query = { .unit = g_str_equal (unit, MC_UNIT_ALL) ? NULL : unit,
                                    .code = serial,
                                    .from = MC_TIME_NONE,
                                    .to = MC_TIME_NONE,
                                    .limit = MC_SEARCH_MAX };
      g_autoptr (GPtrArray) records = mc_work_search (MC_WORK (central->storage), &query, error);

      if (records == NULL)
        return FALSE;
      for (guint j = 0; j < records->len; j++)
        {
          const McDossierRecord *record = g_ptr_array_index (records, j);

          if (!g_str_has_suffix (record->code, serial) ||
              !mc_access_may_work (request->user, record) ||
              (only != NULL && g_str_equal (only->id, record->id)))
            continue;
          if (only != NULL)
            return TRUE; /* two: the whole code tells which */
          only = mc_dossier_record_copy (record);
        }
    }

  *found = g_steal_pointer (&only);
  return TRUE;
}

/* By the QR of any of its papers, in either case, by its code, or by the last digits of that. A
 * code can be guessed: of those that are not theirs nobody learns anything. */
static McDossierRecord *
find_dossier (McCentral *central, McRequest *request, gboolean *by_token, GError **error)
{
  g_autofree char *raw = mc_request_dup_form (request, "scan");
  char token[MC_TOKEN_LENGTH + 1];
  McDossierRecord *found = NULL;

  *by_token = FALSE;
  if (raw == NULL || !g_str_is_ascii (raw) || strlen (raw) > SCAN_MAX)
    return NULL;

  g_strstrip (raw);
  *by_token = mc_status_url_parse (raw, central->public_url, token) ||
              (strlen (raw) == MC_TOKEN_LENGTH && mc_token_parse (raw, token));
  if (*by_token)
    return mc_storage_find_by_token (central->storage, token, error);
  if (!is_serial (raw))
    return mc_storage_find_by_typed_code (central->storage, raw, error);

  return find_by_serial (central, request, raw, &found, error) ? found : NULL;
}

static gboolean
move_folder (McStorage *storage,
             McRequest *request,
             const McDossierRecord *record,
             const McMovementRecord *last,
             GError **error)
{
  g_autoptr (McMovementRecord) movement = mc_movement_record_new ();

  movement->giver = g_strdup (last == NULL ? NULL : last->taker);
  movement->taker = g_strdup (request->user->login);
  movement->at = request->now;
  return mc_work_add_movement (MC_WORK (storage), record->id, movement, error) &&
         mc_trail_add (storage, request, "folder", record, NULL, error);
}

static McAnswer *
write_scan (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (McDossierRecord) record = NULL;
  g_autoptr (GPtrArray) movements = NULL;
  const McMovementRecord *last;
  gboolean by_token;

  record = find_dossier (central, request, &by_token, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  if (record == NULL)
    return send_back (RESULT_UNKNOWN, NULL);
  if (!mc_access_may_work (request->user, record))
    return send_back (by_token ? RESULT_ELSEWHERE : RESULT_UNKNOWN, NULL);

  movements = mc_work_list_movements (MC_WORK (storage), record->id, error);
  if (movements == NULL)
    return NULL;
  last = movements->len == 0 ? NULL : g_ptr_array_index (movements, movements->len - 1);
  if (last != NULL && g_str_equal (last->taker, request->user->login))
    return send_back (RESULT_MINE, record);

  return move_folder (storage, request, record, last, error) ? send_back (RESULT_TAKEN, record)
                                                             : NULL;
}

static McAnswer *
serve_sound (McSound sound)
{
  McAnswer *answer = mc_answer_new (200, "audio/wav", mc_sound_create (sound));

  answer->max_age = SOUND_MAX_AGE_S;
  return answer;
}

static McAnswer *
handle_taken (McCentral *central, McRequest *request)
{
  return serve_sound (MC_SOUND_TAKEN);
}

static McAnswer *
handle_mistake (McCentral *central, McRequest *request)
{
  return serve_sound (MC_SOUND_MISTAKE);
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET",  "/console/folders",     0,        MC_ROUTE_OFFICIAL, handle_page, NULL },
  { "POST", "/console/folders",     FORM_MAX, MC_ROUTE_OFFICIAL, handle_scan, write_scan },
  { "GET",  "/console/taken.wav",   0,        MC_ROUTE_NONE, handle_taken, NULL },
  { "GET",  "/console/mistake.wav", 0,        MC_ROUTE_NONE, handle_mistake, NULL },
};
/* clang-format on */

const McRouteTable mc_folder_routes = { rows, G_N_ELEMENTS (rows) };
