/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/citizens/pages.h"
#include "central/http/routes.h"
#include "central/citizens/status-page.h"
#include "central/work/action.h"
#include "tests/central/desk.h"

#include <string.h>

#define OTHER_TOKEN "0123456789ABCDEFGHJKMNPQRS"

static McRequest
make_request (Desk *desk, const char *method, const char *capture, const char *body)
{
  McRequest request = { .method = method, .path = "/t/", .query = "?", .language = "vi" };

  request.capture = capture;
  request.body = (const guint8 *) body;
  request.length = strlen (body);
  request.now = mc_clock_now (desk->central->clock);
  return request;
}

static char *
get_text (const McAnswer *answer)
{
  return g_strndup (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body));
}

static char *
get_page (Desk *desk, const char *token, const char *language, guint status)
{
  McRequest request = make_request (desk, "GET", token, "");
  g_autoptr (McAnswer) answer = NULL;

  request.language = language;
  answer = mc_status_page_handle (desk->central, &request);
  g_assert_cmpuint (answer->status, ==, status);
  return get_text (answer);
}

static const char *
get_header (const McAnswer *answer, const char *name)
{
  for (guint i = 0; answer->headers != NULL && i < answer->headers->len; i += 2)
    if (g_ascii_strcasecmp (g_ptr_array_index (answer->headers, i), name) == 0)
      return g_ptr_array_index (answer->headers, i + 1);

  return NULL;
}

static void
walk (Desk *desk)
{
  static const char *const steps[][2] = {
    { "receive", "reception" },         { "chair_assign", "chairman" },
    { "dept_assign", "department" },    { "process", "specialist" },
    { "dept_approve", "department" },   { "chair_approve", "chairman" },
    { "register_result", "reception" }, { "return", "reception" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    json_decref (desk_step (desk, steps[i][0], steps[i][1]));
}

/* Sends the form; returns where the browser is sent. */
static char *
rate (Desk *desk, const char *token, const char *body)
{
  McRequest request = make_request (desk, "POST", token, body);
  g_autoptr (McAnswer) answer = mc_page_rating_handle (desk->central, &request);
  g_autoptr (GError) error = NULL;

  if (answer == NULL)
    {
      g_assert_true (mc_storage_begin (desk->central->storage, &error));
      answer = mc_page_rating_write (desk->central, desk->central->storage, &request, &error);
      g_assert_no_error (error);
      g_assert_true (mc_storage_commit (desk->central->storage, &error));
      request.state_destroy (request.state);
    }
  g_assert_cmpuint (answer->status, ==, 303);
  return g_strdup (get_header (answer, "Location"));
}

/* The page shows the state of the moment and nobody's data, whichever way the token is spelled. */
static void
test_known (gconstpointer storage)
{
  static const char *const spellings[] = { DESK_TOKEN,
                                           "7zk4m2pq9rtv3wxy8n5b6cdefg",
                                           "7ZK4M2PQ9RTV3WXY8N5B6-CDEFG" };
  static const char *const secrets[] = {
    "Ngọc", "Nguyễn", "001198004321", "4321", "0912345678", "Hàng Bông",
  };
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));

  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      g_autofree char *page = get_page (desk, spellings[i], "vi", 200);

      g_assert_nonnull (strstr (page, "đang chờ tiếp nhận"));
      g_assert_nonnull (strstr (page, DESK_CODE));
      g_assert_nonnull (strstr (page, "Đăng ký khai sinh"));
      g_assert_nonnull (strstr (page, "Phường Hoàn Kiếm"));
      for (guint j = 0; j < G_N_ELEMENTS (secrets); j++)
        g_assert_null (strstr (page, secrets[j]));
    }

  walk (desk);
  {
    g_autofree char *page = get_page (desk, DESK_TOKEN, "en", 200);

    g_assert_nonnull (strstr (page, "The result has been handed over"));
    g_assert_nonnull (strstr (page, "/t/" DESK_TOKEN "/rating?lang=en"));
    for (guint j = 0; j < G_N_ELEMENTS (secrets); j++)
      g_assert_null (strstr (page, secrets[j]));
  }
}

/* Unknown, mistyped, impossible and hostile tokens get the very same page. */
static void
test_unknown (gconstpointer storage)
{
  static const char *const tokens[] = {
    OTHER_TOKEN,
    "7ZK4M2PQ9RTV3WXY8N5B6CDEFH",
    "7ZK4M2PQ9RTV3WXY8N5B6CDEF",
    "",
    "x",
    "%3Cscript%3E",
    "..",
    "7ZK4M2PQ9RTV3WXY8N5B6CDEFGG",
    "' OR 1=1 --",
  };
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *first = get_page (desk, tokens[0], "vi", 404);

  g_assert_nonnull (strstr (first, "Chưa có tin về hồ sơ này"));
  for (guint i = 1; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autofree char *page = get_page (desk, tokens[i], "vi", 404);

      g_assert_cmpstr (page, ==, first);
    }
}

/* Known or not, the page is for no index and allows nothing beside its own style. */
static void
test_headers (void)
{
  static const char *const tokens[] = { DESK_TOKEN, OTHER_TOKEN };
  g_autoptr (Desk) desk = desk_new (DESK_MEMORY);

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      McRequest request = make_request (desk, "GET", tokens[i], "");
      g_autoptr (McAnswer) answer = mc_status_page_handle (desk->central, &request);

      g_assert_cmpstr (answer->content_type, ==, "text/html; charset=utf-8");
      g_assert_cmpstr (get_header (answer, "X-Robots-Tag"), ==, "noindex");
      g_assert_cmpstr (get_header (answer, "Content-Language"), ==, "vi");
      g_assert_cmpstr (
          get_header (answer, "Content-Security-Policy"), ==, mc_status_page_get_policy ());
    }
}

/* A further token, of a paper, opens the same page; a refusal after appraisal and an extension are
 * told. */
static void
test_events (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  McStorage *central_storage = desk->central->storage;
  g_autofree char *extended = NULL;
  g_autofree char *refused = NULL;

  g_assert_true (mc_storage_begin (central_storage, NULL));
  g_assert_true (mc_storage_add_token (central_storage, DESK_ID, OTHER_TOKEN, "receipt", 0, NULL));
  g_assert_true (mc_storage_commit (central_storage, NULL));

  desk_set_time (desk, "2025-06-20T15:30:00+07:00"); /* due on Monday, so there is a day before */
  json_decref (desk_step (desk, "receive", "reception"));
  json_decref (desk_step (desk, "chair_assign", "chairman"));
  json_decref (desk_step (desk, "extend", "chairman"));
  extended = get_page (desk, OTHER_TOKEN, "vi", 200);
  g_assert_nonnull (strstr (extended, "Giờ hẹn đã được lùi một lần"));

  json_decref (desk_step (desk, "dept_assign", "department"));
  json_decref (desk_step (desk, "propose_refusal", "specialist"));
  json_decref (desk_step (desk, "dept_approve", "department"));
  json_decref (desk_step (desk, "chair_refuse", "chairman"));
  json_decref (desk_step (desk, "register_result", "reception"));
  refused = get_page (desk, OTHER_TOKEN, "en", 200);
  g_assert_nonnull (strstr (refused, "The written answer is ready"));
}

/* A request for a supplement names the procedure's papers, in the language of the reader, and never
 * what the clerk wrote. */
static void
test_supplement (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autoptr (McEventData) data = mc_event_data_new ();
  const McOrder order = { .action = "ask_supplement",
                          .role = MC_ROLE_RECEPTION,
                          .actor = "hoa",
                          .reason = "Ông Sáu ký thiếu",
                          .due_at = MC_TIME_NONE,
                          .data = data };
  g_auto (McCase) dossier = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *vietnamese = NULL;
  g_autofree char *english = NULL;
  g_autofree char *received = NULL;

  mc_event_data_add_missing (data, "birth_notice", NULL, "của bà Bảy");
  mc_event_data_add_missing (data, NULL, "Giấy của ông Tám", NULL);
  mc_event_data_add_missing (data, "no_such_document", NULL, NULL);
  g_assert_true (mc_case_load (&dossier, desk->central, DESK_ID, &error));
  g_assert_true (mc_storage_begin (desk->central->storage, &error));
  mc_action_run (desk->central,
                 desk->central->storage,
                 &dossier,
                 &order,
                 mc_clock_now (desk->central->clock),
                 &error);
  g_assert_no_error (error);
  g_assert_true (mc_storage_commit (desk->central->storage, &error));

  vietnamese = get_page (desk, DESK_TOKEN, "vi", 200);
  english = get_page (desk, DESK_TOKEN, "en", 200);
  g_assert_nonnull (strstr (vietnamese, "<li>Giấy chứng sinh</li></ul>"));
  g_assert_null (strstr (english, "Giấy chứng sinh"));
  g_assert_nonnull (strstr (english, "Papers to bring"));
  for (guint i = 0; i < 2; i++)
    {
      const char *page = i == 0 ? vietnamese : english;

      g_assert_null (strstr (page, "Sáu"));
      g_assert_null (strstr (page, "Bảy"));
      g_assert_null (strstr (page, "Tám"));
    }

  json_decref (desk_step (desk, "supplement", "reception"));
  received = get_page (desk, DESK_TOKEN, "vi", 200);
  g_assert_null (strstr (received, "Giấy chứng sinh"));
}

/* Past the due time the page says so and apologises, and is calm again once it is ready. */
static void
test_overdue (void)
{
  g_autoptr (Desk) desk = desk_new (DESK_MEMORY);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  json_decref (desk_step (desk, "receive", "reception"));
  desk_set_time (desk, "2025-06-20T17:00:00+07:00");
  before = get_page (desk, DESK_TOKEN, "vi", 200);
  g_assert_null (strstr (before, "quá hẹn"));
  desk_set_time (desk, "2025-06-20T17:00:01+07:00");
  after = get_page (desk, DESK_TOKEN, "vi", 200);
  g_assert_nonnull (strstr (after, "đã quá hẹn"));
  g_assert_nonnull (strstr (after, "Chúng tôi xin lỗi"));
}

/* A page that was drawn before is drawn anew after a commit, at midnight and past the due time; in
 * between it is the very same. */
static void
test_cache (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *today = get_page (desk, DESK_TOKEN, "vi", 200);
  g_autofree char *again = get_page (desk, DESK_TOKEN, "vi", 200);
  g_autofree char *english = get_page (desk, DESK_TOKEN, "en", 200);
  g_autofree char *received = NULL;
  g_autofree char *tomorrow = NULL;

  g_assert_cmpstr (today, ==, again);
  g_assert_cmpstr (today, !=, english);
  g_assert_nonnull (strstr (today, "17:00 hôm nay"));

  desk_set_time (desk, "2025-06-20T16:00:00+07:00");
  json_decref (desk_step (desk, "receive", "reception"));
  received = get_page (desk, DESK_TOKEN, "vi", 200);
  g_assert_nonnull (strstr (received, "17:00 thứ Hai"));
  desk_set_time (desk, "2025-06-22T00:00:00+07:00");
  tomorrow = get_page (desk, DESK_TOKEN, "vi", 200);
  g_assert_nonnull (strstr (tomorrow, "17:00 ngày mai"));
}

/* Ninety days after the end the link tells nothing; an open dossier never expires. */
static void
test_expiry (void)
{
  g_autoptr (Desk) desk = desk_new (DESK_MEMORY);
  g_autofree char *open = NULL;
  g_autofree char *last = NULL;
  g_autofree char *gone = NULL;

  desk_set_time (desk, "2026-06-20T09:51:00+07:00");
  open = get_page (desk, DESK_TOKEN, "vi", 200);
  walk (desk);
  desk_set_time (desk, "2026-09-18T09:51:00+07:00");
  last = get_page (desk, DESK_TOKEN, "vi", 200);
  desk_set_time (desk, "2026-09-18T09:51:01+07:00");
  gone = get_page (desk, DESK_TOKEN, "vi", 404);
  {
    McRequest request = make_request (desk, "GET", DESK_TOKEN, "");
    g_autoptr (McAnswer) answer = mc_status_json_handle (desk->central, &request);

    g_assert_cmpuint (answer->status, ==, 404);
  }
  g_assert_nonnull (strstr (gone, "Chưa có tin"));
}

/* A rating counts after the return, once, from 1 to 5; all else leads back and changes nothing. */
static void
test_rating (gconstpointer storage)
{
  static const char *const bad[] = {
    "", "score=", "score=0", "score=6", "score=55", "score=5%00", "score=%35%35", "rating=5",
  };
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *early = rate (desk, DESK_TOKEN, "score=5");
  g_autofree char *location = NULL;
  g_autofree char *again = NULL;
  g_autofree char *page = NULL;
  g_autoptr (McDossierRecord) before = desk_load (desk);
  g_autoptr (McDossierRecord) after = NULL;

  g_assert_cmpstr (early, ==, "/t/" DESK_TOKEN "?lang=vi#rating");
  g_assert_cmpuint (before->rating, ==, 0);

  walk (desk);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      G_GNUC_UNUSED g_autofree char *back = rate (desk, DESK_TOKEN, bad[i]);
      g_autoptr (McDossierRecord) record = desk_load (desk);

      g_assert_cmpuint (record->rating, ==, 0);
    }
  location = rate (desk, "7zk4m2pq9rtv3wxy8n5b6cdefg", "score=4");
  g_assert_cmpstr (location, ==, "/t/" DESK_TOKEN "?lang=vi#rating");
  again = rate (desk, DESK_TOKEN, "score=1");
  after = desk_load (desk);
  g_assert_cmpuint (after->rating, ==, 4);
  page = get_page (desk, DESK_TOKEN, "vi", 200);
  g_assert_nonnull (strstr (page, "Cảm ơn ông, bà đã đánh giá"));
  g_assert_null (strstr (page, "<form"));
}

/* A rating of a token that nobody knows gets the page of such tokens. */
static void
test_rating_unknown (void)
{
  g_autoptr (Desk) desk = desk_new (DESK_MEMORY);
  McRequest request = make_request (desk, "POST", OTHER_TOKEN, "score=5");
  g_autoptr (McAnswer) answer = mc_page_rating_handle (desk->central, &request);

  g_assert_cmpuint (answer->status, ==, 404);
}

/* The routes lead here in either case of the letter, and only by their methods. */
static void
test_routes (void)
{
  static const struct
  {
    const char *method, *path;
    McRouteMatch match;
  } cases[] = {
    { "GET", "/t/" DESK_TOKEN "/" DESK_TOKEN, MC_ROUTE_UNKNOWN },
    { "GET", "/t/" DESK_TOKEN, MC_ROUTE_FOUND },
    { "GET", "/T/" DESK_TOKEN, MC_ROUTE_FOUND },
    { "POST", "/t/" DESK_TOKEN "/rating", MC_ROUTE_FOUND },
    { "POST", "/t/" DESK_TOKEN, MC_ROUTE_OTHER_METHOD },
    { "GET", "/t/" DESK_TOKEN "/", MC_ROUTE_UNKNOWN },
    { "GET", "/t/", MC_ROUTE_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char *captures[MC_ROUTE_MAX_CAPTURES] = { NULL };
      const McRoute *route;

      g_assert_cmpint (
          mc_routes_match (cases[i].method, cases[i].path, &route, captures), ==, cases[i].match);
      if (cases[i].match == MC_ROUTE_FOUND)
        {
          g_assert_cmpstr (captures[0], ==, DESK_TOKEN);
          g_assert_cmpstr (captures[1], ==, "");
        }
      g_free (captures[0]);
      g_free (captures[1]);
    }
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strdup_printf ("/central/pages/%s/memory", name);
  g_autofree char *sqlite = g_strdup_printf ("/central/pages/%s/sqlite", name);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("known", test_known);
  add_both ("unknown", test_unknown);
  add_both ("events", test_events);
  add_both ("supplement", test_supplement);
  add_both ("cache", test_cache);
  add_both ("rating", test_rating);
  g_test_add_func ("/central/pages/headers", test_headers);
  g_test_add_func ("/central/pages/overdue", test_overdue);
  g_test_add_func ("/central/pages/expiry", test_expiry);
  g_test_add_func ("/central/pages/rating/unknown", test_rating_unknown);
  g_test_add_func ("/central/pages/routes", test_routes);

  return g_test_run ();
}
