/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/clock.h"
#include "app/domain/dossier.h"

G_BEGIN_DECLS

/* The screens and motcua-ctl both go through here. */
void mc_submission_begin (McDossier *dossier, McClock *clock);

G_END_DECLS
