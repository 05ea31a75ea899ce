/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mc-intake-form"
#include <config.h>

#include "app/kiosk/intake-controller-private.h"

#include "app/domain/datetime.h"

/**
 * mc_intake_controller_can_begin_form:
 *
 * Returns: whether a procedure is chosen that takes this kind of applicant, who is known, and the
 *   notice was shown
 */
gboolean
mc_intake_controller_can_begin_form (McIntakeController *self)
{
  McProcedure *procedure;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);

  procedure = mc_draft_get_procedure (self->draft);

  return procedure != NULL && self->noticed &&
         mc_procedure_accepts (procedure, mc_draft_get_applicant (self->draft)->kind) &&
         mc_intake_controller_has_applicant (self);
}

/**
 * mc_intake_controller_begin_form:
 *
 * Prefills from the applicant and opens the first page that is asked.
 */
void
mc_intake_controller_begin_form (McIntakeController *self)
{
  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));
  g_return_if_fail (mc_draft_get_procedure (self->draft) != NULL);

  if (!mc_intake_controller_can_edit (self))
    return;
  mc_draft_prefill (self->draft);
  mc_intake_controller_set_page (self, mc_draft_find_visible_page (self->draft, -1, 1));
}

/**
 * mc_intake_controller_get_page:
 *
 * Returns: index of the present form page; -1 before the form, the number of pages after it
 */
int
mc_intake_controller_get_page (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), -1);

  return self->page;
}

/* After a change other questions may have come up, or none. */
static int
find_open_page (McIntakeController *self)
{
  const int n_pages = (int) mc_procedure_get_n_pages (mc_draft_get_procedure (self->draft));
  GDate today;

  mc_intake_controller_get_today (self, &today);
  for (int page = mc_draft_find_visible_page (self->draft, -1, 1); page < n_pages;
       page = mc_draft_find_visible_page (self->draft, page, 1))
    {
      McFieldProblem problem;

      if (mc_draft_check_page (self->draft, page, &today, &problem, NULL) != NULL)
        return page;
    }

  return n_pages;
}

/**
 * mc_intake_controller_next_page:
 *
 * Goes to the next page that is asked; after a change from the review only to one that is not
 * answered yet. The caller has looked at mc_intake_controller_check_page () first.
 *
 * Returns: %FALSE after the last one: the review is next
 */
gboolean
mc_intake_controller_next_page (McIntakeController *self)
{
  McProcedure *procedure;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);

  procedure = mc_draft_get_procedure (self->draft);
  g_return_val_if_fail (procedure != NULL, FALSE);

  mc_intake_controller_set_page (self,
                                 self->changing != NULL
                                     ? find_open_page (self)
                                     : mc_draft_find_visible_page (self->draft, self->page, 1));
  if (self->page < (int) mc_procedure_get_n_pages (procedure))
    return TRUE;
  mc_intake_controller_end_change (self);

  return FALSE;
}

/**
 * mc_intake_controller_previous_page:
 *
 * Returns: %FALSE before the first one, and during a change: one goes where one came from
 */
gboolean
mc_intake_controller_previous_page (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);
  g_return_val_if_fail (mc_draft_get_procedure (self->draft) != NULL, FALSE);

  if (self->changing != NULL)
    return FALSE;
  mc_intake_controller_set_page (self, mc_draft_find_visible_page (self->draft, self->page, -1));

  return self->page >= 0;
}

/**
 * mc_intake_controller_get_progress:
 * @section: (out): where the present page stands, from 1
 * @n_sections: (out): sections that have something to ask
 */
void
mc_intake_controller_get_progress (McIntakeController *self, guint *section, guint *n_sections)
{
  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));
  g_return_if_fail (mc_draft_get_procedure (self->draft) != NULL);

  mc_draft_get_progress (self->draft, self->page, section, n_sections);
}

/**
 * mc_intake_controller_get_answers:
 *
 * Returns: (transfer none): canonical values; until the next change
 */
const McAnswers *
mc_intake_controller_get_answers (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  return mc_draft_get_answers (self->draft);
}

/**
 * mc_intake_controller_get_raw:
 * @key: a field's key
 *
 * Returns: (transfer none) (nullable): as typed, also when it was refused; else the known answer
 */
const char *
mc_intake_controller_get_raw (McIntakeController *self, const char *key)
{
  const char *raw;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  raw = mc_draft_get_raw (self->draft, key);

  return raw != NULL ? raw : mc_answers_get (mc_draft_get_answers (self->draft), key);
}

/**
 * mc_intake_controller_set_answer:
 * @key: a field of the procedure
 * @raw: as typed or chosen
 * @detail: (out) (optional) (nullable): see #McFieldProblem
 *
 * Returns: why it is refused, or %MC_FIELD_PROBLEM_NONE
 */
McFieldProblem
mc_intake_controller_set_answer (McIntakeController *self,
                                 const char *key,
                                 const char *raw,
                                 char **detail)
{
  const McField *field;
  GDate today;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), MC_FIELD_PROBLEM_FORMAT);
  g_return_val_if_fail (mc_draft_get_procedure (self->draft) != NULL, MC_FIELD_PROBLEM_FORMAT);

  field = mc_procedure_find_field (mc_draft_get_procedure (self->draft), key);
  g_return_val_if_fail (field != NULL, MC_FIELD_PROBLEM_FORMAT);

  if (!mc_intake_controller_can_edit (self))
    return MC_FIELD_PROBLEM_NONE;
  mc_intake_controller_get_today (self, &today);
  mc_intake_controller_note_draft (self);

  return mc_draft_set_answer (self->draft, field, raw, &today, detail);
}

/**
 * mc_intake_controller_check_page:
 * @problem: (out): why the returned field is refused
 * @detail: (out) (optional) (nullable): see #McFieldProblem
 *
 * Returns: (transfer none) (nullable): the first field of the present page that is not right yet
 */
const McField *
mc_intake_controller_check_page (McIntakeController *self, McFieldProblem *problem, char **detail)
{
  McProcedure *procedure;
  GDate today;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  procedure = mc_draft_get_procedure (self->draft);
  *problem = MC_FIELD_PROBLEM_NONE;
  if (procedure == NULL || self->page < 0 ||
      self->page >= (int) mc_procedure_get_n_pages (procedure))
    return NULL;
  mc_intake_controller_get_today (self, &today);

  return mc_draft_check_page (self->draft, self->page, &today, problem, detail);
}

/* --- review --- */

/**
 * mc_intake_controller_create_review:
 *
 * Returns: (transfer full) (element-type McReviewSection): everything to be read before one
 *   submits; lines of the applicant first
 */
GPtrArray *
mc_intake_controller_create_review (McIntakeController *self)
{
  McProcedure *procedure;
  g_autoptr (McAnswers) answers = NULL;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  procedure = mc_draft_get_procedure (self->draft);
  g_return_val_if_fail (procedure != NULL, NULL);

  answers = mc_procedure_keep_visible (procedure, mc_draft_get_answers (self->draft));

  return mc_review_new (procedure,
                        mc_draft_get_applicant (self->draft),
                        answers,
                        mc_visit_get_language (self->visit));
}

/**
 * mc_intake_controller_list_papers:
 *
 * Returns: (transfer container) (element-type McDocument): papers for the counter that the answers
 *   so far call for, required ones first
 */
GPtrArray *
mc_intake_controller_list_papers (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);
  g_return_val_if_fail (mc_draft_get_procedure (self->draft) != NULL, NULL);

  return mc_draft_list_papers (self->draft);
}

/**
 * mc_intake_controller_brings:
 *
 * Returns: whether the paper goes into the dossier's list
 */
gboolean
mc_intake_controller_brings (McIntakeController *self, const McDocument *document)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);

  return mc_draft_brings (self->draft, document);
}

/**
 * mc_intake_controller_set_brings:
 * @document: a paper; a required one is always brought
 */
void
mc_intake_controller_set_brings (McIntakeController *self,
                                 const McDocument *document,
                                 gboolean brings)
{
  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));

  if (mc_intake_controller_can_edit (self))
    mc_draft_set_brings (self->draft, document, brings);
}

/**
 * mc_intake_controller_get_expected_due:
 * @reasons: (out) (optional): why it is later than one may think
 *
 * Returns: when the result may be expected if the papers were accepted now; %MC_TIME_NONE when the
 *   calendar cannot tell, or the machine is not enrolled
 */
gint64
mc_intake_controller_get_expected_due (McIntakeController *self, McDueReasons *reasons)
{
  const McPoint *point;
  McProcedure *procedure;
  gint64 due;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), MC_TIME_NONE);

  point = mc_intake_controller_get_point (self);
  procedure = mc_draft_get_procedure (self->draft);
  if (point == NULL || procedure == NULL ||
      !mc_limit_due (mc_procedure_get_limit (procedure, NULL),
                     mc_engine_get_calendar (self->engine),
                     &point->hours,
                     mc_clock_now (mc_engine_get_clock (self->engine)),
                     &due,
                     reasons,
                     NULL))
    return MC_TIME_NONE;

  return due;
}

/* The page that asks for @key, if it is asked (now). */
static int
find_page_of (McIntakeController *self, const char *key)
{
  McProcedure *procedure = mc_draft_get_procedure (self->draft);

  for (int page = mc_draft_find_visible_page (self->draft, -1, 1);
       page < (int) mc_procedure_get_n_pages (procedure);
       page = mc_draft_find_visible_page (self->draft, page, 1))
    {
      const McFormPage *form_page = mc_procedure_get_page (procedure, page);

      for (guint i = 0; i < mc_form_page_get_n_fields (form_page); i++)
        if (g_str_equal (mc_field_get_key (mc_form_page_get_field (form_page, i)), key))
          return page;
    }

  return -1;
}

/**
 * mc_intake_controller_change:
 * @key: of a review line
 *
 * Begins a change from the review. It ends when the form has nothing more to ask
 * (mc_intake_controller_next_page () says %FALSE) or with mc_intake_controller_end_change ().
 *
 * Returns: %TRUE when the form's page stands at it, %FALSE when it is the applicant's own data
 */
gboolean
mc_intake_controller_change (McIntakeController *self, const char *key)
{
  int page;

  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), FALSE);
  g_return_val_if_fail (mc_draft_get_procedure (self->draft) != NULL, FALSE);

  g_free (self->changing);
  self->changing = g_strdup (key);
  page = find_page_of (self, key);
  if (page < 0)
    return FALSE;
  mc_intake_controller_set_page (self, page);

  return TRUE;
}

/**
 * mc_intake_controller_get_changing:
 *
 * Returns: (transfer none) (nullable): the key of the line that is being changed
 */
const char *
mc_intake_controller_get_changing (McIntakeController *self)
{
  g_return_val_if_fail (MC_IS_INTAKE_CONTROLLER (self), NULL);

  return self->changing;
}

/**
 * mc_intake_controller_end_change:
 *
 * Back to the review; the form's page stands after its last one again. What the form had taken
 * over from the applicant follows the applicant.
 */
void
mc_intake_controller_end_change (McIntakeController *self)
{
  g_return_if_fail (MC_IS_INTAKE_CONTROLLER (self));

  if (self->changing == NULL)
    return;
  g_clear_pointer (&self->changing, g_free);
  if (mc_draft_get_procedure (self->draft) == NULL)
    return;
  mc_draft_prefill (self->draft);
  mc_intake_controller_set_page (
      self, (int) mc_procedure_get_n_pages (mc_draft_get_procedure (self->draft)));
}
