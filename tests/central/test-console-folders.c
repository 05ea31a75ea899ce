/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/http/routes.h"
#include "central/storage/work.h"
#include "tests/central/heap.h"
#include "tests/central/walk.h"

#include <string.h>

#define FOLDERS "/console/folders"
#define TAKEN FOLDERS "?result=taken&dossier=" DESK_ID
#define MINE FOLDERS "?result=mine&dossier=" DESK_ID
#define UNKNOWN FOLDERS "?result=unknown"
#define ELSEWHERE FOLDERS "?result=elsewhere"
#define QR "HTTPS://MOTCUA.HANOI.GOV.VN/T/" DESK_TOKEN

static Desk *
new_desk (gconstpointer storage)
{
  return walk_desk_new (GPOINTER_TO_INT (storage));
}

/* Scans; returns where the browser is sent. */
static char *
scan (Desk *desk, const char *login, const char *text)
{
  Click *click = click_new (desk, login, "POST", FOLDERS);
  g_autoptr (McAnswer) answer = NULL;

  click_add (click, "scan", text);
  answer = click_finish (click);
  g_assert_cmpuint (answer->status, ==, 303);
  return g_strdup (answer_get_header (answer, "Location"));
}

static void
assert_scan (Desk *desk, const char *login, const char *text, const char *expected)
{
  g_autofree char *where = scan (desk, login, text);

  g_assert_cmpstr (where, ==, expected);
}

static GPtrArray *
list_movements (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *movements = mc_work_list_movements (MC_WORK (desk->central->storage), DESK_ID, &error);

  g_assert_no_error (error);
  return movements;
}

/* The folder goes from hand to hand: who gave is who had it. The page says it large and aloud, and
 * the dossier's page and its control slip know the way. */
static void
test_way (gconstpointer storage)
{
  static const char *const hands[] = { "hoa", "an", "binh", "hoa" };
  g_autoptr (Desk) desk = new_desk (storage);
  g_autoptr (GPtrArray) movements = NULL;
  g_autofree char *page = NULL;
  g_autofree char *dossier = NULL;
  const McTrailQuery query = { .login = "binh", .limit = 1 };
  g_autoptr (GPtrArray) trail = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (hands); i++)
    assert_scan (desk, hands[i], QR, TAKEN);
  movements = list_movements (desk);
  g_assert_cmpuint (movements->len, ==, 4);
  for (guint i = 0; i < G_N_ELEMENTS (hands); i++)
    {
      const McMovementRecord *movement = g_ptr_array_index (movements, i);

      g_assert_cmpstr (movement->taker, ==, hands[i]);
      g_assert_cmpstr (movement->giver, ==, i == 0 ? NULL : hands[i - 1]);
    }

  page = walk_look (desk, "binh", TAKEN, 200);
  assert_has (page, "Đã nhận hồ sơ giấy");
  assert_has (page, "Trần Thị Bích Ngọc · Đăng ký khai sinh");
  assert_has (page, "Nhận từ Lê Văn An");
  assert_has (page, "<audio autoplay src=\"/console/taken.wav\">");
  assert_has (page, "autofocus");
  assert_lacks (page, DESK_TOKEN);
  dossier = walk_look (desk, "kiem", WALK_DOSSIER, 200);
  assert_has (dossier, "Người nộp → <b>Nguyễn Thị Hoa</b>");
  assert_has (dossier, "Lê Văn An → <b>Trần Quốc Bình</b>");
  trail = mc_people_list_trail (MC_PEOPLE (desk->central->storage), &query, NULL);
  g_assert_cmpstr (((McTrailRecord *) g_ptr_array_index (trail, 0))->action, ==, "folder");
}

/* The same again is told and not written: the folder is there already. */
static void
test_again (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autoptr (GPtrArray) movements = NULL;
  g_autofree char *page = NULL;

  assert_scan (desk, "hoa", QR, TAKEN);
  desk_set_time (desk, "2025-06-20T09:51:02+07:00");
  assert_scan (desk, "hoa", QR, MINE);
  movements = list_movements (desk);
  g_assert_cmpuint (movements->len, ==, 1);
  page = walk_look (desk, "hoa", MINE, 200);
  assert_has (page, "đang ở ông, bà rồi");
  assert_has (page, "/console/mistake.wav");
}

/* A scanner may type it in either case; a person may type the code. */
static void
test_spellings (gconstpointer storage)
{
  static const char *const spellings[] = {
    QR,
    "https://motcua.hanoi.gov.vn/t/7zk4m2pq9rtv3wxy8n5b6cdefg",
    "HTTPS://MOTCUA.HANOI.GOV.VN/t/7ZK4M2PQ9RTV3WXY8N5B6CDEFG\r\n",
    DESK_TOKEN,
    DESK_CODE,
    " h26.104-250620-200012 ",
    "H26104250620200012",
    "h26 104 250620 200012",
    "200012",
  };

  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      g_autoptr (Desk) desk = new_desk (storage);

      assert_scan (desk, "hoa", spellings[i], TAKEN);
    }
}

/* Two codes may end alike, a year apart or in two units: the last digits are enough where one of
 * them is the official's to work with. */
static void
test_serials (gconstpointer storage)
{
  static const HeapDossier others[] = {
    { .number = 1, .code = "H26.105-250620-200012", .unit = "00082", .state = MC_STATE_RECEIVED },
    { .number = 2, .code = "H26.104-240620-300002", .state = MC_STATE_RECEIVED },
    { .number = 3, .code = "H26.104-250620-300002", .state = MC_STATE_RECEIVED },
  };
  g_autoptr (Desk) desk = new_desk (storage);

  heap_file_all (desk, others, G_N_ELEMENTS (others));
  assert_scan (desk, "hoa", "200012", TAKEN);
  assert_scan (desk, "hoa", "300002", UNKNOWN);
}

/* What is none of ours is said so, and so is what is another unit's, if its paper is in one's hand:
 * of a code, which can be guessed, nobody learns whether it is somebody's. */
static void
test_refused (gconstpointer storage)
{
  static const char *const strange[] = {
    "",
    "x",
    "HTTPS://EVIL.EXAMPLE/T/" DESK_TOKEN,
    "HTTPS://MOTCUA.HANOI.GOV.VN/T/0123456789ABCDEFGHJKMNPQRS",
    "HTTPS://MOTCUA.HANOI.GOV.VN/T/" DESK_TOKEN "X",
    "HTTPS://MOTCUA.HANOI.GOV.VN/T/7ZK4M2PQ9RTV3ƯXY8N5B6CĐEFG",
    "H26.104-250620-200013",
    "H26104250620200013",
    "200013",
    "00012", /* too short to be one's */
    "250620",
    "' OR 1=1 --",
    "<script>\"'&",
  };
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *longer = g_strnfill (3000, 'A');
  g_autoptr (GPtrArray) movements = NULL;
  g_autofree char *page = NULL;
  g_autofree char *elsewhere = NULL;
  g_autofree char *forged = NULL;
  g_autofree char *odd = NULL;
  g_autoptr (McAnswer) auditor = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (strange); i++)
    assert_scan (desk, "hoa", strange[i], UNKNOWN);
  assert_scan (desk, "hoa", longer, UNKNOWN);
  assert_scan (desk, "xa", QR, ELSEWHERE);
  assert_scan (desk, "xa", DESK_CODE, UNKNOWN);
  assert_scan (desk, "xa", "200012", UNKNOWN);
  movements = list_movements (desk);
  g_assert_cmpuint (movements->len, ==, 0);

  page = walk_look (desk, "hoa", UNKNOWN, 200);
  assert_has (page, "Không nhận ra mã vừa quét");
  assert_has (page, "/console/mistake.wav");
  elsewhere = walk_look (desk, "xa", ELSEWHERE, 200);
  assert_has (elsewhere, "không thuộc đơn vị của ông, bà");
  /* Addresses that nobody was sent to say nothing. */
  forged = walk_look (desk, "xa", TAKEN, 200);
  assert_lacks (forged, "Trần Thị Bích Ngọc");
  assert_lacks (forged, "taken.wav");
  odd = walk_look (desk, "hoa", FOLDERS "?result=%3Cscript%3E", 200);
  assert_lacks (odd, "<script>");
  auditor = official_get (desk, "kiem", FOLDERS);
  g_assert_cmpuint (auditor->status, ==, 403);
}

/* The list holds the last ten, newest first, and no more of a folder that is no longer theirs to
 * see. */
static void
test_last (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *page = NULL;
  const char *found;
  guint n = 0;

  for (guint i = 0; i < 12; i++)
    {
      assert_scan (desk, "hoa", QR, TAKEN);
      assert_scan (desk, "lan", QR, TAKEN);
    }
  page = walk_look (desk, "hoa", FOLDERS, 200);
  for (found = page; (found = strstr (found, "<td><a href=\"" WALK_DOSSIER)) != NULL; found++)
    n++;
  g_assert_cmpuint (n, ==, 10);
  assert_lacks (page, "<audio");

  /* The other department's head had it before it was assigned. */
  assert_scan (desk, "son", QR, TAKEN);
  walk (desk, 2);
  {
    g_autofree char *later = walk_look (desk, "son", FOLDERS, 200);

    assert_lacks (later, "Trần Thị Bích Ngọc");
  }
}

/* Two short files that a browser plays, and that sound different. */
static void
test_sounds (gconstpointer storage)
{
  static const char *const paths[] = { "/console/taken.wav", "/console/mistake.wav" };
  g_autoptr (Desk) desk = new_desk (storage);
  g_autoptr (McAnswer) page = official_get (desk, "hoa", FOLDERS);
  GBytes *files[2];

  assert_has (answer_get_header (page, "Content-Security-Policy"), "media-src 'self'");
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      const McRoute *route;
      char *captures[MC_ROUTE_MAX_CAPTURES];
      g_autoptr (McAnswer) answer = NULL;
      const guint8 *data;
      gsize length;

      g_assert_cmpint (mc_routes_match ("GET", paths[i], &route, captures), ==, MC_ROUTE_FOUND);
      for (guint n = 0; n < MC_ROUTE_MAX_CAPTURES; n++)
        g_free (captures[n]);
      answer = route->handle (desk->central, NULL);
      g_assert_cmpstr (answer->content_type, ==, "audio/wav");
      files[i] = g_bytes_ref (answer->body);
      data = g_bytes_get_data (files[i], &length);
      g_assert_cmpmem (data, 4, "RIFF", 4);
      g_assert_cmpmem (data + 8, 8, "WAVEfmt ", 8);
      g_assert_cmpuint (data[40] + 256 * data[41], ==, length - 44);
      g_assert_cmpuint (length, <, 16 * 1024);
    }
  g_assert_false (g_bytes_equal (files[0], files[1]));
  g_bytes_unref (files[0]);
  g_bytes_unref (files[1]);
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strdup_printf ("/central/console-folders/%s/memory", name);
  g_autofree char *sqlite = g_strdup_printf ("/central/console-folders/%s/sqlite", name);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("way", test_way);
  add_both ("again", test_again);
  add_both ("spellings", test_spellings);
  add_both ("serials", test_serials);
  add_both ("refused", test_refused);
  add_both ("last", test_last);
  add_both ("sounds", test_sounds);

  return g_test_run ();
}
