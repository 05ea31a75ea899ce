/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-procedure-answers"

#include "config.h"
#include "app/domain/procedure.h"

#include "app/domain/datetime.h"
#include "app/domain/json.h"
#include "app/domain/procedure-private.h"
#include "app/domain/text.h"

static char *
get_source (const McApplicant *applicant, const char *source)
{
  if (g_str_equal (source, "applicant.name"))
    return g_strdup (applicant->name);
  if (g_str_equal (source, "applicant.id_number"))
    return g_strdup (applicant->id_number);
  if (g_str_equal (source, "applicant.address"))
    return g_strdup (applicant->address);
  if (g_str_equal (source, "applicant.phone"))
    return g_strdup (applicant->phone);
  if (g_str_equal (source, "applicant.email"))
    return g_strdup (applicant->email);
  if (g_str_equal (source, "applicant.organisation"))
    return g_strdup (applicant->organisation);
  if (g_str_equal (source, "applicant.tax_code"))
    return g_strdup (applicant->tax_code);
  if (g_str_equal (source, "applicant.title"))
    return g_strdup (applicant->title);
  if (g_str_equal (source, "applicant.sex"))
    return applicant->sex == MC_SEX_UNKNOWN
               ? NULL
               : g_strdup (applicant->sex == MC_SEX_FEMALE ? "female" : "male");
  if (g_str_equal (source, "applicant.birth_date") && g_date_valid (&applicant->birth_date))
    return mc_date_to_iso (&applicant->birth_date);
  if (g_str_equal (source, "applicant.birth_year") && g_date_valid (&applicant->birth_date))
    return g_strdup_printf ("%04d", g_date_get_year (&applicant->birth_date));
  return NULL;
}

/**
 * mc_procedure_prefill:
 * @self: a procedure
 * @applicant: (nullable): who files
 * @answers: the answers so far
 *
 * Fills fields that have no answer yet from the applicant's data, or with the field's default.
 * What the field itself would refuse is left out. Existing answers are never changed, so it may
 * be called again.
 */
void
mc_procedure_prefill (McProcedure *self, const McApplicant *applicant, McAnswers *answers)
{
  g_return_if_fail (MC_IS_PROCEDURE (self) && answers != NULL);

  for (guint i = 0; i < self->pages->len; i++)
    {
      const McFormPage *page = g_ptr_array_index (self->pages, i);

      for (guint j = 0; j < page->fields->len; j++)
        {
          const McField *field = g_ptr_array_index (page->fields, j);
          g_autofree char *raw = NULL;
          g_autofree char *value = NULL;

          if (mc_answers_get (answers, field->key) != NULL)
            continue;
          if (field->prefill != NULL && applicant != NULL)
            raw = get_source (applicant, field->prefill);
          if (raw == NULL)
            raw = g_strdup (field->fallback);
          if (mc_field_validate (field, raw, NULL, &value, NULL) == MC_FIELD_PROBLEM_NONE &&
              value != NULL)
            mc_answers_set (answers, field->key, value);
        }
    }
}

/**
 * mc_procedure_count_papers:
 * @self: a procedure
 * @applicant: (nullable): who files, as far as that is known
 *
 * Returns: how many papers one must bring, as far as that is known before the first answer: as if
 *   the usual answers were given
 */
guint
mc_procedure_count_papers (McProcedure *self, const McApplicant *applicant)
{
  g_autoptr (McAnswers) usual = mc_answers_new ();
  guint n = 0;

  g_return_val_if_fail (MC_IS_PROCEDURE (self), 0);

  mc_procedure_prefill (self, applicant, usual);
  for (guint i = 0; i < self->documents->len; i++)
    {
      const McDocument *document = g_ptr_array_index (self->documents, i);

      if (document->required && mc_document_is_needed (document, usual))
        n++;
    }
  return n;
}

/**
 * mc_procedure_keep_visible:
 * @self: a procedure
 * @answers: answers, perhaps with some to questions that a later answer has hidden
 *
 * Walks through the form as the citizen does, and keeps only the answers to what is asked: only
 * the procedure's own fields travel (Luật 91/2025/QH15, data for the purpose alone).
 *
 * Returns: (transfer full): the answers to the visible fields, in the form's order
 */
McAnswers *
mc_procedure_keep_visible (McProcedure *self, const McAnswers *answers)
{
  McAnswers *kept = mc_answers_new ();

  g_return_val_if_fail (MC_IS_PROCEDURE (self) && answers != NULL, kept);

  for (guint i = 0; i < self->pages->len; i++)
    {
      const McFormPage *page = g_ptr_array_index (self->pages, i);

      if (!mc_conditions_hold (page->conditions, kept))
        continue;
      for (guint j = 0; j < page->fields->len; j++)
        {
          const McField *field = g_ptr_array_index (page->fields, j);
          const char *answer = mc_answers_get (answers, field->key);

          if (answer != NULL && mc_field_is_visible (field, kept))
            mc_answers_set (kept, field->key, answer);
        }
    }
  return kept;
}

static gboolean
check_field (const McField *field, const McAnswers *answers, const GDate *today, GError **error)
{
  const char *answer = mc_answers_get (answers, field->key);
  g_autofree char *value = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *words = NULL;
  McFieldProblem problem = mc_field_validate (field, answer, today, &value, &detail);

  if (problem == MC_FIELD_PROBLEM_NONE && g_strcmp0 (answer, value) == 0)
    return TRUE;
  if (problem == MC_FIELD_PROBLEM_NONE)
    words = g_strdup ("is not in its canonical form");
  else
    words = mc_field_problem_describe (problem, detail);
  g_set_error (error, MC_PROCEDURE_ERROR, MC_PROCEDURE_ERROR_ANSWER, "%s: %s", field->key, words);
  return FALSE;
}

/* Names the first answer that no visible field asks for. */
static gboolean
refuse_stray (McProcedure *self, const McAnswers *answers, const McAnswers *kept, GError **error)
{
  g_autoptr (json_t) object = mc_answers_to_json (answers);
  const char *key;
  json_t *value;

  json_object_foreach (object, key, value) if (mc_answers_get (kept, key) == NULL)
  {
    g_set_error (error,
                 MC_PROCEDURE_ERROR,
                 MC_PROCEDURE_ERROR_ANSWER,
                 g_hash_table_contains (self->fields, key)
                     ? "%s: is answered though it is not asked"
                     : "%s: is not a field of this procedure",
                 key);
    break;
  }
  return FALSE;
}

/**
 * mc_procedure_check_answers:
 * @self: a procedure
 * @answers: canonical answers
 * @today: (nullable): the day of filing
 * @error: %MC_PROCEDURE_ERROR_ANSWER; the message begins with the field's key, and never repeats
 *   the value
 *
 * Returns: %TRUE when every visible field is answered rightly and nothing else is
 */
gboolean
mc_procedure_check_answers (McProcedure *self,
                            const McAnswers *answers,
                            const GDate *today,
                            GError **error)
{
  g_autoptr (McAnswers) kept = NULL;

  g_return_val_if_fail (MC_IS_PROCEDURE (self) && answers != NULL, FALSE);

  kept = mc_procedure_keep_visible (self, answers);
  for (guint i = 0; i < self->pages->len; i++)
    {
      const McFormPage *page = g_ptr_array_index (self->pages, i);

      if (!mc_conditions_hold (page->conditions, kept))
        continue;
      for (guint j = 0; j < page->fields->len; j++)
        {
          const McField *field = g_ptr_array_index (page->fields, j);

          if (mc_field_is_visible (field, kept) && !check_field (field, kept, today, error))
            return FALSE;
        }
    }
  if (mc_answers_get_size (kept) != mc_answers_get_size (answers))
    return refuse_stray (self, answers, kept, error);
  return TRUE;
}
