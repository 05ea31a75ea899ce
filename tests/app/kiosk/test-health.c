/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/kiosk/health.h"
#include "tests/app/kiosk/kiosk-fixture.h"

#define YEAR_MS (G_GINT64_CONSTANT (366) * 24 * 3600 * 1000)

/* An enrolled machine takes dossiers, with or without central, once nothing of an earlier citizen
 * can be at the printer any more. */
static void
test_well (KioskFixture *fixture, gconstpointer data)
{
  g_autoptr (McHealth) health = mc_health_new (fixture->engine);

  g_assert_true (mc_health_get_enrolled (health));
  g_assert_false (mc_health_get_online (health));
  g_assert_false (mc_health_get_out_of_service (health));
  g_assert_true (mc_health_get_settling (health));
  g_assert_false (mc_health_can_file (health));
  while (mc_health_get_settling (health))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (mc_health_can_file (health));
}

/* A machine that woke up with a dead clock, years ago, offers nothing, and says so before a citizen
 * begins. */
static void
test_clock (KioskFixture *fixture, gconstpointer data)
{
  g_autoptr (McHealth) health = NULL;

  fake_time_advance_ms (fixture->time, -10 * YEAR_MS);
  health = mc_health_new (fixture->engine);
  g_assert_true (mc_health_get_out_of_service (health));
  g_assert_false (mc_health_can_file (health));
}

/* Before enrolment it takes none. */
static void
test_not_enrolled (KioskFixture *fixture, gconstpointer data)
{
  g_autoptr (McHealth) health = mc_health_new (fixture->engine);

  g_assert_false (mc_health_get_enrolled (health));
  g_assert_false (mc_health_can_file (health));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, function)                                                                  \
  g_test_add (path, KioskFixture, data, kiosk_fixture_set_up, function, kiosk_fixture_tear_down)
  ADD ("/kiosk/health/well", NULL, test_well);
  ADD ("/kiosk/health/clock", NULL, test_clock);
  ADD ("/kiosk/health/not-enrolled", "not-enrolled", test_not_enrolled);
#undef ADD

  return g_test_run ();
}
