/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include "app/domain/applicant.h"
#include "app/domain/field.h"
#include "app/domain/limit.h"

G_BEGIN_DECLS

#define MC_PROCEDURE_ERROR (mc_procedure_error_quark ())
GQuark mc_procedure_error_quark (void);

typedef enum
{
  MC_PROCEDURE_ERROR_INVALID, /* the message is one file:line: mistake per line, all of them */
  MC_PROCEDURE_ERROR_ANSWER,  /* the message begins with the key of the field */
} McProcedureError;

typedef enum
{
  MC_RESULT_PAPER,
  MC_RESULT_SELF_PRINT,
} McResultKind;

typedef enum
{
  MC_SCAN_NONE,
  MC_SCAN_OPTIONAL,
  MC_SCAN_REQUIRED,
} McScanRule;

typedef enum
{
  MC_LEVEL_COMMUNE, /* chairman, head of department */
  MC_LEVEL_CITY,    /* a city department: director, division head */
} McLevel;

typedef struct _McDocument McDocument; /* owned by its McProcedure */
typedef struct _McFormPage McFormPage; /* owned by its McProcedure */

const char *mc_document_get_key (const McDocument *self);
const char *mc_document_get_name (const McDocument *self, const char *language);
const char *mc_document_get_help (const McDocument *self, const char *language); /* (nullable) */
gboolean mc_document_is_required (const McDocument *self);
guint mc_document_get_originals (const McDocument *self);
guint mc_document_get_certified (const McDocument *self);
guint mc_document_get_copies (const McDocument *self);
McScanRule mc_document_get_scan (const McDocument *self);
guint mc_document_get_signatures (const McDocument *self); /* 0: not printed from the dossier */
gboolean mc_document_is_needed (const McDocument *self, const McAnswers *answers);

const char *mc_form_page_get_section_title (const McFormPage *self, const char *language);
guint mc_form_page_get_section (const McFormPage *self); /* 0-based */
const char *mc_form_page_get_title (const McFormPage *self,
                                    const char *language);                        /* the question */
const char *mc_form_page_get_help (const McFormPage *self, const char *language); /* (nullable) */
guint mc_form_page_get_n_fields (const McFormPage *self);
const McField *mc_form_page_get_field (const McFormPage *self, guint index);
gboolean mc_form_page_is_visible (const McFormPage *self, const McAnswers *answers);

#define MC_TYPE_PROCEDURE (mc_procedure_get_type ())
G_DECLARE_FINAL_TYPE (McProcedure, mc_procedure, MC, PROCEDURE, GObject)

McProcedure *mc_procedure_new_from_json (const char *data,
                                         gsize length,
                                         const char *file_name,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

const char *mc_procedure_get_code (McProcedure *self);
const char *mc_procedure_get_version (McProcedure *self);
gboolean mc_procedure_is_valid_on (McProcedure *self, const GDate *date);
const char *mc_procedure_get_name (McProcedure *self, const char *language);
const char *mc_procedure_get_summary (McProcedure *self,
                                      const char *language); /* help in a sentence or two */
const char *mc_procedure_get_field_code (McProcedure *self); /* field of administration */
const char *mc_procedure_get_field_name (McProcedure *self, const char *language);
McLevel mc_procedure_get_level (McProcedure *self);
const char *mc_procedure_get_agency_name (McProcedure *self,
                                          const char *language); /* (nullable): else the unit's */
const char *mc_procedure_get_agency_code (McProcedure *self);    /* (nullable): else the point's */
guint mc_procedure_get_n_legal_bases (McProcedure *self);
const char *mc_procedure_get_legal_basis (McProcedure *self, guint index, const char *language);
const char *const *mc_procedure_get_keywords (McProcedure *self,
                                              const char *language); /* may be empty, never NULL */
gboolean mc_procedure_accepts (McProcedure *self, McApplicantKind kind);
McResultKind mc_procedure_get_result_kind (McProcedure *self);
const char *mc_procedure_get_result_name (McProcedure *self, const char *language);
gboolean mc_procedure_delegate_may_collect (McProcedure *self);

guint mc_procedure_get_n_limits (McProcedure *self);
const char *mc_procedure_get_limit_name (McProcedure *self,
                                         guint index); /* plain, with_verification, … */
const char *
mc_procedure_get_limit_title (McProcedure *self,
                              const char *name,
                              const char *language); /* (nullable), "khi phải xác minh" */
const McLimit *mc_procedure_get_limit (McProcedure *self,
                                       const char *name); /* (nullable); NULL = the first */
char *mc_procedure_describe_limit (McProcedure *self, const char *name, const char *language)
    G_GNUC_WARN_UNUSED_RESULT; /* "Trong ngày", "3 ngày làm việc" */

gint64 mc_procedure_get_fee (McProcedure *self,
                             const McAnswers *answers,
                             const GDate *today); /* đồng; -1 = told at the counter */
char *mc_procedure_describe_fee (McProcedure *self, const char *language) G_GNUC_WARN_UNUSED_RESULT;
char *mc_procedure_format_fee (McProcedure *self,
                               const McAnswers *answers,
                               const GDate *today,
                               const char *language)
    G_GNUC_WARN_UNUSED_RESULT; /* the amount when it is known, else as described */
const char *mc_procedure_get_fee_waivers (McProcedure *self,
                                          const char *language); /* (nullable): who pays nothing */

guint mc_procedure_get_n_documents (McProcedure *self);
const McDocument *mc_procedure_get_document (McProcedure *self, guint index);
const McDocument *mc_procedure_find_document (McProcedure *self, const char *key); /* (nullable) */
const McDocument *mc_procedure_find_declaration (McProcedure *self);               /* (nullable) */

guint mc_procedure_get_n_sections (McProcedure *self);
guint mc_procedure_get_n_pages (McProcedure *self);
const McFormPage *mc_procedure_get_page (McProcedure *self, guint index);
const McField *mc_procedure_find_field (McProcedure *self, const char *key); /* (nullable) */

McAnswers *mc_procedure_keep_visible (McProcedure *self, const McAnswers *answers)
    G_GNUC_WARN_UNUSED_RESULT; /* only what is asked: call it before the review and the submit */
void mc_procedure_prefill (McProcedure *self, const McApplicant *applicant, McAnswers *answers);
guint mc_procedure_count_papers (McProcedure *self,
                                 const McApplicant *applicant); /* (nullable): usually needed */
gboolean mc_procedure_check_answers (McProcedure *self,
                                     const McAnswers *answers,
                                     const GDate *today,
                                     GError **error);

G_END_DECLS
