/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include "app/domain/language.h"
#include "app/domain/text.h"
#include "central/console/inputs.h"
#include "central/console/shell.h"
#include "central/http/routes.h"
#include "central/people/accounts.h"
#include "central/people/browsers.h"
#include "central/people/passwords.h"
#include "central/people/sessions.h"
#include "central/people/trail.h"

#define FORM_MAX (8 * 1024)
#define PASSWORD_ATTRIBUTES "maxlength=\"512\" required autocomplete="

/* What is wrong with a form, field by field; NULL is nothing. */
typedef struct
{
  const char *current; /* (unowned) (nullable) */
  const char *fresh;   /* (unowned) (nullable) */
  const char *again;   /* (unowned) (nullable) */
} Mistakes;

/* What was typed. */
typedef struct
{
  char *current; /* (owned) */
  char *fresh;   /* (owned) */
  char *again;   /* (owned) */
} Typed;

static void
typed_clear (Typed *self)
{
  g_clear_pointer (&self->current, mc_text_free_secret);
  g_clear_pointer (&self->fresh, mc_text_free_secret);
  g_clear_pointer (&self->again, mc_text_free_secret);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

/* What `handle` worked out, for `write`. */
typedef struct
{
  McAnswer *answer;         /* (owned): what is sent after the commit */
  McSessionRecord *session; /* (owned) (nullable): NULL when the password stays */
  char *hash;               /* (owned) (nullable): of the new password */
  gboolean failed;          /* the current one was wrong */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  mc_answer_free (change->answer);
  mc_session_record_free (change->session);
  g_free (change->hash);
  g_free (change);
}

static void
put_fields (McHtml *html, const McRequest *request, const Mistakes *mistakes)
{
  const McInput current = {
    .name = "current",
    .label = mc_pick (request->language, "Mật khẩu hiện nay", "Current password"),
    .mistake = mistakes->current,
    .type = "password",
    .attributes = PASSWORD_ATTRIBUTES "\"current-password\"",
  };
  const McInput fresh = {
    .name = "fresh",
    .label = mc_pick (request->language, "Mật khẩu mới", "New password"),
    .hint = mc_pick (request->language,
                     "Ít nhất 10 ký tự. Ba, bốn từ ghép lại thì dễ nhớ mà khó đoán.",
                     "At least 10 characters. Three or four words together are easy to keep in "
                     "mind and hard to guess."),
    .mistake = mistakes->fresh,
    .type = "password",
    .attributes = PASSWORD_ATTRIBUTES "\"new-password\"",
  };
  const McInput again = {
    .name = "again",
    .label = mc_pick (request->language, "Nhập lại mật khẩu mới", "New password once more"),
    .mistake = mistakes->again,
    .type = "password",
    .attributes = PASSWORD_ATTRIBUTES "\"new-password\"",
  };

  if (!request->user->must_change)
    mc_input_put (html, &current);
  mc_input_put (html, &fresh);
  mc_input_put (html, &again);
}

static McAnswer *
new_page (McCentral *central, const McRequest *request, const Mistakes *mistakes, gboolean done)
{
  gboolean wrong = mistakes->current != NULL || mistakes->fresh != NULL || mistakes->again != NULL;
  gboolean forced = request->user->must_change;
  McHtml *html = mc_shell_begin (
      central,
      request,
      MC_TAB_NONE,
      forced
          ? mc_pick (request->language, "Đặt mật khẩu của riêng mình", "Choose your own password")
          : mc_pick (request->language, "Đổi mật khẩu", "Change your password"));

  if (done)
    mc_shell_put_notice (
        html,
        MC_BADGE_GOOD,
        mc_pick (request->language,
                 "Đã đổi mật khẩu. Các máy khác đang đăng nhập bằng tài khoản này đã bị đăng xuất.",
                 "Your password is changed. Other computers with this account are signed out."));
  else if (wrong)
    mc_shell_put_notice (html,
                         MC_BADGE_ALARM,
                         mc_pick (request->language,
                                  "Mật khẩu chưa đổi. Xin ông, bà xem chỗ được ghi bên dưới.",
                                  "The password is not changed yet. Please see below."));
  else if (forced)
    mc_html_put (html,
                 "<p class=\"lead narrow\">{}</p>",
                 mc_pick (request->language,
                          "Mật khẩu trên phiếu chỉ dùng được một lần. Từ nay ông, bà đăng nhập "
                          "bằng mật khẩu đặt ở đây.",
                          "The password of the slip is good for one sign-in. From now on you sign "
                          "in with the one that you choose here."));

  mc_shell_begin_form (html, request, "/console/password");
  mc_html_raw (html, "<div class=\"card narrow\">");
  /* Password managers keep the two together. */
  mc_html_put (html,
               "<input type=\"text\" name=\"login\" value=\"{}\" autocomplete=\"username\" "
               "readonly hidden>",
               request->user->login);
  put_fields (html, request, mistakes);
  mc_html_put (html,
               "<label class=\"choice\" hidden><input type=\"checkbox\" data-reveal=\"{}\">{}"
               "</label><div class=\"actions\"><button class=\"button main\">{}</button></div>"
               "</div></form>",
               forced ? "fresh again" : "current fresh again",
               mc_pick (request->language, "Hiện mật khẩu", "Show the passwords"),
               mc_pick (request->language, "Lưu mật khẩu mới", "Keep the new password"));

  return mc_shell_finish (html, request, wrong ? 422 : 200);
}

static McAnswer *
handle_page (McCentral *central, McRequest *request)
{
  const Mistakes none = { NULL };
  g_autofree char *done = mc_request_dup_query (request, "done");

  return new_page (central, request, &none, done != NULL);
}

/* What needs no look at the kept hash. */
static gboolean
look_over (const McRequest *request, const Typed *typed, Mistakes *mistakes)
{
  McPasswordVerdict verdict = mc_password_judge (typed->fresh, request->user->login);

  if (verdict != MC_PASSWORD_GOOD)
    mistakes->fresh = mc_password_describe (verdict, request->language);
  else if (!g_str_equal (typed->fresh, typed->again))
    mistakes->again =
        mc_pick (request->language, "Hai lần nhập không giống nhau.", "The two are not the same.");

  return mistakes->fresh == NULL && mistakes->again == NULL;
}

typedef struct
{
  const char *tries;
  gint64 now;
  gint64 locked_until;
} Counting;

/* Strangers who only know the login do not keep its owner from another password. */
static char *
dup_tries (McCentral *central, const McRequest *request)
{
  char *own = mc_browser_dup_tries (central, request, request->user);

  return own == NULL ? g_strdup (request->user->login) : own;
}

static gboolean
run_count (McStorage *storage, gpointer data, GError **error)
{
  Counting *counting = data;

  return mc_tries_count (storage, counting->tries, counting->now, &counting->locked_until, error);
}

/* A browser that somebody left open must not be a way to guess: tries count as at the sign-in. */
static McAnswer *
check_tries (McCentral *central, const McRequest *request)
{
  g_autofree char *tries = dup_tries (central, request);
  Counting counting = { tries, request->now, MC_TIME_NONE };
  g_autofree char *words = NULL;
  Mistakes mistakes = { NULL };

  if (!mc_try_gate_enter (&central->known_gate, request->now) ||
      !mc_central_write (central, run_count, &counting, NULL))
    return mc_shell_new_busy (central, request);
  if (counting.locked_until == MC_TIME_NONE)
    return NULL;

  words = mc_tries_describe_lock (counting.locked_until, request->now, request->language);
  mistakes.current = words;
  return new_page (central, request, &mistakes, FALSE);
}

/* NULL when the new password cannot be hashed now. */
static Change *
make_change (McCentral *central, const McRequest *request, const Typed *typed)
{
  const McUserRecord *user = request->user;
  Change *change = g_new0 (Change, 1);
  g_autoptr (GError) error = NULL;
  Mistakes mistakes = { NULL };
  char *folded = mc_password_fold_one_time (typed->fresh);

  /* With a one-time password they came in a moment ago. */
  if (!user->must_change && !mc_password_verify (user->password, typed->current))
    mistakes.current = mc_pick (
        request->language, "Mật khẩu hiện nay không đúng.", "This is not your current password.");
  else if (user->must_change ? mc_password_verify (user->password, folded)
                             : g_str_equal (typed->fresh, typed->current))
    mistakes.fresh = mc_pick (request->language,
                              "Mật khẩu mới phải khác mật khẩu cũ.",
                              "The new password must be another one.");
  else
    change->hash = mc_password_hash (typed->fresh, &error);
  mc_text_free_secret (folded);
  change->failed = mistakes.current != NULL;
  if (error != NULL)
    {
      change_free (change);
      return NULL;
    }

  if (change->hash != NULL)
    {
      char *token = NULL;

      change->session = mc_session_new (user->login, request->now, &token);
      change->answer =
          mc_answer_new_redirect (user->must_change ? "/console" : "/console/password?done=yes");
      mc_session_put_cookie (change->answer, token);
      mc_text_free_secret (token);
    }
  else
    change->answer = new_page (central, request, &mistakes, FALSE);

  return change;
}

static char *
dup_typed (const McRequest *request, const char *name)
{
  char *text = mc_request_dup_form (request, name);

  return text == NULL ? g_strdup ("") : text;
}

/* A worker's thread. */
static McAnswer *
handle_change (McCentral *central, McRequest *request)
{
  g_auto (Typed) typed = { .current = dup_typed (request, "current"),
                           .fresh = dup_typed (request, "fresh"),
                           .again = dup_typed (request, "again") };
  Mistakes mistakes = { NULL };
  McAnswer *answer;
  Change *change;

  if (!look_over (request, &typed, &mistakes))
    return new_page (central, request, &mistakes, FALSE);
  answer = check_tries (central, request);
  if (answer != NULL)
    return answer;

  change = make_change (central, request, &typed);
  if (change == NULL)
    return mc_shell_new_busy (central, request);

  mc_request_set_state (request, change, change_free);
  return NULL;
}

static gboolean
keep (McStorage *storage, McUserRecord *user, const Change *change, GError **error)
{
  McPeople *people = MC_PEOPLE (storage);

  g_free (user->password);
  user->password = g_strdup (change->hash);
  user->must_change = FALSE;

  return mc_people_update_user (people, user, error) &&
         mc_people_end_sessions_of (people, user->login, error) &&
         mc_people_add_session (people, change->session, error);
}

static McAnswer *
write_change (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const Change *change = request->state;
  g_autofree char *tries = dup_tries (central, request);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (McUserRecord) user =
                 mc_people_find_user (MC_PEOPLE (storage), request->user->login, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  /* Reset or closed by an administrator meanwhile: theirs stands. */
  if (user == NULL || user->disabled || !g_str_equal (user->password, request->user->password))
    return mc_answer_new_redirect ("/console/sign-in");

  if (!change->failed && !mc_tries_clear (storage, tries, request->now, error))
    return NULL;
  if (change->session != NULL && !keep (storage, user, change, error))
    return NULL;
  if ((change->failed || change->session != NULL) &&
      !mc_trail_add_line (storage,
                          request->now,
                          user->login,
                          change->failed ? "password-failed" : "password-change",
                          mc_account_get_unit (user),
                          NULL,
                          error))
    return NULL;

  return mc_answer_copy (change->answer);
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET",  "/console/password", 0,        MC_ROUTE_OFFICIAL | MC_ROUTE_MUST_CHANGE, handle_page, NULL },
  { "POST", "/console/password", FORM_MAX, MC_ROUTE_OFFICIAL | MC_ROUTE_MUST_CHANGE | MC_ROUTE_SLOW | MC_ROUTE_PASSWORD, handle_change, write_change },
};
/* clang-format on */

const McRouteTable mc_password_routes = { rows, G_N_ELEMENTS (rows) };
