/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/central/sample-pages.h"

#include "app/domain/datetime.h"

#define SAMPLE_TOKEN "7ZK4M2PQ9RTV3WXY8N5B6CDEFG"

const char *const SAMPLE_MOMENTS[] = {
  "submitted",  "received",  "processing", "overdue", "extended",         "ready",
  "ready-late", "refusal",   "returned",   "rated",   "supplement",       "payment",
  "refused",    "withdrawn", "stopped",    "city",    "returned-commune", NULL,
};

static gint64
at (const char *text)
{
  gint64 time = MC_TIME_NONE;

  g_assert_true (mc_time_from_rfc3339 (text, &time, NULL));
  return time;
}

static void
set_moment (SamplePage *self, McState state, guint steps_done)
{
  static const char *const times[8] = {
    "2025-06-20T09:51:00+07:00", "2025-06-20T10:20:00+07:00", "2025-06-20T10:41:00+07:00",
    "2025-06-20T11:02:00+07:00", "2025-06-20T13:35:00+07:00", "2025-06-20T14:10:00+07:00",
    "2025-06-20T15:05:00+07:00", "2025-06-20T16:20:00+07:00",
  };

  self->status->state = state;
  self->status->status = mc_state_get_status (state);
  for (guint i = 0; i < 8; i++)
    {
      McStepStatus *step = &self->status->steps[i];

      step->step = i + 1;
      step->done_at = i < steps_done ? at (times[i]) : MC_TIME_NONE;
      g_clear_pointer (&step->place, g_free);
      if (i < steps_done)
        step->place = g_strdup (i < 2 || i == 7 ? "Bộ phận Một cửa" : "UBND phường Hoàn Kiếm");
    }
  self->status->due_at = steps_done >= 2 ? at ("2025-06-20T17:00:00+07:00") : MC_TIME_NONE;
  self->status->updated_at = at (times[steps_done - 1]);
  self->page.now = self->status->updated_at + 12 * 60;
}

/**
 * sample_page_new:
 * @moment: one of SAMPLE_MOMENTS
 *
 * Returns: (transfer full): the page of that moment
 */
SamplePage *
sample_page_new (const char *moment)
{
  static const struct
  {
    const char *moment;
    McState state;
    guint steps_done;
  } moments[] = {
    { "submitted", MC_STATE_SUBMITTED, 1 },
    { "received", MC_STATE_RECEIVED, 2 },
    { "processing", MC_STATE_PROCESSED, 5 },
    { "overdue", MC_STATE_PROCESSED, 5 },
    { "extended", MC_STATE_DEPARTMENT_ASSIGNED, 4 },
    { "ready", MC_STATE_READY, 7 },
    { "ready-late", MC_STATE_READY, 7 },
    { "refusal", MC_STATE_READY, 7 },
    { "returned", MC_STATE_RETURNED, 8 },
    { "rated", MC_STATE_RETURNED, 8 },
    { "supplement", MC_STATE_SUPPLEMENT_ASKED, 4 },
    { "payment", MC_STATE_PAYMENT_ASKED, 4 },
    { "refused", MC_STATE_REFUSED, 1 },
    { "withdrawn", MC_STATE_WITHDRAWN, 3 },
    { "stopped", MC_STATE_STOPPED, 4 },
    { "city", MC_STATE_DEPARTMENT_APPROVED, 6 },
    { "returned-commune", MC_STATE_RETURNED, 8 },
  };
  SamplePage *self = g_new0 (SamplePage, 1);

  self->status = g_new0 (McStatus, 1);
  self->status->code = g_strdup ("H26.104-250620-200012");
  self->status->procedure = g_strdup ("1.001193");
  self->status->procedure_name = g_strdup ("Đăng ký khai sinh");
  self->status->unit_name = g_strdup ("Phường Hoàn Kiếm");
  self->status->point_name = g_strdup ("Điểm phục vụ hành chính công phường Hoàn Kiếm");
  self->status->address = g_strdup ("126 Hàng Trống, Hà Nội");
  self->status->counter = g_strdup ("2");
  self->status->submitted_at = at ("2025-06-20T09:51:00+07:00");
  self->status->expected_due = at ("2025-06-20T17:00:00+07:00");
  self->point = g_new0 (McPoint, 1);
  self->point->code = g_strdup ("00070");
  self->point->hours = MC_HOURS_DEFAULT;
  self->point->phone = g_strdup ("024 3825 0000");

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    if (g_str_equal (moments[i].moment, moment))
      set_moment (self, moments[i].state, moments[i].steps_done);
  g_assert_nonnull (self->status->steps[0].place);

  self->page.status = self->status;
  self->page.point = self->point;
  self->page.token = SAMPLE_TOKEN;
  self->page.host = "motcua.hanoi.gov.vn";
  if (g_str_equal (moment, "overdue"))
    {
      self->page.now = at ("2025-06-23T08:10:00+07:00");
      self->status->overdue = TRUE;
    }
  else if (g_str_equal (moment, "extended"))
    {
      self->status->due_at = at ("2025-06-24T11:02:00+07:00");
      self->page.extended = TRUE;
    }
  else if (g_str_equal (moment, "ready-late"))
    self->status->overdue = TRUE;
  else if (g_str_equal (moment, "refusal"))
    self->status->refusal = TRUE;
  else if (g_str_equal (moment, "supplement"))
    {
      self->status->missing = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (self->status->missing, g_strdup ("Giấy chứng sinh"));
      g_ptr_array_add (self->status->missing,
                       g_strdup ("Giấy chứng nhận kết hôn của cha, mẹ, nếu có"));
    }
  else if (g_str_equal (moment, "rated"))
    self->status->rated = TRUE;
  else if (g_str_equal (moment, "city"))
    {
      self->page.level = MC_LEVEL_CITY;
      self->status->due_at = at ("2025-06-25T10:20:00+07:00");
      g_free (self->status->procedure_name);
      self->status->procedure_name =
          g_strdup ("Đăng ký thành lập công ty trách nhiệm hữu hạn một thành viên");
    }
  else if (g_str_equal (moment, "returned-commune"))
    {
      g_free (self->status->unit_name);
      self->status->unit_name = g_strdup ("Xã Sóc Sơn");
      g_clear_pointer (&self->status->counter, g_free);
      g_clear_pointer (&self->status->address, g_free);
      self->page.point = NULL;
    }

  return self;
}

/**
 * sample_page_free:
 * @self: (transfer full) (nullable): a sample
 */
void
sample_page_free (SamplePage *self)
{
  if (self == NULL)
    return;

  mc_status_free (self->status);
  mc_point_free (self->point);
  g_free (self);
}
