/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/domain/datetime.h"
#include "app/domain/json.h"
#include "app/kiosk/pickup-controller.h"
#include "tests/app/kiosk/kiosk-fixture.h"

#include <string.h>

#define URL "HTTPS://MOTCUA.EXAMPLE/T/0123456789ABCDEFGHJKMNPQRS"
#define CARD_NUMBER "001304000028"
#define CODE "H26.101-260915-500012"

typedef struct
{
  KioskFixture base;
  McLookupController *lookup; /* (owned) */
  McPickupController *pickup; /* (owned) */
} Fixture;

static McStatus *
make_status (Fixture *f, McState state)
{
  const McPoint *point = mc_engine_get_enrolment (f->base.engine)->point;
  McStatus *status = g_new0 (McStatus, 1);

  status->code = g_strdup (CODE);
  status->procedure = g_strdup ("1.001193");
  status->procedure_name = g_strdup ("Đăng ký khai sinh");
  status->unit_name = g_strdup (point->unit_name);
  status->point_name = g_strdup (point->name);
  status->state = state;
  status->status = mc_state_get_status (state);
  status->submitted_at = status->updated_at = 1789440000;
  status->expected_due = status->due_at = MC_TIME_NONE;
  for (guint i = 0; i < MC_N_STEPS; i++)
    status->steps[i].done_at = MC_TIME_NONE;
  return status;
}

/* Answers the first question that waits at @path. */
static void
answer (Fixture *f, const char *path, guint code, json_t *body)
{
  guint which;

  while (!fake_transport_find (f->base.transport, path, &which))
    g_main_context_iteration (NULL, TRUE);
  fake_transport_answer (f->base.transport, which, code, body, f->base.central);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
answer_problem (Fixture *f, const char *type, json_t *extra)
{
  g_autoptr (McProblem) problem = mc_problem_new (type, NULL);

  problem->extra = extra;
  answer (f, "/v1/pickups/", problem->status, mc_problem_to_json (problem));
}

static void
answer_obstacle (Fixture *f, const char *type, McState state)
{
  g_autoptr (McStatus) status = make_status (f, state);

  answer_problem (f, type, json_pack ("{s:o}", "dossier", mc_status_to_json (status)));
}

static void
answer_number (Fixture *f, const char *id, guint number, McPickupCheck check)
{
  g_autoptr (McPickup) pickup = mc_pickup_new ();

  pickup->id = g_strdup (id);
  pickup->code = g_strdup (CODE);
  pickup->procedure_name = g_strdup ("Đăng ký khai sinh");
  pickup->point_name = g_strdup (mc_engine_get_enrolment (f->base.engine)->point->name);
  pickup->counter = g_strdup ("2");
  pickup->number = number;
  pickup->ahead = 1;
  pickup->check = check;
  pickup->at = mc_clock_now (MC_CLOCK (f->base.time));
  answer (f, "/v1/pickups/", 201, mc_pickup_to_json (pickup));
}

/* Looks a ready dossier up. */
static void
find_ready (Fixture *f)
{
  g_autoptr (McStatus) status = make_status (f, MC_STATE_READY);

  mc_visit_begin (f->base.visit);
  mc_lookup_controller_scan (f->lookup, URL);
  answer (f, "/v1/lookups", 200, mc_status_to_json (status));
  g_assert_cmpint (mc_lookup_controller_get_verdict (f->lookup), ==, MC_VERDICT_READY);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  kiosk_fixture_set_up (&f->base, NULL);
  f->lookup = mc_lookup_controller_new (f->base.engine, f->base.visit);
  f->pickup = mc_pickup_controller_new (f->base.engine, f->base.visit, f->lookup);
  find_ready (f);
  g_assert_true (mc_pickup_controller_is_here (f->pickup));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->pickup);
  g_clear_object (&f->lookup);
  kiosk_fixture_tear_down (&f->base, NULL);
}

static void
assert_state (Fixture *f, McCollectState state)
{
  g_assert_cmpint (mc_pickup_controller_get_state (f->pickup), ==, state);
}

static void
wait_print (Fixture *f, McIntakePrint print)
{
  while (mc_pickup_controller_get_print (f->pickup) != print)
    g_main_context_iteration (NULL, TRUE);
}

/* What the question under way says. */
static json_t *
dup_question (Fixture *f, char **id)
{
  const McHttpRequest *request;
  gsize length;
  const char *text;
  guint which;

  g_assert_true (fake_transport_find (f->base.transport, "/v1/pickups/", &which));
  request = fake_transport_get_request (f->base.transport, which);
  g_assert_cmpstr (request->method, ==, "PUT");
  if (id != NULL)
    *id = g_strdup (strrchr (request->url, '/') + 1);
  text = g_bytes_get_data (request->body, &length);
  return mc_json_parse (text, length, 4096, "question", NULL);
}

/* The right card: the number, its slip with what only this machine knows, and the outcome of the
 * paper as it is. */
static void
test_card (Fixture *f, gconstpointer data)
{
  g_autoptr (json_t) question = NULL;
  const McPickup *pickup;

  mc_pickup_controller_scan (f->pickup, KIOSK_FIXTURE_CARD);
  assert_state (f, MC_COLLECT_ASKING);
  question = dup_question (f, NULL);
  g_assert_cmpstr (mc_json_get_optional_string (question, "card"), ==, CARD_NUMBER);
  g_assert_cmpstr (
      mc_json_get_optional_string (question, "token"), ==, "0123456789ABCDEFGHJKMNPQRS");
  answer_number (f, "01977a2e-0000-7000-8000-000000000001", 7, MC_PICKUP_CARD_MATCHED);
  assert_state (f, MC_COLLECT_TAKEN);
  pickup = mc_pickup_controller_get_pickup (f->pickup);
  g_assert_cmpuint (pickup->number, ==, 7);
  g_assert_cmpstr (pickup->counter, ==, "2");
  g_assert_cmpstr (pickup->masked_name, ==, "Trần Thị B•••");
  g_assert_cmpstr (pickup->kiosk, ==, "HK-03");
  g_assert_cmpstr (pickup->language, ==, "vi");
  g_assert_nonnull (pickup->unit_name);

  wait_print (f, MC_INTAKE_PRINT_PRINTING);
  while (stub_printer_get_n_jobs (f->base.printer) != 1) /* its thread may not have begun */
    g_thread_yield ();
  mc_pickup_controller_scan (f->pickup, KIOSK_FIXTURE_OTHER_CARD); /* too late for another */
  mc_pickup_controller_ask_clerk (f->pickup);
  assert_state (f, MC_COLLECT_TAKEN);
  stub_printer_end_job (f->base.printer, MC_PRINT_UNKNOWN);
  wait_print (f, MC_INTAKE_PRINT_UNKNOWN);
}

/* Without a card the clerk looks, and no name is on the slip. */
static void
test_clerk (Fixture *f, gconstpointer data)
{
  g_autoptr (json_t) question = NULL;

  mc_pickup_controller_ask_clerk (f->pickup);
  question = dup_question (f, NULL);
  g_assert_null (json_object_get (question, "card"));
  answer_number (f, "01977a2e-0000-7000-8000-000000000001", 8, MC_PICKUP_CLERK_TO_LOOK);
  assert_state (f, MC_COLLECT_TAKEN);
  g_assert_null (mc_pickup_controller_get_pickup (f->pickup)->masked_name);
  wait_print (f, MC_INTAKE_PRINT_PRINTING);
  stub_printer_end_job (f->base.printer, MC_PRINT_CONFIRMED);
  wait_print (f, MC_INTAKE_PRINT_DONE);
}

/* What is no card, and one that does not make sense, is said at once and never sent. */
static void
test_bad_cards (Fixture *f, gconstpointer data)
{
  guint which;

  mc_pickup_controller_scan (f->pickup, URL);
  assert_state (f, MC_COLLECT_NO_CARD);
  mc_pickup_controller_scan (f->pickup, "001304000028||Trần Thị Bình|31022004|Nữ|Hà Nội|01082024");
  assert_state (f, MC_COLLECT_BAD_CARD);
  g_assert_false (fake_transport_find (f->base.transport, "/v1/pickups/", &which));
}

/* Another's card: how many more are compared; after the last one the clerk. Each card is a wish of
 * its own. */
static void
test_other_card (Fixture *f, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  mc_pickup_controller_scan (f->pickup, KIOSK_FIXTURE_OTHER_CARD);
  json_decref (dup_question (f, &first));
  answer_problem (f, "card-mismatch", json_pack ("{s:i}", "tries_left", 2));
  assert_state (f, MC_COLLECT_OTHER_CARD);
  g_assert_cmpuint (mc_pickup_controller_get_tries_left (f->pickup), ==, 2);
  mc_pickup_controller_scan (f->pickup, KIOSK_FIXTURE_CARD);
  json_decref (dup_question (f, &second));
  g_assert_cmpstr (first, !=, second);
  answer_problem (f, "ask-clerk", NULL);
  assert_state (f, MC_COLLECT_ASK_CLERK);
}

/* What changed since the look-up is told by the look-up's own words. */
static void
test_changed (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *type;
    McState state;
    McVerdict verdict;
  } rows[] = {
    { "handed-over", MC_STATE_RETURNED, MC_VERDICT_RETURNED },
    { "not-ready", MC_STATE_APPROVED, MC_VERDICT_ON_TIME },
    { "supplement-asked", MC_STATE_SUPPLEMENT_ASKED, MC_VERDICT_SUPPLEMENT },
    { "refused", MC_STATE_REFUSED, MC_VERDICT_REFUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      mc_pickup_controller_ask_clerk (f->pickup);
      answer_obstacle (f, rows[i].type, rows[i].state);
      assert_state (f, MC_COLLECT_CHANGED);
      g_assert_cmpint (mc_lookup_controller_get_verdict (f->lookup), ==, rows[i].verdict);
    }
}

/* No answer, and one that says nothing: the same wish may be sent again with the same id, until the
 * visit ends. */
static void
test_offline (Fixture *f, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (json_t) question = NULL;
  guint which;

  mc_pickup_controller_scan (f->pickup, KIOSK_FIXTURE_CARD);
  json_decref (dup_question (f, &first));
  g_assert_true (fake_transport_find (f->base.transport, "/v1/pickups/", &which));
  fake_transport_fail (f->base.transport, which);
  while (mc_pickup_controller_get_state (f->pickup) == MC_COLLECT_ASKING)
    g_main_context_iteration (NULL, TRUE);
  assert_state (f, MC_COLLECT_OFFLINE);
  mc_pickup_controller_again (f->pickup);
  question = dup_question (f, &second);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (mc_json_get_optional_string (question, "card"), ==, CARD_NUMBER);
  answer_problem (f, "conflict", NULL);
  assert_state (f, MC_COLLECT_OFFLINE);
  mc_visit_end (f->base.visit, MC_VISIT_END_DONE);
  assert_state (f, MC_COLLECT_IDLE);
  mc_pickup_controller_again (f->pickup);
  assert_state (f, MC_COLLECT_IDLE);
}

/* A printer that says that it cannot print is not asked; a slip is printed three times at most. */
static void
test_no_paper (Fixture *f, gconstpointer data)
{
  stub_printer_set_health (f->base.printer, MC_PRINTER_FAULT, "media-empty");
  mc_pickup_controller_ask_clerk (f->pickup);
  answer_number (f, "01977a2e-0000-7000-8000-000000000001", 8, MC_PICKUP_CLERK_TO_LOOK);
  assert_state (f, MC_COLLECT_TAKEN);
  g_assert_cmpint (mc_pickup_controller_get_print (f->pickup), ==, MC_INTAKE_PRINT_NONE);
  g_assert_cmpuint (stub_printer_get_n_jobs (f->base.printer), ==, 0);
}

/* An answer for an earlier citizen is dropped, whatever came in between; their slip is nobody's. */
static void
test_interleaving (Fixture *f, gconstpointer data)
{
  guint n_taken = 0;
  guint n_late = 0;

  stub_printer_set_health (f->base.printer, MC_PRINTER_FAULT, "media-empty");
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *wanted = NULL;
      guint which;

      if (i > 0)
        find_ready (f);
      if (g_test_rand_bit ())
        mc_pickup_controller_scan (f->pickup, KIOSK_FIXTURE_CARD);
      else
        mc_pickup_controller_ask_clerk (f->pickup);
      json_decref (dup_question (f, &wanted));
      if (g_test_rand_bit ())
        {
          mc_visit_end (f->base.visit, MC_VISIT_END_IDLE);
          n_late++;
        }
      if (g_test_rand_bit () && fake_transport_find (f->base.transport, "/v1/pickups/", &which))
        answer_number (f, wanted, i + 1, MC_PICKUP_CARD_MATCHED);

      if (mc_visit_get_state (f->base.visit) == MC_VISIT_AWAY)
        {
          assert_state (f, MC_COLLECT_IDLE);
          g_assert_null (mc_pickup_controller_get_pickup (f->pickup));
        }
      else if (mc_pickup_controller_get_state (f->pickup) == MC_COLLECT_TAKEN)
        {
          g_assert_cmpuint (mc_pickup_controller_get_pickup (f->pickup)->number, ==, i + 1);
          n_taken++;
        }
      mc_visit_end (f->base.visit, MC_VISIT_END_DONE);
      assert_state (f, MC_COLLECT_IDLE);
      while (fake_transport_find (f->base.transport, "/v1/pickups/", &which))
        fake_transport_fail (f->base.transport, which);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      assert_state (f, MC_COLLECT_IDLE);
    }
  g_assert_cmpuint (n_taken, >, 50);
  g_assert_cmpuint (n_late, >, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/kiosk/pickup/card", test_card);
  ADD ("/kiosk/pickup/clerk", test_clerk);
  ADD ("/kiosk/pickup/bad-cards", test_bad_cards);
  ADD ("/kiosk/pickup/other-card", test_other_card);
  ADD ("/kiosk/pickup/changed", test_changed);
  ADD ("/kiosk/pickup/offline", test_offline);
  ADD ("/kiosk/pickup/no-paper", test_no_paper);
  ADD ("/kiosk/pickup/interleaving", test_interleaving);

  return g_test_run ();
}
