/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-submission"
#include <config.h>

#include "app/kiosk/submission.h"

#include "app/domain/identity.h"

#include <errno.h>
#include <sys/random.h>

/* Waits for the kernel's pool at most once in a machine's life, early at boot. */
static void
fill_random (guint8 *bytes, gsize length)
{
  gsize done = 0;

  while (done < length)
    {
      gssize n = getrandom (bytes + done, length - done, 0);

      /* Guessable tokens would open other people's dossiers: nothing goes on without them. */
      g_assert (n > 0 || errno == EINTR);
      if (n > 0)
        done += n;
    }
}

/**
 * mc_submission_new_id:
 * @clock: dates it
 *
 * Returns: (transfer full): an id that nobody else ever makes, for what is sent to central
 */
char *
mc_submission_new_id (McClock *clock)
{
  guint8 random[10];

  g_return_val_if_fail (MC_IS_CLOCK (clock), NULL);

  fill_random (random, sizeof random);
  return mc_uuid_new_v7 (mc_clock_now_ms (clock), random);
}

/**
 * mc_submission_begin:
 * @dossier: a new draft
 * @clock: dates the id
 *
 * Mints the id and the status token, once: a draft that has them keeps them, so that a second tap
 * and a retry carry the same id.
 */
void
mc_submission_begin (McDossier *dossier, McClock *clock)
{
  g_return_if_fail (dossier != NULL);
  g_return_if_fail (MC_IS_CLOCK (clock));

  if (dossier->id == NULL)
    dossier->id = mc_submission_new_id (clock);
  if (dossier->status_token == NULL)
    {
      guint8 random[MC_TOKEN_RANDOM_BYTES];

      fill_random (random, sizeof random);
      dossier->status_token = mc_token_new (random);
    }
}
