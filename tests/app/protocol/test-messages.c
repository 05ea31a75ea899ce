/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/protocol/messages.h"

#include "app/domain/datetime.h"
#include "app/domain/json.h"

static McStatus *
create_status (void)
{
  McStatus *self = g_new0 (McStatus, 1);

  self->code = g_strdup ("H26.107-260622-100001");
  self->procedure = g_strdup ("1.001193");
  self->procedure_name = g_strdup ("Đăng ký khai sinh");
  self->unit_name = g_strdup ("Phường Hoàn Kiếm");
  self->point_name = g_strdup ("Điểm phục vụ hành chính công phường Hoàn Kiếm");
  self->counter = g_strdup ("2");
  self->state = MC_STATE_RECEIVED;
  self->status = mc_state_get_status (MC_STATE_RECEIVED);
  self->submitted_at = 1782097200;
  self->expected_due = MC_TIME_NONE;
  self->due_at = 1782122400;
  self->updated_at = 1782100800;
  self->rated = TRUE;
  self->refusal = TRUE;
  self->missing = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->missing, g_strdup ("Giấy chứng sinh"));
  for (guint i = 0; i < 8; i++)
    {
      self->steps[i].step = i + 1;
      self->steps[i].done_at = i < 2 ? 1782097200 + i * 3600 : MC_TIME_NONE;
    }
  self->steps[1].place = g_strdup ("Bộ phận Một cửa");
  return self;
}

/* A status goes round with everything that is known and nothing that is not. */
static void
test_status (void)
{
  g_autoptr (McStatus) status = create_status ();
  g_autoptr (json_t) object = mc_status_to_json (status);
  g_autoptr (GError) error = NULL;
  g_autoptr (McStatus) read = mc_status_from_json (object, &error);
  g_autoptr (json_t) again = NULL;

  g_assert_no_error (error);
  g_assert_null (json_object_get (object, "expected_due"));
  g_assert_null (json_object_get (object, "address"));
  again = mc_status_to_json (read);
  g_assert_true (json_equal (object, again));
  g_assert_cmpint (read->state, ==, MC_STATE_RECEIVED);
  g_assert_cmpint (read->expected_due, ==, MC_TIME_NONE);
  g_assert_cmpint (read->due_at, ==, 1782122400);
  g_assert_cmpstr (read->steps[1].place, ==, "Bộ phận Một cửa");
  g_assert_cmpint (read->steps[2].done_at, ==, MC_TIME_NONE);
  g_assert_true (read->rated);
  g_assert_true (read->refusal);
  g_assert_cmpuint (read->missing->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (read->missing, 0), ==, "Giấy chứng sinh");
  g_assert_false (read->overdue);
}

/* Each member that must be there is missed, and odd values are refused. */
static void
test_status_refused (void)
{
  const char *needed[] = { "code",       "procedure", "procedure_name", "unit_name",
                           "point_name", "state",     "status",         "submitted_at",
                           "updated_at", "overdue",   "rated",          "steps" };
  const struct
  {
    const char *member, *value;
  } odd[] = { { "state", "\"lost\"" }, { "status", "11" },
              { "status", "0" },       { "due_at", "\"x\"" },
              { "submitted_at", "1" }, { "overdue", "\"no\"" },
              { "steps", "[]" },       { "steps", "[1,2,3,4,5,6,7,8]" } };
  g_autoptr (McStatus) status = create_status ();
  g_autoptr (json_t) object = mc_status_to_json (status);

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      g_autoptr (json_t) cut = json_copy (object);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (json_object_del (cut, needed[i]), ==, 0);
      g_assert_null (mc_status_from_json (cut, &error));
      g_assert_error (error, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER);
      g_assert_nonnull (g_strstr_len (error->message, -1, needed[i]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (json_t) changed = json_copy (object);
      g_autoptr (GError) error = NULL;

      json_object_set_new (
          changed, odd[i].member, json_loads (odd[i].value, JSON_DECODE_ANY, NULL));
      g_assert_null (mc_status_from_json (changed, &error));
      g_assert_error (error, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER);
    }
  g_assert_null (mc_status_from_json (NULL, NULL));
}

/* A problem goes round with its further members, under its URN. */
static void
test_problem (void)
{
  g_autoptr (McProblem) problem = mc_problem_new ("pages-missing", "one page");
  g_autoptr (json_t) object = NULL;
  g_autoptr (McProblem) read = NULL;
  g_autoptr (GError) error = NULL;

  problem->extra = json_pack ("{s:[s]}", "missing", "00ff");
  object = mc_problem_to_json (problem);
  g_assert_cmpstr (
      json_string_value (json_object_get (object, "type")), ==, "urn:motcua:problem:pages-missing");
  read = mc_problem_from_json (object, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->status, ==, 424);
  g_assert_cmpstr (read->type, ==, "pages-missing");
  g_assert_cmpstr (read->detail, ==, "one page");
  g_assert_true (json_equal (read->extra, problem->extra));
}

/* Problems of others, and bodies that are none, are not taken for ours. */
static void
test_problem_refused (void)
{
  const char *refused[] = {
    "{}",
    "[]",
    "{\"type\":\"about:blank\",\"title\":\"x\",\"status\":404}",
    "{\"type\":\"urn:motcua:problem:\",\"title\":\"x\",\"status\":404}",
    "{\"type\":\"urn:motcua:problem:A B\",\"title\":\"x\",\"status\":404}",
    "{\"type\":\"urn:motcua:problem:conflict\",\"title\":\"x\",\"status\":200}",
    "{\"type\":\"urn:motcua:problem:conflict\",\"title\":\"x\",\"status\":\"409\"}",
    "{\"type\":\"urn:motcua:problem:conflict\",\"status\":409}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (json_t) object = json_loads (refused[i], 0, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (mc_problem_from_json (object, &error));
      g_assert_error (error, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER);
    }
}

/* The one deadline of both sides: 30 s and 8,000 bytes a second, for any length. */
static void
test_deadline (void)
{
  g_assert_cmpuint (mc_transfer_deadline_ms (0), ==, 30000);
  g_assert_cmpuint (mc_transfer_deadline_ms (8), ==, 30001);
  g_assert_cmpuint (mc_transfer_deadline_ms (8000), ==, 31000);
  g_assert_cmpuint (mc_transfer_deadline_ms (1024 * 1024), ==, 161072);
  g_assert_cmpuint (mc_transfer_deadline_ms (G_MAXSIZE), ==, G_MAXUINT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/messages/status", test_status);
  g_test_add_func ("/protocol/messages/status-refused", test_status_refused);
  g_test_add_func ("/protocol/messages/problem", test_problem);
  g_test_add_func ("/protocol/messages/problem-refused", test_problem_refused);
  g_test_add_func ("/protocol/messages/deadline", test_deadline);
  return g_test_run ();
}
