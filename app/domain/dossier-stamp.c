/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-dossier-stamp"

#include "config.h"
#include "app/domain/dossier.h"

#include "app/domain/datetime.h"
#include "app/domain/language.h"

static void
set_string (char **member, const char *text)
{
  g_free (*member);
  *member = g_strdup (text);
}

static void
set_default (char **member, const char *text)
{
  if (*member == NULL)
    *member = g_strdup (text);
}

/**
 * mc_dossier_stamp:
 * @self: a draft with the citizen's input
 * @procedure: the procedure that it is for
 * @kiosk: name of the kiosk or counter where it is filed
 * @point: where that stands
 * @calendar: for the expected due time
 * @clock: the time of submission
 *
 * Fills all that is neither the citizen's nor minted: kiosk, point, agency, procedure and its
 * version, notice, channel, limit case, return way, time of submission and the expected due time
 * (domain rule 1: as if it were accepted at once; unknown beyond the calendar, never guessed).
 */
void
mc_dossier_stamp (McDossier *self,
                  McProcedure *procedure,
                  const char *kiosk,
                  const McPoint *point,
                  McCalendar *calendar,
                  McClock *clock)
{
  const char *agency;
  const McLimit *limit;

  g_return_if_fail (self != NULL && kiosk != NULL && point != NULL);
  g_return_if_fail (MC_IS_PROCEDURE (procedure));
  g_return_if_fail (MC_IS_CLOCK (clock));

  agency = mc_procedure_get_agency_code (procedure);
  set_string (&self->kiosk, kiosk);
  set_string (&self->point_code, point->code);
  set_string (&self->agency_code, agency != NULL ? agency : point->agency_code);
  set_string (&self->procedure, mc_procedure_get_code (procedure));
  set_string (&self->version, mc_procedure_get_version (procedure));
  set_string (&self->notice_version, MC_NOTICE_VERSION);
  set_default (&self->channel, "kiosk");
  set_default (&self->language, MC_LANGUAGE_VI);
  set_default (&self->return_way, "point");
  set_default (&self->limit_case, mc_procedure_get_limit_name (procedure, 0));
  self->submitted_at = mc_clock_now (clock);
  self->clock_synchronised = mc_clock_is_synchronised (clock);

  limit = mc_procedure_get_limit (procedure, self->limit_case);
  if (limit == NULL ||
      !mc_limit_due (
          limit, calendar, &point->hours, self->submitted_at, &self->expected_due, NULL, NULL))
    self->expected_due = MC_TIME_NONE;
}
