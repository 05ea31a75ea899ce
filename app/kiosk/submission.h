/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/clock.h"
#include "app/domain/dossier.h"

G_BEGIN_DECLS

/* The screens and motcua-ctl both go through here. */
void mc_submission_begin (McDossier *dossier, McClock *clock);
char *mc_submission_new_id (McClock *clock) G_GNUC_WARN_UNUSED_RESULT; /* UUIDv7 */

G_END_DECLS
