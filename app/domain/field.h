/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/answers.h"

G_BEGIN_DECLS

typedef enum
{
  MC_FIELD_TEXT,      /* one line */
  MC_FIELD_LONG_TEXT, /* some lines */
  MC_FIELD_NAME,      /* a person's name: letters, spaces, ' - . */
  MC_FIELD_DATE,
  MC_FIELD_YEAR,
  MC_FIELD_TIME,
  MC_FIELD_NUMBER,
  MC_FIELD_MONEY, /* đồng */
  MC_FIELD_CHOICE,
  MC_FIELD_YES_NO,
  MC_FIELD_ID_NUMBER, /* personal identity number, 12 digits */
  MC_FIELD_TAX_CODE,
  MC_FIELD_PHONE,
  MC_FIELD_EMAIL,
  MC_FIELD_ADDRESS,
} McFieldKind;

/* Why a value is refused; the screen turns it into a sentence and a next step. */
typedef enum
{
  MC_FIELD_PROBLEM_NONE,
  MC_FIELD_PROBLEM_REQUIRED,
  MC_FIELD_PROBLEM_CHARACTERS, /* detail: the first character that is not allowed */
  MC_FIELD_PROBLEM_TOO_SHORT,  /* detail: the minimum */
  MC_FIELD_PROBLEM_TOO_LONG,   /* detail: the maximum */
  MC_FIELD_PROBLEM_FORMAT,
  MC_FIELD_PROBLEM_NO_SUCH_DATE,
  MC_FIELD_PROBLEM_TOO_EARLY, /* detail: the bound, as shown */
  MC_FIELD_PROBLEM_TOO_LATE,
  MC_FIELD_PROBLEM_TOO_SMALL,
  MC_FIELD_PROBLEM_TOO_LARGE,
  MC_FIELD_PROBLEM_NOT_A_CHOICE,
} McFieldProblem;

typedef struct
{
  const char *value; /* (unowned) */
  const char *label; /* (unowned), in the language asked for */
} McChoice;

typedef struct _McField McField; /* owned by its McProcedure */

const char *mc_field_get_key (const McField *self);
McFieldKind mc_field_get_kind (const McField *self);
const char *mc_field_get_label (const McField *self, const char *language);
const char *mc_field_get_question (const McField *self,
                                   const char *language); /* falls back to the label */
const char *mc_field_get_help (const McField *self, const char *language); /* (nullable) */
const char *mc_field_get_prefill (const McField *self); /* (nullable): "applicant.name", … */
gboolean mc_field_is_required (const McField *self);
gboolean mc_field_is_masked (const McField *self); /* show the last 4 only */
guint mc_field_get_max_length (const McField *self);
guint mc_field_get_n_choices (const McField *self);
McChoice mc_field_get_choice (const McField *self, guint index, const char *language);
gboolean mc_field_is_visible (const McField *self, const McAnswers *answers);

McFieldProblem mc_field_validate (const McField *self,
                                  const char *raw,
                                  const GDate *today,
                                  char **value,
                                  char **detail);
/* The same rules without a procedure: the applicant's own fields on the identify screen. Required.
 */
McFieldProblem mc_field_kind_validate (McFieldKind kind,
                                       const char *raw,
                                       const GDate *today,
                                       char **value,
                                       char **detail);
char *mc_field_problem_describe (McFieldProblem problem, const char *detail)
    G_GNUC_WARN_UNUSED_RESULT; /* English, for files and logs */
char *mc_field_format_value (const McField *self, const char *value, const char *language)
    G_GNUC_WARN_UNUSED_RESULT; /* as a person reads it: 14/6/2025, the choice's label */

G_END_DECLS
