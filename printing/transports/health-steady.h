/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "printing/transports/printer.h"

G_BEGIN_DECLS

/* What is shown of a printer's health out of one look after the other. */
typedef struct
{
  McPrinterHealth health;
  char *reason;     /* (owned) (nullable) */
  guint misses;     /* looks in a row that had no answer */
  gboolean doubted; /* a first look without the fault that is shown */
} McHealthSteady;

gboolean mc_health_steady_see (McHealthSteady *self,
                               gboolean answered,
                               McPrinterHealth health,
                               const char *reason);
void mc_health_steady_clear (McHealthSteady *self);

G_END_DECLS
