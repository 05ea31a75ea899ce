/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "app/domain/print-journal.h"
#include "printing/documents/page.h"

G_BEGIN_DECLS

typedef enum
{
  MC_PRINTER_UNKNOWN,
  MC_PRINTER_READY,
  MC_PRINTER_WARNING, /* paper or ink low */
  MC_PRINTER_FAULT,   /* paper out, cover open, jam, offline */
} McPrinterHealth;

/* How long each phase of a job may take. */
typedef struct
{
  guint hand_over_ms; /* until the printer has all of it */
  guint print_ms;     /* from then until the paper is out */
  guint cancel_ms;    /* from a cancel until the job has really ended */
} McPrintDeadlines;

/* A spooler's backend looks at the printer once a second and tells it of a cancel, too. */
#define MC_PRINTER_CANCEL_MS 8000

#define MC_TYPE_PRINTER_HEALTH (mc_printer_health_get_type ())
GType mc_printer_health_get_type (void);

/* One printer, one job at a time. Every job ends as confirmed, sent, failed or unknown
 * (printing.md section 3), its journal row written before the first byte leaves. Blocking calls
 * live in a worker thread. Properties: "health" (McPrinterHealth), "health-reason" (IPP keyword,
 * nullable), both with notify on the main context. */
#define MC_TYPE_PRINTER (mc_printer_get_type ())
G_DECLARE_INTERFACE (McPrinter, mc_printer, MC, PRINTER, GObject)

struct _McPrinterInterface
{
  GTypeInterface parent_iface;

  void (*print_async) (McPrinter *self,
                       McPage *page, /* (transfer full) */
                       const char *job_uuid,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  McPrintOutcome (*print_finish) (McPrinter *self,
                                  GAsyncResult *result,
                                  char **reason,
                                  GError **error);
  void (*settle_async) (McPrinter *self,
                        GPtrArray *open_job_uuids, /* (transfer full) (element-type utf8) */
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
  gboolean (*settle_finish) (McPrinter *self, GAsyncResult *result, GError **error);
};

void mc_printer_print_async (McPrinter *self,
                             McPage *page,
                             const char *job_uuid,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
McPrintOutcome
mc_printer_print_finish (McPrinter *self, GAsyncResult *result, char **reason, GError **error);
/* At start: cancels our stale jobs, asks what became of them, settles their rows. */
void mc_printer_settle_async (McPrinter *self,
                              GPtrArray *open_job_uuids,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean mc_printer_settle_finish (McPrinter *self, GAsyncResult *result, GError **error);
McPrinterHealth mc_printer_get_health (McPrinter *self);

G_END_DECLS
