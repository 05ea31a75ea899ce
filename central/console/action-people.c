/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/action-form-private.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"
#include "central/people/staff.h"
#include "central/storage/work.h"

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

  mc_action_form_begin_choices (
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

      mc_action_form_put_choice (html,
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

#define MOST_COUNTED 99

/* How much lies on their desk already. */
static char *
describe_load (McDossierView *view, const char *login)
{
  const char *language = view->request->language;
  const McInboxQuery query = { .turn = MC_ROLE_SPECIALIST,
                               .resolver = view->base.record->resolver,
                               .assignee = login,
                               .due_from = MC_TIME_NONE,
                               .due_before = MC_TIME_NONE,
                               .after_due = MC_TIME_NONE,
                               .limit = 1 };
  guint count;

  if (!mc_work_count_inbox (MC_WORK (view->central->storage), &query, MOST_COUNTED, &count, NULL))
    return g_strdup ("");
  if (count == 0)
    return g_strdup (mc_pick (language, "Chưa có hồ sơ nào đang thụ lý", "Nothing in hand yet"));
  return g_strdup_printf (mc_pick (language, "Đang thụ lý %u hồ sơ%s", "%u in hand%s"),
                          count,
                          count == MOST_COUNTED ? mc_pick (language, " trở lên", " or more") : "");
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

  mc_action_form_begin_choices (
      self,
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
      g_autofree char *load = describe_load (view, user->login);

      mc_action_form_put_choice (html,
                                 "assignee",
                                 user->login,
                                 specialists->len == 1 || g_str_equal (chosen, user->login),
                                 user->name,
                                 load);
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
