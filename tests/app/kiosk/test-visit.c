/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/kiosk/visit.h"
#include "tests/app/kiosk/fake-time.h"

#define WARNING_S 90
#define GRACE_S 30

typedef struct
{
  FakeTime *time; /* (owned) */
  McVisit *visit; /* (owned) */
  guint n_wiped;
  McVisitEnd reason;
  guint64 epoch_at_wipe;
} Fixture;

static void
on_wiped (McVisit *visit, int reason, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_wiped++;
  fixture->reason = reason;
  fixture->epoch_at_wipe = mc_visit_get_epoch (visit);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->time = fake_time_new ("2025-06-20T09:42:00+07:00");
  fixture->visit = mc_visit_new (MC_MONOTONIC (fixture->time), WARNING_S, GRACE_S, 1.0);
  g_signal_connect (fixture->visit, "wiped", G_CALLBACK (on_wiped), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->visit);
  g_assert_finalize_object (fixture->time);
}

static void
pass (Fixture *fixture, gint64 ms)
{
  fake_time_advance_ms (fixture->time, ms);
  mc_visit_tick (fixture->visit);
}

/* The question comes at 90 s of idleness, not a moment earlier, and any input puts it off. */
static void
test_warning (Fixture *fixture, gconstpointer data)
{
  mc_visit_begin (fixture->visit);
  pass (fixture, 89999);
  g_assert_cmpint (mc_visit_get_state (fixture->visit), ==, MC_VISIT_ACTIVE);
  mc_visit_touch (fixture->visit);
  pass (fixture, 89999);
  g_assert_cmpint (mc_visit_get_state (fixture->visit), ==, MC_VISIT_ACTIVE);
  g_assert_cmpuint (mc_visit_get_seconds_left (fixture->visit), ==, 0);
  pass (fixture, 1);
  g_assert_cmpint (mc_visit_get_state (fixture->visit), ==, MC_VISIT_WARNING);
  g_assert_cmpuint (mc_visit_get_seconds_left (fixture->visit), ==, GRACE_S);
}

/* The countdown names whole seconds, rounded up, and ends with the wipe. */
static void
test_countdown (Fixture *fixture, gconstpointer data)
{
  guint64 epoch = mc_visit_get_epoch (fixture->visit);

  mc_visit_begin (fixture->visit);
  pass (fixture, WARNING_S * 1000);
  pass (fixture, 250);
  g_assert_cmpuint (mc_visit_get_seconds_left (fixture->visit), ==, GRACE_S);
  pass (fixture, 750);
  g_assert_cmpuint (mc_visit_get_seconds_left (fixture->visit), ==, GRACE_S - 1);
  pass (fixture, 28999);
  g_assert_cmpuint (mc_visit_get_seconds_left (fixture->visit), ==, 1);
  g_assert_cmpuint (fixture->n_wiped, ==, 0);
  pass (fixture, 1);
  g_assert_cmpuint (fixture->n_wiped, ==, 1);
  g_assert_cmpint (fixture->reason, ==, MC_VISIT_END_IDLE);
  g_assert_cmpint (mc_visit_get_state (fixture->visit), ==, MC_VISIT_AWAY);
  g_assert_false (mc_visit_is_current (fixture->visit, epoch));
  g_assert_cmpuint (fixture->epoch_at_wipe, ==, epoch + 1);
}

/* A machine that slept past warning and grace still asks, and still gives the whole grace. */
static void
test_slept (Fixture *fixture, gconstpointer data)
{
  mc_visit_begin (fixture->visit);
  pass (fixture, 3600 * 1000);
  g_assert_cmpint (mc_visit_get_state (fixture->visit), ==, MC_VISIT_WARNING);
  pass (fixture, GRACE_S * 1000 - 1);
  g_assert_cmpint (mc_visit_get_state (fixture->visit), ==, MC_VISIT_WARNING);
  g_assert_cmpuint (fixture->n_wiped, ==, 0);
}

/* "I need more time" may be said without end: every time it gives the full idle time again. */
static void
test_more_time (Fixture *fixture, gconstpointer data)
{
  mc_visit_begin (fixture->visit);
  for (guint i = 0; i < 50; i++)
    {
      pass (fixture, WARNING_S * 1000);
      pass (fixture, GRACE_S * 1000 - 1);
      g_assert_cmpint (mc_visit_get_state (fixture->visit), ==, MC_VISIT_WARNING);
      mc_visit_need_more_time (fixture->visit);
      g_assert_cmpint (mc_visit_get_state (fixture->visit), ==, MC_VISIT_ACTIVE);
      g_assert_cmpuint (mc_visit_get_seconds_left (fixture->visit), ==, 0);
    }
  g_assert_cmpuint (fixture->n_wiped, ==, 0);
}

/* Nobody is warned on a screen that nobody uses. */
static void
test_away (Fixture *fixture, gconstpointer data)
{
  pass (fixture, 24 * 3600 * 1000);
  mc_visit_touch (fixture->visit);
  pass (fixture, 24 * 3600 * 1000);
  g_assert_cmpint (mc_visit_get_state (fixture->visit), ==, MC_VISIT_AWAY);
  g_assert_cmpuint (fixture->n_wiped, ==, 0);
}

/* Language and text size go back to the defaults, also when nobody began a visit. */
static void
test_defaults (Fixture *fixture, gconstpointer data)
{
  mc_visit_set_language (fixture->visit, "en");
  mc_visit_set_text_scale (fixture->visit, 1.5);
  mc_visit_end (fixture->visit, MC_VISIT_END_ERASED);
  g_assert_cmpstr (mc_visit_get_language (fixture->visit), ==, "vi");
  g_assert_cmpfloat (mc_visit_get_text_scale (fixture->visit), ==, 1.0);
  g_assert_cmpint (fixture->reason, ==, MC_VISIT_END_ERASED);

  mc_visit_set_text_scale (fixture->visit, 99);
  g_assert_cmpfloat (mc_visit_get_text_scale (fixture->visit), ==, 2.0);
}

/* Asking many questions and ending visits in any order: only answers of the present visit count. */
static void
test_epochs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) asked = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint visits = 0;
  guint asked_in = 0;
  g_autoptr (GArray) asked_by = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < 10000; i++)
    {
      int dice = g_test_rand_int_range (0, 10);

      if (dice == 0)
        {
          mc_visit_end (fixture->visit, MC_VISIT_END_DONE);
          visits++;
        }
      else if (dice < 5 || asked->len == 0)
        {
          guint64 epoch = mc_visit_get_epoch (fixture->visit);

          mc_visit_begin (fixture->visit);
          g_array_append_val (asked, epoch);
          g_array_append_val (asked_by, visits);
          asked_in++;
        }
      else
        {
          guint which = g_test_rand_int_range (0, asked->len);
          gboolean current =
              mc_visit_is_current (fixture->visit, g_array_index (asked, guint64, which));

          g_assert_cmpint (current, ==, g_array_index (asked_by, guint, which) == visits);
          g_array_remove_index_fast (asked, which);
          g_array_remove_index_fast (asked_by, which);
        }
    }
  g_assert_cmpuint (asked_in, >, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/kiosk/visit/warning", test_warning);
  ADD ("/kiosk/visit/countdown", test_countdown);
  ADD ("/kiosk/visit/slept", test_slept);
  ADD ("/kiosk/visit/more-time", test_more_time);
  ADD ("/kiosk/visit/away", test_away);
  ADD ("/kiosk/visit/defaults", test_defaults);
  ADD ("/kiosk/visit/epochs", test_epochs);

  return g_test_run ();
}
