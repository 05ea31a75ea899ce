/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <jansson.h>
#include "app/domain/card.h"

G_BEGIN_DECLS

#define MC_APPLICANT_ERROR (mc_applicant_error_quark ())
GQuark mc_applicant_error_quark (void);

typedef enum
{
  MC_APPLICANT_ERROR_ORGANISATION,
  MC_APPLICANT_ERROR_TAX_CODE,
  MC_APPLICANT_ERROR_TITLE,
  MC_APPLICANT_ERROR_NAME,
  MC_APPLICANT_ERROR_ID_NUMBER,
  MC_APPLICANT_ERROR_BIRTH_DATE,
  MC_APPLICANT_ERROR_ADDRESS,
  MC_APPLICANT_ERROR_PHONE,
  MC_APPLICANT_ERROR_EMAIL,
} McApplicantError;

typedef enum
{
  MC_APPLICANT_PERSON,
  MC_APPLICANT_ORGANISATION,
} McApplicantKind;

/* Who files, or whom the dossier concerns (owner). An organisation is named in `organisation`,
 * and the person fields are then its representative with `title`. */
typedef struct
{
  McApplicantKind kind;
  char *organisation; /* (owned) (nullable), name of the organisation */
  char *tax_code;     /* (owned) (nullable), 10 or 13 digits */
  char *title;        /* (owned) (nullable), the representative's office */
  char *name;         /* (owned) (nullable) until given, NFC */
  char *id_number;    /* (owned) (nullable), 12 digits */
  GDate birth_date;   /* invalid when unknown: g_date_valid () */
  McSex sex;
  char *address;      /* (owned) (nullable); the organisation's for organisations */
  char *phone;        /* (owned) (nullable) */
  char *email;        /* (owned) (nullable) */
  gboolean from_card; /* filled by a card scan: shown "not verified" until an officer looked */
} McApplicant;

McApplicant *mc_applicant_new (McApplicantKind kind) G_GNUC_WARN_UNUSED_RESULT;
McApplicant *mc_applicant_copy (const McApplicant *self) G_GNUC_WARN_UNUSED_RESULT;
void mc_applicant_free (McApplicant *self);
void mc_applicant_take_card (McApplicant *self, const McCard *card);
void mc_applicant_forget_other_kind (McApplicant *self);
const char *mc_applicant_get_display_name (const McApplicant *self); /* organisation or person */
gboolean mc_applicant_check (const McApplicant *self, GError **error);
json_t *mc_applicant_to_json (const McApplicant *self) G_GNUC_WARN_UNUSED_RESULT;
McApplicant *mc_applicant_from_json (json_t *object, GError **error) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McApplicant, mc_applicant_free)

G_END_DECLS
