/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/kiosk/engine.h"
#include "app/kiosk/visit.h"
#include "printing/documents/qr.h"

G_BEGIN_DECLS

typedef enum
{
  MC_INTAKE_PRINT_NONE,    /* no printer here, or it said beforehand that it cannot */
  MC_INTAKE_PRINT_WAITING, /* wanted, not handed over */
  MC_INTAKE_PRINT_PRINTING,
  MC_INTAKE_PRINT_DONE,
  MC_INTAKE_PRINT_SENT, /* to a printer that cannot say whether it came out */
  MC_INTAKE_PRINT_FAILED,
  MC_INTAKE_PRINT_UNKNOWN,
} McIntakePrint;

/* Follows one committed dossier while its citizen still stands there: what became of the slip,
 * whether central has it, further copies, the rating. The intake controller's own: screens go
 * through the controller. Properties with notify: "print" (McIntakePrint), "delivered". */
#define MC_TYPE_RECEIPT_TRACKER (mc_receipt_tracker_get_type ())
G_DECLARE_FINAL_TYPE (McReceiptTracker, mc_receipt_tracker, MC, RECEIPT_TRACKER, GObject)

McReceiptTracker *mc_receipt_tracker_new (McEngine *engine,
                                          McVisit *visit,
                                          const char *id,
                                          McReceipt *receipt,
                                          gboolean want_print) G_GNUC_WARN_UNUSED_RESULT;
const McReceipt *mc_receipt_tracker_get_receipt (McReceiptTracker *self);
const McQr *mc_receipt_tracker_get_qr (McReceiptTracker *self); /* (nullable) */
gboolean mc_receipt_tracker_get_delivered (McReceiptTracker *self);
McIntakePrint mc_receipt_tracker_get_print (McReceiptTracker *self);
void mc_receipt_tracker_note_delivered (McReceiptTracker *self);
void mc_receipt_tracker_note_painted (McReceiptTracker *self);
gboolean mc_receipt_tracker_can_reprint (McReceiptTracker *self);
void mc_receipt_tracker_reprint (McReceiptTracker *self);
guint mc_receipt_tracker_get_rating (McReceiptTracker *self);
void mc_receipt_tracker_rate (McReceiptTracker *self, guint score);

G_END_DECLS
