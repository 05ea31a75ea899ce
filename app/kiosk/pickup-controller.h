/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/pickup.h"
#include "app/kiosk/intake-controller.h"
#include "app/kiosk/lookup-controller.h"

G_BEGIN_DECLS

typedef enum
{
  MC_COLLECT_IDLE,       /* prove who you are: scan a card, or let the clerk look */
  MC_COLLECT_ASKING,     /* central is asked for a number */
  MC_COLLECT_TAKEN,      /* get_pickup () */
  MC_COLLECT_NO_CARD,    /* what was scanned is no identity card */
  MC_COLLECT_BAD_CARD,   /* the card could not be read */
  MC_COLLECT_OTHER_CARD, /* not the card of this dossier; get_tries_left () */
  MC_COLLECT_ASK_CLERK,  /* no card is compared (any more today): the clerk looks */
  MC_COLLECT_CHANGED,    /* there is nothing to collect (here): the look-up says why */
  MC_COLLECT_OFFLINE,    /* central does not answer, or gives no number just now */
} McCollectState;

/* May I have my result? Takes the number of the day for the dossier that the look-up found, with a
 * scanned card or without, and has its slip printed. A card's number stays in memory until central
 * has compared it.
 * Properties with notify: "state", "print". */
#define MC_TYPE_PICKUP_CONTROLLER (mc_pickup_controller_get_type ())
G_DECLARE_FINAL_TYPE (McPickupController, mc_pickup_controller, MC, PICKUP_CONTROLLER, GObject)

McPickupController *mc_pickup_controller_new (McEngine *engine,
                                              McVisit *visit,
                                              McLookupController *lookup) G_GNUC_WARN_UNUSED_RESULT;
McCollectState mc_pickup_controller_get_state (McPickupController *self);
gboolean mc_pickup_controller_is_here (McPickupController *self); /* it waits at this point */
guint mc_pickup_controller_get_tries_left (McPickupController *self);
const McPickup *mc_pickup_controller_get_pickup (McPickupController *self); /* (nullable) */
McIntakePrint mc_pickup_controller_get_print (McPickupController *self);

void mc_pickup_controller_scan (McPickupController *self, const char *payload);
void mc_pickup_controller_ask_clerk (McPickupController *self);
void mc_pickup_controller_again (McPickupController *self); /* the same wish once more */
void mc_pickup_controller_clear (McPickupController *self);

G_END_DECLS
