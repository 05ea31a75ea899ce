/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/ui/fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "app/assets.h"
#include "app/domain/datetime.h"
#include "app/protocol/keys.h"
#include "app/system-clock.h"
#include "ui/hardening.h"
#include "ui/language.h"

/* A demo procedure with few questions of every common kind. */
#define PROCEDURE "2.000815"

#define DOSSIER "H26.101-260302-500012"

/**
 * ui_fixture_init_gtk:
 *
 * Returns: whether there is a display to test on
 */
gboolean
ui_fixture_init_gtk (void)
{
  mc_language_init ();
  gtk_disable_setlocale ();
  if (!gtk_init_check ())
    return FALSE;
  mc_hardening_init ();
  /* a frame a change, not nine: the fade has its own test */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  return TRUE;
}

static void
enrol (const char *state_dir, const McSigningKey *central)
{
  g_autoptr (McClock) clock = mc_system_clock_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) points = NULL;
  g_autoptr (McOutbox) outbox = NULL;
  g_autoptr (McSigningKey) key = NULL;
  g_autoptr (McSealingKey) sealing = NULL;
  g_autoptr (McEnrolment) enrolment = g_new0 (McEnrolment, 1);
  gboolean kept;

  points = mc_assets_load_points (mc_assets_get_default_dir (), &error);
  g_assert_no_error (error);
  outbox = mc_outbox_open (state_dir, clock, &error);
  g_assert_no_error (error);
  key = mc_signing_key_new ();
  sealing = mc_sealing_key_new ();
  enrolment->point = mc_point_copy (g_ptr_array_index (points, 0));
  enrolment->kiosk = g_strdup ("HK-03");
  enrolment->serial_first = 500000;
  enrolment->serial_last = 500999;
  enrolment->public_url = g_strdup ("https://motcua.example");
  enrolment->server_time = mc_clock_now (clock);
  memcpy (enrolment->signing_public, mc_signing_key_get_public (central), 32);
  memcpy (enrolment->sealing_public, mc_sealing_key_get_public (sealing), 32);
  kept = mc_outbox_set_pending_key (outbox, key, &error) &&
         mc_outbox_set_enrolment (outbox, enrolment, "https://127.0.0.1:1", &error);
  g_assert_no_error (error);
  g_assert_true (kept);
}

/* As app/compose.c builds it, but for the network and the scanner. */
static McEngine *
create_engine (UiFixture *self,
               const char *config_path,
               const char *state_dir,
               gboolean with_printer)
{
  const char *assets = mc_assets_get_default_dir ();
  McEngineParts parts = { NULL };
  g_autoptr (GError) error = NULL;
  McEngine *engine;

  parts.config = mc_config_load (config_path, &error);
  g_assert_no_error (error);
  parts.catalogue = mc_assets_load_catalogue (assets, &error);
  g_assert_no_error (error);
  parts.calendar = mc_assets_load_calendar (assets, &error);
  g_assert_no_error (error);
  parts.clock = mc_system_clock_new ();
  parts.outbox = mc_outbox_open (state_dir, parts.clock, &error);
  g_assert_no_error (error);
  if (with_printer)
    {
      self->printer = stub_printer_new (MC_PRINT_JOURNAL (parts.outbox));
      parts.printer = g_object_ref (MC_PRINTER (self->printer));
    }
  parts.lock = mc_state_lock_new (state_dir);
  parts.scanner = fake_scanner_new ();
  parts.transport = g_object_ref (MC_TRANSPORT (self->transport));
  engine = mc_engine_new (&parts, &error);
  g_assert_no_error (error);
  return engine;
}

static UiFixture *
create_fixture (int width, int height, gboolean with_printer)
{
  UiFixture *self = g_new0 (UiFixture, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *state = NULL;
  g_autofree char *config = NULL;
  g_autofree char *text = NULL;
  g_autoptr (McIntakeController) intake = NULL;
  g_autoptr (McLookupController) lookup = NULL;
  g_autoptr (McPickupController) pickup = NULL;
  g_autoptr (McHealth) health = NULL;
  g_autoptr (McStaffAccess) access = NULL;
  g_autoptr (McStaffPapers) papers = NULL;

  self->dir = g_dir_make_tmp ("motcua-ui-XXXXXX", &error);
  g_assert_no_error (error);
  state = g_build_filename (self->dir, "state", NULL);
  g_assert_cmpint (g_mkdir (state, 0700), ==, 0);
  g_assert_true (mc_keys_init (NULL));
  self->central = mc_signing_key_new ();
  enrol (state, self->central);
  config = g_build_filename (self->dir, "kiosk.conf", NULL);
  text = g_strdup_printf ("[kiosk]\nstate-dir=%s\n[delivery]\nreserve-mib=1\nreceipt-wait-ms=1\n"
                          "[printer]\nuri=none\nroll-length-m=80\n",
                          state);
  g_file_set_contents (config, text, -1, &error);
  g_assert_no_error (error);
  self->transport = fake_transport_new ();
  fake_transport_set_down (self->transport, TRUE);
  self->engine = create_engine (self, config, state, with_printer);

  self->time = fake_time_new ("2026-03-02T09:42:00+07:00");
  self->visit = mc_visit_new (MC_MONOTONIC (self->time), 90, 30, 1.0);
  self->context = mc_context_new (mc_engine_get_clock (self->engine), self->visit);
  intake = mc_intake_controller_new (self->engine, self->visit);
  lookup = mc_lookup_controller_new (self->engine, self->visit);
  pickup = mc_pickup_controller_new (self->engine, self->visit, lookup);
  health = mc_health_new (self->engine);
  mc_context_set_engine (self->context, self->engine, intake, lookup, pickup, health);
  access = mc_staff_access_new (self->engine, self->visit);
  papers = mc_staff_papers_new (self->engine, access);
  mc_context_set_staff (self->context, access, papers);
  mc_context_set_unit_name (self->context,
                            mc_engine_get_enrolment (self->engine)->point->unit_name);
  self->window = mc_window_new (self->context);
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, height);
  mc_context_set_landscape (self->context, width > height);
  gtk_window_present (GTK_WINDOW (self->window));
  ui_fixture_settle (self);
  return self;
}

/**
 * ui_fixture_new:
 * @width: of the window, px
 * @height: of the window, px
 *
 * Returns: (transfer full): a window on the first page
 */
UiFixture *
ui_fixture_new (int width, int height)
{
  return create_fixture (width, height, FALSE);
}

/**
 * ui_fixture_new_with_printer:
 * @width: of the window, px
 * @height: of the window, px
 *
 * As ui_fixture_new (), with a printer that ends jobs as the test says, on a roll of 80 m, and with
 * the staff's PIN set.
 */
UiFixture *
ui_fixture_new_with_printer (int width, int height)
{
  UiFixture *self = create_fixture (width, height, TRUE);
  McOutbox *outbox = mc_engine_get_outbox (self->engine);
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_staff_pin_set (outbox, UI_FIXTURE_PIN, &error));
  g_assert_true (mc_outbox_begin_roll (outbox, 80000, &error));
  g_assert_true (mc_engine_own (self->engine, &error));
  g_assert_no_error (error);
  while (mc_print_queue_is_settling (mc_engine_get_print_queue (self->engine)))
    g_main_context_iteration (NULL, TRUE);
  return self;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

/**
 * ui_fixture_free:
 * @self: (transfer full): a fixture
 */
void
ui_fixture_free (UiFixture *self)
{
  if (self->printer != NULL)
    {
      stub_printer_run_dry (self->printer);
      while (!mc_print_queue_is_idle (mc_engine_get_print_queue (self->engine)))
        g_main_context_iteration (NULL, TRUE);
    }
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  /* GTK 4.8 keeps a cover that had the focus twice, and the cover its context: not what that holds
   */
  g_object_run_dispose (G_OBJECT (self->context));
  g_object_unref (self->context);
  g_object_unref (self->visit);
  g_object_unref (self->time);
  g_object_unref (self->engine);
  g_clear_object (&self->printer);
  g_object_unref (self->transport);
  mc_signing_key_free (self->central);
  remove_tree (self->dir);
  g_free (self->dir);
  g_free (self);
}

static void
on_after_paint (GdkFrameClock *frame_clock, guint *frames)
{
  (*frames)++;
}

/**
 * ui_fixture_settle:
 * @self: a fixture
 *
 * Waits until what was changed has been laid out and painted.
 */
void
ui_fixture_settle (UiFixture *self)
{
  GdkFrameClock *frame_clock;
  guint frames = 0;
  gulong handler;

  while (!gtk_widget_get_mapped (GTK_WIDGET (self->window)))
    g_main_context_iteration (NULL, TRUE);
  frame_clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));
  handler = g_signal_connect (frame_clock, "after-paint", G_CALLBACK (on_after_paint), &frames);
  /* the first may be a frame that was under way; the last one shows what the ones before asked */
  while (frames < 3)
    {
      gtk_widget_queue_draw (GTK_WIDGET (self->window));
      g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (frame_clock, handler);
}

/**
 * ui_fixture_fill_draft:
 * @self: a fixture
 *
 * Does what a citizen does up to the form: reads the notice, says who they are, chooses.
 */
void
ui_fixture_fill_draft (UiFixture *self)
{
  McIntakeController *intake = mc_context_get_intake (self->context);
  static const struct
  {
    McApplicantField field;
    const char *value;
  } applicant[] = {
    { MC_APPLICANT_FIELD_NAME, "Trần Thị Bình" },
    { MC_APPLICANT_FIELD_ID_NUMBER, "001185000028" },
    { MC_APPLICANT_FIELD_BIRTH_DATE, "1985-04-12" },
    { MC_APPLICANT_FIELD_SEX, "female" },
    { MC_APPLICANT_FIELD_ADDRESS, "Số 12, phố Hàng Trống, phường Hoàn Kiếm, Hà Nội" },
    { MC_APPLICANT_FIELD_PHONE, "0912345678" },
  };

  mc_visit_begin (self->visit);
  mc_intake_controller_accept_notice (intake, FALSE, FALSE);
  mc_intake_controller_set_applicant_kind (intake, MC_APPLICANT_PERSON);
  for (guint i = 0; i < G_N_ELEMENTS (applicant); i++)
    {
      g_autofree char *detail = NULL;
      const McFieldProblem problem = mc_intake_controller_set_applicant_field (
          intake, applicant[i].field, applicant[i].value, &detail);

      g_assert_cmpint (problem, ==, MC_FIELD_PROBLEM_NONE);
    }
  g_assert_true (mc_intake_controller_choose (intake, PROCEDURE));
  mc_intake_controller_begin_form (intake);
}

static const char *
sample_answer (const McField *field)
{
  switch (mc_field_get_kind (field))
    {
    case MC_FIELD_NAME:
      return "Nguyễn Minh Khuê";
    case MC_FIELD_DATE:
      return "1990-06-14";
    case MC_FIELD_YEAR:
      return "1990";
    case MC_FIELD_TIME:
      return "07:30";
    case MC_FIELD_NUMBER:
    case MC_FIELD_MONEY:
      return "2";
    case MC_FIELD_CHOICE:
      return mc_field_get_choice (field, 0, "vi").value;
    case MC_FIELD_YES_NO:
      return "no";
    case MC_FIELD_ID_NUMBER:
      return "001185000028";
    case MC_FIELD_TAX_CODE:
      return "0100109106";
    case MC_FIELD_PHONE:
      return "0912345678";
    case MC_FIELD_EMAIL:
      return "binh@vidu.vn";
    case MC_FIELD_TEXT:
    case MC_FIELD_LONG_TEXT:
    case MC_FIELD_ADDRESS:
    default:
      return "Số 12, phố Hàng Trống";
    }
}

/**
 * ui_fixture_submit:
 * @self: a fixture whose draft is filled
 *
 * Answers every question and submits; returns when the dossier is committed.
 */
void
ui_fixture_submit (UiFixture *self)
{
  McIntakeController *intake = mc_context_get_intake (self->context);
  McProcedure *procedure = mc_intake_controller_get_procedure (intake);

  do
    {
      const McFormPage *page =
          mc_procedure_get_page (procedure, (guint) mc_intake_controller_get_page (intake));

      for (guint i = 0; i < mc_form_page_get_n_fields (page); i++)
        {
          const McField *field = mc_form_page_get_field (page, i);
          g_autofree char *detail = NULL;

          if (mc_field_is_visible (field, mc_intake_controller_get_answers (intake)))
            (void) mc_intake_controller_set_answer (
                intake, mc_field_get_key (field), sample_answer (field), &detail);
        }
    }
  while (mc_intake_controller_next_page (intake) &&
         mc_intake_controller_get_page (intake) < (int) mc_procedure_get_n_pages (procedure));
  mc_intake_controller_submit (intake);
  while (mc_intake_controller_get_state (intake) == MC_INTAKE_COMMITTING ||
         mc_intake_controller_get_state (intake) == MC_INTAKE_CONFIRMING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (mc_intake_controller_get_state (intake), ==, MC_INTAKE_ACCEPTED);
}

/**
 * ui_fixture_end_print:
 * @self: a fixture with a printer, at which the slip of the dossier just filed is
 * @outcome: how it ends
 *
 * Returns when the screen knows.
 */
void
ui_fixture_end_print (UiFixture *self, McPrintOutcome outcome)
{
  McIntakeController *intake = mc_context_get_intake (self->context);

  stub_printer_end_job (self->printer, outcome);
  while (mc_intake_controller_get_print (intake) == MC_INTAKE_PRINT_WAITING ||
         mc_intake_controller_get_print (intake) == MC_INTAKE_PRINT_PRINTING)
    g_main_context_iteration (NULL, TRUE);
  ui_fixture_settle (self);
}

/**
 * ui_fixture_open_staff:
 * @self: a fixture with a printer
 *
 * Types the PIN on the keys of the screen, and waits for the first page behind it.
 */
void
ui_fixture_open_staff (UiFixture *self)
{
  McStaffAccess *access = mc_context_get_staff_access (self->context);

  mc_window_ask_pin (self->window);
  ui_fixture_settle (self);
  for (const char *digit = UI_FIXTURE_PIN; *digit != '\0'; digit++)
    {
      g_autofree char *name = g_strdup_printf ("pin-%c", *digit);

      ui_fixture_click (self, name);
    }
  ui_fixture_click (self, "pin-enter");
  while (mc_staff_access_get_state (access) != MC_STAFF_OPEN ||
         mc_staff_papers_get_figures (mc_context_get_staff_papers (self->context)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  ui_fixture_settle (self);
}

static GtkWidget *
find (GtkWidget *widget, const char *name)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (g_str_equal (gtk_widget_get_name (widget), name))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/**
 * ui_fixture_find:
 * @self: a fixture
 * @name: a widget name
 *
 * Returns: (transfer none) (nullable): the widget of that name, when it is shown
 */
GtkWidget *
ui_fixture_find (UiFixture *self, const char *name)
{
  return find (GTK_WIDGET (self->window), name);
}

/**
 * ui_fixture_click:
 * @self: a fixture
 * @name: the name of a button that is shown
 */
void
ui_fixture_click (UiFixture *self, const char *name)
{
  GtkWidget *button = ui_fixture_find (self, name);

  g_assert_nonnull (button);
  g_assert_true (GTK_IS_BUTTON (button));
  g_signal_emit_by_name (button, "clicked");
  ui_fixture_settle (self);
}

/**
 * ui_fixture_create_status:
 * @self: a fixture
 * @state: a state
 *
 * Returns: (transfer full): what central tells about a dossier at this point that is so far
 */
McStatus *
ui_fixture_create_status (UiFixture *self, McState state)
{
  const McPoint *point = mc_engine_get_enrolment (self->engine)->point;
  const gint64 now = mc_clock_now (mc_engine_get_clock (self->engine));
  McStatus *status = g_new0 (McStatus, 1);

  status->code = g_strdup (DOSSIER);
  status->procedure = g_strdup ("1.001193");
  status->procedure_name = g_strdup ("Đăng ký khai sinh");
  status->unit_name = g_strdup (point->unit_name);
  status->point_name = g_strdup (point->name);
  status->counter = g_strdup ("2");
  status->state = state;
  status->status = mc_state_get_status (state);
  status->submitted_at = now - 8 * 3600;
  status->updated_at = now;
  status->expected_due = MC_TIME_NONE;
  status->due_at = now + 3600;
  for (guint i = 0; i < MC_N_STEPS; i++)
    {
      status->steps[i].step = i + 1;
      status->steps[i].done_at =
          i < mc_state_get_steps_done (state) ? status->submitted_at + i * 3600 : MC_TIME_NONE;
    }
  if (state == MC_STATE_RETURNED)
    status->steps[MC_N_STEPS - 1].place = g_strdup (point->name);
  return status;
}

/**
 * ui_fixture_create_number:
 * @self: a fixture
 * @check: what was checked
 *
 * Returns: (transfer full): central's words with the number 47 at this point
 */
json_t *
ui_fixture_create_number (UiFixture *self, McPickupCheck check)
{
  const McPoint *point = mc_engine_get_enrolment (self->engine)->point;
  g_autoptr (McPickup) pickup = mc_pickup_new ();

  pickup->id = g_strdup ("01977a2e-0000-7000-8000-000000000001");
  pickup->code = g_strdup (DOSSIER);
  pickup->procedure_name = g_strdup ("Đăng ký khai sinh");
  pickup->point_name = g_strdup (point->name);
  pickup->counter = g_strdup ("2");
  pickup->number = 47;
  pickup->ahead = 1;
  pickup->check = check;
  pickup->at = mc_clock_now (mc_engine_get_clock (self->engine));
  return mc_pickup_to_json (pickup);
}

/**
 * ui_fixture_create_problem:
 * @type: a problem's type
 * @extra: (transfer full): what it says besides
 *
 * Returns: (transfer full): central's words
 */
json_t *
ui_fixture_create_problem (const char *type, json_t *extra)
{
  g_autoptr (McProblem) problem = mc_problem_new (type, NULL);

  problem->extra = extra;
  return mc_problem_to_json (problem);
}

/**
 * ui_fixture_answer:
 * @self: a fixture whose network is not down
 * @path: a part of the request's address
 * @status: an HTTP status
 * @body: (transfer full): what central says
 *
 * Answers the first request there as central would, and waits until it was heard.
 */
void
ui_fixture_answer (UiFixture *self, const char *path, guint status, json_t *body)
{
  guint which;

  while (!fake_transport_find (self->transport, path, &which))
    g_main_context_iteration (NULL, TRUE);
  fake_transport_answer (self->transport, which, status, body, self->central);
  ui_fixture_settle (self);
}

/**
 * ui_fixture_picture:
 * @self: a fixture
 * @name: of the file, without its end
 *
 * Keeps what the window shows, for people to look at.
 */
void
ui_fixture_picture (UiFixture *self, const char *name)
{
  const char *dir = g_getenv ("MC_TEST_PICTURES");
  GtkWidget *window = GTK_WIDGET (self->window);
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;
  GtkSnapshot *snapshot;

  if (dir == NULL)
    return;

  ui_fixture_settle (self);
  paintable = gtk_widget_paintable_new (window);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (
      paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
  node = gtk_snapshot_free_to_node (snapshot);
  texture =
      gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (self->window)), node, NULL);
  file = g_strconcat (name, ".png", NULL);
  path = g_build_filename (dir, file, NULL);
  g_mkdir_with_parents (dir, 0700);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}
