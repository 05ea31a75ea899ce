/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/ui/fixture.h"

#define CANARY "H26.107-CANARY"

static void
wait_idle (UiFixture *f, guint seconds)
{
  fake_time_advance_ms (f->time, (gint64) seconds * 1000);
  mc_visit_tick (f->visit);
  ui_fixture_settle (f);
}

static void
type_something (UiFixture *f)
{
  ui_fixture_click (f, "en");
  ui_fixture_click (f, "status");
  ui_fixture_click (f, "type-code");
  gtk_editable_set_text (GTK_EDITABLE (ui_fixture_find (f, "field-code")), CANARY);
  gtk_editable_set_position (GTK_EDITABLE (ui_fixture_find (f, "field-code")), 4);
}

/* After the warning time the question covers the page, and nothing of the citizen's is shown. */
static void
test_masked (void)
{
  g_autoptr (UiFixture) f = ui_fixture_new (1080, 1920);

  type_something (f);
  wait_idle (f, 89);
  g_assert_cmpstr (mc_window_get_cover (f->window), ==, "none");
  wait_idle (f, 2);
  g_assert_cmpstr (mc_window_get_cover (f->window), ==, "idle");
  g_assert_null (ui_fixture_find (f, "field-code"));
  g_assert_null (ui_fixture_find (f, "staff"));
  g_assert_nonnull (ui_fixture_find (f, "more-time"));
  g_assert_nonnull (ui_fixture_find (f, "erase"));
}

/* "I need more time" brings page, text, cursor and focus back as they were. */
static void
test_more_time (void)
{
  g_autoptr (UiFixture) f = ui_fixture_new (1080, 1920);
  GtkWidget *entry;

  type_something (f);
  wait_idle (f, 91);
  ui_fixture_click (f, "more-time");
  g_assert_cmpstr (mc_window_get_cover (f->window), ==, "none");
  entry = ui_fixture_find (f, "field-code");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, CANARY);
  g_assert_cmpint (gtk_editable_get_position (GTK_EDITABLE (entry)), ==, 4);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (f->window)), entry));
  g_assert_nonnull (ui_fixture_find (f, "key-a"));
}

static void
assert_wiped (UiFixture *f)
{
  g_assert_cmpstr (
      gtk_widget_get_name (GTK_WIDGET (mc_window_get_screen (f->window))), ==, "welcome");
  g_assert_cmpstr (mc_window_get_cover (f->window), ==, "none");
  g_assert_cmpstr (mc_visit_get_language (f->visit), ==, "vi");
  g_assert_cmpfloat (mc_visit_get_text_scale (f->visit), ==, 1.0);
  g_assert_cmpint (mc_visit_get_state (f->visit), ==, MC_VISIT_AWAY);
  g_assert_null (
      gdk_clipboard_get_content (gdk_display_get_clipboard (gdk_display_get_default ())));
  /* the same way again: the page is a new one */
  ui_fixture_click (f, "vi");
  ui_fixture_click (f, "status");
  ui_fixture_click (f, "type-code");
  g_assert_cmpstr (
      gtk_editable_get_text (GTK_EDITABLE (ui_fixture_find (f, "field-code"))), ==, "");
}

/* Nobody answers: everything is forgotten, the first page stands there in Vietnamese. */
static void
test_wipe (void)
{
  g_autoptr (UiFixture) f = ui_fixture_new (1080, 1920);
  GtkWidget *screen;

  type_something (f);
  mc_visit_set_text_scale (f->visit, 2.0);
  gdk_clipboard_set_text (gdk_display_get_clipboard (gdk_display_get_default ()), CANARY);
  screen = GTK_WIDGET (mc_window_get_screen (f->window));
  g_object_add_weak_pointer (G_OBJECT (screen), (gpointer *) &screen);
  wait_idle (f, 91);
  wait_idle (f, 31);
  g_assert_null (screen);
  assert_wiped (f);
}

/* "Erase everything" does so at once. */
static void
test_erase (void)
{
  g_autoptr (UiFixture) f = ui_fixture_new (1080, 1920);

  type_something (f);
  wait_idle (f, 91);
  ui_fixture_click (f, "erase");
  assert_wiped (f);
}

/* Calling staff covers the page and keeps what was entered; idle time goes on. */
static void
test_staff (void)
{
  g_autoptr (UiFixture) f = ui_fixture_new (1080, 1920);

  type_something (f);
  ui_fixture_click (f, "staff");
  g_assert_cmpstr (mc_window_get_cover (f->window), ==, "staff");
  g_assert_null (ui_fixture_find (f, "field-code"));
  wait_idle (f, 91);
  g_assert_cmpstr (mc_window_get_cover (f->window), ==, "idle");
  ui_fixture_click (f, "more-time");
  g_assert_cmpstr (mc_window_get_cover (f->window), ==, "staff");
  ui_fixture_click (f, "staff-done");
  g_assert_cmpstr (mc_window_get_cover (f->window), ==, "none");
  g_assert_cmpstr (
      gtk_editable_get_text (GTK_EDITABLE (ui_fixture_find (f, "field-code"))), ==, CANARY);
}

/* A hundred visits leave no screens behind. */
static void
test_many_visits (void)
{
  g_autoptr (UiFixture) f = ui_fixture_new (1080, 1920);

  for (guint i = 0; i < 100; i++)
    {
      mc_window_go (f->window, "home");
      mc_window_go (f->window, "lookup");
      mc_visit_end (f->visit, MC_VISIT_END_DONE);
    }
  assert_wiped (f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!ui_fixture_init_gtk ())
    return 77;
  g_test_add_func ("/ui/idle/masked", test_masked);
  g_test_add_func ("/ui/idle/more-time", test_more_time);
  g_test_add_func ("/ui/idle/wipe", test_wipe);
  g_test_add_func ("/ui/idle/erase", test_erase);
  g_test_add_func ("/ui/idle/staff", test_staff);
  g_test_add_func ("/ui/idle/many-visits", test_many_visits);
  return g_test_run ();
}
