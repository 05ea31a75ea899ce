/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/card.h"
#include "app/domain/field.h"

G_BEGIN_DECLS

/* What is wrong with a value, and how it is put right: two short sentences beside the field. */
char *mc_field_words_explain (McFieldKind kind,
                              McFieldProblem problem,
                              const char *detail, /* (nullable) */
                              const char *language) G_GNUC_WARN_UNUSED_RESULT;
const char *mc_field_words_explain_card (const GError *error, /* (nullable) */
                                         const char *language);

G_END_DECLS
