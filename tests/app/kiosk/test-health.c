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

static void
print_one (KioskFixture *fixture)
{
  McPrintJournal *journal = MC_PRINT_JOURNAL (fixture->outbox);
  g_autofree char *job = mc_outbox_add_staff_print (fixture->outbox, "test", NULL, NULL);

  g_assert_true (mc_print_journal_begin (journal, job, "stub", "stub:", 200, NULL));
  g_assert_true (mc_print_journal_settle (journal, job, MC_PRINT_CONFIRMED, NULL, NULL));
}

static void
wait_printed (KioskFixture *fixture, guint mm)
{
  while (mc_paper_roll_get (mc_engine_get_paper_roll (fixture->engine))->printed_mm != mm)
    g_main_context_iteration (NULL, TRUE);
}

/* At a fifth of the roll it warns by itself, with a reason of its own; what the printer says comes
 * first; a new roll ends it. Before anybody put one in nothing is said. */
static void
test_roll (KioskFixture *fixture, gconstpointer data)
{
  g_autoptr (McHealth) health = mc_health_new (fixture->engine);
  McPaperRoll *roll = mc_engine_get_paper_roll (fixture->engine);

  for (guint i = 0; i < 5; i++)
    print_one (fixture);
  g_assert_false (mc_health_get_roll_low (health));
  mc_paper_roll_begin (roll, 1);
  while (!mc_paper_roll_get (roll)->begun)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 3; i++)
    print_one (fixture);
  wait_printed (fixture, 600);
  g_assert_cmpint (mc_health_get_printer (health), ==, MC_HEALTH_PRINTER_READY);
  print_one (fixture);
  wait_printed (fixture, 800);
  g_assert_cmpuint (mc_paper_roll_get_left_mm (roll), ==, 200);
  g_assert_true (mc_health_get_roll_low (health));
  g_assert_cmpint (mc_health_get_printer (health), ==, MC_HEALTH_PRINTER_LOW);
  g_assert_cmpstr (mc_health_get_printer_reason (health), ==, MC_HEALTH_REASON_ROLL_LOW);

  stub_printer_set_health (fixture->printer, MC_PRINTER_FAULT, "cover-open");
  g_assert_cmpint (mc_health_get_printer (health), ==, MC_HEALTH_PRINTER_FAULT);
  g_assert_cmpstr (mc_health_get_printer_reason (health), ==, "cover-open");
  g_assert_true (mc_health_get_roll_low (health));
  /* a printer that cannot tell is not called ready because paper was counted */
  stub_printer_set_health (fixture->printer, MC_PRINTER_UNKNOWN, NULL);
  g_assert_cmpint (mc_health_get_printer (health), ==, MC_HEALTH_PRINTER_UNKNOWN);
  stub_printer_set_health (fixture->printer, MC_PRINTER_READY, NULL);

  mc_paper_roll_begin (roll, 1);
  wait_printed (fixture, 0);
  g_assert_false (mc_health_get_roll_low (health));
  g_assert_cmpint (mc_health_get_printer (health), ==, MC_HEALTH_PRINTER_READY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, function)                                                                  \
  g_test_add (path, KioskFixture, data, kiosk_fixture_set_up, function, kiosk_fixture_tear_down)
  ADD ("/kiosk/health/well", NULL, test_well);
  ADD ("/kiosk/health/clock", NULL, test_clock);
  ADD ("/kiosk/health/roll", NULL, test_roll);
  ADD ("/kiosk/health/not-enrolled", "not-enrolled", test_not_enrolled);
#undef ADD

  return g_test_run ();
}
