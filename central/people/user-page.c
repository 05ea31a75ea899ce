/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include "app/domain/language.h"
#include "app/domain/text.h"
#include "central/console/due.h"
#include "central/console/inputs.h"
#include "central/http/routes.h"
#include "central/people/accounts.h"
#include "central/people/users.h"

#define FORM_MAX (8 * 1024)

/* What is shown above an account. */
typedef struct
{
  McBadge badge;
  const char *notice;       /* (unowned) (nullable) */
  const char *password;     /* (unowned) (nullable): shown once */
  const char *name_mistake; /* (unowned) (nullable) */
  const char *post_mistake; /* (unowned) (nullable) */
  guint status;
} Frame;

/* One change of an account, from `handle` to `write`. */
typedef struct
{
  const char *action;  /* in the trail */
  const char *outcome; /* (nullable): the notice's name after it */
  McPost *post;        /* (owned) (nullable) */
  gboolean adds;       /* @post, else takes it away */
  char *name;          /* (owned) (nullable): the new one */
  char *password;      /* (owned) (nullable): the new hash */
  McAnswer *answer;    /* (owned) (nullable): what is sent then; NULL = back to the account */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  mc_post_free (change->post);
  g_free (change->name);
  g_free (change->password);
  mc_answer_free (change->answer);
  g_free (change);
}

static const struct
{
  const char *name;
  McBadge badge;
  const char *vietnamese, *english;
} notices[] = {
  { "post-added",
    MC_BADGE_GOOD,
    "Đã thêm vai trò, dùng được ngay.",
    "The post is added, and holds from now on." },
  { "post-removed",
    MC_BADGE_GOOD,
    "Đã bỏ vai trò, kể từ lúc này.",
    "The post is taken away, from now on." },
  { "disabled",
    MC_BADGE_GOOD,
    "Tài khoản đã ngừng, và đã bị đăng xuất ở mọi nơi.",
    "The account is out of use, and signed out everywhere." },
  { "enabled", MC_BADGE_GOOD, "Tài khoản đã mở lại.", "The account is in use again." },
  { "renamed", MC_BADGE_GOOD, "Đã đổi tên.", "The name is changed." },
  { "last",
    MC_BADGE_ALARM,
    "Chưa đổi gì: đây là quản trị cuối cùng. Xin thêm một quản trị khác trước.",
    "Nothing was changed: this is the last administrator. Please add another one first." },
  { "same",
    MC_BADGE_CARE,
    "Chưa đổi gì: tài khoản đã như vậy rồi.",
    "Nothing was changed: the account is so already." },
};

static void
put_notice (McHtml *html, const McRequest *request)
{
  g_autofree char *done = mc_request_dup_query (request, "done");

  for (guint i = 0; done != NULL && i < G_N_ELEMENTS (notices); i++)
    if (g_str_equal (notices[i].name, done))
      mc_shell_put_notice (html,
                           notices[i].badge,
                           mc_pick (request->language, notices[i].vietnamese, notices[i].english));
}

/* A form of one button. */
static void
put_button (McHtml *html,
            const McRequest *request,
            const McUserRecord *user,
            const char *verb,
            const char *class_name,
            const char *words)
{
  g_autofree char *action = g_strdup_printf ("/console/users/%s/%s", user->login, verb);

  mc_shell_begin_form (html, request, action);
  mc_html_put (html, "<button class=\"{}\">{}</button></form>", class_name, words);
}

static void
put_post (McHtml *html,
          McCentral *central,
          const McRequest *request,
          const McUserRecord *user,
          const McPost *post)
{
  const char *language = request->language;
  const char *name = mc_central_get_unit_name (central, post->unit, language);
  const char *unit = name == NULL ? post->unit : name;
  const char *verb = mc_pick (language, "Bỏ vai trò này", "Take it away");
  g_autofree char *action = g_strdup_printf ("/console/users/%s/remove-post", user->login);
  g_autofree char *words = mc_users_describe_post (central, post, language);
  g_autofree char *text = mc_account_post_to_string (post);

  mc_html_put (html, "<tr><td><b>{}</b></td><td>{}</td><td class=\"go\">", words, unit);
  mc_shell_begin_form (html, request, action);
  mc_html_put (
      html,
      "<input type=\"hidden\" name=\"post\" value=\"{}\">"
      "<button class=\"button small\" aria-label=\"{}: {}, {}\">{}</button></form></td></tr>",
      text,
      verb,
      words,
      unit,
      verb);
}

static void
put_posts (McHtml *html, McCentral *central, const McRequest *request, const McUserRecord *user)
{
  const char *language = request->language;

  mc_html_put (html, "<h2>{}</h2>", mc_pick (language, "Vai trò", "Posts"));
  if (user->posts->len == 0)
    mc_html_put (html,
                 "<p>{}</p>",
                 mc_pick (language,
                          "Chưa có vai trò nào: người này vào được nhưng không thấy gì.",
                          "None: they can sign in, and see nothing."));
  else
    mc_html_raw (html, "<div class=\"table\"><table class=\"stack dossiers posts-held\"><tbody>");
  for (guint i = 0; i < user->posts->len; i++)
    put_post (html, central, request, user, g_ptr_array_index (user->posts, i));
  if (user->posts->len > 0)
    mc_html_raw (html, "</tbody></table></div>");
}

static void
put_post_form (McHtml *html,
               McCentral *central,
               const McRequest *request,
               const McUserRecord *user,
               const char *mistake)
{
  g_autofree char *action = g_strdup_printf ("/console/users/%s/add-post", user->login);
  g_autofree char *role = mc_request_dup_form (request, "role");
  g_autofree char *unit = mc_request_dup_form (request, "unit");
  g_autofree char *department = mc_request_dup_form (request, "department");
  const McPost *first = user->posts->len == 0 ? NULL : g_ptr_array_index (user->posts, 0);
  const char *own =
      first == NULL ? NULL : mc_central_get_unit_name (central, first->unit, request->language);

  mc_html_put (html,
               "<details class=\"card fold\"{}><summary>{}</summary>",
               mistake != NULL || user->posts->len == 0 ? " open" : "",
               mc_pick (request->language, "Thêm vai trò", "Add a post"));
  mc_shell_begin_form (html, request, action);
  mc_users_put_post_inputs (
      html, central, role, unit == NULL ? own : unit, department, mistake, request->language);
  mc_html_put (html,
               "<button class=\"button\">{}</button></form></details>",
               mc_pick (request->language, "Thêm vai trò", "Add the post"));
}

static void
put_name_form (McHtml *html,
               const McRequest *request,
               const McUserRecord *user,
               const char *mistake)
{
  g_autofree char *action = g_strdup_printf ("/console/users/%s/name", user->login);
  const McInput name = {
    .name = "name",
    .label = mc_pick (request->language, "Họ và tên", "Name"),
    .value = user->name,
    .mistake = mistake,
    .attributes = "required maxlength=\"60\" autocomplete=\"off\"",
  };

  mc_html_put (html,
               "<details class=\"card fold\"{}><summary>{}</summary>",
               mistake != NULL ? " open" : "",
               mc_pick (request->language, "Sửa họ tên", "Correct the name"));
  mc_shell_begin_form (html, request, action);
  mc_input_put (html, &name);
  mc_html_put (html,
               "<button class=\"button\">{}</button></form></details>",
               mc_pick (request->language, "Lưu tên", "Keep the name"));
}

static void
put_fact (McHtml *html, const char *label, const char *value)
{
  mc_html_put (html, "<div><dt>{}</dt><dd>{}</dd></div>", label, value);
}

static void
put_facts (McHtml *html, McCentral *central, const McRequest *request, const McUserRecord *user)
{
  const char *language = request->language;
  g_autofree char *made = mc_due_describe_time (user->created_at, request->now, language);
  g_autofree char *seen = user->signed_in_at == MC_TIME_NONE
                              ? g_strdup (mc_pick (language, "chưa lần nào", "never"))
                              : mc_due_describe_time (user->signed_in_at, request->now, language);

  mc_html_put (html,
               "<aside><section class=\"card\"><h2>{}</h2><dl class=\"single\">",
               mc_pick (language, "Tài khoản", "Account"));
  put_fact (html, mc_pick (language, "Đăng nhập gần nhất", "Last signed in"), seen);
  put_fact (html, mc_pick (language, "Tạo lúc", "Made at"), made);
  mc_html_raw (html, "</dl><p><a href=\"/console/trail?login=");
  mc_html_url_part (html, user->login);
  mc_html_put (html,
               "\">{}</a></p></section></aside>",
               mc_pick (language, "Xem nhật ký của người này", "See their trail"));
}

static void
put_deeds (McHtml *html, const McRequest *request, const McUserRecord *user)
{
  const char *language = request->language;

  mc_html_put (html, "<h2>{}</h2><div class=\"actions\">", mc_pick (language, "Việc khác", "More"));
  if (!user->disabled)
    put_button (html,
                request,
                user,
                "reset",
                "button",
                mc_pick (language, "Cấp lại mật khẩu", "Give a new password"));
  put_button (html,
              request,
              user,
              user->disabled ? "enable" : "disable",
              user->disabled ? "button main" : "button danger",
              user->disabled ? mc_pick (language, "Mở lại tài khoản", "Use the account again")
                             : mc_pick (language, "Ngừng tài khoản", "Take it out of use"));
  mc_html_put (
      html,
      "</div><p class=\"hint\">{}</p>",
      user->disabled
          ? mc_pick (language,
                     "Không ai vào được bằng tài khoản này. Tên vẫn giữ trong lịch sử hồ sơ.",
                     "Nobody gets in with this account. Its name stays in histories.")
          : mc_pick (language,
                     "Cả hai đều đăng xuất người này ở mọi nơi ngay lập tức.",
                     "Both sign them out everywhere, at once."));
}

static McAnswer *
new_page (McCentral *central,
          const McRequest *request,
          const McUserRecord *user,
          const Frame *frame)
{
  McHtml *html = mc_shell_begin (central, request, MC_TAB_USERS, user->name);

  mc_html_put (html, "<p class=\"lead\">{}</p><div class=\"badges\">", user->login);
  mc_users_put_state (html, central, request, user);
  mc_html_raw (html, "</div>");
  if (frame->notice != NULL)
    mc_shell_put_notice (html, frame->badge, frame->notice);
  else
    put_notice (html, request);
  mc_html_raw (html, "<div class=\"columns\"><div>");
  if (frame->password != NULL)
    mc_users_put_password (html, request, frame->password);
  put_posts (html, central, request, user);
  put_post_form (html, central, request, user, frame->post_mistake);
  put_name_form (html, request, user, frame->name_mistake);
  put_deeds (html, request, user);
  mc_html_raw (html, "</div>");
  put_facts (html, central, request, user);
  mc_html_put (html,
               "</div><p><a href=\"/console/users\">{}</a></p>",
               mc_pick (request->language, "Về danh sách tài khoản", "Back to the accounts"));

  return mc_shell_finish (html, request, frame->status);
}

/* The account that the address names; else an answer. */
static McUserRecord *
find (McCentral *central, const McRequest *request, McAnswer **answer)
{
  g_autoptr (GError) error = NULL;
  McUserRecord *user = NULL;

  *answer = mc_users_check (central, request);
  if (*answer != NULL)
    return NULL;
  user = mc_people_find_user (MC_PEOPLE (central->storage), request->capture, &error);
  if (user == NULL)
    *answer = error != NULL ? mc_shell_new_busy (central, request)
                            : mc_shell_new_missing (central, request);

  return user;
}

static McAnswer *
handle_page (McCentral *central, McRequest *request)
{
  const Frame frame = { .status = 200 };
  McAnswer *answer;
  g_autoptr (McUserRecord) user = find (central, request, &answer);

  return user == NULL ? answer : new_page (central, request, user, &frame);
}

static void
keep_change (McRequest *request, const char *action, const char *outcome, Change **change)
{
  *change = g_new0 (Change, 1);
  (*change)->action = action;
  (*change)->outcome = outcome;
  mc_request_set_state (request, *change, change_free);
}

static McAnswer *
handle_disable (McCentral *central, McRequest *request)
{
  McAnswer *answer;
  g_autoptr (McUserRecord) user = find (central, request, &answer);
  Change *change;

  if (user == NULL)
    return answer;

  keep_change (request, "user-disable", "disabled", &change);
  return NULL;
}

static McAnswer *
handle_enable (McCentral *central, McRequest *request)
{
  McAnswer *answer;
  g_autoptr (McUserRecord) user = find (central, request, &answer);
  Change *change;

  if (user == NULL)
    return answer;

  keep_change (request, "user-enable", "enabled", &change);
  return NULL;
}

static McAnswer *
handle_add_post (McCentral *central, McRequest *request)
{
  Frame frame = { .badge = MC_BADGE_ALARM, .status = 422 };
  McAnswer *answer;
  g_autoptr (McUserRecord) user = find (central, request, &answer);
  McPost *post;
  Change *change;

  if (user == NULL)
    return answer;
  post = mc_users_read_post (central, request, &frame.post_mistake);
  if (post == NULL)
    {
      frame.notice = mc_pick (request->language,
                              "Chưa thêm vai trò. Xin ông, bà xem chỗ được ghi bên dưới.",
                              "The post is not added yet. Please see below.");
      return new_page (central, request, user, &frame);
    }

  keep_change (request, "user-posts", "post-added", &change);
  change->post = post;
  change->adds = TRUE;
  return NULL;
}

/* What an account holds is taken as it is written there, known role and unit or not. */
static McPost *
find_post (const McUserRecord *user, const char *text)
{
  for (guint i = 0; i < user->posts->len; i++)
    {
      const McPost *post = g_ptr_array_index (user->posts, i);
      g_autofree char *own = mc_account_post_to_string (post);

      if (g_strcmp0 (own, text) == 0)
        return mc_post_copy (post);
    }

  return NULL;
}

static McAnswer *
redirect (const McRequest *request, const char *outcome)
{
  g_autofree char *location =
      g_strdup_printf ("/console/users/%s?done=%s", request->capture, outcome);

  return mc_answer_new_redirect (location);
}

static McAnswer *
handle_remove_post (McCentral *central, McRequest *request)
{
  g_autofree char *text = mc_request_dup_form (request, "post");
  McAnswer *answer;
  g_autoptr (McUserRecord) user = find (central, request, &answer);
  McPost *post;
  Change *change;

  if (user == NULL)
    return answer;
  post = find_post (user, text);
  if (post == NULL)
    return redirect (request, "same");

  keep_change (request, "user-posts", "post-removed", &change);
  change->post = post;
  return NULL;
}

static McAnswer *
handle_name (McCentral *central, McRequest *request)
{
  g_autofree char *typed = mc_request_dup_form (request, "name");
  Frame frame = { .badge = MC_BADGE_ALARM, .status = 422 };
  McAnswer *answer;
  g_autoptr (McUserRecord) user = find (central, request, &answer);
  char *name;
  Change *change;

  if (user == NULL)
    return answer;
  name = mc_account_normalise_name (typed == NULL ? "" : typed, NULL);
  if (name == NULL)
    {
      frame.name_mistake = mc_pick (request->language,
                                    "Xin nhập họ và tên, không quá 60 ký tự.",
                                    "Please enter a name of at most 60 characters.");
      return new_page (central, request, user, &frame);
    }

  keep_change (request, "user-name", "renamed", &change);
  change->name = name;
  return NULL;
}

/* A worker's thread. */
static McAnswer *
handle_reset (McCentral *central, McRequest *request)
{
  Frame frame = { .badge = MC_BADGE_GOOD, .status = 200 };
  McAnswer *answer;
  g_autoptr (McUserRecord) user = find (central, request, &answer);
  g_autoptr (GError) error = NULL;
  char *password;
  Change *change;

  if (user == NULL)
    return answer;
  password = mc_account_give_one_time (user, &error);
  if (password == NULL)
    return mc_shell_new_busy (central, request);

  keep_change (request, "user-reset", NULL, &change);
  frame.password = password;
  change->password = g_strdup (user->password);
  change->answer = new_page (central, request, user, &frame);
  mc_text_free_secret (password);
  return NULL;
}

/* On the account as it is now. FALSE when nothing changes. */
static gboolean
apply (const Change *change, McUserRecord *user)
{
  if (change->post != NULL)
    return change->adds ? mc_account_add_post (user, change->post)
                        : mc_account_remove_post (user, change->post);
  if (change->name != NULL)
    {
      g_free (user->name);
      user->name = g_strdup (change->name);
    }
  else if (change->password != NULL)
    {
      g_free (user->password);
      user->password = g_strdup (change->password);
      user->must_change = TRUE;
    }
  else
    user->disabled = g_str_equal (change->action, "user-disable");

  return TRUE;
}

static char *
describe (const Change *change)
{
  g_autofree char *post = NULL;

  if (change->post == NULL)
    return g_strdup (change->name);

  post = mc_account_post_to_string (change->post);
  return g_strconcat (change->adds ? "+" : "-", post, NULL);
}

static McAnswer *
write_change (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const Change *change = request->state;
  McPeople *people = MC_PEOPLE (storage);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McUserRecord) user = mc_people_find_user (people, request->capture, &local_error);
  g_autofree char *detail = describe (change);
  gboolean last = FALSE;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (user == NULL)
    return mc_shell_new_missing (central, request);
  if (!apply (change, user))
    return redirect (request, "same");
  if (!mc_account_is_last_administrator (people, user, &last, error))
    return NULL;
  if (last)
    return redirect (request, "last");

  if (!mc_account_change (
          storage, user, change->action, detail, request->user->login, request->now, error))
    return NULL;

  return change->answer != NULL ? mc_answer_copy (change->answer)
                                : redirect (request, change->outcome);
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET",  "/console/users/{login}",             0,        MC_ROUTE_OFFICIAL, handle_page, NULL },
  { "POST", "/console/users/{login}/reset",       FORM_MAX, MC_ROUTE_OFFICIAL | MC_ROUTE_SLOW | MC_ROUTE_PASSWORD, handle_reset, write_change },
  { "POST", "/console/users/{login}/disable",     FORM_MAX, MC_ROUTE_OFFICIAL, handle_disable, write_change },
  { "POST", "/console/users/{login}/enable",      FORM_MAX, MC_ROUTE_OFFICIAL, handle_enable, write_change },
  { "POST", "/console/users/{login}/add-post",    FORM_MAX, MC_ROUTE_OFFICIAL, handle_add_post, write_change },
  { "POST", "/console/users/{login}/remove-post", FORM_MAX, MC_ROUTE_OFFICIAL, handle_remove_post, write_change },
  { "POST", "/console/users/{login}/name",        FORM_MAX, MC_ROUTE_OFFICIAL, handle_name, write_change },
};
/* clang-format on */

const McRouteTable mc_user_routes = { rows, G_N_ELEMENTS (rows) };
