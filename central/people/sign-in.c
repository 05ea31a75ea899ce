/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include "app/domain/language.h"
#include "app/domain/text.h"
#include "central/console/shell.h"
#include "central/http/routes.h"
#include "central/people/accounts.h"
#include "central/people/browsers.h"
#include "central/people/passwords.h"
#include "central/people/sessions.h"
#include "central/people/trail.h"

#define FORM_MAX (8 * 1024)

/* What `handle` found out, for `write`. */
typedef struct
{
  McAnswer *answer;         /* (owned): what is sent after the commit */
  McSessionRecord *session; /* (owned) (nullable): the password was right */
  char *login;              /* (owned) (nullable): of the account, if there is one */
  char *password;           /* (owned) (nullable): the hash that was compared with */
  char *unit;               /* (owned) (nullable): of the account's first post */
  char *tries;              /* (owned): what it was counted under */
  gboolean right;
  gboolean told; /* it gets its line of the trail */
} Attempt;

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;

  mc_answer_free (attempt->answer);
  mc_session_record_free (attempt->session);
  g_free (attempt->login);
  g_free (attempt->password);
  g_free (attempt->unit);
  g_free (attempt->tries);
  g_free (attempt);
}

/* Where to go on; NULL when nowhere in particular. */
static char *
dup_next (const McRequest *request)
{
  g_autofree char *next = g_str_equal (request->method, "POST")
                              ? mc_request_dup_form (request, "next")
                              : mc_request_dup_query (request, "next");

  return mc_shell_is_own_path (next) ? g_steal_pointer (&next) : NULL;
}

static void
put_form (McHtml *html, const McRequest *request, const char *login, const char *next)
{
  mc_html_raw (html, "<form method=\"post\" action=\"/console/sign-in\" class=\"card narrow\">");
  if (next != NULL)
    mc_html_put (html, "<input type=\"hidden\" name=\"next\" value=\"{}\">", next);
  mc_html_put (html,
               "<div class=\"field\"><label for=\"login\">{}</label>"
               "<input type=\"text\" id=\"login\" name=\"login\" value=\"{}\" maxlength=\"64\" "
               "autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" "
               "required{}></div>",
               mc_pick (request->language, "Tên đăng nhập", "User name"),
               login,
               *login == '\0' ? " autofocus" : "");
  mc_html_put (html,
               "<div class=\"field\"><label for=\"password\">{}</label>"
               "<input type=\"password\" id=\"password\" name=\"password\" maxlength=\"512\" "
               "autocomplete=\"current-password\" required{}>"
               "<label class=\"choice\" hidden><input type=\"checkbox\" data-reveal=\"password\">"
               "{}</label><p class=\"hint\">{}</p></div>",
               mc_pick (request->language, "Mật khẩu", "Password"),
               *login == '\0' ? "" : " autofocus",
               mc_pick (request->language, "Hiện mật khẩu", "Show the password"),
               mc_pick (request->language,
                        "Nếu chưa vào được, xin xem lại bộ gõ tiếng Việt (Telex, VNI) và phím "
                        "Caps Lock.",
                        "If it does not let you in, look at the Vietnamese input method (Telex, "
                        "VNI) and at Caps Lock."));
  mc_html_put (html,
               "<button class=\"button main\">{}</button></form><p class=\"lead narrow\">{}</p>",
               mc_pick (request->language, "Đăng nhập", "Sign in"),
               mc_pick (request->language,
                        "Quên mật khẩu? Người quản trị của hệ thống sẽ cấp lại cho ông, bà.",
                        "Forgotten your password? The administrator gives you a new one."));
}

/* @login is what was typed, to be put in again; @notice may be NULL. */
static McAnswer *
new_page (McCentral *central,
          const McRequest *request,
          guint status,
          McBadge badge,
          const char *notice,
          const char *login)
{
  McHtml *html = mc_shell_begin (
      central, request, MC_TAB_NONE, mc_pick (request->language, "Đăng nhập", "Sign in"));
  g_autofree char *next = dup_next (request);

  if (notice != NULL)
    mc_shell_put_notice (html, badge, notice);
  else
    mc_html_put (html,
                 "<p class=\"lead\">{}</p>",
                 mc_pick (request->language,
                          "Dành cho cán bộ, công chức làm việc với hồ sơ.",
                          "For the officials who work with the dossiers."));
  put_form (html, request, login, next);

  return mc_shell_finish (html, request, status);
}

static McAnswer *
handle_page (McCentral *central, McRequest *request)
{
  g_autofree char *ended = mc_request_dup_query (request, "ended");

  return new_page (
      central,
      request,
      200,
      MC_BADGE_GOOD,
      ended == NULL ? NULL
                    : mc_pick (request->language, "Ông, bà đã đăng xuất.", "You have signed out."),
      "");
}

typedef struct
{
  const char *tries;
  gint64 now;
  gint64 locked_until;
} Counting;

static gboolean
run_count (McStorage *storage, gpointer data, GError **error)
{
  Counting *counting = data;

  return mc_tries_count (storage, counting->tries, counting->now, &counting->locked_until, error);
}

/* Before the password is looked at: NULL when it may be. Strangers who crowd the gate do not keep
 * those out who come in by their own browser. */
static McAnswer *
check_tries (McCentral *central,
             const McRequest *request,
             const char *login,
             const char *tries,
             gboolean known)
{
  Counting counting = { tries, request->now, MC_TIME_NONE };
  g_autofree char *words = NULL;

  if (!mc_try_gate_enter (known ? &central->known_gate : &central->try_gate, request->now))
    return new_page (central,
                     request,
                     429,
                     MC_BADGE_CARE,
                     mc_pick (request->language,
                              "Đang có quá nhiều lượt đăng nhập. Xin ông, bà thử lại sau một phút.",
                              "Too many people are signing in. Please try again in a minute."),
                     login);
  if (!mc_central_write (central, run_count, &counting, NULL))
    return mc_shell_new_busy (central, request);
  if (counting.locked_until == MC_TIME_NONE)
    return NULL;

  words = mc_tries_describe_lock (counting.locked_until, request->now, request->language);
  return new_page (central, request, 429, MC_BADGE_ALARM, words, login);
}

static McAnswer *
new_welcome (const McRequest *request, const McUserRecord *user, const char *token)
{
  g_autofree char *next = dup_next (request);
  McAnswer *answer = mc_answer_new_redirect (user->must_change ? "/console/password"
                                             : next != NULL    ? next
                                                               : "/console");

  mc_session_put_cookie (answer, token);
  return answer;
}

static gboolean
is_right (const McUserRecord *user, const char *typed)
{
  char *folded;
  gboolean right;

  if (user == NULL || !user->must_change)
    return mc_password_verify (user == NULL ? NULL : user->password, typed);

  folded = mc_password_fold_one_time (typed);
  right = mc_password_verify (user->password, folded);
  mc_text_free_secret (folded);

  return right;
}

static Attempt *
make_attempt (McCentral *central,
              const McRequest *request,
              const McUserRecord *user,
              const char *login,
              const char *typed)
{
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->right = is_right (user, typed);
  if (user != NULL)
    {
      attempt->login = g_strdup (user->login);
      attempt->password = g_strdup (user->password);
      attempt->unit = g_strdup (mc_account_get_unit (user));
    }
  if (attempt->right && !user->disabled)
    {
      char *token = NULL;

      attempt->session = mc_session_new (user->login, request->now, &token);
      attempt->answer = new_welcome (request, user, token);
      mc_browser_remember (central, request, user->login, attempt->answer);
      mc_text_free_secret (token);
    }
  else
    attempt->answer = new_page (
        central,
        request,
        403,
        MC_BADGE_ALARM,
        attempt->right
            ? mc_pick (request->language,
                       "Tài khoản này đã ngừng hoạt động. Xin ông, bà hỏi người quản trị.",
                       "This account is out of use. Please ask the administrator.")
            : mc_pick (request->language,
                       "Tên đăng nhập hoặc mật khẩu không đúng. Xin ông, bà thử lại.",
                       "The user name or the password is wrong. Please try again."),
        login);

  return attempt;
}

/* NULL: on to `write`. */
static McAnswer *
try_password (McCentral *central, McRequest *request, const char *login, const char *typed)
{
  g_autoptr (McUserRecord) user = mc_people_find_user (MC_PEOPLE (central->storage), login, NULL);
  g_autofree char *own = mc_browser_dup_tries (central, request, user);
  const char *tries = own == NULL ? login : own;
  McAnswer *answer = check_tries (central, request, login, tries, own != NULL);
  Attempt *attempt;

  if (answer != NULL)
    return answer;

  attempt = make_attempt (central, request, user, login, typed);
  attempt->tries = g_strdup (tries);
  attempt->told = user != NULL || mc_try_gate_tell (&central->try_gate, request->now);
  mc_request_set_state (request, attempt, attempt_free);
  return NULL;
}

/* A worker's thread. */
static McAnswer *
handle_sign_in (McCentral *central, McRequest *request)
{
  g_autofree char *typed_login = mc_request_dup_form (request, "login");
  char *typed = mc_request_dup_form (request, "password");
  g_autofree char *login = mc_account_fold_login (typed_login == NULL ? "" : typed_login);
  McAnswer *answer = NULL;

  if (!mc_session_is_own_origin (request))
    answer = mc_shell_new_stale (central, request);
  else if (*login == '\0' || typed == NULL || *typed == '\0')
    answer = new_page (central,
                       request,
                       403,
                       MC_BADGE_ALARM,
                       mc_pick (request->language,
                                "Xin ông, bà nhập cả tên đăng nhập và mật khẩu.",
                                "Please enter both the user name and the password."),
                       login);
  else
    answer = try_password (central, request, login, typed);
  mc_text_free_secret (typed);

  return answer;
}

/* The account as it is now, unless it changed while the password was looked at. */
static McUserRecord *
find_same (McStorage *storage, const Attempt *attempt, GError **error)
{
  g_autoptr (McUserRecord) user =
                 mc_people_find_user (MC_PEOPLE (storage), attempt->session->login, error);

  if (user == NULL || user->disabled || !g_str_equal (user->password, attempt->password))
    return NULL;

  return g_steal_pointer (&user);
}

static gboolean
enter (McStorage *storage,
       const McRequest *request,
       const Attempt *attempt,
       McUserRecord *user,
       GError **error)
{
  McPeople *people = MC_PEOPLE (storage);

  user->signed_in_at = request->now;

  return mc_people_update_user (people, user, error) &&
         mc_tries_clear (storage, attempt->tries, request->now, error) &&
         mc_session_end_own (storage, request, error) &&
         mc_people_end_old_sessions (
             people, request->now - MC_SESSION_TOTAL_S, request->now - MC_SESSION_IDLE_S, error) &&
         mc_people_add_session (people, attempt->session, error) &&
         mc_trail_add_line (
             storage, request->now, user->login, "sign-in", attempt->unit, NULL, error);
}

static McAnswer *
write_sign_in (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  const Attempt *attempt = request->state;
  g_autoptr (McUserRecord) user = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!attempt->told)
    return mc_answer_copy (attempt->answer);
  if (attempt->session == NULL)
    return mc_trail_add_line (storage,
                              request->now,
                              attempt->login == NULL ? "-" : attempt->login,
                              "sign-in-failed",
                              attempt->unit,
                              attempt->right ? "disabled" : NULL,
                              error)
               ? mc_answer_copy (attempt->answer)
               : NULL;

  user = find_same (storage, attempt, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (user == NULL)
    return mc_answer_new_redirect ("/console/sign-in");

  return enter (storage, request, attempt, user, error) ? mc_answer_copy (attempt->answer) : NULL;
}

static McAnswer *
handle_sign_out (McCentral *central, McRequest *request)
{
  return NULL;
}

static McAnswer *
write_sign_out (McCentral *central, McStorage *storage, McRequest *request, GError **error)
{
  McAnswer *answer;

  if (!mc_session_end_own (storage, request, error) ||
      !mc_trail_add_line (storage,
                          request->now,
                          request->user->login,
                          "sign-out",
                          mc_account_get_unit (request->user),
                          NULL,
                          error))
    return NULL;

  answer = mc_answer_new_redirect ("/console/sign-in?ended=yes");
  mc_session_put_cookie (answer, NULL);

  return answer;
}

/* clang-format off */
static const McRoute rows[] = {
  { "GET",  "/console/sign-in",  0,        MC_ROUTE_NONE, handle_page, NULL },
  { "POST", "/console/sign-in",  FORM_MAX, MC_ROUTE_SLOW | MC_ROUTE_PASSWORD, handle_sign_in, write_sign_in },
  { "POST", "/console/sign-out", FORM_MAX, MC_ROUTE_OFFICIAL | MC_ROUTE_MUST_CHANGE, handle_sign_out, write_sign_out },
};
/* clang-format on */

const McRouteTable mc_sign_in_routes = { rows, G_N_ELEMENTS (rows) };
