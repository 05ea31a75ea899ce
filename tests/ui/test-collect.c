/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/ui/fixture.h"

#define CARD "001304000028||Trần Thị Bình|29022004|Nữ|Hà Nội|01082024"
#define PICKUPS "/v1/pickups/"

static void
assert_screen (UiFixture *f, const char *id)
{
  g_assert_cmpstr (gtk_widget_get_name (GTK_WIDGET (mc_window_get_screen (f->window))), ==, id);
}

static void
assert_label (UiFixture *f, const char *name, const char *text)
{
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (ui_fixture_find (f, name))), ==, text);
}

/* A citizen at the page of the dossier, who asked with its code. */
static UiFixture *
look_up (McState state)
{
  UiFixture *f = ui_fixture_new (1080, 1920);
  g_autoptr (McStatus) status = ui_fixture_create_status (f, state);

  fake_transport_set_down (f->transport, FALSE);
  ui_fixture_click (f, "vi");
  ui_fixture_click (f, "collect");
  ui_fixture_click (f, "type-code");
  mc_lookup_controller_ask (mc_context_get_lookup (f->context), status->code, "0028", "2004");
  ui_fixture_answer (f, "/v1/lookups", 200, mc_status_to_json (status));
  assert_screen (f, "dossier");
  return f;
}

/* Result, card, number, and the next one finds the first page. */
static void
test_card (void)
{
  g_autoptr (UiFixture) f = look_up (MC_STATE_READY);

  ui_fixture_click (f, "next");
  assert_screen (f, "collect");
  mc_code_scanner_emit_scanned (mc_engine_get_scanner (f->engine), CARD);
  ui_fixture_answer (f, PICKUPS, 201, ui_fixture_create_number (f, MC_PICKUP_CARD_MATCHED));
  assert_screen (f, "number");
  assert_label (f, "ticket", "47");
  ui_fixture_click (f, "next");
  assert_screen (f, "welcome");
  g_assert_null (mc_pickup_controller_get_pickup (mc_context_get_pickup (f->context)));
}

/* Without a card the officer looks; the question can be asked again when nobody answers. */
static void
test_clerk (void)
{
  g_autoptr (UiFixture) f = look_up (MC_STATE_READY);

  ui_fixture_click (f, "next");
  g_assert_null (ui_fixture_find (f, "trouble"));
  fake_transport_set_down (f->transport, TRUE);
  ui_fixture_click (f, "clerk");
  while (ui_fixture_find (f, "trouble") == NULL)
    g_main_context_iteration (NULL, TRUE);
  fake_transport_set_down (f->transport, FALSE);
  ui_fixture_click (f, "secondary");
  g_assert_false (gtk_widget_get_sensitive (ui_fixture_find (f, "clerk")));
  ui_fixture_answer (f, PICKUPS, 200, ui_fixture_create_number (f, MC_PICKUP_CLERK_TO_LOOK));
  assert_screen (f, "number");
}

/* A card that is another's says so; after the last try there is only the officer. */
static void
test_other_card (void)
{
  g_autoptr (UiFixture) f = look_up (MC_STATE_READY);
  McCodeScanner *scanner = mc_engine_get_scanner (f->engine);
  guint which;

  ui_fixture_click (f, "next");
  mc_code_scanner_emit_garbled (scanner);
  g_assert_nonnull (ui_fixture_find (f, "trouble"));
  mc_code_scanner_emit_scanned (scanner, CARD);
  g_assert_null (ui_fixture_find (f, "trouble"));
  ui_fixture_answer (
      f,
      PICKUPS,
      409,
      ui_fixture_create_problem ("card-mismatch", json_pack ("{s:i}", "tries_left", 0)));
  assert_screen (f, "collect");
  g_assert_nonnull (ui_fixture_find (f, "trouble"));
  mc_code_scanner_emit_scanned (scanner, CARD);
  ui_fixture_settle (f);
  g_assert_false (fake_transport_find (f->transport, PICKUPS, &which));
  ui_fixture_click (f, "clerk");
  ui_fixture_answer (f, PICKUPS, 201, ui_fixture_create_number (f, MC_PICKUP_CLERK_TO_LOOK));
  assert_screen (f, "number");
}

/* Somebody else was faster: the page of the dossier says when and where. */
static void
test_handed_over (void)
{
  g_autoptr (UiFixture) f = look_up (MC_STATE_READY);
  g_autoptr (McStatus) returned = ui_fixture_create_status (f, MC_STATE_RETURNED);

  ui_fixture_click (f, "next");
  ui_fixture_click (f, "clerk");
  ui_fixture_answer (
      f,
      PICKUPS,
      409,
      ui_fixture_create_problem ("handed-over",
                                 json_pack ("{s:o}", "dossier", mc_status_to_json (returned))));
  assert_screen (f, "dossier");
  g_assert_cmpstr (
      mc_screen_get_title (mc_window_get_screen (f->window)), ==, "Kết quả đã được trả");
  g_assert_null (ui_fixture_find (f, "secondary"));
  ui_fixture_click (f, "next");
  assert_screen (f, "welcome");
}

/* Who only looks takes no number; who cannot collect yet is not asked to. */
static void
test_only_looking (void)
{
  g_autoptr (UiFixture) f = look_up (MC_STATE_READY);
  g_autoptr (UiFixture) underway = NULL;
  guint which;

  ui_fixture_click (f, "secondary");
  assert_screen (f, "welcome");
  g_assert_false (fake_transport_find (f->transport, PICKUPS, &which));
  underway = look_up (MC_STATE_PROCESSED);
  ui_fixture_click (underway, "next");
  assert_screen (underway, "welcome");
}

/* An answer that comes after the visit is over shows nothing to the next one. */
static void
test_late (void)
{
  g_autoptr (UiFixture) f = look_up (MC_STATE_READY);

  ui_fixture_click (f, "next");
  ui_fixture_click (f, "clerk");
  mc_visit_end (f->visit, MC_VISIT_END_DONE);
  ui_fixture_settle (f);
  assert_screen (f, "welcome");
  ui_fixture_click (f, "vi");
  ui_fixture_answer (f, PICKUPS, 201, ui_fixture_create_number (f, MC_PICKUP_CARD_MATCHED));
  assert_screen (f, "home");
  mc_window_go (f->window, "number");
  ui_fixture_settle (f);
  g_assert_null (ui_fixture_find (f, "ticket"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!ui_fixture_init_gtk ())
    return 77;
  g_test_add_func ("/ui/collect/card", test_card);
  g_test_add_func ("/ui/collect/clerk", test_clerk);
  g_test_add_func ("/ui/collect/other-card", test_other_card);
  g_test_add_func ("/ui/collect/handed-over", test_handed_over);
  g_test_add_func ("/ui/collect/only-looking", test_only_looking);
  g_test_add_func ("/ui/collect/late", test_late);
  return g_test_run ();
}
