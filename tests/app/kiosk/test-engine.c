/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/kiosk/engine.h"
#include "tests/app/kiosk/fake-printer.h"
#include "tests/app/store/storage.h"

/* A network that is not there. */
#define DEAD_TYPE_TRANSPORT (dead_transport_get_type ())
G_DECLARE_FINAL_TYPE (DeadTransport, dead_transport, DEAD, TRANSPORT, GObject)

struct _DeadTransport
{
  GObject parent_instance;
};

static void
dead_send_async (McTransport *self,
                 McHttpRequest *request,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  mc_http_request_free (request);
  g_task_return_new_error (task, MC_TRANSPORT_ERROR, MC_TRANSPORT_ERROR_NETWORK, "unplugged");
}

static McHttpAnswer *
dead_send_finish (McTransport *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
dead_iface_init (McTransportInterface *iface)
{
  iface->send_async = dead_send_async;
  iface->send_finish = dead_send_finish;
}

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (DeadTransport, dead_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MC_TYPE_TRANSPORT, dead_iface_init))
/* clang-format on */

static void
dead_transport_class_init (DeadTransportClass *klass)
{
}

static void
dead_transport_init (DeadTransport *self)
{
}

static McEngine *
create_engine (Storage *self, const char *config_text)
{
  g_autofree char *path = g_build_filename (self->dir, "kiosk.conf", NULL);
  g_autoptr (GError) error = NULL;
  McEngineParts parts = { NULL };
  McEngine *engine;

  g_assert_true (g_file_set_contents (path, config_text, -1, NULL));
  parts.config = mc_config_load (path, &error);
  g_assert_no_error (error);
  parts.clock = g_object_ref (MC_CLOCK (self->clock));
  parts.catalogue = g_object_ref (self->catalogue);
  parts.calendar = g_object_ref (self->calendar);
  parts.outbox = mc_outbox_open (self->state_dir, parts.clock, &error);
  g_assert_no_error (error);
  parts.lock = mc_state_lock_new (self->state_dir);
  parts.transport = g_object_new (DEAD_TYPE_TRANSPORT, NULL);
  parts.printer = MC_PRINTER (fake_printer_new (MC_PRINT_JOURNAL (parts.outbox)));
  engine = mc_engine_new (&parts, &error);
  g_assert_no_error (error);
  g_assert_null (parts.outbox); /* taken */
  return engine;
}

/* What is under way when an engine goes comes back cancelled; then nothing of it is left. */
static void
drop_engine (McEngine *engine)
{
  McOutbox *outbox = g_object_ref (mc_engine_get_outbox (engine));
  McOutboxSummary summary;

  g_object_unref (engine);
  mc_outbox_get_summary (outbox, &summary, NULL); /* after all that was asked of it */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (outbox);
}

static void
on_enrolled (McEngine *engine, guint *n)
{
  (*n)++;
}

/* Enrolled by another process while it runs: the owner is woken, and has a client and an uploader
 * from then on. What it handed out before a second enrolment stays valid. */
static void
test_enrolled_while_running (Storage *self, gconstpointer data)
{
  g_autofree char *fresh = g_build_filename (self->dir, "fresh", NULL);
  McEngine *kiosk;
  McEngine *ctl;
  McEnrolment *first;
  guint n = 0;

  storage_close (self);
  g_free (self->state_dir);
  self->state_dir = g_steal_pointer (&fresh);
  kiosk = create_engine (self, "");
  ctl = create_engine (self, "");
  g_signal_connect (kiosk, "enrolled", G_CALLBACK (on_enrolled), &n);
  g_assert_null (mc_engine_get_enrolment (kiosk));
  g_assert_null (mc_engine_get_client (kiosk));
  g_assert_true (mc_engine_own (kiosk, NULL));

  self->outbox = g_object_ref (mc_engine_get_outbox (ctl));
  storage_enrol (self, 1, 99);
  mc_state_lock_wake_owner (mc_engine_get_lock (ctl));
  while (n == 0)
    g_main_context_iteration (NULL, TRUE);
  first = mc_engine_get_enrolment (kiosk);
  g_assert_cmpuint (first->serial_last, ==, 99);
  g_assert_nonnull (mc_engine_get_client (kiosk));
  g_assert_nonnull (mc_engine_get_uploader (kiosk));
  g_assert_null (mc_engine_get_scanner (kiosk));

  storage_enrol (self, 100, 199);
  mc_state_lock_wake_owner (mc_engine_get_lock (ctl));
  while (mc_engine_get_enrolment (kiosk)->serial_first != 100)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (first->serial_last, ==, 99);
  g_clear_object (&self->outbox);
  drop_engine (ctl);
  drop_engine (kiosk);
}

/* One of two engines owns; what the other wants printed comes out at the owner once it is woken;
 * and when the owner goes, the one that waits takes over by itself. */
static void
test_one_owner (Storage *self, gconstpointer data)
{
  g_autoptr (McDossier) draft = storage_create_draft (self);
  McEngine *kiosk;
  McEngine *ctl;
  FakePrinter *printer;
  g_autoptr (McReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  storage_close (self);
  kiosk = create_engine (self, "[delivery]\nreserve-mib=0\n");
  ctl = create_engine (self, "[delivery]\nreserve-mib=0\n");
  g_assert_true (mc_engine_own (ctl, &error));
  mc_engine_own_when_free (kiosk);
  g_assert_false (mc_engine_is_owner (kiosk));
  g_assert_false (mc_engine_own (kiosk, &error));
  g_assert_no_error (error);

  receipt = mc_outbox_commit (
      mc_engine_get_outbox (kiosk), draft, NULL, self->procedure, self->calendar, TRUE, &error);
  g_assert_no_error (error);
  mc_state_lock_wake_owner (mc_engine_get_lock (kiosk));
  printer = FAKE_PRINTER (mc_print_queue_get_printer (mc_engine_get_print_queue (ctl)));
  while (fake_printer_get_papers (printer)->len == 0)
    g_main_context_iteration (NULL, TRUE);

  drop_engine (ctl);
  while (!mc_engine_is_owner (kiosk))
    g_main_context_iteration (NULL, TRUE);
  drop_engine (kiosk);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/kiosk/engine/enrolled-while-running",
              Storage,
              NULL,
              storage_set_up,
              test_enrolled_while_running,
              storage_tear_down);
  g_test_add (
      "/kiosk/engine/one-owner", Storage, NULL, storage_set_up, test_one_owner, storage_tear_down);
  return g_test_run ();
}
