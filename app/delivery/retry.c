/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/delivery/uploader.h"

/* Full jitter from 1 s to 5 min (reliability.md, R7): after an outage the kiosks of a city do not
 * come back in one instant. */
#define MIN_DELAY_S 1
#define MAX_DELAY_S 300
#define MAX_DOUBLINGS 9 /* 2^9 s is more than MAX_DELAY_S */

/* Nobody can make a kiosk wait longer than this, not even central by mistake. */
#define MAX_RETRY_AFTER_S 3600

/**
 * mc_retry_next_attempt:
 * @now: seconds UTC
 * @attempts: failed attempts before this one
 * @retry_after: seconds that the answer asked to wait; 0 = it did not
 * @alarm: whether an operator must act (TLS, 401, 403): slow retry, between 2.5 and 5 minutes
 * @random: in [0, 1)
 *
 * The whole retry policy. Pure; any thread.
 *
 * Returns: when to try again, seconds UTC: 1 s to 5 min from @now, or what was asked for up to an
 *   hour, and never before it
 */
gint64
mc_retry_next_attempt (gint64 now, guint attempts, guint retry_after, gboolean alarm, double random)
{
  double delay;

  if (alarm)
    delay = MAX_DELAY_S * (0.5 + 0.5 * random);
  else
    delay = random * MIN (1 << MIN (attempts, MAX_DOUBLINGS), MAX_DELAY_S);
  delay = MAX (delay, MIN_DELAY_S);
  if (retry_after > 0)
    delay = MAX (delay, MIN (retry_after, MAX_RETRY_AFTER_S));
  return now + (gint64) delay;
}
