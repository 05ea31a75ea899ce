/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "central/storage/serials.h"

/**
 * mc_serials_is_counter:
 * @kiosk: an enrolment
 *
 * Returns: whether it is a counter's: there is no machine that could be silent. Any thread
 */
gboolean
mc_serials_is_counter (const McKioskRecord *kiosk)
{
  return g_str_has_prefix (kiosk->name, MC_COUNTER_PREFIX);
}

/**
 * mc_serials_check:
 * @agency_code: an agency
 * @next: its next serial that nobody had
 * @error: return location for an error
 *
 * Whether a whole range is left from @next on; else %MC_STORAGE_ERROR_EXHAUSTED.
 *
 * Returns: %TRUE when there is
 */
gboolean
mc_serials_check (const char *agency_code, guint next, GError **error)
{
  if (next + MC_SERIALS_A_KIOSK - 1 <= MC_SERIAL_LAST)
    return TRUE;

  g_set_error (error,
               MC_STORAGE_ERROR,
               MC_STORAGE_ERROR_EXHAUSTED,
               "agency %s has given all its serial ranges: ranges are never used twice",
               agency_code);
  return FALSE;
}

/**
 * mc_redeem_decide:
 * @enrolment: (nullable): what the code's lookup id leads to
 * @kiosk: (nullable): the enrolment that has this key already
 * @key_id: the key that asks
 * @now: now
 *
 * What becomes of a one-time code whose proof was right. A key that is enrolled stays with the code
 * it came by: for another code it is refused, since the key would then have two ranges.
 *
 * Returns: the outcome
 */
McRedeemOutcome
mc_redeem_decide (const McEnrolmentRecord *enrolment,
                  const McKioskRecord *kiosk,
                  const char *key_id,
                  gint64 now)
{
  if (enrolment == NULL)
    return MC_REDEEM_UNKNOWN;
  if (enrolment->used_by != NULL)
    return g_str_equal (enrolment->used_by, key_id) && kiosk != NULL ? MC_REDEEM_SAME
                                                                     : MC_REDEEM_OTHER_KEY;
  if (now >= enrolment->expires_at)
    return MC_REDEEM_UNKNOWN;

  return kiosk == NULL ? MC_REDEEM_NEW : MC_REDEEM_OTHER_KEY;
}
