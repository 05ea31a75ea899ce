/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/storage/storage.h"

G_BEGIN_DECLS

/* Rules of enrolment that every storage shares. */
#define MC_SERIAL_FIRST 100000  /* below stand the serials of older systems */
#define MC_SERIAL_LAST 999999   /* six digits */
#define MC_SERIALS_A_KIOSK 1000 /* a day: the kiosk counts them anew for each date */

/* A backup's copy leaves out what its original may give away after it: so many kiosks an agency. */
#define MC_SERIALS_GAP (20 * MC_SERIALS_A_KIOSK)

/* A counter where clerks file for citizens is an enrolment by a name that no kiosk can have. */
#define MC_COUNTER_PREFIX "QUẦY-"

gboolean mc_serials_is_counter (const McKioskRecord *kiosk);
gboolean mc_serials_check (const char *agency_code, guint next, GError **error);
McRedeemOutcome mc_redeem_decide (const McEnrolmentRecord *enrolment, /* (nullable) */
                                  const McKioskRecord *kiosk,         /* (nullable) */
                                  const char *key_id,
                                  gint64 now);

G_END_DECLS
