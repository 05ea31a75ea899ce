/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/delivery/uploader.h"
#include "app/devices/code-scanner.h"
#include "app/domain/dossier.h"
#include "app/kiosk/config.h"
#include "app/kiosk/paper-roll.h"
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
McMedium mc_engine_get_medium (McEngine *self);
McPaperRoll *mc_engine_get_paper_roll (McEngine *self); /* (nullable): the printer has none */
McCodeScanner *mc_engine_get_scanner (McEngine *self);  /* (nullable): none configured */

/* Takes the state lock and starts uploader, printing and scanner; FALSE without error: another
 * process owns them. */
gboolean mc_engine_own (McEngine *self, GError **error);
void mc_engine_own_when_free (McEngine *self); /* tries until it can: for the kiosk */
gboolean mc_engine_is_owner (McEngine *self);

/* Reads the enrolment again, e.g. after mc_outbox_set_enrolment (). Signal "enrolled" when client
 * and uploader are new; what was handed out before stays valid as long as the engine. */
gboolean mc_engine_refresh (McEngine *self, GError **error);

/* The parts that app/compose.c chose; the engine takes them over. */
typedef struct
{
  McConfig *config;       /* (owned) */
  McClock *clock;         /* (owned) */
  McCatalogue *catalogue; /* (owned) */
  McCalendar *calendar;   /* (owned) */
  McOutbox *outbox;       /* (owned) */
  McStateLock *lock;      /* (owned) */
  McTransport *transport; /* (owned) */
  McPrinter *printer;     /* (owned) (nullable) */
  McCodeScanner *scanner; /* (owned) (nullable) */
} McEngineParts;

McEngine *mc_engine_new (McEngineParts *parts, /* (transfer full): its members are taken */
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
