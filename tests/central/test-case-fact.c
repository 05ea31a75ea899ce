/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/facts.h"
#include "tests/central/desk.h"

static gboolean
take (const McFact *fact, gpointer data)
{
  *(McFact **) data = mc_fact_copy (fact);
  return FALSE;
}

static McFact *
read_fact (Desk *desk)
{
  const McFactQuery query = { MC_TIME_NONE, MC_TIME_NONE, NULL };
  McFact *fact = NULL;

  g_assert_true (mc_facts_each (MC_FACTS (desk->central->storage), &query, take, &fact, NULL));
  g_assert_nonnull (fact);
  return fact;
}

static McFact *
step (Desk *desk, const char *at, const char *action, const char *role)
{
  desk_set_time (desk, at);
  json_decref (desk_step (desk, action, role));
  return read_fact (desk);
}

static void
assert_minutes (const McFact *fact, gint32 two, gint32 three, gint32 four, gint32 five)
{
  g_assert_cmpint (fact->minutes[2], ==, two);
  g_assert_cmpint (fact->minutes[3], ==, three);
  g_assert_cmpint (fact->minutes[4], ==, four);
  g_assert_cmpint (fact->minutes[5], ==, five);
}

/* Each step brings the facts along, in its own transaction: filed on a Friday at 09:51. */
static void
test_straight (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autoptr (McFact) received = step (desk, "2025-06-20T10:21:00+07:00", "receive", "reception");
  g_autoptr (McFact) assigned =
                 step (desk, "2025-06-20T13:30:00+07:00", "chair_assign", "chairman");
  g_autoptr (McFact) approved = NULL, ready = NULL, back = NULL, returned = NULL, undone = NULL;

  g_assert_cmpint (received->accepted_at, ==, desk_time ("2025-06-20T10:21:00+07:00"));
  g_assert_cmpint (received->due_at, ==, desk_time ("2025-06-20T17:00:00+07:00"));
  assert_minutes (received, 30, MC_MINUTES_NONE, MC_MINUTES_NONE, MC_MINUTES_NONE);
  assert_minutes (assigned, 30, 129, MC_MINUTES_NONE, MC_MINUTES_NONE);

  mc_fact_free (step (desk, "2025-06-20T14:00:00+07:00", "dept_assign", "department"));
  mc_fact_free (step (desk, "2025-06-20T15:00:00+07:00", "process", "specialist"));
  mc_fact_free (step (desk, "2025-06-20T15:10:00+07:00", "dept_approve", "department"));
  approved = step (desk, "2025-06-20T15:20:00+07:00", "chair_approve", "chairman");
  g_assert_cmpint (approved->finished_at, ==, desk_time ("2025-06-20T15:20:00+07:00"));
  g_assert_cmpint (approved->ended_at, ==, MC_TIME_NONE);
  g_assert_cmpint (approved->minutes[6], ==, 10);
  g_assert_cmpint (approved->minutes[7], ==, MC_MINUTES_NONE);
  ready = step (desk, "2025-06-20T15:50:00+07:00", "register_result", "reception");
  g_assert_cmpint (ready->finished_at, ==, approved->finished_at);
  g_assert_cmpint (ready->minutes[7], ==, 40);
  back = step (desk, "2025-06-20T15:55:00+07:00", "undo", "reception");
  g_assert_cmpint (back->finished_at, ==, approved->finished_at);
  mc_fact_free (step (desk, "2025-06-20T16:00:00+07:00", "register_result", "reception"));
  returned = step (desk, "2025-06-20T16:30:00+07:00", "return", "reception");
  g_assert_cmpint (returned->ended_at, ==, desk_time ("2025-06-20T16:30:00+07:00"));
  g_assert_cmpint (returned->minutes[7], ==, 45);
  g_assert_cmpint (returned->minutes[8], ==, 35);
  g_assert_cmpint (returned->flags, ==, MC_FACT_NONE);
  g_assert_cmpint (returned->paused, ==, 0);
  assert_minutes (returned, 30, 129, 30, 60);
  undone = step (desk, "2025-06-20T16:40:00+07:00", "undo", "reception");
  g_assert_cmpint (undone->ended_at, ==, MC_TIME_NONE);
  g_assert_cmpint (undone->finished_at, ==, approved->finished_at);
  g_assert_cmpint (undone->minutes[8], ==, MC_MINUTES_NONE);
}

/* A supplement: received is what was received first; the wait is the citizen's; what is refused in
 * the end says so, until it is opened again. */
static void
test_supplement (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autoptr (McFact) asked = NULL,
                     again = NULL,
                     refused = NULL,
                     undone = NULL,
                     stopped = NULL,
                     reopened = NULL;

  mc_fact_free (step (desk, "2025-06-20T10:21:00+07:00", "receive", "reception"));
  mc_fact_free (step (desk, "2025-06-20T10:30:00+07:00", "chair_assign", "chairman"));
  mc_fact_free (step (desk, "2025-06-20T11:00:00+07:00", "dept_assign", "department"));
  asked = step (desk, "2025-06-20T11:30:00+07:00", "ask_supplement", "specialist");
  g_assert_cmpint (asked->paused_at, ==, desk_time ("2025-06-20T11:30:00+07:00"));
  g_assert_cmpint (asked->resumed_at, ==, MC_TIME_NONE);
  g_assert_cmpint (asked->flags, ==, MC_FACT_SUPPLEMENTED);
  assert_minutes (asked, 30, 9, 30, MC_MINUTES_NONE);
  again = step (desk, "2025-06-23T08:30:00+07:00", "supplement", "reception");
  g_assert_cmpint (again->accepted_at, ==, desk_time ("2025-06-20T10:21:00+07:00"));
  g_assert_cmpint (again->resumed_at, ==, desk_time ("2025-06-23T08:30:00+07:00"));
  g_assert_cmpint (again->due_at, ==, desk_time ("2025-06-23T17:00:00+07:00"));
  g_assert_cmpint (again->paused, ==, 30 + 4 * 60 + 30);
  assert_minutes (again, 30, MC_MINUTES_NONE, MC_MINUTES_NONE, MC_MINUTES_NONE);

  mc_fact_free (step (desk, "2025-06-23T09:00:00+07:00", "chair_assign", "chairman"));
  mc_fact_free (step (desk, "2025-06-23T09:30:00+07:00", "dept_assign", "department"));
  mc_fact_free (step (desk, "2025-06-23T10:00:00+07:00", "propose_refusal", "specialist"));
  mc_fact_free (step (desk, "2025-06-23T10:10:00+07:00", "dept_approve", "department"));
  refused = step (desk, "2025-06-23T10:20:00+07:00", "chair_refuse", "chairman");
  g_assert_cmpint (refused->flags, ==, MC_FACT_SUPPLEMENTED | MC_FACT_REFUSED);
  g_assert_cmpint (refused->finished_at, ==, desk_time ("2025-06-23T10:20:00+07:00"));
  assert_minutes (refused, 30, 39, 60, 60);
  undone = step (desk, "2025-06-23T10:25:00+07:00", "undo", "chairman");
  g_assert_cmpint (undone->flags, ==, MC_FACT_SUPPLEMENTED);
  g_assert_cmpint (undone->finished_at, ==, MC_TIME_NONE);
  stopped = step (desk, "2025-06-23T10:30:00+07:00", "stop", "chairman");
  g_assert_cmpint (stopped->finished_at, ==, desk_time ("2025-06-23T10:30:00+07:00"));
  g_assert_cmpint (stopped->ended_at, ==, stopped->finished_at);
  reopened = step (desk, "2025-06-23T11:00:00+07:00", "reopen", "chairman");
  g_assert_cmpint (reopened->finished_at, ==, MC_TIME_NONE);
  g_assert_cmpint (reopened->ended_at, ==, MC_TIME_NONE);
}

/* A calendar that has ended costs the minutes, not the step. */
static void
test_beyond (gconstpointer storage)
{
  g_autoptr (Desk) desk = desk_new (GPOINTER_TO_INT (storage));
  g_autoptr (McFact) fact = NULL;

  mc_fact_free (step (desk, "2025-06-20T10:21:00+07:00", "receive", "reception"));
  fact = step (desk, "2045-06-20T10:30:00+07:00", "chair_assign", "chairman");
  g_assert_cmpint (fact->state, ==, MC_STATE_CHAIR_ASSIGNED);
  assert_minutes (fact, MC_MINUTES_NONE, MC_MINUTES_NONE, MC_MINUTES_NONE, MC_MINUTES_NONE);
}

static void
add_both (const char *name, GTestDataFunc test)
{
  g_autofree char *memory = g_strconcat ("/central/case-fact/memory/", name, NULL);
  g_autofree char *sqlite = g_strconcat ("/central/case-fact/sqlite/", name, NULL);

  g_test_add_data_func (memory, GINT_TO_POINTER (DESK_MEMORY), test);
  g_test_add_data_func (sqlite, GINT_TO_POINTER (DESK_SQLITE), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_both ("straight", test_straight);
  add_both ("supplement", test_supplement);
  add_both ("beyond", test_beyond);

  return g_test_run ();
}
