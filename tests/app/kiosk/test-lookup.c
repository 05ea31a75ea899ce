/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/kiosk/lookup-controller.h"
#include "tests/app/kiosk/kiosk-fixture.h"

#include <string.h>

#define UNKNOWN_URL "HTTPS://MOTCUA.EXAMPLE/T/0123456789ABCDEFGHJKMNPQRS"

/* Lets the whole network fail, and waits for the verdict. */
static void
settle (KioskFixture *fixture, McLookupController *lookup)
{
  while (mc_lookup_controller_get_state (lookup) == MC_LOOKUP_ASKING)
    {
      while (fake_transport_get_n_waiting (fixture->transport) > 0)
        fake_transport_fail (fixture->transport, 0);
      g_main_context_iteration (NULL, TRUE);
    }
}

static char *
file_one (KioskFixture *fixture)
{
  char *url;

  kiosk_fixture_file (fixture, "Nguyễn Minh Khuê");
  url = g_strdup (mc_intake_controller_get_receipt (fixture->intake)->status_url);
  mc_visit_end (fixture->visit, MC_VISIT_END_DONE);

  return url;
}

/* Without the network this kiosk still knows what was filed here, for whoever holds the slip. */
static void
test_own (KioskFixture *fixture, gconstpointer data)
{
  g_autoptr (McLookupController) lookup =
                 mc_lookup_controller_new (fixture->engine, fixture->visit);
  g_autofree char *url = file_one (fixture);

  mc_lookup_controller_scan (lookup, url);
  settle (fixture, lookup);
  g_assert_cmpint (mc_lookup_controller_get_state (lookup), ==, MC_LOOKUP_SAVED_HERE);
  g_assert_cmpint (mc_lookup_controller_get_verdict (lookup), ==, MC_VERDICT_SAVED_HERE);
  g_assert_cmpstr (mc_lookup_controller_get_receipt (lookup)->status_url, ==, url);

  mc_visit_end (fixture->visit, MC_VISIT_END_DONE);
  g_assert_cmpint (mc_lookup_controller_get_state (lookup), ==, MC_LOOKUP_IDLE);
  g_assert_null (mc_lookup_controller_get_receipt (lookup));
}

/* A slip of another kiosk is not called unknown only because the network is down. */
static void
test_offline (KioskFixture *fixture, gconstpointer data)
{
  g_autoptr (McLookupController) lookup =
                 mc_lookup_controller_new (fixture->engine, fixture->visit);

  mc_lookup_controller_scan (lookup, UNKNOWN_URL);
  settle (fixture, lookup);
  g_assert_cmpint (mc_lookup_controller_get_state (lookup), ==, MC_LOOKUP_OFFLINE);
  g_assert_cmpint (mc_lookup_controller_get_verdict (lookup), ==, MC_VERDICT_NONE);
}

/* What is no receipt, or cannot be a code, is said at once and never sent. */
static void
test_foreign (KioskFixture *fixture, gconstpointer data)
{
  g_autoptr (McLookupController) lookup =
                 mc_lookup_controller_new (fixture->engine, fixture->visit);
  const guint before = fake_transport_get_n_waiting (fixture->transport);

  mc_lookup_controller_scan (lookup, "HTTPS://ELSEWHERE.EXAMPLE/T/0123456789ABCDEFGHJKMNPQRS");
  g_assert_cmpint (mc_lookup_controller_get_state (lookup), ==, MC_LOOKUP_FOREIGN);
  mc_lookup_controller_scan (lookup, KIOSK_FIXTURE_CARD);
  g_assert_cmpint (mc_lookup_controller_get_state (lookup), ==, MC_LOOKUP_CARD);
  mc_lookup_controller_ask (lookup, "H26.101-260915-50001x", "0028", "2004");
  g_assert_cmpint (mc_lookup_controller_get_state (lookup), ==, MC_LOOKUP_MISTYPED);
  mc_lookup_controller_ask (lookup, "H26.101-260915-500012", "028", "2004");
  g_assert_cmpint (mc_lookup_controller_get_state (lookup), ==, MC_LOOKUP_MISTYPED);
  mc_lookup_controller_ask (lookup, "H26.101-260915-500012", "0028", "04");
  g_assert_cmpint (mc_lookup_controller_get_state (lookup), ==, MC_LOOKUP_MISTYPED);
  g_assert_cmpuint (fake_transport_get_n_waiting (fixture->transport), ==, before);

  mc_lookup_controller_ask (lookup, " h26.101-260915-500012 ", "0028", "2004");
  g_assert_cmpint (mc_lookup_controller_get_state (lookup), ==, MC_LOOKUP_ASKING);
  mc_lookup_controller_ask (lookup, "h26 101260915 500012", "0028", "2004");
  g_assert_cmpint (mc_lookup_controller_get_state (lookup), ==, MC_LOOKUP_ASKING);
}

/* A typed code never opens this kiosk's own record: nobody here can check the second factor. */
static void
test_typed (KioskFixture *fixture, gconstpointer data)
{
  g_autoptr (McLookupController) lookup =
                 mc_lookup_controller_new (fixture->engine, fixture->visit);
  g_autofree char *code = NULL;

  kiosk_fixture_file (fixture, "Nguyễn Minh Khuê");
  code = g_strdup (mc_intake_controller_get_receipt (fixture->intake)->code);
  mc_lookup_controller_ask (lookup, code, "0028", "2004");
  settle (fixture, lookup);
  g_assert_cmpint (mc_lookup_controller_get_state (lookup), ==, MC_LOOKUP_OFFLINE);
  g_assert_null (mc_lookup_controller_get_receipt (lookup));
}

/* Questions, late answers and ends of visits in any order: an answer is to the last question of
 * this visit, or there is none. */
static void
test_interleaving (KioskFixture *fixture, gconstpointer data)
{
  g_autoptr (McLookupController) lookup =
                 mc_lookup_controller_new (fixture->engine, fixture->visit);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  const char *asked = NULL;
  guint n_found = 0;
  guint n_late = 0;

  stub_printer_set_health (fixture->printer, MC_PRINTER_FAULT, "media-empty");
  first = file_one (fixture);
  second = file_one (fixture);
  for (guint i = 0; i < 10000; i++)
    {
      const int dice = g_test_rand_int_range (0, 100);
      const guint waiting = fake_transport_get_n_waiting (fixture->transport);
      const McReceipt *receipt;

      if (dice < 8)
        {
          asked = dice < 3 ? first : dice < 6 ? second : UNKNOWN_URL;
          mc_lookup_controller_scan (lookup, asked);
        }
      else if (dice < 12)
        {
          n_late += waiting > 0;
          mc_visit_end (fixture->visit, MC_VISIT_END_IDLE);
          asked = NULL;
        }
      else if (dice < 45 && waiting > 0)
        fake_transport_fail (fixture->transport, g_test_rand_int_range (0, waiting));
      else
        /* only the outbox's thread is left to answer: worth waiting for */
        g_main_context_iteration (
            NULL, waiting == 0 && mc_lookup_controller_get_state (lookup) == MC_LOOKUP_ASKING);

      receipt = mc_lookup_controller_get_receipt (lookup);
      if (asked == NULL)
        g_assert_cmpint (mc_lookup_controller_get_state (lookup), ==, MC_LOOKUP_IDLE);
      if (receipt != NULL)
        {
          g_assert_cmpstr (receipt->status_url, ==, asked);
          n_found++;
        }
    }
  g_assert_cmpuint (n_found, >, 100);
  g_assert_cmpuint (n_late, >, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                        \
  g_test_add (path, KioskFixture, NULL, kiosk_fixture_set_up, function, kiosk_fixture_tear_down)
  ADD ("/kiosk/lookup/own", test_own);
  ADD ("/kiosk/lookup/offline", test_offline);
  ADD ("/kiosk/lookup/foreign", test_foreign);
  ADD ("/kiosk/lookup/typed", test_typed);
  ADD ("/kiosk/lookup/interleaving", test_interleaving);

  return g_test_run ();
}
