/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/datetime.h"
#include "central/storage/pickups.h"
#include "tests/central/official.h"

#include <string.h>

#define PICKUP "01977a2e-0000-7000-8000-000000000001"
#define SECOND "01977a2e-0000-7000-8000-000000000002"
#define LEFT "/console/pickups/" PICKUP "/left"

static Desk *
open_desk (gconstpointer storage)
{
  Desk *desk = desk_new (GPOINTER_TO_INT (storage));

  official_add (desk, "hoa", "Nguyễn Thị Hoa", MC_ROLE_RECEPTION, "00070", NULL);
  official_add (desk, "lan", "Trần Thị Lan", MC_ROLE_RECEPTION, "00082", NULL);
  official_add (desk, "an", "Lê Văn An", MC_ROLE_CHAIRMAN, "00070", NULL);
  return desk;
}

static void
make_ready (Desk *desk)
{
  static const char *const steps[][2] = {
    { "receive", "reception" },         { "chair_assign", "chairman" },
    { "dept_assign", "department" },    { "process", "specialist" },
    { "dept_approve", "department" },   { "chair_approve", "chairman" },
    { "register_result", "reception" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    json_decref (desk_step (desk, steps[i][0], steps[i][1]));
}

/* As the kiosk's call does. */
static void
come (Desk *desk, const char *id, McPickupCheck check)
{
  McStorage *storage = desk->central->storage;
  g_autoptr (McPickupRecord) pickup = mc_pickup_record_new ();
  g_autoptr (McPickupRecord) kept = NULL;
  g_autoptr (GError) error = NULL;
  McPickupOutcome outcome;
  GDate day;

  pickup->id = g_strdup (id);
  pickup->dossier = g_strdup (DESK_ID);
  pickup->point_code = g_strdup ("00070");
  pickup->kiosk = g_strdup ("HK-03");
  pickup->check = check;
  pickup->at = mc_clock_now (desk->central->clock);
  mc_time_get_local_date (pickup->at, &day);
  g_assert_true (mc_storage_begin (storage, &error));
  kept = mc_pickups_take (MC_PICKUPS (storage), pickup, &day, &outcome, &error);
  g_assert_no_error (error);
  g_assert_true (mc_storage_commit (storage, &error));
}

static char *
get (Desk *desk, const char *login, const char *language, const char *path, guint status)
{
  Click *click = click_new (desk, login, "GET", path);
  g_autoptr (McAnswer) answer = NULL;

  click_set_language (click, language);
  answer = click_finish (click);
  g_assert_cmpuint (answer->status, ==, status);
  return answer_dup_text (answer);
}

static void
assert_has (const char *page, const char *text)
{
  if (strstr (page, text) == NULL)
    g_error ("no “%s” in:\n%s", text, page);
}

static void
assert_lacks (const char *page, const char *text)
{
  if (strstr (page, text) != NULL)
    g_error ("“%s” in:\n%s", text, page);
}

/* Who took a number stands on the desk's list: the number, what for, a masked name, what was
 * checked, since when; one click leads to the hand-over. The part that refreshes is the same. */
static void
test_list (gconstpointer storage)
{
  g_autoptr (Desk) desk = open_desk (storage);
  g_autofree char *empty = get (desk, "hoa", "vi", "/console/pickups", 200);
  g_autofree char *page = NULL;
  g_autofree char *part = NULL;
  g_autofree char *english = NULL;

  assert_has (empty, "Không có ai chờ");
  assert_has (empty, "data-refresh=\"/console/pickups/list\"");
  make_ready (desk);
  desk_set_time (desk, "2025-06-20T16:31:00+07:00");
  come (desk, PICKUP, MC_PICKUP_CLERK_TO_LOOK);
  desk_set_time (desk, "2025-06-20T16:34:10+07:00");

  page = get (desk, "hoa", "vi", "/console/pickups", 200);
  assert_has (page, "1 người đang chờ");
  assert_has (page, "</span>1</b>");
  assert_has (page, DESK_CODE);
  assert_has (page, "Đăng ký khai sinh");
  assert_has (page, "Giấy khai sinh");
  assert_has (page, "Trần Thị Bích N•••");
  assert_lacks (page, "Ngọc");
  assert_has (page, "Chưa đối chiếu");
  assert_has (page, "từ 16:31, đã 3 phút");
  assert_has (page, "href=\"/console/dossiers/" DESK_ID "?pickup=" PICKUP "\"");
  assert_has (page, "action=\"" LEFT "\"");

  part = get (desk, "hoa", "vi", "/console/pickups/list", 200);
  g_assert_true (g_str_has_prefix (part, "<p class=\"lead\""));
  assert_has (page, part);

  come (desk, SECOND, MC_PICKUP_CARD_MATCHED);
  english = get (desk, "hoa", "en", "/console/pickups", 200);
  assert_has (english, "1 person waits");
  assert_lacks (english, "Not compared");
}

/* The card that matched is said in the list; a number of yesterday is not in it. */
static void
test_days (gconstpointer storage)
{
  g_autoptr (Desk) desk = open_desk (storage);
  g_autofree char *page = NULL;
  g_autofree char *next_day = NULL;

  make_ready (desk);
  come (desk, PICKUP, MC_PICKUP_CARD_MATCHED);
  page = get (desk, "hoa", "en", "/console/pickups", 200);
  assert_has (page, "The card matches the dossier");
  desk_set_time (desk, "2025-06-21T00:00:00+07:00");
  next_day = get (desk, "hoa", "en", "/console/pickups", 200);
  assert_has (next_day, "Nobody waits");
}

/* Only the desk of that point sees who waits there; who stands at no desk sees nothing. */
static void
test_access (gconstpointer storage)
{
  static const char *const paths[] = { "/console/pickups",
                                       "/console/pickups/again",
                                       "/console/pickups/list" };
  g_autoptr (Desk) desk = open_desk (storage);

  make_ready (desk);
  come (desk, PICKUP, MC_PICKUP_CARD_MATCHED);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *own = get (desk, "hoa", "vi", paths[i], 200);
      g_autofree char *other = get (desk, "lan", "vi", paths[i], 200);
      g_autofree char *none = get (desk, "an", "vi", paths[i], 403);

      assert_has (own, DESK_CODE);
      assert_lacks (other, DESK_CODE);
      assert_lacks (none, DESK_CODE);
    }
}

static McPickupRecord *
find (Desk *desk)
{
  McPickupRecord *pickup = mc_pickups_find (MC_PICKUPS (desk->central->storage), PICKUP, NULL);

  g_assert_nonnull (pickup);
  return pickup;
}

static guint
post_left (Desk *desk, const char *login, const char *path)
{
  g_autoptr (McAnswer) answer = official_post (desk, login, path, "");

  if (answer->status == 303)
    g_assert_cmpstr (answer_get_header (answer, "Location"), ==, "/console/pickups");
  return answer->status;
}

static guint
count_trail (Desk *desk, const char *action)
{
  const McTrailQuery query = { .dossier = DESK_ID, .limit = 100 };
  g_autoptr (GPtrArray) lines =
                 mc_people_list_trail (MC_PEOPLE (desk->central->storage), &query, NULL);
  guint n = 0;

  for (guint i = 0; i < lines->len; i++)
    n += g_str_equal (((const McTrailRecord *) g_ptr_array_index (lines, i))->action, action);
  return n;
}

/* Who went home without it waits no more; only the desk itself says so, and the trail tells who. */
static void
test_left (gconstpointer storage)
{
  g_autoptr (Desk) desk = open_desk (storage);
  g_autoptr (McPickupRecord) kept = NULL;
  g_autofree char *page = NULL;

  make_ready (desk);
  come (desk, PICKUP, MC_PICKUP_CARD_MATCHED);
  g_assert_cmpuint (post_left (desk, "lan", LEFT), ==, 404);
  g_assert_cmpuint (post_left (desk, "an", LEFT), ==, 404);
  g_assert_cmpuint (post_left (desk, "hoa", "/console/pickups/" DESK_ID "/left"), ==, 404);
  g_assert_cmpuint (count_trail (desk, "pickup-left"), ==, 0);
  g_assert_cmpuint (post_left (desk, "hoa", LEFT), ==, 303);
  kept = find (desk);
  g_assert_cmpstr (kept->ending, ==, MC_PICKUP_ENDING_LEFT);
  g_assert_cmpuint (count_trail (desk, "pickup-left"), ==, 1);
  page = get (desk, "hoa", "vi", "/console/pickups/list", 200);
  assert_lacks (page, DESK_CODE);
}

/* The hand-over ends the wait in its own transaction, whichever way it is done; a result that goes
 * back to be signed again calls it off; a late "left" changes nothing. */
static void
test_ended_by_action (gconstpointer storage)
{
  g_autoptr (Desk) desk = open_desk (storage);
  g_autoptr (McPickupRecord) waiting = NULL;
  g_autoptr (McPickupRecord) ended = NULL;
  g_autoptr (McPickupRecord) still = NULL;

  make_ready (desk);
  come (desk, PICKUP, MC_PICKUP_CARD_MATCHED);
  waiting = find (desk);
  g_assert_cmpint (waiting->ended_at, ==, MC_TIME_NONE);
  desk_set_time (desk, "2025-06-20T16:40:00+07:00");
  json_decref (desk_step (desk, "return", "reception"));
  ended = find (desk);
  g_assert_cmpstr (ended->ending, ==, MC_PICKUP_ENDING_HANDED_OVER);
  g_assert_cmpint (ended->ended_at, ==, desk_time ("2025-06-20T16:40:00+07:00"));
  g_assert_cmpuint (post_left (desk, "hoa", LEFT), ==, 303);
  still = find (desk);
  g_assert_cmpstr (still->ending, ==, MC_PICKUP_ENDING_HANDED_OVER);
}

static void
test_called_off (gconstpointer storage)
{
  g_autoptr (Desk) desk = open_desk (storage);
  g_autoptr (McPickupRecord) ended = NULL;

  make_ready (desk);
  come (desk, PICKUP, MC_PICKUP_CARD_MATCHED);
  json_decref (desk_step (desk, "undo", "reception"));
  ended = find (desk);
  g_assert_cmpstr (ended->ending, ==, MC_PICKUP_ENDING_CALLED_OFF);
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strdup_printf ("/console/pickups/%s/memory", name);
  g_autofree char *sqlite = g_strdup_printf ("/console/pickups/%s/sqlite", name);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("list", test_list);
  add_both ("days", test_days);
  add_both ("access", test_access);
  add_both ("left", test_left);
  add_both ("ended-by-action", test_ended_by_action);
  add_both ("called-off", test_called_off);

  return g_test_run ();
}
