/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/storage/facts.h"
#include "central/work/action.h"

G_BEGIN_DECLS

/* What reports will know of a dossier, out of its history. */
void mc_case_get_fact (const McCase *self, McCentral *central, McFact *fact);

G_END_DECLS
