/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "tests/ui/fixture.h"
#include "ui/flow.h"
#include "ui/widgets/accessible.h"
#include "ui/widgets/pager.h"

/* 12.7 mm at the pitch of the design: screens reference, section 5. */
#define MINIMUM_TARGET 52

typedef struct
{
  int width, height;
  const char *language;
  double text_scale;
} Look;

typedef struct
{
  UiFixture *f;
  const Look *look;
  const char *screen;
  GPtrArray *targets; /* (element-type GtkWidget), interactive and shown */
  GHashTable *names;  /* spoken names that were seen */
  guint headings;
  guint mistakes;
} Walk;

static void G_GNUC_PRINTF (3, 4) complain (Walk *walk, GtkWidget *widget, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_test_message ("%s, %s, %d×%d, text ×%.1f: %s “%s”: %s",
                  walk->screen,
                  walk->look->language,
                  walk->look->width,
                  walk->look->height,
                  walk->look->text_scale,
                  G_OBJECT_TYPE_NAME (widget),
                  gtk_widget_get_name (widget),
                  message);
  walk->mistakes++;
}

static graphene_rect_t
bounds_of (Walk *walk, GtkWidget *widget)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (walk->f->window), &bounds));
  return bounds;
}

static gboolean
is_interactive (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_ENTRY (widget) || GTK_IS_TEXT_VIEW (widget);
}

static void
check_target (Walk *walk, GtkWidget *widget)
{
  const graphene_rect_t bounds = bounds_of (walk, widget);
  const char *name = mc_accessible_get_label (widget);

  if (name == NULL || *name == '\0')
    complain (walk, widget, "has no spoken name");
  else
    {
      gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
      if (!g_hash_table_add (walk->names, g_strdup (name)))
        complain (walk, widget, "its name “%s” is not the only one", name);
    }
  if (bounds.size.width < MINIMUM_TARGET || bounds.size.height < MINIMUM_TARGET)
    complain (walk, widget, "is %.0f×%.0f px", bounds.size.width, bounds.size.height);
  g_ptr_array_add (walk->targets, widget);
}

static void
check_label (Walk *walk, GtkWidget *widget)
{
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (widget));
  int width, height;

  if (*gtk_label_get_text (GTK_LABEL (widget)) == '\0')
    return;
  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_HEADING)
    walk->headings++;
  pango_layout_get_pixel_size (layout, &width, &height);
  if (pango_layout_is_ellipsized (layout))
    complain (walk, widget, "is cut short: “%s”", gtk_label_get_text (GTK_LABEL (widget)));
  if (width > gtk_widget_get_width (widget) + 1 || height > gtk_widget_get_height (widget) + 1)
    complain (walk,
              widget,
              "“%s” needs %d×%d and has %d×%d",
              gtk_label_get_text (GTK_LABEL (widget)),
              width,
              height,
              gtk_widget_get_width (widget),
              gtk_widget_get_height (widget));
}

static void
check_inside (Walk *walk, GtkWidget *widget)
{
  const graphene_rect_t bounds = bounds_of (walk, widget);

  if (bounds.origin.x < -0.5 || bounds.origin.x + bounds.size.width > walk->look->width + 0.5)
    complain (walk,
              widget,
              "reaches from %.0f to %.0f of %d px",
              bounds.origin.x,
              bounds.origin.x + bounds.size.width,
              walk->look->width);
}

static void
visit (Walk *walk, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget))
    return;
  if (is_interactive (widget) || GTK_IS_LABEL (widget))
    check_inside (walk, widget);
  if (is_interactive (widget))
    check_target (walk, widget);
  if (GTK_IS_LABEL (widget))
    check_label (walk, widget);
  if (GTK_IS_TEXT (widget))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    visit (walk, child);
}

static gboolean
scrolled_away (Walk *walk, GtkWidget *widget)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t outer, inner = bounds_of (walk, widget);

  if (viewport == NULL)
    return FALSE;
  outer = bounds_of (walk, viewport);
  return !graphene_rect_contains_rect (&outer, &inner);
}

static void
check_overlaps (Walk *walk)
{
  for (guint i = 0; i < walk->targets->len; i++)
    for (guint k = i + 1; k < walk->targets->len; k++)
      {
        GtkWidget *a = g_ptr_array_index (walk->targets, i);
        GtkWidget *b = g_ptr_array_index (walk->targets, k);
        const graphene_rect_t one = bounds_of (walk, a), other = bounds_of (walk, b);
        graphene_rect_t both;

        if (gtk_widget_is_ancestor (a, b) || gtk_widget_is_ancestor (b, a) ||
            scrolled_away (walk, a) || scrolled_away (walk, b))
          continue;
        if (graphene_rect_intersection (&one, &other, &both) && both.size.width > 1 &&
            both.size.height > 1)
          complain (walk, a, "overlaps “%s”", gtk_widget_get_name (b));
      }
}

static void
take_picture (UiFixture *f, const Look *look, const char *id)
{
  g_autofree char *name = g_strdup_printf ("%s-%s-%s-%.1f",
                                           id,
                                           look->width > look->height ? "wide" : "high",
                                           look->language,
                                           look->text_scale);

  ui_fixture_picture (f, name);
}

static guint
check_screen (UiFixture *f, const Look *look, const char *id)
{
  g_autoptr (GPtrArray) targets = g_ptr_array_new ();
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Walk walk = { .f = f, .look = look, .screen = id, .targets = targets, .names = names };

  ui_fixture_settle (f);
  visit (&walk, GTK_WIDGET (f->window));
  check_overlaps (&walk);
  if (walk.headings != 1)
    complain (&walk, GTK_WIDGET (f->window), "has %u headings", walk.headings);
  g_assert_cmpuint (targets->len, >, 0);
  take_picture (f, look, id);
  return walk.mistakes;
}

static gboolean
is_after_submission (const char *id)
{
  return g_str_equal (id, "receipt") || g_str_equal (id, "submit") || g_str_equal (id, "number");
}

/* What there is to say about a dossier that was found, shown by the page that says it. */
static guint
check_dossiers (UiFixture *f, const Look *look)
{
  static const struct
  {
    const char *name;
    McState state;
  } rows[] = {
    { "dossier-ready", MC_STATE_READY },       { "dossier-elsewhere", MC_STATE_READY },
    { "dossier-returned", MC_STATE_RETURNED }, { "dossier-supplement", MC_STATE_SUPPLEMENT_ASKED },
    { "dossier-refused", MC_STATE_REFUSED },   { "dossier-underway", MC_STATE_PROCESSED },
  };
  guint mistakes = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      McStatus *status = ui_fixture_create_status (f, rows[i].state);

      if (rows[i].state == MC_STATE_SUPPLEMENT_ASKED)
        {
          status->missing = g_ptr_array_new_with_free_func (g_free);
          g_ptr_array_add (status->missing, g_strdup ("Giấy chứng sinh"));
          g_ptr_array_add (status->missing,
                           g_strdup ("Giấy chứng nhận kết hôn của cha, mẹ, nếu đã kết hôn"));
        }
      if (g_str_equal (rows[i].name, "dossier-elsewhere"))
        {
          g_free (status->point_name);
          status->point_name = g_strdup ("Điểm phục vụ hành chính công phường Cửa Nam");
        }
      mc_lookup_controller_take_status (mc_context_get_lookup (f->context), status);
      mc_window_go (f->window, "dossier");
      mistakes += check_screen (f, look, rows[i].name);
    }
  return mistakes;
}

/* From "who collects" to the number, with what may be in the way. The look-up has a question. */
static guint
check_collect (UiFixture *f, const Look *look)
{
  static const char card[] = "001304000028||Trần Thị Bình|29022004|Nữ|Hà Nội|01082024";
  McPickupController *pickup = mc_context_get_pickup (f->context);
  McCodeScanner *scanner = mc_engine_get_scanner (f->engine);
  guint mistakes = 0;

  mc_lookup_controller_take_status (mc_context_get_lookup (f->context),
                                    ui_fixture_create_status (f, MC_STATE_READY));
  mc_window_go (f->window, "collect");
  fake_scanner_set_connected (scanner, FALSE);
  mistakes += check_screen (f, look, "collect-unplugged");
  fake_scanner_set_connected (scanner, TRUE);
  mc_code_scanner_emit_garbled (scanner);
  mistakes += check_screen (f, look, "collect-garbled");
  mc_pickup_controller_ask_clerk (pickup);
  while (mc_pickup_controller_get_state (pickup) == MC_COLLECT_ASKING)
    g_main_context_iteration (NULL, TRUE);
  mistakes += check_screen (f, look, "collect-offline");
  fake_transport_set_down (f->transport, FALSE);
  for (int left = 2; left >= 0; left -= 2)
    {
      mc_code_scanner_emit_scanned (scanner, card);
      ui_fixture_answer (
          f,
          "/v1/pickups/",
          409,
          ui_fixture_create_problem ("card-mismatch", json_pack ("{s:i}", "tries_left", left)));
      mistakes += check_screen (f, look, left > 0 ? "collect-other" : "collect-last");
    }
  mc_pickup_controller_ask_clerk (pickup);
  ui_fixture_answer (f, "/v1/pickups/", 201, ui_fixture_create_number (f, MC_PICKUP_CLERK_TO_LOOK));
  mistakes += check_screen (f, look, "number");
  mc_window_go (f->window, "collect");
  mc_code_scanner_emit_scanned (scanner, card);
  ui_fixture_answer (f, "/v1/pickups/", 201, ui_fixture_create_number (f, MC_PICKUP_CARD_MATCHED));
  mistakes += check_screen (f, look, "number-card");
  fake_transport_set_down (f->transport, TRUE);
  return mistakes;
}

/* Names, sizes, clipping and overlaps of every screen in one look. */
static void
test_look (gconstpointer data)
{
  const Look *look = data;
  g_autoptr (UiFixture) f = ui_fixture_new (look->width, look->height);
  guint n, mistakes;
  const McFlowScreen *screens = mc_flow_get_screens (&n);

  mc_visit_begin (f->visit);
  mc_visit_set_language (f->visit, look->language);
  mc_visit_set_text_scale (f->visit, look->text_scale);
  /* the first page is the one that the fixture begins with */
  mistakes = check_screen (f, look, MC_FLOW_FIRST);
  ui_fixture_fill_draft (f);
  for (guint i = 0; i < n; i++)
    {
      if (g_str_equal (screens[i].id, MC_FLOW_FIRST) || is_after_submission (screens[i].id) ||
          g_str_equal (screens[i].id, "dossier") || g_str_has_prefix (screens[i].id, "staff-"))
        continue;
      mc_window_go (f->window, screens[i].id);
      mistakes += check_screen (f, look, screens[i].id);
    }
  ui_fixture_fill_draft (f);
  ui_fixture_submit (f);
  if (mc_flow_find ("receipt") != NULL)
    {
      mc_window_go (f->window, "receipt");
      mistakes += check_screen (f, look, "receipt");
    }
  /* its own receipt, which central cannot be asked about */
  mc_lookup_controller_scan (
      mc_context_get_lookup (f->context),
      mc_intake_controller_get_receipt (mc_context_get_intake (f->context))->status_url);
  while (mc_lookup_controller_get_state (mc_context_get_lookup (f->context)) == MC_LOOKUP_ASKING)
    g_main_context_iteration (NULL, TRUE);
  mc_window_go (f->window, "dossier");
  mistakes += check_screen (f, look, "dossier");
  mistakes += check_dossiers (f, look);
  mistakes += check_collect (f, look);
  mc_window_call_staff (f->window);
  mistakes += check_screen (f, look, "staff");
  g_assert_cmpuint (mistakes, ==, 0);
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
try_wrong (UiFixture *f)
{
  McStaffAccess *access = mc_context_get_staff_access (f->context);

  mc_staff_access_try (access, g_strdup ("582915"));
  while (mc_staff_access_get_state (access) == MC_STAFF_CHECKING)
    g_main_context_iteration (NULL, TRUE);
}

static void
ask_pin (UiFixture *f, const Look *look)
{
  mc_window_ask_pin (f->window);
  mc_visit_set_language (f->visit, look->language);
  mc_visit_set_text_scale (f->visit, look->text_scale);
}

static guint
check_pin (UiFixture *f, const Look *look)
{
  McOutbox *outbox = mc_engine_get_outbox (f->engine);
  guint mistakes;

  ask_pin (f, look);
  mistakes = check_screen (f, look, "staff-pin");
  try_wrong (f);
  mistakes += check_screen (f, look, "staff-pin-wrong");
  for (guint i = 1; i < MC_STAFF_PIN_FREE_TRIES; i++)
    try_wrong (f);
  mistakes += check_screen (f, look, "staff-pin-wait");
  ui_fixture_click (f, "pin-back");
  g_assert_true (mc_staff_pin_clear (outbox, NULL));
  ask_pin (f, look);
  while (mc_staff_access_get_problem (mc_context_get_staff_access (f->context)) !=
         MC_STAFF_PROBLEM_UNSET)
    g_main_context_iteration (NULL, TRUE);
  mistakes += check_screen (f, look, "staff-pin-unset");
  ui_fixture_click (f, "pin-back");
  g_assert_true (mc_staff_pin_set (outbox, UI_FIXTURE_PIN, NULL));
  return mistakes;
}

static void
select_paper (UiFixture *f, guint which)
{
  McStaffPapers *papers = mc_context_get_staff_papers (f->context);
  GPtrArray *list = mc_staff_papers_get_list (papers);

  g_assert_cmpuint (list->len, ==, 3);
  mc_staff_papers_select (papers, ((McStaffPaper *) g_ptr_array_index (list, which))->id);
}

static guint
check_papers (UiFixture *f, const Look *look)
{
  McStaffPapers *papers = mc_context_get_staff_papers (f->context);
  guint mistakes = 0;

  g_assert_cmpuint (mc_staff_papers_get_n_unresolved (papers), ==, 2);
  ui_fixture_click (f, "papers");
  mistakes += check_screen (f, look, "staff-papers");
  select_paper (f, 0);
  mc_window_go (f->window, "staff-paper");
  mistakes += check_screen (f, look, "staff-paper-unknown");
  ui_fixture_click (f, "discard");
  mistakes += check_screen (f, look, "staff-paper-discard");
  ui_fixture_click (f, "keep");
  select_paper (f, 1);
  mistakes += check_screen (f, look, "staff-paper-failed");
  select_paper (f, 2);
  mistakes += check_screen (f, look, "staff-paper-good");
  return mistakes;
}

/* What staff see, with papers that need them. */
static void
test_staff_look (gconstpointer data)
{
  const Look *look = data;
  g_autoptr (UiFixture) f = ui_fixture_new_with_printer (look->width, look->height);
  guint mistakes;

  file_one (f, MC_PRINT_UNKNOWN);
  file_one (f, MC_PRINT_FAILED);
  file_one (f, MC_PRINT_CONFIRMED);
  mistakes = check_pin (f, look);
  ui_fixture_open_staff (f);
  mc_visit_set_language (f->visit, look->language);
  mc_visit_set_text_scale (f->visit, look->text_scale);
  mistakes += check_screen (f, look, "staff-home");
  mistakes += check_papers (f, look);
  mc_window_go (f->window, "staff-printer");
  mistakes += check_screen (f, look, "staff-printer");
  ui_fixture_click (f, "new-roll");
  mistakes += check_screen (f, look, "staff-printer-roll");
  stub_printer_set_health (f->printer, MC_PRINTER_FAULT, "media-empty");
  mistakes += check_screen (f, look, "staff-printer-fault");
  mc_window_go (f->window, "staff-home");
  mistakes += check_screen (f, look, "staff-home-fault");
  g_assert_cmpuint (mistakes, ==, 0);
}

int
main (int argc, char **argv)
{
  static Look looks[12]; /* of citizens and of staff */
  static const char *const languages[] = { "vi", "en" };
  static const double scales[] = { 1.0, 1.5, 2.0 };
  gboolean staff;
  guint n = 0;

  g_test_init (&argc, &argv, NULL);
  if (!ui_fixture_init_gtk ())
    return 77;
  staff = argc > 1 && g_str_equal (argv[1], "staff");
  for (guint wide = 0; wide < 2; wide++)
    for (guint l = 0; l < G_N_ELEMENTS (languages); l++)
      for (guint s = 0; s < G_N_ELEMENTS (scales); s++)
        {
          g_autofree char *look = g_strdup_printf (
              "%s/%s/text-%.1f", wide ? "landscape" : "portrait", languages[l], scales[s]);
          g_autofree char *path =
              g_strconcat (staff ? "/ui/staff-screens/" : "/ui/screens/", look, NULL);

          looks[n] = (Look){ wide ? 1920 : 1080, wide ? 1080 : 1920, languages[l], scales[s] };
          g_test_add_data_func (path, &looks[n++], staff ? test_staff_look : test_look);
        }
  return g_test_run ();
}
