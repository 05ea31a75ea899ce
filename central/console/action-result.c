/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/action-form-private.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "central/console/inputs.h"
#include "central/storage/pickups.h"

#include <string.h>

#define MAX_NAME 200
#define MAX_ID 20

/* --- The result --- */

static gboolean
wants_result (const McTransition *transition)
{
  return g_str_equal (transition->name, "register_result");
}

static void
put_file (McActionForm *self, McHtml *html, McDossierView *view)
{
  const char *language = view->request->language;
  const McInput input = {
    .name = "file",
    .label = mc_pick (language, "Tệp kết quả (không bắt buộc)", "File of the result (optional)"),
    .hint = mc_pick (language,
                     "PDF hoặc ảnh JPEG, PNG, không quá 10 MB",
                     "A PDF, or a JPEG or PNG picture, of 10 MB at most"),
    .mistake = g_hash_table_lookup (self->mistakes, "file"),
    .type = "file",
    .attributes = mc_dossier_get_file_attributes (language),
  };

  mc_input_put (html, &input);
}

static void
put_result (McActionForm *self, McHtml *html, McDossierView *view)
{
  const char *language = view->request->language;

  mc_action_form_put_text (
      self,
      html,
      "result_number",
      mc_pick (
          language, "Số, ký hiệu của kết quả (không bắt buộc)", "Number of the result (optional)"),
      mc_pick (language, "Như ghi trên văn bản, ví dụ 45/TLKS-BS", "As it stands on the paper"),
      0);
  put_file (self, html, view);
}

static void
read_file (McActionForm *self, McDossierView *view)
{
  const McFormPart *part = mc_request_find_part (view->request, "file");
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GError) error = NULL;

  /* No file chosen: browsers send an empty part without a name. */
  if (part == NULL || (part->data->len == 0 && (part->file_name == NULL || !*part->file_name)))
    return;

  plain = g_bytes_new_static (part->data->data, part->data->len);
  self->file = mc_sealed_file_new (
      view->central, view->base.record->id, MC_ATTACHMENT_RESULT, part->file_name, plain, &error);
  if (error != NULL)
    mc_action_form_complain (
        self, "file", mc_dossier_describe_file_error (error, view->request->language));
}

static void
read_result (McActionForm *self, McDossierView *view)
{
  self->data->result_number =
      mc_action_form_take_text (self, view->request, "result_number", MC_ACTION_TEXT_MAX);
  read_file (self, view);
}

const McActionField mc_action_field_result = {
  .is_wanted = wants_result,
  .put = put_result,
  .read = read_result,
};

/* --- Who collects --- */

static gboolean
wants_receiver (const McTransition *transition)
{
  return (transition->rules & MC_RULE_RECEIVER) != 0;
}

static const McApplicant *
find_owner (const McDossierView *view)
{
  if (view->dossier == NULL)
    return NULL;
  return view->dossier->owner != NULL ? view->dossier->owner : view->dossier->applicant;
}

static gboolean
allows_delegate (const McDossierView *view)
{
  return view->base.procedure == NULL || mc_procedure_delegate_may_collect (view->base.procedure);
}

static void
put_owner (McActionForm *self, McHtml *html, McDossierView *view, const McApplicant *owner)
{
  const char *language = view->request->language;
  g_autofree char *id = g_strdup_printf (mc_pick (language,
                                                  "Tôi đã đối chiếu căn cước số %s",
                                                  "I have looked at the identity card, number %s"),
                                         owner->id_number == NULL ? "–" : owner->id_number);

  mc_action_form_put_choice (html,
                             "who",
                             "owner",
                             g_str_equal (mc_action_form_get (self, "who"), "owner"),
                             owner->name == NULL ? "–" : owner->name,
                             id);
}

/* They stand at the point with a number in their hand. */
static McPickupRecord *
find_waiting (const McDossierView *view)
{
  const McDossierRecord *record = view->base.record;
  g_autoptr (GPtrArray) waiting = NULL;
  GDate today;

  mc_time_get_local_date (view->request->now, &today);
  waiting = mc_pickups_list_waiting (MC_PICKUPS (view->central->storage),
                                     record->point_code,
                                     mc_time_from_local (&today, 0),
                                     NULL);
  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    if (g_str_equal (((const McPickupRecord *) g_ptr_array_index (waiting, i))->dossier,
                     record->id))
      return g_ptr_array_steal_index (waiting, i);

  return NULL;
}

/* That a card was looked at is the clerk's word: nothing says it for them, unless the kiosk has
 * compared it. Where somebody filed for another one, the card may have been either's. */
static void
suggest_receiver (McActionForm *self, McDossierView *view)
{
  g_autoptr (McPickupRecord) pickup = find_waiting (view);

  if (pickup != NULL && pickup->check == MC_PICKUP_CARD_MATCHED && find_owner (view) != NULL &&
      view->dossier->owner == NULL)
    mc_action_form_set (self, "who", "owner");
}

static void
put_waiting (McHtml *html, McDossierView *view)
{
  const char *language = view->request->language;
  g_autoptr (McPickupRecord) pickup = find_waiting (view);
  gboolean matched = pickup != NULL && pickup->check == MC_PICKUP_CARD_MATCHED;
  g_autofree char *text = NULL;

  if (pickup == NULL)
    return;

  text = g_strdup_printf (
      mc_pick (language, "Người nhận đang chờ với số %u. %s", "They wait with number %u. %s"),
      pickup->number,
      matched ? mc_pick (language,
                         "Căn cước quét ở kiosk khớp với hồ sơ.",
                         "The card scanned at the kiosk matches.")
              : mc_pick (language,
                         "Chưa đối chiếu căn cước ở kiosk.",
                         "No card was compared at the kiosk."));
  mc_shell_put_notice (html, matched ? MC_BADGE_GOOD : MC_BADGE_CARE, text);
}

static void
put_receiver (McActionForm *self, McHtml *html, McDossierView *view)
{
  const char *language = view->request->language;
  const McApplicant *owner = find_owner (view);

  put_waiting (html, view);
  mc_action_form_begin_choices (
      self, html, "who", mc_pick (language, "Người đến nhận", "Who collects it"));
  if (owner != NULL)
    put_owner (self, html, view, owner);
  if (!allows_delegate (view))
    {
      mc_html_put (html,
                   "<p class=\"hint\">{}</p></fieldset>",
                   mc_pick (language,
                            "Kết quả của thủ tục này chỉ trao cho chính chủ hồ sơ.",
                            "The result of this procedure is given to the owner in person only."));
      return;
    }
  mc_action_form_put_choice (
      html,
      "who",
      "delegate",
      g_str_equal (mc_action_form_get (self, "who"), "delegate"),
      mc_pick (language, "Người khác nhận thay", "Somebody else, authorised"),
      mc_pick (language,
               "Ghi cả ba ô bên dưới theo giấy tờ của người đó",
               "Fill in the three fields below from that person's papers"));
  mc_html_raw (html, "<div class=\"inset\">");
  mc_action_form_put_text (
      self, html, "receiver", mc_pick (language, "Họ tên người nhận thay", "Their name"), NULL, 0);
  mc_action_form_put_text (self,
                           html,
                           "receiver_id",
                           mc_pick (language,
                                    "Số căn cước hoặc hộ chiếu của người nhận thay",
                                    "Number of their identity card or passport"),
                           NULL,
                           0);
  mc_action_form_put_text (
      self,
      html,
      "authorisation",
      mc_pick (language, "Giấy ủy quyền", "Authorisation paper"),
      mc_pick (language, "Số, ngày và nơi chứng thực", "Its number, date and who certified it"),
      0);
  mc_html_raw (html, "</div></fieldset>");
}

static gboolean
is_id (const char *text)
{
  gsize length = strlen (text);

  return length >= 6 && length <= MAX_ID &&
         strspn (text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == length;
}

static void
read_delegate (McActionForm *self, McDossierView *view)
{
  const McRequest *request = view->request;
  const char *language = request->language;
  g_autofree char *id = mc_action_form_take_text (self, request, "receiver_id", 2 * MAX_ID);
  g_autofree char *plain = NULL;

  self->data->receiver = mc_action_form_take_text (self, request, "receiver", MAX_NAME);
  self->data->authorisation =
      mc_action_form_take_text (self, request, "authorisation", MC_ACTION_TEXT_MAX);
  if (self->data->receiver == NULL)
    mc_action_form_complain (
        self,
        "receiver",
        mc_pick (language, "Xin ghi họ tên người nhận thay.", "Please write their name."));
  if (self->data->authorisation == NULL)
    mc_action_form_complain (self,
                             "authorisation",
                             mc_pick (language,
                                      "Người nhận thay phải có giấy ủy quyền; xin ghi số và ngày.",
                                      "Somebody else needs an authorisation; please write its "
                                      "number and date."));
  if (id != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (id, " ", -1);
      g_autofree char *joined = g_strjoinv ("", parts);

      plain = g_ascii_strup (joined, -1);
    }
  if (plain == NULL || !is_id (plain))
    mc_action_form_complain (self,
                             "receiver_id",
                             mc_pick (language,
                                      "Xin ghi số căn cước (12 chữ số) hoặc số hộ chiếu.",
                                      "Please write the number of the identity card (12 digits) or "
                                      "passport."));
  else
    self->data->receiver_id = g_steal_pointer (&plain);
}

static void
read_receiver (McActionForm *self, McDossierView *view)
{
  const McApplicant *owner = find_owner (view);
  const char *who;

  mc_action_form_take (self, view->request, "who");
  who = mc_action_form_get (self, "who");
  if (g_str_equal (who, "delegate") && allows_delegate (view))
    {
      read_delegate (self, view);
      return;
    }

  mc_action_form_take (self, view->request, "receiver");
  mc_action_form_take (self, view->request, "receiver_id");
  mc_action_form_take (self, view->request, "authorisation");
  if (!g_str_equal (who, "owner") || owner == NULL)
    {
      mc_action_form_complain (self,
                               "who",
                               mc_pick (view->request->language,
                                        "Xin chọn ai đến nhận, sau khi xem căn cước của người đó.",
                                        "Please say who collects it, once you have seen their "
                                        "identity card."));
      return;
    }
  self->data->receiver = g_strdup (owner->name);
  self->data->receiver_id = g_strdup (owner->id_number);
}

const McActionField mc_action_field_receiver = {
  .is_wanted = wants_receiver,
  .suggest = suggest_receiver,
  .put = put_receiver,
  .read = read_receiver,
};
