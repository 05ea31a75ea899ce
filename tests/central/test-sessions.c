/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include "central/console/shell.h"
#include "central/people/sessions.h"
#include "tests/central/official.h"

#define MORNING "2025-06-20T08:00:00+07:00"

/* A browser that is signed in, and what it asks for. */
typedef struct
{
  Desk *desk;            /* (owned) */
  McBatchWriter *writer; /* (owned) */
  char *token;           /* (owned) */
} Fixture;

static void
write_session (Fixture *f, const McSessionRecord *session)
{
  McStorage *storage = f->desk->central->storage;
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_storage_begin (storage, &error));
  g_assert_true (mc_people_add_session (MC_PEOPLE (storage), session, &error));
  g_assert_true (mc_storage_commit (storage, &error));
  g_assert_no_error (error);
}

static char *
sign_in (Fixture *f, const char *login)
{
  char *token = NULL;
  g_autoptr (McSessionRecord) session =
                 mc_session_new (login, mc_clock_now (f->desk->central->clock), &token);

  write_session (f, session);

  return token;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->desk = desk_new (DESK_MEMORY);
  f->writer = mc_batch_writer_new (f->desk->central->storage, f->desk->central->metrics);
  official_add (f->desk, "hoa.nt", "Nguyễn Thị Hoa", MC_ROLE_RECEPTION, "00070", NULL);
  official_add (f->desk, "an.lv", "Lê Văn An", MC_ROLE_CHAIRMAN, "00070", NULL);
  desk_set_time (f->desk, MORNING);
  f->token = sign_in (f, "hoa.nt");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  mc_batch_writer_free (f->writer);
  desk_free (f->desk);
  g_free (f->token);
}

typedef struct
{
  const char *method;
  const char *path, *query;
  const char *token; /* (nullable) */
  const char *origin;
  const char *csrf; /* (nullable) */
  McRouteFlags flags;
} Ask;

/* What the answer says in a word: "in" when it is let in. */
static char *
ask (Fixture *f, const Ask *asked, char *csrf)
{
  g_autofree char *cookie =
      asked->token == NULL
          ? NULL
          : g_strdup_printf ("motcua-language=en; " MC_SESSION_COOKIE "=%s", asked->token);
  g_autofree char *body =
      asked->csrf == NULL ? g_strdup ("x=1") : g_strdup_printf ("x=1&csrf=%s", asked->csrf);
  McRequest request = {
    .method = asked->method == NULL ? "GET" : asked->method,
    .path = asked->path == NULL ? "/console" : asked->path,
    .query = asked->query == NULL ? "?" : asked->query,
    .authority = "motcua.hanoi.gov.vn",
    .body = (const guint8 *) body,
    .length = strlen (body),
    .language = "vi",
    .now = mc_clock_now (f->desk->central->clock),
    .cookie = cookie,
    .origin = asked->origin,
  };
  g_autoptr (McAnswer) answer =
                 mc_sessions_check_request (f->desk->central, f->writer, &request, asked->flags);
  char *word;

  if (answer == NULL)
    {
      g_assert_nonnull (request.user);
      word = g_strdup ("in");
    }
  else if (answer->status == 303)
    word = g_strdup (answer_get_header (answer, "Location"));
  else
    word = g_strdup_printf ("%u", answer->status);
  if (csrf != NULL)
    g_strlcpy (csrf, request.csrf, sizeof request.csrf);
  mc_user_record_free (request.user);

  return word;
}

static void
assert_asked (Fixture *f, Ask asked, const char *expected)
{
  g_autofree char *word = ask (f, &asked, NULL);

  g_assert_cmpstr (word, ==, expected);
}

/* Waits until what was given to the writer is written. */
static void
flush (Fixture *f)
{
  mc_batch_writer_free (f->writer);
  f->writer = mc_batch_writer_new (f->desk->central->storage, f->desk->central->metrics);
}

/* Without a session, or with one that nobody made, the way leads to the sign-in and from there back
 * to the page; after a form there is nothing to come back to. */
static void
test_nobody (Fixture *f, gconstpointer data)
{
  g_autofree char *longer = g_strconcat (f->token, "A", NULL);
  g_autofree char *other = g_strdup (f->token);

  other[0] = other[0] == 'A' ? 'B' : 'A';
  assert_asked (f, (Ask){ 0 }, "/console/sign-in?next=%2Fconsole");
  assert_asked (f,
                (Ask){ .path = "/console/search", .query = "?name=Hoa&x=%26" },
                "/console/sign-in?next=%2Fconsole%2Fsearch%3Fname%3DHoa%26x%3D%2526");
  assert_asked (f, (Ask){ .method = "POST" }, "/console/sign-in");
  for (const char **token =
           (const char *[]){
               "", "x", other, longer, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", NULL };
       *token != NULL;
       token++)
    assert_asked (f, (Ask){ .token = *token }, "/console/sign-in?next=%2Fconsole");
  assert_asked (f, (Ask){ .token = f->token }, "in");
}

/* Half an hour without a click ends a session; a click within it prolongs it, to the minute; and
 * twelve hours end it in any case. */
static void
test_time (Fixture *f, gconstpointer data)
{
  desk_set_time (f->desk, "2025-06-20T08:30:00+07:00");
  assert_asked (f, (Ask){ .token = f->token }, "in");
  flush (f);
  desk_set_time (f->desk, "2025-06-20T08:59:59+07:00");
  assert_asked (f, (Ask){ .token = f->token }, "in");
  flush (f);
  desk_set_time (f->desk, "2025-06-20T09:30:00+07:00");
  assert_asked (f, (Ask){ .token = f->token }, "/console/sign-in?next=%2Fconsole");

  g_free (f->token);
  f->token = sign_in (f, "hoa.nt"); /* at 9:30 */
  for (guint quarter = 1; quarter <= 48; quarter++)
    {
      guint minutes = 9 * 60 + 30 + quarter * 15;
      g_autofree char *time =
          g_strdup_printf ("2025-06-20T%02u:%02u:00+07:00", minutes / 60, minutes % 60);

      desk_set_time (f->desk, time);
      assert_asked (f, (Ask){ .token = f->token }, "in");
      flush (f);
    }
  desk_set_time (f->desk, "2025-06-20T21:30:01+07:00");
  assert_asked (f, (Ask){ .token = f->token }, "/console/sign-in?next=%2Fconsole");
}

/* A page that asks by itself is no sign of life: left open, it does not keep a session. */
static void
test_quiet (Fixture *f, gconstpointer data)
{
  for (guint minute = 1; minute <= 30; minute++)
    {
      g_autofree char *time = g_strdup_printf ("2025-06-20T08:%02u:00+07:00", minute);

      if (minute < 30)
        desk_set_time (f->desk, time);
      assert_asked (f, (Ask){ .token = f->token, .flags = MC_ROUTE_QUIET }, "in");
      flush (f);
    }
  desk_set_time (f->desk, "2025-06-20T08:30:01+07:00");
  assert_asked (
      f, (Ask){ .token = f->token, .flags = MC_ROUTE_QUIET }, "/console/sign-in?next=%2Fconsole");
}

/* A form counts only with the token of its own session: not without, not with another's, not with a
 * part of it; and what another site sends does not count even with it. */
static void
test_forms (Fixture *f, gconstpointer data)
{
  g_autofree char *other = sign_in (f, "an.lv");
  g_autofree char *again = sign_in (f, "hoa.nt");
  char own_csrf[44], other_csrf[44], again_csrf[44];
  static const char *const words[] = { "in", "in", "in" };
  g_autofree char *shorter = NULL;
  const Ask asks[] = { { .token = f->token }, { .token = other }, { .token = again } };

  for (guint i = 0; i < G_N_ELEMENTS (asks); i++)
    {
      g_autofree char *word = ask (f,
                                   &asks[i],
                                   i == 0   ? own_csrf
                                   : i == 1 ? other_csrf
                                            : again_csrf);

      g_assert_cmpstr (word, ==, words[i]);
    }
  g_assert_cmpstr (own_csrf, !=, other_csrf);
  g_assert_cmpstr (own_csrf, !=, again_csrf);
  g_assert_cmpstr (own_csrf, !=, f->token);
  g_assert_null (strstr (f->token, own_csrf));
  shorter = g_strndup (own_csrf, strlen (own_csrf) - 1);

  assert_asked (f, (Ask){ .method = "POST", .token = f->token, .csrf = own_csrf }, "in");
  assert_asked (f, (Ask){ .method = "POST", .token = f->token }, "403");
  for (const char **csrf =
           (const char *[]){ "", "x", shorter, other_csrf, again_csrf, f->token, NULL };
       *csrf != NULL;
       csrf++)
    assert_asked (f, (Ask){ .method = "POST", .token = f->token, .csrf = *csrf }, "403");

  assert_asked (f,
                (Ask){ .method = "POST",
                       .token = f->token,
                       .csrf = own_csrf,
                       .origin = "https://motcua.hanoi.gov.vn" },
                "in");
  for (const char **origin = (const char *[]){ "https://motcua.hanoi.gov.vn.evil.example",
                                               "https://evil.example",
                                               "https://evil.example/motcua.hanoi.gov.vn",
                                               "https://motcua.hanoi.gov.vn:8443",
                                               "null",
                                               "",
                                               NULL };
       *origin != NULL;
       origin++)
    assert_asked (f,
                  (Ask){ .method = "POST", .token = f->token, .csrf = own_csrf, .origin = *origin },
                  "403");
}

static void
change_user (Fixture *f, const char *login, gboolean disabled, gboolean must_change)
{
  McStorage *storage = f->desk->central->storage;
  g_autoptr (McUserRecord) user = mc_people_find_user (MC_PEOPLE (storage), login, NULL);

  user->disabled = disabled;
  user->must_change = must_change;
  g_assert_true (mc_storage_begin (storage, NULL));
  g_assert_true (mc_people_update_user (MC_PEOPLE (storage), user, NULL));
  g_assert_true (mc_storage_commit (storage, NULL));
}

/* A disabled account is out at the next click; with a one-time password only its change is open. */
static void
test_account (Fixture *f, gconstpointer data)
{
  change_user (f, "hoa.nt", TRUE, FALSE);
  assert_asked (f, (Ask){ .token = f->token }, "/console/sign-in?next=%2Fconsole");
  change_user (f, "hoa.nt", FALSE, FALSE);
  assert_asked (f, (Ask){ .token = f->token }, "in");

  change_user (f, "hoa.nt", FALSE, TRUE);
  assert_asked (f, (Ask){ .token = f->token }, "/console/password");
  assert_asked (f, (Ask){ .token = f->token, .flags = MC_ROUTE_MUST_CHANGE }, "in");
}

/* The cookie is for this host alone, over TLS alone, unseen by scripts and other sites' links; and
 * the storage never learns the token. */
static void
test_cookie (Fixture *f, gconstpointer data)
{
  g_autoptr (McAnswer) given = mc_answer_new_redirect ("/console");
  g_autoptr (McAnswer) taken = mc_answer_new_redirect ("/console");
  g_autofree char *expected =
      g_strdup_printf ("__Host-motcua=%s; Path=/; Secure; HttpOnly; SameSite=Strict", f->token);
  g_autofree char *again = NULL;
  g_autoptr (McSessionRecord) session = mc_session_new ("hoa.nt", 1, &again);

  mc_session_put_cookie (given, f->token);
  g_assert_cmpstr (answer_get_header (given, "Set-Cookie"), ==, expected);
  mc_session_put_cookie (taken, NULL);
  g_assert_cmpstr (answer_get_header (taken, "Set-Cookie"),
                   ==,
                   "__Host-motcua=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
  g_assert_cmpuint (strlen (again), ==, 43);
  g_assert_cmpstr (again, !=, f->token);
  g_assert_null (memmem (session->hash, sizeof session->hash, again, 16));
}

/* Only paths of the console are gone on to after the sign-in. */
static void
test_next (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *path;
    gboolean own;
  } rows[] = {
    { "/console", TRUE },
    { "/console/dossiers/1?x=/y", TRUE },
    { "/console?x", TRUE },
    { NULL, FALSE },
    { "", FALSE },
    { "/", FALSE },
    { "/consolex", FALSE },
    { "/t/ABC", FALSE },
    { "//evil.example/console", FALSE },
    { "https://evil.example/console", FALSE },
    { "/console\\@evil", FALSE },
    { "/console/\r\nSet-Cookie: a=b", FALSE },
    { "/console/a b", FALSE },
    { "/console/é", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (mc_shell_is_own_path (rows[i].path), ==, rows[i].own);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function)                                                                        \
  g_test_add ("/sessions/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("nobody", test_nobody);
  ADD ("time", test_time);
  ADD ("quiet", test_quiet);
  ADD ("forms", test_forms);
  ADD ("account", test_account);
  ADD ("cookie", test_cookie);
  ADD ("next", test_next);
#undef ADD

  return g_test_run ();
}
