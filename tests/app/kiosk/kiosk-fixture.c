/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/app/kiosk/kiosk-fixture.h"

#include "app/assets.h"

#include <glib/gstdio.h>
#include <string.h>

const char KIOSK_FIXTURE_CARD[] = "001304000028||Trần Thị Bình|29022004|Nữ|Thôn 1, Xã Sóc Sơn, Hà "
                                  "Nội|01082024||||";
const char KIOSK_FIXTURE_OTHER_CARD[] = "001099000017|012345678|Nguyễn Văn An|01011999|Nam|Số 1, "
                                        "Phường Ba Đình, Hà Nội|01012022";

static void
enrol (McOutbox *outbox, const McSigningKey *central)
{
  g_autoptr (McSigningKey) key = mc_signing_key_new ();
  g_autoptr (McSealingKey) sealing = mc_sealing_key_new ();
  g_autoptr (McEnrolment) enrolment = g_new0 (McEnrolment, 1);
  g_autoptr (GPtrArray) points = mc_assets_load_points (mc_assets_get_default_dir (), NULL);
  g_autoptr (GError) error = NULL;

  enrolment->kiosk = g_strdup ("HK-03");
  enrolment->point = mc_point_copy (g_ptr_array_index (points, 0));
  enrolment->serial_first = 500000;
  enrolment->serial_last = 509999;
  enrolment->public_url = g_strdup ("https://motcua.example");
  memcpy (enrolment->signing_public, mc_signing_key_get_public (central), 32);
  memcpy (enrolment->sealing_public, mc_sealing_key_get_public (sealing), 32);
  g_assert_true (mc_outbox_set_pending_key (outbox, key, &error));
  g_assert_true (mc_outbox_set_enrolment (outbox, enrolment, "https://motcua.example", &error));
  g_assert_no_error (error);
}

static McConfig *
load_config (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "kiosk.conf", NULL);
  g_autofree char *text = g_strdup_printf ("[kiosk]\nstate-dir=%s\n"
                                           "[delivery]\nreceipt-wait-ms=30\n"
                                           "[printer]\nroll-length-m=1\n",
                                           dir);
  g_autoptr (GError) error = NULL;
  McConfig *config;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  config = mc_config_load (path, &error);
  g_assert_no_error (error);

  return config;
}

void
kiosk_fixture_set_up (KioskFixture *self, gconstpointer data)
{
  McEngineParts parts = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (mc_keys_init (NULL));
  self->dir = g_dir_make_tmp ("motcua-intake-XXXXXX", NULL);
  self->time = fake_time_new ("2026-09-15T09:42:00+07:00");
  self->outbox = mc_outbox_open (self->dir, MC_CLOCK (self->time), &error);
  g_assert_no_error (error);
  self->central = mc_signing_key_new ();
  if (g_strcmp0 (data, "not-enrolled") != 0)
    enrol (self->outbox, self->central);
  self->transport = fake_transport_new ();
  self->printer = stub_printer_new (MC_PRINT_JOURNAL (self->outbox));

  parts.config = load_config (self->dir);
  parts.clock = g_object_ref (MC_CLOCK (self->time));
  parts.catalogue = mc_assets_load_catalogue (mc_assets_get_default_dir (), &error);
  g_assert_no_error (error);
  parts.calendar = mc_assets_load_calendar (mc_assets_get_default_dir (), &error);
  g_assert_no_error (error);
  parts.outbox = g_object_ref (self->outbox);
  parts.lock = mc_state_lock_new (self->dir);
  parts.transport = g_object_ref (MC_TRANSPORT (self->transport));
  parts.printer = g_object_ref (MC_PRINTER (self->printer));
  self->engine = mc_engine_new (&parts, &error);
  g_assert_no_error (error);
  g_assert_true (mc_engine_own (self->engine, &error));

  self->visit = mc_visit_new (MC_MONOTONIC (self->time), 90, 30, 1.0);
  self->intake = mc_intake_controller_new (self->engine, self->visit);
}

void
kiosk_fixture_tear_down (KioskFixture *self, gconstpointer data)
{
  McIntakeController *intake;
  McPrintQueue *queue;
  GDir *dir;
  const char *name;

  while (fake_transport_get_n_waiting (self->transport) > 0)
    fake_transport_fail (self->transport, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  /* a commit on its way keeps the controller until it has answered, and nothing else does */
  intake = self->intake;
  g_object_add_weak_pointer (G_OBJECT (intake), (gpointer *) &intake);
  g_object_unref (self->intake);
  while (intake != NULL)
    g_main_context_iteration (NULL, TRUE);
  /* a job at the printer writes into the outbox from its thread */
  queue = mc_engine_get_print_queue (self->engine);
  stub_printer_run_dry (self->printer);
  mc_print_queue_release (queue);
  while (!mc_print_queue_is_idle (queue))
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (self->visit);
  g_object_unref (self->engine);
  while (fake_transport_get_n_waiting (self->transport) > 0)
    fake_transport_fail (self->transport, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (self->printer);
  g_object_unref (self->transport);
  g_object_unref (self->outbox);
  g_object_unref (self->time);
  mc_signing_key_free (self->central);

  dir = g_dir_open (self->dir, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->dir, name, NULL);

      g_unlink (path);
    }
  g_dir_close (dir);
  g_rmdir (self->dir);
  g_free (self->dir);
}

static const char *
answer_for (const McField *field, const char *child_name)
{
  const char *key = mc_field_get_key (field);

  if (g_str_equal (key, "child_name"))
    return child_name;
  if (g_str_equal (key, "relation"))
    return "mother";

  switch (mc_field_get_kind (field))
    {
    case MC_FIELD_NAME:
      return "Nguyễn Văn An";
    case MC_FIELD_DATE:
      return "1/9/2026";
    case MC_FIELD_YEAR:
      return "1996";
    case MC_FIELD_NUMBER:
      return "1";
    case MC_FIELD_CHOICE:
      return mc_field_get_choice (field, 0, "vi").value;
    case MC_FIELD_YES_NO:
      return "yes";
    default:
      return "Số 5 Lý Thường Kiệt, Hà Nội";
    }
}

/* Goes from the notice to the review of a birth registration. */
void
kiosk_fixture_fill (KioskFixture *self, const char *child_name)
{
  McCardWarnings warnings;
  guint pages = 0;

  mc_visit_begin (self->visit);
  mc_intake_controller_accept_notice (self->intake, FALSE, TRUE);
  g_assert_cmpint (
      mc_intake_controller_take_scan (self->intake, KIOSK_FIXTURE_CARD, &warnings, NULL),
      ==,
      MC_SCAN_RESULT_CARD);
  g_assert_true (mc_intake_controller_choose (self->intake, "1.001193"));
  g_assert_true (mc_intake_controller_can_begin_form (self->intake));
  mc_intake_controller_begin_form (self->intake);
  do
    {
      McProcedure *procedure = mc_intake_controller_get_procedure (self->intake);
      const McFormPage *page =
          mc_procedure_get_page (procedure, mc_intake_controller_get_page (self->intake));
      McFieldProblem problem;
      g_autofree char *detail = NULL;

      for (guint i = 0; i < mc_form_page_get_n_fields (page); i++)
        {
          const McField *field = mc_form_page_get_field (page, i);
          const char *key = mc_field_get_key (field);

          if (mc_field_is_visible (field, mc_intake_controller_get_answers (self->intake)) &&
              mc_intake_controller_get_raw (self->intake, key) == NULL)
            g_assert_cmpint (mc_intake_controller_set_answer (
                                 self->intake, key, answer_for (field, child_name), NULL),
                             ==,
                             MC_FIELD_PROBLEM_NONE);
        }
      g_assert_null (mc_intake_controller_check_page (self->intake, &problem, &detail));
      pages++;
    }
  while (mc_intake_controller_next_page (self->intake));
  g_assert_cmpuint (pages, >, 5);
}

void
kiosk_fixture_wait_state (KioskFixture *self, McIntakeState state)
{
  while (mc_intake_controller_get_state (self->intake) != state)
    g_main_context_iteration (NULL, TRUE);
}

/* A whole dossier, to the receipt. */
void
kiosk_fixture_file (KioskFixture *self, const char *child_name)
{
  kiosk_fixture_fill (self, child_name);
  mc_intake_controller_submit (self->intake);
  kiosk_fixture_wait_state (self, MC_INTAKE_ACCEPTED);
}

McOutboxRecord *
kiosk_fixture_find (KioskFixture *self, const char *key)
{
  g_autoptr (GError) error = NULL;
  McOutboxRecord *record = mc_outbox_find (self->outbox, key, &error);

  g_assert_no_error (error);

  return record;
}
