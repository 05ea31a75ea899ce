/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/procedure.h"

G_BEGIN_DECLS

/* The whole dossier as lines to be read, each with the page where it is changed. */
typedef struct
{
  char *key;    /* (owned), key of the (first) field, or "applicant.name" and the like */
  char *label;  /* (owned) (nullable): an applicant's line, worded by the screen by its key */
  char *value;  /* (owned), as a person reads it; "" when left empty */
  char *masked; /* (owned) (nullable): show this until the citizen asks for more */
  int page;     /* where it is changed: form page, or -1 for the identify screen */
} McReviewLine;

typedef struct
{
  char *title;      /* (owned) (nullable): the applicant's section, worded by the screen */
  GPtrArray *lines; /* (owned) (element-type McReviewLine) */
} McReviewSection;

void mc_review_section_free (McReviewSection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McReviewSection, mc_review_section_free)

GPtrArray *mc_review_new (McProcedure *procedure,
                          const McApplicant *applicant,
                          const McAnswers *answers,
                          const char *language) G_GNUC_WARN_UNUSED_RESULT; /* of McReviewSection */

G_END_DECLS
