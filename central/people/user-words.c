/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/people/users.h"

#include <string.h>
#include "app/domain/language.h"
#include "central/console/due.h"
#include "central/console/inputs.h"
#include "central/people/accounts.h"

/**
 * mc_users_describe_post:
 * @central: central
 * @post: a post
 * @language: (nullable): "vi" or "en"
 *
 * Returns: (transfer full): its role and department, not its unit
 */
char *
mc_users_describe_post (McCentral *central, const McPost *post, const char *language)
{
  return g_strconcat (mc_shell_describe_role (post->role, language),
                      *post->department == '\0' ? "" : " · ",
                      post->department,
                      NULL);
}

/**
 * mc_users_put_state:
 * @html: a page
 * @central: central
 * @request: the request
 * @user: an account
 *
 * A badge: whether, and how, its owner can come in.
 */
void
mc_users_put_state (McHtml *html,
                    McCentral *central,
                    const McRequest *request,
                    const McUserRecord *user)
{
  const char *language = request->language;
  gint64 locked = mc_tries_get_lock (MC_PEOPLE (central->storage), user->login, request->now);

  if (user->disabled)
    mc_shell_put_badge (html, MC_BADGE_PLAIN, mc_pick (language, "Đã ngừng", "Out of use"));
  else if (locked != MC_TIME_NONE)
    {
      g_autofree char *clock = mc_due_describe_time (locked, request->now, language);
      g_autofree char *words =
          g_strdup_printf (mc_pick (language, "Tạm khóa đến %s", "Locked until %s"), clock);

      mc_shell_put_badge (html, MC_BADGE_ALARM, words);
    }
  else if (user->must_change)
    mc_shell_put_badge (
        html, MC_BADGE_CARE, mc_pick (language, "Chờ đặt mật khẩu", "One-time password"));
  else
    mc_shell_put_badge (html, MC_BADGE_GOOD, mc_pick (language, "Đang dùng", "In use"));
}

static void
put_roles (McHtml *html, const char *chosen, const char *language)
{
  mc_html_put (html,
               "<div class=\"field\"><label for=\"role\">{}</label>"
               "<select id=\"role\" name=\"role\" required><option value=\"\">{}</option>",
               mc_pick (language, "Vai trò", "Role"),
               mc_pick (language, "Chọn vai trò", "Choose a role"));
  for (McRole role = MC_ROLE_RECEPTION; role < MC_N_ROLES; role++)
    {
      mc_html_put (html, "<option value=\"{}\"", mc_role_to_string (role));
      if (g_strcmp0 (chosen, mc_role_to_string (role)) == 0)
        mc_html_raw (html, " selected");
      mc_html_put (html, ">{}</option>", mc_shell_describe_role (role, language));
    }
  mc_html_raw (html, "</select></div>");
}

static void
put_unit_names (McHtml *html, McCentral *central, const char *language)
{
  g_autoptr (GPtrArray) units = mc_units_list (central, language);

  mc_html_raw (html, "<datalist id=\"units\">");
  for (guint i = 0; i < units->len; i++)
    mc_html_put (
        html, "<option value=\"{}\">", ((const McUnit *) g_ptr_array_index (units, i))->name);
  mc_html_raw (html, "</datalist>");
}

/* Departments are words: those that others have, so that they are written alike. */
static void
put_department_names (McHtml *html, McCentral *central)
{
  g_autoptr (GPtrArray) users = mc_people_list_users (MC_PEOPLE (central->storage), NULL, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  mc_html_raw (html, "<datalist id=\"departments\">");
  for (guint i = 0; users != NULL && i < users->len; i++)
    {
      const McUserRecord *user = g_ptr_array_index (users, i);

      for (guint p = 0; p < user->posts->len; p++)
        {
          const McPost *post = g_ptr_array_index (user->posts, p);

          if (*post->department != '\0' && g_hash_table_add (seen, post->department))
            mc_html_put (html, "<option value=\"{}\">", post->department);
        }
    }
  mc_html_raw (html, "</datalist>");
}

/**
 * mc_users_put_post_inputs:
 * @html: a page with an open form
 * @central: central
 * @role: (nullable): the role that was chosen
 * @unit: (nullable): what was typed for the unit
 * @department: (nullable): what was typed for the department
 * @mistake: (nullable): what is wrong with them
 * @language: (nullable): "vi" or "en"
 *
 * The inputs of a post: role, unit, department.
 */
void
mc_users_put_post_inputs (McHtml *html,
                          McCentral *central,
                          const char *role,
                          const char *unit,
                          const char *department,
                          const char *mistake,
                          const char *language)
{
  const McInput unit_input = {
    .name = "unit",
    .label = mc_pick (language, "Đơn vị", "Unit"),
    .value = unit == NULL ? "" : unit,
    .hint =
        mc_pick (language,
                 "Gõ tên rồi chọn: phường, xã, sở, hoặc Thành phố Hà Nội.",
                 "Type its name and choose: a ward, a commune, a department, or City of Hanoi."),
    .mistake = mistake,
    .attributes = "list=\"units\" required autocomplete=\"off\"",
  };
  const McInput department_input = {
    .name = "department",
    .label = mc_pick (language, "Phòng", "Department"),
    .value = department == NULL ? "" : department,
    .hint = mc_pick (language,
                     "Chỉ cho lãnh đạo phòng và chuyên viên; để trống là làm việc cho cả đơn vị.",
                     "For heads and specialists alone; left empty they work for all of the unit."),
    .attributes = "list=\"departments\" autocomplete=\"off\"",
  };

  put_roles (html, role, language);
  mc_input_put (html, &unit_input);
  mc_input_put (html, &department_input);
  put_unit_names (html, central, language);
  put_department_names (html, central);
}

static const char *
describe_mistake (const GError *error, const char *language)
{
  switch ((McAccountError) error->code)
    {
    case MC_ACCOUNT_ERROR_ROLE:
      return mc_pick (language, "Xin chọn vai trò.", "Please choose a role.");
    case MC_ACCOUNT_ERROR_DEPARTMENT:
      return mc_pick (language,
                      "Chỉ lãnh đạo phòng và chuyên viên thuộc một phòng.",
                      "Only heads and specialists belong to a department.");
    case MC_ACCOUNT_ERROR_UNIT:
    case MC_ACCOUNT_ERROR_LOGIN:
    case MC_ACCOUNT_ERROR_NAME:
    default:
      return mc_pick (
          language,
          "Đơn vị này không có vai trò đó. Phường, xã có chủ tịch và lãnh đạo phòng; sở có giám "
          "đốc "
          "và lãnh đạo phòng thuộc sở; quản trị và theo dõi toàn thành phố thì chọn Thành phố Hà "
          "Nội.",
          "This unit has no such role. Wards have a chairman and heads of department; city "
          "departments a director and division heads; for administrators and city readers choose "
          "City of Hanoi.");
    }
}

/**
 * mc_users_read_post:
 * @central: central
 * @request: a form with the inputs of mc_users_put_post_inputs ()
 * @mistake: (out): what is wrong, as a sentence; unchanged when nothing is
 *
 * Returns: (transfer full) (nullable): the post
 */
McPost *
mc_users_read_post (McCentral *central, const McRequest *request, const char **mistake)
{
  g_autoptr (GPtrArray) units = mc_units_list (central, request->language);
  g_autofree char *role = mc_request_dup_form (request, "role");
  g_autofree char *typed = mc_request_dup_form (request, "unit");
  g_autofree char *department = mc_request_dup_form (request, "department");
  g_autoptr (GError) error = NULL;
  const char *unit = typed == NULL ? NULL : mc_units_find (units, typed);
  McPost *post;

  if (unit == NULL)
    {
      *mistake = mc_pick (request->language,
                          "Không có đơn vị nào tên như vậy. Xin chọn trong danh sách gợi ý.",
                          "There is no unit of that name. Please choose one of the list.");
      return NULL;
    }
  post = mc_account_make_post (central, role == NULL ? "" : role, unit, department, &error);
  if (post == NULL)
    *mistake = describe_mistake (error, request->language);

  return post;
}

/**
 * mc_users_put_password:
 * @html: a page
 * @request: the request
 * @password: a one-time password
 *
 * Says it, once and in large letters.
 */
void
mc_users_put_password (McHtml *html, const McRequest *request, const char *password)
{
  mc_html_put (
      html,
      "<section class=\"card task\"><h2>{}</h2><p class=\"secret\">{}</p><p>{}</p>"
      "<p>{}</p></section>",
      mc_pick (request->language, "Mật khẩu dùng một lần", "One-time password"),
      password,
      mc_pick (request->language,
               "Mật khẩu này chỉ hiện một lần ở đây và không lưu ở đâu cả. Xin đọc hoặc đưa "
               "tận tay cho chủ tài khoản, đừng gửi qua thư hay tin nhắn.",
               "It is shown here once and kept nowhere. Tell it to the account's owner in "
               "person, not by mail or message."),
      mc_pick (request->language,
               "Khi đăng nhập lần đầu, người đó sẽ tự đặt mật khẩu của mình.",
               "At the first sign-in they choose a password of their own."));
}
