/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/central/walk.h"

#include <string.h>

const WalkStep WALK[WALK_STEPS] = {
  { "hoa",
    "receive",
    { "have-declaration",
      "yes",
      "originals-declaration",
      "1",
      "have-birth_notice",
      "yes",
      "originals-birth_notice",
      "1",
      "have-requester_id",
      "yes",
      "copies-requester_id",
      "2" },
    MC_STATE_RECEIVED },
  { "an",
    "chair_assign",
    { "department", WALK_OFFICE, "reason", "Làm ngay" },
    MC_STATE_CHAIR_ASSIGNED },
  { "binh", "dept_assign", { "assignee", "mai" }, MC_STATE_DEPARTMENT_ASSIGNED },
  { "mai", "process", { "reason", "Đủ điều kiện" }, MC_STATE_PROCESSED },
  { "binh", "dept_approve", { NULL }, MC_STATE_DEPARTMENT_APPROVED },
  { "an", "chair_approve", { NULL }, MC_STATE_APPROVED },
  { "hoa", "register_result", { "result_number", "45/TLKS" }, MC_STATE_READY },
  { "hoa", "return", { "who", "owner" }, MC_STATE_RETURNED },
};

Desk *
walk_desk_new (DeskStorage storage)
{
  Desk *desk = desk_new (storage);

  official_add (desk, "hoa", "Nguyễn Thị Hoa", MC_ROLE_RECEPTION, WALK_UNIT, NULL);
  official_add (desk, "lan", "Đỗ Thị Lan", MC_ROLE_RECEPTION, WALK_UNIT, NULL);
  official_add (desk, "an", "Lê Văn An", MC_ROLE_CHAIRMAN, WALK_UNIT, NULL);
  official_add (desk, "binh", "Trần Quốc Bình", MC_ROLE_DEPARTMENT, WALK_UNIT, WALK_OFFICE);
  official_add (desk, "son", "Vũ Hồng Sơn", MC_ROLE_DEPARTMENT, WALK_UNIT, "Kinh tế");
  official_add (desk, "mai", "Lê Thị Mai", MC_ROLE_SPECIALIST, WALK_UNIT, WALK_OFFICE);
  official_add (desk, "duc", "Phạm Minh Đức", MC_ROLE_SPECIALIST, WALK_UNIT, WALK_OFFICE);
  official_add (desk, "phuc", "Hoàng Phúc", MC_ROLE_SPECIALIST, WALK_UNIT, "Kinh tế");
  official_add (desk, "xa", "Người Nơi Khác", MC_ROLE_RECEPTION, WALK_OTHER_UNIT, NULL);
  official_add (desk, "xa", NULL, MC_ROLE_CHAIRMAN, WALK_OTHER_UNIT, NULL);
  official_add (desk, "kiem", "Người Kiểm Tra", MC_ROLE_AUDITOR, WALK_UNIT, NULL);
  official_add (desk, "admin", "Quản Trị", MC_ROLE_ADMINISTRATOR, MC_UNIT_ALL, NULL);
  return desk;
}

Click *
walk_click (Desk *desk, const char *login, const char *action, const char *const *fields)
{
  g_autofree char *target = g_strconcat (WALK_DOSSIER "/actions/", action, NULL);
  g_autoptr (McDossierRecord) record = desk_load (desk);
  g_autofree char *revision = g_strdup_printf ("%" G_GUINT64_FORMAT, record->revision);
  Click *click = click_new (desk, login, "POST", target);

  click_add (click, "revision", revision);
  for (guint i = 0; fields != NULL && fields[i] != NULL; i += 2)
    click_add (click, fields[i], fields[i + 1]);
  return click;
}

/* Sends an action's form; returns the page, or where the browser is sent. */
char *
walk_send (Desk *desk,
           const char *login,
           const char *action,
           const char *const *fields,
           guint status)
{
  g_autoptr (McAnswer) answer = click_finish (walk_click (desk, login, action, fields));

  if (answer->status != status)
    {
      g_autofree char *text = answer_dup_text (answer);

      g_test_message ("%s by %s: %u\n%s", action, login, answer->status, text);
    }
  g_assert_cmpuint (answer->status, ==, status);
  return status == 303 ? g_strdup (answer_get_header (answer, "Location"))
                       : answer_dup_text (answer);
}

void
walk_act (Desk *desk, const char *login, const char *action, const char *const *fields)
{
  g_free (walk_send (desk, login, action, fields, 303));
}

char *
walk_look (Desk *desk, const char *login, const char *target, guint status)
{
  g_autoptr (McAnswer) answer = official_get (desk, login, target);

  g_assert_cmpuint (answer->status, ==, status);
  return answer_dup_text (answer);
}

void
walk (Desk *desk, guint n_steps)
{
  for (guint i = 0; i < n_steps; i++)
    walk_act (desk, WALK[i].login, WALK[i].action, WALK[i].fields);
}

void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in:\n%s", part, text);
}

void
assert_lacks (const char *text, const char *part)
{
  if (strstr (text, part) != NULL)
    g_error ("“%s” is in:\n%s", part, text);
}

void
assert_state (Desk *desk, McState state, guint64 revision)
{
  g_autoptr (McDossierRecord) record = desk_load (desk);

  g_assert_cmpstr (mc_state_to_string (record->state), ==, mc_state_to_string (state));
  g_assert_cmpuint (record->revision, ==, revision);
}

McEventRecord *
walk_load_last (Desk *desk)
{
  g_autoptr (GPtrArray) events = mc_storage_list_events (desk->central->storage, DESK_ID, NULL);

  return mc_event_record_copy (g_ptr_array_index (events, events->len - 1));
}
