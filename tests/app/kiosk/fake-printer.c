/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/app/kiosk/fake-printer.h"

struct _FakePrinter
{
  GObject parent_instance;

  McPrintJournal *journal; /* (owned) */
  FakePrinterMode mode;
  GPtrArray *papers; /* (owned) (element-type utf8) */
  GTask *waiting;    /* (owned) (nullable) */
  McPage *page;      /* (owned) (nullable) */
  guint n_settled;
};

typedef enum
{
  PROP_HEALTH = 1,
  PROP_HEALTH_REASON,
} Property;

static void iface_init (McPrinterInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (FakePrinter, fake_printer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MC_TYPE_PRINTER, iface_init))
/* clang-format on */

static void
confirm (FakePrinter *self, GTask *task)
{
  const char *job = g_task_get_task_data (task);

  mc_print_journal_settle (self->journal, job, MC_PRINT_CONFIRMED, NULL, NULL);
  g_ptr_array_add (self->papers, g_strdup (job));
  g_task_return_int (task, MC_PRINT_CONFIRMED);
}

static void
print_async (McPrinter *printer,
             McPage *page,
             const char *job_uuid,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  FakePrinter *self = FAKE_PRINTER (printer);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_assert_null (self->waiting); /* one job at a time */
  g_assert_cmpfloat (page->width_mm, >, 0);
  mc_page_free (self->page);
  self->page = page;
  g_task_set_task_data (task, g_strdup (job_uuid), g_free);
  if (self->mode == FAKE_REFUSES)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "no such queue");
      return;
    }
  g_assert_true (mc_print_journal_begin (self->journal, job_uuid, "fake", "fake:", 100, NULL));
  if (self->mode == FAKE_LEAVES_OPEN)
    g_task_return_int (task, MC_PRINT_CONFIRMED);
  else if (self->mode == FAKE_PRINTS)
    confirm (self, task);
  else
    self->waiting = g_steal_pointer (&task);
}

static McPrintOutcome
print_finish (McPrinter *printer, GAsyncResult *result, char **reason, GError **error)
{
  gssize outcome = g_task_propagate_int (G_TASK (result), error);

  return outcome < 0 ? MC_PRINT_UNKNOWN : (McPrintOutcome) outcome;
}

static void
settle_async (McPrinter *printer,
              GPtrArray *jobs,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  FakePrinter *self = FAKE_PRINTER (printer);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_assert_cmpuint (self->papers->len, ==, 0); /* before any new job */
  for (guint i = 0; i < jobs->len; i++)
    g_assert_true (mc_print_journal_settle (
        self->journal, g_ptr_array_index (jobs, i), MC_PRINT_UNKNOWN, "asked at start", NULL));
  self->n_settled += jobs->len;
  g_ptr_array_unref (jobs);
  g_task_return_boolean (task, TRUE);
}

static gboolean
settle_finish (McPrinter *printer, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
iface_init (McPrinterInterface *iface)
{
  iface->print_async = print_async;
  iface->print_finish = print_finish;
  iface->settle_async = settle_async;
  iface->settle_finish = settle_finish;
}

static void
fake_printer_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  switch ((Property) id)
    {
    case PROP_HEALTH:
      g_value_set_enum (value, MC_PRINTER_READY);
      break;
    case PROP_HEALTH_REASON:
      g_value_set_string (value, NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
fake_printer_finalize (GObject *object)
{
  FakePrinter *self = FAKE_PRINTER (object);

  g_assert_null (self->waiting);
  g_object_unref (self->journal);
  mc_page_free (self->page);
  g_ptr_array_unref (self->papers);

  G_OBJECT_CLASS (fake_printer_parent_class)->finalize (object);
}

static void
fake_printer_class_init (FakePrinterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = fake_printer_get_property;
  object_class->finalize = fake_printer_finalize;
  g_object_class_override_property (object_class, PROP_HEALTH, "health");
  g_object_class_override_property (object_class, PROP_HEALTH_REASON, "health-reason");
}

static void
fake_printer_init (FakePrinter *self)
{
  self->papers = g_ptr_array_new_with_free_func (g_free);
}

FakePrinter *
fake_printer_new (McPrintJournal *journal)
{
  FakePrinter *self = g_object_new (FAKE_TYPE_PRINTER, NULL);

  self->journal = g_object_ref (journal);
  return self;
}

void
fake_printer_set_mode (FakePrinter *self, FakePrinterMode mode)
{
  self->mode = mode;
}

GPtrArray *
fake_printer_get_papers (FakePrinter *self)
{
  return self->papers;
}

const McPage *
fake_printer_get_page (FakePrinter *self)
{
  return self->page;
}

guint
fake_printer_get_n_settled (FakePrinter *self)
{
  return self->n_settled;
}

gboolean
fake_printer_is_busy (FakePrinter *self)
{
  return self->waiting != NULL;
}

void
fake_printer_finish (FakePrinter *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->waiting);

  confirm (self, task);
}
