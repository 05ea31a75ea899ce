/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/kiosk/staff-document.h"
#include "tests/ui/fixture.h"
#include "ui/widgets/notice.h"

#define CANARY "H26.107-CANARY"

static const char *
get_screen (UiFixture *f)
{
  return gtk_widget_get_name (GTK_WIDGET (mc_window_get_screen (f->window)));
}

static McStaffPapers *
get_papers (UiFixture *f)
{
  return mc_context_get_staff_papers (f->context);
}

static void
type_something (UiFixture *f)
{
  ui_fixture_click (f, "vi");
  ui_fixture_click (f, "status");
  ui_fixture_click (f, "type-code");
  gtk_editable_set_text (GTK_EDITABLE (ui_fixture_find (f, "field-code")), CANARY);
}

static void
file_one (UiFixture *f, McPrintOutcome outcome)
{
  ui_fixture_fill_draft (f);
  ui_fixture_submit (f);
  ui_fixture_end_print (f, outcome);
  mc_visit_end (f->visit, MC_VISIT_END_DONE);
}

static void
wait_list (UiFixture *f, guint unresolved, guint confirmed)
{
  while (mc_staff_papers_get_figures (get_papers (f)) == NULL ||
         mc_staff_papers_get_n_unresolved (get_papers (f)) != unresolved ||
         mc_staff_papers_get_figures (get_papers (f))->confirmed != confirmed)
    g_main_context_iteration (NULL, TRUE);
  ui_fixture_settle (f);
}

static void
see (UiFixture *f, guint which)
{
  const McStaffPaper *paper = g_ptr_array_index (mc_staff_papers_get_list (get_papers (f)), which);
  g_autofree char *name = g_strdup_printf ("see-%s", paper->code);

  ui_fixture_click (f, name);
  g_assert_cmpstr (get_screen (f), ==, "staff-paper");
}

/* The PIN page hides what the citizen entered, and gives it back untouched. */
static void
test_cancel (void)
{
  g_autoptr (UiFixture) f = ui_fixture_new_with_printer (1080, 1920);

  type_something (f);
  mc_window_ask_pin (f->window);
  ui_fixture_settle (f);
  g_assert_cmpstr (mc_window_get_cover (f->window), ==, "pin");
  g_assert_null (ui_fixture_find (f, "field-code"));
  ui_fixture_click (f, "pin-5");
  ui_fixture_click (f, "pin-back");
  g_assert_cmpstr (mc_window_get_cover (f->window), ==, "none");
  g_assert_cmpstr (
      gtk_editable_get_text (GTK_EDITABLE (ui_fixture_find (f, "field-code"))), ==, CANARY);
  /* and what was typed of a PIN is gone */
  mc_window_ask_pin (f->window);
  ui_fixture_settle (f);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (ui_fixture_find (f, "pin-dots"))), ==, "○○○○○○");
}

/* The right PIN opens the staff's page, and the citizen's is destroyed; leaving shows the first
 * page in Vietnamese, and no way leads back. */
static void
test_open_and_leave (void)
{
  g_autoptr (UiFixture) f = ui_fixture_new_with_printer (1080, 1920);
  GtkWidget *screen;

  type_something (f);
  mc_visit_set_language (f->visit, "en");
  screen = GTK_WIDGET (mc_window_get_screen (f->window));
  g_object_add_weak_pointer (G_OBJECT (screen), (gpointer *) &screen);
  ui_fixture_open_staff (f);
  g_assert_null (screen);
  g_assert_cmpstr (get_screen (f), ==, "staff-home");
  g_assert_cmpstr (mc_window_get_cover (f->window), ==, "none");
  g_assert_null (ui_fixture_find (f, "staff")); /* who is staff calls none */
  ui_fixture_click (f, "secondary");
  g_assert_cmpstr (mc_visit_get_language (f->visit), ==, "en");
  ui_fixture_click (f, "next");
  g_assert_cmpstr (get_screen (f), ==, "welcome");
  g_assert_cmpstr (mc_visit_get_language (f->visit), ==, "vi");
  g_assert_cmpint (
      mc_staff_access_get_state (mc_context_get_staff_access (f->context)), ==, MC_STAFF_CLOSED);
}

/* Asked after 105 s, gone after two minutes, whatever page of the staff's was open. */
static void
test_idle (void)
{
  g_autoptr (UiFixture) f = ui_fixture_new_with_printer (1080, 1920);

  ui_fixture_open_staff (f);
  ui_fixture_click (f, "printer");
  fake_time_advance_ms (f->time, 106000);
  mc_visit_tick (f->visit);
  ui_fixture_settle (f);
  g_assert_cmpstr (mc_window_get_cover (f->window), ==, "idle");
  fake_time_advance_ms (f->time, 15000);
  mc_visit_tick (f->visit);
  ui_fixture_settle (f);
  g_assert_cmpstr (get_screen (f), ==, "welcome");
  g_assert_cmpstr (mc_window_get_cover (f->window), ==, "none");
}

/* A wrong PIN says so and how many are left; short ones are not even handed over; the fifth has the
 * keys rest. */
static void
test_wrong (void)
{
  g_autoptr (UiFixture) f = ui_fixture_new_with_printer (1080, 1920);
  McStaffAccess *access = mc_context_get_staff_access (f->context);

  mc_window_ask_pin (f->window);
  ui_fixture_settle (f);
  for (guint i = 0; i < 5; i++)
    ui_fixture_click (f, "pin-1");
  g_assert_false (gtk_widget_get_sensitive (ui_fixture_find (f, "pin-enter")));
  for (guint try = 0; try < MC_STAFF_PIN_FREE_TRIES; try++)
    {
      for (guint i = try == 0 ? 5 : 0; i < 6; i++)
        ui_fixture_click (f, "pin-1");
      ui_fixture_click (f, "pin-enter");
      while (mc_staff_access_get_state (access) == MC_STAFF_CHECKING)
        g_main_context_iteration (NULL, TRUE);
      ui_fixture_settle (f);
      g_assert_nonnull (ui_fixture_find (f, "pin-notice"));
    }
  g_assert_cmpint (mc_staff_access_get_problem (access), ==, MC_STAFF_PROBLEM_WAIT);
  g_assert_false (gtk_widget_is_sensitive (ui_fixture_find (f, "pin-1")));
  g_assert_true (gtk_widget_is_sensitive (ui_fixture_find (f, "pin-back")));
}

/* A lost slip: seen, it is settled; another one is given up only after a question; a third is
 * printed again, and is then a copy. */
static void
test_papers (void)
{
  g_autoptr (UiFixture) f = ui_fixture_new_with_printer (1080, 1920);

  for (guint i = 0; i < 3; i++)
    file_one (f, MC_PRINT_UNKNOWN);
  ui_fixture_open_staff (f);
  wait_list (f, 3, 0);
  ui_fixture_click (f, "papers");
  see (f, 0);
  ui_fixture_click (f, "paper-out");
  wait_list (f, 2, 1);
  g_assert_null (ui_fixture_find (f, "paper-out"));
  g_assert_null (ui_fixture_find (f, "discard"));
  ui_fixture_click (f, "back");
  g_assert_cmpstr (get_screen (f), ==, "staff-papers");

  see (f, 0);
  ui_fixture_click (f, "discard");
  g_assert_cmpuint (mc_staff_papers_get_n_unresolved (get_papers (f)), ==, 2);
  ui_fixture_click (f, "keep");
  g_assert_null (ui_fixture_find (f, "really"));
  ui_fixture_click (f, "discard");
  ui_fixture_click (f, "really");
  wait_list (f, 1, 1);
  g_assert_cmpuint (mc_staff_papers_get_figures (get_papers (f))->failed, ==, 1);
  ui_fixture_click (f, "back");

  see (f, 0);
  stub_printer_end_job (f->printer, MC_PRINT_CONFIRMED);
  ui_fixture_click (f, "print-again");
  wait_list (f, 0, 2);
  g_assert_cmpuint (mc_staff_papers_get_figures (get_papers (f))->reprints, ==, 1);
  g_assert_cmpuint (mc_staff_papers_get_selected (get_papers (f))->copy, ==, 2);
  g_assert_cmpuint (stub_printer_get_n_jobs (f->printer), ==, 4);
}

/* Where the printer cannot print there is no button that would do nothing. */
static void
test_no_printer (void)
{
  g_autoptr (UiFixture) f = ui_fixture_new_with_printer (1080, 1920);

  file_one (f, MC_PRINT_FAILED);
  ui_fixture_open_staff (f);
  wait_list (f, 1, 0);
  ui_fixture_click (f, "papers");
  see (f, 0);
  g_assert_nonnull (ui_fixture_find (f, "print-again"));
  stub_printer_set_health (f->printer, MC_PRINTER_FAULT, "media-empty");
  ui_fixture_settle (f);
  g_assert_null (ui_fixture_find (f, "print-again"));
  g_assert_nonnull (ui_fixture_find (f, "discard"));
  ui_fixture_click (f, "back");
  ui_fixture_click (f, "back");
  ui_fixture_click (f, "printer");
  g_assert_null (ui_fixture_find (f, "print-test"));
  g_assert_nonnull (ui_fixture_find (f, "new-roll")); /* it is how paper comes back */
}

/* The printer's page: a new roll in two touches, the test page, the slip of the day. */
static void
test_printer (void)
{
  g_autoptr (UiFixture) f = ui_fixture_new_with_printer (1920, 1080);
  McPaperRoll *roll = mc_engine_get_paper_roll (f->engine);

  file_one (f, MC_PRINT_CONFIRMED);
  ui_fixture_open_staff (f);
  ui_fixture_click (f, "printer");
  while (mc_paper_roll_get (roll)->printed_mm != 100)
    g_main_context_iteration (NULL, TRUE);
  ui_fixture_click (f, "new-roll");
  ui_fixture_click (f, "longer");
  ui_fixture_click (f, "shorter");
  ui_fixture_click (f, "shorter");
  ui_fixture_click (f, "no-roll");
  g_assert_cmpuint (mc_paper_roll_get (roll)->printed_mm, ==, 100);
  ui_fixture_click (f, "new-roll");
  ui_fixture_click (f, "shorter");
  ui_fixture_click (f, "roll-in");
  while (mc_paper_roll_get (roll)->length_mm != 75000)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (mc_paper_roll_get_left_mm (roll), ==, 75000);
  stub_printer_end_job (f->printer, MC_PRINT_CONFIRMED);
  ui_fixture_click (f, "print-test");
  stub_printer_end_job (f->printer, MC_PRINT_CONFIRMED);
  while (mc_paper_roll_get (roll)->printed_mm != 100)
    g_main_context_iteration (NULL, TRUE);
  ui_fixture_settle (f);
  ui_fixture_click (f, "print-day");
  while (mc_paper_roll_get (roll)->printed_mm != 200)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (stub_printer_get_n_jobs (f->printer), ==, 3);
}

static const char *
get_notice (UiFixture *f)
{
  return mc_notice_get_title (MC_NOTICE (ui_fixture_find (f, "print")));
}

/* Who was quick with "done" is told all the same: while the slip is on its way the last page stays,
 * and when it does not come the code is one touch away. */
static void
test_quick_citizen (void)
{
  g_autoptr (UiFixture) f = ui_fixture_new_with_printer (1080, 1920);
  g_autofree char *under_way = NULL;

  ui_fixture_fill_draft (f);
  ui_fixture_submit (f);
  mc_window_go (f->window, "receipt");
  ui_fixture_settle (f);
  ui_fixture_click (f, "next");
  g_assert_cmpstr (get_screen (f), ==, "end");
  under_way = g_strdup (get_notice (f));
  g_assert_null (ui_fixture_find (f, "secondary"));
  ui_fixture_picture (f, "end-printing-high-vi-1.0");
  ui_fixture_end_print (f, MC_PRINT_FAILED);
  g_assert_cmpstr (get_notice (f), !=, under_way);
  ui_fixture_picture (f, "end-failed-high-vi-1.0");
  ui_fixture_click (f, "secondary");
  g_assert_cmpstr (get_screen (f), ==, "receipt");
  g_assert_nonnull (ui_fixture_find (f, "qr"));
  g_assert_nonnull (ui_fixture_find (f, "code"));
}

static const char *
get_home_title (UiFixture *f)
{
  return mc_notice_get_title (MC_NOTICE (ui_fixture_find (f, "notice")));
}

/* The home page never calls a printer ready that does not tell. */
static void
test_home_unknown (void)
{
  g_autoptr (UiFixture) f = ui_fixture_new_with_printer (1080, 1920);
  g_autofree char *ready = NULL;

  ui_fixture_click (f, "vi");
  ready = g_strdup (get_home_title (f));
  stub_printer_set_health (f->printer, MC_PRINTER_UNKNOWN, NULL);
  ui_fixture_settle (f);
  g_assert_cmpstr (get_home_title (f), !=, ready);
  g_assert_nonnull (get_home_title (f));
  ui_fixture_picture (f, "home-unknown-high-vi-1.0");
  stub_printer_set_health (f->printer, MC_PRINTER_FAULT, "media-empty");
  ui_fixture_settle (f);
  ui_fixture_click (f, "file");
  g_assert_cmpstr (get_screen (f), ==, "no-paper");
  ui_fixture_click (f, "wait");
  stub_printer_set_health (f->printer, MC_PRINTER_UNKNOWN, "silent");
  ui_fixture_settle (f);
  g_assert_cmpstr (get_screen (f), ==, "no-paper"); /* waits on: it did not say that it prints */
  ui_fixture_picture (f, "no-paper-unknown-high-vi-1.0");
  stub_printer_set_health (f->printer, MC_PRINTER_READY, NULL);
  ui_fixture_settle (f);
  g_assert_cmpstr (get_screen (f), ==, "consent");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!ui_fixture_init_gtk ())
    return 77;
  g_test_add_func ("/ui/staff/cancel", test_cancel);
  g_test_add_func ("/ui/staff/open-and-leave", test_open_and_leave);
  g_test_add_func ("/ui/staff/idle", test_idle);
  g_test_add_func ("/ui/staff/wrong", test_wrong);
  g_test_add_func ("/ui/staff/papers", test_papers);
  g_test_add_func ("/ui/staff/no-printer", test_no_printer);
  g_test_add_func ("/ui/staff/printer", test_printer);
  g_test_add_func ("/ui/staff/quick-citizen", test_quick_citizen);
  g_test_add_func ("/ui/staff/home-unknown", test_home_unknown);
  return g_test_run ();
}
