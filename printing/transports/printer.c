/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "printing/transports/printer.h"

/**
 * McPrinter:
 *
 * Whatever puts a document on paper and can tell what became of it. Only a terminal job state
 * counts as printed: %MC_PRINT_CONFIRMED is paper, %MC_PRINT_FAILED is certainly none, and neither
 * %MC_PRINT_UNKNOWN nor %MC_PRINT_SENT, of a printer that cannot tell, is printed again by itself.
 */

G_DEFINE_INTERFACE (McPrinter, mc_printer, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (McPrinterHealth,
                    mc_printer_health,
                    G_DEFINE_ENUM_VALUE (MC_PRINTER_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (MC_PRINTER_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (MC_PRINTER_WARNING, "warning"),
                    G_DEFINE_ENUM_VALUE (MC_PRINTER_FAULT, "fault"))

static void
mc_printer_default_init (McPrinterInterface *iface)
{
  /**
   * McPrinter:health:
   *
   * What the printer itself says, looked at every few seconds.
   */
  g_object_interface_install_property (
      iface,
      g_param_spec_enum ("health",
                         NULL,
                         NULL,
                         MC_TYPE_PRINTER_HEALTH,
                         MC_PRINTER_UNKNOWN,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY));
  /**
   * McPrinter:health-reason: (nullable)
   *
   * The IPP printer-state-reasons keyword behind #McPrinter:health, without its severity suffix:
   * "media-empty", "cover-open"; "unreachable" when the printer does not answer. %NULL when there
   * is nothing to tell.
   */
  g_object_interface_install_property (
      iface,
      g_param_spec_string ("health-reason",
                           NULL,
                           NULL,
                           NULL,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY));
}

/**
 * mc_printer_print_async:
 * @self: a printer
 * @page: (transfer full): the document
 * @job_uuid: the job's id; the journal row, and the job's name in a spooler, carry it
 * @cancellable: (nullable): stops waiting. A job that was handed over stays in the printer and its
 *   row stays open for mc_printer_settle_async ()
 * @callback: called in the thread-default main context of the caller
 * @user_data: for @callback
 *
 * Prints one document and follows the job to its end. Jobs wait for each other.
 */
void
mc_printer_print_async (McPrinter *self,
                        McPage *page,
                        const char *job_uuid,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (MC_IS_PRINTER (self));
  g_return_if_fail (page != NULL && job_uuid != NULL);

  MC_PRINTER_GET_IFACE (self)->print_async (self, page, job_uuid, cancellable, callback, user_data);
}

/**
 * mc_printer_print_finish:
 * @self: a printer
 * @result: what the callback got
 * @reason: (out) (optional) (nullable) (transfer full): a keyword for staff and logs, such as
 *   "media-empty"; %NULL where there is nothing to explain
 * @error: return location: the journal could not be written, or %G_IO_ERROR_CANCELLED
 *
 * Returns: the outcome, which the journal holds already; with @error, %MC_PRINT_UNKNOWN, and the
 *   journal holds an open row or none
 */
McPrintOutcome
mc_printer_print_finish (McPrinter *self, GAsyncResult *result, char **reason, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *text = NULL;
  McPrintOutcome outcome;

  g_return_val_if_fail (MC_IS_PRINTER (self), MC_PRINT_UNKNOWN);

  outcome = MC_PRINTER_GET_IFACE (self)->print_finish (self, result, &text, &problem);
  g_assert (problem == NULL ||
            (outcome == MC_PRINT_UNKNOWN && text == NULL)); /* a value or an error, never both */
  if (reason != NULL)
    *reason = g_steal_pointer (&text);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return outcome;
}

/**
 * mc_printer_settle_async:
 * @self: a printer
 * @open_job_uuids: (transfer full) (element-type utf8): jobs whose rows an earlier process left
 *   open
 * @cancellable: (nullable): stops between two jobs
 * @callback: called in the thread-default main context of the caller
 * @user_data: for @callback
 *
 * Cancels every job of this product that still waits in the spooler, asks what became of the given
 * ones, and settles their rows: before this is done, no new citizen may print.
 */
void
mc_printer_settle_async (McPrinter *self,
                         GPtrArray *open_job_uuids,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (MC_IS_PRINTER (self));
  g_return_if_fail (open_job_uuids != NULL);

  MC_PRINTER_GET_IFACE (self)->settle_async (
      self, open_job_uuids, cancellable, callback, user_data);
}

/**
 * mc_printer_settle_finish:
 * @self: a printer
 * @result: what the callback got
 * @error: return location: the journal could not be written, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether every row is settled
 */
gboolean
mc_printer_settle_finish (McPrinter *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gboolean done;

  g_return_val_if_fail (MC_IS_PRINTER (self), FALSE);

  done = MC_PRINTER_GET_IFACE (self)->settle_finish (self, result, &problem);
  g_assert (done == (problem == NULL));
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return done;
}

/**
 * mc_printer_get_health:
 * @self: a printer
 *
 * Returns: #McPrinter:health. The thread that made @self
 */
McPrinterHealth
mc_printer_get_health (McPrinter *self)
{
  McPrinterHealth health;

  g_return_val_if_fail (MC_IS_PRINTER (self), MC_PRINTER_UNKNOWN);

  g_object_get (self, "health", &health, NULL);
  return health;
}
