/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/console/due.h"
#include "tests/central/desk.h"

/* A time is said the way one says it, with as much of the date as it needs. */
static void
test_time (void)
{
  static const struct
  {
    const char *time, *vietnamese, *english;
  } cases[] = {
    { "2025-06-20T17:00:00+07:00", "17:00 hôm nay", "17:00 today" },
    { "2025-06-21T08:00:00+07:00", "08:00 ngày mai", "08:00 tomorrow" },
    { "2025-06-23T17:00:00+07:00", "17:00 thứ Hai 23/6", "17:00 Monday 23/6" },
    { "2026-01-05T09:30:00+07:00", "09:30 thứ Hai 5/1/2026", "09:30 Monday 5/1/2026" },
  };
  gint64 now = desk_time ("2025-06-20T09:00:00+07:00");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *vi = mc_due_describe_time (desk_time (cases[i].time), now, "vi");
      g_autofree char *en = mc_due_describe_time (desk_time (cases[i].time), now, "en");

      g_assert_cmpstr (vi, ==, cases[i].vietnamese);
      g_assert_cmpstr (en, ==, cases[i].english);
    }
}

/* What is left is counted in working time: nights, weekends and holidays are not the office's. */
static void
test_left (void)
{
  static const struct
  {
    const char *now, *due;
    McState state;
    McBadge badge;
    const char *text; /* NULL: nothing is said */
  } cases[] = {
    { "2025-06-20T14:22:00+07:00",
      "2025-06-20T17:00:00+07:00",
      MC_STATE_RECEIVED,
      MC_BADGE_CARE,
      "Hôm nay, còn 2 giờ 38 phút" },
    { "2025-06-20T16:00:00+07:00",
      "2025-06-20T17:00:00+07:00",
      MC_STATE_RECEIVED,
      MC_BADGE_CARE,
      "Hôm nay, còn 1 giờ" },
    { "2025-06-20T17:00:00+07:00",
      "2025-06-20T17:00:00+07:00",
      MC_STATE_RECEIVED,
      MC_BADGE_CARE,
      "Hôm nay, còn 0 phút" },
    { "2025-06-20T14:00:00+07:00",
      "2025-06-25T09:10:00+07:00",
      MC_STATE_PROCESSED,
      MC_BADGE_PLAIN,
      "Còn 3 ngày làm việc" },
    { "2025-06-20T14:00:00+07:00",
      "2025-07-04T10:02:00+07:00",
      MC_STATE_PROCESSED,
      MC_BADGE_PLAIN,
      "Còn 10 ngày làm việc" },
    { "2025-06-21T04:12:00+07:00",
      "2025-06-26T08:00:00+07:00",
      MC_STATE_RECEIVED,
      MC_BADGE_PLAIN,
      "Còn 3 ngày làm việc" },
    { "2025-06-23T08:30:00+07:00",
      "2025-06-20T16:30:00+07:00",
      MC_STATE_PROCESSED,
      MC_BADGE_ALARM,
      "Quá hạn 1 giờ làm việc" },
    { "2025-06-21T08:30:00+07:00",
      "2025-06-20T17:00:00+07:00",
      MC_STATE_PROCESSED,
      MC_BADGE_ALARM,
      "Quá hạn" },
    { "2025-06-25T17:00:00+07:00",
      "2025-06-23T16:00:00+07:00",
      MC_STATE_PROCESSED,
      MC_BADGE_ALARM,
      "Quá hạn 2 ngày làm việc" },
    { "2025-06-25T17:00:00+07:00",
      "2025-06-23T16:00:00+07:00",
      MC_STATE_READY,
      MC_BADGE_PLAIN,
      NULL },
    { "2025-06-25T17:00:00+07:00",
      "2025-06-23T16:00:00+07:00",
      MC_STATE_SUPPLEMENT_ASKED,
      MC_BADGE_PLAIN,
      NULL },
  };
  g_autoptr (Desk) desk = desk_new (DESK_MEMORY);
  g_autoptr (McDossierRecord) record = desk_load (desk);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;
      McBadge badge;

      record->state = cases[i].state;
      record->due_at = desk_time (cases[i].due);
      text = mc_due_describe_left (desk->central, record, desk_time (cases[i].now), "vi", &badge);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (badge, ==, cases[i].badge);
    }

  record->due_at = MC_TIME_NONE;
  {
    McBadge badge;

    record->state = MC_STATE_RECEIVED;
    g_assert_null (mc_due_describe_left (desk->central, record, record->received_at, "vi", &badge));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/central/due/time", test_time);
  g_test_add_func ("/central/due/left", test_left);

  return g_test_run ();
}
