/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/kiosk/engine.h"
#include "app/kiosk/visit.h"

G_BEGIN_DECLS

typedef enum
{
  MC_LOOKUP_IDLE,
  MC_LOOKUP_ASKING,
  MC_LOOKUP_FOUND,       /* get_status () */
  MC_LOOKUP_SAVED_HERE,  /* get_receipt (): filed here; central could not tell more */
  MC_LOOKUP_NOT_ARRIVED, /* central answers, and knows no such receipt or code (with that factor) */
  MC_LOOKUP_OFFLINE,     /* central does not answer, and this kiosk does not hold it */
  MC_LOOKUP_LOCKED,      /* asked wrongly too often today: the clerk helps */
  MC_LOOKUP_FOREIGN,     /* scanned something that is no receipt of ours */
  MC_LOOKUP_CARD,        /* scanned an identity card instead of the receipt */
  MC_LOOKUP_MISTYPED,    /* code or second factor is not even of the right shape */
} McLookupState;

/* What there is to say about a dossier that was found, in one sentence by the screen. */
typedef enum
{
  MC_VERDICT_NONE,       /* nothing found (yet) */
  MC_VERDICT_SAVED_HERE, /* saved at this kiosk, will be sent by itself */
  MC_VERDICT_AT_CENTRE,  /* central confirmed it before, and cannot be asked just now */
  MC_VERDICT_HAND_IN,    /* arrived; papers are to be handed in at the counter (step 2 not done) */
  MC_VERDICT_ON_TIME,    /* being worked on */
  MC_VERDICT_LATE,       /* being worked on, overdue */
  MC_VERDICT_READY,      /* the result is there */
  MC_VERDICT_RETURNED,   /* the result was handed over */
  MC_VERDICT_SUPPLEMENT, /* further papers are asked for */
  MC_VERDICT_PAYMENT,    /* a payment is asked for */
  MC_VERDICT_REFUSED,
  MC_VERDICT_WITHDRAWN,
  MC_VERDICT_STOPPED,
} McVerdict;

/* Where is my dossier? Takes a scan, or a typed code with its second factor; asks central; says
 * what this kiosk itself knows when central does not answer.
 * Property with notify: "state". */
#define MC_TYPE_LOOKUP_CONTROLLER (mc_lookup_controller_get_type ())
G_DECLARE_FINAL_TYPE (McLookupController, mc_lookup_controller, MC, LOOKUP_CONTROLLER, GObject)

McLookupController *mc_lookup_controller_new (McEngine *engine,
                                              McVisit *visit) G_GNUC_WARN_UNUSED_RESULT;
McLookupState mc_lookup_controller_get_state (McLookupController *self);
McVerdict mc_lookup_controller_get_verdict (McLookupController *self);
const McStatus *mc_lookup_controller_get_status (McLookupController *self);   /* (nullable) */
const McReceipt *mc_lookup_controller_get_receipt (McLookupController *self); /* (nullable) */
gboolean mc_lookup_controller_get_key (McLookupController *self, McDossierKey *key);
void mc_lookup_controller_take_status (McLookupController *self,
                                       McStatus *status); /* (transfer full) */

void mc_lookup_controller_scan (McLookupController *self, const char *payload);
void mc_lookup_controller_ask (McLookupController *self,
                               const char *code,
                               const char *id_last4,
                               const char *birth_year);
void mc_lookup_controller_again (McLookupController *self); /* the same question once more */
void mc_lookup_controller_clear (McLookupController *self);

G_END_DECLS
