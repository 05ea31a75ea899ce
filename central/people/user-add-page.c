/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include "app/domain/language.h"
#include "app/domain/text.h"
#include "central/console/inputs.h"
#include "central/http/routes.h"
#include "central/people/accounts.h"
#include "central/people/users.h"

#define FORM_MAX (8 * 1024)

/* What was typed, and what is wrong with it; NULL is nothing. */
typedef struct
{
  char *name, *login, *role, *unit, *department; /* (owned) */
  const char *name_mistake;                      /* (unowned) (nullable) */
  const char *login_mistake;                     /* (unowned) (nullable) */
  const char *post_mistake;                      /* (unowned) (nullable) */
} Form;

static void
form_clear (Form *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->login, g_free);
  g_clear_pointer (&self->role, g_free);
  g_clear_pointer (&self->unit, g_free);
  g_clear_pointer (&self->department, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Form, form_clear)

/* What `handle` worked out, for `write`. */
typedef struct
{
  McUserRecord *user; /* (owned) */
  McAnswer *done;     /* (owned): it is made */
  McAnswer *taken;    /* (owned): somebody else was quicker */
} Adding;

static void
adding_free (gpointer data)
{
  Adding *adding = data;

  mc_user_record_free (adding->user);
  mc_answer_free (adding->done);
  mc_answer_free (adding->taken);
  g_free (adding);
}

static gboolean
is_right (const Form *form)
{
  return form->name_mistake == NULL && form->login_mistake == NULL && form->post_mistake == NULL;
}

static const char *
get_taken (const char *language)
{
  return mc_pick (language, "Tên đăng nhập này đã có người dùng.", "This user name is taken.");
}

static void
put_inputs (McHtml *html, McCentral *central, const Form *form, const char *language)
{
  const McInput name = {
    .name = "name",
    .label = mc_pick (language, "Họ và tên", "Name"),
    .value = form->name,
    .mistake = form->name_mistake,
    .attributes = "required maxlength=\"60\" autocomplete=\"off\"",
  };
  const McInput login = {
    .name = "login",
    .label = mc_pick (language, "Tên đăng nhập", "User name"),
    .value = form->login,
    .hint = mc_pick (language,
                     "Để trống thì hệ thống tự đặt: Nguyễn Thị Hoa là hoa.nt.",
                     "Left empty it is made of the name: Nguyễn Thị Hoa is hoa.nt."),
    .mistake = form->login_mistake,
    .attributes = "maxlength=\"32\" autocomplete=\"off\" autocapitalize=\"none\" "
                  "spellcheck=\"false\"",
  };

  mc_input_put (html, &name);
  mc_input_put (html, &login);
  mc_users_put_post_inputs (
      html, central, form->role, form->unit, form->department, form->post_mistake, language);
}

static McAnswer *
new_page (McCentral *central, const McRequest *request, const Form *form)
{
  McHtml *html = mc_shell_begin (central,
                                 request,
                                 MC_TAB_USERS,
                                 mc_pick (request->language, "Thêm tài khoản", "Add an account"));

  if (is_right (form))
    mc_html_put (html,
                 "<p class=\"lead narrow\">{}</p>",
                 mc_pick (request->language,
                          "Hệ thống cấp một mật khẩu dùng một lần, hiện ở bước sau.",
                          "The next page shows a one-time password."));
  else
    mc_shell_put_notice (html,
                         MC_BADGE_ALARM,
                         mc_pick (request->language,
                                  "Chưa tạo tài khoản. Xin ông, bà xem chỗ được ghi bên dưới.",
                                  "No account was made yet. Please see below."));
  mc_shell_begin_form (html, request, "/console/add-user");
  mc_html_raw (html, "<div class=\"card narrow\">");
  put_inputs (html, central, form, request->language);
  mc_html_put (html,
               "<div class=\"actions\"><button class=\"button main\">{}</button>"
               "<a class=\"button\" href=\"/console/users\">{}</a></div></div></form>",
               mc_pick (request->language, "Tạo tài khoản", "Make the account"),
               mc_pick (request->language, "Thôi", "Cancel"));

  return mc_shell_finish (html, request, is_right (form) ? 200 : 422);
}

static McAnswer *
new_done_page (McCentral *central,
               const McRequest *request,
               const McUserRecord *user,
               const char *password)
{
  g_autofree char *title = g_strdup_printf (
      mc_pick (request->language, "Đã tạo tài khoản %s", "The account %s is made"), user->login);
  McHtml *html = mc_shell_begin (central, request, MC_TAB_USERS, title);

  mc_html_put (html, "<p class=\"lead\">{}</p>", user->name);
  mc_users_put_password (html, request, password);
  mc_html_put (html,
               "<div class=\"actions\"><a class=\"button main\" href=\"/console/add-user\">{}</a>"
               "<a class=\"button\" href=\"/console/users/{}\">{}</a></div>",
               mc_pick (request->language, "Thêm tài khoản khác", "Add another account"),
               user->login,
               mc_pick (request->language, "Xem tài khoản này", "See this account"));

  return mc_shell_finish (html, request, 200);
}

static McAnswer *
handle_form (McCentral *central, McRequest *request)
{
  McAnswer *refused = mc_users_check (central, request);
  g_auto (Form) form = { .name = g_strdup (""),
                         .login = g_strdup (""),
                         .unit = mc_request_dup_query (request, "unit") };

  return refused != NULL ? refused : new_page (central, request, &form);
}

static char *
dup_typed (const McRequest *request, const char *name)
{
  char *text = mc_request_dup_form (request, name);

  return text == NULL ? g_strdup ("") : text;
}

static void
read_login (McCentral *central, const McRequest *request, Form *form, McUserRecord *user)
{
  McPeople *people = MC_PEOPLE (central->storage);
  g_autofree char *folded = mc_account_fold_login (form->login);
  g_autoptr (McUserRecord) known = NULL;

  if (*folded == '\0')
    {
      user->login = user->name == NULL ? NULL : mc_account_propose_login (people, user->name);
      if (user->login == NULL && user->name != NULL)
        form->login_mistake = mc_pick (request->language,
                                       "Xin tự đặt tên đăng nhập cho tên này.",
                                       "Please choose a user name for this name.");
      return;
    }

  known = mc_people_find_user (people, folded, NULL);
  if (!mc_account_check_login (folded, NULL))
    form->login_mistake = mc_pick (request->language,
                                   "Tên đăng nhập có 2 đến 32 chữ không dấu, số, dấu chấm, gạch.",
                                   "A user name has 2 to 32 letters without accents, digits, dots, "
                                   "dashes.");
  else if (known != NULL)
    form->login_mistake = get_taken (request->language);
  user->login = g_steal_pointer (&folded);
}

static McUserRecord *
read_form (McCentral *central, const McRequest *request, Form *form)
{
  McUserRecord *user = mc_user_record_new ();
  g_autoptr (McPost) post = NULL;

  form->name = dup_typed (request, "name");
  form->login = dup_typed (request, "login");
  form->role = dup_typed (request, "role");
  form->unit = dup_typed (request, "unit");
  form->department = dup_typed (request, "department");

  user->created_at = request->now;
  user->name = mc_account_normalise_name (form->name, NULL);
  if (user->name == NULL)
    form->name_mistake = mc_pick (request->language,
                                  "Xin nhập họ và tên, không quá 60 ký tự.",
                                  "Please enter a name of at most 60 characters.");
  read_login (central, request, form, user);
  post = mc_users_read_post (central, request, &form->post_mistake);
  if (post != NULL)
    mc_account_add_post (user, post);

  return user;
}

/* A worker's thread. */
static McAnswer *
handle_add (McCentral *central, McRequest *request)
{
  McAnswer *refused = mc_users_check (central, request);
  g_auto (Form) form = { NULL };
  g_autoptr (McUserRecord) user = NULL;
  char *password;
  Adding *adding;

  if (refused != NULL)
    return refused;
  user = read_form (central, request, &form);
  if (!is_right (&form))
    return new_page (central, request, &form);
  password = mc_account_give_one_time (user, NULL);
  if (password == NULL)
    return mc_shell_new_busy (central, request);

  adding = g_new0 (Adding, 1);
  adding->done = new_done_page (central, request, user, password);
  form.login_mistake = get_taken (request->language);
  adding->taken = new_page (central, request, &form);
  adding->user = g_steal_pointer (&user);
  mc_text_free_secret (password);
  mc_request_set_state (request, adding, adding_free);

  return NULL;
}

static McAnswer *
write_add (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const Adding *adding = request->state;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McUserRecord) known =
                 mc_people_find_user (MC_PEOPLE (storage), adding->user->login, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (known != NULL)
    return mc_answer_copy (adding->taken);

  return mc_account_add (storage, adding->user, request->user->login, request->now, error)
             ? mc_answer_copy (adding->done)
             : NULL;
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET",  "/console/add-user", 0,        MC_ROUTE_OFFICIAL, handle_form, NULL },
  { "POST", "/console/add-user", FORM_MAX, MC_ROUTE_OFFICIAL | MC_ROUTE_SLOW | MC_ROUTE_PASSWORD, handle_add, write_add },
};
/* clang-format on */

const McRouteTable mc_user_add_routes = { rows, G_N_ELEMENTS (rows) };
