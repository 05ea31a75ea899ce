/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/domain/applicant.h"
#include "app/domain/field.h"

G_BEGIN_DECLS

/* The applicant as a form: which fields, which are needed, and what may stand in them. */
typedef enum
{
  MC_APPLICANT_FIELD_NAME,
  MC_APPLICANT_FIELD_ID_NUMBER,
  MC_APPLICANT_FIELD_BIRTH_DATE, /* canonical yyyy-mm-dd */
  MC_APPLICANT_FIELD_SEX,        /* "male" or "female" */
  MC_APPLICANT_FIELD_ADDRESS,
  MC_APPLICANT_FIELD_PHONE,
  MC_APPLICANT_FIELD_EMAIL,
  MC_APPLICANT_FIELD_ORGANISATION,
  MC_APPLICANT_FIELD_TAX_CODE,
  MC_APPLICANT_FIELD_TITLE,
} McApplicantField;

const char *mc_applicant_field_get_key (McApplicantField field); /* "applicant.name", … */
McFieldKind mc_applicant_field_get_kind (McApplicantField field);
gboolean mc_applicant_field_is_required (McApplicantKind kind, McApplicantField field);
char *mc_applicant_field_dup_value (const McApplicant *applicant, McApplicantField field)
    G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */
McFieldProblem mc_applicant_field_set (McApplicant *applicant,
                                       McApplicantField field,
                                       const char *raw,
                                       const GDate *today,
                                       char **detail);

G_END_DECLS
