/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-field"

#include "config.h"
#include "app/domain/field.h"

#include "app/domain/language.h"
#include "app/domain/procedure-private.h"
#include "app/domain/text.h"

#include <string.h>

/* Frees both texts. */
void
mc_words_clear (McWords *self)
{
  g_clear_pointer (&self->vi, g_free);
  g_clear_pointer (&self->en, g_free);
}

/* Returns: (nullable): the text in @language; %NULL when it was not given */
const char *
mc_words_pick (const McWords *self, const char *language)
{
  return mc_pick (language, self->vi, self->en);
}

McCondition *
mc_condition_new (void)
{
  return g_new0 (McCondition, 1);
}

void
mc_condition_free (McCondition *self)
{
  if (self == NULL)
    return;
  g_free (self->field);
  g_strfreev (self->values);
  g_free (self);
}

/* Whether all @conditions hold. Without answers none is known: only what has no condition is
 * there, and what is there unless something is answered. */
gboolean
mc_conditions_hold (const GPtrArray *conditions, const McAnswers *answers)
{
  for (guint i = 0; i < conditions->len; i++)
    {
      const McCondition *condition = g_ptr_array_index (conditions, i);
      const char *answer = answers != NULL ? mc_answers_get (answers, condition->field) : NULL;
      gboolean listed =
          answer != NULL && g_strv_contains ((const char *const *) condition->values, answer);

      if (listed == condition->negated)
        return FALSE;
    }
  return TRUE;
}

void
mc_choice_row_free (McChoiceRow *self)
{
  g_free (self->value);
  mc_words_clear (&self->label);
  g_free (self);
}

McField *
mc_field_new (void)
{
  McField *self = g_new0 (McField, 1);

  self->required = TRUE;
  self->choices = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_choice_row_free);
  self->conditions = g_ptr_array_new_with_free_func ((GDestroyNotify) mc_condition_free);
  return self;
}

void
mc_field_free (McField *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  mc_words_clear (&self->label);
  mc_words_clear (&self->question);
  mc_words_clear (&self->help);
  g_free (self->prefill);
  g_free (self->fallback);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->conditions, g_ptr_array_unref);
  g_free (self);
}

/* Returns: (nullable): the choice with that value */
const McChoiceRow *
mc_field_find_choice (const McField *self, const char *value)
{
  for (guint i = 0; i < self->choices->len; i++)
    {
      const McChoiceRow *row = g_ptr_array_index (self->choices, i);

      if (g_str_equal (row->value, value))
        return row;
    }
  return NULL;
}

/**
 * mc_field_get_key:
 * @self: a field
 *
 * Returns: its key, unique in its procedure
 */
const char *
mc_field_get_key (const McField *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->key;
}

/**
 * mc_field_get_kind:
 * @self: a field
 *
 * Returns: what is typed into it
 */
McFieldKind
mc_field_get_kind (const McField *self)
{
  g_return_val_if_fail (self != NULL, MC_FIELD_TEXT);
  return self->kind;
}

/**
 * mc_field_get_label:
 * @self: a field
 * @language: "vi" or "en"
 *
 * Returns: its short name, for the review and for form 01
 */
const char *
mc_field_get_label (const McField *self, const char *language)
{
  g_return_val_if_fail (self != NULL, NULL);
  return mc_words_pick (&self->label, language);
}

/**
 * mc_field_get_question:
 * @self: a field
 * @language: "vi" or "en"
 *
 * Returns: what the citizen is asked; the label when no question is given
 */
const char *
mc_field_get_question (const McField *self, const char *language)
{
  const char *question;

  g_return_val_if_fail (self != NULL, NULL);

  question = mc_words_pick (&self->question, language);
  return question != NULL ? question : mc_words_pick (&self->label, language);
}

/**
 * mc_field_get_help:
 * @self: a field
 * @language: "vi" or "en"
 *
 * Returns: (nullable): a sentence that helps to answer
 */
const char *
mc_field_get_help (const McField *self, const char *language)
{
  g_return_val_if_fail (self != NULL, NULL);
  return mc_words_pick (&self->help, language);
}

/**
 * mc_field_get_prefill:
 * @self: a field
 *
 * Returns: (nullable): which of the applicant's data fill it at first, "applicant.name"
 */
const char *
mc_field_get_prefill (const McField *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->prefill;
}

/**
 * mc_field_is_required:
 * @self: a field
 *
 * Returns: whether it must be answered when it is visible
 */
gboolean
mc_field_is_required (const McField *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->required;
}

/**
 * mc_field_is_masked:
 * @self: a field
 *
 * Returns: whether a screen that others may see shows its last four characters only
 */
gboolean
mc_field_is_masked (const McField *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->masked;
}

/**
 * mc_field_get_max_length:
 * @self: a field
 *
 * Returns: the most characters that may be typed
 */
guint
mc_field_get_max_length (const McField *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->max_length;
}

/**
 * mc_field_get_n_choices:
 * @self: a field
 *
 * Returns: how many choices it offers; 0 unless it is a %MC_FIELD_CHOICE
 */
guint
mc_field_get_n_choices (const McField *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->choices->len;
}

/**
 * mc_field_get_choice:
 * @self: a field
 * @index: below mc_field_get_n_choices()
 * @language: "vi" or "en"
 *
 * Returns: the choice; its strings belong to the field
 */
McChoice
mc_field_get_choice (const McField *self, guint index, const char *language)
{
  const McChoiceRow *row;

  g_return_val_if_fail (self != NULL && index < self->choices->len, (McChoice){ 0 });

  row = g_ptr_array_index (self->choices, index);
  return (McChoice){ .value = row->value, .label = mc_words_pick (&row->label, language) };
}

/**
 * mc_field_is_visible:
 * @self: a field
 * @answers: (nullable): the answers so far
 *
 * Judges the field's own conditions; its page has conditions too (mc_form_page_is_visible()).
 *
 * Returns: whether it is asked
 */
gboolean
mc_field_is_visible (const McField *self, const McAnswers *answers)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return mc_conditions_hold (self->conditions, answers);
}

static char *
format_date (const char *value)
{
  int year, month, day;

  if (sscanf (value, "%4d-%2d-%2d", &year, &month, &day) != 3)
    return g_strdup (value);
  return g_strdup_printf ("%d/%d/%d", day, month, year);
}

/* 1234567 → 1.234.567: how numbers are grouped in both languages' texts of a Vietnamese office */
static char *
format_number (const char *value)
{
  GString *text = g_string_new (NULL);
  gsize length = strlen (value);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (text, '.');
      g_string_append_c (text, value[i]);
    }
  return g_string_free (text, FALSE);
}

/**
 * mc_field_format_value:
 * @self: a field
 * @value: a canonical value, as mc_field_validate() gives it
 * @language: "vi" or "en"
 *
 * Writes a value as a person reads it: 14/6/2025, 8:30, 2.000.000 đ, the choice's label, Có.
 * Nothing is masked here.
 *
 * Returns: (transfer full): the text
 */
char *
mc_field_format_value (const McField *self, const char *value, const char *language)
{
  const McChoiceRow *row;

  g_return_val_if_fail (self != NULL && value != NULL, NULL);

  switch (self->kind)
    {
    case MC_FIELD_DATE:
      return format_date (value);
    case MC_FIELD_NUMBER:
      return format_number (value);
    case MC_FIELD_MONEY:
      return mc_text_format_vnd (g_ascii_strtoll (value, NULL, 10));
    case MC_FIELD_CHOICE:
      row = mc_field_find_choice (self, value);
      return g_strdup (row != NULL ? mc_words_pick (&row->label, language) : value);
    case MC_FIELD_YES_NO:
      return g_strdup (g_str_equal (value, "yes") ? mc_pick (language, "Có", "Yes")
                                                  : mc_pick (language, "Không", "No"));
    case MC_FIELD_TAX_CODE:
      if (strlen (value) == 13)
        return g_strdup_printf ("%.10s-%s", value, value + 10);
      return g_strdup (value);
    case MC_FIELD_PHONE:
      if (strlen (value) == 10)
        return g_strdup_printf ("%.4s %.3s %s", value, value + 4, value + 7);
      return g_strdup (value);
    case MC_FIELD_TEXT:
    case MC_FIELD_LONG_TEXT:
    case MC_FIELD_NAME:
    case MC_FIELD_YEAR:
    case MC_FIELD_TIME:
    case MC_FIELD_ID_NUMBER:
    case MC_FIELD_EMAIL:
    case MC_FIELD_ADDRESS:
    default:
      return g_strdup (value);
    }
}
