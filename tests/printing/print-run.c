/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/printing/print-run.h"

#include "printing/documents/receipt-page.h"

void
print_run_init (PrintRun *self)
{
  self->journal = memory_journal_new ();
  self->job_uuid = g_uuid_string_random ();
  self->cancellable = g_cancellable_new ();
}

void
print_run_clear (PrintRun *self)
{
  g_assert_finalize_object (self->printer);
  self->printer = NULL;
  g_clear_object (&self->journal);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->job_uuid, g_free);
  g_clear_pointer (&self->status_url, g_free);
  g_clear_pointer (&self->reason, g_free);
  g_clear_error (&self->error);
}

void
print_run_renew (PrintRun *self)
{
  g_free (self->job_uuid);
  self->job_uuid = g_uuid_string_random ();
}

void
print_wait_for (PrintCondition condition,
                gpointer data,
                guint limit_s,
                const char *what,
                const char *where)
{
  gint64 end = g_get_monotonic_time () + limit_s * G_USEC_PER_SEC;

  while (!condition (data))
    {
      if (g_get_monotonic_time () >= end)
        g_error ("%s: %s did not become true within %u s", where, what, limit_s);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (5000);
    }
}

static void
on_print_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PrintRun *self = user_data;

  self->outcome =
      mc_printer_print_finish (MC_PRINTER (source), result, &self->reason, &self->error);
  self->done = TRUE;
}

void
print_run_start (PrintRun *self)
{
  g_autoptr (McReceipt) receipt = mc_sample_receipt_new ("vi", self->length);
  McPage *page;

  if (self->status_url != NULL)
    {
      g_free (receipt->status_url);
      receipt->status_url = g_strdup (self->status_url);
    }
  page = mc_receipt_page_new (receipt, self->medium, NULL);
  g_assert_nonnull (page);
  self->done = FALSE;
  g_clear_pointer (&self->reason, g_free);
  mc_printer_print_async (
      self->printer, page, self->job_uuid, self->cancellable, on_print_ready, self);
}

static gboolean
is_done (gpointer data)
{
  return ((PrintRun *) data)->done;
}

void
print_run_finish (PrintRun *self)
{
  print_wait_until (is_done, self, 30);
  g_test_message ("%s: %s",
                  mc_print_outcome_to_string (self->outcome),
                  self->reason != NULL ? self->reason : "-");
}

void
print_run_print (PrintRun *self)
{
  print_run_start (self);
  print_run_finish (self);
}

static void
on_settle_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PrintRun *self = user_data;

  mc_printer_settle_finish (MC_PRINTER (source), result, &self->error);
  self->done = TRUE;
}

void
print_run_settle (PrintRun *self, const char *job_uuid)
{
  GPtrArray *uuids = g_ptr_array_new_with_free_func (g_free);

  if (job_uuid != NULL)
    g_ptr_array_add (uuids, g_strdup (job_uuid));
  self->done = FALSE;
  g_clear_error (&self->error);
  mc_printer_settle_async (self->printer, uuids, NULL, on_settle_ready, self);
  print_wait_until (is_done, self, 30);
  g_assert_no_error (self->error);
}

/* The latest print ended so, and the journal says the same. */
void
print_run_assert (PrintRun *self, McPrintOutcome outcome, const char *reason)
{
  g_autofree char *expected =
      g_strdup_printf ("settle %s %s", self->job_uuid, mc_print_outcome_to_string (outcome));

  g_assert_no_error (self->error);
  g_assert_cmpstr (
      mc_print_outcome_to_string (self->outcome), ==, mc_print_outcome_to_string (outcome));
  g_assert_cmpstr (self->reason, ==, reason);
  g_assert_cmpstr (memory_journal_get_last (self->journal), ==, expected);
}

typedef struct
{
  McPrinter *printer;
  McPrinterHealth health;
  const char *reason;
} Wanted;

static gboolean
is_wanted (gpointer data)
{
  const Wanted *wanted = data;
  g_autofree char *reason = NULL;

  g_object_get (wanted->printer, "health-reason", &reason, NULL);
  return mc_printer_get_health (wanted->printer) == wanted->health &&
         g_strcmp0 (reason, wanted->reason) == 0;
}

void
print_run_wait_for_health_within (PrintRun *self,
                                  McPrinterHealth health,
                                  const char *reason,
                                  guint limit_s)
{
  Wanted wanted = { self->printer, health, reason };
  g_autofree char *what = g_strdup_printf (
      "health %s, %s",
      g_enum_get_value (g_type_class_peek (MC_TYPE_PRINTER_HEALTH), (int) health)->value_nick,
      reason != NULL ? reason : "no reason");

  print_wait_for (is_wanted, &wanted, limit_s, what, G_STRLOC);
}

void
print_run_wait_for_health (PrintRun *self, McPrinterHealth health, const char *reason)
{
  print_run_wait_for_health_within (self, health, reason, 10);
}
