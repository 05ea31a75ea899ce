/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/domain/applicant.h"

#include "app/domain/datetime.h"
#include "app/domain/json.h"
#include "app/domain/text.h"

#include <string.h>

#define MAX_NAME 100
#define MAX_LINE 300
#define MAX_EMAIL 254 /* RFC 5321 section 4.5.3.1.3 less the angle brackets */

/* clang-format off */
G_DEFINE_QUARK (mc-applicant-error-quark, mc_applicant_error)
/* clang-format on */

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

static gboolean
is_digits (const char *text)
{
  return text[strspn (text, "0123456789")] == '\0';
}

/**
 * mc_applicant_new:
 * @kind: person or organisation
 *
 * Returns: (transfer full): an applicant of whom nothing is known yet. Not for use from two threads
 *   at once
 */
McApplicant *
mc_applicant_new (McApplicantKind kind)
{
  McApplicant *self = g_new0 (McApplicant, 1);

  self->kind = kind;
  g_date_clear (&self->birth_date, 1);
  return self;
}

/**
 * mc_applicant_copy:
 * @self: an applicant
 *
 * Returns: (transfer full): a copy
 */
McApplicant *
mc_applicant_copy (const McApplicant *self)
{
  McApplicant *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->organisation = g_strdup (self->organisation);
  copy->tax_code = g_strdup (self->tax_code);
  copy->title = g_strdup (self->title);
  copy->name = g_strdup (self->name);
  copy->id_number = g_strdup (self->id_number);
  copy->address = g_strdup (self->address);
  copy->phone = g_strdup (self->phone);
  copy->email = g_strdup (self->email);
  return copy;
}

/**
 * mc_applicant_free:
 * @self: (transfer full) (nullable): an applicant
 *
 * Overwrites and frees it.
 */
void
mc_applicant_free (McApplicant *self)
{
  if (self == NULL)
    return;

  mc_text_free_secret (self->organisation);
  mc_text_free_secret (self->tax_code);
  mc_text_free_secret (self->title);
  mc_text_free_secret (self->name);
  mc_text_free_secret (self->id_number);
  mc_text_free_secret (self->address);
  mc_text_free_secret (self->phone);
  mc_text_free_secret (self->email);
  explicit_bzero (self, sizeof *self);
  g_free (self);
}

static void
replace (char **member, const char *value)
{
  mc_text_free_secret (*member);
  *member = g_strdup (value);
}

/**
 * mc_applicant_take_card:
 * @self: an applicant
 * @card: a scanned card
 *
 * Fills the person, or the organisation's representative, from a card: name, number, birth date,
 * sex; the address only of a person, because an organisation's is its own. Marks it as from a card.
 */
void
mc_applicant_take_card (McApplicant *self, const McCard *card)
{
  g_return_if_fail (self != NULL && card != NULL);

  replace (&self->name, card->name);
  replace (&self->id_number, card->number);
  self->birth_date = card->birth_date;
  self->sex = card->sex;
  if (self->kind == MC_APPLICANT_PERSON)
    replace (&self->address, card->residence);
  self->from_card = TRUE;
}

/**
 * mc_applicant_forget_other_kind:
 * @self: an applicant
 *
 * Forgets what was entered of an organisation when it is a person after all: it does not travel.
 */
void
mc_applicant_forget_other_kind (McApplicant *self)
{
  g_return_if_fail (self != NULL);

  if (self->kind == MC_APPLICANT_ORGANISATION)
    return;
  replace (&self->organisation, NULL);
  replace (&self->tax_code, NULL);
  replace (&self->title, NULL);
}

/**
 * mc_applicant_get_display_name:
 * @self: an applicant
 *
 * Returns: (transfer none): the organisation's or the person's name; empty when not given yet
 */
const char *
mc_applicant_get_display_name (const McApplicant *self)
{
  const char *name;

  g_return_val_if_fail (self != NULL, "");

  name = self->kind == MC_APPLICANT_ORGANISATION ? self->organisation : self->name;
  return name != NULL ? name : "";
}

/* An enterprise or tax code: 10 digits, or 13 of a dependent unit (Thông tư 86/2024/TT-BTC). */
static gboolean
is_tax_code (const char *text)
{
  return !is_empty (text) && is_digits (text) && (strlen (text) == 10 || strlen (text) == 13);
}

static gboolean
is_phone (const char *text)
{
  const char *digits = *text == '+' ? text + 1 : text;
  gsize length = strlen (digits);

  if (!is_digits (digits))
    return FALSE;
  return *text == '+' ? length >= 8 && length <= 15 /* E.164 */
                      : *text == '0' && length >= 10 && length <= 11;
}

static gboolean
is_email (const char *text)
{
  const char *at = strchr (text, '@');
  const char *dot = at != NULL ? strrchr (at, '.') : NULL;

  if (at == NULL || at == text || strchr (at + 1, '@') != NULL || dot == NULL || dot == at + 1 ||
      dot[1] == '\0' || strlen (text) > MAX_EMAIL)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p) || strchr ("<>()[],;:\\\"", *p) != NULL)
      return FALSE;

  return TRUE;
}

static gboolean
fail (McApplicantError code, const char *what, GError **error)
{
  g_set_error_literal (error, MC_APPLICANT_ERROR, code, what);
  return FALSE;
}

/**
 * mc_applicant_check:
 * @self: who files
 * @error: return location for an #McApplicantError, whose code names the first member that is wrong
 *
 * Whether enough is known, and nothing contradicts itself, for somebody to file: name, identity
 * number and birth date (with which a dossier is later looked up); of an organisation also its
 * name, its code of 10 or 13 digits and the representative's office. Address, phone and e-mail may
 * be missing here. An owner, such as a new-born child, has no number yet and is checked by its
 * form.
 *
 * Returns: whether it is complete
 */
gboolean
mc_applicant_check (const McApplicant *self, GError **error)
{
  g_autoptr (GError) problem = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->kind == MC_APPLICANT_ORGANISATION)
    {
      if (is_empty (self->organisation))
        return fail (MC_APPLICANT_ERROR_ORGANISATION, "the organisation has no name", error);
      if (!is_tax_code (self->tax_code))
        return fail (MC_APPLICANT_ERROR_TAX_CODE,
                     "the organisation's tax code is not 10 or 13 digits",
                     error);
      if (is_empty (self->title))
        return fail (MC_APPLICANT_ERROR_TITLE, "the representative has no title", error);
    }

  if (is_empty (self->name))
    return fail (MC_APPLICANT_ERROR_NAME, "the name is missing", error);
  if (!g_date_valid (&self->birth_date) || g_date_get_year (&self->birth_date) < 1900)
    return fail (MC_APPLICANT_ERROR_BIRTH_DATE, "the date of birth is missing", error);
  if (!mc_card_check_number (self->id_number, self->sex, &self->birth_date, &problem))
    return fail (MC_APPLICANT_ERROR_ID_NUMBER, problem->message, error);
  if (!is_empty (self->phone) && !is_phone (self->phone))
    return fail (MC_APPLICANT_ERROR_PHONE, "the phone number is not one", error);
  if (!is_empty (self->email) && !is_email (self->email))
    return fail (MC_APPLICANT_ERROR_EMAIL, "the e-mail address is not one", error);

  return TRUE;
}

static void
set_string (json_t *object, const char *member, const char *value)
{
  if (!is_empty (value))
    json_object_set_new (object, member, json_string (value));
}

/**
 * mc_applicant_to_json:
 * @self: an applicant
 *
 * Returns: (transfer full): an object with what is known: `kind` (`person` or `organisation`),
 *   `organisation`, `tax_code`, `title`, `name`, `id_number`, `birth_date` (yyyy-mm-dd), `sex`
 *   (`male` or `female`), `address`, `phone`, `email`, `from_card`
 */
json_t *
mc_applicant_to_json (const McApplicant *self)
{
  json_t *object = json_object ();

  g_return_val_if_fail (self != NULL, object);

  set_string (object, "kind", self->kind == MC_APPLICANT_ORGANISATION ? "organisation" : "person");
  set_string (object, "organisation", self->organisation);
  set_string (object, "tax_code", self->tax_code);
  set_string (object, "title", self->title);
  set_string (object, "name", self->name);
  set_string (object, "id_number", self->id_number);
  if (g_date_valid (&self->birth_date))
    {
      g_autofree char *date = mc_date_to_iso (&self->birth_date);

      set_string (object, "birth_date", date);
    }
  if (self->sex != MC_SEX_UNKNOWN)
    set_string (object, "sex", self->sex == MC_SEX_MALE ? "male" : "female");
  set_string (object, "address", self->address);
  set_string (object, "phone", self->phone);
  set_string (object, "email", self->email);
  json_object_set_new (object, "from_card", json_boolean (self->from_card));
  return object;
}

static gboolean
fail_member (const char *member, const char *what, GError **error)
{
  g_set_error (error, MC_JSON_ERROR, MC_JSON_ERROR_MEMBER, "member “%s” %s", member, what);
  return FALSE;
}

static gboolean
read_member (McApplicant *self, const char *member, json_t *value, GError **error)
{
  struct
  {
    const char *name;
    char **target;
    gsize max;
  } const texts[] = {
    { "organisation", &self->organisation, MAX_LINE },
    { "tax_code", &self->tax_code, MAX_NAME },
    { "title", &self->title, MAX_NAME },
    { "name", &self->name, MAX_NAME },
    { "id_number", &self->id_number, MAX_NAME },
    { "address", &self->address, MAX_LINE },
    { "phone", &self->phone, MAX_NAME },
    { "email", &self->email, MAX_EMAIL },
  };
  const char *text = json_string_value (value);

  if (g_str_equal (member, "from_card"))
    {
      self->from_card = json_is_true (value);
      return json_is_boolean (value) || fail_member (member, "is not true or false", error);
    }
  if (text == NULL)
    return fail_member (member, "is not a text", error);

  if (g_str_equal (member, "kind"))
    {
      self->kind =
          g_str_equal (text, "organisation") ? MC_APPLICANT_ORGANISATION : MC_APPLICANT_PERSON;
      return self->kind == MC_APPLICANT_ORGANISATION || g_str_equal (text, "person") ||
             fail_member (member, "is neither person nor organisation", error);
    }
  if (g_str_equal (member, "sex"))
    {
      self->sex = g_str_equal (text, "male")     ? MC_SEX_MALE
                  : g_str_equal (text, "female") ? MC_SEX_FEMALE
                                                 : MC_SEX_UNKNOWN;
      return self->sex != MC_SEX_UNKNOWN ||
             fail_member (member, "is neither male nor female", error);
    }
  if (g_str_equal (member, "birth_date"))
    return mc_date_from_iso (text, &self->birth_date) ||
           fail_member (member, "is not a date such as 2000-12-31", error);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (member, texts[i].name))
      {
        g_autoptr (GError) problem = NULL;

        *texts[i].target =
            mc_text_normalise (text, json_string_length (value), texts[i].max, &problem);
        return *texts[i].target != NULL || fail_member (member, problem->message, error);
      }

  return fail_member (member, "is not known here", error);
}

/**
 * mc_applicant_from_json:
 * @object: (nullable): what mc_applicant_to_json() makes; `kind` must be there
 * @error: return location for %MC_JSON_ERROR_MEMBER, which names the member
 *
 * Texts are normalised as mc_text_normalise() does, and what that refuses is refused. Unknown
 * members are refused too. Whether it is complete is mc_applicant_check()'s question.
 *
 * Returns: (transfer full) (nullable): the applicant, or %NULL with @error set
 */
McApplicant *
mc_applicant_from_json (json_t *object, GError **error)
{
  g_autoptr (McApplicant) self = mc_applicant_new (MC_APPLICANT_PERSON);
  const char *member;
  json_t *value;

  if (mc_json_get_string (object, "kind", error) == NULL)
    return NULL;

  json_object_foreach (object, member, value)
  {
    if (!read_member (self, member, value, error))
      return NULL;
  }

  return g_steal_pointer (&self);
}
