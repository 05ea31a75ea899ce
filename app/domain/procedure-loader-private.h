/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/json-reader.h"
#include "app/domain/procedure-private.h"

G_BEGIN_DECLS

#define MC_PROCEDURE_FORMAT 1

/* The longest of the twelve has 24 KiB; a file beyond this is not a form for people. */
#define MC_PROCEDURE_MAX_SIZE (256 * 1024)

void mc_load_words (const McJsonNode *node,
                    const char *member,
                    guint max,
                    gboolean required,
                    McWords *words);
void mc_load_words_here (const McJsonNode *node, guint max, McWords *words);
gboolean mc_load_is_key (const char *text, gboolean digit_first);
char *mc_load_key (const McJsonNode *node, const char *member, GHashTable *seen);
void mc_load_conditions (McProcedure *self, const McJsonNode *node, GPtrArray *conditions);
void mc_load_form (McProcedure *self, const McJsonNode *root);

G_END_DECLS
