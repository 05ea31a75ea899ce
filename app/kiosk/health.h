/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/kiosk/engine.h"

G_BEGIN_DECLS

typedef enum
{
  MC_HEALTH_PRINTER_NONE,    /* none configured: QR on the screen, slip at the counter */
  MC_HEALTH_PRINTER_UNKNOWN, /* not asked yet, or it cannot tell */
  MC_HEALTH_PRINTER_READY,
  MC_HEALTH_PRINTER_LOW,   /* prints, paper low */
  MC_HEALTH_PRINTER_FAULT, /* would not print now: "printer-reason" says why */
} McHealthPrinter;

/* By our own count of what was printed, not the printer's word */
#define MC_HEALTH_REASON_ROLL_LOW "roll-low"

/* What the home screen says about the machine itself.
 * Properties with notify: "printer" (McHealthPrinter), "printer-reason" (IPP keyword, nullable),
 * "online", "enrolled", "disk-full", "out-of-service", "settling", "roll-low" (booleans). */
#define MC_TYPE_HEALTH (mc_health_get_type ())
G_DECLARE_FINAL_TYPE (McHealth, mc_health, MC, HEALTH, GObject)

McHealth *mc_health_new (McEngine *engine) G_GNUC_WARN_UNUSED_RESULT;
McHealthPrinter mc_health_get_printer (McHealth *self);
const char *mc_health_get_printer_reason (McHealth *self); /* (nullable) */
gint64 mc_health_get_fault_since (McHealth *self);         /* MC_TIME_NONE without a fault */
gboolean mc_health_get_online (McHealth *self);
gboolean mc_health_get_enrolled (McHealth *self);
gboolean mc_health_get_disk_full (McHealth *self);
gboolean mc_health_get_out_of_service (McHealth *self);
gboolean mc_health_get_settling (McHealth *self);
gboolean mc_health_get_roll_low (McHealth *self);
guint64 mc_health_get_disk_free (McHealth *self);
gboolean mc_health_can_file (McHealth *self); /* in service, room on the disk; paper is no must */

G_END_DECLS
