/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/clock.h"
#include "app/domain/dossier.h"
#include "app/protocol/enrolment.h"

G_BEGIN_DECLS

/* The notice about personal data that stands on the consent screen; a new wording gets a new one.
 */
#define MC_NOTICE_VERSION "2025-06"

/* What the machine adds to a citizen's input before it is committed; the screens and motcua-ctl
 * both go through here. */
void mc_submission_begin (McDossier *dossier, McClock *clock);
void mc_submission_stamp (McDossier *dossier,
                          McProcedure *procedure,
                          const McEnrolment *enrolment,
                          McCalendar *calendar,
                          McClock *clock);

G_END_DECLS
