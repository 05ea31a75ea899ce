/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/datetime.h"
#include "central/storage/pickups.h"
#include "central/work/event-data.h"
#include "tests/central/walk.h"

#include <string.h>

#define HOSTILE "<script>alert(1)</script>\"'&"
#define ESCAPED "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"

#define FIELDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const char *const NOTHING[] = { NULL };

static McEventData *
load_data (Desk *desk)
{
  g_autoptr (McEventRecord) event = walk_load_last (desk);

  return mc_event_data_parse (event->data);
}

static Desk *
new_desk (gconstpointer storage)
{
  return walk_desk_new (GPOINTER_TO_INT (storage));
}

/* Where a reason is needed, nothing happens without one, and what else was typed is not lost. */
static void
test_reason_missing (gconstpointer storage)
{
  static const struct
  {
    guint steps;
    const char *login, *action;
  } cases[] = {
    { 0, "hoa", "refuse" },      { 0, "hoa", "withdraw" },   { 1, "an", "stop" },
    { 1, "an", "undo" },         { 2, "binh", "undo" },      { 3, "mai", "propose_refusal" },
    { 3, "mai", "ask_payment" }, { 4, "binh", "send_back" }, { 4, "mai", "undo" },
    { 5, "an", "send_back" },    { 7, "hoa", "undo" },       { 8, "hoa", "undo" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Desk) desk = new_desk (storage);
      g_autofree char *longer = g_strnfill (501, 'x');
      g_autofree char *page = NULL;
      g_autofree char *again = NULL;

      walk (desk, cases[i].steps);
      /* Their own step comes first where the undo is of it. */
      if (g_str_equal (cases[i].action, "undo") && cases[i].steps <= 2)
        walk_act (desk,
                  WALK[cases[i].steps].login,
                  WALK[cases[i].steps].action,
                  WALK[cases[i].steps].fields);
      page = walk_send (desk, cases[i].login, cases[i].action, NOTHING, 422);
      assert_has (page, "Xin ghi lý do.");
      assert_has (page, "aria-invalid=\"true\"");
      again = walk_send (desk, cases[i].login, cases[i].action, FIELDS ("reason", longer), 422);
      assert_has (again, "Dài quá");
      assert_has (again, longer);
      walk_act (desk,
                cases[i].login,
                cases[i].action,
                FIELDS ("reason", "Dòng một\r\ndòng hai", "decision", "Dừng"));
      {
        g_autoptr (McEventRecord) event = walk_load_last (desk);

        g_assert_cmpstr (event->note, ==, "Dòng một dòng hai");
        g_assert_cmpstr (event->actor, ==, cases[i].login);
      }
    }
}

/* A required paper that is not there is noticed; it is asked for, or received for a reason. */
static void
test_papers (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *page = walk_send (desk,
                                     "hoa",
                                     "receive",
                                     FIELDS ("have-declaration",
                                             "yes",
                                             "originals-declaration",
                                             "1",
                                             "originals-birth_notice",
                                             "7",
                                             "reason",
                                             "Ghi chú của tôi"),
                                     422);
  g_autofree char *without_reason = NULL;
  g_autofree char *odd = NULL;
  g_autofree char *none = NULL;
  g_autofree char *asked = NULL;
  g_autoptr (McEventData) data = NULL;
  const McCheckedPaper *paper;

  assert_has (page, "Còn thiếu giấy tờ bắt buộc");
  assert_has (page, "ask_supplement?missing=birth_notice%2Crequester_id");
  assert_has (page, "name=\"have-declaration\" value=\"yes\" checked");
  assert_lacks (page, "name=\"have-birth_notice\" value=\"yes\" checked");
  assert_has (page, "name=\"originals-birth_notice\" value=\"7\"");
  assert_has (page, "Ghi chú của tôi");

  asked = walk_look (
      desk, "hoa", WALK_DOSSIER "/actions/ask_supplement?missing=birth_notice%2Crequester_id", 200);
  assert_has (asked, "name=\"missing-birth_notice\" value=\"yes\" checked");
  assert_lacks (asked, "name=\"missing-declaration\" value=\"yes\" checked");

  odd = walk_send (desk,
                   "hoa",
                   "receive",
                   FIELDS ("have-declaration", "yes", "originals-declaration", "100"),
                   422);
  assert_has (odd, "từ 0 đến 99");
  assert_has (odd, "value=\"100\"");
  none = walk_send (desk, "hoa", "receive", FIELDS ("have-declaration", "yes"), 422);
  assert_has (none, "Xin ghi số bản đã nhận");
  without_reason = walk_send (desk, "hoa", "receive", FIELDS ("anyway", "yes"), 422);
  assert_has (without_reason, "vì sao vẫn tiếp nhận");
  assert_state (desk, MC_STATE_SUBMITTED, 1);

  walk_act (desk,
            "hoa",
            "receive",
            FIELDS ("have-birth_notice",
                    "yes",
                    "originals-birth_notice",
                    "1",
                    "certified-birth_notice",
                    "2",
                    "anyway",
                    "yes",
                    "reason",
                    "Đã có ở quầy"));
  data = load_data (desk);
  g_assert_cmpuint (data->checked->len, ==, 1);
  paper = g_ptr_array_index (data->checked, 0);
  g_assert_cmpstr (paper->document, ==, "birth_notice");
  g_assert_cmpuint (paper->originals, ==, 1);
  g_assert_cmpuint (paper->certified, ==, 2);
  g_assert_cmpuint (data->register_number, ==, 1);
}

/* All that is missing is asked for at once, and once only; the complete dossier is received anew.
 */
static void
test_supplement (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *empty = walk_send (desk, "hoa", "ask_supplement", NOTHING, 422);
  g_autofree char *why =
      walk_send (desk, "hoa", "ask_supplement", FIELDS ("missing-birth_notice", "yes"), 422);
  g_autofree char *page = NULL;
  g_autofree char *again = NULL;
  g_autoptr (McEventData) data = NULL;
  g_autoptr (McEventRecord) event = NULL;
  const McMissingPaper *paper;

  assert_has (empty, "Xin chọn ít nhất một giấy tờ");
  assert_has (why, "Xin ghi lý do.");
  assert_has (why, "name=\"missing-birth_notice\" value=\"yes\" checked");
  walk_act (desk,
            "hoa",
            "ask_supplement",
            FIELDS ("missing-birth_notice",
                    "yes",
                    "why-birth_notice",
                    "Bị mờ dấu",
                    "why-declaration",
                    "Thiếu chữ ký",
                    "other-2",
                    "Sổ tạm trú",
                    "why-other-2",
                    "Xác minh nơi ở"));
  assert_state (desk, MC_STATE_SUPPLEMENT_ASKED, 2);
  event = walk_load_last (desk);
  g_assert_cmpstr (event->note, ==, "Thiếu chữ ký; Bị mờ dấu; Xác minh nơi ở");
  data = load_data (desk);
  g_assert_cmpuint (data->number, ==, 1);
  g_assert_cmpuint (data->missing->len, ==, 3);
  paper = g_ptr_array_index (data->missing, 1);
  g_assert_cmpstr (paper->document, ==, "birth_notice");
  g_assert_cmpstr (paper->text, ==, "Bị mờ dấu");
  paper = g_ptr_array_index (data->missing, 2);
  g_assert_null (paper->document);
  g_assert_cmpstr (paper->name, ==, "Sổ tạm trú");
  g_assert_cmpstr (paper->text, ==, "Xác minh nơi ở");

  page = walk_look (desk, "hoa", WALK_DOSSIER, 200);
  assert_has (page, "Chờ người nộp bổ sung giấy tờ");
  assert_has (page, "<blockquote><p>Cần bổ sung:</p><ul>");
  assert_has (page, "<li>Sổ tạm trú: Xác minh nơi ở</li>");
  assert_has (page, "<dt>Lệ phí</dt><dd>Miễn phí</dd>");
  assert_has (page, "<dt>Hẹn trả, nếu tiếp nhận ngay</dt><dd>");
  g_assert_null (strstr (page, event->note)); /* each reason stands beside its paper */
  desk_set_time (desk, "2025-06-23T09:00:00+07:00");
  walk_act (desk, "hoa", "supplement", WALK[0].fields);
  assert_state (desk, MC_STATE_RECEIVED, 3);
  walk_act (desk, WALK[1].login, WALK[1].action, WALK[1].fields);
  walk_act (desk, WALK[2].login, WALK[2].action, WALK[2].fields);
  again =
      walk_send (desk, "mai", "ask_supplement", FIELDS ("other-1", "Thêm", "reason", "Thiếu"), 409);
  assert_has (again, "Chỉ yêu cầu bổ sung được một lần");
  assert_state (desk, MC_STATE_DEPARTMENT_ASSIGNED, 5);
}

/* Only departments that have a head, and specialists of that department, can be given work. */
static void
test_assign (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *page = NULL;
  g_autofree char *bad = NULL;
  g_autofree char *other = NULL;
  g_autofree char *people = NULL;

  walk (desk, 1);
  page = walk_look (desk, "an", WALK_DOSSIER, 200);
  assert_has (page, "Phòng " WALK_OFFICE);
  assert_has (page, "Trần Quốc Bình");
  assert_has (page, "Phòng Kinh tế");
  bad = walk_send (desk, "an", "chair_assign", FIELDS ("reason", "Gấp"), 422);
  assert_has (bad, "Xin chọn phòng nhận hồ sơ");
  assert_has (bad, "Gấp");
  g_free (walk_send (desk, "an", "chair_assign", FIELDS ("department", "Không có"), 422));
  walk_act (desk, "an", "chair_assign", FIELDS ("department", WALK_OFFICE));

  people = walk_look (desk, "binh", WALK_DOSSIER, 200);
  assert_has (people, "Lê Thị Mai");
  assert_has (people, "Phạm Minh Đức");
  assert_lacks (people, "Hoàng Phúc");
  assert_has (people, "Chưa có hồ sơ nào đang thụ lý");
  other = walk_send (desk, "binh", "dept_assign", FIELDS ("assignee", "phuc"), 422);
  assert_has (other, "Xin chọn chuyên viên");
  walk_act (desk, "binh", "dept_assign", FIELDS ("assignee", "duc"));
  {
    g_autoptr (McDossierRecord) record = desk_load (desk);

    g_assert_cmpstr (record->department, ==, WALK_OFFICE);
    g_assert_cmpstr (record->assignee, ==, "duc");
  }
}

/* A ward without departments: its only head takes it, chosen beforehand. Without any head it is
 * said what to do. */
static void
test_one_head (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autofree char *none = NULL;
  g_autofree char *one = NULL;

  official_add (desk, "hoa", "Nguyễn Thị Hoa", MC_ROLE_RECEPTION, WALK_UNIT, NULL);
  official_add (desk, "an", "Lê Văn An", MC_ROLE_CHAIRMAN, WALK_UNIT, NULL);
  walk_act (desk, "hoa", "receive", WALK[0].fields);
  none = walk_look (desk, "an", WALK_DOSSIER, 200);
  assert_has (none, "Chưa có tài khoản lãnh đạo phòng");
  g_free (walk_send (desk, "an", "chair_assign", FIELDS ("department", ""), 422));

  official_add (desk, "binh", "Trần Quốc Bình", MC_ROLE_DEPARTMENT, WALK_UNIT, NULL);
  official_add (desk, "mai", "Lê Thị Mai", MC_ROLE_SPECIALIST, WALK_UNIT, NULL);
  one = walk_look (desk, "an", WALK_DOSSIER, 200);
  assert_has (one, "name=\"department\" value=\"\" checked");
  walk_act (desk, "an", "chair_assign", FIELDS ("department", ""));
  walk_act (desk, "binh", "dept_assign", FIELDS ("assignee", "mai"));
  walk_act (desk, "mai", "process", NOTHING);
  assert_state (desk, MC_STATE_PROCESSED, 5);
}

/* A refusal after appraisal: proposed, approved, signed; the granting button is gone. */
static void
test_refusal (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *page = NULL;

  walk (desk, 3);
  walk_act (desk, "mai", "propose_refusal", FIELDS ("reason", "Không đủ điều kiện"));
  walk_act (desk, "binh", "dept_approve", NOTHING);
  page = walk_look (desk, "an", WALK_DOSSIER, 200);
  assert_has (page, "Chờ ông, bà ký văn bản từ chối");
  assert_has (page, "Đề nghị từ chối");
  assert_lacks (page, "/actions/chair_approve");
  g_free (walk_send (desk, "an", "chair_approve", NOTHING, 409));
  walk_act (desk, "an", "chair_refuse", NOTHING);
  walk_act (desk, "hoa", "register_result", NOTHING);
  assert_state (desk, MC_STATE_READY, 8);
  {
    g_autofree char *ready = walk_look (desk, "hoa", WALK_DOSSIER, 200);

    assert_has (ready, "Văn bản từ chối chờ người nộp đến nhận");
  }
}

/* Refused, withdrawn and stopped end it; what was refused or stopped can be opened again. */
static void
test_endings (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *page = NULL;
  g_autoptr (McEventData) data = NULL;

  walk_act (desk, "hoa", "refuse", FIELDS ("reason", "Không thuộc thẩm quyền"));
  assert_state (desk, MC_STATE_REFUSED, 2);
  walk_act (desk, "lan", "reopen", FIELDS ("reason", "Từ chối nhầm"));
  assert_state (desk, MC_STATE_SUBMITTED, 3);
  walk_act (desk, WALK[0].login, WALK[0].action, WALK[0].fields);
  page =
      walk_send (desk, "an", "stop", FIELDS ("reason", "Có tranh chấp", "money", "Hoàn trả"), 422);
  assert_has (page, "Xin ghi quyết định");
  assert_has (page, "Hoàn trả");
  walk_act (desk,
            "an",
            "stop",
            FIELDS ("reason", "Có tranh chấp", "decision", "Dừng", "money", "Hoàn trả 8.000 đ"));
  assert_state (desk, MC_STATE_STOPPED, 5);
  data = load_data (desk);
  g_assert_cmpstr (data->decision, ==, "Dừng");
  g_assert_cmpstr (data->money, ==, "Hoàn trả 8.000 đ");
  walk_act (desk, "an", "reopen", FIELDS ("reason", "Đã hòa giải"));
  walk_act (desk, "hoa", "withdraw", FIELDS ("reason", "Người nộp đổi ý"));
  assert_state (desk, MC_STATE_WITHDRAWN, 7);
  g_free (walk_send (desk, "hoa", "reopen", FIELDS ("reason", "x"), 409));
}

/* The clock waits for the payment. */
static void
test_payment (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autoptr (McDossierRecord) record = NULL;

  walk (desk, 3);
  desk_set_time (desk, "2025-06-20T14:00:00+07:00");
  walk_act (desk, "mai", "ask_payment", FIELDS ("reason", "Lệ phí 8.000 đ"));
  desk_set_time (desk, "2025-06-23T10:00:00+07:00");
  walk_act (desk, "hoa", "payment", FIELDS ("reason", "BL 0012"));
  record = desk_load (desk);
  g_assert_cmpint (record->due_at, ==, desk_time ("2025-06-23T14:00:00+07:00"));
  g_assert_cmpint (record->state, ==, MC_STATE_DEPARTMENT_ASSIGNED);
}

/* A new date is a working day after the promised one, once, and asked for a day before. */
static void
test_extend (gconstpointer storage)
{
  static const struct
  {
    const char *due, *complaint;
  } bad[] = {
    { "", "Xin chọn ngày hẹn mới" },           { "23/6/2025", "Xin chọn ngày hẹn mới" },
    { "2025-06-23", "phải sau ngày đã hẹn" },  { "2025-06-28", "cơ quan nghỉ" },
    { "2099-01-05", "lịch làm việc chưa có" },
  };
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *page = NULL;
  g_autoptr (McDossierRecord) record = NULL;

  /* After 15:00: promised for Monday 17:00. */
  desk_set_time (desk, "2025-06-20T15:30:00+07:00");
  walk (desk, 1);
  page = walk_look (desk, "an", WALK_DOSSIER "/actions/extend", 200);
  assert_has (page, "Đã hẹn 17:00 thứ Hai 23/6");
  assert_has (page, "min=\"2025-06-24\"");
  assert_has (page, "value=\"2025-06-24\"");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *answer = walk_send (
          desk, "an", "extend", FIELDS ("due", bad[i].due, "reason", "Phải xác minh"), 422);

      assert_has (answer, bad[i].complaint);
      assert_has (answer, "Phải xác minh");
    }
  walk_act (desk, "an", "extend", FIELDS ("due", "2025-06-26", "reason", "Phải xác minh"));
  record = desk_load (desk);
  g_assert_cmpint (record->due_at, ==, desk_time ("2025-06-26T17:00:00+07:00"));
  {
    g_autofree char *after = walk_look (desk, "an", WALK_DOSSIER, 200);
    g_autofree char *again =
        walk_send (desk, "an", "extend", FIELDS ("due", "2025-06-30", "reason", "Nữa"), 409);

    assert_lacks (after, "/actions/extend");
    assert_has (again, "Chỉ hẹn lại được một lần");
  }
}

/* On the due day itself it is too late. */
static void
test_extend_late (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *page = NULL;

  walk (desk, 1);
  page = walk_look (desk, "an", WALK_DOSSIER, 200);
  assert_lacks (page, "/actions/extend");
  g_free (walk_send (
      desk, "an", "extend", FIELDS ("due", "2025-06-26", "reason", "Phải xác minh"), 409));
}

/* Whoever collects is noted: the owner, or somebody else with their own paper and the owner's. */
static void
test_return (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *fresh = NULL;
  g_autofree char *nobody = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *odd = NULL;
  g_autoptr (McEventData) data = NULL;

  walk (desk, 7);
  fresh = walk_look (desk, "hoa", WALK_DOSSIER, 200);
  assert_has (fresh, "name=\"who\" value=\"owner\">");
  assert_lacks (fresh, " checked");
  nobody = walk_send (desk, "hoa", "return", NOTHING, 422);
  assert_has (nobody, "Xin chọn ai đến nhận, sau khi xem căn cước của người đó.");
  assert_lacks (nobody, " checked");
  empty = walk_send (desk, "hoa", "return", FIELDS ("who", "delegate"), 422);
  assert_has (empty, "Xin ghi họ tên người nhận thay");
  assert_has (empty, "phải có giấy ủy quyền");
  assert_has (empty, "số căn cước (12 chữ số)");
  odd = walk_send (desk,
                   "hoa",
                   "return",
                   FIELDS ("who",
                           "delegate",
                           "receiver",
                           "Nguyễn Văn Hải",
                           "receiver_id",
                           "12-34",
                           "authorisation",
                           "UQ 12"),
                   422);
  assert_has (odd, "value=\"12-34\"");
  assert_has (odd, "value=\"Nguyễn Văn Hải\"");
  assert_state (desk, MC_STATE_READY, 8);
  walk_act (desk,
            "hoa",
            "return",
            FIELDS ("who",
                    "delegate",
                    "receiver",
                    "Nguyễn  Văn Hải",
                    "receiver_id",
                    "0010 9600 1234",
                    "authorisation",
                    "UQ 12, ngày 20/6/2025"));
  data = load_data (desk);
  g_assert_cmpstr (data->receiver, ==, "Nguyễn Văn Hải");
  g_assert_cmpstr (data->receiver_id, ==, "001096001234");
  g_assert_cmpstr (data->authorisation, ==, "UQ 12, ngày 20/6/2025");
  /* The second one who comes is too late. */
  g_free (walk_send (desk, "lan", "return", FIELDS ("who", "owner"), 409));
  assert_state (desk, MC_STATE_RETURNED, 9);
}

/* Somebody comes to the point of walk ()'s dossier and takes a number at the kiosk. */
static void
come (Desk *desk, McPickupCheck check)
{
  McStorage *kept = desk->central->storage;
  g_autoptr (McPickupRecord) pickup = mc_pickup_record_new ();
  g_autoptr (McPickupRecord) taken = NULL;
  g_autoptr (GError) error = NULL;
  McPickupOutcome outcome;
  GDate day;

  pickup->id = g_strdup ("01977a2e-6c00-7abc-8def-00000000000a");
  pickup->dossier = g_strdup (DESK_ID);
  pickup->point_code = g_strdup (WALK_UNIT);
  pickup->kiosk = g_strdup ("HK-03");
  pickup->check = check;
  pickup->at = mc_clock_now (desk->central->clock);
  pickup->ended_at = MC_TIME_NONE;
  mc_time_get_local_date (pickup->at, &day);
  g_assert_true (mc_storage_begin (kept, &error));
  taken = mc_pickups_take (MC_PICKUPS (kept), pickup, &day, &outcome, &error);
  g_assert_no_error (error);
  g_assert_true (mc_storage_commit (kept, &error));
}

/* Whoever stands at the point with a number is named to the clerk, until they have it; the card
 * that the kiosk compared need not be chosen again. */
static void
test_waiting (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autoptr (GPtrArray) waiting = NULL;
  g_autofree char *before = NULL;
  g_autofree char *page = NULL;

  walk (desk, 7);
  before = walk_look (desk, "hoa", WALK_DOSSIER, 200);
  assert_lacks (before, "đang chờ với số");
  come (desk, MC_PICKUP_CARD_MATCHED);

  page = walk_look (desk, "hoa", WALK_DOSSIER, 200);
  assert_has (page, "Người nhận đang chờ với số 1. Căn cước quét ở kiosk khớp với hồ sơ.");
  assert_has (page, "name=\"who\" value=\"owner\" checked>");
  walk_act (desk, "hoa", "return", FIELDS ("who", "owner"));
  waiting = mc_pickups_list_waiting (MC_PICKUPS (desk->central->storage), WALK_UNIT, 0, NULL);
  g_assert_cmpuint (waiting->len, ==, 0);
}

/* Nobody has compared a card: nothing is said in the clerk's place. */
static void
test_waiting_unchecked (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *page = NULL;

  walk (desk, 7);
  come (desk, MC_PICKUP_CLERK_TO_LOOK);
  page = walk_look (desk, "hoa", WALK_DOSSIER, 200);
  assert_has (page, "notice care");
  assert_has (page, "Chưa đối chiếu căn cước ở kiosk.");
  assert_lacks (page, " checked");
}

/* A wrong click is taken back by who made it, the same day, before anybody went on. */
static void
test_undo (gconstpointer storage)
{
  g_autoptr (Desk) desk = new_desk (storage);
  g_autofree char *page = NULL;

  walk (desk, 3);
  page = walk_look (desk, "binh", WALK_DOSSIER, 200);
  assert_has (page, "/actions/undo");
  walk_act (desk, "binh", "undo", FIELDS ("reason", "Giao nhầm"));
  assert_state (desk, MC_STATE_CHAIR_ASSIGNED, 5);
  walk_act (desk, "binh", "dept_assign", FIELDS ("assignee", "duc"));
  desk_set_time (desk, "2025-06-23T08:00:00+07:00");
  {
    g_autofree char *later = walk_look (desk, "binh", WALK_DOSSIER, 200);

    assert_lacks (later, "/actions/undo");
  }
  g_free (walk_send (desk, "binh", "undo", FIELDS ("reason", "Giao nhầm"), 409));
}

/* Whatever is typed into whatever field comes back as text: in the form with a mistake, and in the
 * page of what was recorded. */
static void
test_hostile (gconstpointer storage)
{
  static const struct
  {
    guint steps;
    const char *login, *action;
    const char *good[10]; /* recorded with these; each value that is NULL here is hostile */
    const char *bad;      /* the field whose absence is a mistake */
  } cases[] = {
    { 0, "hoa", "refuse", { "reason" }, NULL },
    { 0,
      "hoa",
      "ask_supplement",
      { "why-birth_notice", "other-1", "why-other-1", "reason" },
      NULL },
    { 0, "hoa", "withdraw", { "reason" }, NULL },
    { 1, "an", "stop", { "reason", "decision", "money" }, NULL },
    { 3, "mai", "process", { "reason" }, NULL },
    { 3, "mai", "ask_payment", { "reason" }, NULL },
    { 6, "hoa", "register_result", { "result_number", "reason" }, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Desk) desk = new_desk (storage);
      Click *click;
      g_autoptr (McAnswer) answer = NULL;
      g_autofree char *page = NULL;

      walk (desk, cases[i].steps);
      click = walk_click (desk, cases[i].login, cases[i].action, NULL);
      for (guint j = 0; cases[i].good[j] != NULL; j++)
        click_add (click, cases[i].good[j], HOSTILE);
      answer = click_finish (click);
      g_assert_cmpuint (answer->status, ==, 303);
      page = walk_look (desk, cases[i].login, WALK_DOSSIER, 200);
      assert_lacks (page, "<script>");
      assert_has (page, ESCAPED);
    }

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      static const char *const all[] = {
        "revision",          "reason",      "due",           "who",
        "receiver",          "receiver_id", "authorisation", "result_number",
        "decision",          "money",       "department",    "assignee",
        "why-declaration",   "other-1",     "why-other-1",   "originals-birth_notice",
        "have-birth_notice", "anyway",
      };
      g_autoptr (Desk) desk = new_desk (storage);
      g_autoptr (McDossierRecord) record = NULL;
      g_autofree char *revision = NULL;
      g_autofree char *target = g_strconcat (WALK_DOSSIER "/actions/", cases[i].action, NULL);
      g_autoptr (McAnswer) answer = NULL;
      g_autofree char *page = NULL;
      g_autofree char *longer = g_strnfill (600, 'y');
      g_autofree char *text = g_strconcat (HOSTILE, longer, NULL);
      Click *click;

      walk (desk, cases[i].steps);
      record = desk_load (desk);
      revision = g_strdup_printf ("%" G_GUINT64_FORMAT, record->revision);
      click = click_new (desk, cases[i].login, "POST", target);
      click_add (click, "revision", revision);
      for (guint j = 1; j < G_N_ELEMENTS (all); j++)
        click_add (click, all[j], text);
      answer = click_finish (click);
      page = answer_dup_text (answer);
      g_assert_cmpuint (answer->status, ==, 422);
      assert_lacks (page, "<script>");
      assert_has (page, ESCAPED);
    }
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strdup_printf ("/central/console-actions/%s/memory", name);
  g_autofree char *sqlite = g_strdup_printf ("/central/console-actions/%s/sqlite", name);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("reason-missing", test_reason_missing);
  add_both ("papers", test_papers);
  add_both ("supplement", test_supplement);
  add_both ("assign", test_assign);
  add_both ("one-head", test_one_head);
  add_both ("refusal", test_refusal);
  add_both ("endings", test_endings);
  add_both ("payment", test_payment);
  add_both ("extend", test_extend);
  add_both ("extend-late", test_extend_late);
  add_both ("return", test_return);
  add_both ("waiting", test_waiting);
  add_both ("waiting-unchecked", test_waiting_unchecked);
  add_both ("undo", test_undo);
  add_both ("hostile", test_hostile);

  return g_test_run ();
}
