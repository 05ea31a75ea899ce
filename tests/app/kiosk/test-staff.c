/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/kiosk/staff-access.h"
#include "app/kiosk/staff-document.h"
#include "app/kiosk/staff-papers.h"
#include "tests/app/kiosk/kiosk-fixture.h"

#include <string.h>

#define PIN "582914"
#define CHILD "Nguyễn CANARY Khuê"

typedef struct
{
  KioskFixture kiosk;
  McStaffAccess *access; /* (owned) */
  McStaffPapers *papers; /* (owned) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  kiosk_fixture_set_up (&self->kiosk, NULL);
  self->access = mc_staff_access_new (self->kiosk.engine, self->kiosk.visit);
  self->papers = mc_staff_papers_new (self->kiosk.engine, self->access);
  if (g_strcmp0 (data, "no-pin") != 0)
    g_assert_true (mc_staff_pin_set (self->kiosk.outbox, PIN, NULL));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  while (mc_staff_access_get_state (self->access) == MC_STAFF_CHECKING)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (self->papers);
  g_object_unref (self->access);
  kiosk_fixture_tear_down (&self->kiosk, NULL);
}

static void
wait_problem (Fixture *self, McStaffProblem problem)
{
  while (mc_staff_access_get_problem (self->access) != problem)
    g_main_context_iteration (NULL, TRUE);
}

static void
type (Fixture *self, const char *pin)
{
  mc_staff_access_try (self->access, g_strdup (pin));
  g_assert_cmpint (mc_staff_access_get_state (self->access), ==, MC_STAFF_CHECKING);
  while (mc_staff_access_get_state (self->access) == MC_STAFF_CHECKING)
    g_main_context_iteration (NULL, TRUE);
}

static void
open_staff (Fixture *self)
{
  mc_staff_access_ask (self->access);
  type (self, PIN);
  g_assert_cmpint (mc_staff_access_get_state (self->access), ==, MC_STAFF_OPEN);
}

static void
wait_list (Fixture *self, guint n)
{
  while (mc_staff_papers_get_list (self->papers)->len != n ||
         mc_staff_papers_get_figures (self->papers) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Asking for the PIN takes nothing from the citizen: a hand on the corner does no harm. */
static void
test_cancel (Fixture *self, gconstpointer data)
{
  const guint64 epoch = mc_visit_get_epoch (self->kiosk.visit);

  kiosk_fixture_fill (&self->kiosk, CHILD);
  mc_staff_access_ask (self->access);
  g_assert_cmpint (mc_staff_access_get_state (self->access), ==, MC_STAFF_ASKING);
  type (self, "000000");
  g_assert_cmpint (mc_staff_access_get_problem (self->access), ==, MC_STAFF_PROBLEM_WRONG);
  mc_staff_access_cancel (self->access);
  g_assert_cmpint (mc_staff_access_get_state (self->access), ==, MC_STAFF_CLOSED);
  g_assert_true (mc_visit_is_current (self->kiosk.visit, epoch));
  g_assert_cmpstr (mc_intake_controller_get_raw (self->kiosk.intake, "child_name"), ==, CHILD);
}

/* Where nobody was, cancelling leaves nobody there. */
static void
test_cancel_nobody (Fixture *self, gconstpointer data)
{
  mc_staff_access_ask (self->access);
  g_assert_cmpint (mc_visit_get_state (self->kiosk.visit), ==, MC_VISIT_ACTIVE);
  mc_staff_access_cancel (self->access);
  g_assert_cmpint (mc_visit_get_state (self->kiosk.visit), ==, MC_VISIT_AWAY);
  g_assert_cmpint (mc_staff_access_get_state (self->access), ==, MC_STAFF_CLOSED);
}

static gboolean wiped_before_open;

static void
on_state (Fixture *self)
{
  if (mc_staff_access_get_state (self->access) == MC_STAFF_OPEN)
    wiped_before_open = mc_intake_controller_get_raw (self->kiosk.intake, "child_name") == NULL &&
                        mc_intake_controller_get_state (self->kiosk.intake) == MC_INTAKE_EMPTY;
}

/* The citizen's data is gone before the first screen of the staff's is there. */
static void
test_wipes (Fixture *self, gconstpointer data)
{
  const guint64 epoch = mc_visit_get_epoch (self->kiosk.visit);

  kiosk_fixture_fill (&self->kiosk, CHILD);
  wiped_before_open = FALSE;
  g_signal_connect_swapped (self->access, "notify::state", G_CALLBACK (on_state), self);
  open_staff (self);
  g_assert_true (wiped_before_open);
  g_assert_false (mc_visit_is_current (self->kiosk.visit, epoch));
  g_assert_cmpint (mc_visit_get_state (self->kiosk.visit), ==, MC_VISIT_ACTIVE);
  mc_staff_access_leave (self->access);
  g_assert_cmpint (mc_staff_access_get_state (self->access), ==, MC_STAFF_CLOSED);
  g_assert_cmpint (mc_visit_get_state (self->kiosk.visit), ==, MC_VISIT_AWAY);
}

/* Two minutes without a touch, whatever citizens are given; a touch begins them anew, and the next
 * citizen has the citizens' time again. */
static void
test_leaves (Fixture *self, gconstpointer data)
{
  open_staff (self);
  fake_time_advance_ms (self->kiosk.time, 104000);
  mc_visit_tick (self->kiosk.visit);
  g_assert_cmpint (mc_visit_get_state (self->kiosk.visit), ==, MC_VISIT_ACTIVE);
  mc_visit_touch (self->kiosk.visit);
  fake_time_advance_ms (self->kiosk.time, 105000);
  mc_visit_tick (self->kiosk.visit);
  g_assert_cmpint (mc_visit_get_state (self->kiosk.visit), ==, MC_VISIT_WARNING);
  g_assert_cmpint (mc_staff_access_get_state (self->access), ==, MC_STAFF_OPEN);
  fake_time_advance_ms (self->kiosk.time, 15000);
  mc_visit_tick (self->kiosk.visit);
  g_assert_cmpint (mc_staff_access_get_state (self->access), ==, MC_STAFF_CLOSED);
  g_assert_cmpint (mc_visit_get_state (self->kiosk.visit), ==, MC_VISIT_AWAY);

  mc_visit_begin (self->kiosk.visit);
  fake_time_advance_ms (self->kiosk.time, 91000);
  mc_visit_tick (self->kiosk.visit);
  g_assert_cmpint (mc_visit_get_state (self->kiosk.visit), ==, MC_VISIT_WARNING);
}

/* A PIN that was right but came when everybody had left opens nothing. */
static void
test_too_late (Fixture *self, gconstpointer data)
{
  mc_staff_access_ask (self->access);
  mc_staff_access_try (self->access, g_strdup (PIN));
  mc_visit_end (self->kiosk.visit, MC_VISIT_END_IDLE);
  g_assert_cmpint (mc_staff_access_get_state (self->access), ==, MC_STAFF_CLOSED);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  /* asked again it takes the next one: nothing of the first is left */
  open_staff (self);
}

/* Every reason why it does not open is told; with the fifth wrong one a wait begins, which is told
 * by the second, and passes. */
static void
test_problems (Fixture *self, gconstpointer data)
{
  mc_staff_access_ask (self->access);
  for (guint i = 1; i < MC_STAFF_PIN_FREE_TRIES; i++)
    {
      type (self, "582915");
      g_assert_cmpint (mc_staff_access_get_problem (self->access), ==, MC_STAFF_PROBLEM_WRONG);
      g_assert_cmpuint (mc_staff_access_get_tries_left (self->access), ==, MC_STAFF_PIN_TRIES - i);
    }
  type (self, "582915");
  g_assert_cmpint (mc_staff_access_get_problem (self->access), ==, MC_STAFF_PROBLEM_WAIT);
  g_assert_cmpuint (mc_staff_access_get_wait (self->access), ==, MC_STAFF_PIN_FIRST_WAIT_S);
  fake_time_advance_ms (self->kiosk.time, 5000);
  type (self, PIN);
  g_assert_cmpint (mc_staff_access_get_problem (self->access), ==, MC_STAFF_PROBLEM_WAIT);
  g_assert_cmpuint (mc_staff_access_get_wait (self->access), ==, MC_STAFF_PIN_FIRST_WAIT_S - 5);
  fake_time_advance_ms (self->kiosk.time, 10000);
  wait_problem (self, MC_STAFF_PROBLEM_NONE); /* the countdown looks each second */
  g_assert_cmpuint (mc_staff_access_get_wait (self->access), ==, 0);
  type (self, PIN);
  g_assert_cmpint (mc_staff_access_get_state (self->access), ==, MC_STAFF_OPEN);
}

/* Without a PIN nothing opens, not even by an empty one. */
static void
test_unset (Fixture *self, gconstpointer data)
{
  mc_staff_access_ask (self->access);
  wait_problem (self, MC_STAFF_PROBLEM_UNSET);
  type (self, "");
  g_assert_cmpint (mc_staff_access_get_state (self->access), ==, MC_STAFF_ASKING);
  g_assert_cmpint (mc_staff_access_get_problem (self->access), ==, MC_STAFF_PROBLEM_UNSET);
}

static const McStaffPaper *
first (Fixture *self)
{
  return g_ptr_array_index (mc_staff_papers_get_list (self->papers), 0);
}

static void
wait_print (Fixture *self, McPrintOutcome outcome, guint copy)
{
  while (mc_staff_papers_get_list (self->papers)->len == 0 || first (self)->print != outcome ||
         first (self)->copy != copy)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_act (Fixture *self)
{
  while (mc_staff_papers_get_act (self->papers) == MC_STAFF_ACT_UNDERWAY)
    g_main_context_iteration (NULL, TRUE);
}

/* A paper that got lost stands first; printed again it is copy 2, and seen to. While the screens
 * are closed nothing is shown of anybody. */
static void
test_papers (Fixture *self, gconstpointer data)
{
  kiosk_fixture_file (&self->kiosk, CHILD);
  stub_printer_end_job (self->kiosk.printer, MC_PRINT_UNKNOWN);
  while (mc_intake_controller_get_print (self->kiosk.intake) != MC_INTAKE_PRINT_UNKNOWN)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (mc_staff_papers_get_list (self->papers)->len, ==, 0);

  open_staff (self);
  wait_list (self, 1);
  g_assert_cmpuint (mc_staff_papers_get_n_unresolved (self->papers), ==, 1);
  g_assert_cmpuint (mc_staff_papers_get_figures (self->papers)->unknown, ==, 1);
  g_assert_cmpuint (mc_staff_papers_get_summary (self->papers)->pending, ==, 1);
  g_assert_null (mc_staff_papers_get_selected (self->papers));
  mc_staff_papers_select (self->papers, first (self)->id);
  g_assert_true (mc_staff_papers_get_selected (self->papers) == first (self));

  stub_printer_set_health (self->kiosk.printer, MC_PRINTER_FAULT, "media-empty");
  g_assert_false (mc_staff_papers_can_print (self->papers));
  stub_printer_set_health (self->kiosk.printer, MC_PRINTER_READY, NULL);
  g_assert_true (mc_staff_papers_can_print (self->papers));
  mc_staff_papers_print_again (self->papers);
  mc_staff_papers_print_again (self->papers); /* a second tap is none */
  wait_act (self);
  g_assert_cmpint (mc_staff_papers_get_act (self->papers), ==, MC_STAFF_ACT_DONE);
  wait_print (self, MC_PRINT_OPEN, 2);
  g_assert_false (mc_staff_papers_can_print (self->papers));
  stub_printer_end_job (self->kiosk.printer, MC_PRINT_CONFIRMED);
  wait_print (self, MC_PRINT_CONFIRMED, 2);
  g_assert_cmpuint (stub_printer_get_n_jobs (self->kiosk.printer), ==, 2);
  g_assert_cmpuint (mc_staff_papers_get_n_unresolved (self->papers), ==, 0);
  g_assert_cmpuint (mc_staff_papers_get_figures (self->papers)->confirmed, ==, 1);
  g_assert_cmpuint (mc_staff_papers_get_figures (self->papers)->reprints, ==, 1);

  mc_staff_access_leave (self->access);
  g_assert_cmpuint (mc_staff_papers_get_list (self->papers)->len, ==, 0);
  g_assert_null (mc_staff_papers_get_figures (self->papers));
  g_assert_null (mc_staff_papers_get_selected (self->papers));
}

/* Whoever looked says what became of a lost paper; the second answer comes too late and changes
 * nothing. */
static void
test_resolve (Fixture *self, gconstpointer data)
{
  kiosk_fixture_file (&self->kiosk, CHILD);
  stub_printer_end_job (self->kiosk.printer, MC_PRINT_UNKNOWN);
  while (mc_intake_controller_get_print (self->kiosk.intake) != MC_INTAKE_PRINT_UNKNOWN)
    g_main_context_iteration (NULL, TRUE);
  open_staff (self);
  wait_list (self, 1);
  mc_staff_papers_select (self->papers, first (self)->id);
  mc_staff_papers_note_out (self->papers);
  wait_act (self);
  g_assert_cmpint (mc_staff_papers_get_act (self->papers), ==, MC_STAFF_ACT_DONE);
  wait_print (self, MC_PRINT_CONFIRMED, 1);
  g_assert_cmpuint (mc_staff_papers_get_n_unresolved (self->papers), ==, 0);
  mc_staff_papers_discard (self->papers);
  wait_act (self);
  g_assert_cmpint (mc_staff_papers_get_act (self->papers), ==, MC_STAFF_ACT_OVERTAKEN);
  wait_print (self, MC_PRINT_CONFIRMED, 1);
}

/* The test page and the day's slip come out of the same queue, and are nobody's dossier. */
static void
test_documents (Fixture *self, gconstpointer data)
{
  static const char *const kinds[] = { MC_STAFF_DOCUMENT_TEST, MC_STAFF_DOCUMENT_DAY };

  open_staff (self);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      stub_printer_end_job (self->kiosk.printer, MC_PRINT_CONFIRMED);
      mc_staff_papers_print_document (self->papers, kinds[i], i == 0 ? "vi" : "en");
      wait_act (self);
      g_assert_cmpint (mc_staff_papers_get_act (self->papers), ==, MC_STAFF_ACT_DONE);
      while (mc_staff_papers_get_figures (self->papers) == NULL ||
             mc_staff_papers_get_figures (self->papers)->paper.papers != i + 1)
        g_main_context_iteration (NULL, TRUE);
    }
  /* A paper counts from its journal row on, which is written before the printer gets the job. */
  while (stub_printer_get_n_jobs (self->kiosk.printer) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (mc_staff_papers_get_figures (self->papers)->dossiers, ==, 0);
  stub_printer_set_health (self->kiosk.printer, MC_PRINTER_FAULT, "media-empty");
  g_assert_false (mc_staff_papers_has_printer (self->papers));
  mc_staff_papers_print_document (self->papers, MC_STAFF_DOCUMENT_TEST, "vi");
  g_assert_cmpint (mc_staff_papers_get_act (self->papers), ==, MC_STAFF_ACT_DONE); /* none begun */
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    const char *data;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/kiosk/staff/cancel", NULL, test_cancel },
    { "/kiosk/staff/cancel-nobody", NULL, test_cancel_nobody },
    { "/kiosk/staff/wipes", NULL, test_wipes },
    { "/kiosk/staff/leaves", NULL, test_leaves },
    { "/kiosk/staff/too-late", NULL, test_too_late },
    { "/kiosk/staff/problems", NULL, test_problems },
    { "/kiosk/staff/unset", "no-pin", test_unset },
    { "/kiosk/staff/papers", NULL, test_papers },
    { "/kiosk/staff/resolve", NULL, test_resolve },
    { "/kiosk/staff/documents", NULL, test_documents },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].data, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
