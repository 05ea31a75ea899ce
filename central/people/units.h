/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "central/central.h"

G_BEGIN_DECLS

/* A place where a post can hold. */
typedef struct
{
  char *code; /* (owned), as McPost.unit */
  char *name; /* (owned), in the language asked for */
} McUnit;

GPtrArray *mc_units_list (McCentral *central, const char *language)
    G_GNUC_WARN_UNUSED_RESULT; /* of McUnit: the city, wards and communes, branches, departments */
const char *mc_units_find (const GPtrArray *units, const char *typed); /* (nullable): a code */

G_END_DECLS
