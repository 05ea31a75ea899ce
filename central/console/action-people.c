/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/action-form-private.h"

#include "app/domain/language.h"
#include "app/domain/text.h"
#include "central/people/staff.h"

#include <string.h>

#define MAX_NAME 200
#define MAX_ID 20

/* Begins a choice among several; the mistake stands above them. */
static void
begin_choices (McActionForm *self, McHtml *html, const char *name, const char *legend)
{
  mc_html_put (html, "<fieldset><legend>{}</legend>", legend);
  mc_action_form_put_mistake (self, html, name);
}

static void
put_choice (McHtml *html,
            const char *name,
            const char *value,
            gboolean chosen,
            const char *title,
            const char *detail)
{
  mc_html_put (
      html, "<label class=\"choice\"><input type=\"radio\" name=\"{}\" value=\"{}\"", name, value);
  if (chosen)
    mc_html_raw (html, " checked");
  mc_html_put (html, "><span>{}<small>{}</small></span></label>", title, detail);
}

/* --- The department --- */

/* Who can take it; an error of the storage is an empty list. */
static GPtrArray *
list_departments (McDossierView *view)
{
  const McDossierRecord *record = view->base.record;
  GPtrArray *departments =
      mc_staff_list_departments (view->central,
                                 record->resolver,
                                 mc_workflow_get_actor (MC_ROLE_DEPARTMENT, record->by_city),
                                 NULL);

  return departments != NULL ? departments : g_ptr_array_new ();
}

static gboolean
wants_department (const McTransition *transition)
{
  return (transition->rules & MC_RULE_TO_DEPARTMENT) != 0;
}

static void
put_department (McActionForm *self, McHtml *html, McDossierView *view)
{
  const char *language = view->request->language;
  g_autoptr (GPtrArray) departments = list_departments (view);
  const char *chosen = g_hash_table_lookup (self->values, "department");

  begin_choices (
      self, html, "department", mc_pick (language, "Phòng nhận hồ sơ", "Department that takes it"));
  if (departments->len == 0)
    mc_shell_put_notice (html,
                         MC_BADGE_CARE,
                         mc_pick (language,
                                  "Chưa có tài khoản lãnh đạo phòng nào ở đơn vị này. Xin người "
                                  "quản trị tạo tài khoản trước.",
                                  "No head of department has an account in this unit yet. Please "
                                  "ask the administrator for one first."));
  for (guint i = 0; i < departments->len; i++)
    {
      const McDepartment *department = g_ptr_array_index (departments, i);
      g_autofree char *title = mc_staff_describe_department (department->name, language);

      put_choice (html,
                  "department",
                  department->name,
                  departments->len == 1 || g_strcmp0 (chosen, department->name) == 0,
                  title,
                  department->heads);
    }
  mc_html_raw (html, "</fieldset>");
}

static void
read_department (McActionForm *self, McDossierView *view)
{
  g_autoptr (GPtrArray) departments = list_departments (view);
  g_autofree char *sent = mc_request_dup_form (view->request, "department");

  if (sent != NULL)
    mc_action_form_set (self, "department", sent);
  if (sent != NULL && mc_staff_has_department (departments, sent))
    {
      self->department = g_strdup (sent);
      return;
    }

  mc_action_form_complain (self,
                           "department",
                           mc_pick (view->request->language,
                                    "Xin chọn phòng nhận hồ sơ.",
                                    "Please choose the department."));
}

const McActionField mc_action_field_department = {
  .is_wanted = wants_department,
  .put = put_department,
  .read = read_department,
};

/* --- The specialist --- */

static gboolean
wants_assignee (const McTransition *transition)
{
  return (transition->rules & MC_RULE_TO_PERSON) != 0;
}

/* Of the dossier's department; an error of the storage is an empty list. */
static GPtrArray *
list_specialists (McDossierView *view)
{
  const McDossierRecord *record = view->base.record;
  GPtrArray *specialists =
      mc_staff_list_specialists (view->central, record->resolver, record->department, NULL);

  return specialists != NULL ? specialists : g_ptr_array_new ();
}

static void
put_assignee (McActionForm *self, McHtml *html, McDossierView *view)
{
  const char *language = view->request->language;
  g_autoptr (GPtrArray) specialists = list_specialists (view);
  const char *chosen = mc_action_form_get (self, "assignee");

  begin_choices (self,
                 html,
                 "assignee",
                 mc_pick (language, "Chuyên viên thụ lý", "Specialist who works on it"));
  if (specialists->len == 0)
    mc_shell_put_notice (html,
                         MC_BADGE_CARE,
                         mc_pick (language,
                                  "Chưa có tài khoản chuyên viên nào ở phòng này. Xin người quản "
                                  "trị tạo tài khoản trước.",
                                  "No specialist has an account in this department yet. Please ask "
                                  "the administrator for one first."));
  for (guint i = 0; i < specialists->len; i++)
    {
      const McUserRecord *user = g_ptr_array_index (specialists, i);

      put_choice (html,
                  "assignee",
                  user->login,
                  specialists->len == 1 || g_str_equal (chosen, user->login),
                  user->name,
                  "");
    }
  mc_html_raw (html, "</fieldset>");
}

static void
read_assignee (McActionForm *self, McDossierView *view)
{
  g_autoptr (GPtrArray) specialists = list_specialists (view);

  mc_action_form_take (self, view->request, "assignee");
  for (guint i = 0; i < specialists->len; i++)
    {
      const McUserRecord *user = g_ptr_array_index (specialists, i);

      if (g_str_equal (mc_action_form_get (self, "assignee"), user->login))
        {
          self->assignee = g_strdup (user->login);
          return;
        }
    }

  mc_action_form_complain (self,
                           "assignee",
                           mc_pick (view->request->language,
                                    "Xin chọn chuyên viên thụ lý.",
                                    "Please choose the specialist."));
}

const McActionField mc_action_field_assignee = {
  .is_wanted = wants_assignee,
  .put = put_assignee,
  .read = read_assignee,
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
suggest_receiver (McActionForm *self, McDossierView *view)
{
  mc_action_form_set (self, "who", find_owner (view) == NULL ? "delegate" : "owner");
}

static void
put_owner (McActionForm *self, McHtml *html, McDossierView *view, const McApplicant *owner)
{
  const char *language = view->request->language;
  g_autofree char *id = g_strdup_printf (mc_pick (language,
                                                  "Đã đối chiếu căn cước số %s",
                                                  "I have looked at the identity card, number %s"),
                                         owner->id_number == NULL ? "–" : owner->id_number);

  put_choice (html,
              "who",
              "owner",
              g_str_equal (mc_action_form_get (self, "who"), "owner"),
              owner->name == NULL ? "–" : owner->name,
              id);
}

static void
put_receiver (McActionForm *self, McHtml *html, McDossierView *view)
{
  const char *language = view->request->language;
  const McApplicant *owner = find_owner (view);

  begin_choices (self, html, "who", mc_pick (language, "Người đến nhận", "Who collects it"));
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
  put_choice (html,
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
                                        "Xin chọn ai đến nhận.",
                                        "Please say who collects it."));
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
