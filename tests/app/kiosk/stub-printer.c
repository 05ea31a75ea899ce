/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/app/kiosk/stub-printer.h"

struct _StubPrinter
{
  GObject parent_instance;

  McPrintJournal *journal; /* (unowned), the outbox outlives it */
  McPrinterHealth health;
  char *reason;          /* (owned) (nullable) */
  GAsyncQueue *outcomes; /* (owned), McPrintOutcome + 1 */
  int n_jobs;            /* atomic */
  int dry;               /* atomic */
};

enum
{
  PROP_HEALTH = 1,
  PROP_HEALTH_REASON,
};

static void stub_printer_printer_init (McPrinterInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (StubPrinter, stub_printer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MC_TYPE_PRINTER, stub_printer_printer_init))
/* clang-format on */

static void
print_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  StubPrinter *self = source;
  McPrintOutcome outcome;

  g_assert_true (
      mc_print_journal_begin (self->journal, data, "fake", "ipp://127.0.0.1/fake", 100, NULL));
  g_atomic_int_inc (&self->n_jobs);
  outcome = g_atomic_int_get (&self->dry)
                ? MC_PRINT_CONFIRMED
                : GPOINTER_TO_INT (g_async_queue_pop (self->outcomes)) - 1;
  g_assert_true (mc_print_journal_settle (self->journal, data, outcome, NULL, NULL));
  g_task_return_int (task, outcome);
}

static void
stub_printer_print_async (McPrinter *printer,
                          McPage *page,
                          const char *job_uuid,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (printer, cancellable, callback, user_data);

  g_assert_cmpuint (g_bytes_get_size (page->pdf), >, 1000);
  mc_page_free (page);
  g_task_set_task_data (task, g_strdup (job_uuid), g_free);
  g_task_run_in_thread (task, print_thread);
}

static McPrintOutcome
stub_printer_print_finish (McPrinter *printer, GAsyncResult *result, char **reason, GError **error)
{
  gssize outcome = g_task_propagate_int (G_TASK (result), error);

  return outcome < 0 ? MC_PRINT_UNKNOWN : (McPrintOutcome) outcome;
}

static void
stub_printer_settle_async (McPrinter *printer,
                           GPtrArray *open_job_uuids,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (printer, cancellable, callback, user_data);

  g_ptr_array_unref (open_job_uuids);
  g_task_return_boolean (task, TRUE);
}

static gboolean
stub_printer_settle_finish (McPrinter *printer, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
stub_printer_printer_init (McPrinterInterface *iface)
{
  iface->print_async = stub_printer_print_async;
  iface->print_finish = stub_printer_print_finish;
  iface->settle_async = stub_printer_settle_async;
  iface->settle_finish = stub_printer_settle_finish;
}

static void
stub_printer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  StubPrinter *self = STUB_PRINTER (object);

  if (id == PROP_HEALTH)
    g_value_set_enum (value, self->health);
  else
    g_value_set_string (value, self->reason);
}

static void
stub_printer_finalize (GObject *object)
{
  StubPrinter *self = STUB_PRINTER (object);

  g_free (self->reason);
  g_async_queue_unref (self->outcomes);
  G_OBJECT_CLASS (stub_printer_parent_class)->finalize (object);
}

static void
stub_printer_class_init (StubPrinterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = stub_printer_get_property;
  object_class->finalize = stub_printer_finalize;
  g_object_class_override_property (object_class, PROP_HEALTH, "health");
  g_object_class_override_property (object_class, PROP_HEALTH_REASON, "health-reason");
}

static void
stub_printer_init (StubPrinter *self)
{
  self->health = MC_PRINTER_READY;
  self->outcomes = g_async_queue_new ();
}

StubPrinter *
stub_printer_new (McPrintJournal *journal)
{
  StubPrinter *self = g_object_new (STUB_TYPE_PRINTER, NULL);

  self->journal = journal;

  return self;
}

void
stub_printer_set_health (StubPrinter *self, McPrinterHealth health, const char *reason)
{
  self->health = health;
  g_free (self->reason);
  self->reason = g_strdup (reason);
  g_object_notify (G_OBJECT (self), "health");
  g_object_notify (G_OBJECT (self), "health-reason");
}

guint
stub_printer_get_n_jobs (StubPrinter *self)
{
  return (guint) g_atomic_int_get (&self->n_jobs);
}

/* Ends the job that is at the printer, or the next one to come. */
void
stub_printer_end_job (StubPrinter *self, McPrintOutcome outcome)
{
  g_async_queue_push (self->outcomes, GINT_TO_POINTER (outcome + 1));
}

void
stub_printer_run_dry (StubPrinter *self)
{
  g_atomic_int_set (&self->dry, TRUE);
  stub_printer_end_job (self, MC_PRINT_CONFIRMED);
}
