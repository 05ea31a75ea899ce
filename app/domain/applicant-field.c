/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-applicant-field"
#include "config.h"

#include "app/domain/applicant-field.h"

#include "app/domain/datetime.h"

#include <string.h>

typedef struct
{
  const char *key;
  McFieldKind kind;
  gsize offset; /* of the text in McApplicant; 0 = a field of its own shape */
  gboolean person_needs;
  gboolean organisation_needs;
} Row;

#define TEXT(member) G_STRUCT_OFFSET (McApplicant, member)

/* Sex is no question of its own: the fourth digit of the id number tells it. */
static const Row rows[] = {
  [MC_APPLICANT_FIELD_NAME] = { "applicant.name", MC_FIELD_NAME, TEXT (name), TRUE, TRUE },
  [MC_APPLICANT_FIELD_ID_NUMBER] = { "applicant.id_number",
                                     MC_FIELD_ID_NUMBER,
                                     TEXT (id_number),
                                     TRUE,
                                     TRUE },
  [MC_APPLICANT_FIELD_BIRTH_DATE] = { "applicant.birth_date", MC_FIELD_DATE, 0, TRUE, TRUE },
  [MC_APPLICANT_FIELD_SEX] = { "applicant.sex", MC_FIELD_CHOICE, 0, FALSE, FALSE },
  [MC_APPLICANT_FIELD_ADDRESS] = { "applicant.address",
                                   MC_FIELD_ADDRESS,
                                   TEXT (address),
                                   TRUE,
                                   TRUE },
  [MC_APPLICANT_FIELD_PHONE] = { "applicant.phone", MC_FIELD_PHONE, TEXT (phone), FALSE, FALSE },
  [MC_APPLICANT_FIELD_EMAIL] = { "applicant.email", MC_FIELD_EMAIL, TEXT (email), FALSE, FALSE },
  [MC_APPLICANT_FIELD_ORGANISATION] = { "applicant.organisation",
                                        MC_FIELD_TEXT,
                                        TEXT (organisation),
                                        FALSE,
                                        TRUE },
  [MC_APPLICANT_FIELD_TAX_CODE] = { "applicant.tax_code",
                                    MC_FIELD_TAX_CODE,
                                    TEXT (tax_code),
                                    FALSE,
                                    TRUE },
  [MC_APPLICANT_FIELD_TITLE] = { "applicant.title", MC_FIELD_TEXT, TEXT (title), FALSE, TRUE },
};

/**
 * mc_applicant_field_get_key:
 *
 * Returns: (transfer none): the name that procedures' prefill rules use
 */
const char *
mc_applicant_field_get_key (McApplicantField field)
{
  return rows[field].key;
}

/**
 * mc_applicant_field_get_kind:
 *
 * Returns: which keys and checks it needs
 */
McFieldKind
mc_applicant_field_get_kind (McApplicantField field)
{
  return rows[field].kind;
}

/**
 * mc_applicant_field_is_required:
 *
 * Returns: whether an applicant of @kind must give it
 */
gboolean
mc_applicant_field_is_required (McApplicantKind kind, McApplicantField field)
{
  return kind == MC_APPLICANT_ORGANISATION ? rows[field].organisation_needs
                                           : rows[field].person_needs;
}

/**
 * mc_applicant_field_dup_value:
 *
 * Returns: (transfer full) (nullable): its canonical value
 */
char *
mc_applicant_field_dup_value (const McApplicant *applicant, McApplicantField field)
{
  if (field == MC_APPLICANT_FIELD_BIRTH_DATE)
    return g_date_valid (&applicant->birth_date) ? mc_date_to_iso (&applicant->birth_date) : NULL;
  if (field == MC_APPLICANT_FIELD_SEX)
    return applicant->sex == MC_SEX_UNKNOWN
               ? NULL
               : g_strdup (applicant->sex == MC_SEX_MALE ? "male" : "female");

  return g_strdup (G_STRUCT_MEMBER (char *, applicant, rows[field].offset));
}

/* Domain section 4: the fourth digit is even for men, odd for women. */
static McSex
sex_of_number (const char *number)
{
  return (number[3] - '0') % 2 == 0 ? MC_SEX_MALE : MC_SEX_FEMALE;
}

static McFieldProblem
check_together (const char *number, const GDate *birth_date, char **detail)
{
  if (number == NULL || !g_date_valid (birth_date) ||
      mc_card_check_number (number, sex_of_number (number), birth_date, NULL))
    return MC_FIELD_PROBLEM_NONE;

  if (detail != NULL)
    *detail = g_strdup ("birth-date");

  return MC_FIELD_PROBLEM_FORMAT;
}

static void
set_text (McApplicant *applicant, McApplicantField field, const char *value)
{
  char **text = &G_STRUCT_MEMBER (char *, applicant, rows[field].offset);

  if (g_strcmp0 (*text, value) == 0)
    return;
  if (*text != NULL)
    explicit_bzero (*text, strlen (*text));
  g_free (*text);
  *text = g_strdup (value);
  if (field <= MC_APPLICANT_FIELD_ADDRESS)
    applicant->from_card = FALSE;
}

static McFieldProblem
set_sex (McApplicant *applicant, const char *raw)
{
  if (g_str_equal (raw, "male"))
    applicant->sex = MC_SEX_MALE;
  else if (g_str_equal (raw, "female"))
    applicant->sex = MC_SEX_FEMALE;
  else
    return MC_FIELD_PROBLEM_NOT_A_CHOICE;

  return MC_FIELD_PROBLEM_NONE;
}

/**
 * mc_applicant_field_set:
 * @raw: as typed
 * @today: no birth after it
 * @detail: (out) (optional) (nullable): see #McFieldProblem; "birth-date" with
 *   %MC_FIELD_PROBLEM_FORMAT when number and birth date contradict each other
 *
 * A typed number also tells the sex. What is typed over what a card said is not the card's any
 * more.
 *
 * Returns: why it is refused, and nothing was changed then; or %MC_FIELD_PROBLEM_NONE
 */
McFieldProblem
mc_applicant_field_set (McApplicant *applicant,
                        McApplicantField field,
                        const char *raw,
                        const GDate *today,
                        char **detail)
{
  g_autofree char *stripped = g_strstrip (g_strdup (raw));
  g_autofree char *value = NULL;
  McFieldProblem problem;
  GDate date;

  if (field == MC_APPLICANT_FIELD_SEX)
    return set_sex (applicant, stripped);

  if (*stripped == '\0')
    {
      if (mc_applicant_field_is_required (applicant->kind, field))
        return MC_FIELD_PROBLEM_REQUIRED;
      set_text (applicant, field, NULL);
      return MC_FIELD_PROBLEM_NONE;
    }

  problem = mc_field_kind_validate (rows[field].kind, raw, today, &value, detail);
  if (problem != MC_FIELD_PROBLEM_NONE)
    return problem;

  if (field == MC_APPLICANT_FIELD_BIRTH_DATE)
    {
      if (!mc_date_from_iso (value, &date))
        return MC_FIELD_PROBLEM_NO_SUCH_DATE;
      if (g_date_compare (&date, today) > 0)
        return MC_FIELD_PROBLEM_TOO_LATE;
      problem = check_together (applicant->id_number, &date, detail);
      if (problem != MC_FIELD_PROBLEM_NONE)
        return problem;
      if (!g_date_valid (&applicant->birth_date) ||
          g_date_compare (&applicant->birth_date, &date) != 0)
        applicant->from_card = FALSE;
      applicant->birth_date = date;
      return MC_FIELD_PROBLEM_NONE;
    }

  if (field == MC_APPLICANT_FIELD_ID_NUMBER)
    {
      problem = check_together (value, &applicant->birth_date, detail);
      if (problem != MC_FIELD_PROBLEM_NONE)
        return problem;
      applicant->sex = sex_of_number (value);
    }
  set_text (applicant, field, value);

  return MC_FIELD_PROBLEM_NONE;
}
