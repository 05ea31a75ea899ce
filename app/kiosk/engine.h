/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/delivery/uploader.h"
#include "app/devices/code-scanner.h"
#include "app/domain/dossier.h"
#include "app/kiosk/config.h"
#include "app/kiosk/print-queue.h"
#include "app/store/outbox.h"
#include "app/store/state-lock.h"

G_BEGIN_DECLS

/* Everything that the controllers work with, built by app/compose.c and shared by motcua-ctl and
 * motcua-kiosk. Holds, never decides. */
#define MC_TYPE_ENGINE (mc_engine_get_type ())
G_DECLARE_FINAL_TYPE (McEngine, mc_engine, MC, ENGINE, GObject)

McConfig *mc_engine_get_config (McEngine *self);
McClock *mc_engine_get_clock (McEngine *self);
McCatalogue *mc_engine_get_catalogue (McEngine *self);
McCalendar *mc_engine_get_calendar (McEngine *self);
McOutbox *mc_engine_get_outbox (McEngine *self);
McStateLock *mc_engine_get_lock (McEngine *self);
McEnrolment *mc_engine_get_enrolment (McEngine *self); /* (nullable): not enrolled yet */
McTransport *mc_engine_get_transport (McEngine *self);
McCentralClient *mc_engine_get_client (McEngine *self);   /* (nullable): not enrolled yet */
McUploader *mc_engine_get_uploader (McEngine *self);      /* (nullable): not enrolled yet */
McPrintQueue *mc_engine_get_print_queue (McEngine *self); /* (nullable): no printer configured */
McCodeScanner *mc_engine_get_scanner (McEngine *self);    /* (nullable): none configured */

/* Takes the state lock and starts uploader, printing and scanner; FALSE without error: another
 * process owns them. */
gboolean mc_engine_own (McEngine *self, GError **error);

G_END_DECLS
