/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-submission"
#include <config.h>

#include "app/kiosk/submission.h"

#include "app/domain/datetime.h"
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
    {
      guint8 random[10];

      fill_random (random, sizeof random);
      dossier->id = mc_uuid_new_v7 (mc_clock_now_ms (clock), random);
    }
  if (dossier->status_token == NULL)
    {
      guint8 random[MC_TOKEN_RANDOM_BYTES];

      fill_random (random, sizeof random);
      dossier->status_token = mc_token_new (random);
    }
}

/**
 * mc_submission_stamp:
 * @dossier: a draft with the citizen's input
 * @procedure: the procedure that it is for
 * @enrolment: who this kiosk is
 * @calendar: for the expected due time
 * @clock: the time of submission
 *
 * Fills all that is not the citizen's: ids when still missing, kiosk, point, agency, procedure and
 * its version, notice, channel, limit case, return way, time of submission and the expected due
 * time (domain rule 1: as if it were accepted at once; unknown beyond the calendar, never guessed).
 */
void
mc_submission_stamp (McDossier *dossier,
                     McProcedure *procedure,
                     const McEnrolment *enrolment,
                     McCalendar *calendar,
                     McClock *clock)
{
  const McLimit *limit;

  g_return_if_fail (dossier != NULL);
  g_return_if_fail (MC_IS_PROCEDURE (procedure));
  g_return_if_fail (enrolment != NULL);
  g_return_if_fail (MC_IS_CLOCK (clock));

  mc_submission_begin (dossier, clock);

#define SET(member, text) (g_free (dossier->member), dossier->member = g_strdup (text))
  SET (kiosk, enrolment->kiosk);
  SET (point_code, enrolment->point->code);
  SET (agency_code,
       mc_procedure_get_agency_code (procedure) != NULL ? mc_procedure_get_agency_code (procedure)
                                                        : enrolment->point->agency_code);
  SET (procedure, mc_procedure_get_code (procedure));
  SET (version, mc_procedure_get_version (procedure));
  SET (notice_version, MC_NOTICE_VERSION);
#undef SET
  if (dossier->channel == NULL)
    dossier->channel = g_strdup ("kiosk");
  if (dossier->language == NULL)
    dossier->language = g_strdup ("vi");
  if (dossier->return_way == NULL)
    dossier->return_way = g_strdup ("point");
  if (dossier->limit_case == NULL)
    dossier->limit_case = g_strdup (mc_procedure_get_limit_name (procedure, 0));
  dossier->submitted_at = mc_clock_now (clock);
  dossier->clock_synchronised = mc_clock_is_synchronised (clock);

  limit = mc_procedure_get_limit (procedure, dossier->limit_case);
  if (limit == NULL || !mc_limit_due (limit,
                                      calendar,
                                      &enrolment->point->hours,
                                      dossier->submitted_at,
                                      &dossier->expected_due,
                                      NULL,
                                      NULL))
    dossier->expected_due = MC_TIME_NONE;
}
